"""Questions over several figures: what is asked, what is computed, what is refused, how it is scored."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest

from evals.cases import CaseError, parse_case
from evals.rows import score_rows_case, unfounded
from evals.swapped import mark_of, run_swapped
from index.catalog import describe
from index.chunks import parse_document
from index.facts import read_facts
from index.quantities import parse_quantities
from index.readers import Source
from index.types import Period
from rag import compute
from rag.compute import NotComparable
from rag.guard import five_years, wrong_slot
from rag.operations import read_operations
from rag.phrases import years_in
from rag.reads import Read
from rag.types import Answer, Cell, Decision, Query, ResultTable, TermGroup, Timing


def figure(text):
    (quantity,) = parse_quantities(text)
    return quantity


def told(result):
    return result.op, result.value, result.unit, result.formula


# What is asked


@pytest.mark.parametrize(
    ("question", "ops"),
    [
        ("2030年工业增加值比2025年增加多少亿元？", ("difference",)),
        ("三个园区的产值加起来是多少？", ("sum",)),
        ("2030年的产值是2025年的多少倍？", ("ratio",)),
        ("从2025年到2030年，工业增加值年均增长多少？", ("annual growth",)),
        ("2030年比2025年增长百分之几？", ("growth",)),
        ("高新技术企业占规上企业的多少？", ("share",)),
        ("哪个园区的总产值最高？", ("max",)),
        ("哪个产业的产值最低？", ("min",)),
        ("离2030年目标还差多少家？", ("gap", "difference")),
        ("主要指标里约束性指标有几个？", ("count",)),
        ("What is the average annual growth implied from 2025 to 2030?", ("annual growth",)),
        ("What is the percentage increase from 2025 to 2030?", ("growth",)),
        ("By how much does the 2030 target exceed the 2025 baseline?", ("difference",)),
        ("What share of firms are high-tech?", ("share",)),
        ("Which park has the highest output?", ("max",)),
        ("How many binding indicators are there?", ("count",)),
    ],
)  # fmt: skip
def test_question_names_its_calculation(question, ops):
    assert read_operations(question, "？" in question).ops == ops


@pytest.mark.parametrize(
    "question",
    [
        "2025年地区生产总值是多少？",
        "2030年工业增加值年均增长多少？",  # a rate that a plan states
        "占地多少亩？",
        "园区要建成至少5家企业吗？",
        "What was the GDP in 2025?",
        "What is the average annual growth target?",
        "Is a quota of at least 5 firms stated?",
    ],
)
def test_stated_figures_are_looked_up_and_not_computed(question):
    asked = read_operations(question, "？" in question)
    assert (asked.ops, asked.any) == ((), False)


def test_marks_beside_the_calculation():
    several = read_operations("各园区2030年产值目标分别是多少？", True)
    assert (several.compare, several.family, several.target) == (True, True, True)
    assert (several.ops, several.base, several.any) == ((), False, True)
    listed = read_operations("List all targets of the plans", False)
    assert (listed.listed, listed.all_plans, listed.family) == (True, True, False)
    ends = read_operations("What is the difference between the 2025 baseline and 2030?", False)
    assert (ends.two_years, ends.base) == (True, True)


# Calculations


def test_sum_and_difference_are_exact_in_the_unit_of_the_first():
    parts = [figure("0.1亿元"), figure("2000万元"), figure("0.3亿元")]
    assert told(compute.total(parts)) == (
        "sum", Decimal("0.6"), "亿元", "0.1亿元 + 2000万元 + 0.3亿元 = 0.6亿元",
    )  # fmt: skip
    less = compute.difference(figure("142亿元"), figure("1048800万元"))
    assert told(less) == (
        "difference", Decimal("37.12"), "亿元", "142亿元 − 1048800万元 = 37.12亿元",
    )  # fmt: skip
    assert less.text == "37.12亿元"
    assert compute.difference(figure("10家"), figure("12户")).text == "-2家"


def test_difference_of_fractions_is_written_as_fractions_and_ends():
    result = compute.difference(figure("1/3"), figure("1/4"))
    assert result.formula == "1/3 − 1/4 = 8.33个百分点"


@pytest.mark.parametrize(
    ("end", "begin", "shown"),
    [
        ("46.2%", "40%", "46.2% − 40% = 6.2个百分点"),
        ("6个百分点", "2个百分点", "6个百分点 − 2个百分点 = 4个百分点"),
        ("46%", "6个百分点", "46% − 6个百分点 = 40%"),
    ],
)
def test_percentages_differ_by_points(end, begin, shown):
    assert compute.difference(figure(end), figure(begin)).formula == shown


def test_growth_share_and_ratio_round_half_up_and_show_their_formula():
    end, begin = figure("142亿元"), figure("1048800万元")
    exact = (Fraction(142) - Fraction("104.88")) / Fraction("104.88") * 100
    assert (
        compute.growth(end, begin).value == Decimal(math.floor(exact * 100 + Fraction(1, 2))) / 100
    )
    assert compute.growth(end, begin).formula == "(142亿元 − 1048800万元) ÷ 1048800万元 = 35.39%"
    assert told(compute.share(figure("1家"), figure("800家"))) == (
        "share", Decimal("0.13"), "%", "1家 ÷ 800家 = 0.13%",
    )  # fmt: skip
    assert told(compute.ratio(figure("9亿元"), figure("80000万元"))) == (
        "ratio", Decimal("1.13"), "倍", "9亿元 ÷ 80000万元 = 1.13倍",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("end", "begin", "years"),
    [
        ("140亿元", "698800万元", 5),
        ("100家", "63家", 4),
        ("30亿元", "45亿元", 3),
        ("7家", "5家", 1),
    ],
)
def test_annual_growth_is_the_root_over_the_years(end, begin, years):
    result = compute.annual_growth(figure(end), figure(begin), years)
    quotient = figure(end).base[0] / figure(begin).base[0]
    mean = Decimal(math.expm1(math.log(quotient) / years) * 100)
    value = mean.quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert told(result) == (
        "annual growth", value, "%", f"({end} ÷ {begin})^(1/{years}) − 1 = {value}%",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other"),
    [("140亿元", "20亿美元"), ("300人", "20家"), ("140亿元", "9%"), ("50万吨", "460万千瓦")],
)
def test_figures_of_different_kinds_are_never_computed_with(one, other):
    for work in (compute.difference, compute.growth, compute.share, compute.ratio):
        with pytest.raises(NotComparable):
            work(figure(one), figure(other))
    with pytest.raises(NotComparable):
        compute.total([figure(one), figure(other)])


def test_no_division_by_zero_and_no_root_without_years():
    some, none = figure("5亿元"), figure("0亿元")
    for work in (compute.growth, compute.share, compute.ratio):
        with pytest.raises(NotComparable, match="zero"):
            work(some, none)
    for end, begin, years in ((some, some, 0), (some, none, 5), (none, some, 5)):
        with pytest.raises(NotComparable, match="years or sign"):
            compute.annual_growth(end, begin, years)


# The slot guard

PLAN = """云岭市“十五五”工业发展规划
（2026—2030年）

