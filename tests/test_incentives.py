"""Which measures fit an enterprise, with citations; no model."""

import re
import tomllib
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from test_measures import PLAN, parse

from evals.incentives import score_measures, score_profiles, summarise_measures, summarise_profiles
from index.conditions import Condition
from index.measures import read_measures
from index.types import Document as Plan
from index.types import Period
from rag.incentives import check, records, report, to_docx
from rag.matching import (
    judge_activity,
    judge_industry,
    judge_place,
    judge_qualification,
    judge_size,
    size_classes,
    size_standard,
)
from rag.profile import Profile, profile_from_json

NOW = date(2025, 6, 1)


def profile(**fields):
    return profile_from_json(fields)


def plan_of(region, text="", aliases=()):
    return Plan("plan.txt", text, "0", "规划", region=region, aliases=aliases)


def judged(told, as_of=NOW, text=PLAN, **fields):
    parsed = parse(text, **fields)
    documents = {parsed.document.name: parsed.document}
    return check(told, read_measures(parsed), documents, as_of)


def about(verdicts, words):
    return next(v for v in verdicts if words in re.sub(r"\s", "", v.citation.text))


TEA = profile(
    industry=["茶叶"], place="云岭市", staff=60, revenue="1000万元", qualifications=["绿色工厂"]
)


def test_all_conditions_met_with_their_characters():
    verdict = about(judged(TEA), "50万元奖励")
    assert verdict.verdict == "met" and verdict.share == 1
    assert {j.condition.kind for j in verdict.conditions} == {"place", "industry", "qualification"}
    for item in verdict.conditions:
        assert item.citation.text == PLAN[item.citation.start : item.citation.end] != ""


def test_one_condition_that_fails_fails_the_measure_and_tells_what_is_needed():
    verdict = about(judged(replace(TEA, qualifications=())), "50万元奖励")
    assert verdict.verdict == "not met"
    failed = [j for j in verdict.conditions if j.verdict == "not met"]
    assert [j.condition.text for j in failed] == ["绿色工厂"]
    assert "绿色工厂" in failed[0].need_zh and "绿色工厂" in failed[0].need_en


def test_nothing_known_is_unknown_never_met():
    verdicts = judged(Profile())
    assert {v.verdict for v in verdicts} == {"unknown"}
    assert all(j.need_zh and j.need_en for v in verdicts for j in v.conditions)


def test_another_region_fails_every_measure():
    verdicts = judged(
        replace(TEA, place="青海西宁"), region="西藏自治区", text="西藏自治区\n" + PLAN
    )
    assert {v.verdict for v in verdicts} == {"not met"}


def test_a_region_that_the_text_never_names_is_not_met():
    verdicts = judged(TEA, region="远山县")
    assert verdicts
    assert all(v.verdict != "met" for v in verdicts)
    assert all(j.citation is None for v in verdicts for j in v.conditions if not j.condition.text)


def test_expired_when_the_period_ended_before():
    assert not any(v.expired for v in judged(TEA, date(2027, 12, 31)))
    assert all(v.expired for v in judged(TEA, date(2028, 1, 1)))


def test_the_order_is_met_then_unknown_then_not_met():
    order = [v.verdict for v in judged(replace(TEA, qualifications=()))]
    ranks = [("met", "unknown", "not met").index(v) for v in order]
    assert ranks == sorted(ranks) and len(set(ranks)) > 1


def test_expired_come_after_current():
    old, new = parse(period=Period(2010, 2012)), parse()
    other = replace(old, document=replace(old.document, name="old.txt"))
    measures = [*read_measures(other), *read_measures(new)]
    documents = {"old.txt": other.document, "plan.txt": new.document}
    fitting = [v for v in check(TEA, measures, documents, NOW) if v.verdict != "not met"]
    assert [v.expired for v in fitting] == sorted(v.expired for v in fitting)
    assert {v.expired for v in fitting} == {True, False}


def test_parts_of_a_measure_are_judged_apart():
    text = "云岭市行动方案\n\n一、政策支持\n\n对上市公司给予奖励，对小微企业给予补助。\n"
    verdicts = judged(replace(TEA, staff=5), text=text)
    told = {v.citation.text.strip("，。"): v.verdict for v in verdicts}
    assert told == {"对上市公司给予奖励": "not met", "对小微企业给予补助": "met"}


@pytest.mark.parametrize(
    ("staff", "revenue", "classes"),
    [
        (19, "9000万元", {"micro"}),
        (20, "300万元", {"small"}),
        (20, "299万元", {"micro"}),
        (299, "5亿元", {"small"}),
        (300, "2000万元", {"medium"}),
        (320, "1800万元", {"small"}),
        (1000, "4亿元", {"large"}),
        (999, "4亿元", {"medium"}),
    ],
)
def test_size_classes_of_industry_at_their_limits(staff, revenue, classes):
    told = profile(industry=["水泥"], staff=staff, revenue=revenue)
    assert size_classes(told) == classes


