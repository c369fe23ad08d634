// An exercise: a field that is open from the start, and the check of what is written in it.

/** Tell whether code gives a name its value: by def or class, an assignment, or an import. */
const defines = (code, name) => [
  `^\\s*(?:(?:async +)?def|class) +${name}\\b`, `\\b${name}\\b[^=\\n(]*=(?!=)`, `\\b(?:as|import)\\b[^\\n]*\\b${name}\\b`,
].some((pattern) => new RegExp(pattern, "m").test(code));

class Exercise extends Cell {
  constructor(box, number, { name: named, starter, call }) {
    Exercise.next = { named, starter: starter.trimEnd(), call }; // the constructor of a cell asks for it
    super(box, number);
    if (this.kept.passed) this.pass();
  }

  get verb() { return "Check"; }
  get title() { return "Your answer"; }
  get edited() { return this.code !== this.starter; }
  get source() {
    if (!this.edited) return this.original;
    // Who gave the function another name has not written this one, whatever the page calls so.
    const missing = this.wanted && !defines(this.code, this.wanted) ? `${this.wanted} = ...\n` : "";
    return `${this.code.trimEnd()}\n\n${missing}${this.call}`;
  }
  get wanted() { return /^def (\w+)/m.exec(this.starter)?.[1]; }

  makeTools() {
    Object.assign(this, Exercise.next);
    super.makeTools();
    this.edit.remove();
    this.above.remove();
    this.tools.append(make("span", { className: "livecode-call" }, "runs ", make("code", {}, this.call)));
    this.go.classList.add("main");
    this.open({ code: this.starter, focus: false });
  }

  name() {
    this.undo.hidden = !this.edited;
    this.nameBadge();
  }

  /** The code that passed may have been changed since. */
  nameBadge() {
    if (this.badge) this.badge.textContent = this.code.trimEnd() === this.kept.right ? "✓ passed" : "✓ passed before";
  }

  restore(code) {
    this.field.put(code);
    this.name();
  }

  closeField() { this.field.code = this.starter; }

  /** Put a code that is not the reader's into the field, with a way back. */
  put(code) {
    const mine = this.code;
    if (mine.trimEnd() === code.trimEnd()) return;
    this.field.code = code;
    if (!this.busy) this.takeAway(); // the verdict was on another
    if (mine !== this.starter) this.offerBack("The solution is in the field.", "Put mine back", () => { this.field.code = mine; }, code);
    this.keep();
  }

  /** What is printed waits until the check is done, so that its verdict can be told apart. */
  output(message) {
    const { output } = message;
    if (output.output_type !== "stream" || output.name !== "stdout") return super.output(message);
    this.printed = (this.printed + plain(joined(output.text))).slice(-MOST);
  }

  run() {
    this.printed = "";
    this.checked = this.code.trimEnd();
    super.run();
  }

  finish(text) {
    if (this.printed) {
      if (!this.outputs) this.clear();
      const found = readVerdict(this.printed);
      this.print(found ? found.before : this.printed);
      if (found) this.place.append(verdictCard(found));
      this.print(found?.after);
      this.printed = "";
      if (found) {
        super.finish("");
        this.tell(this.note, false);
        say(`Exercise ${this.named}: ${found.head}`);
        if (found.kind === "passed") this.pass(this.checked);
        return;
      }
    }
    super.finish(text);
  }

  print(text) { if (text) this.outputs.add({ output_type: "stream", name: "printed", text }); }

  get empty() { return !this.printed && super.empty; }

  /** Show that it was passed: just now, with this code, or on an earlier visit. */
  pass(right) {
    const first = !this.kept.passed;
    if (!this.badge) {
      this.badge = make("span", { className: "livecode-badge" });
      this.go.after(this.badge);
    }
    if (right !== undefined) this.keep({ passed: true, right });
    this.nameBadge();
    if (first) tellPasses();
  }

  unpass() {
    this.badge?.remove();
    this.badge = null;
    this.keep({ passed: undefined, right: undefined });
  }
}

// Other scripts of the page may show which exercises were passed: README.md, "For other scripts".
const tellPasses = (everywhere = false) => document.dispatchEvent(new CustomEvent("livecode-exercises", { detail: { everywhere } }));
const answered = () => [...cells.values()].filter((cell) => cell instanceof Exercise);
const passes = () => answered().map(({ named, box, kept: { passed } }) => ({ name: named, box, passed: Boolean(passed) }));

/** Forget on all pages which exercises were passed; what was written in them stays. */
function forgetPassed() {
  for (const exercise of answered()) exercise.unpass();
  for (const key of kept.keys(kept.site)) {
    const { passed, right, ...rest } = kept.read(key);
    if (passed) kept.write(key, rest);
  }
  tellPasses(true);
}
