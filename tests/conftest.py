"""A small corpus and stand-ins for the models, so that nearly all tests need no weights."""

from __future__ import annotations

import zlib
from pathlib import Path

import numpy as np
import pytest

from index.build import build_index, make_recipe
from index.store import open_index
from rag.assistant import PROMPTS, Assistant
from rag.evidence import Corpus
from rag.generate import ScriptedGenerator
from rag.terms import TermLayer, read_glossary

PLAN = """青禾高新区“十五五”规划纲要
（2026—2030年）

第一章 发展基础

第一节 主要成效

经济实力显著增强。2025年，园区地区生产总值达到69.88亿元，比2024年增长9.2%；规模以上工业企业达到63家。
“十四五”期间累计完成固定资产投资120亿元，研发投入占比提高1.5个百分点。

第二节 存在问题

园区产业链条不长，高端人才不足，企业融资渠道较窄。

第二章 发展目标

到2030年，园区地区生产总值达到140亿元以上，年均增长约12%，高新技术企业达到100家左右。到2030年，新能源装机容量达到460万千瓦，单位工业增加值能耗不超过0.5吨标准煤/万元。

表1 青禾高新区“十五五”主要指标

类别\t指标\t2025年\t2030年\t属性
经济发展\t地区生产总值（亿元）\t69.88\t140\t预期性
\t工业总产值（亿元）\t85.5\t180\t预期性
创新驱动\t研发投入强度（%）\t2.1\t3.2\t预期性
绿色低碳\t污水处理率（%）\t92\t≥98\t约束性

第三章 重点任务

第一节 壮大特色产业

重点发展天然饮用水、藏医药、清洁能源三大产业。天然饮用水产业到2028年产量达到50万吨，培育10亿元级企业2—3家。

第二节 优化营商环境

推行“一网通办”，企业开办时间压缩至1个工作日以内。对新认定的高新技术企业一次性奖励20万元。
"""
ACTION = """青禾高新区推动先进制造业发展行动方案
（2023—2025年）

一、工作目标

到2025年，先进制造业增加值达到25亿元，年均增长10%以上；建成绿色工厂12家。外贸进出口总额达到4200万美元。

二、主要任务

（一）推进数字化转型。支持企业建设智能车间，到2025年工业互联网平台达到5个。
（二）强化资金保障。设立规模为3亿元的产业发展基金，贷款贴息比例不超过30%。

三、保障措施

园区管委会负责统筹协调，每年开展一次评估。
"""
CATALOG = """["plan.txt"]
title = "青禾高新区“十五五”规划纲要"
title_en = "Qinghe High-Tech Zone 15th Five-Year Plan Outline (2026–2030)"
region = "青禾高新区"
period = [2026, 2030]
aliases = ["青禾高新区十五五规划", "15th Five-Year Plan outline"]

["action.txt"]
title = "青禾高新区推动先进制造业发展行动方案"
title_en = "Qinghe Action Plan for Advanced Manufacturing (2023–2025)"
region = "青禾高新区"
period = [2023, 2025]
aliases = ["先进制造业行动方案", "advanced manufacturing action plan"]
"""


class FakeEmbedder:
    """The vector of a text counts its pairs of characters, hashed into 256 places, unit length."""

    fingerprint = "fake"
    dimension = 256

    def __call__(self):
        return self

    def encode_passages(self, texts, report=lambda count: None):
        report(len(texts))
        return np.stack([self.encode_query(text) for text in texts])

    def prepare_queries(self, texts):
        pass

    def encode_query(self, text):
        counts = np.full(self.dimension, 1e-3, dtype=np.float32)
        for at in range(len(text) - 1):
            counts[zlib.crc32(text[at : at + 2].encode()) % self.dimension] += 1
        return counts / np.linalg.norm(counts)


def write_corpus(folder: Path, **further: str) -> Path:
    """The two plans and their catalog in a folder, with further files by stem."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in {"plan": PLAN, "action": ACTION, **further}.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    (folder / "catalog.toml").write_text(CATALOG, encoding="utf-8")
    return folder


def make_assistant(documents: Path, home: Path, *replies: str) -> Assistant:
    """An assistant over a folder; with replies its generator plays them."""
    embedder = FakeEmbedder()
    build_index(home, documents, make_recipe(embedder.fingerprint, documents), embedder)
    index = open_index(home)
    corpus = Corpus(index)
    terms = TermLayer(read_glossary(PROMPTS / "glossary.tsv"), {}, corpus.occurs)
    generator = ScriptedGenerator(*replies) if replies else None
    return Assistant(index, embedder, terms, corpus, generator)


@pytest.fixture(scope="session")
def small_documents(tmp_path_factory):
    return write_corpus(tmp_path_factory.mktemp("small") / "documents")


@pytest.fixture(scope="session")
def small(small_documents):
    """The assistant over the two plans, without a generator."""
    return make_assistant(small_documents, small_documents.parent / "index")


@pytest.fixture
def scripted(small_documents):
    """Makes an assistant over the two plans whose generator plays the given replies."""

    def make(*replies: str) -> Assistant:
        return make_assistant(small_documents, small_documents.parent / "index", *replies)

    return make


def corpus_of(folder: Path, **plans: str) -> Assistant:
    """An assistant over plans given as texts, its documents and its index in one folder."""
    return make_assistant(write_corpus(folder / "documents", **plans), folder / "index")
