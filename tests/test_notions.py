"""What a question names must be told of the figure that answers it."""

import pytest

from rag.notions import Lexicon, untold, untold_terms
from rag.terms import Entry
from rag.types import TermGroup

LEXICON = Lexicon(
    (
        Entry("旅游收入", ("tourism revenue",), "indicator"),
        Entry("营业收入", ("operating revenue", "revenue"), "indicator"),
        Entry("电能利用效率", ("power usage effectiveness", "PUE"), "indicator"),
        Entry("外贸进出口", ("import and export", "foreign trade"), "opening"),
        Entry("外贸", ("foreign trade",), "opening"),
        Entry("水泥", ("cement",), "product"),
        Entry("西藏", ("Tibet",), "place"),
    ),
    {"tourism": ("旅游",), "office": ("办公室",), "enterprise": ("企业",), "divorce": ("离婚",)},
)
NOWHERE = lambda term: False  # noqa: E731


def missing(question, text, stands=NOWHERE):
    return untold(LEXICON.notions(question, frozenset()), text, stands)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("What is the total tourism revenue?", "营业收入236亿元"),
        ("How high is the cement output?", "产值59亿元"),
        ("What was the divorce rate in 2027?", "担保费率0.8%"),
        ("How high is the unheard-of thing?", "产值59亿元"),
    ],
)
def test_figure_of_another_thing_is_no_answer(question, text):
    assert missing(question, text)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("What is the total tourism revenue?", "旅游总收入150亿元"),
        ("What is the tourism revenue?", "接待旅游者，实现营业收入150亿元"),
        ("What power usage effectiveness is set?", "数据中心pue值低于1.3"),
        ("How large is the import and export volume?", "外贸总额15亿元"),
        ("How many Tibetan enterprises are there?", "企业2900户"),
    ],
)
def test_figure_told_in_other_words_or_by_a_short_name_may_answer(question, text):
    assert missing(question, text) == ()


def test_word_that_documents_use_elsewhere_may_be_wording():
    question = "How much revenue do enterprises with cement make?"
    assert missing(question, "企业营业收入5亿元") == ("cement",)
    assert missing(question, "企业营业收入5亿元", lambda term: term == "水泥") == ()


def group(source, category="", terms=()):
    return TermGroup(source, terms or (source,), category)


@pytest.mark.parametrize(
    ("term", "category", "text", "told"),
    [
        ("最低工资标准", "social", "年筹集公益金3亿元以上", False),
        ("科技信贷产品", "finance", "科技信贷的产品2个", True),
        ("犯罪率", "", "风险消除率91.5%", False),
        ("5G", "", "移动宽带用户普及率85%", False),
        ("5G", "", "5g用户普及率85%", True),
        ("盘子", "", "外贸规模29亿元", True),
    ],
)
def test_chinese_term_or_measure_must_be_told(term, category, text, told):
    assert (untold_terms([group(term, category)], text, NOWHERE) == ()) == told


def test_chinese_term_that_documents_use_elsewhere_may_be_reworded():
    term = group("最低工资标准", "social")
    assert untold_terms([term], "年筹集公益金3亿元以上", lambda t: t == "最低工资标准") == ()
