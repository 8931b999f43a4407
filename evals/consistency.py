"""How many planted errors the check of a document finds, and how often it alarms without one.

Errors are planted into copies of the documents in two ways: figures of the document itself are
changed where another figure depends on them ("changed"), and statements about indicators that no
document knows are put in, once right (a control) and once wrong ("inserted").  The same seed gives
the same errors.  The inserted statements are plainly worded, so their recall is an upper bound.  ``python -m evals.consistency [DIR …]`` prints the table.
"""

from __future__ import annotations

import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from index.build import parse_folder
from index.chunks import parse_document
from index.consistency import Finding, check_document
from index.facts import link_rows, read_facts
from index.indicators import indicator_key
from index.types import Document, Fact, ParsedDocument

SEEDS = Path(__file__).resolve().parents[1] / "seeds"
KINDS = ("growth", "value", "part", "share", "yearly")
_NAMES = (
    "冷链仓储业营业收入", "氢能装备制造产值", "珠宝首饰加工业产值", "海水养殖业总产值", "动漫游戏产业营业收入",
    "航空维修业产值", "陶瓷制造业销售额", "深海装备产业产值", "花卉产业销售额", "船舶配套业总产值",
)  # fmt: skip
_THINGS = ("院士工作站", "海洋牧场", "工业设计中心", "众创空间", "科普示范基地", "特色小镇")
_FACTORS = (Decimal("0.7"), Decimal("1.15"), Decimal("1.3"), Decimal("1.5"), Decimal(10))


@dataclass(frozen=True)
class Copy:
    """A document with something planted at some characters; a control holds no error."""

    kind: str
    way: str
    document: Document
    places: tuple[tuple[int, int], ...]
    control: bool = False


@dataclass(frozen=True)
class Outcome:
    """One document: findings without any change, and (found, planted) and alarms by way and kind."""

    name: str
    untouched: tuple[Finding, ...]
    found: Counter[tuple[str, str]]
    planted: Counter[tuple[str, str]]
    alarms: Counter[str]
    controls: Counter[str]


def findings_of(parsed: ParsedDocument) -> tuple[Finding, ...]:
    """The findings of a document, notes left out."""
    facts = read_facts(parsed)
    return tuple(f for f in check_document(parsed, facts, link_rows(facts)) if not f.note)


def evaluate(parsed: ParsedDocument, seed: int = 7, each: int = 6) -> Outcome:
    """Plant errors into one document; ``each`` is how many are inserted of every kind."""
    chance = random.Random(f"{seed} {parsed.document.name}")
    outcome = Outcome(
        parsed.document.name, findings_of(parsed), Counter(), Counter(), Counter(), Counter()
    )
    facts = read_facts(parsed)
    known = {f.formula for f in outcome.untouched}
    for copy in (*changed(parsed, facts, chance), *inserted(parsed, facts, chance, each)):
        found = findings_of(parse_document(copy.document))
        fresh = [f for f in found if f.formula not in known or copy.way == "inserted"]
        hit = any(_touches(fact, copy) for finding in fresh for fact in finding.facts)
        if copy.control:
            outcome.controls[copy.kind] += 1
            outcome.alarms[copy.kind] += hit
        else:
            outcome.planted[copy.way, copy.kind] += 1
            outcome.found[copy.way, copy.kind] += hit
    return outcome


def _touches(fact: Fact, copy: Copy) -> bool:
    return any(fact.start < end and start < fact.end for start, end in copy.places)


# --- figures of the document itself -------------------------------------------------------------


def changed(parsed: ParsedDocument, facts: Sequence[Fact], chance: random.Random) -> Iterator[Copy]:
    """Copies in which one figure that another one depends on is changed."""
    for kind, fact in _sites(facts):
        text = _altered(parsed.document.text, fact, chance)
        if text is not None:
            grown = len(text) - len(parsed.document.text)
            place = (fact.start, fact.end + grown)
            yield Copy(kind, "changed", replace(parsed.document, text=text), (place,))


