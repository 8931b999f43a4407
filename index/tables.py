"""Table rows as stand-alone facts: header, unit, forward-filled category, year and nature."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from index.cleaning import Cell, Paragraph, normalise
from index.figures import Years, find_years
from index.quantities import UnitOf, parse_quantities, parse_unit
from index.types import Figure, Quantity

_UNIT_IN_NAME = re.compile(r"[（(](?P<unit>[^（()）]{1,14})[)）]\s*$")
_NUMBERING = re.compile(r"^\d{1,3}[.．、]\s*(?=\D)")
_NATURE = re.compile(r"预期性|约束性")
_NUMBER = re.compile(
    r"^(?P<bound>[≥≤><＞＜⩾⩽~约]|>=|<=|超过?|突破)?\s*(?P<low>[\d,]+(?:\.\d+)?)\s*%?"
    r"(?:\s*[-—–~～]\s*(?P<high>[\d,]+(?:\.\d+)?))?\s*(?P<unit>[^\d\s（(]{0,8}?)"
    r"(?P<after>以上|左右|以内|以下)?\s*(?P<note>[（(].*[)）])?$"
)
_BOUNDS = {
    "≥": ">=", "⩾": ">=", ">=": ">=", "≤": "<=", "⩽": "<=", "<=": "<=", ">": ">", "＞": ">",
    "<": "<", "＜": "<", "~": "~", "约": "~", "超": ">", "超过": ">", "突破": ">",
    "以上": ">=", "左右": "~", "以内": "<=", "以下": "<=",
}  # fmt: skip
_NAME_HEAD = re.compile(r"指\s*标|名\s*称|项\s*目|内\s*容")
# what a column head says besides an indicator: the state of a value, remarks
_STATE_HEAD = re.compile(
    r"目标(?:值|任务)?|指标值?|(?:完成|实现|达到)情况|基[数期年](?:值)?|现状(?:值)?|实[绩际](?:值)?|完成(?:值|情况|时限|时间)?|预[计期](?:值)?"
    r"|规划(?:值)?|计划(?:值)?|数值|数据|量化要求|要求|属性|备注|单位|说明|责任.*|牵头.*|时限|时间|进度|(?<![产总增])值$|其中[：:]?|第?[一二三四五六七八九十]期?$|[—–~～至到、/（）()-]+"
)
_DUE_HEAD = re.compile(
    r"时限|期限|完成时间|建成时间|时间(?:节点|安排)|进度(?:要求|安排)|投产(?:时间|年份)|建设年限|起止年限|建设期"
)
_CHANGE_HEAD = re.compile(
    r"(?:年均|平均|或|同比|比上年|较上年|累计)*(?:增长率?|增速|增幅|增减|变化|变动|升降)?(?:率|幅度|速度)?"
)
_RATE_HEAD = re.compile(r"[率速幅]")
_MEASURABLE = re.compile(
    r"(?:面积|产量|产值|增加值|投资|总投资|资金|人口|人数|户数|数量|家数|个数|率|额|收入|能力|规模|里程|长度|占比|比重|容量|储量|产能|用量|用水量|用电量|能耗|强度|吞吐量|人次|床位|总量|存量|企业|项目|渔船|得分|指数|数)$"
)
_UNIT_IN_HEAD = re.compile(r"[（(](?P<unit>[^（()）\d]{1,10})[)）]")
_BRACKETED = re.compile(r"[〔\[【](?P<value>[≥≤><＞＜]?[\d.,]+%?)[〕\]】]")
WHOLE = re.compile(r"合\s*计|总\s*计|小\s*计|全[省市县区州园][区内]?|总体|全部")
# what is there at the end, though it was added up: 累计装机容量
_STOCK = re.compile(r"累计(?:并网|新增)?(?:[\u4e00-\u9fff]{0,4})?(?:装机|保有|注册|入驻|存续|认定)")
_CATEGORY_HEAD = re.compile(r"类\s*别|类\s*型|领\s*域|分\s*类|维\s*度|序\s*号")


@dataclass(frozen=True)
class TableRow:
    """One row: ``name`` is what it is about, ``context`` title, header and category for search."""

    paragraph: Paragraph
    name: str
    category: str
    context: str
    figures: tuple[Figure, ...]
    header: bool


def read_table(title: str, rows: Sequence[Paragraph], notes: str, above: Years) -> list[TableRow]:
    """The rows of one table; a header row repeated behind a page break is marked as header again.

    ``notes`` is the text under the table, where the nature of all rows may stand.
    """
    if not rows:
        return []
    first = [_plain(cell.text) for cell in rows[0].cells]
    count = _header_rows(rows)
    header = _joined_heads(rows[:count]) if count else [""] * len(first)
    shared = _NATURE.search(notes)
    noted = frozenset(year for m in find_years(notes) for year in m.years)
    result: list[TableRow] = []
    columns_of: dict[int, list[_Column]] = {}
    category = ""
    for number, row in enumerate(rows):
        texts = [_plain(cell.text) for cell in row.cells]
        if number < count or (count and number and texts == first):
            result.append(TableRow(row, "", "", title, (), True))
            continue
        category, name_at = _category(header, row.cells, category)
        if name_at not in columns_of:  # the same for nearly all rows
            columns_of[name_at] = _columns(header, name_at)
        columns = columns_of[name_at]
        result.append(_read_row(title, columns, row, category, name_at, shared, noted, above))
    return result


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _is_header(rows: Sequence[Paragraph]) -> bool:
    texts = [cell.text for cell in rows[0].cells if cell.text]
    values = [t for t in texts if _NUMBER.match(t) and not re.match(r"^(?:19|20)\d{2}", t)]
    return len(rows) > 1 and not values


def _header_rows(rows: Sequence[Paragraph]) -> int:
    """How many rows at the top of a table are its head: more than one where a second one tells years
    or parts under the first (风电装机 | 风电装机 over 2025年 | 2030年); 0 for a table without a head.
    """
    if not _is_header(rows):
        return 0
    count = 1
    while count < min(3, len(rows) - 1):
        above, cells = rows[count - 1].cells, rows[count].cells
        own = [c.text for c in cells if c.text]
        goes_on = len(cells) == len(above) and cells[0].text in ("", above[0].text)
        if not (goes_on and own and _is_header(rows[count:])):
            break
        count += 1
    return count


def _joined_heads(rows: Sequence[Paragraph]) -> list[str]:
    """The head of each column; what stands in several rows of the head is joined.

    An empty cell right of a filled one is part of it: the head of several columns is one cell.
    """
    told = [[_plain(c.text) for c in row.cells] for row in rows]
    for row in told[:-1]:
        for at in range(2, len(row)):
            row[at] = row[at] or row[at - 1]
    columns = zip(*told, strict=True)
    return ["".join(dict.fromkeys(column)) for column in columns]


def _columns(header: Sequence[str], name_at: int) -> list[_Column]:
    """What each column holds; a column that only tells a year goes on with the indicator that a
    column before it names (总投资（亿元） | 其中2026年（亿元）).
    """
    found: list[_Column] = []
    for at, head in enumerate(header):
        measure, unit = _column_measure(head)
        before = found[-1] if found and at > name_at + 1 else None
        counted = before and (before.unit.text or _MEASURABLE.search(before.measure))
        mentions = find_years(f"{head} ")
        if not measure and before and not before.changes and counted and mentions:
            unit = unit if unit.text else before.unit
            measure = before.measure if unit.kind == before.unit.kind else ""
        found.append(_Column(head, measure, unit, mentions[-1].years if mentions else ()))
    return found


def _is_number(text: str) -> bool:
    return re.fullmatch(r"[≥≤<>约]?[\d.,]+%?(?:[-—–~～][\d.,]+%?)?", text) is not None


def _category(header: Sequence[str], cells: Sequence[Cell], last: str) -> tuple[str, int]:
    """The category in force (carried down over empty cells) and the column of the row's name."""
    names = [
        i
        for i, head in enumerate(header)
        if _NAME_HEAD.search(head)
        and not _UNIT_IN_HEAD.search(head)
        and i < len(cells)
        and not _is_number(cells[i].text)
    ]
    filled = [i for i, cell in enumerate(cells) if cell.text]
    first = filled[0] if filled else 0
    if len(filled) == 1 and first == 0 and len(header) > 2 and not _is_number(cells[0].text):
        return cells[0].text, 0  # one merged cell names those below it
    if names and names[0] < len(cells):
        name_at = names[0]
        own = " ".join(c.text for c in cells[:name_at] if c.text and not c.text.isdigit())
        return own or last, name_at
    named = len(cells) > 2 and not _is_number(cells[1].text)
    if header and _CATEGORY_HEAD.search(header[0]) and named:
        return cells[0].text or last, 1
    return "", first


