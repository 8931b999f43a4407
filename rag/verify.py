"""Checking a text against its cited evidence: every figure, year and bound, language, citations.

A figure counts as supported when one figure of the evidence equals it in kind and in base units
(69.88亿元 = CNY 6.988 billion; 百分点 is not %), both ends of a range, and that same figure also has
the bound (以上, about), the year and the direction (增长, fell) that the text gives it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby, pairwise

from index.cleaning import normalise
from index.figures import YearMention, Years, find_years, read_figures
from index.indicators import clean_indicator
from index.quantities import parse_quantities, parse_unit
from index.types import Figure, Quantity
from rag.english import parse_english_quantities
from rag.types import Evidence, Language, Query
from rag.understand import detect_language

_MARK = re.compile(r"\[(\d{1,2})\]|【(\d{1,2})】")
_BRACKET = re.compile(r"[（(]([^（()）]*[\u4e00-\u9fff%][^（()）]*)[)）]")
_QUOTE = re.compile(r"“([^“”]*(?:“[^“”]*”[^“”]*)*)”")
_CJK = re.compile(r"[\u4e00-\u9fff]")
_EN_YEAR = re.compile(r"(?<![\d.,])((?:19|20)\d{2})(?!\d|[.,]\d)")
_SMALL = "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_MULTIPLES = {
    **dict.fromkeys(("double", "doubled", "doubles", "doubling", "twice"), 2),
    **dict.fromkeys(("triple", "tripled", "triples", "tripling"), 3),
    **dict.fromkeys(("quadruple", "quadrupled", "quadruples"), 4),
}
_WORD_VALUES = {
    **{word: value for value, word in enumerate(_SMALL.split(), 2)},
    **{word: 10 * value for value, word in enumerate(_TENS.split(), 2)},
    **_MULTIPLES,
    "hundred": 100,
    "thousand": 1000,
}
_EN_WORD = re.compile(rf"(?<!th )\b(?:{'|'.join(_WORD_VALUES)})(?:-?fold)?\b(?! and)", re.I)
# a scale with an article or number word tells no bound of its own
_SCALE_WORDS = ("hundred", "thousand")
_BEFORE_FIGURE = r"\s*(?:the\s+)?(?:CNY|USD|RMB|HKD|EUR|¥|US\$|\$)?\s*$"
_EN_SIDES = (
    (
        "<",
        (
            re.compile(r"(?:at most|(?:no|not) (?:more|higher|greater|larger|longer) than|(?<!no )(?<!not )(?:less|lower|fewer|smaller) than|below|within|under|up to|(?:not|never) (?:to )?exceed(?:ing)?|cap(?:ped)? (?:of|at)|(?:a )?maximum (?:of)?|at maximum|shy of|short of|[≤<])" + _BEFORE_FIGURE, re.I),
            re.compile(r"\s*(?:or (?:less|below|lower|fewer|under)|(?:and|or) (?:below|under)|at (?:the )?most|at (?:the )?maximum|max\b)", re.I),
        ),
    ),
    (
        ">",
        (
            re.compile(r"(?:at least|(?:no|not) (?:less|lower|fewer|smaller) than|more than|higher than|greater than|over|above|exceed(?:s|ing|ed)?|surpass(?:es|ing|ed)?|(?:a )?minimum (?:of)?|beyond|past|topp?(?:ed|ing|s)?|break(?:s|ing)?(?: through)?|broke(?:n)?(?: through)?|upwards? of|in excess of|passed|[≥>])" + _BEFORE_FIGURE, re.I),
            re.compile(r"\s*(?:or (?:more|above|higher|over)|and (?:above|over|more)|at (?:the )?least|plus\b|\+)", re.I),
        ),
    ),
    (
        "~",
        (
            re.compile(r"(?:about|around|approximately|approx\.?|roughly|nearly|some|close to|almost|circa|an estimated|~)" + _BEFORE_FIGURE, re.I),
            re.compile(r"\s*(?:or so|approximately|or thereabouts)", re.I),
        ),
    ),
)  # fmt: skip
_UP = re.compile(
    r"(?<![新净])增(?!值|城)|升(?!级)|涨|提高|扩大|翻|高出|超出|(?<![不得])(?:高于|多于|超过)(?=.)"
)
_DOWN = re.compile(
    r"降(?![碳费本水雨解])|减(?![排税灾负碳轻速])|下滑|回落|跌|缩(?!影)|收窄|压(?![力实滤])|放缓|(?<![不得])(?:低于|少于)(?=.)"
)
_EN_UP = re.compile(
    r"\b(?:ris(?:e|es|en|ing)|rose|grow(?:s|n|ing|th)?|grew|increas(?:e[sd]?|ing)|(?:(?<=, )|(?<=is )|(?<=was )|(?<=are )|(?<=were )|(?<=went )|(?<=goes )|(?<=and ))up(?!\s+to\b)|gain(?:s|ed|ing)?|expan(?:d(?:s|ed|ing)?|sion)|rais(?:e[sd]?|ing)"
    r"|climb(?:s|ed|ing)?|higher(?!\s+than\s*$))\b",
    re.I,
)
_EN_DOWN = re.compile(
    r"\b(?:fall(?:s|en|ing)?|fell|declin(?:e[sd]?|ing)|decreas(?:e[sd]?|ing)|drop(?:s|ped|ping)?|(?:(?<=, )|(?<=is )|(?<=was )|(?<=are )|(?<=were )|(?<=went )|(?<=goes )|(?<=and ))down|reduc(?:e[sd]?|ing|tion)|(?<!tax )(?<!fee )cut(?:s|ting)?"
    r"|lower(?:s|ed|ing)?(?!\s+than\s*$)|shr[iau]nk(?:s|ing)?|narrow(?:s|ed|ing)?|slow(?:s|ed|ing)|shorten(?:s|ed|ing)?|compress(?:es|ed|ing)?)\b",
    re.I,
)
# any word of a direction, wherever it stands
_ANY = {
    "up": re.compile(r"增|升|涨|提高|扩大|翻|超|高于|高出"),
    "down": re.compile(r"降|减|少|下滑|回落|跌|缩|收窄|压|低于|放缓"),
}
_BEHIND = {
    "zh": re.compile(r"(?:以上|左右|以内)?的?(?:增长|增速|增幅|涨幅|升幅|提升|降幅|跌幅|下降)"),
    "en": re.compile(
        r"\s*(?:\([^)]*\)\s*)?(?:(?:annual|average|yearly|year-on-year)\s+)*(?:growth|increase|rise|gain|higher|up|fall|decline|decrease|drop|reduction|cut|lower|down)\b(?!\s+to\b)",
        re.I,
    ),
}
_SIGN = re.compile(r"[-−+](?=\d)")
# before a dash that joins a range or a name: 5家-8家, R&D-5
_JOINS = re.compile(r"(?:[A-Za-z\d%‰)）\]—–~～+-]|\d[\u4e00-\u9fff]{1,5})$")
_WAYS = {"zh": (_UP, _DOWN), "en": (_EN_UP, _EN_DOWN)}
_EDGE = {"zh": re.compile(r"[，。；：！？]"), "en": re.compile(r"[.;:!?](?=\s)")}
_LISTED = {
    "zh": re.compile(r"[、和与及以]{1,3}"),
    "en": re.compile(r"\s*(?:,|and|,\s*and)\s*(?:by\s*)?"),
}
_LEVEL = {
    "zh": re.compile(r"[到至为](?:(?:19|20)\d{2}年[底末]?的?)?(?:了|约|近)?\s*$"),
    "en": re.compile(r"\bto\s+(?:[a-z]+\s+){0,3}(?:CNY|USD)?\s*$", re.I),
}
_FROM = {
    "zh": re.compile(r"[从由自][^，。；]{0,12}$"),
    "en": re.compile(r"\bfrom\s+(?:[a-z]+\s+){0,2}(?:CNY|USD)?\s*$", re.I),
}
_TO_GAP = re.compile(r"\s*(?:to|or|[-–—~～到至])\s*(?:CNY|USD)?\s*", re.I)
# English counts whose unit is not read may stand for these
_UNREAD = frozenset("number compute voltage apparent bandwidth loudness temperature".split())
_WORDED = frozenset("number multiple time".split())
_COUNTED = (
    ("visits", re.compile(r"人次|person-times?")),
    ("people", re.compile(r"[人名]$|people|persons?\b")),
    ("things", re.compile(r"[家户座条件项辆套台所间艘架栋]$")),
)
_LEAD = re.compile(r"([^，。；：]*)：[^。：]*$")
_CELL = "cell"  # the bare number of a table cell: it has a unit that only the table tells
_ENGLISH = ("en", "word", "repeat")
_FAINT, _CLEAR = 0.2, 0.75  # shares of the character pairs of a name
_CLOSE = Decimal("1e-15")  # how far quotients of compound units may differ in their last digits


@dataclass(frozen=True)
class Checked:
    """The problems of a text (none when it may be shown) and the numbers of its citation marks."""

    problems: tuple[str, ...]
    marks: tuple[int, ...]


@dataclass(frozen=True)
class Told:
    """A figure that a wording tells: kind, value in base units, as written, and its bound.

    ``side`` is ">", "<", "~" or "" for at least, at most, about and none; ``None`` when the figure
    repeats another in brackets, whose bound need not be told again.
    """

    kind: str
    value: Decimal
    text: str
    start: int
    side: str | None


@dataclass(frozen=True)
class Claim:
    """A figure of a wording, a range as one, with all that the wording says of it.

    ``low`` and ``high`` are in base units.  ``over`` is the same without what it is counted per,
    as (kind, low, high).  ``years`` is () when the wording ties no year to it; ``way`` is "up",
    "down" or ""; ``level`` says that the direction leads to the figure ("rose to").  ``opened``
    marks A of "from A to B", ``closed`` B.  ``source`` is "zh", "en" (a number), "word", "bracket"
    (Chinese behind an English figure) or "repeat" (English in brackets behind one).
    ``name`` is what the clause says is measured.
    """

    kind: str
    low: Decimal
    high: Decimal
    over: tuple[str, Decimal, Decimal]
    text: str
    start: int
    end: int
    side: str | None
    source: str
    years: Years = ()
    way: str = ""
    level: bool = False
    opened: bool = False
    closed: bool = False
    unit: str = ""
    name: str = ""


@dataclass(frozen=True)
class Source:
    """A figure of the evidence: the years it may be of (none when not known), direction, words.

    ``told`` is the whole evidence, whose words may give a direction where the clause gives none;
    ``name`` is what its clause says is measured, "" when it says nothing.
    """

    quantity: Quantity
    years: tuple[Years, ...]
    way: str
    told: str
    name: str = ""


def check(text: str, query: Query, evidence: Sequence[Evidence]) -> Checked:
    """All problems of a wording against the evidence that it may cite."""
    marks = tuple(int(a or b) for a, b in _MARK.findall(text))
    problems = [f"citation [{n}] does not exist" for n in marks if not 1 <= n <= len(evidence)]
    if not marks:
        problems.append("no citation")
    cited = [evidence[n - 1] for n in dict.fromkeys(marks) if 1 <= n <= len(evidence)]
    body = _MARK.sub(" ", text).strip()
    if not body:
        problems.append("empty")
    problems += _language(body, query.language)
    body = _without_quotes(body, cited)
    problems += _figures(body, query, cited)
    problems += _years(body, query, cited)
    return Checked(tuple(dict.fromkeys(problems)), marks)


def _without_quotes(body: str, cited: Sequence[Evidence]) -> str:
    """The wording without what it quotes character for character from its evidence."""

    def blank(match: re.Match[str]) -> str:
        quoted = any(normalise(match.group(1)) in normalise(item.text) for item in cited)
        return " " if quoted else match.group()

    return _QUOTE.sub(blank, body)


def _language(body: str, language: Language) -> list[str]:
    if language == "en":
        bare = re.sub(r"[（(“\"《][^（()）”\"》]*[)）”\"》]", " ", body)
        if len(_CJK.findall(bare)) > 4:
            return ["not in English"]
        return []
    return [] if detect_language(body) == "zh" else ["not in Chinese"]


def quantities_of(text: str, language: Language) -> list[Told]:
    """Figures of a wording, both ends of ranges."""
    return [
        Told(claim.kind, value, claim.text, claim.start, claim.side)
        for claim in read_claims(text, language)
        for value in sorted({claim.low, claim.high})
    ]


def read_claims(text: str, language: Language) -> list[Claim]:
    """The figures of a wording with bound, year and direction, in order."""
    if language == "zh":
        clean = normalise(text)
        claims = _named(clean, _merged(clean, _claims_zh(clean, "zh")))
        return _with_ways(clean, _with_years_zh(clean, claims), "zh")
    bare, bracketed = _without_brackets(text)
    claims = _repeated(bare, _merged(bare, [*_claims_en(bare), *_claims_words(bare)]))
    claims = _with_ways(bare, _with_years_en(bare, claims), "en")
    return sorted([*claims, *bracketed], key=lambda c: c.start)


def _claims_zh(text: str, source: str) -> list[Claim]:
    return [
        Claim(q.kind, *_base(q), _over(q), q.text, q.start, q.end, q.bound[:1], source, unit=q.unit)
        for q in parse_quantities(_unsigned(text))
    ]


def _unsigned(text: str) -> str:
    """The text with the signs of numbers blanked out; they are read as directions."""
    return _SIGN.sub(lambda m: " " if _is_sign(text, m.start()) else m.group(), text)


def _is_sign(text: str, at: int) -> bool:
    """Whether a plus or minus in front of a number at ``at`` is its sign."""
    return bool(_SIGN.match(text, at)) and not _JOINS.search(text[max(0, at - 7) : at])


def _named(text: str, claims: Sequence[Claim]) -> list[Claim]:
    """Claims with the name that their clause gives them before the figure.

    Words that follow another figure without a mark between belong to that one: 25轮强降水和10个台风.
    """
    found = []
    for at, claim in enumerate(claims):
        opening = claims[at - 1].end if at else 0
        parts = re.split(r"[，。；：！？、]", text[opening : claim.start])
        name = clean_indicator(parts[-1]) if len(parts) > 1 or not at else ""
        found.append(replace(claim, name=name))
    return found


def _without_brackets(text: str) -> tuple[str, list[Claim]]:
    """An English text with its Chinese brackets blanked out, and the figures in these.

    A bracket repeats the figure before it: its bound counts only when it states one.
    """
    bare, found = text, []
    for match in _BRACKET.finditer(text):
        if not _CJK.search(match.group(1)):
            continue
        bare = bare[: match.start()] + " " * len(match.group()) + bare[match.end() :]
        for claim in _claims_zh(normalise(match.group(1)), "bracket"):
            side = claim.side or None
            found.append(replace(claim, start=match.start(), end=match.end(), side=side))
    return bare, found


def _claims_en(text: str) -> list[Claim]:
    claims = []
    for _, group in groupby(parse_english_quantities(text), key=lambda q: (q.start, q.end)):
        ends = list(group)
        low, high, shown = ends[0], ends[-1], ends[0].text
        side = _english_side(text, low.start, low.end)
        over = (low.kind.split("/")[0], low.value * low.over, high.value * high.over)
        base = low.base, high.base
        claims.append(
            Claim(low.kind, *base, over, shown, low.start, low.end, side, "en", unit=shown)
        )
    return claims


def _claims_words(text: str) -> list[Claim]:
    """English number words from two up: they are figures like any other."""
    claims = []
    for match in _EN_WORD.finditer(text):
        word = match.group().lower()
        value = Decimal(_WORD_VALUES[re.sub(r"-?fold$", "", word)])
        side = None if word in _SCALE_WORDS else _english_side(text, *match.span())
        over = ("count", value, value)
        claims.append(
            Claim("count", value, value, over, match.group(), *match.span(), side, "word")
        )
    return claims


def _merged(text: str, claims: Sequence[Claim]) -> list[Claim]:
    """Claims in order, two that are the ends of one range as one: 13.5% to 15%, two or three."""
    found: list[Claim] = []
    for claim in sorted(claims, key=lambda c: c.start):
        last = found[-1] if found else None
        if last is not None and claim.start < last.end:
            continue  # "three" of "three quarters"
        joined = last is not None and _TO_GAP.fullmatch(text[last.end : claim.start])
        if last is not None and joined and last.kind == claim.kind and last.high < claim.low:
            over = (claim.over[0], last.over[1], claim.over[2])
            shown = text[last.start : claim.end]
            found[-1] = replace(last, high=claim.high, over=over, text=shown, end=claim.end)
            continue
        found.append(claim)
    return found


def _repeated(text: str, claims: Sequence[Claim]) -> list[Claim]:
    """Figures in a bracket right behind another repeat it; they need not tell its bound again."""
    found: list[Claim] = []
    for claim in claims:
        gap = text[found[-1].end : claim.start] if found else ""
        if re.fullmatch(r"\s*\([^()]{0,3}", gap):
            claim = replace(claim, side=claim.side or None, source="repeat")
        found.append(claim)
    return found


def _base(quantity: Quantity) -> tuple[Decimal, Decimal]:
    """Both ends in base units; 翻 n 番 as the multiple that it means."""
    low, high = quantity.base
    return (2**low, 2**high) if quantity.kind == "doubling" else (low, high)


def _over(quantity: Quantity) -> tuple[str, Decimal, Decimal]:
    """Kind and ends in base units without what a compound unit is counted per."""
    if "/" not in quantity.unit:
        return (quantity.kind, *_base(quantity))
    unit = parse_unit(quantity.unit.split("/")[0])
    return unit.kind, quantity.low * unit.factor, quantity.high * unit.factor


def _english_side(text: str, start: int, end: int) -> str:
    before, behind = text[max(0, start - 32) : start], text[end:].lstrip()[:18]
    for side, pattern in _EN_SIDES:
        if pattern[0].search(before) or pattern[1].match(behind):
            return side
    return ""


def _with_years_zh(text: str, claims: Sequence[Claim]) -> list[Claim]:
    known = {f.quantity.start: f.years for f in read_figures(text, (), ()) if not f.inherited}
    outer = _outer_years(text)
    return [
        replace(c, years=outer.get(c.start, known.get(c.start, ())), opened=_opened(text, c, "zh"))
        for c in claims
    ]


def _outer_years(text: str) -> dict[int, Years]:
    """Years of figures behind "由2025年的A": that year is A's own, the others keep the one before."""
    mentions = [m for m in find_years(text) if not m.compared]
    quantities = parse_quantities(text)
    found: dict[int, Years] = {}
    for at, mention in enumerate(mentions):
        if not re.search(r"[从由自]$", text[: mention.start]):
            continue
        stop = mentions[at + 1].start if at + 1 < len(mentions) else len(text)
        stop = min(
            [stop, *(m.start() for m in re.finditer("[。；]", text) if m.start() > mention.end)]
        )
        behind = [q for q in quantities if mention.end <= q.start < stop]
        found |= {q.start: mentions[at - 1].years if at else () for q in behind[1:]}
    return found


