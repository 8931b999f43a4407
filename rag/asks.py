"""The figures that one question asks for, each taken apart as a question of its own.

"How many lines were built, and how much was invested?" asks twice: each ask has its own words, kind
and years, and takes from the rest of the question what it leaves unsaid.  The figures of all asks are
chosen together, those of one sentence first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from index.cleaning import normalise
from rag.asked_units import asks_part
from rag.coordination import joins_no_things, runs_of
from rag.evidence import (
    CONTENT,
    ROLE_WORDS,
    Corpus,
    Match,
    figure_texts,
    fold,
    group_weight,
    kind_fit,
    presence,
    read_figures,
)
from rag.operations import CHANGES, read_operations
from rag.phrases import (
    groups_in,
    is_indicator,
    is_known,
    is_subject,
    one_character,
    regions_with_years,
)
from rag.places import names_region
from rag.types import Query, TermGroup
from rag.understand import question_years, read_kinds, roles_of

MOST_ASKS = 8  # asks of one question
_OWN = 0.3  # share of an ask's own words that must stand in the clause of its figure
_SURE = 0.9  # the same when the question may as well ask for one figure
_SLACK = 0.15  # how far behind the best told figure another may be
_BESIDE = 0.8  # what words beside the clause of a figure count
_TRIED = 12  # figures whose slots are checked
_TOGETHER = 0.3  # what a figure gains that stands in the sentence of another one asked for
_SAME_PLAN = 0.1
_NEXT = 0.2  # what a figure gains right behind that of the ask that it continues
_ITEM = 30  # characters of a listed thing at most
GROWN = ("growth", "change", "multiple")
_RATES = ("percent", "points", "multiple", "doubling")
_LOOKED = 40  # figures looked at for an ask

_CLAUSES = {
    "zh": re.compile(r"[，,；;。？?！!：:（）()]|以及|并且"),
    "en": re.compile(
        r"[,;?:()]\s|[?.]$|\band (?=(?:by |to )?(?:how|what|which|its|their|the corresponding)\b)|\bas well as\b"
        r"|\band (?=the (?:[\w'’-]+ )?(?:growth rate|growth|share)\b(?: (?:for|in|to|by)\b|\s*[,?]|$))",
        re.I,
    ),
}
_MARKS = {
    "zh": re.compile(
        r"多少|多大(?:的)?(?:比重|比例|份额|规模)?|多高|多长|多快|多远|(?<!哪)几(?=个?[个家户项条种座人倍成亿万年次处名所类套台辆件%面层批场位只级])|百分之几"
        r"|(?:增速|增幅|涨幅|增长率|占比|比重|比例|份额)(?:如何|怎样)?$|呢$"
    ),
    "en": re.compile(
        r"\bhow (?:many|much|large|big|high|long|fast|quickly|far|low)\b|\bby how much\b"
        r"|\b(?:what|which) (?:[\w'’-]+ )?(?:share|percentage|proportion|growth|rate|ratio|value|level|is|was|are|were|will|should|did|does)\b"
        r"|^\s*the (?:[\w'’-]+ )?(?:growth rate|growth|share)\b|\bas a (?:share|percentage|proportion) of\b"
        r"|^\s*what\b|\bhow \w+ly\b|\b(?:its|their|the corresponding) (?:[\w'’-]+ ){1,4}$",
        re.I,
    ),
}
_EACH = {
    "zh": re.compile(
        r"各(?![地类界级项种县市区省部方行族大个家镇乡村园产民国州层])|分别|(?:这|那)?[两二三四]者"
    ),
    "en": re.compile(r"\brespectively\b|\beach\b|\bboth\b", re.I),
}
_JOINS = {
    "zh": re.compile(r"、|和|与|及(?!以)|还有"),
    "en": re.compile(
        r",? and (?:the )?|, (?:the )?| or (?:the )?| plus (?:the )?| compared? (?:with|to) | against ",
        re.I,
    ),
}
# what refers to all that was asked for before: "and how many of each in 2025?"
_BACK = {
    "zh": re.compile(r"各|分别|这[两二三四几][项个类者]|[两二三四]者|均|它们|呢[？?]?$"),
    "en": re.compile(
        r"\b(?:each|both|these|those|them|the (?:two|three|four)|respectively)\b"
        r"|\bwhat (?:are|were|will be) (?:the|their) (?:(?:19|20)\d\d )?(?:targets|goals|figures|values|numbers|levels)\b",
        re.I,
    ),
}
# what ends the last thing of a list
_ITEM_END = {
    "zh": re.compile(
        r"[，。；？?：（(]|(?:这|那)[两二三四几]|各|分别|一共|合计|都|是|有|为|达|到|要|(?:多少)|几(?=[个家户])|$"
    ),
    "en": re.compile(
        r"[,;?:.(]|\b(?:do|does|did|is|are|was|were|will|would|should|has|have|had|in|of|by|for|at|under|planned|expected)\b|$",
        re.I,
    ),
}


@dataclass(frozen=True)
class Ask:
    """One figure that is asked for.

    ``query`` is the question for it alone; ``own`` are the notions that no other ask has, ``what``
    the same or, without any, those of the ask that it continues; ``sure`` tells whether the question
    surely asks for it apart from the others; ``sequence`` whether it is asked for in words of its own
    and not as one of a list; ``dated`` whether it names its time; ``clause`` is where it is asked;
    ``worked`` are the operations over the others that it may name instead (2030年是2025年的几倍).
    """

    query: Query
    own: tuple[TermGroup, ...]
    what: tuple[TermGroup, ...]
    sure: bool = True
    sequence: bool = True
    dated: bool = False
    clause: str = ""
    worked: tuple[str, ...] = ()


@dataclass(frozen=True)
class Way:
    """One way to take a question apart: its asks, and the operations over their figures that it
    names apart from them ("and how much lower is that?").
    """

    asks: tuple[Ask, ...]
    ops: tuple[str, ...] = ()


def asks_of(query: Query, told: Callable[[TermGroup], bool]) -> list[Way]:
    """The ways in which a question asks for several figures, the fullest first; [] for one figure.

    ``told`` tells whether the documents name a figure by a notion; what none is named by is wording.
    """
    asks, ops = _sequence(query, told, over=True)
    if not ops:
        return _ways(query, asks, (), told)
    worked = _ways(query, asks, ops, told)
    stated = _ways(query, _sequence(query, told, over=False)[0], (), told)
    # plans state shares and rates, but hardly a difference or a sum
    return stated + worked if set(ops) <= _STATED_OFTEN else worked + stated


def loose_ways(
    query: Query, told: Callable[[TermGroup], bool], asks: Sequence[Ask], ops: tuple[str, ...]
) -> list[Way]:
    """The same where each ask is to be answered as a question of its own, so that one may be asked
    in words that no document has; the asks as they stand come last.  ``asks`` and ``ops`` are the
    question's sequence.
    """
    ways = _ways(query, asks, ops, told, strict=False)
    return [
        replace(way, asks=tuple(_alone(n, way.asks) for n in range(len(way.asks)))) for way in ways
    ]


def sequence_of(
    query: Query, told: Callable[[TermGroup], bool]
) -> tuple[list[Ask], tuple[str, ...]]:
    """One ask for each part of a question and the operations that it names over them; lists stay
    together.
    """
    return _sequence(query, told, over=True, strict=False)


def _alone(number: int, asks: Sequence[Ask]) -> Ask:
    """An ask of a list with its text without the other things of the list; what only the last one
    says to be measured is meant of all (二氧化硫、二氧化氮年均值).
    """
    ask = asks[number]
    text = ask.query.text
    mine = " ".join(g.source for g in ask.own)
    measured = any(map(is_indicator, ask.own))
    shared: list[TermGroup] = []
    for at, other in enumerate(asks):
        if other is ask or other.query.text != ask.query.text:
            continue
        lends = at > number and not measured and not all(map(is_indicator, other.own))
        for group in other.own:
            if lends and is_indicator(group):
                shared.append(group)
            elif group.source not in mine:
                text = re.sub(re.escape(group.source), " ", text, flags=re.I)
    groups = (*ask.query.groups, *(g for g in shared if g not in ask.query.groups))
    return replace(ask, query=replace(ask.query, text=text, groups=groups))


def _ways(
    query: Query,
    plain: Sequence[Ask],
    ops: tuple[str, ...],
    told: Callable[[TermGroup], bool],
    strict: bool = True,
) -> list[Way]:
    """The ways to take the asks of a question further apart: lists, years, regions, references back."""
    if not plain or (strict and any(_says_nothing(ask, n) for n, ask in enumerate(plain))):
        return []
    ways = [list(plain)]
    alone = len(plain) == 1 and not ops
    for number, ask in enumerate(plain):
        for listed in _lists(query, ask, told, alone):
            ways.append([*plain[:number], *listed, *plain[number + 1 :]])
    paired = regions_with_years(query)
    found = []
    for way in ways:
        single = [one for ask in with_back_references(way) for one in by_year(ask)]
        asks = [replace(one, sequence=not alone) for one in _by_region(single, query)]
        asks = [a for a in asks if _of_its_year(a.query, paired)]
        if 1 < len(asks) <= MOST_ASKS:
            found.append(Way(tuple(asks), ops))
    # a list goes before the question as it stands: what is unsure of it is checked by its figures
    return sorted(found, key=lambda way: -len(way.asks))


def _of_its_year(ask: Query, paired: Mapping[str, int]) -> bool:
    """Whether an ask is not of one region in the year that the question asks of another:
    甲市2025年…和乙区2024年….
    """
    if len(ask.regions) != 1 or ask.regions[0] not in paired or not ask.years:
        return True
    return ask.years == (paired[ask.regions[0]],)


def with_back_references(asks: Sequence[Ask]) -> list[Ask]:
    """The asks, one that refers back to several as one for each of them: "... of each in 2025?"."""
    found: list[Ask] = []
    for ask in asks:
        before = {a.what: a for a in found if a.what}
        if ask.own or len(before) < 2 or not _BACK[ask.query.language].search(ask.clause):
            found.append(ask)
            continue
        when = ask.query.years, ask.query.periods
        found += [
            replace(a, query=replace(a.query, years=when[0], periods=when[1]), own=(), dated=True)
            for a in before.values()
        ]
    return found


def _by_region(asks: Sequence[Ask], query: Query) -> list[Ask]:
    """One ask for each of several regions that the question names, unless an ask names its own."""
    if len(query.regions) < 2:
        return list(asks)
    found = []
    for ask in asks:
        named = [r for r in query.regions if any(names_region(g, r) for g in ask.query.groups)]
        named = named or list(query.regions)
        if len(named) < 2:
            found.append(replace(ask, query=replace(ask.query, regions=tuple(named))))
            continue
        for region in named:
            one = about_region(ask.query, region)
            own = tuple(g for g in ask.own if g in one.groups)
            what = tuple(g for g in ask.what if not g.critical)
            found.append(replace(ask, query=one, own=own, what=what))
    return found


def about_region(query: Query, region: str) -> Query:
    """The question for one of the regions that it names."""
    others = [r for r in query.regions if r != region]
    groups = [g for g in query.groups if not any(names_region(g, r) for r in others)]
    return replace(query, groups=tuple(groups), regions=(region,))


def _says_nothing(ask: Ask, number: int) -> bool:
    """Whether a later ask has neither words, nor a measure, nor a year of its own."""
    return number > 0 and not ask.own and not ask.query.roles and not ask.dated


def by_year(ask: Ask) -> list[Ask]:
    """One ask a year."""
    years = ask.query.years
    if len(years) < 2:
        return [ask]
    return [replace(ask, query=replace(ask.query, years=(year,))) for year in years]


@dataclass(frozen=True)
class _Part:
    """A stretch of a question with one ask: the words before it and the clause with the ask."""

    before: str
    clause: str
    mark: str


def _parts(query: Query) -> list[_Part]:
    """The question cut behind each of its asks."""
    marks = _MARKS[query.language]
    parts: list[_Part] = []
    before = ""
    for clause in _clauses(query):
        found = list(marks.finditer(clause))
        if not found:
            before = f"{before} {clause}"
            continue
        cuts = [_cut(clause, a.end(), b.start()) for a, b in pairwise(found)]
        for mark, (start, end) in zip(found, pairwise([0, *cuts, len(clause)]), strict=True):
            parts.append(_Part(before, clause[start:end], mark.group()))
            before = ""
    if parts and before.strip():
        parts[-1] = replace(parts[-1], before=f"{parts[-1].before} {before}")
    return parts


def _clauses(query: Query) -> list[str]:
    """The clauses of a question; in English what goes on with a list stays with its first thing
    ("from medicine, handicrafts and food processing by 2030").
    """
    split = _CLAUSES[query.language]
    clauses = split.split(plain_text(query))
    if query.language == "zh":
        return clauses
    marks = _MARKS["en"]
    kept: list[str] = []
    for clause in clauses:
        goes_on = kept and marks.search(kept[-1]) and not marks.search(clause)
        if goes_on and clause.strip() and not _NO_ITEM.search(clause):
            kept[-1] = f"{kept[-1]}, {clause}"
        else:
            kept.append(clause)
    return kept


_NO_ITEM = re.compile(
    r"^\s*(?:and )?(?:by|in|under|according|based|including|compared|with|also|as|over|between|from|for|at|on|to|give|show|please|respectively|if|when|where|who|the latter|the former)\b",
    re.I,
)


def joins_things(query: Query) -> bool:
    """Whether the question joins two things by a word or mark (皮革和制氧, leather and oxygen)."""
    text = plain_text(query)
    return any(
        not stands_inside(m.span(), text, query.groups)
        for m in _JOINS[query.language].finditer(text)
    )


def plain_text(query: Query) -> str:
    """The question without remarks in brackets."""
    text = normalise(query.text) if query.language == "zh" else query.text
    return re.sub(r"[（(][^（）()]*[）)]", " ", text)


def _cut(clause: str, end: int, start: int) -> int:
    """Where the second ask of a clause begins: behind the word that joins it, else at its mark."""
    join = re.search(r"、|和|与|及|又|\band\b", clause[end:start])
    return end + join.end() if join else start


def _sequence(
    query: Query, told: Callable[[TermGroup], bool], over: bool, strict: bool = True
) -> tuple[list[Ask], tuple[str, ...]]:
    """One ask for each part; what a part leaves unsaid it takes from those before it.  With ``over``
    a part that only names an operation over the others gives the operation, and an ask only when
    it is of a new time.
    """
    chinese = query.language == "zh"
    parts = _parts(query)
    whose = [groups_in(p.clause.replace(p.mark, " "), query.groups, chinese) for p in parts]
    asks: list[Ask] = []
    ops: tuple[str, ...] = ()
    earlier: tuple[TermGroup, ...] = ()
    years: tuple[int, ...] = ()
    periods: tuple[tuple[int, int], ...] = ()
    for part, inside in zip(parts, whose, strict=True):
        others = {g for groups in whose if groups is not inside for g in groups}
        groups = tuple(dict.fromkeys((*groups_in(part.before, query.groups, chinese), *inside)))
        if chinese:
            inside = (*inside, *one_character(part.clause, query.groups))
            groups = tuple(dict.fromkeys((*groups, *inside)))
        alone = [g for g in inside if g not in others and is_own(g, chinese)]
        own = tuple(g for g in alone if told(g))
        when = question_years(_COMPARED.sub(" ", f"{part.before} {part.clause}"), query.language)
        asked_ops = _results(part, chinese) if over and asks and not own else ()
        if asked_ops:
            ops = (*ops, *asked_ops)
            if not any(when) or when == (years, periods):
                continue
        elif alone and not own and strict:
            return [], ()  # what is asked for here the documents call by another name
        if any(when):
            years, periods = when
        kinds, classifiers = read_kinds(part.clause, query.language)
        if part.mark == "呢" and asks:  # as the ask before
            kinds, classifiers = asks[-1].query.kinds, asks[-1].query.classifiers
        asked = replace(
            query,
            text=f"{part.before} {part.clause}",
            groups=_with_earlier(groups, own, earlier),
            kinds=kinds,
            classifiers=classifiers,
            roles=roles_of(part.clause),
            years=years,
            periods=periods,
            parts=1,
        )
        before = [g for g in groups if is_own(g, chinese) and told(g)]
        what = own or (asks[-1].what if asks else tuple(before))
        if strict and not chinese and not own and _names_unknown(part, query):
            return [], ()
        worked = asked_ops or (_results(part, chinese) if asks else ())
        asks.append(Ask(asked, own, what, dated=any(when), clause=part.clause, worked=worked))
        earlier = tuple(dict.fromkeys((*earlier, *groups)))
    whole = [_with_later(ask, n, asks, query, strict) for n, ask in enumerate(asks)]
    return whole, tuple(dict.fromkeys(ops))


# what an English question asks for stands between its question word and the verb
_VERB = re.compile(
    r"\b(?:is|are|was|were|will|would|should|shall|must|can|could|do|does|did|has|have|had|be|in|by|at|of)\b",
    re.I,
)


def _names_unknown(part: _Part, query: Query) -> bool:
    """Whether what a part asks for is told in words that no glossary knows."""
    asked = _VERB.split(part.clause.partition(part.mark)[2], maxsplit=1)[0]
    groups = [g for g in groups_in(asked, query.groups, False) if not g.critical]
    strange = [g for g in groups if not is_known(g) and not _WORDING.fullmatch(g.source)]
    return bool(strange) and not any(is_own(g, False) for g in groups)


def _results(part: _Part, chinese: bool) -> tuple[str, ...]:
    """The operations that a part names over what was asked before: a rate only when it is said to
    follow from that, since plans state rates.
    """
    ops = read_operations(part.clause, chinese)
    rates = ops.rates if _FOLLOWS.search(part.clause) else ()
    return tuple(op for op in (*ops.ops, *rates) if op in _OVER_ASKS)


def _with_later(ask: Ask, number: int, asks: Sequence[Ask], query: Query, dated_later: bool) -> Ask:
    """An ask with the names and, when it has no words, the notions told behind it; the first one
    may be ``dated_later`` as well.
    """
    own = ask.query
    later = [g for a in asks[number + 1 :] for g in a.query.groups if g not in own.groups]
    named = any(g.critical for g in own.groups)
    taken = [
        g for g in later if (g.critical and not named) or not any(map(_is_content, own.groups))
    ]
    if dated_later and not own.years and not own.periods and number == 0:
        dated = [a.query for a in asks if a.query.years or a.query.periods]
        own = replace(own, years=dated[0].years, periods=dated[0].periods) if dated else own
    plan = tuple(g for g in query.groups if g.category == "plan_name" and g not in own.groups)
    groups = tuple(dict.fromkeys((*own.groups, *taken, *plan)))
    return replace(ask, query=replace(own, groups=groups))


_STATED_OFTEN = frozenset({"share", "growth", "annual growth"})
_OVER_ASKS = CHANGES | {"sum", "share"}


def follows(clause: str) -> bool:
    """Whether a clause says that its figure follows from those before it (算下来, that makes)."""
    return _FOLLOWS.search(clause) is not None


_FOLLOWS = re.compile(
    r"\b(?:that|this|imply|implies|mean|means|make|makes)\b|意味|相当于|[折测换]算|算下来|即|合",
    re.I,
)
# a year that only serves a comparison: 比2014年, than in 2014
_COMPARED = re.compile(
    r"(?:比|较|相比|与)(?:19|20)\d{2}年|\b(?:from|than|over|against|on|compared (?:with|to))(?: in)? (?:19|20)\d{2}",
    re.I,
)


def _with_earlier(
    groups: tuple[TermGroup, ...], own: tuple[TermGroup, ...], earlier: tuple[TermGroup, ...]
) -> tuple[TermGroup, ...]:
    """The groups of an ask with those told before: names and subjects as they are, what the asks
    before measured only as a hint once the ask measures something of its own.
    """
    subject = any((is_subject(g) and not g.critical) or g.category == "plan_name" for g in groups)
    figure = any(g.category == "figure" for g in groups)
    kept = []
    for group in earlier:
        if group in groups:
            continue
        whose = group.critical or (is_subject(group) and not subject)
        same = group.category == "plan_name" or (group.category == "figure" and not figure)
        hard = not own or whose or same
        kept.append(group if hard else replace(group, category="example"))
    return (*groups, *kept)


# words that say how figures stand to each other, or when, and not what is measured
_WORDING = re.compile(
    r"这[两二三四几][项个类者]|打算|计划|安排|预计|预期|要求|争取|力争|做到?|定[在为到]?|出来|实际|结果|后来|水平|数字|盘子|大概|大约|"
    r"[高超多低少][出于过]?|(?:上|下)[升涨降跌]|[涨升降]了?|扩大|(?:回落|提高|降低|减少|增加|提升|增长|扩大)[到至]?|达到|当初|原定|原来|当时|此前|[上去今明本]年|当年|同期|同比|环比"
    r"|(?:high|low|fast|slow|larg|small|great)er|fall\w*|drop\w*|rise\w*|increas\w*|gr[oe]w\w*|produc\w*|sell\w*|sold|collect\w*|pay\w*|paid|earn\w*|hold\w*|held|handl\w*|tonnage|in total|total|altogether|overall|amount|year|before|previous|earlier|compar\w*|own|sector|itself|respective"
)


def is_own(group: TermGroup, chinese: bool) -> bool:
    """Whether a notion tells an ask from the others; an English word that no glossary knows does not."""
    return _is_content(group) and (chinese or is_known(group))


def _is_content(group: TermGroup) -> bool:
    """Whether a notion says what is measured."""
    if not group.terms or group.critical or ROLE_WORDS.fullmatch(group.source):
        return False
    if _WORDING.fullmatch(group.source):
        return False
    return group.category in CONTENT or group.category in ("", "cedict")


def _lists(
    query: Query, whole: Ask, told: Callable[[TermGroup], bool], alone: bool
) -> list[tuple[Ask, ...]]:
    """One ask for each thing of a list: "A和B分别是多少", "how many households and people"."""
    text = plain_text(query) if alone else whole.clause
    joins = [m.span() for m in _JOINS[query.language].finditer(text)]
    joins = [
        span
        for span in joins
        if not stands_inside(span, text, query.groups) and not joins_no_things(text, *span)
    ]
    runs = _runs(joins, text, _MARKS[query.language])
    if query.language == "en":
        runs += [[join] for join in joins]
    each = bool(_EACH[query.language].search(text))
    found = []
    for run in runs:
        items = _items(run, text, query)
        apart = _apart(items, told)
        if apart is None:
            continue
        listed = {g.source for own in apart for g in own}
        shared = tuple(g for g in whole.query.groups if g.source not in listed)
        found.append(
            tuple(
                Ask(
                    replace(whole.query, groups=(*shared, *own), parts=1),
                    own,
                    own,
                    each,
                    sequence=False,
                )
                for own in apart
            )
        )
    return found


def _runs(
    joins: Sequence[tuple[int, int]], text: str, marks: re.Pattern[str]
) -> list[list[tuple[int, int]]]:
    """Joining words that follow each other within one list, without an ask between them."""

    def goes_on(before: tuple[int, int], join: tuple[int, int]) -> bool:
        between = text[before[1] : join[0]]
        ended = re.search(r"[，。；;？?]", between) or marks.search(between)
        return len(between) <= _ITEM and not ended

    return runs_of(joins, goes_on)


def _items(run: Sequence[tuple[int, int]], text: str, query: Query) -> list[tuple[TermGroup, ...]]:
    """The groups of each listed thing: in Chinese all of it, in English those next to the joins."""
    chinese = query.language == "zh"
    head = max((m.end() for m in re.finditer(r"[，。；;？?]", text[: run[0][0]])), default=0)
    tail = _ITEM_END[query.language].search(text, run[-1][1])
    cuts = [(head, run[0][0]), *((a[1], b[0]) for a, b in pairwise(run))]
    cuts.append((run[-1][1], tail.start() if tail else len(text)))
    items = []
    for number, (start, end) in enumerate(cuts):
        piece = text[start:end]
        groups = [g for g in groups_in(piece, query.groups, chinese) if _may_be_listed(g)]
        groups = [g for g in groups if not _within(g, groups, piece)]
        if not chinese and groups:
            groups.sort(key=lambda g: _position(g, piece))
            groups = groups[-1:] if number == 0 else groups[:1]
        items.append(tuple(groups))
    return items


def _within(group: TermGroup, groups: Sequence[TermGroup], text: str) -> bool:
    """Whether a notion only stands inside a longer one: 工业增加值 in 规上工业增加值."""
    longer = [g.source for g in groups if group.source in g.source and g is not group]
    for source in longer:
        text = text.replace(source, " ")
    return bool(longer) and group.source not in text


def _position(group: TermGroup, text: str) -> int:
    first = group.source.split()[0]
    return text.lower().find(first[: max(3, len(first) - 2)])


def _may_be_listed(group: TermGroup) -> bool:
    return bool(group.terms) and group.category not in (
        "plan_name", "plan", "part", "time", "unit", "bound", "example"
    )  # fmt: skip


def _apart(
    items: Sequence[tuple[TermGroup, ...]], told: Callable[[TermGroup], bool]
) -> list[tuple[TermGroup, ...]] | None:
    """What each listed thing alone has; ``None`` when one has nothing.  Names are things of a list
    only when each item has one.
    """
    names = all(any(g.critical for g in item) for item in items)
    apart = []
    for number, item in enumerate(items):
        others = {g.source for k, other in enumerate(items) if k != number for g in other}
        own = tuple(
            g
            for g in item
            if g.source not in others
            and (g.critical == names)
            and (g.critical or (not ROLE_WORDS.fullmatch(g.source) and told(g)))
        )
        if not own:
            return None
        apart.append(own)
    return apart


def stands_inside(place: tuple[int, int], text: str, groups: Sequence[TermGroup]) -> bool:
    """Whether a joining word is part of a term (工业和信息化)."""
    low = text.lower()
    return any(
        m.start() < place[0] and place[1] < m.end()
        for g in groups
        for m in re.finditer(re.escape(g.source.removesuffix(" (part)")), low)
    )


Passes = Callable[[Query], Callable[[Match], bool]]
Place = tuple[int, int, int]  # passage, sentence in it, figure in that
# the sentences found for an ask, and the figures near to it in meaning
Seen = Callable[[Query], tuple[Sequence[Match], Mapping[Place, float]]]


def read_asks(
    asks: Sequence[Ask],
    seen: Seen,
    corpus: Corpus,
    passes: Passes,
    names: Callable[[Match], str],
) -> list[Match | None]:
    """One figure for each ask, chosen together; ``None`` for a sure ask that has none, [] when no
    ask or one that is unsure has none.

    ``seen`` gives what was found for an ask, ``passes`` what tells whether a figure is of its slots,
    ``names`` what a figure is called.
    """
    found: list[list[Match]] = []
    for ask in asks:
        units, near = seen(ask.query)
        fitting = _fitting(ask, read_figures(ask.query, units, corpus, near), corpus, names)
        found.append(list(filter(passes(ask.query), fitting)))
    told = [(ask, own) for ask, own in zip(asks, found, strict=True) if own]
    if not told or any(not own and not ask.sure for ask, own in zip(asks, found, strict=True)):
        return []
    some, figures = [ask for ask, _ in told], [own for _, own in told]
    combinations = _combinations(some, figures, names)
    best = max(combinations, key=lambda c: _value(c, figures), default=[])
    if not best or not _surely_apart(some, best):
        return []
    rest = iter(best)
    return [next(rest) if own else None for own in found]


def _fitting(
    ask: Ask, matches: Sequence[Match], corpus: Corpus, names: Callable[[Match], str]
) -> list[Match]:
    """The figures of an ask's kind that are told of its own words as well as any."""
    of_kind = [
        m
        for m in matches[:_LOOKED]
        if m.figure and not (ask.query.kinds and kind_fit(ask.query, m.figure) <= -0.3)
    ]
    in_percent = ask.query.kinds[:1] == ("percent",)
    if asks_part(ask.query):
        of_kind = [m for m in of_kind if m.figure and m.figure.quantity.kind in _RATES]
    if "growth" in ask.query.roles and (in_percent or not ask.own):
        # "and how fast did it grow?" asks for no share that stands beside
        of_kind = [m for m in of_kind if m.figure and m.figure.role in GROWN] or of_kind
    elif ask.query.kinds[:1] and ask.query.kinds[0] not in _RATES and not ask.query.roles:
        of_kind = [m for m in of_kind if m.figure and m.figure.role not in GROWN]
    shares = [own_share(m, ask.what, corpus, names(m)) for m in of_kind]
    floor = max(_OWN, max(shares, default=0.0) - _SLACK)
    return [m for m, share in zip(of_kind, shares, strict=True) if share >= floor][:_TRIED]