def _read_row(
    title: str,
    columns: Sequence[_Column],
    row: Paragraph,
    category: str,
    name_at: int,
    shared: re.Match[str] | None,
    notes_years: frozenset[int],
    above: Years,
) -> TableRow:
    header = [column.head for column in columns]
    name = row.cells[name_at].text if name_at < len(row.cells) else row.text
    unit = _row_unit(title, header, row.cells, name)
    stated = next((m for c in row.cells if (m := _NATURE.search(c.text))), shared)
    nature = stated.group() if stated else ""
    label = _UNIT_IN_NAME.sub("", _NUMBERING.sub("", name)) or name
    figures = []
    due = _deadline(header, row.cells)
    position = 0
    for at, cell in enumerate(row.cells):
        column = columns[at] if at < len(columns) else _Column("", "", parse_unit(""), ())
        head, start = column.head, max(0, row.text.find(cell.text, position))
        position = start + len(cell.text)
        if at <= name_at or not cell.text or _NATURE.search(cell.text):
            continue
        if re.search(r"单\s*位", head):
            continue
        what = _named_by(label, column, unit)
        if column.changes and unit.kind == "percent" and _BRACKETED.fullmatch(cell.text):
            what = replace(what, unit=parse_unit("个百分点"))  # a rate rises by points
        quantity = _cell_quantity(cell.text, what.unit, start)
        if quantity is None:
            continue
        years, inherited = _cell_years(cell.text, head, due, title, above)
        told = nature if stated is not shared or _noted(years, notes_years) else ""
        over = _summed(cell.text, label, columns)
        figures.append(_figure(quantity, years, inherited, what, column, told, over))
    heads = " ".join(h for h in header if h)
    context = " ".join(part for part in (title, category, heads, nature) if part)
    return TableRow(row, label, category, context, tuple(figures), False)


