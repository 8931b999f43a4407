"""What a plan had wanted for a year beside what was reached: tables that look back hold both."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Literal

from index.indicators import WANTED
from index.types import Fact

State = Literal["wanted", "reached", "both"]
_WANTED = re.compile(
    r"目标|计划|原定|预期|\b(?:targets?|targeted|goals?|planned|plan(?:ning)? (?:figure|value)|aimed|wanted|supposed)\b",
    re.I,
)
_REACHED = re.compile(
    r"实际|完成(?!目标|计划)|实现(?!目标|计划)|达到了|做到|结果|\b(?:reached|actual(?:ly)?|achieved|attained|came|turned out|result|outcome|miss(?:ed)?|exceed(?:ed)?|beat|met|fell short|outturn|real(?:ised|ized)?)\b",
    re.I,
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")


def asked_state(text: str, year: int) -> State:
    """Whether a question means what was wanted for a year, what was reached in it, or both.

    Beside other years the word must stand right at the year: "the 2020 target against 2015".
    """
    if len(set(_YEAR.findall(text))) > 1:
        near = re.search(rf"{year}年?末?的?(?:规划|计划)?(.{{0,4}})", text)
        at = re.search(rf"{year}(?:'s)? (\w+)", text) or near
        return "wanted" if at and _WANTED.match(at[1]) else "reached"
    wanted, reached = _WANTED.search(text), _REACHED.search(text)
    if wanted and reached:
        return "both"
    return "wanted" if wanted else "reached"


def pairs_of(facts: Iterable[Fact]) -> Mapping[tuple[str, int], tuple[Fact, Fact]]:
    """For each fact of either state, by document and number, what was wanted and what was reached."""
    known = list(facts)
    reached = {_key(f, f.indicator): f for f in known if not f.indicator.endswith(WANTED)}
    found: dict[tuple[str, int], tuple[Fact, Fact]] = {}
    for fact in known:
        if fact.indicator.endswith(WANTED):
            other = reached.get(_key(fact, fact.indicator.removesuffix(WANTED)))
            if other is not None:
                found[fact.doc, fact.id] = found[other.doc, other.id] = (fact, other)
    return found


def _key(fact: Fact, name: str) -> tuple[object, ...]:
    return fact.sentence, name, fact.subject, fact.years, fact.measure
