"""Which support measures fit an enterprise, condition by condition, each with its citation.

Nothing counts as met without characters of the document that state it.  A measure is not met when
one condition is not, met when all are, else unknown.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from index.conditions import Condition
from index.measures import Measure
from index.types import Document
from rag.likeness import Likeness
from rag.matching import breadth, judge, size_classes, teller_of, worded_conditions
from rag.profile import Profile
from rag.terms import default_terms
from rag.types import Citation, Language
from rag.worded import Teller, Truth


@dataclass(frozen=True)
class Judged:
    """A condition with its verdict and citation, and what would make it met ("" when it is).

    ``said`` are the words of the enterprise that decided, "" where a field of its profile did.
    """

    condition: Condition
    verdict: Truth
    citation: Citation | None
    need_zh: str = ""
    need_en: str = ""
    said: str = ""


@dataclass(frozen=True)
class Verdict:
    """A measure judged: ``expired`` when its plan's period ended; ``share`` of conditions met.

    ``meant`` tells how closely it is meant for the enterprise: 2 for its own line of business, 1
    for a wide industry that takes it in (轻工业), 0 for everybody.
    """

    measure: Measure
    citation: Citation
    conditions: tuple[Judged, ...]
    verdict: Truth
    expired: bool
    share: float
    meant: int = 0


MARKS = {"met": "√", "not met": "×", "unknown": "?"}
WORDS: dict[str, dict[str, str]] = {
    "zh": {
        "met": "符合", "not met": "不符合", "unknown": "待确认", "title": "支持措施核对清单",
        "expired": "规划期已结束", "gives": "支持标准", "departments": "责任单位", "source": "原文",
        "need": "还需", "none": "没有可列的支持措施。", "counts": "符合{met}项，待确认{unknown}项，不符合{not_met}项",
        "profile": "企业情况", "industry": "行业", "place": "地点", "size": "规模", "qualification": "资质",
        "activity": "事项", "condition": "条件", "result": "结论", "staff": "员工", "revenue": "年营业收入（元）",
        "qualifications": "资质", "activities": "业务活动", "name": "名称", "more": "另有{n}项不符合，未列出。",
        "said": "您说",
    },
    "en": {
        "met": "met", "not met": "not met", "unknown": "to be confirmed", "title": "Support measures: checklist",
        "expired": "plan period has ended", "gives": "gives", "departments": "responsible", "source": "source",
        "need": "needed", "none": "No support measure to list.", "counts": "{met} met, {unknown} to be confirmed, {not_met} not met",
        "profile": "Enterprise", "industry": "industry", "place": "place", "size": "size", "qualification": "qualification",
        "activity": "activity", "condition": "Condition", "result": "Result", "staff": "staff", "revenue": "yearly revenue (CNY)",
        "qualifications": "qualifications", "activities": "activities", "name": "name", "more": "{n} further measures are not met and are not listed.",
        "said": "you said",
    },
}  # fmt: skip
KIND_WORDS = {
    "zh": {
        "fund": "资金", "tax": "税收", "land": "用地", "electricity": "用电", "finance": "金融", "talent": "人才",
        "logistics": "物流", "market": "市场", "service": "服务", "innovation": "创新",
    },
    "en": {
        "fund": "funds", "tax": "tax relief", "land": "land", "electricity": "electricity", "finance": "finance",
        "talent": "talent", "logistics": "logistics", "market": "market access", "service": "services",
        "innovation": "innovation",
    },
}  # fmt: skip
_CLASS_WORDS = {
    "zh": {"micro": "微型", "small": "小型", "medium": "中型", "large": "大型"},
    "en": {"micro": "micro", "small": "small", "medium": "medium", "large": "large"},
}  # fmt: skip


def check(
    profile: Profile,
    measures: Sequence[Measure],
    documents: Mapping[str, Document],
    as_of: date,
    likeness: Likeness | None = None,
) -> tuple[Verdict, ...]:
    """Every measure judged for an enterprise, best fit first.

    A measure that gives different people different things is judged part by part.

    ``documents`` holds the document of each measure by name.  The plan's region is a condition of
    every measure of the plan.  ``likeness`` finds what an enterprise says in other words than a
    plan; without it only words are compared.
    """
    teller = teller_of(profile, documents.values(), likeness)
    teller.prepare(worded_conditions(measures))
    known: dict[tuple[str, str, str], Truth] = {}
    verdicts = [
        _verdict(profile, measure, part, documents[measure.doc], as_of, known, teller)
        for measure in measures
        for part in measure.parts or ((measure.start, measure.end),)
    ]
    return tuple(sorted(verdicts, key=_rank))


# supports in money and kind before help that anybody may ask for
_CONCRETE = frozenset(("fund", "tax", "land", "electricity", "finance", "logistics"))


def _rank(verdict: Verdict) -> tuple[bool, bool, int, float, int, int, bool, str, int]:
    """Met before unknown, current before expired, what cannot fit last; of those that fit the ones
    meant for such an enterprise, then concrete ones, then the order of reading.
    """
    order = ("met", "unknown", "not met").index(verdict.verdict)
    measure = verdict.measure
    meant = {
        j.condition.kind
        for j in verdict.conditions
        if j.verdict == "met" and measure.start <= j.condition.start < measure.end
    }
    return (
        order == 2,
        verdict.expired,
        order,
        -verdict.share,
        -verdict.meant,
        -len(meant - {"place"}),
        measure.kind not in _CONCRETE,
        measure.doc,
        verdict.citation.start,
    )


def _verdict(
    profile: Profile,
    measure: Measure,
    part: tuple[int, int],
    document: Document,
    as_of: date,
    known: dict[tuple[str, str, str], Truth],
    teller: Teller,
) -> Verdict:
    judged = []
    for condition in _conditions(measure, part, document):
        key = condition.kind, condition.text, document.name
        if key not in known:
            known[key] = judge(condition, profile, document, teller)
        one = _judged(condition, known[key], measure, document, profile)
        judged.append(replace(one, said=_said(condition, known[key], teller)))
    judged = _alternatives(judged)
    told = [j.verdict for j in judged]
    overall: Truth = "unknown"
    if "not met" in told:
        overall = "not met"
    elif told and all(t == "met" for t in told):
        overall = "met"
    end = measure.period.end
    return Verdict(
        measure=measure,
        citation=Citation(
            document.name, document.title, measure.path, *part, document.text[slice(*part)]
        ),
        conditions=tuple(judged),
        verdict=overall,
        expired=end is not None and end < as_of.year,
        share=told.count("met") / len(told) if told else 0.0,
        meant=_meant(judged, profile),
    )


_NARROW = 90  # industries below a word that still is a line of business


def _meant(judged: Sequence[Judged], profile: Profile) -> int:
    met = [j for j in judged if j.condition.kind == "industry" and j.verdict == "met"]
    found = [breadth(flat(j.condition.text), profile) for j in met]
    wide = [b is None or b > _NARROW for b in found]
    return 0 if not met else 1 if all(wide) else 2


def _alternatives(judged: Sequence[Judged]) -> list[Judged]:
    """Industries of one measure are alternatives: where one is met, the others do not bind."""
    met = any(j.condition.kind == "industry" and j.verdict == "met" for j in judged)
    return [j for j in judged if not met or j.condition.kind != "industry" or j.verdict == "met"]


def _conditions(
    measure: Measure, part: tuple[int, int], document: Document
) -> tuple[Condition, ...]:
    """The measure's conditions; a region that the document's text never names stays unstated."""
    others = [other for other in measure.parts if other != part]
    own = tuple(c for c in measure.conditions if not any(a <= c.start < b for a, b in others))
    if document.region.strip() and not any(c.kind == "place" for c in own):
        return (Condition("place", "", 0, 0), *own)
    return own


def _judged(
    condition: Condition, verdict: Truth, measure: Measure, document: Document, profile: Profile
) -> Judged:
    citation = None
    if condition.text:
        citation = Citation(
            document.name,
            document.title,
            measure.path if _stands_by(condition, measure) else (),
            condition.start,
            condition.end,
            condition.text,
        )
    if verdict == "met":
        return Judged(condition, verdict, citation)
    text = flat(condition.text) or document.region
    zh, en = _needs(condition.kind, text, verdict, profile)
    return Judged(condition, verdict, citation, zh, en)


def _said(condition: Condition, verdict: Truth, teller: Teller) -> str:
    """The words of an enterprise that decided a condition."""
    if verdict == "unknown" or condition.kind in ("industry", "place"):
        return ""
    return teller.said(flat(condition.text))


def _stands_by(condition: Condition, measure: Measure) -> bool:
    """Whether a condition is stated in the measure's own section."""
    inside = measure.start <= condition.start < measure.end
    return inside or any(flat(condition.text) in flat(title) for title in measure.path)


