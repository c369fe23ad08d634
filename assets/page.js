// What a page does besides its demos and its reader's way (book/reader/): color mode, search, side bars, the menu.
// It stands in for the theme's script and Bootstrap's. On a chapter of 40,000 elements those lay out the whole page
// when it opens, several tenths of a second on a phone; this looks at the parts that come near the window.
(() => {
  const root = document.documentElement;
  const all = (selector) => [...document.querySelectorAll(selector)];
  const one = (selector) => document.querySelector(selector);

  // --- color mode; the first one is set in the head of the page
  const dark = matchMedia("(prefers-color-scheme: dark)");
  function setMode(mode) {
    root.dataset.mode = mode;
    root.dataset.theme = mode !== "auto" ? mode : dark.matches ? "dark" : "light";
    try { localStorage.setItem("mode", mode); } catch { /* storage may be forbidden */ }
  }
  dark.addEventListener("change", () => { if (root.dataset.mode === "auto") setMode("auto"); });
  for (const button of all(".theme-switch-button")) {
    button.addEventListener("click", () => {
      const order = dark.matches ? ["auto", "light", "dark"] : ["auto", "dark", "light"]; // the first click is a change
      setMode(order[(order.indexOf(root.dataset.mode) + 1) % 3]);
    });
  }

  // --- solutions: sphinx-togglebutton opens them by a click on their title, but not on a link or a formula in it
  document.addEventListener("click", (event) => {
    const title = event.target.closest(".toggle > .admonition-title");
    if (!title || event.target === title || event.target.closest("button")) return;
    event.preventDefault();
    event.stopPropagation();
    title.click();
  }, true);

  // --- dialogs: close on a click beside them, and on Escape
  function closable(dialog) {
    dialog.addEventListener("click", (event) => {
      const box = dialog.getBoundingClientRect();
      const inside = event.clientX >= box.left && event.clientX <= box.right
        && event.clientY >= box.top && event.clientY <= box.bottom;
      if (event.target === dialog && !inside) dialog.close();
    });
    dialog.addEventListener("keydown", (event) => {
      if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); dialog.close(); }
    });
  }

  // --- search: the field in a dialog, or the one on its own page. What finds the places comes when it is wanted
  const searching = one("#pst-search-dialog"), field = one("form[data-search] input");
  if (field) {
    const apple = /Mac|iPhone|iPad/.test(navigator.platform);
    const bring = () => {
      if (one("script[data-brought]")) return;
      const script = document.createElement("script");
      script.dataset.brought = "search";
      script.src = `${field.form.dataset.search}search.js`;
      script.onerror = () => {
        script.remove(); // the next time it is tried again
        one(".found-count").textContent = "The search did not arrive. Is there a network?";
      };
      document.head.append(script);
    };
    const search = () => {
      bring();
      if (searching?.open) return searching.close();
      searching?.showModal();
      field.select();
    };
    field.addEventListener("input", bring);
    if (searching) {
      closable(searching);
      one(".search-close").addEventListener("click", () => searching.close());
    } else search();
    for (const button of all(".search-button__button")) button.addEventListener("click", search);
    if (apple) for (const key of all(".search-button__kbd-shortcut .kbd-shortcut__modifier:first-child")) key.textContent = "⌘";
    addEventListener("keydown", (event) => {
      if (event.shiftKey || event.altKey || event.key.toLowerCase() !== "k") return;
      if (apple ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey) { event.preventDefault(); search(); }
    }, true);
  }

  // --- side bars: on a narrow window each moves into a dialog while it is open
  for (const side of ["primary", "secondary"]) {
    const [button, bar, dialog] = [`.${side}-toggle`, `#pst-${side}-sidebar`, `#pst-${side}-sidebar-modal`].map(one);
    if (!button || !bar || !dialog) continue;
    const move = (from, to) => {
      to.append(...from.childNodes);
      to.className = from.className;
      from.className = "";
    };
    closable(dialog);
    button.addEventListener("click", () => { move(bar, dialog); dialog.showModal(); });
    dialog.addEventListener("close", () => { move(dialog, bar); button.focus({ preventScroll: true }); }); // a link led elsewhere
    dialog.addEventListener("click", (event) => { if (event.target.closest("a[href^='#']")) dialog.close(); });
  }

  // --- the menu of the page: open one at a time, closed by Escape and by a click elsewhere
  for (const menu of all("details.page-menu")) {
    addEventListener("click", (event) => { if (!menu.contains(event.target)) menu.open = false; });
    menu.addEventListener("click", (event) => {
      if (event.target.closest("[data-print]")) print();
      if (event.target.closest("li")) menu.open = false;
    });
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      menu.open = false;
      menu.firstElementChild.focus();
    });
  }

  // --- links to a place on the page lay out all of it first, else they would lead to where it was guessed to be; while
  // a demo is moved, what is off the screen is left alone (the end of book.css)
  let laidOut = [], touched = false;
  const whole = () => { if (!laidOut.all) root.dataset.whole = "yes"; };
  addEventListener("click", (event) => { if (event.target.closest?.("a")?.hash) whole(); }, true);
  addEventListener("hashchange", () => {
    if (root.dataset.whole || laidOut.all) return;
    whole();
    document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
  });
  for (const name of ["pointerdown", "focusin"])
    addEventListener(name, (event) => {
      if (!event.target.closest?.(".livefig")) return;
      touched = true;
      delete root.dataset.whole;
      for (const block of laidOut) delete block.dataset.laid;
      laidOut = [];
    }, true);

  // --- when the page is there, a phone lays out the rest too, in pieces too short to be felt, and then the pictures
  // come: heights are no guesses any more, and nothing is blank for whoever scrolls fast
  const PIECE = 300; // elements; about 5 ms on a computer, 20 on a slow phone
  const soon = (work) => {
    if (globalThis.scheduler?.postTask) scheduler.postTask(work, { priority: "background" });
    else setTimeout(work);
  };
  // Those of the gallery come near the window: who goes on to a chapter at once needs none of them.
  const late = "img[loading=lazy]:not(.demo-gallery img)";
  const bringPictures = () => { for (const picture of all(late)) picture.loading = "eager"; };
  const layOut = (blocks) => {
    for (let elements = 0; blocks.length && !touched && elements < PIECE;) {
      const block = blocks.shift();
      block.dataset.laid = "yes"; // not a change of --far, which would have all that inherits it styled anew
      laidOut.push(block);
      elements += block.getElementsByTagName("*").length;
    }
    root.getBoundingClientRect();
    if (blocks.length && !touched) return soon(() => layOut(blocks));
    laidOut.all = !touched;
    bringPictures();
  };
  addEventListener("load", () => {
    if (root.dataset.whole) bringPictures();
    else soon(() => layOut(all(".bd-article :is(section > :not(section), dl.py)")));
  });

  // --- back to the top: offered to whoever scrolls up
  const top = one("#pst-back-to-top");
  if (top) {
    let before = 0;
    addEventListener("scroll", () => {
      if (scrollY === before) return;
      top.style.display = scrollY < before && scrollY > innerHeight ? "block" : "none";
      before = scrollY;
    }, { passive: true });
    top.addEventListener("click", () => { scrollTo(0, 0); });
  }

  // --- a fold is called what is written on it
  for (const fold of all("summary[aria-label='Toggle hidden content']")) fold.removeAttribute("aria-label");

  // --- what scrolls inside itself is a stop for the Tab key; looked at when it comes near the window, since to measure
  // what is far away would lay it out
  const scrolls = (box) => box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight;
  const measure = (seen) => {
    const boxes = seen.filter((change) => change.isIntersecting).map((change) => change.target);
    boxes.map(scrolls).forEach((yes, k) => { if (yes) boxes[k].tabIndex = 0; else boxes[k].removeAttribute("tabindex"); });
    root.dataset.measured = "yes";
  };
  let sizes;
  const measureAll = () => {
    sizes?.disconnect();
    sizes = new IntersectionObserver(measure, { rootMargin: "100% 0px" });
    const boxes = all("pre, .pst-scrollable-table-container, .cell_output > .output, .wide-picture, .katex-display");
    if (!boxes.length) root.dataset.measured = "yes";
    for (const box of boxes) {
      box.tabIndex = 0; // rather a stop too many than one too few
      sizes.observe(box);
    }
  };
  let width = innerWidth;
  addEventListener("resize", () => { if (innerWidth !== width) { width = innerWidth; measureAll(); } });
  measureAll();
})();
