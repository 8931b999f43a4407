"""What is done to a model's reply: exact figures, marks, and when the verified evidence stands."""

from __future__ import annotations

from dataclasses import replace

import pytest

from index.quantities import parse_quantities
from rag.phrase import finish, prompt_evidence, with_english_figures, with_exact_figures

EN = "What is the GDP target of the zone for 2030?"
ZH = "2025年园区地区生产总值是多少？"


@pytest.fixture(scope="module")
def english(small):
    return small.ask(EN)


@pytest.fixture(scope="module")
def chinese(small):
    return small.ask(ZH)


def finished(reply, answer, small):
    return finish(reply, answer, answer.evidence, small._terms.names, small._terms.english)


@pytest.mark.parametrize(
    ("text", "source", "expected"),
    [
        ("It is 69.88 billion yuan.", "69.88亿元", "It is CNY 6.988 billion (69.88亿元)."),
        ("It is CNY 69.88.", "69.88亿元", "It is CNY 6.988 billion (69.88亿元)."),
        ("It is CNY 6.988 billion.", "69.88亿元", "It is CNY 6.988 billion (69.88亿元)."),
        (
            "It is CNY 6.988 billion (69.88亿元).",
            "69.88亿元",
            "It is CNY 6.988 billion (69.88亿元).",
        ),
        (
            "It is more than 140 billion.",
            "140亿元以上",
            "It is at least CNY 14 billion (140亿元以上).",
        ),
        ("It is about CNY 14 billion.", "140亿元", "It is about CNY 14 billion (140亿元)."),
        ("It grew 9.2 percent.", "增长9.2%", "It grew 9.2%."),
        ("It has 2 to 3 of them.", "2—3家", "It has 2–3 (2—3家) of them."),
        ("It has 63 firms in 2025.", "63家", "It has 63 (63家) firms in 2025."),
        ("It has 64 firms.", "63家", "It has 64 firms."),
        ("about 460 kW", "460万千瓦", "about 4.6 million kW (460万千瓦)"),
        ("no figure", "63家", "no figure"),
    ],
)
def test_figure_of_the_evidence_is_written_exactly(text, source, expected):
    assert with_exact_figures(text, parse_quantities(source)) == expected


def test_exact_figures_are_stable():
    quantities = parse_quantities("产值69.88亿元，增长9.2%，企业63家")
    once = with_exact_figures("CNY 69.88, up 9.2 percent, 63 firms", quantities)
    assert with_exact_figures(once, quantities) == once


def test_prompt_writes_figures_in_english_and_names_the_asked_one(english, chinese):
    prompt = prompt_evidence(english, english.evidence)
    assert prompt.startswith("1. （")
    assert "(the figure asked for: at least CNY 14 billion (140亿元以上), 2030)" in prompt
    assert "达到CNY 14 billion (140亿元以上)" in prompt
    prompt = prompt_evidence(chinese, chinese.evidence)
    assert "（要回答的数字：69.88亿元（2025年））" in prompt and "CNY" not in prompt
    assert with_english_figures("产值69.88亿元，企业三家。") == (
        "产值CNY 6.988 billion (69.88亿元)，企业三家。"
    )


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (
            "The GDP target is CNY 14 billion by 2030.",
            "The GDP target is at least CNY 14 billion (140亿元以上) by 2030 [1].",
        ),
        (
            "The GDP target is 140 billion by 2030 [3].",
            "The GDP target is at least CNY 14 billion (140亿元以上) by 2030 [1].",
        ),
        (
            "Answer: It is CNY 14 billion.\n\n",
            "It is at least CNY 14 billion (140亿元以上) [1].",
        ),
        (
            "It is more than 14 billion yuan [1][7]",
            "It is at least CNY 14 billion (140亿元以上) [1]",
        ),
    ],
)
def test_good_english_reply_stands(reply, expected, english, small):
    answer = finished(reply, english, small)
    assert (answer.text, answer.problems) == (expected, ())
    assert answer.verified == english.text and answer.citations == english.citations


@pytest.mark.parametrize(
    ("reply", "problem"),
    [
        ("The GDP target is CNY 15 billion.", "figure CNY 15 billion is not in the cited evidence"),
        ("It is CNY 14 billion, up 9.2%.", "figure 9.2% is not in the cited evidence"),
        ("By 2031 it is CNY 14 billion.", "year 2031 is not in the cited evidence"),
        ("It grows quickly.", "the figure 140亿元以上 is missing"),
        ("Lhasa's target is CNY 14 billion.", "lhasa is not in the cited evidence"),
        ("The evidence does not mention it.", "the model gave no answer"),
        ("No information is given.", "the model gave no answer"),
        ("", "the model gave no answer"),
        ("[1]", "the model gave no answer"),
    ],
)
def test_bad_english_reply_is_withdrawn_and_the_evidence_stands(reply, problem, english, small):
    answer = finished(reply, english, small)
    assert problem in answer.problems
    assert replace(answer, problems=()) == english


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("2025年地区生产总值达到69.88亿元。", "2025年地区生产总值达到69.88亿元 [1]。"),
        ("回答：园区地区生产总值达到69.88亿元【1】。", "园区地区生产总值达到69.88亿元 [1]。"),
        ("园区地区生产总值为698800万元", "园区地区生产总值为698800万元 [1]"),
    ],
)
def test_good_chinese_reply_stands(reply, expected, chinese, small):
    answer = finished(reply, chinese, small)
    assert (answer.text, answer.problems) == (expected, ())


@pytest.mark.parametrize(
    ("reply", "problem"),
    [
        ("园区地区生产总值为69.89亿元。", "figure 69.89亿元 is not in the cited evidence"),
        ("园区地区生产总值为69.88万元。", "figure 69.88万元 is not in the cited evidence"),
        ("2022年园区地区生产总值为69.88亿元。", "year 2022 is not in the cited evidence"),
        ("园区地区生产总值较高。", "the figure 69.88亿元 is missing"),
        ("依据未提及该数字。", "the model gave no answer"),
        ("The gross regional product was CNY 6.988 billion.", "not in Chinese"),
    ],
)
def test_bad_chinese_reply_is_withdrawn_and_the_evidence_stands(reply, problem, chinese, small):
    answer = finished(reply, chinese, small)
    assert problem in answer.problems
    assert replace(answer, problems=()) == chinese


def test_name_of_the_question_or_evidence_is_not_foreign(english, small):
    asked = replace(english, question="What is Lhasa's GDP target for 2030?")
    answer = finished("Lhasa's target is CNY 14 billion.", asked, small)
    assert answer.problems == ()


def test_marks_number_only_the_evidence_that_is_kept(small):
    one = small.ask("重点发展哪些产业？")
    assert one.evidence and not one.evidence[0].read
    reply = "重点发展天然饮用水、藏医药、清洁能源三大产业。"
    several = (*one.evidence[:1], *small.ask("谁负责统筹协调？").evidence)
    assert len(several) == 2
    answer = finish(reply, one, several)
    assert answer.text == "重点发展天然饮用水、藏医药、清洁能源三大产业 [1]。"
    assert [c.text for c in answer.citations] == [one.citations[0].text]
    turned = finish(reply, one, several[::-1])
    assert (turned.text, turned.citations) == (answer.text, answer.citations)
