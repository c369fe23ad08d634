// What every part of the script uses: what the build said of the page, and how elements are made.

const data = JSON.parse(document.getElementById("livecode").textContent);
const base = new URL(data.base, document.baseURI).href;

/** Make an element; properties beginning with "on" are listeners, those that it does not have are attributes. */
function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name in element) element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

const button = (text, label, onclick, kind = "") =>
  make("button", { type: "button", className: `livecode-button ${kind}`, "aria-label": label, onclick }, text);

const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
const count = (number, thing) => `${number} ${thing}${number === 1 ? "" : "s"}`;

// What happens is told to a screen reader in one place, since a region has to be there before its text changes.
const live = make("p", { className: "livecode-unseen", role: "status" });
function say(text) {
  live.textContent = "";
  requestAnimationFrame(() => { live.textContent = text; });
}

/** Why nothing can be run here, in one sentence; empty where it can. */
function hindrance() {
  if (!data.worker) return "The code of this page cannot be run here, since the site was built without Python.";
  if (location.protocol === "file:")
    return "The code of this page cannot be run from a disk; on the website it can, and in Jupyter.";
  if (typeof WebAssembly !== "object" || typeof Worker !== "function")
    return "The code of this page cannot be run in this browser, which has no WebAssembly or no workers; newer ones can.";
  return "";
}
