"""Reading side by side with other programs on the same files: time, memory, what is kept, what is let in, what stays whole.

The files are the labelled reports of the tests, which are made up: as .docx in three looks, as .pdf of LibreOffice (where that is
installed), and as web pages of a dozen makes. Each program reads all files of a form in a process of its own: once to warm up,
then ROUNDS times. Told are

    ms a file   of each file the median of the rounds, of these the mean
    MB          the largest resident size of the process, its imports included
    kept        share of the report's characters that come out, in their order
    let in      characters that come out and are not the report's, a file
    whole       share of the report's paragraphs that come out as one line, or as one block between blank lines

White space and the marks of Markdown count nowhere. The other programs are made for other ends (to feed a model, to show a
page); nothing here says that they are worse at those. What is not installed is left out (``make bench`` installs all).
"""

from __future__ import annotations

import importlib.util
import json
import logging
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "reading")]

from web_layouts import LAYOUTS  # noqa: E402
from web_pages import Site, rows_of  # noqa: E402

from tests.tools import render  # noqa: E402

ROUNDS = 5
_MARKS = re.compile(r"[\s*#|_>\\`\-\ufeff]+")
Read = Callable[[str], str]


# ── the programs ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _fajian() -> Read:
    from checker import reading

    return lambda path: reading.read(path).text


def _markitdown() -> Read:
    from markitdown import MarkItDown

    converter = MarkItDown()
    return lambda path: converter.convert(path).text_content


def _pypdfium2() -> Read:
    import pypdfium2

    def read(path: str) -> str:
        document = pypdfium2.PdfDocument(path)
        try:
            return "\n".join(page.get_textpage().get_text_range() for page in document)
        finally:
            document.close()

    return read


def _pdfplumber() -> Read:
    import pdfplumber

    def read(path: str) -> str:
        with pdfplumber.open(path) as document:
            return "\n".join(page.extract_text() for page in document.pages)

    return read


def _trafilatura() -> Read:
    import trafilatura

    return lambda path: trafilatura.extract(Path(path).read_bytes(), include_comments=False) or ""


PROGRAMS: dict[str, tuple[Callable[[], Read], tuple[str, ...]]] = {
    "fajian": (_fajian, (".docx", ".pdf", ".html")),
    "markitdown": (_markitdown, (".docx", ".pdf", ".html")),
    "pypdfium2": (_pypdfium2, (".pdf",)),
    "pdfplumber": (_pdfplumber, (".pdf",)),
    "trafilatura": (_trafilatura, (".html",)),
}


def serve(name: str, paths: Sequence[str]) -> None:
    """The life of one program's process: its figures and texts on standard output, as JSON."""
    logging.disable(logging.WARNING)
    read = PROGRAMS[name][0]()
    texts = [read(path) for path in paths]
    times: list[list[float]] = [[] for _ in paths]
    for _ in range(ROUNDS):
        for path, taken in zip(paths, times, strict=True):
            began = time.perf_counter()
            read(path)
            taken.append((time.perf_counter() - began) * 1000)
    milliseconds = statistics.mean(statistics.median(taken) for taken in times)
    json.dump({"milliseconds": milliseconds, "memory": largest(), "texts": texts}, sys.stdout)


def largest() -> float:
    """MB of this process at its largest. Where the system has no /proc, what it grew from may count too."""
    try:
        found = re.search(r"VmHWM:\s*(\d+) kB", Path("/proc/self/status").read_text(encoding="utf-8"))
    except OSError:
        found = None
    return (int(found[1]) if found else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) / 1024


# ── the files ────────────────────────────────────────────────────────────────────────────────────────────────────────


class File(NamedTuple):
    path: Path
    paragraphs: list[str]


def lay_out(folder: Path) -> dict[str, list[File]]:
    """The files by form, each with the paragraphs of its report."""
    files: dict[str, list[File]] = {".docx": [], ".pdf": [], ".html": []}
    for index, source in enumerate(sorted((ROOT / "tests" / "data" / "labelled").glob("*.src.txt"))):
        text = source.read_text(encoding="utf-8")
        name, everything = source.name.removesuffix(".src.txt"), [words for _, words in render.parse(text)]
        for look in ("styled", "plain", "messy"):
            files[".docx"].append(File(folder / f"{name}-{look}.docx", everything))
            render.render(source, files[".docx"][-1].path, look)
        for make in sorted(LAYOUTS)[index % 6 :: 6]:
            page = folder / f"{name}-{make}.html"
            page.write_text(LAYOUTS[make](Site(index), rows_of(text)), encoding="utf-8")
            files[".html"].append(File(page, [words for _, words in rows_of(text)]))
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office:
        plain = [file for file in files[".docx"] if file.path.stem.endswith("-plain")]
        command = [
            office,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "pdf",
        ]
        paths = [str(file.path) for file in plain]
        subprocess.run([*command, "--outdir", str(folder), *paths], check=True, capture_output=True, timeout=300)
        files[".pdf"] = [File(file.path.with_suffix(".pdf"), file.paragraphs) for file in plain]
    return files


# ── the figures ──────────────────────────────────────────────────────────────────────────────────────────────────────


def bare(text: str) -> str:
    return _MARKS.sub("", text)


def measured(text: str, paragraphs: Sequence[str]) -> tuple[int, int, int]:
    """Characters kept, characters let in, paragraphs that are whole."""
    wanted, got = bare("".join(paragraphs)), bare(text)
    kept = LCSseq.similarity(wanted, got)
    pieces = {bare(piece) for piece in (*text.split("\n"), *re.split(r"\n\s*\n", text))}
    return kept, len(got) - kept, sum(bare(paragraph) in pieces for paragraph in paragraphs)


def compare(name: str, files: Sequence[File]) -> None:
    """One line of the table."""
    command = [sys.executable, __file__, "--serve", name, *(str(file.path) for file in files)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"  {name:<12} does not read these files: {done.stderr.strip().splitlines()[-1][:90]}")
        return
    told = json.loads(done.stdout.strip().splitlines()[-1])
    kept = let_in = whole = characters = paragraphs = 0
    for file, text in zip(files, told["texts"], strict=True):
        one, more, exact = measured(text, file.paragraphs)
        kept, let_in, whole = kept + one, let_in + more, whole + exact
        characters, paragraphs = characters + len(bare("".join(file.paragraphs))), paragraphs + len(file.paragraphs)
    print(
        f"  {name:<12}{told['milliseconds']:>10.1f}{told['memory']:>8.0f}{kept / characters:>10.2%}"
        f"{let_in / len(files):>10.1f}{whole / paragraphs:>10.1%}"
    )


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        for form, files in lay_out(Path(name)).items():
            if not files:
                print(f"\n{form}: left out, LibreOffice is not installed")
                continue
            size = sum(len("".join(file.paragraphs)) for file in files) // len(files)
            print(f"\n{form}: {len(files)} files of {size:,} characters, {ROUNDS} rounds after a first one")
            print(f"  {'':<12}{'ms a file':>10}{'MB':>8}{'kept':>10}{'let in':>10}{'whole':>10}")
            for program, (_, forms) in PROGRAMS.items():
                if form in forms and (program == "fajian" or importlib.util.find_spec(program)):
                    compare(program, files)
                elif form in forms:
                    print(f"  {program:<12} is not installed (pip install '.[bench]')")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--serve"]:
        serve(sys.argv[2], sys.argv[3:])
    else:
        main()
