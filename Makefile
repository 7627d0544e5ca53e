# One environment for everything. Needs Python 3.11+, make and a package index.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
REGISTER := $(shell find src/penstock/register) $(wildcard src/penstock/goods/*.py src/penstock/substances/*.py src/penstock/law/*.py)

.PHONY: setup demo test search lint types contracts register docs method screenshot bench lock clean

setup: $(VENV)/.ready register

$(VENV)/.ready: requirements/dev.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	touch $@

register: src/penstock/register.bin

# installing compiles it too, so that only a source that is newer has it compiled again
src/penstock/register.bin: $(REGISTER) | $(VENV)/.ready
	$(BIN)/python -m penstock.law.compile

demo: setup
	$(BIN)/penstock screen examples/consignments.csv --out build/demo --on 2026-11-22 --rows

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/yamllint --strict .

types: setup
	$(BIN)/mypy

contracts: setup
	$(BIN)/lint-imports --no-cache

docs: setup
	$(BIN)/mkdocs build --strict --quiet --site-dir build/site

test: setup lint types contracts docs
	$(BIN)/penstock law validate
	$(BIN)/pytest -n auto

# how many times longer than in a test a search tries each property
SEARCH ?= 20
search: setup
	$(BIN)/pytest -n auto -m hypothesis --search $(SEARCH)

method: setup
	$(BIN)/python scripts/method_page.py
	$(BIN)/python scripts/names_page.py

screenshot: setup
	$(BIN)/python scripts/screenshot.py

bench: setup
	$(BIN)/python bench/run.py

lock: setup
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate \
	  --group build --group test --group docs pyproject.toml -o requirements/dev.txt

clean:
	rm -rf $(VENV) build src/penstock/register.bin .pytest_cache .mypy_cache .ruff_cache
