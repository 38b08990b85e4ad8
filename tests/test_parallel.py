"""Work in worker processes: in order, bounded, and alive after a worker's death or its going over a limit."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from checker import parallel
from checker.parallel import Limits, Loss

LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is watched on Linux only")
MEGABYTE = 1_000_000


def double(item: str) -> str:
    return item * 2


def slow_first(item: str) -> str:
    time.sleep(0.3 if item == "0" else 0)
    return item


def deadly(item: str) -> str:
    if item in ("5", "11"):
        os._exit(9)
    return item


def failing(item: str) -> str:
    raise ValueError(item)


def hanging(item: str) -> str:
    if item == "3":
        time.sleep(60)
    return item


def deaf(item: str) -> str:
    """Hangs, and does not mind being asked to stop."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    while True:
        with contextlib.suppress(BaseException):
            time.sleep(60)


def greedy(item: str) -> str:
    if item == "3":
        return str(len(b"x" * (3000 * MEGABYTE)))
    return item


def creeping(item: str) -> str:
    """Takes memory that the process's own bound does not see: another program's."""
    if item == "3":
        code = "import time; kept = bytearray(400_000_000); time.sleep(60)"
        with parallel.without_bound():
            child = subprocess.Popen([sys.executable, "-c", code], start_new_session=True)
        with parallel.group(child.pid):
            child.wait()
    return item


def patient(item: str) -> str:
    parallel.extend(seconds=20)
    time.sleep(1.5)
    return item


def unspeakable(item: str) -> Any:
    return lambda: item  # cannot be sent


def pid(item: str) -> str:
    return f"{item}:{os.getpid()}"


def starting_a_program(item: str) -> str:
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], start_new_session=True)
    Path(item).write_text(str(child.pid))
    with parallel.group(child.pid):
        child.wait()
    return item


def littering(item: str) -> str:
    place = tempfile.mkdtemp()
    (Path(place) / "left behind").write_text(item)
    if item == "hang":
        time.sleep(60)
    if item == "die":
        os._exit(1)
    return place


def lost(item: str, loss: Loss) -> str:
    return f"lost {item} {loss.value}"


ITEMS = [str(number) for number in range(14)]


def run(function: Any, items: Any = ITEMS, workers: int = 2, **limits: Any) -> list[Any]:
    return list(parallel.run(function, items, workers=workers, lost=lost, limits=Limits(**limits)))


# ── order ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_nothing_comes_of_nothing() -> None:
    assert run(double, []) == []


def test_results_come_in_order() -> None:
    assert run(double) == [item * 2 for item in ITEMS]
    assert run(slow_first) == ITEMS
    assert run(slow_first, workers=1) == ITEMS


def test_an_exception_is_the_callers() -> None:
    with pytest.raises(ValueError, match="0"):
        run(failing)


def test_what_cannot_be_sent_is_an_exception_too() -> None:
    with pytest.raises((AttributeError, RuntimeError), match="lambda"):
        run(unspeakable, ["a"])


def test_no_more_is_asked_for_than_the_reader_keeps_up_with(monkeypatch: pytest.MonkeyPatch) -> None:
    """What waits in memory is bounded by the number of workers, not by the number of files."""
    asked: list[int] = []
    give = parallel._Worker.give

    def counted(worker: Any, index: int, item: str, limits: Limits) -> None:
        asked.append(index)
        give(worker, index, item, limits)

    monkeypatch.setattr(parallel._Worker, "give", counted)
    results: Iterator[str] = parallel.run(double, [str(n) for n in range(400)], workers=2, lost=lost)
    assert next(results) == "00"
    assert len(asked) <= 2 * parallel.AHEAD
    assert len(list(results)) == 399
    assert sorted(asked) == list(range(400))


def test_workers_are_renewed() -> None:
    found = list(parallel.run(pid, ITEMS, workers=1, lost=lost, limits=Limits(items=5)))
    processes = [result.partition(":")[2] for result in found]
    assert len(set(processes)) == 3
    assert str(os.getpid()) not in processes


def test_a_worker_starts_no_workers() -> None:
    assert run(nested, ["a", "b"]) == ["aa", "bb"]


def nested(item: str) -> str:
    (result,) = parallel.run(double, [item], workers=2, lost=lost)
    return result


# ── limits ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_worker_that_dies_takes_only_its_item_along() -> None:
    expected = [f"lost {item} died" if item in ("5", "11") else item for item in ITEMS]
    assert run(deadly) == expected
    assert run(deadly, workers=1) == expected


@pytest.mark.parametrize("workers", [1, 2])
def test_an_item_that_takes_too_long_is_ended(workers: int) -> None:
    began = time.monotonic()
    assert run(hanging, workers=workers, seconds=0.7) == ["lost 3 time" if item == "3" else item for item in ITEMS]
    assert time.monotonic() - began < 20