第一章 发展基础

2025年，藏药产业产值达到12亿元。2025年，A区工业总产值达到30亿元。甲市、乙市、丙市三地粮食产量达到90万吨。2025年，全市进出口总额达到8亿元。

第二章 发展目标

到2030年，藏药产业产值达到20亿元。
"""


def read_of(text):
    """The figure that is written so in the plan, with its places."""
    parsed = parse_document(describe(Source("plan.txt", PLAN, "0"), None))
    document = replace(parsed.document, period=Period(2026, 2030))
    (fact,) = [f for f in read_facts(parsed) if f.quantity.text == text]
    places = [(u, c) for c in parsed.chunks for u in c.units if u.start == fact.start]
    ((unit, chunk),) = places
    return Read(fact, unit, chunk, document, document.title)


MEDICINE = TermGroup("藏药产业", ("藏药产业", "藏药"), "industry")
OUTPUT = TermGroup("产值", ("产值",), "indicator")


def query(text, *groups, years=(), periods=(), language="zh"):
    return Query(text, language, "figure", groups, years, periods, (), (), (), ())


def refused(text, read, *groups, plans=(), **slots):
    return wrong_slot(query(text, *groups, **slots), [read_of(read)], plans, text)


def test_figure_of_every_asked_slot_passes():
    text = "2030年藏药产业产值目标是多少？"
    asked = {"years": (2030,), "plans": ("plan.txt",), "periods": ((2026, 2030),)}
    assert refused(text, "20亿元", MEDICINE, OUTPUT, **asked) is None
    assert wrong_slot(query(text, MEDICINE, years=(2031,)), [], (), text) is None


def test_another_year_is_refused():
    text = "藏药产业产值是多少？"
    assert refused(text, "12亿元", MEDICINE, years=(2024,)) == ("figure", ("2024",))
    assert refused(text, "12亿元", MEDICINE, years=(2025,)) is None
    both = [read_of("12亿元"), read_of("20亿元")]
    assert wrong_slot(query(text, MEDICINE, years=(2030,)), both, (), text) is None


def test_what_was_reached_is_no_target():
    text = "藏药产业产值的目标是多少？"
    assert refused(text, "12亿元", MEDICINE) == ("figure", ("",))
    assert refused(text, "20亿元", MEDICINE) is None
    assert refused("藏药产业产值实际达到多少，超过目标了吗？", "12亿元", MEDICINE) is None


def test_plan_of_another_period_is_refused_even_for_a_year_inside_it():
    text = 'What output does the "16th Five-Year" Plan for Medicine set?'
    assert refused(text, "20亿元", MEDICINE) == ("figure", ("2031–2035",))
    own = "What output does the 15th Five-Year Plan set?"
    assert refused(own, "20亿元", MEDICINE) is None


def test_exports_are_not_answered_by_imports_and_exports():
    text = "云岭市出口额是多少？"
    exports = TermGroup("出口额", ("出口额", "出口总额"), "indicator")
    assert refused(text, "8亿元", exports) == ("subject", ("出口额",))


def test_another_plan_is_refused_before_anything_else():
    asked = {"plans": ("other.txt",), "years": (2024,)}
    assert refused("产值是多少？", "12亿元", MEDICINE, **asked) == ("subject", ("藏药产业",))
    assert refused("产值是多少？", "12亿元", **asked) == ("subject", ("",))


def test_another_five_year_period_is_refused():
    assert refused("“十三五”藏药产业产值是多少？", "20亿元", MEDICINE) == ("figure", ("2016–2020",))
    assert refused("“十五五”藏药产业产值是多少？", "20亿元", MEDICINE) is None
    english = "What does the 13th Five-Year Plan say?"
    assert refused(english, "20亿元", MEDICINE, language="en") == ("figure", ("2016–2020",))
    assert (five_years("Fourteenth"), five_years("15th")) == ((2021, 2025), (2026, 2030))


def test_another_zone_and_a_sum_over_several_places_are_refused():
    output = TermGroup("工业总产值", ("工业总产值",), "indicator")
    assert refused("B区工业总产值是多少？", "30亿元", output) == ("name", ("B区",))
    assert refused("A区工业总产值是多少？", "30亿元", output) is None
    grain = TermGroup("粮食", ("粮食",), "crop")
    place = TermGroup("甲市", ("甲市",), "place", critical=True)
    assert refused("甲市粮食产量是多少？", "90万吨", place, grain) == ("name", ("甲市",))
    assert refused("三地粮食产量是多少？", "90万吨", grain) is None


def test_another_thing_is_refused_by_its_name():
    tourism = TermGroup("旅游业", ("旅游业",), "industry")
    assert refused("旅游业产值是多少？", "12亿元", tourism) == ("subject", ("旅游业",))
    assert refused("藏药产业产值是多少？", "12亿元", MEDICINE) is None
    both = refused("藏药和旅游业产值是多少？", "12亿元", MEDICINE, tourism)
    assert both == ("subject", ("旅游业",))


# The scorer of tables

CASE = {
    "id": "t-1",
    "lang": "zh",
    "type": "compute",
    "question": "2030年藏药产业产值比2025年增加多少？",
    "cells": [
        {"label": "2025", "doc": "p", "value": "12亿元", "quote": "2025年，藏药产业产值达到12亿元"},
        {"label": "2030", "doc": "p", "value": "20亿元", "quote": "到2030年，藏药产业产值达到20亿元"},
    ],
    "computed": [{"op": "difference", "value": "8", "unit": "亿元"}],
}  # fmt: skip
DONE = {
    "op": "difference", "value": "8", "unit": "亿元",
    "formula": "20亿元 − 12亿元 = 8亿元", "operands": [2, 1],
}  # fmt: skip


def shown_cell(value, evidence, doc="p", unit="亿元"):
    return {"doc": doc, "value": value, "unit": unit, "evidence": evidence}


def record(cells=None, computed=(DONE,), **changes):
    texts = [cell["quote"] for cell in CASE["cells"]]
    shown = [shown_cell("12", 1), shown_cell("20", 2)] if cells is None else cells
    return {
        "answer": "2030年比2025年增加8亿元 [1][2]",
        "abstained": False,
        "citations": [{"doc": "p", "text": text} for text in texts],
        "table": {"cells": shown, "computed": list(computed)},
        **changes,
    }


def reason(answer, **changes):
    score = score_rows_case(parse_case({**CASE, **changes}), answer)
    assert score.correct == (score.reason == "")
    return score.reason


def test_right_table_has_no_reason_and_full_recall():
    score = score_rows_case(parse_case(CASE), record())
    assert (score.correct, score.reason, score.citation_recall) == (True, "", 1.0)
    assert score.unsupported == ()
    converted = [shown_cell("120000", 1, unit="万元"), shown_cell("20", 2)]
    assert reason(record(converted)) == ""
    assert reason(record(computed=[{**DONE, "value": "80000", "unit": "万元"}])) == ""


@pytest.mark.parametrize(
    "cell",
    [
        shown_cell("21", 2),
        shown_cell("20", 2, unit="万元"),
        shown_cell("20", 2, doc="q"),
        shown_cell("20", 1),  # the sentence of the other year
        shown_cell("20", 0),
        shown_cell("", 2),
    ],
)
def test_cell_of_another_value_plan_or_citation_does_not_count(cell):
    assert reason(record([shown_cell("12", 1), cell])) == "cell 2030 20亿元"


@pytest.mark.parametrize(
    "changes", [{"value": "8.01"}, {"unit": "万元"}, {"formula": ""}, {"operands": []}, {"value": ""}]
)  # fmt: skip
def test_result_needs_value_unit_formula_and_operands(changes):
    assert reason(record(computed=[{**DONE, **changes}])) == "computed difference 8亿元"


def test_answers_without_a_fit_table_have_their_reason():
    assert reason(record(abstained=True)) == "refused"
    assert reason(record([])) == "no table"
    assert reason(record(answer="The output rises by CNY 0.8 billion.")) == "language"
    more = [shown_cell(value, 1) for value in ("12", "1", "2", "3")] + [shown_cell("20", 2)]
    assert reason(record(more)) == "too many cells"
    assert reason(record(more), also=["3亿元"]) == ""


def test_unstated_cell_must_be_shown_empty_and_nothing_computed_from_it():
    gap = {"cells": [CASE["cells"][0], {"label": "2030", "value": None}], "computed": []}
    empty = [shown_cell("12", 1), shown_cell("", 0)]
    assert reason(record(empty, ()), **gap) == ""
    assert reason(record(empty), **gap) == "computes without a stated operand"
    assert reason(record(computed=()), **gap) == "shows a figure that is not stated"
    assert reason(record(abstained=True), **gap) == ""


@pytest.mark.parametrize(
    ("changes", "bad"),
    [
        ({}, []),
        ({"formula": "20亿元 − 11亿元 = 9亿元"}, [Decimal(8)]),
        ({"formula": "20亿元 − 2亿元 = 18亿元"}, [Decimal(8)]),  # a digit of a figure is none
        ({"operands": [2]}, [Decimal(8)]),
        ({"operands": [1, 2, 9]}, []),
        ({"formula": ""}, [Decimal(8)]),
        ({"formula": "(20亿元 ÷ 12亿元)^(1/5) − 1 = 10.76%"}, []),
    ],
)
def test_operands_must_stand_in_the_cited_texts(changes, bad):
    assert unfounded(record(computed=[{**DONE, **changes}])) == bad


def test_operand_may_be_computed_before_but_not_after_nor_unfounded():
    share = {"op": "share", "value": "40", "formula": "8亿元 ÷ 20亿元 = 40%", "operands": [2]}
    assert unfounded(record(computed=[DONE, share])) == []
    assert unfounded(record(computed=[share, DONE])) == [Decimal(40)]
    invented = {**DONE, "formula": "20亿元 − 13亿元 = 8亿元"}
    assert unfounded(record(computed=[invented, share])) == [Decimal(8), Decimal(40)]


def test_computed_figures_of_the_project_are_founded():
    end, begin = figure("20亿元"), figure("12亿元")
    work = [
        compute.difference(end, begin),
        compute.growth(end, begin),
        compute.annual_growth(end, begin, 5),
        compute.total([end, begin]),
    ]
    done = [
        {"op": w.op, "value": str(w.value), "formula": w.formula, "operands": [1, 2]} for w in work
    ]
    assert unfounded(record(computed=done)) == []
    assert unfounded(record(computed=done, citations=[])) == [w.value for w in work]


# Questions with one slot swapped


def told_answer(text, abstained=False, values=None):
    cells = tuple(Cell("", "", "", "p", "", "", v, "亿元", 1) for v in values or ())
    table = ResultTable("cells", cells, (), 0, 0) if values else None
    asked = query("产值是多少？")
    return Answer(
        asked.text, text, "zh", abstained, text, (), (), (), (), "none", Timing(0, 0), asked,
        Decision(not abstained), table=table,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("answer", "mark"),
    [
        (told_answer("文件没有写明，只有12亿元。", abstained=True), "refused"),
        (told_answer("12亿元 [1]"), "wrong_slot"),
        (told_answer("120000万元 [1]"), "wrong_slot"),
        (told_answer("12万元 [1]"), "other"),
        (told_answer("20亿元 [1]"), "other"),
        (told_answer("12亿元 [1]", values=("12", "")), "refused"),
        (told_answer("12亿元 [1]", values=("12", "20")), "wrong_slot"),
    ],
)
def test_marks_of_a_swapped_question(answer, mark):
    assert mark_of(answer, "12亿元") == mark


def test_swapped_file_that_cannot_be_read_is_named(tmp_path):
    missing, broken = tmp_path / "none.jsonl", tmp_path / "broken.jsonl"
    broken.write_text(json.dumps({"question": "？"}) + "\n{", encoding="utf-8")
    for path in (missing, broken):
        with pytest.raises(CaseError, match=f"cannot read .*{path.name}"):
            run_swapped([path], lambda number, total: None)


@pytest.mark.parametrize(
    ("question", "ops", "base"),
    [
        (
            "By how many percentage points did the share of the top 15 firms rise?",
            "difference",
            False,
        ),
        ("固定宽带普及率、移动宽带普及率五年里各提高几个百分点？", "difference", True),
    ],
)
def test_points_of_a_share_are_a_difference_of_two_ends(question, ops, base):
    asked = read_operations(question, "？" in question)
    assert asked.ops == (ops,) and asked.base == base


def test_years_of_a_sum_are_a_period_and_not_two_ends():
    query = Query("", "zh", "figure", (), (), (), (), (), (), ())
    assert years_in("民爆行业2011至2015年累计利润是多少", query) == [(2011, 2015)]
    assert years_in("2010年到2015年增长多少", query) == [(2010,), (2015,)]
