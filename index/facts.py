"""Fact rows: what each figure of a document measures, of whom, when, and as what.

A fact is one stated figure of an indicator.  Base and target of one indicator are linked into a
:class:`FactRow`, and the row says where the link comes from: the same table row, the same sentence,
or different places.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Literal

from index.figures import BOUNDARY, Years, own_years
from index.indicators import (
    GENERIC_NAMES,
    QUALIFIERS,
    TOTALS,
    clean_indicator,
    direction_of,
    distributed,
    indicator_key,
    is_comparison,
    scope_of,
    told_before,
    told_behind,
)
from index.types import (
    Chunk,
    Document,
    Fact,
    FactRow,
    Figure,
    ParsedDocument,
    Quantity,
    Unit,
)

_REVIEW = re.compile(
    r"回顾|现状|成效|成就|成绩|问题|短板|基础(?!性|设施|产业|研究|教育|工业|上)|形势|开局|瓶颈|制约|挑战|机遇|环境影响|承载能力|不足"
)
_AHEAD = re.compile(
    r"提供|优化|完善|保障|服务|改善|目标|任务|重点|工程|专栏|行动|措施|方向|路径|布局|体系|建设|培育|推动|推进|加快|实施|构建|打造|提升"
)
_GLOSSARY = re.compile(r"名词解释|术语|注释|解释说明")
_DONE = re.compile(
    r"已(?!有)|[^将]完成了|截至|截止|荣获|连续[\d一二三四五六七八九十]|同比|比上年|较上年|去年|目前|现有|被评为|增长到\d"
)
_WILL = re.compile(
    r"力争|争取|确保|预期|到(?:20\d\d|“?十)|不低于|不少于|不超过|控制在|将|再|新建|建设|打造|培育|引进|布局|推动|每年"
)
_HELD = re.compile(r"依托|拥有|现有|利用|已有")
_AIM = re.compile(r"力争|争取|预计|确保|有望")
_SUBJECT = re.compile(
    r"(?:^|[，。；：、（])(?:其中[，]?|同时[，]?|到?(?:19|20)\d{2}年(?:底|末)?[，]?|“十[一二三四五六]五”(?:时期|期间|末)?[，]?)*"
    r"(?P<name>[\u4e00-\u9fff]{2,14}?(?:工业园区|产业园区|经济技术开发区|经济开发区|经开区|开发区|综合保税区|综保区|高新区|工业园|产业园|新区|合作区|新片区|自贸试验区|自由贸易港|机场|航空枢纽))(?!区|\d)"
)
_PARK = re.compile(
    r"(?:促进|推动|加快|时期|加强|建设|推进|打造|支持|完善|做强|开启|建强|壮大|^)(?P<name>[\u4e00-\u9fff]{0,6}?(?:工业园区?|综合保税区|经济技术开发区|经开区|高新区|产业园区?))"
)
_PLACE = re.compile(
    r"^(?:其中)?(?P<name>[\u4e00-\u9fff]{1,6}?(?:自治区|省|市(?!场)|地区|自治州|州|县|镇|区))(?=[\u4e00-\u9fff\d（(])"
)
_NO_PLACE = re.compile(
    r"^地区$|国家|占|贡|全|其|各|新|市州|确保|比|较|级|园|建|实|为|达|在|地区生|重点|社区|有|成|自治区|上市|地市|区内|培育|县级|市县|我|本|该|每|城镇|农牧区|牧区|农区|"
    r"市区|城区|山区|灾区|景区|小区|校区|院区|库区|林区|矿区|辖区|试点|开展|深化|办理|配合|提请|推|加|支持|创|城市|都市|做|强|以|向|于|和|与"
)
_OPENING = re.compile(r"^(?:其中|在|由|将|以|依托|对|支持|推动|加快|优化|提升|至|到)")
_NO_NAME = re.compile(
    r"组织|开赴|移动|举办|建设|打造|新增|完成|改造|实施|建立|包括|以及|设立|引入|占|加强|推进|本表|全区|各|创建|培育|探索|国家|自治区级|级|从|接|一批|两|三"
)
_GENERIC = re.compile(
    r"着力|稳定|扩大|就业|创业|毕业|为|提供|赋能|做大|做强|做优|聚焦|提速|目标|现状|问题|形势|成效|回顾|总体|要求|原则|思想|定位|保障|措施|任务|方向|重点|行动|工程|专项|指标|体系|"
    r"标题缺失|附件|前言|结语|加强|推动|推进|加快|实施|构建|打造|提升|优化|培育|强化|完善|建设|促进|深化|健全|发展"
)
_INDUSTRY = re.compile(
    r"(?:产业|业|制造|园区?|开发区|保税区|能源|饮用水|建材|材料|旅游|经济|制品|服务|技术|装备|电池|食品|物流)$"
)
_NUMBERED = re.compile(
    r"^(?:第[一二三四五六七八九十百]+[篇章节条]|[（(]?[一二三四五六七八九十]+[)）、.．]|专栏\s*\d*[:：]?|表\s*\d*|"
    r"[（(]?\d{1,2}[)）.．、])\s*"
)
_PERCENT = ("percent", "points")
_CITY = re.compile(
    r"(?:^|[，；：])(?:其中，?)?(?:(?:19|20)\d{2}年，?)?(?P<name>(?![全该各本我城])[\u4e00-\u9fff]{2,3}[市县])(?![（(、和及与委政的级场域民])"
)
_OTHERS = re.compile(r"其他|其余|全区|各地")
_AGAIN = re.compile(r"^[、，]?(?:力争|争取|确保|努力)(?:达到?|实现)?$")
_GAP = re.compile(
    r"(?:高于|低于|高出|快于|慢于|优于)(?:全[国省区市]|全国平均|平均)[\u4e00-\u9fff]{0,6}$"
)
_LIST_MARKS = frozenset("、 和 与 及 以及".split())
_BARE_NOUNS = frozenset("企业 项目 产品 园区 人员 平台 品牌 单位".split())
# the branch that the clause right before speaks of: "第二产业增长强劲，产值从…"
_BRANCH = re.compile(
    r"(?:^|，|；)((?:第[一二三]|[\u4e00-\u9fff]{2,8})(?:产业|行业))(?!体系|结构|链)[\u4e00-\u9fff]{0,8}，$"
)
_RELATIVE = ("growth", "multiple", "change")
_CARRIED = ("level", "cumulative", "increment", "share")
# whom a figure is compared with: "较青海的34元/斤高出23%"
_ELSEWHERE = frozenset(
    "区外 内地 国内 全国 其他 北京 天津 上海 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 "
    "四川 贵州 云南 陕西 甘肃 青海 内蒙古 广西 宁夏 新疆 香港 澳门 台湾".split()
)
_BARE_PLACE = re.compile(r"[\u4e00-\u9fff]{1,6}(?:省|市|地区|州|县|镇|区)")
_ABOUT = re.compile(r"^在?(?P<name>[^，。：]{2,16}?)方面[：:，]")
_NAMING = ("time", "voltage", "apparent", "temperature")
_COUNTED_NAMES = frozenset("大 位 类 种 个 项 条 件 次 名 年 人 大类 大项".split())
_DURATION = re.compile(r"时间|时限|压缩|缩短|时长|寿命|期限|不超过|响应|小时数|天数|日期")
_ONLY_TIME = re.compile(r"到?(?:(?:19|20)\d{2}年)?(?:底|末)?")
_NEWLY = re.compile(
    r"新(?:认定|培育|创建|建成|评|设|开行|开通|开工|启动|推出|发布|发行|立项|签|落户|引进|投产|登记|注册|获批|导入)|再建设|再创建|再建|再培育|累计新增|扩充|增设|增开|筹措"
)
_AGE = re.compile(r"(?:年龄|寿命|岁数)[^，。；]{0,6}$")
# shares that say of what only in the words before them
_OF_BEFORE = re.compile(r"(?:满意度|满意率|合格率|完成率|办结率|达标率)|用于.{2,}")
_MEASURE_NAMES = {
    "increment": "increment",
    "share": "share",
    "change": "change",
    "multiple": "multiple",
    "level": "level",
}


def read_facts(parsed: ParsedDocument) -> tuple[Fact, ...]:
    """The facts of a document in reading order; deterministic, no model."""
    found: list[Fact] = []
    for chunk in parsed.chunks:
        if any(_GLOSSARY.search(title) for title in chunk.path):
            continue
        for unit in chunk.units:
            if unit.figures:
                found += _unit_facts(parsed.document, chunk, unit)
    return tuple(replace(fact, id=number) for number, fact in enumerate(found))


def _unit_facts(document: Document, chunk: Chunk, unit: Unit) -> Iterator[Fact]:
    heads = _Heads(document, chunk, unit)
    for position, figure in enumerate(unit.figures):
        fact = heads.fact(position, figure)
        if fact is not None:
            heads.remember(fact)
            yield fact


class _Heads:
    """Reads the figures of one unit; holds what they share."""

    def __init__(self, document: Document, chunk: Chunk, unit: Unit) -> None:
        self.document, self.chunk, self.unit = document, chunk, unit
        self.review = any(_REVIEW.search(title) for title in (*chunk.path, unit.context))
        self.last: Fact | None = None
        self.last_level: Fact | None = None
        self.told_years: list[int] = []
        self.behind = self.prefix = ""
        self.rising: Years = ()
        self.inherits = False
        self.previous: Fact | None = None
        self.names: tuple[str, ...] = ()
        self.list_names: tuple[str, ...] = ()
        self.at = 0
        self.goes_on = False

    def remember(self, fact: Fact) -> None:
        """Note what a following figure without words of its own speaks of."""
        if not self.goes_on:
            self.names, self.at = self.list_names, 0
        self.list_names = ()
        self.previous, self.goes_on = fact, False
        if self.last is None or (fact.measure in _CARRIED and fact.subject not in _ELSEWHERE):
            self.last = fact
            if fact.measure != "share" or self.last_level is None:
                self.last_level = fact
        if fact.measure == "level" and len(fact.years) == 1:
            self.told_years.append(fact.years[0])

    def fact(self, position: int, figure: Figure) -> Fact | None:
        """The fact of a figure; ``None`` when the figure only names or counts off."""
        last = self.last_level if figure.role in _RELATIVE else self.last
        if figure.role == "criterion" or _only_names(self.unit, figure):
            return None
        row = self.unit.kind == "row"
        head, tail = ("", "") if row else self._words(position, figure)
        indicator = (
            _row_indicator(figure) if row else self._indicator(position, figure, head, tail, last)
        )
        if not indicator:
            return None
        measure = _measure(figure, head, self._carried(figure, head, last))
        quantity = figure.quantity
        again = self.previous if quantity.kind == "percent" and _AGAIN.search(head) else None
        if again and again.quantity.kind == "percent":  # "增长7%以上、力争达到8%"
            measure, indicator = again.measure, again.indicator
        if self.goes_on and self.previous is not None:
            measure = self.previous.measure
            bound = quantity.bound or self.previous.quantity.bound
            quantity = replace(quantity, bound=bound)
        self.inherits = figure.inherited
        # the share of what the figure before it counts is of the same years
        part = last is not None and indicator.startswith(f"{last.indicator}占") and not row
        years = last.years if part and last is not None else figure.years
        return Fact(
            id=0,
            doc=self.document.name,
            path=self.chunk.path,
            start=self.unit.start,
            end=self.unit.end,
            text=self.unit.text,
            quantity=quantity,
            indicator=self._first_of_list(position, indicator),
            subject=self._subject(figure, head, last),
            scope=scope_of(f"{indicator} {head}") or self._shared_scope(head, last),
            role=self._role(figure, head),
            years=self._years(years, head, measure, row),
            inherited=figure.inherited,
            measure=measure,
            annual=figure.span == "annual" and measure in ("level", "increment"),
            aim=_aim(self.unit.text, figure),
            nature=figure.nature,
            table=row,
            unit=self.unit.id,
            direction=self._direction(indicator if row else head, again),
        )

    def _direction(self, words: str, again: Fact | None) -> str:
        """Whether the words before a figure say that it rises or falls; a list goes on alike."""
        leads = again or (self.previous if self.goes_on else None)
        return leads.direction if leads else direction_of(words)

    def _first_of_list(self, position: int, indicator: str) -> str:
        """The first name of a list for its first figure; other names as they are."""
        count = self._count_of_list(position + 1)
        if self.unit.kind == "row" or self.goes_on or count < 2:
            return indicator
        self.list_names = distributed(indicator, count)
        return self.list_names[0] if self.list_names else indicator

    def _words(self, position: int, figure: Figure) -> tuple[str, str]:
        """What stands before the figure since the last boundary or figure, and behind it."""
        text, quantity = self.unit.text, figure.quantity
        start = 0
        for match in BOUNDARY.finditer(text, 0, quantity.start):
            start = match.end()
        for other in self.unit.figures[:position]:
            names = other.role == "criterion" or _only_names(self.unit, other)
            if not names and start < other.quantity.end <= quantity.start:
                start = other.quantity.end
        return text[start : quantity.start], text[self._end_of_run(position) :]

    def _end_of_run(self, position: int) -> int:
        """Where figures that follow each other directly end: 552户2441名脱贫人口 share their noun."""
        end = self.unit.figures[position].quantity.end
        for other in self.unit.figures[position + 1 :]:
            counts = other.quantity.kind == "count" and other.quantity.start == end
            end = other.quantity.end if counts else end
        return end

    def _indicator(
        self, position: int, figure: Figure, head: str, tail: str, last: Fact | None
    ) -> str:
        """The name of what is measured: from the clause, from behind, or from the figure before."""
        name = self._own_name(head)
        self.behind = behind = told_behind(head, tail, figure)
        if behind:
            return self._whole(behind, name, figure.quantity.start)
        listed = self._listed(position, head, name)
        if listed:
            return listed
        if last:
            after = self._name_after(figure, head, name, last)
            if after:
                return after
        before = self.unit.text[: figure.quantity.start - len(head)]
        return self._named(figure, name, before) if name else self._unnamed(figure, head, last)

    def _name_after(self, figure: Figure, head: str, name: str, last: Fact) -> str:
        """The name of a figure that leans on the one before it: its growth, its share, its gap."""
        percent = figure.quantity.kind in _PERCENT
        if head.startswith("、占") and self.previous is not None and percent:
            last = self.previous  # "工业机器人产量增长31.2%、占全国44%"
        if _OF_BEFORE.fullmatch(name):
            return f"{last.indicator}{name}"
        if TOTALS.fullmatch(name) and _sort(last) == figure.quantity.kind.split(":")[0]:
            return f"{last.indicator}{name}"  # "新增高新技术企业1200家，总量达到1.8万家"
        gap = _GAP.search(head)
        if gap:  # "高于全国0.7个百分点"
            return f"{last.indicator}{gap.group()}"
        leans = not name or is_comparison(head) or GENERIC_NAMES.fullmatch(name)
        if _is_relative(figure, head) and leans:
            return last.indicator
        if name in _ELSEWHERE or re.search(r"同比[\u4e00-\u9fff]{0,4}$", head):
            return last.indicator
        if re.fullmatch(r"占.*|在?全[区省市国]占比?", name):
            whole = self.last_level if "占" in last.indicator and self.last_level else last
            return f"{whole.indicator}{name}" if percent else name
        if name and QUALIFIERS.fullmatch(name):
            return f"{name}{QUALIFIERS.sub('', last.indicator, count=1)}"
        return ""

    def _named(self, figure: Figure, name: str, before: str) -> str:
        """The name in the clause, with the branch or heading that a generic name lacks."""
        if figure.quantity.kind != "count" and _BARE_PLACE.fullmatch(name):
            return told_before(before) or name
        if not GENERIC_NAMES.fullmatch(name):
            return name
        branch = _BRANCH.search(before)
        if branch:
            return f"{branch[1]}{name}"
        about = _ABOUT.match(self.unit.text)
        return f"{about['name']}{name}" if about else name

    def _unnamed(self, figure: Figure, head: str, last: Fact | None) -> str:
        """The name of a figure without one in its clause: told earlier, or that of the last one."""
        before = self.unit.text[: figure.quantity.start - len(head)]
        told = told_before(before) or _subject_before(before)
        if told and _is_relative(figure, head):
            return told
        percent = figure.quantity.kind in _PERCENT
        same = last is not None and _sort(last) == figure.quantity.kind.split(":")[0]
        # "吞吐量增长16.6%，突破8700万人次": the level follows its growth
        grown = last is not None and last.measure in ("growth", "annual growth")
        if last and (same or percent or grown):
            return last.indicator
        return told or (clean_indicator(self.unit.context) if self.unit.context else "")

    def _whole(self, behind: str, name: str, start: int) -> str:
        """A bare noun behind a count with what it belongs to: 企业 → 天然饮用水产业企业."""
        if behind in _BARE_NOUNS:
            told = re.search(r"[\u4e00-\u9fff]{2,8}?(?:产业|行业)(?!体系)", self.unit.text[:start])
            return f"{clean_indicator(told.group())}{behind}" if told else f"{name}{behind}"
        if len(behind) <= 2:
            self.prefix = name or self.prefix
            return f"{self.prefix}{behind}"
        return behind

    def _own_name(self, head: str) -> str:
        """The name in the clause itself, without what the figure before it counts."""
        rest = head[len(self.behind) :] if head.startswith(self.behind) else ""
        if self.behind and rest.startswith("、"):
            head = rest
        return clean_indicator(head)

    def _listed(self, position: int, head: str, name: str) -> str:
        """The name of a figure that goes on a list: "A、B增加值分别增长6.9%、8.4%"."""
        before = self.unit.figures[position - 1] if position else None
        if not before or name or self.previous is None or head.strip() not in _LIST_MARKS:
            return ""
        if before.quantity.start != self.previous.quantity.start:
            return ""
        self.goes_on = True
        self.at += 1
        return self.names[self.at] if self.at < len(self.names) else self.previous.indicator

    def _count_of_list(self, position: int) -> int:
        """How many figures stand in the list that goes on at a position."""
        count = 1
        figures, text = self.unit.figures, self.unit.text
        for one, other in itertools.pairwise(figures[position - 1 :]):
            if text[one.quantity.end : other.quantity.start].strip() not in _LIST_MARKS:
                break
            count += 1
        return count

    def _years(self, years: Years, head: str, measure: str, row: bool) -> Years:
        """The years that a sum or mean over several years runs over, when they are told."""
        above = self._year_of_heading()
        if self.inherits and above and years != above:
            years = above  # what stands under "2024年工作回顾" is of no year told in passing before
        if len(years) == 2 and re.search(r"[由从]$", head.rstrip()):
            self.rising = years  # "十二五"期间由0.26件提高至0.45件: before the period, and its end
            return (years[0] - 1,)
        if years and years == self.rising and re.search(r"(?:[至到]|为)$", head.rstrip()):
            return (years[1],)
        if len(years) != 1:
            return years
        known = self.told_years
        if measure == "annual growth" and not row and len(known) > 1 and known[0] < known[-1]:
            if re.search(rf"[从由]{known[0]}", self.unit.text):
                return (known[0], known[-1])
        told = re.search(r"(?P<n>[三四五])年(?:间|来|内)?(?:共|总|累计)", head)
        if told:
            return (years[0] - "一二三四五".index(told["n"]), years[0])
        period = self.document.period
        over = measure in ("cumulative", "annual growth") and row
        if over and period.start and period.start < years[0] == period.end:
            return (period.start, period.end)
        return years

    def _year_of_heading(self) -> Years:
        """The single year that the innermost dated heading names, () when none."""
        for title in reversed(self.chunk.path):
            years = own_years(title)
            if years:
                return years if len(years) == 1 else ()
        return ()

    def _carried(self, figure: Figure, head: str, last: Fact | None) -> str:
        """ "increment" when the figure goes on a list that began with 新增."""
        listed = head.startswith("、") and last is not None and last.measure == "increment"
        return "increment" if listed and figure.quantity.kind not in _PERCENT else ""

    def _shared_scope(self, head: str, last: Fact | None) -> str:
        return last.scope if last is not None and not clean_indicator(head) else ""

    def _subject(self, figure: Figure, head: str, last: Fact | None) -> str:
        """Park, place or industry that the figure is told of, else the region of the document."""
        told = self._subject_of_sentence(figure, head) if self.unit.kind == "sentence" else ""
        return told or self._subject_of_heading() or self.document.region

    def _subject_of_sentence(self, figure: Figure, head: str) -> str:
        # "出栏率仅有5.3%（青海约为30%左右）"
        head = head.lstrip("（(")
        bare = clean_indicator(head)
        if bare in _ELSEWHERE or (figure.quantity.kind != "count" and _BARE_PLACE.fullmatch(bare)):
            return bare
        city = _city(self.unit.text[: figure.quantity.start])
        if city:
            return city
        place = _PLACE.match(head.lstrip("、，和及"))
        if place and not _NO_PLACE.search(place["name"]) and _is_province(place["name"]):
            return place["name"]
        told = [
            name
            for match in _SUBJECT.finditer(self.unit.text[: figure.quantity.start])
            if not _NO_NAME.match(name := _OPENING.sub("", match["name"]))
        ]
        return self._known(told[-1]) if told else ""

    def _subject_of_heading(self) -> str:
        for title in (self.unit.context, *reversed(self.chunk.path)):
            bare = _NUMBERED.sub("", title.strip("“”")).strip("《》“” ")
            if self.unit.kind == "row" and title == self.unit.context:
                continue
            if bare and _INDUSTRY.search(bare) and not _GENERIC.search(bare):
                return bare
            park = _PARK.search(bare)
            if park:
                return self._known(_OPENING.sub("", park["name"]))
        return ""

    def _known(self, name: str) -> str:
        """The document's own region under its one name, for the names that stand for it."""
        region = self.document.region
        bare = name.replace("经济技术开发区", "经开区")
        own = {a.replace("经济技术开发区", "经开区") for a in (region, *self.document.aliases)}
        stands = bare in own or any(a.endswith(bare) and "园区" not in a for a in own)
        return region if stands else name

    def _role(self, figure: Figure, head: str) -> Literal["base", "target"]:
        """ "base" for what was reached, "target" for what shall be."""
        period, years = self.document.period, figure.years
        if years and period.start is not None:
            if years[-1] < period.start:
                return "base"
            if years[0] > period.start or years[-1] > period.start:
                return "base" if self.review and _DONE.search(self.unit.text) else "target"
        if self.review:
            return "base"
        if figure.nature:
            return "target"
        clause = head + figure.quantity.text
        if _WILL.search(clause) and not _DONE.search(clause):
            return "target"
        near = "，".join(BOUNDARY.split(self.unit.text[: figure.quantity.start])[-2:])
        if _DONE.search(near) or _HELD.match(head):
            return "base"
        ahead = any(_AHEAD.search(title) for title in self.chunk.path)
        return "target" if ahead or _WILL.search(self.unit.text) else "base"


