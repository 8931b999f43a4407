"""Figures of another owner, level, phase or thing of the same sort than the asked one.

Each check takes the query, the figures read, the plans that the question names and its text without
these names; it gives what is missing, () when the figures may answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

from index.facts import is_rate
from rag.evidence import fold, presence
from rag.places import names_region
from rag.reads import (
    FRAME,
    LIKE,
    MATTERS,
    TOLD,
    Read,
    before_in_paragraph,
    figure_of,
    names_of_read,
    own_name,
)
from rag.terms import Entry, default_terms
from rag.types import Query, TermGroup


def of_another(
    query: Query, reads: Sequence[Read], plans: Sequence[str], text: str
) -> tuple[str, ...]:
    """A firm, park or place that is named must not only stand beside a figure of another one:
    甲园区营业收入110亿元 is not told of 乙园区, nor 全区机架1.6万架 of one data centre.
    """
    named = (g for g in query.groups if g.terms and (g.critical or _is_one_park(g)))
    for group in named:
        if any(names_region(group, region) for region in query.regions):
            continue
        if all(_has_other_owner(read, query, group) for read in reads):
            return (group.source,)
    return ()


_MEASURED = frozenset(("indicator", "finance", "opening", "industry", "product"))


def of_anothers_growth(
    query: Query, reads: Sequence[Read], plans: Sequence[str], text: str
) -> tuple[str, ...]:
    """A growth is of what stands before it, not of another thing of its sentence: "进出口总额55亿元，
    实际使用外资724万美元，同比增长17%" tells no growth of 进出口.
    """
    asked = [g for g in query.groups if g.terms and g.category in _MEASURED and not g.critical]
    missing = [_growth_told_of_another(read, asked) for read in reads]
    return missing[0] if missing and all(missing) else ()


def _growth_told_of_another(read: Read, asked: Sequence[TermGroup]) -> tuple[str, ...]:
    if not is_rate(read.fact) or read.fact.table:
        return ()
    own = fold(f"{own_name(read)} {read.fact.subject}")
    before = [f for f in read.unit.figures if f.quantity.start < read.fact.quantity.start]
    labels = fold(" ".join(f.label for f in before))
    things = [g for g in asked if presence(g, labels) >= TOLD and not _says_growth(g)]
    if any(presence(g, own) >= LIKE for g in asked if not _says_growth(g)):
        return ()
    return tuple(g.source for g in things)


def _says_growth(group: TermGroup) -> bool:
    return any(re.search(r"增|涨|升|降|减", term) for term in group.terms)


_BUT = r"其[他它余]|除[\u4e00-\u9fff]{2,8}?[以之]?外"
_THE_OTHERS = re.compile(_BUT + r"|另外[几两三四五六七八九十\d]")
_OTHERS_ASKED = re.compile(
    _BUT + r"|另外|\b(?:other|others|rest|remaining|elsewhere|outside|apart from|except)\b",
    re.I,
)


def of_the_others(
    query: Query, reads: Sequence[Read], plans: Sequence[str], text: str
) -> tuple[str, ...]:
    """What is told of all others (其他6地市年均值) is not told of a place or park that is named."""
    named = [g for g in query.groups if g.terms and (g.critical or g.category in _NAMED)]
    if not named or _OTHERS_ASKED.search(query.text):
        return ()
    for read in reads:
        own = own_name(read)
        if not _THE_OTHERS.search(own) or any(presence(g, fold(own)) >= 1 for g in named):
            return ()
    return (named[0].source,)


_NAMED = ("place", "park", "company")


def _is_one_park(group: TermGroup) -> bool:
    """Whether a group names one park or zone and not parks at large."""
    return group.category == "park" and not any(map(_ANY_PARK.fullmatch, group.terms))


def of_parks(
    query: Query, reads: Sequence[Read], plans: Sequence[str], text: str
) -> tuple[str, ...]:
    """What is asked of the parks of a region is not told of all of it."""
    parks = [
        g
        for g in query.groups
        if g.category == "park" and not g.critical and _PARK_ASKED.search(g.source)
        if any(map(_ANY_PARK.fullmatch, g.terms))
    ]
    if not parks or any(_PARK.search(_all_beside(read)) for read in reads):
        return ()
    return (parks[0].source,)


def _all_beside(read: Read) -> str:
    """What stands beside a figure, with the title and region of its plan."""
    near = (read.unit.text, read.unit.context, read.fact.subject, *read.chunk.path)
    return " ".join((*near, read.document.title, read.document.region))


_PARK_ASKED = re.compile(r"园|区|\b(?:parks?|zones?)\b")
_PARK = re.compile(r"园|开发区|新区|高新区|经开区|保税区|集聚区|示范区|基地|片区|功能区")
_ANY_PARK = re.compile(
    r"(?:国家级|自治区级|省级|市级|现代|产业|工业|科技|经济|技术|高新|示范|物流)*(?:园区?|开发区|基地|示范区?|高新区|经开区|新区|集聚区|片区|功能区)"
)


_ALL_OF = re.compile(
    r"全(?:行业|产业|[区省市县州国](?!级))|整个(?:行业|产业|[区省市县州])|\b(?:entire|whole) (?:industry|sector|province|city|county|region|country)\b|\b(?:industry|sector|city|province|county|region|nation)-?wide\b",
    re.I,
)


def of_one_thing(
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
        if of_region or any(presence(g, subject) >= TOLD for g in things):
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
    label = figure_of(read).label
    own = fold(f"{fact.subject}{fact.indicator}{label} {read.unit.context}")
    around = f"{own} {fold(' '.join(read.chunk.path))} {read.title}"
    if presence(_in_region(group, read.document.region), around) >= 1:
        return False
    if _WHOLE_OF.match(fact.indicator) and not _WHOLE_OF.search(query.text):
        return True  # 全区机架容量 is of no single centre
    subject = fold(fact.subject)
    region = fold(read.document.region)
    if not subject or subject == region or subject in region:
        return False
    return not any(presence(g, subject) >= TOLD for g in query.groups)


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


def of_all_such(
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


_LEVELS = (
    ("国", r"国家级|全国|国内", r"national(?:ly)?|nationwide|(?:whole |entire )?(?:nation|country|china)"),
    ("省", r"自治区级|省级|全区(?!域)|全省", r"provincial|regional|autonomous region"),
    ("市", r"(?<!县)(?:地)?市级|全市", r"municipal|city|citywide|city-wide|prefectur(?:al|e)"),
    ("县", r"县(?:区)?级|区县级|全县", r"county"),
    ("乡", r"乡镇级?|乡级|镇级", r"township"),
    ("村", r"村级|行政村", r"village"),
)  # fmt: skip
_LEVEL_EN = re.compile(r"\blevels?\b|\btownship\b|\bnationwide\b|\bcity-?wide\b", re.I)


def _levels_of(text: str, chinese: bool) -> dict[str, str]:
    """The levels of administration that a text names, with its words for them; an English text only
    where it speaks of levels.
    """
    if not chinese and not _LEVEL_EN.search(text):
        return {}
    words = ((name, zh if chinese else rf"\b(?:{en})\b") for name, zh, en in _LEVELS)
    found = ((name, re.search(pattern, text, re.I)) for name, pattern in words)
    return {name: match.group() for name, match in found if match}


def levels_named(query: Query) -> int:
    """How many levels of administration a question names."""
    return len(_levels_of(query.text, query.language == "zh"))


def other_level(
    query: Query, reads: Sequence[Read], plans: Sequence[str], text: str
) -> tuple[str, ...]:
    """What is counted at one level of administration is not told of another: 县级 is not 乡镇, and a
    share of the city's total none of the region's.
    """
    wanted = _levels_of(text or query.text, query.language == "zh")
    whole = any(r.fact.quantity.kind in ("percent", "points") for r in reads)
    if whole and not wanted and _SHARE_OF_EN.search(query.text):
        wanted = {
            level: group.source
            for group in query.groups
            if group.category == "place" and group.terms
            if not any(group.terms[0] in read.document.region for read in reads)
            for level, pattern in _ENDS_OF_PLACES
            if pattern.search(group.terms[0])
        }
    if not wanted:
        return ()
    for read in reads:
        told = _levels_of(own_name(read), True)
        if not told or told.keys() & wanted.keys():
            return ()
    return tuple(dict.fromkeys(wanted.values()))


_SHARE_OF_EN = re.compile(r"\b(?:share|percentage|proportion|percent|fraction|part) of\b|占", re.I)
_ENDS_OF_PLACES = (
    ("省", re.compile(r"(?:省|自治区)$")),
    ("市", re.compile(r"[^区]市$")),
    ("县", re.compile(r"县$")),
)


def other_sort(
    query: Query, reads: Sequence[Read], plans: Sequence[str], text: str
) -> tuple[str, ...]:
    """A figure whose own name tells another thing of the asked sort: 电源侧储能 is no 海上风电."""
    for group in query.groups:
        if group.category in _NO_SORT or not group.terms or group.critical:
            continue
        if all(_names_another(read, group) for read in reads):
            return (group.source,)
    return ()


_BELOW_TOO = re.compile(
    r"规(?:模以)?下(?!降)|不(?:论|管|分|限)(?:企业|规模)?大小|大小企业|(?:不|并非)(?:只|仅|限|光)(?:是|看|算|于)?规(?:模以)?上|(?:包括|连同?|算上|含)小(?:微|型)?企业"
    r"|\bbelow (?:the )?(?:\w+ )?(?:scale|size|threshold|cut-?off|norm)\b|\bbelow[- ](?:scale|threshold|designated)|\b(?:large|big) (?:and|or) small\b|\b(?:all|any) sizes\b"
    r"|\bof (?:any|every|whatever) size\b|\bregardless of (?:\w+ )?size\b|\bnot (?:just|only) (?:the )?(?:above|larger?|big)|\bincluding (?:the )?(?:small|smaller|micro)\b",
    re.I,
)
_ABOVE = re.compile(r"[规限]上|规模以上|限额以上")


def other_scope(
    query: Query, reads: Sequence[Read], plans: Sequence[str], text: str
) -> tuple[str, ...]:
    """What is asked of firms below the statistical threshold, too, is not told of 规上 ones."""
    wanted = _BELOW_TOO.search(query.text)
    if wanted is None or not all(map(_is_above, reads)):
        return ()
    return (wanted.group(),)


def _is_above(read: Read) -> bool:
    """Whether a figure is counted of firms above the threshold: by its scope and names, or by what
    its paragraph says before it.
    """
    before = (before_in_paragraph(read), read.unit.text[: read.fact.quantity.start])
    told = " ".join((*before, names_of_read(read), *read.chunk.path))
    return "规上" in read.fact.scope or _ABOVE.search(told) is not None


_PHASES = (
    re.compile(r"([一二三四五六七八九十]|\d)期(?!间|末|初|望)"),
    re.compile(r"第([一二三四五六七八九十]|\d)(?:阶段|批|轮)"),
    re.compile(
        r"\b(?:phase|stage) (\d|one|two|three|four|five|six|seven|eight|i{1,3}|iv|v)\b", re.I
    ),
    re.compile(r"\b(first|second|third|fourth|fifth|sixth) (?:phase|stage)\b", re.I),
)
_COUNTED_OFF = {
    **{word: str(n) for n, word in enumerate("一二三四五六七八九十", 1)},
    **{word: str(n) for n, word in enumerate("one two three four five six seven eight".split(), 1)},
    **{word: str(n) for n, word in enumerate("first second third fourth fifth sixth".split(), 1)},
    **{word: str(n) for n, word in enumerate("i ii iii iv v".split(), 1)},
}


def _phases(text: str) -> dict[str, str]:
    """The phases of works that a text names, as digits, with its words for them."""
    found = [m for pattern in _PHASES for m in pattern.finditer(text)]
    return {_COUNTED_OFF.get(m[1].lower(), m[1]): m.group() for m in found}


def other_phase(
    query: Query, reads: Sequence[Read], plans: Sequence[str], text: str
) -> tuple[str, ...]:
    """A figure of the second phase of works is none of the first."""
    wanted = _phases(text or query.text)
    told = [_phases(f"{names_of_read(r)} {r.unit.context} {' '.join(r.chunk.path)}") for r in reads]
    own = [phases or _phase_before(r) for phases, r in zip(told, reads, strict=True)]
    none = wanted and all(phases and not phases.keys() & wanted.keys() for phases in own)
    return tuple(wanted.values()) if none else ()


def _phase_before(read: Read) -> dict[str, str]:
    """The last phase that a sentence names before a figure, else those that it names at all."""
    before = list(_phases(read.unit.text[: read.fact.quantity.start]).items())
    return dict(before[-1:]) or _phases(read.unit.text)


def _names_another(read: Read, group: TermGroup) -> bool:
    """Whether a figure's name holds a thing of the sort of a group, and its places not the group."""
    fact = read.fact
    own = f"{names_of_read(read)} {fold(' '.join(read.chunk.path))}"
    if presence(group, own) >= LIKE or presence(group, read.title) >= 1:
        return False
    matter = group.category in MATTERS
    return any(
        entry.category == group.category
        and (matter or any(_are_siblings(term, asked) for asked in group.terms))
        for term, entry in glossary_terms(fold(f"{fact.subject}{fact.indicator}"))
    )


