"""The chat page: its HTML and handlers on invented answers, and the real page in a browser."""

from __future__ import annotations

import asyncio
import base64
import csv
import io
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace

import pytest
from docx import Document as read_docx
from openpyxl import load_workbook
from test_charts import contrast

import app
from app import FORMS, Page
from index.errors import GenerationError, IndexOutdated, SettingsError
from index.indicators import indicator_key
from index.types import Document, Figure, ParsedDocument, Period, Quantity
from rag.page import chat, incentives, results, source, targets
from rag.page.leads import leads
from rag.page.plans import Plans
from rag.page.session import Session, Turn
from rag.page.words import LANGUAGES, examples, page_texts
from rag.settings import Settings
from rag.types import (
    Answer,
    Cell,
    Citation,
    Computed,
    Decision,
    Event,
    Evidence,
    Passage,
    Query,
    ResultTable,
    Timing,
)

ROOT = Path(__file__).resolve().parent.parent
ATTACK = "<script>alert(1)</script><img src=x onerror=alert(2)>"


class Reader(HTMLParser):
    """Tags, attributes and the text of marks, as a browser would see them."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[dict[str, str | None]] = []
        self.text = ""
        self.marked = ""
        self.marks = 0
        self._inside = False
        self.feed(content)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes.append(dict(attrs))
        if tag == "mark":
            self._inside, self.marks = True, self.marks + 1

    def handle_endtag(self, tag):
        if tag == "mark":
            self._inside = False

    def handle_data(self, data):
        self.text += data
        if self._inside:
            self.marked += data


def make_citation(text: str = "产值140亿元", title: str = "规划") -> Citation:
    return Citation("a.txt", title, ("二、目标", "（一）产值"), 10, 10 + len(text), text)


def make_answer(text: str = "140亿元 [1]", **changes: object) -> Answer:
    quantity = Quantity(
        Decimal(140), Decimal(140), "亿元", "CNY", Decimal(10**8), "", "140亿元", 2, 7
    )
    figure = Figure(quantity, (2030,), False, "level", "", "产值")
    evidence = Evidence("产值140亿元", "", make_citation(), (figure,), (figure,), 1.0)
    language = changes.get("language", "zh")
    query = Query("问", language, "figure", (), (), (), (), (), (), ())  # type: ignore[arg-type]
    values = {
        "question": "问",
        "text": text,
        "language": "zh",
        "abstained": False,
        "verified": text,
        "evidence": (evidence,),
        "citations": (evidence.citation,),
        "retrieved": (),
        "problems": (),
        "generator": "none",
        "seconds": Timing(0.1, 0.2),
        "query": query,
        "decision": Decision(True),
    }
    return Answer(**{**values, **changes})  # type: ignore[arg-type]


def make_refusal(**changes: object) -> Answer:
    passages = tuple(
        Passage("a.txt", "规划", (section,), f"段落{n}", n, n + 3, 1.0)
        for n, section in enumerate(["一", "一", "二", "三", "四"])
    )
    values = {
        "abstained": True,
        "evidence": (),
        "citations": (),
        "retrieved": passages,
        "decision": Decision(False, "weak", ("2028",)),
    }
    text = str(changes.pop("text", "文件中没有。\n最接近的章节：\n- 一"))
    return make_answer(text, **{**values, **changes})


class Assistant:
    """Stands in for the assistant: replays events, or raises."""

    documents = (
        Document("a.txt", "", "", "规划甲", "Plan A", "某厅", period=Period(2016, 2020)),
        Document("b.txt", "", "", "规划乙", basis={"period": "stated"}),
    )

    index = SimpleNamespace(
        documents=tuple(ParsedDocument(document, (), ()) for document in documents),
        rows={document.name: () for document in documents},
    )
    likeness = None

    def __init__(self, events=(), error: Exception | None = None) -> None:
        self.events, self.error = list(events), error
        self.histories: list[list[str]] = []

    def stream(self, question, history=()):
        self.histories.append(list(history))
        yield from self.events
        if self.error:
            raise self.error

    def section(self, citation):
        if self.error:
            raise self.error
        lead = "到2030年，"
        return f"{lead}{citation.text}。", len(lead), len(lead + citation.text)


def done_turn(answer: Answer, draft: str = "") -> Turn:
    return Turn(answer.question, answer, draft, taken=True, done=True)


# Marking the cited characters

TABLE = (
    "标题\n\n类别\t指标\t2030年\n规模\t企业（户）\t100\n\t产值（亿元）\t140\n\n注：预期性指标。\n"
)


@pytest.mark.parametrize(
    "wanted",
    [
        "产值（亿元）\t140",
        "规模\t企业（户）\t100\n\t产值（亿元）\t140",
        "户）\t1",
        "预期性",
        TABLE,
        "标题\n",
    ],
)
def test_marks_hold_exactly_the_cited_characters(wanted):
    start = TABLE.index(wanted)
    assert Reader(source.marked_html(TABLE, start, start + len(wanted))).marked == wanted


@pytest.mark.parametrize("wanted", ["产值（亿元）\t140", "预期性指标"])
def test_a_sentence_or_a_row_is_one_mark(wanted):
    start = TABLE.index(wanted)
    assert Reader(source.marked_html(TABLE, start, start + len(wanted))).marks == 1


def test_markup_in_a_source_is_text():
    reader = Reader(source.marked_html(f"前{ATTACK}后\n甲\t{ATTACK}\n", 1, 9))
    assert not {"script", "img"} & set(reader.tags)
    assert reader.text.count(ATTACK) == 2
    assert reader.marked == "<script>"


# Cards


def test_citation_marks_open_their_source_and_unknown_marks_stay_text():
    reader = Reader(chat.words_html(make_answer("产值140亿元 [1]，另见 [7]"), 3))
    refs = [a["data-ref"] for a in reader.attributes if "data-ref" in a]
    assert refs == ["c-3-0"]
    assert "[7]" in reader.text
    assert "strong" in reader.tags


def test_figures_are_not_stressed_inside_longer_numbers():
    assert "strong" not in Reader(chat.words_html(make_answer("3140亿元"), 0)).tags


@pytest.mark.parametrize("language", ["zh", "en"])
def test_markup_in_questions_and_documents_is_text(language):
    hostile = make_citation(ATTACK, title=f'" onclick="x{ATTACK}')
    answer = make_answer(ATTACK, language=language, citations=(hostile,))
    refusal = make_refusal(language=language, text=ATTACK)
    turns = [
        Turn(ATTACK),
        Turn(ATTACK, answer, ATTACK, taken=True),
        done_turn(answer),
        done_turn(refusal),
        Turn(ATTACK, error=ATTACK, done=True),
    ]
    session = Session(language, turns, "c-2-0")
    reader = Reader(chat.chat_html(session) + Page(Assistant()).source(session))
    assert not {"script", "img"} & set(reader.tags)
    assert not any(name.startswith("on") for a in reader.attributes for name in a)
    assert ATTACK in reader.text


def test_a_draft_shows_under_the_evidence_until_it_is_checked():
    turn = Turn("问", make_answer(), "正在写的措辞", taken=True)
    content = chat.turn_html(turn, 0, page_texts("zh"))
    assert "正在写的措辞" in content and "140亿元" in content
    turn.receive(Event("answer", "", make_answer("产值为140亿元。[1]", verified="140亿元 [1]")))
    content = chat.turn_html(turn, 0, page_texts("zh"))
    assert "正在写的措辞" not in content and "<details" in content


def test_a_withdrawn_wording_is_told_and_the_evidence_stands():
    turn = done_turn(make_answer(problems=("figure 150 is not in the evidence",)), "150亿元")
    content = chat.turn_html(turn, 0, page_texts("zh"))
    assert page_texts("zh")("withdrawn") in content
    assert "150" not in content


def test_a_refusal_lists_each_nearest_section_once():
    reader = Reader(chat.turn_html(done_turn(make_refusal()), 2, page_texts("zh")))
    refs = [a["data-ref"] for a in reader.attributes if "data-ref" in a]
    assert refs == ["n-2-0", "n-2-1", "n-2-2"]
    assert any("refused" in (a.get("class") or "") for a in reader.attributes)


def test_an_english_answer_shows_the_original_sentence():
    content = chat.citations_html(make_answer(language="en"), 0, page_texts("en"))
    assert "<q" in content and "产值140亿元</q>" in content


def test_the_copied_text_names_the_source():
    copied = chat.copy_text(make_answer())
    assert copied.startswith("140亿元 [1]")
    assert "[1] 规划 › 二、目标 › （一）产值 (a.txt 10–17)" in copied


# Source panel and documents


def test_the_panel_marks_the_citation_and_names_its_place():
    session = Session("zh", [done_turn(make_answer())], "c-0-0")
    reader = Reader(Page(Assistant()).source(session))
    assert reader.marked == "产值140亿元"
    assert "a.txt · 第 10–17 字符" in reader.text


def test_a_nearest_section_is_shown_as_no_answer():
    session = Session("en", [done_turn(make_refusal())], "n-0-1")
    reader = Reader(Page(Assistant()).source(session))
    assert reader.marked == "段落2"
    assert page_texts("en")("source_near") in reader.text


def test_a_changed_document_is_told():
    session = Session("zh", [done_turn(make_answer())], "c-0-0")
    content = Page(Assistant(error=IndexOutdated("a.txt has changed"))).source(session)
    assert "原文打不开：a.txt has changed" in content and "<mark" not in content


@pytest.mark.parametrize("ref", ["", "c-9-0", "c-0-9", "n-0-0", "x-0-0", '"><b>', "c-0-0\n"])
def test_unknown_references_open_nothing(ref):
    session = Session("zh", [done_turn(make_answer())], ref)
    assert page_texts("zh")("source_hint") in Page(Assistant()).source(session)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("zh", ["规划甲", "2016–2020", "推断", "未注明"]),
        ("en", ["Plan A", "inferred", "not stated"]),
    ],
)
def test_documents_tell_their_period_and_its_basis(language, told):
    content = source.documents_html(Assistant.documents, page_texts(language))
    assert all(text in content for text in told)


def test_both_languages_have_the_same_texts():
    assert page_texts("zh").texts.keys() == page_texts("en").texts.keys()
    assert [len(questions) for questions in examples().values()] == [4, 4]


# Handlers


def run_answer(page: Page, session: Session) -> list[tuple]:
    return list(page.answer(session))


def test_a_question_shows_at_once_and_is_answered_once():
    events = [Event("evidence", "", make_answer()), Event("answer", "", make_answer())]
    page, session = Page(Assistant(events)), Session()
    assert "查阅" in page.begin(" 问？ ", session)[0]
    steps = run_answer(page, session)
    assert "140亿元" in steps[0][0] and session.turns[0].done
    assert len(run_answer(page, session)) == 1 and len(session.turns) == 1


def test_follow_ups_get_the_earlier_questions():
    assistant = Assistant([Event("answer", "", make_answer())])
    page, session = Page(assistant), Session()
    for question in ("甲？", "乙？", "丙？"):
        page.begin(question, session)
        run_answer(page, session)
    assert assistant.histories == [[], ["甲？"], ["甲？", "乙？"]]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_empty_and_hasty_questions_are_told(language):
    page, session = Page(Assistant()), Session(language)
    assert page_texts(language)("empty") in page.begin("  ", session)[2]
    page.begin("问？", session)
    assert page_texts(language)("busy") in page.begin("又问？", session)[2]
    assert len(session.turns) == 1


def test_a_question_that_cannot_be_asked_goes_back_into_the_box():
    page, session = Page(Assistant(error=ValueError("问题太长"))), Session()
    page.begin("长问题", session)
    chat, box, notice = run_answer(page, session)[-1]
    assert (box, session.turns) == ("长问题", [])
    assert "问题太长" in notice and "welcome" in chat


@pytest.mark.parametrize(
    ("question", "told"), [("问？", "出错了：no luck"), ("Why?", "wrong: no luck")]
)
def test_errors_are_told_in_the_language_of_the_question(question, told):
    page, session = Page(Assistant(error=GenerationError("no luck"))), Session()
    page.begin(question, session)
    assert told in run_answer(page, session)[-1][0]
    assert not session.busy


def test_an_unforeseen_error_ends_the_turn(caplog):
    page, session = Page(Assistant(error=RuntimeError("inner detail"))), Session()
    page.begin("问？", session)
    content = run_answer(page, session)[-1][0]
    assert page_texts("zh")("crashed") in content and "inner detail" not in content


def test_clearing_starts_afresh():
    page, session = Page(Assistant()), Session("zh", [done_turn(make_answer())], "c-0-0")
    chat, source, notice = page.clear(session)
    assert "welcome" in chat and "empty" in source and notice == ""
    assert session.turns == [] and session.opened == ""


@pytest.mark.parametrize("name", ["zh-0", "en-3"])
def test_examples_are_asked(name):
    page, session = Page(Assistant()), Session()
    page.begin_example(session, SimpleNamespace(name=name))
    language, number = name.split("-")
    assert session.turns[0].question == examples()[language][int(number)]


@pytest.mark.parametrize("name", ["zh-9", "fr-0", "zh", ""])
def test_unknown_examples_are_ignored(name):
    page, session = Page(Assistant()), Session()
    page.begin_example(session, SimpleNamespace(name=name))
    assert session.turns == []


def test_an_unknown_language_is_taken_for_chinese():
    session = Session("en")
    assert "向规划文件提问" in Page(Assistant()).show("xx", session)[1]
    assert session.language == "zh"


def test_a_taken_port_names_the_setting():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(SettingsError, match=rf"port {port} is taken.*PLANQA_PORT or --port"):
            app.check_address(Settings(port=port))


@pytest.mark.parametrize("settings", [Settings(port=70000), Settings(host="203.0.113.1")])
def test_an_impossible_address_names_the_settings(settings):
    with pytest.raises(SettingsError, match="PLANQA_HOST and PLANQA_PORT"):
        app.check_address(settings)


def test_the_page_is_built_without_a_network():
    async def build():  # Gradio would open a loop of its own and leave it open
        return app.build_page(Assistant())

    blocks = asyncio.run(build())
    assert blocks.title == page_texts("zh")("title")
    assert not blocks.analytics_enabled


# A table in an answer


def make_cell(year="2030", text="140亿元", plan="规划甲", **changes) -> Cell:
    values = {"label": "产值", "subject": "", "plan": plan, "doc": "a.txt", "year": year,
              "text": text, "value": "140", "unit": "亿元", "evidence": 1}  # fmt: skip
    return Cell(**{**values, **changes})


def make_table(*cells: Cell, computed=(), notes=(), shape="cells") -> ResultTable:
    return ResultTable(shape, cells, tuple(computed), 1, 2, tuple(notes))


def test_years_are_columns_and_every_figure_opens_its_source():
    cells = [make_cell("2025", "75亿元"), make_cell(evidence=2), make_cell("2025", plan="规划乙")]
    answer = make_answer(citations=(make_citation(), make_citation()), table=make_table(*cells))
    content = results.results_html(answer, answer.table, 3)
    reader = Reader(content)
    assert [a["data-ref"] for a in reader.attributes if "data-ref" in a] == [
        "c-3-0", "c-3-1", "c-3-0",
    ]  # fmt: skip
    heads = content.split("</thead>")[0]
    assert heads.index("2025") < heads.index("2030")
    assert content.count('<tr><th scope="row"') == 2 and "规划乙" in reader.text


def test_what_is_not_stated_is_grey_and_opens_nothing():
    empty = make_cell("2025", "未载明", value="", unit="", evidence=0)
    answer = make_answer(table=make_table(make_cell(), empty))
    reader = Reader(results.results_html(answer, answer.table, 0))
    assert "未载明" in reader.text
    assert len([a for a in reader.attributes if "data-ref" in a]) == 1
    assert any(a.get("class") == "none" for a in reader.attributes)


def test_a_plan_that_states_nothing_is_one_grey_cell():
    empty = make_cell("", "未载明", "规划乙", value="", unit="", evidence=0)
    cells = [make_cell("2025"), make_cell(), empty]
    content = results.results_html(make_answer(), make_table(*cells), 0)
    heads, body = content.split("</thead>")
    assert heads.count('<th scope="col">') == 3 and "规划乙" in body
    assert '<td class="none" colspan="2">未载明</td>' in body


def test_a_computed_figure_stands_above_its_formula_and_remarks_follow():
    item = Computed("growth", "产值增长", "180", "%", "180%", "(140 − 50) ÷ 50 = 180%", (1, 2))
    table = make_table(make_cell(), computed=[item], notes=["口径不同"], shape="plans")
    text = Reader(chat.turn_html(done_turn(make_answer(table=table)), 0, page_texts("zh"))).text
    order = [text.index(told) for told in ("140亿元", "180%", "(140 − 50) ÷ 50", "口径不同")]
    assert order == sorted(order)
    assert "2 份规划中有 1 份载明" in text


def test_markup_in_a_table_is_text():
    cell = make_cell(ATTACK, ATTACK, ATTACK, label=ATTACK)
    item = Computed("growth", ATTACK, "1", "%", ATTACK, ATTACK + "=", (1,))
    answer = make_answer(table=make_table(cell, computed=[item], notes=[ATTACK]))
    reader = Reader(results.results_html(answer, answer.table, 0))
    assert not {"script", "img"} & set(reader.tags)


# The other tabs, over the two plans of the small corpus


@pytest.fixture(scope="module")
def plans(small) -> Plans:
    return Plans(small.index.documents, small.index.rows)


@pytest.fixture
def page(small) -> Page:
    return Page(small)


def event(**values) -> SimpleNamespace:
    return SimpleNamespace(**values)


def names(rows) -> set[str]:
    return {row.main.indicator for row in rows}


def pick(plans, **choices):
    wanted = targets.read_filter({key: (value,) for key, value in choices.items()})
    return targets.choose(plans.rows, wanted, plans.terms)


@pytest.mark.parametrize(
    ("choices", "expected"),
    [
        ({"text": "生产总值"}, {"地区生产总值"}),
        ({"text": "gross regional product"}, {"地区生产总值"}),
        ({"text": "sewage treatment rate"}, {"污水处理率"}),
        ({"text": "天然饮用水 产量"}, {"天然饮用水产业产量"}),
        ({"nature": "约束性"}, {"污水处理率"}),
        ({"text": "没有这个指标"}, set()),
    ],
)
def test_figures_are_found_in_both_languages(plans, choices, expected):
    assert {indicator_key(name) for name in names(pick(plans, **choices))} == expected


def test_filters_hold_together(plans):
    rows = pick(plans, plan="plan.txt", year="2028", show="target")
    assert rows and all(row.doc == "plan.txt" and row.target.years == (2028,) for row in rows)
    assert pick(plans, plan="action.txt", year="2028") == []
    assert all(row.base and row.target for row in pick(plans, show="both"))
    assert len(pick(plans, show="all")) == len(plans.rows) > len(pick(plans, show="both"))


@pytest.mark.parametrize("column", targets.COLUMNS)
def test_a_column_sorts_both_ways_with_empty_ones_last(plans, column):
    up = pick(plans, show="all", sort=column)
    down = pick(plans, show="all", sort=column, down="1")
    assert sorted(map(id, up)) == sorted(map(id, plans.rows))
    keys = [key for row in up if (key := targets._sort_key(row, column)) is not None]
    back = [key for row in down if (key := targets._sort_key(row, column)) is not None]
    assert keys == sorted(keys) and back == sorted(keys, reverse=True)
    for rows in (up, down):
        empty = [targets._sort_key(row, column) is None for row in rows]
        assert empty == sorted(empty)


def test_sorting_twice_turns_the_order_and_is_announced(page):
    session = Session()
    for state in ("ascending", "descending", "ascending"):
        _, shown = page.act("targets", session, event(action="sort", value="target", values={}))
        heads = [a for a in Reader(shown).attributes if "aria-sort" in a]
        assert [a["class"] for a in heads if a["aria-sort"] == state] == ["target"]


def test_choices_that_arrive_late_do_not_undo_later_ones(page):
    session = Session()
    later = {"show": ["all"], "nature": ["约束性"], "turn": ["2"]}
    shown = page.choose("targets", session, event(values=later))
    late = page.choose("targets", session, event(values={"show": ["all"], "turn": ["1"]}))
    assert late == shown and 'data-turn="2"' in shown
    assert session.chosen("targets")["nature"] == ("约束性",)
    again = page.choose("targets", session, event(values={"show": ["all"], "turn": ["3"]}))
    assert 'data-turn="3"' in again and "nature" not in session.chosen("targets")


def test_every_figure_of_the_table_opens_the_sentence_that_states_it(page, plans, small):
    session = Session()
    content = page.choose("targets", session, event(values={"show": ["all"]}))
    refs = [a["data-ref"] for a in Reader(content).attributes if "data-ref" in a]
    facts = [f for row in plans.rows for f in (row.base, row.target) if f is not None]
    assert len(refs) == len(facts)
    for ref, fact in zip(refs, facts, strict=True):
        marked = Reader(page.open_source(session, event(ref=ref))).marked
        document = plans.by_name[fact.doc]
        assert marked == document.text[fact.start : fact.end]
        assert fact.quantity.text in marked


@pytest.mark.parametrize(
    "ref", ["p-9-0-5", "p-0-5-5", "p-0-9-2", "p-0-0-999999", "p-0-0", "p--1-2"]
)
def test_places_that_do_not_exist_open_nothing(page, ref):
    assert page_texts("zh")("source_hint") in page.open_source(Session(), event(ref=ref))


def saved_bytes(content: str) -> bytes:
    (link,) = [a for a in Reader(content).attributes if "download" in a]
    return base64.b64decode(str(link["href"]).split("base64,")[1])


def test_a_file_holds_exactly_the_filtered_rows(page, plans):
    session = Session("en")
    page.choose("targets", session, event(values={"nature": ["约束性"], "show": ["all"]}))
    content = saved_bytes(page.save("targets", session, event(form="csv"))).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content)))
    assert [row["nature"] for row in rows] == ["binding (约束性)"]
    source = plans.by_name["plan.txt"].text[int(rows[0]["start"]) : int(rows[0]["end"])]
    assert "污水处理率" in source
    book = load_workbook(io.BytesIO(saved_bytes(page.save("targets", session, event(form="xlsx")))))
    assert book.active.max_row == 2


def test_pictures_show_the_filtered_rows_with_their_figures(page):
    values = {"view": ["charts"], "text": ["污水处理率"], "show": ["all"]}
    content = page.choose("targets", Session(), event(values=values))
    moves = content.split("</section>")[0]
    assert "污水处理率" in moves and "92" in moves and "≥98" in moves
    assert "地区生产总值" not in moves
    assert 'class="chart wide"' in moves and 'class="chart narrow"' in moves


def test_compare_aligns_the_chosen_plans_and_names_what_is_not_stated(page, plans):
    topic = next(t for t in plans.topics if t.indicator == "地区生产总值" and t.group == "level")
    values = {"plan": ["plan.txt", "action.txt"], "topic": [topic.id]}
    content = page.choose("compare", Session(), event(values=values))
    text = Reader(content).text
    assert "≥ 140" in text and "69.88" in text and "未载明" in text
    assert "2 份规划中有 1 份载明" in text
    told = list(csv.DictReader(io.StringIO(saved_compare(page, values))))
    assert {(row["年份"], row["数值"]) for row in told} >= {("2025", "69.88"), ("2030", "140")}


def saved_compare(page, values) -> str:
    session = Session()
    page.choose("compare", session, event(values=values))
    return saved_bytes(page.save("compare", session, event(form="csv"))).decode("utf-8-sig")


@pytest.mark.parametrize("language", LANGUAGES)
def test_compare_says_what_is_still_to_be_chosen(page, language):
    session = Session(language)
    t = page_texts(language)
    one = page.choose("compare", session, event(values={"plan": ["plan.txt"], "topic": ["x"]}))
    assert t.html("choose_plans") in one
    none = page.choose("compare", session, event(values={"plan": ["plan.txt", "action.txt"]}))
    assert t.html("choose_indicators") in none


def test_a_description_fills_the_form_and_the_checklist_cites(page, plans):
    session = Session()
    text = "我们在青禾高新区做天然饮用水，员工40人，年营业收入3000万元，是新认定的高新技术企业"
    form, content = page.act(
        "incentives", session, event(action="describe", value="", values={"describe": [text]})
    )
    told = {a.get("name"): a.get("value") for a in Reader(form).attributes if a.get("name")}
    assert (told["staff"], told["revenue"], told["place"]) == ("40", "3000万元", "青禾高新区")
    assert "饮用水" in told["industry"] and "高新技术企业" in form
    met = content.split('class="group met"')[1].split("</details>")[0]
    quotes = [a["data-ref"] for a in Reader(met).attributes if a.get("class") == "quote"]
    marked = [Reader(page.open_source(session, event(ref=ref))).marked for ref in quotes]
    assert any("一次性奖励20万元" in text for text in marked)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"staff": ["many"]}, "bad_staff"),
        ({"revenue": ["a lot"]}, "bad_revenue"),
        ({}, "tell"),
    ],
)
def test_what_cannot_be_read_is_told_in_the_language_of_the_page(page, language, values, key):
    content = page.choose("incentives", Session(language), event(values=values))
    assert page_texts(language).html(key) in content


def test_qualifications_bind_only_when_the_list_is_complete():
    described = {
        "industry": ("茶叶",),
        "describe": ("做茶叶的。租约一口气签了五年，展会没参加过。",),
    }
    words = incentives.profile_of(described)
    assert words.told and "租约一口气签了五年" in words.told[-1]
    assert words.denied == ("展会没参加过。",)
    open_list = incentives.profile_of({"qualification": ("绿色工厂",)})
    full_list = incentives.profile_of({"qualification": ("绿色工厂",), "complete": ("1",)})
    assert open_list.qualifications == full_list.qualifications == ("绿色工厂",)
    assert "qualifications" not in open_list.known and "qualifications" in full_list.known


def test_the_checklist_is_saved_for_word(page):
    session = Session("en")
    page.choose("incentives", session, event(values={"place": ["青禾高新区"], "staff": ["40"]}))
    document = read_docx(
        io.BytesIO(saved_bytes(page.save("incentives", session, event(form="docx"))))
    )
    text = "\n".join(p.text for p in document.paragraphs)
    assert "Support measures" in text and "青禾高新区" in text


@pytest.mark.parametrize("tab", FORMS)
@pytest.mark.parametrize(
    "values", [None, "x", {"plan": "x"}, {"year": [1], "text": [ATTACK]}, {"staff": [ATTACK]}]
)
def test_odd_values_from_a_browser_harm_nothing(page, tab, values):
    session = Session()
    content = page.choose(tab, session, event(values=values)) + page.form(tab, session)
    assert not {"script", "img"} & set(Reader(content).tags)


def test_unknown_files_and_tabs_are_ignored(page):
    assert page.save("targets", Session(), event(form="exe")) == ""
    shown = page.go(Session(), event(tab="targets", turn="7"))
    assert len(shown) == 2 * len(FORMS) and not any(isinstance(part, str) for part in shown)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_whole_page_speaks_one_language(page, language):
    session = Session(language)
    content = "".join(str(part) for part in page.show(language, session))
    other = page_texts("en" if language == "zh" else "zh")
    for key in ("tab_targets", "filters", "choose_none", "empty_form", "save_xlsx", "rows_found"):
        assert page_texts(language).html(key, count=0, total=0).split(" ")[0].strip("0") in content
        assert f">{other.html(key, count=0, total=0)}<" not in content


def test_an_answer_over_plans_leads_to_the_other_tabs(page, plans, small):
    answer = small.ask("2025年和2030年地区生产总值分别是多少？2030年比2025年增长多少？")
    turn = done_turn(answer)
    assert answer.table is not None
    found = leads(turn, plans)
    assert list(found) == ["targets"] and "生产总值" in found["targets"]["text"][0]
    session = Session("zh", [turn])
    parts = page.go(session, event(tab="targets", turn="0"))
    assert "69.88亿元" in parts[1] and "规模以上工业企业" not in parts[1]


def test_a_firms_own_question_leads_to_the_filled_form(page, plans):
    first, second = "我们是做天然饮用水的企业，有40名员工。", "我们能享受哪些优惠政策？"
    turn = done_turn(make_refusal(question=second))
    turn.earlier = (first,)
    assert leads(turn, plans)["incentives"]["industry"] == ("天然饮用水",)
    session = Session("zh", [turn])
    assert 'data-go="incentives"' in page.chat(session)
    form = page.go(session, event(tab="incentives", turn="0"))[4]
    told = {a.get("name"): a.get("value") for a in Reader(form).attributes if a.get("name")}
    assert told["staff"] == "40" and told["industry"] == "天然饮用水"


@pytest.mark.parametrize(
    "question", ["2030年天然饮用水产值目标是多少？", "支持天然饮用水的措施有哪些？"]
)
def test_other_questions_lead_nowhere(page, question):
    assert "data-go" not in page.chat(Session("zh", [done_turn(make_refusal(question=question))]))


COLOURS = re.findall(
    r"--(\w[\w-]*): (#[0-9a-f]{6})", (ROOT / "prompts/page.css").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("paper", ["paper", "sheet"])
@pytest.mark.parametrize("ink", ["ink", "soft", "green", "amber", "red"])
def test_text_stands_out_from_its_paper(ink, paper):
    colours = dict(COLOURS)
    assert contrast(colours[ink], colours[paper]) >= 4.5


# The real page in a real browser


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The page as the command line serves it, over the packaged documents and weights."""
    port = free_port()
    command = [sys.executable, "-m", "rag.cli", "serve", "--generator", "none", "--port", str(port)]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        line = server.stdout.readline()
        assert line == f"PlanQA: http://127.0.0.1:{port}\n"
        yield line.split()[1]
    finally:
        server.terminate()
        server.wait(timeout=20)
        if server.stdout:
            server.stdout.close()


