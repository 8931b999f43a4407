"""The values that travel through the project; all frozen.

Offsets are always character offsets into ``Document.text``, the decoded characters of the source
file (for .docx: its paragraphs and table rows, one a line), half open: ``text[start:end]``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, Protocol

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Period:
    """The years that a plan covers, both ends included; ``None`` when not known."""

    start: int | None
    end: int | None


@dataclass(frozen=True)
class Document:
    """One source file: its characters and what the catalog (or inference) says of it.

    ``basis`` says for each of the descriptive fields whether the document states it or whether it
    was inferred.
    """

    name: str
    text: str
    sha256: str
    title: str
    title_en: str = ""
    issuer: str = ""
    level: str = ""
    region: str = ""
    period: Period = Period(None, None)
    aliases: tuple[str, ...] = ()
    basis: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Section:
    """A node of the section tree.

    ``family`` is the kind of numbering (part, chapter, section, cn, cn_paren, arabic,
    arabic_paren, decimal, markdown, box, table, lead, front); ``missing`` marks a heading that the
    source lost and that was inferred from the numbering around it.
    """

    id: int
    parent: int | None
    family: str
    number: int | None
    title: str
    start: int
    end: int
    missing: bool = False


@dataclass(frozen=True)
class Quantity:
    """A figure with its unit, exact.

    ``low`` and ``high`` are equal unless a range is written.  ``unit`` is the unit as written with
    its scale (亿元, 万吨, %); ``factor`` turns the written value into the base unit of ``kind``.
    ``bound`` is one of "", ">=", ">", "<=", "<", "~".  Offsets are into the text parsed.
    """

    low: Decimal
    high: Decimal
    unit: str
    kind: str
    factor: Decimal
    bound: str
    text: str
    start: int
    end: int
    numeral: bool = False

    @property
    def base(self) -> tuple[Decimal, Decimal]:
        """Both ends in the base unit of the kind (yuan, metres, tonnes, …)."""
        return self.low * self.factor, self.high * self.factor


@dataclass(frozen=True)
class Figure:
    """A quantity inside a unit of evidence, with the year that it belongs to.

    ``role`` is level, growth, change, share or multiple; ``span`` is annual, cumulative or "".
    ``inherited`` says that the year was not written in the same sentence.  ``label`` is the text
    that names what is counted (for a table row: the indicator).  ``subject`` is whose figure a table
    cell is: the row of a table of places or projects, "" where the row names the indicator.
    """

    quantity: Quantity
    years: tuple[int, ...]
    inherited: bool
    role: str
    span: str
    label: str
    nature: str = ""
    subject: str = ""


@dataclass(frozen=True)
class Unit:
    """The smallest thing that can be cited: a sentence, or a table row.

    ``text`` is the cleaned text (what is searched and shown), ``start``/``end`` name its exact
    characters in the source.  ``context`` is text that is not part of the unit but says what it is
    about (table title, header and category; the run-in lead of its paragraph).
    """

    id: int
    chunk: int
    section: int
    text: str
    start: int
    end: int
    kind: Literal["sentence", "row"]
    paragraph: int
    context: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class Chunk:
    """A passage inside one section; ``text`` equals ``Document.text[start:end]``.

    ``search_text`` is the cleaned text, ``path`` the heading path from the outermost heading down.
    """

    id: int
    doc: str
    section: int
    path: tuple[str, ...]
    text: str
    start: int
    end: int
    search_text: str
    units: tuple[Unit, ...]


@dataclass(frozen=True)
class ParsedDocument:
    """A document with its section tree and its chunks in reading order."""

    document: Document
    sections: tuple[Section, ...]
    chunks: tuple[Chunk, ...]

    def path(self, section: int) -> tuple[str, ...]:
        """The titles from the outermost heading down to the section."""
        titles: list[str] = []
        node: int | None = section
        while node is not None:
            found = self.sections[node]
            if found.title:
                titles.append(found.title)
            node = found.parent
        return tuple(reversed(titles))


@dataclass(frozen=True)
class Fact:
    """One stated figure of an indicator, with the characters that state it.

    ``role`` is "base" (reached) or "target" (to be reached); ``measure`` is level, growth, annual
    growth, cumulative, increment, share, change (percentage points) or multiple; ``annual`` marks a
    figure for each year; ``direction`` is "up" or "down" where the words before the figure say that
    the indicator rises or falls, else "".  ``years`` is one year, (first, last) of a period, or (); ``inherited``
    says that the year was not written in the same sentence.  ``nature`` is 预期性, 约束性 or "";
    ``aim`` the governing word (力争, 预计, 确保 …) or "".  ``start``/``end`` are the characters of
    the sentence or row in the document.
    """

    id: int
    doc: str
    path: tuple[str, ...]
    start: int
    end: int
    text: str
    quantity: Quantity
    indicator: str
    subject: str
    scope: str
    role: Literal["base", "target"]
    years: tuple[int, ...]
    inherited: bool
    measure: str
    annual: bool
    aim: str
    nature: str
    table: bool
    unit: int
    direction: str = ""

    @property
    def sentence(self) -> tuple[str, int]:
        """Which sentence or row of the documents states it: file and unit."""
        return self.doc, self.unit


@dataclass(frozen=True)
class FactRow:
    """Base and target of one indicator; ``link`` is "row", "sentence", "elsewhere" or ""."""

    doc: str
    base: Fact | None
    target: Fact | None
    link: str

    @property
    def main(self) -> Fact:
        """The target, or the base of a row without one."""
        found = self.target or self.base
        assert found is not None
        return found


class Embedder(Protocol):
    """Turns texts into unit vectors; a query and a passage may need different prefixes."""

    @property
    def fingerprint(self) -> str:
        """What identifies the weights; an index is bound to it."""
        ...

    @property
    def dimension(self) -> int:
        """Length of each vector."""
        ...

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (len(texts), dimension), unit length."""
        ...

    def encode_query(self, text: str) -> Vectors:
        """One vector of shape (dimension,), unit length."""
        ...

    def prepare_queries(self, texts: Sequence[str]) -> None:
        """Encode together what will be asked for one by one."""
        ...


class VectorStore(Protocol):
    """Nearest neighbours by inner product."""

    def search(self, query: Vectors, k: int) -> list[tuple[int, float]]:
        """The k nearest rows as (row, inner product), best first."""
        ...