def _subject_before(text: str) -> str:
    """What the clause before speaks of: “四上”企业 in "作为…的“四上”企业，从2021年的101家"."""
    clause = BOUNDARY.split(text.rstrip("，"))[-1]
    match = re.search(
        r"(?:^|的)([\u4e00-\u9fff“”]{3,12}(?:企业|机构|产业|项目|人口|园区|基地))$", clause
    )
    return match[1] if match else ""


def _sort(fact: Fact) -> str:
    """The kind of quantity, one for all proportions (ratio:58, ratio:55)."""
    return fact.quantity.kind.split(":")[0]


def _city(text: str) -> str:
    """The city or county that the sentence speaks of up to a figure; "" when several are named."""
    told = [
        m
        for m in _CITY.finditer(text)
        if not _NO_NAME.match(m["name"]) and not _NO_PLACE.search(m["name"])
    ]
    return told[-1]["name"] if told and not _OTHERS.search(text, told[-1].end()) else ""


def _row_indicator(figure: Figure) -> str:
    name = figure.label.rsplit(" ", 1)[0]
    return clean_indicator(re.sub(r"（[^（）]*/[^（）]*）$", "", name), table=True)


def _is_relative(figure: Figure, head: str) -> bool:
    """Whether a figure tells the change of another one, or a share compared with another year."""
    percent = figure.quantity.kind in _PERCENT
    return figure.role in _RELATIVE or (percent and is_comparison(head))


