"""A figure that was read, with the places that say what it is about."""

from __future__ import annotations

from dataclasses import dataclass

from index.types import Chunk, Document, Fact, Figure, Unit
from rag.evidence import fold
from rag.types import Query

# categories of what only frames a question
FRAME = frozenset("place park company plan_name plan time unit bound part example unknown".split())
TOLD = 0.6  # presence from which a notion counts as told; less is a likeness only
# the same for short names of indicators, which vary by a character: 进出口额, 进出口总额
LIKE = 0.45
# matters: one of them is never another, however near the words beside it
MATTERS = frozenset(("mineral", "crop"))


@dataclass(frozen=True)
class Read:
    """A figure that was read, with the places that say what it is about."""

    fact: Fact
    unit: Unit
    chunk: Chunk
    document: Document
    title: str


def figure_of(read: Read) -> Figure:
    """The figure as its sentence or row holds it."""
    return next(f for f in read.unit.figures if f.quantity.start == read.fact.quantity.start)


def asked_years(query: Query) -> tuple[str, ...]:
    """What is missing where a figure is no answer for another reason than its name: the asked
    years, ``("",)`` when a question names none.
    """
    return tuple(str(year) for year in query.years) or ("",)


def before_in_paragraph(read: Read) -> str:
    """What a paragraph says before the sentence or row of a figure."""
    own = read.unit
    return " ".join(
        u.text for u in read.chunk.units if u.paragraph == own.paragraph and u.start < own.start
    )


def own_name(read: Read) -> str:
    """What a figure is called by itself: its clause and its indicator."""
    return f"{figure_of(read).label} {read.fact.indicator}"


def names_of_read(read: Read) -> str:
    """What a figure is called, folded: its clause, indicator, subject and table category."""
    fact = read.fact
    return fold(f"{own_name(read)}{fact.subject} {read.unit.context}")
