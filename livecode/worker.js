// A worker that holds Python: it fetches Pyodide and the archives of packages, runs cells, and tells the page.
// `closed.js` and `archives.js` stand before it in the same file. Where Python cannot wait for a promise, it asks at once.
"use strict";

(() => {
    const tell = postMessage.bind(self), ask = fetch.bind(self), Asked = XMLHttpRequest, script = importScripts.bind(self);
    const site = new URL(".", location.href).href; // beside this script; no message can name another place
    const addresses = Object.create(null); // of the files in the manifest: no others are ever asked for
    const booting = new Map(); // what Pyodide asks for while it starts, by address
    const fetched = new Map(); // of each archive, the promise of its bytes
    const compiled = new Map(); // of each library that is linked at once, the promise of its machine code
    const installed = new Set();
    const progress = { done: 0, total: 0, what: "Python" };
    let manifest, python, kernel, waiting, inflate, running = false;

    closeWays((address) => booting.get(address));

    // ---- what comes from the site

    function announce(bytes, what) {
        progress.what = what;
        progress.total += bytes;
        tell({ type: "progress", ...progress });
    }

    function came(bytes) {
        progress.done += bytes;
        tell({ type: "progress", ...progress, done: Math.min(Math.round(progress.done), progress.total) });
    }

    async function answered(file) {
        const answer = await ask(addresses[file]).catch(() => ({ status: "no answer" }));
        if (!answer.ok) {
            throw new Error(`${file} could not be fetched (${answer.status})`);
        }
        return answer;
    }

    // An answer whose bytes are counted as they come: `size` of them, of which compression transfers fewer.
    async function counted(file, size, transferred) {
        const answer = await answered(file);
        const count = new TransformStream({
            transform(chunk, controller) {
                came((chunk.length * transferred) / size);
                controller.enqueue(chunk);
            },
        });
        return new Response(answer.body.pipeThrough(count));
    }

    // The answer itself, for a browser compiles it as it comes, and keeps what it compiled only of what a host has sent.
    async function uncounted(file) {
        const answer = await answered(file);
        const right = answer.headers.get("Content-Type") === "application/wasm"; // some hosts know no such type
        return right ? answer : new Response(answer.body, { headers: { "Content-Type": "application/wasm" } });
    }

    const LINKED = { nodelete: true, allowUndefined: true }; // as Pyodide links what it loads itself

    // Libraries that nearly all cells need are compiled beside, while Python starts.
    function compile(name, bytes) {
        const { linked } = manifest.archives[name];
        for (const [path, content] of linked ? filesIn(bytes) : []) {
            linked.includes(path) && compiled.set(path, WebAssembly.compile(content));
        }
        return bytes;
    }

    const archiveOf = (module) =>
        Object.keys(manifest.archives).find((name) => manifest.archives[name].modules.includes(module));
    const withNeeds = (name) => [...manifest.archives[name].needs.flatMap(withNeeds), name];

    // Begin to fetch an archive and what it needs, unless that has begun.
    function prefetch(name) {
        for (const each of withNeeds(name)) {
            if (!fetched.has(each)) {
                const { file, bytes, size } = manifest.archives[each];
                announce(bytes, python ? each : "Python");
                fetched.set(each, unpacked(counted(file, bytes, bytes), size).then((files) => compile(each, files)));
                fetched.get(each).catch(() => fetched.delete(each)); // the next run tries again
            }
        }
    }

    // A cell waits for Python, so which modules it imports is a guess yet: those whose names stand in it.
    function foresee({ cell, sources }) {
        const imports = /^(?:import|from) +([\w]+)(?:[\w.]* +import +([^\n(]+)|[\w.]* +as +(\w+))?/gm;
        for (const [, module, names, alias] of Object.values(sources).join("\n").matchAll(imports)) {
            const bound = (alias ?? names ?? module).match(/\w+/g);
            if (archiveOf(module) && bound.some((name) => new RegExp(`\\b${name}\\b`).test(sources[cell]))) {
                prefetch(archiveOf(module));
            }
        }
    }

    // ---- into the files of Python

    function install(name, bytes) {
        const folders = new Set();
        for (const [path, content] of filesIn(bytes)) {
            const folder = path.slice(0, path.lastIndexOf("/"));
            if (!folders.has(folder)) {
                python.FS.mkdirTree(folder);
                folders.add(folder);
            }
            python.FS.writeFile(path, content, { canOwn: true });
            if (folder === "/usr/lib") { // a library that others link to
                link(path);
                const names = python._module.LDSO.loadedLibsByName;
                names[path.slice(path.lastIndexOf("/") + 1)] = names[path];
            }
        }
        installed.add(name);
    }

    const link = (path) => python._module.loadDynamicLibrary(path, { ...LINKED, global: true, fs: python.FS }, null);

    // Python would copy a library into its memory, compile it there, and look through all symbols after that.
    async function offer(name) {
        for (const path of manifest.archives[name].linked ?? []) {
            const coming = compiled.get(path), { preloadedWasm, loadWebAssemblyModule } = python._module;
            if (!compiled.delete(path)) continue; // it was offered to another run
            const code = await coming;
            Object.defineProperty(preloadedWasm, path, { get: () => loadWebAssemblyModule(code, LINKED, path, {}) });
        }
    }

    async function load(modules) {
        const names = modules.map(archiveOf).filter(Boolean);
        names.forEach(prefetch);
        for (const name of names.flatMap(withNeeds)) {
            if (!installed.has(name)) {
                const bytes = await fetched.get(name);
                installed.has(name) || install(name, bytes);
                await offer(name);
            }
        }
        python.runPython(LOOK_AGAIN);
    }

    // An import within a function comes unannounced, and Python cannot wait: fetch the archive at once.
    function loadNow(module) {
        const names = running && archiveOf(module) ? withNeeds(archiveOf(module)).filter((name) => !installed.has(name)) : [];
        for (const name of names) {
            const { file, bytes } = manifest.archives[name];
            announce(bytes, name);
            const request = new Asked();
            request.open("GET", addresses[file], false);
            request.responseType = "arraybuffer";
            request.send();
            if (request.status !== 200) {
                throw new Error(`${file} could not be fetched (${request.status})`);
            }
            came(bytes);
            const files = new Uint8Array(request.response);
            install(name, isPacked(files) ? inflate(files) : files);
        }
        return names.length > 0;
    }

    // `importlib.invalidate_caches` would import all that reads what packages say of themselves, and the zip's list anew.
    const LOOK_AGAIN = `
import sys
for finder in sys.path_importer_cache.values():
    if hasattr(finder, "path_hook"):  # it looks into folders
        finder.invalidate_caches()
`;
    const INFLATE = `
import zlib
from pyodide.ffi import to_js
lambda packed: to_js(zlib.decompress(packed.to_bytes(), 31))  # with the head of gzip
`;

    // ---- what the page asks for

    const does = {
        async start() {
            manifest = await (await ask(`${site}manifest.json`, { cache: "no-cache" })).json();
            const { core, archives } = manifest;
            for (const file of [...core.files, ...Object.values(archives).map((archive) => archive.file)]) {
                addresses[file] = site + file;
            }
            announce(core.bytes, "Python");
            const file = (end) => core.files.find((each) => each.endsWith(end));
            const coming = (end) => counted(file(end), ...core.sizes[file(end)]);
            booting.set(addresses[file(".wasm")], uncounted(file(".wasm")));
            booting.set(`${site}stdlib`, unpacked(coming(".bin"), core.unpacked).then((bytes) => new Response(bytes)));
            booting.set(addresses[file(".json")], coming(".json"));
            ["numpy", "book", "kernel"].forEach(prefetch);
            waiting && foresee(waiting);
            for (const each of ["pyodide.js", "pyodide.asm.js"].map((name) => file(`/${name}`))) {
                script(addresses[each]);
                came(core.sizes[each][1]);
            }
            python = await loadPyodide({
                indexURL: addresses[file(".wasm")].replace(/[^/]*$/, ""),
                stdLibURL: `${site}stdlib`,
                env: { MPLBACKEND: "agg", PYTHONNODEBUGRANGES: "" },
            });
            booting.clear();
            came(core.sizes[file(".wasm")][1]);
            await load(["numpy", "livecode", ...archives.book.modules]);
            kernel = python.pyimport("livecode.kernel");
            kernel.on_missing(loadNow);
            inflate = python.runPython(INFLATE);
            tell({ type: "ready" });
        },
        async run({ id, cell, sources, skip = [], all = false, shown = {}, seen = {} }) {
            const page = [cell, JSON.stringify(sources), JSON.stringify(skip), all];
            const missing = () => JSON.parse(kernel.imports(...page)).filter((name) => archiveOf(name));
            for (let names = missing(); names.length; names = missing()) {
                await load(names);
            }
            running = true;
            try {
                kernel.run(...page, postAs(id), JSON.stringify(shown), JSON.stringify(seen));
            } finally {
                running = false;
            }
            kernel.rest();
        },
        stale: ({ id, ...told }) =>
            tell({
                type: "answer",
                id,
                stale: JSON.parse(kernel.stale(...["sources", "skip", "shown", "seen"].map((k) => JSON.stringify(told[k])))),
            }),
        message: ({ widget, content }) => kernel.message(widget, JSON.stringify(content), postAs()),
        complete: ({ id, code, at }) => tell({ type: "answer", id, ...JSON.parse(kernel.complete(code, at)) }),
        inspect: ({ id, code, at }) => tell({ type: "answer", id, text: kernel.inspect(code, at) }),
    };

    // What the kernel posts belongs to the run that is on, but for messages of widgets.
    function postAs(id) {
        return (text) => {
            const message = JSON.parse(text);
            tell(message.type === "message" ? message : { ...message, id });
        };
    }

    // Why Python is no more, in words for who reads a book.
    function plainly(error) {
        const text = String(error?.message ?? error);
        if (/could not be fetched|failed to load/.test(text)) {
            return `A part of Python did not arrive: ${text}. Is there a connection? Run the cell again to try once more.`;
        }
        if (/out of memory|OOM|allocation failed|Memory\.grow/i.test(text)) {
            return "Python ran out of memory. At the next run it starts anew.";
        }
        if (/call stack/i.test(text)) {
            return "A function called itself until Python had no room left. At the next run it starts anew.";
        }
        return `Python came to a stop and starts anew at the next run: ${text.trim().split("\n").at(-1)}`;
    }

    let turn = Promise.resolve(), begun = false;
    addEventListener("message", ({ data }) => {
        if (!Object.hasOwn(does, data.type) || (data.type === "start" && begun)) {
            return;
        }
        begun = true;
        if (data.type === "run" && !python) {
            waiting = data;
            manifest && foresee(data);
        }
        turn = turn
            .then(() => does[data.type](data))
            .catch((error) => tell({ type: "failed", id: data.id, message: plainly(error) }));
    });
})();
