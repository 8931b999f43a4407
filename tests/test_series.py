"""Choosing the series that together say what is asked; the plan is made up."""

from __future__ import annotations

import pytest
from conftest import corpus_of

from rag.joint import asked_slots, joint_table
from rag.operations import read_operations
from rag.phrases import is_known
from rag.rows import slots_of
from rag.series import SeriesChooser, all_series, wanted
from rag.understand import understand

CRAFTS = """青禾高新区轻工业发展规划
（2023—2030年）

一、发展基础

2022年，规上轻工业总产值达到50亿元，同比增长9%，其中园区内规上轻工业总产值20亿元。2022年，细颗粒物浓度同比下降5%。

二、重点产业

（一）皮革产业

到2025年实现产值1亿元，到2030年实现产值3亿元。到2030年，皮革企业达到12家。

（二）制氧产业

到2025年实现产值2亿元，到2030年实现产值5亿元。

（三）酿酒产业

到2025年实现产值4亿元，到2030年实现产值6亿元。
"""


@pytest.fixture(scope="module")
def crafts(tmp_path_factory):
    return corpus_of(tmp_path_factory.mktemp("crafts"), crafts=CRAFTS)


def cells_of(answer):
    return {(c.subject, c.value, c.year) for c in answer.table.cells}


def test_two_things_that_share_an_indicator_are_two_cited_cells(crafts):
    answer = crafts.ask("皮革产业和制氧产业2030年的产值目标分别是多少？")
    assert cells_of(answer) == {("皮革产业", "3", "2030"), ("制氧产业", "5", "2030")}
    for cell in answer.table.cells:
        assert f"到2030年实现产值{cell.value}亿元" in answer.citations[cell.evidence - 1].text


@pytest.mark.parametrize(
    ("question", "formula"),
    [
        ("皮革产业2030年的产值目标是2025年的多少倍？", "3亿元 ÷ 1亿元 = 3倍"),
        ("制氧产业产值从2025年到2030年要增加多少亿元？", "5亿元 − 2亿元 = 3亿元"),
    ],
)
def test_what_no_sentence_states_is_computed_from_one_series(question, formula, crafts):
    answer = crafts.ask(question)
    assert [item.formula for item in answer.table.computed] == [formula]


def test_year_that_is_not_stated_stays_empty_beside_the_one_that_is(crafts):
    answer = crafts.ask("制氧产业2028年的产值是多少，2030年要达到多少？")
    assert {(c.year, c.value) for c in answer.table.cells} == {("2028", ""), ("2030", "5")}
    assert answer.table.computed == ()


def test_falling_rate_is_shown_as_falling(crafts):
    answer = crafts.ask("2022年规上轻工业总产值和细颗粒物浓度分别增长或下降了多少？")
    assert {cell.text for cell in answer.table.cells} == {"增长9%", "下降5%"}


def test_place_that_no_document_names_is_never_answered_by_another(crafts):
    answer = crafts.ask("临海市皮革产业2025年和2030年的产值目标分别是多少？")
    assert answer.abstained and answer.table is None


def test_figures_of_one_look_up_stand_side_by_side(crafts):
    answer = crafts.ask("皮革产业2030年产值要达到多少？企业要有多少家？")
    assert {(c.value, c.unit) for c in answer.table.cells} == {("3", "亿元"), ("12", "家")}


def chooser_of(question, crafts):
    query = understand(question, [], crafts._knowledge)
    ops = read_operations(query.text, True)
    query = slots_of(query, crafts._rows)
    return query, ops, SeriesChooser(query, ops, crafts._rows, wanted(query, ops)[-1])


def test_series_hold_one_indicator_of_one_subject_in_order_of_years(crafts):
    leather = [s for s in all_series(crafts._rows) if s.subject == "皮革产业" and s.kind == "CNY"]
    assert [[(f.years, f.quantity.text) for f in s.facts] for s in leather] == [
        [((2025,), "1亿元"), ((2030,), "3亿元")]
    ]


