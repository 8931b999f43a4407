"""Table rows as facts: (label, value, unit, years, nature), written out by hand."""

from functools import cache
from pathlib import Path

import pytest

from index.chunks import parse_document
from index.cleaning import clean_document
from index.tables import read_table
from index.types import Document

SEEDS = Path(__file__).parents[1] / "seeds"
HEAD = "类别\t指标\t2022年\t2025年\t2030年\n"


def table(text, title="", notes="", above=()):
    rows = [paragraph for paragraph in clean_document(text) if paragraph.cells]
    return read_table(title, rows, notes, above)


def facts(row):
    return [
        (f"{f.quantity.bound}{f.quantity.low}", f.quantity.unit, f.years, f.nature)
        for f in row.figures
    ]


def test_category_is_carried_down_over_empty_cells():
    rows = table(
        HEAD + "规模能级\t总产值（亿元）\t50\t75\t140\n\t企业（户）\t63\t80\t100\n"
        "绿色集聚\t绿色工厂（家）\t17\t32\t50\n\t园区（个）\t3\t5\t8\n"
    )
    assert [(row.category, row.name, row.header) for row in rows] == [
        ("", "", True),
        ("规模能级", "总产值", False),
        ("规模能级", "企业", False),
        ("绿色集聚", "绿色工厂", False),
        ("绿色集聚", "园区", False),
    ]


def test_year_stands_in_the_header_and_unit_in_brackets():
    _, row = table(HEAD + "规模能级\t总产值（亿元）\t50\t75\t140\n")
    assert facts(row) == [
        ("50", "亿元", (2022,), ""),
        ("75", "亿元", (2025,), ""),
        ("140", "亿元", (2030,), ""),
    ]
    assert [figure.inherited for figure in row.figures] == [False] * 3


def test_year_in_a_cell_wins_over_the_header():
    _, row = table(HEAD + "创新协调\t转化率（%）\t17.8 （2020年）\t25\t28\n")
    assert facts(row) == [
        ("17.8", "%", (2020,), ""),
        ("25", "%", (2025,), ""),
        ("28", "%", (2030,), ""),
    ]


def test_dash_is_no_value():
    _, row = table(HEAD + "规模能级\t增速（%）\t—\t7\t8\n")
    assert facts(row) == [("7", "%", (2025,), ""), ("8", "%", (2030,), "")]


def test_header_repeated_behind_a_page_break_is_no_row():
    head = "类别\t指标\t2030年目标值\t属性\n"
    rows = table(
        head + "发展质量\t1.地区生产总值（亿元）\t142\t预期性\n"
        "\n" + head + "科技创新\t2.高新技术企业（家）\t48\t预期性\n"
    )
    assert [(row.header, row.category, row.name) for row in rows] == [
        (True, "", ""),
        (False, "发展质量", "地区生产总值"),
        (True, "", ""),
        (False, "科技创新", "高新技术企业"),
    ]


def test_category_goes_on_behind_a_repeated_header():
    head = "类别\t指标\t2030年\n"
    rows = table(head + "发展质量\t产值（亿元）\t142\n" + head + "\t增速（%）\t7\n")
    assert [row.category for row in rows if not row.header] == ["发展质量", "发展质量"]


def test_nature_column_speaks_for_its_row():
    rows = table(
        "指标\t2030年目标值\t属性\n增加值能耗（吨标准煤/万元）\t≤0.07\t约束性\n上市企业（家）\t≥12\t预期性\n"
    )
    assert [facts(row) for row in rows[1:]] == [
        [("<=0.07", "吨标准煤/万元", (2030,), "约束性")],
        [(">=12", "家", (2030,), "预期性")],
    ]


def test_nature_from_the_note_speaks_for_the_years_that_it_names():
    _, row = table(
        HEAD + "规模能级\t总产值（亿元）\t50\t75\t140\n",
        notes="注：2025年、2030年指标均为预期性指标。",
    )
    assert facts(row) == [
        ("50", "亿元", (2022,), ""),
        ("75", "亿元", (2025,), "预期性"),
        ("140", "亿元", (2030,), "预期性"),
    ]


def test_note_without_years_speaks_for_all():
    _, row = table("指标\t2022年\t2025年\n产值（亿元）\t50\t75\n", notes="注：均为预期性指标。")
    assert [figure.nature for figure in row.figures] == ["预期性", "预期性"]


def test_unit_column():
    rows = table("指标\t单位\t2025年\n产值\t亿元\t75\n饮用水\t万吨\t70\n转化率\t%\t25\n")
    assert [facts(row) for row in rows[1:]] == [
        [("75", "亿元", (2025,), "")],
        [("70", "万吨", (2025,), "")],
        [("25", "%", (2025,), "")],
    ]


def test_unit_and_year_from_the_title():
    _, row = table("园区\t产值\n甲园\t75\n", title="2025年各园区产值（单位：亿元）")
    assert facts(row) == [("75", "亿元", (2025,), "")]
    assert row.figures[0].inherited


