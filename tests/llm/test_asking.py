"""The thread that asks: answers come back, an end ends everything; the gate in front of the endpoint."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from callers import Scripted, reply, request

from checker.errors import UsageError
from checker.llm.asking import Desk
from checker.llm.gate import Gate
from checker.llm.model import Answer, CallFailed, Reply


class Lines:
    """Opens one line and remembers that it was closed."""

    def __init__(self) -> None:
        self.closed = False

    @asynccontextmanager
    async def open(self) -> AsyncIterator[str]:
        try:
            yield "line"
        finally:
            self.closed = True


def threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name == "fajian-model"]


def test_answers_come_back_and_so_many_are_in_hand_at_a_time() -> None:
    inside = most = 0

    async def question(line: str) -> Answer:
        nonlocal inside, most
        assert line == "line"
        inside += 1
        most = max(most, inside)
        await asyncio.sleep(0.01)
        inside -= 1
        return Answer(model="m")

    lines = Lines()
    desk = Desk(lines.open, at_once=3)
    futures = [desk.put(question) for _ in range(10)]
    assert [desk.wait(future).model for future in futures] == ["m"] * 10
    assert most == 3
    desk.end()
    assert lines.closed
    assert not threads()


def test_an_end_in_the_middle_stops_all_and_closes_the_line() -> None:
    cancelled = []

    async def question(line: str) -> Answer:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            cancelled.append(line)
            raise
        return Answer()

    lines = Lines()
    desk = Desk(lines.open, at_once=2)
    futures = [desk.put(question) for _ in range(4)]
    time.sleep(0.1)
    started = time.monotonic()
    desk.end()
    assert time.monotonic() - started < 20
    assert len(cancelled) == 2
    assert all(future.done() for future in futures)
    assert lines.closed
    assert not threads()


def test_what_opening_the_line_raises_reaches_whoever_asks() -> None:
    @asynccontextmanager
    async def broken() -> AsyncIterator[str]:
        raise UsageError("没有这个组件。")
        yield

    async def question(line: str) -> Answer:
        raise AssertionError

    desk = Desk(broken, at_once=1)
    for _ in range(2):
        with pytest.raises(UsageError, match="组件"):
            desk.wait(desk.put(question))
    desk.end()
    assert not threads()


def test_a_defect_of_the_program_is_an_answer_with_an_error() -> None:
    async def question(line: str) -> Answer:
        raise ZeroDivisionError

    desk = Desk(Lines().open, at_once=1)
    answer = desk.wait(desk.put(question))
    desk.end()
    assert answer.error is not None
    assert "ZeroDivisionError" in answer.error
    assert answer.endpoint_failed


def test_a_desk_that_nobody_uses_ends() -> None:
    Desk(Lines().open, at_once=1).end()
    assert not threads()


# ── the gate ─────────────────────────────────────────────────────────────────────────────────────────────────────────


async def all_at_once(gate: Gate, count: int) -> list[Reply | BaseException]:
    calls = (gate.call(request(str(number))) for number in range(count))
    return list(await asyncio.gather(*calls, return_exceptions=True))


def test_the_first_is_answered_before_the_others_are_sent() -> None:
    under_way = []
    inner = Scripted(seconds=0.02)

    async def run() -> None:
        gate = Gate(inner, 4)
        task = asyncio.create_task(all_at_once(gate, 6))
        await asyncio.sleep(0.01)
        under_way.append(len(inner.asked))
        await task

    asyncio.run(run())
    assert under_way == [1]
    assert len(inner.asked) == 6
    assert inner.most == 5


def test_a_wrong_key_is_tried_once() -> None:
    inner = Scripted(lambda _, number: "denied")
    results = asyncio.run(all_at_once(Gate(inner, 4), 5))
    assert len(inner.asked) == 1
    assert {one.kind for one in results if isinstance(one, CallFailed)} == {"denied"}
    assert "没有再试" in str(results[-1])


def test_an_endpoint_that_never_answers_is_given_up() -> None:
    inner = Scripted(lambda _, number: "unreachable")
    asyncio.run(all_at_once(Gate(inner, 4), 50))
    assert len(inner.asked) == 3


def test_a_bad_moment_is_not_the_end() -> None:
    inner = Scripted(lambda _, number: "timeout" if 2 <= number <= 9 else reply())
    results = asyncio.run(all_at_once(Gate(inner, 8), 30))
    assert len(inner.asked) == 30
    assert sum(isinstance(one, Reply) for one in results) == 22


def test_a_failure_of_the_call_says_nothing_of_the_endpoint() -> None:
    inner = Scripted(lambda _, number: "overflow")
    asyncio.run(all_at_once(Gate(inner, 4), 30))
    assert len(inner.asked) == 30
