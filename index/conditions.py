"""Who may get a support: the conditions that a sentence, its headings or its plan state.

Industries are looked for in the sentence, else in the nearest heading (or the sentence before),
else in the plan's title; sizes, qualifications, places and activities are looked for where they
restrict who gets the support.  Every condition names the characters that state it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from index.sites import parts_in, sites_in
from index.taxonomy import Found, Taxonomy, industries, places
from index.types import Chunk, ParsedDocument, Unit

ConditionKind = Literal["industry", "place", "size", "qualification", "activity"]


@dataclass(frozen=True)
class Condition:
    """One condition; ``text == document.text[start:end]`` up to white space inside."""

    kind: ConditionKind
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Context:
    """Where a support stands: its sentence is clean characters [start, end) of ``unit``."""

    parsed: ParsedDocument
    chunk: Chunk
    unit: Unit
    before: Unit | None
    start: int
    end: int


_Spans = list[tuple[int, int]]
_Asked = tuple[ConditionKind, tuple[int, int]]  # what an award asks for, and its characters
SIZES = re.compile(
    r"(?:(?<!加)大中小企业|大中型企业|中小微企业|中小型?企业|小型微型企业|小微(?:企业)?|小型企业|微型企业|小企业|大型企业|(?:中小微|中小型?|小微|大中型|小型|微型)(?=(?!企业)[\u4e00-\u9fff]{1,6}企业)|个体工商户|"
    r"规模以上|限额以[上下]|规上|规下|限上|规模大|骨干企业|龙头企业|领军企业|头部企业|链主(?:企业)?|龙头|初创(?:期)?企业|中小创业者)"
)
_SIZE_NOT = re.compile(
    r"大中小企业融通|科技型中小企业|创新型中小企业|企业(?:领军人才|公共服务|服务(?:平台|中心|体系)|局|处|特色产业)"
)
QUALIFICATIONS = re.compile(
    r"(?:(?:国家|省|市|县|区)级[、和及]?)+[\u4e00-\u9fff]{0,12}?(?:示范社|示范场|家庭农场|龙头企业|企业技术中心|绿色工厂|孵化器|众创空间|示范基地|工作室|大师)|高新技术企业|高企(?!业)|[A-Z]{2,8}(?:高级|一般)?(?:认证|资质)|(?:科技型?|创新型|外向型|高成长|成长型|知名)企业|隐形冠军|重大产业项目|"
    r"“?专精特新”?(?:“?小巨人”?)?|“?小巨人”?|单项冠军|科技型中小企业|创新型中小企业|绿色工厂|绿色矿山|瞪羚|独角兽|"
    r"(?:拟)?上市(?:后备)?(?:公司|企业)|总部企业|国有企业|民营企业|民营(?=[^，。；、]{1,4}企业)|外资(?:企业|项目)|外商投资企业|老字号|重点群体|优质企业|名优产品|"
    r"首次(?:上规(?:入统)?|升规(?:入统)?|入统|纳入统计|入库纳统)|小升规|重点(?:项目|企业)|重大项目|示范企业|非遗传承人|合作社|高校毕业生|退役军人|就业困难(?:群体|人员)|低收入(?:人口|人群)|返乡(?:下乡)?人员|"
    r"符合[^，。；、的]{0,14}条件|符合条件|具备条件|资金短缺|[^，。；、对]{0,4}持续达标"
)
# the rank of a title before it: 省级以上专精特新企业, 中华老字号
_RANK_BEFORE = re.compile(
    r"(?:(?:(?:国家|自治区|省|市|州|县|区)级(?:及?以上)?[、和及或]?)+|中华)?$"
)
# what a firm is to become by the support is no condition of it
_BECOMES = re.compile(
    r"(?:成长为|发展为|培育成|成为|打造|创建|(?<![新已被获])认定|申报|争创|评选|培育(?:壮大)?(?:一批)?|晋升|迈向|升级为|建立|入选|列为)(?!的)[^，。；]{0,16}$"
)
# whose part in it is spoken of is not who gets it
_LENT = re.compile(r"(?:发挥|统筹利用|借助)[^，。；]{0,8}$")
# with whom something is done is not who gets it either
_PARTNER = re.compile(r"(?:与|同|对接|联合|借助)[^，。；支持为向对]{0,12}$")
_SUBJECT = r"(?:企业|行业|产业|工业|制造业|(?<![专就创作])业|产品|领域|项目|从业人员|人才|商户|厂商|经营者|服务机构|机构(?!改革)|用户|企(?!业))"
_INDUSTRY_TAIL = re.compile(
    rf"^(?:(?:(?![对与和在以及为向])[\u4e00-\u9fff]){{0,3}}?{_SUBJECT}|等[\u4e00-\u9fff]{{0,6}}?{_SUBJECT})"
)
# instruments of support that are industries too
_INSTRUMENTS = frozenset(
    "金融 保险 银行 证券 物流 交通运输 电子商务 电商 互联网 会展 咨询 教育 培训机构 科技服务 检验检测 租赁 融资租赁 仓储 广告 "
    "医院 水利 新一代信息技术 大数据 云计算 工业互联网 信息技术 人力资源 能源 新能源 电力 商贸 贸易 医疗 卫生 文化产业 旅游 数字产业 包装 法律服务 会计 "
    "知识产权服务 零售 批发 数字经济 环保 水利 供应链 人工智能 小额贷款 商业 节能环保 建筑设计 工业设计 住宿 酒店 房地产 通信 软件 科学研究 出版 体育 证券 生态修复 邮政 快递 循环经济 电信 汽车 种植 养殖 林业 农业 工业 制造业 加工业 原材料 消费品 装备制造 机械 新材料 包装 印刷 黄金 服务业 跨境电商 人力资源 直播电商 电网 水电 燃气 供热 养老 教育 卫生 信息服务".split()
)
# who trades abroad, whatever in
TRADERS = re.compile(r"(?:生产企业和)?(?:对外贸易|外贸|进出口|出口)(?:型)?(?:企业|公司)")
_NO_INDUSTRY = frozenset(("活动", "资质", "性质"))
_TOO_WIDE = frozenset(("工业", "产业", "服务业", "加工业"))
_ACTIVITY = (
    # a support that pays for something, or opens a way abroad, asks for that something
    re.compile(
        r"对[^，。；]{0,20}?(?P<a>(?:数字化|网络化|智能化|绿色化?|节能|技术|安全技术|[、和及])*改造)[^，。；]{0,30}(?:项目|企业)?[^，。；]{0,12}(?:给予|补|奖)"
    ),
    re.compile(r"(?:实施|开展|进行)(?P<a>[数网智绿技节][^，。；的]{0,16}改造)[^，]{0,30}(?:项目)"),
    re.compile(r"对[^，。；]{0,8}?(?P<a>研发投入)[^，。；]{0,12}(?:补|奖|支持|资助)"),
    re.compile(r"(?:支持|鼓励)[^，。；]{0,10}?(?P<a>(?:关键(?:核心)?(?:共性)?)?技术攻关)"),
    re.compile(r"(?P<a>新药研发)|(?P<b>经典名方研发)"),
    re.compile(
        r"(?:支持|鼓励|推动|引导|帮助)[^，。；]{0,40}?(?P<a>(?:开拓|拓展|打开|开辟)(?:[^，。；区]{0,3})?(?:南亚|国际|海外|国外|境外|国内外|尼泊尔|东南亚|区外)[^，。；]{0,8}?(?:市场)?)"
    ),
    re.compile(
        r"(?P<a>加工贸易|跨境电商(?!企业|产品|平台|综)|抢抓外贸|外贸订单|转口贸易|边境贸易)|(?:促进|扩大|鼓励|支持)[^，。；]{0,16}(?P<b>出口)"
    ),
    re.compile(r"(?P<a>多式联运)"),
    re.compile(r"(?P<a>(?:境内外)?上市(?:融资|挂牌)?)(?!公司|企业|后备)"),
    re.compile(r"(?P<a>转产[^，。；]{0,24}?)的?，"),
    re.compile(r"(?P<a>在[^，。；]{1,16}设立研发[部中心机构]{1,2})"),
    re.compile(r"对(?P<a>(?:拟|计划|准备)?申请[^，。；]{2,30})的(?:企业|单位|机构|项目)"),
    re.compile(r"(?:企业|单位|机构)可以?(?P<a>(?:以|凭|通过|用)[^，。；]{4,30})"),
    re.compile(
        r"(?:支持|鼓励|重点群体|落实)[^，。；]{0,8}(?P<a>创业(?:就业)?)(?!板|投资|孵化|培训)"
    ),
    re.compile(r"(?P<a>首批次应用|首台(?:（套）|套)|首版次)"),
    re.compile(
        r"(?:对)[^，。；]{0,20}(?P<a>招用|吸纳[^，。；]{0,8}就业|兼并重组|成果转化)[^，。；]{0,20}(?:给予|补|奖)"
    ),
)
# what the one supported is to do, beginning with its verb; a support may also name it before 的支持
_VERBS = (
    r"(?:自主|积极|大胆)?(?:(?:合理|科学)?(?:开展|实施|建设|建立|设立|创建|申报|申请|获得|取得|参加|参与|引进|引入|应用|运用|使用|采用|选用|利用|"
    r"通过|打造|构建|搭建|探索|改造|创新|创作|攻克|突破|主持|领办|兼并|并购|重组|整合|共建|共享|注册|入园|进园|落户|搬迁|揭榜|安装|租赁|改进|改良|生产|种植|养殖|延伸|延长|发行|上市|以|向|自建|新建|扩建|开设|创办|兴办|加入|融入|开放|回收|聘用|聘请|整理|传承|开发|研发|开拓|拓展|举办|承办|牵头|主导|联合|联手|组建|成立|布局|制定|规划|加强|增加|加大|加快|推进|推行|推广|稳岗|转产|转型|投资|购置|采购|购买|更新|签订|培养|招用|吸纳|深耕|对接|入驻|进驻|实行|进行|淘汰|引入|承担|承接|[“]?上云|与|同)|在[^，。；]{2,16}(?:设立|布局|建立|建设))"
)
_FIRMS = r"(?:企(?:业(?!家))?|厂商|商户|主体|合作社|农户|农牧民|产业|行业|工业|手工业|从业人员)"
_DOES = (
    re.compile(
        rf"(?:支持|鼓励)[^，。；]{{0,40}}?{_FIRMS}(?:(?:结合|根据|按照|立足|围绕)[^，。；]{{2,30}}，)?(?P<a>{_VERBS}[^，。；,]{{2,}})"
    ),
    re.compile(
        r"(?:支持|鼓励)(?P<a>(?:参加|参与|申请|申报|获得)[^，。；,]{2,}|建设[^，。；,]{0,16}(?:工厂|车间|生产线|矿山)[”’]?)"
    ),
    re.compile(r"(?:重点|优先)支持(?P<a>[^，。；企园县]{2,40}?)等?(?:工程|项目)"),
    re.compile(r"支持(?P<a>对[^，。；]{2,30}的(?:繁育|栽培|种植|养殖|研究|开发)[^，。；,]{0,16})"),
    re.compile(
        r"对[^，。；]{0,10}企业(?P<a>(?!在)[^，。；、的]{2,10}、[^，。；]{2,30})的[^，。；]{0,8}(?:支持|扶持|补助|奖励)"
    ),
    re.compile(
        rf"(?:引导|推动|组织|带动)[^，。；]{{0,40}}?{_FIRMS}(?P<a>(?:积极|深度)?(?:与|同|参加|参与|增加|开拓|拓展|深耕|对接|[“]?上云)[^，。；,]{{2,}})"
    ),
)
# who offers is not who gets; what is gained is no condition of it
_OFFERER = re.compile(
    r"金融|银行|保险|协会|高校|院校|院所|科研机构|设计单位|专业机构|平台(?!企业)|社会资本|各地"
)
_GAINED = re.compile(
    r"融资|贷款|信贷|债券|债务|绿色通道|规模化|专业化发展|做大|做强|壮大|协同发展|优化|享受|降低|倾斜"
)
_MADE = re.compile(r"(?:产品|领域|项目|人才)$")
_VAGUE = re.compile(
    r"(?:对|支持|为|扶持|鼓励|面向|针对|围绕|向)[^，。；]{0,12}?(?P<name>(?:特色优势|优势特色|特色|优势|重点|主导|支柱|战略性新兴|新兴|鼓励类)产业)"
)
_PARK_TYPE = re.compile(r"综合保税区|综保区|边境经济合作区")
_PLACE_BEFORE = re.compile(
    r"(?:支持|对|鼓励|推动|为|在|向|扶持|针对|面向|帮助|促进|探索)(?:落户|入驻|注册)?$|^$"
)
_PLACE_NOT = re.compile(r"(?:依托|借助|发挥|通过|利用|与|至|往|连接|经|对接|联合)$")


_COOPERATIVE = re.compile(
    r"(?:支持|鼓励|扶持|对|为|给)[^，。；]{0,16}(?:合作社|家庭农场|农牧?户|个体工商户)"
)


def read_conditions(context: Context, first: int, last: int) -> tuple[Condition, ...]:
    """The conditions of a support at clean characters [first, last) of its unit, in reading order."""
    asked = list(award_head(context.unit.text[:last], first))
    activities = list(_activities(context, first, last, asked))
    traders = [
        _at(context, context.unit, "industry", *m.span())
        for m in TRADERS.finditer(context.unit.text, first, last)
        if not _PARTNER.search(context.unit.text[first : m.start()])
    ]
    industries_ = traders + [
        c
        for c in _industries(context, first, last)
        if not any(a.start <= c.start < a.end for a in activities)
    ]
    titles = _merged(context, list(_qualifications(context, first, last, asked)))
    # who is named as such need not be of the industry that the headings are about
    cooperates = _COOPERATIVE.search(context.unit.text[first:last])
    found = [
        *(industries_ or ([] if cooperates else _from_above(context, industries()))),
        *_places(context, first, last),
        *_merged(context, list(_sizes(context, first, last))),
        *(
            _at(context, context.unit, "size", *match.span())
            for match in _SIZED.finditer(context.unit.text, first, last)
        ),
        *activities,
    ]
    # 龙头企业 in 国家级农业产业化重点龙头企业 is part of that title, and so is 农业产业
    ranked = [c for c in titles if _RANKED.match(c.text)]
    found = [c for c in found if not any(_is_part(c, title) for title in ranked)] + titles
    start, end = source_span(context.parsed.document.text, context.unit, first, last)
    if not any(start <= c.start < end for c in found):
        span = _unread(context.unit.text[:last], first)
        found += [_at(context, context.unit, "activity", *span)] if span else []
    once: dict[tuple[str, str], Condition] = {}
    for condition in found:
        once.setdefault((condition.kind, re.sub(r"\s|企业$", "", condition.text)), condition)
    return tuple(sorted(once.values(), key=lambda c: (c.start, c.end, c.kind)))


_RANKED = re.compile(r"(?:国家|自治区|省|市|州|县|区)级")


def _is_part(condition: Condition, title: Condition) -> bool:
    """Whether a condition only is a part of a title with its rank."""
    inside = title.start <= condition.start and condition.end <= title.end
    return inside and condition.kind in ("size", "industry")


def _merged(context: Context, found: Sequence[Condition]) -> list[Condition]:
    """Members of one list (A企业和B企业) as one condition, which any of them meets."""
    text = context.parsed.document.text
    result: list[Condition] = []
    for condition in found:
        last = result[-1] if result else None
        if last and re.fullmatch(
            r"\s*[^，。；、支持对]{0,5}[、和与及或]\s*", text[last.end : condition.start]
        ):
            span = last.start, condition.end
            result[-1] = Condition(last.kind, text[slice(*span)], *span)
        else:
            result.append(condition)
    return result


def _at(context: Context, unit: Unit, kind: ConditionKind, start: int, end: int) -> Condition:
    document = context.parsed.document
    first, last = source_span(document.text, unit, start, end)
    return Condition(kind, document.text[first:last], first, last)


def source_span(text: str, unit: Unit, start: int, end: int) -> tuple[int, int]:
    """The source characters of clean characters [start, end) of a unit.

    The whole unit when the cleaned text does not answer the source letter by letter.
    """
    raw = text[unit.start : unit.end]
    places_ = [i for i, c in enumerate(raw) if not c.isspace()]
    letters = [i for i, c in enumerate(unit.text) if not c.isspace()]
    inside = [n for n, i in enumerate(letters) if start <= i < end]
    if len(places_) != len(letters) or not inside:
        return unit.start, unit.end
    return unit.start + places_[inside[0]], unit.start + places_[inside[-1]] + 1


def _sizes(context: Context, first: int, last: int) -> Iterator[Condition]:
    part = context.unit.text
    sized = False
    for match in SIZES.finditer(part, first, last):
        inside = part[max(0, match.start() - 3) : match.end() + 4]
        if _SIZE_NOT.search(inside):
            continue
        if _LENT.search(part[first : match.start()]):
            continue
        if sized and re.search(r"带动[^，。；]{0,8}$", part[first : match.start()]):
            continue  # who follows the one supported (支持龙头企业…，带动中小企业)
        becomes = _BECOMES.search(part[first : match.start()]) and match.group() != "规模大"
        if not becomes and not _is_partner(part, match):
            sized = True
            yield _at(context, context.unit, "size", match.start(), match.end())


def _is_partner(text: str, match: re.Match[str]) -> bool:
    """Whether the firm is one to work with (与龙头企业对接, 龙头电商平台), not the one supported."""
    before, behind = text[max(0, match.start() - 12) : match.start()], text[match.end() :]
    with_it = re.search(r"(?:与|引进|引入|招引)[^，。；支持]{0,10}$", before)
    return bool(with_it) or (match.group() == "龙头" and not behind.startswith(("企业", "骨干")))


def _qualifications(
    context: Context, first: int, last: int, asked: Sequence[_Asked]
) -> Iterator[Condition]:
    text = context.unit.text
    told: _Spans = []
    for match in QUALIFICATIONS.finditer(text, first, last):
        before = text[first : match.start()]
        if _LENT.search(before) or _PARTNER.search(before) or _APPLIES.search(before):
            continue
        if not _BECOMES.search(text[first : match.start()]) or match.group().startswith("符合"):
            start = first + _RANK_BEFORE.search(text[first : match.start()]).start()  # type: ignore[union-attr]
            yield _at(context, context.unit, "qualification", start, match.end())
            told.append((start, match.end()))
    for kind, (start, end) in asked:
        if kind == "qualification" and not any(a < end and start < b for a, b in told):
            yield _at(context, context.unit, "qualification", start, end)


def _activities(
    context: Context, first: int, last: int, asked: Sequence[_Asked]
) -> Iterator[Condition]:
    text = context.unit.text[:last]
    named = next(_named_activities(text, first), None)
    span = named or min(_undertakings(text, first), default=None)
    if span is None:
        span = next((s for kind, s in asked if kind == "activity"), None)
    if span:
        yield _at(context, context.unit, "activity", *span)


_FIRM = r"(?:大户|农场|卖家|经营户|酒店|旅行社|网商|企业(?!家|技术中心|所得税)|机构|单位|主体|用户|合作社|农户|团队|公司|商户|厂商|经营者|制造商|人才|人员)"
_GRANT = re.compile(
    r"(?:按(?!期|时|规定|要求|照)|给予|予以|分别|一次性(?!购|采|投[资入]|引|租|建)|每(?:[户家人张条项年个企亩头辆吨件箱间台]|新增|出口|引进|千|立方)|最高|前[一二两三\d]年|享受|可(?:申|享|按|获|入|在)|免[收征费]|减[半免征按]|"
    r"租金|超出|(?<!过)奖励|(?<!过)补[贴助]|资助|发放|优先|再[加奖补]|加补|另奖|奖(?=\d|给)|报销|免除|减按|减征|[一二三五\d]年内|执行(?=[^，。；]{2,12}(?:价格|电价|水价|气价|税率|政策))|返还|贴息|担保费率)"
)
# a recognition that is held or was given: 入选国家级绿色工厂的, 新取得CMA资质的
_EACH = re.compile(r"[，,][^，。；]{0,8}每[^，。；]{0,8}$")  # ……的，近洋航线每航次
_RECOGNISED = re.compile(
    r"(?<![未不无])(?:入选|获评|获批|(?:评|认|核)定为|经?认定的|新?(?:评|核)定的|被?评为|获得|取得|通过(?=[^，。；]{0,16}(?:认证|认定|评审|评估|验收|审核|检查|评价))|列入|纳入|获)(?P<q>[^，。；的]{2,40}?)(?=[，,]?[并且]|后(?!备)|的|$)"
)
# no recognition: 通过认定的高新技术企业, 获得银行贷款的
_APPLIES = re.compile(r"(?:拟|计划|准备)?申请[^，。；]{0,2}$")
_NO_TITLE = re.compile(
    r"^(?:认定|评审|审核|验收|检查|评估|考核)$|贷款|资金|融资|支持|补助|补贴|投资$|订单"
)
_AND_DOES = re.compile(r"[，,]?[并且](?P<a>[^，。；]{4,}?)的?$")  # 取得注册证，并在园区实现产业化的
_THRESHOLD = re.compile(
    r"成立|亩均|评价|等级|投资|注册资本|实缴|用电量|税收|以上|不满|不足|不低于|不少于"
)
_ITS = re.compile(r"其(?P<a>[^，。；的]{4,}?)的?$")  # 小微企业，其新增流动资金贷款按……给予贴息
# what is done, however much of it: 投资建设高标准仓库, 固定资产投资1000万元以上
_DEED = re.compile(
    rf"(?:[^，。；]{{0,6}}?(?:固定资产|设备|项目|总)投资|自建|租赁|租用|流转|新增|{_VERBS}(?<!投资)|投资建)"
)
_BEFORE_FIRM = re.compile(rf"(?P<a>[^，。；]{{4,40}})的[^，。；的]{{0,10}}?{_FIRM}$")
_BEFORE_THING = re.compile(r"(?P<a>[^，。；]{4,40})的[^，。；的]{0,10}?(?:项目|产品)$")
_BEHIND_FIRM = re.compile(
    rf"(?:[^，。；、和及与或]*{_FIRM}[、和及与或])*(?:[^，。；、和及与或的]{{2,12}}、){{0,4}}[^，。；、和及与或]*?{_FIRM}(?P<a>(?![、和及与或的中，,])[^。；]{{3,60}}?)的?$"
)
# who hands out, marks and numbers before who gets it
_LEAD_IN = re.compile(
    r"[，,；]?(?:[^，。；]*?(?:集团|银行|担保|基金|管委会|政府|中心|部门)[^，。；]{0,4}(?=对))?"
    r"(?:[一二三四五六七八九十]是)?(?:凡|对|给|向)?"
)


# the bodies in charge of the item before, and the number of this one
_NUMBERED = re.compile(
    r"(?:[^。；]{0,80}?(?:局|委|厅|部|办|政府|管委会|中心|院|行|公司)(?:等)?(?:负责|牵头|配合)?[)）〕]\s*)?"
    r"(?:第[一二三四五六七八九十百\d]+条\s*|\d{1,3}[.．、]\s*|[（(][一二三四五六七八九十\d]+[)）]\s*|[一二三四五六七八九十]+、\s*)?"
)
# thresholds of staff, revenue, output or trade: 员工300人以下、年营业收入2亿元以下
STAFF = "员工|职工|从业人员|用工"
REVENUE = "营业收入|主营业务收入|业务收入|营收|销售收入|销售额"
TURNOVER = "工业总产值|产值|进出口额|出口额|资产总额|亩均税收"
_MEASURED = rf"(?:上?年度?|全年|上一年度)?(?:{STAFF}|{REVENUE}|{TURNOVER})"
_SIZED = re.compile(
    rf"{_MEASURED}[^，。；、的]{{0,12}}?\d[^，。；的]*?(?:以上|以下|以内|不足|不超过|突破[\d亿万千元、美]+|达到?[\d亿万千元]+)"
    rf"(?:(?:[、，且]|并且){_MEASURED}[^，。；的]{{0,24}}?(?:以上|以下|以内))?"
    rf"|{_MEASURED}(?:首次|突破|超过|达到|超)+(?:[、和]?\d[\d.,]*[万亿]*美?元)+"
)


def award_head(text: str, first: int) -> Iterator[_Asked]:
    """What an award asks of those who get it, with its characters: "小微企业上云，每户补贴2万元" asks
    for 上云, "对入选绿色工厂的企业给予奖励" for 绿色工厂.
    """
    for start, head in _award_heads(text, first):
        found = list(_asked_by(head, start))
        if found:
            yield from found
            return


def _asked_by(head: str, start: int) -> Iterator[_Asked]:
    """What the head of an award asks for; ``start`` is where the head begins."""
    if titles := list(_recognised(head)):
        yield from ((kind, _shifted(span, start)) for kind, span in titles)
        return
    sized = _SIZED.search(head)
    if sized is not None:
        yield "size", _shifted(sized.span(), start)
        head = head[: sized.start()] + "，" * len(sized.group()) + head[sized.end() :]
        if not re.search(r"[^，、且并的]{3}", _ANY_FIRM.sub("", head)):
            return
    if its := _ITS.match(head):
        yield "activity", _shifted(its.span("a"), start)
        return
    bare = head.removesuffix("的")
    behind = _BEHIND_FIRM.match(bare)
    before = _BEFORE_FIRM.match(bare if behind is None else bare[: behind.start("a")])
    before = before or (_BEFORE_THING.match(bare) if behind is None else None)
    if before is not None and _THRESHOLD.search(before["a"]) and not _DEED.match(before["a"]):
        yield "qualification", _shifted(before.span("a"), start)
    elif before is not None and behind is None:
        yield "activity", _shifted(before.span("a"), start)
    if behind is not None and not _OFFERER.search(bare[: behind.start("a")]):
        yield "activity", _shifted(behind.span("a"), start)
    elif behind is None and before is None and head.endswith("的") and len(bare) > 3:
        yield "activity", (start, start + len(bare))  # whoever does it


def _recognised(head: str) -> Iterator[_Asked]:
    """The recognition that the head of an award asks for, and what is to be done beside it."""
    found = [m for m in _RECOGNISED.finditer(head) if not _NO_TITLE.search(m["q"])]
    if found:
        yield "qualification", found[-1].span("q")
        if more := _AND_DOES.match(head, found[-1].end("q")):
            yield "activity", more.span("a")


def _unread(text: str, first: int) -> tuple[int, int] | None:
    """What stands before an award in a sentence of which no condition was read: it may restrict who
    gets it, so that it is asked and never taken as met.
    """
    start, head = next(_award_heads(text, first), (first, ""))
    clause = re.split(r"[，,]", head)[-1].removesuffix("的")
    if len(clause) <= 4 or _ANY_FIRM.fullmatch(clause):
        return None
    at = start + head.rindex(clause)
    return at, at + len(clause)


_ANY_FIRM = re.compile(
    r"[^，。；]{0,6}(?:符合条件的)?(?:各类)?(?:企业|经营主体|市场主体|单位|个人|机构)"
)


def _award_heads(text: str, first: int) -> Iterator[tuple[int, str]]:
    """What an award says before what it gives, and where that begins: whole, then clause by clause."""
    grant = _GRANT.search(text[first + 4 :])
    if grant is None:
        return
    end = first + 4 + grant.start()
    first += len(_NUMBERED.match(text[first:end]).group())  # type: ignore[union-attr]
    start = first + len(_LEAD_IN.match(text[first:end]).group())  # type: ignore[union-attr]
    head = _EACH.sub("", text[start:end].rstrip("，,：:"))
    yield start, head
    clauses = list(re.finditer(r"[^，,]+", head))
    for clause in reversed(clauses if len(clauses) > 1 else []):
        own = clause.group()
        skip = own.startswith(("凡", "对", "给", "向"))
        yield start + clause.start() + skip, own[skip:]


def _shifted(span: tuple[int, int], by: int) -> tuple[int, int]:
    return span[0] + by, span[1] + by


def _named_activities(text: str, first: int) -> Iterator[tuple[int, int]]:
    for pattern in _ACTIVITY:
        if match := pattern.search(text, first):
            name = next(name for name, value in match.groupdict().items() if value)
            yield match.span(name)


def _undertakings(text: str, first: int) -> Iterator[tuple[int, int]]:
    """What somebody is supported in doing, whatever it is."""
    for pattern in _DOES:
        for match in pattern.finditer(text, first):
            named = match.group()[: match.start("a") - match.start()]
            if not _OFFERER.search(named) and not _GAINED.search(match["a"]):
                yield match.span("a")
                break


_OVER = re.compile(r"以[上内]的$")  # 投资1000万元以上的农产品加工项目


def _industries(context: Context, first: int, last: int) -> Iterator[Condition]:
    """Industries that the sentence restricts itself to, else those of its title or lead."""
    table = industries()
    text = context.unit.text
    strict = _strict(table, text, first, last)
    if not strict and not _serves(text[context.start : first], text[first:last]):
        strict = _strict(table, text, context.start, first)
    spans = [
        s for s in strict if _OVER.search(text[first : s[0]]) or not _MADE.search(text[s[0] : s[1]])
    ]
    if not spans:
        above = list(_lead(context, table)) if strict else list(_own_title(context, table))
        if above:
            yield from above
            return
        spans = strict or _vague(text, first, last) or _named(table, text, first, last)
    for start, end in _joined(text, spans):
        yield _at(context, context.unit, "industry", start, end)


def _serves(before: str, own: str) -> bool:
    """Whether the firms named before a support are those that give it (扶持服务企业，帮助企业…)."""
    offerers = re.search(r"服务(?:企业|机构|商|平台)", before)
    return bool(offerers and re.match(r"(?:帮助|为|向|面向|提供)", own))


def _vague(text: str, first: int, last: int) -> _Spans:
    """Industries that are named too vaguely to tell whom they take in (特色产业)."""
    return [match.span("name") for match in _VAGUE.finditer(text, first, last)][:1]


def _own_title(context: Context, table: Taxonomy) -> Iterator[Condition]:
    """The industry that the lead of the paragraph, or the heading of the section, names."""
    section = context.parsed.sections[context.chunk.section]
    found = list(_lead(context, table))
    if not found and (title := _heading_terms(table, section.title)):
        found = list(_in_source(context, "industry", title, section.start, section.end))
    yield from found


def _lead(context: Context, table: Taxonomy) -> Iterator[Condition]:
    """The industry that the run-in title of the paragraph names."""
    section = context.parsed.sections[context.chunk.section]
    start = max(section.start, context.unit.start - 1500)
    if wording := _heading_terms(table, context.unit.context):
        yield from _in_source(context, "industry", wording, start, context.unit.start)


def _is_industry(table: Taxonomy, term: str) -> bool:
    return not _NO_INDUSTRY & table.above(term)


# a word for a line of business that is a firm by itself
_IS_FIRM = re.compile(r"(?:旅行社|饭店|酒店|宾馆|药店|商店|餐馆|餐厅|经销商|零售商|报关行)$")


def _strict(table: Taxonomy, text: str, first: int, last: int) -> _Spans:
    """Terms that are written as the ones supported (有色金属行业, 藏毯企业, 建材、家具等产业)."""
    found = [f for f in table.find(text[first:last]) if _is_industry(table, f.term)]
    spans: _Spans = []
    for position, hit in enumerate(found):
        start, end = first + hit.start, first + hit.end
        tail = _INDUSTRY_TAIL.match(text[end:last])
        listed = position + 1 < len(found) and bool(
            re.fullmatch(
                r"[^，。；、]{0,4}[、和与及][^，。；、]{0,10}",
                text[end : first + found[position + 1].start],
            )
        )
        partner = re.search(r"(?:与|同)[^，。；]{0,20}$", text[first:start])
        if _is_made(text, first, start, end, last):
            continue
        if partner and re.match(r"[^，。；]{0,6}(?:合作|对接|联动)", text[end:last]):
            continue
        if hit.term in _TOO_WIDE and not (tail and tail.group().startswith("企业")):
            continue
        if _IS_FIRM.search(text[start:end]):
            spans.append((start, end))
        elif tail and not _is_service(hit.term, tail.group(), text[start:end]):
            spans.append((start, end + tail.end()))
        elif listed:
            spans.append((start, end))
    # a list counts only when its last member is written as supported
    return [s for s in spans if _leads_on(text, s, spans)]


def _is_made(text: str, first: int, start: int, end: int, last: int) -> bool:
    """Whether a term is what is to be made (开发文创产品), not who is supported."""
    made = re.search(r"(?:开发|研发|推出|打造|丰富)[^，。；]{0,8}$", text[first:start])
    product = re.match(r"(?:(?!企业)[^，。；、]){0,3}产品", text[end:last])
    return bool(made and (product or text[start:end].endswith("产品")))


def _is_service(term: str, tail: str, written: str) -> bool:
    """Whether a word that is an instrument too is followed by more than one of its kind (金融产品)."""
    if term in ("金融", "银行", "保险", "证券") and "企业" not in tail:
        return True
    return term in _INSTRUMENTS and not (
        re.search(r"(?:企业|产业|行业|业|工业|制造业|服务机构)$", tail) or written.endswith("业")
    )


def _leads_on(text: str, span: tuple[int, int], spans: _Spans) -> bool:
    own = text[span[0] : span[1]]
    if re.search(rf"{_SUBJECT}$", own) or _IS_FIRM.search(own):
        return True
    following = next((s for s in spans if span[1] < s[0] <= span[1] + 16), None)
    return following is not None and _leads_on(text, following, spans)


# a clause that tells what is reached names nobody who is supported
_AIM = re.compile(
    r"(?:^|[，,])[^，。；,]{0,2}(?:提升|提高|增强|促进|打造|形成|满足|助力)[^，。；,]*$"
)


_MEANT = re.compile(
    r".*(?:(?:支持|鼓励|扶持|发展|培育|壮大|加大|争取)(?P<far>[^，。；,]{0,30})"
    r"|(?:推动|促进|面向|针对|围绕|聚焦|对|以|推广|拓展|开拓|深挖|购买|引导|做[大强优精新])(?P<near>[^，。；,]{0,14}))$",
    re.S,
)
_BESIDE = re.compile(
    r"进入|走进|销往|依托|利用|借助|通过|完善|配套|提供|成立|构建|采用|使用|应用|运用|选用|与|同|引进"
)


def _named(table: Taxonomy, text: str, first: int, last: int) -> _Spans:
    """Terms without such a word that can only be a thing supported (藏药, 二手车, 无人机)."""
    spans: _Spans = []
    for found in table.find(text[first:last]):
        start, end = first + found.start, first + found.end
        if (
            _is_industry(table, found.term)
            and found.term not in _INSTRUMENTS | _TOO_WIDE
            and not _AIM.search(text[first:start])
            and not _is_made(text, first, start, end, last)
            and (_is_meant(text[first:start]) or _continues(text, spans, start))
        ):
            spans.append((start, end))
    return spans[:3]


def _is_meant(before: str) -> bool:
    """Whether the words before a term support it; where things are sold or drawn from is no such."""
    match = _MEANT.match(before)
    if match is None:
        return False
    return not _BESIDE.search(match["far"] or match["near"] or "")


def _continues(text: str, spans: _Spans, start: int) -> bool:
    """Whether a term goes on with a list whose member before it is meant."""
    return bool(spans) and bool(
        re.fullmatch(r"[^，。；、]{0,4}[、和与及][^，。；、]{0,10}", text[spans[-1][1] : start])
    )


def _joined(text: str, spans: _Spans) -> _Spans:
    """Members of one list as one span."""
    result: _Spans = []
    for start, end in spans:
        if result and re.fullmatch(
            r"(?:精深|深)?(?:加工|制品)?(?:[、和与及][^，。；、]{0,10}|等?)",
            text[result[-1][1] : start],
        ):
            result[-1] = (result[-1][0], end)
        else:
            result.append((start, end))
    return result


def _from_above(context: Context, table: Taxonomy) -> Iterator[Condition]:
    """The industry of the nearest heading that names one, else of the plan's title."""
    parsed, node = context.parsed, context.chunk.section
    at: int | None = node
    while at is not None:
        section = parsed.sections[at]
        found = _heading_terms(table, section.title)
        if found:
            yield from _in_source(context, "industry", found, section.start, section.end)
            return
        if any("活动" in table.above(f.term) for f in table.find(section.title)) and at == node:
            break  # a section about an undertaking (工业旅游) is for all who undertake it
        at = section.parent
    title = parsed.document.title
    found = _heading_terms(table, title)
    # a title that joins several matters (现代服务业与开放创新) keeps no measure to one of them
    joined = re.search(rf"{re.escape(found)}[和与及、]|[和与及、]{re.escape(found)}", title)
    if found and not joined:
        yield from _in_source(context, "industry", found, 0, len(parsed.document.text))


