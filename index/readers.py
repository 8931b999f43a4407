"""Reading source files into characters: UTF-8 or GB18030 text, Markdown, and .docx."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile

from index.errors import DocumentError

if TYPE_CHECKING:
    from docx.table import Table

SUFFIXES = (".txt", ".md", ".docx")


@dataclass(frozen=True)
class Source:
    """The decoded characters of one file and the hash of its bytes."""

    name: str
    text: str
    sha256: str


def find_sources(folder: Path) -> list[Path]:
    """The readable files of a folder, sorted by name; sub-folders and office lock files left out."""
    if not folder.is_dir():
        raise DocumentError(f"{folder} is not a folder; name the folder that holds the documents")
    return sorted(
        path
        for path in folder.iterdir()
        if path.is_file()
        and path.suffix.lower() in SUFFIXES
        and not path.name.startswith(("~$", "."))
    )


def read_source(path: Path) -> Source:
    """The characters of a file; raises :class:`DocumentError` that says what to do."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DocumentError(f"{path.name}: cannot be read ({error.strerror})") from error
    if path.suffix.lower() == ".docx":
        text = _read_docx(path)
    else:
        text = _decode(path.name, data)
    if not text.strip():
        raise DocumentError(f"{path.name}: holds no text; remove it or save it with its text")
    return Source(path.name, text, hashlib.sha256(data).hexdigest())


def _decode(name: str, data: bytes) -> str:
    if b"\x00" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise DocumentError(f"{name}: is not a text file; save it as UTF-8 text or .docx")
    encodings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise DocumentError(f"{name}: is neither UTF-8 nor GB18030 text; save it as UTF-8")


def _read_docx(path: Path) -> str:
    """Paragraphs and table rows in reading order, one a line, cells separated by tabs."""
    import docx
    from docx.opc.exceptions import PackageNotFoundError
    from docx.table import Table

    try:
        document = docx.Document(str(path))
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError) as error:
        raise DocumentError(
            f"{path.name}: is not a readable .docx; open and save it again"
        ) from error
    lines: list[str] = []
    for item in document.iter_inner_content():
        if isinstance(item, Table):
            lines += ["", *_table_lines(item), ""]
        else:
            lines += item.text.split("\n")
    return "\n".join(lines)


def _table_lines(table: Table) -> list[str]:
    if len(table.columns) == 1:  # a box: its paragraphs are text, not one row
        return [line for row in table.rows for line in row.cells[0].text.split("\n")]
    lines = []
    for row in table.rows:
        cells: list[str] = []
        previous = None
        for cell in row.cells:
            # a cell merged over columns or rows is the same object again: write it once a row
            same = previous is not None and cell._tc is previous
            cells.append("" if same else " ".join(cell.text.split()))
            previous = cell._tc
        lines.append("\t".join(cells))
    return lines
