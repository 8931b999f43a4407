"""Parts of a whole, ranks among parts, counts under a condition, both ends of a change; made up."""

from __future__ import annotations

import pytest
from conftest import corpus_of

from rag.operations import numbers_of_things, read_operations
from rag.parts import asks_share

PLAN = """澜江市产业发展规划
（2026—2030年）

第一章 发展基础

2025年，全市规模以上医药企业112户，其中中成药企业38户、饮片企业61户、保健食品企业13户；从业人员2.4万人。全市产品出口额96.4亿元，其中电池产品58.2亿元、光伏产品31.5亿元。

与上一个五年相比，生产事故由21起下降到7起，死亡人数由71人减少至64人。电雷管占比由2020年的65.82%降至2025年的43.58%。

第二章 发展目标

2026年，将补助标准由家庭年人均收入9600元以下提高到15600元以下。

“十五五”时期谋划重大项目145个，总投资386亿元。其中，产业发展类62个、投资168.4亿元，基础设施类38个、投资121.7亿元。

支持甲能电池、乙能电池、丙能变流三家龙头企业发展，营业收入由2025年的58.6亿元、34.2亿元、17.9亿元分别提高到2030年的120亿元、65亿元、40亿元。

表1 各县区目标

县区\t2025年种植面积（万亩）\t2030年种植面积（万亩）\t2030年产值（亿元）
东山县\t17.2\t18\t96
西山县\t12.5\t11\t58
南山区\t9.8\t9.1\t32
全市\t39.5\t38.1\t186
"""


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    return corpus_of(tmp_path_factory.mktemp("whole"), town=PLAN)


def computed(answer):
    return {(c.op, c.value, c.unit) for c in answer.table.computed} if answer.table else set()


def values(answer):
    return {cell.value for cell in answer.table.cells} if answer.table else set()


@pytest.mark.parametrize(
    ("question", "parts", "share"),
    [
        ("澜江市2025年规模以上医药企业里，饮片企业占几成？", {"61", "112"}, "54.46"),
        ("2025年电池产品占澜江市产品出口额的比重是多少？", {"58.2", "96.4"}, "60.37"),
        ("澜江市重大项目总投资里，基础设施类投资占多少？", {"121.7", "386"}, "31.53"),
        ("2030年东山县种植面积占全市的比重是多少？", {"18", "38.1"}, "47.24"),
    ],
)
def test_share_is_worked_out_from_a_part_and_its_stated_whole(question, parts, share, town):
    answer = town.ask(question)
    assert values(answer) == parts
    assert ("share", share, "%") in computed(answer)


def test_share_in_a_whole_that_no_plan_states_is_not_worked_out(town):
    answer = town.ask("澜江市市级保健食品企业占保健食品企业总数的比重是多少？")
    assert "share" not in {op for op, _, _ in computed(answer)}


def test_share_for_a_place_that_no_document_names_is_not_worked_out(town):
    answer = town.ask("What share of battery product exports went to Africa in 2025?")
    assert "share" not in {op for op, _, _ in computed(answer)}


def test_share_of_what_is_no_part_is_not_worked_out(town):
    answer = town.ask("2025年死亡人数占澜江市产品出口额的比重是多少？")
    assert "share" not in {op for op, _, _ in computed(answer)}


@pytest.mark.parametrize(
    ("question", "value", "number"),
    [
        ("澜江市重大项目分几类，哪一类投资最多？", "168.4", 2),
        ("澜江市哪个县区2030年产值目标最高？", "96", 3),
    ],
)
def test_largest_is_looked_for_among_the_parts_and_never_the_whole(question, value, number, town):
    answer = town.ask(question)
    assert "max" in {op for op, _, _ in computed(answer)}
    (highest,) = (c for c in answer.table.computed if c.op == "max")
    assert highest.value == value
    assert len(values(answer)) == number
    assert not {"386", "186"} & values(answer)


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("澜江市有几个县区2030年产值超过50亿元？", "2"),
        ("澜江市有几个县区2030年产值不低于96亿元？", "1"),
        ("澜江市有几个县区2030年产值超过500亿元？", "0"),
        ("澜江市有几个县区2030年种植面积比2025年减少？", "2"),
    ],
)
def test_districts_under_a_condition_are_counted_from_their_figures(question, number, town):
    answer = town.ask(question)
    assert ("count", number, "个") in computed(answer)
    (count,) = answer.table.computed
    assert count.formula and count.operands


def test_which_districts_fulfil_a_condition_are_listed_alone(town):
    assert values(town.ask("澜江市哪些县区2030年产值低于60亿元？")) == {"58", "32"}