def _are_siblings(one: str, other: str) -> bool:
    """Whether two terms name things of one sort by their last characters: 药品安全, 食品安全."""
    return one != other and len(one) == len(other) > 2 and one[-2:] == other[-2:]


_NO_SORT = frozenset((*FRAME, "", "cedict", "composed", "name", "figure"))


@cache
def glossary_terms(text: str) -> tuple[tuple[str, Entry], ...]:
    """The glossary terms that stand in a text, longest first, none inside another."""
    terms = default_terms()
    return tuple((zh, entry) for zh, _ in terms.gloss(text) if (entry := terms.entry(zh)))


_SIBLING = re.compile(
    r"[\u4e00-\u9fff]{1,4}(?:物流带|产业带|经济带|片区|组团|新城|港区|机场|医院|公园|走廊|通道|小镇|街道|社区)"
)


def sibling_named(question: str, read: Read, occurs: Callable[[str], bool]) -> str:
    """The name in a Chinese question that the documents have too, where a figure is told of another
    one with the same ending: 沿江物流带, 东部物流带; "" when there is none.

    ``occurs`` tells whether the documents hold a text.
    """
    before = read.unit.text[: read.fact.quantity.start]
    told = f"{before} {' '.join(read.chunk.path)} {read.unit.context} {read.document.title}"
    for match in _SIBLING.finditer(question):
        end, sort = match.end(), match.group()[-2:]
        names = (question[end - size : end] for size in (6, 5, 4) if end >= size)
        name = next((n for n in names if _CJK_ONLY.fullmatch(n) and occurs(n)), "")
        if not name or sort not in before:
            continue
        if name not in told and name not in read.unit.text:
            return name
        # named, but in an earlier clause than the sibling right before the figure
        between = before[before.rfind(name) + len(name) : before.rfind(sort) + len(sort)]
        if name in before and not any(name in t for t in read.chunk.path) and "，" in between:
            return name
    return ""


_CJK_ONLY = re.compile(r"[\u4e00-\u9fff]+")
