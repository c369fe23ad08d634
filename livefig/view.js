// The hand on the picture: binds the markup that Python made to its controls, and shows the state they ask for.
// A recorded state is replayed from `frames`; any other is asked of the kernel where there is one.

const SVG = "http://www.w3.org/2000/svg";

async function unpack(packed) {
  const bytes = Uint8Array.from(atob(packed), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text());
}

function parseSvg(text) {
  const holder = document.createElementNS(SVG, "g");
  holder.innerHTML = text;
  return holder.firstElementChild;
}

/** The elements of one picture, by address; whatever was replaced can be put back. */
class Stage {
  constructor(root) {
    this.root = root;
    this.found = new Map();
    this.first = new Map();
    this.defs = root.querySelector("defs");
  }
  find(address) {
    let element = this.found.get(address);
    if (!element) {
      const [key, ...path] = address.split("/");
      element = this.root.querySelector(`[data-key="${key}"]`);
      for (const k of path) element = element.children[k];
      this.found.set(address, element);
    }
    return element;
  }
  set(address, attribute, value) {
    const element = this.find(address);
    if (attribute === "#text") element.textContent = value;
    else if (attribute === "#tree") this.replace(address, parseSvg(value));
    else element.setAttribute(attribute, value);
  }
  replace(address, next) {
    this.find(address).replaceWith(next);
    for (const known of [...this.found.keys()]) if (known.startsWith(address + "/")) this.found.delete(known);
    this.found.set(address, next);
  }
  define(definitions) {
    for (const text of definitions) {
      const element = parseSvg(text);
      if (!this.root.querySelector("#" + CSS.escape(element.id))) this.defs.append(element);
    }
  }
  /** A live state: what differs from the first picture; everything else goes back to it. */
  change(changes) {
    const wanted = new Set(changes.map(([address]) => address));
    for (const address of [...this.first.keys()].sort((a, b) => a.length - b.length))
      if (!wanted.has(address)) {
        this.replace(address, this.first.get(address));
        this.first.delete(address);
      }
    for (const [address, attribute, value] of changes) {
      if (!this.first.has(address)) this.first.set(address, this.find(address));
      this.set(address, attribute, value);
    }
  }
}

/** The values of one track: texts whose coordinates, in tenths, are kept by column as differences. */
class Values {
  constructor([templates, which, columns]) {
    this.parts = templates.map((template) => template.split("\u0001"));
    this.which = which;
    const counts = templates.map(() => 0);
    this.rows = which.map((t) => counts[t]++); // the row of each text among those of its template
    this.columns = columns.map((numbers, t) => {
      const slots = this.parts[t].length - 1, rows = slots ? numbers.length / slots : 0;
      for (let i = 0; i < numbers.length; i++) if (i % rows) numbers[i] += numbers[i - 1];
      return { numbers, rows };
    });
  }
  text(i) {
    const t = this.which.length ? this.which[i] : 0, row = this.which.length ? this.rows[i] : i;
    const parts = this.parts[t], { numbers, rows } = this.columns[t];
    let text = parts[0];
    for (let k = 1; k < parts.length; k++) text += numbers[(k - 1) * rows + row] / 10 + parts[k];
    return text;
  }
}

/** All recorded states: looks up what each track holds in one of them. */
class Replay {
  constructor(content, sizes, stage, say) {
    Object.assign(this, { content, sizes, stage, say, last: [] });
    for (const track of content.tracks) track[3] = new Values(track[3]);
    stage.define(content.defs);
  }
  show(index) {
    const chosen = this.content.parts.map(([axes, table]) => {
      const place = axes.reduce((sum, axis) => sum * this.sizes[axis] + index[axis], 0);
      return table ? table[place] : place;
    });
    const said = {};
    this.content.tracks.forEach(([address, attribute, part, values], t) => {
      const value = chosen[part];
      if (address === "readout" || address === "error") said[address] = values.text(value);
      else if (this.last[t] !== value) this.stage.set(address, attribute, values.text(value));
      this.last[t] = value;
    });
    this.say(said);
  }
}

