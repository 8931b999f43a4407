"""Scoring sentences and table rows against a question, and reading the figures that answer it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache, partial
from itertools import accumulate
from math import log

from index.cleaning import normalise
from index.quantities import stated_values, values_of
from index.store import Index
from index.types import Chunk, Document, Figure, Unit
from index.words import cut
from rag.places import bare_place, wide_names
from rag.retrieve import Found
from rag.types import Query, TermGroup

# how much a term counts by where it stands
_IN_UNIT, _IN_LEAD, _BEFORE, _IN_PATH, _IN_TITLE = 1.0, 0.85, 0.6, 0.75, 0.5
# categories of the glossary that name what a question is about
CONTENT = frozenset(
    "indicator product industry mineral crop technology energy environment social finance "
    "instrument transport service enterprise innovation talent body".split()
)
# words that say how a thing is counted or what is done with it, not what the thing is
ROLE_WORDS = re.compile(
    r"比重|占比|份额|净增|新增|增速|增长|增幅|同比|累计|年均|引进|扶持|培育|建成|总数|总量|合计|规模|目标|比例|提升|达标"
    r"|\b(?:share|growth|increase|new|newly|total|target|annual|average|rate|build|proportion|ratio|percentage|scale)\b"
)
_NEAR = {"zh": 0.3, "en": 0.4}  # what the closeness of a figure's vector counts
_CLOSE = {"zh": 0.2, "en": 0.4}  # what the closeness of a sentence's vector counts
_PLACES_SEEN = 5  # places of a term that are looked at
_WINDOW = 8  # characters beside it
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_HAN_BEFORE = re.compile(r"[\u4e00-\u9fff]+$")
_SAYS = re.compile(r"[。；！？：，]")
_OTHERS = 0.5  # in the clause of another figure of the sentence
_ABSENT = 0.35  # what a word counts that no plan uses and the glossary does not know
_ROLE = 0.4  # what a word counts that says how a thing is counted
_TOLD = 0.8  # what a figure loses that the question itself states
_PASSED = 0.3  # what a mark loses that the figure behind it has passed (突破5000万、达到5150.6万)
_PIECES = 0.75  # the words that a phrase is made of, apart from each other
_PARTED = 0.85  # a term with a word put in between
_CONTRASTS = "轻重非副小微"  # 规上轻工业企业 are not all 规上工业企业
_PUT_IN = 4  # characters that may be put in
_PARTIAL = 0.6  # a Chinese word of which only most character pairs are there
_WEIGHTS = {
    "part": 0.4,
    "example": 0.3,
    "cedict": 0.55,
    "unknown": 0.0,
    "figure": 2.0,
    "unit": 0.2,
    "bound": 0.1,
    "time": 0.2,
    "plan_name": 0.15,
    "plan": 0.4,
    "governance": 0.7,
}
_CITY_PARKS = (
    "经开区",
    "经济技术开发区",
    "经济开发区",
    "高新区",
    "高新技术产业开发区",
    "综合保税区",
    "综保区",
)


@dataclass(frozen=True)
class Match:
    """How well one unit fits: coverage of the question's terms by weight, and which are missing."""

    unit: Unit
    chunk: Chunk
    coverage: float
    own: float
    missing: tuple[TermGroup, ...]
    retrieval: float
    cosine: float
    close: float = 0.0
    figure: Figure | None = None
    score: float = 0.0

    @property
    def sentence(self) -> tuple[str, int]:
        """Which sentence or row of the documents it is: file and unit."""
        return self.chunk.doc, self.unit.id

    @property
    def place(self) -> tuple[str, int, int]:
        """Which figure of the documents it is: file, unit, and where it begins in the unit."""
        return *self.sentence, figure_start(self)


