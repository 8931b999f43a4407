"""Questions over a plan with tables of places, chains and project boxes; the plan is made up."""

from __future__ import annotations

import pytest
from conftest import corpus_of

from rag.finder import in_named_part
from rag.guard import wrong_slot
from rag.understand import understand

PLAN = """澜川市海洋经济发展规划
（2026—2030年）

第一章 发展目标

2025年，绿电交易电量48亿千瓦时，储能产业产值超过500亿元；海带产地均价68元/公斤。2025年外贸进出口总额310亿元，其中出口178亿元；到2030年，进出口总额力争突破400亿元。

表1 主要指标

指标\t2025年\t2026年\t2027年\t2030年
海洋生产总值（亿元）\t612\t650\t700\t900
到位资金（亿元）\t80\t90\t102\t150

第二章 产业布局

第一节 望潮区：港产城核心区

2025年，望潮区海洋生产总值286.3亿元。

第二节 临沙县：渔业基地

2025年，临沙县海洋生产总值174.8亿元。

第三节 澄湾县：清洁能源基地

2025年，澄湾县海洋生产总值150.9亿元。

表2 各县（区）渔业

县（区）\t2025年水产品产量（万吨）\t2030年水产品产量（万吨）\t2025年渔船（艘）
望潮区\t18.2\t20\t725
临沙县\t37.5\t43\t1190
澄湾县\t30.7\t35\t945
合计\t86.4\t98\t2860

第三章 重点产业链

（一）船舶产业链

2025年，有规模以上企业46家，实现产值138亿元。

（二）电池产业链

2025年，有规模以上企业31家，实现产值164亿元。

专栏1 渔业重点项目

1.临沙养殖基地项目。总投资14.5亿元。

2.望潮渔港扩建工程。总投资5.4亿元。

专栏2 港航重点项目

1.邮轮母港项目。总投资16.3亿元。

2.海水淡化厂项目。总投资7.6亿元。
"""


@pytest.fixture(scope="module")
def unread(tmp_path_factory):
    return corpus_of(tmp_path_factory.mktemp("unread"), marine=PLAN)


def values_of(answer):
    return {(cell.subject, cell.value) for cell in answer.table.cells}


def test_each_county_of_a_table_has_its_cell(unread):
    answer = unread.ask("三个县（区）2030年水产品产量目标分别是多少，合计多少？")
    assert {("望潮区", "20"), ("临沙县", "43"), ("澄湾县", "35")} <= values_of(answer)
    assert answer.table.computed[0].formula.endswith("= 98万吨")


def test_each_chain_has_its_cell_and_the_highest_is_named(unread):
    answer = unread.ask("2025年哪条产业链的产值最高？")
    assert values_of(answer) == {("船舶产业链", "138"), ("电池产业链", "164")}
    assert [(c.op, c.value) for c in answer.table.computed] == [("max", "164")]


def test_two_counties_are_set_against_each_other_without_the_city(unread):
    answer = unread.ask("澜川市临沙县和澄湾县2025年的渔船相差多少艘？")
    assert values_of(answer) == {("临沙县", "1190"), ("澄湾县", "945")}
    assert answer.table.computed[0].value == "245"


def test_share_of_a_county_is_taken_of_the_city_in_the_same_year(unread):
    answer = unread.ask("2025年临沙县水产品产量占全市的比重是多少？")
    assert answer.table.computed[0].formula.startswith("37.5万吨 ÷ 86.4万吨")


def test_box_that_is_named_by_its_number_holds_all_that_is_compared(unread):
    answer = unread.ask("专栏2里哪个项目的总投资最大？")
    assert values_of(answer) == {("邮轮母港项目", "16.3"), ("海水淡化厂项目", "7.6")}


def test_years_of_a_period_are_added_up(unread):
    answer = unread.ask("澜川市2025—2027年到位资金三年合计多少亿元？")
    assert answer.table.computed[0].formula.startswith("80亿元 + 90亿元 + 102亿元 = 272亿元")


def test_figures_of_every_year_are_listed(unread):
    answer = unread.ask("澜川市海洋生产总值从2025年到2030年每年的目标是多少？")
    assert {cell.year for cell in answer.table.cells} == {"2025", "2026", "2027", "2030"}


@pytest.mark.parametrize(
    ("question", "held"),
    [
        ("专栏1有哪些项目？", True),
        ("专栏2有哪些项目？", False),
        ("see Box 1", True),
        ("Table 1 of the plan", False),
        ("代表10家企业的是谁？", True),  # no table is named
        ("2025年的产值是多少？", True),
    ],
)
def test_box_or_table_is_meant_only_where_one_is_named(question, held):
    assert in_named_part(question, ("第三章重点产业链", "专栏1渔业重点项目")) is held


@pytest.mark.parametrize(
    ("question", "indicator", "told"),
    [
        ("What average price for green power trading was there in 2025?", "储能产业产值", False),
        ("2025年海带产地均价是多少？", "海带产地均价", True),
        ("What is the export target for 2030?", "进出口总额", False),
        ("What were the imports and exports in 2025?", "外贸进出口总额", True),
        ("What urban unemployment rate was there in 2025?", "出口", False),
    ],
)
def test_price_exports_or_a_matter_without_a_word_is_not_answered_by_another(
    question, indicator, told, unread
):
    finder = unread._rows
    (fact,) = (f for f in finder.facts_of("marine.txt") if f.indicator == indicator)
    query = understand(question, [], unread._knowledge)
    assert (wrong_slot(query, [finder.read(fact)], (), query.text) is None) is told


def test_imports_and_exports_together_still_answer(unread):
    answer = unread.ask("澜川市2025年进出口总额是多少？")
    assert "310亿元" in answer.text
