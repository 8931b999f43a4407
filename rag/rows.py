"""Questions over several figures: which cells are asked, and which figure stands in each.

A question is taken apart into subjects, indicators, years and plans; each combination is one cell,
and each cell is a look-up of its own with the same scoring and the same right to stay empty as a
question for one figure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from index.cleaning import normalise
from index.facts import fact_key
from index.indicators import indicator_key
from index.store import Index
from index.types import Document, Embedder, Fact, Figure
from rag.evidence import (
    CONTENT,
    ROLE_WORDS,
    Corpus,
    Match,
    figure_texts,
    fold,
    group_weight,
    presence,
    read_figures,
    score_units,
)
from rag.guard import Read
from rag.operations import Operations
from rag.retrieve import Found, bare_place, retrieve
from rag.select import ANCESTORS
from rag.terms import TermLayer, english_words
from rag.types import Query, TermGroup
from rag.understand import named_documents, without_plan_names

_PASSAGES = 30
_SUBJECTS = frozenset("place park company industry product mineral crop".split())
_CHANGES = ("growth", "annual growth", "increment")
_SCOPE = 0.7  # share of the question that must stand in headings for a list of all under them
_MAX_CELLS = 40
_MAX_PHRASES = 12
_CLOSE = 0.6  # how far behind the best a figure of another series may be
_HELD_IN_CLAUSE = 0.7
_SURE = 0.75  # share of a phrase in the names of a fact from which its score does not matter
_STRONG = 0.8  # coverage from which one figure is taken to be what all words ask for
_FLOOR = {"zh": 0.42, "en": 0.36}  # coverage below which a cell stays empty
_SPLIT_ZH = re.compile(
    r"[，,、；;。？?：:（()）！!]|以及|还有|及其|加上|和|与|跟|及(?!以)|除以|减去|相比|[对和跟]比|再加"
)
_SPLIT_EN = re.compile(
    r"[,;?:()]|\band\b|\bversus\b|\bvs\b|\bcompared (?:with|to)\b|\bagainst\b|\bplus\b|\bminus\b|\bor\b|\bas well as\b|\bthan\b",
    re.I,
)
_SHARE_ZH = (
    re.compile(r"(?P<part>.+?)占(?:到|了|全部|整个)?(?P<whole>.*?)的?(?:比例|比重|份额|多少|几成|百分之|几分之|多大|几$).*"),
    re.compile(r"(?P<whole>.+?)(?:里面?|中|当中)[，,]?(?:大概|大约)?有?(?:多大|多少|几成)(?:的)?比?例?(?:是|为|属于|来自)(?P<part>.+)"),
)  # fmt: skip
_SHARE_ZH_OF = re.compile(
    r"(?P<whole>.+?)(?:里面?|中|当中)[，,](?P<part>.+?)(?:的)?占(?:多少|多大|几成|的?比例|的?比重|百分之).*"
)
_SHARE_EN = (
    re.compile(r"(?P<part>.+?) (?:as|is|are|in) (?:a |the )?(?:share|percentage|proportion|percent|%|fraction) of (?P<whole>.+)", re.I),
    re.compile(r"(?P<part>.+?) (?:relative|in relation|in proportion) to (?P<whole>.+?)(?:[:,;?]|$)", re.I),
    re.compile(r"^(?P<head>.*?)\bof (?P<whole>.+?), (?:what|which) (?:share|part|proportion|percentage|fraction|portion|percent)s? (?P<part>.+)", re.I),
    re.compile(r"(?:share|part|proportion|percentage|fraction|portion|percent) of (?P<whole>.+?) (?:is|are|was|were|came|comes|come|do|does|did|would|will|stems?|had|have|has)\b(?P<part>.+)", re.I),
)  # fmt: skip
# words of a question that say what to do, not what is measured
_ASKED = re.compile(
    r"^(?:目标值?|指标|规划|方案|计划|数量?|数字|数据|数值|产业|行业|企业数|合计|总和|加起来|比例|比重|占比|份额|增长|增幅|涨幅|增速|年均|增加|年均增速|年均增长|年均增长率|增长率|百分点|个百分点|"
    r"吨位|数额|家数|户数|金额|加上|一览|差|差距|差异|相差|倍|倍数|对比|比较|并列|表|表格|单|口径|列|列表|现状|基期|情况|水平|期间|未来|五年|四年|三年|百分比|要求|平均|总共|一共|总目标|"
    r"做|看看|一起|放|各|自|帮|变化|推算|底数|猛|涨|最|哪个|最好|最差|多长|还|缺|离|现在|手里|文件|类|一类|定|定量|量化|实际|"
    r"targets?|goals?|plans?|figures?|numbers?|amounts?|values?|increase|growth|grow|share|percentage|proportion|part|sum|total|difference|gap|ratio|"
    r"multiple|times|average|annual|yearly|year|years|compare|comparison|table|list|headline|quantitative|rate|points?|sub-?sectors?|sectors?|industr(?:y|ies)|"
    r"combined|in total|total|per year on average|mean|work|works|add|added|compatible|targeted|arithmetic|side|say|set|big|small|high|low|large|"
    r"fast|percent|implied|over|new|amount|size|much|many|national|baseline|current|base|start|end|level|implied|far|short|highest|lowest|largest|smallest|all|each|both)$",
    re.I,
)


_COUNTING = re.compile(
    r"^(?:[一二三四五六七八九十两几多每各\d]+[个家项条年份张类种座户次套批点倍亿万]|[一二三四五六七八九十两几多每各\d]|[这那哪该某][个些]?|各[是有自要定占]|"
    r"列[全出个]?[表来]?|一[样起共]|.*(?:多少|几).*|亿[到至]?|[\d.]+|百分之|同一个|排列|做成|对照表|帮我|当成|够不够|自己|矛盾|说法|"
    r"当初|后来|里面|越往后|做到|多大|盘子|跟.*|有关|并排|放在?)$"
)
# one-character words that name what is measured
_ONE_CHARACTER = re.compile(
    r"(?<![\u4e00-\u9fff])[税路药茶](?=[\u4e00-\u9fff，。？?])|[税路](?=[有各加是和、，收]|$)"
)
_KIND_HINTS = (
    ("mass", re.compile(r"吨|\btonn?es?\b|\btonnage\b|\btons\b", re.I)),
    ("length", re.compile(r"多长|长度|公里|\blength|\bkm\b|\bkilomet", re.I)),
    ("CNY", re.compile(r"产值|\d亿(?!千|吨|人|斤)|税|投资|金额|[多少几]钱|多少亿|几个亿|GDP|生产总值|增加值|收入|\boutput\b|\btax|\binvest|\bvalue added|\brevenue|\byuan\b|\bmoney\b|\bGDP\b", re.I)),
    ("count", re.compile(r"[多少几][家户个座项]|数量|企业数|\bhow many\b|\bnumber of\b|\benterprises\b|\bfirms\b|\bcompanies\b|\bfactories\b", re.I)),
    ("percent", re.compile(r"[率]|占比|比重|百分|\brate\b|\bshare\b|\bper ?cent|\bproportion", re.I)),
)  # fmt: skip
# words for the kind of the result, not of the operands
_RESULT = re.compile(
    r"百分之(?:几|多少)|几成|多大比例|的?比例|的?比重|涨幅|增幅|年均增[长速]|增速|增长率|占(?!地)|\b(?:what )?percentage (?:increase|growth|change)|\bas a percentage of|\byearly rate|\bgrowth rate|\bannual (?:rate|growth)|\bwhat (?:share|proportion|percentage|part|rate)|\bin percent|\bper ?cent",
    re.I,
)
_COURSE = re.compile(
    r"怎么走|走势|逐年|历年|各年|变化过程|一路|每个年份|\bover time\b|\bdevelop|\bevolv|\btrajectory|\beach year\b|\byear by year\b|\bmilestones?\b",
    re.I,
)
_AGREES = re.compile(
    r"对得上|够不够|矛盾|一致|吻合|匹配|相符|写的|自洽|\bcompatible\b|\bconsistent\b|\bmatch(?:es)?\b|\bagree|\bstated (?:rate|growth)|\bcontradict|\bfit\b",
    re.I,
)


_PERIOD_PLAN_ZH = re.compile(
    r"[“\"]?(?P<n>十[一二三四五六]五)[”\"]?[^，。；、和与]{0,8}?(?:规划|计划|纲要)"
)
_PERIOD_PLAN_EN = re.compile(
    r"\b(?P<n>1[1-6]th|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth)[\s-]+(?:five|5)[\s-]+year(?: \w+){0,3}? (?:plan|outline)\b(?! period)",
    re.I,
)
_ORDINALS = (
    ("十一五", "11th", "eleventh"), ("十二五", "12th", "twelfth"), ("十三五", "13th", "thirteenth"),
    ("十四五", "14th", "fourteenth"), ("十五五", "15th", "fifteenth"), ("十六五", "16th", "sixteenth"),
)  # fmt: skip


def _first_year(name: str) -> int:
    """The first year of a five-year period by its name: 2016 for 十三五 and 13th."""
    return 2006 + 5 * next(i for i, names in enumerate(_ORDINALS) if name.lower() in names)


_WORDING = re.compile(
    r"年|目标|规划|方案|分别|十[一二三四五六]五|增长|多少|各|达到|列|的|[是有要到]$"
)
_INDICATOR = re.compile(
    r"[值率量额入资税润数]$|面积|投资|税收|产能|规模|占比|比重|人数|从业|能耗|强度|出口|进口"
)
_PLAN_ZH = re.compile(
    r"(?P<about>[^，,、；;。？?：:（()）的和与]{1,14}?)(?:规划|方案|纲要|计划|文件)"
)
_PLAN_EN = re.compile(
    r"(?P<about>(?:[\w-]+ ){1,6}?)(?:plan|outline|scheme|programme|program|notice)\b", re.I
)


_PLAIN_WORDS = frozenset(
    "the a an and or in of for to its their this that what do does did by under from plan set does "
    "how many much is are was were say says between with two both each".split()
)


def _english_names(document: Document) -> set[str]:
    return {w for name in (document.title_en, *document.aliases) for w in english_words(name)}


def _of_its_period(document: Document, text: str) -> tuple[int, str] | None:
    """Where a question names a plan by its region and period (拉萨经开区“十五五”), and the words."""
    start = document.period.start
    if start is None or (start - 2006) % 5 or not 0 <= (start - 2006) // 5 < len(_ORDINALS):
        return None
    period = _ORDINALS[(start - 2006) // 5][0]
    for name in sorted({document.region, *document.aliases}, key=len, reverse=True):
        match = (
            re.search(rf"{re.escape(name)}[“\"]?{period}[”\"]?(?![末期]|时期)", text)
            if name
            else None
        )
        if match:
            return match.start(), match.group()
    return None


@dataclass(frozen=True)
class Phrase:
    """A part of a question that names what is measured, or of whom.

    ``soft`` are groups told elsewhere in the question that may hold for this part too: they help
    to rank figures, but a figure need not have them.
    """

    text: str
    groups: tuple[TermGroup, ...]
    soft: tuple[TermGroup, ...] = ()


@dataclass(frozen=True)
class Slot:
    """The time of a cell: a year, a period, "base" or "target" (the plan's), or any."""

    years: tuple[int, ...] = ()
    state: str = ""


@dataclass(frozen=True)
class Asked:
    """The cell of a table that is asked for."""

    phrase: Phrase
    slot: Slot
    doc: str


@dataclass(frozen=True)
class Stated:
    """A cell and the figure that fills it; ``fact`` is ``None`` when the documents do not say."""

    asked: Asked
    fact: Fact | None


@dataclass(frozen=True)
class Table:
    """The cells of an answer in order; ``shape`` says how they were found: cells, list, family, plans."""

    shape: str
    cells: tuple[Stated, ...]
    phrases: tuple[Phrase, ...]
    sides: bool = False


class RowFinder:
    """Finds the figures of cells in one index; holds its facts and the searches done so far."""

    def __init__(self, index: Index, embedder: Embedder, corpus: Corpus, terms: TermLayer) -> None:
        self._index, self._embedder, self._corpus = index, embedder, corpus
        self._terms = terms
        self._facts = {
            (f.doc, f.unit, f.quantity.start): f for facts in index.rows.values() for f in facts
        }
        self._units = {(c.doc, u.id): (c, u) for c in index.chunks for u in c.units}

    def fact(self, match: Match) -> Fact | None:
        """The fact row of a matched figure; ``None`` for figures that only name or count off."""
        if match.figure is None:
            return None
        return self._facts.get((match.chunk.doc, match.unit.id, match.figure.quantity.start))

    def figure(self, fact: Fact) -> Figure:
        """The figure of a fact as its unit holds it."""
        _, unit = self._units[fact.doc, fact.unit]
        return next(f for f in unit.figures if f.quantity.start == fact.quantity.start)

    def match(self, fact: Fact) -> Match:
        """The place of a fact as a match, to be cited."""
        chunk, unit = self._units[fact.doc, fact.unit]
        figure = next(f for f in unit.figures if f.quantity.start == fact.quantity.start)
        return Match(unit, chunk, 1.0, 1.0, (), 0.0, 0.0, 0.0, figure, 1.0)

    def occurs(self, term: str) -> bool:
        """Whether a term stands anywhere in the documents."""
        return self._corpus.occurs(term)

    def content(self, query: Query) -> tuple[TermGroup, ...]:
        """What a question speaks of, with words that were cut wrongly mended by the documents."""
        mended = replace(query, groups=tuple(self._mended(g) for g in query.groups))
        groups = content_groups(mended, self.occurs)
        if query.language == "zh":
            known = "".join(g.source for g in query.groups)
            for piece in _SPLIT_ZH.split(query.text):
                listed = f"、{piece}" in query.text or f"{piece}、" in query.text
                if listed and not groups_in(piece, groups, True):
                    word = self._longest(piece)
                    if word and word not in known and not _WORDING.search(word):
                        groups = (*groups, TermGroup(word, (word,)))
            known_names = {g.source for g in groups}
            for name in dict.fromkeys(_LETTERED.findall(query.text)):
                if name not in known_names:
                    groups = (*groups, TermGroup(name, (name,), "park", True))
        return tuple(_zone_forms(g) for g in _zone_of_city(groups))

    def presence(self, fact: Fact, group: TermGroup) -> float:
        """How far a notion stands in what names a fact: its indicator and subject, its clause, its
        headings for a place, park or industry; 0 to 1.
        """
        chunk, unit = self._units[fact.doc, fact.unit]
        names = fold(f"{fact.subject}{fact.scope}{fact.indicator}")
        if ANCESTORS & set(group.terms) and fact.subject == self.region(fact.doc):
            return 1.0
        best = presence(group, names)
        if best < 1 and (is_subject(group) or group.category in ("enterprise", "environment")):
            around = fold(" ".join((*chunk.path, unit.context)))
            best = max(best, 0.9 * presence(group, around))
            best = max(best, 0.9 * presence(group, self._corpus.title_text(fact.doc)))
        if best < _HELD_IN_CLAUSE and unit.kind == "sentence":
            best = max(best, 0.7 * presence(group, figure_texts(unit, self.figure(fact))[0]))
        return best

    def is_wide(self, group: TermGroup) -> bool:
        """Whether a notion names no indicator by itself: the whole region, a year, a mere word."""
        return bool(ANCESTORS & set(group.terms)) or not _is_known(group)

    def closeness(self, text: str) -> Callable[[Fact], float]:
        """The nearness of every figure's vector to a question, 0 (far) to 1 (nearest)."""
        if self._index.facts is None:
            return lambda fact: 0.0
        vector = self._embedder.encode_query(text)
        ranked = self._index.facts.search(vector, len(self._index.fact_rows))
        best, floor = ranked[0][1], ranked[min(len(ranked) - 1, 200)][1]
        chunks = self._index.chunks
        near: dict[tuple[str, int, int], float] = {}
        for row, cosine in ranked:
            at, unit_at, figure_at = self._index.fact_rows[row]
            unit = chunks[at].units[unit_at]
            key = (chunks[at].doc, unit.id, unit.figures[figure_at].quantity.start)
            near[key] = max(0.0, (cosine - floor) / max(best - floor, 1e-6))
        return lambda fact: near.get((fact.doc, fact.unit, fact.quantity.start), 0.0)

    def fitness(self, query: Query, fact: Fact) -> float:
        """How kind, measure and role of a fact fit the words of a question; small."""
        hints = _hints(_RESULT.sub(" ", query.text))
        kind = 0.0 if not hints else 0.08 if fact.quantity.kind in hints else -0.05
        plain = 0.0 if fact.measure in ("level", "share", "cumulative") else -0.06
        scope = -0.08 if ("规上" in fact.scope) != _asks_scale(Phrase("", query.groups)) else 0.0
        return kind + plain + scope

    def known(self, query: Query) -> tuple[TermGroup, ...]:
        """What a question speaks of, without places and words that only the asker uses."""
        groups = self.content(query)
        known = tuple(
            g
            for g in groups
            if _is_known(g)
            and g.category not in ("place", "park")
            and not ROLE_WORDS.search(g.source)
        )
        return known or groups

    def _mended(self, group: TermGroup) -> TermGroup:
        """A word that no plan uses, as the longest part of it that the plans use (高企到 → 高企)."""
        if group.category or not group.terms or self.occurs(group.terms[0]):
            return group
        word = self._longest(group.source)
        entry = self._terms.entry(word) if word else None
        if not word or _WORDING.search(word):
            return group
        category = entry.category if entry else ""
        return TermGroup(word, self._terms.synonyms(word), category)

    def _longest(self, text: str) -> str:
        """The longest stretch of two to six Chinese characters that stands in the documents."""
        chinese = re.sub(
            r"[^\u4e00-\u9fff]|[这那哪各][一二三四五六七八九十两几]?[个家项]|[多少几]", " ", text
        )
        for length in range(6, 1, -1):
            for word in chinese.split():
                for at in range(len(word) - length + 1):
                    part = word[at : at + length]
                    if self.occurs(part) or (self._terms.entry(part) and length > 1):
                        return part
        return ""

    def plans_named(self, query: Query) -> tuple[tuple[str, ...], str]:
        """The plans that a question names, by title or alias, by what they are about ("轻工规划",
        "the Lhasa zone plan") or by their period; and the question without these names.
        """
        text, rest = normalise(query.text), normalise(query.text)
        chinese = query.language == "zh"
        found: list[tuple[int, str]] = []
        for match in (_PLAN_ZH if chinese else _PLAN_EN).finditer(text):
            name = self._plan_about(match["about"], query)
            if name:
                found.append((match.start(), name))
                rest = rest.replace(match.group(), " ")
        documents = [parsed.document for parsed in self._index.documents]
        for match in (_PERIOD_PLAN_ZH if chinese else _PERIOD_PLAN_EN).finditer(text):
            fitting = [d.name for d in documents if d.period.start == _first_year(match["n"])]
            if len(fitting) == 1:
                found.append((match.start(), fitting[0]))
        for document in documents:
            at = _of_its_period(document, text)
            if at is not None:
                found.append((at[0], document.name))
                rest = rest.replace(at[1], " ")
            elif named_documents(text, [document])[1]:
                # a region may be meant by its alias without its plan: its figures may stand anywhere
                found.append((len(text), document.name))
        return tuple(dict.fromkeys(name for _, name in sorted(found))), rest

    def asks_several(self, query: Query) -> bool:
        """Whether a question names several years, several plans or a list of things."""
        named, _ = self.plans_named(query)
        if len(named) > 1 or len(years_in(query.text, query)) > 1:
            return True
        own = replace(query, groups=self.content(query))
        return len(_enumeration(normalise(query.text), own)[1]) > 1

    def _plan_about(self, about: str, query: Query) -> str:
        """The one plan whose title holds all that stands before the word plan; "" when not one."""
        if query.language == "zh":
            own = groups_in(about, [g for g in query.groups if g.terms], True)
            own = tuple(g for g in own if not _ASKED.match(g.source))
            fitting = [name for name in self.names if own and self.is_about(name, own)]
        else:
            words = set(english_words(about)) - _PLAIN_WORDS
            fitting = [
                parsed.document.name
                for parsed in self._index.documents
                if len(words) > 1 and words <= _english_names(parsed.document)
            ]
        return fitting[0] if len(fitting) == 1 else ""

    def is_about(self, name: str, groups: Sequence[TermGroup]) -> bool:
        """Whether all groups stand in the title, region or aliases of a plan."""
        title = self._corpus.title_text(name)
        return all(any(fold(term) in title for term in g.terms) for g in groups)

    def holds(self, match: Match, group: TermGroup) -> bool:
        """Whether the plan of a figure lies in the place that a group names."""
        document = self._index.by_name[match.chunk.doc].document
        bare = {bare_place(term) for term in group.terms}
        wide = bool(ANCESTORS & set(group.terms))
        return wide or any(b and b in document.region for b in bare)

    def region(self, doc: str) -> str:
        """The region of a plan."""
        return self._index.by_name[doc].document.region

    def end(self, doc: str) -> int | None:
        """The last year of a plan."""
        return self._index.by_name[doc].document.period.end

    def read(self, fact: Fact) -> Read:
        """A fact with the places that say what it is about."""
        chunk, unit = self._units[fact.doc, fact.unit]
        document = self._index.by_name[fact.doc].document
        return Read(fact, unit, chunk, document, self._corpus.title_text(fact.doc))

    def facts_of(self, doc: str) -> Sequence[Fact]:
        """All facts of a document in reading order."""
        return self._index.rows[doc]

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all documents."""
        return tuple(p.document.name for p in self._index.documents)

    def weight(self, groups: Iterable[TermGroup]) -> float:
        """The weight of some groups together."""
        return sum(group_weight(g, self._corpus) for g in groups)

    def candidates(self, query: Query, phrase: Phrase) -> list[Match]:
        """Figures that the phrase may mean, of any year and plan, best first."""
        sub = replace(
            query,
            text=phrase.text,
            groups=(*phrase.groups, *phrase.soft),
            years=(),
            periods=(),
            kinds=(),
            classifiers=(),
            roles=_roles(phrase.text),
            parts=1,
            asked="figure",
            search_text=" ".join(t for g in (*phrase.groups, *phrase.soft) for t in g.terms[:2])
            if query.language == "en"
            else phrase.text,
        )
        found: Found = retrieve(sub, self._index, self._embedder, _PASSAGES)
        units = score_units(sub, found, self._corpus)
        figures = read_figures(sub, units, self._corpus, found.facts, limit=120)
        hints = _hints(_RESULT.sub(" ", phrase.text))
        scored = [self._with_fact(m, phrase, hints) for m in figures]
        return sorted(
            (m for m in scored if m is not None),
            key=lambda m: (-m.score, m.chunk.doc, m.unit.start),
        )

    def _with_fact(self, match: Match, phrase: Phrase, hints: Sequence[str]) -> Match | None:
        """The match with its coverage by the names of its fact added to its score."""
        fact = self.fact(match)
        if fact is None:
            return None
        own = self.own_share(fact, phrase.groups)
        kind = 0.0 if not hints else 0.3 if fact.quantity.kind in hints else -0.1
        plain = 0.0 if fact.measure in ("level", "share", "cumulative") else -0.1
        exact = 0.3 * self.precision(fact, phrase) + 0.2 * _wording(match, phrase)
        other = -0.3 if self._is_foreign(fact, phrase) else 0.0
        scope = -0.25 if ("规上" in fact.scope) != _asks_scale(phrase) else 0.0
        score = match.score + 0.8 * own + kind + plain + other + scope + exact
        return replace(match, score=score, own=own)

    def precision(self, fact: Fact, phrase: Phrase) -> float:
        """How much of the name of a fact the phrase accounts for."""
        name = fold(indicator_key(fact.indicator))
        left = name
        for group in (*phrase.groups, *phrase.soft):
            for term in group.terms:
                left = left.replace(fold(term), "")
        return 1 - len(left) / len(name) if name else 0.0

    def _is_foreign(self, fact: Fact, phrase: Phrase) -> bool:
        """Whether a fact is told of a park, place or industry that the question does not name."""
        if fact.subject == self.region(fact.doc):
            return False
        subject = fold(fact.subject)
        return not any(presence(g, subject) >= 0.5 for g in (*phrase.groups, *phrase.soft))

    def scope_weight(self, fact: Fact, groups: Sequence[TermGroup]) -> float:
        """The weight of the groups that stand in headings, table title or category of a fact."""
        context = self.match(fact).unit.context
        text = fold(f"{' '.join(fact.path)} {context}")
        title = self._corpus.title_text(fact.doc)
        return sum(
            group_weight(g, self._corpus)
            * max(presence(g, text), 0.8 * presence(g, title) if is_subject(g) else 0.0)
            for g in groups
        )

    def names_any(self, fact: Fact, groups: Sequence[TermGroup]) -> bool:
        """Whether the sentence of a fact, or its indicator and subject, name one of the groups."""
        _, unit = self._units[fact.doc, fact.unit]
        text = f"{fold(unit.text)} {fold(f'{fact.subject}{fact.indicator}{unit.context}')}"
        return any(presence(g, text) >= 0.5 for g in groups)

    def confidence(self, cell: Stated) -> float:
        """How much of what a cell asks for stands in the clause and the names of its figure.

        A place or park may as well stand in the headings or the title.
        """
        if cell.fact is None or self._names_another(cell.fact, cell.asked.phrase):
            return 0.0
        groups = cell.asked.phrase.groups
        needed = [g for g in groups if not _SCALE.fullmatch(g.source)]
        known = [g for g in needed if _is_known(g)] or needed
        total = self.weight(known)
        if not total:
            return 1.0
        fact = cell.fact
        chunk, unit = self._units[fact.doc, fact.unit]
        own = (
            f"{figure_texts(unit, self.figure(fact))[0]} {fold(f'{fact.subject}{fact.indicator}')}"
        )
        around = f"{own} {fold(' '.join((*chunk.path, unit.context)))} {self._corpus.title_text(fact.doc)}"
        wide = fact.subject == self.region(fact.doc)
        told = 0.0
        for group in known:
            whose = group.category in ("place", "park", "company", "industry")
            if wide and ANCESTORS & set(group.terms):
                told += group_weight(group, self._corpus)
            else:
                degree = presence(group, around if whose else own)
                near = 0.0 if whose else 0.8 * presence(group, fold(unit.text))
                told += group_weight(group, self._corpus) * max(degree, near)
        return told / total

    def _names_another(self, fact: Fact, phrase: Phrase) -> bool:
        """Whether the indicator names an industry or product that the question does not."""
        groups = (*phrase.groups, *phrase.soft)
        asked = fold(" ".join((phrase.text, *(t for g in groups for t in g.terms))))
        for zh, _ in self._terms.gloss(fact.indicator):
            entry = self._terms.entry(zh)
            if entry and entry.category in ("industry", "mineral") and fold(zh) not in asked:
                if not any(presence(g, fold(zh)) >= 0.5 for g in groups):
                    return True
        return False

    def own_share(self, fact: Fact, groups: Sequence[TermGroup]) -> float:
        """How much of the groups stands in the names of indicator and subject, by weight."""
        text = fold(f"{fact.subject}{fact.scope}{fact.indicator}")
        wide = fact.subject == self.region(fact.doc) or fact.subject.startswith("自治区")
        weights = [(g, group_weight(g, self._corpus)) for g in groups]
        total = sum(w for _, w in weights)
        own = sum(
            w * (1.0 if wide and ANCESTORS & set(g.terms) else presence(g, text))
            for g, w in weights
        )
        return own / total if total else 0.0


def _wording(match: Match, phrase: Phrase) -> float:
    """The share of a phrase's words that stand in the sentence as they are asked."""
    text = fold(match.unit.text)
    own = [fold(g.source) in text for g in phrase.groups]
    return sum(own) / len(own) if own else 0.0


def _asks_scale(phrase: Phrase) -> bool:
    return any(
        re.search("规上|规模以上", t) for g in (*phrase.groups, *phrase.soft) for t in g.terms
    )


def _hints(text: str) -> tuple[str, ...]:
    """Kinds of quantity that the words of a phrase point to."""
    return tuple(kind for kind, pattern in _KIND_HINTS if pattern.search(text))


def _roles(text: str) -> tuple[str, ...]:
    roles = []
    if re.search(r"增速|增长率|growth rate", text):
        roles.append("growth")
    if re.search(r"占比|比重|占全|share|proportion|率", text):
        roles.append("share")
    if re.search(r"新增|净增|\bnew(?:ly)?\b|added", text):
        roles.append("increment")
    return tuple(roles)


_SPECIFIC = frozenset(
    "product industry enterprise mineral crop technology energy innovation".split()
)


def content_groups(query: Query, occurs: Callable[[str], bool]) -> tuple[TermGroup, ...]:
    """The groups that say what is measured: no plan names, no words of the operation."""
    found = [
        g
        for g in query.groups
        if g.terms
        and g.category not in ("plan_name", "plan", "time", "bound", "unit", "figure", "part")
        and not _ASKED.match(g.source)
        and not _COUNTING.match(g.source)
    ]
    if any(g.category in _SPECIFIC for g in found):
        # beside a thing that the plans know, a word of the asker's own is only wording
        found = [g for g in found if g.category or occurs(g.terms[0])]
    if query.language == "zh":
        found += [
            TermGroup(char, (char,))
            for char in _ONE_CHARACTER.findall(query.text)
            if not any(char in g.source for g in query.groups)
        ]
    return tuple(dict.fromkeys(found))


_SCALE = re.compile(r"规上|规模以上|规模|限上|限额以上|scale|above")
_WHOLE = re.compile(r"^(?:全部|全区|全省|全市|整个|所有|总的?)(?=[\u4e00-\u9fff]{3})")
_LETTERED = re.compile(r"(?<![A-Za-z])[A-Z]区")
_ZONE = re.compile(r"^(?P<place>[\u4e00-\u9fff]{2,4}?)(?:国家级)?(?:经济技术开发区|经开区)$")


def _zone_forms(group: TermGroup) -> TermGroup:
    """A development zone under the names in use: 拉萨经开区, 拉萨国家级经济技术开发区."""
    places = [m["place"] for t in group.terms if (m := _ZONE.match(t))]
    forms = [
        f"{p}{level}{name}"
        for p in places
        for level in ("", "国家级")
        for name in ("经开区", "经济技术开发区")
    ]
    bare = [b for t in group.terms if (b := _WHOLE.sub("", t)) != t]
    return replace(group, terms=tuple(dict.fromkeys((*group.terms, *forms, *bare))))


def _zone_of_city(groups: Sequence[TermGroup]) -> tuple[TermGroup, ...]:
    """ "the Lhasa development zone": city and zone together name one park."""
    zone = next((g for g in groups if g.category == "park" and _is_zone(g)), None)
    cities = [g for g in groups if g.category == "place" and not ANCESTORS & set(g.terms)]
    city = next((g for g in cities if not g.critical), None)
    if zone is None or city is None:
        return tuple(groups)
    forms = [f"{bare_place(t)}经开区" for t in city.terms]
    both = TermGroup(zone.source, tuple(dict.fromkeys(forms)), "park")
    return tuple(both if g is zone else g for g in groups if g is not city)


def _is_zone(group: TermGroup) -> bool:
    return any(re.fullmatch("开发区|经开区|经济技术开发区|园区|区", t) for t in group.terms)


def pieces(text: str, query: Query) -> list[Phrase]:
    """The phrases of a text between its separators that hold content, in order."""
    chinese = query.language == "zh"
    groups = query.groups
    found = [
        Phrase(piece.strip(), own)
        for piece in (_split_zh(text, groups) if chinese else _SPLIT_EN.split(text))
        if (own := groups_in(piece, groups, chinese))
    ]
    listed = {p.text for p in found if (chinese and f"、{p.text}" in text) or f"{p.text}、" in text}
    sure = [p for p in found if p.text in listed or any(_is_known(g) for g in p.groups)]
    return found if len(found) == len(sure) or not sure else _joined(found, listed)


def _is_known(group: TermGroup) -> bool:
    return group.category not in ("", "cedict", "unknown")


def _split_zh(text: str, groups: Sequence[TermGroup]) -> list[str]:
    """A Chinese text cut at its separators, but not inside a term (工业和信息化)."""
    kept = [m.span() for g in groups for m in re.finditer(re.escape(g.source), text)]
    parts, start = [], 0
    for match in _SPLIT_ZH.finditer(text):
        if any(a < match.start() and match.end() < b for a, b in kept):
            continue
        parts.append(text[start : match.start()])
        start = match.end()
    return [*parts, text[start:]]


def _joined(found: Sequence[Phrase], listed: Collection[str]) -> list[Phrase]:
    """Pieces in which the glossary knows no word are wording of the piece before."""
    result: list[Phrase] = []
    for phrase in found:
        unknown = not any(_is_known(g) for g in phrase.groups) and phrase.text not in listed
        if unknown and result:
            last = result[-1]
            result[-1] = Phrase(
                f"{last.text} {phrase.text}", last.groups, (*last.soft, *phrase.groups)
            )
        else:
            result.append(phrase)
    return result


def groups_in(text: str, groups: Sequence[TermGroup], chinese: bool) -> tuple[TermGroup, ...]:
    """The groups whose wording stands in a text."""
    if chinese:
        bare = re.sub(r"[“”‘’\"《》\s]", "", text)
        low = bare.lower()
        return tuple(g for g in groups if g.source.lower() in low or g.source in text)
    words = f" {' '.join(english_words(text))} "
    return tuple(g for g in groups if f" {g.source.removesuffix(' (part)')} " in words)


def is_indicator(group: TermGroup) -> bool:
    """Whether a group names a measured quantity (产值, 税收, 优良率) rather than a thing or place."""
    if group.category in ("place", "park", "company"):
        return False
    return group.category in ("indicator", "finance") or any(
        _INDICATOR.search(term) for term in group.terms[:1]
    )


def is_subject(group: TermGroup) -> bool:
    """Whether a group names a place, park, industry or product rather than an indicator."""
    return group.category in _SUBJECTS or group.critical


def share_sides(text: str, chinese: bool) -> tuple[str, str] | None:
    """Part and whole of a question for a share, as texts; ``None`` when it is not worded so."""
    patterns = (_SHARE_ZH_OF, *_SHARE_ZH) if chinese else _SHARE_EN
    for pattern in patterns:
        match = pattern.search(text)
        if match:
            head = match.groupdict().get("head") or ""
            return f"{head} {match['part']}".strip(), match["whole"].strip()
    return None


def phrases_of(query: Query, single: Callable[[Phrase], bool]) -> list[Phrase]:
    """What the cells of a question measure: one phrase, or one for each thing that it lists.

    ``single`` tells whether one figure is what all words ask for.  A list in brackets or behind a
    colon names the things; else subjects and indicators that are listed apart are crossed
    ("A、B各自的产值和税收").
    """
    text = normalise(query.text) if query.language == "zh" else query.text
    whole = Phrase(query.text, query.groups)
    head, listed = _enumeration(text, query)
    if listed:
        return _under_head(pieces(head, query), listed)
    found = pieces(text, query)
    if len(found) < 2 or single(whole):
        return [whole]
    subjects = [tuple(g for g in p.groups if not is_indicator(g)) for p in found]
    indicators = [tuple(g for g in p.groups if is_indicator(g)) for p in found]
    named = [any(is_subject(g) for g in p.groups) for p in found]
    only_subject = [bool(s) and not n for s, n in zip(subjects, indicators, strict=True)]
    only_indicator = [bool(n) and not s for s, n in zip(subjects, indicators, strict=True)]
    listed = any(o and n for o, n in zip(only_subject, named, strict=True))
    if listed and not all(only_subject) and sum(named) > 1:
        return _crossed(found, subjects, indicators)
    if any(only_indicator) and not all(only_indicator):
        # a subject told once holds for the indicators listed behind it
        return _with_subject(found, subjects)
    return _with_indicator(found, indicators)


def _with_indicator(
    found: Sequence[Phrase], indicators: Sequence[tuple[TermGroup, ...]]
) -> list[Phrase]:
    """Phrases without an indicator of their own take, softly, those of the others."""
    others = tuple(dict.fromkeys(g for own in indicators for g in own))
    result: list[Phrase] = []
    for phrase, own in zip(found, indicators, strict=True):
        only_place = all(g.category in ("place", "park", "company") for g in phrase.groups)
        if own or not phrase.groups:
            result.append(phrase)
        elif only_place and result:  # "西藏的收购价多少？青海又是多少？"
            told = tuple(g for g in result[-1].groups if g.category not in ("place", "park"))
            groups = tuple(dict.fromkeys((*phrase.groups, *told)))
            result.append(Phrase(f"{phrase.text} {' '.join(g.source for g in told)}", groups))
        else:
            result.append(replace(phrase, soft=(*phrase.soft, *others)))
    return result


_LISTS = (
    re.compile(r"[（(](?P<items>[^（()）]+)[)）]"),
    re.compile(r"[：:](?P<items>[^：:]+)$"),
)
_QUESTION = re.compile(
    r"\b(?:how|what|which|when|where|did|does|do|is|are|give|want)\b|是多少|几(?=[个家户项])|多少(?=[^，]{0,4}[？?，])",
    re.I,
)


def _enumeration(text: str, query: Query) -> tuple[str, list[Phrase]]:
    """The text before a list in brackets or behind a colon, and the listed phrases; [] when none."""
    for pattern in _LISTS:
        for match in pattern.finditer(text):
            asks = _QUESTION.search(match["items"]) and "、" not in match["items"]
            items = [] if asks else pieces(match["items"], query)
            if len(items) > 1:
                return text[: match.start()] + text[match.end() :], items
    return text, []


def _under_head(head: Sequence[Phrase], items: Sequence[Phrase]) -> list[Phrase]:
    """Listed phrases with what the text before the list says of all of them."""
    shared = tuple(dict.fromkeys(g for p in head for g in p.groups))
    result = []
    for item in items:
        whose = all(g.category in ("place", "park", "company") for g in item.groups)
        needed = shared if whose else tuple(g for g in shared if g.critical)
        own = tuple(dict.fromkeys((*needed, *item.groups)))
        soft = tuple(g for g in shared if g not in own)
        result.append(Phrase(item.text, own, soft))
    return result


def _crossed(
    found: Sequence[Phrase],
    subjects: Sequence[tuple[TermGroup, ...]],
    indicators: Sequence[tuple[TermGroup, ...]],
) -> list[Phrase]:
    who = list(dict.fromkeys(s for s in subjects if s))
    what = list(dict.fromkeys(n for n in indicators if n))
    crossed = []
    for n in what:
        for s in who:
            groups = tuple(dict.fromkeys((*s, *n)))
            crossed.append(Phrase(" ".join(g.source for g in groups), groups))
    return crossed[:_MAX_PHRASES] if crossed else list(found)


def _with_subject(
    found: Sequence[Phrase], subjects: Sequence[tuple[TermGroup, ...]]
) -> list[Phrase]:
    last: tuple[TermGroup, ...] = ()
    result = []
    for phrase, own in zip(found, subjects, strict=True):
        last = own or last
        groups = tuple(dict.fromkeys((*last, *phrase.groups)))
        text = phrase.text if own else f"{' '.join(g.source for g in last)} {phrase.text}"
        result.append(Phrase(text, groups))
    return result


def series_of(fact: Fact, facts: Sequence[Fact]) -> list[Fact]:
    """The facts of one indicator of one subject over the years, one a year, in order."""
    key = fact_key(fact)
    same = [f for f in facts if fact_key(f) == key and _level(f) == _level(fact)]
    by_year: dict[tuple[int, ...], Fact] = {}
    for one in sorted(same, key=lambda f: (not f.table, f.id)):
        by_year.setdefault(one.years, one)
    by_year[fact.years] = fact
    return sorted(by_year.values(), key=lambda f: (f.years[-1:] or (0,), f.id))


def _level(fact: Fact) -> str:
    return fact.measure if fact.measure in ("increment", "cumulative", "multiple") else "level"


def _alike(one: str, other: str) -> bool:
    """Whether two names end alike: 环境空气质量优良率 and 城镇空气质量优良率."""
    return one == other or (min(len(one), len(other)) >= 5 and one[-5:] == other[-5:])


def family_of(fact: Fact, facts: Sequence[Fact]) -> list[Fact]:
    """The facts of the same indicator, kind, measure and year of other subjects of the document."""
    tail = family_key(fact)
    return [
        f
        for f in facts
        if _alike(family_key(f), tail)
        and f.quantity.kind == fact.quantity.kind
        and _level(f) == _level(fact)
        and f.measure in (fact.measure, "level", "share")
    ]


_GENERAL = re.compile(r"^(?:全区|全省|全市|规上|规模以上)+")


def family_key(fact: Fact) -> str:
    """The indicator without the words that name its subject: 矿产采选业产值 and 规上产值 are 产值."""
    name = indicator_key(fact.indicator).replace(fact.subject, "")
    name = re.sub(
        r"^[\u4e00-\u9fff]{2,12}?(?:产业|行业|制造业|加工业|采选业|工业|园区|业)(?=[\u4e00-\u9fff]{2})",
        "",
        name,
    )
    name = _GENERAL.sub("", name).replace("企业", "") or name
    return re.sub(r"^工业(?=产值|增加值)", "", name)


def in_scope(query: Query, facts: Sequence[Fact], finder: RowFinder) -> list[Fact]:
    """The facts under the headings, box or table category that the question names, [] when none.

    What stands in headings is weighed by rarity; the facts under those that hold most are chosen.
    """
    groups = tuple(g for g in query.groups if _is_known(g)) or query.groups
    total = finder.weight(groups)
    if not total:
        return []
    covered = [(finder.scope_weight(f, groups) / total, f) for f in facts]
    best = max((share for share, _ in covered), default=0.0)
    return [f for share, f in covered if share >= best - 0.02] if best >= _SCOPE else []


def fits_slot(fact: Fact, slot: Slot, plan_end: int | None) -> bool:
    """Whether a fact is of the asked time; one without a year stands for the end of its plan."""
    if slot.state == "base":
        return fact.role == "base"
    if slot.state == "target":
        return fact.role == "target"
    if not slot.years:
        return True
    if not fact.years:
        return fact.role == "target" and plan_end in slot.years
    if len(slot.years) == 1:
        return fact.years[-1] == slot.years[0]
    return fact.years == slot.years or (
        len(fact.years) == 1 and slot.years[0] <= fact.years[0] <= slot.years[-1]
    )


def read_table(query: Query, ops: Operations, finder: RowFinder) -> Table | None:
    """The cells that a question asks for, filled where the documents state them; ``None`` when
    the question cannot be read as one over rows.
    """
    named, rest = finder.plans_named(query)
    groups = finder.content(query)
    if len(named) > 1:  # what only stands in the names of plans is not asked for
        groups = groups_in(rest, groups, query.language == "zh")
        query = replace(query, text=rest)
    query = replace(query, documents=named, groups=groups)
    docs = query.documents
    if ops.listed and not ops.ops:
        found = _listed(query, docs, finder)
        if len(found) > 1:
            return _fact_table("list", found, query)
    whole = "share" in ops.ops and not {"gap", "difference", "annual growth"} & set(ops.ops)
    sides = share_sides(query.text, query.language == "zh") if whole else None
    if sides is not None:
        phrases = _side_phrases(query, sides)
    else:
        phrases = phrases_of(query, lambda p: _is_single(query, p, finder))
    if ops.family and sides is None and not _enumeration(query.text, query)[1]:
        table = _family(query, Phrase(query.text, query.groups), ops, finder)
        if table is not None:
            return table
    plans = _plans(query, ops, finder)
    if len(plans) > 1:  # what only names one of the plans is no cell
        things = [p for p in phrases if not any(finder.is_about(d, p.groups) for d in plans)]
        phrases = things or phrases
    matched = [_matched(query, phrase, finder) for phrase in phrases]
    if len(phrases) > 1 and (set(ops.ops) - {"max", "min", "count"} or _same_thing(phrases)):
        matched = _of_one_kind(matched, ops)
    changes = _stated_changes(query, phrases, matched, ops, finder)
    if changes is not None:
        return changes
    cells: list[Stated] = []
    for phrase, found_for in zip(phrases, matched, strict=True):
        cells += _cells_of(query, phrase, phrases, found_for, plans, ops, finder)
        if len(cells) > _MAX_CELLS:
            return None
    if _AGREES.search(query.text):
        cells += _stated_beside(cells, finder)
    shape = "plans" if plans != ("",) else "cells"
    return Table(shape, tuple(_distinct(cells)), tuple(phrases), sides is not None)


def _stated_changes(
    query: Query,
    phrases: Sequence[Phrase],
    matched: Sequence[Sequence[Match]],
    ops: Operations,
    finder: RowFinder,
) -> Table | None:
    """Growth rates that the plans state for each of several things, when they state them all."""
    wanted = [op for op in ("annual growth", "growth") if op in ops.ops]
    slots = [Slot(years) for years in years_in(query.text, query)]
    if len(phrases) < 2 or not wanted or len(slots) > 1:
        return None
    cells = []
    for phrase, found in zip(phrases, matched, strict=True):
        facts = [f for m in found if (f := finder.fact(m)) is not None and m.own >= 0.5]
        fitting = [
            f
            for f in facts
            if f.measure == wanted[0]
            and all(fits_slot(f, slot, finder.end(f.doc)) for slot in slots)
        ]
        if not fitting:
            return None
        cells.append(Stated(Asked(phrase, Slot(fitting[0].years), fitting[0].doc), fitting[0]))
    return Table("stated", tuple(_distinct(cells)), tuple(phrases))


def _stated_beside(cells: Sequence[Stated], finder: RowFinder) -> list[Stated]:
    """What the plan itself says of the change of an indicator: its growth, its increments."""
    found = []
    for cell in cells:
        if cell.fact is None or cell.fact.role != "target":
            continue
        name = indicator_key(cell.fact.indicator)
        for fact in finder.facts_of(cell.fact.doc):
            same = indicator_key(fact.indicator) == name and fact.subject == cell.fact.subject
            if same and fact.role == "target" and fact.measure in _CHANGES:
                found.append(Stated(Asked(cell.asked.phrase, Slot(fact.years), fact.doc), fact))
    return found


def _matched(query: Query, phrase: Phrase, finder: RowFinder) -> list[Match]:
    return [m for m in finder.candidates(query, phrase) if fits(query, phrase, m, finder)]


def _same_thing(phrases: Sequence[Phrase]) -> bool:
    """Whether all phrases ask for one indicator, of different places or industries."""
    things = [frozenset(g for g in p.groups if is_indicator(g)) for p in phrases]
    return bool(things[0]) and all(t == things[0] for t in things)


def _of_one_kind(matched: Sequence[list[Match]], ops: Operations) -> list[list[Match]]:
    """Only figures of the kind that fits all phrases best: nothing else can be computed with."""
    kinds = {m.figure.quantity.kind for found in matched for m in found if m.figure}
    if {"share", "ratio"} & set(ops.ops):
        kinds -= {"percent", "points", "multiple"}
    best = {
        kind: [max((m.score for m in found if _kind(m) == kind), default=-1.0) for found in matched]
        for kind in sorted(kinds)
    }
    chosen = max(best, key=lambda k: sum(best[k]), default="")
    if not chosen or min(best[chosen]) < 0:
        return list(matched)
    return [[m for m in found if _kind(m) == chosen] for found in matched]


def _kind(match: Match) -> str:
    return match.figure.quantity.kind if match.figure else ""


def _plans(query: Query, ops: Operations, finder: RowFinder) -> tuple[str, ...]:
    """The plans that each have cells of their own; ("",) when the figures may stand anywhere."""
    if len(query.documents) > 1:
        return query.documents
    return finder.names if ops.all_plans and not query.documents else ("",)


def _listed(query: Query, docs: Sequence[str], finder: RowFinder) -> list[Fact]:
    facts = [f for name in docs or finder.names for f in finder.facts_of(name)]
    found = in_scope(query, facts, finder)
    if len({f.doc for f in found}) > 1 and not docs:
        return []
    years = (*query.years, *(y for p in query.periods for y in p))
    targets = [f for f in found if f.role == "target"]
    chosen = [f for f in targets if not years or not f.years or f.years[-1] in years]
    return chosen or targets


def _fact_table(shape: str, facts: Sequence[Fact], query: Query) -> Table:
    cells = [
        Stated(Asked(Phrase(f.indicator, ()), Slot(f.years), f.doc), f) for f in facts[:_MAX_CELLS]
    ]
    return Table(shape, tuple(cells), ())


def _side_phrases(query: Query, sides: tuple[str, str]) -> list[Phrase]:
    """Parts and wholes in turn; what only one side names (the indicator) holds for the other too."""
    parts, wholes = (pieces(side, query) for side in sides)
    if not parts or not wholes:
        return phrases_of(query, lambda p: False)
    result = []
    for number, part in enumerate(parts):
        whole = wholes[min(number, len(wholes) - 1)]
        part = _lent(part, whole if not _measures(part) else None, measure=True)
        if number and not any(is_subject(g) for g in part.groups):
            part = _lent(part, Phrase("", tuple(g for g in parts[0].groups if is_subject(g))))
        whole = whole if _measures(whole) else _lent(whole, part, measure=True)
        result += [part, whole]
    return result


def _measures(phrase: Phrase) -> bool:
    return any(is_indicator(g) for g in phrase.groups)


def _lent(phrase: Phrase, other: Phrase | None, measure: bool = False) -> Phrase:
    """A phrase with the groups of another added, only its indicator with ``measure``."""
    if other is None:
        return phrase
    more = tuple(g for g in other.groups if not measure or is_indicator(g))
    groups = tuple(dict.fromkeys((*phrase.groups, *more)))
    return Phrase(f"{phrase.text} {' '.join(g.source for g in more)}", groups)


def _is_single(query: Query, phrase: Phrase, finder: RowFinder) -> bool:
    """Whether one figure is what all words of the question ask for."""
    found = finder.candidates(query, phrase)
    return bool(found) and found[0].own >= _STRONG and not found[0].missing


def _cells_of(
    query: Query,
    phrase: Phrase,
    phrases: Sequence[Phrase],
    found: Sequence[Match],
    plans: Sequence[str],
    ops: Operations,
    finder: RowFinder,
) -> list[Stated]:
    """The cells of one phrase: every asked time in every asked plan."""
    slots = _slots(query, phrase, phrases, ops)
    cells = []
    for plan in plans:
        own = [m for m in found if not plan or m.chunk.doc == plan]
        if slots == [Slot()] and (plan or len(phrases) == 1):
            cells += _whole_series(phrase, own, plan, ops, finder)
        else:
            cells += _filled(phrase, own, slots, plan, finder)
    return cells


def fits(query: Query, phrase: Phrase, match: Match, finder: RowFinder) -> bool:
    """Whether a figure may stand in a cell: the names and things of the phrase are all there."""
    lost = [g for g in match.missing if g in phrase.groups]
    if any(g.critical and not finder.holds(match, g) for g in lost):
        return False
    if any(g.category in CONTENT and not ROLE_WORDS.search(g.source) for g in lost):
        return False
    sure, loose = _by_surety(phrase.groups)
    fact = finder.fact(match)
    told = [g for g in sure or loose if g.category not in ("place", "park")]
    if told and fact is not None and not finder.names_any(fact, told):
        return False
    total = finder.weight(sure) + finder.weight(loose) / 2
    sure, loose = _by_surety(lost)
    gone = finder.weight(sure) + finder.weight(loose) / 2
    return not total or 1 - gone / total >= _FLOOR[query.language]


def _by_surety(
    groups: Iterable[TermGroup],
) -> tuple[tuple[TermGroup, ...], tuple[TermGroup, ...]]:
    """Groups that the glossary knows, and words that may be mere wording."""
    needed = [g for g in groups if not _SCALE.fullmatch(g.source)]
    return tuple(g for g in needed if _is_known(g)), tuple(g for g in needed if not _is_known(g))


def _slots(query: Query, phrase: Phrase, phrases: Sequence[Phrase], ops: Operations) -> list[Slot]:
    """The times of a phrase: its own years, else those of the question, else base and target."""
    own = years_in(phrase.text, query)
    apart = len(phrases) > 1 and all(years_in(p.text, query) for p in phrases)
    told = own if apart else years_in(query.text, query)
    if _COURSE.search(query.text) and len(phrases) == 1:
        return [Slot()]
    slots = [Slot(years) for years in told]
    ends = {"growth", "annual growth", "gap", "difference", "ratio"} & set(ops.ops)
    if ends and len(phrases) == 1 and len(slots) < 2:
        if slots and len(slots[0].years) == 2:
            return [Slot(state="base"), Slot(state="target")]
        later = slots[-1] if slots else Slot(state="target")
        return [Slot(state="base"), later]
    if ops.base and len(slots) == 1 and len(query.documents) < 2:
        return [Slot(state="base"), *slots]
    return slots or [Slot()]


def years_in(text: str, query: Query) -> list[tuple[int, ...]]:
    """The years and periods that a text asks for, in order; those in names of plans do not count.

    "2025年到2030年" gives both years when they are the ends of a change, "2026—2030年" the period.
    """
    text = without_plan_names(normalise(text) if query.language == "zh" else text, query.language)
    found: list[tuple[int, tuple[int, ...]]] = []
    spans = [] if _ENDS.search(text) else list(_SPAN.finditer(text))
    for match in spans:
        found.append((match.start(), (int(match[1]), int(match[2]))))
    for match in _YEAR.finditer(text):
        if not any(s.start() <= match.start() < s.end() for s in spans):
            found.append((match.start(), (int(match[1]),)))
    for match in _SHORT_YEAR.finditer(text):
        found.append((match.start(), (2000 + int(match[1]),)))
    for period in query.periods:
        at = min((i for i in (text.find(m) for m in _marks(period)) if i >= 0), default=-1)
        if at >= 0 and period[0] % 5 == 1 and not any(y == period for _, y in found):
            ends = re.match(r".{0,4}(?:末|期末|收官)", text[at:]) or re.search(
                r"end of (?:the )?$", text[:at]
            )
            found.append((at, period[1:] if ends else period))
    return list(dict.fromkeys(years for _, years in sorted(found)))


_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)(?!年代)")
_SPAN = re.compile(r"(?<!\d)((?:19|20)\d{2})年?\s*[-—–~～]+\s*((?:19|20)\d{2})(?!\d)")
_SHORT_YEAR = re.compile(r"(?<!\d)(\d{2})年(?!内|间|来|代|期)")
_ENDS = re.compile(
    r"增长|涨|增幅|增加|提高|相差|变化|倍|\bgrow|\bincrease|\brise|\bchange|\bgain|\bfrom\b|\bbetween\b",
    re.I,
)
_NAMES = {11: "十一五", 12: "十二五", 13: "十三五", 14: "十四五", 15: "十五五", 16: "十六五"}
_WORDS = {11: "leventh", 12: "welfth", 13: "hirteenth", 14: "ourteenth", 15: "ifteenth"}


