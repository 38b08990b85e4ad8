"""Where comments begin and end in the body of a Word file: runs are cut at the words, all text stays as it is.

No comment can stand in a text box, a formula or a pinyin guide: there it is put round the whole run or formula in the paragraph
that holds it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import pairwise

from checker.output.annotated.word_package import Element
from checker.output.annotated.word_text import ALTERNATE, CHOICE, FALLBACK, RPR, RUN, P, W

# What stands round runs within a paragraph, and may hold the marks of comments too.
_CONTAINERS = frozenset(
    W + name for name in ("hyperlink", "ins", "moveTo", "smartTag", "sdt", "sdtContent", "customXml", "dir", "bdo")
) | {ALTERNATE, CHOICE, FALLBACK}
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_BLANK = " \t\r\n"

Place = tuple[Element, int]


@dataclass(frozen=True)
class Range:
    """A comment from one character to another, the last included."""

    identifier: int
    first: Place
    last: Place


class Marks:
    """The body of one file, to be marked. ``mark`` once."""

    def __init__(self, root: Element) -> None:
        self._root = root
        self._units: dict[Element, Element | None] = {}
        self._heads: dict[Place, Element] = {}
        self._tails: dict[Place, Element] = {}
        self._next_id = 1 + max((_number(one.get(W + "id")) for one in root.iter(W + "rPrChange")), default=0)

    def holds(self, place: Place) -> bool:
        """Whether a comment can be put to this character."""
        return self._unit(place[0]) is not None

    def mark(self, ranges: Sequence[Range]) -> None:
        """Put all ranges in."""
        cuts: dict[Element, dict[Element, set[int]]] = {}
        for one in ranges:
            for (text, index), more in ((one.first, 0), (one.last, 1)):
                unit = self._unit(text)
                if unit is not None and text.getparent() is unit and unit.tag == RUN:
                    cuts.setdefault(unit, {}).setdefault(text, set()).add(index + more)
        for unit, wanted in cuts.items():
            self._cut(unit, wanted)
        # Where several end at one place, the marks of the one that began last come first.
        for one in ranges:
            self._start(one)
        for one in reversed(ranges):
            self._end(one)

    def mark_paragraph(self, identifier: int) -> bool:
        """A comment on no word, at the first paragraph; False where there is none."""
        paragraph = next(self._root.iter(P), None)
        if paragraph is None:
            return False
        for element in (_mark("commentRangeStart", identifier), _mark("commentRangeEnd", identifier)):
            paragraph.append(element)
        paragraph.append(_reference(identifier))
        return True

    # ── units: what marks are put round ──────────────────────────────────────────────────────────────────────────────

    def _unit(self, text: Element) -> Element | None:
        """The run, or whatever stands in the paragraph, that holds the text: marks can stand beside it."""
        if text not in self._units:
            path = [text, *text.iterancestors()][::-1]
            outer = next((depth for depth, element in enumerate(path) if element.tag == P), None)
            self._units[text] = (
                None
                if outer is None
                else next((element for element in path[outer + 1 :] if element.tag not in _CONTAINERS), None)
            )
        return self._units[text]

    def _start(self, one: Range) -> None:
        element = self._heads.get(one.first, self._unit(one.first[0]))
        other = self._unit(one.last[0])
        if element is not None and other is not None:
            _outside(element, other).addprevious(_mark("commentRangeStart", one.identifier))

    def _end(self, one: Range) -> None:
        text, index = one.last
        element = self._tails.get((text, index + 1), self._unit(text))
        other = self._unit(one.first[0])
        if element is not None and other is not None:
            element = _outside(element, other)
            for mark in (_reference(one.identifier), _mark("commentRangeEnd", one.identifier)):
                _put_after(element, mark)

    # ── cutting runs ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _cut(self, run: Element, wanted: dict[Element, set[int]]) -> None:
        """Cut a run at these indices of its texts; each piece has the run's attributes and properties."""
        properties = next((child for child in run if child.tag == RPR), None)
        pieces: list[list[Element]] = [[]]
        heads: list[tuple[Place, int]] = []
        tails: list[tuple[Place, int]] = []
        for child in [child for child in run if child is not properties]:
            if child not in wanted:
                pieces[-1].append(child)
                continue
            length = len(child.text or "")
            indices = sorted(wanted[child])
            bounds = sorted({0, *indices, length})
            parts = _parts(child, bounds)
            for (start, end), part in zip(pairwise(bounds), parts, strict=True):
                if start in indices and pieces[-1]:
                    pieces.append([])
                if start in indices:
                    heads.append(((child, start), len(pieces) - 1))
                pieces[-1] += part
                if end in indices:
                    tails.append(((child, end), len(pieces) - 1))
            if length in indices:
                pieces.append([])
        runs = [run]
        for piece in pieces[1:]:
            if piece:
                runs.append(self._sibling(runs[-1], run, properties, piece))
        for piece in pieces[:1]:
            for element in piece:
                run.append(element)
        self._heads |= {place: runs[number] for place, number in heads}
        self._tails |= {place: runs[number] for place, number in tails}

    def _sibling(
        self, before: Element, run: Element, properties: Element | None, content: Iterable[Element]
    ) -> Element:
        """A run with this content after ``before``, otherwise like ``run``."""
        made = _like(run)
        if properties is not None:
            copied = deepcopy(properties)
            copied.tail = None
            for change in copied.iter(W + "rPrChange"):
                change.set(W + "id", str(self._next_id))
                self._next_id += 1
            made.append(copied)
        for element in content:
            made.append(element)
        _put_after(before, made)
        return made


