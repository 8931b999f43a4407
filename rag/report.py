"""An answer as plain values, for JSON and for the evaluation."""

from __future__ import annotations

from dataclasses import asdict

from index.quantities import plain
from index.types import Figure
from rag.english import written
from rag.types import Answer, Evidence


def answer_record(answer: Answer) -> dict[str, object]:
    """Everything of an answer in the form of one line of ``results.jsonl``, without an id."""
    return {
        "question": answer.question,
        "answer": answer.text,
        "abstained": answer.abstained,
        "citations": [
            {
                "doc": c.doc,
                "title": c.title,
                "section": " > ".join(c.section),
                "start": c.start,
                "end": c.end,
                "text": c.text,
            }
            for c in answer.citations
        ],
        "evidence": [entry for item in answer.evidence for entry in _evidence(item)],
        "retrieved": [
            {"doc": p.doc, "section": " > ".join(p.section), "text": p.text}
            for p in answer.retrieved
        ],
        "table": asdict(answer.table) if answer.table else None,
        "numbers": list(answer.numbers),
        "problems": list(answer.problems),
        "generator": answer.generator,
        "reason": answer.decision.reason,
        "trace": list(answer.trace),
        "seconds": {
            "evidence": round(answer.seconds.evidence, 4),
            "total": round(answer.seconds.total, 4),
        },
    }


def _evidence(item: Evidence) -> list[dict[str, object]]:
    base = {
        "doc": item.citation.doc,
        "section": " > ".join(item.citation.section),
        "text": item.text,
    }
    if not item.read:
        return [{**base, "value": None, "unit": "", "year": ""}]
    return [{**base, **_figure(figure)} for figure in item.read]


def _figure(figure: Figure) -> dict[str, object]:
    quantity = figure.quantity
    low, high = plain(quantity.low), plain(quantity.high)
    return {
        "value": low if low == high else f"{low}-{high}",
        "unit": quantity.unit,
        "bound": quantity.bound,
        "written": written(quantity),
        "year": "-".join(str(year) for year in figure.years),
        "year_inherited": figure.inherited,
        "role": figure.role,
        "nature": figure.nature,
    }
