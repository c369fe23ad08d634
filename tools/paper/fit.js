// What a sheet cannot hold: formulas and tables that are too wide are set smaller, long boxes may go over to the next.

import { splitCode } from "./code.js";

const KEPT_TOGETHER = 0.4; // of a page's height; a longer box that may not break would leave too much of a page white
const CODE_TOGETHER = 0.25; // the same for code, which breaks at its empty lines
const BEGINNING = 0.3; // of a page's height: what stays with the heading above it
const SHORT = 0.06; // of a page's height: what below a heading is no beginning yet, and is kept with what follows
const BOXES = ".admonition, .proof, .paper-opened, table, .paper-answers, .notes-equation, dl.myst, dl.field-list";
const CODE = ".cell, .highlight, .paper-code";
const SMALLEST = 0.55; // part of its size at which something is still read

/** Fit everything to the width of the window, which is that of the text on paper; returns what stays too wide. */
export function fit() {
  const page = document.documentElement.clientWidth * 1.41;
  for (const pre of document.querySelectorAll('[class*="highlight-ipython"] pre, [class*="highlight-python"] pre')) splitCode(pre);
  const formulas = measure(".katex-display", (f) => [f.clientWidth, f.firstElementChild.scrollWidth]);
  const inline = measure("span.math > .katex", (f) => [f.closest("p, li, td, dd, h1, h2, h3, div").clientWidth, f.offsetWidth]);
  const tables = measure("table", (t) => [t.parentElement.clientWidth, t.offsetWidth]);
  const begun = [...document.querySelectorAll(":is(h1, h2, h3, h4, p:has(> .departs-kind)), p:has(+ [class^=notes-])")]
    .filter((first) => first.nextElementSibling?.offsetHeight < page * BEGINNING && !first.closest(".paper-contents"));
  const boxes = [...measure(BOXES, (box) => [page * KEPT_TOGETHER, box.offsetHeight]),
    ...measure(CODE, (code) => [page * CODE_TOGETHER, code.offsetHeight])];
  const short = new Set(begun.map((first) => first.nextElementSibling)
    .filter((next) => next.matches("p") && next.offsetHeight < page * SHORT && next.nextElementSibling?.offsetHeight < page * BEGINNING));
  for (const [formula, ratio] of [...formulas, ...inline]) formula.style.fontSize = `${Math.floor(ratio * 100) / 100}em`;
  for (const [table, ratio] of tables) table.style.zoom = Math.floor(ratio * 100) / 100;
  for (const [box] of boxes) box.classList.add("paper-long");
  for (const first of begun.reverse()) keepWithNext(first, short.has(first.nextElementSibling) ? 2 : 1);
  return [...formulas, ...inline, ...tables].filter(([, ratio]) => ratio < SMALLEST)
    .map(([element, ratio]) => `too wide, by ${(1 / ratio).toFixed(2)}: ${element.textContent.slice(0, 60)}`);
}

/** Chromium minds `break-inside: avoid` everywhere, `break-after: avoid` not in front of all that may follow. */
function keepWithNext(first, count) {
  const kept = document.createElement("div");
  kept.className = "paper-kept";
  first.before(kept);
  kept.append(first);
  for (; count > 0; count--) kept.append(kept.nextElementSibling);
}

/** The elements that need more than they have, with the ratio; all are measured before any is changed. */
function measure(selector, sizes) {
  return [...document.querySelectorAll(selector)].map((element) => {
    const [has, needs] = sizes(element);
    return [element, has / needs];
  }).filter(([, ratio]) => ratio < 1);
}
