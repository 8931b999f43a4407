"""Time and memory of whole processes, each beside a baseline of the same run.

Machines differ and are shared: the ratios are what can be compared.  The baseline for answering is
the plain recipe (passages of 500 characters with 50 shared, one vector each, the nearest taken).
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from evals.cases import Case, plain, read_cases, read_records
from evals.metrics import percentile
from rag.assistant import embedder_name, load_embedder, offline
from rag.settings import Settings, load_settings

_CHILD = """
import json, resource, sys, time
from rag import open_assistant
started = time.perf_counter()
assistant = open_assistant(generator=sys.argv[1])
opened = time.perf_counter() - started
answers = [assistant.ask(question) for question in json.loads(sys.argv[2])]
print(json.dumps({
    "opened": opened,
    "evidence": [a.seconds.evidence for a in answers],
    "total": [a.seconds.total for a in answers if not a.abstained],
    "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
}))
"""
_BUILD = """
import json, resource, time
started = time.perf_counter()
from rag.assistant import update_index
from rag.settings import load_settings
report = update_index(load_settings())
print(json.dumps({
    "seconds": time.perf_counter() - started,
    "embedded": report.embedded,
    "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
}))
"""
_ROWS = """
import json, sys, time
from datetime import date
from pathlib import Path
from index.build import parse_folder
from index.facts import link_rows, read_facts
from index.measures import read_measures
from rag.assistant import load_likeness
from rag.incentives import check
from rag.matching import worded_conditions
from rag.profile import profile_from_json, profile_from_text
from rag.settings import load_settings
started = time.perf_counter()
parsed, _ = parse_folder(Path(sys.argv[1]))
read = time.perf_counter() - started
started = time.perf_counter()
rows = [row for p in parsed for row in link_rows(read_facts(p))]
facts = time.perf_counter() - started
measures = [m for p in parsed for m in read_measures(p)]
documents = {p.document.name: p.document for p in parsed}
likeness = load_likeness(load_settings())
likeness.prepare(worded_conditions(measures))
matches = []
for told in json.loads(sys.argv[2]):
    started = time.perf_counter()
    words = isinstance(told, str)
    profile = profile_from_text(told, tuple(documents.values())) if words else profile_from_json(told)
    check(profile, measures, documents, date(2026, 1, 1), likeness)
    matches.append(time.perf_counter() - started)
