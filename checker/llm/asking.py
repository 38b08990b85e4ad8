"""One event loop in one thread of its own, which asks the model about reports while the caller reads the next ones.

The caller (with or without an event loop of its own) hands in questions and takes answers; ``Desk.end`` stops everything that
is under way. Nothing of the model's libraries is imported in the caller's thread.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
import threading
import traceback
from collections.abc import Callable, Coroutine
from concurrent.futures import Future, TimeoutError
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol, TypeVar

from checker.errors import FajianError
from checker.llm.model import Answer, Caller

T = TypeVar("T")

_TICK = 0.2  # seconds: how long a wait may be deaf to the keyboard, where the system knows no better
_PATIENCE = 5.0  # seconds for what is under way to come to an end


class Line(Protocol):
    """What questions are put to: open while the desk is."""

    @property
    def caller(self) -> Caller:
        """Whatever answers a request."""


Question = Callable[[Any], Coroutine[Any, Any, Answer]]
"""Given the open line, the coroutine that asks."""


class Desk:
    """Takes questions, gives answers as futures; ``at_once`` of them are in hand at a time, in the order in which they came."""

    def __init__(self, open_line: Callable[[], AbstractAsyncContextManager[Any]], *, at_once: int) -> None:
        self._open_line, self._at_once = open_line, at_once
        self._loop = asyncio.new_event_loop()
        self._ended = asyncio.Event()
        self._line: asyncio.Future[Any] = self._loop.create_future()
        self._places = asyncio.Semaphore(at_once)
        self._thread = threading.Thread(target=self._run, name="fajian-model", daemon=True)
        self._thread.start()

    def put(self, question: Question) -> Future[Answer]:
        """Ask; the future holds the answer, or raises what opening the line raised."""
        return self.run(lambda line: _safely(question, line))

    def run(self, work: Callable[[Any], Coroutine[Any, Any, T]]) -> Future[T]:
        """The same for work with the line that comes to anything else; what it raises, the future raises."""
        return asyncio.run_coroutine_threadsafe(self._run_in_turn(work), self._loop)

    def wait(self, future: Future[T]) -> T:
        """The answer. An interrupt from the keyboard gets through."""
        while True:
            try:
                return future.result(_TICK)
            except TimeoutError:
                if future.done():  # it was the future's own
                    raise

    def end(self) -> None:
        """Stop what is under way, close the line, end the thread."""
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._ended.set)
        self._thread.join(_PATIENCE)

    # ── in the thread ────────────────────────────────────────────────────────────────────────────────────────────────

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._serve())
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        finally:
            asyncio.set_event_loop(None)
            self._loop.close()

    async def _serve(self) -> None:
        """Hold the line open until the end, then cancel what is still under way."""
        try:
            async with self._open_line() as line:
                self._line.set_result(line)
                await self._ended.wait()
                await self._cancel()
        except Exception as error:
            # Whoever asks gets it; the line is closed already.
            if not self._line.done():
                self._line.set_exception(error)
                self._line.exception()  # nobody may have asked yet: that is no mistake
            await self._ended.wait()
            await self._cancel()

    async def _cancel(self) -> None:
        mine = asyncio.current_task()
        others = [task for task in asyncio.all_tasks() if task is not mine]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _run_in_turn(self, work: Callable[[Any], Coroutine[Any, Any, T]]) -> T:
        line = await asyncio.shield(self._line)
        async with self._places:
            return await work(line)


async def _safely(question: Question, line: Any) -> Answer:
    """The answer; a defect of the program is one with an error."""
    try:
        return await question(line)
    except FajianError:
        raise
    except Exception as error:
        if os.environ.get("FAJIAN_DEBUG"):
            traceback.print_exception(error, file=sys.stderr)
        return Answer(
            error=f"询问模型时程序出错（{type(error).__name__}），这是程序的缺陷，请把这句话反馈给维护者",
            endpoint_failed=True,
        )
