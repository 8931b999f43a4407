"""Questions over several figures: which cells are asked, and which figure stands in each.

A question is taken apart into subjects, indicators, years and plans; each combination is one cell,
and each cell is a look-up of its own with the same scoring and the same right to stay empty as a
question for one figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from index.facts import fact_key
from index.indicators import indicator_key
from index.types import Fact
from rag.evidence import (
    Match,
    fold,
    is_of_kinds,
    presence,
)
from rag.finder import (
    Asked,
    RowFinder,
    Slot,
    Stated,
    alike,
    family_key,
    family_of,
    fits,
    fits_slot,
    in_named_part,
    is_whole_row,
    level,
    series_of,
    slots_in,
)
from rag.operations import (
    Operations,
    asks_things,
    is_of_sort,
    is_place,
    numbers_of_things,
    sorts_of_subjects,
)
from rag.phrases import (
    Phrase,
    asks_base_year,
    enumeration,
    groups_in,
    is_indicator,
    is_known,
    is_subject,
    phrases_of,
    pieces,
    share_sides,
    years_in,
)
from rag.types import Query

_CHANGES = ("growth", "annual growth", "increment")


_SCOPE = 0.7  # share of the question that must stand in headings for a list of all under them


_MAX_CELLS = 40


_CLOSE = 0.6  # how far behind the best a figure of another series may be


_CANDIDATES = 40  # figures whose families are looked at
_IN_HEADING = 0.8  # what a notion counts that only the headings tell
_SO_MANY = 0.15  # what a family gains that has as many subjects as the question says
_AS_NEAR = 0.1  # how much less a family may be told of the question than the nearest


_SURE = 0.75  # share of a phrase in the names of a fact from which its score does not matter


_STRONG = 0.8  # coverage from which one figure is taken to be what all words ask for


_COURSE = re.compile(
    r"怎么走|走势|逐年|历年|各年|变化过程|一路|每个年份|\bover time\b|\bdevelop|\bevolv|\btrajectory|\beach year\b|\byear by year\b|\bmilestones?\b",
    re.I,
)


_AGREES = re.compile(
    r"对得上|够不够|矛盾|一致|吻合|匹配|相符|写的|自洽|\bcompatible\b|\bconsistent\b|\bmatch(?:es)?\b|\bagree|\bstated (?:rate|growth)|\bcontradict|\bfit\b",
    re.I,
)


_NATURES = (
    ("约束性", r"约束性|\bbinding\b|\bmandatory\b"),
    ("预期性", r"预期性|\banticipat|\bexpected (?:target|indicator)|\bindicative\b"),
)
_NATURE = re.compile(
    r"约束性|预期性|\bbinding|\bmandatory|\banticipat|\bindicative|^指标|^目标", re.I
)


@dataclass(frozen=True)
class Table:
    """The cells of an answer in order; ``shape`` says how they were found: cells, list, family, plans."""

    shape: str
    cells: tuple[Stated, ...]
    phrases: tuple[Phrase, ...]
    sides: bool = False

    @property
    def facts(self) -> list[Fact]:
        """The figures of the cells that have one, in order."""
        return [cell.fact for cell in self.cells if cell.fact is not None]

    @property
    def shown(self) -> frozenset[tuple[str, int]]:
        """Which figures these are: document and number of each."""
        return frozenset(map(place_of, self.facts))


def place_of(fact: Fact) -> tuple[str, int]:
    """The document and the number of a figure, which tell it from all others."""
    return fact.doc, fact.id


def in_scope(query: Query, facts: Sequence[Fact], finder: RowFinder) -> list[Fact]:
    """The facts under the headings, box or table category that the question names, [] when none.

    What stands in headings is weighed by rarity; the facts under those that hold most are chosen.
    """
    groups = tuple(g for g in query.groups if is_known(g)) or query.groups
    total = finder.weight(groups)
    if not total:
        return []
    covered = [(finder.scope_weight(f, groups) / total, f) for f in facts]
    best = max((share for share, _ in covered), default=0.0)
    return [f for share, f in covered if share >= best - 0.02] if best >= _SCOPE else []


def read_table(query: Query, ops: Operations, finder: RowFinder) -> Table | None:
    """The cells that a question asks for, filled where the documents state them; ``None`` when
    the question cannot be read as one over rows.
    """
    query = slots_of(query, finder)
    counted = {"count", "sum"} if "count" in ops.ops else set()
    if ops.listed and not set(ops.ops) - counted:
        found = _listed(query, query.documents, finder)
        if len(found) > 1:
            return _fact_table("list", found, query)
    whole = "share" in ops.ops and not {"gap", "difference", "annual growth"} & set(ops.ops)
    sides = share_sides(query.text, query.language == "zh") if whole else None
    if ops.family and sides is None and not enumeration(query.text, query)[1]:
        table = _family(query, Phrase(query.text, query.groups), ops, finder)
        if table is not None:
            return table
    if sides is not None:
        phrases = _side_phrases(query, sides)
    else:
        phrases = phrases_of(query, lambda p: _is_single(query, p, finder))
    return _of_phrases(query, phrases, ops, finder, sides is not None)


def slots_of(query: Query, finder: RowFinder) -> Query:
    """The query with the plans that it names as plans, and without the words of their names."""
    named, rest = finder.plans_named(query)
    groups = finder.content(query)
    if len(named) > 1:  # what only stands in the names of plans is not asked for
        groups = groups_in(rest, groups, query.language == "zh")
        query = replace(query, text=rest)
    return replace(query, documents=named, groups=groups)


def _of_phrases(
    query: Query, phrases: list[Phrase], ops: Operations, finder: RowFinder, sides: bool
) -> Table | None:
    """One cell for every phrase, asked time and plan."""
    plans = _plans(query, ops, finder)
    if len(plans) > 1:  # what only names one of the plans is no cell
        things = [p for p in phrases if not any(finder.is_about(d, p.groups) for d in plans)]
        phrases = things or phrases
    finder.prepare(phrases)
    matched = [_matched(query, phrase, finder) for phrase in phrases]
    if len(phrases) > 1 and (set(ops.ops) - {"max", "min", "count"} or _same_thing(phrases)):
        matched = _of_one_kind(matched, ops)
    changes = _stated_changes(query, phrases, matched, ops, finder)
    if changes is not None:
        return changes
    cells: list[Stated] = []
    for phrase, found in zip(phrases, matched, strict=True):
        cells += _cells_of(query, phrase, phrases, found, plans, ops, finder)
    if len(cells) > _MAX_CELLS:
        return None
    if sides and len(cells) == 2:
        cells = [cells[0], _in_year_of(cells[1], cells[0], finder)]
    if asks_whether_agreed(query):
        cells += _stated_beside(cells, finder)
    shape = "plans" if plans != ("",) else "cells"
    return Table(shape, tuple(_distinct(cells)), tuple(phrases), sides)


def _in_year_of(whole: Stated, part: Stated, finder: RowFinder) -> Stated:
    """The whole of a share in the year of its part, where the plan states it."""
    if whole.fact is None or part.fact is None or whole.fact.doc != part.fact.doc:
        return whole
    near = series_of(whole.fact, finder.facts_of(whole.fact.doc))
    same = [f for f in near if f.years == part.fact.years]
    return replace(whole, fact=same[0]) if same else whole


def asks_whether_agreed(query: Query) -> bool:
    """Whether a question sets a figure worked out against the one that the plan states."""
    return bool(_AGREES.search(query.text))


def _stated_changes(
    query: Query,
    phrases: Sequence[Phrase],
    matched: Sequence[Sequence[Match]],
    ops: Operations,
    finder: RowFinder,
) -> Table | None:
    """Growth rates that the plans state for each of several things, when they state them all."""
    wanted = [op for op in ("annual growth", "growth") if op in ops.ops]
    slots = slots_in(query)
    if len(phrases) < 2 or not wanted or len(slots) > 1:
        return None
    cells = []
    for phrase, found in zip(phrases, matched, strict=True):
        facts = [f for m in found if (f := finder.fact(m)) is not None and m.own >= 0.5]
        fitting = [
            f
            for f in facts
            if f.measure == wanted[0]
            and all(fits_slot(f, slot, finder.period(f.doc)) for slot in slots)
        ]
        if not fitting:
            return None
        cells.append(Stated(Asked(phrase, Slot(fitting[0].years), fitting[0].doc), fitting[0]))
    return Table("stated", tuple(_distinct(cells)), tuple(phrases))


def _stated_beside(cells: Sequence[Stated], finder: RowFinder) -> list[Stated]:
    """What the plan itself says of the change of an indicator: its growth, its increments."""
    found = []
    for cell in cells:
        if cell.fact is None or cell.fact.role != "target":
            continue
        name = indicator_key(cell.fact.indicator)
        for fact in finder.facts_of(cell.fact.doc):
            same = indicator_key(fact.indicator) == name and fact.subject == cell.fact.subject
            if same and fact.role == "target" and fact.measure in _CHANGES:
                found.append(Stated(Asked(cell.asked.phrase, Slot(fact.years), fact.doc), fact))
    return found


def _matched(query: Query, phrase: Phrase, finder: RowFinder) -> list[Match]:
    return [m for m in finder.candidates(query, phrase) if fits(query, phrase, m, finder)]


def _same_thing(phrases: Sequence[Phrase]) -> bool:
    """Whether all phrases ask for one indicator, of different places or industries."""
    things = [frozenset(g for g in p.groups if is_indicator(g)) for p in phrases]
    return bool(things[0]) and all(t == things[0] for t in things)


def _of_one_kind(matched: Sequence[list[Match]], ops: Operations) -> list[list[Match]]:
    """Only figures of the kind that fits all phrases best: nothing else can be computed with."""
    kinds = {m.figure.quantity.kind for found in matched for m in found if m.figure}
    if {"share", "ratio"} & set(ops.ops):
        kinds -= {"percent", "points", "multiple"}
    best = {
        kind: [max((m.score for m in found if _kind(m) == kind), default=-1.0) for found in matched]
        for kind in sorted(kinds)
    }
    chosen = max(best, key=lambda k: sum(best[k]), default="")
    if not chosen or min(best[chosen]) < 0:
        return list(matched)
    return [[m for m in found if _kind(m) == chosen] for found in matched]


def _kind(match: Match) -> str:
    return match.figure.quantity.kind if match.figure else ""


def _plans(query: Query, ops: Operations, finder: RowFinder) -> tuple[str, ...]:
    """The plans that each have cells of their own; ("",) when the figures may stand anywhere."""
    if len(query.documents) > 1:
        return query.documents
    return finder.names if ops.all_plans and not query.documents else ("",)


def _listed(query: Query, docs: Sequence[str], finder: RowFinder) -> list[Fact]:
    facts = [f for name in docs or finder.names for f in finder.facts_of(name)]
    nature = _nature_asked(query.text)
    if nature:
        facts = [f for f in facts if f.nature == nature]
        query = replace(
            query, groups=tuple(g for g in query.groups if not _NATURE.search(g.source))
        )
    found = in_scope(query, facts, finder)
    if len({f.doc for f in found}) > 1 and not docs:
        return []
    years = (*query.years, *(y for p in query.periods for y in p))
    targets = [f for f in found if f.role == "target"]
    chosen = [f for f in targets if not years or not f.years or f.years[-1] in years]
    return chosen or targets


def _nature_asked(text: str) -> str:
    """预期性 or 约束性 when a question asks for the targets of one of them only."""
    found = {name for name, pattern in _NATURES if re.search(pattern, text, re.I)}
    return found.pop() if len(found) == 1 else ""


def _fact_table(shape: str, facts: Sequence[Fact], query: Query) -> Table:
    cells = [
        Stated(Asked(Phrase(f.indicator, ()), Slot(f.years), f.doc), f) for f in facts[:_MAX_CELLS]
    ]
    return Table(shape, tuple(cells), ())


def _side_phrases(query: Query, sides: tuple[str, str]) -> list[Phrase]:
    """Parts and wholes in turn; what only one side names (the indicator) holds for the other too."""
    parts, wholes = (pieces(side, query) for side in sides)
    if not parts or not wholes:
        return phrases_of(query, lambda p: False)
    result = []
    for number, part in enumerate(parts):
        whole = wholes[min(number, len(wholes) - 1)]
        part = _lent(part, whole if not _measures(part) else None, measure=True)
        if number and not any(is_subject(g) for g in part.groups):
            part = _lent(part, Phrase("", tuple(g for g in parts[0].groups if is_subject(g))))
        whole = whole if _measures(whole) else _lent(whole, part, measure=True)
        result += [part, whole]
    return result


def _measures(phrase: Phrase) -> bool:
    return any(is_indicator(g) for g in phrase.groups)


def _lent(phrase: Phrase, other: Phrase | None, measure: bool = False) -> Phrase:
    """A phrase with the groups of another added, only its indicator with ``measure``."""
    if other is None:
        return phrase
    more = tuple(g for g in other.groups if not measure or is_indicator(g))
    groups = tuple(dict.fromkeys((*phrase.groups, *more)))
    return Phrase(f"{phrase.text} {' '.join(g.source for g in more)}", groups)


def _is_single(query: Query, phrase: Phrase, finder: RowFinder) -> bool:
    """Whether one figure is what all words of the question ask for."""
    found = finder.candidates(query, phrase)
    return bool(found) and found[0].own >= _STRONG and not found[0].missing


def _cells_of(
    query: Query,
    phrase: Phrase,
    phrases: Sequence[Phrase],
    found: Sequence[Match],
    plans: Sequence[str],
    ops: Operations,
    finder: RowFinder,
) -> list[Stated]:
    """The cells of one phrase: every asked time in every asked plan."""
    slots = _slots(query, phrase, phrases, ops, finder)
    cells = []
    for plan in plans:
        own = [m for m in found if not plan or m.chunk.doc == plan]
        if slots == [Slot()] and (plan or len(phrases) == 1):
            cells += _whole_series(phrase, own, plan, ops, finder)
        else:
            cells += _filled(phrase, own, slots, plan, finder)
    return cells


def _slots(
    query: Query, phrase: Phrase, phrases: Sequence[Phrase], ops: Operations, finder: RowFinder
) -> list[Slot]:
    """The times of a phrase: its own years, else those of the question, else base and target."""
    own = years_in(phrase.text, query)
    apart = len(phrases) > 1 and all(years_in(p.text, query) for p in phrases)
    told = own if apart else years_in(query.text, query)
    if _COURSE.search(query.text) and len(phrases) == 1:
        return [Slot()]
    slots = [Slot(years) for years in told]
    ends = {"growth", "annual growth", "gap", "difference", "ratio"} & set(ops.ops)
    if ends and len(phrases) == 1 and len(slots) < 2:
        if slots and len(slots[0].years) == 2:
            first, last = slots[0].years
            if not finder.is_plan_period((first, last)):  # between 2021 and 2025
                return [Slot((first,)), Slot((last,))]
            return [Slot(state="base"), Slot(state="target")]
        later = slots[-1] if slots else Slot(state="target")
        return [Slot(state="base"), later]
    one = len(slots) == 1 or (slots and asks_base_year(query))
    if ops.base and one and len(query.documents) < 2:
        return [Slot(state="base"), *slots]
    return slots or [Slot()]


def _whole_series(
    phrase: Phrase, found: Sequence[Match], plan: str, ops: Operations, finder: RowFinder
) -> list[Stated]:
    """All targets of the best series of a plan, and its base when that is asked for."""
    if not found:
        return [Stated(Asked(phrase, Slot(), plan), None)]
    first, series = _longest_series(found, finder)
    whole = ops.base or _COURSE.search(phrase.text)
    chosen = [f for f in series if whole or f.role == "target"] or [first]
    return [Stated(Asked(phrase, Slot(f.years), f.doc), f) for f in chosen]


def _longest_series(found: Sequence[Match], finder: RowFinder) -> tuple[Fact, list[Fact]]:
    """Of the series that fit about as well as the best, the one with the most targets."""
    best: tuple[int, Fact, list[Fact]] | None = None
    for match in found[:8]:
        fact = finder.fact(match)
        if fact is None or match.score < found[0].score - _CLOSE:
            continue
        series = series_of(fact, finder.facts_of(fact.doc))
        targets = sum(f.role == "target" for f in series)
        near = match.score >= found[0].score - _CLOSE / 2
        if best is None or (targets > best[0] and (near or not best[0])):
            best = (targets, fact, series)
    assert best is not None
    return best[1], best[2]


def _filled(
    phrase: Phrase, found: Sequence[Match], slots: Sequence[Slot], plan: str, finder: RowFinder
) -> list[Stated]:
    """The best figure for every time; one series for all of them when it has them."""
    pairs = [(m, fact) for m in found[:40] if (fact := finder.fact(m)) is not None]
    if [s.state for s in slots] == ["base", "target"]:
        ends = _ends(pairs, finder)
        if ends is not None:
            return [Stated(Asked(phrase, Slot(f.years), f.doc), f) for f in ends]
    leader = _leader(pairs, slots, finder)
    cells = []
    for slot in slots:
        fact = _best_for(slot, pairs, leader, finder)
        cells.append(Stated(Asked(phrase, slot, plan or (fact.doc if fact else "")), fact))
    return cells


def _ends(pairs: Sequence[tuple[Match, Fact]], finder: RowFinder) -> tuple[Fact, Fact] | None:
    """First and last figure of the best series that changes, latest base and last target first."""
    best = pairs[0][0].score if pairs else 0.0
    for match, fact in pairs:
        if match.score < best - _CLOSE:
            break
        series = [f for f in series_of(fact, finder.facts_of(fact.doc)) if len(f.years) == 1]
        bases = [f for f in series if f.role == "base"]
        targets = [f for f in series if f.role == "target"]
        if bases and targets:
            return bases[-1], targets[-1]
        if len(series) > 1:
            return series[0], series[-1]
    return None


def _leader(
    pairs: Sequence[tuple[Match, Fact]], slots: Sequence[Slot], finder: RowFinder
) -> Fact | None:
    """A fact of the series that fills the most times best."""
    scored: dict[tuple[str, ...], float] = {}
    first: dict[tuple[str, ...], Fact] = {}
    for match, fact in pairs:
        key = fact_key(fact)
        if key in scored:
            continue
        series = series_of(fact, finder.facts_of(fact.doc))
        filled = sum(any(fits_slot(f, s, finder.period(f.doc)) for f in series) for s in slots)
        if filled:
            scored[key] = match.score + 0.5 * filled
            first[key] = fact
    best = max(scored, key=lambda k: scored[k], default=None)
    return first[best] if best is not None else None


def _best_for(
    slot: Slot, pairs: Sequence[tuple[Match, Fact]], leader: Fact | None, finder: RowFinder
) -> Fact | None:
    if leader is None:
        return None
    series = series_of(leader, finder.facts_of(leader.doc))
    own = [f for f in series if fits_slot(f, slot, finder.period(f.doc))]
    if own:
        return own[-1]
    near = [
        (m, f)
        for m, f in pairs
        if fits_slot(f, slot, finder.period(f.doc))
        and f.quantity.kind == leader.quantity.kind
        and level(f) == level(leader)
        and (f.doc != leader.doc or f.subject == leader.subject)
    ]
    best = pairs[0][0].score if pairs else 0.0
    return next((f for m, f in near if m.score >= best - _CLOSE or m.own >= _SURE), None)


def _family(query: Query, phrase: Phrase, ops: Operations, finder: RowFinder) -> Table | None:
    """One indicator of all subjects of the plan that states it."""
    chosen = family_asked(query, phrase, finder)
    if {"max", "min", "count"} & set(ops.ops):
        parts = [f for f in chosen if not is_whole_row(f.subject)]
        chosen = parts if len(parts) > 1 else chosen
    if len(chosen) < 2:
        return None
    slots = slots_in(query)
    chosen = [
        f for f in chosen if not slots or any(fits_slot(f, s, finder.period(f.doc)) for s in slots)
    ]
    if "sum" in ops.ops and ({"gap", "difference"} & set(ops.ops) or ops.compare):
        chosen += _totals(chosen, finder)
    cells = [Stated(Asked(phrase, Slot(f.years), f.doc), f) for f in chosen]
    return Table("family", tuple(_distinct(cells)), (phrase,)) if len(cells) > 1 else None


def family_asked(query: Query, phrase: Phrase, finder: RowFinder) -> list[Fact]:
    """The figures of all subjects of the sort that is asked about, of the indicator that the
    question means: of the kind that it asks for, then those named most like it, then the most.
    """
    ends = sorts_of_subjects(query.text)
    numbers, things = numbers_of_things(query.text), asks_things(query.text)
    slots = slots_in(query)
    ranked = []
    seen: set[tuple[str, ...]] = set()
    for match in finder.candidates(query, phrase)[:_CANDIDATES]:
        fact = finder.fact(match)
        if fact is None or fact.doc not in (query.documents or finder.names):
            continue
        key = (fact.doc, *fact.path, family_key(fact), fact.quantity.kind)
        if key in seen:
            continue
        seen.add(key)
        around = _family_around(fact, query, phrase, ends, finder)
        for family, of_sort in (around, (listed_beside(fact, finder.facts_of(fact.doc)), False)):
            subjects = {f.subject for f in family}
            # which firm, and not which county
            if len(subjects) < 2 or (things and all(map(is_place, subjects))):
                continue
            kind = not query.kinds or is_of_kinds(fact.quantity.kind, query.kinds)
            told = _share_told(fact if fact in family else family[0], phrase, finder)
            told += _SO_MANY if len(subjects) in numbers else 0.0
            plan = finder.period(fact.doc)
            timed = not slots or any(fits_slot(f, s, plan) for f in family for s in slots)
            ranked.append(((timed, of_sort, kind), told, family))
    first = max((rank for rank, _, _ in ranked), default=(False, False, False))
    near = [(told, family) for rank, told, family in ranked if rank == first]
    least = max((told for told, _ in near), default=0.0) - _AS_NEAR
    return max(
        (family for told, family in near if told >= least),
        key=lambda family: len({f.subject for f in family}),
        default=[],
    )


def listed_beside(fact: Fact, facts: Sequence[Fact]) -> list[Fact]:
    """The figures of all things that a sentence lists, each with the thing as its subject:
    "甲、乙、丙三家企业营业收入分别为…"; [] where the figure is of no such list.
    """
    beside = [
        f
        for f in facts
        if f.sentence == fact.sentence
        and (f.subject, f.quantity.kind, f.measure)
        == (fact.subject, fact.quantity.kind, fact.measure)
    ]
    for at in range(2, len(fact.indicator) - 1):
        head, tail = fact.indicator[:at], fact.indicator[at:]
        if f"{head}、" not in fact.text and f"、{head}" not in fact.text:
            continue
        own = [f for f in beside if f.indicator.endswith(tail) and len(f.indicator) > len(tail)]
        heads = [f.indicator.removesuffix(tail) for f in own]
        listed = all(
            re.search(rf"{re.escape(h)}[、和与及]|[、和与及]{re.escape(h)}", fact.text)
            for h in heads
        )
        if listed and len(set(heads)) > 1:
            return [replace(f, subject=h, indicator=tail) for f, h in zip(own, heads, strict=True)]
    return []


def _family_around(
    fact: Fact, query: Query, phrase: Phrase, ends: tuple[str, ...], finder: RowFinder
) -> tuple[list[Fact], bool]:
    """The family of a figure, and whether it is of subjects of the sort that is asked about."""
    near = [f for f in finder.facts_of(fact.doc) if in_named_part(query.text, f.path)]
    family = family_of(fact, near)
    parts = [f for f in family if f.subject != finder.region(fact.doc)]
    sort = [f for f in parts if is_of_sort(f.subject, f.path, ends)]
    of_sort = len({f.subject for f in sort}) > 1
    parts = sort if of_sort else parts
    family = parts if of_sort or len(parts) > 2 else family
    return _named(_under(family, phrase, finder), phrase, finder), of_sort


def _share_told(fact: Fact, phrase: Phrase, finder: RowFinder) -> float:
    """How much of what is measured, by weight, the names of a figure tell; 0 to 1."""
    things = [g for g in phrase.groups if g.category not in ("place", "park")]
    total = finder.weight(things)
    told = sum(finder.weight((g,)) * finder.presence_under(fact, g, _IN_HEADING) for g in things)
    return told / total if total else 0.0


def _totals(parts: Sequence[Fact], finder: RowFinder) -> list[Fact]:
    """What the plan itself gives for the whole region, for each year of the parts."""
    first = parts[0]
    whole = [
        f
        for f in finder.facts_of(first.doc)
        if f.subject == finder.region(first.doc)
        and f.quantity.kind == first.quantity.kind
        and alike(family_key(f), family_key(first))
        and level(f) == level(first)
        and "园区" not in f.scope
    ]
    found = []
    for years in dict.fromkeys(f.years for f in parts):
        same = sorted((f for f in whole if f.years == years), key=lambda f: (not f.table, f.id))
        found += same[:1]
    return found


def _named(family: Sequence[Fact], phrase: Phrase, finder: RowFinder) -> list[Fact]:
    """Those of a family whose subjects the question names, all when it does not name several."""
    things = [g for g in phrase.groups if not is_indicator(g) and not finder.is_wide(g)]
    named = [f for f in family if any(presence(g, fold(f.subject)) >= 0.99 for g in things)]
    several = {f.subject for f in named}
    hits = sum(any(presence(g, fold(s)) >= 0.99 for s in several) for g in things)
    return named if 2 <= len(several) <= hits else list(family)


def _under(family: Sequence[Fact], phrase: Phrase, finder: RowFinder) -> list[Fact]:
    """Those of a family under the headings that the question names, all when it names none."""
    weights = [(finder.scope_weight(f, phrase.groups), f) for f in family]
    best = max((w for w, _ in weights), default=0.0)
    under = [f for w, f in weights if w >= best - 0.01]
    return under if len({f.subject for f in under}) > 2 else list(family)


def without_whole(table: Table, finder: RowFinder) -> Table:
    """A table of places or things without the whole that they are part of, which is no rival."""
    facts = table.facts
    wholes = [f for f in facts if f.subject == finder.region(f.doc) or is_whole_row(f.subject)]
    parts = {f.subject for f in facts if f not in wholes}
    one_kind = len({f.quantity.kind for f in facts}) == 1
    if not wholes or len(parts) < 2 or not one_kind:
        return table
    return replace(table, cells=tuple(c for c in table.cells if c.fact not in wholes))


def _distinct(cells: Iterable[Stated]) -> list[Stated]:
    seen: set[tuple[str, int]] = set()
    kept = []
    for cell in cells:
        key = (cell.fact.doc, cell.fact.id) if cell.fact else None
        if key is None or key not in seen:
            kept.append(cell)
        if key:
            seen.add(key)
    return kept
