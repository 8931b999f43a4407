"""What a whole is made of, and the years of a series; the plan is made up."""

from __future__ import annotations

import pytest
from conftest import corpus_of

PLAN = """石川市生态环境保护“十五五”规划
（2026—2030年）

第一章 发展基础

第一节 主要成效

2025年全市工业固体废物产生量96万吨，其中冶炼渣41万吨、粉煤灰32万吨、尾矿23万吨。危险废物处置能力6.4万吨。全市机动车保有量52万辆，其中新能源汽车7.8万辆。

第二章 目标任务

第一节 主要目标

到2030年，空气质量优良天数比例达到90%，危险废物处置能力达到9.6万吨，亩均税收达到32万元。空气质量优良天数比例2026年达到86.5%，2027年达到87.4%，2028年达到88.2%。

第二节 流域治理

青麓片区重点建设再生水厂，2030年再生水利用率达到45%；南湖片区重点整治河道，2030年再生水利用率达到38%。青麓片区和南湖片区协同推进。

第三节 情景分析

对2030年碳排放总量作三种情景预测。低碳情景：能源结构加快调整，2030年达到820万吨左右。基准情景：既有政策延续，2030年达到910万吨左右。高碳情景：高耗能项目集中投产，2030年达到1040万吨左右。

第三章 保障措施

第一节 投资匡算

“十五五”时期规划生态环境总投资84.6亿元。按领域分：大气治理21.3亿元，水环境治理36.8亿元，固体废物处置15.9亿元，生态修复10.6亿元。按来源分：中央和省级资金40.2亿元，市县财政18.4亿元，专项债券16亿元，社会资本10亿元。

第二节 年度安排

“十五五”时期全市新增绿地面积1200公顷。分年度看，2026年新增180公顷，2027年新增220公顷，2028年新增260公顷，2029年新增270公顷，2030年新增270公顷。

第三节 重点项目

1.北山危险废物处置中心扩建。新增处置能力3.2万吨，总投资5.8亿元，建设期2026—2028年。
2.南湖再生水厂二期。新增日处理能力4万吨，总投资3.6亿元，建设期2027—2029年。
"""


@pytest.fixture(scope="module")
def plan(tmp_path_factory):
    return corpus_of(tmp_path_factory.mktemp("breakdown"), shichuan=PLAN)


def shown(answer) -> list[str]:
    assert answer.table is not None, answer.text
    return [cell.value + cell.unit for cell in answer.table.cells if cell.value]


def worked(answer) -> set[tuple[str, str]]:
    return {(item.op, f"{item.value}{item.unit}") for item in answer.table.computed}


@pytest.mark.parametrize(
    ("question", "figures"),
    [
        (
            "石川“十五五”生态环境的钱从哪来，各渠道多少？",
            ["40.2亿元", "18.4亿元", "16亿元", "10亿元"],
        ),
        (
            "Where does the money for the ecological environment come from in 2026-2030, and how much from each source?",
            ["40.2亿元", "18.4亿元", "16亿元", "10亿元"],
        ),
        (
            "石川生态环境总投资按领域怎么分？",
            ["21.3亿元", "36.8亿元", "15.9亿元", "10.6亿元"],
        ),
        ("2025年石川工业固体废物由哪几类构成，各多少？", ["41万吨", "32万吨", "23万吨"]),
    ],
)
def test_the_parts_of_a_whole_are_shown(plan, question, figures):
    assert shown(plan.ask(question)) == figures


def test_scenarios_are_told_of_what_is_announced(plan):
    answer = plan.ask("石川对2030年碳排放总量做了几种情景，每种情景是多少？")
    assert shown(answer) == ["820万吨", "910万吨", "1040万吨"]
    assert [cell.subject for cell in answer.table.cells] == ["低碳情景", "基准情景", "高碳情景"]


def test_each_year_of_a_series_is_shown(plan):
    answer = plan.ask("石川空气质量优良天数比例逐年目标是多少？")
    assert [cell.year for cell in answer.table.cells if cell.value] == [
        "2026", "2027", "2028", "2030",
    ]  # fmt: skip


def test_an_annual_schedule_goes_on_with_the_total_before_it(plan):
    answer = plan.ask("石川新增绿地面积2026年、2028年分别是多少公顷？")
    assert shown(answer) == ["180公顷", "260公顷"]


def test_what_was_reached_without_a_year_is_of_the_year_before_the_plan(plan):
    answer = plan.ask("石川危险废物处置能力2030年比2025年要多多少万吨？")
    assert ("difference", "3.2万吨") in worked(answer)


def test_a_part_and_its_whole_give_the_share(plan):
    answer = plan.ask("2025年石川新能源汽车占机动车保有量的比例是多少？")
    assert ("share", "15%") in {(op, value.replace(".00", "")) for op, value in worked(answer)}


def test_figures_are_told_of_the_place_that_begins_their_part_of_the_sentence(plan):
    answer = plan.ask("青麓片区和南湖片区2030年再生水利用率分别是多少？")
    assert [(c.subject, c.value + c.unit) for c in answer.table.cells] == [
        ("青麓片区", "45%"),
        ("南湖片区", "38%"),
    ]


def test_figures_of_a_numbered_work_are_its_own(plan):
    answer = plan.ask("北山危险废物处置中心扩建和南湖再生水厂二期的总投资各是多少？")
    assert shown(answer) == ["5.8亿元", "3.6亿元"]


@pytest.mark.parametrize(
    "question",
    [
        "石川2028年绿地面积要达到多少公顷？",  # only what is newly added is told
        "石川2030年的税收是多少亿元？",  # only that of each mu is told
        "南湖再生水厂一期总投资多少？",  # only the second phase is told
    ],
)
def test_another_measure_or_phase_is_refused(plan, question):
    assert plan.ask(question).abstained


def test_what_each_mu_pays_is_asked_in_other_words(plan):
    assert "32万元" in plan.ask("石川每亩地的税收2030年要达到多少？").text
