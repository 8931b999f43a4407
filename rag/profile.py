"""An enterprise as its user tells it, from JSON fields or from free text in Chinese or English.

What is not told stays unknown.  ``industry`` and ``qualifications`` given as fields are complete
lists; in free text the qualifications are complete only when the text says so ("nothing else").
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from index.errors import PlanQAError
from index.numerals import chinese_number
from index.quantities import parse_quantities
from index.sites import sites_in
from index.taxonomy import Found, Taxonomy, industries, places
from index.types import Document, Quantity
from rag.english import number_word, parse_english_quantities
from rag.sites import place_told
from rag.terms import default_terms

KEYS = (
    "name", "industry", "place", "staff", "revenue", "qualifications", "activities", "not",
    "founded",
)  # fmt: skip
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
# a comma or point between digits ends no clause
_CLAUSE = re.compile(r"(?:[^，。；：？！,.;:?!()（）—\n]|(?<=\d)[,.](?=\d))+[，。；：？！,.;:?!]?")
_DENYING_TAIL = re.compile(
    r"\s+(and|but)\s+(?=(?:(?:we|I|have|has|do|does|did)\s+){0,2}(?:never|not|no|don['’]t)\b)", re.I
)
_NOT_ZH = re.compile(
    r"不(?!错|久|断|仅|过|足|锈|动产|粘|同)|(?<!有)没有?|未(?!来)|无(?!人机|公害|菌|线|纺|缝|机|尘|障碍|锡|水|氟|烟|论|偿|忧)|从未"
)
_NOT_EN = re.compile(
    r"\b(?:no|not|never|none|nothing|without|neither|nor|outside|\w+n['’]t|do not|does not|cannot|lost|failed to|yet to)\b",
    re.I,
)
_ASKING = re.compile(
    r"哪些|什么|能否|能不能|可以申请|能享受|吗|政策|扶持|优惠|补助|支持|\b(?:what|which|can we|are there|any(?:thing)?\b.*for us|apply for|measures|incentives?|support)\b",
    re.I,
)
_STAFF_ZH = re.compile(
    r"(?:员工|职工|雇员|人员|团队|从业)[^，。；\d]{0,6}?(?P<a>\d[\d,]*)\s*(?:多)?(?:名|个)?人?|(?<![\d,.\-–—~至到])(?P<b>\d[\d,]*)\s*(?:来|多)?(?:名|个|位)?\s*(?:员工|职工|雇员|人(?!才|次|民|均|工|大))"
)
_STAFF_EN = re.compile(
    r"(?<![\w,.\-–—~])(?<!\d to )(?P<n>\d[\d,]*|[a-z]+)[\s-]+(?:full-time\s+|permanent\s+)?(?:staff|employees?|people|workers?|persons?|hands|of us)\b",
    re.I,
)
# "a staff of 18", "headcount 130", "we employ about a hundred"
_STAFF_EN_BEFORE = re.compile(
    r"\b(?:staff|team|workforce|crew|headcount|payroll)(?:\s+(?:of|is|:))?\s+(?:about|around|some|only)?\s*(?P<n>\d[\d,]*|a hundred|[a-z]+)\b"
    r"|\bemploy(?:s|ing)?\s+(?:about|around|some|only|just)?\s*(?P<m>\d[\d,]*|a hundred|[a-z]+)\b",
    re.I,
)
_SHORT_SUM = re.compile(
    r"(?:[¥￥]|\b(?:RMB|CNY)\s?)\s*(\d[\d,]*(?:\.\d+)?)\s*(?:(m|mn|million)|(bn|billion)|(k))?\b"
    r"|\b(\d[\d,]*(?:\.\d+)?)\s?(?:(m|mn)|(bn)|(k))\s*(?:yuan|rmb|cny)\b",
    re.I,
)
_REVENUE = re.compile(
    r"收入|卖(?!给)|销售|营收|营业额|销售额|产值|年入|revenue|turnover|sales|takings|earn", re.I
)
# sums of money are often told without their unit (年收入90万)
_BARE_SUM = re.compile(
    r"(?:收入|营收|营业额|销售额?|产值|年入|卖)[^，。；\d]{0,6}(?P<n>\d+(?:\.\d+)?)\s*(?P<scale>[万亿])(?![\d元美吨件台个人瓶港欧])"
)
_ZONE = re.compile(r"经开区|开发区|\bETDZ\b|development zone", re.I)
_FOUNDED = re.compile(
    r"((?:19|20)\d{2})\s*年?[^，。；]{0,6}(?:成立|创办|注册|创立|开办)|(?:成立于|创办于|founded in|set up in|established in|since)\s*((?:19|20)\d{2})",
    re.I,
)
_NO_QUALIFICATION = re.compile(
    r"(?:没有|无|未)[^，。；]{0,10}(?:资质|认定|称号|认证|证书|荣誉|头衔)|no (?:other )?(?:qualifications?|certifi\w+|titles?|labels?|recognitions?|accreditations?)|not? (?:certified|recogni[sz]ed)|without (?:any )?(?:qualifications?|certifi\w+|titles?)",
    re.I,
)
_NOTHING_ELSE = re.compile(
    r"没有(?:别的|其他|其它)|无其他|仅此|别的没有|nothing else|no others?\b|only that", re.I
)


# research done together with a university or an institute, whatever its name
_WITH_SCHOLARS = re.compile(
    r"(?:与|和|跟|同)[^，。；]{0,12}(?:大学|高校|学院|研究所|研究院|科研院所)[^，。；]{0,8}(?:合作|联合|共建|共同|研发|研究)"
    r"|\b(?:jointly|together|joint \w+|cooperat\w+|collaborat\w+|work(?:s|ing)?)\s+with\s+[^,.;]{0,40}(?:universit|institute|academy|college)",
    re.I,
)
# what is applied for is not held yet
_PENDING = re.compile(
    r"(?:申请|申报|争取|准备|打算|计划|拟|applying for|apply for|hope to (?:get|become)|plan(?:ning)? to (?:get|become))[^，。；,.;]{0,14}$",
    re.I,
)


class ProfileError(PlanQAError):
    """A profile has an unknown field, or a value that cannot be read."""


@dataclass(frozen=True)
class Profile:
    """What is known of an enterprise; ``None`` and () are unknown unless ``known`` has the key.

    ``revenue`` is the exact yearly revenue in yuan.  ``qualifications`` and ``industry`` are
    complete when their key is in ``known``; ``activities`` never are, ``not_activities`` and
    ``not_qualifications`` are what the enterprise is said not to do or hold, ``not_places`` where
    it is said not to be.  ``told`` are the sentences of a free text without the clauses that ask,
    deny or only suppose, ``denied`` the clauses that deny something, ``planned`` those that tell
    what is only meant to be done.
    """

    name: str = ""
    industry: tuple[str, ...] = ()
    place: str = ""
    staff: int | None = None
    revenue: Decimal | None = None
    qualifications: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()
    not_activities: tuple[str, ...] = ()
    not_qualifications: tuple[str, ...] = ()
    not_places: tuple[str, ...] = ()
    founded: int | None = None
    told: tuple[str, ...] = ()
    denied: tuple[str, ...] = ()
    planned: tuple[str, ...] = ()
    known: frozenset[str] = frozenset()


def profile_from_json(record: Mapping[str, object]) -> Profile:
    """The profile that JSON fields tell.

    :raises ProfileError: a field is unknown or has a wrong value; the message says what to write
    """
    for key in record:
        if key not in KEYS:
            raise ProfileError(f"profile field {key!r} is unknown; known are {', '.join(KEYS)}")
    excluded = record.get("not", {})
    if not isinstance(excluded, Mapping) or set(excluded) - {"activities", "qualifications"}:
        raise ProfileError('profile field "not": write {"activities": ["…"]}')
    does = _texts(record, "activities")
    lacks = tuple(text for text in does if _opens_denying(text))
    return Profile(
        name=_text(record, "name"),
        industry=_texts(record, "industry"),
        place=_text(record, "place"),
        staff=_whole(record, "staff", 'a whole number of people, as in "staff": 40'),
        revenue=_money(record),
        qualifications=_texts(record, "qualifications"),
        activities=tuple(text for text in does if text not in lacks),
        denied=lacks,
        not_activities=_texts(excluded, "activities"),
        not_qualifications=_texts(excluded, "qualifications"),
        founded=_whole(record, "founded", 'a year, as in "founded": 2019'),
        known=frozenset(key for key in record if key != "not"),
    )


def _opens_denying(text: str) -> bool:
    """Whether a wording denies at its beginning: what it says later may be part of a name."""
    first = "" if _CHINESE.search(text) else f" {text.split()[0]} "
    return denies(text[:4] + first)


def _text(record: Mapping[str, object], key: str) -> str:
    value = record.get(key, "")
    if not isinstance(value, str):
        raise ProfileError(f'profile field "{key}": write a text, as in "{key}": "拉萨"')
    return value.strip()


def _texts(record: Mapping[str, object], key: str) -> tuple[str, ...]:
    value = record.get(key, [])
    if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
        raise ProfileError(f'profile field "{key}": write a list of texts, as in "{key}": ["研发"]')
    return tuple(v.strip() for v in value)


def _whole(record: Mapping[str, object], key: str, form: str) -> int | None:
    value = record.get(key)
    if value is None and key not in record:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ProfileError(f'profile field "{key}": write {form}')
    return value


def _money(record: Mapping[str, object]) -> Decimal | None:
    if "revenue" not in record:
        return None
    value = record["revenue"]
    if isinstance(value, int | float) and not isinstance(value, bool) and value >= 0:
        return Decimal(str(value))
    amounts = _amounts(value) if isinstance(value, str) else []
    if len(amounts) != 1:
        raise ProfileError(
            'profile field "revenue": write one exact amount with its currency, as in "3000万元" '
            'or "30 million yuan"'
        )
    return amounts[0]


# 二百八十来万, 5800万左右: sums of money are often told without their unit
_WITHOUT_YUAN = re.compile(
    r"(?P<n>\d[\d.,]*|[一二两三四五六七八九十百千零]+)[来多余几]?(?P<scale>[万亿])(?=[，。；、,;.\s）)]|$|左右|上下|出头|的|买|换)"
)


def with_yuan(text: str) -> str:
    """A Chinese text with the unit of the sums that are told without one."""
    return _WITHOUT_YUAN.sub(lambda m: f"{m['n']}{m['scale']}元", text)


def _amounts(text: str) -> list[Decimal]:
    """The amounts of yuan of a text, exact; a range is none."""
    if _CHINESE.search(text):
        return [q.base[0] for q in parse_quantities(text) if q.kind == "CNY" and q.low == q.high]
    told = _SHORT_SUM.sub(_spelt_out, text)
    return [q.value for q in parse_english_quantities(told) if q.kind == "CNY"]


def _spelt_out(match: re.Match[str]) -> str:
    number, *scales = match.groups()[:4] if match[1] else match.groups()[4:]
    names = ("million", "billion", "thousand")
    scale = next((name for name, told in zip(names, scales, strict=True) if told), "")
    return f"CNY {number} {scale}".strip()


def profile_from_text(text: str, documents: Sequence[Document] = ()) -> Profile:
    """The profile that a plain question tells, in Chinese or English; nothing is guessed.

    ``documents`` are the plans at hand: their regions are places though no table knows them.
    """
    clauses = clauses_of(text)
    told_place = place_told(_own_clauses(clauses), documents)
    place = _place(clauses) or told_place
    industry = _industry([_without_sites(clause, told_place) for clause in clauses])
    not_places = _not_places(clauses, place)
    staff, revenue = _staff(text), _revenue(clauses)
    held, lacked, complete = _qualifications(clauses, text)
    does, not_does = _activities(clauses)
    founded = _FOUNDED.search(text)
    told: dict[str, object] = {
        "industry": industry, "place": place, "staff": staff is not None,
        "revenue": revenue is not None, "qualifications": complete, "activities": does,
        "founded": founded,
    }  # fmt: skip
    return Profile(
        industry=industry,
        place=place,
        staff=staff,
        revenue=revenue,
        qualifications=held,
        activities=does,
        not_activities=not_does,
        not_qualifications=lacked,
        not_places=not_places,
        founded=int(next(filter(None, founded.groups()))) if founded else None,
        told=_told_facts(text),
        denied=tuple(c for c in clauses if denies(c) and not _QUESTION.search(c)),
        planned=tuple(c for c in clauses if plans(c) and not denies(c) and not _ASKING.search(c)),
        known=frozenset(key for key, value in told.items() if value),
    )


def clauses_of(text: str) -> list[str]:
    """The clauses of a text, each with its mark; "and have never …" is one of its own."""
    return [m.group() for m in _CLAUSE.finditer(_DENYING_TAIL.sub(r", \1 ", text))]


def _told_facts(text: str) -> tuple[str, ...]:
    """The sentences of a text without the clauses that ask, deny or only suppose."""
    found = []
    for sentence in re.split(r"(?<=[。！？!?；;\n])", text):
        clauses = clauses_of(sentence)
        kept = "".join(
            c for c in clauses if _is_fact(c) and not (_ASKING.search(c) or _QUESTION.search(c))
        )
        found += [kept] if kept.strip() else []
    return tuple(found)


# "高企还没申请", "标准制定从没参与过"
_NOT_BEHIND = re.compile(
    r"[^，。；]{0,4}?(?:(?:从|也|都|还|均|尚|并|一直)*(?:没有?|未|不)(?!仅|只|少|断))(?:去|来|能|曾|再)?(?:有|是|申|入|通过|取得|拿|认定|评|参与|参加|做|办|获|搞|开展|过)"
)


# no fact of the enterprise: what is wanted, under way, supposed, over, or others'
_NO_FACT = re.compile(
    r"如果|要是|假如|(?<![天自])若|是否|能否|有没有|是不是|多少|怎么|如何|申请|申报|准备|打算|计划(?!名单|目录|内)|[想拟]|希望|争取|考虑|撤销|停止|停了|停掉|拒绝|放弃|失去|丢了|过期|同行|竞争对手|他们|人家"
    r"|\b(?:if|whether|how|considering|hop(?:e|ing)|plan(?:s|ning)? to|intend\w*|want to|appl(?:y|ying|ied) for|competitors?|expired|revoked|used to)\b",
    re.I,
)


def denies(clause: str) -> bool:
    """Whether a clause says that something is not so."""
    return negated(_ELSEWHERE.sub("", clause), len(clause)) or bool(_FAILED.search(clause))


def plans(clause: str) -> bool:
    """Whether a clause tells what is only meant to be done; what is decided is as good as done."""
    return bool(_PLANNED.search(clause)) and not _DECIDED.search(clause)


_ELSEWHERE = re.compile(r"\boutside\b", re.I)  # of places: visitors from outside the county
_QUESTION = re.compile(r"[?？]\s*$")
_FAILED = re.compile(
    r"(?:申请|申报|评审|审核|认定)(?:被|遭)(?:拒|退)|\b(?:failed|turned down|rejected|refused|declined)\b",
    re.I,
)
_PLANNED = re.compile(
    r"计划(?!名单|目录|内|的|单列|项目)|打算|准备|筹划|筹备|[想拟]要?(?=[在做建上申到去把用开办买引])|考虑|明年|后年|将来|以后"
    r"|(?<!-)\bplann(?:ed|ing)\b|\bplans? (?:to|on)\b|\b(?:we|they|I) plan\b|\b(?:intend\w*|want(?:s|ing)? to|hop(?:e|ing) to|going to|will|next year|pencilled|considering|under discussion|talked about|would like)\b",
    re.I,
)
_DECIDED = re.compile(
    r"已经?(?:决定|确定|定[了下]|签|开工|动工)|(?<!未)签了|(?<!还没)定下"
    r"|(?<!not )(?<!nothing is )\b(?:decided|signed|committed|under construction|broke ground)\b",
    re.I,
)


def _is_fact(clause: str) -> bool:
    """Whether a clause neither denies nor supposes."""
    return not (denies(clause) or _NO_FACT.search(clause))


def denied(clause: str, start: int, end: int) -> bool:
    """Whether a clause denies what stands at [start, end), before or behind it."""
    return negated(clause, start) or bool(_NOT_BEHIND.match(clause, end))


def negated(clause: str, start: int) -> bool:
    """Whether what stands at ``start`` of a clause is denied."""
    before = clause[:start]
    return bool(_NOT_ZH.search(before) or _NOT_EN.search(before))


def named_terms(table: Taxonomy, text: str) -> tuple[Found, ...]:
    """The terms of a table in a Chinese or English text; in English with the glossary's help."""
    found = table.find(text)
    if re.search(r"[A-Za-z]", text):
        found += table.find_english(text)
    return found


