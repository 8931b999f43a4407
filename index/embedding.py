"""sentence-transformers behind the ``Embedder`` protocol."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Lock

import numpy as np

from index.errors import ModelError
from index.types import Vectors

_BATCH = 16
_QUERIES = 64  # vectors of questions that are kept


def fingerprint(name: str) -> str:
    """What identifies a model: its hub name, or a hash over the files of its folder.

    Large files count by name and size only, so that this takes no time.
    """
    folder = Path(name)
    if not folder.is_dir():
        return name
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix in (".json", ".safetensors", ".bin"):
            digest.update(path.relative_to(folder).as_posix().encode())
            digest.update(str(path.stat().st_size).encode())
            if path.stat().st_size < 10**6:
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


class SentenceTransformerEmbedder:
    """A sentence-transformers folder or hub name.

    The prompts ``query`` and ``passage`` (or ``document``) that the model saves are used; a model
    without them embeds plain text.
    """

    def __init__(self, name: str, *, local_only: bool = True) -> None:
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.set_verbosity_error()
        logging.disable_progress_bar()
        try:
            self._model = SentenceTransformer(name, local_files_only=local_only, device=None)
        except (OSError, ValueError, RuntimeError) as error:
            raise ModelError(
                f"the embedding model {name} cannot be loaded ({str(error).splitlines()[0]}); "
                "run planqa models, or set PLANQA_EMBEDDER to a sentence-transformers folder"
            ) from error
        self._name = name
        # a question is looked up, and read as one over rows and by its parts: each text once
        self._queries: dict[str, Vectors] = {}
        self._lock = Lock()

    @property
    def fingerprint(self) -> str:
        """See :func:`fingerprint`."""
        return fingerprint(self._name)

    @property
    def dimension(self) -> int:
        """Length of each vector."""
        return int(self._model.get_embedding_dimension() or 0)

    def encode_passages(
        self, texts: Sequence[str], report: Callable[[int], None] | None = None
    ) -> Vectors:
        """Vectors of shape (n, dimension); ``report`` is told how many passages are done."""
        # texts of like length share a batch, so that little is computed on padding
        order = sorted(range(len(texts)), key=lambda i: (-len(texts[i]), i))
        result = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for at in range(0, len(order), _BATCH):
            rows = order[at : at + _BATCH]
            result[rows] = self._encode([texts[i] for i in rows], ("passage", "document"))
            if report is not None:
                report(len(rows))
        return result

    def encode_query(self, text: str) -> Vectors:
        """One vector of shape (dimension,), read-only."""
        return self._remembered([text])[text]

    def prepare_queries(self, texts: Sequence[str]) -> None:
        """Encode together what will be asked for one by one: a batch takes half the time.

        Vectors of a batch differ from those made alone by rounding only (1e-7).
        """
        self._remembered(texts[:_QUERIES])

    def _remembered(self, texts: Sequence[str]) -> dict[str, Vectors]:
        """The vectors of some questions; the latest ones are kept."""
        with self._lock:  # not while encoding: what is known must not wait for others' batches
            kept = {text: self._queries[text] for text in texts if text in self._queries}
        missing = [text for text in dict.fromkeys(texts) if text not in kept]
        if missing:
            vectors = self._encode(missing, ("query",))
            vectors.setflags(write=False)
            kept |= dict(zip(missing, vectors, strict=True))
        with self._lock:
            for text, vector in kept.items():
                self._queries.pop(text, None)
                self._queries[text] = vector
            for old in list(self._queries)[:-_QUERIES]:
                del self._queries[old]
        return kept

    def _encode(self, texts: Sequence[str], prompts: Sequence[str]) -> Vectors:
        known = next((p for p in prompts if self._model.prompts.get(p)), None)
        return np.asarray(
            self._model.encode(
                list(texts),
                prompt_name=known,
                normalize_embeddings=True,
                show_progress_bar=False,
                batch_size=_BATCH,
            ),
            dtype=np.float32,
        )