def _opened(text: str, claim: Claim, language: Language) -> bool:
    """Whether the claim begins a change: from A to B."""
    return bool(_FROM[language].search(text[max(0, claim.start - 30) : claim.start]))


_EN_PERIOD = re.compile(
    r"(?<![\d.,])(?P<a>(?:19|20)\d{2})\s*(?P<by>[-–—]|to|through|until|and)\s*(?P<b>(?:19|20)\d{2})(?!\d|[.,]\d)"
)
_EN_PLAN = re.compile(r"\b(?P<n>1[0-9])th\s+Five[- ]Year(?:\s+Plan)?\s+period", re.I)
_PLAN_NAME = re.compile(r"\)?\s*(?:[A-Za-z-]+\s+){0,3}(?:plan|outline|programme|program)\b", re.I)
_EN_COMPARED = re.compile(
    r"\b(?:compared (?:with|to)|than(?: in)?|over|on|versus|vs\.?|relative to|from|above|below|against|since)\s*(?:the (?:level|figure) (?:of|in)\s*)?(?:in\s+)?(?:the end of\s+)?$",
    re.I,
)
_FILLER = re.compile(
    r"[\s,(]*(?:(?:in|by|for|as|of|at|during|over|until|through|within|the|end|year|a|an|target(?:ed)?|level|per|annum|annually|each|planned|expected|set|period|on|average|between|from)\b[\s,(]*)*",
    re.I,
)


