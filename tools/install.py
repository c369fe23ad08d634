"""Install the packages of a file into this environment, and say meanwhile how far it is: it is about 1 GB.

    python tools/install.py requirements.txt

It runs before there is any package, so it needs the standard library alone. uv does in half a minute what takes pip
almost two; it knows nothing of how pip was set up, so pip does it where it has an index of its own, and where uv cannot
be had or fails.
"""

import re
import subprocess
import sys

PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check")
UV = "uv==0.13.9"
# Without a cache, or what is written twice would stay when the course is thrown away.
BY_UV = (sys.executable, "-m", "uv", "pip", "install", "--python", sys.executable, "--system-certs", "--no-cache")
EACH = re.compile(r"^ [+~-] ")  # one line for each package, once all are there
ADVICE = "The packages could not be installed; is there a network? Run the same command again."


def pip_has_an_index() -> bool:
    """Tell whether pip was told to ask elsewhere, as within a company."""
    settings = subprocess.run([*PIP, "config", "list"], capture_output=True, text=True, check=False).stdout
    return bool(re.search(r"\.index-url=", settings))


def with_uv(file: str) -> bool:
    """Install with uv, and tell whether that went well."""
    if pip_has_an_index():
        return False
    fetched = subprocess.run([*PIP, "install", "--quiet", UV], stderr=subprocess.DEVNULL, check=False)
    if fetched.returncode:
        return False
    if sys.stderr.isatty():  # it draws bars
        return subprocess.run([*BY_UV, "-r", file], check=False).returncode == 0
    with subprocess.Popen([*BY_UV, "-r", file], stderr=subprocess.PIPE, encoding="utf-8", errors="replace") as running:
        for line in running.stderr or ():
            if not EACH.match(line):
                print(f"  {line}", end="", flush=True)
    return running.returncode == 0


def main(file: str) -> int:
    """Install, and return the exit status."""
    if with_uv(file):
        return 0
    print("  Now with pip, which takes a few minutes", flush=True)
    status = subprocess.run([*PIP, "install", "--no-compile", "-r", file], check=False).returncode
    if status:
        print(ADVICE, file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
