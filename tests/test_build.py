"""Building with an embedder whose vectors can be read off the text, and which counts its calls."""

import shutil
import threading
from pathlib import Path

import numpy as np
import pytest

from index.build import build_index, keyword_text, make_recipe, parser_version
from index.chunks import parse_document
from index.errors import DocumentError
from index.readers import read_source
from index.store import open_index
from index.types import Document

SIGNS = "水矿药工亿%年"


class CountingEmbedder:
    """The vector of a text counts the signs 水 矿 药 工 亿 % 年 in it, plus one, at unit length."""

    def __init__(self):
        self.texts = []
        self.made = 0

    def __call__(self):
        self.made += 1
        return self

    def encode_passages(self, texts, report=lambda count: None):
        self.texts += texts
        report(len(texts))
        return np.stack([self.vector(text) for text in texts])

    @staticmethod
    def vector(text):
        counts = np.array([text.count(sign) + 1 for sign in SIGNS], dtype=np.float32)
        return counts / np.linalg.norm(counts)


WATER = "一、目标\n天然饮用水产业到2025年产值达到8亿元。\n二、保障\n加强水源保护。\n"
METAL = "一、现状\n有色金属矿产资源丰富，2016年增加值19.77亿元。\n二、任务\n严控新增产能。\n"


@pytest.fixture
def documents(tmp_path):
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "a.txt").write_text(WATER, encoding="utf-8")
    (folder / "b.txt").write_text(METAL, encoding="utf-8")
    return folder


@pytest.fixture
def home(tmp_path):
    return tmp_path / "index"


def build(home, documents, embedder=None, model="m", progress=lambda what, done, total: None):
    embedder = embedder or CountingEmbedder()
    report = build_index(home, documents, make_recipe(model, documents), embedder, progress)
    return report, embedder


