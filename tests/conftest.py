"""What holds for every test: which tests run, which skips are allowed, and that no test meets the user's settings.

Markers
    ``full``            slow; left out unless ``make test-all`` runs, ``-m`` is given, or the test is named (``file.py::test``).
    ``system("x")``     needs the program ``x`` (``"x|y"``: either will do; ``"font:NAME"``: a font), from a system package.
                        Skipped with a reason where that is absent.

``make test-all`` sets ``FAJIAN_TEST_ALL=1``: there a skip is a failure, lest a missing program hide a broken feature.
Two skips stay skips: the folder ``shared`` beside the repository is absent, and an optional extra is not installed.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Generator
from functools import cache
from pathlib import Path
from typing import Any

import hypothesis
import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"

NO_SHARED = "the folder shared is absent beside the repository"
# What `pytest.importorskip` says. The extras ocr, ray and postgres are large, and nobody has to install them.
NO_EXTRA = r"could not import '(rapidocr|onnxruntime|ray|psycopg)[\w.]*'"
ALLOWED_SKIPS = re.compile(f"{NO_SHARED}|{NO_EXTRA}")

# A developer's own endpoint, key or tracing must never be reached by a test, nor decide what it sees.
USER_SETTINGS = re.compile(r"^(FAJIAN_(?!TEST_ALL$).*|OPENAI_.*|AZURE_OPENAI_.*|LANGCHAIN_.*|LANGSMITH_.*)$")


def everything() -> bool:
    return os.environ.get("FAJIAN_TEST_ALL") == "1"


# ------------------------------------------------------------------------------------------------------------ settings
_home = pytest.StashKey[str]()


def pytest_configure(config: pytest.Config) -> None:
    for name in [name for name in os.environ if USER_SETTINGS.match(name)]:
        del os.environ[name]
    config.stash[_home] = os.environ["FAJIAN_HOME"] = tempfile.mkdtemp(prefix="fajian-home-")
    if "CI" not in os.environ:  # there, Hypothesis itself chooses fixed examples and no deadline
        hypothesis.settings.register_profile("fajian", deadline=None)  # a busy machine is no defect
        hypothesis.settings.load_profile("fajian")


def pytest_unconfigure(config: pytest.Config) -> None:
    if _home in config.stash:
        shutil.rmtree(config.stash[_home], ignore_errors=True)


@pytest.fixture
def shared() -> Path:
    """The folder ``shared`` beside the repository: real reports, labelled reports. Not everybody has it."""
    if not SHARED.is_dir():
        pytest.skip(NO_SHARED)
    return SHARED


# ----------------------------------------------------------------------------------------------------- which tests run
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    chosen = everything() or config.option.markexpr or any("::" in arg for arg in config.args)
    if chosen:
        return
    slow = [item for item in items if item.get_closest_marker("full")]
    if slow:
        config.hook.pytest_deselected(items=slow)
        items[:] = [item for item in items if not item.get_closest_marker("full")]


@cache
def _present(need: str) -> bool:
    if need.startswith("font:"):
        if not shutil.which("fc-list"):
            return False
        fonts = subprocess.run(["fc-list", need.removeprefix("font:")], capture_output=True, check=False)
        return bool(fonts.stdout.strip())
    return any(shutil.which(program) for program in need.split("|"))


def pytest_runtest_setup(item: pytest.Item) -> None:
    needs = [need for marker in item.iter_markers("system") for need in marker.args]
    absent = [need for need in needs if not _present(need)]
    if absent:
        pytest.skip(f"system package absent: {', '.join(absent)}")


# ---------------------------------------------------------------------------------------------- which skips are allowed
def _forbid_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    if not (everything() and report.skipped) or hasattr(report, "wasxfail"):
        return
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    if not ALLOWED_SKIPS.search(reason):
        report.outcome = "failed"
        report.longrepr = f"`make test-all` allows no such skip. {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    _forbid_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    _forbid_skip(report)
    return report


def pytest_report_header() -> list[str]:
    """Say what a reader of the log would ask first."""
    found: dict[str, Any] = {name: bool(shutil.which(name)) for name in ("soffice", "chromium", "pdftotext", "tmux")}
    found["shared"] = SHARED.is_dir()
    return ["; ".join(f"{name}: {'there' if there else 'absent'}" for name, there in found.items())]


@pytest.fixture(autouse=True)
def _no_courier_for_commands_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that loads LangChain takes a second: tests/llm/test_courier.py and the tests of real commands have it."""
    from checker.llm import connection, courier

    monkeypatch.setattr(courier, "open_to", connection.open_to)
    monkeypatch.setattr(courier, "expect", lambda _: None)