@pytest.fixture(scope="module")
def chromium():
    """A headless Chromium, or a skip that says what is missing."""
    binary = next(filter(None, map(shutil.which, ("/usr/bin/chromium", "chromium"))), None)
    driver = shutil.which("chromedriver")
    if binary is None or driver is None:
        if os.environ.get("REQUIRE_BROWSER"):
            pytest.fail("REQUIRE_BROWSER is set, but no Chromium with chromedriver is installed")
        pytest.skip("no Chromium with chromedriver is installed")
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = binary
    options.add_argument("--headless=new")
    options.add_argument("--disable-dev-shm-usage")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        options.add_argument("--no-sandbox")
    started = webdriver.Chrome(options=options, service=Service(driver))
    yield started
    started.quit()


class Visitor:
    """Somebody who uses the page."""

    def __init__(self, driver, address: str) -> None:
        self.driver, self.turns = driver, 0
        self.resize(1360, 850)
        driver.get(address)
        driver.execute_script("localStorage.clear()")
        driver.get(address)
        self.wait("#chat .welcome")

    def resize(self, width: int, height: int) -> None:
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)

    def wait(self, selector: str, text: str = "", seconds: float = 30):
        """The first element for a selector that holds a text, once there is one."""
        from selenium.webdriver.support.ui import WebDriverWait

        script = (
            "return [...document.querySelectorAll(arguments[0])]"
            ".find(e => e.textContent.includes(arguments[1])) || null"
        )
        waiting = WebDriverWait(self.driver, seconds)
        return waiting.until(lambda d: d.execute_script(script, selector, text))

    def type(self, question: str) -> None:
        """A question typed and sent with the Enter key."""
        box = self.wait("#question textarea")
        box.send_keys(question)
        box.send_keys("\ue007")

    def ask(self, question: str) -> str:
        """The text of the card that answers a question."""
        self.type(question)
        self.turns += 1
        return self.wait(f".turn:nth-child({self.turns})[data-state=done] .card").text

    def press(self, selector: str) -> None:
        self.wait(selector).click()

    def script(self, code: str, *arguments: object):
        return self.driver.execute_script(code, *arguments)


