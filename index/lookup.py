"""The facts of one document, ordered for looking up which of them are about the same thing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.indicators import GENERIC_NAMES, indicator_key
from index.types import Fact, ParsedDocument, Period

RELATIVE = ("growth", "annual growth", "multiple", "change")
_VERBS = re.compile(r"实现|完成|创造|达到")


class Book:
    """The facts of a document, ordered for looking up."""

    def __init__(self, parsed: ParsedDocument, facts: Sequence[Fact]) -> None:
        self.document, self.facts = parsed.document, tuple(facts)
        self.period: Period = parsed.document.period
        self.units: dict[int, list[Fact]] = {}
        for fact in facts:
            self.units.setdefault(fact.unit, []).append(fact)
        told = [unit for chunk in parsed.chunks for unit in chunk.units]
        self.paragraph = {unit.id: unit.paragraph for unit in told}
        self.context = {unit.id: unit.context for unit in told}

    @property
    def roles_known(self) -> bool:
        """Whether the plan covers several years; else what is reached and what is aimed at is a guess."""
        first, last = self.period.start, self.period.end
        return first is not None and last is not None and first < last

    def year(self, fact: Fact) -> int | None:
        """The year of a fact; a target without one is of the last year of the plan."""
        if len(fact.years) == 1:
            return fact.years[0]
        return self.period.end if not fact.years and fact.role == "target" else None

    def levels(self, like: Fact, year: int) -> list[Fact]:
        """The levels of the same thing in a year: of the same sentence or table first, else all."""
        found = [
            f
            for f in self.facts
            if f.measure in ("level", "share")
            and not f.annual
            and self.year(f) == year
            and self.same(f, like)
        ]
        for near in (
            [f for f in found if f.unit == like.unit],
            [f for f in found if f.table and like.table],
        ):
            if near:
                return near
        return found

    def same(self, one: Fact, other: Fact) -> bool:
        """Whether two facts are about the same thing of the same subject and scope."""
        key = indicator_key(one.indicator)
        if one.subject != other.subject or key != indicator_key(other.indicator):
            return False
        if one.unit == other.unit:
            return True
        specific = all(_specific(fact.indicator) for fact in (one, other))
        scopes = _scope(one) == _scope(other)
        return specific and scopes and self.told(one) and self.told(other)

    def told(self, fact: Fact) -> bool:
        """Whether the name of the indicator is written beside the figure or its leading one."""
        if fact.table or _beside(fact):
            return True
        before = [f for f in self.units[fact.unit] if f.id < fact.id]
        relative = fact.measure in RELATIVE or fact.measure == "share"
        return relative and any(f.indicator == fact.indicator and _beside(f) for f in before)


def _beside(fact: Fact) -> bool:
    head = re.sub(r"\s", "", _VERBS.sub("", fact.text[: fact.quantity.start]))
    at = head.rfind(fact.indicator)
    between = head[at + len(fact.indicator) :] if at >= 0 else ""
    if at >= 0 and len(between) <= 16 and not re.search(r"[。；！？]|\d[^年\d]", between):
        return True
    behind = fact.text[fact.quantity.end :]
    return 0 <= behind.find(fact.indicator[:4]) <= 6


def _specific(name: str) -> bool:
    """Whether a name alone says what is measured; 产值 or 面积 do not."""
    bare = re.sub(r"(?:年均)?(?:增长率|增速|增幅)$", "", name)
    return len(bare) > 3 and not GENERIC_NAMES.fullmatch(bare)


def _scope(fact: Fact) -> str:
    own = fact.subject[-1:]
    return "" if fact.scope in (f"全{own}", "全自治区") else fact.scope
