"""What a question over several figures speaks of: its phrases, years and the words of operations.

Read from the wording and the terms alone; nothing here looks into the documents.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from index.cleaning import normalise
from rag.places import names_region
from rag.terms import NAME_CATEGORIES, english_words
from rag.types import Query, TermGroup
from rag.understand import without_plan_names

_SUBJECTS = frozenset("place park company industry product mineral crop".split())


_MAX_PHRASES = 12


SPLIT_ZH = re.compile(
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
ASKED = re.compile(
    r"^(?:目标值?|指标|规划|方案|计划|数量?|数字|数据|数值|产业|行业|企业数|合计|总和|加起来|比例|比重|占比|份额|增长|增幅|涨幅|增速|年均|增加|年均增速|年均增长|年均增长率|增长率|百分点|个百分点|"
    r"吨位|数额|家数|户数|金额|加上|一览|差|差距|差异|相差|倍|倍数|对比|比较|并列|表|表格|单|口径|列|列表|现状|基期|情况|水平|期间|未来|五年|四年|三年|百分比|要求|平均|总共|一共|总目标|"
    r"做|看看|一起|放|各|自|帮|变化|推算|[高多超]出|领先|落后|底数|猛|涨|最|哪个|最好|最差|多长|还|缺|离|现在|手里|文件|类|一类|定|定量|量化|实际|"
    r"targets?|goals?|plans?|figures?|numbers?|amounts?|values?|increase|growth|grow|share|percentage|proportion|part|sum|total|difference|gap|ratio|"
    r"multiple|times|average|annual|yearly|year|years|compare|comparison|table|list|headline|quantitative|rate|points?|sub-?sectors?|sectors?|industr(?:y|ies)|"
    r"combined|in total|total|per year on average|mean|work|works|add|added|compatible|targeted|arithmetic|side|say|set|big|small|high|low|large|"
    r"fast|percent|implied|over|new|amount|size|much|many|baseline|current|base|start|end|level|implied|far|short|highest|lowest|largest|smallest|all|each|both)$",
    re.I,
)


_COUNTING = re.compile(
    r"^(?:[一二三四五六七八九十两几多每各\d]+[个家项条年份张类种座户次套批点倍亿万]|[一二三四五六七八九十两几多每各\d]|[这那哪该某][个些]?|各[是有自要定占]|"
    r"列[全出个]?[表来]?|一[样起共]|.*(?:多少|几).*|亿[到至]?|[\d.]+|百分之|同一个|排列|做成|对照表|帮我|当成|够不够|自己|矛盾|说法|"
    r"当初|后来|里面|越往后|做到|多大|盘子|跟.*|有关|并排|放在?)$"
)


# one-character words that name what is measured
_ONE_CHARACTER = re.compile(
    r"(?<![\u4e00-\u9fff])[税路药茶](?=[\u4e00-\u9fff，。？?])|[税路](?=[有各加是和、，收？?。]|$)"
)


_INDICATOR = re.compile(
    r"[值率量额入资税润数]$|面积|投资|税收|产能|规模|占比|比重|人数|从业|能耗|强度|出口|进口"
)


@dataclass(frozen=True)
class Phrase:
    """A part of a question that names what is measured, or of whom.

    ``soft`` are groups told elsewhere in the question that may hold for this part too: they help
    to rank figures, but a figure need not have them.
    """

    text: str
    groups: tuple[TermGroup, ...]
    soft: tuple[TermGroup, ...] = ()


_SPECIFIC = frozenset(
    "product industry enterprise mineral crop technology energy innovation".split()
)


def regions_with_years(query: Query) -> dict[str, int]:
    """The year that stands behind each of several regions in a question, before the next one; {}
    unless every region has one of its own.
    """
    places_ = []
    for region in query.regions:
        words = [g.source for g in query.groups if names_region(g, region)]
        at = [query.text.lower().find(w.lower()) for w in (*words, region)]
        places_.append((min((p for p in at if p >= 0), default=-1), region))
    places_.sort()
    if len(places_) < 2 or places_[0][0] < 0:
        return {}
    paired = {}
    ends = [*(p for p, _ in places_[1:]), len(query.text)]
    for (start, region), end in zip(places_, ends, strict=True):
        years = re.findall(r"(?<!\d)(?:19|20)\d{2}(?!\d)", query.text[start:end])
        if len(set(years)) != 1:
            return {}
        paired[region] = int(years[0])
    return paired if len(set(paired.values())) > 1 else {}


def content_groups(query: Query, occurs: Callable[[str], bool]) -> tuple[TermGroup, ...]:
    """The groups that say what is measured: no plan names, no words of the operation."""
    found = [
        g
        for g in query.groups
        if g.terms
        and g.category not in ("plan_name", "plan", "time", "bound", "unit", "figure", "part")
        and not ASKED.match(g.source)
        and not _COUNTING.match(g.source)
    ]
    if any(g.category in _SPECIFIC for g in found):
        # beside a thing that the plans know, a word of the asker's own is only wording
        found = [g for g in found if g.category or occurs(g.terms[0])]
    if query.language == "zh":
        found += one_character(query.text, query.groups)
    return tuple(dict.fromkeys(found))


def one_character(text: str, groups: Sequence[TermGroup]) -> list[TermGroup]:
    """Words of one character that name what is measured (税, 路), unless a longer word holds them."""
    return [
        TermGroup(char, (char,))
        for char in _ONE_CHARACTER.findall(text)
        if not any(char in g.source for g in groups)
    ]


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
    sure = [p for p in found if p.text in listed or any(is_known(g) for g in p.groups)]
    return found if len(found) == len(sure) or not sure else _joined(found, listed)


def is_known(group: TermGroup) -> bool:
    """Whether the glossary knows a notion, so that it is more than a word of the asker's."""
    return group.category not in ("", "cedict", "unknown")


