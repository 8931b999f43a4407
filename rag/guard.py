"""The slot guard: the figure that was read must be of the year, plan, place and thing asked for.

Reading ranks figures by how well they fit; the guard looks at the best one only and says whether
any slot that the question names is another one there.  Another year's or another park's figure is
never an answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.cleaning import normalise
from index.figures import find_years
from index.quantities import stated_values
from index.types import Document
from rag.asked_units import (
    OVER_ALL,
    no_price,
    not_per_unit,
    of_added,
    of_each_unit,
    of_one_year,
    other_average,
    other_mean,
    other_measure_asked,
    other_role,
    other_unit,
)
from rag.evidence import ROLE_WORDS, figure_texts, fold, presence
from rag.others import (
    of_all_such,
    of_another,
    of_anothers_growth,
    of_one_thing,
    of_parks,
    of_the_others,
    other_level,
    other_phase,
    other_scope,
    other_sort,
)
from rag.places import lies_in, tells_region
from rag.reads import (
    FRAME,
    LIKE,
    MATTERS,
    TOLD,
    Read,
    asked_years,
    before_in_paragraph,
    figure_of,
    names_of_read,
    own_name,
)
from rag.terms import with_bare
from rag.types import Query, TermGroup

# notions that a figure must be told of: another industry's, product's or indicator's is no answer
_THINGS = frozenset(
    "industry product mineral crop energy enterprise environment technology innovation indicator "
    "finance opening".split()
)
_PLAIN_SUMS = re.compile(
    r"profit|tax|income|export|import|wage|salary|population|revenue|turnover|sale|debt|loan|deposit|unemployment"
)
# indicators that say how something is counted and not what
_GENERIC = re.compile(
    r"平均(?:水平)?|每年|企业(?!数)|公司|单位|主体|机构|项目|产品(?!质)|规划环评|环评|环境影响评价|加工|生产|制造|建设|服务|管理|开发|企业数量?|数量|规模|总量|总数|增量|约束性|预期性|指标|目标|预期|比例|份额|占比|同比|经济总量|投资额|金额|(?:日|月|年)?(?:均|平均)?浓度|单价|价格|总额|水平|强度|控制在|提高|扩大|上升|下降|"
    r"达到|实现|累计|新增|净增|年均|增长|增速|完成|规上企业|科技信贷|贷款|合计|产量|增加|保有量|存量|人均|覆盖"
    r"|\b(?:in total|overall|annual|yearly|average|total|number|stock|scale|share|proportion|price|production|level|ratio|multiple|value|figure|capacity|volume|"
    r"growth|increase|rate|amount|output|size|double|rise|rize|reach|installed|operating|firm|base|added|new|target|goal|ceiling|minimum|maximum|upgrad\w*|expand|mean|points?|year|per|every|achieve)\b",
    re.I,
)
_AIMED = re.compile(r"目标|\btargets?\b|\bgoals?\b", re.I)
_REACHED = re.compile(
    r"现状|实际|基期|相当于|预期目标|超过|高出|超出|高于|[比较超]\S{0,8}目标|是.{0,12}目标|\bactual|\bbaseline|\bbeat|\bcompared|\bexceed",
    re.I,
)
_NOW = re.compile(
    r"现在|目前|眼下|当前|如今|现有|\b(?:at present|presently|currently|(?:right )?now|today|at the moment|so far)\b",
    re.I,
)
_AT_START = re.compile(
    r"刚开始|刚起步|开局之初|(?:规划|方案|计划)(?:编制|出台|制定|起草)(?:时|的时候|之时|之初|前)|期初"
    r"|\bat the (?:start|beginning|outset|time of writing)\b|\bwhen the (?:[\w-]+ ){0,5}(?:plan|outline|notice|scheme) was (?:drawn|drafted|written|made|issued|published)",
    re.I,
)
_NOW_WORDS = {"zh": "目前", "en": "at present"}
_SEVERAL_PLACES = re.compile(
    r"(?:[\u4e00-\u9fff]{2,4}、){2,}[\u4e00-\u9fff]{2,6}?(?:等)?[一二三四五六七八九十]?(?:地|市|县)"
)
_EN_PERIOD = re.compile(
    r"\b(?P<n>1[1-6]th|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth)[\s-]+(?:five|5)[\s-]+year",
    re.I,
)
_EN_PLAN = re.compile(
    r"(?<!during the )(?<!over the )(?<!end of the )(?<!in the )(?<!for the )"
    + _EN_PERIOD.pattern
    + r"""["”']?(?:[\s-]+(?!period\b|target|goal)\w+){0,3}?\s+(?:plan|outline)\b(?! period)""",
    re.I,
)
_FIRST_YEARS = {
    "11th": 2006, "12th": 2011, "13th": 2016, "14th": 2021, "15th": 2026, "16th": 2031,
    "eleventh": 2006, "twelfth": 2011, "thirteenth": 2016, "fourteenth": 2021, "fifteenth": 2026,
    "sixteenth": 2031,
}  # fmt: skip
_CHANGES = ("growth", "annual growth", "multiple", "change")
_WIDE = re.compile(r"^(?:年度?|全部|全区|全省|全市|整个|总)(?=[\u4e00-\u9fff]{2})")
_WRITTEN = 2  # years before its first one in which a plan is written
_SHORT = 6  # characters of short names of indicators, which vary by one
LETTERED = re.compile(r"(?<![A-Za-z])[A-Z]区")  # a lettered zone


