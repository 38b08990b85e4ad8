"""Rosters as offices keep them: .xlsx and .csv, under a title row, with Chinese or English column names."""

from __future__ import annotations

import contextlib
import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.batch.roster import Roster, RosterError, date_of, load_roster
from checker.batch.roster_form import create
from checker.errors import UsageError


def write_xlsx(path: Path, *rows: list[Any], sheet: str = "名册") -> Path:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    for row in rows:
        page.append(row)
    book.save(path)
    return path


HEAD = ["序号", "单位名称", "单位类型", "报送期限", "联系人", "收文日期", "公开日期", "文件名", "简称"]


@pytest.fixture
def roster(tmp_path: Path) -> Roster:
    return load_roster(
        write_xlsx(
            tmp_path / "名册.xlsx",
            ["云岫县2025年度法治政府建设年度报告报送名册"],
            HEAD,
            [
                1,
                "云岫县财政局",
                "部门",
                dt.date(2026, 2, 10),
                "李某 0000",
                "2026年2月5日",
                None,
                "财政局.docx",
                "县财政",
            ],
            [2, "云岫县 鹭汀镇\n人民政府", "乡镇", "2026-02-10（含）", None, 46058, None, None, "鹭汀镇、鹭汀镇政府"],
            [None] * 9,
            [3, "云岫县发展和改革委员会(粮食局)", None, "2026.2.10前", None, None, "20260401", None, None],
            ["合计", "合计", None, None, None, None, None, None, None],
        )
    )


def test_every_column_is_read(roster: Roster) -> None:
    first, second, third = roster.entries
    assert (first.unit, first.kind, first.due, first.due_included) == (
        "云岫县财政局",
        "department",
        dt.date(2026, 2, 10),
        None,
    )
    assert (first.contact, first.submitted, first.file, first.aliases) == (
        "李某 0000",
        dt.date(2026, 2, 5),
        "财政局.docx",
        ("县财政",),
    )
    assert (second.unit, second.due_included, second.submitted) == ("云岫县鹭汀镇人民政府", True, dt.date(2026, 2, 5))
    assert second.aliases == ("鹭汀镇", "鹭汀镇政府")
    assert (third.unit, third.kind, third.due_included, third.published) == (
        "云岫县发展和改革委员会（粮食局）",
        None,
        False,
        dt.date(2026, 4, 1),
    )
    assert first.row == 3
    assert roster.notes == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv_in_any_usual_encoding(tmp_path: Path, encoding: str, delimiter: str) -> None:
    rows = [
        ["unit", "due", "submitted", "备用"],
        ["云岫县司法局", "2026-02-10", "2026/2/3", "x"],
        ["云岫县审计局", "", "", ""],
    ]
    path = tmp_path / "名册.csv"
    path.write_bytes("\r\n".join(delimiter.join(row) for row in rows).encode(encoding))
    roster = load_roster(path)
    assert [(e.unit, e.due, e.submitted) for e in roster.entries] == [
        ("云岫县司法局", dt.date(2026, 2, 10), dt.date(2026, 2, 3)),
        ("云岫县审计局", None, None),
    ]
    assert roster.notes == ("名册里没有用到的列：备用。",)


