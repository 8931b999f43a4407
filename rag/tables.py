"""Fact rows for people: as records, filtered, and written as a table, csv, json or a workbook."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import tempfile
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from index.consistency import Finding, report
from index.errors import DocumentError, PlanQAError
from index.findings import message, stated
from index.indicators import indicator_key
from index.types import Document, Fact, FactRow, ParsedDocument, Quantity
from rag.english import render, written
from rag.terms import TermLayer, default_terms, english_words
from rag.types import Language
from rag.wording import plan_name, years_en

Cell = str | int | Decimal | None
Record = dict[str, Cell]
LABELS: Mapping[str, tuple[str, str]] = {
    "plan": ("规划", "plan"),
    "indicator": ("指标", "indicator"),
    "subject": ("主体", "subject"),
    "scope": ("口径", "scope"),
    "base_year": ("基期", "base year"),
    "base": ("基期原文", "base as stated"),
    "base_value": ("基期值", "base value"),
    "target_year": ("目标期", "target year or period"),
    "target": ("目标原文", "target as stated"),
    "target_value": ("目标值", "target value"),
    "unit": ("单位", "unit"),
    "measure": ("度量", "measure"),
    "direction": ("升降", "direction"),
    "annual": ("每年", "annual"),
    "bound": ("界限", "bound"),
    "aim": ("语气", "aim"),
    "nature": ("属性", "nature"),
    "link": ("基期与目标的出处", "base and target from"),
    "file": ("文件", "file"),
    "section": ("章节", "section"),
    "start": ("起", "start"),
    "end": ("止", "end"),
    "source": ("原文", "source text"),
}
_SHOWN = "indicator subject base_year base target_year target measure nature link start".split()
_VALUES: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "measure": {
        "level": ("水平", "level"),
        "growth": ("增长", "growth"),
        "annual growth": ("年均增长", "annual growth"),
        "cumulative": ("累计", "cumulative"),
        "increment": ("新增", "increment"),
        "share": ("占比", "share"),
        "change": ("百分点变化", "change in points"),
        "multiple": ("倍数", "multiple"),
    },
    "direction": {"up": ("上升", "up"), "down": ("下降", "down")},
    "bound": {
        ">=": ("不低于", "at least"),
        ">": ("超过", "more than"),
        "<=": ("不超过", "at most"),
        "<": ("低于", "less than"),
        "~": ("约", "about"),
    },
    "aim": {
        "力争": ("力争", "strive for (力争)"),
        "争取": ("争取", "strive for (争取)"),
        "预计": ("预计", "expected (预计)"),
        "确保": ("确保", "ensure (确保)"),
        "有望": ("有望", "likely (有望)"),
    },
    "nature": {
        "预期性": ("预期性", "anticipatory (预期性)"),
        "约束性": ("约束性", "binding (约束性)"),
    },
    "link": {
        "row": ("同一行", "same row"),
        "sentence": ("同一句", "same sentence"),
        "elsewhere": ("不同处", "elsewhere"),
    },
}
_NATURES = {
    "预期性": ("预期", "anticipatory", "expected", "indicative"),
    "约束性": ("约束", "binding", "mandatory", "obligatory"),
}
_WIDEST = 44  # columns of a cell of the printed table
_FORMULA = re.compile(r"^[=+@\t\r]|^-(?!\d)")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


class NothingFound(PlanQAError):
    """No fact row passes the filters; the message says which filter to loosen."""


# --- records ------------------------------------------------------------------------------------


def fact_records(
    rows: Sequence[FactRow],
    documents: Sequence[Document],
    language: Language,
    terms: TermLayer | None = None,
) -> list[Record]:
    """One record a row, keyed by :data:`LABELS`; ``source`` holds exact characters of the file.

    ``base_value`` and ``target_value`` are numbers in ``unit`` (a range is text, "2-3"); ``base``
    and ``target`` are the figures as stated, in English with the Chinese beside them.  ``start``
    and ``end`` are those of the target, or of the base where there is no target.
    """
    known = {document.name: document for document in documents}
    layer = terms or default_terms()
    return [_record(row, known[row.doc], language, layer) for row in rows]


def _record(row: FactRow, document: Document, language: Language, terms: TermLayer) -> Record:
    main = row.main
    name = _namer(language, terms)
    chosen = 0 if language == "zh" else 1
    told = {
        "measure": main.measure,
        "direction": main.direction,
        "bound": main.quantity.bound,
        "aim": main.aim,
        "nature": main.nature,
        "link": row.link,
    }
    shown = {key: _VALUES[key].get(v, (v, v))[chosen] for key, v in told.items()}
    return {
        "plan": plan_name(document, language),
        "indicator": name(main.indicator),
        "subject": name(main.subject),
        "scope": name(main.scope),
        "base_year": _year(row.base),
        "base": _stated(row.base, language),
        "base_value": _value(row.base, main.quantity),
        "target_year": _year(row.target),
        "target": _stated(row.target, language),
        "target_value": _value(row.target, main.quantity),
        "unit": main.quantity.unit,
        "annual": ("是" if language == "zh" else "yes") if main.annual else "",
        **shown,
        "file": main.doc,
        "section": " › ".join(main.path),
        "start": main.start,
        "end": main.end,
        "source": document.text[main.start : main.end],
    }


def _namer(language: Language, terms: TermLayer) -> Callable[[str], str]:
    if language == "zh":
        return str
    return lambda zh: english_name(zh, terms)


def english_name(zh: str, terms: TermLayer) -> str:
    """A Chinese name in the glossary's English with the Chinese beside it; else the Chinese alone."""
    english = terms.english(zh) if zh else ""
    return f"{english} ({zh})" if english else zh


