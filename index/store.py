"""One saved index: written beside the old one, swapped in by one rename, checked when opened.

``folder/CURRENT`` names the generation in force; ``folder/<generation>/manifest.json`` says what
it was built from and holds size and hash of every file.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import mkdtemp

from index.codec import decode, encode
from index.errors import IndexDamaged, IndexMissing, IndexOutdated
from index.facts import read_facts
from index.keywords import KeywordIndex
from index.types import Chunk, Fact, ParsedDocument
from index.vectors import FaissStore

FORMAT = "planqa-index-1"
_CURRENT, _MANIFEST, _DOCUMENTS, _KEYS = "CURRENT", "manifest.json", "documents.json", "keys.json"
_UNITS, _FACTS = "units.faiss", "facts.faiss"


@dataclass(frozen=True)
class Recipe:
    """What an index depends on beside its documents: model, parser and settings."""

    embedder: str
    parser: str
    catalog: str


@dataclass(frozen=True)
class Manifest:
    """What a saved generation says of itself."""

    generation: str
    recipe: Recipe
    documents: dict[str, str]
    chunks: int
    dimension: int


@dataclass(frozen=True)
class Index:
    """Parsed documents, their passages in one list, and the searches over them.

    ``keywords`` knows passages, ``vectors`` sentences and table rows, ``facts`` single figures.
    """

    manifest: Manifest
    documents: tuple[ParsedDocument, ...]
    keywords: KeywordIndex
    vectors: FaissStore
    facts: FaissStore | None
    keys: tuple[str, ...]

    @cached_property
    def chunks(self) -> tuple[Chunk, ...]:
        """All passages; row i of keyword search is ``chunks[i]``."""
        return tuple(chunk for parsed in self.documents for chunk in parsed.chunks)

    @cached_property
    def unit_rows(self) -> tuple[tuple[int, int], ...]:
        """(passage row, unit position) of every sentence and table row; row i of ``vectors``."""
        return tuple(
            (row, u) for row, chunk in enumerate(self.chunks) for u in range(len(chunk.units))
        )

    @cached_property
    def fact_rows(self) -> tuple[tuple[int, int, int], ...]:
        """(passage row, unit position, figure position) of every figure; row i of ``facts``."""
        return tuple(
            (row, u, f)
            for row, chunk in enumerate(self.chunks)
            for u, unit in enumerate(chunk.units)
            for f in range(len(unit.figures))
        )

    @cached_property
    def rows(self) -> dict[str, tuple[Fact, ...]]:
        """The fact rows of every document by file name."""
        return {parsed.document.name: read_facts(parsed) for parsed in self.documents}

    @cached_property
    def by_name(self) -> dict[str, ParsedDocument]:
        """Documents by file name."""
        return {parsed.document.name: parsed for parsed in self.documents}


def save_index(
    folder: Path,
    recipe: Recipe,
    documents: Sequence[ParsedDocument],
    keywords: KeywordIndex,
    vectors: FaissStore,
    facts: FaissStore | None,
    keys: Sequence[str],
    dimension: int,
) -> str:
    """Write a generation beside the current one and switch to it; returns its name.

    The name is a hash of the files, so equal input gives an equal generation.
    """
    folder.mkdir(parents=True, exist_ok=True)
    draft = Path(mkdtemp(prefix=".draft-", dir=folder))
    try:
        _write_json(draft / _DOCUMENTS, [encode(parsed) for parsed in documents])
        _write_json(draft / _KEYS, list(keys))
        keywords.save(draft)
        vectors.save(draft, _UNITS)
        if facts is not None:
            facts.save(draft, _FACTS)
        files = {path.name: _file_entry(path) for path in sorted(draft.iterdir())}
        generation = hashlib.sha256(json.dumps([files, encode(recipe)]).encode()).hexdigest()[:16]
        manifest = {
            "format": FORMAT,
            "generation": generation,
            "recipe": encode(recipe),
            "documents": {p.document.name: p.document.sha256 for p in documents},
            "chunks": sum(len(p.chunks) for p in documents),
            "dimension": dimension,
            "files": files,
        }
        _write_json(draft / _MANIFEST, manifest)
        final = folder / generation
        if final.exists():  # the same bytes may lie there damaged: put the fresh ones in place
            shutil.rmtree(final)
        draft.rename(final)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    _switch(folder, generation)
    return generation


def read_manifest(folder: Path) -> Manifest:
    """The manifest in force; raises when there is none, or it cannot be read."""
    return _manifest(_raw_manifest(folder))


def open_index(folder: Path, recipe: Recipe | None = None) -> Index:
    """Open and check the index; raises one clear error when it cannot be used as it is.

    :raises IndexMissing: nothing was built in the folder
    :raises IndexDamaged: files are missing, altered or of another kind
    :raises IndexOutdated: built with another model, parser or catalog than ``recipe``
    """
    raw = _raw_manifest(folder)
    manifest = _manifest(raw)
    home = folder / manifest.generation
    _check_files(home, raw.get("files"))
    if recipe is not None and manifest.recipe != recipe:
        raise IndexOutdated(
            f"the index in {folder} was built with another model or version; run: planqa build"
        )
    try:
        records = json.loads((home / _DOCUMENTS).read_text(encoding="utf-8"))
        keys = json.loads((home / _KEYS).read_text(encoding="utf-8"))
        return Index(
            manifest,
            tuple(decode(ParsedDocument, record) for record in records),
            KeywordIndex.load(home),
            FaissStore.load(home, _UNITS),
            FaissStore.load(home, _FACTS) if (home / _FACTS).exists() else None,
            tuple(keys),
        )
    except (OSError, ValueError, KeyError, TypeError, RuntimeError) as error:
        raise _damaged(folder) from error


def _raw_manifest(folder: Path) -> dict[str, object]:
    try:
        generation = (folder / _CURRENT).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise IndexMissing(f"no index in {folder}; build it with: planqa build") from error
    try:
        raw = json.loads((folder / generation / _MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _damaged(folder) from error
    if not isinstance(raw, dict) or raw.get("generation") != generation:
        raise _damaged(folder)
    if raw.get("format") != FORMAT:
        raise IndexOutdated(f"the index in {folder} has another format; run: planqa build")
    return raw


def _manifest(raw: dict[str, object]) -> Manifest:
    try:
        return Manifest(
            str(raw["generation"]),
            decode(Recipe, raw["recipe"]),
            dict(raw["documents"]),  # type: ignore[call-overload]
            int(raw["chunks"]),  # type: ignore[call-overload]
            int(raw["dimension"]),  # type: ignore[call-overload]
        )
    except (KeyError, TypeError, ValueError) as error:
        raise IndexDamaged("the index manifest cannot be read; run: planqa build") from error


def _check_files(home: Path, files: object) -> None:
    if not isinstance(files, dict) or not files:
        raise _damaged(home.parent)
    for name, entry in files.items():
        path = home / name
        if not path.is_file() or _file_entry(path) != entry:
            raise _damaged(home.parent)


def _damaged(folder: Path) -> IndexDamaged:
    return IndexDamaged(f"the index in {folder} is damaged or foreign; run: planqa build")


def _file_entry(path: Path) -> dict[str, object]:
    data = path.read_bytes()
    return {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def _write_json(path: Path, value: object) -> None:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    path.write_text(text, encoding="utf-8")


def _switch(folder: Path, generation: str) -> None:
    """Point CURRENT at the generation in one rename, then remove what is no longer needed."""
    pointer = folder / f".{_CURRENT}-{os.getpid()}"
    pointer.write_text(generation, encoding="utf-8")
    os.replace(pointer, folder / _CURRENT)
    for path in folder.iterdir():
        if path.is_dir() and path.name != generation:
            shutil.rmtree(path, ignore_errors=True)
