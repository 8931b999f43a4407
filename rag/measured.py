"""What a figure measures: output is no profit, exports are no imports, visitors are no residents.

Plans state several quantities of one thing and one unit side by side, and a question for one that
they do not state is near in every other word to one that they do.  The words that tell such
quantities apart form classes; a figure whose own name tells only other classes than the question is
no answer to it.  A name that tells no class says nothing either way.
"""

from __future__ import annotations

import re
from functools import cache

from index.types import Quantity

# class: words of plans and Chinese questions; words of English questions.  The first alternative
# that fits at a place is taken, so longer words go before the shorter ones that they hold.
_MONEY: tuple[tuple[str, str, str], ...] = (
    (
        "",
        r"保税|免税|退税|税务|税号|投资强度|投资促进|投资者|外商投资企业|价值链|评价|价格|收费|费用",
        r"free trade|bonded|tax[- ]free|investment promotion|value chains?|(?:medium|large|small)[- ]sized",
    ),
    (
        "trade",
        r"进出口|外贸|对外贸易",
        r"(?:imports?|exports?)(?:,? (?:and|plus)|[ /-]+)(?: ?its)? ?(?:imports?|exports?)|(?:foreign|external|goods|overseas) trade|trade (?:volume|value|turnover)",
    ),
    ("export", r"出口", r"export\w*|sold abroad|ship(?:ped|s)? abroad|sell(?:s|ing)? abroad"),
    ("import", r"进口", r"import(?:s|ed|ing)?"),
    ("value added", r"增加值|附加值", r"value[- ]added|added[- ]values?"),
    (
        "product",
        r"(?:地区|国内|区域|全[市区省县])生产总值|GDP|经济总量|经济规模",
        r"gdp|gross (?:\w+ )?product|econom(?:y|ic output)",
    ),
    (
        "tax",
        r"税收收入|税",
        r"tax(?:es|ation)?(?: revenues?| income| payments?)?|pa(?:y|id|ys) in tax",
    ),
    (
        "budget",
        r"(?:公共)?预算(?:总)?收入|财政(?:总)?收入|预算",
        r"(?:fiscal|budget\w*) (?:revenues?|income)|budget",
    ),
    (
        "income",
        r"可支配收入|人均\S{0,2}收入|工资|薪资|薪酬|月薪",
        r"(?:disposable|per[- ]capita|household|personal) income|wages?|salar(?:y|ies)|pay",
    ),
    ("made in all", r"生产总值", r"(?!)"),  # of a region, or what an industry puts out
    ("profit", r"利润|盈利|净赚", r"profits?|margins?"),
    ("earned", r"赚|挣", r"earn(?:s|ed|ings)?"),
    (
        "revenue",
        r"营业收入|营收|业务收入|销售收入|销售额|零售总?额|零售|成交额|交易额|交易规模|收入|卖了?多少钱|销售",
        r"revenues?|turnover|sales|takings|receipts|income|sells?|sold",
    ),
    (
        "output",
        r"总?产值|产出",
        r"output(?: values?)?|production values?|value of (?:production|output)|produc(?:ed?|es|ing|tion)",
    ),
    (
        "investment",
        r"投资|投入|到位资金|资金|经费|造价|成本",
        r"invest\w*|spend\w*|spent|funds?|funding|capital|costs?|money|inflows?",
    ),
    ("loan", r"贷款|信贷|融资|授信", r"loans?|lending|lend|credits?|financ\w+"),
    ("reward", r"奖励|补助|补贴|奖补|资助", r"reward\w*|grants?|subsid\w+|awards?|bonus\w*"),
)
_PEOPLE: tuple[tuple[str, str, str], ...] = (
    ("", r"人才|人民|残疾人|本人|企业家|负责人", r""),
    ("visitors", r"游客|旅游|接待|人次|旅客|客流", r"visitors?|touri\w+|travell?ers?|passengers?"),
    ("residents", r"常住人口|人口|居民|户籍", r"population|residents?|inhabitants?|people liv\w+"),
    ("supported", r"享受|领取|受益", r"benefits?|beneficiar\w+|draw\w*|receiv\w+"),
    ("insured", r"参保|参合|保险", r"insured|insurance|covered by"),
    ("workers", r"就业|用工|从业|职工|员工|岗位", r"jobs?|employ\w*|workers?|staff|workforce|posts?"),
    ("students", r"学生|在校|学位|招生", r"students?|pupils?|enrol\w+"),
    ("dead", r"死亡", r"deaths?|died|killed|fatalit\w+"),
    ("injured", r"受伤|伤者|重伤", r"injur\w+|hurt|wounded"),
    ("trained", r"培训", r"train(?:ed|ees?|ing)"),
)  # fmt: skip
_GOODS: tuple[tuple[str, str, str], ...] = (
    ("", r"单位产品", r""),
    ("made and sold", r"产销量?", r"produced and sold|output and sales|production and sales"),
    ("made a year", r"年产(?!量)", r"(?:can|could|able to|annual\w*) (?:make|produc\w+)"),
    ("export", r"(?<!进)出口", r"export\w*|ship(?:ped|s)? abroad"),
    ("import", r"进口(?!额)", r"import(?:s|ed|ing)?"),
    (
        "capacity",
        r"产能|生产能力|设计能力|加工能力|处理能力|年处理|年加工|能力",
        r"capacit(?:y|ies)",
    ),
    (
        "production",
        r"产量|总产|产出|生产|出产",
        r"output|produc(?:ed?|es|ing|tion)|yields?|harvest\w*",
    ),
    ("sales", r"销售量?|销量|外销|卖出?", r"sales|sold|sells?"),
    ("carried", r"吞吐|货运|运量|运输量|周转", r"throughput|freight|cargo|transport\w*|shipped"),
    ("used", r"消费量?|能耗|用量|消耗|(?<!饮)用水|用电", r"consum\w+|usage"),
    ("stock", r"储量|储备|库存|存量|存储|贮|储存|库容", r"reserves?|deposits?|stock\w*|stor\w+"),
    ("emitted", r"排放|减排|排污", r"emit\w*|emissions?|discharg\w+"),
    ("saved", r"节约|节能|节水", r"sav(?:e|ed|ings?)"),
)
_ENERGY: tuple[tuple[str, str, str], ...] = (
    ("wind", r"风电|风力", r"wind"),
    ("solar", r"光伏|太阳能|光热", r"solar|photovoltaics?|pv"),
    ("water", r"水电|水力|抽水蓄能", r"hydro\w*|pumped"),
    ("storage", r"储能", r"storage|batter(?:y|ies)"),
    ("coal", r"火电|煤电", r"thermal|coal[- ]fired"),
    ("earth", r"地热", r"geothermal"),
    ("biomass", r"生物质", r"biomass"),
    ("nuclear", r"核电", r"nuclear"),
    ("new", r"新能源|清洁能源|可再生能源", r"(?:new|clean|renewable) energy|renewables"),
)
_OF_KIND = {
    "CNY": _MONEY, "USD": _MONEY, "percent": (*_MONEY, *_GOODS), "points": (*_MONEY, *_GOODS), "mass": _GOODS, "coal": _GOODS,
    "volume": _GOODS, "power": _ENERGY, "energy": _ENERGY,
}  # fmt: skip
# words that may stand for several classes
_EITHER = {
    "earned": {"profit", "revenue"},
    "made and sold": {"production", "sales"},
    "made a year": {"production", "capacity"},
    "carried": {"throughput", "export", "import"},
    "made in all": {"product", "output"},
}


