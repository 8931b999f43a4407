"""The conversation as HTML: questions, answers with their tables and citations, refusals."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

from rag.english import render, written
from rag.page.leads import leads_html
from rag.page.plans import Plans
from rag.page.results import results_html
from rag.page.session import Session, Turn, nearest
from rag.page.words import LANG, LANGUAGES, NAMES, TABS, PageTexts, examples, page_texts
from rag.types import Answer, Citation, Language

_MARK = re.compile(r"\[(\d{1,2})\]")


def chat_html(session: Session, plans: Plans | None = None) -> str:
    """The conversation, or the welcome while there is none; ``plans`` are what tabs can show."""
    t = page_texts(session.language)
    if not session.turns:
        return welcome_html(t)
    turns = "".join(turn_html(turn, n, t, plans) for n, turn in enumerate(session.turns))
    return f'<div class="turns" role="log" aria-live="polite">{turns}</div>'


def welcome_html(t: PageTexts) -> str:
    """What the page is for, and example questions in both languages."""
    order = sorted(LANGUAGES, key=lambda language: language != t.language)
    groups = "".join(_examples_html(language) for language in order)
    return (
        f'<section class="welcome"><h2>{t.html("welcome")}</h2>'
        f"<p>{t.html('welcome_text')}</p>"
        f'<h3>{t.html("examples")}</h3><div class="examples">{groups}</div></section>'
    )


def _examples_html(language: Language) -> str:
    items = "".join(
        f'<li><button type="button" data-example="{language}-{number}">{escape(text)}</button></li>'
        for number, text in enumerate(examples()[language])
    )
    return f'<div lang="{LANG[language]}"><h4>{NAMES[language]}</h4><ul>{items}</ul></div>'


def turn_html(turn: Turn, number: int, t: PageTexts, plans: Plans | None = None) -> str:
    """A question and what answers it."""
    key = (t.language, number, plans is not None)
    if not turn.done:
        return _turn_html(turn, number, t, plans)
    if key not in turn.shown:
        turn.shown[key] = _turn_html(turn, number, t, plans)
    return turn.shown[key]


def _turn_html(turn: Turn, number: int, t: PageTexts, plans: Plans | None) -> str:
    state = "done" if turn.done else "open"
    asked = escape(turn.question)
    more = leads_html(turn, number, plans, t) if turn.done and plans is not None else ""
    return (
        f'<article class="turn" data-state="{state}"><div class="asked">'
        f'<span class="unseen">{t.html("asked")}: </span><p>{asked}</p></div>'
        f"{_reply_html(turn, number, t)}{more}</article>"
    )


def _reply_html(turn: Turn, number: int, t: PageTexts) -> str:
    if turn.error:
        return (
            f'<div class="card failed" role="alert"><p class="state">{t.html("error")}</p>'
            f'<div class="words"><p>{escape(turn.error)}</p></div></div>'
        )
    if turn.answer is None:
        return f'<div class="card waiting"><p class="state">{t.html("reading")}{_DOTS}</p></div>'
    if turn.answer.abstained:
        return refusal_html(turn.answer, number, t)
    return answer_html(turn, number, t)


_DOTS = '<span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>'


def answer_html(turn: Turn, number: int, t: PageTexts) -> str:
    """The card of an answer: the checked text, a draft while it comes, the citations."""
    answer = turn.answer
    assert answer is not None
    body = f'<div class="words" lang="{LANG[answer.language]}">{words_html(answer, number)}</div>'
    if answer.table is not None:
        body = results_html(answer, answer.table, number)
    return (
        f'<div class="card answered"><p class="state" title="{t.html("checked_hint")}">'
        f'<span class="tick" aria-hidden="true"></span>{t.html("checked")}</p>'
        f"{_withdrawn_html(turn, t)}{body}{_draft_html(turn, t)}{_evidence_html(turn, number, t)}"
        f"{citations_html(answer, number, t)}{_tools_html(turn, t)}</div>"
    )


def _withdrawn_html(turn: Turn, t: PageTexts) -> str:
    assert turn.answer is not None
    if not (turn.done and turn.answer.problems):
        return ""
    return f'<p class="note">{t.html("withdrawn")}</p>'


def _draft_html(turn: Turn, t: PageTexts) -> str:
    if turn.done or not turn.draft:
        return ""
    return (
        f'<div class="draft" aria-hidden="true"><p class="hint">{t.html("wording")}{_DOTS}</p>'
        f"<p>{escape(turn.draft)}</p></div>"
    )


def _evidence_html(turn: Turn, number: int, t: PageTexts) -> str:
    """The code-written wording, folded, under a model's wording that passed the check."""
    answer = turn.answer
    assert answer is not None
    if not turn.done or answer.text == answer.verified:
        return ""
    lang = LANG[answer.language]
    words = words_html(answer, number, answer.verified)
    return (
        f'<details class="evidence"><summary>{t.html("evidence")}</summary>'
        f'<div class="words" lang="{lang}">{words}</div></details>'
    )


def words_html(answer: Answer, number: int, text: str | None = None) -> str:
    """An answer's text: figures set off, citation marks as buttons that open the source."""

    def button(match: re.Match[str]) -> str:
        if not 1 <= int(match[1]) <= len(answer.citations):
            return match[0]
        ref = f"c-{number}-{int(match[1]) - 1}"
        return f'<button type="button" class="mark" data-ref="{ref}">{match[1]}</button>'

    lines = (answer.text if text is None else text).splitlines()
    shown = (_stress(escape(line, quote=False), answer) for line in lines if line.strip())
    return "".join(f"<p>{_MARK.sub(button, line)}</p>" for line in shown)


