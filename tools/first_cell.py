# Where dlkit is missing, as on Colab, this installs it from the repository that the notebook was opened from.
import importlib.util

if importlib.util.find_spec("dlkit") is None:
    import json
    import os
    import re
    import subprocess
    import sys
    from urllib.parse import unquote
    from urllib.request import urlopen

    page = re.compile(r"github(?:\.com)?/([\w.-]+/[\w.-]+)/blob/([\w./-]+?)/(?:chapters/)?[\w-]+\.ipynb")
    try:  # Colab's list of open notebooks names the file of each; that of this kernel, where it can be told apart
        colab = "http://{COLAB_JUPYTER_IP}:{KMP_TARGET_PORT}/api/sessions".format_map(os.environ)
        with urlopen(colab, timeout=30) as answer:
            every = json.load(answer)
        own = [session for session in every if session["kernel"]["id"] in str(sys.argv)] or every
        [(repository, branch)] = {page.search(unquote(session["path"])).groups() for session in own}
    except Exception as problem:
        raise ModuleNotFoundError(
            "dlkit is not installed, and this notebook cannot tell which repository it comes from. On Colab, run "
            "`%pip install git+ADDRESS` in a new cell, with the address of the course's repository in place of "
            "ADDRESS, then run this cell again. On your own computer, run `pip install -r requirements.txt` in the "
            "folder of the course, with the Python that runs this notebook."
        ) from problem
    source = f"git+https://github.com/{repository}@{branch}"
    print(f"Installing dlkit from {source}; this takes a minute or so.")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", source]
    done = subprocess.run(pip, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"pip could not install dlkit from {source}:\n{done.stdout}")
    importlib.invalidate_caches()
