"""Briefing → Word, a page, Markdown, text, JSON. One file per form, found by its name.

A form's module holds ``SUFFIX`` (of a file in that form) and

    write(briefing, look, template) -> bytes        text is UTF-8; ``template`` is an office's own .docx

and, where it applies,

    BINARY = True                                   not for a terminal
    TAKES_TEMPLATE = True                           ``template`` counts
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import TYPE_CHECKING, Any

from checker.errors import UsageError
from checker.output._layout import Look

if TYPE_CHECKING:
    from checker.model import Briefing
    from checker.output.official import Template


@cache
def forms() -> tuple[str, ...]:
    """The names of the forms."""
    return tuple(sorted(m.name for m in pkgutil.iter_modules(__path__) if not m.name.startswith("_")))


def form(name: str) -> Any:
    """The module of one form. Raises UsageError where there is none."""
    if name not in forms():
        raise UsageError(f"没有“{name}”这种简报形式，现有：{'、'.join(forms())}。")
    return importlib.import_module(f"checker.output.briefings.{name}")


def present(name: str, briefing: Briefing, look: Look | None = None, template: Template | None = None) -> bytes:
    """A briefing in a form. Raises UsageError for an unknown form, and where a template is wrong or of no use."""
    module = form(name)
    if template is not None and not getattr(module, "TAKES_TEMPLATE", False):
        able = "、".join(n for n in forms() if getattr(form(n), "TAKES_TEMPLATE", False))
        raise UsageError(f"“{name}”形式不用模板；模板（--template）只用于：{able}。")
    made: bytes = module.write(briefing, look or Look(), template)
    return made


def lines(briefing: Briefing) -> int:
    """The lines of 28 characters that it takes in Word, from the title to what stands before the annexes; a page has 22.

    An estimate, rather too high than too low.
    """
    from checker.output.briefings._document import official
    from checker.output.official.length import lines as counted

    return counted(official(briefing, drawn=False))
