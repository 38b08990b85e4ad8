"""The roster: which units must report, when, and what is known of their submissions. An .xlsx or .csv file → ``Roster``.

Columns are found by their names (Chinese or English, ``COLUMNS``), in whatever order, under a title row if there is one. An error
names sheet, row and column.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import os
import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from checker.errors import FajianError
from checker.model import UnitType, Value
from checker.text import dates, fold_width

MAX_ROWS = 20_000
_HEAD_ROWS = 15  # the row of column names stands among the first so many

# What each column may be called; compared without white space, brackets' contents and case.
COLUMNS: dict[str, tuple[str, ...]] = {
    "unit": ("单位", "单位名称", "报送单位", "填报单位", "责任单位", "应报单位", "部门", "部门名称", "单位全称", "名称", "unit", "name"),
    "kind": ("类型", "单位类型", "类别", "单位类别", "单位性质", "kind", "type", "unittype", "unit_type"),
    "due": ("应报日期", "报送期限", "截止日期", "截止时间", "期限", "应报时间", "报送时限", "规定时间", "时限", "due", "deadline", "duedate"),
    "contact": ("联系人", "联系方式", "联系电话", "电话", "经办人", "联络员", "contact"),
    "submitted": (
        "报送日期", "报送时间", "实际报送日期", "实际报送时间", "收到日期", "收文日期", "收到时间", "上报日期", "上报时间", "提交日期",
        "submitted", "received", "submitted_on",
    ),
    "published": ("公开日期", "公开时间", "发布日期", "公布日期", "公示日期", "向社会公开日期", "published", "publication"),
    "file": ("文件", "文件名", "文件名称", "报告文件", "附件", "file", "filename"),
    "aliases": ("别名", "简称", "曾用名", "又名", "其他名称", "aliases", "alias"),
}  # fmt: skip
TITLES = {
    "unit": "单位", "kind": "类型", "due": "应报日期", "contact": "联系人", "submitted": "报送日期", "published": "公开日期",
    "file": "文件", "aliases": "别名",
}  # fmt: skip
KINDS: dict[UnitType, tuple[str, ...]] = {
    "government": ("政府", "县级以上政府", "县级以上地方政府", "本级政府", "市政府", "县政府", "区政府", "市县政府", "government"),
    "department": ("部门", "政府部门", "政府工作部门", "工作部门", "市直部门", "县直部门", "区直部门", "市直单位", "县直单位", "区直单位", "委办局", "department"),
    "township": ("乡镇", "街道", "镇", "乡", "镇街", "乡镇街道", "街道办", "街道办事处", "township"),
    "zone": ("开发区", "园区", "功能区", "开发区管委会", "管委会", "zone"),
}  # fmt: skip


class RosterError(FajianError):
    """The roster cannot be used. ``problems`` are sentences that name file, sheet, row and column."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(self.problems))


class RosterEntry(Value):
    """One unit of the roster. ``due_included``: the day itself is in time (else "之前"); None: the rubric's rule."""

    unit: str
    kind: UnitType | None = None
    due: dt.date | None = None
    due_included: bool | None = None
    contact: str | None = None
    submitted: dt.date | None = None
    published: dt.date | None = None
    file: str | None = None
    aliases: tuple[str, ...] = ()
    row: int = 0


class Roster(Value):
    """Every unit that must report, in the file's order. ``notes`` are sentences for the user: columns that nobody reads …"""

    source: str
    entries: tuple[RosterEntry, ...]
    notes: tuple[str, ...] = ()


class _Sheet(NamedTuple):
    name: str | None  # None: a .csv has none
    rows: list[tuple[int, list[Any]]]  # (row number from 1, values)


def load_roster(path: str | os.PathLike[str]) -> Roster:
    """Read a roster. Raises RosterError, whose every problem names file, sheet, row and column."""
    source = os.fspath(path)
    sheets = _sheets(source)
    for sheet in sheets:
        head = _head(sheet)
        if head is not None:
            return _roster(source, sheet, *head)
    names = "、".join(COLUMNS["unit"][:4])
    raise RosterError([f"{source}：没有找到写着单位名称的一列（列名可写 {names} 等），请在第一行写上列名；可用 fajian roster new 新建一份空名册照着填。"])  # fmt: skip


