"""The command as a user runs it: exit statuses, what goes where, one sentence instead of a traceback."""

from __future__ import annotations

import json
import os
import re
import resource
import signal
import subprocess
import sys
import time
import tomllib
from pathlib import Path
from typing import Any

import pytest
from commandline import CLI, ROOT, fajian, fajian_process

from checker.text import display_width

GOOD = """云州县水利局2025年度法治政府建设情况报告

2025年，云州县水利局坚持以习近平法治思想为指导，扎实推进法治政府建设，现将有关情况报告如下。
一、主要负责人履行推进法治建设第一责任人职责情况
局党组书记、局长主持召开党组会议4次，专题研究法治政府建设工作，听取法治政府建设情况汇报2次，对2起涉水行政处罚案件作出批示。
二、推进法治政府建设的主要举措和成效
（一）规范行政执法。全年办结涉水行政处罚案件26件，罚款12.4万元，组织案卷评查2次，评查案卷40卷。
（二）加强制度建设。印发《云州县河道采砂管理办法》，对6件规范性文件进行合法性审核。
（三）开展普法宣传。组织“世界水日”“宪法宣传周”普法活动9场，发放宣传资料6000份。
三、存在的不足和原因
一是执法案卷制作不规范，抽查的40卷中有7卷缺少送达回证。主要原因是局里对基层执法人员的案卷制作培训只安排了1次。
二是水政监察大队未建立重大案件集体讨论记录制度，3件案件没有讨论记录。原因是大队内部审核岗位空缺半年，没有指定人员负责。
四、2026年工作安排
2026年，制定《云州县水利局行政处罚案卷制作规范》，组织案卷制作培训4期；建立重大案件集体讨论记录制度，补齐审核岗位人员2名。

云州县水利局
2026年1月20日
"""
POOR = GOOD.partition("三、存在的不足和原因")[0] + "四、2026年工作安排" + GOOD.partition("四、2026年工作安排")[2]


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return written(tmp_path / "好.txt", GOOD)


def written(path: Path, text: str = GOOD) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


# ── check: statuses ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_good_report_passes(good: Path) -> None:
    done = fajian_process("check", good)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "通过" in done.stdout
    assert done.stderr == ""


def test_a_report_that_is_sent_back_gives_one(tmp_path: Path) -> None:
    done = fajian_process("check", written(tmp_path / "差.txt", POOR))
    assert done.returncode == 1
    assert "退回" in done.stdout
    assert "怎样修改" in done.stdout


def test_an_unreadable_file_gives_two_and_the_others_are_still_checked(tmp_path: Path, good: Path) -> None:
    (tmp_path / "空.txt").write_bytes(b"")
    (tmp_path / "坏.docx").write_bytes(b"PK\x03\x04 no zip at all")
    done = fajian_process("check", tmp_path, tmp_path / "没有.txt", "--format", "json")
    assert done.returncode == 2
    results = {Path(r["source"]).name: r for r in json.loads(done.stdout)["results"]}
    assert set(results) == {"好.txt", "空.txt", "坏.docx", "没有.txt"}
    assert results["好.txt"]["conclusion"] == "pass"
    for name in ("空.txt", "坏.docx", "没有.txt"):
        assert results[name]["error"]
        assert results[name]["sections"] == []
        assert results[name]["report"] is None
        assert name in done.stderr


def test_a_folder_without_reports_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "录音.mp3").write_bytes(b"x")
    done = fajian("check", tmp_path)
    assert done.returncode == 2
    assert "没有可以检查的文件" in done.stderr


def test_an_archive_is_told_to_be_unpacked(tmp_path: Path) -> None:
    (tmp_path / "全部.zip").write_bytes(b"PK\x05\x06" + b"\0" * 18)
    done = fajian("check", tmp_path / "全部.zip")
    assert done.returncode == 2
    assert "全部.zip" in done.stderr


