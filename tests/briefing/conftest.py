"""Judged reports for the tests of briefings, each read and judged once per run."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from checker.checking import read
from checker.judging import judge
from checker.model import CheckResult, Report
from checker.rubric import Rubric, load_rubric
from tests.conftest import NO_SHARED, ROOT, SHARED
from tests.tools import render

Judged = tuple[CheckResult, Report]
LABELLED = ROOT / "tests" / "data" / "labelled"
_LAID_OUT: dict[str, Path] = {}


@cache
def rubric() -> Rubric:
    return load_rubric()


@cache
def judged(path: Path) -> Judged:
    report = read(path)
    return judge(report, rubric()), report


@pytest.fixture(scope="session")
def labelled(tmp_path_factory: pytest.TempPathFactory) -> list[Judged]:
    """Every made-up labelled report, as text."""
    folder = tmp_path_factory.mktemp("labelled")
    found = []
    for source in sorted(LABELLED.rglob("*.src.txt")):
        place = folder / f"{source.name.removesuffix('.src.txt')}.txt"
        render.render(source, place, "plain")
        found.append(judged(place))
    return found


@pytest.fixture(scope="session")
def examples() -> list[Judged]:
    """The reports that ship with the program."""
    files = sorted(p for p in (ROOT / "examples").iterdir() if p.suffix in (".docx", ".txt"))
    return [judged(path) for path in files]


@pytest.fixture(scope="session")
def real() -> list[Judged]:
    """Published reports that are not in the repository."""
    if not SHARED.is_dir():
        pytest.skip(NO_SHARED)
    return [judged(path) for path in sorted((SHARED / "reports").glob("*.txt"))]
