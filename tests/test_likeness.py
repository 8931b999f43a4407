"""Conditions that an enterprise tells in words of its own, by meaning."""

import numpy as np
import pytest
from test_incentives import TEA, about, judged, plan_of, profile
from test_measures import parse

from index.measures import read_measures
from rag.incentives import check, records, report
from rag.likeness import VectorLikeness, tells_another, usual_conditions
from rag.matching import judge_activity, judge_place, judge_qualification, teller_of
from rag.profile import profile_from_text
from rag.worded import Teller, sets_thresholds, status_of


class Pairs:
    """A likeness that knows some pairs by a word of each."""

    def __init__(self, **pairs: str) -> None:
        self.pairs = pairs
        self.prepared: list[str] = []

    def prepare(self, texts) -> None:
        self.prepared += texts

    def __call__(self, condition: str, wording: str) -> float:
        told = any(a in condition and b in wording for a, b in self.pairs.items())
        return 0.05 if told else 0.0


RENT = Pairs(租约="签了", 展会="科隆", 技术改造="换了", 食堂="灶", 注册证="证", 园区="工厂")


def verdict(condition, told, likeness=RENT, **fields):
    own = profile(activities=[told], **fields)
    return judge_activity(condition, own, Teller(own, likeness))


@pytest.mark.parametrize(
    ("condition", "told", "expected"),
    [
        ("签订三年以上租约", "一口气签了五年", "met"),
        ("签订三年以上租约", "一口气签了两年", "not met"),
        ("签订三年以上租约", "一口气签了好久", "unknown"),
        ("参加境外展会", "去年去过科隆", "met"),
        ("参加境外展会", "计划明年去科隆看看", "not met"),
        ("参加境外展会", "科隆从来没去过", "not met"),
        ("参加境外展会", "在国内看了科隆的样品", "unknown"),  # told of another thing
        ("实施技术改造，且设备投资500万元以上", "换了全部设备，设备投资800万元", "met"),
        ("实施技术改造，且设备投资500万元以上", "换了全部设备，设备投资80万元", "not met"),
        ("自建食堂", "员工宿舍里砌了灶", "unknown"),
    ],
)
def test_other_words_tell_a_condition_and_figures_decide(condition, told, expected):
    assert verdict(condition, told) == expected
    assert verdict(condition, "主要做茶叶生意") == "unknown"


def test_without_a_likeness_only_words_count():
    assert verdict("签订三年以上租约", "一口气签了五年", likeness=None) == "unknown"
    rented = verdict("租用公共海外仓500平方米以上", "租用公共海外仓800平方米", likeness=None)
    assert rented == "met"


def test_all_of_what_is_asked_together_must_be_told():
    both = "取得产品注册证，并在园区实现产业化"
    assert verdict(both, "上个月拿到了证书") != "met"
    own = profile(activities=["上个月拿到了证书", "园区里的工厂投产了"])
    assert judge_activity(both, own, Teller(own, RENT)) == "met"


def test_a_first_time_must_be_told():
    first = "年出口额首次突破100万美元"
    assert verdict(first, "年出口额320万美元", None) == "unknown"
    assert verdict(first, "年出口额首次达到320万美元", None) == "met"
    assert verdict(first, "年出口额首次达到90万美元", None) == "not met"


def test_who_somebody_is_tells_no_deed():
    likeness = Pairs(藏药材="藏药")
    own = profile_from_text("我们是那曲市的藏药企业。我们在拉萨做藏药。")
    assert judge_activity("繁育藏药材", own, Teller(own, likeness)) == "unknown"


def test_titles_are_names_and_not_told_by_what_is_near():
    likeness = Pairs(高新技术企业="科技", 设计中心="技术中心")
    own = profile(qualifications=["科技型中小企业", "省级企业技术中心"])
    teller = Teller(own, likeness)
    assert judge_qualification("高新技术企业", own, teller) == "not met"
    assert judge_qualification("省级工业设计中心", own, teller) != "met"


def test_marks_must_be_the_same():
    likeness = Pairs(认证="认证")
    own = profile(activities=["通过了ISO9001体系认证"])
    assert Teller(own, likeness).judge("CE、FDA等国际产品认证") is None
    assert Teller(own, likeness).judge("取得ISO9001体系认证") == "met"


@pytest.mark.parametrize(
    ("condition", "wording"),
    [
        ("种植水稻", "种了两百亩玉米"),
        ("参加境外展会", "took part in a domestic trade fair"),
        ("举办展览会", "参加展览会"),
        ("取得绿色食品认证", "organic certified"),
        ("新建公共冷库", "built a new warehouse"),
        ("主导制定国家标准", "参与制定行业标准"),
    ],
)
def test_near_and_yet_another_thing(condition, wording):
    assert tells_another(condition, wording)
    assert not tells_another(condition, condition)


def test_one_of_several_things_is_no_other():
    assert not tells_another("种植水稻、玉米", "种了两百亩玉米")


def test_statuses_of_clauses():
    assert status_of("参加过广交会") == "told"
    assert status_of("标准制定从没参与过") == "denied"
    assert status_of("we failed the audit") == "denied"
    assert status_of("打算明年自己盖个食堂") == "planned"
    assert status_of("NEEQ listing planned next year") == "planned"
    assert status_of("已经定了明年建厂") == "told"
    assert status_of("brought visitors from outside the county") == "told"
    assert status_of("a production-planning system") == "told"


