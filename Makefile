# GNU make. `make` alone lists the targets. Everything is installed into .venv; nothing is installed elsewhere.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
UV     := $(BIN)/uv
# --compile-bytecode, and COMPILE for our own: where PYTHONDONTWRITEBYTECODE is set, every start would compile everything anew.
INSTALL := $(UV) pip install --quiet --compile-bytecode --python $(BIN)/python \
           --constraints constraints.txt --build-constraints constraints.txt
COMPILE := $(BIN)/python -m compileall -q checker cli.py
TESTS   ?= tests
WORKERS ?= auto
ARGS    ?=

# uv does not read pip's settings; where pip is told to use another index, tell uv the same.
ifndef UV_DEFAULT_INDEX
ifdef PIP_INDEX_URL
export UV_DEFAULT_INDEX := $(PIP_INDEX_URL)
endif
endif

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help venv ocr extras demo test test-all lint format bench constraints clean

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(VENV)/.uv: constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt uv
	@touch $@

$(VENV)/.runtime: pyproject.toml constraints.txt | $(VENV)/.uv
	$(INSTALL) --editable .
	@$(COMPILE)
	@touch $@

$(VENV)/.dev: pyproject.toml constraints.txt | $(VENV)/.uv
	$(INSTALL) --editable '.[dev]'
	@$(COMPILE)
	@touch $@ $(VENV)/.runtime

venv: $(VENV)/.dev  ## make .venv with the program, its tests' and its linters' needs

$(VENV)/.ocr: pyproject.toml constraints.txt $(VENV)/.dev
	$(INSTALL) --editable '.[dev,ocr]'
	@touch $@

ocr: $(VENV)/.ocr  ## also install character recognition, for scans and pictures (about 350 MB)

extras: $(VENV)/.dev  ## also install what is optional: OCR, Ray, PostgreSQL (about 600 MB)
	$(INSTALL) --editable '.[dev,ocr,ray,postgres]'

demo: $(VENV)/.runtime  ## check the fictional reports that ship with the program
	$(BIN)/fajian demo

test: $(VENV)/.dev  ## the quick tests (TESTS=path, ARGS='-k word')
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal -q -rs -m "not full" $(ARGS) $(TESTS)

test-all: $(VENV)/.dev  ## every test; a test skipped for want of a system package fails
	FAJIAN_TEST_ALL=1 $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal -q -rs $(ARGS) $(TESTS)

lint: $(VENV)/.dev  ## ruff, mypy --strict, the direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict checker cli.py
	$(BIN)/lint-imports

format: $(VENV)/.dev  ## let ruff put the code in order
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

$(VENV)/.bench: pyproject.toml constraints.txt $(VENV)/.dev
	$(INSTALL) --editable '.[dev,bench]'
	@touch $@

bench: $(VENV)/.bench  ## run every benchmarks/*.py, beside other programs on the same files
	@$(COMPILE)
	@set -e; for script in $(wildcard benchmarks/*.py); do echo "== $$script"; $(BIN)/python $$script; done

constraints: | $(VENV)/.uv  ## choose the exact versions anew (constraints.txt)
	$(UV) pip compile --quiet --upgrade --universal --python-version 3.11 --all-extras --no-annotate \
	    --custom-compile-command 'make constraints' --no-emit-index-url --no-emit-find-links --output-file constraints.txt pyproject.toml

clean:  ## remove .venv and everything that was built
	rm -rf $(VENV) build dist out *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
