"""Figures in English: written from Chinese quantities exactly, and read back for checking.

亿 is 10^8 and 万 is 10^4: 69.88亿元 = CNY 6.988 billion.  All arithmetic is decimal.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from index.numerals import exact
from index.types import Quantity

_NAMED = ((Decimal(10**12), "trillion"), (Decimal(10**9), "billion"), (Decimal(10**6), "million"))
_CURRENCY = {"CNY": "CNY", "USD": "USD", "HKD": "HKD", "EUR": "EUR", "JPY": "JPY"}
_UNITS = {
    "吨": "tonnes", "公斤": "kg", "千克": "kg", "斤": "jin", "克": "g", "毫克": "mg", "微克": "µg",
    "吨标准煤": "tonnes of standard coal", "千克标准煤": "kg of standard coal", "吨标煤": "tonnes of standard coal",
    "吨二氧化碳": "tonnes of CO2", "吨二氧化碳当量": "tonnes of CO2 equivalent",
    "亩": "mu", "公顷": "hectares", "平方米": "square metres", "㎡": "square metres", "m²": "square metres",
    "平方公里": "square kilometres", "平方千米": "square kilometres", "km²": "square kilometres",
    "公里": "km", "千米": "km", "km": "km", "米": "metres", "厘米": "cm", "毫米": "mm", "海里": "nautical miles",
    "立方米": "cubic metres", "m³": "cubic metres", "升": "litres", "千瓦": "kW", "兆瓦": "MW", "MW": "MW",
    "GW": "GW", "吉瓦": "GW", "kW": "kW", "千瓦时": "kWh", "kWh": "kWh", "MWh": "MWh", "兆瓦时": "MWh",
    "GWh": "GWh", "度": "kWh", "千伏安": "kVA", "千伏": "kV", "kV": "kV", "年": "years", "个月": "months",
    "月": "months", "天": "days", "日": "days", "小时": "hours", "分钟": "minutes", "秒": "seconds",
    "工作日": "working days", "个工作日": "working days", "人": "people", "人次": "person-times",
    "名": "people", "户": "households or firms", "倍": "times", "℃": "°C", "摄氏度": "°C", "元": "CNY",
    "万元": "CNY 10,000", "标箱": "TEU", "辆": "vehicles", "套": "sets", "台": "units",
    "分贝": "dB",
}  # fmt: skip
# count words that add nothing in English: "63 (63家)"
_SILENT = frozenset(
    "个 家 项 座 条 种 类 件 处 所 间 张 场 批 期 例 宗 笔 位 款 户 名 套 台 架 大 大类 大项 子项 户".split()
)
_SCALE = re.compile(r"^(万亿|亿|千万|百万|万|千|百)(?=\S)")
_SCALES = {
    "万亿": Decimal(10**12), "亿": Decimal(10**8), "千万": Decimal(10**7), "百万": Decimal(10**6),
    "万": Decimal(10**4), "千": Decimal(10**3), "百": Decimal(100),
}  # fmt: skip
_BOUNDS = {
    ">=": "at least {}", ">": "more than {}", "<=": "at most {}", "<": "less than {}", "~": "about {}",
}  # fmt: skip
_WORDS = {
    "trillion": Decimal(10**12), "billion": Decimal(10**9), "bn": Decimal(10**9),
    "million": Decimal(10**6), "mn": Decimal(10**6), "thousand": Decimal(10**3),
}  # fmt: skip
_NUMBER_WORDS = {
    word: Decimal(i)
    for i, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve".split()
    )
}
_EN = re.compile(
    r"(?P<cur>CNY|RMB|USD|US\$|\$|¥|yuan|HKD|EUR|€)?\s*(?<![A-Za-z\d.])(?P<n>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"\s*(?:[-–—]|to)?\s*(?P<n2>(?<=[-–—o\s])\d+(?:\.\d+)?)?"
    r"\s*(?P<scale>trillion|billion|million|thousand|bn|mn)?\b\s*"
    r"(?P<unit>%|percentage points?|per ?cent|yuan|RMB|US dollars?|dollars|tonnes?|tons?|mu\b|hectares?|square (?:metres?|meters?|kilomet(?:re|er)s?)"
    r"|kWh|MWh|GWh|kW|MW|GW|kilomet(?:re|er)s?|km\b|met(?:re|er)s?|times|days?|hours?|minutes?|months?|years?)?",
    re.I,
)


@dataclass(frozen=True)
class EnglishQuantity:
    """A figure read from English: value with its scale multiplied out, kind of unit, the text."""

    value: Decimal
    kind: str
    text: str
    start: int
    end: int

    def chinese_forms(self) -> tuple[str, ...]:
        """How a Chinese text would write the figure; () for bare small numbers and years."""
        forms = []
        names = {"CNY": "元", "USD": "美元", "mass": "吨", "area": "亩", "count": ""}
        if self.kind in ("percent", "points"):
            sign = "%" if self.kind == "percent" else "个百分点"
            return (f"{plain(self.value)}{sign}",)
        if self.kind not in names or self.value < 1000:
            return ()
        for scale in ("万亿", "亿", "万"):
            shown = self.value / _SCALES[scale]
            if shown >= Decimal("0.1") and shown == shown.quantize(Decimal("0.0001")):
                forms.append(f"{plain(shown)}{scale}{names[self.kind]}")
        forms.append(f"{plain(self.value)}{names[self.kind]}")
        return tuple(dict.fromkeys(forms))


def plain(value: Decimal) -> str:
    """A decimal without exponent and trailing zeros."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def grouped(value: Decimal) -> str:
    """A decimal with thousands separators."""
    whole, _, part = plain(value).partition(".")
    return f"{int(whole):,}" + (f".{part}" if part else "")


