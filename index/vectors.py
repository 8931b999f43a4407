"""Exact nearest neighbours in process, with FAISS."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from index.types import Vectors


class FaissStore:
    """Inner product over unit vectors, that is cosine similarity; exact (IndexFlatIP)."""

    def __init__(self, index: object) -> None:
        self._index = index

    @classmethod
    def build(cls, vectors: Vectors) -> FaissStore:
        """Store vectors of shape (n, dimension), unit length."""
        import faiss

        index = faiss.IndexFlatIP(int(vectors.shape[1]))
        index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        return cls(index)

    def search(self, query: Vectors, k: int) -> list[tuple[int, float]]:
        """The k nearest rows as (row, cosine), best first, ties by row."""
        scores, rows = self._index.search(  # type: ignore[attr-defined]
            np.ascontiguousarray(query.reshape(1, -1), dtype=np.float32), k
        )
        order = np.lexsort((rows[0], -scores[0]))
        pairs = zip(rows[0][order].tolist(), scores[0][order].tolist(), strict=True)
        # FAISS pads with -1 when it stores fewer than k
        return [(row, score) for row, score in pairs if row >= 0]

    def vectors(self) -> Vectors:
        """All stored vectors, shape (n, dimension)."""
        index = self._index
        count: int = index.ntotal  # type: ignore[attr-defined]
        return np.asarray(index.reconstruct_n(0, count), dtype=np.float32)  # type: ignore[attr-defined]

    def save(self, folder: Path, name: str) -> None:
        """Write the FAISS file."""
        import faiss

        faiss.write_index(self._index, str(folder / name))  # type: ignore[call-overload]

    @classmethod
    def load(cls, folder: Path, name: str) -> FaissStore:
        """Read what :meth:`save` wrote."""
        import faiss

        return cls(faiss.read_index(str(folder / name)))
