"""Tables completed by the series of their figures.

A question for one indicator in several years is often found for some of them only: the plan tells
each year in another sentence or in other words.  Where one figure of a series is found, the others
of the same indicator and subject are known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from index.facts import fact_key
from index.types import Fact
from rag.finder import Asked, RowFinder, Slot, Stated
from rag.joint import asks_each_year
from rag.phrases import Phrase
from rag.rows import Table, place_of
from rag.types import Query


def completed(query: Query, table: Table, rows: RowFinder) -> Table:
    """The table with a figure for each asked year of a series that it shows: of the one series it
    is about, else of those that it leaves a year of empty.
    """
    if table.shape != "cells" or not table.facts:
        return table
    if len(set(map(fact_key, table.facts))) == 1:
        return _of_one_series(query, table, rows)
    cells = [_filled(cell, table, rows) for cell in table.cells]
    return replace(table, cells=tuple(cells))


def each_year(query: Query, facts: Sequence[Fact], rows: RowFinder) -> Table | None:
    """The figures of all years of the one series that was read, where each year is asked for;
    ``None`` when the plan does not tell several.
    """
    if not asks_each_year(query) or len(set(map(fact_key, facts))) != 1:
        return None
    course = _course(query, facts[0], rows)
    if len(course) < 2:
        return None
    phrase = Phrase(query.text, rows.content(query))
    cells = tuple(Stated(Asked(phrase, Slot(f.years), f.doc), f) for f in course)
    return Table("cells", cells, (phrase,))


def _of_one_series(query: Query, table: Table, rows: RowFinder) -> Table:
    """Of a table about one series: the asked years, all between them where each year is asked."""
    fact = table.facts[0]
    phrase = next(c.asked.phrase for c in table.cells if c.fact is not None)
    if asks_each_year(query):
        course = _course(query, fact, rows)
        if len(course) > len(table.facts):
            cells = (Stated(Asked(phrase, Slot(f.years), f.doc), f) for f in course)
            return replace(table, cells=tuple(cells), phrases=(phrase,))
    if len(query.years) < 2:
        return table
    shown = {f.years: f for f in table.facts}
    series = _series(fact, rows)
    own = {(y,): _of_year(fact, y, series) for y in query.years}
    if not any(f is not None and years not in shown for years, f in own.items()):
        return table
    asked = [
        Stated(Asked(phrase, Slot(years), fact.doc), shown.get(years) or found)
        for years, found in sorted(own.items())
    ]
    others = [c for c in table.cells if c.fact and c.fact.years and c.fact.years not in own]
    return replace(table, cells=(*asked, *others), phrases=(phrase,))


def _filled(cell: Stated, table: Table, rows: RowFinder) -> Stated:
    """An empty cell with the figure of its year, where others of its words are of one series."""
    years = cell.asked.slot.years
    if cell.fact is not None or len(years) != 1:
        return cell
    same = [c.fact for c in table.cells if c.fact and c.asked.phrase == cell.asked.phrase]
    if len(set(map(fact_key, same))) != 1:
        return cell
    found = _of_year(same[0], years[0], _series(same[0], rows))
    if found is None or place_of(found) in table.shown:
        return cell
    return Stated(replace(cell.asked, doc=found.doc), found)


def _of_year(fact: Fact, year: int, series: Sequence[Fact]) -> Fact | None:
    """The figure of a series for a year: that of the same sentence, or of a table, first."""
    own = [f for f in series if f.years == (year,)]
    return max(own, key=lambda f: (f.sentence == fact.sentence, f.table, -f.id), default=None)


def _course(query: Query, fact: Fact, rows: RowFinder) -> list[Fact]:
    """One figure a year of a series, in order, those between the asked years."""
    series = _series(fact, rows)
    known = sorted({f.years[0] for f in series if len(f.years) == 1})
    asked = [*query.years, *(y for period in query.periods for y in period)]
    if asked:
        known = [y for y in known if len(set(asked)) < 2 or min(asked) <= y <= max(asked)]
    return [f for year in known if (f := _of_year(fact, year, series)) is not None]


def _series(fact: Fact, rows: RowFinder) -> list[Fact]:
    """The figures of the indicator and subject of one, of its measure and kind."""
    key = fact_key(fact)
    return [
        f
        for f in rows.facts_of(fact.doc)
        if f.measure == fact.measure and f.quantity.kind == fact.quantity.kind
        if fact_key(f) == key
    ]