/** Bring a demo to life. `ask(index)` asks a kernel; returns {answer, set, index} for whoever drives it. */
export function mount(root, state, { ask = null, changed = () => {} } = {}) {
  const dims = state.dims, sizes = dims.map((d) => d.texts.length);
  const start = dims.map((d) => d.start), first = root.querySelector(".livefig-readout").textContent;
  let index = [...start], replay = null, waiting = null, timer = 0;
  const stage = new Stage(root), readout = root.querySelector(".livefig-readout");
  const inputs = dims.map((_, d) => [...root.querySelectorAll(`[data-dim="${d}"]`)]);
  const handles = state.points.map((p) => root.querySelector(`[data-point="${p.name}"]`));

  function say({ readout: text = first, error = "" }) {
    const message = error ? `This setting cannot be drawn (${error}). Move on: the others can.` : text;
    if (readout.textContent !== message) readout.textContent = message;
    readout.classList.toggle("livefig-error", Boolean(error));
  }

  function draw() {
    controls();
    if (replay) replay.show(index);
    else if (ask && !waiting) {
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
  const move = (d, value) => set(index.with(d, value));

  inputs.forEach((list, d) => {
    for (const input of list)
      input.addEventListener("input", () => move(d, input.type === "checkbox" ? Number(input.checked) : Number(input.value)));
  });
  root.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
  root.querySelector("form").addEventListener("reset", (event) => {
    event.preventDefault(); // the inputs are set with the picture
    set(start);
  });

  state.points.forEach((point, k) => {
    const handle = handles[k], svg = handle.ownerSVGElement, [dx, dy] = point.dims;
    const nearest = (list, value) => list.reduce((best, p, i) => (Math.abs(p - value) < Math.abs(list[best] - value) ? i : best), 0);
    const follow = (event) => {
      const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
      set(index.with(dx, nearest(point.px, at.x)).with(dy, nearest(point.py, at.y)));
    };
    const inside = (event) => {
      const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
      const within = (list, value) => value > Math.min(...list) - 12 && value < Math.max(...list) + 12;
      return within(point.px, at.x) && within(point.py, at.y);
    };
    handle.setAttribute("tabindex", "0");
    handle.addEventListener("pointerdown", (event) => {
      handle.setPointerCapture(event.pointerId);
      handle.focus({ preventScroll: true });
      event.preventDefault();
    });
    handle.addEventListener("pointermove", (event) => handle.hasPointerCapture(event.pointerId) && follow(event));
    if (state.points.length === 1) svg.addEventListener("click", (event) => inside(event) && follow(event));
    handle.addEventListener("keydown", (event) => {
      const step = event.shiftKey ? 5 : 1;
      // On the screen, whichever way the axes run: an image's y goes down, and so do the coordinates of an SVG.
      const right = point.px.at(-1) < point.px[0] ? -1 : 1, up = point.py.at(-1) > point.py[0] ? -1 : 1;
      const keys = {
        ArrowLeft: [-step * right, 0], ArrowRight: [step * right, 0], ArrowUp: [0, step * up], ArrowDown: [0, -step * up],
        PageUp: [0, 5 * up], PageDown: [0, -5 * up],
      };
      const by = keys[event.key];
      if (!by) return;
      event.preventDefault();
      set(index.with(dx, index[dx] + by[0]).with(dy, index[dy] + by[1]));
    });
  });

  root.querySelector(".livefig-all").disabled = false;
  root.classList.add("livefig-live");
  controls();
  const ready = state.frames
    ? unpack(state.frames).then((content) => {
        replay = new Replay(content, sizes, stage, say);
        replay.show(index);
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
      say(message);
      const late = waiting !== index.join();
      waiting = null;
      if (late) draw();
    },
  };
}

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