def _heading_terms(table: Taxonomy, title: str) -> str:
    """The part of a heading that names an industry as its topic, or ""."""
    hits = [
        f
        for f in table.find(title)
        if _is_industry(table, f.term)
        and f.term not in _TOO_WIDE
        and (
            f.term not in _INSTRUMENTS
            or title[f.end :].startswith(("业", "产业", "行业"))
            or (
                re.fullmatch(
                    r"\W*[（(]?[一二三四五六七八九十\d]+[)）、.．]\s*", title[: f.start] or "x"
                )
                and not title[f.end :].strip()
            )
            or f.term == "制造业"
        )
    ]
    if not hits:
        return ""
    end = hits[-1].end
    tail = re.match(
        r"(?:精深加工|加工|等|与特色|特色)*(?:产业|行业|工业|制造业|业|产品)?", title[end:]
    )
    return title[hits[0].start : end + (tail.end() if tail else 0)]


def _in_source(
    context: Context, kind: ConditionKind, wording: str, start: int, end: int
) -> Iterator[Condition]:
    """The wording where the source has it between start and end, white space apart."""
    pattern = r"\s*".join(map(re.escape, re.sub(r"\s", "", wording)))
    match = re.compile(pattern).search(context.parsed.document.text, start, end)
    if match:
        yield Condition(kind, match.group(), match.start(), match.end())


