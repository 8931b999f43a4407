"""The code-written wording of verified evidence, in Chinese and in English, and refusals."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.types import Document, Figure
from rag.english import render, written
from rag.gist import Gist
from rag.prompts import Texts
from rag.terms import TermLayer, english_words
from rag.types import Decision, Evidence, Language, Passage, Query

_BOUND_ZH = {">=": "以上", ">": "超过", "<=": "以内", "<": "低于", "~": "约"}
_MAX_QUOTE = {"figure": 90, "text": 170}
_YEAR_HEAD = re.compile(
    r"\s+(?:19|20)\d{2}年\S*$"
)  # the column of a table; the value names the year


def figure_answer(
    query: Query, evidence: Sequence[Evidence], texts: Texts, terms: TermLayer
) -> str:
    """One sentence a figure, each with its citation mark."""
    lines = []
    further = "][".join(str(n) for n, item in enumerate(evidence, 1) if item.also)
    for number, item in enumerate(evidence, 1):
        if item.also:
            continue
        # the same figure stands at the further places as well
        marks = f"{number}][{further}" if further else str(number)
        if query.language == "zh":
            lines.append(_figure_zh(item, marks, texts))
        else:
            lines.append(_figure_en(item, marks, texts, terms))
    return "\n".join(lines)


def _figure_zh(item: Evidence, marks: str, texts: Texts) -> str:
    shown = "、".join(value_zh(figure) for figure in item.read)
    quote = excerpt(item.text, item.read, _MAX_QUOTE["figure"])
    key = "figure_row" if "\t" in item.citation.text else "figure"
    label = item.read[0].label if item.read else ""
    return texts.render(
        key, value=shown, quote=quote, label=_YEAR_HEAD.sub("", label).strip(), n=marks
    )


def value_zh(figure: Figure) -> str:
    """A figure as the source writes it, with its bound and its year."""
    value = written(figure.quantity)
    sign = figure.quantity.bound
    if sign and not re.search(r"以上|以下|以内|左右|[≥≤><约超过余多]", value):
        value += _BOUND_ZH[sign] if sign in (">=", "<=") else ""
        value = f"{_BOUND_ZH[sign]}{value}" if sign in (">", "<", "~") else value
    return f"{value}（{years_zh(figure.years)}）" if figure.years else value


def years_zh(years: Sequence[int]) -> str:
    """A year or period in Chinese."""
    return f"{years[0]}年" if len(years) == 1 else f"{years[0]}—{years[-1]}年"


def _figure_en(item: Evidence, marks: str, texts: Texts, terms: TermLayer) -> str:
    shown = []
    for figure in item.read:
        value = render(figure.quantity)
        when = years_en(figure.years)
        shown.append(f"{value}{f', {when}' if when else ''}")
    label = gloss_label(item, terms)
    key = "figure_labelled" if label else "figure"
    return texts.render(key, value="; ".join(shown), label=label, n=marks)


def years_en(years: Sequence[int]) -> str:
    """A year or period in English."""
    if not years:
        return ""
    return str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"


def gloss_label(item: Evidence, terms: TermLayer) -> str:
    """What the figure measures, as the glossary's English for the terms of its clause."""
    label = item.read[0].label if item.read else item.text
    return ", ".join(glosses(label, terms)[:5])


def gloss_pairs(text: str, terms: TermLayer) -> tuple[tuple[str, str], ...]:
    """The glossary terms of a Chinese text with their English, in order, each once."""
    return tuple(dict.fromkeys((zh, en) for zh, en in terms.gloss(text) if _tells(zh, en)))


def glosses(text: str, terms: TermLayer) -> tuple[str, ...]:
    """The English of :func:`gloss_pairs`."""
    return tuple(dict.fromkeys(english for _, english in gloss_pairs(text, terms)))


def _tells(zh: str, english: str) -> bool:
    return (
        len(zh) >= 2 and bool(re.search(r"[a-z]", english, re.I)) and not re.search(r"\d", english)
    )


