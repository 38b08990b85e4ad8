"""Build the example batch in ``examples-batch/``: a made-up county's roster, and its units' files as units really send them.

    python tests/tools/build_batch_example.py [FOLDER]        FOLDER: examples-batch/ of the checkout unless given

The reports are those of ``examples/`` and some more (``example_sources/batch/``); what each file is there for stands in
``docs/examples.md``, what the batch must show in ``examples-batch/expected.json``.
"""

from __future__ import annotations

import argparse
import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable, Mapping
from functools import partial
from html import escape
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

try:
    from tools.build_examples import FILES, SOURCES, Look, parse, write_docx, write_pasted
except ImportError:  # run as a script
    from build_examples import FILES, SOURCES, Look, parse, write_docx, write_pasted  # type: ignore[no-redef]

BATCH = Path(__file__).resolve().parents[2] / "examples-batch"
ROSTER, SUBMITTED, PUBLISHED, PREVIOUS = "名册.xlsx", "报送材料", "公开文本", "上年报告"
AS_OF = dt.date(2026, 3, 10)  # the morning that the example is about
_STAMP = (2026, 2, 27, 17, 30, 0)  # of the members of archives

# Unit, kind, due, contact, received, published, file, aliases.
_UNITS: tuple[tuple[Any, ...], ...] = (
    ("云岫县人民政府", "政府", None, "县政府办　苏晓禾", dt.date(2026, 2, 9), dt.date(2026, 2, 27), None, None),
    ("云岫县教育局", "部门", None, "办公室　顾明远", dt.date(2026, 2, 14), None, None, "县教体局"),
    ("云岫县财政局", "部门", None, "法规股　梁静", None, None, None, None),
    ("云岫县民政局", "部门", dt.date(2026, 3, 20), "办公室　邵波（经批准延期）", None, None, None, None),
    ("云岫县自然资源局", "部门", None, "法规股　段文", dt.date(2026, 2, 9), None, None, "县自规局、自然资源和规划局"),
    ("云岫县住房和城乡建设局", "部门", None, "法规股　贺岚", dt.date(2026, 2, 12), dt.date(2026, 3, 2), None, "县住建局"),
    ("云岫县交通运输局", "部门", None, "办公室　乔立", dt.date(2026, 2, 25), None, None, None),
    ("云岫县水利局", "部门", None, "水政股　石川", dt.date(2026, 2, 25), None, None, None),
    ("云岫县农业农村局", "部门", None, "法规股　麦青", None, None, None, None),
    ("云岫县文化和旅游局", "部门", None, "市场股　白露", None, None, None, "县文旅局"),
    ("云岫县应急管理局", "部门", None, "政策法规股　陈工", dt.date(2026, 3, 9), None, None, None),
    ("云岫县市场监督管理局", "部门", None, "法规股　方圆", dt.date(2026, 2, 13), None, None, "县市场监管局、县市监局"),
    ("云岫县城关街道办事处", "街道", None, "党政办　柳叶", None, None, None, "城关街道"),
    ("云岫县鹭汀镇人民政府", "乡镇", None, "党政办　江帆", None, None, None, None),
    ("云岫县松栎镇人民政府", "乡镇", None, "党政办　林泉", None, None, None, None),
    ("云岫县工业园区管理委员会", "开发区", None, "综合部　金磊", None, None, None, "园区管委会"),
)  # fmt: skip
_HEADINGS = ("单位", "类型", "应报日期", "联系人", "报送日期", "公开日期", "文件", "别名")


# ── the roster ───────────────────────────────────────────────────────────────────────────────────────────────────────


def write_roster(path: Path) -> None:
    """The roster as the clerk keeps it: a title over the names of the columns, a column of the clerk's own."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    book = Workbook()
    sheet: Any = book.active
    sheet.title = "2025年度"
    sheet.append(["云岫县2025年度法治政府建设年度报告报送名册（虚构）"])
    sheet.merge_cells("A1:I1")
    sheet["A1"].font, sheet["A1"].alignment = Font(bold=True, size=14), Alignment(horizontal="center")
    sheet.append([*_HEADINGS, "序号"])
    for number, unit in enumerate(_UNITS, 1):
        sheet.append([*unit, number])
    for row in sheet.iter_rows(min_row=3, max_row=sheet.max_row):
        for position in (2, 4, 5):
            row[position].number_format = "yyyy-mm-dd"
    for cell in sheet[2]:
        cell.font = Font(bold=True)
    for letter, width in zip("ABCDEFGHI", (28, 9, 12, 26, 12, 12, 10, 28, 6), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "B3"
    book.properties.creator = "法鉴"
    book.properties.created = book.properties.modified = dt.datetime(2026, 1, 5)
    file = io.BytesIO()
    book.save(file)
    path.write_bytes(_again(file.getvalue()))


def _again(packed: bytes) -> bytes:
    """The same archive with stamps that are always the same; openpyxl writes the moment of saving into it."""
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    core = members["docProps/core.xml"]
    members["docProps/core.xml"] = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2026-01-05T00:00:00Z", core)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in members.items():
            entry = zipfile.ZipInfo(name, _STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return file.getvalue()


# ── files as units send them ─────────────────────────────────────────────────────────────────────────────────────────


def write_truncated(source: str, path: Path) -> None:
    """A Word file of which only the first part came through: it cannot be read."""
    write_docx(source, path, Look())
    path.write_bytes(path.read_bytes()[:1500])


class _GbkName(zipfile.ZipInfo):
    """A member whose name is written as an archiver of a Chinese Windows writes it: in GBK, and no flag that says so."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 (zipfile's name)
        return self.filename.encode("gbk"), self.flag_bits


