"""Parts of a document as elements of WordprocessingML."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from checker.output.official import styles
from checker.output.official.fonts import FACES
from checker.output.official.measures import TITLE_CHARACTERS, characters
from checker.output.official.model import (
    Annex,
    Content,
    Grid,
    Heading,
    PageBreak,
    Part,
    Picture,
    Run,
    Text,
)
from checker.output.official.pictures import picture
from checker.output.official.safe import safe
from checker.output.official.tables import table
from checker.output.official.title import title_lines
from checker.text import display_width


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes elements for one document: ``ids`` are its styles by name."""

    document: Any
    ids: dict[str, str]

    def body(self, parts: Iterable[Part]) -> list[Any]:
        """The parts in order. Two tables that would meet are kept apart by a line: Word would join them."""
        made: list[Any] = []
        page_break, last_was_table = False, False
        for part in parts:
            if isinstance(part, PageBreak):
                page_break = True
                continue
            elements = self._part(part)
            if last_was_table and isinstance(part, Grid) and part.title is None:
                made.append(self.paragraph(styles.FLUSH, ""))
            if page_break:
                elements[:0] = [] if self._break_before(elements[0]) else [self._break()]
            made += elements
            page_break, last_was_table = False, isinstance(part, Grid)
        return made

    def _part(self, part: Heading | Text | Grid | Picture) -> list[Any]:
        if isinstance(part, Heading):
            return [self.paragraph(styles.LEVELS[part.level - 1], part.text)]
        if isinstance(part, Text):
            return [self.paragraph(styles.BODY if part.indented else styles.FLUSH, part.content)]
        if isinstance(part, Picture):
            return [picture(self.document, self.ids[styles.PICTURE.name], part)]
        title = [self.paragraph(styles.TABLE_TITLE, part.title)] if part.title else []
        return [*title, table(self, part)]

    def paragraph(
        self, style: styles.Style, content: Content, size: float | None = None, pitch: int | None = None
    ) -> Any:
        """A paragraph in a style; ``size`` (pt) and ``pitch`` (twips) where a table is set smaller than its style says."""
        p, properties = node("w:p"), node("w:pPr")
        properties.append(node("w:pStyle", val=self.ids[style.name]))
        if pitch is not None:
            properties.append(node("w:spacing", line=str(pitch), lineRule="exact"))
        p.append(properties)
        for run in (Run(content),) if isinstance(content, str) else content:
            text = safe(run.text)
            if text:
                p.append(_run(run, text, size))
        return p

    def annex_note(self, titles: list[str]) -> list[Any]:
        """附件：…, a line below the body (7.3.4): numbers where there are several, further lines under the first word."""
        from docx.oxml.ns import qn

        made = []
        for index, title in enumerate(titles):
            number = f"{index + 1}. " if len(titles) > 1 else ""
            p = self.paragraph(styles.NOTE, ("" if index else "附件：") + number + title)
            if number:
                hanging = display_width(number) / 2 + (0 if index else 3)
                left = 5 + display_width(number) / 2
                p.find(qn("w:pPr")).append(indent(left=left, hanging=hanging))
            made.append(p)
        return [self.paragraph(styles.FLUSH, ""), *made] if made else []

    def annexes(self, annexes: tuple[Annex, ...]) -> list[Any]:
        """Each on a page of its own: 附件 and its number in the first line, the title in the third (7.3.7)."""
        made = []
        for index, annex in enumerate(annexes):
            made.append(self.paragraph(styles.ANNEX, f"附件{index + 1}" if len(annexes) > 1 else "附件"))
            title = self.paragraph(styles.ANNEX_TITLE, "")
            for number, line in enumerate(title_lines(safe(annex.title), TITLE_CHARACTERS)):
                run = _run(Run(line), line, None)
                if number:
                    run.insert(1, node("w:br"))
                title.append(run)
            made += [title, *self.body(annex.body)]
        return made

    def _break_before(self, element: Any) -> bool:
        """Let a paragraph open a page by its own property, as an empty line would be left over otherwise."""
        from docx.oxml.ns import qn

        if element.tag != qn("w:p"):
            return False
        element.find(qn("w:pPr")).insert(1, node("w:pageBreakBefore"))
        return True

    def _break(self) -> Any:
        """The smallest paragraph that opens a page, before a table."""
        p = self.paragraph(styles.TABLE_TEXT, "", pitch=20)
        self._break_before(p)
        return p


def node(tag: str, *children: Any, **attributes: str) -> Any:
    """An element with attributes of the namespace w."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    for child in children:
        element.append(child)
    return element


def indent(**counts: float) -> Any:
    """``w:ind`` by characters (left, right, hanging, firstLine), with the twips beside them."""
    told = {}
    for name, count in counts.items():
        told[f"{name}Chars"], told[name] = str(round(count * 100)), str(characters(count))
    return node("w:ind", **told)


def _run(run: Run, text: str, size: float | None) -> Any:
    """A run. The hint makes “”, —, … and ※ Chinese characters, as they would be of the Latin font otherwise."""
    fonts = node("w:rFonts", hint="eastAsia")
    if run.face:
        from docx.oxml.ns import qn

        fonts.set(qn("w:eastAsia"), FACES[run.face].name)
    properties = node("w:rPr", fonts)
    if size is not None:
        properties.append(node("w:sz", val=f"{size * 2:.0f}"))
        properties.append(node("w:szCs", val=f"{size * 2:.0f}"))
    if run.raised:
        properties.append(node("w:vertAlign", val="superscript"))
    element = node("w:t")
    element.text = text
    element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return node("w:r", properties, element)
