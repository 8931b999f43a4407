"""Tokens for keyword search: Chinese words and character pairs, numbers, Latin words."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from functools import lru_cache

_RUN = re.compile(r"[\u3400-\u9fff]+|[a-z][a-z0-9&\-+.]*|\d[\d,]*(?:\.\d+)?%?")
_STOP = frozenset(
    "的 了 和 与 及 等 在 对 为 以 将 把 是 有 到 从 向 由 中 上 下 其 并 或 不 也 都 这 那 个".split()
)


@lru_cache(maxsize=1)
def _segmenter() -> object:
    import jieba

    jieba.setLogLevel(logging.WARNING)
    segmenter = jieba.Tokenizer()
    segmenter.initialize()
    return segmenter


def add_words(words: Iterable[str]) -> None:
    """Teach the segmenter policy terms, so that 专精特新 or 规上工业 stay one word."""
    segmenter = _segmenter()
    for word in words:
        if 2 <= len(word) <= 8:
            segmenter.add_word(word)  # type: ignore[attr-defined]


def cut(text: str) -> list[str]:
    """The words of a Chinese text in order, numbers and Latin words kept whole."""
    segmenter = _segmenter()
    words: list[str] = []
    for match in _RUN.finditer(text.lower()):
        piece = match.group()
        if "\u3400" <= piece[0] <= "\u9fff":
            words += segmenter.lcut(piece)  # type: ignore[attr-defined]
        else:
            words.append(piece.replace(",", ""))
    return words


def tokens(text: str) -> list[str]:
    """Words of two or more characters, then the character pairs of every Chinese run."""
    found = [w for w in cut(text) if w not in _STOP and (len(w) > 1 or not _is_chinese(w))]
    for match in _RUN.finditer(text.lower()):
        run = match.group()
        if _is_chinese(run):
            # a pair that is a word already is not counted twice
            found += ["_" + run[i : i + 2] for i in range(len(run) - 1)]
    return found


def leaves_out(short: str, long: str) -> bool:
    """Whether a name is another one with characters left out: 规模以上企业, 规模以上装备制造企业."""
    rest = iter(long)
    return all(char in rest for char in short)


def _is_chinese(text: str) -> bool:
    return "\u3400" <= text[0] <= "\u9fff"
