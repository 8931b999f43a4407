"""The generator's part: its prompt, and what is done to its reply before the check.

The model only words; figures are written by code.  A figure in an English reply that has the
digits of one in the evidence is replaced by the exact rendering, and citation marks are set by
code from what supports each reply.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from index.quantities import parse_quantities, plain
from index.types import Quantity
from rag.english import parse_english_quantities, render
from rag.types import Answer, Evidence, Language
from rag.verify import check, quantities_of
from rag.wording import focus, value_zh, years_en

NameFinder = Callable[[str], Sequence[tuple[str, Sequence[str]]]]
MAX_TERMS = 16
PROMPT_CHARS = 750  # characters of evidence in a prompt; reading it is what costs
_MARK = re.compile(r"\s*[\[【［][^\]】］]{0,6}\d{0,2}[\]】］]")
_LEAD = re.compile(
    r"^(?:回答|答案|答|依据\d*|Answer(?: in English)?|According to the evidence)[:：,，]\s*", re.I
)
_EVASIVE = re.compile(
    r"未提及|没有提到|未说明|未明确|无法确定|没有给出|未给出|无法回答|not (?:mention|state|specif|provid|given|contain|indicat)|no information|cannot be determined|does not (?:say|include)",
    re.I,
)
_BOUND_BEFORE = re.compile(
    r"(?:\b(?:at least|more than|over|above|about|around|approximately|roughly|nearly|at most|less than|up to|"
    r"no less than|not less than|no more than|exceed(?:s|ing|ed)?|surpass(?:es|ing)?|below|under)\s*)+$",
    re.I,
)
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_CHINESE_RUN = re.compile(r"[\u4e00-\u9fff]+")
_FIGURE_TAIL = re.compile(r"\s*[（(][^（()）]*[\u4e00-\u9fff%][^（()）]*[)）]")


def prompt_evidence(answer: Answer, evidence: Sequence[Evidence]) -> str:
    """The numbered evidence of a prompt; in English its figures are already written in English."""
    lines = []
    budget = PROMPT_CHARS // max(1, len(evidence))
    for number, item in enumerate(evidence, 1):
        text = focus(item.text, answer.query, budget)
        if answer.language == "en":
            text = with_english_figures(text)
        heads = [*item.citation.section[-1:], item.context]
        subject = " · ".join(part for part in heads if part)
        lines.append(f"{number}. （{subject}）{text}{_read_note(item, answer.language)}")
    return "\n".join(lines) + _term_note(answer, evidence, budget)


def _term_note(answer: Answer, evidence: Sequence[Evidence], budget: int) -> str:
    """Glossary English for the terms of an English answer in words: small models invent it."""
    if answer.language != "en" or any(item.read for item in evidence):
        return ""
    shown = [focus(item.text, answer.query, budget) for item in evidence]
    pairs = [
        f"{zh} = {english}"
        for item, text in zip(evidence, shown, strict=True)
        for zh, english in item.gloss
        if zh in text and len(zh) > 2
    ]
    return f"\nTerms: {'; '.join(list(dict.fromkeys(pairs))[:MAX_TERMS])}" if pairs else ""


def _read_note(item: Evidence, language: Language) -> str:
    if not item.read:
        return ""
    if language == "zh":
        return f"（要回答的数字：{'；'.join(value_zh(f) for f in item.read)}）"
    shown = [render(f.quantity) + (f", {years_en(f.years)}" if f.years else "") for f in item.read]
    return f" (the figure asked for: {'; '.join(shown)})"


def with_english_figures(text: str) -> str:
    """A Chinese text with its figures in English, the Chinese form in brackets behind each."""
    result, at = "", 0
    for quantity in parse_quantities(text):
        if quantity.numeral:
            continue
        result += text[at : quantity.start] + render(quantity, bound=False)
        at = quantity.start + len(quantity.text)
    return result + text[at:]


def finish(
    reply: str,
    answer: Answer,
    evidence: Sequence[Evidence],
    names: NameFinder = lambda text: (),
    translate: Callable[[str], str] = lambda text: "",
) -> Answer:
    """The answer with a checked wording, or with the reasons why its wording was withdrawn.

    ``names`` finds the known names of places, parks and companies in an English text, each with
    its Chinese forms; ``translate`` gives the dictionary's English for a Chinese term, or "".
    """
    text = _LEAD.sub("", re.sub(r"\s*\n+\s*", " ", reply.strip()))
    text = re.sub(r"\s+([.,;])", r"\1", _MARK.sub("", text)).strip()
    if not text or _EVASIVE.search(text):
        return replace(answer, problems=("the model gave no answer",))
    if answer.language == "en":
        text = _without_chinese(text, translate)
        text = with_exact_figures(text, [q for item in evidence for q in _quantities(item)])
    used = _used(text, answer, evidence)
    kept = (*(evidence[i] for i in used), *(item for item in answer.evidence if item.also))
    text = _marked(text, len(kept))
    problems = [
        *check(text, answer.query, kept).problems,
        *_unstated(text, answer),
        *_foreign_names(text, answer, kept, names),
    ]
    if problems:
        return replace(answer, problems=tuple(dict.fromkeys(problems)))
    return replace(
        answer, text=text, evidence=kept, citations=tuple(item.citation for item in kept)
    )


def _without_chinese(text: str, translate: Callable[[str], str]) -> str:
    """Chinese words that a model left standing in English, outside brackets, by the dictionary."""

    if len(_CHINESE.findall(text)) > 0.3 * len(text):
        return text  # not a word left standing: the reply is Chinese

    def english(match: re.Match[str]) -> str:
        if text.count("(", 0, match.start()) > text.count(")", 0, match.start()):
            return match.group()
        found = translate(match.group())
        return f" {found} " if found else match.group()

    return re.sub(r" {2,}", " ", _CHINESE_RUN.sub(english, text)).strip()


def _quantities(item: Evidence) -> list[Quantity]:
    """Figures of an evidence, those that were read first."""
    read = [figure.quantity for figure in item.read]
    return [*read, *(f.quantity for f in item.figures if f.quantity not in read)]


def with_exact_figures(text: str, quantities: Sequence[Quantity]) -> str:
    """An English text whose figures are replaced by the exact rendering of the same figure.

    A figure is the same when its value or its bare digits are; the bound of the source goes with
    it, in place of the text's own.
    """
    result = text
    written = {english.start: english for english in reversed(parse_english_quantities(text))}
    for english in sorted(written.values(), key=lambda q: -q.start):
        bracket = text[: english.start].rfind("("), text[: english.start].rfind(")")
        if bracket[0] > bracket[1]:
            continue  # inside brackets: part of a rendering
        quantity = _same(english.text, english.value, english.kind, quantities)
        if quantity is None:
            continue
        end = english.start + len(english.text)
        tail = _FIGURE_TAIL.match(result, end)
        if tail:
            end = tail.end()
        head = result[: english.start]
        if quantity.bound:
            head = _BOUND_BEFORE.sub("", head)
        gap = " " if head and head[-1] not in ' (“"' else ""
        rest = result[end:]
        rest = "" if rest.strip() in ("%",) else re.sub(r"^\s*(?:yuan|RMB|percent)\b", "", rest)
        result = f"{head}{gap}{render(quantity)}{rest}"
    return result


def _same(shown: str, value: object, kind: str, quantities: Sequence[Quantity]) -> Quantity | None:
    digits = re.search(r"\d[\d,]*(?:\.\d+)?", shown)
    if digits is None:
        return None
    bare = digits.group().replace(",", "")
    for quantity in quantities:
        if quantity.numeral:
            continue
        ends = (plain(quantity.low), plain(quantity.high))
        if ends[0] != ends[1] and re.fullmatch(rf"{ends[0]}\s*(?:[-–—]|to)\s*{ends[1]}", shown):
            return quantity
        if value in quantity.base and kind in (quantity.kind, "count"):
            return quantity
        if bare in ends and len(set(ends)) == 1 and (len(bare) > 1 or kind == quantity.kind):
            return quantity
    return None


def _used(text: str, answer: Answer, evidence: Sequence[Evidence]) -> list[int]:
    """Which evidence the reply rests on: all that figures were read from, else what it resembles."""
    if any(item.read for item in evidence) or len(evidence) == 1:
        return list(range(len(evidence)))
    marks = [_resemblance(text, item, answer) for item in evidence]
    best = max(marks)
    if best <= 0:
        return [0]
    return [i for i, mark in enumerate(marks) if mark >= 0.6 * best][:2]


def _resemblance(text: str, item: Evidence, answer: Answer) -> float:
    """Share of the reply's character pairs (Chinese) or terms (English) that the evidence has."""
    if answer.language == "zh":
        pairs = {text[i : i + 2] for i in range(len(text) - 1)}
        return sum(pair in item.text for pair in pairs) / max(1, len(pairs))
    low = text.lower()
    glossed = [english.lower() for _, english in item.gloss]
    return sum(english in low for english in dict.fromkeys(glossed)) / max(3, len(glossed)) + (
        0.001 * item.score
    )


