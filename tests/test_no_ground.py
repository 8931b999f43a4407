"""What must not count as met: figures too small, lower titles, plans, other people's, denials."""

import pytest
from test_incentives import plan_of, profile
from test_measures import parse_task

from index.conditions import award_head
from index.measures import read_measures
from index.sites import sites_in
from index.types import Document
from rag.matching import judge_activity, judge_place, judge_qualification
from rag.profile import profile_from_json, profile_from_text
from rag.sites import lies_at, same_site

CITY = Document("c.txt", "滨江市学习安吉县经验，加强与深圳市合作，建设工业园区。", "0", "滨江市行动计划", region="滨江市")  # fmt: skip


@pytest.mark.parametrize(
    ("condition", "told"),
    [
        ("实施设备投资500万元以上", "我们实施了设备投资80万元。"),
        ("实施设备投资500万元以上的技改项目", "我们实施了设备投资，年产值3000万元。"),
        ("成立不满5年的科技企业", "我们是成立8年的科技企业。"),
        ("年营业收入不超过500万元的小型服务企业", "我们是小型服务企业，年营业收入9000万元。"),
        ("研发投入占比5%以上", "研发投入占比没算过，出口占比30%。"),
        ("未发生重大安全事故", "我们去年发生过重大安全事故。"),
        ("未享受过市级补贴", "我们享受过市级补贴。"),
        ("国家级绿色工厂", "我们是县级绿色工厂。"),
        ("国家级、省级企业技术中心", "我们有市级企业技术中心。"),
        ("5A级景区", "我们是3A级景区。"),
        ("国家级绿色工厂", "我们正在申报国家级绿色工厂。"),
        ("国家级绿色工厂", "绿色工厂称号已被撤销。"),
        ("CNAS或CMA资质", "我们还在申请CMA资质。"),
        ("CNAS或CMA资质", "我们去年丢了CMA资质。"),
        ("CNAS或CMA资质", "我们公司名叫CMA检测。"),
        ("取得发明专利和软件著作权登记", "我们有软件著作权登记。"),
    ],
)
def test_a_title_or_threshold_without_ground_is_not_met(condition, told):
    own = profile_from_text(told)
    assert judge_qualification(condition, own) != "met"


@pytest.mark.parametrize(
    "told",
    [
        "我们要是实施数字化改造能拿多少钱？",
        "如果实施数字化改造，会怎样。",
        "我们还在考虑实施数字化改造。",
        "实施数字化改造有没有补贴？",
        "同行都在实施数字化改造。",
        "We haven't carried out any digital upgrade.",
        "We don’t do digital transformation.",
    ],
)
def test_what_is_supposed_or_others_is_not_told(told):
    assert judge_activity("开展车间数字化、网络化改造提升行动", profile_from_text(told)) != "met"


@pytest.mark.parametrize(
    ("condition", "told"),
    [
        ("国家级、省级企业技术中心", "我们有省级企业技术中心。"),
        ("省级孵化器", "我们是省级孵化器。"),
        ("省级绿色工厂", "我们是国家级绿色工厂。"),
        ("国家级、省级科技企业孵化器", "We hold the provincial-level 科技企业孵化器 title."),
        ("实施设备投资500万元以上", "我们实施了设备投资1200万元。"),
        ("CNAS或CMA资质", "我们取得了CMA资质。"),
    ],
)
def test_a_title_or_threshold_that_is_told_is_met(condition, told):
    assert judge_qualification(condition, profile_from_text(told)) == "met"


@pytest.mark.parametrize(
    "told",
    [
        "我们在岚谷市做茶叶，产品销往滨江市。",
        "我们在岚谷市，滨江市有个客户。",
        "我们是外地企业，想了解滨江市的扶持政策。",
        "我想去滨江市投资有什么政策？",
        "我们在工业园区有厂房。",
        "我们厂在安吉县。",
        "我们在深圳市。",
    ],
)
def test_where_customers_or_partners_are_is_not_where_somebody_is(told):
    assert judge_place("滨江市", profile_from_text(told, (CITY,)), CITY) != "met"


