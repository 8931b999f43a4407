"""The names of indicators: cut out of a clause, folded for comparing, and their scope."""

from __future__ import annotations

import re

from index.figures import find_years
from index.types import Figure

_LEADING = re.compile(
    r"^(?:[、，,；;。：）)]|和(?!谐)|与|及(?!时)|并(?!网)|其中|同时|目前|现(?![代有货])|预计|力争|争取|确保|有望|到|至|截至|截止|"
    r"自(?![治主然来])|从(?![业事])|由|为(?!主)|在(?![校建])|较|比(?![例重])|以及|还|再(?!生|制造|就业|保险|贷款|融资)|又|而|但|虽|另有|全面|积极|探索|努力|进一步|平均|"
    r"年底|年末|年内|时期|期间|[末底](?!线)|年(?![均度产轻])|以来|[前后](?=，)|间|内(?![地部蒙贸需河陆生容控涵外镜])|分别|净(?=增)|各(?=有))+"
)
_VERB = (
    "新认定|新创建|新培育|新建设|再建设|再创建|综合治理|培育创建|培育打造|培育形成|认定|新增|净增|新建|培育|建成|建设|打造|创建|"
    "引进|引入|拥有|开发|完成|实现|形成|布局|开展|孵化|落实|设立|遴选|选择|组织|制定|完善|规划|树立|配强|配置|采购|达成|吸纳|评价|"
    "获得|获评|获|共有|建立|用好|深化|推出|促成|贡献了?|查明|发现|扶持|上缴|加快|推动|推进|加大|强化|安排|投入|开工|实施|确定|补充|解决|支持|发放|兑现|整合|续建|改扩建|升级|拓展|统筹|首期安排|下达|拨付|减免"
)
_LEADING_VERB = re.compile(
    rf"^(?:已|将|共|累计|逐步|基本|新|再|每年|全年|全力|重点)*(?:{_VERB}|达到?|有(?!色|限|机|效))(?:了)?"
)
_ONLY_VERB = re.compile(
    rf"^(?:[\u4e00-\u9fff、，“”]{{0,30}}?)(?:{_VERB}|推动|推进|依托|集中了|对|围绕|有|扩建|改造|以)(?:了|约|近|超)?$"
)
_FILLER = (
    "力争|争取|预计|确保|实现|达到|达成|进入了?|达|为|是|有|超过|超|突破|不得?低于|不得?少于|不得?超过|不得?高于|不足|不到|低于|高于|介于|"
    "稳定在|保持在|维持在|控制在|提升至|提升到|提高到|提高至|上升至|上升到|下降至|下降到|降至|降到|压减至|增加到|增加至|增长到|"
    "增长至|优化为|扩大到|扩大至|扩大|缩短至|压缩至|增至|累计|完成|仅有|仅|约为|约合|约|将近|接近|近|已|将|虽|的|从|由|至|到|在|共计|"
    "共|总计|合计|左右|贡献了|再|大于等于|大于|小于|(?<!平)均|平均(?:为|达)|都|净|压减|分别|新增|增加|净增|认定|提升|提高|增长|下降|降低|减少|上升|上涨|下跌|回落|回升|"
    "增速|增幅|同比|年均|每年|较|(?<![占同环对之])比|高出|前进|翻|只|需|不|逾|过|其中|如|另|和|及"
)
_TRAILING = re.compile(rf"(?:{_FILLER}|[≥≤><、“（(:：,\s—–-])+$")
_KEPT_TAIL = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:年均增长率|年均增速|增长率|增速)$")
_ONLY_CHANGE = re.compile(
    r"(?:年均|同比|比上年|较上年|环比)*(?:增长率|增长速度|增速|增幅|增长|名义增长|实际增长|降幅|涨幅)?"
)
_COMPARED = re.compile(
    r"(?:比|较|是|相比|相当于)(?:上年|去年|上年同期|上次|上届|同期|规划|预期|全国|全市|全区|“|十[一二三四五六]五)[^，。；]{0,10}$"
)
_COMPARISON = re.compile(r"^(?:其)?(?:是|为|比|较|相当于|超过|高于|低于|超出|规模较|不到)")
_SCALE = re.compile(r"规模以上|规上|限额以上|限上|规下|规模以下")
_SCOPE = re.compile(r"园区内|区内|全区|全省|全市|全县|全国(?!”)|全自治区|城镇(?!化)|农村")
QUALIFIERS = re.compile(
    r"(?:其中)?(?:国家级?|自治区级?|省级?|市级?|区级|县级|地市县级|州级|部级|世界级)(?:及以上|以上)?"
)
TOTALS = re.compile(r"(?:总量|总数|总规模|(?:全[省市区])?(?:通车|运营)?总?里程)")
_PREDICATE = re.compile(
    r"(?:全部|全面|顺利|成功|有序|加快|正式|基本|如期|陆续)*(?:完工|完成|落地|推进|建成|投产|投用|发布|取得积极进展|取得实效|获批|启动|开工|见效)$"
)
_EVENTS = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:起数|次数|件数|宗数)$")
GENERIC_NAMES = re.compile(
    r"(?:总)?(?:规模|产值|面积|投资|长度|长|产量|产能|金额|收入|数量|增加值|总产值|销售额|总面积|总投资|总规模|年度规模|入驻企业|年均值|日均值|年均浓度)"
)
_TAILS = re.compile(
    r"(?:数量|总数|个数|家数|户数|数目|数)?(?:合计)?(?:目标值?|指标|总额|总量|金额)?$"
)
_NOUN = re.compile(
    r"[\u4e00-\u9fff“”]{2,16}?(?:总额|总产值|产值|增加值|收入|投资|总量|产量|数量|销售额|生产总值|GDP|人数|面积|储量|资金|第[一二三]产业|率|浓度|指数|均值)"
)
_BEHIND = re.compile(r"[^，。；：、（）()\d！？+＋]{2,30}")
_BEHIND_STOP = re.compile(
    r"^(?:的|左右|以上|以下|以内|之间|，|。|、|；|等|和|及|与|或|为|是|至|到|增|提升|提高|下降|优化|扩|并|且|较|同比|均|占)"
)
_BEHIND_CUT = re.compile(
    r"(?:进行|开展|提供|参与|实现|纳入|打造|赴|均|被评为|被|由|通过|完成|获得|获|围绕|成为|总体|所有|仅?占|税收|分别).*$"
)
_KEEP_PREDICATE = re.compile(
    r"^(?:[\u4e00-\u9fff“”]{2,8}(?:通过|获得?|被评为|被)|(?:企业|单位|家庭|农户)(?:实现|完成|达到))"
)
_MEASURED = ("count", "area", "power", "length", "CNY", "number", "mass", "volume")


