"""Figures of a plan as facts, and base and target side by side; the plans are made up."""

from __future__ import annotations

import pytest

from index.catalog import describe
from index.chunks import parse_document
from index.facts import link_rows, read_facts
from index.readers import Source

HEAD = "云岭市“十五五”工业发展规划\n（2026—2030年）\n\n"
REVIEW = f"{HEAD}第一章 发展基础\n\n第一节 主要成效\n\n"
AIMS = f"{HEAD}第一章 发展目标\n\n"


def facts_of(text):
    return read_facts(parse_document(describe(Source("plan.txt", text, "0"), None)))


def told(text, *fields):
    """The named fields of each fact, ``figure`` for the figure as it is written."""
    return [
        tuple(f.quantity.text if field == "figure" else getattr(f, field) for field in fields)
        for f in facts_of(text)
    ]


def test_level_growth_and_share_of_one_sentence_have_one_indicator_and_year():
    text = (
        REVIEW + "2025年，规模以上工业增加值达到186.5亿元，同比增长7.2%，占地区生产总值的31.4%。\n"
    )
    assert told(text, "figure", "indicator", "measure", "years", "role", "scope") == [
        ("186.5亿元", "规模以上工业增加值", "level", (2025,), "base", "规上"),
        ("7.2%", "规模以上工业增加值", "growth", (2025,), "base", "规上"),
        ("31.4%", "规模以上工业增加值占地区生产总值", "share", (2025,), "base", "规上"),
    ]


def test_list_of_ranks_names_each_rank():
    text = REVIEW + "2025年，培育国家级绿色工厂6家、省级绿色工厂14家。\n"
    assert told(text, "figure", "indicator") == [
        ("6家", "国家级绿色工厂"),
        ("14家", "省级绿色工厂"),
    ]


def test_from_to_gives_both_years_and_the_years_of_the_mean():
    text = REVIEW + "光伏组件产量由2020年的12万千瓦增长到2025年的85万千瓦，年均增长48%。\n"
    assert told(text, "figure", "years", "measure") == [
        ("12万千瓦", (2020,), "level"),
        ("85万千瓦", (2025,), "level"),
        ("48%", (2020, 2025), "annual growth"),
    ]


def test_sum_over_a_plan_period_and_what_was_added():
    text = REVIEW + "“十四五”期间，累计完成技改投资96亿元，新增规上企业42家。\n"
    assert told(text, "figure", "indicator", "years", "measure") == [
        ("96亿元", "技改投资", (2021, 2025), "cumulative"),
        ("42家", "规上企业", (2021, 2025), "increment"),
    ]


def test_among_them_names_the_parts():
    text = REVIEW + "2025年末，园区入驻企业318家，其中规上企业57家，高新技术企业23家。\n"
    assert told(text, "figure", "indicator", "scope") == [
        ("318家", "园区入驻企业", ""),
        ("57家", "规上企业", "规上"),
        ("23家", "高新技术企业", ""),
    ]


def test_respectively_shares_out_the_years():
    text = AIMS + "到2028年、2030年，数字经济核心产业增加值分别达到45亿元、70亿元。\n"
    assert told(text, "figure", "years", "indicator") == [
        ("45亿元", (2028,), "数字经济核心产业增加值"),
        ("70亿元", (2030,), "数字经济核心产业增加值"),
    ]


def test_range_keeps_both_ends():
    (fact,) = facts_of(AIMS + "“十五五”期间，新建标准厂房20万—25万平方米。\n")
    assert (fact.quantity.low, fact.quantity.high) == (20, 25)
    assert (fact.quantity.unit, fact.measure) == ("万平方米", "increment")


def test_each_year_is_marked():
    (fact,) = facts_of(AIMS + "每年新增专精特新企业不少于5家。\n")
    assert (fact.indicator, fact.annual, fact.quantity.bound) == ("专精特新企业", True, ">=")
    (fact,) = facts_of(AIMS + "到2030年，新增专精特新企业不少于5家。\n")
    assert not fact.annual


