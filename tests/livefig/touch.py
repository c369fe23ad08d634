"""A finger on the glass: what a phone sends when one is put down, moved and lifted, scrolling and all."""

PLACE = """(handle, [x, y]) => {
  const p = new DOMPoint(x, y).matrixTransform(handle.ownerSVGElement.getScreenCTM());
  return [p.x, p.y];
}"""
LISTEN = """() => {
  globalThis.heard = [];
  for (const kind of ["pointerdown", "pointerup", "pointercancel"])
    addEventListener(kind, (event) => heard.push(kind), true);
}"""


class Finger:
    """Touches that go through the browser's own recognition of gestures, unlike events made by a script."""

    def __init__(self, tab):
        self.tab, self.session = tab, tab.context.new_cdp_session(tab)

    def _send(self, kind, *points):
        touches = [{"x": x, "y": y} for x, y in points]
        self.session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})

    def swipe(self, start, end, steps=12, lift=True):
        """Put the finger down, move it as a hand does, in many small moves, and lift it."""
        self._send("touchStart", start)
        for k in range(1, steps + 1):
            self._send("touchMove", tuple(a + (b - a) * k / steps for a, b in zip(start, end, strict=True)))
            self.tab.evaluate("() => new Promise(requestAnimationFrame)")  # a hand is not faster than the screen
        if lift:
            self._send("touchEnd")


def place(handle, point, i, j):
    """Return the pixel at which a place of a ring's grid is shown."""
    return handle.evaluate(PLACE, [point["px"][i], point["py"][j]])


def in_view(tab, locator):
    """Bring what is to be touched into the middle of the window, and wait until nothing moves any more."""
    locator.evaluate("(e) => e.scrollIntoView({ block: 'center', behavior: 'instant' })")
    tab.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def scrolled(tab):
    return tab.evaluate("[document.scrollingElement.scrollLeft, document.scrollingElement.scrollTop]")
