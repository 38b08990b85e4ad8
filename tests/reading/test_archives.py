"""Archives: names as their authors wrote them, members to be read, and everything that is refused, each with a sentence."""

from __future__ import annotations

import hashlib
import io
import os
import stat
import struct
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from raw_docx import docx, p

import checker
from checker import checking
from checker.errors import ReadError
from checker.reading import archives

SUFFIXES = {".txt", ".docx", ".zip"}
REPORT = (
    "云州县水利局2025年度法治政府建设情况报告\n\n局长听取法治政府建设情况汇报2次。办理行政处罚案件26件。\n"
    "云州县水利局\n2026年1月20日\n"
).encode()


def zipped(members: dict[str, bytes], *, encoding: str | None = None, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip. With ``encoding``, names are written in it and not declared, as old programs do."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(Named(name, encoding) if encoding else name, content)
    return held.getvalue()


class Named(zipfile.ZipInfo):
    """A member whose name is written in another encoding, undeclared."""

    def __init__(self, name: str, encoding: str) -> None:
        super().__init__(name)
        self._encoding_of_name = encoding
        self.compress_type = zipfile.ZIP_DEFLATED

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 (zipfile's name)
        return self.filename.encode(self._encoding_of_name), self.flag_bits & ~0x800


def linked(name: str, target: bytes) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


@pytest.fixture
def put(tmp_path: Path) -> Any:
    def write(data: bytes, name: str = "送来.zip") -> str:
        path = tmp_path / name
        path.write_bytes(data)
        return str(path)

    return write


def listed(path: str) -> dict[str, str | None]:
    """Each member under its name inside the archive, with the sentence that refuses it."""
    listing = archives.listing(path, SUFFIXES)
    found = {}
    for source, error in listing.members:
        if error is not None:
            assert error.startswith(source), error
            assert error.count("。") == 1, error
            assert error.endswith("。"), error
        found[source.removeprefix(path + "!/")] = error
    return found


# ── names ────────────────────────────────────────────────────────────────────────────────────────────────────────────

NAMES = ["报告/云州县水利局.txt", "联通.txt", "附件2：镇（定稿）.txt", "plain.txt"]


@pytest.mark.parametrize("encoding", [None, "gbk", "utf-8"])
def test_names_in_every_encoding(put: Any, encoding: str | None) -> None:
    path = put(zipped(dict.fromkeys(NAMES, REPORT), encoding=encoding))
    assert set(listed(path)) == set(NAMES)
    for name in NAMES:
        assert archives.read_member(f"{path}!/{name}") == REPORT


def test_a_gbk_name_whose_bytes_hold_a_back_slash(put: Any) -> None:
    name = "誠信縣.txt"  # 誠 is D5 5C in GBK
    assert b"\\" in name.encode("gbk")
    assert set(listed(put(zipped({name: REPORT}, encoding="gbk")))) == {name}


def test_back_slashes_part_folders(put: Any) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        info = zipfile.ZipInfo("x")
        info.filename = "乡镇\\甲镇.txt"
        archive.writestr(info, REPORT)
    path = put(held.getvalue())
    assert set(listed(path)) == {"乡镇/甲镇.txt"}
    assert archives.read_member(f"{path}!/乡镇/甲镇.txt") == REPORT


def test_names_with_control_characters_are_shown_without(put: Any) -> None:
    path = put(zipped({"a\nb\x1b[31m.txt": REPORT}))
    (name,) = listed(path)
    assert name.isprintable()
    assert archives.read_member(f"{path}!/{name}") == REPORT


def test_what_systems_leave_behind_is_left_out(put: Any) -> None:
    kept = {"甲.txt": REPORT, "乡镇/乙.docx": REPORT}
    junk = [
        "__MACOSX/._甲.txt",
        "__MACOSX/乡镇/._乙.docx",
        ".DS_Store",
        "乡镇/.乙.txt",
        ".git/a.txt",
        "~$甲.docx",
        "乡镇/",
    ]
    path = put(zipped(kept | dict.fromkeys(junk, b"x") | {"乡镇/Thumbs.db": b"x", "照片.jpg": b"x"}))
    listing = archives.listing(path, SUFFIXES)
    assert [member.source for member in listing.members] == [f"{path}!/乡镇/乙.docx", f"{path}!/甲.txt"]
    assert listing.passed_over == [f"{path}!/照片.jpg"]


# ── archives inside archives ─────────────────────────────────────────────────────────────────────────────────────────


def test_archives_inside_archives_to_the_stated_depth(put: Any) -> None:
    inner = REPORT
    names = []
    for level in range(5, 0, -1):
        content = {f"{level}.txt": REPORT} | ({f"第{level + 1}层.zip": inner} if level < 5 else {})
        inner = zipped(content, encoding="gbk")
        names.append(level)
    path = put(inner)
    found = listed(path)
    assert {name for name, error in found.items() if error is None} == {
        "1.txt",
        "第2层.zip!/2.txt",
        "第2层.zip!/第3层.zip!/3.txt",
    }
    assert "3 层" in (found["第2层.zip!/第3层.zip!/第4层.zip"] or "")
    assert archives.read_member(f"{path}!/第2层.zip!/第3层.zip!/3.txt") == REPORT
    with pytest.raises(ReadError):
        archives.read_member(f"{path}!/第2层.zip!/第3层.zip!/第4层.zip!/4.txt")


def test_a_damaged_archive_inside_leaves_the_others(put: Any) -> None:
    path = put(zipped({"坏.zip": b"PK\x03\x04 nothing", "空.zip": zipped({}), "好.txt": REPORT}))
    found = listed(path)
    assert found["好.txt"] is None
    assert "损坏" in (found["坏.zip"] or "")
    assert "空的" in (found["空.zip"] or "")


def test_a_word_file_called_zip_is_read_as_word(put: Any) -> None:
    path = put(docx(p("法治政府建设")), "报告.zip")
    assert archives.listing(path, SUFFIXES) == ([(path, None)], [])
    assert checker.read(path).document.form == "docx"
    outer = put(zipped({"内.zip": docx(p("法治政府建设"))}), "外.zip")
    assert checker.read(f"{outer}!/内.zip").document.form == "docx"


# ── refused ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "name", ["../外.txt", "a/../../外.txt", "/etc/外.txt", "C:/外.txt", "..\\外.txt", "a/../外.txt"]
)
def test_a_path_that_leaves_the_archive(put: Any, name: str) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        info = zipfile.ZipInfo("x")
        info.filename = name
        archive.writestr(info, REPORT)
        archive.writestr("好.txt", REPORT)
    found = listed(put(held.getvalue()))
    assert found.pop("好.txt") is None
    assert "越出" in str(*found.values())


def test_a_link(put: Any) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr(linked("链接.txt", b""), "/etc/passwd")
        archive.writestr("好.txt", REPORT)
    path = put(held.getvalue())
    assert "链接" in (listed(path)["链接.txt"] or "")
    assert listed(path)["好.txt"] is None
    with pytest.raises(ReadError, match="没有这个文件"):
        archives.read_member(f"{path}!/链接.txt")


def locked(data: bytes) -> bytes:
    """The same zip, its first member said to be encrypted."""
    directory = data.rindex(b"PK\x01\x02") if data.count(b"PK\x01\x02") == 1 else data.index(b"PK\x01\x02")
    changed = bytearray(data)
    changed[6] |= 1
    changed[directory + 8] |= 1
    return bytes(changed)


def test_an_encrypted_member(put: Any) -> None:
    path = put(locked(zipped({"密.txt": REPORT, "好.txt": REPORT})))
    assert "密码" in (listed(path)["密.txt"] or "")
    assert listed(path)["好.txt"] is None


@pytest.mark.parametrize("size", [60_000_000, 250_000_000])
def test_a_bomb(put: Any, size: int) -> None:
    path = put(zipped({"弹.txt": bytes(size), "好.txt": REPORT}))
    assert "炸弹" in (listed(path)["弹.txt"] or "")
    assert listed(path)["好.txt"] is None
    with pytest.raises(ReadError, match="炸弹"):
        archives.read_member(f"{path}!/弹.txt")


def test_a_bomb_that_lies_about_its_size(put: Any) -> None:
    data = bytearray(zipped({"弹.txt": bytes(50_000_000)}))
    directory = data.index(b"PK\x01\x02")
    data[directory + 24 : directory + 28] = struct.pack("<I", 1000)
    path = put(bytes(data))
    assert listed(path) == {"弹.txt": None}
    with pytest.raises(ReadError, match="损坏"):
        archives.read_member(f"{path}!/弹.txt")


def test_bombs_in_bombs(put: Any) -> None:
    inner = zipped({f"{n}.txt": bytes(4_000_000) for n in range(10)})
    path = put(zipped({f"{n}.zip": inner for n in range(200)} | {"好.txt": REPORT}))
    found = listed(path)
    assert found["好.txt"] is None
    assert any("GB" in (error or "") for error in found.values())


def test_members_that_overlap(put: Any) -> None:
    content = os.urandom(5000)
    data = zipped({"a.txt": content}, method=zipfile.ZIP_STORED)
    start = data.index(b"PK\x01\x02")
    entry, end = data[start : data.index(b"PK\x05\x06")], bytearray(data[data.index(b"PK\x05\x06") :])
    entries = b"".join(entry.replace(b"a.txt", f"{n:05}".encode()) for n in range(50))
    struct.pack_into("<HHII", end, 8, 50, 50, len(entries), start)
    path = put(data[:start] + entries + bytes(end))
    with pytest.raises(ReadError, match="重叠"):
        archives.listing(path, SUFFIXES)


def test_too_many_members(put: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MEMBERS", 50)
    path = put(zipped({f"{n}.txt": b"x" for n in range(51)}))
    with pytest.raises(ReadError, match="超过"):
        archives.listing(path, SUFFIXES)


def test_two_members_of_one_name(put: Any) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("a.txt", REPORT)
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a.txt", b"another")
    path = put(held.getvalue())
    listing = archives.listing(path, SUFFIXES)
    assert [error is None for _, error in listing.members] == [False, True]
    assert archives.read_member(f"{path}!/a.txt") == REPORT


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (zipped({"a.txt": REPORT})[:-30], "损坏"),
        (zipped({"a.txt": REPORT * 50})[: len(REPORT)], "损坏"),
        (b"PK\x03\x04", "损坏"),
        (b"PK\x05\x06" + bytes(18), "空的"),
    ],
)
def test_damaged_archives(put: Any, data: bytes, words: str) -> None:
    path = put(data)
    (result,) = checker.check(path)
    assert words in (result.error or "")
    assert path in (result.error or "")


