"""The table of an answer over several figures: every figure a button that opens its source."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from rag.page.words import LANG, PageTexts, lang, page_texts
from rag.types import Answer, Cell, Computed, ResultTable

_Head = tuple[str, str, str]  # plan, label, subject of a row


def results_html(answer: Answer, table: ResultTable, number: int) -> str:
    """The cells with years as columns where there are several, what was computed, the remarks.

    ``number`` is that of the turn, which the buttons name.
    """
    t = page_texts(answer.language)
    parts = [
        _table_html(table.cells, number, t),
        _computed_html(table.computed, number, t),
        _remarks_html(table, t),
    ]
    return f'<div class="results" lang="{LANG[answer.language]}">{"".join(parts)}</div>'


def _table_html(cells: Sequence[Cell], number: int, t: PageTexts) -> str:
    times = sorted(dict.fromkeys(cell.year for cell in cells), key=lambda time: not time)
    times = [time for time in times if time or any(c.evidence for c in cells if not c.year)] or [""]
    plans = {cell.plan for cell in cells}
    by_row: dict[_Head, dict[str, list[Cell]]] = {}
    for cell in cells:
        head = (cell.plan, cell.label, "")
        by_row.setdefault(head, {}).setdefault(cell.year, []).append(cell)
    shared = next(iter(plans)) if len(plans) == 1 else ""
    caption = f"<caption{lang(shared)}>{escape(shared)}</caption>" if shared else ""
    heads = "".join(
        f'<th scope="col">{escape(_time(time, t, several=len(times) > 1))}</th>' for time in times
    )
    rows = "".join(
        _row_html(head, found, times, number, t, told=not shared) for head, found in by_row.items()
    )
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{t.html("figures")}">'
        f'<table class="figures">{caption}<thead><tr><th scope="col">{t.html("indicator")}</th>'
        f"{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _row_html(
    head: _Head,
    found: dict[str, list[Cell]],
    times: Sequence[str],
    number: int,
    t: PageTexts,
    *,
    told: bool,
) -> str:
    plan, label, _ = head
    below = f"<small{lang(plan)}>{escape(plan)}</small>" if told and plan else ""
    if not any(cell.evidence for several in found.values() for cell in several):
        empty = escape(next(cell.text for several in found.values() for cell in several))
        cells = f'<td class="none" colspan="{len(times)}">{empty}</td>'
        return f'<tr><th scope="row"{lang(label)}>{escape(label)}{below}</th>{cells}</tr>'
    cells = "".join(f"<td>{_cells_html(found.get(time, ()), number, t)}</td>" for time in times)
    return f'<tr><th scope="row"{lang(label)}>{escape(label)}{below}</th>{cells}</tr>'


def _cells_html(cells: Sequence[Cell], number: int, t: PageTexts) -> str:
    if not cells:
        return '<span class="none" aria-hidden="true">–</span>'
    return "<br>".join(_cell_html(cell, number, t) for cell in cells)


def _cell_html(cell: Cell, number: int, t: PageTexts) -> str:
    if not cell.evidence:
        return f'<span class="none">{escape(cell.text)}</span>'
    label = t.html("open", place=f"{cell.plan} [{cell.evidence}]")
    further = _marks_html(cell.also, number)
    return (
        f'<button type="button" class="figure" data-ref="c-{number}-{cell.evidence - 1}" '
        f'title="{label}">{escape(cell.text)}<sup aria-label="[{cell.evidence}]">'
        f"{cell.evidence}</sup></button>{further}"
    )


def _time(time: str, t: PageTexts, *, several: bool) -> str:
    """The head of a column: a year or a period, or which of the two it is."""
    known = {"": t("no_year" if several else "value"), "base": t("base"), "target": t("target")}
    return known.get(time, time.replace("-", "–"))


def _computed_html(computed: Sequence[Computed], number: int, t: PageTexts) -> str:
    if not computed:
        return ""
    items = "".join(
        f'<li><span class="label">{escape(item.label)}</span> <strong>{escape(item.text)}</strong>'
        f"{_marks_html(item.operands, number)}{_formula_html(item)}</li>"
        for item in computed
    )
    return f'<h3>{t.html("computed")}</h3><ul class="computed">{items}</ul>'


def _formula_html(item: Computed) -> str:
    if not item.formula or item.formula == item.text:
        return ""
    return f'<code lang="zh-Hans">{escape(item.formula)}</code>'


def _marks_html(numbers: Sequence[int], number: int) -> str:
    return "".join(
        f'<button type="button" class="mark" data-ref="c-{number}-{n - 1}">{n}</button>'
        for n in numbers
    )


def _remarks_html(table: ResultTable, t: PageTexts) -> str:
    told = list(table.notes)
    if table.shape == "plans":
        told.append(t("coverage", stated=table.stated, asked=table.asked))
    if not told:
        return ""
    items = "".join(f"<li{lang(text)}>{escape(text)}</li>" for text in told)
    return f'<ul class="remarks">{items}</ul>'
