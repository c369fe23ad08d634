// What was recorded, and how a picture is changed to show one state of it.

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
    this.moved = new Map(); // how much was set since this was emptied, by the keys of the axes
  }
  find(address) {
    const [key, ...path] = address.split("/");
    this.moved.set(key, (this.moved.get(key) ?? 0) + 1);
    let element = this.found.get(address);
    if (!element) {
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
