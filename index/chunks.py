"""Passages inside one section, and the sentences and rows of evidence in them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.cleaning import clean_document
from index.figures import Years, find_years, own_years, read_figures
from index.headings import match_heading
from index.structure import Piece, build_sections
from index.tables import TableRow, read_table
from index.types import Chunk, Document, ParsedDocument, Section, Unit

CHUNK_SIZE = 420  # characters; a passage of two to five sentences
_SENTENCE = re.compile(r"[^。！？]*[。！？]+[”’）》]*|[^。！？]+$")
_LEAD = re.compile(r"^(?:——|[-•·●]\s?)?(?:\d{1,2}[.．、]\s*)?(?P<lead>[^。，；：]{2,24})。")
_SAME = 40  # characters; a repeated sentence of this length is a copy, not a coincidence


@dataclass(frozen=True)
class _Sentence:
    piece: Piece
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.piece.paragraph.text[self.start : self.end]

    @property
    def span(self) -> tuple[int, int]:
        return self.piece.paragraph.span(self.start, self.end)


def parse_document(document: Document) -> ParsedDocument:
    """Sections, passages and units of evidence of one document, all traced to its characters."""
    paragraphs = clean_document(document.text)
    sections, pieces = build_sections(paragraphs, len(document.text))
    copies = _copies(pieces)
    builder = _Builder(document, sections)
    for section, group in _by_section(pieces):
        if any(piece.paragraph.cells for piece in group):
            builder.add_table(section, group)
        else:
            builder.add_text(section, group, copies)
    return ParsedDocument(document, sections, tuple(builder.chunks))


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence; a closing quote or bracket stays with its sentence.

    A numbered title in front ("2.拉萨高新技术产业开发区。") says what the sentence behind it is
    about, and stays with it.
    """
    spans = [m.span() for m in _SENTENCE.finditer(text) if m.group().strip()]
    heading = match_heading(text)
    if heading is not None and heading.run_in and len(spans) > 1 and spans[0][1] <= heading.length:
        spans[:2] = [(spans[0][0], spans[1][1])]
    return spans


def _by_section(pieces: Sequence[Piece]) -> Iterator[tuple[int, list[Piece]]]:
    group: list[Piece] = []
    for piece in pieces:
        if group and piece.section != group[0].section:
            yield group[0].section, group
            group = []
        group.append(piece)
    if group:
        yield group[0].section, group


