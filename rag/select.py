"""Choosing which figures or sentences answer, and whether anything does."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.types import Document
from rag.asks import GROWN, Ask, is_next
from rag.evidence import (
    CONTENT,
    ROLE_WORDS,
    Corpus,
    Match,
    figure_start,
    figure_texts,
    fold,
    group_weight,
    kind_fit,
    presence,
    years_fit,
)
from rag.places import bare_place, holds
from rag.types import Decision, Query, TermGroup

# below these scores the documents are taken not to answer; calibrated on the dev part of the
# evaluation set, where refusing costs at most one answerable question in twenty
_FIGURE_FLOOR = {"zh": 1.2, "en": 1.0}
_TEXT_FLOOR = {"zh": 0.3, "en": 0.3}
_MISSING_CONTENT = 0.6  # what a missing subject takes from the score, by its weight
_CLOSE = 0.7  # how far behind the best a further asked figure of the same sentence may be


@dataclass(frozen=True)
class Reading:
    """The matches that answer: one for each asked figure, or the sentences of a text answer.

    ``also`` is a further place that states the one asked figure, such as the table beside the text;
    ``asks`` are the asks of a question for several figures, each with its figure or ``None``,
    ``ops`` the operations over them that it names apart.
    """

    matches: tuple[Match, ...]
    decision: Decision
    also: tuple[Match, ...] = ()
    asks: tuple[tuple[Ask, Match | None], ...] = ()
    ops: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether every ask has its figure."""
        return all(match is not None for _, match in self.asks)


def read_answer(
    query: Query, units: Sequence[Match], figures: Sequence[Match], corpus: Corpus
) -> Reading:
    """The answering matches, or a refusal with its reason."""
    if query.asked == "figure":
        reading = _read_figures(query, figures, corpus)
        if reading.matches or not _may_be_words(query, units):
            return reading
    return _read_words(query, units, corpus)


def read_apart(
    asks: Sequence[Ask], chosen: Sequence[Match | None], corpus: Corpus
) -> Reading | None:
    """The figures of several asks as one reading; ``None`` when one of them is no answer to its ask."""
    for ask, match in zip(asks, chosen, strict=True):
        if match is None:
            continue
        query = ask.query
        if _lost_names(query, match, corpus) or not _decide(query, match, corpus).answerable:
            return None
    found = tuple(m for m in chosen if m is not None)
    return Reading(found, Decision(True), asks=tuple(zip(asks, chosen, strict=True)))


def _may_be_words(query: Query, units: Sequence[Match]) -> bool:
    """Whether a question that looks like one for a figure could be answered by words instead."""
    return not query.kinds and not query.years and bool(units) and units[0].coverage > 0.6


def _read_figures(query: Query, figures: Sequence[Match], corpus: Corpus) -> Reading:
    if not figures:
        return Reading((), Decision(False, "figure", _asked_slots(query)))
    if len(query.documents) < 2:
        figures = _of_the_name(query, figures, corpus)
    figures = _grown_first(query, figures)
    documents = _compared(query, figures)
    if documents:
        picked = [m for name in documents for m in _of_document(query, figures, name)[:1]]
    elif len(query.years) > 1 or (query.years and query.periods and query.parts > 1):
        picked = _by_slot(query, figures, corpus)
    else:
        picked = (
            _by_part(query, figures, corpus)
            or _with_change(query, figures)
            or _several(query, figures)
        )
    best = max(picked, key=lambda m: m.score)
    decision = _decide(query, best, corpus, relaxed=len(documents) > 1)
    if not decision.answerable:
        return Reading((), decision)
    also = _also_stated(best, figures) if len(picked) == 1 else ()
    return Reading(tuple(picked), decision, also)


_GROWTH_ASKED = re.compile(
    r"(?:增长|增加|上升|上涨|提高|提升|下降|降低|减少|下跌|回落|涨|降|升)了?(?:多少(?!倍)|百分之(?:几|多少)|几个?(?:百分点|点|成))"
    r"|\b(?:(?:by )?how (?:much|fast|strongly|quickly)|by what (?:percentage|per ?cent)|what percentage)\b[^?;]*\b(?:grow|grew|grown|rise|rose|risen|increase[sd]?|decrease[sd]?|fall|fell|fallen|drop(?:s|ped)?|decline[sd]?|climb(?:s|ed)?|shrink|shrank)\b(?! to\b)",
    re.I,
)
_GROWN = (*GROWN, "increment")
_LOOKED_AT, _NEARLY = 12, 0.1  # figures behind which a growth may stand, and how much less they say
_LESS_SAID = 0.05  # how much less of the question it may say than the best
_GROWTH_BEHIND = 0.6  # how far behind the best figure a growth may be that is asked for


