"""``fajian roster new``: a starting roster as .xlsx, with explanations, choices and checks for the one who fills it in."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from checker.batch.roster import TITLES
from checker.errors import UsageError

_CHOICES = "政府,部门,乡镇,开发区"
_ROWS = 1000
# Column, width in characters, what to write there.
_COLUMNS: tuple[tuple[str, int, str], ...] = (
    ("unit", 30, "必填。单位全称，一行一个，不要重复。"),
    ("kind", 10, "政府、部门、乡镇（含街道）、开发区，从下拉框里选；不填的按单位名称判断。"),
    ("due", 16, "本地通知另定了期限的才填，如 2026-02-10；不填的按审核标准里这类单位的期限。日期指“之前”，当天报送算逾期；当天也算按时的，写成“2026-02-10（含）”。"),
    ("contact", 24, "联系人和电话，催报时用。"),
    ("submitted", 16, "实际收到报告的日期，如 2026-02-05；不填的看报告的落款日期。"),
    ("published", 16, "向社会公开的日期（4月1日之前）；没有公开的不填。"),
    ("file", 36, "报告的文件名；不填的按报告的题目、落款和文件名去认。一个单位报了几份、要以其中一份为准的，写在这里。"),
    ("aliases", 30, "简称、曾用名，几个之间用顿号隔开，如：县市监局、县食药局。"),
)  # fmt: skip


def create(path: str | os.PathLike[str]) -> None:
    """Write an empty roster. Raises UsageError where the file is there already or cannot be written."""
    from openpyxl import Workbook
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.worksheet.datavalidation import DataValidation

    target = Path(path)
    if target.suffix.lower() != ".xlsx":
        raise UsageError(f"名册应当是 .xlsx 文件，“{path}”的扩展名不对，请写成 {target.stem or '名册'}.xlsx。")
    if target.exists():
        raise UsageError(f"“{path}”已经有了，没有覆盖；请换一个文件名。")
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "名册"
    head = PatternFill("solid", fgColor="DDE6F0")
    for position, (column, width, meaning) in enumerate(_COLUMNS, 1):
        cell = sheet.cell(1, position, TITLES[column])
        cell.font, cell.fill = Font(bold=True), head
        cell.alignment = Alignment(horizontal="center", vertical="center")
        cell.comment = Comment(meaning, "法鉴", width=320, height=120)
        sheet.column_dimensions[cell.column_letter].width = width
        for row in range(2, 202):
            # A number as text keeps its zeros; a date is a date.
            sheet.cell(row, position).number_format = (
                "yyyy-mm-dd" if column in ("submitted", "published") else "@" if column != "due" else "General"
            )
    letters = {column: sheet.cell(1, position).column_letter for position, (column, _, _) in enumerate(_COLUMNS, 1)}
    kinds = DataValidation(type="list", formula1=f'"{_CHOICES}"', allow_blank=True, showErrorMessage=True)
    kinds.errorTitle, kinds.error = "单位类型", "请从下拉框里选：政府、部门、乡镇、开发区；不清楚的留空。"
    kinds.add(f"{letters['kind']}2:{letters['kind']}{_ROWS}")
    sheet.add_data_validation(kinds)
    for column in ("submitted", "published"):
        days = DataValidation(
            type="date", operator="between", formula1="36526", formula2="73415", allow_blank=True, showErrorMessage=True
        )
        days.errorTitle, days.error = TITLES[column], "请填日期，如 2026-02-05；没有的留空。"
        days.add(f"{letters[column]}2:{letters[column]}{_ROWS}")
        sheet.add_data_validation(days)
    doubles = DataValidation(
        type="custom",
        formula1=f"COUNTIF(${letters['unit']}$2:${letters['unit']}${_ROWS},{letters['unit']}2)=1",
        allow_blank=True,
        showErrorMessage=True,
    )
    doubles.errorTitle, doubles.error = "单位重复", "名册里已经有这个单位了，一个单位只写一行。"
    doubles.add(f"{letters['unit']}2:{letters['unit']}{_ROWS}")
    sheet.add_data_validation(doubles)
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{sheet.cell(1, len(_COLUMNS)).column_letter}1"
    _explain(book)
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        book.save(target)
    except OSError as error:
        raise UsageError(f"“{path}”写不出来（{error.strerror}），请换一处再试。") from error


def _explain(book: Any) -> None:
    from openpyxl.styles import Alignment, Font

    sheet = book.create_sheet("说明")
    rows = [("这份名册怎样填", ""), *((TITLES[column], meaning) for column, _, meaning in _COLUMNS)]
    rows += [
        ("", ""),
        ("怎样用", "把各单位报来的文件放在一个文件夹里，运行：fajian batch 文件夹 --roster 名册.xlsx --out 结果"),
        ("", "每天收到新文件后再运行一次，只检查新来的和改过的。"),
        ("列的次序", "可以调换，可以增加别的列（程序不看）；列名不要改成别的意思。"),
    ]
    for number, (name, meaning) in enumerate(rows, 1):
        sheet.cell(number, 1, name).font = Font(bold=True)
        sheet.cell(number, 2, meaning).alignment = Alignment(wrap_text=True, vertical="top")
    sheet.column_dimensions["A"].width = 16
    sheet.column_dimensions["B"].width = 90
