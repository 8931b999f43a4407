"""Chinese numerals as exact numbers."""

from __future__ import annotations

from decimal import Decimal

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_GROUPS = {"万": 10**4, "亿": 10**8}


def chinese_number(text: str) -> int | None:
    """The integer that a Chinese numeral writes (二十三, 二〇三五, 一万二千), or ``None``."""
    if not text or any(c not in _DIGITS and c not in _TENS and c not in _GROUPS for c in text):
        return None
    if len(text) > 1 and all(c in _DIGITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    total = group = 0
    digit: int | None = None
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _TENS:
            group += (1 if digit is None else digit) * _TENS[char]
            digit = None
        else:
            scale = _GROUPS[char]
            group += digit or 0
            # 一亿二千万 adds a smaller scale, 一万亿 multiplies by a larger one
            total = (total + group) * scale if total < scale else total + group * scale
            group, digit = 0, None
    return total + group + (digit or 0)


def exact(text: str) -> Decimal:
    """A decimal from digits with optional thousands separators (1,234.5)."""
    return Decimal(text.replace(",", "").replace("，", ""))
