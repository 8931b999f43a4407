"""The pictures: every figure is told in text, marks stand where their values are."""

from __future__ import annotations

import re
from decimal import Decimal
from xml.etree import ElementTree

import pytest

from rag.page import charts
from rag.page.charts import Bar, Key, Move, Point, bars_svg, moves_svg, text_width, wrap

KEY = Key("基期", "目标")
SVG = "{http://www.w3.org/2000/svg}"


def point(value, text="", when="", high=None) -> Point:
    high = value if high is None else high
    return Point(Decimal(str(value)), Decimal(str(high)), text or f"{value}亿元", when)


def pictures(content):
    """The pictures of a text: the wide and the narrow form."""
    found = [ElementTree.fromstring(part) for part in re.findall(r"<svg.*?</svg>", content, re.S)]
    assert [picture.get("class") for picture in found] == ["chart wide", "chart narrow"]
    return found


def texts(picture):
    return [element.text or "" for element in picture.iter(f"{SVG}text")]


def dots(picture, fill):
    """Where the marks of a colour stand, without the legend and the marks beside the figures."""
    return [
        float(circle.get("cx"))
        for group in picture.iter(f"{SVG}g")
        for circle in list(group.iter(f"{SVG}circle"))[-2:]
        if circle.get("fill") == fill
    ]


ROWS = [
    Move("总产值", point(50, "50亿元", "2022"), point(140, "140亿元", "2030")),
    Move("投资", point(100, "100亿元", "2022"), point(70, "70亿元", "2030")),
]


def test_every_figure_stands_in_text_in_both_forms():
    for picture in pictures(moves_svg("产值", ROWS, KEY)):
        told = " ".join(texts(picture))
        for wanted in ("总产值", "2022  50亿元", "2030  140亿元", "投资", "70亿元", "基期", "目标"):
            assert wanted in told


def test_marks_stand_in_the_order_of_their_values():
    for picture in pictures(moves_svg("产值", ROWS, KEY)):
        (base, other), (target, less) = dots(picture, charts.PAPER), dots(picture, charts.TARGET)
        assert base < less < other < target
        # the axis begins at zero: 140 is 2.8 times as far as 50
        zero = float(picture.find(f".//{SVG}line[@stroke='{charts.RULE}']").get("x1"))
        assert (target - zero) / (base - zero) == pytest.approx(2.8, rel=0.02)


def test_negative_values_widen_the_axis():
    rows = [Move("增速", point(-3, "-3%"), point(5, "5%"))]
    picture = pictures(moves_svg("增速", rows, KEY))[0]
    zero = float(picture.find(f".//{SVG}line[@stroke='{charts.RULE}']").get("x1"))
    assert dots(picture, charts.PAPER)[0] < zero < dots(picture, charts.TARGET)[0]


def test_a_range_is_drawn_as_one():
    rows = [Move("企业", None, point(2, "2—3家", high=3))]
    picture = pictures(moves_svg("企业", rows, KEY))[0]
    spans = [line for line in picture.iter(f"{SVG}line") if line.get("stroke") == charts.TARGET]
    assert len(spans) == 1 and float(spans[0].get("x1")) < float(spans[0].get("x2"))


def test_bars_are_as_long_as_their_figures_and_bases_are_outlined():
    bars = [Bar("2025", point(20, "20家"), False), Bar("2030", point(40, "40家"), True)]
    for picture in pictures(bars_svg("企业", [("规划甲", bars)], KEY)):
        drawn = [r for g in picture.iter(f"{SVG}g") for r in g.iter(f"{SVG}rect")]
        base, target = drawn
        assert float(target.get("width")) == pytest.approx(2 * float(base.get("width")), rel=0.01)
        assert base.get("fill") == charts.PAPER and base.get("stroke-dasharray")
        assert "规划甲" in texts(picture)


def test_nothing_to_draw_is_no_picture():
    assert moves_svg("产值", [], KEY) == "" and bars_svg("产值", [("甲", [])], KEY) == ""


def test_zero_alone_can_be_drawn():
    assert pictures(moves_svg("零", [Move("零", point(0, "0"), None)], KEY))


def test_markup_in_names_is_text():
    attack = '"><script>alert(1)</script>'
    rows = [Move(attack, point(1, attack), point(2, attack))]
    for picture in pictures(moves_svg(attack, rows, KEY)):
        assert {e.tag for e in picture.iter()} <= {
            f"{SVG}{tag}" for tag in ("svg", "g", "text", "circle", "line", "rect")
        }


def test_a_voice_reads_all_figures():
    for picture in pictures(moves_svg("产值", ROWS, KEY)):
        assert picture.get("role") == "img"
        assert "总产值: 2022 50亿元 → 2030 140亿元" in picture.get("aria-label")


def test_no_text_leaves_the_picture():
    long = "西藏自治区高原轻工业规模以上企业研发经费投入占营业收入的比重" * 2
    rows = [
        Move(long, point(1, f"at least CNY 10.488 billion (104.88亿元) {long}"), point(2, long))
    ]
    for picture in pictures(moves_svg(long, rows, KEY)):
        width = float(picture.get("width"))
        for element in picture.iter(f"{SVG}text"):
            assert float(element.get("x")) + text_width(element.text) <= width


@pytest.mark.parametrize(
    "text",
    [
        "规模以上轻工业总产值",
        "gross regional product (地区生产总值)",
        "average annual growth of research and development expenditure",
    ],
)
def test_wrapped_lines_fit_and_keep_every_character(text):
    lines = wrap(text, 150, 9)
    assert all(text_width(line) <= 150 for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_what_does_not_fit_is_cut_with_a_sign():
    lines = wrap("地区生产总值" * 20, 100, 2)
    assert len(lines) == 2 and lines[-1].endswith("…") and not lines[0].endswith("…")


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(
    ("colour", "least"),
    [(charts.INK, 4.5), (charts.SOFT, 4.5), (charts.BASE, 3), (charts.TARGET, 3), (charts.RULE, 3)],
)
def test_colours_stand_out_from_the_paper(colour, least):
    assert contrast(colour, charts.PAPER) >= least
