"""More than ten thousand damaged and hostile files of every form: a sentence or a reading, never a traceback, a hang, a socket or a stray file.

The inputs are made from their numbers alone. ``python tests/fuzz/harness.py FORM FIRST COUNT FOLDER`` goes further than this test and
saves what fails.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE)]

import harness  # noqa: E402
import mutations  # noqa: E402
import seeds  # noqa: E402

import checker  # noqa: E402
from checker import checking, parallel  # noqa: E402
from checker.judging import judge  # noqa: E402
from checker.reading import office  # noqa: E402

COUNTS = {
    "txt": 900,
    "md": 700,
    "docx": 1700,
    "zip": 1200,
    "html": 1200,
    "mht": 500,
    "pdf": 1200,
    "ofd": 1000,
    "doc": 900,
    "image": 200,
    "other": 300,
    "rubric": 1500,
}
# So many of a form's inputs at least get past the first look; else the fuzzer would only test the door.
READ = {"txt": 0.5, "md": 0.5, "docx": 0.3, "zip": 0.2, "html": 0.5, "pdf": 0.5, "ofd": 0.2, "doc": 0.3, "rubric": 0.05}
FOUND = sorted(path for path in (HERE / "found").iterdir() if path.name != "README.md")


def test_there_are_enough() -> None:
    assert sum(COUNTS.values()) >= 10_000
    assert set(COUNTS) == set(seeds.SEEDS) == set(mutations.BY_FORM)


@pytest.mark.parametrize("form", list(seeds.SEEDS))
def test_the_same_number_gives_the_same_bytes(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Today and on any other day: an archive would note when its members were put in."""
    first = [mutations.mutated(form, number, seeds.seeds(form)) for number in range(30)]
    seeds.seeds.cache_clear()
    monkeypatch.setattr(time, "localtime", lambda *_: time.gmtime(1_000_000_000))
    assert first == [mutations.mutated(form, number, seeds.seeds(form)) for number in range(30)]


@pytest.mark.full
@pytest.mark.timeout(900)
@pytest.mark.parametrize("form", list(COUNTS))
def test_every_input_is_read_or_refused(form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    # Under pytest-xdist the other core has another form to do.
    workers = 1 if "PYTEST_XDIST_WORKER" in os.environ else parallel.cores()
    told: Counter[str] = Counter()
    failed = []
    for item, outcome in harness.run(form, range(COUNTS[form]), workers):
        told[outcome.partition(":")[0]] += 1
        if outcome.startswith("FAILED"):
            failed.append(f"{item}: {outcome}")
    assert not failed, f"{len(failed)} of {COUNTS[form]}:\n" + "\n".join(failed[:5])
    assert told["read"] >= READ.get(form, 0) * COUNTS[form], told
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.name)
def test_what_was_found_stays_mended(path: Path) -> None:
    if path.suffix == ".yaml":
        with pytest.raises(checker.errors.FajianError):
            checker.load_rubric(path)
        return
    (result,) = checker.check(path)
    assert "缺陷" not in (result.error or ""), result.error


@pytest.mark.parametrize("piece", ["&amp;#x0;", "；其中"])
def test_a_sentence_without_end_is_judged_in_time(piece: str, tmp_path: Path) -> None:
    """Each part of a sentence is looked for in the whole of it: one of thirty thousand characters took minutes."""
    path = tmp_path / "报告.txt"
    opening = "云州县水利局2025年度法治政府建设情况的报告\n局长主持召开党组会4次，办结案件26件，"
    path.write_text(opening + piece * (40_000 // len(piece)) + "，印发《河道采砂管理办法》。\n", encoding="utf-8")
    began = time.process_time()
    report = checking.read(path)
    judge(report, checking.load_checked("fazhi-annual-report"))
    assert time.process_time() - began < harness.SLOW


@pytest.mark.full
@pytest.mark.timeout(600)
@pytest.mark.system("soffice|libreoffice")
@pytest.mark.parametrize("suffix", [".doc", ".rtf"])
def test_damaged_old_files_through_libreoffice(suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = office.program()
    assert program is not None
    (tmp_path / "a.docx").write_bytes(seeds.seeds("docx")[0])
    form = {".doc": "doc:MS Word 97", ".rtf": "rtf:Rich Text Format"}[suffix]
    profile = (tmp_path / "profile").as_uri()
    subprocess.run(
        [program, f"-env:UserInstallation={profile}", "--headless", "--convert-to", form, "a.docx"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        timeout=100,
    )
    whole = (tmp_path / f"a{suffix}").read_bytes()
    folder, temporary = tmp_path / "送来", tmp_path / "tmp"
    folder.mkdir()
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    for number in range(12):
        dice = random.Random(number)
        damaged = dice.choice(mutations.ANY)(whole, dice, whole)
        (folder / f"{number:02}{suffix}").write_bytes(damaged)
    results = checker.check(folder)
    assert len(results) == 12
    for result in results:
        assert "缺陷" not in (result.error or ""), result.error
    assert list(temporary.iterdir()) == []
    assert len(list(folder.iterdir())) == 12
