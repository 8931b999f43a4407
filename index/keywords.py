"""Keyword search with BM25 (bm25s, Lucene variant) over our own tokens."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.words import tokens

Scores = npt.NDArray[np.float32]
_TERMS, _ARRAYS = "terms.txt", "bm25.npz"


class KeywordIndex:
    """BM25 scores of all passages for groups of terms.

    The score of a passage for a term is computed when the index is built (Lù 2024, BM25S); a
    query adds them up.  A group counts with its best synonym only.
    """

    def __init__(
        self, terms: Sequence[str], data: Scores, rows: Scores, starts: Scores, size: int
    ) -> None:
        self._ids = {term: i for i, term in enumerate(terms)}
        self._terms = tuple(terms)
        self._data, self._rows, self._starts = data, rows, starts
        self.size = size

    @classmethod
    def build(cls, texts: Sequence[str]) -> KeywordIndex:
        """Index the texts; row i of every score is ``texts[i]``."""
        import bm25s
        from bm25s.tokenization import Tokenized

        token_lists = [tokens(text) for text in texts]
        # sorted: bm25s takes its vocabulary from a set, whose order changes from run to run
        terms = sorted({token for tokens_ in token_lists for token in tokens_})
        vocabulary = {term: i for i, term in enumerate(terms)}
        ids = [[vocabulary[token] for token in tokens_] for tokens_ in token_lists]
        engine = bm25s.BM25(method="lucene", k1=1.2, b=0.6)
        engine.index(Tokenized(ids=ids, vocab=vocabulary), show_progress=False)
        scores = engine.scores
        return cls(
            terms,
            np.asarray(scores["data"], dtype=np.float32),
            np.asarray(scores["indices"], dtype=np.int32),
            np.asarray(scores["indptr"], dtype=np.int64),
            len(texts),
        )

    def term_scores(self, term: str) -> Scores:
        """Score of every passage for one token, zeros when the corpus lacks it."""
        scores = np.zeros(self.size, dtype=np.float32)
        number = self._ids.get(term)
        if number is not None:
            span = slice(int(self._starts[number]), int(self._starts[number + 1]))
            scores[self._rows[span]] = self._data[span]
        return scores

    def scores(self, text: str) -> Scores:
        """BM25 score of every passage for the tokens of a text."""
        total = np.zeros(self.size, dtype=np.float32)
        for token in dict.fromkeys(tokens(text)):
            total += self.term_scores(token)
        return total

    def phrase_scores(self, phrase: str) -> Scores:
        """The mean token score of passages that hold most of a phrase's tokens."""
        parts = list(dict.fromkeys(tokens(phrase)))
        if not parts:
            return np.zeros(self.size, dtype=np.float32)
        table = np.stack([self.term_scores(part) for part in parts])
        share = (table > 0).mean(axis=0)
        return np.asarray(table.sum(axis=0) * share**2, dtype=np.float32)

    def group_scores(self, phrases: Sequence[str]) -> Scores:
        """The best score among synonyms, for every passage."""
        if not phrases:
            return np.zeros(self.size, dtype=np.float32)
        return np.asarray(
            np.max(np.stack([self.phrase_scores(p) for p in phrases]), axis=0), dtype=np.float32
        )

    def save(self, folder: Path) -> None:
        """Write the terms and arrays as plain files."""
        (folder / _TERMS).write_text("\n".join(self._terms), encoding="utf-8")
        with (folder / _ARRAYS).open("wb") as file:
            np.savez(file, data=self._data, rows=self._rows, starts=self._starts, size=self.size)

    @classmethod
    def load(cls, folder: Path) -> KeywordIndex:
        """Read what :meth:`save` wrote."""
        text = (folder / _TERMS).read_text(encoding="utf-8")
        with np.load(folder / _ARRAYS) as arrays:
            parts = (arrays["data"], arrays["rows"], arrays["starts"], int(arrays["size"]))
        return cls(text.split("\n") if text else [], *parts)
