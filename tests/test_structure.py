"""The section tree, from small documents and from the odd places of the five seeds."""

from functools import cache
from pathlib import Path

import pytest

from index.chunks import parse_document
from index.cleaning import clean_document, normalise
from index.structure import build_sections
from index.types import Document

SEEDS = Path(__file__).parents[1] / "seeds"


def outline(text):
    """Depth and title of every section but the root, in order."""
    sections, _ = build_sections(clean_document(text), len(text))
    return [(depth(sections, section), section.title) for section in sections[1:]]


def depth(sections, section):
    return 0 if section.parent == 0 else 1 + depth(sections, sections[section.parent])


def filed(text):
    """Where each piece of text stands: (heading path, text)."""
    parsed = parse_document(Document("t.txt", text, "", ""))
    return [(" > ".join(c.path), u.text) for c in parsed.chunks for u in c.units]


@cache
def seed(name):
    path = next(SEEDS.glob(f"{name}*.txt"))
    return parse_document(Document(path.name, path.read_text(encoding="utf-8"), "", ""))


def paths_of(name, phrase):
    return [
        " > ".join(chunk.path)
        for chunk in seed(name).chunks
        for unit in chunk.units
        if phrase in unit.text
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "第一篇 甲\n第一章 乙\n第一节 丙\n正文。\n第二节 丁\n第二篇 戊\n第一章 己\n",
            [
                (0, "第一篇甲"),
                (1, "第一章乙"),
                (2, "第一节丙"),
                (2, "第二节丁"),
                (0, "第二篇戊"),
                (1, "第一章己"),
            ],
        ),
        (
            "一、甲\n（一）乙\n1.丙\n2.丁\n(二) 戊\n1. 己\n二、庚\n（一）辛\n",
            [
                (0, "一、甲"),
                (1, "（一）乙"),
                (2, "1.丙"),
                (2, "2.丁"),
                (1, "（二）戊"),
                (2, "1.己"),
                (0, "二、庚"),
                (1, "（一）辛"),
            ],
        ),
        (
            "第一章 甲\n一、乙\n1.丙\n（1）丁\n（2）戊\n2.己\n二、庚\n第二章 辛\n",
            [
                (0, "第一章甲"),
                (1, "一、乙"),
                (2, "1.丙"),
                (3, "（1）丁"),
                (3, "（2）戊"),
                (2, "2.己"),
                (1, "二、庚"),
                (0, "第二章辛"),
            ],
        ),
    ],
    ids=["parts", "restarts and half width", "four families"],
)
def test_outline(text, expected):
    assert outline(text) == expected


def test_order_of_the_families_is_voted_when_a_document_does_otherwise():
    """（一） outside 一、: the inner family is the one that begins again behind the other."""
    text = (
        "（一）甲\n一、乙\n正文一。\n二、丙\n正文二。\n"
        "（二）丁\n一、戊\n正文三。\n二、己\n正文四。\n"
        "（三）庚\n一、辛\n正文五。\n二、壬\n正文六。\n"
    )
    assert outline(text) == [
        (0, "（一）甲"),
        (1, "一、乙"),
        (1, "二、丙"),
        (0, "（二）丁"),
        (1, "一、戊"),
        (1, "二、己"),
        (0, "（三）庚"),
        (1, "一、辛"),
        (1, "二、壬"),
    ]


def test_numbered_list_in_a_text_is_no_family():
    """A family that comes once, or never begins at 1, numbers no headings."""
    text = "一、甲\n正文。\n5.孤行\n正文。\n二、乙\n正文。\n"
    assert outline(text) == [(0, "一、甲"), (0, "二、乙")]


def test_run_in_heading_stays_in_its_text():
    text = (
        "一、总体要求\n正文。\n二、保障措施\n"
        "（一）强化组织领导。健全工作机制。\n（二）优化环境。落实政策。\n"
    )
    assert outline(text) == [
        (0, "一、总体要求"),
        (0, "二、保障措施"),
        (1, "（一）强化组织领导"),
        (1, "（二）优化环境"),
    ]
    assert filed(text) == [
        ("一、总体要求", "正文。"),
        ("二、保障措施 > （一）强化组织领导", "（一）强化组织领导。健全工作机制。"),
        ("二、保障措施 > （二）优化环境", "（二）优化环境。落实政策。"),
    ]