@pytest.fixture
def visitor(chromium, address) -> Visitor:
    return Visitor(chromium, address)


@pytest.mark.browser
@pytest.mark.model
class TestInABrowser:
    def test_a_chinese_question_gets_its_checked_figure(self, visitor):
        card = visitor.ask("2030年高原轻工业的总产值目标是多少？")
        assert "已核对" in card and "140亿元" in card

    def test_an_english_question_gets_its_checked_figure(self, visitor):
        card = visitor.ask("What is the output target of plateau light industry by 2030?")
        assert "CNY 14 billion" in card and "140亿元" in card

    def test_a_follow_up_takes_the_subject_from_before(self, visitor):
        visitor.ask("2030年高原轻工业的总产值目标是多少？")
        assert "75亿元" in visitor.ask("那2025年呢？")

    @pytest.mark.parametrize(
        ("question", "cited"),
        [
            ("2030年高原轻工业的总产值目标是多少？", "规上轻工业总产值（亿元）\t50\t75\t140"),
            ("2015年西藏规模以上工业增加值是多少？", "规模以上工业增加值56.19亿元"),
        ],
    )
    def test_a_citation_opens_with_its_characters_marked(self, visitor, question, cited):
        visitor.ask(question)
        copied = visitor.wait("[data-copy]").get_attribute("data-copy")
        visitor.press("#chat .mark")
        visitor.wait("#source [data-opened] mark")
        marks = "return [...document.querySelectorAll('#source mark')].map(m => m.textContent)"
        marked = "".join(visitor.script(marks))
        assert cited in marked
        start, end = map(int, copied.rsplit(" ", 1)[1].rstrip(")").split("–"))
        assert len(marked) == end - start
        file = next(ROOT.glob(f"seeds/{copied.rsplit('(', 1)[1].split(' ')[0]}"))
        text = file.read_text(encoding="utf-8-sig")
        assert marked == text[start:end]

    def test_the_mark_is_scrolled_into_view(self, visitor):
        visitor.ask("推广“西藏好水”要借助哪几家中央企业的渠道？")
        visitor.press("#chat .mark")
        visitor.wait("#source [data-opened] mark")
        seen = """const m = document.querySelector('#source mark').getBoundingClientRect();
            const b = document.querySelector('.source-body').getBoundingClientRect();
            return m.top >= b.top && m.top < b.bottom && m.top < innerHeight"""
        visitor.driver.implicitly_wait(0)
        from selenium.webdriver.support.ui import WebDriverWait

        WebDriverWait(visitor.driver, 5).until(lambda d: d.execute_script(seen))

    def test_a_refusal_offers_the_nearest_sections(self, visitor):
        card = visitor.ask("上海市2030年机器人产值目标是多少？")
        assert "文件中没有答案" in card and "上海" in card
        visitor.press(".refused .places button")
        assert visitor.wait("#source .near mark").text.strip()

    def test_an_example_is_asked_with_a_click(self, visitor):
        visitor.press("[data-example=zh-0]")
        assert "140亿元" in visitor.wait(".turn[data-state=done] .answered").text

    def test_the_language_of_the_page_changes_and_is_kept(self, visitor):
        visitor.press("[data-language=en]")
        visitor.wait("#send", "Ask")
        assert visitor.wait("#question textarea").get_attribute("placeholder").startswith("Ask")
        visitor.wait("#documents summary", "Documents (5)")
        visitor.wait("#footer", "original text prevails")
        assert visitor.script("return document.documentElement.lang") == "en"
        visitor.driver.refresh()
        visitor.wait(".welcome h2", "Ask the plan documents")
        visitor.press("[data-language=zh]")
        visitor.wait("#send", "提问")

    def test_nothing_is_wider_than_a_phone(self, visitor):
        visitor.resize(390, 844)
        visitor.ask("What is the output target of plateau light industry by 2030?")
        visitor.press("#chat .mark")
        visitor.wait("#source [data-opened] mark")
        visitor.ask("上海市2030年机器人产值目标是多少？" + "无断字" + "a" * 120)
        wide = "return document.documentElement.scrollWidth"
        assert visitor.script(wide) <= 390

    def test_markup_in_a_question_is_shown_as_text(self, visitor):
        question = "<img src=x onerror='window.hurt=1'>${window.hurt=1}{{value}} 产值？"
        visitor.ask(question)
        assert visitor.wait(".asked p").text == question
        assert visitor.script("return window.hurt || 0") == 0
        assert not visitor.script("return document.querySelectorAll('#chat img').length")

    def test_empty_and_long_questions_are_told(self, visitor):
        visitor.press("#send")
        visitor.wait("#notice", "请先输入问题")
        visitor.script(
            """const box = document.querySelector('#question textarea');
            box.value = '很长'.repeat(300); box.dispatchEvent(new Event('input', {bubbles: true}))"""
        )
        visitor.press("#send")
        visitor.wait("#notice", "500")
        assert visitor.wait("#question textarea").get_property("value").startswith("很长")

    def test_clearing_brings_the_welcome_back(self, visitor):
        visitor.ask("2030年高原轻工业的总产值目标是多少？")
        visitor.press("#clear")
        visitor.wait("#chat .welcome")
        assert not visitor.script("return document.querySelectorAll('.turn').length")

    def test_nothing_is_fetched_from_elsewhere(self, visitor, address):
        visitor.ask("2030年高原轻工业的总产值目标是多少？")
        fetched = "return performance.getEntriesByType('resource').map(e => e.name)"
        assert all(url.startswith((address, "data:")) for url in visitor.script(fetched))

    def test_the_keyboard_alone_opens_a_citation(self, visitor):
        visitor.ask("2030年高原轻工业的总产值目标是多少？")
        visitor.script("document.querySelector('#chat .mark').focus()")
        visitor.driver.switch_to.active_element.send_keys("\ue007")
        visitor.wait("#source [data-opened]")
        visitor.wait("[data-close]").send_keys("\ue007")
        visitor.wait("#source .empty")
        assert visitor.script("return document.activeElement.dataset.ref") == "c-0-0"


