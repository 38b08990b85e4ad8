"""No test of the model's side ever asks a real model: only the loopback can be reached."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from server import Server

from checker.llm import profiles
from checker.llm.client import Client
from checker.llm.endpoint import Endpoint
from checker.llm.limiter import Limiter, Limits
from checker.llm.retrying import Patience, Surroundings


def _local(host: Any) -> bool:
    if host in ("localhost", "", None):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True)
def _only_the_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    connect, connect_ex, look_up = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def check(address: Any) -> None:
        if isinstance(address, tuple) and not _local(address[0]):
            raise AssertionError(f"a test tried to reach {address[0]}")

    def guarded(self: socket.socket, address: Any) -> None:
        check(address)
        connect(self, address)

    def guarded_ex(self: socket.socket, address: Any) -> int:
        check(address)
        return connect_ex(self, address)

    def guarded_look_up(host: Any, *args: Any, **kwargs: Any) -> Any:
        check((host.decode() if isinstance(host, bytes) else host, 0))
        return look_up(host, *args, **kwargs)

    monkeypatch.setattr(socket.socket, "connect", guarded)
    monkeypatch.setattr(socket.socket, "connect_ex", guarded_ex)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_look_up)


class Waits:
    """A sleep that takes no time and remembers how long it should have been."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        await asyncio.sleep(0)

    def around(self) -> Surroundings:
        return Surroundings(sleep=self.sleep, chance=lambda: 1.0)


@pytest.fixture
def waits() -> Waits:
    return Waits()


@pytest.fixture
def client_of(tmp_path: Path, waits: Waits) -> Callable[..., Client]:
    """A client for a server, with a memory of its own and waiting that takes no time."""

    def make(
        server: Server | str,
        *,
        model: str = "test-model",
        patience: Patience | None = None,
        limits: Limits | None = None,
        **given: Any,
    ) -> Client:
        url = server if isinstance(server, str) else server.url
        endpoint = Endpoint(model=model, base_url=url, **given)
        waiting = 0.0

        async def nap(seconds: float) -> None:  # a limiter with a clock that its own waiting moves
            nonlocal waiting
            waiting += seconds
            await asyncio.sleep(0)

        return Client(
            endpoint,
            limits=Limiter(limits or Limits(64), clock=lambda: waiting, sleep=nap),
            memory=profiles.Memory(tmp_path / "endpoints.json"),
            patience=patience,
            around=waits.around(),
        )

    return make
