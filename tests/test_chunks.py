"""Passages and units of the seeds: exact, whole, once, and inside one section."""

import itertools
import re
import unicodedata
from functools import cache
from pathlib import Path

import pytest

from index.chunks import parse_document, split_sentences
from index.cleaning import clean_document
from index.types import Document

SEEDS = Path(__file__).parents[1] / "seeds"
NAMES = ("000", "001", "002", "003", "004")
TAGS = re.compile(r"\[bookmark:[^\]]*\]")
each_seed = pytest.mark.parametrize("name", NAMES)


@cache
def seed(name):
    path = next(SEEDS.glob(f"{name}*.txt"))
    return parse_document(Document(path.name, path.read_text(encoding="utf-8"), "", ""))


def units(parsed):
    return [unit for chunk in parsed.chunks for unit in chunk.units]


def same(text):
    """An independent normal form: no tags, no spaces, NFKC."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", TAGS.sub("", text)))


def parse(text):
    return parse_document(Document("t.txt", text, "", ""))


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("甲。乙！丙？", ["甲。", "乙！", "丙？"]),
        ("他说：“好。”然后走了。", ["他说：“好。”", "然后走了。"]),
        ("甲（见附件。）乙。", ["甲（见附件。）", "乙。"]),
        ("甲；乙；丙。", ["甲；乙；丙。"]),
        ("没有句号", ["没有句号"]),
        ("甲。没有句号", ["甲。", "没有句号"]),
        ("真的吗？！是。", ["真的吗？！", "是。"]),
        ("2.拉萨高新区。创新载体。环境好。", ["2.拉萨高新区。创新载体。", "环境好。"]),
        ("增长1.5%。", ["增长1.5%。"]),
    ],
)
def test_sentences(text, sentences):
    assert [text[start:end] for start, end in split_sentences(text)] == sentences


@each_seed
def test_passage_is_its_characters_in_the_source(name):
    parsed = seed(name)
    for chunk in parsed.chunks:
        assert chunk.text == parsed.document.text[chunk.start : chunk.end]
        assert (chunk.start, chunk.end) == (chunk.units[0].start, chunk.units[-1].end)
        assert chunk.search_text == "\n".join(unit.text for unit in chunk.units)


@each_seed
def test_unit_is_its_characters_up_to_normal_form(name):
    parsed = seed(name)
    for unit in units(parsed):
        assert same(parsed.document.text[unit.start : unit.end]) == same(unit.text)


@each_seed
def test_numbers_count_up_and_units_know_their_passage(name):
    parsed = seed(name)
    assert [chunk.id for chunk in parsed.chunks] == list(range(len(parsed.chunks)))
    assert [unit.id for unit in units(parsed)] == list(range(len(units(parsed))))
    for chunk in parsed.chunks:
        assert {(u.chunk, u.section) for u in chunk.units} == {(chunk.id, chunk.section)}
        assert chunk.path == parsed.path(chunk.section)


@each_seed
def test_passages_stand_in_reading_order_without_overlap(name):
    spans = [(unit.start, unit.end) for unit in units(seed(name))]
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(spans))


@each_seed
def test_no_passage_runs_over_a_heading(name):
    parsed = seed(name)
    starts = {section.start for section in parsed.sections}
    for chunk in parsed.chunks:
        assert not starts.intersection(range(chunk.start + 1, chunk.end)), chunk.text


@each_seed
def test_passage_lies_behind_the_start_of_its_section(name):
    parsed = seed(name)
    for chunk in parsed.chunks:
        assert parsed.sections[chunk.section].start <= chunk.start


@each_seed
def test_no_sentence_is_lost(name):
    """Each sentence of the clean text is one unit, a heading, a table head, or a dropped copy."""
    parsed = seed(name)
    covered = {i for unit in units(parsed) for i in range(unit.start, unit.end)}
    starts = {section.start for section in parsed.sections}
    known = {same(s) for unit in units(parsed) for s in re.split("(?<=。)", unit.text)}
    known |= {same(unit.text) for unit in units(parsed)}
    known |= {same(section.title).rstrip("。") for section in parsed.sections}
    known |= {"类别指标2022年2025年2030年", "类别指标2030年目标值属性", ""}
    for paragraph in clean_document(parsed.document.text):
        left = ""
        for char, offset in zip(paragraph.text, paragraph.origin, strict=True):
            left += "\n" if offset in covered else f"\n{char}" if offset in starts else char
        for piece in re.split(r"\n|(?<=[。！？])(?![”’）》])", left):
            assert same(piece) in known or same(piece).rstrip("。") in known, piece


@each_seed
def test_figure_stands_in_its_unit(name):
    for unit in units(seed(name)):
        for figure in unit.figures:
            quantity = figure.quantity
            assert unit.text[quantity.start : quantity.end] == quantity.text


@each_seed
def test_passages_are_short_unless_one_sentence_is_long(name):
    for chunk in seed(name).chunks:
        assert len(chunk.search_text) <= 420 or len(chunk.units) == 1


def test_repeated_sentences_of_seed_003_occur_once():
    """Notes, 3.2: the pieces that stand twice in the scrambled page."""
    texts = [same(unit.text) for unit in units(seed("003"))]
    for phrase in [
        "目前全区已发现矿种（亚矿）103种",
        "全区优势矿产资源为铜、铬、铅、锌、钼、锑",
        "矿产资源储量在全国排名第一",
        "发挥市场配置资源的决定性作用",
        "强化市场倒逼机制",
        "健全激励约束机制，完善相关政策措施",
        "按照有色金属品种属性和特点",
        "牢固树立顺应自然、尊重自然、保护自然",
        "受我区特殊的高原环境条件恶劣",
        "目前已建成的部分矿山生产规模偏小",
        "2016年，全区规模以上有色金属工业实现增加值19.77亿元",
        "近年来，在各级政府的大力推动下",
    ]:
        assert sum(same(phrase) in text for text in texts) == 1, phrase


@each_seed
def test_no_long_sentence_stands_twice(name):
    long = [same(u.text) for u in units(seed(name)) if u.kind == "sentence" and len(u.text) >= 44]
    assert sorted(long) == sorted(set(long))


def test_short_sentence_may_stand_in_two_sections():
    text = "一、甲\n加强组织领导和统筹协调。\n二、乙\n加强组织领导和统筹协调。\n"
    assert [(unit.section, unit.text) for unit in units(parse(text))] == [
        (1, "加强组织领导和统筹协调。"),
        (2, "加强组织领导和统筹协调。"),
    ]


def test_long_copy_in_another_section_is_dropped_and_the_first_kept():
    long = "全面贯彻落实党中央国务院决策部署，坚持稳中求进工作总基调，推动有色金属工业持续健康高质量发展。"
    text = f"一、总体要求\n{long}\n二、任务\n任务很重。{long}还要落实。\n"
    assert [(unit.section, unit.text) for unit in units(parse(text))] == [
        (1, long),
        (2, "任务很重。"),
        (2, "还要落实。"),
    ]


def test_passage_does_not_run_over_a_dropped_copy():
    long = "全面贯彻落实党中央国务院决策部署，坚持稳中求进工作总基调，推动有色金属工业持续健康高质量发展。"
    text = f"一、总体要求\n{long}\n二、任务\n任务很重。{long}还要落实。\n"
    assert [chunk.text for chunk in parse(text).chunks] == [long, "任务很重。", "还要落实。"]


def test_lead_of_a_paragraph_is_the_context_of_its_other_sentences():
    text = "一、甲\n提升原料供给能力。建设一批基地。强化保障。\n二、乙\n"
    assert [(unit.text, unit.context) for unit in units(parse(text))] == [
        ("提升原料供给能力。", ""),
        ("建设一批基地。", "提升原料供给能力"),
        ("强化保障。", "提升原料供给能力"),
    ]


def test_year_is_carried_within_a_paragraph_and_from_headings():
    text = (
        "一、2024年回顾\n工业增长8%。2023年达到50家。其中国家级5家。\n"
        "投资增长6%。\n二、2025年任务\n工业增长7%。\n"
    )
    assert [
        (f.quantity.text, f.years, f.inherited) for u in units(parse(text)) for f in u.figures
    ] == [
        ("8%", (2024,), True),
        ("50家", (2023,), False),
        ("5家", (2023,), True),
        ("6%", (2024,), True),
        ("7%", (2025,), True),
    ]


@pytest.mark.parametrize(
    ("name", "phrase", "expected"),
    [
        ("000", "工业增加值达到140亿元以上", [("140亿元以上", "level", ()), ("15%以上", "growth", ()), ("1500亿元", "level", ())]),
        ("001", "到2025年实现产销量70万吨", [("70万吨", "level", (2025,)), ("8亿元", "level", (2025,)), ("170万吨", "level", (2030,)), ("20亿元", "level", (2030,)), ("20%以上", "growth", (2030,)), ("80%以上", "share", (2030,)), ("1-2家", "level", (2030,))]),
        ("001", "产值35亿元，到2030年", [("35亿元", "level", (2025,)), ("55亿元", "level", (2030,)), ("10%以上", "growth", (2030,))]),
        ("002", "规上工业企业达210家左右", [("210家左右", "level", (2025,))]),
        ("002", "机架容量突破1.6万架", [("1.6万架", "level", ()), ("1.3", "level", ())]),
        ("003", "已发现矿种", [("103种", "level", ()), ("49种", "level", ()), ("3000余处", "level", ())]),
    ],
)  # fmt: skip
def test_figures_of_the_seeds(name, phrase, expected):
    (unit,) = [unit for unit in units(seed(name)) if phrase in unit.text]
    assert [(f.quantity.text, f.role, f.years) for f in unit.figures] == expected


@pytest.mark.parametrize(
    ("name", "whole"),
    [
        ("001", "大工业用电价0.63元/度"),
        ("001", "协调发展藏药材、藏药饮片"),
        ("002", "产值过亿元制造业企业达40家以上"),
        ("002", "规上工业企业达210家左右"),
        ("002", "全区上云企业达到500家"),
        ("004", "贡献了全市约1/4的一般公共预算收入"),
        ("004", "整体土地开发率已达95%，实际可用地趋紧"),
        ("004", "重点发展新型材料（低碳节能材料"),
        ("004", "线上平台年对接次数超过200次"),
    ],
)
def test_numbers_cut_from_their_subject_are_joined(name, whole):
    """Page breaks and wraps of the sources, from the notes."""
    assert [whole in unit.text for unit in units(seed(name))].count(True) == 1
