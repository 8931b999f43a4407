"""The bilingual term layer over a handful of terms, and the soundness of the glossary file."""

from __future__ import annotations

import gzip
import re

import pytest

from index.errors import ModelError, PromptError
from rag.assistant import PROMPTS
from rag.terms import (
    Entry,
    PinyinSearch,
    TermLayer,
    english_words,
    read_cedict,
    read_glossary,
    read_headwords,
    read_pinyin,
    stem,
)

GLOSSARY = PROMPTS / "glossary.tsv"
ENGLISH = PROMPTS / "glossary_en.tsv"
ENTRIES = [
    Entry("工业总产值", ("gross industrial output value", "gross industrial output"), "indicator"),
    Entry("总产值", ("gross output",), "indicator"),
    Entry("产值", ("output value", "output"), "indicator"),
    Entry("产量", ("output", "production"), "indicator"),
    Entry("工厂", ("factory", "plant"), "enterprise"),
    Entry("绿色", ("green",), "environment"),
    Entry("绿色工厂", ("green factory",), "environment"),
    Entry("数字化", ("digitalisation",), "technology"),
    Entry("中心", ("centre",), "service"),
    Entry("劳动力", ("labour",), "social"),
    Entry("拉萨市", ("Lhasa", "Lhasa City"), "place"),
    Entry("苏州", ("Suzhou",), "place"),
    Entry("西藏", ("Tibet", "Xizang"), "place"),
    Entry("西藏矿业", ("Tibet Mining",), "company"),
    Entry("矿业", ("mining",), "industry"),
    Entry("缺席", ("absent notion",), "governance"),
]
TEXT = "工业总产值 绿色工厂 拉萨市 西藏矿业 数字化 中心 劳动力 产量 多龙矿区 工厂 制造业"


@pytest.fixture(scope="module")
def layer():
    cedict = {"mill": ("磨坊", "工厂"), "manufacture": ("制造业",)}
    spelled = PinyinSearch(TEXT, {"多": "duo", "龙": "long", "矿": "kuang", "区": "qu"})
    return TermLayer(ENTRIES, cedict, lambda term: term in TEXT, spelled)


def found(layer, question):
    return {g.source: g.terms for g in layer.groups(question) if g.category != "part"}


# The file


def test_glossary_is_sound():
    lines = GLOSSARY.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line.strip() and not line.startswith("#")]
    assert all(len(row) == 3 for row in rows)
    entries = read_glossary(GLOSSARY)
    assert len(entries) == len(rows) >= 1500
    names = [entry.zh for entry in entries]
    assert len(names) == len(set(names))


def test_terms_for_english_questions_are_no_terms_of_the_glossary():
    names = {entry.zh for entry in read_glossary(GLOSSARY)}
    own = [entry.zh for entry in read_glossary(ENGLISH)]
    assert len(own) == len(set(own)) and not names & set(own)


@pytest.mark.parametrize("path", [GLOSSARY, ENGLISH])
def test_glossary_is_chinese_on_the_left_and_english_on_the_right(path):
    for entry in read_glossary(path):
        # a plan writes some terms in Latin letters: PM2.5, REITs
        assert re.search(r"[\u4e00-\u9fff]", entry.zh) or re.fullmatch(r"[\w.&+-]+", entry.zh), (
            entry
        )
        assert entry.zh == entry.zh.strip(), entry
        assert entry.en and all(rendering.strip() for rendering in entry.en), entry
        assert not re.search(r"[\u4e00-\u9fff]", " ".join(entry.en)), entry
        assert re.fullmatch(r"[a-z]+", entry.category), entry


@pytest.mark.parametrize("line", ["工厂\tfactory", "工厂\t\tx", "工厂 factory x", "工厂\tf\tx\ty"])
def test_bad_glossary_line_is_named(line, tmp_path):
    path = tmp_path / "glossary.tsv"
    path.write_text(f"# head\n{line}\n", encoding="utf-8")
    with pytest.raises(PromptError, match=r"glossary\.tsv, line 2: write zh<TAB>en"):
        read_glossary(path)


