"""Ask time: from a question to a cited and checked answer.

>>> from rag import open_assistant
>>> assistant = open_assistant()
>>> answer = assistant.ask("到2030年高原轻工业的产值目标是多少？")
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rag.assistant import Assistant, open_assistant
    from rag.settings import Settings
    from rag.types import Answer, Citation, Evidence

__all__ = ["Answer", "Assistant", "Citation", "Evidence", "Settings", "open_assistant"]
__version__ = "0.1.0"

_HOMES = {
    "Answer": "rag.types",
    "Assistant": "rag.assistant",
    "Citation": "rag.types",
    "Evidence": "rag.types",
    "Settings": "rag.settings",
    "open_assistant": "rag.assistant",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - the type depends on the name
    """Import a public name on first use, so that ``import rag`` is instant."""
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(f"module 'rag' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