def _needs(kind: str, text: str, verdict: Truth, profile: Profile) -> tuple[str, str]:
    """What would make a condition met, in Chinese and English."""
    english = english_condition(text)
    asked = verdict == "unknown"
    told = {
        "industry": (
            f"从事{text}；请说明主营行业" if asked else f"须从事{text}",
            f"be in {english}; tell your main industry" if asked else f"be in {english}",
        ),
        "place": (
            f"位于{text}；请说明具体地点" if asked else f"须位于{text}",
            f"be located in {english}; tell the exact place" if asked else f"be located in {english}",
        ),
        "size": _needs_size(text, english, asked, profile),
        "qualification": (
            f"请确认是否属于或具备“{text}”" if asked else f"须取得“{text}”",
            f"confirm whether you hold or are: {english}" if asked else f"obtain: {english}",
        ),
        "activity": (
            f"请确认是否开展“{text}”" if asked else f"须开展“{text}”",
            f"confirm whether you do: {english}" if asked else f"do: {english}",
        ),
    }  # fmt: skip
    return told[kind]


def _needs_size(text: str, english: str, asked: bool, profile: Profile) -> tuple[str, str]:
    missing = [key for key in ("staff", "revenue") if getattr(profile, key) is None]
    zh = "、".join(WORDS["zh"][key] for key in missing)
    en = " and ".join(WORDS["en"][key] for key in missing)
    if asked and missing:
        return f"须属于{text}；请提供{zh}", f"be {english}; tell {en}"
    classes = [c for c in _CLASS_WORDS["zh"] if c in size_classes(profile)]
    own_zh = "或".join(_CLASS_WORDS["zh"][c] for c in classes)
    own_en = " or ".join(_CLASS_WORDS["en"][c] for c in classes)
    return f"须属于{text}（目前为{own_zh}企业）", f"be {english} (now: {own_en})"


