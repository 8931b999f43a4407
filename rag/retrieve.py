"""Finding passages: keyword groups and vectors, fused; the plan that was named comes first."""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.store import Index
from index.types import Document, Embedder, Vectors
from rag.places import bare_place
from rag.types import Query, TermGroup

Scores = npt.NDArray[np.float32]
_FACT_POOL = 60
_UNIT_POOL = 80
PASSAGES = 30  # passages looked into for an answer
_POOL = 60  # passages taken from each list before fusion
# what the vector list adds to the keyword list; Chinese questions are a keyword problem that
# vectors must not spoil, English ones need them
_DENSE = {"zh": 0.25, "en": 0.45}
_NAMED_PLAN = 0.35
_NAMED_REGION = 0.25
_WEIGHTS = {
    "part": 0.45,
    "cedict": 0.6,
    "figure": 1.2,
    "unit": 0.3,
    "bound": 0.2,
    "time": 0.3,
    "plan_name": 0.3,
    "plan": 0.5,
}


@dataclass(frozen=True)
class Ranked:
    """A passage by its row in the index, with fused score and cosine to the question."""

    row: int
    score: float
    cosine: float


@dataclass(frozen=True)
class Found:
    """Ranked passages, and the closeness (0 to 1) of the nearest figures and units by their place."""

    passages: tuple[Ranked, ...]
    facts: Mapping[tuple[int, int, int], float]
    units: Mapping[tuple[int, int], float]


def retrieve(query: Query, index: Index, embedder: Embedder, k: int) -> Found:
    """The k best passages, and those that hold the nearest figures when a figure is asked for."""
    vector = embedder.encode_query(query.text)
    units = _unit_cosines(index, vector)
    ranked = rank_passages(query, index, units, k)
    facts = _near_facts(index, vector) if query.asked == "figure" else {}
    known = {hit.row for hit in ranked}
    extra = [
        Ranked(row, 0.0, 0.0)
        for row in dict.fromkeys(place[0] for place in facts)
        if row not in known
    ]
    return Found((*ranked, *extra), facts, _scaled(units))


def _scaled(units: Mapping[tuple[int, int], float]) -> dict[tuple[int, int], float]:
    """The nearest units, closeness scaled so that the nearest has 1 and the last of the pool 0."""
    ordered = heapq.nsmallest(_UNIT_POOL, units.items(), key=lambda u: (-u[1], u[0]))
    if not ordered:
        return {}
    best, floor = ordered[0][1], ordered[-1][1]
    return {place: (score - floor) / max(best - floor, 1e-6) for place, score in ordered}


def _near_facts(index: Index, vector: Vectors) -> dict[tuple[int, int, int], float]:
    """The nearest figures, closeness scaled so that the nearest has 1 and the last of the pool 0."""
    if index.facts is None:
        return {}
    nearest = index.facts.search(vector, _FACT_POOL)
    if not nearest:
        return {}
    best, floor = nearest[0][1], nearest[-1][1]
    return {
        index.fact_rows[row]: (score - floor) / max(best - floor, 1e-6) for row, score in nearest
    }


def _unit_cosines(index: Index, vector: Vectors) -> dict[tuple[int, int], float]:
    """Cosine of every sentence and row to the question, by (passage row, unit position)."""
    nearest = index.vectors.search(vector, len(index.unit_rows))
    return {index.unit_rows[row]: score for row, score in nearest}


def rank_passages(
    query: Query, index: Index, units: Mapping[tuple[int, int], float], k: int
) -> list[Ranked]:
    """The k best passages, best first, ties in document order.

    Both lists are scaled to their own best score; their weighted sum keeps what one list is sure
    of at the top, unlike rank fusion, which forgets by how much the first leads.
    """
    lexical = keyword_scores(query, index)
    cosine = np.zeros(len(index.chunks), dtype=np.float32)
    for place, score in units.items():
        cosine[place[0]] = max(cosine[place[0]], score)
    top = float(lexical.max()) if len(lexical) else 0.0
    falling = np.sort(cosine)[::-1]
    best, floor = float(falling[0]), float(falling[min(_POOL, len(falling)) - 1])
    dense = np.clip((cosine - floor) / max(best - floor, 1e-6), 0, 1)
    share = _DENSE[query.language] if top > 0 else 1.0
    fused = (1 - share) * (lexical / top if top > 0 else lexical) + share * dense
    fused = fused + _plan_bonus(query, index)
    order = np.argsort(-fused, kind="stable")[:k].tolist()
    return [Ranked(i, float(fused[i]), float(cosine[i])) for i in order]


def keyword_scores(query: Query, index: Index) -> Scores:
    """BM25 of the question's words (Chinese), or of its groups of Chinese terms."""
    grouped = np.zeros(len(index.chunks), dtype=np.float32)
    for group in query.groups:
        if group.terms:
            grouped += _weight(group) * index.keywords.group_scores(group.terms)
    if query.language == "zh":
        return np.asarray(index.keywords.scores(query.search_text) + grouped, dtype=np.float32)
    return grouped


def _weight(group: TermGroup) -> float:
    return _WEIGHTS.get(group.category, 1.0)


def _plan_bonus(query: Query, index: Index) -> Scores:
    """A bonus for the named plan; less for further ones that the question names more weakly."""
    place = {name: _NAMED_PLAN / (1 + rank) for rank, name in enumerate(query.documents)}
    if not place:
        place = {
            parsed.document.name: _NAMED_REGION
            for parsed in index.documents
            if is_of_region(query, parsed.document)
        }
    return np.asarray([place.get(chunk.doc, 0.0) for chunk in index.chunks], dtype=np.float32)


def is_of_region(query: Query, document: Document) -> bool:
    """Whether a place that the question names is the region of the plan: 青海 for 青海省…报告."""
    bare = bare_place(document.region)
    return bool(bare) and any(
        bare_place(term) == bare for g in query.groups if g.critical for term in g.terms
    )
