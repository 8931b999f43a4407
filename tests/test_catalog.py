"""What is known of a document: told by catalog.toml, else inferred and marked so."""

from pathlib import Path

import pytest

from index.catalog import describe, infer_period, infer_region, read_catalog
from index.errors import DocumentError
from index.readers import Source, find_sources, read_source
from index.types import Period

SEEDS = Path(__file__).parents[1] / "seeds"


def source(text, name="计划.txt"):
    return Source(name, text, "0" * 64)


def catalog(tmp_path, text):
    (tmp_path / "catalog.toml").write_text(text, encoding="utf-8")
    return read_catalog(tmp_path)


def test_told_fields_are_taken_and_marked_stated_or_inferred(tmp_path):
    entries = catalog(
        tmp_path,
        '["计划.txt"]\ntitle = "甲省轻工业规划"\ntitle_en = "Plan A"\nissuer = "甲省政府"\n'
        'level = "province"\nregion = "甲省"\nperiod = [2023, 2030]\naliases = ["轻工规划"]\n'
        'stated = ["title", "issuer"]\n',
    )
    document = describe(source("正文。"), entries["计划.txt"])
    assert (document.title, document.title_en, document.issuer) == (
        "甲省轻工业规划",
        "Plan A",
        "甲省政府",
    )
    assert (document.level, document.region, document.aliases) == (
        "province",
        "甲省",
        ("轻工规划",),
    )
    assert document.period == Period(2023, 2030)
    assert document.basis == {
        "title": "stated",
        "issuer": "stated",
        "region": "inferred",
        "period": "inferred",
    }
    assert (document.name, document.text, document.sha256) == ("计划.txt", "正文。", "0" * 64)


def test_fields_that_the_entry_leaves_out_are_inferred(tmp_path):
    entries = catalog(tmp_path, '["计划.txt"]\nissuer = "甲省政府"\nstated = ["issuer"]\n')
    document = describe(
        source("云南省轻工业发展规划\n（2023-2030年）\n正文。"), entries["计划.txt"]
    )
    assert (document.title, document.region) == ("云南省轻工业发展规划", "云南省")
    assert document.period == Period(2023, 2030)
    assert document.basis == {
        "title": "inferred",
        "issuer": "stated",
        "region": "inferred",
        "period": "inferred",
    }


@pytest.mark.parametrize(
    ("text", "name", "title"),
    [
        ("甲省轻工业发展规划\n正文很长。\n", "a.txt", "甲省轻工业发展规划"),
        ("# 甲省轻工业发展规划\n正文很长。\n", "a.md", "甲省轻工业发展规划"),
        ("甲绿发〔2023〕4号\n\n甲省轻工业发展规划\n正文。\n", "a.txt", "甲省轻工业发展规划"),
        ("西藏自治区推动先进制造业\n高质量发展行动方案\n\n正文。\n", "a.txt", "西藏自治区推动先进制造业高质量发展行动方案"),
        ("2025年甲省政府工作报告\n来源：甲报\n各位代表：\n", "a.docx", "2025年甲省政府工作报告"),
        ("正文从头开始，没有标题。\n又一段正文。\n", "甲省轻工业发展规划.txt", "甲省轻工业发展规划"),
        (
            "正文开始。《甲省工业发展总体规划》是依据。《乙省规划》也提到。《甲省工业发展总体规划》要落实。\n",
            "a.txt",
            "甲省工业发展总体规划",
        ),
        ("正文从头开始，没有标题。\n", "a.txt", "a"),
    ],
    ids=["line", "markdown", "number", "two lines", "report", "name", "cited", "nothing"],
)  # fmt: skip
def test_inferred_title(text, name, title):
    document = describe(source(text, name), None)
    assert document.title == title
    assert document.basis["title"] == "inferred"


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("甲市“十五五”规划纲要\n正文。\n", Period(2026, 2030)),
        ("甲市规划（2023—2030年）\n正文。\n", Period(2023, 2030)),
        ("甲省轻工业发展规划\n规划期为2023年到2030年。\n", Period(2023, 2030)),
        ("2025年甲省政府工作报告\n2024年增长5%。\n", Period(2025, 2025)),
        ("甲省轻工业发展规划\n正文。\n", Period(None, None)),
    ],
)
def test_inferred_period(text, period):
    document = describe(source(text), None)
    assert document.period == period
    assert ("period" in document.basis) is (period.end is not None)


