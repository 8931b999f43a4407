"""Names that the documents themselves give to places, parks and works.

No glossary has all of them.  A question that holds such a name means this place and no other, so
that a figure of another one is no answer to it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from rag.operations import is_place
from rag.types import TermGroup

if TYPE_CHECKING:
    from index.store import Index

_SORT_OF_WORKS = r"(?:园区|[业流技]园|开发区|高新区|新区|港区|车站|机场|水库|电站|医院|公司|集团)"
_WORKS = re.compile(rf"[\u4e00-\u9fff]{{2,8}}{_SORT_OF_WORKS}")
_HEADED = re.compile(
    rf"(?:第[一二三四五六七八九十]+[节章]|[（(]?[一二三四五六七八九十\d]+[)）、.．])\s*"
    rf"(?P<name>[\u4e00-\u9fff]{{2,6}}?{_SORT_OF_WORKS})$"
)
_PLACE = r"[\u4e00-\u9fff]{1,4}[县市区镇乡]"
_LISTED = re.compile(rf"(?<![\u4e00-\u9fff])(?:{_PLACE}、)+{_PLACE}(?![\u4e00-\u9fff])")
_COUNTY = re.compile(r"(?![该各全外本某郡])[\u4e00-\u9fff]{1,3}县")


def names_of(index: Index) -> frozenset[str]:
    """The names of places, parks and works in the documents: those that figures are told of, those
    in headings, and counties that are listed; without the regions.
    """
    regions = {d.document.region for d in index.documents}
    told = {f.subject for facts in index.rows.values() for f in facts}
    titles = {t for d in index.documents for c in d.chunks for t in c.path}
    texts = "\n".join(u.text for d in index.documents for c in d.chunks for u in c.units)
    names = {name for name in told if is_place(name) or _WORKS.fullmatch(name)}
    names |= {m["name"] for title in titles if (m := _HEADED.match(title))}
    names |= {name for listed in _LISTED.findall(texts) for name in listed.split("、")}
    return frozenset(name for name in names - regions if len(name) > 2)


def with_names(
    groups: Sequence[TermGroup], text: str, names: frozenset[str]
) -> tuple[TermGroup, ...]:
    """The groups with the names that the documents give to places, parks and works, and with other
    words that end like a county (岷县); no glossary has all.
    """
    named = sorted(
        (name for name in names if name in text), key=lambda name: (text.find(name), name)
    )
    named = [n for n in named if not any(n != other and n in other for other in named)]
    known = {term for g in groups if g.category != "" for term in g.terms}
    new = [
        TermGroup(n, (n,), "place" if is_place(n) else "park", True)
        for n in named
        if n not in known
    ]
    parts = {g.source for n in new for g in groups if not g.critical and g.source in n.source}
    kept = (
        replace(g, category="place", critical=True)
        if g.category == "" and _COUNTY.fullmatch(g.source)
        else g
        for g in groups
        if g.source not in parts
    )
    return (*kept, *new)
