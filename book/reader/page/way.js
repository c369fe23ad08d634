// How far the reader is: a ring beside each chapter in the side bar, ticks in the contents of the page, one line at the
// head of the chapter; on the front page, the way back to where the reader stopped.

const head = one(".reader-way");
const questions = all(".quiz-question");
/** What the cells of the page say of its exercises; livecode/README.md has the interface. */
const exercises = () => globalThis.livecode?.exercises?.() ?? [];

const some = (number, of, one, done) => (of ? [`${number} of ${of} ${of === 1 ? one : `${one}s`} ${done}`] : []);
function tellHead({ read, passed, quiz }) {
  const known = sections.filter(({ id }) => read.includes(id)), tried = exercises();
  head.textContent = [
    ...some(known.length, sections.length, "section", "read"),
    ...some(tried.filter(({ name }) => passed.includes(name)).length, tried.length, "check", "passed"),
    ...some(questions.filter((one) => quiz[nameOf(one)]).length, questions.length, "quiz question", "answered"),
  ].join(" · ");
}
/** A question is known by its words, so that it stays known when others come before it. */
const nameOf = (question) => words(question).replace(/^\d+\.\s*/, "").slice(0, 60);

function tickEntry(link, read) {
  const mark = one(".reader-tick", link);
  if (read && !mark)
    link.append(make("span", { className: "reader-tick" }, make("span", { "aria-hidden": "true" }, "✓"), unseen(" (read)")));
  else if (!read) mark?.remove();
}

function ring(link, { read, of: [length = 0] = [] }) {
  let mark = one(".reader-ring", link);
  const part = length ? Math.min(1, read.length / length) : 0;
  if (!part) return mark?.remove();
  if (!mark) link.append(mark = make("span", { className: "reader-ring", role: "img" }));
  const label = `${Math.min(read.length, length)} of ${length} sections read`;
  mark.style.setProperty("--part", part);
  mark.classList.toggle("whole", part === 1);
  mark.setAttribute("aria-label", label);
  mark.title = label;
}

/** The link that starts the course leads to where the reader stopped; and who has not begun it yet keeps both. */
function goOn(start, last) {
  const first = start.dataset.first ??= start.getAttribute("href"), beginning = pageAt(first);
  const begun = last && (pageAt(new URL(last.path, home)) === beginning || store.held.pages[beginning]?.read?.length);
  let other = start.nextElementSibling?.matches(".reader-on") ? start.nextElementSibling : null;
  start.said ??= [...start.childNodes];
  if (!begun) {
    start.replaceChildren(...start.said);
    start.href = first;
  }
  if (!last || begun) other?.remove();
  else if (!other) start.after(other = make("a", { className: "reader-on" }));
  const back = begun ? start : other;
  if (!last || !back) return;
  back.href = new URL(`${last.path}#${encodeURIComponent(last.id)}`, home).href;
  const place = [...new Set([last.title, last.chapter])].filter(Boolean).join(", ");
  back.replaceChildren(make("strong", {}, "Continue where you stopped"), ` ${place}`);
}

function showWay() {
  const { pages, last } = store.held;
  for (const link of all(".bd-docs-nav :is(.toctree-l1, .toctree-l2) > a")) {
    const of = pages[pageAt(link.href)];
    ring(link, { read: [], ...of });
  }
  for (const start of all("p.start > a:not(.reader-on)")) goOn(start, last);
  if (!chapter) return;
  const mine = store.page();
  for (const { id, link } of sections) tickEntry(link, mine.read.includes(id));
  if (head) tellHead(mine);
}

/** How much there is on this page, for other pages to show. */
function amounts() { return [sections.length, exercises().length, questions.length]; }

/** What was passed is known to the cells of the page; it is kept here too. */
function heedExercises(event) {
  const passed = exercises().filter((one) => one.passed).map(({ name }) => name);
  if (event?.detail?.everywhere)
    store.change((held) => { for (const one of Object.values(held.pages)) one.passed = []; });
  if (chapter && String(passed) !== String(store.page().passed)) store.put({ passed });
}

store.watch(showWay);
document.addEventListener("livecode-exercises", heedExercises);
heedExercises();
if (chapter && store.held.pages[page] && String(store.page().of) !== String(amounts())) store.put({}); // a new version
