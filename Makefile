# Everything a newcomer needs; `make demo` and `make test` set themselves up.
PYTHON ?= python3
BIN := .venv/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable

.PHONY: demo test lint docs bench clean

demo: .venv/ready  ## Evaluate the bundled cohort and say where the report is.
	$(BIN)/remission report himeji --out out/himeji

test: .venv/ready-dev  ## Run every test.
	$(BIN)/python -m pytest

lint: .venv/ready-dev  ## Check style, types and the direction of imports.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/pyright
	$(BIN)/lint-imports

docs: .venv/ready-dev  ## Build the documentation into site/.
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

bench: .venv/ready-dev  ## Print every headline figure against its peer or floor.
	$(INSTALL) '.[dev,bench,pk]'
	for script in bench/*.py; do echo "== $$script"; $(BIN)/python $$script || failed=1; done; exit $${failed:-0}

clean:
	rm -rf .venv out site

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/ready: .venv/bin/python pyproject.toml constraints.txt
	$(INSTALL) .
	$(BIN)/python -m compileall -q src .venv/lib
	touch $@

.venv/ready-dev: .venv/ready
	$(INSTALL) '.[dev]'
	touch $@
