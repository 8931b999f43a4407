"""Indicators side by side over plans: what can be compared, the aligned table, and its remarks.

A figure is only ever set beside figures of the same kind; money stays in its currency, a growth
rate never stands beside a level.  What a plan does not state stays empty.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from index.facts import years_text
from index.indicators import indicator_key
from index.quantities import plain
from index.types import Document, Fact, Quantity
from rag import compute
from rag.english import render, written
from rag.tables import english_name
from rag.terms import TermLayer
from rag.types import Language
from rag.wording import glosses, plan_name

Record = dict[str, str | Decimal | int]
LABELS: Mapping[str, tuple[str, str]] = {
    "indicator": ("指标", "indicator"),
    "plan": ("规划", "plan"),
    "year": ("年份", "year"),
    "role": ("基期或目标", "base or target"),
    "low": ("数值", "value"),
    "high": ("数值上限", "upper value"),
    "unit": ("单位", "unit"),
    "bound": ("界限", "bound"),
    "stated": ("原文写法", "as stated"),
    "name": ("原文指标名", "indicator as named"),
    "subject": ("主体", "subject"),
    "file": ("文件", "file"),
    "section": ("章节", "section"),
    "start": ("起", "start"),
    "end": ("止", "end"),
    "source": ("原文", "source text"),
}
_GROUPS = {
    "level": "level",
    "share": "level",
    "growth": "growth",
    "annual growth": "growth",
    "change": "change",
    "increment": "added",
    "cumulative": "added",
    "multiple": "multiple",
}
_SUFFIXES = {
    "growth": ("增速", "growth"),
    "added": ("新增或累计", "added or cumulative"),
    "change": ("变化", "change"),
    "multiple": ("倍数", "multiple"),
}
# 规上 and the like say of whom an indicator is counted, not what it is
_SCOPE = re.compile(r"规模以上|规上|限额以上|限上|^(?:全区|全省|全市|全县|全国|自治区(?!级))+")
_AREA = re.compile(r"^(?:全区|全省|全市|全县|自治区(?!级))+(?=[\u4e00-\u9fff]{2})")
_BRANCH = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:产业|行业|制造业|加工业|工业|业)$")
_WHOLE = frozenset("园区 全区 全省 全市 全县 全国 自治区 对全市 区内".split())
# two measures of the same thing that are easily taken for each other
_SIBLINGS = (("产值", "增加值"), ("营业收入", "产值"), ("增加值", "生产总值"))


@dataclass(frozen=True)
class Topic:
    """What plans can be compared in: one indicator of one subject, level and growth apart.

    ``subject`` is "" where each plan speaks of its own area; ``docs`` are the plans that state it.
    """

    id: str
    indicator: str
    subject: str
    group: str
    kind: str
    facts: tuple[Fact, ...]

    @property
    def docs(self) -> tuple[str, ...]:
        """The files of the plans that state it, in order."""
        return tuple(dict.fromkeys(fact.doc for fact in self.facts))


@dataclass(frozen=True)
class Entry:
    """A stated figure in the unit of its table; ``converted`` when the source has another unit."""

    fact: Fact
    low: Decimal
    high: Decimal
    unit: str
    converted: bool


@dataclass(frozen=True)
class Line:
    """The entries of one plan, one tuple for each time of the table, () where none is stated."""

    doc: str
    cells: tuple[tuple[Entry, ...], ...]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All entries of the plan."""
        return tuple(entry for cell in self.cells for entry in cell)


@dataclass(frozen=True)
class Comparison:
    """Plans by times for one topic.

    ``times`` are years ("2030"), periods ("2026-2030"), or "" for figures without a year;
    ``definitions`` are the names under which the plans state the indicator when they differ;
    ``related`` are figures of plans that only state a sibling (增加值 instead of 产值).
    """

    topic: Topic
    unit: str
    times: tuple[str, ...]
    lines: tuple[Line, ...]
    definitions: tuple[tuple[str, tuple[str, ...]], ...]
    related: tuple[Fact, ...]

    @property
    def stated(self) -> int:
        """How many of the plans state a figure."""
        return sum(bool(line.entries) for line in self.lines)


def topics(facts: Sequence[Fact], documents: Sequence[Document]) -> tuple[Topic, ...]:
    """What can be compared, that which most plans state first, then what has most figures."""
    regions = {document.name: document.region for document in documents}
    grouped: dict[tuple[str, str, str, str], list[Fact]] = {}
    for fact in facts:
        grouped.setdefault(topic_key(fact, regions.get(fact.doc, "")), []).append(fact)
    found = [
        Topic(
            "|".join(key), _name(several), _subject(key[1], several), key[2], key[3], tuple(several)
        )
        for key, several in grouped.items()
    ]
    return tuple(sorted(found, key=lambda t: (-len(t.docs), -len(t.facts))))


