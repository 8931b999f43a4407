"""Lists taken apart: "the output of A and B in 2030" as "the output of A in 2030" and "the output of
B in 2030", A、B和C的产值各多少 as A的产值各多少 and so on.

A list has a head before its first thing, things joined by commas and conjunctions, and a tail
behind its last thing.  Where the first thing begins is ambiguous ("the rate of the hotline and the
police" may list two rates or two things with a rate), so all readings are given, the likeliest
first; what the documents state decides between them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

_T = TypeVar("_T")

_JOIN = re.compile(
    r"\s*,\s+(?:and|or|plus|as well as)\s+(?:also\s+)?|\s*,\s+|\s+(?:and|or|plus|as well as|versus|vs\.?|against)\s+(?:also\s+|then\s+)?",
    re.I,
)
_CLOSING = re.compile(r"and|or|plus|as well|versus|vs|against", re.I)
_PREPOSITION = r"for|of|in|on|at|from|with|to|between|among|amongst|by|about|under|across|per|into"
_VERB = (
    r"is|are|was|were|be|been|will|would|should|shall|must|can|could|do|does|did|has|have|had|reach(?:es|ed)?|"
    r"set|sets|give|gives|show|list|name|state|report|compare|want(?:s|ed)?|plan(?:s|ned)?|need(?:s|ed)?"
)
# where a thing may begin: behind a preposition, a verb, a question word or a colon
_BEGIN = re.compile(
    rf"(?:^|(?<=[\s:(]))(?:{_PREPOSITION}|{_VERB}|how (?:many|much|large|big|high|long|fast|far)|what|which|whose|exactly|both|its|their|me|that|than)\s+|:\s+",
    re.I,
)
# where the last thing may end: before a verb, or before a preposition
_ENDS_VERB = re.compile(
    rf"\s+(?:{_VERB}|there|they|it|who|which|that|respectively|together|combined|altogether|in total|each|planned|expected|foreseen|targeted|aimed|located|actually|still|now|currently)\b",
    re.I,
)
_WHEN = re.compile(
    r"\s*,?\s+(?:by|in|for|from|at|during|over|under|until|till|as of|according to|within|before|after|between|since|through)\s+(?:the\s+)?(?:end\s+of\s+)?(?:\w+\s+){0,3}?(?:(?:19|20)\d\d|plan|outline|period|scheme|programme|decade|year)|\s*,?\s+(?:under|according to|as of|within)\b",
    re.I,
)
_ENDS_PREPOSITION = re.compile(rf"\s+(?:{_PREPOSITION})\s+", re.I)
_LEADING = re.compile(rf"^(?:{_PREPOSITION})\s+", re.I)
_DETERMINED = re.compile(r"^(?:the|a|an|its|their|his)\s+", re.I)
_LONGEST = 12  # words of one listed thing
_MOST = 6  # readings of one list
_BARE = re.compile(r"^[\w'’-]+(?:[\s/-][\w'’-]+){0,1}$")


@dataclass(frozen=True)
class Listing:
    """One reading of a list: the text with each thing alone, and the things."""

    texts: tuple[str, ...]
    items: tuple[str, ...]


def listings(text: str, is_term: Callable[[int, int], bool], chinese: bool) -> list[Listing]:
    """The readings of the lists of a text, the likeliest first; [] when nothing is listed.

    ``is_term`` tells whether the characters from one place to another stand inside one term
    ("research and development"), which lists nothing.
    """
    joins = [
        m
        for m in (_JOIN_ZH if chinese else _JOIN).finditer(text)
        if not is_term(*m.span()) and not joins_no_things(text, *m.span())
    ]
    runs, read = (_runs_zh, _readings_zh) if chinese else (_runs, _readings)
    found: dict[tuple[str, ...], Listing] = {}
    for run in runs(joins, text):
        for listing in read(run, text):
            found.setdefault(listing.texts, listing)
    return sorted(found.values(), key=lambda one: -len(one.items))[:_MOST]


# years, and clauses that ask or tell: "in 2025 and 2030", "for A, give me B"
_YEAR_BEFORE = re.compile(r"(?<!\d)(?:19|20)\d\d年?$")
_YEAR_BEHIND = re.compile(
    r"(?:both |for |in |by |to |from |at |the |end of |到)*(?:19|20)\d\d(?!\d)", re.I
)
_CLAUSE_BEHIND = re.compile(
    r"(?:give|show|list|tell|please|name|state|compare|both|what|how|which|where|when|who|is|are|do|does|did|will|should|was|were)\b",
    re.I,
)


def joins_no_things(text: str, start: int, end: int) -> bool:
    """Whether a joining word stands between two years or before a clause of its own."""
    behind = text[end:].lstrip()
    years = _YEAR_BEFORE.search(text[:start].rstrip()) and _YEAR_BEHIND.match(behind)
    return bool(years or _CLAUSE_BEHIND.match(behind))


_JOIN_ZH = re.compile(r"、|以及|还有|和(?!谐|平)|(?<!参)与(?!否|会)|(?<!普)及(?!时|其|以|格)|跟")
_STOP_ZH = re.compile(r"[，,。；;？?：:！!（(]")
# where a thing may begin: behind a mark, 的, a verb of telling, or the place of the plan
_BEGIN_ZH = re.compile(
    r"^|[，,。；;：:）)]|的|(?:规划|方案|纲要|计划|文件|表)(?:里|中|上)?|(?:列出|比较|对比|看看|包括|提出|要求|问|想知道|其中)"
)
_END_ZH = re.compile(
    r"[，,。；;？?：:！!（(]|(?:这|那)[两二三四五六几]|各|分别|都|一共|合计|总共|共(?=有|计)|是|为|有|达|到|要|占|多少|几(?=[个家户项倍成])|将|计划|预计|力争|(?:在|于)?(?:19|20)\d\d|“?十[一二三四五六]五|的|之(?=间|比)|怎|如何"
)
_ITEM_ZH = 24  # characters of one listed thing


def _readings_zh(run: Sequence[re.Match[str]], text: str) -> Iterator[Listing]:
    left, right = text[: run[0].start()], text[run[-1].end() :]
    middle = [text[a.end() : b.start()] for a, b in pairwise(run)]
    begins = list(dict.fromkeys(m.end() for m in _BEGIN_ZH.finditer(left) if left[m.end() :]))
    ends = [m.start() for m in _END_ZH.finditer(right) if m.start()][:2] or [len(right)]
    for end in ends:
        for begin in begins[::-1][:3]:
            head, tail = left[:begin], right[end:]
            items = tuple(i.strip() for i in (left[begin:], *middle, right[:end]))
            if all(0 < len(item) <= _ITEM_ZH for item in items):
                yield Listing(tuple(f"{head}{item}{tail}" for item in items), items)


def runs_of(joins: Sequence[_T], goes_on: Callable[[_T, _T], bool]) -> list[list[_T]]:
    """Joins that follow each other within one list: ``goes_on`` tells whether the second of two does."""
    runs: list[list[_T]] = []
    for join in joins:
        if runs and goes_on(runs[-1][-1], join):
            runs[-1].append(join)
        else:
            runs.append([join])
    return runs


def _runs(joins: Sequence[re.Match[str]], text: str) -> list[list[re.Match[str]]]:
    """The lists of an English text: commas up to a closing conjunction."""

    def goes_on(before: re.Match[str], join: re.Match[str]) -> bool:
        near = len(text[before.end() : join.start()].split()) <= _LONGEST
        return near and not _CLOSING.search(before.group())

    return [run for run in runs_of(joins, goes_on) if _CLOSING.search(run[-1].group())]


def _runs_zh(joins: Sequence[re.Match[str]], text: str) -> list[list[re.Match[str]]]:
    """The lists of a Chinese text: joins with a short thing between them and no mark."""

    def goes_on(before: re.Match[str], join: re.Match[str]) -> bool:
        between = text[before.end() : join.start()]
        return len(between) <= _ITEM_ZH and not _STOP_ZH.search(between)

    return runs_of(joins, goes_on)


def _readings(run: Sequence[re.Match[str]], text: str) -> Iterator[Listing]:
    left, right = text[: run[0].start()], text[run[-1].end() :]
    middle = [text[a.end() : b.start()] for a, b in pairwise(run)]
    for end in _ends(right):
        last, tail = right[:end], right[end:]
        for begin in _begins(left, [*middle, last]):
            head, first = left[:begin], left[begin:]
            items = [first, *middle, last]
            if all(item.strip() for item in items):
                yield _spelled(head, items, tail)
    yield from _shared_noun(left, middle, right)


def _spelled(head: str, items: Sequence[str], tail: str) -> Listing:
    """The text with each thing alone; a preposition that each thing repeats stands once."""
    led = _LEADING.match(items[-1])
    bare = [_LEADING.sub("", item) if led else item for item in items]
    again = led is not None and head.rstrip().lower().endswith(led.group().strip().lower())
    joint = "" if again or led is None else led.group()
    texts = tuple(f"{head}{joint}{item}{tail}".strip() for item in bare)
    return Listing(texts, tuple(item.strip() for item in bare))


def _begins(left: str, others: Sequence[str]) -> list[int]:
    """Where the first thing may begin, the likeliest place first: behind the preposition that the
    others repeat, at an article that they have as well, else as late as may be.
    """
    places = [m.end() for m in _BEGIN.finditer(left) if left[m.end() :].strip()]
    led = _LEADING.match(others[-1])
    if led:
        same = [
            m.start() for m in re.finditer(rf"\b{re.escape(led.group().strip())}\s+", left, re.I)
        ]
        return [same[-1]] if same else places[::-1][:2]
    places = places or [0]
    determined = all(_DETERMINED.match(other) for other in others)
    alike = [p for p in places if bool(_DETERMINED.match(left[p:])) == determined]
    ordered = [*reversed(alike), *(p for p in reversed(places) if p not in alike)]
    return ordered[:3]


def _ends(right: str) -> list[int]:
    """Where the last thing may end, the likeliest place first."""
    found = []
    for pattern in (_ENDS_VERB, _WHEN, _ENDS_PREPOSITION):
        match = next((m for m in pattern.finditer(right) if right[: m.start()].strip()), None)
        if match is not None:
            found.append(match.start())
    first = min(found[:2]) if found[:2] else len(right.rstrip(" ?.;:"))
    return list(dict.fromkeys((first, *sorted(found), len(right.rstrip(" ?.;:")))))[:3]


def _shared_noun(left: str, middle: Sequence[str], right: str) -> Iterator[Listing]:
    """ "National, regional and county-level reserves": the noun stands behind the last thing only."""
    places = [m.end() for m in _BEGIN.finditer(left) if left[m.end() :].strip()]
    if not places:
        return
    begin = places[-1]
    firsts = [left[begin:], *middle]
    if not all(_BARE.match(_DETERMINED.sub("", item.strip())) for item in firsts):
        return
    words = right.split(" ")
    for size in (1, 2):
        if len(words) > size and words[size] and not _LEADING.match(f"{words[size]} "):
            last, noun = " ".join(words[:size]), " " + " ".join(words[size:])
            items = [*firsts, last]
            yield Listing(
                tuple(f"{left[:begin]}{item.strip()}{noun}".strip() for item in items),
                tuple(item.strip() for item in items),
            )
