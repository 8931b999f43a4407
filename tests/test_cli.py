"""The command line over the small plans: exit codes, one-line errors, what it prints."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from index.build import BuildReport
from index.errors import IndexDamaged
from rag import __version__, assistant
from rag.cli import Progress, main

GDP = "2025年园区地区生产总值是多少？"
REFUSED = "工业总产值2035年目标是多少？"


@pytest.fixture
def planqa(small, monkeypatch, tmp_path):
    """Runs a command with the small assistant in place of the real one."""
    seen = []

    def opened(settings, **options):
        seen.append(settings)
        return small

    monkeypatch.setattr(assistant, "open_assistant", opened)
    monkeypatch.setenv("PLANQA_HOME", str(tmp_path))

    def run(*arguments):
        return main(arguments)

    run.seen = seen
    return run


def test_answer_is_printed_with_its_sources(planqa, capsys):
    assert planqa("ask", GDP) == 0
    out, err = capsys.readouterr()
    assert out.startswith("69.88亿元（2025年）。原文：")
    assert "\n[1] 青禾高新区“十五五”规划纲要 · 第一章发展基础 › 第一节主要成效\n" in out
    assert "plan.txt" in out and err == ""


def test_refusal_is_three(planqa, capsys):
    assert planqa("ask", REFUSED) == 3
    assert "因此不作答" in capsys.readouterr().out


def test_json_is_the_whole_answer(planqa, capsys):
    assert planqa("ask", GDP, "--json") == 0
    record = json.loads(capsys.readouterr().out)
    assert (record["question"], record["numbers"]) == (GDP, ["69.88亿元"])
    assert planqa("ask", REFUSED, "--json") == 3
    assert json.loads(capsys.readouterr().out)["abstained"] is True


def test_trace_tells_how_the_answer_came_about(planqa, capsys):
    assert planqa("ask", GDP, "--trace") == 0
    out = capsys.readouterr().out
    assert "asked: figure" in out and "years: 2025" in out


def test_options_become_settings(planqa, small_documents):
    told = ("--documents", str(small_documents), "--generator", "none")
    planqa("ask", GDP, *told)
    (settings,) = planqa.seen
    assert (settings.documents, settings.generator) == (small_documents, "none")


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("", "the question is empty"),
        ("  ", "the question is empty"),
        ("问" * 501, "问题超过 500 字"),
        ("a" * 501, "longer than 500 characters"),
    ],
)
def test_bad_question_is_one_line_and_one(question, said, planqa, capsys):
    assert planqa("ask", question) == 1
    out, err = capsys.readouterr()
    assert out == "" and err.count("\n") == 1
    assert err.startswith("planqa: ") and said in err


def test_error_is_one_line_and_one(monkeypatch, capsys):
    def broken(settings, **options):
        raise IndexDamaged("the index is damaged; run: planqa build")

    monkeypatch.setattr(assistant, "open_assistant", broken)
    assert main(["ask", GDP]) == 1
    assert capsys.readouterr().err == "planqa: the index is damaged; run: planqa build\n"


def test_stopping_is_130(monkeypatch, capsys):
    def stopped(settings, **options):
        raise KeyboardInterrupt

    monkeypatch.setattr(assistant, "open_assistant", stopped)
    assert main(["ask", GDP]) == 130
    assert capsys.readouterr().err == "planqa: stopped\n"


def test_bad_setting_is_one_line(monkeypatch, capsys):
    monkeypatch.setenv("PLANQA_COLOUR", "red")
    assert main(["ask", GDP]) == 1
    assert capsys.readouterr().err.startswith("planqa: PLANQA_COLOUR is unknown")


def test_build_reports_what_it_did(monkeypatch, capsys):
    reports = iter(
        [
            BuildReport("g1", 2, 9, 5, True, ("bad.docx: cannot be read",)),
            BuildReport("g1", 2, 9, 0, False, ()),
        ]
    )
    monkeypatch.setattr(assistant, "update_index", lambda settings, progress: next(reports))
    assert main(["build"]) == 0
    out, err = capsys.readouterr()
    assert out == "index g1: 2 documents, 9 passages; 5 passages and figures embedded\n"
    assert err == "planqa: left out: bad.docx: cannot be read\n"
    assert main(["build"]) == 0
    assert "nothing changed" in capsys.readouterr().out


def show(capsys, documents, name):
    code = main(["show", name, "--documents", str(documents)])
    return code, *capsys.readouterr()


def test_show_lists_sections_and_prints_one(small_documents, capsys):
    code, out, _ = show(capsys, small_documents, "plan.txt")
    assert code == 0 and "period 2026–2030" in out
    number = next(line.split()[0] for line in out.splitlines() if "发展目标" in line)
    for wanted in (number, "发展目标"):
        code, out, _ = show(capsys, small_documents, f"plan#{wanted}")
        assert code == 0 and "到2030年，园区地区生产总值达到140亿元以上" in out
        assert "69.88亿元，比2024年" not in out


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("none.txt", "no single document 'none.txt'; there are action.txt, plan.txt"),
        ("", "no single document ''"),
        ("plan#第九章", "no section '第九章'; list them with: planqa show plan.txt"),
    ],
)
def test_show_names_what_there_is(name, said, small_documents, capsys):
    code, out, err = show(capsys, small_documents, name)
    assert (code, out) == (1, "") and said in err and err.count("\n") == 1


@pytest.mark.parametrize("arguments", [[], ["fly"], ["ask"], ["ask", "x", "--generator", "gpt"]])
def test_wrong_usage_is_two(arguments, capsys):
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 2
    assert "usage: planqa" in capsys.readouterr().err


def test_progress_is_drawn_in_quarters_where_nobody_watches(capsys):
    progress = Progress()
    for done in range(101):
        progress("embed", done, 100)
    progress("embed", 0, 0)
    lines = capsys.readouterr().err.splitlines()
    assert [line.split()[-1] for line in lines] == [
        "0/100",
        "25/100",
        "50/100",
        "75/100",
        "100/100",
    ]
    assert lines[0].startswith("embedding passages [")


def test_version_and_help_work_without_loading_models():
    code = (
        "import sys; from rag.cli import main\n"
        "try: main(sys.argv[1:])\n"
        "finally: print(sorted({'torch', 'faiss', 'transformers', 'gradio'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "--version"], capture_output=True, text=True, check=False
    )
    assert done.stdout == f"planqa {__version__}\n[]\n"
