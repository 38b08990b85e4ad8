"""The reports that ship as examples: the program says of each what ``examples/expected.json`` says, and they can be rebuilt."""

from __future__ import annotations

import json
import re
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from tools import build_examples

from checker import check, read
from checker.model import CheckResult
from checker.text import han_count

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "examples"
EXPECTED: dict[str, dict[str, Any]] = json.loads((EXAMPLES / "expected.json").read_text(encoding="utf-8"))["reports"]
WORDS = {"pass": "通过", "revise": "需修改", "return": "退回"}

each = pytest.mark.parametrize("name", EXPECTED, ids=[build_examples.FILES[name][0] for name in EXPECTED])


@pytest.fixture(scope="module")
def results() -> dict[str, CheckResult]:
    return {Path(result.source).name: result for result in check(EXAMPLES, engine="rules")}


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("examples")
    build_examples.build(folder)
    return folder


def squeeze(text: str) -> str:
    return re.sub(r"\s", "", text)


# ── what is there ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_report_has_its_expectation_and_its_source(results: dict[str, CheckResult]) -> None:
    shipped = {path.name for path in EXAMPLES.iterdir() if not path.name.startswith(".")}
    assert shipped == {*EXPECTED, "expected.json"}
    assert set(EXPECTED) == set(build_examples.FILES) == set(results)


def test_the_examples_show_the_whole_range() -> None:
    assert {report["conclusion"] for report in EXPECTED.values()} == set(WORDS)
    assert {report["unit_type"] for report in EXPECTED.values()} == {"government", "department", "township", "zone"}


def test_the_table_for_readers_says_the_same() -> None:
    rows = [row.split("|") for row in (ROOT / "docs" / "examples.md").read_text(encoding="utf-8").split("\n")]
    told = {row[1].strip(): row[3].split() for row in rows if len(row) == 5 and Path(row[1].strip()).suffix}
    assert told == {name: [WORDS[report["conclusion"]], report["conclusion"]] for name, report in EXPECTED.items()}


@each
def test_the_reports_are_of_ordinary_length(name: str) -> None:
    assert 900 <= han_count(read(EXAMPLES / name).text) <= 2500


# ── what the program says ────────────────────────────────────────────────────────────────────────────────────────────


@each
def test_head_data(name: str, results: dict[str, CheckResult]) -> None:
    result, expected = results[name], EXPECTED[name]
    assert result.error is None
    assert result.report is not None
    found = result.report.model_dump(mode="json", include={"unit", "unit_type", "year", "signed_date"})
    assert found == {key: expected[key] for key in found}


@each
def test_conclusion(name: str, results: dict[str, CheckResult]) -> None:
    assert results[name].conclusion == EXPECTED[name]["conclusion"]


@each
def test_sections(name: str, results: dict[str, CheckResult]) -> None:
    assert {section.id: section.status for section in results[name].sections} == EXPECTED[name]["sections"]


@each
def test_requirements(name: str, results: dict[str, CheckResult]) -> None:
    expected = EXPECTED[name]["requirements"]
    found = {
        f"{section.id}.{requirement.id}": requirement.verdict
        for section in results[name].sections
        for requirement in section.requirements
        if requirement.level != "coverage"
    }
    assert found == expected


@each
def test_findings(name: str, results: dict[str, CheckResult]) -> None:
    expected = EXPECTED[name]["findings"]
    found = [finding for finding in results[name].findings if finding.severity != "info"]
    told = sorted((finding.rule, finding.severity) for finding in found)
    assert told == sorted((finding["rule"], finding["severity"]) for finding in expected)
    for wanted in expected:
        places = [squeeze(e.quote) for f in found if f.rule == wanted["rule"] for e in f.evidence]
        quote = squeeze(wanted["quote"] or "")
        assert bool(places) == bool(quote), wanted
        assert not quote or any(quote in place or place in quote for place in places), (wanted, places)


# ── how they were made ───────────────────────────────────────────────────────────────────────────────────────────────


def contents(path: Path) -> dict[str, bytes]:
    """The bytes of a file; those of its members for an archive, as another zlib may compress them otherwise."""
    if path.suffix != ".docx":
        return {path.name: path.read_bytes()}
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@each
def test_the_builder_makes_the_same_files_again(name: str, rebuilt: Path) -> None:
    assert contents(rebuilt / name) == contents(EXAMPLES / name), (
        "run tests/tools/build_examples.py and commit examples/"
    )
    assert read(rebuilt / name).text == read(EXAMPLES / name).text


@each
def test_every_word_of_the_source_is_read_and_no_deleted_one(name: str) -> None:
    source = (build_examples.SOURCES / f"{build_examples.FILES[name][0]}.txt").read_text(encoding="utf-8")
    text = squeeze(read(EXAMPLES / name).text)
    if not name.endswith(".docx"):
        assert text == squeeze(source)
        return
    numbers = re.compile(r"^[一二三四五]、|^（[一二三四五六七八]）", re.M)
    for kind, words in build_examples.parse(source):
        kept = re.sub(r"\{-.*?-\}|\[\[|\]\]|\{\+|\+\}|\{\^|\^[^^]*\^\}", "", words)
        cells = [squeeze(cell) for cell in kept.split("|")] if kind == "row" else [squeeze(numbers.sub("", kept))]
        for cell in cells:
            assert (cell in text) != kind.startswith("-"), words


@pytest.mark.system("soffice")
def test_another_program_opens_the_word_files(tmp_path: Path) -> None:
    """LibreOffice makes pages of them, and reads the numbers that Word generates as we do."""
    files = [EXAMPLES / name for name in EXPECTED if name.endswith(".docx")]
    wanted = ["--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(tmp_path)]
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", *wanted, *map(str, files)],
        check=True,
        capture_output=True,
        timeout=100,
    )
    for file in files:
        other = squeeze((tmp_path / f"{file.stem}.txt").read_text(encoding="utf-8-sig"))
        for heading in (h for h in read(file).headings if h.level <= 2 and h.number):
            words = read(file).text[heading.start : heading.end]
            assert squeeze(f"{heading.number}{words}") in other
