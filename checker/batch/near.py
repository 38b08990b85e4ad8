"""Which of many short texts are nearly the same: candidates by MinHash and banding, to be compared exactly afterwards.

MinHash: A. Broder, On the resemblance and containment of documents (1997). Banding (LSH): two texts are candidates where all rows
of at least one band agree, which with ``BANDS`` bands of ``ROWS`` rows is likely from a resemblance of (1/24)^(1/5) = 0.5; of
those, pairs whose signatures agree in fewer than ``ALIKE`` of all rows are dropped at once. The signatures are ``rensa``'s; the buckets are kept here, one band after the other, so that a bucket that too many share is seen as
such and costs nothing: the work grows with the number of texts, not with that of pairs.
"""

from __future__ import annotations

import operator
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

BANDS = 24
ROWS = 5
SLOTS = 128
ALIKE = 0.4
SHINGLE = 4
_SEED = 42
_EACH = 4
_AT_ONCE = 4000
_BYTES = SLOTS * 4


class Signatures:
    """The signatures of texts, in the order in which they came; ``owner[i]`` is whose text ``i`` is."""

    def __init__(self) -> None:
        self.owner = array("I")
        self._data = bytearray()
        self._waiting: list[list[str]] = []

    def add(self, text: str, owner: int) -> None:
        """Take in a text of more than ``SHINGLE`` characters."""
        self.owner.append(owner)
        self._waiting.append([text[i : i + SHINGLE] for i in range(len(text) - SHINGLE + 1)])
        if len(self._waiting) >= _AT_ONCE:
            self._sign()

    def _sign(self) -> None:
        from rensa import RMinHash

        if not self._waiting:
            return
        matrix = RMinHash.digest_matrix_from_token_sets(self._waiting, SLOTS, _SEED)
        self._waiting = []
        for row in matrix.to_rows():
            self._data += array("I", row).tobytes()

    def pairs(self, most: int) -> Iterator[tuple[int, int]]:
        """Pairs of texts of different owners that are likely alike, each once; nothing of a bucket that more than ``most`` owners share."""
        self._sign()
        seen: set[int] = set()
        count = len(self.owner)
        for band in range(BANDS):
            for members in self._buckets(band):
                if len({self.owner[i] for i in members}) > most:
                    continue
                for first, second in _couples(members, self.owner):
                    key = first * count + second
                    if key not in seen:
                        seen.add(key)
                        if self._alike(first, second):
                            yield first, second

    def _alike(self, first: int, second: int) -> bool:
        rows = memoryview(self._data).cast("I")
        one, two = rows[first * SLOTS : (first + 1) * SLOTS], rows[second * SLOTS : (second + 1) * SLOTS]
        agreeing: int = sum(map(operator.eq, one, two))
        return agreeing >= ALIKE * SLOTS

    def _buckets(self, band: int) -> Iterable[Sequence[int]]:
        """The texts that agree in one band, where there are two and more."""
        size = ROWS * 4
        first: dict[bytes, int] = {}
        shared: dict[bytes, list[int]] = {}
        data = memoryview(self._data)
        for index, at in enumerate(range(band * size, len(data), _BYTES)):
            key = bytes(data[at : at + size])
            known = first.setdefault(key, index)
            if known != index:
                shared.setdefault(key, [known]).append(index)
        return shared.values()


def _couples(members: Sequence[int], owner: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Pairs of different owners; of an owner that says the same again and again the first few."""
    held: Counter[int] = Counter()
    kept: list[int] = []
    for member in members:
        held[owner[member]] += 1
        if held[owner[member]] <= _EACH:
            kept.append(member)
    for place, first in enumerate(kept):
        for second in kept[place + 1 :]:
            if owner[first] != owner[second]:
                yield first, second