def english_condition(text: str) -> str:
    """The official English beside the Chinese where the glossary has it, else the Chinese."""
    bare = re.sub(r"(?<=..)企业$", "", text.strip("“”"))
    known = default_terms().entry(text) or default_terms().entry(bare)
    return f"{known.en[0]} ({text})" if known else f"“{text}”"


def report(verdicts: Sequence[Verdict], language: Language, not_met: bool = False) -> str:
    """A plain-text checklist; measures that are not met are only counted unless asked for."""
    words = WORDS[language]
    shown = [v for v in verdicts if not_met or v.verdict != "not met"]
    left = len(verdicts) - len(shown)
    lines = [words["title"], counts_line(verdicts, language), ""]
    if not shown:
        lines.append(words["none"])
    for number, verdict in enumerate(shown, 1):
        lines += [*_lines(number, verdict, language), ""]
    if left:
        lines.append(words["more"].format(n=left))
    return "\n".join(lines).rstrip() + "\n"


def counts_line(verdicts: Sequence[Verdict], language: Language) -> str:
    """How many measures are met, to be confirmed, and not met, in words."""
    told = [v.verdict for v in verdicts]
    return WORDS[language]["counts"].format(
        met=told.count("met"), unknown=told.count("unknown"), not_met=told.count("not met")
    )


def _lines(number: int, verdict: Verdict, language: Language) -> list[str]:
    words, measure = WORDS[language], verdict.measure
    state = words[verdict.verdict] + (f"; {words['expired']}" if verdict.expired else "")
    kind = KIND_WORDS[language][measure.kind]
    lines = [f"{number}. [{state}] {kind}: {measure.title}"]
    lines += [f"   {_condition_line(judged, language)}" for judged in verdict.conditions]
    lines += [f"   {name}: {value}" for name, value in _details(verdict, language)]
    return lines


def _condition_line(judged: Judged, language: Language) -> str:
    words = WORDS[language]
    line = f"{MARKS[judged.verdict]} {words[judged.condition.kind]}: {flat(judged.condition.text)}"
    if judged.citation is not None:
        line += f" [{judged.citation.start}–{judged.citation.end}]"
    if judged.said:
        line += f" ({words['said']}: {judged.said})"
    need = judged.need_zh if language == "zh" else judged.need_en
    return f"{line} — {words['need']}: {need}" if need else line


