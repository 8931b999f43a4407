"""The tab of figures: filters, a table that can be sorted, and pictures of what it shows."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape

from index.facts import years_text
from index.indicators import indicator_key
from index.types import Fact, FactRow
from rag.compare import Comparison, Topic, compare, topic_label
from rag.english import render, written
from rag.page.charts import Bar, Key, Move, Point, bars_svg, moves_svg
from rag.page.plans import Plans
from rag.page.session import Choices, first
from rag.page.words import (
    PageTexts,
    button_html,
    downloads_html,
    input_html,
    lang,
    page_texts,
    select_html,
    switch_html,
)
from rag.tables import english_name
from rag.terms import TermLayer
from rag.types import Language
from rag.wording import glosses

COLUMNS = ("indicator", "base_year", "base", "target_year", "target", "nature", "plan")
_PAGE = 60  # rows shown before one asks for more
_DRAWN = 12  # rows of a picture
_PICTURES = 6
_NATURES = ("预期性", "约束性")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True)
class Filter:
    """What the rows are chosen by; "" and ``None`` let all pass.

    ``show`` is "all", "base", "target" or "both" (rows that have the one, the other, both).
    """

    plan: str = ""
    text: str = ""
    year: int | None = None
    nature: str = ""
    show: str = "target"
    sort: str = ""
    down: bool = False
    view: str = "table"
    topic: str = ""
    shown: int = _PAGE


def read_filter(choices: Choices) -> Filter:
    """The filter that a form's choices mean; what cannot be read is left out."""
    year, shown = first(choices, "year"), first(choices, "shown")
    sort = first(choices, "sort")
    view = first(choices, "view")
    return Filter(
        plan=first(choices, "plan"),
        text=first(choices, "text").strip(),
        year=int(year) if re.fullmatch(r"\d{4}", year, re.ASCII) else None,
        nature=first(choices, "nature"),
        show=first(choices, "show", "target"),
        sort=sort if sort in COLUMNS else "",
        down=first(choices, "down") == "1",
        view="charts" if view == "charts" else "table",
        topic=first(choices, "topic"),
        shown=int(shown) if re.fullmatch(r"\d{1,6}", shown, re.ASCII) else _PAGE,
    )


# Rows


def choose(rows: Sequence[FactRow], wanted: Filter, terms: TermLayer) -> list[FactRow]:
    """The rows that pass the filter, in its order."""
    tests: list[Callable[[FactRow], bool]] = []
    if wanted.plan:
        tests.append(lambda row: row.doc == wanted.plan)
    if wanted.text:
        tests.append(text_test(wanted.text, terms))
    if wanted.year is not None:
        year = wanted.year
        tests.append(lambda row: any(_covers(fact, year) for fact in (row.base, row.target)))
    if wanted.nature:
        tests.append(lambda row: row.main.nature == wanted.nature)
    if wanted.show in ("base", "both"):
        tests.append(lambda row: row.base is not None)
    if wanted.show in ("target", "both"):
        tests.append(lambda row: row.target is not None)
    found = [row for row in rows if all(test(row) for test in tests)]
    return _sorted(found, wanted)


def _covers(fact: Fact | None, year: int) -> bool:
    return fact is not None and bool(fact.years) and fact.years[0] <= year <= fact.years[-1]


def text_test(text: str, terms: TermLayer) -> Callable[[FactRow], bool]:
    """Whether the names of a row hold every word of a text, in Chinese or English.

    A Chinese word may stand as a synonym; of an English text every notion must occur as one of its
    Chinese terms.
    """
    if _CHINESE.search(text):
        words = [w for w in re.split(r"[\s,，、;；]+", text) if w]
        choices = [{w, indicator_key(w), *terms.synonyms(w)} for w in words]
        return lambda row: all(any(form in _names(row) for form in c) for c in choices)
    groups = [group for group in terms.groups(text) if group.category != "part"]
    known = [{*g.terms, *(s for term in g.terms for s in terms.synonyms(term))} for g in groups]
    upper = text.upper()
    return lambda row: (
        (bool(known) and all(any(term in _names(row) for term in several) for several in known))
        or upper in _names(row).upper()
    )


def _names(row: FactRow) -> str:
    facts = [fact for fact in (row.base, row.target) if fact is not None]
    return " ".join(
        f"{f.indicator} {indicator_key(f.indicator)} {f.subject} {f.scope} {f.quantity.unit}"
        for f in facts
    )