def _grown_first(query: Query, figures: Sequence[Match]) -> Sequence[Match]:
    """The figures, those that tell a change first where just the change is asked for: neither the
    level nor the share beside it says how much it grew.
    """
    if query.parts > 1 or not _GROWTH_ASKED.search(query.text):
        return figures
    best = figures[0]
    levels = [m for m in figures[:_LOOKED_AT] if m.coverage >= best.coverage - _NEARLY]
    grown = [
        m
        for m in figures
        if m.figure
        and m.figure.role in _GROWN
        and m.score >= best.score - _GROWTH_BEHIND
        and (m.coverage >= best.coverage - _LESS_SAID or any(is_next(m, level) for level in levels))
    ]
    return [*grown, *(m for m in figures if m not in grown)]


def _also_stated(best: Match, figures: Sequence[Match]) -> tuple[Match, ...]:
    """The best other place of the same plan that states the figure for the same year."""
    for match in figures[1:12]:
        same_plan = match.chunk.doc == best.chunk.doc and match.unit is not best.unit
        close = match.score > best.score - _CLOSE and not match.missing
        if same_plan and close and not _differs(match, best) and _same_year(match, best):
            return (match,)
    return ()


def _same_year(match: Match, other: Match) -> bool:
    a, b = match.figure, other.figure
    return a is not None and b is not None and a.years == b.years


def _compared(query: Query, figures: Sequence[Match]) -> tuple[str, ...]:
    """The plans that the question sets side by side: named ones, when two figures are asked for."""
    if query.parts < 2 or len(query.documents) < 2:
        return ()
    found = {m.chunk.doc for m in figures}
    return tuple(name for name in query.documents if name in found)[: query.parts]


def _of_document(query: Query, figures: Sequence[Match], name: str) -> list[Match]:
    return [m for m in figures if m.chunk.doc == name]


def _by_slot(query: Query, figures: Sequence[Match], corpus: Corpus) -> list[Match]:
    """The best figure for each year or period, all from one sentence or row when one holds them."""
    slots = [replace(query, years=(year,), periods=()) for year in query.years]
    slots += [replace(query, years=(), periods=(period,)) for period in query.periods]
    by_unit: dict[tuple[str, int], list[Match]] = {}
    for match in figures:
        by_unit.setdefault(match.sentence, []).append(match)
    sets: list[tuple[float, list[Match]]] = []
    for matches in list(by_unit.values())[:12]:
        chosen = _one_a_slot(slots, matches, corpus)
        if len(chosen) == len(slots):
            sets.append((sum(m.score for m in chosen) / len(chosen), chosen))
    if sets:
        score, chosen = max(sets, key=lambda s: s[0])
        if score >= figures[0].score - 0.5:
            return chosen
    found = _one_a_slot(slots, figures, corpus)
    return [m for m in found if m.score >= figures[0].score - _CLOSE] or list(figures[:1])


def _one_a_slot(slots: Sequence[Query], matches: Sequence[Match], corpus: Corpus) -> list[Match]:
    chosen: list[Match] = []
    for slot in slots:
        fitting = [m for m in matches if m not in chosen and _slot_fit(slot, m, corpus) >= 0.1]
        if fitting:
            chosen.append(max(fitting, key=lambda m: m.score + _slot_fit(slot, m, corpus)))
    return chosen


def _slot_fit(slot: Query, match: Match, corpus: Corpus) -> float:
    document = corpus.index.by_name[match.chunk.doc].document
    if match.figure is None:
        return 0.0
    return years_fit(slot, match.figure, document, match.chunk.path) or 0.0


def _with_change(query: Query, figures: Sequence[Match]) -> list[Match]:
    """A level and its growth or share, when both are asked for: they stand in one sentence.

    The percentage is the first behind the level ("产值71.1亿元，同比增长42.1%").
    """
    if query.parts != 2 or not {"growth", "share"} & set(query.roles):
        return []
    levels = [m for m in figures[:12] if m.figure and m.figure.quantity.kind not in _PERCENT]
    for level in levels:
        if _loose(query, level) < figures[0].score - 1.5 * _CLOSE:
            continue
        behind = [m for m in figures if m.unit is level.unit and _follows(level, m)]
        if behind:
            return [level, min(behind, key=figure_start)]
    return []


_PERCENT = ("percent", "points", "multiple")


def _follows(level: Match, match: Match) -> bool:
    """Whether a figure is a percentage that follows a level within 30 characters."""
    if match.figure is None or level.figure is None:
        return False
    gap = match.figure.quantity.start - level.figure.quantity.end
    return match.figure.quantity.kind in _PERCENT and 0 <= gap <= 30


