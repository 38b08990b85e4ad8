"""The shape of the house: who imports whom, what a command leaves unloaded, and which skips count."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# Loaded when a model is asked, a service is started or an office file is read or written; at no other time.
HEAVY = (
    "langchain",
    "langchain_core",
    "langchain_openai",
    "langgraph",
    "langsmith",
    "openai",
    "tiktoken",
    "ray",
    "fastapi",
)
DOCUMENT = ("docx", "openpyxl", "sqlalchemy")
# Asking for help reads nothing at all.
READING = ("lxml", "yaml", "jinja2", "pypdfium2", "selectolax", "rapidfuzz", "httpx", "httpx2", "sqlite3")

# Runs the command as a user would, and writes down what Python has loaded and whom it called.
PROBE = """
import json, sys
record, *arguments = sys.argv[1:]
connections = []
sys.addaudithook(lambda event, args: connections.append(repr(args[1])) if event == "socket.connect" else None)
import cli
status = None
if arguments:
    sys.argv = ["fajian", *arguments]
    try:
        cli.main()
        status = 0
    except SystemExit as stop:
        status = stop.code or 0
loaded = sorted({name.partition(".")[0] for name in sys.modules})
with open(record, "w", encoding="utf-8") as file:
    json.dump({"status": status, "loaded": loaded, "connections": connections}, file)
"""

REPORT = """某某市某某局2025年度法治政府建设工作报告

一、主要负责人履行推进法治建设第一责任人职责情况
局长王某主持召开局党组会议4次,专题研究法治政府建设工作,听取执法监督情况汇报。
二、推进法治政府建设的主要举措和成效
办结行政处罚案件126件,制定《某某市某某管理办法》。
三、存在的不足和原因
由于培训不够,基层执法人员不会使用执法记录仪。
四、2026年工作安排
修订《某某市某某条例》,开展执法人员培训2期。

某某市某某局
2026年1月20日
"""


def probe(folder: Path, *arguments: str) -> dict[str, object]:
    record = folder / "record.json"
    done = subprocess.run(
        [sys.executable, "-c", PROBE, str(record), *arguments],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONUTF8": "1"},
        timeout=60,
        check=False,
    )
    assert record.exists(), f"{' '.join(arguments) or 'import cli'} broke off:\n{done.stdout}\n{done.stderr}"
    seen: dict[str, object] = json.loads(record.read_text(encoding="utf-8"))
    return seen | {"output": done.stdout, "messages": done.stderr}


def test_imports_go_one_way() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as lint; lint(['--no-cache'])"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONUTF8": "1"},
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("arguments", "unwanted"),
    [
        pytest.param([], HEAVY + DOCUMENT + READING, id="import"),
        pytest.param(["--help"], HEAVY + DOCUMENT + READING, id="help"),
        pytest.param(["check", "--help"], HEAVY + DOCUMENT + READING, id="check-help"),
        pytest.param(["rubric", "list"], HEAVY + DOCUMENT, id="rubric-list"),
    ],
)
def test_a_command_loads_only_what_it_needs(tmp_path: Path, arguments: list[str], unwanted: tuple[str, ...]) -> None:
    seen = probe(tmp_path, *arguments)
    assert seen["status"] in (None, 0), seen
    assert set(seen["loaded"]).isdisjoint(unwanted)  # type: ignore[call-overload]
    assert seen["connections"] == []


@pytest.mark.parametrize("form", ["text", "json"])
def test_checking_by_rules_loads_no_model_library_and_calls_nobody(tmp_path: Path, form: str) -> None:
    report = tmp_path / "报告.txt"
    report.write_text(REPORT, encoding="utf-8")
    seen = probe(tmp_path, "check", str(report), "--engine", "rules", "--format", form)
    assert seen["status"] in (0, 1), seen
    assert set(seen["loaded"]).isdisjoint(HEAVY + DOCUMENT)  # type: ignore[call-overload]
    assert seen["connections"] == []


# ------------------------------------------------------------------------------------- the house's own test machinery
SKIPPING = """
import pytest

@pytest.mark.system("no-such-program-anywhere")
def test_that_needs_a_program(): ...

def test_that_skips_by_itself():
    pytest.skip("no soffice here")

def test_that_needs_shared(shared): ...

def test_that_needs_an_extra():
    pytest.skip("could not import 'ray': No module named 'ray'")

@pytest.mark.xfail(strict=True)
def test_that_is_known_to_fail():
    assert False

@pytest.mark.full
def test_that_is_slow(): ...

def test_that_passes(): ...
"""


@pytest.mark.parametrize(
    ("everything", "outcome"),
    [
        (False, "1 passed, 4 skipped, 1 deselected, 1 xfailed"),
        (True, "1 failed, 2 passed, 2 skipped, 1 xfailed, 1 error"),
    ],
)
def test_a_skip_for_want_of_a_program_fails_where_everything_is_tested(
    tmp_path: Path, everything: bool, outcome: str
) -> None:
    tests = tmp_path / "house" / "tests"
    tests.mkdir(parents=True)
    (tests / "conftest.py").write_bytes((ROOT / "tests" / "conftest.py").read_bytes())
    (tests / "test_skipping.py").write_text(SKIPPING, encoding="utf-8")
    (tests.parent / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests"],
        cwd=tests.parent,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=os.environ | {"FAJIAN_TEST_ALL": "1" if everything else "0", "PYTHONUTF8": "1"},
        check=False,
    )
    assert outcome in done.stdout, done.stdout + done.stderr
    assert done.returncode == (1 if everything else 0)
