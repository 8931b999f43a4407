"""A question taken apart without a model: language, slots, and the terms to look for."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from index.cleaning import normalise
from index.figures import find_years
from index.quantities import CLASS, parse_quantities, stated_values
from index.types import Document
from index.words import cut, leaves_out
from rag.english import parse_english_quantities
from rag.names import with_names
from rag.places import bare_place, names_region, regions_named
from rag.terms import TermLayer, english_words, with_bare
from rag.types import Asked, Language, Query, TermGroup

_CJK = re.compile(r"[\u3400-\u9fff]")
_ORDINALS = {"11th": 2006, "12th": 2011, "13th": 2016, "14th": 2021, "15th": 2026, "16th": 2031}
_ORDINAL_WORDS = {
    "eleventh": "11th", "twelfth": "12th", "thirteenth": "13th", "fourteenth": "14th",
    "fifteenth": "15th", "sixteenth": "16th",
}  # fmt: skip
_EN_PLAN = re.compile(
    r"(?P<end>\bend of (?:the )?)?\b(?P<n>1[1-6]th|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth)"
    r"[\s-]+(?:five[\s-]+year|FYP|5[\s-]year)(?:[\s-]+plan)?",
    re.I,
)
_EN_YEARS = re.compile(r"\b((?:19|20)\d{2})\s*(?:-|–|—|to|through|and)\s*((?:19|20)\d{2})\b")
_EN_YEAR = re.compile(r"\b((?:19|20)\d{2})\b")

# what a Chinese question asks for; the first rule that fits decides the kinds
_ZH_STOP = frozenset(
    """多少 什么 哪些 哪个 哪家 哪里 哪 几 几个 如何 怎么 怎样 是否 有没有 请问 请 告诉 多大 多高 多长 谁 何时 何
    是 的 了 吗 呢 和 与 及 在 到 对 为 将 要 会 被 把 有 中 里 其 其中 该 这 那 并 或 也 都 由 从 于 以 等 我
    我们 一下 分别 各 各自 具体 大约 大概 左右 以上 应 应当 可以 能 能够 需要 达 达到 提出 明确 规定 要求 写明
    计划 预计 预期 力争 争取 目标 数量 数值 数字 指标 规划 方案 文件 纲要 行动方案 年 年末 年底 底 末 时 时期
    期间 当年 截至 根据 按照 按 关于 方面 情况 属于 叫 名称 名字 做 进行 实现 就 还 个 家 户 项 条 种 座 人
    下 上 后 前 来 去 说 看 算 如果 那么 然后 想 知道 了解 查 查询 总共 一共 共 合计 水平 程度 比 较 相比 所
    给出 列出 列举 包括 包含 涉及 主要 有关 相关 本 全文 里面 当中 提到 多 少 约 大 小 数 号 哪年 哪一年 之间
    今后 未来 目前 现在 眼下 当前 如今 已经 已 曾 曾经 打算 准备 定 设定 设 定为 确定 做到 干 搞 弄 至少 至多 不低于 那会儿 那时 当时 一年 注意 不是 百分之几 处在 哪会儿 那类 这类 一类 压到
    各是 各要 各有 各为 几比几 排个序 排序 排名 数算 手里 手上 后面 往后 高出 低于 加上 加起来 相加 算下来
    还有 另外 列个表 列表 做个表 几家 几户 几项 几条 对比 摆一起 放一起 一起 哪一家 哪一个 眼前 眼看 好几 总的 光是 单是 才""".split()
)
_LOOSE = ("", "unknown", "cedict", "part")
_ZH_LIST = re.compile(
    r"哪些|哪几|哪[两三四五六七八九十]|有哪|列出|列举|分别是什么|包括什么|包含什么|名单|哪里.*分别|都有什么"
)
_ZH_FIGURE = re.compile(
    r"多少|(?<!哪)几(?:个|家|户|项|条|种|座|人|倍|成|亿|万|年|次|处|公里|名|所|类|套|期|轮|层|大)|百分之几|多大|多高|多长|多快|多久|占比|比重(?:是|为|达)|增速(?:是|为|达)|目标值"
    r"|第几|几何|数额|金额是|比例是|是几|为几|几点|[什啥](?:么)?(?:数(?!据|字)|水平|比例|规模|量级)|哪个数(?!据|字)"
)
_ZH_KINDS: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (re.compile(r"(?:多少|几)个?百分点"), ("points", "percent")),
    (re.compile(r"多少亿?万?美元"), ("USD",)),
    (
        re.compile(
            r"多少[亿万千]?(?:立方米?|方(?!面|案|式|法|向))|供[^，。；？?]{0,6}多少水|多少水"
        ),
        ("volume",),
    ),
    (
        re.compile(
            r"多少(?:万|亿|万亿|千)?元|多少钱|金额|资金规模|价格|电价|(?<![评物造])均价|(?:产地|收购|市场|单)价|多少(?:亿|块)(?!千瓦|度|吨|立方|斤|人|户|家|次|件)"
        ),
        ("CNY", "USD", "CNY/*"),
    ),
    (
        re.compile(
            r"百分之(?:几|多少)|多少个?(?:%|％)|占比|比重|增速|增长率|比例|[^效功倍税汇]率(?:是|为|目标|要|应|达|能|有|将|到|至|不|稳|[，,？?的]|$)|增长多少|增长了多少|提高多少|降低多少|下降多少|占.{0,12}多少|涨了?(?:多少|几)"
        ),
        ("percent", "points"),
    ),
    (re.compile(r"几倍|多少倍|翻几番|几番"), ("multiple", "doubling", "percent")),
    (re.compile(r"多少(?:万|亿)?千瓦时|多少(?:万|亿)?度"), ("energy",)),
    (re.compile(r"多少(?:万|亿)?(?:千瓦|兆瓦)|装机"), ("power",)),
    (re.compile(r"多少(?:万|亿)?(?:吨|斤|公斤|千克)"), ("mass", "coal", "carbon")),
    (re.compile(r"多少(?:万|亿)?(?:亩|公顷|平方米|平方公里)|面积"), ("area",)),
    (re.compile(r"多少(?:万|亿)?(?:公里|千米|米)|多长|里程"), ("length",)),
    (re.compile(r"多少(?:万|亿)?立方米"), ("volume",)),
    (re.compile(r"多少(?:天|小时|分钟|个月|年|秒)|几(?:年|天|小时|分钟|个月)|多久"), ("time",)),
    (re.compile(r"浓度"), ("mass/volume",)),
)
# what is asked for is itself a rate: 各自年均增速是多少
_RATE_ASKED = re.compile(
    r"^[^多几]*(?:增速|增幅|涨幅|增长率|占比|比重|比例|份额|[^效功倍税汇频]率)(?:目标值?)?(?:各自|分别|各)?"
    r"(?:[是为达要能]|定[的为在]是?|[有提升降][高升低]?)?(?:[到至])?(?:多少|几何)(?![个家户项亿万元吨条])[^多几]*$"
)
# how much something rose or fell, without a unit of its own: 分别增长或下降了多少
_CHANGE_ASKED = re.compile(
    r"^[^多几]*(?:增长|下降|上升|提升|降低|涨|跌)(?:或[\u4e00-\u9fff]{2})?了?多少(?![个家户项亿万元吨条千人公度])[^多几]*$"
)
_SHARE_ASKED = re.compile(r"份额|多大比例|几成|占多大|多大部分|百分比")
_RATE_NAMED = re.compile(
    r"增速|增幅|涨幅|增长(?!点|极|动能)|赤字率|失业率|[^效功倍税汇频]率(?!先|领|达)"
)
_PERCENT_ZH = re.compile(r"百分之(?:几|多少)|多少个?(?:%|％)")
_COUNT = re.compile(
    r"(?:多少|几)(?:万|亿)?(?P<c>个|家|户|项|条|种|座|人次|人|名|处|所|类|套|台|辆|件|架|次|场|张|批|期|大类|大|只|头|间|篇|位)"
)
_EN_LIST = re.compile(
    r"^(?:which|what) (?:\w+[ -]){0,5}?\w+[^siu\W]s\b(?! (?:the|a)\b).*\b(?:are|were|do|does|have|include)\b|\b(?:list|name|identify) (?:the|all|two|three|four|five|six|at least)\b|\bwhat are\b|^(?:which|what) (?:two|three|four|five|six|seven|eight|nine|ten)\b",
    re.I,
)
_EN_FIGURE = re.compile(
    r"\bthe (?:number|amount|value|size) of\b|\b(?:two|three|what) (?:figures|numbers)\b|\bhow (?:many|much|large|big|high|long|low|far|fast)\b|\bwhat (?:was|is|were|are|would|will) (?:[\w'’&-]+[\s-]){0,8}?(?:target|figure|value|share|rate|growth|total|number|amount|percentage|ratio|level|size|capacity|volume|output|investment|revenue|ceiling|floor|minimum|maximum|proportion|count|cap|limit|threshold|goal)\b"
    r"|\bwhat (?:\w+[\s-]){0,6}?(?:target|ceiling|floor|cap|limit|threshold|minimum|maximum|share|rate|ratio|output|value|growth|capacity|level|figure|percentage|multiple|number|revenue|investment|goal|price|tariff|wage|salary|cost|budget)s? (?:(?:per|in|of|for) \w+ )?(?:does|do|did|is|was|are|were|has|have|had|will|would|should|must)\b"
    r"|\bwhat (?:\w+[\s-]){1,3}?(?:output|value|investment|revenue|capacity|scale|size) \b|\bin tonnes\b"
    r"|\b(?:what|which) (?:percentage|share|proportion|percent|growth rate|rate|ratio|fraction|number|level|amount|value|figure|volume|capacity|size|multiple|target|annual)\b|\bby how much\b|\bto what (?:level|extent|share)\b",
    re.I,
)
# words, not a figure: who, where, why, when, which …, what kind of …
_EN_WORDS = re.compile(
    r"\b(?:who|whom|whose|where|why|when|which)\b|\bwhat (?:kind|type|sort|role|roles|steps|measures|is meant|happens|tool|body|name)\b|\bhow (?:does|do|did|is|are|will|would|should|can)\b",
    re.I,
)
_EN_KINDS: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (re.compile(r"percentage points?", re.I), ("points", "percent")),
    (re.compile(r"\bUS\$|\bUSD\b|US dollars?|\bdollars?\b|foreign (?:direct )?investment|foreign capital|\bFDI\b", re.I), ("USD", "CNY", "percent")),
    (re.compile(r"percent(?!ile)|per cent|%|\bshare\b|\bproportion\b|\brate\b|\bratio\b|growth|grow|grew|\bfraction\b|rose|rise|increase|decline|fall|fell|drop|\bcut\b|reduc", re.I), ("percent", "points", "number")),
    (re.compile(r"how many times|\bmultiple\b|times larger|double", re.I), ("multiple", "doubling", "percent")),
    (re.compile(r"\bhow much (?:more|less|cheaper|dearer|higher|lower)\b", re.I), ("percent", "points", "multiple", "CNY", "CNY/*")),
    (re.compile(r"\bpay\b|\bwages?\b|\bsalar(?:y|ies)\b", re.I), ("CNY", "CNY/*")),
    (re.compile(r"\bhow long (?:is|are|was|were|will|would|should|must) (?:[\w'’-]+ ){0,7}?(?:roads?|lines?|pipes?|pipelines?|networks?|tunnels?|bridges?|cables?|railways?|highways?|expressways?|canals?|mains?|routes?|rivers?)\b", re.I), ("length",)),
    (re.compile(r"how long|within how many (?:years|days|minutes|hours)|response time", re.I), ("time",)),
    (re.compile(r"installed capacity|\bMW\b|\bGW\b|megawatts?|gigawatts?|kilowatts?\b(?!-hour)", re.I), ("power", "energy")),
    (re.compile(r"\benergy storage\b.*\bcapacity\b|\bcapacity\b.*\benergy storage\b|\b(?:wind|solar|pv|photovoltaic|hydropower|generating|nuclear|thermal)(?: power)? capacity\b", re.I), ("power", "energy")),
    (re.compile(r"how many (?:\w+ )?(?:tonnes|tons)|tonnage|\bjin\b|\btonnes\b|\btons\b", re.I), ("mass", "coal")),
    (re.compile(r"how many (?:\w+ )?(?:hectares|mu)\b|\barea\b|square (?:metres|meters|kilomet)", re.I), ("area",)),
    (re.compile(r"how many (?:\w+ )?(?:kilometres|kilometers|km|metres|meters)\b|\blength\b|how long (?:is|are) the (?:road|line|pipe)", re.I), ("length",)),
    (re.compile(r"how much (?:money|funding|investment|tax|capital|financing|lending|revenue|output)|\bCNY\b|\bRMB\b|\byuan\b|\brevenue\b|value added|added value|\binvestment\b|\bGDP\b|\bfunding\b|\bfund\b|\btariff\b|\bprice\b|\bsales\b|turnover|\bearn(?:s|ed|ings?)?\b|tax|\bexports?\b|\bimports?\b|foreign trade", re.I), ("CNY", "USD", "CNY/*", "percent")),
    (re.compile(r"\boutput\b|\bproduction\b", re.I), ("CNY", "mass", "volume", "energy", "count")),
)  # fmt: skip
# "how does the wage compare with Qinghai's" asks for both figures
_EN_COMPARES = re.compile(
    r"\bhow (?:do|does|did) .*\bcompare\b|\bhow much (?:more|less|cheaper|dearer)\b", re.I
)
_IN_MONEY = re.compile(
    r"\bin (?:(?:billion|million)s? (?:of )?)?(?:CNY|RMB|yuan)\b(?! per)|\b(?:CNY|RMB) (?:billion|million)\b(?! per)",
    re.I,
)  # the unit that is asked for
_HOW_MANY = re.compile(r"\bhow many\b", re.I)
_EN_COUNT = re.compile(r"\bhow many\b|\bnumber of\b|\bcount of\b", re.I)
_GROWTH = re.compile(
    r"增速|增长(?!到|至)|涨(?!到|至)|增幅|增加了|提高了|下降(?!到|至)|降低(?!到|至)|提升多少|提高多少|年均|growth|grow|grew|rose|increase|declin|fell|reduc|cut\b",
    re.I,
)
_SHARE = re.compile(
    r"占|比重|份额|share|proportion|percentage of|accounted|account for|fraction", re.I
)
_INCREMENT = re.compile(
    r"新增|净增|再增|增加多少[家个户]|new(?:ly)? |additional|added\b|add\b", re.I
)
_NOT_ZH = re.compile(
    r"[（(，,；;。？?！!]\s*(?:要\S{1,8}[，,])?(?:请?注意)?(?:也|并|更)?(?:不要|不是|而非|而不是|不含|不算|不包括|别给|非)[^）)，,。？?]*[）)]?"
)
_NOT_EN = re.compile(
    r"[(,;]?\s*\b(?:not(?: just| only)?|rather than|excluding|as opposed to)\b (?!yet|more than|less than|exceed|fall)[^,.;?)]*\)?",
    re.I,
)
_PARTS_ZH = re.compile(
    r"多少|多大|多高|多长|(?<!哪)几(?=[个家户项条种座人倍成亿万年次处名所类套])|百分之几|增速(?=[？?，,是])"
)
_PARTS_EN = re.compile(
    r"\bhow (?:many|much|large|big|high|long|fast|quickly|far)\b|\bwhat (?:share|percentage|proportion|growth|was|is|were|are|value|level|rate)\b",
    re.I,
)
_PART_ZH = re.compile(r"[，,、；;？?。]|以及|及其|和|与|分别|比")
_PART_EN = re.compile(r"[,;?.]\s|\band\b|\bversus\b|\bcompared\b", re.I)
# "2025年之后到2030年": only the later year is asked for
_SINCE_ZH = re.compile(r"(?:19|20)\d{2}年?(?:之后|以后|后)(?=.*(?:19|20)\d{2})")
_SINCE_EN = re.compile(r"\b(?:after|since|beyond) (?:19|20)\d{2}\b(?=.*\b(?:19|20)\d{2})", re.I)
_MONEY_ZH = re.compile(
    r"产值|增加值|税|投资|收入|资金|利润|总额|外贸|GDP|生产总值|规模|基金|贷款|产业"
)
# a year or period that is part of a plan's name is no slot: 2017年的有色金属实施方案, 13th Five-Year industrial plan
_NAMED_ZH = re.compile(
    r"(?:(?:19|20)\d{2}年?(?:[-—–~～至到](?:19|20)\d{2})?年?[）)]?的?|[（(](?:19|20)\d{2}\s*[-—–至到]\s*(?:19|20)\d{2}年?[）)]"
    r"|(?<=规划|方案|纲要|计划)[）》”]?[（(](?:19|20)\d{2}年?[）)]"
    r"|[“\"《]?十[一二三四五六]五[”\"]?(?:时期)?)(?=[^，。？?、]{0,14}(?:规划|纲要|方案|计划(?!多少|几|完成|新|建|投|做|达|要|安排|实施|改造|培育|人次|治理|生产|推出)))(?![^，。？?、]{0,12}(?:期间|末|目标|达))"
)
_NAMED_EN = re.compile(
    r"(?<!end of the )(?<!end of )\b(?:1[1-6]th|eleventh|twelfth|thirteenth|fourteenth|fifteenth)[\s-]+(?:five[\s-]+year|FYP|5[\s-]year)\b"
    r"(?<!during the )(?<!over the )(?<!throughout the )(?!(?:[\s-]+\w+){0,3}[\s-]+(?:period|years))(?=(?:[\s-]+\w+){0,4}[\s-]+(?:plan|outline|program\w*)\b)"
    r"|\(?\b(?:19|20)\d{2}\s*(?:[-–—]\s*(?:19|20)\d{2})?\)?(?! ?(?:in|under|of|by|from|for|per|the|and|as|according)\b)(?=(?:[\s-]+[a-z-]+){0,6}?[\s-]+(?:plan|scheme|programme|outline|document|notice)\b(?! (?:period|years)))",
    re.I,
)
_ZONE = re.compile(
    r"(?:市|国家级|国家)*(?:经开区|经济技术开发区|经济开发区|高新|综合保税区|综保区|开发区|新区)"
)
# what a figure is asked for per unit of, as the kind of that unit; "*" for any other unit
_PER: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("area", re.compile(r"每(?:平方[公千]?[里米]|公顷|亩)|亩均|地均|单位(?:土地|用地|面积)|/(?:平方|亩|公顷)|\b(?:per|a|each) (?:square kilomet|square met|sq|hectare|mu\b|unit of (?:land|area))", re.I)),
    ("energy", re.compile(r"每(?:度|千瓦时)|一度电|/(?:度|千瓦时)|\b(?:per|a) (?:kWh|kilowatt[\s-]?hour)", re.I)),
    ("mass", re.compile(r"每(?:吨|公斤|斤|千克)|[一/](?:斤|公斤|吨)(?!标)|\b(?:per|a) (?:jin|kg|kilo|ton|catty)", re.I)),
    ("volume", re.compile(r"每立方米|微克每|毫克每|\bper (?:cubic|litre|liter)", re.I)),
    ("CNY", re.compile(r"每万元|万元(?:产值|增加值|GDP|生产总值)|/万元|\bper (?:CNY|RMB|10,?000 yuan|ten thousand yuan)|\bper unit of (?:GDP|output|(?:industrial )?(?:value )?added)", re.I)),
    ("*", re.compile(r"每(?:千瓦|人|单位)|单位|人均|/|\bper (?!cent\b|year\b|annum\b|plan\b)|\bunit\b", re.I)),
)  # fmt: skip
_PEOPLE_EN = re.compile(
    r"\bhow many (?:\w+[\s-]){0,4}?(?:people|persons|workers|employees|residents|jobs|staff|students|graduates|professionals|specialists|farmers|herders)\b",
    re.I,
)
_FIRMS_EN = re.compile(
    r"\bhow many (?:(?!of\b)[\w'’&-]+[\s-]){0,4}?(?:firms|companies|enterprises|businesses|producers|manufacturers|makers)\b(?! (?:parks?|workers|staff))",
    re.I,
)
_HOW_FAR = re.compile(r"\bhow far\b", re.I)  # the glossary knows FAR, the floor area ratio
_FOLLOW = re.compile(
    r"^(?:那么?|那|还有|以及|另外|then|and|what about|how about|also|so)[,，\s]?", re.I
)
_PRONOUN = re.compile(r"(?:^|[，,\s])(?:它|其|这个|该|那|(?:it|its|that|this|same)\b)", re.I)
_WHOLE = re.compile(r"[“”\"'《》（）()\s]")


@dataclass(frozen=True)
class Understanding:
    """What the reading of questions needs to know of the corpus."""

    terms: TermLayer
    documents: Sequence[Document]
    names: frozenset[str] = frozenset()  # of places, parks and works in the documents


def detect_language(text: str) -> Language:
    """Chinese when a tenth of the letters or more are Chinese characters, else English."""
    chinese = len(_CJK.findall(text))
    latin = len(re.findall(r"[A-Za-z]", text))
    return "zh" if chinese * 9 >= latin and chinese else "en"


def understand(question: str, history: Sequence[str], knowledge: Understanding) -> Query:
    """The query of a question; a follow-up takes the slots that it lacks from the turn before.

    ``history`` holds the earlier questions, the latest last.
    """
    query = _read(question, knowledge)
    if history and _is_follow_up(question, query):
        return _completed(query, understand(history[-1], history[:-1], knowledge))
    return query


# 每亩地的税收 is what plans call 亩均税收
_PER_UNIT_ZH = re.compile(
    r"(?:平均)?每一?(?P<unit>[亩户人])(?:地|土地|家)?的?(?=税|产[值出]|工业|增加值|收入|投资|用水|耗)"
)


def _read(question: str, knowledge: Understanding) -> Query:
    question = _PER_UNIT_ZH.sub(r"\g<unit>均", question)
    text = normalise(question.strip())
    language = detect_language(text)
    text = (_NOT_ZH if language == "zh" else _NOT_EN).sub(" ", text) or text
    if language == "zh":
        groups = with_names(_zh_groups(text, knowledge.terms), text, knowledge.names)
        search = text
    else:
        text = _NOT_EN.sub(" ", question.strip())
        groups = (
            *knowledge.terms.groups(
                _HOW_FAR.sub("how", _without_years(_unbracketed(_joined(text, knowledge.terms))))
            ),
            *_number_groups(text),
        )
        groups = _with_bracketed(_zones_are_no_cities(groups), text, knowledge.terms.stands)
        search = " ".join(term for g in groups for term in g.terms[:2])
    years, periods = question_years(text, language)
    kinds, classifiers = read_kinds(text, language)
    if language == "en" and _FIRMS_EN.search(text) and len(_EN_COUNT.findall(text)) == 1:
        classifiers = classifiers or ("家", "户")
    asked = _zh_asked(text, kinds, classifiers) if language == "zh" else _en_asked(text, kinds)
    documents, names = named_documents(text, knowledge.documents)
    names = (*names, *(name for name, _ in shortened_titles(text, knowledge.documents)))
    if language == "zh":
        groups = _with_short_regions(groups, knowledge.documents, text)
    groups = _without_plan_names(_with_regions(groups, knowledge.documents), names, text)
    groups = _examples(groups, text, language)
    groups = _in_parts(groups, text, language)
    roles = roles_of(text)
    return Query(
        text=question.strip(),
        language=language,
        asked=asked,
        groups=groups,
        years=years,
        periods=periods,
        kinds=kinds,
        classifiers=classifiers,
        roles=roles,
        documents=documents,
        search_text=search,
        parts=_parts(text, language, years),
        regions=regions_named(groups, knowledge.documents, text),
        compound=next((kind for kind, pattern in _PER if pattern.search(text)), ""),
    )


def _with_regions(
    groups: Sequence[TermGroup], documents: Sequence[Document]
) -> tuple[TermGroup, ...]:
    """The groups, words that are names of the documents' regions as places: no glossary has all."""
    regions = {d.region for d in documents if d.region}
    return tuple(
        replace(g, category="place", critical=True)
        if g.category in ("", "unknown") and any(names_region(g, r) for r in regions)
        else g
        for g in groups
    )


