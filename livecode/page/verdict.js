// What the check of an exercise printed, as a small card. The book's settings say by which line a verdict is known;
// indented lines after it, each with a label, are its parts, and a line that is indented further goes on.

const KINDS = ["passed", "failed", "open"].filter((kind) => data[kind]).map((kind) => [kind, new RegExp(data[kind])]);
const MARKS = { passed: "✓", failed: "✗", open: "…" };

/** Find the verdict in a text: {kind, head, parts: [[label, text], ...], before, after}; null if there is none. */
function readVerdict(text) {
  const lines = text.split("\n");
  for (let k = lines.length - 1; k >= 0; k--)
    for (const [kind, pattern] of KINDS) {
      const found = pattern.exec(lines[k]);
      if (!found) continue;
      const parts = [];
      let end = k + 1;
      for (; end < lines.length; end++) {
        const [, label, rest] = /^ {1,4}(\S+) +(.*)$/.exec(lines[end]) ?? [];
        if (label) parts.push([label, rest]);
        else if (/^ {5,}\S/.test(lines[end]) && parts.length) parts.at(-1)[1] += ` ${lines[end].trim()}`;
        else break;
      }
      const rest = (some) => some.join("\n").replace(/^\n+|\s+$/g, "");
      const before = rest(lines.slice(0, k)), after = rest(lines.slice(end));
      return { kind, head: found[1] ?? found[0], parts, before, after };
    }
  return null;
}

const CODE = new Set(["input", "expected", "got"]); // parts that are values

function verdictCard({ kind, head, parts }) {
  const list = make("dl");
  for (const [label, text] of parts)
    list.append(make("dt", {}, label), make("dd", {}, CODE.has(label) ? make("code", {}, text) : text));
  const title = head.charAt(0).toUpperCase() + head.slice(1);
  return make(
    "div", { className: `livecode-verdict ${kind}` },
    make("p", {}, make("span", { "aria-hidden": "true", className: "livecode-mark" }, MARKS[kind]), title),
    parts.length ? list : "",
  );
}
