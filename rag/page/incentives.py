"""The tab that checks which support measures fit an enterprise: form, checklist, files."""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from html import escape
from pathlib import Path

from index.quantities import plain
from index.taxonomy import Taxonomy, industries, places
from index.types import Document
from rag.incentives import Judged, Verdict, check, flat, to_docx
from rag.page.plans import Plans
from rag.page.session import Choices, first
from rag.page.words import (
    PageTexts,
    button_html,
    checks_html,
    downloads_html,
    input_html,
    lang,
    page_texts,
    select_html,
)
from rag.profile import (
    Profile,
    ProfileError,
    industry_terms,
    named_terms,
    profile_from_json,
    profile_from_text,
)
from rag.tables import english_name
from rag.terms import TermLayer
from rag.types import Language

KINDS = (
    "fund", "tax", "land", "electricity", "finance", "talent", "logistics", "market", "service",
    "innovation",
)  # fmt: skip
GROUPS = ("met", "unknown", "expired", "not_met")
_MARKS = {"met": "✓", "not met": "✗", "unknown": "?"}
_SPLIT = re.compile(r"[、，,;；/\n]+")
_STEP = 15  # measures of a group shown before one asks for more


class FormError(ValueError):
    """A field of the form cannot be read; the argument is the key of the message."""


@dataclass(frozen=True)
class Offered:
    """The choices of the form, taken from the conditions of the measures, most frequent first."""

    industries: tuple[str, ...]
    places: tuple[str, ...]
    qualifications: tuple[str, ...]
    activities: tuple[str, ...]


@lru_cache(maxsize=4)
def offered(plans: Plans) -> Offered:
    """What the measures ask for in words that can be matched; found once for each set of plans."""
    texts: dict[str, Counter[str]] = {}
    for measure in plans.measures:
        for condition in measure.conditions:
            texts.setdefault(condition.kind, Counter())[flat(condition.text)] += 1
    return Offered(
        industries=_most(_in_industries(texts.get("industry", Counter()))),
        places=_most(_in_places(plans, texts.get("place", Counter()))),
        qualifications=_most(
            _in_table(
                texts.get("qualification", Counter()), industries(), frozenset({"资质", "性质"})
            )
        ),
        activities=_most(
            _in_table(texts.get("activity", Counter()), industries(), frozenset({"活动"}))
        ),
    )


def _most(counted: Counter[str]) -> tuple[str, ...]:
    return tuple(sorted(counted, key=lambda text: (-counted[text], text)))


def _in_industries(texts: Counter[str]) -> Counter[str]:
    found: Counter[str] = Counter()
    for text, count in texts.items():
        for term in industry_terms(text):
            found[term] += count
    return found


def _in_table(texts: Counter[str], table: Taxonomy, above: frozenset[str]) -> Counter[str]:
    found: Counter[str] = Counter()
    for text, count in texts.items():
        for hit in named_terms(table, text):
            if not above or table.above(hit.term) & above:
                found[hit.term] += count
    return found


def _in_places(plans: Plans, texts: Counter[str]) -> Counter[str]:
    """The places of conditions and the regions of the plans, which a table need not have."""
    found = _in_table(texts, places(), frozenset())
    found.update(document.region for document in plans.documents if document.region)
    return found


# The form


def choices_of(profile: Profile, described: str) -> Choices:
    """A profile as the choices of the form."""
    return {
        "describe": (described,),
        "industry": ("、".join(profile.industry),),
        "place": (profile.place,),
        "staff": ("" if profile.staff is None else str(profile.staff),),
        "revenue": ("" if profile.revenue is None else _money(profile.revenue, described),),
        "qualification": profile.qualifications,
        "activity": profile.activities,
        "complete": ("1",) if "qualifications" in profile.known else (),
        "without": (*profile.not_qualifications, *profile.not_activities),
    }


