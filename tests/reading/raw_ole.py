"""Compound files (OLE2) written by hand: names of streams and storages, and the bytes of the streams."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping

SECTOR = 512
END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
SMALL = 4096


def ole(streams: Mapping[str, bytes], storages: Iterable[str] = ()) -> bytes:
    """A compound file. Streams are filled up with zeros to the size from which they have sectors of their own."""
    chunks: list[bytes] = []
    fat: list[int] = []

    def store(data: bytes) -> int:
        first = len(chunks)
        parts = [data[i : i + SECTOR].ljust(SECTOR, b"\0") for i in range(0, len(data), SECTOR)]
        for index, part in enumerate(parts):
            chunks.append(part)
            fat.append(first + index + 1 if index + 1 < len(parts) else END)
        return first

    entries = [_entry("Root Entry", 5, END, 0, child=1)]
    for name, data in streams.items():
        held = data.ljust(SMALL, b"\0")
        entries.append(_entry(name, 2, store(held), len(held)))
    entries += [_entry(name, 1, 0, 0) for name in storages]
    while len(entries) % 4:
        entries.append(bytes(128))
    directory = store(b"".join(entries))
    place = len(chunks)
    fat.append(FAT)
    assert len(fat) <= SECTOR // 4
    chunks.append(struct.pack(f"<{SECTOR // 4}I", *fat, *[FREE] * (SECTOR // 4 - len(fat))))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, directory, 0, SMALL, END, 0, END, 0)
    header += struct.pack("<109I", place, *[FREE] * 108)
    return header + b"".join(chunks)


def _entry(name: str, kind: int, first: int, size: int, child: int = FREE) -> bytes:
    raw = (name + "\0").encode("utf-16-le")
    head = raw.ljust(64, b"\0") + struct.pack("<HBB", len(raw), kind, 1)
    return head + struct.pack("<III", FREE, FREE, child) + bytes(36) + struct.pack("<IQ", first, size)