def _stress(line: str, answer: Answer) -> str:
    write: Callable[..., str] = written if answer.language == "zh" else render
    figures = {write(f.quantity) for item in answer.evidence for f in item.read}
    if not figures:
        return line
    known = "|".join(re.escape(escape(f, quote=False)) for f in sorted(figures, key=len)[::-1])
    return re.sub(rf"(?<![\d.\[])(?:{known})(?![\d.])", r"<strong>\g<0></strong>", line, count=2)


def citations_html(answer: Answer, number: int, t: PageTexts) -> str:
    """The numbered citations; under an English answer each with its original sentence."""
    items = "".join(
        _place_html(place, f"c-{number}-{i}", str(i + 1), t, quote=answer.language == "en")
        for i, place in enumerate(answer.citations)
    )
    return f'<ol class="places" aria-label="{t.html("sources")}">{items}</ol>' if items else ""


def _place_html(place: Citation, ref: str, sign: str, t: PageTexts, *, quote: bool) -> str:
    path = " › ".join(place.section)
    label = t.html("open", place=f"{place.title} › {path}")
    section = escape(" › ".join(place.section[-2:]))
    original = _shorten(" ".join(place.text.split()), 110) if quote else ""
    quoted = f'<q lang="zh-Hans">{escape(original)}</q>' if original else ""
    return (
        f'<li><button type="button" data-ref="{ref}" title="{label}" aria-label="{label}">'
        f'<b>{sign}</b><span><span class="plan">{escape(place.title)}</span>'
        f'<span class="section" lang="zh-Hans">{section}</span></span></button>{quoted}</li>'
    )


def _shorten(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"


def refusal_html(answer: Answer, number: int, t: PageTexts) -> str:
    """The card of a refusal: what is missing, and the sections that come nearest."""
    lead = escape(answer.text.splitlines()[0] if answer.text else "")
    places = "".join(
        _place_html(place, f"n-{number}-{i}", "›", t, quote=False)
        for i, place in enumerate(nearest(answer))
    )
    listed = f'<p class="hint">{t.html("nearest")}</p><ul class="places">{places}</ul>'
    return (
        f'<div class="card refused"><p class="state">{t.html("refused")}</p>'
        f'<div class="words" lang="{LANG[answer.language]}"><p>{lead}</p></div>'
        f"{listed if places else ''}</div>"
    )


def _tools_html(turn: Turn, t: PageTexts) -> str:
    answer = turn.answer
    assert answer is not None
    if not turn.done:
        return ""
    seconds = answer.seconds
    took = t.html("seconds", evidence=f"{seconds.evidence:.1f}", total=f"{seconds.total:.1f}")
    return (
        f'<div class="tools"><button type="button" class="quiet" data-done="{t.html("copied")}" '
        f'data-copy="{escape(copy_text(answer))}"><span aria-live="polite">{t.html("copy")}</span>'
        f"</button><small>{took}</small></div>"
    )


def copy_text(answer: Answer) -> str:
    """An answer with its citations as plain text."""
    places = [
        f"[{n}] {c.title} › {' › '.join(c.section)} ({c.doc} {c.start}–{c.end})"
        for n, c in enumerate(answer.citations, 1)
    ]
    return "\n".join([answer.text, *([""] if places else []), *places])


def notice_html(message: str) -> str:
    """A line above the question box, read out at once; empty when there is nothing to say."""
    return f'<p class="notice" role="alert">{escape(message)}</p>' if message else ""


# The head of the page


def header_html(language: Language) -> str:
    """The name of the page and the buttons of its language."""
    t = page_texts(language)
    buttons = "".join(
        f'<button type="button" data-language="{name}" lang="{LANG[name]}" '
        f'aria-pressed="{str(name == language).lower()}">{NAMES[name]}</button>'
        for name in LANGUAGES
    )
    return (
        f'<header data-page-lang="{LANG[language]}" data-page-title="{t.html("title")}" '
        f'data-page-question="{t.html("question")}">'
        '<span class="seal" aria-hidden="true" lang="zh-Hans">规</span>'
        f'<div class="name"><h1>{t.html("title")}</h1><p>{t.html("tagline")}</p></div>'
        f"{tabs_html(t)}"
        f'<div class="languages" role="group" aria-label="{t.html("language")}">{buttons}</div>'
        "</header>"
    )


def tabs_html(t: PageTexts) -> str:
    """The tabs; the browser alone switches between them."""
    items = "".join(
        f'<button type="button" role="tab" id="tab-{name}" data-tab="{name}" '
        f'aria-controls="panel-{name}" aria-selected="{str(name == TABS[0]).lower()}" '
        f'tabindex="{0 if name == TABS[0] else -1}">{t.html(f"tab_{name}")}</button>'
        for name in TABS
    )
    return f'<div class="tabs" role="tablist" aria-label="{t.html("tabs")}">{items}</div>'


def footnote_html(key: str, t: PageTexts) -> str:
    """A small text of the page."""
    return f'<p class="footnote">{t.html(key)}</p>'
