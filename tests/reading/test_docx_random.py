"""No character of a Word file is lost, doubled or moved.

Random documents are made as trees; one function writes a tree as XML, another says what a reader of the page sees of it. What
must not be read bears the sign ✗, so that a second account can be taken from the XML alone.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from raw_docx import (
    NAMESPACES,
    alternate,
    box_run,
    cell,
    deleted,
    document,
    docx,
    drawn_box,
    ins,
    p,
    r,
    row,
    sdt,
    table,
    vml_box,
)
from raw_docx import field as complex_field

from checker.reading import docx as reader
from checker.reading.draft import Draft

NEVER = "✗"


@dataclass
class Text:
    """A run with text; ``rpr`` may hide it."""

    text: str
    rpr: str = ""
    hidden: bool = False


@dataclass
class Sign:
    """XML that stands for these characters, or for none."""

    xml: str
    seen: str = ""


@dataclass
class Wrapped:
    """Pieces in something that a reader does not see."""

    kind: int
    pieces: list[Any]


@dataclass
class Box:
    """A text box that hangs on the paragraph."""

    kind: int
    blocks: list[Any]


@dataclass
class Paragraph:
    """``joins``: its mark is deleted."""

    pieces: list[Any]
    joins: bool = False


@dataclass
class Control:
    """A content control round blocks."""

    blocks: list[Any]


@dataclass
class Table:
    """Rows of cells: text, columns, and "", "restart" or "continue" for a merge downwards."""

    width: int
    rows: list[list[tuple[str, int, str]]] = field(default_factory=list)


WRAPPERS = (
    lambda xml: ins(xml),
    lambda xml: ins(xml, "moveTo"),
    lambda xml: sdt(xml),
    lambda xml: f'<w:hyperlink w:anchor="a">{xml}</w:hyperlink>',
    lambda xml: f'<w:smartTag w:element="e"><w:smartTagPr/>{xml}</w:smartTag>',
    lambda xml: f'<w:fldSimple w:instr=" REF a ">{xml}</w:fldSimple>',
    lambda xml: complex_field(" HYPERLINK a ", xml),
    lambda xml: alternate(xml, r(NEVER)),
    lambda xml: alternate(r(NEVER), xml, requires="x"),
    lambda xml: f"<x:unknown>{xml}</x:unknown>",
)
BOXES = (box_run, lambda xml: r(inner=vml_box(xml)), lambda xml: r(inner=drawn_box(xml)))


# ── as XML ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def written(node: Any) -> str:
    match node:
        case Text(text, rpr):
            return r(text, rpr)
        case Sign(xml):
            return xml
        case Wrapped(kind, pieces):
            return WRAPPERS[kind]("".join(map(written, pieces)))
        case Box(kind, blocks):
            return BOXES[kind]("".join(map(written, blocks)))
        case Paragraph(pieces, joins):
            return p(*map(written, pieces), mark='<w:del w:id="1" w:author="甲"/>' if joins else "")
        case Control(blocks):
            return sdt("".join(map(written, blocks)))
        case Table(_, rows):
            return table(*(row(*(_cell(*held) for held in cells)) for cells in rows))
    raise TypeError(node)


def _cell(text: str, span: int, merge: str) -> str:
    span_xml = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return cell(p(text), tcpr=span_xml + (f'<w:vMerge w:val="{merge}"/>' if merge else ""))


# ── as a reader sees it ──────────────────────────────────────────────────────────────────────────────────────────────


class Page:
    """The lines that a reader sees, and the text that is hidden."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.hidden: list[str] = []
        self.open = ""
        self.boxes: list[Page] = []

    def show(self, blocks: list[Any]) -> Page:
        for block in blocks:
            match block:
                case Control(inner):
                    self.show_inside(inner)
                case _:
                    self.show_block(block)
        self.finish()
        return self

    def show_inside(self, blocks: list[Any]) -> None:
        for block in blocks:
            self.show_block(block)

    def show_block(self, block: Any) -> None:
        if isinstance(block, Table):
            self.finish()
            self.show_table(block)
        elif isinstance(block, Control):
            self.show_inside(block.blocks)
        else:
            self.open += "".join(self.seen(piece) for piece in block.pieces)
            if not block.joins:
                self.finish()

    def finish(self) -> None:
        """The paragraph is complete: its lines, then its boxes."""
        self.lines += [line for line in self.open.split("\n") if line.strip()]
        for box in self.boxes:
            self.lines += box.lines
        self.open, self.boxes = "", []

    def seen(self, piece: Any) -> str:
        match piece:
            case Text(text, _, hidden):
                if hidden:
                    self.hidden.append(text)
                return "" if hidden else text
            case Sign(_, text):
                return text
            case Wrapped(_, pieces):
                return "".join(self.seen(inner) for inner in pieces)
            case Box(_, blocks):
                box = Page().show(blocks)
                self.boxes.append(box)
                self.hidden += box.hidden
                return ""
        raise TypeError(piece)

    def show_table(self, block: Table) -> None:
        above: set[int] = set()
        for cells in block.rows:
            column, merged, texts = 0, set[int](), []
            for text, span, merge in cells:
                covered = merge == "continue" and column in above
                texts.append("" if covered else text.strip())
                self.hidden.append(text if covered else "")
                if merge:
                    merged.add(column)
                column += span
            above = merged
            if any(texts):
                self.lines.append("\t".join(texts))