def _only_names(unit: Unit, figure: Figure) -> bool:
    """Whether a figure names things or counts off what follows: 三大产业, 两个市场, 五年, 9610."""
    quantity = figure.quantity
    if unit.kind == "row":
        return False
    head, tail = unit.text[: quantity.start], unit.text[quantity.end :]
    if head[-1:] == "“" and tail[:1] == "”":
        return True  # “20条” is the name of a policy
    if tail[:1] == "”" and re.search(r"“[^”，。]{2,12}$", head):
        return True  # “科技金融15条”
    if quantity.unit == "岁" and not _AGE.search(head):
        return True  # 3岁以下婴幼儿
    if quantity.kind == "percent" and re.search(r"(?:全球|世界|全国|排名|位列|进入|居)?前$", head):
        return True
    if quantity.kind == "time":
        return not _DURATION.search(head[-14:])
    return quantity.kind in _NAMING or _names_by_number(quantity, head, tail)


def _names_by_number(quantity: Quantity, head: str, tail: str) -> bool:
    """Whether a bare number or a count in Chinese numerals is part of a name."""
    if quantity.kind == "number":
        if quantity.unit:  # 10亿 without 元
            return False
        told = re.search(r"(?:指数|排名|系数|倍数|比例|PUE|值|率)[^，。；]{0,10}$", head)
        return not told or tail[:1] in "地号"
    if quantity.numeral and quantity.kind == "count":
        if quantity.unit in _COUNTED_NAMES:
            return not re.search(r"(?:新增|新建|建成|培育|引进|创建)[^，。；]{0,4}$", head)
        return quantity.text[:1] == "数"
    return False


