"""A question that is several, each with a table and results of its own: their answers joined.

"What part of the museums is private, and how many must be added by 2030?" names two operations over
different figures; what is worked out for one clause means nothing for the other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rag.operations import WEAK, Operations
from rag.results import Worked
from rag.rows import Table, place_of

_MOST_CELLS = 16


@dataclass(frozen=True)
class SubAnswer:
    """What one of several questions found: its figures, what is asked over them and what was worked
    out; ``stated`` whether the plan itself states what is asked to be worked out.
    """

    table: Table
    ops: Operations
    worked: tuple[Worked, ...]
    stated: bool = False

    @property
    def answers(self) -> bool:
        """Whether every figure is stated and all that is asked over them is given."""
        whole = bool(self.table.facts) and len(self.table.facts) == len(self.table.cells)
        asked = {*self.ops.ops, *self.ops.rates} - WEAK
        return whole and (not asked or self.stated or bool(self.worked))


def joined(parts: Iterable[SubAnswer]) -> tuple[Table, tuple[Worked, ...]] | None:
    """The figures of several questions as one table, and all that was worked out; ``None`` where one
    of them has no answer (none behind it is looked for), or nothing is worked out.
    """
    answered: list[SubAnswer] = []
    for part in parts:
        if not part.answers:
            return None
        answered.append(part)
    worked = tuple(dict.fromkeys(one for part in answered for one in part.worked))
    if not worked:
        return None
    cells = {place_of(c.fact): c for part in answered for c in part.table.cells if c.fact}
    if len(cells) > _MOST_CELLS:
        return None
    phrases = dict.fromkeys(cell.asked.phrase for cell in cells.values())
    return Table("cells", tuple(cells.values()), tuple(phrases)), worked
