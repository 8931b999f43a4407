"""Checking a text against its cited evidence: every figure, year and bound, language, citations.

A figure counts as supported when it equals a figure of the evidence in kind and in base units
(69.88亿元 = CNY 6.988 billion; 百分点 is not %), ranges end by end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from index.cleaning import normalise
from index.figures import find_years
from index.quantities import parse_quantities
from index.types import Figure, Quantity
from rag.english import parse_english_quantities
from rag.types import Evidence, Language, Query
from rag.understand import detect_language

_MARK = re.compile(r"\[(\d{1,2})\]|【(\d{1,2})】")
_BRACKET = re.compile(r"[（(]([^（()）]*[\u4e00-\u9fff%][^（()）]*)[)）]")
_CJK = re.compile(r"[\u4e00-\u9fff]")
_EN_YEAR = re.compile(r"(?<![\d.,])((?:19|20)\d{2})(?![\d,]|\.\d)")
_EN_WORD = re.compile(
    r"\b(two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|hundreds?|thousands?|half|double[ds]?|twice|triple[ds]?)\b",
    re.I,
)
_WORD_VALUES = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "double": 2, "doubled": 2, "doubles": 2, "twice": 2,
    "triple": 3, "tripled": 3, "triples": 3,
}  # fmt: skip
_LOWER = re.compile(
    r"以上|不低于|不少于|至少|超过|超|突破|≥|>|余|多|at least|more than|over|exceed|above|or more|minimum|no less|not less|surpass|beyond|no fewer",
    re.I,
)
_UPPER = re.compile(
    r"以内|以下|不超过|不高于|低于|至多|控制在|≤|<|at most|less than|below|within|under|no more|not exceed|up to|or less|maximum|fewer than",
    re.I,
)
_ABOUT = re.compile(
    r"左右|约|近|大约|about|around|approximately|roughly|nearly|some\b|close to|almost", re.I
)


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
    return Checked(tuple(dict.fromkeys(problems)), marks)


def _language(body: str, language: Language) -> list[str]:
    if language == "en":
        bare = re.sub(r"[（(“\"《][^（()）”\"》]*[)）”\"》]", " ", body)
        if len(_CJK.findall(bare)) > 4:
            return ["not in English"]
        return []
    return [] if detect_language(body) == "zh" else ["not in Chinese"]


def quantities_of(text: str, language: Language) -> list[tuple[str, Decimal, str, int]]:
    """Figures of an answer as (kind, value in base units, text, offset), both ends of ranges."""
    found: list[tuple[str, Decimal, str, int]] = []
    if language == "zh":
        for quantity in parse_quantities(normalise(text)):
            found += [
                (quantity.kind, value, quantity.text, quantity.start)
                for value in set(quantity.base)
            ]
        return found
    bare = text
    for match in _BRACKET.finditer(text):
        inner = match.group(1)
        for quantity in parse_quantities(normalise(inner)):
            at = match.start()
            found += [(quantity.kind, value, quantity.text, at) for value in set(quantity.base)]
        if _CJK.search(inner):
            bare = bare.replace(match.group(), " " * len(match.group()))
    for english in parse_english_quantities(bare):
        factor = _english_factor(english.kind, english.text)
        found.append((english.kind, english.value * factor, english.text, english.start))
    for match in _EN_WORD.finditer(bare):
        value = _WORD_VALUES.get(match.group().lower())
        if value is not None:
            found.append(("count", Decimal(value), match.group(), match.start()))
    return found


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
    asked = {(kind, value) for kind, value, _, _ in quantities_of(query.text, query.language)}
    problems = []
    for kind, value, shown, at in quantities_of(body, query.language):
        equal = [q for q in sources if _equal(kind, value, q)]
        if not equal:
            if (kind, value) not in asked:
                problems.append(f"figure {shown.strip()} is not in the cited evidence")
            continue
        if not any(_bound_kept(body, at, shown, q) for q in equal):
            problems.append(f"the bound of {shown.strip()} differs from the evidence")
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


def _bound_kept(body: str, at: int, shown: str, quantity: Quantity) -> bool:
    """Whether the words around a figure state the bound of the source, and no contrary one."""
    start = max([m.end() for m in re.finditer(r"[，。；;,.、]\s|[，。；、]", body[:at])] or [0])
    near = body[max(start, at - 28) : at + len(shown) + 24]
    lower, upper = bool(_LOWER.search(near)), bool(_UPPER.search(near))
    if quantity.bound in (">=", ">"):
        return lower and not upper
    if quantity.bound in ("<=", "<"):
        return upper or not lower
    if quantity.bound == "~":
        return bool(_ABOUT.search(near)) or not (lower or upper)
    return True


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


def supports(figure: Figure, item: Evidence) -> bool:
    """Whether a read figure stands in the characters that its evidence cites."""
    shown = re.sub(r"\s", "", figure.quantity.text)
    return shown in re.sub(r"\s", "", item.text)