def _marks(period: tuple[int, int]) -> tuple[str, ...]:
    """How a plan period is written: 十四五, 14th, fourteenth."""
    number = (period[0] - 1951) // 5
    return (_NAMES.get(number, "?"), f"{number}th", _WORDS.get(number, "?"))


def _whole_series(
    phrase: Phrase, found: Sequence[Match], plan: str, ops: Operations, finder: RowFinder
) -> list[Stated]:
    """All targets of the best series of a plan, and its base when that is asked for."""
    if not found:
        return [Stated(Asked(phrase, Slot(), plan), None)]
    first, series = _longest_series(found, finder)
    whole = ops.base or _COURSE.search(phrase.text)
    chosen = [f for f in series if whole or f.role == "target"] or [first]
    return [Stated(Asked(phrase, Slot(f.years), f.doc), f) for f in chosen]


def _longest_series(found: Sequence[Match], finder: RowFinder) -> tuple[Fact, list[Fact]]:
    """Of the series that fit about as well as the best, the one with the most targets."""
    best: tuple[int, Fact, list[Fact]] | None = None
    for match in found[:8]:
        fact = finder.fact(match)
        if fact is None or match.score < found[0].score - _CLOSE:
            continue
        series = series_of(fact, finder.facts_of(fact.doc))
        targets = sum(f.role == "target" for f in series)
        near = match.score >= found[0].score - _CLOSE / 2
        if best is None or (targets > best[0] and (near or not best[0])):
            best = (targets, fact, series)
    assert best is not None
    return best[1], best[2]


