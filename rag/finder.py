"""Finding the facts that a phrase of a question may mean, and how sure each of them is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from index.cleaning import normalise
from index.facts import fact_key, short_zone
from index.indicators import indicator_key
from index.store import Index
from index.types import Document, Embedder, Fact, Figure, Period, Unit
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
from rag.guard import LETTERED, is_of_regions, without_rate
from rag.notions import Lexicon, untold, untold_terms
from rag.phrases import (
    ASKED,
    SPLIT_ZH,
    Phrase,
    content_groups,
    enumeration,
    groups_in,
    is_known,
    is_subject,
    years_in,
)
from rag.places import GENERAL_PLACES, bare_place, holds, names_region
from rag.reads import Read
from rag.retrieve import PASSAGES, Found, retrieve
from rag.terms import COMPOSED, NAME_CATEGORIES, TermLayer, english_words
from rag.types import Answer, Query, TermGroup
from rag.understand import named_documents, shortened_titles
from rag.wanted import asked_state, pairs_of

_HELD_IN_CLAUSE = 0.7
_WITH_TITLE = 0.95  # what a name counts of which the title of a table holds a part


_DONE = re.compile(r"^(?:完成|实现|达到)(?=[\u4e00-\u9fff]{2})")


_KNOWN_END = 4  # characters of the end of a word that may stand for it


_OF_PLACE = 0.5  # presence from which a question may mean a subject
_TAIL = 4  # characters of the end of a name that tell what is measured
_OF_A_NAME = re.compile(r"[\u4e00-\u9fffa-z](?<![的和与及或])")
_OF_IT = 0.9  # presence from which a place is that of a figure


_FLOOR = {"zh": 0.42, "en": 0.36}  # coverage below which a cell stays empty


_KIND_HINTS = (
    ("ratio", re.compile(r"几比几|之比(?!例)|\bratio (?:of|between)\b", re.I)),
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


def _unnamed(match: Match, figure: Figure, document: Document) -> Fact:
    """A figure that the fact rows leave out, as a fact under what stands before it."""
    unit, later = match.unit, figure.years[-1:] > (document.period.start or 9999,)
    return Fact(
        -1, document.name, match.chunk.path, unit.start, unit.end, unit.text, figure.quantity,
        figure.label, figure.subject, "", "target" if later else "base", figure.years,
        figure.inherited, figure.role, figure.span == "annual", "", "", unit.kind == "row", unit.id,
    )  # fmt: skip


def _name_only(text: str) -> str:
    """The words of a plan's name without what stands before it: "2030 in the light industry plan"."""
    before = re.match(
        r"(?:(?:\S+ )*?(?:in|of|by|from|under|per|to|with|and) )?(?:the )?", text, re.I
    )
    years = [m.end() for m in re.finditer(r"(?:19|20)\d{2}\D", text)]
    return text[max([before.end() if before else 0, *years]) :]


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
class Slot:
    """The time of a cell: a year, a period, "base" or "target" (the plan's), or any."""

    years: tuple[int, ...] = ()
    state: str = ""


def slots_in(query: Query) -> list[Slot]:
    """The years and periods that a question asks for, in order."""
    return [Slot(years) for years in years_in(query.text, query)]


@dataclass(frozen=True)
class Asked:
    """The cell of a table that is asked for."""

    phrase: Phrase
    slot: Slot
    doc: str


@dataclass(frozen=True)
class Stated:
    """A cell and the figure that fills it; ``fact`` is ``None`` when the documents do not say,
    ``like`` then the figure of the same thing at another time, if there is one.
    """

    asked: Asked
    fact: Fact | None
    like: Fact | None = None


# groups of a question that name a place, a plan or a time, not what is asked
_NOT_NOTIONS = frozenset("place park company plan_name plan name time unit bound figure".split())


