// The hand on the pad: mouse, finger or pen, and keys.

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** Let a board be drawn on. `line(from, to, erase, first)` draws; `undo()`; `tell(text)` says what the cursor is on. */
function draws(board, side, { line, undo, erases, inkAt, tell }) {
  const mark = board.querySelector(".drawpad-cursor");
  let last = null, rubber = false, cursor = [Math.floor(side / 2), Math.floor(side / 2)];
  const place = ({ clientX, clientY }) => {
    const box = board.getBoundingClientRect();
    return [((clientX - box.left) / box.width) * side, ((clientY - box.top) / box.height) * side];
  };
  board.addEventListener("pointerdown", (event) => {
    if (!event.isPrimary || event.button === 1) return;
    event.preventDefault();
    board.setPointerCapture(event.pointerId);
    board.focus({ preventScroll: true });
    board.classList.remove("drawpad-keys");
    rubber = erases() || event.button === 2 || event.button === 5; // the right button, the other end of a pen
    last = place(event);
    line(last, last, rubber, true);
  });
  const go = (event) => {
    if (!last || !event.isPrimary) return;
    for (const one of event.getCoalescedEvents?.() ?? []) {
      const next = place(one);
      line(last, next, rubber, false);
      last = next;
    }
    line(last, (last = place(event)), rubber, false);
  };
  board.addEventListener("pointermove", go);
  board.addEventListener("pointerup", go);
  board.addEventListener("lostpointercapture", () => { last = null; });
  board.addEventListener("contextmenu", (event) => event.preventDefault());

  /** Draw or erase at the cursor, or along its way. */
  function at(from, erase) {
    const middle = ([x, y]) => [x + 0.5, y + 0.5];
    line(middle(from), middle(cursor), erase, true);
  }
  board.addEventListener("keydown", (event) => {
    const { key } = event, arrow = ARROWS[key], before = cursor;
    if ((event.ctrlKey || event.metaKey) && key.toLowerCase() === "z") undo();
    else if (event.ctrlKey || event.metaKey || event.altKey) return;
    else if (arrow) {
      cursor = cursor.map((c, k) => Math.min(Math.max(c + arrow[k], 0), side - 1));
      if (event.shiftKey) at(before, erases());
    } else if (key === " ") at(cursor, erases());
    else if (key === "Delete" || key === "Backspace") at(cursor, true);
    else return;
    event.preventDefault();
    event.stopPropagation(); // a page may have keys of its own
    board.classList.add("drawpad-keys");
    mark.setAttribute("x", 10 * cursor[0] + 0.5);
    mark.setAttribute("y", 10 * cursor[1] + 0.5);
    tell(`row ${cursor[1] + 1}, column ${cursor[0] + 1}, ink ${Math.round(100 * inkAt(cursor))} %`);
  });
}
