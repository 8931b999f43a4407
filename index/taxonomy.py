"""Terms with their broader terms, read from a table: industries, activities, places.

A line is ``term<TAB>broader|broader<TAB>other names``.  Two terms that name each other as broader
are synonyms.  Which terms a text holds is decided by the longest match.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from pathlib import Path

from index.errors import PromptError

PROMPTS = Path(__file__).resolve().parent.parent / "prompts"


# two words that meet look like a term (标准化|工作, 实施|工业)
_BROKEN = re.compile(
    r"化工(?=[作程具艺序])|(?<=实)施工|电网(?=络)|(?<=确)保安(?=全)|(?<=国)家政(?=[治策府权])|(?<=提)高企(?=业)"
    r"|(?<=交)通信(?=号)|(?<=推)广电(?=子)|(?<=创)新招(?=[标商])|(?<=推)进口(?=[袋岸])|(?<=评)上市(?=级)"
    r"|(?<=推)广西(?=藏)|(?<=[制规选确])定西(?=[藏部])|南开(?=[放发])|(?<=城)南开|大理(?=[念想论])|新乡(?=村)"
)


@dataclass(frozen=True)
class Found:
    """A term of the table and the characters [start, end) of the text that name it."""

    term: str
    start: int
    end: int


@dataclass(frozen=True)
class Taxonomy:
    """Terms, what is broader than each, and other names (Chinese, or English in lower case)."""

    broader: dict[str, tuple[str, ...]]
    names: dict[str, str]
    english: dict[str, tuple[str, ...]]
    _above: dict[str, frozenset[str]] = field(default_factory=dict, compare=False, repr=False)

    def above(self, term: str) -> frozenset[str]:
        """The term itself and all that covers it."""
        if term not in self._above:
            seen: set[str] = set()
            todo = [term]
            while todo:
                node = todo.pop()
                if node not in seen:
                    seen.add(node)
                    todo += self.broader.get(node, ())
            self._above[term] = frozenset(seen)
        return self._above[term]

    def covers(self, broad: str, narrow: str) -> bool:
        """Whether the first term is the second or covers it."""
        return broad in self.above(narrow)

    def overlaps(self, one: str, other: str) -> bool:
        """Whether some third term lies below both."""
        return any({one, other} <= self.above(term) for term in self.broader)

    @cached_property
    def _by_first(self) -> dict[str, tuple[str, ...]]:
        """The names by their first character, the longest first."""
        found: dict[str, list[str]] = {}
        for name in sorted(self.names, key=lambda name: (-len(name), name)):
            found.setdefault(name[0], []).append(name)
        return {first: tuple(names) for first, names in found.items()}

    @cached_property
    def _english_pattern(self) -> re.Pattern[str]:
        longest_first = sorted(self.english, key=lambda name: (-len(name), name))
        joined = "|".join(re.escape(name).replace(r"\ ", r"[\s-]+") for name in longest_first)
        return re.compile(rf"(?<![a-z])(?:{joined or '(?!)'})s?(?![a-z&])", re.I)

    def find(self, text: str) -> tuple[Found, ...]:
        """The terms that a Chinese text names, in order; of overlapping ones the longest."""
        found = []
        at = 0
        while at < len(text):
            names = self._by_first.get(text[at], ())
            name = next((n for n in names if text.startswith(n, at)), "")
            if name and len(name) == 2 and _BROKEN.match(text, at):
                name = ""
            if name:
                found.append(Found(self.names[name], at, at + len(name)))
            at += len(name) or 1
        return tuple(found)

    def find_english(self, text: str) -> tuple[Found, ...]:
        """The terms that an English text names, in order; one wording may stand for several."""
        found = []
        for match in self._english_pattern.finditer(text):
            key = re.sub(r"[\s-]+", " ", match.group().lower())
            terms = self.english.get(match.group().lower()) or self.english.get(key, ())
            terms = terms or self.english.get(key.removesuffix("s"), ())
            found += [Found(term, *match.span()) for term in terms]
        return tuple(found)


@lru_cache(maxsize=8)
def read_taxonomy(path: Path) -> Taxonomy:
    """The table of a file; raises :class:`PromptError` by line."""
    broader: dict[str, tuple[str, ...]] = {}
    names: dict[str, str] = {}
    english: dict[str, list[str]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        parts = [part.strip() for part in line.split("\t")]
        if len(parts) > 3 or not parts[0]:
            raise PromptError(
                f"{path.name}, line {number}: write term<TAB>broader|broader<TAB>other names"
            )
        term = parts[0]
        broader[term] = _split(parts[1]) if len(parts) > 1 else ()
        names[term] = term
        if term.endswith("加工") and len(term) > 3:
            for deep in ("精深加工", "深加工"):  # the same work, taken further
                names.setdefault(term.removesuffix("加工") + deep, term)
        for name in _split(parts[2]) if len(parts) > 2 else ():
            if re.search(r"[\u4e00-\u9fff]", name):
                names.setdefault(name, term)
            else:
                english.setdefault(name.lower(), []).append(term)
    told = {name: tuple(dict.fromkeys(terms)) for name, terms in english.items()}
    return Taxonomy(broader, names, told)


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split("|") if part.strip())


@cache
def industries() -> Taxonomy:
    """Industries, activities (below 活动) and qualifications (below 资质)."""
    return read_taxonomy(PROMPTS / "industries.tsv")


@cache
def places() -> Taxonomy:
    """Places and parks, each with what contains it."""
    return read_taxonomy(PROMPTS / "places.tsv")