_THINGS = frozenset("industry product mineral crop technology service energy enterprise".split())


# words that tell no line of business: our plant, social insurance, the supply chain
_NO_TRADE = re.compile(
    r"\b(?:social (?:insurance|security)|supply chains?|plants?|works|factor(?:y|ies)|productions? lines?|workshops?|compan(?:y|ies)|business(?:es)?)\b",
    re.I,
)


_ASIDE = re.compile(r"\b(?:social (?:insurance|security)|supply chains?)\b|社保|供应链", re.I)


def industry_terms(text: str) -> tuple[str, ...]:
    """The industries that a wording names, as terms of the table; () when none is known."""
    table = industries()
    found = [f.term for f in named_terms(table, text) if _kind(table, f.term) == "industry"]
    if not found and not _CHINESE.search(text):
        for group in default_terms().groups(_NO_TRADE.sub(" ", text)):
            if group.category in _THINGS:
                found += [
                    f.term
                    for zh in group.terms[:3]
                    for f in table.find(zh)
                    if _kind(table, f.term) == "industry"
                ]
    # a wide word beside a special one ("chromite mining") says no more than that one
    return tuple(
        t for t in dict.fromkeys(found) if not any(_wider(table, t, other) for other in found)
    )


def _wider(table: Taxonomy, term: str, other: str) -> bool:
    return table.covers(term, other) and not table.covers(other, term)


