"""Figures of a sentence or table row with their year, role and scope.

The year of a figure is the last one written before it in its sentence (years that only serve a
comparison, as in "比2010年增长", are passed over), else that of the sentence before, else of the
headings above it; the last two are marked as inherited.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.numerals import chinese_number
from index.quantities import parse_quantities
from index.types import Figure, Quantity

Years = tuple[int, ...]
_PLAN_FIRST = {
    "十一五": 2006,
    "十二五": 2011,
    "十三五": 2016,
    "十四五": 2021,
    "十五五": 2026,
    "十六五": 2031,
}
_YEAR = re.compile(
    r"(?<![\d.])(?P<a>(?:19|20)\d{2})\s*年?\s*(?:[-—–~～至到]+\s*(?P<b>(?:19|20)\d{2}))?\s*(?P<unit>年|(?=[）)]))"
)
_ZH_YEAR = re.compile(r"(?P<y>二[〇零○]{1,2}[一二三四五六七八九〇零]{1,2})年")
_PLAN = re.compile(
    r"[“\"]?(?:(?P<plan>十[一二三四五六]五)|第(?P<nth>十[一二三四五六])个五年)[”\"]?(?P<end>末|期末|收官)?(?P<start>初)?"
)
_COMPARED = re.compile(r"(?:比|较|是|相当于|相比|相较于?|对比|同)(?:“|于)?$")
BOUNDARY = re.compile(r"[，。；：！？]")  # of a clause
_GROWTH = re.compile(
    r"增长|增速|增幅|提高|提升|下降|降低|减少|上升|上涨|下跌|回落|回升|改善(?!民生|农村)|增加(?!值)|扩大|压减|缩短|涨幅|高出|递增|翻"
)
_RATE = re.compile(r"(?:贡献率|占比|比重|比例)(?:达到?|为|超过?|约|近)*$")
_SHARE = re.compile(r"占|比重|比例|份额|占比|覆盖率|率")
_ANNUAL = re.compile(r"年均|每年|(?<![上\d])年增|逐年|平均每年")
_TOTAL = re.compile(r"累计|五年|期间|总计|共计|合计|三年")
# what a plan aims at, not when it is reached: 完成“十四五”规划目标
_AIM_OF_PLAN = re.compile(r"[”\"]?规划[\u4e00-\u9fff]{0,4}目标")
_NAMED_PLAN = re.compile(r"[”\"]?(?:[\u4e00-\u9fff]{2,6})?(?:规划|纲要)(?!期|目标|指标)")
_CRITERION = re.compile(
    r"^(?:的|级|规模)?(?:[\u4e00-\u9fff“”、（）()]{0,14})(?:企业|项目|园区|产业园|工厂|县|村|单位|人口|集群|平台|基地|产品|商户)"
)


# a class of things, not a figure of one: 10万吨级泊位2个, 产值超10亿元的11家
_CLASS_OF = re.compile(
    r"级(?!以上)[\u4e00-\u9fff]|的(?:有)?\d[\d.]*[万余多]{0,2}[家个户座艘名处项]"
)
_OTHERS = re.compile(r"(?:其他|其它|其余|另外)$")
# between a year and the figure of it; 较2020年12% may be a change
_OF_YEAR = ("", "的", "的约", "的近")
_OF_YEAR_ONLY = _OF_YEAR[1:]
# 与2014年持平
_BESIDE = re.compile(r"[与和同]$")
_EQUAL = re.compile(r"(?:年)?(?:同期)?(?:基本)?(?:持平|相当|一致|相比)")
# the year of a standard is part of its name: GB 3095-2012
_STANDARD = re.compile(r"(?<![A-Za-z])[A-Z]{2,4}(?:/[A-Z]{1,2})?\s?\d[\d.]*\s?[-—–]\s?$")


@dataclass(frozen=True)
class YearMention:
    """A year or period written in a text: first and last year, and where it stands."""

    years: Years
    start: int
    end: int
    compared: bool


def find_years(text: str) -> tuple[YearMention, ...]:
    """Years (2025年, 二〇三五年) and periods (2026—2030年, “十四五”) of a text in order.

    A period is given as (first, last); the end of a plan ("十四五"末) as its last year.
    """
    found: list[YearMention] = []
    for match in _YEAR.finditer(text):
        if _STANDARD.search(text, 0, match.start()):
            continue
        first, last = int(match["a"]), int(match["b"] or match["a"])
        years = (first, last) if last > first else (first,)
        found.append(_mention(text, match, years))
    for match in _ZH_YEAR.finditer(text):
        written = chinese_number(match["y"].replace("○", "〇"))
        if written and 1949 <= written <= 2100:
            found.append(_mention(text, match, (written,)))
    for match in _PLAN.finditer(text):
        plan = match["plan"] or f"{match['nth']}五"
        if plan in _PLAN_FIRST:
            start = _PLAN_FIRST[plan]
            period = (start + 4,) if match["end"] else (start, start + 4)
            found.append(_mention(text, match, period))
    return tuple(sorted(found, key=lambda m: m.start))


def _mention(text: str, match: re.Match[str], years: Years) -> YearMention:
    compared = bool(_COMPARED.search(text[: match.start()]))
    compared = compared or bool(_AIM_OF_PLAN.match(text, match.end()))
    compared = compared or bool(
        _BESIDE.search(text[: match.start()]) and _EQUAL.match(text, match.end())
    )
    return YearMention(years, match.start(), match.end(), compared)


def own_years(text: str) -> Years:
    """The last year of a text that is not only compared with; () when there is none."""
    told = [m for m in find_years(text) if not m.compared and not _is_of_start(text, m)]
    return told[-1].years if told else ()


def read_figures(text: str, before: Years, above: Years) -> tuple[Figure, ...]:
    """The figures of one sentence.

    ``before`` is the year of the sentence before it in the same paragraph, ``above`` that of the
    headings; both may be ().
    """
    # “十四五”规划 is the name of a plan, not when something happens
    written = find_years(text)
    mentions = [m for m in written if not m.compared and not _NAMED_PLAN.match(text, m.end)]
    quantities = [q for q in parse_quantities(text) if not _is_part_of_year(q, mentions)]
    figures = []
    paired = _paired_years(text, mentions, quantities)
    for quantity in quantities:
        told = [m for m in mentions if m.end <= quantity.start and not _is_of_start(text, m)]
        years = told[-1].years if told else before or above
        own = paired.get(quantity.start) or _bracketed_year(text, quantity, mentions)
        if quantity.kind not in ("multiple", "doubling"):
            own = own or _year_right_before(text, quantity, written)
        years, told = (own, mentions) if own else (years, told)
        label = clause_before(text, quantity, quantities)
        figures.append(
            Figure(
                quantity=quantity,
                years=years,
                inherited=not told and bool(years),
                role=_role(label, quantity, text),
                span=_span(label),
                label=label,
            )
        )
    return tuple(figures)


def _is_of_start(text: str, mention: YearMention) -> bool:
    """Whether a year is only that of where a change began: 由2020年的3.1万口压减至0.9万口."""
    began = text[: mention.start].endswith(("由", "从"))
    return began and text[mention.end : mention.end + 1] == "的"


def _year_right_before(
    text: str, quantity: Quantity, written: Sequence[YearMention]
) -> Years | None:
    """The year that a figure is said to be of: 较2020年的418.6亿元, 由2010年的14.8%."""
    near = _OF_YEAR if quantity.kind != "percent" else _OF_YEAR_ONLY
    for mention in written:
        if mention.end <= quantity.start and text[mention.end : quantity.start] in near:
            return mention.years
    return None


def _bracketed_year(text: str, quantity: Quantity, mentions: Sequence[YearMention]) -> Years | None:
    """The year in brackets right behind a figure: 63家（2022年）."""
    near = [m for m in mentions if 0 < m.start - quantity.end <= 1]
    return near[0].years if near and text[quantity.end] in "（(" else None


def _paired_years(
    text: str, mentions: Sequence[YearMention], quantities: Sequence[Quantity]
) -> dict[int, Years]:
    """Years of figures that are listed in the same order: 到2025年、2030年分别达到75亿元、140亿元."""
    paired: dict[int, Years] = {}
    for mark in re.finditer("分别", text):
        before = [m for m in mentions if m.end <= mark.start()]
        listed = before[-1:]
        while len(listed) < len(before):
            gap = text[before[-len(listed) - 1].end : listed[0].start]
            if not re.fullmatch(r"[、和与及到至]{0,2}", gap):
                break
            listed = [before[-len(listed) - 1], *listed]
        clause = re.match(r"[^；。]*", text[mark.end() :])
        end = mark.end() + (clause.end() if clause else 0)
        behind = [q for q in quantities if mark.end() <= q.start < end]
        if len(listed) > 1 and len(behind) >= len(listed):
            chosen = behind[: len(listed)]
            paired |= {q.start: m.years for q, m in zip(chosen, listed, strict=True)}
    return paired


def clause_before(text: str, quantity: Quantity, others: Sequence[Quantity]) -> str:
    """What stands between the last clause boundary or figure and the quantity: what it measures.

    When nothing but a number's own words is left ("、83个子项"), the words behind it are added.
    """
    start = 0
    for match in BOUNDARY.finditer(text, 0, quantity.start):
        start = match.end()
    for other in others:
        if start < other.end <= quantity.start and not _is_criterion(other, quantity, text):
            start = other.end
            # "18个大项、83个子项": the words behind the first figure are its own
            listed = re.match(r"[^，。；：]*?、", text[start : quantity.start])
            start += (
                listed.end()
                if listed and "、" not in text[listed.end() + start : quantity.start]
                else 0
            )
    before = text[start : quantity.start].strip("、和及（(")
    behind = re.match(r"[^，。；：、（(\d]{0,12}", text[quantity.end :])
    return f"{before}{quantity.text}{behind.group() if behind else ''}"


def _is_criterion(other: Quantity, quantity: Quantity, text: str) -> bool:
    """Whether a figure only says which things are counted: 10亿元 in "10亿元级企业2-3家"."""
    between = text[other.end : quantity.start]
    if quantity.kind != "count" or other.kind == "count" or not between:
        return False
    return not re.search(r"[，。；：、]", between) and bool(
        re.match(r"级|以上|的|及以上|规模|[\u4e00-\u9fff]*企业", between)
    )


def _is_part_of_year(quantity: Quantity, mentions: Sequence[YearMention]) -> bool:
    return any(m.start <= quantity.start < m.end for m in mentions)


def _role(label: str, quantity: Quantity, text: str) -> str:
    if quantity.kind == "multiple" or quantity.kind == "doubling":
        return "multiple"
    rest = text[quantity.end :]
    if (quantity.bound or _CLASS_OF.match(rest)) and quantity.kind not in ("count", "percent"):
        if _CRITERION.match(rest) or _CLASS_OF.match(rest):
            return "criterion"
    head = label.split(quantity.text)[0]
    if quantity.kind == "number" and _OTHERS.search(head):
        return "criterion"  # 其他6地（市）
    if quantity.kind == "points":
        return "change"
    if quantity.kind == "percent":
        if (
            _GROWTH.search(head)
            and not _RATE.search(head)
            and not re.search(r"(?:不超过|不高于|不低于|相当于)[^，]{4,}的$", head)
            and not re.search(r"(?:提高|提升|增加|上升|下降|降低)(?:到|至)", head)
        ):
            return "growth"
        return "share" if _SHARE.search(head) else "level"
    if re.search(r"(?:新增|净增|新建|新培育|新创建|再增|再新增)", head):
        return "increment"
    return "level"


def _span(label: str) -> str:
    if _ANNUAL.search(label):
        return "annual"
    return "cumulative" if _TOTAL.search(label) else ""
