"""multilingual-e5-small out of its packed 4-bit file, as a sentence-transformers folder.

Format of the file (little-endian): ``E5S1``, u32 version, i32 hidden, layers, heads, feed-forward,
vocabulary, positions, types, f32 layer-norm epsilon, i32 block size; tokenizer: i32 pieces, bos,
eos, pad, unk, u64 blob length, u32[pieces + 1] offsets, f32[pieces] scores, blob; i32 count and u32
byte length of the normalisation map, each entry u32 character, u8 length, u32[length] replacement;
i32 number of tensors, each u16 name length,
name, u8 kind (0 = f32, 1 = 4-bit), u32 values, u64 offset, u64 bytes.  A 4-bit block is an f16
scale and 16 bytes: low nibble j, high nibble j + 16, value = (nibble - 8) * scale.
"""

from __future__ import annotations

import itertools
import json
import re
import struct
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float32]
_BLOCK = 18


@dataclass(frozen=True)
class Packed:
    """The unpacked file: architecture, tokenizer parts, tensors by name."""

    config: Mapping[str, float]
    pieces: tuple[str, ...]
    scores: tuple[float, ...]
    normal: Mapping[str, str]
    tensors: Mapping[str, Array]


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def take(self, form: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + form, self.data, self.at)
        self.at += struct.calcsize("<" + form)
        return values

    def raw(self, count: int) -> bytes:
        self.at += count
        return self.data[self.at - count : self.at]


def read_packed(path: Path) -> Packed:
    """Read the packed file; raises ``ValueError`` when it is another format."""
    reader = _Reader(path.read_bytes())
    if reader.raw(4) != b"E5S1":
        raise ValueError(f"{path} is not an E5S1 file")
    reader.take("I")
    names = ("hidden", "layers", "heads", "feed_forward", "vocabulary", "positions", "types")
    config: dict[str, float] = dict(zip(names, reader.take("7i"), strict=True))
    config["epsilon"] = reader.take("f")[0]
    reader.take("i")
    count = reader.take("5i")[0]
    blob_length = reader.take("Q")[0]
    offsets = reader.take(f"{count + 1}I")
    scores = reader.take(f"{count}f")
    blob = reader.raw(blob_length)
    pieces = tuple(blob[a:b].decode("utf-8") for a, b in itertools.pairwise(offsets))
    normal = _normalisation(reader)
    return Packed(config, pieces, scores, normal, _tensors(reader))


def _normalisation(reader: _Reader) -> dict[str, str]:
    count, _ = reader.take("iI")
    found = {}
    for _ in range(count):
        char, length = reader.take("IB")
        found[chr(char)] = reader.raw(4 * length).decode("utf-32-le")
    return found


def _tensors(reader: _Reader) -> dict[str, Array]:
    found = {}
    for _ in range(reader.take("i")[0]):
        name = reader.raw(reader.take("H")[0]).decode("ascii")
        kind, count, offset, size = reader.take("BIQQ")
        data = reader.data[offset : offset + size]
        found[name] = _unpack(data, count) if kind == 1 else np.frombuffer(data, "<f4").copy()
    return found


def _unpack(data: bytes, count: int) -> Array:
    blocks = np.frombuffer(data, dtype=np.uint8).reshape(-1, _BLOCK)
    scales = blocks[:, :2].copy().view("<f2").astype(np.float32)
    nibbles = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], axis=1)
    values = (nibbles.astype(np.float32) - 8) * scales
    return np.asarray(values.reshape(-1)[:count], dtype=np.float32)


def tokenizer_json(packed: Packed) -> str:
    """The XLM-RoBERTa tokenizer (SentencePiece unigram) as a ``tokenizer.json``."""
    special = [
        {"id": i, "content": text, "single_word": False, "lstrip": text == "<mask>",
         "rstrip": False, "normalized": False, "special": True}
        for i, text in enumerate(packed.pieces)
        if text in ("<s>", "<pad>", "</s>", "<unk>", "<mask>")
    ]  # fmt: skip
    space = {"replacement": "▁", "prepend_scheme": "always", "split": True}
    return json.dumps(
        {
            "version": "1.0",
            "truncation": None,
            "padding": None,
            "added_tokens": special,
            "normalizer": {"type": "Sequence", "normalizers": _normalizers(packed.normal)},
            "pre_tokenizer": {"type": "Metaspace", **space},
            "post_processor": {
                "type": "TemplateProcessing",
                "single": [_special("<s>"), _sequence("A"), _special("</s>")],
                "pair": [
                    _special("<s>"), _sequence("A"), _special("</s>"), _special("</s>"),
                    _sequence("B"), _special("</s>"),
                ],
                "special_tokens": {
                    "<s>": {"id": "<s>", "ids": [0], "tokens": ["<s>"]},
                    "</s>": {"id": "</s>", "ids": [2], "tokens": ["</s>"]},
                },
            },
            "decoder": {"type": "Metaspace", **space},
            "model": {
                "type": "Unigram",
                "unk_id": 3,
                "vocab": [list(p) for p in zip(packed.pieces, packed.scores, strict=True)],
            },
        },
        ensure_ascii=False,
    )  # fmt: skip