def _kind(table: Taxonomy, term: str) -> str:
    above = table.above(term)
    if "活动" in above:
        return "activity"
    return "qualification" if above & {"资质", "性质"} else "industry"


def _industry(clauses: Sequence[str]) -> tuple[str, ...]:
    """The industries of the first clause that names one, and of those that add to it."""
    table = industries()
    found: list[str] = []
    for clause in (_ASIDE.sub(" ", clause) for clause in clauses):
        adds = re.search(
            r"同时|也做|也是|还做|兼营|以及|\balso (?:make|sell|run|produce)\b", clause
        )
        if (found and not adds) or (_ASKING.search(clause) and found):
            continue
        terms = [
            f
            for f in named_terms(table, _without_places(clause))
            if _kind(table, f.term) == "industry"
            and not negated(_without_places(clause), f.start)
            and not _for_others(_without_places(clause), f)
        ]
        asked = _ASKING.search(clause) and not re.search(
            r"我们|本公司|\bwe\b|\bour\b|企业|公司|厂", clause, re.I
        )
        if not asked:
            found += [f.term for f in terms]
        if (
            not terms
            and not asked
            and not _CHINESE.search(clause)
            and re.search(r"\b(?:we|our|company|factory|firm)\b", clause, re.I)
            and not _NOT_EN.search(clause)
        ):
            found += industry_terms(_without_places(clause))
    return tuple(dict.fromkeys(found))


