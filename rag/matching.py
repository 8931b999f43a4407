"""Whether an enterprise meets one condition: met, not met, or unknown.

Three-valued throughout: what the profile does not tell, and what the plan words vaguely (特色产业,
符合条件), is unknown.  A general term covers the special one, a place what lies inside it.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from index.conditions import SIZES, TRADERS, Condition, park_types
from index.errors import PromptError
from index.measures import Measure
from index.sites import sites_in
from index.taxonomy import Taxonomy, industries, places
from index.types import Document
from rag.likeness import Likeness
from rag.profile import Profile, industry_terms, named_terms
from rag.settings import ROOT
from rag.sites import OUTSIDE, lies_at
from rag.sized import judge_measured
from rag.worded import Teller, Truth, sets_thresholds, shared

CLASSES = ("micro", "small", "medium", "large")
_SME = frozenset(("micro", "small", "medium"))
_SIZE_WORDS: tuple[tuple[str, frozenset[str]], ...] = (
    ("大中小", frozenset(CLASSES)),
    ("大中型", frozenset(("medium", "large"))),
    ("中小", _SME),
    ("小微", frozenset(("micro", "small"))),
    ("小型微型", frozenset(("micro", "small"))),
    ("小企业", frozenset(("micro", "small"))),
    ("小型", frozenset(("small",))),
    ("微型", frozenset(("micro",))),
    ("大型", frozenset(("large",))),
    ("规模大", frozenset(("large",))),
)
_ABOVE = re.compile(r"规模以上|规上|限上")
_BELOW = re.compile(r"规下|限下|规模以下")
_LEADING = re.compile(r"骨干|龙头|领军|头部|链主")
_LEADING_TITLE = re.compile(r"龙头|领军|链主")  # given by a government, so that a list tells it
_WIDE = frozenset(("工业", "制造业", "加工业", "服务业", "高原特色制造业"))
_TOGETHER = re.compile(r"联合|联手|共同|共建|(?:与|同)[^，。；]{1,24}(?:开展|建立|合作|对接|共)")
_MEANS = re.compile(
    r"(?:通过|利用|运用|借助)(?P<means>.{2,}?)(?:等方式)?(?:拓展|开拓|扩展|扩大|提升|提高|实现|开展|打造|推广|进行)"
)
_MARKETS = re.compile(r"(?:开拓|拓展|拓宽|扩大|开辟)[^，。；]{0,20}市场")
_ABROAD = re.compile(r"(?<!内)(?:国际|国外|境外|海外|南亚)(?![^，。；]*国内)")
# where something is to be done is not what is to be done (在南亚市场布局海外仓)
_WHERE = re.compile(r"^在[^，。；]{2,16}?(?=布局|设立|建立|建设|设[^，。；备计想]|开设|投资)")
_CERTIFIED = (("绿色", "绿色食品认证"), ("有机", "有机认证"), ("地理标志", "地理标志"))
_VAGUE_INDUSTRY = re.compile(r"特色产业|优势产业|重点产业|主导产业|支柱产业|新兴产业")


@dataclass(frozen=True)
class Sector:
    """A sector of the size standard: limits of each class by measure (staff, revenue, assets)."""

    name: str
    terms: tuple[str, ...]
    limits: dict[str, dict[str, Decimal]]


@lru_cache(maxsize=1)
def size_standard() -> tuple[tuple[Sector, ...], dict[str, Decimal]]:
    """The sectors of ``size_classes.toml`` and the revenue limits of 规模以上 by sector, in yuan."""
    path = ROOT / "prompts" / "size_classes.toml"
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        sectors = tuple(
            Sector(
                entry["name"],
                tuple(entry["terms"]),
                {
                    name: {key: Decimal(value) for key, value in entry[name].items()}
                    for name in CLASSES[1:]
                },
            )
            for entry in told["sector"]
        )
        above = {name: Decimal(value) for name, value in told["above_designated_size"].items()}
    except (OSError, KeyError, tomllib.TOMLDecodeError) as error:
        raise PromptError(f"{path.name}: {error}; restore the file") from error
    return sectors, above


def sectors_of(profile: Profile) -> tuple[Sector, ...]:
    """The sector of the enterprise's first industry; all of them when it is not known."""
    sectors, _ = size_standard()
    table = industries()
    for wording in profile.industry:
        terms = industry_terms(wording)
        for term in reversed(terms):  # 水产品进口贸易 is trade
            for sector in sectors:
                if table.above(term) & set(sector.terms):
                    return (sector,)
        if terms:
            return (sectors[-1],)
    return sectors


