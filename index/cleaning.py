"""From the characters of a file to clean paragraphs and table rows, each character traced back.

General rules only: bookmark tags go, tables of contents, page numbers and picture remains go, hard
wraps and page-break cuts are joined, spaces inside Chinese text go, brackets and full-width signs
are made uniform.  ``Paragraph.origin[i]`` is the offset in the source of the character ``text[i]``.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from index.headings import is_figure_caption, match_heading

_TAG = re.compile(r"\[(?:bookmark|footnote|endnote|comment|image|图片)[:：][^\]]*\]|<!--.*?-->")
_PAGE = re.compile(
    r"^[\s\-—–·]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/／]\s*(?:共\s*)?\d{1,4}\s*页?)?[\s\-—–·]*$"
)
_TOC_TITLE = re.compile(
    r"^(?:#+\s*)?(?:目\s*录|(?:图表|专栏|附表|表格|插图)\s*目\s*录|contents)\s*$", re.I
)
_TOC_TAIL = re.compile(r"(?:\t|\.{2,}|…+|·{3,}|\s{2,}|\s?-\s|(?<=\D)\s)[\s.…·\-—]*\d{1,4}[\s\-—]*$")
_TOC_BROKEN = re.compile(r"错误！未定义书签。?$")
_DEBRIS = re.compile(r"^[\s()（）\[\]【】|*_\-—=~·.。,，:：;；]*$")
_LONE_UNIT = re.compile(r"^[（(]?单位[：:]\s*\S{1,12}[)）]?$")
_TERMINAL = tuple("。！？；：…”》!?;:")
_CLOSING = tuple("。！？；!?;…")
_CJK = re.compile(r"[\u3400-\u9fff\u3000-\u303f\uff00-\uffef“”‘’—…]")
_WIDE = {i: i - 0xFEE0 for i in range(0xFF10, 0xFF1A)}
_WIDE |= {i: i - 0xFEE0 for i in [*range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B)]}
_WIDE |= {
    ord("％"): ord("%"),
    ord("／"): ord("/"),
    ord("＋"): ord("+"),
    ord("．"): ord("."),
    ord("∶"): ord(":"),
}
_WIDE |= {
    ord("\u00a0"): ord(" "),
    ord("\u3000"): ord(" "),
    ord("\u2002"): ord(" "),
    ord("\u2003"): ord(" "),
}
_CHINESE_MARK = {"(": "（", ")": "）", ",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
_MARKER = re.compile(r"^(?:——|[-•·●○■□◆▪*]\s|[①-⑳]|[一二三四五六七八九十]是|其[一二三四五六])")


@dataclass(frozen=True)
class Cell:
    """One cell of a table row: clean text and its characters in the source."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Paragraph:
    """A clean paragraph, or a table row when ``cells`` is not empty.

    ``cut`` marks a paragraph in front of which the source shows that something was lost (one
    leading space in a file whose paragraphs have none).
    """

    text: str
    origin: tuple[int, ...]
    cut: bool = False
    cells: tuple[Cell, ...] = ()

    @property
    def start(self) -> int:
        """Offset of the first character in the source."""
        return self.origin[0]

    @property
    def end(self) -> int:
        """Offset behind the last character in the source."""
        return self.origin[-1] + 1

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Source offsets of the clean characters [start, end)."""
        return self.origin[start], self.origin[end - 1] + 1


# what a new table begins with
_TITLED = re.compile(r"续?表|专栏|图|附|注|说明|单位|来源|备注|[（(]单位")


@dataclass(frozen=True)
class _Line:
    raw: str
    start: int
    text: str
    origin: tuple[int, ...]
    lead: str

    @property
    def blank(self) -> bool:
        return not self.text


def clean_document(text: str) -> list[Paragraph]:
    """The paragraphs and table rows of a file in order."""
    lines = _lines(text)
    lines = _without_contents(lines)
    lines = _without_debris(lines)
    width = _wrap_width(lines)
    spaced = _leading_spaces_are_rare(lines) and width is None
    paragraphs: list[Paragraph] = []
    group: list[_Line] = []
    blank_before = False
    rows = _table_lines(lines)
    for at, line in enumerate(lines):
        if line.blank:
            blank_before = True
            continue
        if at in rows:
            _flush(group, paragraphs, spaced)
            paragraphs.append(_row(line))
        elif group and _continues(group[-1], line, width, blank_before):
            group.append(line)
        else:
            _flush(group, paragraphs, spaced)
            group.append(line)
        blank_before = False
    _flush(group, paragraphs, spaced)
    return paragraphs


def normalise(text: str) -> str:
    """One string cleaned as a paragraph is: for titles, cells and questions."""
    return _normalise(text, tuple(range(len(text))))[0]


def _lines(text: str) -> list[_Line]:
    lines, position = [], 0
    for raw in text.splitlines(keepends=True):
        kept: list[int] = []
        cursor = 0
        for tag in _TAG.finditer(raw):
            kept += range(cursor, tag.start())
            cursor = tag.end()
        kept += range(cursor, len(raw))
        body = "".join(raw[i] for i in kept)
        clean, origin = _normalise(body, tuple(position + i for i in kept))
        lead = body[: len(body) - len(body.lstrip(" \t\u3000\u00a0"))]
        lines.append(_Line(raw, position, clean, origin, lead))
        position += len(raw)
    return lines


def _normalise(text: str, origin: tuple[int, ...]) -> tuple[str, tuple[int, ...]]:
    """Uniform signs, one character for one, then spaces that Chinese text does not need dropped."""
    chars = [
        (char.translate(_WIDE), offset)
        for char, offset in zip(text, origin, strict=True)
        if char not in "\u200b\ufeff\u00ad"
    ]
    chars = [(" " if char in "\t\r\n\x0b\x0c\u2028" else char, offset) for char, offset in chars]
    kept: list[tuple[str, int]] = []
    for i, (char, offset) in enumerate(chars):
        if char == " ":
            before = kept[-1][0] if kept else ""
            after = next((c for c, _ in chars[i + 1 :] if c != " "), "")
            if not before or not after or before == " " or _tight(before, after):
                continue
        kept.append((char, offset))
    final = [
        (_chinese_sign(kept, i), offset) if char in _CHINESE_MARK else (char, offset)
        for i, (char, offset) in enumerate(kept)
    ]
    return "".join(c for c, _ in final), tuple(o for _, o in final)


def _tight(before: str, after: str) -> bool:
    signs = "≥≤><=~%+/-"
    if before == "#":
        return False  # the space behind the marks of a Markdown heading
    return bool(
        _CJK.match(before)
        or _CJK.match(after)
        or before in signs
        or (after in signs and after != "-")
    )


def _chinese_sign(chars: list[tuple[str, int]], i: int) -> str:
    """The Chinese form of an ASCII mark that stands in Chinese text (1,234 and 42:58 stay)."""
    char = chars[i][0]
    before = chars[i - 1][0] if i else ""
    after = chars[i + 1][0] if i + 1 < len(chars) else ""
    if char in ",:" and before.isdigit() and after.isdigit():
        return char
    near = [c for c, _ in chars[max(0, i - 12) : i + 13]]
    return _CHINESE_MARK[char] if any(_CJK.match(c) for c in near) else char


def _without_contents(lines: list[_Line]) -> list[_Line]:
    """The lines without tables of contents.

    A line is an entry when it ends in a page number behind a tab, dots, dashes or spaces; a run
    of entries is a table of contents when it has a title (目录) or when its texts come again later
    as lines of their own.
    """
    drop: set[int] = set()
    filled = [i for i, line in enumerate(lines) if line.text]
    starts = Counter(_key(lines[i].text)[:40] for i in filled)
    run: list[int] = []
    for i in [*filled, -1]:
        if i >= 0 and (_TOC_TITLE.match(lines[i].text) or _entry(lines[i])):
            run.append(i)
            continue
        if i >= 0 and run and len(run) >= 2 and _loose_entry(lines[i], starts, run, lines):
            run.append(i)
            continue
        drop |= _contents_run(run, lines, starts)
        run = []
    return [line for i, line in enumerate(lines) if i not in drop]


def _key(text: str) -> str:
    return re.sub(r"[\s（）()“”\"、.．:：]", "", text)


def _entry_text(line: _Line) -> str:
    body = _TAG.sub("", line.raw).strip()
    return _TOC_TAIL.sub("", _TOC_BROKEN.sub("", body)).strip(" \t.…·-—")


def _entry(line: _Line) -> bool:
    body = _TAG.sub("", line.raw).strip()
    if (
        body.count("\t") > 2
        or len(body) > 90
        or (body.endswith("。") and not _TOC_BROKEN.search(body))
    ):
        return False
    return bool(_TOC_TAIL.search(body) or _TOC_BROKEN.search(body))


def _loose_entry(line: _Line, starts: Counter[str], run: list[int], lines: list[_Line]) -> bool:
    """An entry without page number inside a run: a short heading that comes again in the body."""
    key = _key(line.text)[:40]
    titled = any(_TOC_TITLE.match(lines[i].text) for i in run)
    annexed = bool(re.match(r"附(?:件|表|图|录)", line.text))
    return titled and len(line.text) <= 60 and (starts[key] >= 2 or annexed)


def _contents_run(run: list[int], lines: list[_Line], starts: Counter[str]) -> set[int]:
    entries = [i for i in run if not _TOC_TITLE.match(lines[i].text)]
    if len(entries) < 3:
        return set()
    titled = len(entries) < len(run)
    again = sum(starts[_key(_entry_text(lines[i]))[:40]] >= 1 for i in entries)
    return set(run) if titled or again >= len(entries) / 2 else set()


def _without_debris(lines: list[_Line]) -> list[_Line]:
    """Page numbers, picture remains and running titles taken out (as blank lines)."""
    repeated = Counter(line.text for line in lines if 4 <= len(line.text) <= 40)
    running = {
        text
        for text, count in repeated.items()
        if count >= 5 and not text.endswith(_TERMINAL) and not match_heading(text)
        and not _MARKER.match(text)
    }  # fmt: skip
    result = []
    for line in lines:
        alone = "\t" not in line.raw.strip()
        gone = alone and (
            bool(_PAGE.match(line.text))
            or bool(_DEBRIS.match(line.text))
            or bool(_LONE_UNIT.match(line.text))
            or line.text in running
            or is_figure_caption(line.text)
        )
        result.append(_Line(line.raw, line.start, "", (), "") if gone else line)
    return result


def _wrap_width(lines: list[_Line]) -> int | None:
    """The width at which the file was hard-wrapped, or ``None`` when a line is a paragraph."""
    lengths = sorted(len(line.text) for line in lines if len(line.text) > 4)
    if len(lengths) < 20:
        return None
    width = lengths[int(len(lengths) * 0.9)]
    full = [line for line in lines if len(line.text) >= 0.75 * width]
    open_ended = sum(not line.text.endswith(_CLOSING) for line in full)
    if width <= 70 and len(full) > 0.4 * len(lengths) and open_ended > 0.5 * len(full):
        return width
    return None


def _leading_spaces_are_rare(lines: list[_Line]) -> bool:
    filled = [line for line in lines if line.text]
    led = sum(line.lead.startswith(" ") and not line.lead.startswith("  ") for line in filled)
    return bool(filled) and 0 < led <= 0.1 * len(filled)


def _continues(last: _Line, line: _Line, width: int | None, blank_before: bool) -> bool:
    """Whether a line goes on with the paragraph of the line before it."""
    if "\t" in last.raw.strip() or _MARKER.match(line.text):
        return False
    heading = match_heading(line.text)
    if heading and heading.family not in ("decimal",) and not last.text.endswith(("，", "、")):
        return False
    if width is not None:
        return _wraps(last, line, width)
    if last.text.endswith(_TERMINAL) or (
        match_heading(last.text) is not None and len(last.text) < 40
    ):
        return False
    if re.match(r"^(?:表|图|专栏|附件)\s*\d", line.text):
        return False
    sentence = any(mark in last.text for mark in "，。；、") and len(last.text) >= 12
    return (sentence or len(last.text) >= 45) and len(line.text) > 1


def _wraps(last: _Line, line: _Line, width: int) -> bool:
    if last.text.endswith(_CLOSING):
        # a full line that ends a sentence may or may not end the paragraph: sentences stay whole
        return False
    if len(last.text) >= 0.75 * width:
        return True
    opened = last.text.count("（") > last.text.count("）")
    return opened or last.text.endswith(("，", "、"))


def _table_lines(lines: list[_Line]) -> frozenset[int]:
    """Which lines are rows of tables: those with tabs, and between them the lines that name a
    category in one merged cell.
    """
    tabbed = {i for i, line in enumerate(lines) if "\t" in line.raw.strip("\r\n") and _is_row(line)}
    merged = {
        i
        for i, line in enumerate(lines)
        if i - 1 in tabbed and i + 1 in tabbed and _names_category(line.text)
    }
    return frozenset(tabbed | merged)


def _names_category(text: str) -> bool:
    """Whether a line between two rows is a short name and no heading, title, unit or note."""
    short = 2 <= len(text) <= 24 and not re.search(r"[，。；：:！？]|\d{4}", text)
    return short and not _MARKER.match(text) and not _TITLED.match(text)


def _is_row(line: _Line) -> bool:
    """A line with tabs between cells; a tab that only leads a paragraph is an indent."""
    inner = _TAG.sub("", line.raw).strip("\r\n")
    cells = [cell for cell in inner.split("\t") if cell.strip()]
    if len(cells) >= 3:
        return True
    return len(cells) == 2 and max(len(cell) for cell in cells) <= 60


def _row(line: _Line) -> Paragraph:
    cells: list[Cell] = []
    position = line.start
    body = line.raw.rstrip("\r\n")
    for part in body.split("\t"):
        tagged = {i for tag in _TAG.finditer(part) for i in range(*tag.span())}
        kept = [i for i in range(len(part)) if i not in tagged]
        clean, origin = _normalise(
            "".join(part[i] for i in kept), tuple(position + i for i in kept)
        )
        if origin and clean:
            cells.append(Cell(clean, origin[0], origin[-1] + 1))
        else:
            cells.append(Cell("", position, position))
        position += len(part) + 1
    filled = [cell for cell in cells if cell.text]
    text = " ".join(cell.text for cell in filled)
    origin = tuple(
        offset
        for n, cell in enumerate(filled)
        for offset in ([filled[n - 1].end] if n else []) + _spread(cell)
    )
    return Paragraph(text, origin, cells=tuple(cells))


def _spread(cell: Cell) -> list[int]:
    """Offsets for the characters of a cell; exact at both ends, in order between."""
    count = len(cell.text)
    if count == cell.end - cell.start:
        return list(range(cell.start, cell.end))
    inner = [min(cell.start + i, cell.end - 1) for i in range(count)]
    inner[-1] = cell.end - 1
    return inner


def _flush(group: list[_Line], paragraphs: list[Paragraph], spaced: bool) -> None:
    if not group:
        return
    text = ""
    origin: tuple[int, ...] = ()
    for line in group:
        glue = bool(text) and text[-1].isascii() and line.text[0].isascii()
        glue = glue and text[-1].isalpha() and line.text[0].isalpha()
        if glue:
            text, origin = text + " ", (*origin, line.origin[0] - 1)
        text, origin = text + line.text, (*origin, *line.origin)
    lead = group[0].lead
    paragraphs.append(Paragraph(text, origin, cut=spaced and lead == " "))
    group.clear()