def _parts(text: Element, bounds: Sequence[int]) -> list[list[Element]]:
    """A ``w:t`` cut at these indices; outer blanks count in the pieces just where they counted in the whole."""
    words = text.text or ""
    kept = _keeps_space(text)
    inner = (0, len(words)) if kept else (len(words) - len(words.lstrip(_BLANK)), len(words.rstrip(_BLANK)))
    parts = []
    used = False
    for start, end in pairwise(bounds):
        middle = words[max(start, inner[0]) : min(end, inner[1])]
        opens, closes = words[start : min(end, inner[0])], words[max(start, inner[1]) : end]
        plain = kept or middle.strip(_BLANK) == middle
        part = []
        for piece in (words[start:end],) if plain else (opens, middle, closes):
            if piece:
                element = text if not used else _like(text)
                used = True
                part.append((element, piece, not plain and piece is middle))
        parts.append(part)
    for part in parts:
        for element, piece, outer in part:
            element.text = piece
            if outer or (kept and piece != piece.strip(_BLANK)):
                element.set(_SPACE, "preserve")
    return [[element for element, _, _ in part] for part in parts]


def _like(element: Element) -> Element:
    """An empty element with the same name and attributes."""
    made = element.makeelement(element.tag)
    for name, value in element.items():
        made.set(name, value)
    return made


def _keeps_space(element: Element) -> bool:
    for here in (element, *element.iterancestors()):
        space = here.get(_SPACE)
        if space is not None:
            return space == "preserve"
    return False


# ── marks ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _outside(element: Element, other: Element) -> Element:
    """The element itself, or the alternative that it is in a branch of and the other end is not: it may not be taken."""
    for above in element.iterancestors():
        if above.tag == P:
            break
        if above.tag in (CHOICE, FALLBACK) and above not in other.iterancestors():
            parent = above.getparent()
            element = above if parent is None else parent
    return element


def _put_after(element: Element, new: Element) -> None:
    tail, element.tail = element.tail, None
    element.addnext(new)
    new.tail = tail


def _mark(name: str, identifier: int) -> Element:
    from lxml import etree

    return etree.Element(W + name, {W + "id": str(identifier)}, nsmap={"w": W.strip("{}")})


def _reference(identifier: int) -> Element:
    from lxml import etree

    run = etree.Element(RUN, nsmap={"w": W.strip("{}")})
    run.append(_mark("commentReference", identifier))
    return run


def _number(text: str | None) -> int:
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 10 else 0