@pytest.mark.parametrize(
    ("sentence", "bound", "aim"),
    [
        ("到2030年，软件业收入力争达到30亿元。", "", "力争"),
        ("到2030年，软件业收入确保达到30亿元以上。", ">=", "确保"),
        ("到2030年，软件业收入预计突破30亿元。", ">", "预计"),
        ("到2030年，软件业收入达到30亿元左右。", "~", ""),
        ("到2030年，万元产值用水量控制在38立方米以内。", "<=", ""),
    ],
)
def test_bound_and_governing_word(sentence, bound, aim):
    (fact,) = facts_of(f"{AIMS}{sentence}\n")
    assert (fact.quantity.bound, fact.aim, fact.role) == (bound, aim, "target")


def test_points_are_a_change_and_the_compared_year_is_not_its_year():
    (fact,) = facts_of(AIMS + "与2025年相比，2030年工业用水重复利用率提高6个百分点。\n")
    assert (fact.indicator, fact.measure, fact.years) == ("工业用水重复利用率", "change", (2030,))


def test_review_is_base_and_aims_are_targets():
    text = REVIEW + "物流业营业收入达到12亿元。\n\n第二章 发展目标\n\n物流业营业收入达到20亿元。\n"
    assert told(text, "figure", "role") == [("12亿元", "base"), ("20亿元", "target")]


def test_year_taken_from_the_sentence_before_is_marked():
    text = REVIEW + "2025年，软件业收入达到12亿元。电子信息企业达到30家。\n"
    assert told(text, "figure", "years", "inherited") == [
        ("12亿元", (2025,), False),
        ("30家", (2025,), True),
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "聚焦三大产业，做强五大集群。",
        "落实“五个一”要求，实施第14号文件。",
        "用五年时间，开拓国内国际两个市场。",
    ],
)
def test_figures_that_only_name_or_count_off_are_no_facts(sentence):
    assert facts_of(f"{AIMS}{sentence}\n") == ()


def test_glossary_at_the_end_states_no_facts():
    text = (
        AIMS
        + "到2030年，软件业收入达到30亿元。\n\n名词解释\n\n规上企业：年主营业务收入2000万元以上的企业有80家。\n"
    )
    assert told(text, "figure") == [("30亿元",)]


TABLE = (
    AIMS
    + """到2030年，研发人员力争达到1.5万人。

表1 主要指标

类别\t指标\t单位\t2025年\t2030年\t属性
规模\t规上工业总产值\t亿元\t620\t1000\t预期性
绿色\t单位工业增加值能耗降低\t%\t—\t13\t约束性
创新\t研发人员\t万人\t0.8\t1.5\t预期性
"""
)


def test_table_row_has_unit_year_role_and_nature():
    rows = [f for f in facts_of(TABLE) if f.table]
    assert [(f.indicator, f.quantity.unit, f.years, f.role, f.nature) for f in rows] == [
        ("规上工业总产值", "亿元", (2025,), "base", "预期性"),
        ("规上工业总产值", "亿元", (2030,), "target", "预期性"),
        ("单位工业增加值能耗降低", "%", (2030,), "target", "约束性"),
        ("研发人员", "万人", (2025,), "base", "预期性"),
        ("研发人员", "万人", (2030,), "target", "预期性"),
    ]


def test_characters_of_a_fact_are_those_of_the_file():
    for fact in facts_of(TABLE):
        assert " ".join(TABLE[fact.start : fact.end].split()) == fact.text


def test_rows_link_base_and_target_and_say_from_where():
    rows = link_rows(facts_of(TABLE))
    told = [
        (r.main.indicator, r.base and r.base.quantity.text, r.main.quantity.text, r.link)
        for r in rows
    ]
    assert told == [
        ("研发人员", "0.8", "1.5万人", "elsewhere"),
        ("规上工业总产值", "620", "1000", "row"),
        ("单位工业增加值能耗降低", None, "13", ""),
        ("研发人员", "0.8", "1.5", "row"),
    ]


def test_link_inside_one_sentence():
    (row,) = link_rows(facts_of(AIMS + "软件业收入由2025年的12亿元增长到2030年的30亿元。\n"))
    assert row.base is not None and row.target is not None
    assert (row.base.quantity.text, row.target.quantity.text, row.link) == (
        "12亿元",
        "30亿元",
        "sentence",
    )


def test_addition_is_not_linked_to_a_level():
    text = (
        REVIEW + "2025年，规上企业达到57家。\n\n第二章 发展目标\n\n到2030年，新增规上企业42家。\n"
    )
    rows = link_rows(facts_of(text))
    assert [(r.main.quantity.text, r.base is not None and r.target is not None) for r in rows] == [
        ("57家", False),
        ("42家", False),
    ]