def topic_key(fact: Fact, region: str) -> tuple[str, str, str, str]:
    """Indicator, subject, group of measure and kind that figures of one topic share."""
    subject = folded_subject(fact.subject, region)
    name = _bare(fact.indicator)
    if subject and len(name.replace(fact.subject, "")) > 1:
        name = name.replace(fact.subject, "")
    quantity = fact.quantity
    group = _GROUPS.get(fact.measure, fact.measure)
    kind = quantity.kind
    if group == "growth":
        kind = "percent"
    return name, subject, group, kind


def folded_subject(subject: str, region: str) -> str:
    """The subject for comparing: "" for the plan's own area, a branch without 产业 or 行业."""
    if subject in _WHOLE or subject == region or not subject:
        return ""
    return _BRANCH.sub("", subject)


def _bare(indicator: str) -> str:
    key = indicator_key(indicator)
    bare = _SCOPE.sub("", key)
    return bare if len(bare) > 1 else key


def _name(facts: Sequence[Fact]) -> str:
    """The wording that is used most, the shortest of several."""
    counted = Counter(fact.indicator for fact in facts)
    return min(counted, key=lambda name: (-counted[name], len(name), name))


def _subject(folded: str, facts: Sequence[Fact]) -> str:
    return min((f.subject for f in facts), key=lambda s: (len(s), s)) if folded else ""


def topic_label(topic: Topic, language: Language, terms: TermLayer) -> str:
    """The name of a topic for people, in English with the Chinese beside it."""
    zh = topic.indicator
    if topic.subject and topic.subject not in zh:
        zh = f"{topic.subject}·{zh}"
    suffix = _SUFFIXES.get(topic.group)
    if language == "zh":
        return f"{zh}（{suffix[0]}）" if suffix and suffix[0] not in zh else zh
    parts = [terms.english(part) or ", ".join(glosses(part, terms)[:4]) for part in zh.split("·")]
    english = ", ".join(part for part in parts if part)
    name = f"{english} ({zh})" if english else zh
    return f"{name}, {suffix[1]}" if suffix else name


def compare(
    topic: Topic,
    plans: Sequence[str],
    first: int | None = None,
    last: int | None = None,
    known: Sequence[Topic] = (),
) -> Comparison:
    """The topic's figures of the plans, side by side in one unit.

    ``plans`` are file names in the order of the lines; ``first`` and ``last`` bound the years (a
    figure without a year stays); ``known`` are the topics that siblings are looked for in.
    """
    facts = [f for f in topic.facts if f.doc in plans and _within(f, first, last)]
    unit = _unit(facts)
    times = sorted({years_text(f.years) for f in facts}, key=lambda t: (not t, t[-4:], len(t)))
    lines = tuple(
        Line(
            doc,
            tuple(
                _cell([f for f in facts if f.doc == doc and years_text(f.years) == time], unit)
                for time in times
            ),
        )
        for doc in plans
    )
    missing = [line.doc for line in lines if not line.entries]
    return Comparison(
        topic=topic,
        unit=unit.unit if unit is not None else "",
        times=tuple(times),
        lines=lines,
        definitions=_definitions(facts),
        related=_related(topic, missing, known),
    )


def _within(fact: Fact, first: int | None, last: int | None) -> bool:
    if not fact.years:
        return True
    return (last is None or fact.years[0] <= last) and (first is None or fact.years[-1] >= first)


def _unit(facts: Sequence[Fact]) -> Quantity | None:
    """A figure in the unit that most figures are written in."""
    counted = Counter(fact.quantity.unit for fact in facts)
    if not counted:
        return None
    most = max(counted.values())
    return next(f.quantity for f in facts if counted[f.quantity.unit] == most)


def _cell(facts: Sequence[Fact], unit: Quantity | None) -> tuple[Entry, ...]:
    """The entries of one plan and time; the same figure stated again is left out."""
    found: dict[tuple[object, ...], Entry] = {}
    for fact in sorted(facts, key=lambda f: (not f.table, f.start)):
        assert unit is not None
        entry = align(fact, unit)
        told = (entry.low, entry.high, entry.unit, fact.quantity.bound)
        key = (*told, fact.role, fact.measure, _definition(fact))
        found.setdefault(key, entry)
    return tuple(found.values())


def align(fact: Fact, unit: Quantity) -> Entry:
    """A figure in the unit of another; as it is written when the two cannot be converted."""
    own = fact.quantity
    if own.unit == unit.unit or own.factor == 0 or not compute.same_kind((own, unit)):
        return Entry(fact, own.low, own.high, own.unit, False)
    factor = own.factor / unit.factor
    return Entry(fact, _scaled(own.low, factor), _scaled(own.high, factor), unit.unit, factor != 1)


