"""One function over many files, each in a worker process with limits that this process survives.

Results come in order, memory stays bounded. A worker is forked where that is safe (Linux, one thread: 10 ms, and what this
process has imported is there), else spawned (half a second). It handles one item at a time; where that takes too long, takes
too much memory or dies, the worker is ended with all that it started, ``lost`` says what stands for the result, and a new
worker goes on. Each worker has a private folder for temporary files, which this process removes.
"""

from __future__ import annotations

import contextlib
import enum
import multiprocessing
import os
import pickle
import shutil
import signal
import sys
import tempfile
import threading
import time
import types
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import connection as connections
from multiprocessing.connection import Connection
from typing import Any, Protocol, TypeVar

T = TypeVar("T")
AHEAD = 16  # results of each worker that may wait for an earlier one
_TICK = 0.1  # seconds between two looks at a worker's memory
_GRACE = 5.0  # a worker that its parent does not end in time ends itself this much later
_STOP = getattr(signal, "SIGKILL", signal.SIGTERM)
_ALARM = getattr(signal, "SIGALRM", None)


class Loss(enum.Enum):
    """Why an item has no result."""

    DIED = "died"
    TIME = "time"
    MEMORY = "memory"


@dataclass(frozen=True)
class Limits:
    """What one item may take, of wall time and of memory over what the worker began with; items until a worker is renewed.

    ``ahead``: results of each worker that may wait for an earlier one. ``niceness``: how far the workers stand back behind other
    processes (POSIX nice), where something waits for an answer meanwhile.
    """

    seconds: float | None = None
    memory: int | None = None
    items: int = 200
    ahead: int = AHEAD
    niceness: int = 0


class Run(Protocol):
    """What ``run`` is, wherever the work is done: one function over many items."""

    def __call__(
        self,
        function: Callable[[str], Any],
        items: Sequence[str],
        *,
        workers: int,
        lost: Callable[[str, Loss], Any],
        limits: Limits = ...,
        started: Callable[[], None] = ...,
    ) -> Iterator[Any]:
        """``function(item)`` for every item, in order."""


def cores() -> int:
    """How many cores this process may use."""
    try:
        return len(os.sched_getaffinity(0)) or 1
    except AttributeError:
        return os.cpu_count() or 1


def forks() -> bool:
    """Whether workers are copies of this process, so that what is imported before they start is there."""
    return sys.platform.startswith("linux") and threading.active_count() == 1


def start(target: Callable[..., None], args: tuple[Any, ...], *, forking: bool) -> Any:
    """A process of our own that runs ``target(*args)`` and ends with this one: a copy of it where ``forking`` (see ``forks``)."""
    context: Any = multiprocessing.get_context("fork" if forking else "spawn")
    process = context.Process(target=target, args=args, daemon=True)
    with _interrupts_wait(), _main_hidden(forking):
        process.start()
    return process


def run(
    function: Callable[[str], T],
    items: Sequence[str],
    *,
    workers: int,
    lost: Callable[[str, Loss], T],
    limits: Limits = Limits(),
    started: Callable[[], None] = lambda: None,
) -> Iterator[T]:
    """``function(item)`` for every item, in order, on up to ``workers`` processes.

    ``function`` has to be picklable where workers are spawned. An exception of its is raised here, in its turn. ``started`` is
    called once, when the first workers are at work: threads that begin there are no hindrance to forking.
    """
    if _line is not None:  # a worker does not start others
        started()
        yield from map(function, items)
    elif items:
        crew = _Crew(function, limits, min(max(workers, 1), len(items)))
        try:
            yield from crew.results(items, lost, started)
        finally:
            crew.end()


# ── in a worker ──────────────────────────────────────────────────────────────────────────────────────────────────────

_line: Connection | None = None  # to the parent; None in a process that is no worker


def own_folder() -> str | None:
    """The worker's private folder, which the parent removes; None in a process that is no worker."""
    return None if _line is None else tempfile.gettempdir()


