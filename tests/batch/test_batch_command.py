"""``fajian batch`` as the clerk runs it: a folder as it comes, a roster, OUT; again the next morning; killed, doubled, wrongly used."""

from __future__ import annotations

import contextlib
import io
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from commandline import CLI, fajian, fajian_process

from checker.batch.store import Store

DAY = "2026-03-12"
TEXT = """云岫县{name}关于2025年法治政府建设情况的报告
一、主要举措和成效
办结行政处罚案件{number}件，开展普法宣传{number}场次，清理规范性文件3件。
二、存在的不足和原因
审查超期2件，由于审查人员只有1名，积压较多；巡查台账有{number}份缺少签字，原因是没有专人负责。
三、党政主要负责人履行推进法治建设第一责任人职责情况
局长主持召开党组会2次，研究法治政府建设工作，批示督办案件1件。
四、2026年主要安排
2026年增配审查人员2名，完善巡查台账签字制度。
云岫县{name}
2026年{month}月20日
"""
UNITS = ["财政局", "司法局", "水利局", "审计局", "统计局", "民政局"]


def write_report(folder: Path, name: str, *, month: int = 1, file: str | None = None, number: int = 7) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / (file or f"云岫县{name}报告.txt")
    path.write_text(TEXT.format(name=name, number=number, month=month), encoding="utf-8")
    return path


def write_roster(path: Path, units: list[str], **more: dict[str, Any]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["单位", "类型", "应报日期", "报送日期", "文件", "别名"])
    for unit in units:
        known = more.get(unit, {})
        sheet.append(
            [f"云岫县{unit}", "部门", known.get("due"), known.get("submitted"), known.get("file"), known.get("aliases")]
        )
    book.save(path)
    return path


def lines(out: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (out / "results.jsonl").read_text(encoding="utf-8").splitlines()]


def statuses(out: Path) -> dict[str | None, str]:
    return {line["unit"]: line["submission"]["status"] for line in lines(out)}


@pytest.fixture
def sent(tmp_path: Path) -> Path:
    """What came in: on time, late, undated, twice, misnamed, from nobody, broken, within a zip within a zip."""
    folder = tmp_path / "报来"
    write_report(folder, "财政局")
    write_report(folder, "司法局", month=3)
    (folder / "水利.txt").write_text(
        TEXT.format(name="水利局", number=7, month=1).replace("\n2026年1月20日", ""), encoding="utf-8"
    )
    write_report(folder, "审计局", month=1, file="审计1.txt")
    write_report(folder, "审计局", month=2, file="审计2（定稿）.txt", number=8)
    write_report(folder, "林业局", file="不在名册.txt")
    (folder / "统计局.docx").write_bytes(b"PK\x03\x04 broken")
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("县民政局（定稿）.txt", TEXT.format(name="民政局", number=9, month=1))
    with zipfile.ZipFile(folder / "其余.zip", "w") as archive:
        archive.writestr("里面/再压.zip", inner.getvalue())
    return folder