def test_files_of_word_that_is_open_and_hidden_files_are_passed_over(tmp_path: Path, good: Path) -> None:
    (tmp_path / "~$好.docx").write_bytes(b"x")
    (tmp_path / ".好.txt").write_bytes(b"x")
    done = fajian("check", tmp_path, good, "--format", "json")
    assert [Path(r["source"]).name for r in json.loads(done.stdout)["results"]] == ["好.txt"]


# ── check: JSON ──────────────────────────────────────────────────────────────────────────────────────────────────────

EVIDENCE = {"quote": str, "start": int, "end": int, "paragraph": int, "page": (int, type(None))}
OPINION = {"by": {"rules", "llm"}, "verdict": (str, type(None)), "reason": str, "evidence": [EVIDENCE]}
VERDICTS = {"met", "partial", "missing", "not_applicable", None}
REQUIREMENT = {
    "id": str,
    "level": {"required", "expected", "coverage"},
    "verdict": VERDICTS,
    "reason": str,
    "suggestion": (str, type(None)),
    "evidence": [EVIDENCE],
    "decided_by": {"rules", "llm", "both", None},
    "needs_review": bool,
    "opinions": [OPINION],
}
SECTION = {
    "id": str,
    "title": str,
    "level": {"required", "optional"},
    "status": {"present", "partial", "missing", None},
    "evidence": [EVIDENCE],
    "requirements": [REQUIREMENT],
}
FINDING = {
    "rule": str,
    "severity": {"error", "warning", "info"},
    "message": str,
    "suggestion": (str, type(None)),
    "evidence": [EVIDENCE],
}
INFO = {
    "title": (str, type(None)),
    "unit": (str, type(None)),
    "unit_type": {"government", "department", "township", "zone", None},
    "year": (int, type(None)),
    "signed_date": (str, type(None)),
    "characters": int,
    "pages": (int, type(None)),
}
RESULT = {
    "source": str,
    "sha256": str,
    "error": {None},
    "report": INFO,
    "rubric": {"id": str, "version": str},
    "engine": {"name": {"rules"}, "model": {None}},
    "conclusion": {"pass", "revise", "return"},
    "sections": [SECTION],
    "findings": [FINDING],
    "usage": {"calls": int, "input_tokens": int, "cached_input_tokens": int, "output_tokens": int},
}


def shaped(value: Any, shape: Any, where: str = "result") -> None:
    """Every key of the contract is there and of its kind; further keys may be."""
    if isinstance(shape, dict):
        assert isinstance(value, dict), where
        for key, inner in shape.items():
            assert key in value, f"{where}.{key}"
            shaped(value[key], inner, f"{where}.{key}")
    elif isinstance(shape, list):
        assert isinstance(value, list), where
        for index, item in enumerate(value):
            shaped(item, shape[0], f"{where}[{index}]")
    elif isinstance(shape, set):
        assert value in shape, f"{where}: {value}"
    else:
        assert isinstance(value, shape), f"{where}: {value!r}"
        assert not (shape is int and isinstance(value, bool)), where


