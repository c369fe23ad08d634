// On a phone one panel of a picture may lie over the others (view.css).

/** Let the one in front be one that moves, or that was touched; to be called after each state. */
function stack(root, stage) {
  const panels = [...root.querySelectorAll(".livefig-panel")];
  const raise = (panel) => { for (const p of panels) p.classList.toggle("livefig-front", p === panel); };
  const moves = (panel) => [...panel.querySelectorAll("[data-key]")].some((group) => stage.moved.has(group.dataset.key));
  for (const kind of ["pointerdown", "focusin"])
    root.addEventListener(kind, (event) => { // not at the panels: who listens for the focus becomes a stop for the Tab key
      const panel = event.target.closest(".livefig-panel");
      if (panel) raise(panel);
    });
  return () => {
    const moving = panels.filter(moves);
    if (moving.length && !moving.some((panel) => panel.classList.contains("livefig-front"))) raise(moving[0]);
    stage.moved.clear();
  };
}
