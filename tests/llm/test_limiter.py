"""The limiter in time that passes by itself: a loop whose clock jumps to the next thing to do."""

from __future__ import annotations

import asyncio
import random
import selectors
from collections.abc import Coroutine
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from checker.llm.limiter import Limiter, Limits, of_process


class _Skipping(selectors.DefaultSelector):
    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0

    def select(self, timeout: float | None = None) -> Any:
        if timeout is not None and timeout > 0:
            self.now += timeout
        elif timeout is None:
            raise AssertionError("everybody waits, and nobody will ever come")
        return super().select(0)


class _Loop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._skipping = _Skipping()
        super().__init__(self._skipping)

    def time(self) -> float:
        return self._skipping.now


def run(main: Coroutine[Any, Any, Any]) -> Any:
    with asyncio.Runner(loop_factory=_Loop) as runner:
        return runner.run(main)


def now() -> float:
    return asyncio.get_running_loop().time()


async def work(limiter: Limiter, seen: list[tuple[float, int]], tokens: int = 1, seconds: float = 0.0) -> None:
    async with limiter.slot(tokens):
        seen.append((now(), tokens))
        await asyncio.sleep(seconds)


def entered(limits: Limits, tokens: list[int], seconds: float = 0.0) -> list[tuple[float, int]]:
    """When each of some attempts, all asked for at once, was let in."""

    async def main() -> list[tuple[float, int]]:
        limiter = Limiter(limits, clock=now)
        seen: list[tuple[float, int]] = []
        await asyncio.gather(*(work(limiter, seen, one, seconds) for one in tokens))
        return seen

    return run(main())  # type: ignore[no-any-return]


def test_requests_per_minute() -> None:
    seen = entered(Limits(100, requests_per_minute=10), [1] * 35)
    assert [round(at) for at, _ in seen] == [0] * 10 + [60] * 10 + [120] * 10 + [180] * 5


def test_tokens_per_minute() -> None:
    seen = entered(Limits(100, tokens_per_minute=1000), [400] * 5)
    assert [round(at) for at, _ in seen] == [0, 0, 60, 60, 120]


def test_a_request_larger_than_the_allowance_is_let_through_by_itself() -> None:
    seen = entered(Limits(100, tokens_per_minute=1000), [10, 5000, 10])
    assert [round(at) for at, _ in seen] == [0, 60, 120]


def test_calls_at_once() -> None:
    seen = entered(Limits(3), [1] * 9, seconds=2)
    assert [round(at) for at, _ in seen] == [0] * 3 + [2] * 3 + [4] * 3


def test_first_come_first_served() -> None:
    seen = entered(Limits(2, requests_per_minute=3), list(range(1, 12)), seconds=1)
    assert [number for _, number in seen] == list(range(1, 12))


def test_what_was_not_used_is_given_back() -> None:
    async def main() -> float:
        limiter = Limiter(Limits(10, tokens_per_minute=1000), clock=now)
        async with limiter.slot(900) as admission:
            admission.took(100)
        async with limiter.slot(900):
            return now()

    assert run(main()) == 0


def test_what_was_used_beyond_the_estimate_counts() -> None:
    async def main() -> float:
        limiter = Limiter(Limits(10, tokens_per_minute=1000), clock=now)
        async with limiter.slot(100) as admission:
            admission.took(950)
        async with limiter.slot(100):
            return now()

    assert run(main()) == pytest.approx(60, abs=1)


def test_a_pause_holds_for_all() -> None:
    async def main() -> list[float]:
        limiter = Limiter(Limits(10), clock=now)
        seen: list[tuple[float, int]] = []
        limiter.pause(7)
        limiter.pause(3)  # a shorter one does not shorten it
        await asyncio.gather(*(work(limiter, seen) for _ in range(3)))
        return [at for at, _ in seen]

    assert run(main()) == [7, 7, 7]


def test_who_gives_up_waiting_holds_nobody_up() -> None:
    async def main() -> list[tuple[float, int]]:
        limiter = Limiter(Limits(1), clock=now)
        seen: list[tuple[float, int]] = []
        tasks = [asyncio.create_task(work(limiter, seen, number, 5)) for number in range(6)]
        await asyncio.sleep(1)
        for number in (0, 1, 3):
            tasks[number].cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        return seen

    assert [number for _, number in run(main())] == [0, 2, 4, 5]


def test_an_error_inside_gives_the_place_back() -> None:
    async def main() -> None:
        limiter = Limiter(Limits(1), clock=now)
        for _ in range(3):
            with pytest.raises(KeyError):
                async with limiter.slot(1):
                    raise KeyError
        async with limiter.slot(1):
            pass

    run(main())


@settings(max_examples=60)
@given(
    concurrency=some.integers(1, 6),
    rate=some.one_of(some.none(), some.integers(1, 12)),
    allowed=some.one_of(some.none(), some.integers(50, 2000)),
    seed=some.integers(0, 10_000),
)
def test_no_minute_ever_holds_more_than_allowed(
    concurrency: int, rate: int | None, allowed: int | None, seed: int
) -> None:
    chance = random.Random(seed)
    inside = most = 0

    async def one(limiter: Limiter, seen: list[tuple[float, int]]) -> None:
        nonlocal inside, most
        await asyncio.sleep(chance.uniform(0, 90))
        tokens = chance.randint(1, 600)
        try:
            async with asyncio.timeout(chance.choice([3, 10_000, 10_000])), limiter.slot(tokens):
                inside, most = inside + 1, max(most, inside + 1)
                seen.append((now(), min(tokens, allowed or tokens)))
                try:
                    await asyncio.sleep(chance.uniform(0, 20))
                finally:
                    inside -= 1
        except TimeoutError:
            pass

    async def main() -> list[tuple[float, int]]:
        limiter = Limiter(Limits(concurrency, rate, allowed), clock=now)
        seen: list[tuple[float, int]] = []
        await asyncio.gather(*(one(limiter, seen) for _ in range(40)))
        return seen

    seen = run(main())
    assert most <= concurrency
    for at, _ in seen:
        minute = [tokens for other, tokens in seen if at <= other < at + 60 - 1e-6]
        assert rate is None or len(minute) <= rate
        assert allowed is None or sum(minute) <= allowed


def test_two_event_loops_share_one() -> None:
    limiter = Limiter(Limits(1, requests_per_minute=1000))

    async def main() -> None:
        seen: list[tuple[float, int]] = []
        await asyncio.gather(*(work(limiter, seen) for _ in range(5)))
        assert len(seen) == 5

    asyncio.run(main())
    asyncio.run(main())


def test_one_for_the_process() -> None:
    assert of_process("http://a/v1", Limits(2)) is of_process("http://a/v1", Limits(5))
    assert of_process("http://a/v1", Limits(5)).limits.concurrency == 5
    assert of_process("http://b/v1", Limits(2)) is not of_process("http://a/v1", Limits(5))
