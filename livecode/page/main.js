// The page comes to life: nothing is loaded and nothing runs until somebody asks for it.

/** All code of the page as it is now, for the worker to choose from. */
function sources() {
  const all = { ...data.hidden };
  for (const number of data.skip) all[number] = "";
  for (const [number, cell] of cells) all[number] = cell.source;
  return all;
}

/** What the worker has to know of the page: its code, what of it is not as published, and what outputs hang on. */
function state() {
  const shown = {}, seen = {};
  for (const [number, cell] of cells) {
    if (cell.edited) shown[number] = cell.original;
    if (cell.seen) seen[number] = cell.seen;
  }
  return { sources: sources(), skip: data.skip, shown, seen };
}

function begin() {
  const place = document.getElementById("livecode"), why = hindrance();
  if (why) {
    document.documentElement.classList.add("livecode-off");
    place.after(make("section", { className: "livecode-bar", "aria-label": "Running code" }, make("p", {}, why)));
    return;
  }
  for (const box of document.querySelectorAll(".cell[id^=cell-]")) {
    const number = Number(box.id.slice(5)), exercise = data.exercises[number];
    if (data.skip.includes(number) || !box.querySelector(".cell_input pre")) continue;
    cells.set(number, exercise ? new Exercise(box, number, exercise) : new Cell(box, number));
  }
  offerSolutions();
  bar = new Bar();
  globalThis.livecode = { exercises: passes, forgetPassed };
  place.after(live, bar.element);
  // On paper stands what the page says.
  addEventListener("beforeprint", () => { for (const cell of cells.values()) cell.attach(); });
  addEventListener("afterprint", () => { for (const cell of cells.values()) cell.detach(); });
}
begin();
