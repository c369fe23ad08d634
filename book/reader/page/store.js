// What the reader did, kept in the browser: by the place of the book, since one host may serve several, and with a
// version, since what an older one wrote may mean something else. Where storage is blocked, it lasts as long as the page.
//
//   pages: by name, of: how much there is [sections, exercises, questions], read: ids of sections, passed: names of
//          exercises, quiz: by question [first choice, last choice], said: by question what was predicted
//   last:  where the reader stopped: {path, id, title, chapter}

const VERSION = 1;
const store = {
  key: `reader ${home.pathname}`,
  memory: null,
  watchers: [],

  get held() {
    let held = this.memory;
    try { held = JSON.parse(localStorage.getItem(this.key)); } catch { /* forbidden, or not ours */ }
    return held?.v === VERSION && held.pages ? held : { v: VERSION, pages: {} };
  },
  /** Whether the browser keeps anything at all. */
  get lasts() {
    try {
      localStorage.setItem(`${this.key} tried`, "1");
      localStorage.removeItem(`${this.key} tried`);
      return true;
    } catch { return false; }
  },
  page(name = page) { return { of: [], read: [], passed: [], quiz: {}, said: {}, ...this.held.pages[name] }; },
  /** Change what is kept; it is read anew before, since the book may be open in two windows. */
  change(act) {
    const held = this.held;
    act(held);
    this.memory = held;
    try { localStorage.setItem(this.key, JSON.stringify(held)); } catch { /* forbidden, or full */ }
    this.tell();
  },
  /** Change what is kept of this page. */
  put(more) { this.change((held) => { held.pages[page] = { ...this.page(), ...more, of: amounts() }; }); },
  forget() {
    this.memory = null;
    try { localStorage.removeItem(this.key); } catch { /* forbidden */ }
    this.tell(true);
  },
  /** Have a function called now and after every change; it is told when all was forgotten. */
  watch(act) {
    this.watchers.push(act);
    act(false);
  },
  tell(forgotten = false) { for (const act of this.watchers) act(forgotten); },
};
addEventListener("storage", (event) => { if (event.key === store.key || event.key === null) store.tell(); });
