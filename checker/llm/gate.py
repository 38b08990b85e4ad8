"""In which order calls go out: the first alone, so that the endpoint has the common opening of all prompts in its cache when
the others come; none any more once the endpoint is known not to answer. (How many at a time, the client's limiter sees to.)
"""

from __future__ import annotations

import asyncio

from checker.llm.model import Caller, CallFailed, Failure, Profile, Reply, Request

_HOPELESS: frozenset[Failure] = frozenset({"denied"})
_SILENT: frozenset[Failure] = frozenset({"unreachable", "timeout"})
_TRIES = 8
_TRIES_AT_FIRST = 3  # before anything was answered


class Gate:
    """A caller that lets calls through."""

    def __init__(self, inner: Caller, concurrency: int) -> None:
        self._inner = inner
        self._first = asyncio.Lock()
        self._answered = False
        # Calls that are under way together fail together: one bad moment is not the end.
        self._patience = max(_TRIES, 2 * concurrency)
        self._failures = 0
        self._given_up: CallFailed | None = None

    @property
    def profile(self) -> Profile:
        return self._inner.profile

    async def call(self, request: Request) -> Reply:
        """The reply. Raises CallFailed."""
        if not self._answered:
            async with self._first:
                if not self._answered:
                    return await self._send(request)
        return await self._send(request)

    async def _send(self, request: Request) -> Reply:
        if self._given_up is not None:
            raise CallFailed(self._given_up.kind, f"{str(self._given_up).rstrip('。')}（此前已经如此，没有再试）")
        try:
            reply = await self._inner.call(request)
        except CallFailed as failure:
            self._failed(failure)
            raise
        self._failures = 0
        self._answered = True
        return reply

    def _failed(self, failure: CallFailed) -> None:
        """A failure that says something of the call only does not count."""
        if failure.kind in _HOPELESS:
            self._given_up = failure
        elif failure.kind in _SILENT:
            self._failures += 1
            limit = self._patience if self._answered else _TRIES_AT_FIRST
            if self._failures >= limit:
                self._given_up = failure
        else:
            self._answered = True  # it does answer, if only to refuse

    def forget(self, request: Request) -> None:
        """Nothing is kept here."""
