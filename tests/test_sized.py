"""Thresholds of staff and revenue against what is known of an enterprise."""

from decimal import Decimal

import pytest

from rag.profile import Profile
from rag.sized import judge_measured


@pytest.mark.parametrize(
    ("text", "staff", "revenue", "verdict"),
    [
        ("员工300人以下、年营业收入2亿元以下", 120, "1.5", "met"),
        ("员工300人以下、年营业收入2亿元以下", 120, "2.3", "not met"),
        ("年营业收入5000万元以上", None, "0.498", "not met"),
        ("年营业收入5000万元以上", None, "0.5", "met"),
        ("员工200人以上", None, "9", "unknown"),
        ("年营业收入首次突破1亿元、5亿元", None, "0.9", "not met"),
        ("年营业收入首次突破1亿元、5亿元", None, "1.2", "unknown"),
        ("年出口额300万美元以上", 10, "1", None),
    ],
)
def test_bounds_are_compared(text, staff, revenue, verdict):
    own = Decimal(revenue) * 10**8
    assert judge_measured(text, Profile(staff=staff, revenue=own)) == verdict


def test_a_first_time_that_is_told_is_met():
    profile = Profile(revenue=Decimal(120_000_000), told=("今年营收第一次过亿",))
    assert judge_measured("年营业收入首次突破1亿元", profile) == "met"
