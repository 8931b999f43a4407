"""Clean paragraphs, and the exact place in the source of every character of them."""

import re
import unicodedata
from pathlib import Path

import pytest

from index.cleaning import clean_document, normalise

SEEDS = sorted((Path(__file__).parents[1] / "seeds").glob("*.txt"))
TAGS = re.compile(r"\[bookmark:[^\]]*\]")


def clean(text):
    return [paragraph.text for paragraph in clean_document(text)]


def same(text):
    """An independent normal form to compare characters by: NFKC without spaces."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("到 2025 年，实现 75 亿元", "到2025年，实现75亿元"),
        ("≥ 97 %", "≥97%"),
        ("２０２５年４５％", "2025年45%"),
        ("ＧＤＰ占比", "GDP占比"),
        ("浓度限值,那曲镇", "浓度限值，那曲镇"),
        ("产值1,234亿元", "产值1,234亿元"),
        ("由42:58调整", "由42:58调整"),
        ("（2023-2030 年）", "（2023-2030年）"),
        ("(一) 发展现状", "（一）发展现状"),
        ("食(饮)品", "食（饮）品"),
        ("21微克／立方米", "21微克/立方米"),
        ("甲\u3000乙\u00a0丙", "甲乙丙"),
        ("5G SA 和 IPv6", "5G SA和IPv6"),
        ("see page, then stop", "see page, then stop"),
        ("结 语", "结语"),
        ("\ufeff前言", "前言"),
    ],
)
def test_signs_and_spaces_made_uniform(text, expected):
    assert normalise(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "[bookmark: _Toc511473400][bookmark: _Toc8329]第一节 指导思想\n",
            ["第一节指导思想"],
        ),
        ("[bookmark: _Toc11940][bookmark: _Toc29273]\n正文。\n", ["正文。"]),
        ("正文[footnote: 1]继续。<!-- 图 -->\n", ["正文继续。"]),
        ("第一段。\r\n第二段。\r\n", ["第一段。", "第二段。"]),
    ],
)
def test_tags_go(text, expected):
    assert clean(text) == expected


def test_hard_wrapped_lines_join_without_a_space():
    lines = [
        "到2025年，{}地制造业增加值占比达到百分之五左右，",
        "规模以上{}业企业营业收入利润率达到百分之二十，全",
        "区国家级{}新技术企业达一百五十家以上，制造业企业达 40",
        "家以上，主营业务收入过十亿元{}造企业达二十家以上。",
    ]
    blocks = [[line.format(name) for line in lines] for name in "甲乙丙丁戊"]
    wrapped = ["一、总体要求", *(line for block in blocks for line in block), "二、重点方向"]
    assert clean("\n\n".join(wrapped)) == [
        "一、总体要求",
        *("".join(block).replace("达 40", "达40") for block in blocks),
        "二、重点方向",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "经开区经济总量稳步扩大，贡献了全市约\n\n1/4的一般公共预算收入。\n",
            ["经开区经济总量稳步扩大，贡献了全市约1/4的一般公共预算收入。"],
        ),
        (
            "近年来持续发力，整体土地开发率已达\n\n95%，实际可用地趋紧。\n",
            ["近年来持续发力，整体土地开发率已达95%，实际可用地趋紧。"],
        ),
        (
            "该行业近年来稳步增长，大工业用\n\n- 12 -\n\n电价0.63元/度。\n",
            ["该行业近年来稳步增长，大工业用电价0.63元/度。"],
        ),
        (
            "到2025年培育龙头企业，形成\n10个优质肉羊主产区。\n",
            ["到2025年培育龙头企业，形成10个优质肉羊主产区。"],
        ),
        ("第一句说完了。\n\n第二段开始了。\n", ["第一句说完了。", "第二段开始了。"]),
        (
            "加快发展特色优势产业，推动提质增效\n\n第二节 扩大开放\n\n正文。\n",
            ["加快发展特色优势产业，推动提质增效", "第二节扩大开放", "正文。"],
        ),
        (
            "加快发展特色优势产业，推动提质增效\n——坚持绿色发展。\n",
            ["加快发展特色优势产业，推动提质增效", "——坚持绿色发展。"],
        ),
    ],
    ids=[
        "fraction",
        "percent",
        "over a page number",
        "number of a list",
        "ended",
        "heading",
        "dash",
    ],
)
def test_sentences_cut_by_a_page_break_join(text, expected):
    assert clean(text) == expected


CONTENTS = """目 录
前言\t1
一、发展形势\t2
（一）发展现状\t2
二、总体要求\t5

