"""Reading support measures and their conditions; no model."""

import pytest

from index.chunks import parse_document
from index.conditions import SIZES
from index.errors import PromptError
from index.measures import read_measures
from index.taxonomy import industries, places, read_taxonomy
from index.types import Document, Period

# a plan that is none of the seeds
PLAN = """云岭市茶产业高质量发展行动方案（2024—2027年）

一、发展现状

近年来，全市累计发放茶产业补贴3000万元，带动企业120家。

二、重点任务

（一）建设茶园。新建高标准茶园2万亩，产量达到5万吨。

（二）加大财税支持。对获评绿色工厂的茶叶加工企业，一次性给予最高50万元奖励；落实小微企业税收优惠政策。（市财政局、市税务局负责）

（三）强化金融服务。鼓励金融机构创新“茶叶贷”，加大对茶叶企业和合作社的信贷支持。全面落实用地、融资、税收等优惠政策。

（四）开拓市场。支持茶叶企业开拓国际市场，
组织企业参加展会。严厉打击假冒伪劣行为。

（五）优化服务。推行“一网通办”，为企业提供一站式服务。成立领导小组，压实工作责任。

（六）支持装备制造。对实施智能化改造的项目给予补助，对资金短缺的小微企业给予贷款贴息。
"""


def parse(text=PLAN, **fields):
    told = {"region": "云岭市", "period": Period(2024, 2027), **fields}
    document = Document(
        name="plan.txt", text=text, sha256="", title="云岭市茶产业高质量发展行动方案", **told
    )
    return parse_document(document)


def parse_task(sentence):
    return parse(f"云岭市行动方案\n\n二、重点任务\n\n（一）主要举措。{sentence}\n")


@pytest.fixture(scope="module")
def measures():
    return read_measures(parse())


def named(measures, words):
    found = [m for m in measures if words in m.text.replace("\n", "")]
    assert found, words
    return found


def conditions(measure, kind):
    return [c.text for c in measure.conditions if c.kind == kind]


def test_text_and_conditions_are_exact_characters(measures):
    for measure in measures:
        assert measure.text == PLAN[measure.start : measure.end]
        for condition in measure.conditions:
            assert condition.text == PLAN[condition.start : condition.end]


def test_a_grant_tells_amount_people_and_bodies(measures):
    grant = named(measures, "一次性给予最高50万元奖励")[0]
    assert grant.kind == "fund"
    assert "50万元" in grant.gives
    assert conditions(grant, "qualification") == ["绿色工厂"]
    assert [c[:2] for c in conditions(grant, "industry")] == ["茶叶"]
    assert grant.departments == ("市财政局", "市税务局")
    assert grant.period == Period(2024, 2027)
    assert grant.path[-1].startswith("（二）加大财税支持")


def test_a_semicolon_parts_two_measures(measures):
    relief = named(measures, "小微企业税收优惠政策")
    assert [(m.kind, conditions(m, "size")) for m in relief] == [("tax", ["小微企业"])]
    assert all("50万元" not in m.text for m in relief)


def test_a_list_of_instruments_is_one_measure_of_each_kind(measures):
    kinds = [m.kind for m in named(measures, "全面落实用地、融资、税收等优惠政策")]
    assert sorted(kinds) == ["finance", "land", "tax"]


def test_a_wrapped_sentence_keeps_its_source_characters():
    text = (
        "云岭市方案\n\n二、保障措施\n\n加大对制造业企业的金融支持力度，鼓励金融机构针对制造业开\n\n"
        "发专项金融产品，支持企业开拓国际\n\n市场，组织企业参加展会。\n"
    )
    found = read_measures(parse(text))
    for measure in found:
        assert measure.text == text[measure.start : measure.end]
        for condition in measure.conditions:
            assert condition.text == text[condition.start : condition.end]
    assert any("开\n\n发专项金融产品" in measure.text for measure in found)
    assert any("开拓国际\n\n市场" in conditions(m, "activity") for m in found)