def test_headings_inside_a_paragraph_whose_line_breaks_were_lost():
    text = (
        "工作已经部署。一、总体要求（一）指导思想。坚持绿色发展。"
        "（二）基本原则。坚持市场主导。二、重点任务。抓好落实。\n"
    )
    assert outline(text) == [
        (0, "一、总体要求"),
        (1, "（一）指导思想"),
        (1, "（二）基本原则"),
        (0, "二、重点任务"),
    ]
    assert filed(text) == [
        ("", "工作已经部署。"),
        ("一、总体要求 > （一）指导思想", "（一）指导思想。坚持绿色发展。"),
        ("一、总体要求 > （二）基本原则", "（二）基本原则。坚持市场主导。"),
        ("二、重点任务", "二、重点任务。抓好落实。"),
    ]


def test_unnumbered_titles_count_where_nothing_else_is_numbered():
    body = "坚持稳中求进工作总基调，完整准确全面贯彻新发展理念，加快构建新发展格局，推动高质量发展取得新成效。"
    text = f"各位代表：\n推动产业升级\n{body}\n扩大对外开放\n{body.replace('稳', '扎')}\n"
    assert outline(text) == [(0, "推动产业升级"), (0, "扩大对外开放")]


def test_number_that_does_not_go_up_proves_a_lost_parent():
    text = (
        "第一章 甲\n第一节 乙\n正文一。\n第二节 丙\n正文二。\n"
        "第二节 丁\n正文三。\n第三节 戊\n正文四。\n第三章 己\n第一节 庚\n正文五。\n"
    )
    assert outline(text) == [
        (0, "第一章甲"),
        (1, "第一节乙"),
        (1, "第二节丙"),
        (0, "第二章〔标题缺失〕"),
        (1, "第二节丁"),
        (1, "第三节戊"),
        (0, "第三章己"),
        (1, "第一节庚"),
    ]


def test_box_counts_its_own_items_and_then_the_body_goes_on():
    text = (
        "一、甲\n（一）乙\n1.丙\n正文。\n专栏1：工程\n1.青稞。立足拉萨。\n2.牦牛。立足那曲。\n"
        "2.丁\n正文。\n（二）戊\n正文。\n二、己\n"
    )
    assert outline(text) == [
        (0, "一、甲"),
        (1, "（一）乙"),
        (2, "1.丙"),
        (3, "专栏1：工程"),
        (4, "1.青稞"),
        (4, "2.牦牛"),
        (2, "2.丁"),
        (1, "（二）戊"),
        (0, "二、己"),
    ]


def test_table_is_a_section_of_its_own_and_ends_behind_its_note():
    text = (
        "一、目标\n轻工业主要指标\n指标\t2025年\n产值（亿元）\t75\n注：均为预期性指标。\n"
        "正文继续。\n二、任务\n"
    )
    assert outline(text) == [(0, "一、目标"), (1, "轻工业主要指标"), (0, "二、任务")]
    assert filed(text) == [
        ("一、目标 > 轻工业主要指标", "产值（亿元） 75"),
        ("一、目标 > 轻工业主要指标", "注：均为预期性指标。"),
        ("一、目标", "正文继续。"),
    ]


@pytest.mark.parametrize("name", ["000", "001", "002", "003", "004"])
def test_tree_of_a_seed_is_whole(name):
    """One root over everything; a section that was not lost starts at its own heading."""
    parsed = seed(name)
    root, *others = parsed.sections
    assert (root.parent, root.start, root.end) == (None, 0, len(parsed.document.text))
    assert [section.id for section in parsed.sections] == list(range(len(parsed.sections)))
    for section in others:
        assert section.missing == ("〔标题缺失〕" in section.title)
        opening = normalise(parsed.document.text[section.start : section.start + 120])
        assert section.missing or opening.startswith(section.title), section


@pytest.mark.parametrize("name", ["001", "002", "003", "004"])
def test_sections_of_a_seed_lie_inside_their_parents(name):
    parsed = seed(name)
    for section in parsed.sections[1:]:
        parent = parsed.sections[section.parent]
        assert parent.id < section.id
        assert parent.start <= section.start <= section.end <= parent.end


def test_seed_000_headline_targets_are_under_the_lost_section():
    assert paths_of("000", "工业增加值达到140亿元以上") == [
        "第二章总体思路和主要目标 > 第三节〔标题缺失〕"
    ]


