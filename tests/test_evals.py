"""The evaluation itself: its strictness, its case files, its exit codes, its repeatability."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest

from evals.__main__ import main
from evals.cases import CaseError, GoldNumber, check_case, parse_case, read_cases
from evals.metrics import (
    MAX_LENGTH,
    gold_value,
    has_number,
    percentile,
    score_case,
    unsupported_numbers,
    values,
    wrong_language,
)
from evals.run import failures, flatten, run_cases, summarise, write_results
from index.readers import read_source
from rag import assistant as service

ROOT = Path(__file__).resolve().parent.parent
FILES = sorted((ROOT / "evals" / "cases").glob("*.jsonl"))
QUOTE = "园区地区生产总值达到69.88亿元"
RECORD = {
    "id": "z-1",
    "lang": "zh",
    "type": "numeric",
    "question": "2025年园区地区生产总值是多少？",
    "answer": "69.88亿元",
    "numbers": [{"value": 69.88, "unit": "亿元"}],
    "doc": "plan.txt",
    "quote": QUOTE,
}


def case(**changes):
    return parse_case({**RECORD, **changes})


def answer(text, cited=QUOTE, doc="plan.txt", **changes):
    citations = [{"doc": doc, "text": cited, "section": "第一节"}] if cited else []
    return {
        "question": RECORD["question"],
        "answer": text,
        "abstained": False,
        "citations": citations,
        "evidence": [],
        "retrieved": [{"doc": doc, "text": f"前文。{QUOTE}。"}],
        **changes,
    }


# Marks


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("69.88亿元 [1]", ""),
        ("地区生产总值为698800万元 [1]", ""),
        ("达到６９.８８亿元 [1]", ""),
        ("69.88万元 [1]", "figure 69.88亿元"),
        ("69.88元 [1]", "figure 69.88亿元"),
        ("6.988亿元 [1]", "figure 69.88亿元"),
        ("69.89亿元 [1]", "figure 69.88亿元"),
        ("169.88亿元 [1]", "figure 69.88亿元"),
        ("没有数字 [1]", "figure 69.88亿元"),
        ("CNY 6.988 billion was the value of that year [1].", "language"),
        ("69.88亿元，另有3家、5家、7家、9家、11家 [1]", "too many figures"),
        ("69.88亿元。" + "推进落实。" * 80, "dump"),
        ("", "figure 69.88亿元"),
    ],
)
def test_marks_of_a_figure(text, reason):
    score = score_case(case(), answer(text))
    assert (score.reason, score.correct) == (reason, not reason)


def test_right_figure_with_a_wrong_citation_is_wrong():
    good = score_case(case(), answer("69.88亿元 [1]"))
    assert (good.citation_recall, good.citation_precision, good.recall_ranks) == (1, 1, (1,))
    for record in (
        answer("69.88亿元 [1]", cited="企业融资渠道较窄"),
        answer("69.88亿元 [1]", doc="action.txt"),
        answer("69.88亿元", cited=""),
    ):
        assert score_case(case(), record).reason == "citation"
    assert score_case(case(), answer("69.88亿元", cited="")).citation_precision is None


def test_every_quote_counts_and_so_does_every_citation():
    two = case(quote="", quotes=[QUOTE, "规模以上工业企业达到63家"])
    score = score_case(two, answer("69.88亿元 [1]"))
    assert (score.citation_recall, score.citation_precision) == (0.5, 1.0)
    assert score.recall_ranks == (1, 0)
    extra = answer("69.88亿元 [1]")
    extra["citations"].append({"doc": "plan.txt", "text": "别的句子完全不同", "section": ""})
    assert score_case(case(), extra).citation_precision == 0.5


def test_refusals_are_right_only_where_nothing_is_stated():
    unanswerable = case(type="unanswerable", numbers=[], quote="", doc="")
    refused = answer("不作答", cited="", abstained=True)
    assert score_case(unanswerable, refused).correct
    assert score_case(unanswerable, answer("69.88亿元 [1]")).reason == "answered"
    assert score_case(case(), refused).reason == "refused"
    told = answer("不作答，69.88亿元", abstained=True)
    assert score_case(case(), told).reason == "refused"


def test_words_must_hold_one_of_every_group():
    words = case(type="list", numbers=[], must_include=[["藏医药", "藏药"], ["饮用水"]])
    assert score_case(words, answer("藏药、天然饮用水 [1]")).correct
    assert score_case(words, answer("藏 医药、天然饮 用水 [1]")).correct
    assert score_case(words, answer("藏药 [1]")).reason == "lacks 饮用水"


def test_figures_without_support_are_found():
    record = answer("69.88亿元，比上年增长9.2%，到2031年 [1]")
    assert unsupported_numbers(record["answer"], record) == [Decimal("9.2"), Decimal(2031)]
    assert score_case(case(), record).unsupported == ("9.2", "2031")
    assert score_case(case(), answer("69.88亿元（2025年）[1]")).unsupported == ()
    assert score_case(case(), answer("CNY 6.988 billion (69.88亿元) [1]")).unsupported == ()
    refused = answer("9.2%", abstained=True)
    assert score_case(case(), refused).unsupported == ()


@pytest.mark.parametrize(
    ("text", "lang", "wrong"),
    [
        ("产值69.88亿元", "zh", False),
        ("CNY 6.988 billion (69.88亿元)", "en", False),
        ("The plan says “重点发展天然饮用水产业”.", "en", False),
        ("重点发展天然饮用水产业", "en", True),
        ("The output was CNY 6.988 billion", "zh", True),
        ("140亿元", "zh", False),
        ("GDP 9%", "zh", False),
        ("Herb area (甘肃省“十五五”中医药产业高质量发展规划), 2030: 640,000 mu [1].", "en", False),
    ],
)
def test_language_of_an_answer(text, lang, wrong):
    assert wrong_language(text, lang) == wrong


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("69.88亿元[1]【2】", ["6988000000"]),
        ("3-5亿元", ["300000000", "500000000"]),
        ("CNY 6.988 billion", ["6988000000"]),
        ("1,234 firms, three parks", ["1234", "3"]),
        ("十二个园区，翻一番", ["12", "2"]),
        ("PM2.5", []),
        ("", []),
    ],
)
def test_figures_of_a_text(text, found):
    assert set(map(Decimal, found)) <= set(values(text))
    assert bool(found) == bool(values(text))


def test_gold_figure_with_a_scale_must_come_with_it():
    number = GoldNumber(Decimal("69.88"), "亿元")
    assert gold_value(number) == (Decimal("69.88"), Decimal("6988000000.00"))
    assert has_number(number, [Decimal(6988000000)]) and not has_number(number, [Decimal("69.88")])
    assert has_number(GoldNumber(Decimal(63), "家"), [Decimal(63)])


def test_percentile_is_the_nearest_rank():
    assert percentile([], 0.5) == 0.0
    assert percentile([3, 1, 2], 0.5) == 2 and percentile(range(100), 0.95) == 95


# Case files


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"lang": "fr"}, "lang is 'fr'; use one of zh, en"),
        ({"type": "sum"}, "type is 'sum'; use one of numeric"),
        ({"id": ""}, "id is missing or empty"),
        ({"question": None}, "question is missing or empty"),
        ({"numbers": [{"unit": "家"}]}, "a number needs the form"),
        ({"numbers": ["69.88"]}, "a number needs the form"),
    ],
)
def test_bad_case_is_named_with_file_and_line(changes, said, tmp_path):
    path = tmp_path / "bad.jsonl"
    lines = [json.dumps({**RECORD, "id": "ok"}), "", json.dumps({**RECORD, **changes})]
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(CaseError, match=rf"bad\.jsonl, line 3: {said}"):
        read_cases([path])


def test_files_that_cannot_be_used_are_named(tmp_path):
    path = tmp_path / "cases.jsonl"
    with pytest.raises(CaseError, match=r"cannot read .*: No such file"):
        read_cases([path])
    path.write_text("{broken\n", encoding="utf-8")
    with pytest.raises(CaseError, match="line 1"):
        read_cases([path])
    path.write_text("\n", encoding="utf-8")
    with pytest.raises(CaseError, match="hold no case"):
        read_cases([path])
    path.write_text(f"{json.dumps(RECORD)}\n" * 2, encoding="utf-8")
    with pytest.raises(CaseError, match="line 2: id z-1 is used twice"):
        read_cases([path])


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, []),
        ({"quote": "园区地区生产总值达到69.89亿元"}, ["quote is not in the source", "not in the"]),
        ({"doc": "none.txt"}, ["no source file none.txt", "quote is not in the source"]),
        ({"question": "What was it?"}, ["not in the language"]),
        ({"numbers": [{"value": 70.88, "unit": "亿元"}]}, ["70.88 is not in the quotes"]),
        ({"numbers": []}, ["a numeric case needs numbers"]),
        ({"quote": ""}, ["an answerable case needs doc and quote", "69.88 is not in the quotes"]),
        ({"type": "text", "numbers": []}, ["a text case needs must_include"]),
        ({"must_include": [["园区"]]}, ["the gold answer holds none of 园区"]),
        ({"type": "unanswerable"}, ["an unanswerable case has no numbers"]),
    ],
)
def test_case_is_checked_against_the_source(changes, said, small_documents):
    sources = {"plan.txt": read_source(small_documents / "plan.txt").text}
    found = check_case(case(**changes), sources)
    assert len(found) == len(said)
    assert all(part in problem for part, problem in zip(said, found, strict=True))


def test_own_case_files_are_sound():
    cases = read_cases(FILES)
    sources = {path.name: read_source(path).text for path in (ROOT / "seeds").glob("*.txt")}
    assert [(c.id, check_case(c, sources)) for c in cases if check_case(c, sources)] == []


def test_own_case_files_hold_what_they_must():
    parts = [path for path in FILES if path.stem in ("dev", "test")]
    cases = read_cases(parts)
    n = len(cases)
    assert n >= 240
    chinese = sum(c.lang == "zh" for c in cases)
    assert abs(chinese - n / 2) <= 0.05 * n
    answerable = [c for c in cases if c.answerable]
    assert sum(c.type == "numeric" for c in answerable) >= 0.6 * len(answerable)
    assert n - len(answerable) >= 30 and sum(c.hard for c in cases) >= 60
    assert len({c.question for c in cases}) == n
    assert {doc for c in answerable for doc in c.docs} == {
        path.name for path in (ROOT / "seeds").glob("*.txt")
    }
    for path in parts:
        part = read_cases([path])
        assert {(c.lang, c.answerable) for c in part} == {
            (lang, told) for lang in ("zh", "en") for told in (True, False)
        }


# Runs

SMALL_CASES = [
    RECORD,
    {
        **RECORD,
        "id": "e-1",
        "lang": "en",
        "question": "What is the wastewater treatment rate target for 2030?",
        "numbers": [{"value": 98, "unit": "%"}],
        "quote": "污水处理率（%）\t92\t≥98",
    },
    {
        "id": "z-2",
        "lang": "zh",
        "type": "unanswerable",
        "question": "工业总产值2035年目标是多少？",
        "hard": True,
    },
    {
        **RECORD,
        "id": "z-3",
        "type": "list",
        "question": "重点发展哪些产业？",
        "numbers": [],
        "must_include": [["藏医药"]],
        "quote": "重点发展天然饮用水、藏医药、清洁能源三大产业",
    },
]


@pytest.fixture
def cases_file(tmp_path):
    path = tmp_path / "cases.jsonl"
    path.write_text(
        "".join(json.dumps(c, ensure_ascii=False) + "\n" for c in SMALL_CASES), encoding="utf-8"
    )
    return path


@pytest.fixture
def run(small, monkeypatch, cases_file, tmp_path, small_documents):
    monkeypatch.setattr(service, "open_assistant", lambda settings: small)

    def run(*options, out="out", command="run"):
        told = ["--cases", str(cases_file), "--documents", str(small_documents)]
        if command == "run":
            told += ["--generator", "none", "--out", str(tmp_path / out)]
        return main([command, *told, *options])

    return run


def test_small_run_is_right_and_writes_all_four_files(run, tmp_path, capsys):
    assert run() == 0
    assert "4 passed, 0 failed" in capsys.readouterr().out
    out = tmp_path / "out"
    names = ["junit.xml", "report.json", "report.md", "results.jsonl"]
    assert sorted(path.name for path in out.iterdir()) == names
    report = json.loads((out / "report.json").read_text(encoding="utf-8"))
    assert report["accuracy"]["all"] == {"n": 4, "right": 4, "share": 1.0}
    assert report["accuracy"]["hard zh"]["n"] == 1
    assert report["retrieval"]["zh"]["recall@1"] is not None
    assert (report["refused_unanswerable"], report["refused_answerable"]) == (1.0, 0.0)
    assert (report["unsupported_numbers"], report["below_threshold"]) == (0, [])
    lines = (out / "results.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["id"] for line in lines] == [c["id"] for c in SMALL_CASES]
    suite = ElementTree.parse(out / "junit.xml").getroot()
    assert (suite.get("tests"), suite.get("failures")) == ("4", "0")


def without_times(folder):
    found = {}
    for path in sorted(folder.iterdir()):
        text = path.read_text(encoding="utf-8")
        if path.name == "results.jsonl":
            records = [json.loads(line) for line in text.splitlines()]
            text = json.dumps([{**record, "seconds": 0} for record in records])
        elif path.name == "report.json":
            text = json.dumps({**json.loads(text), "seconds": 0})
        elif path.name == "report.md":
            text = "".join(line for line in text.splitlines(True) if "seconds" not in line)
        found[path.name] = text
    return found


def test_two_runs_are_the_same_but_for_the_times(run, tmp_path):
    assert run(out="a") == run(out="b") == 0
    assert without_times(tmp_path / "a") == without_times(tmp_path / "b")


def test_missed_threshold_is_one_and_is_named(run, tmp_path, capsys):
    thresholds = tmp_path / "thresholds.toml"
    thresholds.write_text('[none.at_least]\n"accuracy.all.share" = 1.01\n', encoding="utf-8")
    assert run("--thresholds", str(thresholds)) == 1
    missed = "accuracy.all.share is 1, below 1.01"
    assert missed in capsys.readouterr().out
    report = json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))
    assert report["below_threshold"] == [missed]


def test_wrong_answer_is_reported_with_its_reason(run, tmp_path, cases_file, capsys):
    wrong = {**RECORD, "id": "w-1", "numbers": [{"value": 70, "unit": "亿元"}]}
    cases_file.write_text(json.dumps(wrong) + "\n", encoding="utf-8")
    assert run() == 1
    assert "0 passed, 1 failed" in capsys.readouterr().out
    report = (tmp_path / "out" / "report.md").read_text(encoding="utf-8")
    assert "- w-1 (figure 70亿元): " in report
    failure = ElementTree.parse(tmp_path / "out" / "junit.xml").getroot().find(".//failure")
    assert failure is not None and failure.get("message") == "figure 70亿元"


def test_run_that_cannot_start_is_two(run, cases_file, capsys):
    cases_file.write_text("{\n", encoding="utf-8")
    assert run() == 2
    err = capsys.readouterr().err
    assert err.startswith("evals: ") and err.count("\n") == 1


def test_check_and_retrieve(run, capsys):
    assert run(command="retrieve") == 0
    assert set(json.loads(capsys.readouterr().out)) == {"zh", "en"}
    assert run(command="check") == 1  # the gold answers of two cases hold other words
    assert "z-3: the gold answer holds none of 藏医药" in capsys.readouterr().out


def test_limit_takes_cases_at_even_distances(run, tmp_path):
    run("--limit", "2")
    lines = (tmp_path / "out" / "results.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["z-1", "z-2"]


def test_bounds_hold_on_both_sides_and_absent_slices_pass():
    report = {"accuracy": {"all": {"share": 0.8}}, "wrong_language": 1, "wrong": []}
    assert flatten(report) == {"accuracy.all.share": 0.8, "wrong_language": 1.0}
    bounds = {
        "at_least": {"accuracy.all.share": 0.8, "accuracy.none.share": 0.9},
        "at_most": {"wrong_language": 0},
    }
    assert failures(report, bounds) == ["wrong_language is 1, above 0"]


def test_withdrawn_wordings_and_wrong_languages_are_counted(scripted, tmp_path):
    cases = [parse_case(record) for record in SMALL_CASES]
    assistant = scripted("CNY 15 billion.", "x")
    steps = []
    records = run_cases(cases, assistant, lambda done, total: steps.append((done, total)))
    report = summarise(cases, records)
    assert steps == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert (report["withdrawn_wordings"], report["wrong_language"]) == (2, 0)
    write_results(tmp_path / "deep" / "out", cases, records, report, ["x is low"])
    assert "- x is low" in (tmp_path / "deep" / "out" / "report.md").read_text(encoding="utf-8")


def test_longest_answer_is_shorter_than_two_passages():
    assert MAX_LENGTH["zh"] <= 500 and MAX_LENGTH["en"] <= 1500