def _details(verdict: Verdict, language: Language) -> list[tuple[str, str]]:
    words, measure, citation = WORDS[language], verdict.measure, verdict.citation
    place = " › ".join((citation.title, *citation.section))
    told = [
        (words["gives"], flat(measure.gives)),
        (words["departments"], "、".join(measure.departments)),
        (words["source"], f"{flat(citation.text)} ({place}; {citation.doc} {citation.start}–{citation.end})"),
    ]  # fmt: skip
    return [(name, value) for name, value in told if value]


def flat(text: str) -> str:
    """A text without its white space."""
    return re.sub(r"\s+", "", text)


def records(
    verdicts: Sequence[Verdict], language: Language, not_met: bool = False
) -> list[dict[str, object]]:
    """The checklist as plain values, best fit first; each condition with the characters it cites.

    Measures that are not met are left out unless asked for.
    """
    return [_record(v, language) for v in verdicts if not_met or v.verdict != "not met"]


def _record(verdict: Verdict, language: Language) -> dict[str, object]:
    measure, citation = verdict.measure, verdict.citation
    return {
        "measure": measure.id,
        "title": measure.title,
        "kind": measure.kind,
        "verdict": verdict.verdict,
        "expired": verdict.expired,
        "gives": flat(measure.gives),
        "departments": list(measure.departments),
        "plan": citation.title,
        "section": list(citation.section),
        "file": citation.doc,
        "start": citation.start,
        "end": citation.end,
        "source": citation.text,
        "conditions": [
            {
                "kind": judged.condition.kind,
                "verdict": judged.verdict,
                "text": judged.condition.text,
                "start": judged.citation.start if judged.citation else None,
                "end": judged.citation.end if judged.citation else None,
                "said": judged.said,
                "needed": judged.need_zh if language == "zh" else judged.need_en,
            }
            for judged in verdict.conditions
        ],
    }


def to_docx(
    verdicts: Sequence[Verdict],
    profile: Profile,
    language: Language,
    path: Path,
    not_met: bool = False,
) -> None:
    """Write the checklist as a .docx file for printing: the enterprise, then a table a measure."""
    from docx import Document as NewDocument

    words = WORDS[language]
    document = NewDocument()
    document.add_heading(words["title"], 0)
    document.add_heading(words["profile"], 1)
    for name, value in profile_facts(profile, language):
        document.add_paragraph(f"{name}: {value}", style="List Bullet")
    document.add_paragraph(counts_line(verdicts, language))
    shown = [v for v in verdicts if not_met or v.verdict != "not met"]
    for number, verdict in enumerate(shown, 1):
        state = words[verdict.verdict] + (f"; {words['expired']}" if verdict.expired else "")
        kind = KIND_WORDS[language][verdict.measure.kind]
        document.add_heading(f"{number}. {kind}: {verdict.measure.title} [{state}]", 2)
        table = document.add_table(rows=1, cols=2, style="Table Grid")
        table.rows[0].cells[0].text, table.rows[0].cells[1].text = (
            words["condition"],
            words["result"],
        )
        for judged in verdict.conditions:
            cells = table.add_row().cells
            need = judged.need_zh if language == "zh" else judged.need_en
            name = words[judged.condition.kind]
            cells[0].text = f"{name}: {flat(judged.condition.text)}"
            said = f"{words['said']}: {judged.said}" if judged.said else ""
            told = (f"{MARKS[judged.verdict]} {words[judged.verdict]}", said, need)
            cells[1].text = "\n".join(filter(None, told))
        for name, value in _details(verdict, language):
            document.add_paragraph(f"{name}: {value}")
    if len(shown) < len(verdicts):
        document.add_paragraph(words["more"].format(n=len(verdicts) - len(shown)))
    document.save(str(path))


def profile_facts(profile: Profile, language: Language) -> list[tuple[str, str]]:
    """What is known of an enterprise, as (name, value) in the language."""
    words = WORDS[language]
    told = [
        (words["name"], profile.name),
        (words["industry"], "、".join(profile.industry)),
        (words["place"], profile.place),
        (words["staff"], "" if profile.staff is None else str(profile.staff)),
        (words["revenue"], "" if profile.revenue is None else f"{profile.revenue:f}"),
        (words["qualifications"], "、".join(profile.qualifications)),
        (words["activities"], "、".join(profile.activities)),
    ]
    return [(name, value) for name, value in told if value]
