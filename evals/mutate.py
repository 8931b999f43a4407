"""``python -m evals.mutate``: does the check catch every changed answer, and let right ones stand?

Right answers are worded by templates from figures of the documents, without a model: in Chinese
and in English, short and long, with one figure or two.  Then one thing is changed: a digit, the
scale, the unit, the year, the bound, the direction, an end of a range, or two figures of two years
change places.  The table gives for each kind of change the share that ``rag.verify.check`` catches,
and the share of untouched answers that it rejects.  Exit status 1 below the bars.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import cycle, islice, pairwise
from pathlib import Path

from index.build import parse_folder
from index.facts import link_rows, read_facts
from index.figures import Years
from index.quantities import parse_unit, plain
from index.types import Fact, Figure, ParsedDocument, Quantity
from rag.english import render
from rag.terms import default_terms
from rag.types import Citation, Evidence, Language, Query
from rag.verify import check
from rag.wording import excerpt, years_en, years_zh

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
MIN_CAUGHT = 0.995
MAX_REJECTED = 0.01
ANSWERS = 500  # of each language
SEED = 20260101
_LAST_WORD = re.compile(
    r"(?P<word>增长|提高|上升|增加|提升|上涨|下降|降低|减少|下跌|回落|压减|缩短)(?:了|约|近|超|超过|达到?|至少)?$"
)
_OPPOSITE = {
    "增长": "下降", "提高": "降低", "上升": "下降", "增加": "减少", "提升": "下降", "上涨": "下跌",
    "下降": "上升", "降低": "提高", "减少": "增加", "下跌": "上涨", "回落": "上升", "压减": "增加", "缩短": "延长",
}  # fmt: skip
_RISING = frozenset("增长 提高 上升 增加 提升 上涨".split())
_EN_WAYS = {
    "up": (
        "rose by",
        "grew by",
        "increased by",
        "was up",
        "saw growth of",
        "recorded an increase of",
    ),
    "down": (
        "fell by",
        "declined by",
        "decreased by",
        "was down",
        "saw a decline of",
        "recorded a drop of",
    ),
}
_BOUNDS_ZH = {
    "": ("{}",),
    ">=": ("{}以上", "不低于{}", "至少{}", "{}及以上"),
    ">": ("超过{}", "突破{}", "高于{}"),
    "<=": ("不超过{}", "{}以内", "控制在{}以内", "至多{}"),
    "<": ("低于{}", "不足{}"),
    "~": ("约{}", "{}左右", "大约{}", "接近{}"),
}
_BOUNDS_EN = {
    "": ("{}",),
    ">=": ("at least {}", "no less than {}", "{} or more", "not less than {}"),
    ">": ("more than {}", "over {}", "above {}"),
    "<=": ("at most {}", "no more than {}", "up to {}", "not more than {}"),
    "<": ("less than {}", "below {}"),
    "~": ("about {}", "around {}", "approximately {}", "roughly {}"),
}
_TURNED = {">=": "<=", ">": "<=", "<=": ">=", "<": ">", "~": ">="}
_OTHER_UNIT = {
    "%": "个百分点", "个百分点": "%", "元": "美元", "美元": "元", "吨": "公斤", "公里": "米", "米": "公里",
    "亩": "公顷", "公顷": "亩", "平方公里": "公顷", "平方米": "亩", "千瓦": "千瓦时", "千瓦时": "千瓦", "兆瓦": "千瓦",
    "立方米": "平方米", "天": "小时", "小时": "天", "分钟": "小时", "倍": "%", "个月": "天", "年": "个月",
    "吨标准煤": "吨", "斤": "吨", "度": "千瓦", "公斤": "吨", "人": "家", "人次": "人", "家": "人", "户": "人",
}  # fmt: skip
_SCALES = ("万亿", "亿", "千万", "百万", "万")
_OTHER_SCALE = {"万亿": "亿", "亿": "万", "千万": "万", "百万": "亿", "万": "亿", "": "万"}


@dataclass(frozen=True)
class Said:
    """A figure as an answer words it.

    ``way`` is the Chinese direction word, "" for none; ``beside`` the quantity that an English
    answer repeats in brackets, ``None`` for no bracket; ``style`` chooses among equal wordings.
    """

    name: str
    label: str
    quantity: Quantity
    years: Years
    way: str
    beside: Quantity | None
    style: int


@dataclass(frozen=True)
class Right:
    """A right answer: template, figures, and the evidence and question that it is checked with."""

    language: Language
    template: str
    said: tuple[Said, ...]
    evidence: Evidence
    query: Query
    quote: str

    @property
    def text(self) -> str:
        """The wording with its citation mark."""
        return TEMPLATES[self.template](self)


@dataclass(frozen=True)
class Changed:
    """An answer with one thing changed."""

    kind: str
    answer: Right


@dataclass(frozen=True)
class Told:
    """A figure of the documents that answers are made of, with the evidence that states it."""

    fact: Fact
    figure: Figure
    evidence: Evidence


# --- wordings -----------------------------------------------------------------------------------


def value_zh(said: Said) -> str:
    """The figure in Chinese with its bound."""
    quantity = said.quantity
    number = plain(quantity.low)
    if quantity.high != quantity.low:
        number += ("—", "-", "至", "到")[said.style % 4] + plain(quantity.high)
    forms = _BOUNDS_ZH[quantity.bound]
    return forms[said.style % len(forms)].format(f"{number}{_unit_zh(quantity)}")


def _unit_zh(quantity: Quantity) -> str:
    return "%" if quantity.unit == "分之" else quantity.unit


def value_en(said: Said) -> str:
    """The figure in English with its bound, the Chinese beside it when the answer has brackets."""
    english = render(replace(said.quantity, text="", bound=""), bound=False).split(" (")[0]
    if said.style % 3 == 1 and english.startswith("CNY ") and " per " not in english:
        english = f"{english[4:]} yuan"
    if said.style % 2:
        english = english.replace("–", " to ")
    if said.beside is not None:
        english += f" ({value_zh(replace(said, quantity=said.beside, style=0))})"
    forms = _BOUNDS_EN[said.quantity.bound]
    return forms[said.style % len(forms)].format(english)


def _zh_short(a: Right) -> str:
    value = value_zh(a.said[0])
    return f"{value}[1]" if re.search(r"[\u4e00-\u9fff]", value) else f"{a.said[0].name}{value}[1]"


def _zh_plain(a: Right) -> str:
    s = a.said[0]
    verb = ("为", "达到", "目标为", "是")[s.style % 4]
    when = f"{years_zh(s.years)}，" if s.years else ""
    return f"{when}{s.name}{s.way or verb}{value_zh(s)}[1]。"


def _zh_year_last(a: Right) -> str:
    s = a.said[0]
    when = f"（{years_zh(s.years)}）" if s.years else ""
    return f"{s.name}：{s.way}{value_zh(s)}{when}[1]"


def _zh_quoted(a: Right) -> str:
    s = a.said[0]
    when = f"（{years_zh(s.years)}）" if s.years else ""
    return f"{s.way}{value_zh(s)}{when}。原文：“{a.quote}”[1]"


def _zh_long(a: Right) -> str:
    s = a.said[0]
    when = f"{'到' if s.style % 2 else ''}{years_zh(s.years)}，" if s.years else ""
    verb = "将达到" if not s.way else s.way
    return f"根据规划文件，{when}{s.name}{verb}{value_zh(s)}，这是文件给出的数字[1]。"


def _zh_two(a: Right) -> str:
    s, t = a.said
    when = f"{years_zh(s.years)}，" if s.years else ""
    return (
        f"{when}{s.name}{s.way or '达到'}{value_zh(s)}，{t.name}{t.way or '为'}{value_zh(t)}[1]。"
    )


def _zh_base_target(a: Right) -> str:
    s, t = a.said
    turn = "提高" if s.quantity.base[1] <= t.quantity.base[1] else "下降"
    if s.style % 3 == 1:
        return f"{s.name}{years_zh(s.years)}为{value_zh(s)}，到{years_zh(t.years)}达到{value_zh(t)}[1]。"
    if s.style % 6 == 5 and s.style % 5:
        return f"{s.name}{years_zh(s.years)}和{years_zh(t.years)}分别为{value_zh(s)}和{value_zh(t)}[1]。"
    if s.style % 3 == 2:
        return f"{s.name}：{value_zh(s)}（{years_zh(s.years)}）、{value_zh(t)}（{years_zh(t.years)}）[1]"
    turn = t.way or turn
    return f"{s.name}从{years_zh(s.years)}的{value_zh(s)}{turn}到{years_zh(t.years)}的{value_zh(t)}[1]。"


def _head(said: Said) -> str:
    return said.label or "the figure"


def _cap(text: str) -> str:
    return text[:1].upper() + text[1:]


def _way_en(said: Said) -> str:
    if not said.way:
        return ("is", "was", "reaches", "stands at")[said.style % 4]
    ways = _EN_WAYS["up" if said.way in _RISING or said.way == "延长" else "down"]
    return ways[said.style % len(ways)]


def _en_short(a: Right) -> str:
    return f"{_cap(value_en(a.said[0]))} [1]."


def _en_plain(a: Right) -> str:
    s = a.said[0]
    when = (
        f" {'by' if s.style % 2 and len(s.years) == 1 else 'in'} {years_en(s.years)}"
        if s.years
        else ""
    )
    return f"{_cap(_head(s))} {_way_en(s)} {value_en(s)}{when} [1]."


def _en_year_first(a: Right) -> str:
    s = a.said[0]
    when = (
        f"{'By' if s.style % 2 and len(s.years) == 1 else 'In'} {years_en(s.years)}, "
        if s.years
        else ""
    )
    return _cap(f"{when}{_head(s)} {_way_en(s)} {value_en(s)} [1].")


def _en_code(a: Right) -> str:
    s = a.said[0]
    when = f", {years_en(s.years)}" if s.years else ""
    label = f" ({s.label})" if s.label else ""
    return f"{value_en(s)}{when}{label} [1]."


def _en_long(a: Right) -> str:
    s = a.said[0]
    when = f" in {years_en(s.years)}" if s.years else ""
    return f"According to the plan, {_head(s)} {_way_en(s)} {value_en(s)}{when}, as the cited passage says [1]."


def _en_two(a: Right) -> str:
    s, t = a.said
    when = f"In {years_en(s.years)}, " if s.years else ""
    return _cap(
        f"{when}{_head(s)} {_way_en(s)} {value_en(s)}, and {_head(t)} {_way_en(t)} {value_en(t)} [1]."
    )


def _en_base_target(a: Right) -> str:
    s, t = a.said
    up = s.quantity.base[1] <= t.quantity.base[1]
    if t.way:
        up = t.way == "提高"
    x, y, one, two = value_en(s), value_en(t), years_en(s.years), years_en(t.years)
    form = s.style % 5
    if form == 1:
        return f"{_cap(_head(s))} was {x} in {one} and is to reach {y} by {two} [1]."
    if form == 2:
        return f"In {one} {_head(s)} was {x}; by {two} it is {y} [1]."
    if form == 3:
        return f"{_cap(_head(s))} is {x} and {y} in {one} and {two} respectively [1]."
    if form == 4:
        return f"{x}, {one}; {y}, {two} [1]."
    verb = "rises" if up else "falls"
    return f"{_cap(_head(s))} {verb} from {x} in {one} to {y} in {two} [1]."


TEMPLATES: dict[str, Callable[[Right], str]] = {
    "zh short": _zh_short, "zh plain": _zh_plain, "zh year last": _zh_year_last,
    "zh quoted": _zh_quoted, "zh long": _zh_long, "zh two": _zh_two,
    "zh base and target": _zh_base_target,
    "en short": _en_short, "en plain": _en_plain, "en year first": _en_year_first,
    "en code": _en_code, "en long": _en_long, "en two": _en_two,
    "en base and target": _en_base_target,
}  # fmt: skip
_SINGLE = {
    language: [n for n in TEMPLATES if n.startswith(language) and not re.search("two|base", n)]
    for language in ("zh", "en")
}


# --- right answers ------------------------------------------------------------------------------


def right_answers(folders: Sequence[Path], count: int, seed: int) -> list[Right]:
    """``count`` answers in each language, the same for the same arguments.

    Every table row, every base with its target and every range comes first, then sentences and
    pairs of figures by lot; a figure that comes again is worded in another way.
    """
    rng = random.Random(seed)
    first: list[tuple[Told, ...]] = []
    further: list[tuple[Told, ...]] = []
    for folder in folders:
        for parsed in parse_folder(folder)[0]:
            told = _told_of(parsed)
            first += _bases_and_targets(told)
            further += _neighbours(told)
            for item in told.values():
                ends = item.fact.quantity.low, item.fact.quantity.high
                (first if item.fact.table or ends[0] != ends[1] else further).append((item,))
    answers: list[Right] = []
    languages: tuple[Language, ...] = ("zh", "en")
    for language in languages:
        rng.shuffle(further)
        chosen = islice(cycle([*first, *further]), count if first or further else 0)
        answers += [_answer(told, language, rng) for told in chosen]
    return answers


def _told_of(parsed: ParsedDocument) -> dict[int, Told]:
    """The facts of a document whose figures an answer can word, by id."""
    units = {unit.id: (chunk, unit) for chunk in parsed.chunks for unit in chunk.units}
    found = {}
    for fact in read_facts(parsed):
        chunk, unit = units[fact.unit]
        figure = next((f for f in unit.figures if f.quantity == fact.quantity), None)
        if figure is None or not _wordable(fact.quantity):
            continue
        citation = Citation(
            chunk.doc, parsed.document.title, chunk.path, unit.start, unit.end,
            parsed.document.text[unit.start : unit.end],
        )  # fmt: skip
        evidence = Evidence(unit.text, unit.context, citation, unit.figures, (figure,), 1.0)
        found[fact.id] = Told(fact, figure, evidence)
    return found


def _wordable(quantity: Quantity) -> bool:
    return bool(quantity.unit) and quantity.unit not in ("番",) and ":" not in quantity.text


def _bases_and_targets(told: dict[int, Told]) -> Iterator[tuple[Told, ...]]:
    """Base and target of one indicator in one sentence or row, of different years and values."""
    for row in link_rows([t.fact for t in told.values()]):
        if row.base is None or row.target is None or row.link not in ("row", "sentence"):
            continue
        base, target = told[row.base.id], told[row.target.id]
        years = base.figure.years, target.figure.years
        if (
            all(years)
            and years[0] != years[1]
            and row.base.quantity.base != row.target.quantity.base
        ):
            yield base, target


def _neighbours(told: dict[int, Told]) -> Iterator[tuple[Told, ...]]:
    """Figures that follow each other in a sentence and are of the same year."""
    for one, other in pairwise(told.values()):
        if one.fact.unit == other.fact.unit and one.figure.years == other.figure.years:
            yield one, other


def _answer(told: tuple[Told, ...], language: Language, rng: random.Random) -> Right:
    first = told[0]
    said = tuple(_said(item, language, rng) for item in told)
    if len(told) == 1:
        names = [n for n in _SINGLE[language] if not (first.fact.table and n == "zh quoted")]
        template = rng.choice(names)
    else:
        paired = told[0].figure.years != told[1].figure.years
        template = f"{language} {'base and target' if paired else 'two'}"
        if paired:
            said = tuple(replace(s, way="", name=said[0].name, label=said[0].label) for s in said)
    years = first.figure.years if rng.random() < 0.5 else ()
    when = years_zh(years) if years and language == "zh" else f" in {years_en(years)}"
    text = (
        f"{when if years else ''}{said[0].name}是多少？"
        if language == "zh"
        else f"What is {_head(said[0])}{when if years else ''}?"
    )
    single = years if len(years) == 1 else ()
    periods = ((years[0], years[1]),) if len(years) == 2 else ()
    query = Query(text, language, "figure", (), single, periods, (), (), (), ())
    quote = excerpt(first.evidence.text, [first.figure], 90)
    return Right(language, template, said, first.evidence, query, quote)


def _said(told: Told, language: Language, rng: random.Random) -> Said:
    figure = told.figure
    before = told.evidence.text[: figure.quantity.start] if not told.fact.table else ""
    way = _LAST_WORD.search(before)
    quantity = figure.quantity
    if quantity.unit == "分之":
        quantity = (
            replace(quantity, unit="%") if quantity.low == quantity.low.to_integral() else quantity
        )
    beside = quantity if language == "en" and rng.random() < 0.5 else None
    return Said(
        name=told.fact.indicator,
        label=_label(told.fact.indicator) if language == "en" else "",
        quantity=quantity,
        years=figure.years,
        way=way["word"] if way else "",
        beside=beside,
        style=rng.randrange(60),
    )


def _label(name: str) -> str:
    """English for an indicator by the glossary, "" when it knows none or its words hold figures."""
    words = [english for zh, english in default_terms().gloss(name) if len(zh) > 1]
    label = " ".join(dict.fromkeys(words))
    return "" if re.search(r"\d|hundred|thousand|\btwo\b|\bthree\b|\bfour\b", label) else label


# --- changes ------------------------------------------------------------------------------------


def changes(answer: Right, rng: random.Random) -> Iterator[Changed]:
    """The answer with one thing changed, once for each kind that it has."""
    at = rng.randrange(len(answer.said))
    said = answer.said[at]
    for kind, other in _figure_changes(said, answer, rng):
        if other is not None and other != said:
            chosen = tuple(other if i == at else s for i, s in enumerate(answer.said))
            yield Changed(kind, replace(answer, said=chosen))
    if answer.template.endswith("base and target"):
        one, two = answer.said
        swapped = (
            replace(one, quantity=two.quantity, beside=one.beside and two.quantity),
            replace(two, quantity=one.quantity, beside=two.beside and one.quantity),
        )
        # the verb keeps the direction of the right answer
        turn = "提高" if one.quantity.base[1] <= two.quantity.base[1] else "下降"
        swapped = (swapped[0], replace(swapped[1], way=turn))
        yield Changed("base and target", replace(answer, said=swapped))
        if answer.said[0].style % (3 if answer.language == "zh" else 5) == 0:
            turned = {"提高": "下降", "下降": "提高"}[turn]
            yield Changed("direction", replace(answer, said=(one, replace(two, way=turned))))


def _figure_changes(
    said: Said, answer: Right, rng: random.Random
) -> Iterator[tuple[str, Said | None]]:
    """Changes of one figure; ``None`` where a kind of change does not apply."""
    quantity, template = said.quantity, answer.template
    if quantity.unit != "分之":
        yield "digit", _with_quantity(said, _other_digit(quantity, rng))
        if said.beside is not None:
            other = _other_digit(quantity, rng)
            inside = rng.random() < 0.5
            yield "digit in one form", replace(said, **{"beside" if inside else "quantity": other})  # type: ignore[arg-type]
    yield "scale", _with_quantity(said, _other_scale(quantity, answer.language))
    unit = _other_unit(quantity, answer.language)
    yield "unit", _with_quantity(said, unit) if unit else None
    for kind, changed in (*_other_bounds(quantity, rng), *_other_ranges(quantity, rng)):
        yield kind, _with_quantity(said, changed)
    if said.way and template.split()[-1] not in ("short", "target", "code"):
        yield "direction", replace(said, way=_OPPOSITE[said.way])
    # an answer with two figures of one year writes the year once, with the first
    told = said is answer.said[0] or not template.endswith("two")
    if said.years and told and not template.endswith("short"):
        yield "year", _other_year(said, answer, rng)


def _other_bounds(quantity: Quantity, rng: random.Random) -> Iterator[tuple[str, Quantity]]:
    """The bound turned and dropped, or one added where there is none."""
    if quantity.bound:
        yield "bound turned", replace(quantity, bound=_TURNED[quantity.bound])
        yield "bound dropped", replace(quantity, bound="")
        return
    yield "about added", replace(quantity, bound="~")
    yield "bound added", replace(quantity, bound=rng.choice((">=", "<=")))


def _other_ranges(quantity: Quantity, rng: random.Random) -> Iterator[tuple[str, Quantity]]:
    """A range with one end left out, and with one end moved."""
    low, high = quantity.low, quantity.high
    if low == high:
        return
    end = rng.choice((low, high))
    yield "range: end dropped", replace(quantity, low=end, high=end)
    moved = replace(quantity, high=high + 1), replace(quantity, low=(low + high) / 2)
    yield "range: end changed", rng.choice(moved)


def _with_quantity(said: Said, quantity: Quantity) -> Said:
    return replace(said, quantity=quantity, beside=said.beside and quantity)


def _other_digit(quantity: Quantity, rng: random.Random) -> Quantity:
    """The quantity with one digit of its number changed; a range stays one."""
    text = plain(quantity.low)
    while True:
        at = rng.choice([i for i, c in enumerate(text) if c.isdigit()])
        new = text[:at] + rng.choice("0123456789".replace(text[at], "")) + text[at + 1 :]
        value = Decimal(new)
        if value and not (len(new) > 1 and new[0] == "0" and new[1] != "."):
            break
    if quantity.low == quantity.high:
        return replace(quantity, low=value, high=value)
    return replace(quantity, low=value) if value < quantity.high else replace(quantity, high=value)


def _other_scale(quantity: Quantity, language: Language) -> Quantity:
    if language == "en":  # million for billion, or a thousand fold
        factor = Decimal(1000) if quantity.base[1] < 10**9 else Decimal("0.001")
        return replace(quantity, low=quantity.low * factor, high=quantity.high * factor)
    if quantity.kind in ("percent", "points", "multiple"):
        return replace(quantity, low=quantity.low * 10, high=quantity.high * 10)
    scale = next((s for s in _SCALES if quantity.unit.startswith(s)), "")
    return _of_unit(quantity, _OTHER_SCALE[scale] + quantity.unit.removeprefix(scale))


def _other_unit(quantity: Quantity, language: Language) -> Quantity | None:
    scale = next((s for s in _SCALES if quantity.unit.startswith(s)), "")
    other = _OTHER_UNIT.get(quantity.unit.removeprefix(scale))
    if other is None or (language == "en" and other == "家"):
        return None  # English writes firms without a unit
    return _of_unit(quantity, scale + other)


def _of_unit(quantity: Quantity, unit: str) -> Quantity:
    known = parse_unit(unit)
    return replace(quantity, unit=unit, kind=known.kind, factor=known.factor)


def _other_year(said: Said, answer: Right, rng: random.Random) -> Said:
    """Another year that a plan could name: of the same evidence, or some years off."""
    if len(said.years) == 2:
        move = rng.choice((-5, 5))
        return replace(said, years=(said.years[0] + move, said.years[1] + move))
    (year,) = said.years
    same = {
        f.years for f in answer.evidence.figures if f.quantity.base == said.quantity.base
    }  # fmt: skip
    near = {y for f in answer.evidence.figures for y in f.years} | {
        year - 5,
        year - 1,
        year + 1,
        year + 5,
    }
    free = sorted(y for y in near if not any(k and k[0] <= y <= k[-1] for k in same) and y != year)
    return replace(said, years=(rng.choice(free),))


# --- measuring ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Report:
    """Counts by (language, kind of change): changed and caught; right answers and rejected ones."""

    caught: dict[tuple[str, str], tuple[int, int]]
    rejected: dict[str, tuple[int, int]]
    escaped: tuple[Changed, ...]
    refused: tuple[tuple[Right, tuple[str, ...]], ...]

    @property
    def caught_share(self) -> float:
        """Share of all changed answers that the check catches."""
        return sum(c for c, _ in self.caught.values()) / sum(n for _, n in self.caught.values())

    @property
    def rejected_share(self) -> float:
        """Share of right answers that the check rejects."""
        return sum(c for c, _ in self.rejected.values()) / sum(n for _, n in self.rejected.values())


def measure(answers: Sequence[Right], seed: int) -> Report:
    """Check all right answers, and every one that stands with each change."""
    rng = random.Random(seed)
    caught: dict[tuple[str, str], tuple[int, int]] = {}
    rejected: dict[str, tuple[int, int]] = {}
    escaped: list[Changed] = []
    refused: list[tuple[Right, tuple[str, ...]]] = []
    for answer in answers:
        problems = check(answer.text, answer.query, (answer.evidence,)).problems
        bad, total = rejected.get(answer.language, (0, 0))
        rejected[answer.language] = (bad + bool(problems), total + 1)
        changed = list(changes(answer, rng))
        if problems:
            refused.append((answer, problems))
            continue
        for change in changed:
            if change.answer.text == answer.text:
                continue
            found = bool(check(change.answer.text, answer.query, (answer.evidence,)).problems)
            key = (answer.language, change.kind)
            hits, count = caught.get(key, (0, 0))
            caught[key] = (hits + found, count + 1)
            if not found:
                escaped.append(change)
    return Report(caught, rejected, tuple(escaped), tuple(refused))


def table(report: Report) -> str:
    """The report as text."""
    lines = [f"{'changed':22}{'zh':>14}{'en':>14}"]
    for kind in dict.fromkeys(kind for _, kind in report.caught):
        cells = [_cell(report.caught.get((language, kind))) for language in ("zh", "en")]
        lines.append(f"{kind:22}{cells[0]:>14}{cells[1]:>14}")
    totals = [
        _cell(_sum([v for (lang, _), v in report.caught.items() if lang == language]))
        for language in ("zh", "en")
    ]
    lines.append(f"{'caught':22}{totals[0]:>14}{totals[1]:>14}   {report.caught_share:.2%}")
    cells = [_cell(report.rejected.get(language)) for language in ("zh", "en")]
    lines.append(
        f"{'untouched, rejected':22}{cells[0]:>14}{cells[1]:>14}   {report.rejected_share:.2%}"
    )
    return "\n".join(lines)


def _sum(counts: Sequence[tuple[int, int]]) -> tuple[int, int]:
    return sum(a for a, _ in counts), sum(b for _, b in counts)


def _cell(count: tuple[int, int] | None) -> str:
    return f"{count[0]}/{count[1]}" if count else "-"


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when both bars are reached, 1 when one is missed."""
    parser = argparse.ArgumentParser(prog="python -m evals.mutate", description=__doc__)
    parser.add_argument("--documents", type=Path, nargs="+", default=[SEEDS], metavar="DIR")
    parser.add_argument("--answers", type=int, default=ANSWERS, help="of each language")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--show", type=int, default=0, help="print so many misses of each sort")
    options = parser.parse_args(arguments)
    answers = right_answers(options.documents, options.answers, options.seed)
    report = measure(answers, options.seed)
    for right, problems in report.refused[: options.show]:
        _print(f"rejected  {right.text}\n  {'; '.join(problems)}\n  {right.evidence.text}")
    for change in report.escaped[: options.show]:
        _print(f"escaped   {change.kind}: {change.answer.text}\n  {change.answer.evidence.text}")
    _print(table(report))
    good = report.caught_share >= MIN_CAUGHT and report.rejected_share <= MAX_REJECTED
    return 0 if good and answers else 1


def _print(text: str) -> None:
    sys.stdout.write(f"{text}\n")


if __name__ == "__main__":
    sys.exit(main())
