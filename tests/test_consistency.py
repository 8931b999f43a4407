"""Figures that do not fit together; each test has a right twin that must raise no finding."""

from __future__ import annotations

from decimal import Decimal

import pytest

from evals.consistency import evaluate, recall, table
from index.catalog import describe
from index.chunks import parse_document
from index.consistency import check_document, report
from index.facts import link_rows, read_facts
from index.findings import message
from index.quantities import parse_quantities
from index.readers import Source
from index.spans import level_span

HEAD = "云岭市“十五五”工业发展规划\n（2026—2030年）\n\n"
REVIEW = f"{HEAD}第一章 发展基础\n\n第一节 主要成效\n\n"
AIMS = f"{HEAD}第一章 发展目标\n\n"
TABLE = AIMS + "表1 主要指标\n\n类别\t指标\t2025年\t2030年\t属性\n"


def check(text):
    parsed = parse_document(describe(Source("plan.txt", text, "0"), None))
    facts = read_facts(parsed)
    return check_document(parsed, facts, link_rows(facts))


def kinds(text):
    return [finding.kind for finding in check(text)]


PAIRS = {
    "yearly mean against base and target": (
        REVIEW + "光伏组件产量由2020年的12.0万吨增长到2025年的{}万吨，年均增长10%。\n",
        "19.3",
        "29.3",
        "growth_annual",
    ),
    "yearly mean over two paragraphs": (
        AIMS
        + "2025年，陶瓷制造业销售额完成46亿元。\n\n到2030年，陶瓷制造业销售额达到{}亿元，年均增长12%以上。\n",
        "82",
        "70",
        "growth_annual",
    ),
    "growth against a named year": (
        REVIEW
        + "2020年，花卉产业销售额完成40亿元。\n\n2025年花卉产业销售额达到50亿元，比2020年增长{}%。\n",
        "25",
        "52",
        "growth",
    ),
    "decline": (
        REVIEW
        + "2024年，水泥制造业用煤量为80.0万吨。\n\n2025年水泥制造业用煤量为60.0万吨，同比下降{}%。\n",
        "25",
        "15",
        "growth",
    ),
    "times the figure of a named year": (
        REVIEW
        + "2020年，花卉产业销售额完成40亿元。\n\n2025年花卉产业销售额达到80亿元，是2020年的{}倍。\n",
        "2",
        "3.5",
        "growth",
    ),
    "points": (
        REVIEW + "2024年，森林覆盖率为40.2%。\n\n2025年，森林覆盖率为42.0%，同比提高{}个百分点。\n",
        "1.8",
        "4.8",
        "growth",
    ),
    "growth row of a table, read as a yearly mean": (
        TABLE
        + "规模\t工业总产值（亿元）\t100\t161\t预期性\n\t工业总产值增速（%）\t—\t{}\t预期性\n",
        "10",
        "18",
        "growth_mean",
    ),
    "table against text": (
        TABLE.replace("表1", "到2030年，花卉产业销售额达到{}亿元以上。\n\n表1")
        + "规模\t花卉产业销售额（亿元）\t40\t75\t预期性\n",
        "75",
        "57",
        "value",
    ),
    "text against text": (
        AIMS + "到2030年，花卉产业销售额达到75亿元。\n\n力争到2030年，花卉产业销售额达到{}万元。\n",
        "750000",
        "75000",
        "value",
    ),
    "all ranks against the sum": (
        REVIEW + "2025年，全市有科普基地47个，其中国家级9个、省级14个、市级{}个。\n",
        "24",
        "42",
        "sum",
    ),
    "some ranks above the sum": (
        REVIEW + "2025年，全市有科普基地47个，其中国家级9个、省级{}个。\n",
        "14",
        "41",
        "sum",
    ),
    "one part above the whole": (
        REVIEW + "2025年，全市有科普基地47个，其中国家级{}个。\n",
        "9",
        "90",
        "part",
    ),
    "both kinds of industry in the sentence behind": (
        REVIEW + "2025年，全市工业增加值80亿元。其中，轻工业增加值30亿元；重工业增加值{}亿元。\n",
        "50",
        "40",
        "sum",
    ),
    "figures that are added up": (
        AIMS + "新建绿道12公里、改造步道7公里，合计{}公里。\n",
        "19",
        "29",
        "sum",
    ),
    "total row of a table": (
        TABLE
        + "投资\t道路（万元）\t100\t60\t\n\t桥梁（万元）\t50\t40\t\n\t合计（万元）\t150\t{}\t\n",
        "100",
        "130",
        "sum",
    ),
    "row that divides the one above": (
        TABLE + "产业\t工业产值（亿元）\t100\t160\t\n\t其中：食品加工（亿元）\t60\t{}\t\n",
        "80",
        "180",
        "part",
    ),
    "share of the whole": (
        REVIEW + "2025年，全市有科普基地50个，其中省级科普基地20个，占{}%。\n",
        "40",
        "30",
        "share",
    ),
    "share of a figure stated elsewhere": (
        REVIEW
        + "2025年，花卉产业销售额达到80亿元。\n\n2025年，花卉出口收入20亿元，占花卉产业销售额的{}%。\n",
        "25",
        "52",
        "share",
    ),
    "part above everything": (
        REVIEW + "2025年，生活污水处理率达到{}%。\n",
        "97",
        "107",
        "percent",
    ),
    "plain ratio in percent": (
        TABLE + "用地\t工业用地容积率{}\t0.8\t1.2\t预期性\n",
        "",
        "（%）",
        "unit_number",
    ),
    "rate in tonnes": (
        TABLE + "绿色\t固废利用率{}\t80\t90\t预期性\n",
        "（%）",
        "（万吨）",
        "unit_share",
    ),
    "shares of industries": (
        REVIEW + "2025年，三次产业结构调整为{}。\n",
        "12:48:40",
        "12:48:44",
        "structure",
    ),
    "goal below the base": (
        TABLE + "规模\t高新技术企业（家）\t40\t{}\t预期性\n",
        "48",
        "28",
        "direction",
    ),
    "a thousand times the base": (
        TABLE + "开放\t实际使用外资（万元）\t724\t{}\t预期性\n",
        "924",
        "924000",
        "magnitude",
    ),
    "addition that does not reach the target": (
        TABLE.replace("表1", "“十五五”期间，新增高新技术企业{}家。\n\n表1")
        + "规模\t高新技术企业（家）\t40\t48\t预期性\n",
        "8",
        "3",
        "increment",
    ),
    "each year against the period": (
        AIMS + "“十五五”期间新增高新技术企业{}家。\n\n每年新增高新技术企业不少于2家。\n",
        "10",
        "8",
        "yearly",
    ),
    "one year above the sum of five": (
        REVIEW
        + "2025年，招商引资到位资金{}亿元。\n\n“十四五”期间，招商引资到位资金累计569亿元。\n",
        "202",
        "702",
        "single_year",
    ),
    "those above a size against all": (
        REVIEW + "2025年，工业增加值60亿元。\n\n2025年，规模以上工业增加值{}亿元。\n",
        "60",
        "75",
        "part",
    ),
}


