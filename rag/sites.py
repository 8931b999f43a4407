"""Where an enterprise is, against the places of plans that no table of places knows.

A place is told by its own name and its rank: 滨江 and 市, "Binjiang" and "City".  English names are
compared in pinyin.  What holds what is told by ranks and by the plan's own text: a county that a
city's plan names lies in the city, the city that a park's plan names may hold the park.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from index.errors import PlanQAError
from index.sites import COUNTY, PARK, RANKS_ZH, SITE_ZH, Site, parts_in, sites_in
from index.taxonomy import places
from index.types import Document
from rag import models
from rag.terms import CEDICT, read_headwords, read_pinyin

# where somebody is, before the name
_STANDS = r"(?:^|(?<=[在是于到从，。；：（(\s])|(?<=位于)|(?<=来自)|(?<=注册)|(?<=设在))"
_AT_ZH = re.compile(rf"{_STANDS}(?:{re.sub(r'[?]P<[a-z0-9]+>', '?:', SITE_ZH.pattern)}){{1,3}}")
_OF_PLAN = re.compile(
    r"规划|纲要|计划|方案|报告|意见|措施|plan|outline|report|scheme|measures", re.I
)
OUTSIDE = re.compile(r"不在|以外|之外|\boutside\b|\bnot in\b", re.I)


@lru_cache(maxsize=1)
def _pinyin() -> Mapping[str, str]:
    """Character → pinyin; empty without the dictionary, so that only names in a catalog are known."""
    try:
        return read_pinyin(read_headwords(models.locate(*CEDICT)))[0]
    except PlanQAError:
        return {}


def spelled(name: str) -> str:
    """A Chinese name in pinyin without spaces and tones, "" when a character is unknown."""
    letters = [_pinyin().get(char, "") for char in name]
    return "".join(letters) if all(letters) else ""


def same_site(one: Site, other: Site) -> bool:
    """Whether two names are of one place; an English one is compared in pinyin."""
    if one.rank != other.rank or (one.zone and other.zone and one.zone != other.zone):
        return False
    if one.chinese == other.chinese:
        return one.own == other.own  # names that only sound alike are others: 榆林, 玉林
    return _spelling(one) == _spelling(other) != ""


def _spelling(site: Site) -> str:
    return spelled(site.own) if site.chinese else site.own


def names_of(place: str, document: Document) -> tuple[Site, ...]:
    """The names of a place of a plan; those of its region may stand in the plan's aliases, too."""
    told = [place]
    if place == document.region:
        told += [alias for alias in document.aliases if not _OF_PLAN.search(alias)]
    return tuple(dict.fromkeys(site for name in told for site in sites_in(name)[-1:]))


def region_named(text: str, document: Document) -> str:
    """The wording by which a text names the region of a plan, its full name where it leaves out the
    rank; "" when it does not.
    """
    names = names_of(document.region, document)
    for site in sites_in(text):
        if any(same_site(site, name) for name in names):
            return site.written
    for name in names:
        letters = _spelling(name)
        match = re.search(rf"\b{letters}\b", text, re.I) if letters else None
        spelled_so = match is not None and match.group()[:1].isupper()
        if spelled_so or (name.chinese and len(name.own) > 1 and name.own in text):
            return document.region  # by its bare name: what it is of is told by the plan
    return ""


# where one sells to, whom one serves, what one wants to know of
_ELSEWHERE = re.compile(
    r"销往|卖到|出口|发往|运往|供应|客户|外地|服务于|\b(?:customers?|clients?|suppl(?:y|ies|ied|ying)|export\w*|ship\w* to|sell\w* to)\b",
    re.I,
)


# beside a place is not in it
_NEAR = re.compile(
    r"\b(?:across (?:\w+ ){1,3}from|next to|near|beside|bordering|outside|kilomet\w+ from|km from)\s+(?:the\s+)?(?=[A-Z])"
    r"|(?:紧挨着?|挨着|隔壁|毗邻|邻近|距离?|离(?!开))[\u4e00-\u9fff]{0,6}(?=[市县区]|园|$|[一二三四五六七八九十百\d])"
)


def place_told(clauses: Sequence[str], documents: Iterable[Document]) -> str:
    """The place that a text tells of itself, as written: regions of plans that it names with what
    stands beside them, or else a name of a place where somebody is; "" when it tells none.
    """
    plans = [document for document in documents if document.region]
    found: list[str] = []
    for clause in clauses:
        if _ELSEWHERE.search(clause) or _NEAR.search(clause):
            continue
        named = [w for d in plans if (w := region_named(clause, d))]
        if found and not re.search(r"在|位于|\b(?:in|at)\b", clause):
            named = []  # named beside where somebody is
        sites = [s.written for s in sites_in(clause) if not s.chinese]
        at = [m.group() for m in _AT_ZH.finditer(clause)]
        found += [*at, *sites, *named]
    once = dict.fromkeys(found)
    return " ".join(w for w in once if not any(w != o and w in o for o in once))


