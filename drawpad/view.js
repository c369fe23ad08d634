// The pad in the page: what is drawn, the probabilities below it, the step of the training, what to add and to erase.

const SIGNS = "http://www.w3.org/2000/svg", MOST_UNDO = 100, QUIET = 500; // milliseconds until the result is read out
const percent = (p) => `${(100 * p).toFixed(1)} %`;

/** Discs with a sign in each cell; their area is the slope. */
function markCells(board, side) {
  const all = document.createElementNS(SIGNS, "g");
  all.setAttribute("class", "drawpad-marks");
  const marks = Array.from({ length: side * side }, () => {
    const mark = document.createElementNS(SIGNS, "g");
    mark.append(document.createElementNS(SIGNS, "circle"), document.createElementNS(SIGNS, "path"));
    mark.firstChild.setAttribute("r", 4);
    all.append(mark);
    return mark;
  });
  board.querySelector(".drawpad-cursor").before(all);
  /** Show a gradient of the loss by the ink, where there is ink to erase or room for more; return its largest slope. */
  return (gradient, drawing) => {
    all.toggleAttribute("hidden", !gradient);
    if (!gradient) return 0;
    const open = (g, i) => (g > 0 ? drawing[i] > 0 : drawing[i] < 1) ? Math.abs(g) : 0;
    const slopes = Array.from(gradient, open), most = Math.max(...slopes);
    marks.forEach((mark, i) => {
      const size = most > 1e-9 ? Math.sqrt(slopes[i] / most) : 0, add = gradient[i] < 0;
      mark.toggleAttribute("hidden", size < 0.25);
      if (size < 0.25) return;
      mark.setAttribute("transform", `translate(${10 * (i % side) + 5} ${10 * Math.floor(i / side) + 5}) scale(${size.toFixed(2)})`);
      if (mark.dataset.add === String(add)) return;
      mark.dataset.add = add;
      mark.lastChild.setAttribute("d", add ? "M-2.4 0h4.8M0-2.4v4.8" : "M-2.4 0h4.8");
    });
    return most;
  };
}

