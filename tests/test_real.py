"""The real assistant over the seeds: questions whose answers were read in the seeds by hand."""

from __future__ import annotations

import os

import pytest
from conftest import write_corpus

from rag import open_assistant
from rag.settings import ROOT, Settings

pytestmark = pytest.mark.model

KNOWN = [
    (
        "到2030年规上轻工业企业产值要达到多少？",
        ["140亿元"],
        "001_0c8476620f3dab78.txt",
        "规上轻工业企业产值达到 140 亿元以上|规上轻工业总产值（亿元）\t50\t75\t140",
    ),
    (
        "拉萨经开区2030年实际使用外资金额目标是多少？",
        ["4200万美元"],
        "004_cdff55511f6a06cb.txt",
        "12.实际使用外资金额（万美元）\t4200",
    ),
    (
        "“十二五”期间争取到的国家专项扶持资金有多少，扶持了多少个项目？",
        ["4.61亿元", "138个"],
        "000_69ac3263c88d807c.txt",
        "专项扶持资金4.61亿元、扶持项目138个",
    ),
    (
        "到2025年制造业增加值占全区GDP比重达到多少？",
        ["5%"],
        "002_e0effc568595cf80.txt",
        "制造业增加值占全区 GDP 比重达到 5%左右",
    ),
    (
        "What is the gross regional product target of the Lhasa ETDZ for 2030?",
        ["CNY 14.2 billion (142亿元"],
        "004_cdff55511f6a06cb.txt",
        "1.地区生产总值（亿元）\t142",
    ),
    (
        "How many light industry enterprises above designated size were there in 2022?",
        ["63 (63"],
        "001_0c8476620f3dab78.txt",
        "规上企业数量达到63家|规上轻工业企业（户）\t63",
    ),
]


@pytest.fixture(scope="module")
def real():
    return open_assistant(Settings(generator="none"))


@pytest.mark.parametrize(("question", "figures", "doc", "quotes"), KNOWN)
def test_known_figure_is_found_in_its_place(question, figures, doc, quotes, real):
    answer = real.ask(question)
    assert all(figure in answer.text for figure in figures), answer.text
    cited = [c.text.replace("\n", "") for c in answer.citations if c.doc == doc]
    assert any(quote in text for quote in quotes.split("|") for text in cited), cited
    source = (ROOT / "seeds" / doc).read_text(encoding="utf-8-sig")
    for citation in answer.citations:
        if citation.doc == doc:
            assert source[citation.start : citation.end] == citation.text


@pytest.mark.parametrize(
    "question",
    [
        "苏州工业园区2030年地区生产总值目标是多少？",
        "拉萨经开区2045年地区生产总值目标是多少？",
        "What is the helium reserve on the Moon in tonnes?",
    ],
)
def test_what_the_seeds_do_not_say_is_refused(question, real):
    answer = real.ask(question)
    assert answer.abstained and answer.citations == ()


# Documents of one's own


@pytest.fixture
def own(tmp_path):
    """Opens the real assistant over a folder that a test fills, in a home of its own."""
    home = tmp_path / "home"
    home.mkdir()
    if (ROOT / ".planqa" / "models").is_dir():
        (home / "models").symlink_to(ROOT / ".planqa" / "models")
    documents = write_corpus(tmp_path / "documents")
    threads = os.cpu_count() or 1
    settings = Settings(home=home, documents=documents, generator="none", threads=min(4, threads))
    return documents, lambda: open_assistant(settings)


def write_docx(path):
    import docx

    document = docx.Document()
    document.add_heading("云岭产业园发展规划（2026—2030年）", 0)
    document.add_heading("一、发展目标", 1)
    document.add_paragraph("到2030年，园区茶叶加工产量达到3.6万吨，带动就业8500人以上。")
    table = document.add_table(rows=2, cols=3)
    cells = ["指标", "2025年", "2030年", "仓储面积（万平方米）", "4.5", "9.8"]
    for number, text in enumerate(cells):
        table.cell(number // 3, number % 3).text = text
    document.save(str(path))


def test_word_document_is_answered_from(own):
    documents, opened = own
    write_docx(documents / "yunling.docx")
    assistant = opened()
    for question, shown, cited in (
        ("2030年茶叶加工产量目标是多少？", "3.6万吨", "茶叶加工产量达到3.6万吨"),
        ("2030年仓储面积达到多少万平方米？", "9.8万平方米", "仓储面积（万平方米）\t4.5\t9.8"),
    ):
        answer = assistant.ask(question)
        assert shown in answer.text and answer.citations[0].doc == "yunling.docx"
        assert cited in answer.citations[0].text
        text, start, end = assistant.section(answer.citations[0])
        assert text[start:end] == answer.citations[0].text


def test_deleted_document_is_gone_from_the_answers(own):
    documents, opened = own
    question = "到2025年建成绿色工厂多少家？"
    assert "12家" in opened().ask(question).text
    (documents / "action.txt").unlink()
    assistant = opened()
    answer = assistant.ask(question)
    assert [document.name for document in assistant.documents] == ["plan.txt"]
    assert "12家" not in answer.text
    assert {passage.doc for passage in answer.retrieved} == {"plan.txt"}
    assert all(citation.doc == "plan.txt" for citation in answer.citations)
