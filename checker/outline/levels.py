"""How deep each heading stands: by its style's level, else by what it stands under."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from checker.outline.numbering import RANKS, Mark

# Bold, size, font, centred: what tells headings from text.
Face = tuple[bool, float | None, str | None, bool]


@dataclass(frozen=True)
class Found:
    """A heading that was found in ``row``: its wording is ``row.text[start:end]``.

    ``level`` 0 is not yet known. ``label``: a line that ends in a colon. ``run_in``: text follows in the same row. ``face``: its
    look where that is not the body's.
    """

    row: int
    mark: Mark | None
    start: int
    end: int
    run_in: bool = False
    level: int = 0
    label: bool = False
    face: Face | None = None

    @property
    def rank(self) -> int | None:
        return self.mark.rank if self.mark else None


@dataclass(frozen=True)
class _Open:
    """A heading under which the next one may stand; ``key`` tells its equals."""

    key: object
    rank: int | None
    level: int
    run_in: bool


def levelled(headings: Sequence[Found]) -> list[Found]:
    """The headings with their levels, from 1."""
    lowest = min((heading.level for heading in headings if heading.level), default=1)
    on_top = _unnumbered_on_top(headings)
    ranks = _ranks_of_faces(headings)
    path: list[_Open] = []
    result: list[Found] = []
    for heading in headings:
        rank = heading.rank
        if rank is None and heading.face is not None and not heading.label:
            rank = ranks.get(heading.face)
        if heading.level:
            level = heading.level - lowest + 1
            _close(path, lambda open_, level=level: open_.level >= level)  # type: ignore[misc]
        elif rank is not None:
            level = _under_number(path, rank, on_top=on_top)
        elif heading.label and heading.run_in:
            result.append(replace(heading, level=_top(path) + 1))
            continue
        else:
            level = _under_words(path, _key(heading), on_top=on_top)
        path.append(_Open(_key(heading), rank, level, heading.run_in))
        result.append(replace(heading, level=level))
    return result


def _key(heading: Found) -> object:
    return "label" if heading.label else heading.face


def _top(path: Sequence[_Open]) -> int:
    return path[-1].level if path else 0


def _close(path: list[_Open], closes: Callable[[_Open], bool]) -> None:
    while path and closes(path[-1]):
        path.pop()


def _equal(path: list[_Open], same: Callable[[_Open], bool]) -> int | None:
    """Close down to the first open heading that is an equal, and give its level."""
    for index, open_ in enumerate(path):
        if same(open_):
            del path[index:]
            return open_.level
    return None


def _under_number(path: list[_Open], rank: int, *, on_top: bool) -> int:
    level = _equal(path, lambda open_: open_.rank == rank)
    if level is not None:
        return level
    loose = rank <= RANKS["han"] and not on_top
    _close(path, lambda open_: loose if open_.rank is None else open_.rank > rank)
    return _top(path) + 1


def _under_words(path: list[_Open], key: object, *, on_top: bool) -> int:
    level = _equal(path, lambda open_: open_.rank is None and open_.key == key)
    if level is not None:
        return level
    if on_top and key != "label" and all(open_.rank is not None for open_ in path):
        path.clear()
    _close(path, lambda open_: open_.run_in)
    return _top(path) + 1


def _unnumbered_on_top(headings: Sequence[Found]) -> bool:
    """Whether headings without a number stand over those with one: they come first, and 一、 is absent or begins anew."""
    plain = [h for h in headings if not h.label and not h.level and h.mark is None]
    if not plain or headings[0] is not plain[0]:
        return False
    tops = [h.mark for h in headings if h.mark and not h.level and h.mark.rank <= RANKS["han"]]
    return not tops or sum(mark.value == 1 for mark in tops) > 1


def _ranks_of_faces(headings: Sequence[Found]) -> dict[Face, int]:
    """The rank of numbering that headings of one look have, where all that are numbered have the same."""
    ranks: dict[Face, set[int]] = {}
    for heading in headings:
        if heading.face is not None and heading.mark is not None and not heading.run_in:
            ranks.setdefault(heading.face, set()).add(heading.mark.rank)
    return {face: next(iter(found)) for face, found in ranks.items() if len(found) == 1}