# what is counted, then its year: "80 light industry firms in 2025"
_NOUN_THEN_YEAR = re.compile(
    r"(?:(?!\b(?:and|but|while|which|whereas|then|to)\b)[^,;:.])*\b(?:in|by|for|during|as of|at the end of|by the end of)\s+(?:the\s+year\s+)?",
    re.I,
)


def _english_years(text: str) -> list[YearMention]:
    """Years and periods of an English text in order; a year that only serves a comparison is marked."""
    found = []
    for match in _EN_PERIOD.finditer(text):
        first, last = int(match["a"]), int(match["b"])
        listed = match["by"] == "and" and not re.search(r"\bbetween\s+$", text[: match.start()])
        if first < last and not listed and not _PLAN_NAME.match(text[match.end() :]):
            found.append(YearMention((first, last), *match.span(), False))
    for match in _EN_PLAN.finditer(text):
        first = 1951 + 5 * int(match["n"])
        found.append(YearMention((first, first + 4), *match.span(), False))
    for match in _EN_YEAR.finditer(text):
        if not any(m.start <= match.start() < m.end for m in found):
            compared = bool(_EN_COMPARED.search(text[: match.start()]))
            found.append(YearMention((int(match[1]),), *match.span(), compared))
    return sorted(found, key=lambda m: m.start)