# ── random trees ─────────────────────────────────────────────────────────────────────────────────────────────────────

TEXT = st.text(alphabet="甲乙丙丁，。“”<&>\"' 126件", min_size=1, max_size=8)
WORD = st.text(alphabet="子丑寅卯辰巳午未2025", min_size=1, max_size=6)
HIDING = ("<w:vanish/>", '<w:color w:val="FFFFFF"/>', '<w:sz w:val="2"/>')

LEAF = st.one_of(
    st.builds(Text, TEXT),
    st.builds(Text, TEXT, st.just("<w:b/>")),
    st.builds(Text, TEXT, st.sampled_from(HIDING), st.just(True)),
    st.builds(
        lambda text: Sign(r(inner=f"<w:ruby><w:rt>{r(NEVER)}</w:rt><w:rubyBase>{r(text)}</w:rubyBase></w:ruby>"), text),
        WORD,
    ),
    st.builds(lambda text: Sign(f"<m:oMath><m:r><m:t>{text}</m:t></m:r></m:oMath>", text), WORD),
    st.sampled_from(
        [
            Sign(r(inner="<w:br/>"), "\n"),
            Sign(r(inner="<w:tab/>"), "\t"),
            Sign(r(inner="<w:noBreakHyphen/><w:softHyphen/>"), "-"),
            Sign(r(inner="<w:lastRenderedPageBreak/>")),
            Sign(r(inner='<w:footnoteReference w:id="1"/>')),
            Sign('<w:bookmarkStart w:id="1" w:name="甲"/><w:bookmarkEnd w:id="1"/><w:commentRangeStart w:id="1"/>'),
            Sign(deleted(NEVER)),
            Sign(deleted(NEVER, "moveFrom")),
            Sign(ins(r(NEVER), "del")),
            Sign(complex_field(" PAGE ", NEVER)),
            Sign(f'<w:fldSimple w:instr=" NUMPAGES ">{r(NEVER)}</w:fldSimple>'),
        ]
    ),
)
KINDS = st.integers(0, len(WRAPPERS) - 1)
INLINE = st.recursive(
    LEAF, lambda inner: st.builds(Wrapped, KINDS, st.lists(inner, min_size=1, max_size=3)), max_leaves=5
)
SELDOM = st.sampled_from([False, False, False, True])


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """A head with a text in every column, so that it is a table to a reader; then cells, some of them merged."""
    width = draw(st.integers(2, 4))
    made = Table(width, [[(f"头{'甲乙丙丁'[column]}", 1, "") for column in range(width)]])
    for _ in range(draw(st.integers(0, 4))):
        cells, left = [], width
        while left:
            span = draw(st.integers(1, min(2, left)))
            cells.append((draw(st.just("") | WORD), span, draw(st.sampled_from(["", "", "restart", "continue"]))))
            left -= span
        made.rows.append(cells)
    return made