def test_facts_are_numbered_in_reading_order():
    facts = facts_of(TABLE)
    assert [f.id for f in facts] == list(range(len(facts)))
    assert [f.start for f in facts] == sorted(f.start for f in facts)


def test_figure_says_whether_it_rises_or_falls():
    text = REVIEW + "2025年，细颗粒物浓度同比下降5%，城镇居民收入增长6%，从业人员80人。\n"
    assert told(text, "figure", "direction") == [("5%", "down"), ("6%", "up"), ("80人", "")]


def test_list_goes_on_in_the_same_direction():
    text = REVIEW + "2025年，刑事警情、刑事立案数量分别下降26.3%、32.6%。\n"
    assert told(text, "figure", "indicator", "direction") == [
        ("26.3%", "刑事警情数量", "down"),
        ("32.6%", "刑事立案数量", "down"),
    ]


def test_second_aim_is_of_the_same_indicator():
    text = AIMS + "地区生产总值增长7%以上，固定资产投资增长15%以上、力争达到20%。\n"
    assert told(text, "figure", "indicator", "measure") == [
        ("7%以上", "地区生产总值", "growth"),
        ("15%以上", "固定资产投资", "growth"),
        ("20%", "固定资产投资", "growth"),
    ]


@pytest.mark.parametrize(
    ("sentence", "figure", "indicator"),
    [
        ("2025年，新增高新技术企业1200家，总量达到1.8万家。", "1.8万家", "高新技术企业总量"),
        ("2025年，实现所有乡镇和90%以上行政村通硬化路。", "90%以上", "行政村通硬化路"),
        ("2025年，启动总规模1000亿元的三大产业母基金。", "1000亿元", "三大产业母基金总规模"),
        ("2025年，机器人产量增长31.2%、占全国44%。", "44%", "机器人产量占全国"),
        ("2025年，港口集装箱吞吐量达到5150.6万标准箱。", "5150.6万标准箱", "港口集装箱吞吐量"),
    ],
)
def test_figure_is_named_by_the_words_that_belong_to_it(sentence, figure, indicator):
    assert (figure, indicator) in told(REVIEW + sentence + "\n", "figure", "indicator")


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        # whose figure it is, from the clause or figure before
        (
            "市管企业净资产增长6%、研发投入增长21%。",
            [("6%", "市管企业净资产"), ("21%", "市管企业研发投入")],
        ),
        (
            "举办消夏音乐会30场、吸引听众9万人次。",
            [("30场", "消夏音乐会"), ("9万人次", "消夏音乐会吸引听众")],
        ),
        ("签约项目36个，总投资88亿元。", [("36个", "签约项目"), ("88亿元", "签约项目总投资")]),
        ("开展燃气下乡试点，受益群众3万人。", [("3万人", "燃气下乡试点受益群众")]),
        (
            "税收收入迈过百亿大关，达到103亿元。",
            [("103亿元", "税收收入")],
        ),
        ("灾后重建52个项目全部完工。", [("52个", "灾后重建项目")]),
        # what stands alone says too little
        ("落实资金7亿元，办好民生实事。", []),
        ("办好8个方面工作。", []),
        # lists
        (
            "煤矿、风电装机占比分别达21%、34%。",
            [("21%", "煤矿装机占比"), ("34%", "风电装机占比")],
        ),
        (
            "云标产品、云标企业分别新增4个和9家，累计分别达到20个和31家。",
            [("4个", "云标产品"), ("9家", "云标企业"), ("20个", "云标产品"), ("31家", "云标企业")],
        ),
        (
            "改造供热管网50公里、排水管网70公里。",
            [("50公里", "改造供热管网"), ("70公里", "改造排水管网")],
        ),
        (
            "9个集体和12名个人荣获省级表彰。",
            [("9个", "集体荣获省级表彰"), ("12名", "个人荣获省级表彰")],
        ),
        (
            "金融机构存、贷款余额分别增长5%、8%。",
            [("5%", "金融机构存款余额"), ("8%", "金融机构贷款余额")],
        ),
        # names neither begin nor end in words that are not theirs
        ("全市工业总产值迈上300亿元新台阶。", [("300亿元", "全市工业总产值")]),
        ("外贸进出口总额同比增长8%。", [("8%", "外贸进出口总额")]),
        ("新建和改造提升高标准农田60万亩。", [("60万亩", "新建和改造提升高标准农田")]),
        ("自贸试验区新设企业300家。", [("300家", "自贸试验区新设企业")]),
        ("推动120家工业企业开展节水改造。", [("120家", "工业企业开展节水改造")]),
        ("集聚全省30%以上锂电企业。", [("30%以上", "占全省锂电企业")]),
        ("80%以上村庄达到整洁村标准。", [("80%以上", "村庄达到整洁村标准")]),
        ("45个学科进入全球前1%。", [("45个", "学科进入全球前1%")]),
        ("在全省57个县（市）中排名第一。", []),
        (
            "12条80公里村道实现提档升级。",
            [("12条", "村道实现提档升级"), ("80公里", "村道实现提档升级")],
        ),
        ("城乡居民收入比缩小至2.1:1。", [("2.1:1", "城乡居民收入比")]),
        (
            "装备产值占比超41%、同比提升2个百分点。",
            [("41%", "装备产值占比"), ("2个百分点", "装备产值占比")],
        ),
        (
            "一般公共预算收入和支出分别达4亿元、20亿元。",
            [("4亿元", "一般公共预算收入"), ("20亿元", "一般公共预算支出")],
        ),
    ],
)
def test_names_are_whole_and_are_those_of_their_figure(sentence, named):
    assert told(f"{REVIEW}{sentence}\n", "figure", "indicator") == named


