"""Strict scoring of answers over several figures: every cell, its citation, every computed figure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from evals.cases import Case, GoldCell, GoldComputed, plain
from evals.metrics import Score, overlap, values, wrong_language

Record = Mapping[str, object]
_CLOSE = Decimal("0.006")


def score_rows_case(case: Case, record: Record) -> Score:
    """All marks of an answer over rows.

    Right means: every gold cell stands in the table with the right plan, value and citation, an
    unstated one is shown as such, everything to be computed is there with a formula, nothing is
    computed where a figure is missing, and few other figures are shown.
    """
    abstained = bool(record.get("abstained"))
    answer = str(record.get("answer", ""))
    language = not abstained and wrong_language(answer, case.lang)
    bad = tuple(unfounded(record))
    reason = _wrong(case, record, abstained, language)
    recall = _recall(case, record)
    return Score(not reason, reason, (), recall, None, language, bad)


def _wrong(case: Case, record: Record, abstained: bool, language: bool) -> str:
    stated = [cell for cell in case.cells if cell.value is not None]
    missing = len(case.cells) - len(stated)
    if abstained:
        # nothing can be computed, or nothing is stated at all: a refusal is right
        return "" if missing and not case.computed else "refused"
    if language:
        return "language"
    cells = _cells(record)
    if not cells:
        return "no table"
    for gold in stated:
        if not any(_holds(gold, cell, record) for cell in cells):
            return f"cell {gold.label} {gold.value}"
    if missing and not any(not cell.get("value") for cell in cells):
        return "shows a figure that is not stated"
    if _extra(case, cells) > _allowed(case):
        return "too many cells"
    return _wrong_result(case, _computed(record), bool(missing))


def _wrong_result(case: Case, computed: Sequence[Mapping[str, object]], missing: bool) -> str:
    for result in case.computed:
        if not any(_equals(result, item) for item in computed):
            return f"computed {result.op} {result.value}{result.unit}"
    if missing and not case.computed and computed:
        return "computes without a stated operand"
    return ""


def _allowed(case: Case) -> int:
    """How many further cells a table may show: the highest of a family needs the whole family."""
    ops = {result.op for result in case.computed}
    if ops & {"max", "min", "count"}:
        return 12
    return max(2 if case.type == "compute" else 1, len(case.cells) // 4)


def _extra(case: Case, cells: Sequence[Record]) -> int:
    known = [c.value for c in case.cells if c.value is not None] + list(case.also)
    shown = [cell for cell in cells if cell.get("value")]
    return sum(not any(_same_value(k, cell) for k in known) for cell in shown)


def _cells(record: Record) -> list[Record]:
    table = record.get("table")
    found = table.get("cells") if isinstance(table, dict) else None
    return [cell for cell in found if isinstance(cell, dict)] if found else []


def _computed(record: Record) -> list[Record]:
    table = record.get("table")
    found = table.get("computed") if isinstance(table, dict) else None
    return [item for item in found if isinstance(item, dict)] if found else []


def _citation(record: Record, number: object) -> Record:
    citations = record.get("citations")
    at = int(str(number)) - 1
    if not isinstance(citations, list) or not 0 <= at < len(citations):
        return {}
    return citations[at]  # type: ignore[no-any-return]


def _holds(gold: GoldCell, cell: Record, record: Record) -> bool:
    if cell.get("doc") != gold.doc or not cell.get("value"):
        return False
    if not _same_value(gold.value or "", cell):
        return False
    further = cell.get("also")
    numbers = [cell.get("evidence", 0), *(further if isinstance(further, (list, tuple)) else ())]
    texts = [plain(str(_citation(record, n).get("text", ""))) for n in numbers]
    return any(overlap(plain(gold.quote), text) for text in texts)


def _same_value(gold: str, cell: Record) -> bool:
    """Whether a gold figure ("140亿元以上", "2-3家", "42:58") is the cell's."""
    told = f"{cell.get('value')}{cell.get('unit')}"
    if ":" in plain(gold) or ":" in plain(told):
        return plain(gold) == plain(told)
    mine, theirs = values(told), values(gold)
    return bool(theirs) and set(theirs) <= set(mine) and set(mine) <= set(theirs)


def _equals(gold: GoldComputed, item: Record) -> bool:
    if not item.get("formula") or not item.get("operands"):
        return False
    try:
        value = Decimal(str(item.get("value")))
    except ArithmeticError:
        return False
    scale = {unit: Decimal(f) for unit, f in (("万亿", 10**12), ("亿", 10**8), ("万", 10**4))}
    factor = [
        next((f for name, f in scale.items() if str(unit).startswith(name)), Decimal(1))
        for unit in (gold.unit, item.get("unit"))
    ]
    return abs(abs(gold.value * factor[0]) - abs(value * factor[1])) <= _CLOSE * factor[0]


def _recall(case: Case, record: Record) -> float:
    stated = [cell for cell in case.cells if cell.value is not None]
    cells = _cells(record)
    held = [any(_holds(gold, cell, record) for cell in cells) for gold in stated]
    return sum(held) / len(held) if held else 1.0


def _in_text(value: Decimal, text: str) -> bool:
    number = f"{value.normalize():f}"
    return bool(re.search(rf"(?<![\d.]){re.escape(number)}{_zeros(number)}(?!\d|\.\d)", text))


def _zeros(number: str) -> str:
    """The zeros that a source may write behind a number: 72.0 for 72."""
    return "0*" if "." in number else r"(?:\.0+)?"


def unfounded(record: Record) -> list[Decimal]:
    """Computed figures without a formula, or with an operand that its citations do not hold.

    An operand may also be a figure computed before it in the same table: "total less sum of parts".
    """
    wrong: list[Decimal] = []
    computed: set[str] = set()
    for item in _computed(record):
        value = Decimal(str(item.get("value") or 0))
        formula = str(item.get("formula", ""))
        numbers = item.get("operands")
        cited = numbers if isinstance(numbers, (list, tuple)) else []
        texts = "|".join(str(_citation(record, n).get("text", "")) for n in cited)
        sources = plain(texts.replace("\t", "|")).replace(",", "")  # table cells stay apart
        operands = re.findall(r"\d+(?:\.\d+)?", formula.split("=")[0].split(")^")[0])
        stated = [
            o in computed
            or re.search(rf"(?<![\d.]){re.escape(o)}{_zeros(o)}(?![\d]|\.\d)", sources)
            for o in operands
        ]
        op = item.get("op")
        if op in ("max", "min"):  # names one of the stated figures
            stated = [_in_text(value, sources)]
        if not formula or (op != "count" and not all(stated)):
            wrong.append(value)
        else:
            computed.add(f"{abs(value).normalize():f}")  # operands are read without their sign
    return wrong
