// At the end of a chapter and of the front page: what is kept, where, and the way to forget it.

function makeBar() {
  const button = (text) => make("button", { type: "button", className: "reader-button" }, text);
  const forget = button("Forget my progress"), keep = button("Keep it");
  const done = make("p", { hidden: true, tabIndex: -1 }, "Your progress is forgotten.");
  const question = "Forget, in all chapters, the sections read, exercises passed, quiz answers, predictions and the place " +
    "where you stopped? There is no way back.";
  const calm = askFirst(forget, keep, question, "Forget it", () => {
    globalThis.livecode?.forgetPassed?.();
    store.forget();
    done.hidden = false;
    done.focus();
    say(done.textContent);
  });
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
