// A button for what cannot be taken back. The book's own script (book/reader/) has it too.

/** Let a button ask before it acts: then it says `yes`; `keep`, Escape and leaving both keep everything. Returns what calms it. */
function askFirst(button, keep, question, yes, act) {
  const text = button.textContent, asked = document.createElement("span");
  asked.className = "sure-question";
  asked.id = `sure-${text.replace(/\W+/g, "-")}`;
  asked.textContent = question;
  const calm = () => {
    delete button.dataset.sure;
    button.removeAttribute("aria-describedby");
    button.textContent = text;
    button.style.minWidth = "";
    asked.remove();
    keep.hidden = true;
  };
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
    button.style.minWidth = `${button.offsetWidth}px`;
    button.setAttribute("aria-describedby", asked.id);
    button.textContent = yes;
    keep.after(asked); // below: the button stays under the pointer, where the second of two clicks falls
    keep.hidden = false;
  });
  return calm;
}
