"""BM25 compared with the Lucene formula written out here, on the same tokens."""

import math
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from index.keywords import KeywordIndex
from index.words import add_words, cut, tokens

ROOT = Path(__file__).parents[1]
TEXTS = [
    "到2025年，天然饮用水产业实现规上产值8亿元。",
    "天然饮用水产业产销量达到70万吨，天然饮用水品牌知名度提升。",
    "中藏药产业到2025年实现规上产值35亿元，年均增长10%以上。",
    "民族手工业以唐卡、藏香、藏纸为重点。",
    "专精特新企业达到50户，高新技术企业达到20户。",
    "支持IPv6改造和5G+工业互联网应用。",
]


def lucene(query, texts, k1=1.2, b=0.6):
    """Lucene's BM25: idf = ln(1 + (N - n + 0.5) / (n + 0.5)), tf / (tf + k1 (1 - b + b l / mean))."""
    documents = [Counter(tokens(text)) for text in texts]
    lengths = [sum(document.values()) for document in documents]
    mean = sum(lengths) / len(lengths)
    scores = [0.0] * len(texts)
    for token in set(tokens(query)):
        n = sum(token in document for document in documents)
        idf = math.log(1 + (len(texts) - n + 0.5) / (n + 0.5))
        for i, document in enumerate(documents):
            tf = document[token]
            scores[i] += idf * tf / (tf + k1 * (1 - b + b * lengths[i] / mean))
    return scores


@pytest.fixture(scope="module")
def index():
    return KeywordIndex.build(TEXTS)


@pytest.mark.parametrize(
    "query",
    [
        "天然饮用水",
        "天然饮用水产业2025年产值",
        "中藏药年均增长",
        "专精特新企业",
        "IPv6",
        "产业产业产业",
        "火星移民",
        "",
    ],
)
def test_scores_are_those_of_the_formula(index, query):
    assert index.scores(query).tolist() == pytest.approx(lucene(query, TEXTS), rel=1e-5)


def test_scores_on_a_seed_are_those_of_the_formula():
    """Every 200 characters of a real plan as one passage."""
    text = next((ROOT / "seeds").glob("001*.txt")).read_text(encoding="utf-8")
    texts = [text[i : i + 200] for i in range(0, len(text), 200)]
    index = KeywordIndex.build(texts)
    for query in ["天然饮用水产销量", "青稞加工转化率", "大工业用电价", "绿色工厂数量"]:
        expected = np.array(lucene(query, texts))
        found = index.scores(query)
        assert found.tolist() == pytest.approx(expected.tolist(), rel=1e-4, abs=1e-6)
        best = [i for i in np.argsort(-expected, kind="stable")[:5] if expected[i] > 0]
        assert [i for i in np.argsort(-found, kind="stable")[:5] if found[i] > 0] == best


@pytest.mark.parametrize(
    ("query", "row"),
    [
        ("饮用水", 0),
        ("唐卡", 3),
        ("藏纸", 3),
        ("互联网", 5),
        ("ipv6", 5),
        ("35亿元", 2),
        ("手工", 3),
    ],
)
def test_words_and_pairs_are_found(index, query, row):
    scores = index.scores(query)
    best = {i for i in range(len(TEXTS)) if scores[i] > 0}
    assert row in best
    assert best == {i for i, text in enumerate(TEXTS) if set(tokens(query)) & set(tokens(text))}


def test_score_of_one_term_is_zero_where_it_does_not_stand(index):
    scores = index.term_scores("_唐卡")
    assert [i for i, score in enumerate(scores) if score > 0] == [3]
    assert index.term_scores("没有的词").tolist() == [0.0] * len(TEXTS)


def test_group_counts_with_its_best_synonym(index):
    water, medicine = index.phrase_scores("天然饮用水"), index.phrase_scores("中藏药")
    both = index.group_scores(["天然饮用水", "中藏药"])
    assert both.tolist() == [max(pair) for pair in zip(water, medicine, strict=True)]
    assert index.group_scores([]).tolist() == [0.0] * len(TEXTS)
    assert index.phrase_scores("").tolist() == [0.0] * len(TEXTS)


def test_phrase_prefers_the_passage_that_holds_all_of_it(index):
    scores = index.phrase_scores("专精特新企业")
    assert int(np.argmax(scores)) == 4


def test_saved_and_loaded_index_scores_the_same(index, tmp_path):
    index.save(tmp_path)
    again = KeywordIndex.load(tmp_path)
    for query in ["天然饮用水", "唐卡和藏香", "2025年"]:
        assert again.scores(query).tolist() == index.scores(query).tolist()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bm25.npz", "terms.txt"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("到2025年", ["2025"]),
        ("增长12.5%", ["12.5%", "增长", "_增长"]),
        ("1,234亿元", ["1234"]),
        ("IPv6和GDP", ["ipv6", "gdp"]),
        ("唐卡", ["唐卡", "_唐卡"]),
        ("饮用水", ["_饮用", "_用水"]),
    ],
)
def test_tokens_hold(text, found):
    assert set(found) <= set(tokens(text))


@pytest.mark.parametrize("text", ["的", "和", "，。", ""])
def test_stop_words_and_signs_are_no_tokens(text):
    assert tokens(text) == []


def test_pairs_do_not_run_over_signs_and_numbers():
    assert [t for t in tokens("产值8亿元，增长") if t.startswith("_")] == [
        "_产值",
        "_亿元",
        "_增长",
    ]


def test_taught_words_stay_whole():
    add_words(["规上产值饮水"])
    assert cut("实现规上产值饮水") == ["实现", "规上产值饮水"]


BUILD = """
import sys
from pathlib import Path
from index.keywords import KeywordIndex
texts = ["天然饮用水产业实现规上产值8亿元", "中藏药产业和民族手工业", "专精特新企业达到50户"]
KeywordIndex.build(texts).save(Path(sys.argv[1]))
"""


def test_files_do_not_depend_on_the_hash_seed(tmp_path):
    """bm25s takes its vocabulary from a set; ours is sorted."""
    written = []
    for seed in ("1", "2"):
        folder = tmp_path / seed
        folder.mkdir()
        subprocess.run(
            [sys.executable, "-W", "ignore", "-c", BUILD, str(folder)],
            check=True,
            cwd=ROOT,
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
        )
        written.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert written[0] == written[1]
    terms = written[0]["terms.txt"].decode().split("\n")
    assert terms == sorted(terms)
