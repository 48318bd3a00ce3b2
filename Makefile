# Everything runs from .venv, which the first target that needs it makes from the locked versions.
.DEFAULT_GOAL := help
.PHONY: help run test check format bench fuzz-api lock

# With bytecode on the disk the program starts in one second instead of three.
unexport PYTHONDONTWRITEBYTECODE

PYTHON ?= python3
BIN := .venv/bin
UV := $(firstword $(shell command -v uv) $(wildcard $(BIN)/uv))
INSTALL := $(if $(UV),$(UV) pip install --quiet --compile-bytecode --python $(BIN)/python,$(BIN)/python -m pip install --quiet --disable-pip-version-check)
PROJECT := $(INSTALL) --no-deps --no-build-isolation --editable .

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: .venv/.run ## start the calendar at http://127.0.0.1:8000 (another address: KEPULI_LISTEN)
	@$(BIN)/kepuli serve

test: .venv/.test ## run all tests on SQLite and PostgreSQL (some only: ARGS="-k words --engine sqlite")
	@$(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)

check: .venv/.test ## look at formatting, lint, types, templates, architecture and translations
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/djlint --quiet --check templates
	$(BIN)/djlint --quiet --lint templates
	$(BIN)/python -m pytest tests/test_architecture.py tests/test_translations.py

format: .venv/.test ## put code and templates into the house format
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .
	$(BIN)/djlint --quiet --reformat templates

bench: .venv/.test ## measure feeds, desks, finding and pages against bare floors, and pages against their budgets
	@$(BIN)/python bench/feeds.py
	@$(BIN)/python bench/desks.py
	@$(BIN)/python bench/search.py
	@$(BIN)/python bench/pages.py
	@$(BIN)/python bench/budgets.py

fuzz-api: .venv-fuzz/.ready ## ask the API of a Kepuli that runs thousands of odd things (API=http://127.0.0.1:8000)
	@.venv-fuzz/bin/schemathesis run $(API)/api/v1/openapi.json $(ARGS)

API ?= http://127.0.0.1:8000

# An environment of its own: nothing of Kepuli runs in it, it only asks over HTTP.
.venv-fuzz/.ready: Makefile
	@$(PYTHON) -m venv .venv-fuzz
	@.venv-fuzz/bin/python -m pip install --quiet --disable-pip-version-check schemathesis==4.32.5
	@touch $@

lock: ## write both lock files anew from pyproject.toml (needs uv; UPGRADE=--upgrade takes newer versions)
	@test -n "$(UV)" || { echo "make lock needs uv: $(PYTHON) -m pip install uv"; exit 1; }
	echo 'setuptools>=77' | $(COMPILE) pyproject.toml - --all-extras --output-file requirements.lock
	echo 'setuptools>=77' | $(COMPILE) pyproject.toml - --all-extras --group test --constraints requirements.lock --output-file requirements-test.lock
	@! grep -n '://' requirements.lock requirements-test.lock

COMPILE = $(UV) pip compile --quiet --python-version 3.11 --universal --generate-hashes --no-emit-index-url --no-header --no-annotate $(UPGRADE)

# The stamps remember what is installed: a lock file newer than its stamp is installed again.
.venv/.run: requirements.lock pyproject.toml | $(BIN)/python
	@echo "Installing what Kepuli needs into .venv …"
	@$(INSTALL) --require-hashes -r requirements.lock
	@$(PROJECT)
	@touch $@

.venv/.test: requirements-test.lock pyproject.toml | $(BIN)/python
	@echo "Installing what Kepuli and its tests need into .venv …"
	@$(INSTALL) --require-hashes -r requirements-test.lock
	@$(PROJECT)
	@touch $@

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { \
	  echo "Kepuli needs Python 3.11 or newer, and there is no $(PYTHON)."; \
	  echo "Debian and Ubuntu: apt-get install python3 python3-venv"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Kepuli needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) -V)."; \
	  echo "If a newer one is installed, name it: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "Python's venv module is missing. Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; exit 1; }