def _is_province(name: str) -> bool:
    """Whether a name ending in 省 is one of the provinces (立改废省 is not); true for other names."""
    return not name.endswith("省") or name[:-1] in _ELSEWHERE


def _measure(figure: Figure, head: str, carried: str) -> str:
    if carried and figure.role == "level":
        return carried
    if figure.role == "growth":
        return "annual growth" if figure.span == "annual" else "growth"
    if figure.role == "level" and figure.quantity.kind == "count" and _NEWLY.search(head):
        return "increment"
    if figure.role == "level" and figure.quantity.kind == "percent":
        return "share"
    if figure.quantity.kind == "points":
        return "change"
    if figure.role == "level" and figure.span == "cumulative":
        return "cumulative"
    return _MEASURE_NAMES.get(figure.role, "level")


def _aim(text: str, figure: Figure) -> str:
    """The word that governs the figure in its clause: 力争, 预计, 确保 …"""
    start = max(text.rfind(mark, 0, figure.quantity.start) for mark in "。；！？")
    clauses = text[start + 1 : figure.quantity.start].split("，")
    near = "".join(clauses[-2:]) if _ONLY_TIME.fullmatch(clauses[-1].strip()) else clauses[-1]
    found = _AIM.findall(near)
    return found[-1] if found else ""


