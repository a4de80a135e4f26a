# Everything runs on a machine with Python 3.11+ and nothing else set up.

PYTHON ?= python3
VENV ?= .venv
RUN := $(VENV)/bin/python

.PHONY: help demo test matrix lint types docs benchmark migration clean

help:
	@echo "make demo       a company's Stripe life in your admin, in a minute"
	@echo "make test       the tests, on every database that can be had here"
	@echo "make matrix     every supported Python, Django and stripe, on every database"
	@echo "make lint types docs benchmark"

$(VENV)/.installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/pip install --quiet --disable-pip-version-check --editable ".[dev]"
	@touch $@

demo: $(VENV)/.installed
	@$(RUN) -m demo

test: $(VENV)/.installed
	@$(RUN) -m tests.run

matrix: $(VENV)/.installed
	@$(RUN) -m tests.matrix

lint: $(VENV)/.installed
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .

types: $(VENV)/.installed
	PYTHONPATH=. $(VENV)/bin/mypy

docs: $(VENV)/.installed
	$(VENV)/bin/pip install --quiet --disable-pip-version-check --editable ".[docs]"
	$(RUN) -m tools.reference
	$(VENV)/bin/zensical build --clean

benchmark: $(VENV)/.installed
	$(RUN) -m benchmarks

migration: $(VENV)/.installed
	DJANGO_SETTINGS_MODULE=tests.settings $(RUN) -m django makemigrations djstripe

clean:
	rm -rf $(VENV) .demo site build dist .pytest_cache .mypy_cache .ruff_cache
