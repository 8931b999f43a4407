"""Which year a figure belongs to, and whether it is a level, a growth, a share or a criterion."""

import pytest

from index.figures import find_years, own_years, read_figures


def years(text, before=(), above=()):
    return [(f.quantity.text, f.years, f.inherited) for f in read_figures(text, before, above)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("到2025年", [(2025,)]),
        ("2026—2030年", [(2026, 2030)]),
        ("（2023-2030年）", [(2023, 2030)]),
        ("2022年底和2025年", [(2022,), (2025,)]),
        ("二〇三五年", [(2035,)]),
        ("二○二五年", [(2025,)]),
        ("“十四五”时期", [(2021, 2025)]),
        ("“十四五”末", [(2025,)]),
        ("“十三五”期末", [(2020,)]),
        ("十五五规划", [(2026, 2030)]),
        ("第十五条", []),
        ("2025家", []),
        ("12025年", []),
    ],
)
def test_years_and_periods(text, found):
    assert [mention.years for mention in find_years(text)] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2015年达到69.88亿元，比2010年增长99%", (2015,)),
        ("是2010年的1.8倍", ()),
        ("较2021年扩大", ()),
        ("2022年为50，2025年为75", (2025,)),
    ],
)
def test_last_year_that_is_not_only_compared_with(text, found):
    assert own_years(text) == found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "到2025年实现规上产值10亿元；到2030年达到20亿元。",
            [("10亿元", (2025,), False), ("20亿元", (2030,), False)],
        ),
        (
            "2015年增加值69.88亿元，比2014年增长13.3%，是2010年的1.8倍。",
            [("69.88亿元", (2015,), False), ("13.3%", (2015,), False), ("1.8倍", (2015,), False)],
        ),
        ("“十四五”末达到48家。", [("48家", (2025,), False)]),
        ("产值4亿元以上。", [("4亿元以上", (), False)]),
        ("二〇三五年达到20家。", [("20家", (2035,), False)]),
    ],
)
def test_year_of_each_figure(text, expected):
    assert years(text) == expected


def test_year_comes_from_the_sentence_before_then_from_above():
    text = "其中，轻工业21.44亿元。"
    assert years(text, before=(2015,), above=(2011, 2015)) == [("21.44亿元", (2015,), True)]
    assert years(text, above=(2011, 2015)) == [("21.44亿元", (2011, 2015), True)]


def test_year_in_the_sentence_wins_over_inherited_ones():
    assert years("2020年达到60%。", before=(2015,), above=(2010,)) == [("60%", (2020,), False)]


def test_year_behind_the_figure_does_not_reach_back():
    assert years("63家，2025年80家。", before=(2022,)) == [
        ("63家", (2022,), True),
        ("80家", (2025,), False),
    ]


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("实现增加值69.88亿元", ["level"]),
        ("同比增长13.3%", ["growth"]),
        ("年均增速15%以上", ["growth"]),
        ("下降38.9%", ["growth"]),
        ("提高3个百分点", ["change"]),
        ("占全区的37%以上", ["share"]),
        ("利用率达到60%", ["share"]),
        ("覆盖率提高到80%", ["share"]),
        ("是2010年的1.8倍", ["multiple"]),
        ("资金翻一番", ["multiple"]),
        ("新增规上企业15家", ["increment"]),
        ("拥有规上企业63家", ["level"]),
        ("10亿元级企业2-3家", ["criterion", "level"]),
        ("培育产值30亿元以上的工业企业3-5家", ["criterion", "level"]),
        ("主营业务收入过10亿元制造业企业达20家以上", ["criterion", "level"]),
        ("产值达到140亿元以上，年均增长15%以上", ["level", "growth"]),
    ],
)
def test_role(text, roles):
    assert [figure.role for figure in read_figures(text, (), ())] == roles


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("年均增长15%", "annual"),
        ("每年新增10家", "annual"),
        ("投资累计完成1500亿元", "cumulative"),
        ("五年累计5500人", "cumulative"),
        ("达到140亿元", ""),
    ],
)
def test_scope_in_time(text, span):
    assert [figure.span for figure in read_figures(text, (), ())][-1] == span


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        (
            "2015年自治区工业园区实现产值71.1亿元，上缴税收71.43亿元。",
            ["2015年自治区工业园区实现产值71.1亿元", "上缴税收71.43亿元"],
        ),
        (
            "投资35.66亿元、产值4亿元以上、税收0.97亿元",
            ["投资35.66亿元", "产值4亿元以上", "税收0.97亿元"],
        ),
        ("建成17家医药企业", ["建成17家医药企业"]),
        (
            "培育产值30亿元以上的工业企业3-5家，上市企业3家",
            ["培育产值30亿元以上的工业企业", "培育产值30亿元以上的工业企业3-5家", "上市企业3家"],
        ),
    ],
)
def test_label_says_what_is_counted(text, labels):
    assert [figure.label for figure in read_figures(text, (), ())] == labels


def test_years_listed_before_respectively_are_paired_with_figures():
    figures = read_figures("到2025年、2030年分别达到75亿元、140亿元。", (), ())
    assert [(str(f.quantity.low), f.years) for f in figures] == [("75", (2025,)), ("140", (2030,))]


def test_a_year_in_brackets_behind_a_figure_is_its_year():
    (figure,) = read_figures("规上企业63家（2022年）。", (2020,), ())
    assert (figure.years, figure.inherited) == ((2022,), False)


def test_value_added_is_no_growth():
    (figure,) = read_figures("制造业增加值占全区GDP比重达到5%左右。", (), ())
    assert figure.role == "share"


def test_growth_over_last_year_is_not_annual():
    (figure,) = read_figures("比上年增长13.3%。", (2015,), ())
    assert (figure.role, figure.span) == ("growth", "")


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("达到《环境空气质量标准》（GB 3095-2012）一级限值，年均值为10微克/立方米", ()),
        ("2015年年均值为10微克/立方米，与2014年持平，次年为12微克/立方米", (2015,)),
        ("2015年为8微克/立方米，比2014年下降5%", (2015,)),
    ],
)
def test_year_of_a_standard_or_of_a_comparison_dates_no_figure(text, years):
    assert {figure.years for figure in read_figures(text, (), ())} == {years}


def test_number_of_the_others_is_no_figure_to_answer_with():
    figures = read_figures("其他6地（市）年均值为8微克/立方米", (), ())
    assert [f.role for f in figures] == ["criterion", "level"]
