"""Places that no table knows: read from wordings, compared with the places of plans."""

import pytest

from index.sites import COUNTY, PARK, sites_in
from index.types import Document
from rag.profile import profile_from_text
from rag.sites import lies_at, place_told, region_named, same_site
from rag.terms import CEDICT

CITY = Document(
    "city.txt", "滨江市支持青麓县、北渡区的企业技术改造。", "0", "滨江市行动计划", region="滨江市"
)
ZONE = Document(
    "zone.txt",
    "云岭高新技术产业开发区地处岚谷市东北部，分为东园和松坪科创园。",
    "1",
    "云岭高新区产业发展规划",
    region="云岭高新区",
    aliases=("云岭高新区规划", "Yunling High-tech Zone"),
)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("滨江市北渡区", ["滨江", "北渡"]),
        ("云岭高新技术产业开发区松坪科创园", ["云岭", "松坪"]),
        ("东港综合保税区", ["东港"]),
        ("Qinglu County (青麓县), Binjiang City", ["青麓", "qinglu", "binjiang"]),
        ("the East Park of Yunling High-tech Zone", ["yunling"]),
        ("Lhasa Economic and Technological Development Zone", ["lhasa"]),
        ("我们在城区和园区的小区里办公，服务全市和各县。", []),
    ],
)
def test_names_of_places_are_read_without_their_ranks(text, names):
    assert [site.own for site in sites_in(text)] == names


def test_a_park_is_one_under_its_short_and_its_long_name():
    (short,), (long,) = sites_in("云岭高新区"), sites_in("云岭高新技术产业开发区")
    assert short.rank == PARK and same_site(short, long)
    (county,), (city,) = sites_in("青麓县"), sites_in("青麓市")
    assert county.rank == COUNTY and not same_site(county, city)


@pytest.mark.parametrize(
    ("document", "told", "lies"),
    [
        (CITY, "滨江市北渡区", True),
        (CITY, "青麓县", True),  # the city's plan names it
        (CITY, "岚谷市", False),
        (CITY, "深圳市", False),
        (CITY, "某个小镇", None),
        (CITY, "滨江市以外", False),
        (ZONE, "云岭高新技术产业开发区", True),
        (ZONE, "Yunling High-tech Zone", True),
        (ZONE, "岚谷市", None),  # the city that holds the zone
        (ZONE, "滨江市北渡区", False),
        (ZONE, "滨江市", False),
        (ZONE, "", None),
    ],
)
def test_what_is_told_lies_in_the_region_or_not_or_may(document, told, lies):
    assert lies_at(document.region, told, document) is lies


def test_a_part_of_the_region_holds_what_names_it_only():
    assert lies_at("松坪科创园", "云岭高新区松坪科创园", ZONE) is True
    assert lies_at("松坪科创园", "滨江市北渡区", ZONE) is False


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("我们厂在滨江市北渡区，做数控机床。", "滨江市北渡区"),
        ("岚谷市一家做水质检测的公司，40来人。", "岚谷市"),
        ("公司2024年底在云岭高新区松坪科创园注册。", "云岭高新区松坪科创园"),
        ("我们做茶叶，能享受什么政策？", ""),
    ],
)
def test_a_free_text_tells_its_place(text, place):
    assert profile_from_text(text, (CITY, ZONE)).place == place


def test_a_place_that_is_denied_or_asked_about_is_not_where_somebody_is():
    assert place_told(["我们在岚谷市，"], (CITY,)) == "岚谷市"
    for told in ("滨江市会给补贴吗？", "我们不在滨江市。", "我们想去滨江市建厂。"):
        assert profile_from_text(told, (CITY,)).place == "", told
    langu = profile_from_text("我们在岚谷市，滨江市会给补贴吗？", (CITY,))
    assert langu.place == "岚谷市"


@pytest.mark.model
def test_english_names_are_compared_in_pinyin():
    from rag import models

    assert models.locate(*CEDICT).exists()
    assert region_named("a hotel in downtown Binjiang", CITY) == "滨江市"
    assert region_named("a hotel in Beijing", CITY) == ""
    assert lies_at("滨江市", "Qinglu County, Binjiang City", CITY) is True
    assert lies_at("滨江市", "Qinglu County", CITY) is True
    assert lies_at("滨江市", "Langu City", CITY) is False
    assert lies_at("云岭高新区", "Langu City", ZONE) is None