def wrong_slot(
    query: Query, reads: Sequence[Read], plans: Sequence[str], text: str
) -> tuple[str, tuple[str, ...]] | None:
    """The reason why none of the figures may answer and what is missing, or ``None``.

    ``plans`` are the plans that the question names as plans, ``text`` the question without these
    names.
    """
    if not reads:
        return None
    for reason, check in (
        ("subject", _other_plan),
        ("figure", _other_state),
        ("figure", _other_year),
        ("figure", _other_period),
        ("name", _other_region),
        ("name", _other_zone),
        ("name", of_another),
        ("subject", of_anothers_growth),
        ("name", of_the_others),
        ("name", of_all_such),
        ("name", of_parks),
        ("subject", of_one_thing),
        ("figure", other_unit),
        ("figure", of_one_year),
        ("figure", not_per_unit),
        ("figure", of_each_unit),
        ("figure", of_added),
        ("figure", no_price),
        ("subject", _other_class),
        ("subject", other_measure_asked),
        ("subject", other_scope),
        ("subject", other_level),
        ("subject", other_phase),
        ("subject", other_role),
        ("figure", other_mean),
        ("figure", other_average),
        ("subject", other_sort),
        ("subject", _other_thing),
    ):
        missing = check(query, reads, plans, text)
        if missing:
            return reason, missing
    return None


def untold_in_words(
    query: Query, places: Sequence[str], documents: Sequence[Document]
) -> tuple[str, ...]:
    """What an answer in words must be told of and is not: a region, year or period of the question,
    a mineral or crop, a short name in letters (PUE).

    ``places`` are the cited passages with their headings and titles, ``documents`` what they are of.
    """
    pairs = zip(documents, places, strict=True)
    if query.regions and not any(is_of_regions(query, d, place) for d, place in pairs):
        return query.regions
    marks = [mark for place in places for mark in find_years(place)]
    told = {year for mark in marks for year in mark.years}
    for period in (d.period for d in documents):
        if period.start and period.end:
            told |= set(range(period.start - _WRITTEN, period.end + 1))
    absent = tuple(str(year) for year in query.years if year not in told)
    periods = {mark.years for mark in marks if len(mark.years) == 2}
    asked = [m.years for m in find_years(normalise(query.text)) if len(m.years) == 2]
    if periods and asked and periods.isdisjoint(asked):
        absent = (*absent, *(f"{years[0]}–{years[1]}" for years in asked))
    if absent:
        return absent
    text = fold(" ".join(places))
    return tuple(
        g.source
        for g in query.groups
        if g.terms and (g.category in MATTERS or any(map(_LETTERS.fullmatch, g.terms)))
        if presence(g, text) < TOLD
    )


_LETTERS = re.compile(r"[A-Z]{2,5}\d?")


def stands_alone(query: Query, read: Read) -> bool:
    """Whether one of several figures is of an asked year and told of one of the asked things."""
    if _other_year(query, [read], (), ""):
        return False
    groups = [g for g in query.groups if _says_what(g)]
    names = names_of_read(read)
    return not groups or any(presence(_wider(without_rate(g)), names) >= LIKE for g in groups)