_SETTLES = re.compile(r"(?:入驻|落户|进驻|迁入)$")


def _places(context: Context, first: int, last: int) -> Iterator[Condition]:
    """The plan's region, and places inside it that the support is kept to."""
    document, table = context.parsed.document, places()
    yield from plan_region(context)
    region = {f.term for f in table.find(document.region)}
    narrower = _narrower(table, region)
    text = context.unit.text
    for found in (*table.find(text[first:last]), *park_types(table, text[first:last], region)):
        before = text[max(0, first + found.start - 6) : first + found.start]
        if narrower(found.term) and _PLACE_BEFORE.search(before) and not _PLACE_NOT.search(before):
            yield _at(context, context.unit, "place", first + found.start, first + found.end)
            return
    for site in sites_in(text[first:last]):
        at = first + site.start
        if site.own in document.region or not _SETTLES.search(text[max(0, at - 4) : at]):
            continue
        yield _at(context, context.unit, "place", at, at + len(site.written))
        return
    part = _part_of_zone(context, text, first, last)
    if part is not None:
        yield part
        return
    yield from _place_above(context, table, narrower)


# who is supported there: 白芷园内企业, 在白芷园实现产业化, 入驻商务服务港的机构
_STANDS_BEHIND = re.compile(
    r"内?(?:的)?(?:[^，。；、]{0,6}(?:企业|项目|机构|商户|单位))|实[现施]|(?:新)?(?:建|设)|注册|投资|落户|兴办"
)