def test_whole_question_is_covered_only_by_all_its_series(crafts):
    query, ops, chooser = chooser_of("皮革产业和制氧产业2030年的产值目标分别是多少？", crafts)
    chosen = chooser.choose(all_series(crafts._rows), asked_slots(query, ops))
    assert {s.subject for s in chosen} == {"皮革产业", "制氧产业"}
    assert chooser.coverage(chosen) > max(chooser.coverage([s]) for s in chosen)


def test_nothing_is_chosen_from_documents_that_say_nothing_of_it(crafts):
    query = understand("月球基地的氦三储量和温度各是多少？", [], crafts._knowledge)
    ops = read_operations(query.text, True)
    table = joint_table(slots_of(query, crafts._rows), ops, crafts._rows)
    assert table is None or not any(is_known(g) for g in query.groups)
    assert crafts.ask("月球基地的氦三储量和温度各是多少？").abstained


LAND = """白水自治州工业发展规划
（2023—2030年）

一、发展基础

建立各类自然保护区47个，其中国家级9个，省级14个，县级24个。牦牛出栏率仅有5.3%（青海约为30%左右）。加工企业普通工人月平均工资6000元/人，较州外4000元/人高出50%。2022年，规上工业企业63家，绿色工厂17家。

2022年，白水高新区培育国家级绿色工厂7家、省级11家。五年累计招商到位资金500亿元，其中2022年招商到位资金200亿元。

2018—2022年，规上工业产值年均增长9%。2022年，牦牛出栏率增长3%。

二、发展目标

到2025年，高新技术产业产值占工业总产值比重达到30%，工业企业利润率达到20%。
"""


@pytest.fixture(scope="module")
def land(tmp_path_factory):
    return corpus_of(tmp_path_factory.mktemp("land"), land=LAND)


def values_of(answer):
    return {(cell.value, cell.unit) for cell in answer.table.cells}


def test_ranks_of_one_sentence_are_chosen_together_with_their_whole(land):
    answer = land.ask("自然保护区总共有多少个，国家级、省级、县级各多少？")
    assert values_of(answer) == {("47", "个"), ("9", "个"), ("14", "个"), ("24", "个")}
    assert not answer.table.computed  # the whole is stated, and nothing is added to it


def test_part_comes_before_its_whole_however_they_are_asked(land):
    answer = land.ask("自然保护区按个数算，国家级的占百分之几？")
    (share,) = answer.table.computed
    assert share.formula.startswith("9个 ÷ 47个")


def test_place_in_brackets_is_set_against_the_region(land):
    answer = land.ask("白水的牦牛出栏率比青海低多少个百分点？")
    assert {value for value, _ in values_of(answer)} == {"30", "5.3"}
    assert answer.table.computed[0].value == "24.7"


def test_share_of_a_share_is_not_computed(land):
    answer = land.ask(
        "白水自治州工业发展规划里，2025年工业企业利润率和高新技术产业产值占工业总产值的比重分别是百分之几？"
    )
    assert values_of(answer) == {("20", "%"), ("30", "%")}
    assert not answer.table.computed


def test_growth_of_a_year_is_not_set_against_the_mean_of_a_period(land):
    answer = land.ask("2022年牦牛出栏率增速和规上工业产值增速相差几个百分点？")
    assert {cell.value for cell in answer.table.cells} >= {"3", "9"}
    assert not answer.table.computed


def test_year_as_a_share_of_all_years(land):
    answer = land.ask("2022年的招商到位资金占五年累计的多大比例？")
    assert answer.table.computed[0].formula.startswith("200亿元 ÷ 500亿元")


def test_figures_that_add_nothing_are_not_added_up(land):
    answer = land.ask("白水高新区国家级和省级绿色工厂一共多少家？")
    assert values_of(answer) == {("7", "家"), ("11", "家")}
    assert answer.table.computed[0].value == "18"
