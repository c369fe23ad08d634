// Runs cells in Pyodide, as the page's worker does, and writes what comes: one line of JSON for each.
// node every_cell.mjs FOLDER-OF-PYODIDE ROOT PLAN.json; the plan is made by test_every_cell.py.

import { readFileSync, readdirSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, root, planned] = process.argv.slice(2);
const plan = JSON.parse(readFileSync(planned, "utf8"));
const say = (line) => {
  const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(1, bytes, at);
    } catch (problem) {
      if (problem.code !== "EAGAIN") throw problem; // the pipe is full
    }
  }
};

const { loadPyodide } = await import(pathToFileURL(join(folder, "pyodide.mjs")));
const pyodide = await loadPyodide({ indexURL: `${folder}/`, env: { HOME: "/home", PYTHONDONTWRITEBYTECODE: "1" } });
await pyodide.loadPackage(plan.packages, { messageCallback() {} });

/** Copy a folder of Python, with its data. */
function copy(from, to) {
  pyodide.FS.mkdirTree(to);
  for (const name of readdirSync(from)) {
    if (name === "__pycache__") continue;
    const path = join(from, name);
    if (statSync(path).isDirectory()) copy(path, `${to}/${name}`);
    else if (!/\.(js|css|mjs)$/.test(name) || plan.data) pyodide.FS.writeFile(`${to}/${name}`, readFileSync(path));
  }
}
for (const [name, from] of Object.entries(plan.folders)) copy(from, `/book/${name}`);
pyodide.runPython("import sys; sys.path.insert(0, '/book')");
const kernel = pyodide.pyimport("livecode.kernel");
const started = process.cpuUsage();
const seconds = () => { const used = process.cpuUsage(started); return (used.user + used.system) / 1e6; };

for (const [page, { sources, skip, runs }] of Object.entries(plan.pages)) {
  kernel.start();
  for (const run of runs) {
    const before = seconds(), messages = [];
    if (run.fresh) kernel.start();
    if (run.code !== undefined) {
      pyodide.runPython(run.code);
      continue;
    }
    const changed = { ...sources, ...run.sources };
    const post = (text) => messages.push(JSON.parse(text));
    const missing = JSON.parse(kernel.imports(run.cell, JSON.stringify(changed), JSON.stringify(skip), false));
    kernel.run(run.cell, JSON.stringify(changed), JSON.stringify(skip), false, post);
    for (const content of run.messages ?? []) {
      const shown = messages.map((m) => m.output?.data?.["application/vnd.livecode.widget+json"]).filter(Boolean);
      const began = performance.now();
      kernel.message(shown.at(-1).widget, JSON.stringify(content), post);
      say({ page, name: run.name, state: content, milliseconds: performance.now() - began });
    }
    say({ page, name: run.name ?? String(run.cell), cell: run.cell, messages, missing, seconds: seconds() - before });
  }
}
say({ done: true, seconds: seconds(), memory: process.memoryUsage().rss });