def size_classes(profile: Profile) -> frozenset[str]:
    """The size classes that the enterprise may have; one when staff and revenue decide it."""
    told: dict[str, int | Decimal | None] = {
        "staff": profile.staff,
        "revenue": profile.revenue,
    }
    found: set[str] = set()
    for sector in sectors_of(profile):
        found |= _classes(sector, told)
    return frozenset(found)


def _classes(sector: Sector, told: Mapping[str, int | Decimal | None]) -> set[str]:
    """Highest class whose limits are all reached; unknown measures may or may not reach theirs."""
    possible = {"micro"}
    for name in CLASSES[1:]:
        reached = [
            None if (value := told.get(key)) is None else value >= limit
            for key, limit in sector.limits[name].items()
        ]
        if False in reached:
            break
        if None not in reached:
            possible = {name}
        else:
            possible.add(name)
    return possible


def teller_of(
    profile: Profile, documents: Iterable[Document], likeness: Likeness | None = None
) -> Teller:
    """What an enterprise says of itself, for conditions of some plans: names of their regions and
    of its own place say nothing of what is done there.
    """
    told = (profile.place, *(document.region for document in documents))
    sites = [site for text in told for site in sites_in(text)]
    names = dict.fromkeys(name for site in sites for name in (site.written, site.own))
    return Teller(profile, likeness, tuple(names))


def worded_conditions(measures: Iterable[Measure]) -> list[str]:
    """The conditions that an enterprise may meet in words of its own."""
    found = (c for m in measures for c in m.conditions if c.kind not in ("industry", "place"))
    return list(dict.fromkeys(re.sub(r"\s", "", c.text) for c in found))


def judge(
    condition: Condition, profile: Profile, document: Document, teller: Teller | None = None
) -> Truth:
    """Whether the enterprise meets a condition of a plan; ``teller`` is :func:`teller_of` it."""
    if not condition.text:
        return "unknown"
    teller = teller or teller_of(profile, [document])
    text = re.sub(r"\s", "", condition.text)
    if condition.kind == "industry":
        return judge_industry(text, profile)
    if condition.kind == "place":
        return judge_place(text, profile, document)
    if condition.kind == "size":
        return judge_size(text, profile, teller)
    if condition.kind == "qualification":
        return judge_qualification(text, profile, teller)
    return judge_activity(text, profile, teller)


def judge_industry(text: str, profile: Profile) -> Truth:
    """Met when one of the industries named covers one of the enterprise's."""
    table = industries()
    wanted, heads = _wanted(text)
    if TRADERS.search(text) and not wanted - {"贸易"}:
        return _trades_abroad(profile)
    if not profile.industry or not wanted | heads:
        return "unknown"
    if any(own in text for own in profile.industry):
        return "met"
    known = [industry_terms(wording) for wording in profile.industry]
    # "water, medicine and other local industry" may or may not take in what it does not name
    open_ = any(table.covers(head, own) for head in heads for terms in known for own in terms)
    open_ = open_ or not any(known)
    for own in known:
        if any(table.covers(w, o) for w in wanted for o in own):
            return "met"
        if any(_is_both(table, w, own) for w in wanted):
            return "met"
        # a wider word of the profile may or may not mean the narrower one of the plan
        open_ = open_ or any(table.covers(o, w) for w in wanted for o in own)
    return "unknown" if open_ or _VAGUE_INDUSTRY.search(text) else "not met"


def _trades_abroad(profile: Profile) -> Truth:
    """Whether an enterprise sells or buys abroad, as far as it says."""
    table = industries()
    does = _terms(table, (*profile.industry, *profile.activities, *profile.told))
    if any(table.covers("外贸", term) for term in does):
        return "met"
    lacks = _terms(table, (*profile.not_activities, *profile.denied))
    return "not met" if any(table.covers("外贸", term) for term in lacks) else "unknown"


