"""The characters of a Word body in the order in which a reader of the page meets them, and where in the XML each is written.

What no reader sees is left out as far as that is plain: deletions, directly hidden runs, the branch of an alternative that is not
taken. What remains too much does no harm (see ``aligning``).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from checker.output.annotated.aligning import counts
from checker.output.annotated.word_package import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
P, RUN, RPR, VAL, TEXT = W + "p", W + "r", W + "rPr", W + "val", W + "t"
ALTERNATE, CHOICE, FALLBACK = _MC + "AlternateContent", _MC + "Choice", _MC + "Fallback"
_PPR = W + "pPr"
_BOX = W + "txbxContent"
_TEXTS = (TEXT, _M + "t")
_OBJECTS = (W + "drawing", W + "pict", W + "object")
_SKIPPED = frozenset(
    W + name
    for name in (
        *("rPr", "sectPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr", "customXmlPr", "smartTagPr"),
        *("pPr", "del", "moveFrom", "rt", "rubyPr"),
    )
)
_UNDERSTOOD = (
    "http://schemas.microsoft.com/office/",
    "http://schemas.openxmlformats.org/",
    "urn:schemas-microsoft-com:",
)


@dataclass
class Letters:
    """``text``: the characters that show; ``places``: the ``w:t`` (or ``m:t``) of each, and its index there."""

    found: list[str] = field(default_factory=list)
    places: list[tuple[Element, int]] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.found)


def letters_of(body: Element) -> Letters:
    """The characters of a body."""
    walk = _Walk()
    walk.blocks(body)
    walk.hang()
    return walk.letters


class _Walk:
    def __init__(self) -> None:
        self.letters = Letters()
        self._boxes: list[Element] = []

    def blocks(self, parent: Element) -> None:
        for child in parent:
            tag = _name(child)
            if tag in _SKIPPED or _is_gone(child):
                continue
            if tag == P:
                self._inline(child)
                if not _goes_on(child):
                    self.hang()
            elif tag == ALTERNATE:
                branch = _chosen(child)
                if branch is not None:
                    self.blocks(branch)
            elif tag == RUN or tag.startswith(_M):
                self._inline(child)
            else:
                self.blocks(child)

    def hang(self) -> None:
        """Text boxes are read after the paragraph that they hang on."""
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            self.blocks(box)
            self.hang()

    def _inline(self, parent: Element) -> None:
        for child in parent:
            tag = _name(child)
            if tag in _SKIPPED:
                continue
            if tag in _TEXTS:
                self._text(child)
            elif tag in _OBJECTS:
                self._object(child)
            elif tag == ALTERNATE:
                branch = _chosen(child)
                if branch is not None:
                    self._inline(branch)
            elif tag != RUN or not _is_on(child.find(f"{RPR}/{W}vanish")):
                self._inline(child)

    def _text(self, element: Element) -> None:
        for index, character in enumerate(element.text or ""):
            if counts(character):
                self.letters.found.append(character)
                self.letters.places.append((element, index))

    def _object(self, element: Element) -> None:
        for child in element:
            if child.tag == _BOX:
                self._boxes.append(child)
            else:
                inner = _chosen(child) if child.tag == ALTERNATE else child
                if inner is not None:
                    self._object(inner)


def _name(element: Element) -> str:
    """The name of an element; nothing for a comment or an instruction, whose tag is a function."""
    tag: object = element.tag
    return tag if isinstance(tag, str) else ""


def _is_gone(element: Element) -> bool:
    """A row or cell that was deleted, a hidden row."""
    if element.tag == W + "tr":
        return element.find(f"{W}trPr/{W}del") is not None or _is_on(element.find(f"{W}trPr/{W}hidden"))
    return element.tag == W + "tc" and element.find(f"{W}tcPr/{W}cellDel") is not None


def _goes_on(paragraph: Element) -> bool:
    """Whether the paragraph's mark is deleted or hidden, so that the next one goes on with it; or it is a drop cap."""
    mark = paragraph.find(f"{_PPR}/{RPR}")
    gone = mark is not None and any(mark.find(W + name) is not None for name in ("del", "moveFrom"))
    frame = paragraph.find(f"{_PPR}/{W}framePr")
    dropped = frame is not None and frame.get(W + "dropCap") in ("drop", "margin")
    return gone or dropped or (mark is not None and _is_on(mark.find(W + "vanish")))


def _is_on(element: Element | None) -> bool:
    return element is not None and element.get(VAL, "1").lower() not in ("0", "false", "off")


def _chosen(alternate: Element) -> Element | None:
    """The branch that Word takes: the first Choice that it understands, else the Fallback."""
    fallback = None
    for branch in alternate:
        if branch.tag == CHOICE:
            needed = [branch.nsmap.get(prefix) for prefix in (branch.get("Requires") or "").split()]
            if all(name is not None and name.startswith(_UNDERSTOOD) for name in needed):
                return branch
        elif branch.tag == FALLBACK and fallback is None:
            fallback = branch
    return fallback
