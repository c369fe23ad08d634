// A button for what cannot be taken back. The book's own script (book/reader/) has it too.

/** Let a button ask before it acts; `keep`, Escape and leaving both buttons keep everything. Returns what calms it. */
function askFirst(button, keep, question, act) {
  const text = button.textContent;
  const calm = () => { delete button.dataset.sure; button.textContent = text; keep.hidden = true; };
  const keeps = () => { calm(); button.focus(); };
  keep.hidden = true;
  keep.addEventListener("click", keeps);
  for (const one of [button, keep]) {
    one.addEventListener("blur", ({ relatedTarget: to }) => { if (to !== button && to !== keep) calm(); });
    one.addEventListener("keydown", ({ key }) => { if (key === "Escape" && button.dataset.sure) keeps(); });
  }
  button.addEventListener("click", ({ detail }) => {
    if (detail > 1) return; // a double click has read no question
    if (button.dataset.sure) {
      calm();
      act();
      return;
    }
    button.dataset.sure = "yes";
    button.textContent = question;
    keep.hidden = false;
  });
  return calm;
}