def test_a_member_whose_bytes_are_damaged(put: Any) -> None:
    data = bytearray(zipped({"a.txt": REPORT}, method=zipfile.ZIP_STORED))
    data[60] ^= 0xFF
    path = put(bytes(data))
    with pytest.raises(ReadError, match="损坏"):
        archives.read_member(f"{path}!/a.txt")


def test_an_odd_method_of_compression(put: Any) -> None:
    path = put(zipped({"a.txt": REPORT}, method=zipfile.ZIP_LZMA))
    assert "压缩方法" in (listed(path)["a.txt"] or "")


def test_names_that_differ_in_the_local_header(put: Any) -> None:
    """Some programs write them so; zipfile itself refuses to read such members."""
    data = zipped({"a.txt": REPORT}).replace(b"a.txt", b"A.TXT", 1)
    path = put(data)
    assert archives.read_member(f"{path}!/a.txt") == REPORT


# ── as an input ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_members_are_checked_like_files(put: Any, tmp_path: Path) -> None:
    inner = zipped(
        {"乙镇.docx": docx("".join(p(line) for line in REPORT.decode().split("\n") if line))}, encoding="gbk"
    )
    path = put(zipped({"县直/甲局.txt": REPORT, "乡镇.zip": inner, "坏.docx": b"PK\x03\x04", "../逃.txt": REPORT}))
    results = {result.source.removeprefix(path): result for result in checker.check(tmp_path)}
    assert set(results) == {"!/县直/甲局.txt", "!/乡镇.zip!/乙镇.docx", "!/坏.docx", "!/../逃.txt"}
    good = results["!/县直/甲局.txt"]
    assert good.error is None
    assert good.sha256 == hashlib.sha256(REPORT).hexdigest()
    assert good.report is not None
    assert good.report.unit == "云州县水利局"
    assert results["!/乡镇.zip!/乙镇.docx"].report is not None
    assert results["!/乡镇.zip!/乙镇.docx"].sha256 is not None
    assert results["!/坏.docx"].error
    assert results["!/坏.docx"].sha256 == hashlib.sha256(b"PK\x03\x04").hexdigest()
    assert "越出" in (results["!/../逃.txt"].error or "")


