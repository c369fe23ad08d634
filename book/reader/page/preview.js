// What a link leads to, beside the link: the meaning of a term, an equation, a figure, a work that is cited. It comes
// under a mouse that rests and with the focus of a keyboard; a finger follows the link, as ever. What stands on another
// page is fetched from there when it is asked for.

const REST = 300; // milliseconds
const pages = new Map(); // that were fetched, by address

function pageOf(link) {
  const address = link.href.split("#")[0];
  if (address === location.href.split("#")[0]) return document;
  if (!pages.has(address))
    pages.set(address, fetch(address).then((answer) => (answer.ok ? answer.text() : "")).then((text) => {
      const other = new DOMParser().parseFromString(text, "text/html");
      for (const picture of all("img", other)) picture.src = new URL(picture.getAttribute("src"), address).href;
      for (const inner of all("a[href]", other)) inner.href = new URL(inner.getAttribute("href"), address).href;
      return other;
    }).catch(() => { pages.delete(address); return new Document(); })); // offline: the link is enough
  return pages.get(address);
}

/** The part of a page that is shown for a link to a place on it; null where there is nothing small to show. */
function partOf(place) {
  if (!place) return null;
  if (place.matches("dt")) {
    while (place && !place.matches("dd")) place = place.nextElementSibling; // terms may share a meaning
    return place;
  }
  if (place.matches("div.math, div.citation")) return place;
  return place.closest("figure:not(.livefig)");
}
const shows = (link) => !link.closest(".page-toc, .reader-card, .reader-ring, .headerlink") &&
  (one(".std-term", link) || /#(equation-|fig-)/.test(link.getAttribute("href")) || link.closest(".bibtex-citation"));

const card = make("div", { className: "reader-card", id: "reader-card", role: "tooltip", hidden: true });
let owner = null, waiting = 0, by = ""; // by: the mouse or the keyboard; what one opened, the other does not close

function closeCard() {
  clearTimeout(waiting);
  owner?.removeAttribute("aria-describedby");
  owner = null;
  card.hidden = true;
}

function placeCard(link, where) {
  const line = [...link.getClientRects()].find(({ left, right, top, bottom }) =>
    !where || (where.x >= left - 2 && where.x <= right + 2 && where.y >= top - 2 && where.y <= bottom + 2)) ?? link.getBoundingClientRect();
  const { width, height } = card.getBoundingClientRect(), room = 8;
  const left = Math.max(room, Math.min(line.left, root.clientWidth - width - room));
  const below = line.bottom + height + room < innerHeight || line.top < height + room;
  card.style.left = `${left + scrollX}px`;
  card.style.top = `${(below ? line.bottom + 4 : line.top - height - 4) + scrollY}px`;
}

async function openCard(link, where) {
  owner = link;
  const other = await pageOf(link);
  const part = partOf(other.getElementById(decodeURIComponent(link.hash.slice(1))));
  if (owner !== link) return; // the reader has gone on
  if (!part) return void (owner = null);
  const copy = part.cloneNode(true);
  for (const known of [copy, ...all("[id], [tabindex]", copy)]) for (const name of ["id", "tabindex"]) known.removeAttribute(name);
  for (const extra of all(".headerlink, script", copy)) extra.remove();
  for (const picture of all("img", copy)) picture.loading = "eager";
  for (const inner of all("a", copy)) inner.tabIndex = -1;
  card.replaceChildren(...(copy.matches("dd") ? copy.childNodes : [copy]));
  card.hidden = false;
  placeCard(link, where);
  link.setAttribute("aria-describedby", card.id);
}

function offer(link, asker, delay, where) {
  clearTimeout(waiting);
  by = asker;
  if (owner === link) return;
  waiting = setTimeout(() => {
    closeCard();
    openCard(link, where);
  }, delay);
}
function leave(asker) {
  if (asker !== by) return;
  clearTimeout(waiting);
  if (owner) waiting = setTimeout(closeCard, REST); // the pointer may go on into the card
}

if (article && location.protocol !== "file:") { // on a disk no page can read another
  article.append(card);
  const linkAt = (event) => {
    const link = event.target.closest?.("a[href*='#']");
    return link && pageAt(link.href) !== null && shows(link) ? link : null;
  };
  article.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse") return;
    const link = linkAt(event);
    if (link?.title) link.removeAttribute("title"); // the browser would show it over the card
    if (link) offer(link, "mouse", REST, { x: event.clientX, y: event.clientY });
    else if (card.contains(event.target)) clearTimeout(waiting);
    else leave("mouse");
  });
  article.addEventListener("pointerleave", () => leave("mouse"));
  article.addEventListener("focusin", (event) => {
    const link = linkAt(event);
    if (link?.matches(":focus-visible")) offer(link, "keyboard", 0);
  });
  article.addEventListener("focusout", () => leave("keyboard"));
  addEventListener("keydown", (event) => { if (event.key === "Escape" && !card.hidden) closeCard(); });
}