def _filled(
    phrase: Phrase, found: Sequence[Match], slots: Sequence[Slot], plan: str, finder: RowFinder
) -> list[Stated]:
    """The best figure for every time; one series for all of them when it has them."""
    pairs = [(m, fact) for m in found[:40] if (fact := finder.fact(m)) is not None]
    if [s.state for s in slots] == ["base", "target"]:
        ends = _ends(pairs, finder)
        if ends is not None:
            return [Stated(Asked(phrase, Slot(f.years), f.doc), f) for f in ends]
    leader = _leader(pairs, slots, finder)
    cells = []
    for slot in slots:
        fact = _best_for(slot, pairs, leader, finder)
        cells.append(Stated(Asked(phrase, slot, plan or (fact.doc if fact else "")), fact))
    return cells


def _ends(pairs: Sequence[tuple[Match, Fact]], finder: RowFinder) -> tuple[Fact, Fact] | None:
    """First and last figure of the best series that changes, latest base and last target first."""
    best = pairs[0][0].score if pairs else 0.0
    for match, fact in pairs:
        if match.score < best - _CLOSE:
            break
        series = [f for f in series_of(fact, finder.facts_of(fact.doc)) if len(f.years) == 1]
        bases = [f for f in series if f.role == "base"]
        targets = [f for f in series if f.role == "target"]
        if bases and targets:
            return bases[-1], targets[-1]
        if len(series) > 1:
            return series[0], series[-1]
    return None