"""
BODY = """前言
本规划期为2023年到2030年。
一、发展形势
（一）发展现状
现状很好。
二、总体要求
要求很高。
"""


def test_table_of_contents_dropped_and_body_kept():
    assert clean(CONTENTS + BODY) == clean(BODY)


@pytest.mark.parametrize(
    "entries",
    [
        "前言 ...... - 1 -\n一、发展形势 ...... - 2 -\n二、总体要求 ...... 33 -\n",
        "前言…………1\n一、发展形势…………2\n二、总体要求- 5 -\n",
        "前言\t1\n一、发展形势\t2\n项目汇总表 ...\t错误！未定义书签。\n",
    ],
)
def test_forms_of_contents_entries(entries):
    assert clean("目录\n" + entries + "\n" + BODY) == clean(BODY)


def test_table_with_numbers_is_no_table_of_contents():
    table = "指标\t2025年\n规上总产值（亿元）\t75\n规上企业（户）\t80\n高新技术企业（户）\t20\n绿色工厂\t32\n"
    assert clean("一、目标\n" + table) == [
        "一、目标",
        "指标 2025年",
        "规上总产值（亿元） 75",
        "规上企业（户） 80",
        "高新技术企业（户） 20",
        "绿色工厂 32",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "12",
        "- 12 -",
        "— 12 —",
        "第12页",
        "第 12 页 / 共 40 页",
        "3/40",
        "(",
        ") (",
        "单位：亿元",
        "图 1 西藏自治区国民生产总值",
        "——",
    ],
)
def test_page_numbers_and_picture_remains_go(line):
    assert clean(f"前一段。\n{line}\n后一段。\n") == ["前一段。", "后一段。"]


@pytest.mark.parametrize("line", ["2025年", "12项重点任务", "表1 指标体系"])
def test_short_lines_with_words_stay(line):
    assert clean(f"前一段。\n{line}\n后一段。\n") == ["前一段。", line.replace(" ", ""), "后一段。"]


def test_running_title_goes():
    page = "甲省轻工业发展规划\n正文{}说完了。\n"
    assert clean("".join(page.format(n) for n in "甲乙丙丁戊")) == [
        f"正文{n}说完了。" for n in "甲乙丙丁戊"
    ]


def test_cut_marks_a_paragraph_behind_one_leading_space():
    lines = [f"第{n}段写得很完整。" for n in range(20)]
    lines[7] = " 前面丢了标题的一段。"
    marked = [p.text for p in clean_document("\n".join(lines)) if p.cut]
    assert marked == ["前面丢了标题的一段。"]


def test_cells_of_a_row_name_their_characters():
    text = "标题。\n规模能级\t规上 总产值（亿元）\t50\t75\n\t企业（户）\t63\t80\n"
    rows = [p for p in clean_document(text) if p.cells]
    assert [[cell.text for cell in row.cells] for row in rows] == [
        ["规模能级", "规上总产值（亿元）", "50", "75"],
        ["", "企业（户）", "63", "80"],
    ]
    for row in rows:
        for cell in row.cells:
            assert same(text[cell.start : cell.end]) == same(cell.text)


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name[:3])
def test_every_character_maps_back_to_its_own(path):
    """Checked without our own normal form: NFKC of both characters."""
    source = path.read_text(encoding="utf-8")
    previous = -1
    for paragraph in clean_document(source):
        assert len(paragraph.origin) == len(paragraph.text)
        for char, offset in zip(paragraph.text, paragraph.origin, strict=True):
            if not paragraph.cells:
                assert offset > previous
                assert same(source[offset]) == same(char), (paragraph.text, char)
            previous = offset
        for cell in paragraph.cells:
            assert same(source[cell.start : cell.end]) == same(cell.text)


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name[:3])
def test_nothing_is_lost_inside_a_paragraph(path):
    source = path.read_text(encoding="utf-8")
    for paragraph in clean_document(source):
        raw = TAGS.sub("", source[paragraph.start : paragraph.end])
        assert same(raw) == same(paragraph.text)


@pytest.mark.parametrize(
    ("name", "dropped"),
    [
        (
            "000",
            "(单位：亿元)(单位：亿元)图1西藏自治区国民生产总值（GDP）和工业增加值"
            "(单位：亿元)图2西藏自治区规模以上轻重工业增加值",
        ),
        ("002", ""),
        ("003", ""),
    ],
)
def test_what_is_dropped_from_a_seed(name, dropped):
    """Word for word; the other two seeds lose their tables of contents beside."""
    source = next(path for path in SEEDS if path.name.startswith(name)).read_text(encoding="utf-8")
    kept = {offset for paragraph in clean_document(source) for offset in paragraph.origin}
    tags = {i for tag in TAGS.finditer(source) for i in range(*tag.span())}
    lost = "".join(c for i, c in enumerate(source) if i not in kept and i not in tags)
    assert same(lost) == same(dropped)


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [("001", 20, 83), ("004", 17, 153)],
)
def test_contents_of_a_seed_are_dropped_line_by_line(name, first, last):
    source = next(path for path in SEEDS if path.name.startswith(name)).read_text(encoding="utf-8")
    kept = {offset for paragraph in clean_document(source) for offset in paragraph.origin}
    position, wrong = 0, []
    for number, line in enumerate(source.splitlines(keepends=True), 1):
        filled = [position + i for i, c in enumerate(line) if not c.isspace()]
        gone = not kept.intersection(filled)
        caption = line.startswith("图")
        if filled and gone != (first <= number <= last or caption):
            wrong.append((number, line))
        position += len(line)
    assert wrong == []
