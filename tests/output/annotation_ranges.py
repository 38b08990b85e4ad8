"""What the comments of a Word file stand on, by a walk of its own through the XML; and evidence of a result that is to be found there."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from dataclasses import dataclass

from lxml import etree

from checker.model import CheckResult, Evidence, Report

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
AUTHOR = "法鉴"
# Where no comment can stand, and what no reader sees.
_UNSEEN = {W + name for name in ("del", "moveFrom", "delText", "instrText", "txbxContent", "rt")}
_UNSEEN.add("{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback")


@dataclass(frozen=True)
class Comment:
    """``words``: the characters between its marks that show, without blanks; ``at``: how many stand before them."""

    author: str
    words: str
    text: str
    at: int


def part(data: bytes, name: str = "word/document.xml") -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read(name))


def bare(text: str) -> str:
    """The characters that show."""
    return "".join(c for c in text if not c.isspace() and (c.isprintable() or unicodedata.category(c) == "Co"))


def comments(data: bytes, name: str = "word/comments.xml") -> list[Comment]:
    """The comments in the order in which they begin. Every mark must have its counterpart."""
    root = part(data)
    texts = {one.get(W + "id"): one for one in part(data, name)}
    opened: dict[str, int] = {}
    ranges: dict[str, tuple[int, int]] = {}
    referred: list[str] = []
    letters: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if not isinstance(element.tag, str) or any(a.tag in _UNSEEN or _hides(a) for a in element.iterancestors()):
            continue
        identifier = element.get(W + "id")
        if event == "start" and element.tag == W + "commentRangeStart":
            assert identifier not in opened
            opened[identifier] = len(letters)
        elif event == "start" and element.tag == W + "commentRangeEnd":
            ranges[identifier] = opened[identifier], len(letters)
        elif event == "start" and element.tag == W + "commentReference":
            assert element.getparent().tag == W + "r"
            referred.append(identifier)
        elif event == "start" and element.tag.endswith("}t"):
            letters += bare(element.text or "")
    assert sorted(referred) == sorted(ranges) == sorted(opened) == sorted(texts), (referred, ranges, opened)
    return [
        Comment(
            texts[identifier].get(W + "author"),
            "".join(letters[start:end]),
            "\n".join("".join(t.text or "" for t in p.iter(W + "t")) for p in texts[identifier].iter(W + "p")),
            start,
        )
        for identifier, (start, end) in ranges.items()
    ]


def _hides(element: etree._Element) -> bool:
    return element.tag == W + "r" and element.find(f"{W}rPr/{W}vanish") is not None


def quoted(result: CheckResult) -> list[tuple[str, Evidence]]:
    """Every piece of evidence that a remark is due on, with the name of what it is evidence of."""
    found = [(finding.rule, one) for finding in result.findings for one in finding.evidence]
    for section in result.sections:
        for requirement in section.requirements:
            if requirement.level != "coverage" and requirement.verdict in ("partial", "missing"):
                found += [(requirement.id, one) for one in requirement.evidence]
    return found


def without_number(one: Evidence, report: Report) -> str:
    """The quote's characters that show, without a number that Word generates."""
    block = next(block for block in report.document.blocks if block.start <= one.start < block.end)
    start = one.start
    if block.number and report.text.startswith(block.number, block.start):
        start = max(start, min(one.end, block.start + len(block.number)))
    return bare(report.text[start : one.end])
