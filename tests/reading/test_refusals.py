"""What is refused, in which words; and above all what is not: no report, however thin or odd, is turned away."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from other_kinds import EASY, HARD, LATER, ODD, THIN
from raw_docx import docx, p

import checker
from checker import outline, reading
from checker.errors import NotAReport, ReadError
from checker.reading import refusals

LABELLED = Path(__file__).resolve().parent.parent / "data" / "labelled"
EXAMPLES = Path(__file__).resolve().parent.parent.parent / "examples"


def refusal(text: str) -> str | None:
    """The sentence, or None where the text is taken for a report."""
    try:
        refusals.refuse_other_kinds(outline.outline(reading.read_bytes(text.encode(), "文件.txt", "送来/文件.txt")))
    except NotAReport as error:
        return str(error)
    return None


def labelled() -> dict[str, str]:
    """The fictional labelled reports as plain text."""
    mark = re.compile(r"(?m)^(?:#{1,4} |@sign |@date |@noise )")
    return {path.stem: mark.sub("", path.read_text(encoding="utf-8")) for path in sorted(LABELLED.rglob("*.src.txt"))}


# ── other kinds of documents ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", [*EASY, *HARD, *LATER])
def test_another_kind_of_document_is_refused(name: str) -> None:
    sentence = refusal((EASY | HARD | LATER)[name])
    assert sentence is not None
    # What and where, what to do: one sentence.
    assert re.fullmatch(r"送来/文件\.txt：[^。]+；请[^。]+。", sentence), sentence


def test_the_kind_is_named() -> None:
    for name, words in {
        "合同": "合同",
        "放假通知": "通知",
        "信息公开年报": "政府信息公开工作年度报告",
        "法治要点": "工作计划",
        "讲话": "讲话",
        "论文": "论文",
        "小说": "没有谈到法治政府建设",
    }.items():
        assert words in (refusal((EASY | HARD)[name]) or ""), name


@pytest.mark.parametrize("name", [*THIN, *ODD])
def test_a_thin_or_odd_report_is_a_report(name: str) -> None:
    assert refusal((THIN | ODD)[name]) is None


def test_a_report_without_conclusions_is_sent_back_not_refused(tmp_path: Path) -> None:
    path = tmp_path / "薄.txt"
    path.write_text(THIN["一句话"], encoding="utf-8")
    (result,) = checker.check(path)
    assert result.error is None
    assert result.conclusion == "return"


# ── reports ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def variants(text: str) -> dict[str, str]:
    """The same report as careless people send it."""
    lines = [line for line in text.split("\n") if line.strip()]
    return {
        "whole": text,
        "without a title": "\n".join(lines[1:]),
        "without a title and salutation": "\n".join(lines[2:]),
        "in one paragraph": "".join(lines),
        "blank lines": "\n\n\n".join(lines),
        "half width": text.replace("，", ",").replace("：", ":").replace("；", ";"),
        "with a letter": "关于报送法治政府建设年度报告的函\n县司法局：\n现将我单位年度报告报上，请查收。\n" + text,
        "under a notice": "关于印发年度报告的通知\n各股室：\n现印发给你们，请认真贯彻执行。\n" + text,
        "on a site": "首页 > 政务公开 > 法治政府建设年度报告\n发布时间：2026-01-20　来源：本站\n" + text,
    }


def test_no_labelled_report_is_refused() -> None:
    reports = labelled()
    assert len(reports) >= 12
    for name, text in reports.items():
        for how, changed in variants(text).items():
            assert refusal(changed) is None, (name, how)


def test_no_example_is_refused() -> None:
    for result in checker.check(EXAMPLES):
        assert result.error is None or "不是法治政府建设年度报告" not in result.error, result.source


def test_no_real_report_is_refused(shared: Path) -> None:
    paths = sorted((shared / "reports").glob("*.txt"))
    assert paths
    for path in paths:
        for how, changed in variants(path.read_text(encoding="utf-8")).items():
            assert refusal(changed) is None, (path.name, how)


def test_another_rubric_decides_for_itself(tmp_path: Path) -> None:
    """A rubric for another kind of report has its own subject."""
    path = tmp_path / "年报.txt"
    path.write_text(EASY["信息公开年报"], encoding="utf-8")
    rubric = tmp_path / "r.yaml"
    rubric.write_text(
        "extends: fazhi-annual-report\nid: gongkai\nversion: '1'\ntitle: 政府信息公开工作年度报告\n", encoding="utf-8"
    )
    assert checker.check(path, rubric=str(rubric))[0].error is None
    assert "政府信息公开" in (checker.check(path)[0].error or "")


def test_reading_shows_whatever_it_is(tmp_path: Path) -> None:
    path = tmp_path / "小说.txt"
    path.write_text(EASY["小说"], encoding="utf-8")
    assert "林晚" in checker.read(path).text


# ── files that are no text ───────────────────────────────────────────────────────────────────────────────────────────


def office(part: str, **others: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(part, "<x/>")
        for name, content in others.items():
            archive.writestr(name, content)
    return held.getvalue()


def plain_zip(*names: str, mimetype: str = "") -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for name in names:
            archive.writestr(name, "x")
    return held.getvalue()


REST = bytes(range(256)) * 4
FILES = {
    "表.xlsx": (office("xl/workbook.xml"), "电子表格"),
    "表.docx": (office("xl/workbook.xml"), "电子表格"),
    "表.et": (office("xl/workbook.xml"), "电子表格"),
    "演示.pptx": (office("ppt/presentation.xml"), "演示文稿"),
    "文档.odt": (plain_zip("content.xml", mimetype="application/vnd.oasis.opendocument.text"), "另存为 .docx"),
    "表.ods": (plain_zip("content.xml", mimetype="application/vnd.oasis.opendocument.spreadsheet"), "电子表格"),
    "书.epub": (plain_zip("a.xhtml", mimetype="application/epub+zip"), "电子书"),
    "打包.docx": (plain_zip("甲.docx", "乙.docx"), "ZIP 压缩包"),
    "图.gif": (b"GIF89a" + REST, "图片"),
    "图.webp": (b"RIFF\x10\x00\x00\x00WEBP" + REST, "图片"),
    "图.heic": (b"\x00\x00\x00\x18ftypheic" + REST, "图片"),
    "片.mp4": (b"\x00\x00\x00\x18ftypisom" + REST, "录像"),
    "录音.mp3": (b"ID3\x03\x00" + REST, "录音"),
    "包.rar": (b"Rar!\x1a\x07\x01\x00" + REST, "RAR"),
    "包.7z": (b"7z\xbc\xaf\x27\x1c" + REST, "7z"),
    "包.txt": (b"Rar!\x1a\x07\x01\x00" + REST, "RAR"),
    "程序.doc": (b"MZ\x90\x00" + REST, "程序"),
    "库.txt": (b"SQLite format 3\x00" + REST, "数据库"),
    "断.docx": (docx(p("法治政府建设" * 500))[:900], "损坏"),
    "断.zip": (plain_zip("甲.docx")[:40], "损坏"),
    "随机.docx": (REST[1:], "能读取的格式"),
    "随机.txt": (REST, "无法读取"),
    "空.docx": (b"", "空文件"),
    "零.txt": (bytes(2000), "空文件"),
    "白.txt": ("　 \n\n　".encode(), "空文件"),
    "锁.docx": (docx(p("x")), ""),
}


@pytest.mark.parametrize("name", [name for name, (_, words) in FILES.items() if words])
def test_what_is_no_document_is_told_in_one_sentence(tmp_path: Path, name: str) -> None:
    data, words = FILES[name]
    path = tmp_path / name
    path.write_bytes(data)
    good = tmp_path / "好.txt"
    good.write_text(THIN["一句话"], encoding="utf-8")
    bad, fine = checker.check([path, good])
    assert fine.error is None
    assert bad.error is not None
    assert bad.error.startswith(str(path))
    assert words in bad.error
    assert bad.error.rstrip("。").count("。") == 0
    with pytest.raises(ReadError):
        checker.read(path)


def test_an_archive_is_no_single_document(tmp_path: Path) -> None:
    for name, todo in (
        ("包.zip", "；请用 fajian check 检查"),
        ("包.docx", "；请把扩展名改为 .zip 后用 fajian check 检查"),
    ):
        (tmp_path / name).write_bytes(plain_zip("甲.docx", "乙.docx"))
        with pytest.raises(ReadError, match=todo):
            checker.read(tmp_path / name)


def test_photos_are_refused_or_recognised(tmp_path: Path) -> None:
    """A photo of anything: either there is no character recognition here, or it finds no report in it."""
    path = tmp_path / "照片.jpg"
    path.write_bytes(b"\xff\xd8\xff\xe0\x00\x10JFIF" + REST)
    (result,) = checker.check(path)
    assert result.error is not None


def with_entity(xml: str) -> bytes:
    body = docx(p("正文"))
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as old, zipfile.ZipFile(held, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/document.xml":
                content = re.sub(rb"^(<\?xml[^>]*\?>)?", lambda m: (m[1] or b"") + xml.encode(), content, count=1)
                content = content.replace("正文".encode(), b"&x;")
            new.writestr(name, content)
    return held.getvalue()


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE d [<!ENTITY x SYSTEM "http://127.0.0.1:9/x">]>',
        '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY x "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
    ],
)
def test_entities_are_refused(tmp_path: Path, declaration: str) -> None:
    path = tmp_path / "实体.docx"
    path.write_bytes(with_entity(declaration))
    (result,) = checker.check(path)
    assert "DOCTYPE" in (result.error or "")
    assert "root:" not in (result.error or "")


def test_macros_are_told_and_not_run(tmp_path: Path) -> None:
    held = io.BytesIO(docx(p("云州县水利局2025年度法治政府建设情况报告")))
    with zipfile.ZipFile(held, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"\xd0\xcf\x11\xe0")
    path = tmp_path / "宏.docm"
    path.write_bytes(held.getvalue())
    report = checker.read(path)
    assert any("宏" in warning for warning in report.document.warnings)


def test_deep_nesting_is_refused(tmp_path: Path) -> None:
    deep = "<w:tbl><w:tr><w:tc>" * 3000 + p("x") + "</w:tc></w:tr></w:tbl>" * 3000
    path = tmp_path / "深.docx"
    path.write_bytes(docx(deep))
    (result,) = checker.check(path)
    assert result.error is not None
    assert "嵌套" in result.error


def test_no_refusal_names_a_python_thing(tmp_path: Path) -> None:
    told: list[Any] = []
    for name, (data, words) in FILES.items():
        if words:
            (tmp_path / name).write_bytes(data)
    for result in checker.check(tmp_path):
        told.append(result.error)
        assert not re.search(r"Error|Traceback|None|<class", result.error or ""), result.error
    assert all(told)