def _year(fact: Fact | None) -> Cell:
    if fact is None or not fact.years:
        return None
    return fact.years[0] if len(fact.years) == 1 else years_en(fact.years)


def _stated(fact: Fact | None, language: Language) -> str:
    if fact is None:
        return ""
    return render(fact.quantity) if language == "en" else stated(fact.quantity)


def _value(fact: Fact | None, unit: Quantity) -> Cell:
    """The figure in the unit of the row; what cannot be brought to it stays as it is written."""
    if fact is None:
        return None
    quantity = fact.quantity
    if quantity.kind != unit.kind:
        return written(quantity)
    factor = quantity.factor / unit.factor
    low, high = _plain(quantity.low * factor), _plain(quantity.high * factor)
    return low if low == high else f"{low}-{high}"


def _plain(value: Decimal) -> Decimal:
    """Without trailing zeros or exponent; a fraction to six places."""
    short = round(value, 6) if value != round(value, 6) else value
    return Decimal(int(short)) if short == int(short) else short.normalize()


# --- filters ------------------------------------------------------------------------------------


def filter_rows(
    rows: Sequence[FactRow],
    documents: Sequence[Document],
    plan: str = "",
    indicator: str = "",
    year: int | None = None,
    subject: str = "",
    nature: str = "",
    terms: TermLayer | None = None,
) -> list[FactRow]:
    """The rows that pass all filters that are given, in Chinese or in English.

    :raises DocumentError: no document has the plan's name; the message lists the plans
    :raises NothingFound: no row passes; the message says which filter to loosen
    """
    layer = terms or default_terms()
    tests: dict[str, tuple[str, Callable[[FactRow], bool]]] = {}
    if plan:
        names = {document.name for document in find_plans(documents, plan)}
        tests["plan"] = (plan, lambda row: row.doc in names)
    if indicator:
        tests["indicator"] = (indicator, _named(indicator, layer, _indicator_texts))
    if year is not None:
        tests["year"] = (str(year), lambda row: _in_year(row, year))
    if subject:
        tests["subject"] = (subject, _named(subject, layer, _subject_texts))
    if nature:
        wanted = read_nature(nature)
        tests["nature"] = (nature, lambda row: row.main.nature == wanted)
    found = [row for row in rows if all(test(row) for _, test in tests.values())]
    if not found:
        raise NothingFound(_loosen(rows, tests))
    return found


def find_plans(documents: Sequence[Document], plan: str) -> list[Document]:
    """The documents that a name means: file name or its start, title, alias or region.

    A whole title or alias wins over a part of one.

    :raises DocumentError: there is none; the message lists the plans
    """
    wanted = _folded(plan)
    words = set(english_words(plan)) if not _CHINESE.search(plan) else set()
    exact, part = [], []
    for document in documents:
        names = [document.title, document.title_en, document.region, *document.aliases]
        folded = [_folded(name) for name in names if name]
        if document.name.startswith(plan) or wanted in folded:
            exact.append(document)
        elif wanted and any(wanted in name for name in folded):
            part.append(document)
        elif words and any(words <= set(english_words(name)) for name in names):
            part.append(document)
    if not exact and not part:
        known = "; ".join(f"{d.name} {d.title}" for d in documents)
        raise DocumentError(f"no plan {plan!r}; there are: {known}")
    return exact or part


def _folded(text: str) -> str:
    return re.sub(r"[\s“”\"《》（）()]", "", unicodedata.normalize("NFKC", text)).lower()