def test_a_class_stays_open_when_only_staff_is_known():
    assert size_classes(profile(industry=["水泥"], staff=60)) == {"micro", "small"}
    assert size_classes(profile(industry=["水泥"], staff=12)) == {"micro"}
    assert size_classes(profile(industry=["软件"], staff=60)) == {"micro", "small"}
    assert size_classes(profile(industry=["软件"], staff=350, revenue="2亿元")) == {"large"}


def test_limits_of_the_standard_rise_with_the_class():
    sectors, above = size_standard()
    assert len(sectors) == 16 and above["工业"] == Decimal(20_000_000)
    for sector in sectors:
        for lower, upper in (("small", "medium"), ("medium", "large")):
            for key, limit in sector.limits[lower].items():
                if key in sector.limits[upper]:
                    assert limit < sector.limits[upper][key], (sector.name, key)


@pytest.mark.parametrize(
    ("text", "revenue", "verdict"),
    [
        ("规上", "2000万元", "met"),
        ("规模以上", "1999.99万元", "not met"),
        ("中小企业", "1000万元", "met"),
        ("大型企业", "1000万元", "not met"),
        ("骨干企业", "1000万元", "unknown"),
        ("小微企业和个体工商户", "1000万元", "met"),
    ],
)
def test_size_words(text, revenue, verdict):
    assert judge_size(text, profile(industry=["水泥"], staff=60, revenue=revenue)) == verdict


def test_size_without_numbers_is_unknown():
    assert judge_size("中小企业", profile(industry=["水泥"])) == "unknown"


@pytest.mark.parametrize(
    ("text", "own", "verdict"),
    [
        ("食品饮料产业", "青稞酒", "met"),
        ("青稞酒企业", "食品饮料", "unknown"),
        ("有色金属工业", "水泥", "not met"),
        ("有色金属工业", "铜矿", "met"),
        ("特色产业", "青稞酒", "unknown"),
        ("茶叶、水泥等优势产业", "水泥", "met"),
        ("制造业企业和物流企业", "货运", "met"),
        ("制造业企业", "software", "not met"),
        ("轻工企业", "Tibetan carpets", "met"),
    ],
)
def test_industries(text, own, verdict):
    assert judge_industry(text, profile(industry=[own])) == verdict


@pytest.mark.parametrize(
    ("text", "own", "verdict"),
    [
        ("西藏自治区", "拉萨经开区聂当工业园", "met"),
        ("拉萨经济技术开发区", "拉萨", "unknown"),
        ("拉萨经济技术开发区", "曲水县", "unknown"),
        ("拉萨经济技术开发区", "日喀则", "not met"),
        ("聂当工业园", "拉萨经开区A区", "not met"),
        ("综合保税区", "拉萨综合保税区", "met"),
        ("西藏自治区", "Chengdu, Sichuan", "not met"),
        ("西藏自治区", "outside Tibet", "not met"),
        ("西藏自治区", "某处", "unknown"),
    ],
)
def test_places(text, own, verdict):
    assert judge_place(text, profile(place=own), plan_of("拉萨经济技术开发区")) == verdict


def test_qualifications_are_complete_only_when_given():
    assert judge_qualification("高新技术企业", profile(qualifications=[])) == "not met"
    assert judge_qualification("高新技术企业", profile()) == "unknown"
    assert judge_qualification("专精特新", profile(qualifications=["小巨人"])) == "met"
    assert judge_qualification("小巨人", profile(qualifications=["专精特新"])) == "not met"
    assert judge_qualification("符合条件", profile(qualifications=[])) == "unknown"
    assert (
        judge_qualification("上市公司", profile(**{"not": {"qualifications": ["上市公司"]}}))
        == "not met"
    )


def test_activities_that_are_not_told_are_unknown():
    told = profile(activities=["出口"], **{"not": {"activities": ["技术改造"]}})
    assert judge_activity("外贸", told) == "met"
    assert judge_activity("智能化改造", told) == "not met"
    assert judge_activity("创业", told) == "unknown"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_checklist_shows_each_condition_with_its_place(language):
    verdicts = judged(TEA)
    text = report(verdicts, language)
    best = verdicts[0]
    assert best.measure.title in text
    assert f"{best.citation.start}–{best.citation.end}" in text
    assert "√" in text
    assert ("符合" in text) == (language == "zh")


def test_the_english_checklist_says_what_is_needed():
    text = report(judged(Profile()), "en")
    assert "tell the exact place" in text and "tell staff and yearly revenue" in text


