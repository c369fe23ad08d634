// The page's notebook with what the reader changed, as a file.

async function notebookWithChanges() {
  const notebook = await (await fetch(new URL(data.source, document.baseURI))).json();
  let number = 0;
  for (const cell of notebook.cells) {
    if (cell.cell_type !== "code") continue;
    const mine = cells.get(++number);
    if (!mine?.edited) continue;
    cell.source = mine.source.split(/(?<=\n)/);
    cell.outputs = []; // they are those of the page's code
    cell.execution_count = null;
  }
  return JSON.stringify(notebook, null, 1) + "\n";
}

async function download() {
  const text = await notebookWithChanges();
  const href = URL.createObjectURL(new Blob([text], { type: "application/x-ipynb+json" }));
  make("a", { href, download: data.source.split("/").at(-1) }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}
