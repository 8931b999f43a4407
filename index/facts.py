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
from functools import lru_cache, partial
from typing import Literal

from index.figures import BOUNDARY, Years, own_years
from index.grants import granted
from index.indicators import (
    GENERIC_NAMES,
    LEANING,
    PARALLEL,
    QUALIFIERS,
    TOTALS,
    WANTED,
    clean_indicator,
    direction_of,
    distributed,
    indicator_key,
    is_comparison,
    leans_on_another,
    measured_tail,
    object_of,
    owner_of,
    rate_of_topic,
    says_too_little,
    scope_of,
    told_before,
    told_behind,
    too_short,
    without_predicate,
    work_of,
    works_of,
)
from index.quantities import classifier
from index.tables import WHOLE
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
# what is to be mended is ahead: 补齐产业发展短板
_MENDED = re.compile(
    r"(?:补齐|补足|补强|解决|破解|破除|突破|应对|抓住|抢抓|化解|消除|筑牢|夯实)[^，。]{0,10}?"
    r"(?:问题|短板|基础|瓶颈|制约|挑战|机遇|不足)"
)
_PLANNED = re.compile(r".{0,3}20\d\d年(?!.*回顾).*(?:安排|任务|重点|目标|建议|打算)")
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
    r"(?P<name>[\u4e00-\u9fff]{2,14}?(?:工业园区|产业园区|经济技术开发区|经济开发区|经开区|开发区|综合保税区|综保区|高新区|工业园|产业园|新区|合作区|新片区|自贸试验区|自由贸易港|机场|航空枢纽)|[\u4e00-\u9fff]{4,14}?示范区(?=新|累计|完成|实现|建成|推出|达|获))(?!区|\d|等|和|及|、)"
)
_PARK = re.compile(
    r"(?:促进|推动|加快|时期|加强|建设|推进|打造|支持|完善|做强|开启|建强|壮大|^)(?P<name>[\u4e00-\u9fff]{0,6}?(?:工业园区?|综合保税区|经济技术开发区|经开区|高新区|产业园区?))"
)
_PLACE = re.compile(
    r"^(?:其中)?(?P<name>[\u4e00-\u9fff]{1,6}?(?:自治区|省|市(?!场)|地区|自治州|州|县|镇|区))(?=[\u4e00-\u9fff\d（(])"
)
_NO_PLACE = re.compile(
    r"^地区$|人均|赋予|公司|国家|占|贡|全|其|各|新|市州|确保|比|较|级|园|建|实|为|达|在|地区生|重点|社区|有|成|自治区|上市|地市|区内|培育|县级|市县|我|本|该|每|城镇|农牧区|牧区|农区|"
    r"硬化|改造|新建|通往|功能|集聚|所有|共建|大型|街区|片区|社区|市区|城区|山区|灾区|景区|小区|校区|院区|库区|林区|矿区|辖区|试点|开展|深化|办理|配合|提请|推|加|支持|创|城市|都市|做|强|以|向|于|和|与"
)
_OPENING = re.compile(r"^(?:其中|在|由|将|以|依托|对|支持|推动|加快|优化|提升|至|到)")
_ANY_PARK = re.compile(
    r"(?:绿色|各类|省级|国家级|市级|县级|现代|特色|优势|农业|高新)*"
    r"(?:工业园区?|产业园区?|开发区|高新区|园区|新区|综保区|机场|航空枢纽|合作区)"
)
_NO_NAME = re.compile(
    r"比|较|累计|组织|开赴|移动|举办|建设|打造|新增|完成|改造|实施|建立|包括|以及|设立|引入|占|加强|推进|本表|全区|各|创建|培育|探索|国家|自治区级|级|从|接|一批|两|三|共建|大型|出台|发布|印发|所有|重点|各类|现有|新设|一个|"
    r"支持|推动|布局|引导|鼓励|指导"
)
_GENERIC = re.compile(
    r"着力|稳定|扩大|就业|创业|毕业|为|提供|赋能|做[大强优深精实细]|聚焦|提速|目标|现状|问题|形势|成效|回顾|总体|要求|原则|思想|定位|保障|措施|任务|方向|重点|行动|工程|专项|指标|体系|"
    r"标题缺失|附件|前言|结语|加强|推动|推进|加快|实施|构建|打造|提升|优化|培育|强化|完善|建设|促进|深化|健全|发展"
)
_INDUSTRY = re.compile(
    r"(?:产业|业|制造|园区?|开发区|保税区|能源|产业链|集群|饮用水|建材|材料|旅游|经济|制品|服务|技术|装备|电池|食品|物流)$"
)
# of a change: 由1800艘增加到2500艘, 由2025年的58.6亿元提高到
_START = re.compile(r"[由从](?:(?:19|20)\d{2}年?[末底]?的?)?(?:约|近)?$")
_BOX = re.compile(r"专栏")
# "望潮区：港产城融合核心区", "临沙县"
_PLACE_HEAD = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{1,6}?(?:自治州|自治县|新区|市|县|区|州|镇|乡|旗|盟))(?=[:：—]|$)"
)
# a project or work that a box tells of: 智能农机检测试验场, 望潮中心渔港扩建工程
_ITEM = re.compile(
    r"(?!推|探索|实施|加[快强大]|完善|建设|开展|支持|强化|提升|优化|打造|培育|健全|构建|发展|促进|引导|鼓励|落实|深化|创[建新]|组织|制定|扩大|落|做)"
    r"[\u4e00-\u9fffA-Za-z\d“”（）()—\-·、及和与]{5,30}"
)
# an entry of a list: "石鼓电站（青垣市）：装机100万千瓦"
_ENTRY = re.compile(
    r"(?:[（(]?\d{1,2}[)）.、．]\s*)?(?P<name>[\u4e00-\u9fffA-Za-z“”—\-]{2,24}?)(?:（[^（）]{1,12}）)?[：:]"
)
_THING = re.compile(
    r"(?:电站|电厂|公司|集团|项目|工程|园区?|基地|中心|港区?|机场|铁路|公路|高速|水库|工厂|矿|学校|医院|集群|平台|情景|情形)$"
)
# the place or work that a sentence, or a part of it behind a semicolon, speaks of:
# "望川灌区设计灌溉面积42.3万亩", "枫港区重点发展港口物流，……投资71亿元"
_TOPIC = re.compile(
    r"^(?:其中[，：:]?)?(?P<name>[\u4e00-\u9fff]{2,8}?(?:灌区|片区|组团|流域|景区|港区|库区|功能区|园区?|水库|电站|电厂|"
    r"铁路|高速|公路|机场|港|火车站|高铁站|码头|医院|学校|大学|学院|公司|集团|基地|新城|小镇|新区|区|县|市|镇|乡|旗))"
    r"(?=[\u4e00-\u9fff（：]|(?:19|20)\d{2}年)(?![的、和与及等内各域位场区县市镇乡人民企])"
)
_TOWN = re.compile(r"(?!.*年)[\u4e00-\u9fff]{1,3}(?!城镇)[\u4e00-\u9fff][县市镇乡旗区]")
_NO_TOPIC = re.compile(
    r"[各全所该本我每以在对将由从到为把使让有是等]|重点|大型|中型|小型|大中|骨干|城区|市区|山区|地区|农村|城乡|[省市县国区]级|国家|一批|新建|改[建造]|扩建|建[设成]|"
    r"推[进动]|加[快强]|支持|完善|优化|实施|打造|依托|鼓励|引导|开展|提升|现代|特色|示范|试点|累计|新增|完成|培育|引进|支撑|启动|创[建新]|聚焦|围绕|民办|公办|高等|职业|中心城|主城|[产工农]业园|其他"
)
# a work that a list of works names in its numbered entry: 2.公用码头二期, 3.跨湖大桥
_WORK_ITEM = re.compile(
    r".*(?:项目|工程|基地|园区?|中心|码头|大桥|水库|电站|电厂|厂|线|站|医院|学校|期|扩建|枢纽|平台|社区|公园|铁路|高速|公路|机场)"
)
# what is of the industry or product that a heading names
_OWNED = re.compile(
    r"(?:总|年|年度|规上|规模以上)?(?:产值|总产值|增加值|营业收入|销售收入|主营业务收入|投资|总投资|产量|产能|产业规模|利润|税收|产值占比|占比)|产值占[\u4e00-\u9fff]{2,16}"
)
# "对2030年地区生产总值作三种情景预测": what each of the next sentences has a figure of
_ANNOUNCES = re.compile(
    r"对(?:到)?(?:20\d\d年)?(?P<name>[\u4e00-\u9fff]{3,14}?)(?:作|做|进行|设置|设定)(?:出|了)?[^，。]{0,4}(?:情景|情形|方案|预测|测算)"
)
_ANNOUNCED_BEFORE = 4  # sentences
_DIVIDED = re.compile(
    r"(?:其中[，：]?)?(?:分|按)(?:年度?|县区?|[市区]县|片区|地区|区域)(?:来)?(?:看|分|安排|计)?[，：:]"
)
_ENTRY_INVESTS = re.compile(r"(?:估算|计划|概算)?总?投资")
# what a heading wants to be made of something: 做强海工装备与船舶修造
_MADE = re.compile(
    r"(?:做[优深强大精实细好]+|培育壮大|发展壮大|壮大|巩固提升|前瞻布局|超前布局)(?P<what>[\u4e00-\u9fff“”、与和]{3,16})"
)
# names that say nothing of whose they are
_LACKS_OWNER = re.compile(
    r"(?:总|年|年度|规上|规模以上)?(?:产值|总产值|增加值|营业收入|主营业务收入|收入|投资|总投资|规模|产量|产能|利润|税收|税收收入|企业|项目|重点项目|龙头企业|从业人员|占比|产值占比)"
)
_OF_FIRMS = re.compile(r"(?:总|工业)?(?:产值|总产值|营业收入|主营业务收入|利润总额|利润|增加值)")
_ABOVE_SCALE = re.compile(r"(?P<whose>(?:规模以上|规上)[\u4e00-\u9fff]{2,10})企业$")
# a figure that goes on from the one before it: 占全市的, 到2030年达到
_LEANS_ON = re.compile(
    r"[，；、]?(?:占|同比|比|较|[下上]降|增长|年均|(?:到|至)?(?:20\d\d年)?(?:底|末)?[，]?(?:力争|争取|预计)?(?:达到?|突破|超过?|增至|增加到|提高到|扩大到|进一步))"
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
    r"(?P<than>(?:高于|低于|高出|快于|慢于|优于)(?:全[国省区市]|全国平均|平均)[\u4e00-\u9fff]{0,6}?)(?:近|约|超|超过)*$"
)
# 比全省高新区平均水平低5.7万元
_GAP_OF_MEAN = re.compile(
    r"(?P<than>(?:比|较)(?:全[国省区市]|[\u4e00-\u9fff]{2,10}?平均)[\u4e00-\u9fff]{0,12}?[高低多少快慢])(?:出|于)?(?:近|约|超|超过)*$"
)
_LIST_MARKS = frozenset("、 和 与 及 以及".split())
_BARE_NOUNS = frozenset("企业 项目 产品 园区 人员 平台 品牌 单位".split())
_NOT_COUNTED = re.compile(
    r"(?:收入|产值|增加值|投资|总额|销售额|率|浓度|指数|资金|面积|GDP|生产总值)$"
)
# a heading that says something names no indicator: 现代农业取得新进展
_SAID = re.compile(
    r"^[一二三四五六七八九十]+是|取得|实现|形成|再上|迈|抓|持续|不断|更加|进一步|显著|稳步|全面|明显|有力|有效|更|得到|成为|焕发"
)
# "第二个工业总产值突破3万亿元的城市"
_FIRST_OF = re.compile(r"(?:首个|第[一二三四五六七八九十]个)[^，。；]*$")
_AMONG = re.compile(
    r"[\u4e00-\u9fff（）、]{1,10}(?:中(?:排名|位列|位居|居第|居首|继续|名列|率先|唯一|，)|之一)"
)
_QUOTED_PARK = re.compile(r"”[\u4e00-\u9fff]{0,6}(?:产业园|园区|开发区|高新区|新区|示范区)")
_REACHED = re.compile(r"[，、]?(?:达到?|突破|超过?|增至|为)")
_BARE_WORKS = frozenset(
    "项目 任务 工程 事项 举措 措施 改革举措 改革任务 政策措施 重点项目 重点任务 重点工程 重大项目 重大工程 重点事项".split()
)
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
    above: Fact | None = None
    for chunk in parsed.chunks:
        if any(_GLOSSARY.search(title) for title in chunk.path):
            continue
        for unit in chunk.units:
            if unit.figures:
                own = list(_unit_facts(parsed.document, chunk, unit, above))
                above = next((f for f in own if f.measure in _CARRIED), None)
                found += own
    return tuple(replace(fact, id=number) for number, fact in enumerate(found))