def test_reviews_targets_tasks_and_threats_are_no_measures(measures):
    told = "".join(m.text for m in measures)
    for words in ("累计发放", "新建高标准茶园", "严厉打击", "成立领导小组"):
        assert words not in told


def test_the_region_is_a_place_condition_of_every_measure(measures):
    for measure in measures:
        assert conditions(measure, "place")[0] == "云岭市"


def test_different_people_of_one_sentence_are_parts_of_one_measure():
    text = "对优质企业给予奖励，对资金短缺的小微企业给予补助。"
    found = read_measures(parse("云岭市行动方案\n\n一、政策支持\n\n" + text + "\n"))
    assert [m.text for m in found] == [text]
    assert len(found[0].parts) == 2
    first, second = found[0].parts
    size = next(c for c in found[0].conditions if c.kind == "size")
    assert second[0] <= size.start < second[1] and first[1] <= size.start


def test_what_a_firm_is_to_become_is_no_condition():
    text = "支持企业成长为专精特新企业，鼓励企业创建绿色工厂。"
    found = read_measures(parse("云岭市行动方案\n\n一、政策支持\n\n" + text + "\n"))
    assert found and not any(conditions(m, "qualification") for m in found)


def test_the_industry_comes_from_the_heading_when_the_sentence_names_none():
    text = "云岭市行动方案\n\n一、发展水泥产业\n\n对企业给予财政补贴。\n\n二、做强纺织业\n\n落实企业电费补贴。\n"
    found = read_measures(parse(text))
    assert [(m.kind, conditions(m, "industry")) for m in found] == [
        ("fund", ["水泥产业"]),
        ("electricity", ["纺织业"]),
    ]


def test_an_attached_instrument_word_is_no_industry(measures):
    loan = named(measures, "信贷支持")[0]
    assert loan.kind == "finance"
    assert not any("金融" in text or "信贷" in text for text in conditions(loan, "industry"))


def test_a_plan_without_years_is_valid_for_five_from_its_date():
    text = "云岭市实施方案\n\n2018年3月5日\n\n一、政策支持\n\n对企业给予财政补贴。\n"
    found = read_measures(parse(text, period=Period(None, None)))
    assert [m.period for m in found] == [Period(2018, 2023)]


def test_earlier_five_year_plans_are_past():
    text = "云岭市规划\n\n一、政策支持\n\n“十三五”时期对企业给予财政补贴。“十四五”时期对企业给予用电补贴。\n"
    found = read_measures(parse(text, period=Period(2021, 2025)))
    assert [m.kind for m in found] == ["electricity"]


def test_reading_twice_gives_the_same():
    assert read_measures(parse()) == read_measures(parse())


def test_size_words_prefer_the_longest():
    assert SIZES.search("加大中小微企业支持").group() == "中小微企业"


def test_a_broader_term_covers_and_places_lie_in_places():
    table = industries()
    assert table.covers("食品饮料", "青稞酒")
    assert not table.covers("青稞酒", "食品饮料")
    assert not table.covers("制造业", "软件")
    assert places().covers("西藏自治区", "聂当工业园")
    assert places().overlaps("曲水县", "拉萨经济技术开发区")
    assert not places().overlaps("日喀则市", "拉萨市")


def test_every_broader_term_of_the_tables_exists():
    for table in (industries(), places()):
        known = set(table.broader) | {"活动", "资质", "性质"}
        assert {b for above in table.broader.values() for b in above} <= known


def test_a_bad_line_of_a_table_is_named(tmp_path):
    path = tmp_path / "x.tsv"
    path.write_text("# head\n茶\t饮料\ttea\textra\n", encoding="utf-8")
    with pytest.raises(PromptError, match=r"x\.tsv, line 2"):
        read_taxonomy(path)


def read(text, heading="一、政策支持"):
    return read_measures(
        parse(f"云岭市行动方案\n\n{heading}\n\n{text}\n\n二、附则\n\n本方案自发布之日起施行。\n")
    )