# ── files ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _sheets(source: str) -> list[_Sheet]:
    suffix = os.path.splitext(source)[1].lower()
    try:
        with open(source, "rb") as file:
            data = file.read()
    except OSError as error:
        raise RosterError([f"{source}：名册打不开（{error.strerror}），请核对路径。"]) from error
    if data[:4] == b"PK\x03\x04":
        return _workbook(source, data)
    if suffix in (".xlsx", ".xlsm") or data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise RosterError([f"{source}：不是 .xlsx 表格（可能是旧式 .xls、已加密或已损坏），请用 WPS 或 Excel 打开后另存为 .xlsx。"])  # fmt: skip
    return [_Sheet(None, _comma_separated(source, data))]


def _workbook(source: str, data: bytes) -> list[_Sheet]:
    import zipfile

    import openpyxl

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if sum(info.file_size for info in package.infolist()) > 200_000_000:
                raise RosterError([f"{source}：表格过大，不像名册，请核对文件。"])
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=False, data_only=True)
    except RosterError:
        raise
    except Exception as error:  # openpyxl raises whatever a damaged part makes it stumble over
        raise RosterError([f"{source}：这个 .xlsx 读不出来（{type(error).__name__}），请用 WPS 或 Excel 打开后另存一份再试。"]) from error  # fmt: skip
    sheets = []
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        rows = []
        for number, row in enumerate(
            sheet.iter_rows(max_row=min(sheet.max_row, MAX_ROWS + 1), max_col=60, values_only=True), 1
        ):
            if any(value not in (None, "") for value in row):
                rows.append((number, list(row)))
        sheets.append(_Sheet(sheet.title, rows))
    return sheets


