// The pages of the website as parts of one document: ids stay different, links between pages become links inside it.

import { leaveOutImports, usedBelow } from "./code.js";
import { pageNumber } from "./contents.js";

/** What is of use on a screen only; of an exercise, the field to write in and what it prints while it is empty. */
const SCREEN_ONLY = ".headerlink, .copybtn, .toggle-button, .livefig-controls, script, details.hide, .livecode-exercise, "
  + ".toctree-wrapper, .sd-summary-state-marker, section:has(> .demo-gallery), .demo-gallery, .reader-way, .quiz-score, "
  + ".predict-field, .predict-done";
const SLOWEST = 60_000; // milliseconds that a demo may take to reach its last step

/** Append every page, in the order of the contents; returns what went wrong. */
export async function joinPages({ parts, left_out: leftOut }) {
  const names = parts.flatMap((part) => part.pages);
  const slugs = new Map(names.map((name) => [`/${name}.html`, name.split("/").at(-1)]));
  const others = new Set(leftOut.map((name) => `/${name}.html`)); // pages of the book that are not printed now
  const pages = [];
  for (const name of names) pages.push(await fetchPage(name)); // one after the other: Chromium numbers nodes as they come
  for (const page of pages) await runToTheEnd(page);
  const problems = [];
  pages.forEach(({ address, article }, i) => {
    const page = document.createElement("article");
    prepare(article, address); // before it is adopted: from here on, its pictures are asked for
    page.className = "paper-page bd-article";
    page.id = slugs.get(address.pathname);
    page.append(...document.adoptNode(article).childNodes);
    prefixIds(page);
    nameHeadings(page);
    problems.push(...turnLinks(page, address, slugs, others));
    if (!page.querySelector("h1")) problems.push(`no heading on ${names[i]}`);
    document.body.append(page);
  });
  return problems;
}