# whom one makes something for, what it is used with, what is rented from others
_FOR_ZH = re.compile(
    r"(?:(?:铺|装|换|买|租|用上|上)了[^，。；]{0,3}|卖给|供给|供应|替|服务于?|(?<!供)给|用于|配套)[^，。；]{0,6}$"
)
_FOR_EN = re.compile(
    r"\b(?:for|to|from|serving|supply(?:ing)?)(?:\s+[\w-]+){0,3}\s*(?:and\s+[\w-]+\s*)?$", re.I
)
_USED = re.compile(
    r"^(?:用的|用(?=低|水|料)|[^，。；]{0,6}(?:租(?:人家|别人|来)|是租|买(?:人家|别人)))"
)


def _for_others(clause: str, hit: Found) -> bool:
    """Whether an industry is that of customers, or only something that is used."""
    before, behind = clause[: hit.start], clause[hit.end :]
    own = _OWN_WORK.search(before)
    return bool(
        not own and (_FOR_ZH.search(before) or _FOR_EN.search(before) or _USED.match(behind))
    )


# "we work for the textile industry", "ask for support to our dairy": one's own
_OWN_WORK = re.compile(r"\b(?:our|my)\s+(?:[\w-]+\s+){0,3}$|我们(?:的)?$", re.I)