def _sites(facts: Sequence[Fact]) -> Iterator[tuple[str, Fact]]:
    """Where a change must show: a value told twice, the end of a growth, a part of an exact sum."""
    for number, fact in enumerate(facts):
        if fact.measure == "level" and fact.years:
            for other in facts[number + 1 :]:
                if other.unit != fact.unit and _restates(fact, other):
                    yield "value", other
                    break
        if fact.measure in ("growth", "annual growth"):
            before = [
                f
                for f in facts[:number]
                if f.unit == fact.unit and f.measure == "level" and f.indicator == fact.indicator
            ]
            if len(before) > 1 and before[-1].years != before[-2].years:
                yield "growth", before[-1]
        yield from _exact_parts(facts, number)


def _restates(one: Fact, other: Fact) -> bool:
    keys = [(indicator_key(f.indicator), f.subject, f.years, f.measure) for f in (one, other)]
    return keys[0] == keys[1] and one.quantity.base == other.quantity.base


def _exact_parts(facts: Sequence[Fact], number: int) -> Iterator[tuple[str, Fact]]:
    whole = facts[number]
    rest = [
        f
        for f in facts[number + 1 : number + 8]
        if f.unit in (whole.unit, whole.unit + 1)
        and f.quantity.kind == whole.quantity.kind
        and f.measure in ("level", "increment", "cumulative")
    ]
    for count in (2, 3, 4):
        parts = rest[:count]
        told = any("其中" in f.text for f in parts) and len(parts) == count
        if told and sum(f.quantity.base[0] for f in parts) == whole.quantity.base[0]:
            yield "part", parts[-1]
            return


def _altered(text: str, fact: Fact, chance: random.Random) -> str | None:
    """The text with the number of a fact changed; ``None`` when it cannot be found again."""
    digits = re.search(r"\d[\d,]*(?:\.\d+)?", fact.quantity.text)
    if digits is None:
        return None
    pattern = rf"(?<![\d.]){re.escape(digits.group())}(?![\d.])"
    before = len(re.findall(pattern, fact.text[: fact.quantity.start]))
    hits = list(re.finditer(pattern, text[fact.start : fact.end]))
    if before >= len(hits):
        return None
    start = fact.start + hits[before].start()
    wrong = _wrong(Decimal(digits.group().replace(",", "")), chance)
    return text[:start] + wrong + text[start + len(digits.group()) :]


def _wrong(value: Decimal, chance: random.Random) -> str:
    """A figure with as many decimals that differs by at least an eighth."""
    exponent = value.as_tuple().exponent
    step = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
    other = (value * chance.choice(_FACTORS)).quantize(step, ROUND_HALF_UP)
    return str(other if other != value else value + step)


# --- statements that are put in -----------------------------------------------------------------

Statement = tuple[str, ...]
"""The paragraphs of a statement; they are put in at different places."""


def inserted(
    parsed: ParsedDocument, facts: Sequence[Fact], chance: random.Random, each: int
) -> Iterator[Copy]:
    """Copies with statements about unknown indicators, each right (control) and wrong."""
    lines = _line_ends(parsed, facts)
    if not lines:
        return
    first, last = parsed.document.period.start, parsed.document.period.end
    short = first is not None and last is not None and last - first < 2
    for kind in KINDS:
        if kind == "yearly" and short:
            continue  # nothing to add up
        for number in range(each):
            state = chance.getstate()
            make = _MAKERS[kind]
            for wrong in (False, True):
                chance.setstate(state)
                paragraphs = make(parsed.document, chance, number, wrong)
                copy = _with(parsed.document, paragraphs, lines, chance.random())
                yield Copy(kind, "inserted", copy[0], copy[1], not wrong)


