"""Everything that an endpoint can do wrong ends in a right reply or in one plain sentence, within bounds of tries and time."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from asking import REPORT, request
from conftest import Waits
from hypothesis import given
from hypothesis import strategies as some
from server import OVERFLOW, Server, mixed

from checker.llm import faults
from checker.llm.client import Client
from checker.llm.limiter import Limits
from checker.llm.model import CallFailed, Reply
from checker.llm.retrying import GaveUp, Patience, Persistence, Surroundings

ClientOf = Callable[..., Client]
KEY = "sk-geheim-0123456789"


async def one(client: Client) -> Reply:
    async with client:
        return await client.call(request())


def failure(client: Client) -> CallFailed:
    with pytest.raises(CallFailed) as caught:
        asyncio.run(one(client))
    return caught.value


# ------------------------------------------------------------------------------------------------------ passing ones
@pytest.mark.parametrize(
    "fault",
    [
        "429", "429:1", "429:0", "500", "502", "503", "503:1", "drop", "cut", "html", "html:json", "error-body",
        "error-body:rate", "no-choices", "null-choices", "null-content", "empty", "finish:insufficient_system_resource",
        "finish:network_error",
    ],
)  # fmt: skip
@pytest.mark.parametrize("times", [1, 2])
def test_a_passing_fault_is_outlasted(client_of: ClientOf, waits: Waits, fault: str, times: int) -> None:
    with Server(faults=[fault] * times) as server:
        reply = asyncio.run(one(client_of(server)))
        assert reply.finish == "stop"
        assert reply.mode == "json_schema"
        assert '"verdict": "met"' in reply.text
        assert len(server.requests) == times + 1
    assert len(waits.slept) == times
    assert all(0 < wait < 3 for wait in waits.slept)


@pytest.mark.parametrize(
    ("fault", "kind", "tries", "words"),
    [
        ("429", "rate", 7, "限制了请求频率"),
        ("500", "server", 3 * 3 + 7, "内部出错（状态 500"),
        ("503", "server", 7, "内部出错（状态 503"),
        ("503:120", "server", 1, "暂时不能服务（状态 503），要求等待 120 秒，请到时再试"),
        ("drop", "unreachable", 7, "连接不上或者中途断开"),
        ("cut", "unreachable", 7, "连接不上或者中途断开"),
        ("html", "garbled", 7, "不是模型的答复"),
        ("html:json", "garbled", 7, "不是模型的答复"),
        ("error-body", "garbled", 7, "不是模型的答复"),
        ("no-choices", "garbled", 7, "不是模型的答复"),
        ("null-choices", "garbled", 7, "不是模型的答复"),
        ("null-content", "garbled", 7, "不是模型的答复"),
        ("401", "denied", 1, "要求提供密钥"),
        ("403", "denied", 1, "要求提供密钥"),
        ("402", "denied", 1, "余额"),
        ("429:quota", "denied", 1, "余额"),
        ("404", "request", 1, "没有这个地址"),
        ("redirect", "request", 1, "没有跟随"),
        ("400", "request", 4, "不接受这个请求（状态 400"),
    ],
)
def test_a_lasting_fault_ends_in_a_sentence(client_of: ClientOf, fault: str, kind: str, tries: int, words: str) -> None:
    with Server(faults=lambda _: fault) as server:
        failed = failure(client_of(server))
        assert failed.kind == kind
        assert words in str(failed)
        assert f"127.0.0.1:{server.port}" in str(failed)
        assert len(server.requests) == tries


def test_an_endpoint_that_takes_no_mode_is_not_gone_through_for_every_report(client_of: ClientOf) -> None:
    async def many() -> None:
        async with client_of(server) as client:
            for _ in range(5):
                with pytest.raises(CallFailed):
                    await client.call(request())

    with Server(faults=lambda _: "400") as server:
        asyncio.run(many())
        assert len(server.requests) == 4 + 4 + 1 + 1 + 1


def test_a_refused_connection(client_of: ClientOf, waits: Waits) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    failed = failure(client_of(f"http://127.0.0.1:{port}/v1"))
    assert failed.kind == "unreachable"
    assert f"127.0.0.1:{port}" in str(failed)
    assert "连接不上，已试 3 次" in str(failed)
    assert len(waits.slept) == 2
    assert sum(waits.slept) < 3


def test_an_endpoint_that_has_answered_and_is_away_is_waited_for(client_of: ClientOf, waits: Waits) -> None:
    async def asked_twice() -> None:
        with Server() as server:
            client = client_of(server)
            async with client:
                await client.call(request())
        async with client:
            with pytest.raises(CallFailed, match="已试 7 次"):
                await client.call(request("另一份报告。"))

    asyncio.run(asked_twice())
    assert len(waits.slept) == 6


def test_the_sentences_hold_neither_key_nor_report_nor_what_the_endpoint_wrote(client_of: ClientOf) -> None:
    class Echo(Server):
        """Repeats what it was sent, as some gateways do."""

        status = 400

        def _answer(self, received):  # type: ignore[no-untyped-def]
            told = json.dumps(received.body, ensure_ascii=False) + received.headers["authorization"]
            return self.status, {"error": {"message": told, "code": told, "type": told}}

    for status in (200, 400, 401, 403, 404, 418, 422, 429, 500, 503):
        with Echo() as server:
            server.status = status
            failed = failure(client_of(server, key=KEY, patience=Patience(tries=2)))
        told = f"{failed} {failed!r} {failed.__dict__}"
        assert "geheim" not in told
        assert "负责人" not in told
        assert "first.duty" not in told
        assert str(failed).endswith("。")
        assert "\n" not in str(failed)


# -------------------------------------------------------------------------------------------------------- overflow
@pytest.mark.parametrize("provider", OVERFLOW)
def test_an_overflow_is_told_at_once_in_every_providers_wording(
    client_of: ClientOf, waits: Waits, provider: str
) -> None:
    with Server(faults=lambda _: f"overflow:{provider}") as server:
        failed = failure(client_of(server))
        assert failed.kind == "overflow"
        assert len(server.requests) == 1
    assert waits.slept == []


def test_an_overflow_in_a_body_with_status_200(client_of: ClientOf) -> None:
    with Server(faults=lambda _: "error-body:overflow") as server:
        assert failure(client_of(server)).kind == "overflow"
        assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("provider", "window"), [("vllm-old", 4096), ("llama.cpp", 4096), ("qwen", 30720), ("openai", 8192), ("vllm", 8192)]
)
def test_the_window_that_an_overflow_names_is_believed(client_of: ClientOf, provider: str, window: int) -> None:
    with Server(faults=[f"overflow:{provider}"]) as server:
        client = client_of(server)
        failure(client)
        assert client.profile.window == window
        assert client.profile.max_output <= window // 2


def test_inspection_of_content_is_a_filtered_reply(client_of: ClientOf) -> None:
    with Server(faults=lambda _: "filter-400") as server:
        reply = asyncio.run(one(client_of(server)))
        assert reply.finish == "filter"
        assert len(server.requests) == 1


# ----------------------------------------------------------------------------------------------------- Retry-After
def test_retry_after_is_honoured_and_bounded(client_of: ClientOf, waits: Waits) -> None:
    with Server(faults=["429:5", "503:7"]) as server:
        asyncio.run(one(client_of(server)))
    assert [round(wait, 1) for wait in waits.slept] == [5.5, 7.5]
    for told in ("120", "86400"):
        with Server(faults=lambda _, told=told: f"429:{told}") as server:  # type: ignore[misc]
            failed = failure(client_of(server))
            assert failed.kind == "rate"
            assert f"{told} 秒" in str(failed)
            assert len(server.requests) == 1
    assert len(waits.slept) == 2


class _Answered(Exception):
    status_code = 429

    def __init__(self, headers: dict[str, str]) -> None:
        self.response = type("Response", (), {"headers": headers, "status_code": 429})()


NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"retry-after": "3"}, 3),
        ({"retry-after": "0"}, 0),
        ({"retry-after": "-5"}, 0),
        ({"retry-after": "2.5"}, 2.5),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "inf"}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": ""}, None),
        ({}, None),
        ({"retry-after-ms": "1500", "retry-after": "2"}, 1.5),
        ({"retry-after-ms": "x", "retry-after": "2"}, 2),
        ({"retry-after": format_datetime(NOW + timedelta(seconds=30), usegmt=True)}, 30),
        ({"retry-after": format_datetime(NOW - timedelta(seconds=30), usegmt=True)}, 0),
    ],
)
def test_retry_after_in_all_its_forms(headers: dict[str, str], wait: float | None) -> None:
    assert faults.of(_Answered(headers), now=NOW.timestamp()).wait == wait


@given(some.text(max_size=40))
def test_no_retry_after_is_too_strange(told: str) -> None:
    wait = faults.of(_Answered({"retry-after": told}), now=0.0).wait
    assert wait is None or wait >= 0


def test_when_one_is_told_to_wait_all_wait(client_of: ClientOf) -> None:
    """Real seconds here: nobody knocks while the endpoint has asked for quiet."""
    from checker.llm.limiter import Limiter

    async def together() -> None:
        client = client_of(server)
        client._limiter = Limiter(Limits(1))
        client._around = Surroundings()
        async with client:
            await asyncio.gather(*(client.call(request()) for _ in range(4)))

    with Server(faults=["429:0.4"]) as server:
        asyncio.run(together())
        times = [received.at for received in server.requests]
        assert len(times) == 5
        assert times[1] - times[0] >= 0.4


# ------------------------------------------------------------------------------------------------------------- time
def test_a_time_out_is_total(client_of: ClientOf) -> None:
    """A body that drips, each byte in time, is cut off all the same."""
    with Server(faults=lambda _: "drip:0.05") as server:
        began = time.monotonic()
        failed = failure(client_of(server, timeout=0.6))
        assert time.monotonic() - began < 15
        assert failed.kind == "timeout"
        assert "0.6 秒" in str(failed)
        assert len(server.requests) == 2


def test_silence_is_a_time_out(client_of: ClientOf) -> None:
    with Server(faults=["hang:10"]) as server:
        began = time.monotonic()
        reply = asyncio.run(one(client_of(server, timeout=0.8)))
        assert time.monotonic() - began < 9
        assert reply.finish == "stop"


def test_after_calls_without_any_answer_one_try_is_enough(client_of: ClientOf) -> None:
    async def many() -> list[int]:
        tries = []
        async with client_of(server) as client:
            for _ in range(5):
                before = len(server.requests)
                with contextlib.suppress(CallFailed):
                    await client.call(request())
                tries.append(len(server.requests) - before)
        return tries

    with Server(faults=lambda number: "503" if number < 23 else None) as server:
        assert asyncio.run(many()) == [7, 7, 7, 1, 1]
        assert asyncio.run(one(client_of(server))).finish == "stop"


def test_a_report_beyond_ascii_survives_every_way(client_of: ClientOf) -> None:
    text = REPORT + "\n[4] 〔2025〕3号，𠮷林堃燊，“引号”\\\u2028 \x7f 😀 {{ x }} {% y %}"

    async def asked() -> Reply:
        async with client_of(server) as client:
            return await client.call(request(text + "\ud800"))

    with Server() as server:
        asyncio.run(asked())
        assert text + "?" in server.requests[0].user


# --------------------------------------------------------------------------------------------------------- together
def test_under_fifteen_per_cent_of_faults_no_answer_is_lost(client_of: ClientOf, waits: Waits) -> None:
    async def all_at_once() -> list[Reply]:
        async with client_of(server, limits=Limits(16)) as client:
            reports = [f"[1] 主要负责人主持召开会议{number}次。\n[2] 办结行政处罚案件126件。" for number in range(200)]
            return list(await asyncio.gather(*(client.call(request(report)) for report in reports)))

    with Server(faults=mixed(0.15, seed=7)) as server:
        replies = asyncio.run(all_at_once())
        faulty = sum(received.fault is not None for received in server.requests)
    assert len(replies) == 200
    assert all(f"会议{number}次" in reply.text for number, reply in enumerate(replies))
    assert all(reply.mode == "json_schema" for reply in replies)
    assert faulty >= 25
    assert len(server.requests) == 200 + faulty
    assert max(waits.slept) < 5


# ------------------------------------------------------------------------------------------- the bounds, by themselves
@given(
    kinds=some.lists(
        some.sampled_from(["rate", "server", "unreachable", "timeout", "garbled", "denied", "overflow", "request"]),
        max_size=30,
    ),
    waits=some.lists(some.one_of(some.none(), some.floats(0, 200)), min_size=30, max_size=30),
    took=some.floats(0, 400),
)
def test_tries_and_time_are_bounded_whatever_happens(kinds: list[str], waits: list[float | None], took: float) -> None:
    patience = Patience()
    slept: list[float] = []
    tried = 0

    async def attempt():  # type: ignore[no-untyped-def]
        nonlocal tried
        tried += 1
        if tried > len(kinds):
            return "answer", took
        return faults.Fault(kinds[tried - 1], wait=waits[tried - 1]), took  # type: ignore[arg-type]

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    persistence = Persistence(attempt, patience, Surroundings(sleep=sleep, chance=lambda: 0.5))
    gave: GaveUp | None = None
    try:
        assert asyncio.run(persistence.result()) == "answer"
    except GaveUp as error:
        gave = error
    if gave is None:
        assert tried == len(kinds) + 1
        assert not {"denied", "overflow", "request"} & set(kinds)
    else:
        assert (gave.tries, gave.fault.kind) == (tried, kinds[tried - 1])
    assert tried <= patience.tries
    assert all(wait <= patience.longest_wait for wait in slept)
    assert sum(slept) + took * (tried - 1) <= patience.altogether
    assert kinds[:tried].count("timeout") <= patience.timeouts
