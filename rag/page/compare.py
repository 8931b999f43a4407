"""The tab that sets indicators of several plans side by side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from index.quantities import plain
from rag.compare import Comparison, Entry, Line, Topic, compare, topic_label
from rag.page.plans import Plans
from rag.page.session import Choices, first
from rag.page.targets import default_topic, name_text, stated_text, unit_text
from rag.page.words import (
    PageTexts,
    button_html,
    checks_html,
    downloads_html,
    lang,
    page_texts,
    select_html,
)
from rag.types import Language

_BOUNDS = {">=": "≥ ", ">": "> ", "<=": "≤ ", "<": "< ", "~": "≈ "}
_SHOWN = 12  # tables at a time


@dataclass(frozen=True)
class Chosen:
    """Plans by file name, topics by id, and the years that are looked at."""

    plans: tuple[str, ...]
    topics: tuple[str, ...]
    first: int | None = None
    last: int | None = None


def read_choice(choices: Choices, plans: Plans) -> Chosen:
    """The choice of a form; before any, all plans and what most of them state."""
    if "plan" not in choices and "topic" not in choices and not choices.get("sent"):
        start = default_topic(plans)
        names = tuple(document.name for document in plans.documents)
        return Chosen(names, (start.id,) if start is not None else ())
    known = {topic.id for topic in plans.topics}
    named = choices.get("plan", ())
    return Chosen(
        tuple(document.name for document in plans.documents if document.name in named),
        tuple(topic for topic in choices.get("topic", ()) if topic in known),
        _year(first(choices, "first")),
        _year(first(choices, "last")),
    )


def _year(text: str) -> int | None:
    return int(text) if re.fullmatch(r"\d{4}", text, re.ASCII) else None


def form_html(plans: Plans, chosen: Chosen, language: Language) -> str:
    """Plans, indicators (those that several plans state first) and years to choose from."""
    t = page_texts(language)
    named = [(d.name, plans.title(d.name, language)) for d in plans.documents]
    topics = [(topic.id, _topic_text(topic, plans, language)) for topic in plans.topics]
    years = sorted({year for fact in plans.facts for year in fact.years})
    dated = [("", t("all")), *((str(year), str(year)) for year in years)]
    begin, end = (str(year) if year else "" for year in (chosen.first, chosen.last))
    return (
        f'<form class="form" data-form aria-label="{t.html("choice")}"><div class="two">'
        f"{checks_html('plan', t('plans'), named, chosen.plans)}"
        f"{checks_html('topic', t('indicators'), topics, chosen.topics, t('find_indicator'))}</div>"
        f'<div class="fields">{select_html("first", t("from_year"), dated, begin)}'
        f"{select_html('last', t('to_year'), dated, end)}"
        f'<div class="field end">{button_html("none", t("choose_none"))}</div></div></form>'
    )


def _topic_text(topic: Topic, plans: Plans, language: Language) -> str:
    label = topic_label(topic, language, plans.terms)
    count = len(topic.docs)
    return f"{label} · {page_texts(language)('in_plans', count=count)}" if count > 1 else label


def comparisons(plans: Plans, chosen: Chosen) -> list[Comparison]:
    """The chosen topics over the chosen plans."""
    by_id = {topic.id: topic for topic in plans.topics}
    return [
        compare(by_id[topic], chosen.plans, chosen.first, chosen.last, plans.topics)
        for topic in chosen.topics[:_SHOWN]
    ]


def result_html(plans: Plans, chosen: Chosen, language: Language) -> str:
    """A table for each indicator, or what is still to be chosen."""
    t = page_texts(language)
    if len(chosen.plans) < 2 or not chosen.topics:
        missing = "choose_plans" if len(chosen.plans) < 2 else "choose_indicators"
        return f'<p class="nothing" role="status">{t.html(missing)}</p>'
    found = comparisons(plans, chosen)
    counted = t.html("compared", plans=len(chosen.plans), indicators=len(found))
    tables = "".join(comparison_html(plans, comparison, t) for comparison in found)
    return (
        f'<div class="bar"><p class="count" role="status">{counted}</p>'
        f"{downloads_html(t, 'csv', 'xlsx')}</div>{tables}"
    )


def comparison_html(plans: Plans, comparison: Comparison, t: PageTexts) -> str:
    """Plans by years for one indicator, with how many state it and how definitions differ."""
    label = topic_label(comparison.topic, t.language, plans.terms)
    unit = unit_text(comparison.unit, comparison.topic.facts[0], t.language)
    told = f"<small>{t.html('unit', unit=unit)}</small>" if unit else ""
    heads = "".join(
        f'<th scope="col">{escape(time.replace("-", "–") or t("no_year"))}</th>'
        for time in comparison.times
    )
    lines = "".join(_line_html(plans, line, comparison, t) for line in comparison.lines)
    return (
        f'<section class="comparison"><h3{lang(label)}>{escape(label)}{told}</h3>'
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(label)}">'
        f'<table class="figures"><thead><tr><th scope="col">{t.html("plan")}</th>{heads}</tr></thead>'
        f"<tbody>{lines}</tbody></table></div>{remarks_html(plans, comparison, t)}</section>"
    )


def _line_html(plans: Plans, line: Line, comparison: Comparison, t: PageTexts) -> str:
    title = plans.title(line.doc, t.language)
    head = f'<th scope="row"{lang(title)}>{escape(title)}</th>'
    if not line.entries:
        width = max(len(comparison.times), 1)
        return f'<tr>{head}<td class="none" colspan="{width}">{t.html("not_stated")}</td></tr>'
    cells = "".join(
        f"<td>{''.join(_entry_html(plans, entry, comparison, t) for entry in cell)}</td>"
        if cell
        else f'<td class="none"><span>{t.html("not_stated")}</span></td>'
        for cell in line.cells
    )
    return f"<tr>{head}{cells}</tr>"


def _entry_html(plans: Plans, entry: Entry, comparison: Comparison, t: PageTexts) -> str:
    fact = entry.fact
    shown = value_text(entry, comparison.unit)
    written_so = stated_text(fact, t.language)
    below = [t("base" if fact.role == "base" else "target")]
    if t.language == "en" or re.sub(r"[≥≤>≈<\s]", "", shown) not in (
        written_so,
        written_so.removesuffix(comparison.unit),
    ):
        below.append(written_so)
    if fact.measure in ("annual growth", "increment", "cumulative"):
        below.append(t(f"measure_{fact.measure.replace(' ', '_')}"))
    if comparison.definitions:
        below.append(name_text(fact.indicator, t.language, plans.terms))
    path = " › ".join(fact.path[-2:])
    small = "".join(f"<small{lang(text)}>{escape(text)}</small>" for text in below)
    return (
        f'<button type="button" class="figure {fact.role}" title="{t.html("open", place=path)}" '
        f'data-ref="{plans.ref(fact.doc, fact.start, fact.end)}">{escape(shown)}{small}</button>'
    )


def value_text(entry: Entry, unit: str) -> str:
    """The aligned figure; with its own unit when that is not the table's."""
    low, high = plain(entry.low), plain(entry.high)
    value = low if low == high else f"{low}–{high}"
    own = "" if entry.unit == unit else entry.unit
    return f"{_BOUNDS.get(entry.fact.quantity.bound, '')}{value}{own}"


