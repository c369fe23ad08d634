// The printed book: the pages of the website, one after the other, in one document. tools/pdf.py calls these.
import { fillContents, numberLinks, writeNumbers } from "./contents.js";
import { fit } from "./fit.js";
import { joinPages } from "./pages.js";
import { moveSolutions } from "./solutions.js";

/** Fill the document; `book` holds title, author and parts. Returns what went wrong. */
window.assemble = async (book) => {
  const one = (selector) => document.querySelector(selector);
  document.title = book.title;
  one(".paper-title").textContent = book.title;
  one(".paper-author").textContent = book.author;
  const problems = await joinPages(book);
  drawCover(one(".paper-picture"));
  moveSolutions();
  numberLinks();
  fillContents(one(".paper-entries"), book);
  nameSheets();
  await document.fonts.ready;
  await Promise.all([...document.images].map((image) => image.decode()));
  problems.push(...brokenLinks(), ...fit());
  return problems;
};
window.writeNumbers = writeNumbers;

/** The picture of the first demo, a second time; what its ids define is there once, in the demo itself. */
function drawCover(place) {
  const panels = document.querySelector("figure.livefig .livefig-panels").cloneNode(true);
  for (const gone of panels.querySelectorAll("defs, .livefig-handle circle:first-child")) gone.remove();
  for (const element of panels.querySelectorAll("[id]")) element.removeAttribute("id");
  const figure = document.createElement("figure");
  figure.className = "livefig";
  figure.append(panels);
  place.append(figure);
}

/** A kind of sheet for each chapter, with its title at the top: Chromium knows no string-set. Its deeper pages, such as
    1.15, go on below one another, on its sheets. */
function nameSheets() {
  const style = document.createElement("style");
  let chapter = "";
  document.querySelectorAll(".paper-page").forEach((page, number) => {
    const title = page.querySelector("h1").textContent.trim();
    const numbers = page.querySelector("h1 .section-number")?.textContent.match(/\d+/g) ?? [];
    const goesOn = numbers.length > 1 && numbers[0] === chapter;
    page.classList.toggle("paper-deeper", goesOn);
    if (goesOn) page.style.page = page.previousElementSibling.style.page;
    else {
      chapter = numbers.length === 1 ? numbers[0] : "";
      page.style.page = `chapter-${number}`;
      style.textContent += `@page chapter-${number} { @top-left { content: ${JSON.stringify(title)}; } }\n`;
    }
  });
  document.head.append(style);
}

function brokenLinks() {
  return [...document.querySelectorAll("a[href]")]
    .map((link) => link.getAttribute("href"))
    .filter((href) => (href.startsWith("#") ? !document.getElementById(href.slice(1)) : !/^(https?|mailto):/.test(href)))
    .map((href) => `a link leads nowhere: ${href}`);
}
