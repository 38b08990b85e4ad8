"""``--max-calls`` and ``--max-cost``: a call is sent only if the bound holds even should it, and all that are under way, cost the most they can."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from checker.llm.model import Caller, CallFailed, Profile, Reply, Request
from checker.llm.prices import Prices
from checker.model import Usage

_MARGIN = 1.3  # an estimate of tokens may be too low by that much
SPENT = "已到本次设定的上限（{}），没有再向模型发送"


class Budget:
    """A caller that counts. ``spent`` is what was used by calls so far."""

    def __init__(
        self,
        inner: Caller,
        *,
        model: str,
        prices: Prices,
        estimate: Callable[[Request], int],
        max_calls: int | None = None,
        max_cost: float | None = None,
    ) -> None:
        """``estimate`` tells the tokens of a request's prompt. Where a cost is bounded, the model's price has to be known."""
        self._inner, self._model, self._prices, self._estimate = inner, model, prices, estimate
        self._max_calls, self._max_cost = max_calls, max_cost
        self._reserved = 0.0
        self._calls_under_way = 0
        self._changed = asyncio.Condition()
        self.spent = Usage()

    @property
    def profile(self) -> Profile:
        return self._inner.profile

    async def call(self, request: Request) -> Reply:
        """The reply. Raises CallFailed, of kind ``budget`` where the bound does not allow it."""
        most = await self._reserve(request)
        used = Usage(calls=1)  # a call that fails was a call all the same
        try:
            reply = await self._inner.call(request)
            used = reply.usage.model_copy(update={"calls": max(reply.usage.calls, 1)})
            return reply
        finally:
            await self._settle(most, used)

    async def _reserve(self, request: Request) -> float:
        """Wait until the call is sure to fit, and put its highest cost aside."""
        most = self._most(request)
        async with self._changed:
            while True:
                if self._max_calls is not None and self.spent.calls + self._calls_under_way >= self._max_calls:
                    raise CallFailed("budget", SPENT.format(f"调用 {self._max_calls} 次"))
                if self._max_cost is None or self._money() + self._reserved + most <= self._max_cost:
                    break
                if not self._reserved or self._money() + most > self._max_cost:
                    raise CallFailed("budget", SPENT.format(f"费用 {self._max_cost:g} {self._prices.currency}"))
                await self._changed.wait()  # what is under way may take less than was put aside for it
            self._reserved += most
            self._calls_under_way += 1
        return most

    async def _settle(self, most: float, used: Usage) -> None:
        async with self._changed:
            self._reserved = max(0.0, self._reserved - most)
            self._calls_under_way -= 1
            if self._calls_under_way == 0:
                self._reserved = 0.0  # no rest of adding and taking away
            self.spent = self.spent + used
            self._changed.notify_all()

    def _most(self, request: Request) -> float:
        prompt = round(self._estimate(request) * _MARGIN)
        tokens = Usage(input_tokens=prompt, output_tokens=request.max_output_tokens)
        cost = self._prices.cost(self._model, tokens)
        return cost.amount if cost is not None else 0.0

    def _money(self) -> float:
        cost = self._prices.cost(self._model, self.spent)
        return cost.amount if cost is not None else 0.0

    def forget(self, request: Request) -> None:
        """Nothing is kept here."""