def _other_plan(
    query: Query, reads: Sequence[Read], plans: Sequence[str], text: str
) -> tuple[str, ...]:
    if not plans or any(r.fact.doc in plans for r in reads):
        return ()
    return tuple(g.source for g in query.groups if g.category in _THINGS)[:2] or ("",)


def _other_state(
    query: Query, reads: Sequence[Read], plans: Sequence[str], text: str
) -> tuple[str, ...]:
    """A target that is asked for is not what was reached, nor the other way round."""
    now = _NOW.search(text) and not _AIMED.search(text) and not query.years and not query.periods
    if (now or _AT_START.search(query.text)) and all(r.fact.role == "target" for r in reads):
        return (_NOW_WORDS[query.language],)
    aimed = _AIMED.search(text) and not _REACHED.search(text)
    if not aimed or any(r.fact.role == "target" for r in reads):
        return ()
    return asked_years(query)


def _other_year(
    query: Query, reads: Sequence[Read], plans: Sequence[str], text: str
) -> tuple[str, ...]:
    """Every figure must be of an asked year; a change may be told against another one."""
    reached = not query.periods and not OVER_ALL.search(query.text)
    alone = _ALONE.search(query.text) is not None
    if not query.years or any(
        _of_year(r, query.years, alone or (reached and r.fact.role == "base")) for r in reads
    ):
        return ()
    return tuple(str(year) for year in query.years)


def other_year_alone(
    query: Query, reads: Sequence[Read], plans: Sequence[str], text: str
) -> tuple[str, ...]:
    """What was reached in one year alone is no sum over several."""
    if not query.years or not _ALONE.search(query.text):
        return ()
    summed = all(r.fact.measure == "cumulative" and len(r.fact.years) == 2 for r in reads)
    return tuple(str(year) for year in query.years) if summed else ()


_ALONE = re.compile(
    r"[这那]一年|(?:年)?一年[，,]|当年|单年|\b(?:in|for|during) (?:the year )?\d{4} alone\b|\bthat (?:one|single) year\b|\bsingle year\b",
    re.I,
)


def _of_year(read: Read, years: Sequence[int], one_year: bool = False) -> bool:
    """Whether a figure is of one of the years; with ``one_year`` no sum over several of them."""
    fact = read.fact
    if fact.measure in _CHANGES and fact.years and fact.years[-1] >= min(years):
        inside = len(fact.years) == 2 and fact.years[0] < max(years) < fact.years[1]
        return not inside or any(str(year) in read.unit.text for year in years)
    if fact.years:
        summed = fact.measure == "cumulative" and len(fact.years) == 2
        return fact.years[-1] in years and not (summed and one_year)
    period = read.document.period
    if fact.role == "target":
        return period.end in years and not (one_year and fact.measure == "cumulative")
    # what a plan tells without a year is of the time at which it was written
    return period.start is not None and 0 <= period.start - max(years) <= _WRITTEN


def _other_period(
    query: Query, reads: Sequence[Read], plans: Sequence[str], text: str
) -> tuple[str, ...]:
    """A five-year period that is named must be the plan's, the figure's, or told beside it."""
    named = [m.years for m in find_years(normalise(query.text)) if len(m.years) == 2]
    named += [five_years(m["n"]) for m in _EN_PERIOD.finditer(query.text)]
    named += list(query.periods)
    for period in named:
        if not any(_of_period(read, (period[0], period[-1])) for read in reads):
            return (f"{period[0]}–{period[-1]}",)
    for match in _EN_PLAN.finditer(query.text):  # the plan of a period, and not the period
        period = five_years(match["n"])
        if not any(_of_plan(read, period) for read in reads):
            return (f"{period[0]}–{period[1]}",)
    return ()


def five_years(ordinal: str) -> tuple[int, int]:
    """First and last year of a five-year plan by its English ordinal."""
    first = _FIRST_YEARS[ordinal.lower()]
    return first, first + 4


def _of_plan(read: Read, period: tuple[int, int]) -> bool:
    """Whether a figure stands in the plan of a period, or is told of it."""
    if (read.document.period.start, read.document.period.end) == period:
        return True
    around = " ".join((read.unit.text, read.unit.context, *read.chunk.path))
    return any(m.years == period for m in find_years(around))