@contextmanager
def alone(work: str) -> Iterator[None]:
    """While this lasts, no other worker of the same run does this kind of work. Waiting for that costs the item no time."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    folder = own_folder()
    if folder is None:
        yield
        return
    with open(os.path.join(os.path.dirname(folder), f"{work}.lock"), "wb") as lock:
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError:
                time.sleep(_TICK)
                extend(seconds=_TICK)
        yield


def extend(*, seconds: float = 0, memory: int = 0) -> None:
    """Allow the item in hand that much more than the limits say. Without effect in a process that is no worker."""
    if _line is None:
        return
    _line.send(("more", seconds, memory))
    if memory:
        _bound_memory(memory, further=True)
    if seconds and _ALARM is not None:
        left = signal.getitimer(signal.ITIMER_REAL)[0]
        if left:
            signal.setitimer(signal.ITIMER_REAL, left + seconds)


@contextmanager
def group(process: int) -> Iterator[None]:
    """While this lasts, the process group ``process`` that the worker has started ends with the worker."""
    if _line is not None:
        _line.send(("group", process))
    try:
        yield
    finally:
        if _line is not None:
            _line.send(("gone", process))


@contextmanager
def without_bound() -> Iterator[None]:
    """For starting another program: it begins without this process's bound on address space."""
    if sys.platform == "win32":
        yield
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _serve(
    line: Connection, function: Callable[[str], Any], limits: Limits, folder: str | None, others: Sequence[Connection]
) -> None:
    """The life of a worker: items come over ``line``, results go back, until the parent hangs up."""
    _settle(line, limits, folder, others)
    presence = None if folder is None else _presence(os.path.dirname(folder))
    try:
        while True:
            item = line.recv()
            _alarm(limits.seconds)
            reply = _answer(function, item)
            _alarm(None)
            line.send_bytes(reply)
            del reply
    except (EOFError, OSError):
        # The parent is gone: it cannot tidy up any more.
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)
            if presence is not None and _is_last(presence):
                shutil.rmtree(os.path.dirname(folder), ignore_errors=True)
            with contextlib.suppress(OSError):
                os.rmdir(os.path.dirname(folder))


def _presence(folder: str) -> int | None:
    """A hold on the run's folder that ends with this process. None where the system knows no such thing."""
    try:
        import fcntl

        hold = os.open(folder, os.O_RDONLY)
        fcntl.flock(hold, fcntl.LOCK_SH)
    except (ImportError, OSError):
        return None
    return hold


def _is_last(presence: int) -> bool:
    """Give up the hold; whether nobody else has one. Of several that ask at a time, at least one is told so."""
    import fcntl

    fcntl.flock(presence, fcntl.LOCK_UN)
    try:
        fcntl.flock(presence, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _answer(function: Callable[[str], Any], item: str) -> bytes:
    """What to tell the parent about an item. Memory that ran out is a loss, whoever asked for it."""
    try:
        try:
            return pickle.dumps(("done", function(item)))
        except MemoryError:
            return pickle.dumps(("lost", Loss.MEMORY))
        except Exception as error:
            return pickle.dumps(("raised", error))
    except Exception as error:
        return pickle.dumps(("raised", RuntimeError(f"{type(error).__name__}: {error}")))


def _settle(line: Connection, limits: Limits, folder: str | None, others: Sequence[Connection]) -> None:
    """Make a new process a worker: deaf to the keyboard, a group of its own, bounded, with its own temporary folder."""
    global _line
    _line = line
    for other in others:
        other.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if _ALARM is not None:
        signal.signal(_ALARM, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT, _ALARM})
    with contextlib.suppress(AttributeError, OSError):
        os.setpgid(0, 0)
    if folder is not None:
        tempfile.tempdir = folder
        os.environ.update(dict.fromkeys(("TMPDIR", "TEMP", "TMP"), folder))
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    if limits.niceness:
        with contextlib.suppress(AttributeError, OSError):
            os.nice(limits.niceness)
    if limits.memory is not None:
        _bound_memory(limits.memory)