def write_archive(path: Path, members: Mapping[str, bytes]) -> None:
    """A .zip whose names are in GBK."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            entry = _GbkName(name, _STAMP)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
            archive.writestr(entry, data)


def write_page(source: str, path: Path) -> None:
    """The report as the government's site shows it."""
    tags = {"h1": "h2", "h2": "h3"}
    plain = re.sub(r"\[\[|\]\]", "", source)
    title = "".join(text for kind, text in parse(plain) if kind == "title")
    body = ""
    for kind, group in groupby((line for line in parse(plain) if line[0] != "title"), key=lambda line: line[0]):
        texts = [escape(text) for _, text in group]
        if kind == "row":
            rows = "".join(f"<tr><td>{text.replace('|', '</td><td>')}</td></tr>\n" for text in texts)
            body += f"<table>\n{rows}</table>\n"
        else:
            body += "".join(f"<{tags.get(kind, 'p')}>{text}</{tags.get(kind, 'p')}>\n" for text in texts)
    page = (
        f'<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>{title}_云岫县人民政府</title></head>\n<body>\n'
        '<div class="nav"><a href="#">首页</a> <a href="#">政务公开</a> <a href="#">政务服务</a></div>\n'
        f'<div class="article"><h1>{title}</h1>\n<div class="info">发布时间：2026-02-27　来源：县政府办公室</div>\n'
        f'<div class="content">\n{body}</div></div>\n'
        '<div class="footer">主办：云岫县人民政府办公室　网站标识码：9900000024</div>\n</body></html>\n'
    )
    path.write_text(page, encoding="utf-8", newline="\n")


_PAGE_LINES, _PAGE_COLUMNS = 30, 28


def write_pdf(source: str, path: Path) -> None:
    """A .pdf with a text layer, in a font that every reader of Chinese .pdf files brings itself: nothing is embedded."""
    rows: list[tuple[int, str]] = []
    for kind, text in parse(source):
        indent = 0 if kind in ("title", "to", "sign", "date") else 2
        text = "　" * {"title": (_PAGE_COLUMNS - len(text)) // 2, "sign": 16, "date": 17}.get(kind, indent) + text
        rows += [
            (number, text[at : at + _PAGE_COLUMNS]) for number, at in enumerate(range(0, len(text), _PAGE_COLUMNS))
        ]
    pages = [rows[at : at + _PAGE_LINES] for at in range(0, len(rows), _PAGE_LINES)]
    font = (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /FontDescriptor 5 0 R "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>",
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /Ascent 880 /Descent -120 /CapHeight 880 "
        b"/ItalicAngle 0 /StemV 93 /FontBBox [-25 -254 1000 880] >>",
    )
    kids = b" ".join(b"%d 0 R" % (6 + 2 * number) for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages)),
        *font,
    ]
    for number, page in enumerate(pages):
        shown = b"".join(b"<%s> Tj T*\n" % text.encode("utf-16-be").hex().encode() for _, text in page)
        content = b"BT /F1 16 Tf 23 TL 79 760 Td\n" + shown + b"ET"
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % (7 + 2 * number)
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(
        b"%010d 00000 n \n" % at for at in places
    )
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    path.write_bytes(bytes(out))


# ── sources ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def source(name: str) -> str:
    """A source by its name, "batch/…" for those of the batch alone."""
    return (SOURCES / f"{name}.txt").read_text(encoding="utf-8")


def _sent_again() -> str:
    """The market regulator's report once more, with the part that its first version had struck out."""
    text = source("market-regulation").replace("{-四-}{+三+}", "四").replace("2026年1月27日", "2026年2月12日")
    text = re.sub(r"^--", "", text, flags=re.M)
    text = re.sub(r"\{-.*?-\}", "", text)
    return re.sub(r"\{\+(.*?)\+\}|\{\^(.*?)\^.*?\^\}", lambda found: found[1] or found[2], text)


