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
def usual_conditions() -> tuple[str, ...]:
    """The conditions of ``prompts/deeds.txt``.

    :raises PromptError: the file cannot be read or holds too few
    """
    path = ROOT / "prompts" / "deeds.txt"
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise PromptError(f"{path.name}: {error}; restore the file") from error
    found = tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))
    if len(found) < _NEAREST:
        raise PromptError(f"{path.name}: write {_NEAREST} conditions or more, one a line")
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