def _with_years_en(text: str, claims: Sequence[Claim]) -> list[Claim]:
    """Claims with the year that their sentence gives them.

    A year right behind a figure is its own ("X in 2025"); "respectively" and "from A to B" pair in
    order; else the year before it holds ("by 2030, X").  The one year of a text holds for all.
    """
    mentions = [m for m in _english_years(text) if not m.compared]
    repeats = [c for c in claims if c.source == "repeat"]
    claims = [c for c in claims if c.source != "repeat"]
    all_years = {m.years for m in mentions}
    found = []
    for start, end in _sentences(text):
        inside = [c for c in claims if start <= c.start < end]
        years = [m for m in mentions if start <= m.start < end]
        found += _sentence_years(text[:end], inside, years)
    if len(all_years) == 1:
        (only,) = all_years
        found = [replace(c, years=c.years or only) for c in found]
    opened = [replace(c, opened=_opened(text, c, "en")) for c in found]
    return sorted([*opened, *repeats], key=lambda c: c.start)


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in re.finditer(r"[.!?](?=\s|$)|\n|;|$", text):
        yield start, match.end()
        start = match.end()


def _sentence_years(
    text: str, claims: Sequence[Claim], mentions: Sequence[YearMention]
) -> list[Claim]:
    paired = _paired(text, claims, mentions)
    if paired or not mentions:
        return paired or list(claims)
    own: dict[int, YearMention] = {}
    for at, claim in enumerate(claims):
        stop = claims[at + 1].start if at + 1 < len(claims) else len(text)
        behind = [m for m in mentions if claim.end <= m.start < stop]
        if behind and _is_own(text, claim, behind[0], claims, mentions):
            own[claim.start] = behind[0]
    free = [m for m in mentions if m not in own.values()]
    result = []
    for claim in claims:
        mention = own.get(claim.start)
        before = [m for m in free if m.end <= claim.start]
        if mention is None and before:
            mention = before[-1]
        result.append(replace(claim, years=mention.years) if mention else claim)
    return result


