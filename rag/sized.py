"""Thresholds of staff and revenue that a measure sets (员工300人以下、年营业收入2亿元以下), against what is
known of an enterprise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from index.conditions import REVENUE, STAFF, TURNOVER
from index.quantities import parse_quantities
from index.types import Quantity
from rag.profile import Profile
from rag.worded import Truth

_STAFF, _REVENUE = re.compile(STAFF), re.compile(REVENUE)
_PIECE = re.compile(rf"(?={STAFF}|{REVENUE}|{TURNOVER})")
_BELOW = re.compile(r"以下|以内|不足|不超过|低于")
_FIRST = re.compile(r"首次")
_FIRST_TOLD = re.compile(
    r"首次|第一次|头一[回次]|刚刚?(?:突破|过)|\bfirst\b|\bfor the first time\b", re.I
)


def judge_measured(text: str, profile: Profile) -> Truth | None:
    """Whether an enterprise meets all thresholds of a wording; ``None`` when it sets none of staff
    or revenue alone.
    """
    truths = list(_judged(text, profile))
    if not truths or None in truths:
        return None
    if "not met" in truths:
        return "not met"
    return "unknown" if "unknown" in truths else "met"


def _judged(text: str, profile: Profile) -> Iterator[Truth | None]:
    for piece in _PIECE.split(text):
        quantities = parse_quantities(piece)
        if not quantities:
            continue
        if _STAFF.search(piece):
            own = None if profile.staff is None else Decimal(profile.staff)
        elif _REVENUE.search(piece):
            own = profile.revenue
        else:
            yield None
            continue
        yield _compared(own, quantities, piece, profile)


def _compared(
    own: Decimal | None, quantities: Sequence[Quantity], piece: str, profile: Profile
) -> Truth:
    """A known value against a bound; the lowest of several steps counts (首次突破1亿元、5亿元)."""
    if own is None:
        return "unknown"
    bounds = [q.base[0] for q in quantities]
    if _BELOW.search(piece):
        return "met" if own <= max(bounds) else "not met"
    if own < min(bounds):
        return "not met"
    if _FIRST.search(piece) and not any(_FIRST_TOLD.search(told) for told in profile.told):
        return "unknown"
    return "met"