def _unit_facts(document: Document, chunk: Chunk, unit: Unit, above: Fact | None) -> Iterator[Fact]:
    heads = _Heads(document, chunk, unit, above)
    for position, figure in enumerate(unit.figures):
        fact = heads.fact(position, figure)
        if fact is not None:
            heads.remember(fact)
            yield fact


class _Heads:
    """Reads the figures of one unit; holds what they share.

    ``above`` is the first level that the last unit with figures tells.
    """

    def __init__(
        self, document: Document, chunk: Chunk, unit: Unit, above: Fact | None = None
    ) -> None:
        self.document, self.chunk, self.unit, self.above = document, chunk, unit, above
        self.stated = partial(
            Fact,
            id=0,
            doc=document.name,
            path=chunk.path,
            start=unit.start,
            end=unit.end,
            text=unit.text,
            unit=unit.id,
        )
        self.planned = any(_PLANNED.match(title) for title in chunk.path)
        self.review = not self.planned and any(
            _REVIEW.search(_MENDED.sub("", title)) for title in (*chunk.path, unit.context)
        )
        self.in_box = any(_BOX.match(title) for title in chunk.path)
        # an entry of a list of works: 岚台灌区（新建）：新建干支渠168公里
        self.of_entry = self.in_box and _ENTRY.match(unit.text) is not None
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
        self.unclear = -1
        self.divided = ""
        self.wholes: tuple[Fact, ...] = ()
        self.sorts_of_parts: set[str] = set()
        self.levels: list[Fact] = []
        self.over: Years = ()
        self.through: Years = ()
        self.full_year = False
        self.goes_on = self.starts = False

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
        if fact.measure in _CARRIED:
            self.levels.append(fact)
        if fact.measure == "level" and len(fact.years) == 1:
            self.told_years.append(fact.years[0])

    def fact(self, position: int, figure: Figure) -> Fact | None:
        """The fact of a figure; ``None`` when the figure only names or counts off."""
        last = self.last_level if figure.role in _RELATIVE else self.last
        if figure.role == "criterion" or _only_names(self.unit, figure):
            return None
        row = self.unit.kind == "row"
        grant = None if row else granted(self.unit.text, figure, self.unit.figures)
        if grant is not None:
            return self._granted(figure, grant) if grant else None
        head, tail = ("", "") if row else self._words(position, figure)
        indicator = (
            _row_indicator(figure) if row else self._told(position, figure, head, tail, last)
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
        name = self._first_of_list(position, figure, head, indicator)
        if not name or (head.strip() in _LIST_MARKS and self._follows_unclear(position)):
            self.unclear = position  # so are the figures that go on with it
            return None
        self.inherits = figure.inherited
        self.starts = not row and self._is_start_of_move(figure, head)
        # the share of what the figure before it counts is of the same years
        part = last is not None and indicator.startswith(f"{last.indicator}占") and not row
        years = last.years if part and last is not None else figure.years
        over = self._over_plan(figure, head)
        of_column = _role_of_column(figure) if row else None
        start = self.document.period.start
        if of_column == "target" and start and figure.years and figure.years[-1] < start:
            name = f"{name}{WANTED}"  # beside what was reached in the same year
        return self.stated(
            quantity=quantity,
            indicator=name,
            subject=self._subject(figure, head, indicator, last),
            scope=scope_of(f"{indicator} {head}") or self._shared_scope(indicator, head, last),
            role="target" if over else of_column or self._role_in_move(figure, head),
            years=over or self._years_in_list(years, head, measure, row),
            inherited=figure.inherited,
            measure=_own_measure(measure, name, head),
            annual=figure.span == "annual" and measure in ("level", "increment"),
            aim=_aim(self.unit.text, figure),
            nature=figure.nature,
            table=row,
            direction=self._direction(indicator if row else head, again),
        )

    def _granted(self, figure: Figure, name: str) -> Fact:
        """What is granted, at no time of its own but one that the sentence names."""
        return self.stated(
            quantity=figure.quantity,
            indicator=name,
            subject=self._subject(figure, "", name, None),
            scope="",
            role="base" if self.review else "target",
            years=() if figure.inherited else figure.years,
            inherited=False,
            measure="level",
            annual=False,
            aim="",
            nature=figure.nature,
            table=False,
            direction="",
        )

    def _told(self, position: int, figure: Figure, head: str, tail: str, last: Fact | None) -> str:
        """What a figure of a sentence measures, "" when of what it is, is not told."""
        name = self._indicator(position, figure, head, tail, last)
        part = self._part_of_count(figure, head, tail) or self._part_of_sum(figure, head, name)
        if part:
            return part
        if self.of_entry and head.endswith("投资"):
            name = clean_indicator(head) or name  # "更新泵站26座，投资9.6亿元": of the entry
        if figure.quantity.kind == "count":
            name = _THERE_ARE.sub("", name)
        work = _WORK.match(self.unit.text) if figure.quantity.kind in ("length", "area") else None
        if work and "建设" in name and not name.startswith(work[1]):
            name = f"{work[1]}{name}"  # "改扩建德勒路全段，……道路建设总长度约3.09千米"
        name = rate_of_topic(name, self._clause_before(figure, head)) or name
        listed = self.of_entry and _ENTRY_INVESTS.fullmatch(name)
        if says_too_little(name) and not listed:
            name = self._completed(figure, head, name)
        if leans_on_another(name):
            name = self._completed(figure, head, name)
        if last is not None and _BARE_PLACE.fullmatch(name) and _counts_alike(last, figure):
            name = last.indicator  # "新建小型水库23座，其中石泠县14座、岚台县9座"
        if not name:
            return self._announced()
        name = self._of_firms(name)
        untold = re.match("占(?!全)", name) or too_short(name, figure.quantity.kind)
        return "" if untold else name

    def _of_firms(self, name: str) -> str:
        """What the firms counted before it bring, with whose it is: "规模以上电子信息制造业企业287家，
        实现营业收入1326亿元"; other names as they are.
        """
        if not _OF_FIRMS.fullmatch(name) or self.previous is None:
            return name
        firms = _ABOVE_SCALE.search(self.previous.indicator)
        return f"{firms['whose']}{name}" if firms else name

    def _announced(self) -> str:
        """What the sentence before says that is told now: "对2030年地区生产总值作三种情景预测"."""
        units = self.chunk.units
        at = next((n for n, unit in enumerate(units) if unit.id == self.unit.id), 0)
        divided = _DIVIDED.match(self.unit.text)
        if divided and self.above is not None and self.above.unit == self.unit.id - 1:
            return self.above.indicator  # "全市新增灌溉面积32.6万亩。分年度看，2026年新增5.5万亩"
        for before in reversed(units[max(0, at - _ANNOUNCED_BEFORE) : at]):
            told = _ANNOUNCES.search(before.text)
            if told and before.paragraph == self.unit.paragraph:
                return clean_indicator(told["name"])
        return ""

    def _part_of_count(self, figure: Figure, head: str, tail: str) -> str:
        """The part of what the figure before counts: "矿种103种，查明储量的有49种", "动物798种，其中
        196种为西藏特有"; "" when it is none.
        """
        before = self.previous
        if before is None or figure.quantity.kind != "count":
            return ""
        if before.quantity.kind != "count" or before.quantity.unit != figure.quantity.unit:
            return ""
        goes_on = bool(self.divided) and head.startswith("、")
        those = _OF_THEM_THOSE.fullmatch(head) if goes_on or "其中" in head else None
        which = _WHICH_ARE.fullmatch(head) or those
        if which:
            self.divided = self.divided if goes_on else before.indicator
            return f"{which['which']}的{_counted(self.divided)}"
        what = _ARE.match(tail) if _OF_WHICH.fullmatch(head) else None
        return f"{what['what']}{_counted(before.indicator)}" if what else ""

    def _part_of_sum(self, figure: Figure, head: str, name: str) -> str:
        """A part of the sum or number before it, with what that measures or counts: "交易额286亿元，
        其中陇西172亿元、岷县68亿元", "企业73家（电子信息51家、生物医药22家）"; "" when it is none or
        says itself what it measures.
        """
        sort = _sort(figure)
        bracketed = head.startswith("（") and sort not in _PERCENT and self.previous is not None
        if "其中" in head or bracketed:
            self.wholes, self.sorts_of_parts = tuple(self.levels), set()
        elif not head.startswith("、") and not self._goes_on_with_parts(head):
            self.wholes = ()
        if bracketed:
            name = clean_indicator(head[1:]) or name
        self.sorts_of_parts.add(sort)
        # "产值268亿元，占工业总产值的71%，其中竹木92亿元": the last one of its sort
        wholes = self.wholes[-1:] if sort in _PERCENT else self.wholes
        whole = next((f for f in reversed(wholes) if _sort(f) == sort), None)
        if whole is None or not 1 < len(name) < 9:
            return ""
        if figure.quantity.kind == "count":
            return self._part_of_number(name, whole)
        tail = measured_tail(whole.indicator)
        told = measured_tail(name) or GENERIC_NAMES.fullmatch(name) or name.endswith(tail)
        return "" if told or not tail else f"{name}{tail}"

    def _goes_on_with_parts(self, head: str) -> bool:
        """Whether a clause gives the next part of a whole: one of a class, or one of which both
        number and amount are told ("其中电子信息98个、1240亿元，生物医药52个").
        """
        named = _NEXT_PART.fullmatch(head)
        return bool(named) and (head[-1] in "类级型" or len(self.sorts_of_parts) > 1)

    def _part_of_number(self, name: str, whole: Fact) -> str:
        """What a part of a number counts: 大型水库 for "水库30座，其中大型2座"; "" when its name says it."""
        counted = _PLANNED_WORKS.sub("", _counted(whole.indicator))
        told = _COUNTED_NOUN.search(name) or name in counted or name[-2:] in counted
        return "" if told or len(counted) < 2 or _UNFINISHED.search(counted) else f"{name}{counted}"

    def _follows_unclear(self, position: int) -> bool:
        return position > 0 and self.unclear == position - 1

    def _direction(self, words: str, again: Fact | None) -> str:
        """Whether the words before a figure say that it rises or falls; a list goes on alike."""
        leads = again or (self.previous if self.goes_on else None)
        return leads.direction if leads else direction_of(words)

    def _first_of_list(self, position: int, figure: Figure, head: str, indicator: str) -> str:
        """The first name of a list for its first figure; other names as they are."""
        count = self._count_of_list(position + 1)
        if self.unit.kind == "row" or self.goes_on or count < 2:
            return indicator
        goes_on = len(self.names) == count and not self._own_name(head)
        self.list_names = self.names if goes_on else distributed(indicator, count)
        if not self.list_names and not self._own_name(head) and "分别" in head:
            self.list_names = self._told_last(count)
        if re.match("，?其中", head) and self.previous is not None and "分别" in head:
            # "蔬菜面积增长8%，其中玉米、薯类分别增长", "交易额420亿元，其中陇西、岷县分别达到"
            tail = measured_tail(self.previous.indicator)
            if tail and not any(measured_tail(name) for name in self.list_names):
                self.list_names = tuple(f"{name}{tail}" for name in self.list_names)
        if not self.list_names:
            self.list_names = self._enumerated(figure, indicator, count)
        if not self.list_names and "分别" in head and re.search(r"、|和(?!谐)", indicator):
            return ""  # which of its things has which figure cannot be told
        return self.list_names[0] if self.list_names else indicator

    def _enumerated(self, figure: Figure, indicator: str, count: int) -> tuple[str, ...]:
        """The names for a list of figures of things that the sentence lists and counts before:
        "甲、乙、丙三家企业…，营业收入由1亿元、2亿元、3亿元提高到"; () when there are not as many.
        """
        told = [*_COUNTED_LIST.finditer(self.unit.text[: figure.quantity.start])]
        if not told or not indicator:
            return ()
        names = tuple(filter(None, re.split(r"[、和与及]", told[-1]["names"])))
        said = "一二三四五六七八九十".find(told[-1]["n"]) + 1 or told[-1]["n"]
        if len(names) != count or str(said) != str(count):
            return ()
        # 生物医药产值占…的比重 goes on with the last one
        shared = indicator.removeprefix(names[-1])
        return tuple(f"{name}{shared}" for name in names)

    def _told_last(self, count: int) -> tuple[str, ...]:
        """The names of the last figures of the sentence, for the changes that are told of each of
        them: "吞吐量1.28亿吨，集装箱吞吐量46.5万标箱，同比分别增长6.1%和11.3%"; () when there are not
        as many.
        """
        names = tuple(f.indicator for f in self.levels[-count:])
        return names if len(set(names)) == count else ()

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
            sized = other.quantity.kind in ("count", "length", "area", "power")
            counts = sized and other.quantity.start == end
            end = other.quantity.end if counts else end
        return end

    def _indicator(
        self, position: int, figure: Figure, head: str, tail: str, last: Fact | None
    ) -> str:
        """The name of what is measured: from the clause, from behind, or from the figure before."""
        name = self._own_name(head)
        was = self.behind
        goes_on = bool(self.behind) and self.behind.startswith(head.strip("，、 "))
        self.behind = behind = told_behind(head, tail, figure, goes_on=goes_on)
        if behind:
            return self._share_of(figure, head, behind) or self._whole(
                behind, name, figure.quantity.start
            )
        if _modifies(figure, tail):
            return ""
        if self.previous is not None and head in _RUN_ON and self._adjoins(position):
            return self.previous.indicator  # "56条76公里农村公路", "63MW/252MWh储能电站"
        name = self._with_owner(was, head, name)
        related = self._listed(position, head, name) or self._parallel(figure, head, name)
        related = related or self._moved(figure, head) or self._reached(figure, head)
        if not related and last:
            related = self._name_after(figure, head, name, last)
        if related:
            return related
        before = self.unit.text[: figure.quantity.start - len(head)]
        return (
            self._named(figure, name, before)
            if name
            else self._unnamed(position, figure, head, last)
        )

    def _adjoins(self, position: int) -> bool:
        """Whether a figure follows the one before it without a word between."""
        figures = self.unit.figures
        return (
            position > 0
            and self.unit.text[
                figures[position - 1].quantity.end : figures[position].quantity.start
            ]
            in _RUN_ON
        )

    def _share_of(self, figure: Figure, head: str, behind: str) -> str:
        """A share that goes on in a list: "全市1/4的预算收入和1/3的税收收入"."""
        if self.previous is None or figure.quantity.kind != "percent" or head not in _LIST_MARKS:
            return ""
        whole = re.match(r"占全[国省市区县]", self.previous.indicator)
        return f"{whole.group()}{behind}" if whole else ""

    def _reached(self, figure: Figure, head: str) -> str:
        """The count that a growth led to: "班列增长14%，达到1.64万列"."""
        before = self.previous
        if before is not None and self._is_end_of_move(figure) and not clean_indicator(head):
            return before.indicator  # "由674发下降到2015年的335发"
        if before is None or before.measure not in ("growth", "annual growth"):
            return ""
        counts = figure.quantity.kind == "count" and _REACHED.fullmatch(head)
        return before.indicator if counts else ""

    def _moved(self, figure: Figure, head: str) -> str:
        """The share that rose by so many points: "占比超51%、同比提升3个百分点"."""
        before = self.previous
        moved = figure.quantity.kind == "points" and head.startswith("、")
        if not moved or before is None or before.quantity.kind != "percent":
            return ""
        return "" if clean_indicator(head) else before.indicator

    def _with_owner(self, was: str, head: str, name: str) -> str:
        """The name with the owner of the thing counted right before it: 园区规上企业 + 总产值."""
        if self.previous is None or len(was) < 2 or not head.startswith(was):
            return name
        if not (self.previous.indicator.endswith(was) and name.startswith(was)):
            return name
        return f"{self.previous.indicator}{name[len(was) :]}"

    def _name_after(self, figure: Figure, head: str, name: str, last: Fact) -> str:
        """The name of a figure that leans on the one before it: its growth, its share, its gap."""
        percent = figure.quantity.kind in _PERCENT
        if head.startswith("、占") and self.previous is not None and percent:
            last = self.previous  # "工业机器人产量增长31.2%、占全国44%"
        if _OF_BEFORE.fullmatch(name):
            return f"{last.indicator}{name}"
        if TOTALS.fullmatch(name) and _sort(last) == _sort(figure):
            return f"{last.indicator}{name}"  # "新增高新技术企业1200家，总量达到1.8万家"
        gap = _GAP.search(head) or _GAP_OF_MEAN.search(head)
        if gap:  # "高于全国0.7个百分点"
            near = self.previous if head.startswith("、") and self.previous else last
            return f"{near.indicator}{gap.group('than')}"
        leans = not name or is_comparison(head) or GENERIC_NAMES.fullmatch(name)
        if _is_relative(figure, head) and leans:
            return last.indicator
        if _says_no_more(name, head, figure, last):
            return last.indicator
        if re.fullmatch(r"占.*|在?全[区省市国]占比?", name):
            whole = self.last_level if "占" in last.indicator and self.last_level else last
            return f"{re.sub('占.*$', '', whole.indicator)}{name}" if percent else name
        if name and QUALIFIERS.fullmatch(name):
            return f"{name}{QUALIFIERS.sub('', _counted(last.indicator), count=1)}"
        return ""

    def _completed(self, figure: Figure, head: str, name: str) -> str:
        """A bare noun or verb with what it goes on from, "" when it stands alone."""
        if name not in head:  # it stands behind: "国家下达的110万人年度任务"
            return ""
        if self.previous is not None and head.startswith("、"):
            verb = re.sub(r"[、了超约近达]", "", head)
            return f"{self.previous.indicator}{verb}" if len(verb) < 8 else ""
        before = self._clause_before(figure, head)
        if works := works_of(head):
            return works
        counted = self.previous
        if counted is None or counted.quantity.text not in before:
            counted = None
        if counted and counted.quantity.kind == "count" and before.endswith(counted.quantity.text):
            return f"{counted.indicator}{name}"  # "实施重点项目1000个，完成投资1万亿元"
        if counted and re.search(r"(?:项目|工程)$", whole := without_predicate(counted.indicator)):
            return f"{whole}{name}"  # "58个重点项目进展顺利，完成投资141.6亿元"
        whose = object_of(before)
        return f"{whose}{name}" if whose else ""

    def _parallel(self, figure: Figure, head: str, name: str) -> str:
        """The name of a figure listed after another of the same owner, "" for names of their own."""
        if self.previous is None:
            return ""
        before = self.previous
        if not head.startswith("、"):
            return self._next_clause(figure, head, name)
        shared = self._shared_words(before, figure, head, name)
        if shared:
            return shared
        if LEANING.fullmatch(name):  # "举办演出5.7万场、吸引观众2545万人次"
            return f"{before.indicator}{name}"
        if GENERIC_NAMES.fullmatch(name) and before.quantity.kind == "count":
            return f"{before.indicator}{name}"  # "项目142个、总投资1514亿元"
        owner = owner_of(before.indicator) if PARALLEL.fullmatch(name) else ""
        return f"{owner}{name}" if owner else ""

    def _shared_words(self, before: Fact, figure: Figure, head: str, name: str) -> str:
        """The name with the verb or noun that a list says once, "" when it lacks none."""
        work = work_of(before.indicator)
        alike = _sort(before) == _sort(figure)
        plain = clean_indicator(head) == re.sub("[、了超约近达]", "", head)
        if work and name and alike and plain and not work_of(name):
            return f"{work}{name}"  # "改造燃气管道12609公里、供水管道2698公里"
        shared = re.search(r"(?:以旧换新|加装|地质储量|探明储量)$", before.indicator)
        if shared and 1 < len(name) < 5:
            return f"{name}{shared.group()}"  # "汽车以旧换新40万辆、家电450万台"
        if len(name) > 3 and before.indicator.endswith(name[:2]):
            return f"{before.indicator}{name[2:]}"  # "矿业权出让111宗、出让收益133亿元"
        if name.startswith("总") and before.measure == "increment" and alike:
            return f"{before.indicator}总量"  # "新增电力装机1002万千瓦、总装机1.4亿千瓦"
        return ""

    def _next_clause(self, figure: Figure, head: str, name: str) -> str:
        """The same for the clause right behind: "签约项目79个，总投资290亿元"."""
        before = self.previous
        assert before is not None
        near = self.unit.text[before.quantity.end : figure.quantity.start - len(head)]
        if near != "，" or head != head.lstrip("，、"):
            return ""
        if GENERIC_NAMES.fullmatch(name) and re.search(r"(?:项目|工程)$", before.indicator):
            return f"{before.indicator}{name}"
        if re.fullmatch(r"(?:年度)?(?:投资)?(?:完成率|开工率|竣工率|到位率)", name):
            return f"{re.sub('(?:完成)?投资$', '', before.indicator)}{name}"
        owner = owner_of(before.indicator) if re.fullmatch("总产值|利润总额", name) else ""
        return f"{owner}{name}" if owner else ""

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

    def _unnamed(self, position: int, figure: Figure, head: str, last: Fact | None) -> str:
        """The name of a figure without one in its clause: told earlier, or that of the last one."""
        if last and re.search(r"(?:约合|折合)(?:人民币)?约?$", head):
            return last.indicator
        if self.names and len(self.names) == self._count_of_list(position + 1):
            return self.names[0]  # "A、B分别新增11个和27项，累计分别达到52个和204项"
        before = self.unit.text[: figure.quantity.start - len(head)]
        told = told_before(before) or _subject_before(before)
        if told and _is_relative(figure, head):
            return told
        percent = figure.quantity.kind in _PERCENT
        between = self._between(figure, head)
        if between and not percent:
            return between
        if percent and last and last.quantity.kind == "count" and figure.role == "level":
            return ""  # a share of what a count before it counted would be said with 占
        same = last is not None and _sort(last) == _sort(figure)
        if last is not None and figure.quantity.kind == "count":
            same = same and last.quantity.unit[-1:] == figure.quantity.unit[-1:]
        if figure.quantity.kind == "count" and _NOT_COUNTED.search(told):
            told = ""
        # "吞吐量增长16.6%，突破8700万人次": the level follows its growth
        grown = last is not None and last.measure in ("growth", "annual growth")
        if last and (same or percent or grown):
            return last.indicator
        said = _GENERIC.match(self.unit.context) or _SAID.search(self.unit.context)
        context = "" if said else self.unit.context
        return told or (clean_indicator(context) if context else "")

    def _is_end_of_move(self, figure: Figure) -> bool:
        """Whether a figure is what the one right before it moved to."""
        before = self.previous
        if before is None or before.quantity.kind != figure.quantity.kind:
            return False
        return bool(_MOVED_TO.fullmatch(self.unit.text, before.quantity.end, figure.quantity.start))

    def _is_start_of_move(self, figure: Figure, head: str) -> bool:
        """Whether the figure right behind is what one moved to, and its clause says from where:
        "由家庭年收入9600元以下提高到15600元以下".
        """
        following = (f for f in self.unit.figures if f.quantity.start > figure.quantity.start)
        other = next(following, None)
        if other is None or other.quantity.kind != figure.quantity.kind:
            return False
        moved = _MOVED_TO.fullmatch(self.unit.text, figure.quantity.end, other.quantity.start)
        return moved is not None and re.search(r"[由从][^，。；]{1,16}$", head) is not None

    def _between(self, figure: Figure, head: str) -> str:
        """What the clause right before names that has passed a round step: 收入迈过千亿大关，达1330亿元."""
        clause = self._clause_before(figure, head)
        return told_before(clause) if clause and not re.search(r"\d", clause) else ""

    def _clause_before(self, figure: Figure, head: str) -> str:
        """The clause before the one that a figure stands in, "" for the first."""
        clauses = BOUNDARY.split(self.unit.text[: figure.quantity.start - len(head)])
        return clauses[-2] if len(clauses) > 1 else ""

    def _whole(self, behind: str, name: str, start: int) -> str:
        """A bare noun behind a count with what it belongs to: 企业 → 天然饮用水产业企业."""
        if behind in _BARE_NOUNS:
            told = re.search(r"[\u4e00-\u9fff]{2,8}?(?:产业|行业)(?!体系)", self.unit.text[:start])
            return f"{clean_indicator(told.group())}{behind}" if told else f"{name}{behind}"
        if re.match("实现|完成|达到", behind) and self.previous is not None:
            what = re.split("实现|完成|达到", self.previous.indicator)[0]
            return f"{what}{behind}"  # "243项事项实现跨省通办、158项实现省内通办"
        if name in ("园区", "开发区", "经开区", "高新区"):
            return f"{name}{behind}"
        bare = without_predicate(behind)
        if bare in _BARE_WORKS:
            one = re.search(r"([^，。；：\d]{2,30}等)$", self.unit.text[:start])
            if one:
                return f"{clean_indicator(one[1][:-1])}等{bare}"
            if len(name) > 3:
                return f"{name}{bare}"  # "灾后重建240个项目全部完工"
        if len(behind) <= 2:
            self.prefix = name or self.prefix
            if re.search(r"[和与、]$", self.unit.text[:start]) and name:
                return behind  # "治理工程和40宗堤防"
            return f"{self.prefix}{behind}"
        return behind

    def _own_name(self, head: str) -> str:
        """The name in the clause itself, without what the figure before it counts."""
        rest = head[len(self.behind) :] if head.startswith(self.behind) else ""
        if self.behind and rest.startswith("、"):
            head = rest
        if self.behind and head[:1] == self.behind[:1]:  # "115个县建设示范片1000个"
            head = re.sub(r"^[县市区村乡镇州]{1,2}(?:（[^）]*）)?(?=[建开实新推划设布])", "", head)
        return clean_indicator(head)

    def _listed(self, position: int, head: str, name: str) -> str:
        """The name of a figure that goes on a list: "A、B增加值分别增长6.9%、8.4%"."""
        before = self.unit.figures[position - 1] if position else None
        if not before or name or self.previous is None or head.strip() not in _LIST_MARKS:
            return ""
        if before.quantity.start != self.previous.quantity.start:
            return ""
        money = self.unit.figures[position].quantity.kind == "CNY"
        if money and re.search(r"(?:项目|工程)$", self.previous.indicator):
            return f"{self.previous.indicator}投资"  # "产业项目72个、198亿元"
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
        if not row and (self.starts or re.search(r"[由从]$", head.rstrip())):
            since = re.search(r"[由从](\d{4})年", head)  # 由2010年的不足20亿元增加到
            return (int(since[1]),) if since else self._years_of_start(years)
        if years and years == self.rising and re.search(r"(?:[至到]|为)$", head.rstrip()):
            return (years[1],)
        years = years if row else self._full_year(years, head)
        if len(years) != 1:
            return years
        known = self.told_years
        if measure == "annual growth" and not row and len(known) > 1 and known[0] < known[-1]:
            if re.search(rf"[从由]{known[0]}", self.unit.text):
                return (known[0], known[-1])
        if through := self._through(years, head):
            return through
        period = self.document.period
        over = measure in ("cumulative", "annual growth") and row
        if over and period.start and period.start < years[0] == period.end:
            return (period.start, period.end)
        return years

    def _full_year(self, years: Years, head: str) -> Years:
        """The last year of a period where a sentence tells what was done in a full year: under
        “十四五”成就, 全年完成运单4120万单.
        """
        self.full_year = self.full_year or "全年" in head
        return years[1:] if self.full_year and self.inherits and len(years) == 2 else years

    def _through(self, years: Years, head: str) -> Years:
        """The years up to a told one that a sum runs over, and what its list goes on with: 五年间累计
        培育国家级7家、自治区级11家; else ().
        """
        told = re.search(r"(?P<n>[三四五])年(?:间|来|内)?(?:共|总|累计)", head)
        if told:
            self.through = (years[0] - "一二三四五".index(told["n"]), years[0])
        goes_on = self.through[1:] == years and self.inherits and head.startswith("、")
        return self.through if told or goes_on else ()

    def _years_in_list(self, years: Years, head: str, measure: str, row: bool) -> Years:
        """The years of a figure, those of the one before it where it goes on with its list."""
        if self.goes_on and self.previous is not None and (self.inherits or not years):
            return self.previous.years
        return self._years(years, head, measure, row)

    def _over_plan(self, figure: Figure, head: str) -> Years:
        """The period of a plan of so many years that a sentence without a year speaks of, and what
        follows in it: "三年实施重点项目14个，总投资58.3亿元"; else ().
        """
        period = self.document.period
        if self.review or not (period.start and period.end):
            return ()
        told = re.match(r"[，；、]?(?P<n>[三四五])年(?:间|内|共|总)*(?![来度期])", head)
        if figure.years and not figure.inherited and (not told or own_years(head)):
            return ()
        if told and period.end - period.start == "一二三四五".index(told["n"]):
            self.over = (period.start, period.end)
        return self.over

    def _years_of_start(self, years: Years) -> Years:
        """The year of a figure from which another one rose or fell."""
        if len(years) == 2:
            self.rising = years  # "十二五"期间由0.26件提高至0.45件: before the period, and its end
            return (years[0] - 1,)
        known = self.told_years
        began = re.search(rf"[由从]{known[0]}", self.unit.text) if known else None
        if years and began and known[0] < known[-1] == years[0]:
            return (known[0],)  # "…从2011年的1091亿元增加到2016年的1650亿元；收入从67亿元"
        return ()  # where it came from is of an earlier year, which is not told

    def _year_of_heading(self) -> Years:
        """The single year that the innermost dated heading names, () when none."""
        for title in reversed(self.chunk.path):
            years = own_years(title)
            if years:
                return years if len(years) == 1 else ()
        return ()

    def _carried(self, figure: Figure, head: str, last: Fact | None) -> str:
        """ "increment" or "cumulative" when the figure goes on a list that began with 新增 or 累计."""
        item = head.strip("、和与及 ")
        behind = self.previous is not None and len(item) > 1 and head != item
        behind = behind and self.previous is not None and self.previous.indicator.startswith(item)
        listed = (head.startswith("、") or behind) and last is not None
        carried = last.measure if listed and last is not None else ""
        if (
            figure.span == "cumulative"
            or re.search("^、总|总量|总数", head)
            or TOTALS.search(head)
            or re.search(r"(?:总数|达到?|突破|超过)$", head)
        ):
            return ""  # "新增41家、总量达1198家"
        count = figure.quantity.kind not in _PERCENT
        return carried if carried in ("increment", "cumulative") and count else ""

    def _shared_scope(self, indicator: str, head: str, last: Fact | None) -> str:
        same = last is not None and indicator.startswith(last.indicator)
        if last is None or clean_indicator(head):
            return ""
        return last.scope if same or (self.goes_on and last.scope.startswith("全")) else ""

    def _subject(self, figure: Figure, head: str, indicator: str, last: Fact | None) -> str:
        """Park, place or industry that the figure is told of, else the region of the document."""
        if figure.subject:
            whole = WHOLE.fullmatch(figure.subject)
            return self.document.region if whole else self._known(figure.subject)
        if self.goes_on and self.previous is not None:
            return self.previous.subject
        told = self._subject_of_sentence(figure, head) if self.unit.kind == "sentence" else ""
        leans = last is not None and indicator.startswith(last.indicator)
        if not told and last is not None and leans and _LEANS_ON.match(head):
            return last.subject  # "占全市的46.7%", "到2030年达到420亿元"
        return told or self._subject_of_heading(indicator) or self.document.region

    def _subject_of_sentence(self, figure: Figure, head: str) -> str:
        # "出栏率仅有5.3%（青海约为30%左右）"
        head = head.lstrip("（(")
        bare = clean_indicator(head)
        listed = self.previous is not None and _counts_alike(self.previous, figure)
        counts = figure.quantity.kind == "count" and not listed
        if bare in _ELSEWHERE:
            return bare
        if (
            not counts
            and _BARE_PLACE.fullmatch(bare)
            and not re.search("占|高于|低于|^(?:所有|各|全|每)", bare)
        ):
            return bare
        before = self.unit.text[: figure.quantity.start]
        entry = _ENTRY.match(before)
        topic = "" if entry and self.in_box else self._topic(before)
        if topic:
            return self._known(topic)
        city = _city(before)
        if city:
            return city
        places = _TOGETHER.findall(before)
        if places:  # "拉萨、日喀则、山南、林芝、昌都五地集中了38家企业"
            return str(places[-1])
        place = _PLACE.match(head.lstrip("、，和及"))
        if place and not _NO_PLACE.search(place["name"]) and _is_province(place["name"]):
            return place["name"]
        if entry and (self.in_box or _THING.search(entry["name"])):
            return self._known(entry["name"])
        told = [
            name
            for match in _SUBJECT.finditer(before)
            if not _NO_NAME.match(name := _named_park(match["name"]))
            and not _ANY_PARK.fullmatch(name)
            and _still_told(before[match.end() :], name)
            and (
                _speaks(match) or name[-3:] in before[match.end() :] or _same_clause(before, match)
            )
            and len(name) > 3
        ]
        if told and told[-1] not in head and _QUOTED_PARK.search(head):
            return ""  # another park, whose name is not told whole: 北流“两湾”产业园
        return self._known(told[-1]) if told else ""

    def _topic(self, before: str) -> str:
        """The place or work at the head of the part of a sentence that a figure stands in, if the
        document names it again; "" where a further place is told of behind it.
        """
        match = _TOPIC.match(re.split("[；。]", before)[-1].lstrip()) or _opening_town(before)
        if match is None or _NO_TOPIC.search(match["name"]):
            return ""
        name, rest = match["name"], match.string[match.end() :]
        if self.document.text.count(name) < 2 and not self._is_town_of_several(name, rest):
            return ""
        return "" if _city(rest) else name

    def _is_town_of_several(self, name: str, rest: str) -> bool:
        """Whether a place named once is told of: its name opens the sentence (东渡区：……), or other
        parts of the sentence open with towns, too.
        """
        if not _TOWN.fullmatch(name):
            return False
        parts = re.split("[；。]", self.unit.text)
        opened = [m for part in parts if (m := _TOPIC.match(part.lstrip()))]
        towns = {
            m["name"] for m in opened if _TOWN.fullmatch(m["name"]) and m["name"][-1] == name[-1]
        }
        return rest.startswith("：") or len(towns) > 1

    def _subject_of_heading(self, indicator: str) -> str:
        for title in (self.unit.context, *reversed(self.chunk.path)):
            bare = _NUMBERED.sub("", title.strip("“”")).strip("《》“” ")
            if self.unit.kind == "row" and title == self.unit.context:
                continue
            place = self._place_of_heading(bare, indicator)
            if place:
                return place
            if bare and _INDUSTRY.search(bare) and not _GENERIC.search(bare):
                return bare
            matter = title in self.chunk.path[-1:] and _names_matter(title, bare, indicator)
            if matter or self._is_item(title, bare):
                return bare
            park = _PARK.search(re.sub(r"（[^（）]*）$", "", bare))  # 生物医药产业园（高新区）
            if park:
                return self._known(_OPENING.sub("", park["name"]))
            made = _MADE.match(bare)
            if made and _LACKS_OWNER.fullmatch(indicator):
                return made["what"]
            if _BOX.match(title):
                return ""  # what a box lists is not told of the section that it stands in
        return ""

    def _is_item(self, title: str, bare: str) -> bool:
        """Whether a heading inside a box names one of the works that the box lists."""
        item = self.in_box and title in self.chunk.path[1:] and _ITEM.fullmatch(bare)
        return bool(item) and not _BOX.match(title)

    def _place_of_heading(self, bare: str, indicator: str) -> str:
        """The place that a heading names, the region for what is told of all of it."""
        place = _PLACE_HEAD.match(bare)
        if place is None or _NO_PLACE.search(place["name"]):
            return ""
        whole = scope_of(indicator.split("占")[0]) in ("全市", "全省", "全国", "全区")
        return self.document.region if whole else place["name"]

    def _known(self, name: str) -> str:
        """The document's own region under its one name, for the names that stand for it."""
        region = self.document.region
        bare = short_zone(name)
        own = {short_zone(a) for a in (region, *self.document.aliases)}
        stands = bare in own or any(a.endswith(bare) and "园区" not in a for a in own)
        return region if stands else name

    def _role_in_move(self, figure: Figure, head: str) -> Literal["base", "target"]:
        """The role of a figure: where a change began was reached, a list is of one role."""
        if self.starts or _START.search(head):
            return "base"
        if self.goes_on and self.previous is not None and (self.inherits or not figure.years):
            return self.previous.role
        return self._role(figure, head)

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
        ahead = self.planned or any(_AHEAD.search(title) for title in self.chunk.path)
        return "target" if ahead or _WILL.search(self.unit.text) else "base"


# columns of a table that sets what was wanted beside what was reached
_WANTED = re.compile(r"^(?:规划|计划|预期)目标|^目标值")
_GOT = re.compile(r"^(?:实际)?(?:实现|完成|达到)(?:情况|值|数)|^实[际绩]")


def _role_of_column(figure: Figure) -> Literal["base", "target"] | None:
    """What the column of a cell says that its figure is, ``None`` when it does not say."""
    column = figure.label.rpartition(" ")[2]
    if _WANTED.search(column):
        return "target"
    return "base" if _GOT.search(column) else None


# places that a figure is told of together
_TOGETHER = re.compile(
    r"(?<![\u4e00-\u9fff])((?:[\u4e00-\u9fff]{2,4}、)+[\u4e00-\u9fff]{2,4}?[两二三四五六七八九十]+(?:地市|[地市县省州区]))(?=[集共合占拥完实投建累有等])"
)
_WORK = re.compile(r"(新建|改扩建|改建|扩建|续建|改造|整治)(?!和|与|及|、)[\u4e00-\u9fff]")
_RUN_ON = ("", "/")  # between two measures of one thing
# "查明储量的有", "其中" before a count, and "为西藏特有" behind it
_WHICH_ARE = re.compile(r"[，、]?(?:其中)?(?P<which>[\u4e00-\u9fff]{4,16})的(?:共|已)?有")
# "其中产值超10亿元的11家、超50亿元的2家"
_OF_THEM_THOSE = re.compile(
    r"(?:[，（；]?其中，?|、)(?P<which>[\u4e00-\u9fff\d.]{3,16})的(?:超过?|约|近)?"
)
# "其中产业发展类78个、投资346亿元，基础设施类52个": the list goes on behind a comma
_NEXT_PART = re.compile(
    r"[\u4e00-\u9fff]{2,8}[类级型]|(?!.*[达到建增育进超有为共比长升降成新])[\u4e00-\u9fff]{2,8}"
)
_PLANNED_WORKS = re.compile(
    r"^(?:全[省市区县州国]|[三五]年|滚动|计划|规划|谋划|安排|实施|推进|建设|布局|拟|共|累计|已)+(?=[\u4e00-\u9fff]{2})"
)
# names that say themselves what they count
_COUNTED_NOUN = re.compile(
    r"(?:企业|公司|集团|单位|机构|项目|工程|基地|中心|平台|人才|品牌|产品|品种|专家|团队|实验室|岗位|群众|人数|[大中小]类|[院所校站厂店馆库人员户村镇乡县市区园家城场点线路桥船车机社队组室师生种件个位岛桩道证工])$"
)
_UNFINISHED = re.compile(r"[到至为达]$")
_OF_WHICH = re.compile(r"[，（]?其中(?:有)?")
_ARE = re.compile(r"(?:为|是|属于?)(?P<what>(?!第)[\u4e00-\u9fff]{2,10})(?=[，。；、）]|$)")
_THERE_ARE = re.compile(r"^全[国省市区州县]有(?=[\u4e00-\u9fff]{2})")
_GOES_ON = re.compile(
    r"(?:规划|预期|发展)?目标(?:值|为)?|每(?:千瓦时?|吨|亩|人|户|平方米|公里|件|台|辆|[年月天日])"
)
_ONLY_MOVES = re.compile(
    r"(?:压缩|缩短|压减|减少|缩减|降低|下降|提高|提升|增加|扩大|扩建|增长|上升|发展|改善|优化|精简)(?:为|到|至)?"
)
_MOVED_TO = re.compile(
    r"(?:大幅|显著|明显|逐步|快速|稳步)?(?:压缩|缩短|压减|减少|缩减|降低|下降|提高|提升|增加|扩大|增长|上升|发展|[降升增减提涨])[为到至](?:(?:19|20)\d{2}年[末底]?)?的?[约近超]?"
)
# "支持甲、乙、丙三家链主企业"
_COUNTED_LIST = re.compile(
    r"(?:[，。；：]|^)?(?:支持|推动|推进|引导|鼓励|依托|培育|打造|建设|发展|实施|加快)?(?P<names>(?:[\u4e00-\u9fffA-Za-z]{2,10}、)+[\u4e00-\u9fffA-Za-z]{2,10}?(?:[和与及][\u4e00-\u9fffA-Za-z]{2,10}?)?)等?(?P<n>[两二三四五六七八九十]|\d)(?:家|个|户|大|座|县|市|地|条|所|种|类)"
)
_START_OF_CHANGE = re.compile(r"[由从][^，。；]{0,8}\d")
_FOUND = re.compile(
    r"^(?:全[国省市区州县])?(?:共|已|现)*(?:发现|有|拥有|建成|建立|建有|设有|注册)(?=[\u4e00-\u9fff]{2})"
)


def _says_no_more(name: str, head: str, figure: Figure, last: Fact) -> bool:
    """Whether a name adds nothing to that of the figure before it: "2025年营业收入236亿元，2030年目标
    600亿元", "较青海的34元".
    """
    same_sort = _sort(last) == _sort(figure)
    if _ONLY_MOVES.fullmatch(name) and same_sort and _START_OF_CHANGE.search(last.text):
        return True  # "时间由12小时压缩至8小时"
    if name in _ELSEWHERE or (_GOES_ON.fullmatch(name) and same_sort):
        return True
    return len(name) < 3 and re.search(r"同比[\u4e00-\u9fff]{0,4}$", head) is not None


def _names_matter(title: str, bare: str, indicator: str) -> bool:
    """Whether a numbered heading names what a figure under it is of: a work (3.跨湖大桥), or the
    matter of what lacks an owner (汽车零部件, 产值).
    """
    if not _NUMBERED.match(title) or _BOX.match(title):
        return False
    entry = re.match(r"[（(]?\d{1,2}[)）.．、]", title)
    if entry and _WORK_ITEM.fullmatch(bare) and _ITEM.fullmatch(bare):
        return True
    matter = re.fullmatch("[\u4e00-\u9fff]{2,10}", bare) and not _GENERIC.search(bare)
    return bool(matter and _OWNED.fullmatch(indicator))


def _counted(name: str) -> str:
    """What a count counts: 矿种 for 全区已发现矿种（亚矿）."""
    bare = re.sub(r"（[^（）]*）", "", name)
    return _FOUND.sub("", bare) or bare


def _subject_before(text: str) -> str:
    """What the clause before speaks of: “四上”企业 in "作为…的“四上”企业，从2021年的101家"."""
    clause = BOUNDARY.split(text.rstrip("，"))[-1]
    match = re.search(
        r"(?:^|的)([\u4e00-\u9fff“”]{3,12}(?:企业|机构|产业|项目|人口|园区|基地))$", clause
    )
    return match[1] if match else ""


@lru_cache(maxsize=1 << 12)
def short_zone(name: str) -> str:
    """A zone under its short name: 经开区 for 经济技术开发区, 高新区 for 高新技术产业园区."""
    short = name.replace("经济技术开发区", "经开区")
    return re.sub(r"高新技术产业(?:开发区|园区?)|高新技术开发区", "高新区", short)


def _named_park(text: str) -> str:
    """The park or region in the words that end with it: "完成横琴合作区" → 横琴合作区."""
    name = _OPENING.sub("", text)
    return re.sub(r"^(?:完成|建成|打造|支持|推动|依托|出台|设立|加快)", "", name)


def _modifies(figure: Figure, tail: str) -> bool:
    """Whether a size only describes the thing named behind it: 20万吨粮食储备库."""
    sized = figure.quantity.kind in ("length", "mass", "power", "volume", "voltage")
    noun = re.match(
        r"[\u4e00-\u9fff]{2,14}?(?:储备库|项目|工程|生产线|电站|基地|设备|钻机|装置|管网|码头|船|库)",
        tail,
    )
    return sized and noun is not None


def _speaks(match: re.Match[str]) -> bool:
    """Whether a park stands at the head of its clause: as the object of a verb (优化高新区) or in a
    list it is not what the clauses behind it speak of."""
    whole = match.group()
    return not whole.startswith("、") and _named_park(match["name"]) == match["name"]


def _same_clause(text: str, match: re.Match[str]) -> bool:
    return not BOUNDARY.search(text, match.end())


def _still_told(between: str, name: str) -> bool:
    """Whether a sentence still speaks of what it named before: at most one clause without a figure
    lies between, a second one speaks of other things."""
    clauses = [c for c in BOUNDARY.split(between)[1:-1] if name[-3:] not in c]
    return sum(not re.search(r"\d", clause) for clause in clauses) < 2


def _counts_alike(one: Fact | Figure, other: Fact | Figure) -> bool:
    """Whether two figures count with one classifier: 23座, 14座."""
    a, b = one.quantity, other.quantity
    return a.kind == "count" == b.kind and classifier(a.unit) == classifier(b.unit)


def _sort(fact: Fact | Figure) -> str:
    """The kind of quantity, one for all proportions (ratio:58, ratio:55)."""
    return fact.quantity.kind.split(":")[0]


# "其中石泠县14座、岚台县9座，总投资……": the list of places ends at the next clause
_PARTS_OF_PLACES = re.compile(
    r"其中[，：:]?[\u4e00-\u9fff]{1,5}[市县区][^，；。]*?\d[^，；。]*?、[\u4e00-\u9fff]{1,5}[市县区][^，；。]*?\d[^，；。]*，"
)


def _city(text: str) -> str:
    """The city or county that the sentence speaks of up to a figure; "" when several are named."""
    text = _PARTS_OF_PLACES.sub("，", text)
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
    if (
        quantity.unit.endswith("亿级")
        or head.endswith("时速")
        or (_FIRST_OF.search(head) and re.match("的(?:城市|省份|地区|县|镇|园区|企业|市)", tail))
        or _AMONG.match(tail)
        or re.match("(?:大关|台阶|门槛)的", tail)
    ):
        return True  # 50亿级项目; "在全省91个县中排名第一"
    if re.fullmatch(r"[万千百][县市镇乡城区]", quantity.unit):
        return True  # 城区人口超50万县
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
        return quantity.text[:1] in "数千百万亿"  # 建成千座公园城市
    return False


def _is_province(name: str) -> bool:
    """Whether a name ending in 省 is one of the provinces (立改废省 is not); true for other names."""
    return not name.endswith("省") or name[:-1] in _ELSEWHERE


# "增加超350个村", "提高最高支付限额3800元"; not "提高到57.9件"
_RAISED = re.compile(
    r"(?:增加|提高|新增|上调|减少|压减)(?:了|超|超过|约|近)*$|^[，、]?(?:次年|每年)?(?:提高|上调|增加)[^，到至为达]{2,14}$"
)


def _measure(figure: Figure, head: str, carried: str) -> str:
    if carried and figure.role == "level":
        return carried
    if figure.role == "growth":
        return "annual growth" if figure.span == "annual" else "growth"
    if figure.role == "level" and figure.quantity.kind == "count" and _NEWLY.search(head):
        return "increment"
    if figure.role == "level" and figure.quantity.kind != "percent" and _RAISED.search(head):
        return "increment"
    if figure.role == "level" and figure.quantity.kind == "percent":
        return "share"
    if figure.quantity.kind == "points":
        return "change"
    if figure.role == "level" and figure.span == "cumulative":
        return "cumulative"
    return _MEASURE_NAMES.get(figure.role, "level")


def _own_measure(measure: str, name: str, head: str) -> str:
    """The measure of one name of a list: "失业率、价格涨幅分别控制在5%和3%以内"."""
    if measure == "growth" and re.search(r"(?:率|占比|比重)$", name):
        held = re.search(r"(?:控制在|保持在|稳定在|达到?|为)$", head)
        return "share" if held and not re.search(r"(?:增长|下降)率$", name) else measure
    said = re.search("增速|增幅|涨幅", head) and not re.search("占比|比重|率", name)
    if measure == "share" and (said or re.search(r"(?:涨幅|增速|增幅)$", name)):
        return "growth"
    return measure


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


def _opening_town(text: str) -> re.Match[str] | None:
    """The town that opens a text with a colon and is told of in all its parts: 东渡区：营业收入……；新开工项目……"""
    match = _TOPIC.match(text.lstrip())
    told = match and _TOWN.fullmatch(match["name"]) and match.string[match.end()] == "："
    return match if told else None


def is_rate(fact: Fact) -> bool:
    """Whether a figure tells how fast something changes."""
    return fact.measure in ("growth", "annual growth", "change")


def full_name(fact: Fact, region: str = "") -> str:
    """The folded name of what is measured and of whom (竹木加工产值 for the output of 竹木加工), of
    ``region`` without its name.
    """
    subject = "" if fact.subject == region else fact.subject
    return indicator_key(f"{subject}{fact.indicator.removeprefix(fact.subject)}")


def fact_key(fact: Fact) -> tuple[str, ...]:
    """What two facts share when they are about the same thing."""
    return (
        fact.doc,
        _name_within(fact.indicator, fact.subject),
        fact.subject,
        _sort(fact),
        "growth" if is_rate(fact) else "level",
    )


@lru_cache(maxsize=1 << 16)
def _name_within(indicator: str, subject: str) -> str:
    """The folded name of an indicator without that of its subject."""
    name = indicator_key(indicator)
    bare = re.sub(r"^园区(?!内)", "", name.removeprefix(subject))
    return bare if len(bare) > 1 else name


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


def is_move(begin: Fact, end: Fact) -> bool:
    """Whether a figure is told as what the one before it in the sentence moved to: 由21起下降到7起."""
    same = begin.quantity.kind == end.quantity.kind and begin.sentence == end.sentence
    between = _MOVED_TO.fullmatch(begin.text, begin.quantity.end, end.quantity.start)
    return same and between is not None


def years_text(years: Years) -> str:
    """2030, 2026-2030, or nothing."""
    return "-".join(str(year) for year in years)