def _is_own(
    text: str,
    claim: Claim,
    mention: YearMention,
    claims: Sequence[Claim],
    mentions: Sequence[YearMention],
) -> bool:
    """Whether the year behind a claim is its own, and does not open what follows it."""
    # a bracket that repeats the figure stands between it and its year
    gap = re.sub(r"\([^()]*\)", "", text[claim.end : mention.start])
    if _NOUN_THEN_YEAR.fullmatch(gap):
        return True
    if not _FILLER.fullmatch(gap):
        return False
    if "," not in gap:
        return True
    # "X, by 2030 Y" opens the next clause when X has a year before it
    rest = text[mention.end :]
    opens = bool(re.match(r",?\s*[a-z\d]", rest, re.I)) and any(
        c.start > mention.end for c in claims
    )
    return not (opens and any(m.end <= claim.start for m in mentions))


def _paired(text: str, claims: Sequence[Claim], mentions: Sequence[YearMention]) -> list[Claim]:
    """Figures and years that pair in order: "respectively", and "from A to B from 2025 to 2030"."""
    start = min([c.start for c in claims], default=0)
    tail = text[min([start, *(m.start for m in mentions)]) :]
    if "respectively" in tail and len(claims) == len(mentions) > 1:
        return [replace(c, years=m.years) for c, m in zip(claims, mentions, strict=True)]
    spans = [m for m in mentions if len(m.years) == 2]
    if len(claims) == 2 and len(mentions) == len(spans) == 1 and _opened(text, claims[0], "en"):
        if re.fullmatch(
            r"\s*to\s+(?:[a-z]+\s+){0,3}(?:CNY|USD)?\s*", text[claims[0].end : claims[1].start]
        ):
            first, last = spans[0].years
            return [replace(claims[0], years=(first,)), replace(claims[1], years=(last,))]
    return []


