"""Figures of a plan as facts, and base and target side by side; the plans are made up."""

from __future__ import annotations

import pytest

from index.catalog import describe
from index.chunks import parse_document
from index.facts import link_rows, read_facts
from index.readers import Source

HEAD = "云岭市“十五五”工业发展规划\n（2026—2030年）\n\n"
REVIEW = f"{HEAD}第一章 发展基础\n\n第一节 主要成效\n\n"
AIMS = f"{HEAD}第一章 发展目标\n\n"


def facts_of(text):
    return read_facts(parse_document(describe(Source("plan.txt", text, "0"), None)))


def told(text, *fields):
    """The named fields of each fact, ``figure`` for the figure as it is written."""
    return [
        tuple(f.quantity.text if field == "figure" else getattr(f, field) for field in fields)
        for f in facts_of(text)
    ]


def test_level_growth_and_share_of_one_sentence_have_one_indicator_and_year():
    text = (
        REVIEW + "2025年，规模以上工业增加值达到186.5亿元，同比增长7.2%，占地区生产总值的31.4%。\n"
    )
    assert told(text, "figure", "indicator", "measure", "years", "role", "scope") == [
        ("186.5亿元", "规模以上工业增加值", "level", (2025,), "base", "规上"),
        ("7.2%", "规模以上工业增加值", "growth", (2025,), "base", "规上"),
        ("31.4%", "规模以上工业增加值占地区生产总值", "share", (2025,), "base", "规上"),
    ]


def test_list_of_ranks_names_each_rank():
    text = REVIEW + "2025年，培育国家级绿色工厂6家、省级绿色工厂14家。\n"
    assert told(text, "figure", "indicator") == [
        ("6家", "国家级绿色工厂"),
        ("14家", "省级绿色工厂"),
    ]


def test_from_to_gives_both_years_and_the_years_of_the_mean():
    text = REVIEW + "光伏组件产量由2020年的12万千瓦增长到2025年的85万千瓦，年均增长48%。\n"
    assert told(text, "figure", "years", "measure") == [
        ("12万千瓦", (2020,), "level"),
        ("85万千瓦", (2025,), "level"),
        ("48%", (2020, 2025), "annual growth"),
    ]


def test_sum_over_a_plan_period_and_what_was_added():
    text = REVIEW + "“十四五”期间，累计完成技改投资96亿元，新增规上企业42家。\n"
    assert told(text, "figure", "indicator", "years", "measure") == [
        ("96亿元", "技改投资", (2021, 2025), "cumulative"),
        ("42家", "规上企业", (2021, 2025), "increment"),
    ]


def test_among_them_names_the_parts():
    text = REVIEW + "2025年末，园区入驻企业318家，其中规上企业57家，高新技术企业23家。\n"
    assert told(text, "figure", "indicator", "scope") == [
        ("318家", "园区入驻企业", ""),
        ("57家", "规上企业", "规上"),
        ("23家", "高新技术企业", ""),
    ]


def test_respectively_shares_out_the_years():
    text = AIMS + "到2028年、2030年，数字经济核心产业增加值分别达到45亿元、70亿元。\n"
    assert told(text, "figure", "years", "indicator") == [
        ("45亿元", (2028,), "数字经济核心产业增加值"),
        ("70亿元", (2030,), "数字经济核心产业增加值"),
    ]


def test_range_keeps_both_ends():
    (fact,) = facts_of(AIMS + "“十五五”期间，新建标准厂房20万—25万平方米。\n")
    assert (fact.quantity.low, fact.quantity.high) == (20, 25)
    assert (fact.quantity.unit, fact.measure) == ("万平方米", "increment")


def test_each_year_is_marked():
    (fact,) = facts_of(AIMS + "每年新增专精特新企业不少于5家。\n")
    assert (fact.indicator, fact.annual, fact.quantity.bound) == ("专精特新企业", True, ">=")
    (fact,) = facts_of(AIMS + "到2030年，新增专精特新企业不少于5家。\n")
    assert not fact.annual


@pytest.mark.parametrize(
    ("sentence", "bound", "aim"),
    [
        ("到2030年，软件业收入力争达到30亿元。", "", "力争"),
        ("到2030年，软件业收入确保达到30亿元以上。", ">=", "确保"),
        ("到2030年，软件业收入预计突破30亿元。", ">", "预计"),
        ("到2030年，软件业收入达到30亿元左右。", "~", ""),
        ("到2030年，万元产值用水量控制在38立方米以内。", "<=", ""),
    ],
)
def test_bound_and_governing_word(sentence, bound, aim):
    (fact,) = facts_of(f"{AIMS}{sentence}\n")
    assert (fact.quantity.bound, fact.aim, fact.role) == (bound, aim, "target")


def test_points_are_a_change_and_the_compared_year_is_not_its_year():
    (fact,) = facts_of(AIMS + "与2025年相比，2030年工业用水重复利用率提高6个百分点。\n")
    assert (fact.indicator, fact.measure, fact.years) == ("工业用水重复利用率", "change", (2030,))


def test_review_is_base_and_aims_are_targets():
    text = REVIEW + "物流业营业收入达到12亿元。\n\n第二章 发展目标\n\n物流业营业收入达到20亿元。\n"
    assert told(text, "figure", "role") == [("12亿元", "base"), ("20亿元", "target")]


