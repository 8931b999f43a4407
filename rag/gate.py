"""The gate between reading and answering: which figures and which words may answer at all."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from index.types import Fact
from rag.asked_units import in_place_of, no_rate, other_measure_asked
from rag.evidence import Corpus, Match, fold, presence, read_figures
from rag.finder import RowFinder, Stated
from rag.guard import is_of_regions, other_year_alone, stands_alone, untold_in_words, wrong_slot
from rag.joint import several_asked
from rag.named import further_listed
from rag.operations import GROWTH_RATES
from rag.others import levels_named, other_level, other_scope, sibling_named
from rag.phrases import Phrase, is_subject
from rag.places import names_region
from rag.reads import TOLD, Read, asked_years
from rag.retrieve import Found
from rag.rows import Table
from rag.select import Reading, read_answer
from rag.types import Decision, Query, TermGroup

_LISTED = re.compile(r"\w, [^,?]{3,60}\band ")  # "what GDP, foreign trade volume and number of"
# words for all industries and firms: they tell no figure from another
_PLAIN_SUBJECTS = frozenset("产业 工业 行业 企业 公司 园区 项目 产品".split())
_HEAD = re.compile(r"[^,:，：]{4,90}[,:，：]")  # what a question begins with
_AS_TOLD = 0.15  # how much less of the question may stand in the names of a second choice

Check = Callable[[Query, Sequence[Read], Sequence[str], str], tuple[str, ...]]
Wrong = tuple[str, tuple[str, ...]]  # the reason of a refusal and what is missing


class Gate:
    """Lets a reading pass, puts the next best in its place, or refuses."""

    def __init__(self, corpus: Corpus, rows: RowFinder) -> None:
        self._corpus, self._rows = corpus, rows

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
        wrong = self._refused(query, reading, plans, text)
        if wrong is None:
            return self._words_told(query, reading)
        refused = self._reads(reading)
        groups = self._rows.known(query)
        told = max((self._rows.own_share(r.fact, groups) for r in refused), default=0.0)
        may_answer = in_place_of(query, refused)
        passing = [
            m
            for m in figures
            if (read := self._passing(query, m, plans, text)) is not None
            if self._rows.own_share(read.fact, groups) >= told - _AS_TOLD and may_answer(read)
        ]
        second = read_answer(query, units, passing, self._corpus)
        answers = second.decision.answerable and any(m.figure for m in second.matches)
        if answers and self._refused(query, second, plans, text) is None:
            return second
        return Reading((), Decision(False, *wrong))

    def is_of(self, ask: Query) -> Callable[[Match], bool]:
        """Tells whether a figure is of the slots of one ask."""
        plans, text = self._rows.plans_named(ask)
        return lambda match: self._passing(ask, match, plans, text) is not None

    def without_amounts(self, query: Query, reading: Reading) -> Reading:
        """The reading, a refusal where a share or growth is asked for and only amounts were found."""
        reads = self._reads(reading)
        if not reads or len(reads) < len(reading.matches) or not no_rate(query, reads):
            return reading
        return Reading((), Decision(False, "figure" if query.years else "weak", asked_years(query)))

    def _words_told(self, query: Query, reading: Reading) -> Reading:
        """The reading, a refusal where it answers in words that are not told of what is asked."""
        if not reading.decision.answerable or any(m.figure for m in reading.matches):
            return reading
        documents = [self._rows.document(m.chunk.doc) for m in reading.matches]
        places = [
            " ".join((m.chunk.search_text, m.unit.text, m.unit.context, *m.chunk.path, d.title))
            for m, d in zip(reading.matches, documents, strict=True)
        ]
        missing = untold_in_words(query, places, documents)
        return Reading((), Decision(False, "subject", missing)) if missing else reading

    def _each_asked(self, query: Query, reading: Reading) -> Reading:
        """The reading without those of several figures that are of no asked year or thing."""
        kept = [
            m
            for m in reading.matches
            if (fact := self._rows.fact(m)) is None or stands_alone(query, self._rows.read(fact))
        ]
        return replace(reading, matches=tuple(kept)) if kept else reading

    def _refused(
        self, query: Query, reading: Reading, plans: Sequence[str], text: str
    ) -> Wrong | None:
        """Why the figures of a reading are of another slot than the asked one, or are not told of
        what the question names; ``None`` where they may answer.
        """
        if not reading.decision.answerable:
            return None
        reads = self._reads(reading)
        if len(reads) == len(reading.matches):
            wrong = self._wrong_slot(query, reads, plans, text)
            if wrong is not None:
                return wrong
        if query.asked != "figure":
            return None
        several = several_asked(query, self._rows) or _LISTED.search(query.text) is not None
        missing = self._rows.untold(query, reading.matches, several)
        return ("subject", missing) if missing else None

    def _passing(self, query: Query, match: Match, plans: Sequence[str], text: str) -> Read | None:
        """A figure that is a fact of the asked state and slots; ``None`` for another."""
        fact = self._rows.fact(match)
        if fact is None or not self._rows.is_of_state(query, match):
            return None
        read = self._rows.read(fact)
        return read if self._wrong_slot(query, [read], plans, text) is None else None

    def _wrong_slot(
        self, query: Query, reads: Sequence[Read], plans: Sequence[str], text: str
    ) -> Wrong | None:
        """Why figures are of another slot than the asked one, or of a sibling of what is named."""
        wrong = wrong_slot(query, reads, plans, text)
        if wrong is not None or query.language != "zh":
            return wrong
        others = [sibling_named(query.text, read, self._rows.occurs) for read in reads]
        return ("name", (others[0],)) if others and all(others) else None

    def _reads(self, reading: Reading) -> list[Read]:
        return [r for m in reading.matches if (r := self._rows.read_match(m)) is not None]

    def table(self, query: Query, table: Table) -> Table | None:
        """The table without figures of another plan, region, measure or level than is asked, and
        with an empty cell for each name that the question lists and no figure is of; ``None``
        where no figure is left.
        """
        plan = self._plan_before_all(query)
        of_plan = [
            Stated(replace(cell.asked, doc=plan), None)
            if plan and cell.fact is not None and cell.fact.doc != plan
            else cell
            for cell in table.cells
        ]
        one = len({cell.asked.phrase for cell in of_plan}) < 2
        checks = [other_scope]
        if not any(c.fact.years == query.years for c in of_plan if c.fact):
            checks.append(other_year_alone)
        if one or levels_named(query) == 1:
            checks.append(other_level)
        if one:  # looked at ask by ask where there are several
            checks.append(other_measure_asked)
        cells = [self._as_asked(query, cell, checks) for cell in of_plan]
        if _is_one_series(cells):
            cells = self._of_one_thing(query, cells)
        if any(cell.fact for cell in of_plan) and not any(cell.fact for cell in cells):
            return None
        return self._with_further_listed(query, replace(table, cells=tuple(cells)))

    def _as_asked(self, query: Query, cell: Stated, checks: Sequence[Check]) -> Stated:
        """The cell, empty where its figure is of another region than is asked or a check fails."""
        if cell.fact is None:
            return cell
        read = self._rows.read(cell.fact)
        other = not is_of_regions(query, read.document, read.unit.text) or any(
            check(query, [read], (), query.text) for check in checks
        )
        return Stated(cell.asked, None) if other else cell

    def _of_one_thing(self, query: Query, cells: Sequence[Stated]) -> list[Stated]:
        """The cells of several years, empty where a figure is of the whole region and not of the
        industry, place or product that the question names and other cells are of.
        """
        regions = {self._rows.region(c.fact.doc) for c in cells if c.fact}
        named = [
            g
            for g in query.groups
            if is_subject(g) and g.terms and _PLAIN_SUBJECTS.isdisjoint(g.terms)
            if not any(names_region(g, region) for region in regions)
        ]
        facts = [c.fact for c in cells if c.fact]
        held = {g for f in facts for g in named if presence(g, fold(f.subject)) >= TOLD}
        content = self._rows.content(query)  # what an empty cell was asked for
        return [
            Stated(replace(c.asked, phrase=replace(c.asked.phrase, groups=content)), None)
            if held and c.fact is not None and self._is_of_all(c.fact, held)
            else c
            for c in cells
        ]

    def _is_of_all(self, fact: Fact, groups: Collection[TermGroup]) -> bool:
        """Whether a figure is of a whole region, and not of one of the things in it."""
        region, subject = fold(self._rows.region(fact.doc)), fold(fact.subject)
        own = any(presence(g, subject) >= TOLD for g in groups)
        return subject in region and not own and not self._names(fact, groups)

    def _names(self, fact: Fact, groups: Collection[TermGroup]) -> bool:
        """Whether a figure's own name is of one of the things and of no others beside it."""
        name = fold(fact.indicator)
        return "、" not in fact.indicator and any(presence(g, name) >= TOLD for g in groups)

    def _plan_before_all(self, query: Query) -> str:
        """The one plan that a question puts before all that it asks ("Action plan for …: how many
        firms in 2022, and how many in 2025?"); "" when there is none.
        """
        head = _HEAD.match(query.text)
        if head is None:
            return ""
        front, _ = self._rows.plans_named(replace(query, text=head.group()))
        plans, _ = self._rows.plans_named(query)
        return plans[0] if len(plans) == 1 and front == plans else ""

    def _with_further_listed(self, query: Query, table: Table) -> Table:
        """The table with an empty cell for each name that the question lists and no figure is of."""
        regions = {self._rows.region(f.doc) for f in table.facts}
        subjects = {f.subject for f in table.facts} - regions
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


def _is_one_series(cells: Sequence[Stated]) -> bool:
    """Whether cells are the levels of different years in one plan, growth rates aside."""
    levels = [c for c in cells if c.fact is None or c.fact.measure not in GROWTH_RATES]
    slots = [cell.asked.slot.years for cell in levels]
    plans = {cell.fact.doc for cell in cells if cell.fact}
    return len(plans) == 1 and all(slots) and len(set(slots)) == len(slots)