def _with_ways(text: str, claims: Sequence[Claim], language: Language) -> list[Claim]:
    found: list[Claim] = []
    for claim in claims:
        way, level = _way(text, claim.start, claim.end, found, language)
        closed = bool(found) and found[-1].opened and found[-1].kind == claim.kind
        found.append(replace(claim, way=way, level=level, closed=closed))
    return found


def _way(
    text: str, start: int, end: int, before: Sequence[Claim], language: Language
) -> tuple[str, bool]:
    """The direction told of the figure at ``start``, and whether it leads to the figure (rose to)."""
    up, down = _WAYS[language]
    if start and _is_sign(text, start - 1):
        return ("up" if text[start - 1] == "+" else "down"), False
    behind = _BEHIND[language].match(text, end)
    if behind:
        return ("down" if down.search(behind.group()) else "up"), False
    opening = before[-1].end if before else 0
    gap = text[opening:start]
    edges = [m.end() for m in _EDGE[language].finditer(gap)]
    segment = gap[edges[-1] :] if edges else gap
    last = {
        name: max((m.start() for m in pattern.finditer(segment)), default=-1)
        for name, pattern in (("up", up), ("down", down))
    }
    level = bool(_LEVEL[language].search(segment))
    if max(last.values()) >= 0:
        return max(last, key=lambda name: last[name]), level
    if before and _LISTED[language].fullmatch(gap):
        return before[-1].way, before[-1].level
    return "", level


def _figures(body: str, query: Query, cited: Sequence[Evidence]) -> list[str]:
    sources = [source for item in cited for source in _sources(item)]
    asked = read_claims(query.text, query.language)
    claims = read_claims(body, query.language)
    problems = []
    for claim in claims:
        problems += _unsupported(claim, sources, asked, query.language)
    return [*problems, *_differing_brackets(claims), *_turned(claims, body, query.language)]


def _unsupported(
    claim: Claim, sources: Sequence[Source], asked: Sequence[Claim], language: Language
) -> list[str]:
    equal = [s for s in sources if _equal(claim, s.quantity)]
    if not equal and claim.opened and claim.low != claim.high:
        return [p for end in _ends(claim) for p in _unsupported(end, sources, asked, language)]
    repeated = [a for a in asked if (a.kind, a.low, a.high) == (claim.kind, claim.low, claim.high)]
    if not equal:
        shown = claim.text.strip()
        return [] if repeated else [f"figure {shown} is not in the cited evidence"]
    if any(a.side == claim.side for a in repeated):
        return []
    shown = claim.text.strip()
    equal = [s for s in equal if claim.side in (None, s.quantity.bound[:1])]
    if not equal:
        return [f"the bound of {shown} differs from the evidence"]
    equal = [s for s in equal if not claim.years or _of_year(claim.years, s)]
    if not equal:
        return [f"{shown} is of another year in the evidence"]
    equal = [s for s in equal if _same_way(claim, s)]
    if not equal:
        return [f"the direction of {shown} differs from the evidence"]
    if _renamed(claim, equal, sources):
        return [f"{shown} is of another thing in the evidence"]
    return []


