// A slider under a hand.

/** Report when a slider moves, but not for a finger that only begins on it to scroll the page. */
function slide(input, moved, back) {
  let from = null; // where a finger came down that has neither moved sideways nor been lifted
  const decide = () => {
    if (from === null) return;
    from = null;
    moved();
  };
  input.addEventListener("pointerdown", (event) => { from = event.pointerType === "touch" ? event.clientX : null; });
  input.addEventListener("pointermove", (event) => Math.abs(event.clientX - (from ?? event.clientX)) > 8 && decide());
  input.addEventListener("pointerup", decide);
  input.addEventListener("pointercancel", () => {
    from = null;
    back();
  });
  input.addEventListener("input", () => from === null && moved());
}