SMALL_PAGE = """
import sys
from pathlib import Path
sys.path[:0] = [{root!r}, {tests!r}]
import app
from conftest import make_assistant, write_corpus
from rag.settings import Settings
home = Path(sys.argv[1])
assistant = make_assistant(write_corpus(home / "documents"), home / "index")
blocks = app.build_page(assistant)
app.serve(blocks, Settings(port=int(sys.argv[2])))
print("ready", flush=True)
blocks.block_thread()
"""


@pytest.fixture(scope="module")
def small_address(tmp_path_factory) -> Iterator[str]:
    """The page over the small corpus, without any weights."""
    port, home = free_port(), tmp_path_factory.mktemp("page")
    code = SMALL_PAGE.format(root=str(ROOT), tests=str(ROOT / "tests"))
    command = [sys.executable, "-c", code, str(home), str(port)]
    server = subprocess.Popen(command, cwd=home, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        assert server.stdout.readline() == "ready\n"
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=20)
        if server.stdout:
            server.stdout.close()


@pytest.fixture
def guest(chromium, small_address) -> Visitor:
    return Visitor(chromium, small_address)


def key(visitor, keys: str):
    visitor.driver.switch_to.active_element.send_keys(keys)


RIGHT, ENTER, TAB, SPACE, HOME = "\ue014", "\ue007", "\ue004", "\ue00d", "\ue011"


