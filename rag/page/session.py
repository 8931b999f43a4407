"""What one visitor of the page sees: the conversation, the choices made, the source opened."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from rag.types import Answer, Citation, Event, Language, Passage

_NEAREST = 3
_REF = re.compile(r"([cn])-(\d{1,4})-(\d{1,3})")
_LONGEST = 4000  # characters of a choice that the page takes
Choices = dict[str, tuple[str, ...]]


@dataclass
class Turn:
    """One question of a conversation and what has come of it so far.

    ``earlier`` are the questions before it; ``shown`` keeps the HTML of a finished turn by language, so that it is made once.
    """

    question: str
    answer: Answer | None = None
    draft: str = ""
    error: str = ""
    taken: bool = False
    done: bool = False
    earlier: tuple[str, ...] = ()
    shown: dict[tuple[str, int, bool], str] = field(default_factory=dict)

    def receive(self, event: Event) -> None:
        """Take in one step of the streamed answer."""
        if event.kind == "text":
            self.draft += event.text
        else:
            self.answer = event.answer
            self.done = event.kind == "answer"

    def fail(self, message: str) -> None:
        """End the turn with an error in place of an answer."""
        self.error, self.done = message, True


@dataclass
class Session:
    """The page's language, the conversation, the citation opened, the choices of each tab."""

    language: Language = "zh"
    turns: list[Turn] = field(default_factory=list)
    opened: str = ""
    choices: dict[str, Choices] = field(default_factory=dict)
    saved: int = 0

    @property
    def busy(self) -> bool:
        """Whether the last question is still being answered."""
        return bool(self.turns) and not self.turns[-1].done

    def take(self) -> Turn | None:
        """The question that waits for its answer, once."""
        if not self.busy or self.turns[-1].taken:
            return None
        turn = self.turns[-1]
        turn.taken, turn.earlier = True, tuple(t.question for t in self.turns[:-1] if t.answer)
        return turn

    def cited(self, ref: str) -> tuple[Citation, bool] | None:
        """The citation that a reference of the conversation names, and whether it is only near."""
        match = _REF.fullmatch(ref)
        if match is None or int(match[2]) >= len(self.turns):
            return None
        answer = self.turns[int(match[2])].answer
        if answer is None:
            return None
        near = match[1] == "n"
        places = nearest(answer) if near else answer.citations
        return (places[int(match[3])], near) if int(match[3]) < len(places) else None

    def choose(self, tab: str, values: object) -> Choices:
        """Keep the choices of a tab as the browser sent them; what is no list of texts is dropped."""
        found = values.items() if isinstance(values, Mapping) else ()
        kept = {
            str(key): tuple(text for text in several if isinstance(text, str))
            for key, several in found
            if isinstance(several, list) and sum(len(str(text)) for text in several) <= _LONGEST
        }
        self.choices[tab] = kept
        return kept

    def chosen(self, tab: str) -> Choices:
        """The choices of a tab, empty before the first."""
        return self.choices.setdefault(tab, {})


def first(choices: Choices, name: str, default: str = "") -> str:
    """The single value of a choice."""
    return (choices.get(name) or (default,))[0]


def nearest(answer: Answer) -> tuple[Citation, ...]:
    """The passages closest to a refused question, one a section, as citations."""
    found: dict[tuple[str, tuple[str, ...]], Passage] = {}
    for passage in answer.retrieved:
        found.setdefault((passage.doc, passage.section), passage)
    return tuple(
        Citation(p.doc, p.title, p.section, p.start, p.end, p.text)
        for p in list(found.values())[:_NEAREST]
    )