_ZONE_END = re.compile(
    r"(?:国家级)?(?:经济技术开发区|经济开发区|高新技术产业开发区|高新技术产业园区|高新区|开发区|经开区|新区|园区)$"
)


def _with_short_regions(
    groups: Sequence[TermGroup], documents: Sequence[Document], text: str
) -> tuple[TermGroup, ...]:
    """The groups with a region called by its bare name (砚湖 for 砚湖经济开发区) where the text was cut
    across that name (砚, 湖三, 大产业).
    """
    kept = list(groups)
    for region in dict.fromkeys(d.region for d in documents if d.region):
        bare = bare_place(_ZONE_END.sub("", region))
        at = text.find(bare) if len(bare) > 1 else -1
        if at < 0 or any(bare in g.source for g in kept):
            continue
        across = [
            g
            for g in kept
            if g.category == ""
            and (start := text.find(g.source)) >= 0
            and start < at + len(bare) < start + len(g.source)
        ]
        if across:
            kept = [g for g in kept if g not in across]
            kept.append(TermGroup(bare, (bare,), "place", True))
    return tuple(kept)


# things that only illustrate the notion that is asked for: 青稞醋、辣椒酱这些发酵制品
_EXAMPLES_ZH = re.compile(
    r"(?P<items>[^，。；？?：:]*?、[^，。；？?：:]*?)(?:这些|这类|这几[类种]|之类的?|等等?(?!级|于))(?=[\u4e00-\u9fff]{2})"
)
_EXAMPLES_EN = re.compile(
    r"\b(?:such as|e\.g\.,?|for example|for instance)\s(?P<items>[^?;)]*)", re.I
)
_EXAMPLE_ENDS = re.compile(
    r",? (?:do|does|did|is|are|was|were|will|would|has|have|should|want|by|in|to)\b", re.I
)


