"""The router between look-up, rows and refusal: deterministic, and told in the trace of the answer.

A question is looked up, taken apart into its asks, read as one over rows, and its series are chosen
together; the rules here say which of these answers, and what is computed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from index.facts import fact_key
from index.store import Index
from index.types import Embedder, Fact
from rag.asks import Ask, Place, Seen, Way, about_region, asks_of, joins_things, read_asks
from rag.completed import completed, each_year
from rag.cover import COVERED, coverage
from rag.derive import Choice, Deriver
from rag.evidence import Corpus, Match, fold, presence, score_units
from rag.finder import Asked, RowFinder, Slot, Stated, fits_slot, named_alike
from rag.gate import Gate
from rag.guard import wrong_slot
from rag.joint import (
    OF_ALL_YEARS,
    asks_each_year,
    joint_table,
    several_asked,
    worth_of,
)
from rag.one_by_one import AskReader
from rag.operations import CHANGES, WEAK, Operations, names_a_sort
from rag.phrases import Phrase, asks_base_year, is_indicator
from rag.retrieve import PASSAGES, Found, retrieve
from rag.rows import Table, asks_whether_agreed, place_of, read_table, slots_of
from rag.select import Reading, read_apart
from rag.stated import compares_years, states_all, states_operation, states_result
from rag.types import Answer, Query
from rag.wanted import asked_state

_SURE_CELL = 0.5  # share of a cell's question beside its figure below which it stays empty
_STATED = 0.6  # share of the question in a stated figure's names from which nothing is computed
_WORTH = 0.65  # share of the question that series chosen together must say
_NAMED = 0.2  # share of the question in a figure's names from which it is told of it
_SO_MANY = re.compile(r"([两三四五六])个[\u4e00-\u9fff]{0,3}(?:产业|行业|园区|领域)")
_NUMBERS = "两三四五六"
_SURELY = 0.85  # the same when the question does not ask for figures in so many words
# what only words can answer
_WORDS_ASKED = re.compile(
    r"什么|谁|哪|怎|如何|为何|为什么|是否|有没有|吗|\b(?:who|whom|whose|where|why|how (?:do|does|did|will|is|are|can|should)|which|what (?:is|are|kind|role|measures?|steps?|projects?|does|do)|is|does|do|describe|explain|summari[sz]e|name)\b",
    re.I,
)
_IN_TITLE = 0.5  # share of a phrase in a plan's title from which it only names the plan
_FAR = 0.2  # the same from which figures to be computed with go before a stated result
_COMPLETE = 0.15  # how much less when only they fill every cell
_A_LITTLE = 0.02  # the same where all that the table shows stays shown
_MORE = 0.05  # how much more of it than the table found phrase by phrase


class Router:
    """Decides how a question over one index is answered."""

    def __init__(
        self,
        index: Index,
        embedder: Embedder,
        corpus: Corpus,
        rows: RowFinder,
        gate: Gate,
        deriver: Deriver,
        asks: AskReader,
    ) -> None:
        self._asks = asks
        self._index, self._embedder, self._corpus, self._rows = index, embedder, corpus, rows
        self._gate, self._deriver = gate, deriver

    def apart(
        self, query: Query, ops: Operations, units: Sequence[Match], found: Found
    ) -> Reading | None:
        """A figure for each of several asks; ``None`` when one has none or it is to be computed."""
        if query.asked != "figure" or ops.family or ops.all_plans or asks_base_year(query):
            return None
        two_ends = bool(CHANGES & set(ops.ops)) and (ops.two_years or ops.base)
        seen = self._seen(query, units, found)
        partly: Reading | None = None
        for way in asks_of(query, self._rows.may_be_told):
            if not way.ops and (two_ends or (ops.ops and not way.asks[0].sequence)):
                continue  # the change is to be worked out from two ends, the sum from a list
            chosen = read_asks(way.asks, seen, self._corpus, self._gate.is_of, self._rows.called)
            stated = [m for m in chosen if m is not None]
            if not chosen or not (way.ops or self._all_stated(ops, stated)):
                continue
            reading = read_apart(way.asks, chosen, self._corpus)
            if reading is not None and reading.whole and self._computes(reading, way.ops, ops):
                return replace(reading, ops=way.ops)
            if not way.ops and not set(ops.ops) - WEAK:
                partly = partly or reading
        return partly

    def _computes(self, reading: Reading, named: Sequence[str], ops: Operations) -> bool:
        """Whether the operations that a question names apart all give a figure."""
        if not named:
            return True
        worked, _ = self._deriver.work_out(
            self._asked_table(reading.asks), replace(ops, ops=tuple(named))
        )
        given = {_KIND_OF_OP.get(item.result.op, item.result.op) for item in worked}
        return given >= {_KIND_OF_OP.get(op, op) for op in named}

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
        asked = [op for op in ops.ops if op not in WEAK]
        return all(any(states_operation(op, f) for f in read) for op in asked)

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

    def over_rows(
        self, query: Query, ops: Operations, apart: Reading | None, lookup: Answer
    ) -> Choice:
        """The table that answers in place of the look-up, if one does, its operations, and why."""
        table, ops, route = self._best_table(query, ops, apart, lookup)
        if table is not None:
            table = completed(query, ops, table, self._rows)
        elif not lookup.abstained:
            table = each_year(query, self._rows.read_facts(lookup), self._rows)
            route = "rows: the figures of each year" if table else route
        return self._gate.table(query, table) if table else None, ops, route

    def _best_table(
        self, query: Query, ops: Operations, apart: Reading | None, lookup: Answer
    ) -> Choice:
        if lookup.abstained and any(g.critical and not g.terms for g in query.groups):
            return None, ops, "look-up: the documents know nothing of that name"
        counted = self._deriver.counted(query, ops, lookup)
        if counted is not None:
            return counted
        found = self._over_rows(query, ops, apart, lookup)
        found = self._deriver.derived(query, ops, found, lookup)
        return self._one_by_one(query, ops, found, lookup) or found

    def _one_by_one(
        self, query: Query, ops: Operations, found: Choice, lookup: Answer
    ) -> Choice | None:
        """The figures of the asks read one by one, where that finds more than was found together."""
        if not several_asked(query, self._rows):
            return None
        if self._works_all_out(found):
            return None
        ways = self._asks.ways(query)
        if not ways:
            return None
        table = found[0] or self.table_of_lookup(lookup)
        shown, fullest = table.shown, max(ways, key=lambda way: len(way.asks))
        strays = self._strays(table, fullest)
        # reading takes a search an ask: not where all asks have their figure already
        if found[0] is not None and len(shown) >= len(fullest.asks) and not strays:
            return None
        read = self._asks.read(query, ways)
        if read is None or read.found < 2 or 2 * read.found < len(read.asks):
            return None
        own = set(map(place_of, read.facts(self._rows)))
        more = found[0] is None or len(own) > len(shown)
        if not (more or (strays and len(own) == len(shown))):
            return None
        if (
            found[0] is not None
            and not more
            and _timely(query, found[0].facts) > _timely(query, read.facts(self._rows))
        ):
            return None
        cells = self._asked_table(read.asks)
        named = tuple(dict.fromkeys((*read.ops, *(op for op in ops.ops if op not in WEAK))))
        route = f"look-up: {read.found} of {len(read.asks)} asks, one by one"
        return cells, replace(ops, ops=named), route

    def questions(
        self, query: Query, table: Table | None, ops: Operations
    ) -> list[tuple[Ask, ...]]:
        """The readings of a question as several questions, where nothing of what it asks to be worked
        out was found together; [] where something was, or nothing is to be worked out.
        """
        strong = {*ops.ops, *ops.rates} - WEAK
        if not strong:
            return []
        if table is not None and len(table.facts) == len(table.cells):
            worked = self._deriver.worked((table, ops, ""))
            if worked or states_all(table.facts, strong):
                return []
        return self._asks.questions(query)

    def _works_all_out(self, found: Choice) -> bool:
        """Whether a table has a figure in every cell and gives all that is to be worked out."""
        table, ops, _ = found
        strong = [op for op in ops.ops if op not in WEAK]
        if table is None or not strong or len(table.facts) < len(table.cells):
            return False
        worked, _ = self._deriver.work_out(table, ops)
        given = {_KIND_OF_OP.get(w.result.op, w.result.op) for w in worked}
        return given >= {_KIND_OF_OP.get(op, op) for op in strong}

    def _over_rows(
        self, query: Query, ops: Operations, apart: Reading | None, lookup: Answer
    ) -> Choice:
        asked = len(apart.asks) if apart else 0
        both = self._wanted_and_reached(query)
        if both is not None:
            gap = replace(ops, ops=ops.ops or ("gap",))
            return both, gap, "rows: what was wanted beside what was reached"
        if apart and apart.whole:
            read = self.table_of_lookup(lookup)
            every = len(read.cells) == asked
            route = f"look-up: a figure for each of {asked} asks"
            wider = self._wider(query, ops, lookup, read) if not apart.ops else None
            if wider is not None:
                return wider[0], ops, _told(wider[0], ops, wider[1])
            asked_for = self._asked_table(apart.asks) if apart.ops else read
            named = apart.ops
            if named and _are_two_ends(asked_for.facts):  # the first ask is for a change, too
                named = tuple(dict.fromkeys((*(o for o in ops.ops if o in CHANGES), *named)))
            return asked_for if every else None, replace(ops, ops=named), route
        table, route = self._route(query, ops, lookup)
        table, ops, route = self._or_joint(query, ops, lookup, table, route)
        if apart and not self._fills(apart, table or self.table_of_lookup(lookup)):
            route = f"look-up: a figure for {len(apart.matches)} of {asked} asks"
            return self._asked_table(apart.asks), replace(ops, ops=()), route
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
        is_of, slot = self._gate.is_of(ask.query), Slot(_when(ask.query))

        def may(fact: Fact) -> bool:
            timely = not slot.years or fits_slot(fact, slot, self._rows.period(fact.doc))
            named = timely and self._rows.own_share(fact, ask.what) >= _SURE_CELL
            return named or is_of(self._rows.match(fact))

        return may

    def _asked_table(self, asks: Sequence[tuple[Ask, Match | None]]) -> Table:
        """A cell for each ask, empty where the documents state nothing; figures of one indicator
        are one series.
        """
        whole = " ".join(ask.query.text for ask, _ in asks)
        cells = []
        series: dict[object, Phrase] = {}
        for ask, match in asks:
            query = ask.query
            fact = self._rows.fact(match) if match is not None else None
            told = sorted(ask.what, key=lambda g: whole.find(g.source))
            what = " ".join(g.source for g in told)
            phrase = Phrase(what or query.text.strip(), self._rows.content(query))
            if fact is not None:
                phrase = series.setdefault(fact_key(fact), phrase)
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
        if covered < COVERED[query.language] and table.shape in ("cells", "family"):
            return None, f"look-up: the cells cover too little of the question ({covered:.2f})"
        if not set(ops.ops) - WEAK and table.shape == "cells" and not lookup.abstained:
            table = self._with_lookup(lookup, table)
        return chosen_route(ops, lookup, table)

    def _or_joint(
        self, query: Query, ops: Operations, lookup: Answer, table: Table | None, route: str
    ) -> Choice:
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
        read = self.table_of_lookup(lookup)
        if table is None and not set(more.ops) - WEAK:
            several = ops.any or self._rows.asks_several(query)
            if not several or len(read.cells) >= len(joint.cells):
                old = worth_of(read, own, more, self._rows)
        whole = len(joint.facts) == len(joint.cells)
        partial = table is not None and len(table.facts) < len(table.cells)
        shown = len(table.facts) if table is not None else len(read.cells)
        if asks_each_year(query) and whole and len(joint.facts) > shown:
            return joint, more, _told(joint, more, worth)
        wider = whole and table is not None and joint.shown > table.shown
        margin = _MORE - _COMPLETE if whole and partial else _A_LITTLE if wider else _MORE
        if worth <= old + margin:
            return table, ops, route
        stated = self._is_stated(query, more, lookup)
        stated = stated and worth <= worth_of(read, own, more, self._rows) + _FAR
        if stated and (len(joint.facts) < len(joint.cells) or "share" in more.ops):
            return table, ops, route
        return joint, more, _told(joint, more, worth)

    def _strays(self, table: Table, way: Way) -> bool:
        """Whether a table has a figure that answers none of the asks, and is not one series."""
        if _are_two_ends(table.facts):
            return False
        answers = [self._gate.is_of(ask.query) for ask in way.asks]
        matches = [self._rows.match(fact) for fact in table.facts]
        return any(not any(is_of(match) for is_of in answers) for match in matches)

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
            for f in self._rows.read_facts(lookup)
            if total
        ]
        return max(shares, default=1.0) >= _NAMED

    def _wider(
        self, query: Query, ops: Operations, lookup: Answer, read: Table
    ) -> tuple[Table, float] | None:
        """The series chosen together, when they hold all figures of the asks and say more."""
        own = slots_of(query, self._rows)
        found = self._joint(query, own, ops, lookup)
        if found is None:
            return None
        joint, worth = found
        shares = {"share"} if all(f.measure == "share" for f in joint.facts) else set()
        if set(ops.ops) - WEAK - shares:
            return None
        more = len(joint.shown) > len(read.facts) and _holds_all(joint, read, query)
        whole = len(joint.facts) == len(joint.cells)
        dated = not joint.shown >= read.shown  # the read has a figure of no asked year
        better = worth > worth_of(read, own, ops, self._rows) + (-_MORE if dated else _MORE)
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

    def _side_by_side(self, query: Query, ops: Operations, lookup: Answer, route: str) -> Choice:
        """The figures of a look-up as a table when several are asked and each has its fact; two
        ends of a change that is asked for give the change.
        """
        table = self.table_of_lookup(lookup)
        changes = CHANGES & {*ops.ops, *ops.rates}
        if changes and _are_two_ends(table.facts):
            more = replace(ops, ops=(*ops.ops, *ops.rates))
            return table, more, f"rows: {', '.join(more.ops)}; the look-up gives both ends"
        read = sum(len(item.read) for item in lookup.evidence if not item.also)
        if (
            (set(ops.ops) - WEAK and not states_result(ops, lookup))
            or not several_asked(query, self._rows)
            or not 1 < len(table.cells) == read
        ):
            return None, ops, route
        return table, ops, f"rows: compare; the look-up gives {read} figures"

    def table_of_lookup(self, lookup: Answer) -> Table:
        """The figures of a look-up as cells; none for a refusal."""
        facts = [] if lookup.abstained else self._rows.read_facts(lookup)
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
        if ops.any or several_asked(query, self._rows):
            return True
        series = {c.asked.phrase for c in table.cells if c.fact is not None}
        whole = len(filled) == len(table.cells)
        return (whole or not lookup.abstained) and len(series) > 1 and joins_things(query)

    def _with_lookup(self, lookup: Answer, table: Table) -> Table:
        """The table, or the figures of the look-up side by side when the table lacks one of them."""
        read = self._rows.read_facts(lookup)
        shown = table.shown
        whole = len(shown) == len(table.cells) > 1 and len(shown) >= len(read)
        if whole or shown >= set(map(place_of, read)):
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
        if ops.two_years and asks_change and not over_year and not compares_years(lookup):
            return 0.0
        groups = self._rows.known(query)
        facts = self._rows.read_facts(lookup)
        return min((self._rows.own_share(f, groups) for f in facts), default=0.0)

    def _of_two_plans(self, query: Query, ops: Operations) -> bool:
        """Whether a share of one plan's figure in another's is asked for: no plan states that."""
        return "share" in ops.ops and len(self._rows.plans_named(query)[0]) > 1


def _timely(query: Query, facts: Sequence[Fact]) -> int:
    """How many figures are of a year that the question asks for."""
    return sum(bool(set(f.years) & set(query.years)) for f in facts)


def _holds_all(joint: Table, read: Table, query: Query) -> bool:
    """Whether a table has all figures of another one, or of their series those of the asked years."""
    keys = set(map(fact_key, joint.facts))
    missing = [f for f in read.facts if place_of(f) not in joint.shown]
    asked = {(year,) for year in query.years}
    return all(asked and f.years not in asked and fact_key(f) in keys for f in missing)


def _told(joint: Table, ops: Operations, worth: float) -> str:
    what = ", ".join(ops.ops) or "compare"
    cells = f"{len(joint.facts)} of {len(joint.cells)} cells are stated"
    return f"rows: {what}; {cells}, together {worth:.2f}"


def _are_two_ends(facts: Sequence[Fact]) -> bool:
    """Whether two figures are levels of one indicator at two times."""
    if len(facts) != 2 or any(f.measure not in ("level", "share") for f in facts):
        return False
    one, other = facts
    return fact_key(one) == fact_key(other) and one.years != other.years


_KIND_OF_OP = {"gap": "difference"}


def _when(query: Query) -> tuple[int, ...]:
    """The asked years, else the first asked period."""
    return query.years or next(iter(query.periods), ())


def chosen_route(ops: Operations, lookup: Answer, table: Table) -> tuple[Table | None, str]:
    """The table when it answers what was asked, else the look-up."""
    filled = [cell for cell in table.cells if cell.fact is not None]
    strong = bool(set(ops.ops) - WEAK) or ops.compare or ops.listed or ops.all_plans
    if not ops.any and len(filled) < len(table.cells):
        return None, "look-up: not every part has a figure of its own"
    complete = len(filled) == len(table.cells)
    if not filled or len(table.cells) < 2:
        return None, "look-up: one figure answers"
    if not complete and states_result(ops, lookup):
        return None, "look-up: a stated figure fits as well"
    if not strong and (not complete or len(table.phrases) < 2) and table.shape != "family":
        return None, "look-up: there is nothing to add up or to rank"
    if len(filled) < 2 and not (set(ops.ops) - WEAK) and not lookup.abstained:
        return None, "look-up: one figure answers"
    what = ", ".join(ops.ops) or "compare"
    return table, f"rows: {what}; {len(filled)} of {len(table.cells)} cells are stated"