@pytest.mark.parametrize(
    ("phrase", "path"),
    [
        ("坚持深化改革，开放合作。", "第二章总体思路和主要目标 > 第二节基本原则"),
        ("藏青工业园区实现园区总产值300亿元以上", "第二章总体思路和主要目标 > 第三节〔标题缺失〕"),
        ("培育1-2个全国知名品牌", "第三章〔标题缺失〕 > 第一节〔标题缺失〕"),
        ("全面推行绿色清洁生产。", "第三章〔标题缺失〕 > 第二节发展绿色制造，建立安全生产体系"),
        ("加强土地供应保障。", "第六章〔标题缺失〕 > 第四节〔标题缺失〕"),
        ("规范行政服务。", "第六章〔标题缺失〕 > 第一节〔标题缺失〕"),
        ("总装机", "第四章重点产业发展方向和路径 > 第一节做大做强支柱产业 > 三、清洁能源"),
    ],
)
def test_seed_000_each_lost_heading(phrase, path):
    assert set(paths_of("000", phrase)) == {path}


def test_seed_000_has_exactly_the_seven_lost_headings():
    """The seven _Toc numbers that are missing from the bookmarks (notes, 2.1)."""
    lost = [s for s in seed("000").sections if s.missing]
    assert sorted(" > ".join(seed("000").path(s.id)) for s in lost) == sorted(
        [
            "第二章总体思路和主要目标 > 第三节〔标题缺失〕",
            "第三章〔标题缺失〕",
            "第三章〔标题缺失〕 > 第一节〔标题缺失〕",
            "第五章环境影响评价 > 第二节〔标题缺失〕",
            "第六章〔标题缺失〕",
            "第六章〔标题缺失〕 > 第一节〔标题缺失〕",
            "第六章〔标题缺失〕 > 第四节〔标题缺失〕",
        ]
    )


def test_seed_001_same_industry_under_its_different_headings():
    assert [
        " > ".join(seed("001").path(s.id)[:2])
        for s in seed("001").sections
        if s.title.endswith("天然饮用水产业")
    ] == [
        "三、重点方向 > （一）重点支持、做大做强类",
        "四、专项行动 > （一）科技创新突破行动",
        "四、专项行动 > （六）数字化绿色化转型行动",
    ]


def test_seed_001_items_of_a_box_do_not_end_the_section_around_it():
    (park,) = [s for s in seed("001").sections if s.title == "4.智昭产业园"]
    assert seed("001").path(park.id) == (
        "四、专项行动",
        "（四）市场主体培育行动",
        "3.打造特色产业园区",
        "专栏3：特色产业园区培育工程",
        "4.智昭产业园",
    )
    (after,) = [s for s in seed("001").sections if s.title == "2.提升工业设计水平"]
    assert seed("001").path(after.id)[:2] == ("四、专项行动", "（五）产业生态构建行动")


def test_seed_002_tasks_are_numbered_straight_through_eight_programmes():
    tasks = [
        s for s in seed("002").sections
        if s.family == "arabic" and seed("002").path(s.id)[0] == "三、主要任务"
    ]  # fmt: skip
    assert [(s.number, seed("002").path(s.id)[1][:3]) for s in tasks] == [
        (1, "（一）"), (2, "（一）"), (3, "（一）"), (4, "（二）"), (5, "（二）"), (6, "（二）"),
        (7, "（三）"), (8, "（四）"), (9, "（五）"), (10, "（六）"), (11, "（六）"),
        (12, "（六）"), (13, "（七）"), (14, "（八）"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("phrase", "last"),
    [
        ("以堆龙德庆河、流沙河为主要纽带", "专栏9“十五五”时期经开区A区B区空间结构"),
        ("综合保税区以公铁联运为纽带", "第一节全面优化空间布局"),
        ("沿觉木隆大道打造园区主要发展轴线", "专栏10“十五五”时期综合保税区空间结构"),
        ("聂当工业园结合拉萨河水系", "第一节全面优化空间布局"),
        ("沿拉萨河生态景观带和园区内", "专栏11“十五五”时期聂当工业园空间结构"),
        ("划定工业用地保障红线", "第一节全面优化空间布局"),
    ],
)
def test_seed_004_box_ends_where_the_body_goes_on(phrase, last):
    assert {path.split(" > ")[-1] for path in paths_of("004", phrase)} == {last}


def test_seed_004_counts_parts_chapters_sections_and_boxes():
    families = [s.family for s in seed("004").sections]
    counts = {f: families.count(f) for f in ("part", "chapter", "section", "box", "table")}
    assert counts == {"part": 8, "chapter": 26, "section": 64, "box": 20, "table": 1}
    assert [s.number for s in seed("004").sections if s.family == "box"] == list(range(1, 21))


def test_seed_004_full_path_tells_equal_numbers_apart():
    first = [seed("004").path(s.id) for s in seed("004").sections if s.title.startswith("第一章")]
    assert [path[0][:3] for path in first] == [f"第{n}篇" for n in "一二三四五六七八"]
