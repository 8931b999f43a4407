"""The page: a chat, the figures, comparisons and incentives of the plans, in Chinese or English."""

from __future__ import annotations

import base64
import errno
import logging
import os
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read when gradio is imported

import gradio as gr

from index.errors import PlanQAError, SettingsError
from rag import compare as aligned
from rag.assistant import Assistant, open_assistant
from rag.page import compare, incentives, targets
from rag.page.chat import chat_html, footnote_html, header_html, notice_html
from rag.page.leads import leads
from rag.page.plans import Plans
from rag.page.session import Choices, Session, Turn
from rag.page.source import documents_html, source_html
from rag.page.words import PROMPTS, PageTexts, examples, page_texts
from rag.settings import Settings, load_settings
from rag.tables import fact_records, write_file
from rag.types import Language
from rag.understand import detect_language

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
_TYPES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_log = logging.getLogger(__name__)

# What happens on the page

Updates = tuple[Any, Any, Any]
FORMS = ("targets", "compare", "incentives")


class Page:
    """The handlers of the page over one assistant; all state is in the visitor's session."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._plans = Plans(assistant.index.documents, assistant.index.rows, assistant.likeness)

    def chat(self, session: Session) -> str:
        """The conversation."""
        return chat_html(session, self._plans)

    def begin(self, question: str, session: Session) -> Updates:
        """Add a question to the conversation; it shows at once even when others are waiting."""
        t = page_texts(session.language)
        if session.busy:
            return gr.skip(), gr.skip(), notice_html(t("busy"))
        if not question.strip():
            return gr.skip(), gr.skip(), notice_html(t("empty"))
        session.turns.append(Turn(question.strip()))
        return self.chat(session), "", ""

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
            yield self.chat(session), turn.question, notice_html(str(error))
            return
        except PlanQAError as error:
            turn.fail(page_texts(detect_language(turn.question))("failed", message=error))
        except Exception:
            _log.exception("a question could not be answered")
            turn.fail(page_texts(detect_language(turn.question))("crashed"))
        yield self.chat(session), gr.skip(), ""

    def _stream(self, turn: Turn, session: Session) -> Iterator[Updates]:
        shown = 0.0
        for event in self._assistant.stream(turn.question, turn.earlier):
            turn.receive(event)
            if event.kind == "text" and time.monotonic() - shown < _PAUSE:
                continue
            shown = time.monotonic()
            yield self.chat(session), gr.skip(), gr.skip()

    def open_source(self, session: Session, event: gr.EventData) -> str:
        """Show the citation that was chosen."""
        session.opened = str(event.ref)
        return self.source(session)

    def close_source(self, session: Session) -> str:
        """Empty the source panel."""
        session.opened = ""
        return self.source(session)

    def source(self, session: Session) -> str:
        """The panel of the citation opened, in the conversation or on another tab."""
        ref = session.opened
        found = session.cited(ref)
        if found is None and (place := self._plans.citation(ref, session.language)):
            found = place, False
        return source_html(found, ref, self._assistant.section, page_texts(session.language))

    def clear(self, session: Session) -> Updates:
        """Start a new conversation."""
        session.turns, session.opened = [], ""
        return self.chat(session), self.source(session), ""

    # The other tabs: a form and a result each

    def form(self, tab: str, session: Session) -> str:
        """The form of a tab with what was chosen."""
        choices, language = session.chosen(tab), session.language
        if tab == "targets":
            return targets.form_html(self._plans, targets.read_filter(choices), language)
        if tab == "compare":
            chosen = compare.read_choice(choices, self._plans)
            return compare.form_html(self._plans, chosen, language)
        return incentives.form_html(self._plans, choices, language)

    def result(self, tab: str, session: Session) -> str:
        """What a tab shows for what was chosen, and the turn of these choices."""
        turn = _turn(session.chosen(tab))
        return f'{self._result(tab, session)}<span data-turn="{turn}" hidden></span>'

    def _result(self, tab: str, session: Session) -> str:
        choices, language = session.chosen(tab), session.language
        try:
            if tab == "targets":
                return targets.result_html(self._plans, targets.read_filter(choices), language)
            if tab == "compare":
                chosen = compare.read_choice(choices, self._plans)
                return compare.result_html(self._plans, chosen, language)
            return incentives.result_html(self._plans, choices, language, date.today())
        except Exception:
            _log.exception("the tab %s could not be shown", tab)
            return notice_html(page_texts(language)("crashed"))

    def choose(self, tab: str, session: Session, event: gr.EventData) -> str:
        """Show the result for what the form says now; choices overtaken by later ones change nothing.

        The result names the turn of the choices that it shows, so that the browser sees when an
        answer was lost on the way and sends them again.
        """
        before = session.chosen(tab)
        kept = {k: v for k, v in before.items() if k in ("sort", "down")}
        chosen = session.choose(tab, event.values)
        chosen.update({"sent": ("1",), **kept})
        if _turn(chosen) < _turn(before):
            session.choices[tab] = before
        return self.result(tab, session)

    def act(self, tab: str, session: Session, event: gr.EventData) -> tuple[Any, Any]:
        """What a button of a tab asks for: another order, more rows, a filled or emptied form."""
        action, value = str(event.action), str(event.value)
        choices = session.chosen(tab)
        if action == "sort":
            again = choices.get("sort") == (value,) and choices.get("down") != ("1",)
            choices.update(sort=(value,), down=("1",) if again else ())
        elif action == "more":
            group, _, shown = value.rpartition(" ")
            choices[f"shown_{group}" if group else "shown"] = (shown,)
        elif action == "none":
            session.choices[tab] = {"sent": ("1",)}
        elif action == "describe":
            return self._describe(tab, session, event)
        return gr.skip() if action in ("sort", "more") else self.form(tab, session), self.result(
            tab, session
        )

    def _describe(self, tab: str, session: Session, event: gr.EventData) -> tuple[Any, Any]:
        """The form filled with what a free text tells."""
        text = " ".join(session.choose(tab, event.values).get("describe", ()))
        try:
            session.choices[tab] = incentives.described(text, self._plans.documents)
        except incentives.FormError as error:
            told = page_texts(session.language)(str(error))
            return gr.skip(), notice_html(told)
        return self.form(tab, session), self.result(tab, session)

    def save(self, tab: str, session: Session, event: gr.EventData) -> str:
        """A file of what the tab shows, as a link that the browser follows at once."""
        form = str(event.form)
        if form not in _TYPES:
            return ""
        session.saved += 1
        try:
            content = self.file(tab, form, session)
        except (PlanQAError, incentives.FormError):
            return ""
        data = base64.b64encode(content).decode("ascii")
        return (
            f'<a data-saved="{session.saved}" download="planqa-{tab}.{form}" tabindex="-1" '
            f'href="data:{_TYPES[form]};base64,{data}">{escape(tab)}</a>'
        )

    def file(self, tab: str, form: str, session: Session) -> bytes:
        """The content of a file of what a tab shows."""
        choices, language = session.chosen(tab), session.language
        if tab == "incentives":
            return incentives.docx_bytes(self._plans, choices, language, date.today())
        if tab == "compare":
            return self._compared(choices, form, language)
        wanted = targets.read_filter(choices)
        rows = targets.choose(self._plans.rows, wanted, self._plans.terms)
        told = fact_records(rows, self._plans.documents, language)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"targets.{form}"
            write_file(told, form, language, path)
            return path.read_bytes()

    def _compared(self, choices: Choices, form: str, language: Language) -> bytes:
        plans = self._plans
        found = compare.comparisons(plans, compare.read_choice(choices, plans))
        told = aligned.records(found, plans.by_name, language, plans.terms)
        write = aligned.to_xlsx if form == "xlsx" else aligned.to_csv
        return write(told, language)

    def go(self, session: Session, event: gr.EventData) -> tuple[Any, ...]:
        """Another tab with the choices that an answer suggests."""
        tab, number = str(event.tab), str(event.turn)
        found: dict[str, Choices] = {}
        if number.isascii() and number.isdigit() and int(number) < len(session.turns):
            found = leads(session.turns[int(number)], self._plans)
        if tab in found:
            session.choices[tab] = found[tab]
        return tuple(
            part(name, session) if name == tab and name in found else gr.skip()
            for name in FORMS
            for part in (self.form, self.result)
        )

    # The language of the page

    def switch(self, session: Session, event: gr.EventData) -> tuple[Any, ...]:
        """Show the page in the language that was chosen."""
        return (*self.show(str(event.language), session), session.language)

    def show(self, language: str, session: Session) -> tuple[Any, ...]:
        """The whole page in a language; an unknown one is taken for Chinese."""
        session.language = "en" if language == "en" else "zh"
        t = page_texts(session.language)
        tabs = (part(tab, session) for tab in FORMS for part in (self.form, self.result))
        return (
            header_html(session.language),
            self.chat(session),
            gr.update(placeholder=t("placeholder"), label=t("question")),
            t("send"),
            t("clear"),
            footnote_html("keys", t),
            self.source(session),
            documents_html(self._assistant.documents, t),
            footnote_html("footer", t),
            "",
            *tabs,
        )


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
            with gr.Column(elem_id="stage"):
                with gr.Column(elem_id="panel-chat"):
                    chat, notice, box, send, keys, clear = _chat_panel(first, t)
                tabs = {name: _form_panel(name, page, first) for name in FORMS}
            with gr.Column(elem_id="side"):
                source = gr.HTML(page.source(first), elem_id="source", **_bare("source"))
                listed = documents_html(assistant.documents, t)
                documents = gr.HTML(listed, elem_id="documents", **_bare())
        footer = gr.HTML(footnote_html("footer", t), elem_id="footer", **_bare())
        saved = gr.HTML("", elem_id="saved", **_bare("saved"))

        whole = [header, chat, box, send, clear, keys, source, documents, footer, notice]
        parts = [part for pair in tabs.values() for part in pair]
        whole += parts
        quick: dict[str, Any] = {"show_progress": "hidden", "queue": False}
        quick["api_visibility"] = "private"
        slow = {**quick, "queue": True, "concurrency_id": "answers", "concurrency_limit": 2}
        reply = [chat, box, notice]
        asked = gr.on([box.submit, send.click], page.begin, [box, session], reply, **quick)
        picked = chat.ask_example(page.begin_example, session, reply, **quick)
        answers = [event.then(page.answer, session, reply, **slow) for event in (asked, picked)]
        clear.click(page.clear, session, [chat, source, notice], cancels=answers, **quick)
        last = {**quick, "trigger_mode": "always_last"}  # of quick choices none may be lost
        for name, (form, result) in tabs.items():
            form.choose(_on(page.choose, name), session, result, **last)
            for part in (form, result):
                part.act(_on(page.act, name), session, [form, result], **quick)
            result.save(_on(page.save, name), session, saved, **quick)
            result.open_source(page.open_source, session, source, **last)
        chat.go(page.go, session, parts, **quick)
        chat.open_source(page.open_source, session, source, **last)
        source.close_source(page.close_source, session, source, **quick)
        header.switch_language(page.switch, session, [*whole, stored], **quick)
        blocks.load(page.show, [stored, session], whole, **quick)
    return blocks


def _turn(choices: Choices) -> int:
    """The number that the browser gave to the choices of a form; 0 for none."""
    (turn,) = choices.get("turn", ())[:1] or ("0",)
    return int(turn) if turn.isdecimal() and len(turn) < 10 else 0


def _on(handler: Callable[..., Any], tab: str) -> Callable[..., Any]:
    """A handler for one tab; its signature is what the web framework reads."""

    def handle(session: Session, event: gr.EventData) -> Any:  # noqa: ANN401
        return handler(tab, session, event)

    # names of types are looked up in the module, where the framework would find only text
    handle.__annotations__ = {"session": Session, "event": gr.EventData}
    return handle


def _chat_panel(first: Session, t: PageTexts) -> tuple[Any, ...]:
    """The conversation and the box for the next question."""
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
    return chat, notice, box, send, keys, clear


def _form_panel(name: str, page: Page, first: Session) -> tuple[Any, Any]:
    """The form of a tab and below it the result."""
    with gr.Column(elem_id=f"panel-{name}"):
        form = gr.HTML(page.form(name, first), elem_id=f"{name}-form", **_bare("tab"))
        result = gr.HTML(page.result(name, first), elem_id=f"{name}-result", **_bare("tab"))
    return form, result


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