def _is_both(table: Taxonomy, wanted: str, own: Sequence[str]) -> bool:
    """Whether an industry is where all that are told meet: 包装印刷 of 包装 and 印刷."""
    over = set(table.broader.get(wanted, ()))
    return len(over) > 1 and over <= set(own)


@lru_cache(maxsize=1)
def _below() -> Counter[str]:
    """How many terms lie below each industry."""
    table = industries()
    return Counter(above for term in table.broader for above in table.above(term))


def breadth(text: str, profile: Profile) -> int | None:
    """How many industries the narrowest word of a condition covers that covers the enterprise's."""
    table = industries()
    own = {term for wording in profile.industry for term in industry_terms(wording)}
    wanted = {w for w in set().union(*_wanted(text)) if any(table.covers(w, o) for o in own)}
    return min((_below()[w] for w in wanted), default=None)


def _wanted(text: str) -> tuple[set[str], set[str]]:
    """The industries that a condition names, and the wide word that a list of them ends in.

    A wide word attached to a special one (有色金属工业) adds nothing to it.
    """
    table = industries()
    found = [f for f in table.find(text) if not {"活动", "资质", "性质"} & table.above(f.term)]
    wanted: set[str] = set()
    heads: set[str] = set()
    for position, hit in enumerate(found):
        attached = position > 0 and text[hit.start - 1] not in "、和与及等"
        if hit.term in _WIDE and "等" in text[: hit.start] and wanted:
            heads.add(hit.term)
        elif not (hit.term in _WIDE and attached):
            wanted.add(hit.term)
    return wanted, heads


def place_term(text: str) -> str:
    """The most exact place that a wording names, or ""."""
    table = places()
    best = ""
    for hit in named_terms(table, text):
        if not best or table.covers(best, hit.term):
            best = hit.term
    return best


def judge_place(text: str, profile: Profile, document: Document) -> Truth:
    """Met when the place lies in the named one, unknown when it may; places that no table knows are
    told by their names and what the plan says of them.
    """
    table = places()
    if not profile.place and not profile.not_places:
        return "unknown"
    around = {f.term for f in table.find(document.region)}
    wanted = {f.term for f in (*table.find(text), *park_types(table, text, around))}
    out = {term for wording in profile.not_places for term in (place_term(wording),) if term}
    if wanted and all(any(table.covers(o, w) for o in out) for w in wanted):
        return "not met"
    own = place_term(profile.place)
    if own and OUTSIDE.search(profile.place):
        return "not met" if wanted and all(table.covers(own, w) for w in wanted) else "unknown"
    if not own or not wanted:
        lies = lies_at(text, profile.place, document) if profile.place else None
        return "unknown" if lies is None else "met" if lies else "not met"
    if any(table.covers(w, own) for w in wanted):
        return "met"
    may = any(table.covers(own, w) or table.overlaps(own, w) for w in wanted)
    return "unknown" if may else "not met"


def judge_size(text: str, profile: Profile, teller: Teller | None = None) -> Truth:
    """By the size standard for 中小微 and its parts, by revenue for 规模以上, by staff and revenue for
    the thresholds that a measure sets itself, any other in the enterprise's own words.
    """
    if re.search(r"\d", text):
        return judge_measured(text, profile) or judge_activity(text, profile, teller)
    words = [m.group() for m in SIZES.finditer(text)] or [text]
    return any_of(_judge_one_size(word, profile) for word in words)


def _judge_one_size(word: str, profile: Profile) -> Truth:
    classes = size_classes(profile)
    if _ABOVE.search(word) or _BELOW.search(word):
        above = _above_size(profile)
        if above is None:
            return "unknown"
        return "met" if above == bool(_ABOVE.search(word)) else "not met"
    if _LEADING.search(word):
        return _leads(word, profile, classes)
    wanted = next((w for name, w in _SIZE_WORDS if name in word), None)
    if wanted is None:
        return _trades_alone(profile, classes) if word == "个体工商户" else "unknown"
    if profile.staff is None and profile.revenue is None:
        return "unknown"
    if classes <= wanted:
        return "met"
    return "unknown" if classes & wanted else "not met"


