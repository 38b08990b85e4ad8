"""CheckResult → text, JSON, Markdown … One file per form, found by its name; outputs see results only.

A form's module holds ``SUFFIX`` (of a file in that form) and

    opening(rows_to_come) -> str               what stands before the first result
    report(result, look) -> str                one result
    SEPARATOR: str                             between two results
    closing(rows, look) -> str                 what stands after the last one; ``rows`` are summary.Row
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import Any

from checker.errors import UsageError

# Parts that forms share, not forms.
_SHARED = {"summary"}


@cache
def forms() -> tuple[str, ...]:
    """The names of the forms."""
    names = {module.name for module in pkgutil.iter_modules(__path__)}
    return tuple(sorted(name for name in names - _SHARED if not name.startswith("_")))


def form(name: str) -> Any:
    """The module of one form. Raises UsageError where there is none."""
    if name not in forms():
        raise UsageError(f"没有“{name}”这种输出形式，现有：{'、'.join(forms())}。")
    return importlib.import_module(f"checker.output.{name}")
