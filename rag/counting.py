"""How many places, firms or projects of a plan fulfil a condition that a question states.

"How many counties aim for more than 5 billion yuan?" is answered from the figures of all of them:
the condition is a bound (more than 50亿元) or a change between two years (fewer in 2030 than 2025).
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from index.quantities import parse_quantities, plain
from index.types import Fact
from rag.compute import Result
from rag.english import parse_english_quantities
from rag.finder import Asked, RowFinder, Slot, Stated, fits_slot
from rag.operations import Condition
from rag.phrases import Phrase
from rag.rows import Table, family_asked
from rag.types import Query, TermGroup

_LEAST = 3  # subjects of which something is counted
_NEAR = 24  # characters before an English figure that may hold its bound
_BOUNDS_EN = (
    (">=", re.compile(r"\b(?:at least|(?:no|not) (?:less|fewer|lower) than)\W+(?:\w+\W+)?$", re.I)),
    ("<=", re.compile(r"\b(?:at most|no more than|not more than|up to)\W+(?:\w+\W+)?$", re.I)),
    (">", re.compile(r"\b(?:(?:more|greater|higher|larger|bigger|better) than|above|over|beyond|exceed\w*|surpass\w*|topp?(?:ing|ed|s)?)\W+(?:\w+\W+)?$", re.I)),
    ("<", re.compile(r"\b(?:(?:less|fewer|lower|smaller) than|below|under|short of)\W+(?:\w+\W+)?$", re.I)),
)  # fmt: skip
_BEHIND_EN = (
    (">=", re.compile(r"^\W*(?:or|and) (?:more|above|over|higher)\b", re.I)),
    ("<=", re.compile(r"^\W*or (?:less|fewer|below|under|lower)\b", re.I)),
)
_HOW_MANY = re.compile(
    r"(?:几|多少)(?=个(?!百分)|家|条|项|种|类|座|县|区|市|镇|乡|地)|\bhow many\b(?! per ?cent| percentage| times)",
    re.I,
)
_WHICH = re.compile(r"哪些|哪几|哪[两三四五]?[个家条项座]|\bwhich\b", re.I)
_OF_THINGS = re.compile(r"[县区市镇乡州]|园|项目|企业|公司|部门|单位|产业|行业|链|集群|品种|指标")
_FALLS = re.compile(
    r"减少|下降|降低|变少|(?<![不至])少|低于|\b(?:fewer|less|lower|smaller)\b|\bfall|\bshrink|\bdeclin|\blose\b|\bdrop",
    re.I,
)
_RISES = re.compile(
    r"增加|增长|上升|提高|变多|高于|(?<!至)多于|\b(?:more|higher|larger)\b|\brise\b|\bgrow\b|\bincrease",
    re.I,
)
_BETWEEN = re.compile(r"比|较|从|到|相比|\bthan\b|\bfrom\b|\bcompared\b|\bbetween\b", re.I)
_HOLDS: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
}
_CHANGED = re.compile(r"^(?:减少|下降|降低|增加|增长|上升|提高|提升|缩小|扩大|下滑|回落)$")


def read_condition(query: Query) -> Condition | None:
    """The condition that a question for a number or list of things states; ``None`` without one."""
    if not (_HOW_MANY.search(query.text) or _WHICH.search(query.text)):
        return None
    stated = _bound_zh(query.text) if query.language == "zh" else _bound_en(query.text)
    return stated or _change(query)


def _bound_zh(text: str) -> Condition | None:
    for quantity in parse_quantities(text):
        # 产值过亿元的企业有几家 asks for a stated number of a class, 几个县 for one to be counted
        if quantity.bound in _HOLDS and quantity.text:
            shown = f"{quantity.bound} {plain(quantity.low)}{quantity.unit}"
            return Condition(quantity.bound, quantity.kind, quantity.base[0], shown)
    return None


def _bound_en(text: str) -> Condition | None:
    for quantity in parse_english_quantities(text):
        before, behind = text[max(0, quantity.start - _NEAR) : quantity.start], text[quantity.end :]
        found = [b for b, pattern in _BOUNDS_EN if pattern.search(before)]
        found += [b for b, pattern in _BEHIND_EN if pattern.search(behind)]
        if found:
            shown = f"{found[0]} {quantity.text}"
            return Condition(found[0], quantity.kind, quantity.base, shown)
    return None


def _change(query: Query) -> Condition | None:
    """A rise or fall between two years: "fewer residents in 2030 than in 2025"."""
    if len(query.years) != 2 or not _BETWEEN.search(query.text):
        return None
    falls, rises = _FALLS.search(query.text), _RISES.search(query.text)
    if bool(falls) == bool(rises):
        return None
    return Condition("<" if falls else ">", years=tuple(sorted(query.years)))


def counted_table(query: Query, condition: Condition, finder: RowFinder) -> Table | None:
    """The figures among which is counted, one for each subject and asked year; ``None`` when no
    plan states them for several subjects.  A question for "which" gets those that fulfil it.
    """
    if not _OF_THINGS.search(query.text) and query.language == "zh":
        return None
    groups = counted_groups(query)
    kinds = (condition.kind,) if condition.kind else ()
    asked = replace(query, kinds=kinds, groups=groups)
    phrase = Phrase(query.text, groups)
    family = [f for f in family_asked(asked, phrase, finder) if _of_kind(f, condition)]
    chosen = _of_time(family, query, condition, finder)
    if len({f.subject for f in chosen}) < _LEAST:
        return None
    if not _HOW_MANY.search(query.text):
        kept = {f.subject for f in fulfilling(chosen, condition)}
        chosen = [f for f in chosen if f.subject in kept]
    cells = tuple(Stated(Asked(phrase, Slot(f.years), f.doc), f) for f in chosen)
    return Table("family", cells, (phrase,)) if cells else None


def counted_groups(query: Query) -> tuple[TermGroup, ...]:
    """What is counted: the notions of a question without those of the condition."""
    return tuple(
        g
        for g in query.groups
        if g.category != "figure" and not any(_CHANGED.match(t) for t in g.terms[:2])
    )


def _of_kind(fact: Fact, condition: Condition) -> bool:
    return not condition.kind or fact.quantity.kind == condition.kind


def _of_time(
    family: Sequence[Fact], query: Query, condition: Condition, finder: RowFinder
) -> list[Fact]:
    """Those of the asked year, of both years of a change, else of the last year."""
    if condition.years:
        slots = [Slot((year,)) for year in condition.years]
        own = [f for f in family if any(fits_slot(f, s, finder.period(f.doc)) for s in slots)]
        both = {s for s in {f.subject for f in own} if sum(f.subject == s for f in own) == 2}
        return [f for f in own if f.subject in both]
    if query.years:
        slot = Slot(query.years[-1:])
        own = [f for f in family if fits_slot(f, slot, finder.period(f.doc))]
    else:
        whole = [f for f in family if len(f.years) != 1]  # of the whole plan
        last = max((f.years[-1] for f in family if f.years), default=0)
        own = whole or [f for f in family if f.years[-1:] == (last,)]
    return list({f.subject: f for f in own}.values())


def fulfilling(facts: Sequence[Fact], condition: Condition) -> list[Fact]:
    """The figures that fulfil a condition, the later one of each subject where it is a change."""
    holds = _HOLDS[condition.bound]
    if not condition.years:
        return [f for f in facts if holds(f.quantity.base[0], condition.value)]
    found = []
    for subject in dict.fromkeys(f.subject for f in facts):
        own = sorted((f for f in facts if f.subject == subject), key=lambda f: f.years)
        if len(own) == 2 and holds(own[1].quantity.base[0], own[0].quantity.base[0]):
            found.append(own[1])
    return found


def count(facts: Sequence[Fact], condition: Condition) -> tuple[Result, list[Fact]]:
    """How many subjects fulfil a condition, with the figures that do: "A60亿元、B70亿元 > 50亿元"."""
    found = fulfilling(facts, condition)
    number = len(found)
    names = "、".join(f"{f.subject}{plain(f.quantity.low)}{f.quantity.unit}" for f in found)
    against = condition.text or f"{condition.bound} {condition.years[0]}"
    formula = f"{names or '∅'} {against}"
    return Result("count", Decimal(number), "个", formula), found or list(facts)
