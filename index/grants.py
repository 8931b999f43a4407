"""What a sentence grants and to whom: "对营业收入首次突破50亿元、100亿元的企业，分别给予200万元、500万元奖励".

The figures of the first part are conditions, those of the second what is granted; "分别" shares
them out in order.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.types import Figure

_KINDS = "奖励|奖补|补助|补贴|资助|扶持|配套"
_GIVE = f"给予|奖给|{_KINDS}"
_LEAD = r"(?:可|将|均|都|再|另|另外|分别|一次性|最高|按|每[\u4e00-\u9fff]{1,3}?|累计)*"
# whom it is for: behind 对 up to a comma or the giving, or a condition that ends in 的
_WHO = re.compile(
    rf"(?:^|[，：])(?:其中[，]?)?对(?:于)?(?P<who>[^，；。]{{2,60}}?)(?=，|{_LEAD}(?:{_GIVE}))"
    rf"|(?:^|[，：])(?:其中[，]?)?(?P<those>[^，；。对]{{4,40}}?)的(?=，?{_LEAD}(?:{_GIVE}))"
)
_GIVEN = re.compile(_GIVE)
_WHAT = re.compile(rf"(?:的)?(?:一次性)?(?:资金|财政)?(?P<what>{_KINDS})(?!政策|范围|标准)")
_NOUNS = re.compile(_KINDS)
_SPLIT = re.compile(r"、|和|及|或者?")
_AMOUNT = re.compile(r"\d[\d.]*(?:万亿|亿|千万|百万|万|千)?[元人家个%]?$")
_RANK_NAMES = "国家级|世界级|自治区级|省级|市级|县级|区级|州级|国内|省内|区内|市内"
_RANK, _RANK_END = re.compile(_RANK_NAMES), re.compile(rf"(?:{_RANK_NAMES})$")
_SHORT = 3  # characters of an item that stands inside a name: 一期、二期、三期试验
_REMARK = re.compile(r"（[^（）]*：[^（）]*）|^\d{1,2}[.．、]")
_MONEY = ("CNY", "USD")


def granted(text: str, figure: Figure, figures: Sequence[Figure]) -> str | None:
    """What the sentence grants with a figure, and whom ("首次突破50亿元的企业奖励"); "" for a figure of
    the conditions, ``None`` for one that has to do with no grant.

    ``figures`` are all of the sentence in order.
    """
    start = max(text.rfind(mark, 0, figure.quantity.start) for mark in "；。") + 1
    end = min(
        (p for mark in "；。" if (p := text.find(mark, figure.quantity.end)) >= 0),
        default=len(text),
    )
    part = text[start:end]
    told = [m for m in _WHO.finditer(part) if start + m.start() < figure.quantity.start]
    if not told:
        return None
    match = told[-1]
    if start + match.end() >= figure.quantity.end:
        return "" if _GIVEN.search(part, match.end()) else None
    return _given(text, figure, figures, start + match.end(), match["who"] or match["those"])


def _given(
    text: str, figure: Figure, figures: Sequence[Figure], begin: int, who: str
) -> str | None:
    """The grant of a figure behind whom it is for."""
    quantity = figure.quantity
    between = text[begin : quantity.start]
    own = [f for f in figures if f.quantity.start >= begin and f.quantity.kind in _MONEY]
    run = _run_of(figure, own, text)
    what = _WHAT.match(text, run[-1].quantity.end)
    if quantity.kind not in _MONEY or not (what or _GIVEN.search(between)):
        return None
    nouns = _NOUNS.findall(between)
    noun = what["what"] if what else nouns[-1] if nouns else "奖励"
    who = _REMARK.sub("", who)
    names = _shared_out(who, len(run)) if len(run) > 1 else (who,)
    at = [f.quantity.start for f in run].index(quantity.start)
    return f"{names[at]}{noun}" if names else None


def _run_of(figure: Figure, figures: Sequence[Figure], text: str) -> list[Figure]:
    """The figures that are listed with one: 200万元、500万元、1000万元."""
    runs: list[list[Figure]] = []
    for other in figures:
        near = runs and len(text[runs[-1][-1].quantity.end : other.quantity.start]) <= 1
        if near:
            runs[-1].append(other)
        else:
            runs.append([other])
    return next((run for run in runs if figure in run), [figure])


def _shared_out(who: str, count: int) -> tuple[str, ...]:
    """Whom each of so many figures is for: 首次突破50亿元的企业 and 首次突破100亿元的企业; () when as
    many are not listed.
    """
    pieces = _SPLIT.split(who)
    if len(pieces) != count:
        return ()
    first, last = pieces[0], pieces[-1]
    middle = pieces[1:-1]
    amount, ranks = _AMOUNT.search(first), (_RANK_END.search(first), _RANK.match(last))
    of = last.find("的")
    suffix = last[of:] if of >= 0 else ""
    if amount and all(piece[:1].isdigit() for piece in pieces[1:]):
        prefix, items = (
            first[: amount.start()],
            (amount.group(), *middle, last.removesuffix(suffix)),
        )
    elif ranks[0] and ranks[1]:  # 新认定的国家级、省级工厂
        prefix, suffix = first[: ranks[0].start()], last[ranks[1].end() :]
        items = (ranks[0].group(), *middle, ranks[1].group())
    elif (
        middle
        and len(middle[0]) <= _SHORT
        and len(set(map(len, middle))) == 1
        and len(first) > len(middle[0])
    ):
        size = len(middle[0])
        prefix, suffix = first[:-size], last[size:]
        items = (first[-size:], *middle, last[:size])
    else:
        return tuple(pieces)
    return tuple(f"{prefix}{item}{suffix}" for item in items)
