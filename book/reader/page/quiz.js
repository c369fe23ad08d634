// A quiz: the options are folds, as without this script. Who opens one has chosen it: it is marked, and the first choice
// of each question counts.

const OUTCOMES = { true: ["right", "✓", "Right"], false: ["wrong", "✗", "Wrong"] };
const quizzes = new Map(); // of each question: its options, in order

function optionsOf(question) {
  const options = [];
  for (let next = question.nextElementSibling; next?.matches(".quiz-option"); next = next.nextElementSibling) options.push(next);
  return options;
}
const isRight = (option) => option.matches(".quiz-right");

/** Show an option as chosen, or as it was before. */
function markOption(option, chosen, first) {
  const summary = one("summary", option), [kind, sign, word] = OUTCOMES[isRight(option)];
  one(".quiz-mark", summary)?.remove();
  option.classList.toggle("chosen", chosen);
  option.classList.toggle(kind, chosen);
  if (chosen)
    summary.append(make("span", { className: "quiz-mark" }, make("span", { "aria-hidden": "true" }, `${sign} `), word,
      first ? unseen(", your first answer") : ""));
}

function tellScore() {
  const { quiz } = store.page();
  for (const score of all(".quiz-score")) {
    const asked = questions.filter((one) => score.parentElement.contains(one));
    const first = asked.filter((one) => quiz[nameOf(one)]).map((one) => quizzes.get(one)[quiz[nameOf(one)][0]]);
    const done = first.length === asked.length ? "" : ` so far, of ${asked.length} questions`;
    one("span", score).textContent = first.length
      ? `${first.filter((option) => option && isRight(option)).length} of ${first.length} right at the first try${done}.` : "";
    one("button", score).hidden = !first.length;
  }
}

function choose(question, option) {
  const { quiz } = store.page(), name = nameOf(question), options = quizzes.get(question), at = options.indexOf(option);
  if (!option.open || quiz[name]?.includes(at)) return;
  store.put({ quiz: { ...quiz, [name]: [...(quiz[name] ?? []), at] } });
  say(one(".quiz-score span").textContent);
}

function showQuiz() {
  const { quiz } = store.page();
  for (const [question, options] of quizzes)
    options.forEach((option, at) => {
      const tries = quiz[nameOf(question)] ?? [];
      markOption(option, tries.includes(at), tries[0] === at);
    });
  tellScore();
}

for (const question of questions) {
  const options = optionsOf(question);
  quizzes.set(question, options);
  for (const option of options) option.addEventListener("toggle", () => choose(question, option));
}
for (const score of all(".quiz-score")) {
  const again = make("button", { type: "button", className: "reader-button", hidden: true }, "Take the quiz again");
  again.addEventListener("click", () => {
    const asked = questions.filter((one) => score.parentElement.contains(one)), { quiz } = store.page();
    for (const question of asked) {
      delete quiz[nameOf(question)];
      for (const option of quizzes.get(question)) option.open = false;
    }
    store.put({ quiz });
    one("summary", quizzes.get(asked[0])[0]).focus();
  });
  score.append(make("span"), " ", again);
}
if (questions.length) store.watch((forgotten) => {
  if (forgotten) for (const option of all(".quiz-option[open]")) option.open = false;
  showQuiz();
});