def test_not_met_are_counted_and_shown_on_request():
    verdicts = judged(replace(TEA, qualifications=()))
    hidden = about(verdicts, "50万元奖励").measure.title
    assert f"[不符合] 资金: {hidden}" not in report(verdicts, "zh")
    assert f"[不符合] 资金: {hidden}" in report(verdicts, "zh", not_met=True)


def test_the_printed_checklist_opens_and_cites(tmp_path):
    from docx import Document

    verdicts = judged(TEA)
    path = tmp_path / "checklist.docx"
    to_docx(verdicts, TEA, "zh", path)
    written = Document(str(path))
    told = "\n".join(p.text for p in written.paragraphs)
    cells = [c.text for t in written.tables for row in t.rows for c in row.cells]
    assert "茶叶" in told and "plan.txt" in told
    assert any("绿色工厂" in cell for cell in cells) and any("√" in cell for cell in cells)


# --- the scorers


def gold(quote, kinds, **fields):
    start = PLAN.index(quote)
    told = {"region": "r", "doc": "plan.txt", "kind": kinds[0], "kinds": kinds, "optional": False}
    return {**told, "start": start, "end": start + len(quote), **fields}


REGION = {
    "id": "r",
    "doc": "plan.txt",
    "start": PLAN.index("（二）加大财税"),
    "end": PLAN.index("（三）强化"),
}


def test_a_measure_counts_by_place_and_kind():
    measures = read_measures(parse())
    grant = gold("一次性给予最高50万元奖励", ["fund"])
    other = gold("落实小微企业税收优惠政策", ["land"])
    scores, wrong = score_measures(measures, [grant, other], [REGION], {"plan.txt": PLAN})
    assert [s.measure is not None for s in scores] == [True, False]
    assert [m.kind for m in wrong] == ["tax"]
    assert summarise_measures(scores, wrong)["precision"] == 0.5


def test_an_optional_measure_is_neither_missing_nor_wrong():
    measures = read_measures(parse())
    rows = [
        gold("一次性给予最高50万元奖励", ["fund"]),
        gold("落实小微企业税收优惠政策", ["land"], optional=True),
    ]
    scores, wrong = score_measures(measures, rows, [REGION], {"plan.txt": PLAN})
    assert summarise_measures(scores, wrong) == {
        "measures": 1, "found": 1, "wrong": 0, "precision": 1.0, "recall": 1.0
    }  # fmt: skip


def test_measures_are_paired_with_as_many_gold_records_as_possible():
    # the better fitting record must not take the only measure that another one could have
    whole = "落实小微企业税收优惠政策"
    measures = [m for m in read_measures(parse()) if whole in m.text]
    (relief,) = measures
    twin = replace(relief, id="twin", start=relief.end - 4, kind="fund")
    rows = [gold(whole, ["tax", "fund"]), gold("落实小微企业", ["tax"])]
    for order in (rows, rows[::-1]):
        scores, wrong = score_measures([relief, twin], order, [REGION], {"plan.txt": PLAN})
        assert all(s.measure is not None for s in scores) and wrong == []
    scores, wrong = score_measures([relief], rows, [REGION], {"plan.txt": PLAN})
    assert [s.measure is not None for s in scores].count(True) == 1


def label(condition_verdict, verdict):
    return {
        "doc": "plan.txt",
        "quote": "一次性给予最高50万元奖励",
        "conditions": [
            {"kind": "qualification", "text": "绿色工厂", "verdict": condition_verdict},
            {"kind": "place", "text": "本市", "verdict": "met"},
        ],
        "verdict": verdict,
        "expired": False,
    }


def test_labels_count_by_condition_and_by_measure():
    parsed = parse()
    told = {
        "industry": ["茶叶"], "place": "云岭市", "qualifications": ["绿色工厂"],
    }  # fmt: skip
    case = {
        "id": "p",
        "question": "",
        "profile": told,
        "labels": [label("met", "met"), label("unknown", "unknown")],
    }
    documents = {"plan.txt": parsed.document}
    scores = score_profiles([case], read_measures(parsed), documents, NOW)
    assert [s.conditions for s in scores] == [(True, True), (False, True)]
    assert [s.right for s in scores] == [True, False]
    assert summarise_profiles(scores)["condition_accuracy"] == 0.75
    assert summarise_profiles(scores)["wrongly_met"] == 1


def test_a_condition_without_text_is_never_met():
    from rag.matching import judge

    assert judge(Condition("place", "", 0, 0), TEA, plan_of("")) == "unknown"


