"""Fajian 法鉴: checks Chinese annual reports on law-based-government building against rubric files.

    from checker import read, check, brief, load_rubric

``read(path)`` gives a ``Report``, ``check(paths)`` a list of ``CheckResult``, ``load_rubric(id_or_path)`` a ``Rubric``: the types
behind the JSON of the command line. They are loaded when they are first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from checker.checking import check, read
    from checker.rubric import load_rubric

__all__ = ["read", "check", "brief", "load_rubric"]
_HOMES = {"read": "checker.checking", "check": "checker.checking", "load_rubric": "checker.rubric"}


def brief(*paths: Any, **options: Any) -> Any:  # noqa: ARG001
    """A briefing of one or several reports. Not there yet: raises MissingComponent."""
    from checker.errors import MissingComponent

    raise MissingComponent("本版本还不能生成简报，请先用 check 查看检查结果。")


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'checker' has no attribute {name!r}")