def test_a_whole_morning(sent: Path, tmp_path: Path) -> None:
    roster = write_roster(tmp_path / "名册.xlsx", [*UNITS, "档案局", "信访局"], 信访局={"submitted": "2026-02-03"})
    out = tmp_path / "结果"
    done = fajian_process("batch", sent, "--roster", roster, "--out", out, "--as-of", DAY)
    assert done.returncode == 2, done.stderr  # one file could not be read
    told = {line["unit"]: line for line in lines(out)}
    assert [line["unit"] for line in lines(out)] == [
        *(f"云岫县{unit}" for unit in UNITS),
        "云岫县档案局",
        "云岫县信访局",
        None,
    ]
    assert statuses(out) == {
        "云岫县财政局": "on_time",
        "云岫县司法局": "late",
        "云岫县水利局": "undated",
        "云岫县审计局": "on_time",
        "云岫县统计局": "undated",
        "云岫县民政局": "on_time",
        "云岫县档案局": "overdue",
        "云岫县信访局": "on_time",
        None: "on_time",
    }
    assert told["云岫县审计局"]["submission"]["file"].endswith("审计2（定稿）.txt")
    assert [Path(one).name for one in told["云岫县审计局"]["submission"]["others"]] == ["审计1.txt"]
    assert told["云岫县民政局"]["submission"]["file"].endswith("其余.zip!/里面/再压.zip!/县民政局（定稿）.txt")
    assert told["云岫县统计局"]["result"]["error"]
    assert told["云岫县档案局"]["result"] is None
    assert told["云岫县档案局"]["submission"]["days"] == 12
    assert (
        told["云岫县司法局"]["submission"]
        | {"status": "late", "days": 20, "submitted": "2026-03-20", "submitted_by": "signature"}
        == told["云岫县司法局"]["submission"]
    )
    assert any(one["rule"] == "date.late" for one in told["云岫县司法局"]["result"]["findings"])
    assert told["云岫县信访局"]["submission"]["submitted_by"] == "roster"
    assert {one.name for one in out.iterdir() if not one.name.startswith(".")} == {
        "results.jsonl", "台账.xlsx", "总览.html", "简报.docx", "简报.md", "reports", "letters", "法鉴.db",
    } | {"annotated"} & {one.name for one in out.iterdir()}  # fmt: skip
    assert (out / "reports" / "云岫县财政局.html").is_file()
    assert (out / "letters" / "催报函-云岫县档案局.docx").is_file()
    assert docx.Document(str(out / "简报.docx")).paragraphs
    assert openpyxl.load_workbook(out / "台账.xlsx").sheetnames[:3] == ["单位", "问题", "举措覆盖"]
    assert "逾期未报（1）：云岫县档案局。" in done.stdout
    assert "不在名册.txt" in done.stdout
    assert "Traceback" not in done.stderr


def test_the_next_morning_tells_what_changed_and_checks_only_that(sent: Path, tmp_path: Path) -> None:
    roster = write_roster(tmp_path / "名册.xlsx", [*UNITS, "档案局"])
    out = tmp_path / "结果"
    fajian("batch", sent, "--roster", roster, "--out", out, "--as-of", DAY)
    page = out / "reports" / "云岫县财政局.html"
    before = page.stat().st_mtime_ns
    again = fajian("batch", sent, "--roster", roster, "--out", out, "--as-of", DAY)
    assert "没有变化。" in again.stdout
    assert page.stat().st_mtime_ns == before
    write_report(sent, "档案局", month=3)
    (sent / "水利.txt").write_text(
        TEXT.format(name="水利局", number=7, month=1).replace("由于审查人员只有1名，", ""), encoding="utf-8"
    )
    third = fajian("batch", sent, "--roster", roster, "--out", out, "--as-of", DAY)
    changed = {line["unit"]: line["changes"] for line in lines(out) if line["changes"]}
    assert set(changed) == {"云岫县档案局", "云岫县水利局"}
    assert changed["云岫县档案局"][0] == "新报送。"
    assert "文件有改动。" in changed["云岫县水利局"]
    assert "2 个单位有变化" in third.stdout
    assert not (out / "letters" / "催报函-云岫县档案局.docx").exists()  # it has come: the letter goes


