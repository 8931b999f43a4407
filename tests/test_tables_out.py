"""Fact rows for people: records, filters, and what is written."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from decimal import Decimal

import openpyxl
import pytest

from index.errors import DocumentError
from index.types import Document, Fact, FactRow, Period, Quantity
from rag import tables

TEXT = "前言\n到2030年，全市软件业收入\t力争达到30亿元以上。\n"
PLAN = Document(
    "plan.txt", TEXT, "0", "云岭市工业规划", "Yunling Industrial Plan", region="云岭市",
    period=Period(2026, 2030), aliases=("云岭规划", "Yunling plan"),
)  # fmt: skip
OTHER = Document(
    "other.txt", "", "0", "青禾高新区行动方案", "Qinghe Action Plan", region="青禾高新区"
)
DOCUMENTS = (PLAN, OTHER)


def quantity(low, unit="亿元", kind="CNY", factor="100000000", bound="", text="", high=None):
    low = Decimal(low)
    shown = text or f"{low}{unit}"
    top = Decimal(high) if high else low
    return Quantity(low, top, unit, kind, Decimal(factor), bound, shown, 0, len(shown))


def fact(number, amount, role="target", **fields):
    known = {
        "id": number, "doc": "plan.txt", "path": ("第一章目标",), "start": 3, "end": len(TEXT) - 1,
        "text": "x", "quantity": amount, "indicator": "软件业收入", "subject": "云岭市", "scope": "",
        "role": role, "years": (2030,), "inherited": False, "measure": "level", "annual": False,
        "aim": "", "nature": "", "table": False, "unit": number,
    }  # fmt: skip
    return Fact(**{**known, **fields})


BASE = fact(1, quantity("120000", "万元", factor="10000"), "base", years=(2025,))
TARGET = fact(2, quantity("30", bound=">=", text="30亿元以上"), aim="力争", nature="预期性")
ADDED = fact(
    3, quantity("2", "家", "count", "1", text="2-3家", high="3"), indicator="绿色工厂",
    subject="纺织业", years=(2026, 2030), measure="increment", nature="约束性",
)  # fmt: skip
GDP = fact(4, quantity("88"), doc="other.txt", indicator="地区生产总值", subject="青禾高新区", start=0, end=0)  # fmt: skip
ROWS = (
    FactRow("plan.txt", BASE, TARGET, "elsewhere"),
    FactRow("plan.txt", None, ADDED, ""),
    FactRow("other.txt", None, GDP, ""),
)


def records(language="zh", rows=ROWS):
    return tables.fact_records(rows, DOCUMENTS, language)


def test_record_of_base_and_target():
    record = records()[0]
    assert {key: record[key] for key in ("plan", "indicator", "subject", "unit", "link")} == {
        "plan": "云岭市工业规划",
        "indicator": "软件业收入",
        "subject": "云岭市",
        "unit": "亿元",
        "link": "不同处",
    }
    assert (record["base_year"], record["base"], record["base_value"]) == (2025, "120000万元", 12)
    assert (record["target_year"], record["target"], record["target_value"]) == (
        2030,
        "30亿元以上",
        30,
    )
    assert (record["aim"], record["bound"], record["nature"]) == ("力争", "不低于", "预期性")


def test_source_is_the_exact_text_of_the_place():
    record = records()[0]
    assert record["source"] == TEXT[record["start"] : record["end"]]
    assert record["source"] == "到2030年，全市软件业收入\t力争达到30亿元以上。"


def test_english_records_keep_the_chinese_beside_the_figure():
    record = records("en")[0]
    assert record["plan"] == "Yunling Industrial Plan"
    assert record["base"] == "CNY 1.2 billion (120000万元)"
    assert record["target"] == "at least CNY 3 billion (30亿元以上)"
    assert (record["nature"], record["link"]) == ("anticipatory (预期性)", "elsewhere")
    gdp = records("en")[2]["indicator"]
    assert gdp.endswith("(地区生产总值)") and gdp[0].isascii()


def test_range_and_period_are_text():
    record = records()[1]
    assert (record["target_value"], record["target_year"]) == ("2-3", "2026–2030")
    assert (record["base"], record["base_value"], record["base_year"]) == ("", None, None)


def test_bound_that_is_no_part_of_the_figure_is_written():
    row = FactRow("plan.txt", None, fact(9, quantity("30", bound=">")), "")
    assert records(rows=[row])[0]["target"] == "超过30亿元"


def test_every_column_has_a_label_in_both_languages():
    for record in (*records(), *records("en")):
        assert list(sorted(record)) == sorted(tables.LABELS)
    assert tables.headings("zh")["nature"] == "属性" and tables.headings("en")["nature"] == "nature"


def filtered(**filters):
    return [row.main.id for row in tables.filter_rows(ROWS, DOCUMENTS, **filters)]


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        ({}, [2, 3, 4]),
        ({"plan": "plan"}, [2, 3]),
        ({"plan": "云岭规划"}, [2, 3]),
        ({"plan": "yunling industrial"}, [2, 3]),
        ({"plan": "Industrial plan Yunling"}, [2, 3]),
        ({"plan": "青禾高新区"}, [4]),
        ({"indicator": "软件业"}, [2]),
        ({"indicator": "软件业收入数量"}, [2]),
        ({"indicator": "GDP"}, [4]),
        ({"indicator": "gross regional product"}, [4]),
        ({"indicator": "green factories"}, [3]),
        ({"year": 2025}, [2]),
        ({"year": 2028}, [3]),
        ({"year": 2030}, [2, 3, 4]),
        ({"subject": "纺织"}, [3]),
        ({"subject": "textile"}, [3]),
        ({"nature": "约束性"}, [3]),
        ({"nature": "binding"}, [3]),
        ({"nature": "Anticipatory"}, [2]),
        ({"plan": "plan", "year": 2030, "nature": "预期性"}, [2]),
    ],
)
def test_filters_in_chinese_and_english(filters, ids):
    assert filtered(**filters) == ids


def test_unknown_plan_lists_the_plans():
    with pytest.raises(DocumentError) as error:
        filtered(plan="沙洲规划")
    assert "no plan '沙洲规划'" in str(error.value)
    assert "plan.txt 云岭市工业规划; other.txt 青禾高新区行动方案" in str(error.value)


def test_whole_alias_wins_over_a_part_of_one():
    near = Document("near.txt", "", "0", "云岭规划实施方案")
    assert tables.find_plans((PLAN, near), "云岭规划") == [PLAN]


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        ({"indicator": "软件业", "year": 2050}, "without --year 2050 there are 1"),
        (
            {"indicator": "unicorn rides", "year": 2030},
            "without --indicator unicorn rides there are 3",
        ),
        ({"indicator": "绿色工厂", "subject": "云岭市"}, "there are 1"),
        (
            {"year": 2050, "indicator": "独角兽", "subject": "采矿"},
            "fewer filters than --indicator",
        ),
    ],
)
def test_nothing_found_names_the_filter_to_loosen(filters, said):
    with pytest.raises(tables.NothingFound) as error:
        filtered(**filters)
    assert said in str(error.value)


@pytest.mark.parametrize("nature", ["x", " ", "性"])
def test_unknown_nature_is_an_error(nature):
    with pytest.raises(ValueError, match="is unknown; use 预期性"):
        filtered(nature=nature)


def test_width_counts_chinese_as_two():
    assert (tables.width("GDP"), tables.width("软件业"), tables.width("30亿元")) == (3, 6, 6)


def test_table_is_aligned_by_columns_of_the_terminal():
    blocks = tables.as_table(records(), "zh").split("\n\n")
    assert [block.splitlines()[0] for block in blocks] == [
        "云岭市工业规划 (plan.txt)",
        "青禾高新区行动方案 (other.txt)",
    ]
    _, head, rule, first, second = blocks[0].splitlines()
    starts = [at for at, dash in enumerate(rule) if dash == "-" and rule[at - 1 : at] in ("", " ")]
    for line, labels in (
        (head, ("指标", "主体", "基期")),
        (first, ("软件业收入", "云岭市", "2025")),
        (second, ("绿色工厂", "纺织业", " ")),
    ):
        for start, label in zip(starts, labels, strict=False):
            at = next(i for i in range(len(line) + 1) if tables.width(line[:i]) >= start)
            assert line[at:].startswith(label)


def test_long_cells_are_cut_to_the_column():
    long = fact(5, quantity("1"), indicator="很长的指标名称" * 9)
    text = tables.as_table(records(rows=[FactRow("plan.txt", None, long, "")]), "zh")
    cell = text.splitlines()[3].split("  ")[0]
    assert cell.endswith("…") and tables.width(cell) <= 44


def test_csv_opens_in_spreadsheets():
    text = tables.as_csv(records(), "zh")
    assert text.encode("utf-8").startswith(b"\xef\xbb\xbf")
    lines = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [line["目标值"] for line in lines] == ["30", "2-3", "88"]
    assert lines[0]["原文"] == "到2030年，全市软件业收入 力争达到30亿元以上。"


@pytest.mark.parametrize("name", ["=1+1", "+SUM(A1)", "@cmd", "-cmd"])
def test_text_is_never_a_formula(name, tmp_path):
    row = FactRow("plan.txt", None, fact(6, quantity("1"), indicator=name), "")
    assert f"'{name}" in tables.as_csv(records(rows=[row]), "zh")
    tables.write_file(records(rows=[row]), "xlsx", "zh", tmp_path / "a.xlsx")
    cell = openpyxl.load_workbook(tmp_path / "a.xlsx").active["B2"]
    assert (cell.value, cell.data_type) == (name, "s")


def test_json_has_numbers_and_fixed_keys():
    first, second, _ = json.loads(tables.as_json(records("en")))
    assert list(first) != [] and set(first) == set(tables.LABELS)
    assert (first["base_value"], first["target_value"], second["base_value"]) == (12, 30, None)


def test_workbook_has_frozen_header_numbers_and_source(tmp_path):
    path = tmp_path / "rows.xlsx"
    tables.write_file(records(), "xlsx", "zh", path)
    sheet = openpyxl.load_workbook(path).active
    head = [cell.value for cell in sheet[1]]
    first = dict(zip(head, (cell.value for cell in sheet[2]), strict=True))
    assert sheet.freeze_panes == "A2"
    assert (first["基期值"], first["目标值"], first["目标期"]) == (12, 30, 2030)
    assert first["原文"].startswith("到2030年，全市软件业收入")
    widths = {h: sheet.column_dimensions[sheet.cell(1, i).column_letter].width for i, h in enumerate(head, 1)}  # fmt: skip
    assert widths["原文"] > widths["指标"] > widths["止"]


def test_control_characters_do_not_break_a_workbook(tmp_path):
    row = FactRow("plan.txt", None, fact(7, quantity("1"), indicator="甲\x0b\x01乙"), "")
    tables.write_file(records(rows=[row]), "xlsx", "zh", tmp_path / "a.xlsx")
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").active["B2"].value in ("甲 乙", "甲乙")


@pytest.mark.parametrize("form", ["table", "csv", "json", "xlsx"])
def test_file_is_whole_and_alone_in_its_folder(form, tmp_path):
    path = tmp_path / "out"
    path.write_text("old")
    tables.write_file(records(), form, "zh", path)
    assert list(tmp_path.iterdir()) == [path]
    if form == "xlsx":
        assert zipfile.is_zipfile(path)
    else:
        assert path.read_bytes() == tables.as_text(records(), form, "zh").encode("utf-8")


def test_failing_writer_leaves_the_old_file_and_nothing_beside_it(tmp_path, monkeypatch):
    path = tmp_path / "out.xlsx"
    path.write_text("old")

    def broken(found, language, where):
        where.write_text("half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tables, "write_xlsx", broken)
    with pytest.raises(DocumentError, match="No space left on device"):
        tables.write_file(records(), "xlsx", "zh", path)
    assert path.read_text() == "old" and list(tmp_path.iterdir()) == [path]


def test_missing_folder_is_told(tmp_path):
    with pytest.raises(DocumentError, match="cannot write"):
        tables.write_file(records(), "csv", "zh", tmp_path / "none" / "a.csv")
