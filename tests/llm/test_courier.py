"""The process that carries requests: the same replies and faults as without it, and nothing left of it afterwards."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest
from asking import request
from server import Server

from checker.errors import MissingComponent
from checker.llm import connection, courier, profiles
from checker.llm.client import Client
from checker.llm.courier import dismiss, expect, open_to
from checker.llm.endpoint import Endpoint
from checker.llm.faults import Fault
from checker.llm.limiter import Limiter, Limits
from checker.llm.model import CallFailed, Reply
from checker.llm.retrying import Surroundings

ROOT = Path(__file__).resolve().parent.parent.parent
KEY = "sk-geheim-0123456789"
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="/proc is Linux's")


def endpoint_of(server: Server, **more: object) -> Endpoint:
    return Endpoint.model_validate({"model": "m", "base_url": server.url, "timeout": 20.0, "key": KEY} | more)


@contextlib.asynccontextmanager
async def carrying(endpoint: Endpoint) -> AsyncIterator[connection.Connection]:
    line = open_to(endpoint)
    try:
        yield line
    finally:
        await line.close()


def process_of(line: connection.Connection) -> int:
    assert isinstance(line, courier._Courier)
    assert line._engaged is not None
    number = line._engaged.process.pid
    assert isinstance(number, int)
    return number


def is_there(process: int) -> bool:
    """Whether it is alive; one that has ended and was not yet asked for its status is not."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def gone(process: int, within: float = 10.0) -> bool:
    until = time.monotonic() + within
    while is_there(process) and time.monotonic() < until:
        time.sleep(0.02)
    return not is_there(process)


@pytest.fixture
def once() -> Iterator[None]:
    """Nobody is left waiting for a request that does not come."""
    yield
    assert not courier._READY


def test_replies_and_faults_are_those_of_a_direct_connection() -> None:
    """One after the other over one line, in the order in which the server plays them."""
    plays = [None, "429:3", "500", "html", "cut", "drop", "400", "error-body", "finish:length", None]

    async def all_of(opening: Callable[[Endpoint], connection.Connection]) -> list[Reply | Fault]:
        with Server(faults=plays, api_key=KEY) as server:
            line = opening(endpoint_of(server))
            try:
                return [await line.carry(request(), "json_schema", profiles.of(endpoint_of(server))) for _ in plays]
            finally:
                await line.close()

    carried, direct = asyncio.run(all_of(open_to)), asyncio.run(all_of(connection.open_to))
    assert carried == direct
    assert isinstance(carried[0], Reply)
    assert carried[1] == Fault("rate", 429, 3.0, wording=carried[1].wording if isinstance(carried[1], Fault) else "")
    assert sum(isinstance(one, Reply) for one in carried) == 3


def test_many_at_a_time_each_gets_its_own() -> None:
    async def many() -> list[Reply | Fault]:
        async with carrying(endpoint_of(server)) as line:
            profile = profiles.of(endpoint_of(server))
            return await asyncio.gather(*(line.carry(request(), "json_schema", profile) for _ in range(40)))

    with Server(latency=0.05) as server:
        replies = asyncio.run(many())
        assert len(server.requests) == 40
        assert server.most_at_once > 5
    assert all(isinstance(reply, Reply) and reply.finish == "stop" for reply in replies)


def test_a_call_that_is_given_up_ends_at_the_endpoint_too() -> None:
    async def given_up() -> Reply | Fault:
        async with carrying(endpoint_of(server)) as line:
            profile = profiles.of(endpoint_of(server))
            await line.models(5.0)
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(line.carry(request(), "json_schema", profile), 0.3)
            return await line.carry(request(), "json_schema", profile)

    with Server(faults=["hang:20"]) as server:
        began = time.monotonic()
        assert isinstance(asyncio.run(given_up()), Reply)
        assert time.monotonic() - began < 15


@linux
@pytest.mark.usefixtures("once")
def test_one_that_dies_is_replaced_and_the_call_repeated(tmp_path: Path) -> None:
    async def killed() -> Reply:
        endpoint = endpoint_of(server)
        client = Client(
            endpoint,
            memory=profiles.Memory(tmp_path / "endpoints.json"),
            limits=Limiter(Limits(4)),
            around=Surroundings(),
            opening=open_to,
        )
        async with client:
            await client.call(request())
            assert client._connection is not None
            first = process_of(client._connection)
            asked = asyncio.create_task(client.call(request()))
            while len(server.requests) < 2:  # noqa: ASYNC110 - it is the server's thread that is waited for
                await asyncio.sleep(0.01)
            os.kill(first, signal.SIGKILL)
            reply = await asked
            assert process_of(client._connection) != first
            return reply

    with Server(latency=0.3) as server:
        assert asyncio.run(killed()).finish == "stop"
        assert len(server.requests) == 3


@linux
@pytest.mark.usefixtures("once")
def test_one_that_always_dies_is_told_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engaged = courier._engaged

    def stillborn(endpoint: Endpoint) -> courier._Engaged:
        found = engaged(endpoint)
        found.process.kill()
        return found

    async def asked() -> None:
        async def no_time(_: float) -> None:
            await asyncio.sleep(0)

        memory = profiles.Memory(tmp_path / "endpoints.json")
        around = Surroundings(sleep=no_time)
        async with Client(endpoint_of(server), memory=memory, around=around, opening=open_to) as client:
            await client.call(request())

    monkeypatch.setattr(courier, "_engaged", stillborn)
    with Server() as server, pytest.raises(CallFailed, match=r"发送请求的进程意外结束.*请重新运行"):
        asyncio.run(asked())


