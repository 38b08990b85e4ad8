"""Patterns that open with a look at the first character, ``(?=[…])(?:…)``, name every character a match can begin with.

The look lets a search pass quickly over places where no alternative can begin; an alternative that is added with a first
character that the look leaves out would never match.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import re._constants as op
import re._parser as parser
from collections.abc import Iterable, Iterator
from typing import Any

import pytest

import checker

EDGES = (op.AT, op.ASSERT, op.ASSERT_NOT)


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Every compiled pattern of text at the top of a module, by its name."""
    for module in pkgutil.walk_packages(checker.__path__, "checker."):
        for name, value in vars(importlib.import_module(module.name)).items():
            if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                yield f"{module.name}.{name}", value


def characters(items: Iterable[tuple[Any, Any]]) -> set[int]:
    """The characters of a class; one that names no characters outright is not meant for a look."""
    found: set[int] = set()
    for kind, value in items:
        assert kind in (op.LITERAL, op.RANGE), kind
        found |= {value} if kind is op.LITERAL else set(range(value[0], value[1] + 1))
    return found


def first(sequence: Iterable[tuple[Any, Any]]) -> tuple[set[int], bool]:
    """The characters that a match of the sequence can begin with, and whether it can be empty."""
    found: set[int] = set()
    for kind, value in sequence:
        if kind in EDGES:
            continue
        if kind is op.LITERAL:
            return found | {value}, False
        if kind is op.IN:
            return found | characters(value), False
        if kind is op.BRANCH:
            branches = [first(branch) for branch in value[1]]
            own, empty = set().union(*(one for one, _ in branches)), any(empty for _, empty in branches)
        elif kind is op.SUBPATTERN:
            own, empty = first(value[3])
        elif kind in (op.MAX_REPEAT, op.MIN_REPEAT):
            own, empty = first(value[2])
            empty = empty or value[0] == 0
        else:
            raise AssertionError(kind)
        found |= own
        if not empty:
            return found, False
    return found, True


def look(pattern: re.Pattern[str]) -> tuple[set[int], list[tuple[Any, Any]]] | None:
    """The characters of the look that a pattern opens with, and what comes after it."""
    parsed = list(parser.parse(pattern.pattern, pattern.flags))
    if not parsed or parsed[0][0] is not op.ASSERT or parsed[0][1][0] != 1:
        return None
    inner = list(parsed[0][1][1])
    if len(inner) != 1 or inner[0][0] is not op.IN:
        return None
    return characters(inner[0][1]), parsed[1:]


LOOKS = {name: found for name, pattern in patterns() if (found := look(pattern))}


def test_there_are_such_patterns() -> None:
    assert len(LOOKS) > 15


@pytest.mark.parametrize("name", sorted(LOOKS))
def test_the_look_names_all_first_characters(name: str) -> None:
    named, rest = LOOKS[name]
    wanted, empty = first(rest)
    assert not empty
    assert "".join(map(chr, sorted(wanted - named))) == ""
