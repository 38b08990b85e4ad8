"""A process of its own that carries requests to the endpoint, so that LangChain's loading and work is done beside this one's.

Loading the libraries takes a second, and each call several milliseconds of a processor that reading, proof and joining want too. The
process knows the endpoint and nothing else; requests go over a pair of sockets that has no name, the key with the endpoint, not by
environment or argument. It ends with ``close``, or when this process does.
"""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import gc
import os
import pickle
import signal
import socket
import struct
import sys
from dataclasses import dataclass, field
from typing import Any

from checker import parallel
from checker.errors import MissingComponent
from checker.llm import connection, silence
from checker.llm.endpoint import Endpoint
from checker.llm.faults import Fault
from checker.llm.model import Mode, Profile, Reply, Request

_GONE = Fault("unreachable", about="courier")
_GRACE = (
    60.0  # seconds over the endpoint's own limit: loading the libraries on a slow machine, then waiting in the process
)
_FAREWELL = 2.0  # seconds to end by itself
_LENGTH = struct.Struct("!I")


def expect(endpoint: Endpoint) -> None:
    """Requests to ``endpoint`` will come soon: its courier gets ready meanwhile. Without effect where one does so already."""
    if endpoint not in _READY:
        _READY[endpoint] = _engaged(endpoint)


def dismiss(endpoint: Endpoint) -> None:
    """None came: whoever was getting ready is sent away."""
    engaged = _READY.pop(endpoint, None)
    if engaged is not None:
        engaged.end()


def open_to(endpoint: Endpoint) -> connection.Connection:
    """A connection for the running event loop through a courier, the one that is getting ready if there is one."""
    return _Courier(endpoint)


# ── in the process that asks ─────────────────────────────────────────────────────────────────────────────────────────


@dataclass
class _Engaged:
    process: Any
    line: socket.socket | None  # None: an event loop has it, and closes it

    def end(self) -> None:
        """End the process. It has nothing to lose."""
        if self.line is not None:
            self.line.close()
        self.process.terminate()
        self.process.join(_FAREWELL)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()
        self.process.close()


_READY: dict[Endpoint, _Engaged] = {}


@atexit.register
def _dismiss_all() -> None:
    while _READY:
        _READY.popitem()[1].end()


def _engaged(endpoint: Endpoint) -> _Engaged:
    mine, its = socket.socketpair()
    forking = parallel.forks()
    process = parallel.start(_serve, (endpoint, its, mine if forking else None), forking=forking)
    its.close()
    return _Engaged(process, mine)


@dataclass
class _Courier:
    """See ``connection.Connection``. One that has ended is replaced when the next request comes."""

    endpoint: Endpoint
    _engaged: _Engaged | None = None
    _writer: asyncio.StreamWriter | None = None
    _listening: asyncio.Task[None] | None = None
    _asked: dict[int, asyncio.Future[Any]] = field(default_factory=dict)
    _count: int = 0
    _hailing: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def carry(self, request: Request, mode: Mode, profile: Profile) -> Reply | Fault:
        try:
            async with asyncio.timeout(self.endpoint.timeout + _GRACE):
                told = await self._ask("carry", request, mode, profile)
        except TimeoutError:
            return Fault("timeout")
        return told if isinstance(told, (Reply, Fault)) else _GONE

    async def models(self, within: float) -> Any:
        try:
            async with asyncio.timeout(within + _GRACE):
                told = await self._ask("models", within)
        except TimeoutError:
            return None
        return None if isinstance(told, Fault) else told

    async def close(self) -> None:
        listening, writer, engaged = self._listening, self._writer, self._engaged
        self._listening = self._writer = self._engaged = None
        if listening is not None:
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)
        if writer is not None:
            writer.close()
        if engaged is not None:
            await asyncio.to_thread(engaged.end)

    async def _ask(self, *words: Any) -> Any:
        writer = await self._hailed()
        self._count += 1
        number = self._count
        future = self._asked[number] = asyncio.get_running_loop().create_future()
        try:
            writer.write(_packed((number, *words)))
            told = await future
        except asyncio.CancelledError:
            if self._writer is not None:
                self._writer.write(_packed((number, "drop")))
            raise
        finally:
            self._asked.pop(number, None)
        if isinstance(told, MissingComponent):
            raise told
        return told

    async def _hailed(self) -> asyncio.StreamWriter:
        """The way to the process, which is started where there is none."""
        async with self._hailing:
            if self._writer is None or self._listening is None or self._listening.done():
                await self.close()
                engaged = self._engaged = _READY.pop(self.endpoint, None) or _engaged(self.endpoint)
                line, engaged.line = engaged.line, None
                reader, self._writer = await asyncio.open_connection(sock=line)
                self._listening = asyncio.create_task(self._listen(reader))
            return self._writer

    async def _listen(self, reader: asyncio.StreamReader) -> None:
        try:
            while (message := await _received(reader)) is not None:
                number, told = message
                future = self._asked.get(number)
                if future is not None and not future.done():
                    future.set_result(told)
        finally:
            for future in self._asked.values():
                if not future.done():
                    future.set_result(_GONE)


# ── in the courier's process ─────────────────────────────────────────────────────────────────────────────────────────


def _serve(endpoint: Endpoint, line: socket.socket, others: socket.socket | None) -> None:
    """Carry requests until the other side hangs up."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if others is not None:
        others.close()
    if not os.environ.get("FAJIAN_DEBUG"):
        sys.stdout = sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - for as long as it lives
    with contextlib.suppress(OSError, EOFError, asyncio.CancelledError):
        asyncio.run(_work(endpoint, line))


async def _work(endpoint: Endpoint, line: socket.socket) -> None:
    reader, writer = await asyncio.open_connection(sock=line)
    way: connection.Connection | MissingComponent
    silence.impose()
    silence.leave_out_langsmith()
    gc.disable()  # nothing of what importing makes is ever let go of
    try:
        way = connection.open_to(endpoint)
    except MissingComponent as missing:
        way = missing
    gc.freeze()
    gc.enable()
    tasks: dict[int, asyncio.Task[None]] = {}

    async def answer(number: int, kind: str, *words: Any) -> None:
        try:
            if isinstance(way, MissingComponent):
                told: Any = way
            else:
                told = await (way.carry(*words) if kind == "carry" else way.models(*words))
            writer.write(_packed((number, told)))
        finally:
            tasks.pop(number, None)

    try:
        while (message := await _received(reader)) is not None:
            number, kind, *words = message
            if kind == "drop":
                if (task := tasks.get(number)) is not None:
                    task.cancel()
            else:
                tasks[number] = asyncio.create_task(answer(number, kind, *words))
    finally:
        for task in list(tasks.values()):
            task.cancel()
        if not isinstance(way, MissingComponent):
            await way.close()


# ── on the line ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _packed(message: tuple[Any, ...]) -> bytes:
    data = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    return _LENGTH.pack(len(data)) + data


async def _received(reader: asyncio.StreamReader) -> Any:
    """The next message; None at the end, or where the other side broke off."""
    try:
        (length,) = _LENGTH.unpack(await reader.readexactly(_LENGTH.size))
        return pickle.loads(await reader.readexactly(length))
    except (asyncio.IncompleteReadError, ConnectionError):
        return None