def read_nature(text: str) -> str:
    """预期性 or 约束性 from its Chinese or English name.

    :raises ValueError: it is neither
    """
    told = text.strip().lower()
    for nature, names in _NATURES.items():
        if told and (told == nature or any(name.startswith(told) for name in names)):
            return nature
    raise ValueError(f"nature {text!r} is unknown; use 预期性 (anticipatory) or 约束性 (binding)")


def _in_year(row: FactRow, year: int) -> bool:
    facts = [fact for fact in (row.base, row.target) if fact is not None]
    return any(f.years and f.years[0] <= year <= f.years[-1] for f in facts)


def _indicator_texts(row: FactRow) -> str:
    facts = [fact for fact in (row.base, row.target) if fact is not None]
    return " ".join(f"{f.indicator} {indicator_key(f.indicator)} {f.scope}" for f in facts)


def _subject_texts(row: FactRow) -> str:
    return " ".join((row.main.subject, *row.main.path[-1:]))


def _named(
    asked: str, terms: TermLayer, texts: Callable[[FactRow], str]
) -> Callable[[FactRow], bool]:
    """Whether a row's names hold what is asked: a Chinese name, or the terms of an English one."""
    if _CHINESE.search(asked):
        forms = {asked, indicator_key(asked), *terms.synonyms(asked)}
        return lambda row: any(form in texts(row) for form in forms)
    groups = [g for g in terms.groups(asked) if g.category != "part"]
    choices = [{*g.terms, *(s for t in g.terms for s in terms.synonyms(t))} for g in groups]
    upper = asked.upper()
    return lambda row: (
        (bool(choices) and all(any(t in texts(row) for t in terms_) for terms_ in choices))
        or upper in texts(row).upper()
    )


def _loosen(
    rows: Sequence[FactRow], tests: Mapping[str, tuple[str, Callable[[FactRow], bool]]]
) -> str:
    """Which filter stands in the way: the one without which most rows are left."""
    left = {
        name: sum(all(t(row) for other, (_, t) in tests.items() if other != name) for row in rows)
        for name in tests
    }
    best = max(left, key=lambda name: left[name], default="")
    if best and left[best]:
        return f"no figure passes all filters; without --{best} {tests[best][0]} there are {left[best]}"
    if len(tests) > 1:
        return (
            f"no figure passes; give fewer filters than {', '.join('--' + name for name in tests)}"
        )
    return "the documents hold no figures"


# --- writers ------------------------------------------------------------------------------------


def headings(language: Language) -> dict[str, str]:
    """The label of each column in the asker's language."""
    return {key: pair[0 if language == "zh" else 1] for key, pair in LABELS.items()}


def width(text: str) -> int:
    """How many columns of a terminal a text takes: Chinese characters take two."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


def _fit(text: str, columns: int) -> str:
    """A text cut or filled with spaces to exactly so many columns."""
    if width(text) > columns:
        kept = ""
        for char in text:
            if width(kept) + width(char) > columns - 1:
                break
            kept += char
        text = kept + "…"
    return text + " " * (columns - width(text))


def as_table(records: Sequence[Record], language: Language) -> str:
    """Aligned text, one block a plan; columns that no row fills are left out."""
    labels = headings(language)
    blocks = []
    for plan in dict.fromkeys(str(r["plan"]) for r in records):
        own = [record for record in records if record["plan"] == plan]
        keys = [key for key in _SHOWN if any(r[key] not in ("", None) for r in own)]
        cells = [[labels[key] for key in keys], *([_shown(r[key]) for key in keys] for r in own)]
        widths = [min(_WIDEST, max(width(row[i]) for row in cells)) for i in range(len(keys))]
        lines = ["  ".join(map(_fit, row, widths)).rstrip() for row in cells]
        rule = "  ".join("-" * columns for columns in widths)
        blocks.append("\n".join([f"{plan} ({own[0]['file']})", lines[0], rule, *lines[1:]]))
    return "\n\n".join(blocks) + "\n"


def _shown(value: Cell) -> str:
    if value is None:
        return ""
    return format(value, "f") if isinstance(value, Decimal) else " ".join(str(value).split())


def as_csv(records: Sequence[Record], language: Language) -> str:
    """Comma separated values that begin with a byte order mark, so that spreadsheets read UTF-8.

    Text that a spreadsheet would take for a formula gets an apostrophe in front.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(headings(language).values())
    for record in records:
        writer.writerow([_safe(record[key]) for key in LABELS])
    return "\ufeff" + out.getvalue()