def remarks_html(plans: Plans, comparison: Comparison, t: PageTexts) -> str:
    """How many plans state it, differing definitions, and what a plan states instead."""
    told = [
        t.html("coverage", stated=comparison.stated, asked=len(comparison.lines)),
        *([_definitions_html(plans, comparison, t)] if comparison.definitions else []),
        *(_related_html(plans, comparison, t)),
    ]
    return f'<ul class="remarks">{"".join(f"<li>{item}</li>" for item in told)}</ul>'


def _definitions_html(plans: Plans, comparison: Comparison, t: PageTexts) -> str:
    between = "；" if t.language == "zh" else "; "
    parts = [
        t.html(
            "defined",
            name=name_text(name, t.language, plans.terms),
            plans=_list([plans.title(doc, t.language) for doc in docs], t),
        )
        for name, docs in comparison.definitions
    ]
    return f"<strong>{t.html('definitions')}</strong> {between.join(parts)}"


def _list(titles: Sequence[str], t: PageTexts) -> str:
    return "".join(f"《{x}》" for x in titles) if t.language == "zh" else ", ".join(titles)


def _related_html(plans: Plans, comparison: Comparison, t: PageTexts) -> list[str]:
    found = []
    for fact in comparison.related:
        name = name_text(fact.indicator, t.language, plans.terms)
        text = t.html("instead", plan=_list([plans.title(fact.doc, t.language)], t))
        ref = plans.ref(fact.doc, fact.start, fact.end)
        shown = stated_text(fact, t.language)
        found.append(
            f'{text} <button type="button" class="figure" data-ref="{ref}">'
            f"{escape(name)}: {escape(shown)}</button>"
        )
    return found
