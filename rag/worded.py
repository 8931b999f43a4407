"""Whether an enterprise tells a condition of a support in its own words, figures compared.

No table has all that supports ask for (新增本地配套供应商5家以上).  A condition counts as told when most
of its pairs of characters stand in one wording of the enterprise, an English one compared by the
Chinese terms that its words stand for, or when the two are alike in meaning.  Figures must reach
those of the condition, each told beside the same words.  What is denied, or only planned, is not
done.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Literal

from index.quantities import parse_quantities
from index.types import Quantity
from rag.english import number_word, parse_english_quantities
from rag.likeness import Likeness, tells_another
from rag.profile import Profile, clauses_of, denies, plans, with_yuan
from rag.terms import default_terms

Truth = Literal["met", "not met", "unknown"]
Status = Literal["told", "denied", "planned"]
_WORDED = 0.6  # share of a condition's pairs of characters that one wording must hold
_ALIKE = 0.025  # likeness from which a wording tells a condition in other words
# the same for one that shares words with it: by the share of the condition's pairs, from which likeness
_NEARLY = ((0.45, 0.008), (0.12, 0.016))
_BEST = 0.025  # how much less alike than the best wording one may be that counts beside it
_BESIDE = 10  # characters around a figure that say what it is of
_AT_LEAST = re.compile(
    r"以上|不少于|不低于|至少|(?<![未不])达到?|(?<!不)超过|不小于|(?<!不)满(?!意)|突破"
)
_AT_MOST = re.compile(r"以下|以内|不超过|不满|不足|不高于|未达|(?<!不)少于|(?<!不)低于")
_A_UNIT = re.compile(r"每(?:新增|年|户|家)?$")  # "每新增1立方米": what is paid for, no threshold
_FIGURES = re.compile(
    r"[\d.,]+\s*(?:[万亿]?元|[万亿]|%|家|个|项|人|户|年|平方米|架次|吨)?(?:以上|以下)?"
)
_SPELT = re.compile(r"\b([a-z]+)[ -]((?:year|month|week|day)s?)\b", re.I)  # eight months
_SPELT_ZH = re.compile(r"[一二两三四五六七八九](?=年|个月)")
_DIGITS = dict(zip("一二两三四五六七八九", "1223456789", strict=True))
_FIRST = re.compile(r"首次|首[笔单]")
_FIRST_TOLD = re.compile(
    r"首次|首[笔单]|第一[次笔单]|头一[回次]|刚刚?(?:突破|过|达到|超)|\bfirst\b", re.I
)
# too short for its meaning to be told, or who somebody is: no deed
_SAYS_LITTLE = re.compile(r"[\u4e00-\u9fff\W]{1,3}|[^\u4e00-\u9fff\s]+(?:\s\S+)?")
_IS_SOMEBODY = re.compile(
    r"(?:我们?|本公司|公司|我司|俺们?|本厂|咱们?)(?:家)?(?:就)?(?:是|系|为)[^，。；]*(?:企业|公司|厂|店|社|农场|机构|商|坊|户)$"
    r"|(?:我们?|本公司|公司|我司|俺们?|本厂|咱们?)?(?:家)?(?:在[^，。；]{0,12}?)?(?:是)?(?:专门)?(?:做|搞|从事|经营)[^，。；]{1,6}(?:的|生意)?$"
)
_CODE = re.compile(r"\d[\d.,]*")
_ABOUT = re.compile(r"(?<=[十百千万\d])[来多余]?个?(?=航次|标箱|展位|品种|场次|台班)")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_PAIR = re.compile(r"[\u4e00-\u9fff]{2}")
# all of what these join is asked for
_JOINED = re.compile(r"[，,]?(?:并且|并(?!购)|且|同时(?!期))")
# what must not be the case is told by no words that are there
_MUST_NOT = re.compile(
    r"(?:近|连续|最近)?[^，。；]{0,4}?(?:从未|未(?!来)|没有|不(?!锈|低于|少于|小于|断|动产)|无(?!人机|线|纺|缝|机|尘|障碍))"
)
# what is the same in every language: CMMI3, 4A, GAP
_MARK = re.compile(r"(?<![A-Za-z0-9])(?:[A-Z]{2,}\d*|\d[A-Z])(?![A-Za-z0-9])")
_HELD = re.compile(
    r"认证|资质|取得|拿|获|通过|评|级|证书|\b(?:certif|pass|accredit|hold|held|level|rated|check)",
    re.I,
)


@dataclass(frozen=True)
class Wording:
    """One clause that an enterprise says of itself, and ``whole``: the sentence or entry with its
    figures; ``listed`` for an entry of the form, all of which is told of one thing.
    """

    text: str
    whole: str
    status: Status
    listed: bool = False


def wordings_of(profile: Profile) -> tuple[Wording, ...]:
    """All that an enterprise says of itself, clause by clause."""
    found = [
        replace(w, listed=True)
        for entry in (*profile.activities, *profile.qualifications)
        for w in _wordings(entry)
    ]
    found += [w for entry in profile.told for w in _wordings(entry)]
    lacks = (*profile.denied, *profile.not_activities, *profile.not_qualifications)
    found += [w for entry in lacks for w in _wordings(entry, "denied")]
    found += [w for entry in profile.planned for w in _wordings(entry, "planned")]
    return tuple(dict.fromkeys(found))


def _wordings(entry: str, status: Status | None = None) -> Iterator[Wording]:
    clauses = [c.strip("，,。.；;：:（）() ") for c in clauses_of(entry)]
    told = [(c, status or status_of(c)) for c in clauses if len(c) > 1]
    for clause, own in told:
        yield Wording(clause, entry, own)
    if len(told) > 1 and len({own for _, own in told}) == 1:
        yield Wording(entry, entry, told[0][1])


def status_of(clause: str) -> Status:
    """Whether a clause tells what is, denies it, or tells what is planned."""
    return "denied" if denies(clause) else "planned" if plans(clause) else "told"


@dataclass(frozen=True)
class Told:
    """A wording that tells a condition, whatever its figures; ``likeness`` 1 for the same words."""

    wording: Wording
    likeness: float


class Teller:
    """Finds what an enterprise says of conditions.

    :param likeness: how like a condition and a wording are in meaning; ``None`` compares words only
    :param places: names of places that say nothing of what is done there
    """

    def __init__(
        self, profile: Profile, likeness: Likeness | None = None, places: Sequence[str] = ()
    ) -> None:
        self.wordings = wordings_of(profile)
        self._likeness = likeness
        self._known: dict[str, list[Told]] = {}
        self._places = sorted((p for p in places if len(p) > 1), key=len, reverse=True)

    @cached_property
    def _by_words(self) -> Teller:
        found = copy(self)
        found._likeness, found._known = None, {}
        return found

    def prepare(self, conditions: Sequence[str]) -> None:
        """Take in together the conditions that will be judged."""
        if self._likeness is not None:
            wordings = [self._bare(w.text) for w in self.wordings]
            self._likeness.prepare([*map(self._bare, conditions), *wordings])

    def told(self, condition: str) -> list[Told]:
        """The wordings that tell a condition, or one of several things that it lists; the likest
        first, without those much less alike than that.
        """
        if condition not in self._known:
            found = [Told(w, value) for w in self.wordings if (value := self._alike(condition, w))]
            best = max((t.likeness for t in found), default=0.0)
            kept = [t for t in found if t.likeness >= best - _BEST]
            self._known[condition] = sorted(kept, key=lambda t: -t.likeness)
        return self._known[condition]

    def said(self, condition: str) -> str:
        """The words by which an enterprise tells a condition, "" when it says nothing of it."""
        found = self.told(condition)
        return found[0].wording.text if found else ""

    def _alike(self, condition: str, wording: Wording) -> float:
        """The likeness of a wording that tells a condition, else 0."""
        if wording.status == "told" and not _MUST_NOT.match(condition):
            if worded_in(condition, [wording.text]):
                return 1.0
        elif wording.status != "told" and worded_in(condition, [wording.text]):
            return 1.0
        if self._likeness is None:
            return 0.0
        own = self._bare(wording.text)
        if _SAYS_LITTLE.fullmatch(own) or _IS_SOMEBODY.match(own):
            return 0.0
        marks = _marks(condition)
        if (marks and not marks & _marks(wording.text)) or tells_another(condition, wording.text):
            return 0.0
        value = self._likeness(self._bare(condition), own)
        words = shared(condition, wording.text)
        least = next((least for share, least in _NEARLY if words >= share), _ALIKE)
        return value if value >= least else 0.0

    def _bare(self, text: str) -> str:
        for place in self._places:
            text = text.replace(place, "")
        return text

    def judge(self, condition: str, in_words: bool = False) -> Truth | None:
        """Whether an enterprise says that it meets a condition; ``None`` when it says nothing of it.

        Of what is asked for together (A，并B) all must be met.  ``in_words`` leaves likeness out.
        """
        if in_words and self._likeness is not None:
            return self._by_words.judge(condition)
        whole = self._judge_one(condition)
        pieces = [p for p in _JOINED.split(condition) if len(p) > 3]
        if len(pieces) < 2:
            return whole
        truths = [self._judge_one(piece) for piece in pieces]
        if "not met" in truths:
            return "not met"
        if None in truths:
            return "unknown" if whole == "met" and not self._same_words(condition) else whole
        return "met" if set(truths) == {"met"} else "unknown"

    def _same_words(self, condition: str) -> bool:
        return any(t.likeness >= 1 for t in self.told(condition))

    def _judge_one(self, condition: str) -> Truth | None:
        found = self.told(condition)
        truths = [self._truth(condition, told.wording) for told in found]
        return None if not truths else "met" if "met" in truths else truths[0]

    def _truth(self, condition: str, wording: Wording) -> Truth:
        if _MUST_NOT.match(condition):
            return "met" if wording.status == "denied" else "unknown"
        if wording.status != "told":
            return "not met"
        one = len(clauses_of(wording.text)) == 1
        telling = wording.whole if wording.listed else wording.text if one else ""
        reached = reaches(condition, [wording.text, wording.whole], telling)
        if reached and _FIRST.search(condition) and _thresholds(condition):
            return "met" if _FIRST_TOLD.search(wording.whole) else "unknown"
        return "unknown" if reached is None else "met" if reached else "not met"


def worded_in(condition: str, wordings: Sequence[str]) -> tuple[str, ...]:
    """The wordings that tell a condition, or one of several things that it lists, figures apart."""
    if _MUST_NOT.match(condition):
        return ()
    asked = (condition, *_alternatives(condition))
    marks = _marks(condition)
    return tuple(
        wording
        for wording in wordings
        if (marks & _marks(wording) and _HELD.search(wording))
        or any(shared(one, wording) >= _WORDED for one in asked)
    )


def _marks(text: str) -> set[str]:
    return {mark.upper() for mark in _MARK.findall(text)}


def sets_thresholds(condition: str) -> bool:
    """Whether a condition has figures that must be reached."""
    return bool(_thresholds(condition))


def reaches(condition: str, wordings: Sequence[str], telling: str = "") -> bool | None:
    """Whether the figures of wordings that tell a condition reach those that it asks for; ``None``
    when one of them is not told, or is no threshold.  True for one without figures.

    ``telling`` is the one of the wordings that tells the condition itself: its only figure of a
    kind is of it, whatever words stand beside.
    """
    found = [_reached(steps, condition, wordings, telling) for steps in _thresholds(condition)]
    return False if False in found else None if None in found else all(found)


def _thresholds(condition: str) -> list[list[Quantity]]:
    """The figures of a condition; steps of one threshold (首次突破500万美元、3000万美元) together."""
    found: list[list[Quantity]] = []
    condition = _SPELT_ZH.sub(lambda m: _DIGITS[m.group()], condition)
    for quantity in parse_quantities(condition):
        if _A_UNIT.search(condition[: quantity.start]):
            continue
        last = found[-1][-1] if found else None
        between = condition[last.end : quantity.start] if last else ""
        if last and last.kind == quantity.kind and between in ("、", "和", "或"):
            found[-1].append(quantity)
        else:
            found.append([quantity])
    return found


def _reached(
    steps: Sequence[Quantity], condition: str, wordings: Sequence[str], telling: str
) -> bool | None:
    first, last = steps[0], steps[-1]
    around = condition[max(0, first.start - 4) : last.end + 3]
    most, least = _AT_MOST.search(around), _AT_LEAST.search(around)
    if not (most or least):  # a code or name: customs code 9710
        code = _CODE.search(first.text)
        return True if code and any(code[0] in wording for wording in wordings) else None
    beside = _pairs(_around(condition, first.start, last.end))
    for wording in wordings:
        told = _amounts(wording, first, beside, wording == telling)
        if told and most:
            return any(value <= max(q.base[0] for q in steps) for value in told)
        if told:
            return any(value >= min(q.base[0] for q in steps) for value in told)
    return None


def _amounts(wording: str, wanted: Quantity, beside: set[str], alone: bool) -> list[Decimal]:
    """The amounts of a wording that are of the kind and told of the same; in base units."""
    if not _CHINESE.search(wording):
        told = _SPELT.sub(lambda m: f"{number_word(m[1]) or m[1]} {m[2]}", wording)
        same = [q for q in parse_english_quantities(told) if q.kind == wanted.kind]
        return [same[0].value * same[0].factor] if len(same) == 1 else []
    wording = _ABOUT.sub("", with_yuan(wording) if wanted.kind == "CNY" else wording)
    own = [
        q
        for q in parse_quantities(wording)
        if q.kind == wanted.kind and (q.kind != "count" or q.unit == wanted.unit)
    ]
    if len(own) > 1 or not alone:
        own = [q for q in own if not beside or beside & _pairs(_around(wording, q.start, q.end))]
    return [q.base[0] for q in own]


def _around(text: str, start: int, end: int) -> str:
    """The words beside a figure inside its clause."""
    before = re.split(r"[，,。；;]", text[max(0, start - _BESIDE) : start])[-1]
    behind = re.split(r"[，,。；;]", text[end : end + _BESIDE])[0]
    return f"{before}|{behind}"


def _pairs(text: str) -> set[str]:
    pairs = {text[i : i + 2] for i in range(len(text) - 1)}
    return {pair for pair in pairs if _PAIR.fullmatch(pair)} - {"以上", "不少", "不低"}


def _alternatives(condition: str) -> list[str]:
    """The things of a list with the word behind all of them: 数字化、智能化改造 is 数字化改造 or 智能化改造.

    Two things joined by 和 alone are asked for both.
    """
    if not re.search(r"[、或]", condition):
        return []
    items = re.split(r"[、或]|以及|(?<=.{4})[和及与](?=.{4})", condition)
    tail = items[-1][-2:]
    return [item if item.endswith(tail) or len(item) > 5 else item + tail for item in items]


def shared(condition: str, wording: str) -> float:
    """How much of a condition stands in a wording, 0 to 1: of its pairs of Chinese characters."""
    pairs = _pairs(_FIGURES.sub("|", condition))
    text = wording if _CHINESE.search(wording) else _in_chinese(wording)
    return sum(pair in text for pair in pairs) / len(pairs) if len(pairs) > 2 else 0.0


@lru_cache(maxsize=256)
def _in_chinese(wording: str) -> str:
    """The Chinese terms that the words of an English wording stand for."""
    return "|".join(term for group in default_terms().groups(wording) for term in group.terms)
