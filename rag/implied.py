"""What two stated figures imply of a third that the plan does not state.

A part and its share in a whole imply the whole (part ÷ share); what was reached and by how much it
passed a goal imply the goal.  Both operands stand in one sentence or row; the third is worked out
only where a question asks for what follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from index.indicators import indicator_key
from index.types import Fact
from rag.evidence import fold, presence
from rag.finder import RowFinder, Slot, fits_slot
from rag.operations import Operations
from rag.parts import each_alone
from rag.rows import Table
from rag.series import notions_of
from rag.types import Query

Sort = Literal["whole", "goal"]
_FOLLOWS = re.compile(
    r"推算|倒推|反推|倒算|反算|折算|意味|隐含|按此|据此|照此|由此|那么?[^，。？?]{0,16}(?:总共|大概|大约|是多少|多少|一共)|当初|原定|原来(?:定|规划)"
    r"|\bimpl(?:y|ies|ied)\b|\bwork(?:ed|ing)? (?:back|out)\b|\bback[- ]calculat|\bby that arithmetic\b|\bso what was\b|\bmean(?:s)? for\b|\bwhat (?:was|were) (?:that|the) (?:\w+ ){0,2}(?:goal|target)\b|\bmust .* have been\b",
    re.I,
)
_PASSED = re.compile(
    r"(?P<way>超过|超出|超|高于|低于)[^，。；\d]{0,10}(?:目标|计划|预期)[^，。；\d]{0,6}$"
)
# a goal is asked for by what became of it: what was it, when it was passed by 6 points?
_PASSING = re.compile(
    r"超|高出|当初|原定|原来|\b(?:beat|exceed|pass|surpass|above|below|original|miss|fell short)",
    re.I,
)
_TOLD = 0.5  # share of the question that the operands must say
_WHOLE = 0.6  # presence from which a whole is called by a notion
_MOST = 4


@dataclass(frozen=True)
class Implied:
    """Two stated figures: a part and its share in the whole, or what was reached and by how much it
    passed its goal.
    """

    sort: Sort
    known: Fact
    rate: Fact


def asks_implied(text: str) -> bool:
    """Whether a question asks for what follows from stated figures."""
    return _FOLLOWS.search(text) is not None


def implied_by(facts: Sequence[Fact]) -> list[Implied]:
    """All such pairs of one document."""
    by_sentence: dict[tuple[str, int], list[Fact]] = {}
    for fact in facts:
        by_sentence.setdefault(fact.sentence, []).append(fact)
    return [pair for own in by_sentence.values() for pair in _of_sentence(own)]


def _of_sentence(facts: Sequence[Fact]) -> Iterator[Implied]:
    for rate in facts:
        if rate.measure == "share" and "占" in rate.indicator:
            part = indicator_key(rate.indicator.split("占")[0])
            for known in facts:
                same = (known.subject, known.years) == (rate.subject, rate.years)
                level = known.measure in ("level", "cumulative")
                if same and level and indicator_key(known.indicator) == part:
                    yield Implied("whole", known, rate)
        if rate.quantity.kind == "points" and _PASSED.search(rate.text[: rate.quantity.start]):
            reached = [f for f in facts if f.id < rate.id and f.quantity.kind == "percent"]
            if reached:
                yield Implied("goal", reached[-1], rate)


def passes(rate: Fact) -> bool:
    """Whether what was reached lies above its goal, not below it."""
    told = _PASSED.search(rate.text[: rate.quantity.start])
    return told is None or told["way"] != "低于"


def implied_table(
    query: Query, ops: Operations, finder: RowFinder, known: Mapping[str, Sequence[Implied]]
) -> Table | None:
    """The operands of what a question asks to follow from them, each known figure before its rate;
    ``None`` where no pair says enough.
    """
    notions = notions_of(query, ops, finder)
    total = sum(n.weight for n in notions)
    docs = query.documents or tuple(finder.names)
    worth: list[tuple[float, int, Implied]] = []
    for number, pair in enumerate(p for doc in docs for p in known[doc]):
        if not finder.is_asked(query, pair.known) or not _timely(query, pair, finder):
            continue
        told = sum(
            n.weight * max(finder.presence(f, n.group) for f in (pair.known, pair.rate))
            for n in notions
        )
        if total and told / total >= _TOLD and _asks_third(query, pair):
            worth.append((told / total, -number, pair))
    if not worth:
        return None
    best = max(worth)[0]
    chosen = [pair for value, _, pair in sorted(worth, reverse=True) if value >= best - 0.01]
    cells = [f for pair in chosen[:_MOST] for f in (pair.known, pair.rate)]
    return each_alone(cells, finder.content(query), sides=True)


def _timely(query: Query, pair: Implied, finder: RowFinder) -> bool:
    plan = finder.period(pair.known.doc)
    slots = [Slot((year,)) for year in query.years] or [Slot(p) for p in query.periods]
    return not slots or any(fits_slot(pair.rate, slot, plan) for slot in slots)


def _asks_third(query: Query, pair: Implied) -> bool:
    """Whether the question names the whole that a share is taken of, or a goal that was passed."""
    if pair.sort == "goal":
        return _PASSING.search(query.text) is not None
    whole = fold(pair.rate.indicator.split("占", 1)[1])
    shared = re.search(
        r"占|比重|份额|[%％]|\bshares?\b|\bper ?cent|\bportion|\bproportion", query.text, re.I
    )
    things = [g for g in query.groups if g.terms]
    return bool(shared) and any(presence(g, whole) >= _WHOLE for g in things)