def test_total_behind_an_increase_is_a_level_and_a_raise_is_an_increase():
    text = REVIEW + "2025年，新增风电装机20万千瓦、总装机90万千瓦，最高补助提高300元。\n"
    assert [m for (m,) in told(text, "measure")][:2] == ["increment", "level"]
    assert told(REVIEW + "2025年，提高最高支付限额300元。\n", "measure") == [("increment",)]


def test_contribution_to_growth_is_a_share():
    text = REVIEW + "2025年，新兴产业对工业增长贡献率达61%。\n"
    assert told(text, "indicator", "measure") == [("新兴产业对工业增长贡献率", "share")]


def test_park_named_in_passing_is_not_the_subject_of_what_follows():
    text = REVIEW + "2025年，优化望岭高新区、创谷等载体，高新技术企业达到210家。\n"
    assert told(text, "subject") == [("云岭市",)]
    text = REVIEW + "2025年，望岭高新区实现产值33亿元，入驻企业210家。\n"
    assert told(text, "subject") == [("望岭高新区",), ("望岭高新区",)]


def test_name_of_a_plan_is_no_date():
    text = REVIEW + "2025年，3个项目纳入“十四五”规划调整，建成泵站6座。\n"
    assert told(text, "figure", "years") == [("3个", (2025,)), ("6座", (2025,))]


def test_gap_to_be_closed_is_ahead():
    text = HEAD + "第一章 加快补齐产业短板\n\n2026年，培育高新技术企业30家。\n"
    assert told(text, "role") == [("target",)]


def test_start_of_a_rise_is_of_the_first_year_told():
    text = REVIEW + "产值从2020年的30亿元增加到2025年的50亿元；税收从3亿元增加到6亿元。\n"
    assert told(text, "figure", "years") == [
        ("30亿元", (2020,)),
        ("50亿元", (2025,)),
        ("3亿元", (2020,)),
        ("6亿元", (2025,)),
    ]


def test_figures_of_a_joint_name_that_cannot_be_told_apart_are_left_out():
    assert told(REVIEW + "纺织、建材和食品两大产业产值分别增长20%和30%。\n", "figure") == []


def test_part_of_a_count_is_named_as_that_part():
    text = (
        REVIEW
        + "全市有野生植物960种，其中85种为云岭特有。\n\n已发现矿种103种，查明储量的有49种。\n"
    )
    assert told(text, "figure", "indicator") == [
        ("960种", "野生植物"),
        ("85种", "云岭特有野生植物"),
        ("103种", "矿种"),
        ("49种", "查明储量的矿种"),
    ]


def test_two_measures_of_one_thing_share_its_name():
    text = AIMS + "到2030年，储能电站规模达到63MW/252MWh。\n"
    assert told(text, "figure", "indicator") == [
        ("63MW", "储能电站规模"),
        ("252MWh", "储能电站规模"),
    ]


