// The search, from the first key on: what is found, place by place, while somebody types. assets/page.js brings this
// file when the dialog is opened, and this one brings what finds (search/find.js), so that no page carries it along.
(() => {
  const form = document.querySelector("form[data-search]");
  const field = form.elements.q, dialog = form.closest("dialog"), box = form.parentElement;
  const said = box.querySelector(".found-count"), list = box.querySelector(".found-places");
  const { search } = form.dataset, root = search.replace(/_static\/$/, "");
  const MOST = dialog ? 10 : 100;
  let ready = false, answered = "", goes = false; // goes: Enter was pressed before anything was found

  const element = (name, classes, ...inside) => {
    const made = document.createElement(name);
    if (classes) made.className = classes;
    made.append(...inside);
    return made;
  };
  // Every second piece is a word that was looked for.
  const marked = (pieces) => pieces.map((piece, k) => (k % 2 ? element("mark", "", piece) : piece));
  const glossary = () => {
    const link = element("a", "", "glossary");
    link.href = `${root}glossary.html`;
    return link;
  };
  const links = () => [...list.querySelectorAll("a")];

  // A browser that knows text fragments goes to the words themselves, marks them, and opens what they are folded in.
  const toText = ({ url, quote }) => {
    if (!quote || !("fragmentDirective" in document)) return "";
    return `${url.includes("#") ? "" : "#"}:~:text=${encodeURIComponent(quote).replace(/-/g, "%2D")}`;
  };

  function entry(place) {
    const link = element("a", "found-place",
      element("span", "found-title", ...marked(place.title)),
      ...(place.title.join("") === place.page ? [] : [element("span", "found-page", place.page)]),
      element("span", "found-sentence", ...marked(place.sentence)));
    link.href = root + place.url + toText(place);
    return element("li", "", link);
  }

  async function show() {
    if (!ready) {
      if (field.value) said.textContent = "Searching …";
      return;
    }
    const query = field.value.trim();
    const { places, count = 0, full, missing, name } = query.length > 1 ? await bookSearch(query, MOST) : { places: [] };
    if (query !== field.value.trim()) return; // more was typed meanwhile
    answered = query;
    list.replaceChildren(...places.map(entry));
    if (query.length < 2) said.textContent = "";
    else if (!count) said.replaceChildren(`Nothing found for “${query}”. The book may have another name for it: the `, glossary(), " lists its terms.");
    else {
      const number = (n) => `${n} ${n === 1 ? "place" : "places"}`, near = count - full;
      const nowhere = missing.length ? `No place has ${missing.map((word) => `“${word}”`).join(" or ")}` : `No place has all of “${query}”`;
      const all = `${number(full)} for “${query}”${name ? ` or “${name}”` : ""}`;
      said.textContent = full ? `${all}${near ? `, and ${near} near it` : ""}.` : `${nowhere}. Near it: ${number(count)}.`;
    }
    if (count > places.length && dialog) {
      const all = element("a", "found-all", `All ${count} places`);
      all.href = `${form.action}?q=${encodeURIComponent(query)}`;
      list.append(element("li", "", all));
    }
    list.scrollTop = 0;
    if (!dialog) try { history.replaceState(null, "", query ? `?q=${encodeURIComponent(query)}` : location.pathname); } catch { /* not from every disk */ }
    if (goes) go();
  }

  function go() {
    const [first] = links();
    goes = answered !== field.value.trim();
    if (goes || !first) return;
    if (dialog) first.click();
    else first.focus();
  }
  field.addEventListener("input", () => { goes = false; show(); });
  form.addEventListener("submit", (event) => { event.preventDefault(); go(); });

  // Down and up walk from the field through the places and back; what is typed there goes into the field.
  box.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const stops = [field, ...links()], here = stops.indexOf(document.activeElement);
    if (event.ctrlKey || event.metaKey || event.altKey || here < 0) return;
    if (step && stops[here + step]) {
      event.preventDefault();
      stops[here + step].focus();
    } else if (here && (event.key === "Backspace" || (event.key.length === 1 && event.key !== " "))) field.focus();
  });
  // Where a place was the wrong one, the others are wanted again, on the page that it led to too.
  const KEPT = "searched";
  const keep = (query) => { try { sessionStorage.setItem(KEPT, query); } catch { /* storage may be forbidden */ } };
  const kept = () => { try { return sessionStorage.getItem(KEPT) ?? ""; } catch { return ""; } };
  list.addEventListener("click", (event) => {
    if (!event.target.closest("a")) return;
    keep(answered);
    dialog?.close();
  });

  const bring = ([file, ...others]) => {
    if (!file) {
      ready = true;
      return show();
    }
    const script = document.createElement("script");
    script.src = `${search}search/${file}`;
    script.onload = () => bring(others);
    script.onerror = () => {
      goes = false;
      said.replaceChildren("The search did not arrive. Is there a network? Without it, the ", glossary(), " lists the terms of the book.");
      field.addEventListener("input", () => bring([file, ...others]), { once: true });
    };
    document.head.append(script);
  };
  if (dialog && !field.value) {
    field.value = kept();
    field.select();
  }
  if (!dialog && !field.value) field.value = new URLSearchParams(location.search).get("q") ?? "";
  show();
  bring(["minisearch.js", "places.js", "find.js"]);
})();
