"""Strict scoring of answers, without a judge model; independent of the code that answers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from evals.cases import Case, GoldNumber, plain

MAX_OTHER_FIGURES = 4
MAX_LENGTH = {"zh": 400, "en": 1200}  # characters; longer answers are a dump, not an answer
_CJK = re.compile(r"[\u4e00-\u9fff]")
_SCALE_ZH = {"万亿": 10**12, "亿": 10**8, "千万": 10**7, "百万": 10**6, "万": 10**4}
_SCALE_EN = {"trillion": 10**12, "billion": 10**9, "million": 10**6, "thousand": 10**3, "bn": 10**9}
_NUMBER = re.compile(
    r"(?<![A-Za-z\d.])(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*"
    r"(万亿|亿|千万|百万|万|trillion|billion|million|thousand|bn\b)?",
    re.I,
)
_RANGE = re.compile(
    r"(\d+(?:\.\d+)?)\s*[-–—~～至到]+\s*(\d+(?:\.\d+)?)\s*(万亿|亿|千万|百万|万|trillion|billion|million|thousand)",
    re.I,
)
_ZH_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_ZH_NUMBER = re.compile(
    r"[零〇一二两三四五六七八九十百千]+(?=[个家户项条种座类件处台套倍成番年位大名人所万亿分])"
)
_EN_WORDS = {
    w: i
    for i, w in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve".split()
    )
}
_YEAR = re.compile(r"(?:19|20)\d{2}")
_CITATION = re.compile(r"\[\d{1,2}\]|【\d{1,2}】")


@dataclass(frozen=True)
class Score:
    """The marks of one answer."""

    correct: bool
    reason: str
    recall_ranks: tuple[int, ...]
    citation_recall: float | None
    citation_precision: float | None
    wrong_language: bool
    unsupported: tuple[str, ...]


def values(text: str) -> list[Decimal]:
    """All figures of a text with their scale multiplied out; citation marks are no figures."""
    body = unicodedata.normalize("NFKC", _CITATION.sub(" ", text))
    found: list[Decimal] = []
    # "3-5亿元": the scale behind the second number holds for the first as well
    for match in _RANGE.finditer(body):
        found += [_scaled(match.group(1), match.group(3)), _scaled(match.group(2), match.group(3))]
    for match in _NUMBER.finditer(body):
        found.append(_scaled(match.group(1), match.group(2)))
    for match in _ZH_NUMBER.finditer(body):
        number = _chinese(match.group())
        if number is not None:
            found.append(Decimal(number))
    for word in re.findall(r"[a-z]+", body.lower()):
        if word in _EN_WORDS:
            found.append(Decimal(_EN_WORDS[word]))
    if re.search(r"翻一番|翻了一番|doubl", body, re.I):
        found.append(Decimal(2))
    return found


def _scaled(number: str, scale: str | None) -> Decimal:
    factor = _SCALE_ZH.get(scale or "") or _SCALE_EN.get((scale or "").lower(), 1)
    try:
        return Decimal(number.replace(",", "")) * factor
    except InvalidOperation:
        return Decimal(-1)


def _chinese(text: str) -> int | None:
    total, digit = 0, None
    for char in text:
        if char in _ZH_DIGITS:
            digit = _ZH_DIGITS[char]
        else:
            total += (1 if digit is None else digit) * {"十": 10, "百": 100, "千": 1000}[char]
            digit = None
    return total + (digit or 0)


def gold_value(number: GoldNumber) -> tuple[Decimal, ...]:
    """The gold figure in the forms that count: as written and with its scale multiplied out."""
    unit = plain(number.unit)
    forms = [number.value]
    for scale, factor in _SCALE_ZH.items():
        if unit.startswith(scale):
            forms.append(number.value * factor)
            break
    return tuple(forms)


def has_number(number: GoldNumber, found: Sequence[Decimal]) -> bool:
    """Whether a gold figure is among the figures of an answer, in any equal form."""
    forms = gold_value(number)
    scaled = forms[-1]
    if scaled in found:
        return True
    # the value as written counts only when the unit has no scale that could be wrong
    return len(forms) == 1 and number.value in found


def wrong_language(answer: str, lang: str) -> bool:
    """Whether an answer is in another language; Chinese in brackets or quotes is no language."""
    # quotes stand inside brackets (“十五五” in the title of a plan), and are taken out before them
    bare = re.sub(r"“[^“”]*”|「[^「」]*」|\"[^\"]*\"", " ", answer)
    bare = re.sub(r"[（(][^（()）]*[)）]", " ", bare)
    bare = re.sub(r"《[^》]*》", " ", bare)
    chinese, latin = len(_CJK.findall(bare)), len(re.findall(r"[A-Za-z]+", bare))
    return chinese > max(4, latin) if lang == "en" else chinese < 2 and latin > 3


def score_case(case: Case, record: Mapping[str, object]) -> Score:
    """All marks of one result line against its case."""
    answer = str(record.get("answer", ""))
    abstained = bool(record.get("abstained"))
    citations = _dicts(record.get("citations"))
    retrieved = _dicts(record.get("retrieved"))
    language = not abstained and wrong_language(answer, case.lang)
    unsupported = (
        tuple(str(n) for n in unsupported_numbers(answer, record)) if not abstained else ()
    )
    if not case.answerable:
        return Score(
            abstained, "" if abstained else "answered", (), None, None, language, unsupported
        )
    ranks = tuple(_rank(case, quote, retrieved) for quote in case.quotes)
    recall, precision = _citation_marks(case, citations)
    reason = _wrong(case, answer, abstained, language, recall)
    return Score(not reason, reason, ranks, recall, precision, language, unsupported)


def _dicts(value: object) -> list[Mapping[str, object]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _wrong(case: Case, answer: str, abstained: bool, language: bool, recall: float) -> str:
    if abstained:
        return "refused"
    if language:
        return "language"
    if len(answer) > MAX_LENGTH[case.lang]:
        return "dump"
    if case.type == "numeric":
        found = values(answer)
        missing = [n for n in case.numbers if not has_number(n, found)]
        if missing:
            return f"figure {missing[0].value}{missing[0].unit}"
        if _other_figures(case, answer) > MAX_OTHER_FIGURES:
            return "too many figures"
    for group in case.must_include:
        if not any(plain(option).lower() in plain(answer).lower() for option in group):
            return f"lacks {'/'.join(group)}"
    return "citation" if recall == 0 else ""


def _other_figures(case: Case, answer: str) -> int:
    """Different figures that were not asked for; years, and forms of the asked ones, do not count."""
    asked = {value for number in case.numbers for value in gold_value(number)}
    asked |= {Decimal(year) for year in _YEAR.findall(case.question)}
    others = {v for v in values(_YEAR.sub(" ", answer)) if v not in asked}
    # a figure and its conversion (69.88亿 and 6.988 billion) are one; small words are none
    return len({v for v in others if v > 2})


def _rank(case: Case, quote: str, retrieved: Sequence[Mapping[str, object]]) -> int:
    """1-based rank of the first passage that holds the quote; 0 when none does."""
    for number, passage in enumerate(retrieved, 1):
        same = not case.docs or passage.get("doc") in case.docs
        if same and plain(quote) in plain(str(passage.get("text", ""))):
            return number
    return 0


def _citation_marks(
    case: Case, citations: Sequence[Mapping[str, object]]
) -> tuple[float, float | None]:
    """Share of the gold quotes that a citation holds (or lies in), and of citations that hold one."""
    quotes = [plain(quote) for quote in case.quotes]
    texts = [
        plain(str(c.get("text", "")))
        for c in citations
        if not case.docs or c.get("doc") in case.docs
    ]
    held = [any(overlap(quote, text) for text in texts) for quote in quotes]
    recall = sum(held) / len(held) if held else 0.0
    if not citations:
        return recall, None
    good = sum(any(overlap(quote, text) for quote in quotes) for text in texts)
    return recall, good / len(citations)


def overlap(quote: str, text: str) -> bool:
    """Whether a citation holds a quote: all of it, or most of one that begins or ends elsewhere.

    Quotes are cut at the lines of the file, which may be in mid-sentence.
    """
    if quote in text:
        return True
    size = min(8, len(quote))
    pieces = [quote[i : i + size] for i in range(len(quote) - size + 1)]
    return sum(piece in text for piece in pieces) >= 0.6 * len(pieces)


def unsupported_numbers(answer: str, record: Mapping[str, object]) -> list[Decimal]:
    """Figures of the answer that its citations and evidence do not hold in any equal form."""
    sources = [str(c.get("text", "")) for c in _dicts(record.get("citations"))]
    for item in _dicts(record.get("evidence")):
        sources.append(str(item.get("text", "")))
        sources.append(f"{item.get('value', '')}{item.get('unit', '')} {item.get('year', '')}")
    sources += [str(part) for c in _dicts(record.get("citations")) for part in (c.get("section"),)]
    supported = {v for source in sources for v in values(source)}
    supported |= {v * f for v in supported for f in (10**4, 10**8, 10**3)} | {
        Decimal(n) for n in range(3)
    }
    supported |= {Decimal(y) for s in sources for y in _YEAR.findall(s)}
    supported |= set(values(str(record.get("question", ""))))
    table = record.get("table")
    if isinstance(table, dict):  # a computed figure is supported by its formula, checked apart
        for item in _dicts(list(table.get("computed") or [])):
            supported |= set(values(f"{item.get('formula', '')} {item.get('text', '')}"))
            supported |= set(values(f"{item.get('value', '')}{item.get('unit', '')}"))
        supported |= {Decimal(str(table.get(key, 0))) for key in ("stated", "asked")}
        cells = _dicts(list(table.get("cells") or []))
        supported |= {Decimal(y) for c in cells for y in _YEAR.findall(str(c.get("year", "")))}
        for name in {str(c.get("plan", "")) for c in cells} - {""}:
            answer = answer.replace(name, " ")  # names of plans hold years: "(2023–2030)"
    return [v for v in values(_without_titles(answer)) if v not in supported]


def _without_titles(answer: str) -> str:
    return re.sub(r"《[^》]*》|\*[^*]*\*", " ", answer)


def percentile(numbers: Iterable[float], share: float) -> float:
    """The value below which the given share of the numbers lies (nearest rank); 0 when empty."""
    ordered = sorted(numbers)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0
