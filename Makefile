# Everything a new machine needs is python3 (3.11 or newer, with venv) and make.
SHELL := /bin/sh
VENV ?= .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
PORT ?= 8340
# Tests in this many processes, each with stores of its own; one where all would share a given Neo4j.
# Files go to them in their own order: by the number of their tests, the few long ones would come last and one be idle.
WORKERS ?= $(if $(ZHIZE_TEST_NEO4J),1,2)

.DEFAULT_GOAL := help
.PHONY: help demo torture test check evaluate format model docs pictures release clean

help: ## list the targets
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: $(VENV)/.installed ## load the bundled examples and open the app on 127.0.0.1
	@$(BIN)/zhize demo --port $(PORT)

test: $(VENV)/.dev ## run every test on every engine present, saying which
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

check: $(VENV)/.dev ## ruff, strict mypy, import contract, model and docs checks
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check -q .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m ontology.generate --check
	@$(BIN)/python -m api.reference --check
	@$(BIN)/python .ci/check_repository.py

torture: $(VENV)/.dev ## try to break it for hours (files, kills, faults) and put the figures into docs/reliability.md; TORTURE: options
	@$(BIN)/python -m tests.torture --write $(TORTURE)

evaluate: $(VENV)/.installed ## score the extraction against the annotated documents
	@$(BIN)/python -m loaders.evaluation

format: $(VENV)/.dev ## format the code
	@$(BIN)/ruff check --fix -q . ; $(BIN)/ruff format -q .

model: $(VENV)/.installed ## make again what is derived from the declared model
	@$(BIN)/python -m ontology.generate
	@$(BIN)/python -m api.reference

docs: $(VENV)/.dev ## make docs/cookbook.md again and build the pages into site/, warnings being errors
	@$(BIN)/python -m scripts.cookbook
	@$(BIN)/python -m scripts.docs_site

pictures: $(VENV)/.dev ## take the pictures of README again, with Chromium
	@$(BIN)/python -m scripts.pictures

release: $(VENV)/.dev ## build wheel and sdist into dist/ and check them: contents, a clean installation, wheels of other systems
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[release]'
	@$(BIN)/python -m scripts.release

clean: ## remove the virtual environment and caches
	rm -rf $(VENV) build dist site *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

$(VENV)/.created:
	@test -n "$(PYTHON)" || { echo "zhize needs Python 3.11 or newer. Debian, Ubuntu: sudo apt-get install python3 python3-venv"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Python's venv is missing. Debian, Ubuntu: sudo apt-get install python3-venv"; exit 1; }
	@echo "making a virtual environment in $(VENV) with $(PYTHON)"
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.installed: $(VENV)/.created pyproject.toml constraints.txt
	@echo "installing zhize (about a minute the first time)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.installed
	@echo "installing the tools for tests"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@