def _money(amount: Decimal, beside: str) -> str:
    """An exact amount of yuan as the language of a text would write it."""
    if re.search(r"[\u4e00-\u9fff]", beside):
        short = amount >= 10**4 and amount % 100 == 0
        return f"{plain(amount / 10**4)}万元" if short else f"{plain(amount)}元"
    if amount >= 10**6 and amount % 10**4 == 0:
        return f"{plain(amount / 10**6)} million yuan"
    return f"CNY {amount:,f}"


def profile_of(choices: Choices) -> Profile | None:
    """The enterprise that the form tells, ``None`` while nothing is told.

    :raises FormError: a field cannot be read
    """
    told: dict[str, object] = {}
    several = {"industry": _listed(choices, "industry")}
    several["qualifications"] = _listed(choices, "qualification", "qualification_more")
    several["activities"] = _listed(choices, "activity", "activity_more")
    told.update({key: list(values) for key, values in several.items() if values})
    place, staff, revenue = (first(choices, key).strip() for key in ("place", "staff", "revenue"))
    if place:
        told["place"] = place
    if staff:
        if not re.fullmatch(r"\d{1,7}", staff, re.ASCII):
            raise FormError("bad_staff")
        told["staff"] = int(staff)
    if revenue:
        told["revenue"] = revenue
    complete = first(choices, "complete") == "1"
    if complete:
        told.setdefault("qualifications", [])
    if not told:
        return None
    try:
        profile = profile_from_json(told)
    except ProfileError as error:
        raise FormError("bad_revenue") from error
    held = {*profile.qualifications, *profile.activities}
    lacks = tuple(text for text in choices.get("without", ()) if text not in held)
    known = profile.known if complete else profile.known - {"qualifications"}
    # the fields are what counts; what they have no place for is told by the description
    words = profile_from_text(first(choices, "describe"))
    return replace(
        profile,
        known=known,
        not_qualifications=lacks,
        not_activities=lacks,
        not_places=words.not_places,
        founded=words.founded,
        told=words.told,
        denied=words.denied,
        planned=words.planned,
    )


def _listed(choices: Choices, *names: str) -> tuple[str, ...]:
    texts = [
        part.strip()
        for name in names
        for text in choices.get(name, ())
        for part in _SPLIT.split(text)
    ]
    return tuple(dict.fromkeys(text for text in texts if text))


def described(text: str, documents: Sequence[Document] = ()) -> Choices:
    """The choices that a free text about an enterprise tells.

    The regions of the plans are places even if no table has them.

    :raises FormError: it tells nothing that the form has a field for
    """
    profile = profile_from_text(text, documents)
    if not profile.known and not profile.qualifications:
        raise FormError("nothing_described")
    return choices_of(profile, text)


def form_html(plans: Plans, choices: Choices, language: Language) -> str:
    """The fields with what is told, and the choices that the documents' measures ask for."""
    t = page_texts(language)
    offer = offered(plans)
    described_so = escape(first(choices, "describe"))
    kinds = [("", t("all")), *((kind, t(f"kind_{kind}")) for kind in KINDS)]
    complete = " checked" if first(choices, "complete") == "1" else ""
    lacks = choices.get("without", ())
    without = "".join(
        f'<input type="hidden" name="without" value="{escape(text)}">' for text in lacks
    )
    told = "、".join(term_text(text, language, plans.terms) for text in lacks)
    denied = f'<p class="hint">{t.html("without", names=told)}</p>' if lacks else ""
    return (
        f'<form class="form" data-form aria-label="{t.html("enterprise")}">{without}'
        f'<label class="field wide"><span>{t.html("describe")}</span><textarea name="describe" rows="2" '
        f'maxlength="1000" placeholder="{t.html("describe_hint")}">{described_so}</textarea></label>'
        f'<p class="fill">{button_html("describe", t("fill"), strong=True)}</p>'
        f'<div class="fields">'
        f"{input_html('industry', t('industry'), first(choices, 'industry'), t('industry_hint'), options='industries')}"
        f"{input_html('place', t('place'), first(choices, 'place'), t('place_hint'), options='places')}"
        f"{input_html('staff', t('staff'), first(choices, 'staff'), t('staff_hint'))}"
        f"{input_html('revenue', t('revenue'), first(choices, 'revenue'), t('revenue_hint'))}"
        f"{_list_html('industries', offer.industries, plans.terms, language)}"
        f"{_list_html('places', offer.places, plans.terms, language)}</div>"
        f'<div class="two">{_ticks_html("qualification", offer.qualifications, choices, plans.terms, t)}'
        f"{_ticks_html('activity', offer.activities, choices, plans.terms, t)}</div>"
        f'<label class="one"><input type="checkbox" name="complete" value="1"{complete}>'
        f"<span>{t.html('complete')}</span></label>{denied}"
        f'<div class="fields">{select_html("kind", t("kind"), kinds, first(choices, "kind"))}'
        f'<div class="field end">{button_html("none", t("empty_form"))}</div></div></form>'
    )