def test_year_from_the_headings_above_when_nothing_nearer_tells_it():
    _, row = table("指标\t目标值\n产值（亿元）\t75\n", above=(2026, 2030))
    assert [(f.years, f.inherited) for f in row.figures] == [((2026, 2030), True)]


@pytest.mark.parametrize(
    ("cell", "low", "high", "bound"),
    [
        ("75", "75", "75", ""),
        ("≥7", "7", "7", ">="),
        ("≤ 0.07", "0.07", "0.07", "<="),
        ("＞5", "5", "5", ">"),
        ("2-3", "2", "3", ""),
        ("1,234.5", "1234.5", "1234.5", ""),
        ("80以上", "80", "80", ">="),
        ("20左右", "20", "20", "~"),
        ("约5", "5", "5", "~"),
    ],
)
def test_value_of_a_cell(cell, low, high, bound):
    _, row = table(f"指标\t2025年\n企业（家）\t{cell}\n")
    assert [
        (str(f.quantity.low), str(f.quantity.high), f.quantity.unit, f.quantity.bound)
        for f in row.figures
    ] == [(low, high, "家", bound)]


@pytest.mark.parametrize("cell", ["—", "完成国家下达任务", "/", "", "稳步提高"])
def test_cell_without_a_value(cell):
    _, row = table(f"指标\t2025年\t2030年\n企业（家）\t{cell}\t20\n")
    assert facts(row) == [("20", "家", (2030,), "")]


def test_context_says_what_a_row_is_about():
    rows = table(HEAD + "规模能级\t总产值（亿元）\t50\t75\t140\n", title="主要指标")
    assert rows[1].context == "主要指标 规模能级 类别 指标 2022年 2025年 2030年"


@cache
def seed_rows(name):
    path = next(SEEDS.glob(f"{name}*.txt"))
    parsed = parse_document(Document(path.name, path.read_text(encoding="utf-8"), "", ""))
    return [u for chunk in parsed.chunks for u in chunk.units if u.kind == "row"]


@pytest.mark.parametrize(
    ("name", "category", "values"),
    [
        ("规上轻工业增加值年均增速", "规模能级", [("7", "%", (2022, 2025), "预期性"), ("8", "%", (2022, 2030), "预期性")]),
        ("规上轻工业总产值", "规模能级", [("50", "亿元", (2022,), ""), ("75", "亿元", (2025,), "预期性"), ("140", "亿元", (2030,), "预期性")]),
        ("规上轻工业企业", "规模能级", [("63", "户", (2022,), ""), ("80", "户", (2025,), "预期性"), ("100", "户", (2030,), "预期性")]),
        ("高新技术企业", "创新协调", [("15", "户", (2022,), ""), ("20", "户", (2025,), "预期性"), ("30", "户", (2030,), "预期性")]),
        ("自治区级以上“专精特新”企业", "创新协调", [("21", "户", (2022,), ""), ("50", "户", (2025,), "预期性"), ("70", "户", (2030,), "预期性")]),
        ("青稞加工转化率", "创新协调", [("17.8", "%", (2020,), ""), ("25", "%", (2025,), "预期性"), ("28", "%", (2030,), "预期性")]),
        ("自治区级以上绿色工厂", "绿色集聚", [("17", "家", (2022,), ""), ("32", "家", (2025,), "预期性"), ("50", "家", (2030,), "预期性")]),
        ("产值1亿元以上重点轻工产业园区", "绿色集聚", [("3", "个", (2022,), ""), ("5", "个", (2025,), "预期性"), ("8", "个", (2030,), "预期性")]),
        ("园区内规上轻工业总产值", "绿色集聚", [("31", "亿元", (2022,), ""), ("47", "亿元", (2025,), "预期性"), ("95", "亿元", (2030,), "预期性")]),
    ],
)  # fmt: skip
def test_every_row_of_seed_001(name, category, values):
    (row,) = [u for u in seed_rows("001") if {f.label.split(" ")[0] for f in u.figures} == {name}]
    assert category in row.context.split(" ")
    assert facts(row) == values


SEED_004 = [
    ("地区生产总值", "142", "亿元"), ("地区生产总值增速", ">=7", "%"),
    ("园区地区生产总值占所在地级市地区生产总值比重", "10", "%"),
    ("单位土地GDP产出强度", "9", "亿元/平方公里"),
    ("营业收入15亿元及以上制造业企业数量", "2", "家"), ("上市企业数量", ">=12", "家"),
    ("税收收入占全市比重", ">=33", "%"), ("工业用地综合容积率", ">=1.02", "%"),
    ("进出口总额", "100", "亿元"), ("进出口总额增速", "12.6", "%"),
    ("进出口额占所在地级市进出口额比重", ">=95", "%"), ("实际使用外资金额", "4200", "万美元"),
    ("实际使用外资金额增速", "5", "%"), ("实际使用外资占所在地级市实际使用外资比重", ">=90", "%"),
    ("跨区域合作共建园区数量", "6", "个"), ("跨境电商企业数量", "48", "家"),
    ("高新技术企业数量合计", "48", "家"), ("省级及以上研发机构数量", "16", "家"),
    ("规模以上工业单位增加值能耗", "<=0.07", "吨标准煤/万元"),
    ("单位工业增加值化学需氧量（COD）排放量", "<=0.1", "千克/万元"),
    ("工业固体废物综合利用率", ">=97", "%"), ("城镇新增就业五年累计人数", "5500", "人"),
    ("企业数量年均增长率", ">=6", "%"),
]  # fmt: skip


