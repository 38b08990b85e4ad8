"""{{标题}} and the like in a template: found wherever they stand, also where Word has split them over several runs.

A placeholder within a line (标题, 主送, 落款, 日期, 发文字号) is replaced where it stands, in the look that it has. 正文 and 附件 stand for
whole paragraphs, so each has a paragraph of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from checker.errors import UsageError

INLINE = ("发文字号", "标题", "主送", "落款", "日期")
BLOCKS = ("正文", "附件")
NAMES = (*INLINE, *BLOCKS)
REQUIRED = ("标题", "正文")

# Chinese input methods write ｛｛ ｝｝; Word does not mind blanks within.
_PLACEHOLDER = re.compile(r"[{｛]{2}\s*([^{}｛｝]*?)\s*[}｝]{2}")
_LINKED = ("header", "footer", "footnotes", "endnotes")


@dataclass(frozen=True, slots=True)
class Found:
    """A placeholder: its paragraph, and whether the paragraph is of the document's body and holds nothing else."""

    name: str
    paragraph: Any
    in_body: bool
    alone: bool


def find(document: Any, template: str) -> list[Found]:
    """All placeholders in the body, text boxes, headers, footers. Raises UsageError for a name that is none of ours."""
    from docx.oxml.ns import qn

    found = []
    for root, in_body in _roots(document):
        for paragraph in root.iter(qn("w:p")):
            text = _text(paragraph)
            for match in _PLACEHOLDER.finditer(text):
                name = match[1]
                if name not in NAMES:
                    raise UsageError(f"{template}里的占位符{{{{{name}}}}}不认识；可以用的有：{_listed(NAMES)}。")
                boxed = any(True for _ in paragraph.iterancestors(qn("w:txbxContent")))
                found.append(Found(name, paragraph, in_body and not boxed, text.strip() == match[0]))
    return found


def check(found: list[Found], needed: set[str], template: str) -> None:
    """Raises UsageError where one is missing for which there is text, or a block's stands where no block can."""
    names = [one.name for one in found]
    missing = [name for name in NAMES if name not in names and (name in REQUIRED or name in needed)]
    if missing:
        raise UsageError(f"{template}缺少占位符{_listed(missing)}；请在相应的位置补上后再试。")
    blocks = [one for one in found if one.name in BLOCKS]
    for one in blocks:
        if not (one.in_body and one.alone):
            raise UsageError(
                f"{template}里的占位符{{{{{one.name}}}}}要在正文中单独成段，不能放在页眉、页脚、文本框里，也不能与别的文字同段。"
            )
    for one in blocks:
        if names.count(one.name) > 1:
            raise UsageError(f"{template}里的占位符{{{{{one.name}}}}}出现了{names.count(one.name)}次，只能有一处。")


def fill(paragraph: Any, values: dict[str, str]) -> bool:
    """Put the values in. A line feed in a value breaks the line. False where the paragraph is empty afterwards."""
    from docx.oxml.ns import qn

    while match := _PLACEHOLDER.search(_text(paragraph)):
        _replace(paragraph, match.start(), match.end(), values.get(match[1], ""))
    for node in _texts(paragraph):
        if "\n" in (node.text or ""):
            _break_lines(node)
    things = {qn(f"w:{name}") for name in ("drawing", "pict", "object", "fldChar", "fldSimple")}
    return bool(_text(paragraph).strip()) or any(node.tag in things for node in paragraph.iter())


def remove(paragraph: Any) -> None:
    """Take an emptied paragraph out, unless something would be lost with it: a section's end, a cell's only paragraph."""
    from docx.oxml.ns import qn

    parent = paragraph.getparent()
    last_in_cell = parent.tag != qn("w:body") and len(parent.findall(qn("w:p"))) == 1
    if paragraph.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is None and not last_in_cell:
        parent.remove(paragraph)
    else:
        for node in _texts(paragraph):
            node.text = ""


def _listed(names: tuple[str, ...] | list[str]) -> str:
    return "、".join(f"{{{{{name}}}}}" for name in names)


def _roots(document: Any) -> Iterator[tuple[Any, bool]]:
    yield document.element.body, True
    for relation in document.part.rels.values():
        kind = relation.reltype.rsplit("/", 1)[-1]
        if kind in _LINKED and not relation.is_external and hasattr(relation.target_part, "element"):
            yield relation.target_part.element, False


def _texts(paragraph: Any) -> list[Any]:
    """The w:t of this paragraph, not those of a text box within it."""
    from docx.oxml.ns import qn

    return [t for t in paragraph.iter(qn("w:t")) if next(t.iterancestors(qn("w:p"))) is paragraph]


def _text(paragraph: Any) -> str:
    return "".join(node.text or "" for node in _texts(paragraph))


def _replace(paragraph: Any, start: int, end: int, value: str) -> None:
    """Put the value into the run that the placeholder opens in, and take the rest out of the others."""
    position, written = 0, False
    for node in _texts(paragraph):
        text = node.text or ""
        first, last = max(start - position, 0), min(end - position, len(text))
        position += len(text)
        if first >= last:
            continue
        _set(node, text[:first] + ("" if written else value) + text[last:])
        written = True


def _break_lines(node: Any) -> None:
    from docx.oxml import OxmlElement

    first, *rest = (node.text or "").split("\n")
    _set(node, first)
    for line in rest:
        text, line_break = OxmlElement("w:t"), OxmlElement("w:br")
        _set(text, line)
        node.addnext(line_break)
        line_break.addnext(text)
        node = text


def _set(node: Any, text: str) -> None:
    node.text = text
    node.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