def _by_part(query: Query, figures: Sequence[Match], corpus: Corpus) -> list[Match]:
    """One figure for each part of a question for several, by the words that only that part has.

    Empty when the parts have no words of their own, or their words find the same figure.
    """
    if query.parts < 2:
        return []
    numbers = sorted({g.part for g in query.groups if g.part >= 0})
    near = [m for m in figures[:40] if m.score > figures[0].score - 2 * _CLOSE]
    chosen: list[Match] = []
    for number in numbers:
        own = [g for g in query.groups if g.part == number]
        total = sum(group_weight(g, corpus) for g in own)
        if not total:
            continue
        scored = [(_own_share(m, own, corpus) / total, m) for m in near]
        share, best = max(
            scored, key=lambda pair: pair[0] + 0.8 * _loose(query, pair[1]), default=(0.0, near[0])
        )
        if share >= 0.5 and all(_differs(best, c) for c in chosen):
            chosen.append(best)
    return chosen[: query.parts] if len(chosen) > 1 else []


def _own_share(match: Match, groups: Sequence[TermGroup], corpus: Corpus) -> float:
    """The weight of the groups that stand in the clause of the figure itself."""
    if match.figure is None:
        return 0.0
    own = figure_texts(match.unit, match.figure)[0]
    return sum(group_weight(g, corpus) * presence(g, own) for g in groups)


def _loose(query: Query, match: Match) -> float:
    """The score without what another kind than the question's first costs."""
    return match.score - min(0.0, kind_fit(query, match.figure)) if match.figure else match.score


def _several(query: Query, figures: Sequence[Match]) -> list[Match]:
    """The best figure and, when more are asked for, the next ones that measure something else."""
    chosen = [figures[0]]
    unit = figures[0].unit
    # a second figure may be of another kind than the question's first: how many lines, and how much
    loose = {id(m): _loose(query, m) for m in figures}
    near = [m for m in figures[1:] if loose[id(m)] > figures[0].score - _CLOSE]
    same = sorted((m for m in near if m.unit is unit), key=lambda m: -loose[id(m)])
    for match in [*same, *near]:
        if len(chosen) >= query.parts:
            break
        if all(_differs(match, c) for c in chosen):
            chosen.append(match)
    return chosen


def _differs(match: Match, other: Match) -> bool:
    a, b = match.figure, other.figure
    if a is None or b is None:
        return True
    same_value = a.quantity.base == b.quantity.base and a.quantity.kind == b.quantity.kind
    return not same_value


def _read_words(query: Query, units: Sequence[Match], corpus: Corpus) -> Reading:
    if not units:
        return Reading((), Decision(False, "nothing", ()))
    units = _dated_first(query, _of_the_name(query, units, corpus))
    best = units[0]
    decision = _decide(query, replace(best, score=best.coverage + 0.1), corpus, words=True)
    if not decision.answerable:
        return Reading((), decision)
    return Reading(tuple(_sentences(query, units)), decision)


_WHEN_ASKED = re.compile(
    r"什么时候|何时|几时|哪一?[年天月]|几月|什么时间|哪个季度|\bwhen\b|\b(?:what|which) (?:date|year|month|day|quarter)\b|\bby what (?:date|time)\b",
    re.I,
)
_WHEN_TOLD = re.compile(
    r"(?:19|20)\d{2}\s*年|\d{1,2}\s*月|季度|(?:19|20)\d{2}[-.]\d{1,2}[-.]\d{1,2}"
)
_LESS_TOLD = 0.2  # how much less of a question a sentence may say that tells when


def _dated_first(query: Query, units: Sequence[Match]) -> Sequence[Match]:
    """The sentences, those that tell a date before the others where it is asked when."""
    if not _WHEN_ASKED.search(query.text) or _WHEN_TOLD.search(units[0].unit.text):
        return units
    floor = units[0].coverage - _LESS_TOLD
    dated = [m for m in units[:8] if m.coverage >= floor and _WHEN_TOLD.search(m.unit.text)]
    return [*dated, *(m for m in units if m not in dated)]


def _sentences(query: Query, units: Sequence[Match]) -> list[Match]:
    """The best sentence; for a list also what belongs to it in the same passage."""
    best = units[0]
    chosen = [best]
    for match in units[1:6]:
        near = match.chunk is best.chunk and abs(match.unit.id - best.unit.id) <= 1
        strong = match.coverage >= best.coverage - 0.12 and match.own >= 0.6 * best.own
        if len(chosen) < 2 and strong and (near or query.asked == "list"):
            chosen.append(match)
    bodies = _bodies_of(best) if _BODIES_ASKED.search(query.text) else None
    return [best, bodies] if bodies else chosen