def _list_html(name: str, values: Iterable[str], terms: TermLayer, language: Language) -> str:
    items = "".join(
        f'<option value="{escape(value)}">{escape(term_text(value, language, terms))}</option>'
        for value in values
    )
    return f'<datalist id="{name}">{items}</datalist>'


def _ticks_html(
    name: str, values: Sequence[str], choices: Choices, terms: TermLayer, t: PageTexts
) -> str:
    """The offered values to tick, what is ticked beside them in a box for further ones."""
    chosen = _listed(choices, name, f"{name}_more")
    more = "、".join(text for text in chosen if text not in values)
    options = [(value, term_text(value, t.language, terms)) for value in values]
    box = input_html(f"{name}_more", t("further"), more, t("further_hint"))
    return f"<div>{checks_html(name, t(name), options, chosen)}{box}</div>"


def term_text(term: str, language: Language, terms: TermLayer) -> str:
    """A term in the asker's language; in English the glossary's or the table's word beside it."""
    if language == "zh":
        return term
    shown = english_name(term, terms)
    if shown != term:
        return shown
    english = _english_names().get(term, "")
    return f"{english} ({term})" if english else term


@cache
def _english_names() -> dict[str, str]:
    found: dict[str, str] = {}
    for table in (industries(), places()):
        for name, several in table.english.items():
            for term in several:
                found.setdefault(term, name)
    return found


# The checklist


def verdicts(plans: Plans, profile: Profile, kind: str, today: date) -> tuple[Verdict, ...]:
    """The measures judged, those of one kind of support when it is given."""
    measures = [m for m in plans.measures if not kind or kind in m.kinds]
    return check(profile, measures, plans.by_name, today, plans.likeness)


def grouped(found: Sequence[Verdict]) -> dict[str, list[Verdict]]:
    """The verdicts by what to do with them; an expired measure is apart unless it does not fit."""
    groups: dict[str, list[Verdict]] = {name: [] for name in GROUPS}
    for verdict in found:
        if verdict.verdict == "not met":
            groups["not_met"].append(verdict)
        else:
            groups["expired" if verdict.expired else verdict.verdict].append(verdict)
    return groups


def result_html(plans: Plans, choices: Choices, language: Language, today: date) -> str:
    """The checklist for the form's enterprise, or what is still missing."""
    t = page_texts(language)
    try:
        profile = profile_of(choices)
    except FormError as error:
        return f'<p class="warning" role="alert">{t.html(str(error))}</p>'
    if profile is None:
        return f'<p class="nothing" role="status">{t.html("tell")}</p>'
    groups = grouped(verdicts(plans, profile, first(choices, "kind"), today))
    counts = {name: len(found) for name, found in groups.items()}
    counted = t.html("checklist_counts", **counts)
    parts = "".join(
        _group_html(plans, name, found, choices, t) for name, found in groups.items() if found
    )
    return (
        f'<div class="bar"><p class="count" role="status">{counted}</p>{downloads_html(t, "docx")}</div>'
        f'<p class="hint">{t.html("as_of", date=today.isoformat())}</p>{parts}'
    )


