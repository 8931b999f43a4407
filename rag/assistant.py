"""The service: a question in, a cited and checked answer out; and the one place that wires."""

from __future__ import annotations

import hashlib
import os
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path

from index.build import BuildReport, Progress, build_index, make_recipe
from index.errors import DocumentError, GenerationError, IndexOutdated, PlanQAError
from index.measures import Measure, read_measures
from index.store import Index, open_index
from index.types import Document, Embedder, Fact
from index.words import cut
from rag import models
from rag.ask_match import asks_for_incentives, match_answer
from rag.derive import Deriver
from rag.evidence import CONTENT, Corpus, Match, rank, score_units
from rag.finder import Asked, RowFinder, Slot, Stated
from rag.gate import Gate
from rag.gist import Gist, read_definitions
from rag.joined import SubAnswer, joined
from rag.likeness import Likeness, VectorLikeness
from rag.matching import worded_conditions
from rag.names import names_of
from rag.one_by_one import AskReader
from rag.operations import Operations, read_operations
from rag.phrase import finish, prompt_evidence
from rag.phrases import Phrase
from rag.prompts import Prompt, Texts, load_prompt, load_texts
from rag.results import Worked, Writer, contradicting, differing, restated
from rag.retrieve import PASSAGES, Found, retrieve
from rag.route import Router
from rag.rows import Table
from rag.select import Reading
from rag.settings import ROOT, Settings, load_settings
from rag.stated import states_result
from rag.terms import (
    CEDICT,
    PinyinSearch,
    TermLayer,
    default_terms,
    read_cedict,
    read_glossary,
    read_headwords,
    read_pinyin,
)
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
_CANDIDATES = 5  # sentences that a generator sees for an answer in words
_SHOWN = 10  # passages reported as retrieved
_MAX_TOKENS = 110
# a sentence that begins like this leaves its subject to the one before it
_SUBJECTLESS = re.compile(r"(?:到|至|力争|预计|其中|争取)(?:[“”十一二三四五]|\d{4}|，|实现|达到)")
_LONGEST_CITATION = 400  # characters
_CALLED = 0.5  # presence from which a figure is called by a word of the question
MAX_QUESTION = 500


@dataclass(frozen=True)
class _Looked:
    """What one question finds, before it is worded."""

    query: Query
    found: Found
    units: Sequence[Match]
    reading: Reading
    lookup: Answer
    table: Table | None
    ops: Operations
    route: str