def _renamed(claim: Claim, equal: Sequence[Source], sources: Sequence[Source]) -> bool:
    """Whether the words before a claim name another figure of the evidence and not its own.

    Only a clear case counts: the clauses of all equal figures have names of their own with next to
    nothing of the claim's, and another figure of the same kind has nearly all of it.
    """
    named = len(_pairs(claim.name)) > 1 and all(len(_pairs(s.name)) > 1 for s in equal)
    if not named or any(_alike(claim.name, s.name) > _FAINT for s in equal):
        return False
    others = [
        s for s in sources if s not in equal and s.quantity.kind == claim.kind and _pairs(s.name)
    ]
    return any(_alike(claim.name, s.name) >= _CLEAR for s in others)


def _alike(name: str, known: str) -> float:
    """Share of character pairs that two names have in common, of the shorter."""
    told, own = _pairs(name), _pairs(known)
    return len(told & own) / min(len(told), len(own))


def _pairs(name: str) -> set[str]:
    return {name[i : i + 2] for i in range(len(name) - 1)}


def _ends(claim: Claim) -> tuple[Claim, Claim]:
    kind, low, high = claim.over
    return (
        replace(claim, high=claim.low, over=(kind, low, low), opened=False),
        replace(claim, low=claim.high, over=(kind, high, high), opened=False),
    )


def _of_year(years: Years, source: Source) -> bool:
    return not source.years or any(_meets(years, known) for known in source.years)


def _meets(told: Years, known: Years) -> bool:
    """Whether a year lies in a period, or two periods end alike."""
    if len(told) == len(known) == 2:
        return told[-1] == known[-1]
    return told[0] <= known[-1] and known[0] <= told[-1]


def _same_way(claim: Claim, source: Source) -> bool:
    """Whether the evidence does not tell another direction of the figure.

    Where its clause tells none, "rose to" stands for a level and "from A to B" tells itself; other
    directions must be told somewhere in the evidence.
    """
    if not claim.way or source.way:
        return claim.way in ("", source.way)
    if claim.opened or claim.closed or (claim.way == "up" and claim.level):
        return True
    return bool(_ANY[claim.way].search(source.told))


def _differing_brackets(claims: Sequence[Claim]) -> list[str]:
    """English figures whose other form in the bracket behind them is another figure."""
    problems = []
    for claim, other in pairwise(claims):
        if claim.source not in ("en", "word") or not _repeats(claim, other):
            continue
        if not _same_figure(claim, other):
            problems.append(f"{claim.text.strip()} and {other.text.strip()} differ")
    return problems


def _repeats(claim: Claim, other: Claim) -> bool:
    """Whether a bracket right behind a claim holds the other."""
    return other.source in ("bracket", "repeat") and other.start - claim.end <= 3


def _same_figure(claim: Claim, other: Claim) -> bool:
    if other.source == "repeat":
        return claim.kind != other.kind or (claim.low, claim.high) == (other.low, other.high)
    quantities = parse_quantities(other.text)
    return len(quantities) != 1 or _equal(claim, quantities[0])


def _turned(claims: Sequence[Claim], body: str, language: Language) -> list[str]:
    """ "fell from 70 to 140": the direction is not that of the figures."""
    text = normalise(body) if language == "zh" else _without_brackets(body)[0]
    plain = [c for c in claims if c.source in ("zh", "en")]
    problems = []
    for claim in plain:
        rises = claim.low < claim.high
        if claim.opened and claim.way and claim.low != claim.high and rises != (claim.way == "up"):
            problems.append(f"the direction of {claim.text.strip()}")
    for first, second in pairwise(plain):
        gap = text[first.end : second.start]
        joined = re.fullmatch(r"[^，。；.;]*(?:到|至|\bto\b)[^，。；.;]*", gap)
        listed = re.search("分别|respectively", text)
        if not first.opened or not joined or listed or first.kind != second.kind:
            continue
        way = second.way or first.way
        rises = first.low < second.low
        if way and first.low != second.low and rises != (way == "up"):
            problems.append(f"the direction from {first.text.strip()} to {second.text.strip()}")
    return problems


def _sources(item: Evidence) -> list[Source]:
    """Figures of an evidence: those read from it, and all of its text, context and headings."""
    told = " ".join((item.text, item.context, *(f.label for f in item.figures)))
    outer, ways, names = _outer_years(item.text), _ways_of(item), _names_of(item)
    found = []
    for figure in item.figures:
        at = figure.quantity.start
        years = tuple(y for y in (figure.years, outer.get(at, ())) if y)
        way = ways.get(at, "") or _label_way(figure)
        found.append(Source(figure.quantity, years, way, told, names.get(at, "")))
    read = {(s.quantity.low, s.quantity.high): s for s in found}
    for quantity in parse_quantities(_unsigned(item.text)):
        same = read.get((quantity.low, quantity.high))
        if same is None:
            found.append(Source(quantity, (), ways.get(quantity.start, ""), told))
        elif same.quantity.kind != quantity.kind:
            found.append(replace(same, quantity=replace(quantity, kind=_CELL)))
    for text in (item.context, *map(normalise, item.citation.section)):
        found += [Source(q, (), "", told) for q in parse_quantities(text) if q.unit]
    return [split for source in found for split in _changed(source, item.text)]


