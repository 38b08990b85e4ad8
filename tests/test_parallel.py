"""Work on several cores: in order, bounded, and alive after a worker's death."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence

import pytest

from checker import parallel


def double(item: str) -> str:
    return item * 2


def slow_first(item: str) -> str:
    time.sleep(0.3 if item == "0" else 0)
    return item


def deadly(item: str) -> str:
    if item in ("5", "11"):
        os._exit(9)
    return item


def failing(item: str) -> str:
    raise ValueError(item)


def lost(item: str, loss: parallel.Loss = parallel.Loss.DIED) -> str:
    return f"lost {item}"


ITEMS = [str(number) for number in range(14)]


def test_few_items_are_done_here() -> None:
    assert list(parallel.run(lambda item: item, ["a", "b"], workers=4, lost=lost)) == ["a", "b"]


def test_results_come_in_order() -> None:
    assert list(parallel.run(double, ITEMS, workers=2, lost=lost)) == [item * 2 for item in ITEMS]
    assert list(parallel.run(slow_first, ITEMS, workers=2, lost=lost)) == ITEMS


def test_a_worker_that_dies_takes_only_its_item_along() -> None:
    expected = [lost(item) if item in ("5", "11") else item for item in ITEMS]
    assert list(parallel.run(deadly, ITEMS, workers=2, lost=lost)) == expected


def test_an_exception_is_the_callers() -> None:
    with pytest.raises(ValueError, match="0"):
        list(parallel.run(failing, ITEMS, workers=2, lost=lost))


def test_no_more_is_asked_for_than_the_reader_keeps_up_with(monkeypatch: pytest.MonkeyPatch) -> None:
    """What waits in memory is bounded by the number of workers, not by the number of files."""
    asked: list[int] = []
    submit = parallel._submit

    def counted(executor: object, chunk: Sequence[str]) -> object:
        asked.append(len(chunk))
        return submit(executor, chunk)  # type: ignore[arg-type]

    monkeypatch.setattr(parallel, "_submit", counted)
    results: Iterator[str] = parallel.run(double, [str(n) for n in range(400)], workers=2, lost=lost)
    assert next(results) == "00"
    assert sum(asked) <= 2 * parallel.AHEAD * 8
    assert len(list(results)) == 399
    assert sum(asked) == 400