_ALONE = re.compile(
    r"(?<!非)个体(?:工商)?户|\bsole (?:trader|proprietor)|individual business", re.I
)


_SERVED = re.compile(
    r"(?:给|为|向|服务|面向|客户)[^，。；]{0,8}个体|\b(?:for|to|serv\w+) \w* ?sole", re.I
)


def _trades_alone(profile: Profile, classes: frozenset[str]) -> Truth:
    """Whether somebody is in business by themselves, which no figure tells either."""
    if any(_ALONE.search(own) and not _SERVED.search(own) for own in _told(profile)):
        return "met"
    other = any("非个体" in own for own in _told(profile))
    return "not met" if other or not classes & {"micro", "small"} else "unknown"


def _leads(word: str, profile: Profile, classes: frozenset[str]) -> Truth:
    """Whether an enterprise is a leading one: by its titles, since no figure tells it."""
    held = (*profile.qualifications, *_terms(industries(), profile.qualifications))
    if any(m.group() in word for q in held if (m := _LEADING.search(q))):
        return "met"
    if any(_LEADING.search(n) for n in profile.not_qualifications) or classes == {"micro"}:
        return "not met"
    complete = "qualifications" in profile.known and _LEADING_TITLE.search(word)
    return "not met" if complete else "unknown"


def _above_size(profile: Profile) -> bool | None:
    if profile.revenue is None:
        return None
    limits = size_standard()[1]
    told = {profile.revenue >= limits[s.name] for s in sectors_of(profile) if s.name in limits}
    return told.pop() if len(told) == 1 else None


def any_of(verdicts: Iterable[Truth]) -> Truth:
    """The verdict on a list of which one member is enough."""
    told = list(verdicts)
    if "met" in told:
        return "met"
    return "unknown" if "unknown" in told else "not met"


def _terms(table: Taxonomy, wordings: Sequence[str]) -> set[str]:
    return {hit.term for wording in wordings for hit in named_terms(table, wording)}


_LEVEL = re.compile(
    r"国家级?(?![规标])|中华(?=老字号)|省级|自治区级|市级|县级|区级|[甲乙丙]级|\d?A级|[一二三四五]星级"
)
# the ranks of titles in either language, the highest first
_LEVELS = (
    re.compile(r"国家|全国|中华老字号|\bnational\b|\bstate-level\b|甲级|\bgrade A\b|5A|五星", re.I),
    re.compile(r"省|自治区级|\bprovincial\b|乙级|\bgrade B\b|4A|四星", re.I),
    re.compile(r"市级|\bmunicipal\b|\bcity-level\b|丙级|\bgrade C\b|3A|三星", re.I),
    re.compile(r"县级|区级|\bcounty-level\b|\bdistrict-level\b|2A|二星", re.I),
)


def _levels(text: str) -> list[int]:
    return [rank for rank, pattern in enumerate(_LEVELS) if pattern.search(text)]


_OF_TITLE = 0.3  # share of a title's words that a wording of it holds


def _judge_title(text: str, profile: Profile, teller: Teller) -> Truth:
    """A title of some level is held by those who tell it of that level or a higher one."""
    bare = re.sub(r"[、和及或与以上]", "", _LEVEL.sub("", text)).removesuffix("的")
    found = [
        t.wording
        for t in teller.told(text)
        if t.likeness >= 1 or shared(bare, t.wording.text) >= _OF_TITLE
    ]
    if len(bare) > 1:
        found += [w for w in teller.wordings if bare in w.text]
    own = [w.text for w in found if w.status == "told"]
    told = [rank for wording in own for rank in _levels(wording)]
    asked = _levels(text)
    if own and not (told and asked):
        return "unknown"
    if own:
        return "met" if min(told) <= max(asked) else "not met"
    if found or (len(bare) > 1 and "qualifications" in profile.known):
        return "not met"
    return "unknown"


def judge_qualification(text: str, profile: Profile, teller: Teller | None = None) -> Truth:
    """Met when it is held; not met when the list of what is held is complete or denies it."""
    teller = teller or Teller(profile)
    judge_ = _judge_title if _LEVEL.search(text) else _judge_held
    return judge_(text, profile, teller)


