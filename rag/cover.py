"""How much of a question stands beside the figures of a table."""

from __future__ import annotations

from index.types import Fact
from rag.evidence import presence
from rag.finder import RowFinder
from rag.phrases import is_indicator
from rag.rows import Table
from rag.types import Query, TermGroup

# share of a question that must stand beside the figures of a table; English is matched more loosely,
# so that more is asked of it
COVERED = {"zh": 0.3, "en": 0.55}
_IN_HEADING = 0.8  # what stands in the title of a table, of what names the figure itself
_IN_TITLE = 0.9  # what stands in the title of a plan, of what names the figure itself


def coverage(table: Table, query: Query, finder: RowFinder) -> float:
    """The share of a question's notions, by weight, that the names of the table's figures hold."""
    groups = [g for g in query.groups if finder.weight((g,)) > 0]
    total = finder.weight(groups)
    facts = table.facts
    if not total or not facts:
        return 0.0
    held = sum(finder.weight((g,)) * max(_held(g, f, finder) for f in facts) for g in groups)
    return held / total


def _held(group: TermGroup, fact: Fact, finder: RowFinder) -> float:
    """How far a figure is told of a notion; what a plan's title says (青禾) holds for all of it."""
    told = (
        finder.presence_under(fact, group, _IN_HEADING)
        if fact.table
        else finder.presence(fact, group)
    )
    if told >= _IN_TITLE or is_indicator(group):
        return told
    return max(told, _IN_TITLE * presence(group, finder.texts(fact)[4]))
