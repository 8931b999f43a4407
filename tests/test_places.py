"""Regions: which documents a question is about."""

import pytest

from index.types import Document
from rag.guard import is_of_regions
from rag.places import lies_in, regions_named, wide_names
from rag.types import Query, TermGroup


def document(region: str) -> Document:
    return Document(f"{region}.docx", "", "", f"{region}规划", region=region)


def place(*names: str) -> TermGroup:
    return TermGroup(names[0], names, "place", True)


PROVINCES = [document("四川省"), document("河南省")]
REGION_AND_PARK = [document("西藏自治区"), document("拉萨经济技术开发区")]


def about(groups: tuple[TermGroup, ...], documents: list[Document]) -> Query:
    return Query(
        text="",
        language="zh",
        asked="figure",
        groups=groups,
        years=(),
        periods=(),
        kinds=(),
        classifiers=(),
        roles=(),
        documents=(),
        regions=regions_named(groups, documents),
    )


@pytest.mark.parametrize(
    ("region", "whole", "inside"),
    [
        ("四川省", "四川", True),
        ("拉萨经济技术开发区", "西藏", True),
        ("西藏自治区", "拉萨经开区", False),
        ("四川省", "河南省", False),
    ],
)
def test_a_region_lies_in_itself_and_what_holds_it(region: str, whole: str, inside: bool) -> None:
    assert lies_in(region, whole) is inside


def test_the_region_of_all_documents_tells_none_apart() -> None:
    assert {"西藏", "西藏自治区", "全区"} <= wide_names(REGION_AND_PARK)
    assert not {"四川", "河南"} & wide_names(PROVINCES)


def test_a_named_region_is_found_by_any_of_its_names() -> None:
    assert regions_named([place("四川")], PROVINCES) == ("四川省",)
    assert regions_named([place("拉萨经开区")], REGION_AND_PARK) == ("拉萨经济技术开发区",)


def test_part_and_whole_named_together_leave_all_documents_open() -> None:
    assert regions_named([place("西藏"), place("拉萨经开区")], REGION_AND_PARK) == ()


def test_a_document_of_another_region_answers_only_where_it_names_the_asked_one() -> None:
    query = about((place("四川"),), PROVINCES)
    ours, theirs = PROVINCES
    assert is_of_regions(query, ours, "粮食产量3000万吨")
    assert not is_of_regions(query, theirs, "粮食产量6000万吨")
    assert is_of_regions(query, theirs, "高于四川的5%")


def test_without_a_named_region_every_document_may_answer() -> None:
    query = about((), PROVINCES)
    assert all(is_of_regions(query, d, "粮食产量3000万吨") for d in PROVINCES)
