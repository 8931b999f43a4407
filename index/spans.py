"""The values that a written figure may stand for: its rounding, and what 以上, 以内 or 约 leave open.

A figure stands for half a unit of its last digit to both sides.  Two figures agree when their spans
meet.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from index.figures import BOUNDARY
from index.types import Fact, Quantity

_REAL = re.compile(r"生产总值|增加值")
FALLING = re.compile(r"下降|降低|减少|压减|缩短|回落|下滑|降幅|压缩|削减")


@dataclass(frozen=True)
class Span:
    """The values that a written figure may stand for, both ends included, in base units."""

    low: Decimal
    high: Decimal

    def meets(self, other: Span) -> bool:
        """Whether one value fits both."""
        return self.low <= other.high and other.low <= self.high


def level_span(quantity: Quantity) -> Span:
    """The values that a level may stand for: its rounding, and what 以上, 以内 or 约 leave open."""
    half = _half_step(quantity)
    low, high = quantity.low - half, quantity.high + half
    if quantity.bound in (">=", ">"):
        high = quantity.high * Decimal("1.2") + half
    elif quantity.bound in ("<=", "<"):
        low = quantity.low * Decimal("0.8") - half
    elif quantity.bound == "~":
        low, high = low * Decimal("0.9"), high * Decimal("1.1")
    return Span(low * quantity.factor, high * quantity.factor)


def _half_step(quantity: Quantity) -> Decimal:
    """Half a unit of the last written digit; counts of whole things are exact."""
    if quantity.unit == "分之":
        return quantity.low / 20
    if quantity.numeral or (quantity.kind == "count" and quantity.factor == 1):
        return Decimal(0)
    return step_of(quantity) / 2


def step_of(quantity: Quantity) -> Decimal:
    """One unit of the last written digit, in the written unit."""
    exponent = quantity.low.as_tuple().exponent
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)


def rate_span(fact: Fact) -> Span:
    """The growth, in shares of one, that a stated rate may stand for; a fall is below zero.

    Figures are both rounded and cut off in practice.  A rate at constant prices may lie somewhat
    beside the one that the figures at current prices give.
    """
    quantity = fact.quantity
    half = step_of(quantity) / 2 if not quantity.numeral else Decimal("0.5")
    low, high = quantity.low - half, quantity.high + 2 * half
    if quantity.bound in (">=", ">"):
        low, high = quantity.low, max(2 * quantity.high, quantity.high + 5)
    elif quantity.bound in ("<=", "<"):
        low, high = -Decimal(100), quantity.high
    elif quantity.bound == "~":
        wide = max(quantity.high / 10, Decimal("0.5"))
        low, high = low - wide, high + wide
    if _REAL.search(fact.indicator):
        low, high = low - Decimal("0.5"), high + 3
    low, high = low * quantity.factor / 100, high * quantity.factor / 100
    return Span(-high, -low) if FALLING.search(near(fact)) else Span(low, high)


def near(fact: Fact) -> str:
    """The words of the clause before a figure; for a row the indicator."""
    if fact.table:
        return fact.indicator
    return BOUNDARY.split(fact.text[: fact.quantity.start])[-1]


def sum_spans(parts: Iterable[Fact]) -> Span:
    """What the sum of some figures may be, in base units."""
    spans = [level_span(part.quantity) for part in parts]
    return Span(sum((s.low for s in spans), Decimal(0)), sum((s.high for s in spans), Decimal(0)))