@pytest.mark.parametrize(
    ("question", "ends", "result"),
    [
        ("澜江市补助标准提高了多少元？", {"9600", "15600"}, ("difference", "6000", "元")),
        ("澜江市生产事故从多少起降到多少起？", {"21", "7"}, None),
        ("澜江市电雷管占比降了几个百分点？", {"65.82", "43.58"}, ("difference", "-22.24", "个百分点")),
    ],
)  # fmt: skip
def test_both_ends_of_a_change_that_a_sentence_tells(question, ends, result, town):
    answer = town.ask(question)
    assert values(answer) == ends
    assert result is None or result in computed(answer)


def test_two_changes_of_one_sentence_are_both_worked_out(town):
    answer = town.ask("澜江市生产事故少了多少起，死亡人数少了多少人？")
    assert values(answer) == {"21", "7", "71", "64"}
    assert {("difference", "-14", "起"), ("difference", "-7", "人")} <= computed(answer)


def test_lists_of_firms_have_their_figures_in_order(town):
    answer = town.ask("乙能电池2030年营业收入目标是多少？")
    assert answer.numbers == ("65亿元",)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("澜川那五个示范项目", {5}),
        ("两大园区和3家企业", {2, 3}),
        ("the four industrial chains", {4}),
        ("增长3.5个百分点", set()),
    ],
)
def test_how_many_things_a_question_says(text, numbers):
    assert numbers_of_things(text) == numbers


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("饮片企业占几成", True),
        ("What was Dingxi's share of the area?", True),
        ("占地多少亩", False),
        ("How much did output grow?", False),
    ],
)
def test_whether_a_share_is_asked(text, asked):
    assert asks_share(text) == asked


@pytest.mark.parametrize(
    ("text", "op"),
    [
        ("少了多少艘", "difference"),
        ("升了几个百分点", "difference"),
        ("提高幅度是百分之几", "growth"),
    ],
)
def test_operations_of_everyday_wording(text, op):
    assert op in (*read_operations(text, True).ops, *read_operations(text, True).rates)


FURTHER = """民用器材行业发展规划
（2016—2020年）

一、发展回顾

“十三五”时期，民用器材行业（以下简称民器行业）面临新形势。2015年，进出口总额达到4.97亿美元，比上年增长8.1%；2010年，进出口总额3.41亿美元。累计完成394条生产线的升级改造，事故由21起下降到7起。

工业雷管产能利用率较低，工业炸药产能利用率也不到70%。

表1 主要指标

指标\t2015年\t2020年\t年均增长（%）
网络销售额（亿元）\t3.88\t10\t20.8
炸药销售额（亿元）\t4\t5\t4.6
"""


@pytest.fixture(scope="module")
def trade(tmp_path_factory):
    return corpus_of(tmp_path_factory.mktemp("trade"), trade=FURTHER)


def test_growth_in_total_is_not_the_mean_of_the_years(trade):
    answer = trade.ask("网络销售额2020年目标相对2015年要涨百分之多少？")
    assert values(answer) == {"3.88", "10"}
    assert ("growth", "157.73", "%") in computed(answer)


def test_growth_over_the_year_before_is_taken_as_stated(trade):
    answer = trade.ask("进出口总额2015年比2014年增长了多少？")
    assert "8.1%" in answer.text


def test_short_name_that_a_document_gives_what_it_is_about_is_its_own(trade):
    answer = trade.ask("民器行业2015年的进出口总额是多少？")
    assert answer.numbers == ("4.97亿美元",)


def test_figure_of_another_thing_of_the_sentence_is_no_answer(trade):
    answer = trade.ask("工业雷管的产能利用率是多少？")
    assert "70%" not in answer.numbers


def test_accidents_are_no_answer_for_production_lines(trade):
    assert trade.ask("升级改造了多少条生产线？").numbers == ("394条",)


MAKERS = """澜江市推动陶瓷业高质量发展三年方案
（2023—2025年）

二、发展目标

到2025年，陶瓷业增加值占全市生产总值比重达到5%左右，数字经济核心产业增加值占全市生产总值比重达到10%左右。
"""


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("按澜江市陶瓷业三年方案，2025年数字经济核心产业增加值占全市生产总值多大比重？", "10%左右"),
        ("按澜江市陶瓷业三年方案，2025年陶瓷业增加值占全市生产总值多大比重？", "5%左右"),
    ],
)
def test_a_thing_that_only_the_title_names_drops_no_figure(question, figure, tmp_path_factory):
    makers = corpus_of(tmp_path_factory.mktemp("makers"), makers=MAKERS)
    assert makers.ask(question).numbers == (figure,)
