// The page for teachers: links that open the notebooks on a hub, for the addresses that stand in the form.
(() => {
  const form = document.querySelector(".hub-form");
  if (!form) return;
  const entries = [...document.querySelectorAll(".hub-links li")];

  /** As hub_link in book/hub.py. */
  function link(file) {
    const [hub, repository, branch] = ["hub", "repository", "branch"]
      .map((name) => form.elements[name].value.trim().replace(/\/+$/, ""));
    const name = repository.split("/").at(-1).replace(/\.git$/, "");
    const query = new URLSearchParams({ repo: repository, branch, urlpath: `lab/tree/${name}/${file}` });
    return `${hub}/hub/user-redirect/git-pull?${query}`;
  }
  function write() {
    for (const entry of entries) entry.querySelector("code").textContent = link(entry.dataset.file);
  }
  form.addEventListener("input", write);
  form.addEventListener("submit", (event) => event.preventDefault());

  for (const entry of entries) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn";
    button.textContent = "Copy";
    button.setAttribute("aria-label", `Copy the link to ${entry.firstChild.textContent}`);
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(entry.querySelector("code").textContent);
      button.textContent = "Copied";
      setTimeout(() => { button.textContent = "Copy"; }, 2000);
    });
    entry.append(button);
  }
})();
