"""The table of the series that a question means: its times, its cells, and how well it answers.

:mod:`rag.series` chooses the series; here they become cells of the asked times, with the whole that
parts belong to and the places that are set against each other, and tables are weighed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.facts import is_rate
from index.indicators import indicator_key
from index.types import Fact
from rag.finder import (
    Asked,
    RowFinder,
    Slot,
    Stated,
    alike,
    family_key,
    named_alike,
    slots_in,
)
from rag.operations import CHANGES, Operations
from rag.phrases import asks_base_year, regions_with_years
from rag.rows import Table
from rag.series import (
    GROWS,
    ONE_PLACE,
    POINTS,
    Series,
    SeriesChooser,
    all_series,
    chooser_of,
    of_time,
    series_of_facts,
    wanted,
)
from rag.types import Query

_EMPTY = 0.5  # what a cell that no document fills counts, of a stated one's 1
_MIXED = 0.1  # what figures of different kinds beside each other cost
_PAIRED = 0.1  # what two figures gain that are set against each other and named alike
_IDLE = 0.1  # what a figure costs that adds nothing to what the others say
_MEASURE = 0.5  # what the fit of the measures counts
_WHOLE = 0.3  # the same for the whole that a share is taken of
_LATER = 0.05  # what the measure that is tried second counts less
# the whole is asked for beside its parts
_TOTAL_TOO = {
    "zh": re.compile(r"总共|一共|共有|总数|其中|里面?[，,]"),
    "en": re.compile(
        r"\b(?:of (?:them|these|those|which)|among them|in all|in total|total)\b", re.I
    ),
}


def asked_slots(query: Query, ops: Operations) -> list[Slot]:
    """The times that a question asks for; base and target when a change needs two ends."""
    slots = slots_in(query)
    slots += [Slot(p) for p in query.periods if not slots]
    if ops.base and (len(slots) == 1 or asks_base_year(query)):
        return [Slot(state="base"), *slots]
    if ops.base and ops.target and not slots:
        return [Slot(state="base"), Slot(state="target")]
    return slots


_ASKS = {
    "zh": re.compile(r"多少|几(?=[个家户项吨亿万%倍成])|多大|百分之几|(?<![少几])呢[？?]?$"),
    "en": re.compile(r"\bhow (?:many|much|large|big|fast)\b|\bwhat\b", re.I),
}


def asks_often(query: Query) -> bool:
    """Whether a question asks for a figure more than once (how many ..., and how many ...)."""
    return len(_ASKS[query.language].findall(query.text)) > 1


# several things that are listed: A、B、C这三个, A, B and C
_LISTED = {
    "zh": re.compile(r"、[^，。？?]{1,30}?(?:这|等)[两二三四五六七八九]"),
    "en": re.compile(r"\w, [^,?.;:]{2,60},? and \w"),
}


def several_asked(query: Query, finder: RowFinder) -> bool:
    """Whether more than one figure is asked for: by the question, its years or its things."""
    listed = _LISTED[query.language].search(query.text) is not None
    return listed or query.parts > 1 or asks_often(query) or finder.asks_several(query)


def joint_table(query: Query, ops: Operations, finder: RowFinder) -> Table | None:
    """The cells of the series that together say what is asked; ``None`` when no figure does."""
    best: Table | None = None
    worth = 0.0
    for later, want in enumerate(wanted(query, ops)):
        chooser = chooser_of(query, ops, finder, want)
        found = _table(query, ops, chooser)
        if found is None or len(found[0].cells) < 2:
            continue
        value = _worth(*found, chooser) - _LATER * later
        if value > worth:
            best, worth = found[0], value
    return best


def worth_of(table: Table, query: Query, ops: Operations, finder: RowFinder) -> float:
    """How well a table answers: the share of the question that it says, less what it leaves empty
    and what is of another measure than the question wants.
    """
    best = -1.0
    facts = table.facts
    single = [series_of_facts([f]) for f in facts]
    for later, want in enumerate(wanted(query, ops)):
        chooser = chooser_of(query, ops, finder, want)
        value = _worth(table, chooser.coverage(single), chooser) - _LATER * later
        best = max(best, value)
    return best


def _worth(table: Table, covered: float, chooser: SeriesChooser) -> float:
    facts = table.facts
    filled = len(facts) / max(1, len(table.cells))
    fit = sum(chooser.measured(f.measure) for f in facts) / max(1, len(facts))
    mixed = _MIXED if len({f.quantity.kind for f in facts}) > 1 else 0.0
    idle = _IDLE * chooser.idle(facts)
    places = {f.sentence for f in facts}
    mixed -= ONE_PLACE if len(places) == 1 < len(facts) else 0.0
    paired = _PAIRED if len(facts) == 2 and named_alike(facts) and chooser.pairs else 0.0
    return covered * (_EMPTY + (1 - _EMPTY) * filled) + _MEASURE * fit - mixed - idle + paired


def _table(query: Query, ops: Operations, chooser: SeriesChooser) -> tuple[Table, float] | None:
    finder, slots = chooser.finder, asked_slots(query, ops)
    pool: Sequence[Series] = [s for s in all_series(finder) if finder.is_asked(query, s.facts[0])]
    pool = _measuring(pool, chooser)
    chosen = _chosen(query, chooser, pool, slots)
    if chooser.contrast:
        chosen = _crossed(chosen, chooser, pool)
    if _TOTAL_TOO[query.language].search(query.text):
        chosen = _with_their_whole(chosen, pool)
    if not chosen or chooser.lost_subject(chosen):
        return None
    sides = "share" in ops.ops and chooser.want == "level"
    if sides:
        chosen = _part_and_whole(chosen, chooser, pool, slots)
    if not chosen:
        return None
    if chooser.want == "level" and len(chosen) == 1 and CHANGES & set(ops.ops):
        slots = two_ends(slots)
    cells = [cell for s in chosen for cell in _cells(s, chooser, pool, slots, ops)]
    if len(chosen) > 1 and slots:
        cells = _apart(cells, slots)
    cells = _once(_of_own_years(cells, query, finder), finder)
    phrases = tuple(dict.fromkeys(c.asked.phrase for c in cells))
    # the distance between two stated rates or shares is still to be worked out
    apart = "gap" in ops.ops or ("difference" in ops.ops and bool(POINTS.search(query.text)))
    stated = "stated" if chooser.want != "level" and ops.ops and not apart else "cells"
    shape = "plans" if len(query.documents) > 1 else stated
    return Table(shape, tuple(cells), phrases, sides), chooser.coverage(chosen)


def _measuring(pool: Sequence[Series], chooser: SeriesChooser) -> Sequence[Series]:
    """The series of the measure that is wanted, and of the kind when only one can be meant."""
    kinds = chooser.query.kinds
    if kinds == ("count",):  # firms or projects are counted, whatever else is named
        pool = [s for s in pool if s.kind.startswith("count")] or pool
    if chooser.want != "level":
        return [s for s in pool if _of_measure(s, chooser.want)]
    amount = kinds and not {"percent", "points"} & set(kinds)
    if amount and not GROWS.search(chooser.query.text):  # and no rate
        return [s for s in pool if not is_rate(s.facts[0])]
    return pool


def _crossed(
    chosen: Sequence[Series], chooser: SeriesChooser, pool: Sequence[Series]
) -> list[Series]:
    """The chosen series with those of the same sentences that complete them: each indicator for
    each of the places that are set against each other.
    """
    places = list(dict.fromkeys(s.subject for s in chosen))
    if len(places) < 2 or len(chosen) < 3:
        return list(chosen)
    found = list(chosen)
    units = {f.sentence for s in chosen for f in s.facts}
    keys = dict.fromkeys(indicator_key(s.facts[0].indicator) for s in chosen)
    for key in keys:
        for place in places:
            if any(_is_of(s, key, place) for s in found):
                continue
            near = [s for s in pool if _is_of(s, key, place)]
            near = [s for s in near if units & {f.sentence for f in s.facts}]
            found += near[:1]
    return found


def _is_of(series: Series, key: str, place: str) -> bool:
    return series.subject == place and indicator_key(series.facts[0].indicator) == key


def _with_their_whole(chosen: Sequence[Series], pool: Sequence[Series]) -> list[Series]:
    """Parts of one sentence (国家级、自治区级保护区) behind the whole that it names (保护区47个)."""
    firsts = [s.facts[0] for s in chosen]
    if len(chosen) < 2 or len(set(map(_place_and_unit, firsts))) > 1:
        return list(chosen)
    keys = [indicator_key(f.indicator) for f in firsts]
    for other in pool:
        for fact in other.facts:
            key = indicator_key(fact.indicator)
            beside = _place_and_unit(fact) == _place_and_unit(firsts[0])
            if beside and key not in keys and all(k.endswith(key) for k in keys):
                return [replace(other, facts=(fact,)), *chosen]
    return list(chosen)


def _place_and_unit(fact: Fact) -> tuple[tuple[str, int], str]:
    return fact.sentence, fact.quantity.unit


def _part_and_whole(
    chosen: Sequence[Series], chooser: SeriesChooser, pool: Sequence[Series], slots: Sequence[Slot]
) -> list[Series]:
    """Part and whole, the smaller first; a single series gets the one of the same name it is part of."""
    if len(chosen) == 1:
        whole = _whole_of(chosen[0], chooser, pool, slots)
        return [chosen[0], whole] if whole is not None else []
    if len(chosen) != 2 or chosen[0].kind != chosen[1].kind:
        return []
    part, whole = sorted(
        chosen, key=lambda s: s.facts[-1].quantity.low * s.facts[-1].quantity.factor
    )
    return [part, whole] if chooser.precision(whole) >= _WHOLE else []


def _whole_of(
    part: Series, chooser: SeriesChooser, pool: Sequence[Series], slots: Sequence[Slot]
) -> Series | None:
    first = part.facts[0]
    size = first.quantity.low * first.quantity.factor
    if OF_ALL_YEARS.search(chooser.query.text):
        return next((s for s in pool if _is_sum_over_years(s, part)), None)
    wider = [
        s
        for s in pool
        if s.kind == part.kind
        and s is not part
        and alike(family_key(s.facts[0]), family_key(first))
        and (len(s.facts[0].indicator) < len(first.indicator) or s.subject != part.subject)
        and s.subject in (part.subject, chooser.finder.region(s.doc))
        and s.facts[0].quantity.low * s.facts[0].quantity.factor > size
    ]
    return max(wider, key=lambda s: chooser.score(s, slots), default=None)


# a year's share in the sum of all years
OF_ALL_YEARS = re.compile(
    r"[三四五六]年.{0,2}(?:总|累计|合计)|[三四五六]年.{0,20}\d{4}年(?:这|那)?一年|(?:时期|期间).{0,2}(?:总|累计|合计)|\b(?:three|four|five|six)[- ]year(?: \w+)? (?:total|sum)|\bcumulative\b|\btotal (?:for|of|over) (?:the )?(?:whole |entire )?(?:\w+[- ]year|period)",
    re.I,
)


def _is_sum_over_years(series: Series, part: Series) -> bool:
    """Whether a series is the sum over a period of what another one gives for a year."""
    one, first = series.facts[0], part.facts[0]
    return (
        series.level == "cumulative"
        and series.kind == part.kind
        and series.doc == part.doc
        and series.subject == part.subject
        and indicator_key(one.indicator) == indicator_key(first.indicator)
    )


def _of_measure(series: Series, want: str) -> bool:
    measure = series.facts[0].measure
    return measure == want or (want == "growth" and measure == "annual growth")


def two_ends(slots: Sequence[Slot]) -> list[Slot]:
    """Begin and end of a change: the ends of a period, else the base and the asked time."""
    if len(slots) > 1:
        return list(slots)
    if slots and len(slots[0].years) == 2:
        return [Slot((slots[0].years[0] - 1,)), Slot(slots[0].years[1:])]
    return [Slot(state="base"), slots[0] if slots else Slot(state="target")]


def _chosen(
    query: Query, chooser: SeriesChooser, pool: Sequence[Series], slots: Sequence[Slot]
) -> list[Series]:
    plans = query.documents
    if len(plans) > 1:
        own = [chooser.choose([s for s in pool if s.doc == plan], slots) for plan in plans]
        return [s for found in own for s in found[:1]]
    return chooser.choose([s for s in pool if not plans or s.doc == plans[0]], slots)


def _cells(
    series: Series,
    chooser: SeriesChooser,
    pool: Sequence[Series],
    slots: Sequence[Slot],
    ops: Operations,
) -> list[Stated]:
    """The figures of a series for the asked times; of one most like it where it has none."""
    phrase = chooser.phrase(series)
    if not slots:
        targets = tuple(f for f in series.facts if f.role == "target")
        facts = series.facts if ops.base else targets or series.facts
        return [Stated(Asked(phrase, Slot(f.years), f.doc), f) for f in facts]
    if is_rate(series.facts[0]):
        years = {y for s in slots for y in s.years}
        facts = tuple(f for f in series.facts if f.years and set(f.years) <= years)
        if facts:
            return [Stated(Asked(phrase, Slot(f.years), f.doc), f) for f in facts]
    if asks_each_year(chooser.query):
        yearly = _within(series, slots, bool(ops.base))
        if len(yearly) > 1:
            return [Stated(Asked(phrase, Slot(f.years), f.doc), f) for f in yearly]
    if "sum" in ops.ops and len(slots) == 1:
        yearly = _of_each_year(series, slots[0])
        if yearly:
            return [Stated(Asked(phrase, Slot(f.years), f.doc), f) for f in yearly]
    cells = []
    for slot in slots:
        fact = of_time(series, slot, chooser.finder) or chooser.stand_in(series, slot, pool)
        cells.append(Stated(Asked(phrase, slot, fact.doc if fact else series.doc), fact))
    return cells


_EACH_YEAR = re.compile(
    r"每年(?=[^，。？?]{0,8}(?:多少|几|目标|标准|怎|要|分别|各|是))|逐年|各年(?:度)?|历年|分年度|每一年|year[- ]by[- ]year|\beach year\b|\bevery year\b|\bby year\b|\bannual targets\b",
    re.I,
)


_YEAR_BY_YEAR = re.compile(r"逐年|各年|历年|分年度|year[- ]by[- ]year", re.I)


def asks_each_year(query: Query) -> bool:
    """Whether the figures of all years are asked for, one by one."""
    if GROWS.search(query.text):  # 每年增长多少 asks for a rate
        return _YEAR_BY_YEAR.search(query.text) is not None
    return _EACH_YEAR.search(query.text) is not None


def _within(series: Series, slots: Sequence[Slot], base: bool) -> list[Fact]:
    """The figures of a series for single years: those between the asked ones, else all from the plan's
    first on, with the base when it is asked for.
    """
    own = [f for f in series.facts if len(f.years) == 1]
    years = [y for s in slots for y in s.years]
    if years:
        return [f for f in own if min(years) <= f.years[0] <= max(years)]
    return [f for f in own if base or f.role == "target"]


def _of_each_year(series: Series, slot: Slot) -> list[Fact]:
    """The figures of the years of a period whose sum is asked for; [] when the plan states what the
    period is to bring, or not a figure for every year.
    """
    if len(slot.years) != 2 or any(f.years == slot.years for f in series.facts):
        return []
    first, last = slot.years
    own = [f for f in series.facts if len(f.years) == 1 and first <= f.years[0] <= last]
    return own if len(own) == last - first + 1 else []


def _of_own_years(cells: Sequence[Stated], query: Query, finder: RowFinder) -> list[Stated]:
    """The cells of the year that is named with each of several regions ("A in 2025 with B in 2024");
    all cells when the question does not pair them.
    """
    paired = regions_with_years(query)
    if not paired:
        return list(cells)
    kept = [
        c
        for c in cells
        if (paired.get(finder.region(c.asked.doc)),) in ((None,), c.asked.slot.years)
    ]
    return kept if len({finder.region(c.asked.doc) for c in kept}) == len(paired) else list(cells)


def _once(cells: Sequence[Stated], finder: RowFinder) -> list[Stated]:
    """Cells without figures that a plan states again for the same time."""
    seen: set[tuple[object, ...]] = set()
    kept = []
    for cell in cells:
        fact = cell.fact
        whose = "" if fact is None or fact.subject == finder.region(fact.doc) else fact.subject
        key = (
            (
                fact.doc,
                whose,
                fact.quantity.low,
                fact.quantity.high,
                fact.quantity.unit,
                fact.years[-1:],
            )
            if fact
            else None
        )
        if key is None or key not in seen:
            kept.append(cell)
        if key:
            seen.add(key)
    return kept


def _apart(cells: Sequence[Stated], slots: Sequence[Slot]) -> list[Stated]:
    """Cells without the empty ones when every series and every time has a figure."""
    filled = [c for c in cells if c.fact is not None]
    every = {c.asked.phrase for c in cells} == {c.asked.phrase for c in filled}
    return filled if every and {c.asked.slot for c in filled} >= set(slots) else list(cells)
