"""Tables completed by the series of their figures.

A question for one indicator in several years is often found for some of them only: the plan tells
each year in another sentence or in other words.  Where one figure of a series is found, the others
of the same indicator and subject are known.  Several things in several years make a cross: each
thing has a cell for each of the years.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from index.facts import fact_key, full_name, is_rate
from index.indicators import indicator_key
from index.types import Fact
from rag.asks import is_own, plain_text
from rag.finder import Asked, RowFinder, Slot, Stated, fits_slot, level
from rag.joint import asked_slots, asks_each_year, two_ends
from rag.operations import CHANGES, WEAK, Operations, is_place
from rag.phrases import Phrase, groups_in
from rag.rows import Table, place_of
from rag.types import Query

_MOST_CELLS = 24  # cells that a cross of things and times may have


def completed(query: Query, ops: Operations, table: Table, rows: RowFinder) -> Table:
    """The table with a figure for each asked year of a series that it shows: of the one series it
    is about, of those that it leaves a year of empty, of each of several.
    """
    if table.shape not in ("cells", "family") or not table.facts or table.sides:
        return table
    if len(set(map(fact_key, table.facts))) == 1:
        return _of_one_series(query, table, rows) if table.shape == "cells" else table
    cells = [_filled(cell, table, rows) for cell in table.cells]
    return _crossed(query, ops, replace(table, cells=tuple(cells)), rows)


def _crossed(query: Query, ops: Operations, table: Table, rows: RowFinder) -> Table:
    """The table with a cell for each of several things at each of several asked times."""
    compared = {(int(a or b),) for a, b in _COMPARED.findall(query.text)}
    times = [t for t in asked_slots(query, ops) if t.years not in compared]
    if len(times) < 2 and ops.base and CHANGES & set(ops.ops):
        times = two_ends(times)
    courses = _courses(table, times, rows)
    crossing = len(times) > 1 and courses and not _each_its_time(query, rows)
    if not crossing or len(times) * len(courses) > _MOST_CELLS:
        return table
    shown, works_out = set(table.shown), bool(set(ops.ops) - WEAK)
    cells: list[Stated] = []
    for course in courses:
        facts = [c.fact for c in course if c.fact is not None]
        asked = course[0].asked
        for time in times:
            own = next((f for f in facts if _is_of(f, time, rows)), None)
            found = own or next(
                (f for known in facts if (f := same_at(known, time, rows, shown))), None
            )
            if found is None and (works_out or is_rate(facts[0])):
                continue  # what is worked out, or stated of a change, needs no more than is found
            if found is not None:
                shown.add(place_of(found))
            cells.append(Stated(replace(asked, slot=time, doc=facts[0].doc), found, facts[0]))
    full = [len(course) >= len(times) for course in courses]
    if shown == table.shown and (works_out or all(full) or not any(full)):
        return table  # nothing that it lacks was found
    crossed = {place_of(c.fact) for course in courses for c in course if c.fact}
    phrases = {c.asked.phrase for c in cells}
    rest = [
        c
        for c in table.cells
        if (place_of(c.fact) not in crossed if c.fact else c.asked.phrase not in phrases)
    ]
    return replace(table, cells=(*cells, *rest))


def _courses(table: Table, times: Sequence[Slot], rows: RowFinder) -> list[list[Stated]]:
    """The cells with a figure of an asked time, those of one thing together; all of them where they
    are one for each time, however the plan names them.
    """
    timely = [c for c in table.cells if c.fact and any(_is_of(c.fact, t, rows) for t in times)]
    if len(timely) <= len(times) and _are_one_course(timely):
        whole = len(timely) == len(times) or len({c.fact.subject for c in timely if c.fact}) > 1
        return [] if whole else [timely]
    found: list[list[Stated]] = []
    for cell in timely:
        own = next((c for c in found if _continues(c, cell, rows)), None)
        if own is None:
            found.append([cell])
        else:
            own.append(cell)
    return found


def _are_one_course(cells: Sequence[Stated]) -> bool:
    """Whether figures may be of one thing at different times: of one sort, each of its time."""
    facts = [c.fact for c in cells if c.fact is not None]
    apart = len({f.years for f in facts}) == len(facts)
    return apart and len({(f.doc, f.quantity.kind, level(f)) for f in facts}) == 1


def _continues(course: Sequence[Stated], cell: Stated, rows: RowFinder) -> bool:
    """Whether a figure is of the thing of a course at a further time."""
    facts = [c.fact for c in course if c.fact is not None]
    fact = cell.fact
    if fact is None or fact.years in {f.years for f in facts}:
        return False
    return _is_same_thing(facts[0], fact, rows)


def _is_same_thing(one: Fact, other: Fact, rows: RowFinder) -> bool:
    """Whether two figures are of one indicator and subject, at whatever times."""
    alike = (one.doc, one.quantity.kind, level(one)) == (
        other.doc,
        other.quantity.kind,
        level(other),
    )
    named = fact_key(one) == fact_key(other) or _whole_name(one, rows) == _whole_name(other, rows)
    return alike and named


def _is_of(fact: Fact, time: Slot, rows: RowFinder) -> bool:
    return fits_slot(fact, time, rows.period(fact.doc))


def same_at(
    fact: Fact, time: Slot, rows: RowFinder, but: Container[tuple[str, int]] = ()
) -> Fact | None:
    """The figure of the same thing at another time, ``but`` none of some places: of its sentence, of
    a table first; one of a nearly equal name where no other is stated.
    """
    of_time = [
        f
        for f in rows.facts_of(fact.doc)
        if (f.measure, f.quantity.kind) == (fact.measure, fact.quantity.kind)
        and f.id != fact.id
        and place_of(f) not in but
        and _is_of(f, time, rows)
    ]
    own = [f for f in of_time if _is_same_thing(f, fact, rows)]
    near = [f for f in of_time if _under_topic(f, fact, rows) or _goes_on(f, fact)]
    return max(
        own or near, key=lambda f: (f.sentence == fact.sentence, f.table, -f.id), default=None
    )


def _goes_on(one: Fact, other: Fact) -> bool:
    """Whether two figures of one sentence and unit are named nearly alike: 大型演出486场, 演出场次800场."""
    a, b = one.indicator, other.indicator
    if one.sentence != other.sentence or one.quantity.unit != other.quantity.unit:
        return False
    match = SequenceMatcher(None, a, b, autojunk=False).find_longest_match()
    return 2 * match.size >= min(len(a), len(b)) and match.size > 1


def _under_topic(one: Fact, other: Fact, rows: RowFinder) -> bool:
    """Whether two figures are of one indicator, one of the region, one under a topic of its plan
    (壮大现代服务业·旅游总收入).
    """
    if indicator_key(one.indicator) != indicator_key(other.indicator):
        return False
    subjects = {one.subject, other.subject} - {rows.region(one.doc)}
    return len(subjects) == 1 and not any(map(is_place, subjects)) and level(one) == level(other)


# words of a name that say that something is done, or that it is counted
_DONE = re.compile(
    r"^(?:全[省市区县州]|年|累计|每年)?(?:举办|接待|建成|实现|完成|拥有|现有|共有|培育)(?=[\u4e00-\u9fff]{2})|^(?:全[省市区县州])(?=[\u4e00-\u9fff]{2})"
)
_COUNTS = re.compile(r"(?:场次|次数|人次|数量|总数|总量|数)$")


def _whole_name(fact: Fact, rows: RowFinder) -> str:
    """What a figure measures and of whom: the output of 竹木加工 is 竹木加工产值."""
    name = full_name(fact, rows.region(fact.doc))
    return _DONE.sub("", _COUNTS.sub("", name)) or name


# a year that only serves a comparison: 比2020年涨了多少
_COMPARED = re.compile(
    r"(?:比|较|相比)((?:19|20)\d{2})年|\b(?:than|over|compared (?:with|to))(?: in)? ((?:19|20)\d{2})"
)
_PIECES = {
    "zh": re.compile(r"[，,、；;。？?：:（）()]|和|与|及"),
    "en": re.compile(r"[,;?:()]|\band\b|\bversus\b|\bagainst\b", re.I),
}
_YEARS_JOINED = re.compile(
    r"(?<=\d)年?\s*(?:、|和|与|及|,|\band\b)\s*(?=(?:(?:both|for|in|by|to|the|end|of)\s+)*(?:19|20)\d{2})",
    re.I,
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")


def _each_its_time(query: Query, rows: RowFinder) -> bool:
    """Whether the question asks for one thing at one time and for another thing at another: 甲2025年
    的产量和乙2030年的产值.
    """
    chinese = query.language == "zh"
    told: dict[frozenset[str], frozenset[str]] = {}
    text = _YEARS_JOINED.sub(" ", plain_text(query))
    for piece in _PIECES[query.language].split(text):
        years = frozenset(_YEAR.findall(piece))
        groups = groups_in(piece, query.groups, chinese)
        own = {
            g.source for g in groups if g.critical or (is_own(g, chinese) and rows.may_be_told(g))
        }
        if years and own:
            told[years] = told.get(years, frozenset()) | own
    return len(set(told.values())) > 1


def each_year(query: Query, facts: Sequence[Fact], rows: RowFinder) -> Table | None:
    """The figures of all years of the one series that was read, where each year is asked for;
    ``None`` when the plan does not tell several.
    """
    if not asks_each_year(query) or len(set(map(fact_key, facts))) != 1:
        return None
    course = _course(query, facts[0], rows)
    if len(course) < 2:
        return None
    phrase = Phrase(query.text, rows.content(query))
    cells = tuple(Stated(Asked(phrase, Slot(f.years), f.doc), f) for f in course)
    return Table("cells", cells, (phrase,))


def _of_one_series(query: Query, table: Table, rows: RowFinder) -> Table:
    """Of a table about one series: the asked years, all between them where each year is asked."""
    fact = table.facts[0]
    phrase = next(c.asked.phrase for c in table.cells if c.fact is not None)
    if asks_each_year(query):
        course = _course(query, fact, rows)
        if len(course) > len(table.facts):
            cells = (Stated(Asked(phrase, Slot(f.years), f.doc), f) for f in course)
            return replace(table, cells=tuple(cells), phrases=(phrase,))
    if len(query.years) < 2:
        return table
    shown = {f.years: f for f in table.facts}
    series = _series(fact, rows)
    own = {(y,): _of_year(fact, y, series) for y in query.years}
    if not any(f is not None and years not in shown for years, f in own.items()):
        return table
    asked = [
        Stated(Asked(phrase, Slot(years), fact.doc), shown.get(years) or found)
        for years, found in sorted(own.items())
    ]
    others = [c for c in table.cells if c.fact and c.fact.years and c.fact.years not in own]
    return replace(table, cells=(*asked, *others), phrases=(phrase,))


def _filled(cell: Stated, table: Table, rows: RowFinder) -> Stated:
    """An empty cell with the figure of its year, where others of its words are of one series."""
    years = cell.asked.slot.years
    if cell.fact is not None or len(years) != 1:
        return cell
    same = [c.fact for c in table.cells if c.fact and c.asked.phrase == cell.asked.phrase]
    if len(set(map(fact_key, same))) != 1:
        return cell
    found = _of_year(same[0], years[0], _series(same[0], rows))
    if found is None or place_of(found) in table.shown:
        return cell
    return Stated(replace(cell.asked, doc=found.doc), found)


def _of_year(fact: Fact, year: int, series: Sequence[Fact]) -> Fact | None:
    """The figure of a series for a year: that of the same sentence, or of a table, first."""
    own = [f for f in series if f.years == (year,)]
    return max(own, key=lambda f: (f.sentence == fact.sentence, f.table, -f.id), default=None)


def _course(query: Query, fact: Fact, rows: RowFinder) -> list[Fact]:
    """One figure a year of a series, in order, those between the asked years."""
    series = _series(fact, rows)
    known = sorted({f.years[0] for f in series if len(f.years) == 1})
    asked = [*query.years, *(y for period in query.periods for y in period)]
    if asked:
        known = [y for y in known if len(set(asked)) < 2 or min(asked) <= y <= max(asked)]
    return [f for year in known if (f := _of_year(fact, year, series)) is not None]


def _series(fact: Fact, rows: RowFinder) -> list[Fact]:
    """The figures of the indicator and subject of one, of its measure and kind."""
    key = fact_key(fact)
    return [
        f
        for f in rows.facts_of(fact.doc)
        if f.measure == fact.measure and f.quantity.kind == fact.quantity.kind
        if fact_key(f) == key
    ]
