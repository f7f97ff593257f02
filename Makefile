# Bare `make` lists the verbs.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
LOCK_PYTHON := 3.11

help: ## list the verbs
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

env: $(VENV)/.ready ## make .venv from requirements.lock

$(VENV)/.ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; `make env PYTHON=python3.11` names another." if sys.version_info < (3, 11) else 0)'
	@echo "Making $(VENV), which takes a minute or two."
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

reports: env ## build every edition of reports/editions.yml as HTML and PDF
	$(BIN)/analysis build

test: env ## unit tests, doctests, and the notebooks' stored outputs
	$(BIN)/python -m pytest
	$(BIN)/python -m pytest --nbval notebooks

bench: env ## time what the project promises, as ratios to the alternatives
	for bench in tests/bench_*.py; do $(BIN)/python $$bench || exit 1; done

check: env ## format, lint, types, import contracts, notebooks, data
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/analysis lint
	$(BIN)/analysis check

notebooks: env ## execute the notebooks in place, the same bytes every time
	$(BIN)/analysis execute

publish: env ## make the PDFs in reports/published/ that are out of date
	$(BIN)/analysis publish

lab: env ## open JupyterLab on the page from which to start
	$(BIN)/analysis lab

lock: ## remake requirements.lock: versions and hashes, for every platform
	$(PYTHON) -m venv .lock-venv
	.lock-venv/bin/python -m pip install --quiet --disable-pip-version-check uv
	.lock-venv/bin/uv pip compile --quiet --universal --generate-hashes --python-version $(LOCK_PYTHON) \
	  --no-emit-index-url --no-emit-find-links --no-header --no-annotate --extra dev \
	  pyproject.toml -o requirements.lock

clean: ## remove what was built
	rm -rf $(VENV) .lock-venv .mypy_cache .ruff_cache .pytest_cache .hypothesis
	git clean -Xfdq reports

.PHONY: help env reports test bench check notebooks publish lab lock clean
.DEFAULT_GOAL := help
