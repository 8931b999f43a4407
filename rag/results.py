"""From filled cells to an answer: what is computed, what is said of it, and the table."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from index.facts import fact_key, full_name, is_move, years_text
from index.indicators import indicator_key
from index.quantities import plain
from index.types import Fact, Figure, Quantity
from index.words import leaves_out
from rag import compute
from rag.compute import NotComparable, Result
from rag.counting import count
from rag.english import render
from rag.finder import Stated, alike, family_key, named_alike
from rag.implied import passes
from rag.operations import CHANGES, GROWTH_RATES, Operations
from rag.phrases import Phrase
from rag.prompts import Texts
from rag.rows import Table
from rag.terms import TermLayer
from rag.types import Cell, Computed, Language, Query, ResultTable
from rag.wording import as_worded, glosses, value_zh

_MOVING = (*GROWTH_RATES, "change", "multiple")
_WIDE = re.compile(r"自治区(?!级)|全[区省市县州国]|我[省市区县]")
_RESTATED = 2  # further places cited for a figure
_PAIR = ("difference", "gap", "ratio", "share")


_RATES = frozenset(("percent", "points", "multiple"))


@dataclass(frozen=True)
class Worked:
    """A computed figure with the facts that went into it."""

    result: Result
    operands: tuple[Fact, ...]
    of: Fact | None = None  # whose it is, where several have one


def work_out(
    table: Table, ops: Operations, ends: Mapping[str, int | None], regions: Mapping[str, str]
) -> tuple[tuple[Worked, ...], tuple[str, ...]]:
    """What the operations give over the stated cells, and the reasons why some give nothing.

    ``ends`` is the last year of each plan, which a target without a year belongs to, ``regions`` its region.  Reasons are "missing" (an operand is not stated) and "kinds" (figures of different kinds).
    """
    facts = table.facts
    if table.shape == "stated":  # what is asked is stated; only the highest or lowest is left
        ops = replace(ops, ops=tuple(op for op in ops.ops if op in ("max", "min")))
    if not ops.ops or not facts:
        return (), ()
    try:
        found = _worked(_dated(table, ends), ops, [_at_end(f, ends) for f in facts], regions)
    except NotComparable:
        return (), ("kinds",)
    missing = any(cell.fact is None for cell in table.cells) and not found
    return tuple(found), ("missing",) if missing else ()


def _at_end(fact: Fact, ends: Mapping[str, int | None]) -> Fact:
    end = ends.get(fact.doc)
    if fact.years or fact.role != "target" or end is None:
        return fact
    return replace(fact, years=(end,), inherited=True)


def _dated(table: Table, ends: Mapping[str, int | None]) -> Table:
    """The table with its undated figures at the time that they stand for: the end of the plan for a
    target, the asked year for what was reached.
    """
    cells = [
        replace(c, fact=_at_asked(_at_end(c.fact, ends), c.asked.slot.years)) if c.fact else c
        for c in table.cells
    ]
    return replace(table, cells=tuple(cells))


def _at_asked(fact: Fact, years: tuple[int, ...]) -> Fact:
    if fact.years or fact.role != "base" or len(years) != 1:
        return fact
    return replace(fact, years=years, inherited=True)


def _worked(
    table: Table, ops: Operations, facts: Sequence[Fact], regions: Mapping[str, str]
) -> list[Worked]:
    wanted = set(ops.ops)
    if ops.condition is not None:
        result, counted = count(facts, ops.condition)
        return [Worked(result, tuple(counted))]
    if "mean" in wanted:
        return _means(table)
    if "implied" in wanted:
        return _implied(table)
    if table.shape == "family":
        return _of_family(facts, wanted, regions)
    if any(cell.fact is None for cell in table.cells):
        return _over_spans(table, ops)
    if {"share", "sum"} <= wanted and _are_parts(facts):
        return _parts_of_sum(facts)
    if "share" in wanted and table.sides:
        return _shares(table, wanted) or _of_levels(table, facts, wanted)
    ends = [
        two
        for series in _series(table)
        if len(series) > 1 and wanted & CHANGES
        for two in _ends(series, ops.spans)
    ]
    return _all_changes(ends, ops) or _of_levels(table, facts, wanted, ops.mean_rates)


def _means(table: Table) -> list[Worked]:
    """The average of each amount and number, which stand one behind the other."""
    facts = table.facts
    pairs = zip(facts[::2], facts[1::2], strict=True)
    return [Worked(compute.mean(a.quantity, n.quantity), (a, n), a) for a, n in pairs]


def _implied(table: Table) -> list[Worked]:
    """What each known figure and its rate, one behind the other, imply."""
    facts = table.facts
    found = []
    for known, rate in zip(facts[::2], facts[1::2], strict=True):
        a, b = known.quantity, rate.quantity
        result = compute.whole(a, b) if b.kind == "percent" else compute.goal(a, b, passes(rate))
        found.append(Worked(result, (known, rate), rate))
    return found


def _over_spans(table: Table, ops: Operations) -> list[Worked]:
    """The changes between years that a question names and that are stated, though others are not."""
    wanted = set(ops.ops)
    open_ = {cell.asked.phrase.text for cell in table.cells if cell.fact is None}
    ends = [
        two
        for phrase, series in _by_phrase(table).items()
        for two in _named_ends(series, ops.spans)
        or _to_target(series, wanted)
        or _base_and_target(series, wanted, phrase in open_)
    ]
    return _all_changes(ends, ops)


def _base_and_target(
    series: Sequence[Fact], wanted: set[str], lacks: bool
) -> list[tuple[Fact, Fact]]:
    """Base and target of a series that lacks no figure, whatever others lack."""
    two = len(series) == 2 and [f.role for f in series] == ["base", "target"]
    return [(series[0], series[1])] if two and not lacks and wanted & CHANGES else []


def _all_changes(ends: Sequence[tuple[Fact, Fact]], ops: Operations) -> list[Worked]:
    """The changes that are asked for, between the two ends of each pair."""
    wanted = set(ops.ops)
    return [
        worked
        for begin, end in ends
        for worked in _changes(begin, end, _amount_and_rate(begin, wanted, ops.either))
    ]


def _to_target(series: Sequence[Fact], wanted: set[str]) -> list[tuple[Fact, Fact]]:
    """The latest figure reached and the one target of a series, where a gap is asked for."""
    bases = [f for f in series if f.role == "base"]
    targets = [f for f in series if f.role == "target"]
    return [(bases[-1], targets[0])] if "gap" in wanted and bases and len(targets) == 1 else []


def _named_ends(
    series: Sequence[Fact], spans: Sequence[tuple[int, int]]
) -> list[tuple[Fact, Fact]]:
    of_year = {f.years[-1]: f for f in series if f.years}
    return [(of_year[a], of_year[b]) for a, b in spans if a in of_year and b in of_year]


def _ends(series: Sequence[Fact], spans: Sequence[tuple[int, int]]) -> list[tuple[Fact, Fact]]:
    """First and last figure of a series, or those of each span that a question names."""
    named = _named_ends(series, spans)
    return named if named and len(named) == len(spans) else [(series[0], series[-1])]


def _of_levels(
    table: Table, facts: Sequence[Fact], wanted: set[str], mean_rates: bool = False
) -> list[Worked]:
    """Sum, extremes, and what two figures of different things give; the number of listed facts."""
    rates = table.shape == "stated"
    levels = [f for f in facts if rates or f.measure not in GROWTH_RATES]
    levels = levels or list(facts)
    found: list[Worked] = []
    adds = "sum" in wanted and len(levels) > 1 and table.shape != "list"
    if adds and not _has_whole(levels) and not _told_again(table, levels):
        found += _sum(levels, wanted)
    if wanted & {"max", "min"} and len(levels) > 1:
        found += _extremes(levels, wanted)
    if len(levels) == 2 and wanted & set(_PAIR):
        found += _pair(levels[0], levels[1], wanted, mean_rates)
    if "count" in wanted and table.shape == "list":
        count = len({(f.doc, indicator_key(f.indicator), f.subject) for f in facts})
        found.append(Worked(Result("count", Decimal(count), "项", f"{count}项"), tuple(facts)))
    return found


def _sum(levels: Sequence[Fact], wanted: set[str]) -> list[Worked]:
    """The sum of the figures; where a gap is asked for as well, that of what was reached, and what
    it lacks of the target.
    """
    reached = [f for f in levels if f.role == "base"]
    targets = [f for f in levels if f.role == "target"]
    if not (reached and targets and wanted & {"gap", "difference"}):
        return [Worked(compute.total(_quantities(levels)), tuple(levels))]
    if len(reached) < 2 or len(targets) > 1:
        return []
    total = compute.total(_quantities(reached))
    gap = compute.difference(targets[0].quantity, _as_quantity(total))
    return [Worked(total, tuple(reached)), Worked(gap, (targets[0], *reached))]


def _told_again(table: Table, facts: Sequence[Fact]) -> bool:
    """Whether two plans tell the same thing, which is not added up unless the plans were asked for."""
    plans = len({f.doc for f in facts}) > 1 and table.shape != "plans"
    return plans and named_alike(facts) and len({f.quantity.kind for f in facts}) == 1


def _has_whole(facts: Sequence[Fact]) -> bool:
    """Whether the largest of several counts is the stated whole of the others: 保护区47个，国家级9个."""
    big = max(facts, key=lambda f: f.quantity.base[0])
    parts = [f for f in facts if f is not big]
    key = family_key(big)
    wide = [f for f in facts if _WIDE.match(f.subject) or _WIDE.match(f.indicator)]
    if wide == [big]:  # 自治区工业园区 beside single parks
        return True
    beside = all(f.sentence == big.sentence and f.years == big.years for f in parts)
    return len(parts) > 1 and beside and all(family_key(f).endswith(key) for f in parts)


def _quantities(facts: Iterable[Fact]) -> list[Quantity]:
    return [f.quantity for f in facts]


def _series(table: Table) -> list[list[Fact]]:
    """The facts of each phrase in the order of their years."""
    return list(_by_phrase(table).values())


def _by_phrase(table: Table) -> dict[str, list[Fact]]:
    groups: dict[str, list[Fact]] = {}
    for cell in table.cells:
        if cell.fact is not None and cell.fact.measure not in GROWTH_RATES:
            groups.setdefault(cell.asked.phrase.text, []).append(cell.fact)
    dated = {}
    for phrase, facts in groups.items():
        levels = [f for f in facts if f.measure not in ("increment",)] or facts
        ordered = sorted(levels, key=lambda f: (_when(f), f.id))
        different = len({f.years for f in ordered}) == len(ordered)
        different = different or (len(ordered) == 2 and is_move(*ordered))
        dated[phrase] = ordered if different else []
    return dated


def _when(fact: Fact) -> int:
    """The year by which figures of one thing are put in order; where a change began comes first."""
    if fact.years:
        return fact.years[-1]
    return 0 if fact.role == "base" else 9999


def _amount_and_rate(begin: Fact, wanted: set[str], either: bool) -> set[str]:
    """Beside a rate the amount; where a question may mean ``either`` ("how much does it grow, and
    per year") also the rate beside an amount or a yearly rate.  Percentages have only a
    difference, in points.
    """
    if begin.quantity.kind in _RATES or not begin.quantity.low:
        return wanted
    more = {"difference"} if "growth" in wanted else set()
    if either and wanted & {"difference", "gap", "annual growth"}:
        more |= {"growth"}
    return wanted | more


def _changes(begin: Fact, end: Fact, wanted: set[str]) -> list[Worked]:
    """Difference, growth, annual growth and multiple from the first to the last figure."""
    a, b = begin.quantity, end.quantity
    operands = (begin, end)
    found = []
    if wanted & {"difference", "gap"}:
        found.append(Worked(compute.difference(b, a), operands))
    percent = a.kind in ("percent", "points")
    if "growth" in wanted and not (percent and wanted & {"difference", "gap"}):
        found.append(Worked(compute.growth(b, a), operands))
    if "annual growth" in wanted and begin.years and end.years:
        span = end.years[-1] - begin.years[-1]
        found.append(Worked(compute.annual_growth(b, a, span), operands))
    if "ratio" in wanted:
        found.append(Worked(compute.ratio(b, a), operands))
    return found


def _pair(one: Fact, other: Fact, wanted: set[str], mean_rates: bool = False) -> list[Worked]:
    """Of two figures of different things: the larger against the smaller.  The growth of a year
    stands against a mean over several only where the question names the mean.
    """
    spans = _of_other_spans(one, other) and not mean_rates
    if not compute.same_kind(_quantities((one, other))) or spans:
        raise NotComparable("kinds")
    big, small = sorted((one, other), key=lambda f: f.quantity.base[0], reverse=True)
    found = []
    if wanted & {"difference", "gap"}:
        found.append(Worked(compute.difference(big.quantity, small.quantity), (big, small)))
    if "ratio" in wanted:
        found.append(Worked(compute.ratio(big.quantity, small.quantity), (big, small)))
    if "share" in wanted and not (found and _RATES & {one.quantity.kind}):
        if _of_other_years(one, other):
            raise NotComparable("years")
        small, big = _part_and_whole(small, big)
        found.append(Worked(compute.share(small.quantity, big.quantity), (small, big)))
    return found


def _of_other_years(one: Fact, other: Fact) -> bool:
    """Whether two figures of one plan are of different single years: no share of each other."""
    single = len(one.years) == 1 == len(other.years)
    return one.doc == other.doc and single and one.years != other.years


def _of_other_spans(one: Fact, other: Fact) -> bool:
    """Whether one growth is of a year and the other the mean over a period."""
    rates = all(f.measure in GROWTH_RATES for f in (one, other))
    return rates and {len(one.years), len(other.years)} == {1, 2}


_PART_ENDS = 4  # last characters that the names of two parts of one whole share


def _are_parts(facts: Sequence[Fact]) -> bool:
    """Whether two figures are parts of a whole that no plan states: 新建道路总长度, 改扩建道路总长度."""
    if len(facts) != 2 or not compute.same_kind(_quantities(facts)):
        return False
    one, other = (indicator_key(f.indicator) for f in facts)
    apart = one not in other and other not in one
    return apart and facts[0].years == facts[1].years and one[-_PART_ENDS:] == other[-_PART_ENDS:]


def _parts_of_sum(parts: Sequence[Fact]) -> list[Worked]:
    """The sum of the parts and the share of each in it."""
    whole = compute.total(_quantities(parts))
    shares = [
        Worked(compute.share(f.quantity, _as_quantity(whole)), tuple(parts), f) for f in parts
    ]
    return [Worked(whole, tuple(parts)), *shares]


def _shares(table: Table, wanted: set[str]) -> list[Worked]:
    """The share of every part in its whole, for each year that both have, and what the part lacks
    where that is asked.
    """
    groups: dict[str, list[Fact]] = {}
    for cell in table.cells:
        if cell.fact is not None:
            groups.setdefault(cell.asked.phrase.text, []).append(cell.fact)
    sides = list(groups.values())
    found = []
    for parts, wholes in zip(sides[::2], sides[1::2], strict=False):
        for part in parts:
            same = [w for w in wholes if w.years == part.years]
            same = same or [w for w in wholes if not _of_other_years(part, w)]
            if same:
                small, big = _part_and_whole(part, same[0])
                result = compute.share(small.quantity, big.quantity)
                found.append(Worked(result, (small, big), small if len(sides) > 2 else None))
                if wanted & {"gap", "difference"}:
                    rest = compute.difference(big.quantity, small.quantity)
                    found.append(Worked(rest, (big, small)))
    return found


def _part_and_whole(one: Fact, other: Fact) -> tuple[Fact, Fact]:
    """Part and whole as asked, unless their names and sizes say that it is the other way round."""
    if _RATES & {one.quantity.kind, other.quantity.kind}:
        raise NotComparable("kinds")  # the share of a share in another says nothing
    turned = one.quantity.base[0] > other.quantity.base[0]
    if turned and indicator_key(one.indicator) in indicator_key(other.indicator):
        return other, one
    if turned and one.doc == other.doc and one.years == other.years:
        raise NotComparable("part above its whole")
    return one, other


def _of_family(facts: Sequence[Fact], wanted: set[str], regions: Mapping[str, str]) -> list[Worked]:
    own = [f for f in facts if f.subject != regions.get(f.doc)]
    wholes = [f for f in facts if f.subject == regions.get(f.doc)] if len(own) > 1 else []
    facts = own if len(own) > 1 else facts
    by_subject: dict[str, list[Fact]] = {}
    for fact in facts:
        by_subject.setdefault(fact.subject, []).append(fact)
    ordered = {
        s: sorted(found, key=lambda f: f.years[-1:] or (0,)) for s, found in by_subject.items()
    }
    several = all(len(found) > 1 for found in ordered.values())
    changes = wanted & {"growth", "annual growth", "difference", "ratio"}
    found: list[Worked] = []
    if several and changes:
        op = next(o for o in ("growth", "annual growth", "ratio", "difference") if o in changes)
        each = [w for s, fs in ordered.items() for w in _changes(fs[0], fs[-1], {op})]
        found += sorted(each, key=lambda w: -w.result.value)
        if wanted & {"max", "min"}:
            pick = max if "max" in wanted else min
            found = [pick(each, key=lambda w: w.result.value)]
        return found
    if "sum" in wanted:
        for years in dict.fromkeys(f.years for f in facts):
            same = [f for f in facts if f.years == years]
            total = compute.total(_quantities(same))
            found.append(Worked(total, tuple(same)))
            for whole in (f for f in wholes if f.years == years):
                beside = compute.difference(_as_quantity(total), whole.quantity)
                found.append(Worked(beside, (*same, whole)))
    if wanted & {"max", "min"}:
        found += _extremes(facts, wanted)
    return found


def _extremes(facts: Sequence[Fact], wanted: set[str]) -> list[Worked]:
    if not compute.same_kind(_quantities(facts)):
        raise NotComparable("kinds")
    ordered = sorted(facts, key=lambda f: f.quantity.base[0])
    low, high = ordered[0], ordered[-1]
    several = len({f.subject for f in facts}) > 1
    found = []
    for op, fact in (("max", high), ("min", low)):
        if op in wanted:
            value = fact.quantity.low
            who = fact.subject if several else fact.indicator
            shown = f"{who}{plain(value)}{fact.quantity.unit}"
            found.append(Worked(Result(op, value, fact.quantity.unit, shown), (fact,)))
    if wanted & {"difference", "gap"}:
        found.append(Worked(compute.difference(high.quantity, low.quantity), (high, low)))
    return found


def differing(facts: Sequence[Fact], said: Callable[[Fact], frozenset[str]]) -> tuple[str, ...]:
    """The names under which one thing is told when they differ in definition (规上 against all).

    ``said`` gives what of the question a figure is called by: two figures of which each is called
    by something that the other is not, were asked for as two things.
    """
    if len({f.quantity.kind for f in facts}) != 1 or not compute.same_kind(_quantities(facts)):
        return ()
    found: dict[str, None] = {}
    for number, one in enumerate(facts):
        for other in facts[number + 1 :]:
            if _differs(one, other) and not _are_two_things(one, other, facts, said):
                found |= dict.fromkeys((one.indicator, other.indicator))
    return tuple(found)


def _differs(one: Fact, other: Fact) -> bool:
    """Whether two figures are told under different names, or only one of them for 规上 or as a rate."""
    if full_name(one) == full_name(other):
        return False
    measures = {("规上" in f.scope, f.measure) for f in (one, other)}
    return family_key(one) != family_key(other) or len(measures) > 1


def _are_two_things(
    one: Fact, other: Fact, facts: Sequence[Fact], said: Callable[[Fact], frozenset[str]]
) -> bool:
    """Whether two figures were asked for as two things: of two subjects, each called by a word of
    the question of its own, or one of them stated for the place and time of the other as well.
    """
    if one.subject != other.subject and one.doc == other.doc:
        return True
    mine, others = said(one), said(other)
    if mine - others and others - mine:
        return True
    when = {(f.doc, f.years, full_name(f)) for f in facts}
    same_column = (one.doc, one.years) == (other.doc, other.years)
    if same_column:  # 规上产值 beside 产值 are one thing, 城市书房 beside 博物馆 two
        short, long = sorted((indicator_key(f.indicator) for f in (one, other)), key=len)
        return not long.endswith(short)
    beside = (one.doc, one.years, full_name(other)), (other.doc, other.years, full_name(one))
    return any(place in when for place in beside)


def contradicting(facts: Sequence[Fact], known: Mapping[str, Sequence[Fact]]) -> list[Fact]:
    """Other figures that the same plan states for the same thing and time with another value."""
    found = []
    for fact in facts:
        for other in known[fact.doc]:
            same = fact_key(other) == fact_key(fact) and other.years == fact.years
            comparable = other.measure == fact.measure and other.annual == fact.annual
            if same and comparable and fact.years and not _agree(fact.quantity, other.quantity):
                found.append(other)
    return found


def restated(fact: Fact, known: Mapping[str, Sequence[Fact]]) -> list[Fact]:
    """Other places of the plan that state a figure again: the table for what the text says."""
    key = family_key(fact)
    found = [
        other
        for other in known[fact.doc]
        if (other.start, other.end) != (fact.start, fact.end)
        and (other.subject, other.measure, other.role) == (fact.subject, fact.measure, fact.role)
        and other.quantity.kind == fact.quantity.kind
        and other.quantity.base == fact.quantity.base
        and _of_one_time(other, fact)
        and (
            alike(family_key(other), key)
            or _shortened(indicator_key(other.indicator), indicator_key(fact.indicator))
        )
    ]
    return found[:_RESTATED]


def _of_one_time(one: Fact, other: Fact) -> bool:
    """Whether two figures are of one year; where a change began no year is told: 由73家增加到186家."""
    begins = one.role == other.role == "base" and not (one.years and other.years)
    return begins or one.years[-1:] == other.years[-1:]


def _shortened(one: str, other: str) -> bool:
    """Whether one name is the other with words left out, at least half of it and from one head:
    规模以上企业, 规模以上装备制造企业.
    """
    short, long = sorted((one, other), key=len)
    return leaves_out(short, long) and 2 * len(short) >= len(long) and short[:2] == long[:2]


def _agree(one: Quantity, other: Quantity) -> bool:
    """Whether two figures are equal, or one is the other's rounding or bound."""
    a, b = one.base, other.base
    if a[0] <= b[1] and b[0] <= a[1]:
        return True
    return bool(one.bound or other.bound) and abs(a[0] - b[0]) <= max(a[0], b[0]) / 10


class Writer:
    """Words a table and its results in one language."""

    def __init__(
        self,
        query: Query,
        texts: Texts,
        terms: TermLayer,
        plan_names: Mapping[str, str],
        regions: Mapping[str, str],
        number_of: Callable[[Fact], int],
        figure_of: Callable[[Fact], Figure],
        again: Callable[[Fact], Sequence[Fact]] = lambda fact: (),
    ) -> None:
        self._query, self._texts, self._terms = query, texts, terms
        self._plans, self._regions = plan_names, regions
        self._number, self._figure, self._again = number_of, figure_of, again

    @property
    def language(self) -> Language:
        """The language of the question."""
        return self._query.language

    def table(self, table: Table, worked: Sequence[Worked], notes: Sequence[str]) -> ResultTable:
        """The table with everything that the page, JSON and the evaluation need."""
        docs = {cell.asked.doc for cell in table.cells if cell.asked.doc}
        stated = {f.doc for f in table.facts}
        plans = table.shape == "plans"
        return ResultTable(
            shape=table.shape,
            cells=tuple(self.cell(cell) for cell in table.cells),
            computed=self._told_apart(worked),
            stated=len(stated) if plans else len(table.facts),
            asked=len(docs) if plans else len(table.cells),
            notes=tuple(notes),
        )

    def cell(self, cell: Stated) -> Cell:
        """One cell; an empty one names what was asked for."""
        fact = cell.fact
        if fact is None:
            slot = cell.asked.slot
            year = years_text(slot.years) or slot.state
            plan = self._plans.get(cell.asked.doc, "")
            empty = self._texts.render("not_stated")
            asked = self.label(cell.like) if cell.like else self._asked(cell.asked.phrase)
            return Cell(
                asked or cell.asked.phrase.text, "", plan, cell.asked.doc, year, empty, "", "", 0
            )
        quantity = fact.quantity
        return Cell(
            label=self.label(fact),
            subject=fact.subject,
            plan=self._plans[fact.doc],
            doc=fact.doc,
            year=years_text(fact.years),
            text=self.value(fact),
            value=_shown(quantity),
            unit=quantity.unit,
            evidence=self._number(fact),
            also=tuple(dict.fromkeys(self._number(f) for f in self._again(fact))),
        )

    def _told_apart(self, worked: Sequence[Worked]) -> tuple[Computed, ...]:
        """The results, with their years where several have one name."""
        told = [self.computed(w) for w in worked]
        names = [item.label for item in told]
        ends = [[f.years[-1] for f in w.operands if f.years] for w in worked]
        span = " ({}–{})" if self.language == "en" else "（{}—{}年）"
        return tuple(
            replace(item, label=item.label + span.format(min(years), max(years)))
            if names.count(item.label) > 1 and len(set(years)) > 1
            else item
            for item, years in zip(told, ends, strict=True)
        )

    def _asked(self, phrase: Phrase) -> str:
        """What an empty cell was asked for, in the words of the question."""
        told = [g.source for g in phrase.groups]
        if self.language == "zh":
            return " ".join(told)
        whole = (as_worded(n, self._query.text) for n in told if not n.endswith(" (part)"))
        return " ".join(dict.fromkeys(whole))

    def label(self, fact: Fact) -> str:
        """What a fact measures, of whom, in the asker's language with the Chinese beside it."""
        zh = fact.indicator
        if fact.subject and fact.subject not in zh and fact.subject != self._regions[fact.doc]:
            zh = f"{fact.subject}{_link(fact.subject)}{zh}"
        if self.language == "zh":
            return zh
        english = ", ".join(glosses(zh, self._terms)[:4])
        bare = re.sub(r"[（(]([^（()）]*)[)）]", r" \1 ", zh).strip()  # no brackets in brackets
        return f"{english or 'indicator'} ({bare})"

    def value(self, fact: Fact) -> str:
        """The figure as the asker's language writes it, with its bound."""
        falls = fact.direction == "down" and fact.measure in _MOVING
        rises = fact.direction == "up" and fact.measure in GROWTH_RATES and _rises_unsaid(fact)
        a_year = fact.measure == "annual growth"
        if self.language == "en":
            way = "down " if falls else "up " if rises else ""
            return f"{way}{render(fact.quantity)}{' a year' if rises and a_year else ''}"
        way = "下降" if falls else "增长" if rises else ""
        shown = re.sub(r"（(?:19|20)\d{2}[^）]*年）$", "", value_zh(self._figure(fact)))
        return f"{'年均' if rises and a_year else ''}{way}{shown}"

    def computed(self, worked: Worked) -> Computed:
        """A result with its formula and the numbers of its operands' citations."""
        result = worked.result
        op = self._texts.render(f"op_{result.op.replace(' ', '_')}")
        label = ""
        if worked.operands and result.op in ("growth", "annual growth", "difference", "ratio"):
            label = self.label(worked.operands[-1])
        if result.op in ("max", "min"):
            label = self.label(worked.operands[0])
        if worked.of is not None:
            label = self.label(worked.of)
        return Computed(
            op=result.op,
            label=f"{label} {op}".strip() if self.language == "en" else f"{label}{op}",
            value=plain(result.value),
            unit=result.unit,
            text=self._result_text(result),
            formula=result.formula,
            operands=tuple(dict.fromkeys(self._number(f) for f in worked.operands)),
        )

    def _result_text(self, result: Result) -> str:
        if self.language == "zh":
            return result.text
        unit = {"倍": " times", "个百分点": " percentage points", "%": "%", "项": " items"}
        if result.unit in unit:
            return f"{plain(result.value)}{unit[result.unit]}"
        if result.op == "mean":
            amount = replace(result, unit=result.unit.rpartition("/")[0])
            english = render(_as_quantity(amount)).removesuffix(f" ({amount.text})")
            return f"{english} each ({result.text})"
        return render(_as_quantity(result))

    def text(self, table: ResultTable) -> str:
        """The answer in words: the cells, what was computed with its formula, and the remarks."""
        lines = [self._line(cell) for cell in table.cells]
        lines += [self._computed_line(item) for item in table.computed]
        lines += list(table.notes)
        if table.shape == "plans":
            values = {"value": str(table.stated), "label": str(table.asked)}
            lines.append(self._texts.render("coverage", **values))
        return "\n".join(lines)

    def _line(self, cell: Cell) -> str:
        when = cell.year
        if self.language == "zh":
            when = {"base": "基期", "target": "目标"}.get(when, f"{when}年" if when else "")
        else:
            when = when.replace("-", "–")
        plan = f"《{cell.plan}》" if cell.plan and self.language == "zh" else cell.plan
        if self.language == "en" and re.search(r"[\u4e00-\u9fff]", plan):
            plan = f"({plan})"  # a plan without an English name, as the Chinese of other labels
        mark = "".join(f"[{n}]" for n in (cell.evidence, *cell.also)) if cell.evidence else ""
        mark = f" {mark}" if mark else ""
        where = ("，" if self.language == "zh" else ", ").join(filter(None, (plan, when)))
        key = "cell" if where else "cell_bare"
        return self._texts.render(key, label=cell.label, quote=where, value=cell.text) + mark

    def _computed_line(self, item: Computed) -> str:
        marks = "".join(f"[{n}]" for n in item.operands)
        key = "computed_plain" if item.formula.endswith(item.text) and item.op in (
            "max", "min", "count",
        ) else "computed"  # fmt: skip
        return self._texts.render(
            key, label=item.label, value=item.text, quote=item.formula, n=marks
        )


def _rises_unsaid(fact: Fact) -> bool:
    """Whether the name of a growth rate does not say that it is one: 产值 … 9%, beside 产值增速 … 9%."""
    return not re.search(r"增|涨|升|提高|扩大|[率幅]$", fact.indicator)


def _shown(quantity: Quantity) -> str:
    low, high = plain(quantity.low), plain(quantity.high)
    return low if low == high else f"{low}-{high}"


def _link(subject: str) -> str:
    return "·" if subject else ""


def _as_quantity(result: Result) -> Quantity:
    from index.quantities import parse_unit

    unit = parse_unit(result.unit)
    text = result.text
    return Quantity(
        result.value, result.value, unit.text, unit.kind, unit.factor, "", text, 0, len(text)
    )