def test_year_taken_from_the_sentence_before_is_marked():
    text = REVIEW + "2025年，软件业收入达到12亿元。电子信息企业达到30家。\n"
    assert told(text, "figure", "years", "inherited") == [
        ("12亿元", (2025,), False),
        ("30家", (2025,), True),
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "聚焦三大产业，做强五大集群。",
        "落实“五个一”要求，实施第14号文件。",
        "用五年时间，开拓国内国际两个市场。",
    ],
)
def test_figures_that_only_name_or_count_off_are_no_facts(sentence):
    assert facts_of(f"{AIMS}{sentence}\n") == ()


def test_glossary_at_the_end_states_no_facts():
    text = (
        AIMS
        + "到2030年，软件业收入达到30亿元。\n\n名词解释\n\n规上企业：年主营业务收入2000万元以上的企业有80家。\n"
    )
    assert told(text, "figure") == [("30亿元",)]


TABLE = (
    AIMS
    + """到2030年，研发人员力争达到1.5万人。

表1 主要指标

类别\t指标\t单位\t2025年\t2030年\t属性
规模\t规上工业总产值\t亿元\t620\t1000\t预期性
绿色\t单位工业增加值能耗降低\t%\t—\t13\t约束性
创新\t研发人员\t万人\t0.8\t1.5\t预期性
"""
)


def test_table_row_has_unit_year_role_and_nature():
    rows = [f for f in facts_of(TABLE) if f.table]
    assert [(f.indicator, f.quantity.unit, f.years, f.role, f.nature) for f in rows] == [
        ("规上工业总产值", "亿元", (2025,), "base", "预期性"),
        ("规上工业总产值", "亿元", (2030,), "target", "预期性"),
        ("单位工业增加值能耗降低", "%", (2030,), "target", "约束性"),
        ("研发人员", "万人", (2025,), "base", "预期性"),
        ("研发人员", "万人", (2030,), "target", "预期性"),
    ]


def test_characters_of_a_fact_are_those_of_the_file():
    for fact in facts_of(TABLE):
        assert " ".join(TABLE[fact.start : fact.end].split()) == fact.text


def test_rows_link_base_and_target_and_say_from_where():
    rows = link_rows(facts_of(TABLE))
    told = [
        (r.main.indicator, r.base and r.base.quantity.text, r.main.quantity.text, r.link)
        for r in rows
    ]
    assert told == [
        ("研发人员", "0.8", "1.5万人", "elsewhere"),
        ("规上工业总产值", "620", "1000", "row"),
        ("单位工业增加值能耗降低", None, "13", ""),
        ("研发人员", "0.8", "1.5", "row"),
    ]


def test_link_inside_one_sentence():
    (row,) = link_rows(facts_of(AIMS + "软件业收入由2025年的12亿元增长到2030年的30亿元。\n"))
    assert row.base is not None and row.target is not None
    assert (row.base.quantity.text, row.target.quantity.text, row.link) == (
        "12亿元",
        "30亿元",
        "sentence",
    )


def test_addition_is_not_linked_to_a_level():
    text = (
        REVIEW + "2025年，规上企业达到57家。\n\n第二章 发展目标\n\n到2030年，新增规上企业42家。\n"
    )
    rows = link_rows(facts_of(text))
    assert [(r.main.quantity.text, r.base is not None and r.target is not None) for r in rows] == [
        ("57家", False),
        ("42家", False),
    ]


def test_facts_are_numbered_in_reading_order():
    facts = facts_of(TABLE)
    assert [f.id for f in facts] == list(range(len(facts)))
    assert [f.start for f in facts] == sorted(f.start for f in facts)


def test_figure_says_whether_it_rises_or_falls():
    text = REVIEW + "2025年，细颗粒物浓度同比下降5%，城镇居民收入增长6%，从业人员80人。\n"
    assert told(text, "figure", "direction") == [("5%", "down"), ("6%", "up"), ("80人", "")]


def test_list_goes_on_in_the_same_direction():
    text = REVIEW + "2025年，刑事警情、刑事立案数量分别下降26.3%、32.6%。\n"
    assert told(text, "figure", "indicator", "direction") == [
        ("26.3%", "刑事警情数量", "down"),
        ("32.6%", "刑事立案数量", "down"),
    ]


def test_second_aim_is_of_the_same_indicator():
    text = AIMS + "地区生产总值增长7%以上，固定资产投资增长15%以上、力争达到20%。\n"
    assert told(text, "figure", "indicator", "measure") == [
        ("7%以上", "地区生产总值", "growth"),
        ("15%以上", "固定资产投资", "growth"),
        ("20%", "固定资产投资", "growth"),
    ]


@pytest.mark.parametrize(
    ("sentence", "figure", "indicator"),
    [
        ("2025年，新增高新技术企业1200家，总量达到1.8万家。", "1.8万家", "高新技术企业总量"),
        ("2025年，实现所有乡镇和90%以上行政村通硬化路。", "90%以上", "行政村通硬化路"),
        ("2025年，启动总规模1000亿元的三大产业母基金。", "1000亿元", "三大产业母基金总规模"),
        ("2025年，机器人产量增长31.2%、占全国44%。", "44%", "机器人产量占全国"),
        ("2025年，港口集装箱吞吐量达到5150.6万标准箱。", "5150.6万标准箱", "港口集装箱吞吐量"),
    ],
)
def test_figure_is_named_by_the_words_that_belong_to_it(sentence, figure, indicator):
    assert (figure, indicator) in told(REVIEW + sentence + "\n", "figure", "indicator")
