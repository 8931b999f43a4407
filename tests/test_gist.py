"""English words for Chinese passages."""

from __future__ import annotations

import gzip
from pathlib import Path

from rag.gist import Gist, read_definitions
from rag.terms import Entry, read_headwords

ENTRIES = (
    Entry("口岸", ("port",), "noun"),
    Entry("吉隆", ("Gyirong",), "place"),
    Entry("铜", ("copper",), "mineral"),
    Entry("招商引资", ("investment attraction",), "noun"),
    Entry("规划", ("plan",), "noun"),
)
PINYIN = dict(zip("樟木推进深冷甲玛", "zhang mu tui jin shen leng jia ma".split(), strict=True))


def test_glossary_goes_before_the_dictionary() -> None:
    gist = Gist(ENTRIES, {"招商": "to invite business", "推进": "impel", "批准": "approve"}, PINYIN)
    assert gist.words("招商引资，批准规划") == ("investment attraction", "approve", "plan")


def test_forms_of_verbs_for_questions_are_not_told() -> None:
    entries = (*ENTRIES, Entry("利用", ("utilised", "make use of"), "cedict"))
    assert Gist(entries, {"利用": "make use of"}).words("利用口岸") == ("make use of", "port")


def test_words_are_told_in_their_order_and_once() -> None:
    gist = Gist(ENTRIES, {"批准": "approve"})
    assert gist.words("口岸批准，规划口岸") == ("port", "approve", "plan")


def test_a_name_in_a_list_of_names_is_spelled() -> None:
    assert Gist(ENTRIES, {}, PINYIN).words("以吉隆、樟木等口岸为窗口") == (
        "Gyirong",
        "Zhangmu",
        "port",
    )


def test_a_word_that_is_no_name_is_not_spelled() -> None:
    assert Gist(ENTRIES, {}, PINYIN).words("深冷，推进规划") == ("plan",)


def test_a_metal_of_one_character_is_told_where_it_is_a_word() -> None:
    assert Gist(ENTRIES).words("铜、规划") == ("copper", "plan")


def test_dates_are_told_as_exactly_as_they_are_written() -> None:
    gist = Gist(ENTRIES, {"国务院": "State Council", "日经": "Nikkei"}, PINYIN)
    assert gist.words("于2001年9月19日经国务院批准") == ("19 September 2001", "State Council")
    assert gist.words("2017-04-12规划，2025年口岸") == ("12 April 2017", "plan", "2025", "port")
    assert gist.words("2023年11月规划") == ("November 2023", "plan")


def test_definitions_are_first_glosses_without_remarks(tmp_path: Path) -> None:
    path = tmp_path / "cedict.gz"
    lines = (
        "# CC-CEDICT\n"
        "批准 批准 [pi1 zhun3] /to approve/to ratify/\n"
        "環境 环境 [huan2 jing4] /(bound form) ring/environment/CL:個|个[ge4]/\n"
        "某某 某某 [mou3 mou3] /surname Mou/old variant of 謀|谋[mou2]/\n"
    )
    with gzip.open(path, "wt", encoding="utf-8") as out:
        out.write(lines)
    assert read_definitions(read_headwords(path)) == {"批准": "approve", "环境": "environment"}


def test_figures_and_years_before_amounts_are_no_gloss() -> None:
    gist = Gist(ENTRIES, {"百亿": "ten billion", "批准": "approve"}, PINYIN)
    assert gist.words("批准三个百亿规划") == ("approve", "plan")
    assert gist.words("2026年1.1万个口岸")[-1] == "port"
    assert not any("January" in word for word in gist.words("2026年1.1万个口岸"))
