"""Where the work of a batch is done. A runner is one file, found by its name: ``local`` (this machine's processes).

A runner's module holds

    run(function, items, *, workers, lost, limits, started) -> Iterator      as ``checker.parallel.run``

``function`` and ``limits`` can be pickled; an item is a string. Results come in the order of the items; one that is lost (it died, or
took too long or too much memory) gives ``lost(item, loss)`` and harms no other; what ``function`` raises is raised in its turn.
"""

from __future__ import annotations

import importlib
import pkgutil
from typing import Protocol, cast

from checker.errors import UsageError
from checker.parallel import Run


class Runner(Protocol):
    """Where work is done."""

    run: Run


def runners() -> tuple[str, ...]:
    """The names of the runners."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_")))


def runner(name: str = "local") -> Runner:
    """A runner by its name. Raises UsageError where there is none."""
    if name not in runners():
        raise UsageError(f"没有“{name}”这种运行方式，现有：{'、'.join(runners())}。")
    return cast("Runner", importlib.import_module(f"checker.batch.runners.{name}"))