def test_renderings_are_split_and_comments_passed_over(tmp_path):
    path = tmp_path / "glossary.tsv"
    path.write_text("# head\n\n工厂\tfactory | plant\tenterprise\n", encoding="utf-8")
    assert read_glossary(path) == (Entry("工厂", ("factory", "plant"), "enterprise"),)


# English to Chinese


def test_longest_phrase_wins(layer):
    assert found(layer, "gross industrial output value of green factories") == {
        "gross industrial output value": ("工业总产值",),
        "green factory": ("绿色工厂",),
    }
    parts = [g.terms for g in layer.groups("green factories") if g.category == "part"]
    assert parts == [("绿色",), ("工厂",)]


def test_only_terms_that_stand_in_the_documents_are_given(layer):
    assert found(layer, "the output of it") == {"output": ("产量", "产值")}
    assert all(term in TEXT for terms in found(layer, "output mill").values() for term in terms)
    assert found(layer, "an absent notion") == {"absent": (), "notion": ()}


def test_phrase_whose_term_is_missing_is_read_word_by_word(layer):
    lost = TermLayer(ENTRIES, {}, lambda term: term in "绿色 工厂")
    assert found(lost, "green factories") == {"green": ("绿色",), "factory": ("工厂",)}


@pytest.mark.parametrize(
    ("question", "term"),
    [
        ("digitalization", "数字化"),
        ("digitalisation", "数字化"),
        ("the centers", "中心"),
        ("the centre", "中心"),
        ("labor", "劳动力"),
        ("labour", "劳动力"),
        ("FACTORIES", "工厂"),
        ("the factory's name", "工厂"),
        ("green-factory", "绿色工厂"),
    ],
)
def test_spelling_plural_and_case_do_not_matter(question, term, layer):
    assert any(term in terms for terms in found(layer, question).values())


def test_possessive_ends_a_phrase(layer):
    assert found(layer, "Tibet Mining") == {"tibet mining": ("西藏矿业",)}
    assert found(layer, "Tibet's mining") == {"tibet": ("西藏",), "mining": ("矿业",)}


def test_dictionary_serves_where_the_glossary_has_nothing(layer):
    (group,) = layer.groups("mills")
    assert (group.terms, group.category) == (("工厂",), "cedict")
    assert found(layer, "manufacture") == {"manufacture": ("制造业",)}


def test_names_are_critical_also_where_the_documents_lack_them(layer):
    groups = {g.source: g for g in layer.groups("Was Suzhou ahead of Lhasa in output?")}
    assert groups["suzhou"].critical and groups["suzhou"].terms == ("苏州",)
    assert groups["lhasa"].critical and not groups["output"].critical


def test_unknown_name_is_looked_for_by_its_pinyin(layer):
    (group,) = layer.groups("the Duolong")
    assert (group.terms, group.category, group.critical) == (("多龙",), "name", True)
    (group,) = layer.groups("the Nanshan")
    assert (group.terms, group.critical) == ((), True)


def test_names_of_a_wording_come_with_their_chinese_forms(layer):
    names = dict(layer.names("Tibet Mining of Lhasa has a green factory"))
    assert set(names) == {"tibet mining", "lhasa"}
    assert set(names["lhasa"]) == {"拉萨市", "拉萨"}


# Chinese to English


def test_gloss_gives_official_english_longest_first(layer):
    assert layer.gloss("绿色工厂的工业总产值，无") == [
        ("绿色工厂", "green factory"),
        ("工业总产值", "gross industrial output value"),
    ]


def test_english_of_a_phrase_is_all_or_nothing(layer):
    assert layer.english("绿色工厂产值") == "green factory output value"
    assert layer.english("绿色甲") == ""


def test_synonyms_share_a_rendering_and_stand_in_the_documents(layer):
    assert layer.synonyms("产值") == ("产值", "产量")
    assert layer.synonyms("产量") == ("产量", "产值")
    assert layer.synonyms("甲") == ("甲",)