def _published() -> str:
    """The county government's report as it was published: a problem is gone, a figure is another, a heading reads better."""
    text = source("county-government")
    text = re.sub(r"^\[\[乡镇合同审查有漏项。\]\].*\n\n", "", text, flags=re.M)
    text = text.replace("评查执法案卷180卷，指出程序瑕疵23处", "评查执法案卷280卷，指出程序瑕疵13处")
    return text.replace("涉企检查计划不够精细", "涉企检查计划还需完善")


def _shipped(name: str, folder: Path) -> bytes:
    """One of the reports of ``examples/``."""
    origin, write = FILES[name]
    write(source(origin), folder / "one")
    return (folder / "one").read_bytes()


_GOVERNMENT = "云岫县人民政府关于2025年法治政府建设情况的报告"
_HOUSING = "住建局法治报告-最终版.docx"
_EMERGENCY = "云岫县应急管理局2025年度法治政府建设工作报告.docx"
_MARKET = "县市场监管局2025年度法治政府建设情况报告（1月26日改稿）.docx"
_FARMING = "附件2：云岫县农业农村局2025年法治政府建设年度报告（定稿）2.docx"
_TOWNS = (
    "鹭汀镇2025年法治政府建设年度报告.txt",
    "云岫县松栎镇人民政府2025年法治政府建设情况报告_云岫县人民政府.txt",
    "园区管委会法治政府建设情况报告（报县司法局）.txt",
)

# File → what writes it, for the files that are in no archive.
_FILES: dict[str, Callable[[Path], None]] = {
    f"{SUBMITTED}/教育局2025年法治政府建设情况报告.docx": lambda path: write_docx(source("batch/education"), path, Look(fang="仿宋", kai="楷体", footer="centre")),
    f"{SUBMITTED}/云岫县自然资源局2025年法治政府建设年度报告.docx": lambda path: write_docx(source("batch/natural-resources"), path, Look()),
    f"{SUBMITTED}/自然资源局2025年报告（水利参考）.docx": lambda path: write_docx(source("batch/water"), path, Look(spaces=True, footer=None)),
    f"{SUBMITTED}/县文旅局.pdf": lambda path: write_pdf(source("batch/culture-tourism"), path),
    f"{SUBMITTED}/云岫县交通运输局2025年法治政府建设年度报告.docx": lambda path: write_truncated(source("batch/transport"), path),
    f"{SUBMITTED}/市场监管局/县市监局2025年度法治政府建设情况报告（2月12日重报）.docx": lambda path: write_docx(_sent_again(), path, Look(heading_styles=True, broken_title=True, figures="Times New Roman", footer="centre")),
    f"{SUBMITTED}/气象局.txt": lambda path: write_pasted(source("batch/meteorology"), path),
    f"{PUBLISHED}/{_GOVERNMENT}_云岫县人民政府.html": lambda path: write_page(_published(), path),
    f"{PUBLISHED}/云岫县住房和城乡建设局2025年法治政府建设情况报告.html": lambda path: write_page(source("housing"), path),
    f"{PREVIOUS}/云岫县住房和城乡建设局2024年法治政府建设情况报告.docx": lambda path: write_docx(source("batch/housing-2024"), path, Look()),
    f"{PREVIOUS}/鹭汀镇2024年法治政府建设年度报告.txt": lambda path: write_pasted(source("batch/luting-town-2024"), path),
}  # fmt: skip
_COPIES = {
    f"{SUBMITTED}/{_GOVERNMENT}.docx": f"{_GOVERNMENT}.docx",
    f"{SUBMITTED}/{_HOUSING}": _HOUSING,
    f"{SUBMITTED}/{_EMERGENCY}": _EMERGENCY,
    f"{SUBMITTED}/市场监管局/{_MARKET}": _MARKET,
}
_ARCHIVE = f"{SUBMITTED}/乡镇和园区材料.zip"
_INNER = "补报/农业农村局.zip"


def build(folder: Path) -> list[Path]:
    """Write the whole batch into ``folder``."""
    for part in (f"{SUBMITTED}/市场监管局", PUBLISHED, PREVIOUS):
        (folder / part).mkdir(parents=True, exist_ok=True)
    write_roster(folder / ROSTER)
    for name, write in _FILES.items():
        write(folder / name)
    with TemporaryDirectory() as made:
        shipped = partial(_shipped, folder=Path(made))
        for name, origin in _COPIES.items():
            (folder / name).write_bytes(shipped(origin))
        inner = Path(made) / "inner.zip"
        write_archive(inner, {_FARMING: shipped(_FARMING)})
        write_archive(folder / _ARCHIVE, {**{name: shipped(name) for name in _TOWNS}, _INNER: inner.read_bytes()})
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "expected.json")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Build the batch that ships as an example.")
    parser.add_argument("folder", nargs="?", type=Path, default=BATCH)
    for path in build(parser.parse_args().folder):
        print(path)
