"""Checking a text against its cited evidence: every figure, year and bound, language, citations.

A figure counts as supported when it equals a figure of the evidence in kind and in base units
(69.88亿元 = CNY 6.988 billion; 百分点 is not %), ranges end by end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from index.cleaning import normalise
from index.figures import find_years, read_figures
from index.quantities import parse_quantities
from index.types import Figure, Quantity
from rag.english import parse_english_quantities
from rag.types import Evidence, Language, Query
from rag.understand import detect_language

_MARK = re.compile(r"\[(\d{1,2})\]|【(\d{1,2})】")
_BRACKET = re.compile(r"[（(]([^（()）]*[\u4e00-\u9fff%][^（()）]*)[)）]")
_CJK = re.compile(r"[\u4e00-\u9fff]")
_EN_YEAR = re.compile(r"(?<![\d.,])((?:19|20)\d{2})(?![\d,]|\.\d)")
_SMALL = "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_WORD_VALUES = {
    **{word: value for value, word in enumerate(_SMALL.split(), 2)},
    **{word: 10 * value for value, word in enumerate(_TENS.split(), 2)},
    **dict.fromkeys(("double", "doubled", "doubles", "twice"), 2),
    **dict.fromkeys(("triple", "tripled", "triples"), 3),
    "hundred": 100,
    "thousand": 1000,
}
_EN_WORD = re.compile(rf"\b(?:{'|'.join(_WORD_VALUES)})(?:-?fold)?\b(?! and)", re.I)
_EN_SIDES = (
    (
        "<",
        (
            re.compile(r"(?:at most|(?:no|not) (?:more|higher|greater|larger) than|less than|lower than|fewer than|below|within|under|up to|not exceed(?:ing)?|cap(?:ped)? (?:of|at)|maximum of)\s*(?:CNY|USD)?\s*$", re.I),
            re.compile(r"\s*(?:or (?:less|below|lower|fewer)|at most)", re.I),
        ),
    ),
    (
        ">",
        (
            re.compile(r"(?:at least|(?:no|not) (?:less|lower|fewer) than|more than|higher than|over|above|exceed(?:s|ing|ed)?|surpass(?:es|ing|ed)?|minimum of|beyond)\s*(?:CNY|USD)?\s*$", re.I),
            re.compile(r"\s*(?:or (?:more|above|higher|over)|and above|at least)", re.I),
        ),
    ),
    (
        "~",
        (
            re.compile(r"(?:about|around|approximately|roughly|nearly|some|close to|almost)\s*(?:CNY|USD)?\s*$", re.I),
            re.compile(r"\s*or so", re.I),
        ),
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Checked:
    """The problems of a text (none when it may be shown) and the numbers of its citation marks."""

    problems: tuple[str, ...]
    marks: tuple[int, ...]


def check(text: str, query: Query, evidence: Sequence[Evidence]) -> Checked:
    """All problems of a wording against the evidence that it may cite."""
    marks = tuple(int(a or b) for a, b in _MARK.findall(text))
    problems = [f"citation [{n}] does not exist" for n in marks if not 1 <= n <= len(evidence)]
    if not marks:
        problems.append("no citation")
    cited = [evidence[n - 1] for n in dict.fromkeys(marks) if 1 <= n <= len(evidence)]
    body = _MARK.sub(" ", text).strip()
    if not body:
        problems.append("empty")
    problems += _language(body, query.language)
    problems += _figures(body, query, cited)
    problems += _years(body, query, cited)
    problems += _swapped_years(body, query.language, cited)
    return Checked(tuple(dict.fromkeys(problems)), marks)


def _language(body: str, language: Language) -> list[str]:
    if language == "en":
        bare = re.sub(r"[（(“\"《][^（()）”\"》]*[)）”\"》]", " ", body)
        if len(_CJK.findall(bare)) > 4:
            return ["not in English"]
        return []
    return [] if detect_language(body) == "zh" else ["not in Chinese"]


@dataclass(frozen=True)
class Told:
    """A figure that a wording tells: kind, value in base units, as written, and its bound.

    ``side`` is ">", "<", "~" or "" for at least, at most, about and none; ``None`` when the figure
    repeats another in brackets, whose bound is not told again.
    """

    kind: str
    value: Decimal
    text: str
    start: int
    side: str | None


def quantities_of(text: str, language: Language) -> list[Told]:
    """Figures of a wording, both ends of ranges."""
    if language == "zh":
        return _told_zh(normalise(text))
    found: list[Told] = []
    bare = text
    for match in _BRACKET.finditer(text):
        inner = match.group(1)
        found += [replace(t, start=match.start(), side=None) for t in _told_zh(normalise(inner))]
        if _CJK.search(inner):
            bare = bare.replace(match.group(), " " * len(match.group()))
    for english in parse_english_quantities(bare):
        value = english.value * _english_factor(english.kind, english.text)
        end = english.start + len(english.text)
        side = _english_side(bare, english.start, end)
        found.append(Told(english.kind, value, english.text, english.start, side))
    return found + _number_words(bare)


def _told_zh(text: str) -> list[Told]:
    return [
        Told(q.kind, value, q.text, q.start, _side(q.bound))
        for q in parse_quantities(text)
        for value in sorted(set(q.base))
    ]


def _number_words(text: str) -> list[Told]:
    """English number words from two up: they are figures like any other."""
    return [
        Told("count", Decimal(value), match.group(), match.start(), None)
        for match in _EN_WORD.finditer(text)
        if (value := _WORD_VALUES.get(match.group().lower().removesuffix("fold").rstrip("- ")))
    ]


def _side(bound: str) -> str:
    return bound[:1]


def _english_side(text: str, start: int, end: int) -> str:
    before, behind = text[max(0, start - 28) : start], text[end : end + 18]
    for side, pattern in _EN_SIDES:
        if pattern[0].search(before) or pattern[1].match(behind):
            return side
    return ""


def _english_factor(kind: str, text: str) -> Decimal:
    """From the English unit to the base unit of the kind."""
    low = text.lower()
    table = (
        ("tonne", "1000"), ("ton", "1000"), ("hectare", "15"), ("square kilomet", "1500"), ("km²", "1500"),
        ("square met", "0.0015"), ("kilomet", "1000"), ("km", "1000"), ("gwh", "1000000"),
        ("mwh", "1000"), ("gw", "1000000"), ("mw", "1000"), ("month", "30"), ("year", "365"),
        ("hour", "0.041666666667"), ("minute", "0.000694444444"),
    )  # fmt: skip
    if kind in ("mass", "area", "length", "energy", "power", "time"):
        return next((Decimal(f) for unit, f in table if unit in low), Decimal(1))
    return Decimal(1)


def _figures(body: str, query: Query, cited: Sequence[Evidence]) -> list[str]:
    sources = [q for item in cited for q in _sources(item)]
    asked = {(told.kind, told.value) for told in quantities_of(query.text, query.language)}
    problems = []
    for told in quantities_of(body, query.language):
        equal = [q for q in sources if _equal(told.kind, told.value, q)]
        if not equal:
            if (told.kind, told.value) not in asked:
                problems.append(f"figure {told.text.strip()} is not in the cited evidence")
        elif told.side is not None and not any(_side(q.bound) == told.side for q in equal):
            problems.append(f"the bound of {told.text.strip()} differs from the evidence")
    return problems


def _sources(item: Evidence) -> list[Quantity]:
    """Figures of an evidence: those read from it, and all of its text and context."""
    found = [figure.quantity for figure in item.figures]
    found += parse_quantities(item.text)
    found += parse_quantities(item.context)
    found += [q for title in item.citation.section for q in parse_quantities(normalise(title))]
    return found


def _equal(kind: str, value: Decimal, quantity: Quantity) -> bool:
    if value not in quantity.base:
        # a bare English number may carry a compound unit ("0.07 tonnes per …") or classifier
        return kind in ("count", "number", "mass") and value in (
            quantity.low, quantity.high,
            quantity.low * _scale(quantity), quantity.high * _scale(quantity),
        ) and ("/" in quantity.kind or quantity.kind in ("number", "compute", "voltage", "apparent", "length", "area"))  # fmt: skip
    if kind == quantity.kind:
        return True
    loose = {"count", "number", "multiple", "doubling", "time"}
    if kind in loose and quantity.kind in loose:
        return True
    return kind == "count" and "/" in quantity.kind


def _scale(quantity: Quantity) -> Decimal:
    for sign, factor in (("万亿", 10**12), ("亿", 10**8), ("万", 10**4)):
        if quantity.unit.startswith(sign):
            return Decimal(factor)
    return Decimal(1)


def _years(body: str, query: Query, cited: Sequence[Evidence]) -> list[str]:
    known = set(query.years) | {y for period in query.periods for y in period}
    for item in cited:
        known |= {y for figure in item.figures for y in figure.years}
        for text in (item.text, item.context, item.citation.title, *item.citation.section):
            known |= {y for mention in find_years(text + " ") for y in mention.years}
            known |= {int(y) for y in _EN_YEAR.findall(text)}
    told: Iterable[int]
    if query.language == "zh":
        told = (y for mention in find_years(body) for y in mention.years)
    else:
        told = (int(y) for y in _EN_YEAR.findall(_BRACKET.sub(" ", body)))
    known |= {int(y) for y in _EN_YEAR.findall(query.text)}
    return [f"year {year} is not in the cited evidence" for year in told if year not in known]


def _swapped_years(body: str, language: Language, cited: Sequence[Evidence]) -> list[str]:
    """Figures that a wording gives another year than the evidence does.

    Only years that the wording itself states count, and only figures whose year the evidence knows.
    """
    known = [figure for item in cited for figure in item.figures if figure.years]
    problems = []
    for kind, value, shown, years in _dated(body, language):
        same = [f for f in known if _equal(kind, value, f.quantity)]
        if same and not any(_meets(years, f.years) for f in same):
            problems.append(f"{shown.strip()} is of another year in the evidence")
    return problems


def _dated(body: str, language: Language) -> list[tuple[str, Decimal, str, tuple[int, ...]]]:
    """Figures of a wording with the years that it states for them."""
    if language == "zh":
        return [
            (f.quantity.kind, value, f.quantity.text, f.years)
            for f in read_figures(normalise(body), (), ())
            if f.years and not f.inherited
            for value in sorted(set(f.quantity.base))
        ]
    years = tuple(sorted({int(y) for y in _EN_YEAR.findall(_BRACKET.sub(" ", body))}))
    told = [t for t in quantities_of(body, language) if t.side is not None]
    # with several years in the wording it is open which figure each belongs to
    return [(t.kind, t.value, t.text, years) for t in told] if len(years) == 1 else []


def _meets(told: tuple[int, ...], known: tuple[int, ...]) -> bool:
    """Whether two years or periods overlap."""
    return told[0] <= known[-1] and known[0] <= told[-1]


def supports(figure: Figure, item: Evidence) -> bool:
    """Whether a read figure stands in the characters that its evidence cites."""
    shown = re.sub(r"\s", "", figure.quantity.text)
    return shown in re.sub(r"\s", "", item.text)