def _normalizers(normal: Mapping[str, str]) -> list[dict[str, object]]:
    """The file's normalisation: NFKC but for what it drops, turns into a space, or leaves alone."""
    odd = {c: r for c, r in normal.items() if unicodedata.normalize("NFKC", c) != r}
    dropped = "".join(re.escape(c) for c, r in sorted(odd.items()) if r == "")
    spaces = "".join(re.escape(c) for c, r in sorted(odd.items()) if r == " ")
    wave, stand_in = "\uff5e", "\ue000"  # ～ stays as it is, NFKC would make it ~
    return [
        _replace({"Regex": f"[{dropped}]"}, ""),
        _replace({"Regex": f"[{spaces}]"}, " "),
        _replace({"String": wave}, stand_in),
        {"type": "NFKC"},
        _replace({"String": stand_in}, wave),
        _replace({"Regex": " {2,}"}, " "),
    ]


def _replace(pattern: dict[str, str], content: str) -> dict[str, object]:
    return {"type": "Replace", "pattern": pattern, "content": content}


def _special(name: str) -> dict[str, object]:
    return {"SpecialToken": {"id": name, "type_id": 0}}


def _sequence(name: str) -> dict[str, object]:
    return {"Sequence": {"id": name, "type_id": 0}}


def save_sentence_transformer(packed: Packed, folder: Path) -> None:
    """Write a sentence-transformers folder: BertModel, mean pooling, unit length, e5 prefixes."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
    from tokenizers import Tokenizer
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    config = packed.config
    bert = BertModel(
        BertConfig(
            vocab_size=int(config["vocabulary"]),
            hidden_size=int(config["hidden"]),
            num_hidden_layers=int(config["layers"]),
            num_attention_heads=int(config["heads"]),
            intermediate_size=int(config["feed_forward"]),
            max_position_embeddings=int(config["positions"]),
            type_vocab_size=int(config["types"]),
            layer_norm_eps=config["epsilon"],
            pad_token_id=1,
        ),
        add_pooling_layer=False,
    )
    state = {k: torch.from_numpy(v) for k, v in _state(packed).items()}
    bert.load_state_dict(state, strict=True)
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=Tokenizer.from_str(tokenizer_json(packed)),
        bos_token="<s>", eos_token="</s>", unk_token="<unk>", pad_token="<pad>",
        cls_token="<s>", sep_token="</s>", mask_token="<mask>",
        model_max_length=int(config["positions"]),
    )  # fmt: skip
    inner = folder / "bert"
    bert.save_pretrained(inner)
    tokenizer.save_pretrained(inner)
    transformer = Transformer(str(inner), max_seq_length=int(config["positions"]))
    model = SentenceTransformer(
        modules=[transformer, Pooling(int(config["hidden"]), pooling_mode="mean"), Normalize()],
        prompts={"query": "query: ", "passage": "passage: ", "document": "passage: "},
    )
    model.save(str(folder / "model"), create_model_card=False)


def _state(packed: Packed) -> dict[str, Array]:
    """Tensors under the names of transformers' ``BertModel``."""
    hidden, forward = int(packed.config["hidden"]), int(packed.config["feed_forward"])
    tensors = packed.tensors
    rows = tensors["emb.type"].reshape(-1, hidden)  # some files hold one row for all types
    types = np.tile(rows, (int(packed.config["types"]) // len(rows), 1))
    state: dict[str, Array] = {
        "embeddings.word_embeddings.weight": tensors["emb.word"].reshape(-1, hidden),
        "embeddings.position_embeddings.weight": tensors["emb.pos"].reshape(-1, hidden),
        "embeddings.token_type_embeddings.weight": np.asarray(types, dtype=np.float32),
        "embeddings.LayerNorm.weight": tensors["emb.ln.w"],
        "embeddings.LayerNorm.bias": tensors["emb.ln.b"],
    }
    shapes = {
        "q": ("attention.self.query", (hidden, hidden)),
        "k": ("attention.self.key", (hidden, hidden)),
        "v": ("attention.self.value", (hidden, hidden)),
        "ao": ("attention.output.dense", (hidden, hidden)),
        "aln": ("attention.output.LayerNorm", (hidden,)),
        "fi": ("intermediate.dense", (forward, hidden)),
        "fo": ("output.dense", (hidden, forward)),
        "oln": ("output.LayerNorm", (hidden,)),
    }
    for layer in range(int(packed.config["layers"])):
        for short, (name, shape) in shapes.items():
            target = f"encoder.layer.{layer}.{name}"
            state[f"{target}.weight"] = tensors[f"l{layer}.{short}.w"].reshape(shape)
            state[f"{target}.bias"] = tensors[f"l{layer}.{short}.b"]
    return state
