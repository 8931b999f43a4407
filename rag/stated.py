"""Whether a document itself states what an operation would give: its growth, its share, its sum."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from index.figures import find_years
from index.types import Fact, Figure
from rag.operations import Operations
from rag.types import Answer

_STATING = {
    "growth": ("growth", "multiple", "change"),
    "annual growth": ("growth",),
    "share": ("share", "level"),
    "ratio": ("multiple",),
    "difference": ("change", "growth", "increment"),
    "gap": ("change",),
    "sum": ("level", "share", "increment", "criterion"),
}


# what a figure of a table is when it is the result itself: a level beside others is no stated sum
_STATED_AS = {
    "share": ("share",),
    "growth": ("growth", "annual growth", "change"),
    "annual growth": ("growth", "annual growth"),
    "ratio": ("multiple",),
}


def states_all(facts: Sequence[Fact], ops: Iterable[str]) -> bool:
    """Whether what is to be worked out is among the figures of a table."""
    stated = {f.measure for f in facts}
    return all(stated & set(_STATED_AS.get(op, ())) for op in ops)


def states_result(ops: Operations, lookup: Answer) -> bool:
    """Whether a document itself states what an operation would give (its growth, its share)."""
    if not ops.ops or lookup.abstained or not lookup.evidence or ops.family:
        return False
    read = [f for e in lookup.evidence if not e.also for f in e.read]
    asked = [op for op in ops.ops if op in _STATING]
    if (
        ops.in_total and "growth" in asked
    ):  # the mean of the years is not the growth over all of them
        read = [f for f in read if f.span != "annual" and len(f.years) != 2]
    return bool(asked and read) and all(any(states_operation(op, f) for f in read) for op in asked)


def states_operation(op: str, figure: Figure) -> bool:
    """Whether a figure is what an operation gives: a growth rate, a share, a multiple."""
    if op not in _STATING:
        return False
    percent = figure.quantity.kind in ("percent", "points", "multiple", "doubling")
    if op in ("share", "growth", "annual growth") and not percent:
        return False
    if op == "annual growth" and figure.span != "annual":
        return False
    return figure.role in _STATING[op]


def compares_years(lookup: Answer) -> bool:
    """Whether a read figure is itself a comparison of two years ("是2010年的2.2倍")."""
    return any(
        f.role in ("growth", "multiple", "change") and any(m.compared for m in find_years(e.text))
        for e in lookup.evidence
        for f in e.read
    )
