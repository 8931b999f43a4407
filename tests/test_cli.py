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


def facts(capsys, documents, *arguments):
    code = main(["facts", "--documents", str(documents), *arguments])
    return code, *capsys.readouterr()


def test_facts_are_listed_by_plan(small_documents, capsys):
    code, out, err = facts(capsys, small_documents, "--indicator", "地区生产总值", "--year", "2030")
    assert (code, err) == (0, "")
    assert out.startswith("青禾高新区“十五五”规划纲要 (plan.txt)\n") and "140亿元以上" in out
    assert "工业总产值" not in out


def test_facts_in_english_find_a_plan_by_its_alias(small_documents, capsys):
    told = ("--plan", "advanced manufacturing action plan", "--indicator", "green factories")
    code, out, _ = facts(capsys, small_documents, *told, "--language", "en")
    assert code == 0 and out.startswith("Qinghe Action Plan for Advanced Manufacturing")
    assert "12 (12家)" in out


def test_facts_as_json_stand_where_they_say(small_documents, capsys):
    code, out, _ = facts(capsys, small_documents, "--format", "json", "--nature", "binding")
    (record,) = json.loads(out)
    text = (small_documents / record["file"]).read_text(encoding="utf-8")
    assert code == 0 and (record["base_value"], record["target_value"]) == (92, 98)
    assert text[record["start"] : record["end"]] == record["source"]


def test_facts_take_the_format_from_the_file(small_documents, capsys, tmp_path):
    path = tmp_path / "rows.csv"
    code, out, err = facts(capsys, small_documents, "--out", str(path), "--plan", "action")
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    assert (code, out, err) == (0, f"{path}: {len(lines) - 1} rows\n", "")
    assert lines[0].startswith("规划,指标,主体") and "外贸进出口总额" in "".join(lines)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--plan", "沙洲"], 1, "no plan '沙洲'; there are: action.txt 青禾高新区推动"),
        (["--format", "xlsx"], 1, "a workbook needs a file: add --out FILE.xlsx"),
        (["--nature", "x"], 1, "nature 'x' is unknown"),
        (["--year", "2050"], 3, "no figure passes all filters; without --year 2050 there are"),
        (["--indicator", "独角兽", "--year", "2030"], 3, "without --indicator 独角兽 there are"),
        (["--out", "/nowhere/at/all.csv"], 1, "cannot write /nowhere/at/all.csv"),
    ],
)
def test_facts_that_cannot_be_shown_are_one_line(arguments, code, said, small_documents, capsys):
    got, out, err = facts(capsys, small_documents, *arguments)
    assert (got, out) == (code, "") and err.count("\n") == 1
    assert err.startswith("planqa: ") and said in err


ODD = """沙洲工业发展规划
（2026—2030年）

一、发展目标

2025年，花卉产业销售额完成46亿元。
到2030年，花卉产业销售额达到70亿元，年均增长12%。
"""


@pytest.fixture
def odd_documents(tmp_path):
    (tmp_path / "odd.txt").write_text(ODD, encoding="utf-8")
    (tmp_path / "fine.txt").write_text(ODD.replace("70亿元", "81亿元"), encoding="utf-8")
    return tmp_path


def check(capsys, documents, *arguments):
    code = main(["check", *arguments, "--documents", str(documents)])
    return code, *capsys.readouterr()


def test_check_reports_what_does_not_fit(odd_documents, capsys):
    code, out, err = check(capsys, odd_documents, "odd", "--language", "en")
    assert (code, err) == (0, "")
    assert "CNY 4.6 billion (46亿元)" in out and "(70 ÷ 46)^(1/5) − 1 = 8.76%" in out
    assert f"odd.txt {ODD.index('到2030年')}–{len(ODD) - 1}" in out


def test_check_as_json_names_the_characters(odd_documents, capsys):
    code, out, _ = check(capsys, odd_documents, "odd.txt", "--json")
    (finding,) = json.loads(out)
    assert (
        code == 0 and finding["kind"] == "growth_annual" and "花卉产业销售额" in finding["message"]
    )
    assert [f["figure"] for f in finding["figures"]] == ["12%", "46亿元", "70亿元"]
    for figure in finding["figures"]:
        assert figure["text"] == ODD[figure["start"] : figure["end"]]


def test_check_that_finds_nothing_is_three(odd_documents, capsys):
    assert check(capsys, odd_documents, "fine") == (3, "未发现相互矛盾的数字\n", "")
    assert check(capsys, odd_documents, "fine", "--json")[:2] == (3, "[]\n")


@pytest.mark.parametrize(
    ("name", "said"),
    [("none", "no plan 'none'; there are: fine.txt"), ("沙洲", "is more than one plan: fine.txt")],
)
def test_check_needs_one_plan(name, said, odd_documents, capsys):
    code, out, err = check(capsys, odd_documents, name)
    assert (code, out, err.count("\n")) == (1, "", 1) and said in err


def test_facts_and_check_load_no_model():
    code = (
        "import sys; from rag.cli import main\n"
        "main(['facts', '--plan', '002', '--out', sys.argv[1]]); main(['check', '002'])\n"
        "print(sorted({'torch', 'faiss', 'transformers', 'gradio', 'jieba'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "/dev/null/x"], capture_output=True, text=True, check=False
    )
    assert done.stdout.endswith("[]\n"), done.stderr


def match(capsys, documents, *arguments):
    code = main(["match", "--words", *map(str, arguments), "--documents", str(documents)])
    return code, *capsys.readouterr()


@pytest.fixture
def firm(tmp_path):
    """A profile as a file: in the zone, newly recognised."""
    told = {"place": "青禾高新区", "staff": 40, "qualifications": ["高新技术企业"]}
    path = tmp_path / "firm.json"
    path.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    return path