def test_cities_told_together_are_the_subject_and_not_the_region():
    text = REVIEW + "青川、白水、红岩三地集中了38家矿泉水企业，设计产能48万吨。\n"
    assert {subject for (subject,) in told(text, "subject")} == {"青川、白水、红岩三地"}


def test_new_and_rebuilt_works_have_names_of_their_own():
    text = (
        AIMS
        + "新建迎宾路、站前路，道路建设总长度约17千米。\n\n改扩建中山路全段，道路建设总长度约3千米。\n"
    )
    assert told(text, "indicator") == [("新建道路建设总长度",), ("改扩建道路建设总长度",)]


def test_change_from_one_figure_to_another_is_base_and_target_of_one_name():
    text = AIMS + "到2030年，渔港避风容量由1800艘增加到2500艘，审批时限由12天压缩至8天。\n"
    assert told(text, "figure", "indicator", "role", "years") == [
        ("1800艘", "渔港避风容量", "base", ()),
        ("2500艘", "渔港避风容量", "target", (2030,)),
        ("12天", "审批时限", "base", ()),
        ("8天", "审批时限", "target", (2030,)),
    ]


def test_year_where_a_change_began_is_not_that_of_where_it_ended():
    text = (
        REVIEW + "2025年，渔业稳步转型。传统网箱由2020年的3.1万口减少到0.9万口。"
        "海洋产值612亿元，较2020年的418亿元明显增加。\n"
    )
    assert told(text, "figure", "indicator", "years") == [
        ("3.1万口", "传统网箱", (2020,)),
        ("0.9万口", "传统网箱", (2025,)),
        ("612亿元", "海洋产值", (2025,)),
        ("418亿元", "海洋产值", (2020,)),
    ]


def test_section_of_a_county_or_chain_says_whose_its_figures_are():
    text = (
        f"{HEAD}第二章 布局\n\n第一节 临沙县：渔业基地\n\n2025年，拥有加工企业84家。\n\n"
        "第二节 智能装备产业链\n\n2025年，实现产值138亿元，占全市的9%。\n"
    )
    assert told(text, "figure", "subject") == [
        ("84家", "临沙县"),
        ("138亿元", "智能装备产业链"),
        ("9%", "智能装备产业链"),
    ]


def test_project_of_a_box_is_whose_its_figures_are():
    text = (
        AIMS + "专栏1 重点项目\n\n1.望潮渔港扩建工程。总投资5.4亿元，新建防波堤1860米。\n\n"
        "2.滨江种业中心。总投资3.2亿元。\n"
    )
    assert told(text, "figure", "indicator", "subject") == [
        ("5.4亿元", "总投资", "望潮渔港扩建工程"),
        ("1860米", "防波堤", "望潮渔港扩建工程"),
        ("3.2亿元", "总投资", "滨江种业中心"),
    ]


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        (
            "规模以上企业168家，其中产值超10亿元的11家、超50亿元的2家。",
            [
                ("168家", "规模以上企业"),
                ("11家", "产值超10亿元的规模以上企业"),
                ("2家", "超50亿元的规模以上企业"),
            ],
        ),
        (
            "市场交易额286亿元，其中陇西172亿元、岷县68亿元。",
            [("286亿元", "市场交易额"), ("172亿元", "陇西交易额"), ("68亿元", "岷县交易额")],
        ),
        (
            "港口吞吐量1.28亿吨，集装箱吞吐量46万标箱，同比分别增长6.1%和11.3%。",
            [
                ("1.28亿吨", "港口吞吐量"),
                ("46万标箱", "集装箱吞吐量"),
                ("6.1%", "港口吞吐量"),
                ("11.3%", "集装箱吞吐量"),
            ],
        ),
        (
            "第一、二、三产业增加值分别为79亿元、251亿元和281亿元。",
            [
                ("79亿元", "第一产业增加值"),
                ("251亿元", "第二产业增加值"),
                ("281亿元", "第三产业增加值"),
            ],
        ),
        ("建成10万吨级泊位2个。", [("2个", "10万吨级泊位")]),
        ("重点项目72个、198亿元。", [("72个", "重点项目"), ("198亿元", "重点项目投资")]),
        ("风电、光伏利用率分别为96%和95%。", [("96%", "风电利用率"), ("95%", "光伏利用率")]),
    ],
)
def test_parts_lists_and_classes_are_named_whole(sentence, named):
    assert told(f"{REVIEW}2025年，{sentence}\n", "figure", "indicator") == named


