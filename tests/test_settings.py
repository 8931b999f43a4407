"""Settings: defaults, then the environment, then arguments; what is wrong is named."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields
from pathlib import Path

import pytest

import rag
from index.errors import SettingsError
from rag.settings import ROOT, Settings, load_settings


def test_defaults_stay_inside_the_project_and_on_this_machine():
    settings = load_settings({})
    assert settings == Settings()
    assert (settings.home, settings.documents) == (ROOT / ".planqa", ROOT / "seeds")
    assert (settings.generator, settings.host, settings.allow_hub) == ("llama", "127.0.0.1", False)


def test_arguments_win_over_the_environment_and_that_over_defaults():
    told = {"PLANQA_GENERATOR": "openai", "PLANQA_PORT": "8000", "OTHER": "x"}
    settings = load_settings(told, generator="none", port=None)
    assert (settings.generator, settings.port, settings.host) == ("none", 8000, "127.0.0.1")


def test_environment_of_the_process_is_read(monkeypatch, tmp_path):
    monkeypatch.setenv("PLANQA_HOME", str(tmp_path))
    assert load_settings().home == tmp_path


@pytest.mark.parametrize(
    ("name", "text", "field", "value"),
    [
        ("PLANQA_HOME", "/srv/planqa", "home", Path("/srv/planqa")),
        ("PLANQA_THREADS", "4", "threads", 4),
        ("PLANQA_ALLOW_HUB", "yes", "allow_hub", True),
        ("PLANQA_ALLOW_HUB", "0", "allow_hub", False),
        ("PLANQA_ALLOW_HUB", "", "allow_hub", False),
        ("PLANQA_OPENAI_KEY", "1", "openai_key", "1"),
    ],
)
def test_values_of_the_environment_become_their_kind(name, text, field, value):
    found = getattr(load_settings({name: text}), field)
    assert found == value and type(found) is type(value)


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"PLANQA_GENERATR": "none"}, "PLANQA_GENERATR is unknown; known are PLANQA_HOME"),
        ({"PLANQA_PORT": "many"}, "PLANQA_PORT is 'many'; use a whole number"),
        ({"PLANQA_ALLOW_HUB": "maybe"}, "PLANQA_ALLOW_HUB is 'maybe'; use 1 or 0"),
        ({"PLANQA_GENERATOR": "gpt"}, "generator 'gpt' is unknown; use one of llama, "),
    ],
)
def test_bad_environment_is_named(environment, said):
    with pytest.raises(SettingsError, match=said):
        load_settings(environment)


def test_unknown_argument_is_named():
    with pytest.raises(SettingsError, match="setting generatr is unknown; known are home"):
        load_settings({}, generatr="none")


def test_settings_are_frozen_and_every_field_can_be_set():
    settings = Settings()
    with pytest.raises(FrozenInstanceError):
        settings.port = 1  # type: ignore[misc]
    for field in fields(Settings):
        load_settings({}, **{field.name: getattr(settings, field.name)})


def test_public_names_are_those_that_are_promised():
    assert rag.__all__ == [
        "Answer",
        "Assistant",
        "Citation",
        "Evidence",
        "Settings",
        "open_assistant",
    ]
    assert all(getattr(rag, name).__name__ == name for name in rag.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = rag.nothing
