"""The chat page: its HTML and handlers on invented answers, and the real page in a browser."""

from __future__ import annotations

import asyncio
import os
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

import app
from app import Page, Session, Turn, page_texts
from index.errors import GenerationError, IndexOutdated, SettingsError
from index.types import Document, Figure, Period, Quantity
from rag.settings import Settings
from rag.types import Answer, Citation, Decision, Event, Evidence, Passage, Query, Timing

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
    assert Reader(app.marked_html(TABLE, start, start + len(wanted))).marked == wanted


@pytest.mark.parametrize("wanted", ["产值（亿元）\t140", "预期性指标"])
def test_a_sentence_or_a_row_is_one_mark(wanted):
    start = TABLE.index(wanted)
    assert Reader(app.marked_html(TABLE, start, start + len(wanted))).marks == 1


def test_markup_in_a_source_is_text():
    reader = Reader(app.marked_html(f"前{ATTACK}后\n甲\t{ATTACK}\n", 1, 9))
    assert not {"script", "img"} & set(reader.tags)
    assert reader.text.count(ATTACK) == 2
    assert reader.marked == "<script>"


# Cards


def test_citation_marks_open_their_source_and_unknown_marks_stay_text():
    reader = Reader(app.words_html(make_answer("产值140亿元 [1]，另见 [7]"), 3))
    refs = [a["data-ref"] for a in reader.attributes if "data-ref" in a]
    assert refs == ["c-3-0"]
    assert "[7]" in reader.text
    assert "strong" in reader.tags


def test_figures_are_not_stressed_inside_longer_numbers():
    assert "strong" not in Reader(app.words_html(make_answer("3140亿元"), 0)).tags


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
    reader = Reader(app.chat_html(session) + app.source_html(Assistant(), session))
    assert not {"script", "img"} & set(reader.tags)
    assert not any(name.startswith("on") for a in reader.attributes for name in a)
    assert ATTACK in reader.text


def test_a_draft_shows_under_the_evidence_until_it_is_checked():
    turn = Turn("问", make_answer(), "正在写的措辞", taken=True)
    content = app.turn_html(turn, 0, page_texts("zh"))
    assert "正在写的措辞" in content and "140亿元" in content
    turn.receive(Event("answer", "", make_answer("产值为140亿元。[1]", verified="140亿元 [1]")))
    content = app.turn_html(turn, 0, page_texts("zh"))
    assert "正在写的措辞" not in content and "<details" in content


def test_a_withdrawn_wording_is_told_and_the_evidence_stands():
    turn = done_turn(make_answer(problems=("figure 150 is not in the evidence",)), "150亿元")
    content = app.turn_html(turn, 0, page_texts("zh"))
    assert page_texts("zh")("withdrawn") in content
    assert "150" not in content


def test_a_refusal_lists_each_nearest_section_once():
    reader = Reader(app.turn_html(done_turn(make_refusal()), 2, page_texts("zh")))
    refs = [a["data-ref"] for a in reader.attributes if "data-ref" in a]
    assert refs == ["n-2-0", "n-2-1", "n-2-2"]
    assert any("refused" in (a.get("class") or "") for a in reader.attributes)


def test_an_english_answer_shows_the_original_sentence():
    content = app.citations_html(make_answer(language="en"), 0, page_texts("en"))
    assert "<q" in content and "产值140亿元</q>" in content


def test_the_copied_text_names_the_source():
    copied = app.copy_text(make_answer())
    assert copied.startswith("140亿元 [1]")
    assert "[1] 规划 › 二、目标 › （一）产值 (a.txt 10–17)" in copied


# Source panel and documents


def test_the_panel_marks_the_citation_and_names_its_place():
    session = Session("zh", [done_turn(make_answer())], "c-0-0")
    reader = Reader(app.source_html(Assistant(), session))
    assert reader.marked == "产值140亿元"
    assert "a.txt · 第 10–17 字符" in reader.text


def test_a_nearest_section_is_shown_as_no_answer():
    session = Session("en", [done_turn(make_refusal())], "n-0-1")
    reader = Reader(app.source_html(Assistant(), session))
    assert reader.marked == "段落2"
    assert page_texts("en")("source_near") in reader.text


def test_a_changed_document_is_told():
    session = Session("zh", [done_turn(make_answer())], "c-0-0")
    content = app.source_html(Assistant(error=IndexOutdated("a.txt has changed")), session)
    assert "原文打不开：a.txt has changed" in content and "<mark" not in content


@pytest.mark.parametrize("ref", ["", "c-9-0", "c-0-9", "n-0-0", "x-0-0", '"><b>', "c-0-0\n"])
def test_unknown_references_open_nothing(ref):
    session = Session("zh", [done_turn(make_answer())], ref)
    assert page_texts("zh")("source_hint") in app.source_html(Assistant(), session)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("zh", ["规划甲", "2016–2020", "推断", "未注明"]),
        ("en", ["Plan A", "inferred", "not stated"]),
    ],
)
def test_documents_tell_their_period_and_its_basis(language, told):
    content = app.documents_html(Assistant.documents, page_texts(language))
    assert all(text in content for text in told)


def test_both_languages_have_the_same_texts():
    assert page_texts("zh").texts.keys() == page_texts("en").texts.keys()
    assert [len(questions) for questions in app.examples().values()] == [4, 4]


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
    assert session.turns[0].question == app.examples()[language][int(number)]


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
        source = next(ROOT.glob(f"seeds/{copied.rsplit('(', 1)[1].split(' ')[0]}"))
        text = source.read_text(encoding="utf-8-sig")
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
