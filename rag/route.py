"""The router between look-up, rows and refusal: deterministic, and told in the trace of the answer.

A question is looked up, taken apart into its asks, read as one over rows, and its series are chosen
together; the rules here say which of these answers, and what is computed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from index.facts import fact_key
from index.figures import find_years
from index.indicators import indicator_key
from index.quantities import parse_quantities
from index.store import Index
from index.types import Embedder, Fact, Figure
from rag.asked_units import no_share, other_measure_asked, tells_asked_measure
from rag.asks import Ask, Place, Seen, about_region, asks_of, joins_things, read_asks
from rag.counting import counted_groups, counted_table, read_condition
from rag.cover import coverage
from rag.evidence import Corpus, Match, fold, presence, read_figures, score_units
from rag.finder import Asked, RowFinder, Slot, Stated, fits_slot, named_alike
from rag.guard import WRITTEN, is_of_regions, stands_alone, untold_in_words, wrong_slot
from rag.joint import (
    OF_ALL_YEARS,
    asks_each_year,
    asks_often,
    joint_table,
    worth_of,
)
from rag.moves import Move, asks_move, move_table, moves_of, tells_one_change
from rag.named import further_listed, named_table
from rag.operations import CHANGES, Condition, Operations, names_a_sort
from rag.others import other_level, sibling_named
from rag.parts import Part, asks_share, parts_of, parts_table, said_by, share_table
from rag.phrases import Phrase, asks_base_year, is_indicator, is_known
from rag.reads import Read
from rag.results import Worked, work_out
from rag.retrieve import PASSAGES, Found, retrieve
from rag.rows import Table, asks_whether_agreed, read_table, slots_of, without_whole
from rag.select import Reading, read_answer, read_apart
from rag.types import (
    Answer,
    Decision,
    Query,
    TermGroup,
)
from rag.wanted import asked_state

# share of a question that must stand beside the figures of a table; English is matched more loosely,
# so that more is asked of it
_COVERED = {"zh": 0.3, "en": 0.55}
_SURE_CELL = 0.5  # share of a cell's question beside its figure below which it stays empty
_STATED = 0.6  # share of the question in a stated figure's names from which nothing is computed
_WORTH = 0.65  # share of the question that series chosen together must say
_NAMED = 0.2  # share of the question in a figure's names from which it is told of it
_SO_MANY = re.compile(r"([两三四五六])个[\u4e00-\u9fff]{0,3}(?:产业|行业|园区|领域)")
_NUMBERS = "两三四五六"
_HEAD = re.compile(r"[^,:，：]{4,90}[,:，：]")  # what a question begins with
_LISTED = re.compile(r"\w, [^,?]{3,60}\band ")  # "what GDP, foreign trade volume and number of"
_WHICH = re.compile(r"哪|谁|什么|\bwhich\b|\bwhat\b", re.I)
_SURELY = 0.85  # the same when the question does not ask for figures in so many words
# what only words can answer
_WORDS_ASKED = re.compile(
    r"什么|谁|哪|怎|如何|为何|为什么|是否|有没有|吗|\b(?:who|whom|whose|where|why|how (?:do|does|did|will|is|are|can|should)|which|what (?:is|are|kind|role|measures?|steps?|projects?|does|do)|is|does|do|describe|explain|summari[sz]e|name)\b",
    re.I,
)
_IN_TITLE = 0.5  # share of a phrase in a plan's title from which it only names the plan
_FAR = 0.2  # the same from which figures to be computed with go before a stated result
_COMPLETE = 0.15  # how much less when only they fill every cell
_CLEARLY = 0.1  # how much more a part and its whole must say than a stated share
_AS_TOLD = 0.15  # how much less of the question may stand in the names of a second choice
_MORE = 0.05  # how much more of it than the table found phrase by phrase


class Router:
    """Decides how a question over one index is answered."""

    def __init__(self, index: Index, embedder: Embedder, corpus: Corpus, rows: RowFinder) -> None:
        self._index, self._embedder, self._corpus, self._rows = index, embedder, corpus, rows
        self._documents = [parsed.document for parsed in index.documents]

    def guarded(self, query: Query, units: Sequence[Match], found: Found) -> Reading:
        """The reading whose figures are of the asked slots: the best, else the best of those
        figures that the slot guard lets pass one by one, else a refusal.
        """
        figures = [
            m
            for m in read_figures(query, units, self._corpus, found.facts)
            if self._rows.is_of_state(query, m)
        ]
        figures = self._rows.named_apart(query, figures)
        plans, text = self._rows.plans_named(query)
        reading = self._each_asked(query, read_answer(query, units, figures, self._corpus))
        wrong = self._wrong_slot(query, reading, plans, text) or self._untold(query, reading)
        if wrong is None:
            return self._words_told(query, reading)
        refused = self._reads(reading)
        groups = self._rows.known(query)
        told = max((self._rows.own_share(r.fact, groups) for r in refused), default=0.0)
        passing = [
            m
            for m in figures
            if self._passes(query, m, plans, text)
            if (read := self._rows.read_match(m)) is not None
            if self._rows.own_share(read.fact, groups) >= told - _AS_TOLD
            if tells_asked_measure(query, refused, read)
        ]
        second = read_answer(query, units, passing, self._corpus)
        answers = second.decision.answerable and any(m.figure for m in second.matches)
        again = self._wrong_slot(query, second, plans, text) or self._untold(query, second)
        if answers and again is None:
            return second
        return Reading((), Decision(False, *wrong))

    def _words_told(self, query: Query, reading: Reading) -> Reading:
        """The reading, a refusal where it answers in words that are not told of what is asked."""
        if not reading.decision.answerable or any(m.figure for m in reading.matches):
            return reading
        documents = [self._index.by_name[m.chunk.doc].document for m in reading.matches]
        places = [
            " ".join((m.chunk.search_text, m.unit.text, m.unit.context, *m.chunk.path, d.title))
            for m, d in zip(reading.matches, documents, strict=True)
        ]
        told = {year for place in places for mark in find_years(place) for year in mark.years}
        for period in (d.period for d in documents):
            if period.start and period.end:
                told |= set(range(period.start - WRITTEN, period.end + 1))
        missing = untold_in_words(query, places, told)
        if query.regions and not any(
            is_of_regions(query, d, place) for d, place in zip(documents, places, strict=True)
        ):
            missing = query.regions
        return Reading((), Decision(False, "subject", missing)) if missing else reading

    def _untold(self, query: Query, reading: Reading) -> tuple[str, tuple[str, ...]] | None:
        """The refusal of figures that are not told of what the question names, or ``None``."""
        if not reading.decision.answerable or query.asked != "figure":
            return None
        several = self._asks_several(query) or _LISTED.search(query.text) is not None
        missing = self._rows.untold(query, reading.matches, several)
        return ("subject", missing) if missing else None

    def _each_asked(self, query: Query, reading: Reading) -> Reading:
        """The reading without those of several figures that are of no asked year or thing."""
        kept = [
            m
            for m in reading.matches
            if (fact := self._rows.fact(m)) is None or stands_alone(query, self._rows.read(fact))
        ]
        return replace(reading, matches=tuple(kept)) if kept else reading

    def apart(
        self, query: Query, ops: Operations, units: Sequence[Match], found: Found
    ) -> Reading | None:
        """A figure for each of several asks; ``None`` when one has none or it is to be computed."""
        if query.asked != "figure" or ops.family or ops.all_plans or asks_base_year(query):
            return None
        two_ends = bool(CHANGES & set(ops.ops)) and (ops.two_years or ops.base)
        seen = self._seen(query, units, found)
        partly: Reading | None = None
        for way in asks_of(query, lambda g: is_known(g) or self._rows.names_a_figure(g)):
            if not way.ops and (two_ends or (ops.ops and not way.asks[0].sequence)):
                continue  # the change is to be worked out from two ends, the sum from a list
            chosen = read_asks(way.asks, seen, self._corpus, self._is_of, self._rows.called)
            stated = [m for m in chosen if m is not None]
            if not chosen or not (way.ops or self._all_stated(ops, stated)):
                continue
            reading = read_apart(way.asks, chosen, self._corpus)
            if reading is not None and reading.whole and self._computes(reading, way.ops, ops):
                return replace(reading, ops=way.ops)
            if not way.ops and not set(ops.ops) - _WEAK:
                partly = partly or reading
        return partly

    def _computes(self, reading: Reading, named: Sequence[str], ops: Operations) -> bool:
        """Whether the operations that a question names apart all give a figure."""
        if not named:
            return True
        worked, _ = self.work_out(self._asked_table(reading), replace(ops, ops=tuple(named)))
        given = {_KIND_OF_OP.get(item.result.op, item.result.op) for item in worked}
        return given >= {_KIND_OF_OP.get(op, op) for op in named}

    def work_out(self, table: Table, ops: Operations) -> tuple[tuple[Worked, ...], tuple[str, ...]]:
        """What the operations give over a table, and why nothing where they give nothing."""
        ends = {d.name: d.period.end for d in self._documents}
        return work_out(table, ops, ends, {d.name: d.region for d in self._documents})

    def _seen(self, query: Query, units: Sequence[Match], found: Found) -> Seen:
        """What was found for an ask: of several regions each is looked into by itself."""
        of_region: dict[tuple[str, ...], tuple[Sequence[Match], Mapping[Place, float]]] = {}

        def seen(ask: Query) -> tuple[Sequence[Match], Mapping[Place, float]]:
            if len(query.regions) < 2 or len(ask.regions) != 1:
                return units, found.facts
            if ask.regions not in of_region:
                own = about_region(query, ask.regions[0])
                near = retrieve(own, self._index, self._embedder, PASSAGES)
                of_region[ask.regions] = score_units(own, near, self._corpus), near.facts
            return of_region[ask.regions]

        return seen

    def _all_stated(self, ops: Operations, chosen: Sequence[Match]) -> bool:
        """Whether each operation that is asked is among the figures as one that is stated."""
        read = [m.figure for m in chosen if m.figure is not None]
        asked = [op for op in ops.ops if op not in _WEAK]
        return all(any(states_operation(op, f) for f in read) for op in asked)

    def _is_of(self, ask: Query) -> Callable[[Match], bool]:
        """Tells whether a figure is of the slots of one ask."""
        plans, text = self._rows.plans_named(ask)
        return lambda match: self._passes(ask, match, plans, text)

    def _passes(self, query: Query, match: Match, plans: Sequence[str], text: str) -> bool:
        fact = self._rows.fact(match)
        if fact is None or not self._rows.is_of_state(query, match):
            return False
        read = self._rows.read(fact)
        return wrong_slot(query, [read], plans, text) is None and not self._sibling(query, read)

    def _wanted_and_reached(self, query: Query) -> Table | None:
        """What was wanted and what was reached, when a question means both of one indicator."""
        groups = self._rows.known(query)
        shares = [
            (self._rows.own_share(wanted, groups), (wanted, reached))
            for wanted, reached in self._rows.pairs
            if wanted.years[-1:] == query.years[-1:] or not query.years
            if asked_state(query.text, wanted.years[-1]) == "both"
        ]
        share, facts = max(shares, key=lambda s: s[0], default=(0.0, ()))
        if share < _SURE_CELL or query.asked != "figure":
            return None
        phrase = Phrase(query.text, self._rows.content(query))
        cells = tuple(Stated(Asked(phrase, Slot(f.years), f.doc), f) for f in facts)
        return Table("cells", cells, (phrase,))

    def _wrong_slot(
        self, query: Query, reading: Reading, plans: Sequence[str], text: str
    ) -> tuple[str, tuple[str, ...]] | None:
        """Why the figures of a reading are of another slot than the asked one, or ``None``."""
        reads = self._reads(reading)
        if not reading.decision.answerable or len(reads) < len(reading.matches):
            return None
        wrong = wrong_slot(query, reads, plans, text)
        others = [self._sibling(query, read) for read in reads]
        return ("name", (others[0],)) if wrong is None and all(others) and others else wrong

    def _sibling(self, query: Query, read: Read) -> str:
        """The name in the question that a figure is not told of but a sibling of it."""
        if query.language != "zh":
            return ""
        return sibling_named(query.text, read, self._rows.occurs)

    def _reads(self, reading: Reading) -> list[Read]:
        return [r for m in reading.matches if (r := self._rows.read_match(m)) is not None]

    def without_amounts(self, query: Query, reading: Reading) -> Reading:
        """The reading, a refusal where a share is asked for and only amounts were found."""
        reads = self._reads(reading)
        if not reads or len(reads) < len(reading.matches) or not no_share(query, reads):
            return reading
        years = tuple(str(year) for year in query.years)
        return Reading((), Decision(False, "figure" if years else "weak", years or ("",)))

    def over_rows(
        self, query: Query, ops: Operations, apart: Reading | None, lookup: Answer
    ) -> tuple[Table | None, Operations, str]:
        """The table that answers in place of the look-up, if one does, its operations, and why."""
        table, ops, route = self._best_table(query, ops, apart, lookup)
        table = self._as_asked(query, self._under_plan(query, table))
        return self._with_further_listed(query, table), ops, route

    def _as_asked(self, query: Query, table: Table | None) -> Table | None:
        """The table without figures that measure something else than is asked, or are of another
        level of administration; ``None`` where none is left.
        """
        if table is None:
            return None
        # what each of several asks wants is looked at where they are chosen
        one = len({cell.asked.phrase for cell in table.cells}) < 2
        cells = []
        for cell in table.cells:
            other = False
            if cell.fact is not None:
                read = self._rows.read(cell.fact)
                other = not is_of_regions(query, read.document, read.unit.text) or (
                    one
                    and any(
                        check(query, [read], (), query.text)
                        for check in (other_measure_asked, other_level)
                    )
                )
            cells.append(Stated(cell.asked, None) if other else cell)
        kept = replace(table, cells=tuple(cells))
        return kept if kept.facts or not table.facts else None

    def _under_plan(self, query: Query, table: Table | None) -> Table | None:
        """The table without figures of other plans, when the question puts one plan before all
        that it asks: "Action plan for …: how many firms in 2022, and how many in 2025?"
        """
        head = _HEAD.match(query.text)
        plans, _ = self._rows.plans_named(query)
        if table is None or head is None or len(plans) != 1:
            return table
        front, _ = self._rows.plans_named(replace(query, text=head.group()))
        if front != plans:
            return table
        other = [c for c in table.cells if c.fact is not None and c.fact.doc != plans[0]]
        empty = {id(c): Stated(replace(c.asked, doc=plans[0]), None) for c in other}
        return replace(table, cells=tuple(empty.get(id(c), c) for c in table.cells))

    def _with_further_listed(self, query: Query, table: Table | None) -> Table | None:
        """The table with an empty cell for each name that the question lists and no figure is of."""
        if table is None:
            return None
        subjects = {f.subject for f in table.facts} - {
            self._rows.region(f.doc) for f in table.facts
        }
        further = further_listed(query, subjects) if len(subjects) > 1 else ()
        if not further:
            return table
        first = table.cells[0].asked
        empty = [
            Stated(replace(first, phrase=Phrase(name, (TermGroup(name, (name,)),))), None)
            for name in further
        ]
        phrases = (*table.phrases, *(cell.asked.phrase for cell in empty))
        return replace(table, shape="cells", cells=(*table.cells, *empty), phrases=phrases)

    def _best_table(
        self, query: Query, ops: Operations, apart: Reading | None, lookup: Answer
    ) -> tuple[Table | None, Operations, str]:
        if lookup.abstained and any(g.critical and not g.terms for g in query.groups):
            return None, ops, "look-up: the documents know nothing of that name"
        counted = self._counted(query, ops, lookup)
        if counted is not None:
            return counted
        found = self._moved(query, ops, self._over_rows(query, ops, apart, lookup))
        found = self._grown(query, found)
        found = self._of_named(query, ops, found) or found
        if {"max", "min"} & set(ops.ops):
            if found[0] is not None:
                found = (without_whole(found[0], self._rows), *found[1:])
            return found if self._ranks(found) else self._largest_part(query, ops) or found
        asked = "share" in ops.ops or asks_share(query.text)
        if not asked or self._gives(found, "share"):
            return self._with_rates(found)
        shares = self._share_of_whole(query, ops, lookup)
        return shares or found

    def _with_rates(
        self, found: tuple[Table | None, Operations, str]
    ) -> tuple[Table | None, Operations, str]:
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

    def _of_named(
        self, query: Query, ops: Operations, found: tuple[Table | None, Operations, str]
    ) -> tuple[Table, Operations, str] | None:
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
            return not _same_facts(found, table)
        return bool(shown - subjects - {self._rows.region(f.doc) for f in found.facts})

    def _gives(self, found: tuple[Table | None, Operations, str], op: str) -> bool:
        """Whether an operation gives a figure over a table."""
        table, ops, _ = found
        if table is None:
            return False
        return any(worked.result.op == op for worked in self.work_out(table, ops)[0])

    def _counted(
        self, query: Query, ops: Operations, lookup: Answer
    ) -> tuple[Table, Operations, str] | None:
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
        if covered < _COVERED[query.language] or stated > covered - _CLEARLY:
            return None
        if self._leaves_untold(query, table):
            return None
        route = f"rows: count of those {condition.text or condition.bound}"
        return table, replace(ops, ops=("count",), condition=condition), route

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
                told += [said_by(f, query, ops, self._rows) for f in self._read_facts(lookup)]
        return max(told)

    @cached_property
    def _moves(self) -> Mapping[str, Sequence[Move]]:
        return {name: moves_of(self._rows.facts_of(name)) for name in self._rows.names}

    def _moved(
        self, query: Query, ops: Operations, found: tuple[Table | None, Operations, str]
    ) -> tuple[Table | None, Operations, str]:
        """Both ends of the change that a sentence tells, where what was found is no such change."""
        table = found[0]
        if not asks_move(query, ops) or self._asks_other(ops):
            return found
        if table is not None and tells_one_change(table) and self._worked(found):
            return found
        own = slots_of(query, self._rows)
        moved = move_table(own, ops, self._rows, self._moves)
        if (
            moved is None
            or self._leaves_untold(query, moved[0])
            or (self._worked(found) and self._said(found, own) > moved[1] - _CLEARLY)
        ):
            return found
        named = tuple(op for op in (*ops.ops, *ops.rates) if op in CHANGES)
        more = replace(ops, ops=tuple(dict.fromkeys(named)))
        return moved[0], more, f"rows: {', '.join(named)}; a sentence tells both ends"

    def _said(self, found: tuple[Table | None, Operations, str], query: Query) -> float:
        """How much of a question the figures of a table are told of, on average."""
        facts = found[0].facts if found[0] is not None else []
        shares = [said_by(f, query, found[1], self._rows) for f in facts]
        return sum(shares) / len(shares) if shares else 0.0

    def _asks_other(self, ops: Operations) -> bool:
        """Whether more is asked than one change: shares, ranks, lists, all plans."""
        other = set(ops.ops) - CHANGES
        return bool(other) or ops.listed or ops.all_plans or ops.family

    def _worked(self, found: tuple[Table | None, Operations, str]) -> bool:
        """Whether something is worked out from what was found."""
        return found[0] is not None and bool(self.work_out(found[0], found[1])[0])

    def _grown(
        self, query: Query, found: tuple[Table | None, Operations, str]
    ) -> tuple[Table | None, Operations, str]:
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
            if f.measure == "growth" and f.years == level.years and _same_thing(f, level)
        ]
        if not growth:
            return found
        phrase = table.cells[0].asked.phrase
        cells = [Stated(Asked(phrase, Slot(f.years), f.doc), f) for f in (level, growth[0])]
        stated = Table("stated", tuple(cells), (phrase,))
        return stated, ops, f"rows: growth of {years[1]} as stated"

    def _ranks(self, found: tuple[Table | None, Operations, str]) -> bool:
        return self._gives(found, "max") or self._gives(found, "min")

    def _largest_part(self, query: Query, ops: Operations) -> tuple[Table, Operations, str] | None:
        """The parts of a whole among which the largest or smallest is asked for."""
        if not _WHICH.search(query.text):
            return None
        found = parts_table(slots_of(query, self._rows), ops, self._rows, self._parts)
        if found is None or self._leaves_untold(query, found[0]):
            return None
        return found[0], ops, "rows: the parts of a whole, ranked"

    def _leaves_untold(self, query: Query, table: Table) -> bool:
        """Whether a question names what no figure of a table is told of."""
        matches = [self._rows.match(fact) for fact in table.facts]
        if self._rows.untold(query, matches):
            return True
        texts = " ".join(text for fact in table.facts for text in self._rows.texts(fact))
        names = [g for g in query.groups if g.critical]
        return any(
            not g.terms or (presence(g, texts) < _IN_TITLE and not self._rows.is_wide(g))
            for g in names
        )

    @cached_property
    def _parts(self) -> Mapping[str, Sequence[Part]]:
        return {
            name: parts_of(self._rows.facts_of(name), self._rows.region(name))
            for name in self._rows.names
        }

    def _share_of_whole(
        self, query: Query, ops: Operations, lookup: Answer
    ) -> tuple[Table, Operations, str] | None:
        """The part and the whole of the share that a question asks for, unless a plan states it."""
        others = set(ops.ops) - _WEAK - {"share"}
        if others or len(query.years) > 1 or asks_often(query) or ops.all_plans:
            return None
        own = slots_of(query, self._rows)
        found = share_table(own, ops, self._rows, self._parts)
        if found is None:
            return None
        table, told = found
        if self._leaves_untold(query, table):
            return None
        if states_result(replace(ops, ops=("share",)), lookup):
            stated = [said_by(f, own, ops, self._rows) for f in self._read_facts(lookup)]
            if max(stated, default=0.0) > told - _CLEARLY:
                return None
        kept = tuple(op for op in ops.ops if op in ("share", "sum")) or ("share",)
        more = replace(ops, ops=tuple(dict.fromkeys((*kept, "share"))))
        return table, more, f"rows: share; a part of its whole, {told:.2f}"

    def _over_rows(
        self, query: Query, ops: Operations, apart: Reading | None, lookup: Answer
    ) -> tuple[Table | None, Operations, str]:
        asked = len(apart.asks) if apart else 0
        both = self._wanted_and_reached(query)
        if both is not None:
            gap = replace(ops, ops=ops.ops or ("gap",))
            return both, gap, "rows: what was wanted beside what was reached"
        if apart and apart.whole:
            read = self._read_table(lookup)
            every = len(read.cells) == asked
            route = f"look-up: a figure for each of {asked} asks"
            wider = self._wider(query, ops, lookup, read) if not apart.ops else None
            if wider is not None:
                return wider[0], ops, _told(wider[0], ops, wider[1])
            asked_for = self._asked_table(apart) if apart.ops else read
            return asked_for if every else None, replace(ops, ops=apart.ops), route
        table, route = self._route(query, ops, lookup)
        table, ops, route = self._or_joint(query, ops, lookup, table, route)
        if apart and not self._fills(apart, table or self._read_table(lookup)):
            route = f"look-up: a figure for {len(apart.matches)} of {asked} asks"
            return self._asked_table(apart), replace(ops, ops=()), route
        if table is None:
            return self._side_by_side(query, ops, lookup, route)
        return table, ops, route

    def _fills(self, apart: Reading, table: Table) -> bool:
        """Whether a table has a figure for each ask that is still open."""
        read = {match.place for _, match in apart.asks if match is not None}
        free = [fact for fact in table.facts if self._rows.match(fact).place not in read]
        open_ = [ask for ask, match in apart.asks if match is None]
        return all(any(map(self._may_answer(ask), free)) for ask in open_)

    def _may_answer(self, ask: Ask) -> Callable[[Fact], bool]:
        """Tells whether a figure is of the slots of an ask, or named by it and of its time."""
        is_of, slot = self._is_of(ask.query), Slot(_when(ask.query))

        def may(fact: Fact) -> bool:
            timely = not slot.years or fits_slot(fact, slot, self._rows.end(fact.doc))
            named = timely and self._rows.own_share(fact, ask.what) >= _SURE_CELL
            return named or is_of(self._rows.match(fact))

        return may

    def _asked_table(self, apart: Reading) -> Table:
        """A cell for each ask, empty where the documents state nothing."""
        whole = " ".join(ask.query.text for ask, _ in apart.asks)
        cells = []
        for ask, match in apart.asks:
            query = ask.query
            fact = self._rows.fact(match) if match is not None else None
            told = sorted(ask.what, key=lambda g: whole.find(g.source))
            what = " ".join(g.source for g in told)
            phrase = Phrase(what or query.text.strip(), self._rows.content(query))
            doc = fact.doc if fact else (query.documents or ("",))[0]
            years = fact.years if fact else _when(query)
            cells.append(Stated(Asked(phrase, Slot(years), doc), fact))
        return Table("cells", tuple(cells), tuple(c.asked.phrase for c in cells))

    def _route(self, query: Query, ops: Operations, lookup: Answer) -> tuple[Table | None, str]:
        """Whether rows answer, or the look-up (or its refusal), and why; by rules alone."""
        if query.asked != "figure" and not (ops.ops or ops.listed or ops.compare):
            return None, "look-up: words are asked for, not figures"
        several = self._rows.asks_several(query)
        if not ops.any and not several:
            return None, "look-up: no operation over several figures is asked"
        stated = self._stated_share(query, ops, lookup)
        if stated >= _STATED:
            return None, f"look-up: the documents state the {', '.join(ops.ops)}"
        table = read_table(query, ops, self._rows)
        if table is None:
            return None, "look-up: the question cannot be read as one over rows"
        if table.shape in ("cells", "plans", "stated"):
            table = replace(table, cells=tuple(self._sure(cell) for cell in table.cells))
            table = self._without_title(table)
        groups = self._rows.content(query)
        covered = coverage(table, replace(query, groups=groups), self._rows)
        if table.shape == "family":  # what sort its subjects are, whatever they are called
            bare = tuple(g for g in groups if not names_a_sort(g.source))
            covered = max(covered, coverage(table, replace(query, groups=bare), self._rows))
        if covered < _COVERED[query.language] and table.shape in ("cells", "family"):
            return None, f"look-up: the cells cover too little of the question ({covered:.2f})"
        if not set(ops.ops) - _WEAK and table.shape == "cells" and not lookup.abstained:
            table = self._with_lookup(lookup, table)
        return chosen_route(ops, lookup, table)

    def _or_joint(
        self, query: Query, ops: Operations, lookup: Answer, table: Table | None, route: str
    ) -> tuple[Table | None, Operations, str]:
        """The series chosen together, when they say more of the question than the table found."""
        if table is not None and table.shape == "family":
            listed = self._of_listed(query, ops, table)
            return (listed, ops, f"{route}, those listed") if listed else (table, ops, route)
        if table is not None and self._is_settled(query, ops, table):
            return table, ops, route
        # where no stated rate was found, it is to be worked out
        untold = lookup.abstained or not self._is_named(query, lookup)
        more = replace(ops, ops=(*ops.ops, *ops.rates)) if untold else ops
        own = slots_of(query, self._rows)
        found = self._joint(query, own, more, lookup)
        if found is None:
            return table, ops, route
        joint, worth = found
        old = worth_of(table, own, more, self._rows) if table is not None else 0.0
        read = self._read_table(lookup)
        if table is None and not set(more.ops) - _WEAK:
            several = ops.any or self._rows.asks_several(query)
            if not several or len(read.cells) >= len(joint.cells):
                old = worth_of(read, own, more, self._rows)
        whole = len(joint.facts) == len(joint.cells)
        partial = table is not None and len(table.facts) < len(table.cells)
        shown = len(table.facts) if table is not None else len(read.cells)
        if asks_each_year(query) and whole and len(joint.facts) > shown:
            return joint, more, _told(joint, more, worth)
        if worth <= old + (_MORE - _COMPLETE if whole and partial else _MORE):
            return table, ops, route
        stated = self._is_stated(query, more, lookup)
        stated = stated and worth <= worth_of(read, own, more, self._rows) + _FAR
        if stated and (len(joint.facts) < len(joint.cells) or "share" in more.ops):
            return table, ops, route
        return joint, more, _told(joint, more, worth)

    def _is_settled(self, query: Query, ops: Operations, table: Table) -> bool:
        """Whether a table is of a form that the joint choice does not know: a list, a cell of each
        plan, or with what the plan itself says of a change.
        """
        if table.shape not in ("cells", "plans"):
            return True
        if ops.all_plans and len(table.cells) > 1:
            return True
        return asks_whether_agreed(query) and len(table.facts) > 2

    def _joint(
        self, query: Query, own: Query, ops: Operations, lookup: Answer
    ) -> tuple[Table, float] | None:
        """The series chosen together and their worth, when they say enough of the question."""
        figures = query.asked == "figure" or bool(ops.ops or ops.listed or ops.compare)
        if not figures and _WORDS_ASKED.search(query.text):
            return None
        joint = joint_table(own, ops, self._rows)
        if joint is None or not self._answers(query, ops, lookup, joint):
            return None
        worth = worth_of(joint, own, ops, self._rows)
        return (joint, worth) if worth >= (_WORTH if figures else _SURELY) else None

    def _is_stated(self, query: Query, ops: Operations, lookup: Answer) -> bool:
        """Whether a document states what the operations would give; none does over two plans, or
        for one year of all.
        """
        worked = self._of_two_plans(query, ops) or OF_ALL_YEARS.search(query.text)
        return states_result(ops, lookup) and not worked and self._is_named(query, lookup)

    def _is_named(self, query: Query, lookup: Answer) -> bool:
        """Whether a figure of a look-up is called anything that is asked about."""
        groups = self._rows.known(query)
        total = self._rows.weight(groups)
        shares = [
            sum(self._rows.weight((g,)) * self._rows.presence(f, g) for g in groups) / total
            for f in self._read_facts(lookup)
            if total
        ]
        return max(shares, default=1.0) >= _NAMED

    def _wider(
        self, query: Query, ops: Operations, lookup: Answer, read: Table
    ) -> tuple[Table, float] | None:
        """The series chosen together, when they hold all figures of the asks and say more."""
        own = slots_of(query, self._rows)
        found = self._joint(query, own, ops, lookup)
        if found is None or set(ops.ops) - _WEAK:
            return None
        joint, worth = found
        held = {(f.doc, f.id) for f in joint.facts}
        more = len(held) > len(read.facts) and held >= {(f.doc, f.id) for f in read.facts}
        whole = len(joint.facts) == len(joint.cells)
        better = worth > worth_of(read, own, ops, self._rows) + _MORE
        return found if more and whole and better else None

    def _of_listed(self, query: Query, ops: Operations, family: Table) -> Table | None:
        """The figures of just the industries or parks that a question lists, when the family holds
        others beside them.
        """
        things = [
            g
            for g in query.groups
            if not is_indicator(g) and not self._rows.is_wide(g) and self._rows.weight((g,)) >= 1
        ]

        def named(facts: Sequence[Fact]) -> set[str]:
            return {
                g.source for g in things if any(presence(g, fold(f.subject)) >= 1 for f in facts)
            }

        joint = joint_table(slots_of(query, self._rows), ops, self._rows)
        if joint is None or len(joint.facts) < len(joint.cells) or len(joint.cells) < 2:
            return None
        listed, subjects = named(joint.facts), {f.subject for f in joint.facts}
        one = named_alike(joint.facts)
        number = _SO_MANY.search(query.text)
        many = _NUMBERS.index(number[1]) + 2 if number else len(things)
        each = one and len(listed) >= len(subjects) == many
        others = subjects != {f.subject for f in family.facts}
        return joint if each and others else None

    def _side_by_side(
        self, query: Query, ops: Operations, lookup: Answer, route: str
    ) -> tuple[Table | None, Operations, str]:
        """The figures of a look-up as a table when several are asked and each has its fact; two
        ends of a change that is asked for give the change.
        """
        table = self._read_table(lookup)
        changes = CHANGES & {*ops.ops, *ops.rates}
        if changes and _are_two_ends(table.facts):
            more = replace(ops, ops=(*ops.ops, *ops.rates))
            return table, more, f"rows: {', '.join(more.ops)}; the look-up gives both ends"
        read = sum(len(item.read) for item in lookup.evidence if not item.also)
        if (
            (set(ops.ops) - _WEAK and not states_result(ops, lookup))
            or not self._asks_several(query)
            or not 1 < len(table.cells) == read
        ):
            return None, ops, route
        return table, ops, f"rows: compare; the look-up gives {read} figures"

    def _read_table(self, lookup: Answer) -> Table:
        """The figures of a look-up as cells; none for a refusal."""
        facts = [] if lookup.abstained else self._read_facts(lookup)
        cells = [Stated(Asked(Phrase("", ()), Slot(f.years), f.doc), f) for f in facts]
        return Table("cells", tuple(cells), ())

    def _answers(self, query: Query, ops: Operations, lookup: Answer, table: Table) -> bool:
        """Whether a table is of the asked slots, and several figures are asked for at all."""
        filled = table.facts
        plans, text = self._rows.plans_named(query)
        if len(table.cells) < 2 or not filled:
            return False
        if wrong_slot(query, [self._rows.read(f) for f in filled], plans, text):
            return False
        if ops.any or self._asks_several(query):
            return True
        series = {c.asked.phrase for c in table.cells if c.fact is not None}
        whole = len(filled) == len(table.cells)
        return (whole or not lookup.abstained) and len(series) > 1 and joins_things(query)

    def _asks_several(self, query: Query) -> bool:
        """Whether more than one figure is asked for: by the question, its years or its things."""
        return query.parts > 1 or asks_often(query) or self._rows.asks_several(query)

    def _with_lookup(self, lookup: Answer, table: Table) -> Table:
        """The table, or the figures of the look-up side by side when the table lacks one of them."""
        read = self._read_facts(lookup)
        shown = {(f.doc, f.id) for f in table.facts}
        whole = len(shown) == len(table.cells) > 1 and len(shown) >= len(read)
        if whole or all((f.doc, f.id) in shown for f in read):
            return table
        phrase = Phrase(lookup.question, ())
        cells = tuple(Stated(Asked(phrase, Slot(f.years), f.doc), f) for f in read)
        return replace(table, cells=cells, phrases=(phrase,))

    def _without_title(self, table: Table) -> Table:
        """The table without empty cells whose words only name the plan of the others."""
        title = " ".join({self._rows.texts(f)[4] for f in table.facts})
        open_ = {c.asked.phrase for c in table.cells} - {
            c.asked.phrase for c in table.cells if c.fact is not None
        }
        named = {p for p in open_ if self._names_title(p, title)}
        cells = tuple(c for c in table.cells if c.asked.phrase not in named)
        phrases = tuple(p for p in table.phrases if p not in named)
        return replace(table, cells=cells, phrases=phrases) if table.facts and named else table

    def _names_title(self, phrase: Phrase, title: str) -> bool:
        """Whether at least half of a phrase, by weight, stands in a plan's title."""
        told = sum(self._rows.weight((g,)) * presence(g, title) for g in phrase.groups)
        return bool(phrase.groups) and told >= _IN_TITLE * self._rows.weight(phrase.groups)

    def _sure(self, cell: Stated) -> Stated:
        """The cell, empty when too little of what it asks for stands beside its figure."""
        return cell if self._rows.confidence(cell) >= _SURE_CELL else replace(cell, fact=None)

    def _stated_share(self, query: Query, ops: Operations, lookup: Answer) -> float:
        """How much of the question stands in the names of a figure that already is what an
        operation would give; 0 when the look-up found no such figure.
        """
        asks_change = bool({"gap", "difference", "growth", "annual growth"} & set(ops.ops))
        if not self._is_stated(query, ops, lookup):
            return 0.0
        over_year = len(query.years) == 2 and abs(query.years[0] - query.years[1]) == 1
        if ops.two_years and asks_change and not over_year and not _compares(lookup):
            return 0.0
        groups = self._rows.known(query)
        facts = self._read_facts(lookup)
        return min((self._rows.own_share(f, groups) for f in facts), default=0.0)

    def _of_two_plans(self, query: Query, ops: Operations) -> bool:
        """Whether a share of one plan's figure in another's is asked for: no plan states that."""
        return "share" in ops.ops and len(self._rows.plans_named(query)[0]) > 1

    def _read_facts(self, answer: Answer) -> list[Fact]:
        keys = {
            (e.citation.doc, f.quantity.start, e.citation.end)
            for e in answer.evidence
            if not e.also
            for f in e.read
        }
        return [
            f
            for facts in self._index.rows.values()
            for f in facts
            if (f.doc, f.quantity.start, f.end) in keys
        ]