@cache
def _pattern(table: tuple[tuple[str, str, str], ...], chinese: bool) -> re.Pattern[str]:
    """All classes of a table as numbered groups, in order."""
    words = [zh if chinese else rf"\b(?:{en})\b" for _, zh, en in table]
    return re.compile("|".join(f"({pattern or '(?!)'})" for pattern in words), re.I)


def classes_told(text: str, quantity: Quantity, chinese: bool = True) -> dict[str, str]:
    """The classes of measured quantities that a text names, with its words for them.

    Only classes that are measured in the unit of ``quantity`` count; {} when none is named.
    """
    people = quantity.kind == "count" and quantity.unit.endswith(("人", "人次"))
    table = _PEOPLE if people else _OF_KIND.get(quantity.kind)
    if table is None:
        return {}
    found: dict[str, str] = {}
    vague: dict[str, str] = {}
    for match in _pattern(table, chinese).finditer(text):
        name = table[(match.lastindex or 1) - 1][0]
        for one in _EITHER.get(name, {name} - {""}):
            (vague if name == "earned" else found).setdefault(one, match.group())
    return found or vague


def other_measure(question: str, chinese: bool, name: str, quantity: Quantity) -> tuple[str, ...]:
    """The words of a question for what it asks to have measured when the name of a figure tells
    something else; () when they agree or one of them does not say.
    """
    told = classes_told(name, quantity)
    wanted = classes_told(question, quantity, chinese)
    if not told or not wanted or told.keys() & wanted.keys():
        return ()
    return tuple(dict.fromkeys(wanted.values()))