def _without_places(clause: str) -> str:
    """A clause with its names of places blanked, so that no park's name is read as an industry."""
    for hit in named_terms(places(), clause):
        if hit.end - hit.start > 1:
            clause = clause[: hit.start] + "　" * (hit.end - hit.start) + clause[hit.end :]
    return clause


def _place(clauses: Sequence[str]) -> str:
    """The most exact place of the first clause that names one, or a later one inside it."""
    table = places()
    best = ""
    for clause in clauses:
        for hit in named_terms(table, clause):
            if negated(clause, hit.start) or not _is_name(clause, hit):
                continue
            if not best or (hit.term != best and table.covers(best, hit.term)):
                best = hit.term
    return best


def _own_clauses(clauses: Sequence[str]) -> list[str]:
    """The clauses that tell where an enterprise is: no questions and nothing denied."""
    return [c for c in clauses if _is_fact(c) and (not _ASKING.search(c) or _STANDS.search(c))]


_STANDS = re.compile(
    r"(?:我们|我|公司|企业|厂|店|合作社)[^，。；]{0,4}(?:在|位于)|\b(?:we are|based|located)\b[^,.;]{0,6}\bin\b",
    re.I,
)


def _without_sites(clause: str, place: str) -> str:
    """A clause without the place that it tells, which no table knows."""
    for site in sites_in(clause):
        if site.written in place:
            clause = clause.replace(site.written, "　" * len(site.written))
    return clause