def test_sum_over_the_years_of_a_plan_is_of_its_period():
    text = AIMS + "五年新增创新平台16个，总投资58亿元。\n"
    assert told(text, "figure", "years", "role") == [
        ("16个", (2026, 2030), "target"),
        ("58亿元", (2026, 2030), "target"),
    ]


def test_table_of_places_is_told_of_its_places_and_its_total_of_the_region():
    text = (
        AIMS + "表1 各县产量\n\n县\t2025年产量（万吨）\t2030年产量（万吨）\t面积（万亩）\n"
        "临沙县\t18.2\t20\t6.8\n澄湾县\t37.5\t43\t21.3\n合计\t55.7\t63\t28.1\n"
    )
    assert told(text, "subject", "indicator", "figure", "years")[:3] == [
        ("临沙县", "产量", "18.2", (2025,)),
        ("临沙县", "产量", "20", (2030,)),
        ("临沙县", "面积", "6.8", ()),
    ]
    assert {f.subject for f in facts_of(text)} == {"临沙县", "澄湾县", "云岭市"}


def test_fifteenth_five_year_plan_has_its_years():
    head = "云岭县国民经济和社会发展第十五个五年规划纲要\n\n第一章 发展目标\n\n"
    (fact,) = facts_of(head + "五年新建学校12所。\n")
    assert fact.years == (2026, 2030)


def test_what_was_wanted_is_a_target_beside_what_was_reached():
    text = (
        "“十三五”信息化规划\n一、“十二五”回顾\n“十二五”主要指标完成情况\n"
        "指标\t规划目标\t\t实现情况\t\n\t2015年\t年均增长（%）\t2015年\t年均增长（%）\n"
        "总体水平\n交易规模（万亿元）\t>18\t31.7\t21.79\t35.5\n二、形势\n略。\n"
    )
    assert told(text, "figure", "role", "years", "measure") == [
        (">18", "target", (2015,), "level"),
        ("31.7", "target", (2011, 2015), "annual growth"),
        ("21.79", "base", (2015,), "level"),
        ("35.5", "base", (2011, 2015), "annual growth"),
    ]


def test_both_ends_of_a_share_have_their_years():
    text = REVIEW + "混装炸药占比由2010年的14.82%增加到2015年的22.45%。\n"
    assert told(text, "figure", "years") == [("14.82%", (2010,)), ("22.45%", (2015,))]


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("2025年炸药产销量分别为437万吨、439万吨。", ["炸药产量", "炸药销量"]),
        ("2025年生产总值、利润总额分别完成159亿元、25亿元。", ["生产总值", "利润总额"]),
        (
            "2025年产值、利润总额分别完成159亿元、25亿元，与上一个五年相比分别增长53%、83%。",
            ["产值", "利润总额", "产值", "利润总额"],
        ),
        ("跨境电子商务蓬勃发展，年增速持续保持在30%以上。", ["跨境电子商务增速"]),
        ("年均开发2万个以上的公益性岗位。", ["公益性岗位"]),
    ],
)
def test_names_of_what_is_told_in_pairs_or_behind(sentence, names):
    assert [f.indicator for f in facts_of(REVIEW + sentence + "\n")] == names


def test_amount_of_a_fall_is_no_level():
    text = REVIEW + "2025年工业炸药产量减少70万吨。\n"
    assert told(text, "measure", "direction") == [("increment", "down")]


def test_accidents_are_counted():
    (before, after) = facts_of(REVIEW + "民爆行业安全生产事故由21起大幅下降到7起。\n")
    assert before.indicator == after.indicator == "民爆行业安全生产事故"
    assert (before.quantity.unit, after.quantity.text) == ("起", "7起")


# Where a change began, and lists of several things


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "到2030年，补助标准由家庭年收入9600元以下提高到15600元以下。",
            [("9600元以下", "base", ()), ("15600元以下", "target", (2030,))],
        ),
        (
            "服务收入由2025年的不足20亿元增加到2030年的77亿元。",
            [("20亿元", "base", (2025,)), ("77亿元", "target", (2030,))],
        ),
        (
            "到2030年，加氢站由9座增至45座。",
            [("9座", "base", ()), ("45座", "target", (2030,))],
        ),
    ],
)
def test_where_a_change_began_was_reached(sentence, expected):
    assert told(AIMS + sentence + "\n", "figure", "role", "years") == expected