# Parts


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("factories", "factory"),
        ("boxes", "box"),
        ("classes", "class"),
        ("zones", "zone"),
        ("tonnes", "ton"),
        ("kilometres", "kilometer"),
        ("programmes", "program"),
        ("organised", "organized"),
        ("gas", "gas"),
        ("status", "status"),
        ("analysis", "analysis"),
    ],
)
def test_stem(word, expected):
    assert stem(word) == expected


def test_english_words():
    assert english_words("Low-carbon R&D zones (2030)") == ["low", "carbon", "r&d", "zone", "2030"]


def test_cedict_is_read_backwards_and_for_pinyin(tmp_path):
    path = tmp_path / "cedict.gz"
    lines = (
        "# comment\n工廠 工厂 [gong1 chang3] /factory/CL:家[jia1]/\n廠 厂 [chang3] /factory/works/\n"
        "建 建 [jian4] /to build (a house)/\n女 女 [nu:3] /woman/\n"
    )
    path.write_bytes(gzip.compress(lines.encode()))
    headwords = read_headwords(path)
    assert read_cedict(headwords) == {
        "factory": ("工厂", "厂"),
        "work": ("厂",),
        "build": ("建",),
        "woman": ("女",),
    }
    assert read_pinyin(headwords)[0] == {
        "工": "gong",
        "厂": "chang",
        "建": "jian",
        "女": "nv",
    }


def test_missing_dictionary_is_one_error(tmp_path):
    with pytest.raises(ModelError, match="CC-CEDICT cannot be read"):
        read_headwords(tmp_path / "none.gz")


@pytest.mark.parametrize(
    ("word", "terms"),
    [
        ("duolong", ("多龙",)),
        ("Duolong", ("多龙",)),
        ("longkuang", ("龙矿",)),
        ("duolongkuang", ("多龙矿",)),
        ("olong", ()),
        ("dolong", ()),
        ("duo", ()),
        ("duo long", ()),
    ],
)
def test_pinyin_search_finds_whole_syllables_only(word, terms):
    search = PinyinSearch("多龙矿、多龙", {"多": "duo", "龙": "long", "矿": "kuang"})
    assert search(word) == terms


def test_pinyin_search_gives_the_most_frequent_word_first():
    search = PinyinSearch("东山，冬山，冬山", {"东": "dong", "冬": "dong", "山": "shan"})
    assert search("dongshan") == ("冬山", "东山")


def test_longer_phrase_wins_over_the_one_that_begins_before_it():
    entries = [
        Entry("企业数", ("number of enterprises",), "enterprise"),
        Entry("四上企业", ("enterprises above the four statistical thresholds",), "enterprise"),
    ]
    layer = TermLayer(entries, {}, lambda term: True)
    groups = layer.groups("the number of enterprises above the four statistical thresholds in 2025")
    assert [g.terms[0] for g in groups if g.category == "enterprise"] == ["四上企业"]


def test_ranks_joined_by_a_slash_are_words_of_a_phrase():
    assert english_words("prefecture/county level") == english_words("prefecture county level")
    assert english_words("tonnes per km2 and R&D") == english_words("tonnes per km2 and R&D")
    assert "pm2.5" in english_words("PM2.5")


def test_known_matter_that_no_document_names_is_a_name_to_look_for():
    entries = [Entry("氢能", ("hydrogen energy", "hydrogen"), "energy")]
    (absent,) = TermLayer(entries, {}, lambda term: False).groups("hydrogen capacity in 2030")[:1]
    assert (absent.terms, absent.critical) == (("氢能",), True)
    (told,) = TermLayer(entries, {}, lambda term: True).groups("hydrogen capacity in 2030")[:1]
    assert (told.terms, told.critical) == (("氢能",), False)


# Words that documents write as one


