"""Questions of an enterprise about itself ("which incentives apply to us?"), answered in the chat.

The answer is a short checklist: the measures that fit best, each condition with its verdict and
the characters that state it.  Without a description of the enterprise every condition is open, and
the answer says what to tell.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from index.measures import Measure
from index.types import Document
from rag.incentives import (
    KIND_WORDS,
    MARKS,
    WORDS,
    Judged,
    Verdict,
    check,
    counts_line,
    english_condition,
    flat,
    profile_facts,
)
from rag.likeness import Likeness
from rag.profile import Profile, profile_from_text
from rag.terms import TermLayer
from rag.types import Answer, Citation, Decision, Evidence, Language, Query, Timing
from rag.wording import gloss_pairs, plan_name, shorten

SHOWN = 8  # measures listed
_GLOSSED = 4  # glossary terms told beside a measure in English
_SELF = {
    "zh": re.compile(
        r"我们|咱们|我公司|我司|我厂|我店|我企业|我家(?:公司|企业|厂|店)|[本我](?:公司|企业|厂|合作社)|"
        r"我(?=[开办做经]|是(?:一|做|开|个))"
    ),
    "en": re.compile(
        r"\b(?:we|us|our|ours|we're|i (?:run|own|have|operate)|"
        r"my (?:\w+ )?(?:company|firm|business|factory|shop|farm|cooperative|studio|enterprise))\b",
        re.I,
    ),
}
# an enterprise told by its staff or revenue is somebody's own
_DESCRIBED = {
    "zh": re.compile(
        r"(?:企业|公司|厂|合作社|工作室)[^？?]{0,40}(?:\d+\s*多?(?:名|个)?(?:人|员工|职工)|年?(?:营业)?收入\d|营收\d)"
    ),
    "en": re.compile(
        r"\b(?:company|firm|factory|enterprise)\b[^?]{0,80}\b\d+ (?:staff|employees|people|workers)",
        re.I,
    ),
}
_HELP_ZH = r"(?:政策|扶持|优惠|补贴|补助|支持|奖励|资助|惠企|措施)"
_CAN_ZH = r"(?:享受|申请|申报|适用|获得|拿到?|领取?|能用|可用|可以用|用得上|用上|符合|够得上)"
_ASKS = {
    "zh": re.compile(
        rf"{_CAN_ZH}[^。；]{{0,12}}{_HELP_ZH}|{_HELP_ZH}[^。；]{{0,10}}{_CAN_ZH}"
        rf"|(?:有没有|有哪些|有什么|有啥|哪些|什么|啥)[^。；，]{{0,8}}{_HELP_ZH}"
    ),
    "en": re.compile(
        r"\b(?:which|what|any|are there|is there|can we|could we|do we)\b[^.?!]{0,60}"
        r"\b(?:incentives?|subsid(?:y|ies)|grants?|support|policies|schemes?|tax (?:relief|breaks?)|measures?)\b"
        r"|\b(?:incentives?|subsid(?:y|ies)|grants?|support|policies|schemes?|measures?)\b[^.?!]{0,40}"
        r"\b(?:for us|to us|fit|apply|available|eligible|qualify)\b"
        r"|\bwhat (?:can|could|may) (?:we|i) (?:apply|get)\b|\bwhat applies to (?:us|me)\b|\banything for us\b"
        r"|\b(?:are|do) we (?:eligible|qualify)\b",
        re.I,
    ),
}
# a question about the plan itself or about figures, though it says "we"
_OTHER = {
    "zh": re.compile(
        r"规划[^，。；]{0,12}(?:打算|提出|规定|明确|要求|写)|打算|争取|目标|同比|增长|占比|比重|多少家|总额|规划期|指标|我们[市区县省国州](?!.{0,20}(?:企业|公司|厂|店))"
    ),
    "en": re.compile(
        r"\b(?:the plan|plan (?:says?|intends?|mentions?|offers?)|target|targets|growth|share of|per cent|percent|increase|should we|must we|our (?:city|region|country|plan|province))\b",
        re.I,
    ),
}


def asks_for_incentives(text: str, language: Language) -> bool:
    """Whether somebody asks which support their own enterprise can get."""
    asking = [s for s in re.split(r"(?<=[。！？!?\n])", text) if _ASKS[language].search(s)]
    own = _SELF[language].search(text) or _DESCRIBED[language].search(text)
    return bool(own) and any(not _OTHER[language].search(sentence) for sentence in asking)


def told_profile(
    text: str, earlier: Sequence[str], language: Language, documents: Sequence[Document] = ()
) -> Profile:
    """The enterprise that a question tells, with what the user said of it in earlier turns."""
    own = [turn for turn in earlier if _SELF[language].search(turn)]
    return profile_from_text("\n".join((*own, text)), documents)


def match_answer(
    query: Query,
    earlier: Sequence[str],
    measures: Sequence[Measure],
    documents: Mapping[str, Document],
    terms: TermLayer,
    as_of: date,
    likeness: Likeness | None = None,
) -> Answer:
    """The checklist of the measures that fit the enterprise best, every line cited.

    ``earlier`` are the questions before, ``documents`` holds the document of each measure by name.
    Nothing that fits is a refusal.
    """
    profile = told_profile(query.text, earlier, query.language, tuple(documents.values()))
    verdicts = check(profile, measures, documents, as_of, likeness)
    fitting = [v for v in verdicts if v.verdict != "not met"]
    current = [v for v in fitting if not v.expired] or fitting
    writer = _Writer(query.language, documents, terms)
    lines = _head(profile, verdicts, query.language)
    for number, verdict in enumerate(current[:SHOWN], 1):
        lines += writer.measure(number, verdict)
    text = "\n".join([*lines, *_tail(len(fitting), min(SHOWN, len(current)), query.language)])
    told = [v.verdict for v in verdicts]
    route = f"{told.count('met')} met, {told.count('unknown')} to be confirmed"
    return Answer(
        question=query.text,
        text=text,
        language=query.language,
        abstained=not fitting,
        verified=text,
        evidence=tuple(writer.evidence),
        citations=tuple(item.citation for item in writer.evidence),
        retrieved=(),
        problems=(),
        generator="none",
        seconds=Timing(0.0, 0.0),
        query=query,
        decision=Decision(bool(fitting), "" if fitting else "no_measure"),
        trace=(f"profile: {_told(profile)}", f"route: incentives: {route}"),
    )


def _told(profile: Profile) -> str:
    return "; ".join(f"{name}: {value}" for name, value in profile_facts(profile, "en")) or "empty"


def _head(profile: Profile, verdicts: Sequence[Verdict], language: Language) -> list[str]:
    facts = profile_facts(profile, language)
    counts = counts_line(verdicts, language)
    if language == "zh":
        told = "；".join(f"{name}：{value}" for name, value in facts)
        if not facts:
            return [
                "您还没有说明企业情况，各项条件均待确认。请告知行业、地点、员工人数、年营业收入、资质和业务活动。",
                f"全部支持措施：{counts}。",
            ]
        return [f"按您所述（{told}），核对各规划的支持措施：{counts}。"]
    told = "; ".join(f"{name}: {value}" for name, value in facts)
    if not facts:
        return [
            "You have not described your enterprise yet, so every condition is open. Please tell its industry, place, staff, yearly revenue, qualifications and activities.",
            f"All support measures: {counts}.",
        ]
    return [f"As you describe it ({told}), the plans' support measures: {counts}."]


def _tail(fitting: int, shown: int, language: Language) -> list[str]:
    if not fitting:
        none = "没有符合或可能符合的措施。" if language == "zh" else "No measure fits or may fit."
        return [none]
    left = fitting - shown
    if not left:
        return []
    if language == "zh":
        return [f"另有{left}项符合或待确认，未在此列出。"]
    return [f"{left} more are met or to be confirmed and are not listed here."]


@dataclass
class _Writer:
    """Writes measures and numbers what they cite, each place once."""

    language: Language
    documents: Mapping[str, Document]
    terms: TermLayer
    evidence: list[Evidence] = field(default_factory=list)

    def measure(self, number: int, verdict: Verdict) -> list[str]:
        """Title with verdict and citation, then the conditions in one line."""
        words = WORDS[self.language]
        state = words[verdict.verdict] + (f", {words['expired']}" if verdict.expired else "")
        kind = KIND_WORDS[self.language][verdict.measure.kind]
        source = self._cite(verdict.citation)
        title = shorten(flat(verdict.citation.text).strip("，。；"), 60)
        lines = [f"{number}. [{state}] {kind}: {title} [{source}]"]
        if self.language == "en":
            pairs = _longest(gloss_pairs(flat(verdict.citation.text), self.terms))
            if pairs:
                lines.append("   " + ", ".join(f"{zh} = {english}" for zh, english in pairs))
        conditions = "; ".join(self._condition(judged) for judged in verdict.conditions)
        return [*lines, f"   {conditions}"]

    def _condition(self, judged: Judged) -> str:
        words = WORDS[self.language]
        text = shorten(flat(judged.condition.text), 40)
        if self.language == "en":
            text = english_condition(text)
        line = f"{MARKS[judged.verdict]} {words[judged.condition.kind]}: {text}"
        if judged.citation is not None:
            line += f" [{self._cite(judged.citation)}]"
        if judged.said:
            line += f" ({words['said']}: {shorten(judged.said, 30)})"
        return line + ("" if judged.verdict == "met" else f" ({words[judged.verdict]})")

    def _cite(self, citation: Citation) -> int:
        """The number of a citation, from 1."""
        for number, item in enumerate(self.evidence, 1):
            known = item.citation
            if (known.doc, known.start, known.end) == (citation.doc, citation.start, citation.end):
                return number
        title = plan_name(self.documents[citation.doc], self.language)
        text = flat(citation.text)
        gloss = gloss_pairs(text, self.terms) if self.language == "en" else ()
        cited = replace(citation, title=title)
        self.evidence.append(Evidence(text, "", cited, (), (), 1.0, gloss))
        return len(self.evidence)


def _longest(pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The glossary terms that tell most, in the order of the text."""
    chosen = sorted(pairs, key=lambda pair: -len(pair[0]))[:_GLOSSED]
    return [pair for pair in pairs if pair in chosen]
