"""Wording that a list of patterns finds: for lists that an office keeps itself, and for hints to a drafter."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from checker.model import Report, Value
from checker.patterns import compiled
from checker.rules import Context, Defect
from checker.rules import Params as Base
from checker.rules.document._common import Pattern, block_of, flat


class Wording(Value):
    """A pattern for the folded text, what to say of it (``{}``: the words found) and what to do."""

    pattern: Pattern
    message: str
    suggest: str | None = None
    from_year: int | None = None


class Params(Base):
    """``wordings``: what to look for; ``quoted``: also inside 《》 and “”."""

    wordings: tuple[Wording, ...]
    quoted: bool = False


_QUOTED = re.compile(r"《[^》\n]{0,80}》|\"[^\"\n]{0,40}\"")


def find(report: Report, params: Params, context: Context) -> Iterable[Defect]:
    """One defect for each different wording, with all its places."""
    copy = flat(report.text)
    if not params.quoted:
        copy = _QUOTED.sub(_blank, copy)
    for wording in params.wordings:
        if wording.from_year and (report.info.year or wording.from_year) < wording.from_year:
            continue
        places: dict[str, list[tuple[int, int]]] = {}
        for match in compiled(wording.pattern).finditer(copy):
            block = block_of(report, match.start())
            if block is not None and block.kind in ("heading", "paragraph", "table") and match.end() <= block.end:
                places.setdefault(match[0], []).append(match.span())
        for words, spans in places.items():
            yield Defect(wording.message.replace("{}", words), tuple(spans), suggestion=wording.suggest)


def _blank(match: re.Match[str]) -> Any:
    return " " * len(match[0])