@pytest.mark.parametrize(
    "text",
    [
        "建立以企业为主体、市场为导向、产学研深度融合的技术创新体系。",
        "引导企业增强品牌意识，健全品牌管理体系。",
        "推动高原农产品走向全国市场。",
        "加大对人口净流入县城的支持力度。",
        "争取超长期特别国债和专项债券资金支持。",
        "加强新就业形态劳动者权益保障。",
        "推动包装材料改良，大幅降低产品运输成本。",
        "优先采用地表水源和公共供水。",
    ],
)
def test_slogans_own_conduct_and_welfare_are_no_measures(text):
    assert read(text) == ()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("支持建设标准化茶叶加工基地。", "innovation"),
        ("推动大型科研仪器设备向社会开放。", "innovation"),
        ("对就业困难人员给予帮扶，开展就业援助。", "talent"),
        ("推动本地产品进入商超和景区。", "market"),
        ("三是鼓励现有企业拓展区外市场。", "market"),
        ("引导金融机构向薄弱环节倾斜，加大对民营企业的信贷支持。", "finance"),
        ("鼓励企业开展绿色、有机产品认证。", "market"),
    ],
)
def test_supports_are_read_whoever_they_name(text, kind):
    (found,) = read(text)
    assert kind in found.kinds


def test_a_chapter_that_looks_back_has_no_measures():
    text = "支持企业开展技术改造。"
    assert read(text, "一、2024年工作回顾") == ()
    assert len(read(text, "一、支持技术改造")) == 1


def test_what_is_supported_is_an_activity_that_one_must_do():
    (found,) = read("支持企业开展境外商标注册。")
    assert conditions(found, "activity") == ["开展境外商标注册"]
    (found,) = read("鼓励茶企参加重点境外展会。")
    assert conditions(found, "activity") == ["参加重点境外展会"]
    assert conditions(found, "industry") == ["茶企"]


@pytest.mark.parametrize(
    "text",
    [
        "支持企业拓宽融资渠道。",
        "支持小微企业抱团发展。",
        "支持乡镇企业与合作社发展壮大。",
        "鼓励金融机构为外资企业开展融资服务。",
    ],
)
def test_what_is_gained_or_offered_is_no_activity(text):
    (found,) = read(text)
    assert conditions(found, "activity") == []


def test_each_clause_with_its_own_support_is_a_part():
    (found,) = read("支持企业参加展会，鼓励企业开展有机产品认证。")
    assert len(found.parts) == 2
    for start, end in found.parts:
        own = [c for c in found.conditions if c.kind == "activity" and start <= c.start < end]
        assert len(own) == 1


def test_a_newly_recognised_firm_is_the_one_meant():
    (found,) = read("对新认定的高新技术企业给予奖励。")
    assert conditions(found, "qualification") == ["高新技术企业"]


def test_words_that_only_meet_are_no_industry():
    table = industries()
    assert not [
        f for f in table.find("加强标准化工作，实施工业互联网") if f.term in ("化工", "施工")
    ]
    assert [f.term for f in table.find("化工企业")] == ["化工"]


@pytest.mark.parametrize(
    ("heading", "count"),
    [
        ("一、提高帮扶成效", 1),
        ("一、奋力实现三年初见成效目标", 1),
        ("一、着力破解企业融资瓶颈问题", 1),
        ("一、取得的成效", 0),
        ("一、开局良好", 0),
    ],
)
def test_a_heading_that_sets_an_aim_is_no_review(heading, count):
    assert len(read("支持企业开展技术改造。", heading)) == count


def test_a_sentence_that_holds_the_lead_of_the_next_paragraph_is_read():
    text = (
        "云岭市行动方案\n\n一、政策支持\n\n（1）藏香。鼓励企业整理传统藏香配方。"
        "引导企业规范经营。\n\n二、附则\n\n本方案自发布之日起施行。\n"
    )
    assert [m.text for m in read_measures(parse(text))] == ["鼓励企业整理传统藏香配方。"]