def _group_html(
    plans: Plans, name: str, found: Sequence[Verdict], choices: Choices, t: PageTexts
) -> str:
    asked = first(choices, f"shown_{name}")
    shown = int(asked) if re.fullmatch(r"\d{1,5}", asked, re.ASCII) else _STEP
    items = "".join(f"<li>{measure_html(plans, v, t)}</li>" for v in found[:shown])
    left = len(found) - shown
    more = (
        f'<p class="more">{button_html("more", t("more_measures", count=left), f"{name} {shown + 60}")}</p>'
        if left > 0
        else ""
    )
    opened = " open" if name in ("met", "unknown") or asked else ""
    return (
        f'<details class="group {name}"{opened}><summary><h3>{t.html(f"group_{name}")} '
        f"<span>{len(found)}</span></h3></summary><ol>{items}</ol>{more}</details>"
    )


def measure_html(plans: Plans, verdict: Verdict, t: PageTexts) -> str:
    """A measure in its own words, what it gives, and its conditions one by one."""
    measure, citation = verdict.measure, verdict.citation
    kinds = "".join(f'<span class="kind">{t.html(f"kind_{kind}")}</span>' for kind in measure.kinds)
    state = verdict.verdict.replace(" ", "_")
    expired = f'<span class="badge expired">{t.html("expired")}</span>' if verdict.expired else ""
    title = plans.title(measure.doc, t.language)
    gives = (
        f'<p class="gives">{t.html("gives")}: <strong lang="zh-Hans">{escape(flat(measure.gives))}'
        "</strong></p>"
        if measure.gives
        else ""
    )
    bodies = "、".join(measure.departments)
    by = f'<p class="by">{t.html("departments")}: <span lang="zh-Hans">{escape(bodies)}</span></p>'
    conditions = "".join(
        _condition_html(plans, judged, verdict, t) for judged in verdict.conditions
    )
    return (
        f'<article class="measure"><p class="top"><span class="badge {state}">{t.html(f"verdict_{state}")}'
        f"</span>{expired}{kinds}</p>"
        f'<button type="button" class="quote" lang="zh-Hans" title="{t.html("open", place=title)}" '
        f'data-ref="{plans.ref(measure.doc, citation.start, citation.end)}">'
        f"{escape(flat(citation.text))}</button>"
        f'<p class="plan"{lang(title)}>{escape(title)}</p>{gives}{by if bodies else ""}'
        f'<ul class="conditions">{conditions}</ul></article>'
    )


def _condition_html(plans: Plans, judged: Judged, verdict: Verdict, t: PageTexts) -> str:
    condition = judged.condition
    state = judged.verdict.replace(" ", "_")
    text = flat(condition.text)
    told = t.html("region_unstated")
    if judged.citation is not None:
        place = plans.ref(verdict.measure.doc, condition.start, condition.end)
        told = (
            f'<button type="button" class="figure" lang="zh-Hans" data-ref="{place}" '
            f'title="{t.html("open", place=text)}">{escape(text)}</button>'
        )
    need = judged.need_zh if t.language == "zh" else judged.need_en
    wanted = f'<span class="need">{t.html("need")}: {escape(need)}</span>' if need else ""
    said = (
        f'<span class="need">{t.html("said")}: <q{lang(judged.said)}>{escape(judged.said)}</q></span>'
        if judged.said
        else ""
    )
    return (
        f'<li class="{state}"><span class="sign" aria-hidden="true">{_MARKS[judged.verdict]}</span>'
        f'<span><span class="unseen">{t.html(f"verdict_{state}")}: </span>'
        f"{t.html(f'condition_{condition.kind}')}: {told}{said}{wanted}</span></li>"
    )


def docx_bytes(plans: Plans, choices: Choices, language: Language, today: date) -> bytes:
    """The checklist as a .docx file.

    :raises FormError: the form cannot be read
    """
    profile = profile_of(choices)
    if profile is None:
        raise FormError("tell")
    found = verdicts(plans, profile, first(choices, "kind"), today)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "checklist.docx"
        to_docx(found, profile, language, path)
        return path.read_bytes()