_BODIES_ASKED = re.compile(
    r"部门|单位(?:负责|牵头|管)|归谁|谁(?:来)?(?:负责|牵头|管)|由谁|责任单位|主管|牵头单位"
    r"|\b(?:departments?|bureaus?|agenc(?:y|ies)|authorit(?:y|ies)|offices?|bod(?:y|ies))\b|\bwho (?:is|are|will be) (?:in charge|responsible)|\bin charge of\b|\bresponsible for\b",
    re.I,
)
# the bodies that a plan names in brackets behind a task
_BODIES = re.compile(
    r"[（(〔][^（）]{2,160}(?:局|委|厅|部|办|办公室|政府|管委会|公司|中心|院|银行|行)(?:等)?(?:按职责)?(?:分工)?(?:负责|牵头|配合|参与)?[)）〕]?。?"
)
_BODIES_NEAR = 6  # sentences behind a task in which they stand


def _bodies_of(match: Match) -> Match | None:
    """The sentence that names the bodies in charge of a task, behind it in its passage."""
    later = [u for u in match.chunk.units if 0 < u.id - match.unit.id <= _BODIES_NEAR]
    found = next((u for u in later if _BODIES.fullmatch(u.text.strip())), None)
    return replace(match, unit=found, figure=None) if found else None


def _decide(
    query: Query, best: Match, corpus: Corpus, relaxed: bool = False, words: bool = False
) -> Decision:
    weights = {g.source: group_weight(g, corpus) for g in query.groups}
    total = sum(weights.values()) or 1.0
    lost = () if relaxed else _lost_names(query, best, corpus)
    if lost:
        return Decision(False, "name", lost)
    content = [g for g in best.missing if g.category in CONTENT and not ROLE_WORDS.search(g.source)]
    share = sum(weights[g.source] for g in content) / total
    floor = (_TEXT_FLOOR if words else _FIGURE_FLOOR)[query.language]
    score = best.score - (0.0 if words else _MISSING_CONTENT * share)
    unknown = [g for g in query.groups if not g.terms]
    if words and unknown and len(query.groups) - len(unknown) <= 1:
        return Decision(False, "nothing", ())  # too little of the question is understood
    if words and share > 0.5:
        return Decision(False, "subject", tuple(g.source for g in content))
    if score < floor:
        reason = "subject" if content else "weak"
        return Decision(False, reason, tuple(g.source for g in content) or _asked_slots(query))
    if not words and best.figure and query.kinds and kind_fit(query, best.figure) <= -0.3:
        return Decision(False, "kind", _asked_slots(query))
    return Decision(True)


def _of_the_name(query: Query, matches: Sequence[Match], corpus: Corpus) -> Sequence[Match]:
    """The matches that speak of the asked place or company, when any does: others never answer."""
    fitting = [m for m in matches if not _lost_names(query, m, corpus)]
    return fitting or matches


def _lost_names(query: Query, match: Match, corpus: Corpus) -> tuple[str, ...]:
    """Names in the question that neither the match nor its headings and plan hold."""
    named = match.chunk.doc in query.documents
    document = corpus.index.by_name[match.chunk.doc].document
    return tuple(
        g.source
        for g in match.missing
        if g.critical
        and not (named and holds(g, document.region, corpus.wide))
        and not _is_the_zone(g, match, document)
    )


_ZONE_KIND = re.compile(
    r"(?:国家级)?(?:综合?保税?区|经(?:济技术)?开(?:发)?区|高(?:新技术产业开发|新)区|出口加工区|自由?贸易?试验?区|工业园区?)$"
)


def _is_the_zone(group: TermGroup, match: Match, document: Document) -> bool:
    """Whether a zone is told by its kind alone in a plan of its place: the 综合保税区 of a Lhasa plan
    is the one of Lhasa.
    """
    if group.category != "park":
        return False
    text = fold(" ".join((match.unit.text, match.unit.context, *match.chunk.path)))
    for term in group.terms:
        kind = _ZONE_KIND.search(term)
        place = bare_place(term[: kind.start()]) if kind else ""
        if kind is None or len(place) < 2 or place not in f"{document.region}{document.title}":
            continue
        if fold(kind.group()) in text or any(
            k and fold(k.group()) in text for k in map(_ZONE_KIND.search, group.terms)
        ):
            return True
    return False


def _asked_slots(query: Query) -> tuple[str, ...]:
    years = tuple(str(year) for year in query.years)
    periods = tuple(f"{first}–{last}" for first, last in query.periods)
    return (*years, *periods)
