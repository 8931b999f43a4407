"""From a folder of documents to a saved index; only what changed is embedded again."""

from __future__ import annotations

import fcntl
import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.catalog import CATALOG, describe, read_catalog
from index.chunks import parse_document
from index.embedding import SentenceTransformerEmbedder
from index.errors import DocumentError, PlanQAError
from index.keywords import KeywordIndex
from index.readers import Source, find_sources, read_source
from index.store import Index, Manifest, Recipe, open_index, read_manifest, save_index
from index.types import Chunk, Document, Figure, ParsedDocument, Vectors
from index.vectors import FaissStore

_LOCK = ".lock"
_LONGEST = 320  # characters; what a longer sentence adds to its vector is not worth the time
Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much is done, and how much there is."""


@dataclass(frozen=True)
class BuildReport:
    """What a build did: the generation in force, files that could not be read, passages embedded."""

    generation: str
    documents: int
    chunks: int
    embedded: int
    changed: bool
    problems: tuple[str, ...]


def parser_version() -> str:
    """A hash of the code that turns files into passages: another version, another index."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def make_recipe(embedder: str, documents: Path) -> Recipe:
    """What an index of this folder with this embedder depends on beside the documents."""
    catalog = documents / CATALOG
    told = hashlib.sha256(catalog.read_bytes()).hexdigest()[:16] if catalog.is_file() else ""
    return Recipe(embedder, parser_version(), told)


def build_index(
    folder: Path,
    documents: Path,
    recipe: Recipe,
    embedder: Callable[[], SentenceTransformerEmbedder],
    progress: Progress = lambda what, done, total: None,
) -> BuildReport:
    """Bring the saved index in ``folder`` up to date with the documents.

    ``embedder`` is called only when something must be embedded.  A file that cannot be read is
    reported and left out; with no readable file at all, :class:`DocumentError` is raised.  Of two
    builders the second waits, then finds the index up to date.
    """
    with _alone(folder):
        return _build(folder, documents, recipe, embedder, progress)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the folder as its only builder; a folder that may not be written needs no holding."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / _LOCK).open("w")
    except OSError:
        yield
        return
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _build(
    folder: Path,
    documents: Path,
    recipe: Recipe,
    embedder: Callable[[], SentenceTransformerEmbedder],
    progress: Progress,
) -> BuildReport:
    sources, problems = _read_all(documents)
    manifest = _current(folder)
    hashes = {source.name: source.sha256 for source in sources}
    if manifest is not None and (manifest.recipe, manifest.documents) == (recipe, hashes):
        try:
            open_index(folder, recipe)
        except PlanQAError:
            pass  # damaged: build again
        else:
            return BuildReport(
                manifest.generation, len(hashes), manifest.chunks, 0, False, tuple(problems)
            )
    catalog = read_catalog(documents)
    parsed = []
    for number, source in enumerate(sources, 1):
        parsed.append(parse_document(describe(source, catalog.get(source.name))))
        progress("read", number, len(sources))
    chunks = [(p.document, chunk) for p in parsed for chunk in p.chunks]
    if not chunks:
        raise DocumentError(f"the documents in {documents} hold no text; add documents with text")
    texts = [text for document, chunk in chunks for text in unit_texts(document, chunk)]
    units = len(texts)
    texts += [text for document, chunk in chunks for text in fact_texts(document, chunk)]
    keys = [hashlib.sha256(f"{recipe.embedder}\n{t}".encode()).hexdigest()[:24] for t in texts]
    vectors, embedded = _embed(texts, keys, _known_vectors(folder), embedder, progress)
    keywords = KeywordIndex.build([keyword_text(d, c) for d, c in chunks])
    store = FaissStore.build(vectors[:units])
    facts = FaissStore.build(vectors[units:]) if len(vectors) > units else None
    dimension = int(vectors.shape[1])
    generation = save_index(folder, recipe, parsed, keywords, store, facts, keys, dimension)
    return BuildReport(generation, len(parsed), len(chunks), embedded, True, tuple(problems))


def unit_texts(document: Document, chunk: Chunk) -> list[str]:
    """What the vectors of the sentences and rows are made of: region, headings, then the text."""
    head = f"{document.region} {' '.join(chunk.path[-2:])}"
    return [f"{head} {unit.context}\n{unit.text}"[:_LONGEST] for unit in chunk.units]


def fact_texts(document: Document, chunk: Chunk) -> list[str]:
    """What the vectors of the figures of a passage are made of: subject, year and clause."""
    leaf = " ".join(chunk.path[-2:])
    return [
        f"{document.region} {leaf} {unit.context} {_years(figure)}{figure.label}"
        for unit in chunk.units
        for figure in unit.figures
    ]


def _years(figure: Figure) -> str:
    return f"{'—'.join(str(year) for year in figure.years)}年 " if figure.years else ""


def keyword_text(document: Document, chunk: Chunk) -> str:
    """What keyword search sees of a passage: headings count twice, the innermost one more."""
    path = " ".join(chunk.path)
    last = chunk.path[-1] if chunk.path else ""
    return f"{document.title}\n{path}\n{last}\n{_context(chunk)}{chunk.search_text}"


def _context(chunk: Chunk) -> str:
    contexts = dict.fromkeys(u.context for u in chunk.units if u.context and u.kind == "row")
    return "".join(f"{context}\n" for context in contexts)


def _read_all(documents: Path) -> tuple[list[Source], list[str]]:
    sources: list[Source] = []
    problems: list[str] = []
    paths = find_sources(documents)
    for path in paths:
        try:
            sources.append(read_source(path))
        except DocumentError as error:
            problems.append(str(error))
    if not sources:
        why = f": {problems[0]}" if problems else ""
        raise DocumentError(
            f"no readable document in {documents}{why}; add .txt, .md or .docx files"
        )
    return sources, problems


def _current(folder: Path) -> Manifest | None:
    try:
        return read_manifest(folder)
    except PlanQAError:
        return None


def _known_vectors(folder: Path) -> Mapping[str, Vectors]:
    """Vectors of the index in force by the key of their text; empty when it cannot be opened."""
    try:
        index: Index = open_index(folder)
    except PlanQAError:
        return {}
    rows = [*index.vectors.vectors()]
    if index.facts is not None:
        rows += [*index.facts.vectors()]
    return dict(zip(index.keys, rows, strict=True))


def _embed(
    texts: list[str],
    keys: list[str],
    known: Mapping[str, Vectors],
    embedder: Callable[[], SentenceTransformerEmbedder],
    progress: Progress,
) -> tuple[Vectors, int]:
    missing = list(dict.fromkeys(key for key in keys if key not in known))
    fresh: dict[str, Vectors] = {}
    if missing:
        text_of = dict(zip(keys, texts, strict=True))
        done = 0

        def report(count: int) -> None:
            nonlocal done
            done += count
            progress("embed", done, len(missing))

        progress("embed", 0, len(missing))
        rows = embedder().encode_passages([text_of[key] for key in missing], report)
        fresh = dict(zip(missing, rows, strict=True))
    vectors = np.stack([fresh[key] if key in fresh else known[key] for key in keys])
    return np.asarray(vectors, dtype=np.float32), len(missing)


def parse_folder(documents: Path) -> tuple[list[ParsedDocument], list[str]]:
    """Read and parse a folder without indexing it."""
    sources, problems = _read_all(documents)
    catalog = read_catalog(documents)
    return [parse_document(describe(s, catalog.get(s.name))) for s in sources], problems
