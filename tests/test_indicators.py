"""Names of indicators: cut out of a clause, folded for comparing, and their scope."""

from __future__ import annotations

import pytest

from index.figures import read_figures
from index.indicators import (
    clean_indicator,
    indicator_key,
    is_comparison,
    scope_of,
    told_before,
    told_behind,
)


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("到2030年，力争软件业收入达到", "软件业收入"),
        ("其中，新增绿色工厂", "绿色工厂"),
        ("累计完成技改投资", "技改投资"),
        ("粮食产量稳定在", "粮食产量"),
        ("城镇调查失业率控制在", "城镇调查失业率"),
        ("“十五五”期间，培育省级示范园区", "省级示范园区"),
        ("固定资产投资年均增长", "固定资产投资"),
        ("比上年增长", ""),
        ("到2030年达到", ""),
        ("年均增长", ""),
    ],
)
def test_name_is_cut_out_of_the_words_before_a_figure(head, name):
    assert clean_indicator(head) == name


def test_cells_of_tables_are_kept_whole():
    assert clean_indicator("新增 就业人数", table=True) == "新增就业人数"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("规模以上工业总产值", "规上工业产值"),
        ("高新技术企业数量", "高新技术企业"),
        ("软件业收入年均增速", "软件业收入"),
        ("轻工业总产值", "轻工业产值"),
        ("GDP", "地区生产总值"),
        ("全市粮食产量", "粮食产量"),
        ("“四上”企业", "四上企业"),
        ("税收收入占全市比重", "税收收入占全市的比例"),
    ],
)
def test_equal_notions_have_one_key(one, other):
    assert indicator_key(one) == indicator_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("工业增加值", "工业总产值"),
        ("规上工业增加值", "工业增加值"),
        ("轻工业产值", "工业产值"),
        ("高新技术企业", "高新技术产业产值"),
        ("税收收入占全市比重", "税收收入占全区比重"),
        ("省级绿色工厂", "国家级绿色工厂"),
    ],
)
def test_different_notions_have_different_keys(one, other):
    assert indicator_key(one) != indicator_key(other)


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("规模以上工业增加值", "规上"),
        ("园区内规上企业", "园区内规上"),
        ("限额以上零售额", "限上"),
        ("城镇新增就业", "城镇"),
        ("制造业增加值占全市地区生产总值", ""),
        ("软件业收入", ""),
    ],
)
def test_scope_is_what_the_own_name_states(text, scope):
    assert scope_of(text) == scope


@pytest.mark.parametrize(
    ("text", "compares"),
    [("是2020年的", True), ("，较青海", True), ("超过规划目标", True), ("软件业收入", False)],
)
def test_comparison_names_nothing(text, compares):
    assert is_comparison(text) is compares


def test_noun_of_the_clause_before():
    assert told_before("社会消费品零售总额持续回升，连续三年") == "社会消费品零售总额"
    assert told_before("发展动力持续增强，") == ""


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("建设3家以上智能工厂。", "智能工厂"),
        ("设立规模10亿元的产业引导基金。", "产业引导基金规模"),
        ("贡献了1/3的税收收入。", "税收收入"),
        ("软件业收入达到30亿元。", ""),
    ],
)
def test_name_behind_the_figure(sentence, name):
    (figure,) = read_figures(sentence, (), ())
    start, end = figure.quantity.start, figure.quantity.end
    assert told_behind(sentence[:start], sentence[end:], figure) == name
