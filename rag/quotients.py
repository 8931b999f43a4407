"""What one of several things comes to on average: an amount divided by how many it is the amount of.

Plans state that 52 projects take 440亿元, and hardly what one takes; a question asks for just that
("what does one project cost on average?").  The two figures are told of the same thing at the same
time; what is asked of one thing names the number that is divided by.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from index.indicators import measured_tail
from index.quantities import classifier
from index.types import Fact
from rag.completed import same_at
from rag.evidence import is_of_kinds, presence
from rag.finder import RowFinder, Slot, alike, family_key, fits_slot
from rag.joint import asked_slots
from rag.operations import Operations
from rag.parts import each_alone
from rag.phrases import Phrase, groups_in, is_indicator, is_subject
from rag.rows import Table
from rag.series import Notion, notions_of
from rag.types import Query
from rag.understand import read_kinds

_TIMES = "年季月周天日度时"
_ZH_PER = re.compile(
    r"(?:平均(?:下来|算下来|算来|到|摊到)?|[均分]?摊到|折合|折算到|合)(?:每|一|单)(?:一)?(?P<after>[\u4e00-\u9fff]{1,8})"
    r"|(?:每|一)(?:一)?(?P<mean>[\u4e00-\u9fff]{1,8}?)(?:能|要|将|会|可|大概|大约|约|得|平均|的)*平均"
    r"|单[个家户体](?P<single>[\u4e00-\u9fff]{1,6}?)(?:平均)?(?=规模|投资|产值|营收|收入|费用|成本|面积)"
    r"|(?P<short>[人户亩场企校床店桩座车])均(?![衡匀为未已不])(?!可支配|预期寿命)"
)
_EN_PER = re.compile(
    r"\bper (?!cent\b|annum\b|capita\b|(?:calendar )?(?:year|month|day|week|hour|quarter)\b)(?P<per>[a-z][\w'-]*(?: [a-z][\w'-]*){0,3})"
    r"|\b(?:on average|average|averages|mean)\b[^?.;]{0,60}?\b(?:one|each|every|a single|an individual)(?: of the)? (?P<one>[a-z][\w'-]*(?: [\w'-]+){0,4})"
    r"|\b(?:one|each|every|a single|an individual)(?: of the)? (?P<each>[a-z][\w'-]*(?: [\w'-]+){0,5})[^?.;]*\bon average\b",
    re.I,
)
# what ends the words for a thing: one tourist | bring, per project | and
_NOT_ITEM = re.compile(
    r" (?:in|of|for|and|from|to|under|by|at|on|or|with|that|which|who|will|would|does|do|did|is|are|was|were|must|should|can|bring|take|cost|earn|make|get|pay|planned)s?\b|[投花要能收几有是]|多少",
    re.I,
)
_CLASS = re.compile(r"[\u4e00-\u9fff]{2,8}?[类级型]")  # 场馆建设类
_COSTS = re.compile(
    r"\b(?:costs?|pays?|paid|takes?|earns?|brings?|spends?|invests?|sells?)\b|钱|花费?|费用|造价|投",
    re.I,
)
# by what things are counted that an English question names
_COUNTED_BY = (
    (r"households?|famil(?:y|ies)", ("户",)),
    (r"persons?|people|employees?|workers?|staff|residents?|head", ("人", "名", "位")),
    (r"visits?|visitors?|tourists?|trips?|passengers?", ("人次",)),
    (r"firms?|compan(?:y|ies)|enterprises?", ("家", "户")),
    (r"mu", ("亩",)),
    (r"hectares?", ("公顷",)),
    (r"(?:square (?:kilomet(?:re|er)s?|km)|km²|sq\.? ?km)", ("平方公里", "平方千米")),
    (r"kilomet(?:re|er)s?|km", ("公里", "千米")),
)
_MEAN_STATED = re.compile(r"[人户亩场企校床店桩座]均|平均|每[^年月日天]|单位")
_AMOUNTS = frozenset({"level", "cumulative", "share", "increment"})
_NO_AMOUNT = frozenset({"percent", "points", "multiple", "doubling", "ratio", "number", "time"})
_TOLD = 0.55  # share of the question that the two figures must say
_PRECISE = 0.3  # what the account of their names counts beside
_BESIDE = 0.1  # what each sign counts that two figures belong together
_A_TIME = 0.3  # what each asked time counts at which both are stated
_ITEM = 0.5  # presence from which a thing is told to be counted
_NAMED = 0.5  # presence from which a pair is called by a notion


@dataclass(frozen=True)
class Quotient:
    """An amount and the number of things that it is divided by."""

    amount: Fact
    number: Fact


def _item(query: Query) -> tuple[str, str]:
    """The words for what an average is asked of ("per project"), "" where none is asked, and the
    question without them.
    """
    pattern = _ZH_PER if query.language == "zh" else _EN_PER
    for match in pattern.finditer(query.text):
        at = next((n for n, words in enumerate(match.groups(), 1) if words), 0)
        if at and match.group(at)[0] not in _TIMES:
            start, end = match.span(at)
            words = _NOT_ITEM.split(match.group(at))[0].strip()
            return words, f"{query.text[:start]} {query.text[end:]}"
    return "", query.text


def _amounts_asked(query: Query) -> tuple[str, ...]:
    """The kinds of the amount: what the rest of the question asks for, money where it is a cost."""
    kinds = read_kinds(_item(query)[1], query.language)[0]
    return ("CNY", "USD") if not kinds and _COSTS.search(query.text) else kinds


def states_mean(facts: Sequence[Fact]) -> bool:
    """Whether one of some figures is an average itself: 人均产值, 每亩1200元, 0.8元/度."""
    return any("/" in f.quantity.kind or _MEAN_STATED.search(f.indicator) for f in facts)


def quotient_table(query: Query, ops: Operations, finder: RowFinder) -> Table | None:
    """Amount and number of each average that a question asks for, one pair behind the other;
    ``None`` when no pair says enough of the question.
    """
    item = _item(query)[0]
    if not item:
        return None
    things = [g for g in query.groups if is_subject(g) or is_indicator(g)]
    of_item = groups_in(item, query.groups, query.language == "zh")
    groups = tuple(dict.fromkeys((*finder.content(query), *things, *of_item)))
    notions = [
        n
        for n in notions_of(replace(query, groups=groups), ops, finder)
        if not _COSTS.fullmatch(n.group.source)
    ]
    if not sum(n.weight for n in notions):
        return None
    chooser = _Chooser(query, item, notions, finder)
    times = asked_slots(query, ops)
    found = chooser.best(times)
    if not found:
        return None
    found += [q for pair in chooser.beside(found[0]) for q in _over(pair, times, finder)]
    return each_alone([f for q in found for f in (q.amount, q.number)], groups, sides=True)


class _Chooser:
    """Finds the pairs of one question."""

    def __init__(
        self, query: Query, item: str, notions: Sequence[Notion], finder: RowFinder
    ) -> None:
        self._query, self._item, self._finder = query, item, finder
        self._notions, self._kinds = notions, _amounts_asked(query)
        self._total = sum(n.weight for n in notions)
        groups = [n.group for n in notions]
        counted = groups_in(item, groups, query.language == "zh")
        self._counted = tuple(replace(g, terms=_with_things(g.terms)) for g in counted)
        self._units = {item, *(term for g in self._counted for term in g.terms)}
        for words, units in _COUNTED_BY:
            if re.search(rf"\b(?:{words})$", item, re.I):
                self._units |= set(units)
        self._phrase = Phrase("", tuple(groups))
        self._known: dict[tuple[str, int], Mapping[Notion, float]] = {}

    def best(self, times: Sequence[Slot]) -> list[Quotient]:
        """The pair of the first asked time that says most of the question, with that of each later
        one; [] when none says enough.
        """
        docs = self._query.documents or tuple(self._finder.names)
        pairs = [pair for doc in docs for pair in self._pairs(doc, times[:1])]
        courses = [_over(p, times, self._finder) for p in pairs if self._worth(p)]
        return max(courses, key=lambda c: self._worth(c[0]) + _A_TIME * len(c), default=[])

    def beside(self, first: Quotient) -> Iterator[Quotient]:
        """The pairs of further things of which the same average is asked, one for each notion that
        those before it do not say.
        """
        said = {n for n in self._notions if self._names(first, n)}
        alikes = [
            pair
            for pair in self._pairs(first.amount.doc, [Slot(first.amount.years)])
            if _named_as(pair.amount, first.amount) and _named_as(pair.number, first.number)
        ]
        for notion in self._notions:
            telling = [p for p in alikes if notion not in said and self._names(p, notion)]
            pair = max(telling, key=self._worth, default=None)
            if pair is not None:
                said |= {n for n in self._notions if self._names(pair, n)}
                yield pair

    def _pairs(self, doc: str, times: Sequence[Slot]) -> Iterator[Quotient]:
        plan = self._finder.period(doc)
        own = [
            f
            for f in self._finder.facts_of(doc)
            if f.measure in _AMOUNTS
            and f.quantity.kind not in _NO_AMOUNT
            and all(fits_slot(f, time, plan) for time in times)
            and self._finder.is_asked(self._query, f)
        ]
        kinds = self._kinds
        numbers = list(filter(self._is_counted, own))
        for amount in own:
            if kinds and not is_of_kinds(amount.quantity.kind, kinds):
                continue
            pairs = [Quotient(amount, n) for n in numbers if _divisible(amount, n)]
            nearest = max(map(_nearness, pairs), default=0)
            yield from (pair for pair in pairs if _nearness(pair) == nearest)

    def _is_counted(self, fact: Fact) -> bool:
        """Whether a figure says how many there are of what the average is asked of."""
        unit = classifier(fact.quantity.unit)
        if not fact.quantity.low or fact.quantity.kind not in ("count", "area", "length"):
            return False
        named = self._finder.texts(fact)[0]
        told = [presence(g, named) for g in self._counted]
        return max(told, default=0.0) >= _ITEM or unit in self._units

    def _of(self, fact: Fact) -> Mapping[Notion, float]:
        key = fact.doc, fact.id
        if key not in self._known:
            self._known[key] = {n: self._finder.presence(fact, n.group) for n in self._notions}
        return self._known[key]

    def _names(self, pair: Quotient, notion: Notion) -> bool:
        """Whether amount or number is called by a notion."""
        names = (self._finder.texts(f)[0] for f in (pair.amount, pair.number))
        return any(presence(notion.group, name) >= _NAMED for name in names)

    def _said(self, pair: Quotient) -> Mapping[Notion, float]:
        amount, number = self._of(pair.amount), self._of(pair.number)
        return {n: max(amount[n], number[n]) for n in self._notions}

    def _worth(self, pair: Quotient) -> float:
        """How well a pair fits the question; 0 when it says too little of it."""
        told = sum(n.weight * value for n, value in self._said(pair).items()) / self._total
        if told < _TOLD:
            return 0.0
        names = [self._finder.precision(f, self._phrase) for f in (pair.amount, pair.number)]
        return told + _PRECISE * sum(names) / 2 + _BESIDE * _nearness(pair)


def _with_things(terms: Sequence[str]) -> tuple[str, ...]:
    """Terms, and what is counted by those that measure it as well: 规上企业 of 规上企业产值."""
    things = (t.removesuffix(measured_tail(t)) for t in terms)
    return tuple(dict.fromkeys((*terms, *(t for t in things if len(t) > 2))))


def _divisible(amount: Fact, number: Fact) -> bool:
    """Whether two figures are told of one thing and time, and are of different units."""
    a, b = amount.quantity, number.quantity
    if amount.id == number.id or (a.kind == b.kind and classifier(a.unit) == classifier(b.unit)):
        return False
    classes = {m.group() for f in (amount, number) if (m := _CLASS.match(f.indicator))}
    if amount.years != number.years or len(classes) > 1:
        return False
    rows = amount.table and number.table and amount.path == number.path
    return amount.sentence == number.sentence or (rows and amount.subject == number.subject)


def _nearness(pair: Quotient) -> int:
    """0 to 5: whether amount and number are told of one subject and in one sentence, one right
    behind the other, and the amount is called as what is counted (重大项目 186个, 重大项目总投资).
    """
    amount, number = pair.amount, pair.number
    together = amount.sentence == number.sentence
    next_ = together and abs(amount.id - number.id) == 1
    named = amount.indicator.startswith(number.indicator)
    return 2 * (amount.subject == number.subject) + together + next_ + named


def _named_as(one: Fact, other: Fact) -> bool:
    """Whether two figures measure alike, whatever they are told of."""
    if one.quantity.kind != other.quantity.kind:
        return False
    return alike(family_key(one), family_key(other)) or one.sentence == other.sentence


def _over(pair: Quotient, times: Sequence[Slot], finder: RowFinder) -> list[Quotient]:
    """A pair at each of the asked times at which the plan states both."""
    found = [pair]
    for time in times[1:]:
        amount = same_at(pair.amount, time, finder)
        number = same_at(pair.number, time, finder)
        if amount is not None and number is not None:
            found.append(Quotient(amount, number))
    return found
