"""Both ends of a change that one sentence tells: "由21起下降到7起"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from index.facts import fact_key, is_move
from index.types import Fact
from rag.evidence import fold, presence
from rag.finder import Asked, RowFinder, Slot, Stated, named_alike
from rag.joint import asks_often
from rag.operations import CHANGES, Operations
from rag.phrases import Phrase
from rag.rows import Table
from rag.series import Notion, notions_of
from rag.terms import NAME_CATEGORIES
from rag.types import Query

Move = tuple[Fact, Fact]
_FROM_TO = re.compile(
    r"[从由](?:原来的?|过去的?)?(?:多少|几|百分之几|什么水平).{0,12}(?:到|至|为)(?:了)?(?:多少|几|百分之几|什么水平)"
    r"|\bfrom (?:what|how (?:many|much))\b|\bbefore and after\b|\bfrom what .* to what\b",
    re.I,
)
_TOLD = 0.65  # share of the question that the ends must say
_OWN = 0.9  # presence from which a notion stands in a name
_GAIN = 0.15  # share of the question that a further change must add


def moves_of(facts: Sequence[Fact]) -> list[Move]:
    """The figures of a document that a sentence tells as begin and end of one change."""
    return [
        (begin, end)
        for begin, end in pairwise(facts)
        if begin.sentence == end.sentence
        and not begin.table
        and fact_key(begin) == fact_key(end)
        and is_move(begin, end)
    ]


def asks_move(query: Query, ops: Operations) -> bool:
    """Whether a question asks how far one thing changed, or from what to what."""
    changes = CHANGES & {*ops.ops, *ops.rates}
    return bool(changes) or _FROM_TO.search(query.text) is not None


def move_table(
    query: Query, ops: Operations, finder: RowFinder, moves: Mapping[str, Sequence[Move]]
) -> tuple[Table, float] | None:
    """Both ends of the change that a question asks for and how much of it they say; ``None`` when
    no sentence tells them.  ``moves`` are those of each document.
    """
    notions = notions_of(query, ops, finder)
    total = sum(n.weight for n in notions)
    pool = [m for m in _asked(query, ops, finder, moves) if _is_named(m[1], notions)]
    degrees = {m: {n: finder.presence(m[1], n.group) for n in notions} for m in pool}
    chosen: list[Move] = []
    held: dict[Notion, float] = dict.fromkeys(notions, 0.0)
    while pool and total:
        best = max(pool, key=lambda m: _said({**held, **_more(held, degrees[m])}))
        gain = _said(_more(held, degrees[best])) - _said(held)
        if gain < _GAIN * total or (chosen and best[0].sentence != chosen[0][0].sentence):
            break
        chosen.append(best)
        held = _more(held, degrees[best])
        pool = [m for m in pool if m != best] if asks_often(query) else []
    if not chosen or _said(held) < _TOLD * total:
        return None
    groups = finder.content(query)
    phrases = [Phrase(f"{query.text} {end.id}", groups) for _, end in chosen]
    cells = tuple(
        Stated(Asked(phrase, Slot(f.years), f.doc), f)
        for phrase, move in zip(phrases, chosen, strict=True)
        for f in move
    )
    return Table("cells", cells, tuple(phrases)), _said(held) / total


def _is_named(fact: Fact, notions: Sequence[Notion]) -> bool:
    """Whether the name of a figure holds anything that is asked about, beside places."""
    name = fold(fact.indicator)
    things = (n.group for n in notions if n.group.category not in (*NAME_CATEGORIES, "name"))
    return any(presence(group, name) >= _OWN for group in things)


def _said(held: Mapping[Notion, float]) -> float:
    return sum(notion.weight * degree for notion, degree in held.items())


def _more(held: Mapping[Notion, float], own: Mapping[Notion, float]) -> dict[Notion, float]:
    """How far each notion is said when a further change is told."""
    return {notion: max(degree, own[notion]) for notion, degree in held.items()}


def _asked(
    query: Query, ops: Operations, finder: RowFinder, moves: Mapping[str, Sequence[Move]]
) -> Iterator[Move]:
    """The changes between the asked times; a gap is one to a target."""
    for doc in query.documents or finder.names:
        for begin, end in moves[doc]:
            ahead = "gap" not in ops.ops or end.role == "target"
            if ahead and _is_of_time(query, begin, end) and finder.is_asked(query, end):
                yield begin, end


def _is_of_time(query: Query, begin: Fact, end: Fact) -> bool:
    """Whether a change is one between the asked years, or over the asked period."""
    if query.years:
        return set(query.years) <= {*begin.years, *end.years}
    if not query.periods:
        return True
    first, last = query.periods[0]
    before = not begin.years or begin.years[-1] in (first, first - 1)
    return before and end.years[-1:] == (last,)


def tells_one_change(table: Table) -> bool:
    """Whether a table holds the ends of changes of one thing and nothing beside."""
    facts = table.facts
    return len(facts) == len(table.cells) and len(facts) > 1 and named_alike(facts)
