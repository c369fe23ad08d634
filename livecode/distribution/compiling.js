// Compile Python files with the very Python that will run them: Pyodide, in Node.
// Arguments: the folder of Pyodide, and a folder with jobs.json: [[source, name in tracebacks, result, docstrings], ...].
const [, , pyodide, folder] = process.argv;
const { loadPyodide } = require(`${pyodide}/pyodide.js`);

const COMPILE = `
import importlib._bootstrap_external as external
import json

with open("/work/jobs.json", encoding="utf-8") as file:
    jobs = json.load(file)
for source, name, result, docstrings in jobs:
    with open(f"/work/{source}", "rb") as file:
        text = file.read()
    try:
        code = compile(text, name, "exec", dont_inherit=True, optimize=0 if docstrings else 2)
    except (SyntaxError, ValueError):
        continue  # a template, or a reader's own mistake: it goes along as it is
    digest = external._imp.source_hash(external._RAW_MAGIC_NUMBER, text)
    with open(f"/work/{result}", "wb") as file:
        file.write(external._code_to_hash_pyc(code, digest, False))
`;

// Of places in a line, which a traceback would underline, nothing is kept: they take a fifth of all bytes.
loadPyodide({ indexURL: pyodide, lockFileURL: `${folder}/lock.json`, env: { PYTHONNODEBUGRANGES: "1" } }).then((python) => {
    python.FS.mkdir("/work");
    python.FS.mount(python.FS.filesystems.NODEFS, { root: folder }, "/work");
    python.runPython(COMPILE);
    process.exit(0);
});
