"""What the tabs show: the documents, their fact rows and measures, and places in them by name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property

from index.facts import link_rows
from index.measures import Measure, read_measures
from index.types import Document, Fact, FactRow, ParsedDocument
from rag.compare import Topic, topics
from rag.likeness import Likeness
from rag.terms import TermLayer, default_terms
from rag.types import Citation, Language
from rag.wording import plan_name

_REF = re.compile(r"p-(\d{1,5})-(\d{1,9})-(\d{1,9})")


class Plans:
    """The documents of an index with what was read from them, each read once."""

    def __init__(
        self,
        parsed: Sequence[ParsedDocument],
        facts: Mapping[str, Sequence[Fact]],
        likeness: Likeness | None = None,
    ) -> None:
        self.parsed = tuple(parsed)
        self.documents: tuple[Document, ...] = tuple(p.document for p in parsed)
        self.by_name = {document.name: document for document in self.documents}
        self._number = {document.name: n for n, document in enumerate(self.documents)}
        self._facts, self.likeness = facts, likeness

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """Every stated figure in the order of the documents."""
        return tuple(fact for document in self.documents for fact in self._facts[document.name])

    @cached_property
    def rows(self) -> tuple[FactRow, ...]:
        """Base and target side by side, in the order of the documents."""
        return tuple(
            row for document in self.documents for row in link_rows(self._facts[document.name])
        )

    @cached_property
    def topics(self) -> tuple[Topic, ...]:
        """What can be compared over plans, what several plans state first."""
        return topics(self.facts, self.documents)

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        """Every support measure in the order of the documents."""
        return tuple(measure for parsed in self.parsed for measure in read_measures(parsed))

    @property
    def terms(self) -> TermLayer:
        """The glossary that names are translated with."""
        return default_terms()

    def title(self, name: str, language: Language) -> str:
        """The name of the plan in a file."""
        return plan_name(self.by_name[name], language)

    def ref(self, doc: str, start: int, end: int) -> str:
        """The name of a place, with which a button opens it."""
        return f"p-{self._number[doc]}-{start}-{end}"

    def citation(self, ref: str, language: Language) -> Citation | None:
        """The place that a name means, ``None`` when there is no such place."""
        match = _REF.fullmatch(ref)
        if match is None or int(match[1]) >= len(self.documents):
            return None
        parsed, start, end = self.parsed[int(match[1])], int(match[2]), int(match[3])
        if not start < end <= len(parsed.document.text):
            return None
        inner = max(
            (s for s in parsed.sections if s.start <= start < s.end),
            key=lambda s: s.start,
            default=None,
        )
        path = parsed.path(inner.id) if inner is not None else ()
        document = parsed.document
        title = plan_name(document, language)
        return Citation(document.name, title, path, start, end, document.text[start:end])