def test_one_member_can_be_named(put: Any) -> None:
    path = put(zipped({"甲.txt": REPORT, "乙.txt": REPORT}))
    (result,) = checker.check(f"{path}!/甲.txt")
    assert result.error is None
    assert result.source == f"{path}!/甲.txt"
    (absent,) = checker.check(f"{path}!/丙.txt")
    assert "没有这个文件" in (absent.error or "")
    assert checker.read(f"{path}!/甲.txt").info.unit == "云州县水利局"
    with pytest.raises(ReadError, match="压缩包"):
        checker.read(path)


def test_an_archive_inside_can_be_named(put: Any) -> None:
    path = put(zipped({"乡镇.zip": zipped({"甲.txt": REPORT, "乙.txt": REPORT}), "丙.txt": REPORT}))
    results = checker.check(f"{path}!/乡镇.zip")
    assert [result.source for result in results] == [f"{path}!/乡镇.zip!/{name}.txt" for name in ("乙", "甲")]
    assert [result.error for result in results] == [None, None]


def test_each_input_counts_once(put: Any, tmp_path: Path) -> None:
    path = put(zipped({"甲.txt": REPORT}))
    assert [item.source for item in checking.find([path, str(tmp_path), f"{path}!/甲.txt"])] == [f"{path}!/甲.txt"]


def test_an_archive_without_documents(put: Any) -> None:
    left: list[str] = []
    path = put(zipped({"a.xlsx": b"x"}))
    (item,) = checking.find([path], left)
    assert "没有可以检查的文件" in (item.error or "")
    assert left == [f"{path}!/a.xlsx"]


def test_nothing_is_written_to_disk(put: Any, tmp_path: Path) -> None:
    path = put(zipped({"甲.txt": REPORT, "内.zip": zipped({"乙.txt": REPORT})}))
    before = sorted(tmp_path.rglob("*"))
    checker.check(path)
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.skipif(sys.platform == "win32", reason="file names are UTF-16 there")
def test_a_path_that_is_no_utf8(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/\xb1\xa8.zip"
    Path(os.fsdecode(name)).write_bytes(zipped({"甲.txt": REPORT}))
    (result,) = checker.check(tmp_path)
    assert "改名" in (result.error or "")
