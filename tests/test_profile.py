"""What an enterprise tells of itself; no model."""

from decimal import Decimal

import pytest

from index.taxonomy import industries
from rag.profile import ProfileError, industry_terms, profile_from_json, profile_from_text


def test_json_fields_are_read_exactly():
    profile = profile_from_json(
        {
            "name": "甲公司",
            "industry": ["青稞酒"],
            "place": "拉萨",
            "staff": 40,
            "revenue": "3000.5万元",
            "qualifications": [],
            "activities": ["研发"],
            "not": {"activities": ["出口"]},
            "founded": 2019,
        }
    )
    assert profile.revenue == Decimal("30005000")
    assert (profile.industry, profile.staff, profile.founded) == (("青稞酒",), 40, 2019)
    assert profile.not_activities == ("出口",)
    assert "qualifications" in profile.known and "activities" in profile.known


@pytest.mark.parametrize(
    ("written", "yuan"),
    [
        ("19.99 million yuan", "19990000"),
        ("1.2亿元", "120000000"),
        (2500000, "2500000"),
        ("CNY 3 billion", "3000000000"),
    ],
)
def test_revenue_in_either_language_or_as_a_number(written, yuan):
    assert profile_from_json({"revenue": written}).revenue == Decimal(yuan)


@pytest.mark.parametrize(
    ("record", "message"),
    [
        ({"size": 3}, "'size' is unknown.*industry"),
        ({"staff": "forty"}, '"staff".*"staff": 40'),
        ({"staff": True}, '"staff"'),
        ({"revenue": "a lot"}, '"revenue".*3000万元'),
        ({"revenue": "300-500万元"}, '"revenue".*one exact amount'),
        ({"industry": "茶"}, '"industry".*list'),
        ({"not": ["x"]}, '"not".*activities'),
    ],
)
def test_a_wrong_field_is_named_with_what_to_write(record, message):
    with pytest.raises(ProfileError, match=message):
        profile_from_json(record)


def test_a_missing_key_is_unknown_and_an_empty_list_is_known():
    assert profile_from_json({}).known == frozenset()
    assert profile_from_json({"qualifications": []}).known == {"qualifications"}


def test_chinese_free_text():
    profile = profile_from_text(
        "我们在昌都做藏香，一共15名员工，去年营业收入260万元，已认定为高新技术企业，不做出口，有研发投入。"
    )
    assert profile.industry == ("藏香",)
    assert profile.place == "昌都市"
    assert (profile.staff, profile.revenue) == (15, Decimal(2600000))
    assert profile.qualifications == ("高新技术企业",)
    assert "qualifications" not in profile.known  # others may be held too
    assert profile.not_activities == ("出口",)
    assert profile.activities == ("研发投入",)


def test_english_free_text():
    profile = profile_from_text(
        "We are a cement maker in Nyingchi with 1,200 employees and revenue of 0.5 billion yuan. "
        "We have no certifications. We do R&D but do not export."
    )
    assert profile.industry == ("水泥",)
    assert profile.place == "林芝市"
    assert (profile.staff, profile.revenue) == (1200, Decimal(500000000))
    assert profile.qualifications == () and "qualifications" in profile.known
    assert profile.activities == ("研发",)
    assert profile.not_activities == ("出口",)


def test_nothing_else_makes_the_list_complete():
    profile = profile_from_text("We are a green factory, nothing else.")
    assert profile.qualifications == ("绿色工厂",)
    assert "qualifications" in profile.known


def test_a_number_that_counts_no_staff_is_none():
    profile = profile_from_text("我们有3个厂房，计划引进5名专家的设备，能申请什么？")
    assert profile.staff is None and profile.revenue is None


def test_the_most_exact_place_counts_and_markets_are_none():
    assert profile_from_text("我们在拉萨经开区A区生产水泥，出口到尼泊尔。").place == "经开区A区"
    assert (
        profile_from_text("We make tea in Gyantse, Shigatse, for export to Nepal.").place
        == "江孜县"
    )


def test_where_one_is_not():
    profile = profile_from_text("我们在拉萨市区开茶馆，不在经开区。")
    assert profile.place == "拉萨市"
    assert profile.not_places == ("拉萨经济技术开发区",)


def test_an_empty_question_tells_nothing():
    assert profile_from_text("我们能享受什么优惠政策？").known == frozenset()


def test_a_wide_word_beside_a_special_one_adds_nothing():
    assert industry_terms("chromite mining") == ("铬铁矿",)
    assert industry_terms("something unheard of") == ()


@pytest.mark.parametrize(
    "text", ["We have 10-50 staff.", "We have 10 to 50 staff.", "我们有10-50人。"]
)
def test_a_range_of_staff_is_no_exact_number(text):
    assert profile_from_text(text).staff is None


@pytest.mark.parametrize(
    ("text", "revenue"),
    [
        ("我们开民宿，年收入90万。", 900_000),
        ("公司去年产值1.2亿，出口占一半。", 120_000_000),
        ("年收入90万元。", 900_000),
        ("年产值5万吨。", None),
        ("年收入90万美元。", None),
    ],
)
def test_a_sum_without_its_unit_is_yuan_only_as_revenue(text, revenue):
    assert profile_from_text(text).revenue == revenue


def test_a_title_and_an_owner_may_be_denied_or_told():
    told = profile_from_text("No titles at all (so not a leading enterprise), domestic capital.")
    assert told.not_qualifications == ("龙头企业",) and "内资企业" in told.qualifications


@pytest.mark.parametrize(
    ("text", "staff"),
    [
        ("We have a staff of 18.", 18),
        ("headcount 130, revenue CNY 20 million", 130),
        ("we employ about a hundred workers", 100),
        ("我厂有三十来人", 30),
    ],
)
def test_staff_is_told_in_many_ways(text, staff):
    assert profile_from_text(text).staff == staff


def test_short_sums_in_english():
    assert profile_from_text("annual sales ¥3.2m, 9 people").revenue == Decimal(3200000)


def test_what_is_applied_for_is_not_held():
    applied = profile_from_text("我们正在申请高新技术企业认定")
    assert applied.qualifications == () and applied.not_qualifications == ("高新技术企业",)
    assert profile_from_text("我们是高新技术企业").qualifications == ("高新技术企业",)


def test_one_certificate_lacked_is_not_all():
    assert "qualifications" not in profile_from_text("我们没有高新技术企业资质").known
    assert "qualifications" in profile_from_text("我们没有任何资质").known


@pytest.mark.parametrize(
    "text", ["和西藏大学合作研发新品", "We cooperate with Tibet University on new products."]
)
def test_research_with_scholars_is_told_by_its_partner(text):
    assert "产学研合作" in profile_from_text(text).activities


@pytest.mark.parametrize(
    ("text", "above"),
    [
        ("酸奶和奶粉", "食品饮料"),
        ("火锅店", "餐饮"),
        ("纸箱", "轻工业"),
        ("唐卡", "工艺美术"),
        ("汽车4S店", "零售"),
        ("煤矿", "采矿业"),
        ("光伏", "工业"),
        ("noodle factory", "食品"),
        ("landscaping", "建筑业"),
        ("security guards", "商务服务"),
        ("chicken farm", "农林牧渔业"),
    ],
)
def test_common_trades_are_known(text, above):
    table = industries()
    assert any(table.covers(above, term) for term in industry_terms(text))
