"""The zip round a Word file: its parts, found by relationship, opened within limits and parsed without surprises."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable
from urllib.parse import unquote

from checker.errors import ReadError
from checker.reading.word_xml import Element

PART_LIMIT = 50_000_000
TOTAL_LIMIT = 200_000_000
# XML of a real report shrinks 5 to 60 times. Below the size, the ratio does no harm.
RATIO_LIMIT = 300
RATIO_FROM = 5_000_000
MEMBER_LIMIT = 20_000

_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_STRICT = re.compile(rb"""(xmlns(?::[\w.-]+)?\s*=\s*["'])http://purl\.oclc\.org/ooxml/([\w/.-]+)""")
_STRICT_NAMES = {
    b"wordprocessingml/main": b"wordprocessingml/2006/main",
    b"officeDocument/relationships": b"officeDocument/2006/relationships",
    b"officeDocument/math": b"officeDocument/2006/math",
    b"drawingml/main": b"drawingml/2006/main",
    b"drawingml/picture": b"drawingml/2006/picture",
    b"drawingml/wordprocessingDrawing": b"drawingml/2006/wordprocessingDrawing",
}
_DAMAGED = "文件已损坏或没有传完整（{}）；请用 Word 或 WPS 打开原件，另存为 .docx 后重新报送。"
_BAD_PART = "文件内的 {} 无法读取（{}）；请用 Word 或 WPS 打开原件，另存为 .docx 后重新报送。"
_TOO_LARGE = "文件内的 {} 解压后大得不正常，没有读取；请检查文件来源，删去多余内容、另存为 .docx 后重新报送。"
_TOO_MANY = "文件内有 {} 个部件，不像正常的 Word 文件，没有读取；请检查文件来源，另存为 .docx 后重新报送。"
_LOCKED = "文件的压缩包加了密码，无法读取；请去掉密码后重新报送。"


def is_word(data: bytes) -> bool:
    """Whether the bytes are a Word file; also where the zip is cut off but begins as a Word file does."""
    if not data.startswith(b"PK\x03\x04"):
        return False
    try:
        package = Package(data)
    except ReadError:
        length = int.from_bytes(data[26:28], "little")
        first = data[30 : 30 + length]
        return (
            first.startswith((b"word/", b"_rels/", b"docProps/", b"[Content_Types].xml")) and b"word/document" in data
        )
    if package.has("word/document.xml"):
        return True
    try:
        kind = package.content_type(package.main)
        return "wordprocessingml" in kind or "ms-word" in kind
    except ReadError:
        return False


class Package:
    """The parts of one file. Nothing is unpacked but what is asked for."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise ReadError(_DAMAGED.format("压缩包打不开")) from error
        members = self._zip.infolist()
        if len(members) > MEMBER_LIMIT:
            raise ReadError(_TOO_MANY.format(len(members)))
        # Part names are compared without case; some programs write back slashes.
        self._members = {_key(m.filename): m for m in members if not m.filename.endswith("/")}
        self._left = TOTAL_LIMIT
        self._relations: dict[str, dict[str, tuple[str, str]]] = {}

    @property
    def main(self) -> str:
        """The part that holds the body."""
        found = self.related("", "officeDocument")
        return found[0] if found else "word/document.xml"

    def has(self, name: str) -> bool:
        return _key(name) in self._members

    def holds(self, ending: str) -> bool:
        """Whether some part's name ends so."""
        return any(name.endswith(ending.lower()) for name in self._members)

    def related(self, part: str, kind: str) -> list[str]:
        """Names of the parts that ``part`` points at by a relationship of this kind, in the file's order."""
        return [target for found, target in self._related(part).values() if found == kind and self.has(target)]

    def target(self, part: str, identifier: str | None) -> str | None:
        """The part that a relationship's id names."""
        found = self._related(part).get(identifier or "")
        return found[1] if found and self.has(found[1]) else None

    def content_type(self, part: str) -> str:
        """The declared type of a part, or nothing."""
        if not self.has("[Content_Types].xml"):
            return ""
        for entry in self.xml("[Content_Types].xml"):
            if _key(entry.get("PartName") or "") == _key(part):
                return entry.get("ContentType") or ""
        return ""

    def xml(self, name: str, trim: Callable[[bytes], bytes] = bytes) -> Element:
        """The root of a part. A document type declaration is refused: Office never writes one.

        ``trim`` may leave out, before parsing, what is not needed.
        """
        from lxml import etree

        data = _as_utf8(self._read(name))
        if b"<!DOCTYPE" in data:
            raise ReadError(_BAD_PART.format(name, "含有不允许的 DOCTYPE 声明"))
        data = trim(data)
        if b"purl.oclc.org" in data:
            data = _STRICT.sub(_transitional, data)
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            why = "嵌套层次过深" if "depth" in str(error) else "不是完整的 XML"
            raise ReadError(_BAD_PART.format(name, why)) from error
        if root.getroottree().docinfo.internalDTD is not None:
            raise ReadError(_BAD_PART.format(name, "含有不允许的 DOCTYPE 声明"))
        return root

    def _read(self, name: str) -> bytes:
        member = self._members.get(_key(name))
        if member is None:
            raise ReadError(_DAMAGED.format(f"缺少 {name}"))
        if member.flag_bits & 0x1:
            raise ReadError(_LOCKED)
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise ReadError(_BAD_PART.format(name, "用了 Word 不用的压缩方法"))
        size = member.file_size
        swollen = size > RATIO_FROM and size > RATIO_LIMIT * max(member.compress_size, 1)
        if size > PART_LIMIT or size > self._left or swollen:
            raise ReadError(_TOO_LARGE.format(name))
        self._left -= size
        try:
            with self._zip.open(member) as stream:
                # zipfile hands out no more than the declared size, whatever the stream would unpack to.
                return stream.read(size + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            RuntimeError,
            NotImplementedError,
            ValueError,
        ) as error:
            raise ReadError(_BAD_PART.format(name, "解压失败")) from error

    def _related(self, part: str) -> dict[str, tuple[str, str]]:
        if part not in self._relations:
            self._relations[part] = self._relationships(part)
        return self._relations[part]

    def _relationships(self, part: str) -> dict[str, tuple[str, str]]:
        folder, name = posixpath.split(part)
        source = posixpath.join(folder, "_rels", name + ".rels")
        if not self.has(source):
            return {}
        found = {}
        for entry in self.xml(source).iter(_RELATIONSHIP):
            if entry.get("TargetMode") != "External":
                # The kind is the last word of a URL that differs between the strict and the transitional form.
                kind = (entry.get("Type") or "").rsplit("/", 1)[-1]
                target = posixpath.normpath(posixpath.join("/" + folder, unquote(entry.get("Target") or "")))
                found[entry.get("Id") or ""] = (kind, target.lstrip("/"))
        return found


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _as_utf8(data: bytes) -> bytes:
    """Office files are UTF-8 or UTF-16; as UTF-8 they can be looked through before they are parsed."""
    if not data.startswith((b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")):
        return data
    codec = "utf-16" if data[0] >= 0xFE else "utf-16-le" if data[0] else "utf-16-be"
    text = data.decode(codec, errors="replace")
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text, count=1).encode()


def _transitional(match: re.Match[bytes]) -> bytes:
    name = _STRICT_NAMES.get(match[2])
    return match[1] + b"http://schemas.openxmlformats.org/" + name if name else match[0]
