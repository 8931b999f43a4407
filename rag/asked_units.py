"""The unit, time span and measure that a question asks for: another one is no answer.

Each check takes the query, the figures read, the plans that the question names and its text without
these names; it gives what is missing, () when the figures may answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from index.quantities import parse_unit
from rag.evidence import PEOPLE, classifier_fit
from rag.measured import classes_told, other_measure
from rag.operations import GROWTH_RATES
from rag.reads import Read, asked_years, figure_of, names_of_read, own_name
from rag.types import Query

OVER_ALL = re.compile(
    r"累计|合计|[三四五]年(?:间|里|内|来|总)?(?:一?共|总|合计|累计)|总共|一共|\bover the (?:whole|entire|full|five)|\bin total\b|\bcumulative|\baltogether\b|\bthroughout\b",
    re.I,
)


def of_one_year(
    query: Query, reads: Sequence[Read], plans: Sequence[str], text: str
) -> tuple[str, ...]:
    """What is asked for over all years of a period is not the figure of one of them."""
    if query.years or len(query.periods) != 1 or not OVER_ALL.search(query.text):
        return ()
    first, last = query.periods[0]
    for read in reads:
        fact = read.fact
        money = fact.quantity.kind in ("CNY", "USD")
        single = len(fact.years) == 1 and first <= fact.years[0] <= last
        if not (money and single and fact.role == "base" and fact.measure == "level"):
            return ()
    return (f"{first}–{last}",)


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
_RATE_OF_GROWTH = re.compile(
    r"增速|增长率|增幅|(?:增长|上升|下降|提高|减少)了?百分之(?:几|多少)"
    r"|\bgrowth rates?\b|\b(?:what|which|how many) per ?cent(?:age)?\b.{0,90}\b(?:grow|grew|grown|rise|rose|risen|increase|climb|fall|fell|drop)",
    re.I,
)
_CHANGES = ("growth", "annual growth", "change", "multiple", "increment")
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


def in_place_of(query: Query, refused: Sequence[Read]) -> Callable[[Read], bool]:
    """Tells whether a figure may answer in place of refused ones: where these measure something
    else than is asked, its own name must tell what is asked.
    """
    if not other_measure_asked(query, refused, (), query.text):
        return lambda read: True
    chinese = query.language == "zh"
    wanted = {name for r in refused for name in classes_told(query.text, r.fact.quantity, chinese)}
    return lambda read: not wanted.isdisjoint(classes_told(own_name(read), read.fact.quantity))


def asks_part(query: Query) -> bool:
    """Whether a question asks what share of something a thing is."""
    pattern = _SHARE_ZH if query.language == "zh" else _SHARE_EN
    return pattern.search(query.text) is not None


def no_rate(query: Query, reads: Sequence[Read]) -> bool:
    """Whether a share or growth is asked for and the figures that are to answer it are none."""
    if query.parts > 1 or any(read.fact.quantity.kind in _RATES for read in reads):
        return False
    changes = any(read.fact.measure in _CHANGES for read in reads)
    grown = not changes and _RATE_OF_GROWTH.search(query.text)
    return asks_part(query) or bool(grown)


def other_unit(
    query: Query, reads: Sequence[Read], plans: Sequence[str], text: str
) -> tuple[str, ...]:
    """A figure must be of the unit that is asked for, when the question names one."""
    kinds = asked_kinds(query.text, query.language == "zh")
    if not kinds and query.parts == 1 and _PEOPLE_ASKED.search(query.text):
        people = any(
            r.fact.quantity.kind == "number" or r.fact.quantity.unit.endswith(PEOPLE) for r in reads
        )
        return () if people else asked_years(query)
    if not kinds:
        counts = query.kinds == ("count",) and query.parts == 1
        none = counts and not any(_is_counted(read, query.classifiers) for read in reads)
        return asked_years(query) if none else ()
    for read in reads:
        kind = read.fact.quantity.kind
        number = kind == "number" and not _DATED.search(figure_of(read).label)
        per = "/" in kind and query.compound and kind.split("/")[0] in kinds
        if kind in kinds or number or per:
            return ()
    return asked_years(query)


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
_NO_PEOPLE = tuple("起件篇种座张间栋宗台套辆架条家户")


def not_per_unit(
    query: Query, reads: Sequence[Read], plans: Sequence[str], text: str
) -> tuple[str, ...]:
    """A figure per square kilometre or kilowatt-hour is no total."""
    per = query.compound
    if per in ("", "*") or any(_is_per(r, per) for r in reads):
        return ()
    return asked_years(query)


_PRICE = re.compile(
    r"均价|价格|单价|电价|房价|地价|气价|水价|票价|\b(?:average |unit )?prices?\b", re.I
)


def no_price(
    query: Query, reads: Sequence[Read], plans: Sequence[str], text: str
) -> tuple[str, ...]:
    """A figure that is asked for as a price is told as one, or is money for a unit of something."""
    if not _PRICE.search(text or query.text) or query.asked != "figure":
        return ()
    for read in reads:
        per = read.fact.quantity.kind.startswith("CNY/")
        if per or re.search("[价费]|每", f"{names_of_read(read)} {read.unit.text}"):
            return ()
    return asked_years(query)


def _is_per(read: Read, per: str) -> bool:
    kind = read.fact.quantity.kind
    return kind.rpartition("/")[2] == per or bool(_PER_NAME.search(read.fact.indicator))


def other_measure_asked(
    query: Query, reads: Sequence[Read], plans: Sequence[str], text: str
) -> tuple[str, ...]:
    """Output that is asked for is no profit, imports are no exports."""
    missing: tuple[str, ...] = ()
    for read in reads:
        name = own_name(read)
        missing = other_measure(
            text or query.text, query.language == "zh", name, read.fact.quantity
        )
        if not missing:
            return ()
    named = (next((g.source for g in query.groups if w in g.source), w) for w in missing)
    return tuple(dict.fromkeys(named))


_ADDED = re.compile(r"新增|净增")
_ADDED_ASKED = re.compile(
    r"新|增|加|添|扩|建|育|引|再|净|创|招|认定|评|落地|多(?!少|大|高|长|快)"
    r"|\b(?:add|new|extra|more|additional|net|increas|expan|gain|creat|build|built|attract|grow|ris|recruit|cultivat|foster|bring|join|open|launch|set up|establish)",
    re.I,
)


def of_added(
    query: Query, reads: Sequence[Read], plans: Sequence[str], text: str
) -> tuple[str, ...]:
    """What is newly added (新增灌溉面积) is no level that is to be reached."""
    if _ADDED_ASKED.search(query.text):
        return ()
    if any(r.fact.measure != "increment" or not _ADDED.search(own_name(r)) for r in reads):
        return ()
    return asked_years(query)


_EACH_UNIT = re.compile(r"亩均|地均|人均(?:地区)?(?:生产总值|GDP)")
_EACH_ASKED = re.compile(r"均|每|单位|\b(?:per|average|mean|each|every|capita|head|unit)\b", re.I)


def of_each_unit(
    query: Query, reads: Sequence[Read], plans: Sequence[str], text: str
) -> tuple[str, ...]:
    """What is told for each mu of land (亩均税收) is no total."""
    if _EACH_ASKED.search(query.text) or not all(_EACH_UNIT.search(own_name(r)) for r in reads):
        return ()
    return asked_years(query)


_MEAN = re.compile(
    r"年均|平均每年|每年平均|\b(?:average|mean) (?:annual|yearly)|\b(?:per|a|each) year on average",
    re.I,
)


def other_mean(
    query: Query, reads: Sequence[Read], plans: Sequence[str], text: str
) -> tuple[str, ...]:
    """The mean growth over several years is not that of one of them, nor the other way round."""
    growth = _GROWTH_ASKED.search(query.text) or re.search("增长|grow", query.text, re.I)
    if not growth or query.parts > 1:
        return ()
    mean = _MEAN.search(query.text) is not None
    one_year = len(query.years) == 1 and not query.periods
    for read in reads:
        fact = read.fact
        of_year = fact.measure == "growth" and len(fact.years) == 1
        of_span = fact.measure == "annual growth" and len(fact.years) == 2 and fact.role == "base"
        if not (of_year if mean and not one_year else of_span and one_year and not mean):
            return ()
    return asked_years(query)


_OF_DAY = re.compile(r"日均|日平均|每日|24小时|小时均|\bdaily\b|\b24-hour\b", re.I)
_OF_YEAR = re.compile(
    r"年均(?:值|浓度|水平)|年平均(?:值|浓度|水平)|\b(?:annual|yearly) (?:mean|average)s?\b(?! (?:growth|rate|increase))",
    re.I,
)


def other_average(
    query: Query, reads: Sequence[Read], plans: Sequence[str], text: str
) -> tuple[str, ...]:
    """The mean of a day is not that of the year."""
    day, year = _OF_DAY.search(query.text), _OF_YEAR.search(query.text)
    if bool(day) == bool(year):
        return ()
    other = _OF_YEAR if day else _OF_DAY
    same = _OF_DAY if day else _OF_YEAR
    for read in reads:
        if not other.search(own_name(read)) or same.search(own_name(read)):
            return ()
    return asked_years(query)


def other_role(
    query: Query, reads: Sequence[Read], plans: Sequence[str], text: str
) -> tuple[str, ...]:
    """A growth rate is no share, and a share no growth rate."""
    share = asks_part(query)
    growth = _GROWTH_ASKED.search(query.text) is not None
    if share == growth or query.parts > 1:
        return ()
    for read in reads:
        fact = read.fact
        if fact.quantity.kind not in ("percent", "points"):
            return ()
        grows = fact.measure in GROWTH_RATES and not re.search(r"占|比重|比例", fact.indicator)
        told = fact.measure == "share" and re.search(r"占|比重|比例", figure_of(read).label)
        if not (grows if share else told):
            return ()
    return asked_years(query)


_GROWTH_ASKED = re.compile(
    r"增速|增长率|增幅|涨幅|增长了?(?:多少|百分之)|\bgrowth rates?\b|\bgr(?:ow|ew)(?:n|th)? by\b|\bhow fast\b",
    re.I,
)
_PER_NAME = re.compile(r"[亩地人户]均|单位|每|强度|密度|万元\S{2,}(?:能耗|用水|水耗|排放|用地)")
