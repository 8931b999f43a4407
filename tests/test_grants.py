"""What sentences grant and to whom."""

from __future__ import annotations

import pytest

from index.catalog import describe
from index.chunks import parse_document
from index.facts import read_facts
from index.readers import Source

HEAD = "云岭市促进产业发展行动方案\n（2026—2028年）\n\n第一章 重点任务\n\n第一节 培育企业\n\n到2028年，培育企业30家。"


def told(text):
    facts = read_facts(parse_document(describe(Source("plan.txt", HEAD + text, "0"), None)))
    return {(f.indicator, f.quantity.text) for f in facts} - {("企业", "30家")}


@pytest.mark.parametrize(
    ("text", "grants"),
    [
        (
            "对年营业收入首次突破50亿元、100亿元的企业，分别给予200万元、500万元奖励。",
            {
                ("年营业收入首次突破50亿元的企业奖励", "200万元"),
                ("年营业收入首次突破100亿元的企业奖励", "500万元"),
            },
        ),
        (
            "对新评定的国家5A级旅游景区，一次性奖补1000万元；对新评定的国家级旅游度假区，一次性奖补800万元。",
            {
                ("新评定的国家5A级旅游景区奖补", "1000万元"),
                ("新评定的国家级旅游度假区奖补", "800万元"),
            },
        ),
        (
            "对完成临床一期、二期、三期试验的品种，分别给予最高300万元、600万元、1500万元资助。",
            {
                ("完成临床一期试验的品种资助", "300万元"),
                ("完成临床二期试验的品种资助", "600万元"),
                ("完成临床三期试验的品种资助", "1500万元"),
            },
        ),
        (
            "对首次升规企业给予20万元奖励，连续两年保持在规的，再给予10万元奖励。",
            {("首次升规企业奖励", "20万元"), ("连续两年保持在规奖励", "10万元")},
        ),
    ],
)
def test_what_is_granted_is_named_by_whom_it_is_for(text, grants):
    assert told(text) == grants


def test_sentence_that_grants_nothing_is_read_as_before():
    text = "对标国内先进，2028年规上工业产值达到120亿元。"
    assert ("规上工业产值", "120亿元") in told(text)