def test_the_briefing_of_a_batch_from_its_results(sent: Path, tmp_path: Path) -> None:
    roster = write_roster(tmp_path / "名册.xlsx", [*UNITS, "档案局"])
    out = tmp_path / "结果"
    fajian("batch", sent, "--roster", roster, "--out", out, "--as-of", DAY)
    shutil.move(sent, tmp_path / "别处")  # nothing is read again
    done = fajian("brief", out, "--length", "full")
    assert "云岫县档案局" in done.stdout
    assert "名册所列7家单位" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["没有"], "找不到"),
        (["{sent}", "--roster", "没有.xlsx"], "名册"),
        (["{sent}", "--out", "{sent}/结果"], "不能放在被检查的文件夹"),
        (["{sent}", "--out", "{sent}/水利.txt"], "文件夹"),
        (["{sent}", "--as-of", "昨天"], "日期"),
        (["{sent}", "--store", "nosuch://x"], "存储"),
        (["{sent}", "--template", "没有.docx"], "模板"),
    ],
)
def test_wrong_use_is_one_sentence(sent: Path, tmp_path: Path, arguments: list[str], said: str) -> None:
    filled = [one.format(sent=sent) for one in arguments]
    if "--out" not in filled:
        filled += ["--out", str(tmp_path / "结果")]
    done = fajian("batch", *filled)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_two_runs_at_a_time_on_one_store(sent: Path, tmp_path: Path) -> None:
    store, outs = tmp_path / "共用.db", [tmp_path / "甲", tmp_path / "乙"]
    command = [sys.executable, str(CLI), "batch", str(sent), "--as-of", DAY, "--store", str(store)]
    runs = [
        subprocess.Popen([*command, "--out", str(out)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for out in outs
    ]
    for one in runs:
        _, errors = one.communicate(timeout=110)
        assert one.returncode == 2, errors
        assert "Traceback" not in errors
    results = [[line["result"] for line in lines(out)] for out in outs]
    assert results[0] == results[1]


def test_a_roster_is_made_and_used(tmp_path: Path) -> None:
    made = fajian_process("roster", "new", tmp_path / "名册.xlsx")
    assert made.returncode == 0
    assert made.stdout.strip() == str(tmp_path / "名册.xlsx")
    again = fajian("roster", "new", tmp_path / "名册.xlsx")
    assert again.returncode == 2
    assert "没有覆盖" in again.stderr


# ── killed ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def whole(out: Path) -> None:
    """What stands under its final name is whole."""
    for path in out.rglob("*"):
        if path.is_dir() or path.name.startswith(".") or path.name.startswith("法鉴.db"):
            continue
        data = path.read_bytes()
        if path.suffix == ".html":
            assert data.rstrip().endswith(b"</html>"), path
        elif path.suffix in (".docx", ".xlsx"):
            with zipfile.ZipFile(io.BytesIO(data)) as package:
                assert package.testzip() is None, path
        elif path.suffix == ".jsonl":
            assert all(json.loads(line) for line in data.decode().splitlines())


@pytest.mark.full
@pytest.mark.timeout(600)
@pytest.mark.skipif(os.name != "posix", reason="signals are POSIX's")
def test_killed_at_fifty_instants_it_loses_nothing(tmp_path: Path) -> None:
    sent, out, store = tmp_path / "报来", tmp_path / "结果", tmp_path / "存.db"
    names = [f"第{number}局" for number in range(60)]
    for number, name in enumerate(names):
        write_report(sent, name, number=number + 3)
    command = [
        sys.executable,
        str(CLI),
        "batch",
        str(sent),
        "--out",
        str(out),
        "--as-of",
        DAY,
        "--store",
        str(store),
    ]
    clean = tmp_path / "clean"
    began = time.monotonic()
    assert fajian_process("batch", sent, "--out", clean, "--as-of", DAY).returncode in (0, 1)
    takes = time.monotonic() - began
    dice = random.Random(20261121)
    known = 0
    for _ in range(50):
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            time.sleep(dice.random() * takes)
            process.send_signal(signal.SIGKILL)
        if out.exists():
            whole(out)
        if store.exists():
            with Store(str(store)) as kept:
                count = kept.count()
            assert count >= known  # nothing that was stored is lost
            known = count
            if known == len(names):
                store.unlink()  # all is there: begin again
                shutil.rmtree(out, ignore_errors=True)
                known = 0
    last = fajian_process("batch", sent, "--out", out, "--as-of", DAY, "--store", store)
    assert last.returncode in (0, 1), last.stderr
    whole(out)
    assert [line["result"] for line in lines(out)] == [line["result"] for line in lines(clean)]


def test_the_collector_is_as_it_was_afterwards() -> None:
    import gc

    from checker.commands.batching import _seldom_collected

    before = gc.get_threshold()
    with contextlib.suppress(ValueError), _seldom_collected():
        assert gc.get_threshold() > before
        raise ValueError
    assert gc.get_threshold() == before
