// The solution of an exercise, which stands after it, can be tried: its code goes into the field.

function offerSolutions() {
  let exercise = null;
  for (const part of document.querySelectorAll(".livecode-exercise, .solution")) {
    const cell = cells.get(Number(/^cell-(\d+)$/.exec(part.id)?.[1]));
    if (cell instanceof Exercise) exercise = cell;
    else if (exercise && part.classList.contains("solution")) {
      offerSolution(exercise, part);
      exercise = null; // the next one belongs to another
    }
  }
}

function offerSolution(exercise, solution) {
  const [, name] = /^def (\w+)/m.exec(exercise.starter) ?? [];
  const fits = ({ textContent: code }) => !name || new RegExp(`^(def ${name}\\b|${name} *=)`, "m").test(code);
  const found = [...solution.querySelectorAll("div.highlight pre")].find(fits);
  if (!found) return;
  const code = found.textContent;
  const act = () => {
    exercise.put(code);
    exercise.input.scrollIntoView({ block: "center" });
    exercise.go.focus({ preventScroll: true });
  };
  const block = found.closest("[class*=highlight-]") ?? found.parentElement;
  block.after(make("p", { className: "livecode-try" },
    button("Try the solution", `Try the solution of ${exercise.named || `cell ${exercise.number}`} in its field`, act)));
}