def _sorted(rows: list[FactRow], wanted: Filter) -> list[FactRow]:
    """Rows in the order of a column; rows without a value always come last."""
    if not wanted.sort:
        return rows
    keyed = [(_sort_key(row, wanted.sort), row) for row in rows]
    empty = [row for key, row in keyed if key is None]
    full = [(key, row) for key, row in keyed if key is not None]
    full.sort(key=lambda pair: pair[0], reverse=wanted.down)
    return [row for _, row in full] + empty


def _sort_key(row: FactRow, column: str) -> tuple[str | int | Decimal, ...] | None:
    """What a row is sorted by; figures first by their kind, which alone can be compared."""
    fact = row.base if column.startswith("base") else row.target
    if column in ("base_year", "target_year"):
        return (fact.years[-1],) if fact is not None and fact.years else None
    if column in ("base", "target"):
        return (fact.quantity.kind, fact.quantity.base[0]) if fact is not None else None
    if column == "nature":
        return (row.main.nature,) if row.main.nature else None
    if column == "plan":
        return (row.doc,)
    return (indicator_key(row.main.indicator), row.main.subject)


# The form


def form_html(plans: Plans, wanted: Filter, language: Language) -> str:
    """The filters with the choices that occur."""
    t = page_texts(language)
    everything = [("", t("all"))]
    named = [*everything, *((d.name, plans.title(d.name, language)) for d in plans.documents)]
    years = sorted({y for fact in plans.facts for y in fact.years}, reverse=True)
    dated = [*everything, *((str(year), str(year)) for year in years)]
    natures = [*everything, *((n, t(_nature_key(n))) for n in _NATURES)]
    shows = [(key, t(f"show_{key}")) for key in ("all", "target", "base", "both")]
    views = [(key, t(f"view_{key}")) for key in ("table", "charts")]
    topics = [(x.id, topic_label(x, language, plans.terms)) for x in plans.topics]
    year = str(wanted.year) if wanted.year else ""
    return (
        f'<form class="form" data-form aria-label="{t.html("filters")}"><div class="fields">'
        f"{input_html('text', t('find'), wanted.text, t('find_hint'), 'search')}"
        f"{select_html('plan', t('plan'), named, wanted.plan)}"
        f"{select_html('year', t('year'), dated, year)}"
        f"{select_html('nature', t('nature'), natures, wanted.nature)}"
        f"{select_html('show', t('show'), shows, wanted.show)}"
        f'{switch_html("view", t("view"), views, wanted.view)}<div class="only-charts">'
        f"{select_html('topic', t('over_plans'), topics, wanted.topic)}</div></div></form>"
    )


def _nature_key(nature: str) -> str:
    return "expected" if nature == "预期性" else "binding"


# The result


def result_html(plans: Plans, wanted: Filter, language: Language) -> str:
    """The rows that pass the filter, as a table or as pictures."""
    t = page_texts(language)
    rows = choose(plans.rows, wanted, plans.terms)
    counted = t.html("rows_found", count=len(rows), total=len(plans.rows))
    head = (
        f'<div class="bar"><p class="count" role="status">{counted}</p>'
        f"{downloads_html(t, 'csv', 'xlsx') if rows else ''}</div>"
    )
    if wanted.view == "charts":
        return head + charts_html(plans, rows, wanted, language)
    if not rows:
        return f'{head}<p class="nothing">{t.html("nothing_passes")}</p>'
    return head + table_html(plans, rows, wanted, language)


def table_html(plans: Plans, rows: Sequence[FactRow], wanted: Filter, language: Language) -> str:
    """The rows; a head sorts, a figure or a row opens its source."""
    t = page_texts(language)
    heads = "".join(_head_html(column, wanted, t) for column in COLUMNS)
    shown = rows[: wanted.shown]
    body = "".join(_row_html(plans, row, t) for row in shown)
    left = len(rows) - len(shown)
    more = (
        f'<p class="more">{button_html("more", t("more_rows", count=left), str(len(rows)))}</p>'
        if left
        else ""
    )
    return (
        f'<table class="rows" role="table" aria-label="{t.html("tab_targets")}"><thead role="rowgroup">'
        f'<tr role="row">{heads}</tr></thead><tbody role="rowgroup">{body}</tbody></table>{more}'
    )


