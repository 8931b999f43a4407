"""Lists in questions, taken apart by their wording alone."""

import pytest

from rag.coordination import listings


def texts(text, chinese=False, term=None):
    """The texts of the first reading of the list of a question; ``term`` is one term with a join."""
    at = text.find(term) if term else -1

    def is_term(start, end):
        return term is not None and at <= start and end <= at + len(term)

    found = listings(text, is_term, chinese)
    return list(found[0].texts) if found else []


def test_the_head_and_the_tail_go_to_each_thing():
    assert texts("What are the targets for steel, cement and glass by 2030?") == [
        "What are the targets for steel by 2030?",
        "What are the targets for cement by 2030?",
        "What are the targets for glass by 2030?",
    ]


def test_things_with_articles_begin_at_an_article():
    assert texts("What is the coverage of sewers and the recycling rate?")[-1] == (
        "What is the recycling rate?"
    )


def test_a_preposition_that_each_thing_repeats_stands_once():
    assert texts("What output is planned for steel, for cement and for glass?") == [
        "What output is planned for steel?",
        "What output is planned for cement?",
        "What output is planned for glass?",
    ]


def test_the_noun_behind_the_last_thing_is_of_all():
    every = listings("How many national and regional reserves exist?", lambda *_: False, False)
    assert ("How many national reserves exist?", "How many regional reserves exist?") in [
        one.texts for one in every
    ]


def test_a_join_inside_a_term_lists_nothing():
    term = "research and development"
    assert texts(f"How much is spent on {term}?", term=term) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "云岭的森林覆盖率、湿地保护率和垃圾处理率分别是多少？",
            [
                "云岭的森林覆盖率分别是多少？",
                "云岭的湿地保护率分别是多少？",
                "云岭的垃圾处理率分别是多少？",
            ],
        ),
        (
            "指标表里，用水总量、水土保持率这两个约束，2030年定的什么数？",
            [
                "指标表里，用水总量这两个约束，2030年定的什么数？",
                "指标表里，水土保持率这两个约束，2030年定的什么数？",
            ],
        ),
        ("规上工业增加值2030年是多少？", []),
    ],
)
def test_chinese_lists(text, expected):
    assert texts(text, chinese=True) == expected
