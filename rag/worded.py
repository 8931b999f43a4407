"""Whether an enterprise tells a condition of a support in its own words, figures compared.

No table has all that supports ask for (新增本地配套供应商5家以上).  A condition counts as told when most
of its pairs of characters stand in one wording of the enterprise; an English wording is compared by
the Chinese terms that its words stand for.  Figures must reach those of the condition, each told
beside the same words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from index.quantities import parse_quantities
from index.types import Quantity
from rag.english import parse_english_quantities
from rag.terms import default_terms

_WORDED = 0.6  # share of a condition's pairs of characters that one wording must hold
_BESIDE = 10  # characters around a figure that say what it is of
_AT_LEAST = re.compile(
    r"以上|不少于|不低于|至少|(?<![未不])达到|(?<!不)超过|不小于|(?<!不)满(?!意)"
)
_AT_MOST = re.compile(r"以下|以内|不超过|不满|不足|不高于|未达|少于(?<!不少于)|低于(?<!不低于)")
_FIGURES = re.compile(
    r"[\d.,]+\s*(?:[万亿]?元|[万亿]|%|家|个|项|人|户|年|平方米|架次|吨)?(?:以上|以下)?"
)
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_PAIR = re.compile(r"[\u4e00-\u9fff]{2}")
# what must not be the case is told by no words that are there
_MUST_NOT = re.compile(
    r"(?:近|连续|最近)?[^，。；]{0,4}?(?:从未|未(?!来)|没有|不(?!锈|低于|少于|小于|断|动产)|无(?!人机|线|纺|缝|机|尘|障碍))"
)
# what is the same in every language: CMMI3, 4A, GAP
_MARK = re.compile(r"(?<![A-Za-z0-9])(?:[A-Z]{2,}\d?|\d[A-Z])(?![A-Za-z0-9])")
_HELD = re.compile(
    r"认证|资质|取得|拿|获|通过|评|级|证书|\b(?:certif|pass|accredit|hold|held|level|rated|check)",
    re.I,
)


def worded_in(condition: str, wordings: Sequence[str]) -> tuple[str, ...]:
    """The wordings that tell a condition, or one of several things that it lists, figures apart."""
    if _MUST_NOT.match(condition):
        return ()
    asked = (condition, *_alternatives(condition))
    marks = _marks(condition)
    return tuple(
        wording
        for wording in wordings
        if (marks & _marks(wording) and _HELD.search(wording))
        or any(_shared(one, wording) >= _WORDED for one in asked)
    )


def _marks(text: str) -> set[str]:
    return {mark.upper() for mark in _MARK.findall(text)}


def reaches(condition: str, wordings: Sequence[str]) -> bool | None:
    """Whether the figures of wordings that tell a condition reach those that it asks for; ``None``
    when one of them is not told, or the condition sets a limit.  True for one without figures.
    """
    found = [_reached(q, condition, wordings) for q in parse_quantities(condition)]
    return None if None in found else all(found)


def _reached(wanted: Quantity, condition: str, wordings: Sequence[str]) -> bool | None:
    around = condition[max(0, wanted.start - 4) : wanted.end + 3]
    if _AT_MOST.search(around) or not _AT_LEAST.search(around):
        return None
    beside = _pairs(_around(condition, wanted.start, wanted.end))
    for wording in wordings:
        told = _amounts(wording, wanted, beside)
        if told:
            return any(value >= wanted.base[0] for value in told)
    return None


def _amounts(wording: str, wanted: Quantity, beside: set[str]) -> list[Decimal]:
    """The amounts of a wording that are of the kind and told of the same; in base units."""
    if not _CHINESE.search(wording):
        same = [q for q in parse_english_quantities(wording) if q.kind == wanted.kind]
        return [same[0].value] if len(same) == 1 else []
    return [
        q.base[0]
        for q in parse_quantities(wording)
        if q.kind == wanted.kind and (q.kind != "count" or q.unit == wanted.unit)
        if not beside or beside & _pairs(_around(wording, q.start, q.end))
    ]


def _around(text: str, start: int, end: int) -> str:
    """The words beside a figure inside its clause."""
    before = re.split(r"[，,。；;]", text[max(0, start - _BESIDE) : start])[-1]
    behind = re.split(r"[，,。；;]", text[end : end + _BESIDE])[0]
    return f"{before}|{behind}"


def _pairs(text: str) -> set[str]:
    pairs = {text[i : i + 2] for i in range(len(text) - 1)}
    return {pair for pair in pairs if _PAIR.fullmatch(pair)} - {"以上", "不少", "不低"}


def _alternatives(condition: str) -> list[str]:
    """The things of a list with the word behind all of them: 数字化、智能化改造 is 数字化改造 or 智能化改造.

    Two things joined by 和 alone are asked for both.
    """
    if not re.search(r"[、或]", condition):
        return []
    items = re.split(r"[、或]|以及|(?<=.{4})[和及与](?=.{4})", condition)
    tail = items[-1][-2:]
    return [item if item.endswith(tail) or len(item) > 5 else item + tail for item in items]


def _shared(condition: str, wording: str) -> float:
    """How much of a condition stands in a wording: of its pairs of Chinese characters."""
    pairs = _pairs(_FIGURES.sub("|", condition))
    text = wording if _CHINESE.search(wording) else _in_chinese(wording)
    return sum(pair in text for pair in pairs) / len(pairs) if len(pairs) > 2 else 0.0


@lru_cache(maxsize=256)
def _in_chinese(wording: str) -> str:
    """The Chinese terms that the words of an English wording stand for."""
    return "|".join(term for group in default_terms().groups(wording) for term in group.terms)
