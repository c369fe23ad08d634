// The page's side of Python: one worker, begun at the first run, ended by Stop, and begun again at the next run.

const NAMES = { numpy: "NumPy", scipy: "SciPy", kernel: "", book: "" };

class Python {
  constructor() {
    this.jobs = []; // who waits; each is {cell, all, hear(message)}
    this.now = null; // who runs
    this.views = new Map(); // of widgets, to which messages go
    this.asked = new Map(); // questions of editors, by id
    this.id = 0;
  }

  /** Run a cell when those before it are done; `hear` gets the worker's messages, and what became of it. */
  run(job) {
    this.jobs.push(job);
    job.hear({ type: this.now ? "waits" : "begins" });
    this.next();
  }

  next() {
    if (this.now || !this.jobs.length) return;
    this.now = this.jobs.shift();
    if (!this.worker) this.start();
    this.post();
  }

  post() {
    const { cell, all = false } = this.now;
    if (this.ready) this.now.hear({ type: "runs" });
    this.now.id = ++this.id;
    const page = state();
    this.now.hear({ type: "posted", source: page.sources[cell] });
    this.worker.postMessage({ type: "run", id: this.id, cell, all, ...page });
  }

  async start() {
    const begun = this.worker = new Worker(new URL(data.worker, base));
    begun.onmessage = ({ data: message }) => { if (begun === this.worker) this.hear(message); };
    begun.onerror = (event) => {
      event.preventDefault();
      if (begun === this.worker) this.hear({ type: "failed", message: event.message ?? "" });
    };
    begun.postMessage({ type: "start", base }); // what is to be run follows at once, so that its packages come along
    const announced = await announcement();
    if (begun === this.worker && this.now && !this.ready && announced) this.now.hear({ type: "fetches", ...announced });
  }

  hear(message) {
    if (message.type === "ready") {
      this.ready = true;
      kept.write(`${kept.site}fetched`, { once: true });
      this.now?.hear({ type: "runs" });
    } else if (message.type === "message") {
      this.views.get(message.widget)?.(message.content);
    } else if (message.type === "answer") {
      this.asked.get(message.id)?.(message);
      this.asked.delete(message.id);
    } else if (message.type === "failed" && (message.id === undefined || message.id === this.now?.id)) {
      this.end({ type: "failed", message: message.message });
    } else if (this.now && (message.id === undefined || message.id === this.now.id)) {
      const { now } = this;
      if (message.type === "done") this.now = null;
      now.hear(message);
      this.next();
    }
  }

  /** Stop a run: one that waits is taken out, else the worker is ended. */
  stop(job = this.now) {
    if (!this.jobs.includes(job)) return void this.end({ type: "stopped" });
    this.jobs.splice(this.jobs.indexOf(job), 1);
    job.hear({ type: "stopped" });
  }

  /** End the worker, and tell all who waited for it. */
  end(why) {
    this.worker?.terminate();
    const waited = [this.now, ...this.jobs];
    for (const answer of this.asked.values()) answer(null);
    for (const view of this.views.values()) view(null);
    this.asked.clear();
    this.views.clear();
    Object.assign(this, { worker: null, ready: false, now: null, jobs: [] });
    for (const job of waited) job?.hear(why);
  }

  /** Ask for completions, for the help on a name, for what is stale; nothing is loaded for that. */
  ask(type, question) {
    if (!this.ready) return Promise.resolve(null);
    const id = ++this.id;
    this.worker.postMessage({ type, id, ...question });
    return new Promise((resolve) => this.asked.set(id, resolve));
  }

  tell(widget, content) { this.worker?.postMessage({ type: "message", widget, content }); }
}

const python = new Python();

/** What the first run fetches at least: said once, before a reader's first visit has it in the browser's cache. */
async function announcement() {
  if (kept.read(`${kept.site}fetched`).once) return null;
  try {
    const { core, archives } = await (await fetch(new URL("manifest.json", base))).json();
    const needed = new Set();
    const need = (name) => {
      if (!archives[name] || needed.has(name)) return;
      needed.add(name);
      archives[name].needs.forEach(need);
    };
    ["kernel", "book"].forEach(need);
    const names = [...needed].map((name) => NAMES[name] ?? name).filter(Boolean);
    const bytes = [...needed].reduce((sum, name) => sum + archives[name].bytes, core.bytes);
    return { what: ["Python", ...names].join(" and "), bytes };
  } catch {
    return null; // the worker finds the same, and says so
  }
}
