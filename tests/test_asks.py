"""Questions that ask for several figures, each in words of its own; the plan is made up."""

from __future__ import annotations

import pytest
from conftest import corpus_of, make_assistant, write_corpus

from rag.asks import asks_of
from rag.understand import understand

HARBOUR = """青禾高新区物流业发展规划
（2023—2030年）

一、发展基础

2022年，冷链物流业营业收入21亿元，增长11.6%；快递业营业收入35亿元，增长16.5%。

全区建成冷库47座，其中国家级9座、自治区级14座、县级24座。对552户2441名脱贫人口开展技能帮扶。

2022年产值过亿元的物流企业达到14家，物流企业总数达到63家。

大型货运电价0.63元/度（青海约为0.42元/度）。

二、发展目标

到2030年，单位土地物流收入达到9亿元/平方公里，冷链物流业营业收入达到60亿元，数据中心PUE值低于1.3。到2030年，新增快递分拨中心8个，平均每年不少于2个。

三、青禾综合保税区

建设约8亩（5333平方米）货运停车场。
"""


@pytest.fixture(scope="module")
def harbour(tmp_path_factory):
    return corpus_of(tmp_path_factory.mktemp("harbour"), harbour=HARBOUR)


def figures(answer):
    """What an answer shows, by the figures of its table or of its sentence."""
    if answer.table is None:
        return list(answer.numbers)
    return [cell.text for cell in answer.table.cells]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("2022年冷链物流业营业收入是多少，当年增速多少？", ["21亿元", "增长11.6%"]),
        ("2022年快递业营业收入多少亿元？比上年涨了百分之几？", ["35亿元", "增长16.5%"]),
        ("全区冷库一共多少座，其中国家级几座？", ["47座", "9座"]),
        ("国家级、自治区级、县级冷库各有几座？", ["9座", "14座", "24座"]),
        ("对多少户、多少名脱贫人口开展了帮扶？", ["552户", "2441名"]),
    ],
)
def test_each_ask_gets_the_figure_of_its_own_words(question, expected, harbour):
    answer = harbour.ask(question)
    assert not answer.abstained
    assert figures(answer) == expected
    for cell in answer.table.cells if answer.table else ():
        assert cell.text in answer.citations[cell.evidence - 1].text


def test_an_ask_that_no_document_answers_is_told_as_not_stated(harbour):
    answer = harbour.ask("2022年冷链物流业营业收入是多少，货运停车场有多少个停车位？")
    assert figures(answer)[0] == "21亿元"
    assert all(cell.text in ("21亿元", "未载明") for cell in answer.table.cells)


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("2022年年产值上亿的物流企业有多少家？", "14家"),
        ("2022年产值超过1亿元的物流企业有几家？", "14家"),
        ("2022年物流企业总数是多少家？", "63家"),
        ("全区建了47座冷库，其中国家级的有几座？", "9座"),
        ("2030年单位土地物流收入要达到每平方公里多少亿元？", "9亿元/平方公里"),
    ],
)
def test_classes_sums_and_units_of_the_question_decide_the_figure(question, value, harbour):
    assert value in harbour.ask(question).numbers


@pytest.mark.parametrize(
    "question",
    [
        "2022年产值上百亿的物流企业有多少家？",
        "2022年快递业每平方公里营业收入是多少？",
    ],
)
def test_another_class_or_a_total_for_a_figure_per_unit_is_refused(question, harbour):
    assert harbour.ask(question).abstained


def test_figure_in_brackets_is_told_of_its_own_place(harbour):
    facts = [f for several in harbour.index.rows.values() for f in several]
    prices = {f.subject: f.quantity.text for f in facts if "电价" in f.indicator}
    assert prices["青海"] == "0.42元/度" and "0.63元/度" in prices.values()


def test_zone_of_the_plans_own_place_needs_no_full_name(harbour):
    answer = harbour.ask("青禾综保区的货运停车场有多少平方米？")
    assert "5333平方米" in answer.numbers


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("2022年营业收入是多少？", []),
        ("冷库有多少座，快递分拨中心有几个？", [["冷库"], ["快递", "分拨"]]),
    ],
)
def test_a_question_is_taken_apart_by_its_asks(question, asked, harbour):
    query = understand(question, [], harbour._knowledge)
    ways = asks_of(query, lambda group: True)
    found = [[g.source for g in ask.own] for ask in ways[0].asks] if ways else []
    assert len(found) == len(asked)
    for own, words in zip(found, asked, strict=True):
        assert all(any(word in source for source in own) for word in words)


COAST = """海潮省政府工作报告
（2025年）

一、2024年工作回顾

新增博士点57个、硕士点106个。新增养老床位4385张，改建照护床位3210张。港口货物吞吐量80万吨。

二、2025年重点任务

新增养老床位3000张，改建照护床位2000张。港口货物吞吐量100万吨。
"""
INLAND = """山岚省政府工作报告
（2025年）

一、2024年工作回顾

新增博士点4个、硕士点10个。海铁联运班列开行27列。

二、2025年重点任务

新增博士点3个。
"""


@pytest.fixture(scope="module")
def provinces(tmp_path_factory):
    folder = tmp_path_factory.mktemp("provinces")
    documents = write_corpus(folder / "documents", coast=COAST, inland=INLAND)
    return make_assistant(documents, folder / "index")


def computed(answer):
    return [(item.op, f"{item.value}{item.unit}") for item in answer.table.computed]


def test_an_operation_named_behind_the_asks_is_worked_out_from_them(provinces):
    answer = provinces.ask("海潮省2024年新增养老床位多少张，2025年计划多少张，少了多少张？")
    assert figures(answer) == ["4385张", "3000张"]
    assert computed(answer) == [("difference", "-1385张")]
    assert answer.table.computed[0].formula.startswith("3000张 − 4385张")


def test_an_ask_that_refers_back_asks_for_each_of_the_things_before(provinces):
    answer = provinces.ask(
        "海潮省2024年新增了多少张养老床位、改建了多少张照护床位？2025年这两项打算做多少？"
    )
    assert figures(answer) == ["4385张", "3210张", "3000张", "2000张"]


def test_several_regions_are_each_asked_for_every_thing(provinces):
    answer = provinces.ask("2024年海潮省和山岚省各新增了多少个博士点和硕士点？")
    assert sorted(figures(answer)) == sorted(["57个", "106个", "4个", "10个"])
    docs = {cell.text: cell.doc for cell in answer.table.cells}
    assert docs["57个"] != docs["4个"]


def test_one_region_is_never_answered_with_anothers_figure(provinces):
    answer = provinces.ask("山岚省2024年港口货物吞吐量是多少？")
    assert answer.abstained or "80万吨" not in answer.text
