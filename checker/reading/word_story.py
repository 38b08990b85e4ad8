"""One story of a Word file (the body, a header, a note, a text box) → its lines, and what is hidden in it.

What counts is what a reader of the printed page sees: insertions stand, deletions are gone, of two alternatives one is
taken, field codes are out. Elements that are not known are looked into: text must never be lost for being wrapped.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from checker.reading.draft import Line
from checker.reading.numbering import Counters
from checker.reading.word_colours import UNKNOWN, shading, shape_fill
from checker.reading.word_fields import Fields, unpaired_marks
from checker.reading.word_paragraph import Paragraph
from checker.reading.word_styles import RunFormat, Styles
from checker.reading.word_symbols import symbol
from checker.reading.word_table import Cell, Spans, cells_of, is_hidden, lay_out, rows_of
from checker.reading.word_xml import (
    ALTERNATE,
    DEL,
    FLD_CHAR,
    MOVE_FROM,
    PPR,
    RPR,
    TEXT_BOX,
    Element,
    M,
    P,
    V,
    W,
    child_of,
    chosen,
    value,
    written,
)

_RUN = W + "r"
_TABLE = W + "tbl"
_CONTROL = W + "sdt"
_FIELD = W + "fldSimple"
_EMBEDDED = (W + "altChunk", W + "subDoc")
_WORD_ART = V + "textpath"
_TEXTS = (W + "t", M + "t")
PAGE_BREAK = W + "lastRenderedPageBreak"
# Children that hold settings, or text that is no longer there.
_SKIPPED = frozenset(
    W + name
    for name in (
        *("pPr", "rPr", "sectPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr", "customXmlPr", "smartTagPr"),
        *("del", "moveFrom", "rt", "rubyPr", "proofErr", "bookmarkStart", "bookmarkEnd"),
    )
) | {M + "ctrlPr"}
_OBJECTS = (W + "drawing", W + "pict", W + "object")
_SIGNS = {W + "tab": "\t", W + "ptab": "\t", W + "noBreakHyphen": "-"}
_PLAIN_RUN = RunFormat()

EMBEDDED = "正文中嵌入了另一份文件（altChunk 或子文档），这部分没有读取；请在 Word 中打开，另存为 .docx 后再检查。"


@dataclass
class Hidden:
    """Hidden text, put together as long as nothing visible stands between."""

    texts: list[str] = field(default_factory=list)
    _open: bool = False
    _new_paragraph: bool = False

    def add(self, text: str) -> None:
        if not self._open:
            self.texts.append(text)
        else:
            self.texts[-1] += ("\n" if self._new_paragraph else "") + text
        self._open, self._new_paragraph = True, False

    def interrupt(self) -> None:
        self._open = False

    def end_paragraph(self) -> None:
        self._new_paragraph = True


@dataclass
class Shared:
    """What all stories of a file have in common."""

    styles: Styles
    hidden: Hidden = field(default_factory=Hidden)
    warnings: dict[str, None] = field(default_factory=dict)


@dataclass
class _Flow:
    """Paragraphs that follow each other in one place: the body, a cell, a box."""

    lines: list[Line] = field(default_factory=list)
    # A paragraph whose mark is deleted or hidden goes on in the next.
    pending: Paragraph | None = None
    contents: bool = False


class Story:
    """Reads one story. ``page``: the first page, or None; ``paged``: page breaks of it count; ``fill``: what lies behind it."""

    def __init__(
        self,
        shared: Shared,
        *,
        page: int | None = None,
        paged: bool = False,
        fill: str | None = None,
        concealed: bool = False,
        contents: bool = False,
    ) -> None:
        self.page = page
        self._shared = shared
        self._styles = shared.styles
        self._counters = Counters(shared.styles.lists)
        self._fields = Fields()
        self._paged = paged
        self._fill = fill
        self._concealed = concealed
        self._contents = contents

    def read(self, root: Element) -> list[Line]:
        self._fields = Fields(unpaired_marks(root))
        flow = _Flow(contents=self._contents)
        self._blocks(root, flow)
        self._finish(flow)
        return flow.lines

    # ── blocks ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def _blocks(self, parent: Element, flow: _Flow) -> None:
        for child in parent:
            tag = child.tag
            if tag == P:
                self._paragraph(child, flow)
            elif tag in _SKIPPED:
                continue
            elif tag == _TABLE:
                self._finish(flow)
                flow.lines += self._table(child, flow.contents)
            elif tag == _CONTROL:
                self._control(child, flow)
            elif tag == ALTERNATE:
                branch = chosen(child)
                if branch is not None:
                    self._blocks(branch, flow)
            elif tag in _EMBEDDED:
                self._shared.warnings[EMBEDDED] = None
            elif tag in (_RUN, _FIELD) or tag.startswith(M):
                self._loose(child, flow)
            else:
                self._blocks(child, flow)

    def _control(self, control: Element, flow: _Flow) -> None:
        gallery = child_of(child_of(control, W + "sdtPr"), W + "docPartObj")
        outer = flow.contents
        if value(gallery, "docPartGallery") == "Table of Contents":
            flow.contents = True
        self._blocks(control, flow)
        flow.contents = outer

    def _paragraph(self, element: Element, flow: _Flow) -> None:
        properties = child_of(element, PPR)
        form = self._styles.paragraph(properties)
        paragraph = flow.pending = flow.pending or Paragraph()
        paragraph.form, paragraph.contents = form, form.contents or flow.contents
        self._inline(element, paragraph)
        mark = child_of(properties, RPR)
        if child_of(mark, DEL) is not None or child_of(mark, MOVE_FROM) is not None:
            return
        self._shared.hidden.end_paragraph()
        goes_on = self._styles.joins_next(form.style, mark)
        # Word leaves a paragraph out of the count if all of it is hidden.
        if form.list_id is not None and not (goes_on and paragraph.blank):
            label = self._counters.next(form.list_id, form.list_level)
            look = self._styles.run(form.style, mark)
            unseen = self._concealed or (paragraph.blank and look.concealed(form.fill or self._fill))
            paragraph.number = paragraph.number or (None if unseen else label)
        if not goes_on and not _is_drop_cap(properties):
            self._finish(flow)

    def _loose(self, element: Element, flow: _Flow) -> None:
        """Text that stands outside of any paragraph, as some programs write a formula."""
        self._finish(flow)
        flow.pending = Paragraph()
        flow.pending.form, flow.pending.contents = self._styles.paragraph(None), flow.contents
        self._piece(element, flow.pending)
        self._finish(flow)

    def _finish(self, flow: _Flow) -> None:
        """The paragraph is complete: its lines, then those of the boxes that hang on it."""
        paragraph, flow.pending = flow.pending, None
        if paragraph is None:
            return
        flow.lines += paragraph.lines(self._styles.run(paragraph.form.style, None), self.page)
        for box, concealed, contents in paragraph.boxes:
            flow.lines += self._box(box, concealed, contents)

    def _box(self, box: Element, concealed: bool, contents: bool) -> list[Line]:
        story = Story(
            self._shared,
            page=self.page,
            fill=shape_fill(box) or self._fill,
            concealed=self._concealed or concealed,
            contents=contents,
        )
        if box.tag == _WORD_ART:
            return story._word_art(box)
        return story.read(box)

    def _word_art(self, art: Element) -> list[Line]:
        """Letters drawn as a picture, as a letterhead may be."""
        text = (art.get("string") or "").strip()
        if text and self._concealed:
            self._shared.hidden.add(text)
        return [Line(line, page=self.page) for line in text.splitlines() if line.strip() and not self._concealed]

    # ── tables ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def _table(self, table: Element, contents: bool) -> list[Line]:
        outer = self._fill
        properties = child_of(table, W + "tblPr")
        self._fill = _painted(properties) or (
            UNKNOWN if self._styles.shades_tables(value(properties, "tblStyle")) else outer
        )
        spans, rows = Spans(), []
        for row in rows_of(table):
            rows.append(self._row(row, spans, contents))
        self._fill = outer
        return lay_out(rows)

    def _row(self, row: Element, spans: Spans, contents: bool) -> list[Cell]:
        spans.begin_row(row)
        outer = self._concealed
        self._concealed = outer or is_hidden(row)
        cells, start, last = [], self.page, self.page
        for cell in cells_of(row):
            # Cells stand side by side: each begins on the page where the row began.
            self.page = start
            cells.append(self._cell(cell, contents, below=spans.continues(cell)))
            last = max(last, self.page) if last is not None and self.page is not None else last
        self.page, self._concealed = last, outer
        return cells

    def _cell(self, element: Element, contents: bool, *, below: bool) -> Cell:
        """``below``: the cell is covered by a merged one, and what is still written in it does not show."""
        fill, concealed = self._fill, self._concealed
        self._fill = _painted(child_of(element, W + "tcPr")) or fill
        self._concealed = concealed or below
        flow = _Flow(contents=contents)
        self._blocks(element, flow)
        self._finish(flow)
        self._fill, self._concealed = fill, concealed
        return Cell(flow.lines, inner=any(line.table for line in flow.lines))

    # ── what stands in a line ────────────────────────────────────────────────────────────────────────────────────────

    def _inline(self, parent: Element, paragraph: Paragraph) -> None:
        for child in parent:
            self._piece(child, paragraph)

    def _piece(self, child: Element, paragraph: Paragraph) -> None:
        tag = child.tag
        if tag == _RUN:
            self._run(child, paragraph)
        elif tag in _SKIPPED:
            return
        elif tag == _FIELD:
            self._fields.enter(child.get(W + "instr"))
            self._inline(child, paragraph)
            self._fields.leave()
        elif tag == ALTERNATE:
            branch = chosen(child)
            if branch is not None:
                self._inline(branch, paragraph)
        elif tag in _TEXTS:
            self._text(written(child), self._styles.run(paragraph.form.style, None), paragraph)
        elif tag in _OBJECTS:
            self._object(child, _PLAIN_RUN, paragraph)
        else:
            self._inline(child, paragraph)

    def _run(self, run: Element, paragraph: Paragraph) -> None:
        self._run_children(run, self._styles.run(paragraph.form.style, child_of(run, RPR)), paragraph)

    def _run_children(self, run: Element, look: RunFormat, paragraph: Paragraph) -> None:
        for child in run:
            tag = child.tag
            if tag in _TEXTS:
                self._text(written(child), look, paragraph)
            elif tag == RPR:
                continue
            elif tag in _SIGNS:
                self._text(_SIGNS[tag], look, paragraph)
            elif tag in (W + "br", W + "cr"):
                if self._fields.visible and not self._concealed and not look.vanish:
                    paragraph.break_line()
            elif tag == PAGE_BREAK:
                if self._paged and self.page is not None:
                    self.page += 1
            elif tag == FLD_CHAR:
                self._text(self._fields.mark(child) or "", look, paragraph)
            elif tag == W + "instrText":
                self._fields.write(child.text)
            elif tag == W + "sym":
                self._text(symbol(child.get(W + "font"), child.get(W + "char")), look, paragraph)
            elif tag == W + "ruby":
                base = child_of(child, W + "rubyBase")
                if base is not None:
                    self._inline(base, paragraph)
            elif tag in _OBJECTS:
                self._object(child, look, paragraph)
            elif tag == ALTERNATE:
                branch = chosen(child)
                if branch is not None:
                    self._run_children(branch, look, paragraph)
            elif len(child):
                self._run_children(child, look, paragraph)

    def _text(self, text: str, look: RunFormat, paragraph: Paragraph) -> None:
        if not text or not self._fields.visible:
            return
        blank = text.isspace()
        if not (self._concealed or look.concealed(paragraph.form.fill or self._fill)):
            paragraph.add(text, look, self.page, blank=blank, contents=self._fields.contents)
            if not blank:
                self._shared.hidden.interrupt()
        elif not blank:
            self._shared.hidden.add(text)

    def _object(self, element: Element, look: RunFormat, paragraph: Paragraph) -> None:
        """Boxes with text in a drawing; they are read when the paragraph that they hang on is complete."""
        if self._fields.visible and next(element.iter(TEXT_BOX, _WORD_ART), None) is not None:
            contents = paragraph.contents or self._fields.contents
            paragraph.boxes += [(box, look.vanish, contents) for box in _boxes(element)]


def _boxes(element: Element) -> Iterator[Element]:
    for child in element:
        if child.tag in (TEXT_BOX, _WORD_ART):
            yield child
        else:
            inner = chosen(child) if child.tag == ALTERNATE else child
            if inner is not None:
                yield from _boxes(inner)


def _painted(properties: Element | None) -> str | None:
    shade = child_of(properties, W + "shd")
    return None if shade is None else shading(shade)


def _is_drop_cap(properties: Element | None) -> bool:
    frame = child_of(properties, W + "framePr")
    return frame is not None and frame.get(W + "dropCap") in ("drop", "margin")
