"""Runners are found by their names and keep what ``checker.parallel.run`` promises."""

from __future__ import annotations

import os
import time

import pytest

from checker.batch.runners import runner, runners
from checker.errors import UsageError
from checker.parallel import Limits, Loss


def work(job: str) -> str:
    """A job that works, one that dies, one that hangs, by its name."""
    if job == "die":
        os._exit(3)
    if job == "hang":
        time.sleep(60)
    return job.upper()


def lost(job: str, loss: Loss) -> str:
    return f"{job}: {loss.value}"


def test_the_local_one_is_there() -> None:
    assert "local" in runners()
    with pytest.raises(UsageError, match="local"):
        runner("nowhere")


@pytest.mark.parametrize("name", runners())
def test_results_in_order_and_one_bad_job_fails_alone(name: str) -> None:
    jobs = ["a", "die", *"bcdefgh", "hang", "i"]
    told = runner(name).run(work, jobs, workers=2, lost=lost, limits=Limits(seconds=2))
    assert list(told) == ["A", "die: died", *"BCDEFGH", "hang: time", "I"]
