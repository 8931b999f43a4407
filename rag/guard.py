"""The slot guard: the figure that was read must be of the year, plan, place and thing asked for.

Reading ranks figures by how well they fit; the guard looks at the best one only and says whether
any slot that the question names is another one there.  Another year's or another park's figure is
never an answer.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cache

from index.cleaning import normalise
from index.figures import find_years
from index.quantities import parse_unit, stated_values
from index.types import Chunk, Document, Fact, Figure, Unit
from rag.evidence import ROLE_WORDS, classifier_fit, figure_texts, fold, presence
from rag.measured import classes_told, other_measure
from rag.places import lies_in, names_region, tells_region
from rag.terms import Entry, default_terms, with_bare
from rag.types import Query, TermGroup

# notions that a figure must be told of: another industry's, product's or indicator's is no answer
# categories of what only frames a question
_FRAME = frozenset("place park company plan_name plan time unit bound part example unknown".split())
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
# short names of indicators vary by a character (进出口额, 进出口总额): most of their pairs are enough
_LIKE, _SHORT = 0.45, 6
WRITTEN = 2  # years before its first one in which a plan is written
_TOLD = 0.6  # presence from which a notion counts as told; less is a likeness only
LETTERED = re.compile(r"(?<![A-Za-z])[A-Z]区")  # a lettered zone


@dataclass(frozen=True)
class Read:
    """A figure that was read, with the places that say what it is about."""

    fact: Fact
    unit: Unit
    chunk: Chunk
    document: Document
    title: str


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
        ("name", _of_another),
        ("name", _of_all_such),
        ("subject", _of_one_thing),
        ("figure", _other_unit),
        ("figure", _of_one_year),
        ("figure", _not_per_unit),
        ("figure", _no_price),
        ("subject", _other_class),
        ("subject", _other_measure),
        ("subject", _other_level),
        ("subject", _other_phase),
        ("subject", _other_role),
        ("subject", _other_sort),
        ("subject", _other_thing),
    ):
        missing = check(query, reads, plans, text)
        if missing:
            return reason, missing
    return None


def untold_in_words(query: Query, places: Sequence[str], years: Collection[int]) -> tuple[str, ...]:
    """What an answer in words must be told of and is not: a year of the question, a mineral, crop
    or kind of energy, a short name in letters (PUE).

    ``places`` are the cited passages with their headings and titles, ``years`` those that they or
    their plans are of.
    """
    absent = tuple(str(year) for year in query.years if year not in years)
    if absent:
        return absent
    text = fold(" ".join(places))
    return tuple(
        g.source
        for g in query.groups
        if g.terms and (g.category in _MATTERS or any(map(_LETTERS.fullmatch, g.terms)))
        if presence(g, text) < _TOLD
    )


_MATTERS = frozenset(("mineral", "crop"))
_LETTERS = re.compile(r"[A-Z]{2,5}\d?")


def stands_alone(query: Query, read: Read) -> bool:
    """Whether one of several figures is of an asked year and told of one of the asked things."""
    if _other_year(query, [read], (), ""):
        return False
    groups = [g for g in query.groups if _says_what(g)]
    names = _names(read)
    return not groups or any(presence(_wider(without_rate(g)), names) >= _LIKE for g in groups)


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
    return tuple(str(year) for year in query.years) or ("",)


def _other_year(
    query: Query, reads: Sequence[Read], plans: Sequence[str], text: str
) -> tuple[str, ...]:
    """Every figure must be of an asked year; a change may be told against another one."""
    reached = not query.periods and not _OVER_ALL.search(query.text)
    alone = _ALONE.search(query.text) is not None
    if not query.years or any(
        _of_year(r, query.years, alone or (reached and r.fact.role == "base")) for r in reads
    ):
        return ()
    return tuple(str(year) for year in query.years)


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
    return period.start is not None and 0 <= period.start - max(years) <= WRITTEN


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


_OVER_ALL = re.compile(
    r"累计|合计|[三四五]年(?:间|里|内|来|总)?(?:一?共|总|合计|累计)|总共|一共|\bover the (?:whole|entire|full|five)|\bin total\b|\bcumulative|\baltogether\b|\bthroughout\b",
    re.I,
)


def _of_one_year(
    query: Query, reads: Sequence[Read], plans: Sequence[str], text: str
) -> tuple[str, ...]:
    """What is asked for over all years of a period is not the figure of one of them."""
    if query.years or len(query.periods) != 1 or not _OVER_ALL.search(query.text):
        return ()
    first, last = query.periods[0]
    for read in reads:
        fact = read.fact
        money = fact.quantity.kind in ("CNY", "USD")
        single = len(fact.years) == 1 and first <= fact.years[0] <= last
        if not (money and single and fact.role == "base" and fact.measure == "level"):
            return ()
    return (f"{first}–{last}",)


def _of_another(
    query: Query, reads: Sequence[Read], plans: Sequence[str], text: str
) -> tuple[str, ...]:
    """A firm, park or place that is named must not only stand beside a figure of another one:
    甲园区营业收入110亿元 is not told of 乙园区, nor 全区机架1.6万架 of one data centre.
    """
    named = (g for g in query.groups if g.terms and (g.critical or _is_one_park(g)))
    for group in (g for g in named if not names_any(g, query.regions)):
        if any(not _has_other_owner(read, query, group) for read in reads):
            continue
        return (group.source,)
    return ()


def _is_one_park(group: TermGroup) -> bool:
    """Whether a group names one park or zone and not parks at large."""
    return group.category == "park" and not any(map(_ANY_PARK.fullmatch, group.terms))


_ANY_PARK = re.compile(
    r"(?:国家级|自治区级|省级|市级|现代|产业|工业|科技|经济|技术|高新|示范|物流)*(?:园区?|开发区|基地|示范区?|高新区|经开区|新区|集聚区|片区|功能区)"
)


def names_any(group: TermGroup, regions: Sequence[str]) -> bool:
    """Whether a name is that of one of the regions asked about."""
    return any(names_region(group, region) for region in regions)


_ALL_OF = re.compile(
    r"全(?:行业|产业|[区省市县州国](?!级))|整个(?:行业|产业|[区省市县州])|\b(?:entire|whole) (?:industry|sector|province|city|county|region|country)\b|\b(?:industry|sector|city|province|county|region|nation)-?wide\b",
    re.I,
)


def _of_one_thing(
    query: Query, reads: Sequence[Read], plans: Sequence[str], text: str
) -> tuple[str, ...]:
    """What is asked of a whole industry or region is not told of one project or firm in it."""
    whole = _ALL_OF.search(query.text)
    if whole is None:
        return ()
    for read in reads:
        subject = fold(read.fact.subject)
        of_region = not subject or subject in fold(read.document.region)
        things = [g for g in query.groups if g.category not in ("plan_name", "plan", "part")]
        if of_region or any(presence(g, subject) >= _TOLD for g in things):
            return ()
        if not _ONE_THING.search(read.fact.subject):
            return ()
    return (whole.group(),)


_ONE_THING = re.compile(r"(?:项目|工程|公司|企业|产业园|园区|基地|中心|厂|站|集团|药业|集市|小镇)$")


def _has_other_owner(read: Read, query: Query, group: TermGroup) -> bool:
    """Whether a figure is told of a place or thing that the question does not name, or of a whole
    region, and not of what a name stands for.
    """
    fact = read.fact
    own = fold(f"{fact.subject}{fact.indicator}{_figure(read).label} {read.unit.context}")
    around = f"{own} {fold(' '.join(read.chunk.path))} {read.title}"
    if presence(_in_region(group, read.document.region), around) >= 1:
        return False
    if _WHOLE_OF.match(fact.indicator) and not _WHOLE_OF.search(query.text):
        return True  # 全区机架容量 is of no single centre
    subject = fold(fact.subject)
    region = fold(read.document.region)
    if not subject or subject == region or subject in region:
        return False
    return not any(presence(g, subject) >= _TOLD for g in query.groups)


def _alike(one: str, other: str) -> int:
    """How many characters two texts begin alike."""
    pairs = zip(one, other, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _in_region(group: TermGroup, region: str) -> TermGroup:
    """A name with its terms also as a plan of its region writes them: 综合保税区 for 拉萨综合保税区."""
    bare = [
        term[len(shared) :]
        for term in group.terms
        if (shared := region[: _alike(term, region)])[1:] and len(term) > len(shared) + 2
    ]
    return replace(group, terms=(*group.terms, *bare))


_WHOLE_OF = re.compile(r"全[区省市县州国]")
_THING_OF_ALL = re.compile(r"全[区省市县州国](?P<thing>[\u4e00-\u9fff]{3,6})")


def _of_all_such(
    query: Query, reads: Sequence[Read], plans: Sequence[str], text: str
) -> tuple[str, ...]:
    """What is told of all data centres of a region is not told of one that its sentence names."""
    names: list[str] = []
    for read in reads:
        match = _THING_OF_ALL.match(read.fact.indicator)
        name = _name_with(match["thing"], query.text) if match else ""
        if len(name) < 2 or name not in read.unit.text or name in read.fact.indicator:
            return ()
        names.append(name)
    return tuple(names[:1])


def _name_with(thing: str, question: str) -> str:
    """A thing with the two characters that a question puts before it: 宁算大数据中心; "" when it
    does not name it.
    """
    for end in range(len(thing), 2, -1):
        at = question.find(thing[:end])
        if at > 1:
            return question[at - 2 : at + end]
    return ""


_UNIT_ASKED = re.compile(
    r"(?:多少|几)(?P<unit>(?:百|千|万|亿|十)*(?:平方)?[\u4e00-\u9fffA-Za-z]{1,4})"
)
_UNITS_EN = (
    (r"tonnes?|tons?|kilograms?|kg", ("mass", "coal", "carbon")),
    (r"kilometres?|kilometers?|km|metres?|meters?", ("length",)),
    (r"(?:kilo|mega|giga)?watts?|[kmg]w", ("power",)),
    (r"(?:kilo|mega|giga)?watt[- ]hours?|[kmg]wh", ("energy",)),
    (r"hectares?|mu|acres?|square (?:kilo)?met(?:re|er)s?|sq\.? ?k?m", ("area",)),
    (r"yuan|rmb|dollars?", ("CNY", "USD")),
)  # fmt: skip
_SHARE_EN = re.compile(
    r"\b(?:what|which) (?:\w+ )?(?:share|percentage|proportion|fraction) of\b", re.I
)
_SUM = r"(?:added value|value added|gdp|(?:tax |business |operating )?revenue|profit|tax(?:es)?|investment|gross output value|output value|loans?|(?:foreign )?capital|funding|money)"
_END = r"(?= (?:of|in|for|by|from|to|at|on|did|do|does|has|have|had|was|is|were|are|will|would|should|must|target|goal)\b|[,?.']|$)"
_SUM_EN = re.compile(
    r"\bwhat (?:is|was|were|will be|would be) the (?:total |combined |overall )?value of\b|"
    rf"\bhow much (?:(?!of\b)[\w'-]+ ){{0,3}}?{_SUM}{_END}|\bwhat (?:is|was|were|will be|would be) (?:the |its |their )?(?:(?!of\b)[\w'-]+ ){{0,3}}?{_SUM}{_END}",
    re.I,
)
_RATE_EN = re.compile(
    r"\b(?:growth|grow|grew|rates?|shares?|ratios?|per|percent\w*|proportion|times|margin|intensity|energy|fold|multiple|number|many)\b",
    re.I,
)
_SHARE_ZH = re.compile(r"占[^，。？?]{0,20}(?:百分之|比重|比例|几成|份额)")
_RATES = frozenset(("percent", "points", "multiple", "number", "ratio"))


def asked_kinds(text: str, chinese: bool) -> frozenset[str]:
    """The kinds of quantity that the units of a question ask for (多少万千瓦, how many tonnes); empty
    when it names none, or only a classifier.
    """
    if not chinese:
        found = [
            kinds
            for unit, kinds in _UNITS_EN
            if re.search(
                rf"\bhow many (?:(?:million|billion|thousand|hundred|ten) )*(?:{unit})\b",
                text,
                re.I,
            )
        ]
        if _SUM_EN.search(text) and not _RATE_EN.search(text):
            found.append(("CNY", "USD"))
        return frozenset(kind for kinds in found for kind in kinds)
    kinds: set[str] = set()
    for match in _UNIT_ASKED.finditer(text):
        units = (match["unit"][:end] for end in range(len(match["unit"]), 0, -1))
        kind = next((k for u in units if (k := parse_unit(u).kind) not in _NO_UNIT), "")
        kinds |= _NEAR_KINDS.get(kind, {kind} - {""})
    return frozenset(kinds)


_DATED = re.compile(r"(?:年份|时间|日期|年度)$")  # columns whose numbers are years
# a multiple or percentage that is asked for may be worked out from figures of another unit
_NO_UNIT = frozenset("count number percent points multiple doubling ratio".split())
_NEAR_KINDS = {
    "mass": {"mass", "coal", "carbon"}, "CNY": {"CNY", "USD"}, "USD": {"CNY", "USD"},
}  # fmt: skip


def tells_asked_measure(query: Query, reads: Sequence[Read], read: Read) -> bool:
    """Whether a figure may answer in place of others that measure something else than is asked: its
    own name must then tell what is asked.
    """
    chinese = query.language == "zh"
    if not _other_measure(query, reads, (), query.text):
        return True
    wanted = {name for r in reads for name in classes_told(query.text, r.fact.quantity, chinese)}
    told = classes_told(f"{_figure(read).label} {read.fact.indicator}", read.fact.quantity)
    return not wanted.isdisjoint(told)


def no_share(query: Query, reads: Sequence[Read]) -> bool:
    """Whether a share is asked for and the figures that are to answer it are none."""
    pattern = _SHARE_ZH if query.language == "zh" else _SHARE_EN
    asked = query.parts == 1 and pattern.search(query.text) is not None
    return asked and not any(read.fact.quantity.kind in _RATES for read in reads)


def _other_unit(
    query: Query, reads: Sequence[Read], plans: Sequence[str], text: str
) -> tuple[str, ...]:
    """A figure must be of the unit that is asked for, when the question names one."""
    kinds = asked_kinds(query.text, query.language == "zh")
    if not kinds and query.parts == 1 and _PEOPLE_ASKED.search(query.text):
        people = any(
            r.fact.quantity.kind == "number" or r.fact.quantity.unit.endswith(_PEOPLE)
            for r in reads
        )
        return () if people else tuple(str(year) for year in query.years) or ("",)
    if not kinds:
        counts = query.kinds == ("count",) and query.parts == 1
        none = counts and not any(_is_counted(read, query.classifiers) for read in reads)
        return (tuple(str(year) for year in query.years) or ("",)) if none else ()
    for read in reads:
        kind = read.fact.quantity.kind
        number = kind == "number" and not _DATED.search(_figure(read).label)
        per = "/" in kind and query.compound and kind.split("/")[0] in kinds
        if kind in kinds or number or per:
            return ()
    return tuple(str(year) for year in query.years) or ("",)


_PEOPLE_ASKED = re.compile(
    r"多少(?:名|位|个)?(?:职工|员工|工人|从业人员|就业人员|人口|居民|游客|学生|教师|医生|老人|老年人)|\b(?:headcount|workforce|how many (?:staff|employees|workers))\b",
    re.I,
)


def _is_counted(read: Read, classifiers: Sequence[str]) -> bool:
    """Whether a figure may be the count of what classifiers count."""
    quantity = read.fact.quantity
    if quantity.kind == "number":
        return read.fact.table or not classifiers
    if quantity.kind == "count" and "人" in classifiers and quantity.unit.endswith(_NO_PEOPLE):
        return False
    return quantity.kind != "count" or classifier_fit(classifiers, quantity.unit) > _NOT_COUNTED


_NOT_COUNTED = -0.35
_PEOPLE = ("人", "名", "人次", "位", "员")
_NO_PEOPLE = tuple("起件篇种座张间栋宗台套辆架条家户")


def _not_per_unit(
    query: Query, reads: Sequence[Read], plans: Sequence[str], text: str
) -> tuple[str, ...]:
    """A figure per square kilometre or kilowatt-hour is no total."""
    per = query.compound
    if per in ("", "*") or any(_is_per(r, per) for r in reads):
        return ()
    return tuple(str(year) for year in query.years) or ("",)


_PRICE = re.compile(
    r"均价|价格|单价|电价|房价|地价|气价|水价|票价|\b(?:average |unit )?prices?\b", re.I
)


def _no_price(
    query: Query, reads: Sequence[Read], plans: Sequence[str], text: str
) -> tuple[str, ...]:
    """A figure that is asked for as a price is told as one, or is money for a unit of something."""
    if not _PRICE.search(text or query.text) or query.asked != "figure":
        return ()
    for read in reads:
        per = read.fact.quantity.kind.startswith("CNY/")
        if per or re.search("[价费]|每", f"{_names(read)} {read.unit.text}"):
            return ()
    return tuple(str(year) for year in query.years) or ("",)


def _is_per(read: Read, per: str) -> bool:
    kind = read.fact.quantity.kind
    return kind.rpartition("/")[2] == per or bool(_PER_NAME.search(read.fact.indicator))


def _other_class(
    query: Query, reads: Sequence[Read], plans: Sequence[str], text: str
) -> tuple[str, ...]:
    """How many firms or projects of a class named by a sum (产值过亿) are asked for: the count must
    be told of this class.
    """
    if query.kinds[:1] != ("count",):
        return ()
    classes = [g for g in query.groups if g.category == "figure" and _is_sum(g)]
    told = [f"{r.fact.indicator} {_figure(r).label}" for r in reads]
    missing = [g.source for g in classes if not any(presence(g, fold(t)) >= _TOLD for t in told)]
    return tuple(missing)


def _is_sum(group: TermGroup) -> bool:
    return any(kind == "CNY" for term in group.terms for kind, _ in stated_values(term))


def _other_measure(
    query: Query, reads: Sequence[Read], plans: Sequence[str], text: str
) -> tuple[str, ...]:
    """Output that is asked for is no profit, imports are no exports."""
    missing: tuple[str, ...] = ()
    for read in reads:
        name = f"{_figure(read).label} {read.fact.indicator}"
        missing = other_measure(
            text or query.text, query.language == "zh", name, read.fact.quantity
        )
        if not missing:
            return ()
    named = (next((g.source for g in query.groups if w in g.source), w) for w in missing)
    return tuple(dict.fromkeys(named))


_LEVELS = (
    ("国", r"国家级|全国|国内", r"\bnational(?:ly)?[- ]level\b|\bnationwide\b|\bof (?:the )?(?:whole |entire )?(?:nation|country|china)\b"),
    ("省", r"自治区级|省级|全区(?!域)|全省", r"\b(?:provincial|autonomous region)[- ]level\b"),
    ("市", r"(?<!县)(?:地)?市级|全市", r"\b(?:municipal|city|prefecture)[- ]level\b|\bcity-?wide\b"),
    ("县", r"县(?:区)?级|区县级|全县", r"\bcounty[- ]level\b"),
    ("乡", r"乡镇级?|乡级|镇级", r"\btownship(?:[- ]level)?\b"),
    ("村", r"村级|行政村", r"\bvillage(?:[- ]level)?\b"),
)  # fmt: skip


def _levels_of(text: str, chinese: bool) -> set[str]:
    return {name for name, zh, en in _LEVELS if re.search(zh if chinese else en, text, re.I)}


def _other_level(
    query: Query, reads: Sequence[Read], plans: Sequence[str], text: str
) -> tuple[str, ...]:
    """What is counted at one level of administration is not told of another: 县级 is not 乡镇, and a
    share of the city's total none of the region's.
    """
    wanted = _levels_of(text or query.text, query.language == "zh")
    whole = any(r.fact.quantity.kind in ("percent", "points") for r in reads)
    if whole and not wanted and _SHARE_OF_EN.search(query.text):
        ends = [g.terms[0] for g in query.groups if g.category == "place" and g.terms]
        ends = [term for term in ends if not any(term in r.document.region for r in reads)]
        wanted = {level for level, pattern in _ENDS_OF_PLACES if any(map(pattern.search, ends))}
    if not wanted:
        return ()
    for read in reads:
        told = _levels_of(f"{_figure(read).label} {read.fact.indicator}", True)
        if not told or told & wanted:
            return ()
    return tuple(sorted(wanted))


_SHARE_OF_EN = re.compile(r"\b(?:share|percentage|proportion|percent|fraction|part) of\b|占", re.I)
_ENDS_OF_PLACES = (
    ("省", re.compile(r"(?:省|自治区)$")),
    ("市", re.compile(r"[^区]市$")),
    ("县", re.compile(r"县$")),
)


def _other_sort(
    query: Query, reads: Sequence[Read], plans: Sequence[str], text: str
) -> tuple[str, ...]:
    """A figure whose own name tells another thing of the asked sort: 电源侧储能 is no 海上风电."""
    for group in query.groups:
        if group.category in _NO_SORT or not group.terms or group.critical:
            continue
        if all(_names_another(read, group) for read in reads):
            return (group.source,)
    return ()


_PHASES = (
    re.compile(r"([一二三四五六七八九十]|\d)期(?!间|末|初|望)"),
    re.compile(r"第([一二三四五六七八九十]|\d)(?:阶段|批|轮)"),
    re.compile(r"\b(?:phase|stage) (\d|one|two|three|four|i{1,3}v?)\b", re.I),
    re.compile(r"\b(first|second|third|fourth) (?:phase|stage)\b", re.I),
)
_COUNTED_OFF = {
    **{word: str(n) for n, word in enumerate("一二三四五六七八九十", 1)},
    **{word: str(n) for n, word in enumerate("one two three four".split(), 1)},
    **{word: str(n) for n, word in enumerate("first second third fourth".split(), 1)},
    **{word: str(n) for n, word in enumerate("i ii iii iv".split(), 1)},
}


def _phases(text: str) -> set[str]:
    """The phases of works that a text names, as digits."""
    found = (m[1].lower() for pattern in _PHASES for m in pattern.finditer(text))
    return {_COUNTED_OFF.get(word, word) for word in found}


def _other_phase(
    query: Query, reads: Sequence[Read], plans: Sequence[str], text: str
) -> tuple[str, ...]:
    """A figure of the second phase of works is none of the first."""
    wanted = _phases(text or query.text)
    told = [_phases(f"{_names(r)} {r.unit.context} {' '.join(r.chunk.path)}") for r in reads]
    own = [phases or _phases(r.unit.text) for phases, r in zip(told, reads, strict=True)]
    none = wanted and all(phases and not phases & wanted for phases in own)
    return tuple(sorted(wanted)) if none else ()


def _other_role(
    query: Query, reads: Sequence[Read], plans: Sequence[str], text: str
) -> tuple[str, ...]:
    """A growth rate is no share, and a share no growth rate."""
    chinese = query.language == "zh"
    share = (_SHARE_ZH if chinese else _SHARE_EN).search(query.text)
    growth = _GROWTH_ASKED.search(query.text)
    if bool(share) == bool(growth) or query.parts > 1:
        return ()
    for read in reads:
        fact = read.fact
        if fact.quantity.kind not in ("percent", "points"):
            return ()
        grows = fact.measure in ("growth", "annual growth") and not re.search(
            r"占|比重|比例", fact.indicator
        )
        told = fact.measure == "share" and re.search(r"占|比重|比例", _figure(read).label)
        if not (grows if share else told):
            return ()
    return tuple(str(year) for year in query.years) or ("",)


_GROWTH_ASKED = re.compile(
    r"增速|增长率|增幅|涨幅|增长了?(?:多少|百分之)|\bgrowth rates?\b|\bgr(?:ow|ew)(?:n|th)? by\b|\bhow fast\b",
    re.I,
)


def _names_another(read: Read, group: TermGroup) -> bool:
    """Whether a figure's name holds a thing of the sort of a group, and its places not the group."""
    fact = read.fact
    own = f"{_names(read)} {fold(' '.join(read.chunk.path))}"
    if presence(group, own) >= _LIKE or presence(group, read.title) >= 1:
        return False
    matter = group.category in _MATTERS
    return any(
        entry.category == group.category
        and (matter or any(_are_siblings(term, asked) for asked in group.terms))
        for term, entry in glossary_terms(fold(f"{fact.subject}{fact.indicator}"))
    )


