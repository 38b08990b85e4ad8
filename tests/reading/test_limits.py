"""What one file may take: pages, text, time, memory; and that the others are checked all the same."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import pytest

import checker
from checker import checking, parallel, reading
from checker.errors import NotAReport, ReadError
from checker.model import Block, Document
from checker.parallel import Limits, Loss
from checker.reading import limits, txt
from checker.reading.draft import Draft

ROOT = Path(__file__).resolve().parent.parent.parent
REPORT = (
    "云州县水利局2025年度法治政府建设情况报告\n\n局长听取法治政府建设情况汇报2次。办理行政处罚案件26件。\n"
    "云州县水利局\n2026年1月20日\n"
)


def document(text: str = REPORT, pages: int | None = None) -> Document:
    blocks = (Block(kind="paragraph", start=0, end=len(text)),)
    return Document(source="a.pdf", sha256="", form="pdf", text=text, blocks=blocks, pages=pages)


# ── how much there may be ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("pages", [None, 1, 300])
def test_as_many_pages_as_a_report_may_have(pages: int | None) -> None:
    limits.check_document(document(pages=pages))


def test_too_many_pages() -> None:
    with pytest.raises(NotAReport, match="301 页，超过 300 页"):
        limits.check_document(document(pages=301))


def test_too_much_text() -> None:
    limits.check_document(document("法" * (limits.TEXT_BYTES // 3)))
    limits.check_document(document("x" * limits.TEXT_BYTES))
    with pytest.raises(NotAReport, match="超过 5 MB"):
        limits.check_document(document("法" * (limits.TEXT_BYTES // 3 + 1)))


def test_too_large_a_file(tmp_path: Path) -> None:
    path = tmp_path / "大.txt"
    with path.open("wb") as file:
        file.truncate(limits.FILE_BYTES + 1)
    (result,) = checker.check(path)
    assert "300 MB" in (result.error or "")


def test_a_long_text_is_refused_in_a_sentence_and_in_time(tmp_path: Path) -> None:
    path = tmp_path / "长.txt"
    path.write_text((REPORT + "我局依法行政，办理案件26件。\n" * 2000) * 100, encoding="utf-8")
    began = time.monotonic()
    (result,) = checker.check(path)
    assert result.error is not None
    assert str(path) in result.error
    assert "；" in result.error
    assert time.monotonic() - began < 40


def test_sentences_say_what_and_what_to_do() -> None:
    for loss in Loss:
        sentence = limits.lost(loss)
        assert "；请" in sentence
        assert sentence.count("。") == 1


# ── a reader that goes astray ────────────────────────────────────────────────────────────────────────────────────────


def hangs() -> None:
    time.sleep(60)


def dies() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def swallows() -> None:
    kept = []
    while True:
        kept.append(bytes(50_000_000))


def descends() -> None:
    descends()


@pytest.fixture
def astray(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reader of .txt does what the file tells it to do. (Workers are forked here, so they inherit this.)"""
    if not parallel.forks():
        pytest.skip("workers are not forked here")
    kept = txt.read

    def read(data: bytes, name: str) -> Draft:
        if name.startswith("坏"):
            {"坏1": hangs, "坏2": dies, "坏3": swallows, "坏4": descends}[name[:2]]()
        return kept(data, name)

    monkeypatch.setattr(txt, "read", read)
    # Seconds enough for the good files on a busy machine.
    monkeypatch.setattr(limits, "PER_FILE", Limits(seconds=8, memory=300_000_000))


@pytest.mark.usefixtures("astray")
@pytest.mark.parametrize("workers", [1, 2])
def test_each_fails_alone_with_a_sentence(tmp_path: Path, workers: int) -> None:
    for name in ("一", "坏1", "二", "坏2", "三", "坏3", "四", "坏4", "五"):
        (tmp_path / f"{name}.txt").write_text(REPORT, encoding="utf-8")
    options = checking.Options(checking.load_checked("fazhi-annual-report"))
    results = list(checking.check_all(checking.find([str(tmp_path)]), options, workers=workers))
    told = {Path(result.source).stem: result.error for result in results}
    assert [name for name, error in told.items() if error is None] == ["一", "三", "二", "五", "四"]
    for name, words in {"坏1": "秒", "坏2": "意外终止", "坏3": "内存", "坏4": "嵌套过深"}.items():
        assert words in (told[name] or "")
        assert f"{name}.txt" in (told[name] or "")


@pytest.mark.usefixtures("astray")
@pytest.mark.parametrize("name", ["坏1", "坏2", "坏3", "坏4"])
def test_reading_one_file_raises(tmp_path: Path, name: str) -> None:
    path = tmp_path / f"{name}.txt"
    path.write_text(REPORT, encoding="utf-8")
    with pytest.raises(ReadError, match=name):
        checker.read(path)


# ── as a user meets it ───────────────────────────────────────────────────────────────────────────────────────────────


def test_one_small_file_does_not_wait_for_a_process(tmp_path: Path) -> None:
    """Where workers are forked, the worker costs next to nothing beside the check itself."""
    if not parallel.forks():
        pytest.skip("workers are not forked here")
    path = tmp_path / "一.txt"
    path.write_text(REPORT, encoding="utf-8")
    options = checking.Options(checking.load_checked("fazhi-annual-report"))
    checking.examine(str(path), options)  # whatever is loaded once is loaded

    def cost(action: Any) -> float:
        times = []
        for _ in range(7):
            before = time.perf_counter()
            action()
            times.append(time.perf_counter() - before)
        return min(times)

    here = cost(lambda: checking.examine(str(path), options))
    there = cost(lambda: list(checking.check_all([checking.Input(str(path))], options)))
    assert there - here < 0.25


def _is_held(folder: Path) -> bool:
    """Whether a worker has come to life that knows of this folder."""
    import fcntl

    hold = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(hold, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(hold)
    return False


@pytest.mark.skipif(os.name != "posix", reason="signals are POSIX's")
def test_a_killed_program_leaves_no_worker_and_no_folder(tmp_path: Path) -> None:
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    for number in range(300):
        (tmp_path / f"{number}.txt").write_text(REPORT, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, str(ROOT / "cli.py"), "check", str(tmp_path), "--format", "json"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"TMPDIR": str(temporary)},
    ) as process:
        for _ in range(600):
            if any(_is_held(folder) for folder in temporary.glob("fajian-*")):
                break
            time.sleep(0.05)
        process.kill()
    for _ in range(200):
        if not list(temporary.iterdir()):
            break
        time.sleep(0.05)
    assert list(temporary.iterdir()) == []


def test_temporary_files_of_a_reader_are_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not parallel.forks():
        pytest.skip("workers are not forked here")
    kept = txt.read

    def read(data: bytes, name: str) -> Draft:
        with open(os.path.join(tempfile.mkdtemp(), "x"), "wb") as file:
            file.write(data)
        return kept(data, name)

    monkeypatch.setattr(txt, "read", read)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    (tmp_path / "一.txt").write_text(REPORT, encoding="utf-8")
    assert checker.check(tmp_path / "一.txt")[0].error is None
    assert list((tmp_path / "tmp").iterdir()) == []


def test_every_reader_is_loaded_before_the_worker_starts() -> None:
    assert {reader.FORM for reader in reading.readers()} >= {"txt", "md", "docx", "doc", "refused"}
