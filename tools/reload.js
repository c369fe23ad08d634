// Only `make read` puts this into the pages that it serves. It loads a page anew when it was built again, and says what
// is wrong when it could not be built.
(() => {
  const shown = location.pathname.slice(1).replace(/(^|\/)$/, "$1index.html");
  const box = document.createElement("pre");
  box.setAttribute("role", "alert");
  box.style.cssText =
    "position: fixed; inset: auto 0 0 0; z-index: 99999; max-height: 50vh; overflow: auto; margin: 0; padding: 1rem;" +
    "background: #fff; color: #a00; border-top: 4px solid #a00; white-space: pre-wrap;";
  new EventSource("/_changes").onmessage = ({ data }) => {
    const { changed, problem } = JSON.parse(data);
    box.textContent = problem;
    if (problem) document.body.append(box);
    else box.remove();
    const loaded = (name) => /^_(static|images)\//.test(name) && !name.startsWith("_static/search/"); // no page loads that
    if (changed.some((name) => name === shown || loaded(name))) {
      location.reload();
    }
  };
})();