def test_one_that_does_not_listen_is_ended_all_the_same() -> None:
    assert run(deaf, ["a"], seconds=0.3) == ["lost a time"]


def test_a_worker_ends_itself_where_nobody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "_GRACE", 0.1)
    monkeypatch.setattr(parallel._Worker, "overdue", lambda _: None)
    assert run(deaf, ["a"], seconds=0.3) == ["lost a time"]


def test_an_item_may_be_given_more_time() -> None:
    assert run(patient, ["a"], seconds=0.6) == ["a"]
    parallel.extend(seconds=5)  # in a process that is no worker: nothing


@LINUX
def test_an_item_that_asks_for_too_much_memory_is_ended() -> None:
    expected = ["lost 3 memory" if item == "3" else item for item in ITEMS]
    assert run(greedy, memory=500 * MEGABYTE) == expected


@LINUX
def test_memory_of_a_program_that_it_started_counts() -> None:
    expected = ["lost 3 memory" if item == "3" else item for item in ITEMS]
    assert run(creeping, memory=200 * MEGABYTE, seconds=30) == expected


# ── what stays behind ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.skipif(os.name != "posix", reason="process groups are POSIX's")
def test_what_a_worker_started_ends_with_it(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    assert run(starting_a_program, [str(note)], seconds=2) == [f"lost {note} time"]
    child = int(note.read_text())
    for _ in range(50):
        try:
            os.kill(child, 0)
        except ProcessLookupError:
            return
        if Path(f"/proc/{child}/stat").exists() and " Z " in Path(f"/proc/{child}/stat").read_text():
            return
        time.sleep(0.1)
    pytest.fail("the program lives on")


def test_nothing_is_left_in_the_folder_for_temporary_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    results = list(
        parallel.run(littering, ["a", "hang", "b", "die", "c"], workers=2, lost=lost, limits=Limits(seconds=1))
    )
    assert [results[1], results[3]] == ["lost hang time", "lost die died"]
    assert all(Path(result).is_relative_to(tmp_path) for result in (results[0], results[2], results[4]))
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_left_where_the_reader_stops_early(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    results = parallel.run(littering, ["a", "hang", "b"], workers=2, lost=lost)
    next(results)
    results.close()  # type: ignore[attr-defined]
    assert list(tmp_path.iterdir()) == []


def test_where_there_is_no_room_for_temporary_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", "/nowhere/at/all")
    assert run(double) == [item * 2 for item in ITEMS]


# ── the two ways to start a worker ───────────────────────────────────────────────────────────────────────────────────


def test_with_other_threads_about_workers_are_spawned() -> None:
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        assert not parallel.forks()
        assert run(deadly, workers=1) == [f"lost {item} died" if item in ("5", "11") else item for item in ITEMS]
    finally:
        stop.set()
        thread.join()


def test_a_users_script_needs_no_guard_and_is_not_run_twice(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "import threading, os\n"
        "threading.Thread(target=threading.Event().wait, args=(30,), daemon=True).start()\n"
        "print('once')\n"
        "from checker import parallel\n"
        "print(list(parallel.run(os.path.basename, ['a/b', 'c/d'], workers=2, lost=lambda item, loss: loss)))\n",
        encoding="utf-8",
    )
    root = Path(__file__).resolve().parent.parent
    done = subprocess.run(
        [sys.executable, str(script)],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(root)},
        timeout=60,
        check=False,
    )
    assert done.stdout == "once\n['b', 'd']\n", done.stderr


# ── work that only one may do at a time ──────────────────────────────────────────────────────────────────────────────


def alone(item: str) -> tuple[float, float]:
    with parallel.alone("heavy work"):
        began = time.monotonic()
        time.sleep(0.3)
        return began, time.monotonic()


def test_some_work_is_done_by_one_at_a_time_and_waiting_is_free() -> None:
    spans = sorted(run(alone, ["a", "b", "c", "d"], workers=4, seconds=1.0))
    for (_, end), (start, _) in pairwise(spans):
        assert end <= start
    with parallel.alone("heavy work"):  # in a process that is no worker: nothing
        pass


def swelling(item: str) -> str:
    if item == "0":
        parallel.extend(memory=1000 * MEGABYTE)
        return f"{os.getpid()} {len(bytes(600 * MEGABYTE))}"
    return str(os.getpid())


@LINUX
def test_a_worker_that_was_allowed_more_memory_is_renewed() -> None:
    first, second, third = run(swelling, ["0", "1", "2"], workers=1, memory=400 * MEGABYTE)
    assert first.endswith(" 600000000")
    assert not first.startswith(second + " ")
    assert second == third
