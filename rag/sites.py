"""Where an enterprise is, against the places of plans that no table of places knows.

A place is told by its own name and its rank: 滨江 and 市, "Binjiang" and "City".  English names are
compared in pinyin.  What holds what is told by ranks and by the plan's own text: a county that a
city's plan names lies in the city, the city that a park's plan names may hold the park.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.errors import PlanQAError
from index.types import Document
from rag import models
from rag.terms import CEDICT, read_headwords, read_pinyin

# ranks from the widest; a park may lie in any place and hold none but its own parts
PROVINCE, CITY, COUNTY, TOWN, PARK = range(5)
_RANKS_ZH = (
    (PARK, r"综合保税区|保税区|(?:高新)?(?:高新技术|经济技术|经济|产业|工业|科技|农业|物流|边境|跨境|合作|示范|先行|试验|加工|出口|旅游度假|生态)*(?:开发区|园区|产业园|工业园|科创园|科技园|物流园|创业园|软件园|示范园|示范区|合作区|试验区|加工区|集聚区|集中区)|高新区|经开区|新区|港区"),
    (PROVINCE, r"(?:壮族|回族|维吾尔)?自治区|省|特别行政区"),
    (CITY, r"自治州|地区|市|州|盟"),
    (COUNTY, r"自治县|县|(?<![园地片小山城郊牧景社辖校库厂矿灾疫林港新])区|旗"),
    (TOWN, r"街道|镇|乡|村"),
)  # fmt: skip
_OWN_ZH = (
    r"[^\W\da-zA-Z的是在于有做和与及等我你他她它这那家个们各全本该超股上门返回家下城小进了搬到]"
)
_SITE_ZH = re.compile(
    rf"(?P<own>{_OWN_ZH}{{1,6}}?)(?:"
    + "|".join(f"(?P<r{rank}>{words})" for rank, words in _RANKS_ZH)
    + ")"
)
_RANKS_EN = (
    (PARK, r"Zone|Park|Area|Base"),
    (PROVINCE, r"Province|Autonomous Region"),
    (CITY, r"City|Municipality|Prefecture"),
    (COUNTY, r"County|District"),
    (TOWN, r"Town|Township|Village"),
)
_SITE_EN = re.compile(
    r"(?P<own>[A-Z][a-z'’]+(?:[ -][A-Z][a-z]+){0,2}?)(?: (?:and|[A-Z][\w-]*))*? (?:"
    + "|".join(f"(?P<r{rank}>{words})" for rank, words in _RANKS_EN)
    + r")\b"
)
_QUALIFIER = re.compile(
    r"\b(?:The|In|At|High-?[Tt]ech(?:nology)?|Hi-?tech|Economic|Technological|Comprehensive|Integrated|Bonded|"
    r"Industrial|Industry|Science|Technology|Development|Free|Trade|New|National|Logistics|East|West|North|South)\b.*"
)
# where somebody is, before the name
_STANDS = r"(?:^|(?<=[在是于到从，。；：（(\s])|(?<=位于)|(?<=来自)|(?<=注册)|(?<=设在))"
_AT_ZH = re.compile(rf"{_STANDS}(?:{re.sub(r'[?]P<[a-z0-9]+>', '?:', _SITE_ZH.pattern)}){{1,3}}")
_OF_PLAN = re.compile(
    r"规划|纲要|计划|方案|报告|意见|措施|plan|outline|report|scheme|measures", re.I
)
_OUTSIDE = re.compile(r"不在|以外|之外|\boutside\b|\bnot in\b", re.I)


@dataclass(frozen=True)
class Site:
    """A named place: its own name without rank (Chinese, or English in lower case) and its rank."""

    own: str
    rank: int
    written: str

    @property
    def chinese(self) -> bool:
        """Whether the name is Chinese."""
        return not self.own.isascii()


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


@lru_cache(maxsize=512)
def sites_in(text: str) -> tuple[Site, ...]:
    """The places that a wording names, in order."""
    found = [
        Site(m["own"], _rank(m), m.group()) for m in _SITE_ZH.finditer(text) if len(m["own"]) > 1
    ]
    for match in _SITE_EN.finditer(text):
        own = _QUALIFIER.sub("", match["own"]).strip()
        if own:
            found.append(Site(_letters(own), _rank(match), match.group()))
    return tuple(found)


def _rank(match: re.Match[str]) -> int:
    return next(r for r in range(5) if match[f"r{r}"])


def _letters(name: str) -> str:
    return re.sub(r"[^a-z]", "", name.lower())


def same_site(one: Site, other: Site) -> bool:
    """Whether two names are of one place; an English one is compared in pinyin."""
    if one.rank != other.rank:
        return False
    return one.own == other.own or _spelling(one) == _spelling(other) != ""


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
        match = re.search(rf"\b{_spelling(name)}\b", text, re.I) if _spelling(name) else None
        spelled_so = match is not None and match.group()[:1].isupper()
        if spelled_so or (name.chinese and len(name.own) > 1 and name.own in text):
            return document.region  # by its bare name: what it is of is told by the plan
    return ""


def place_told(clauses: Sequence[str], documents: Iterable[Document]) -> str:
    """The place that a text tells of itself, as written: regions of plans that it names with what
    stands beside them, or else a name of a place where somebody is; "" when it tells none.
    """
    plans = [document for document in documents if document.region]
    found: list[str] = []
    for clause in clauses:
        named = [w for d in plans if (w := region_named(clause, d))]
        sites = [s.written for s in sites_in(clause) if not s.chinese]
        at = [m.group() for m in _AT_ZH.finditer(clause)]
        if named or at or sites:
            found += [*at, *sites, *named]
    once = dict.fromkeys(found)
    return " ".join(w for w in once if not any(w != o and w in o for o in once))


def lies_at(place: str, told: str, document: Document) -> bool | None:
    """Whether what is told lies in a place of a plan; ``None`` when it may.

    :param place: the place in the plan's words
    :param told: where somebody is, as written
    """
    wanted = names_of(place, document)
    own = sites_in(told)
    if not wanted:
        return True if place in told else None
    here = any(same_site(a, b) for a in own for b in wanted) or any(_bare(w, told) for w in wanted)
    if here:
        return not _OUTSIDE.search(told)
    if not own:
        return None
    rank = wanted[0].rank
    beside = [site for site in own if rank != PARK and site.rank <= rank]
    known = [site for site in own if _named_in(site, document.text)]
    if any(site.rank > rank for site in known) and not beside and place == document.region:
        return True
    wider = [site for site in known if site.rank < rank]
    narrower = [site for site in own if site.rank >= COUNTY and site not in known]
    return None if wider and not narrower else False


def _bare(site: Site, told: str) -> bool:
    """Whether a wording names a place without its rank (滨江这边; "in Binjiang")."""
    ranked = [s for s in sites_in(told) if s.own in (site.own, _spelling(site))]
    if ranked:
        return False
    if site.chinese and len(site.own) > 1 and site.own in told:
        return True
    letters = _spelling(site)
    return bool(letters) and re.search(rf"\b{letters}\b", told, re.I) is not None


def _named_in(site: Site, text: str) -> bool:
    """Whether a plan's text names a place."""
    if site.chinese:
        return site.own in text
    return any(same_site(site, other) for other in _sites_of(text))


@lru_cache(maxsize=16)
def _sites_of(text: str) -> tuple[Site, ...]:
    """Every name that may be a place's in a text: the two to four characters before a rank."""
    found = set()
    for rank, words in _RANKS_ZH:
        for match in re.finditer(words, text):
            for length in (2, 3, 4):
                own = text[max(0, match.start() - length) : match.start()]
                if len(own) == length:
                    found.add(Site(own, rank, own + match.group()))
    return tuple(found)
