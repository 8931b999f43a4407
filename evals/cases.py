"""Evaluation cases: one JSON line each, read strictly and checked against the source files.

Format of a line::

    {"id", "lang": "zh"|"en", "type": "numeric"|"text"|"list"|"unanswerable"|"compare"|"compute",
     "hard": bool,
     "question", "answer", "numbers": [{"value": 69.88, "unit": "亿元"}],
     "must_include": [["alternative", "…"], …], "doc", "docs": [file names],
     "section", "quote", "quotes": [exact characters of the source file]}

``compare`` and ``compute`` have instead of numbers and quotes::

    "cells": [{"label", "doc", "year", "value": "69.88亿元" or null (not stated), "quote"}],
    "computed": [{"op", "value": "39.88", "unit": "亿元"}], "also": ["further values that may show"]

``match`` has ``profile`` (or none: the question tells it) and ``labels``, one a support measure::

    {"doc", "quote", "conditions": [{"kind", "text", "verdict"}], "verdict", "expired"}

and is scored by ``python -m evals incentives``.

``quotes`` are all needed; ``quote`` is short for a single one.  ``must_include`` holds groups: an
answer must contain one alternative of every group.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

LANGUAGES = ("zh", "en")
TYPES = ("numeric", "text", "list", "unanswerable", "compare", "compute", "match")
_CJK = re.compile(r"[\u4e00-\u9fff]")
_GLOSS = re.compile(r"\([^()]*\)|（[^（）]*）")
_DIGITS = str.maketrans("零〇一二两三四五六七八九", "001223456789")


class CaseError(ValueError):
    """A case file that cannot be used; the message names file, line and what to change."""


@dataclass(frozen=True)
class GoldNumber:
    """A figure that the answer must give, in the unit in which the source writes it."""

    value: Decimal
    unit: str


@dataclass(frozen=True)
class GoldCell:
    """A cell that an answer over rows must show; ``value`` is ``None`` when no document states it."""

    label: str
    doc: str
    year: str
    value: str | None
    quote: str


@dataclass(frozen=True)
class GoldComputed:
    """A figure that an answer must compute."""

    op: str
    value: Decimal
    unit: str


@dataclass(frozen=True)
class Case:
    """One question with its gold answer; see the module docstring for the fields."""

    id: str
    lang: str
    type: str
    hard: bool
    question: str
    answer: str
    numbers: tuple[GoldNumber, ...]
    must_include: tuple[tuple[str, ...], ...]
    docs: tuple[str, ...]
    section: str
    quotes: tuple[str, ...]
    cells: tuple[GoldCell, ...] = ()
    computed: tuple[GoldComputed, ...] = ()
    also: tuple[str, ...] = ()

    @property
    def over_rows(self) -> bool:
        """Whether the answer is a table of several figures."""
        return self.type in ("compare", "compute")

    @property
    def answerable(self) -> bool:
        """Whether the documents state the answer."""
        return self.type not in ("unanswerable", "match")


def parse_case(record: Mapping[str, object]) -> Case:
    """A :class:`Case` from one decoded JSON line; raises ``ValueError`` that names the bad field."""
    lang, kind = record.get("lang"), record.get("type")
    if lang not in LANGUAGES:
        raise ValueError(f"lang is {lang!r}; use one of {', '.join(LANGUAGES)}")
    if kind not in TYPES:
        raise ValueError(f"type is {kind!r}; use one of {', '.join(TYPES)}")
    for field in ("id", "question"):
        if not isinstance(record.get(field), str) or not record[field]:
            raise ValueError(f"{field} is missing or empty")
    cells = tuple(_cells(record.get("cells")))
    quotes = tuple(_strings(record.get("quotes"))) or tuple(_strings(record.get("quote")))
    labels = [item for item in _list(record.get("labels")) if isinstance(item, dict)]
    quotes = quotes or tuple(dict.fromkeys(c.quote for c in cells if c.quote))
    quotes = quotes or tuple(str(label.get("quote", "")) for label in labels)
    docs = tuple(_strings(record.get("docs"))) or tuple(_strings(record.get("doc")))
    docs = docs or tuple(dict.fromkeys(c.doc for c in cells if c.doc))
    docs = docs or tuple(dict.fromkeys(str(label.get("doc", "")) for label in labels))
    return Case(
        id=str(record["id"]),
        lang=str(lang),
        type=str(kind),
        hard=bool(record.get("hard", False)),
        question=str(record["question"]),
        answer=str(record.get("answer", "")),
        numbers=tuple(_numbers(record.get("numbers"))),
        must_include=tuple(tuple(_strings(group)) for group in _list(record.get("must_include"))),
        docs=docs,
        section=str(record.get("section", "")),
        quotes=quotes,
        cells=cells,
        computed=tuple(_computed(record.get("computed"))),
        also=tuple(_strings(record.get("also"))),
    )


def _cells(value: object) -> Iterable[GoldCell]:
    for item in _list(value):
        if not isinstance(item, dict) or "value" not in item:
            raise ValueError('a cell needs the form {"label", "doc", "year", "value", "quote"}')
        stated = item["value"]
        yield GoldCell(
            label=str(item.get("label", "")),
            doc=str(item.get("doc") or ""),
            year=str(item.get("year") or ""),
            value=None if stated is None else str(stated),
            quote=str(item.get("quote") or ""),
        )


def _computed(value: object) -> Iterable[GoldComputed]:
    for item in _list(value):
        if not isinstance(item, dict) or "value" not in item:
            raise ValueError('a computed figure needs the form {"op", "value", "unit"}')
        yield GoldComputed(
            str(item.get("op", "")), Decimal(str(item["value"])), str(item.get("unit", ""))
        )


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else []


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value] if value else []
    return [str(item) for item in _list(value) if item]


def _numbers(value: object) -> Iterable[GoldNumber]:
    for item in _list(value):
        if not isinstance(item, dict) or "value" not in item:
            raise ValueError('a number needs the form {"value": 69.88, "unit": "亿元"}')
        # str() first: the decimal that was typed, not the binary fraction nearest to it
        yield GoldNumber(Decimal(str(item["value"])), str(item.get("unit", "")))


def read_records(path: Path) -> list[dict[str, Any]]:
    """The records of a .jsonl file; raises :class:`CaseError` naming the file."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines if line.strip()]
    except (OSError, ValueError) as error:
        raise CaseError(f"cannot read {path}: {error}") from error


