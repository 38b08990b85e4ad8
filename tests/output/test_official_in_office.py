"""The documents as LibreOffice lays them out: the geometry of the pages, and whether the estimate of lines holds."""

from __future__ import annotations

from pathlib import Path

import pytest
from briefing_samples import batch_briefing, report_briefing
from office import Line, pages, to_pdf
from test_official import whole

from checker.output import briefings
from checker.output.briefings._document import official
from checker.output.official import Annex, Official, Text, write
from checker.output.official.length import lines as counted

pytestmark = [
    pytest.mark.system("soffice|libreoffice"),
    pytest.mark.system("font:Noto Serif CJK SC"),
    pytest.mark.timeout(240),
]
MM = 72 / 25.4
PITCH = 225 / 22
HAN = "".join(chr(0x4E00 + i * 7 % 5000) for i in range(28 * 22 * 3))
SENTENCE = "局长主持召开局党组会议4次，专题研究《云岫县安全生产举报奖励办法》，办结行政处罚案件126件、检查1.2万户次——比上年增长15.6%……“双随机”抽查（含复查）238次。"


def texts(number: int) -> Official:
    """Documents of many lengths, with what makes a line hard to count."""
    shift = SENTENCE[number % 17 :]
    body = tuple(Text((shift + SENTENCE) * (1 + (number + i) % 3)) for i in range(2 + number % 3))
    return Official("云岫县应急管理局情况", body, annexes=(Annex("出处", (Text("附件正文。"),)),))


BRIEFINGS = {
    "report-page": report_briefing("page"),
    "report-short": report_briefing("short"),
    "report-full": report_briefing("full", 4),
    "batch-4": batch_briefing(4),
    "batch-12": batch_briefing(12),
    "batch-30-page": batch_briefing(30, "page"),
    "batch-150": batch_briefing(150),
}


@pytest.fixture(scope="module")
def laid_out(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[list[Line]]]:
    """All documents of this file, converted by one LibreOffice."""
    folder = tmp_path_factory.mktemp("office")
    documents = {
        "plain": Official("标题", (Text(HAN, indented=False),)),
        "whole": whole(),
        **{f"text-{n}": texts(n) for n in range(24)},
        **{name: official(one) for name, one in BRIEFINGS.items()},
    }
    for name, document in documents.items():
        (folder / f"{name}.docx").write_bytes(write(document))
    return {path.stem: pages(path) for path in to_pdf(sorted(folder.glob("*.docx")), folder)}


def row(line: Line) -> float:
    """Which line of the grid, from 1."""
    return (line.middle / MM - 37) / PITCH + 0.5


def area(page: list[Line]) -> list[Line]:
    """The lines of the type area."""
    return [line for line in page if line.middle / MM < 37 + 225]


def test_a_page_has_22_lines_of_28_characters(laid_out: dict[str, list[list[Line]]]) -> None:
    full = [area(page) for page in laid_out["plain"][1:3]]
    assert [len(page) for page in full] == [22, 22]
    assert {len(line.text) for page in full for line in page} == {28}
    for page in full:
        assert [round(row(line)) for line in page] == list(range(1, 23))
        assert all(abs(row(line) - round(row(line))) < 0.2 for line in page)
        assert {round(line.left / MM) for line in page} == {28}
        assert all(183 <= line.right / MM <= 184.3 for line in page)  # 28 + 156
    # The title, a blank line, and the text below.
    assert [round(row(line)) for line in area(laid_out["plain"][0])] == [1, *range(3, 23)]


def test_the_page_number_stands_outside_7_mm_below_the_type_area(laid_out: dict[str, list[list[Line]]]) -> None:
    for index, page in enumerate(laid_out["plain"][:4], 1):
        foot = page[-1]
        assert foot.text == f"—{index}—"
        assert foot.middle / MM == pytest.approx(37 + 225 + 7, abs=0.7)
        if index % 2:
            assert foot.right / MM == pytest.approx(184 - 5.6, abs=1)
        else:
            assert foot.left / MM == pytest.approx(28 + 5.6, abs=1)


def test_the_parts_stand_where_the_standard_puts_them(laid_out: dict[str, list[list[Line]]]) -> None:
    first, *rest = laid_out["whole"]
    found = {line.text: line for page in laid_out["whole"] for line in page}
    assert round(row(found["云司函〔2026〕5号"])) == 1
    titles = [line for line in area(first) if 4 <= row(line) < 6]
    assert "".join(line.text for line in titles) == whole().title
    for line in [found["云司函〔2026〕5号"], *titles]:
        assert (line.left + line.right) / 2 / MM == pytest.approx(28 + 78, abs=3)  # centred
    to = found["各乡镇人民政府，县政府各部门："]
    assert (round(row(to)), round(to.left / MM)) == (7, 28)
    assert found["一、基本情况"].left / MM == pytest.approx(28 + 2 * 5.57, abs=0.7)
    day, unit = found["2026年2月5日"], found["云岫县司法局"]
    assert day.right / MM == pytest.approx(184 - 4 * 5.57, abs=1)
    assert row(day) - row(unit) == pytest.approx(1, abs=0.1)
    annexes = [page for page in rest if page[0].text.startswith("附件") and len(page[0].text) == 3]
    assert [(round(row(p[0])), round(row(p[1]))) for p in annexes] == [(1, 3), (1, 3)]


def last_line(document: list[list[Line]]) -> float:
    """Where the main part ends, in lines of the grid from its beginning."""
    main = []
    for page in document:
        if page[0].text in ("附件", "附件1"):
            break
        main.append(area(page))
    return (len(main) - 1) * 22 + row(main[-1][-1])


@pytest.mark.parametrize("number", range(24))
def test_lines_are_counted_rather_too_high_than_too_low(laid_out: dict[str, list[list[Line]]], number: int) -> None:
    estimate, found = counted(texts(number)), round(last_line(laid_out[f"text-{number}"]))
    assert found <= estimate <= found + 1 + found // 12


@pytest.mark.parametrize("name", BRIEFINGS)
def test_a_briefings_lines_are_counted(laid_out: dict[str, list[list[Line]]], name: str) -> None:
    estimate, found = briefings.lines(BRIEFINGS[name]), last_line(laid_out[name])
    assert found - 0.6 <= estimate <= found + 3


def test_what_is_counted_to_fit_a_page_stands_on_one(laid_out: dict[str, list[list[Line]]]) -> None:
    fitting = [n for n in range(24) if counted(texts(n)) <= 22]
    assert len(fitting) >= 4
    assert {len(laid_out[f"text-{n}"]) for n in fitting} == {2}  # and the annex


def test_a_pdf_shows_no_empty_boxes_for_letters(laid_out: dict[str, list[list[Line]]], tmp_path: Path) -> None:
    text = "".join(line.text for page in laid_out["report-page"] for line in page)
    assert "云岫县应急管理局" in text
    assert "\ufffd" not in text