@pytest.fixture(scope="module")
def works():
    cedict = {
        "electric": ("电", "电动"),
        "detonator": ("雷管",),
        "key": ("关键", "键"),
        "packing": ("包装",),
        "robot": ("机器人",),
        "area": ("面积",),
        "forest": ("森林",),
        "free": ("自由", "免费"),
        "lithium": ("锂",),
        "recovery": ("回收",),
        "rate": ("率",),
    }
    text = "电雷管占比 包装机器人 关键工序 森林面积 自由 机器人 锂回收率"
    return TermLayer(
        [Entry("工序", ("process",), "technology"), Entry("拉萨", ("Lhasa",), "place")],
        cedict,
        lambda term: term in text,
        whole=lambda term: term not in ("键工序", "锂回收"),
    )


@pytest.mark.parametrize(
    ("question", "source", "terms"),
    [
        ("share of electric detonators", "electric detonator", ("电雷管",)),
        ("number of packing robots", "packing robot", ("包装机器人",)),
        ("control rate of key processes", "key process", ("关键工序",)),
        ("area of forest", "area forest", ("森林面积",)),
        ("lithium recovery rate", "lithium recovery rate", ("锂回收率",)),
    ],
)
def test_two_words_that_documents_write_as_one_are_one_notion(question, source, terms, works):
    composed = {g.source: g.terms for g in works.groups(question) if g.category == "composed"}
    assert composed == {source: terms}


@pytest.mark.parametrize("question", ["free robots", "Lhasa robots", "the growth of robots"])
def test_words_that_no_document_joins_stay_apart(question, works):
    assert not [g for g in works.groups(question) if g.category == "composed"]


@pytest.mark.parametrize(
    ("question", "source", "terms"),
    [
        ("target of Duolong Port", "duolong port", ("多龙港",)),
        ("target of Duolong County", "duolong county", ("多龙",)),
    ],
)
def test_word_behind_a_name_says_what_it_names(question, source, terms):
    text = "多龙港 多龙"
    spelled = PinyinSearch(text, {"多": "duo", "龙": "long", "港": "gang"})
    layer = TermLayer([], {}, lambda term: term in text, spelled)
    named = {g.source: g.terms for g in layer.groups(question) if g.category == "name"}
    assert named == {source: terms}


def test_name_at_the_head_of_a_question_is_looked_for_in_the_documents():
    text = "多龙县出口量达到6万吨"
    spelled = PinyinSearch(text, {"多": "duo", "龙": "long", "县": "xian"})
    layer = TermLayer((), {}, lambda term: term in text, spelled)
    (name, *_) = layer.groups("Duolong exports in 2030?")
    assert name.terms == ("多龙",) and name.critical
    (word, *_) = layer.groups("Tangerine exports in 2030?")
    assert not word.terms and not word.critical


def test_known_name_that_no_document_has_may_be_another_that_sounds_alike():
    text = "澄渔一号养殖工船"
    spelled = PinyinSearch(text, {"澄": "cheng", "渔": "yu", "一": "yi"})
    layer = TermLayer(
        (Entry("成渝", ("Chengyu",), "place"),), {}, lambda term: term in text, spelled
    )
    assert layer.groups("the vessel Chengyu No. 1")[-1].terms == ("澄渔",)


def test_second_reading_of_a_character_is_searched_too(tmp_path):
    path = tmp_path / "cedict.gz"
    lines = "晟 晟 [cheng2] /surname Cheng/\n晟 晟 [sheng4] /brightness/\n海 海 [hai3] /sea/\n"
    path.write_bytes(gzip.compress(lines.encode()))
    first, others = read_pinyin(read_headwords(path))
    assert (first["晟"], others) == ("cheng", {"晟": "sheng"})
    search = PinyinSearch("海晟储能", first, others)
    assert search("Haisheng") == search("Haicheng") == ("海晟",)


def test_words_that_the_glossary_knows_each_are_not_joined():
    entries = (Entry("产业", ("industry",), "industry"), Entry("平台", ("platform",), "technology"))
    text = "产业平台，产业，平台"
    layer = TermLayer(entries, {}, lambda t: t in text, whole=lambda t: t in text)
    assert [g.terms[0] for g in layer.groups("an industry platform")] == ["产业", "平台"]