def own_share(match: Match, groups: Sequence[TermGroup], corpus: Corpus, names: str) -> float:
    """The weight share of groups that stand in the clause or the names of a figure, for a subject in
    its headings as well; 1 without groups.
    """
    if match.figure is None:
        return 0.0
    weights = [(g, group_weight(g, corpus)) for g in groups]
    if not any(weight for _, weight in weights):  # in a small corpus every passage may hold them
        weights = [(g, 1.0) for g in groups]
    total = sum(weight for _, weight in weights)
    clause, shared, _ = figure_texts(match.unit, match.figure)
    own = fold(f"{clause} {names}")
    near = fold(f"{shared} {match.unit.context}")
    around = fold(" ".join((own, near, *match.chunk.path)))

    def degree(group: TermGroup) -> float:
        if is_subject(group):
            return presence(group, around)
        return max(presence(group, own), _BESIDE * presence(group, near))

    held = sum(weight * degree(group) for group, weight in weights)
    return held / total if total else 1.0


def _combinations(
    asks: Sequence[Ask], found: Sequence[Sequence[Match]], names: Callable[[Match], str]
) -> list[list[Match]]:
    """Choices of one figure an ask: the best of each, and for each sentence those it can give.

    A figure that the table states again answers no second ask.
    """

    def same(one: Match, other: Match) -> bool:
        if one.place == other.place:
            return True
        a, b = one.figure, other.figure
        if a is None or b is None or a.years != b.years or one.chunk.doc != other.chunk.doc:
            return False
        equal = (a.quantity.kind, a.quantity.base) == (b.quantity.kind, b.quantity.base)
        return equal and bool(names(one)) and names(one) == names(other)

    units = {m.sentence for own in found for m in own}
    combinations = []
    for unit in (None, *sorted(units)):
        chosen: list[Match] = []
        for ask, own in zip(asks, found, strict=True):
            free = [m for m in own if not any(same(m, c) for c in chosen)]
            inside = [m for m in free if m.sentence == unit] or free
            if not ask.own and chosen:
                inside = [m for m in inside if m.unit is chosen[-1].unit] or inside
                inside.sort(key=lambda m: -m.score - (_NEXT if is_next(m, chosen[-1]) else 0))
            chosen += inside[:1]
        if len(chosen) == len(found):
            combinations.append(chosen)
    return combinations


