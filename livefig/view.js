// The hand on the picture: binds the markup that Python made to its controls, and shows the state they ask for.
// A recorded state is replayed from `frames`; any other is asked of the kernel where there is one.

const put = (list, changes) => list.map((value, k) => changes[k] ?? value);

/** Let a ring be dragged over its grid, moved with the arrow keys and, where it is the only one, called by a click. */
function drag({ px, py }, handle, { where, to, alone }) {
  const svg = handle.ownerSVGElement;
  const place = (event) => new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
  const nearest = (list, value) => list.reduce((best, p, i) => (Math.abs(p - value) < Math.abs(list[best] - value) ? i : best), 0);
  const within = (list, value) => value > Math.min(...list) - 12 && value < Math.max(...list) + 12;
  let held = { x: 0, y: 0 }; // where on the ring the finger is: a ring taken at its edge does not jump
  const follow = ({ x, y }) => to(nearest(px, x - held.x), nearest(py, y - held.y));
  const grid = document.createElementNS(SVG, "path"); // seen while the ring is held: it goes from dot to dot
  grid.setAttribute("class", "livefig-grid");
  grid.setAttribute("d", px.flatMap((x) => py.map((y) => `M${x} ${y}h0`)).join(""));
  handle.setAttribute("tabindex", "0");
  handle.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    handle.setPointerCapture(event.pointerId);
    handle.focus({ preventScroll: true });
    const { x, y } = place(event), [i, j] = where();
    held = { x: x - px[i], y: y - py[j] };
    handle.before(grid);
  });
  for (const kind of ["pointermove", "pointerup"]) // the last place of all may come with the lifting alone
    handle.addEventListener(kind, (event) => handle.hasPointerCapture(event.pointerId) && follow(place(event)));
  handle.addEventListener("lostpointercapture", () => grid.remove());
  if (alone)
    svg.addEventListener("click", (event) => {
      const { x, y } = place(event);
      if (!handle.contains(event.target) && within(px, x) && within(py, y)) to(nearest(px, x), nearest(py, y));
    });
  // Up is up on the screen, also where the axis points down, as that of an image does.
  const right = px[0] < px[1] ? 1 : -1, up = py[0] > py[1] ? 1 : -1;
  handle.addEventListener("keydown", (event) => {
    const step = event.shiftKey ? 5 : 1;
    const keys = {
      ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, step], ArrowDown: [0, -step],
      PageUp: [0, 5], PageDown: [0, -5],
    };
    const [i, j] = keys[event.key] ?? [];
    if (i === undefined) return;
    event.preventDefault();
    to(where()[0] + i * right, where()[1] + j * up);
  });
}

/** Bring a demo to life. `ask(index)` asks a kernel; returns {answer, set, index} for whoever drives it. */
function mount(root, state, { ask = null, changed = () => {} } = {}) {
  const dims = state.dims, sizes = dims.map((d) => d.texts.length);
  const start = dims.map((d) => d.start), first = root.querySelector(".livefig-readout").textContent;
  let index = [...start], replay = null, waiting = null, timer = 0;
  const stage = new Stage(root), uncover = stack(root, stage), readout = root.querySelector(".livefig-readout");
  const inputs = dims.map((_, d) => [...root.querySelectorAll(`[data-dim="${d}"]`)]);
  const processes = []; // what shows which steps there are
  const handles = state.points.map((p) => root.querySelector(`[data-point="${p.name}"]`));
  if (state.frames && !("DecompressionStream" in globalThis)) {
    readout.textContent = `${first} (The figure stands still, since this browser is too old to unpack its other states. ` +
      "Chrome 80, Firefox 113, Safari 16.4 and later ones can.)";
    return { ready: Promise.resolve(), set() {}, index: () => index };
  }

  function say({ readout: text = first, error = "" }) {
    const message = error ? `This setting cannot be drawn (${error}). Move on: the others can.` : text;
    if (readout.textContent !== message) readout.textContent = message;
    readout.classList.toggle("livefig-error", Boolean(error));
  }

  function draw() {
    controls();
    if (replay) {
      replay.show(index);
      uncover();
    } else if (ask && !waiting) {
      waiting = index.join();
      ask(index);
      timer = setTimeout(() => {
        waiting = null;
        say({ error: "no kernel answers; run the notebook" });
      }, 8000);
    }
  }

  /** Make every control and handle show `index`. */
  function controls() {
    dims.forEach((d, k) => {
      for (const input of inputs[k]) {
        if (input.type === "checkbox") input.checked = index[k] === 1;
        else if (input.type === "radio") input.checked = Number(input.value) === index[k];
        else input.value = index[k];
        if (input.type !== "range") continue;
        input.setAttribute("aria-valuetext", d.texts[index[k]]);
        input.nextElementSibling.textContent = d.texts[index[k]];
      }
    });
    state.points.forEach((p, k) => {
      const [i, j] = p.dims.map((d) => index[d]);
      handles[k].setAttribute("transform", `translate(${p.px[i]} ${p.py[j]})`);
      handles[k].setAttribute("aria-valuenow", i);
      handles[k].setAttribute("aria-valuetext", p.dims.map((d) => `${dims[d].label} ${dims[d].texts[index[d]]}`).join(", "));
    });
    for (const show of processes) show();
    const settings = dims.map((d, k) => `${d.label} ${d.texts[index[k]]}`).join(", ");
    root.querySelector(".livefig-settings").textContent = `Shown at: ${settings}.`;
  }

  function set(next, byHand = true) {
    const clipped = next.map((i, k) => Math.min(Math.max(Math.round(i), 0), sizes[k] - 1));
    if (clipped.join() === index.join()) return;
    index = clipped;
    draw(); // at once: browsers send one input event a frame, just before they paint
    if (byHand) changed(index);
  }

  inputs.forEach((list, d) => {
    for (const input of list) {
      const moved = () => set(put(index, { [d]: Number(input.type === "checkbox" ? input.checked : input.value) }));
      if (input.type === "range") slide(input, moved, controls);
      else input.addEventListener("input", moved);
    }
  });
  for (const box of root.querySelectorAll("[data-process]")) {
    const d = Number(box.dataset.process);
    const to = (i) => set(put(index, { [d]: i }));
    processes.push(play(root, box, { last: sizes[d] - 1, at: () => index[d], to, busy: () => waiting !== null }));
  }
  root.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
  root.querySelector("form").addEventListener("reset", (event) => {
    event.preventDefault(); // the inputs are set with the picture
    set(start);
  });

  state.points.forEach((point, k) => drag(point, handles[k], {
    where: () => point.dims.map((d) => index[d]),
    to: (i, j) => set(put(index, { [point.dims[0]]: i, [point.dims[1]]: j })),
    alone: state.points.length === 1,
  }));

  root.querySelector(".livefig-all").disabled = false;
  root.classList.add("livefig-live");
  controls();
  const ready = state.frames
    ? unpack(state.frames).then((content) => {
        replay = new Replay(content, sizes, stage, say);
        replay.show(index);
        stage.moved.clear();
      })
    : Promise.resolve();
  return {
    ready,
    set,
    index: () => index,
    /** A kernel's answer; an answer that came too late for the hand is drawn all the same, then the next is asked. */
    answer(message) {
      if (message.index.join() !== waiting) return; // another view of the same widget asked
      clearTimeout(timer);
      stage.define(message.defs);
      stage.change(message.changes);
      uncover();
      say(message);
      const late = waiting !== index.join();
      waiting = null;
      if (late) draw();
    },
  };
}