# right before a place: not in Lhasa, 不在综保区
_NOT_AT = re.compile(
    r"(?:不|没有?|未|无|非)[^，。；]{0,4}(?:在|入驻|进|属|位于|是|落户|搬)[^，。；]{0,3}$|(?:不在|没在)[^，。；]{0,6}$"
    r"|\b(?:not|never|outside|no longer|nothing)\b(?:[\s-]+\w+){0,4}?[\s-]*(?:in|inside|at|of|to|from|outside)?(?:[\s-]+(?:the|an?|any|our))?[\s-]*$",
    re.I,
)


def _not_places(clauses: Sequence[str], place: str) -> tuple[str, ...]:
    """Where the enterprise is said not to be; "the zone" is that of the city it is in."""
    table = places()
    found = [
        hit.term
        for clause in clauses
        for hit in named_terms(table, clause)
        if _NOT_AT.search(clause[: hit.start]) and hit.term != place
    ]
    for clause in clauses if place else ():
        match = _ZONE.search(clause)
        if match and _NOT_AT.search(clause[: match.start()]):
            found += [
                term
                for term in table.broader
                if term.endswith("经济技术开发区") and table.covers(place, term)
            ]
    return tuple(dict.fromkeys(found))


def _is_name(clause: str, hit: Found) -> bool:
    """An English name begins with a capital; a market or a partner's place is not one's own."""
    word = clause[hit.start : hit.end]
    if not _CHINESE.search(word) and not word[:1].isupper():
        return False
    return not re.search(r"(?:出口到?|销往|卖到|\bto|\bfrom|\bwith)\s*$", clause[: hit.start])


def _staff(text: str) -> int | None:
    text = _HEADS.sub("", text)  # 三十来人, 十五号人
    if match := _IN_ALL.search(text):
        told = match["n"]
        return int(told) if told.isdigit() else chinese_number(told)
    for match in _STAFF_ZH.finditer(text):
        return int((match["a"] or match["b"]).replace(",", ""))
    for quantity in parse_quantities(text) if _CHINESE.search(text) else ():
        if quantity.numeral and _people(text, quantity):
            return int(quantity.low)
    for pattern in (_STAFF_EN, _STAFF_EN_BEFORE):
        # "two of us opened it, six people now": founders are the staff only where nothing else is told
        told = sorted(pattern.finditer(text), key=lambda m: _founders(text, m))
        for match in told:
            if (value := _count(next(filter(None, match.groups())))) is not None:
                return value
    return None


