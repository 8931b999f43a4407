"""Scoring which support measures are read and which of them fit an enterprise.

``gold/measures.jsonl`` holds the support measures that people marked in the passages of
``gold/measure_regions.jsonl``; ``cases/match.jsonl`` holds enterprises with labelled verdicts.
Records marked optional count neither as missing nor as wrong.
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from evals.gold import GOLD, plain, read_lines, share
from evals.run import failures
from index.build import parse_folder
from index.measures import Measure, read_measures
from rag.assistant import load_likeness
from rag.incentives import Judged, Verdict, check
from rag.likeness import Likeness
from rag.profile import profile_from_json, profile_from_text
from rag.settings import load_settings
from rag.types import Citation

CASES = Path(__file__).parent / "cases"
THRESHOLDS = Path(__file__).parent / "thresholds.toml"
SEEDS = Path(__file__).parents[1] / "seeds"
AS_OF = date(2026, 11, 1)
Row = Mapping[str, object]
Texts = Mapping[str, str]


@dataclass(frozen=True)
class MeasureScore:
    """A gold measure with the measure that was read for it, or ``None``."""

    gold: Row
    measure: Measure | None


@dataclass(frozen=True)
class LabelScore:
    """A labelled measure of an enterprise: the verdict found, and which conditions are right."""

    case: str
    label: Row
    verdict: Verdict | None
    conditions: tuple[bool, ...]
    right: bool


def score_measures(
    measures: Sequence[Measure], gold: Sequence[Row], regions: Sequence[Row], texts: Texts
) -> tuple[list[MeasureScore], list[Measure]]:
    """A score for each gold measure of the regions, and the measures there that no gold claims.

    A record is right when document and kind agree and the places overlap by half of the shorter
    one, white space ignored; each measure answers one gold record, firm records first.  What
    stands at the place of an optional record is not wrong.
    """
    names = {str(region["id"]) for region in regions}
    chosen = sorted(
        (row for row in gold if row["region"] in names), key=lambda row: bool(row["optional"])
    )
    inside = [m for m in measures if any(_inside(m, region, texts) for region in regions)]
    found = _pairs([_fitting(inside, row, texts) for row in chosen])
    scores = [
        MeasureScore(row, inside[found[number]] if number in found else None)
        for number, row in enumerate(chosen)
    ]
    free = [m for number, m in enumerate(inside) if number not in found.values()]
    optional = [row for row in chosen if row["optional"]]
    wrong = [m for m in free if not any(_overlap(m, row, texts) >= 0.5 for row in optional)]
    return scores, wrong


def _fitting(measures: Sequence[Measure], row: Row, texts: Texts) -> list[int]:
    """The numbers of the measures that agree with a gold record, the best first."""
    agree = [n for n, m in enumerate(measures) if _agrees(m, row, texts)]

    def fit(number: int) -> tuple[bool, float]:
        measure = measures[number]
        return measure.kind == row["kind"], _overlap(measure, row, texts)

    return sorted(agree, key=fit, reverse=True)


def _pairs(wanted: Sequence[Sequence[int]]) -> dict[int, int]:
    """The largest one-to-one assignment of rows to what each wants, by augmenting paths.

    A row that found a partner keeps one when later rows are added, so earlier rows go first.
    """
    owner: dict[int, int] = {}

    def place(row: int, tried: set[int]) -> bool:
        for number in wanted[row]:
            if number not in tried:
                tried.add(number)
                if number not in owner or place(owner[number], tried):
                    owner[number] = row
                    return True
        return False

    for row in range(len(wanted)):
        place(row, set())
    return {row: number for number, row in owner.items()}


def _inside(measure: Measure, region: Row, texts: Texts) -> bool:
    return _overlap(measure, region, texts) >= 0.5


def _agrees(measure: Measure, row: Row, texts: Texts) -> bool:
    kinds = row["kinds"]
    told = isinstance(kinds, list) and measure.kind in kinds
    return told and _overlap(measure, row, texts) >= 0.5


def _overlap(measure: Measure | Citation, row: Row, texts: Texts) -> float:
    """The shared characters as a share of the shorter place, white space ignored."""
    if measure.doc != row["doc"]:
        return 0.0
    start, end = int(str(row["start"])), int(str(row["end"]))
    text = texts[measure.doc]
    shared = _letters(text[max(start, measure.start) : max(0, min(end, measure.end))])
    shorter = min(_letters(text[start:end]), _letters(text[measure.start : measure.end]))
    return shared / shorter if shorter else 0.0


def _letters(text: str) -> int:
    return sum(not c.isspace() for c in text)


def summarise_measures(
    scores: Sequence[MeasureScore], free: Sequence[Measure]
) -> dict[str, object]:
    """Precision and recall over the firm records."""
    firm = [s for s in scores if not s.gold["optional"]]
    found = sum(s.measure is not None for s in firm)
    return {
        "measures": len(firm),
        "found": found,
        "wrong": len(free),
        "precision": share(found, found + len(free)),
        "recall": share(found, len(firm)),
    }


def score_profiles(
    cases: Sequence[Row],
    measures: Sequence[Measure],
    documents: Mapping[str, object],
    as_of: date = AS_OF,
    likeness: Likeness | None = None,
) -> list[LabelScore]:
    """A score for each labelled measure of each enterprise; ``documents`` by name."""
    scores = []
    for case in cases:
        told = case.get("profile")
        profile = (
            profile_from_json(dict(told))
            if isinstance(told, dict)
            else profile_from_text(str(case["question"]), tuple(documents.values()))  # type: ignore[arg-type]
        )
        verdicts = check(profile, measures, documents, as_of, likeness)  # type: ignore[arg-type]
        labels = case["labels"]
        assert isinstance(labels, list)
        texts = {name: getattr(document, "text", "") for name, document in documents.items()}
        scores += [_score_label(str(case["id"]), label, verdicts, texts) for label in labels]
    return scores


def _score_label(case: str, label: Row, verdicts: Sequence[Verdict], texts: Texts) -> LabelScore:
    conditions = label["conditions"]
    assert isinstance(conditions, list)
    best: LabelScore | None = None
    for verdict in _at(label, verdicts, texts):
        told = tuple(_condition_right(c, verdict.conditions) for c in conditions)
        same = (verdict.verdict, verdict.expired) == (label["verdict"], label["expired"])
        score = LabelScore(case, label, verdict, told, same)
        if best is None or (sum(told), same) > (sum(best.conditions), best.right):
            best = score
    return best or LabelScore(case, label, None, (False,) * len(conditions), False)


def _at(label: Row, verdicts: Sequence[Verdict], texts: Texts) -> list[Verdict]:
    """The verdicts on measures at the place of the label's quote."""
    doc, quote = str(label["doc"]), str(label["quote"])
    start = texts[doc].find(quote)
    place = {"doc": doc, "start": start, "end": start + len(quote)}
    return [v for v in verdicts if start >= 0 and _overlap(v.citation, place, texts) >= 0.5]