def _comma_separated(source: str, data: bytes) -> list[tuple[int, list[Any]]]:
    from checker.reading.decoding import decode

    try:
        text = decode(data).text if data.strip() else ""
    except FajianError as error:
        raise RosterError([f"{source}：{error}"]) from error
    text = text.removeprefix("\ufeff")
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(",\t;，", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise RosterError(
            [f"{source}：这个 .csv 的写法有误（{error}），请用 WPS 或 Excel 打开后另存为 .xlsx。"]
        ) from error
    return [
        (number, list(row)) for number, row in enumerate(rows[: MAX_ROWS + 1], 1) if any(cell.strip() for cell in row)
    ]


# ── columns ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _plain(value: Any) -> str:
    return re.sub(r"\([^()]*\)|[\s*＊:：]", "", fold_width(_text(value))).lower()


_KNOWN = {_plain(name): column for column, names in COLUMNS.items() for name in names}


def _head(sheet: _Sheet) -> tuple[int, dict[str, int], list[str]] | None:
    """Where the column names stand: the index of the row, column → index, names of columns that nobody knows."""
    for index, (_, row) in enumerate(sheet.rows[:_HEAD_ROWS]):
        named = [(position, _plain(value)) for position, value in enumerate(row) if _plain(value)]
        known = [(position, _KNOWN[name]) for position, name in named if name in _KNOWN]
        columns: dict[str, int] = {}
        for position, column in known:
            columns.setdefault(column, position)
        if "unit" in columns and (len(columns) > 1 or len(named) == 1):
            others = [_text(row[position]) for position, name in named if name not in _KNOWN]
            return index, columns, [name for name in others if name not in ("序号", "编号", "备注", "id", "no", "note")]
    return None


def _roster(source: str, sheet: _Sheet, head: int, columns: dict[str, int], others: list[str]) -> Roster:
    problems: list[str] = []
    entries: list[RosterEntry] = []
    if len(sheet.rows) - head - 1 > MAX_ROWS:
        raise RosterError([f"{source}：名册超过 {MAX_ROWS} 行，请分成几份。"])
    for number, row in sheet.rows[head + 1 :]:
        values = {column: row[position] if position < len(row) else None for column, position in columns.items()}
        if all(_text(value) == "" for value in values.values()):
            continue
        entry = _Row(source, sheet.name, number, columns, values, problems).entry()
        if entry is not None:
            entries.append(entry)
    problems += _doubles(source, sheet.name, entries)
    if not entries and not problems:
        problems.append(f"{source}：名册里没有单位，请在列名下面逐行填写。")
    if problems:
        raise RosterError(problems)
    notes = (f"名册里没有用到的列：{'、'.join(others)}。",) if others else ()
    return Roster(source=source, entries=tuple(entries), notes=notes)


def _doubles(source: str, sheet: str | None, entries: Sequence[RosterEntry]) -> Iterator[str]:
    """A name, or another name, that stands for two units."""
    rows: dict[str, RosterEntry] = {}
    for entry in entries:
        for name in dict.fromkeys((entry.unit, *entry.aliases)):
            known = rows.setdefault(name, entry)
            if known is not entry:
                where = f"工作表“{sheet}”" if sheet else ""
                yield f"{source}：{where}第 {known.row} 行和第 {entry.row} 行是同一个单位“{name}”，请删去一行或改名。"


# ── one row ──────────────────────────────────────────────────────────────────────────────────────────────────────────


class _Row:
    """One row's cells → an entry; what is wrong goes to ``problems``."""

    def __init__(
        self,
        source: str,
        sheet: str | None,
        number: int,
        columns: dict[str, int],
        values: dict[str, Any],
        problems: list[str],
    ) -> None:
        self.source, self.sheet, self.number = source, sheet, number
        self.columns, self.values, self.problems = columns, values, problems

    def entry(self) -> RosterEntry | None:
        unit = unit_name(_text(self.values.get("unit")))
        if not unit:
            self._wrong("unit", "没有写单位名称，请补上或删去这一行")
            return None
        if re.fullmatch(r"(?:合计|总计|小计|说明|备注|注|填表说明)[:：]?.*", unit):
            return None
        kind = self._kind()
        due, included = self._due()
        return RosterEntry(
            unit=unit,
            kind=kind,
            due=due,
            due_included=included,
            contact=_text(self.values.get("contact")) or None,
            submitted=self._date("submitted"),
            published=self._date("published"),
            file=_text(self.values.get("file")) or None,
            aliases=self._aliases(unit),
            row=self.number,
        )

    def _aliases(self, unit: str) -> tuple[str, ...]:
        parts = re.split(r"[、，,；;/|\n]+", _text(self.values.get("aliases")))
        return tuple(dict.fromkeys(name for name in map(unit_name, parts) if name and name != unit))

    def _kind(self) -> UnitType | None:
        told = _plain(self.values.get("kind"))
        if not told:
            return None
        for kind, names in KINDS.items():
            if told in map(_plain, names):
                return kind
        self._wrong("kind", f"“{_text(self.values['kind'])}”不是单位类型，请写 政府、部门、乡镇、开发区 之一，或者留空")
        return None

    def _due(self) -> tuple[dt.date | None, bool | None]:
        """The day, and whether it is itself in time where the roster says so: "…（含）" yes, "…前" no."""
        value = self.values.get("due")
        told = fold_width(_text(value))
        included = None
        if isinstance(value, str):
            if re.search(r"含(?:当日|当天|本日)?\)?$|\(含|当[日天]有效", told):
                included = True
            elif re.search(r"[之以]?前$", told):
                included = False
        return self._date("due"), included

    def _date(self, column: str) -> dt.date | None:
        value = self.values.get(column)
        try:
            day = date_of(value)
        except ValueError:
            self._wrong(column, f"“{_text(value)}”不是日期，请写成 2026-03-01 或 2026年3月1日")
            return None
        if day is not None and not 2000 <= day.year <= 2100:
            self._wrong(column, f"日期 {day.isoformat()} 的年份不对，请核对")
            return None
        return day

    def _wrong(self, column: str, what: str) -> None:
        position = self.columns.get(column, 0)
        sheet = f"工作表“{self.sheet}”" if self.sheet else ""
        self.problems.append(
            f"{self.source}：{sheet}第 {self.number} 行 {_letter(position)} 列（{TITLES[column]}）：{what}。"
        )


def date_of(value: Any) -> dt.date | None:
    """The day in a cell: a date, a serial number of Excel's, or text with one full date; None where the cell is empty.

    Raises ValueError where there is something else.
    """
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool) and 20000 <= value <= 80000:
        return dt.date(1899, 12, 30) + dt.timedelta(days=int(value))
    told = re.sub(r"\s+", "", fold_width(_text(value)))
    if not told or told in ("-", "--", "/", "无", "未报", "未报送", "未公开"):
        return None
    if re.fullmatch(r"(?:19|20)[0-9]{6}", told):
        return dt.date(int(told[:4]), int(told[4:6]), int(told[6:]))
    told = re.sub(r"T?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?$", "", told)
    found = list(dates(told))
    if len(found) != 1:
        raise ValueError(told)
    rest = told[: found[0].start] + told[found[0].end :]
    if rest and not re.fullmatch(r"(?:于|在)?[\(]?(?:之前|以前|前|含|含当日|含当天|当日有效)?[\)]?(?:前)?", rest):
        raise ValueError(told)
    return found[0].date


def unit_name(text: str) -> str:
    """A unit's name without white space and line breaks; brackets in one width."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFC", text)).replace("(", "（").replace(")", "）")


def _letter(position: int) -> str:
    """A column's letter: 0 → A, 26 → AA."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