@pytest.mark.parametrize(("text", "right", "wrong", "kind"), PAIRS.values(), ids=PAIRS)
def test_wrong_figure_is_found_and_right_one_is_not(text, right, wrong, kind):
    assert kinds(text.format(right)) == []
    assert kinds(text.format(wrong)) == [kind]


@pytest.mark.parametrize(
    "text",
    [
        # rounding: 2.5 / 1.25 is possible
        AIMS + "民族工艺产业销售额2025年为1.3亿元，到2030年达到2亿元，年均增长10%以上。\n",
        # a rate that is cut off, not rounded: 8.129 %
        REVIEW + "陶瓷制造业销售额从2021年的34.47亿元增长至2025年的47.12亿元，年均增长8.12%。\n",
        # at constant prices
        REVIEW
        + "2024年，全市地区生产总值为500.0亿元。\n\n2025年全市地区生产总值达到536.0亿元，同比增长5.8%。\n",
        # a bound leaves the figure open
        AIMS + "到2030年，花卉产业销售额突破75亿元。\n\n力争到2030年，花卉产业销售额达到78亿元。\n",
        # another year, another subject, another definition
        AIMS + "到2028年，花卉产业销售额达到60亿元。\n\n到2030年，花卉产业销售额达到75亿元。\n",
        REVIEW + "2025年，冷链仓储业利润8亿元。\n\n2025年，冷链仓储业营业收入90亿元。\n",
        # an average of five years from the year before the period
        REVIEW
        + "2020年，花卉产业销售额完成40亿元。\n\n2025年，花卉产业销售额达到58.8亿元，“十四五”年均增长8%。\n",
        # parts that overlap or are not all
        REVIEW + "2025年，全市企业80家，其中规上企业50家，高新企业40家。\n",
        # what shall fall
        TABLE + "绿色\t万元产值能耗（吨标准煤/万元）\t0.5\t0.3\t约束性\n",
        TABLE + "民生\t城镇调查失业率（%）\t5.2\t4.5\t预期性\n",
        # rates that are no shares
        TABLE
        + "民生\t全员劳动生产率（万元/人）\t12\t18\t预期性\n\t发电功率（万千瓦）\t2\t3\t预期性\n",
        # more than all is possible
        REVIEW + "2025年，税收完成率为107%。\n",
        # additions may leave again
        TABLE.replace("表1", "“十五五”期间，新增高新技术企业20家。\n\n表1")
        + "规模\t高新技术企业（家）\t40\t48\t预期性\n",
    ],
)
def test_no_alarm_where_a_reading_fits(text):
    assert kinds(text) == []


