"""LibreOffice and a PDF's geometry, for the tests of .docx files. Chinese font names are pointed at fonts that are there."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

# What stands for the fonts of an office's machine, which are not free. The first that is installed is taken.
FONTS = {
    "仿宋_GB2312": ("Noto Serif CJK SC",),
    "仿宋": ("Noto Serif CJK SC",),
    "宋体": ("Noto Serif CJK SC",),
    "方正小标宋简体": ("Noto Serif CJK SC",),
    "楷体_GB2312": ("AR PL KaitiM GB", "Noto Serif CJK SC"),
    "黑体": ("Noto Sans CJK SC",),
    "Times New Roman": ("Liberation Serif", "Noto Serif CJK SC"),
}


def font_settings(folder: Path) -> Path:
    """A fontconfig file with these aliases, after the system's own."""
    aliases = "".join(
        f'<match target="pattern"><test name="family" compare="eq"><string>{name}</string></test>'
        + "".join(
            f'<edit name="family" mode="assign" binding="strong"><string>{others[0]}</string></edit>'
            if number == 0
            else f'<edit name="family" mode="append" binding="strong"><string>{other}</string></edit>'
            for number, other in enumerate(others)
        )
        + "</match>"
        for name, others in FONTS.items()
    )
    path = folder / "fonts.conf"
    path.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f'<include ignore_missing="yes" prefix="default">/etc/fonts/fonts.conf</include>{aliases}</fontconfig>',
        encoding="utf-8",
    )
    return path


def to_pdf(files: Iterable[Path], folder: Path) -> list[Path]:
    """Convert by one LibreOffice with a profile of its own. Every file must come out."""
    sources = list(files)
    program = shutil.which("soffice") or shutil.which("libreoffice")
    assert program
    with tempfile.TemporaryDirectory(prefix="office-profile-") as profile:
        done = subprocess.run(
            [
                *(program, f"-env:UserInstallation={Path(profile).as_uri()}", "--headless", "--norestore", "--nologo"),
                *("--convert-to", "pdf", "--outdir", str(folder), *map(str, sources)),
            ],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            env=os.environ | {"FONTCONFIG_FILE": str(font_settings(folder)), "SAL_USE_VCLPLUGIN": "svp"},
            timeout=100,
            check=False,
        )
    targets = [folder / f"{source.stem}.pdf" for source in sources]
    missing = [target.name for target in targets if not target.exists()]
    assert not missing, f"{missing}\n{done.stdout}\n{done.stderr}"
    return targets


@dataclass(frozen=True)
class Line:
    """A line of a page: its characters, and in pt from the top left of the page where it begins and ends, and its middle."""

    text: str
    left: float
    right: float
    middle: float


def pages(path: Path) -> list[list[Line]]:
    """The lines of every page, from top to bottom; characters that stand at one height are one line."""
    import pypdfium2

    told = []
    document = pypdfium2.PdfDocument(path)
    for page in document:
        height = page.get_height()
        text = page.get_textpage()
        placed = []
        for index in range(text.count_chars()):
            character = text.get_text_range(index, 1)
            if character.strip():
                left, bottom, right, top = text.get_charbox(index, loose=True)
                placed.append((height - (top + bottom) / 2, left, right, character))
        told.append(_lines(placed))
    document.close()
    return told


def _lines(placed: list[tuple[float, float, float, str]]) -> list[Line]:
    groups: list[list[tuple[float, float, float, str]]] = []
    for one in sorted(placed):
        if groups and abs(groups[-1][0][0] - one[0]) < 6:
            groups[-1].append(one)
        else:
            groups.append([one])
    return [
        Line(
            "".join(c for _, _, _, c in sorted(g, key=lambda o: o[1])),
            min(o[1] for o in g),
            max(o[2] for o in g),
            g[0][0],
        )
        for g in groups
    ]
