"""Questions with one slot swapped over a made-up plan: refused, while their twins are answered."""

from __future__ import annotations

import pytest
from conftest import corpus_of

from index.quantities import parse_quantities
from rag.measured import classes_told, other_measure
from rag.wording import as_worded

PLAN = """溪陵市特色产业发展规划
（2026—2030年）

第一章 发展基础

2025年，全市特色产业产值达到320亿元，茶叶产品出口额28亿元。“十四五”期间，全市实现利润累计66亿元。茶园良种率为71%。2025年，全市工业增加值达到96亿元，占全省比重4.2%。县级政务系统上云率达到83%。青石茶厂产能3.6万吨，茶叶产能达到12万吨。

2025年，港口货物吞吐量4200万吨，同比增长6.1%。“十四五”期间累计减免通行费3.7亿元。2025年，食品抽检合格率99.2%。

2025年，全市发生生产安全事故16起。全市接待游客520万人次。实际利用外资1800万美元。

零售额“十四五”年均增长9%，2025年增长4%。

第二章 发展目标

到2030年，跨境电商企业达到75家，海上风电装机达到40万千瓦。全市数据中心机架达到2.4万架。

建设沿江物流带和东部物流带，东部物流带集聚供应链企业260家。陵江隧道二期工程总投资46亿元。

推动竹编、家具、茶器等产品创新。到2030年，竹艺产业产值达到5亿元。2025年，规上竹木加工企业产值31亿元。

城区道路总长度约12千米，乡村道路总长度约4千米。全市已发现矿种60种，其中查明储量的矿种45种。

第三章 园区建设

第一节 青湾工业园

建设园区道路约8.5公里。青湾工业园营业收入2030年达到150亿元，与桥头物流园形成联动。

第二节 桥头物流园

建设冷库2座。

表3 主要指标

指标\t2025年\t2027年\t2030年
数字经济产值（亿元）\t40\t52\t90

表1 重点企业

企业\t2025年营业收入（亿元）\t员工（人）\t建成年份
溪源茶业\t14.2\t860\t2019
陵江电子\t22.5\t1340\t2021

表2 茶叶种植

品种\t2025年面积（万亩）\t主产地
云雾茶\t18.6\t岭东县、岭西县、南坪县
白露茶\t7.4\t南坪县
"""

SWAPPED = [
    # what is measured
    "2025年溪陵市特色产业的投资是多少亿元？",
    "溪陵市2025年茶叶产品进口额是多少亿元？",
    "溪源茶业2025年交了多少税？",
    "2025年溪陵市茶叶要卖出多少万吨？",
    "2025年溪陵市生产安全事故中受伤的有多少人？",
    "What was the value of tea products that Xiling City imported in 2025?",
    "2025年溪陵市工业园区的工业增加值是多少？",
    "2025年溪陵市特色产业产值增长了百分之几？",
    "到2030年，溪陵市家具产业产值要达到多少亿元？",
    # of whom it is counted
    "连规模以下的企业也算上，2025年溪陵市竹木加工企业产值是多少？",
    "2025年溪陵市不论大小的竹木加工企业产值是多少？",
    # the time
    "2021年溪陵市茶园良种率是多少？",
    "2025年一年，溪陵市实现利润多少亿元？",
    "溪陵市目前有多少家跨境电商企业？",
    "“十四五”期间溪陵市累计实际利用外资多少万美元？",
    "“十五五”期间溪陵市计划减免多少通行费？",
    # whose figure it is
    "沿江物流带集聚供应链企业多少家？",
    "陵江隧道一期工程总投资多少亿元？",
    "溪陵市药品抽检合格率是多少？",
    "桥头物流园2030年营业收入要达到多少亿元？",
    "“十五五”期间桥头物流园要建的道路有多少公里？",
    "光是岭东县，2025年云雾茶种了多少万亩？",
    "乡镇政务系统上云率达到多少？",
    # the unit
    "陵江电子的装机功率是多少万千瓦？",
]
ANSWERED = [
    ("2025年溪陵市特色产业产值是多少？", "320亿元"),
    ("溪陵市2025年茶叶产品出口额是多少亿元？", "28亿元"),
    ("2025年溪陵市规上竹木加工企业产值是多少？", "31亿元"),
    ("到2030年，溪陵市竹艺产业产值要达到多少亿元？", "5亿元"),
    ("2025年溪陵市工业增加值是多少？", "96亿元"),
    ("溪源茶业2025年营业收入是多少？", "14.2亿元"),
    ("2025年溪陵市茶叶产能是多少万吨？", "12万吨"),
    ("溪陵市茶园良种率是多少？", "71%"),
    ("2030年溪陵市跨境电商企业要达到多少家？", "75家"),
    ("2025年溪陵市实际利用外资多少万美元？", "1800万美元"),
    ("青湾工业园2030年营业收入要达到多少亿元？", "150亿元"),
    ("溪陵市数据中心机架要达到多少万架？", "2.4万架"),
    ("青湾工业园要建的道路有多少公里？", "8.5公里"),
    ("2025年云雾茶种了多少万亩？", "18.6万亩"),
    ("县级政务系统上云率达到多少？", "83%"),
    ("2025年溪陵市港口货物吞吐量增长多少？", "6.1%"),
    ("“十四五”期间溪陵市累计减免多少通行费？", "3.7亿元"),
    ("东部物流带集聚供应链企业多少家？", "260家"),
    ("陵江隧道二期工程总投资多少亿元？", "46亿元"),
    ("2025年溪陵市食品抽检合格率是多少？", "99.2%"),
]


