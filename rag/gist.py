"""What a Chinese passage speaks of, word by word in English, for readers who know no Chinese.

The glossary goes first, then CC-CEDICT (CC BY-SA 4.0,
https://www.mdbg.net/chinese/dictionary?page=cedict); names that neither holds are spelled in pinyin.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from index.words import cut
from rag.terms import MATTERS, Entry, Headword, without_article, without_remarks

_LONGEST = 12  # characters of a term
_MANY = 40  # words that are told of one passage
_HAN = re.compile(r"[\u3400-\u9fff]")
# what says nothing about what a passage speaks of
_EMPTY = frozenset(
    """以及 其中 各类 各种 同时 通过 进行 进一步 作为 由于 根据 按照 关于 已经 以上 以下 左右 我们 你们
    方面 方式 力度 过程 重点 着力 积极 不断 逐步 全面 深入 继续 具有 存在 基本 一批 一定 有关 相关 这些
    此外 并且 而且 或者 如果 因此 为了 对于 之间 之一 不仅 包括 共同 开展 实施 推进 加强 加快 加大 实现
    发展 提升 提高 促进 坚持 更加 成为 形成 一个 一种 第一 第二 没有 可以 能够 需要 应当 必须""".split()
)
# how an English gloss begins that only says how a word is used
_GRAMMAR = re.compile(
    r"^(?:see |variant of|old variant|abbr\.|also written|erhua|classifier|surname|used |\()|:|\bsth\b|\bsb\b|\.\.\.",
    re.I,
)
_DATE = re.compile(
    r"(?P<year>(?:19|20)\d\d)(?:年(?:(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日)?)?"
    r"|[-－/.](?P<number>\d{1,2})[-－/.](?P<last>\d{1,2})(?!\d|[-－/.]))"
)
_NUMERALS = re.compile(r"[一二两三四五六七八九十百千万亿]+级?")
_MONTHS = "January February March April May June July August September October November December"
_NO_NAME = re.compile(r"[以从在对向与和及将把于由经其为是有各等的之该]")
_NAMED = re.compile(r"(?:自治)?[县市区镇乡村州]|口岸|港|产业园|工业园|园区|矿")

_Part = tuple[str, str | None]  # Chinese and its English, None where no dictionary has it


def read_definitions(headwords: Iterable[Headword]) -> dict[str, str]:
    """Word of two to eight characters → its first English gloss; names of people left out."""
    found: dict[str, str] = {}
    for word in headwords:
        gloss = next(filter(None, map(_plain_gloss, word.glosses)), "")
        if gloss and 2 <= len(word.zh) <= 8:
            found.setdefault(word.zh, gloss)
    return found


def _plain_gloss(gloss: str) -> str:
    """A gloss without remarks, at most four words; "" for one that says how a word is used."""
    if _GRAMMAR.search(gloss):
        return ""
    plain = without_article(re.split(r"[;,]", without_remarks(gloss))[0].strip())
    short = 0 < len(plain.split()) <= 4 and plain.isascii()
    return plain if short and not re.search(r"\d", plain) else ""


class Gist:
    """Tells what Chinese text speaks of in English words.

    ``entries`` are the glossary's, those that come first win; ``definitions`` give the English of
    further words, ``pinyin`` the reading of a character.
    """

    def __init__(
        self,
        entries: Sequence[Entry],
        definitions: Mapping[str, str] | None = None,
        pinyin: Mapping[str, str] | None = None,
    ) -> None:
        self._english: dict[str, str] = {}
        for entry in entries:
            if entry.category == "cedict":  # renderings for questions: forms of verbs
                continue
            telling = len(entry.zh) > 1 or entry.category in MATTERS  # 铜, 锂, 茶
            if telling and not re.search(r"\d", entry.en[0]):
                self._english.setdefault(entry.zh, entry.en[0])
        self._definitions, self._pinyin = definitions or {}, pinyin or {}

    def words(self, text: str) -> tuple[str, ...]:
        """The English words for a passage in its order, each once, at most forty."""
        flat = re.sub(r"\s+", "", text)
        dates = {match.start(): match for match in _DATE.finditer(flat)}
        ends = _word_ends(flat)
        parts: list[_Part] = []
        at = unknown = 0
        while at < len(flat):
            date = dates.get(at)
            if date is not None:
                length, english = len(date[0]), _date(date)
            else:
                length, english = self._taken(flat, at, ends)
            if not length and _HAN.match(flat[at]):
                at += 1
                continue
            parts.append((flat[unknown:at], None))
            parts.append((flat[at : at + max(1, length)], english))
            at += length or 1
            unknown = at
        parts.append((flat[unknown:], None))
        parts = [part for part in parts if part[0]]
        told = (
            self._spelled(parts, i) if english is None else english
            for i, (_, english) in enumerate(parts)
        )
        return tuple(dict.fromkeys(filter(None, told)))[:_MANY]

    def _taken(self, text: str, at: int, ends: Sequence[int]) -> tuple[int, str]:
        """Length and English of the longest term at ``at``: of the glossary, else a whole word."""
        for length in range(min(_LONGEST, len(text) - at), 0, -1):
            term = text[at : at + length]
            whole = ends[at] and ends[at + length]
            if length > 1 and _NUMERALS.fullmatch(term):
                return length, ""  # a figure is shown as one, or not at all: 三个百亿工程
            if term in self._english and (length > 1 or whole):
                return length, self._english[term]
            if length > 1 and whole and (term in _EMPTY or term in self._definitions):
                return length, "" if term in _EMPTY else self._definitions[term]
            if length == 1 and whole and _NO_NAME.match(term):
                return 1, ""
        return 0, ""

    def _spelled(self, parts: Sequence[_Part], at: int) -> str:
        """An unknown word of two to four characters in pinyin where it is a name: in a list beside
        another name, or before the word for a county, port or mine; else "".
        """
        word = parts[at][0]
        spelled = 2 <= len(word) <= 4 and all(char in self._pinyin for char in word)
        if not spelled or _NO_NAME.search(word):
            return ""
        behind = parts[at + 1][0] if at + 1 < len(parts) else ""
        if not _NAMED.match(behind) and not self._beside_name(parts, at):
            return ""
        return "".join(self._pinyin[char] for char in word).capitalize()

    @staticmethod
    def _beside_name(parts: Sequence[_Part], at: int) -> bool:
        """Whether the item before or behind in a list has a name in English."""
        pairs = ((at - 1, at - 2), (at + 1, at + 2))
        return any(
            0 <= other < len(parts)
            and parts[mark][0] == "、"
            and (parts[other][1] or "")[:1].isupper()
            for mark, other in pairs
        )


def _date(match: re.Match[str]) -> str:
    """A Chinese date in English, as exact as it is written: 2001年9月19日 → 19 September 2001."""
    year, month, day = (
        match["year"],
        match["month"] or match["number"],
        match["day"] or match["last"],
    )
    if month is None or not 1 <= int(month) <= 12:
        return str(year)
    return " ".join(filter(None, (day and str(int(day)), _MONTHS.split()[int(month) - 1], year)))


def _word_ends(text: str) -> list[int]:
    """For each place of a text (0 … its length) whether a word begins or ends there."""
    ends = [0] * (len(text) + 1)
    ends[0] = ends[-1] = 1
    at = 0
    for word in cut(text):
        start = text.lower().find(word, at)
        if start >= 0:
            at = start + len(word)
            ends[start] = ends[at] = 1
    return ends