def evidences(value: Any) -> Any:
    if isinstance(value, dict):
        if "quote" in value:
            yield value
        for inner in value.values():
            yield from evidences(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from evidences(inner)


@pytest.mark.parametrize("text", [GOOD, POOR, GOOD.replace("26件", "XX件").replace("某", "**某**")])
def test_json_is_the_contract_and_every_quote_is_the_text(tmp_path: Path, text: str) -> None:
    path = written(tmp_path / "报告.txt", text)
    done = fajian("check", path, "--format", "json")
    whole = json.loads(done.stdout)
    assert set(whole) == {"schema_version", "results"}
    assert whole["schema_version"] == "1"
    (result,) = whole["results"]
    shaped(result, RESULT)
    assert result["source"] == str(path)
    read = json.loads(fajian("read", path, "--format", "json").stdout)
    quotes = list(evidences(result))
    assert quotes
    for one in quotes:
        assert read["text"][one["start"] : one["end"]] == one["quote"]
        block = read["blocks"][one["paragraph"]]
        assert block["start"] <= one["start"] < one["end"] <= block["end"]
    for section in result["sections"]:
        for requirement in section["requirements"]:
            assert requirement["reason"]
            assert (requirement["suggestion"] is not None) is (requirement["verdict"] in ("partial", "missing"))


def test_the_same_file_gives_the_same_bytes(good: Path) -> None:
    assert (
        fajian_process("check", good, "--format", "json").stdout
        == fajian_process("check", good, "--format", "json").stdout
    )


def test_many_files_go_through_all_cores_and_come_in_order(tmp_path: Path) -> None:
    for number in range(20):
        written(tmp_path / f"{number:02}.txt", GOOD if number % 2 else POOR)
    (tmp_path / "07.txt").write_bytes(b"")
    one = fajian_process("check", tmp_path, "--format", "json", "--concurrency", "1")
    two = fajian_process("check", tmp_path, "--format", "json", "--concurrency", "2")
    assert one.stdout == two.stdout
    assert one.returncode == two.returncode == 2
    results = json.loads(two.stdout)["results"]
    assert [Path(r["source"]).stem for r in results] == [f"{n:02}" for n in range(20)]


def test_several_reports_end_with_a_table(tmp_path: Path, good: Path) -> None:
    done = fajian("check", good, written(tmp_path / "差.txt", POOR))
    assert done.returncode == 1
    assert "共2份：通过1份，退回1份。" in done.stdout
    assert max(display_width(line) for line in done.stdout.split("\n")) <= 80


# ── check: where it goes ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("name", "opens"), [("果.json", "{"), ("果.md", "# "), ("果.txt", "====")])
def test_output_goes_to_a_file_whose_suffix_tells_the_form(tmp_path: Path, good: Path, name: str, opens: str) -> None:
    done = fajian("check", good, "--output", tmp_path / "结果" / name)
    assert (done.returncode, done.stdout) == (0, "")
    assert (tmp_path / "结果" / name).read_text(encoding="utf-8").startswith(opens)
    assert name in done.stderr
    assert [path.name for path in (tmp_path / "结果").iterdir()] == [name]


def test_output_of_several_is_a_folder(tmp_path: Path) -> None:
    for name in ("甲/报告.txt", "乙/报告.txt", "丙.txt"):
        written(tmp_path / "送" / name)
    done = fajian("check", tmp_path / "送", "--output", tmp_path / "果", "--format", "json")
    assert (done.returncode, done.stdout) == (0, "")
    assert sorted(p.name for p in (tmp_path / "果").iterdir()) == ["丙.json", "报告.txt-2.json", "报告.txt.json"]
    for path in (tmp_path / "果").iterdir():
        assert len(json.loads(path.read_text(encoding="utf-8"))["results"]) == 1


def test_output_never_overwrites_what_is_checked(good: Path) -> None:
    done = fajian("check", good, "--output", good)
    assert done.returncode == 2
    assert good.read_text(encoding="utf-8") == GOOD
    done = fajian("check", good, "--output", f"{good.parent}/", "--format", "text")
    assert done.returncode == 2
    assert good.read_text(encoding="utf-8") == GOOD


def test_output_of_several_into_a_file_is_a_mistake(tmp_path: Path, good: Path) -> None:
    target = written(tmp_path / "已有.json", "{}")
    done = fajian("check", good, written(tmp_path / "差.txt", POOR), "--output", target)
    assert done.returncode == 2
    assert "文件夹" in done.stderr


def test_markdown(good: Path) -> None:
    done = fajian("check", good, "--format", "md")
    assert done.stdout.startswith("# 云州县水利局2025年度法治政府建设情况报告")


def test_a_closed_pipe_is_no_drama(tmp_path: Path) -> None:
    for number in range(6):
        written(tmp_path / f"{number}.txt")
    command = [sys.executable, str(CLI), "check", str(tmp_path), "--format", "json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(1)
        process.stdout.close()
        errors = process.stderr.read().decode("utf-8")
    assert "Traceback" not in errors
    assert "BrokenPipe" not in errors


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a full device is Linux's")
def test_a_full_disk_is_one_sentence(good: Path) -> None:
    with open("/dev/full", "wb") as full:
        command = [sys.executable, str(CLI), "check", str(good), "--format", "json"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, cwd=ROOT, check=False)
    errors = done.stderr.decode("utf-8")
    assert done.returncode == 2
    assert errors.count("\n") == 1
    assert "读写失败" in errors


@pytest.mark.parametrize(
    "delay", [pytest.param(0.3, marks=pytest.mark.full), 0.9, pytest.param(1.6, marks=pytest.mark.full)]
)
def test_an_interrupt_is_one_sentence_from_one_process(tmp_path: Path, delay: float) -> None:
    for number in range(400):
        written(tmp_path / f"{number:03}.txt")
    with subprocess.Popen(
        [sys.executable, str(CLI), "check", str(tmp_path), "--format", "json"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        start_new_session=True,
    ) as process:
        time.sleep(delay)
        os.killpg(process.pid, signal.SIGINT)
        errors = process.communicate(timeout=30)[1].decode("utf-8")
    assert "Traceback" not in errors, errors
    if process.returncode != 0:
        assert process.returncode in (130, -signal.SIGINT)


# ── settings ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "locale", ["C", *(pytest.param(name, marks=pytest.mark.full) for name in ("POSIX", "zh_CN.GBK"))]
)
def test_output_is_utf8_whatever_the_locale(good: Path, locale: str) -> None:
    done = fajian_process("check", good, LANG=locale, LC_ALL=locale)
    assert done.returncode == 0
    assert "通过" in done.stdout


def test_colour_is_for_terminals(good: Path) -> None:
    assert "\x1b[" not in fajian("check", good).stdout


def test_the_width_follows_the_terminal(good: Path) -> None:
    for columns in (60, 100):
        out = fajian("check", good, COLUMNS=str(columns)).stdout
        assert max(display_width(line) for line in out.split("\n")) <= columns


def test_config_gives_defaults_and_flags_win(tmp_path: Path, good: Path) -> None:
    written(tmp_path / "home" / "config.toml", 'unit_type = "zone"\n')
    home = str(tmp_path / "home")

    def kind(*flags: str, **env: str) -> Any:
        done = fajian("check", good, "--format", "json", *flags, FAJIAN_HOME=home, **env)
        return json.loads(done.stdout)["results"][0]["report"]["unit_type"]

    assert kind() == "zone"
    assert kind(FAJIAN_UNIT_TYPE="township") == "township"
    assert kind("--unit-type", "government", FAJIAN_UNIT_TYPE="township") == "government"


@pytest.mark.parametrize("text", ["x = [", "enigne = 'rules'", "engine = 'fast'", "rubric = 3", "\xff"])
def test_a_wrong_config_is_a_sentence(tmp_path: Path, good: Path, text: str) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "config.toml").write_bytes(text.encode("latin-1"))
    done = fajian("check", good, FAJIAN_HOME=str(home))
    assert (done.returncode, done.stdout) == (2, "")
    assert "config.toml" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_stray_key_or_address_asks_for_no_model(good: Path) -> None:
    done = fajian("check", good, "--format", "json", OPENAI_API_KEY="sk-x", OPENAI_BASE_URL="http://127.0.0.1:9/v1")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["results"][0]["engine"]["name"] == "rules"
    assert fajian("check", good, "--engine", "rules", FAJIAN_MODEL="gpt-5").stderr == ""


# ── options ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("day", ["2026-01-10", "2026年1月10日", "二〇二六年一月十日"])
def test_due_is_understood_in_every_writing(good: Path, day: str) -> None:
    done = fajian("check", good, "--due", day, "--format", "json")
    rules = [f["rule"] for f in json.loads(done.stdout)["results"][0]["findings"]]
    assert "date.late" in rules


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["check", "{}", "--due", "2026-02-30"], "--due"),
        (["check", "{}", "--as-of", "明天"], "--as-of"),
        (["check", "{}", "--unit-type", "局"], "--unit-type"),
        (["check", "{}", "--format", "docy"], "docy"),
        (["check", "{}", "{}/..", "--format", "html"], "--output"),
        (["check", "{}", "--engine", "llm"], "FAJIAN_MODEL"),
        (["check", "{}", "--engine", "hybrid"], "FAJIAN_MODEL"),
        (["check", "{}", "--engine", "hybrid", "--replay", "/无"], "--record"),
        (["check", "{}", "--record", "甲", "--replay", "乙", "--engine", "llm"], "不能同时使用"),
        (["check", "{}", "--engine", "llm", "--max-calls", "-1"], "--max-calls"),
        (["check", "{}", "--engine", "fast"], "fast"),
        (["check", "{}", "--rubric", "无此标准"], "无此标准"),
        (["check", "{}", "--rubric", "/无/此.yaml"], "找不到"),
        (["check", "{}", "--concurrency", "0"], "--concurrency"),
        (["check", "{}", "--concurrency", "二"], "整数"),
        (["check", "{}", "--fromat", "json"], "--fromat"),
        (["check", "{}", "--rubric"], "--rubric"),
        (["check"], "PATH"),
        (["chek", "{}"], "chek"),
        (["read", "/无/此.txt"], "找不到"),
        (["read", "{}", "--format", "md"], "--format"),
        (["read", "\udcb1.txt"], "改名"),
        (["read", "{}", "多余"], "多余"),
        (["brief", "{}", "--length", "long"], "--length"),
        (["brief", "{}", "--format", "docx"], "--output"),
        (["brief", "/无/此.docx"], "找不到"),
        (["rubric", "show", "无此标准"], "无此标准"),
        (["rubric", "lint", "/无/此.yaml"], "找不到"),
        (["rubric", "new", "县 标准"], "县 标准"),
        (["eval", "/无"], "不是文件夹"),
        (["eval", "{}", "--compare", "rules"], "--compare"),
        (["eval", ".", "--compare", "rules,rules"], "--compare"),
        (["eval", ".", "--compare", "rules,hybrid"], "FAJIAN_MODEL"),
    ],
)
def test_bad_usage_is_one_sentence_on_standard_error(good: Path, arguments: list[str], words: str) -> None:
    done = fajian(*(argument.replace("{}", str(good)) for argument in arguments))
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
    assert done.stderr.count("\n") == 1
    assert "Error" not in done.stderr


