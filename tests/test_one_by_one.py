"""Questions whose asks stand in different places of a plan, read one by one."""

from __future__ import annotations

import pytest
from conftest import corpus_of

from rag.terms import TermGroup
from rag.understand import _with_bracketed

PLAN = """云岭市先进制造业发展规划
（2026—2030年）

第一章 发展基础

第一节 工业经济

2025年，全市规上工业企业达到410家，工业增加值达到96亿元。小微企业工业总产值35亿元，比2020年增长60%。

第二节 开放合作

2025年，进出口总额达到40亿元，实际使用外资2600万美元。

第三节 安全治理

隐患整改率达到94.5%，食品安全抽检合格率99.1%。

第四节 生态环境

森林覆盖率达到41.2%，自然保护区总面积1.6万平方公里，占全市国土面积的12.5%。

第二章 重点任务

第一节 招商引资

配置2名招商专员，设立产业引导基金10亿元。

第二节 载体建设

新建道路总长度17.4千米，改扩建道路总长度3.1千米，燃气管网长度5.2千米。

第三节 发展目标

到2030年，进出口总额达到100亿元，进出口总额增速12.5%。规上工业企业达到500家，国家级高新技术企业150家以上，产值过亿元制造业企业40家以上。
"""


@pytest.fixture(scope="module")
def plan(tmp_path_factory):
    return corpus_of(tmp_path_factory.mktemp("asks"), yunling=PLAN)


def figures(answer) -> list[str]:
    assert answer.table is not None, answer.text
    return [cell.value + cell.unit for cell in answer.table.cells]


def worked(answer) -> set[tuple[str, str]]:
    return {(item.op, f"{item.value}{item.unit}") for item in answer.table.computed}


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        (
            "想了解云岭市2025年的家底：小微企业工业总产值多少、比2020年涨了多少，进出口总额多少，"
            "实际使用外资多少万美元？",
            ["35亿元", "60%", "40亿元", "2600万美元"],
        ),
        (
            "云岭市2025年规上工业企业有多少家，森林覆盖率多高，新建道路多长？",
            ["410家", "41.2%", "17.4千米"],
        ),
        (
            "云岭市打算配几名招商专员？产业引导基金有多大规模？隐患整改率是多少？",
            ["2名", "10亿元", "94.5%"],
        ),
    ],
)
def test_asks_of_different_places_have_their_figures(question, asked, plan):
    answer = plan.ask(question)
    assert sorted(figures(answer)) == sorted(asked)
    places = [answer.citations[cell.evidence - 1].text for cell in answer.table.cells]
    assert all(cell.value in place for cell, place in zip(answer.table.cells, places, strict=True))


def test_what_an_ask_lacks_is_shown_as_not_stated(plan):
    answer = plan.ask(
        "云岭市2025年规上工业企业有多少家，森林覆盖率多高，幼儿园有多少所，新建道路多长？"
    )
    assert "410家" in figures(answer) and "17.4千米" in figures(answer)
    empty = [cell for cell in answer.table.cells if not cell.value]
    assert len(empty) == 1 and "幼儿园" in empty[0].label


def test_operation_named_behind_the_asks_is_worked_out(plan):
    answer = plan.ask(
        "云岭市2025年进出口总额是多少，2030年目标是多少，增速目标是多少，还差多少亿元？"
    )
    assert {"40亿元", "100亿元"} <= set(figures(answer))
    assert ("difference", "60亿元") in worked(answer)


def test_name_is_known_by_the_chinese_or_the_spelling_beside_it():
    unknown = TermGroup("nyedang", (), "name", True)
    known = TermGroup("niedang", ("聂当",), "name", True)
    chinese = _with_bracketed([unknown], "roads of Nyedang (聂当) park", lambda zh: True)
    assert chinese[0].terms == ("聂当",)
    absent = _with_bracketed([unknown], "roads of Nyedang (聂当) park", lambda zh: False)
    assert absent[0].terms == ()
    spelled = _with_bracketed([unknown, known], "roads of Nyedang (Niedang)", lambda zh: False)
    assert spelled[0].terms == ("聂当",)


AIR = """溪陵市产业发展规划
（2026—2030年）

第一章 环境质量

在二氧化硫（SO2）方面：2025年，溪陵市SO2日均值介于5-18微克/立方米之间，年均值为10微克/立方米，较2024年持平；其他县城SO2年均值介于5-35微克/立方米之间。

拥有国家级研发机构4家、自治区级研发机构10家。

第二章 目标

到2030年，省级及以上研发机构数量达到16家。2022年，全市以竹艺、陶瓷、家具为主体的轻工业产值50亿元。

第一节 家具产业

到2025年，实现产值5亿元，到2030年达到8亿元。
"""


@pytest.fixture(scope="module")
def air(tmp_path_factory):
    return corpus_of(tmp_path_factory.mktemp("air"), xiling=AIR)


def test_mean_of_a_place_is_neither_that_of_the_others_nor_of_a_day(air):
    assert air.ask("2025年溪陵市SO2年均值是多少？").numbers == ("10微克/立方米",)
    assert air.ask("2025年溪陵市SO2日均值是多少？").numbers == ("5-18微克/立方米",)


def test_what_was_reached_is_added_up_and_the_gap_is_to_its_sum(air):
    question = "溪陵市现在国家级和自治区级研发机构各有几家、合计几家？离2030年省级及以上研发机构的目标还差几家？"
    assert {("sum", "14家"), ("difference", "2家")} == worked(air.ask(question))


def test_year_of_an_industry_is_not_filled_with_the_figure_of_several(air):
    answer = air.ask("家具产业的产值，2022年、2025年、2030年分别是多少？")
    assert [cell.value for cell in answer.table.cells] == ["", "5", "8"]


def test_ask_without_a_year_takes_that_before_it_and_no_other(plan):
    answer = plan.ask("云岭市2021年有多少家专精特新企业，工业增加值多少，隐患整改率多少？")
    shown = [] if answer.table is None else figures(answer)
    assert "96亿元" not in shown and "96亿元" not in answer.text
