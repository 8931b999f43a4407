"""Templates and fixed wordings from ``prompts/``; their variables are checked when loaded."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template

from index.errors import PromptError
from rag.types import Language

_TEXT_VARIABLES = frozenset({"value", "quote", "label", "n", "missing"})
_NEEDED = frozenset(
    {
        "figure",
        "words",
        "refuse_nothing",
        "refuse_figure",
        "refuse_name",
        "refuse_subject",
        "nearest",
    }
)
_ANSWER_VARIABLES = frozenset({"evidence", "question"})


@dataclass(frozen=True)
class Texts:
    """Fixed wordings of one language by key."""

    templates: Mapping[str, Template]

    @property
    def keys(self) -> frozenset[str]:
        """All keys."""
        return frozenset(self.templates)

    def render(self, key: str, **values: str) -> str:
        """The wording with its variables filled in; extra values are ignored."""
        return self.templates[key].substitute(values)


@dataclass(frozen=True)
class Prompt:
    """A chat prompt: the fixed system part, and the user part with ``$evidence`` and ``$question``."""

    system: str
    user: Template

    def render(self, evidence: str, question: str) -> str:
        """The user part filled in."""
        return self.user.substitute(evidence=evidence, question=question)


def load_texts(folder: Path, language: Language) -> Texts:
    """Read ``texts.<language>.toml``; raises :class:`PromptError` naming all that is wrong."""
    path = folder / f"texts.{language}.toml"
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise PromptError(f"{path}: {error}") from error
    missing = sorted(_NEEDED - set(raw))
    if missing:
        raise PromptError(f"{path} lacks {', '.join(missing)}")
    templates = {key: Template(str(text)) for key, text in raw.items()}
    for key, template in templates.items():
        _check(path, key, template, _TEXT_VARIABLES)
    return Texts(templates)


def load_prompt(folder: Path, language: Language) -> Prompt:
    """Read ``answer.<language>.txt``: system part, a line ``---``, user part."""
    path = folder / f"answer.{language}.txt"
    try:
        system, mark, user = path.read_text(encoding="utf-8").partition("\n---\n")
    except OSError as error:
        raise PromptError(f"{path}: {error.strerror}") from error
    if not mark:
        raise PromptError(f"{path} needs a line --- between its system and its user part")
    template = Template(user.strip())
    _check(path, "user part", template, _ANSWER_VARIABLES)
    absent = sorted(_ANSWER_VARIABLES - set(template.get_identifiers()))
    if absent:
        raise PromptError(f"{path}: the user part lacks ${', $'.join(absent)}")
    return Prompt(system.strip(), template)


def _check(path: Path, key: str, template: Template, known: frozenset[str]) -> None:
    unknown = sorted(set(template.get_identifiers()) - known)
    if unknown or not template.is_valid():
        wrong = f"unknown ${', $'.join(unknown)}" if unknown else "a $ that starts no variable"
        raise PromptError(f"{path}: {key} has {wrong}; known are ${', $'.join(sorted(known))}")
