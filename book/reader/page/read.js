// Which sections were read. A section is what stands below its heading, up to the next one. It counts when its beginning
// and its end were on the screen, and it for a time that grows with its length; who jumps over it, or throws the page
// past the window, has not read it. Time counts as long as the page is in front and somebody moves.

const SECOND = 1000, IDLE = 60 * SECOND;
const LEAST = 2, EACH = 2, MOST = 20; // seconds: of any section, for each windowful of it, of the longest
const STAYED = 3; // seconds in a section, after which it is where the reader stopped
const seen = new Map(); // what was seen of a section: {begun, ended, seconds}
let noted = new Set(), active = Date.now(), stayed = [null, 0], halted = false;

function remember(place) {
  const { id, link } = sections[place];
  const last = { path: location.pathname.slice(home.pathname.length), id, title: words(link), chapter: words(one("h1", article)) };
  store.change((held) => { held.last = last; });
}

/** A section with a quiz is read by whoever has answered it. */
const answered = ({ box }) => questions.every((one) => !box.contains(one) || store.page().quiz[nameOf(one)]);

/** Look at the sections in the window, from that on whose upper part the window begins. */
function look(seconds) {
  const done = [];
  for (let place = Math.max(0, sectionAt(0)); place < sections.length; place++) {
    const top = topOf(place);
    if (top > innerHeight) break;
    const next = place + 1 < sections.length ? topOf(place + 1) : sections[place].box.getBoundingClientRect().bottom;
    if (next < 0) continue;
    const { id } = sections[place], view = seen.get(id) ?? { begun: false, ended: false, seconds: 0 };
    view.begun ||= top > -UNDER;
    view.ended ||= next <= innerHeight + 1;
    view.seconds += seconds;
    seen.set(id, view);
    const needed = Math.min(MOST, LEAST + EACH * (next - top) / innerHeight);
    if (view.begun && view.ended && view.seconds >= needed && !noted.has(id) && answered(sections[place])) done.push(id);
  }
  if (done.length) store.put({ read: [...new Set([...store.page().read, ...done])] });
}

function tick() {
  if (halted || document.hidden || Date.now() - active > IDLE) return;
  look(1);
  stayed = stayed[0] === at ? [at, stayed[1] + 1] : [at, 1];
  if (stayed[1] === STAYED && sections[at]) remember(at);
}

if (chapter && sections.length) {
  for (const name of ["scroll", "pointermove", "pointerdown", "keydown"])
    addEventListener(name, () => { active = Date.now(); }, { passive: true, capture: true });
  store.watch((forgotten) => {
    noted = new Set(store.page().read);
    if (!forgotten) return;
    seen.clear();
    halted = true; // what is on the screen now is not noted down again at once
  });
  addEventListener("scroll", () => { halted = false; }, { passive: true });
  followers.push(() => look(0));
  setInterval(tick, SECOND);
}