def blocks(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    """Paragraphs, tables and controls; ``inner``: what may stand in a paragraph."""
    paragraph = st.builds(Paragraph, st.lists(inner, max_size=5), SELDOM)
    flat = st.one_of(paragraph, paragraph, paragraph, tables())
    return st.lists(st.one_of(flat, flat, st.builds(Control, st.lists(flat, max_size=3))), max_size=5)


BOX = st.builds(Box, st.integers(0, len(BOXES) - 1), blocks(INLINE))
DOCUMENT = blocks(st.one_of(INLINE, INLINE, INLINE, BOX))
RANDOM = settings(
    max_examples=200 if os.environ.get("FAJIAN_TEST_ALL") == "1" else 60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)


def read(xml: str) -> Draft:
    return reader.read(docx(xml), "报告.docx")


def bare(*texts: str) -> Counter[str]:
    """Characters without blanks."""
    return Counter(re.sub(r"\s", "", "".join(texts)))


@RANDOM
@given(DOCUMENT)
def test_what_is_read_is_what_a_reader_sees(made: list[Any]) -> None:
    draft, page = read("".join(map(written, made))), Page().show(made)
    assert [line.text for line in draft.lines] == page.lines
    assert bare(*(held.text for held in draft.apart)) == bare(*page.hidden)
    assert {held.kind for held in draft.apart} <= {"hidden"}


# ── the account from the XML alone ───────────────────────────────────────────────────────────────────────────────────


def texts_of(xml: str) -> Iterator[str]:
    """Every ``w:t`` and ``m:t`` but those of the second copies that are meant for older programs."""
    names: dict[str, Any] = dict(NAMESPACES)
    second = "ancestor::mc:Fallback[../mc:Choice[@Requires='wps']]"
    for element in etree.fromstring(document(xml)).xpath(
        f"//*[self::w:t or self::m:t][not({second})]", namespaces=names
    ):
        yield element.text or ""


def account(xml: str) -> None:
    """What is read, with what stands apart, is all that the XML holds but what bears the sign."""
    draft = read(xml)
    found = bare(*(line.text for line in draft.lines), *(held.text for held in draft.apart))
    held = bare(*texts_of(xml))
    del found["-"], held[NEVER]
    assert found == held


@RANDOM
@given(DOCUMENT)
def test_every_character_of_the_xml_is_accounted_for(made: list[Any]) -> None:
    account("".join(map(written, made)))


def test_the_account_of_one_file_by_hand() -> None:
    xml = (
        p("某县2025年度法治政府建设工作报告")
        + sdt(p("一、", r("举措"), deleted(NEVER)))
        + p(ins(r("办结案件126件")), complex_field(" PAGE ", NEVER), "，", complex_field(" REF a ", "见附表"), "。")
        + p(r("藏", "<w:vanish/>"), "锚", box_run(p("框")))
        + table(
            row("项目", "数量"),
            row(cell("合计", tcpr='<w:vMerge w:val="restart"/>'), "1"),
            row(cell(tcpr="<w:vMerge/>"), "2"),
        )
        + table(row(cell(p("某县司法局") + p("2026年2月20日"))))
    )
    account(xml)
    draft = read(xml)
    assert [held.text for held in draft.apart] == ["藏"]
    assert [line.text for line in draft.lines] == [
        "某县2025年度法治政府建设工作报告",
        "一、举措",
        "办结案件126件，见附表。",
        "锚",
        "框",
        "项目\t数量",
        "合计\t1",
        "\t2",
        "某县司法局",
        "2026年2月20日",
    ]
