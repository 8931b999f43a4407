"""Parts against their whole: 其中, 合计, rows of totals, and shares."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from index.findings import Finding, Part, computed, number, rounded
from index.indicators import indicator_key
from index.lookup import RELATIVE, Book
from index.quantities import classifier, plain
from index.spans import Span, level_span, sum_spans
from index.types import Fact

_ADDED = ("level", "increment", "cumulative")
_SUMMED = ("count", "CNY", "USD", "HKD", "EUR", "mass", "area", "volume", "length", "power")
_BARE_TOTAL = re.compile(
    r"(?:^|[，、；和及])(?:以上|上述|两项|三项)?(?:合计|共计|总计)(?:为|达到?|约)?$"
)
_TOTAL_ROW = re.compile(r"合计|总计|小计|共计")
_PART_ROW = re.compile(r"^(?:其中|#|—|-)[:：]?")
_BARE_SHARE = re.compile(
    r"^[，、（(]?(?:仅|约|将近|近)?占(?:比|总[数量额](?:的)?|全部(?:的)?|比重|比例)?(?:为|达到?|约|近|仅|的)*$"
)
_SHARE_OF = re.compile(r"(?P<part>.*?)占(?P<whole>[^，]+?)(?:的?比重|的?比例|比|的)?$")
_ABROAD = re.compile(r"^(?:全国|全球|世界|所在|其|本)")
_OWN = re.compile(r"^全(?P<rank>[区省市县州])")
_LADDER = re.compile(
    r"(?P<rank>国家级|自治区级|省级|地市县级|市县级|地市级|市级|州级|县级|区级|镇级|村级)"
)
_SETS = (
    ("第一产业", "第二产业", "第三产业"),
    ("轻工业", "重工业"),
    ("进口", "出口"),
    ("城镇", "农村"),
    ("规上", "规下"),
    ("公办", "民办"),
)
_MEMBER = re.compile(r"(?:产业|业|[市县区州乡镇]|园区?)$")


def check_parts(book: Book) -> Iterator[Finding]:
    """Parts named by 其中 that exceed their whole, or do not add up to it."""
    for whole, parts in _groups(book):
        large = [part for part in parts if exceeds(part, whole)]
        for part in large:
            yield part_finding(part, whole)
        complete, apart = _complete(parts), _apart(parts)
        total = sum_spans(parts)
        span = level_span(whole.quantity)
        if len(parts) > 1 and not large:
            if (complete and not total.meets(span)) or (apart and total.low > span.high):
                yield _sum_finding(parts, whole)


def _groups(book: Book) -> Iterator[tuple[Fact, list[Fact]]]:
    """Each whole with the parts that 其中 introduces, in one sentence or in the one behind it."""
    for unit, facts in book.units.items():
        if facts[0].table:
            continue
        text = facts[0].text
        marks = [m.end() for m in re.finditer("其中", text)]
        for nth, mark in enumerate(marks):
            end = marks[nth + 1] if nth + 1 < len(marks) else len(text)
            stop = text.rfind("；", mark, end) if end < len(text) else end
            before = [f for f in facts if f.quantity.end <= mark]
            if mark <= 3 and book.paragraph.get(unit) == book.paragraph.get(unit - 1):
                before = book.units.get(unit - 1, [])
            inside = [f for f in facts if mark <= f.quantity.start < (stop if stop > 0 else end)]
            yield from _grouped(before, inside)


def _grouped(before: Sequence[Fact], inside: Sequence[Fact]) -> Iterator[tuple[Fact, list[Fact]]]:
    wholes: dict[int, list[Fact]] = {}
    by_id = {fact.id: fact for fact in before}
    for part in inside:
        fitting = [f for f in before if _holds(f, part)]
        if fitting:
            wholes.setdefault(fitting[-1].id, []).append(part)
    yield from ((by_id[whole], parts) for whole, parts in wholes.items())


def _holds(whole: Fact, part: Fact) -> bool:
    """Whether a figure can be part of another one: kind, unit, measure, year and name agree."""
    one, other = whole.quantity, part.quantity
    if one.kind != other.kind or one.kind not in _SUMMED or whole.measure not in _ADDED:
        return False
    if one.kind == "count" and classifier(one.unit) != classifier(other.unit):
        return False
    years = not part.years or part.inherited or not whole.years or part.years == whole.years
    fold = part.measure in _ADDED and years and whole.role == part.role
    names = indicator_key(whole.indicator), indicator_key(part.indicator)
    same_noun = names[0][-2:] == names[1][-2:]
    members = [s for s in _SETS for name in s if name in part.indicator]
    return fold and (same_noun or bool(members))


def exceeds(part: Fact, whole: Fact) -> bool:
    """Whether a part is larger than its whole whatever the rounding."""
    return (
        part.quantity.bound not in ("<=", "<")
        and whole.quantity.bound not in (">=", ">")
        and level_span(part.quantity).low > level_span(whole.quantity).high
    )


def _complete(parts: Sequence[Fact]) -> bool:
    """Whether the parts are all there are: both kinds of industry, import and export, all ranks."""
    names = [part.indicator for part in parts]
    for whole in _SETS:
        hits = [[name for name in names if member in name] for member in whole]
        if len(names) == len(whole) and all(len(hit) == 1 for hit in hits):
            return True
    ranks = [m["rank"] for name in names if (m := _LADDER.search(name))]
    full = "国家级" in ranks and {"自治区级", "省级"} & {*ranks}
    lower = [rank for rank in ranks if re.search(r"市|县", rank)]
    return len(ranks) == len(names) and len({*ranks}) == len(ranks) and bool(full and lower)


def _apart(parts: Sequence[Fact]) -> bool:
    """Whether no thing is counted in two of the parts: ranks, industries, places."""
    names = [part.indicator for part in parts]
    ranks = [m["rank"] for name in names if (m := _LADDER.search(name))]
    if len(ranks) == len(names):
        return len({*ranks}) == len(ranks) and not any("及以上" in name for name in names)
    places = {part.subject for part in parts}
    bare = [re.sub(r"(?:总产值|产值|增加值|企业)$", "", name) for name in names]
    distinct = len({*bare}) == len(bare) and all(_MEMBER.search(name) for name in bare)
    return _complete(parts) or distinct or len(places) == len(parts)


def check_totals(book: Book) -> Iterator[Finding]:
    """Figures that a sentence lists and then adds up with 合计."""
    for facts in book.units.values():
        for nth, total in enumerate(facts):
            if total.table or nth < 2:
                continue
            head = total.text[facts[nth - 1].quantity.end : total.quantity.start]
            parts = _run_before(facts[:nth], total)
            if not _BARE_TOTAL.search(head) or len(head) > 8 or len(parts) < 2:
                continue
            if not sum_spans(parts).meets(level_span(total.quantity)):
                yield _sum_finding(parts, total)


def _run_before(facts: Sequence[Fact], total: Fact) -> list[Fact]:
    """The figures of the same kind right before a total, within its part of the sentence."""
    start = max(total.text.rfind(mark, 0, total.quantity.start) for mark in "；。：")
    run: list[Fact] = []
    for fact in reversed(facts):
        same = fact.quantity.kind == total.quantity.kind and fact.quantity.kind in _SUMMED
        counts = classifier(fact.quantity.unit) == classifier(total.quantity.unit)
        if fact.quantity.start < start or not same:
            break
        if (total.quantity.kind == "count" and not counts) or fact.measure not in _ADDED:
            break
        run.insert(0, fact)
    return run


def check_tables(book: Book) -> Iterator[Finding]:
    """Total rows against the rows above them, and rows that say 其中 against the row they divide."""
    context, above = None, list[list[Fact]]()
    for unit, facts in sorted(book.units.items()):
        if not facts[0].table:
            continue
        told = (facts[0].path, book.context[unit])
        if told != context:
            context, above = told, []
        name = re.sub(r"\s", "", facts[0].indicator)
        if _TOTAL_ROW.fullmatch(name):
            yield from _columns(facts, above)
            above = []
        elif _PART_ROW.match(name):
            yield from _part_row(facts, above)
        else:
            above = [*above, facts]


def _columns(total: Sequence[Fact], above: Sequence[Sequence[Fact]]) -> Iterator[Finding]:
    if len(above) < 2 or any(len(row) != len(total) for row in above):
        return
    for nth, whole in enumerate(total):
        parts = [row[nth] for row in above]
        alike = all(
            p.quantity.unit == whole.quantity.unit and p.years == whole.years for p in parts
        )
        summed = whole.quantity.kind in (*_SUMMED, "number") and whole.measure in _ADDED
        if alike and summed and not sum_spans(parts).meets(level_span(whole.quantity)):
            yield _sum_finding(parts, whole)


def _part_row(facts: Sequence[Fact], above: Sequence[Sequence[Fact]]) -> Iterator[Finding]:
    for part in facts:
        wholes = [
            f
            for f in (above[-1] if above else ())
            if f.years == part.years and f.quantity.unit == part.quantity.unit
        ]
        if len(wholes) == 1 and wholes[0].measure in _ADDED and exceeds(part, wholes[0]):
            yield part_finding(part, wholes[0])


def part_finding(part: Fact, whole: Fact) -> Finding:
    """The finding that a part exceeds its whole."""
    parts: tuple[Part, ...] = (
        ("indicator", part.indicator),
        ("one", part.quantity),
        ("other_indicator", whole.indicator),
        ("other", whole.quantity),
    )
    formula = f"{number(part.quantity, whole.quantity)} > {number(whole.quantity)}"
    return Finding("part", parts, (part, whole), formula)


def _sum_finding(found: Sequence[Fact], whole: Fact) -> Finding:
    total = sum((p.quantity.base[0] for p in found), Decimal(0)) / whole.quantity.factor
    listed = " + ".join(number(p.quantity, whole.quantity) for p in found)
    sign = ">" if total > whole.quantity.low else "<"
    parts: tuple[Part, ...] = (
        ("indicator", whole.indicator),
        ("computed", computed(total, whole.quantity)),
        ("stated", whole.quantity),
    )
    formula = f"{listed} = {plain(total)} {sign} {number(whole.quantity)}"
    return Finding("sum", parts, (whole, *found), formula)


def check_shares(book: Book) -> Iterator[Finding]:
    """Shares that do not follow from the part and the whole that are stated."""
    wholes = {part.id: whole for whole, parts in _groups(book) for part in parts}
    for facts in book.units.values():
        for part, share in pairwise(facts):
            if share.quantity.kind != "percent" or share.table or share.measure in RELATIVE:
                continue
            for whole in _whole_of(part, share, wholes, book):
                if not _share_fits(part, whole, share):
                    yield _share_finding(part, whole, share)
                    break


def _whole_of(part: Fact, share: Fact, wholes: Mapping[int, Fact], book: Book) -> list[Fact]:
    """What a share is taken of: the whole of 其中, or the figure that "占…" names."""
    if part.measure not in _ADDED:
        return []
    head = share.text[part.quantity.end : share.quantity.start]
    if part.id in wholes and _BARE_SHARE.match(head):
        return [wholes[part.id]]
    told = _SHARE_OF.match(share.indicator)
    if told is None or told["part"] != part.indicator or _ABROAD.match(told["whole"]):
        return []
    own = _OWN.match(told["whole"])
    if own and not book.document.region.endswith(own["rank"]):
        return []
    name = indicator_key(re.sub(r"^(?:全部|全[区省市县州])的?", "", told["whole"]))
    found = [
        f
        for f in book.facts
        if f.measure == part.measure
        and f.quantity.kind == part.quantity.kind
        and f.subject == book.document.region
        and f.years == part.years
        and f.id != part.id
        and indicator_key(f.indicator) == name
        and book.told(f)
    ]
    return found if len(name) > 3 and not any(_share_fits(part, f, share) for f in found) else []


def _share_fits(part: Fact, whole: Fact, share: Fact) -> bool:
    one, all_ = level_span(part.quantity), level_span(whole.quantity)
    if all_.low <= 0:
        return True
    quantity = share.quantity
    rough = max(quantity.low / 50, Decimal("0.05")) if not quantity.bound else Decimal(0)
    span = level_span(quantity)
    wide = Span(span.low - rough, span.high + rough)
    return Span(one.low / all_.high * 100, one.high / all_.low * 100).meets(wide)


def _share_finding(part: Fact, whole: Fact, share: Fact) -> Finding:
    value = part.quantity.base[0] / whole.quantity.base[0] * 100
    parts: tuple[Part, ...] = (
        ("indicator", part.indicator),
        ("one", part.quantity),
        ("other_indicator", whole.indicator),
        ("other", whole.quantity),
        ("computed", f"{rounded(value)}%"),
        ("stated", share.quantity),
    )
    first = number(part.quantity, whole.quantity)
    formula = f"{first} ÷ {number(whole.quantity)} = {rounded(value)}%"
    return Finding("share", parts, (share, part, whole), formula)
