"""What one of several things comes to on average, and several things in several years; the plan is
made up.
"""

from __future__ import annotations

import pytest
from conftest import corpus_of

PLAN = """梧川市文化和旅游业“十五五”规划
（2026—2030年）

第一章 发展基础

第一节 主要成效

2025年全市举办大型演出120场，票房收入3.6亿元；接待游客480万人次，旅游总收入52.8亿元。全市有备案博物馆36家，年接待观众290万人次。规模以上文化企业64家，实现营业收入38.4亿元。

第二节 城乡居民

全市纳入帮扶的家庭215户、731人。

第二章 目标任务

第一节 主要目标

到2030年，大型演出场次达到200场，票房收入达到8亿元，博物馆达到50家，接待游客达到700万人次，旅游总收入达到91亿元。

第二节 区县任务

兰汀区：文化产业营业收入2025年为14.2亿元，2026年达到15.9亿元，2028年达到21亿元；2025年新开工文化项目6个。
石桥区：文化产业营业收入2025年为9.6亿元，2026年达到10.4亿元，2028年达到13.8亿元。

第三章 重大项目

第一节 项目安排

“十五五”时期计划实施重大项目60个，总投资186亿元，其中场馆建设类24个、投资62.4亿元，景区提升类36个、投资97.2亿元。
"""


@pytest.fixture(scope="module")
def plan(tmp_path_factory):
    return corpus_of(tmp_path_factory.mktemp("quotients"), wuchuan=PLAN)


def shown(answer) -> list[str]:
    assert answer.table is not None, answer.text
    return [cell.value + cell.unit for cell in answer.table.cells]


def worked(answer) -> set[tuple[str, str]]:
    return {(item.op, f"{item.value}{item.unit}") for item in answer.table.computed}


@pytest.mark.parametrize(
    ("question", "amount", "number", "mean"),
    [
        ("2025年平均一场大型演出票房收入多少？", "3.6亿元", "120场", "300万元/场"),
        ("纳入帮扶的家庭平均每户几个人？", "731人", "215户", "3.4人/户"),
        (
            "On average, how much total tourism revenue did each tourist bring in 2025?",
            "52.8亿元",
            "480万人次",
            "1100元/人次",
        ),
    ],
)
def test_average_is_the_amount_divided_by_the_number(question, amount, number, mean, plan):
    answer = plan.ask(question)
    assert shown(answer) == [amount, number]
    assert worked(answer) == {("mean", mean)}
    formula = answer.table.computed[0].formula
    assert formula.startswith(f"{amount} ÷ {number} = ")


def test_average_of_each_of_two_years(plan):
    answer = plan.ask("平均一场大型演出票房收入，2025年和2030年各是多少？")
    assert worked(answer) == {("mean", "300万元/场"), ("mean", "400万元/场")}


def test_average_of_each_of_two_things(plan):
    answer = plan.ask("梧川市场馆建设类和景区提升类，平均一个项目投资多少？")
    assert worked(answer) == {("mean", "2.6亿元/个"), ("mean", "2.7亿元/个")}


def test_average_needs_both_figures_of_one_thing(plan):
    answer = plan.ask("2025年平均每家博物馆票房收入多少？")
    assert answer.table is None or not answer.table.computed


def test_a_year_is_no_thing_that_an_average_is_asked_of(plan):
    answer = plan.ask("梧川市旅游总收入2025年到2030年平均每年增长多少？")
    assert "mean" not in {item.op for item in answer.table.computed}


def test_several_things_in_several_years_are_a_cross(plan):
    answer = plan.ask("兰汀区和石桥区文化产业营业收入2025年、2028年各是多少？")
    assert sorted(shown(answer)) == sorted(["14.2亿元", "21亿元", "9.6亿元", "13.8亿元"])


def test_base_and_target_of_each_of_several_things(plan):
    answer = plan.ask("梧川市大型演出场次和票房收入，现状是多少，2030年目标是多少？")
    assert sorted(shown(answer)) == sorted(["120场", "200场", "3.6亿元", "8亿元"])


def test_each_thing_at_its_own_time_is_no_cross(plan):
    answer = plan.ask("梧川市2025年接待游客多少，2030年博物馆多少家？")
    assert sorted(shown(answer)) == sorted(["480万人次", "50家"])


def test_year_that_a_place_lacks_is_shown_as_not_stated(plan):
    answer = plan.ask("把兰汀区和石桥区文化产业营业收入2026、2027两年的目标列一下")
    cells = {(cell.subject, cell.year): cell.value for cell in answer.table.cells if cell.value}
    assert cells == {("兰汀区", "2026"): "15.9", ("石桥区", "2026"): "10.4"}
