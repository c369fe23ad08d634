// On a phone one panel of a picture may lie over the others (view.css).

/** Let the one in front be one that moves, or that was tapped; to be called after each state. */
function stack(root, stage) {
  const panels = [...root.querySelectorAll(".livefig-panel")];
  let chosen = true; // false from when a control is taken until it has moved something
  const raise = (panel) => {
    for (const p of panels) p.classList.toggle("livefig-front", p === panel);
    chosen = true;
  };
  const moves = (panel) => [...panel.querySelectorAll("[data-key]")].reduce((all, { dataset }) => all + (stage.moved.get(dataset.key) ?? 0), 0);
  // A finger that comes down on a panel may only scroll. Not at the panels: who listens for the focus becomes a stop for
  // the Tab key.
  for (const [kind, what] of [["pointerdown", ".livefig-handle"], ["focusin", ".livefig-handle"], ["click", ".livefig-panel"]])
    root.addEventListener(kind, ({ target }) => {
      if (target.closest(what)) raise(target.closest(".livefig-panel"));
      else if (!target.closest(".livefig-panel")) chosen = false;
    });
  return () => {
    const moving = panels.filter(moves);
    if (moving.length && !(chosen && moving.some((panel) => panel.classList.contains("livefig-front"))))
      raise(moving.reduce((most, panel) => (moves(panel) > moves(most) ? panel : most))); // that in which most moves
    stage.moved.clear();
  };
}