def clean_indicator(head: str, *, table: bool = False) -> str:
    """The name of the indicator in the words before a figure, "" when none is left.

    Years, aim words (力争, 预计 …), verbs (实现, 新增, 达到 …) and comparisons are taken off.
    """
    text = re.sub(r"\s+", "", head if table else _without_years(head))
    if table:
        return text
    text = re.sub(r"^（[^（）]*）", "", _COMPARED.sub("", text))
    text = re.sub(r"^连续[一二两三四五六七八九十\d]+[年季月]|创造了?$", "", text)
    for _ in range(5):
        before = text
        text = _LEADING_VERB.sub("", _LEADING.sub("", text))
        if not _KEPT_TAIL.search(text):
            text = _TRAILING.sub("", text)
        if text == before:
            break
    text = re.sub(
        r"(?<=[\u4e00-\u9fff]{4})(?:实现)?(?:从(?![业事])|(?<![理自缘事])由)[^，]{0,6}$", "", text
    )
    text = re.sub(r"(?:虽|仅|已|将|约)(?=占)", "", text)
    text = re.sub(r"(?<=[\u4e00-\u9fff]{2})(?:实现|完成|创造)(?=[\u4e00-\u9fff]{2})", "", text)
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
    return re.sub(r"^(?:[一二三四五六七八九十\d]+年)?[间内来]?(?=累计|纳入)", "", text)


def is_comparison(head: str) -> bool:
    """Whether the words only compare with something: 是2010年的, 超过规划预期目标, 规模较2021年."""
    return bool(_COMPARISON.match(head.strip("，、 ")))


def told_before(text: str) -> str:
    """The last noun that can be measured in the clauses before a figure (社会消费品零售总额)."""
    found = [m.group() for m in _NOUN.finditer(text)]
    return clean_indicator(found[-1]) if found else ""


_PART_OF = re.compile(r"(?:实现|确保|推动|[\u4e00-\u9fff]{2,}[和及与])$")
_SIZED = re.compile(
    rf"(?:{_VERB}|启动|运行|成为|全球首个|首个|设立|新|、|和)+(?P<name>(?:总|年)?(?:规模|投资|面积|产能|吞吐量|长度|金额))"
)


