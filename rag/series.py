"""Which series of stated figures a question means, chosen together.

A series is one indicator of one subject of one plan over the years.  The series of an answer are
chosen as a weighted cover: the one that holds most of the question first, then, for what it leaves
out, the one that adds most and is most like those chosen before.  "The output of leather and of
oxygen" so needs two series that share the output, however the question is worded or cut.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from index.facts import fact_key, is_rate
from index.indicators import indicator_key
from index.types import Fact, Period
from rag.evidence import fold, presence
from rag.finder import (
    RowFinder,
    Slot,
    alike,
    family_key,
    fits_slot,
    kind_hints,
    level,
)
from rag.guard import without_rate
from rag.operations import CHANGES, GROWTH_RATES, PAIRWISE, Operations
from rag.phrases import Phrase, is_known, is_subject
from rag.places import names_region
from rag.rows import asks_whether_agreed
from rag.terms import NAME_CATEGORIES
from rag.types import Query, TermGroup

_IN_NAME, _IN_CLAUSE, _IN_CONTEXT, _IN_SENTENCE, _IN_TITLE = 1.0, 0.85, 0.7, 0.5, 0.7
_SUBJECT_CONTEXT = 0.9  # a place, park or industry may as well stand in the headings
_HELD = 0.65  # degree from which a notion is said by a series
_BUILT = 2.0  # weight of what is done with works
_CLASS = 3.0  # weight of a class named by a figure (亿元级), about that of a rare word
_GUESSED = 0.4  # weight of a word that only a general dictionary knows, of the glossary's 1
_GAIN = 0.08  # share of the question that a further series must add
_ENOUGH = 1.6  # weight of what it adds from which any further series is worth it
_WORKED_WITH = PAIRWISE | {"sum"}
_RANKED = 400  # series looked at
_SAYS_NOTHING = 0.01
_LIKE_FIRST = 0.55  # of the first series' score that a further one must have
_VAGUER = 0.4  # how much less of its name the question may account for, for a stand-in
_PERIOD = 0.8  # what a figure of a whole period counts for its last year
_SENTENCES = 12  # sentences whose figures are looked at together
ONE_PLACE = 0.1  # what figures gain that all stand in one sentence
_FIT = 0.5  # what the fit of the single figures counts beside what they say together
_TABLE = 0.05  # a figure of an indicator table goes before one told in passing
_SYNONYM = 0.03  # what a later synonym of a notion counts less
_CHANGE = re.compile(
    r"^(?:百分|[高多超]出|增加|增长|上升|提高|提升|扩大|扩张|上涨|增幅|增速|涨幅|增量|减少|下降|降低|翻番|翻一番|倍增|缺口|差距|差额|差异|达到|实现|目标|指标|占比|比重|份额|比例|年均|平均|合计|总计|总和|总量|数量|数额|占(?:全[国省市区县州])?(?:的)?(?:比重|比例|份额|比)|百分|期末|期初|基期|现状|水平|要求|计划|规划)$"
)


GROWS = re.compile(
    r"增长|增速|增幅|涨|增了|下降|降低|\bgr[oe]w|\bris(?:e|en|ing)\b|\brose\b|\bincreas|\bfall|\bdrop|\bfast",
    re.I,
)
_SHARES = re.compile(
    r"占|比重|比例|率|份额|几成|百分之|\bshare|\bproportion|\brates?\b|\bportion|\bper ?cent|\bpart of",
    re.I,
)


_AND_THERE = re.compile(r"呢[？?]?$|各")  # 西藏多少，区外呢
POINTS = re.compile(r"百分点|\bpercentage points?\b", re.I)


@dataclass(frozen=True)
class Series:
    """One indicator of one subject of one plan: its figures in order of their years."""

    doc: str
    subject: str
    kind: str
    level: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Notion:
    """A group of the question with its weight; ``sure`` when the glossary or the plans know it."""

    group: TermGroup
    weight: float
    sure: bool


def notions_of(query: Query, ops: Operations, finder: RowFinder) -> list[Notion]:
    """What a question speaks of, without the words of the operation."""
    found = []
    said = " ".join(g.source for g in query.groups).lower()
    acronyms = [
        TermGroup(word, (word,), "indicator")
        for word in dict.fromkeys(_ACRONYM.findall(query.text))
        if word.lower() not in said and finder.occurs(word)
    ]
    for group in (*query.groups, *acronyms, *asked_figures(query.text)):
        if not group.terms or any(_CHANGE.match(t) for t in group.terms[:2]):
            continue
        sure = (is_known(group) and group.category not in ("part", "example")) or (
            query.language == "zh" and finder.names_a_figure(group)
        )
        weight = finder.weight((group,)) * (1.0 if sure else _GUESSED)
        if group.category == "figure":
            weight = _CLASS
        works = tuple(t for t in group.terms if _WORKS.fullmatch(t))
        if works:  # 新建 and 改扩建 are different roads, though both are 建设
            group, weight = replace(group, terms=works), max(weight, _BUILT)
        if weight > 0:
            found.append(Notion(group, weight, sure))
    return found


_ANY_PARK = re.compile(r"(?:各|全部|所有)?(?:产业|工业)?园区?")
_RANK = re.compile(r"(?:国家|自治区|自治州|省|市|区|县|州|地市|地市县|部|世界)级(?:及?以上)?")
_WORKS = re.compile(r"新建|改扩建|改建|扩建|续建")
_ACRONYM = re.compile(r"(?<![A-Za-z])[A-Z][A-Za-z]?[A-Z\d][A-Z\d.]*(?![a-z])")
_FIGURE = re.compile(
    r"(?<![\d.])(?P<n>\d+(?:\.\d+)?|[一二三四五六七八九十百]*)(?P<unit>[亿万千]元?|%)(?P<after>以上|以下|及以上|级)?(?![\d年])"
    r"|过(?P<passed>[亿万千]元?)(?=元|的|[\u4e00-\u9fff]*(?:企业|园区|项目|产业))"
)


def asked_figures(text: str) -> list[TermGroup]:
    """Classes that a question names by a figure: 30亿以上 (its other form 30亿元以上), 亿元级."""
    found = []
    for match in _FIGURE.finditer(re.sub(r"\s", "", text)):
        if match["passed"]:  # 产值过亿元的企业
            unit = f"{match['passed'].removesuffix('元')}元"
            found.append(TermGroup(match.group(), (f"过{unit}", f"1{unit}以上"), "figure"))
            continue
        unit = match["unit"] + (
            "" if match["unit"].endswith(("元", "%")) or not match["after"] else "元"
        )
        if match["n"] or match["after"]:
            found.append(
                TermGroup(
                    match.group(),
                    (f"{match['n']}{unit}{match['after'] or ''}", f"{match['n']}{unit}"),
                    "figure",
                )
            )
    return found


# parts of an indicator's name that say nothing of what it is
_PLAIN_NAME = re.compile(r"^(?:自治区|[全我本][区省市县])|及?以上|(?:数量|总数|个数|总量)$")
_FITS = {
    "level": {"growth": -0.3, "annual growth": -0.3, "change": -0.25, "multiple": -0.25},
    "growth": {"growth": 0.25, "change": 0.1, "level": -0.25, "cumulative": -0.25, "share": -0.2, "multiple": -0.2},
    "share": {"share": 0.2, "level": -0.2, "cumulative": -0.2, "growth": -0.3, "annual growth": -0.3, "change": -0.3},
    "multiple": {"multiple": 0.3, "level": -0.2, "growth": -0.3, "annual growth": -0.3},
}  # fmt: skip
_ADDED = re.compile(r"新增|净增|\bnew|\badd", re.I)
_ANNUAL = re.compile(r"年均|每年|平均|annual|yearly|average|per year", re.I)


def _weighed_places(
    notions: Sequence[Notion], is_wide: Callable[[TermGroup], bool]
) -> list[Notion]:
    """The region weighed as the place that it is compared with."""
    heaviest = max(
        (n.weight for n in notions if n.group.category in ("place", "park")), default=0.0
    )
    return [replace(n, weight=heaviest) if is_wide(n.group) else n for n in notions]


def wanted(query: Query, ops: Operations) -> tuple[str, ...]:
    """The measures that may answer: stated ones before those to be worked out, unless two ends
    of a change are named.
    """
    two_ends = ops.two_years or ops.base
    if POINTS.search(query.text) and _SHARES.search(query.text):
        return ("share",)  # the change of a share is asked for, in points
    if POINTS.search(query.text) and GROWS.search(query.text) and len(query.years) > 1:
        return ("growth", "level")  # how much faster one year's growth is
    if "share" in ops.ops:
        return ("level",) if len(query.documents) > 1 else ("share", "level")
    if "ratio" in ops.ops:
        return ("multiple", "level")
    if set(GROWTH_RATES) & set(ops.ops):
        return ("level", "growth") if two_ends else ("growth", "level")
    if {"gap", "difference", "sum"} & set(ops.ops) and two_ends:
        return ("level",)
    if "share" in query.roles and not ops.ops:
        return ("share", "level")
    return ("growth", "level") if GROWS.search(query.text) and not two_ends else ("level",)


def _ranked(group: TermGroup, text: str) -> float:
    """The presence of a notion in a text; its later synonyms count a little less."""
    whole = presence(group, text)
    if whole < 1 or len(group.terms) < 2:
        return whole
    for rank, alone in enumerate(_each_term(group)):
        if presence(alone, text) == 1:
            return 1 - _SYNONYM * rank
    return 1 - _SYNONYM * 4


@lru_cache(maxsize=1 << 12)
def _each_term(group: TermGroup) -> tuple[TermGroup, ...]:
    """A notion by each of its first terms alone."""
    return tuple(
        TermGroup(group.source, (term,), group.category, group.critical) for term in group.terms[:4]
    )


class SeriesChooser:
    """Scores the series of a finder for one question."""

    def __init__(self, query: Query, ops: Operations, finder: RowFinder, want: str) -> None:
        self.query, self.ops, self.finder, self.want = query, ops, finder, want
        self.notions = notions_of(query, ops, finder)
        if want == "growth":
            self.notions = [replace(n, group=without_rate(n.group)) for n in self.notions]
        self.total = sum(n.weight for n in self.notions) or 1.0
        places = [n for n in self.notions if n.group.category in ("place", "park")]
        several = any(not self._is_wide(n.group) for n in places)
        compared = ops.compare or bool(PAIRWISE & set(ops.ops))
        compared = compared or (len(places) > 1 and _AND_THERE.search(query.text) is not None)
        self.contrast = several and (compared or ("share" in ops.ops and want == "level"))
        others = [n for n in places if not self._is_wide(n.group)]
        inside = bool(others) and all(self._lies_in_region(n.group) for n in others)
        if inside and (not self.contrast or len(others) > 1):
            # the region is only where the named places lie
            inner = [
                n for n in self.notions if finder.is_wide(n.group) or not self._is_wide(n.group)
            ]
            self.notions = inner
            self.total = sum(n.weight for n in inner) or 1.0
        if self.contrast:
            self.notions = _weighed_places(self.notions, self._is_wide)
            self.total = sum(n.weight for n in self.notions) or 1.0
        self.pairs = bool((PAIRWISE | {"share"}) & set(ops.ops)) and want == "level"
        self._near = finder.closeness(query.search_text or query.text)
        self._degrees: dict[tuple[object, ...], dict[Notion, float]] = {}
        self._told_of: dict[tuple[TermGroup, str, int], float] = {}

    def _is_wide(self, group: TermGroup) -> bool:
        """Whether a place holds all that may answer: every document, or the one region asked about."""
        regions = self.query.regions
        if self.finder.is_wide(group):
            return True
        # where one place holds all documents, a region in it is a place like others
        alone = len(regions) == 1 and not self.finder.has_whole
        return alone and names_region(group, regions[0])

    def _lies_in_region(self, group: TermGroup) -> bool:
        """Whether the plan of the one region asked about states figures of a place."""
        docs = [d for d in self.finder.names if self.finder.region(d) in self.query.regions]
        subjects = {f.subject for d in docs for f in self.finder.facts_of(d)}
        return any(presence(group, fold(subject)) >= _IN_CLAUSE for subject in subjects)

    def degrees(self, series: Series) -> Mapping[Notion, float]:
        """How far each notion is said by a series, 0 to 1."""
        key = (series.doc, *(f.id for f in series.facts))
        if key not in self._degrees:
            self._degrees[key] = {n: self._degree(n.group, series) for n in self.notions}
        return self._degrees[key]

    def _degree(self, group: TermGroup, series: Series) -> float:
        if self.finder.is_wide(group) or (
            self._is_wide(group) and self.finder.is_whole(group, series.doc)
        ):
            return self._of_region(group, series)
        if group.category == "figure":
            return self._states(group, series)
        return max(self._told(group, fact) for fact in series.facts)

    def _told(self, group: TermGroup, fact: Fact) -> float:
        """How far a notion is said by what stands around one figure, 0 to 1."""
        key = (group, fact.doc, fact.id)
        if key not in self._told_of:
            self._told_of[key] = self._measured_in(group, fact)
        return self._told_of[key]

    def _measured_in(self, group: TermGroup, fact: Fact) -> float:
        if self._is_anothers(fact, group):
            return 0.0
        texts = self.finder.texts(fact)
        if presence(group, texts[0]) < 0.5 and any(
            presence(group, name) >= 0.9 for name in self.finder.beside(fact)
        ):
            texts = (texts[0], "", texts[2] if is_subject(group) else "", "", texts[4])
        context, title = self._around(group, fact)
        best = self.finder.told_with_title(fact, group)
        for value, text in zip(
            (_IN_NAME, _IN_CLAUSE, context, _IN_SENTENCE, title), texts, strict=True
        ):
            if value > best:
                best = max(best, value * _ranked(group, text))
        return best

    def _around(self, group: TermGroup, fact: Fact) -> tuple[float, float]:
        """What a notion counts that stands only in the headings, and only in the title."""
        if self.contrast and group.category in ("place", "park"):
            return _IN_SENTENCE, _IN_SENTENCE  # the figure must be told of it
        if any(_WORKS.fullmatch(t) for t in group.terms):
            return _IN_SENTENCE, _IN_SENTENCE  # a heading names both new and rebuilt roads
        context = _SUBJECT_CONTEXT if is_subject(group) else _IN_CONTEXT
        if fact.doc in self.query.documents and group.category == "industry":
            return context, _IN_SENTENCE  # the plan is named apart from what is asked
        return context, _SUBJECT_CONTEXT if is_subject(group) else _IN_TITLE

    def _is_anothers(self, fact: Fact, group: TermGroup) -> bool:
        """Whether a place or a rank (国家级) is told of another figure of the sentence."""
        whose = group.category in NAME_CATEGORIES or any(_RANK.fullmatch(t) for t in group.terms)
        return whose and self.finder.is_anothers(fact, group)

    def _of_region(self, group: TermGroup, series: Series) -> float:
        """Whether a series is of the whole region; one of a place in it only lies there."""
        if series.subject == self.finder.region(series.doc):
            return 1.0
        name = fold(f"{series.subject}{series.facts[0].indicator}")
        if any(term in name for term in self.finder.wide):
            return 1.0
        return 0.5 if self.contrast else _HELD

    def _states(self, group: TermGroup, series: Series) -> float:
        """Whether a figure of the question is stated by a series, or is part of its name."""
        for fact in series.facts:
            text = fold(f"{fact.indicator} {fact.quantity.text}{fact.quantity.unit}")
            if any(re.search(rf"(?<![\d.十百]){re.escape(fold(t))}", text) for t in group.terms):
                return 1.0
        return 0.0

    def phrase(self, series: Series) -> Phrase:
        """What of the question a series stands for; its text tells it from the other series."""
        held = tuple(n.group for n in self.notions if self.degrees(series)[n] >= _HELD)
        first = series.facts[0]
        return Phrase(f"{series.doc} {first.subject} {first.indicator} {first.id}", held)

    def coverage(self, chosen: Sequence[Series]) -> float:
        """The share of the question, by weight, that some series say together."""
        held = sum(
            n.weight * max((self.degrees(s)[n] for s in chosen), default=0.0) for n in self.notions
        )
        return held / self.total

    def idle(self, facts: Sequence[Fact]) -> int:
        """How many of the things that go into a result say nothing that the others do not."""
        if self.contrast or not _WORKED_WITH & set(self.ops.ops):
            return 0
        things: dict[tuple[str, ...], list[Fact]] = {}
        for fact in facts:
            things.setdefault(fact_key(fact), []).append(fact)
        if len(things) < 3:
            return 0
        told = [series_of_facts(own) for own in things.values()]
        whole = self.coverage(told)
        return sum(
            self.coverage([s for s in told if s is not one]) > whole - _SAYS_NOTHING for one in told
        )

    def score(self, series: Series, slots: Sequence[Slot]) -> float:
        """How well one series answers the question as a whole."""
        own = self.coverage([series])
        near = max(self._near(f) for f in series.facts)
        return (
            own
            + 0.2 * near
            + 0.25 * self.precision(series)
            + self._slotted(series, slots)
            + self._fit(series)
            + (_TABLE if any(f.table for f in series.facts) else 0.0)
        )

    def precision(self, series: Series) -> float:
        """How much of the name of a series the question accounts for."""
        first = series.facts[0]
        bare = first.indicator.replace(first.subject, "").removeprefix(
            self.finder.region(first.doc)
        )
        name = fold(_PLAIN_NAME.sub("", bare))
        left = name
        for notion in self.notions:
            for term in notion.group.terms:
                left = left.replace(fold(term), "")
        return 1 - len(left) / len(name) if name else 0.0

    def _slotted(self, series: Series, slots: Sequence[Slot]) -> float:
        asked = [s for s in slots if s.years or s.state]
        if not asked:
            return 0.0
        plan = self.finder.period(series.doc)
        filled = sum(max(_exactness(f, s, plan) for f in series.facts) for s in asked)
        return 0.4 * filled / len(asked) if filled else -0.25

    def _fit(self, series: Series) -> float:
        """Kind and measure against the words of the question; a foreign subject; its scale."""
        hints = kind_hints(self.query.text)
        kind = 0.0 if not hints else 0.1 if series.kind in hints else -0.08
        foreign = 0.0
        if series.subject != self.finder.region(series.doc):
            subject = fold(series.subject)
            if not any(presence(n.group, subject) >= 0.5 for n in self.notions):
                foreign = -0.15
        measure = series.facts[0].measure
        return kind + foreign + self.measured(measure)

    def measured(self, measure: str) -> float:
        """How the measure of a series fits what is wanted: a level, a rate, a share, a multiple."""
        if measure == "increment" and self.want == "level":
            return 0.1 if _ADDED.search(self.query.text) else -0.05
        if measure == "annual growth" and self.want == "growth":
            return 0.3 if _ANNUAL.search(self.query.text) else 0.15
        return _FITS[self.want].get(measure, 0.0)

    def choose(self, pool: Sequence[Series], slots: Sequence[Slot], most: int = 10) -> list[Series]:
        """The series that together say what the question asks, the best first: of all, or of one
        sentence when its figures say it better.
        """
        covers = [self._cover(pool, slots, most)]
        covers += [self._cover(own, slots, most) for own in self._of_sentences(pool)]
        return max(covers, key=lambda chosen: self._together(chosen, slots))

    def _of_sentences(self, pool: Sequence[Series]) -> list[list[Series]]:
        """For the sentences and rows whose figures say most of the question: the series in each."""
        inside: dict[tuple[str, int], list[Series]] = {}
        for series in pool:
            units: dict[int, list[Fact]] = {}
            for fact in series.facts:
                units.setdefault(fact.unit, []).append(fact)
            for unit, facts in units.items():
                own = series if len(units) == 1 else replace(series, facts=tuple(facts))
                inside.setdefault((series.doc, unit), []).append(own)
        several = [own for own in inside.values() if len(own) > 1]
        return sorted(several, key=lambda own: -self.coverage(own))[:_SENTENCES]

    def _together(self, chosen: Sequence[Series], slots: Sequence[Slot]) -> float:
        """How well some series answer together: what they say of the question, and their own fit."""
        if not chosen:
            return -1.0
        fit = sum(self.score(s, slots) - self.coverage([s]) for s in chosen) / len(chosen)
        places = {f.sentence for s in chosen for f in s.facts}
        one = ONE_PLACE if len(places) == 1 < len(chosen) else 0.0
        return self.coverage(chosen) + _FIT * fit + one

    def _cover(self, pool: Sequence[Series], slots: Sequence[Slot], most: int) -> list[Series]:
        """Series one by one: the best, then those that add most to what is said."""
        scored = sorted(
            ((self.score(s, slots), n) for n, s in enumerate(pool)), key=lambda p: (-p[0], p[1])
        )
        if not scored:
            return []
        ranked = [(points, pool[at]) for points, at in scored[:_RANKED]]
        floor = min(ranked[0][0], _LIKE_FIRST * ranked[0][0])
        ranked = [(points, s) for points, s in ranked if points >= floor]
        chosen = [ranked[0][1]]
        while len(chosen) < most:
            further = self._next(chosen, ranked, slots)
            if further is None:
                break
            chosen.append(further)
        return chosen

    def _next(
        self,
        chosen: Sequence[Series],
        ranked: Sequence[tuple[float, Series]],
        slots: Sequence[Slot],
    ) -> Series | None:
        """The series that adds most to what the chosen ones say; ``None`` when none adds enough."""
        held = {n: max(self.degrees(s)[n] for s in chosen) for n in self.notions}
        lacks = self._needs_two(chosen, slots)
        open_ = [n for n in self.notions if held[n] < _HELD and (n.sure or lacks)]
        at_two_times = self._changes_over(chosen[0], slots)
        best: tuple[float, Series] | None = None
        for points, series in ranked:
            degrees = self.degrees(series)
            gain = sum(n.weight * (degrees[n] - held[n]) for n in open_ if degrees[n] >= _HELD)
            if series in chosen or gain < min(_GAIN * self.total, _ENOUGH):
                continue
            if not self._may_join(series, chosen, at_two_times):
                continue
            value = gain / self.total + 0.5 * points + self._likeness(series, chosen)
            if best is None or value > best[0]:
                best = (value, series)
        return best[1] if best else None

    def _changes_over(self, first: Series, slots: Sequence[Slot]) -> bool:
        """Whether the change of one thing is asked for, and a series has it at each time."""
        changes = bool(CHANGES & set(self.ops.ops)) and len(slots) > 1
        changes = changes and not asks_whether_agreed(self.query)  # else its stated rate as well
        return changes and _fills(first, slots, self.finder)

    def _may_join(self, series: Series, chosen: Sequence[Series], at_two_times: bool) -> bool:
        """Whether a series may stand beside the chosen ones for what is to be done with them."""
        first = chosen[0]
        if not self._measures_it(series, first):
            return False
        if self._sets_apart(chosen) and not _same_measure(series, first):
            return False
        return not at_two_times or _same_sort(series, first)

    def _needs_two(self, chosen: Sequence[Series], slots: Sequence[Slot]) -> bool:
        """Whether an operation wants the figures of two things and only one is found."""
        pairs = _WORKED_WITH & set(self.ops.ops)
        return bool(pairs) and len(chosen) == 1 and len(slots) < 2

    def _sets_apart(self, chosen: Sequence[Series]) -> bool:
        """Whether one measure is asked to be worked out between places, and two of them are found."""
        pairs = PAIRWISE & set(self.ops.ops)
        return self.contrast and bool(pairs) and len({s.subject for s in chosen}) > 1

    def _measures_it(self, series: Series, first: Series) -> bool:
        """Whether a series measures something that is asked, and does not only lie in an asked place."""
        things = [n for n in self.notions if n.group.category not in NAME_CATEGORIES]
        if not things:
            return True
        if any(
            n.sure and self.degrees(series)[n] >= _IN_CLAUSE and not is_subject(n.group)
            for n in things
        ):
            return True
        alike_ = alike(family_key(series.facts[0]), family_key(first.facts[0]))
        beside = {f.sentence for f in series.facts} & {f.sentence for f in first.facts}
        return series.kind == first.kind and bool(alike_ or beside)

    def lost_subject(self, chosen: Sequence[Series]) -> bool:
        """Whether an asked place, park or company is said by none of some series."""
        named = [
            n
            for n in self.notions
            if n.group.category in NAME_CATEGORIES
            and not self._is_wide(n.group)
            and not _ANY_PARK.fullmatch(n.group.terms[0])
        ]
        if len(named) == 1 and not self.contrast:  # then every figure must be told of it
            needed = [s for s in chosen if not self._has_own_subject(s, chosen)]
            if needed:
                return any(self.degrees(s)[named[0]] < _HELD for s in needed)
        return any(all(self.degrees(s)[n] < _HELD for s in chosen) for n in named)

    def _has_own_subject(self, series: Series, chosen: Sequence[Series]) -> bool:
        """Whether a series is of an asked industry or product that no other one is of: the place
        that is named beside it is not its own.
        """
        return any(
            n.sure
            and n.group.category in ("industry", "product", "mineral", "crop")
            and self.degrees(series)[n] >= _HELD
            and not any(self.degrees(s)[n] >= _HELD for s in chosen if s is not series)
            for n in self.notions
        )

    def stand_in(self, series: Series, slot: Slot, pool: Sequence[Series]) -> Fact | None:
        """The figure of another series for a time that a series lacks: as near to the question."""
        said = [
            n
            for n in self.notions
            if self.degrees(series)[n] >= _HELD and n.group.category != "figure"
        ]
        first = series.facts[0]
        best: tuple[float, Fact] | None = None
        for other in pool:
            if other is series or other.kind != series.kind or other.level != series.level:
                continue
            fact = of_time(other, slot, self.finder)
            if fact is None or is_rate(fact) != is_rate(first):
                continue
            if any(self.degrees(other)[n] < _HELD for n in said):
                continue
            if self.precision(other) < self.precision(series) - _VAGUER:
                continue
            value = self.score(other, [slot]) + self._likeness(other, [series])
            if best is None or value > best[0]:
                best = (value, fact)
        return best[1] if best else None

    def _likeness(self, series: Series, chosen: Sequence[Series]) -> float:
        first = chosen[0]
        same = alike(family_key(series.facts[0]), family_key(first.facts[0]))
        return (
            (0.25 if same else 0.0)
            + (0.1 if series.doc == first.doc else 0.0)
            + (
                0.2
                if any(
                    f.unit == o.unit
                    for f in series.facts
                    for s in chosen
                    for o in s.facts
                    if s.doc == series.doc
                )
                else 0.0
            )
            + (0.1 if series.kind == first.kind else 0.0)
            + (0.05 if series.level == first.level else 0.0)
        )


@lru_cache(maxsize=8)
def chooser_of(query: Query, ops: Operations, finder: RowFinder, want: str) -> SeriesChooser:
    """The chooser of a question; a table and those that it is weighed against share it."""
    return SeriesChooser(query, ops, finder, want)


def _same_measure(series: Series, other: Series) -> bool:
    """Whether two series are of one indicator and of one kind and measure."""
    one, first = series.facts[0], other.facts[0]
    return (
        indicator_key(one.indicator) == indicator_key(first.indicator)
        and series.kind == other.kind
        and one.measure == first.measure
    )


def _same_sort(series: Series, other: Series) -> bool:
    """Whether two series can be set against each other: of one kind, counts of one classifier."""
    one, first = series.facts[0].quantity, other.facts[0].quantity
    return one.kind == first.kind and (one.kind != "count" or one.unit == first.unit)


def _fills(series: Series, slots: Sequence[Slot], finder: RowFinder) -> bool:
    plan = finder.period(series.doc)
    return all(any(fits_slot(f, slot, plan) for f in series.facts) for slot in slots)


def _exactness(fact: Fact, slot: Slot, plan: Period) -> float:
    """1 for a figure of just the asked time, less for one of a period that ends then, else 0."""
    if not fits_slot(fact, slot, plan):
        return 0.0
    return 1.0 if not slot.years or fact.years == slot.years else _PERIOD


def series_of_facts(facts: Sequence[Fact]) -> Series:
    """Some figures of one indicator as a series."""
    one = facts[0]
    return Series(one.doc, one.subject, one.quantity.kind, level(one), tuple(facts))


@lru_cache(maxsize=2)
def all_series(finder: RowFinder) -> tuple[Series, ...]:
    """Every series of the documents, in reading order."""
    groups: dict[tuple[object, ...], dict[tuple[int, ...], Fact]] = {}
    for name in finder.names:
        for fact in sorted(finder.facts_of(name), key=lambda f: (not f.table, f.id)):
            key = (*fact_key(fact), level(fact))
            groups.setdefault(key, {}).setdefault(fact.years, fact)
    found = []
    for years in groups.values():
        facts = sorted(years.values(), key=lambda f: (f.years[-1:] or (0,), f.id))
        found.append(series_of_facts(facts))
    return tuple(found)


def of_time(series: Series, slot: Slot, finder: RowFinder) -> Fact | None:
    """The last figure of a series that is of an asked time."""
    plan = finder.period(series.doc)
    own = [f for f in series.facts if fits_slot(f, slot, plan)]
    return own[-1] if own else None