def test_every_row_of_seed_004():
    rows = seed_rows("004")
    binding = {
        "规模以上工业单位增加值能耗",
        "单位工业增加值化学需氧量（COD）排放量",
        "工业固体废物综合利用率",
    }
    expected = [
        [(value, unit, (2030,), "约束性" if name in binding else "预期性")]
        for name, value, unit in SEED_004
    ]
    assert [facts(row) for row in rows] == expected
    assert [
        row.figures[0].label.startswith(name)
        for row, (name, _, _) in zip(rows, SEED_004, strict=True)
    ] == [True] * 23


def test_categories_of_seed_004():
    named = ("发展质量", "对外开放", "科技创新", "绿色发展", "统筹协调")
    told = [next(n for n in named if f" {n} " in row.context) for row in seed_rows("004")]
    assert (
        told
        == ["发展质量"] * 8
        + ["对外开放"] * 8
        + ["科技创新"] * 2
        + ["绿色发展"] * 3
        + ["统筹协调"] * 2
    )


def named(row):
    return [
        (f.label.rsplit(" ", 1)[0], f.subject, f"{f.quantity.low}", f.years) for f in row.figures
    ]


def test_second_row_of_a_head_tells_the_years_of_the_first():
    (*heads, row) = table(
        "市\t风电装机（万千瓦）\t风电装机（万千瓦）\t产值（亿元）\t产值（亿元）\n"
        "市\t2025年\t2030年\t2025年\t2030年\n宁澜市\t40\t80\t486\t1080\n"
    )
    assert all(head.header for head in heads)
    assert named(row) == [
        ("风电装机", "宁澜市", "40", (2025,)),
        ("风电装机", "宁澜市", "80", (2030,)),
        ("产值", "宁澜市", "486", (2025,)),
        ("产值", "宁澜市", "1080", (2030,)),
    ]


def test_column_that_only_tells_years_goes_on_with_the_one_before_it():
    (_, row) = table(
        "领域\t项目数（个）\t总投资（亿元）\t其中2026—2027年（亿元）\n风电\t46\t620\t250\n"
    )
    assert named(row) == [
        ("项目数", "风电", "46", ()),
        ("总投资", "风电", "620", ()),
        ("总投资", "风电", "250", (2026, 2027)),
    ]


def test_column_of_deadlines_dates_its_row():
    (_, row) = table("序号\t重点任务\t量化要求\t完成时限\n6\t充电桩\t1500个\t2026年12月\n")
    assert named(row) == [("充电桩", "", "1500", (2026,))]


def test_equal_beginnings_of_two_cells_are_two_places():
    (_, row) = table("指标\t单位\t2027年\t2030年\n利用率\t%\t≥94.5\t≥94\n")
    places = [(f.quantity.start, f.quantity.text) for f in row.figures]
    assert [row.paragraph.text[start:][: len(text)] for start, text in places] == ["≥94.5", "≥94"]
    assert places[0][0] < places[1][0]


def test_brackets_hold_a_sum_over_the_plan():
    (_, row) = table("指标\t2025年\t2030年\n新增就业（人）\t〔23600〕\t〔26000〕\n")
    assert [(f.quantity.low, f.span) for f in row.figures] == [
        (23600, "cumulative"),
        (26000, "cumulative"),
    ]


def test_column_of_growth_is_told_of_the_indicator_of_its_row():
    (_, row) = table("指标\t2025年\t2030年\t年均增长\n产值（亿元）\t412.5\t680\t10.5%\n")
    rate = row.figures[-1]
    assert (rate.role, rate.span, rate.quantity.unit) == ("growth", "annual", "%")
    assert rate.label.startswith("产值")


WANTED = (
    "指　标\t规划目标\t\t实现情况\t\n\t2015年\t年均增长（%）\t2015年\t年均增长（%）\n"
    "总体水平\n1.交易规模（万亿元）\t>18\t31.7\t21.79\t35.5\n"
    "基础设施\n2.覆盖率（%）\t70\t〔30〕\t76.8\t〔36.8〕\n"
)


def test_merged_head_and_merged_categories():
    rows = [row for row in table(WANTED) if row.figures]
    assert [(row.category, row.name) for row in rows] == [
        ("总体水平", "交易规模"),
        ("基础设施", "覆盖率"),
    ]
    assert facts(rows[0]) == [
        (">18", "万亿元", (2015,), ""),
        ("31.7", "%", (), ""),
        ("21.79", "万亿元", (2015,), ""),
        ("35.5", "%", (), ""),
    ]
    assert [f.quantity.unit for f in rows[1].figures] == ["%", "个百分点", "%", "个百分点"]
