// At the end of a chapter and of the front page: what is kept, where, and the way to forget it.

function makeBar() {
  const text = "Forget my progress";
  const forget = make("button", { type: "button", className: "reader-button" }, text);
  const keep = make("button", { type: "button", className: "reader-button", hidden: true }, "Keep it");
  const calm = () => { delete forget.dataset.sure; forget.textContent = text; keep.hidden = true; };
  const keeps = () => { calm(); forget.focus(); };
  for (const one of [forget, keep]) {
    one.addEventListener("blur", ({ relatedTarget: to }) => { if (to !== forget && to !== keep) calm(); });
    one.addEventListener("keydown", ({ key }) => { if (key === "Escape" && forget.dataset.sure) keeps(); });
  }
  keep.addEventListener("click", keeps);
  forget.addEventListener("click", ({ detail }) => {
    if (detail > 1) return; // a double click has read no question
    if (!forget.dataset.sure) {
      forget.dataset.sure = "yes";
      keep.hidden = false;
      forget.textContent = "Forget, in all chapters, the sections read, exercises passed, quiz answers, predictions and the " +
        "place where you stopped? There is no way back";
      return;
    }
    globalThis.livecode?.forgetPassed?.();
    store.forget();
    calm();
    done.hidden = false;
    say(done.textContent);
  });
  const done = make("p", { hidden: true }, "Your progress is forgotten.");
  const keys = make("button", { type: "button", className: "reader-button", "data-keys": "" }, "Keys");
  const bar = make(
    "section", { className: "reader-bar", "aria-label": "Your progress" },
    make("p", {}, store.lasts
      ? "What you read, answer and predict is remembered in this browser alone: nothing is sent."
      : "This browser keeps nothing for this page, so what you read, answer and predict is forgotten when you leave it. Nothing is sent."),
    done, make("p", { className: "reader-row" }, forget, keep, keys),
  );
  store.watch(() => {
    const { pages, last } = store.held;
    forget.hidden = !last && !Object.keys(pages).length;
    if (forget.hidden) calm();
    else done.hidden = true;
  });
  article.append(bar);
}
if (article && (chapter || one("p.start"))) makeBar();
