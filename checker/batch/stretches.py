"""The longest stretches that two paragraphs have in common, exactly, character by character of their neutral copies. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

SEED = 8  # characters that must agree for a stretch to be looked for
GAP = 14  # characters on either side that may differ between two agreeing pieces of one stretch: a name, a village, an office
DENSE = 0.75  # how much of a stretch must agree
_TRIES = 4  # places of a repeated seed that are tried


class Stretch(NamedTuple):
    """``first`` and ``second`` are spans of the two texts; ``pieces`` are the agreeing (start, start, length) within it."""

    first: tuple[int, int]
    second: tuple[int, int]
    pieces: tuple[tuple[int, int, int], ...]

    @property
    def whole(self) -> bool:
        """Whether all of it agrees."""
        return len(self.pieces) == 1


def common(first: str, second: str) -> list[Stretch]:
    """The stretches, in the order of ``second``; none overlaps another on either side."""
    pieces = _pieces(first, second)
    found: list[list[tuple[int, int, int]]] = []
    for piece in pieces:
        if found and _follows(found[-1][-1], piece):
            found[-1].append(piece)
        else:
            found.append([piece])
    return [_stretch(run) for group in found for run in _dense(group)]


def _pieces(first: str, second: str) -> list[tuple[int, int, int]]:
    """Maximal agreeing pieces, in the order of ``second``, each further along in it than the one before."""
    places: dict[str, list[int]] = {}
    for start in range(len(first) - SEED + 1):
        places.setdefault(first[start : start + SEED], []).append(start)
    found: list[tuple[int, int, int]] = []
    used = bytearray(len(first))
    at = 0
    while at <= len(second) - SEED:
        best = (0, 0)
        for start in places.get(second[at : at + SEED], ())[:_TRIES]:
            if used[start]:
                continue
            length = _agreeing(first, second, start, at)
            if length > best[1]:
                best = start, length
        start, length = best
        if length < SEED:
            at += 1
            continue
        found.append((start, at, length))
        used[start : start + length] = b"\1" * length
        at += length
    return found


def _agreeing(first: str, second: str, start: int, at: int) -> int:
    length = SEED
    most = min(len(first) - start, len(second) - at)
    while length < most and first[start + length] == second[at + length]:
        length += 1
    return length


def _follows(before: tuple[int, int, int], piece: tuple[int, int, int]) -> bool:
    gaps = piece[0] - before[0] - before[2], piece[1] - before[1] - before[2]
    return all(0 <= gap <= GAP for gap in gaps)


def _dense(group: list[tuple[int, int, int]]) -> list[list[tuple[int, int, int]]]:
    """The group whole if enough of it agrees, else cut at its widest gap, and so on."""
    found: list[list[tuple[int, int, int]]] = []
    waiting = [group]
    while waiting:
        run = waiting.pop()
        stretch = _stretch(run)
        size = max(stretch.first[1] - stretch.first[0], stretch.second[1] - stretch.second[0])
        if len(run) == 1 or sum(length for _, _, length in run) >= DENSE * size:
            found.append(run)
            continue
        gaps = [max(b[0] - a[0] - a[2], b[1] - a[1] - a[2]) for a, b in pairwise(run)]
        cut = gaps.index(max(gaps)) + 1
        waiting += [run[cut:], run[:cut]]
    return found


def _stretch(pieces: Sequence[tuple[int, int, int]]) -> Stretch:
    (a, b, _), (c, d, length) = pieces[0], pieces[-1]
    return Stretch((a, c + length), (b, d + length), tuple(pieces))
