"""Questions taken apart: the slots are written out by hand."""

from __future__ import annotations

import pytest

from rag.understand import detect_language, understand


@pytest.fixture(scope="module")
def read(small):
    def read(question, *history):
        return understand(question, history, small._knowledge)

    return read


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("到2030年产值是多少？", "zh"),
        ("What is the output?", "en"),
        ("拉萨GDP", "zh"),
        ("What does 一网通办 mean for firms in the development zone?", "en"),
        ("2030?", "en"),
        ("", "en"),
    ],
)
def test_language(text, language):
    assert detect_language(text) == language


YEARS = [
    ("到2030年产值目标是多少？", (2030,), ()),
    ("2025年和2030年企业分别是多少家？", (2025, 2030), ()),
    ("2026—2030年固定资产投资多少亿元？", (), ((2026, 2030),)),
    ("“十五五”期间产值年均增长多少？", (), ((2026, 2030),)),
    ("“十五五”末产值达到多少？", (2030,), ()),
    ("二〇三五年产值达到多少？", (2035,), ()),
    ("25年产值多少？", (2025,), ()),
    ("产值是多少？", (), ()),
    ("How many firms by 2028?", (2028,), ()),
    ("What was output in 2025 and 2030?", (2025, 2030), ()),
    ("What was the output from 2026 to 2030?", (), ((2026, 2030),)),
    ("What was the output in 2026–2030?", (), ((2026, 2030),)),
    ("How much output is planned during the 13th Five-Year Plan period?", (), ((2016, 2020),)),
    ("What grew in the fourteenth Five-Year Plan period?", (), ((2021, 2025),)),
    ("How many firms are there?", (), ()),
    # the year of a plan's name is no slot
    ("2017年的有色金属实施方案提出增加值是多少？", (), ()),
    ("What does the 13th Five-Year industrial plan say about output?", (), ()),
    ("In the 2023-2025 action plan, how many green factories are there?", (), ()),
]


@pytest.mark.parametrize(("question", "years", "periods"), YEARS)
def test_years_and_periods(question, years, periods, read):
    query = read(question)
    assert (query.years, query.periods) == (years, periods)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("2026—2030年固定资产投资多少亿元？", "CNY"),
        ("工业总产值是多少？", "CNY"),
        ("外贸进出口总额是多少美元？", "USD"),
        ("培育多少家企业？", "count"),
        ("增长几个百分点？", "points"),
        ("污水处理率是多少？", "percent"),
        ("增速达到百分之几？", "percent"),
        ("装机容量多少万千瓦？", "power"),
        ("面积多少亩？", "area"),
        ("产量多少万吨？", "mass"),
        ("道路有多少公里？", "length"),
        ("要多少天？", "time"),
        ("翻几番？", "multiple"),
        ("What percentage of wastewater is treated?", "percent"),
        ("What is the installed capacity in MW?", "power"),
        ("How many firms by 2028?", "count"),
        ("How much investment was made?", "CNY"),
        ("How much foreign investment was made in US dollars?", "USD"),
        ("How long may it take to open a firm?", "time"),
        ("What is the area of the zone?", "area"),
    ],
)
def test_first_kind_is_what_the_question_asks_for(question, kind, read):
    query = read(question)
    assert query.asked == "figure"
    assert query.kinds[0] == kind


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("重点发展哪些产业？", "list"),
        ("列出三大产业。", "list"),
        ("谁负责统筹协调？", "text"),
        ("如何推进数字化转型？", "text"),
        ("地区生产总值目标是多少？", "figure"),
        ("Which three industries are named?", "list"),
        ("List the industries.", "list"),
        ("Who is in charge of coordination?", "text"),
        ("What does the advanced manufacturing action plan aim for?", "text"),
        ("What is the GDP target?", "figure"),
    ],
)
def test_figure_list_or_text(question, asked, read):
    assert read(question).asked == asked


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("产值是多少？", 1),
        ("产值是多少，企业有多少家？", 2),
        ("产值及其增速是多少？", 2),
        ("2025年和2030年产值分别是多少？", 2),
        ("How much investment, and how many firms?", 2),
        ("What was output in 2025 and 2030?", 2),
        ("How many firms are there?", 1),
    ],
)
def test_number_of_figures_asked_for(question, parts, read):
    assert read(question).parts == parts


def test_people_are_counted_as_people_and_firms_as_firms(read):
    assert "人" in read("How many people are trained?").classifiers
    assert read("培育多少家企业？").classifiers == ("家",)
    assert read("How many firms are there?").classifiers == ("家", "户")