def test_a_denial_behind_and_denies_only_that():
    own = profile_from_text("We rent a cold store and have never exported anything.")
    assert own.told == ("We rent a cold store,",)
    assert own.denied == (" and have never exported anything.",)


def test_only_thresholds_are_figures_to_reach():
    assert sets_thresholds("设备投资500万元以上")
    assert not sets_thresholds("每新增1立方米库容")


def test_the_checklist_quotes_what_decided():
    text = "\n".join([*_PLAN, "三、支持\n支持企业与境外客商签订租约，给予补助。"])
    told = profile_from_text("云岭市的茶叶厂，跟海外客户一口气签了五年。")
    parsed = parse(text)
    found = check(
        told,
        read_measures(parsed),
        {parsed.document.name: parsed.document},
        judged.__defaults__[0],
        Pairs(租约="签了"),
    )
    said = {j.said for v in found for j in v.conditions}
    assert "跟海外客户一口气签了五年" in said
    assert "您说: 跟海外客户一口气签了五年" in report(found, "zh")
    assert any(c["said"] for r in records(found, "en") for c in r["conditions"])


_PLAN = ("云岭市茶产业发展规划", "一、总则", "为促进云岭市发展，制定本规划。")


def test_places_and_industries_quote_nothing():
    said = {j.condition.kind: j.said for j in about(judged(TEA), "50万元奖励").conditions}
    assert said == {"place": "", "industry": "", "qualification": "绿色工厂"}


def test_each_text_is_embedded_once_and_hubs_count_less():
    class Embedder:
        dimension, fingerprint = 4, "x"

        def __init__(self):
            self.asked = []

        def encode_passages(self, texts):
            raise AssertionError("both sides are like questions")

        def prepare_queries(self, texts):
            self.asked += texts

        def encode_query(self, text):
            axis = {"甲": 0, "乙": 1}.get(text[0], 2)
            vector = np.zeros(4, dtype=np.float32)
            vector[axis] = 1
            return vector

    embedder = Embedder()
    like = VectorLikeness(embedder)
    like.prepare(["甲一", "甲二", "乙一"])
    assert like("甲一", "甲二") > like("甲一", "乙一")
    assert like("丙一", "丙二") == pytest.approx(0)  # near to all usual conditions: says nothing
    assert len(embedder.asked) == len(set(embedder.asked))


def test_usual_conditions_differ():
    assert len(usual_conditions()) == len(set(usual_conditions())) > 100


def test_another_zone_of_the_name_is_another_place():
    zone = plan_of("鹤峪经济技术开发区", "鹤峪经济技术开发区下设白芷园、沙洲园。白芷园和沙洲园。")
    assert judge_place("鹤峪经济技术开发区", profile(place="鹤峪高新区"), zone) == "not met"
    assert judge_place("白芷园", profile(place="鹤峪经济技术开发区沙洲园"), zone) == "not met"
    assert judge_place("白芷园", profile(place="鹤峪经济技术开发区白芷园"), zone) == "met"
    assert judge_place("白芷园", profile(place="鹤峪经济技术开发区"), zone) == "unknown"


def test_names_of_places_are_not_compared():
    likeness = Pairs(泽坪="泽坪")
    own = profile(place="泽坪市", activities=["在泽坪市开了十年店铺"])
    teller = teller_of(own, [plan_of("泽坪市")], likeness)
    assert teller.judge("组织旅游专列来泽坪") is None


PARAPHRASES = [
    ("签订三年以上租约", "租约一口气签了五年"),
    ("首笔贷款", "第一次从银行拿到贷款"),
    ("以海关9710、9810方式申报出口", "exports declared under customs codes 9710 and 9810"),
    ("租用智能算力开展模型训练", "hires GPU capacity from a computing centre to train models"),
    ("参加管委会统一组织的境内、境外专业展会", "overseas fair with the committee delegation"),
    ("购置设备的固定资产贷款", "fixed-asset loan for equipment"),
    ("利用闲置农房办民宿", "把自家空着的老房子收拾成了民宿"),
]
OTHERS = [
    ("签订三年以上租约", "去年卖了五千万"),
    ("首笔贷款", "专利有三件"),
    ("以海关9710、9810方式申报出口", "we rent an office in town"),
    ("租用智能算力开展模型训练", "we hold the national high-tech enterprise certificate"),
    ("设立研发中心", "设立销售中心"),
    ("自建职工食堂", "自建员工宿舍"),
    ("种植水稻", "种植玉米"),
]


@pytest.fixture(scope="module")
def like():
    from rag.assistant import load_likeness
    from rag.settings import load_settings

    return load_likeness(load_settings())


@pytest.mark.model
class TestWithWeights:
    @pytest.mark.parametrize(("condition", "told"), PARAPHRASES)
    def test_the_same_in_other_words_is_told(self, like, condition, told):
        own = profile(activities=[told])
        assert Teller(own, like).told(condition)

    @pytest.mark.parametrize(("condition", "told"), OTHERS)
    def test_another_thing_is_not(self, like, condition, told):
        own = profile(activities=[told])
        assert Teller(own, like).judge(condition) != "met"
