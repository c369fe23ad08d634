// The contents, and page numbers: they are known only after a first print, and written then.

/** A place for the number of the page on which the element with this id is printed. */
export function pageNumber(id, before = "page ") {
  const link = document.createElement("a");
  link.className = "paper-number";
  link.setAttribute("href", `#${id}`);
  link.dataset.before = before;
  link.textContent = `${before}000`;
  return link;
}

const IN_TEXT = ".paper-page :is(p, li, dd, td) a[href^='#']:not(.paper-number)";
const NUMBERED = ".chapter-map, .chapter-deeper, .paper-see, .admonition-title, .paper-answers, .paper-question, dl.py";

/** Who reads on paper cannot follow a link: those that do not say a number themselves get the page. */
export function numberLinks() {
  for (const link of document.querySelectorAll(IN_TEXT)) {
    const told = /\d/.test(link.textContent) || link.nextElementSibling?.matches(".paper-number");
    if (told || link.closest(NUMBERED) || link.querySelector(".std-term, code")) continue;
    const number = pageNumber(link.getAttribute("href").slice(1), "\u2009→");
    number.classList.add("paper-at");
    link.after(number);
  }
}

/** Write the numbers that a print has shown; before the first there are none. */
export function writeNumbers(numbers) {
  for (const link of document.querySelectorAll(".paper-number")) {
    const number = numbers[link.getAttribute("href").slice(1)];
    link.textContent = `${link.dataset.before}${number ?? "000"}`;
  }
  // Chromium breaks pages otherwise where it has laid them out before; each print begins from nothing.
  document.body.style.display = "none";
  document.body.getBoundingClientRect();
  document.body.style.display = "";
}

/** List the parts, the pages, and their sections in two levels. */
export function fillContents(place, { parts }) {
  const pages = [...document.querySelectorAll(".paper-page")];
  let next = 0;
  for (const part of [...parts, { pages: ["solutions"] }]) {
    if (part.caption) place.append(named("p", "paper-part", part.caption));
    for (const page of pages.slice(next, next + part.pages.length)) {
      const list = named("ol", "paper-entry");
      for (const heading of page.querySelectorAll("h1, h2, h3")) {
        if (heading.closest(".admonition")) continue;
        list.append(entry(heading));
      }
      place.append(list);
    }
    next += part.pages.length;
  }
}

function entry(heading) {
  const item = named("li", `paper-level-${heading.tagName[1]}`), link = named("a", "paper-name");
  link.setAttribute("href", `#${heading.id}`);
  link.append(...[...heading.cloneNode(true).childNodes].filter((part) => !part.id));
  item.append(link, named("span", "paper-dots"), pageNumber(heading.id, ""));
  return item;
}

function named(name, className, text = "") {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}
