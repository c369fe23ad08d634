// Keys: to the next and to the previous section, and one that says which keys there are. A single letter may be what
// somebody's speech recognition types by mistake, so they can be switched off.

const KEYS = [
  ["Reading", [["j", "next section"], ["k", "previous section"], ["?", "this list"]]],
  ["Search", [["Ctrl K", "search the book; ⌘ K on a Mac"]]],
  ["Demos", [["Tab", "from control to control, and to the ring"], ["← → ↑ ↓", "move a slider, the ring or the pad’s cursor by one step"],
    ["Shift ←", "move the ring by five steps"], ["Home End", "a slider’s least and greatest value"],
    ["Space Delete", "draw and erase on a pad"]]],
  ["Code cells", [["Enter", "edit the cell that has the focus"], ["Shift Enter", "run it"],
    ["Ctrl Space", "complete a name"], ["Ctrl I", "say what a name is"], ["Esc", "leave the editor by Tab after this"]]],
  ["Everywhere", [["Esc", "close what is open"]]],
];
const TYPING = "input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable], [role=slider], [role=application], .cm-editor";

const off = {
  key: `${store.key} keys`,
  get held() { try { return localStorage.getItem(this.key) === "off"; } catch { return this.now; } },
  set held(yes) {
    this.now = yes;
    try { if (yes) localStorage.setItem(this.key, "off"); else localStorage.removeItem(this.key); } catch { /* forbidden */ }
  },
  now: false,
};

function describeKeys() {
  const keys = (text) => text.split(" ").flatMap((key, k) => [k ? " " : "", make("kbd", {}, key)]);
  const lists = KEYS.map(([name, rows]) => make("section", {}, make("h3", {}, name),
    make("dl", {}, ...rows.flatMap(([key, what]) => [make("dt", {}, ...keys(key)), make("dd", {}, what)]))));
  const active = make("input", { type: "checkbox", checked: !off.held });
  active.addEventListener("change", () => { off.held = !active.checked; });
  const close = make("button", { type: "button", className: "reader-button" }, "Close");
  const dialog = make("dialog", { className: "reader-keys", "aria-labelledby": "reader-keys" },
    make("div", {}, make("h2", { id: "reader-keys", tabIndex: -1, autofocus: true }, "Keys"), ...lists,
      make("p", {}, make("label", {}, active, " The keys j, k and ? do this")), make("p", {}, close)));
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  dialog.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    dialog.close();
  });
  document.body.append(dialog);
  return dialog;
}
let keysDialog = null;
function showKeys() {
  keysDialog ??= describeKeys();
  if (!keysDialog.open) keysDialog.showModal();
}
addEventListener("click", (event) => { if (event.target.closest?.("[data-keys]")) showKeys(); });

/** Go to the section that is so many further on. The place where the Tab key goes on moves with it. */
function step(by) {
  const next = Math.min(sections.length - 1, here() + by);
  root.dataset.whole = "yes"; // all is laid out first: see page.js
  if (next < 0) return void scrollTo(0, 0);
  const { box, link } = sections[next], heading = one(":is(h1, h2, h3, h4, h5, h6)", box) ?? box;
  box.scrollIntoView();
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  jumped(box);
  say(words(link));
}

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented || off.held) return;
  if (event.target.closest?.(TYPING) || one("dialog[open]")) return;
  if (event.key === "?") showKeys();
  else if (event.key === "j" && sections.length) step(1);
  else if (event.key === "k" && sections.length) step(-1);
  else return;
  event.preventDefault();
});