def _scaled(value: Decimal, factor: Decimal) -> Decimal:
    """To six places, which no plan exceeds, when it changes at all."""
    return value if factor == 1 else round(value * factor, 6).normalize()


def _definition(fact: Fact) -> str:
    """What an indicator counts, in the document's own name and scope."""
    name = _AREA.sub("", indicator_key(fact.indicator))
    return name if "规上" in name or "规上" not in fact.scope else f"规上{name}"


def _definitions(facts: Sequence[Fact]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The differing names of the indicator, each with the plans that use it; () when all agree."""
    named: dict[str, dict[str, None]] = {}
    shown: dict[str, str] = {}
    for fact in facts:
        key = _definition(fact)
        shown.setdefault(key, fact.indicator)
        named.setdefault(key, {})[fact.doc] = None
    if len(named) < 2:
        return ()
    return tuple((shown[key], tuple(docs)) for key, docs in named.items())


def _related(topic: Topic, missing: Sequence[str], known: Sequence[Topic]) -> tuple[Fact, ...]:
    """For each plan that lacks the topic, a figure of a sibling indicator that it does state."""
    name, subject = topic.id.split("|")[:2]
    wanted = {
        _branchless(name).replace(one, other)
        for a, b in _SIBLINGS
        for one, other in ((a, b), (b, a))
        if one in name
    }
    found: dict[str, Fact] = {}
    for other in known:
        told, whose = other.id.split("|")[:2]
        if _branchless(told) in wanted and whose == subject and other.group == topic.group:
            for fact in other.facts:
                if fact.doc in missing:
                    found.setdefault(fact.doc, fact)
    return tuple(found.values())


def _branchless(name: str) -> str:
    """Without 工业 in front, which plans write before 增加值 and leave out before 产值."""
    return re.sub(r"^工业(?=产值|增加值)", "", name)


def records(
    comparisons: Sequence[Comparison],
    documents: Mapping[str, Document],
    language: Language,
    terms: TermLayer,
) -> list[Record]:
    """One record a figure, keyed by :data:`LABELS`; ``source`` holds exact characters."""
    return [
        _record(comparison, entry, documents[line.doc], language, terms)
        for comparison in comparisons
        for line in comparison.lines
        for entry in line.entries
    ]


def _record(
    comparison: Comparison, entry: Entry, document: Document, language: Language, terms: TermLayer
) -> Record:
    fact, zh = entry.fact, language == "zh"
    roles = {"base": ("基期", "base"), "target": ("目标", "target")}
    return {
        "indicator": topic_label(comparison.topic, language, terms),
        "plan": plan_name(document, language),
        "year": years_text(fact.years),
        "role": roles[fact.role][0 if zh else 1],
        "low": entry.low,
        "high": entry.high,
        "unit": entry.unit,
        "bound": fact.quantity.bound,
        "stated": written(fact.quantity) if zh else render(fact.quantity),
        "name": fact.indicator if zh else english_name(fact.indicator, terms),
        "subject": fact.subject if zh else english_name(fact.subject, terms),
        "file": document.name,
        "section": " › ".join(fact.path),
        "start": fact.start,
        "end": fact.end,
        "source": document.text[fact.start : fact.end],
    }


def as_rows(told: Sequence[Record], language: Language) -> list[list[str | Decimal | int]]:
    """The records under their headings."""
    head: list[str | Decimal | int] = [pair[language != "zh"] for pair in LABELS.values()]
    return [head, *([record[key] for key in LABELS] for record in told)]


def to_csv(told: Sequence[Record], language: Language) -> bytes:
    """Comma separated values with a byte order mark; no text can be taken for a formula."""
    import csv

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for row in as_rows(told, language):
        writer.writerow([_plain_cell(value) for value in row])
    return ("\ufeff" + out.getvalue()).encode("utf-8")


def _plain_cell(value: str | Decimal | int) -> str:
    if isinstance(value, Decimal):
        return plain(value)
    text = " ".join(str(value).split())
    return f"'{text}" if isinstance(value, str) and re.match(r"[=+@]|-(?!\d)", text) else text


def to_xlsx(told: Sequence[Record], language: Language) -> bytes:
    """A workbook with one sheet, its header frozen and numbers as numbers."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    sheet = book.active
    sheet.title = "对照" if language == "zh" else "comparison"
    for number, row in enumerate(as_rows(told, language), 1):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(number, column)
            if isinstance(value, str):
                cell.value = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", " ".join(value.split()))
                cell.data_type = "s"  # never a formula
            else:
                cell.value = value
            if number == 1:
                cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
