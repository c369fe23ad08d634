// On a phone one panel of a picture may lie over the others (view.css).

/** Let the one in front be one that moves, or that was touched; to be called after each state. */
function stack(root, stage) {
  const panels = [...root.querySelectorAll(".livefig-panel")];
  const raise = (panel) => { for (const p of panels) p.classList.toggle("livefig-front", p === panel); };
  const moves = (panel) => [...panel.querySelectorAll("[data-key]")].some((group) => stage.moved.has(group.dataset.key));
  const ringed = (panel) => panel.querySelector(".livefig-handle") !== null;
  // The one in front is there for its ring, as at the start; since then a control was touched.
  let held = panels.some((panel) => panel.classList.contains("livefig-front") && ringed(panel)), letGo = false;
  for (const kind of ["pointerdown", "focusin"])
    root.addEventListener(kind, ({ target }) => { // not at the panels: who listens for the focus becomes a stop for the Tab key
      const panel = target.closest(".livefig-panel");
      letGo = !panel;
      if (!panel) return;
      held = Boolean(target.closest(".livefig-handle"));
      raise(panel);
    });
  return () => {
    const moving = panels.filter(moves);
    if (moving.length && (!moving.some((panel) => panel.classList.contains("livefig-front")) || (held && letGo))) {
      // What a ring shows is written beside the slider too; what the other panels show is not.
      raise(moving.find((panel) => !ringed(panel)) ?? moving[0]);
      held = false;
    }
    stage.moved.clear();
  };
}