class Corpus:
    """Texts and term statistics of an index that scoring needs; made once."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self._search = tuple(
            fold(f"{c.search_text} {' '.join(c.path)} {' '.join(u.context for u in c.units)}")
            for c in index.chunks
        )
        self._titles = {p.document.name: _title_text(p.document) for p in index.documents}
        self._all = " ".join((*self._search, *self._titles.values()))
        self._paths = tuple(fold(" ".join(c.path)) for c in index.chunks)
        self._df: dict[str, int] = {}
        self._occurring: dict[str, bool] = {}
        self.rows = {(c.doc, c.id): i for i, c in enumerate(index.chunks)}
        self.wide = wide_names([p.document for p in index.documents])

    def occurs(self, term: str) -> bool:
        """Whether the term stands anywhere in the documents."""
        if term not in self._occurring:
            self._occurring[term] = fold(term) in self._all
        return self._occurring[term]

    def stands_whole(self, term: str) -> bool:
        """Whether the term stands anywhere as whole words: 电雷管, but not 键工序 in 关键工序."""
        folded, at = fold(term), -1
        for _ in range(_PLACES_SEEN):
            at = self._all.find(folded, at + 1)
            if at < 0:
                return False
            behind = at + len(folded)
            left = _HAN_BEFORE.search(self._all[max(0, at - _WINDOW) : at])
            right = _HAN.match(self._all[behind : behind + _WINDOW])
            start = at - len(left.group() if left else "")
            run = self._all[start : behind + len(right.group() if right else "")]
            if {at - start, behind - start} <= {0, *accumulate(map(len, cut(run)))}:
                return True
        return False

    @property
    def text(self) -> str:
        """All searched text of the documents."""
        return self._all

    def idf(self, group: TermGroup) -> float:
        """Inverse passage frequency of a group: high for rare notions."""
        total = len(self._search)
        seen = max((self.frequency(term) for term in group.terms), default=0)
        return log(1 + (total - seen + 0.5) / (seen + 0.5))

    def frequency(self, term: str) -> int:
        """In how many passages the term stands."""
        if term not in self._df:
            folded = fold(term)
            self._df[term] = sum(folded in text for text in self._search)
        return self._df[term]

    def path_text(self, row: int) -> str:
        """Folded headings of a passage."""
        return self._paths[row]

    def title_text(self, doc: str) -> str:
        """Folded title, region and aliases of a document."""
        return self._titles[doc]


def score_units(query: Query, found: Found, corpus: Corpus) -> list[Match]:
    """Every unit of the ranked passages with its coverage, best first."""
    ranked = found.passages
    groups = _weighed(query, corpus)
    total = sum(g.weight for g in groups) or 1.0
    best = max((hit.score for hit in ranked), default=1.0) or 1.0
    matches = []
    for hit in ranked:
        chunk = corpus.index.chunks[hit.row]
        title, path = corpus.title_text(chunk.doc), corpus.path_text(hit.row)
        for position, unit in enumerate(chunk.units):
            before = _same_paragraph_before(chunk, position)
            texts = (fold(unit.text), fold(unit.context), before, path, title)
            matches.append(_match(unit, chunk, groups, texts, total, hit.score / best, hit.cosine))
            close = found.units.get((hit.row, position), 0.0)
            matches[-1] = replace(matches[-1], close=_CLOSE[query.language] * close)
    return sorted(matches, key=lambda m: (-rank(m), m.chunk.doc, m.unit.start))


@dataclass(frozen=True)
class _Weighed:
    """A notion of a question with what it counts, and its presence in a text, looked for once:
    headings, titles and sentences before are those of many units.
    """

    group: TermGroup
    weight: float
    presence: Callable[[str], float]


def _weighed(query: Query, corpus: Corpus) -> list[_Weighed]:
    return [_Weighed(g, group_weight(g, corpus), partial(presence, g)) for g in query.groups]


def rank(match: Match) -> float:
    """The rank score of a unit: coverage, what stands in itself, its passage, its vector."""
    return match.coverage + 0.3 * match.own + 0.3 * match.retrieval + match.close


def group_weight(group: TermGroup, corpus: Corpus) -> float:
    """What a notion counts: its rarity times a factor for where its translation comes from."""
    if not group.terms:
        return 0.0
    factor = _WEIGHTS.get(group.category, 1.0)
    weight = factor * corpus.idf(group)
    if corpus.frequency(group.terms[0]) == 0 and group.category == "":
        return _ABSENT * weight  # a word of the asker's that the plans never use: only wording
    return _ROLE * weight if ROLE_WORDS.search(group.source) else weight


def _match(
    unit: Unit,
    chunk: Chunk,
    groups: Sequence[_Weighed],
    texts: tuple[str, str, str, str, str],
    total: float,
    retrieval: float,
    cosine: float,
) -> Match:
    covered = own = 0.0
    missing = []
    levels = (_IN_UNIT, _IN_LEAD, _BEFORE, _IN_PATH, _IN_TITLE)
    for notion in groups:
        group, weight = notion.group, notion.weight
        degrees = [notion.presence(text) for text in texts]
        value = max(level * degree for level, degree in zip(levels, degrees, strict=True))
        if group.critical and max(degrees[1], degrees[3], degrees[4]) >= 1.0:
            value = max(value, 0.9)  # a name may as well stand in the heading or the title
        covered += weight * value
        own += weight * degrees[0]
        if max(degrees) < 0.5:
            missing.append(group)
    # a title or date line names things but says nothing of them
    part = 0.5 if unit.kind == "sentence" and not _SAYS.search(unit.text) else 1.0
    return Match(
        unit, chunk, part * covered / total, part * own / total, tuple(missing), retrieval, cosine
    )


@lru_cache(maxsize=1 << 18)  # a question and its asks look for the same in the same texts
def presence(group: TermGroup, text: str) -> float:
    """1 when a term of the group stands in the text, less when only most of its pairs do, else 0."""
    if group.category == "figure" and _states(group, text):
        return 1.0
    best = 0.0
    for term in group.terms:
        best = max(best, _degree(fold(term), group.category, group.critical, text))
        if best == 1:
            break
    if best < _PIECES and group.pieces and not group.critical:
        if all(any(fold(term) in text for term in piece) for piece in group.pieces):
            return _PIECES
    return best


def _degree(term: str, category: str, critical: bool, text: str) -> float:
    """How far one term of a group stands in a text: as it is, parted by a word, or by its pairs."""
    if _stands(term, text, category):
        return 1.0
    if category == "place" and _stands(bare_place(term), text, "place"):
        return 1.0
    if critical or len(term) < 3:
        return 0.0
    if len(term) > 3 and term[:2] in text and _stands_parted(term, text):
        return _PARTED
    pairs = len(term) - 1
    left = int(0.4 * pairs + 1e-9)  # how many pairs may be missing
    missing = 0
    for at in range(pairs):
        if term[at : at + 2] not in text:
            missing += 1
            if missing > left:
                return 0.0
    return _PARTIAL * (pairs - missing) / pairs


def _states(group: TermGroup, text: str) -> bool:
    """Whether a text states a figure of the question in any writing (1亿元, 过亿, 亿元级)."""
    return not _values(group).isdisjoint(stated_values(text))


def _values(group: TermGroup) -> set[tuple[str, Decimal]]:
    """The figures that a group of the question states."""
    return {value for term in group.terms for value in stated_values(term)}


def _stands_parted(term: str, text: str) -> bool:
    """Whether the term stands with one word put in: 粮食产量 in 粮食总产量."""
    for place in range(2, len(term) - 1):
        head, tail = term[:place], term[place:]
        at = text.find(head)
        while at >= 0:
            near = text.find(tail, at + place, at + place + len(tail) + _PUT_IN)
            if near >= 0 and text[near - 1] not in _CONTRASTS:
                return True
            at = text.find(head, at + 1)
    return False


def _stands(term: str, text: str, category: str) -> bool:
    """Whether the term stands in the text; a city does not stand in the name of its zone."""
    at = text.find(term)
    if term.startswith("出口"):  # 进出口总额 is no 出口总额
        return re.search(rf"(?<!进){re.escape(term)}", text) is not None
    if term == "规模":  # 规模以上 says which firms, not how large something is
        return re.search(r"规模(?!以上|以下|化)", text) is not None
    if category != "place":
        return at >= 0
    while at >= 0:
        rest = text[at + len(term) :].lstrip("市国家级")
        if not rest.startswith(_CITY_PARKS):
            return True
        at = text.find(term, at + 1)
    return False


def _same_paragraph_before(chunk: Chunk, position: int) -> str:
    unit = chunk.units[position]
    if unit.kind == "row" or position == 0:
        return ""
    earlier = chunk.units[position - 1]
    return fold(earlier.text) if earlier.paragraph == unit.paragraph else ""


@lru_cache(maxsize=200_000)
def fold(text: str) -> str:
    """Text for comparing: no quotes and spaces, lower case, one form of brackets."""
    folded = normalise(text).lower()
    for mark in "“”‘’\"' （）()《》、":
        folded = folded.replace(mark, "")
    return folded


# "民用爆炸物品行业（以下简称民爆行业）": a document is about what it gives a short name
_SHORT_NAME = re.compile(
    r"(?:以下|下文|下)?[统简]称[“\"《]?([\u4e00-\u9fff]{2,10}?)(?=[”\"》）)，,。；])"
)


def _title_text(document: Document) -> str:
    region = document.region
    short = _SHORT_NAME.findall(document.text)
    return fold(" ".join((document.title, region, bare_place(region), *document.aliases, *short)))


_REVIEW = re.compile(r"回顾|现状|成效|成就|问题|短板|基础|形势|开局|瓶颈|制约")


@lru_cache(maxsize=1 << 12)
def _looks_back(path: tuple[str, ...]) -> bool:
    """Whether the headings of a passage say that it tells what was reached."""
    return any(_REVIEW.search(title) for title in path)


def years_fit(
    query: Query, figure: Figure, document: Document, path: Sequence[str] = ()
) -> float | None:
    """How well the year of a figure fits the question; ``None`` when it is another year."""
    if not query.years and not query.periods:
        return 0.0
    review = _looks_back(tuple(path))
    fits = [_year_fit(year, figure, document, review) for year in query.years]
    if not query.years or query.parts > 1:  # beside a year a period only says where the year lies
        fits += [_period_fit(period, figure, document) for period in query.periods]
    return max((fit for fit in fits if fit is not None), default=None)


def _year_fit(year: int, figure: Figure, document: Document, review: bool) -> float | None:
    years = figure.years
    if len(years) == 1:
        if years[0] == year:
            return 0.25 if figure.inherited else 0.4
        return None
    if len(years) == 2:
        if years[1] == year:
            return 0.2
        return 0.1 if years[0] <= year <= years[1] else None
    period = document.period
    if period.end is None:
        return 0.0
    if review:  # what a review says without a year is of the years before the plan
        return 0.0 if period.start and year <= period.start else None
    # what a plan sets without a year it sets for its end
    return 0.1 if period.end == year else None


def _period_fit(period: tuple[int, int], figure: Figure, document: Document) -> float | None:
    years = figure.years
    if not years:
        own = (document.period.start, document.period.end)
        return 0.15 if own == period else 0.0
    if len(years) == 2 and tuple(years) == period:
        return 0.35
    if len(years) == 1 and years[0] == period[1]:
        return 0.2
    if period[0] <= years[0] and years[-1] <= period[1]:
        return 0.1
    if len(years) == 2 and years[0] <= period[0] and period[1] <= years[1]:
        return 0.05
    return None


def is_of_kinds(kind: str, kinds: Sequence[str]) -> bool:
    """Whether a figure is of one of the asked kinds; CNY/* holds for money per unit of anything."""
    return kind in kinds or ("CNY/*" in kinds and kind.startswith("CNY/"))


def kind_fit(query: Query, figure: Figure) -> float:
    """How well the kind of a figure fits what was asked."""
    kind = figure.quantity.kind
    if "/" in kind:
        per = kind.rpartition("/")[2]
        return 0.5 if query.compound == per else 0.3 if query.compound else -0.1
    if not query.kinds:
        return 0.0 if kind != "time" else -0.2
    if is_of_kinds(kind, query.kinds):
        if kind == "count" and query.classifiers:
            return classifier_fit(query.classifiers, figure.quantity.unit)
        first = query.kinds[0]
        return 0.25 if kind == first or ("percent" in (first,) and kind == "points") else 0.2
    if kind == "number":
        return -0.05
    return -0.35


PEOPLE = ("人", "名", "人次", "位", "员")
_FIRMS = ("家", "户")
# classifiers of things of one sort: 7起 is no answer to 多少条
_OWN_CLASSIFIER = frozenset("家户条台套辆架起篇种张宗头只艘")
_NO_FIRMS = ("台", "套", "辆", "架", "条", "起", "件", "篇", "种", "座", "张", "间", "栋", "宗")


def classifier_fit(asked: Sequence[str], unit: str) -> float:
    """Counts of the asked classifier first; people are never firms."""
    if any(unit.endswith(c) for c in asked):
        return 0.3
    people = any(c in PEOPLE for c in asked), unit.endswith(PEOPLE)
    if people[0] != people[1] and (unit.endswith((*PEOPLE, *_FIRMS, "种", "座", "条", "项"))):
        return -0.4
    firms = any(c in _FIRMS for c in asked)
    if firms and unit.endswith(_NO_FIRMS):
        return -0.4
    if firms and unit.endswith(_FIRMS):
        return 0.25
    of_its_own = any(c in _OWN_CLASSIFIER for c in asked) and unit[-1:] in _OWN_CLASSIFIER
    return -0.35 if of_its_own else 0.05


def role_fit(query: Query, figure: Figure) -> float:
    """How well level, growth, share or increment fit what was asked."""
    role, asked = figure.role, query.roles
    if role == "criterion":
        return -0.4
    score = 0.0
    if "growth" in asked:
        score += 0.15 if role in ("growth", "multiple", "change") else -0.1
    elif role in ("growth", "change"):
        score -= 0.2
    elif role == "multiple":
        score -= 0.1
    if "share" in asked:
        score += 0.1 if role == "share" else -0.05
    if "increment" in asked:
        score += 0.3 if role == "increment" else 0.0
    elif role == "increment":
        score -= 0.05
    if figure.quantity.numeral:
        score -= 0.05
    return score + _span_fit(query, figure)


_TOTAL_ASKED = re.compile(
    r"累计|合计|加起来|五年.{0,4}(?:总|共)|一共|cumulativ|in total over|over the (?:five|whole|entire)|altogether|combined over|five-year total",
    re.I,
)
_YEARLY_ASKED = re.compile(
    r"年均|每年|一年|annual(?:ly)?\b|per year|a year\b|each year|yearly|every year", re.I
)


_GAP_ASKED = re.compile(
    r"(?:比|较).{2,20}[高低多少快慢]出?(?:多少|几)|[高低快慢]于.{2,20}(?:多少|几)|\b(?:above|below|higher|lower|behind|short of)\b.{0,40}\baverage\b|\baverage\b.{0,40}\b(?:above|below|higher|lower|behind)\b",
    re.I,
)
_GAP_TOLD = re.compile(r"(?:比|较).{2,20}[高低多少快慢]|[高低快慢]于")


def _gap_fit(query: Query, clause: str) -> float:
    """A stated distance (比全省平均水平低5.7万元) for a question that asks for one."""
    if not _GAP_ASKED.search(query.text):
        return 0.0
    return 0.4 if _GAP_TOLD.search(clause) else 0.0


def _span_fit(query: Query, figure: Figure) -> float:
    """Cumulative figures for questions about totals over years, yearly ones for yearly questions."""
    total, yearly = bool(_TOTAL_ASKED.search(query.text)), bool(_YEARLY_ASKED.search(query.text))
    if figure.span == "cumulative":
        return 0.35 if total else -0.05
    if figure.span == "annual":
        return 0.15 if yearly else -0.05
    return -0.25 if total and figure.years[:-1] == () else 0.0


def read_figures(
    query: Query,
    matches: Sequence[Match],
    corpus: Corpus,
    near: Mapping[tuple[int, int, int], float],
    limit: int = 60,
) -> list[Match]:
    """The figures of the best units as candidates, best first; wrong years are left out.

    ``near`` is the closeness of figures by (passage row, unit position, figure position).
    """
    weighed = _weighed(query, corpus)
    total = sum(g.weight for g in weighed) or 1.0
    told = {v for g in query.groups if g.category == "figure" for v in _values(g)}
    close = {_unit_of(corpus.index, place) for place in near}
    chosen = [m for i, m in enumerate(matches) if i < limit or m.sentence in close]
    found = []
    for match in chosen:
        document = corpus.index.by_name[match.chunk.doc].document
        row = corpus.rows[match.chunk.doc, match.chunk.id]
        position = match.chunk.units.index(match.unit)
        around = _texts_around(match, corpus, row, position)
        for number, figure in enumerate(match.unit.figures):
            when = years_fit(query, figure, document, match.chunk.path)
            if when is None:
                continue
            texts = (*figure_texts(match.unit, figure), *around)
            coverage, missing = _covered(texts, weighed, total)
            score = (
                1.3 * coverage
                + 0.3 * match.retrieval
                + when
                + kind_fit(query, figure)
                + role_fit(query, figure)
                + scope_fit(query, texts[0])
                + _gap_fit(query, texts[0])
                - (_TOLD if values_of(figure.quantity) <= told else 0.0)
                - (_PASSED if _is_passed(match.unit, number) else 0.0)
                + _NEAR[query.language] * near.get((row, position, number), 0.0)
            )
            found.append(
                replace(match, coverage=coverage, missing=missing, figure=figure, score=score)
            )
    return sorted(found, key=lambda m: (-m.score, m.chunk.doc, m.unit.start, figure_start(m)))


_REACHED = re.compile(r"(?:大关)?[、，]?(?:累计|总量)?(?:达到?|实现|为|增至)")


def _is_passed(unit: Unit, number: int) -> bool:
    """Whether a figure is a mark passed on the way to the figure behind it."""
    figure, behind = unit.figures[number], unit.figures[number + 1 : number + 2]
    if figure.quantity.bound != ">" or not behind:
        return False
    gap = unit.text[figure.quantity.end : behind[0].quantity.start]
    return behind[0].quantity.kind == figure.quantity.kind and bool(_REACHED.fullmatch(gap))


_FIGURE_LEVELS = (1.0, 0.9, _OTHERS, _IN_LEAD, _BEFORE, _IN_PATH, _IN_TITLE)


def figure_texts(unit: Unit, figure: Figure) -> tuple[str, str, str]:
    """The text of a unit from the view of one figure: its own clause, clauses that hold no figure
    (they may name its subject), and clauses of other figures.
    """
    if unit.kind == "row":
        return fold(figure.label), "", fold(unit.text)
    starts = tuple(f.quantity.start for f in unit.figures)
    return _clauses_around(unit.text, starts, figure.quantity.start, figure.label)


@lru_cache(maxsize=1 << 15)
def _clauses_around(
    text: str, starts: tuple[int, ...], begin: int, label: str
) -> tuple[str, str, str]:
    """The clauses of a sentence from the view of the figure that begins at ``begin``; ``starts`` are
    those of all its figures.
    """
    own, shared, others = [label], [], []
    start = 0
    for match in re.finditer(r"[，。；：！？]|$", text):
        clause, at = text[start : match.end()], start
        start = match.end()
        if at <= begin < match.end():
            own.append("" if clause.count("、") else clause)
            shared.append(clause)
        elif any(at <= other < match.end() for other in starts):
            others.append(clause)
        else:
            (shared if at < begin else others).append(clause)
    return fold(" ".join(own)), fold(" ".join(shared)), fold(" ".join(others))


def _texts_around(match: Match, corpus: Corpus, row: int, position: int) -> tuple[str, ...]:
    return (
        fold(match.unit.context),
        _same_paragraph_before(match.chunk, position),
        corpus.path_text(row),
        corpus.title_text(match.chunk.doc),
    )


def _covered(
    texts: Sequence[str], weighed: Sequence[_Weighed], total: float
) -> tuple[float, tuple[TermGroup, ...]]:
    covered = 0.0
    missing = []
    for notion in weighed:
        group, weight = notion.group, notion.weight
        degrees = [notion.presence(text) for text in texts]
        value = max(level * d for level, d in zip(_FIGURE_LEVELS, degrees, strict=True))
        if group.critical:
            named = max(degrees[3], degrees[5], degrees[6]) >= 1.0
            # a name in the sentence before is usually another's: its figures are not this one's
            value = max(value, 0.9) if named else min(value, max(degrees[:3]))
        covered += weight * value
        # a name in the sentence before is usually another's
        places = [*degrees[:4], *degrees[5:]] if group.critical else degrees
        if max(places) < 0.5:
            missing.append(group)
    return covered / total, tuple(missing)


# words that change what a figure measures: asked for and not there, or there and not asked for
_SCOPES = (
    ("规上", "规模以上"), ("人均",), ("亩均", "单位土地"), ("新增", "净增", "再增"), ("累计",), ("年均",),
    ("园区内", "各园区", "产业园区"), ("占全", "占所在", "比重", "占比"), ("万元工业增加值", "单位"),
)  # fmt: skip


def scope_fit(query: Query, label: str) -> float:
    """Minus for each scope word that only one of question and clause has."""
    asked = fold(query.text + " " + " ".join(t for g in query.groups for t in g.terms))
    score = 0.0
    for words in _SCOPES:
        in_label = any(word in label for word in words)
        in_question = any(word in asked for word in words)
        if in_label != in_question:
            score -= 0.1 if in_label else 0.05
    return score


def _unit_of(index: Index, place: tuple[int, int, int]) -> tuple[str, int]:
    chunk = index.chunks[place[0]]
    return chunk.doc, chunk.units[place[1]].id


def figure_start(match: Match) -> int:
    """Where the figure of a match begins in its unit, 0 without a figure."""
    return match.figure.quantity.start if match.figure else 0
