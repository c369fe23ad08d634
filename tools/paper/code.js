// Code on paper: which of what is folded is shown, and where a sheet may end.

/** Of the folded cells those that define what an open cell calls. The others only draw or import, or hold a demo. */
export function usedBelow(page) {
  const open = [...page.querySelectorAll(".cell_input .highlight")].filter((code) => !code.closest("details.hide"));
  const text = open.map((code) => code.textContent).join("\n");
  return [...page.querySelectorAll(".cell:not(:has(.livefig)) > details.hide:has(.cell_input)")].filter((fold) =>
    [...fold.textContent.matchAll(/^(?:def|class) (\w+)/gm)].some(([, name]) => new RegExp(`(?<!def )\\b${name}\\(`).test(text)));
}

/** Of code that is shown for what it defines, the lines that import stay away. */
export function leaveOutImports(pre) {
  let importing = false;
  const kept = partsOf(pre, "\n").filter((line) => {
    const text = line.map((part) => part.textContent ?? part).join("");
    if (/^\S/.test(text) && !(importing && text.startsWith(")"))) importing = /^(import|from|%|use_style\()/.test(text);
    return !importing;
  });
  pre.replaceChildren(...kept.flatMap((line) => [...line, "\n"]));
}

/** Code as blocks, one for each part between empty lines, so that a page ends where a part does. */
export function splitCode(pre) {
  pre.replaceChildren(...partsOf(pre, /\n(?:[ \t]*\n)+/).map((part) => {
    const block = document.createElement("span");
    block.className = "paper-code";
    block.append(...part);
    return block;
  }));
}

/** What lies between the separators: lists of texts and of colored elements, which hold no separator that counts. */
function partsOf(pre, separator) {
  const parts = [[]];
  for (const node of pre.childNodes) {
    const texts = node.nodeType === Node.TEXT_NODE ? node.data.split(separator) : [node];
    texts.forEach((text, i) => {
      if (i) parts.push([]);
      parts.at(-1).push(text);
    });
  }
  return parts;
}