@pytest.mark.parametrize(
    ("question", "compound"),
    [
        ("每度电价是多少元？", "energy"),
        ("亩均税收多少？", "area"),
        ("税收多少？", ""),
        ("人均可支配收入多少？", "*"),
        ("What is the price per kWh?", "energy"),
        ("What GDP per square kilometre is planned?", "area"),
        ("What per cent is it per year?", ""),
    ],
)
def test_figure_per_unit(question, compound, read):
    assert read(question).compound == compound


@pytest.mark.parametrize(
    ("question", "roles"),
    [
        ("产值增长多少？", ("growth",)),
        ("占比是多少？", ("share",)),
        ("新增多少家企业？", ("increment",)),
        ("产值是多少？", ()),
        ("How much did output grow?", ("growth",)),
        ("What share of output is it?", ("share",)),
        ("How many new firms are added?", ("increment",)),
    ],
)
def test_roles(question, roles, read):
    assert read(question).roles == roles


def sources(query):
    return {group.source for group in query.groups}


@pytest.mark.parametrize(
    ("question", "absent", "kept"),
    [
        ("工业增加值（不是总产值）2025年是多少？", "总产值", "工业增加值"),
        ("工业增加值，不要增速，是多少？", "增速", "工业增加值"),
        ("What is the output (not the growth rate) of the zone?", "growth", "output"),
        ("What share of land, rather than output, is used?", "output", "land"),
    ],
)
def test_what_a_question_rules_out_is_not_looked_for(question, absent, kept, read):
    query = read(question)
    assert kept in sources(query) and absent not in sources(query)
    assert "growth" not in query.roles


def test_documents_are_named_by_title_alias_or_english(read):
    for question in (
        "青禾高新区推动先进制造业发展行动方案的增加值目标是多少？",
        "先进制造业行动方案2025年的增加值目标是多少？",
        "What does the advanced manufacturing action plan aim for?",
    ):
        query = read(question)
        assert query.documents == ("action.txt",)
        named = [g for g in query.groups if g.category == "plan_name"]
        assert named, "terms of a plan's name count little"
    assert read("2025年的增加值目标是多少？").documents == ()


def test_known_names_are_critical_and_other_terms_are_not(read):
    query = read("苏州工业园区2030年地区生产总值目标是多少？")
    assert {g.source: g.critical for g in query.groups}["苏州工业园区"]
    assert [g.source for g in query.groups if g.critical] == ["苏州工业园区"]
    query = read("What is the GDP target of Suzhou Industrial Park for 2030?")
    assert [g.source for g in query.groups if g.critical] == ["suzhou industrial park"]


@pytest.mark.parametrize("place", ["临海市", "余姚市", "凉山彝族自治州"])
def test_word_built_like_a_place_is_a_name_that_must_be_met(place, read):
    names = {g.source for g in read(f"{place}的工业总产值是多少？").groups if g.critical}
    assert any(name.endswith(("市", "州")) for name in names)


@pytest.mark.parametrize("word", ["中小城市", "各县市", "上市企业"])
def test_common_word_for_towns_is_no_name(word, read):
    assert not [g for g in read(f"{word}的工业总产值是多少？").groups if g.critical]


def test_follow_up_takes_what_it_lacks_from_the_turn_before(read):
    query = read("那2030年呢？", "2025年园区地区生产总值是多少？")
    assert query.years == (2030,) and query.asked == "figure"
    assert "园区地区生产总值" in sources(query)
    assert set(query.inherited) == {"terms", "kind"}


def test_follow_up_with_another_subject_keeps_the_year(read):
    query = read("那企业数量呢？", "2025年园区地区生产总值是多少？")
    assert query.years == (2025,)
    assert sources(query) == {"企业数量"}
    query = read("What about green factories?", "How many firms are there in 2025?")
    assert query.years == (2025,) and "green factory" in sources(query)


def test_follow_up_of_a_follow_up_reaches_back(read):
    query = read("那2030年呢？", "2025年园区地区生产总值是多少？", "那工业总产值呢？")
    assert query.years == (2030,)
    assert sources(query) == {"工业总产值"}


def test_follow_up_keeps_the_plan_that_was_named(read):
    query = read("2030年呢？", "先进制造业行动方案2025年的增加值是多少？")
    assert query.documents == ("action.txt",) and "plan" in query.inherited


def test_whole_question_takes_nothing_from_the_turn_before(read):
    question = "What is the wastewater treatment rate of the zone in 2030?"
    assert read(question, "How many firms are there in 2025?") == read(question)
    question = "到2030年园区新能源装机容量和污水处理率分别达到多少？"
    assert read(question, "2025年园区地区生产总值是多少？") == read(question)
