"""Questions with one slot swapped: the documents do not state what is asked, only something near.

Right is a refusal, or a table that says "not stated" for what is asked.  ``wrong_slot`` counts
answers that give the near figure (another year's, park's, plan's, industry's or indicator's),
``other`` answers that give something else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from evals.cases import read_records
from evals.metrics import values
from rag.assistant import open_assistant
from rag.settings import load_settings
from rag.types import Answer


def run_swapped(
    paths: Sequence[Path],
    progress: Callable[[int, int], None],
    documents: Path | None = None,
) -> dict[str, object]:
    """Counts over all questions of the files, by language and by the slot that was swapped."""
    cases = [case for path in paths for case in read_records(path)]
    assistant = open_assistant(load_settings(documents=documents, generator="none"))
    counts: dict[str, Counter[str]] = {}
    for number, case in enumerate(cases, 1):
        mark = mark_of(assistant.ask(case["question"]), str(case["near"]["value"]))
        for name in ("all", case["lang"], case["swap"]):
            counts.setdefault(name, Counter())[mark] += 1
        progress(number, len(cases))
    names = ("refused", "wrong_slot", "other")
    return {name: {mark: found[mark] for mark in names} for name, found in counts.items()}


def mark_of(answer: Answer, near: str) -> str:
    """What an answer to a swapped question is: refused, wrong_slot or other."""
    if answer.abstained:
        return "refused"
    shown = values(answer.text)
    if answer.table is not None and any(not cell.value for cell in answer.table.cells):
        return "refused"  # the asked cell is shown as not stated
    return "wrong_slot" if any(value in shown for value in values(near)) else "other"
