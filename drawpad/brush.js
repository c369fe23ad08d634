// Ink on the cells. A drawing holds the ink of each, 0 to 1, row after row; places are in cells, from the upper left.

const CORE = 0.25, EDGE = 1.05; // as near to its line a stroke is full, and there it ends; as wide as a pen on digits

/** How far a place is from the line between two others. */
function distance([x, y], [ax, ay], [bx, by]) {
  const dx = bx - ax, dy = by - ay, long = dx * dx + dy * dy;
  const t = long ? Math.min(Math.max(((x - ax) * dx + (y - ay) * dy) / long, 0), 1) : 0;
  return Math.hypot(x - ax - t * dx, y - ay - t * dy);
}

/** Draw a line, or erase along it. Twice over the same place is as once, so a slow hand draws as a quick one does. */
function stroke(drawing, side, from, to, erase = false) {
  for (let i = 0; i < drawing.length; i++) {
    const d = distance([(i % side) + 0.5, Math.floor(i / side) + 0.5], from, to);
    const ink = Math.min(Math.max((EDGE - d) / (EDGE - CORE), 0), 1);
    drawing[i] = erase ? Math.min(drawing[i], 1 - ink) : Math.max(drawing[i], ink);
  }
}

/** Move a drawing by whole cells; what leaves the pad is gone. */
function pushed(drawing, side, right, down) {
  return drawing.map((_, i) => {
    const x = (i % side) - right, y = Math.floor(i / side) - down;
    return x >= 0 && x < side && y >= 0 && y < side ? drawing[y * side + x] : 0;
  });
}
