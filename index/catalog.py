"""What is known of a document: from ``catalog.toml`` beside it, else inferred from its text."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from index.cleaning import clean_document, normalise
from index.errors import DocumentError
from index.figures import find_years
from index.readers import Source
from index.types import Document, Period
from index.words import cut

CATALOG = "catalog.toml"
_FIELDS = {"id", "title", "title_en", "issuer", "level", "region", "period", "aliases", "stated"}
_TITLE_WORD = re.compile(
    r"(?:规划|纲要|方案|计划|报告|意见|办法|通知|规定|条例|措施|要点|指南|细则|决定)(?:纲要|的通知)?(?:（[^）]*）)?$"
)
_PLACE = re.compile(
    r"[\u4e00-\u9fff]{2,8}?(?:壮族|回族|维吾尔)?(?:自治区|省|自治州|市|地区|县|旗|经开区|高新区|新区|开发区|工业园区|产业园区?)"
)
# what a plan of a province, city or county calls its region; a district's 全区 may be a region's too
_OWN_RANK = re.compile(r"[全我](?P<rank>[省市县])(?![区直级场])")
_OFTEN = 3
_BY_YEAR = re.compile(r"到((?:19|20)\d{2})年")
_IS_NAME = re.compile(
    r"(?!.*(?:城市|县市|省市|超市|股市|全市|全省|全县|县级|地级|上市|各|本|该))[\u4e00-\u9fff]{2,7}$"
)
_SELF = re.compile(r"《([^》]{6,60}?(?:规划|纲要|方案|计划)(?:（[^）]*）)?)》")


def read_catalog(folder: Path) -> Mapping[str, Mapping[str, object]]:
    """The entries of ``folder/catalog.toml`` by file name; empty when there is none."""
    path = folder / CATALOG
    if not path.is_file():
        return {}
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DocumentError(f"{path}: {error}; correct the file or remove it") from error
    for name, entry in entries.items():
        if not isinstance(entry, dict):
            raise DocumentError(f'{path}: {name} is not a table; write ["{name}"] and its fields')
        unknown = sorted(set(entry) - _FIELDS)
        if unknown:
            known = ", ".join(sorted(_FIELDS))
            raise DocumentError(f"{path}: {name} has unknown {unknown[0]}; known are {known}")
    return entries


def describe(source: Source, entry: Mapping[str, object] | None) -> Document:
    """The document of a source; fields that the catalog does not give are inferred and marked so."""
    told = dict(entry or {})
    stated = {str(field) for field in _list(told.get("stated"))}
    inferred_title = infer_title(source)
    title = str(told.get("title") or inferred_title)
    period = told.get("period")
    years = _list(period)
    span = (
        Period(_int(years[0]), _int(years[1])) if len(years) == 2 else infer_period(source, title)
    )
    region = str(told.get("region") or infer_region(title, source.text))
    fields = {"title": title, "issuer": told.get("issuer"), "region": region, "period": span.end}
    basis = {
        name: "stated" if name in stated or (not told and name == "title") else "inferred"
        for name, value in fields.items()
        if value
    }
    if not told:
        basis = dict.fromkeys(basis, "inferred")
    return Document(
        name=source.name,
        text=source.text,
        sha256=source.sha256,
        title=title,
        title_en=str(told.get("title_en", "")),
        issuer=str(told.get("issuer", "")),
        level=str(told.get("level", "")),
        region=region,
        period=span,
        aliases=tuple(str(alias) for alias in _list(told.get("aliases"))),
        basis=basis,
    )


def infer_title(source: Source) -> str:
    """The title from the first lines, else the plan that the text cites most, else the file name."""
    head: list[str] = []
    for paragraph in clean_document(source.text)[:12]:
        text = paragraph.text.lstrip("# ")
        if len(text) > 70 or text.endswith(("。", "；")):
            break
        head.append(text)
    for i, line in enumerate(head):
        for joined in ("".join(head[max(0, i - 1) : i + 1]), line):
            if _TITLE_WORD.search(joined) and 6 <= len(joined) <= 60 and "号" not in joined[-3:]:
                return joined if _is_one_title(head, i, joined) else line
    stem = Path(source.name).stem
    if _TITLE_WORD.search(stem):
        return normalise(stem)
    cited = _SELF.findall(normalise(source.text))
    own = [title for title in cited if cited.count(title) > 1]
    return own[0] if own else (head[0] if head and len(head[0]) >= 6 else stem)


def _is_one_title(head: list[str], i: int, joined: str) -> bool:
    """Whether a title was broken over two lines: the first part is no title and no date or number."""
    if joined == head[i]:
        return True
    first = head[i - 1]
    alone = _TITLE_WORD.search(head[i]) and len(head[i]) >= 12
    return not alone and not re.search(r"\d{4}年|号$|来源|[：:]", first)


def infer_period(source: Source, title: str) -> Period:
    """The years of the plan from its title or opening; both ``None`` when nothing tells them."""
    told = find_years(title)
    if told:
        return Period(told[0].years[0], told[0].years[-1])
    head = "".join(p.text + " " for p in clean_document(source.text)[:8])[:600]
    spans = [m.years for m in find_years(head) if len(m.years) == 2]
    return Period(*spans[0]) if spans else _period_spoken_of(source.text)


def _period_spoken_of(text: str) -> Period:
    """The period that a text names again and again, else the year by which it wants most."""
    told = find_years(normalise(text))
    spans = Counter(m.years for m in told if len(m.years) == 2)
    for years, times in spans.most_common(1):
        if times >= _OFTEN:
            return Period(*years)
    ends = Counter(int(year) for year in _BY_YEAR.findall(text))
    for year, times in ends.most_common(1):
        if times >= _OFTEN:
            return Period(None, year)
    return Period(None, None)


def infer_region(title: str, text: str = "") -> str:
    """The place that a title begins with, else the one whose plan the text says it is, or ""."""
    if not title.startswith("关于"):
        match = _PLACE.match(re.sub(r"^(?:\d{4}年|国家级|关于)+", "", title))
        if match:
            return match.group()
        bare = re.match(r"(?:\d{4}年)?([\u4e00-\u9fff]{2,3})政府工作报告", title)
        if bare:
            return bare.group(1)
    return _region_spoken_of(normalise(text))


def _region_spoken_of(text: str) -> str:
    """The place of the rank that a text calls its own (全市, 我省) and names most; "" when it calls
    none so.
    """
    ranks = Counter(m["rank"] for m in _OWN_RANK.finditer(text))
    if not ranks:
        return ""
    rank, times = ranks.most_common(1)[0]
    if times < _OFTEN:
        return ""
    named = Counter(
        word for word in cut(text) if len(word) > 2 and word.endswith(rank) and _IS_NAME.match(word)
    )
    return named.most_common(1)[0][0] if named else ""


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else []


def _int(value: object) -> int | None:
    return int(value) if isinstance(value, int) else None
