"""The command ``fajian`` for tests: within this process, or as a process of its own.

Within this process nothing is imported again and no worker is started, which takes a tenth of the time. A process of its own is for
what only a process has: exit statuses, signals, pipes, locales, workers; every command is also run so at least once.
"""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from unittest import mock

import cli
from checker import parallel
from checker.commands import console

ROOT = Path(__file__).resolve().parent.parent
CLI = ROOT / "cli.py"

Done = subprocess.CompletedProcess[str]


class _NoCrew:
    """Does the work of the workers where it stands."""

    def __init__(self, function: Callable[[str], Any], limits: parallel.Limits, size: int) -> None:
        self._function = function

    def results(self, items: Sequence[str], lost: object, started: Callable[[], None]) -> Iterator[Any]:
        started()
        yield from map(self._function, items)

    def end(self) -> None:
        """There is nobody to send home."""


def fajian(*arguments: str | Path, cwd: Path = ROOT, **env: str) -> Done:
    """The command within this process. What it does to the environment is undone."""
    given = [str(CLI), *map(str, arguments)]
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="") for _ in range(2))
    with (
        mock.patch.dict(os.environ, {"COLUMNS": "80"} | env),
        mock.patch.object(sys, "argv", given),
        mock.patch.object(parallel, "_Crew", _NoCrew),
        _limits_of_other_runs_forgotten(),
        contextlib.chdir(cwd),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        status = console.run(cli.app)
    return _told(given, status, _written(out), _written(err))


def fajian_process(*arguments: str | Path, cwd: Path = ROOT, timeout: float = 110, **env: str) -> Done:
    """The command as a process of its own."""
    done = subprocess.run(
        [sys.executable, str(CLI), *map(str, arguments)],
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env=os.environ | {"COLUMNS": "80"} | env,
        timeout=timeout,
        check=False,
    )
    return _told(done.args, done.returncode, done.stdout, done.stderr)


def _told(command: list[str], status: int, out: bytes, err: bytes) -> Done:
    done = subprocess.CompletedProcess(command, status, out.decode("utf-8"), err.decode("utf-8"))
    assert "Traceback" not in done.stderr, done.stderr
    return done


def _written(stream: io.TextIOWrapper) -> bytes:
    stream.flush()
    raw = stream.buffer
    assert isinstance(raw, io.BytesIO)
    return raw.getvalue()


@contextlib.contextmanager
def _limits_of_other_runs_forgotten() -> Iterator[None]:
    """A process has one limiter for an address; here, the address may have been another test's server."""
    limiter = sys.modules.get("checker.llm.limiter")
    if limiter is None:
        yield
        return
    with mock.patch.dict(limiter._of_process, clear=True):
        yield
