# Verbs: play, test, torture, check, bench. Each sets up what it needs; the first run takes a minute, the next none.

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo $$p; exit; }; done)
VENV := .venv
RUN := $(VENV)/bin/python
PORT ?= 8420
FRESH ?=

.DELETE_ON_ERROR:
.PHONY: help play test torture check bench lock

help:
	@echo "make play    open the playground (PORT=8420, FRESH=1 begins its story again)"
	@echo "make test    run all tests"
	@echo "make torture kill it, fill its disk, cut its power, beside a PostgreSQL; in under four minutes"
	@echo "make check   lint, types, import contracts, message catalogue"
	@echo "make bench   measure, each figure against a limit taken in the same run"

play: $(VENV)/base
	@$(RUN) descant.py play --port $(PORT) $(if $(FRESH),--fresh)

test: $(VENV)/dev
	$(RUN) -m pytest

torture: $(VENV)/dev
	scripts/with-postgres scripts/torture $(RUN)

check: $(VENV)/dev
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m mypy
	$(VENV)/bin/lint-imports --verbose >$(VENV)/contracts.txt || { cat $(VENV)/contracts.txt; exit 1; }
	$(RUN) scripts/catalogue.py --check

bench: $(VENV)/dev
	$(RUN) -m benchmarks

lock: $(VENV)/dev
	scripts/lock

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Descant needs Python 3.11 or newer with venv (on Debian: python3-venv)."; exit 1; }
	@echo "Setting up in $(VENV)/, once."
	@$(PYTHON) -m venv $(VENV)

$(VENV)/base: requirements/base.txt | $(VENV)/bin/python
	@$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

$(VENV)/dev: requirements/dev.txt | $(VENV)/bin/python
	@$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@ $(VENV)/base
