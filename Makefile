# The verbs of this project. People and CI use the same ones; each is a line or two.

# Which Python makes the venv: `make setup PYTHON=/opt/python3.12/bin/python3` picks another.
PYTHON ?= $(shell command -v python3.11 || command -v python3 || echo python3)

BIN := .venv/bin
READY := .venv/.ready
# The dashboard: built where Node is, served from these files; a built wheel has them inside.
NODE_READY := web/node_modules/.ready
BUILT := src/cocoonpool/server/built/index.html
WEB := $(shell find web -name node_modules -prune -o -type f -print)
IF_NODE := $(if $(shell node -e 'process.exit(process.versions.node.split(".")[0] < 20 ? 1 : 0)' 2>/dev/null && command -v npm),$(BUILT))

LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header

.DEFAULT_GOAL := help
.PHONY: help setup run demo web test check bench fix types picture screenshots dashboards lock clean

help: ## list the verbs
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(READY) ## make .venv with everything in it (again only when what it needs has changed)
	@echo "Ready: .venv"

run: $(READY) $(IF_NODE) ## start Cocoon Pool on http://127.0.0.1:8000, data in ./data (ARGS="--help")
	@$(BIN)/cocoonpool serve $(ARGS)

demo: $(READY) $(IF_NODE) ## start it with simulated workers: nothing to configure
	@$(BIN)/cocoonpool demo $(ARGS)

web: $(BUILT) ## build the dashboard (again only when it has changed; needs Node 20)

test: $(READY) $(BUILT) ## all tests (ARGS="tests/cocoon -x" for some)
	scripts/install-test-services.sh
	npm --prefix web test --silent
	$(BIN)/python -m pytest -n auto $(ARGS)

check: $(READY) $(NODE_READY) ## style, types, imports, lock files; known weaknesses of packages, as advice
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python scripts/check_locks.py
	npm --prefix web run --silent check
	$(BIN)/python scripts/openapi_document.py | node web/scripts/types.mjs --check
	$(BIN)/python scripts/advisories.py

bench: $(READY) ## measure the figures the documentation speaks of (ARGS="parsing" for one)
	$(BIN)/python -m bench $(ARGS)

fix: $(READY) $(NODE_READY) ## let ruff, eslint and prettier mend and format what they can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	npm --prefix web run --silent fix

types: $(READY) $(NODE_READY) ## make the dashboard's types anew from the API
	$(BIN)/python scripts/openapi_document.py | node web/scripts/types.mjs

picture: $(READY) ## draw docs/images/demo.svg anew from a running demo
	.venv/bin/python scripts/demo_picture.py

screenshots: $(READY) $(BUILT) ## take docs/images/dashboard anew from a running demo
	$(BIN)/python scripts/screenshots.py $(ARGS)

dashboards: $(READY) ## make deploy/grafana/dashboards anew from scripts/panels.py
	$(BIN)/python -m scripts.dashboards

lock: $(READY) ## pin every dependency anew from pyproject.toml (ARGS="--upgrade" for newer versions)
	$(LOCK) $(ARGS) pyproject.toml --output-file requirements/agent.txt
	$(LOCK) $(ARGS) pyproject.toml --extra server --output-file requirements/server.txt
	$(LOCK) $(ARGS) pyproject.toml --extra server --group dev --output-file requirements/dev.txt

clean: ## remove .venv and caches; ./data stays
	rm -rf .venv web/node_modules src/cocoonpool/server/built build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find src tests bench scripts -name __pycache__ -type d -prune -exec rm -rf {} +

$(NODE_READY): web/package.json web/package-lock.json
	npm --prefix web ci --ignore-scripts --no-audit --no-fund
	@touch $@

$(BUILT): $(NODE_READY) $(WEB)
	npm --prefix web run --silent build -- --logLevel warn
	@touch $@

$(READY): requirements/dev.txt pyproject.toml
	@scripts/make-venv.sh "$(PYTHON)"
	@touch $@
