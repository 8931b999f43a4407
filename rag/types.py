"""The values of ask time; all frozen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, Protocol

from index.types import Figure

Language = Literal["zh", "en"]
Asked = Literal["figure", "list", "text"]


@dataclass(frozen=True)
class TermGroup:
    """One notion of the question as Chinese terms, any of which stands for it.

    ``source`` is the wording in the question, ``critical`` marks a name (place, park, company)
    without which no passage can answer, ``part`` the one of several asked figures it belongs to
    (-1: all of them).  ``pieces`` are the terms of the words that it is made of: a text that holds
    one of each says it in other words (the total of imports and exports rose).
    """

    source: str
    terms: tuple[str, ...]
    category: str = ""
    critical: bool = False
    part: int = -1
    pieces: tuple[tuple[str, ...], ...] = ()

    def __post_init__(self) -> None:
        # a question looks its few notions up in thousands of texts: the hash is made once
        own = (self.source, self.terms, self.category, self.critical, self.part, self.pieces)
        object.__setattr__(self, "_hash", hash(own))

    def __hash__(self) -> int:
        return self._hash  # type: ignore[attr-defined, no-any-return]


@dataclass(frozen=True)
class Query:
    """A question understood: language, slots and Chinese terms.

    ``years`` are single years that are asked for, ``periods`` are (first, last); ``kinds`` are the
    kinds of quantity that would answer ("CNY", "percent", "count", …), empty when any would.
    ``parts`` is how many figures are asked for, ``compound`` the kind
    of the unit that one is asked for per unit of, "*" for any, "" for none; ``regions`` are the
    regions of documents that the question names.
    """

    text: str
    language: Language
    asked: Asked
    groups: tuple[TermGroup, ...]
    years: tuple[int, ...]
    periods: tuple[tuple[int, int], ...]
    kinds: tuple[str, ...]
    classifiers: tuple[str, ...]
    roles: tuple[str, ...]
    documents: tuple[str, ...]
    inherited: tuple[str, ...] = ()
    search_text: str = ""
    parts: int = 1
    compound: str = ""
    regions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Citation:
    """Exact characters of a source file and where they stand.

    ``text == source[start:end]``; ``section`` is the heading path, ``title`` the plan's name.
    """

    doc: str
    title: str
    section: tuple[str, ...]
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Evidence:
    """A sentence or table row that answers, with the figures that were read from it.

    ``text`` is the cleaned text, ``read`` the figures that answer the question, ``figures`` all;
    ``also`` marks a further place that states the same figure; ``missing`` are words of the question
    that it lacks; ``gloss`` its glossary terms as (Chinese, English), filled for English questions.
    """

    text: str
    context: str
    citation: Citation
    figures: tuple[Figure, ...]
    read: tuple[Figure, ...]
    score: float
    gloss: tuple[tuple[str, str], ...] = ()
    also: bool = False
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cell:
    """One cell of a result table.

    ``text`` is the figure as shown, or "not stated" in the asker's language; ``evidence`` is the
    number of its citation, from 1, and 0 for a cell that no document fills; ``also`` are those of further
    places of the plan that state the same.  ``value`` and ``unit`` are the exact figure as written, ""
    when not stated.
    """

    label: str
    subject: str
    plan: str
    doc: str
    year: str
    text: str
    value: str
    unit: str
    evidence: int
    also: tuple[int, ...] = ()


@dataclass(frozen=True)
class Computed:
    """A figure that no document states: its formula and the citations of its operands."""

    op: str
    label: str
    value: str
    unit: str
    text: str
    formula: str
    operands: tuple[int, ...]


@dataclass(frozen=True)
class ResultTable:
    """Cells set side by side, what was computed from them, and remarks.

    ``stated`` of ``asked`` plans (or cells) state a figure.
    """

    shape: str
    cells: tuple[Cell, ...]
    computed: tuple[Computed, ...]
    stated: int
    asked: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Passage:
    """A retrieved passage with its rank score."""

    doc: str
    title: str
    section: tuple[str, ...]
    text: str
    start: int
    end: int
    score: float


@dataclass(frozen=True)
class Decision:
    """Whether the documents answer, and why not: code of the reason and what was missing."""

    answerable: bool
    reason: str = ""
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Timing:
    """Seconds until the verified evidence, and until the whole answer."""

    evidence: float
    total: float


@dataclass(frozen=True)
class Answer:
    """What the assistant says and what it rests on.

    ``text`` is the final wording, ``verified`` the code-written evidence wording that was shown
    first; ``problems`` says why a model's wording was withdrawn; ``trace`` how the answer came
    about; ``candidates`` further sentences that a generator may use for an answer in words.
    """

    question: str
    text: str
    language: Language
    abstained: bool
    verified: str
    evidence: tuple[Evidence, ...]
    citations: tuple[Citation, ...]
    retrieved: tuple[Passage, ...]
    problems: tuple[str, ...]
    generator: str
    seconds: Timing
    query: Query
    decision: Decision
    trace: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    candidates: tuple[Evidence, ...] = ()
    table: ResultTable | None = None


@dataclass(frozen=True)
class Event:
    """One step of a streamed answer: "evidence" (complete, checked), "text" (draft), "answer"."""

    kind: Literal["evidence", "text", "answer"]
    text: str
    answer: Answer | None = None
    extra: dict[str, object] = field(default_factory=dict)


class Generator(Protocol):
    """Turns a prompt into text, piece by piece."""

    @property
    def name(self) -> str:
        """Short name for reports."""
        ...

    def stream(self, system: str, user: str, max_tokens: int) -> Iterator[str]:
        """Pieces of the reply; raises ``GenerationError``."""
        ...