_STATING = {
    "growth": ("growth", "multiple", "change"),
    "annual growth": ("growth",),
    "share": ("share", "level"),
    "ratio": ("multiple",),
    "difference": ("change", "growth", "increment"),
    "gap": ("change",),
    "sum": ("level", "share", "increment", "criterion"),
}


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


def _told(joint: Table, ops: Operations, worth: float) -> str:
    what = ", ".join(ops.ops) or "compare"
    cells = f"{len(joint.facts)} of {len(joint.cells)} cells are stated"
    return f"rows: {what}; {cells}, together {worth:.2f}"


def _same_facts(one: Table, other: Table) -> bool:
    return {(f.doc, f.id) for f in one.facts} == {(f.doc, f.id) for f in other.facts}


def _same_thing(one: Fact, other: Fact) -> bool:
    """Whether two figures are of one indicator of one subject, whatever they measure of it."""
    alike_ = indicator_key(one.indicator) == indicator_key(other.indicator)
    return alike_ and one.subject == other.subject


def _are_two_ends(facts: Sequence[Fact]) -> bool:
    """Whether two figures are levels of one indicator at two times."""
    if len(facts) != 2 or any(f.measure not in ("level", "share") for f in facts):
        return False
    one, other = facts
    return fact_key(one) == fact_key(other) and one.years != other.years


