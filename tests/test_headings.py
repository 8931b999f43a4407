"""Headings by their numbering: every family, both widths, alone or running into text."""

import pytest

from index.headings import is_figure_caption, match_heading, match_plain


@pytest.mark.parametrize(
    ("text", "family", "number", "title"),
    [
        ("# 总则", "markdown", 1, "# 总则"),
        ("### 目标", "markdown", 3, "### 目标"),
        ("第一篇开启新征程", "part", 1, "第一篇开启新征程"),
        ("第二编 产业", "part", 2, "第二编 产业"),
        ("第三部分 保障", "part", 3, "第三部分 保障"),
        ("第十二章 总体要求", "chapter", 12, "第十二章 总体要求"),
        ("第3章 总体要求", "chapter", 3, "第3章 总体要求"),
        ("第四节 发展目标", "section", 4, "第四节 发展目标"),
        ("二十一、附则", "cn", 21, "二十一、附则"),
        ("一．总体要求", "cn", 1, "一．总体要求"),
        ("（三）发展目标", "cn_paren", 3, "（三）发展目标"),
        ("(二) 规划实施环境影响分析", "cn_paren", 2, "(二) 规划实施环境影响分析"),
        ("1.2 发展目标", "decimal", 2, "1.2 发展目标"),
        ("3.1.4 指标", "decimal", 4, "3.1.4 指标"),
        ("2.高原特色酿酒业", "arabic", 2, "2.高原特色酿酒业"),
        ("1. 农畜食品精深加工业", "arabic", 1, "1. 农畜食品精深加工业"),
        ("12、强化智能制造", "arabic", 12, "12、强化智能制造"),
        ("3．名词", "arabic", 3, "3．名词"),
        ("（4）基础设施", "arabic_paren", 4, "（4）基础设施"),
        ("(5)人才", "arabic_paren", 5, "(5)人才"),
        ("专栏9 空间结构", "box", 9, "专栏9 空间结构"),
        ("专栏 10 综合保税区", "box", 10, "专栏 10 综合保税区"),
        ("专栏3：特色产业园区培育工程", "box", 3, "专栏3：特色产业园区培育工程"),
        ("专栏二 重点工程", "box", 2, "专栏二 重点工程"),
        ("表1 指标体系", "table", 1, "表1 指标体系"),
        ("附表2：项目表", "table", 2, "附表2：项目表"),
        ("前言", "front", None, "前言"),
        ("结 语", "front", None, "结语"),
        ("名词解释：", "front", None, "名词解释"),
    ],
)
def test_a_whole_line(text, family, number, title):
    found = match_heading(text)
    assert found is not None
    assert (found.family, found.number, found.title) == (family, number, title)
    assert (found.length, found.run_in) == (len(text), False)


@pytest.mark.parametrize(
    ("text", "family", "number", "title"),
    [
        ("（一）强化组织领导。健全工作机制，明确责任。", "cn_paren", 1, "（一）强化组织领导"),
        ("(一)产业发展。工业增长8%。", "cn_paren", 1, "(一)产业发展"),
        ("2.拉萨高新区。创新载体。", "arabic", 2, "2.拉萨高新区"),
        ("三、重点任务。以创新为引领，做好以下工作。", "cn", 3, "三、重点任务"),
        ("14.强化人才培养。培养千名人才。", "arabic", 14, "14.强化人才培养"),
    ],
)
def test_a_first_sentence_with_text_behind_it(text, family, number, title):
    found = match_heading(text)
    assert found is not None
    assert (found.family, found.number, found.title, found.run_in) == (family, number, title, True)
    assert text[: found.length] == title + "。"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "到2025年实现规上产值10亿元。",
        "第一，加强领导。",
        "一是坚持党的领导。",
        "一带一路",
        "1.5亿元投资",
        "3.5%以上",
        "2025年工作",
        "（以下简称经开区）",
        "专栏见附件",
        "专栏3",
        "表明了方向",
        "表1所列指标为预期性指标。",
        "1.推进重点项目建设，加快补齐短板，完善园区功能，提升承载能力。",
        "1.以下几点：",
        "指标\t2025年",
        "（一）",
        "一、" + "很" * 41,
        "5G网络建设",
    ],
)
def test_no_heading(text):
    assert match_heading(text) is None


@pytest.mark.parametrize(
    ("text", "caption"),
    [
        ("图 1 西藏自治区国民生产总值", True),
        ("图3：空间结构图", True),
        ("图", False),
        ("图1说明了增长的来源。", False),
        ("图书馆建设", False),
    ],
)
def test_caption_of_a_picture(text, caption):
    assert is_figure_caption(text) is caption


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("推动产业升级", True),
        ("实施“十大”行动", True),
        ("推动升级，扩大开放", False),
        ("目标。", False),
        ("目标", False),
    ],
)
def test_unnumbered_title(text, plain):
    assert (match_plain(text) is not None) is plain
