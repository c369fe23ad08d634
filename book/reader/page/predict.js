// Predict first: a question is answered by a choice or a few words, and what there is to notice opens when the reader
// has answered, or asks for it. The prediction then stands beside it.

/** The questions of a box: each has choices, or a field for words. */
function readBox(box, number) {
  const asked = all(".predict-choices, .predict-field", box), name = nameOf(box).replace(/^Predict first /, "");
  const form = `predict-${number}`;
  const asks = asked.map((place, k) => {
    const label = asked.length > 1 ? `Your prediction, question ${k + 1}` : "Your prediction";
    const group = `${form}-${k + 1}`;
    if (place.matches(".predict-field")) {
      const field = make("input", { type: "text", name: group, "aria-label": label, autocomplete: "off" });
      field.setAttribute("form", form);
      place.append(make("label", {}, make("span", { "aria-hidden": "true" }, "Your prediction"), field));
      return { get: () => field.value.trim(), set: (text) => { field.value = text; } };
    }
    place.setAttribute("role", "radiogroup");
    place.setAttribute("aria-label", label);
    const radios = all("li", place).map((item) => {
      const radio = make("input", { type: "radio", name: group, value: words(item) });
      radio.setAttribute("form", form);
      const text = one("p", item) ?? item;
      text.replaceChildren(make("label", {}, radio, make("span", {}, ...text.childNodes)));
      return radio;
    });
    for (const list of all("ul", place)) list.setAttribute("role", "none");
    for (const item of all("li", place)) item.setAttribute("role", "none");
    return {
      get: () => radios.find((radio) => radio.checked)?.value ?? "",
      set: (text) => { for (const radio of radios) radio.checked = radio.value === text; },
    };
  });
  return { box, name, asks, form };
}

function own(answers) {
  const list = answers.length > 1
    ? make("ol", {}, ...answers.map((text) => make("li", {}, text || "no answer")))
    : make("p", {}, answers[0]);
  return make("div", { className: "predict-own" }, make("p", {}, make("strong", {}, "Your prediction")), list);
}

function bring({ box, name, asks, form }, notice) {
  const keep = make("button", { type: "submit", className: "reader-button main" }, notice ? "Keep it, and see" : "Keep it");
  const told = make("span", { className: "predict-told" });
  const note = (more) => {
    const { said } = store.page();
    store.put({ said: { ...said, [name]: { ...said[name], ...more } } });
  };
  const submit = (event) => {
    event.preventDefault();
    const answers = asks.map(({ get }) => get());
    if (!answers.some(Boolean)) {
      told.textContent = "Choose or write something first: a wrong guess teaches, too.";
      return say(told.textContent);
    }
    note({ answers });
    say(told.textContent);
  };
  one(".predict-done", box).append(make("form", { id: form, onsubmit: submit }, keep, " ", told));
  let open = null;
  if (notice) {
    open = make("button", { type: "button", className: "reader-button" }, "Show what to notice");
    open.addEventListener("click", () => {
      note({ open: true });
      notice.tabIndex = -1;
      notice.focus({ preventScroll: true });
    });
    notice.append(make("p", { className: "predict-ask" }, open, " Predict first, if you have not: it is what makes it stay."));
  }
  let shown = null;
  store.watch((forgotten) => {
    const mine = store.page().said[name] ?? {}, { answers } = mine;
    if (JSON.stringify(mine) === shown) return;
    if (answers || forgotten) asks.forEach(({ set }, k) => set(answers?.[k] ?? ""));
    shown = JSON.stringify(mine);
    told.textContent = !answers ? "" : notice ? "Kept. It stands beside what to notice, below the demo." : "Kept.";
    notice?.classList.toggle("shown", Boolean(answers || mine.open));
    one(".predict-own", notice ?? box)?.remove();
    if (answers && notice) one(".admonition-title", notice).after(own(answers));
  });
}

const boxes = all(".predict-first, .what-to-notice", article ?? document);
boxes.forEach((box, k) => {
  if (box.matches(".what-to-notice")) return;
  const next = boxes[k + 1];
  bring(readBox(box, k), next?.matches(".what-to-notice") ? next : null);
});