def test_different_definitions_are_a_note():
    (finding,) = check(
        REVIEW + "2025年，工业增加值69.88亿元。\n\n2025年，规模以上工业增加值56.19亿元。\n"
    )
    assert (finding.kind, finding.note) == ("definition", True)
    assert "提示" in report([finding], "zh") and "note" in report([finding], "en")


def test_notes_come_last():
    text = (
        REVIEW
        + "2025年，工业增加值69亿元。\n\n2025年，规模以上工业增加值56亿元。\n\n2025年，生活污水处理率达到107%。\n"
    )
    assert kinds(text) == ["percent", "definition"]


def test_formula_and_figures_of_a_finding():
    text = (
        AIMS
        + "2025年，陶瓷制造业销售额完成46亿元。\n\n到2030年，陶瓷制造业销售额达到70亿元，年均增长12%。\n"
    )
    (finding,) = check(text)
    assert finding.formula == "(70 ÷ 46)^(1/5) − 1 = 8.76%; 46 × (1 + 12%)^5 = 81.07"
    assert [text[f.start : f.end] for f in finding.facts] == [
        "到2030年，陶瓷制造业销售额达到70亿元，年均增长12%。",
        "2025年，陶瓷制造业销售额完成46亿元。",
        "到2030年，陶瓷制造业销售额达到70亿元，年均增长12%。",
    ]
    assert [f.quantity.text for f in finding.facts] == ["12%", "46亿元", "70亿元"]


def test_units_are_aligned_before_comparing():
    text = (
        AIMS + "到2030年，花卉产业销售额达到7.5亿元。\n\n力争到2030年，花卉产业销售额达到{}万元。\n"
    )
    assert kinds(text.format("75000")) == []
    (finding,) = check(text.format("85000"))
    assert finding.formula == "7.5 ≠ 8.5"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_kind_has_a_wording_with_its_figures(language):
    for text, _, wrong, kind in PAIRS.values():
        (finding,) = check(text.format(wrong))
        said = message(finding, language)
        assert "$" not in said and any(f.indicator in said for f in finding.facts), kind
        assert any("\u4e00" <= c <= "\u9fff" for c in said)


def test_report_quotes_the_places():
    text = AIMS + "新建绿道12公里、改造步道7公里，合计29公里。\n"
    told = report(check(text), "en")
    start = text.index("新建")
    assert "12 + 7 = 19 < 29" in told
    assert f"plan.txt {start}–{text.index('。') + 1} · 第一章发展目标" in told
    assert "新建绿道12公里、改造步道7公里，合计29公里。" in told


def test_report_of_nothing_says_so():
    assert report((), "zh") == "未发现相互矛盾的数字"
    assert report((), "en") == "no figures that contradict each other were found"


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("7.5亿元", "745000000", "755000000"),
        ("63家", "63", "63"),
        ("约100万元", "895500", "1105500"),
        ("100万元以上", "995000", "1205000"),
        ("不超过100万元", "795000", "1005000"),
        ("2-3家", "2", "3"),
    ],
)
def test_span_of_a_written_figure(text, low, high):
    (quantity,) = parse_quantities(text)
    span = level_span(quantity)
    assert (span.low, span.high) == (Decimal(low), Decimal(high))


def test_checking_twice_gives_the_same():
    text = PAIRS["all ranks against the sum"][0].format("42")
    assert check(text) == check(text)


def test_planted_errors_are_found_without_false_alarms():
    body = "".join(f"花卉产业第{n}批销售额稳步提高，带动就业{n}人。\n" for n in (31, 42, 53, 64))
    parsed = parse_document(describe(Source("plan.txt", AIMS + body, "0"), None))
    outcome = evaluate(parsed, each=2)
    assert outcome.untouched == () and sum(outcome.alarms.values()) == 0
    assert sum(outcome.controls.values()) == 10 and recall([outcome]) >= 0.8
    assert evaluate(parsed, each=2) == outcome
    assert "| 0/10 | 0" in table([outcome])
