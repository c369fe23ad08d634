// Where code is written: a plain text field at once, and CodeMirror in its place when that has come.

const loaded = { editor: null };
/** Load the editor, once; null where it cannot be had, and then the plain field does. */
const loadEditor = () => (loaded.editor ??= import(new URL(data.editor, base).href).catch(() => null));

class Field {
  constructor({ parent, code, label, run, change }) {
    Object.assign(this, { parent, label, run, change, rich: null, escaped: false });
    this.plain = make("textarea", {
      className: "livecode-plain", value: code, spellcheck: false, autocapitalize: "off", autocomplete: "off",
      autocorrect: "off", translate: "no", wrap: "off", "aria-label": label,
      oninput: () => { this.grow(); change(); },
      onkeydown: (event) => this.key(event),
    });
    parent.append(this.plain);
    this.grow();
  }

  grow() { this.plain.rows = this.plain.value.split("\n").length; }

  /** Tab indents, unless Escape was pressed before it. */
  key(event) {
    const { selectionStart: start, selectionEnd: end, value } = this.plain;
    if (event.key === "Enter" && (event.shiftKey || event.ctrlKey || event.metaKey)) this.run();
    else if (event.key === "Tab" && !event.shiftKey && !this.escaped) this.insert("    ");
    else if (event.key === "Enter" && start === end && !event.isComposing) {
      const line = value.slice(value.lastIndexOf("\n", start - 1) + 1, start);
      this.insert(`\n${/^\s*/.exec(line)[0]}${/:\s*$/.test(line) ? "    " : ""}`);
    } else {
      this.escaped = event.key === "Escape" || (this.escaped && event.key === "Shift");
      return;
    }
    event.preventDefault();
  }

  // The deprecated command is the one way to change a field so that the browser can undo it.
  insert(text) {
    if (!document.execCommand("insertText", false, text)) {
      this.plain.setRangeText(text, this.plain.selectionStart, this.plain.selectionEnd, "end");
      this.grow();
      this.change();
    }
  }

  /** Put CodeMirror in place of the plain field, with what was typed until it came. */
  async enrich() {
    const editor = await loadEditor();
    await this.settled();
    if (!editor || this.rich || !this.plain.isConnected) return;
    const focused = document.activeElement === this.plain, { scrollX, scrollY } = globalThis;
    this.rich = editor.open({
      parent: this.parent, code: this.plain.value, at: this.plain.selectionStart, label: this.label,
      run: this.run, change: this.change, complete: (code, at) => python.ask("complete", { code, at }),
      inspect: (code, at) => python.ask("inspect", { code, at }), say,
    });
    this.plain.remove();
    if (focused) this.rich.focus();
    scrollTo({ left: scrollX, top: scrollY, behavior: "instant" }); // a long cell may have been opened at its end
  }

  /** A click gives the focus first, and then puts the caret. */
  settled() {
    return new Promise((done) => {
      const soon = () => requestAnimationFrame(done);
      if (!this.parent.matches(":active")) return void soon();
      addEventListener("mouseup", soon, { once: true });
      setTimeout(done, 1000); // a touch may end otherwise
    });
  }

  get code() { return this.rich ? this.rich.get() : this.plain.value; }

  /** Change the whole text, so that it can be undone. */
  set code(text) {
    if (this.rich) return void this.rich.set(text);
    const before = document.activeElement;
    this.plain.focus({ preventScroll: true });
    this.plain.select();
    this.insert(text);
    if (before && before !== this.plain) before.focus({ preventScroll: true });
  }

  /** Change the whole text before the reader is at it. */
  put(text) {
    if (this.rich) return void this.rich.set(text);
    this.plain.value = text;
    this.grow();
  }

  focus() { (this.rich ?? this.plain).focus({ preventScroll: true }); }

  close() {
    this.rich?.close();
    this.plain.remove();
  }
}
