"""The asks of a question spelled out, each read anew as a question of its own.

An ask that is cut out of a question keeps words of the others, and things that no glossary knows
cannot be told apart by their notions.  Here each ask is a text ("What levels is the zone aiming at
for police visibility?"), understood as if it were asked alone; what it leaves unsaid it takes from
the asks before it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from rag.asks import (
    MOST_ASKS,
    Ask,
    Way,
    by_year,
    is_own,
    plain_text,
    stands_inside,
    with_back_references,
)
from rag.coordination import listings
from rag.phrases import groups_in, is_subject
from rag.types import Query

_READINGS = 3  # ways in which the lists of one question are read

Understand = Callable[[str], Query]


def spelled_ways(
    query: Query, asks: Sequence[Ask], ops: tuple[str, ...], understand: Understand
) -> list[Way]:
    """The ways to take a question apart into questions for one figure each, the likeliest first; []
    for one that asks for one figure.  ``asks`` and ``ops`` are the question's sequence.
    """
    found: dict[tuple[str, ...], Way] = {}
    for chosen in spelled_questions(query, asks, understand):
        single = [one for ask in with_back_references(chosen) for one in by_year(ask)]
        if 1 < len(single) <= MOST_ASKS:
            way = Way(tuple(single), ops)
            found.setdefault(tuple(a.query.text for a in way.asks), way)
    return list(found.values())[:_READINGS]


def spelled_questions(
    query: Query, asks: Sequence[Ask], understand: Understand
) -> Iterator[list[Ask]]:
    """The readings of a question as questions of their own, each with all its years: one for each
    ask, then with their lists taken apart.  ``asks`` are the question's sequence.
    """
    if not asks:
        text = plain_text(query)
        asks = [Ask(replace(query, text=text), (), (), clause=text)]
    read = [_readings(ask, query, understand) for ask in asks]
    # several asks as they stand first, then with their lists taken apart
    tried = [[own[-1] for own in read]] if len(asks) > 1 else []
    tried += [[own[min(n, len(own) - 1)] for own in read] for n in range(max(map(len, read)))]
    for reading in tried:
        yield _told_apart([one for own in reading for one in own])


def _readings(ask: Ask, query: Query, understand: Understand) -> list[list[Ask]]:
    """The asks that one ask may be: those of each reading of its list, else itself."""
    whole = ask.query.text
    before = whole.removesuffix(ask.clause)
    lists = _listed(ask.clause, query)
    if not lists and before.strip():
        before, lists = "", _listed(whole, query)
    return [
        [_spelled(ask, f"{before}{text}", text, query, understand) for text in texts]
        for texts in (*lists[:_READINGS], (ask.clause if before else whole,))
        if len(texts) <= MOST_ASKS
    ]


def _listed(text: str, query: Query) -> list[tuple[str, ...]]:
    """The texts of each reading of the lists of a text."""

    def is_term(start: int, end: int) -> bool:
        return stands_inside((start, end), text, query.groups)

    return [one.texts for one in listings(text, is_term, query.language == "zh")]


def _spelled(ask: Ask, text: str, clause: str, query: Query, understand: Understand) -> Ask:
    """One ask, its text read as a question with what the asks before it say of place and plan."""
    read = understand(text)
    own = groups_in(ask.query.text, query.groups, query.language == "zh")
    taken = tuple(g for g in ask.query.groups if g not in own and g not in read.groups)
    when = (read.years, read.periods)
    dated = any(when)
    years, periods = when if dated else (ask.query.years, ask.query.periods)
    alone = replace(
        read,
        groups=(*read.groups, *taken),
        years=years,
        periods=periods,
        documents=read.documents or ask.query.documents,
        regions=read.regions or ask.query.regions,
        parts=1,
    )
    return replace(ask, query=alone, dated=dated, clause=clause)


def _told_apart(asks: Sequence[Ask]) -> list[Ask]:
    """The asks with the notions that only each of them has."""
    found = []
    chinese = bool(asks) and asks[0].query.language == "zh"
    said = [groups_in(a.clause, a.query.groups, chinese) for a in asks]
    for number, (ask, inside) in enumerate(zip(asks, said, strict=True)):
        others = {g.source for n, own in enumerate(said) if n != number for g in own}
        own = tuple(g for g in inside if g.source not in others and is_own(g, chinese))
        own = own or tuple(g for g in inside if g.source not in others and is_subject(g))
        what = own or tuple(g for g in inside if is_own(g, chinese)) or ask.what
        found.append(replace(ask, own=own, what=what))
    return found
