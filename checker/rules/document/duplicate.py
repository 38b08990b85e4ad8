"""A body paragraph stands twice (contract: ``text.duplicate``, which points at the second copy)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pydantic import Field
from rapidfuzz.fuzz import ratio

from checker.model import Report
from checker.rules import Context, Defect
from checker.rules import Params as Base
from checker.rules.document._common import NUMERAL, flat, own_blocks, shorten
from checker.text import han_count

_NUMBER = re.compile(rf"(?:第?{NUMERAL}(?:部分)?[、.,]|\({NUMERAL}\)|[0-9]{{1,2}}[.、]|\([0-9]{{1,2}}\)|{NUMERAL}是)")
_RUN_IN = re.compile(r"[^。;!?]{2,30}。")
_PIECE = re.compile(r"[^,。;:!?]{12,}")


class Params(Base):
    """``least``: Chinese characters from which a paragraph counts; ``alike`` from ``long``: how like a near copy must be."""

    least: int = Field(default=30, gt=0)
    long: int = Field(default=80, gt=0)
    alike: float = Field(default=0.95, gt=0, le=1)


def find(report: Report, params: Params, context: Context) -> Iterable[Defect]:
    """One defect for each further copy. Two paragraphs are one if they differ only in their number or run-in heading."""
    copy = flat(report.text)
    seen: dict[str, str] = {}
    pieces: dict[str, list[str]] = {}
    for _, block in own_blocks(report, "paragraph"):
        words = "".join(copy[block.start : block.end].split())
        if len(words) < params.least:
            continue
        forms = list(_forms(words, params.least))
        first = next((seen[form] for form in forms if form in seen), None) or _near(forms[-1], pieces, params)
        if first is not None and han_count(words) >= params.least:
            yield Defect(f"本段与前文重复：“{shorten(first, 30)}”。", ((block.start, block.end),))
            continue
        seen.update(dict.fromkeys(forms, words))
        for piece in _PIECE.findall(forms[-1]):
            pieces.setdefault(piece, []).append(forms[-1])


def _forms(words: str, least: int) -> Iterator[str]:
    """The paragraph, without its number, and without its run-in heading too if enough is left."""
    yield words
    number = _NUMBER.match(words)
    rest = words[number.end() :] if number else words
    yield rest
    heading = _RUN_IN.match(rest)
    if heading and number and len(rest) - heading.end() >= max(least, 2 * len(heading[0])):
        yield rest[heading.end() :]


def _near(words: str, pieces: dict[str, list[str]], params: Params) -> str | None:
    """An earlier long paragraph from which ``words`` hardly differs; asked only of those that share a clause."""
    if len(words) < params.long:
        return None
    candidates = dict.fromkeys(other for piece in _PIECE.findall(words) for other in pieces.get(piece, ())[:3])
    for other in candidates:
        if ratio(words, other, score_cutoff=100 * params.alike) >= 100 * params.alike:
            return other
    return None
