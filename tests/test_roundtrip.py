"""10,000 generated quantities: written in Chinese, read, rendered in English, read back; all exact."""

from __future__ import annotations

import random
from dataclasses import dataclass
from decimal import Decimal

import pytest

from index.quantities import parse_quantities, parse_unit, plain
from rag.english import parse_english_quantities, render

COUNT = 10_000
SCALES = {"": 1, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8, "万亿": 10**12}
KINDS = {
    "money": ("元", "美元", "港元", "欧元", "日元"),
    "mass": ("吨", "公斤", "千克", "斤", "克", "毫克"),
    "coal": ("吨标准煤", "千克标准煤", "吨二氧化碳"),
    "area": ("亩", "公顷", "平方米", "平方公里"),
    "length": ("公里", "千米", "米", "厘米", "毫米"),
    "volume": ("立方米", "升"),
    "power": ("千瓦", "兆瓦", "吉瓦", "MW", "GW", "kW"),
    "energy": ("千瓦时", "度", "kWh", "MWh", "GWh"),
    "time": ("个月", "天", "小时", "分钟", "个工作日"),
    "count": ("个", "家", "户", "人", "项", "座", "条", "人次", "套", "辆"),
}
UNSCALED = {"time"}
SPECIAL = {"percent": "%", "permille": "‰", "points": "个百分点", "multiple": "倍"}
WORDED = {"hundredth": "百分之{}", "tenth": "{}成", "doubling": "翻{}番"}
DASHES = ("—", "-", "–", "～", "至", "到")
BOUNDS = {"": "", "{}以上": ">=", "{}左右": "~", "{}以内": "<=", "超过{}": ">", "不低于{}": ">="}
DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True)
class Made:
    """A quantity with what reading it must give: kind, both ends in base units, bound."""

    text: str
    kind: str
    low: Decimal
    high: Decimal
    bound: str


def number(rng: random.Random, limit: int = 10**4) -> Decimal:
    """A decimal as plans write them: mostly small, up to three places behind the point."""
    whole = rng.randrange(0, rng.choice((10, 100, 1000, limit)))
    places = rng.choice((0, 0, 1, 2, 3))
    value = Decimal(whole) + Decimal(rng.randrange(10**places)).scaleb(-places)
    return value or Decimal(1)


def shown(value: Decimal, rng: random.Random) -> str:
    """The digits, sometimes with thousands separators."""
    return f"{value:,}" if value >= 1000 and rng.random() < 0.5 else plain(value)


def chinese(value: int) -> str:
    """A Chinese numeral from 2 to 999."""
    hundreds, rest = divmod(value, 100)
    tens, ones = divmod(rest, 10)
    text = f"{DIGITS[hundreds]}百" if hundreds else ""
    if hundreds and rest and not tens:
        text += "零"
    if tens:
        text += "十" if tens == 1 and not hundreds else f"{DIGITS[tens]}十"
    return text + (DIGITS[ones] if ones else "")


def make(rng: random.Random) -> Made:
    """One quantity of any sort."""
    sort = rng.choice(
        [*KINDS, *KINDS, *SPECIAL, "numeral", "fraction", "hundredth", "tenth", "doubling"]
    )
    if sort in WORDED:
        value = Decimal(rng.randrange(2, 10))
        kind = "multiple" if sort == "doubling" else "percent"
        base = {"hundredth": value, "tenth": value * 10, "doubling": 2**value}[sort]
        return Made(WORDED[sort].format(chinese(int(value))), kind, base, base, "")
    if sort == "fraction":
        low = rng.randrange(1, 9)
        high = rng.randrange(low + 1, 11)
        value = Decimal(100) * low / high
        text = f"{chinese(high)}分之{chinese(low) if low > 1 else '一'}"
        return Made(text, "percent", value, value, "")
    if sort == "numeral":
        unit = rng.choice(("个", "家", "项", "条", "户", "倍"))
        value = Decimal(rng.randrange(2, 999))
        known = parse_unit(unit)
        return Made(f"{chinese(int(value))}{unit}", known.kind, value, value, "")
    if sort in SPECIAL:
        unit = SPECIAL[sort]
    else:
        scale = "" if sort in UNSCALED else rng.choice(list(SCALES))
        unit = scale + rng.choice(KINDS[sort])
    low = number(rng)
    high = low + number(rng) if rng.random() < 0.25 else low
    form = rng.choice(list(BOUNDS)) or "{}"
    text = shown(low, rng)
    if high > low:
        repeat = unit if sort != "count" and rng.random() < 0.3 else ""
        text += repeat + rng.choice(DASHES) + shown(high, rng)
    known = parse_unit(unit)
    factor = known.factor
    return Made(
        form.format(text + unit), known.kind, low * factor, high * factor, BOUNDS.get(form, "")
    )


@pytest.fixture(scope="module")
def made() -> list[Made]:
    rng = random.Random(20301231)
    return [make(rng) for _ in range(COUNT)]


def test_chinese_writing_reads_back_exactly(made):
    wrong = []
    for item in made:
        read = parse_quantities(f"达到{item.text}，")
        found = [(q.kind, *q.base, q.bound) for q in read]
        if found != [(item.kind, item.low, item.high, item.bound)]:
            wrong.append((item.text, found))
    assert not wrong, (len(wrong), wrong[:20])


def test_english_rendering_reads_back_exactly(made):
    wrong = []
    for item in made:
        (quantity,) = parse_quantities(f"达到{item.text}，")
        english = render(quantity)
        bare = english.split(" (")[0]
        read = parse_english_quantities(bare)
        found = ({q.kind for q in read}, sorted({q.base for q in read}))
        if found != ({quantity.kind}, sorted(set(quantity.base))):
            wrong.append((item.text, english, found))
    assert not wrong, (len(wrong), wrong[:20])


def test_chinese_beside_the_rendering_reads_back_exactly(made):
    wrong = []
    for item in made:
        (quantity,) = parse_quantities(f"达到{item.text}，")
        english = render(quantity)
        beside = english.split(" (")[1].removesuffix(")") if " (" in english else item.text
        beside = f"翻{beside}" if beside.endswith("番") and "翻" not in beside else beside
        found = [(q.kind, *q.base) for q in parse_quantities(beside)]
        if found != [(quantity.kind, *quantity.base)]:
            wrong.append((item.text, english, found))
    assert not wrong, (len(wrong), wrong[:20])


def test_generator_makes_every_sort(made):
    kinds = {item.kind for item in made}
    assert {"CNY", "USD", "mass", "area", "power", "energy", "count", "percent", "points"} <= kinds
    assert sum(item.low < item.high for item in made) > COUNT // 10
    assert {item.bound for item in made} == {"", ">=", "~", "<=", ">"}
    assert len({item.text for item in made}) > 0.8 * COUNT