async function fetchPage(name) {
  const address = new URL(`/${name}.html`, location.href);
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address.pathname}: ${answer.status}`);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return { address, article: page.querySelector("article.bd-article") };
}

/** A process that begins with empty panels is seen on paper as it ends. The page itself, in a frame, plays it. */
async function runToTheEnd({ address, article }) {
  const waiting = [...article.querySelectorAll("figure.livefig:has(.livefig-process input[value='0'])")];
  if (!waiting.length) return;
  const frame = document.createElement("iframe");
  frame.style.cssText = "width: 1100px; height: 900px";
  frame.src = address;
  document.body.append(frame);
  await new Promise((loaded) => { frame.onload = loaded; });
  for (const demo of waiting) {
    const live = frame.contentDocument.getElementById(demo.id), step = live.querySelector(".livefig-process input");
    live.scrollIntoView();
    await seen(() => "ready" in live.dataset, `${demo.id} is not ready`);
    const before = live.querySelector(".livefig-settings").textContent;
    step.value = step.max;
    step.dispatchEvent(new frame.contentWindow.Event("input", { bubbles: true }));
    await seen(() => live.querySelector(".livefig-settings").textContent !== before, `${demo.id} does not move`);
    for (const part of [".livefig-panels", ".livefig-said", ".livefig-settings"])
      demo.querySelector(part).replaceWith(document.importNode(live.querySelector(part), true));
  }
  frame.remove();
}

async function seen(condition, problem) {
  const end = performance.now() + SLOWEST;
  while (!condition()) {
    if (performance.now() > end) throw new Error(problem);
    await new Promise((next) => setTimeout(next, 20));
  }
}

function prepare(page, address) {
  for (const fold of usedBelow(page)) {
    leaveOutImports(fold.querySelector("pre"));
    fold.replaceWith(fold.querySelector(".cell_input"));
  }
  for (const cell of page.querySelectorAll(".livecode-exercise")) nameCheck(cell);
  for (const item of page.querySelectorAll(".chapter-map > li, .chapter-deeper > li")) {
    const number = pageNumber("", "");
    number.setAttribute("href", item.querySelector("a").getAttribute("href")); // turnLinks makes it one of this document
    item.querySelector(".minutes")?.remove();
    item.append(" ", number);
  }
  for (const fold of page.querySelectorAll("details.hide:has(> .cell_output)")) fold.replaceWith(fold.querySelector(".cell_output"));
  for (const element of page.querySelectorAll(SCREEN_ONLY)) element.remove();
  for (const cell of page.querySelectorAll(".cell")) if (!cell.children.length) cell.remove();
  for (const image of page.querySelectorAll("img")) {
    image.loading = "eager"; // on paper there is no coming near
    image.src = new URL(image.getAttribute("src"), address);
  }
  for (const details of page.querySelectorAll("details")) openForGood(details);
  for (const formula of page.querySelectorAll(".katex")) readAsPrinted(formula);
}

/** The call that looks at an answer is named below its exercise; solutions.js writes it there. */
function nameCheck(cell) {
  const exercise = cell.previousElementSibling;
  const call = cell.querySelector(".cell_input").textContent.match(/^check\(.*\)$/m);
  if (exercise?.matches(".exercise") && call) exercise.dataset.check = call[0];
}

/** What can be opened on the screen is a box with a title on paper. */
function openForGood(details) {
  const box = document.createElement("div"), title = document.createElement("p");
  box.className = "paper-opened";
  box.id = details.id;
  title.className = "paper-opened-title";
  title.append(...details.querySelector("summary .sd-summary-text").childNodes);
  box.append(title, ...details.querySelector(".sd-summary-content").childNodes);
  details.replaceWith(box);
}

/** A formula is its letters; its MathML, which the screen hides, would be a second text of it in the PDF. */
function readAsPrinted(formula) {
  formula.querySelector(".katex-mathml").remove();
  formula.querySelector(".katex-html").removeAttribute("aria-hidden");
}

/** Put the page's name in front of each id, and wherever an id is referred to from a picture or a label. */
function prefixIds(page) {
  const prefix = `${page.id}--`, seen = new Set();
  for (const element of page.querySelectorAll("[id]")) {
    const id = element.id;
    if (!id || seen.has(id)) element.removeAttribute("id"); // of exercises, the content always bears the same
    else element.id = prefix + id;
    seen.add(id);
  }
  for (const element of page.querySelectorAll("svg, svg *"))
    for (const { name, value } of [...element.attributes])
      if (value.includes("url(#")) element.setAttribute(name, value.replaceAll("url(#", `url(#${prefix}`));
      else if (/href$/.test(name) && value.startsWith("#")) element.setAttribute(name, `#${prefix}${value.slice(1)}`);
  for (const name of ["for", "aria-labelledby", "aria-describedby"])
    for (const element of page.querySelectorAll(`[${name}]`))
      element.setAttribute(name, element.getAttribute(name).split(/\s+/).map((id) => prefix + id).join(" "));
}

/** A link leads to the heading, which may stand on the page after the one where its section begins. */
function nameHeadings(page) {
  for (const section of page.querySelectorAll("section[id]")) {
    const heading = section.querySelector(":scope > :is(h1, h2, h3, h4)");
    if (!heading) continue;
    heading.prepend(...section.querySelectorAll(":scope > span[id]:empty"));
    heading.id = section.id;
    section.removeAttribute("id");
  }
}

function turnLinks(page, address, slugs, others) {
  const problems = [];
  for (const link of page.querySelectorAll("a[href]")) {
    const to = new URL(link.getAttribute("href"), address);
    link.removeAttribute("title"); // of no use on paper, and it would be the description of the link in the PDF
    if (to.origin !== location.origin) continue;
    const slug = slugs.get(to.pathname), id = decodeURIComponent(to.hash.slice(1)).split("?")[0]; // a demo's state
    if (slug) link.setAttribute("href", id ? `#${slug}--${id}` : `#${slug}`);
    else if (others.has(to.pathname)) {
      if (link.matches(".paper-number")) link.remove(); // a page that is not printed has no number
      else link.removeAttribute("href");
    }
    else problems.push(`${address.pathname} links what is not in the book: ${to.pathname}`);
  }
  return problems;
}