def test_clauses_of_different_instruments_are_measures_of_their_own():
    found = read("完善重大项目并联审批制度，保障企业用地需求，落实无还本续贷政策。")
    assert [m.kind for m in found] == ["service", "land", "finance"]


def test_what_a_support_is_fitted_to_does_not_tell_its_kind():
    (found,) = read("鼓励企业根据市场需求，加快更新生产设备。")
    assert found.kind == "innovation"


def test_a_place_is_helped_but_firms_in_it_are_supported():
    assert read("支持各县区因地制宜发展特色产业。") == ()
    assert len(read("鼓励各县区对入驻企业给予房租补贴。")) == 1


def test_partners_and_followers_are_not_the_ones_supported():
    (found,) = read("鼓励企业与合作社签订购销合同，对接重点企业。")
    assert conditions(found, "qualification") == []
    (found,) = read("支持龙头企业建设工业互联网平台，带动产业链中小企业上云。")
    assert conditions(found, "size") == ["龙头企业"]


def test_an_industry_that_is_only_used_is_none_that_is_supported():
    (found,) = read("鼓励企业在生产中采用清洁能源。")
    assert conditions(found, "industry")[:1] != ["清洁能源"]
    (found,) = read("争取更多藏药纳入医保目录。")
    assert conditions(found, "industry") == ["藏药"]


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("确保安全生产", "安保"),
        ("提高企业竞争力", "高新技术企业"),
        ("维护国家政治安全", "家政"),
        ("完善充放电网络", "电网"),
    ],
)
def test_no_trade_is_read_across_two_words(text, term):
    assert term not in {found.term for found in industries().find(text)}


def test_no_place_is_read_across_two_words():
    named = {found.term for found in places().find("推广西藏特色产品，研究制定西藏标准，向南开放")}
    assert named == {"西藏自治区"}


@pytest.mark.parametrize(
    "award",
    [
        "制造业企业实施设备投资500万元以上、已备案并按期竣工的技改项目，按设备投资额的8%给予一次性奖补。",
        "整机企业首次采购市内配套产品，年度采购额达到500万元的，按采购额的2%奖励采购方。",
        "对不裁员或少裁员的中小微企业，按上年度实际缴纳失业保险费的60%返还。",
        "首次取得第三类医疗器械注册证的企业，每张证奖励60万元，每年累计不超过180万元。",
        "规模以上工业企业年度用电量较上年增长10%以上的，超出部分每千瓦时补贴0.05元。",
        "亩均税收20万元以上的企业租用标准厂房，租金按评估价的六折收取。",
        "投资20亿元以上的重大项目，在用地、能耗、融资等方面“一事一议”予以支持。",
    ],
)
def test_an_award_is_read_whole_whatever_was_reached_before_it(award):
    parsed = parse_task(award)
    assert award in {m.text for m in read_measures(parsed)}


@pytest.mark.parametrize(
    "sentence",
    [
        "过去五年，管委会累计投入产业扶持资金6亿元，兑现企业奖励1.2亿元。",
        "对违反质量管理规范的企业，按情节轻重给予警告、责令停产等处理。",
        "加强预算管理，各类奖补资金实行绩效评价，对骗取资金的，依法追回并列入失信名单。",
        "市政府每季度召开一次政银企座谈会，通报信贷投放情况。",
        "市工业和信息化局每年组织开展一次链主企业评价，评价结果向社会公布。",
        "对成绩突出的县区和个人给予表扬，鼓励年轻干部到企业一线锻炼。",
        "2024年对120家企业发放补贴3000万元。",
        "截至目前对36家企业补助1200万元。",
        "全市发放稳岗返还资金1.2亿元。",
    ],
)
def test_what_was_paid_or_punished_or_is_reviewed_is_no_support(sentence):
    parsed = parse_task(sentence)
    assert not read_measures(parsed)
