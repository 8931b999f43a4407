"""Chinese figures in English and back; the expected wordings are written out by hand."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from index.quantities import parse_quantities, plain
from rag.english import (
    EnglishQuantity,
    forms_of,
    grouped,
    number_word,
    parse_english_quantities,
    render,
    written,
)

RENDERED = [
    ("69.88亿元", "CNY 6.988 billion (69.88亿元)"),
    ("1.3万亿元", "CNY 1.3 trillion (1.3万亿元)"),
    ("140亿元", "CNY 14 billion (140亿元)"),
    ("4.61亿元", "CNY 461 million (4.61亿元)"),
    ("300万元", "CNY 3 million (300万元)"),
    ("50万元", "CNY 500,000 (50万元)"),
    ("4200万美元", "USD 42 million (4200万美元)"),
    ("50万吨", "500,000 tonnes (50万吨)"),
    ("0.5吨", "0.5 tonnes (0.5吨)"),
    ("12.5万吨标准煤", "125,000 tonnes of standard coal (12.5万吨标准煤)"),
    ("460万千瓦", "4.6 million kW (460万千瓦)"),
    ("100兆瓦", "100 MW (100兆瓦)"),
    ("8亿千瓦时", "800 million kWh (8亿千瓦时)"),
    ("20万亩", "200,000 mu (20万亩)"),
    ("500平方公里", "500 square kilometres (500平方公里)"),
    ("2-3家", "2–3 (2-3家)"),
    ("63家", "63 (63家)"),
    ("1500户", "1,500 (1500户)"),
    ("8.5万人", "85,000 people (8.5万人)"),
    ("9.2%", "9.2%"),
    ("13.5%-15%", "13.5–15% (13.5%-15%)"),
    ("3个百分点", "3 percentage points (3个百分点)"),
    ("2.2倍", "2.2 times (2.2倍)"),
    ("0.63元/度", "CNY 0.63 per kWh (0.63元/度)"),
    ("300万元/亩", "CNY 3 million per mu (300万元/亩)"),
    ("30分钟", "30 minutes (30分钟)"),
]


@pytest.mark.parametrize(("chinese", "english"), RENDERED)
def test_figure_is_rendered_with_the_chinese_beside_it(chinese, english):
    (quantity,) = parse_quantities(chinese)
    assert render(quantity) == english


@pytest.mark.parametrize(
    ("chinese", "lead"),
    [
        ("≥7%", "at least 7%"),
        ("不低于7%", "at least 7%"),
        ("30%以上", "at least 30%"),
        ("超过10亿元", "more than CNY 1 billion"),
        ("不超过30%", "at most 30%"),
        ("50人以内", "at most 50 people"),
        ("低于5%", "less than 5%"),
        ("约500公里", "about 500 km"),
        ("10%左右", "about 10%"),
    ],
)
def test_bound_goes_in_front_and_can_be_left_out(chinese, lead):
    (quantity,) = parse_quantities(chinese)
    assert render(quantity).startswith(lead)
    bare = render(quantity, bound=False)
    assert lead.endswith(bare.split(" (")[0]) and bare.split(" (")[0] != lead


# value in base units and kind that the English part must read back to
ROUND_TRIP = [
    ("69.88亿元", "6988000000", "CNY"),
    ("1.3万亿元", "1300000000000", "CNY"),
    ("4200万美元", "42000000", "USD"),
    ("50万吨", "500000", "mass"),
    ("460万千瓦", "4600000", "power"),
    ("20万亩", "200000", "area"),
    ("3个百分点", "3", "points"),
    ("9.2%", "9.2", "percent"),
    ("2.2倍", "2.2", "multiple"),
    ("63家", "63", "count"),
    ("30分钟", "30", "time"),
]


@pytest.mark.parametrize(("chinese", "value", "kind"), ROUND_TRIP)
def test_rendering_reads_back_to_the_same_value(chinese, value, kind):
    (quantity,) = parse_quantities(chinese)
    (read,) = parse_english_quantities(render(quantity).split(" (")[0])
    assert (read.value, read.kind) == (Decimal(value), kind)


def test_every_amount_of_money_reads_back_exactly():
    for scale, factor in (("万", 10**4), ("亿", 10**8), ("万亿", 10**12)):
        for digits in ("1", "9.9", "12", "69.88", "140", "999.99", "1234.5"):
            (quantity,) = parse_quantities(f"{digits}{scale}元")
            (read,) = parse_english_quantities(render(quantity).split(" (")[0])
            assert (read.value, read.kind) == (Decimal(digits) * factor, "CNY")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("CNY 6.988 billion", [("6988000000", "CNY")]),
        ("6.988 billion yuan", [("6988000000", "CNY")]),
        ("RMB 50 million", [("50000000", "CNY")]),
        ("US$42 million", [("42000000", "USD")]),
        ("1,234.5 tonnes", [("1234.5", "mass")]),
        ("13.5–15%", [("13.5", "percent"), ("15", "percent")]),
        ("2 to 3 firms", [("2", "count"), ("3", "count")]),
        ("3 percentage points", [("3", "points")]),
        ("12 per cent", [("12", "percent")]),
        ("by 2030, 100 firms", [("100", "count")]),
        ("in 2025 and 2030", []),
        ("2,030 firms", [("2030", "count")]),
        ("no figure", []),
    ],
)
def test_english_figures_are_read_and_years_are_not(text, found):
    read = [(plain(q.value), q.kind) for q in parse_english_quantities(text)]
    assert read == found


def test_offsets_name_the_text_that_was_read():
    text = "It reaches CNY 14 billion, up 9.2% on 50,000 tonnes."
    quantities = parse_english_quantities(text)
    assert [text[q.start : q.end] for q in quantities] == [
        "CNY 14 billion",
        "9.2%",
        "50,000 tonnes",
    ]
    assert [q.text for q in quantities] == [text[q.start : q.end] for q in quantities]


@pytest.mark.parametrize(
    ("english", "forms"),
    [
        ("CNY 6.988 billion", ("69.88亿元", "698800万元")),
        ("CNY 1 billion", ("10亿元", "100000万元")),
        ("USD 42 million", ("0.42亿美元", "4200万美元")),
        ("500,000 tonnes", ("50万吨", "500000吨")),
        ("9.2%", ("9.2%",)),
        ("3 percentage points", ("3个百分点",)),
        ("50,000", ("5万", "50000")),
        ("63", ()),
        ("3 hours", ()),
    ],
)
def test_chinese_forms_are_those_that_a_plan_would_write(english, forms):
    (quantity,) = parse_english_quantities(english)
    found = quantity.chinese_forms()
    assert set(forms) <= set(found) and bool(found) == bool(forms)


def test_every_chinese_form_has_the_same_value():
    for text in ("CNY 6.988 billion", "USD 42 million", "1.3 trillion yuan", "85,000"):
        (english,) = parse_english_quantities(text)
        for form in english.chinese_forms():
            (quantity,) = parse_quantities(form)
            assert quantity.base[0] == english.value, form


def test_table_figure_is_written_with_the_unit_that_its_table_keeps_apart():
    (quantity,) = parse_quantities("140亿元")
    assert written(replace(quantity, text="140")) == "140亿元"
    assert written(quantity) == "140亿元"


def test_small_helpers():
    assert [plain(Decimal(d)) for d in ("1.50", "10", "1E+3", "0.0")] == ["1.5", "10", "1000", "0"]
    assert [grouped(Decimal(d)) for d in ("1234567.50", "999")] == ["1,234,567.5", "999"]
    assert (number_word("Three"), number_word("many")) == (Decimal(3), None)
    assert forms_of(parse_quantities("63家，增长9.2%")) == "63 (63家); 9.2%"
    quantity = EnglishQuantity(Decimal(2), "count", "2", 0, 1)
    assert quantity.chinese_forms() == ()


def test_rates_keep_their_base():
    (rate,) = parse_quantities("下降到12.0/10万")
    (mille,) = parse_quantities("达到6.0‰")
    assert render(rate).startswith("12 per 100,000") and render(mille).startswith("6‰")
