# Each target sets up what it needs. `make help` lists them.
PYTHON := .venv/bin/python
export PYTHONDONTWRITEBYTECODE ?=

.DEFAULT_GOAL := help
.PHONY: help setup demo test lint bench mutants test-long lock openapi settings translations

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## Install the Debian packages and .venv (safe to repeat)
	@packaging/setup.sh

demo: setup ## Run the whole system on this machine (scripted where there is no display)
	@$(PYTHON) -m kiosk demo

lint: setup ## Check style, types and who imports whom
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports --cache-dir .venv/.import-linter

test: lint ## Lint, then every test that fits into CI's time
	@$(PYTHON) -m pytest -n 4 -m "not long"  # they wait more than they work

test-long: setup ## The longer proofs: thousands of cases, more than an hour
	@$(PYTHON) -m pytest -n 4

bench: setup ## Measure against a peer in the same run; writes build/bench/*.json
	@$(PYTHON) tests/benchmarks

mutants: setup ## Plant small bugs by lot and see tests catch them [SEED= ROOM= COUNT=]
	@PYTHONPATH=tests $(PYTHON) -m mutants $(if $(SEED),--seed $(SEED)) \
	  $(if $(ROOM),--room $(ROOM)) $(if $(COUNT),--count $(COUNT)) \
	  $(if $(MUTANT),--mutant '$(MUTANT)')

lock: setup ## Pin the versions again (needs uv on the PATH)
	@for name in requirements requirements-dev; do \
	  uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --no-annotate --no-header --upgrade \
	    packaging/$$name.in -o packaging/$$name.lock; done

translations: setup ## Bring ui's *.ts files up to date with the source texts
	@.venv/bin/pyside6-lupdate -silent -locations none -no-obsolete \
	  $$(find ui -name '*.py' -not -path 'ui/device_panel/*' | sort) -ts ui/locale/zh_CN.ts
	@.venv/bin/pyside6-lupdate -silent -locations none -no-obsolete \
	  $$(find ui/device_panel -name '*.py' | sort) -ts ui/device_panel/locale/zh_CN.ts

openapi: setup ## Write central's OpenAPI document again
	@$(PYTHON) -m central openapi > central/openapi.json

settings: setup ## Write config/default.toml and docs/settings.md again
	@$(PYTHON) -m central settings toml > config/default.toml
	@$(PYTHON) -m central settings page > docs/settings.md
