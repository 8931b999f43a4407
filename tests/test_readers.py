"""Files of every kind become characters, or one clear error that says what to do."""

import hashlib
import zipfile

import docx
import pytest

from index.build import parse_folder
from index.errors import DocumentError
from index.readers import find_sources, read_source

TEXT = "第一章 总则\n到2025年达到75亿元。\n"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (TEXT.encode(), TEXT),
        (TEXT.encode("utf-8-sig"), TEXT),
        (TEXT.encode("gb18030"), TEXT),
        (TEXT.encode("utf-16"), TEXT),
        ("㎡和“”与①".encode("gb18030"), "㎡和“”与①"),
        ("一、甲\r\n二、乙\r\n".encode(), "一、甲\r\n二、乙\r\n"),
    ],
    ids=["utf-8", "bom", "gb18030", "utf-16", "gb18030 signs", "crlf kept"],
)
def test_text_files(tmp_path, data, text):
    path = tmp_path / "计划.txt"
    path.write_bytes(data)
    source = read_source(path)
    assert (source.name, source.text) == ("计划.txt", text)
    assert source.sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "is not a text file"),
        ("a.md", b"PK\x03\x04\x00\x00", "is not a text file"),
        ("a.txt", b"\xff\x80\xff\x80", "neither UTF-8 nor GB18030"),
        ("a.txt", b"", "holds no text"),
        ("a.txt", " \n\u3000\n".encode(), "holds no text"),
        ("a.docx", b"", "not a readable .docx"),
        ("a.docx", "只是改了后缀".encode(), "not a readable .docx"),
        ("a.docx", b"PK\x03\x04broken", "not a readable .docx"),
    ],
)
def test_refused_with_the_reason(tmp_path, name, data, told):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(DocumentError, match=told) as error:
        read_source(path)
    assert str(error.value).startswith(f"{name}: ")


def test_missing_file_is_a_document_error(tmp_path):
    with pytest.raises(DocumentError, match=r"gone\.txt: cannot be read"):
        read_source(tmp_path / "gone.txt")


def test_zip_that_is_no_word_file(tmp_path):
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("hello.txt", "not Word")
    with pytest.raises(DocumentError, match=r"not a readable \.docx"):
        read_source(path)


def test_truncated_word_file(tmp_path):
    whole = tmp_path / "whole.docx"
    document = docx.Document()
    document.add_paragraph("正文。")
    document.save(str(whole))
    path = tmp_path / "cut.docx"
    path.write_bytes(whole.read_bytes()[:2000])
    with pytest.raises(DocumentError, match=r"cut\.docx: is not a readable .docx"):
        read_source(path)


def test_word_file_without_text(tmp_path):
    path = tmp_path / "empty.docx"
    docx.Document().save(str(path))
    with pytest.raises(DocumentError, match="holds no text"):
        read_source(path)


def test_word_paragraphs_and_tables_in_reading_order(tmp_path):
    path = tmp_path / "a.docx"
    document = docx.Document()
    document.add_paragraph("2025年甲省政府工作报告")
    paragraph = document.add_paragraph("地区生产总值")
    paragraph.add_run("增长")  # Word splits runs at random
    paragraph.add_run("5%")
    paragraph.add_run("左右。")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ["指标", "2025年", "总产值（亿元）", "75"], strict=True):
        cell.text = text
    document.add_paragraph("表后的话。")
    document.save(str(path))
    assert read_source(path).text == (
        "2025年甲省政府工作报告\n地区生产总值增长5%左右。\n"
        "\n指标\t2025年\n总产值（亿元）\t75\n\n"
        "表后的话。"
    )


def test_word_line_break_ends_a_line(tmp_path):
    path = tmp_path / "a.docx"
    document = docx.Document()
    document.add_paragraph("一、重点\n二、保障")
    document.save(str(path))
    assert read_source(path).text == "一、重点\n二、保障"


