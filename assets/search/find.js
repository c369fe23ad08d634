// Finds places of the book for what a reader typed. MiniSearch ranks them, and forgives typos; here stand what a word
// is, the other names that the glossary gives to a term, and the sentence that is shown.
(() => {
  const { pages, places } = globalThis.bookPlaces;
  const WORD = /[\p{L}\p{N}]+(?:['’./_‑–-][\p{L}\p{N}]+)*/gu;
  // Words that say nothing of what is looked for.
  const EMPTY = new Set(`a about an and are as at be best between big by call called calls can choose compute could
    define definition did difference do does explain find for from get good has have help helps how i if in is it
    its know make me means my need no not of on or pick same should so that the then there this to too use used using vs
    want was we what when where which who why with work works you`.split(/\s+/));
  const vocabulary = new Set();
  const FUZZY = 0.2, BOOST = { title: 3, terms: 4, page: 0.7, text: 1, code: 0.5 };

  // "R²" is r2, "ŷ" is y.
  const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  // "losses" is loss, and "squares", "squared", "square" are one.
  const singular = (word) => {
    if (word.length < 4 || /(?:ss|us|is|as)$/.test(word)) return word;
    return word.replace(/ies$/, "y").replace(/(ss|x|ch|sh)es$/, "$1").replace(/s$/, "");
  };
  // "initialised", "initialize" and "initialization" are one, and so are "labelled" and "labeled".
  const alike = (word) => word.replace(/(.{3})i[sz](?:e|ed|ing|er|ation)$/, "$1ize").replace(/(.{3})ll(ed|ing)$/, "$1l$2");
  const stem = (word) => alike(singular(word)).replace(/(.{4})(?:ed|ing)$/, "$1").replace(/(.{3})e$/, "$1");
  // "cross-entropy" is what who types "cross entropy" or "crossentropy" looks for; "1/n" is one word.
  function split(word) {
    const parts = folded(word.replace(/['’]s$/, "")).split(/['’./_‑–-]/);
    return { parts: parts.filter((part) => part.length > 1 || parts.length === 1), whole: parts.join(""), all: parts.length };
  }
  // What is written is known in full too, since the last word of what is typed is only begun.
  const written = (word) => {
    const { parts, whole, all } = split(word), terms = all > 1 ? [...parts, whole] : parts;
    return [...new Set(terms.flatMap((term) => [singular(term), stem(term)]))];
  };
  const typed = (word) => {
    const { parts, whole, all } = split(word);
    return (parts.length < all ? [whole] : parts).map(singular);
  };
  const asked = (word) => typed(word).map((term) => (vocabulary.has(stem(term)) ? stem(term) : term));
  const words = (text) => text.match(WORD) ?? [];
  const telling = (query) => {
    const all = words(query), some = all.filter((word) => !EMPTY.has(folded(word)));
    return some.length ? some : all;
  };
  const termsOf = (query) => telling(query).flatMap(asked);
  const bag = (query) => termsOf(query).sort().join(" "); // "check my gradient" is "gradient check"

  const names = new Map(); // of what else a term is called: how it is called in the glossary
  const index = new MiniSearch({
    fields: Object.keys(BOOST),
    tokenize: words,
    processTerm: (word) => {
      const terms = written(word);
      for (const term of terms) vocabulary.add(term);
      return terms;
    },
  });
  const known = index.addAllAsync(places.map(([page, , title, , called, text, code], id) => {
    const terms = called.flat();
    return { id, title, page: pages[page][1], text, code, terms: [...terms, ...terms.map((term) => term.replace(/ /g, ""))].join("\n") };
  }), { chunkSize: 20 }); // in pieces, so that whoever types meanwhile is not held up

  const called = []; // the names of the term that a place treats, as they are looked for; and so its title
  const titles = [];
  const ready = known.then(() => {
    for (const place of places) {
      called.push(new Set(place[4].flat().map(bag)));
      titles.push(bag(place[2].replace(/^[\d.\s]+/, "")));
    }
    for (const [name, ...others] of places.flatMap((place) => place[4]))
      for (const other of others) names.set(bag(other), name);
  });

  // Where a part of the query is another name of a term, the term is looked for too.
  function renamed(terms) {
    for (let size = terms.length; size; size--)
      for (let start = 0; start + size <= terms.length; start++) {
        const name = names.get(terms.slice(start, start + size).sort().join(" "));
        if (name) return { name, terms: [...terms.slice(0, start), ...termsOf(name), ...terms.slice(start + size)] };
      }
    return {};
  }

  const options = {
    tokenize: (text) => text.split(" "),
    processTerm: (term) => term,
    boost: BOOST,
    prefix: (term, k, all) => term.length > 4 || (term.length > 1 && k === all.length - 1), // the last is being typed
    fuzzy: (term) => !vocabulary.has(term) && term.length > 3 && FUZZY,
  };
  // Whoever types just a term or a title is led to it, and whoever asks why to where a title does.
  const TREATED = 1.5, TITLED = 2, WHY = 3;
  const raised = (query) => {
    const why = /^why\b/i.test(query), whole = bag(query);
    const named = (id) => (called[id].has(whole) ? TREATED : titles[id] === whole ? TITLED : 1);
    const here = (id) => named(id) * (why && /^[\d.\s]*why\b/i.test(places[id][2]) ? WHY : 1);
    return { ...options, boostDocument: (id) => places[id][3] * here(id) };
  };

  // Texts in pieces, of which every second is marked.
  const hits = (text, found) => words(text).filter((word) => written(word).some((term) => found.has(term)));
  function marked(text, found) {
    const pieces = [""];
    let end = 0;
    for (const match of text.matchAll(WORD)) {
      pieces[pieces.length - 1] += text.slice(end, match.index);
      if (hits(match[0], found).length) pieces.push(match[0], "");
      else pieces[pieces.length - 1] += match[0];
      end = match.index + match[0].length;
    }
    pieces[pieces.length - 1] += text.slice(end);
    return pieces;
  }

  // What is written as it was typed counts a little more.
  const AS_TYPED = { boost: { title: 1, terms: 1, page: 0, text: 0.3, code: 0.1 }, fuzzy: false, prefix: false };

  // The sentence with most of the words, rather an early one and no short one.
  function telltale(lines, found) {
    let line = lines[0], most = 0;
    for (const [k, other] of lines.entries()) {
      const score = new Set(hits(other, found).map(folded)).size - k / 200 - (other.length < 25 ? 0.5 : 0);
      if (score > most) [line, most] = [other, score];
    }
    return line;
  }

  const LONG = 220;
  function cut(line, found) {
    if (line.length <= LONG) return marked(line, found);
    const first = marked(line, found)[0].length;
    const start = first < LONG / 2 ? 0 : line.lastIndexOf(" ", first - LONG / 4) + 1;
    const end = start + LONG < line.length ? line.lastIndexOf(" ", start + LONG) : line.length;
    return marked((start ? "… " : "") + line.slice(start, end) + (end < line.length ? " …" : ""), found);
  }

  // The words around the first that was found, by which the browser finds the line: as far as they are words, since the
  // page writes a formula otherwise, and only if they are so many that they stand there once.
  const PLAIN = "[\\p{Ll}\\p{Lu}][\\p{Ll}\\p{Lu}’'-]+", SEVERAL = 4;
  const BEFORE = new RegExp(`(?:(?:^|(?<=\\s))${PLAIN},? ){0,4}$`, "u");
  const AFTER = new RegExp(`^(?:,? ${PLAIN}(?![^\\s.,;:?!)])){0,4}`, "u");
  function around(line, found) {
    const [before, match, ...after] = marked(line, found);
    if (!match || !/^[\p{Ll}\p{Lu}]/u.test(match)) return "";
    const quote = BEFORE.exec(before)[0] + match + AFTER.exec(after.join(""))[0];
    return words(quote).length < SEVERAL ? "" : quote;
  }

  function shown({ id, match }, extra) {
    const [page, anchor, title, , , text, code] = places[id];
    const found = new Set([...Object.keys(match), ...extra]);
    const names = hits(code, found), lines = text.split("\n"), term = anchor.startsWith("term-");
    const inCode = names.length && !hits(text + title, found).length;
    const line = term ? lines[0] : telltale(lines, found); // of a term: what it is
    const held = (written) => new Set(hits(written, found).map((word) => stem(folded(word)))).size;
    return {
      url: pages[page][0] + (anchor && `#${encodeURIComponent(anchor)}`),
      quote: term || inCode || held(line) <= held(title) ? "" : around(line, found),
      page: pages[page][1],
      title: marked(title, found),
      sentence: inCode ? marked(`In the code: ${names.join(", ")}`, found) : cut(line, found),
    };
  }

  const FEW = 3;
  // Words that stand nowhere, not even as the beginning of another or with a typo.
  const unknown = (query) => telling(query).filter((word) => !index.search(asked(word).join(" "), { ...options, prefix: true }).length);

  // What is found: the places that have all words, `full` of them; where these are few, after them those that have some,
  // or words spelled alike. `missing` are words that no place has.
  globalThis.bookSearch = async (query, most = 100) => {
    await ready;
    const terms = termsOf(query);
    if (!terms.length) return { places: [] };
    const other = renamed(terms), how = raised(query.trim());
    const reading = (words, more) => ({ ...more, combineWith: "AND", queries: [words.join(" ")] });
    const readings = [reading(terms), ...(other.terms ? [reading(other.terms)] : []), reading(telling(query).flatMap(typed), AS_TYPED)];
    const found = index.search({ combineWith: "OR", queries: readings }, { ...how, combineWith: "AND" });
    const full = found.length, or = { ...how, combineWith: "OR" };
    if (full < FEW && (terms.length > 2 || !full)) {
      const have = new Set(found.map(({ id }) => id));
      const share = ({ queryTerms }) => (queryTerms.length / terms.length) ** 2; // rather all words but one than one, often
      const some = index.search(terms.join(" "), or).filter(({ id }) => !have.has(id));
      found.push(...some.sort((a, b) => share(b) * b.score - share(a) * a.score));
    }
    if (!found.length) found.push(...index.search(terms.join(" "), { ...or, fuzzy: 2 * FUZZY, fields: ["title", "terms"] }));
    const missing = full ? [] : unknown(query);
    const name = other.name && bag(other.name) !== bag(query) ? other.name : undefined;
    return { full, missing, name, count: found.length, places: found.slice(0, most).map((one) => shown(one, other.terms ?? [])) };
  };
})();
