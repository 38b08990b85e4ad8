"""One function over many files: in this process, or on every core. Results come in order, memory stays bounded."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Any, TypeVar

T = TypeVar("T")
FEW = 8
AHEAD = 3  # chunks that wait for each worker


def cores() -> int:
    """How many cores this process may use."""
    try:
        return len(os.sched_getaffinity(0)) or 1
    except AttributeError:
        return os.cpu_count() or 1


def run(
    function: Callable[[str], T], items: Sequence[str], *, workers: int, lost: Callable[[str], T], few: int = FEW
) -> Iterator[T]:
    """``function(item)`` for every item, in order.

    Fewer than ``few`` items are done here; more on ``workers`` processes, for which ``function`` must be picklable.
    Where a worker dies over an item, ``lost(item)`` stands for its result and the others go on.
    """
    if workers <= 1 or len(items) < few:
        yield from map(function, items)
        return
    size = max(1, min(8, len(items) // (workers * 4)))
    chunks = [items[start : start + size] for start in range(0, len(items), size)]
    yield from _Pool(function, lost, min(workers, len(chunks))).run(chunks)


_function: Callable[[str], Any]


def _start(function: Callable[[str], Any]) -> None:
    """In a new worker: an interrupt from the keyboard is the parent's to answer."""
    global _function
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _function = function


def _work(chunk: Sequence[str]) -> list[Any]:
    return [_function(item) for item in chunk]


class _Pool:
    """A pool that is started anew when a worker dies; the chunk that killed it is gone through one by one."""

    def __init__(self, function: Callable[[str], Any], lost: Callable[[str], Any], workers: int) -> None:
        self.function, self.lost, self.workers = function, lost, workers

    def run(self, chunks: Sequence[Sequence[str]]) -> Iterator[Any]:
        executor = self._executor(self.workers)
        waiting: deque[tuple[Sequence[str], Future[list[Any]]]] = deque()
        following = iter(chunks)
        try:
            while True:
                while len(waiting) < self.workers * AHEAD and (chunk := next(following, None)) is not None:
                    waiting.append((chunk, _submit(executor, chunk)))
                if not waiting:
                    return
                chunk, future = waiting.popleft()
                try:
                    results = future.result()
                except BrokenProcessPool:
                    executor.shutdown(cancel_futures=True)
                    results = [self._alone(item) for item in chunk]
                    executor = self._executor(self.workers)
                    waiting = deque((c, f if _done(f) else _submit(executor, c)) for c, f in waiting)
                yield from results
        finally:
            executor.shutdown(wait=True, cancel_futures=True)

    def _executor(self, workers: int) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(workers, mp_context=context, initializer=_start, initargs=(self.function,))

    def _alone(self, item: str) -> Any:
        with self._executor(1) as executor:
            try:
                return _submit(executor, [item]).result()[0]
            except BrokenProcessPool:
                return self.lost(item)


def _submit(executor: ProcessPoolExecutor, chunk: Sequence[str]) -> Future[list[Any]]:
    try:
        with _interrupts_wait():
            return executor.submit(_work, chunk)
    except BrokenProcessPool as error:
        failed: Future[list[Any]] = Future()
        failed.set_exception(error)
        return failed


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


def _done(future: Future[list[Any]]) -> bool:
    return future.done() and not future.cancelled() and future.exception() is None
