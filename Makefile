# `make` lists what there is. Every target makes what it needs; a second run redoes only what changed.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

VENV := .venv
BIN := $(VENV)/bin
PY := $(BIN)/python
NODE := $(VENV)/.node
PYRIGHT_HERE := tools/pyright/node_modules/.package-lock.json
# With more room for what is young, a tenth less of the time goes into looking for garbage.
PYRIGHT := node --min-semi-space-size=64 --max-semi-space-size=128 tools/pyright/node_modules/pyright/index.js
IDE := app/static/graphiql/.built
UI := app/static/ui/.built
UI_HERE := ui/node_modules/.package-lock.json
UI_TYPES := ui/src/gql/graphql.ts

# 1: whatever a test lacks is a failure, not a skip.
REQUIRE_ALL ?=
# 0: `make run` serves without demo data.
DEMO ?= 1
# More arguments for pytest: make test ARGS='-k referral'
ARGS ?=

export RAPPORT_REQUIRE_ALL := $(REQUIRE_ALL)
# Where it is set (in images of Python it often is), every worker of the tests and every server they start would
# compile all of the program and of the tests anew.
unexport PYTHONDONTWRITEBYTECODE

PYTEST := $(PY) -m pytest --dist=loadgroup --numprocesses
FAST := not neo4j and not browser and not slow and not durability

.PHONY: help
help: ## List the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# ----------------------------------------------------------------------------------------------- use

.PHONY: run
run: $(VENV)/.project $(IDE) $(UI) ## Serve, with demo data the first time (DEMO=0: without)
	@if [ "$(DEMO)" != 0 ]; then $(BIN)/rapport demo --if-empty; fi
	@exec $(BIN)/rapport serve

.PHONY: neo4j
neo4j: $(VENV)/.dev ## Start a real Neo4j for development, without Docker (VERSION=2026.05.0)
	@exec $(PY) -m tools.neo4j $(if $(VERSION),--version $(VERSION))

# --------------------------------------------------------------------------------------------- check

.PHONY: check
check: $(VENV)/.dev $(PYRIGHT_HERE) $(IDE) $(UI_TYPES) ## The fast part, under 90 s: lint, types, import contracts, unit, SQLite
# At once, since the type checker keeps one core busy and no more.
	@$(MAKE) --no-print-directory --jobs=3 --output-sync=target lint types ui fast

.PHONY: fast
fast: $(VENV)/.dev $(IDE)
	$(PYTEST)=auto --quiet --hypothesis-profile=quick -m '$(FAST)' $(ARGS)

.PHONY: test
test: $(VENV)/.dev ## Everything a change can break (REQUIRE_ALL=1: a skip is a failure)
	@$(MAKE) --no-print-directory --jobs=3 --output-sync=target need lint types ui $(IDE) $(UI)
# One more worker than cores: much of the time some of them wait for Neo4j, a browser or a server.
	$(PYTEST)=$$($(PY) -c 'import os; print(1 + (os.cpu_count() or 1))') --cov --cov-report=term --branch-gate=95 $(ARGS)

.PHONY: lint
lint: $(VENV)/.dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports --no-logo

.PHONY: types
types: $(VENV)/.dev $(PYRIGHT_HERE)
	$(PYRIGHT) --warnings

.PHONY: ui
ui: $(UI_TYPES)
	npm --prefix ui run --silent types
	npm --prefix ui run --silent lint
	npm --prefix ui run --silent test -- --reporter=dot

.PHONY: fix
fix: $(VENV)/.dev ## Format, and mend what ruff can mend
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

.PHONY: need
need: $(VENV)/.dev $(NODE) ## Get what the tests need from outside, or say what is lacking
	$(PY) -m tools.need

.PHONY: durability
durability: need ## Kill servers under load: 20 rounds on each store
	RAPPORT_DURABILITY_ROUNDS=20 $(PY) -m pytest -m durability $(ARGS)

.PHONY: bench
bench: $(VENV)/.dev ## Measure, as ratios in one run (bench/)
	$(PY) -m bench $(ARGS)

# -------------------------------------------------------------------------------------------- upkeep

.PHONY: schema
schema: $(VENV)/.project ## Export schema/schema.graphql
	$(BIN)/rapport schema --output schema/schema.graphql

.PHONY: pictures
pictures: need $(UI) ## Take the pictures of the documentation anew
	@mkdir -p docs/images
	RAPPORT_PICTURES=docs/images $(PY) -m pytest --quiet tests/e2e/test_pictures.py

.PHONY: lock
lock: $(VENV)/.dev ## Lock dependencies anew, with hashes (ARGS=--upgrade: the newest)
	tools/lock.sh $(ARGS)

.PHONY: venv
venv: $(VENV)/.dev $(PYRIGHT_HERE) ## Make .venv with everything for development

.PHONY: clean
clean: ## Remove what was made here, data not
	rm -rf $(VENV) .run build dist *.egg-info .coverage .coverage.* coverage.json htmlcov test-results \
	  .pytest_cache .ruff_cache .hypothesis .import_linter_cache tools/pyright/node_modules \
	  tools/graphiql/node_modules ui/node_modules ui/src/gql app/static

# -------------------------------------------------------------------------------------------- stamps

$(VENV)/bin/python:
	tools/venv.sh $(VENV)

$(VENV)/.runtime: requirements.lock requirements-build.lock | $(VENV)/bin/python
	$(PY) -m pip install --quiet --no-deps --require-hashes -r requirements.lock -r requirements-build.lock
	@touch $@

$(VENV)/.project: pyproject.toml $(VENV)/.runtime
	$(PY) -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.project
	$(PY) -m pip install --quiet --no-deps --require-hashes -r requirements-dev.lock
	@touch $@

$(NODE): | $(VENV)/bin/python
	@$(PY) -m tools.need node
	@touch $@

$(PYRIGHT_HERE): tools/pyright/package-lock.json | $(NODE)
	npm --prefix tools/pyright ci --no-audit --no-fund --silent
	@touch $@

# All of tools/graphiql but what npm brings, and the queries that the IDE offers.
$(IDE): $(wildcard tools/graphiql/*.*) $(wildcard docs/queries/*) | $(NODE)
	npm --prefix tools/graphiql ci --no-audit --no-fund --silent
	npm --prefix tools/graphiql run build --silent
	@touch $@

$(UI_HERE): ui/package-lock.json | $(NODE)
	npm --prefix ui ci --no-audit --no-fund --silent
	@touch $@

# Which operations there are, by the schema: written by a program, never committed.
$(UI_TYPES): schema/schema.graphql ui/codegen.ts $(shell find ui/src -name '*.graphql.ts') | $(UI_HERE)
	npm --prefix ui run --silent codegen -- --silent
	@touch $@

$(UI): $(UI_HERE) $(UI_TYPES) ui/index.html ui/vite.config.ts $(shell find ui/src ui/public -type f -not -path '*/gql/*')
	npm --prefix ui run --silent build
	@touch $@
