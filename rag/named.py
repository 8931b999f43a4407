"""One indicator of several places or things that a question lists by name: 甲县、乙县和丙镇2025年的人口."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from index.types import Fact
from rag.evidence import fold, is_of_kinds
from rag.finder import Asked, RowFinder, Slot, Stated, alike, family_key, fits_slot, level, slots_in
from rag.operations import Operations, is_place
from rag.phrases import Phrase
from rag.places import GENERAL_PLACES, bare_place
from rag.rows import Table
from rag.series import Notion, notions_of
from rag.types import Query, TermGroup

_KIND = 0.3  # what a figure of the asked kind is worth more
_ONE_TABLE = 0.1  # what figures under one heading are worth more
_IN_HEADING = 0.9  # what a table's title tells of its columns
_TOLD = 0.5  # share of the rest of a question that the figures must be told of


@dataclass(frozen=True)
class _Listed:
    """What a question lists by name in one document: each subject with the words that name it."""

    doc: str
    subjects: Mapping[str, TermGroup]


def named_table(
    query: Query, ops: Operations, finder: RowFinder
) -> tuple[Table, frozenset[str]] | None:
    """The figures of all listed subjects for each asked year, and the subjects; ``None`` when fewer
    than two are listed or one of them has no figure of the indicator that is asked for.
    """
    times = slots_in(query) or [Slot()]
    found = [
        chosen
        for doc in query.documents or tuple(finder.names)
        if (listed := _listed(query, doc, finder)) is not None
        if (chosen := _best(query, ops, listed, times, finder)) is not None
    ]
    worth, facts = max(found, key=lambda c: c[0], default=(0.0, []))
    if worth < _TOLD:
        return None
    phrases = {f.subject: Phrase(f.subject, finder.content(query)) for f in facts}
    cells = tuple(
        Stated(Asked(phrases[f.subject], Slot(f.years), f.doc), f)
        for subject in phrases
        for f in facts
        if f.subject == subject
    )
    shape = "cells" if len(times) == 1 else "family"
    return Table(shape, cells, tuple(phrases.values())), frozenset(phrases)


def _listed(query: Query, doc: str, finder: RowFinder) -> _Listed | None:
    """The subjects of a document that a question names, in its order; ``None`` for fewer than two."""
    subjects = dict.fromkeys(f.subject for f in finder.facts_of(doc))  # in reading order
    subjects.pop(finder.region(doc), None)
    named: dict[str, TermGroup] = {}
    for group in query.groups:
        own = [s for s in subjects if _names(group, s)] or _begun_by(group, subjects)
        named |= dict.fromkeys(list(filter(is_place, own)) or own, group)
    if len({g.source for g in named.values()}) < 2:
        return None
    if further_listed(query, named):
        return None
    order = sorted(named, key=lambda s: query.text.find(bare_place(s)))
    return _Listed(doc, {s: named[s] for s in order})


_JOIN = re.compile(r"[、和与及]|以及")
_OF_NAMES = frozenset(("", "place", "park", "name", "company", "unknown"))


def further_listed(query: Query, subjects: Iterable[str]) -> tuple[str, ...]:
    """The names that a Chinese question lists beside those of subjects: 西岭 in 东溪、青岩、西岭三地."""
    names = [bare_place(subject) for subject in subjects]
    found: list[str] = []
    for clause in re.split(r"[，。？?；：:]", query.text):
        items = _JOIN.split(clause)
        held = [any(name in item for name in names) for item in items]
        if sum(held) < 2:
            continue
        last = len(held) - 1 - held[::-1].index(True)
        further = items[last + 1 : last + 2] if _ends_with(items[last], names) else []
        beside = [item for item, own in zip(items[:last], held, strict=False) if not own]
        found += [g.source for g in query.groups for item in (*beside, *further) if _is(g, item)]
    return tuple(dict.fromkeys(found))


def _is(group: TermGroup, item: str) -> bool:
    """Whether an item of a list begins or ends with a name, which no dictionary need know."""
    named = group.category in _OF_NAMES and group.source not in GENERAL_PLACES
    return named and (item.startswith(group.source) or item.endswith(group.source))


def _ends_with(item: str, names: Sequence[str]) -> bool:
    return any(re.search(rf"{re.escape(name)}[市县区镇乡]?$", item) for name in names)


def _names(group: TermGroup, subject: str) -> bool:
    """Whether a notion is the name of a subject, of a place without the word for its rank as well."""
    own = fold(subject)
    return any(
        len(term) > 1 and (fold(term) == own or bare_place(term) == bare_place(subject))
        for term in group.terms
    )


def _begun_by(group: TermGroup, subjects: Iterable[str]) -> list[str]:
    """The one park or place whose name begins with a name of the question: 星湾 for 星湾光电产业园;
    [] when several do, or the question names more than its beginning.
    """
    if not group.critical:
        return []
    own = [s for s in subjects if any(len(t) > 1 and s.startswith(t) for t in group.terms)]
    return own if len(own) == 1 else []


def _best(
    query: Query, ops: Operations, listed: _Listed, times: Sequence[Slot], finder: RowFinder
) -> tuple[float, list[Fact]] | None:
    """The figures of the indicator that says most of the question, and how much."""
    things = {g.source for g in listed.subjects.values()}
    notions = [n for n in notions_of(query, ops, finder) if n.group.source not in things]
    if not sum(n.weight for n in notions):
        return None
    return max(
        (
            (_worth(facts, query, notions, finder), facts)
            for facts in _families(listed, times, finder)
        ),
        key=lambda c: c[0],
        default=None,
    )


def _families(listed: _Listed, times: Sequence[Slot], finder: RowFinder) -> Iterator[list[Fact]]:
    """For each indicator the figures of all listed subjects at all asked times, if all have one."""
    plan = finder.period(listed.doc)
    own = [f for f in finder.facts_of(listed.doc) if f.subject in listed.subjects]
    first = next(iter(listed.subjects))
    for like in (f for f in own if f.subject == first and fits_slot(f, times[0], plan)):
        key = family_key(like)
        alikes = [
            f
            for f in own
            if (f.quantity.kind, f.measure) == (like.quantity.kind, like.measure)
            and level(f) == level(like)
            and alike(family_key(f), key)
        ]
        chosen = [
            max(near, key=lambda f: (f.path == like.path, f.table == like.table, -f.id))
            for subject in listed.subjects
            for time in times
            if (near := [f for f in alikes if f.subject == subject and fits_slot(f, time, plan)])
        ]
        if len(chosen) == len(listed.subjects) * len(times):
            yield chosen


def _worth(
    facts: Sequence[Fact], query: Query, notions: Sequence[Notion], finder: RowFinder
) -> float:
    """How much of what is asked of the subjects their figures are told of; more for the asked kind."""
    total = sum(n.weight for n in notions)
    told = sum(n.weight * finder.presence_under(facts[0], n.group, _IN_HEADING) for n in notions)
    told /= total
    kind = not query.kinds or is_of_kinds(facts[0].quantity.kind, query.kinds)
    together = len({f.path for f in facts}) == 1
    return told + (0.0 if kind else -_KIND) + (_ONE_TABLE if together else 0.0)
