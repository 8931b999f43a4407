"""Templates and fixed wordings: the shipped ones, and what is said of broken ones."""

from __future__ import annotations

import shutil

import pytest

from index.errors import PromptError
from rag.assistant import PROMPTS
from rag.prompts import load_prompt, load_texts


@pytest.fixture
def folder(tmp_path):
    for path in [*PROMPTS.glob("texts.*.toml"), *PROMPTS.glob("answer.*.txt")]:
        shutil.copy(path, tmp_path)
    return tmp_path


@pytest.mark.parametrize("language", ["zh", "en"])
def test_shipped_wordings_render_with_their_variables_and_nothing_is_left(language):
    texts = load_texts(PROMPTS, language)
    for key in texts.keys:
        shown = texts.render(key, value="V", quote="Q", label="L", n="1", missing="M")
        assert shown.strip() and "$" not in shown
    assert "[1]" in texts.render("figure", value="V", quote="Q", label="L", n="1")
    assert "M" in texts.render("refuse_figure", missing="M")


def test_both_languages_know_the_refusals_that_are_decided():
    for language in ("zh", "en"):
        keys = load_texts(PROMPTS, language).keys
        assert {
            f"refuse_{r}" for r in ("nothing", "figure", "name", "subject", "kind", "weak")
        } <= (keys)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_shipped_prompt_holds_evidence_and_question_once(language):
    prompt = load_prompt(PROMPTS, language)
    user = prompt.render("EVIDENCE $1", "QUESTION $question")
    assert user.count("EVIDENCE $1") == user.count("QUESTION $question") == 1
    assert prompt.system and "---" not in prompt.system + user


def test_wordings_that_are_missing_are_all_named(folder):
    (folder / "texts.zh.toml").write_text('figure = "$value [$n]"\n', encoding="utf-8")
    with pytest.raises(PromptError, match=r"lacks nearest, refuse_figure, .*, words"):
        load_texts(folder, "zh")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('extra = "$valeu"', r"extra has unknown \$valeu; known are"),
        ('extra = "5 $ each"', r"extra has a \$ that starts no variable"),
        ("extra = ", "texts.zh.toml: Invalid value"),
    ],
)
def test_bad_wording_is_named(line, said, folder):
    path = folder / "texts.zh.toml"
    path.write_text(path.read_text(encoding="utf-8") + f"\n{line}\n", encoding="utf-8")
    with pytest.raises(PromptError, match=said):
        load_texts(folder, "zh")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("system\nuser $evidence $question", "needs a line ---"),
        ("system\n---\n$question", r"the user part lacks \$evidence"),
        ("system\n---\nnothing", r"the user part lacks \$evidence, \$question"),
        ("system\n---\n$evidence $question $more", r"unknown \$more"),
    ],
)
def test_bad_prompt_is_named(text, said, folder):
    (folder / "answer.en.txt").write_text(text, encoding="utf-8")
    with pytest.raises(PromptError, match=said):
        load_prompt(folder, "en")


def test_missing_files_are_prompt_errors(tmp_path):
    with pytest.raises(PromptError, match=r"texts\.zh\.toml"):
        load_texts(tmp_path, "zh")
    with pytest.raises(PromptError, match=r"answer\.en\.txt"):
        load_prompt(tmp_path, "en")
