// Runs cells in Pyodide, as the page's worker does, and writes what comes: one line of JSON for each run.
// node every_cell.mjs FOLDER PLAN.json: the folder is what `livecode.distribution` writes, the plan is made by a test.

import { mkdtempSync, readFileSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

const [folder, planned] = process.argv.slice(2);
const plan = JSON.parse(readFileSync(planned, "utf8"));
const manifest = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8"));
const core = (end) => join(folder, manifest.core.files.find((file) => file.endsWith(end)));
const unpacked = (path) => {
  const bytes = readFileSync(path);
  return bytes[0] === 0x1f ? gunzipSync(bytes) : bytes;
};
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

createRequire(import.meta.url)(core("/pyodide.js"));
const own = mkdtempSync(join(tmpdir(), "livecode-"));
writeFileSync(join(own, "stdlib.zip"), unpacked(core(".bin")));
const pyodide = await globalThis.loadPyodide({
  indexURL: core("/pyodide.js").replace(/[^/]*$/, ""),
  stdLibURL: join(own, "stdlib.zip"),
  env: { MPLBACKEND: "agg", HOME: "/home/pyodide" },
});
rmSync(own, { recursive: true });

const installed = new Set();
function install(name) {
  if (installed.has(name)) return;
  installed.add(name);
  manifest.archives[name].needs.forEach(install);
  const bytes = unpacked(join(folder, manifest.archives[name].file));
  const start = 4 + bytes.readUInt32LE(0);
  let at = start;
  for (const [path, size] of JSON.parse(bytes.subarray(4, start).toString())) {
    pyodide.FS.mkdirTree(`/${path.slice(0, path.lastIndexOf("/"))}`);
    pyodide.FS.writeFile(`/${path}`, bytes.subarray(at, at + size));
    at += size;
    if (/^usr\/lib\/[^/]*$/.test(path)) {
      pyodide._module.loadDynamicLibrary(`/${path}`, { global: true, nodelete: true, fs: pyodide.FS });
      const { loadedLibsByName: known } = pyodide._module.LDSO; // others ask for it without the folder
      known[path.split("/").pop()] ??= known[`/${path}`];
    }
  }
}
const archiveOf = (module) => Object.keys(manifest.archives).find((n) => manifest.archives[n].modules.includes(module));
function load(modules) {
  const names = modules.map(archiveOf).filter((name) => name && !installed.has(name));
  names.forEach(install);
  pyodide.runPython("import importlib; importlib.invalidate_caches()");
  return names;
}
load(["livecode"]);
const kernel = pyodide.pyimport("livecode.kernel");
kernel.on_missing((name) => load([name]).length > 0);
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
    const asked = [run.cell, JSON.stringify(changed), JSON.stringify(skip), run.everything ?? false];
    const loaded = [];
    for (let names = load(JSON.parse(kernel.imports(...asked))); names.length; ) {
      loaded.push(...names);
      names = load(JSON.parse(kernel.imports(...asked)));
    }
    kernel.run(...asked, post);
    for (const content of run.messages ?? []) {
      const shown = messages.map((m) => m.output?.data?.["application/vnd.livecode.widget+json"]).filter(Boolean);
      const began = performance.now();
      kernel.message(shown.at(-1).widget, JSON.stringify(content), post);
      say({ page, name: run.name, state: content, milliseconds: performance.now() - began });
    }
    say({ page, name: run.name ?? String(run.cell), cell: run.cell, messages, loaded, seconds: seconds() - before });
  }
}
say({ done: true, seconds: seconds(), memory: process.memoryUsage().rss });
