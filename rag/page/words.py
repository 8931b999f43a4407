"""The words of the page in both languages, and the pieces of HTML that every tab uses."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape

from rag.settings import ROOT
from rag.types import Language

PROMPTS = ROOT / "prompts"
LANGUAGES: tuple[Language, ...] = ("zh", "en")
NAMES = {"zh": "中文", "en": "English"}
LANG = {"zh": "zh-Hans", "en": "en"}
TABS = ("chat", "targets", "compare", "incentives")


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


def lang(text: str) -> str:
    """The attribute that tells a reader's voice the language of a text that may be Chinese."""
    chinese = any("\u4e00" <= char <= "\u9fff" for char in text)
    return ' lang="zh-Hans"' if chinese else ""


def select_html(name: str, label: str, options: Iterable[tuple[str, str]], chosen: str) -> str:
    """A labelled list of which one value is chosen; options are (value, text)."""
    items = "".join(
        f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>'
        f"{escape(text)}</option>"
        for value, text in options
    )
    return (
        f'<label class="field"><span>{escape(label)}</span>'
        f'<select name="{name}">{items}</select></label>'
    )


def input_html(
    name: str, label: str, value: str, hint: str = "", kind: str = "text", options: str = ""
) -> str:
    """A labelled box for a text; ``options`` names the list of suggestions."""
    suggested = f' list="{options}"' if options else ""
    return (
        f'<label class="field"><span>{escape(label)}</span><input type="{kind}" name="{name}" '
        f'value="{escape(value)}" placeholder="{escape(hint)}"{suggested} '
        'maxlength="200" autocomplete="off"></label>'
    )


def switch_html(name: str, label: str, options: Iterable[tuple[str, str]], chosen: str) -> str:
    """A few choices side by side, one of them chosen."""
    items = "".join(
        f'<label><input type="radio" name="{name}" value="{value}"'
        f"{' checked' if value == chosen else ''}><span>{escape(text)}</span></label>"
        for value, text in options
    )
    return f'<fieldset class="switch"><legend>{escape(label)}</legend><div>{items}</div></fieldset>'


def checks_html(
    name: str, label: str, options: Sequence[tuple[str, str]], chosen: Sequence[str], find: str = ""
) -> str:
    """Choices of which several are ticked; ``find`` labels a box that filters a long list."""
    items = "".join(
        f'<label{lang(text)}><input type="checkbox" name="{name}" value="{escape(value)}"'
        f"{' checked' if value in chosen else ''}><span>{escape(text)}</span></label>"
        for value, text in options
    )
    box = (
        f'<input type="search" class="find" data-finds aria-label="{escape(find)}" '
        f'placeholder="{escape(find)}">'
        if find
        else ""
    )
    return f'<fieldset class="checks"><legend>{escape(label)}</legend>{box}<div>{items}</div></fieldset>'


def button_html(action: str, text: str, value: str = "", *, strong: bool = False) -> str:
    """A button that asks the server for something."""
    kind = "strong" if strong else "quiet"
    told = f' data-value="{escape(value)}"' if value else ""
    return (
        f'<button type="button" class="{kind}" data-action="{action}"{told}>{escape(text)}</button>'
    )


def downloads_html(t: PageTexts, *forms: str) -> str:
    """Buttons that save what is shown, and one that prints it."""
    saved = "".join(button_html("save", t(f"save_{form}"), form) for form in forms)
    printed = f'<button type="button" class="quiet" data-print>{t.html("print")}</button>'
    return f'<div class="downloads">{saved}{printed}</div>'
