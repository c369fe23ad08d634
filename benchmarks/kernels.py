"""What one learner costs a server that runs the notebooks; run by `make kernels`, and told on the page for teachers.

Each notebook is run from top to bottom, once, as a learner does who changes nothing: on a kernel of its own, where a
demo draws its first state only. Counted are the most memory that the kernel's process held and the processor time that
it took; beside it the JupyterLab server, of which every learner has one on a JupyterHub.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import nbformat
import psutil
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parents[1]
REPORT = """import json, resource, sys
_used = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps([_used.ru_maxrss * (1 if sys.platform == "darwin" else 1024), _used.ru_utime + _used.ru_stime]))"""
SECONDS = 60  # for a server to answer


def measure(path: Path | None) -> tuple[float, float]:
    """Return the largest memory in MB and the processor time in s of a notebook's kernel; of an idle one without."""
    notebook = nbformat.read(path, as_version=4) if path else nbformat.v4.new_notebook()
    notebook.metadata.pop("widgets", None)
    notebook.cells.append(nbformat.v4.new_code_cell(REPORT))
    client = NotebookClient(
        notebook,
        timeout=600,
        kernel_name="python3",
        extra_arguments=["--log-level=ERROR"],
        resources={"metadata": {"path": str((path or ROOT / "x").parent)}},
    )
    environ = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    done = client.execute(env=environ)
    memory, seconds = json.loads(done.cells[-1].outputs[0].text)
    return memory / 1e6, seconds


def server_memory() -> float:
    """Return the memory in MB of a JupyterLab server that has answered once."""
    port = "18888"
    options = ["--no-browser", "--allow-root", f"--port={port}", "--ServerApp.token=", f"--ServerApp.root_dir={ROOT}"]
    command = [sys.executable, "-m", "jupyterlab", *options]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            end = time.monotonic() + SECONDS
            while True:
                try:
                    urlopen(f"http://127.0.0.1:{port}/lab").close()
                    return psutil.Process(server.pid).memory_info().rss / 1e6
                except URLError:
                    if time.monotonic() > end:
                        raise
                    time.sleep(0.5)
        finally:
            server.terminate()


def main() -> None:
    """Print the table."""
    print(f"{'kernel of':32s} {'most memory MB':>15s} {'processor s':>12s}", flush=True)
    for path in (None, ROOT / "index.ipynb", *sorted((ROOT / "chapters").glob("*.ipynb"))):
        memory, seconds = measure(path)
        print(f"{path.stem if path else '(no notebook)':32s} {memory:15.0f} {seconds:12.1f}", flush=True)
    print(f"{'JupyterLab server, no kernel':32s} {server_memory():15.0f}")


if __name__ == "__main__":
    main()
