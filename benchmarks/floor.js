// The least that a figure in a page takes: the same Pyodide, NumPy and matplotlib, and nothing of the book or the kernel.
const site = new URL(".", location.href).href, coming = new Map(), ask = fetch.bind(self);
self.fetch = (address, ...more) => coming.get(String(address)) ?? ask(address, ...more);
const packed = async (file) => new Response((await ask(site + file)).body.pipeThrough(new DecompressionStream("gzip")));

(async () => {
  const { core, archives } = await (await ask(`${site}manifest.json`)).json();
  const file = (end) => core.files.find((each) => each.endsWith(end));
  coming.set(`${site}stdlib`, packed(file(".bin")));
  coming.set(site + file(".wasm"), ask(site + file(".wasm")));
  const unpacked = ["numpy", "matplotlib"].map(async (name) => (await packed(archives[name].file)).arrayBuffer());
  for (const name of ["/pyodide.js", "/pyodide.asm.js"]) importScripts(site + file(name));
  const env = { MPLBACKEND: "agg", PYTHONNODEBUGRANGES: "" };
  const python = await loadPyodide({ indexURL: site + file(".wasm").replace(/[^/]*$/, ""), stdLibURL: `${site}stdlib`, env });
  for (const archive of unpacked) {
    const bytes = new Uint8Array(await archive), start = 4 + new DataView(bytes.buffer).getUint32(0, true);
    let at = start;
    for (const [path, size] of JSON.parse(new TextDecoder().decode(bytes.subarray(4, start)))) {
      python.FS.mkdirTree(`/${path.slice(0, path.lastIndexOf("/"))}`);
      python.FS.writeFile(`/${path}`, bytes.subarray(at, (at += size)), { canOwn: true });
    }
  }
  postMessage(
    python.runPython(`
import io
import matplotlib.pyplot as plt
figure, axes = plt.subplots(figsize=(5, 3.2))
axes.plot([1, 2, 3])
file = io.StringIO()
figure.savefig(file, format="svg")
file.getvalue()
`),
  );
})();
