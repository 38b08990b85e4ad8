"""Which characters of a file are those of a report's text: two walks through one document, laid side by side.

Only characters that show count; blanks never do. Neither side need be whole: the file holds what a reader leaves out (page
numbers, hidden text), the text what no file holds (the numbers that Word generates).
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections import Counter
from functools import lru_cache

from checker.model import Report

# Pieces that stand once on either side surely belong together; long ones first.
_LENGTHS = (24, 12, 6)
# So many differences are weighed against each other at a time.
_MOST_DIFFERENCES = 250


@lru_cache(maxsize=65536)
def counts(character: str) -> bool:
    """Whether a character shows: readers drop blanks, control and format characters."""
    return not character.isspace() and (character.isprintable() or unicodedata.category(character) == "Co")


class Alignment:
    """A report's text beside ``given``, the characters of its file that count, in their order."""

    def __init__(self, report: Report, given: str) -> None:
        self._given = given
        self._offsets = _counted(report)
        self._wanted = "".join(report.text[offset] for offset in self._offsets)
        self._found = align(self._wanted, given)

    def indices(self, start: int, end: int) -> list[int]:
        """Where in ``given`` the characters of ``text[start:end]`` stand, in their order; nothing where none is there."""
        low, high = bisect_left(self._offsets, start), bisect_left(self._offsets, end)
        quote = self._wanted[low:high]
        found = [index for index in self._found[low:high] if index >= 0]
        if found and len(found) == len(quote) == found[-1] - found[0] + 1:
            return found
        there = self._nearest(quote, low) if quote else -1
        if there >= 0:
            return list(range(there, there + len(quote)))
        return self._without_holes(low, high)

    def exact(self, start: int, end: int) -> bool:
        """Whether every character of the quote that the file can hold was found, and nothing stands between them."""
        low, high = bisect_left(self._offsets, start), bisect_left(self._offsets, end)
        found = self.indices(start, end)
        return bool(found) and "".join(self._given[index] for index in found) == self._wanted[low:high]

    def before(self, start: int) -> list[int]:
        """Where in ``given`` the last characters before ``text[start]`` stand that are there at all, in their order."""
        low = bisect_left(self._offsets, start)
        return [index for index in self._found[:low] if index >= 0][-200:]

    def _nearest(self, quote: str, low: int) -> int:
        """Where the whole quote stands, nearest to where it is expected."""
        known = next((position for position in range(low, -1, -1) if self._found[position] >= 0), None)
        before = 0 if known is None else self._found[known] + low - known
        places, place = [], self._given.find(quote)
        while place >= 0:
            places.append(place)
            place = self._given.find(quote, place + 1)
        return min(places, key=lambda place: abs(place - before), default=-1)

    def _without_holes(self, low: int, high: int) -> list[int]:
        """The characters found, and between two of them as many others as the text has there: they were only read otherwise."""
        result: list[int] = []
        last = -1
        for position in range(low, high):
            index = self._found[position]
            if index < 0:
                continue
            if result and 1 < index - result[-1] == position - last:
                result += range(result[-1] + 1, index)
            result.append(index)
            last = position
        return result


def _counted(report: Report) -> list[int]:
    """Offsets of the characters that the file can hold: all that show, but for the numbers that Word generates."""
    text = report.text
    offsets: list[int] = []
    for block in report.document.blocks:
        start = block.start
        if block.number and text.startswith(block.number, start):
            start += len(block.number)
        offsets += [offset for offset in range(start, block.end) if counts(text[offset])]
    return offsets


# ── two strings ──────────────────────────────────────────────────────────────────────────────────────────────────────


def align(wanted: str, given: str) -> list[int]:
    """For every character of ``wanted`` the index of its counterpart in ``given``, or -1; indices only grow."""
    found = [-1] * len(wanted)
    gaps = [(0, len(wanted), 0, len(given), 0)]
    while gaps:
        a, b, c, d, step = gaps.pop()
        a, b, c, d = _trimmed(wanted, given, (a, b, c, d), found)
        if a == b or c == d:
            continue
        place = given.find(wanted[a:b], c, d)
        if place >= 0:
            found[a:b] = range(place, place + b - a)
            continue
        anchors: list[tuple[int, int]] = []
        while step < len(_LENGTHS) and not anchors:
            anchors = _anchors(wanted[a:b], given[c:d], _LENGTHS[step])
            step += not anchors
        if not anchors:
            _compare(wanted[a:b], given[c:d], a, c, found)
            continue
        last_a, last_c = a, c
        for i, j in anchors:
            if a + i < last_a or c + j < last_c:
                continue  # the one before reached over it
            gaps.append((last_a, a + i, last_c, c + j, step))
            last_a, last_c = a + i, c + j
            while last_a < b and last_c < d and wanted[last_a] == given[last_c]:
                found[last_a] = last_c
                last_a, last_c = last_a + 1, last_c + 1
        gaps.append((last_a, b, last_c, d, step))
    return found


