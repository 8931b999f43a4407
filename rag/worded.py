"""Whether an enterprise tells a condition of a support in its own words, figures compared.

No table has all that supports ask for (新增本地配套供应商5家以上).  A condition counts as told when most
of its pairs of characters stand in one wording of the enterprise; an English wording is compared by
the Chinese terms that its words stand for.  Figures must reach those of the condition.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from index.quantities import parse_quantities
from rag.english import parse_english_quantities
from rag.terms import default_terms

_WORDED = 0.6  # share of a condition's pairs of characters that one wording must hold
_AT_LEAST = re.compile(r"以上|不少于|不低于|至少|达到|超过|不小于|满(?!意)")
_FIGURES = re.compile(
    r"[\d.,]+\s*(?:[万亿]?元|[万亿]|%|家|个|项|人|户|年|平方米|架次|吨)?(?:以上|以下)?"
)
# what is the same in every language: CMMI3, 4A, GAP
_MARK = re.compile(r"(?<![A-Za-z0-9])(?:[A-Z]{2,}\d?|\d[A-Z])(?![A-Za-z0-9])")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True)
class _Amount:
    """A figure with what it counts; exact, in base units."""

    kind: str
    unit: str
    value: Decimal


def is_worded(condition: str, wordings: Sequence[str]) -> bool:
    """Whether one of the wordings tells a condition, or one of several things that it lists, figures
    apart.
    """
    asked = (condition, *_alternatives(condition))
    marks = {mark.upper() for mark in _MARK.findall(condition)}
    if marks and any(marks & {m.upper() for m in _MARK.findall(wording)} for wording in wordings):
        return True
    return any(_shared(one, wording) >= _WORDED for wording in wordings for one in asked)


def _alternatives(condition: str) -> list[str]:
    """The things of a list with the verb before and the word behind all of them: 数字化、智能化改造 is
    数字化改造 or 智能化改造.
    """
    items = re.split(r"[、或]|以及|(?<=.{4})[和及与](?=.{4})", condition)
    if len(items) < 2:
        return []
    tail = items[-1][-2:]
    return [item if item.endswith(tail) or len(item) > 5 else item + tail for item in items]


def reaches(condition: str, wordings: Sequence[str]) -> bool | None:
    """Whether the figures of the wordings reach those that a condition asks for; ``None`` when one
    of them is not told.  True for a condition without figures.
    """
    told = [amount for wording in wordings for amount in _amounts(wording)]
    found = [
        _reached(quantity.kind, quantity.unit, quantity.base[0], told)
        if _AT_LEAST.search(condition[max(0, quantity.start - 4) : quantity.end + 3])
        else None
        for quantity in parse_quantities(condition)
    ]
    return None if None in found else all(found)


def _reached(kind: str, unit: str, least: Decimal, told: Sequence[_Amount]) -> bool | None:
    same = [a for a in told if a.kind == kind and (kind != "count" or a.unit == unit)]
    return any(a.value >= least for a in same) if same else None


def _shared(condition: str, wording: str) -> float:
    """How much of a condition stands in a wording: of its pairs of Chinese characters."""
    bare = _FIGURES.sub("|", condition)
    pairs = {bare[i : i + 2] for i in range(len(bare) - 1)}
    pairs = {pair for pair in pairs if re.fullmatch(r"[\u4e00-\u9fff]{2}", pair)}
    text = wording if _CHINESE.search(wording) else _in_chinese(wording)
    return sum(pair in text for pair in pairs) / len(pairs) if len(pairs) > 2 else 0.0


@lru_cache(maxsize=256)
def _in_chinese(wording: str) -> str:
    """The Chinese terms that the words of an English wording stand for."""
    return "|".join(term for group in default_terms().groups(wording) for term in group.terms)


@lru_cache(maxsize=256)
def _amounts(wording: str) -> tuple[_Amount, ...]:
    if _CHINESE.search(wording):
        return tuple(_Amount(q.kind, q.unit, q.base[0]) for q in parse_quantities(wording))
    return tuple(_Amount(q.kind, "", q.value) for q in parse_english_quantities(wording))
