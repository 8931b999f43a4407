"""What stated figures imply of one that the plan does not state; the plan is made up."""

from __future__ import annotations

import pytest
from conftest import corpus_of

PLAN = """岚溪经开区“十五五”发展规划纲要
（2026—2030年）

第一章 发展基础

第一节 经济实力

2025年，经开区地区生产总值达到96亿元，占全市的12%。社会消费品零售总额年均增长14.5%，超过规划预期目标6.5个百分点。规上工业增加值58亿元，同比增长8%。
"""


@pytest.fixture(scope="module")
def plan(tmp_path_factory):
    return corpus_of(tmp_path_factory.mktemp("implied"), lanxi=PLAN)


def computed(answer) -> list[tuple[str, str]]:
    assert answer.table is not None, answer.text
    return [(item.op, f"{item.value}{item.unit}") for item in answer.table.computed]


def test_part_and_share_imply_the_whole(plan):
    answer = plan.ask("岚溪经开区GDP占全市的12%，据此推算2025年全市GDP大约是多少？")
    assert computed(answer) == [("implied", "800亿元")]
    assert answer.table.computed[0].formula == "96亿元 ÷ 12% = 800亿元"


def test_what_was_passed_implies_the_goal(plan):
    answer = plan.ask(
        "Retail sales growth passed its planned target by 6.5 points. So what was that target?"
    )
    assert computed(answer) == [("implied", "8%")]


def test_stated_figure_is_shown_as_it_is(plan):
    answer = plan.ask("岚溪经开区2025年地区生产总值是多少？")
    assert "96亿元" in answer.text and answer.table is None
