"""What a check of a document found: the values, and their wording in Chinese and in English."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from string import Template

from index.quantities import plain
from index.types import Fact, Quantity

Part = tuple[str, str | Quantity]
_WORDING = {
    "zh": {
        "growth": "“$indicator”由 $base（$base_year）到 $target（$target_year），推算为 $computed，与所述 $stated 不符",
        "growth_annual": "“$indicator”由 $base（$base_year）到 $target（$target_year），年均推算为 $computed，与所述年均 $stated 不符",
        "growth_mean": "“$indicator”由 $base（$base_year）到 $target（$target_year），年均推算为 $computed，与所述增速 $stated 不符（按年均增速理解）",
        "value": "“$indicator”（$year）有两个数值：$one 与 $other",
        "part": "部分大于总体：“$indicator” $one，而“$other_indicator” $other",
        "sum": "“$indicator”的各分项之和为 $computed，与所述总数 $stated 不符",
        "share": "“$indicator” $one 占“$other_indicator” $other 的比重应为 $computed，所述为 $stated",
        "percent": "“$indicator”为 $stated，超过 100%",
        "unit_number": "“$indicator”是比值、没有百分比单位，却写作“$unit”（$stated）",
        "unit_share": "“$indicator”是比率，单位却写作“$unit”（$stated）",
        "structure": "“$indicator” $stated 之和为 $computed，不是 100",
        "direction": "“$indicator”应当增长，目标 $target（$target_year）却低于基数 $base（$base_year）",
        "magnitude": "“$indicator”由 $base（$base_year）到 $target（$target_year），相差千倍以上，单位或数值可疑",
        "increment": "“$indicator”基数 $base 加新增 $stated 为 $computed，与目标 $target（$target_year）不符",
        "yearly": "“$indicator”每年 $one，$year 年合计应为 $computed，所述合计为 $stated",
        "single_year": "“$indicator” $year 年一年为 $one，超过 $years 年合计 $stated",
        "definition": "口径不同，不可直接比较：“$indicator” $one 与“$other_indicator” $other（$year）",
    },
    "en": {
        "growth": "“$indicator” goes from $base ($base_year) to $target ($target_year), which gives $computed; stated is $stated",
        "growth_annual": "“$indicator” goes from $base ($base_year) to $target ($target_year), a yearly mean of $computed; the stated yearly mean is $stated",
        "growth_mean": "“$indicator” goes from $base ($base_year) to $target ($target_year), a yearly mean of $computed; the stated growth, read as a yearly mean, is $stated",
        "value": "“$indicator” ($year) has two values: $one and $other",
        "part": "a part exceeds the whole: “$indicator” is $one, “$other_indicator” is $other",
        "sum": "the parts of “$indicator” add up to $computed; the stated total is $stated",
        "share": "“$indicator” of $one is $computed of “$other_indicator” of $other; stated is $stated",
        "percent": "“$indicator” is $stated, more than 100%",
        "unit_number": "“$indicator” is a plain ratio that has no percent unit, yet is given in “$unit” ($stated)",
        "unit_share": "“$indicator” is a rate, yet its unit is “$unit” ($stated)",
        "structure": "the shares of “$indicator”, $stated, add up to $computed, not to 100",
        "direction": "“$indicator” is to grow, yet the target $target ($target_year) lies below the base $base ($base_year)",
        "magnitude": "“$indicator” goes from $base ($base_year) to $target ($target_year), a factor of 1000 or more: unit or value is doubtful",
        "increment": "“$indicator”: the base $base and the addition of $stated make $computed; the target is $target ($target_year)",
        "yearly": "“$indicator”: $one each year makes $computed in $year; the stated total is $stated",
        "single_year": "“$indicator” is $one in the single year $year, more than the total $stated of $years",
        "definition": "different definitions, not to be compared directly: “$indicator” $one and “$other_indicator” $other ($year)",
    },
}  # fmt: skip
_LABELS = {
    "zh": ("算式", "未发现相互矛盾的数字", "提示", "年份不明"),
    "en": ("arithmetic", "no figures that contradict each other were found", "note", "no year"),
}
_SIGNS = {">=": "≥", ">": "超过", "<=": "≤", "<": "低于", "~": "约"}


@dataclass(frozen=True)
class Finding:
    """Something in a document that a careful reader would question.

    ``kind`` is growth, growth_annual, growth_mean (a growth read as a yearly mean), value, part,
    sum, share, percent (over 100), unit_number, unit_share, structure, direction, magnitude, increment, yearly,
    single_year, or definition (a note, no contradiction).  ``parts`` are what its wording is made
    of, by name; ``facts`` the figures involved, with their characters; ``formula`` the arithmetic.
    """

    kind: str
    parts: tuple[Part, ...]
    facts: tuple[Fact, ...]
    formula: str

    @property
    def note(self) -> bool:
        """Whether it only warns that two figures are not the same thing."""
        return self.kind == "definition"


def shown_years(fact: Fact) -> str:
    """The year or years of a fact, "" when not known."""
    return "–".join(str(year) for year in fact.years)


def rounded(value: Decimal) -> str:
    """A decimal with at most two places."""
    return plain(value.quantize(Decimal("0.01")))


def number(quantity: Quantity, unit: Quantity | None = None) -> str:
    """The bare figure, in the unit of another quantity of the kind when one is given."""
    factor = quantity.factor / unit.factor if unit is not None else Decimal(1)
    low, high = quantity.low * factor, quantity.high * factor
    form = rounded if quantity.unit == "分之" else plain
    return form(low) if low == high else f"{form(low)}–{form(high)}"


def computed(value: Decimal, like: Quantity) -> Quantity:
    """A computed value in the unit of another figure."""
    text = f"{plain(value)}{like.unit}"
    return replace(like, low=value, high=value, bound="", text=text, numeral=False)


def message(
    finding: Finding,
    language: str,
    show: Callable[[Quantity], str] | None = None,
    name: Callable[[str], str] = str,
) -> str:
    """One sentence on a finding, "zh" or "en".

    ``show`` writes a quantity, ``name`` an indicator; by default both as the document does.
    """
    write = show or stated
    none = _LABELS[language][3]
    values = {}
    for key, part in finding.parts:
        if isinstance(part, Quantity):
            values[key] = write(part)
        else:
            values[key] = name(part) if "indicator" in key else part or none
    said = Template(_WORDING[language][finding.kind]).substitute(values)
    subject = finding.facts[0].subject
    if not subject:
        return said
    return f"{name(subject)}：{said}" if language == "zh" else f"{name(subject)}: {said}"


def stated(quantity: Quantity) -> str:
    """A figure as the document writes it, with unit and bound also where it keeps them apart."""
    text = quantity.text.strip()
    known = not quantity.unit or quantity.unit in text or quantity.unit == "分之" or "倍" in text
    shown = text if known or quantity.text.startswith("翻") else f"{text}{quantity.unit}"
    said = not quantity.bound or re.search(r"[≥≤><⩾⩽＞＜约]|以[上下内]|左右|上下|[余多超]", text)
    return shown if said else f"{_SIGNS[quantity.bound]}{shown}"


def report(
    findings: Sequence[Finding],
    language: str,
    show: Callable[[Quantity], str] | None = None,
    name: Callable[[str], str] = str,
) -> str:
    """The findings as plain text, each with its arithmetic and with quotes and their places."""
    label, nothing, note, _ = _LABELS[language]
    if not findings:
        return nothing
    blocks = []
    for nth, finding in enumerate(findings, 1):
        mark = f"[{note}] " if finding.note else ""
        lines = [f"{nth}. {mark}{message(finding, language, show, name)}"]
        lines.append(f"   {label}: {finding.formula}")
        for fact in {f.unit: f for f in reversed(finding.facts)}.values():
            place = " › ".join(fact.path)
            lines.append(f"   - {fact.doc} {fact.start}–{fact.end} · {place}")
            lines.append(f"     {excerpt(fact)}")
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def excerpt(fact: Fact, limit: int = 120) -> str:
    """The sentence or row of a fact; of a long one the characters around the figure."""
    text = " ".join(fact.text.split())
    if len(text) <= limit:
        return text
    start = max(0, min(fact.quantity.start - limit * 2 // 3, len(text) - limit))
    return f"{'…' if start else ''}{text[start : start + limit]}{'…' if start + limit < len(text) else ''}"
