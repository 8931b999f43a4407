"""What a plan had wanted for a year beside what was reached in it."""

import pytest

from index.catalog import describe
from index.chunks import parse_document
from index.facts import read_facts
from index.readers import Source
from rag.wanted import asked_state, pairs_of

TEXT = (
    "“十三五”信息化规划\n一、“十二五”回顾\n“十二五”主要指标完成情况\n"
    "指标\t规划目标\t\t实现情况\t\n\t2015年\t年均增长（%）\t2015年\t年均增长（%）\n"
    "总体水平\n交易规模（万亿元）\t>18\t31.7\t21.79\t35.5\n网民数量（亿）\t8.5\t13.2\t6.88\t8.5\n"
    "二、形势\n略。\n"
)


@pytest.mark.parametrize(
    ("question", "state"),
    [
        ("2015年网民数量是多少？", "reached"),
        ("网民数量的规划目标是多少？", "wanted"),
        ("规划目标里2015年网民数量是多少，实际是多少？", "both"),
        ("2020年目标比2015年多多少？", "reached"),
        ("2015年目标与2020年目标差多少？", "wanted"),
        ("By how many points did the index miss its 2015 planning target?", "both"),
        ("What was the planned volume in 2015?", "wanted"),
        ("How many times the 2015 bandwidth is the 2020 target?", "reached"),
    ],
)
def test_which_state_a_question_means(question, state):
    assert asked_state(question, 2015) == state


def test_each_pair_is_of_one_indicator_and_time():
    facts = read_facts(parse_document(describe(Source("plan.txt", TEXT, "0"), None)))
    found = {
        (wanted.quantity.text, reached.quantity.text)
        for wanted, reached in pairs_of(facts).values()
    }
    assert found == {(">18", "21.79"), ("31.7", "35.5"), ("8.5", "6.88"), ("13.2", "8.5")}
    names = {wanted.indicator for wanted, _ in pairs_of(facts).values()}
    assert names == {"交易规模（规划目标）", "网民数量（规划目标）"}