class Assistant:
    """Answers questions over one index.  Made by :func:`open_assistant`."""

    def __init__(
        self,
        index: Index,
        embedder: Embedder,
        terms: TermLayer,
        corpus: Corpus,
        generator: Generator | None = None,
        gist: Gist | None = None,
    ) -> None:
        self.index = index
        self._gist = gist or Gist(terms.entries)
        self._embedder = embedder
        self._terms = terms
        self._corpus = corpus
        self._generator = generator
        documents = [parsed.document for parsed in index.documents]
        self._knowledge = Understanding(terms, documents, names_of(index))
        self._rows = RowFinder(index, embedder, corpus, terms)
        self._gate, self._deriver = Gate(corpus, self._rows), Deriver(self._rows)
        understood = lru_cache(maxsize=256)(self._understood)  # ways to read a list share texts
        asks = AskReader(index, embedder, corpus, self._rows, self._gate, understood)
        self._router = Router(index, embedder, corpus, self._rows, self._gate, self._deriver, asks)
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

    def load(self) -> None:
        """Read what answers need and no question has needed yet, so that the first is no slower."""
        self._rows.load()
        self.likeness.prepare(worded_conditions(self.measures))

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
        looked = self._look(query, started)
        answer = self._joined(looked, started) or self._answered(looked, started)
        yield Event("evidence", answer.verified, answer)
        if self._generator is not None and _gains_from_wording(answer):
            yield from self._phrase(answer, started)
        else:
            yield Event("answer", answer.text, answer)

    def _look(self, query: Query, started: float) -> _Looked:
        """What one question finds: its look-up, and the table that answers in its place if one does."""
        found = retrieve(query, self.index, self._embedder, PASSAGES)
        units = score_units(query, found, self._corpus)
        ops = read_operations(query.text, query.language == "zh")
        apart = self._router.apart(query, ops, units, found)
        reading = apart if apart and apart.whole else self._gate.guarded(query, units, found)
        lookup = self._verified(query, found, units, reading, started)
        table, ops, route = self._router.over_rows(query, ops, apart, lookup)
        return _Looked(query, found, units, reading, lookup, table, ops, route)

    def _answered(self, looked: _Looked, started: float) -> Answer:
        """The table of a question, else its look-up."""
        query, answer = looked.query, looked.lookup
        if looked.table is not None:
            worked, reasons = self._deriver.work_out(looked.table, looked.ops)
            answer = self._tabled(query, looked.table, worked, reasons, answer, started)
        elif (told := self._gate.without_amounts(query, looked.reading)) is not looked.reading:
            answer = self._verified(query, looked.found, looked.units, told, started)
        return replace(answer, trace=(*answer.trace, f"route: {looked.route}"))

    def _joined(self, looked: _Looked, started: float) -> Answer | None:
        """The answers of the questions that one is made of, where they are found only one by one."""
        query = looked.query
        for asks in self._router.questions(query, looked.table, looked.ops):
            found = joined(self._part(self._look(ask.query, started)) for ask in asks)
            if found is None:
                continue
            answer = self._tabled(query, *found, (), looked.lookup, started)
            route = f"rows: {len(asks)} questions, each with its own figures"
            return replace(answer, trace=(*answer.trace, f"route: {route}"))
        return None

    def _part(self, looked: _Looked) -> SubAnswer:
        """What one of several questions found; without a figure for a refusal or an answer in words."""
        table = looked.table or self._router.table_of_lookup(looked.lookup)
        worked, _ = self._deriver.work_out(table, looked.ops)
        stated = looked.table is None and states_result(looked.ops, looked.lookup)
        return SubAnswer(table, looked.ops, worked, stated)

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        """The support measures of the documents, read once."""
        return tuple(m for parsed in self.index.documents for m in read_measures(parsed))

    @cached_property
    def likeness(self) -> Likeness:
        """Tells what an enterprise says in other words than the plans."""
        return VectorLikeness(self._embedder)

    def _understood(self, text: str) -> Query:
        """A text read as a question that is asked alone."""
        return understand(text, (), self._knowledge)

    def _incentives(self, query: Query, earlier: Sequence[str], started: float) -> Iterator[Event]:
        """The support measures that fit the asker's enterprise; no model words them."""
        by_name = {document.name: document for document in self.documents}
        answer = match_answer(
            query, earlier, self.measures, by_name, self._terms, date.today(), self.likeness
        )
        seconds = time.perf_counter() - started
        answer = replace(answer, seconds=Timing(seconds, seconds))
        yield Event("evidence", answer.verified, answer)
        yield Event("answer", answer.text, answer)

    def _tabled(
        self,
        query: Query,
        table: Table,
        worked: Sequence[Worked],
        reasons: Sequence[str],
        lookup: Answer,
        started: float,
    ) -> Answer:
        """The answer over rows: every cell cited, every computed figure with its formula."""
        regions = {d.name: d.region for d in self.documents}
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
        content = self._rows.content(query)
        names = differing(
            facts,
            lambda f: frozenset(g.source for g in content if self._rows.presence(f, g) >= _CALLED),
        )
        of_whole = any(item.result.op == "share" for item in worked)  # named apart by nature
        if names and not of_whole:
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
            text = refusal(reading.decision, query.language, passages, texts, query.text)
            evidence = ()
        elif evidence and evidence[0].read:
            text = figure_answer(query, evidence, texts, self._terms)
        else:
            text = words_answer(query, evidence, texts, self._gist)
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


def load_likeness(settings: Settings, progress: Progress = lambda *a: None) -> Likeness:
    """How like two wordings are, by the settings' embedding model.

    :raises PlanQAError: the model cannot be used; the message says what to do
    """
    offline(settings)
    return VectorLikeness(load_embedder(embedder_name(settings, progress), settings))


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
    english = read_glossary(PROMPTS / "glossary_en.tsv")
    try:
        dictionary = models.locate(*CEDICT)
    except PlanQAError:  # the glossary alone still works; only rare English words are lost
        terms = TermLayer(glossary, {}, corpus.occurs)
        gist = Gist((*glossary, *english))
    else:
        headwords = read_headwords(dictionary)
        pinyin, others = read_pinyin(headwords)
        gist = Gist((*glossary, *english), read_definitions(headwords), pinyin)
        spelled = PinyinSearch(corpus.text, pinyin, others)
        cedict = read_cedict(headwords)
        terms = TermLayer(glossary, cedict, corpus.occurs, spelled, corpus.stands_whole, english)
    # the first vector, cut of a text and use of the glossary load things: not in a first answer
    embedder.encode_query("规划")
    cut("规划")
    default_terms()
    assistant = Assistant(index, embedder, terms, corpus, make_generator(settings, progress), gist)
    assistant.load()
    return assistant
