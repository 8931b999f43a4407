"""What is part of what, and the share that a question asks for of it.

Plans tell parts behind their whole (保护区47个，其中国家级9个), in the rows of a table with a total, and
for places of the region (定西市 beside the province).  A question for a share mostly names the part
and says of the whole only what tells it from others ("the share of storage products in exports").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from index.indicators import indicator_key
from index.quantities import classifier
from index.types import Fact
from rag.evidence import fold, is_of_kinds, presence
from rag.finder import (
    Asked,
    RowFinder,
    Slot,
    Stated,
    alike,
    family_key,
    fits_slot,
    is_whole_row,
)
from rag.operations import Operations
from rag.phrases import Phrase, groups_in, share_sides
from rag.rows import Table
from rag.series import Notion, notions_of
from rag.terms import NAME_CATEGORIES
from rag.types import Query, TermGroup

_SHARE_OF = re.compile(
    r"占(?!比例尺|地|用)|比重|比例|份额|几成|\b(?:share|proportion|percentage|fraction|per ?cent) (?:of|in)\b",
    re.I,
)
_OF_THESE = re.compile(r"其中[：:，,有]?|包括|包含")
_ENDS = re.compile(r"[；;。]")
_NO_PART = re.compile(r"新增|净增|增加|减少|人均|户均|亩均|平均|每|单位")  # not a part of the level
_RATES = frozenset({"percent", "points", "multiple", "doubling"})
_MEASURES = frozenset({"level", "share", "cumulative"})
_NAMED = 0.5  # share of a part's name that the question must account for
_OWN = 0.9  # presence from which a notion stands in a name
_LIKELY = 0.5  # presence from which a notion may stand in a name
_TOLD = 0.65  # share of the question that part and whole must say
_WHOLE_TOLD = 0.9  # what a notion counts that only the whole is told of
_PRECISE = 0.3  # what the account of the part's name counts beside


def asks_share(text: str) -> bool:
    """Whether a question may ask what part one figure is of another."""
    return bool(_SHARE_OF.search(text))


@dataclass(frozen=True)
class Part:
    """A figure and the stated whole that it is part of."""

    part: Fact
    whole: Fact


def parts_of(facts: Sequence[Fact], region: str) -> list[Part]:
    """All parts of one document with their wholes; ``facts`` in reading order."""
    return [
        *_behind_of_which(facts),
        *_beside_their_total(facts, region),
        *_of_longer_name(facts),
    ]


def _behind_of_which(facts: Sequence[Fact]) -> Iterator[Part]:
    """Figures behind 其中 in a sentence, or in one that begins with it."""
    for at, fact in enumerate(facts):
        begin = _start_of_parts(fact)
        if begin is None or fact.table:
            continue
        whole = next((w for w in _before(facts, at, begin) if _may_hold(w, fact)), None)
        if whole is not None:
            yield Part(fact, whole)


def _start_of_parts(fact: Fact) -> int | None:
    """Where the parts that a figure is one of begin in its sentence, ``None`` for no part."""
    told = fact.text[: fact.quantity.start]
    found = [m.start() for m in _OF_THESE.finditer(told)]
    if not found or _ENDS.search(told, found[-1]):
        return None
    return found[-1]


def _before(facts: Sequence[Fact], at: int, begin: int) -> Iterator[Fact]:
    """The figures before those parts, the nearest first: of the sentence, else of the one before."""
    own = facts[at]
    for fact in reversed(facts[:at]):
        if fact.sentence == own.sentence:
            if fact.quantity.start < begin:
                yield fact
        else:
            near = fact.doc == own.doc and fact.path == own.path and own.unit - fact.unit == 1
            if not near or own.text[:begin].strip():
                return
            yield fact


def _may_hold(whole: Fact, part: Fact) -> bool:
    """Whether one figure may be the whole of another: one kind and unit, of one time, not less."""
    a, b = whole.quantity, part.quantity
    if a.kind != b.kind or a.kind in _RATES or {whole.measure, part.measure} - _MEASURES:
        return False
    same = a.kind != "count" or classifier(a.unit) == classifier(b.unit)
    return same and whole.years == part.years and a.base[0] >= b.base[0]


def _beside_their_total(facts: Sequence[Fact], region: str) -> Iterator[Part]:
    """Figures of places and rows, each with what is stated for the region or in the total row."""
    wholes: dict[tuple[str, tuple[int, ...]], list[tuple[str, Fact]]] = {}
    parts = []
    for fact in facts:
        if fact.subject == region or is_whole_row(fact.subject):
            wholes.setdefault(_kind_and_time(fact), []).append((family_key(fact), fact))
        elif fact.subject:
            parts.append(fact)
    for fact in parts:
        near, key = wholes.get(_kind_and_time(fact), []), family_key(fact)
        fitting = [w for k, w in near if alike(k, key) and _may_hold(w, fact)]
        if fitting:
            yield Part(fact, max(fitting, key=lambda w: (w.path == fact.path, w.table, -w.id)))


def _of_longer_name(facts: Sequence[Fact]) -> Iterator[Part]:
    """Rows of one table of which one is named as the other with more before it (园区内规上总产值,
    规上总产值): what is narrower is a part.
    """
    rows: dict[tuple[object, ...], list[Fact]] = {}
    for fact in facts:
        if fact.table:
            rows.setdefault((fact.path, fact.subject, *_kind_and_time(fact)), []).append(fact)
    for same in rows.values():
        for part in same:
            wholes = [w for w in same if _is_narrower(part, w) and _may_hold(w, part)]
            if wholes:
                yield Part(part, max(wholes, key=lambda w: len(indicator_key(w.indicator))))


def _is_narrower(part: Fact, whole: Fact) -> bool:
    name, wide = indicator_key(part.indicator), indicator_key(whole.indicator)
    more = name.removesuffix(wide)
    return more not in ("", name) and not _NO_PART.search(more)


def _kind_and_time(fact: Fact) -> tuple[str, tuple[int, ...]]:
    return fact.quantity.kind, fact.years


def share_table(
    query: Query, ops: Operations, finder: RowFinder, parts: Mapping[str, Sequence[Part]]
) -> tuple[Table, float] | None:
    """The part and the whole of the share that a question asks for, and how much of the question
    they say; ``None`` when no pair says enough.  ``parts`` are those of each document.
    """
    notions = notions_of(query, ops, finder)
    total = sum(n.weight for n in notions)
    slots = _slots(query)
    if not total:
        return None
    of_whole = _of_whole(query, notions)
    best: tuple[float, float, Part] | None = None
    for pair in _asked(query, slots, finder, parts):
        named = _named(pair.part, notions, finder)
        if named < _NAMED or not _is_named(pair.whole, of_whole):
            continue
        told = sum(n.weight * _told(n, pair, finder) for n in notions) / total
        worth = told + _PRECISE * named
        if told >= _TOLD and (best is None or worth > best[0]):
            best = (worth, told, pair)
    if best is None:
        return None
    alike = [
        pair
        for pair in _asked(query, slots, finder, parts)
        if _are_of_same(pair, best[2]) and _named(pair.part, notions, finder) >= _NAMED
    ]
    firsts = [best[2], *_further(best[2], alike, notions, finder)]
    courses = [_over_years(first, _times(query)[1:], parts, finder) for first in firsts]
    if courses[0] is None:
        return None
    groups = finder.content(query)
    cells = tuple(
        Stated(Asked(phrase, Slot(fact.years), fact.doc), fact)
        for pairs in filter(None, courses)
        for side in zip(*((pair.part, pair.whole) for pair in pairs), strict=True)
        for phrase in (Phrase(f"{side[0].subject}{side[0].indicator} {side[0].id}", groups),)
        for fact in side
    )
    phrases = tuple(dict.fromkeys(c.asked.phrase for c in cells))
    return Table("cells", cells, phrases, True), best[1]


def _are_of_same(one: Part, other: Part) -> bool:
    """Whether two parts are of one place or thing, and so are their wholes."""
    return (one.part.doc, one.part.subject, one.whole.subject) == (
        other.part.doc, other.part.subject, other.whole.subject
    )  # fmt: skip


def _further(
    first: Part, alike: Sequence[Part], notions: Sequence[Notion], finder: RowFinder
) -> Iterator[Part]:
    """The parts of further things of which the share is asked as well (the area and the output of a
    town's tea): one for each notion that no part before it is called by.
    """
    own = [n for n in notions if n.sure and n.group.category not in NAME_CATEGORIES]
    said = {n for n in own if _calls(n, first, finder)}
    for notion in own:
        telling = [p for p in alike if notion not in said and _calls(notion, p, finder)]
        if telling:
            pair = max(telling, key=lambda p: sum(n.weight for n in own if _calls(n, p, finder)))
            said |= {n for n in own if _calls(n, pair, finder)}
            yield pair


def _calls(notion: Notion, pair: Part, finder: RowFinder) -> bool:
    """Whether a part is called by a notion in its own name."""
    return presence(notion.group, finder.texts(pair.part)[0]) >= _OWN


def _over_years(
    first: Part, later: Sequence[Slot], parts: Mapping[str, Sequence[Part]], finder: RowFinder
) -> list[Part] | None:
    """A part and its whole at the first asked time and at each later one; ``None`` when they are
    not both stated for one of them.
    """
    found = [first]
    for slot in later:
        same = (
            pair
            for pair in parts[first.part.doc]
            if fits_slot(pair.part, slot, finder.period(pair.part.doc))
            and _is_same(pair.part, first.part)
            and _is_same(pair.whole, first.whole)
        )
        pair = next(same, None)
        if pair is None:
            return None
        found.append(pair)
    return found


def same_thing(one: Fact, other: Fact) -> bool:
    """Whether two figures are of one indicator of one subject, whatever they measure of it."""
    named = indicator_key(one.indicator) == indicator_key(other.indicator)
    return named and one.subject == other.subject


def _is_same(one: Fact, other: Fact) -> bool:
    return same_thing(one, other) and one.scope == other.scope


def parts_table(
    query: Query, ops: Operations, finder: RowFinder, parts: Mapping[str, Sequence[Part]]
) -> tuple[Table, float] | None:
    """The parts among which the largest or smallest is asked for ("分四类，哪一类投资最多"), and how
    much of the question their whole says; ``None`` when no whole says enough.
    """
    notions = notions_of(query, ops, finder)
    total = sum(n.weight for n in notions)
    best: tuple[float, bool, list[Fact]] | None = None
    for whole, own in _by_whole(query, finder, parts):
        told = sum(n.weight * finder.presence(whole, n.group) for n in notions) / (total or 1)
        rank = (told, is_of_kinds(whole.quantity.kind, query.kinds))
        if told >= _TOLD and (best is None or rank > best[:2]):
            best = (*rank, own)
    if best is None:
        return None
    return each_alone(best[2], finder.content(query)), best[0]


def each_alone(facts: Sequence[Fact], groups: tuple[TermGroup, ...], sides: bool = False) -> Table:
    """Figures beside each other, each of a series of its own; ``groups`` are those of the question,
    ``sides`` whether they are pairs of operands.
    """
    cells = tuple(
        Stated(Asked(Phrase(f"{f.subject}{f.indicator} {f.id}", groups), Slot(f.years), f.doc), f)
        for f in facts
    )
    return Table("cells", cells, tuple(c.asked.phrase for c in cells), sides)


def _by_whole(
    query: Query, finder: RowFinder, parts: Mapping[str, Sequence[Part]]
) -> Iterator[tuple[Fact, list[Fact]]]:
    """Each whole told in a sentence with its parts, of the asked time."""
    slots = _slots(query)
    for doc in query.documents or finder.names:
        plan = finder.period(doc)
        yield from by_whole(
            pair
            for pair in parts[doc]
            if all(fits_slot(pair.whole, s, plan) for s in slots)
            and not pair.part.table
            and finder.is_asked(query, pair.whole)
        )


def by_whole(pairs: Iterable[Part]) -> Iterator[tuple[Fact, list[Fact]]]:
    """Each whole of several parts with them, in reading order."""
    found: dict[int, tuple[Fact, list[Fact]]] = {}
    for pair in pairs:
        found.setdefault(pair.whole.id, (pair.whole, []))[1].append(pair.part)
    yield from (entry for entry in found.values() if len(entry[1]) > 1)


def _times(query: Query) -> list[Slot]:
    """The asked times, none when no year is asked."""
    asked: Sequence[tuple[int, ...]] = [(year,) for year in query.years] or query.periods
    return [Slot(years) for years in asked]


def _slots(query: Query) -> list[Slot]:
    """The first asked time, none when no year is asked."""
    return _times(query)[:1]


def said_by(fact: Fact, query: Query, ops: Operations, finder: RowFinder) -> float:
    """How much of a question one figure is told of, by weight, 0 to 1."""
    notions = notions_of(query, ops, finder)
    told = sum(n.weight * finder.presence(fact, n.group) for n in notions)
    return told / (sum(n.weight for n in notions) or 1.0)


def _asked(
    query: Query, slots: Sequence[Slot], finder: RowFinder, parts: Mapping[str, Sequence[Part]]
) -> Iterator[Part]:
    for doc in query.documents or finder.names:
        for pair in parts[doc]:
            timely = all(fits_slot(pair.part, s, finder.period(doc)) for s in slots)
            if timely and finder.is_asked(query, pair.part):
                yield pair


def _of_whole(query: Query, notions: Sequence[Notion]) -> list[Notion]:
    """What the whole must be called: the rarest of what stands behind 占 (or "share of"), else any
    thing that the question speaks of, beside places.
    """
    things = [n for n in notions if n.group.category not in (*NAME_CATEGORIES, "name")]
    chinese = query.language == "zh"
    sides = share_sides(query.text, chinese)
    if sides is None:
        return things
    told = groups_in(sides[1], [n.group for n in things], chinese)
    own = [n for n in things if n.group in told]
    heaviest = max((n.weight for n in own), default=0.0)
    return [n for n in own if n.weight == heaviest] or things


def _is_named(whole: Fact, notions: Sequence[Notion]) -> bool:
    """Whether the name of a whole holds one of some notions."""
    name = fold(whole.indicator)
    return any(presence(n.group, name) >= _LIKELY for n in notions)


def _told(notion: Notion, pair: Part, finder: RowFinder) -> float:
    part = finder.presence(pair.part, notion.group)
    return max(part, _WHOLE_TOLD * finder.presence(pair.whole, notion.group))


def _named(part: Fact, notions: Sequence[Notion], finder: RowFinder) -> float:
    """How much of the name of a part the question accounts for; 0 unless it names the subject of
    a part that has one of its own.
    """
    groups = [n.group for n in notions]
    if part.subject and part.subject != finder.region(part.doc):
        subject = fold(part.subject)
        return 1.0 if any(presence(g, subject) >= _OWN for g in groups) else 0.0
    return finder.precision(part, Phrase("", tuple(groups)))
