"""Pictures of figures as SVG: base → target, and one indicator over plans and years.

Every figure stands beside its mark as text, so that nothing is told by colour, shape or length
alone: a base is an open ring or an outlined bar, a target a filled one.  A picture comes in two
forms, wide (a row beside its mark) and narrow (a row above its mark).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape

INK = "#1e2a32"
SOFT = "#4d5860"
RULE = "#8b8f8c"
TRACK = "#d9d4c6"
BASE = "#8a5a0a"
TARGET = "#17584f"
PAPER = "#ffffff"
_OUTLINED = f'fill="{PAPER}" stroke="{BASE}" stroke-width="2" stroke-dasharray="4 2"'
_SIZE = 13  # px of the text
_LINE = 18  # px from line to line


@dataclass(frozen=True)
class Point:
    """A figure of a picture: a span from ``low`` to ``high`` and how it is told.

    ``text`` is the figure as shown, ``when`` its year or "".
    """

    low: Decimal
    high: Decimal
    text: str
    when: str = ""


@dataclass(frozen=True)
class Move:
    """A row of the picture base → target; ``base`` or ``target`` may be missing."""

    label: str
    base: Point | None
    target: Point | None


@dataclass(frozen=True)
class Bar:
    """A row of the picture of bars: one figure, a target filled and a base outlined."""

    label: str
    point: Point
    target: bool


@dataclass(frozen=True)
class Key:
    """The words of a picture's legend."""

    base: str
    target: str


@dataclass(frozen=True)
class _Form:
    """Where things stand, in px: marks from ``left`` to ``right`` of ``width``."""

    width: int
    label: int
    values: int
    left: int
    right: int
    stacked: bool


_WIDE = _Form(760, 0, 476, 248, 456, False)
_NARROW = _Form(330, 0, 0, 4, 326, True)


def text_width(text: str) -> float:
    """About how many px a text takes at the size of the pictures."""
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    return _SIZE * (wide + 0.56 * (len(text) - wide))


def wrap(text: str, width: float, lines: int = 3) -> list[str]:
    """A text in lines that fit; Chinese breaks anywhere, other words at spaces; the rest is cut."""
    found = [""]
    for piece in _pieces(text):
        if text_width(found[-1] + piece.rstrip()) <= width or not found[-1]:
            found[-1] += piece
        else:
            found.append(piece.lstrip())
    found = [line.rstrip() for line in found if line.strip()]
    if len(found) > lines:
        found = [*found[: lines - 1], _cut("".join(found[lines - 1 :]), width)]
    return [line if text_width(line) <= width else _cut(line, width) for line in found]


def _cut(text: str, width: float) -> str:
    while text and text_width(text + "…") > width:
        text = text[:-1]
    return text + "…"


def _pieces(text: str) -> list[str]:
    """What a line may break between: Chinese characters, words, short brackets as a whole."""
    found: list[str] = []
    for part in re.split(r"([(（][^()（）]{1,16}[)）])", text):
        if part[:1] in ("(", "（"):
            found.append(part)
            continue
        for char in part:
            wide = unicodedata.east_asian_width(char) in "WF"
            if wide or not found or found[-1].endswith(" ") or _ends_wide(found[-1]):
                found.append(char)
            else:
                found[-1] += char
    return found


def _ends_wide(piece: str) -> bool:
    return piece[-1] == ")" or unicodedata.east_asian_width(piece[-1]) in "WF"


def moves_svg(title: str, rows: Sequence[Move], key: Key) -> str:
    """Base → target of rows of one unit, in both forms; "" without rows."""
    points = [p for row in rows for p in (row.base, row.target) if p is not None]
    if not points:
        return ""
    scale = _scale(points)
    return "".join(
        _picture(title, form, _legend(key), [_move(row, form, scale) for row in rows], rows)
        for form in (_WIDE, _NARROW)
    )


