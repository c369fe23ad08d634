// Collects the licenses of what the bundle holds into one file beside it, each text once.
import { readFileSync, writeFileSync } from "node:fs";

const lock = JSON.parse(readFileSync("package-lock.json"));
const texts = new Map();
for (const [folder, { version, dev }] of Object.entries(lock.packages)) {
  if (!folder || dev) continue;
  const text = readFileSync(`${folder}/LICENSE`, "utf8").trim();
  texts.set(text, [...(texts.get(text) ?? []), `${folder.replace(/^.*node_modules\//, "")} ${version}`]);
}
const parts = [...texts].map(([text, names]) => `${names.join(", ")}\n\n${text}\n`);
writeFileSync("LICENSES", `editor.js is a bundle of these packages:\n\n${parts.join(`\n${"-".repeat(80)}\n\n`)}`);
