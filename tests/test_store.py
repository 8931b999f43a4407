"""One saved index: what was saved comes back, and each kind of damage gives its clear error."""

import dataclasses
import json
import os
from pathlib import Path

import numpy as np
import pytest

from index.chunks import parse_document
from index.errors import IndexDamaged, IndexMissing, IndexOutdated
from index.keywords import KeywordIndex
from index.store import Recipe, open_index, read_manifest, save_index
from index.types import Document, Period
from index.vectors import FaissStore

RECIPE = Recipe("model-a", "parser-a", "catalog-a")
TEXT = "一、目标\n到2025年产值达到75亿元，增长8%以上。\n指标\t2025年\n企业（家）\t≥12\n二、保障\n加强领导。\n"


def document(text=TEXT, name="a.txt"):
    return Document(
        name, text, "hash-of-" + name, "甲规划", region="甲省", period=Period(2023, None),
        aliases=("甲",), basis={"title": "stated"},
    )  # fmt: skip


def save(folder, *, text=TEXT, recipe=RECIPE):
    parsed = [parse_document(document(text))]
    chunks = [chunk for p in parsed for chunk in p.chunks]
    units = [unit for chunk in chunks for unit in chunk.units]
    figures = [figure for unit in units for figure in unit.figures]
    return save_index(
        folder, recipe, parsed, KeywordIndex.build([c.search_text for c in chunks]),
        FaissStore.build(np.eye(len(units), 8, dtype=np.float32)),
        FaissStore.build(np.eye(len(figures), 8, dtype=np.float32)),
        [f"key{i}" for i in range(len(units) + len(figures))], 8,
    )  # fmt: skip


def files(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_what_was_saved_comes_back(tmp_path):
    generation = save(tmp_path)
    index = open_index(tmp_path, RECIPE)
    expected = parse_document(document())
    assert index.documents == (expected,)
    assert index.chunks == expected.chunks
    assert index.by_name == {"a.txt": expected}
    assert index.manifest.generation == generation
    assert index.manifest.recipe == RECIPE
    assert index.manifest.documents == {"a.txt": "hash-of-a.txt"}
    assert (index.manifest.chunks, index.manifest.dimension) == (len(expected.chunks), 8)
    assert read_manifest(tmp_path) == index.manifest
    assert index.keys[0] == "key0"
    assert index.vectors.vectors().tolist() == np.eye(4, 8).tolist()[: len(index.vectors.vectors())]
    assert (
        index.keywords.scores("产值").tolist()
        == KeywordIndex.build([chunk.search_text for chunk in expected.chunks])
        .scores("产值")
        .tolist()
    )


def test_rows_of_the_vectors_name_their_unit_and_figure(tmp_path):
    save(tmp_path)
    index = open_index(tmp_path)
    texts = [index.chunks[row].units[u].text for row, u in index.unit_rows]
    assert texts == ["到2025年产值达到75亿元，增长8%以上。", "企业（家） ≥12", "加强领导。"]
    figures = [index.chunks[row].units[u].figures[f].quantity.text for row, u, f in index.fact_rows]
    assert figures == ["75亿元", "8%以上", "≥12"]


def test_nearest_neighbours_come_best_first_and_no_more_than_there_are(tmp_path):
    vectors = np.array([[1, 0], [0, 1], [0.6, 0.8], [0.6, 0.8]], dtype=np.float32)
    store = FaissStore.build(vectors)
    query = np.array([0.6, 0.8], dtype=np.float32)
    assert [row for row, _ in store.search(query, 9)] == [2, 3, 1, 0]
    assert [score for _, score in store.search(query, 9)] == pytest.approx([1, 1, 0.8, 0.6])
    store.save(tmp_path, "x.faiss")
    again = FaissStore.load(tmp_path, "x.faiss")
    assert again.search(query, 2) == store.search(query, 2)
    assert again.vectors().tolist() == vectors.tolist()


def test_missing(tmp_path):
    with pytest.raises(IndexMissing, match="build it with: planqa build"):
        open_index(tmp_path)
    with pytest.raises(IndexMissing):
        open_index(tmp_path / "nowhere")


def test_every_altered_file_is_damage(tmp_path):
    generation = save(tmp_path)
    for path in sorted((tmp_path / generation).iterdir()):
        whole = path.read_bytes()
        path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
        with pytest.raises(IndexDamaged, match="damaged or foreign; run: planqa build"):
            open_index(tmp_path, RECIPE)
        path.write_bytes(whole)
    assert open_index(tmp_path, RECIPE).manifest.generation == generation


def test_every_missing_file_is_damage(tmp_path):
    generation = save(tmp_path)
    for path in sorted((tmp_path / generation).iterdir()):
        whole = path.read_bytes()
        path.unlink()
        with pytest.raises(IndexDamaged):
            open_index(tmp_path, RECIPE)
        path.write_bytes(whole)


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b'{"generation": "another"}', b"\xff\xfe\x00"],
)
def test_foreign_manifest_is_damage(tmp_path, content):
    generation = save(tmp_path)
    (tmp_path / generation / "manifest.json").write_bytes(content)
    with pytest.raises(IndexDamaged):
        open_index(tmp_path, RECIPE)


