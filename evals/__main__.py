"""``python -m evals run|retrieve|check|bench|facts|swapped|incentives|mutate|consistency``."""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path

from evals.cases import CaseError, check_case, plain, read_cases
from index.errors import PlanQAError

THRESHOLDS = Path(__file__).parent / "thresholds.toml"
CASES = Path(__file__).parent / "cases"


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when every figure reaches its threshold, 1 when one misses it, 2 when it cannot run."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except (PlanQAError, CaseError, OSError, tomllib.TOMLDecodeError) as error:
        print(f"evals: {error}", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    run = commands.add_parser("run", help="answer the cases, score the answers, write a report")
    _common(run)
    run.add_argument("--generator", help="none, llama, transformers or openai")
    run.add_argument("--generator-model", help="model file, folder or name")
    run.add_argument(
        "--out", type=Path, required=True, metavar="DIR", help="folder for the results"
    )
    run.add_argument("--thresholds", type=Path, default=THRESHOLDS, metavar="FILE")
    run.set_defaults(run=_run)
    retrieve = commands.add_parser("retrieve", help="score retrieval only")
    _common(retrieve)
    retrieve.set_defaults(run=_retrieve)
    check = commands.add_parser("check", help="check the cases against the documents")
    _common(check)
    check.set_defaults(run=_check)
    facts = commands.add_parser("facts", help="score the fact rows against the gold rows")
    facts.add_argument("--documents", type=Path, metavar="DIR", help="other documents")
    facts.add_argument("--gold", type=Path, metavar="DIR", help="their gold rows")
    facts.set_defaults(run=_facts)
    swapped = commands.add_parser(
        "swapped", help="count answers of another slot to questions with one slot swapped"
    )
    swapped.add_argument("--cases", type=Path, nargs="+", default=[CASES / "swapped.jsonl"])
    swapped.add_argument("--documents", type=Path, metavar="DIR", help="other documents")
    swapped.set_defaults(run=_swapped)
    incentives = commands.add_parser("incentives", help="score support measures and profiles")
    incentives.add_argument("--plans", nargs="+", metavar="DIR", help="folders of other plans")
    incentives.set_defaults(run=_incentives)
    for name, told in (
        ("mutate", "change right answers and count what the check catches"),
        ("consistency", "plant errors into documents and count what planqa check finds"),
    ):
        other = commands.add_parser(name, help=told)
        other.set_defaults(run=_other, name=name)
    bench = commands.add_parser("bench", help="measure time and memory beside a baseline")
    bench.add_argument("--cases", type=Path, default=Path(__file__).parent / "cases" / "dev.jsonl")
    bench.set_defaults(run=_bench)
    return parser


def _common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--cases", type=Path, nargs="+", required=True, metavar="FILE")
    parser.add_argument("--documents", type=Path, metavar="DIR", help="folder of documents")
    parser.add_argument("--limit", type=int, metavar="N", help="at most N cases, spread evenly")


def _run(options: argparse.Namespace) -> int:
    from evals.run import failures, markdown, run_cases, summarise, write_results
    from rag.assistant import open_assistant
    from rag.settings import load_settings

    cases = _limited(read_cases(options.cases), options.limit)
    thresholds = tomllib.loads(options.thresholds.read_text(encoding="utf-8"))
    settings = load_settings(
        documents=options.documents,
        generator=options.generator,
        generator_model=options.generator_model,
    )
    assistant = open_assistant(settings)
    records = run_cases(cases, assistant, _progress)
    report = summarise(cases, records)
    kind = "none" if assistant.generator_name == "none" else "generator"
    bounds = thresholds.get(kind, {})
    missed = failures(report, bounds)
    write_results(options.out, cases, records, report, missed)
    print(markdown({**report, "wrong": []}, missed))
    print(f"{len(cases) - len(report['wrong'])} passed, {len(report['wrong'])} failed")  # type: ignore[arg-type]
    return 1 if missed else 0


def _retrieve(options: argparse.Namespace) -> int:
    from rag.assistant import open_assistant
    from rag.settings import load_settings

    cases = [c for c in _limited(read_cases(options.cases), options.limit) if c.answerable]
    assistant = open_assistant(load_settings(documents=options.documents, generator="none"))
    hits: dict[str, dict[int, list[bool]]] = {}
    for number, case in enumerate(cases, 1):
        passages = assistant.ask(case.question).retrieved
        for k in (1, 5, 10):
            texts = [plain(p.text) for p in passages[:k] if not case.docs or p.doc in case.docs]
            found = all(any(plain(q) in text for text in texts) for q in case.quotes)
            hits.setdefault(case.lang, {}).setdefault(k, []).append(found)
        _progress(number, len(cases))
    report = {
        lang: {f"recall@{k}": round(sum(f) / len(f), 4) for k, f in by_k.items()}
        for lang, by_k in sorted(hits.items())
    }
    print(json.dumps(report, indent=2))
    return 0


def _check(options: argparse.Namespace) -> int:
    from index.readers import find_sources, read_source
    from rag.settings import load_settings

    folder = load_settings(documents=options.documents).documents
    sources = {path.name: read_source(path).text for path in find_sources(folder)}
    cases = _limited(read_cases(options.cases), options.limit)
    wrong = [f"{c.id}: {problem}" for c in cases for problem in check_case(c, sources)]
    print("\n".join([*wrong, f"{len(cases)} cases, {len(wrong)} problems"]))
    return 1 if wrong else 0


def _bench(options: argparse.Namespace) -> int:
    from evals.bench import bench

    print(bench(options.cases))
    return 0


def _facts(options: argparse.Namespace) -> int:
    from evals.gold import GOLD, SEEDS, report_rows

    report = report_rows(options.documents or SEEDS, options.gold or GOLD)
    print(json.dumps(report, ensure_ascii=False, indent=1))
    return _below(report, "facts") if options.documents is None else 0


def _swapped(options: argparse.Namespace) -> int:
    from evals.swapped import run_swapped

    report = run_swapped(options.cases, _progress, options.documents)
    print(json.dumps(report, ensure_ascii=False, indent=1))
    return _below(report, "swapped") if options.documents is None else 0


def _below(report: dict[str, object], table: str) -> int:
    from evals.run import failures

    bounds = tomllib.loads(THRESHOLDS.read_text(encoding="utf-8"))[table]
    missed = failures(report, bounds)
    print("\n".join(missed) or "every figure reaches its threshold")
    return 1 if missed else 0


def _incentives(options: argparse.Namespace) -> int:
    from evals.incentives import main as score

    return score(["--plans", *options.plans] if options.plans else [])


def _other(options: argparse.Namespace) -> int:
    from importlib import import_module

    return int(import_module(f"evals.{options.name}").main([]))


def _limited(cases: list, limit: int | None) -> list:  # type: ignore[type-arg]
    """At most ``limit`` cases, taken at even distances so that all kinds stay in."""
    if limit is None or limit >= len(cases):
        return cases
    return [cases[i * len(cases) // limit] for i in range(limit)]


def _progress(done: int, total: int) -> None:
    if done == total or done % max(1, total // 10) == 0:
        print(f"  {done}/{total}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