@dataclass(frozen=True)
class _Column:
    """A column by its head: the indicator that it names ("" for a year or state) and its unit."""

    head: str
    measure: str
    unit: UnitOf
    years: Years

    @property
    def changes(self) -> bool:
        """Whether it tells how much the indicator of its row grows."""
        return bool(self.measure and _CHANGE_HEAD.fullmatch(self.measure))


@dataclass(frozen=True)
class _Named:
    """What a cell measures: its indicator, whose it is ("" for the whole), and its unit."""

    indicator: str
    subject: str
    unit: UnitOf


def _named_by(label: str, column: _Column, unit: UnitOf) -> _Named:
    """What row and column together say of a cell.

    The row names the indicator and the column its year (指标 | 2025年 | 2030年); or the row names a
    place or a project and the column the indicator (县 | 产量（万吨） | 面积（万亩）); or the other way
    round (指标 | 东区 | 西区).
    """
    measure, own = column.measure, column.unit
    if column.changes:
        rate = parse_unit("%") if _RATE_HEAD.search(measure) else unit
        return _Named(label, "", own if own.text else rate)
    if not measure:
        return _Named(label, "", own if own.text and not unit.text else unit)
    if unit.text and not own.text and not _MEASURABLE.search(measure):
        return _Named(label, measure, unit)
    if own.text or _MEASURABLE.search(measure):
        return _Named(measure, label, own if own.text else unit)
    return _Named(label, "", unit)


def _column_measure(head: str) -> tuple[str, UnitOf]:
    """The indicator that a column head names, "" for one that tells a year or state, and its unit."""
    found = _UNIT_IN_HEAD.search(head)
    unit = parse_unit(found["unit"]) if found else parse_unit("")
    bare = _UNIT_IN_HEAD.sub("", head)
    mentions = find_years(f"{bare} ")
    for mention in reversed(mentions):
        bare = bare[: mention.start] + bare[mention.end :]
    bare = re.sub(r"^年?[末底]?", "", bare) if mentions else bare
    bare = _STATE_HEAD.sub("", bare)
    return (bare if len(re.findall(r"[\u4e00-\u9fff]", bare)) > 1 else ""), unit


