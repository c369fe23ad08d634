// The table of contents follows the reader: the section on the screen is marked, and its entry is in sight.

// The sections that the contents name. Of what is within a description that is laid out when it comes near, the whole
// description stands for it: to measure its parts would lay them out.
const sections = [];
for (const link of all("#pst-page-toc-nav a[href^='#']")) {
  const id = decodeURIComponent(link.hash.slice(1));
  let box = id && document.getElementById(id);
  for (let around = box && box.closest("dl.py"); around; around = around.parentElement.closest("dl.py")) box = around;
  if (box && box !== sections.at(-1)?.box) sections.push({ id, link, box });
}
const topOf = (place) => sections[place].box.getBoundingClientRect().top;

/** The last section that begins above a height of the window; -1 before the first. */
function sectionAt(line) {
  let [low, high] = [-1, sections.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (topOf(middle) <= line) low = middle; else high = middle - 1;
  }
  return low;
}

const READ = 0.3; // of the window, from above: there one reads
const UNDER = 96; // pixels: a jump puts what it leads to below the bar, not farther from the top than this
let target = null; // what the address leads to, until the reader goes on
let acted = false; // since the jump: what comes late may move the place for a moment, and is no sign of leaving

/** The section of what was jumped to, as long as it stands where the jump put it; null after that. */
function jumpedTo(left) {
  if (!target) return null;
  const { top, bottom } = target.getBoundingClientRect();
  const there = (top > -2 && top < UNDER) || Math.abs(top + bottom - innerHeight) < 24 ||
    (left < 2 && top > 0 && top < innerHeight); // the page ends before the place can come up
  if (!there && acted) target = null;
  return there ? sections.findLastIndex(({ box }) => box.contains(target)) : null;
}

/** Where the reader is. Toward the end of the page the line goes down to the lower edge, so each section has its turn. */
function here() {
  const left = root.scrollHeight - innerHeight - scrollY;
  return jumpedTo(left) ?? sectionAt(Math.max(UNDER, innerHeight * Math.max(READ, 1 - left / innerHeight)));
}

/** Scroll the bar in which an entry stands so far that it is in sight. */
function reveal(entry) {
  let box = entry?.parentElement;
  while (box && !/auto|scroll/.test(getComputedStyle(box).overflowY)) box = box.parentElement;
  if (!box || box === root || box === document.body || box.scrollHeight <= box.clientHeight) return;
  const [inner, outer] = [entry, box].map((each) => each.getBoundingClientRect()), room = 48;
  if (inner.top < outer.top + room || inner.bottom > outer.bottom - room)
    box.scrollTop += (inner.top + inner.bottom) / 2 - (outer.top + outer.bottom) / 2;
}

const followers = []; // who hears where the reader is
let at = null;
function follow() {
  const now = here();
  if (now !== at) {
    at = now;
    const link = sections[at]?.link;
    for (const { link: other } of sections) {
      other.classList.toggle("active", other === link);
      if (other === link) other.setAttribute("aria-current", "true"); else other.removeAttribute("aria-current");
    }
    for (const entry of all("#pst-page-toc-nav .toc-entry")) entry.classList.toggle("active", entry.contains(link ?? null));
    reveal(link ?? sections[0].link);
  }
  for (const hear of followers) hear();
}
let asked = false;
function soon() {
  if (asked) return;
  asked = true;
  requestAnimationFrame(() => { asked = false; follow(); });
}
/** Take note of a jump to an element; without one, to what the address leads to. */
function jumped(element) {
  let id = "";
  try { id = decodeURIComponent(location.hash.slice(1)).split("?")[0]; } catch { /* no name of this book's */ }
  acted = false;
  target = element ?? (id ? document.getElementById(id) : null);
  soon();
}

if (sections.length) {
  for (const [name, act] of [["scroll", soon], ["resize", soon], ["load", soon], ["hashchange", () => jumped()]])
    addEventListener(name, act, { passive: true });
  for (const name of ["wheel", "touchmove", "keydown", "pointerdown"])
    addEventListener(name, () => { acted = true; }, { passive: true, capture: true });
  // A second click on a link leads there again, and is no change of the address.
  addEventListener("click", (event) => { if (event.target.closest?.("a")?.hash) setTimeout(() => jumped()); });
  jumped();
}
// The entry is brought into sight when a bar opens over the page too, and when the theme folds the right one for a note
// in the margin and unfolds it again.
const current = () => one(".bd-sidebar-primary .toctree-l1.current > a, #pst-primary-sidebar-modal .toctree-l1.current > a");
const resized = new ResizeObserver((bars) => {
  for (const { target: bar } of bars) reveal(bar.id.includes("primary") ? current() : sections[at]?.link);
});
for (const bar of all("#pst-primary-sidebar, #pst-secondary-sidebar, #pst-primary-sidebar-modal, #pst-secondary-sidebar-modal"))
  resized.observe(bar);