def render(quantity: Quantity, bound: bool = True) -> str:
    """A Chinese quantity in English, the Chinese figure beside it: CNY 6.988 billion (69.88亿元)."""
    english = _english(quantity)
    if bound and quantity.bound:
        english = _BOUNDS[quantity.bound].format(english)
    shown = written(quantity)
    return english if english == shown else f"{english} ({shown})"


def written(quantity: Quantity) -> str:
    """The quantity as the source writes it, with its unit also where a table keeps that apart."""
    text = quantity.text.strip()
    if quantity.unit and quantity.unit not in ("分之",) and quantity.unit not in text:
        if text.endswith("%") or quantity.kind == "doubling" or "番" in text or "倍" in text:
            return text
        return f"{text}{quantity.unit}"
    return text


def _english(quantity: Quantity) -> str:
    low, high = quantity.low, quantity.high
    kind, unit = quantity.kind, quantity.unit
    if quantity.unit == "分之":
        share = Fraction(low / 100).limit_denominator(1000)
        return f"{share.numerator}/{share.denominator}"
    if kind == "percent":
        return _range(low * quantity.factor, high * quantity.factor, plain) + "%"
    if kind == "points":
        return _range(low, high, plain) + " percentage points"
    if kind in ("multiple", "doubling"):
        return _range(low, high, plain) + " times"
    if kind in _CURRENCY:
        return f"{_CURRENCY[kind]} {_scaled(*quantity.base)}"
    if "/" in unit:
        over, under = unit.split("/", 1)
        return _compound(quantity, over, under)
    return _plain_unit(unit, low, high)


def _plain_unit(unit: str, low: Decimal, high: Decimal) -> str:
    """A count or measure, the scale of its unit (万, 亿) multiplied out."""
    scale = _SCALE.match(unit)
    bare = unit
    if (
        scale
        and unit[scale.end() :]
        and not unit.startswith(("千瓦", "千米", "千克", "千伏", "百分"))
    ):
        factor = _SCALES[scale.group(1)]
        low, high, bare = low * factor, high * factor, unit[scale.end() :]
    elif unit in _SCALES:
        low, high, bare = low * _SCALES[unit], high * _SCALES[unit], ""
    number = _scaled(low, high)
    if bare in _SILENT or not bare:
        return number
    return f"{number} {_UNITS[bare]}" if bare in _UNITS else number


