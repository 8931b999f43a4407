"""Settings: defaults, then ``PLANQA_*`` environment variables, then arguments."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path

from index.errors import SettingsError

ROOT = Path(__file__).resolve().parent.parent
GENERATORS = ("llama", "transformers", "openai", "none")


@dataclass(frozen=True)
class Settings:
    """What can be set; each field is also read from ``PLANQA_<FIELD>``.

    ``embedder`` and ``generator_model`` take "packaged", a local folder or file, or (with
    ``allow_hub``) a hub name.  ``generator`` is one of llama, transformers, openai, none.
    """

    home: Path = ROOT / ".planqa"
    documents: Path = ROOT / "seeds"
    embedder: str = "packaged"
    generator: str = "llama"
    generator_model: str = "packaged"
    openai_url: str = "http://127.0.0.1:8080/v1"
    openai_key: str = ""
    allow_hub: bool = False
    threads: int = 0
    host: str = "127.0.0.1"
    port: int = 7860

    def __post_init__(self) -> None:
        if self.generator not in GENERATORS:
            known = ", ".join(GENERATORS)
            raise SettingsError(f"generator {self.generator!r} is unknown; use one of {known}")


def load_settings(environment: Mapping[str, str] | None = None, **arguments: object) -> Settings:
    """Settings from the environment and from arguments that are not ``None``.

    :raises SettingsError: a ``PLANQA_*`` variable is unknown or has a value of the wrong kind
    """
    told = os.environ if environment is None else environment
    kinds = {field.name: type(getattr(Settings(), field.name)) for field in fields(Settings)}
    values: dict[str, object] = {}
    for name, text in sorted(told.items()):
        if not name.startswith("PLANQA_"):
            continue
        field = name.removeprefix("PLANQA_").lower()
        if field not in kinds:
            known = ", ".join(f"PLANQA_{k.upper()}" for k in kinds)
            raise SettingsError(f"{name} is unknown; known are {known}")
        values[field] = _convert(name, text, kinds[field])
    values |= {name: value for name, value in arguments.items() if value is not None}
    unknown = sorted(set(values) - set(kinds))
    if unknown:
        raise SettingsError(f"setting {unknown[0]} is unknown; known are {', '.join(kinds)}")
    return replace(Settings(), **values)  # type: ignore[arg-type]


def _convert(name: str, text: str, kind: type) -> object:
    if kind is bool:
        if text.lower() in ("1", "true", "yes", "on"):
            return True
        if text.lower() in ("0", "false", "no", "off", ""):
            return False
        raise SettingsError(f"{name} is {text!r}; use 1 or 0")
    if kind is int:
        try:
            return int(text)
        except ValueError as error:
            raise SettingsError(f"{name} is {text!r}; use a whole number") from error
    return Path(text) if issubclass(kind, Path) else text
