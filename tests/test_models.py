"""Packaged weights: assembling and checking with invented parts; the real ones on request."""

from __future__ import annotations

import hashlib
import struct
from dataclasses import replace

import numpy as np
import pytest

from index.errors import ModelError
from rag import models
from rag.assistant import load_embedder
from rag.e5 import read_packed, tokenizer_json
from rag.models import ALL, E5, Packaged, ensure, is_ready, locate
from rag.settings import ROOT, Settings

PARTS = (b"GGUF first ", b"second ", b"third")


@pytest.fixture
def packaged(tmp_path, monkeypatch):
    """A model in three installed packages, none of which can be imported."""
    site = tmp_path / "site"
    for number, part in enumerate(PARTS):
        folder = site / f"fake_model_part{number}"
        (folder / "data").mkdir(parents=True)
        (folder / "__init__.py").write_text("raise RuntimeError('imported')", encoding="utf-8")
        (folder / "data" / "part.bin").write_bytes(part)
    monkeypatch.syspath_prepend(site)
    whole = b"".join(PARTS)
    return Packaged(
        "fake",
        "fake.gguf",
        hashlib.sha256(whole).hexdigest(),
        tuple((f"fake_model_part{n}", "data/part.bin") for n in range(3)),
        "MIT",
        len(whole),
    )


def test_parts_are_put_together_in_order_and_verified(packaged, tmp_path):
    home = tmp_path / "home"
    steps = []
    assert not is_ready(packaged, home)
    path = ensure(packaged, home, lambda *step: steps.append(step))
    assert path == home / "models" / "fake.gguf" and path.read_bytes() == b"".join(PARTS)
    assert is_ready(packaged, home)
    assert [name for name, _, _ in steps] == ["fake"] * 3
    assert [done for _, done, _ in steps] == [11, 18, 23]
    assert sorted(p.name for p in path.parent.iterdir()) == ["fake.gguf", "fake.gguf.verified"]


def test_verified_model_is_not_read_again(packaged, tmp_path, monkeypatch):
    path = ensure(packaged, tmp_path)
    monkeypatch.setattr(models, "_assemble", None)
    assert ensure(packaged, tmp_path) == path


def test_wrong_bytes_are_refused_and_nothing_is_left(packaged, tmp_path):
    (tmp_path / "site" / "fake_model_part1" / "data" / "part.bin").write_bytes(b"other! ")
    with pytest.raises(ModelError, match=r"fake\.gguf has sha256 .*pip install --force-reinstall"):
        ensure(packaged, tmp_path / "home")
    assert list((tmp_path / "home" / "models").iterdir()) == []
    assert not is_ready(packaged, tmp_path / "home")


def test_wrong_hash_is_refused(packaged, tmp_path):
    with pytest.raises(ModelError, match="instead of 000000000000…"):
        ensure(replace(packaged, sha256="0" * 64), tmp_path / "home")


def test_missing_package_says_what_to_install(packaged, tmp_path):
    wanted = replace(packaged, parts=(*packaged.parts, ("fake_model_part9", "data/part.bin")))
    with pytest.raises(ModelError, match=r"package fake_model_part9 is not installed; run: pip"):
        ensure(wanted, tmp_path / "home")
    assert list((tmp_path / "home" / "models").iterdir()) == []
    with pytest.raises(ModelError, match="fake_model_part0 is not installed"):
        locate("fake_model_part0", "data/none.bin")


def test_model_without_its_mark_is_put_together_again(packaged, tmp_path):
    path = ensure(packaged, tmp_path)
    path.write_bytes(b"half")
    (path.parent / "fake.gguf.verified").unlink()
    assert ensure(packaged, tmp_path).read_bytes() == b"".join(PARTS)


def test_every_packaged_model_is_pinned_with_licence_and_size():
    for model in ALL:
        assert len(model.sha256) == 64 and model.licence and model.size > 10**7
        assert len(set(model.parts)) == len(model.parts)


# The packed embedder


def packed_file() -> bytes:
    """One hidden unit, two pieces, one normalised sign, one plain and one 4-bit tensor."""
    pieces = ("<s>", "▁甲")
    blob = "".join(pieces).encode()
    ends = [0, len(pieces[0].encode()), len(blob)]
    out = b"E5S1" + struct.pack("<I", 1) + struct.pack("<7i", 1, 2, 3, 4, 2, 6, 7)
    out += struct.pack("<f", 0.5) + struct.pack("<i", 32)
    out += struct.pack("<5i", 2, 0, 2, 1, 3) + struct.pack("<Q", len(blob))
    out += struct.pack("<3I", *ends) + struct.pack("<2f", 0.0, -1.5) + blob
    out += struct.pack("<iI", 1, 9) + struct.pack("<IBI", ord("％"), 1, ord("%"))
    block = struct.pack("<e", 2.0) + bytes([0x8A, *[0x88] * 15])
    tensors = [("a", 0, 2, struct.pack("<2f", 1.0, -2.0)), ("b", 1, 17, block)]
    table = b"".join(
        struct.pack("<H", 1) + n.encode() + struct.pack("<BI", kind, count) + b"\0" * 16
        for n, kind, count, _ in tensors
    )
    at = len(out) + 4 + len(table)
    out += struct.pack("<i", 2)
    for name, kind, count, data in tensors:
        out += struct.pack("<H", 1) + name.encode()
        out += struct.pack("<BIQQ", kind, count, at, len(data))
        at += len(data)
    return out + b"".join(data for *_, data in tensors)


