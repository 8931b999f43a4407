"""The measure of the check: right answers are right, a change is one change, and the bars hold."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from evals import mutate
from evals.mutate import MAX_REJECTED, MIN_CAUGHT, Report, changes, main, measure, right_answers
from index.quantities import parse_quantities
from rag.verify import check

SEEDS = Path(__file__).resolve().parent.parent / "seeds"


@pytest.fixture(scope="module")
def answers():
    return right_answers([SEEDS], 120, 7)


def one(answers, template, text):
    """An answer of a template with the quantity that a Chinese text writes."""
    (quantity,) = parse_quantities(text)
    found = next(a for a in answers if a.template == template)
    said = replace(found.said[0], quantity=quantity, beside=None, style=0)
    return replace(found, said=(said, *found.said[1:]))


def changed_by_kind(answer, seed=3):
    return {change.kind: change.answer for change in changes(answer, random.Random(seed))}


def test_the_bars_hold_on_a_sample_of_the_seeds(answers):
    report = measure(answers, 7)
    assert report.caught_share >= MIN_CAUGHT, [c.answer.text for c in report.escaped]
    assert report.rejected_share <= MAX_REJECTED, report.refused


def test_answers_are_the_same_for_the_same_seed_and_of_both_languages(answers):
    again = right_answers([SEEDS], 120, 7)
    assert [a.text for a in again] == [a.text for a in answers]
    assert [a.text for a in right_answers([SEEDS], 120, 8)] != [a.text for a in answers]
    assert [a.language for a in answers] == ["zh"] * 120 + ["en"] * 120
    assert {a.template for a in answers} == set(mutate.TEMPLATES)


def test_every_table_row_is_worded_in_both_languages(answers):
    rows = {
        a.evidence.text for a in right_answers([SEEDS], 400, 1) if "\t" in a.evidence.citation.text
    }
    for language in ("zh", "en"):
        told = {a.evidence.text for a in answers if a.language == language}
        assert rows <= told


def test_right_answer_states_the_figure_of_its_evidence(answers):
    for answer in answers:
        for said in answer.said:
            known = {f.quantity.base for f in answer.evidence.figures}
            assert said.quantity.base in known, answer.text


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("140亿元以上", "bound turned", ("140", "140", "<=", "亿元")),
        ("140亿元以上", "bound dropped", ("140", "140", "", "亿元")),
        ("140亿元", "about added", ("140", "140", "~", "亿元")),
        ("140亿元", "scale", ("140", "140", "", "万元")),
        ("140亿元", "unit", ("140", "140", "", "亿美元")),
        ("15%", "unit", ("15", "15", "", "个百分点")),
        ("2—3家", "range: end changed", ("2", "4", "", "家")),
    ],
)
def test_change_touches_one_thing(answers, text, kind, expected):
    answer = one(answers, "zh short", text)
    quantity = changed_by_kind(answer)[kind].said[0].quantity
    assert (str(quantity.low), str(quantity.high), quantity.bound, quantity.unit) == expected


def test_changed_digit_is_one_digit(answers):
    answer = one(answers, "zh short", "1234.5亿元")
    for seed in range(20):
        low = changed_by_kind(answer, seed)["digit"].said[0].quantity.low
        differ = sum(a != b for a, b in zip(str(low), "1234.5", strict=True))
        assert differ == 1 and low >= Decimal(1000)


def test_dropped_end_leaves_a_single_figure(answers):
    quantity = (
        changed_by_kind(one(answers, "zh short", "2—3家"))["range: end dropped"].said[0].quantity
    )
    assert quantity.low == quantity.high and str(quantity.low) in "23"


def test_swap_exchanges_figures_and_keeps_years(answers):
    answer = next(a for a in answers if a.template == "zh base and target")
    swapped = changed_by_kind(answer)["base and target"]
    assert [s.years for s in swapped.said] == [s.years for s in answer.said]
    assert [s.quantity for s in swapped.said] == [s.quantity for s in answer.said][::-1]
    years = re.findall(r"20\d\d", answer.text)
    assert re.findall(r"20\d\d", swapped.text) == years and swapped.text != answer.text


def test_other_year_is_no_year_of_the_same_figure(answers):
    for answer in answers:
        year = changed_by_kind(answer).get("year")
        if year is not None:
            before, after = ([s.years for s in a.said] for a in (answer, year))
            assert sum(x != y for x, y in zip(before, after, strict=True)) == 1


def test_report_counts_what_the_check_does(answers, monkeypatch):
    few = answers[:10]
    blind = measure(few, 1)
    monkeypatch.setattr(
        mutate, "check", lambda text, query, evidence: check("x [1]", query, evidence)
    )
    all_rejected = measure(few, 1)
    assert all_rejected.rejected_share == 1.0 and not all_rejected.caught
    assert blind.rejected_share == 0.0
    assert sum(n for _, n in blind.caught.values()) > 40


def test_command_says_whether_the_bars_hold(capsys, monkeypatch):
    assert main(["--answers", "20", "--documents", str(SEEDS)]) == 0
    assert "untouched, rejected" in capsys.readouterr().out
    missed = Report({("zh", "digit"): (9, 10)}, {"zh": (0, 10)}, (), ())
    monkeypatch.setattr(mutate, "measure", lambda answers, seed: missed)
    assert main(["--answers", "5", "--documents", str(SEEDS)]) == 1
    assert "90.00%" in capsys.readouterr().out