def lies_at(place: str, told: str, document: Document) -> bool | None:
    """Whether what is told lies in a place of a plan; ``None`` when it may.

    :param place: the place in the plan's words
    :param told: where somebody is, as written
    """
    if not told:
        return None
    wanted = names_of(place, document)
    own = sites_in(told)
    part = next(iter(parts_in(place, document.text)), None)
    if part is not None and part.written == place and not wanted:
        return _lies_in_part(part, told, document)
    here = any(same_site(a, b) for a in own for b in wanted) or any(_bare(w, told) for w in wanted)
    here = here or any(_spelled_in(w, told) for w in wanted)
    within = [s for s in own for w in wanted if s.rank > w.rank and _begins(s, w)]
    if here or within or (not wanted and place in told):
        return not OUTSIDE.search(told)
    if not own or not wanted:
        return None
    rank = wanted[0].rank
    if rank == PARK and all(_is_other_park(site, wanted, document) for site in own):
        return False
    beside = [site for site in own if rank != PARK and site.rank <= rank]
    known = [site for site in own if _named_in(site, document.text)]
    finer = [s for s in known if s.rank > rank and not _in_table(s) and not _partner(s, document)]
    if finer and not beside and place == document.region:
        return True
    wider = [site for site in known if site.rank < rank]
    narrower = [site for site in own if site.rank >= COUNTY and site not in known]
    return None if (wider and not narrower) or (known and not wider and not beside) else False


def _lies_in_part(part: Site, told: str, document: Document) -> bool | None:
    """Whether somebody is in a part of a zone: not where another part of it, or another place than
    the zone, is told.
    """
    if part.written in told or part.own in told:
        return not OUTSIDE.search(told)
    english = [site for site in sites_in(told) if not site.chinese]
    if any(same_site(site, part) for site in english):
        return not OUTSIDE.search(told)
    others = parts_in(told, document.text) or [
        site
        for site in english
        if any(site.own == spelled(known.own) for known in _parts_of(document.text))
    ]
    outside = lies_at(document.region, told, document) is False if document.region else False
    return False if others or outside else None


@lru_cache(maxsize=16)
def _parts_of(text: str) -> tuple[Site, ...]:
    """The parts of its zone that a plan names more than once."""
    return tuple(dict.fromkeys(parts_in(text, text)))


def _is_other_park(site: Site, wanted: Sequence[Site], document: Document) -> bool:
    """Whether a park is another one than some: another kind of zone of the same name, or one that
    the plan names beside its own.
    """
    if site.rank != PARK:
        return False
    zones = {w.zone for w in wanted if w.own == site.own} - {""}
    other = bool(zones and site.zone) and site.zone not in zones
    named = (name for name in _sites_of(document.text) if same_site(name, site))
    return other or any(_partner(name, document) for name in named)


def _begins(site: Site, wider: Site) -> bool:
    """Whether a name begins with that of a wider place: 泽坪跨境电商产业园 lies in 泽坪市."""
    return len(wider.own) > 1 and site.own != wider.own and site.own.startswith(wider.own)


def _spelled_in(site: Site, told: str) -> bool:
    """Whether an English wording is a place's own name in pinyin, without its rank ("Zeping")."""
    letters = _spelling(site) if told.isascii() and site.rank != PARK else ""
    alone = not any(s.own == letters for s in sites_in(told))
    return bool(letters) and alone and re.search(rf"\b{letters}\b", told, re.I) is not None


def _in_table(site: Site) -> bool:
    return any(hit.start == 0 for hit in places().find(site.written))


def _partner(site: Site, document: Document) -> bool:
    """Whether a plan names a place as one that it learns from or works with."""
    other = r"(?:学习|借鉴|对口|援|合作|对接|联动|与|同)[^，。；]{0,10}"
    return site.chinese and re.search(other + re.escape(site.own), document.text) is not None


def _bare(site: Site, told: str) -> bool:
    """Whether a wording names a place without its rank (滨江这边; "in Binjiang")."""
    if site.chinese:
        own = re.escape(site.own)
        ends = r"(?=$|[的做这本一有，。、；当那]|企业|公司|办)"
        return (
            len(site.own) > 1
            and re.search(rf"(?:^|[在于是到从，自们]){own}{ends}", told) is not None
        )
    if any(s.own == site.own for s in sites_in(told)):
        return False
    return re.search(rf"\b{site.own}\b", told, re.I) is not None


def _named_in(site: Site, text: str) -> bool:
    """Whether a plan's text names a place."""
    return any(same_site(site, other) for other in _sites_of(text))


@lru_cache(maxsize=16)
def _sites_of(text: str) -> tuple[Site, ...]:
    """Every name that may be a place's in a text: the two to four characters before a rank."""
    found = set()
    for rank, words in RANKS_ZH:
        for match in re.finditer(words, text):
            for length in (2, 3, 4):
                own = text[max(0, match.start() - length) : match.start()]
                if len(own) == length:
                    found.add(Site(own, rank, own + match.group()))
    return tuple(found)
