"""Figures in English: written from Chinese quantities exactly, and read back for checking.

亿 is 10^8 and 万 is 10^4: 69.88亿元 = CNY 6.988 billion.  All arithmetic is decimal.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from index.numerals import exact
from index.quantities import fraction, parse_unit, plain
from index.types import Quantity

_NAMED = ((Decimal(10**12), "trillion"), (Decimal(10**9), "billion"), (Decimal(10**6), "million"))
_CURRENCY = {"CNY": "CNY", "USD": "USD", "HKD": "HKD", "EUR": "EUR", "JPY": "JPY"}
_UNITS = {
    "吨": "tonnes", "公斤": "kg", "千克": "kg", "斤": "jin", "克": "g", "毫克": "mg", "微克": "µg",
    "吨标准煤": "tonnes of standard coal", "千克标准煤": "kg of standard coal", "吨标煤": "tonnes of standard coal",
    "克标准煤": "g of standard coal",
    "吨二氧化碳": "tonnes of CO2", "吨二氧化碳当量": "tonnes of CO2 equivalent",
    "亩": "mu", "公顷": "hectares", "平方米": "square metres", "㎡": "square metres", "m²": "square metres",
    "平方公里": "square kilometres", "平方千米": "square kilometres", "km²": "square kilometres", "平米": "square metres",
    "公里": "km", "千米": "km", "km": "km", "米": "metres", "厘米": "cm", "毫米": "mm", "海里": "nautical miles",
    "立方米": "cubic metres", "m³": "cubic metres", "方": "cubic metres", "升": "litres", "毫升": "ml",
    "千瓦": "kW", "兆瓦": "MW", "MW": "MW", "GW": "GW", "吉瓦": "GW", "kW": "kW", "瓦": "W",
    "千瓦时": "kWh", "kWh": "kWh", "MWh": "MWh", "兆瓦时": "MWh", "GWh": "GWh", "度": "kWh",
    "千伏安": "kVA", "kVA": "kVA", "兆伏安": "MVA", "MVA": "MVA", "千伏": "kV", "kV": "kV", "伏": "V",
    "年": "years", "个月": "months", "月": "months", "周": "weeks", "天": "days", "日": "days",
    "小时": "hours", "分钟": "minutes", "秒": "seconds",
    "工作日": "working days", "个工作日": "working days", "人": "people", "人次": "person-times",
    "名": "people", "户": "households or firms", "倍": "times", "℃": "°C", "摄氏度": "°C", "元": "CNY",
    "万元": "CNY 10,000", "标箱": "TEU", "辆": "vehicles", "套": "sets", "台": "units",
    "分贝": "dB", "P": "PFLOPS", "PFLOPS": "PFLOPS", "EFLOPS": "EFLOPS",
    "Tbps": "Tbps", "Gbps": "Gbps", "Mbps": "Mbps",
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
_SINGLE = {
    "cubic metres": "cubic metre", "square metres": "square metre", "hectares": "hectare",
    "square kilometres": "square kilometre", "people": "person", "tonnes": "tonne",
    "years": "year", "months": "month", "weeks": "week", "days": "day", "hours": "hour",
    "minutes": "minute", "seconds": "second", "metres": "metre", "litres": "litre",
    "vehicles": "vehicle", "working days": "working day", "person-times": "person-time",
    "nautical miles": "nautical mile", "tonnes of standard coal": "tonne of standard coal",
    "households or firms": "household or firm",
}  # fmt: skip
# further ways to write a unit, each with the Chinese unit that it stands for
_SYNONYMS = {
    "ton": "吨", "tons": "吨", "kilogram": "公斤", "kilograms": "公斤", "grams": "克",
    "tons of standard coal": "吨标准煤", "tonnes of coal equivalent": "吨标准煤",
    "tons of CO2": "吨二氧化碳", "ha": "公顷", "sq km": "平方公里", "sq m": "平方米", "km2": "平方公里",
    "m2": "平方米", "km²": "平方公里", "m²": "平方米", "m³": "立方米", "m3": "立方米",
    "square meter": "平方米", "square meters": "平方米", "square kilometer": "平方公里",
    "square kilometers": "平方公里", "cubic meter": "立方米", "cubic meters": "立方米",
    "kilometre": "公里", "kilometres": "公里", "kilometer": "公里", "kilometers": "公里",
    "meter": "米", "meters": "米", "liter": "升", "liters": "升", "fold": "倍",
    "kilowatt-hour": "千瓦时", "kilowatt-hours": "千瓦时", "kilowatt": "千瓦", "kilowatts": "千瓦",
    "megawatt": "兆瓦", "megawatts": "兆瓦", "gigawatt": "吉瓦", "gigawatts": "吉瓦",
    "persons": "人",
}  # fmt: skip
_MONEY = {
    "CNY": "CNY", "RMB": "CNY", "¥": "CNY", "YUAN": "CNY", "USD": "USD", "US$": "USD", "$": "USD",
    "US DOLLAR": "USD", "US DOLLARS": "USD", "DOLLARS": "USD", "HKD": "HKD", "HK$": "HKD",
    "EUR": "EUR", "€": "EUR", "EUROS": "EUR", "JPY": "JPY", "YEN": "JPY",
}  # fmt: skip


def _read_units() -> dict[str, tuple[str, Decimal]]:
    """English unit in lower case → kind and factor to the base unit, from the Chinese units."""
    table = {english: chinese for chinese, english in reversed(_UNITS.items())}
    table |= {single: table[several] for several, single in _SINGLE.items()} | _SYNONYMS
    found = {"cny 10,000": ("CNY", Decimal(10**4))}
    for english, chinese in table.items():
        unit = parse_unit(chinese)
        if english not in ("units", "sets", "CNY", "CNY 10,000"):
            found[english.lower()] = (unit.kind, unit.factor)
    return found


_READ = _read_units()
_LETTER = frozenset({"g", "w", "v"})  # 5 g, not 5G


def _unit_pattern(names: Iterable[str]) -> str:
    ordered = sorted(names, key=len, reverse=True)
    return "|".join(
        rf"(?<=\s)(?-i:{name.upper() if name in 'wv' else name})"
        if name in _LETTER
        else re.escape(name).replace(r"\ ", r"\s+")
        for name in ordered
    )


_NUM = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_MEASURE = _unit_pattern(set(_READ) - {"cny 10,000"})
_EN = re.compile(
    r"(?P<cur>CNY|RMB|USD|US\$|HK\$|\$|¥|yuan|HKD|EUR|€|JPY)?\s*"
    rf"(?<![A-Za-z\d.])(?P<n>{_NUM})"
    rf"(?:\s*(?:[-–—~]|to\b)\s*(?P<n2>{_NUM})(?![A-Za-z\d]*\d))?"
    r"(?:\s*(?P<scale>trillion|billion|million|thousand|bn|mn)\b)?"
    rf"(?:[\s-]*(?P<unit>[%‰‱]|percentage[\s-]points?|per\s?cent|yuan|RMB|CNY|US\sdollars?|dollars|euros|yen|{_MEASURE})(?![A-Za-z])"
    r"|(?<=%)|(?![A-Za-z\d]|[.,]\d))"
    rf"(?:\s*\bper\s(?P<in>1,000|10,000|100,000|1,000,000)(?![,\d])(?!\s+(?:people|persons?|residents|inhabitants|elderly|old|yuan|CNY|RMB|mu|km)\b))?"
    rf"(?:\s*(?:\bper\s+|/\s?)(?P<under>CNY\s10,000|(?P<many>10,000\s+)?(?:yuan|CNY|{_MEASURE}))(?![A-Za-z]))?",
    re.I,
)
# the unit in which a plan would write a figure, by kind and factor to its base unit
_CHINESE_UNITS = {
    ("CNY", 1): "元", ("USD", 1): "美元", ("count", 1): "", ("mass", 1000): "吨",
    ("coal", 1000): "吨标准煤", ("carbon", 1000): "吨二氧化碳", ("area", 1): "亩",
    ("area", 15): "公顷", ("area", 1500): "平方公里", ("power", 1): "千瓦", ("energy", 1): "千瓦时",
    ("volume", 1): "立方米",
}  # fmt: skip
_FRACTION = re.compile(r"(?<![\d/.])(?P<num>\d{1,2})/(?P<den>\d{1,2})(?![\d/])")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_PARTS = {"third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
_PART = re.compile(
    r"\b(?P<num>one|two|three|four|five|seven|nine|an?)[\s-](?P<den>third|quarter|fourth|fifth|sixth|eighth|tenth)s?\b"
    r"(?=\s+(?:of|in|share|the|\()|[.,;)]|\s*$)",
    re.I,
)
_BETWEEN = re.compile(r"(\bbetween\s+[^;]{1,30}?\s)and(?=\s+(?:CNY|RMB|USD|US\$|\$|¥)?\s*\d)", re.I)


@dataclass(frozen=True)
class EnglishQuantity:
    """A figure read from English: value with its scale multiplied out, kind of unit, the text.

    ``factor`` turns the value into the base unit of the kind (tonnes → 1000 kg).  Both ends of a
    range are given one after the other, with the same text.  ``over`` is the factor without what
    the figure is counted per ("CNY 2 billion per year").
    """

    value: Decimal
    kind: str
    text: str
    start: int
    end: int
    factor: Decimal = Decimal(1)
    over: Decimal = Decimal(1)

    @property
    def base(self) -> Decimal:
        """The value in the base unit of the kind, the same as that of a Chinese quantity."""
        return self.value * self.factor

    def chinese_forms(self) -> tuple[str, ...]:
        """How a Chinese text would write the figure; () for bare small numbers and years."""
        forms = []
        if self.kind in ("percent", "points"):
            sign = "%" if self.kind == "percent" else "个百分点"
            return (f"{plain(self.value)}{sign}",)
        name = _CHINESE_UNITS.get((self.kind, int(self.factor)))
        if name is None or self.value < 1000:
            return ()
        for scale in ("万亿", "亿", "万"):
            shown = self.value / _SCALES[scale]
            if shown >= Decimal("0.1") and shown == shown.quantize(Decimal("0.0001")):
                forms.append(f"{plain(shown)}{scale}{name}")
        forms.append(f"{plain(self.value)}{name}")
        return tuple(dict.fromkeys(forms))


def grouped(value: Decimal) -> str:
    """A decimal with thousands separators."""
    whole, _, part = plain(value).partition(".")
    return f"{int(whole):,}" + (f".{part}" if part else "")


def render(quantity: Quantity, bound: bool = True) -> str:
    """A Chinese quantity in English, the Chinese figure beside it: CNY 6.988 billion (69.88亿元)."""
    english = _english(quantity)
    shown = written(quantity)
    told = _BOUNDS[quantity.bound].format(english) if bound and quantity.bound else english
    return told if shown in (english, told) else f"{told} ({shown})"


def written(quantity: Quantity) -> str:
    """The quantity as the source writes it, with its unit also where a table keeps that apart."""
    text = quantity.text.strip()
    if quantity.unit and quantity.unit not in ("分之",) and quantity.unit not in text:
        if re.search(r"%$|番|倍|百分之", text) or quantity.kind == "doubling":
            return text
        bound = re.search(r"(?:以上|以下|以内|左右|及以上|[〕\]】]|（.*）)$", text)
        at = bound.start() if bound else len(text)
        return f"{text[:at]}{quantity.unit}{text[at:]}"  # 13.0左右 of a table in % is 13.0%左右
    return text


_PER_MILLE = ("‰", "‱")
_SO_MANY = {
    "千": "1,000",
    "万": "10,000",
    "10万": "100,000",
    "十万": "100,000",
    "百万": "1,000,000",
    "100万": "1,000,000",
}


def _english(quantity: Quantity) -> str:
    low, high = quantity.low, quantity.high
    kind, unit = quantity.kind, quantity.unit
    if quantity.unit == "分之":
        return fraction(low)
    if kind == "percent":  # 6.0‰ stays as it is
        factor, sign = (Decimal(1), unit) if unit in _PER_MILLE else (quantity.factor, "%")
        return _range(low * factor, high * factor, plain) + sign
    if kind == "points":
        return _range(low, high, plain) + " percentage points"
    if kind == "doubling":  # 翻两番 is four times
        return _range(2**low, 2**high, plain) + " times"
    if kind == "multiple":
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
    if not over:
        return f"{_range(quantity.low, quantity.high, plain)} per {_SO_MANY[under]}"
    scale = _SCALE.match(over)
    low, high = quantity.low, quantity.high
    top = over
    if scale and not over.startswith(("千瓦", "千米", "千克", "千伏", "百分")):
        factor = _SCALES[scale.group(1)]
        low, high, top = low * factor, high * factor, over[scale.end() :]
    number = _scaled(low, high)
    bottom = _bottom(under)
    if top in ("元", "美元"):
        return f"{'CNY' if top == '元' else 'USD'} {number} per {bottom}"
    name = _UNITS.get(top, "" if top in _SILENT else top)
    return f"{number} {name} per {bottom}".replace("  ", " ")


def _bottom(under: str) -> str:
    """What a compound unit is counted per: tonne, CNY 10,000, 10,000 people."""
    if under in _UNITS:
        name = _UNITS[under]
        return _SINGLE.get(name, name)
    bare = under.removeprefix("万")
    if bare != under and (bare in _UNITS or bare in _SILENT):
        return f"10,000 {_UNITS.get(bare, '')}".strip()
    return under


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
    found = [*_parts(text)]
    taken = [(q.start, q.end) for q in found]
    for match in _EN.finditer(_BETWEEN.sub(r"\1to ", text)):
        if any(a < match.end() and match.start("n") < b for a, b in taken):
            continue
        found += _read(match, text)
    return tuple(sorted(found, key=lambda q: q.start))


def _read(match: re.Match[str], text: str) -> Iterable[EnglishQuantity]:
    """The figures of one match, two of a range."""
    kind, factor, over = _kind(match)
    scale = _WORDS.get((match["scale"] or "").lower(), Decimal(1))
    bare = kind == "count" and not match["scale"] and not match["unit"]
    start = match.end() - len(match.group().lstrip())
    end = start + len(match.group().strip())
    numbers = [match["n"], match["n2"]]
    if match["n2"] and _YEAR.fullmatch(match["n"]) and exact(match["n2"]) < exact(match["n"]):
        start, numbers = match.start("n2"), [match["n2"]]  # "from 63 in 2022 to 80 firms"
    for number in numbers:
        if number and not (bare and _YEAR.fullmatch(number)):
            value, shown = exact(number) * scale, text[start:end]
            yield EnglishQuantity(value, kind, shown, start, end, factor, over)


def _parts(text: str) -> Iterable[EnglishQuantity]:
    """Fractions, as percentages: 1/3, two thirds."""
    for match in (*_FRACTION.finditer(text), *_PART.finditer(text)):
        num, den = match["num"].lower(), match["den"].lower()
        upper = Decimal(num) if num.isdigit() else _NUMBER_WORDS.get(num, Decimal(1))
        lower = Decimal(den) if den.isdigit() else Decimal(_PARTS[den])
        if 0 < upper < lower:
            value = 100 * upper / lower
            yield EnglishQuantity(value, "percent", match.group(), *match.span())


def _kind(match: re.Match[str]) -> tuple[str, Decimal, Decimal]:
    """Kind of a figure, the factor to its base unit, and that of its unit without "per …"."""
    unit = re.sub(r"\s+", " ", (match["unit"] or "").lower())
    kind, over = _READ.get(unit, ("count", Decimal(1)))
    currency = _MONEY.get((match["cur"] or unit).upper().strip())
    if currency:
        kind, over = currency, Decimal(1)
    elif unit in _PERCENT:
        kind, over = "percent", _PERCENT[unit]
    elif unit.startswith("percentage"):
        kind = "points"
    if match["in"]:  # so many in a hundred thousand
        base = next(zh for zh, en in _SO_MANY.items() if en == match["in"])
        return f"rate/{base}", over, over
    if not match["under"]:
        return kind, over, over
    bare = re.sub(r"\s+", " ", match["under"].lower()).removeprefix("10,000 ")
    bottom = _READ.get(bare, ("CNY", Decimal(1)))
    many = Decimal(10**4) if match["many"] else Decimal(1)
    return f"{kind}/{bottom[0]}", over / (bottom[1] * many), over


_PERCENT = {
    "%": Decimal(1),
    "percent": Decimal(1),
    "per cent": Decimal(1),
    "‰": Decimal("0.1"),
    "‱": Decimal("0.01"),
}


def number_word(word: str) -> Decimal | None:
    """The value of an English number word up to twelve."""
    return _NUMBER_WORDS.get(word.lower())


def forms_of(quantities: Sequence[Quantity]) -> str:
    """All quantities in English, separated by semicolons."""
    return "; ".join(render(q) for q in quantities)