def bars_svg(title: str, groups: Sequence[tuple[str, Sequence[Bar]]], key: Key) -> str:
    """Bars of one unit under a heading each, in both forms; "" without bars."""
    bars = [bar for _, several in groups for bar in several]
    if not bars:
        return ""
    scale = _scale([bar.point for bar in bars])
    told = [Move(bar.label, None, bar.point) for bar in bars]
    return "".join(
        _picture(title, form, _bar_legend(key), _bar_rows(groups, form, scale), told)
        for form in (_WIDE, _NARROW)
    )


_Scale = tuple[Decimal, Decimal]
_Row = tuple[str, int]  # the marks with their top at 0, and their height


def _scale(points: Sequence[Point]) -> _Scale:
    """The lowest and highest value of the axis; it always begins at or below zero."""
    low = min(Decimal(0), *(p.low for p in points))
    high = max(Decimal(0), *(p.high for p in points))
    return low, high if high > low else low + 1


def _at(value: Decimal, form: _Form, scale: _Scale) -> float:
    share = float((value - scale[0]) / (scale[1] - scale[0]))
    return round(form.left + 7 + share * (form.right - form.left - 14), 1)


def _text(x: float, y: float, text: str, fill: str = INK, weight: int = 400) -> str:
    bold = f' font-weight="{weight}"' if weight != 400 else ""
    return f'<text x="{x}" y="{y}" fill="{fill}"{bold}>{escape(text)}</text>'


def _lines(x: float, top: float, lines: Sequence[str], weight: int = 400) -> str:
    return "".join(
        _text(x, top + 13 + _LINE * n, line, INK, weight) for n, line in enumerate(lines)
    )


def _ring(x: float, y: float) -> str:
    return f'<circle cx="{x}" cy="{y}" r="5" fill="{PAPER}" stroke="{BASE}" stroke-width="2.5"/>'


def _dot(x: float, y: float) -> str:
    return f'<circle cx="{x}" cy="{y}" r="6" fill="{TARGET}"/>'


def _told(row: Move, form: _Form) -> list[tuple[str, list[str]]]:
    """The figures of a row: which one, and its text in lines."""
    room = form.width - form.values - 16
    found = []
    for kind, point in (("base", row.base), ("target", row.target)):
        if point is not None:
            text = f"{point.when}  {point.text}" if point.when else point.text
            found.append((kind, wrap(text, room, 2)))
    return found


def _move(row: Move, form: _Form, scale: _Scale) -> _Row:
    """One row: its name, its figures, and the mark."""
    names = wrap(row.label, form.width if form.stacked else form.left - 14)
    told = _told(row, form)
    first, second = _LINE * len(names), _LINE * sum(len(text) for _, text in told)
    height = first + second + 18 if form.stacked else max(first, second)
    top = 0 if form.stacked else (height - first) / 2
    parts = [_lines(form.label, top, names, 600 if form.stacked else 400)]
    y = first if form.stacked else (height - second) / 2
    for kind, text in told:
        mark = _ring if kind == "base" else _dot
        parts.append(mark(form.values + 6, y + 9) + _lines(form.values + 16, y, text))
        y += _LINE * len(text)
    parts.append(_arrow(row, form, scale, height - 9 if form.stacked else height / 2))
    return "".join(parts), height


def _arrow(row: Move, form: _Form, scale: _Scale, y: float) -> str:
    """The way from the base to the target on a line that shows the whole axis."""
    zero = _at(Decimal(0), form, scale)
    parts = [
        f'<line x1="{form.left}" x2="{form.right}" y1="{y}" y2="{y}" stroke="{TRACK}" stroke-width="2"/>'
        f'<line x1="{zero}" x2="{zero}" y1="{y - 6}" y2="{y + 6}" stroke="{RULE}" stroke-width="1.5"/>'
    ]
    ends = [_at(p.high, form, scale) for p in (row.base, row.target) if p is not None]
    if len(ends) == 2:
        parts.append(
            f'<line x1="{ends[0]}" x2="{ends[1]}" y1="{y}" y2="{y}" stroke="{INK}" stroke-width="2.5"/>'
        )
    for point, colour in ((row.base, BASE), (row.target, TARGET)):
        if point is not None and point.low != point.high:
            parts.append(
                f'<line x1="{_at(point.low, form, scale)}" x2="{_at(point.high, form, scale)}" '
                f'y1="{y}" y2="{y}" stroke="{colour}" stroke-width="6"/>'
            )
    if row.base is not None:
        parts.append(_ring(_at(row.base.high, form, scale), y))
    if row.target is not None:
        parts.append(_dot(_at(row.target.high, form, scale), y))
    return "".join(parts)