def _part_of_zone(context: Context, text: str, first: int, last: int) -> Condition | None:
    """A part of the zone or town that a support is kept to."""
    document = context.parsed.document
    for part in parts_in(text[first:last], document.text):
        at, end = first + part.start, first + part.start + len(part.written)
        before, behind = text[max(0, at - 2) : at], text[end : end + 12]
        opens = at == first or text[at - 1] in "，。；、对在"
        if _SETTLES.search(before) or (opens and _STANDS_BEHIND.match(behind)):
            return _at(context, context.unit, "place", at, end)
    return None


def park_types(table: Taxonomy, text: str, region: set[str]) -> tuple[Found, ...]:
    """A kind of park (综合保税区) that the region has one of, as that park."""
    found = []
    for match in _PARK_TYPE.finditer(text):
        kind = match.group().replace("综保区", "综合保税区")
        own = [t for t in table.broader if t.endswith(kind) and region & table.above(t)]
        if len(own) == 1 and own[0] not in region:
            found.append(Found(own[0], *match.span()))
    return tuple(found)


def _narrower(table: Taxonomy, region: set[str]) -> Callable[[str], bool]:
    def inside(term: str) -> bool:
        return term not in region and bool(region & table.above(term))

    return inside


def _place_above(
    context: Context, table: Taxonomy, narrower: Callable[[str], bool]
) -> Iterator[Condition]:
    section = context.parsed.sections[context.chunk.section]
    for found in table.find(section.title):
        if narrower(found.term):
            wording = section.title[found.start : found.end]
            yield from _in_source(context, "place", wording, section.start, section.end)
            return


def plan_region(context: Context) -> Iterator[Condition]:
    """Where the document names the region that its plan is for."""
    region = context.parsed.document.region
    if region:
        yield from _in_source(context, "place", region, 0, len(context.parsed.document.text))
