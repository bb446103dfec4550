# The verbs of this project. People and CI use the same ones; each is a line or two.

# Which Python makes the venv: `make setup PYTHON=/opt/python3.12/bin/python3` picks another.
PYTHON ?= $(shell command -v python3.11 || command -v python3 || echo python3)

BIN := .venv/bin
READY := .venv/.ready
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header

.DEFAULT_GOAL := help
.PHONY: help setup run demo test check bench fix picture dashboards lock clean

help: ## list the verbs
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-7s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(READY) ## make .venv with everything in it (again only when what it needs has changed)
	@echo "Ready: .venv"

run: $(READY) ## start Cocoon Pool on http://127.0.0.1:8000, data in ./data (ARGS="--help")
	@$(BIN)/cocoonpool serve $(ARGS)

demo: $(READY) ## start it with simulated workers: nothing to configure
	@$(BIN)/cocoonpool demo $(ARGS)

test: $(READY) ## all tests (ARGS="tests/cocoon -x" for some)
	scripts/install-test-services.sh
	$(BIN)/python -m pytest -n auto $(ARGS)

check: $(READY) ## style, types, imports, lock files; known weaknesses of packages, as advice
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python scripts/check_locks.py
	$(BIN)/python scripts/advisories.py

bench: $(READY) ## measure the figures the documentation speaks of (ARGS="parsing" for one)
	$(BIN)/python -m bench $(ARGS)

fix: $(READY) ## let ruff mend and format what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

picture: $(READY) ## draw docs/images/demo.svg anew from a running demo
	.venv/bin/python scripts/demo_picture.py

dashboards: $(READY) ## make deploy/grafana/dashboards anew from scripts/panels.py
	$(BIN)/python -m scripts.dashboards

lock: $(READY) ## pin every dependency anew from pyproject.toml (ARGS="--upgrade" for newer versions)
	$(LOCK) $(ARGS) pyproject.toml --output-file requirements/agent.txt
	$(LOCK) $(ARGS) pyproject.toml --extra server --output-file requirements/server.txt
	$(LOCK) $(ARGS) pyproject.toml --extra server --group dev --output-file requirements/dev.txt

clean: ## remove .venv and caches; ./data stays
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find src tests bench scripts -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY): requirements/dev.txt pyproject.toml
	@scripts/make-venv.sh "$(PYTHON)"
	@touch $@