def _line_ends(parsed: ParsedDocument, facts: Sequence[Fact]) -> list[int]:
    """Where paragraphs end in a sentence that speaks of the region of the document itself."""
    text, region = parsed.document.text, parsed.document.region
    ends = {f.end for f in facts if not f.table and f.subject == region and text[f.end - 1] == "。"}
    own = sorted(end for end in ends if text[end : end + 1] in ("", "\n"))
    return own or [match.end() for match in re.finditer("。(?=\n)", text)]


def _with(
    document: Document, paragraphs: Statement, lines: Sequence[int], where: float
) -> tuple[Document, tuple[tuple[int, int], ...]]:
    """The document with paragraphs behind different lines, and where they stand."""
    first = int(where * len(lines))
    spots = [lines[(first + n * 5) % len(lines)] for n in range(len(paragraphs))]
    text, places = document.text, []
    for spot, paragraph in sorted(zip(spots, paragraphs, strict=True)):
        at = spot + sum(end - start + 2 for start, end in places)
        text = f"{text[:at]}\n{paragraph}\n{text[at:]}"
        places.append((at + 1, at + 1 + len(paragraph)))
    return replace(document, text=text), tuple(places)


def _years(document: Document) -> tuple[int, int]:
    end = document.period.end or 2025
    return end - 5, end


def _growth(document: Document, chance: random.Random, number: int, wrong: bool) -> Statement:
    name = _NAMES[chance.randrange(len(_NAMES))]
    first, last = _years(document)
    base = Decimal(chance.randrange(2000, 9000)) / 100
    rate = Decimal(chance.randrange(60, 160)) / 10
    target = (base * (1 + rate / 100) ** 5).quantize(Decimal("0.01"))
    total = ((target / base - 1) * 100).quantize(Decimal("0.1"))
    goal = _wrong(target, chance) if wrong else str(target)
    return (
        (f"{first}年{name}为{base}亿元，到{last}年达到{goal}亿元，年均增长{rate}%。",),
        (f"{name}从{first}年的{base}亿元增长到{last}年的{goal}亿元，年均增速{rate}%。",),
        (
            f"{last}年{name}达到{goal}亿元，比{first}年增长{total}%。",
            f"{first}年，{name}实现{base}亿元。",
        ),
        (
            f"{first}年，{name}实现{base}亿元。",
            f"到{last}年，{name}达到{goal}亿元，年均增长{rate}%左右。",
        ),
    )[number % 4]


def _value(document: Document, chance: random.Random, number: int, wrong: bool) -> Statement:
    name = _NAMES[chance.randrange(len(_NAMES))]
    first, last = _years(document)
    value = Decimal(chance.randrange(200, 900)) / 10
    other = _wrong(value, chance) if wrong else str(value)
    table = f"表9 补充指标\n\n指标\t{first}年\t{last}年\n{name}（亿元）\t{value / 2}\t{other}"
    return (
        (f"到{last}年，{name}达到{value}亿元。", f"到{last}年，力争{name}达到{other}亿元以上。"),
        (f"到{last}年，{name}突破{value}亿元。", table),
        (f"力争到{last}年，{name}达到{value}亿元，带动就业明显增加。", table),
    )[number % 3]


def _part(document: Document, chance: random.Random, number: int, wrong: bool) -> Statement:
    thing = _THINGS[chance.randrange(len(_THINGS))]
    first, last = _years(document)
    a, b, c = (chance.randrange(12, 60) for _ in range(3))
    total = a + b + c
    told = _wrong(Decimal(c), chance) if wrong else str(c)
    table = (
        f"表9 补充投资\n\n项目\t{first}年（万元）\t{last}年（万元）\n道路\t{a}\t{a + 5}\n桥梁\t{b}\t{b + 5}\n"
        f"管网\t{told}\t{c + 5}\n合计\t{total}\t{total + 15}"
    )
    return (
        (f"{first}年，全域有{thing}{total}个，其中国家级{a}个、省级{b}个、市级{told}个。",),
        (f"{first}年服务贸易进出口总额{a + c}亿元。其中，进口额{a}亿元；出口额{told}亿元。",),
        (f"新建绿道{a}公里、改造步道{b}公里、修复堤岸{told}公里，合计{total}公里。",),
        (table,),
    )[number % 4]


