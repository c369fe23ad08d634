// With a kernel the pad is a widget; Python in the page shows it as that too, and livefig's host where there is neither.

const widget = {
  render({ model, el }) {
    el.innerHTML = model.get("markup");
    // JupyterLab would take the keys for itself, by a shortcut and in the notebook's own handler.
    el.dataset.lmSuppressShortcuts = "true";
    el.addEventListener("keydown", (event) => event.stopPropagation());
    const ask = (question) => model.send(question);
    const pad = mountPad(el.querySelector(".drawpad"), model.get("state"), { ask });
    const answer = (message) => pad.answer(message);
    model.on("msg:custom", answer);
    return () => model.off("msg:custom", answer);
  },
};
