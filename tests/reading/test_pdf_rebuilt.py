"""The labelled reports, set by LibreOffice on pages of several looks: their paragraphs come out of the PDF as out of the Word file."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import pytest

from checker.outline import outline
from checker.reading import read

pytestmark = [pytest.mark.full, pytest.mark.system("soffice"), pytest.mark.timeout(600)]

SOURCES = sorted((Path(__file__).parent.parent / "data" / "labelled").glob("*.src.txt"))
MARKS = {
    "# ": "title",
    "## ": "h1",
    "### ": "h2",
    "#### ": "h3",
    "@sign ": "signed",
    "@date ": "signed",
    "@noise ": "noise",
}
LEAST = 0.97


@dataclass(frozen=True)
class Look:
    size: float
    pitch: float
    indent: float = 2
    gap: float = 0
    margins: tuple[float, float] = (28, 26)
    bold: bool = False
    foot: str = ""


LOOKS = {
    "official": Look(16, 28.9, foot="— {} —"),
    "word": Look(12, 20, margins=(31.7, 31.7), bold=True, foot="第{}页"),
    "flush with gaps": Look(14, 22, indent=0, gap=9, margins=(25, 25), bold=True),
    "flush": Look(14, 23, indent=0, margins=(25, 25)),
    "dense": Look(10.5, 15, margins=(20, 20), foot="{}"),
}


def parsed(source: Path) -> list[tuple[str, str]]:
    found = []
    for raw in source.read_text(encoding="utf-8").splitlines():
        mark = next((mark for mark in MARKS if raw.startswith(mark)), "")
        if raw.strip():
            found.append((MARKS.get(mark, "body"), raw.removeprefix(mark).strip()))
    return found


def write(lines: list[tuple[str, str]], look: Look, out: Path) -> None:
    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
    from docx.shared import Mm, Pt

    word = Document()
    page = word.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin, page.right_margin = (Mm(margin) for margin in look.margins)
    if look.foot:
        before, after = look.foot.split("{}")
        _foot(page.footer.paragraphs[0], before, after)
    for kind, words in lines:
        paragraph = word.add_paragraph()
        form = paragraph.paragraph_format
        form.space_after, form.line_spacing = Pt(look.gap), Pt(look.pitch)
        run = paragraph.add_run(words)
        run.font.size = Pt(look.size * 1.375 if kind == "title" else look.size)
        run.font.bold = look.bold and kind in ("title", "h1", "h2")
        if kind == "title":
            paragraph.alignment, form.line_spacing = ALIGN.CENTER, Pt(look.pitch * 1.4)
        elif kind == "signed":
            paragraph.alignment = ALIGN.RIGHT
        else:
            paragraph.alignment, form.first_line_indent = ALIGN.JUSTIFY, Pt(look.indent * look.size)
    word.save(str(out))


def _foot(paragraph: Any, before: str, after: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    paragraph.alignment = 1
    paragraph.add_run(before)
    for kind in ("begin", "", "end"):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = " PAGE "
        paragraph.add_run()._r.append(element)
    paragraph.add_run(after)


def convert(folder: Path) -> None:
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf"]
    files = sorted(map(str, folder.glob("*.docx")))
    subprocess.run([*command, "--outdir", str(folder), *files], check=True, capture_output=True, timeout=500)


def paragraphs(path: Path) -> list[str]:
    found = read(path)
    return ["".join(found.text[block.start : block.end].split()) for block in found.blocks]


def share_rebuilt(folder: Path) -> float:
    rebuilt = total = 0
    for word in sorted(folder.glob("*.docx")):
        wanted, got = paragraphs(word), paragraphs(word.with_suffix(".pdf"))
        matches = SequenceMatcher(None, wanted, got, autojunk=False).get_matching_blocks()
        rebuilt += sum(match.size for match in matches)
        total += len(wanted)
    assert total > 250
    return rebuilt / total


@pytest.mark.parametrize("name", LOOKS)
def test_paragraphs_are_rebuilt(name: str, tmp_path: Path) -> None:
    for source in SOURCES:
        write(parsed(source), LOOKS[name], tmp_path / f"{source.name[:2]}.docx")
    convert(tmp_path)
    assert share_rebuilt(tmp_path) >= LEAST
    for word in tmp_path.glob("*.docx"):
        one, other = outline(read(word)).info, outline(read(word.with_suffix(".pdf"))).info
        assert (one.unit, one.year, one.signed_date) == (other.unit, other.year, other.signed_date)


@pytest.mark.parametrize("look", ["styled", "plain", "messy"])
def test_paragraphs_of_the_other_renderer_are_rebuilt(look: str, shared: Path, tmp_path: Path) -> None:
    for source in sorted((shared / "devset").glob("*.src.txt")):
        command = [
            sys.executable,
            str(shared / "tools" / "render.py"),
            str(source),
            str(tmp_path / f"{source.name[:2]}.docx"),
        ]
        subprocess.run([*command, "--look", look], check=True, capture_output=True, timeout=60)
    convert(tmp_path)
    assert share_rebuilt(tmp_path) >= LEAST