def files(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_first_build_embeds_every_sentence_and_figure_once(home, documents):
    report, embedder = build(home, documents)
    index = open_index(home, make_recipe("m", documents))
    assert (report.documents, report.changed, report.problems) == (2, True, ())
    assert (report.chunks, report.generation) == (len(index.chunks), index.manifest.generation)
    assert report.embedded == len(embedder.texts) == len(set(embedder.texts))
    assert set(index.manifest.documents) == {"a.txt", "b.txt"}
    assert index.manifest.documents["a.txt"] == read_source(documents / "a.txt").sha256


def test_rows_of_the_vectors_are_those_of_the_texts(home, documents):
    _, embedder = build(home, documents)
    index = open_index(home)
    rows = index.vectors.vectors()
    assert len(rows) == len(index.unit_rows)
    for (row, u), vector in zip(index.unit_rows, rows, strict=True):
        unit = index.chunks[row].units[u]
        (text,) = [t for t in embedder.texts if t.endswith(f"\n{unit.text}")]
        assert vector.tolist() == pytest.approx(embedder.vector(text).tolist(), abs=1e-6)
    assert len(index.facts.vectors()) == len(index.fact_rows)


def test_sentence_is_embedded_with_its_headings_and_found_by_them(home, documents):
    _, embedder = build(home, documents)
    assert any("一、目标" in t and "产值达到8亿元" in t for t in embedder.texts)


def test_nothing_changed_embeds_nothing_and_writes_nothing(home, documents):
    first, _ = build(home, documents)
    before = files(home)
    second, embedder = build(home, documents)
    assert (second.changed, second.embedded, embedder.made) == (False, 0, 0)
    assert (second.generation, second.chunks) == (first.generation, first.chunks)
    assert files(home) == before


def test_changed_document_embeds_only_its_passages(home, documents):
    build(home, documents)
    (documents / "b.txt").write_text(
        METAL.replace("严控新增产能", "有序释放产能"), encoding="utf-8"
    )
    report, embedder = build(home, documents)
    assert report.changed
    assert [text.split("\n")[-1] for text in embedder.texts] == ["有序释放产能。"]
    index = open_index(home, make_recipe("m", documents))
    texts = [unit.text for chunk in index.chunks for unit in chunk.units]
    assert "有序释放产能。" in texts and "严控新增产能。" not in texts


def test_of_two_builders_the_second_waits_and_embeds_nothing(home, documents):
    first, second = CountingEmbedder(), CountingEmbedder()
    reports = []

    def slow(what, done, total):
        other.is_alive() or other.start()

    other = threading.Thread(target=lambda: reports.append(build(home, documents, second)))
    report, _ = build(home, documents, first, progress=slow)
    other.join()
    assert first.texts and not second.texts
    assert reports[0][0].generation == report.generation
    assert open_index(home).manifest.generation == report.generation


def test_added_document_embeds_only_its_own(home, documents):
    build(home, documents)
    (documents / "c.txt").write_text(
        "一、手工业\n唐卡和藏香是重点。\n二、人才\n培养工匠。\n", encoding="utf-8"
    )
    report, embedder = build(home, documents)
    assert [t.split("\n")[-1] for t in embedder.texts] == ["唐卡和藏香是重点。", "培养工匠。"]
    assert (report.documents, report.embedded) == (3, 2)


def test_incremental_build_equals_a_fresh_one(tmp_path, home, documents):
    build(home, documents)
    (documents / "b.txt").write_text(METAL + "三、附则\n另行通知。\n", encoding="utf-8")
    build(home, documents)
    build(tmp_path / "fresh", documents)
    assert files(home) == files(tmp_path / "fresh")


def test_deleted_document_is_removed_without_embedding(home, documents):
    build(home, documents)
    (documents / "b.txt").unlink()
    report, embedder = build(home, documents)
    index = open_index(home, make_recipe("m", documents))
    assert (report.documents, report.embedded, embedder.made) == (1, 0, 0)
    assert [parsed.document.name for parsed in index.documents] == ["a.txt"]
    assert {chunk.doc for chunk in index.chunks} == {"a.txt"}
    assert index.keywords.scores("有色金属").tolist() == [0.0] * len(index.chunks)


def test_renamed_document_embeds_nothing(home, documents):
    build(home, documents)
    (documents / "b.txt").rename(documents / "z.txt")
    report, embedder = build(home, documents)
    assert (report.changed, embedder.texts) == (True, [])
    assert sorted(open_index(home).manifest.documents) == ["a.txt", "z.txt"]


def test_another_model_embeds_everything_again(home, documents):
    first, _ = build(home, documents)
    second, embedder = build(home, documents, model="other")
    assert (second.embedded, embedder.made) == (first.embedded, 1)


def test_changed_catalog_rebuilds(home, documents):
    build(home, documents)
    (documents / "catalog.toml").write_text(
        '["a.txt"]\ntitle = "甲省饮用水规划"\nstated = ["title"]\n', encoding="utf-8"
    )
    report, _ = build(home, documents)
    assert report.changed
    assert open_index(home).by_name["a.txt"].document.title == "甲省饮用水规划"


def test_two_builds_are_byte_identical(tmp_path, documents):
    copy = tmp_path / "copy"
    shutil.copytree(documents, copy)
    build(tmp_path / "one", documents)
    build(tmp_path / "two", copy)
    assert files(tmp_path / "one") == files(tmp_path / "two")
    assert "CURRENT" in files(tmp_path / "one")


def test_bad_file_is_reported_and_the_others_built(home, documents):
    (documents / "bad.txt").write_bytes(b"\x00\x01")
    (documents / "empty.txt").write_bytes(b"")
    report, _ = build(home, documents)
    assert report.documents == 2
    assert [problem.split(":")[0] for problem in report.problems] == ["bad.txt", "empty.txt"]
    again, embedder = build(home, documents)
    assert (again.changed, again.problems, embedder.made) == (False, report.problems, 0)


def test_no_readable_file_leaves_the_index_as_it_was(home, documents):
    build(home, documents)
    before = files(home)
    for path in documents.iterdir():
        path.write_bytes(b"\x00")
    with pytest.raises(DocumentError, match="no readable document"):
        build(home, documents)
    assert files(home) == before


def test_damaged_index_is_built_again(home, documents):
    first, _ = build(home, documents)
    (home / first.generation / "documents.json").write_text("{}", encoding="utf-8")
    second, _ = build(home, documents)
    assert (second.changed, second.generation) == (True, first.generation)
    assert set(open_index(home, make_recipe("m", documents)).by_name) == {"a.txt", "b.txt"}


class FailingEmbedder(CountingEmbedder):
    """Ends in the middle, as a killed process does."""

    def encode_passages(self, texts, report=lambda count: None):
        raise KeyboardInterrupt


def test_interrupted_embedding_leaves_the_old_index(home, documents):
    first, _ = build(home, documents)
    (documents / "b.txt").write_text("一、新\n全新的内容。\n二、旧\n旧的。\n", encoding="utf-8")
    with pytest.raises(KeyboardInterrupt):
        build(home, documents, FailingEmbedder())
    assert open_index(home, make_recipe("m", documents)).manifest.generation == first.generation


def test_progress_counts_up_to_the_total(home, documents):
    told = []
    report, _ = build(home, documents, progress=lambda *step: told.append(step))
    assert told == [
        ("read", 1, 2),
        ("read", 2, 2),
        ("embed", 0, report.embedded),
        ("embed", report.embedded, report.embedded),
    ]


def test_recipe_depends_on_model_parser_and_catalog(documents):
    before = make_recipe("m", documents)
    assert (before.embedder, before.parser, before.catalog) == ("m", parser_version(), "")
    (documents / "catalog.toml").write_text("", encoding="utf-8")
    assert make_recipe("m", documents).catalog != ""


def test_keyword_text_counts_the_innermost_heading_twice():
    text = "一、目标\n（一）产值\n达到8亿元。\n（二）企业\n达到20家。\n二、保障\n加强领导。\n"
    parsed = parse_document(Document("a.txt", text, "", "甲规划"))
    assert keyword_text(parsed.document, parsed.chunks[0]) == (
        "甲规划\n一、目标 （一）产值\n（一）产值\n达到8亿元。"
    )


def test_seeds_build_whole(tmp_path):
    """All five seeds: every passage comes back from disk with the characters of its file."""
    seeds = Path(__file__).parents[1] / "seeds"
    report, _ = build(tmp_path, seeds)
    index = open_index(tmp_path, make_recipe("m", seeds))
    assert (report.documents, report.problems) == (5, ())
    for chunk in index.chunks:
        text = (seeds / chunk.doc).read_text(encoding="utf-8")
        assert text[chunk.start : chunk.end] == chunk.text