_HEADS = re.compile(
    r"(?<=[十百千])[来多余几]号?(?=[人名个位])|(?<=[一二三四五六七八九十百千\d])号(?=人)"
)
# "连工人一共九个", "加上老板总共12个"
_IN_ALL = re.compile(
    r"(?:连|加上|算上)[^，。；\d]{1,8}?(?:一共|总共|共)(?P<n>\d+|[一二两三四五六七八九十百]+)[个名位](?![^，。；]{0,2}[月年店点])"
)


def _founders(text: str, match: re.Match[str]) -> int:
    """Where to rank a number of people: "there are 34 of us" first, "two of us opened it" last, those
    who were hired beside them last but one.
    """
    before = text[: match.start()].lower()
    if match.group().endswith("of us"):
        return 0 if re.search(r"\bthere are\s*$", before) else 3
    return 2 if re.search(r"\b(?:took on|hired|recruited|employed)\s*$", before) else 1


def _count(word: str) -> int | None:
    """A number in digits or English words; ``None`` for any other word."""
    if word.lower() == "a hundred":
        return 100
    value = Decimal(word.replace(",", "")) if word[0].isdigit() else number_word(word)
    return None if value is None else int(value)


def _people(text: str, quantity: Quantity) -> bool:
    behind = text[quantity.end :]
    return quantity.unit in ("人", "名") or bool(re.match(r"(?:人|员工|职工)", behind))


_NO_REVENUE = re.compile(
    r"(?:没有?|尚无|暂无|还无|零)(?:产生|任何)?(?:营业)?(?:收入|营收)|\bno (?:revenue|income|turnover|sales)\b(?! to speak)",
    re.I,
)


def _revenue(clauses: Sequence[str]) -> Decimal | None:
    if any(_NO_REVENUE.search(clause) for clause in clauses):
        return Decimal(0)
    for clause in clauses:
        if _REVENUE.search(clause):
            amounts = _amounts(clause)
            if len(amounts) == 1:
                return amounts[0]
            bare = _BARE_SUM.search(clause)
            if bare and not amounts:
                return Decimal(bare["n"]) * (10**4 if bare["scale"] == "万" else 10**8)
            amounts = _amounts(with_yuan(clause)) if not amounts else []
            if len(amounts) == 1:
                return amounts[0]
    return None


def _qualifications(
    clauses: Sequence[str], text: str
) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
    """What is held, what is said not to be held, and whether that is all."""
    table = industries()
    held: list[str] = []
    lacked: list[str] = []
    for clause in clauses:
        for hit in named_terms(table, clause):
            if _kind(table, hit.term) == "qualification" and not _of_others(clause, hit):
                pending = _PENDING.search(clause[: hit.start])
                lacks = denied(clause, hit.start, hit.end) or pending
                (lacked if lacks else held).append(hit.term)
    # "no high-tech certificate" tells of that one only
    none = any(
        _NO_QUALIFICATION.search(c) and not any(_recognised(h.term) for h in named_terms(table, c))
        for c in clauses
    )
    complete = none or bool(held and _NOTHING_ELSE.search(text))
    return tuple(dict.fromkeys(held)), tuple(dict.fromkeys(lacked)), complete


def _of_others(clause: str, hit: Found) -> bool:
    """Whether a title is that of those whom the enterprise serves."""
    before, behind = clause[: hit.start], clause[hit.end :]
    if re.search(r"(?:[给向]|服务于?|客户[^，。；]{0,3}是|供应)[^，。；]{0,6}$", before):
        return True
    if re.search(r"为[^，。；]{0,6}$", before) and re.search(r"服务|提供|配套|代[账理办]", behind):
        return True
    return bool(re.search(r"\b(?:serv\w+|suppl\w+|clients?|customers?)\b[^,.;]*$", before, re.I))


def _recognised(term: str) -> bool:
    return "资质" in industries().above(term)


def _activities(clauses: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What the enterprise is said to do, and what it is said not to do."""
    table = industries()
    does: list[str] = []
    lacks: list[str] = []
    for clause in clauses:
        if (match := _WITH_SCHOLARS.search(clause)) and not _ASKING.search(clause):
            (lacks if negated(clause, match.start()) else does).append("产学研合作")
        for hit in named_terms(table, clause):
            if _kind(table, hit.term) == "activity":
                (lacks if denied(clause, hit.start, hit.end) else does).append(hit.term)
    return tuple(dict.fromkeys(does)), tuple(dict.fromkeys(lacks))
