"""Conditions."""
from __future__ import annotations
from dataclasses import dataclass
from typing import Literal
from index.types import Chunk, ParsedDocument, Unit
@dataclass(frozen=True)
class Condition:
    kind: Literal["industry", "place", "size", "qualification", "activity"]
    text: str
    start: int
    end: int
@dataclass(frozen=True)
class Context:
    parsed: ParsedDocument
    chunk: Chunk
    unit: Unit
    before: Unit | None
    start: int
    end: int
def read_conditions(context, first, last):
    return ()
