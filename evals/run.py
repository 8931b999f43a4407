"""Running the cases through the assistant and writing results and report."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from xml.etree import ElementTree

from evals.cases import Case, plain
from evals.metrics import Score, percentile, score_case
from evals.rows import score_rows_case, unfounded
from rag.assistant import Assistant
from rag.report import answer_record

Record = dict[str, object]


def run_cases(
    cases: Sequence[Case], assistant: Assistant, progress: Callable[[int, int], None]
) -> list[Record]:
    """One result line a case, in the order of the cases."""
    records = []
    for number, case in enumerate(cases, 1):
        answer = assistant.ask(case.question)
        records.append({"id": case.id, **answer_record(answer)})
        progress(number, len(cases))
    return records


def summarise(cases: Sequence[Case], records: Sequence[Record]) -> dict[str, object]:
    """The report: accuracy by slice, retrieval, citations, refusals, unsupported figures, times."""
    scores = [_score(case, record) for case, record in zip(cases, records, strict=True)]
    pairs = list(zip(cases, records, scores, strict=True))
    answerable = [p for p in pairs if p[0].answerable]
    refusable = [p for p in pairs if not p[0].answerable]
    report: dict[str, object] = {
        "cases": len(cases),
        "accuracy": _accuracy(pairs),
        "retrieval": {lang: _recall(answerable, lang) for lang in ("zh", "en")},
        "citation_recall": _mean(s.citation_recall for c, r, s in answerable if not r["abstained"]),
        "citation_precision": _mean(
            s.citation_precision for c, r, s in answerable if not r["abstained"]
        ),
        "refused_unanswerable": _mean(float(bool(r["abstained"])) for _, r, _ in refusable),
        "refused_answerable": _mean(float(bool(r["abstained"])) for _, r, _ in answerable),
        "unsupported_numbers": sum(len(s.unsupported) for _, _, s in pairs),
        "unfounded_computed": sum(len(unfounded(r)) for _, r, _ in pairs),
        "wrong_language": sum(s.wrong_language for _, _, s in pairs),
        "withdrawn_wordings": sum(bool(r["problems"]) for r in records),
        "seconds": _times(records),
    }
    report["wrong"] = [
        {"id": c.id, "reason": s.reason, "question": c.question, "answer": r["answer"]}
        for c, r, s in pairs
        if not s.correct
    ]
    return report


def _score(case: Case, record: Record) -> Score:
    return score_rows_case(case, record) if case.over_rows else score_case(case, record)


Triple = tuple[Case, Record, Score]


def _accuracy(pairs: Sequence[Triple]) -> dict[str, dict[str, float | int | None]]:
    slices: dict[str, list[Triple]] = {}
    for pair in pairs:
        case = pair[0]
        names = ["all", case.lang, f"{case.type} {case.lang}", case.type]
        if case.type in ("text", "list"):
            names += ["text+list", f"text+list {case.lang}"]
        if case.hard:
            names += ["hard", f"hard {case.lang}"]
        for name in names:
            slices.setdefault(name, []).append(pair)
    return {
        name: {
            "n": len(group),
            "right": sum(s.correct for _, _, s in group),
            "share": _mean(float(s.correct) for _, _, s in group),
        }
        for name, group in sorted(slices.items())
    }


def _recall(pairs: Sequence[Triple], lang: str) -> dict[str, float | None]:
    """Share of cases all of whose quotes stand in the first 1, 5, 10 passages."""
    ranks = [s.recall_ranks for c, _, s in pairs if c.lang == lang and not c.over_rows]
    return {
        f"recall@{k}": _mean(float(all(0 < rank <= k for rank in r)) for r in ranks)
        for k in (1, 5, 10)
    }


def _times(records: Sequence[Record]) -> dict[str, float]:
    found: dict[str, float] = {}
    for step in ("evidence", "total"):
        times = [float(r["seconds"][step]) for r in records]  # type: ignore[index]
        found[f"{step} p50"] = round(percentile(times, 0.5), 3)
        found[f"{step} p95"] = round(percentile(times, 0.95), 3)
    return found


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return round(sum(known) / len(known), 4) if known else None


def flatten(report: Mapping[str, object]) -> dict[str, float]:
    """All figures of a report by dotted name, to compare with thresholds."""
    found: dict[str, float] = {}

    def walk(prefix: str, value: object) -> None:
        if isinstance(value, dict):
            for key, inner in value.items():
                walk(f"{prefix}.{key}" if prefix else str(key), inner)
        elif isinstance(value, (int, float)):
            found[prefix] = float(value)

    walk("", report)
    return found


def failures(report: Mapping[str, object], thresholds: Mapping[str, object]) -> list[str]:
    """Which figures miss their threshold: ``[at_least]`` and ``[at_most]`` tables of dotted names.

    A slice without any case in this run is passed over.
    """
    figures = flatten(report)
    missed = []
    for table, sign in (("at_least", 1), ("at_most", -1)):
        bounds = thresholds.get(table, {})
        assert isinstance(bounds, dict)
        for name, bound in bounds.items():
            value = figures.get(name)
            if value is not None and sign * value < sign * float(bound):
                word = "below" if sign > 0 else "above"
                missed.append(f"{name} is {value:g}, {word} {bound}")
    return missed


def write_results(
    folder: Path,
    cases: Sequence[Case],
    records: Sequence[Record],
    report: Mapping[str, object],
    missed: Sequence[str],
) -> None:
    """results.jsonl, report.json, report.md and junit.xml in the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps(record, ensure_ascii=False) for record in records]
    (folder / "results.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    text = json.dumps({**report, "below_threshold": list(missed)}, ensure_ascii=False, indent=2)
    (folder / "report.json").write_text(text + "\n", encoding="utf-8")
    (folder / "report.md").write_text(markdown(report, missed), encoding="utf-8")
    _write_junit(folder / "junit.xml", cases, report)


def markdown(report: Mapping[str, object], missed: Sequence[str]) -> str:
    """The report as Markdown tables."""
    accuracy = report["accuracy"]
    assert isinstance(accuracy, dict)
    lines = [
        "# Evaluation",
        "",
        f"{report['cases']} cases",
        "",
        "| slice | right | n | share |",
        "|---|---|---|---|",
    ]
    lines += [f"| {k} | {v['right']} | {v['n']} | {v['share']} |" for k, v in accuracy.items()]
    lines += ["", "| figure | value |", "|---|---|"]
    skipped = ("accuracy.", "cases")
    lines += [f"| {k} | {v:g} |" for k, v in flatten(report).items() if not k.startswith(skipped)]
    if missed:
        lines += ["", "## Below threshold", "", *(f"- {line}" for line in missed)]
    wrong = report["wrong"]
    assert isinstance(wrong, list)
    lines += ["", "## Wrong", ""]
    lines += [
        f"- {w['id']} ({w['reason']}): {w['question']} → {' '.join(str(w['answer']).split())}"
        for w in wrong
    ]
    return "\n".join(lines) + "\n"


def _write_junit(path: Path, cases: Sequence[Case], report: Mapping[str, object]) -> None:
    wrong = {str(w["id"]): w for w in report["wrong"]}  # type: ignore[attr-defined]
    suite = ElementTree.Element(
        "testsuite", name="evals", tests=str(len(cases)), failures=str(len(wrong))
    )
    for case in cases:
        node = ElementTree.SubElement(
            suite, "testcase", classname=f"{case.lang}.{case.type}", name=case.id
        )
        if case.id in wrong:
            entry = wrong[case.id]
            ElementTree.SubElement(node, "failure", message=str(entry["reason"])).text = plain(
                str(entry["answer"])
            )
    ElementTree.ElementTree(suite).write(path, encoding="utf-8", xml_declaration=True)
