# `make run` serves the demo, `make test` runs all tests; `make help` lists the rest.
PYTHON ?= python3
PORT ?= 5000
VENV := .venv
BIN := $(VENV)/bin
export FLASK_APP := wsgi

.DEFAULT_GOAL := help

CATALOGUES := $(wildcard logbook/translations/*/LC_MESSAGES/messages.po)

help: ## list the verbs
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

run: $(VENV)/installed $(VENV)/catalogues ## serve the demo at http://127.0.0.1:$PORT (5000)
	@$(BIN)/flask db upgrade
	@LOGBOOK_DEMO=1 BASE_URL=http://127.0.0.1:$(PORT) $(BIN)/flask seed --if-empty
	@echo "Logbook serves at http://127.0.0.1:$(PORT)  (stop with Ctrl-C)"
	@LOGBOOK_DEMO=1 BASE_URL=http://127.0.0.1:$(PORT) $(BIN)/gunicorn --no-control-socket --workers 2 --threads 4 \
		--bind 127.0.0.1:$(PORT) --log-level warning wsgi:app

test: $(VENV)/tested $(VENV)/catalogues ## all tests, on SQLite and on PostgreSQL, with a real browser
	@$(BIN)/python -m tests.run

lint: $(VENV)/tested ## style
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/djlint templates --lint --quiet

types: $(VENV)/tested ## mypy, strict
	@$(BIN)/mypy

contracts: $(VENV)/tested ## who may import whom
	@$(BIN)/lint-imports --no-logo

siege: $(VENV)/tested $(VENV)/catalogues ## 500 signings while the service is killed under them
	@for seed in 1 2 3; do $(BIN)/python -m tests.siege --seed $$seed || exit 1; done
	@$(BIN)/python -m tests.siege --seed 4 --postgresql

bench: $(VENV)/tested $(VENV)/catalogues ## measure, as ratios to a floor in the same run
	@$(BIN)/python -m bench

backtest: $(VENV)/tested ## forecasts of 200 simulated cohorts, held against what came of them
	@$(BIN)/python -m bench.backtest

pictures: $(VENV)/tested $(VENV)/catalogues ## take the pictures of the documents anew
	@$(BIN)/python -m tests.pictures

messages: $(VENV)/tested ## collect what is shown into the catalogues
	@$(BIN)/pybabel -q extract -F babel.cfg -k no -k say -k lazy_gettext --no-location --sort-output \
		--project=Logbook --version=1 --copyright-holder=Logbook -o logbook/translations/messages.pot .
	@for language in en id; do $(BIN)/pybabel -q update -N --ignore-pot-creation-date --no-wrap \
		-i logbook/translations/messages.pot -d logbook/translations -l $$language; done

lock: $(VENV)/tested ## pin again what the .in files ask for
	@$(BIN)/pip install -q uv
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-strip-extras --no-annotate --exclude-newer "7 days" requirements.in -o requirements.txt
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-strip-extras --no-annotate --exclude-newer "7 days" requirements-dev.in -o requirements-dev.txt

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("Logbook needs Python 3.11 or later: make PYTHON=..." if sys.version_info < (3, 11) else 0)'
	@$(PYTHON) -m venv $(VENV)

$(VENV)/installed: requirements.txt | $(VENV)/bin/python
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/tested: requirements-dev.txt requirements.txt | $(VENV)/bin/python
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@ $(VENV)/installed

$(VENV)/catalogues: $(CATALOGUES) $(VENV)/installed
	@$(BIN)/pybabel -q compile -d logbook/translations
	@touch $@

.PHONY: help run test lint types contracts siege bench backtest pictures messages lock
