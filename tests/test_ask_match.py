"""Which incentives apply to us: recognised in a question, answered with citations; no model."""

from __future__ import annotations

import re
from datetime import date

import pytest
from test_measures import PLAN, parse

from index.measures import read_measures
from rag.ask_match import asks_for_incentives, match_answer, told_profile
from rag.terms import TermLayer
from rag.types import Query

TERMS = TermLayer((), {}, lambda term: True)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("我们是拉萨经开区的青稞酒企业，40人，能享受哪些政策？", "zh"),
        ("本公司在那曲做风电，有什么补贴？", "zh"),
        ("拉萨的藏香厂，员工30人，年收入500万，可以申请什么扶持？", "zh"),
        ("我们厂能不能拿到技改补助？", "zh"),
        ("which incentives apply to us?", "en"),
        ("We make carpets, 12 staff. What can we apply for?", "en"),
        ("Can my small company get any grants?", "en"),
    ],
)
def test_an_enterprise_that_asks_for_itself(text, language):
    assert asks_for_incentives(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("对高新技术企业有哪些奖励？", "zh"),
        ("有哪些税收优惠政策？", "zh"),
        ("经开区的高新技术企业能享受哪些优惠政策？", "zh"),
        ("我们市的扶持资金目标是多少？", "zh"),
        ("我国对西藏有哪些支持政策？", "zh"),
        ("我们是做茶的企业，规划打算争取什么样的补贴政策？", "zh"),
        ("我们想知道2030年园区地区生产总值是多少。", "zh"),
        ("What support does the plan give to small firms?", "en"),
        ("Which measures should we take to cut emissions?", "en"),
        ("What are our region's targets for support of exports?", "en"),
        ("Which policies support exporters?", "en"),
    ],
)
def test_questions_about_plans_are_not_taken(text, language):
    assert not asks_for_incentives(text, language)


def answer(text, language="zh", earlier=(), as_of=date(2025, 6, 1), plan=PLAN):
    parsed = parse(plan)
    query = Query(text, language, "text", (), (), (), (), (), (), ())
    documents = {parsed.document.name: parsed.document}
    return match_answer(query, earlier, read_measures(parsed), documents, TERMS, as_of)


def test_every_number_cites_the_characters_that_it_stands_behind():
    found = answer("我们是茶叶企业，60人，年收入1000万元，是绿色工厂，能享受哪些政策？")
    assert not found.abstained and found.trace[-1].startswith("route: incentives: ")
    numbers = [int(n) for n in re.findall(r"\[(\d+)\]", found.text)]
    assert set(numbers) == set(range(1, len(found.citations) + 1))
    for citation in found.citations:
        assert citation.text == PLAN[citation.start : citation.end] != ""
    line = next(part for part in found.text.split("; ") if "资质: 绿色工厂" in part)
    cited = found.citations[int(re.search(r"\[(\d+)\]", line)[1]) - 1]
    assert line.strip().startswith("√") and cited.text == "绿色工厂"


def test_at_most_eight_measures_and_none_that_is_not_met():
    many = "".join(f"对第{n}类上市公司给予奖励。对第{n}类企业给予财政补贴。" for n in range(12))
    text = f"云岭市行动方案\n\n一、政策支持\n\n{many}\n"
    found = answer("我们没有任何资质，60人，能享受哪些政策？", plan=text)
    listed = re.findall(r"^\d+\. (.+)", found.text, re.M)
    assert len(listed) == 8 and not any("上市公司" in line for line in listed)
    assert "另有4项" in found.text


def test_an_enterprise_that_is_not_described_is_asked_for_it():
    found = answer("which incentives apply to us?", "en")
    assert found.text.startswith("You have not described your enterprise yet")
    assert "[met]" not in found.text and "[to be confirmed]" in found.text
    assert found.trace[0] == "profile: empty"


def test_what_was_told_before_counts():
    before = ("我们是水泥企业，200人。", "2025年茶叶产量是多少？")
    profile = told_profile("我们能申请哪些补贴？", before, "zh")
    assert (profile.industry, profile.staff) == (("水泥",), 200)


def test_nothing_that_fits_is_a_refusal():
    text = "云岭市行动方案\n\n一、政策支持\n\n对上市公司给予奖励。\n"
    found = answer("我们没有任何资质，60人，能享受哪些政策？", plan=text)
    assert found.abstained and not found.decision.answerable and found.citations == ()
    assert "没有符合或可能符合的措施" in found.text


def test_current_measures_come_before_ended_ones():
    found = answer("我们是茶叶企业，能享受哪些政策？", as_of=date(2030, 1, 1))
    assert "规划期已结束" in found.text


def test_the_assistant_answers_it_without_a_model(small):
    question = "我们是青禾高新区的高新技术企业，40人，能享受哪些政策？"
    events = list(small.stream(question))
    assert [event.kind for event in events] == ["evidence", "answer"]
    found = events[-1].answer
    assert found.generator == "none" and "一次性奖励20万元" in found.text
    for citation in found.citations:
        section, start, end = small.section(citation)
        assert section[start:end] == citation.text
    assert small.ask("2025年园区地区生产总值是多少？").trace[-1].startswith("route: look-up")
