// On the website there is no kernel: every demo of the page replays what was recorded, and the address bar keeps
// the setting of the demo that was moved last, as #name?argument=value, so that a page can link to one setting.

function host() {
  const plain = (text) => text.replaceAll("\u2212", "-");
  const demos = new Map();

  for (const script of document.querySelectorAll("script.dlx-state")) {
    const root = script.previousElementSibling, state = JSON.parse(script.textContent);
    const changed = (index) => {
      const query = new URLSearchParams(state.dims.map((d, k) => [d.name, plain(d.texts[index[k]])]));
      clearTimeout(changed.timer); // browsers limit how often the address may change
      changed.timer = setTimeout(() => history.replaceState(history.state, "", `#${state.name}?${query}`), 300);
    };
    const demo = mount(root, state, { changed });
    demos.set(state.name, { root, state, demo });
    demo.ready.then(() => (root.dataset.ready = ""));
  }

  function follow(scroll) {
    const [name, query] = decodeURI(location.hash.slice(1)).split("?");
    const found = demos.get(name);
    if (!found || query === undefined) return;
    const wanted = new URLSearchParams(query);
    const index = found.state.dims.map((d, k) => {
      const text = wanted.get(d.name), at = d.texts.findIndex((t) => plain(t) === text);
      if (text === null) return found.demo.index()[k];
      if (at >= 0) return at;
      const distance = d.texts.map((t) => Math.abs(Number(plain(t)) - Number(text)));
      const nearest = distance.indexOf(Math.min(...distance));
      return nearest >= 0 ? nearest : found.demo.index()[k];
    });
    found.demo.set(index, false);
    if (scroll) found.root.scrollIntoView({ block: "center" });
  }
  addEventListener("hashchange", () => follow(true));
  follow(true);
}
host();
