"""Places and things that a question lists, in one plan made up for it."""

from __future__ import annotations

import pytest
from conftest import corpus_of
from test_whole import computed, values

PLAN = """澜江市新型储能三年行动方案
（2026—2028年）

一、发展基础

2025年，滩涂、丘陵、河谷三大示范片产值分别为68.4亿元、46.7亿元和24.2亿元。全市规模以上装备制造企业73家。

支持晟海储能、甲能电池、乙变流三家链主企业做大做强，营业收入由2025年的58.6亿元、34.2亿元、17.9亿元分别提高到2028年的120亿元、65亿元、40亿元。

城镇居民人均可支配收入42680元，农村居民人均可支配收入25930元。到2028年，城镇、农村居民人均可支配收入分别达到57000元和36500元。

二、目标

规模以上企业由73家增加到2028年的186家。

制氢产能由0.4万吨/年提高到2026年0.8万吨/年、2027年1.5万吨/年、2028年3万吨/年。

表1 各县（区）新型储能分年度目标

县（区）\t2025年装机（万千瓦）\t2028年装机（万千瓦）\t2028年储能产业产值（亿元）
东溪县\t18.4\t44\t32
青岩区\t29.6\t70\t68
南渚镇\t24.2\t56\t41
北坪县\t20.5\t48\t35

表2 主要指标

指标\t2025年\t2028年
城镇居民人均可支配收入（元）\t42680\t57000
农村居民人均可支配收入（元）\t25930\t36500
规模以上装备制造企业（家）\t73\t186
"""


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    return corpus_of(tmp_path_factory.mktemp("named"), town=PLAN)


def test_figures_of_all_listed_places_are_added_up(town):
    answer = town.ask("东溪、青岩、北坪三地2025年新型储能装机一共多少？")
    assert values(answer) == {"18.4", "29.6", "20.5"}
    assert ("sum", "68.5", "万千瓦") in computed(answer)


def test_only_listed_places_are_shown_and_in_the_order_asked(town):
    answer = town.ask("青岩区和东溪县2028年的储能装机各是多少？")
    assert [cell.value for cell in answer.table.cells] == ["70", "44"]


def test_each_listed_place_grows_by_its_own_figures(town):
    answer = town.ask("东溪和青岩的储能装机2025年、2028年各是多少，分别增长百分之几？")
    assert {v for op, v, _ in computed(answer) if op == "growth"} == {"139.13", "136.49"}


@pytest.mark.parametrize(
    "question",
    [
        "东溪县和西岭县2025年新型储能装机一共多少？",
        "东溪、青岩、西岭三地2025年新型储能装机一共多少？",
        "西岭、东溪、青岩三地2025年新型储能装机一共多少？",
        "东溪、西岭、青岩2025年新型储能装机一共多少？",
    ],
)
def test_a_place_without_that_figure_leaves_no_sum_of_the_others(question, town):
    answer = town.ask(question)
    assert "sum" not in {op for op, _, _ in computed(answer)}


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("澜江市三家链主企业2028年营收目标，哪家最大？", {"120", "65", "40"}),
        ("澜江市三大示范片2025年产值各是多少，排个序。", {"68.4", "46.7", "24.2"}),
    ],
)
def test_things_that_one_sentence_lists_are_ranked(question, shown, town):
    assert values(town.ask(question)) == shown


def test_one_figure_told_twice_answers_no_two_asks(town):
    answer = town.ask("澜江市城里人和农村人的人均可支配收入，2025年和2028年分别是多少？")
    assert values(answer) == {"42680", "25930", "57000", "36500"}


@pytest.mark.parametrize(
    "question",
    [
        "What is the hydrogen production capacity now and what should it be in 2026, 2027 and 2028?",
        "制氢产能现在是多少，2026年、2027年和2028年要到多少？",
    ],
)
def test_now_and_later_begins_with_where_the_change_began(question, town):
    assert values(town.ask(question)) == {"0.4", "0.8", "1.5", "3"}


def test_difference_and_growth_are_both_worked_out_where_both_are_asked(town):
    answer = town.ask("城镇居民人均可支配收入2028年比2025年多了多少元，提高幅度是百分之几？")
    assert computed(answer) == {("difference", "14320", "元"), ("growth", "33.55", "%")}


def test_a_sentence_that_shortens_the_name_is_cited_too(town):
    answer = town.ask("规模以上装备制造企业2025年和2028年各多少家？")
    cited = " ".join(c.text for c in answer.citations)
    assert "由73家增加到2028年的186家" in cited