def _marked(text: str, count: int) -> str:
    """The text with the marks [1], [2], … of the evidence kept, in front of its final stop."""
    marks = "".join(f"[{n}]" for n in range(1, count + 1))
    match = re.match(r"(.*?)([。.!！]?)$", text, re.S)
    assert match is not None
    return f"{match.group(1)} {marks}{match.group(2)}"


def _foreign_names(
    text: str, answer: Answer, evidence: Sequence[Evidence], names: NameFinder
) -> list[str]:
    """Names in an English wording that neither the cited evidence nor the question holds."""
    if answer.language != "en":
        return []
    told = " ".join(
        " ".join((item.text, item.context, item.citation.title, *item.citation.section))
        for item in evidence
    )
    asked = {name for name, _ in names(answer.question)}
    return [
        f"{name} is not in the cited evidence"
        for name, forms in names(text)
        if name not in asked and not any(form in told for form in forms)
    ]


def _unstated(text: str, answer: Answer) -> list[str]:
    """Figures that were read for the answer and that the wording leaves out."""
    told = {item.value for item in quantities_of(text, answer.language)}
    missing = []
    for item in answer.evidence:
        for figure in item.read:
            quantity = figure.quantity
            if not set(quantity.base) <= told and not {quantity.low, quantity.high} <= told:
                missing.append(f"the figure {quantity.text} is missing")
    return missing
