"""The store: what went in comes out, whole, whatever happens meanwhile."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

import checker
from checker.batch import store as stores
from checker.batch.store import Store, StoreError, result_key
from checker.model import CheckResult

ROOT = Path(__file__).parents[2]
EXAMPLE = next((ROOT / "examples").glob("*农业农村局*.docx"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "法鉴.db"


def test_a_result_and_its_report_come_back_as_they_went_in(path: Path) -> None:
    (result,) = checker.check(EXAMPLE, engine="rules")
    report = checker.read(EXAMPLE)
    with Store(str(path)) as store:
        store.put("k", result, report)
        store.put("broken", CheckResult(source="x.doc", error="读不出来。"), None)
    with Store(f"sqlite:///{path}") as store:
        kept = store.get("k")
        assert kept is not None
        assert kept.result == result
        assert kept.report is not None
        assert kept.report.text == report.text
        assert [(b.kind, b.start, b.end) for b in kept.report.blocks] == [
            (b.kind, b.start, b.end) for b in report.blocks
        ]
        assert store.known(["k", "broken", "other", *map(str, range(2000))]) == {"k", "broken"}
        assert store.get("other") is None


def test_every_part_of_the_key_counts() -> None:
    parts = {"file": "a", "rubric": "b", "engine": "rules", "model": None}
    keys = {result_key(**parts), *(result_key(**{**parts, name: "x"}) for name in parts)}
    assert len(keys) == 5
    assert result_key(**dict(reversed(parts.items()))) == result_key(**parts)


def test_runs_are_told_apart_by_scope_and_old_ones_go(path: Path) -> None:
    with Store(str(path)) as store:
        assert store.last_run("一") is None
        for number in range(5):
            store.finish_run("一", dt.date(2026, 2, 1 + number), [("甲局", b"%d" % number)], keep=2)
        store.finish_run("二", dt.date(2026, 1, 1), [])
        assert store.last_run("一") == (dt.date(2026, 2, 5), {"甲局": b"4"})
        assert store.last_run("二") == (dt.date(2026, 1, 1), {})
    with sqlite3.connect(path) as connection:
        assert connection.execute("select count(*) from runs where scope='一'").fetchone() == (2,)
        assert connection.execute("select count(*) from run_units").fetchone() == (2,)


def test_a_newer_store_is_refused_and_left_alone(path: Path) -> None:
    Store(str(path)).close()
    with sqlite3.connect(path) as connection:
        connection.execute("update fajian_schema set version = 99")
    with pytest.raises(StoreError, match="较新版本"):
        Store(str(path))
    with sqlite3.connect(path) as connection:
        assert connection.execute("select version from fajian_schema").fetchone() == (99,)


def test_an_older_store_is_brought_up_step_by_step(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Store(str(path)) as store:
        store.put("k", CheckResult(source="a", error="x"), None)
    steps = (*stores._STEPS, lambda connection: connection.exec_driver_sql("create table extra (a integer)"))
    monkeypatch.setattr(stores, "_STEPS", steps)
    monkeypatch.setattr(stores, "VERSION", len(steps))
    with Store(str(path)) as store:
        assert store.known(["k"]) == {"k"}
    with sqlite3.connect(path) as connection:
        assert connection.execute("select version from fajian_schema").fetchone() == (2,)
        assert connection.execute("select count(*) from extra").fetchone() == (0,)


@pytest.mark.parametrize(
    "url", ["postgresql://u:geheim@127.0.0.1:1/x", "nosuch://a:geheim@b/c", "sqlite:////no/such/folder/x.db", "://"]
)
def test_an_address_that_does_not_work_is_one_sentence_without_the_password(url: str) -> None:
    with pytest.raises(StoreError) as caught:
        Store(url)
    assert "geheim" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_no_store(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    path.write_text("这不是数据库" * 500, encoding="utf-8")
    with pytest.raises(StoreError, match="打不开"):
        Store(str(path))


def _fill(path: str, first: int) -> None:
    with Store(path) as store:
        for number in range(first, first + 40):
            store.put(f"k{number}", CheckResult(source=str(number), error="x"), None)
            store.put("both", CheckResult(source=str(number), error="x"), None)


def test_two_runs_on_one_store_lose_nothing(path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    runs = [context.Process(target=_fill, args=(str(path), first)) for first in (0, 40)]
    for run in runs:
        run.start()
    for run in runs:
        run.join(60)
        assert run.exitcode == 0
    with Store(str(path)) as store:
        assert len(store.known([f"k{number}" for number in range(80)])) == 80
        assert store.get("both") is not None


_WRITER = """
import sys
from checker.batch.store import Store
from checker.model import CheckResult
store = Store(sys.argv[1])
for number in range(int(sys.argv[2]), 100000):
    store.put(f"k{number}", CheckResult(source=str(number), error="x" * 5000), None)
    print(number, flush=True)
"""


@pytest.mark.skipif(os.name != "posix", reason="signals are POSIX's")
def test_killed_at_any_instant_it_keeps_all_that_it_said(path: Path) -> None:
    dice = random.Random(7)
    said = -1
    for _ in range(4):
        command = [sys.executable, "-c", _WRITER, str(path), str(said + 1)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(dice.random() * 0.05)
            process.send_signal(signal.SIGKILL)
            numbers = [int(line) for line in process.stdout if line.endswith("\n")]
        said = max([said + 1, *numbers])
        with Store(str(path)) as store:
            keys = [f"k{number}" for number in range(said + 1)]
            assert store.known(keys) == set(keys)
            assert all(store.get(key) is not None for key in keys[-3:])