def _leader(
    pairs: Sequence[tuple[Match, Fact]], slots: Sequence[Slot], finder: RowFinder
) -> Fact | None:
    """A fact of the series that fills the most times best."""
    scored: dict[tuple[str, ...], float] = {}
    first: dict[tuple[str, ...], Fact] = {}
    for match, fact in pairs:
        key = fact_key(fact)
        if key in scored:
            continue
        series = series_of(fact, finder.facts_of(fact.doc))
        filled = sum(any(fits_slot(f, s, finder.end(f.doc)) for f in series) for s in slots)
        if filled:
            scored[key] = match.score + 0.5 * filled
            first[key] = fact
    best = max(scored, key=lambda k: scored[k], default=None)
    return first[best] if best is not None else None


def _best_for(
    slot: Slot, pairs: Sequence[tuple[Match, Fact]], leader: Fact | None, finder: RowFinder
) -> Fact | None:
    if leader is None:
        return None
    series = series_of(leader, finder.facts_of(leader.doc))
    own = [f for f in series if fits_slot(f, slot, finder.end(f.doc))]
    if own:
        return own[-1]
    near = [
        (m, f)
        for m, f in pairs
        if fits_slot(f, slot, finder.end(f.doc))
        and f.quantity.kind == leader.quantity.kind
        and _level(f) == _level(leader)
        and (f.doc != leader.doc or f.subject == leader.subject)
    ]
    best = pairs[0][0].score if pairs else 0.0
    return next((f for m, f in near if m.score >= best - _CLOSE or m.own >= _SURE), None)