def _bar_rows(
    groups: Sequence[tuple[str, Sequence[Bar]]], form: _Form, scale: _Scale
) -> list[_Row]:
    found: list[_Row] = []
    for heading, bars in groups:
        lines = wrap(heading, form.width, 2)
        found.append((_lines(form.label, 0, lines, 600), _LINE * len(lines) - 4))
        found += [_bar(bar, form, scale) for bar in bars]
    return found


def _bar(bar: Bar, form: _Form, scale: _Scale) -> _Row:
    """One bar with its name and figure; a range has a lighter end."""
    room = form.width if form.stacked else form.left - 14
    names = wrap(f"{bar.label}  {bar.point.text}" if form.stacked else bar.label, room)
    figure = [] if form.stacked else wrap(bar.point.text, form.width - form.values, 2)
    height = _LINE * max(len(names), len(figure)) + (16 if form.stacked else 0)
    y = height - 13 if form.stacked else height / 2 - 6
    zero, end = _at(Decimal(0), form, scale), _at(bar.point.low, form, scale)
    look = f'fill="{TARGET}"' if bar.target else _OUTLINED
    x, wide = min(zero, end), max(abs(end - zero), 2)
    parts = [
        _lines(form.label, 0, names),
        _lines(form.values, (height - _LINE * len(figure)) / 2, figure, 600),
        f'<line x1="{zero}" x2="{zero}" y1="{y - 2}" y2="{y + 14}" stroke="{RULE}" stroke-width="1.5"/>',
        f'<rect x="{x}" y="{y}" width="{round(wide, 1)}" height="12" {look}/>',
    ]
    if bar.point.high != bar.point.low:
        more = _at(bar.point.high, form, scale)
        parts.append(
            f'<line x1="{end}" x2="{more}" y1="{y + 6}" y2="{y + 6}" stroke="{INK}" stroke-width="2.5"/>'
        )
    return "".join(parts), int(height)


def _picture(
    title: str, form: _Form, legend: str, rows: Sequence[_Row], told: Sequence[Move]
) -> str:
    """The rows one below the other under the legend, with a description for readers' voices."""
    gap = 14
    y = 30
    parts = [legend]
    for marks, height in rows:
        parts.append(f'<g transform="translate(0 {y})">{marks}</g>')
        y += height + gap
    kind = "narrow" if form.stacked else "wide"
    described = "; ".join(_described(row) for row in told)
    return (
        f'<svg class="chart {kind}" role="img" viewBox="0 0 {form.width} {y}" '
        f'width="{form.width}" height="{y}" xmlns="http://www.w3.org/2000/svg" '
        f'font-size="{_SIZE}" aria-label="{escape(title)}. {escape(described)}">'
        f"{''.join(parts)}</svg>"
    )


def _legend(key: Key) -> str:
    behind = 22 + text_width(key.base) + 22
    return (
        f"{_ring(7, 9)}{_text(18, 13.5, key.base, SOFT)}"
        f"{_dot(behind, 9)}{_text(behind + 12, 13.5, key.target, SOFT)}"
    )


def _bar_legend(key: Key) -> str:
    behind = 30 + text_width(key.base) + 18
    return (
        f'<rect x="1" y="3" width="20" height="11" {_OUTLINED}/>'
        f"{_text(28, 13.5, key.base, SOFT)}"
        f'<rect x="{behind}" y="3" width="20" height="11" fill="{TARGET}"/>'
        f"{_text(behind + 27, 13.5, key.target, SOFT)}"
    )


def _described(row: Move) -> str:
    told = [f"{p.when} {p.text}".strip() for p in (row.base, row.target) if p is not None]
    return f"{row.label}: {' → '.join(told)}"
