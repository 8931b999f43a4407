"""Figures of one document that cannot all be right, each with the arithmetic that shows it.

A finding is made only when no reading of the written figures fits, and only for figures whose names
are written beside them.  Notes (kind "definition") name figures that look alike and measure
different things; they are no contradictions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from index.figures import find_years
from index.findings import Finding, Part, computed, number, report, rounded, shown_years
from index.indicators import indicator_key
from index.lookup import RELATIVE, Book
from index.quantities import plain
from index.spans import FALLING, Span, level_span, near, rate_span, step_of
from index.sums import check_parts, check_shares, check_tables, check_totals, exceeds, part_finding
from index.types import Fact, FactRow, ParsedDocument, Period

__all__ = ["Finding", "check_document", "report"]


_GREW_BY = re.compile(r"增长|扩大|提高|增加|提升")
_FROM = re.compile(r"[从由](?:(?:19|20)\d{2}年)?的?$")
_TO = re.compile(r"到|至")
_LESS_IS_BETTER = re.compile(
    r"能耗|电耗|水耗|消耗|排放|浓度|污染|失业|死亡|事故|伤亡|成本|费用|时间|时限|天数|距离|负债|不良|贫困|流失|"
    r"负担|缺口|违法|案|投诉|淘汰|闲置|低效|损耗|强度|逾期|价|人均耗|需氧量|碳"
)
_MORE_IS_BETTER = re.compile(
    r"生产总值|产值|增加值|收入|总额|投资|企业|产量|产能|销量|销售|人才|专利|研发|就业|平台|实验室|外资|装机|"
    r"合格率|优良率|达标率|处理率|利用率|转化率|覆盖率|满意度|满意率|普及率|入学率"
)
_AT_MOST_ALL = re.compile(
    r"(?:合格|优良|达标|处理|利用|整改|满意|化解|办结|覆盖|开发|回收|处置|入住|参与|就业|签约|开工|完好|绿化|空置)率"
    r"|占[^，]*(?:比重|比例|比)?$|比重|满意度"
)
_NO_PERCENT = re.compile(r"容积率|PUE")
_NO_SHARE = re.compile(
    r"(?:功|频|汇|速|费|税|倍|容积|生产|产出|死亡|发病|生育|产|流|斜|曲|分辨|能效|概|赔付|赔|转速)率$"
)
_HARD_KINDS = ("CNY", "USD", "mass", "area", "length", "count", "energy", "power", "volume")
_SCALE_WORDS = re.compile(r"规上|限上|规模以上|限额以上")
_OUTPUT_WORDS = re.compile(r"增加值|销售产值|产值")


def check_document(
    parsed: ParsedDocument, facts: Sequence[Fact], rows: Sequence[FactRow]
) -> tuple[Finding, ...]:
    """What does not fit together in a document, in reading order; notes come last.

    ``facts`` are those of :func:`index.facts.read_facts`, ``rows`` those of
    :func:`index.facts.link_rows` for the same document.
    """
    book = Book(parsed, facts)
    found = [
        *_growths(book),
        *_values(book),
        *check_parts(book),
        *check_totals(book),
        *check_tables(book),
        *check_shares(book),
        *_units(book),
        *_structures(book),
        *_rows(rows, book),
        *_yearly(book),
        *_definitions(book),
    ]
    seen: dict[tuple[object, ...], Finding] = {}
    for finding in found:
        seen.setdefault((finding.kind, finding.formula), finding)
    return tuple(sorted(seen.values(), key=lambda f: (f.note, f.facts[0].start, f.facts[0].id)))


@dataclass(frozen=True)
class _Step:
    """From a base to a target in so many years."""

    base: Fact
    target: Fact
    count: int
    annual: bool


def _growths(book: Book) -> Iterator[Finding]:
    for fact in book.facts:
        if fact.measure not in RELATIVE or fact.quantity.unit == "分之":
            continue
        steps = list(_steps(fact, book))
        if steps and not any(_fits(step, fact) for step in steps):
            yield _growth_finding(steps[0], fact)


def _steps(fact: Fact, book: Book) -> Iterator[_Step]:
    """The pairs of levels that a stated growth may speak of."""
    told = _from_to(fact, book)
    if told is not None:
        if level_span(told.base.quantity).low > 0:
            yield told
        return
    for first, last, annual in _spans_of_years(fact, book):
        for target in book.levels(fact, last):
            for base in book.levels(fact, first):
                kinds = base.quantity.kind == target.quantity.kind
                if kinds and base.measure == target.measure and level_span(base.quantity).low > 0:
                    yield _Step(base, target, last - first, annual)


def _from_to(fact: Fact, book: Book) -> _Step | None:
    """The two levels right before a growth: 由0.26件提高至0.45件，增长73%."""
    before = [f for f in book.units[fact.unit] if f.id < fact.id and f.measure == "level"][-2:]
    if len(before) < 2 or fact.table or fact.measure == "change":
        return None
    base, target = before
    between = fact.text[base.quantity.end : target.quantity.start]
    if base.indicator != target.indicator or not _FROM.search(fact.text[: base.quantity.start]):
        return None
    after = fact.text[target.quantity.end : fact.quantity.start]
    if not _TO.search(between) or _compared(fact) or re.search(r"[。；]", after):
        return None
    first, last = book.year(base), book.year(target)
    if fact.measure != "annual growth":
        return _Step(base, target, 1, False)
    return _Step(base, target, last - first, True) if first and last and last > first else None


def _spans_of_years(fact: Fact, book: Book) -> list[tuple[int, int, bool]]:
    """(first year, last year, whether a yearly mean) of the readings of a growth, likeliest first."""
    if len(fact.years) == 2:
        first, last = fact.years
        annual = fact.measure == "annual growth"
        return [(first - 1, last, annual), (first, last, annual)]
    last_year = book.year(fact)
    if last_year is None:
        return []
    compared = _compared(fact)
    if fact.measure == "annual growth":
        return [(year, last_year, True) for year in _base_years(fact, last_year, book)]
    if compared is not None:
        return [(compared, last_year, False)] if compared < last_year else []
    if fact.measure == "multiple" and not re.search(r"上年|去年|同比", near(fact)):
        return []
    before = book.period.start - 1 if book.period.start else last_year - 1
    readings = [(last_year - 1, last_year, False)]
    if fact.role == "target" and before < last_year - 1 and fact.measure == "growth":
        readings = [(before, last_year, True), (before, last_year, False), *readings]
    return readings


def _base_years(fact: Fact, last: int, book: Book) -> list[int]:
    """Where a yearly mean up to ``last`` may begin: the level told before, the year before the plan."""
    earlier = [
        f
        for f in book.facts
        if len(f.years) == 1 and f.years[0] < last and f.measure == "level" and book.same(f, fact)
    ]
    own = [f.years[0] for f in earlier if f.unit == fact.unit]
    plan = [book.period.start - 1] if book.period.start else []
    years = [*own[-1:], *plan, *sorted({f.years[0] for f in earlier}, reverse=True)]
    return [year for year in dict.fromkeys(years) if year < last]


def _compared(fact: Fact) -> int | None:
    """The single year that the clause of a figure compares with (比2010年增长)."""
    if fact.table:
        return None
    start = max(fact.text.rfind(mark, 0, fact.quantity.start) for mark in "，。；")
    mentions = find_years(fact.text[: fact.quantity.start])
    near = [m for m in mentions if m.start > start and len(m.years) == 1]
    return near[-1].years[0] if near and near[-1].compared else None


def _fits(step: _Step, fact: Fact) -> bool:
    base, target = level_span(step.base.quantity), level_span(step.target.quantity)
    if fact.measure == "change":
        gap = Span((target.low - base.high) - step_of(fact.quantity), target.high - base.low)
        change = level_span(fact.quantity)
        falls = FALLING.search(near(fact))
        return gap.meets(Span(-change.high, -change.low) if falls else change)
    ratio = Span(target.low / base.high, target.high / base.low)
    if fact.measure == "multiple":
        return any(ratio.meets(span) for span in _multiples(fact))
    if ratio.low <= 0:
        return True
    root = Decimal(1) / (step.count if step.annual else 1)
    return Span(ratio.low**root - 1, ratio.high**root - 1).meets(rate_span(fact))


def _multiples(fact: Fact) -> Iterator[Span]:
    """扩大1.25倍 may mean 1.25 or 2.25 times; 翻一番 is twice, more or less."""
    quantity = fact.quantity
    span = level_span(quantity)
    if "番" in quantity.text or quantity.text.startswith("翻"):
        span = Span(span.low * Decimal("0.95"), span.high * Decimal("1.1"))
    yield span
    if _GREW_BY.search(near(fact)):
        yield Span(span.low + 1, span.high + 1)


def _growth_finding(step: _Step, fact: Fact) -> Finding:
    base, target = step.base.quantity, step.target.quantity
    first, last = number(base), number(target, base)
    if fact.measure == "change":
        gap = target.base[0] - base.base[0]
        shown, formula = plain(gap), f"{last} − {first} = {plain(gap)}"
    elif fact.measure == "multiple":
        times = target.base[0] / base.base[0]
        shown = f"{rounded(times)}×"
        formula = f"{last} ÷ {first} = {rounded(times)}"
    else:
        count = step.count if step.annual else 1
        ratio = target.base[0] / base.base[0]
        rate = (ratio ** (Decimal(1) / count) - 1) * 100
        shown = f"{rounded(rate)}%"
        power = f"({last} ÷ {first})^(1/{count})" if count > 1 else f"{last} ÷ {first}"
        formula = f"{power} − 1 = {shown}"
        if count > 1 and fact.quantity.kind == "percent":
            rate = fact.quantity.low * fact.quantity.factor
            sign, step_rate = ("−", -rate) if FALLING.search(near(fact)) else ("+", rate)
            implied = base.base[0] * (1 + step_rate / 100) ** count / base.factor
            formula += f"; {first} × (1 {sign} {plain(rate)}%)^{count} = {rounded(implied)}"
    parts: tuple[Part, ...] = (
        ("indicator", fact.indicator),
        ("base", base),
        ("base_year", shown_years(step.base)),
        ("target", target),
        ("target_year", shown_years(step.target)),
        ("computed", shown),
        ("stated", fact.quantity),
    )
    kind = "growth"
    if step.annual:
        kind = "growth_annual" if fact.measure == "annual growth" else "growth_mean"
    return Finding(kind, parts, (fact, step.base, step.target), formula)


def _values(book: Book) -> Iterator[Finding]:
    reported: set[tuple[object, ...]] = set()
    groups: dict[tuple[object, ...], list[Fact]] = {}
    for fact in book.facts:
        if fact.years and (fact.table or not fact.inherited):
            role = fact.role if book.roles_known else ""
            same = (indicator_key(fact.indicator), fact.subject, fact.years, role, fact.annual)
            groups.setdefault((*same, fact.measure, fact.quantity.kind), []).append(fact)
    for key, facts in groups.items():
        for one, other in combinations(facts, 2):
            if one.unit == other.unit or key in reported or not book.same(one, other):
                continue
            if _value_span(one).meets(_value_span(other)) or _own_value(other, book, one):
                continue
            reported.add(key)
            yield Finding(
                "value",
                (
                    ("indicator", one.indicator),
                    ("year", shown_years(one)),
                    ("one", one.quantity),
                    ("other", other.quantity),
                ),
                (one, other),
                f"{number(one.quantity)} ≠ {number(other.quantity, one.quantity)}",
            )


def _value_span(fact: Fact) -> Span:
    return (
        rate_span(fact)
        if fact.measure in ("growth", "annual growth")
        else level_span(fact.quantity)
    )


def _own_value(fact: Fact, book: Book, like: Fact) -> bool:
    """Whether the sentence of a fact also states the value of the other one."""
    return any(
        f.quantity.kind == like.quantity.kind and _value_span(f).meets(_value_span(like))
        for f in book.units[fact.unit]
    )


def _definitions(book: Book) -> Iterator[Finding]:
    """Figures whose names differ only in 规上, or in 产值 against 增加值."""
    groups: dict[tuple[object, ...], list[Fact]] = {}
    for fact in book.facts:
        if fact.measure == "level" and len(fact.years) == 1 and fact.quantity.kind == "CNY":
            core = _OUTPUT_WORDS.sub("*", _SCALE_WORDS.sub("", indicator_key(fact.indicator)))
            if "*" in core and len(core) > 2 and book.told(fact):
                groups.setdefault((core, fact.subject, fact.years), []).append(fact)
    for facts in groups.values():
        pairs = [p for p in combinations(facts, 2) if _differ(*p)]
        if pairs:
            one, other = pairs[0]
            yield _definition(one, other)


def _differ(one: Fact, other: Fact) -> bool:
    names = indicator_key(one.indicator), indicator_key(other.indicator)
    return names[0] != names[1] and not level_span(one.quantity).meets(level_span(other.quantity))


def _definition(one: Fact, other: Fact) -> Finding:
    """A note, or a contradiction where the part (规上) exceeds the whole."""
    small, large = sorted((one, other), key=lambda f: not _SCALE_WORDS.search(f.indicator))
    output = [_OUTPUT_WORDS.findall(f.indicator) for f in (small, large)]
    scaled = _SCALE_WORDS.search(small.indicator) and not _SCALE_WORDS.search(large.indicator)
    if scaled and output[0] == output[1] and exceeds(small, large):
        return part_finding(small, large)
    parts: tuple[Part, ...] = (
        ("indicator", one.indicator),
        ("one", one.quantity),
        ("other_indicator", other.indicator),
        ("other", other.quantity),
        ("year", shown_years(one)),
    )
    formula = f"{number(one.quantity)} ≠ {number(other.quantity, one.quantity)}"
    return Finding("definition", parts, (one, other), formula)


def _units(book: Book) -> Iterator[Finding]:
    for fact in book.facts:
        quantity, name = fact.quantity, re.sub(r"[（(][^（）()]*[)）]", "", fact.indicator)
        shown: tuple[Part, ...] = (("indicator", fact.indicator), ("stated", quantity))
        unit: tuple[Part, ...] = (*shown, ("unit", quantity.unit))
        if not book.told(fact) or fact.measure in ("growth", "annual growth", "multiple"):
            continue
        if _NO_PERCENT.search(name) and quantity.kind == "percent" and fact.measure != "change":
            yield Finding("unit_number", unit, (fact,), f"{name}: {quantity.unit}")
        elif _hard_unit(fact, name):
            yield Finding("unit_share", unit, (fact,), f"{name}: {quantity.unit}")
        elif _whole_exceeded(fact, name):
            yield Finding("percent", shown, (fact,), f"{number(quantity)}% > 100%")


def _structures(book: Book) -> Iterator[Finding]:
    """The shares of industries (12:48:40) that nearly but not quite make up the whole."""
    for fact in book.facts:
        told = re.search(r"\d+(?:\.\d+)?(?:[:：]\d+(?:\.\d+)?)+", fact.quantity.text)
        if told is None or not re.search("产业|结构", fact.indicator):
            continue
        shares = [Decimal(share) for share in re.split("[:：]", told.group())]
        total = sum(shares, Decimal(0))
        if 90 < total < 110 and abs(total - 100) > len(shares) * Decimal("0.1"):
            formula = f"{' + '.join(map(plain, shares))} = {plain(total)}"
            shown: tuple[Part, ...] = (("indicator", fact.indicator), ("stated", told.group()))
            yield Finding("structure", (*shown, ("computed", plain(total))), (fact,), formula)


def _hard_unit(fact: Fact, name: str) -> bool:
    """Whether a rate (率) is given in money, pieces or tonnes, with its name before the figure."""
    rate = name.endswith("率") and not _NO_SHARE.search(name)
    before = fact.table or fact.text[: fact.quantity.start].rfind(fact.indicator) >= 0
    return rate and before and fact.quantity.kind in _HARD_KINDS


def _whole_exceeded(fact: Fact, name: str) -> bool:
    percent = fact.quantity.kind == "percent" and fact.quantity.base[0] > 100
    return percent and bool(_AT_MOST_ALL.search(name))


def _rows(rows: Sequence[FactRow], book: Book) -> Iterator[Finding]:
    for row in rows:
        base, target = row.base, row.target
        if base is None or target is None or base.doc != book.document.name:
            continue
        if base.measure == target.measure and base.measure in ("level", "share"):
            if book.same(base, target) and base.annual == target.annual:
                yield from _row(base, target, book)


def _row(base: Fact, target: Fact, book: Book) -> Iterator[Finding]:
    first, last = level_span(base.quantity), level_span(target.quantity)
    parts: tuple[Part, ...] = (
        ("indicator", target.indicator),
        ("base", base.quantity),
        ("base_year", shown_years(base)),
        ("target", target.quantity),
        ("target_year", shown_years(target)),
    )
    shown = number(base.quantity), number(target.quantity, base.quantity)
    low, high = base.quantity.base[0], target.quantity.base[0]
    if low > 0 and high > 0 and not Decimal("0.001") < high / low < 1000:
        times = rounded(max(high / low, low / high))
        yield Finding("magnitude", parts, (target, base), f"{shown[0]} → {shown[1]}: {times}×")
    elif last.high < first.low and _should_grow(target):
        yield Finding("direction", parts, (target, base), f"{shown[1]} < {shown[0]}")
    yield from _increments(base, target, book)


def _should_grow(target: Fact) -> bool:
    name = target.indicator
    falls = _LESS_IS_BETTER.search(name) or FALLING.search(near(target))
    return (
        not falls
        and target.quantity.bound not in ("<=", "<")
        and bool(_MORE_IS_BETTER.search(name))
    )


def _increments(base: Fact, target: Fact, book: Book) -> Iterator[Finding]:
    """What is newly added must at least bridge base and target; a net addition exactly."""
    first, last = book.year(base), book.year(target)
    for fact in book.facts:
        if fact.measure != "increment" or fact.annual or not first or not last:
            continue
        whole = fact.years in ((first + 1, last), (first, last))
        if not whole or fact.role != "target" or not book.same(fact, target):
            continue
        start, end = level_span(base.quantity), level_span(target.quantity)
        added = level_span(fact.quantity)
        reached = Span(start.low + added.low, start.high + added.high)
        net = "净增" in near(fact)
        if reached.high < end.low or (net and reached.low > end.high):
            total = (base.quantity.base[0] + fact.quantity.base[0]) / target.quantity.factor
            shown = [number(q, target.quantity) for q in (base.quantity, fact.quantity)]
            yield Finding(
                "increment",
                (
                    ("indicator", target.indicator),
                    ("base", base.quantity),
                    ("stated", fact.quantity),
                    ("target", target.quantity),
                    ("target_year", shown_years(target)),
                    ("computed", computed(total, target.quantity)),
                ),
                (fact, base, target),
                f"{shown[0]} + {shown[1]} = {plain(total)} ≠ {number(target.quantity)}",
            )


def _yearly(book: Book) -> Iterator[Finding]:
    totals = [f for f in book.facts if f.measure in ("increment", "cumulative") and not f.annual]
    for total in totals:
        if len(total.years) != 2:
            continue
        for fact in book.facts:
            # a yearly least amount without a year is an aim wherever it stands
            aim = not fact.years and fact.quantity.bound in (">=", ">")
            alike = fact.role == total.role or aim
            if fact.annual and alike and book.same(fact, total):
                yield from _each_year(fact, total, book.period)
            elif _one_year(fact, total) and book.same(fact, total):
                yield from _single_year(fact, total)


def _each_year(fact: Fact, total: Fact, period: Period) -> Iterator[Finding]:
    """每年不少于2家 against 新增8家 in five years."""
    first, last = total.years
    plan = (period.start, period.end)
    if fact.years not in ((), total.years, plan):
        return
    if fact.years != total.years and plan not in (total.years, (None, None)):
        return
    count = last - first + 1
    one, all_ = level_span(fact.quantity), level_span(total.quantity)
    open_one, open_all = fact.quantity.bound in (">=", ">"), total.quantity.bound in (">=", ">")
    too_much = (
        one.low * count > all_.high and not open_all and fact.quantity.bound not in ("<", "<=")
    )
    too_little = one.high * count < all_.low and not open_one
    if too_much or too_little:
        value = fact.quantity.base[0] * count / total.quantity.factor
        sign = ">" if too_much else "<"
        parts: tuple[Part, ...] = (
            ("indicator", total.indicator),
            ("one", fact.quantity),
            ("computed", computed(value, total.quantity)),
            ("stated", total.quantity),
            ("year", shown_years(total)),
        )
        formula = (
            f"{number(fact.quantity, total.quantity)} × {count} = {plain(value)} {sign} "
            f"{number(total.quantity)}"
        )
        yield Finding("yearly", parts, (fact, total), formula)


def _one_year(fact: Fact, total: Fact) -> bool:
    inside = len(fact.years) == 1 and total.years[0] <= fact.years[0] <= total.years[-1]
    return inside and total.measure == "cumulative" and fact.measure == "level"


def _single_year(fact: Fact, total: Fact) -> Iterator[Finding]:
    """One year of a sum over several years cannot exceed the sum."""
    if fact.quantity.kind == total.quantity.kind and exceeds(fact, total):
        parts: tuple[Part, ...] = (
            ("indicator", total.indicator),
            ("one", fact.quantity),
            ("year", shown_years(fact)),
            ("stated", total.quantity),
            ("years", shown_years(total)),
        )
        formula = f"{number(fact.quantity, total.quantity)} > {number(total.quantity)}"
        yield Finding("single_year", parts, (fact, total), formula)
