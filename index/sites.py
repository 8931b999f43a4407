"""Names of places as texts write them: own name and rank (滨江 and 市, "Binjiang" and "City")."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from index.taxonomy import industries

# ranks from the widest; a park may lie in any place and hold none but its own parts
PROVINCE, CITY, COUNTY, TOWN, PARK = range(5)
RANKS_ZH = (
    (PARK, r"综合保税区|保税区|(?:高新)?(?:高新技术|经济技术|经济|产业|工业|科技|农业|物流|边境|跨境|合作|示范|先行|试验|加工|出口|旅游度假|生态)*(?:开发区|园区|产业园|工业园|科创园|科技园|物流园|创业园|软件园|示范园|示范区|合作区|试验区|加工区|集聚区|集中区)|高新区|经开区|新区|港区"),
    (PROVINCE, r"(?:壮族|回族|维吾尔)?自治区|(?<![全我本])省(?![市级会内外农里委厅政科])|特别行政区"),
    (CITY, r"自治州|(?<!部)地区|(?<![城超股上全我本])市(?!场|值|面|民|县|直|级|政)(?<!发门市)(?<!售门市)(?<![都夜集]市)|州"),
    (COUNTY, r"自治县|(?<![全我本])县(?![域级区城])|(?<![园地片小山城郊牧景社辖校库厂矿灾疫林港新])区"),
    (TOWN, r"街道|(?<![城小乡])镇|(?<![返家下回城])乡(?!村|镇)|(?<![农乡])村"),
)  # fmt: skip
_OWN_ZH = r"[^\W\da-zA-Z的是在于有做和与及等我你他她它这那个们各该了进搬到]"
SITE_ZH = re.compile(
    rf"(?P<own>{_OWN_ZH}{{1,6}}?)(?:"
    + "|".join(f"(?P<r{rank}>{words})" for rank, words in RANKS_ZH)
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


_ZONES = (
    ("high-tech", re.compile(r"高新|\bhigh-?tech", re.I)),
    ("bonded", re.compile(r"保税|\bbonded\b", re.I)),
    (
        "development",
        re.compile(r"经开|经济(?:技术)?开发|\beconomic\b.*\bdevelopment\b|\bETDZ\b", re.I),
    ),
)


@dataclass(frozen=True)
class Site:
    """A named place: its own name without rank (Chinese, or English in lower case) and its rank.

    ``start`` is where it begins in the text that it was read from.
    """

    own: str
    rank: int
    written: str
    start: int = field(default=0, compare=False)

    @property
    def zone(self) -> str:
        """Which kind of zone it is, "" when the name does not tell: a high-tech zone is no
        development zone of the same city.
        """
        return next((kind for kind, words in _ZONES if words.search(self.written)), "")

    @property
    def chinese(self) -> bool:
        """Whether the name is Chinese."""
        return not self.own.isascii()


# parts of a zone or town, as its plan calls them: 白芷园, 柳堰片区, 芦亭商务服务港
_PART_TYPE = (
    r"园区|片区|组团|产业园|工业园|科创园|小镇|街区|园|港|基地|产业城|集聚区|孵化园|创业园|孵化基地"
)
_PART = re.compile(
    rf"(?P<own>(?:(?!园区|片区)[^\W\da-zA-Z的是在于有做和与及等我各该本全两三入个为把将向到从由对]){{2,8}}?)(?:{_PART_TYPE})"
    r"(?![区林艺长丁口澳])"
)


# words of a name that tell no park from another, and words before one
_GENERIC = re.compile(
    r"(?:国家|自治区|治区|市|县|省)级|国家|以上|特色|产业|转移|工业化?|绿色|智慧|零碳|无废|万兆|光网|标杆|重点|示范|功能|服务|综合|创新|培训|实训|出口|现代化?|原料|"
    r"中试|新型|型|品|轻工|民族|手工业|旅游|消费|人力资源|装备|制造|物流|电商|快递|生物|科技|材料|电子|食品|农产品|加工|校企|共建"
)
_DOES = re.compile(
    r"面?提升|打造|加快|推进|建设|促进|创建|聚焦|依托|推动|完善|引导|加强|实现|确保|鼓励|根据|严格|落实|时期|产值|支持|构建|培育|发展|建好|规划"
)


_WITHIN = re.compile(r"^.*(?:开发区|经开区|高新区|新区|[市县镇])(?=.{2})")  # 经开区沙洲园 is 沙洲园


def parts_in(text: str, known: str) -> tuple[Site, ...]:
    """The parts of a zone that a Chinese text names and ``known``, the text of its plan, names more
    than once, in order.
    """
    found = []
    for match in _PART.finditer(text):
        own = _WITHIN.sub("", _BEFORE.sub("", match["own"]))
        written = match.group()[len(match["own"]) - len(own) :]
        named = known.count(written) > 1
        name = _GENERIC.sub("", own)
        if len(name) > 1 and named and not (_is_sort(own) or _DOES.match(own)):
            found.append(Site(own, PARK, written, match.end() - len(written)))
    return tuple(found)


@lru_cache(maxsize=512)
def sites_in(text: str) -> tuple[Site, ...]:
    """The places that a wording names, in order."""
    found = [site for m in SITE_ZH.finditer(text) if (site := _chinese_site(m))]
    for match in _SITE_EN.finditer(text):
        own = _QUALIFIER.sub("", match["own"]).strip()
        if own:
            found.append(Site(_letters(own), _rank(match), match.group(), match.start()))
    return tuple(found)


# words before a name that are no part of it, and names that only tell what sort of place it is
_BEFORE = re.compile(
    r"^.*(?:生产|从事|发展|经营|支持|企业|入驻|落户|进驻|迁入|了解|前往|位于|注册|来自|公司|我们|坐落|销往|学习|参加过?|跟着)"
)
_SORT = re.compile(
    r"(?:工业|经济|产业|高新|科技|物流|旅游|农业|商贸|文化|生态|现代|综合|智慧|边境|跨境|示范|创业|软件|商业|加工|种植|养殖|技术|开发|街|西部|东部|中部|南部|北部|都|大)+"
)


def _is_sort(own: str) -> bool:
    """Whether a name only tells a sort of place (工业园区, 茶叶示范园)."""
    kinds = industries().find(own)
    told = "".join(own[f.start : f.end] for f in kinds)
    return _SORT.fullmatch(own) is not None or told == own or _SORT.sub("", own) == told != ""


def _chinese_site(match: re.Match[str]) -> Site | None:
    """The place that a match names, without the words before it; ``None`` for a sort of place."""
    own = _BEFORE.sub("", match["own"])
    if len(own) < 2 or _is_sort(own):
        return None
    skip = len(match["own"]) - len(own)
    return Site(own, _rank(match), match.group()[skip:], match.start() + skip)


def _rank(match: re.Match[str]) -> int:
    return next(r for r in range(5) if match[f"r{r}"])


def _letters(name: str) -> str:
    return re.sub(r"[^a-z]", "", name.lower())
