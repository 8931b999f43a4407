"""What an English question names, whether or not the documents have a word for it.

The term layer keeps those Chinese terms that stand in the documents.  A thing that no document
speaks of (box office, divorce) leaves nothing there, and the nearest figure would answer.  Here
every phrase and word keeps all its renderings, so that one sees whether a figure is told of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from rag.evidence import CONTENT, ROLE_WORDS, fold, presence
from rag.terms import ACRONYM, NAME_CATEGORIES, STOP_STEMS, Entry, english_words, stem, word_forms
from rag.types import TermGroup

# words of a question that say how a thing is counted, grows or is wanted, not what it is
_FRAME = frozenset(
    map(
        stem,
        """target goal growth rate share number volume value output production average annual increase
        newly added add how big large high low size scale aim planned set build built develop
        development proportion ratio ton kilowatt km square metre capacity cumulative yearly amount
        multiple grow grew grown firm company enterprise manufacturer producer maker business industry
        sector class""".split(),
    )
)
_KINDS = CONTENT | {"opening"}
_LONGEST = 8  # words of a phrase
_TOLD = 0.5  # presence from which a phrase counts as told
_LEAST = 0.25  # share of a question's notions that a figure must be told of
_UNKNOWN = 0.5  # what a word counts that no dictionary has: mostly an inflected verb
_OF_PLACE = re.compile(r"(?:ese|ian|an|n)$")
_MANY = 4  # renderings from which those of one character are too vague


@dataclass(frozen=True)
class Notion:
    """A phrase or word of a question with all its Chinese renderings.

    ``words`` are the renderings of each of its words that says what it is; ``curated`` marks one
    that the glossary has as a whole.
    """

    source: str
    terms: tuple[str, ...]
    words: tuple[frozenset[str], ...]
    curated: bool

    @property
    def weight(self) -> float:
        """What it counts among the notions of a question: a phrase more than a word."""
        if not self.terms and not any(self.words):
            return _UNKNOWN
        return sqrt(len(self.source.split()))

    def told(self, text: str) -> bool:
        """Whether a folded text holds a rendering of it, or one of each of its words."""
        whole = TermGroup(self.source, self.terms, "indicator")
        if self.terms and presence(whole, text) >= _TOLD:
            return True
        return all(any(fold(z) in text for z in word) for word in self.words)


class Lexicon:
    """All Chinese renderings of English phrases and words: the glossary and CC-CEDICT."""

    def __init__(self, entries: Iterable[Entry], cedict: Mapping[str, tuple[str, ...]]) -> None:
        self._places: set[str] = set()
        self._phrases: dict[tuple[str, ...], list[Entry]] = {}
        by_word: dict[str, set[str]] = {}
        for entry in entries:
            for rendering in entry.en:
                words = tuple(english_words(rendering))
                self._phrases.setdefault(words, []).append(entry)
                for word in words:
                    by_word.setdefault(word, set()).add(entry.zh)
                if entry.category == "place" and len(words) == 1:
                    self._places.add(words[0])
        for gloss, found in cedict.items():
            for word in gloss.split():
                by_word.setdefault(stem(word), set()).update(found)
        self._by_word = by_word

    def notions(self, question: str, names: frozenset[str]) -> tuple[Notion, ...]:
        """The notions of a question in order; ``names`` are words of places, parks and plans."""
        words = english_words(question)
        found: list[Notion] = []
        at = 0
        while at < len(words):
            notion, length = self._longest(words, at, names)
            if notion is not None:
                found.append(notion)
            at += length
        return tuple({n.source: n for n in found}.values())

    def _longest(
        self, words: Sequence[str], at: int, names: frozenset[str]
    ) -> tuple[Notion | None, int]:
        """The longest phrase that the glossary has at ``at``, else the word; how many words it is."""
        for length in range(min(_LONGEST, len(words) - at), 1, -1):
            key = tuple(words[at : at + length])
            entries = self._phrases.get(key, [])
            kinds = {entry.category for entry in entries}
            own = [word for word in key if self._says_what(word, names)]
            if own and kinds & _KINDS and not kinds & set(NAME_CATEGORIES):
                terms = tuple(term for entry in entries for term in self._names(entry))
                return Notion(" ".join(key), terms, tuple(map(self.renderings, own)), True), length
        word = words[at]
        if not self._says_what(word, names):
            return None, 1
        curated = any(entry.category in _KINDS for entry in self._phrases.get((word,), []))
        return Notion(word, (), (self.renderings(word),), curated), 1

    def _names(self, entry: Entry) -> Iterator[str]:
        """What documents may call the thing of an entry: its term, those that share a rendering with
        it, and its short Latin names.
        """
        yield entry.zh
        for rendering in entry.en:
            yield from (e.zh for e in self._phrases.get(tuple(english_words(rendering)), ()))
            if ACRONYM.fullmatch(rendering):
                yield rendering

    def _says_what(self, word: str, names: frozenset[str]) -> bool:
        """Whether a word tells what a thing is, and neither how it is counted nor where it is."""
        if word in STOP_STEMS or word in _FRAME or word in names:
            return False
        place = _OF_PLACE.sub("", word)  # tibetan
        return len(word) > 2 and not re.search(r"\d|'", word) and place not in self._places

    def renderings(self, word: str) -> frozenset[str]:
        """The Chinese words that a word or a form of it is part of the English of."""
        found = {zh for form in word_forms(word) for zh in self._by_word.get(form, ())}
        vague = len(found) >= _MANY
        return frozenset(zh for zh in found if len(zh) > 1 or not vague)


def untold(
    notions: Sequence[Notion],
    text: str,
    stands: Callable[[str], bool],
    title: str = "",
    several: bool = False,
) -> tuple[str, ...]:
    """The notions of an English question for whose want a figure is no answer, () when it may be one.

    ``text`` is all that is told of the figure, ``title`` that of its plan, both folded; ``stands``
    tells whether a term stands anywhere in the documents.  A phrase that the glossary has must be
    told, as a whole or by its words; so must a word of it that no document uses; and of all notions
    but those of the title a fourth.  Of ``several`` figures one may be of another thing, so that
    only the fourth is asked for.
    """
    notions = [n for n in notions if n.told(text) or not n.told(title)]
    missing = [notion for notion in notions if not notion.told(text)]
    sure = [n for n in missing if n.curated and (n.terms or not _stands(n, stands))]
    if sure and not several:
        return tuple(n.source for n in sure)
    total = sum(n.weight for n in notions)
    told = total - sum(n.weight for n in missing)
    return tuple(n.source for n in missing) if total and told / total < _LEAST else ()


def untold_terms(
    groups: Sequence[TermGroup], text: str, stands: Callable[[str], bool]
) -> tuple[str, ...]:
    """The same for a Chinese question: terms of the glossary, and words that name what is measured
    (犯罪率), that no document has; a name of letters and digits (5G) must be told of the figure.
    """
    missing = (g for g in groups if not g.critical and presence(g, text) < _TOLD)
    return tuple(
        g.source
        for g in missing
        if (g.category == "" and _LETTERED.fullmatch(g.source))
        or (_is_term(g) and not any(map(stands, g.terms)) and not _reworded(g, text))
    )


def _is_term(group: TermGroup) -> bool:
    if ROLE_WORDS.search(group.source):
        return False
    if group.category == "":
        return bool(_MEASURED.search(group.source))
    return group.category in CONTENT and len(group.source) >= _LONG


def _reworded(group: TermGroup, text: str) -> bool:
    """Whether a text may tell a term in other words: nearly all of its characters stand there."""
    return any(
        sum(char in text for char in fold(term)) >= _REWORDED * len(fold(term))
        for term in group.terms
    )


_REWORDED = 0.75  # share of a term's characters
_LONG = 4  # characters of a term that is no wording
_LETTERED = re.compile(r"[a-z]+\d[\d.]*|\d+[a-z]+", re.I)
_MEASURED = re.compile(r".{2}[率额税债]$")


def _stands(notion: Notion, stands: Callable[[str], bool]) -> bool:
    return any(stands(zh) for word in notion.words for zh in word)