def link_rows(facts: Sequence[Fact]) -> tuple[FactRow, ...]:
    """Facts as rows: the base and the targets of one indicator side by side.

    Every target has its row; a base without a target has its own.  Facts link when document,
    indicator, subject, scope, kind of quantity and measure agree; ``link`` says where the base was
    found: "row", "sentence" or "elsewhere".
    """
    bases: dict[tuple[str, ...], list[Fact]] = {}
    for fact in facts:
        if fact.role == "base":
            bases.setdefault(fact_key(fact), []).append(fact)
    used: set[int] = set()
    rows = []
    for fact in facts:
        if fact.role != "target":
            continue
        base = _base_of(fact, bases.get(fact_key(fact), ()))
        if base is not None:
            used.add(base.id)
        rows.append(FactRow(fact.doc, base, fact, _link(base, fact)))
    rows += [FactRow(f.doc, f, None, "") for f in facts if f.role == "base" and f.id not in used]
    return tuple(sorted(rows, key=lambda r: (r.doc, r.main.start, r.main.id)))


def fact_key(fact: Fact) -> tuple[str, ...]:
    """What two facts share when they are about the same thing."""
    name = indicator_key(fact.indicator)
    bare = re.sub(r"^园区(?!内)", "", name.removeprefix(fact.subject))
    return (
        fact.doc,
        bare if len(bare) > 1 else name,
        fact.subject,
        _sort(fact),
        "growth" if fact.measure in ("growth", "annual growth", "change") else "level",
    )


def _base_of(target: Fact, bases: Iterable[Fact]) -> Fact | None:
    """The latest base before the target, one of the same sentence or row first."""
    if target.measure in ("increment", "cumulative", "multiple"):
        return None
    fitting = [
        b
        for b in bases
        if b.measure not in ("increment", "cumulative", "multiple")
        and (not b.years or not target.years or b.years[-1] < target.years[-1])
    ]
    same = [b for b in fitting if b.unit == target.unit]
    return max(same or fitting, key=lambda b: (b.years[-1:] or (0,), -b.id), default=None)


def _link(base: Fact | None, target: Fact) -> str:
    if base is None:
        return ""
    if base.unit != target.unit:
        return "elsewhere"
    return "row" if target.table else "sentence"


def years_text(years: Years) -> str:
    """2030, 2026-2030, or nothing."""
    return "-".join(str(year) for year in years)