print(json.dumps({"read": read, "facts": facts, "rows": len(rows), "match": matches}))
"""


def bench(cases_file: Path) -> str:
    """All measurements as lines of text."""
    settings = load_settings()
    offline(settings)
    embedder_name(settings)
    cases = [case for case in read_cases([cases_file]) if case.answerable]
    lines = [*_builds(settings), *_answers(cases), *_rows(settings), *_recipe(settings, cases)]
    return "\n".join(lines)


def _builds(settings: Settings) -> list[str]:
    """Index of the documents from nothing, with nothing changed, with one document changed."""
    with tempfile.TemporaryDirectory() as folder:
        home, documents = Path(folder) / "home", Path(folder) / "documents"
        home.mkdir()
        (home / "models").symlink_to((settings.home / "models").resolve())
        shutil.copytree(settings.documents, documents)
        place = {"PLANQA_HOME": str(home), "PLANQA_DOCUMENTS": str(documents)}
        whole = _child(_BUILD, [], place)
        again = _child(_BUILD, [], place)
        smallest = min(documents.glob("*.txt"), key=lambda path: path.stat().st_size)
        smallest.write_text(smallest.read_text(encoding="utf-8") + "\n补充一句。", encoding="utf-8")
        one = _child(_BUILD, [], place)
    base = float(whole["seconds"])
    return [
        f"index from nothing        {base:6.1f} s   {whole['peak']:5.0f} MB   {whole['embedded']} vectors",
        f"index, nothing changed    {again['seconds']:6.1f} s   {again['seconds'] / base:.2f} of a whole build",
        f"index, one file changed   {one['seconds']:6.1f} s   {one['seconds'] / base:.2f} of a whole build, "
        f"{one['embedded']} vectors",
    ]


def _answers(cases: Sequence[Case]) -> list[str]:
    questions = [case.question for case in cases[:: max(1, len(cases) // 40)]]
    lines = []
    base = 0.0
    for generator, chosen in (("none", questions), ("llama", questions[:16])):
        result = _child(_CHILD, [generator, json.dumps(chosen)], {})
        evidence, total = result["evidence"], result["total"]
        middle = percentile(total, 0.5)
        base = base or middle
        lines.append(
            f"answers, {generator:<15} evidence p95 {percentile(evidence, 0.95):.3f} s, "
            f"whole p50 {middle:.2f} s ({middle / base:.0f}×), peak {result['peak']:.0f} MB, "
            f"start {result['opened']:.1f} s"
        )
    return lines


def _rows(settings: Settings) -> list[str]:
    """Fact rows, questions over several figures, and profiles held against the measures."""
    folder = Path(__file__).parent
    wordings = [case.question for case in read_cases([folder / "cases" / "rows-dev.jsonl"])]
    asked = _child(_CHILD, ["none", json.dumps(wordings)], {})
    told = read_records(folder / "cases" / "match.jsonl")
    profiles = [case.get("profile") or case["question"] for case in told]
    done = _child(_ROWS, [str(settings.documents), json.dumps(profiles)], {})
    reading, facts = float(done["read"]), float(done["facts"])
    middle = percentile(done["match"], 0.5)
    return [
        f"fact rows of all documents {facts:5.2f} s   {facts / reading:.2f} of reading the documents, "
        f"{done['rows']} rows",
        f"several figures           p50 {percentile(asked['evidence'], 0.5):.3f} s, "
        f"p95 {percentile(asked['evidence'], 0.95):.3f} s",
        f"one profile matched       p50 {middle:.3f} s, p95 {percentile(done['match'], 0.95):.3f} s "
        f"({percentile(done['match'], 0.95) / middle:.1f}× the median)",
    ]


def _recipe(settings: Settings, cases: Sequence[Case]) -> list[str]:
    """Recall@5 of the plain recipe beside ours, on the same questions."""
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    from index.readers import find_sources, read_source
    from rag.assistant import open_assistant

    splitter = RecursiveCharacterTextSplitter(chunk_size=500, chunk_overlap=50)
    passages = [
        (path.name, text)
        for path in find_sources(settings.documents)
        for text in splitter.split_text(read_source(path).text)
    ]
    embedder = load_embedder(embedder_name(settings), settings)
    vectors = embedder.encode_passages([text for _, text in passages])
    assistant = open_assistant(generator="none")
    lines = []
    for lang in ("zh", "en"):
        chosen = [case for case in cases if case.lang == lang]
        theirs = ours = 0
        for case in chosen:
            scores = vectors @ embedder.encode_query(case.question)
            best = [passages[i] for i in sorted(range(len(passages)), key=lambda i: -scores[i])[:5]]
            theirs += _held(case, best)
            found = assistant.ask(case.question).retrieved[:5]
            ours += _held(case, [(p.doc, p.text) for p in found])
        lines.append(
            f"recall@5 {lang}               {ours / len(chosen):.3f}   plain recipe {theirs / len(chosen):.3f}"
            f"   ({ours / max(1, theirs):.2f}×)"
        )
    return lines


def _held(case: Case, passages: Sequence[tuple[str, str]]) -> bool:
    texts = [plain(text) for doc, text in passages if doc in case.docs]
    return all(any(plain(quote) in text for text in texts) for quote in case.quotes)


def _child(code: str, arguments: Sequence[str], environment: dict[str, str]) -> dict[str, object]:
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise OSError(f"a measured process failed: {done.stderr.strip().splitlines()[-1]}")
    result: dict[str, object] = json.loads(done.stdout.strip().splitlines()[-1])
    result["process"] = time.perf_counter() - started
    return result
