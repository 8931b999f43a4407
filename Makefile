# Two commands do everything: make run, make test.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test install lint eval eval-checks eval-look eval-rows eval-plans eval-default bench clean

run: .venv/.run
	$(BIN)/planqa models
	$(BIN)/planqa build
	$(BIN)/planqa serve

test: .venv/.test
	$(BIN)/planqa models
	$(BIN)/planqa build
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest

install: .venv/.run

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/.run: .venv/bin/python pyproject.toml
	$(BIN)/python -m pip install -e '.[weights]'
	touch $@

.venv/.test: .venv/bin/python pyproject.toml
	$(BIN)/python -m pip install -e '.[weights,dev]'
	touch .venv/.run $@

lint: .venv/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

eval: eval-checks eval-look eval-rows eval-plans eval-default

eval-checks: .venv/.test
	$(BIN)/python -m evals facts
	$(BIN)/python -m evals incentives
	$(BIN)/python -m evals incentives --plans $(addprefix evals/cases/plans/,firms county trade valley grove)
	$(BIN)/python -m evals mutate
	$(BIN)/python -m evals swapped --cases evals/cases/swapped*.jsonl

eval-look: .venv/.test
	$(BIN)/python -m evals run --cases evals/cases/dev*.jsonl evals/cases/test*.jsonl --generator none --out eval-out/none

eval-rows: .venv/.test
	$(BIN)/python -m evals run --cases evals/cases/rows-*.jsonl --generator none --thresholds evals/thresholds-rows.toml --out eval-out/rows

eval-plans: .venv/.test
	for plan in energy logistics; do \
	  $(BIN)/python -m evals run --documents evals/cases/plans/$$plan/documents --cases evals/cases/plans/$$plan/rows.jsonl --generator none --thresholds evals/thresholds-plans.toml --out eval-out/$$plan || exit 1; done

eval-default: .venv/.test
	$(BIN)/python -m evals run --cases evals/cases/dev.jsonl evals/cases/test.jsonl --limit 24 --out eval-out/default

bench: .venv/.test
	$(BIN)/python -m evals bench

clean:
	rm -rf .venv .planqa eval-out *.egg-info