@linux
@pytest.mark.usefixtures("once")
def test_who_was_expected_carries_and_ends_with_the_line() -> None:
    async def carried() -> int:
        async with carrying(endpoint) as line:
            reply = await line.carry(request(), "json_schema", profiles.of(endpoint))
            assert isinstance(reply, Reply)
            return process_of(line)

    with Server() as server:
        endpoint = endpoint_of(server)
        expect(endpoint)
        expect(endpoint)
        waiting = courier._READY[endpoint].process.pid
        assert asyncio.run(carried()) == waiting
        assert gone(waiting)


@pytest.mark.usefixtures("once")
def test_one_for_another_key_or_model_is_not_taken() -> None:
    """What differs in anything is another endpoint, be the address the same."""
    endpoint = Endpoint.model_validate({"model": "m", "base_url": "http://127.0.0.1:9/v1", "key": KEY})
    expect(endpoint)
    try:
        for changed in ({"model": "n"}, {"key": "sk-other"}, {"timeout": 1.0}):
            other = Endpoint.model_validate({"model": "m", "base_url": "http://127.0.0.1:9/v1", "key": KEY, **changed})
            assert other not in courier._READY
        assert (
            Endpoint.model_validate(endpoint.model_dump() | {"base_url": endpoint.base_url, "key": KEY})
            in courier._READY
        )
    finally:
        dismiss(endpoint)


@linux
@pytest.mark.usefixtures("once")
def test_who_was_expected_in_vain_is_sent_away() -> None:
    endpoint = Endpoint(model="m", base_url="http://127.0.0.1:9/v1")
    expect(endpoint)
    waiting = courier._READY[endpoint].process.pid
    dismiss(endpoint)
    dismiss(endpoint)
    assert gone(waiting)


def test_a_provider_without_its_package_is_told() -> None:
    async def ask() -> None:
        endpoint = Endpoint(model="m", provider="anthropic")
        async with carrying(endpoint) as line:
            await line.carry(request(), "tools", profiles.of(endpoint))

    with pytest.raises(MissingComponent, match="anthropic"):
        asyncio.run(ask())


PROGRAM = """
import os, sys, time
from checker.llm import courier
from checker.llm.endpoint import Endpoint
courier.expect(Endpoint(model="m", base_url="http://127.0.0.1:9/v1", key="-".join(["sk", "ge" "heim", "0123456789"])))
print(next(iter(courier._READY.values())).process.pid, flush=True)
{then}
"""


@linux
@pytest.mark.parametrize(
    "then",
    [
        "os.kill(os.getpid(), 9)",
        "",
        pytest.param("raise SystemExit(3)", marks=pytest.mark.full),
        pytest.param("time.sleep(1.5); os._exit(1)", marks=pytest.mark.full),
    ],
)
def test_it_does_not_outlive_the_program(then: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(then=then)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    assert gone(int(done.stdout))


@linux
def test_no_key_is_to_be_seen_from_outside() -> None:
    environment = {name: value for name, value in os.environ.items() if "KEY" not in name}
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM.format(then="time.sleep(30)")],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    ) as program:
        assert program.stdout is not None
        process = int(program.stdout.readline())
        seen = b"".join(Path(f"/proc/{process}/{part}").read_bytes() for part in ("cmdline", "environ"))
        program.kill()
    assert b"geheim" not in seen
    assert gone(process)


WATCH = """
import os, sys
def hook(event, args):
    if event == "socket.connect":
        told = repr(args[1])
    elif event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"):
        told = event + repr(args)
    else:
        return
    with open(os.environ["WATCHED"], "a") as file:
        file.write(told + chr(10))
sys.addaudithook(hook)
"""


@pytest.mark.parametrize("report", ["绝不外传的一句话"])
def test_the_whole_command_connects_to_the_endpoint_alone(tmp_path: Path, report: str) -> None:
    """Every process of it: the program, its workers, the courier."""
    (tmp_path / "watch").mkdir()
    (tmp_path / "watch" / "sitecustomize.py").write_text(WATCH)
    watched = tmp_path / "connections.txt"
    for number in range(3):
        text = f"云州县水利局2025年度法治政府建设情况报告\n\n一、主要工作\n全年召开会议{number + 2}次，{report}。\n"
        (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
    with Server(api_key=KEY) as server:
        environment = os.environ | {
            "FAJIAN_HOME": str(tmp_path / "home"),
            "FAJIAN_MODEL": "m",
            "OPENAI_BASE_URL": server.url,
            "OPENAI_API_KEY": KEY,
            "LANGSMITH_TRACING": "true",
            "LANGSMITH_API_KEY": "ls-1",
            "OPENAI_LOG": "debug",
            "PYTHONPATH": str(tmp_path / "watch"),
            "WATCHED": str(watched),
        }
        command = [sys.executable, str(ROOT / "cli.py"), "check", str(tmp_path), "--engine", "llm", "--format", "json"]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, encoding="utf-8", check=False)
        assert done.returncode in (0, 1), done.stderr
        assert len(json.loads(done.stdout)["results"]) == 3
        assert len(server.requests) >= 3
        addresses = set(watched.read_text().splitlines())
        assert addresses == {repr(("127.0.0.1", server.port))} or all(
            f"'127.0.0.1', {server.port}" in one for one in addresses
        ), addresses
    assert report not in done.stderr
    assert "geheim" not in done.stdout + done.stderr
