// At the end of a chapter and of the front page: what is kept, where, and the way to forget it.

function makeBar() {
  const text = "Forget my progress";
  const forget = make("button", { type: "button", className: "reader-button" }, text);
  const calm = () => { delete forget.dataset.sure; forget.textContent = text; };
  forget.addEventListener("blur", calm);
  forget.addEventListener("click", () => {
    if (!forget.dataset.sure) {
      forget.dataset.sure = "yes";
      forget.textContent = "Forget, in all chapters, the sections read, exercises passed, quiz answers, predictions and the " +
        "place where you stopped? There is no way back";
      return;
    }
    globalThis.livecode?.forgetPassed?.();
    store.forget();
    calm();
    say("Your progress is forgotten.");
  });
  const keys = make("button", { type: "button", className: "reader-button", "data-keys": "" }, "Keys");
  const bar = make(
    "section", { className: "reader-bar", "aria-label": "Your progress" },
    make("p", {}, store.lasts
      ? "What you read, answer and predict is remembered in this browser alone: nothing is sent."
      : "This browser keeps nothing for this page, so what you read, answer and predict is forgotten when you leave it. Nothing is sent."),
    make("p", { className: "reader-row" }, forget, keys),
  );
  store.watch(() => {
    const { pages, last } = store.held;
    forget.hidden = !last && !Object.keys(pages).length;
    if (forget.hidden) calm();
  });
  article.append(bar);
}
if (article && (chapter || one("p.start"))) makeBar();
