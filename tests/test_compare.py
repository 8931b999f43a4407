"""Indicators side by side over plans: what is one topic, how figures align, what is said of it."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

import pytest

from index.build import parse_folder
from index.facts import read_facts
from index.quantities import parse_quantities
from index.types import Document, Fact
from rag.compare import (
    LABELS,
    align,
    compare,
    folded_subject,
    records,
    to_csv,
    to_xlsx,
    topic_label,
    topics,
)
from rag.terms import default_terms

NUMBERS = iter(range(10_000))


def fact(doc="甲", indicator="工业增加值", figure="140亿元", years=(2030,), **changes) -> Fact:
    quantity = parse_quantities(figure)[0]
    number = next(NUMBERS)
    values = {
        "id": number, "doc": doc, "path": ("目标",), "start": number, "end": number + 5,
        "text": figure, "quantity": quantity, "indicator": indicator, "subject": "", "scope": "",
        "role": "target", "years": years, "inherited": False, "measure": "level", "annual": False,
        "aim": "", "nature": "", "table": False, "unit": number,
    }  # fmt: skip
    return Fact(**{**values, **changes})


def documents(*names: str) -> list[Document]:
    return [Document(name, "字" * 20_000, "", f"{name}规划", region=f"{name}市") for name in names]


def one(facts, *names):
    """The only topic of facts, compared over plans."""
    (topic,) = topics(facts, documents(*names))
    return compare(topic, names)


def shown(comparison):
    """The aligned values by plan and time."""
    return {
        (line.doc, time): [str(entry.low) for entry in cell]
        for line in comparison.lines
        for time, cell in zip(comparison.times, line.cells, strict=True)
    }


# Topics


def test_what_several_plans_state_comes_first():
    facts = [
        fact("甲", "研发投入", "3亿元"), fact("甲", "研发投入", "2亿元", (2025,)),
        fact("甲", "研发投入", "1亿元", (2020,)), fact("甲"), fact("乙"),
    ]  # fmt: skip
    found = topics(facts, documents("甲", "乙"))
    assert [(topic.indicator, topic.docs) for topic in found] == [
        ("工业增加值", ("甲", "乙")),
        ("研发投入", ("甲",)),
    ]


@pytest.mark.parametrize(
    ("one_way", "other_way"),
    [
        ({"figure": "140亿元"}, {"figure": "20亿美元"}),
        ({"figure": "140亿元"}, {"figure": "9%", "measure": "growth"}),
        ({"figure": "140家"}, {"figure": "20家", "measure": "increment"}),
        ({"subject": "藏药"}, {"subject": "旅游业"}),
        ({"indicator": "工业增加值"}, {"indicator": "工业总产值"}),
        ({"indicator": "工业总产值"}, {"indicator": "园区内工业总产值"}),
    ],
)
def test_figures_of_different_things_are_never_one_topic(one_way, other_way):
    found = topics([fact("甲", **one_way), fact("乙", **other_way)], documents("甲", "乙"))
    assert [topic.docs for topic in found] == [("甲",), ("乙",)]


@pytest.mark.parametrize(
    ("one_way", "other_way"),
    [
        ({"indicator": "工业增加值"}, {"indicator": "规模以上工业增加值"}),
        ({"indicator": "全市工业增加值"}, {"indicator": "工业增加值"}),
        ({"subject": "甲市"}, {"subject": "乙市"}),
        ({"subject": "天然饮用水产业"}, {"subject": "天然饮用水"}),
        ({"figure": "9%", "measure": "growth"}, {"figure": "8%", "measure": "annual growth"}),
    ],
)
def test_the_same_thing_told_differently_is_one_topic(one_way, other_way):
    found = topics([fact("甲", **one_way), fact("乙", **other_way)], documents("甲", "乙"))
    assert [topic.docs for topic in found] == [("甲", "乙")]


@pytest.mark.parametrize(
    ("subject", "folded"),
    [("", ""), ("某市", ""), ("园区", ""), ("藏药产业", "藏药"), ("邻市", "邻市")],
)
def test_the_plans_own_area_is_no_subject(subject, folded):
    assert folded_subject(subject, "某市") == folded


# The aligned table


def test_figures_stand_in_the_unit_that_most_use_and_keep_their_own():
    facts = [
        fact("甲", figure="140亿元"), fact("乙", figure="95亿元"), fact("丙", figure="1205000万元"),
    ]  # fmt: skip
    found = one(facts, "甲", "乙", "丙")
    assert found.unit == "亿元"
    assert [line.entries[0].low for line in found.lines] == [140, 95, Decimal("120.5")]
    assert [line.entries[0].converted for line in found.lines] == [False, False, True]
    assert found.lines[2].entries[0].fact.quantity.text == "1205000万元"


def test_counts_of_different_sorts_are_not_converted():
    entry = align(fact(figure="300人"), parse_quantities("20家")[0])
    assert (entry.low, entry.unit, entry.converted) == (300, "人", False)


def test_a_plan_that_states_nothing_stays_empty_and_is_counted():
    found = one([fact("甲"), fact("丙", years=(2025,))], "甲", "乙", "丙")
    assert found.times == ("2025", "2030")
    assert shown(found)["乙", "2030"] == [] and shown(found)["甲", "2025"] == []
    assert (found.stated, len(found.lines)) == (2, 3)


def test_times_are_in_order_and_figures_without_a_year_last():
    facts = [
        fact(years=()), fact(years=(2030,)), fact(years=(2026, 2030)), fact(years=(2025,)),
    ]  # fmt: skip
    assert one(facts, "甲").times == ("2025", "2030", "2026-2030", "")


def test_years_bound_the_table():
    facts = [fact(years=(2020,)), fact(years=(2025,)), fact(years=(2030,)), fact(years=())]
    (topic,) = topics(facts, documents("甲"))
    assert compare(topic, ["甲"], 2021, 2026).times == ("2025", "")


def test_the_same_figure_stated_again_shows_once_and_another_value_beside_it():
    facts = [fact(), fact(table=True), fact(figure="142亿元")]
    (entries,) = one(facts, "甲").lines[0].cells
    assert sorted(entry.low for entry in entries) == [140, 142]
    assert next(e for e in entries if e.low == 140).fact.table


def test_differing_definitions_are_named_with_their_plans():
    facts = [fact("甲"), fact("乙", "规模以上工业增加值"), fact("丙", "自治区工业增加值")]
    found = one(facts, "甲", "乙", "丙")
    assert found.definitions == (("工业增加值", ("甲", "丙")), ("规模以上工业增加值", ("乙",)))
    assert one([fact("甲"), fact("乙")], "甲", "乙").definitions == ()


def test_a_scope_told_beside_the_name_is_a_definition_too():
    found = one([fact("甲"), fact("乙", scope="规上")], "甲", "乙")
    assert [docs for _, docs in found.definitions] == [("甲",), ("乙",)]


def test_value_added_is_only_mentioned_where_output_is_not_stated():
    facts = [fact("甲", "工业总产值"), fact("乙", "工业增加值", "56亿元"), fact("甲", "工业增加值")]
    found = topics(facts, documents("甲", "乙"))
    output = next(topic for topic in found if topic.indicator == "工业总产值")
    comparison = compare(output, ["甲", "乙"], known=found)
    assert shown(comparison) == {("甲", "2030"): ["140"], ("乙", "2030"): []}
    assert [(f.doc, f.indicator) for f in comparison.related] == [("乙", "工业增加值")]


def test_plans_as_they_are_written(small_documents):
    """The two plans of the small corpus: no figure is lost, each stands in one topic."""
    parsed, _ = parse_folder(small_documents)
    facts = [f for document in parsed for f in read_facts(document)]
    found = topics(facts, [p.document for p in parsed])
    assert sorted(id(f) for topic in found for f in topic.facts) == sorted(map(id, facts))
    gdp = next(t for t in found if t.indicator == "地区生产总值" and t.group == "level")
    comparison = compare(gdp, ["plan.txt", "action.txt"])
    target = [e for e in comparison.lines[0].entries if e.fact.years == (2030,)]
    assert [(e.low, e.fact.quantity.bound) for e in target] == [(140, ""), (140, ">=")]
    assert comparison.lines[1].entries == ()


# Labels and files


def test_labels_tell_growth_and_subject_in_both_languages():
    (topic,) = topics(
        [fact(indicator="产值", figure="9%", measure="growth", subject="藏药")], documents("甲")
    )
    assert topic_label(topic, "zh", default_terms()) == "藏药·产值（增速）"
    english = topic_label(topic, "en", default_terms())
    assert english.endswith("(藏药·产值), growth") and english[0] != "("


def told(*facts, language="zh"):
    known = {document.name: document for document in documents("甲", "乙")}
    found = [compare(topic, ["甲", "乙"]) for topic in topics(facts, list(known.values()))]
    return records(found, known, language, default_terms())


def test_records_hold_the_exact_characters_and_the_aligned_value():
    first, second = told(fact("甲", figure="140亿元"), fact("乙", figure="500000万元"))
    assert (second["low"], second["unit"], second["stated"]) == (50, "亿元", "500000万元")
    assert len(str(first["source"])) == 5
    assert first.keys() == LABELS.keys()


def test_csv_reads_back_and_holds_no_formula():
    rows = told(fact("甲", indicator="=HYPERLINK(1)"))
    content = to_csv(rows, "zh").decode("utf-8")
    assert content.startswith("\ufeff")
    (line,) = csv.DictReader(io.StringIO(content[1:]))
    assert line["数值"] == "140" and line["原文指标名"] == "'=HYPERLINK(1)"


def test_xlsx_holds_numbers_as_numbers_and_text_as_text():
    from openpyxl import load_workbook

    rows = told(fact("甲", indicator="=1+1"), language="en")
    sheet = load_workbook(io.BytesIO(to_xlsx(rows, "en"))).active
    heads = [cell.value for cell in sheet[1]]
    assert heads == [english for _, english in LABELS.values()]
    line = dict(zip(heads, sheet[2], strict=True))
    assert line["value"].value == 140
    assert line["indicator as named"].data_type == "s"