def _judge_held(text: str, profile: Profile, teller: Teller) -> Truth:
    table = industries()
    held = _terms(table, (*profile.qualifications, *profile.activities))
    wanted = {f.term for f in table.find(text)}
    recognised = {w for w in wanted if "资质" in table.above(w)}
    told = teller.judge(text, in_words=bool(recognised))  # titles are names: those near are others
    covered = any(table.covers(w, h) for w in wanted for h in held)
    if covered or any(own in text for own in profile.qualifications if len(own) > 2):
        return told or _without_figures("met", text)
    lacked = _terms(table, profile.not_qualifications)
    if any(_excludes(table, w, h) for w in wanted for h in held):
        return "not met"
    if told:
        return told
    if not recognised:
        title = _TITLE.search(text) and "qualifications" in profile.known
        return "not met" if title and not wanted & held else "unknown"
    if "qualifications" in profile.known or all(
        any(table.covers(n, w) for n in lacked) for w in recognised
    ):
        return "not met"
    return "unknown"


# what is granted as a title or a paper; whoever lists all that they hold and not this has it not
_TITLE = re.compile(
    r"(?:工厂|车间|中心|平台|孵化器|企业|示范|称号|认证|资质|证书?|名单|目录|品牌|标志|巨人|冠军|奖|基地|实验室|大师|传承人|园区|专利)$"
)
_PAYS_FOR = re.compile(r"贷款|保险|险种|保费|\bloans?\b|\binsur", re.I)


def _told(profile: Profile) -> tuple[str, ...]:
    """All that an enterprise tells of itself in its own words."""
    return (*profile.activities, *profile.qualifications, *profile.told)


def _excludes(table: Taxonomy, wanted: str, held: str) -> bool:
    """Whether an owner of one kind rules out the other (内资企业, 外资企业)."""
    return any(
        {a, b} == {"外资企业", "内资企业"} or {a, b} == {"国有企业", "民营企业"}
        for a in table.above(wanted)
        for b in table.above(held)
    )


def judge_activity(text: str, profile: Profile, teller: Teller | None = None) -> Truth:
    """Met when the enterprise says that it does it; not met only when it says that it does not, or
    not enough of it.

    What is to be done by certain means (通过电商拓展市场) or together with others is met only by one
    who says so.
    """
    text = _WHERE.sub("", text)
    if _PAYS_FOR.search(text) and not any(
        map(_PAYS_FOR.search, (*_told(profile), *profile.denied))
    ):
        return "unknown"  # a loan or an insurance for something is more than that something
    told = (teller or Teller(profile)).judge(text)
    return told or _without_figures(_judge_deed(text, profile), text)


def _without_figures(verdict: Truth, text: str) -> Truth:
    """The verdict on the words of a condition of whose figures nothing is told."""
    return "unknown" if verdict == "met" and sets_thresholds(text) else verdict


def _judge_deed(text: str, profile: Profile) -> Truth:
    """By what the table of industries and activities covers."""
    table = industries()
    if any(own in text and len(own) > 3 for own in profile.activities):
        return "met"
    means = _MEANS.match(text)
    wanted = {f.term for f in table.find(text[: means.end("means")] if means else text)}
    if not means and _MARKETS.search(text):
        wanted.add("开拓国外市场" if _ABROAD.search(text) else "开拓市场")
    told = (*profile.activities, *profile.industry) if len(text) <= 6 else profile.activities
    if "认证" in text:  # who holds the certificate has done it
        wanted |= {term for word, term in _CERTIFIED if word in text}
        told = (*told, *profile.qualifications)
    does = _terms(table, told)
    lacks = _terms(table, profile.not_activities)
    acts = {w for w in wanted if {"活动", "资质"} & table.above(w)} or wanted
    if _TOGETHER.search(text) and not any(table.covers("产学研合作", d) for d in does):
        acts = set()
    elif not means and any(own in text for own in profile.activities if len(own) > 1):
        return "met"
    if any(table.covers(w, d) for w in acts for d in does):
        return "met"
    if acts and all(any(table.covers(n, w) for n in lacks) for w in acts):
        return "not met"
    return "unknown"
