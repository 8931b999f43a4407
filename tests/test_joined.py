"""Questions that are several, each with figures of its own to be worked out; the plan is made up."""

from __future__ import annotations

from dataclasses import replace

import pytest
from conftest import corpus_of

from rag.joined import joined

PLAN = """临汐市公共文化发展“十五五”规划
（2026—2030年）

第一章 发展基础

第一节 主要成效

2025年，全市公共图书馆18个，备案博物馆40家，其中国有博物馆28家、非国有博物馆12家。文化产业增加值64亿元。

第二章 目标任务

第一节 主要目标

到2030年，备案博物馆达到55家，公共图书馆达到24个，文化产业增加值达到96亿元。
"""


@pytest.fixture(scope="module")
def plan(tmp_path_factory):
    return corpus_of(tmp_path_factory.mktemp("joined"), linxi=PLAN)


def worked(answer) -> set[tuple[str, str]]:
    assert answer.table is not None, answer.text
    return {(item.op, f"{item.value}{item.unit}") for item in answer.table.computed}


def test_each_of_two_questions_has_its_own_operation(plan):
    answer = plan.ask(
        "临汐市非国有博物馆占备案博物馆的百分之几？文化产业增加值2025年到2030年要增长百分之几？"
    )
    assert {("share", "30%"), ("growth", "50%")} <= worked(answer)


def test_questions_are_joined_only_where_each_has_its_answer(plan):
    query = "临汐市非国有博物馆占备案博物馆的百分之几？"
    part = plan._part(plan._look(plan._understood(query), 0.0))
    assert part is not None and part.answers
    lacking = replace(part, worked=())
    assert not lacking.answers
    assert joined([part, lacking]) is None
    table, worked_out = joined([part, part])
    assert table.shown == part.table.shown and worked_out == part.worked


def test_non_state_is_never_state(plan):
    answer = plan.ask("How many non-state-owned museums does Linxi have in 2025?")
    assert "28" not in answer.text
