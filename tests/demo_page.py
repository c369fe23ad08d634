"""A demo on its page: where it is, how to come near, and whether it shows what it must."""

from demos import ROOT

MINUS = "\N{MINUS SIGN}"

# What is not as it must be: the readout, groups of the picture, controls. Looked at until nothing is, for a while.
WRONG = """async ([name, readout, groups, index]) => {
  const root = document.getElementById(name), said = root.querySelector(".livefig-readout");
  const parse = (markup) => {
    const holder = document.createElementNS("http://www.w3.org/2000/svg", "g");
    holder.innerHTML = markup;
    return holder.firstElementChild;
  };
  const expected = Object.entries(groups).map(([key, markup]) => [key, parse(markup)]);
  const at = (controls) => {
    const [first] = controls;
    if (first.type === "checkbox") return Number(first.checked);
    return Number(first.type === "radio" ? controls.find((c) => c.checked)?.value : first.value);
  };
  const wrong = () => [
    ...(said.textContent === readout ? [] : [`it says ${said.textContent}`]),
    ...expected.filter(([key, group]) => !group.isEqualNode(root.querySelector(`[data-key="${key}"]`))).map(([k]) => k),
    ...index.flatMap((i, k) => {
      const shown = at([...root.querySelectorAll(`[data-dim="${k}"]`)]);
      return shown === i ? [] : [`control ${k} is at ${shown}`];
    }),
  ];
  for (const end = performance.now() + 10_000; wrong().length && performance.now() < end; )
    await new Promise(requestAnimationFrame);
  return wrong();
}"""
ADDRESS = """([name, settings]) => {
  const [named, query] = location.hash.split("?");
  return named === `#${name}` && JSON.stringify([...new URLSearchParams(query)]) === JSON.stringify(settings);
}"""


def address(site_url, notebook):
    return f"{site_url}/{notebook.relative_to(ROOT).with_suffix('.html').as_posix()}"


def come_near(tab, demo):
    """Return the demo's place on the page, with what was recorded: that is fetched when it is near."""
    root = tab.locator(f"#{demo.state['name']}")
    root.scroll_into_view_if_needed()
    tab.wait_for_selector(f"#{demo.state['name']}[data-ready]")
    return root


def reset(root, demo):
    """Bring the demo to its first state, and return that state's index."""
    root.locator(".livefig-reset").click()
    return list(demo.start)


def settings(demo, index):
    """The names and values of the controls, as an address writes them."""
    return [[d["name"], d["texts"][i].replace(MINUS, "-")] for d, i in zip(demo.state["dims"], index, strict=True)]


def fragment(demo, index):
    pairs = (f"{name}={text}" for name, text in settings(demo, index))
    return f"#{demo.state['name']}?" + "&".join(pairs).replace(" ", "%20")


def assert_shows(page, demo, index):
    """The page shows what was recorded for the controls at this index, and says it, and so do the controls."""
    groups = demo.groups(index)
    assert groups
    assert page.evaluate(WRONG, [demo.state["name"], demo.readout(index), groups, list(index)]) == []
