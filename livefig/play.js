// The buttons of a control that is a process: play it, or take one step.

/** Bind them to a dimension. `at()` and `to(i)` read and set it; `busy()` tells that the last state is not drawn yet. */
function play(root, box, { last, at, to, busy }) {
  const run = box.querySelector("[data-play]"), readout = root.querySelector("[aria-live]");
  const steps = [...box.querySelectorAll("[data-step]")];
  let timer = 0;
  function stop() {
    if (!timer) return;
    clearInterval(timer);
    timer = 0;
    seen.disconnect();
    readout.setAttribute("aria-live", "polite"); // what it came to is read out, and not each state on the way
    run.textContent = "Play";
  }
  function start() {
    if (at() === last) to(0);
    readout.setAttribute("aria-live", "off");
    run.textContent = "Stop";
    timer = setInterval(() => {
      if (document.hidden || busy()) return;
      to(at() + 1);
      if (at() === last) stop();
    }, Number(run.dataset.play));
    seen.observe(root);
  }
  const seen = new IntersectionObserver((changes) => { if (!changes.at(-1).isIntersecting) stop(); });
  run.addEventListener("click", () => (timer ? stop() : start()));
  for (const step of steps)
    step.addEventListener("click", () => {
      stop();
      to(at() + Number(step.dataset.step));
    });
  for (const kind of ["pointerdown", "keydown"]) // whoever takes the slider in hand
    box.querySelector("input").addEventListener(kind, stop);
  root.querySelector("form").addEventListener("reset", stop);
  /** Show which steps there are. */
  return () => {
    for (const step of steps) step.setAttribute("aria-disabled", at() === (step.dataset.step > 0 ? last : 0));
  };
}
