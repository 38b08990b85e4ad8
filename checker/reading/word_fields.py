"""Fields: what is a code stays out, what a field shows is text, and page numbers and tables of contents are told apart."""

from __future__ import annotations

import re
from collections import defaultdict

from checker.reading.number_formats import format_number
from checker.reading.word_xml import DEL, FLD_CHAR, MOVE_FROM, TEXT_BOX, Element, W

# What they show belongs to the page, not to the text.
_PAGE_FIELDS = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES"})
_CONTENTS_FIELDS = frozenset({"TOC", "TOA", "INDEX"})
_EQUATION = re.compile(r"\s*EQ\b.*?\\o(?:\\a[lrcd]|\s)*\((.*)\)\s*", re.IGNORECASE | re.DOTALL)
_SWITCHED = re.compile(r"\\s\\(?:up|do|ai|di)\s*[0-9]*\s*\([^()]*\)", re.IGNORECASE)
_ENCLOSED_NUMBER = re.compile(r"[○〇◯]\s*[,;，；]\s*([0-9]{1,2})")


class _Field:
    __slots__ = ("code", "shows")

    def __init__(self) -> None:
        self.code = ""
        self.shows = False

    @property
    def kind(self) -> str:
        words = self.code.split(None, 1)
        return words[0].upper() if words else ""


class Fields:
    """Where a story stands within its fields. ``visible``: what comes now is text; ``contents``: of a table of contents."""

    def __init__(self, unpaired: frozenset[Element] = frozenset()) -> None:
        self._unpaired = unpaired
        self._open: list[_Field] = []
        self.visible = True
        self.contents = False

    def mark(self, element: Element) -> str | None:
        """Take in a ``w:fldChar``. Where a field without a result ends, what it shows, if that is in its code."""
        if element in self._unpaired:
            return None
        kind, shown = element.get(W + "fldCharType"), None
        if kind == "begin":
            self._open.append(_Field())
        elif kind == "separate" and self._open:
            self._open[-1].shows = True
        elif kind == "end" and self._open:
            field = self._open.pop()
            shown = None if field.shows else equation_text(field.code)
        self._settle()
        return shown

    def write(self, code: str | None) -> None:
        """Take in a ``w:instrText``."""
        if self._open and not self._open[-1].shows and code:
            self._open[-1].code += code

    def enter(self, code: str | None) -> None:
        """A ``w:fldSimple`` begins; what follows is its result."""
        field = _Field()
        field.code, field.shows = code or "", True
        self._open.append(field)
        self._settle()

    def leave(self) -> None:
        if self._open:
            self._open.pop()
        self._settle()

    def _settle(self) -> None:
        self.visible = all(field.shows and field.kind not in _PAGE_FIELDS for field in self._open)
        self.contents = any(field.kind in _CONTENTS_FIELDS for field in self._open)


def unpaired_marks(root: Element) -> frozenset[Element]:
    """Marks of fields that begin and never end, or the reverse. They are passed over, lest one swallow the text after it."""
    open_marks: dict[Element | None, list[Element]] = defaultdict(list)
    unpaired: set[Element] = set()
    for mark in root.iter(FLD_CHAR):
        kind = mark.get(W + "fldCharType")
        story = None
        for above in mark.iterancestors():
            if above.tag in (DEL, MOVE_FROM):
                kind = None
            if above.tag == TEXT_BOX:
                story = above
                break
        if kind == "begin":
            open_marks[story].append(mark)
        elif kind is not None and not open_marks[story]:
            unpaired.add(mark)
        elif kind == "end":
            open_marks[story].pop()
    return frozenset(unpaired.union(*open_marks.values()))


def equation_text(code: str) -> str | None:
    """What an ``EQ`` field shows that puts signs one over the other: ① for a circle and 1, the base of a pinyin guide."""
    match = _EQUATION.fullmatch(code)
    if match is None:
        return None
    inner = match[1]
    enclosed = _ENCLOSED_NUMBER.fullmatch(inner.strip())
    if enclosed:
        return format_number(int(enclosed[1]), "decimalEnclosedCircle")
    parts = [part for part in re.split(r"[,;，；]", _SWITCHED.sub("", inner)) if part.strip(" ()（）")]
    return parts[-1].strip() if parts else None
