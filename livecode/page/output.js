// What a cell gave, as the page shows outputs: with its classes, so that it looks the same.

const MOST = 100_000; // characters of text; a loop that prints would else fill the page
const COLORS_OF_TERMINALS = /\u001b\[[0-9;]*[A-Za-z]/g;
const IMAGES = ["image/svg+xml", "image/png", "image/jpeg"];
const plain = (text) => text.replace(COLORS_OF_TERMINALS, "").replace(/[^\n]*\r(?!\n)/g, "");
const joined = (text) => (Array.isArray(text) ? text.join("") : text);

class Outputs {
  /** `place` is emptied when the first output comes, so that nothing jumps before. */
  constructor(place, alt, number) {
    Object.assign(this, { place, alt, number, stream: null, length: 0, text: "", clean: [] });
  }

  add(output) {
    const { output_type: type } = output;
    if (type === "stream") return this.addStream(output.name, plain(joined(output.text)));
    this.stream = null;
    if (type === "error") return this.put("error", this.error(output));
    return this.addRich(output);
  }

  put(kind, ...children) {
    const box = make("div", { className: `output ${kind}` }, ...children);
    this.place.append(box);
    return box;
  }

  pre(text) {
    const pre = make("pre", { tabIndex: 0 }, text); // it may scroll
    return make("div", { className: "highlight" }, pre);
  }

  addStream(name, text) {
    this.text += name === "stdout" ? text : "";
    const room = MOST - this.length;
    if (room < 0) return; // it was said that there is more
    this.length += text.length;
    if (text.length > room) text = `${text.slice(0, room)}\n... (more was printed than the page shows)`;
    if (this.stream?.name !== name) {
      const box = this.put(`stream ${name}`, this.pre(""));
      this.stream = { name, box, pre: box.querySelector("pre") };
    }
    this.stream.pre.append(text);
  }

  addRich({ data: held, metadata = {} }) {
    const widget = held["application/vnd.livecode.widget+json"];
    if (widget) {
      const box = this.put("livecode-widget");
      this.clean.push(mountWidget(typeof widget === "string" ? JSON.parse(widget) : widget, box));
      return;
    }
    const image = IMAGES.find((type) => held[type]);
    if (image) this.put("image_svg", this.image(image, joined(held[image]), metadata));
    else if (held["text/html"]) this.put("text_html", frame(joined(held["text/html"]), this.number));
    else if (held["text/markdown"]) this.put("text_markdown", ...this.markdown(joined(held["text/markdown"])));
    else if (held["text/plain"]) this.put("text_plain", this.pre(plain(joined(held["text/plain"]))));
  }

  image(type, content, { alt = this.alt } = {}) {
    const svg = type === "image/svg+xml";
    const src = svg ? `data:${type},${encodeURIComponent(content)}` : `data:${type};base64,${content.trim()}`;
    return make("img", { src, alt });
  }

  /** Code between fences is shown as code, and all else as it is written. */
  markdown(text) {
    return text.split(/^```/m).map((part, k) => {
      if (k % 2) return this.pre(part.slice(part.indexOf("\n") + 1));
      return part.trim() ? make("p", { className: "livecode-text" }, part.trim()) : "";
    });
  }

  error({ ename, evalue, traceback, cell }) {
    const elsewhere = cell && cell !== this.number;
    const head = make("p", { className: "livecode-error-head" }, make("strong", {}, ename), evalue ? `: ${plain(evalue)}` : "");
    if (elsewhere) head.append(" (in ", make("a", { href: `#cell-${cell}` }, `cell ${cell}`), ", which was run first)");
    const whole = plain(joined(traceback ?? "")).trimEnd(), last = plain(`${ename}: ${evalue}`);
    const text = whole.endsWith(`\n${last}`) ? whole.slice(0, -last.length).trimEnd() : whole; // the head says it
    return make("div", { className: "livecode-error" }, head, text ? this.pre(text) : "");
  }
}

// HTML that a cell gives stands in a frame where no script runs, and which may load no more than the page may.
const frames = new Set();
const colored = (shown) => {
  const { color, fontFamily, fontSize } = getComputedStyle(shown.parentElement);
  Object.assign(shown.contentDocument.body.style, { color, fontFamily, fontSize, margin: "0", width: "max-content" });
};
function frame(html, number) {
  const shown = make("iframe", { className: "livecode-frame", title: `Output of cell ${number}`, srcdoc: html });
  shown.setAttribute("sandbox", "allow-same-origin"); // so that its height can be read; without scripts it reads nothing
  shown.addEventListener("load", () => {
    if (!shown.isConnected) return;
    const css = "table { border-collapse: collapse } th, td { padding: .25em .9em .25em 0; text-align: end }";
    shown.contentDocument.head.append(Object.assign(shown.contentDocument.createElement("style"), { textContent: css }));
    colored(shown);
    shown.style.height = `${shown.contentDocument.documentElement.scrollHeight + 16}px`;
    frames.add(shown);
  });
  return shown;
}
new MutationObserver(() => {
  for (const shown of frames) if (shown.isConnected) colored(shown); else frames.delete(shown);
}).observe(document.documentElement, { attributeFilter: ["data-theme"] });
