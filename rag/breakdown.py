"""What a whole is made of: "where does the money come from", 按领域怎么分, "each of the three zones".

A plan tells the parts of a whole behind 其中, in a list of one sentence (按来源分：……), in the entries
of a box, or under sibling headings.  A question for such a split mostly names the whole only; the
parts are what it asks for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from index.indicators import indicator_key
from index.quantities import classifier
from index.types import Fact
from rag.evidence import fold, is_of_kinds, presence
from rag.finder import RowFinder, Slot, family_key, fits_slot
from rag.operations import Operations, numbers_of_things
from rag.parts import Part, by_whole, each_alone
from rag.rows import Table
from rag.series import Notion, notions_of
from rag.types import Query

_ASKED = {
    "zh": re.compile(
        r"按[^，。；？?]{1,16}?(?:分|划分|拆分|拆开)|(?:用|花|投|去|流)(?:到|在|向)?(?:了)?(?:哪|什么地方)|从哪|打哪|来自哪|(?:谁|哪些?方面)(?:来)?(?:出|掏|承担|负担)|"
        r"(?:由|分)(?:成|为)?(?:哪|几)[个些类块部]|构成|怎么[分拆]|如何(?:分配|构成|划分|分解|安排)|分(?:领域|渠道|类别|来源|地区|县区|片区|区域|行业|产业|用途|等级|级别)|结构(?:如何|怎样|是)|分解|拆分|盘子[^，。]{0,6}怎么|各(?:部分|渠道|来源|方面|板块|片区|领域|类)|每(?:一)?(?:种|类|块|个情景|种情景)|[两二三四五六七八九十](?:大|类|种|片)[^，。；？?]{2,14}?(?:各|分别)"
    ),
    "en": re.compile(
        r"\bbreak(?:s|ing)? ?(?:it )?down\b|\bbroken down\b|\bbreakdown\b|\bsplit(?:s|ting)?\b|\bdivid(?:e[sd]?|ing)\b|\ballocat|\bcomposition\b|\bmade up of\b|\bconsists? of\b|\bcomposed\b|\bcarve"
        r"|\b(?:by|per|from each|for each|each|every) (?:\w+ ){0,2}?(?:source|channel|category|type|class|field|area|sector|scheme|project|district|county|purpose|component|part|level|scenario|zone|region|tier|use)s?\b"
        r"|\bwhere (?:is|does|do|will|are) the (?:\w+ )?(?:money|cash|funding|funds|investment|water|budget)\b|\bwho (?:pays|funds|finances|foots)\b|\b(?!(?:step|one|year|side|day|bit|little|two)\b)(\w+) by \1\b|\bhow (?:is|are|does|will) .{3,80}? (?:spent|used|shared|distributed|financed|funded|made up)\b|\bcomes? from (?:where|which|what)\b"
        r"|\bthe (?:two|three|four|five|six|seven|eight)\b(?! plans| documents| years| indicators)"
        r"|\b(?:two|three|four|five|six|seven|eight) (?:\w+ ){0,2}?(?:industries|sectors|zones|areas|districts|counties|parks|sources|channels|scenarios|categories)\b",
        re.I,
    ),
}
# the words of a split itself, which are told of no part
_FRAME = re.compile(
    r"(?:funding )?(?:source|channel|categor(?:y|ie)|type|scheme|breakdown|split|break|divide|part|pay|each|field|composition)s?|来源|渠道|类别?|领域|构成|部分|方面|情景|片区|三类|几种|每种",
    re.I,
)
_FUNDING = re.compile(r"资金|财政|债券|贷款|信贷|自筹|补助|社会资本|融资|基金|外资")
_FUNDING_ASKED = re.compile(
    r"从哪|打哪|谁|来源|渠道|来自|出资|\bsources?\b|\bchannels?\b|\bwho (?:pays|funds|finances)\b|\bcome from\b|\bfinanced\b|\bfunded\b|\bfoots?\b",
    re.I,
)
_MONEY_ASKED = re.compile(
    r"钱|资金|投资|花|\bmoney\b|\bcash\b|\bfund|\bspend|\binvest|\bbudget|\bpays?\b|\bcost", re.I
)
_MONEY = re.compile(
    r"money|cash|fund(?:s|ing)?|spend(?:ing)?|invest(?:ment)?|budget|pay|cost|钱|资金|投资|总投资",
    re.I,
)
_MEASURES = frozenset({"level", "increment", "cumulative", "share", "growth", "annual growth"})
_AHEAD = re.compile(
    r"要|将|目标|计划|规划|力争|\bshould\b|\bwill\b|\btargets?\b|\bgoals?\b|\bplan(?:s|ned)?\b|\bsupposed\b|\bby\b",
    re.I,
)
_ROLE = 0.05  # what figures are worth that are of the asked state, reached or wanted
_TOLD = 0.5  # share of the question that whole and parts must say
_AS_MANY = 0.3  # what so many parts as the question says are worth
_WHOLE = 0.1  # what a split is worth whose whole is stated
_OF_FUNDING = 0.3  # what the sort of the parts is worth, where a question tells it
_KIND = 0.3  # what figures of another kind than is asked for cost
_CLOSE, _EXACT = 0.02, 0.001  # how far, of its own size, a sum may be from a whole near by, else
_OF_WHOLE = 0.8  # what the words of the whole count beside those of the parts
_AROUND = 0.8  # what the headings and sentences around count beside the words of a figure
_TITLE = 0.9  # what the title and region of a plan count beside the words of its figures
_MOST = 16  # parts
_NEAR = 3  # sentences before a list in which its whole may stand


@dataclass(frozen=True)
class Split:
    """The parts of a whole in reading order; ``whole`` is ``None`` where no figure states it."""

    whole: Fact | None
    parts: tuple[Fact, ...]


def asks_breakdown(query: Query) -> bool:
    """Whether a question asks what something is made of, or for each of so many things."""
    return _ASKED[query.language].search(query.text) is not None


def splits_of(facts: Sequence[Fact], pairs: Sequence[Part]) -> list[Split]:
    """All splits that one document tells; ``facts`` in reading order, ``pairs`` its parts behind 其中."""
    found = [*_behind_of_which(pairs), *_in_lists(facts), *_in_entries(facts)]
    return list({tuple(f.id for f in s.parts): s for s in reversed(found)}.values())


def breakdown_table(
    query: Query, ops: Operations, finder: RowFinder, splits: Mapping[str, Sequence[Split]]
) -> Table | None:
    """The parts of the whole that a question asks to be broken down; ``None`` when no split says
    enough of it.
    """
    notions = [n for n in notions_of(query, ops, finder) if not _FRAME.fullmatch(n.group.source)]
    total = sum(n.weight for n in notions)
    if not total:
        return None
    best: tuple[float, Split] | None = None
    for doc in query.documents or tuple(finder.names):
        for split in splits.get(doc, ()):
            if not _may_answer(split, query, finder):
                continue
            told = sum(n.weight * _told(n, split, finder) for n in notions) / total
            worth = told + _fit(split, query, notions)
            if told >= _TOLD and (best is None or worth > best[0]):
                best = (worth, split)
    if best is None:
        return None
    facts = _with_beside(best[1], query, splits[best[1].parts[0].doc])
    return each_alone(facts, finder.content(query))


def _behind_of_which(pairs: Iterable[Part]) -> Iterator[Split]:
    """The parts behind 其中, those of one whole together."""
    told = (p for p in pairs if not p.part.table and p.part.unit - p.whole.unit in (0, 1))
    for whole, parts in by_whole(told):
        if len(parts) <= _MOST:
            yield Split(whole, tuple(parts))


def _in_lists(facts: Sequence[Fact]) -> Iterator[Split]:
    """Figures of one sort that a sentence lists, with the whole that they add up to."""
    for _, unit in groupby(facts, key=lambda f: f.sentence):
        own = [f for f in unit if f.measure in _MEASURES and not f.table]
        for _, run in groupby(own, key=_sort):
            parts = list(run)
            if not 1 < len(parts) <= _MOST or len({_name(f) for f in parts}) < len(parts):
                continue
            whole = _sum_before(parts, facts)
            if whole is None and own and _sort(own[0]) == _sort(parts[0]) and len(parts) > 2:
                whole = _sum_before(parts[1:], [*facts[: parts[0].id + 1]])
                parts = parts[1:] if whole is parts[0] else parts
            if whole is not None or len(parts) > 2:
                yield Split(whole, tuple(parts))


def _in_entries(facts: Sequence[Fact]) -> Iterator[Split]:
    """One figure of each of several subjects that are told of under one heading or sibling ones."""
    families: dict[tuple[object, ...], dict[str, Fact]] = {}
    for fact in facts:
        if fact.measure not in _MEASURES or not fact.subject:
            continue
        name = indicator_key(fact.indicator).replace(fact.subject, "") or family_key(fact)
        for path in dict.fromkeys((fact.path, fact.path[:-1])):
            key = (path, name, fact.years, *_sort(fact))
            families.setdefault(key, {}).setdefault(fact.subject, fact)
    for own in families.values():
        parts = sorted(own.values(), key=lambda f: f.id)
        if 1 < len(parts) <= _MOST:
            yield Split(_sum_before(parts, facts), tuple(parts))


def _name(fact: Fact) -> tuple[str, str]:
    return fact.subject, fact.indicator


def _sort(fact: Fact) -> tuple[object, ...]:
    quantity = fact.quantity
    unit = classifier(quantity.unit) if quantity.kind == "count" else ""
    return quantity.kind, unit, fact.measure, fact.years


def _sum_before(parts: Sequence[Fact], facts: Sequence[Fact]) -> Fact | None:
    """The figure that some parts add up to, of the same sort: near before them, else anywhere."""
    total = sum(f.quantity.base[0] for f in parts)
    kind = parts[0].quantity.kind
    if kind in ("percent", "points") or not total:
        return None
    own = {f.id for f in parts}
    off = [
        (abs(f.quantity.base[0] - total) / total, f)
        for f in facts
        if f.id not in own and f.quantity.kind == kind
    ]
    near = [f for far, f in off if far <= _CLOSE and 0 <= parts[0].unit - f.unit <= _NEAR]
    return next(iter([*near, *(f for far, f in off if far <= _EXACT)]), None)


def _may_answer(split: Split, query: Query, finder: RowFinder) -> bool:
    """Whether the parts are of the asked time and of the asked places."""
    asked: Sequence[tuple[int, ...]] = [(year,) for year in query.years] or query.periods[:1]
    plan = finder.period(split.parts[0].doc)
    timely = all(
        any(fits_slot(part, Slot(years), plan) or not part.years for years in asked)
        for part in split.parts
        if asked
    )
    return timely and finder.is_asked(query, split.parts[0])


def _told(notion: Notion, split: Split, finder: RowFinder) -> float:
    """How far a split is told of a notion; money as such is told by any sum of money."""
    first = split.parts[0]
    if first.quantity.kind == "CNY" and _MONEY.fullmatch(notion.group.source):
        return 1.0
    title = fold(f"{finder.texts(first)[4]} {finder.region(first.doc)}")
    told = max(
        max(presence(notion.group, _words(part)), _AROUND * finder.presence(part, notion.group))
        for part in split.parts
    )
    if split.whole is not None:
        told = max(told, _OF_WHOLE * finder.presence(split.whole, notion.group))
    return max(told, _TITLE * presence(notion.group, title))


def _words(fact: Fact) -> str:
    """What a figure is called, and its sentence."""
    return fold(f"{fact.subject} {fact.indicator} {fact.text}")


def _fit(split: Split, query: Query, notions: Sequence[Notion]) -> float:
    """How well the sort of the parts fits the question: their kind, number, state and nature."""
    kinds = query.kinds or (("CNY",) if _MONEY_ASKED.search(query.text) else ())
    first = split.parts[0]
    named = any(presence(n.group, fold(first.indicator)) >= 1 for n in notions)
    fit = _ROLE if (first.role == "target") == bool(_AHEAD.search(query.text)) else 0.0
    if first.measure != "level" and not is_of_kinds(first.quantity.kind, query.kinds):
        fit -= _KIND
    elif kinds and not named and not is_of_kinds(first.quantity.kind, kinds):
        fit -= _KIND
    if len(split.parts) in numbers_of_things(query.text):
        fit += _AS_MANY
    if split.whole is not None:
        fit += _WHOLE
    funding = sum(bool(_FUNDING.search(f.indicator)) for f in split.parts) * 2 > len(split.parts)
    if _FUNDING_ASKED.search(query.text):
        fit += _OF_FUNDING if funding else -_OF_FUNDING
    elif funding:
        fit -= _OF_FUNDING
    return fit


def _with_beside(split: Split, query: Query, splits: Sequence[Split]) -> list[Fact]:
    """The parts with those of another kind that the same sentence tells of them, where both kinds
    are asked for ("74个、总投资692亿元").
    """
    kind = split.parts[0].quantity.kind
    facts = list(split.parts)
    for other in splits:
        theirs = other.parts[0].quantity.kind
        same = {f.sentence for f in other.parts} == {f.sentence for f in split.parts}
        asked = is_of_kinds(theirs, query.kinds) and query.parts > 1
        if same and asked and theirs != kind and len(other.parts) == len(split.parts):
            facts += other.parts
            break
    return sorted(facts, key=lambda f: f.id)