def test_an_undated_report_after_the_day_is_pointed_out(tmp_path: Path) -> None:
    path = written(tmp_path / "无日期.txt", GOOD.replace("2026年1月20日\n", ""))
    done = fajian("check", path, "--as-of", "2026-03-02")
    assert "是否按时报送请核对收文记录" in re.sub(r"\s", "", done.stdout)
    assert "收文记录" not in fajian("check", path, "--as-of", "2026-02-01").stdout


def test_a_dry_run_only_lists(good: Path) -> None:
    done = fajian("check", good, "--dry-run")
    assert (done.returncode, done.stdout) == (0, f"{good}\n")
    assert "不调用模型" in done.stderr
    plan = json.loads(fajian("check", good, "--dry-run", "--format", "json").stdout)
    assert plan["dry_run"]["files"] == [str(good)]


def test_options_for_a_model_say_that_there_is_none(good: Path, tmp_path: Path) -> None:
    done = fajian("check", good, "--max-cost", "1", "--record", tmp_path / "r")
    assert done.returncode == 0
    assert "--max-cost、--record 不起作用" in done.stderr
    assert not (tmp_path / "r").exists()


def test_a_file_name_that_is_no_utf8_is_a_sentence(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/\xb1\xa8.txt"
    Path(os.fsdecode(name)).write_text(GOOD, encoding="utf-8")
    done = fajian_process("check", tmp_path, "--format", "json")
    assert done.returncode == 2
    assert "改名" in json.loads(done.stdout)["results"][0]["error"]


# ── the other commands ───────────────────────────────────────────────────────────────────────────────────────────────


def test_read_shows_the_structure(good: Path) -> None:
    done = fajian_process("read", good)
    assert done.returncode == 0
    for words in ("标题", "小标题1", "署名", "日期", "云州县水利局（政府部门）"):
        assert words in done.stdout
    assert max(display_width(line) for line in done.stdout.split("\n")) <= 80


def test_read_as_json(good: Path) -> None:
    told = json.loads(fajian("read", good, "--format", "json").stdout)
    assert set(told) >= {"text", "blocks", "apart", "report", "warnings"}
    assert told["report"]["signed_date"] == "2026-01-20"
    kinds = {"title", "heading", "paragraph", "table", "signature", "date", "residue"}
    assert {block["kind"] for block in told["blocks"]} <= kinds


def test_rubrics_are_listed_and_shown() -> None:
    assert "fazhi-annual-report" in fajian_process("rubric", "list").stdout
    shown = fajian("rubric", "show", "fazhi-annual-report").stdout
    for words in ("personal_duty", "必有", "依据", "符合", "报送期限", "次年3月1日之前"):
        assert words in shown
    assert max(display_width(line) for line in shown.split("\n")) <= 80


def test_a_new_rubric_is_right_listed_and_usable(tmp_path: Path, good: Path) -> None:
    home = str(tmp_path / "home")
    done = fajian("rubric", "new", "my-county", FAJIAN_HOME=home)
    path = Path(done.stdout.strip())
    assert (done.returncode, path.parent) == (0, tmp_path / "home" / "rubrics")
    assert fajian("rubric", "lint", path, FAJIAN_HOME=home).returncode == 0
    assert "my-county" in fajian("rubric", "list", FAJIAN_HOME=home).stdout
    checked = fajian("check", good, "--rubric", "my-county", "--format", "json", FAJIAN_HOME=home)
    assert json.loads(checked.stdout)["results"][0]["rubric"]["id"] == "my-county"
    again = fajian("rubric", "new", "my-county", FAJIAN_HOME=home)
    assert (again.returncode, again.stdout) == (2, "")


def test_what_the_new_rubric_suggests_works(tmp_path: Path) -> None:
    fajian("rubric", "new", "mine", "--here", cwd=tmp_path)
    path = tmp_path / "mine.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"(?m)^#(?! \S|$)", "", text), encoding="utf-8")
    done = fajian("rubric", "lint", path)
    assert done.returncode == 0, done.stdout
    shown = fajian("rubric", "show", path).stdout
    assert "2月15日" in shown
    assert "已关闭" in shown
    assert "targets_problems" not in shown


def test_lint_tells_every_problem_and_gives_one(tmp_path: Path) -> None:
    path = written(
        tmp_path / "坏.yaml", "extends: fazhi-annual-report\nid: x\nversion: 1.0\ntitel: 乙\nfindings:\n  - rule: y\n"
    )
    done = fajian("rubric", "lint", path)
    assert done.returncode == 1
    lines = done.stdout.strip().split("\n")
    assert len(lines) > 1
    assert all(re.match(r".+\.yaml:\d+:\d+：", line) for line in lines)
    checked = fajian("check", path, "--rubric", path)
    assert (checked.returncode, checked.stdout) == (2, "")


def test_the_schema_is_one() -> None:
    schema = json.loads(fajian("rubric", "schema").stdout)
    assert schema["$schema"].startswith("https://json-schema.org/")
    assert {"extends", "remove", "sections", "findings"} <= set(schema["properties"])


def test_eval_measures_labelled_reports(tmp_path: Path) -> None:
    written(tmp_path / "甲.txt", GOOD)
    gold = {
        "unit": "云州县水利局",
        "unit_type": "department",
        "year": 2025,
        "signed_date": "2026-01-20",
        "sections": {"shortcomings": "present"},
        "requirements": {"shortcomings.causes": "met"},
        "no_findings": ["placeholder"],
    }
    written(tmp_path / "甲.gold.json", json.dumps(gold, ensure_ascii=False))
    (run,) = json.loads(fajian("eval", tmp_path, "--format", "json").stdout)["runs"]
    assert run["requirements"]["share"] == 1.0
    assert run["head"]["share"] == 1.0
    text = fajian_process("eval", tmp_path)
    assert text.returncode == 0
    assert "shortcomings.causes" in text.stdout


def test_doctor_shows_no_secret(tmp_path: Path) -> None:
    done = fajian_process(
        "doctor", OPENAI_API_KEY="sk-verysecret", OPENAI_BASE_URL="https://u:pw@host.invalid/v1?key=abc"
    )
    assert done.returncode == 0
    assert "https://host.invalid/v1" in done.stdout
    for secret in ("sk-verysecret", "pw", "abc"):
        assert secret not in done.stdout
    for words in (".docx", "Python", "仿宋", "已设置（不显示）"):
        assert words in done.stdout


def test_the_demonstration_works() -> None:
    done = fajian("demo")
    assert done.returncode == 0, done.stderr
    assert "fajian check" in done.stdout
    assert max(display_width(line) for line in done.stdout.split("\n")) <= 80


def test_version_and_help() -> None:
    with (ROOT / "pyproject.toml").open("rb") as file:
        version = tomllib.load(file)["project"]["version"]
    assert version in fajian_process("--version").stdout
    for arguments in (
        ["--help"],
        ["check", "-h"],
        ["rubric", "--help"],
        ["rubric", "lint", "--help"],
        ["eval", "--help"],
    ):
        done = fajian(*arguments)
        assert done.returncode == 0
        assert done.stdout.startswith("用法：fajian")
        assert max(display_width(line) for line in done.stdout.split("\n")) <= 80
        assert not re.search(r"Usage|Options|Show this|default:|required", done.stdout)


def test_the_command_alone_shows_help_and_is_bad_usage() -> None:
    done = fajian_process()
    assert (done.returncode, done.stdout) == (2, "")
    assert "用法：fajian" in done.stderr


def test_help_comes_at_once() -> None:
    """At most twice what importing typer and rich takes, in time of the processor, since machines are busy."""
    commands = {"help": [str(CLI), "--help"], "imports": ["-c", "import typer, rich"]}
    used: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(5):
        for name, command in commands.items():
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run([sys.executable, *command], cwd=ROOT, capture_output=True, check=True)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            used[name].append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert min(used["help"]) <= 2 * min(used["imports"])


# ── from Python ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_python_interface(good: Path) -> None:
    import checker
    from checker.errors import MissingComponent

    report = checker.read(good)
    assert report.info.unit == "云州县水利局"
    (result,) = checker.check(good, engine="rules")
    assert result.conclusion == "pass"
    assert [r.error is None for r in checker.check([good, good.parent / "无.txt"])] == [True, False]
    assert checker.load_rubric().id == "fazhi-annual-report"
    with pytest.raises(MissingComponent):
        checker.brief(good)
    with pytest.raises(AttributeError):
        checker.nothing  # noqa: B018


def test_an_error_of_the_program_is_a_sentence(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import checker
    from checker import judging

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("oh")

    monkeypatch.setattr(judging, "judge_in", broken)
    (result,) = checker.check(good)
    assert result.error is not None
    assert "RuntimeError" in result.error