def _trimmed(wanted: str, given: str, gap: tuple[int, int, int, int], found: list[int]) -> tuple[int, int, int, int]:
    """The gap without what is the same at its ends, which is noted; the longer end first."""
    a, b, c, d = gap
    most = min(b - a, d - c)
    front = next((n for n in range(most) if wanted[a + n] != given[c + n]), most)
    back = next((n for n in range(most) if wanted[b - 1 - n] != given[d - 1 - n]), most)
    if front + back > most:
        front, back = (front, most - front) if front >= back else (most - back, back)
    found[a : a + front] = range(c, c + front)
    if back:
        found[b - back : b] = range(d - back, d)
    return a + front, b - back, c + front, d - back


def _anchors(wanted: str, given: str, length: int) -> list[tuple[int, int]]:
    """Where pieces of this length stand that are unique on both sides, in the longest row that grows on both."""
    ours, theirs = _unique(wanted, length), _unique(given, length)
    pairs = [(i, theirs[piece]) for piece, i in ours.items() if piece in theirs]
    return _growing(sorted(pairs))


def _unique(text: str, length: int) -> dict[str, int]:
    pieces = [text[index : index + length] for index in range(len(text) - length + 1)]
    often = Counter(pieces)
    return {piece: index for index, piece in enumerate(pieces) if often[piece] == 1}


def _growing(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest row of pairs, which are sorted by their first, whose seconds grow."""
    ends: list[int] = []
    holders: list[int] = []
    before: list[int] = []
    for index, (_, second) in enumerate(pairs):
        place = bisect_left(ends, second)
        before.append(holders[place - 1] if place else -1)
        ends[place : place + 1] = [second]
        holders[place : place + 1] = [index]
    row = []
    index = holders[-1] if holders else -1
    while index >= 0:
        row.append(pairs[index])
        index = before[index]
    return row[::-1]


def _compare(wanted: str, given: str, first: int, second: int, found: list[int]) -> None:
    """The fewest differences between two strings, worked out in stretches of so many differences."""
    done = 0, 0
    while done[0] < len(wanted) and done[1] < len(given):
        x, y = done
        dx, dy = _stretch(wanted[x:], given[y:], first + x, second + y, found)
        done = x + dx, y + dy


def _stretch(wanted: str, given: str, first: int, second: int, found: list[int]) -> tuple[int, int]:
    """What belongs together up to the first so many differences (E. W. Myers, 1986), and how far that goes on both sides."""
    width, height = len(wanted), len(given)
    reach = {1: 0}
    steps: list[dict[int, int]] = []
    best = 0, 0
    for differences in range(min(width + height, _MOST_DIFFERENCES) + 1):
        steps.append(reach.copy())
        for diagonal in range(-differences, differences + 1, 2):
            down = diagonal == -differences or (
                diagonal != differences and reach.get(diagonal - 1, -1) < reach.get(diagonal + 1, -1)
            )
            x = reach[diagonal + 1] if down else reach[diagonal - 1] + 1
            while x < width and 0 <= x - diagonal < height and wanted[x] == given[x - diagonal]:
                x += 1
            reach[diagonal] = x
            y = x - diagonal
            if x <= width and y <= height and x + y > sum(best):
                best = x, y
        if best == (width, height):
            break
    # From the last step back: the best place may have been reached some steps before it.
    while steps and not _reached(steps, best, reach):
        reach = steps.pop()
    _note(steps, *best, first, second, found)
    return best


def _reached(steps: list[dict[int, int]], place: tuple[int, int], reach: dict[int, int]) -> bool:
    """Whether the last of these steps is one that led to the place."""
    diagonal = place[0] - place[1]
    return (len(steps) - 1 - diagonal) % 2 == 0 and reach.get(diagonal) == place[0]


def _note(steps: list[dict[int, int]], x: int, y: int, first: int, second: int, found: list[int]) -> None:
    """Back along the way that was found, noting what is the same."""
    for differences in range(len(steps) - 1, -1, -1):
        reach, diagonal = steps[differences], x - y
        down = diagonal == -differences or (
            diagonal != differences and reach.get(diagonal - 1, -1) < reach.get(diagonal + 1, -1)
        )
        before = diagonal + 1 if down else diagonal - 1
        start_x = reach[before]
        start_y = start_x - before
        while x > start_x and y > start_y:
            x, y = x - 1, y - 1
            found[first + x] = second + y
        x, y = start_x, start_y