def test_errors_name_sheet_row_and_column(tmp_path: Path) -> None:
    path = write_xlsx(
        tmp_path / "册.xlsx",
        ["单位", "类型", "应报日期", "报送日期", "别名"],
        ["云岫县财政局", "企业", "二月三十日", None, None],
        [None, "部门", None, None, None],
        ["云岫县司法局", "部门", None, dt.date(2226, 1, 1), "云岫县财政局"],
        ["云岫县司法局", None, None, None, None],
        sheet="2025年度",
    )
    with pytest.raises(RosterError) as caught:
        load_roster(path)
    assert [problem.removeprefix(f"{path}：") for problem in caught.value.problems] == [
        "工作表“2025年度”第 2 行 B 列（类型）：“企业”不是单位类型，请写 政府、部门、乡镇、开发区 之一，或者留空。",
        "工作表“2025年度”第 2 行 C 列（应报日期）：“二月三十日”不是日期，请写成 2026-03-01 或 2026年3月1日。",
        "工作表“2025年度”第 3 行 A 列（单位）：没有写单位名称，请补上或删去这一行。",
        "工作表“2025年度”第 4 行 D 列（报送日期）：日期 2226-01-01 的年份不对，请核对。",
        "工作表“2025年度”第 2 行和第 4 行是同一个单位“云岫县财政局”，请删去一行或改名。",
        "工作表“2025年度”第 4 行和第 5 行是同一个单位“云岫县司法局”，请删去一行或改名。",
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "没有找到写着单位名称的一列"),
        ("甲,乙\n1,2".encode(), "没有找到写着单位名称的一列"),
        ("单位\n".encode(), "名册里没有单位"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "另存为 .xlsx"),
        (b"PK\x03\x04 broken", "这个 .xlsx 读不出来"),
        (bytes(range(256)) * 9, "名册"),
    ],
)
def test_what_is_no_roster_is_refused_in_one_sentence(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "名册.csv"
    path.write_bytes(content)
    with pytest.raises(RosterError) as caught:
        load_roster(path)
    assert str(path) in str(caught.value)
    assert said in str(caught.value)
    assert len(caught.value.problems) == 1


def test_a_hidden_sheet_and_one_without_units_are_passed_over(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", ["说明", "照着填"], sheet="说明")
    book = openpyxl.load_workbook(path)
    hidden = book.create_sheet("旧")
    hidden.append(["单位", "类型"])
    hidden.append(["云岫县旧局", "部门"])
    hidden.sheet_state = "hidden"
    named = book.create_sheet("新")
    named.append(["单位", "类型"])
    named.append(["云岫县新局", "部门"])
    book.save(path)
    assert [entry.unit for entry in load_roster(path).entries] == ["云岫县新局"]


@pytest.mark.parametrize(
    ("value", "day"),
    [
        (dt.datetime(2026, 3, 1, 9), (2026, 3, 1)),
        ("2026年3月1日", (2026, 3, 1)),
        ("2026-3-1 09:30:00", (2026, 3, 1)),
        ("２０２６．３．１", (2026, 3, 1)),
        ("二〇二六年三月一日前", (2026, 3, 1)),
        (46082, (2026, 3, 1)),
        ("未报", None),
        (None, None),
    ],
)
def test_dates_as_people_write_them(value: Any, day: tuple[int, int, int] | None) -> None:
    assert date_of(value) == (dt.date(*day) if day else None)


@settings(max_examples=200)
@given(st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31)))
def test_every_way_of_writing_a_day_gives_that_day(day: dt.date) -> None:
    for told in (
        day.isoformat(),
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y%m%d}",
        f"{day.year}/{day.month}/{day.day}",
    ):
        assert date_of(told) == day


@settings(max_examples=300)
@given(st.one_of(st.text(max_size=30), st.floats(), st.integers(), st.booleans()))
def test_any_cell_is_a_day_nothing_or_a_plain_error(value: Any) -> None:
    with contextlib.suppress(ValueError):
        assert date_of(value) is None or isinstance(date_of(value), dt.date)


def test_a_new_roster_can_be_filled_in_and_read(tmp_path: Path) -> None:
    path = tmp_path / "名册.xlsx"
    create(path)
    with pytest.raises(RosterError, match="名册里没有单位"):
        load_roster(path)
    book = openpyxl.load_workbook(path)
    sheet = book["名册"]
    assert sheet.freeze_panes == "B2"
    assert {validation.type for validation in sheet.data_validations.dataValidation} == {"list", "date", "custom"}
    assert all(cell.comment for cell in sheet[1])
    sheet["A2"], sheet["B2"], sheet["C2"], sheet["E2"] = "云岫县财政局", "部门", "2026-02-10（含）", dt.date(2026, 2, 3)
    book.save(path)
    (entry,) = load_roster(path).entries
    assert (entry.kind, entry.due, entry.due_included, entry.submitted) == (
        "department",
        dt.date(2026, 2, 10),
        True,
        dt.date(2026, 2, 3),
    )


def test_a_new_roster_never_overwrites(tmp_path: Path) -> None:
    path = tmp_path / "名册.xlsx"
    path.write_text("已有", encoding="utf-8")
    with pytest.raises(UsageError, match="没有覆盖"):
        create(path)
    with pytest.raises(UsageError, match=r"名册\.xlsx"):
        create(tmp_path / "名册.csv")
    assert path.read_text(encoding="utf-8") == "已有"
