// What every part of the script uses: where the book is, which page this is, and how elements are made.

const root = document.documentElement;
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const one = (selector, within = document) => within.querySelector(selector);

const home = new URL(root.dataset.content_root || "./", location.href);
/** The name of the page at an address, such as chapters/07-gradient-descent; null elsewhere than in the book. */
function pageAt(address) {
  const { origin, pathname } = new URL(address, location.href);
  if (origin !== home.origin || !pathname.startsWith(home.pathname)) return null;
  return decodeURI(pathname.slice(home.pathname.length)).replace(/\.html$/, "").replace(/(^|\/)$/, "$1index");
}
const page = pageAt(location.href);
const article = one(".bd-article");
// A numbered page is a chapter: it is read from its beginning to its end. In others, things are looked up.
const chapter = Boolean(article && one("h1 > .section-number", article));

/** Make an element; properties beginning with "on" are listeners, those that it does not have are attributes. */
function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name in element) element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}
const unseen = (text) => make("span", { className: "reader-unseen" }, text);

/** The words of an element, each formula once. */
function words(element) {
  const copy = element.cloneNode(true);
  for (const part of all(".katex-html, annotation, .headerlink, .reader-tick", copy)) part.remove();
  return copy.textContent.replace(/\s+/g, " ").trim();
}

// What happens is told to a screen reader in one place, since a region has to be there before its text changes.
const live = make("p", { className: "reader-unseen", role: "status" });
function say(text) {
  live.textContent = "";
  requestAnimationFrame(() => { live.textContent = text; });
}
