"""Tables that are derived from more than the series of a question: a count of those that fulfil a
condition, both ends of a change, listed places, the parts of a whole.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from index.quantities import parse_quantities
from rag.breakdown import Split, asks_breakdown, breakdown_table, splits_of
from rag.counting import counted_groups, counted_table, read_condition
from rag.cover import COVERED, coverage
from rag.evidence import presence
from rag.finder import Asked, RowFinder, Slot, Stated
from rag.implied import Implied, asks_implied, implied_by, implied_table
from rag.joint import asks_often
from rag.moves import Move, asks_move, move_table, moves_of, tells_one_change
from rag.named import named_table
from rag.operations import CHANGES, WEAK, Condition, Operations, names_a_sort
from rag.parts import (
    Part,
    asks_share,
    parts_of,
    parts_table,
    said_by,
    same_thing,
    share_table,
)
from rag.quotients import quotient_table, states_mean
from rag.results import Worked, work_out
from rag.rows import Table, slots_of, without_whole
from rag.stated import states_result
from rag.types import Answer, Query

_WHICH = re.compile(r"哪|谁|什么|\bwhich\b|\bwhat\b", re.I)
_IN_TEXT = 0.5  # presence of a name from which a figure is told of it
_CLEARLY = 0.1  # how much more a part and its whole must say than a stated share

# the table that answers in place of the look-up, if one does, its operations, and why
Choice = tuple[Table | None, Operations, str]


class Deriver:
    """Finds tables beyond the series of a question, and works out what is asked over them."""

    def __init__(self, rows: RowFinder) -> None:
        self._rows = rows

    def work_out(self, table: Table, ops: Operations) -> tuple[tuple[Worked, ...], tuple[str, ...]]:
        """What the operations give over a table, and why nothing where they give nothing."""
        return work_out(table, ops, self._ends, self._regions)

    @cached_property
    def _ends(self) -> Mapping[str, int | None]:
        return {name: self._rows.end(name) for name in self._rows.names}

    @cached_property
    def _regions(self) -> Mapping[str, str]:
        return {name: self._rows.region(name) for name in self._rows.names}

    def counted(self, query: Query, ops: Operations, lookup: Answer) -> Choice | None:
        """How many of a family fulfil a condition, unless a plan states the number of those that do."""
        condition = read_condition(query)
        if condition is None:
            return None
        own = slots_of(query, self._rows)
        table = counted_table(own, condition, self._rows)
        if table is None:
            return None
        bare = tuple(g for g in counted_groups(own) if not names_a_sort(g.source))
        covered = coverage(table, replace(own, groups=bare), self._rows)
        stated = self._said_of_class(own, ops, condition, lookup)
        if covered < COVERED[query.language] or stated > covered - _CLEARLY:
            return None
        if self._leaves_untold(query, table):
            return None
        route = f"rows: count of those {condition.text or condition.bound}"
        return table, replace(ops, ops=("count",), condition=condition), route

    def derived(self, query: Query, ops: Operations, found: Choice, lookup: Answer) -> Choice:
        """What was found, or what answers better: both ends of a change, a stated growth, listed
        places, the parts of a whole, its share.
        """
        averaged = self._averaged(query, ops, lookup)
        if averaged is not None:
            return averaged
        if asks_implied(query.text):
            implied = implied_table(self._of_plans(query), ops, self._rows, self._implied)
            if implied is not None and not self._leaves_untold(query, implied, several=True):
                return implied, replace(ops, ops=("implied",)), "rows: what two figures imply"
        found = self._grown(query, self._moved(query, ops, found))
        found = self._of_named(query, ops, found) or found
        found = self._broken_down(query, ops, found) or found
        if {"max", "min"} & set(ops.ops):
            if found[0] is not None:
                found = (without_whole(found[0], self._rows), *found[1:])
            return found if self._ranks(found) else self._largest_part(query, ops) or found
        asked = "share" in ops.ops or asks_share(query.text)
        if not asked or self._gives(found, "share"):
            return self._with_rates(found)
        return self._share_of_whole(query, ops, lookup) or found

    def _averaged(self, query: Query, ops: Operations, lookup: Answer) -> Choice | None:
        """An amount and the number of things that it is to be divided by, unless a plan states what
        one of them comes to.
        """
        table = quotient_table(self._of_plans(query), ops, self._rows)
        if table is None or self._leaves_untold(query, table, several=True):
            return None
        if not lookup.abstained and states_mean(self._rows.read_facts(lookup)):
            return None
        return table, replace(ops, ops=("mean",)), "rows: mean; an amount and a number"

    def _of_plans(self, query: Query) -> Query:
        """The question for the plans that it names, with all its words."""
        return replace(query, documents=self._rows.plans_named(query)[0])

    @cached_property
    def _implied(self) -> Mapping[str, Sequence[Implied]]:
        return {name: implied_by(self._rows.facts_of(name)) for name in self._rows.names}

    def _broken_down(self, query: Query, ops: Operations, found: Choice) -> Choice | None:
        """The parts of a whole that is to be broken down, where what was found lacks one of them."""
        others = set(ops.ops) - WEAK - {"share"}
        if not asks_breakdown(query) or others or query.asked == "list":
            return None
        table = breakdown_table(slots_of(query, self._rows), ops, self._rows, self._splits)
        if table is None or (found[0] is not None and found[0].shown >= table.shown):
            return None
        return table, ops, f"rows: the {len(table.cells)} parts of a whole"

    @cached_property
    def _splits(self) -> Mapping[str, Sequence[Split]]:
        return {
            name: splits_of(self._rows.facts_of(name), self._parts[name])
            for name in self._rows.names
        }

    def _with_rates(self, found: Choice) -> Choice:
        """The growth beside a difference of the same two ends, when both are asked and no plan
        states that growth.
        """
        table, ops, route = found
        rates = tuple(op for op in ops.rates if op not in ops.ops)
        if table is None or not rates or not {"difference", "gap"} & set(ops.ops):
            return found
        more = replace(ops, ops=(*ops.ops, *rates))
        stated = any(f.measure in rates for f in table.facts)
        if stated or not all(self._gives((table, more, route), op) for op in rates):
            return found
        return table, more, f"{route}; with {', '.join(rates)}"

    def _of_named(self, query: Query, ops: Operations, found: Choice) -> Choice | None:
        """The figures of the places or things that a question lists by name, where what was found
        lacks one of them or holds another.
        """
        listed = named_table(slots_of(query, self._rows), ops, self._rows)
        if listed is None or self._leaves_untold(query, listed[0]):
            return None
        table, subjects = listed
        if found[0] is not None and self._shows(found[0], table, subjects):
            return None
        more = replace(found[1], ops=ops.ops or found[1].ops)
        return table, more, f"rows: {', '.join(more.ops) or 'compare'}; {len(subjects)} listed"

    def _shows(self, found: Table, table: Table, subjects: frozenset[str]) -> bool:
        """Whether what was found has a figure of each listed subject, and of others only those of
        further things: the figure of the whole region was not asked for.
        """
        shown = {f.subject for f in found.facts}
        if len(found.facts) < len(found.cells) or not shown >= subjects:
            return False
        if shown == subjects:
            return found.shown != table.shown
        return bool(shown - subjects - {self._rows.region(f.doc) for f in found.facts})

    def _gives(self, found: Choice, op: str) -> bool:
        """Whether an operation gives a figure over a table."""
        table, ops, _ = found
        if table is None:
            return False
        return any(worked.result.op == op for worked in self.work_out(table, ops)[0])

    def _said_of_class(
        self, query: Query, ops: Operations, condition: Condition, lookup: Answer
    ) -> float:
        """How much of a question the figure of a look-up is told of whose class is named by the
        same bound (产值超50亿元的企业6家); 0 for another figure.
        """
        told = [0.0]
        for evidence in lookup.evidence:
            stated = [(q.kind, q.base[0]) for q in parse_quantities(evidence.text)]
            if condition.kind and (condition.kind, condition.value) in stated:
                told += [said_by(f, query, ops, self._rows) for f in self._rows.read_facts(lookup)]
        return max(told)

    @cached_property
    def _moves(self) -> Mapping[str, Sequence[Move]]:
        return {name: moves_of(self._rows.facts_of(name)) for name in self._rows.names}

    def _moved(self, query: Query, ops: Operations, found: Choice) -> Choice:
        """Both ends of the change that a sentence tells, where what was found is no such change."""
        table = found[0]
        if not asks_move(query, ops) or self._asks_other(ops):
            return found
        if table is not None and tells_one_change(table) and self.worked(found):
            return found
        own = slots_of(query, self._rows)
        moved = move_table(own, ops, self._rows, self._moves)
        if (
            moved is None
            or self._leaves_untold(query, moved[0])
            or (self.worked(found) and self._said(found, own) > moved[1] - _CLEARLY)
        ):
            return found
        named = tuple(op for op in (*ops.ops, *ops.rates) if op in CHANGES)
        more = replace(ops, ops=tuple(dict.fromkeys(named)))
        return moved[0], more, f"rows: {', '.join(named)}; a sentence tells both ends"

    def _said(self, found: Choice, query: Query) -> float:
        """How much of a question the figures of a table are told of, on average."""
        facts = found[0].facts if found[0] is not None else []
        shares = [said_by(f, query, found[1], self._rows) for f in facts]
        return sum(shares) / len(shares) if shares else 0.0

    def _asks_other(self, ops: Operations) -> bool:
        """Whether more is asked than one change: shares, ranks, lists, all plans."""
        other = set(ops.ops) - CHANGES
        return bool(other) or ops.listed or ops.all_plans or ops.family

    def worked(self, found: Choice) -> bool:
        """Whether something is worked out from what was found."""
        return found[0] is not None and bool(self.work_out(found[0], found[1])[0])

    def _grown(self, query: Query, found: Choice) -> Choice:
        """The stated growth over the year before, where the level of that year is not stated."""
        table, ops, _ = found
        years = sorted(query.years)
        if table is None or len(years) != 2 or years[1] - years[0] != 1:
            return found
        if not {"growth", "difference"} & set(ops.ops) or len(table.facts) == len(table.cells):
            return found
        level = next((f for f in table.facts if f.years == (years[1],)), None)
        if level is None:
            return found
        growth = [
            f
            for f in self._rows.facts_of(level.doc)
            if f.measure == "growth" and f.years == level.years and same_thing(f, level)
        ]
        if not growth:
            return found
        phrase = table.cells[0].asked.phrase
        cells = [Stated(Asked(phrase, Slot(f.years), f.doc), f) for f in (level, growth[0])]
        stated = Table("stated", tuple(cells), (phrase,))
        return stated, ops, f"rows: growth of {years[1]} as stated"

    def _ranks(self, found: Choice) -> bool:
        return self._gives(found, "max") or self._gives(found, "min")

    def _largest_part(self, query: Query, ops: Operations) -> Choice | None:
        """The parts of a whole among which the largest or smallest is asked for."""
        if not _WHICH.search(query.text):
            return None
        found = parts_table(slots_of(query, self._rows), ops, self._rows, self._parts)
        if found is None or self._leaves_untold(query, found[0]):
            return None
        return found[0], ops, "rows: the parts of a whole, ranked"

    def _leaves_untold(self, query: Query, table: Table, several: bool = False) -> bool:
        """Whether a question, for ``several`` figures or one, names what none of a table is told of."""
        matches = [self._rows.match(fact) for fact in table.facts]
        if self._rows.untold(query, matches, several):
            return True
        texts = " ".join(text for fact in table.facts for text in self._rows.texts(fact))
        names = [g for g in query.groups if g.critical]
        return any(
            not g.terms or (presence(g, texts) < _IN_TEXT and not self._rows.is_wide(g))
            for g in names
        )

    @cached_property
    def _parts(self) -> Mapping[str, Sequence[Part]]:
        return {
            name: parts_of(self._rows.facts_of(name), self._rows.region(name))
            for name in self._rows.names
        }

    def _share_of_whole(self, query: Query, ops: Operations, lookup: Answer) -> Choice | None:
        """The part and the whole of the share that a question asks for, unless a plan states it."""
        others = set(ops.ops) - WEAK - {"share"}
        if others or asks_often(query) or ops.all_plans:
            return None
        own = slots_of(query, self._rows)
        found = share_table(own, ops, self._rows, self._parts)
        if found is None:
            return None
        table, told = found
        if self._leaves_untold(query, table):
            return None
        if states_result(replace(ops, ops=("share",)), lookup):
            stated = [said_by(f, own, ops, self._rows) for f in self._rows.read_facts(lookup)]
            if max(stated, default=0.0) > told - _CLEARLY:
                return None
        kept = tuple(op for op in ops.ops if op in ("share", "sum")) or ("share",)
        more = replace(ops, ops=tuple(dict.fromkeys((*kept, "share"))))
        return table, more, f"rows: share; a part of its whole, {told:.2f}"
