"""How like two wordings are in meaning, in Chinese or English, by vectors of the embedding model.

Cosines of short texts are all high, and those of some texts are high with everything.  A pair
counts by how much nearer it is than each of the two is to usual conditions of supports on average:
the scaling for hubs of Conneau et al. 2018 (CSLS, "Word Translation Without Parallel Data").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, cached_property
from typing import Protocol

import numpy as np

from index.errors import PromptError
from index.types import Embedder, Vectors
from rag.settings import ROOT

_BATCH = 32
_NEAREST = 10  # usual conditions that tell how near a text is to any
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


class Likeness(Protocol):
    """How much nearer a condition and a wording are than either is to others; 0 for unlike ones."""

    def prepare(self, texts: Sequence[str]) -> None:
        """Take in together what will be compared."""
        ...

    def __call__(self, condition: str, wording: str) -> float:
        """The likeness of a Chinese condition and a wording in Chinese or English."""
        ...


@cache
def _alternatives() -> tuple[tuple[re.Pattern[str], ...], ...]:
    """The sets of ``prompts/alternatives.tsv``, each member as a pattern of its names.

    :raises PromptError: the file cannot be read, or a line has less than two members
    """
    found = []
    for number, line in enumerate(_lines("alternatives.tsv"), 1):
        members = [m for m in line.split("\t") if m.strip()]
        if len(members) < 2:
            raise PromptError(
                f"alternatives.tsv, set {number}: write two members or more with tabs"
            )
        found.append(tuple(_named(member) for member in members))
    return tuple(found)


def _named(member: str) -> re.Pattern[str]:
    """A pattern of the names of a member; English ones begin a word."""
    names = sorted((name.strip() for name in member.split("|")), key=len, reverse=True)
    told = (rf"(?<![a-z]){re.escape(n)}" if n.isascii() else re.escape(n) for n in names if n)
    return re.compile("|".join(told), re.I)


def tells_another(condition: str, wording: str) -> bool:
    """Whether a wording tells something that is near in meaning to what a condition asks for and
    yet another thing: 玉米 for 水稻, a domestic fair for one abroad.
    """
    for members in _alternatives():
        asked = {m for m in members if m.search(condition)}
        told = {m for m in members if m.search(wording)}
        if asked and told and not asked & told:
            return True
    return False


def _lines(name: str) -> list[str]:
    """The lines of a file of prompts, without remarks."""
    try:
        text = (ROOT / "prompts" / name).read_text(encoding="utf-8")
    except OSError as error:
        raise PromptError(f"{name}: {error}; restore the file") from error
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


@cache
def usual_conditions() -> tuple[str, ...]:
    """The conditions of ``prompts/deeds.txt``.

    :raises PromptError: the file cannot be read or holds too few
    """
    found = tuple(line.strip() for line in _lines("deeds.txt"))
    if len(found) < _NEAREST:
        raise PromptError(f"deeds.txt: write {_NEAREST} conditions or more, one a line")
    return found


class VectorLikeness:
    """Likeness by vectors; each text is embedded once."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._known: dict[str, tuple[Vectors, float]] = {}

    @cached_property
    def _usual(self) -> Vectors:
        return self._encoded(usual_conditions())

    def _encoded(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (n, dimension), all as of questions: neither of two like texts answers
        the other, and E5 asks for its prompt of questions on both sides then (Wang et al. 2022).
        """
        vectors = []
        for at in range(0, len(texts), _BATCH):
            batch = texts[at : at + _BATCH]
            self._embedder.prepare_queries(batch)
            vectors += [self._embedder.encode_query(text) for text in batch]
        return np.stack(vectors)

    def prepare(self, texts: Sequence[str]) -> None:
        """Embed together what will be compared: a batch takes half the time."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            vectors = self._encoded(new)
            near = np.sort(vectors @ self._usual.T, axis=1)[:, -_NEAREST:].mean(axis=1)
            self._known |= {
                text: (vector, float(mean))
                for text, vector, mean in zip(new, vectors, near, strict=True)
            }

    def __call__(self, condition: str, wording: str) -> float:
        """The likeness of a Chinese condition and a wording in Chinese or English."""
        self.prepare((condition, wording))
        (one, beside_one), (other, beside_other) = self._known[condition], self._known[wording]
        cosine = float(one @ other)
        if not _CHINESE.search(wording):
            return cosine - beside_other  # the usual conditions are Chinese and say nothing of it
        return cosine - (beside_one + beside_other) / 2
