# Two commands for everybody:
#   make serve   the site of the example plans on this machine, rebuilt on every change
#   make test    lint, strict typing, all tests
# Both set themselves up in .venv from requirements.lock; they need Python 3.11 or newer, and `make test` a Chromium.

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

export NO_MKDOCS_2_WARNING := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1

# One more than processors: tests wait for browsers and for programs that they start. tests/conftest.py shares them out.
WORKERS := $(shell echo $$(( $$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2) + 1 )))

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help serve test build lint types tests browser thorough fuzz bench many readers html-check words lock clean

help:
	@sed -n '2,3s/^#   //p' Makefile

serve: $(READY)
	$(BIN)/mkdocs serve

test: lint types tests

build: $(READY)
	$(BIN)/mkdocs build --strict
	$(BIN)/properdocs build --strict --config-file mkdocs.yml --site-dir build/properdocs

lint: $(READY)
	$(BIN)/ruff check .

types: $(READY)
	$(BIN)/mypy

tests: $(READY) browser
	$(BIN)/python -m pytest -n $(WORKERS) --cov --cov-report=term --cov-report=json
	$(BIN)/python .ci/branches.py coverage.json 95

# What `make test` tries with fewer cases: 50 kills, disks of ten sizes, all 54 places, seeds, time zones and locales.
thorough: $(READY)
	OMP_KILLS=50 DISKS=all REPRODUCIBLE=all $(BIN)/python -m pytest \
		tests/publish/test_folder.py tests/publish/test_faults.py tests/test_reproducible.py

# Fuzzes each part that reads what authors write; SECONDS is for each. See tests/fuzz/__main__.py for one of them.
SECONDS := 600
fuzz: $(READY)
	for target in exports expressions model plan reader schedule tables values; do \
		$(BIN)/python -m tests.fuzz $$target --seconds $(SECONDS) || exit 1; \
	done

bench: $(READY)
	$(BIN)/python benchmarks/run.py

# Builds the site of two hundred plans (some minutes), and measures time, memory and pages beside what is promised of them.
many: $(READY)
	$(BIN)/python -m tests.many

# Reads the exports of the examples with ical.js, LibreOffice and MPXJ; needs Node.js with npm, LibreOffice and Java.
readers: $(READY)
	$(BIN)/python -m tests.readers

# What the Nu HTML checker says of the examples that it does not say of the theme alone; needs Java, and npm to fetch it.
html-check: $(READY)
	$(BIN)/python -m tests.browser.html_check

# Brings the translations in step with the words of the sources; `make words LANGUAGES=nl` begins a language.
words: $(READY)
	$(BIN)/python -m tests.words.catalogues $(LANGUAGES)

# Keeps what is locked where it still fits; `make lock UPGRADE=--upgrade` takes the newest of everything.
lock: $(READY)
	$(BIN)/uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --generate-hashes $(UPGRADE) \
		--no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock' \
		--quiet --output-file requirements.lock

clean:
	rm -rf $(VENV) build dist site .coverage .coverage.* coverage.json

# Set-up, in two steps that each leave a mark only when they are through: a broken one is done again.
$(VENV)/.made:
	@for python in $(PYTHON) python3 python3.13 python3.12 python3.11; do \
		"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
		echo "$$python -m venv $(VENV)"; \
		"$$python" -m venv --clear $(VENV) && touch $@ && exit 0; \
		echo "make: $$python cannot make a virtual environment (Debian: apt-get install python3-venv)" >&2; exit 1; \
	done; echo "make: Python 3.11 or newer is needed: make PYTHON=/path/to/python3" >&2; exit 1

$(READY): $(VENV)/.made requirements.lock pyproject.toml
	$(BIN)/python -m pip install -qq --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install -qq --no-deps --no-build-isolation --editable .
	$(BIN)/python -m compileall -qq omp_plugin
	@touch $@

# The browser tests look for the same names (tests/browser/chromium.py), and say what to do where there is none.
browser:
	@for name in "$$CHROMIUM" chromium chromium-browser google-chrome google-chrome-stable; do \
		command -v "$$name" >/dev/null && exit 0; \
	done; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		apt-get update --quiet=2 && DEBIAN_FRONTEND=noninteractive apt-get install --quiet=2 --yes chromium; \
	else \
		echo "make: the browser tests need Chromium: install it, or name one: make test CHROMIUM=/path/to/chromium" >&2; exit 1; \
	fi