def _family(query: Query, phrase: Phrase, ops: Operations, finder: RowFinder) -> Table | None:
    """One indicator of all subjects of the plan that states it."""
    found = finder.candidates(query, phrase)[:12]
    best: list[Fact] = []
    for match in found[:6]:
        fact = finder.fact(match)
        if fact is None:
            continue
        family = family_of(fact, finder.facts_of(fact.doc))
        region = finder.region(fact.doc)
        parts = [f for f in family if f.subject != region]
        family = _named(_under(parts if len(parts) > 2 else family, phrase, finder), phrase)
        if len({f.subject for f in family}) > max(1, len({f.subject for f in best})):
            best = family
    if len(best) < 2:
        return None
    slots = [Slot(years) for years in years_in(query.text, query)]
    chosen = [
        f for f in best if not slots or any(fits_slot(f, s, finder.end(f.doc)) for s in slots)
    ]
    if "sum" in ops.ops and ({"gap", "difference"} & set(ops.ops) or ops.compare):
        chosen += _totals(chosen, finder)
    cells = [Stated(Asked(phrase, Slot(f.years), f.doc), f) for f in chosen]
    return Table("family", tuple(_distinct(cells)), (phrase,)) if len(cells) > 1 else None


def _totals(parts: Sequence[Fact], finder: RowFinder) -> list[Fact]:
    """What the plan itself gives for the whole region, for each year of the parts."""
    first = parts[0]
    whole = [
        f
        for f in finder.facts_of(first.doc)
        if f.subject == finder.region(first.doc)
        and f.quantity.kind == first.quantity.kind
        and _alike(family_key(f), family_key(first))
        and _level(f) == _level(first)
        and "园区" not in f.scope
    ]
    found = []
    for years in dict.fromkeys(f.years for f in parts):
        same = sorted((f for f in whole if f.years == years), key=lambda f: (not f.table, f.id))
        found += same[:1]
    return found


