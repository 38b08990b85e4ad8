"""How fast the endpoint may be asked: calls at once, requests and tokens in any minute. One for the whole process.

First come, first served. Every attempt passes through, retries too; when the endpoint says "wait", everybody waits.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import islice

MINUTE = 60.0
_LONGEST_NAP = 1.0  # then it looks again: tokens may have been given back meanwhile


@dataclass(frozen=True)
class Limits:
    """What the endpoint allows; None: no bound."""

    concurrency: int = 8
    requests_per_minute: int | None = None
    tokens_per_minute: int | None = None


@dataclass
class Admission:
    """One attempt that was let in, and the tokens that it is thought to take."""

    at: float
    tokens: int

    def took(self, tokens: int) -> None:
        """What it took in fact, once the endpoint has said so."""
        self.tokens = tokens


class _Waiting:
    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.turn: asyncio.Future[None] = self.loop.create_future()


class Limiter:
    """Lets attempts in. Safe to use from several event loops, one after the other or in several threads."""

    def __init__(
        self,
        limits: Limits,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.limits = limits
        self._clock = clock
        self._sleep = sleep
        self._lock = threading.Lock()
        self._queue: deque[_Waiting] = deque()
        self._inside = 0
        self._recent: deque[Admission] = deque()  # the last minute's
        self._paused_until = float("-inf")

    @asynccontextmanager
    async def slot(self, tokens: int) -> AsyncIterator[Admission]:
        """Waits until one more attempt of about so many tokens may be made; leaving it makes room for the next."""
        admission = await self._enter(tokens)
        try:
            yield admission
        finally:
            with self._lock:
                self._inside -= 1
                self._wake()

    def pause(self, seconds: float) -> None:
        """Nobody is let in for so long: the endpoint asked for it."""
        with self._lock:
            self._paused_until = max(self._paused_until, self._clock() + seconds)

    async def _enter(self, tokens: int) -> Admission:
        me = _Waiting()
        with self._lock:
            self._queue.append(me)
            if self._queue[0] is me:
                me.turn.set_result(None)
        try:
            while True:
                await me.turn
                with self._lock:
                    wait = self._wait(tokens)
                    if wait == 0:
                        admission = Admission(self._clock(), self._counted(tokens))
                        self._recent.append(admission)
                        self._inside += 1
                        self._queue.remove(me)
                        self._wake()
                        return admission
                    if wait is None:  # full: whoever leaves wakes the first in the queue
                        me.turn = me.loop.create_future()
                        continue
                await self._sleep(min(wait, _LONGEST_NAP))
        except BaseException:
            with self._lock:
                if me in self._queue:
                    self._queue.remove(me)
                self._wake()
            raise

    def _wake(self) -> None:
        """Tell the first in the queue to look again: as many as there are places, one where a rate is kept."""
        rated = self.limits.requests_per_minute or self.limits.tokens_per_minute
        places = 1 if rated else max(1, self.limits.concurrency - self._inside)
        for waiting in list(islice(self._queue, places)):
            if waiting.turn.done() or waiting.loop.is_closed():
                continue
            if waiting.loop is _running():
                waiting.turn.set_result(None)
            else:
                waiting.loop.call_soon_threadsafe(_done, waiting.turn)

    def _counted(self, tokens: int) -> int:
        # A single request larger than the minute's allowance is let through by itself, or it would wait for ever.
        return min(tokens, self.limits.tokens_per_minute or tokens)

    def _wait(self, tokens: int) -> float | None:
        """Seconds until the next may enter; 0: now; None: when somebody leaves."""
        now = self._clock()
        while self._recent and self._recent[0].at <= now - MINUTE:
            self._recent.popleft()
        if now < self._paused_until:
            return self._paused_until - now
        if self._inside >= self.limits.concurrency:
            return None
        wait = 0.0
        rate = self.limits.requests_per_minute
        if rate is not None and len(self._recent) >= rate:
            wait = self._recent[len(self._recent) - rate].at + MINUTE - now
        allowed = self.limits.tokens_per_minute
        if allowed is not None:
            over = sum(one.tokens for one in self._recent) + self._counted(tokens) - allowed
            for one in self._recent:
                if over <= 0:
                    break
                over -= one.tokens
                wait = max(wait, one.at + MINUTE - now)
        return wait


def _running() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


def _done(turn: asyncio.Future[None]) -> None:
    if not turn.done():
        turn.set_result(None)


_of_process: dict[str, Limiter] = {}
_of_process_lock = threading.Lock()


def of_process(address: str, limits: Limits) -> Limiter:
    """The process's one limiter for an endpoint's address: two runs at once share it. The newest limits hold."""
    with _of_process_lock:
        limiter = _of_process.setdefault(address, Limiter(limits))
        limiter.limits = limits
        return limiter
