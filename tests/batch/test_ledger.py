"""The ledger: sheets, columns, colours, dates; text is never a formula; a spreadsheet program opens it."""

from __future__ import annotations

import csv
import datetime as dt
import io
import subprocess
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from samples import batch

from checker.output.batch.handling import problems
from checker.output.batch.ledger import ledger
from checker.output.batch.naming import nobody

PLAIN = ["单位", "类型", "应报日期", "报送日期", "报送状态", "结论"]


@pytest.fixture(scope="module")
def book() -> Any:
    return openpyxl.load_workbook(io.BytesIO(ledger(batch())))


def rows(sheet: Any) -> list[dict[str, Any]]:
    head, *lines = sheet.iter_rows(values_only=True)
    return [dict(zip(head, line, strict=True)) for line in lines]


def test_the_sheets_and_columns_of_the_contract(book: Any) -> None:
    assert book.sheetnames[:3] == ["单位", "问题", "举措覆盖"]
    head = [cell.value for cell in book["单位"][1]]
    sections = [section.title for section in batch().lines[0].result.sections if section.level == "required"]  # type: ignore[union-attr]
    assert len(sections) == 4
    assert head[: 6 + 4 + 3] == [*PLAIN, *sections, "问题数", "处理意见", "文件"]
    assert [cell.value for cell in book["问题"][1]] == [
        "单位",
        "类别",
        "规则或要求",
        "严重程度",
        "说明",
        "原文",
        "页",
        "建议",
    ]
    topics = [
        one.title
        for section in batch().lines[0].result.sections
        for one in section.requirements
        if one.level == "coverage"
    ]  # type: ignore[union-attr]
    assert [cell.value for cell in book["举措覆盖"][1]] == ["单位", *topics]


def test_a_line_for_every_line(book: Any) -> None:
    told = rows(book["单位"])
    assert [one["单位"] for one in told] == [line.unit or nobody(line) for line in batch().lines]
    by_unit = {one["单位"]: one for one in told[:-1]}
    audit = by_unit["云岫县审计局"]
    assert (audit["报送状态"], audit["结论"], audit["处理意见"], audit["报送日期"]) == ("逾期未报", "—", "催报。", None)
    assert by_unit["云岫县统计局"]["结论"] == "待确认"
    assert by_unit["云岫县档案馆"]["结论"] == "读不出来"
    assert "损坏" in by_unit["云岫县档案馆"]["备注"]
    returned = [one for one in told if one["结论"] == "退回"]
    assert returned
    assert all("缺失" in one.values() and "退回补写" in one["处理意见"] for one in returned)


def test_dates_are_dates(book: Any) -> None:
    sheet = book["单位"]
    assert sheet["C2"].value == dt.datetime(2026, 3, 1)
    assert sheet["C2"].number_format == "yyyy-mm-dd"


def test_the_problems_are_those_of_the_results(book: Any) -> None:
    told = rows(book["问题"])
    findings = sum(len(line.result.findings) for line in batch().lines if line.result)
    assert sum(1 for one in told if one["类别"] == "文稿") == findings
    assert {one["严重程度"] for one in told} == {"错误", "提醒", "参考"}
    quotes = {one["原文"] for one in told if one["原文"]}
    texts = [line.result for line in batch().lines if line.result]
    shown = {e.quote for r in texts for f in r.findings for e in f.evidence} | {
        e.quote for r in texts for s in r.sections for q in s.requirements for e in q.evidence
    }
    assert quotes <= shown
    assert not any("." in one["规则或要求"] for one in told)  # in words, not ids
    counts = [one["问题数"] for one in rows(book["单位"])]
    judged = [line.result if line.result and not line.result.error else None for line in batch().lines]
    assert counts == [problems(result) if result else None for result in judged]


def test_text_is_never_a_formula(book: Any) -> None:
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    assert any(str(cell.value).startswith("=cmd") for cell in cells)


def test_it_is_made_for_reading(book: Any) -> None:
    for sheet in book:
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref.startswith("A1:")
        for cell in sheet[1]:
            assert sheet.column_dimensions[cell.column_letter].width >= 2 * min(len(str(cell.value)), 5) - 2
    colours = {
        cell.value: cell.fill.fgColor.rgb
        for row in book["单位"].iter_rows(min_row=2)
        for cell in row
        if cell.fill.fill_type
    }
    assert len({colours["齐全"], colours["不充分"], colours["缺失"]}) == 3


def test_the_same_batch_gives_the_same_cells() -> None:
    one, two = (openpyxl.load_workbook(io.BytesIO(ledger(batch()))) for _ in range(2))
    for name in one.sheetnames:
        assert list(one[name].iter_rows(values_only=True)) == list(two[name].iter_rows(values_only=True))


@pytest.mark.system("soffice|libreoffice")
def test_a_spreadsheet_program_opens_it(tmp_path: Path) -> None:
    from checker.reading import office

    program = office.program()
    assert program is not None
    (tmp_path / "台账.xlsx").write_bytes(ledger(batch()))
    command = [
        program,
        f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        "csv:Text - txt - csv (StarCalc):44,34,76",
        "台账.xlsx",
    ]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=110)
    (found,) = tmp_path.glob("*.csv")
    lines = list(csv.reader(io.StringIO(found.read_text(encoding="utf-8-sig"))))
    assert lines[0][:6] == PLAIN
    assert len(lines) == len(batch().lines) + 1
    assert lines[1][2] == "2026-03-01"
    assert any(cell.startswith("=cmd|") for cell in lines[1])
