"""How much of a question stands beside the figures of a table."""

from __future__ import annotations

from rag.finder import RowFinder
from rag.rows import Table
from rag.types import Query


def coverage(table: Table, query: Query, finder: RowFinder) -> float:
    """The share of a question's notions, by weight, that the names of the table's figures hold."""
    groups = [g for g in query.groups if finder.weight((g,)) > 0]
    total = finder.weight(groups)
    facts = table.facts
    if not total or not facts:
        return 0.0
    held = sum(finder.weight((g,)) * max(finder.presence(f, g) for f in facts) for g in groups)
    return held / total