def is_next(match: Match, before: Match) -> bool:
    """Whether a figure is the one right behind another in its sentence."""
    starts = [f.quantity.start for f in match.unit.figures]
    if match.unit is not before.unit or match.figure is None or before.figure is None:
        return False
    at = starts.index(before.figure.quantity.start) + 1
    return at < len(starts) and starts[at] == match.figure.quantity.start


def _value(chosen: Sequence[Match], found: Sequence[Sequence[Match]]) -> float:
    """How far the choices fall behind the best of each ask, and how near they are to each other."""
    behind = sum(m.score - own[0].score for m, own in zip(chosen, found, strict=True))
    units = [m.sentence for m in chosen]
    together = max(units.count(u) for u in units) - 1
    plans = [m.chunk.doc for m in chosen]
    same_plan = max(plans.count(p) for p in plans) - 1
    return behind + _TOGETHER * together + _SAME_PLAN * same_plan


def _surely_apart(asks: Sequence[Ask], chosen: Sequence[Match]) -> bool:
    """Whether the figures of things that may as well be meant together are told apart by one
    sentence: each of its own ask's words and of no other's.
    """
    unsure = [(m, a) for m, a in zip(chosen, asks, strict=True) if not a.sure]
    if len({m.sentence for m, _ in unsure}) > 1:
        return False
    for match, ask in unsure:
        label = fold(match.figure.label if match.figure else "")
        mine = [presence(g, label) for g in ask.own]
        others = [presence(g, label) for _, a in unsure if a is not ask for g in a.own]
        if min(mine, default=0) < _SURE or max(others, default=0) >= _SURE:
            return False
    return True