def _ways_of(item: Evidence) -> dict[int, str]:
    """Directions of the figures of a sentence, by place."""
    return {c.start: c.way for c in _with_ways(item.text, _claims_zh(item.text, "zh"), "zh")}


def _names_of(item: Evidence) -> dict[int, str]:
    """What the clause of each figure of a sentence says is measured, by place.

    In a list behind a colon ("优良率分别为：甲市99%；乙市98%") the words before the colon belong to it.
    """
    found = {}
    for claim in _named(item.text, _claims_zh(item.text, "zh")):
        lead = _LEAD.search(item.text[: claim.start])
        found[claim.start] = f"{lead.group(1)}{claim.name}" if lead and claim.name else claim.name
    return found


def _label_way(figure: Figure) -> str:
    """The direction in the name of a table row: 年均增长率, 单位能耗降低."""
    up, down = (
        max((m.start() for m in p.finditer(figure.label)), default=-1) for p in (_UP, _DOWN)
    )
    return "" if up == down else "up" if up > down else "down"


def _changed(source: Source, text: str) -> list[Source]:
    """A "range" that is a change, 从2家到3家, also as its two figures."""
    quantity = source.quantity
    before = text[max(0, quantity.start - 2) : quantity.start]
    if quantity.low == quantity.high or not re.search("[从由自]", before):
        return [source]
    ends = [replace(quantity, low=end, high=end) for end in (quantity.low, quantity.high)]
    return [source, *(replace(source, quantity=end, years=()) for end in ends)]


def _equal(claim: Claim, quantity: Quantity) -> bool:
    """Whether a claim and a figure of the evidence are the same in kind and base units."""
    kind = "multiple" if quantity.kind == "doubling" else quantity.kind
    told = (claim.low, claim.high)
    if _near(told, _base(quantity)) and _same_kind(claim, quantity, kind):
        return True
    name, *ends = claim.over
    top, *known = _over(quantity)
    if ("/" in kind) != ("/" in claim.kind) and _near(ends, known):
        return name == top or {name, top} <= {"count", "number"} or claim.source == "en" == name
    if claim.source not in _ENGLISH or claim.kind != "count":
        return False
    # a bare English number may stand for a unit that is not read
    unread = kind in (_WORDED if claim.source == "word" else _UNREAD) or "/" in kind
    raw = (quantity.low, quantity.high)
    scaled = (quantity.low * _scale(quantity), quantity.high * _scale(quantity))
    return unread and (_near(told, raw) or _near(told, scaled))


def _same_kind(claim: Claim, quantity: Quantity, kind: str) -> bool:
    if kind == _CELL:
        return claim.kind == "number"
    counted = _counted(claim.unit), _counted(quantity.unit)
    if all(counted) and counted[0] != counted[1]:
        return False
    if claim.kind == kind or {claim.kind, kind} <= {"count", "number"}:
        return True
    if claim.kind != "count":
        return False
    return claim.source in _ENGLISH and (
        "/" in kind or kind in (_WORDED if claim.source == "word" else _UNREAD)
    )


def _counted(text: str) -> str:
    """What a count word counts: people, visits, or things; "" when it may be any."""
    return next((name for name, pattern in _COUNTED if pattern.search(text)), "")


def _near(told: Sequence[Decimal], known: Sequence[Decimal]) -> bool:
    return all(abs(a - b) <= abs(b) * _CLOSE for a, b in zip(told, known, strict=True))


def _scale(quantity: Quantity) -> Decimal:
    for sign, factor in (("万亿", 10**12), ("亿", 10**8), ("万", 10**4)):
        if quantity.unit.startswith(sign):
            return Decimal(factor)
    return Decimal(1)


def _years(body: str, query: Query, cited: Sequence[Evidence]) -> list[str]:
    known = set(query.years) | {y for period in query.periods for y in period}
    for item in cited:
        known |= {y for figure in item.figures for y in figure.years}
        for text in (item.text, item.context, item.citation.title, *item.citation.section):
            known |= {y for mention in find_years(text + " ") for y in mention.years}
            known |= {int(y) for y in _EN_YEAR.findall(text)}
    if query.language == "zh":
        told = [y for mention in find_years(body) for y in mention.years]
    else:
        told = [int(y) for y in _EN_YEAR.findall(_BRACKET.sub(" ", body))]
        for match in _BRACKET.finditer(body):
            told += [y for mention in find_years(match.group(1)) for y in mention.years]
    known |= {int(y) for y in _EN_YEAR.findall(query.text)}
    return [f"year {year} is not in the cited evidence" for year in told if year not in known]


def supports(figure: Figure, item: Evidence) -> bool:
    """Whether a read figure stands in the characters that its evidence cites."""
    shown = re.sub(r"\s", "", figure.quantity.text)
    return shown in re.sub(r"\s", "", item.text)