def _noted(years: Years, noted: frozenset[int]) -> bool:
    """Whether a note ("2025年、2030年指标均为预期性") speaks of these years; one without years does."""
    return not noted or not years or years[-1] in noted


def _row_unit(title: str, header: Sequence[str], cells: Sequence[Cell], name: str) -> UnitOf:
    for head, cell in zip(header, cells, strict=False):
        if re.search(r"^(?:计量)?单\s*位$", head) and cell.text:
            return parse_unit(cell.text)
    found = _UNIT_IN_NAME.search(name)
    if found and not re.search(r"[一-鿿]{5,}", found["unit"]):
        return parse_unit(found["unit"])
    told = re.search(r"单位[：:]\s*([^\s）)]+)", title)
    return parse_unit(told.group(1)) if told else parse_unit("")


def _deadline(header: Sequence[str], cells: Sequence[Cell]) -> str:
    """When what a row tells is to be done, from a column for it (完成时限), "" without one."""
    dated = (c.text for h, c in zip(header, cells, strict=False) if _DUE_HEAD.search(h))
    return next((text for text in dated if find_years(f"{text} ")), "")


def _cell_years(cell: str, head: str, due: str, title: str, above: Years) -> tuple[Years, bool]:
    for text, inherited in ((cell, False), (head, False), (due, False), (title, True)):
        mentions = find_years(text if text.endswith(("年", "）", ")")) else f"{text} ")
        if mentions:
            return mentions[-1].years, inherited
    return above, bool(above)


def _cell_quantity(text: str, unit: UnitOf, start: int) -> Quantity | None:
    """The figure of a cell whose text begins at ``start`` of its row, ``None`` for words."""
    bare = _BRACKETED.fullmatch(text)
    match = _NUMBER.match(bare["value"] if bare else text)
    if match is None:
        inner = parse_quantities(text)
        return replace(inner[0], start=start, end=start + len(text)) if len(inner) == 1 else None
    low = Decimal(match["low"].replace(",", ""))
    high = Decimal(match["high"].replace(",", "")) if match["high"] else low
    own = parse_unit(match["unit"]) if match["unit"] else unit
    if not match["unit"] and "%" in text:
        own = parse_unit("%")
    bound = _BOUNDS.get(match["bound"] or match["after"] or "", "")
    written = text
    return Quantity(
        low, high, own.text, own.kind, own.factor, bound, written, start, start + len(text)
    )


def unit_note(quantity: Quantity) -> str:
    """The unit in brackets when it is a compound one: it says what the indicator is per."""
    return f"（{quantity.unit}）" if "/" in quantity.unit else ""


def _summed(text: str, label: str, columns: Sequence[_Column]) -> bool:
    """Whether a cell gives a sum over the plan: in the brackets that plans use for it (〔23600〕), or
    by the name of its row, unless the row shows what was there year by year.
    """
    if _BRACKETED.fullmatch(text):
        return True
    dated = [c for c in columns if len(c.years) == 1]
    stock = _STOCK.search(label) or len(dated) > 1
    return re.search("累计|五年", label) is not None and not stock


def _figure(
    quantity: Quantity,
    years: Years,
    inherited: bool,
    what: _Named,
    column: _Column,
    nature: str,
    summed: bool,
) -> Figure:
    label = what.indicator
    head = column.head
    growth = quantity.kind == "percent" and (
        column.changes or re.search(r"增速|增长|增幅|下降|降低", label)
    )
    share = quantity.kind == "percent" and re.search(r"占|比重|率|比例", label)
    role = "growth" if growth else "share" if share else "level"
    annual = "年均" in (head if column.changes else label)
    span = "annual" if annual else "cumulative" if summed else ""
    return Figure(
        quantity,
        years,
        inherited,
        role,
        span,
        f"{label}{unit_note(quantity)} {normalise(head)}",
        nature,
        what.subject,
    )