class RowFinder:
    """Finds the figures of cells in one index; holds its facts and the searches done so far."""

    def __init__(self, index: Index, embedder: Embedder, corpus: Corpus, terms: TermLayer) -> None:
        self._index, self._embedder, self._corpus = index, embedder, corpus
        self._terms = terms
        self._facts = {
            (*f.sentence, f.quantity.start): f for facts in index.rows.values() for f in facts
        }
        self._units = {(c.doc, u.id): (c, u) for c in index.chunks for u in c.units}
        self._pairs = pairs_of(self._facts.values())
        self._closest: tuple[str, dict[tuple[str, int, int], float]] = ("", {})
        self._naming: dict[str, bool] = {}
        # asked of one question many times
        self._plans_named = lru_cache(maxsize=256)(self._find_plans)
        self._in_unit: dict[tuple[str, int], list[Fact]] = {}
        self._beside: dict[tuple[str, int], tuple[str, ...]] = {}
        for fact in self._facts.values():
            self._in_unit.setdefault(fact.sentence, []).append(fact)
        self._named: dict[tuple[str, int], tuple[str, str, str, str, str]] = {}
        regions = {p.document.region for p in index.documents}
        subjects = {f.subject for f in self._facts.values()} - regions
        names = {f.indicator for f in self._facts.values()}
        self._indicators = sorted((n for n in names if len(n) > 3), key=lambda n: (-len(n), n))
        unknown = {n for r in regions if r for n in (r, short_zone(r)) if not terms.entry(n)}
        known = (s for s in subjects | unknown if len(s) > 2)
        self._subjects = sorted(known, key=lambda s: (-len(s), s))

    def fact(self, match: Match) -> Fact | None:
        """The fact row of a matched figure; ``None`` for figures that only name or count off."""
        if match.figure is None:
            return None
        return self._facts.get(match.place)

    def called(self, match: Match) -> str:
        """What a matched figure is called: its subject and indicator, "" for one that is no fact."""
        fact = self.fact(match)
        return f"{fact.subject}{fact.indicator}" if fact else ""

    def figure(self, fact: Fact) -> Figure:
        """The figure of a fact as its unit holds it."""
        _, unit = self._units[fact.sentence]
        return next(f for f in unit.figures if f.quantity.start == fact.quantity.start)

    def match(self, fact: Fact) -> Match:
        """The place of a fact as a match, to be cited."""
        chunk, unit = self._units[fact.sentence]
        figure = next(f for f in unit.figures if f.quantity.start == fact.quantity.start)
        return Match(unit, chunk, 1.0, 1.0, (), 0.0, 0.0, 0.0, figure, 1.0)

    def is_asked(self, query: Query, fact: Fact) -> bool:
        """Whether a figure is of the regions, and in the box or table, that a question names."""
        if not in_named_part(query.text, fact.path) or not self._means(query, fact):
            return False
        return self._in_regions(query, fact.doc, self._units[fact.sentence][1])

    def is_of_state(self, query: Query, match: Match) -> bool:
        """Whether a figure is what was wanted or what was reached, whichever the question means."""
        fact = self.fact(match)
        return fact is None or self._means(query, fact)

    def _means(self, query: Query, fact: Fact) -> bool:
        pair = self.pair(fact)
        if pair is None or not fact.years:
            return True
        state = asked_state(query.text, fact.years[-1])
        return state == "both" or (state == "wanted") == (fact is pair[0])

    @property
    def pairs(self) -> list[tuple[Fact, Fact]]:
        """All pairs of what was wanted and what was reached, levels and not their growth."""
        return [
            (wanted, reached)
            for (_, number), (wanted, reached) in self._pairs.items()
            if number == wanted.id and wanted.years and wanted.measure in ("level", "share")
        ]

    def pair(self, fact: Fact) -> tuple[Fact, Fact] | None:
        """What was wanted for the time of a figure and what was reached, where a table tells both."""
        return self._pairs.get((fact.doc, fact.id))

    def _in_regions(self, query: Query, doc: str, unit: Unit) -> bool:
        return is_of_regions(query, self._index.by_name[doc].document, unit.text)

    @property
    def wide(self) -> frozenset[str]:
        """Names of the place that holds all documents."""
        return self._corpus.wide

    @property
    def has_whole(self) -> bool:
        """Whether one place holds all documents."""
        return bool(self.wide - GENERAL_PLACES)

    def is_wide(self, group: TermGroup) -> bool:
        """Whether a place holds all documents, so that it tells none of their figures apart."""
        if group.category not in ("place", "", "unknown") and group.terms[0] not in self.wide:
            return False  # 国家级, of which 全国 is a reading
        return bool(self.wide & set(group.terms))

    def is_whole(self, group: TermGroup, doc: str) -> bool:
        """Whether a name is that of the region that a document is about, or of all of them."""
        return self.is_wide(group) or names_region(group, self.region(doc))

    def occurs(self, term: str) -> bool:
        """Whether a term stands anywhere in the documents."""
        return self._corpus.occurs(term)

    def content(self, query: Query) -> tuple[TermGroup, ...]:
        """What a question speaks of, with words that were cut wrongly mended by the documents."""
        mended = replace(query, groups=tuple(self._mended(g) for g in query.groups))
        groups = content_groups(mended, self.occurs)
        if query.language == "zh":
            known = "".join(g.source for g in query.groups)
            for piece in SPLIT_ZH.split(query.text):
                listed = f"、{piece}" in query.text or f"{piece}、" in query.text
                if listed and not groups_in(piece, groups, True):
                    word = self._longest(piece)
                    wording = _WORDING.search(word) or ASKED.match(word)
                    if word and word not in known and not wording:
                        groups = (*groups, TermGroup(word, (word,)))
            known_names = {g.source for g in groups}
            for name in dict.fromkeys(LETTERED.findall(query.text)):
                if name not in known_names:
                    groups = (*groups, TermGroup(name, (name,), "park", True))
        groups = tuple(self._with_known_end(g) for g in groups)
        if query.language == "zh":
            groups = self._with_subjects(groups, query.text)
            groups = (*groups, *self._names_left_out(groups, query.text))
        groups = tuple(self._as_subject(g) for g in groups)
        if any(g.category == "name" or g.critical for g in groups):
            groups = tuple(g for g in groups if not _RANK_OF_PLACE.fullmatch(g.source))
        return tuple(_zone_forms(g) for g in _zone_of_city(groups, self.wide, query.text))

    def _with_subjects(self, groups: tuple[TermGroup, ...], text: str) -> tuple[TermGroup, ...]:
        """The notions of a question with the places, parks, firms and projects whose figures the
        documents state, in place of the words that they were cut into (衡泽 高新区).
        """
        found: list[str] = []
        left = text
        for name in self._subjects:
            bare = bare_place(name)
            told = name if name in left else bare if len(bare) > 1 and bare in left else ""
            if told:
                found.append(name)
                left = left.replace(told, "，")
        known = {t for g in groups for t in g.terms[:1]}
        new = [n for n in found if n not in known]
        kept = [g for g in groups if not any(g.source in n and g.source not in left for n in new)]
        return (*kept, *(_subject_group(n, text) for n in new))

    def _names_left_out(self, groups: Sequence[TermGroup], text: str) -> list[TermGroup]:
        """Names of figures that a question holds and of which its words leave a part out: 产业项目投资
        when only 投资 was cut out of it.
        """
        told = [g.source for g in groups]
        left = text
        found = []
        for name in self._indicators:
            if name not in left:
                continue
            left = left.replace(name, "，")
            rest = name
            for word in sorted(told, key=len, reverse=True):
                rest = rest.replace(word, "")
            if len(rest) > 1:
                found.append(TermGroup(name, (name,), "indicator"))
        return found

    def _as_subject(self, group: TermGroup) -> TermGroup:
        """A name spelled in pinyin (Chengdong) as the subject of figures that it begins (城东区)."""
        regions = (p.document.region for p in self._index.documents)
        if group.category != "name" or any(r.startswith(group.terms) for r in regions if r):
            return group
        found = [s for s in self._subjects if s.startswith(group.terms) and group.terms]
        if not found:
            return group
        return replace(group, terms=(*found[:3], *group.terms), category=_sort_of_subject(found[0]))

    def presence(self, fact: Fact, group: TermGroup) -> float:
        """How far a notion stands in what names a fact: its indicator and subject, its clause, its
        headings for a place, park or industry; 0 to 1.
        """
        if fact.subject == self.region(fact.doc) and self.is_whole(group, fact.doc):
            return 1.0
        names, clause, around, _, title = self.texts(fact)
        best = max(presence(group, names), self.told_with_title(fact, group))
        if best < 1 and (is_subject(group) or group.category in ("enterprise", "environment")):
            best = max(best, 0.9 * presence(group, around), 0.9 * presence(group, title))
        if best < _HELD_IN_CLAUSE and not fact.table:
            best = max(best, 0.7 * presence(group, clause))
        return best

    def presence_under(self, fact: Fact, group: TermGroup, counts: float) -> float:
        """The same, what only the headings or the title of a table tell counting so much."""
        return max(self.presence(fact, group), counts * presence(group, self.texts(fact)[2]))

    def told_with_title(self, fact: Fact, group: TermGroup) -> float:
        """Whether the column of a table names the end of a notion and the title of the table its
        beginning (新型储能装机: 装机 in "各县新型储能目标"); 0 or nearly 1.
        """
        if not fact.table or len(fact.indicator) < 2:
            return 0.0
        _, _, around, _, _ = self.texts(fact)
        end = fold(fact.indicator)
        begins = (t[: -len(end)] for t in map(fold, group.terms) if t.endswith(end))
        return _WITH_TITLE if any(len(b) > 1 and b in around for b in begins) else 0.0

    def closeness(self, text: str) -> Callable[[Fact], float]:
        """The nearness of every figure's vector to a question, 0 (far) to 1 (nearest)."""
        if self._index.facts is None:
            return lambda fact: 0.0
        if self._closest[0] != text:
            self._closest = (text, self._nearness(text))
        near = self._closest[1]
        return lambda fact: near.get((*fact.sentence, fact.quantity.start), 0.0)

    def _nearness(self, text: str) -> dict[tuple[str, int, int], float]:
        assert self._index.facts is not None
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
        return near

    def known(self, query: Query) -> tuple[TermGroup, ...]:
        """What a question speaks of, without places and words that only the asker uses."""
        groups = self.content(query)
        known = tuple(
            g
            for g in groups
            if is_known(g)
            and g.category not in ("place", "park")
            and not ROLE_WORDS.search(g.source)
        )
        return known or groups

    def _with_known_end(self, group: TermGroup) -> TermGroup:
        """A notion that names no figure, with the end of it that does (外贸进出口总额 → 进出口总额)."""
        term = group.terms[0] if group.terms else ""
        done = _DONE.sub("", term)
        if done != term and not group.critical:  # 完成投资 is told as 投资完成
            return replace(group, terms=tuple(dict.fromkeys((*group.terms, done))))
        if len(term) <= _KNOWN_END or group.critical or self.names_a_figure(group):
            return group
        for start in range(1, len(term) - _KNOWN_END + 1):
            end = TermGroup(term[start:], (term[start:],))
            if self.names_a_figure(end):
                return replace(group, terms=(*group.terms, term[start:]))
        return group

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
        return self._plans_named(query)

    def _find_plans(self, query: Query) -> tuple[tuple[str, ...], str]:
        text, rest = normalise(query.text), normalise(query.text)
        chinese = query.language == "zh"
        found: list[tuple[int, str]] = []
        for match in (_PLAN_ZH if chinese else _PLAN_EN).finditer(text):
            name = self._plan_about(match["about"], query)
            if name:
                found.append((match.start(), name))
                told = match.group() if chinese else _name_only(match.group())
                rest = rest.replace(told, " ")
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
        if chinese:
            found += [(text.find(said), plan) for said, plan in shortened_titles(text, documents)]
        return tuple(dict.fromkeys(name for _, name in sorted(found))), rest

    def asks_several(self, query: Query) -> bool:
        """Whether a question names several years, several plans or a list of things."""
        named, _ = self.plans_named(query)
        if len(named) > 1 or len(years_in(query.text, query)) > 1:
            return True
        own = replace(query, groups=self.content(query))
        return len(enumeration(normalise(query.text), own)[1]) > 1

    def _plan_about(self, about: str, query: Query) -> str:
        """The one plan whose title holds all that stands before the word plan; "" when not one."""
        if query.language == "zh":
            own = groups_in(about, [g for g in query.groups if g.terms], True)
            own = tuple(g for g in own if not ASKED.match(g.source))
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
        return holds(group, self.region(match.chunk.doc), self.wide)

    def document(self, doc: str) -> Document:
        """A document by its name."""
        return self._index.by_name[doc].document

    def region(self, doc: str) -> str:
        """The region of a plan."""
        return self.document(doc).region

    def end(self, doc: str) -> int | None:
        """The last year of a plan."""
        return self.period(doc).end

    def period(self, doc: str) -> Period:
        """The years of a plan."""
        return self.document(doc).period

    def read(self, fact: Fact) -> Read:
        """A fact with the places that say what it is about."""
        chunk, unit = self._units[fact.sentence]
        document = self.document(fact.doc)
        return Read(fact, unit, chunk, document, self._corpus.title_text(fact.doc))

    def read_facts(self, answer: Answer) -> list[Fact]:
        """The facts that an answer was read from, without those of further places."""
        keys = {
            (e.citation.doc, f.quantity.start, e.citation.end)
            for e in answer.evidence
            if not e.also
            for f in e.read
        }
        return [
            f
            for facts in self._index.rows.values()
            for f in facts
            if (f.doc, f.quantity.start, f.end) in keys
        ]

    def read_match(self, match: Match) -> Read | None:
        """The same for a matched figure, also for one that is no fact; ``None`` without a figure."""
        figure = match.figure
        if figure is None:
            return None
        fact = self.fact(match)
        if fact is not None:
            return self.read(fact)
        document = self.document(match.chunk.doc)
        title = self._corpus.title_text(document.name)
        return Read(_unnamed(match, figure, document), match.unit, match.chunk, document, title)

    @cached_property
    def _lexicon(self) -> Lexicon:
        return Lexicon((*self._terms.entries, *self._terms.english_only), self._terms.cedict)

    def load(self) -> None:
        """Read the English dictionary now, not in the first answer."""
        _ = self._lexicon

    def untold(
        self, query: Query, matches: Sequence[Match], several: bool = False
    ) -> tuple[str, ...]:
        """What a question names and no match is told of, () when they may answer; ``several`` when
        it asks for more than one figure.
        """
        parts = (p for m in matches for p in (m.unit.text, m.unit.context, *m.chunk.path))
        text = fold(" ".join(parts))
        title = " ".join(dict.fromkeys(self._corpus.title_text(m.chunk.doc) for m in matches))
        if query.language == "zh":
            groups = [without_rate(g) for g in query.groups if g.category not in _NOT_NOTIONS]
            return () if several else untold_terms(groups, f"{text} {title}", self.occurs)
        names = {
            word
            for g in query.groups
            if g.critical
            or g.category in _NOT_NOTIONS
            or (g.category == COMPOSED and presence(g, text) >= _OF_IT)
            for word in g.source.removesuffix(" (part)").split()
        }
        notions = self._lexicon.notions(query.text, frozenset(names))
        return untold(notions, text, self.occurs, title, several)

    def texts(self, fact: Fact) -> tuple[str, str, str, str, str]:
        """Where a fact may be named, folded: its own name, clause, headings, sentence, title."""
        key = (fact.doc, fact.id)
        if key not in self._named:
            chunk, unit = self._units[fact.sentence]
            self._named[key] = (
                fold(f"{fact.subject}{fact.scope}{fact.indicator}"),
                figure_texts(unit, self.figure(fact))[0],
                fold(" ".join((*chunk.path, unit.context))),
                fold(unit.text),
                self._corpus.title_text(fact.doc),
            )
        return self._named[key]

    def names_a_figure(self, group: TermGroup) -> bool:
        """Whether a word stands in the name of a figure of any document."""
        if group.source not in self._naming:
            names = (f"{f.subject}{f.indicator}" for f in self._facts.values())
            self._naming[group.source] = any(t in name for name in names for t in group.terms)
        return self._naming[group.source]

    def may_be_told(self, group: TermGroup) -> bool:
        """Whether a word of a question is known or stands in the name of a figure."""
        return is_known(group) or self.names_a_figure(group)

    def beside(self, fact: Fact) -> tuple[str, ...]:
        """The folded names of the other figures of the sentence or table row of a fact."""
        key = (fact.doc, fact.id)
        if key not in self._beside:
            others = {f.indicator: None for f in self._in_unit[fact.sentence]}
            self._beside[key] = tuple(fold(name) for name in others if name != fact.indicator)
        return self._beside[key]

    def is_anothers(self, fact: Fact, group: TermGroup) -> bool:
        """Whether a place is that of another figure of the sentence and not of this one: 5.3%
        （青海约为30%）.
        """
        if presence(group, fold(f"{fact.subject}{fact.indicator}")) >= _OF_IT:
            return False
        others = self._in_unit[fact.sentence]
        return any(presence(group, fold(f.subject)) >= _OF_IT for f in others)

    def named_apart(self, query: Query, figures: Sequence[Match]) -> list[Match]:
        """Figures without those of another thing of one list: 65亿元 of 乙能 beside 120亿元 of 甲能."""
        own = [m for m in figures if not self._is_of_another(query, m)]
        named = [f for m in own if (f := self.fact(m)) is not None and self._is_named(query, f)]
        return [m for m in own if not self._stands_behind(query, m, named)]

    def _is_named(self, query: Query, fact: Fact) -> bool:
        """Whether a question names the place or thing that a figure is told of."""
        subject = fold(fact.subject)
        own = bool(subject) and fact.subject != self.region(fact.doc)
        return own and any(subject == fold(t) for g in query.groups for t in g.terms)

    def _stands_behind(self, query: Query, match: Match, named: Sequence[Fact]) -> bool:
        """Whether a figure is of another thing in a place of which a figure is stated itself: the
        output of a works in 盐都区 beside that of 盐都区.
        """
        fact = self.fact(match)
        if fact is None or not named or fact.subject == self.region(fact.doc):
            return False
        if any(presence(g, fold(fact.subject)) >= _OF_PLACE for g in query.groups):
            return False
        share = self.own_share(fact, query.groups)
        return any(
            (f.doc, f.quantity.kind, f.measure) == (fact.doc, fact.quantity.kind, fact.measure)
            and self.own_share(f, query.groups) >= share
            for f in named
        )

    def _is_of_another(self, query: Query, match: Match) -> bool:
        fact = self.fact(match)
        if fact is None or fact.table:
            return False
        mine = fold(fact.indicator)
        rivals = [
            fold(other.indicator)
            for other in self._in_unit[fact.sentence]
            if other.indicator != fact.indicator
            and (other.quantity.kind, other.years) == (fact.quantity.kind, fact.years)
            and alike(indicator_key(other.indicator), indicator_key(fact.indicator))
        ]
        named = [g for g in query.groups if presence(g, mine) < _OF_IT]
        own = [g for g in query.groups if presence(g, mine) >= _OF_IT]
        if self._is_told_of_another(fact, named, own):
            return True
        return any(presence(g, rival) >= _OF_IT for g in named for rival in rivals) and not any(
            not all(presence(g, rival) >= _OF_IT for rival in rivals) for g in own
        )

    def _is_told_of_another(
        self, fact: Fact, named: Sequence[TermGroup], own: Sequence[TermGroup]
    ) -> bool:
        """Whether the sentence tells the same of an asked thing without a figure: "雷管产能利用率较低，
        炸药产能利用率也不到70%".  ``named`` is what the figure is not told of, ``own`` what it is.
        """
        name, text = fold(indicator_key(fact.indicator)), fold(fact.text)
        # what is measured, without the beginning of the name that says of whom
        tails = [name[at:] for at in range(2, len(name) - _TAIL + 1)]
        terms = [fold(term) for g in named if g.category != "plan_name" for term in g.terms]
        rest = text.replace(name, "\n")  # elsewhere than in its own name
        told = [f"{term}{tail}" for term in terms for tail in tails]
        others = [words for words in told if words in rest and _begins(words, rest)]
        return name in text and any(
            all(presence(g, words) >= _OF_IT for g in own) for words in others
        )

    def facts_of(self, doc: str) -> Sequence[Fact]:
        """All facts of a document in reading order."""
        return self._index.rows[doc]

    def is_plan_period(self, years: Sequence[int]) -> bool:
        """Whether a period is that of one of the plans."""
        periods = (p.document.period for p in self._index.documents)
        return any((p.start, p.end) == (years[0], years[-1]) for p in periods)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all documents."""
        return tuple(p.document.name for p in self._index.documents)

    def weight(self, groups: Iterable[TermGroup]) -> float:
        """The weight of some groups together."""
        return sum(group_weight(g, self._corpus) for g in groups)

    def prepare(self, phrases: Sequence[Phrase]) -> None:
        """Encode phrases together whose candidates will be looked for one by one."""
        self._embedder.prepare_queries([phrase.text for phrase in phrases])

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
        found: Found = retrieve(sub, self._index, self._embedder, PASSAGES)
        units = score_units(sub, found, self._corpus)
        figures = read_figures(sub, units, self._corpus, found.facts, limit=120)
        hints = kind_hints(phrase.text)
        asked = [m for m in figures if self._in_regions(query, m.chunk.doc, m.unit)]
        scored = [self._with_fact(m, phrase, hints) for m in asked]
        return sorted(
            (m for m in scored if m is not None and self.is_of_state(query, m)),
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
        _, unit = self._units[fact.sentence]
        text = f"{fold(unit.text)} {fold(f'{fact.subject}{fact.indicator}{unit.context}')}"
        return any(presence(g, text) >= 0.5 or self.told_with_title(fact, g) for g in groups)

    def confidence(self, cell: Stated) -> float:
        """How much of what a cell asks for stands in the clause and the names of its figure.

        A place or park may as well stand in the headings or the title.
        """
        if cell.fact is None or self._names_another(cell.fact, cell.asked.phrase):
            return 0.0
        groups = cell.asked.phrase.groups
        needed = [g for g in groups if not _SCALE.fullmatch(g.source)]
        known = [g for g in needed if is_known(g)] or needed
        total = self.weight(known)
        if not total:
            return 1.0
        fact = cell.fact
        chunk, unit = self._units[fact.sentence]
        clause, shared, _ = figure_texts(unit, self.figure(fact))
        own = f"{clause} {fold(f'{fact.subject}{fact.indicator}')}"
        around = f"{own} {fold(' '.join((*chunk.path, unit.context)))} {self._corpus.title_text(fact.doc)}"
        wide = fact.subject == self.region(fact.doc)
        told = 0.0
        for group in known:
            whose = group.category in (*NAME_CATEGORIES, "industry")
            if wide and self.is_whole(group, fact.doc):
                told += group_weight(group, self._corpus)
            else:
                degree = presence(group, around if whose else own)
                degree = max(degree, self.told_with_title(fact, group))
                near = 0.0 if whose else 0.8 * presence(group, shared)
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
            w * (1.0 if wide and self.is_whole(g, fact.doc) else presence(g, text))
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


_PART = re.compile(
    r"(?P<zh>专栏|附表|(?<![代发外仪图报列])表格?)\s*(?P<n>\d{1,2})(?![\d.年月家个名项种亿万%％])|\b(?P<en>box|table)\s+(?:no\.?\s*)?(?P<m>\d{1,2})\b",
    re.I,
)


def in_named_part(text: str, path: Sequence[str]) -> bool:
    """Whether headings hold the box or table that a question names by its number (专栏1, Table 2);
    true when it names none.
    """
    named = _named_part(text)
    return named is None or any(named.match(title) for title in path)


@lru_cache(maxsize=64)
def _named_part(text: str) -> re.Pattern[str] | None:
    """How headings begin of the box or table that a question names, ``None`` without one."""
    part = _PART.search(text)
    if part is None:
        return None
    box = (part["zh"] or "").startswith("专栏") or (part["en"] or "").lower() == "box"
    return re.compile(rf"(?:{'专栏' if box else '附?表'})\s*{part['n'] or part['m']}(?!\d)")


@lru_cache(maxsize=1 << 10)
def kind_hints(text: str) -> tuple[str, ...]:
    """Kinds of quantity that the words of a question or phrase point to."""
    operands = _RESULT.sub(" ", text)
    return tuple(kind for kind, pattern in _KIND_HINTS if pattern.search(operands))


def _roles(text: str) -> tuple[str, ...]:
    roles = []
    if re.search(r"增速|增长率|growth rate", text):
        roles.append("growth")
    if re.search(r"占比|比重|占全|share|proportion|率", text):
        roles.append("share")
    if re.search(r"新增|净增|\bnew(?:ly)?\b|added", text):
        roles.append("increment")
    return tuple(roles)


_SCALE = re.compile(r"规上|规模以上|规模|限上|限额以上|scale|above")


# a word of a place's name (Chengdong District), which says nothing without it
_RANK_OF_PLACE = re.compile(
    r"district|county|town|township|city|province|prefecture|municipal\w*", re.I
)


def _subject_group(name: str, text: str) -> TermGroup:
    """A subject of the documents as a notion of a question that names it whole or without its rank."""
    source = name if name in text else bare_place(name)
    return TermGroup(source, (name,), _sort_of_subject(name))


def _sort_of_subject(name: str) -> str:
    """The category of a subject by how its name ends."""
    if re.search(r"(?:园区?|开发区|高新区|经开区|保税区|新区)$", name):
        return "park"
    return "place" if re.search(r"[市县区州镇乡村盟旗]$", name) else "industry"


_WHOLE = re.compile(r"^(?:全部|全区|全省|全市|整个|所有|总的?)(?=[\u4e00-\u9fff]{3})")


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


def _zone_of_city(
    groups: Sequence[TermGroup], wide: frozenset[str], text: str
) -> tuple[TermGroup, ...]:
    """ "the Lhasa development zone": city and zone together name one park."""
    zones = [g for g in groups if g.category == "park" and _is_zone(g)]
    cities = [g for g in groups if g.category == "place" and not wide & set(g.terms)]
    city = next((g for g in cities if not g.critical), None)
    if not zones or city is None:
        return tuple(groups)
    behind = [z for z in zones if _right_behind(z.source, city.source, text)]
    zone = (behind or zones)[0]
    forms = [f"{bare_place(t)}经开区" for t in city.terms]
    both = TermGroup(zone.source, tuple(dict.fromkeys(forms)), "park")
    return tuple(both if g is zone else g for g in groups if g is not city)


def _right_behind(zone: str, city: str, text: str) -> bool:
    """Whether a zone is named right behind its city, with at most its rank between them."""
    low = text.lower()
    between = (
        r"[\u4e00-\u9fff]{0,4}?" if re.search(r"[\u4e00-\u9fff]", city) else r"\S*\s(?:\S+\s){0,3}?"
    )
    return bool(re.search(rf"{re.escape(city.lower())}{between}{re.escape(zone.lower())}", low))


def _is_zone(group: TermGroup) -> bool:
    return any(re.fullmatch("开发区|经开区|经济技术开发区|园区|区", t) for t in group.terms)


def series_of(fact: Fact, facts: Sequence[Fact]) -> list[Fact]:
    """The facts of one indicator of one subject over the years, one a year, in order."""
    key = fact_key(fact)
    same = [f for f in facts if fact_key(f) == key and level(f) == level(fact)]
    by_year: dict[tuple[int, ...], Fact] = {}
    for one in sorted(same, key=lambda f: (not f.table, f.id)):
        by_year.setdefault(one.years, one)
    by_year[fact.years] = fact
    return sorted(by_year.values(), key=lambda f: (f.years[-1:] or (0,), f.id))


def level(fact: Fact) -> str:
    """Which figures of one indicator may stand in one series: levels, or sums, or additions."""
    return fact.measure if fact.measure in ("increment", "cumulative", "multiple") else "level"


def alike(one: str, other: str) -> bool:
    """Whether two names end alike: 环境空气质量优良率 and 城镇空气质量优良率."""
    return one == other or (min(len(one), len(other)) >= 5 and one[-5:] == other[-5:])


def named_alike(facts: Sequence[Fact]) -> bool:
    """Whether all figures are named as, or as a kind of, what one of them is: 总产值, 工业总产值."""
    keys = sorted((family_key(f) for f in facts), key=len)
    return all(key.endswith(keys[0]) for key in keys)


def family_of(fact: Fact, facts: Sequence[Fact]) -> list[Fact]:
    """The facts of the same indicator, kind, measure and year of other subjects of the document."""
    tail = family_key(fact)
    return [
        f
        for f in facts
        if alike(family_key(f), tail)
        and f.quantity.kind == fact.quantity.kind
        and level(f) == level(fact)
        and f.measure in (fact.measure, "level", "share")
    ]


_GENERAL = re.compile(r"^(?:全区|全省|全市|规上|规模以上)+")


def family_key(fact: Fact) -> str:
    """The indicator without the words that name its subject: 矿产采选业产值 and 规上产值 are 产值."""
    return _family_name(fact.indicator, fact.subject)


@lru_cache(maxsize=1 << 16)
def _family_name(indicator: str, subject: str) -> str:
    name = indicator_key(indicator).replace(subject, "")
    name = re.sub(
        r"^[\u4e00-\u9fff]{2,12}?(?:产业|行业|制造业|加工业|采选业|工业|园区|业)(?=[\u4e00-\u9fff]{2})",
        "",
        name,
    )
    name = _GENERAL.sub("", name).replace("企业", "") or name
    return re.sub(r"^工业(?=产值|增加值)", "", name)


_WHOLE_ROW = re.compile(r"合计$|总计$|小计$|^总计|^合计|^全[省市区县州国]$")


def is_whole_row(subject: str) -> bool:
    """Whether a row of a table is the total of the others: 合计, 六大品种合计, 全市."""
    return bool(_WHOLE_ROW.search(subject))


def _begins(words: str, text: str) -> bool:
    """Whether a name stands in a text as it is, not as the end of a longer one: 产业增加值 is no
    thing of its own in 数字经济核心产业增加值.
    """
    places = (m.start() for m in re.finditer(re.escape(words), text))
    return any(not _OF_A_NAME.match(text[at - 1 : at]) for at in places)


def fits_slot(fact: Fact, slot: Slot, plan: Period) -> bool:
    """Whether a fact is of the asked time; a target without a year stands for the end of its plan,
    what was reached without a year for the year before the plan.
    """
    if slot.state == "base":
        return fact.role == "base"
    if slot.state == "target":
        return fact.role == "target"
    if not slot.years:
        return True
    if not fact.years:
        written = plan.start is not None and plan.start - 1 in slot.years
        return plan.end in slot.years if fact.role == "target" else written
    if len(slot.years) == 1:
        return fact.years[-1] == slot.years[0]
    return fact.years == slot.years or (
        len(fact.years) == 1 and slot.years[0] <= fact.years[0] <= slot.years[-1]
    )


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
    return tuple(g for g in needed if is_known(g)), tuple(g for g in needed if not is_known(g))
