// On the website there is no kernel: every demo of the page replays what was recorded, and the address bar keeps
// the setting of the demo that was moved last, as #name?argument=value, so that a page can link to one setting.

// Another room's kind of demo has a script of its own, which says before this one how it is mounted:
// globalThis.livefigViews[view](root, state, { changed }), and returns { ready, set, index } as `mount` does.

// Where Python is in the page, as livecode brings it, a demo answers to that as it does to a kernel.
(globalThis.livecodeWidgets ??= {})["livefig.widget.Explorer"] = widget;

function host() {
  const plain = (text) => text.replace(/\u2212/g, "-");
  const demos = new Map(), waiting = new Map();
  let writing; // the address, soon: browsers limit how often it may change

  /** What was recorded comes as a script that calls this: on a page opened from a disk, no other file can be read. */
  globalThis.livefigRecorded = (name, frames) => {
    waiting.get(name)(frames);
    waiting.delete(name);
  };

  function lost(root) {
    const readout = root.querySelector(".livefig-readout");
    readout.classList.add("livefig-error");
    readout.textContent = "This demo could not be loaded. Are you offline? Reload the page to try again.";
  }

  function load({ root, state }, address) {
    return new Promise((resolve) => {
      const script = document.createElement("script");
      waiting.set(state.name, resolve);
      script.onerror = () => lost(root);
      script.src = address;
      document.head.append(script);
    });
  }

  /** Bring a demo to life, once: its promise resolves when it answers to the hand. */
  function wake(found) {
    const { root, state, script } = found;
    near.unobserve(root);
    found.demo ??= (async () => {
      if (script.dataset.recorded) state.frames = await load(found, script.dataset.recorded);
      const changed = (index) => {
        const query = new URLSearchParams(state.dims.map((d, k) => [d.name, plain(d.texts[index[k]])]));
        clearTimeout(writing);
        writing = setTimeout(() => history.replaceState(history.state, "", `#${state.name}?${query}`), 300);
      };
      const view = state.view ? globalThis.livefigViews?.[state.view] : mount;
      if (!view) return lost(root);
      const demo = view(root, state, { changed });
      await demo.ready;
      root.dataset.ready = "";
      return demo;
    })();
    return found.demo;
  }

  // Two windows away there is time enough, and who does not come near does not pay.
  const near = new IntersectionObserver(
    (seen) => { for (const { isIntersecting, target } of seen) if (isIntersecting) wake(demos.get(target.id)); },
    { rootMargin: "200% 0px" },
  );
  for (const script of document.querySelectorAll("script.livefig-state")) {
    const root = script.previousElementSibling, state = JSON.parse(script.textContent);
    demos.set(state.name, { root, state, script });
    near.observe(root);
  }

  async function follow(scroll, address = location.href) {
    const [name, query] = decodeURI(new URL(address).hash.slice(1)).split("?");
    const found = demos.get(name);
    if (!found || query === undefined) return;
    clearTimeout(writing); // of the demo that was moved before the link was followed
    if (scroll) found.root.scrollIntoView({ block: "center" });
    const demo = await wake(found);
    if (!demo) return;
    const wanted = new URLSearchParams(query);
    const index = found.state.dims.map((d, k) => {
      const text = wanted.get(d.name), at = d.texts.findIndex((t) => plain(t) === text);
      if (text === null) return demo.index()[k];
      if (at >= 0) return at;
      const distance = d.texts.map((t) => Math.abs(Number(plain(t)) - Number(text)));
      const nearest = distance.indexOf(Math.min(...distance));
      return nearest >= 0 ? nearest : demo.index()[k];
    });
    demo.set(index, false);
  }
  addEventListener("hashchange", (event) => follow(true, event.newURL)); // the address may be another by now
  follow(true);
}
host();