def test_every_part_has_cases_regions_and_thresholds():
    from evals.gold import read_lines
    from evals.incentives import CASES, THRESHOLDS

    cases = [(row["id"], row["part"]) for row in read_lines("match.jsonl", CASES)]
    regions = [(row["id"], row["part"]) for row in read_lines("measure_regions.jsonl")]
    labelled = {"dev", "test", "dev2", "test2", "dev3", "dev4", "test4"}
    assert {part for _, part in cases} == {*labelled, "dev5"}
    assert {part for _, part in regions} == {*labelled, "test3"}
    for rows in (cases, regions):
        assert len(dict(rows)) == len(rows)
    bounds = tomllib.loads(THRESHOLDS.read_text(encoding="utf-8"))["incentives"]["at_least"]
    plans = {
        str(row["part"])
        for name in ("firms", "county", "trade", "valley", "grove")
        for file in ("measure_regions.jsonl", "match.jsonl")
        for row in read_lines(file, CASES / "plans" / name)
    }
    bounded = {name.split(".")[0] for name in bounds}
    assert bounded == {*plans, "dev5", *(part for _, part in regions)}


def test_means_and_partners_must_be_told():
    seller = profile(activities=["通过电商平台销售", "研发"])
    exporter = profile(activities=["出口", "研发"])
    assert judge_activity("利用电商、线下体验店拓展市场", seller) == "met"
    assert judge_activity("利用电商、线下体验店拓展市场", exporter) == "unknown"
    assert judge_activity("拓展沿线市场", exporter) == "met"
    assert judge_activity("联合科研机构开展建材研发", seller) == "unknown"
    assert judge_activity("开展建材研发", seller) == "met"
    partner = profile(activities=["校企合作", "研发"])
    assert judge_activity("与高校共同开展研发", partner) == "met"


def test_one_owner_rules_out_the_other():
    assert judge_qualification("外资企业", profile(qualifications=["民营企业"])) == "not met"
    assert judge_qualification("外资企业", profile(qualifications=["外商投资企业"])) == "met"
    assert judge_qualification("国有企业", profile(qualifications=["央企"])) == "met"
    assert judge_qualification("民营企业", profile(qualifications=["央企"])) == "not met"


def test_a_leading_firm_is_one_by_its_title():
    assert judge_size("行业龙头企业", profile(qualifications=["农业产业化龙头企业"])) == "met"
    denied = profile(staff=130, **{"not": {"qualifications": ["龙头企业"]}})
    assert judge_size("龙头企业", denied) == "not met"
    assert judge_size("龙头企业", profile(staff=130)) == "unknown"


def test_what_is_meant_for_the_own_trade_comes_before_what_is_for_all():
    text = (
        "云岭市行动方案\n\n一、政策支持\n\n对工业企业给予税收优惠。对中小企业给予税收优惠。"
        "对茶叶企业给予税收优惠。\n"
    )
    order = [v.citation.text[1:3] for v in judged(TEA, text=text)]
    assert order == ["茶叶", "工业", "中小"]


def test_records_hold_the_exact_characters():
    found = records(judged(TEA), "zh")
    assert {r["verdict"] for r in found} <= {"met", "unknown"} and found
    for record in found:
        assert record["source"] == PLAN[record["start"] : record["end"]]
        for condition in record["conditions"]:
            assert condition["text"] == PLAN[condition["start"] : condition["end"]]
    verdicts = judged(replace(TEA, qualifications=()))
    everything = records(verdicts, "en", not_met=True)
    assert [r["verdict"] for r in everything] == [v.verdict for v in verdicts]
    assert "not met" not in {r["verdict"] for r in records(verdicts, "en")}
    assert everything[-1]["verdict"] == "not met"


def test_where_something_is_done_is_not_what_is_done():
    seller = profile(activities=["出口", "尼泊尔"])
    assert judge_activity("在南亚市场布局海外仓", seller) == "unknown"
    assert judge_activity("深耕南亚市场", seller) == "met"


def test_who_holds_the_certificate_has_done_it():
    holder = profile(qualifications=["有机认证"])
    assert judge_activity("开展绿色、有机、地理标志认证", holder) == "met"
    assert judge_activity("开展碳足迹核算", holder) == "unknown"


def test_a_wide_word_joined_to_an_unknown_one_covers_no_other_trade():
    drones = profile(industry=["无人机"])
    assert judge_industry("炊具与智能家居制造业", drones) == "not met"
    assert judge_industry("制造业", drones) == "met"


@pytest.mark.parametrize(
    ("text", "own", "verdict"),
    [
        ("农畜产品加工业", "矿泉水", "not met"),
        ("农畜产品加工业", "青稞酒", "met"),
        ("食品工业", "啤酒", "met"),
        ("藏药、高原特色食（饮）品等行业", "酸奶", "met"),
        ("工业企业", "光伏", "met"),
        ("工艺美术", "唐卡", "met"),
    ],
)
def test_trades_lie_where_readers_look_for_them(text, own, verdict):
    assert judge_industry(text, profile(industry=[own])) == verdict
