"""A .docx with Word comments on the very words that something is said of; all else in the file stays as it is.

Only the body, the comments and what makes them known (content types, relationships) are written anew. Comments bear no date: the same
input gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence

from checker.errors import UnsupportedForm
from checker.model import Report
from checker.output.annotated.aligning import Alignment
from checker.output.annotated.remarks import AUTHOR, Remark, told
from checker.output.annotated.word_marks import Marks, Range
from checker.output.annotated.word_package import DAMAGED, Element, Package
from checker.output.annotated.word_text import Letters, W, letters_of

SUFFIX = ".docx"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
# Comments are set small and flush, whatever the unit made of its basic style.
_PARAGRAPH = {
    "spacing": {"before": "0", "after": "0", "line": "240", "lineRule": "auto"},
    "ind": {"left": "0", "right": "0", "firstLine": "0", "firstLineChars": "0"},
    "jc": {"val": "left"},
}


def annotated(data: bytes, remarks: Sequence[Remark], report: Report) -> bytes:
    """The file with the remarks as comments. Raises UnsupportedForm."""
    try:
        return _annotated(data, remarks, report)
    except RecursionError as error:
        raise UnsupportedForm(DAMAGED.format("正文")) from error


def _annotated(data: bytes, remarks: Sequence[Remark], report: Report) -> bytes:
    package = Package(data)
    root = package.xml(package.main)
    body = root.find(W + "body")
    if body is None:
        raise UnsupportedForm(DAMAGED.format(package.main))
    if not remarks:
        return data
    letters, marks = letters_of(body), Marks(body)
    existing = next(iter(package.related(package.main, "comments")), None)
    comments = package.xml(existing) if existing else _empty()
    identifier = _free(comments, root)
    ranges: list[Range] = []
    for place, of in _placed(remarks, letters, marks, Alignment(report, letters.text)).items():
        comments.append(_comment(identifier, told(of)))
        if place is not None:
            ranges.append(Range(identifier, letters.places[place[0]], letters.places[place[1]]))
        elif not marks.mark_paragraph(identifier):
            raise UnsupportedForm(DAMAGED.format(package.main))
        identifier += 1
    marks.mark(ranges)
    package.replace(package.main, root)
    if existing:
        package.replace(existing, comments)
    else:
        package.add(comments, "comments.xml", package.main, "comments", _COMMENTS_TYPE)
    return package.file()


def _placed(
    remarks: Sequence[Remark], letters: Letters, marks: Marks, alignment: Alignment
) -> dict[tuple[int, int] | None, list[Remark]]:
    """Remarks by the characters that their comment begins and ends with; None: there is no such place."""
    placed: dict[tuple[int, int] | None, list[Remark]] = {}
    for remark in remarks:
        place = _place(remark, letters, marks, alignment)
        placed.setdefault(place, []).append(remark)
    return placed


def _place(remark: Remark, letters: Letters, marks: Marks, alignment: Alignment) -> tuple[int, int] | None:
    found = [i for i in alignment.indices(remark.start, remark.end) if marks.holds(letters.places[i])]
    if found:
        return found[0], found[-1]
    # Words that stand in no run (drawn letters): what comes before them, else what comes first.
    near = [i for i in alignment.before(remark.start) if marks.holds(letters.places[i])]
    first = near[-1:] or [i for i, place in enumerate(letters.places) if marks.holds(place)][:1]
    return (first[0], first[0]) if first else None


# ── the comments ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _empty() -> Element:
    from lxml import etree

    return etree.Element(W + "comments", nsmap={"w": W.strip("{}")})


def _free(comments: Element, root: Element) -> int:
    """The first number from which on no comment has one."""
    used = [comments.iter(W + "comment")]
    used += [root.iter(W + name) for name in ("commentReference", "commentRangeStart", "commentRangeEnd")]
    numbers = [one.get(W + "id", "") for found in used for one in found]
    return 1 + max((int(n) for n in numbers if n.isascii() and n.isdigit() and len(n) < 10), default=-1)


def _comment(identifier: int, items: Sequence[tuple[str, tuple[str, ...]]]) -> Element:
    from lxml import etree

    attributes = {W + "id": str(identifier), W + "author": AUTHOR, W + "initials": AUTHOR}
    comment = etree.Element(W + "comment", attributes, nsmap={"w": W.strip("{}")})
    for head, lines in items:
        _add_paragraph(comment, head, bold=True)
        for line in lines:
            _add_paragraph(comment, line)
    first = comment[0]
    reference = etree.Element(W + "r")
    etree.SubElement(reference, W + "annotationRef")
    first.insert(1, reference)
    return comment


def _add_paragraph(comment: Element, text: str, *, bold: bool = False) -> None:
    from lxml import etree

    paragraph = etree.SubElement(comment, W + "p")
    properties = etree.SubElement(paragraph, W + "pPr")
    for name, values in _PARAGRAPH.items():
        etree.SubElement(properties, W + name, {W + key: value for key, value in values.items()})
    run = etree.SubElement(paragraph, W + "r")
    look = etree.SubElement(run, W + "rPr")
    etree.SubElement(look, W + "b", {} if bold else {W + "val": "0"})
    for name in ("sz", "szCs"):
        etree.SubElement(look, W + name, {W + "val": "18"})
    written = etree.SubElement(run, W + "t")
    written.text = text
    written.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