def _split_zh(text: str, groups: Sequence[TermGroup]) -> list[str]:
    """A Chinese text cut at its separators, but not inside a term (工业和信息化)."""
    kept = [m.span() for g in groups for m in re.finditer(re.escape(g.source), text)]
    parts, start = [], 0
    for match in SPLIT_ZH.finditer(text):
        if any(a < match.start() and match.end() < b for a, b in kept):
            continue
        parts.append(text[start : match.start()])
        start = match.end()
    return [*parts, text[start:]]


def _joined(found: Sequence[Phrase], listed: Collection[str]) -> list[Phrase]:
    """Pieces in which the glossary knows no word are wording of the piece before."""
    result: list[Phrase] = []
    for phrase in found:
        unknown = not any(is_known(g) for g in phrase.groups) and phrase.text not in listed
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
    if group.category in NAME_CATEGORIES:
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
    head, listed = enumeration(text, query)
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
    apart = any(o and n for o, n in zip(only_subject, named, strict=True))
    if apart and not all(only_subject) and sum(named) > 1:
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
        only_place = all(g.category in NAME_CATEGORIES for g in phrase.groups)
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


def enumeration(text: str, query: Query) -> tuple[str, list[Phrase]]:
    """The text before a list in brackets or behind a colon, and the listed phrases; [] when none."""
    for pattern in _LISTS:
        for match in pattern.finditer(text):
            if re.fullmatch(r"(?:专栏|表格?|附表|box|table)\s*\d+", match["items"].strip(), re.I):
                continue
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
        whose = all(g.category in NAME_CATEGORIES for g in item.groups)
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


_BASE_YEAR = re.compile(r"基期|基年|基准年|\bbase(?:line)? year\b", re.I)


# 现在多少，2026年、2027年又要到多少
_NOW_AND_LATER = re.compile(
    r"(?:现在|目前|眼下|如今|当前)(?:是|有|为|达到?)?(?:多少|几)|\bwhat (?:is|are)\b[^,?]{0,60}\bnow\b[^?]*\band\b",
    re.I,
)


def asks_base_year(query: Query) -> bool:
    """Whether the figure of a plan's base year is asked for beside those of other years."""
    later = len(query.years) > 1 and _NOW_AND_LATER.search(query.text) is not None
    return bool(query.years) and (later or _BASE_YEAR.search(query.text) is not None)


def years_in(text: str, query: Query) -> list[tuple[int, ...]]:
    """The years and periods that a text asks for, in order; those in names of plans do not count.

    "2025年到2030年" gives both years when they are the ends of a change, "2026—2030年" the period.
    """
    text = without_plan_names(normalise(text) if query.language == "zh" else text, query.language)
    found: list[tuple[int, tuple[int, ...]]] = []
    spans = list(_SPAN.finditer(text))
    if _ENDS.search(text):  # then they are two ends, unless something is asked "for" the period
        spans = [s for s in spans if _FOR_PERIOD.search(text, 0, s.start())]
    spans += _SPAN_OF_ALL.finditer(text)
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


# "2011至2015年累计": all the years, and not two ends
_SPAN_OF_ALL = re.compile(
    r"(?<!\d)((?:19|20)\d{2})年?[至到]((?:19|20)\d{2})年?(?=[末底]?(?:累计|合计|每年|年均|期间|间|这))"
)


_SHORT_YEAR = re.compile(r"(?<!\d)(\d{2})年(?!内|间|来|代|期)")


_FOR_PERIOD = re.compile(r"\b(?:for|during)(?: the (?:period|years))? ?$", re.I)


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
