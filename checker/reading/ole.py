"""Compound files (OLE2), in which old office programs keep their documents: which streams there are, and how they begin.

Only as much is read as tells a Word document from a spreadsheet, a presentation, an e-mail or an encrypted file.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST = 0xFFFFFFFA  # greater numbers are marks, not sectors
_MOST_ENTRIES = 20_000


class DamagedOle(Exception):
    """The file opens like a compound file but its directory cannot be followed."""


@dataclass(frozen=True)
class Ole:
    """The names of all streams and storages, and the head of each stream that is long enough to have sectors of its own."""

    names: frozenset[str]
    heads: dict[str, bytes]

    def has(self, *names: str) -> bool:
        """Whether one of these streams or storages is there."""
        return not self.names.isdisjoint(names)


def is_ole(data: bytes) -> bool:
    """Whether the bytes open like a compound file."""
    return data.startswith(MAGIC)


def parse(data: bytes) -> Ole:
    """Follow the directory. Raises DamagedOle."""
    try:
        return _parse(data)
    except (struct.error, IndexError, ValueError, OverflowError) as error:
        raise DamagedOle from error


def _parse(data: bytes) -> Ole:
    (shift,) = struct.unpack_from("<H", data, 30)
    if shift not in (9, 12):
        raise DamagedOle
    size = 1 << shift
    (directory,) = struct.unpack_from("<I", data, 48)
    small = struct.unpack_from("<I", data, 56)[0]
    fat = _fat(data, size)
    entries = b"".join(_sector(data, number, size) for number in _chain(fat, directory))
    names: set[str] = set()
    heads: dict[str, bytes] = {}
    for position in range(0, min(len(entries), _MOST_ENTRIES * 128) - 127, 128):
        entry = entries[position : position + 128]
        length, kind = struct.unpack_from("<HB", entry, 64)
        if kind not in (1, 2) or not 2 <= length <= 64:
            continue
        name = entry[: length - 2].decode("utf-16-le", errors="replace")
        names.add(name)
        first, bytes_ = struct.unpack_from("<II", entry, 116)
        if kind == 2 and bytes_ >= small:
            heads.setdefault(name, _sector(data, first, size))
    if not names:
        raise DamagedOle
    return Ole(frozenset(names), heads)


def _fat(data: bytes, size: int) -> list[int]:
    """The table that says of each sector which one follows. It is never longer than the file has sectors."""
    most = len(data) // size + 1
    places = list(struct.unpack_from("<109I", data, 76))
    following = struct.unpack_from("<I", data, 68)[0]
    seen: set[int] = set()
    while following < _LAST and following not in seen and len(places) * (size // 4) < most:
        seen.add(following)
        numbers = struct.unpack(f"<{size // 4}I", _sector(data, following, size))
        places += numbers[:-1]
        following = numbers[-1]
    fat: list[int] = []
    for place in places:
        if place < _LAST and len(fat) < most and (sector := _sector(data, place, size)):
            fat += struct.unpack(f"<{len(sector) // 4}I", sector[: len(sector) // 4 * 4])
    return fat


def _chain(fat: list[int], first: int) -> list[int]:
    chain: list[int] = []
    seen: set[int] = set()
    while first < _LAST and first not in seen:
        seen.add(first)
        chain.append(first)
        first = fat[first] if first < len(fat) else _LAST
    return chain


def _sector(data: bytes, number: int, size: int) -> bytes:
    if number >= _LAST:
        raise ValueError(number)
    return data[(number + 1) * size : (number + 2) * size]
