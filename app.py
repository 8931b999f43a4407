"""The chat page: streamed answers, their citations beside the source text, in Chinese or English."""

from __future__ import annotations

import errno
import logging
import os
import re
import socket
import sys
import time
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from html import escape
from itertools import groupby
from typing import Any

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read when gradio is imported

import gradio as gr

from index.errors import IndexOutdated, PlanQAError, SettingsError
from index.types import Document
from rag.assistant import PROMPTS, Assistant, open_assistant
from rag.english import render, written
from rag.settings import Settings, load_settings
from rag.types import Answer, Citation, Event, Language, Passage
from rag.understand import detect_language

LANGUAGES: tuple[Language, ...] = ("zh", "en")
_NAMES = {"zh": "中文", "en": "English"}
_LANG = {"zh": "zh-Hans", "en": "en"}
_FONTS = (
    "system-ui",
    "-apple-system",
    "Segoe UI",
    "PingFang SC",
    "Hiragino Sans GB",
    "Microsoft YaHei",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "sans-serif",
)
_HEAD = """<meta name="color-scheme" content="light">
<link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'
 viewBox='0 0 32 32'%3E%3Crect width='32' height='32' rx='6' fill='%23a5321f'/%3E%3Cpath
 d='M8 9h16M8 16h16M8 23h9' stroke='%23fff' stroke-width='3' stroke-linecap='round'/%3E%3C/svg%3E">
"""
_PAUSE = 0.08  # seconds between two renderings of a draft
_NEAREST = 3
_MARK = re.compile(r"\[(\d{1,2})\]")
_REF = re.compile(r"([cn])-(\d{1,4})-(\d{1,2})")
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class PageTexts:
    """The texts of the page in one language."""

    language: Language
    texts: dict[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """A text as plain characters, its braces filled in."""
        return self.texts[key].format(**values)

    def html(self, key: str, **values: object) -> str:
        """The same, escaped for HTML."""
        return escape(self(key, **values))


@cache
def page_texts(language: Language) -> PageTexts:
    """The texts of ``prompts/page.<language>.toml``."""
    content = (PROMPTS / f"page.{language}.toml").read_text(encoding="utf-8")
    return PageTexts(language, tomllib.loads(content))


@cache
def examples() -> dict[str, list[str]]:
    """The example questions of each language."""
    return tomllib.loads((PROMPTS / "page.examples.toml").read_text(encoding="utf-8"))


@dataclass
class Turn:
    """One question of a conversation and what has come of it so far."""

    question: str
    answer: Answer | None = None
    draft: str = ""
    error: str = ""
    taken: bool = False
    done: bool = False

    def receive(self, event: Event) -> None:
        """Take in one step of the streamed answer."""
        if event.kind == "text":
            self.draft += event.text
        else:
            self.answer = event.answer
            self.done = event.kind == "answer"

    def fail(self, message: str) -> None:
        """End the turn with an error in place of an answer."""
        self.error, self.done = message, True


@dataclass
class Session:
    """What one visitor sees: the page's language, the conversation, the citation opened."""

    language: Language = "zh"
    turns: list[Turn] = field(default_factory=list)
    opened: str = ""

    @property
    def busy(self) -> bool:
        """Whether the last question is still being answered."""
        return bool(self.turns) and not self.turns[-1].done

    def take(self) -> Turn | None:
        """The question that waits for its answer, once."""
        if not self.busy or self.turns[-1].taken:
            return None
        self.turns[-1].taken = True
        return self.turns[-1]

    def earlier(self, turn: Turn) -> list[str]:
        """The questions answered before a turn."""
        before = self.turns[: self.turns.index(turn)]
        return [other.question for other in before if other.answer is not None]

    def cited(self, ref: str) -> tuple[Citation, bool] | None:
        """The citation that a reference names, and whether it is only a passage close by."""
        match = _REF.fullmatch(ref)
        if match is None or int(match[2]) >= len(self.turns):
            return None
        answer = self.turns[int(match[2])].answer
        if answer is None:
            return None
        near = match[1] == "n"
        places = nearest(answer) if near else answer.citations
        return (places[int(match[3])], near) if int(match[3]) < len(places) else None


def nearest(answer: Answer) -> tuple[Citation, ...]:
    """The passages closest to a refused question, one a section, as citations."""
    found: dict[tuple[str, tuple[str, ...]], Passage] = {}
    for passage in answer.retrieved:
        found.setdefault((passage.doc, passage.section), passage)
    return tuple(
        Citation(p.doc, p.title, p.section, p.start, p.end, p.text)
        for p in list(found.values())[:_NEAREST]
    )


# HTML of the conversation


def chat_html(session: Session) -> str:
    """The conversation, or the welcome while there is none."""
    t = page_texts(session.language)
    if not session.turns:
        return welcome_html(t)
    turns = "".join(turn_html(turn, number, t) for number, turn in enumerate(session.turns))
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
    return f'<div lang="{_LANG[language]}"><h4>{_NAMES[language]}</h4><ul>{items}</ul></div>'


def turn_html(turn: Turn, number: int, t: PageTexts) -> str:
    """A question and what answers it."""
    state = "done" if turn.done else "open"
    asked = escape(turn.question)
    return (
        f'<article class="turn" data-state="{state}"><div class="asked">'
        f'<span class="unseen">{t.html("asked")}: </span><p>{asked}</p></div>'
        f"{_reply_html(turn, number, t)}</article>"
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
    body = f'<div class="words" lang="{_LANG[answer.language]}">{words_html(answer, number)}</div>'
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
    lang = _LANG[answer.language]
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
        f'<div class="words" lang="{_LANG[answer.language]}"><p>{lead}</p></div>'
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


# HTML beside the conversation


def header_html(language: Language) -> str:
    """The name of the page and the buttons of its language."""
    t = page_texts(language)
    buttons = "".join(
        f'<button type="button" data-language="{name}" lang="{_LANG[name]}" '
        f'aria-pressed="{str(name == language).lower()}">{_NAMES[name]}</button>'
        for name in LANGUAGES
    )
    return (
        f'<header data-page-lang="{_LANG[language]}" data-page-title="{t.html("title")}" '
        f'data-page-question="{t.html("question")}">'
        '<span class="seal" aria-hidden="true" lang="zh-Hans">规</span>'
        f'<div class="name"><h1>{t.html("title")}</h1><p>{t.html("tagline")}</p></div>'
        f'<div class="languages" role="group" aria-label="{t.html("language")}">{buttons}</div>'
        "</header>"
    )


def source_html(assistant: Assistant, session: Session) -> str:
    """The panel of the citation opened: its section with the cited characters marked."""
    t = page_texts(session.language)
    found = session.cited(session.opened)
    if found is None:
        return (
            f'<section class="source empty"><h2 tabindex="-1">{t.html("source")}</h2>'
            f"<p>{t.html('source_hint')}</p></section>"
        )
    citation, near = found
    try:
        text, start, end = assistant.section(citation)
        body = f'<div class="source-body" lang="zh-Hans">{marked_html(text, start, end)}</div>'
    except IndexOutdated as error:
        body = f'<p class="warning" role="alert">{t.html("outdated", message=error)}</p>'
    return _panel_html(citation, near, session.opened, body, t)


def _panel_html(citation: Citation, near: bool, ref: str, body: str, t: PageTexts) -> str:
    path = "".join(f"<li>{escape(title)}</li>" for title in citation.section)
    place = t.html("source_place", doc=citation.doc, start=citation.start, end=citation.end)
    hint = f'<p class="warning">{t.html("source_near")}</p>' if near else ""
    kind = "source near" if near else "source"
    active = f'#chat [data-ref="{ref}"]{{background:var(--here-bg)!important}}'
    return (
        f'<section class="{kind}" data-opened="{ref}"><style>{active}</style>'
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


def notice_html(message: str) -> str:
    """A line above the question box, read out at once; empty when there is nothing to say."""
    return f'<p class="notice" role="alert">{escape(message)}</p>' if message else ""


# What happens on the page

Updates = tuple[Any, Any, Any]


class Page:
    """The handlers of the page over one assistant; all state is in the visitor's session."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    def begin(self, question: str, session: Session) -> Updates:
        """Add a question to the conversation; it shows at once even when others are waiting."""
        t = page_texts(session.language)
        if session.busy:
            return gr.skip(), gr.skip(), notice_html(t("busy"))
        if not question.strip():
            return gr.skip(), gr.skip(), notice_html(t("empty"))
        session.turns.append(Turn(question.strip()))
        return chat_html(session), "", ""

    def begin_example(self, session: Session, event: gr.EventData) -> Updates:
        """Add an example question to the conversation."""
        language, _, number = str(event.name).partition("-")
        known = examples().get(language, [])
        if not number.isdigit() or int(number) >= len(known):
            return gr.skip(), gr.skip(), gr.skip()
        _, _, notice = shown = self.begin(known[int(number)], session)
        return shown[0], gr.skip(), notice

    def answer(self, session: Session) -> Iterator[Updates]:
        """Answer the waiting question step by step."""
        turn = session.take()
        if turn is None:
            yield gr.skip(), gr.skip(), gr.skip()
            return
        try:
            yield from self._stream(turn, session)
        except ValueError as error:  # the question cannot be asked: back into the box
            session.turns.remove(turn)
            yield chat_html(session), turn.question, notice_html(str(error))
            return
        except PlanQAError as error:
            turn.fail(page_texts(detect_language(turn.question))("failed", message=error))
        except Exception:
            _log.exception("a question could not be answered")
            turn.fail(page_texts(detect_language(turn.question))("crashed"))
        yield chat_html(session), gr.skip(), ""

    def _stream(self, turn: Turn, session: Session) -> Iterator[Updates]:
        shown = 0.0
        for event in self._assistant.stream(turn.question, session.earlier(turn)):
            turn.receive(event)
            if event.kind == "text" and time.monotonic() - shown < _PAUSE:
                continue
            shown = time.monotonic()
            yield chat_html(session), gr.skip(), gr.skip()

    def open_source(self, session: Session, event: gr.EventData) -> str:
        """Show the citation that was chosen."""
        session.opened = str(event.ref)
        return source_html(self._assistant, session)

    def close_source(self, session: Session) -> str:
        """Empty the source panel."""
        session.opened = ""
        return source_html(self._assistant, session)

    def clear(self, session: Session) -> Updates:
        """Start a new conversation."""
        session.turns, session.opened = [], ""
        return chat_html(session), source_html(self._assistant, session), ""

    def switch(self, session: Session, event: gr.EventData) -> tuple[Any, ...]:
        """Show the page in the language that was chosen."""
        return (*self.show(str(event.language), session), session.language)

    def show(self, language: str, session: Session) -> tuple[Any, ...]:
        """The whole page in a language; an unknown one is taken for Chinese."""
        session.language = "en" if language == "en" else "zh"
        t = page_texts(session.language)
        return (
            header_html(session.language),
            chat_html(session),
            gr.update(placeholder=t("placeholder"), label=t("question")),
            t("send"),
            t("clear"),
            footnote_html("keys", t),
            source_html(self._assistant, session),
            documents_html(self._assistant.documents, t),
            footnote_html("footer", t),
            "",
        )


def footnote_html(key: str, t: PageTexts) -> str:
    """A small text of the page."""
    return f'<p class="footnote">{t.html(key)}</p>'


def _look() -> str:
    """The style sheet; in the page's head, where Gradio does not rewrite its selectors."""
    return (PROMPTS / "page.css").read_text(encoding="utf-8")


def _bare(script: str = "") -> dict[str, Any]:
    """Options of a piece of HTML without Gradio's own look, with a script of ``prompts``."""
    code = (PROMPTS / f"page.{script}.js").read_text(encoding="utf-8") if script else None
    return {"apply_default_css": False, "js_on_load": code}


def build_page(assistant: Assistant) -> gr.Blocks:
    """The page over an assistant; serve it with :func:`serve`."""
    page = Page(assistant)
    first = Session()
    t = page_texts(first.language)
    with gr.Blocks(title=t("title"), fill_width=True, analytics_enabled=False) as blocks:
        session = gr.State(first)
        stored = gr.BrowserState(first.language, storage_key="planqa-language")
        header = gr.HTML(header_html("zh"), elem_id="masthead", **_bare("header"))
        with gr.Row(elem_id="board"):
            with gr.Column(elem_id="talk"):
                chat = gr.HTML(chat_html(first), elem_id="chat", **_bare("chat"))
                with gr.Column(elem_id="composer"):
                    notice = gr.HTML("", elem_id="notice", **_bare())
                    with gr.Row(elem_id="entry"):
                        box = gr.Textbox(
                            label=t("question"),
                            placeholder=t("placeholder"),
                            lines=1,
                            max_lines=5,
                            container=False,
                            elem_id="question",
                        )
                        send = gr.Button(t("send"), variant="primary", elem_id="send")
                    with gr.Row(elem_id="below"):
                        keys = gr.HTML(footnote_html("keys", t), elem_id="keys", **_bare())
                        clear = gr.Button(t("clear"), size="sm", elem_id="clear")
            with gr.Column(elem_id="side"):
                source = gr.HTML(source_html(assistant, first), elem_id="source", **_bare("source"))
                listed = documents_html(assistant.documents, t)
                documents = gr.HTML(listed, elem_id="documents", **_bare())
        footer = gr.HTML(footnote_html("footer", t), elem_id="footer", **_bare())

        whole = [header, chat, box, send, clear, keys, source, documents, footer, notice]
        quick: dict[str, Any] = {"show_progress": "hidden", "queue": False}
        quick["api_visibility"] = "private"
        slow = {**quick, "queue": True, "concurrency_id": "answers", "concurrency_limit": 2}
        reply = [chat, box, notice]
        asked = gr.on([box.submit, send.click], page.begin, [box, session], reply, **quick)
        picked = chat.ask_example(page.begin_example, session, reply, **quick)
        answers = [event.then(page.answer, session, reply, **slow) for event in (asked, picked)]
        clear.click(page.clear, session, [chat, source, notice], cancels=answers, **quick)
        chat.open_source(page.open_source, session, source, **quick)
        source.close_source(page.close_source, session, source, **quick)
        header.switch_language(page.switch, session, [*whole, stored], **quick)
        blocks.load(page.show, [stored, session], whole, **quick)
    return blocks


def serve(blocks: gr.Blocks, settings: Settings) -> None:
    """Start to serve the page, in the background.

    :raises SettingsError: the address cannot be used
    """
    check_address(settings)
    blocks.queue(default_concurrency_limit=2)
    try:
        blocks.launch(
            server_name=settings.host,
            server_port=settings.port,
            inbrowser=False,
            share=False,
            quiet=True,
            prevent_thread_lock=True,
            ssr_mode=False,
            footer_links=[],
            run_history=False,
            max_file_size=1,  # nothing is uploaded here
            theme=gr.themes.Base(font=_FONTS, font_mono=("ui-monospace", "monospace")),
            head=f"{_HEAD}<style>{_look()}</style>",
        )
    except OSError as error:
        raise _address_error(settings, error) from error


def check_address(settings: Settings) -> None:
    """Whether the page can be served at the settings' address.

    :raises SettingsError: it cannot; the message names the setting to change
    """
    try:
        family = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((settings.host, settings.port))
    except (OSError, OverflowError) as error:
        raise _address_error(settings, error) from error


def _address_error(settings: Settings, error: Exception) -> SettingsError:
    if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
        return SettingsError(
            f"port {settings.port} is taken; choose another with PLANQA_PORT or --port"
        )
    return SettingsError(
        f"the page cannot be served at {settings.host}:{settings.port} ({error}); "
        "check PLANQA_HOST and PLANQA_PORT, or --host and --port"
    )


def launch(settings: Settings, progress: Callable[[str, int, int], None] = lambda *a: None) -> None:
    """Open the assistant and serve the page until it is stopped.

    :raises PlanQAError: the page cannot be served; the message says what to do
    """
    check_address(settings)  # before the models are loaded
    blocks = build_page(open_assistant(settings, progress=progress))
    serve(blocks, settings)
    sys.stdout.write(f"PlanQA: http://{settings.host}:{settings.port}\n")
    sys.stdout.flush()
    blocks.block_thread()


if __name__ == "__main__":
    try:
        launch(load_settings())
    except PlanQAError as problem:
        sys.exit(f"planqa: {problem}")