def _head_html(column: str, wanted: Filter, t: PageTexts) -> str:
    state = "none"
    if column == wanted.sort:
        state = "descending" if wanted.down else "ascending"
    sign = {"none": "", "ascending": " ▲", "descending": " ▼"}[state]
    return (
        f'<th role="columnheader" scope="col" class="{column}" aria-sort="{state}"><button type="button" '
        f'data-action="sort" data-value="{column}" title="{t.html("sort_by")}">{t.html(column)}'
        f'<span aria-hidden="true">{sign}</span></button></th>'
    )


def _row_html(plans: Plans, row: FactRow, t: PageTexts) -> str:
    main = row.main
    title = plans.title(row.doc, t.language)
    nature = t(_nature_key(main.nature)) if main.nature else ""
    cells = [
        ("base_year", escape(year_text(row.base, t.language))),
        ("base", _figure_html(plans, row.base, t)),
        ("target_year", escape(year_text(row.target, t.language))),
        ("target", _figure_html(plans, row.target, t)),
        ("nature", escape(nature)),
        ("plan", f"<span{lang(title)}>{escape(title)}</span>"),
    ]
    told = "".join(
        f'<td role="cell" class="{key}" data-label="{t.html(key)}">{content}</td>'
        for key, content in cells
    )
    return (
        f'<tr role="row" data-row="{plans.ref(row.doc, main.start, main.end)}">'
        f'<th role="rowheader" scope="row" class="indicator">{_name_html(plans, main, t)}</th>{told}</tr>'
    )


def _name_html(plans: Plans, fact: Fact, t: PageTexts) -> str:
    name = name_text(fact.indicator, t.language, plans.terms)
    subject = name_text(fact.subject, t.language, plans.terms)
    measure = "" if fact.measure in ("level", "share") else t(_measure_key(fact))
    below = " · ".join(text for text in (subject, measure) if text)
    return f"<span{lang(name)}>{escape(name)}</span><small{lang(below)}>{escape(below)}</small>"


def _measure_key(fact: Fact) -> str:
    return f"measure_{fact.measure.replace(' ', '_')}"


def name_text(zh: str, language: Language, terms: TermLayer) -> str:
    """A name in the asker's language, in English with the Chinese beside it."""
    if language == "zh" or not zh:
        return zh
    shown = english_name(zh, terms)
    known = ", ".join(glosses(zh, terms)[:4]) if shown == zh else ""
    return f"{known} ({zh})" if known else shown


def year_text(fact: Fact | None, language: Language) -> str:
    """The year or period of a figure, "" when it has none."""
    return years_text(fact.years).replace("-", "–") if fact is not None else ""


def stated_text(fact: Fact, language: Language) -> str:
    """A figure as its source writes it, without a year that a table puts beside it."""
    text = written(fact.quantity) if language == "zh" else render(fact.quantity)
    text = re.sub(r"\s*[（(](?:19|20)\d{2}[^（）()]*年[）)]", "", text)
    return re.sub(r"^(.+) \(\1\)$", r"\1", text)


def figure_text(fact: Fact, language: Language) -> str:
    """A figure as stated, in English with the Chinese beside it; each year's is said to be so."""
    text = stated_text(fact, language)
    bound = fact.quantity.bound
    if language == "zh" and bound and not re.search(r"[≥≤><超约近左右以不多余低高于]", text):
        text = f"{({'>=': '≥', '<=': '≤', '~': '约'}).get(bound, bound)}{text}"
    if fact.annual and fact.measure in ("level", "cumulative", "increment"):
        return f"{text}/年" if language == "zh" else f"{text} a year"
    return text


def _figure_html(plans: Plans, fact: Fact | None, t: PageTexts) -> str:
    if fact is None:
        return '<span class="none" aria-hidden="true">–</span>'
    text = figure_text(fact, t.language)
    path = " › ".join(fact.path[-2:])
    return (
        f'<button type="button" class="figure" data-ref="{plans.ref(fact.doc, fact.start, fact.end)}" '
        f'title="{t.html("open", place=path)}">{escape(text)}</button>'
    )


# Pictures


def charts_html(plans: Plans, rows: Sequence[FactRow], wanted: Filter, language: Language) -> str:
    """Base → target of the rows, a picture for each unit; and one indicator over the plans."""
    t = page_texts(language)
    moves = moves_html(plans, rows, language)
    topic = next((x for x in plans.topics if x.id == wanted.topic), None) or default_topic(plans)
    over = topic_html(plans, topic, language) if topic is not None else ""
    nothing = f'<p class="nothing">{t.html("no_moves")}</p>'
    return (
        f'<section class="charts"><h3>{t.html("moves")}</h3>{moves or nothing}</section>'
        f'<section class="charts"><h3>{t.html("over_plans")}</h3>{over}</section>'
    )


