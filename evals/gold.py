"""Scoring the reading of fact rows against rows that people wrote from the documents.

``gold/regions.jsonl`` names passages whose figures are labelled completely, ``gold/rows.jsonl``
holds one stated figure a line, ``gold/links.jsonl`` pairs of base and target.  Offsets are
characters of the source file.  Rows marked optional count neither as missing nor as wrong.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from evals.cases import read_records
from index.build import parse_folder
from index.facts import link_rows, read_facts
from index.types import Fact, FactRow

GOLD = Path(__file__).parent / "gold"
SEEDS = Path(__file__).parents[1] / "seeds"
Row = Mapping[str, object]
_SUFFIX = re.compile(r"以上|左右|以内|以下|余|多|及|约|近")
_SAME = (
    ("规模以上", "规上"),
    ("总产值", "产值"),
    ("工业产值", "产值"),
    ("占比", "占"),
    ("比重", ""),
    ("经济技术开发区", "经开区"),
)
_FIELDS = (
    "subject", "scope", "role", "years", "measure", "direction", "bound", "aim", "nature", "unit",
)  # fmt: skip


@dataclass(frozen=True)
class RowScore:
    """One gold row with the fact found for it: which key fields and which others are right."""

    gold: Row
    fact: Fact | None
    indicator: bool
    fields: dict[str, bool]

    @property
    def right(self) -> bool:
        """Whether value, unit, indicator, role and year are all right."""
        needed = self.fields.get("role") and self.fields.get("years") and self.fields.get("unit")
        return self.fact is not None and self.indicator and bool(needed)


def read_lines(name: str, folder: Path = GOLD) -> list[dict[str, Any]]:
    """The records of a gold file."""
    return read_records(folder / name)


def score_rows(
    facts: Sequence[Fact], rows: Sequence[Row], regions: Sequence[Row]
) -> tuple[list[RowScore], list[Fact]]:
    """A score for each gold row of the regions, and the facts in them that no gold row claims."""
    inside = {str(region["id"]) for region in regions}
    gold = [row for row in rows if row["region"] in inside]
    quotes = [plain(str(row["quote"])) for row in gold]
    free = [
        f
        for f in facts
        if any(_within(f, region) for region in regions)
        or any(_repeats(quote, plain(f.text)) for quote in quotes)
    ]
    own = {id(f) for f in free if any(_within(f, region) for region in regions)}
    scores = []
    # firm rows choose first, so that an optional one never takes their fact
    for row in sorted(gold, key=lambda r: bool(r["optional"])):
        fitting = [f for f in free if _same_place(f, row) and same_value(f, row)]
        best = max(fitting, key=lambda f: _closeness(f, row), default=None)
        if best is not None:
            free.remove(best)
        scores.append(_score(best, row))
    return scores, [f for f in free if id(f) in own]


def _within(fact: Fact, region: Row) -> bool:
    start, end = int(str(region["start"])), int(str(region["end"]))
    at = fact.start
    return (
        fact.doc == region["doc"]
        and start <= fact.end
        and at < end
        and (start <= at or fact.end <= end)
    )


def _same_place(fact: Fact, row: Row) -> bool:
    start, end = int(str(row["start"])), int(str(row["end"]))
    if fact.doc != row["doc"]:
        return False
    # a passage that the file repeats is read once, maybe at its other place
    repeated = _repeats(plain(str(row["quote"])), plain(fact.text))
    return (fact.start < end and start < fact.end) or repeated


def _repeats(quote: str, text: str) -> bool:
    return len(quote) >= 20 and len(text) >= 20 and (quote in text or text in quote)


def same_value(fact: Fact, row: Row) -> bool:
    """Whether fact and gold row state the same figure, scale and both ends of a range included."""
    written, high = str(row["value"]), str(row.get("value_high") or "")
    if ":" in written or "：" in written:
        return plain(written) == plain(fact.quantity.text)
    low = _decimal(written)
    if low is None:
        return plain(str(row["number"])) == plain(fact.quantity.text)
    quantity = fact.quantity
    ends = {quantity.low, quantity.high, *quantity.base}
    scaled = {low * _scale(str(row["unit"])), low}
    upper = _decimal(high) if high else None
    if upper is not None and quantity.high not in (upper, upper * _scale(str(row["unit"]))):
        return False
    return any(_equal(end, value) for end in ends for value in scaled)


def _equal(a: Decimal, b: Decimal) -> bool:
    return abs(a - b) <= abs(b) * Decimal("0.0001")


def _decimal(text: str) -> Decimal | None:
    text = text.replace(",", "").strip()
    if "/" in text:
        part = Fraction(text)
        return Decimal(100 * part.numerator) / part.denominator
    try:
        return Decimal(text)
    except ArithmeticError:
        return None


def _scale(unit: str) -> Decimal:
    for name, factor in (
        ("万亿", 10**12),
        ("亿", 10**8),
        ("千万", 10**7),
        ("百万", 10**6),
        ("万", 10**4),
    ):
        if unit.startswith(name):
            return Decimal(factor)
    return Decimal(1)


def plain(text: str) -> str:
    """Text without white space, quotes and differences of width."""
    return re.sub(r"[\s“”‘’\"'《》]", "", unicodedata.normalize("NFKC", text))


def same_name(gold: str, told: str) -> bool:
    """Whether two names of an indicator mean the same: one holds the other, or most pairs agree."""
    a, b = _folded(gold), _folded(told)
    if not a or not b:
        return a == b
    return a in b or b in a or _dice(a, b) >= 0.5


def _folded(name: str) -> str:
    text = re.sub(r"[（(][^（）()]*[）)]|的|、", "", plain(name))
    for one, other in _SAME:
        text = text.replace(one, other)
    return re.sub(r"(?:企业)?(?:数量|总数|个数|家数|数|规模|总量)$", "", text) or text


def _dice(a: str, b: str) -> float:
    pairs = [{t[i : i + 2] for i in range(len(t) - 1)} for t in (a, b)]
    total = len(pairs[0]) + len(pairs[1])
    return 2 * len(pairs[0] & pairs[1]) / total if total else 0.0


def _closeness(fact: Fact, row: Row) -> float:
    number = plain(_SUFFIX.sub("", str(row["number"])))
    same_text = number in plain(fact.quantity.text) or plain(fact.quantity.text) in number
    years = list(fact.years) == row["years"]
    return (
        _dice(_folded(str(row["indicator"])), _folded(fact.indicator))
        + 0.3 * same_text
        + 0.3 * years
    )


def _score(fact: Fact | None, row: Row) -> RowScore:
    if fact is None:
        return RowScore(row, None, False, {})
    whole = same_name(f"{row['subject']}{row['indicator']}", f"{fact.subject}{fact.indicator}")
    indicator = same_name(str(row["indicator"]), fact.indicator) or whole
    return RowScore(row, fact, indicator, {name: _field(name, fact, row) for name in _FIELDS})


def _field(name: str, fact: Fact, row: Row) -> bool:
    told = row.get(name, "")
    if name == "years":
        context = row.get("year_from") == "context"
        return list(fact.years) == told or (context and (not fact.years or fact.inherited))
    if name == "measure":
        return fact.measure in (told, *_list(row.get("measure_alt")))
    if name == "direction" and "direction" not in row:
        return True
    if name == "bound":
        return fact.quantity.bound == told
    if name == "subject":
        return same_name(str(told), fact.subject) or str(told) in fact.indicator
    if name == "scope":
        names = {"规模以上": "规上"}
        return names.get(str(told), str(told)) == fact.scope
    if name == "unit":
        return _unit(str(told)) == _unit(fact.quantity.unit) or _unit(fact.quantity.unit) == "分之"
    return bool(getattr(fact, name) == told)


def _unit(text: str) -> str:
    bare = re.sub(r"\(.*\)", "", plain(text))
    return re.sub(r"^个(?=百分点|点)", "", bare)


def _list(value: object) -> list[str]:
    return [str(v) for v in value] if isinstance(value, list) else []


def summarise_rows(scores: Sequence[RowScore], free: Sequence[Fact]) -> dict[str, object]:
    """Precision and recall of rows, apart for tables, and the share of each field that is right."""
    firm = [s for s in scores if not s.gold["optional"]]
    report: dict[str, object] = {}
    for name, chosen, extra in (
        ("all", firm, list(free)),
        ("tables", [s for s in firm if s.gold["table"]], [f for f in free if f.table]),
        ("text", [s for s in firm if not s.gold["table"]], [f for f in free if not f.table]),
    ):
        found = [s for s in chosen if s.fact is not None]
        right = sum(s.right for s in chosen)
        report[name] = {
            "rows": len(chosen),
            "precision": share(right, len(found) + len(extra)),
            "recall": share(right, len(chosen)),
        }
    found = [s for s in firm if s.fact is not None]
    report["fields"] = {
        "indicator": share(sum(s.indicator for s in found), len(found)),
        **{n: share(sum(s.fields[n] for s in found), len(found)) for n in _FIELDS},
    }
    return report


def share(part: int, whole: int) -> float | None:
    """A part of a whole to four decimals, ``None`` of nothing."""
    return round(part / whole, 4) if whole else None


def score_links(
    rows: Sequence[FactRow], scores: Sequence[RowScore], links: Sequence[Row]
) -> dict[str, float | int | None]:
    """How many targets with a gold base are shown beside one of their gold bases."""
    fact_of = {str(s.gold["id"]): s.fact for s in scores}
    bases: dict[str, list[Fact]] = {}
    for link in links:
        base, target = str(link["base"]), str(link["target"])
        if target in fact_of and base in fact_of and not link.get("optional"):
            found = fact_of[base]
            bases.setdefault(target, []).extend([found] if found else [])
    shown = {(r.target.doc, r.target.id): r.base for r in rows if r.target}
    right = 0
    for name, known in bases.items():
        fact = fact_of[name]
        base = shown.get((fact.doc, fact.id)) if fact else None
        right += base is not None and any(b.id == base.id and b.doc == base.doc for b in known)
    return {"targets": len(bases), "linked": share(right, len(bases))}


def report_rows(documents: Path = SEEDS, folder: Path = GOLD) -> dict[str, object]:
    """Rows, fields and links of the dev and test regions, and of both together.

    ``folder`` holds the gold of the documents: ``gold/reports`` that of six government work
    reports, which are not part of the project.
    """
    parsed, _ = parse_folder(documents)
    facts = [fact for document in parsed for fact in read_facts(document)]
    rows = [row for document in parsed for row in link_rows(read_facts(document))]
    gold, links = read_lines("rows.jsonl", folder), read_lines("links.jsonl", folder)
    report: dict[str, object] = {}
    for part in ("dev", "test", "both"):
        regions = [r for r in read_lines("regions.jsonl", folder) if part in ("both", r["part"])]
        scores, free = score_rows(facts, gold, regions)
        report[part] = {
            **summarise_rows(scores, free),
            "links": score_links(rows, scores, links),
        }
    return report