def _alarm(seconds: float | None) -> None:
    """Should the parent not look, this process is ended by the system."""
    if _ALARM is not None:
        signal.setitimer(signal.ITIMER_REAL, 0 if seconds is None else seconds + _GRACE)


def _bound_memory(memory: int, *, further: bool = False) -> None:
    """Bound the address space, so that what asks for too much gets a MemoryError. (Where the system knows such a bound.)"""
    if not sys.platform.startswith("linux"):
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    if further and soft == resource.RLIM_INFINITY:
        return
    wanted = (soft if further else _memory("self", 0)) + memory
    resource.setrlimit(resource.RLIMIT_AS, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))


# ── in the parent ────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass
class _Worker:
    process: Any
    line: Connection
    folder: str | None
    born: int  # bytes of memory that it began with
    handled: int = 0
    index: int | None = None  # of the item in hand
    deadline: float | None = None
    memory: int | None = None
    swollen: bool = False  # it was allowed more memory than others, and keeps it
    groups: set[int] = field(default_factory=set)

    def give(self, index: int, item: str, limits: Limits) -> None:
        self.index, self.handled = index, self.handled + 1
        self.deadline = None if limits.seconds is None else time.monotonic() + limits.seconds
        self.memory = None if limits.memory is None else limits.memory + self.born
        self.line.send(item)

    def is_used_up(self, limits: Limits) -> bool:
        """Whether another had better take the next item."""
        kept = 0 if limits.memory is None else _memory(self.process.pid) - self.born
        return self.swollen or self.handled >= limits.items or (limits.memory is not None and kept > limits.memory / 2)

    def overdue(self) -> Loss | None:
        """Which limit it is over."""
        if self.deadline is not None and time.monotonic() > self.deadline:
            return Loss.TIME
        if self.memory is not None and _memory(self.process.pid) + _group_memory(self.groups) > self.memory:
            return Loss.MEMORY
        return None

    def end(self) -> None:
        """End it with everything that it started, and remove its folder."""
        for process in (self.process.pid, *self.groups):
            if hasattr(os, "killpg"):
                with contextlib.suppress(OSError):
                    os.killpg(process, _STOP)
        self.process.kill()
        self.process.join()
        self.process.close()
        self.line.close()
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)


def _nothing() -> None:
    """What remains to be told when all is told."""


@dataclass(frozen=True)
class _Raised:
    error: Exception