/** Bring a pad to life. `ask(question)` asks Python where it is; returns {ready, answer, set, index} as livefig's do. */
function mountPad(root, state, { ask = null, changed = () => {} } = {}) {
  const { side, sizes, activation, ink, classes } = state.pad, find = (part) => root.querySelector(`.drawpad-${part}`);
  const board = find("board"), cells = [...board.querySelectorAll("rect:not([class])")], form = root.querySelector("form");
  const rows = [...find("classes").children], readout = root.querySelector(".livefig-readout"), said = find("said");
  const [marksOn, aims, rubber] = ["hints", "aim", "erase"].map(find), slider = root.querySelector("[data-dim]");
  if (!("DecompressionStream" in globalThis)) {
    readout.textContent += " (The pad stands still, since this browser is too old to unpack what it needs. " +
      "Chrome 80, Firefox 113, Safari 16.4 and later ones can.)";
    return { ready: Promise.resolve(), set() {}, index: () => [] };
  }
  const texts = state.dims[0]?.texts ?? [""], net = new Network(sizes, activation), show = markCells(board, side);
  let start, drawing, stored, step = texts.length - 1, history = [], due = 0, quiet = 0, told = "";
  let python = state.pad.predict ? ask : null, asked = null, late = 0;
  let number = Math.floor(1e9 * Math.random()); // of a question; another view of the same widget asks its own

  const soon = () => { due ||= requestAnimationFrame(draw); };
  /** The class that the marks are about, -1 for the most probable one; null without marks. */
  const aimed = () => (marksOn.checked ? Number(aims.value) : null);
  const goal = (p, aim) => (aim < 0 ? p.indexOf(Math.max(...p)) : aim);

  /** At most once a frame: everything that is seen. */
  function draw() {
    due = 0;
    cells.forEach((cell, i) => {
      const text = drawing[i].toFixed(2);
      if (cell.getAttribute("fill-opacity") !== text) cell.setAttribute("fill-opacity", text);
    });
    find("undo").setAttribute("aria-disabled", !history.length);
    if (python) return void question();
    const x = ink === 1 ? drawing : drawing.map((v) => v * ink), p = net.forward(stored.layers[step], x);
    tell(p, aimed(), aimed() === null ? null : net.gradient(stored.layers[step], goal(p, aimed())));
  }

  /** Show probabilities, and the gradient of the loss by the cells, for the class `aim`. */
  function tell(p, aim, gradient) {
    const order = Array.from(p.keys()).sort((a, b) => p[b] - p[a]), best = order[0];
    rows.forEach((row, k) => {
      row.style.setProperty("--drawpad-p", p[k].toFixed(3));
      row.lastChild.textContent = percent(p[k]);
      row.classList.toggle("drawpad-best", k === best);
    });
    const most = show(gradient?.map((g) => g * ink), drawing), empty = !drawing.some(Boolean);
    const next = order.length > 1 ? `; then ${classes[order[1]]}, ${percent(p[order[1]])}` : "";
    let text = `Read as ${classes[best]}, ${percent(p[best])}${next}.`;
    if (empty) text += " Nothing is drawn yet.";
    else if (gradient) text += ` For ${classes[goal(p, aim)]}: add ink at +, erase it at −. The slope of −log p at the largest mark is ${most.toPrecision(2)} a cell.`;
    readout.textContent = text;
    readout.classList.remove("livefig-error");
    clearTimeout(quiet);
    if (text !== told) quiet = setTimeout(() => { said.textContent = told = text; }, QUIET); // and not each frame
  }

  /** Ask Python about what is on the pad now; while it thinks, wait. */
  function question() {
    if (asked) return;
    asked = { drawing: Array.from(drawing), step, aim: aimed() };
    python({ ...asked, id: ++number });
    late = setTimeout(() => { // a notebook that was opened, and not run
      python = asked = null;
      by("No Python answers, so the page computes with the recorded weights.");
      soon();
    }, 8000);
  }
  function answer(message) {
    if (!asked || (message.id ?? number) !== number) return; // another view of the same widget asked
    clearTimeout(late);
    const before = JSON.stringify(asked), { aim } = asked;
    asked = null;
    if (message.error) {
      readout.textContent = `predict fails: ${[message.error].flat().join("\n").trim().split("\n").at(-1)}`;
      readout.classList.add("livefig-error");
    } else tell(Float64Array.from(message.p), aim, message.gradient && Float64Array.from(message.gradient));
    if (JSON.stringify({ drawing: Array.from(drawing), step, aim: aimed() }) !== before) soon();
  }
  const by = (text) => { find("by").textContent = text; };

  /** Put another drawing on the pad; what was there can be had again. */
  function change(next, from = drawing) {
    if (history.push(from) > MOST_UNDO) history.shift();
    drawing = next;
    soon();
  }
  function undo() {
    if (!history.length) return;
    drawing = history.pop();
    soon();
  }
  function line(from, to, erase, first) {
    if (first) change(drawing.slice());
    stroke(drawing, side, from, to, erase);
    soon();
  }
  function to(next, byHand = true) {
    const k = Math.min(Math.max(Math.round(next), 0), texts.length - 1);
    if (k === step || !slider) return;
    step = k;
    controls();
    soon();
    if (byHand) changed([step]);
  }
  let steps = () => {};
  function controls() {
    if (!slider) return;
    slider.value = step;
    slider.setAttribute("aria-valuetext", texts[step]);
    slider.nextElementSibling.textContent = texts[step];
    root.querySelector(".livefig-settings").textContent = `Shown at: ${state.dims[0].label} ${texts[step]}.`;
    steps();
  }

  const ready = unpackFloats(state.frames).then((values) => {
    stored = readStored(values, sizes, texts.length);
    const loaded = stored.drawings.map((one) => Float64Array.from(one));
    start = loaded.at(-1);
    drawing = start.slice();
    draws(board, side, {
      line, undo, erases: () => rubber.getAttribute("aria-pressed") === "true",
      inkAt: ([x, y]) => drawing[y * side + x], tell: (text) => { find("where").textContent = text; },
    });
    rubber.addEventListener("click", () => rubber.setAttribute("aria-pressed", rubber.getAttribute("aria-pressed") !== "true"));
    find("undo").addEventListener("click", undo);
    find("clear").addEventListener("click", () => change(new Float64Array(side * side)));
    for (const button of root.querySelectorAll("[data-push]"))
      button.addEventListener("click", () => change(pushed(drawing, side, ...button.dataset.push.split(" ").map(Number))));
    for (const button of root.querySelectorAll("[data-sample]"))
      button.addEventListener("click", () => change(loaded[button.dataset.sample].slice()));
    for (const one of [marksOn, aims]) one.addEventListener("input", soon);
    if (slider) {
      slide(slider, () => to(Number(slider.value)), controls);
      steps = play(root, root.querySelector("[data-process]"), { last: texts.length - 1, at: () => step, to, busy: () => asked !== null });
    }
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", (event) => {
      event.preventDefault();
      marksOn.checked = false;
      aims.value = -1;
      rubber.setAttribute("aria-pressed", "false");
      change(start.slice());
      to(texts.length - 1);
    });
    board.setAttribute("tabindex", "0");
    root.querySelector(".livefig-all").disabled = false;
    root.classList.add("livefig-live");
    controls();
    by(python ? "Computed by predict, in Python." : "Computed in this page, with the weights that were recorded at each step.");
    told = readout.textContent; // it is on the page already
    draw();
  });
  return { ready, answer, set: ([k], byHand = true) => ready.then(() => to(k, byHand)), index: () => [step] };
}