def _share(document: Document, chance: random.Random, number: int, wrong: bool) -> Statement:
    thing = _THINGS[chance.randrange(len(_THINGS))]
    name = _NAMES[chance.randrange(len(_NAMES))]
    first, _ = _years(document)
    whole = chance.randrange(120, 900)
    part = chance.randrange(20, whole // 2)
    share = (Decimal(part) / whole * 100).quantize(Decimal("0.1"))
    told = _wrong(share, chance) if wrong else str(share)
    return (
        (f"{first}年，全域有{thing}{whole}个，其中省级{thing}{part}个，占{told}%。",),
        (f"{first}年，{name}{whole}亿元，其中规上{name}{part}亿元，占比{told}%。",),
        (
            f"{first}年，{name}完成{whole}亿元。",
            f"{first}年，出口收入{part}亿元，占{name}的{told}%。",
        ),
    )[number % 3]


def _yearly(document: Document, chance: random.Random, number: int, wrong: bool) -> Statement:
    thing = _THINGS[chance.randrange(len(_THINGS))]
    start, end = document.period.start or 2021, document.period.end or 2025
    each = chance.randrange(3, 9)
    total = each * (end - start + 1)
    told = total // 2 if wrong else total
    return (
        (f"{start}—{end}年新增{thing}{told}个。", f"每年新增{thing}不少于{each}个。"),
        (f"{start}—{end}年，累计新建{thing}{told}个，每年新建{thing}{each}个。",),
    )[number % 2]


_MAKERS: dict[str, Callable[[Document, random.Random, int, bool], Statement]] = {
    "growth": _growth,
    "value": _value,
    "part": _part,
    "share": _share,
    "yearly": _yearly,
}


# --- report -------------------------------------------------------------------------------------


def table(outcomes: Sequence[Outcome]) -> str:
    """Found and planted by document, way and kind, and alarms where nothing was wrong."""
    columns = [(way, kind) for way in ("changed", "inserted") for kind in KINDS]
    columns = [c for c in columns if any(o.planted[c] for o in outcomes)]
    heads = ["document", *(f"{way} {kind}" for way, kind in columns), "alarms", "untouched"]
    lines = [" | ".join(heads), " | ".join("---" for _ in heads)]
    for outcome in outcomes:
        cells = [f"{outcome.found[c]}/{outcome.planted[c]}" for c in columns]
        alarms = f"{sum(outcome.alarms.values())}/{sum(outcome.controls.values())}"
        lines.append(" | ".join([outcome.name, *cells, alarms, str(len(outcome.untouched))]))
    totals = [
        f"{sum(o.found[c] for o in outcomes)}/{sum(o.planted[c] for o in outcomes)}"
        for c in columns
    ]
    alarms = sum(sum(o.alarms.values()) for o in outcomes)
    controls = sum(sum(o.controls.values()) for o in outcomes)
    untouched = sum(len(o.untouched) for o in outcomes)
    lines.append(" | ".join(["all", *totals, f"{alarms}/{controls}", str(untouched)]))
    return "\n".join(lines)


def recall(outcomes: Sequence[Outcome]) -> float:
    """The share of planted errors that were found, 0 to 1."""
    planted = sum(sum(o.planted.values()) for o in outcomes)
    return sum(sum(o.found.values()) for o in outcomes) / planted if planted else 1.0


def main(arguments: Sequence[str]) -> int:
    """Print the table for folders of documents (default: the seeds)."""
    outcomes = []
    for folder in map(Path, arguments or [str(SEEDS)]):
        parsed, _ = parse_folder(folder)
        outcomes += [evaluate(document) for document in parsed]
    sys.stdout.write(f"{table(outcomes)}\nrecall {recall(outcomes):.3f}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