def _examples(groups: Sequence[TermGroup], text: str, language: Language) -> tuple[TermGroup, ...]:
    """Groups that only stand among examples of what is asked for marked as such."""
    pattern = _EXAMPLES_ZH if language == "zh" else _EXAMPLES_EN
    items = [m["items"] for m in pattern.finditer(text)]
    if not items:
        return tuple(groups)
    rest = pattern.sub(" ", text)
    if language == "en":
        items = [_EXAMPLE_ENDS.split(item)[0] for item in items]
        for item in items:
            rest = text.replace(item, " ")
        items = [f" {' '.join(english_words(item))} " for item in items]
        rest = f" {' '.join(english_words(rest))} "

    def only_there(group: TermGroup) -> bool:
        source = group.source.removesuffix(" (part)")
        key = source if language == "zh" else f" {source} "
        return not group.critical and key not in rest and any(key in item for item in items)

    return tuple(replace(g, category="example") if only_there(g) else g for g in groups)


def roles_of(text: str) -> tuple[str, ...]:
    """Whether a text asks for a growth, a share, an increment."""
    roles = (("growth", _GROWTH), ("share", _SHARE), ("increment", _INCREMENT))
    return tuple(role for role, pattern in roles if pattern.search(text))


def read_kinds(text: str, language: Language) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The kinds of quantity that a text asks for, and the classifiers of a count."""
    if language == "zh":
        return _zh_kinds(text)
    return _en_kinds(text), ("人", "名", "人次") if _PEOPLE_EN.search(text) else ()


def question_years(
    text: str, language: Language
) -> tuple[tuple[int, ...], tuple[tuple[int, int], ...]]:
    """Years and periods that a text asks for, without those in names of plans."""
    if language == "zh":
        return _zh_years(_NAMED_ZH.sub(" ", text))
    return _en_years(_NAMED_EN.sub(" ", text))


def without_plan_names(text: str, language: Language) -> str:
    """The question without the years and periods that only belong to the name of a plan."""
    return (_NAMED_ZH if language == "zh" else _NAMED_EN).sub(" ", text)


def _in_parts(groups: Sequence[TermGroup], text: str, language: Language) -> tuple[TermGroup, ...]:
    """Groups marked with the part of the question that they alone belong to.

    "产值和上缴税收分别是多少" asks for two figures; 产值 is what the first is, 税收 the second.
    """
    split = _PART_ZH if language == "zh" else _PART_EN
    pieces = [piece for piece in split.split(text) if piece.strip()]
    if language == "en":
        pieces = [f" {' '.join(english_words(piece))} " for piece in pieces]
    marked = []
    for group in groups:
        source = group.source.removesuffix(" (part)")
        key = source if language == "zh" else f" {source} "
        places = [i for i, piece in enumerate(pieces) if key in piece]
        alone = len(places) == 1 and not group.critical and group.category != "plan_name"
        marked.append(replace(group, part=places[0]) if alone else group)
    return tuple(marked)


def _parts(text: str, language: Language, years: Sequence[int]) -> int:
    """How many figures the question asks for, at the least one."""
    asked = len((_PARTS_ZH if language == "zh" else _PARTS_EN).findall(text))
    pattern = (
        r"分别|及其|以及|各|比呢|对比|和.{1,12}相比"
        if language == "zh"
        else r"\brespectively\b|\bcompared (?:with|to)\b|\bboth\b|\band (?:how|what|by|its)\b"
    )
    several = 2 if re.search(pattern, text) else 1
    return min(4, max(asked, several, len(years), 1))


def _zh_years(text: str) -> tuple[tuple[int, ...], tuple[tuple[int, int], ...]]:
    mentions = find_years(_SINCE_ZH.sub(" ", text))
    single = tuple(dict.fromkeys(m.years[0] for m in mentions if len(m.years) == 1))
    spans = tuple(dict.fromkeys((m.years[0], m.years[1]) for m in mentions if len(m.years) == 2))
    short = re.findall(r"(?<!\d)(\d{2})年(?!内|间|来)", text)
    return single or tuple(2000 + int(s) for s in short), spans


def _en_years(text: str) -> tuple[tuple[int, ...], tuple[tuple[int, int], ...]]:
    text = _SINCE_EN.sub(" ", text)
    spans: list[tuple[int, int]] = []
    single: list[int] = []
    for match in _EN_PLAN.finditer(text):
        name = match["n"].lower()
        first = _ORDINALS[_ORDINAL_WORDS.get(name, name)]
        if match["end"]:
            single.append(first + 4)
        else:
            spans.append((first, first + 4))
    for match in _EN_YEARS.finditer(text):
        first, last = int(match[1]), int(match[2])
        if "and" in match[0] or last <= first:
            single += [first, last]
        else:
            spans.append((first, last))
    if _DECADE.search(text):
        single.append(_DECADE_END)
    rest = _EN_YEARS.sub(" ", text)
    single += [int(year) for year in _EN_YEAR.findall(rest)]
    return tuple(dict.fromkeys(single)), tuple(dict.fromkeys(spans))


# the documents are plans of the 2020s and the years around them
_DECADE = re.compile(
    r"\b(?:by|at|before|until) the (?:end|close) of (?:the|this) decade\b|\bby the decade's end\b",
    re.I,
)
_DECADE_END = 2030


def _without_years(text: str) -> str:
    return _DECADE.sub(" ", _EN_YEAR.sub(" ", _EN_PLAN.sub(" ", text)))


# names of letters and digits, which the dictionary of words takes apart: 5G, IPv6, PM2.5
_LETTERED = re.compile(
    r"(?<![A-Za-z\d.])(?:\d{1,2}[GKD](?![A-Za-z])|[A-Za-z]{2,}\d[\d.]*(?![A-Za-z\d]))"
)


def _zh_groups(text: str, terms: TermLayer) -> tuple[TermGroup, ...]:
    """Glossary terms longest first, then words; each with the synonyms that the documents use."""
    groups: list[TermGroup] = []
    body = re.sub(r"[“”‘’\"《》]|(?:19|20)\d{2}\s*年?", " ", _BY_PLAN.sub(" ", text))
    bounds = _word_bounds(body)
    at, plain = 0, ""
    while at < len(body):
        hit = _glossary_hit(body, at, terms, bounds)
        if hit is None:
            plain += body[at]
            at += 1
            continue
        groups += _words(plain, terms)
        plain = ""
        entry = terms.entry(hit)
        category = entry.category if entry else ""
        if hit not in _ZH_STOP and category not in ("bound", "unit", "time"):
            zone = category == "place" and _ZONE.match(body[at + len(hit) :])
            name = terms.is_name(hit) and not zone
            told = with_bare(terms.synonyms(hit), _RATE)
            pieces = () if name or any(map(terms.stands, told)) else _pieces(hit, terms)
            groups.append(TermGroup(hit, told, category, name, pieces=pieces))
        at += len(hit)
    groups += _words(plain, terms)
    groups += [TermGroup(m.group(), (m.group(),)) for m in _LETTERED.finditer(body)]
    groups += _stated_figures(text)
    unique = {group.source: group for group in groups}
    return tuple(unique.values())


def _pieces(term: str, terms: TermLayer) -> tuple[tuple[str, ...], ...]:
    """The words of a term that no document holds as it stands, with their synonyms."""
    words = [word for word in cut(term) if len(word) > 1]
    return tuple(terms.synonyms(word) for word in words) if len("".join(words)) == len(term) else ()


# a rate as part of an indicator's name: plans write 固定资产投资 … 增长23.3%
_RATE = re.compile(r"(?<=[\u4e00-\u9fff]{3})(?:年均)?(?:增长率|增长速度|增速|增幅)$")


def _word_bounds(text: str) -> frozenset[int]:
    """Where words begin or end; a term must not be cut out of the middle of two words."""
    bounds, at = {0, len(text)}, 0
    for word in cut(text):
        found = text.lower().find(word, at)
        if found >= 0:
            at = found + len(word)
            bounds |= {found, at}
    return frozenset(bounds)


def _glossary_hit(text: str, at: int, terms: TermLayer, bounds: frozenset[int]) -> str | None:
    if at not in bounds:
        return None
    for length in range(min(terms.longest, len(text) - at), 1, -1):
        candidate = text[at : at + length]
        if at + length in bounds and terms.entry(candidate) is not None:
            return candidate
    return None


def _stated_figures(text: str) -> list[TermGroup]:
    """Figures that the question itself states ("产值过10亿元的企业"): they say which things."""
    groups = [
        TermGroup(q.text, (f"{q.text.rstrip('以上内下')}",), "figure")
        for q in parse_quantities(text)
        if q.kind not in ("number", "time") and not q.numeral
    ]
    told = {value for g in groups for value in stated_values(g.terms[0])}
    for match in CLASS.finditer(text):  # 产值上亿的企业
        if told.isdisjoint(stated_values(match.group())):
            groups.append(TermGroup(match.group(), (match.group(),), "figure"))
    return groups


# a word that the dictionary of words knows and that is built like the name of a place (临海市)
_PLACE_NAME = re.compile(
    r"[\u4e00-\u9fff]{2,3}[市县盟旗]|[\u4e00-\u9fff]{2,6}(?:自治州|自治县|自治旗|新区)"
)
_NO_PLACE_NAME = re.compile(
    r"城市|都市|县市|地市|超市|股市|上市|门市|夜市|集市|楼市|县区|直辖|周边|附近|[全各本我该每哪某多大中小几两三四五六七八九十]|国家|联盟"
)


# so many things, also behind the end of a place's name: 三家, 五地, (澄源)县三大
_SO_MANY = re.compile(
    r"[省市县区]?(?:[这那前后头各]|其他|其余)?[一二两三四五六七八九十]{1,2}(?:[大个家地类项条种座县市区所方者]|大类)"
)


_YEARS_TO_COME = re.compile(r"(?:后面|往后|后|接下来|今后|未来)的?[一二两三四五]年")


def _words(text: str, terms: TermLayer) -> list[TermGroup]:
    found = []
    for word in cut(_YEARS_TO_COME.sub(" ", re.sub(r"(?:19|20)\d{2}\s*年?", " ", text))):
        place = next((word[:k] for k in (4, 3, 2) if len(word) > k and terms.is_name(word[:k])), "")
        if place:  # 青海高原: the dictionary's word begins with a place that must be met
            found.append(TermGroup(place, terms.synonyms(place), "place", True))
            word = word[len(place) :]
        if word in _ZH_STOP or len(word) == 1 or _SO_MANY.fullmatch(word):
            continue
        if word.isascii() and word.isalpha():  # GDP, PUE: the glossary knows them in English
            known = [g for g in terms.groups(word.upper()) if g.terms and g.category not in _LOOSE]
            if known:
                found += [replace(g, source=word, terms=(word, *g.terms)) for g in known[:1]]
                continue
        named = _PLACE_NAME.fullmatch(word) and not _NO_PLACE_NAME.search(word)
        found.append(TermGroup(word, (word,), "place" if named else "", bool(named)))
    return found


def _zh_kinds(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    counts = tuple(m["c"] for m in _COUNT.finditer(text))
    if _RATE_ASKED.search(text):
        return ("percent", "points"), counts
    if _CHANGE_ASKED.search(text):
        return ("percent", "points", "multiple", "doubling"), counts
    kinds = [name for pattern, names in _ZH_KINDS if pattern.search(text) for name in names]
    if _PERCENT_ZH.search(text):
        kinds = ["percent", *kinds]  # the unit is asked for: 收购价高出百分之几
    if _SHARE_ASKED.search(text):
        kinds.append("percent")
    if not counts and _RATE_NAMED.search(text):
        kinds += ["percent", "points"]
    if counts:
        kinds.append("count")
    elif _MONEY_ZH.search(text) and (not kinds or re.search("及其|和|与|、|分别", text)):
        kinds += ["CNY", "USD"]
    return tuple(dict.fromkeys(kinds)), counts


def _zh_asked(text: str, kinds: tuple[str, ...], counts: tuple[str, ...]) -> Asked:
    if _ZH_FIGURE.search(text):
        return "figure"
    if re.search(r"什么(?:样的)?(?:目标|要求|任务|措施)", text):
        return "text"
    if _ZH_LIST.search(text):
        return "list"
    if kinds and not re.search(r"什么|谁|哪|为何|怎|如何", text):
        return "figure"
    if re.search(
        r"(?:目标|数值|规模|总量|总额|占比|比重|增速|涨幅|率|产量|产值|增加值|收入|投资|面积|人数|数量|强度|装机|里程|总值)"
        r"(?:值|容量)?(?:是什么|是|呢|如何|怎么定|达到|完成)?[？?。]?$",
        text,
    ):
        return "figure"
    return "text"


_MONEY_ASKED = re.compile(r"\bhow much (?:money|funding|cash|capital)\b", re.I)


_MEASURED_KINDS = ("mass", "area", "length", "coal", "time", "points", "multiple", "doubling")


def _en_kinds(text: str) -> tuple[str, ...]:
    if _MONEY_ASKED.search(text) and len(_PARTS_EN.findall(text)) < 2:
        return ("CNY", "USD")
    if _IN_MONEY.search(text) and len(_PARTS_EN.findall(text)) < 2:
        return ("CNY", "USD")
    kinds: list[str] = []
    counted = bool(_EN_COUNT.search(text))
    for pattern, names in _EN_KINDS:
        if pattern.search(text):
            kinds += names
            if counted:
                break
    if counted and re.search(
        r"\bhow many (?:\w+ ){0,3}?(?:US dollars|dollars|yuan|RMB)\b", text, re.I
    ):
        return ("USD", "CNY") if "dollar" in text.lower() else ("CNY",)
    if counted and _PEOPLE_EN.search(text):
        return ("count",)
    if counted:
        measures = [k for k in kinds if k in _MEASURED_KINDS]
        told = ["count"] if _HOW_MANY.search(text) else ["count", "mass", "area", "length", "power"]
        kinds = ["count", *measures] if measures else told
    return tuple(dict.fromkeys(kinds))


def _en_asked(text: str, kinds: tuple[str, ...]) -> Asked:
    if _EN_FIGURE.search(text) or (kinds and _EN_COMPARES.search(text)):
        return "figure"
    if _EN_WORDS.search(text):
        return "list" if _EN_LIST.search(text) else "text"
    measured = bool(kinds) or bool(_EN_YEAR.search(text)) or "target" in text.lower()
    if measured and not _EN_LIST.search(text):
        return "figure"
    return "list" if _EN_LIST.search(text) else "text"


def _unbracketed(text: str) -> str:
    """Remarks in brackets put behind the sentence, so that they cut no phrase in two."""
    remarks = re.findall(r"\(([^)]*)\)", text)
    return " , ".join([re.sub(r"\s*\([^)]*\)", "", text), *remarks])


_HYPHENED = re.compile(r"\b[A-Z][a-z]{1,5}(?:-[A-Za-z][a-z]{1,5}){1,2}\b")


def _joined(text: str, terms: TermLayer) -> str:
    """Names spelled syllable by syllable (Zang-Qing) as one word, when the documents have them."""

    def one(match: re.Match[str]) -> str:
        word = match.group().replace("-", "").capitalize()
        return word if terms.spells(word) else match.group()

    return _HYPHENED.sub(one, text)


_CHINESE_BESIDE = re.compile(r"(?P<en>[A-Za-z][\w'’-]*)\s*[（(](?P<zh>[\u4e00-\u9fff]{2,12})[)）]")


_ALSO_SPELLED = re.compile(r"(?P<en>[A-Z][\w'’-]*)\s*\((?P<other>[A-Z][\w'’-]*)\)")


def _with_bracketed(
    groups: Sequence[TermGroup], text: str, occurs: Callable[[str], bool]
) -> tuple[TermGroup, ...]:
    """An unknown name with what stands in brackets behind it: Nyedang (聂当), Nyetang (Niedang)."""
    said: dict[str, tuple[str, ...]]
    said = {m["en"].lower(): (m["zh"],) for m in _CHINESE_BESIDE.finditer(text) if occurs(m["zh"])}
    known = {g.source: g.terms for g in groups if g.critical and g.terms}
    for match in _ALSO_SPELLED.finditer(text):
        said.setdefault(match["en"].lower(), known.get(match["other"].lower(), ()))
    return tuple(
        replace(g, terms=said[g.source]) if not g.terms and said.get(g.source) else g
        for g in groups
    )


def _zones_are_no_cities(groups: Sequence[TermGroup]) -> tuple[TermGroup, ...]:
    """ "Lhasa's national development zone" names a zone: the city is no name to look for."""
    zone = any(g.category == "park" or re.search(r"\b(?:zone|park)\b", g.source) for g in groups)
    return tuple(
        replace(g, critical=False) if zone and g.category == "place" and g.critical else g
        for g in groups
    )


_PER_SO_MANY = re.compile(
    r"\b(?:per|for every) (?P<n>100|1,?000|10,?000|100,?000) (?=(?:people|person|resident|inhabitant|elderly|population|old))",
    re.I,
)
_PER_PEOPLE = {
    100: ("每百人", "每百名"),
    1000: ("每千人", "千人", "每千名", "每千"),
    10000: ("每万人", "万人", "每万名"),
    100000: ("每十万人", "十万人"),
}


def _number_groups(text: str) -> list[TermGroup]:
    """Figures in an English question in the forms that a Chinese text writes them."""
    groups = []
    per = _PER_SO_MANY.search(text)
    if per:  # 每万人: no figure that the question states
        n = int(re.sub(r"\D", "", per["n"]))
        groups.append(TermGroup(per.group(), _PER_PEOPLE.get(n, ()), "indicator"))
    for quantity in parse_english_quantities(_PER_SO_MANY.sub(" ", text)):
        forms = quantity.chinese_forms()
        if forms:
            groups.append(TermGroup(quantity.text, forms, "figure"))
    return groups


def _without_plan_names(
    groups: Sequence[TermGroup], names: Sequence[str], text: str
) -> tuple[TermGroup, ...]:
    """Terms that only belong to a plan's name count little: the plan is found by its name."""
    if not names:
        return tuple(groups)
    rest = f"{_WHOLE.sub('', text).lower()} | {' '.join(english_words(text))} "
    for name in names:
        rest = rest.replace(name, " ")
    joined = " ".join(names)
    return tuple(
        replace(g, category="plan_name") if source in joined and source not in rest else g
        for g in groups
        for source in (g.source.removesuffix(" (part)"),)
    )