def _compares(lookup: Answer) -> bool:
    """Whether a read figure is itself a comparison of two years ("是2010年的2.2倍")."""
    return any(
        f.role in ("growth", "multiple", "change") and any(m.compared for m in find_years(e.text))
        for e in lookup.evidence
        for f in e.read
    )


_KIND_OF_OP = {"gap": "difference"}


def _when(query: Query) -> tuple[int, ...]:
    """The asked years, else the first asked period."""
    return query.years or next(iter(query.periods), ())


# words such as 总共 or 最高 ask for an operation only when there are several things
_WEAK = frozenset({"sum", "max", "min", "count"})


def chosen_route(ops: Operations, lookup: Answer, table: Table) -> tuple[Table | None, str]:
    """The table when it answers what was asked, else the look-up."""
    filled = [cell for cell in table.cells if cell.fact is not None]
    strong = bool(set(ops.ops) - _WEAK) or ops.compare or ops.listed or ops.all_plans
    if not ops.any and len(filled) < len(table.cells):
        return None, "look-up: not every part has a figure of its own"
    complete = len(filled) == len(table.cells)
    if not filled or len(table.cells) < 2:
        return None, "look-up: one figure answers"
    if not complete and states_result(ops, lookup):
        return None, "look-up: a stated figure fits as well"
    if not strong and (not complete or len(table.phrases) < 2) and table.shape != "family":
        return None, "look-up: there is nothing to add up or to rank"
    if len(filled) < 2 and not (set(ops.ops) - _WEAK) and not lookup.abstained:
        return None, "look-up: one figure answers"
    what = ", ".join(ops.ops) or "compare"
    return table, f"rows: {what}; {len(filled)} of {len(table.cells)} cells are stated"