def default_topic(plans: Plans) -> Topic | None:
    """The indicator that is drawn first: the one that most plans state most often."""
    return max(plans.topics, key=lambda x: (len(x.docs), len(x.facts)), default=None)


def moves_html(plans: Plans, rows: Sequence[FactRow], language: Language) -> str:
    """A picture for each unit of the rows that state both base and target."""
    t = page_texts(language)
    by_unit: dict[str, list[FactRow]] = {}
    for row in rows:
        if row.base is not None and row.target is not None and _same_scale(row):
            by_unit.setdefault(row.main.quantity.unit, []).append(row)
    parts = []
    for unit, several in sorted(by_unit.items(), key=lambda item: -len(item[1]))[:_PICTURES]:
        drawn = several[:_DRAWN]
        title = t("picture", unit=unit_text(unit, drawn[0].main, language) or t("no_unit"))
        told = t.html("drawn", shown=len(drawn), count=len(several))
        note = f'<p class="hint">{told}</p>' if len(several) > len(drawn) else ""
        svg = moves_svg(title, [_move(plans, row, language) for row in drawn], _key(t))
        parts.append(f"<figure><figcaption>{escape(title)}</figcaption>{svg}{note}</figure>")
    return "".join(parts)


def _same_scale(row: FactRow) -> bool:
    assert row.base is not None and row.target is not None
    return row.base.quantity.kind == row.target.quantity.kind


def unit_text(unit: str, fact: Fact, language: Language) -> str:
    """A unit in the asker's language: what "1" of it is, in English with the Chinese beside it."""
    if language == "zh" or not unit or unit == "%":
        return unit
    kind = fact.quantity.kind
    if kind in ("CNY", "USD", "HKD", "EUR", "JPY"):
        scale = {10**12: "trillion", 10**8: "100 million", 10**6: "million", 10**4: "10,000"}
        told = scale.get(int(fact.quantity.factor), "")
        return f"{kind} {told} ({unit})".replace("  ", " ")
    return unit


def _key(t: PageTexts) -> Key:
    return Key(t("base"), t("target"))


def _move(plans: Plans, row: FactRow, language: Language) -> Move:
    main = row.main
    subject = main.subject if main.subject != plans.by_name[row.doc].region else ""
    name = name_text(main.indicator, language, plans.terms)
    told = name_text(subject, language, plans.terms) if subject not in main.indicator else ""
    label = f"{name} · {told}" if told else name
    return Move(label, _point(row.base, main, language), _point(row.target, main, language))


def _point(fact: Fact | None, main: Fact, language: Language) -> Point | None:
    """A figure on the axis of its row's unit."""
    if fact is None:
        return None
    factor = fact.quantity.factor / main.quantity.factor if main.quantity.factor else Decimal(1)
    low, high = fact.quantity.low * factor, fact.quantity.high * factor
    return Point(low, high, figure_text(fact, language), year_text(fact, language))


def topic_html(plans: Plans, topic: Topic, language: Language) -> str:
    """One indicator over the plans that state it and their years, with the sources below."""
    t = page_texts(language)
    comparison = compare(topic, topic.docs)
    label = topic_label(topic, language, plans.terms)
    fact = topic.facts[0]
    unit = unit_text(comparison.unit, fact, language) or t("no_unit")
    title = f"{label} ({unit})" if language == "en" else f"{label}（{unit}）"
    svg = bars_svg(title, _bars(plans, comparison, language), _key(t))
    return f"<figure><figcaption{lang(title)}>{escape(title)}</figcaption>{svg}</figure>"


def _bars(plans: Plans, comparison: Comparison, language: Language) -> list[tuple[str, list[Bar]]]:
    several = len(comparison.definitions) > 1
    groups = []
    for line in comparison.lines:
        bars = []
        for entry in line.entries:
            fact = entry.fact
            if entry.unit != comparison.unit:
                continue
            name = name_text(fact.indicator, language, plans.terms) if several else ""
            label = " ".join(text for text in (year_text(fact, language), name) if text)
            point = Point(entry.low, entry.high, figure_text(fact, language))
            bars.append(Bar(label or "–", point, fact.role == "target"))
        groups.append((plans.title(line.doc, language), bars))
    return groups
