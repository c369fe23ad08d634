// Widgets that answer to Python in the page. A script of the site registers how a kind is shown, as an anywidget is:
// globalThis.livecodeWidgets[kind] = { render({ model, el }) }.

const coming = new Map(); // scripts that are being loaded

function registered(kind) {
  const found = globalThis.livecodeWidgets?.[kind], address = data.widgets[kind];
  if (found || !address) return Promise.resolve(found);
  if (!coming.has(address))
    coming.set(address, new Promise((resolve) => {
      const script = make("script", { src: new URL(address, document.baseURI).href, onload: resolve, onerror: resolve });
      document.head.append(script);
    }));
  return coming.get(address).then(() => globalThis.livecodeWidgets?.[kind]);
}

/** Show a widget, and return what takes it away again. */
function mountWidget({ widget, kind, traits }, el) {
  const listeners = new Set();
  let gone = false, clean = null;
  const model = {
    get: (name) => traits[name],
    set: (name, value) => { traits[name] = value; },
    save_changes() {},
    send: (content) => python.tell(widget, content),
    on: (event, heard) => { if (event === "msg:custom") listeners.add(heard); },
    off: (event, heard) => listeners.delete(heard),
  };
  python.views.set(widget, (content) => {
    if (content === null) el.dispatchEvent(new CustomEvent("livecode-ended", { bubbles: true }));
    else for (const heard of listeners) heard(content);
  });
  registered(kind).then(async (view) => {
    if (gone) return;
    if (view) clean = await view.render({ model, el });
    else el.textContent = `There is nothing on this page that shows a ${kind}.`;
  });
  return () => {
    gone = true;
    python.views.delete(widget);
    if (typeof clean === "function") clean();
  };
}