def _condition_right(label: Row, judged: Sequence[Judged]) -> bool:
    """Whether a condition of the same kind and meaning has the labelled verdict."""
    same = [j for j in judged if j.condition.kind == label["kind"]]
    near = [j for j in same if _shares(str(label["text"]), j.condition.text)]
    implied = label["kind"] == "place"
    return any(j.verdict == label["verdict"] for j in (near or (same if implied else [])))


def _shares(one: str, other: str) -> bool:
    a, b = plain(one), plain(other)
    pairs = {a[i : i + 2] for i in range(len(a) - 1)}
    return a in b or b in a or any(b[i : i + 2] in pairs for i in range(len(b) - 1))


def summarise_profiles(scores: Sequence[LabelScore]) -> dict[str, object]:
    """Accuracy per condition and per measure, and how many labelled measures were found."""
    conditions = [right for score in scores for right in score.conditions]
    return {
        "labels": len(scores),
        "found": sum(s.verdict is not None for s in scores),
        "conditions": len(conditions),
        "condition_accuracy": share(sum(conditions), len(conditions)),
        "measure_accuracy": share(sum(s.right for s in scores), len(scores)),
        "wrongly_met": sum(
            s.verdict is not None and s.verdict.verdict == "met" and s.label["verdict"] != "met"
            for s in scores
        ),
        "met_without_place": sum(
            judged.verdict == "met" and not judged.condition.text
            for s in scores
            if s.verdict is not None
            for judged in s.verdict.conditions
        ),
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Print both reports for every part of the labelled data; 1 when a figure misses its threshold.

    Of other plans (``--plans``) the parts named ``plans…`` have thresholds.
    """
    parser = argparse.ArgumentParser(prog="evals.incentives", description=main.__doc__)
    parser.add_argument(
        "--part", nargs="+", metavar="PART", help="only these parts, as in dev dev2"
    )
    parser.add_argument(
        "--plans",
        nargs="+",
        type=Path,
        default=[],
        metavar="DIR",
        help="folders of other plans, each with documents/, measures.jsonl and match.jsonl",
    )
    told = parser.parse_args(arguments)
    likeness = load_likeness(load_settings())
    report: dict[str, object] = {}
    for folder in told.plans or [None]:
        report |= _scored(folder, told.part, likeness)
    bounds = tomllib.loads(THRESHOLDS.read_text(encoding="utf-8"))["incentives"]
    # parts of other gold may be called like those of the five plans
    bounded = {p: v for p, v in report.items() if not told.plans or p.startswith("plans")}
    missed = failures(bounded, bounds)
    sys.stdout.write(json.dumps({**report, "below_threshold": missed}, indent=1) + "\n")
    return 1 if missed else 0


def _scored(
    folder: Path | None, parts: Sequence[str] | None, likeness: Likeness
) -> dict[str, object]:
    """Both reports by part, of the plans in a folder or (``None``) of the five plans."""
    parsed, problems = parse_folder(folder / "documents" if folder else SEEDS)
    documents = {p.document.name: p.document for p in parsed}
    texts = {name: document.text for name, document in documents.items()}
    measures = [m for p in parsed for m in read_measures(p)]
    gold = read_lines("measures.jsonl", folder or GOLD)
    regions = read_lines("measure_regions.jsonl", folder or GOLD)
    cases = read_lines("match.jsonl", folder or CASES)
    report: dict[str, object] = {"problems": problems} if problems else {}
    for part in parts or dict.fromkeys(str(row["part"]) for row in (*regions, *cases)):
        own = [region for region in regions if region["part"] == part]
        found: dict[str, object] = {}
        if own:
            scored = score_measures(measures, gold, own, texts)
            found["measures"] = summarise_measures(*scored)
        labelled = [c for c in cases if c["part"] == part]
        if labelled:
            scores = score_profiles(labelled, measures, documents, likeness=likeness)
            found["profiles"] = summarise_profiles(scores)
        report[part] = found
    return report


if __name__ == "__main__":
    sys.exit(main())