@pytest.mark.parametrize("field", ["recipe", "documents", "chunks", "dimension", "files"])
def test_manifest_without_a_field_is_damage(tmp_path, field):
    generation = save(tmp_path)
    path = tmp_path / generation / "manifest.json"
    raw = json.loads(path.read_text(encoding="utf-8"))
    del raw[field]
    path.write_text(json.dumps(raw), encoding="utf-8")
    with pytest.raises(IndexDamaged):
        open_index(tmp_path, RECIPE)


def test_pointer_to_nothing_is_damage(tmp_path):
    save(tmp_path)
    (tmp_path / "CURRENT").write_text("0123456789abcdef", encoding="utf-8")
    with pytest.raises(IndexDamaged):
        open_index(tmp_path, RECIPE)


def test_another_format_is_outdated(tmp_path):
    generation = save(tmp_path)
    path = tmp_path / generation / "manifest.json"
    raw = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(raw | {"format": "planqa-index-0"}), encoding="utf-8")
    with pytest.raises(IndexOutdated, match="another format; run: planqa build"):
        open_index(tmp_path, RECIPE)


@pytest.mark.parametrize("field", ["embedder", "parser", "catalog"])
def test_another_recipe_is_outdated(tmp_path, field):
    save(tmp_path)
    other = dataclasses.replace(RECIPE, **{field: "other"})
    with pytest.raises(IndexOutdated, match="run: planqa build"):
        open_index(tmp_path, other)
    assert open_index(tmp_path).manifest.recipe == RECIPE


def test_equal_input_gives_equal_bytes(tmp_path):
    save(tmp_path / "one")
    save(tmp_path / "two")
    assert files(tmp_path / "one") == files(tmp_path / "two")


def test_new_generation_replaces_the_old_one(tmp_path):
    first = save(tmp_path)
    second = save(tmp_path, text=TEXT + "三、附则\n另行通知。\n")
    assert first != second
    assert open_index(tmp_path).manifest.generation == second
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["CURRENT", second])


class Killed(BaseException):
    """Stands for the process ending at this point."""


def killed(*_):
    raise Killed


@pytest.mark.parametrize(
    ("owner", "name"),
    [(os, "replace"), (Path, "rename"), (KeywordIndex, "save"), (FaissStore, "save")],
    ids=["before the switch", "before the move", "while writing", "while writing vectors"],
)
def test_killed_between_write_and_swap_leaves_the_old_index(tmp_path, monkeypatch, owner, name):
    old = save(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(owner, name, killed)
        with pytest.raises(Killed):
            save(tmp_path, text=TEXT + "三、附则\n另行通知。\n")
    assert open_index(tmp_path, RECIPE).manifest.generation == old
    new = save(tmp_path, text=TEXT + "三、附则\n另行通知。\n")
    assert open_index(tmp_path, RECIPE).manifest.generation == new
    assert {path.name for path in tmp_path.iterdir() if path.is_dir()} == {new}


def test_draft_that_a_killed_build_left_is_removed_by_the_next(tmp_path):
    (tmp_path / ".draft-dead").mkdir()
    (tmp_path / ".draft-dead" / "documents.json").write_text("half", encoding="utf-8")
    generation = save(tmp_path)
    assert {path.name for path in tmp_path.iterdir() if path.is_dir()} == {generation}


def test_saving_again_repairs_a_damaged_generation(tmp_path):
    generation = save(tmp_path)
    (tmp_path / generation / "documents.json").write_text("{}", encoding="utf-8")
    assert save(tmp_path) == generation
    assert open_index(tmp_path, RECIPE).by_name["a.txt"].document == document()