def test_word_cells_merged_over_columns_are_written_once_a_row(tmp_path):
    path = tmp_path / "a.docx"
    document = docx.Document()
    table = document.add_table(rows=3, cols=3)
    table.cell(0, 0).merge(table.cell(0, 2)).text = "主要指标"
    for column, text in enumerate(["规模", "总产值", "75"]):
        table.cell(1, column).text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    table.cell(2, 1).text = "企业"
    table.cell(2, 2).text = "80"
    document.save(str(path))
    lines = read_source(path).text.strip("\n").split("\n")
    assert lines == ["主要指标\t\t", "规模\t总产值\t75", "规模\t企业\t80"]


def test_word_cell_with_several_paragraphs_stays_one_cell(tmp_path):
    path = tmp_path / "a.docx"
    document = docx.Document()
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text = "规上\n总产值"
    table.cell(0, 1).text = "75\t亿元"
    document.save(str(path))
    assert read_source(path).text.strip("\n") == "规上 总产值\t75 亿元"


def test_report_without_heading_styles_gets_its_sections_from_typed_numbers(tmp_path):
    """As in provincial work reports: every paragraph Normal, headings typed, some run in."""
    document = docx.Document()
    for line in [
        "2025年甲省政府工作报告",
        "来源：甲报",
        "各位代表：",
        "一、2024年工作回顾",
        "（一）产业发展。全省规上工业增加值增长8%，粮食产量725亿斤以上。",
        "",
        "二、2025年重点工作",
        "（一）产业升级。\u3000\u3000建设2个产业园区。",
        "（二）扩大开放。进出口增长6%左右。",
    ]:
        document.add_paragraph(line)
    document.save(str(tmp_path / "report.docx"))
    (parsed,), problems = parse_folder(tmp_path)
    assert problems == []
    assert [(s.family, s.title, s.parent) for s in parsed.sections[1:]] == [
        ("cn", "一、2024年工作回顾", 0),
        ("cn_paren", "（一）产业发展", 1),
        ("cn", "二、2025年重点工作", 0),
        ("cn_paren", "（一）产业升级", 3),
        ("cn_paren", "（二）扩大开放", 3),
    ]
    growth = [
        (figure.quantity.text, figure.years, parsed.path(unit.section)[0])
        for chunk in parsed.chunks
        for unit in chunk.units
        for figure in unit.figures
        if figure.role == "growth"
    ]
    assert growth == [
        ("8%", (2024,), "一、2024年工作回顾"),
        ("6%左右", (2025,), "二、2025年重点工作"),
    ]


def test_find_sources_sorted_without_other_kinds(tmp_path):
    for name in ["b.txt", "a.docx", "C.MD", "catalog.toml", "~$a.docx", ".hidden.txt", "d.pdf"]:
        (tmp_path / name).write_text("字", encoding="utf-8")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "e.txt").write_text("字", encoding="utf-8")
    assert [path.name for path in find_sources(tmp_path)] == ["C.MD", "a.docx", "b.txt"]


def test_no_folder(tmp_path):
    with pytest.raises(DocumentError, match="is not a folder"):
        find_sources(tmp_path / "none")


def test_one_bad_file_is_reported_while_the_others_read(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(b"\x00\x01\x02")
    (tmp_path / "c.docx").write_bytes(b"no zip")
    (tmp_path / "d.md").write_text(TEXT, encoding="utf-8")
    parsed, problems = parse_folder(tmp_path)
    assert [p.document.name for p in parsed] == ["a.txt", "d.md"]
    assert [problem.split(":")[0] for problem in problems] == ["b.txt", "c.docx"]


def test_only_bad_files_is_an_error(tmp_path):
    (tmp_path / "b.txt").write_bytes(b"\x00\x01\x02")
    with pytest.raises(DocumentError, match=r"no readable document .*b\.txt: is not a text file"):
        parse_folder(tmp_path)
