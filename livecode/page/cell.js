// A code cell: its buttons, its editor, and what the reader wrote in it.

const cells = new Map(); // those that can be run, by number

class Cell extends Result {
  constructor(box, number) {
    super();
    Object.assign(this, { box, number, field: null });
    this.input = box.querySelector(".cell_input");
    this.page = this.input.firstElementChild; // the code as the page shows it
    this.original = this.input.querySelector("pre").textContent.replace(/\n$/, "");
    this.own = box.querySelector(".cell_output"); // what the page shows as output
    this.key = kept.name(this);
    this.kept = kept.read(this.key);
    this.makeTools();
    if (this.kept.code !== undefined) this.restore(this.kept.code);
  }

  get verb() { return "Run"; }
  get title() { return "Your output"; }
  get code() { return this.field ? this.field.code : this.original; }
  get source() { return this.code; }
  get edited() { return this.code !== this.original; }

  makeTools() {
    const { number } = this;
    this.input.classList.add("livecode-input");
    this.edit = button("Edit", `Edit cell ${number}`, () => this.open());
    this.go = button(this.verb, `${this.verb} cell ${number}`, () => this.runOrStop());
    this.above = button("Run all above too", `Run all cells above, then cell ${number}`, () => this.run(true), "quiet");
    this.undo = button("Undo changes", `Undo the changes of cell ${number}`, () => this.reset(), "quiet");
    this.tools = make("div", { className: "livecode-tools" }, this.edit, this.go, this.above, this.undo);
    this.input.append(this.tools);
    // A click makes the code the place of the focus, no more: people select text. Enter edits, Shift+Enter runs.
    this.page.tabIndex = -1;
    this.page.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.target.closest("button, a")) return;
      event.preventDefault();
      if (event.shiftKey || event.ctrlKey || event.metaKey) this.run();
      else this.open();
    });
  }

  /** Turn the code into an editor. */
  open({ code = this.original, focus = true } = {}) {
    if (!this.field) {
      const parent = make("div", { className: "livecode-field highlight" });
      this.page.after(parent);
      this.field = new Field({
        parent, code, label: `Code of cell ${this.number}`, run: () => this.run(), change: () => this.change(),
      });
      this.page.classList.add("livecode-away");
      this.input.classList.add("livecode-open");
      parent.addEventListener("focusin", () => this.field?.enrich());
      parent.addEventListener("keydown", (event) => event.stopPropagation()); // a page may have keys of its own
      parent.addEventListener("click", (event) => { if (event.target === parent) this.field?.focus(); });
    }
    this.name();
    if (focus) this.field.focus();
  }

  /** The button that undoes the changes just closes the editor where there are none. */
  name() {
    this.undo.textContent = this.edited ? "Undo changes" : "Close";
    this.undo.setAttribute("aria-label", this.edited ? `Undo the changes of cell ${this.number}` : `Close cell ${this.number}`);
  }

  /** The reader's code comes back, without what it gave. */
  restore(code) {
    this.open({ code, focus: false });
    if (!this.own || this.shown) return;
    this.result();
    this.tell(`${THEIRS} Run the cell to see yours.`, false);
  }

  /** What was typed stays, a moment after the last key. */
  change() {
    this.name();
    if (this.offer) this.offer.firstChild.data = "What you had before is kept. "; // it is no news any more
    clearTimeout(this.saving);
    this.saving = setTimeout(() => this.keep(), 300);
  }

  keep(more = {}) {
    clearTimeout(this.saving);
    this.kept = { ...this.kept, code: this.edited ? this.code : undefined, ...more };
    kept.write(this.key, JSON.parse(JSON.stringify(this.kept)));
    bar?.refresh();
  }

  run(all = false) {
    if (this.busy) return;
    if (this.field) this.keep();
    this.expect();
    this.job = { cell: this.number, all, hear: (message) => this.hear(message) };
    python.run(this.job);
  }

  runOrStop() {
    if (this.busy) python.stop(this.job);
    else this.run();
  }

  /** The code and the output of the page come back; the reader's code can be had again until the next change. */
  reset() {
    const code = this.edited ? this.code : null, focused = this.box.contains(document.activeElement);
    if (this.busy) python.stop(this.job);
    this.closeField();
    this.takeAway();
    this.keep();
    this.offer?.remove();
    if (code !== null) this.offerBack("Your changes are undone.", "Bring them back", () => this.restore(code));
    if (focused) (this.offer?.querySelector("button") ?? this.edit).focus();
    settle();
  }

  closeField() {
    this.field?.close();
    this.field = null;
    this.input.querySelector(".livecode-field")?.remove();
    this.page.classList.remove("livecode-away");
    this.input.classList.remove("livecode-open");
  }

  /** One line with a way back from what was just done; and what the reader wrote meanwhile can be had again, too. */
  offerBack(text, label, act, theirs = null) {
    this.offer?.remove();
    const back = button(label, `${label}, cell ${this.number}`, () => {
      const meanwhile = this.edited ? this.code : null;
      this.offer.remove();
      act();
      if (meanwhile !== null && meanwhile !== theirs && meanwhile !== this.code)
        this.offerBack("What you wrote since is kept, too.", "Bring it back", () => this.restore(meanwhile));
      this.keep();
    }, "quiet");
    this.offer = make("p", { className: "livecode-offer" }, `${text} `, back);
    this.input.after(this.offer);
    say(text);
  }
}

/** After changes are undone, once for all of them: which outputs are right again, and which were made with a change. */
function settle() {
  clearTimeout(settle.soon);
  settle.soon = setTimeout(async () => {
    const answer = await python.ask("stale", state());
    if (answer) mark(answer.stale);
    else if (![...cells.values()].some((cell) => cell.edited)) // and Python is not there to be asked
      for (const cell of cells.values()) if (!cell.shown) cell.freshen();
  });
}
