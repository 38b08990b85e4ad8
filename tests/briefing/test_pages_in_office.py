"""How many pages briefings take in LibreOffice: a page is one, full is three at most, the annexes not counted."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from checker.briefing import Length, brief_batch, brief_report
from checker.model import Briefing
from checker.output.briefings import present
from tests.briefing.conftest import Judged, rubric
from tests.output.office import pages, to_pdf

pytestmark = [
    pytest.mark.full,
    pytest.mark.system("soffice|libreoffice"),
    pytest.mark.system("font:Noto Serif CJK SC"),
    pytest.mark.timeout(600),
]
DAY = dt.date(2026, 3, 5)
MOST: dict[Length, int] = {"page": 1, "full": 3}


@pytest.mark.parametrize("length", MOST)
def test_pages(labelled: list[Judged], examples: list[Judged], tmp_path: Path, length: Length) -> None:
    briefings: list[Briefing] = [brief_report(*item, rubric(), length=length) for item in [*examples, *labelled[::6]]]
    for items in (examples, [*examples, *labelled], labelled[20:34]):
        briefings.append(brief_batch(items, rubric(), length=length, as_of=DAY))
    for number, briefing in enumerate(briefings):
        (tmp_path / f"{number:02}.docx").write_bytes(present("docx", briefing))
    for path, briefing in zip(to_pdf(sorted(tmp_path.glob("*.docx")), tmp_path), briefings, strict=True):
        laid_out = pages(path)
        main = next(n for n, page in enumerate(laid_out) if page and page[0].text in ("附件", "附件1"))
        assert 1 <= main <= MOST[length], (briefing.title, main)
