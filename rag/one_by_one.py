"""A question for several figures, read ask by ask: each as a question of its own.

Long questions join asks that stand in different places of a plan.  What is found for the whole
question is then not what each ask needs, so each is searched, read and checked by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index.store import Index
from index.types import Embedder, Fact
from rag.asks import GROWN, Ask, Way, follows, loose_ways, sequence_of
from rag.evidence import Corpus, Match, score_units
from rag.finder import RowFinder
from rag.gate import Gate
from rag.phrases import groups_in, is_indicator
from rag.retrieve import retrieve
from rag.spelled import Understand, spelled_questions, spelled_ways
from rag.types import Query

_LOOSE = 2  # ways by the notions of a Chinese question that are tried before it is read anew
_MOST_WAYS = 3  # ways to take a question apart that are tried
_MOST_READ = 8  # searches for one question: each takes as long as a short question
_MOST_QUESTIONS = 4  # questions that one is read as, with all that each asks to be worked out
_MOST_READINGS = 2  # such readings that are tried
_PASSAGES = 10  # passages looked into for an ask, which is about one thing


@dataclass(frozen=True)
class OneByOne:
    """The figure of each ask, ``None`` where the documents state none, and the operations named."""

    asks: tuple[tuple[Ask, Match | None], ...]
    ops: tuple[str, ...]

    @property
    def found(self) -> int:
        """How many asks have a figure."""
        return sum(match is not None for _, match in self.asks)

    @property
    def whole(self) -> bool:
        """Whether every ask has its figure."""
        return self.found == len(self.asks)

    def facts(self, rows: RowFinder) -> list[Fact]:
        """The facts of the figures found."""
        return [f for _, m in self.asks if m is not None and (f := rows.fact(m)) is not None]


class AskReader:
    """Reads the asks of a question one by one over one index."""

    def __init__(
        self,
        index: Index,
        embedder: Embedder,
        corpus: Corpus,
        rows: RowFinder,
        gate: Gate,
        understand: Understand,
    ) -> None:
        self._index, self._embedder, self._corpus = index, embedder, corpus
        self._rows, self._gate, self._understand = rows, gate, understand

    def ways(self, query: Query) -> list[Way]:
        """The ways to take a question apart, the fullest first; [] when it asks for one figure."""
        told = self._rows.may_be_told
        asks, ops = sequence_of(query, told)
        spelled = spelled_ways(query, asks, ops, self._understand)
        loose = loose_ways(query, told, asks, ops)
        if query.language == "zh":  # its notions are cut as well as they are told
            return [*loose[:_LOOSE], *spelled, *loose[_LOOSE:]]
        return [*spelled, *loose]

    def questions(self, query: Query) -> list[tuple[Ask, ...]]:
        """The readings of a question as several questions, each with all its years and operations."""
        asks, ops = sequence_of(query, self._rows.may_be_told)
        read = spelled_questions(query, asks, self._understand)
        several = dict.fromkeys(tuple(one) for one in read if 1 < len(one) <= _MOST_QUESTIONS)
        return [] if ops else list(several)[:_MOST_READINGS]

    def read(self, query: Query, ways: Sequence[Way]) -> OneByOne | None:
        """The asks of a question with their figures, in the way to take it apart that finds most;
        ``None`` when none is found.
        """
        known: dict[Query, Match | None] = {}
        chosen = tuple(dict.fromkeys((*ways[:_MOST_WAYS], *ways[-1:])))
        asked = dict.fromkeys(ask.query.text for way in chosen for ask in way.asks)
        self._embedder.prepare_queries(list(asked)[:_MOST_READ])
        best: OneByOne | None = None
        most = max((len(way.asks) for way in chosen), default=0)
        for way in chosen:
            tried = self._of_way(way, query, known)
            if best is None or _rank(tried) > _rank(best):
                best = tried
            if best.whole and (query.language == "en" or best.found >= most):
                break
        return best if best is not None and best.found else None

    def _of_way(self, way: Way, query: Query, known: dict[Query, Match | None]) -> OneByOne:
        chosen: list[tuple[Ask, Match | None]] = []
        ops = way.ops
        named = self._rows.plans_named(query)[0]
        plans: tuple[str, ...] = named if len(named) == 1 else ()
        for ask in way.asks:
            plans = self._rows.plans_named(ask.query)[0] or plans
            match = self._figure(ask, query, plans, known)
            if match is not None and not _continues(ask, match, chosen):
                match = None
            if ask.worked and follows(ask.clause):
                ops += ask.worked
                continue
            again = match is not None and match.place in {m.place for _, m in chosen if m}
            if again and not (ask.sequence and ask.own):
                continue  # a thing of a list that is named in two words
            if match is None or again:
                ops += ask.worked
                match = None  # one figure answers one ask
            if match is not None or not ask.worked:
                chosen.append((ask, match))
        return OneByOne(tuple(chosen), tuple(dict.fromkeys(ops)))

    def _figure(
        self, ask: Ask, query: Query, plans: Sequence[str], known: dict[Query, Match | None]
    ) -> Match | None:
        """The figure of an ask: as it is asked, else without the time or the words that it only
        takes from the asks before it.
        """
        for attempt in _attempts(ask, query):
            if attempt not in known and len(known) < _MOST_READ:
                known[attempt] = self._alone(attempt)
            match = known.get(attempt)
            if match is None or (plans and match.chunk.doc not in plans):
                continue
            if self._is_timely(match, ask):
                return match
        return None

    def _is_timely(self, match: Match, ask: Ask) -> bool:
        """Whether a figure is of the time that an ask takes from those before it, or of none; one
        that names a plan itself leaves that time.
        """
        wanted = {*ask.query.years, *(year for period in ask.query.periods for year in period)}
        fact = self._rows.fact(match)
        if ask.dated or not wanted or fact is None or not fact.years:
            return True
        if self._rows.plans_named(ask.query)[0]:
            return True
        return min(wanted) <= fact.years[-1] <= max(wanted)

    def _alone(self, query: Query) -> Match | None:
        """The one figure that answers a question by itself."""
        found = retrieve(query, self._index, self._embedder, _PASSAGES)
        units = score_units(query, found, self._corpus)
        reading = self._gate.without_amounts(query, self._gate.guarded(query, units, found))
        figures = [m for m in reading.matches if m.figure is not None]
        return figures[0] if figures and self._rows.fact(figures[0]) is not None else None


def _rank(read: OneByOne) -> tuple[bool, int]:
    return read.whole, 2 * read.found - len(read.asks)


def _continues(ask: Ask, match: Match, before: Sequence[tuple[Ask, Match | None]]) -> bool:
    """Whether a figure is of the unit of the one before it, where an ask only goes on from it ("and
    what is the target for 2030?").
    """
    earlier = [m.figure for _, m in before if m is not None and m.figure is not None]
    if ask.own or ask.query.kinds or not earlier or match.figure is None:
        return True
    kinds = {match.figure.quantity.kind, earlier[-1].quantity.kind}
    grown = {figure.role in GROWN for figure in (match.figure, earlier[-1])}
    return (len(kinds) == 1 and len(grown) == 1) or "number" in kinds


def _attempts(ask: Ask, query: Query) -> Iterator[Query]:
    told = replace(ask.query, asked="figure", parts=1)
    yield told
    own = told if ask.dated else replace(told, years=(), periods=())
    if own != told:
        yield own
    if not ask.own:  # what it goes on from may be called a little otherwise
        hints = tuple(
            replace(g, category="example") if is_indicator(g) and not g.critical else g
            for g in own.groups
        )
        yield replace(own, groups=hints, years=told.years, periods=told.periods)
    inside = groups_in(ask.clause, query.groups, query.language == "zh")
    kept = tuple(g for g in own.groups if g.critical or g in inside or g.category == "plan_name")
    if kept != own.groups and ask.own:
        yield replace(own, groups=kept, text=ask.clause)