def told_behind(head: str, tail: str, figure: Figure) -> str:
    """What a figure measures when it stands behind it, "" when it does not.

    智能工厂 in "建设3家以上智能工厂", 产业引导基金 in "规模10亿元的产业引导基金", 税收收入 in
    "1/3的税收收入".
    """
    kind, rest = figure.quantity.kind, tail.lstrip()
    told = _told_of(head, rest, kind)
    if told or kind not in _MEASURED:
        return told
    bracket = re.match(r"(?:[（(][^（）()]{1,14}[）)]|[）)])(?:左右|以上)?", rest)
    rest = rest[bracket.end() :] if bracket else rest
    match = None if _BEHIND_STOP.match(rest) else _BEHIND.match(rest)
    if match is None or (kind != "count" and not _ONLY_VERB.match(head.strip("，、 "))):
        return ""
    words = _with_list(match.group(), rest)
    place = re.match(r"([县市区村乡镇]{1,2})(?:建设|开展|实施|新建|推广)", words)
    if place:
        return place[1]
    if _KEEP_PREDICATE.match(words):
        clause = re.match(r"[^，。；！？\d]{2,40}", rest)
        words = clause.group() if clause else words
    else:
        bare = _BEHIND_CUT.sub("", words)
        words = bare if len(bare) > 2 else words  # 集体获评模范: the noun alone says too little
    words = re.sub(r"[和及与、]$", "", words.strip("的 "))
    done = _PREDICATE.sub("", words)
    words = done if len(done) > 3 else words
    paired = words.count("“") == words.count("”")
    return words if paired else re.sub("[“”]", "", words)


def _told_of(head: str, rest: str, kind: str) -> str:
    """The noun behind a figure that belongs to it: "1/3的税收收入", "90%以上行政村通硬化路"."""
    bare = clean_indicator(head)
    sized = _SIZED.fullmatch(bare) if rest.startswith("的") else None
    if sized:  # "启动总规模1000亿元的母基金"
        noun = re.match(r"的([\u4e00-\u9fff“”、]{3,24}?)(?=[，。；]|$)", rest)
        if noun:
            return f"{noun[1]}{sized['name']}"
    if rest.startswith("的") and (kind == "percent" or GENERIC_NAMES.fullmatch(bare)):
        match = re.match(r"的([\u4e00-\u9fff“”]{2,16}?)(?=[，。；、和]|$)", rest)
        if match and (not bare or GENERIC_NAMES.fullmatch(bare) or head.startswith("的")):
            return f"{match[1]}{bare if GENERIC_NAMES.fullmatch(bare) else ''}"
    if kind == "percent" and _PART_OF.search(head) and not _BEHIND_STOP.match(rest):
        part = re.match(r"[\u4e00-\u9fff“”]{3,16}(?=[，。；]|$)", rest)
        return part.group() if part else ""
    return ""


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


def indicator_key(name: str) -> str:
    """An indicator folded for comparing: one word for equal notions, no filler.

    规模以上/规上, 总产值/产值, and tails such as 数量 or 总数 do not tell indicators apart.
    """
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
    r"(?:增加值|产值|总产值|收入|规模|投资|产量|总额|数量|面积|价格|涨幅|销售额|营业收入|合同金额|人数|占比|比重|增速|利润|企业|率|出口|进口|项目|业务量|开行量|交易额|成交额|销量|运量|客流量|支出|贷款|存款|余额|标准|经费|工资|用量|装机)$"
)


def distributed(name: str, count: int) -> tuple[str, ...]:
    """The names that a joint name gives to as many figures: "A、B增加值" to A增加值 and B增加值.

    () when the name does not list as many things; 城乡居民收入 is 城镇 and 农村 for two.
    """
    items = [item for item in re.split(r"、|和(?!谐)|与|以及", name) if item]
    both = re.match(r"(?:全[省市区县])?城乡", name)
    if count == 2 and len(items) == 1 and both:
        return f"城镇{name[both.end() :]}", f"农村{name[both.end() :]}"
    if len(items) != count or count < 2:
        return ()
    whose = _EVENTS.sub("", items[0]) if _EVENTS.search(items[0]) else ""
    if whose and items[1].endswith("数"):  # 生产安全事故起数、死亡人数
        return items[0], *(f"{whose}{item}" for item in items[1:])
    tail = _MEASURED_TAIL.search(items[-1])
    end = tail.group() if tail else ""
    return tuple(item if item.endswith(end) else f"{item}{end}" for item in items)
