// Exercises and quizzes stay in place; what answers them moves to a chapter at the end of the book.
import { pageNumber } from "./contents.js";

/** Make the chapter. */
export function moveSolutions() {
  const pages = [...document.querySelectorAll(".paper-page")];
  const chapter = element("article", "paper-page bd-article");
  chapter.id = "solutions";
  const all = element("section");
  all.append(headingOf("h1", "solutions--all", "Solutions"));
  chapter.append(all);
  for (const page of pages) {
    const solutions = [...page.querySelectorAll("div.solution")];
    const quiz = page.querySelector(`[id="${page.id}--quiz"]`)?.parentElement;
    if (!solutions.length && !quiz) continue;
    const section = element("section");
    const title = [...page.querySelector("h1").cloneNode(true).childNodes].filter((part) => !part.id);
    section.append(headingOf("h2", `solutions--${page.id}`, ...title));
    section.append(...solutions.map(moveSolution));
    if (quiz) section.append(moveAnswers(quiz, page.id));
    all.append(section);
  }
  document.body.append(chapter);
}

/** Tie a solution to its exercise, there and back. */
function moveSolution(solution) {
  const title = solution.querySelector("p.admonition-title"), back = title.querySelector("a");
  const exercise = document.getElementById(back.getAttribute("href").slice(1));
  back.textContent = back.textContent.trim();
  back.before(" ");
  title.append(", ", pageNumber(exercise.id));
  const see = element("p", "paper-see", linkTo(solution.id, "Solution"), ": ", pageNumber(solution.id));
  if (exercise.dataset.check) see.append(". The notebook checks yours: ", element("code", "", exercise.dataset.check));
  exercise.append(see);
  solution.classList.remove("dropdown");
  return solution;
}

/** Leave the questions and their choices; return the explanations as a section. */
function moveAnswers(quiz, slug) {
  const section = element("section"), id = `solutions--${slug}--quiz`;
  section.append(headingOf("h3", id, "Quiz"));
  const heading = quiz.firstElementChild;
  let invitation = heading.nextElementSibling;
  if (invitation.nextElementSibling.matches(".paper-opened")) { // it is the first question
    heading.after(element("p"));
    invitation = heading.nextElementSibling;
  }
  const parts = [...quiz.children].filter((child) => child !== heading && child !== invitation);
  invitation.replaceChildren("Choose an answer. Which is right, and why, is said under ",
    linkTo(id, "Solutions"), ", ", pageNumber(id), ".");
  let number = 0, choices = null, answers = null;
  for (const part of parts) {
    if (!part.matches(".paper-opened")) {
      choices = null;
      continue;
    }
    if (!choices) {
      number += 1;
      const question = part.previousElementSibling;
      question.id ||= `${heading.id}-${number}`;
      question.classList.add("paper-question");
      choices = element("ul", "paper-choices");
      part.before(choices);
      answers = element("div", "paper-answers", element("p", "", linkTo(question.id, `Question ${number}`), ", ",
        pageNumber(question.id)));
      section.append(answers);
    }
    const title = part.firstElementChild;
    choices.append(element("li", "", ...title.cloneNode(true).childNodes));
    answers.append(part);
    part.className = "paper-answer";
  }
  return section;
}

function headingOf(name, id, ...content) {
  const heading = element(name, "", ...content);
  heading.id = id;
  return heading;
}

function linkTo(id, text) {
  const link = element("a", "reference internal", text);
  link.setAttribute("href", `#${id}`);
  return link;
}

function element(name, className = "", ...content) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...content);
  return made;
}
