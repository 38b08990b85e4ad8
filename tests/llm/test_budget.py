"""Bounds on calls and money: never exceeded, whatever is under way; prices are the user's."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from callers import Scripted, reply, request

from checker.errors import UsageError
from checker.llm import prices
from checker.llm.budget import Budget
from checker.llm.model import CallFailed, Reply
from checker.llm.prices import Price, Prices
from checker.model import Usage

TABLE = Prices(models={"m": Price(input=1_000_000, cached_input=100_000, output=2_000_000)})  # a token is 1, or 2


def budget(inner: Scripted, *, calls: int | None = None, cost: float | None = None, estimate: int = 10) -> Budget:
    return Budget(inner, model="m", prices=TABLE, estimate=lambda _: estimate, max_calls=calls, max_cost=cost)


async def many(caller: Budget, count: int, bound: int = 5) -> list[Reply | BaseException]:
    calls = (caller.call(request(str(number), bound=bound)) for number in range(count))
    return list(await asyncio.gather(*calls, return_exceptions=True))


def answered(results: list[Reply | BaseException]) -> int:
    assert all(isinstance(one, Reply) or (isinstance(one, CallFailed) and one.kind == "budget") for one in results)
    return sum(isinstance(one, Reply) for one in results)


@pytest.mark.parametrize("most", [0, 1, 3])
def test_so_many_calls_and_no_more(most: int) -> None:
    inner = Scripted(seconds=0.01)
    assert answered(asyncio.run(many(budget(inner, calls=most), 8))) == most
    assert len(inner.asked) == most


def test_a_call_that_fails_was_a_call() -> None:
    inner = Scripted(lambda _, number: "server")
    caller = budget(inner, calls=2)
    results = asyncio.run(many(caller, 5))
    assert [one.kind for one in results if isinstance(one, CallFailed)] == ["server", "server", *["budget"] * 3]


def test_attempts_that_the_endpoint_made_of_one_call_count() -> None:
    inner = Scripted(lambda _, number: reply(calls=3))
    caller = budget(inner, calls=4)

    async def one_by_one() -> int:
        count = 0
        for number in range(5):
            try:
                await caller.call(request(str(number)))
            except CallFailed:
                break
            count += 1
        return count

    assert asyncio.run(one_by_one()) == 2


@pytest.mark.parametrize("cost", [0, 22, 23, 46, 60, 100, 1000])
def test_money_is_never_exceeded_with_all_at_a_time(cost: float) -> None:
    # What a call may take at most: 13 for its prompt (10 and a margin), 10 for its answer of 5.
    inner = Scripted(lambda _, number: reply(into=12, out=5), seconds=0.005)
    caller = budget(inner, cost=cost)
    count = answered(asyncio.run(many(caller, 30)))
    spent = TABLE.cost("m", caller.spent)
    assert spent is not None
    assert spent.amount <= cost
    assert count == len(inner.asked)
    assert count == min(30, max(0, int((cost - 23) // 22) + 1) if cost >= 23 else 0)


def test_what_was_put_aside_and_not_used_serves_others() -> None:
    inner = Scripted(lambda _, number: reply(into=1, out=1), seconds=0.01)
    caller = budget(inner, cost=60)
    assert answered(asyncio.run(many(caller, 13))) == 13  # at most two at a time fit, and all thirteen cost 39
    assert inner.most == 2


def test_prices() -> None:
    usage = Usage(calls=1, input_tokens=100, cached_input_tokens=40, output_tokens=10)
    cost = TABLE.cost("m", usage)
    assert cost is not None
    assert (cost.amount, cost.currency) == (60 + 4 + 20, "元")
    assert TABLE.cost("unknown", usage) is None
    assert TABLE.cost(None, usage) is None
    dear = Prices(models={"m": Price(input=1, output=1)}).cost("m", usage)
    assert dear is not None
    assert dear.amount == pytest.approx(110 / 1_000_000)


def test_the_shipped_table_is_empty_and_the_users_own_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAJIAN_HOME", str(tmp_path))
    assert prices.load().models == {}
    text = 'currency = "美元"\nas_of = 2026-11-01\n[models."a:b"]\ninput = 1\noutput = 2.5\n'
    (tmp_path / "prices.toml").write_text(text, encoding="utf-8")
    table = prices.load()
    assert (table.currency, table.as_of, table.models["a:b"].output) == ("美元", "2026-11-01", 2.5)


@pytest.mark.parametrize(
    "text", ["[models", "[models.a]\ninput = 1", "[models.a]\ninput = -1\noutput = 1", "x = 1", "models = 3", "\xff"]
)
def test_a_wrong_table_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("FAJIAN_HOME", str(tmp_path))
    (tmp_path / "prices.toml").write_bytes(text.encode("latin-1"))
    with pytest.raises(UsageError, match="价格表"):
        prices.load()