class _Crew:
    """The workers of one run. They are started when there is something to do for them."""

    def __init__(self, function: Callable[[str], Any], limits: Limits, size: int) -> None:
        self.function, self.limits, self.size = function, limits, size
        self.workers: list[_Worker] = []
        self.started = 0
        self.folder: str | None = None
        with contextlib.suppress(OSError):
            self.folder = tempfile.mkdtemp(prefix="fajian-")

    def results(
        self, items: Sequence[str], lost: Callable[[str, Loss], Any], started: Callable[[], None]
    ) -> Iterator[Any]:
        waiting: dict[int, Any] = {}
        following = 0
        for wanted in range(len(items)):
            while True:
                while (
                    following < min(len(items), wanted + self.size * self.limits.ahead)
                    and (worker := self._idle()) is not None
                ):
                    if self._give(worker, following, items[following]):
                        following += 1
                started()
                started = _nothing
                if wanted in waiting:
                    break
                for index, outcome in self._arrived():
                    waiting[index] = lost(items[index], outcome) if isinstance(outcome, Loss) else outcome
            result = waiting.pop(wanted)
            if isinstance(result, _Raised):
                raise result.error
            yield result

    def end(self) -> None:
        """End every worker; nothing of theirs stays."""
        for worker in self.workers:
            worker.end()
        self.workers.clear()
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)

    def _idle(self) -> _Worker | None:
        """A worker with nothing in hand, started if there may be one more."""
        for worker in [one for one in self.workers if one.index is None]:
            if not worker.is_used_up(self.limits):
                return worker
            self._dismiss(worker)
        return self._start() if len(self.workers) < self.size else None

    def _give(self, worker: _Worker, index: int, item: str) -> bool:
        try:
            worker.give(index, item, self.limits)
        except OSError:  # it died while it had nothing to do
            self._dismiss(worker)
            return False
        return True

    def _start(self) -> _Worker:
        forking = forks()
        mine, its = multiprocessing.Pipe()
        self.started += 1
        folder = self._private_folder()
        others = [mine, *(worker.line for worker in self.workers)] if forking else []
        process = start(_serve, (its, self.function, self.limits, folder, others), forking=forking)
        its.close()
        with contextlib.suppress(AttributeError, OSError):
            os.setpgid(process.pid, process.pid)
        worker = _Worker(process, mine, folder, _memory(process.pid))
        self.workers.append(worker)
        return worker

    def _private_folder(self) -> str | None:
        if self.folder is not None:
            path = os.path.join(self.folder, str(self.started))
            with contextlib.suppress(OSError):
                os.mkdir(path, 0o700)
                return path
        return None

    def _dismiss(self, worker: _Worker) -> None:
        self.workers.remove(worker)
        worker.end()

    def _arrived(self) -> list[tuple[int, Any]]:
        """What has come to an end: (index, result) pairs, a Loss where there is no result. Waits for a moment."""
        busy = [worker for worker in self.workers if worker.index is not None]
        ready = connections.wait([worker.line for worker in busy], _TICK if self._limited() else None)
        ended: list[tuple[int, Any]] = []
        for worker in busy:
            index = worker.index
            assert index is not None
            if worker.line in ready:
                outcome = self._heard(worker)
            else:
                outcome = worker.overdue()
            if outcome is None:
                continue
            if isinstance(outcome, Loss):
                self._dismiss(worker)
            ended.append((index, outcome if isinstance(outcome, (Loss, _Raised)) else outcome[0]))
        return ended

    def _limited(self) -> bool:
        return self.limits.seconds is not None or self.limits.memory is not None

    def _heard(self, worker: _Worker) -> Any:
        """A worker's message: a Loss, a _Raised, the result in a tuple, or None where it is only a word on the way."""
        try:
            kind, *rest = worker.line.recv()
        except Exception:  # hung up, or broke off while it spoke
            worker.process.join(1)
            return Loss.TIME if _ALARM is not None and worker.process.exitcode == -_ALARM else Loss.DIED
        if kind == "more":
            seconds, memory = rest
            worker.deadline = None if worker.deadline is None else worker.deadline + seconds
            worker.memory = None if worker.memory is None else worker.memory + memory
            worker.swollen = worker.swollen or memory > 0
        elif kind == "group":
            worker.groups.add(rest[0])
        elif kind == "gone":
            worker.groups.discard(rest[0])
        else:
            worker.index = None
            return (rest[0],) if kind == "done" else rest[0] if kind == "lost" else _Raised(rest[0])
        return None


@contextmanager
def _interrupts_wait() -> Iterator[None]:
    """A worker that is started here is born deaf to interrupts, so that it says nothing while it still imports."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _main_hidden(forking: bool) -> Iterator[None]:
    """A spawned worker would run the user's script once more, guard or no guard: it is shown an empty one."""
    if forking:
        yield
        return
    main = sys.modules["__main__"]
    sys.modules["__main__"] = types.ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def _memory(process: int | str | None, column: int = 1) -> int:
    """Bytes of a process: resident (1) or of address space (0); 0 where the system does not tell."""
    try:
        with open(f"/proc/{process}/statm", encoding="ascii") as file:
            return int(file.read().split()[column]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError, ValueError, AttributeError):
        return 0


def _group_memory(groups: set[int]) -> int:
    """Resident bytes of all processes of these groups."""
    if not groups or not os.path.isdir("/proc/self"):
        return 0
    total = 0
    for entry in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{entry}/stat", encoding="utf-8", errors="replace") as file:
                after = file.read().rpartition(")")[2].split()
            if int(after[2]) in groups:
                total += _memory(entry)
        except (OSError, IndexError, ValueError):
            continue
    return total
