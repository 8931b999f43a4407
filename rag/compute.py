"""Exact arithmetic over cited figures, each result with its formula.

Growth is (end - begin) / begin; average annual growth (end / begin)^(1/n) - 1 over n years, the
definition of 年均增长率 in the statistical bulletins of China; results in % and multiples are rounded half up to two
decimals, sums and differences are exact (rounded only where a third does not end).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext

from index.quantities import classifier, fraction, parse_unit, plain
from index.types import Quantity

_DECIMALS = 12  # more decimals than any plan writes
_CENT = Decimal("0.01")


class NotComparable(ValueError):
    """The figures are of different kinds: nothing may be computed from them."""


@dataclass(frozen=True)
class Result:
    """A computed figure: ``value`` in ``unit``, and how it came about.

    ``formula`` names the operands as written in their sources ("142亿元 − 104.88亿元 = 37.12亿元"); ``op`` is
    sum, difference, growth, annual growth, share, ratio, mean, implied, max, min or count.
    """

    op: str
    value: Decimal
    unit: str
    formula: str
    quantity: Quantity | None = None

    @property
    def text(self) -> str:
        """The value with its unit as the formula ends."""
        return f"{plain(self.value)}{self.unit}"


def same_kind(quantities: Sequence[Quantity]) -> bool:
    """Whether figures may be added, subtracted or divided: one kind, counts of one sort of thing."""
    kinds = {q.kind for q in quantities}
    if kinds == {"count"}:
        sorts = {_sort(q.unit) for q in quantities}
        return len(sorts) == 1
    return len(kinds) == 1 or kinds == {"percent", "points"}


_FIRMS = ("家", "户", "个")
_PEOPLE = ("人", "名", "位", "人次")


def _sort(unit: str) -> str:
    bare = classifier(unit)
    if bare in _FIRMS:
        return "家"
    return "人" if bare in _PEOPLE else bare


def written(quantity: Quantity) -> str:
    """The figure with its unit as it enters a formula; the first end of a range, 1/3 for a third."""
    if quantity.unit == "分之":
        return fraction(quantity.low)
    return f"{plain(quantity.low)}{quantity.unit}"


def _aligned(quantities: Sequence[Quantity]) -> tuple[list[Decimal], str]:
    """The values in the unit of the first figure."""
    if not same_kind(quantities):
        raise NotComparable(", ".join(sorted({q.kind for q in quantities})))
    first = quantities[0]
    values = [q.low * q.factor / first.factor for q in quantities]
    return values, first.unit


def _shown(quantities: Sequence[Quantity], sign: str) -> str:
    return sign.join(written(q) for q in quantities)


def total(quantities: Sequence[Quantity]) -> Result:
    """The sum in the unit of the first figure."""
    values, unit = _aligned(quantities)
    value = _ended(sum(values, Decimal(0)))
    return Result("sum", value, unit, f"{_shown(quantities, ' + ')} = {plain(value)}{unit}")


def difference(end: Quantity, begin: Quantity) -> Result:
    """``end`` minus ``begin``; of two percentages in percentage points."""
    values, unit = _aligned((end, begin))
    value = _ended(values[0] - values[1])
    if end.kind == "percent" and begin.kind == "percent":
        unit = "个百分点"
    elif end.kind in ("percent", "points"):
        unit = "%" if "percent" in (end.kind, begin.kind) else unit
    return Result(
        "difference", value, unit, f"{_shown((end, begin), ' − ')} = {plain(value)}{unit}"
    )


def growth(end: Quantity, begin: Quantity) -> Result:
    """(end - begin) / begin in %."""
    values, _ = _aligned((end, begin))
    _nonzero(values[1])
    value = rounded((values[0] - values[1]) / values[1] * 100)
    shown = f"({written(end)} − {written(begin)}) ÷ {written(begin)}"
    return Result("growth", value, "%", f"{shown} = {value}%")


def annual_growth(end: Quantity, begin: Quantity, years: int) -> Result:
    """The average annual growth over ``years`` years in %."""
    values, _ = _aligned((end, begin))
    if years < 1 or min(values) <= 0:
        raise NotComparable("years or sign")
    with localcontext() as context:
        context.prec = 40
        root = (values[0] / values[1]) ** (Decimal(1) / Decimal(years))
        value = rounded((root - 1) * 100)
    shown = f"({written(end)} ÷ {written(begin)})^(1/{years}) − 1"
    return Result("annual growth", value, "%", f"{shown} = {value}%")


def share(part: Quantity, whole: Quantity) -> Result:
    """part / whole in %."""
    values, _ = _aligned((part, whole))
    _nonzero(values[1])
    value = rounded(values[0] / values[1] * 100)
    return Result("share", value, "%", f"{_shown((part, whole), ' ÷ ')} = {value}%")


def whole(part: Quantity, rate: Quantity) -> Result:
    """part / share: the whole of which a part is so many percent."""
    share_of = rate.low * rate.factor
    _nonzero(share_of)
    value = rounded(part.low / share_of * 100)
    formula = f"{_shown((part, rate), ' ÷ ')} = {plain(value)}{part.unit}"
    return Result("implied", value, part.unit, formula)


def goal(reached: Quantity, points: Quantity, above: bool) -> Result:
    """The goal that a rate lies so many percentage points above or below."""
    value = reached.low - points.low if above else reached.low + points.low
    formula = f"{_shown((reached, points), ' − ' if above else ' + ')} = {plain(value)}%"
    return Result("implied", value, "%", formula)


def ratio(one: Quantity, other: Quantity) -> Result:
    """one / other as a multiple (倍)."""
    values, _ = _aligned((one, other))
    _nonzero(values[1])
    value = rounded(values[0] / values[1])
    return Result("ratio", value, "倍", f"{_shown((one, other), ' ÷ ')} = {plain(value)}倍")


_MONEY = (("亿元", Decimal(10**8)), ("万元", Decimal(10**4)), ("元", Decimal(1)))


def mean(amount: Quantity, number: Quantity) -> Result:
    """amount / number per counted thing; money in the largest of 亿元, 万元 and 元 that gives at least 1."""
    _nonzero(number.low)
    per = classifier(number.unit)
    value = amount.low * amount.factor / (number.low * number.factor / parse_unit(per).factor)
    unit, factor = amount.unit, amount.factor
    if amount.kind == "CNY":
        unit, factor = next((m for m in _MONEY if value >= m[1]), _MONEY[-1])
    elif value < factor:
        unit, factor = classifier(amount.unit), Decimal(1) if amount.kind == "count" else factor
    shown = rounded(value / factor)
    formula = f"{_shown((amount, number), ' ÷ ')} = {plain(shown)}{unit}/{per}"
    return Result("mean", shown, f"{unit}/{per}", formula)


def rounded(value: Decimal) -> Decimal:
    """Half up to two decimals."""
    return value.quantize(_CENT, rounding=ROUND_HALF_UP)


def _ended(value: Decimal) -> Decimal:
    """A value as it is, rounded when its decimals do not end (a third is 33.33…%)."""
    exponent = value.as_tuple().exponent
    endless = isinstance(exponent, int) and exponent < -_DECIMALS
    return rounded(value) if endless else value


def _nonzero(value: Decimal) -> None:
    if value == 0:
        raise NotComparable("zero")
