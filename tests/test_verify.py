"""The check of a wording against its evidence: hand-written tables, then every figure of the seeds."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from index.build import parse_folder
from index.cleaning import normalise
from index.figures import read_figures
from index.quantities import parse_quantities
from rag.types import Citation, Evidence, Query
from rag.verify import check, quantities_of, supports

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
MOST_REJECTED = 0.01


def make_query(text: str, language: str, years: tuple[int, ...] = ()) -> Query:
    return Query(text, language, "figure", (), years, (), (), (), (), ())  # type: ignore[arg-type]


def make_evidence(text: str, section: tuple[str, ...] = (), context: str = "") -> Evidence:
    figures = read_figures(text, (), ())
    citation = Citation("a.txt", "某规划", section, 0, len(text), text)
    return Evidence(text, context, citation, figures, figures, 1.0)


def problems(wording: str, *sentences: str, language: str = "zh", asked: str = "") -> str:
    question = asked or ("问多少" if language == "zh" else "How much?")
    evidence = [make_evidence(sentence) for sentence in sentences]
    return "; ".join(check(wording, make_query(question, language), evidence).problems)


GDP = "2025年，园区地区生产总值达到69.88亿元，比2024年增长9.2%，占比提高1.5个百分点。"
AIM = "到2030年，产值达到140亿元以上，能耗降低不超过5%，企业100家左右，培育龙头2—3家。"
MASS = "到2028年，天然饮用水产量达到50万吨，外贸进出口4200万美元，流转土地20万亩。"

ZH = [
    (GDP, "2025年地区生产总值达到69.88亿元[1]。", ""),
    (GDP, "2025年地区生产总值为698800万元[1]。", ""),
    (GDP, "地区生产总值69.88亿元，增长9.2%[1]。", ""),
    (GDP, "占比提高1.5个百分点[1]。", ""),
    (GDP, "地区生产总值达到69.89亿元[1]。", "figure 69.89亿元 is not in the cited evidence"),
    (GDP, "地区生产总值达到69.88万元[1]。", "figure 69.88万元 is not in the cited evidence"),
    (GDP, "地区生产总值达到6.988亿元[1]。", "figure 6.988亿元 is not in the cited evidence"),
    (GDP, "地区生产总值达到69.88亿美元[1]。", "figure 69.88亿美元 is not in the cited evidence"),
    (GDP, "地区生产总值增长9.2个百分点[1]。", "figure 9.2个百分点 is not in the cited evidence"),
    (GDP, "占比提高1.5%[1]。", "figure 1.5% is not in the cited evidence"),
    (GDP, "2026年地区生产总值达到69.88亿元[1]。", "year 2026 is not in the cited evidence"),
    (GDP, "地区生产总值达到69.88亿元。", "no citation"),
    (GDP, "地区生产总值达到69.88亿元[2]。", "citation [2] does not exist"),
    (GDP, "地区生产总值达到69.88亿元[0]。", "citation [0] does not exist"),
    (GDP, "The GDP was CNY 6.988 billion [1].", "not in Chinese"),
    (GDP, "[1]", "empty"),
    (AIM, "2030年产值达到140亿元以上[1]。", ""),
    (AIM, "2030年产值不少于140亿元[1]。", ""),
    (AIM, "2030年产值达到140亿元[1]。", "the bound of 140亿元 differs from the evidence"),
    (AIM, "2030年产值不超过140亿元[1]。", "the bound of 140亿元 differs from the evidence"),
    (AIM, "2030年产值约为140亿元[1]。", "the bound of 140亿元 differs from the evidence"),
    (AIM, "能耗降低不超过5%[1]。", ""),
    (AIM, "能耗降低至少5%[1]。", "the bound of 5% differs from the evidence"),
    (AIM, "企业约100家[1]。", ""),
    (AIM, "企业超过100家[1]。", "the bound of 100家 differs from the evidence"),
    (AIM, "培育龙头2至3家[1]。", ""),
    (AIM, "培育龙头两家到三家[1]。", ""),
    (AIM, "培育龙头2—4家[1]。", "figure 2—4家 is not in the cited evidence"),
    (AIM, "培育龙头二十家[1]。", "figure 二十家 is not in the cited evidence"),
    (MASS, "天然饮用水产量达到50万吨[1]。", ""),
    (MASS, "天然饮用水产量达到50亿吨[1]。", "figure 50亿吨 is not in the cited evidence"),
    (MASS, "天然饮用水产量达到50万斤[1]。", "figure 50万斤 is not in the cited evidence"),
]


@pytest.mark.parametrize(("sentence", "wording", "expected"), ZH)
def test_chinese_wording(sentence, wording, expected):
    found = problems(wording, sentence)
    assert (expected in found) if expected else (found == ""), found


EN = [
    (GDP, "GDP reached CNY 6.988 billion (69.88亿元) in 2025 [1].", ""),
    (GDP, "GDP reached CNY 6.988 billion in 2025 [1].", ""),
    (GDP, "GDP reached 6,988 million yuan [1].", ""),
    (GDP, "GDP grew by 9.2% and its share by 1.5 percentage points [1].", ""),
    (GDP, "GDP reached CNY 6.988 million [1].", "figure CNY 6.988 million is not in"),
    (GDP, "GDP reached CNY 69.88 billion [1].", "figure CNY 69.88 billion is not in"),
    (GDP, "GDP reached CNY 6.989 billion [1].", "figure CNY 6.989 billion is not in"),
    (GDP, "GDP reached USD 6.988 billion [1].", "figure USD 6.988 billion is not in"),
    (GDP, "GDP reached CNY 6.988 billion (69.98亿元) [1].", "figure 69.98亿元 is not in"),
    (GDP, "The share rose by 1.5% [1].", "figure 1.5% is not in"),
    (GDP, "GDP grew by 9.2 percentage points [1].", "figure 9.2 percentage points is not in"),
    (GDP, "GDP reached CNY 6.988 billion in 2030 [1].", "year 2030 is not in"),
    (GDP, "GDP reached CNY 6.988 billion.", "no citation"),
    (GDP, "GDP reached CNY 6.988 billion [3].", "citation [3] does not exist"),
    (GDP, "地区生产总值达到69.88亿元[1]。", "not in English"),
    (AIM, "Output is at least CNY 14 billion (140亿元以上) by 2030 [1].", ""),
    (AIM, "Output is CNY 14 billion by 2030 [1].", "the bound of CNY 14 billion differs"),
    (AIM, "Output is at most CNY 14 billion [1].", "the bound of CNY 14 billion differs"),
    (AIM, "It falls by no more than 5% [1].", ""),
    (AIM, "About 100 firms are there [1].", ""),
    (AIM, "At least 100 firms are there [1].", "the bound of 100 differs"),
    (AIM, "Two to three leading firms [1].", ""),
    (AIM, "2–3 leading firms [1].", ""),
    (AIM, "2–5 leading firms [1].", "figure 2–5 is not in"),
    (AIM, "Seven leading firms [1].", "figure Seven is not in"),
    (MASS, "It makes 500,000 tonnes (50万吨) and trades USD 42 million [1].", ""),
    (MASS, "It makes 50 million tonnes [1].", "figure 50 million tonnes is not in"),
    (MASS, "It makes 500,000 kWh [1].", "figure 500,000 kWh is not in"),
    (MASS, "200,000 mu of land [1].", ""),
    (MASS, "200,000 hectares of land [1].", "figure 200,000 hectares is not in"),
]


@pytest.mark.parametrize(("sentence", "wording", "expected"), EN)
def test_english_wording(sentence, wording, expected):
    found = problems(wording, sentence, language="en")
    assert (expected in found) if expected else (found == ""), found


RISE = "规上工业总产值由2025年的69.88亿元增长到2030年的140亿元以上，能耗强度下降13.5%。"
YEARS = "到2025年，产值达到75亿元；到2030年，产值达到140亿元，比2025年增长86.7%，单位能耗下降15%左右，占比提高2.5个百分点。"
RANGES = "到2030年，新增就业5—8万人，贷款贴息比例为20%-30%，企业数量从12家增加到35家。"
PERIOD = "2026—2030年，园区生产总值年均增长12%，研发投入年均增长8%以上。"
SIGNED = "2024年进出口增速为-3.2%，培育企业5家-8家，加工企业月平均工资6000元/人。"
NAMES = "2024年，粮食产量1344亿斤；地区生产总值增长5.1%，居民收入增长5.4%，水稻产量增长2%。"
SOFT = "到2025年，企业突破50家，园区不超过30个，装置约20套，专家80名，培训200人次。"

STANDS = [
    (RISE, "zh", "产值从2025年的69.88亿元提高到2030年的140亿元以上[1]。"),
    (RISE, "zh", "到2030年，产值由2025年的69.88亿元增长到140亿元以上[1]。"),
    (
        RISE,
        "en",
        "Output is to rise from CNY 6.988 billion in 2025 to at least CNY 14 billion by 2030 [1].",
    ),
    (
        RISE,
        "en",
        "From CNY 6.988 billion in 2025, output is to grow to at least CNY 14 billion in 2030 [1].",
    ),
    (RISE, "en", "Energy intensity is to be cut by 13.5% [1]."),
    (RISE, "en", "It is a 13.5% reduction in energy intensity [1]."),
    (RISE, "zh", "原文：“规上工业总产值由2025年的69.88亿元增长到2030年的140亿元以上”[1]"),
    (YEARS, "en", "CNY 7.5 billion, 2025; CNY 14 billion, 2030 [1]."),
    (
        YEARS,
        "en",
        "The targets for 2025 and 2030 are CNY 7.5 billion and CNY 14 billion, respectively [1].",
    ),
    (YEARS, "en", "In 2030 output is CNY 14 billion, up 86.7% from 2025 [1]."),
    (
        YEARS,
        "en",
        "The share rises by 2.5 percentage points and unit energy use falls by about 15% [1].",
    ),
    (
        YEARS,
        "en",
        "By 2025 output reaches CNY 7.5 billion, and by 2030 it reaches CNY 14 billion [1].",
    ),
    (
        YEARS,
        "en",
        "In 2025, it has CNY 7.5 billion, and it expects CNY 14 billion of gross output in 2030 [1].",
    ),
    (YEARS, "en", "They are CNY 7.5 billion (2025) and CNY 14 billion (2030) [1]."),
    (YEARS, "zh", "2025年和2030年分别为75亿元和140亿元[1]。"),
    (YEARS, "zh", "75亿元（2025年）、140亿元（2030年）[1]。"),
    (YEARS, "zh", "单位能耗降低约15%[1]。"),
    (RANGES, "zh", "新增就业5万至8万人[1]。"),
    (RANGES, "zh", "企业数量从12家增加到35家[1]。"),
    (RANGES, "en", "There are between 50,000 and 80,000 new jobs [1]."),
    (RANGES, "en", "The rate is 20% to 30% [1]."),
    (RANGES, "en", "The number of firms rises from 12 to 35 [1]."),
    (PERIOD, "en", "From 2026 to 2030, GDP is to grow by 12% a year on average [1]."),
    (
        PERIOD,
        "en",
        "R&D spending grows by at least 8% annually during the 15th Five-Year Plan period [1].",
    ),
    (PERIOD, "zh", "“十五五”期间园区生产总值年均增速为12%[1]。"),
    (SIGNED, "zh", "进出口增速为-3.2%[1]。"),
    (SIGNED, "zh", "进出口下降3.2%，企业5家-8家[1]。"),
    (SIGNED, "en", "Trade fell by 3.2% [1]."),
    (SIGNED, "en", "The wage is CNY 6,000 per person (6000元/人) [1]."),
    (NAMES, "zh", "地区生产总值增长5.1%，居民收入增长5.4%[1]。"),
    (SOFT, "en", "More than 50 (50家) firms, no more than 30 parks and about 20 (20套) units [1]."),
    (SOFT, "zh", "企业超过50家，专家80位[1]。"),
]


@pytest.mark.parametrize(("sentence", "language", "wording"), STANDS)
def test_right_wording_stands(sentence, language, wording):
    assert problems(wording, sentence, language=language) == ""


BOUND, YEAR, WAY, MISSING = "the bound of", "another year", "the direction", "is not in the cited"
FALLS = [
    (RISE, "zh", "产值从2025年的140亿元以上提高到2030年的69.88亿元[1]。", YEAR),
    (RISE, "zh", "能耗强度上升13.5%[1]。", WAY),
    (RISE, "en", "Energy intensity rose by 13.5% [1].", WAY),
    (RISE, "en", "It is a 13.5% growth in energy intensity [1].", WAY),
    (
        RISE,
        "en",
        "Output is to fall from CNY 6.988 billion in 2025 to at least CNY 14 billion by 2030 [1].",
        WAY,
    ),
    (
        RISE,
        "en",
        "Output rises from at least CNY 14 billion in 2025 to CNY 6.988 billion by 2030 [1].",
        YEAR,
    ),
    (RISE, "zh", "原文：“规上工业总产值由2025年的68.88亿元增长到2030年的140亿元以上”[1]", MISSING),
    (YEARS, "en", "CNY 14 billion, 2025; CNY 7.5 billion, 2030 [1].", YEAR),
    (
        YEARS,
        "en",
        "The targets for 2025 and 2030 are CNY 14 billion and CNY 7.5 billion, respectively [1].",
        YEAR,
    ),
    (
        YEARS,
        "en",
        "By 2025 output reaches CNY 14 billion, and by 2030 it reaches CNY 7.5 billion [1].",
        YEAR,
    ),
    (YEARS, "en", "In 2031, it is CNY 14 billion [1].", "year 2031"),
    (YEARS, "en", "In 2025, it is CNY 14 billion [1].", YEAR),
    (YEARS, "zh", "2025年和2030年分别为140亿元和75亿元[1]。", YEAR),
    (YEARS, "zh", "单位能耗降低15%[1]。", BOUND),
    (YEARS, "zh", "产值约140亿元[1]。", BOUND),
    (YEARS, "en", "It is about CNY 14 billion [1].", BOUND),
    (YEARS, "zh", "占比下降2.5个百分点[1]。", WAY),
    (RANGES, "zh", "新增就业8万人[1]。", MISSING),
    (RANGES, "en", "There are 50,000 new jobs [1].", MISSING),
    (RANGES, "en", "There are between 50,000 and 90,000 new jobs [1].", MISSING),
    (RANGES, "zh", "贷款贴息比例为20%-35%[1]。", MISSING),
    (RANGES, "en", "The number of firms falls from 12 to 35 [1].", WAY),
    (RANGES, "en", "The number of firms rises from 35 to 12 [1].", WAY),
    (PERIOD, "en", "GDP grows 12% a year over 2021–2025 [1].", YEAR),
    (PERIOD, "zh", "“十四五”期间园区生产总值年均增速为12%[1]。", YEAR),
    (SIGNED, "zh", "进出口增长3.2%[1]。", WAY),
    (SIGNED, "zh", "进出口增速为-3.3%[1]。", MISSING),
    (GDP, "en", "GDP grew -9.2% [1].", WAY),
    (GDP, "en", "GDP reached CNY 6.988 billion (1.5个百分点) [1].", "differ"),
    (NAMES, "zh", "地区生产总值增长5.4%[1]。", "another thing"),
    (SOFT, "zh", "企业不超过50家[1]。", BOUND),
    (SOFT, "en", "There are no less than 30 parks [1].", BOUND),
    (SOFT, "en", "There are 30 or more parks [1].", BOUND),
    (SOFT, "zh", "装置20套[1]。", BOUND),
    (SOFT, "zh", "专家80家[1]。", MISSING),
    (SOFT, "zh", "培训200人[1]。", MISSING),
]


@pytest.mark.parametrize(("sentence", "language", "wording", "expected"), FALLS)
def test_changed_wording_is_caught(sentence, language, wording, expected):
    assert expected in problems(wording, sentence, language=language)


def test_row_is_checked_by_the_units_and_years_of_its_table(small):
    row = next(
        e
        for parsed in small.index.documents
        for chunk in parsed.chunks
        for e in chunk.units
        if e.kind == "row" and "工业总产值" in e.text
    )
    citation = Citation("plan.txt", "某规划", (), row.start, row.end, row.text)
    evidence = [Evidence(row.text, row.context, citation, row.figures, row.figures, 1.0)]

    def found(wording, language):
        return check(wording, make_query("问", language), evidence).problems

    assert found("工业总产值2025年为85.5亿元，2030年为180亿元[1]。", "zh") == ()
    assert (
        found("Output rises from CNY 8.55 billion in 2025 to CNY 18 billion in 2030 [1].", "en")
        == ()
    )
    assert found("工业总产值2030年为85.5亿元[1]。", "zh")
    assert found("Output rises from CNY 18 billion in 2025 to CNY 8.55 billion in 2030 [1].", "en")
    assert found("Output falls from CNY 8.55 billion in 2025 to CNY 18 billion in 2030 [1].", "en")
    assert found("工业总产值为180万元[1]。", "zh") and found("工业总产值为180家[1]。", "zh")


def test_figure_in_brackets_repeats_the_one_before_it():
    assert problems("It falls by no more than 5% (5%) [1].", AIM, language="en") == ""
    assert "differ" in problems("It falls by no more than 5% (6%) [1].", AIM, language="en")
    assert BOUND in problems(
        "Output is at least CNY 14 billion (140亿元以内) [1].", AIM, language="en"
    )


def test_figure_must_stand_in_the_sentence_that_is_cited_not_in_another():
    assert problems("产值69.88亿元[1]。", GDP, MASS) == ""
    assert "69.88亿元 is not in" in problems("产值69.88亿元[2]。", GDP, MASS)
    assert problems("产值69.88亿元，产量50万吨[1][2]。", GDP, MASS) == ""


def test_figure_and_year_of_the_question_may_be_repeated():
    assert problems("产值10亿元的企业有69.88亿元[1]。", GDP, asked="产值10亿元的企业？") == ""
    found = check("In 2031 it was 9.2% [1].", make_query("in 2031?", "en", (2031,)), [])
    assert "year 2031 is not in the cited evidence" not in found.problems


def test_figure_of_the_heading_or_lead_supports_a_wording():
    evidence = make_evidence("企业达到一定规模。", ("第一节 建设100家工厂",), "总投资3亿元")
    query = make_query("多少", "zh")
    assert check("建设100家，投资3亿元[1]。", query, [evidence]).problems == ()


def test_every_mark_is_returned_and_both_brackets_are_read():
    found = check(
        "产值69.88亿元【1】，产量50万吨[2]。", make_query("问", "zh"), [make_evidence(GDP)]
    )
    assert found.marks == (1, 2)
    assert "citation [2] does not exist" in found.problems


def test_english_quantities_inside_brackets_are_read_as_chinese():
    found = quantities_of("CNY 14 billion (140亿元以上)", "en")
    assert {(told.kind, int(told.value)) for told in found} == {("CNY", 14 * 10**9)}


def test_read_figure_stands_in_its_evidence():
    evidence = make_evidence(GDP)
    assert all(supports(figure, evidence) for figure in evidence.figures)
    assert not supports(evidence.figures[0], make_evidence(AIM))


@cache
def seed_evidence() -> tuple[Evidence, ...]:
    """Every sentence of the seeds that holds a figure."""
    found = []
    for parsed in parse_folder(SEEDS)[0]:
        for chunk in parsed.chunks:
            for unit in chunk.units:
                if unit.kind == "sentence" and unit.figures:
                    title = parsed.document.title
                    text = parsed.document.text[unit.start : unit.end]
                    citation = Citation(chunk.doc, title, chunk.path, unit.start, unit.end, text)
                    found.append(Evidence(unit.text, unit.context, citation, unit.figures, (), 1.0))
    return tuple(found)


def one_digit_changed(item: Evidence):
    """(wording, its figures) for every other digit at every place of every figure."""
    for figure in item.figures:
        for at in range(figure.quantity.start, figure.quantity.end):
            if item.text[at] in "0123456789":
                for digit in "0123456789".replace(item.text[at], ""):
                    yield item.text[:at] + digit + item.text[at + 1 :]


def values(text: str) -> set[object]:
    return {value for q in parse_quantities(normalise(text)) for value in q.base}


def test_nearly_every_sentence_of_the_seeds_supports_itself():
    query = make_query("问", "zh")
    sentences = seed_evidence()
    rejected = [e.text for e in sentences if check(f"{e.text}[1]", query, [e]).problems]
    assert len(sentences) > 190
    assert len(rejected) <= MOST_REJECTED * len(sentences), rejected


def test_changed_digit_in_a_sentence_of_the_seeds_is_caught():
    query = make_query("问", "zh")
    changed = caught = twin = 0
    escaped = []
    for item in seed_evidence():
        if check(f"{item.text}[1]", query, [item]).problems:
            continue
        own = values(item.text) | values(item.context)
        own |= {value for title in item.citation.section for value in values(title)}
        for wording in one_digit_changed(item):
            changed += 1
            if check(f"{wording}[1]", query, [item]).problems:
                caught += 1
            elif values(wording) <= own:
                twin += 1  # became another figure of the same sentence
            else:
                escaped.append(wording)
    assert changed > 7000
    assert caught >= 0.995 * (changed - twin), escaped[:5]
    assert caught >= 0.96 * changed