def test_match_lists_what_fits_with_its_conditions(firm, small_documents, capsys):
    code, out, err = match(capsys, small_documents, firm, "--as-of", "2027-01-01")
    assert (code, err) == (0, "")
    assert "[符合] 资金: 对新认定的高新技术企业一次性奖励20万元" in out
    assert "√ 资质: 高新技术企业" in out and "支持标准: 20万元" in out
    assert "规划期已结束" in out  # the other plan ended in 2025


def test_match_as_json_stands_where_it_says(firm, small_documents, capsys):
    told = (firm, "--format", "json", "--as-of", "2027-01-01", "--language", "en")
    code, out, _ = match(capsys, small_documents, *told)
    records = json.loads(out)
    award = next(r for r in records if r["gives"] == "20万元")
    assert code == 0 and (award["verdict"], award["expired"]) == ("met", False)
    for record in records:
        text = (small_documents / record["file"]).read_text(encoding="utf-8")
        assert text[record["start"] : record["end"]] == record["source"]
        for condition in record["conditions"]:
            assert text[condition["start"] : condition["end"]] == condition["text"]


def test_match_reads_words_and_answers_in_their_language(small_documents, capsys):
    told = ("--text", "We are a firm with 40 staff, no titles.", "--as-of", "2027-01-01", "--all")
    code, out, _ = match(capsys, small_documents, *told)
    assert code == 0 and out.startswith("Support measures: checklist")
    assert "[not met] funds: 对新认定的高新技术企业一次性奖励20万元" in out
    code, out, _ = match(capsys, small_documents, *told[:-1])
    assert "[not met]" not in out and "are not listed" in out


def test_match_writes_a_document(firm, small_documents, capsys, tmp_path):
    from docx import Document

    path = tmp_path / "list.docx"
    code, out, err = match(capsys, small_documents, firm, "--out", path)
    assert (code, err) == (0, "") and out.startswith(f"{path}: ")
    texts = [p.text for p in Document(str(path)).paragraphs]
    assert any("一次性奖励20万元" in text for text in texts)
    assert sorted(p.name for p in tmp_path.iterdir() if p.suffix == ".docx") == ["list.docx"]


def test_match_that_cannot_be_written_leaves_nothing_half(
    firm, small_documents, capsys, tmp_path, monkeypatch
):
    from rag import incentives

    def torn(verdicts, profile, language, path, not_met):
        path.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(incentives, "to_docx", torn)
    path = tmp_path / "list.docx"
    before = set(tmp_path.iterdir())
    code, out, err = match(capsys, small_documents, firm, "--out", path)
    assert (code, out) == (1, "")
    assert err == f"planqa: cannot write {path}: No space left on device\n"
    assert set(tmp_path.iterdir()) == before


def test_match_without_anything_that_fits_is_three(small_documents, capsys, tmp_path):
    folder = tmp_path / "grants"
    folder.mkdir()
    text = "青禾区工业方案\n\n一、政策支持\n\n对上市公司给予财政奖励。\n"
    (folder / "grants.txt").write_text(text, encoding="utf-8")
    told = ("--text", "我们没有任何资质，8个人")
    code, out, err = match(capsys, folder, *told)
    assert (code, out) == (3, "")
    assert err == "planqa: nothing fits: 1 measures are not met; list them with --all\n"
    code, out, _ = match(capsys, folder, *told, "--all")
    assert code == 3 and "× 资质: 上市公司" in out


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "cannot read"),
        ("{", "is no JSON"),
        ("[1]", "write one object"),
        ('{"staff": "many"}', 'profile field "staff": write a whole number'),
        ('{"colour": "red"}', "profile field 'colour' is unknown; known are name, industry"),
        ("{}", "nothing of the enterprise is told"),
        ('{"name": "甲"}', "nothing of the enterprise is told"),
    ],
)
def test_match_bad_profile_is_one_line(content, said, small_documents, capsys, tmp_path):
    path = tmp_path / "bad.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    code, out, err = match(capsys, small_documents, path)
    assert (code, out) == (1, "") and err.count("\n") == 1
    assert err.startswith("planqa: ") and said in err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "give one of PROFILE.json and --text"),
        (["x.json", "--text", "我们8个人"], "give one of PROFILE.json and --text"),
        (["--text", " "], "give one of PROFILE.json and --text"),
        (["--text", "我们8个人", "--as-of", "2026-13-01"], "write a day as YYYY-MM-DD"),
        (["--text", "我们8个人", "--format", "docx"], "add --out FILE.docx"),
        (["--text", "我们8个人", "--out", "/nowhere/at/all.json"], "cannot write /nowhere/at/all"),
    ],
)
def test_match_wrong_options_are_one_line(arguments, said, small_documents, capsys):
    code, out, err = match(capsys, small_documents, *arguments)
    assert (code, out) == (1, "") and err.count("\n") == 1
    assert err.startswith("planqa: ") and said in err


def test_match_by_words_alone_loads_no_model():
    code = (
        "import sys; from rag.cli import main\n"
        "main(['match', '--words', '--text', '我们在拉萨做青稞酒，40人', '--out', sys.argv[1]])\n"
        "print(sorted({'torch', 'faiss', 'transformers', 'gradio', 'jieba'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "/dev/null/x"], capture_output=True, text=True, check=False
    )
    assert done.stdout.endswith("[]\n"), done.stderr


def test_a_reader_that_stops_early_sees_no_traceback(small_documents):
    command = [sys.executable, "-m", "rag.cli", "facts", "--documents", str(small_documents)]
    run = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert run.stdout is not None and run.stderr is not None
    run.stdout.close()  # as "| head" does
    assert run.stderr.read() == "" and run.wait() == 0
    run.stderr.close()