def _safe(value: Cell) -> str:
    text = _shown(value)
    return f"'{text}" if isinstance(value, str) and _FORMULA.match(text) else text


def as_json(records: Sequence[Record]) -> str:
    """The records as JSON with fixed keys; numbers are numbers, unknown values null."""
    plain = [{key: _number(value) for key, value in record.items()} for record in records]
    return json.dumps(plain, ensure_ascii=False, indent=2) + "\n"


def _number(value: Cell) -> str | int | float | None:
    if not isinstance(value, Decimal):
        return value
    return int(value) if value == int(value) else float(value)


def write_xlsx(records: Sequence[Record], language: Language, path: Path) -> None:
    """A workbook with one sheet: header frozen, columns wide enough, numbers as numbers."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    sheet.title = "指标" if language == "zh" else "figures"
    sheet.append(list(headings(language).values()))
    for line, record in enumerate(records, 2):
        for column, key in enumerate(LABELS, 1):
            value = record[key]
            cell = sheet.cell(line, column)
            if isinstance(value, str):
                cell.value = _CONTROL.sub("", " ".join(value.split()))
                cell.data_type = "s"  # never a formula
            elif value is not None:
                cell.value = _number(value)
    for column, key in enumerate(LABELS, 1):
        texts = [headings(language)[key], *(_shown(record[key]) for record in records)]
        widest = min(60, max(width(text) for text in texts))
        sheet.column_dimensions[get_column_letter(column)].width = widest + 2
        head = sheet.cell(1, column)
        head.font, head.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    with path.open("wb") as file:
        book.save(file)


def write_file(records: Sequence[Record], form: str, language: Language, path: Path) -> None:
    """Write the records to a file, whole or not at all.

    :raises DocumentError: the folder does not exist or cannot be written to
    """

    def write(beside: Path) -> None:
        if form == "xlsx":
            write_xlsx(records, language, beside)
        else:
            beside.write_text(as_text(records, form, language), encoding="utf-8", newline="")

    write_whole(path, write)


def write_whole(path: Path, write: Callable[[Path], None]) -> None:
    """Write a file whole or not at all: ``write`` gets a place beside it, which is then renamed.

    :raises DocumentError: the folder does not exist or cannot be written to
    """
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        os.close(handle)
    except OSError as error:
        raise DocumentError(f"cannot write {path}: {error.strerror}") from error
    beside = Path(name)
    try:
        write(beside)
        mask = os.umask(0)
        os.umask(mask)
        beside.chmod(0o666 & ~mask)
        beside.replace(path)
    except OSError as error:
        raise DocumentError(f"cannot write {path}: {error.strerror}") from error
    finally:
        beside.unlink(missing_ok=True)


def as_text(records: Sequence[Record], form: str, language: Language) -> str:
    """The records as table, csv or json text."""
    if form == "csv":
        return as_csv(records, language)
    return as_json(records) if form == "json" else as_table(records, language)


def finding_message(finding: Finding, language: Language, terms: TermLayer | None = None) -> str:
    """One sentence on a finding; in English with figures and names in both languages."""
    return message(finding, language, *_writers(language, terms))


def finding_report(
    findings: Sequence[Finding], language: Language, terms: TermLayer | None = None
) -> str:
    """The findings as plain text with arithmetic, quotes and places."""
    return report(findings, language, *_writers(language, terms)) + "\n"


def finding_records(
    findings: Sequence[Finding], document: Document, language: Language
) -> list[dict[str, object]]:
    """The findings as plain values; ``text`` of each place equals ``start:end`` of the file."""
    return [
        {
            "kind": finding.kind,
            "note": finding.note,
            "message": finding_message(finding, language),
            "formula": finding.formula,
            "figures": [
                {
                    "indicator": fact.indicator,
                    "subject": fact.subject,
                    "years": list(fact.years),
                    "figure": written(fact.quantity),
                    "file": fact.doc,
                    "section": " › ".join(fact.path),
                    "start": fact.start,
                    "end": fact.end,
                    "text": document.text[fact.start : fact.end],
                }
                for fact in finding.facts
            ],
        }
        for finding in findings
    ]


def _writers(
    language: Language, terms: TermLayer | None
) -> tuple[Callable[[Quantity], str] | None, Callable[[str], str]]:
    if language == "zh":
        return None, str
    return render, _namer(language, terms or default_terms())


def linked(parsed: Sequence[ParsedDocument]) -> list[FactRow]:
    """The fact rows of documents in order."""
    from index.facts import link_rows, read_facts

    return [row for document in parsed for row in link_rows(read_facts(document))]