def test_listed_firms_have_both_ends_of_their_own_change():
    text = AIMS + (
        "支持甲能电池、乙能电池、丙能变流三家企业，营业收入由2025年的5亿元、4亿元、3亿元"
        "分别提高到2030年的9亿元、8亿元、7亿元。\n"
    )
    found = [t for t in told(text, "indicator", "figure", "role", "years") if "收入" in t[0]]
    assert found == [
        ("甲能电池营业收入", "5亿元", "base", (2025,)),
        ("乙能电池营业收入", "4亿元", "base", (2025,)),
        ("丙能变流营业收入", "3亿元", "base", (2025,)),
        ("甲能电池营业收入", "9亿元", "target", (2030,)),
        ("乙能电池营业收入", "8亿元", "target", (2030,)),
        ("丙能变流营业收入", "7亿元", "target", (2030,)),
    ]


def test_level_behind_what_was_added_is_a_level():
    text = REVIEW + "2025年，经营主体净增98万户、突破1900万户。\n"
    assert told(text, "figure", "measure") == [("98万户", "increment"), ("1900万户", "level")]


def test_five_years_before_are_no_name():
    text = REVIEW + "炸药产量2037万吨，与上一个五年比增长38.7%。\n"
    assert told(text, "figure", "indicator", "measure")[-1] == ("38.7%", "炸药产量", "growth")


def test_what_is_listed_behind_a_figure_of_several_years_is_of_the_same_years():
    text = REVIEW + "2025年入选名单。五年间累计培育国家级绿色工厂7家、自治区级11家。\n"
    years = {f.quantity.text: f.years for f in facts_of(text)}
    assert years == {"7家": (2021, 2025), "11家": (2021, 2025)}


def test_parts_of_a_number_count_what_the_whole_counts():
    text = REVIEW + (
        "2025年，全市建成水库30座，其中大型2座、中型9座。"
        "专精特新企业73家（电子信息51家、生物医药22家）。\n"
    )
    assert {
        ("大型水库", "2座"),
        ("中型水库", "9座"),
        ("电子信息专精特新企业", "51家"),
        ("生物医药专精特新企业", "22家"),
    } <= set(told(text, "indicator", "figure"))


def test_parts_with_number_and_amount_go_on_behind_a_comma():
    text = AIMS + (
        "“十五五”时期实施重大项目150个，总投资680亿元，其中景区提升类98个、投资440亿元，"
        "民生保障类52个、投资240亿元。\n"
    )
    assert {
        ("景区提升类重大项目", "98个"),
        ("民生保障类重大项目", "52个"),
        ("民生保障类重大项目投资", "240亿元"),
    } <= set(told(text, "indicator", "figure"))


def test_part_that_says_what_it_counts_keeps_its_name():
    text = REVIEW + "2025年，全市有企业500家，其中上市公司3家、专业合作社20家。\n"
    assert {("上市公司", "3家"), ("专业合作社", "20家")} <= set(told(text, "indicator", "figure"))


def test_parts_behind_a_share_are_of_the_sum_before_it():
    text = REVIEW + (
        "2025年，三大产业实现产值268亿元，占规上工业总产值的71%，其中竹木加工92亿元、精细陶瓷78亿元。\n"
    )
    shown = set(told(text, "indicator", "figure"))
    assert {("竹木加工产值", "92亿元"), ("精细陶瓷产值", "78亿元")} <= shown


def test_place_that_opens_a_sentence_is_whose_its_figures_are():
    text = AIMS + (
        "望湖区：规上工业营业收入2025年为486亿元，2028年达到820亿元；2025年新开工项目14个。\n"
        "其中，青石镇2025年产值46亿元，工业企业38家；双溪镇以茶业为主，茶园面积3.9万亩。\n"
    )
    whose = set(told(text, "subject", "figure"))
    assert {("望湖区", "486亿元"), ("望湖区", "820亿元"), ("望湖区", "14个")} <= whose
    assert {("青石镇", "38家"), ("双溪镇", "3.9万亩")} <= whose


def test_revenue_behind_the_number_of_firms_is_theirs():
    text = REVIEW + "2025年，规模以上食品加工企业87家，实现营业收入132亿元。\n"
    assert ("规模以上食品加工营业收入", "132亿元") in told(text, "indicator", "figure")