def _of_period(read: Read, period: tuple[int, int]) -> bool:
    """Whether a figure is of a period: of a year in it, of its plan, or told of it."""
    return any(period[0] <= year <= period[1] for year in read.fact.years) or _of_plan(read, period)


def _other_region(
    query: Query, reads: Sequence[Read], plans: Sequence[str], text: str
) -> tuple[str, ...]:
    """No figure may be of a region that is not asked about."""
    if all(is_of_regions(query, r.document, r.unit.text) for r in reads):
        return ()
    return query.regions


def is_of_regions(query: Query, document: Document, text: str) -> bool:
    """Whether what a document says is of the regions that a question names: the document is named
    or of one of them, or the text names a place that is asked about.
    """
    if not query.regions or document.name in query.documents:
        return True
    if any(lies_in(document.region, asked) for asked in query.regions):
        return True
    named = [g for g in query.groups if g.category in ("place", "park")]
    told = any(tells_region(text, asked) for asked in query.regions)
    return told or any(presence(g, fold(text)) >= 1 for g in named)


def _other_zone(
    query: Query, reads: Sequence[Read], plans: Sequence[str], text: str
) -> tuple[str, ...]:
    """Lettered zones (B区) must be named beside the figure; one place is not a sum over several."""
    zones = [z for z in LETTERED.findall(query.text) if not any(z in _around(r) for r in reads)]
    if zones:
        return tuple(zones)
    places = [g for g in query.groups if g.critical and g.category == "place"]
    if len(places) != 1:
        return ()
    for read in reads:
        for match in _SEVERAL_PLACES.finditer(read.unit.text):
            if any(term in match.group() for term in places[0].terms):
                return (places[0].source,)
    return ()


def _other_class(
    query: Query, reads: Sequence[Read], plans: Sequence[str], text: str
) -> tuple[str, ...]:
    """How many firms or projects of a class named by a sum (产值过亿) are asked for: the count must
    be told of this class.
    """
    if query.kinds[:1] != ("count",):
        return ()
    classes = [g for g in query.groups if g.category == "figure" and _is_sum(g)]
    told = [own_name(r) for r in reads]
    missing = [g.source for g in classes if not any(presence(g, fold(t)) >= TOLD for t in told)]
    return tuple(missing)


def _is_sum(group: TermGroup) -> bool:
    return any(kind == "CNY" for term in group.terms for kind, _ in stated_values(term))


def _other_thing(
    query: Query, reads: Sequence[Read], plans: Sequence[str], text: str
) -> tuple[str, ...]:
    """The asked industry, product or indicator must stand beside one of the figures."""
    groups = [g for g in query.groups if _is_thing(g, query.language)]
    # a plain sum that no document has a word for (unemployment) is stated nowhere
    absent = tuple(
        g.source for g in query.groups if not g.terms and _PLAIN_SUMS.fullmatch(g.source)
    )
    if absent:
        return absent
    missing = tuple(
        g.source
        for g in groups
        if not any(_told_of(read, _wider(g), _as_industry(query.text, g)) for read in reads)
    )
    if missing:
        return missing
    if query.language == "zh" and not groups:
        return ()
    return () if _named_at_all(query, reads) else tuple(g.source for g in groups)[:2] or ("",)


_INDUSTRY = r"(?:[\u4e00-\u9fff]{0,2}(?:产业|行业|工业|加工业|制造业)| (?:industry|sector)\b)"


def _as_industry(question: str, group: TermGroup) -> bool:
    """Whether a question asks for the industry of a product: 藏香产业, the incense industry."""
    if group.category not in ("product", "crop"):
        return False
    names = map(re.escape, (group.source, *group.terms))
    return any(re.search(name + _INDUSTRY, question, re.I) for name in names)


