"""The places that a question names, against the regions that the documents speak of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from index.facts import short_zone
from index.taxonomy import places
from index.types import Document
from rag.types import TermGroup

# names of the region that a plan speaks of, whichever that is
GENERAL_PLACES = frozenset(
    "全县 我县 本县 县内 全州 我州 全旗 全域 自治区 全区 我区 区内 全省 我省 本省 省内 全市 我市 本市 市内 中国 全国 我国".split()
)


@lru_cache(maxsize=1 << 14)
def bare_place(name: str) -> str:
    """A place without the word for its rank: 青海省 → 青海."""
    return re.sub(r"(?<=..)(?:壮族|回族|维吾尔)?(?:自治区|自治州|省|市|县|区)$", "", name)


def lies_in(region: str, place: str) -> bool:
    """Whether a region is a place or a part of it."""
    if bare_place(region) == bare_place(place):
        return True
    table = places()
    whole = table.names.get(place, place)
    return table.covers(whole, table.names.get(region, region))


def holds(group: TermGroup, region: str, wide: frozenset[str]) -> bool:
    """Whether a place holds a region: what is said of a park is said inside its city.

    ``wide`` are the names of the place that holds all documents.
    """
    bare = {bare_place(term) for term in group.terms}
    return bool(wide & set(group.terms)) or any(b and b in region for b in bare)


def wide_names(documents: Sequence[Document]) -> frozenset[str]:
    """Names of the place that all documents lie in: they tell no document from the others."""
    return GENERAL_PLACES | _names_of_all(_regions(documents))


def _regions(documents: Sequence[Document]) -> frozenset[str]:
    return frozenset(d.region for d in documents if d.region)


@lru_cache(maxsize=8)
def _names_of_all(regions: frozenset[str]) -> frozenset[str]:
    over = [r for r in regions if all(lies_in(other, r) for other in regions)]
    return frozenset(name for r in over for name in (r, bare_place(r)))


def regions_named(
    groups: Iterable[TermGroup], documents: Sequence[Document], text: str = ""
) -> tuple[str, ...]:
    """The regions of documents that a question names; () when it names the one that holds them all."""
    # a name that no glossary knows is spelled in pinyin: Hengze
    named = [g for g in groups if g.category in ("place", "park", "name", "")]
    regions = _regions(documents)
    wide = _names_of_all(regions)
    if any(wide & set(g.terms) for g in named):
        return ()
    return tuple(
        region
        for region in sorted(regions)
        if tells_region(text, region) or any(names_region(g, region) for g in named)
    )


def tells_region(text: str, region: str) -> bool:
    """Whether a text holds the name of a region, which no glossary need know."""
    bare = bare_place(region)
    return len(bare) > 1 and (bare in text or short_zone(region) in text)


def names_region(group: TermGroup, region: str) -> bool:
    """Whether a place is a region by any of its names: 拉萨经开区 is 拉萨经济技术开发区."""
    table = places()
    whole = table.names.get(region, region)
    return any(
        bare_place(region) == bare_place(term)
        or short_zone(region) == short_zone(term)
        or table.names.get(term, term) == whole
        or _begins_park(term, region)
        for term in group.terms
    )


_PARK_KIND = re.compile(
    r"(?:国家级|省级)?(?:高新技术|经济技术|高新|经济|科技|综合)?(?:产业|工业)*(?:园区?|开发区|保税区|新区|示范区)"
)


def _begins_park(term: str, region: str) -> bool:
    """Whether a name that is no known place is the own name of a park: 青禾 of 青禾高新技术产业园区."""
    known = term in places().names or bare_place(term) in places().names
    own = len(term) > 1 and region.startswith(term) and not known
    return own and _PARK_KIND.fullmatch(region[len(term) :]) is not None