@pytest.fixture(scope="module")
def plan(tmp_path_factory):
    return corpus_of(tmp_path_factory.mktemp("swapped"), tea=PLAN)


@pytest.mark.parametrize("question", SWAPPED)
def test_figure_of_another_slot_is_no_answer(question, plan):
    assert plan.ask(question).abstained


@pytest.mark.parametrize(("question", "figure"), ANSWERED)
def test_figure_of_the_asked_slot_is_one(question, figure, plan):
    assert figure in plan.ask(question).text


@pytest.mark.parametrize(
    ("text", "figure", "classes"),
    [
        ("外贸进出口总额", "8亿元", {"trade"}),
        ("进口和出口", "8亿元", {"import", "export"}),
        ("税收收入", "8亿元", {"tax"}),
        ("综合保税区营业收入", "8亿元", {"revenue"}),
        ("产销量", "8万吨", {"production", "sales"}),
        ("天然饮用水", "8万吨", set()),
        ("游客", "8万人次", {"visitors"}),
        ("海上风电装机", "8万千瓦", {"wind"}),
        ("建成学校", "8所", set()),
    ],
)
def test_classes_of_measured_quantities(text, figure, classes):
    assert set(classes_told(text, parse_quantities(figure)[0])) == classes


@pytest.mark.parametrize(
    ("question", "name", "figure", "missing"),
    [
        ("How much did the firms earn?", "营业收入", "8亿元", ()),
        ("How much did the firms earn?", "固定资产投资", "8亿元", ("earn",)),
        ("What was the output of tea?", "茶叶产量", "8万吨", ()),
        ("What did the products cost?", "产值", "8亿元", ("cost",)),
        ("How large is the new area?", "茶园面积", "8亿元", ()),
    ],
)
def test_english_words_for_what_is_measured(question, name, figure, missing):
    assert other_measure(question, False, name, parse_quantities(figure)[0]) == missing


def test_growth_of_one_year_is_no_mean_over_several(plan):
    answer = plan.ask("“十四五”期间溪陵市港口货物吞吐量年均增长多少？")
    assert "6.1" not in answer.text and "未载明" in answer.text


def worked(answer):
    return {(c.op, c.value, c.unit) for c in answer.table.computed}


def test_english_change_is_told_as_amount_and_rate(plan):
    answer = plan.ask(
        "How much does the output value of the digital economy grow from 2025 to 2030?"
    )
    assert worked(answer) >= {("difference", "50", "亿元"), ("growth", "125", "%")}


def test_change_over_each_of_several_spans_is_worked_out(plan):
    question = "溪陵市数字经济产值2025到2027年、2025到2030年年均各增长多少？"
    answer = plan.ask(question)
    assert worked(answer) == {("annual growth", "14.02", "%"), ("annual growth", "17.61", "%")}
    assert len({c.label for c in answer.table.computed}) == 2  # each tells its years


def test_sum_of_two_parts_and_the_share_of_each_in_it(plan):
    answer = plan.ask("溪陵市城区道路和乡村道路总长度一共多少？城区占多少？")
    told = {("sum", "16", "千米"), ("share", "75", "%"), ("share", "25", "%")}
    assert worked(answer) == told
    (town,) = (c for c in answer.table.computed if c.value == "75")
    assert "城区道路" in town.label


def test_share_and_what_is_left_of_the_whole(plan):
    answer = plan.ask("溪陵市已发现的矿种里，查明储量的占百分之几？还有多少种没查明？")
    assert {("share", "75", "%"), ("difference", "15", "种")} <= worked(answer)


def test_growth_of_a_year_stands_against_a_mean_that_is_named(plan):
    answer = plan.ask("溪陵市零售额2025年的增速比“十四五”年均增速低多少个百分点？")
    assert ("difference", "5", "个百分点") in worked(answer)


@pytest.mark.parametrize(
    ("notion", "question", "words"),
    [
        ("industrial enterprize", "How many industrial enterprises are there?", "industrial enterprises"),
        ("tea factory", "The tea factories, in 2025?", "tea factories"),
        ("tea (part)", "Tea output?", "Tea"),
        ("lake", "Which river?", "lake"),
    ],
)  # fmt: skip
def test_notion_is_shown_in_the_words_of_the_question(notion, question, words):
    assert as_worded(notion, question) == words


def test_refusal_tells_what_is_missing_in_the_words_of_the_question(plan):
    answer = plan.ask("What was the value of the tea products imported in 2025?")
    assert answer.abstained and "imported" in answer.text


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("乡镇政务系统上云率达到多少？", "乡镇"),
        ("陵江隧道一期工程总投资多少亿元？", "一期"),
        ("溪陵市2025年茶叶产品进口额是多少亿元？", "进口"),
        ("溪陵市目前有多少家跨境电商企业？", "目前"),
    ],
)
def test_refusal_names_the_slot_that_is_not_told(question, word, plan):
    answer = plan.ask(question)
    lead = answer.text.split("\n")[0]
    assert answer.abstained and word in lead and f"{word}年" not in lead