@pytest.mark.browser
class TestTabsInABrowser:
    def open(self, visitor, tab: str) -> None:
        visitor.press(f"[data-tab={tab}]")
        assert visitor.wait(f"#panel-{tab}").is_displayed()

    def test_tabs_switch_and_keep_the_conversation(self, guest):
        guest.ask("2030年园区地区生产总值目标是多少？")
        self.open(guest, "targets")
        assert not guest.wait("#panel-chat").is_displayed()
        assert guest.driver.current_url.endswith("#targets")
        self.open(guest, "chat")
        assert "140亿元" in guest.wait(".turn .card").text

    def test_a_row_opens_its_source_and_closing_returns(self, guest):
        self.open(guest, "targets")
        guest.press("#targets-result tbody tr:has(td.nature:not(:empty)) td.plan")
        assert guest.wait("#source [data-opened] mark").is_displayed()
        guest.press("[data-close]")
        guest.wait("#source .empty")
        assert guest.script("return document.activeElement.closest('tbody tr') !== null")

    def test_filters_and_sorting_change_the_table(self, guest):
        self.open(guest, "targets")
        guest.wait("#targets-form [name=text]").send_keys("污水处理率")
        guest.wait("#targets-result .count", "1 条")
        assert guest.wait("#targets-result tbody").text.count("污水处理率") == 1
        assert guest.script("return document.activeElement.name") == "text"
        guest.press("#targets-result th.target button")
        guest.wait("#targets-result th.target[aria-sort=ascending]")
        wait_until(guest, "return document.activeElement.dataset.value === 'target'")

    def test_pictures_replace_the_table(self, guest):
        self.open(guest, "targets")
        guest.press("#targets-form .switch label:nth-child(2)")
        svg = guest.wait("#targets-result svg.wide")
        assert svg.is_displayed() and not guest.wait("svg.narrow").is_displayed()
        guest.resize(375, 800)
        assert guest.wait("svg.narrow").is_displayed()

    def test_a_file_is_saved_with_one_press(self, guest, tmp_path):
        guest.driver.execute_cdp_cmd(
            "Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path)}
        )
        self.open(guest, "targets")
        guest.press("#targets-result [data-value=xlsx]")
        wait_until(guest, "return true", lambda: (tmp_path / "planqa-targets.xlsx").is_file())
        assert load_workbook(tmp_path / "planqa-targets.xlsx").active.max_row > 5

    def test_compare_answers_every_tick(self, guest):
        self.open(guest, "compare")
        guest.press("#compare-form [data-action=none]")
        guest.wait("#compare-result", "请至少选两份规划")
        for box in guest.driver.find_elements("css selector", "#compare-form [name=plan]"):
            box.click()
        guest.wait("#compare-result", "请至少选一项指标")
        guest.wait("#compare-form [data-finds]").send_keys("生产总值")
        labels = guest.driver.find_elements("css selector", "#compare-form label:has([name=topic])")
        seen = [label for label in labels if label.is_displayed()]
        assert seen and all("生产总值" in label.text for label in seen)
        seen[0].click()
        guest.wait("#compare-result .comparison", "未载明")
        guest.press("#compare-result .figure")
        assert "生产总值" in guest.wait("#source mark").text

    def test_of_quick_ticks_none_is_lost(self, guest):
        self.open(guest, "compare")
        boxes = guest.driver.find_elements("css selector", "#compare-form [name=topic]")
        for box in boxes[1:6]:
            guest.script("arguments[0].click()", box)
        guest.wait("#compare-result .count", "6 项指标")

    def test_a_description_becomes_a_checklist(self, guest):
        self.open(guest, "incentives")
        guest.wait("#incentives-form textarea").send_keys("我们在青禾高新区做清洁能源，员工40人")
        guest.press("#incentives-form [data-action=describe]")
        assert guest.wait("#incentives-form [name=staff][value='40']")
        guest.wait("#incentives-result .group.met")
        guest.press("#incentives-result .conditions .figure")
        assert guest.wait("#source mark").text == "青禾高新区"

    def test_an_answer_leads_to_its_figures(self, guest):
        guest.ask("2025年和2030年地区生产总值分别是多少？2030年比2025年增长多少？")
        table = guest.wait(".turn .figures")
        assert "69.88亿元" in table.text and "2025" in table.text
        guest.script("document.querySelector('[data-go=targets]').focus()")
        key(guest, ENTER)
        wait_until(guest, "return document.getElementById('panel-targets').offsetParent !== null")
        box = guest.wait("#targets-form [name=text][value*='生产总值']")
        assert box.is_displayed()

    def test_the_language_switch_covers_every_tab(self, guest):
        guest.press("[data-language=en]")
        for tab, told in (
            ("targets", "Download CSV"),
            ("compare", "not stated"),
            ("incentives", "Tell about your enterprise"),
        ):
            self.open(guest, tab)
            guest.wait(f"#{tab}-result", told)
        own = (
            "return [...document.querySelectorAll('.form label > span, .form legend, .form option, "
            ".downloads button, .tabs button, thead')].filter(e => !e.closest('.checks, [lang]'))"
            ".map(e => e.textContent).filter(t => /^[\\u4e00-\\u9fff]+$/.test(t.trim()))"
        )
        assert guest.script(own) == []
        guest.press("[data-language=zh]")
        guest.wait("#incentives-form", "员工人数")

    def test_nothing_is_wider_than_a_phone(self, guest):
        guest.resize(375, 800)
        for language in LANGUAGES:
            guest.press(f"[data-language={language}]")
            for tab in FORMS:
                self.open(guest, tab)
                guest.wait(f"#{tab}-result *")
                assert guest.script("return document.documentElement.scrollWidth") <= 375, tab

    def test_the_keyboard_alone_does_everything(self, guest):
        guest.script("document.querySelector('#tab-chat').focus()")
        key(guest, RIGHT)
        assert guest.script("return document.activeElement.id") == "tab-targets"
        assert guest.wait("#panel-targets").is_displayed()
        reached = []
        for _ in range(22):
            key(guest, TAB)
            reached.append(
                guest.script(
                    "const e = document.activeElement; return e.name || e.dataset.action || "
                    "(e.dataset.ref ? 'source' : e.dataset.print === '' ? 'print' : e.tagName)"
                )
            )
            if reached[-1] == "source":
                break
        assert [name for name in reached if name in ("text", "plan", "year", "nature", "show")] == [
            "text", "plan", "year", "nature", "show",
        ]  # fmt: skip
        assert reached[-1] == "source" and {"save", "print", "sort"} <= set(reached)
        shown = guest.script("return getComputedStyle(document.activeElement).outlineStyle")
        assert shown == "solid"
        key(guest, ENTER)
        guest.wait("#source [data-opened] mark")
        key(guest, ENTER) if guest.script(
            "return document.activeElement.hasAttribute('data-close')"
        ) else guest.wait("[data-close]").send_keys(ENTER)
        guest.wait("#source .empty")
        assert guest.script("return document.activeElement.className") == "figure"

    def test_every_control_has_a_name(self, guest):
        nameless = """return [...document.querySelectorAll(
            '#stage :is(input:not([type=hidden]), select, textarea, button), header button')]
            .filter(e => !(e.labels?.length && [...e.labels].some(l => l.textContent.trim()))
                && !e.getAttribute('aria-label') && !e.textContent.trim())
            .map(e => e.outerHTML.slice(0, 80))"""
        for tab in FORMS:
            self.open(guest, tab)
        assert guest.script(nameless) == []

    def test_small_text_stands_out(self, guest):
        seen = """
            const rgb = (c) => c.match(/[\\d.]+/g).map(Number);
            const lum = ([r, g, b]) => [r, g, b].map(v => (v /= 255) <= .03928 ? v / 12.92
                : ((v + .055) / 1.055) ** 2.4).reduce((s, v, i) => s + v * [.2126, .7152, .0722][i], 0);
            const behind = (e) => { for (; e; e = e.parentElement) {
                const c = rgb(getComputedStyle(e).backgroundColor);
                if (c.length < 4 || c[3] === 1) return c; } return [255, 255, 255]; };
            return [...document.querySelectorAll('#board *, #masthead *')].filter(e =>
                e.offsetParent && !e.closest('svg') && [...e.childNodes].some(n => n.nodeType === 3
                && n.textContent.trim())).map(e => {
                const [a, b] = [lum(rgb(getComputedStyle(e).color)), lum(behind(e))].sort();
                return [(Math.max(a, b) + .05) / (Math.min(a, b) + .05), e.outerHTML.slice(0, 90)]; })
                .filter(([c]) => c < 4.5)"""
        guest.ask("2030年园区地区生产总值目标是多少？")
        for tab in ("chat", *FORMS):
            self.open(guest, tab)
            assert guest.script(seen) == [], tab

    def test_on_paper_only_what_was_found_is_left(self, guest):
        self.open(guest, "targets")
        guest.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
        try:
            for selector in ("#side", "#targets-form .form", ".downloads", ".tabs", "#panel-chat"):
                assert not guest.wait(selector).is_displayed(), selector
            assert guest.wait("#targets-result table").is_displayed()
        finally:
            guest.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})

    def test_nothing_goes_wrong_in_the_browser(self, guest, small_address):
        guest.driver.get_log("browser")
        for tab in FORMS:
            self.open(guest, tab)
            guest.press(f"#{tab}-form :is(select, textarea)")
        assert [e for e in guest.driver.get_log("browser") if e["level"] == "SEVERE"] == []
        fetched = "return performance.getEntriesByType('resource').map(e => e.name)"
        assert all(u.startswith((small_address, "data:")) for u in guest.script(fetched))


def wait_until(visitor, script: str, also=lambda: True, seconds: float = 15) -> None:
    from selenium.webdriver.support.ui import WebDriverWait

    WebDriverWait(visitor.driver, seconds).until(lambda d: d.execute_script(script) and also())
