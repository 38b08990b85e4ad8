"""The examples that ship: the program says of each what ``expected.json`` says, and they can be rebuilt.

Single reports stand in ``examples/``, a whole batch with its roster in ``examples-batch/``.
"""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tools import build_batch_example, build_examples

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
    return dict(members(path.name, path.read_bytes()))


def members(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    if not name.endswith((".docx", ".xlsx", ".zip")):
        yield name, data
        return
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for inner in archive.namelist():
            for place, held in members(inner, archive.read(inner)):
                yield f"{name}/{place}", held


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


# ── the batch ────────────────────────────────────────────────────────────────────────────────────────────────────────

BATCH = ROOT / "examples-batch"
WANTED: dict[str, Any] = json.loads((BATCH / "expected.json").read_text(encoding="utf-8"))
UNITS: dict[str, dict[str, Any]] = WANTED["units"]
of_units = pytest.mark.parametrize("unit", UNITS)


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """What ``fajian demo`` leaves, and what it prints."""
    folder = tmp_path_factory.mktemp("demo")
    (folder / "法鉴演示").mkdir()
    (folder / "法鉴演示" / "别人的.txt").write_text("不要动", encoding="utf-8")
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, str(ROOT / "cli.py"), "demo"], cwd=folder, capture_output=True, timeout=100, check=False
    )
    print(f"{time.monotonic() - began:.1f} s")
    assert done.returncode == 0, done.stderr.decode()
    return folder / "法鉴演示-2", done.stdout.decode()


@pytest.fixture(scope="module")
def lines(shown: tuple[Path, str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (shown[0] / "results.jsonl").read_text(encoding="utf-8").splitlines()]


def line_of(unit: str, lines: list[dict[str, Any]]) -> dict[str, Any]:
    (found,) = (line for line in lines if line["unit"] == unit)
    return found


def test_the_demonstration_leaves_what_is_not_its_own(shown: tuple[Path, str]) -> None:
    folder = shown[0].with_name("法鉴演示")
    assert [path.name for path in folder.iterdir()] == ["别人的.txt"]
    assert "法鉴演示-2" in shown[1]


def test_the_demonstration_leaves_files_to_open(shown: tuple[Path, str]) -> None:
    for name in ("总览.html", "台账.xlsx", "简报.docx", "简报.md", "results.jsonl"):
        assert (shown[0] / name).stat().st_size > 1000, name
        assert name in shown[1] or name in ("简报.md", "results.jsonl")


def test_every_unit_has_its_line(lines: list[dict[str, Any]]) -> None:
    assert [line["unit"] for line in lines if line["unit"]] == list(UNITS)
    strays = [Path(line["submission"]["file"]).name for line in lines if line["unit"] is None]
    assert strays == WANTED["strays"]


@of_units
def test_status_and_conclusion(unit: str, lines: list[dict[str, Any]]) -> None:
    line, wanted = line_of(unit, lines), UNITS[unit]
    assert line["submission"]["status"] == wanted["status"]
    assert line["submission"]["due"] == wanted.get("due", "2026-03-01")
    assert len(line["submission"]["others"]) == wanted.get("others", 0)
    result = line["result"] or {"error": None, "conclusion": None}
    assert result["conclusion"] == wanted.get("conclusion")
    assert bool(result["error"]) == wanted.get("unreadable", False)
    assert wanted.get("note", "") in " ".join(line["notes"])


@of_units
def test_letter(unit: str, shown: tuple[Path, str]) -> None:
    letters = [path.name for path in (shown[0] / "letters").glob(f"*{unit}*.docx")]
    assert letters == ([f"{UNITS[unit]['letter']}-{unit}.docx"] if "letter" in UNITS[unit] else [])


@pytest.mark.parametrize("unit", [unit for unit in UNITS if "edits" in UNITS[unit]])
def test_the_published_text(unit: str, lines: list[dict[str, Any]]) -> None:
    edits = line_of(unit, lines)["edits"]
    assert edits is not None
    assert len(edits) == len(UNITS[unit]["edits"])
    for words in UNITS[unit]["edits"]:
        assert any(words in edit["submitted"]["quote"] for edit in edits), words


@pytest.mark.parametrize("unit", [unit for unit in UNITS if "last_year" in UNITS[unit]])
def test_last_year(unit: str, lines: list[dict[str, Any]]) -> None:
    told = line_of(unit, lines)["last_year"]
    for words, fate in UNITS[unit]["last_year"].items():
        assert [one["fate"] for one in told if words in one["earlier"]["quote"]] == [fate], words


def test_copied_paragraphs(lines: list[dict[str, Any]]) -> None:
    for line in lines:
        findings = line["result"]["findings"] if line["result"] else []
        quotes = [
            e["quote"] for f in findings if f["rule"] == "copied" and f["severity"] == "warning" for e in f["evidence"]
        ]
        wanted = UNITS.get(line["unit"], {}).get("copied", [])
        if line["unit"] != "云岫县鹭汀镇人民政府":  # has a paragraph of its own report of last year
            assert bool(quotes) == bool(wanted), (line["unit"], quotes)
        for words in wanted:
            assert any(words in quote for quote in quotes), (words, quotes)


def test_the_builder_makes_the_same_batch_again(tmp_path: Path) -> None:
    made = {path.relative_to(tmp_path): path for path in build_batch_example.build(tmp_path)}
    there = {path.relative_to(BATCH): path for path in BATCH.rglob("*") if path.is_file()}
    assert set(made) == set(there) - {Path("expected.json")}
    for name, path in made.items():
        if "交通运输局" not in name.name:  # cut off in the middle: another zlib cuts elsewhere
            assert contents(path) == contents(there[name]), "run tests/tools/build_batch_example.py"


def test_the_batch_is_small() -> None:
    assert sum(path.stat().st_size for path in BATCH.rglob("*") if path.is_file()) < 500_000