@pytest.mark.parametrize(
    ("title", "region"),
    [
        ("西藏自治区高原轻工业高质量发展规划", "西藏自治区"),
        ("广西壮族自治区工业规划", "广西壮族自治区"),
        ("拉萨市国民经济规划", "拉萨市"),
        ("国家级拉萨经济技术开发区规划纲要", "拉萨经济技术开发区"),
        ("2025年云南省政府工作报告", "云南省"),
        ("2025年云南政府工作报告", "云南"),
        ("关于推动工业发展的实施方案", ""),
    ],
)
def test_inferred_region(title, region):
    assert infer_region(title) == region


@pytest.mark.parametrize(
    ("name", "title", "period", "region"),
    [
        ("001", "西藏自治区高原轻工业高质量发展规划", (2023, 2030), "西藏自治区"),
        ("002", "西藏自治区推动先进制造业高质量发展行动方案", (2023, 2025), "西藏自治区"),
        ("004", "国家级拉萨经济技术开发区经济和社会发展“十五五”规划纲要", (2026, 2030), "拉萨经济技术开发区"),
    ],
)  # fmt: skip
def test_seeds_without_their_catalog(name, title, period, region):
    """What the text itself tells; the catalog of the seeds says the same."""
    path = next(SEEDS.glob(f"{name}*.txt"))
    document = describe(read_source(path), None)
    assert (document.title, document.region) == (title, region)
    assert set(document.basis.values()) == {"inferred"}
    assert document.period == Period(*period)


def test_every_seed_has_an_entry_and_every_entry_a_seed():
    assert sorted(read_catalog(SEEDS)) == [path.name for path in find_sources(SEEDS)]


def test_no_catalog_is_an_empty_one(tmp_path):
    assert read_catalog(tmp_path) == {}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('["a.txt"]\ntitel = "甲"\n', r"a\.txt has unknown titel; known are aliases, id, issuer"),
        ('title = "甲"\n', "title is not a table"),
        ('["a.txt"\n', "correct the file or remove it"),
    ],
)
def test_wrong_catalog_says_what_is_wrong(tmp_path, text, told):
    with pytest.raises(DocumentError, match=told):
        catalog(tmp_path, text)


def test_catalog_in_another_encoding(tmp_path):
    (tmp_path / "catalog.toml").write_bytes('["a.txt"]\ntitle = "甲"\n'.encode("gb18030"))
    with pytest.raises(DocumentError, match="correct the file or remove it"):
        read_catalog(tmp_path)


def test_region_that_the_text_calls_its_own():
    text = "根据广州市委部署，到2015年，全市基本建成。全市参与率达到20%，我市户籍居民。广州市、佛山市共建。"
    assert infer_region("关于推进民生幸福工程的实施意见", text) == "广州市"
    assert infer_region("关于推进民生幸福工程的实施意见", "全市养老，与佛山市共建。") == ""
    assert infer_region("国家信息化规划", "到2020年，全国各省市覆盖，各省要落实。") == ""


def test_period_that_the_text_names_again_and_again():
    text = "实施意见\n" + "到2015年，建成。\n" * 3
    assert infer_period(Source("a.txt", text, "0"), "实施意见") == Period(None, 2015)
    text += "2012—2015年，每年新增。\n" * 3
    assert infer_period(Source("a.txt", text, "0"), "实施意见") == Period(2012, 2015)
