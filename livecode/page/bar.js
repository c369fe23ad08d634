// At the end of the page: what can be done with all that the reader changed on it.

const KEYS = [
  ["Shift+Enter", "runs the cell"], ["Ctrl+Space", "completes a name"], ["Ctrl+I", "says what it is"],
  ["Escape", "and Tab leave"],
];

class Bar {
  lasts = kept.lasts;

  constructor() {
    const forgetting = (where, everywhere) => {
      const one = button(`Forget my changes on ${where}`, "", null, "quiet"), keep = button("Keep them", "", null, "quiet");
      for (const each of [one, keep]) each.removeAttribute("aria-label");
      const question = `Forget all that you wrote in the cells of ${where}? There is no way back.`;
      askFirst(one, keep, question, "Forget them", () => this.forget(everywhere));
      return make("span", {}, one, " ", keep);
    };
    this.changed = [forgetting("this page", false)];
    this.always = [forgetting("all pages", true)];
    const link = data.source && button("Download this page as a notebook with my changes", "", () =>
      download().catch(() => say("The notebook could not be fetched. Are you offline?")), "quiet");
    link?.removeAttribute("aria-label");
    this.link = link;
    this.said = make("p");
    const keys = make("p", {}, "In an editor: ", ...KEYS.flatMap(([key, does], k) => [k ? ", " : "", make("kbd", {}, key), ` ${does}`]), ".");
    this.element = make("section", { className: "livecode-bar", "aria-label": "Your changes" }, this.said, keys,
      make("p", { className: "livecode-row" }, ...[link, ...this.changed, ...this.always].filter(Boolean)));
    this.refresh();
  }

  refresh() {
    const changed = [...cells.values()].filter((cell) => cell.edited).length;
    this.said.textContent = "The code of this page runs in your browser: nothing is sent. " +
      (this.lasts ? "What you write stays there. " : "It keeps nothing for this page, so what you write is forgotten when you leave. ") +
      (changed ? `You have changed ${count(changed, "cell")}.` : "");
    if (this.link) this.link.hidden = !changed;
    for (const one of this.changed) one.hidden = !changed && !kept.keys(`${kept.site}${data.page} `).length;
    for (const one of this.always) one.hidden = !kept.keys(kept.site).length;
  }

  forget(everywhere) {
    python.stop();
    for (const cell of cells.values()) {
      cell.kept = {};
      cell.reset();
      cell.offer?.remove();
      cell.badge?.remove();
      cell.badge = null;
    }
    kept.forget(everywhere);
    tellPasses(everywhere);
    this.refresh();
    this.said.tabIndex = -1;
    this.said.focus();
    say(everywhere ? "All changes on all pages are forgotten." : "All changes on this page are forgotten.");
  }
}
let bar = null;
