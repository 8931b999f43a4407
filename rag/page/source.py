"""What stands beside every tab: the source of the citation opened, and the documents."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import escape
from itertools import groupby

from index.errors import IndexOutdated
from index.types import Document
from rag.page.words import PageTexts
from rag.types import Citation

Reader = Callable[[Citation], tuple[str, int, int]]


def source_html(found: tuple[Citation, bool] | None, ref: str, read: Reader, t: PageTexts) -> str:
    """The panel of the citation opened: its section with the cited characters marked.

    ``found`` is the citation and whether it is only a passage close by; ``read`` gives the text of
    its section with the citation's place in it.
    """
    if found is None:
        return (
            f'<section class="source empty"><h2 tabindex="-1">{t.html("source")}</h2>'
            f"<p>{t.html('source_hint')}</p></section>"
        )
    citation, near = found
    try:
        text, start, end = read(citation)
        body = f'<div class="source-body" lang="zh-Hans">{marked_html(text, start, end)}</div>'
    except IndexOutdated as error:
        body = f'<p class="warning" role="alert">{t.html("outdated", message=error)}</p>'
    return _panel_html(citation, near, ref, body, t)


def _panel_html(citation: Citation, near: bool, ref: str, body: str, t: PageTexts) -> str:
    path = "".join(f"<li>{escape(title)}</li>" for title in citation.section)
    place = t.html("source_place", doc=citation.doc, start=citation.start, end=citation.end)
    hint = f'<p class="warning">{t.html("source_near")}</p>' if near else ""
    kind = "source near" if near else "source"
    active = f'[data-ref="{ref}"]{{background:var(--here-bg)!important}}'
    return (
        f'<section class="{kind}" data-opened="{ref}" aria-label="{t.html("source")}"><style>{active}</style>'
        f'<div class="source-head"><h2 tabindex="-1">{t.html("source")}</h2>'
        f'<button type="button" class="quiet" data-close>{t.html("close")}</button></div>'
        f'<h3>{escape(citation.title)}</h3><ol class="path" lang="zh-Hans">{path}</ol>{hint}'
        f'{body}<p class="file">{place}</p></section>'
    )


def marked_html(text: str, start: int, end: int) -> str:
    """A section's text with the characters from ``start`` to ``end`` in marks, rows as a table.

    The marks together hold exactly those characters; there is one for running text, one a row.
    """
    parts: list[str] = []
    at = 0
    for rows, group in groupby(text.splitlines(keepends=True), key=lambda line: "\t" in line):
        lines = list(group)
        if not rows:
            lines = ["".join(lines)]
        write = _row_html if rows else _prose_html
        spans = []
        for line in lines:
            first, last = max(start - at, 0), min(end - at, len(line))
            spans.append(write(line, first, max(first, last)))
            at += len(line)
        content = "".join(spans)
        parts.append(f'<div class="table">{content}</div>' if rows else content)
    return "".join(parts)


def _prose_html(text: str, first: int, last: int) -> str:
    """Running text without the empty lines around it, unless they are marked."""
    lead = len(text) - len(text.lstrip("\n"))
    lead = min(lead, first) if first < last else lead
    shown = text[lead : max(len(text.rstrip("\n")), last if first < last else 0)]
    if not shown:
        return ""
    return f'<div class="running">{_marked(shown, first - lead, last - lead)}</div>'


def _marked(text: str, first: int, last: int) -> str:
    if first >= last:
        return escape(text)
    hit = f'<mark class="hit">{escape(text[first:last])}</mark>'
    return f"{escape(text[:first])}{hit}{escape(text[last:])}"


def _row_html(line: str, first: int, last: int) -> str:
    """A table row; a mark that is not made of whole cells is shown in one cell of its own."""
    if first >= last:
        return f'<div class="row">{_cells(line)}</div>'
    before, hit, after = line[:first], line[first:last], line[last:]
    if (before and before[-1] != "\t") or (after and after[0] not in "\t\n"):
        return (
            f'<div class="row"><span class="cell loose">{_marked(line, first, last)}</span></div>'
        )
    gap, rest = after[:1], after[1:]
    marked = f'<mark class="hit">{_cells(hit)}</mark>'
    return f'<div class="row">{_cells(before)}{marked}{gap}{_cells(rest)}</div>'


def _cells(text: str) -> str:
    """The cells of a row, each with the tab behind it, which is not displayed."""
    found = re.findall(r"[^\t]*\t|[^\t]+", text)
    return "".join(f'<span class="cell">{escape(cell)}</span>' for cell in found)


def documents_html(documents: Sequence[Document], t: PageTexts) -> str:
    """The documents of the index, folded, each with its period and whether it is stated."""
    items = "".join(f"<li>{_document_html(document, t)}</li>" for document in documents)
    label = t.html("documents", count=len(documents))
    return f'<details class="documents" open><summary>{label}</summary><ul>{items}</ul></details>'


def _document_html(document: Document, t: PageTexts) -> str:
    english = t.language == "en" and bool(document.title_en)
    title = document.title_en if english else document.title
    lang = "en" if english else "zh-Hans"
    issuer = ""
    if document.issuer:
        issuer = f'<p>{t.html("issuer")}: <span lang="zh-Hans">{escape(document.issuer)}</span></p>'
    return (
        f'<h4 lang="{lang}">{escape(title)}</h4><p>{t.html("period")}: {_period_html(document, t)}'
        f"</p>{issuer}"
    )


def _period_html(document: Document, t: PageTexts) -> str:
    period = document.period
    if period.start is None and period.end is None:
        return t.html("no_period")
    years = "–".join(str(year) for year in (period.start, period.end) if year is not None)
    basis = "stated" if document.basis.get("period") == "stated" else "inferred"
    return f'{years} <span class="basis {basis}">{t.html(basis)}</span>'