def _are_siblings(one: str, other: str) -> bool:
    """Whether two terms name things of one sort by their last characters: 药品安全, 食品安全."""
    return one != other and len(one) == len(other) > 2 and one[-2:] == other[-2:]


_NO_SORT = frozenset((*_FRAME, "", "cedict", "composed", "name", "figure"))


@cache
def glossary_terms(text: str) -> tuple[tuple[str, Entry], ...]:
    """The glossary terms that stand in a text, longest first, none inside another."""
    terms = default_terms()
    return tuple((zh, entry) for zh, _ in terms.gloss(text) if (entry := terms.entry(zh)))


def _figure(read: Read) -> Figure:
    return next(f for f in read.unit.figures if f.quantity.start == read.fact.quantity.start)


def _names(read: Read) -> str:
    """What a figure is called, folded: its clause, indicator, subject and table category."""
    fact = read.fact
    return fold(f"{_figure(read).label} {fact.indicator}{fact.subject} {read.unit.context}")


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
        g.source for g in groups if not any(_told_of(read, _wider(g)) for read in reads)
    )
    if missing:
        return missing
    if query.language == "zh" and not groups:
        return ()
    return () if _named_at_all(query, reads) else tuple(g.source for g in groups)[:2] or ("",)


def _told_of(read: Read, group: TermGroup) -> bool:
    """Whether a notion stands in the sentence, the names, the headings or the title of a figure; a
    product or a scope (规上) may as well stand earlier in the paragraph.
    """
    near = (read.unit.text, read.unit.context, read.fact.indicator, *read.chunk.path)
    text = fold(" ".join(near))
    if read.fact.measure in _CHANGES:  # 固定资产投资增速 is told as 固定资产投资 ... 增长23.3%
        group = without_rate(group)
    if group.category in ("product", "crop") or _SCOPE.search(group.source):
        before = [
            u.text
            for u in read.chunk.units
            if u.paragraph == read.unit.paragraph and u.start < read.unit.start
        ]
        text += fold(" ".join(before))
    exports = any("出口" in t and "进出口" not in t for t in group.terms)
    if exports and not re.search("(?<!进)出口", text):
        return False  # imports and exports together are no exports
    name = fold(read.fact.indicator)
    if exports and "进出口" in name:
        return re.search("(?<!进)出口", name) is not None
    own = presence(group, _names(read))
    if own < _TOLD and _is_anothers(read, group):
        return False
    whole = replace(group, pieces=())  # apart from each other, words may be of different things
    likeness = max(own, presence(whole, text), presence(whole, read.title))
    short = max((len(term) for term in group.terms), default=0) <= _SHORT
    return likeness >= (_LIKE if short and group.category == "indicator" else _TOLD)


_PER_NAME = re.compile(r"[亩地人户]均|单位|每|强度|密度|万元\S{2,}(?:能耗|用水|水耗|排放|用地)")


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
    if not group.terms or group.critical or group.category in _FRAME:
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
        own, shared, _ = figure_texts(read.unit, _figure(read))
        names = fold(f"{read.fact.indicator}{read.fact.subject} {read.unit.context}")
        if any(presence(g, f"{own} {shared} {names}") >= 0.5 for g in groups):
            return True
    return False
