"""The names of indicators: cut out of a clause, folded for comparing, and their scope."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from index.figures import find_years
from index.types import Figure

_LEADING = re.compile(
    r"^(?:[、，,；;。：）)]|和(?!谐)|与|及(?!时)|并(?!网)|其中|同时|目前|现(?![代有货汇存金场役实])|预计|力争|争取|确保|有望|到(?![位账])|至|截至|截止|"
    r"自(?![治主然来贸由驾行])|从(?![业事])|由|为(?!主)|在(?![校建粤沪京津渝川豫黔滇陕甘琼桂湘鄂赣皖浙苏鲁冀晋辽吉黑闽孵保运营研册岗园售产飞库])|较|比(?![例重])|以及|还|再(?!生|制造|就业|保险|贷款|融资)|又|而|但|虽|另有|全面|积极|探索|努力|进一步|平均|"
    r"年底|年末|年内|时期|期间|[末底](?!线)|年(?![均度产轻收销营处供吞接用发])|以来|[前后](?=，)|间|内(?![地部蒙贸需河陆生容控涵外镜])|分别|各(?=有)|将(?![军来])|全年(?!龄)|今年|明年|次年|按[一二三]年计|持续|一批|成功|累计(?=[\u4e00-\u9fff]{3}))+"
)
_VERB = (
    "新认定|新创建|新培育|新建设|再建设|再创建|综合治理|培育创建|培育打造|培育形成|认定|新增|净增|新建|培育|建成|建设|打造|创建|"
    "引进|引入|拥有|开发|完成|实现|形成|布局(?!调整|优化)|开展|孵化|落实|设立|遴选|选择|组织|制定|完善|规划|树立|配强|配置|采购|达成|吸纳|评价|"
    "获批立项|获批|获得|获评|获|共有|建立|用好|深化|推出|促成|贡献了?|查明|发现|扶持|上缴|加快|推动|推进|加大|强化|安排|投入|开工|实施|确定|补充|解决|支持|发放|兑现|整合|续建|改扩建|升级|拓展|统筹|首期安排|下达|拨付|减免|举办|签署|荣获|扩充|出台|印发|发布"
)
_LEADING_VERB = re.compile(
    rf"(?!(?:建设|开发)用地)^(?:已|将|共|累计|逐步|基本|新|再|每年|全年|全力|重点|加力|大力)*"
    rf"(?:(?:出台|制定|印发)[和并、](?:落实|实施|完善)|{_VERB}|达到?|有(?!色|限|机|效))(?:了)?"
)
# "新建和改造提升高标准农田": the first verb alone would be another thing
_JOINT_VERBS = re.compile(
    r"^新?改扩建|^新?(?:开工|签约|竣工|投产)、[\u4e00-\u9fff]{2}项目|^(?:制定|出台|修订)(?:、|和)(?:修订|修改|废止)|^(?:新建|新增|建设|改造|提升|加密建设|修复|更新)(?:和|及|、|或)?"
    r"(?:改造|改建|扩建|改扩建|提升|修复|治理|加密建设|续建)"
)
# "创建示范、评比表彰项目分别压减": the clause has its verb behind the noun
_OWN_VERB = re.compile(
    r"^(?:创建|开发|建设|引进|培育)[^，]{2,20}(?:分别)?(?:增长|下降|压减|减少|提高|降低|同比[\u4e00-\u9fff]{2})(?:了|超过?|约|近)*$"
)
_ONLY_VERB = re.compile(
    rf"^(?:[\u4e00-\u9fff、，“”]{{0,30}}?)(?:{_VERB}|推动|推进|依托|集中了|对|围绕|有|扩建|改造|提升|以)(?:了|约|近|超)?$"
)
_FILLER = (
    "力争|争取|预计|确保|实现|达到|达成|进入了?|达|为|是|有|超过|超|突破|不得?低于|不得?少于|不得?超过|不得?高于|不足|不到|低于|高于|介于|"
    "稳定在|保持在|维持在|控制在|提升至|提升到|提高到|提高至|上升至|上升到|下降至|下降到|降至|降到|压减至|增加到|增加至|增长到|"
    "增长至|优化为|扩大到|扩大至|扩大|缩短至|压缩至|增至|累计|完成|仅有|仅|约为|约合|约|将近|接近|近|已|将|虽|的|从|由|至|到|在|共计|"
    "共|总计|合计|左右|贡献了|再|新(?:认定|设立|推出|建成|评定|培育|创建|获批)|大于等于|大于|小于|(?<!平)均|平均(?:为|达)|都|净|压减|分别|新增|增加|净增|认定|(?<!优化)(?<!抚育)(?<!改造)提升|提高|增长|下降|降低|减少|上升|上涨|下跌|回落|回升|"
    "增速|增幅|同比|年均|每年|扩展|扩充|(?<=[\u4e00-\u9fff]{4})(?:建成|竣工)|平均每[日天月年]|在[\u4e00-\u9fff]{2,5}下|(?<=收入)实际|名义|去年|连年|近[一二两三四五]年(?:来|平均)?|缩小[至到]|确定为?|改善|每[日天]|调整[为到至]|发展[至到]|[两三四五][年](?:内|间|来)?(?=$|翻)|迈上|迈过|迈入|跨越|越过|跃上|跨上|站上|站稳|冲刺|按?同口径|自然(?=增|$)|可比|按可比价格?计算|惠及|首次|首度|全面|全部|连续[0-9一二两三四五六七八九十]*年|较|(?<![占同环对之业入耗出配价])比|高出|前进|翻|只|需|不|逾|过|其中|如|另|和|及"
)
_TRAILING = re.compile(rf"(?:{_FILLER}|[≥≤><、“（(:：,\s—–-]|(?<=[\u4e00-\u9fff]{{3}})[也均仍])+$")
_KEPT_TAIL = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:年均增长率|年均增速|增长率|增速)$")
_ONLY_CHANGE = re.compile(
    r"(?:年均|同比|比上年|较上年|环比)*(?:增长率|增长速度|增速|增幅|增长|名义增长|实际增长|降幅|涨幅)?"
)
_COMPARED = re.compile(
    r"(?:比|较|是|相比|相当于)(?:上年|去年|上年同期|上次|上届|同期|规划|预期|全国|全市|全区|“|十[一二三四五六]五)[^，。；]{0,10}$"
)
# "将廉租住房保障收入线标准由家庭年人均可支配收入9600元以下提高到"
_MADE_OF = re.compile(r"^([\u4e00-\u9fff]{4,}?)由[\u4e00-\u9fff]{2,14}$")
# "与上一个五年相比分别增长"
_BESIDE = re.compile(r"^[，、]?(?:与|同|和)[^，。；]{2,14}(?:相比(?:较)?|(?<=年)比|(?<=期)比)，?")
_COMPARISON = re.compile(r"^(?:其)?(?:是|为|比|较|相当于|超过|高于|低于|超出|规模较|不到)")
_SCALE = re.compile(r"规模以上|规上|限额以上|限上|规下|规模以下")
_SCOPE = re.compile(r"园区内|区内|全区|全省|全市|全县|全国(?!”)|全自治区|城镇(?!化)|农村")
QUALIFIERS = re.compile(
    r"(?:其中)?(?:规模|限额|国家级?|自治区级?|省级?|市级?|区级|县级|地市县级|州级|部级|世界级)(?:及以上|以上)?"
)
TOTALS = re.compile(r"(?:总量|总数|总规模|(?:全[省市区])?(?:通车|运营)?总?里程)")
_PREDICATE = re.compile(
    r"(?:全部|全面|顺利|成功|有序|加快|正式|基本|如期|陆续|启动|上线|竣工|开工|稳步|实体化|常态化|纵深|扎实|深入)*(?:完工|完成|落地|推进|进展顺利|进展良好|(?<!规划)建设|实施|交付|建成|投运|运行|投产|投用|发布|取得积极进展|取得实效|获批|启动|开工|见效)$"
)
# "转供电改造、终端电费成本": what was carried out stands before what fell
_CARRIED_OUT = re.compile(
    r"^[^、，]{2,14}(?:改造|整治|治理|升级|清理|排查)、(?=[^、]{2,}(?:成本|费用|价格|收入|总额|率|占比)$)"
)
# "一般公共预算收入突破百亿、达到102.57亿元"
_ROUND_STEP = re.compile(
    r"(?<=[\u4e00-\u9fff]{2})(?:突破|跨越|迈过|迈上|站上|超过|首破|越过|跨上)[十百千]*[万亿]+元?(?:大关|台阶|门槛)?、?$"
)
# "设施全覆盖、处理率", "项目全面达产、完成年产值": a clause of its own before the name
_DONE_BEFORE = re.compile(
    r"^(?P<who>[^、]{2,24}?)(?:实现|均|已)?(?:全面|全部|基本|正式|顺利)*"
    r"(?:全覆盖|达产|投产|建成|投用|投运|开工|竣工|落地|获批|通车|上线|运行|上市|并网|完工|开园|开业|发布|推出|揭牌)、(?P<name>[^、]+)$"
)
_EVENTS = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:起数|次数|件数|宗数)$")
GENERIC_NAMES = re.compile(
    r"(?:总|年|年度)?(?:计划投资|规模|产值|面积|投资|长度|长|产量|产能|金额|收入|数量|增加值|总产值|销售额|总面积|总投资|总规模|年度规模|入驻企业|年均值|日均值|年均浓度|(?:\d+小时)?平均(?:第\d+百分位数)?浓度)"
)
_TAILS = re.compile(
    r"(?:数量|总数|个数|家数|户数|数目|数)?(?:合计)?(?:目标值?|指标|总额|总量|金额)?$"
)
_NOUN = re.compile(
    r"[\u4e00-\u9fff“”]{2,16}?(?:总额|总产值|产值|增加值|收入|投资|总量|产量|数量|销售额|生产总值|GDP|人数|面积|储量|资金|第[一二三]产业|率(?!先)|浓度|指数|均值)"
)
_BEHIND = re.compile(r"(?:“[^“”，。；\d]{2,20}”|[^，。；：、（）()\d！？+＋]){2,30}")
_BEHIND_STOP = re.compile(
    r"^(?:的|左右|以上|以下|以内|之间|，|。|、|；|等|和|及|与|或|为|是|至|到|增|提升|提高|下降|优化|扩|压减|压缩|减少|减至|缩[减短小]|降[至到低]|升[至到]|涨至|跌至|回落|并|且|较|同比|均|占|大幅|显著|明显|逐步)"
)
_BEHIND_CUT = re.compile(
    r"(?:进行|开展|提供|参与|实现|纳入|打造|赴|均|被评为|被|由|通过|完成|获得|获|围绕|成为|总体|所有|仅?占|税收|分别).*$"
)
_KEEP_PREDICATE = re.compile(
    r"^(?:[\u4e00-\u9fff“”]{2,8}(?:通过|获得?|被评为|被)|(?:企业|单位|家庭|农户)(?:实现|完成|达到))"
)
# 县（市、区）
_REGIONS = re.compile(r"^([县市区乡镇村州])（[县市区乡镇村州、旗]+）")
_PLACES = re.compile(r"[县市区村乡镇州]{1,2}(?!场)(?:[建开实新推])")
# "14个集体、15名个人荣获表彰": the predicate is said once
_SHARED_PREDICATE = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{1,8})(?:（[^）]*）)?(?P<more>(?:[、和]\d[\d.]*[万余多]{0,2}[个名家位项所支座部件]"
    r"[\u4e00-\u9fff]{1,10}?(?:（[^）]*）)?)+)(?P<done>(?:荣获|获评|上榜|获得?|入选|通过|纳入|被|进入|位列|成为)[^，。；]{2,24})"
)
_WITHOUT_PREDICATE = re.compile(
    rf"(?<=[\u4e00-\u9fff]{{2}})(?:{_VERB}|新[\u4e00-\u9fff]|聘任|聘请|约|超|近|达)[^的]*$"
)
# whom a figure makes do something: "推动超1万家工业企业开展技术改造"
_CAUSES = re.compile(
    r"(?:为|对|在|向|推动|带动|引导|鼓励|促进|支持|组织|选派|吸引|帮助|助力)(?:了|超|约|近)*$"
)
# what is done with the things counted: "优化1.6万个爱心驿站的公益服务和管理机制"
_ASPECT = re.compile(r"(?<=[\u4e00-\u9fff”]{2})的[^的]{0,8}(?:功能|服务|机制|水平|能力|条件|环境)$")
# "243项政务服务事项实现跨省通办": of all of them nothing else is told
_ACHIEVES = re.compile(r"^[\u4e00-\u9fff“”]{2,}?(?:实现|完成|达到)(?!率)[\u4e00-\u9fff]{2}")
_MEASURED = ("count", "area", "power", "length", "CNY", "number", "mass", "volume")


def clean_indicator(head: str, *, table: bool = False) -> str:
    """The name of the indicator in the words before a figure, "" when none is left.

    Years, aim words (力争, 预计 …), verbs (实现, 新增, 达到 …) and comparisons are taken off.
    """
    text = re.sub(r"\s+", "", head if table else _without_years(head))
    if table:
        return text
    text = re.sub(r"^(?:大幅|显著|明显)", "", text)
    text = _BESIDE.sub("", re.sub(r"^（[^（）]*）", "", _COMPARED.sub("", text)))
    text = re.sub(r"^连续[一二两三四五六七八九十\d]+[年季月]|创造了?$", "", text)
    owns = _OWN_VERB.match(_LEADING.sub("", text))
    for _ in range(5):
        before = text
        text = _LEADING.sub("", text)
        text = text if owns or _JOINT_VERBS.match(text) else _LEADING_VERB.sub("", text)
        if not _KEPT_TAIL.search(text):
            text = _TRAILING.sub("", text)
        if text == before:
            break
    text = re.sub(
        r"(?<=[\u4e00-\u9fff]{4})(?:实现)?(?:从(?![业事])|(?<![理自缘事])由)[^，]{0,6}$", "", text
    )
    if re.search("[将把]", head):
        text = _MADE_OF.sub(r"\1", text)
    text = re.sub(r"(?:虽|仅|已|将|约)(?=占)|(?<=^避免)了", "", text)
    text = re.sub(
        r"(?<=[\u4e00-\u9fff]{3})(?:为|按|达)每(?:千瓦时?|吨|亩|人|户|平方米|公里|件|台|辆)$",
        "",
        text,
    )
    each = re.fullmatch(r"(.{3,}?)(?:超|达|为)?(每[百千万]+人(?:口)?)", text)
    text = f"{each[2]}{each[1]}" if each else text
    text = re.sub(r"、(?=占)|“?双$|(?<=^全[区市省县州])预计(?:实现)?", "", text)
    text = _ROUND_STEP.sub("", text)
    text = re.sub(
        r"(?<=[\u4e00-\u9fff0-9][\u4e00-\u9fff])(?:实现|完成|创造了?)(?=[\u4e00-\u9fff]{2})",
        "",
        text,
    )
    text = _CARRIED_OUT.sub("", text)
    done = _DONE_BEFORE.match(text)
    if done:
        name = _LEADING_VERB.sub("", done["name"])
        text = (
            f"{done['who']}{name}"
            if GENERIC_NAMES.fullmatch(name) or PARALLEL.fullmatch(name)
            else name
        )
    if text.count("“") != text.count("”"):
        text = text.replace("“", "").replace("”", "")
    if text.count("（") != text.count("）"):
        text = re.sub(r"（[^）]*$|^[^（]*）", "", text)
    empty = len(text) < 2 or re.fullmatch(r"全[区省市国县]|每年|在全[国区]", text)
    return "" if empty or _ONLY_CHANGE.fullmatch(text) else text


def _without_years(text: str) -> str:
    for mention in reversed(find_years(text)):
        before, behind = text[: mention.start], text[mention.end :]
        text = re.sub(r"(?:到|至|截至|较|比|是)$", "", before) + re.sub(
            r"^[”）)]*(?:年?[底末]|时期|期间|年)?[，、]?", "", behind
        )
    return re.sub(
        r"^[，、]?(?:[一二三四五六七八九十\d]+年)?[间内来]?(?:共|总)?(?=累计|纳入|实施|新增|引进|建设|安排|培育|承接|培养|投入|打造|新建)",
        "",
        text,
    )


_BARE = re.compile(
    r"(?:其)?(?:各类|相关|到位|实到|年度|目标|财政)*(?:资金|投资|任务|项目|总产|时速|工作|方面|方面工作|重点工作|群众|受益群众|群众受益|受益人口|面积|"
    r"总数|总量|数量|规模|金额|成效|水平|占比|比重|比例)"
)
LEANING = re.compile(
    r"(?:吸引|带动|撬动|拉动|惠及|覆盖|服务|受益|支持|保护|接待|参与)[\u4e00-\u9fff]*"
)
PARALLEL = re.compile(
    r"(?:研发投入|(?:净)?利润(?:总额)?|营收|营业收入|主营业务收入|税收|产值|总产值|增加值|投资|销售额|"
    r"(?:装机|发电量?|用电量?|数量|产值|营收)占比|占比|装机|产量|产能|增速|出口|出口额|用户数?)"
)
_ONLY_VERBS = re.compile(rf"(?:{_VERB}|举办|签署|惠及|覆盖|带动|持续|推进|支持|服务|受益|搬迁)+")


_SHORT = frozenset(
    "装机 投资 税收 产值 利润 出口 进口 外贸 社零 减负 人口 营收 农业 工业 经济 消费 外资".split()
)


def too_short(name: str, kind: str) -> bool:
    """Whether the name of what is not counted has two characters that say little (均价, 并网)."""
    return kind in ("CNY", "USD", "percent", "power") and len(name) == 2 and name not in _SHORT


def measured_tail(name: str) -> str:
    """What a name says is measured: 种植面积 of 蔬菜种植面积, "" when it does not say."""
    tail = _MEASURED_TAIL.search(name)
    more = _SHARED_NOUN.search(name[: tail.start()]) if tail else None
    return f"{more.group() if more else ''}{tail.group()}" if tail else ""


def says_too_little(name: str) -> bool:
    """Whether a name is a bare noun (资金, 项目, 占比) or a verb: it could be of anything."""
    if name.startswith(("的", "成为")) or re.fullmatch("全[省市国县区州](?:总量|总数)?", name):
        return True
    return bool(_BARE.fullmatch(name) or _ONLY_VERBS.fullmatch(name))


def works_of(head: str) -> str:
    """The works that a clause counts by what became of them (新开工项目, 签约项目), "" when none."""
    match = re.search(
        r"(?:全年|新)*(?:开工|投产|签约|竣工|入库|在建|落地|储备|引进|招引|落户)项目(?=(?:达到?|超|约|近|共)*$)",
        head,
    )
    return re.sub("^全年", "", match.group()) if match else ""


# "跨境电子商务蓬勃发展，年增速持续保持在30%以上"
_TOPIC = re.compile(
    r"(?P<topic>[\u4e00-\u9fff“”]{2,14}?)(?:蓬勃|快速|高速|持续|稳步|不断|加快|迅速|平稳|健康|有序|显著|大幅|逐步|稳定|较快|全面|日益)(?:较快|快速)?(?:发展|增长|提升|壮大|扩大|提高|增强|改善|优化)"
)
_RATE_ALONE = re.compile(r"年?(?:均)?(?:增速|增幅|增长率|占比|比重)(?:持续|始终|一直|连续)?")


def rate_of_topic(name: str, clause: str) -> str:
    """A bare rate with what the clause before it speaks of, "" for another name or clause."""
    topic = _TOPIC.match(clause) if _RATE_ALONE.fullmatch(name) else None
    rate = re.sub(r"(?:持续|始终|一直|连续)$", "", name)
    return f"{topic['topic']}{rate}" if topic else ""


def leans_on_another(name: str) -> bool:
    """Whether a name is better with what it belongs to: 成交金额, 日均车流量."""
    return bool(_LEANS.fullmatch(name))


_LEANS = re.compile(
    r"(?:总|意向|协议|合同|日均|年)*(?:成交金额|成交额|交易额|全产业链产值|综合产值|签约金额|签约额|合同金额|协议金额|金额|车流量|客流量)"
)


_HELD_EVENT = re.compile(
    r"([\u4e00-\u9fff“”]{4,24}?(?:博览会|交易会|展会|展览会|大会|论坛|活动|工程|项目|大桥|通道|铁路|高速|航线|口岸))"
    r"(?:圆满|成功|顺利|正式|全线|通车|运营|举办|举行|开幕|开通|建成|投用)"
)


def object_of(clause: str) -> str:
    """What a clause without a figure is about, its verb taken off: "开展供暖试点" → 供暖试点."""
    held = _HELD_EVENT.match(clause)
    if held:  # "第七届博览会圆满举办，意向成交金额800亿美元"
        return held[1]
    bare = _LEADING.sub("", clause)
    verb = re.match(rf"(?:{_VERB}|鼓励|支持|引导|启动|出台)+", bare)
    name = re.sub(r"(?:力度|水平|能力|作用)$", "", bare[verb.end() :]) if verb else ""
    return name if 4 <= len(name) <= 22 and re.fullmatch("[\u4e00-\u9fff“”]+", name) else ""


def without_predicate(name: str) -> str:
    """A name without what was done: 项目 of 项目全部完工."""
    return _PREDICATE.sub("", name)


_WORK = re.compile(
    r"(?:(?:更新|升级|新|修复)?(?:改建|扩建|改造)(?:提升)?|更新|修复(?:治理)?|治理|恢复|处置|淘汰|整治|"
    r"整改|硬化|加固|关停|布局调整|撤并|撤销|办理|搬迁|拆除|清理|化解|查处|破获|维修|修缮)(?=[\u4e00-\u9fff“]{2})"
)


def work_of(name: str) -> str:
    """The work that a name begins with, "" when none: 改造 of 改造燃气管道."""
    match = _WORK.match(name)
    return match.group() if match else ""


def owner_of(name: str) -> str:
    """Whose indicator a name is, "" when that cannot be told: 省管企业 of 省管企业净资产."""
    match = _OWNER.match(name)
    return match[1] if match else ""


_OWNER = re.compile(
    r"([\u4e00-\u9fff“”]{2,14}(?:企业|产业|行业|工业|能源|项目|园区|开发区|新区|地区|机场|班列|口岸|港|集群|单位|机构))"
    r"[\u4e00-\u9fff]{2,8}$"
)


def is_comparison(head: str) -> bool:
    """Whether the words only compare with something: 是2010年的, 超过规划预期目标, 规模较2021年."""
    return bool(_COMPARISON.match(head.strip("，、 ")))


def told_before(text: str) -> str:
    """The last noun that can be measured in the clauses before a figure (社会消费品零售总额)."""
    found = [m.group() for m in _NOUN.finditer(text)]
    return clean_indicator(found[-1]) if found else ""


_PART_OF = re.compile(r"(?:实现|确保|推动|[\u4e00-\u9fff]{2,}[和及与])$")
_SIZED = re.compile(
    rf"(?:{_VERB}|启动|运行|落地|签约|成为|全球首个|首个|设立|新|、|和)+(?P<name>(?:总|年)?(?:规模|投资|面积|产能|吞吐量|长度|金额))"
)


def told_behind(head: str, tail: str, figure: Figure, *, goes_on: bool = False) -> str:
    """What a figure measures when it stands behind it, "" when it does not.

    ``goes_on`` says that the words before it are told of the figure before, in a list.
    智能工厂 in "建设3家以上智能工厂", 产业引导基金 in "规模10亿元的产业引导基金", 税收收入 in
    "1/3的税收收入".
    """
    kind, rest = figure.quantity.kind, _REGIONS.sub(r"\1", tail.lstrip())
    if kind == "count" and _BOUND_AFTER.search(figure.quantity.text):
        rest = rest.removeprefix("的")  # "开发2万个以上的公共服务岗位"
    told = _told_of(head, rest, kind)
    if told or kind not in _MEASURED:
        return told
    bracket = re.match(r"(?:[（(][^（）()]{1,14}[）)]|[）)])(?:左右|以上)?", rest)
    rest = rest[bracket.end() :] if bracket else rest
    shared = _SHARED_PREDICATE.match(rest) if kind == "count" else None
    if shared:
        return f"{shared['name']}{shared['done']}"
    match = None if _BEHIND_STOP.match(rest) else _BEHIND.match(rest)
    listed = goes_on and head.endswith("、")  # "1500万亩小麦、2000万亩玉米示范区"
    if match is None or not (listed or _stands_behind(head, rest, kind)):
        return ""
    rank = re.match(r"[^，。；、\d]{2,20}前\d+(?:[%位名强]|分之一)?", rest)
    if rank and kind == "count":
        return rank.group()  # "92个学科进入全球前1%"
    words = _trimmed(_extent(match.group(), head, rest, kind), kind)
    done = words if _CAUSES.search(head) else _PREDICATE.sub("", words)
    words = done if len(done) > 3 else words
    paired = words.count("“") == words.count("”")
    return words if paired else re.sub("[“”]", "", words)


_REACHES_OVER = re.compile(
    r"的([\u4e00-\u9fff“”]{2,16}(?:超过?|达到?|突破)\d[\d.]*[\u4e00-\u9fff]{1,3})(?=[，。；])"
)
_OPENED = re.compile(
    r"(?:正式|成功|顺利|全面)?(?:揭牌|启用|开园|落地|签约|开工|投产|建成|投用|启动|运营|通车)$"
)


_BOUND_AFTER = re.compile(r"(?:以上|以下|以内|左右)$")


def _stands_behind(head: str, rest: str, kind: str) -> bool:
    """Whether a figure's noun stands behind it: any count's, and what a verb alone leads to."""
    money = kind == "CNY" and head in _ABOUT and _MONEY.match(rest)
    return kind == "count" or bool(_ONLY_VERB.match(head.strip("，、 ")) or money)


def _extent(first: str, head: str, rest: str, kind: str) -> str:
    """How far the words behind a figure go: the noun, its list, or all that is said of it."""
    words = _with_list(first, rest)
    joint = _JOINT_NOUN.match(rest) if kind in ("area", "mass", "length") else None
    if joint and joint["noun"] not in words:
        words = f"{words}{joint['noun']}"
    words = re.sub(r"^([县市区乡镇村]{1,2})[和及、].*", r"\1", words)
    rest, words = _SAID_OF_IT.sub("", rest), _SAID_OF_IT.sub("", words)
    if _counts_on(words, rest):
        return _WITHOUT_PREDICATE.sub("", words)
    clause: re.Match[str] | None = None
    if _CAUSES.search(head):
        clause = re.match(r"[^，。；！？\d]{2,60}(?=[，。；！？]|$)|[^，。；！？、\d]{2,40}", rest)
    elif _KEEP_PREDICATE.match(words) or (not head.strip("，、 ") and _ACHIEVES.search(words)):
        clause = re.match(r"[^，。；！？\d]{2,40}", rest)
    else:
        bare = _BEHIND_CUT.sub("", words)
        return bare if len(bare) > 2 else words  # 集体获评模范: the noun alone says too little
    return clause.group() if clause else words


def _trimmed(words: str, kind: str) -> str:
    """The words behind a figure without conjunctions, adverbs, and what is done with the things."""
    words = re.sub(r"(?:[和及与、约超近达均]|累计|免费|无偿|全面|全部)+$", "", words.strip("的 "))
    words = _ASPECT.sub("", words)
    if kind == "count":  # "203个国考断面优良率": what is counted has the rate
        words = re.sub(r"(?<=[\u4e00-\u9fff]{2})[\u4e00-\u9fff]{2}率$", "", words)
    return words


# "1500万亩小麦、2000万亩玉米高产示范区"
_JOINT_NOUN = re.compile(
    r"[\u4e00-\u9fff]{2,4}[、和]\d[\d.]*[\u4e00-\u9fff]{1,4}?(?<=[亩吨里顷])[\u4e00-\u9fff]{2,4}?"
    r"(?P<noun>(?:高产|核心|标准化|绿色|优质)*(?:示范区|示范片|示范田|示范基地|生产基地|种植基地|基地|制种田|种植区))"
)
_WHOLE = re.compile(
    r"(?:贡献|创造|集聚|集中|生产|汇聚|聚集|承担|拥有|提供)了?(全[国省市区球]|世界)(?:的|近|约|超|超过)*$"
)


# what is said of a figure behind its name: 境外采购商、创历史新高
# "超10亿元补贴直达消费者"
_ABOUT = frozenset(("", "超", "近", "约", "超过"))
_MONEY = re.compile(
    r"(?:的)?[\u4e00-\u9fff]{0,6}(?:补贴|资金|贷款|奖金|奖励|基金|消费券|红包|补助)"
)
_SAID_OF_IT = re.compile(r"、(?:再?创|占|居|位居|位列|同比|增长|较上|比上|跃居|为历|均)[^，。；]*")


_REACHES = re.compile(
    r"(?!的)[\u4e00-\u9fff“”]{2,10}(?:达到|实现|通过|纳入|建有|完成|建成|拥有|接入|进入)[\u4e00-\u9fff“”]{2,16}(?=[，。；]|$)"
)


def _counts_on(words: str, rest: str) -> bool:
    """Whether the clause behind a figure goes on to another: "15个主平台新承接项目约700个"."""
    goes_on = re.match(r"\d", rest[len(words) :]) and words[-1:] not in "和与及、"
    return bool(goes_on) and not _PLACES.match(words)


def _told_of(head: str, rest: str, kind: str) -> str:
    """The noun behind a figure that belongs to it: "1/3的税收收入", "90%以上行政村通硬化路"."""
    bare = clean_indicator(head)
    sized = _SIZED.fullmatch(bare) if rest.startswith("的") else None
    if sized:  # "启动总规模1000亿元的母基金"
        noun = re.match(r"的([\u4e00-\u9fff“”、]{3,24}?)(?=[，。；]|$)", rest)
        if noun:
            return f"{_OPENED.sub('', noun[1])}{sized['name']}"
    whole = _WHOLE.search(head) if kind == "percent" else None
    if whole:  # "贡献了全国38.7%的贸易增量", "低空经济集聚全国30%以上产业链企业"
        part = re.match(r"的?([\u4e00-\u9fff“”]{2,16}?)(?=[，。；、和]|$)", rest)
        owner = clean_indicator(head[: whole.start()])
        if part:
            return f"{owner}占{whole[1]}{part[1]}"
    if rest.startswith("的") and (kind == "percent" or GENERIC_NAMES.fullmatch(bare)):
        match = re.match(r"的([\u4e00-\u9fff“”]{2,24}?)(?=[，。；、和]|$)", rest)
        if match and (not bare or GENERIC_NAMES.fullmatch(bare) or head.startswith("的")):
            thing = _OPENED.sub("", match[1])
            return f"{thing}{bare if GENERIC_NAMES.fullmatch(bare) else ''}"
    return _part_of(head, rest, bare) if kind == "percent" else ""


def _part_of(head: str, rest: str, bare: str) -> str:
    """What a percentage behind which a clause stands is a part of, with what that part does."""
    over = _REACHES_OVER.match(rest) if not bare else None
    if over:
        return over[1]  # "20%的村集体年收入超30万元"
    reached = _REACHES.match(rest) if not head.strip("，、 ") else None
    if reached:
        return reached.group()  # "90%以上村庄达到干净整洁村标准"
    if not _PART_OF.search(head) or _BEHIND_STOP.match(rest):
        return ""
    part = re.match(r"[\u4e00-\u9fff“”]{3,16}(?=[，。；]|$)", rest)
    return part.group() if part else ""


def _with_list(first: str, rest: str) -> str:
    """The words behind a figure with the list that they begin: 绿色工厂、绿色供应链、绿色设计产品."""
    clause = re.match(r"[^，。；：！？]*", rest)
    told = clause.group() if clause else first
    closed = re.match(r"[^\d]{2,50}?等[\u4e00-\u9fff“”]{2,14}", told)
    if "、" not in told or not told[len(first) :].startswith("、"):
        return first
    if closed:
        return closed.group()
    return first if re.search(rf"\d|{_VERB}", told) else told


_MOVES = re.compile(
    r"(?P<up>增长|增加|提高|提升|上升|上涨|扩大|新增|净增|高出|增速|增幅|涨幅|改善|增至|升至)"
    r"|(?P<down>下降|降低|减少|压减|回落|缩小|缩短|下调|缩减|下跌|削减|压缩|降幅|降至|降到)"
)


def direction_of(text: str) -> str:
    """ "up" or "down" by the last word before a figure that says how it moves, "" without one."""
    found = list(_MOVES.finditer(text))
    if not found:
        return ""
    return "up" if found[-1]["up"] else "down"


def scope_of(text: str) -> str:
    """The scope that a text states (规上, 全区, 园区内 …), "" when none."""
    own = re.split(r"占|在(?=全)|(?<=的)$", text)[0]
    scale, park = _SCALE.search(own), re.search("园区内|区内", own)
    if scale is not None:
        short = {"规模以上": "规上", "限额以上": "限上", "规模以下": "规下"}
        return f"{park.group() if park else ''}{short.get(scale.group(), scale.group())}"
    found = _SCOPE.search(own)
    return found.group() if found else ""


# behind the name of what a plan had wanted for a year of which is also told what was reached
WANTED = "（规划目标）"


@lru_cache(maxsize=1 << 16)
def indicator_key(name: str) -> str:
    """An indicator folded for comparing: one word for equal notions, no filler.

    规模以上/规上, 总产值/产值, and tails such as 数量 or 总数 do not tell indicators apart.
    """
    if name.endswith(WANTED):
        return f"{indicator_key(name.removesuffix(WANTED))}规划目标"
    text = re.sub(r"[“”‘’\"'《》\s]|[（(][^（）()]*[）)]", "", name)
    text = text.replace("规模以上", "规上").replace("总产值", "产值")
    text = re.sub(r"(?<![轻重])工业产值", "产值", text)
    text = text.replace("国内生产总值", "地区生产总值").replace("GDP", "地区生产总值")
    text = re.sub(r"^(?:全区|全省|全市|全县|自治区(?!级))", "", text)
    text = re.sub(r"(?:年均)?(?:增长率|增速|增幅)$", "", text)
    text = re.sub(r"^园区(?!内)", "", text)
    share = re.search(r"占(?:全|所在地级|[\u4e00-\u9fff]{2})(?P<of>[市省区国]).*$", text)
    if share:
        return f"{text[: share.start()]}占全{share['of']}"
    bare = _TAILS.sub("", text)
    return bare if len(bare) > 1 else text


_MEASURED_TAIL = re.compile(
    r"(?:立案数|发案数|案件数|增加值|产值|总产值|收入|规模|投资|产量|总额|数量|面积|价格|涨幅|销售额|营业收入|合同金额|人数|占比|比重|增速|利润|企业|率|出口|进口|项目|业务量|开行量|交易额|成交额|销量|运量|客流量|支出|贷款|存款|余额|标准|经费|工资|用量|装机)$"
)


_SHARED_NOUN = re.compile(
    r"(?<=[\u4e00-\u9fff]{2})(?:装机|种植|播种|养殖|案件|立案|发案|销售|零售|用电|发电|到位|贸易|研发)+$"
)


_RATE_OF = re.compile(r"(?<=[\u4e00-\u9fff]{2})[\u4e00-\u9fff]{2}率$")


_WHOLE_NAME = re.compile(
    r"(?:率|产值|总值|增加值|收入|增速|涨幅|占比|比重|数量|面积|产量|额|余额|浓度)$"
)


def _named_pair(name: str) -> tuple[str, ...]:
    """The two names of a pair that is written short, () for other names."""
    lent = re.fullmatch(r"(.*?)存(?:款)?[、和]?贷款(.*余额)", name)
    if lent:  # 金融机构存、贷款余额
        return f"{lent[1]}存款{lent[2]}", f"{lent[1]}贷款{lent[2]}"
    homes = re.fullmatch(r"(.*?)城镇[和、与]农村((?:常住)?居民.+)", name)
    if homes:
        return f"{homes[1]}城镇{homes[2]}", f"{homes[1]}农村{homes[2]}"
    both = re.fullmatch(r"(?:全[省市区县])?城乡([^、和与]+)", name)
    if both:
        return f"城镇{both[1]}", f"农村{both[1]}"
    halves = re.fullmatch(r"(.+)(收入|进口|出口|存款)[和、与](支出|出口|进口|贷款)", name)
    if halves:  # 预算收入和支出
        return f"{halves[1]}{halves[2]}", f"{halves[1]}{halves[3]}"
    made = re.fullmatch(r"([^、和与]+?)(总?产值)[、和与](增加值)", name)
    if made:  # 规上工业总产值、增加值
        return f"{made[1]}{made[2]}", f"{made[1]}{made[3]}"
    return ()


def _common_end(items: Sequence[str]) -> str:
    """What the last item of a list says is measured, for all of them: 装机占比, 产量."""
    rate = _RATE_OF.search(items[-1])
    if rate and not any(item.endswith("率") for item in items[:-1]):
        return rate.group()  # 风电、光伏利用率
    tail = _MEASURED_TAIL.search(items[-1])
    if tail is None:
        return ""
    more = _SHARED_NOUN.search(items[-1][: tail.start()])
    if more is None or max(map(len, items[:-1])) > 4:
        return tail.group()
    # 刑事警情、刑事立案数量: another thing of the same, not of the same sort
    same = items[0].startswith(items[-1][: more.start()]) or items[0].endswith(more.group())
    return tail.group() if same else f"{more.group()}{tail.group()}"


_OF_SO_MANY = re.compile(
    r"^([\u4e00-\u9fff“”]{2,12}?)(?:等)?[两二三四五六七八九十](?:大|个|类|种|家|条|项)[\u4e00-\u9fff]{0,4}?(?:产业链|产业|行业|领域|品种|产品|园区|企业|板块|集群|市县|县区|县|区|市|项目)([\u4e00-\u9fff]{2,})$"
)
_THREE = re.compile(
    r"(?P<of>.*?)第?一(?:产业)?[、和]第?二(?:产业)?(?P<third>[、和]第?三)?产业(?P<what>[\u4e00-\u9fff]*)"
)


def distributed(name: str, count: int) -> tuple[str, ...]:
    """The names that a joint name gives to as many figures: "A、B增加值" to A增加值 and B增加值.

    () when the name does not list as many things; 城乡居民收入 is 城镇 and 农村 for two.
    """
    pair = (_named_pair(name) or _two_in_one(name)) if count == 2 else ()
    if pair:
        return pair
    sectors = _THREE.fullmatch(name)
    if sectors and count == (3 if sectors["third"] else 2):  # 第一、二、三产业增加值
        each = "一二三"[:count]
        return tuple(f"{sectors['of']}第{n}产业{sectors['what']}" for n in each)
    items = [item for item in re.split(r"、|和(?!谐)|与|以及", name) if item]
    if len(items) != count or count < 2:
        return ()
    whose = _EVENTS.sub("", items[0]) if _EVENTS.search(items[0]) else ""
    if whose and items[1].endswith("数"):  # 生产安全事故起数、死亡人数
        return items[0], *(f"{whose}{item}" for item in items[1:])
    items[-1] = _OF_SO_MANY.sub(r"\1\2", items[-1])  # 竹基新材料三大主导产业产值
    end = _common_end(items)
    if end in ("企业", "项目") and items[0][:2] == items[-1][:2]:
        end = ""  # 云标产品、云标企业
    if items[0].startswith("对") and not items[1].startswith("对"):  # 对东盟、中东出口
        items = [items[0], *(f"对{item}" for item in items[1:])]
    return tuple(
        item if item.endswith(end) or _WHOLE_NAME.search(item) else f"{item}{end}" for item in items
    )


# two words that share a part: 产销量 is 产量 and 销量
_IN_ONE = (
    (re.compile(r"产销(?=[量值额])"), ("产", "销")),
    (re.compile(r"进出口"), ("进口", "出口")),
    (re.compile(r"存贷款"), ("存款", "贷款")),
    (re.compile(r"收支"), ("收入", "支出")),
)


def _two_in_one(name: str) -> tuple[str, str] | tuple[()]:
    """The two names that a joint word stands for, () when there is none."""
    for joint, (one, other) in _IN_ONE:
        if joint.search(name):
            return joint.sub(one, name), joint.sub(other, name)
    return ()
