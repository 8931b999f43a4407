"""Recognising headings of Chinese official documents, by their numbering."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.numerals import chinese_number

# From the outside in, the usual order; structure.py reorders it where a document does otherwise.
FAMILIES = (
    "markdown",
    "part",
    "chapter",
    "section",
    "cn",
    "cn_paren",
    "decimal",
    "arabic",
    "arabic_paren",
    "plain",
)
_N = r"[一二三四五六七八九十百零〇\d]+"
_CN = r"[一二三四五六七八九十]{1,3}"
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("markdown", re.compile(r"(?P<n>#{1,6})\s+")),
    ("part", re.compile(rf"第(?P<n>{_N})(?:篇|编|部分)[\s：:、]*")),
    ("chapter", re.compile(rf"第(?P<n>{_N})章[\s：:、]*")),
    ("section", re.compile(rf"第(?P<n>{_N})节[\s：:、]*")),
    ("cn", re.compile(rf"(?P<n>{_CN})(?:、|[.．](?!\d))\s*")),
    ("cn_paren", re.compile(rf"[（(]\s*(?P<n>{_CN})\s*[)）][、.．]?\s*")),
    ("decimal", re.compile(r"(?P<n>\d{1,2}(?:\.\d{1,2}){1,3})(?![\d%.．、])\s+(?=[一-鿿])")),
    ("arabic", re.compile(r"(?P<n>\d{1,2})(?:、|[.．](?!\d))\s*")),
    ("arabic_paren", re.compile(r"[（(]\s*(?P<n>\d{1,2})\s*[)）]\s*")),
)
_BOX = re.compile(r"专栏\s*(?P<n>\d{1,3}|[一二三四五六七八九十]{1,3})?\s*[：:、.]?\s*")
_TABLE = re.compile(
    r"(?:附?表)\s*(?P<n>\d{1,3}|[一二三四五六七八九十]{1,3})(?:[-—]\d+)?\s*[：:、.]?\s*"
)
_FIGURE = re.compile(r"图\s*\d{1,3}\s*[：:、.]?\s*\S")
_FRONT = re.compile(
    r"(?:前\s*言|序\s*言|引\s*言|结\s*语|名词解释|附\s*则|附\s*录|编制说明|附件\s*\d{0,2}[：:]?.{0,30}(?<![。；]))\s*[：:]?$"
)
_PLAIN = re.compile(r"^[\u4e00-\u9fff\d“”、—A-Z（）]*[\u4e00-\u9fff”）]$")
_END = re.compile(r"[。；！？]")
_CLAUSE = re.compile(r"[，,]")
MAX_TITLE = 40  # characters; longer numbered lines are list items or sentences


@dataclass(frozen=True)
class Heading:
    """A heading found at the start of a text.

    ``title`` includes the numbering as written; ``length`` is how many characters of the text the
    heading takes (all of it unless text runs on behind it).
    """

    family: str
    number: int | None
    title: str
    length: int
    run_in: bool


def match_heading(text: str) -> Heading | None:
    """The heading that a paragraph starts with, or ``None``.

    A whole short line is a heading; so is a numbered first sentence with text running on behind
    it ("（一）强化组织领导。健全……"), then with ``run_in`` set.
    """
    if not text or "\t" in text:
        return None
    if _FRONT.match(text):
        return Heading("front", None, re.sub(r"\s+", "", text).rstrip("：:"), len(text), False)
    for family, pattern in (("box", _BOX), ("table", _TABLE)):
        match = pattern.match(text)
        if match and _caption(text, match):
            return Heading(family, _number(match.group("n")), text.strip(), len(text), False)
    for family, pattern in _PATTERNS:
        match = pattern.match(text)
        if match:
            return _numbered(family, match, text)
    return None


def is_figure_caption(text: str) -> bool:
    """Whether the line is the caption of a picture (图1 …) that the text does not hold."""
    return bool(_FIGURE.match(text)) and len(text) <= MAX_TITLE and not _END.search(text)


def match_plain(text: str) -> Heading | None:
    """A short unnumbered line that can only be a title: Chinese throughout, no punctuation."""
    if 4 <= len(text) <= 30 and _PLAIN.match(text):
        return Heading("plain", None, text, len(text), False)
    return None


def _caption(text: str, match: re.Match[str]) -> bool:
    rest = text[match.end() :]
    numbered = match.group("n") is not None
    return bool(rest) and numbered and len(rest) <= MAX_TITLE and not _END.search(rest)


def _numbered(family: str, match: re.Match[str], text: str) -> Heading | None:
    number = _number(match.group("n"))
    end = _END.search(text, match.end())
    if end is None:
        whole = text.strip()
        if len(whole) - match.end() > MAX_TITLE or len(whole) == match.end():
            return None
        if whole.endswith(("：", ":", "，", "、")) and family in ("arabic", "arabic_paren"):
            return None
        return Heading(family, number, whole, len(text), False)
    title = text[: end.start()]
    body = title[match.end() :]
    if family == "markdown" or end.group() != "。" or not 1 < len(body) <= 36:
        return None
    if len(_CLAUSE.findall(body)) > 1 or (
        _CLAUSE.search(body) and family == "arabic" and len(body) > 24
    ):
        return None
    if end.end() >= len(text.rstrip()) and len(body) > 20:
        return None  # one whole numbered sentence: a list item, not a title
    return Heading(family, number, title, end.end(), end.end() < len(text.rstrip()))


def _number(written: str | None) -> int | None:
    if not written:
        return None
    if set(written) == {"#"}:
        return len(written)
    if written.isdigit():
        return int(written)
    if "." in written:
        return int(written.rsplit(".", 1)[1])
    return chinese_number(written)


INLINE = re.compile(
    rf"(?<=[。；！？:：）〕】])(?=(?:{_CN}、|[（(]{_CN}[)）])[^。；！？]{{2,40}}(?:。|[（(]一[)）]))"
)
"""Where a heading may start inside a paragraph whose line breaks were lost."""

STACKED = re.compile(rf"^({_CN}、[^。；，]{{2,24}})(?=[（(]一[)）])")
"""A heading directly followed by its first sub-heading: 一、总体要求（一）指导思想。"""
