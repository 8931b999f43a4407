"""Ways from an answer to the other tabs: its figures there, or the enterprise that it is about."""

from __future__ import annotations

from collections.abc import Sequence

from index.facts import years_text
from index.quantities import plain
from index.types import Fact
from rag.ask_match import asks_for_incentives, told_profile
from rag.compare import Topic
from rag.page.incentives import choices_of
from rag.page.plans import Plans
from rag.page.session import Choices, Turn
from rag.page.words import PageTexts
from rag.types import Answer, Cell, ResultTable
from rag.understand import detect_language


def leads(turn: Turn, plans: Plans) -> dict[str, Choices]:
    """The tabs that show more on a turn, each with the choices to show it with."""
    found: dict[str, Choices] = {}
    language = detect_language(turn.question)
    if asks_for_incentives(turn.question, language):
        profile = told_profile(turn.question, turn.earlier, language, plans.documents)
        found["incentives"] = choices_of(profile, turn.question)
    if turn.answer is not None and turn.answer.table is not None:
        topics = _topics(turn.answer, turn.answer.table, plans)
        docs = tuple(dict.fromkeys(c.doc for c in turn.answer.table.cells if c.doc))
        if topics and len(docs) > 1:
            found["compare"] = {
                "plan": docs,
                "topic": tuple(topic.id for topic in topics),
                "sent": ("1",),
            }
        elif topics:
            found["targets"] = {
                "plan": docs[:1],
                "text": (_shared_name([t.indicator for t in topics]),),
                "show": ("all",),
            }
    return found


def _topics(answer: Answer, table: ResultTable, plans: Plans) -> list[Topic]:
    """The topics of the figures in the cells of a table."""
    facts = {_fact_key(f): f for f in plans.facts}
    known = {id(fact): topic for topic in plans.topics for fact in topic.facts}
    found: dict[str, Topic] = {}
    for cell in table.cells:
        fact = _fact_of(cell, answer, facts)
        if fact is not None and id(fact) in known:
            topic = known[id(fact)]
            found.setdefault(topic.id, topic)
    return list(found.values())


_FactKey = tuple[str, int, str, str]


def _fact_key(fact: Fact) -> _FactKey:
    return fact.doc, fact.end, plain(fact.quantity.low), years_text(fact.years)


def _fact_of(cell: Cell, answer: Answer, facts: dict[_FactKey, Fact]) -> Fact | None:
    if not 1 <= cell.evidence <= len(answer.citations):
        return None
    end = answer.citations[cell.evidence - 1].end
    return facts.get((cell.doc, end, cell.value.split("-")[0], cell.year))


def _shared_name(names: Sequence[str]) -> str:
    """What several names begin with, the first of them when that is nothing."""
    shortest = min(names, key=len)
    while len(shortest) > 1 and not all(shortest in name for name in names):
        shortest = shortest[:-1]
    return shortest if len(shortest) > 1 else names[0]


def leads_html(turn: Turn, number: int, plans: Plans, t: PageTexts) -> str:
    """Buttons that open the other tabs with the choices of a turn."""
    items = "".join(
        f'<button type="button" class="quiet" data-go="{tab}" data-turn="{number}">'
        f"{t.html(f'go_{tab}')}</button>"
        for tab in leads(turn, plans)
    )
    return f'<p class="leads">{items}</p>' if items else ""
