"""Reading figures with units out of Chinese text, as exact decimals.

Units follow 《中华人民共和国法定计量单位》 and the non-metric ones in official use: 1 亩 = 1/15 公顷,
1 斤 = 0.5 千克, 1 度 = 1 千瓦时.  Figures of different kinds never convert into each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from index.numerals import chinese_number, exact
from index.types import Quantity

_SCALES = {
    "万亿": Decimal(10**12),
    "亿": Decimal(10**8),
    "千万": Decimal(10**7),
    "百万": Decimal(10**6),
    "万": Decimal(10**4),
    "千": Decimal(10**3),
    "百": Decimal(10**2),
}
# unit → (kind, factor to the kind's base unit)
_MEASURES: dict[str, tuple[str, Decimal]] = {}


def _measure(kind: str, **factors: str) -> None:
    for names, factor in factors.items():
        _MEASURES[names] = (kind, Decimal(factor))


_measure("CNY", 元="1", 人民币="1", 块钱="1", 角="0.1", 分钱="0.01")
_measure("USD", 美元="1", 美金="1")
_measure("HKD", 港元="1", 港币="1")
_measure("EUR", 欧元="1")
_measure("JPY", 日元="1")
_measure("percent", **{"%": "1", "‰": "0.1", "‱": "0.01", "成": "10"})
_measure("points", 个百分点="1", 百分点="1", 个点="1")
_measure("area", 平方公里="1500", 平方千米="1500", 公顷="15", 亩="1", 平方米="0.0015")
_measure("area", **{"㎡": "0.0015", "m²": "0.0015", "km²": "1500", "平米": "0.0015"})
_measure(
    "mass", 载重吨="1000", 吨="1000", 公斤="1", 千克="1", 斤="0.5", 克="0.001", 毫克="0.000001"
)
_measure("mass", 微克="0.000000001", kg="1", t="1000")
_measure("coal", 吨标准煤="1000", 千克标准煤="1", 克标准煤="0.001", 吨标煤="1000")
_measure("carbon", 吨二氧化碳当量="1000", 吨二氧化碳="1000")
_measure(
    "length", 公里="1000", 千米="1000", 米="1", 厘米="0.01", 毫米="0.001", km="1000", 海里="1852"
)
_measure(
    "volume",
    空立方米="1",
    空方="1",
    标准立方米="1",
    立方米="1",
    升="0.001",
    毫升="0.000001",
    方="1",
)
_measure("volume", **{"m³": "1"})
_measure(
    "power", 千瓦="1", 兆瓦="1000", 吉瓦="1000000", 瓦="0.001", kW="1", MW="1000", GW="1000000"
)
_measure(
    "energy",
    千瓦时="1",
    度="1",
    兆瓦时="1000",
    kWh="1",
    MWh="1000",
    GWh="1000000",
    吉瓦时="1000000",
)
_measure("apparent", 千伏安="1", 兆伏安="1000", kVA="1", MVA="1000")
_measure("voltage", 千伏="1", 伏="0.001", kV="1", 兆伏="1000")
_measure("time", 年="365", 个月="30", 周="7", 天="1", 日="1", 小时="0.041666666667")
_measure("time", 个工作日="1", 工作日="1", 分钟="0.000694444444", 秒="0.000011574074")
_measure("temperature", **{"℃": "1", "摄氏度": "1"})
_measure("multiple", 倍="1")
_measure("doubling", 番="1")
_measure("compute", P="1", EFLOPS="1000", PFLOPS="1")
_measure("bandwidth", Tbps="1000", Gbps="1", Mbps="0.001")
_measure("loudness", 分贝="1")
CLASSIFIERS = (
    "人次 家次 户次 件次 个次 场次 批次 架次 辆次 车次 班次 列次 艘次 航次 航班 趟 头只 市州 县市 县区 标准箱 标箱 家庭 家户 个 家 户 人 名 项 座 条 种 类 件 处 台 套 辆 架 所 间 张 头 只 匹 "
    "羽 尾 株 棵 场 次 批 期 例 宗 笔 位 村 床 款 支 部 口 对 组 艘 列 株 栋 幢 片 员 篇 级 轮 本 首 届 枚 "
    "大类 大项 子项 大 面 岁 科 门 枝 颗 粒 盏 孔 块 段 层 环 城 县 乡 镇 市 园 馆 站 点 号 线 店 单 章 节 席 起 发 单位 车位 学位 床位 铺 TEU"
).split()
_SAFE_NUMERAL = set("个家户人名项座条种类件处台套辆架所间张场次人次大类大项子项倍番成位年大") | {
    "人次", "大类", "大项", "子项", "个百分点", "公里", "个月", "亿元", "万元", "万人", "小时", "分钟",
}  # fmt: skip
_UNITS = sorted([*_MEASURES, *CLASSIFIERS], key=len, reverse=True)
# 提高3个点, but not 3个点位; 事故21起 and 10日起, but not 起步; 674发/吨
_NOT_BEFORE = {
    "个点": "(?!位)",
    "大": "(?!关)",
    "起": "(?![步来点始草用飞伏家诉])",
    "发": "(?=[，。；、/）)]|$)",
}
_UNIT = "|".join(re.escape(unit) + _NOT_BEFORE.get(unit, "") for unit in _UNITS)
_NUM = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_ZH = r"[一二两三四五六七八九十百千零〇]+"
_DASH = r"\s*(?:[-—–~～―－]+|至|到)\s*"
_SCALE = "万亿|亿|千万|百万|万|千(?![瓦米克伏])|百(?!分)"
_VAGUE = "余|多"
_BODY = re.compile(
    rf"(?<![A-Za-z\d.\-+])(?P<low>{_NUM})"
    rf"(?P<mid>%|(?:{_SCALE})(?:{_UNIT})?|(?:{_UNIT}))?"
    rf"(?:{_DASH}(?P<high>{_NUM}))?"
    rf"\s*(?P<vague>{_VAGUE})?\s*(?P<scale>{_SCALE})?\s*(?P<vague2>{_VAGUE})?"
    rf"(?P<unit>{_UNIT})?(?P<per>\s*/\s*(?:万)?(?:{_UNIT}|人|年|天|度|小时))?"
)
# not a time of day (8:30) and not a scale of a map (1:50000)
_RATIO = re.compile(
    r"(?<![\d.:：])(?P<first>\d{1,2}(?:\.\d+)?)(?P<rest>(?:[:：∶]\d{1,2}(?:\.\d+)?){1,3})(?![\d.:：]|\s*(?:分|时|点))"
)
_FRACTION = re.compile(r"(?<![\d/])(?P<num>\d{1,2})\s*/\s*(?P<den>\d{1,2})(?![\d/])")
_ZH_FRACTION = re.compile(
    r"(?P<den>[一二三四五六七八九十百]+)分之(?P<num>[一二三四五六七八九十百两]+)"
)
_ZH_BODY = re.compile(
    rf"(?P<low>{_ZH})(?:[到至](?P<high>{_ZH}))?(?P<vague>{_VAGUE})?(?P<scale>万亿|亿|万)?(?P<unit>{_UNIT})(?![一-鿿]?[子体样]$)"
)
_DOUBLING = re.compile(r"翻(?:了)?(?P<n>[一二两三四五六七八九])?番|翻倍|(?P<whole>成倍增长)")
_HUNDRED = re.compile(r"(?<![分\d])百分之(?P<n>[一二三四五六七八九十百点零]+)")
# upper bounds first: 不超过 ends in 超过, 不高于 in 高于
_BEFORE = (
    (
        "<=",
        re.compile(r"(?:不得?超过|不得?高于|不得?大于|不得?多于|至多|最多|控制在|≤|<=|⩽)为?\s*$"),
    ),
    (">=", re.compile(r"(?:不得?低于|不得?少于|不得?小于|至少|最低|≥|>=|⩾|大于等于)为?\s*$")),
    (">=", re.compile(r"(?:不低于|不少于)[^，。；\d]{1,10}的$")),
    (">", re.compile(r"(?:超过|超|突破|高于|大于|多于|逾|>|(?<![通经不])过)\s*$")),
    ("<", re.compile(r"(?:低于|小于|少于|不足|不到|<)\s*$")),
    ("~", re.compile(r"(?:(?<![节制公])约|大约|大概|(?<![附最])近|接近|将近)\s*$")),
)
_AFTER = (
    (">=", re.compile(r"\s*(?:[（(][^（）()\d]{1,3}[）)])?(?:及以上|或以上|以上|以远)")),
    ("<=", re.compile(r"\s*(?:及以下|以内|之内|以下)")),
    ("~", re.compile(r"\s*(?:左右|上下)")),
    (">", re.compile(r"(?:多|余)(?=[，。；、）]|$)")),
)
_NAMED_AFTER = re.compile(
    r"\s*(?:国道|省道|高速|集群|行动|工程|战略|体系|布局|政策|热线|专项|模式|版|计划|时代|网格)"
)
_LATIN_AFTER = re.compile(r"[A-Za-z]")
_CODE = re.compile(r"[A-Z]{2,}(?:/T)?\s*$")  # GB 3095, the number of a standard
_YEAR_LIKE = re.compile(r"(?:19|20)\d{2}$")


@dataclass(frozen=True)
class UnitOf:
    """A written unit taken apart: kind, factor to the base unit, and the text."""

    text: str
    kind: str
    factor: Decimal


# so many in a hundred thousand: 孕产妇死亡率（1/10万）
_PER_SO_MANY = re.compile(r"1?/(?P<n>(?:100?)?[十百千万]+)")


_RATE_OF_SO_MANY = re.compile(
    rf"(?<![A-Za-z\d.])(?P<low>{_NUM})\s*/\s*(?P<per>(?:100?)?[十百千万]+)(?![\d元吨人平公])"
)


def parse_unit(text: str) -> UnitOf:
    """The unit that stands alone in a table head or bracket (亿元, 万吨, 吨标准煤/万元, %).

    An unknown unit becomes a count of its own name.
    """
    clean = re.sub(r"\s+", "", text).replace("％", "%").replace("／", "/")
    if per := _PER_SO_MANY.fullmatch(clean):
        return UnitOf(f"/{per['n']}", f"rate/{per['n']}", Decimal(1))
    if "/" in clean:
        over, under = clean.split("/", 1)
        top, bottom = parse_unit(over), parse_unit(under)
        return UnitOf(clean, f"{top.kind}/{bottom.kind}", top.factor / bottom.factor)
    if clean in _MEASURES:
        return UnitOf(clean, *_MEASURES[clean])
    for scale, factor in _SCALES.items():
        rest = clean[len(scale) :]
        if clean.startswith(scale) and (rest in _MEASURES or rest in CLASSIFIERS):
            inner = parse_unit(rest)
            return UnitOf(clean, inner.kind, inner.factor * factor)
    if clean in _SCALES:
        return UnitOf(clean, "number", _SCALES[clean])
    return UnitOf(clean, "count" if clean else "number", Decimal(1))


def parse_quantities(text: str) -> tuple[Quantity, ...]:
    """All figures of a Chinese text in order, without years, codes and labels.

    Percentages, money, measures, counts with their classifier, ranges, fractions, 倍, 成, 番 and
    Chinese numerals that stand before a classifier; a bare number is of kind "number".
    """
    found: list[Quantity] = []
    for reader in (_rates, _ratios, _fractions, _arabic, _numerals):
        for quantity in reader(text):
            if not any(q.start < quantity.end and quantity.start < q.end for q in found):
                found.append(quantity)
    return tuple(sorted(found, key=lambda q: q.start))


def _rates(text: str) -> Iterable[Quantity]:
    """So many in a hundred thousand: 12.0/10万."""
    for match in _RATE_OF_SO_MANY.finditer(text):
        low = exact(match["low"].replace(",", ""))
        yield _quantity(text, match, low, low, parse_unit(f"/{match['per']}"))


def _ratios(text: str) -> Iterable[Quantity]:
    """Proportions such as 42:58 or 8.8:36.7:54.5; the first part is the value, the rest its unit."""
    for match in _RATIO.finditer(text):
        rest = re.sub(r"[：∶]", ":", match["rest"])
        value = exact(match["first"])
        yield _quantity(text, match, value, value, UnitOf(rest, f"ratio{rest}", Decimal(1)))


def _fractions(text: str) -> Iterable[Quantity]:
    for match in _FRACTION.finditer(text):
        num, den = int(match.group("num")), int(match.group("den"))
        if 0 < num < den:
            value = Decimal(100) * num / den
            yield _quantity(text, match, value, value, UnitOf("分之", "percent", Decimal(1)))
    for match in _ZH_FRACTION.finditer(text):
        if match.group("den") == "百":
            continue  # 百分之三点五 is read below
        upper, lower = chinese_number(match.group("num")), chinese_number(match.group("den"))
        if upper and lower and upper < lower:
            value = Decimal(100) * upper / lower
            yield _quantity(text, match, value, value, UnitOf("分之", "percent", Decimal(1)), True)
    for match in _HUNDRED.finditer(text):
        whole, _, part = match.group("n").partition("点")
        number = chinese_number(whole)
        if number is not None:
            tail = "".join(str(chinese_number(c)) for c in part)
            value = Decimal(f"{number}.{tail or 0}")
            yield _quantity(text, match, value, value, UnitOf("%", "percent", Decimal(1)), True)


def _arabic(text: str) -> Iterable[Quantity]:
    position = 0
    while match := _BODY.search(text, position):
        position = max(match.end("low"), match.start() + 1)
        quantity = _read_arabic(text, match)
        if quantity is not None:
            position = quantity.end
            yield quantity


def _read_arabic(text: str, match: re.Match[str]) -> Quantity | None:
    mid, high = match.group("mid"), match.group("high")
    end = match.end()
    low_value = exact(match.group("low"))
    if high is None:
        # without a second number the first unit is the unit
        tail = re.compile(
            rf"\s*(?P<v>{_VAGUE})?\s*(?P<scale>{_SCALE})?\s*(?P<v2>{_VAGUE})?(?P<unit>{_UNIT})?"
            rf"(?P<per>\s*/\s*(?:万)?(?:{_UNIT}))?"
        ).match(text, match.end("low"))
        assert tail is not None
        unit_text, vague = (tail["scale"] or "") + (tail["unit"] or ""), tail["v"] or tail["v2"]
        per, end = tail["per"], tail.end() if unit_text or tail["per"] else match.end("low")
        if not unit_text and tail["v"]:
            vague = None
        high_value = low_value
    else:
        unit_text = (match["scale"] or "") + (match["unit"] or "")
        per, vague = match["per"], match["vague"] or match["vague2"]
        high_value = exact(high)
        if mid and unit_text and mid != unit_text:
            first = parse_unit(mid)
            last = parse_unit(unit_text)
            if first.kind not in (last.kind, "number"):
                return _single(text, match, low_value, mid)
            if first.kind == last.kind:
                low_value = low_value * first.factor / last.factor
        elif mid and not unit_text:
            return _single(text, match, low_value, mid)
        if high_value <= low_value or _looks_like_years(match):
            return None if _looks_like_years(match) else _single(text, match, low_value, mid or "")
    if _is_label(text, match, unit_text, end):
        return None
    unit = parse_unit(unit_text + (re.sub(r"\s+", "", per) if per else ""))
    return _bounded(text, match.start(), end, low_value, high_value, unit, bool(vague))


def _single(text: str, match: re.Match[str], value: Decimal, unit_text: str) -> Quantity | None:
    end = match.end("mid") if match["mid"] else match.end("low")
    if _is_label(text, match, unit_text, end):
        return None
    return _bounded(text, match.start(), end, value, value, parse_unit(unit_text), False)


def _looks_like_years(match: re.Match[str]) -> bool:
    return bool(_YEAR_LIKE.match(match["low"]) and _YEAR_LIKE.match(match["high"] or ""))


_NAMING_UNITS = ("日", "号", "届", "级", "环", "城", "点", "线")
_NAMING_MARKS = ("+", "＋", "×")


def _is_label(text: str, match: re.Match[str], unit: str, end: int) -> bool:
    """Whether digits name something instead of counting it: years, codes, 5G, 1+7+N, 〔2023〕4号."""
    low, start = match.group("low"), match.start()
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    if unit in ("年", "年/") and len(low) >= 3:
        return True
    if unit in _NAMING_UNITS or (unit == "期" and len(low) > 2):
        return True
    if before in (*_NAMING_MARKS, "第", "〔", "[", "“", "*") or after in (*_NAMING_MARKS, "〕"):
        # “两化融合” style labels are quoted; “500强” and “3+1+2” are names
        return not (before == "“" and unit)
    if unit in ("P", "t"):
        return bool(_LATIN_AFTER.match(after))
    return unit == "" and _bare_label(text, low, start, end)


def _bare_label(text: str, low: str, start: int, end: int) -> bool:
    """The same for digits without a unit."""
    before, behind = text[max(0, start - 1) : start], text[end:]
    if start == 0 and re.match(r"[.．、]\s*[^\d\s]", behind):
        return True  # the number of a heading or list item
    if _NAMED_AFTER.match(behind) or (before == "（" and behind[:1] == "）"):
        return True
    if len(low) > 2 and "/" in (before, behind[:1]):
        return True  # 9610/9710: codes side by side
    if _YEAR_LIKE.match(low) or _CODE.search(text[:start]):
        return True
    return bool(re.match(r"[A-Za-z]", behind)) or behind.lstrip()[:1] in tuple("强月后号届热”")


def _numerals(text: str) -> Iterable[Quantity]:
    for match in _DOUBLING.finditer(text):
        if match["whole"]:
            continue
        value = Decimal(2) ** (chinese_number(match["n"] or "一") or 1)
        yield _quantity(text, match, value, value, UnitOf("倍", "multiple", Decimal(1)), True)
    for match in _ZH_BODY.finditer(text):
        unit_text = (match["scale"] or "") + match["unit"]
        number = chinese_number(match["low"])
        if number is None or match["unit"] not in _SAFE_NUMERAL or _is_idiom(text, match, number):
            continue
        value = Decimal(number)
        last = chinese_number(match["high"]) if match["high"] else None
        end_value = value if last is None or last <= number else Decimal(last)
        unit = parse_unit(unit_text)
        vague = bool(match["vague"])
        yield _bounded(text, *match.span(), value, end_value, unit, vague, numeral=True)


_IDIOM_BEFORE = frozenset("第统十“进同每万逐另任某之唯数几上届")
_IDIOM_AFTER = re.compile(r"(?:产业|全会|开发|污染|能源|分配|党代会|会议|数|方$)")


def _is_idiom(text: str, match: re.Match[str], number: int) -> bool:
    """Whether a Chinese numeral counts nothing: 第五位, 二十大, 三次产业, 两位数, 数百家, 一批."""
    unit, behind = match["unit"], text[match.end() :]
    if text[max(0, match.start() - 1) : match.start()] in _IDIOM_BEFORE:
        return True
    if (unit in ("次", "位") and _IDIOM_AFTER.match(behind)) or (unit == "大" and number >= 10):
        return True
    if unit == "年" and len(match["low"]) >= 3:
        return True  # 二〇三五年
    if unit == "成":
        return number == 1 or not re.match(r"以上|左右|多|$|[，。、；]", behind)
    return number == 1 and unit != "倍"


def _quantity(
    text: str,
    match: re.Match[str],
    low: Decimal,
    high: Decimal,
    unit: UnitOf,
    numeral: bool = False,
) -> Quantity:
    return _bounded(text, match.start(), match.end(), low, high, unit, False, numeral=numeral)


def _bounded(
    text: str,
    start: int,
    end: int,
    low: Decimal,
    high: Decimal,
    unit: UnitOf,
    vague: bool,
    numeral: bool = False,
) -> Quantity:
    """The quantity with the bound that the words around it state; 余 and 多 mean "more than"."""
    bound = ">" if vague else ""
    for sign, pattern in _AFTER:
        match = pattern.match(text, end)
        if match and not bound:
            bound, end = sign, match.end()
    if not bound:
        head = text[max(0, start - 16) : start]
        bound = next((sign for sign, pattern in _BEFORE if pattern.search(head)), "")
    return Quantity(
        low, high, unit.text, unit.kind, unit.factor, bound, text[start:end], start, end, numeral
    )


# a class of firms or projects named by a round sum without a digit
CLASS = re.compile(
    r"(?:[上过破超逾]|突破|超过)(?P<scale>万亿|千亿|百亿|十亿|亿|千万|百万)(?![\u4e00-\u9fff]?[吨度斤亩人户家件])"
    r"|(?<![\d.一二三四五六七八九十百千万])(?P<level>万亿|千亿|百亿|十亿|亿|千万|百万)元?(?:级|以上)"
)
_CLASS_SCALES = {
    **_SCALES,
    "千亿": Decimal(10**11),
    "百亿": Decimal(10**10),
    "十亿": Decimal(10**9),
}


def values_of(quantity: Quantity) -> frozenset[tuple[str, Decimal]]:
    """Both ends of a quantity as (kind, value in the kind's base unit); a bare number is money."""
    kind = "CNY" if quantity.kind == "number" else quantity.kind
    return frozenset((kind, value) for value in quantity.base)


@lru_cache(maxsize=50_000)
def stated_values(text: str) -> frozenset[tuple[str, Decimal]]:
    """Every figure of a text as (kind, value in the kind's base unit), both ends of a range, and the
    classes named without a digit (产值过亿元, 百亿级) as money; a bare number is money as well.
    """
    found: set[tuple[str, Decimal]] = set()
    for quantity in parse_quantities(text):
        found |= values_of(quantity)
    for match in CLASS.finditer(text):
        found.add(("CNY", _CLASS_SCALES[match["scale"] or match["level"]]))
    return frozenset(found)


def fraction(percent: Decimal) -> str:
    """A percentage as the fraction that a plan wrote: 1/3."""
    share = Fraction(percent / 100).limit_denominator(1000)
    return f"{share.numerator}/{share.denominator}"


def classifier(unit: str) -> str:
    """What a unit counts by, without its scale: 家 of 万家."""
    return unit.lstrip("万亿千百")


def plain(value: Decimal) -> str:
    """A decimal without exponent and trailing zeros."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