def read_cases(paths: Iterable[Path]) -> list[Case]:
    """All cases of the files in order; raises :class:`CaseError` naming file and line."""
    cases: list[Case] = []
    seen: set[str] = set()
    for path in paths:
        try:
            lines = Path(path).read_text(encoding="utf-8").splitlines()
        except OSError as error:
            raise CaseError(f"cannot read {path}: {error.strerror}; give a .jsonl file") from error
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                case = parse_case(json.loads(line))
            except ValueError as error:
                raise CaseError(f"{path}, line {number}: {error}") from error
            if case.id in seen:
                raise CaseError(f"{path}, line {number}: id {case.id} is used twice")
            seen.add(case.id)
            cases.append(case)
    if not cases:
        raise CaseError("the case files hold no case; add at least one line")
    return cases


def check_case(case: Case, sources: Mapping[str, str]) -> list[str]:
    """What is wrong with a case against the source files (name → text); empty when sound."""
    problems = []
    # an English question may tell the term itself in brackets: "(四上)"
    worded = _GLOSS.sub("", case.question) if case.lang == "en" else case.question
    if (case.lang == "zh") != bool(_CJK.search(worded)):
        problems.append("the question is not in the language that lang says")
    if case.type == "match":
        return problems + [
            f"no source holds {q[:40]}" for q in case.quotes if not _held(q, sources)
        ]
    if not case.answerable:
        if case.numbers or case.quotes or case.must_include:
            problems.append("an unanswerable case has no numbers, quotes or must_include")
        return problems
    texts = [sources[name] for name in case.docs if name in sources]
    problems += [f"no source file {name}" for name in case.docs if name not in sources]
    problems += [
        f"quote is not in the source: {quote[:40]}"
        for quote in case.quotes
        if not any(quote in text for text in texts)
    ]
    problems += _missing_fields(case)
    return problems + (_wrong_cells(case) if case.over_rows else _unquoted(case))


def _unquoted(case: Case) -> list[str]:
    """Gold figures that the quotes do not state, and words that the gold answer does not hold."""
    problems = []
    quoted = plain("|".join(case.quotes).replace("\t", "|"))  # cells stay apart
    for number in case.numbers:
        if not _stated(number.value, quoted):
            problems.append(f"{number.value} is not in the quotes")
    for group in case.must_include:
        if not any(plain(option).lower() in plain(case.answer).lower() for option in group):
            problems.append(f"the gold answer holds none of {'/'.join(group)}")
    return problems


def _held(quote: str, sources: Mapping[str, str]) -> bool:
    return any(quote in text for text in sources.values())


def _wrong_cells(case: Case) -> list[str]:
    problems = [] if case.cells else [f"a {case.type} case needs cells"]
    for cell in case.cells:
        if cell.value is not None and not cell.quote:
            problems.append(f"the cell {cell.label} needs a quote")
    return problems


def _missing_fields(case: Case) -> list[str]:
    problems: list[str] = []
    if case.over_rows or case.type == "match":
        return problems
    if not case.quotes or not case.docs:
        problems.append("an answerable case needs doc and quote")
    if case.type == "numeric" and not case.numbers:
        problems.append("a numeric case needs numbers")
    if case.type in ("text", "list") and not case.must_include:
        problems.append(f"a {case.type} case needs must_include")
    return problems


def plain(text: str) -> str:
    """Text for comparing: NFKC, no white space."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def _stated(value: Decimal, quoted: str) -> bool:
    """Whether the figure stands in the quotes, in digits or as a short Chinese numeral."""
    written = format(value.normalize(), "f")
    if re.search(rf"(?<![\d.]){re.escape(written)}(?:\.0+)?(?![\d]|\.\d)", quoted.replace(",", "")):
        return True
    chinese = quoted.translate(_DIGITS)
    tens = {"10": "十", "20": "二十", "100": "百", "1000": "千", "2": "翻番|翻一番|翻了一番|一倍"}
    return bool(re.search(rf"(?<![\d.]){re.escape(written)}(?![\d.])", chinese)) or any(
        written == key and re.search(form, quoted) for key, form in tens.items()
    )
