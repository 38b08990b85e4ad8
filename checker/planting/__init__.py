"""One known change in a report, and what it must and must not do to the result: how ``fajian eval --planted`` measures.

A family of changes is one module in ``checker.planting.changes`` with ``cases(bench) -> Iterator[Case]``; it is found by being
there. Everything is pure and deterministic: what is chosen depends on the report's name and the change alone.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from functools import cache
from types import ModuleType

from checker.planting import changes
from checker.planting.bench import Bench
from checker.planting.model import Case, Original


@cache
def families() -> dict[str, ModuleType]:
    """The families by name."""
    names = sorted(m.name for m in pkgutil.iter_modules(changes.__path__) if not m.name.startswith("_"))
    return {name: importlib.import_module(f"{changes.__name__}.{name}") for name in names}


def cases(original: Original) -> Iterator[Case]:
    """Every case that a report gives."""
    for name, module in families().items():
        yield from module.cases(Bench(original, name))
