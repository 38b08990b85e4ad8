"""PDF files with highlights and notes: over the very characters, behind the file's own bytes."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from annotation_cases import at, report_of, result_about
from annotation_ranges import bare
from raw_pdf import A4, Flow, Page, note, pdf, text

from checker.errors import UnsupportedForm
from checker.model import CheckResult, Finding, Report
from checker.output.annotated import annotate

TITLE = "某县水利局2025年度法治政府建设工作报告"
SENTENCE = "全年办结行政复议案件{}件，纠错率百分之十二，比上年提高三个百分点；"


@dataclass(frozen=True)
class Drawn:
    """An annotation: its kind, the characters whose middles lie in its quads, its rectangle, author and words."""

    page: int
    kind: int
    covered: str
    rect: tuple[float, float, float, float]
    author: str
    words: str


def drawn(data: bytes) -> list[Drawn]:
    document = pypdfium2.PdfDocument(data)
    found = [one for index in range(len(document)) for one in on_page(document[index], index)]
    document.close()
    return found


def on_page(page: pypdfium2.PdfPage, index: int) -> Iterator[Drawn]:
    held = page.get_textpage()
    letters = []
    for place in range(held.count_chars()):
        character = chr(pdfium.FPDFText_GetUnicode(held.raw, place))
        if bare(character) and pdfium.FPDFText_IsGenerated(held.raw, place) != 1:
            left, bottom, right, top = held.get_charbox(place, loose=True)
            letters.append((character, (left + right) / 2, (bottom + top) / 2))
    for number in range(pdfium.FPDFPage_GetAnnotCount(page.raw)):
        one = pdfium.FPDFPage_GetAnnot(page.raw, number)
        quads = []
        for which in range(pdfium.FPDFAnnot_CountAttachmentPoints(one)):
            quad = pdfium.FS_QUADPOINTSF()
            pdfium.FPDFAnnot_GetAttachmentPoints(one, which, quad)
            quads.append((quad.x1, quad.y3, quad.x2, quad.y1))
        rect = pdfium.FS_RECTF()
        pdfium.FPDFAnnot_GetRect(one, rect)
        covered = "".join(c for c, x, y in letters if any(a <= x <= b and d <= y <= e for a, d, b, e in quads))
        kind, author, words = pdfium.FPDFAnnot_GetSubtype(one), value(one, b"T"), value(one, b"Contents")
        yield Drawn(index, kind, covered, (rect.left, rect.bottom, rect.right, rect.top), author, words)
        pdfium.FPDFPage_CloseAnnot(one)
    held.close()


def value(one: object, key: bytes) -> str:
    size = pdfium.FPDFAnnot_GetStringValue(one, key, None, 0)
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDFAnnot_GetStringValue(one, key, ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), size)
    return buffer.raw[: size - 2].decode("utf-16-le")


def texts(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    found = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return found


def made() -> Flow:
    flow = Flow().middle(TITLE)
    for number in range(12):
        flow.add("".join(SENTENCE.format(f"{number}{part}") for part in range(6)) + "。")
    return flow.at_right("某县水利局").at_right("2026年1月20日")


def annotated(data: bytes, *quotes: str) -> tuple[bytes, Report]:
    report = report_of(data, "报告.pdf")
    out = annotate("pdf", data, result_about(*(at(report, quote) for quote in quotes)), report)
    assert out.startswith(data)
    assert texts(out) == texts(data)
    assert out == annotate("pdf", data, result_about(*(at(report, quote) for quote in quotes)), report)
    return out, report


def test_highlights_cover_the_quote_and_nothing_else() -> None:
    quotes = (
        SENTENCE.format("11"),
        "件，纠错率百分之十二，比上年提高三个百分点；全年办结行政复议案件34",
        "2026年1月20日",
    )
    out, report = annotated(made().file(), *quotes)
    found = drawn(out)
    assert sorted(one.covered for one in found) == sorted(quotes)
    assert {one.author for one in found} == {"法鉴"}
    assert all("说明：第" in one.words for one in found)
    assert report_of(out, "报告.pdf").text == report.text


def test_a_quote_over_a_page_break_is_marked_on_both_pages() -> None:
    flow = made().on_every_page(lambda number: text(280, 60, f"- {number} -", 12))
    data = flow.file()
    report = report_of(data, "报告.pdf")
    for line in report.text.split("\n"):
        out, _ = annotated(data, line)
        found = [one for one in drawn(out) if one.kind == pdfium.FPDF_ANNOT_HIGHLIGHT]
        if len(found) == 2:
            break
    else:
        pytest.fail("no paragraph goes over a page break")
    assert [one.page for one in found] == [found[0].page, found[0].page + 1]
    assert "".join(one.covered for one in found) == bare(line)
    assert found[1].words == "（接上页）" + found[0].words


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_pages_that_are_turned(turn: int) -> None:
    lines = [TITLE, *(SENTENCE.format(n) for n in range(6))]
    matrix = {0: (1, 0, 0, 1), 90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}[turn]
    start = {0: (80, 740), 90: (80, 60), 180: (520, 100), 270: (520, 780)}[turn]
    step = {0: (0, -28), 90: (28, 0), 180: (0, 28), 270: (-28, 0)}[turn]
    content = "".join(
        text(start[0] + n * step[0], start[1] + n * step[1], line, 12, matrix=matrix) for n, line in enumerate(lines)
    )
    out, _ = annotated(pdf(Page(content, rotate=turn)), "复议案件3件，纠错率")
    (one,) = drawn(out)
    assert one.covered == "复议案件3件，纠错率"


def test_what_is_about_no_words_is_a_note_beside_the_title() -> None:
    data = made().file()
    report = report_of(data, "报告.pdf")
    finding = Finding(rule="secrecy.mark", severity="error", message="页眉有密级标志。")
    out = annotate("pdf", data, CheckResult(source="x", findings=(finding,)), report)
    (one,) = drawn(out)
    assert (one.page, one.kind) == (0, pdfium.FPDF_ANNOT_TEXT)
    assert one.words == "错误：密级标志\n说明：页眉有密级标志。"
    left, bottom, right, top = one.rect
    assert 0 < left < right < A4[0]
    assert 730 < (bottom + top) / 2 < 770  # the title's line begins at 737


def test_pages_without_characters_get_their_notes_at_the_top() -> None:
    report = report_of(made().file(), "报告.pdf")
    about = result_about(at(report, "百分之十二"), at(report, "三个百分点"), at(report, "2026年"))
    found = drawn(annotate("pdf", pdf("", Page(rotate=180), ""), about, report))
    assert [(one.page, one.kind) for one in found] == [(0, pdfium.FPDF_ANNOT_TEXT), (2, pdfium.FPDF_ANNOT_TEXT)]
    assert all(one.rect[1] > 790 for one in found)
    assert "1. 错误" in found[0].words
    assert "2. 错误" in found[0].words


def test_annotations_that_are_there_stay() -> None:
    flow = made()
    data = pdf(
        *(Page(page, annotations=[note("Text", "旧的注释")] if not n else []) for n, page in enumerate(flow.pages))
    )
    out, _ = annotated(data, SENTENCE.format("11"))
    assert "旧的注释" in {one.words for one in drawn(out)}


def with_streamed_table(data: bytes) -> bytes:
    """The file with its table of objects as a stream, as Word and WPS write it, and an identifier."""
    start = data.rindex(b"xref\n0 ", 0, data.rindex(b"startxref"))
    rows = [line.split() for line in data[start:].split(b"\n")[2:] if line.endswith((b" n ", b" f "))]
    number = len(rows)
    entries = (
        b"".join(
            bytes([row[2] == b"n"]) + int(row[0]).to_bytes(4, "big") + int(row[1]).to_bytes(2, "big") for row in rows
        )
        + b"\1"
        + start.to_bytes(4, "big")
        + b"\0\0"
    )
    root = re.search(rb"/Root (\d+) 0 R", data[start:])
    assert root
    head = (
        f"{number} 0 obj\n<</Type/XRef/Size {number + 1}/W[1 4 2]/Root {root[1].decode()} 0 R"
        f"/ID[<{'ab' * 16}><{'cd' * 16}>]/Length {len(entries)}>>\nstream\n"
    )
    return data[:start] + head.encode() + entries + f"\nendstream\nendobj\nstartxref\n{start}\n%%EOF\n".encode()


def test_files_whose_table_of_objects_is_a_stream() -> None:
    data = with_streamed_table(made().file())
    out, _ = annotated(data, SENTENCE.format("11"))
    assert [one.covered for one in drawn(out)] == [SENTENCE.format("11")]
    assert re.findall(rb"/ID *\[ *<([0-9A-Fa-f]+)>", out[len(data) :])[-1].lower() == b"ab" * 16


def test_nothing_to_say_leaves_the_file_as_it_is() -> None:
    data = made().file()
    assert annotate("pdf", data, CheckResult(source="x"), report_of(data, "报告.pdf")) == data


@pytest.mark.parametrize("cut", [0, 20, 5000])
def test_a_broken_file_is_one_sentence(cut: int) -> None:
    data = made().file()
    report = report_of(data, "报告.pdf")
    with pytest.raises(UnsupportedForm):
        annotate("pdf", data[:cut], result_about(at(report, "百分之十二")), report)


def test_a_file_with_restrictions_is_left_alone() -> None:
    data = made().file(encrypted=("", "owner"))
    report = report_of(data, "报告.pdf")
    with pytest.raises(UnsupportedForm, match="权限"):
        annotate("pdf", data, result_about(at(report, "百分之十二")), report)


def test_the_highlight_is_painted_on_the_words(tmp_path: Path) -> None:
    out, _ = annotated(made().file(), "2026年1月20日")
    (one,) = drawn(out)
    document = pypdfium2.PdfDocument(out)
    page = document[one.page]
    picture = page.render(scale=1).to_pil().convert("RGB")
    left, bottom, right, top = (round(edge) for edge in one.rect)
    height = int(page.get_height())
    inside = picture.crop((left, height - top, right, height - bottom))
    pixels = [inside.getpixel((x, y)) for x in range(inside.width) for y in range(inside.height)]
    yellow = [pixel for pixel in pixels if pixel[0] > 230 and pixel[2] < 200]  # type: ignore[index]
    assert len(yellow) > len(pixels) / 2
    page.close()
    document.close()