def _compound(quantity: Quantity, over: str, under: str) -> str:
    scale = _SCALE.match(over)
    low, high = quantity.low, quantity.high
    top = over
    if scale and not over.startswith(("千瓦", "千米", "千克", "千伏", "百分")):
        factor = _SCALES[scale.group(1)]
        low, high, top = low * factor, high * factor, over[scale.end() :]
    number = _scaled(low, high)
    bottom = _UNITS.get(under, under)
    single = {
        "cubic metres": "cubic metre", "square metres": "square metre", "hectares": "hectare", "square kilometres": "square kilometre", "people": "person",
        "tonnes": "tonne", "years": "year", "mu": "mu", "days": "day", "hours": "hour",
    }  # fmt: skip
    bottom = single.get(bottom, bottom)
    if top == "元":
        return f"CNY {number} per {bottom}"
    if top == "美元":
        return f"USD {number} per {bottom}"
    return f"{number} {_UNITS.get(top, top)} per {bottom}"


def _range(low: Decimal, high: Decimal, form: object) -> str:
    show = plain if form is plain else grouped
    return show(low) if low == high else f"{show(low)}–{show(high)}"


def _scaled(low: Decimal, high: Decimal) -> str:
    for factor, name in _NAMED:
        if high >= factor:
            return f"{_range(low / factor, high / factor, plain)} {name}"
    return _range(low, high, grouped)


def parse_english_quantities(text: str) -> tuple[EnglishQuantity, ...]:
    """Figures of an English text in order; years (1900–2099 without unit) are left out."""
    found = []
    for match in _EN.finditer(text):
        if not match["n"]:
            continue
        currency, unit = (match["cur"] or "").upper(), (match["unit"] or "").lower()
        scale = _WORDS.get((match["scale"] or "").lower(), Decimal(1))
        kind = _kind(currency, unit)
        values = [match["n"]] + ([match["n2"]] if match["n2"] else [])
        for written_number in values:
            value = exact(written_number)
            year = kind == "count" and scale == 1 and "," not in written_number
            if year and re.fullmatch(r"(?:19|20)\d{2}", written_number):
                continue
            shown = match.group().strip()
            start = match.end() - len(match.group().lstrip())
            found.append(EnglishQuantity(value * scale, kind, shown, start, start + len(shown)))
    return tuple(found)


def _kind(currency: str, unit: str) -> str:
    if currency in ("CNY", "RMB", "¥", "YUAN") or unit in ("yuan", "rmb"):
        return "CNY"
    if currency in ("USD", "US$", "$") or unit.startswith(("us dollar", "dollar")):
        return "USD"
    if currency in ("HKD", "EUR", "€"):
        return {"HKD": "HKD"}.get(currency, "EUR")
    if unit in ("%", "percent", "per cent"):
        return "percent"
    table = (
        ("percentage", "points"), ("ton", "mass"), ("mu", "area"), ("hectare", "area"),
        ("square", "area"), ("kwh", "energy"), ("mwh", "energy"), ("gwh", "energy"), ("kw", "power"),
        ("mw", "power"), ("gw", "power"), ("km", "length"), ("kilomet", "length"), ("met", "length"),
        ("times", "multiple"), ("day", "time"), ("hour", "time"), ("minute", "time"),
        ("month", "time"), ("year", "time"),
    )  # fmt: skip
    return next((kind for start, kind in table if unit.startswith(start)), "count")


def number_word(word: str) -> Decimal | None:
    """The value of an English number word up to twelve."""
    return _NUMBER_WORDS.get(word.lower())


def forms_of(quantities: Sequence[Quantity]) -> str:
    """All quantities in English, separated by semicolons."""
    return "; ".join(render(q) for q in quantities)
