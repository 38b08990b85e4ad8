"""Plain text. Every mark in it stays: a ``**`` left in a text file is a defect that somebody else has to find."""

from __future__ import annotations

from checker.model import PLAIN, Look
from checker.reading.decoding import decode, is_text, lines_of
from checker.reading.draft import Draft, Line
from checker.reading.wrapping import Printed, unwrap, wrapping_of

FORM = "txt"
SUFFIXES = (".txt", ".text")
# Anything at all can be text: asked last.
PRIORITY = 100


def matches(data: bytes, name: str) -> bool:
    """By suffix; a file without one, if its bytes are text."""
    stem, _, suffix = name.rpartition(".")
    if stem and suffix.isascii() and suffix.isalnum() and len(suffix) <= 8:
        return f".{suffix.lower()}" in SUFFIXES
    return bool(name) and is_text(data)


def read(data: bytes, name: str) -> Draft:  # noqa: ARG001 (every reader is asked in the same way)
    """Lines that were wrapped at a fixed width come out as one; in other files each line is a paragraph."""
    decoded = decode(data)
    raws = lines_of(decoded.text)
    lines = [_line(paragraph) for paragraph in unwrap(raws, wrapping_of(raws))]
    return Draft(lines=lines, warnings=list(decoded.warnings))


def _line(printed: Printed) -> Line:
    look = Look(indent=printed.indent / 2) if printed.indent else PLAIN
    return Line(printed.text, look=look)
