"""What a hand does on a pad in the browser, and what is seen of it."""

from touch import in_view

INK = """() => [...document.querySelectorAll('.drawpad-board > rect:not([class])')]
  .map((cell) => Number(cell.getAttribute('fill-opacity')))"""
FRAME = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
SEEN = """(board) => [...board.querySelectorAll('.drawpad-marks > g:not([hidden])')]
  .map((mark) => [mark.dataset.add, mark.getAttribute('transform')])"""

# Push the drawing along, one cell a frame; return what is read on the way, and note what is told.
RESTLESS = """async () => {
  const pad = document.getElementById("draw-a-digit"), said = pad.querySelector(".drawpad-said"), seen = [];
  globalThis.told = [];
  new MutationObserver(() => told.push(said.textContent)).observe(said, { childList: true });
  for (let k = 0; k < 4; k++) {
    pad.querySelector('[data-push="-1 0"]').click();
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    seen.push(pad.querySelector(".livefig-readout").textContent);
  }
  return seen;
}"""


def live(tab):
    pad = tab.locator("#draw-a-digit")
    in_view(tab, pad)
    tab.wait_for_selector("#draw-a-digit[data-ready]")
    return pad


def readout(pad):
    return pad.locator(".livefig-readout")


def ink(tab):
    """Return the ink of all cells, row after row, as they are seen in the next frame."""
    tab.evaluate(FRAME)
    values = tab.evaluate(INK)
    return [values[10 * k : 10 * k + 10] for k in range(10)]


def at(tab, column, row):
    """Return the pixel in the middle of a cell."""
    box = tab.locator(".drawpad-board").bounding_box()
    return box["x"] + (column + 0.5) * box["width"] / 10, box["y"] + (row + 0.5) * box["height"] / 10


def drag(tab, *cells):
    first, *others = (at(tab, *cell) for cell in cells)
    tab.mouse.move(*first)
    tab.mouse.down()
    for place in others:
        tab.mouse.move(*place, steps=3)
    tab.mouse.up()