def test_names_that_sound_alike_are_others():
    (one,), (other,) = sites_in("榆林市"), sites_in("玉林市")
    assert not same_site(one, other)
    assert lies_at("滨江市", "杭州滨江区", CITY) is not True


@pytest.mark.parametrize(
    "text",
    ["我们是行业联盟成员单位", "现代都市农业公司", "从事市政工程", "生产旗袍", "我们有茶叶加工示范园", "西部地区"],
)  # fmt: skip
def test_ordinary_words_are_no_places(text):
    assert sites_in(text) == ()


def test_titles_of_those_whom_one_serves_are_not_ones_own():
    for told in ("我们给龙头企业做配套。", "我们的客户都是民企。", "我们为高新技术企业提供服务。"):
        assert profile_from_text(told).qualifications == (), told
    assert profile_from_text("我司为高新技术企业。").qualifications == ("高新技术企业",)


def test_stainless_steel_and_wireless_deny_nothing():
    own = profile_from_json({"activities": ["不锈钢制品加工", "无线通信设备研发", "不办展览"]})
    assert own.activities == ("不锈钢制品加工", "无线通信设备研发")
    assert own.denied == ("不办展览",)
    assert judge_activity("开展无线通信设备研发", own) == "met"


def test_a_denial_counts_in_a_clause_of_two_languages():
    assert profile_from_text("We are not a 高新技术企业.").qualifications == ()


@pytest.mark.parametrize(
    ("sentence", "kind", "words"),
    [
        ("制造业企业实施设备投资500万元以上、已备案并按期竣工的技改项目，按8%给予奖补。", "activity", "实施设备投资500万元以上、已备案并按期竣工的技改项目"),
        ("对列入省级后备库的企业，给予10万元补助。", "qualification", "省级后备库"),
    ],
)  # fmt: skip
def test_the_head_of_an_award_is_read_whole(sentence, kind, words):
    assert (kind, words) in [(k, sentence[slice(*s)]) for k, s in award_head(sentence, 0)]


def test_long_lists_of_firms_are_read_in_no_time():
    kinds = "、".join(
        f"{letter}类企业" for letter in "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
    )
    assert list(award_head(f"{kinds}{'建' * 90}，按投资额的8%给予奖补。", 0)) is not None


@pytest.mark.parametrize(
    "sentence",
    [
        "对未列入失信名单的小微企业给予10万元补助。",
        "对未受过行政处罚的企业，给予最高20万元奖励。",
        "对无违法违规记录的合作社发放贷款贴息。",
        "对工信部通报表扬的企业给予10万元奖励。",
        "对通过能效评价结果为A级的企业给予20万元奖励。",
    ],
)
def test_who_breaks_no_rule_gets_the_award(sentence):
    parsed = parse_task(sentence)
    assert [m.text for m in read_measures(parsed)] == [sentence]


def test_one_in_business_alone_is_told_by_themselves():
    from index.conditions import Condition
    from rag.matching import judge

    alone = Condition("size", "个体工商户", 0, 5)
    served = profile_from_text("我们给个体工商户提供代账服务。")
    own = profile_from_text("我是个体工商户，开了一家面馆。")
    assert judge(alone, served, plan_of("")) != "met"
    assert judge(alone, own, plan_of("")) == "met"
    assert judge(alone, profile(), plan_of("")) == "unknown"


@pytest.mark.parametrize(
    "award",
    [
        "班列平台公司以外的货主企业，通过班列发运本地货物，每个标准箱补助1200元。",
        "获评省级公共海外仓的再加50万元。",
        "回程货物在我市落地加工的，每箱加补800元。",
    ],
)
def test_an_award_whose_conditions_no_rule_reads_is_asked_and_never_met(award):
    from datetime import date

    from rag.incentives import check

    parsed = parse_task(award)
    own = profile_from_text("我们在云岭市做童装，30人。", (parsed.document,))
    verdicts = check(own, read_measures(parsed), {"plan.txt": parsed.document}, date(2025, 1, 1))
    assert [v.verdict for v in verdicts] == ["unknown"]
    asked = [j.condition.text for j in verdicts[0].conditions if j.verdict == "unknown"]
    assert asked and all(text in award for text in asked)