def _named(family: Sequence[Fact], phrase: Phrase) -> list[Fact]:
    """Those of a family whose subjects the question names, all when it does not name several."""
    things = [g for g in phrase.groups if not is_indicator(g) and not ANCESTORS & set(g.terms)]
    named = [f for f in family if any(presence(g, fold(f.subject)) >= 0.99 for g in things)]
    several = {f.subject for f in named}
    hits = sum(any(presence(g, fold(s)) >= 0.99 for s in several) for g in things)
    return named if 2 <= len(several) <= hits else list(family)


def _under(family: Sequence[Fact], phrase: Phrase, finder: RowFinder) -> list[Fact]:
    """Those of a family under the headings that the question names, all when it names none."""
    weights = [(finder.scope_weight(f, phrase.groups), f) for f in family]
    best = max((w for w, _ in weights), default=0.0)
    under = [f for w, f in weights if w >= best - 0.01]
    return under if len({f.subject for f in under}) > 2 else list(family)


def _distinct(cells: Iterable[Stated]) -> list[Stated]:
    seen: set[tuple[str, int]] = set()
    kept = []
    for cell in cells:
        key = (cell.fact.doc, cell.fact.id) if cell.fact else None
        if key is None or key not in seen:
            kept.append(cell)
        if key:
            seen.add(key)
    return kept
