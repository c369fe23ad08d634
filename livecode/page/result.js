// What became of the last run of a cell: whose output it is, how far it is, and the output, in place of the page's own.

const STALE = "What this rests on was changed: run it again.";
const THEIRS = "The output below is that of the page’s code.";

class Result {
  outputs = null;
  busy = false;
  stale = false;
  shown = false; // the reader's output, in place of the page's
  seen = null; // the code that gave the reader's output, and what this hangs on, as Python says it
  note = "";

  get empty() { return !this.place.hasChildNodes(); }

  /** A run begins; what is shown stays until something comes in its place. */
  expect() {
    this.clean();
    Object.assign(this, { busy: true, outputs: null, note: "" });
    this.result();
  }

  clean() {
    for (const clean of this.outputs?.clean.splice(0) ?? []) clean();
  }

  /** The row above the output that says whose it is, made at the first run. */
  result() {
    if (!this.mine) {
      this.status = make("span", { className: "livecode-status" });
      this.bar = make("progress", { hidden: true, "aria-label": "Fetched" });
      this.back = button("", "", () => this.reset(), "quiet");
      this.again = button("Run", `Run cell ${this.number}`, () => this.runOrStop());
      this.head = make("div", { className: "livecode-head" }, this.status, this.bar, this.again, this.back);
      this.place = make("div", { className: "livecode-place" });
      this.mine = make("div", { className: "cell_output livecode-mine" }, this.head, this.place);
      this.mine.addEventListener("livecode-ended", () => this.tell("Python was ended: run it again, then it answers."));
      const fold = this.input.closest("details");
      if (this.own) (this.own.closest("details.below-input") ?? this.own).before(this.mine);
      else (fold ?? this.input).after(this.mine);
    }
    this.show();
  }

  show() {
    const { busy, number, go } = this;
    const verb = busy ? "Stop" : this.verb;
    for (const one of [go, this.again]) {
      if (!one || one.textContent === verb) continue;
      one.textContent = verb;
      one.setAttribute("aria-label", `${verb} cell ${number}`);
    }
    this.box.classList.toggle("livecode-busy", busy);
    this.box.classList.toggle("livecode-shown", this.shown);
    if (!this.mine) return;
    this.again.hidden = !this.stale && !(busy && this.input.closest("details:not([open])"));
    this.back.hidden = busy || !this.shown; // else the button below the editor is there
    this.back.textContent = this.edited ? "Undo changes" : "Show the page’s output";
    this.back.setAttribute("aria-label", `${this.back.textContent}, cell ${number}`);
    this.own?.classList.toggle("livecode-away", this.shown);
  }

  tell(text, aloud = true) {
    clearInterval(this.clock);
    this.status.textContent = text;
    if (aloud && text) say(`Cell ${this.number}: ${text}`);
  }

  hear(message) { this[message.type]?.(message); }

  posted({ source }) { this.ran = source; }
  begins() { this.tell("Python is starting ...", false); }
  waits() { this.tell("Waits for the cell that runs."); }
  fetches({ what, bytes }) { this.tell(`${what}, ${megabytes(bytes)}, are fetched now, once.`); }
  progress({ done, total, what }) {
    if (done >= total) return this.runs();
    this.bar.hidden = false;
    Object.assign(this.bar, { max: total, value: done });
    this.tell(`${what || "Python"}: ${megabytes(done)} of ${megabytes(total)}, once`, false);
  }
  runs() {
    this.bar.hidden = true;
    this.tell("Running ...", false);
    const begin = performance.now();
    this.clock = setInterval(() => { this.status.textContent = `Running for ${Math.round((performance.now() - begin) / 1000)} s ...`; }, 1000);
  }
  before({ cells: before }) { this.note = before.length ? `${count(before.length, "cell")} above ${before.length > 1 ? "were" : "was"} run first.` : ""; }

  /** Make room for the reader's output, where the page's own or an earlier one stood. */
  clear() {
    this.clean();
    const alt = this.own?.querySelector("img")?.alt ?? "";
    this.place.replaceChildren();
    this.outputs = new Outputs(this.place, this.edited ? `Figure drawn by cell ${this.number} as you changed it` : alt, this.number);
    Object.assign(this, { stale: false, shown: true });
    this.show();
    this.detach();
  }

  output({ output }) {
    if (!this.outputs) this.clear();
    this.outputs.add(output);
    this.detach();
  }

  done({ ok, upstream, stale = [] }) {
    if (!this.outputs) this.clear();
    this.seen = ok ? { source: this.ran, upstream } : null;
    const whose = this.empty && ok ? `${this.title}: none.` : `${this.title}.`;
    this.finish([whose, ok ? this.note : "It ended with an error."].filter(Boolean).join(" "));
    mark(stale);
  }
  failed({ message }) {
    this.finish(`Python ended. ${message ?? ""} Run the cell again to start it anew.`.replace(/\s+/g, " "));
  }
  stopped() { this.finish(this.edited && this.own && !this.shown ? `Stopped. ${THEIRS}` : "Stopped."); }

  finish(text) {
    this.busy = false;
    this.bar.hidden = true;
    this.show();
    this.tell(text);
  }

  /** What this cell rests on was changed. */
  age() {
    if (this.busy) return;
    this.stale = true;
    this.result();
    this.tell(STALE, false);
  }

  /** What it rests on is again what its output hangs on. */
  freshen() {
    if (this.busy || !this.stale) return;
    this.stale = false;
    if (!this.shown) return void this.takeAway();
    this.show();
    this.tell(`${this.title}.`, false);
  }

  /** A live demo has the ids of the recorded one, which leaves the page meanwhile; its number stays. */
  detach() {
    if (!this.outputs?.clean.length || !this.own) return;
    if (!this.gap) this.own.replaceWith(this.gap = new Comment());
    if (this.place.querySelector(":scope > p")) return;
    this.place.prepend(...[...this.own.querySelectorAll(":scope > p")].map((number) => number.cloneNode(true)));
  }
  attach() {
    this.gap?.replaceWith(this.own);
    this.gap = null;
  }

  /** The output of the page comes back. */
  takeAway() {
    this.clean();
    this.attach();
    Object.assign(this, { outputs: null, stale: false, shown: false, seen: null });
    this.mine?.remove();
    this.show();
    this.mine = null;
  }
}

/** Say of each cell whether its output is stale. */
function mark(stale) {
  for (const [number, cell] of cells) stale.includes(number) ? cell.age() : cell.freshen();
}
