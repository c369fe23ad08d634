// In JupyterLab, VS Code and Colab the demo is a widget, and the kernel draws what is asked for.

export default {
  render({ model, el }) {
    el.innerHTML = model.get("markup");
    // JupyterLab would take the arrow keys for itself, by a shortcut and in the notebook's own handler.
    el.dataset.lmSuppressShortcuts = "true";
    el.addEventListener("keydown", (event) => event.stopPropagation());
    const demo = mount(el.querySelector(".livefig"), model.get("state"), { ask: (index) => model.send({ index }) });
    const answer = (message) => demo.answer(message);
    model.on("msg:custom", answer);
    return () => model.off("msg:custom", answer);
  },
};