def excerpt(text: str, figures: Sequence[Figure], limit: int) -> str:
    """The part of a sentence that holds the figures and their subject, at most ``limit`` long."""
    if not figures:
        return shorten(text, limit)
    first = min(f.quantity.start for f in figures)
    last = max(f.quantity.end for f in figures)
    start = max((m.end() for m in re.finditer(r"[；。]", text[:first])), default=0)
    stop = re.search(r"[，；。！？]", text[last:])
    end = last + (stop.start() if stop else len(text) - last)
    while end - start > limit:
        cut = re.search(r"[，、]", text[start : max(start, first - 1)])
        if cut is None:
            break
        start += cut.end()
    return text[start:end].strip("，；。 ")


def shorten(text: str, limit: int) -> str:
    """The text cut at a clause boundary behind ``limit`` characters, with … when cut."""
    if len(text) <= limit:
        return text
    cut = max((m.start() for m in re.finditer(r"[，；、。]", text[:limit])), default=limit)
    return text[:cut] + "…"


def words_answer(query: Query, evidence: Sequence[Evidence], texts: Texts, gist: Gist) -> str:
    """The sentences that answer, quoted; in English what they speak of, word by word."""
    lines = []
    for number, item in enumerate(evidence, 1):
        quote = focus(item.text, query, _MAX_QUOTE["text"])
        if query.language == "zh":
            lines.append(texts.render("words", quote=quote, n=str(number)))
            continue
        found = gist.words(quote)
        key = "words" if found else "words_bare"
        lines.append(texts.render(key, quote=quote, label="; ".join(found), n=str(number)))
    return "\n".join(lines)


def focus(text: str, query: Query, limit: int) -> str:
    """A long sentence narrowed to the stretch of clauses in which most terms of the question stand."""
    if len(text) <= limit:
        return text
    clauses = [m.span() for m in re.finditer(r"[^，；。]+[，；。]?", text)]
    hits = [
        sum(any(term in text[a:b] for term in group.terms) for group in query.groups)
        for a, b in clauses
    ]
    best, chosen = -1.0, (0, len(clauses))
    for i in range(len(clauses)):
        for j in range(i + 1, len(clauses) + 1):
            length = clauses[j - 1][1] - clauses[i][0]
            if length > limit:
                break
            score = sum(hits[i:j]) + length / (10 * limit)
            if score > best:
                best, chosen = score, (i, j)
    start, end = clauses[chosen[0]][0], clauses[chosen[1] - 1][1]
    return text[start:end].strip("，；")


def as_worded(notion: str, question: str) -> str:
    """A notion, which the term layer keeps by its stems, in the words of an English question:
    "industrial enterprises" for "industrial enterprize".
    """
    stems = notion.removesuffix(" (part)").split()
    words = list(re.finditer(r"[A-Za-z0-9][\w&./’-]*", question))
    for first, begin in enumerate(words):
        for last in words[first : first + len(stems)]:
            told = question[begin.start() : last.end()].rstrip(".")
            if english_words(told) == stems:
                return told
    return " ".join(stems)


def refusal(
    decision: Decision,
    language: Language,
    nearest: Sequence[Passage],
    texts: Texts,
    question: str,
) -> str:
    """Why there is no answer, and which sections come nearest."""
    told = decision.missing
    if language == "en":
        told = tuple(dict.fromkeys(as_worded(notion, question) for notion in told))
    missing = ("、" if language == "zh" else ", ").join(told)
    dated = decision.reason != "figure" or re.search(r"\d", missing)  # 目前 is no year
    reason = decision.reason if dated else "subject"
    key = f"refuse_{reason}" if missing else "refuse_nothing"
    lead = texts.render(key if key in texts.keys else "refuse_nothing", missing=missing)
    places = list(dict.fromkeys(_place(p, language) for p in nearest[:3]))
    if not places:
        return lead
    return f"{lead}\n{texts.render('nearest')}\n" + "\n".join(f"- {place}" for place in places)


def _place(passage: Passage, language: Language) -> str:
    return f"《{passage.title}》 {' › '.join(passage.section)}".rstrip()


def plan_name(document: Document, language: Language) -> str:
    """The name of a plan in the asker's language, Chinese where there is no other."""
    if language == "en":
        # it stands in brackets behind an English name, so that it has none of its own
        return document.title_en or re.sub(r"[（(]([^（()）]*)[）)]", r" \1", document.title)
    return document.title
