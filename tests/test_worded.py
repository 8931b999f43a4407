"""Conditions that an enterprise tells in its own words, with figures that must be reached."""

import pytest
from test_incentives import plan_of, profile

from index.conditions import Condition, award_head
from rag.matching import judge, judge_activity, judge_qualification
from rag.profile import profile_from_text
from rag.worded import reaches, worded_in

SUPPLIERS = "年度新增本地配套供应商5家以上"


def test_most_of_the_words_tell_a_condition_in_either_language():
    assert worded_in(SUPPLIERS, ["本年度新增本地配套供应商8家"])
    assert not worded_in(SUPPLIERS, ["本年度采购了8台设备"])
    assert worded_in("建设柔性化、智能化生产线", ["building an intelligent production line"])
    assert not worded_in("建设柔性化、智能化生产线", ["renting a warehouse"])


def test_one_thing_of_a_list_is_enough():
    assert worded_in("数字化、网络化、智能化改造", ["实施智能化改造"])
    assert not worded_in("数字化、网络化、智能化改造", ["厂房改造"])


@pytest.mark.parametrize(
    ("told", "reached"),
    [
        ("新增本地配套供应商8家", True),
        ("新增本地配套供应商3家", False),
        ("新增了一些本地配套供应商", None),
        ("新增本地配套供应商，投资800万元", None),
    ],
)
def test_figures_must_be_reached(told, reached):
    assert reaches(SUPPLIERS, [told]) is reached
    verdict = {True: "met", False: "not met", None: "unknown"}[reached]
    assert judge_activity(SUPPLIERS, profile(activities=[told])) == verdict


def test_figures_are_compared_over_languages_and_units():
    least = "设备投资500万元以上的技改项目"
    assert reaches(least, ["a retrofit with CNY 12 million of equipment"]) is True
    assert reaches(least, ["设备投资0.3亿元"]) is True
    assert reaches(least, ["设备投资80万元"]) is False


def test_a_loan_for_something_is_more_than_that_something():
    loan = "用于技术改造发生的银行贷款"
    assert judge_activity(loan, profile(activities=["技术改造"])) == "unknown"
    assert judge_activity(loan, profile(activities=["为技术改造向银行贷款"])) == "met"


@pytest.mark.parametrize(
    ("sentence", "kind", "words"),
    [
        ("对入选国家级绿色工厂的企业一次性给予30万元奖励。", "qualification", "国家级绿色工厂"),
        ("检验检测机构新取得CNAS或CMA资质的，一次性奖励10万元。", "qualification", "CNAS或CMA资质"),
        ("对不裁员或少裁员的中小微企业，按上年度缴纳失业保险费的60%返还。", "activity", "不裁员或少裁员"),
        (
            "制造业企业实施设备投资500万元以上的技改项目，按设备投资额的8%给予一次性奖补。",
            "activity",
            "实施设备投资500万元以上的技改项目",
        ),
    ],
)  # fmt: skip
def test_an_award_tells_what_it_asks_for(sentence, kind, words):
    found = [(k, sentence[slice(*span)]) for k, span in award_head(sentence, 0)]
    assert (kind, words) in found


def test_a_title_that_a_complete_list_lacks_is_not_held():
    lab = "国家级、省级企业技术中心"
    assert judge_qualification(lab, profile(qualifications=[])) == "not met"
    assert judge_qualification(lab, profile()) == "unknown"
    assert judge_qualification(lab, profile(qualifications=["省级企业技术中心"])) == "met"


def test_leading_enterprises_are_told_by_their_titles():
    size = Condition("size", "龙头企业", 0, 4)
    assert judge(size, profile(qualifications=["leading enterprise"]), plan_of("")) == "met"
    assert judge(size, profile(qualifications=[], staff=300), plan_of("")) == "not met"
    assert judge(size, profile(staff=300, revenue="1亿元"), plan_of("")) == "unknown"


def test_what_is_denied_behind_its_name_is_denied():
    told = profile_from_text("已进科技型中小企业库，高企还没申请，标准制定从没参与过。")
    assert "科技型中小企业" in told.qualifications
    assert "高企" in told.not_qualifications and "高企" not in told.qualifications
    assert "标准制定" in told.not_activities and not told.activities


def test_sums_and_people_are_told_in_many_ways():
    assert profile_from_text("去年销售1.6亿，240人").revenue == 160_000_000
    assert profile_from_text("公司刚注册，还没有收入。").revenue == 0
    assert profile_from_text("sales around 400k yuan").revenue == 400_000
    assert profile_from_text("Two of us opened it; six people now.").staff == 6


def test_a_private_firm_is_no_foreign_one():
    own = profile_from_text("公司是民营药企，做藏药。")
    assert judge_qualification("外资企业", own) == "not met"
    assert judge_qualification("民营", own) == "met"
