"""The section tree of a document, read from its numbering alone.

Headings may restart their numbers, run into the text, be missing, or stand inside a paragraph whose
line breaks were lost.  Which families of numbering a document uses, and which of two contains the
other, is voted over the document.  A heading that the source lost (the numbers around it prove it)
becomes a node with ``missing`` set, so that nothing is filed under the wrong one.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from index.cleaning import Paragraph
from index.headings import FAMILIES, INLINE, MAX_TITLE, STACKED, Heading, match_heading, match_plain
from index.types import Section

MISSING_TITLE = "〔标题缺失〕"
_ALWAYS = ("part", "chapter", "section", "markdown", "front", "box", "table", "plain")
_LABEL = re.compile(r"^(?:\d{1,2}[.．、]\s*)?(?P<label>[^。：，；]{1,24})[。：]")
_NOTE = re.compile(r"^(?:注|说明|备注|资料来源|数据来源)\s*\d*\s*[：:.]")
_UNIT_NAMES = {
    "part": "第{}篇", "chapter": "第{}章", "section": "第{}节", "cn": "{}、", "cn_paren": "（{}）",
}  # fmt: skip
_CN = ("", *"一二三四五六七八九", *("十" + c for c in ("", *"一二三四五六七八九")))


@dataclass(frozen=True)
class Piece:
    """Part of a paragraph that belongs to one section: clean characters [start, end)."""

    paragraph: Paragraph
    start: int
    end: int
    section: int
    number: int

    @property
    def text(self) -> str:
        """The clean text of the piece."""
        return self.paragraph.text[self.start : self.end]


@dataclass
class _Node:
    parent: int | None
    family: str
    number: int | None
    title: str
    start: int
    missing: bool = False
    guessed: bool = False  # opened at a cut mark, not proven by the numbers around it


@dataclass
class _Tree:
    """The tree while it grows; ``stack`` holds the open nodes from the root down."""

    ranks: dict[str, int]
    nodes: list[_Node] = field(default_factory=lambda: [_Node(None, "root", None, "", 0)])
    stack: list[int] = field(default_factory=lambda: [0])
    box_labels: list[int] = field(default_factory=list)

    @property
    def top(self) -> _Node:
        return self.nodes[self.stack[-1]]

    def rank(self, family: str) -> int:
        return self.ranks.get(family, -1 if family == "root" else 99)

    def push(self, node: _Node) -> None:
        self.nodes.append(node)
        self.stack.append(len(self.nodes) - 1)

    def close(self, families: Sequence[str]) -> None:
        while len(self.stack) > 1 and self.top.family in families:
            self.stack.pop()

    def last_child(self, parent: int, family: str) -> _Node | None:
        found = [
            n for n in self.nodes if n.parent == parent and n.family == family and not n.guessed
        ]
        return found[-1] if found else None


def build_sections(
    paragraphs: Sequence[Paragraph], length: int
) -> tuple[tuple[Section, ...], tuple[Piece, ...]]:
    """The section tree (node 0 is the root) and the text pieces with their section.

    ``length`` is the number of characters of the source.  Headings themselves are no pieces.
    """
    events = [
        (number, paragraph, list(_split(paragraph))) for number, paragraph in enumerate(paragraphs)
    ]
    events = _with_plain(events)
    ranks = _vote([h for _, _, parts in events for h, _, _ in parts if h is not None])
    tree = _Tree(ranks)
    pieces: list[Piece] = []
    for position, (number, paragraph, parts) in enumerate(events):
        if paragraph.cells:
            _open_table(tree, paragraph, pieces, events, position)
            pieces.append(_piece(tree, paragraph, 0, len(paragraph.text), number))
            continue
        for heading, start, end in parts:
            body = _place(tree, heading, paragraph, start, end)
            if body < end and paragraph.text[body:end].strip():
                _leave_boxes(tree, paragraph, body, end, heading, pieces)
                pieces.append(_piece(tree, paragraph, body, end, number))
    return _freeze(tree, length), tuple(pieces)


_Event = tuple[int, Paragraph, list[tuple[Heading | None, int, int]]]


def _with_plain(events: list[_Event]) -> list[_Event]:
    """Short unnumbered lines between long paragraphs as headings, where no chapters or 一、 exist."""
    families = Counter(h.family for _, _, parts in events for h, _, _ in parts if h is not None)
    if any(families[f] for f in ("part", "chapter", "section", "cn", "markdown")):
        return events
    result: list[_Event] = []
    body_seen = False
    for position, (number, paragraph, parts) in enumerate(events):
        following = events[position + 1][1] if position + 1 < len(events) else None
        found = match_plain(paragraph.text) if body_seen and not paragraph.cells else None
        body_seen = body_seen or paragraph.text.endswith("：") or len(paragraph.text) >= 60
        plain = found is not None and parts and parts[0][0] is None
        if plain and following is not None and len(following.text) >= 45:
            parts = [(found, 0, len(paragraph.text))]
        result.append((number, paragraph, parts))
    return result


def _piece(tree: _Tree, paragraph: Paragraph, start: int, end: int, number: int) -> Piece:
    return Piece(paragraph, start, end, tree.stack[-1], number)


def _split(paragraph: Paragraph) -> Iterator[tuple[Heading | None, int, int]]:
    """The paragraph cut at headings inside it: (heading or None, start, end) in clean characters."""
    if paragraph.cells:
        return
    text = paragraph.text
    cuts = sorted({0, *(match.start() for match in INLINE.finditer(text))})
    bounds = [*cuts, len(text)]
    for start, end in itertools.pairwise(bounds):
        while stacked := STACKED.match(text[start:end]):
            title = stacked.group(1)
            found = match_heading(title)
            if found is None:
                break
            yield found, start, start + len(title)
            start += len(title)
        yield match_heading(text[start:end]), start, end


def _vote(headings: Sequence[Heading]) -> dict[str, int]:
    """Rank of each family that the document uses as headings, outermost first.

    A family counts when it is a chapter-like one, or comes at least twice and begins at 1.  The
    usual order is kept unless restarts speak against it: the inner family of a pair begins again
    at 1 behind headings of the outer one.
    """
    counts = Counter(h.family for h in headings)
    begins = {h.family for h in headings if h.number in (1, None)}
    used = [f for f in FAMILIES if counts[f] and (f in _ALWAYS or (counts[f] >= 2 and f in begins))]
    restarts: Counter[tuple[str, str]] = Counter()
    for before, after in itertools.pairwise(headings):
        if after.number == 1 and before.family != after.family:
            restarts[before.family, after.family] += 1
    if "plain" in used:  # unnumbered titles stand outside whatever is numbered below them
        used = ["plain", *(f for f in used if f != "plain")]
    order = list(used)
    for _ in range(len(order)):
        for i in range(len(order) - 1):
            outer, inner = order[i], order[i + 1]
            if restarts[inner, outer] > restarts[outer, inner] + 1:
                order[i], order[i + 1] = inner, outer
    return {"front": 0, **{family: i for i, family in enumerate(order)}}


def _place(tree: _Tree, heading: Heading | None, paragraph: Paragraph, start: int, end: int) -> int:
    """Open the heading's node (or the node of a lost heading); returns where the body starts.

    A heading that text runs on behind is also the first sentence of that text, and stays in it.
    """
    offset = paragraph.origin[start]
    if heading is None:
        if paragraph.cut and start == 0 and tree.rank(tree.top.family) >= 0:
            _open_lost(tree, offset)
        return start
    if heading.family in ("box", "table"):
        tree.close(("box", "table", "item"))
        tree.push(_Node(tree.stack[-1], heading.family, heading.number, heading.title, offset))
        tree.box_labels.clear()
        return start + heading.length
    if heading.family not in tree.ranks:
        return start
    if _inside_box(tree, heading):
        tree.close(("item",))
        tree.push(_Node(tree.stack[-1], "item", heading.number, heading.title, offset))
        return start if heading.run_in else start + heading.length
    if heading.run_in and heading.family == "arabic" and not _follows(tree, heading):
        return start
    _open(tree, heading, offset)
    return start if heading.run_in else start + heading.length


def _inside_box(tree: _Tree, heading: Heading) -> bool:
    """Whether a numbered item belongs to the open box: its items count up from 1 inside it."""
    if heading.family not in ("arabic", "arabic_paren", "cn_paren"):
        return False
    box = next((i for i in reversed(tree.stack) if tree.nodes[i].family == "box"), None)
    if box is None:
        return False
    last = tree.last_child(box, "item")
    expected = 1 if last is None else (last.number or 0) + 1
    return heading.number == expected and (heading.run_in or last is not None or True)


def _follows(tree: _Tree, heading: Heading) -> bool:
    """Whether a run-in arabic number goes on with (or starts) a numbering at this place."""
    if heading.number == 1:
        return True
    parent = next(
        (i for i in reversed(tree.stack) if tree.rank(tree.nodes[i].family) < tree.ranks["arabic"]),
        0,
    )
    same = [n for n in tree.nodes if n.family == "arabic"]
    last = tree.last_child(parent, "arabic")
    previous = last or (same[-1] if same else None)
    return previous is not None and heading.number == (previous.number or 0) + 1


def _open(tree: _Tree, heading: Heading, offset: int) -> None:
    rank = tree.ranks[heading.family]
    if heading.family == "markdown":
        _open_markdown(tree, heading, offset)
        return
    while len(tree.stack) > 1 and tree.rank(tree.top.family) >= rank:
        tree.stack.pop()
    _restore_parent(tree, heading, offset)
    tree.push(_Node(tree.stack[-1], heading.family, heading.number, heading.title, offset))


def _open_markdown(tree: _Tree, heading: Heading, offset: int) -> None:
    level = heading.number or 1
    while len(tree.stack) > 1 and not (
        tree.top.family == "markdown" and (tree.top.number or 1) < level
    ):
        tree.stack.pop()
    title = heading.title.lstrip("# ")
    tree.push(_Node(tree.stack[-1], "markdown", level, title, offset))


def _restore_parent(tree: _Tree, heading: Heading, offset: int) -> None:
    """Put in the parent that must have been lost when a number does not go up.

    第二节 behind 第二节 proves a lost chapter; it begins at the last place where the source shows a
    cut, or at this heading when it is number 1.
    """
    parent = tree.stack[-1]
    last = tree.last_child(parent, heading.family)
    outer = tree.nodes[parent]
    if last is None or heading.number is None or last.number is None:
        return
    guessed = [
        i
        for i, node in enumerate(tree.nodes)
        if node.parent == parent and node.guessed and node.start > last.start
    ]
    if heading.number > last.number:
        if len(guessed) >= heading.number - last.number:
            for i in guessed:  # more cuts than numbers are free: keep the nodes, not the numbers
                tree.nodes[i].number = None
        return
    if outer.family not in _UNIT_NAMES or heading.family not in _UNIT_NAMES:
        return
    number = None if outer.number is None else outer.number + 1
    moved = guessed[-1:] if heading.number > 1 else []
    start = tree.nodes[moved[0]].start if moved else offset
    tree.stack.pop()
    tree.push(_Node(outer.parent, outer.family, number, "", start, missing=True))
    for child in moved:
        tree.nodes[child].parent = tree.stack[-1]
        tree.nodes[child].family = heading.family
        tree.nodes[child].number = heading.number - 1


def _open_lost(tree: _Tree, offset: int) -> None:
    """A node for text in front of which the source lost a heading, beside the open one."""
    while tree.top.family in ("box", "table", "item", "lead"):
        tree.stack.pop()
    # below the innermost chapter-like level only: deeper numbering is rarely cut out
    while tree.rank(tree.top.family) > tree.rank("section") >= 0:
        tree.stack.pop()
    if len(tree.stack) < 2 or tree.top.family == "front":
        return
    sibling = tree.top
    tree.stack.pop()
    number = None if sibling.number is None else sibling.number + 1
    tree.push(_Node(sibling.parent, sibling.family, number, "", offset, True, guessed=True))


def _open_table(
    tree: _Tree,
    paragraph: Paragraph,
    pieces: list[Piece],
    events: Sequence[_Event],
    position: int,
) -> None:
    """A section for table rows that no 表N heading opened; a short line before them is its title."""
    if tree.top.family == "table":
        return
    before = events[position - 1][1] if position else None
    title = ""
    start = paragraph.start
    if before is not None and not before.cells and len(before.text) <= MAX_TITLE:
        last = pieces[-1] if pieces else None
        if last is not None and last.paragraph is before and before.text[-1] not in "。；！？，：":
            title, start = before.text, before.start
            pieces.pop()
    tree.push(_Node(tree.stack[-1], "table", None, title, start))


def _leave_boxes(
    tree: _Tree,
    paragraph: Paragraph,
    start: int,
    end: int,
    heading: Heading | None,
    pieces: Sequence[Piece],
) -> None:
    """Close a table or box in front of text that is no part of it."""
    text = paragraph.text[start:end]
    if tree.top.family == "table" and heading is None:
        rows = bool(pieces) and bool(pieces[-1].paragraph.cells)
        if rows and _NOTE.match(text):
            return
        if rows or (pieces and _NOTE.match(pieces[-1].text)):
            tree.stack.pop()
    if tree.top.family == "box" and heading is None:
        label = _LABEL.match(text)
        seen = tree.box_labels
        if seen and (label is None or _out_of_line(len(label["label"]), seen)):
            tree.stack.pop()
        elif label is not None:
            seen.append(len(label["label"]))


def _out_of_line(length: int, seen: Sequence[int]) -> bool:
    """Whether a label is far longer than the short labels (一带。 两轴。) of a box."""
    return len(seen) >= 2 and max(seen) <= 4 and length > 2 * max(seen)


def _freeze(tree: _Tree, length: int) -> tuple[Section, ...]:
    """Immutable sections; a section ends where the next one that is not inside it starts."""
    sections = []
    for i, node in enumerate(tree.nodes):
        # a restored parent may stand behind its child in the list, and starts where it starts
        end = min(
            (
                other.start
                for j, other in enumerate(tree.nodes)
                if other.start >= node.start and not _within(tree, j, i) and not _within(tree, i, j)
            ),
            default=length,
        )
        title = node.title if not node.missing else _missing_title(node)
        sections.append(
            Section(i, node.parent, node.family, node.number, title, node.start, end, node.missing)
        )
    return tuple(replace(s, end=max(s.end, s.start)) for s in sections)


def _within(tree: _Tree, node: int, ancestor: int) -> bool:
    parent: int | None = node
    while parent is not None:
        if parent == ancestor:
            return True
        parent = tree.nodes[parent].parent
    return False


def _missing_title(node: _Node) -> str:
    form = _UNIT_NAMES.get(node.family)
    if form is None or node.number is None or node.number >= len(_CN):
        return MISSING_TITLE
    return form.format(_CN[node.number]) + MISSING_TITLE