def _told_of(read: Read, group: TermGroup, industry: bool = False) -> bool:
    """Whether a notion stands in the sentence, the names, the headings or the title of a figure; a
    product or a scope (规上) may as well stand earlier in the paragraph, the ``industry`` of a
    product only as such: one that makes incense among other things is not the incense industry.
    """
    if industry and read.unit.kind != "row" and not _as_industry(read.unit.context, group):
        read = replace(read, unit=replace(read.unit, context=""))  # the sentence before
    near = (read.unit.text, read.unit.context, read.fact.indicator, *read.chunk.path)
    text = fold(" ".join(near))
    if read.fact.measure in _CHANGES:  # 固定资产投资增速 is told as 固定资产投资 ... 增长23.3%
        group = without_rate(group)
    if group.category in ("product", "crop") or _SCOPE.search(group.source):
        before = before_in_paragraph(read)
        if not industry or _as_industry(before, group):
            text += fold(before)
    exports = any("出口" in t and "进出口" not in t for t in group.terms)
    if exports and not re.search("(?<!进)出口", text):
        return False  # imports and exports together are no exports
    name = fold(read.fact.indicator)
    if exports and "进出口" in name:
        return re.search("(?<!进)出口", name) is not None
    own = presence(group, names_of_read(read))
    if own < TOLD and _is_anothers(read, group):
        return False
    whole = replace(group, pieces=())  # apart from each other, words may be of different things
    likeness = max(own, presence(whole, text), presence(whole, read.title))
    short = max((len(term) for term in group.terms), default=0) <= _SHORT
    return likeness >= (LIKE if short and group.category == "indicator" else TOLD)


def _is_anothers(read: Read, group: TermGroup) -> bool:
    """Whether a notion is what another count of the sentence counts: 绿色工厂5家，智能工厂3家."""
    if read.unit.kind == "row" or read.fact.quantity.kind != "count":
        return False
    if group.category not in ("enterprise", "innovation", "technology", "product"):
        return False
    others = [f for f in read.unit.figures if f.quantity.start != read.fact.quantity.start]
    return any(f.quantity.kind == "count" and presence(group, fold(f.label)) >= 1 for f in others)


_SCOPE = re.compile(r"^(?:规模以上|限额以上|[规限]上)")
_RATE = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:年均)?(?:增长率|增长速度|增速|增幅)$")


def without_rate(group: TermGroup) -> TermGroup:
    """A notion with its terms also without the word for their rate: 固定资产投资增速."""
    return replace(group, terms=with_bare(group.terms, _RATE))


def _wider(group: TermGroup) -> TermGroup:
    """A notion with its terms also without the words that only widen them: 年产值, 全部工业增加值."""
    return replace(group, terms=with_bare(group.terms, _WIDE))


def _is_specific(source: str) -> bool:
    """Whether a wording holds more than how something is counted."""
    return len(re.sub(r"[\s-]+", "", ROLE_WORDS.sub("", _GENERIC.sub("", source)))) > 1


def _says_what(group: TermGroup) -> bool:
    """Whether a notion of any kind says what is measured, more than how it is counted."""
    if not group.terms or group.critical or group.category in FRAME:
        return False
    return _is_specific(group.source)


# 占全省比重 is what is to be worked out
_SHARE_OF = re.compile(r"占(?:全[国省市区县州])?(?:的)?(?:比重|比例|份额|比)")


def _is_thing(group: TermGroup, language: str) -> bool:
    source = group.source.removesuffix(" (part)")
    if not group.terms or group.category not in _THINGS or _SHARE_OF.fullmatch(source):
        return False
    if not _is_specific(source):
        return False
    if language == "zh" or " " in source or re.search(r"\d", source):
        return True
    # a single English word is mostly wording; industries, matters and plain sums are not
    return group.category in ("industry", "mineral", "crop") or bool(_PLAIN_SUMS.fullmatch(source))


def _around(read: Read) -> str:
    """What stands beside a figure: its sentence or row, its passage, its headings."""
    return " ".join((read.unit.text, read.unit.context, read.chunk.search_text, *read.chunk.path))


def _named_at_all(query: Query, reads: Sequence[Read]) -> bool:
    """Whether the clause or the names of a figure hold any notion of the question but places."""
    groups = [
        g
        for g in query.groups
        if g.terms and g.category not in ("place", "park", "time", "plan_name", "plan", "unknown")
    ]
    if not groups:
        return True
    for read in reads:
        own, shared, _ = figure_texts(read.unit, figure_of(read))
        names = fold(f"{read.fact.indicator}{read.fact.subject} {read.unit.context}")
        if any(presence(g, f"{own} {shared} {names}") >= 0.5 for g in groups):
            return True
    return False
