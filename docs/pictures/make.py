"""Make the pictures of the READMEs anew: `python docs/pictures/make.py`. Needs Chromium, the fonts Noto CJK and Pillow."""

from __future__ import annotations

import html
import io
import os
import re
import sys
import tempfile
from pathlib import Path

from PIL import Image

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "output")]

from browser import Browser, chromium  # noqa: E402

from checker.checking import Options, examine, load_checked  # noqa: E402
from checker.commands.demonstration import run  # noqa: E402
from checker.output import present  # noqa: E402
from checker.output._layout import Look  # noqa: E402

PAGE = "examples/云岫县应急管理局2025年度法治政府建设工作报告.docx"
TERMINAL = "examples/住建局法治报告-最终版.docx"
STYLES = {"1": "b", "2": "d", "31": "r", "32": "g", "33": "y"}
SHELL = """<!DOCTYPE html><meta charset="utf-8"><style>
body { margin: 0; background: #16191d; }
pre { display: inline-block; margin: 0; padding: 16px 20px; color: #d9dce0; font: 15px/1.5 "Noto Sans Mono CJK SC", monospace; }
.b { font-weight: 700; } .d { color: #98a0aa; } .r { color: #ff8f84; } .g { color: #86d69a; } .y { color: #f0c670; }
</style><pre>"""


def main() -> None:
    os.chdir(ROOT)
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        browser.scheme("light")
        path = Path(folder, "page.html")
        page(browser, path)
        terminal(browser, path)
        board(browser, Path(folder))


def page(browser: Browser, path: Path) -> None:
    """The report page with one finding chosen."""
    result, report = examine(PAGE, Options(load_checked("fazhi-annual-report")))
    path.write_text(present("html", result, Look(), report), encoding="utf-8")
    browser.size(1360, 800)
    browser.open(path)
    browser.click(".first li:nth-child(4) a")
    browser.run("document.activeElement.blur()")
    save(browser.picture(), "report-page.png")


def terminal(browser: Browser, path: Path) -> None:
    """What a check prints in a terminal."""
    result, _ = examine(TERMINAL, Options(load_checked("fazhi-annual-report")))
    text = f"\x1b[2m$\x1b[0m fajian check {TERMINAL}\n" + present("text", result, Look(80, colour=True)).rstrip()
    path.write_text(SHELL + painted(text) + "</pre>", encoding="utf-8")
    browser.size(1360, 800)
    browser.open(path)
    width, height = browser.run("(r => [r.width, r.height])(document.querySelector('pre').getBoundingClientRect())")
    browser.size(int(width) + 1, int(height) + 1)
    save(browser.picture(), "terminal.png")


def board(browser: Browser, folder: Path) -> None:
    """Of the dashboard of the example batch: progress, whom to chase, units by parts."""
    os.chdir(folder)
    run(Look())
    os.chdir(ROOT)
    browser.size(1180, 1000)
    browser.open(next(folder.glob("法鉴演示*/总览.html")))
    shown = "section:not(:first-child):not(#chase):not(:has(.heat))"
    browser.run(f"document.querySelectorAll('{shown}').forEach(section => section.remove())")
    height = browser.run("Math.ceil(document.querySelector('.produced').getBoundingClientRect().top)")
    browser.size(1180, int(height))
    save(browser.picture(), "dashboard.png")


def painted(text: str) -> str:
    """ANSI colours as spans."""

    def span(match: re.Match[str]) -> str:
        names = [STYLES[code] for code in match[1].split(";") if code in STYLES]
        return f'<span class="{" ".join(names)}">' if names else "</span>"

    return re.sub(r"\x1b\[([\d;]*)m", span, html.escape(text, quote=False))


def save(picture: bytes, name: str) -> None:
    few = Image.open(io.BytesIO(picture)).convert("RGB").quantize(160, dither=Image.Dither.NONE)
    few.save(HERE / name, optimize=True)


if __name__ == "__main__":
    main()
