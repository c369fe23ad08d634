// What the reader wrote stays in the browser, by page and by the source that the cell has on the page: a new version
// of the page leaves the changes of those cells alone that it did not change. Where storage is blocked, it forgets.

/** A short name for a text (cyrb53, by bryc, public domain). */
function digest(text) {
  let [a, b] = [0xdeadbeef, 0x41c6ce57];
  for (const character of text) {
    const code = character.codePointAt(0);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return (4294967296 * (2097151 & b) + (a >>> 0)).toString(36);
}

const kept = {
  site: `livecode ${new URL(base).pathname} `, // one host may serve several books
  names: new Map(),

  /** The key of a cell; of two cells with one source, the second has another. */
  name(cell) {
    const key = `${this.site}${data.page} ${digest(cell.original)}`;
    const same = (this.names.get(key) ?? 0) + 1;
    this.names.set(key, same);
    return same > 1 ? `${key} ${same}` : key;
  },
  /** Whether the browser keeps anything at all. */
  get lasts() {
    try {
      localStorage.setItem(`${this.site}tried`, "1");
      localStorage.removeItem(`${this.site}tried`);
      return true;
    } catch { return false; }
  },
  read(key) {
    try { return JSON.parse(localStorage.getItem(key)) ?? {}; } catch { return {}; }
  },
  write(key, value) {
    try {
      if (Object.keys(value).length) localStorage.setItem(key, JSON.stringify(value));
      else localStorage.removeItem(key);
    } catch { /* storage may be forbidden, or full */ }
  },
  keys(beginning) {
    try { return Object.keys(localStorage).filter((key) => key.startsWith(beginning)); } catch { return []; }
  },
  /** Forget what was written on this page, or on all. */
  forget(everywhere) {
    for (const key of this.keys(everywhere ? this.site : `${this.site}${data.page} `)) this.write(key, {});
  },
};
