"""Once more after a passing fault: how often, after how long, and when it is enough. Every bound stands here."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from checker.llm.faults import Fault

T = TypeVar("T")


@dataclass(frozen=True)
class Patience:
    """The bounds of one call. ``tries``: attempts of any kind; ``timeouts``: how many of them may time out, each being costly;
    ``refusals``: how many may find nobody at the address, which mends itself in a moment or not at all.

    ``longest_wait``: the longest Retry-After that is waited for; ``altogether``: seconds of attempts and waiting, after which no
    other is begun (time spent in our own queue does not count).
    """

    tries: int = 7
    timeouts: int = 2
    refusals: int = 3
    first_wait: float = 0.5
    factor: float = 2.0
    most_wait: float = 20.0
    longest_wait: float = 60.0
    altogether: float = 900.0


@dataclass(frozen=True)
class Surroundings:
    """The clock, the sleep and the dice; a test brings its own."""

    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    chance: Callable[[], float] = random.random


class GaveUp(Exception):
    """The last fault, and why no other attempt was made."""

    def __init__(self, fault: Fault, tries: int) -> None:
        self.fault = fault
        self.tries = tries
        super().__init__(fault.kind)


@dataclass
class Persistence(Generic[T]):
    """Attempts until one succeeds. ``attempt`` returns what it got or the fault, and how long it took."""

    attempt: Callable[[], Awaitable[tuple[T | Fault, float]]]
    patience: Patience
    around: Surroundings
    pause: Callable[[float], None] = field(default=lambda _: None)  # tells all others to wait as well
    enough: Callable[[Fault, int], bool] = field(
        default=lambda _fault, _number: False
    )  # a reason of the caller's own to stop

    async def result(self) -> T:
        """What an attempt brought. Raises GaveUp."""
        spent = 0.0
        timeouts = refusals = 0
        for number in range(1, self.patience.tries + 1):
            got, took = await self.attempt()
            spent += took
            if not isinstance(got, Fault):
                return got
            timeouts += got.kind == "timeout"
            refusals += got.about == "nobody"
            wait = self._wait(got, number)
            if (
                not got.passing
                or number == self.patience.tries
                or self.enough(got, number)
                or timeouts >= self.patience.timeouts
                or refusals >= self.patience.refusals
                or wait > self.patience.longest_wait
                or spent + wait > self.patience.altogether
            ):
                raise GaveUp(got, number)
            if got.kind == "rate" or got.wait is not None:
                self.pause(wait)
            await self.around.sleep(wait)
            spent += wait
        raise AssertionError("unreachable")  # pragma: no cover

    def _wait(self, fault: Fault, number: int) -> float:
        grown = min(self.patience.most_wait, self.patience.first_wait * self.patience.factor ** (number - 1))
        spread = grown * (0.5 + self.around.chance() / 2)  # those who failed together do not come back together
        if fault.wait is None:
            return spread
        # Never sooner than asked; a little later, lest all come back at the same instant. "0" still means: not at once.
        return fault.wait + min(spread, self.patience.first_wait)