def test_packed_file_is_read_exactly(tmp_path):
    path = tmp_path / "e5.bin"
    path.write_bytes(packed_file())
    packed = read_packed(path)
    assert (packed.config["hidden"], packed.config["types"], packed.config["epsilon"]) == (
        1,
        7,
        0.5,
    )
    assert (packed.pieces, packed.scores) == (("<s>", "▁甲"), (0.0, -1.5))
    assert packed.normal == {"％": "%"}
    assert packed.tensors["a"].tolist() == [1.0, -2.0]
    # the first low nibble is 10, the first high nibble 8: (10 - 8) * 2 = 4, then zeros
    assert packed.tensors["b"].tolist() == [4.0] + [0.0] * 16


def test_other_format_is_refused(tmp_path):
    path = tmp_path / "e5.bin"
    path.write_bytes(b"GGUF" + bytes(99))
    with pytest.raises(ValueError, match="is not an E5S1 file"):
        read_packed(path)


# The real one

IDS = [
    # from the tests of transformers for XLM-RoBERTa
    ("Hello World!", [0, 35378, 6661, 38, 2]),
    # read once from the saved folder
    (
        "query: 到2030年产值目标是多少？",
        [0, 41, 1294, 12, 6, 789, 1549, 1197, 470, 16643, 10502, 19186, 354, 22517, 32, 2],
    ),
    (
        "passage: 69.88亿元，增长9.2％。",
        [0, 46692, 12, 11937, 5, 12772, 21146, 4, 15346, 151309, 52559, 2],
    ),
    ("ＡＢＣ　１２３～４", [0, 47457, 37638, 6087, 617, 2]),
    ("藏医药①②㎡", [0, 6, 19691, 110116, 1530, 39, 304, 2]),
    ("  a  b\u200b\nc", [0, 10, 876, 501, 2]),
]


@pytest.fixture(scope="module")
def tokenizer():
    from tokenizers import Tokenizer

    return Tokenizer.from_str(tokenizer_json(read_packed(locate(*E5.parts[0]))))


@pytest.mark.model
@pytest.mark.parametrize(("text", "ids"), IDS)
def test_rebuilt_tokenizer_gives_the_ids_of_the_model(text, ids, tokenizer):
    assert tokenizer.encode(text).ids == ids


@pytest.fixture(scope="module")
def embedder():
    settings = Settings()
    return load_embedder(str(ensure(E5, ROOT / ".planqa")), settings)


@pytest.mark.model
def test_query_is_nearest_to_the_sentence_that_answers_it(embedder):
    passages = [
        "到2030年，高原轻工业总产值达到140亿元。",
        "加强安全生产监管，落实企业主体责任。",
        "拉萨市空气质量优良天数比例达到99%。",
        "引进高层次人才，完善住房和子女入学保障。",
    ]
    vectors = embedder.encode_passages(passages)
    assert vectors.shape == (4, embedder.dimension) == (4, 384)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    for number, questions in enumerate(
        [
            ("2030年轻工业产值目标是多少？", "What is the output value target for 2030?"),
            ("安全生产谁负责？", "Who is responsible for work safety?"),
            ("空气质量怎么样？", "How good is the air in Lhasa?"),
            ("人才有什么待遇？", "What is offered to talented people?"),
        ]
    ):
        for question in questions:
            query = embedder.encode_query(question)
            assert query.shape == (384,) and abs(np.linalg.norm(query) - 1) < 1e-5
            assert int(np.argmax(vectors @ query)) == number, question


@pytest.mark.model
def test_vectors_do_not_depend_on_the_batch(embedder):
    texts = ["产值", "到2030年，高原轻工业总产值达到140亿元，年均增长10%以上。", "水"]
    together = embedder.encode_passages(texts)
    alone = np.stack([embedder.encode_passages([text])[0] for text in texts])
    assert np.allclose(together, alone, atol=1e-4)
    assert np.array_equal(embedder.encode_query(texts[0]), embedder.encode_query(texts[0]))


@pytest.mark.model
def test_questions_encoded_together_are_those_encoded_alone(embedder):
    texts = ["到2030年锂产量是多少？", "What is the output target?", "空气质量怎么样？", "锂产量"]
    alone = [embedder.encode_query(text) for text in texts]
    more = [f"2025年{text}" for text in texts]
    embedder.prepare_queries([*more, *texts])
    together = [embedder.encode_query(text) for text in texts]
    assert all(a is b for a, b in zip(alone, together, strict=True))  # remembered, not made again
    prepared = [embedder.encode_query(text) for text in more]
    singly = [embedder._encode([text], ("query",))[0] for text in more]
    assert np.allclose(prepared, singly, atol=1e-4)


@pytest.mark.model
def test_only_the_latest_questions_are_remembered(embedder):
    first = embedder.encode_query("2025年锂产量")
    embedder.prepare_queries([f"{year}年锂产量" for year in range(1900, 2000)])
    embedder.prepare_queries([f"{year}年钾肥产量" for year in range(1940, 2000)])
    again = embedder.encode_query("2025年锂产量")
    assert again is not first and np.allclose(again, first, atol=1e-4)