def named_documents(
    text: str, documents: Sequence[Document]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Documents whose title or alias the question names, the longest match first, and the names
    under which it speaks of them as plans ("…规划", "… plan").
    """
    plain = _WHOLE.sub("", text).lower()
    words = f" {' '.join(english_words(text))} "
    found: list[tuple[int, str]] = []
    names: list[str] = []
    for document in documents:
        best = 0
        for alias in (document.title, document.title_en, *document.aliases):
            if not alias:
                continue
            if _CJK.search(alias):
                key = _WHOLE.sub("", alias).lower()
                hit = key in plain
            else:
                key = " ".join(english_words(alias))
                hit = f" {key} " in words
            if hit:
                best = max(best, len(key) * (1 if _CJK.search(alias) is None else 3))
                if _said_of_plan(key, plain, words):
                    names.append(key)
        if best:
            found.append((-best, document.name))
    return tuple(name for _, name in sorted(found)), tuple(names)


# 按 before the name of a plan is no part of that name
_BY_PLAN = re.compile(
    r"(?:按照?|根据|依据|依照)(?=[\u4e00-\u9fff“”\"\d—-]{2,24}(?:规划|方案|纲要|计划|意见))"
)
_KIND_OF_PLAN = re.compile(r"[\u4e00-\u9fff“”\"\d—-]{2,24}?(?:规划|方案|纲要|行动计划|意见)")
# what the titles of most plans hold
_OF_ANY_PLAN = re.compile(
    r"[“”\"]|十[一二三四五六七八]五|第十[一二三四五六七八]个|[三五]年|高质量|行动|实施|总体|推动|推进|促进|发展|时期|规划|方案|纲要|计划|意见"
)


def shortened_titles(text: str, documents: Sequence[Document]) -> tuple[tuple[str, str], ...]:
    """The titles of plans that a Chinese question writes with words left out, each with its plan:
    按陶瓷业三年方案 for “…推动陶瓷业高质量发展三年行动方案”.
    """
    found = []
    for match in _KIND_OF_PLAN.finditer(_WHOLE.sub("", text)):
        said = match.group().replace("的", "")
        ends = (said[at:] for at in range(len(said) - 3))
        told = ((e, d.name) for e in ends for d in documents if leaves_out(e, d.title))
        name, plan = next(told, ("", ""))
        if len(_OF_ANY_PLAN.sub("", name)) > 1:
            found.append((name.lower(), plan))
    return tuple(found)


def _said_of_plan(key: str, plain: str, words: str) -> bool:
    """Whether a name stands for the plan itself, not for what the plan is about."""
    if _CJK.search(key):
        near = re.escape(key) + r"[^，。？?、]{0,6}(?:规划|方案|纲要|计划)"
        return bool(re.search(r"规划|方案|纲要|计划", key) or re.search(near, plain))
    near = re.escape(key) + r"(?: \w+){0,3}? (?:plan|outline|document|program)\b"
    return bool(re.search(r"\b(?:plan|outline)\b", key) or re.search(near, words))


def _is_follow_up(question: str, query: Query) -> bool:
    short = len(query.groups) <= 2
    opened = bool(_FOLLOW.match(question.strip()))
    return (
        (opened and len(query.groups) <= 4)
        or (short and bool(query.years or query.periods))
        or (short and bool(_PRONOUN.search(question)))
    )


def _completed(query: Query, before: Query) -> Query:
    """The query with what it lacks taken from the one before, named in ``inherited``."""
    inherited: list[str] = []
    groups = query.groups
    own = {term for group in query.groups for term in group.terms}
    replaced = {group.category for group in query.groups if group.critical}
    kept = [
        group
        for group in before.groups
        if not own & set(group.terms) and not (group.critical and group.category in replaced)
    ]
    subject = [
        g
        for g in query.groups
        if g.category not in ("", "place", "park", "cedict", "unknown", "part")
    ]
    if subject and any(g.category == "indicator" for g in subject):
        kept = [group for group in kept if group.category != "indicator"]
    if kept:
        groups = (*kept, *query.groups)
        inherited.append("terms")
    years, periods = query.years, query.periods
    if not years and not periods:
        years, periods = before.years, before.periods
        if years or periods:
            inherited.append("years")
    asked, kinds, counts = query.asked, query.kinds, query.classifiers
    if not kinds:
        asked, kinds, counts = before.asked, before.kinds, before.classifiers
        inherited.append("kind")
    documents = query.documents or before.documents
    if documents and not query.documents:
        inherited.append("plan")
    return replace(
        query,
        groups=tuple(groups),
        years=years,
        periods=periods,
        asked=asked,
        kinds=kinds,
        classifiers=counts,
        roles=query.roles or before.roles,
        documents=documents,
        inherited=tuple(inherited),
        search_text=f"{before.search_text} {query.search_text}",
    )
