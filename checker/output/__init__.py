"""CheckResult → text, JSON, Markdown … One file per form, found by its name; outputs see results only.

A form's module holds ``SUFFIX`` (of a file in that form) and

    opening() -> str                           what stands before the first result
    report(result, look) -> str                one result
    SEPARATOR: str                             between two results
    closing(rows, look) -> str                 what stands after the last one; ``rows`` are summary.Row

and, where it applies,

    NEEDS_REPORT = True                        report(result, look, report): the text as well, None where there is none
    ALONE = True                               a result is a file of its own: several are never written one after the other
    INDEX: str, index(rows, files) -> str      a file that leads to those of several results, and its name
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import TYPE_CHECKING, Any

from checker.errors import UsageError
from checker.output._layout import Look

if TYPE_CHECKING:  # the help is laid out with this package, and should not wait for pydantic
    from checker.model import CheckResult, Report

# Parts that forms share, not forms.
_SHARED = {"summary"}


@cache
def forms() -> tuple[str, ...]:
    """The names of the forms: a form is a module; packages are what has forms of its own."""
    names = {module.name for module in pkgutil.iter_modules(__path__) if not module.ispkg}
    return tuple(sorted(name for name in names - _SHARED if not name.startswith("_")))


def form(name: str) -> Any:
    """The module of one form. Raises UsageError where there is none."""
    if name not in forms():
        raise UsageError(f"没有“{name}”这种输出形式，现有：{'、'.join(forms())}。")
    return importlib.import_module(f"checker.output.{name}")


def present(name: str, result: CheckResult, look: Look, report: Report | None = None) -> str:
    """One result in a form; ``report`` is the text that it is about, for the forms that show it."""
    module = form(name)
    told = (
        module.report(result, look, report) if getattr(module, "NEEDS_REPORT", False) else module.report(result, look)
    )
    return str(told)