def _copies(pieces: Sequence[Piece]) -> set[tuple[int, int]]:
    """Sentences that repeat an earlier one: (paragraph number, clean start) of the copy.

    Of two equal sentences the one right behind a heading is kept, else the first.  Short ones are
    copies only within the same section, since two sections may say the same short thing.
    """
    seen: dict[str, list[tuple[int, int, int, bool]]] = {}
    for piece in pieces:
        if piece.paragraph.cells:
            continue
        heading = match_heading(piece.text)
        skip = heading.length if heading is not None and heading.run_in else 0
        for start, end in split_sentences(piece.text):
            text = re.sub(r"\s", "", piece.text[max(start, skip) : end])
            if len(text) >= 10:
                place = (piece.number, piece.start + start, piece.section, start < skip)
                seen.setdefault(text, []).append(place)
    dropped: set[tuple[int, int]] = set()
    for text, places in seen.items():
        # two industries may have the same target in the same words; other repeats are copies
        long = len(text) >= (_SAME if re.search(r"\d", text) else _SAME // 2)
        kept = next((p for p in places if p[3]), places[0]) if long else places[0]
        dropped |= {p[:2] for p in places if p is not kept and (long or p[2] == kept[2])}
    return dropped | _beside(pieces, seen, dropped)


def _beside(
    pieces: Sequence[Piece],
    seen: dict[str, list[tuple[int, int, int, bool]]],
    dropped: set[tuple[int, int]],
) -> set[tuple[int, int]]:
    """Short repeated sentences right before or behind a copy: they were copied with it."""
    repeated = {place[:2] for places in seen.values() if len(places) > 1 for place in places}
    order = [
        (piece.number, piece.start + start)
        for piece in pieces
        if not piece.paragraph.cells
        for start, _ in split_sentences(piece.text)
    ]
    copies = set(dropped)
    for sequence in (order, order[::-1]):
        for before, after in itertools.pairwise(sequence):
            if before in copies and after in repeated:
                copies.add(after)
    kept = {min(p[:2] for p in places) for places in seen.values()}
    # one place of each sentence must stay
    return {place for place in copies - dropped if place not in kept}


class _Builder:
    """Collects chunks with running numbers for one document."""

    def __init__(self, document: Document, sections: tuple[Section, ...]) -> None:
        self.document = document
        self.sections = sections
        self.chunks: list[Chunk] = []
        self.units = 0
        self.parsed = ParsedDocument(document, sections, ())

    def add_text(self, section: int, pieces: Sequence[Piece], copies: set[tuple[int, int]]) -> None:
        path = self.parsed.path(section)
        above = self._years_above(section)
        for run in _runs(pieces, copies):
            for group in _grouped(run):
                self._append(section, path, self._sentence_units(section, group, run, above))

    def _sentence_units(
        self, section: int, group: list[_Sentence], run: list[_Sentence], above: Years
    ) -> list[Unit]:
        units = []
        for sentence in group:
            before = _before(sentence, run)
            start, end = sentence.span
            units.append(
                Unit(
                    id=self._next(),
                    chunk=len(self.chunks),
                    section=section,
                    text=sentence.text,
                    start=start,
                    end=end,
                    kind="sentence",
                    paragraph=sentence.piece.number,
                    context=_lead(sentence),
                    figures=read_figures(sentence.text, before, above),
                )
            )
        return units

    def add_table(self, section: int, pieces: Sequence[Piece]) -> None:
        """One chunk for each few rows, and one for text that stands under the table."""
        path = self.parsed.path(section)
        title = self.sections[section].title or (path[-1] if path else "")
        rows = [p.paragraph for p in pieces if p.paragraph.cells]
        others = [p for p in pieces if not p.paragraph.cells]
        notes = " ".join(p.text for p in others)
        table = read_table(title, rows, notes, self._years_above(section))
        group: list[TableRow] = []
        for row in table:
            if group and sum(len(r.paragraph.text) for r in group) + len(row.paragraph.text) > 300:
                self._add_rows(section, path, group)
                group = []
            group.append(row)
        self._add_rows(section, path, group)
        if others:
            self.add_text(section, others, set())

    def _years_of_review(self, node: int) -> Years:
        """The period that the opening of a section that looks back tells: 回顾 / “十二五”期间，……."""
        section = self.sections[node]
        if not _LOOKS_BACK.search(section.title):
            return ()
        lines = self.document.text[section.start : section.end].split("\n", 2)
        opened = _OPENS.match(lines[1].strip()) if len(lines) > 1 else None
        return find_years(opened.group())[0].years if opened else ()

    def _add_rows(self, section: int, path: tuple[str, ...], rows: Sequence[TableRow]) -> None:
        if not any(not row.header for row in rows):
            return
        units = [
            Unit(
                id=self._next(),
                chunk=len(self.chunks),
                section=section,
                text=row.paragraph.text,
                start=row.paragraph.start,
                end=row.paragraph.end,
                kind="row",
                paragraph=row.paragraph.start,
                context=row.context,
                figures=row.figures,
            )
            for row in rows
            if not row.header
        ]
        self._append(section, path, units)

    def _append(self, section: int, path: tuple[str, ...], units: list[Unit]) -> None:
        start, end = units[0].start, units[-1].end
        self.chunks.append(
            Chunk(
                id=len(self.chunks),
                doc=self.document.name,
                section=section,
                path=path,
                text=self.document.text[start:end],
                start=start,
                end=end,
                search_text="\n".join(unit.text for unit in units),
                units=tuple(units),
            )
        )

    def _next(self) -> int:
        self.units += 1
        return self.units - 1

    def _years_above(self, section: int) -> Years:
        node: int | None = section
        while node is not None:
            years = own_years(self.sections[node].title) or self._years_of_review(node)
            if years:
                return years
            node = self.sections[node].parent
        return ()


# a section that looks back, and the period with which its first sentence begins
_LOOKS_BACK = re.compile(r"回顾|总结|成就|成效|成绩|完成情况")
_OPENS = re.compile(r"[“\"]?十[一二三四五]五[”\"]?(?:时期|期间|以来)")


def _runs(pieces: Sequence[Piece], copies: set[tuple[int, int]]) -> Iterator[list[_Sentence]]:
    """Sentences in order, broken where a copy was left out."""
    run: list[_Sentence] = []
    for piece in pieces:
        for start, end in split_sentences(piece.text):
            if (piece.number, piece.start + start) in copies:
                if run:
                    yield run
                run = []
                continue
            run.append(_Sentence(piece, piece.start + start, piece.start + end))
    if run:
        yield run


def _grouped(run: Sequence[_Sentence]) -> Iterator[list[_Sentence]]:
    """Whole sentences up to the chunk size; a new paragraph starts a new chunk when it is late."""
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(
        separators=["\n", "\v"],
        keep_separator="end",
        chunk_size=CHUNK_SIZE,
        chunk_overlap=0,
        strip_whitespace=False,
    )
    text = ""
    for i, sentence in enumerate(run):
        last = i + 1 == len(run) or run[i + 1].piece is not sentence.piece
        # \n ends a paragraph, \v a sentence: the splitter prefers the first as a place to cut
        text += sentence.text.replace("\n", " ").replace("\v", " ") + ("\n" if last else "\v")
    position = 0
    for part in splitter.split_text(text):
        count = part.count("\n") + part.count("\v")
        yield list(run[position : position + count])
        position += count
    if position != len(run):
        raise AssertionError("the splitter lost a sentence")


def _before(sentence: _Sentence, run: Sequence[_Sentence]) -> Years:
    """The year told last in the same paragraph before the sentence."""
    text = sentence.piece.paragraph.text[sentence.piece.start : sentence.start]
    return own_years(text)


def _lead(sentence: _Sentence) -> str:
    match = _LEAD.match(sentence.piece.text)
    if match is None or sentence.start < sentence.piece.start + match.end():
        return ""
    return match["lead"]
