"""The zip round a Word file, some of its parts replaced or added: all others keep their bytes as they lie there, packed, and their order."""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import unquote

from checker.errors import UnsupportedForm

if TYPE_CHECKING:
    from lxml.etree import _Element

    Element: TypeAlias = _Element
else:
    Element: TypeAlias = Any

TYPES = "[Content_Types].xml"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_CONTENT = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_PART_LIMIT = 50_000_000
_EPOCH = (0 << 11, (0 << 9) | (1 << 5) | 1)  # time and date of parts that are new: the first day that a zip knows

DAMAGED = "文件内的 {} 读不出来，不能批注；请用 Word 或 WPS 打开原件，另存为 .docx 后再试。"
_MACRO = "文件含宏，不能批注；请用 Word 或 WPS 另存为不含宏的 .docx 后再试。"
_LOCKED = "文件加了密码，不能批注；请在 Word 或 WPS 中去掉密码后再试。"
_SIGNED = "文件有数字签名，加批注会使签名失效，没有批注；请用未签名的文稿再试。"
_TEMPLATE = "文件不是普通的 Word 文档（可能是模板），不能批注；请用 Word 或 WPS 另存为 .docx 后再试。"
_STRICT = "文件是“Strict Open XML”格式，不能批注；请用 Word 另存为普通的“Word 文档（.docx）”后再试。"


class Package:
    """The parts of one .docx. Raises UnsupportedForm for a file that is not to be written in."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        try:
            self._members = zipfile.ZipFile(io.BytesIO(data)).infolist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise UnsupportedForm(DAMAGED.format("压缩包")) from error
        self._by_name = {_key(member.filename): member for member in self._members}
        self._new: dict[str, tuple[str, bytes]] = {}
        if any(member.flag_bits & 0x1 for member in self._members):
            raise UnsupportedForm(_LOCKED)
        if any(name.endswith("vbaproject.bin") for name in self._by_name):
            raise UnsupportedForm(_MACRO)
        if any(name.startswith("_xmlsignatures/") for name in self._by_name):
            raise UnsupportedForm(_SIGNED)
        self._relations: dict[str, Element] = {}
        self._types = self.xml(TYPES)
        self.main = next(iter(self.related("", "officeDocument")), "word/document.xml")
        kind = self._kind(self.main)
        if kind != _MAIN_TYPE:
            raise UnsupportedForm(_MACRO if "macroEnabled" in kind else _TEMPLATE)

    def xml(self, name: str) -> Element:
        """The root of a part, with all that stands in it."""
        from lxml import etree

        data = self._read(name)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise UnsupportedForm(DAMAGED.format(name)) from error
        if root.getroottree().docinfo.internalDTD is not None:
            raise UnsupportedForm(DAMAGED.format(name))
        if root.tag.startswith("{http://purl.oclc.org/"):
            raise UnsupportedForm(_STRICT)
        return root

    def has(self, name: str) -> bool:
        return _key(name) in self._by_name

    def related(self, part: str, kind: str) -> list[str]:
        """The parts of this kind that ``part`` refers to and that are there."""
        folder = posixpath.dirname(part)
        found = []
        for entry in self._relations_of(part).iter(_RELATIONS + "Relationship"):
            if entry.get("TargetMode") != "External" and (entry.get("Type") or "").rsplit("/", 1)[-1] == kind:
                target = posixpath.normpath(posixpath.join("/" + folder, unquote(entry.get("Target") or ""))).lstrip(
                    "/"
                )
                if self.has(target):
                    found.append(target)
        return found

    def replace(self, name: str, root: Element) -> None:
        """Put this tree in place of a part, or add it as a new one."""
        from lxml import etree

        self._new[_key(name)] = name, etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)

    def add(self, root: Element, name: str, owner: str, kind: str, content_type: str) -> None:
        """Add a part that ``owner`` refers to; its name, in the owner's folder, is numbered where it is taken."""
        from lxml import etree

        folder, number = posixpath.dirname(owner), 1
        stem, suffix = posixpath.splitext(name)
        while self.has(posixpath.join(folder, name)):
            number += 1
            name = f"{stem}{number}{suffix}"
        path = posixpath.join(folder, name)
        self.replace(path, root)
        relations = self._relations_of(owner)
        taken = {entry.get("Id") for entry in relations}
        identifier = next(f"rId{n}" for n in range(1, len(taken) + 2) if f"rId{n}" not in taken)
        attributes = {"Id": identifier, "Type": _OFFICE + kind, "Target": name}
        etree.SubElement(relations, _RELATIONS + "Relationship", attributes)
        self.replace(_relations_name(owner), relations)
        etree.SubElement(self._types, _CONTENT + "Override", {"PartName": "/" + path, "ContentType": content_type})
        self.replace(TYPES, self._types)

    def file(self) -> bytes:
        """The whole file."""
        writer = _Writer()
        left = dict(self._new)
        for member in self._members:
            key = _key(member.filename)
            left.pop(key, None)
            packed = _deflated(self._new[key][1]) if key in self._new else self._packed(member)
            writer.add(member, *packed)
        for name, data in left.values():
            member = zipfile.ZipInfo(name)
            writer.add(member, *_deflated(data), stamp=_EPOCH)
        return writer.file()

    # ── within ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def _relations_of(self, part: str) -> Element:
        from lxml import etree

        name = _relations_name(part)
        if part not in self._relations:
            space = _RELATIONS.strip("{}")
            self._relations[part] = (
                self.xml(name) if self.has(name) else etree.Element(_RELATIONS + "Relationships", nsmap={None: space})  # type: ignore[dict-item]
            )
        return self._relations[part]

    def _kind(self, part: str) -> str:
        """The declared type of a part."""
        ending = posixpath.splitext(part)[1].lstrip(".").lower()
        default = ""
        for entry in self._types:
            if _key(entry.get("PartName") or "") == _key(part):
                return entry.get("ContentType") or ""
            if (entry.get("Extension") or "").lower() == ending:
                default = entry.get("ContentType") or ""
        return default

    def _read(self, name: str) -> bytes:
        member = self._by_name.get(_key(name))
        if member is None:
            raise UnsupportedForm(DAMAGED.format(name))
        method, crc, size, packed = self._packed(member)
        try:
            if size > _PART_LIMIT:
                raise ValueError(size)
            data = packed if method == zipfile.ZIP_STORED else zlib.decompressobj(-15).decompress(packed, size + 1)
            if len(data) != size or zlib.crc32(data) != crc:
                raise ValueError(name)
        except (zlib.error, ValueError) as error:
            raise UnsupportedForm(DAMAGED.format(name)) from error
        return data

    def _packed(self, member: zipfile.ZipInfo) -> tuple[int, int, int, bytes]:
        """Method, checksum, size and packed bytes of a member."""
        head = self._data[member.header_offset : member.header_offset + 30]
        if len(head) < 30 or not head.startswith(b"PK\x03\x04"):
            raise UnsupportedForm(DAMAGED.format(member.filename))
        start = member.header_offset + 30 + sum(struct.unpack("<HH", head[26:30]))
        packed = self._data[start : start + member.compress_size]
        if len(packed) != member.compress_size:
            raise UnsupportedForm(DAMAGED.format(member.filename))
        return member.compress_type, member.CRC, member.file_size, packed


class _Writer:
    """Writes a zip of members that are packed already. (``zipfile`` would unpack and pack each anew.)"""

    def __init__(self) -> None:
        self._body = bytearray()
        self._directory = bytearray()
        self._count = 0

    def add(
        self,
        member: zipfile.ZipInfo,
        method: int,
        crc: int,
        size: int,
        packed: bytes,
        *,
        stamp: tuple[int, int] | None = None,
    ) -> None:
        flags = member.flag_bits & 0x800
        try:
            name = member.orig_filename.encode("utf-8" if flags else "cp437")
        except UnicodeEncodeError:
            name, flags = member.orig_filename.encode("utf-8"), 0x800
        year, month, day, hour, minute, second = member.date_time
        time, date = stamp or (
            hour << 11 | minute << 5 | second // 2,
            max(year - 1980, 0) << 9 | month << 5 | day,
        )
        common = struct.pack("<HHHHHIIIHH", 20, flags, method, time, date, crc, len(packed), size, len(name), 0)
        place = len(self._body)
        self._body += b"PK\x03\x04" + common + name + packed
        made_by = member.create_version | member.create_system << 8
        more = struct.pack(
            "<HHHII", len(member.comment), 0, member.internal_attr, member.external_attr & 0xFFFFFFFF, place
        )
        self._directory += b"PK\x01\x02" + struct.pack("<H", made_by) + common + more + name + member.comment
        self._count += 1

    def file(self) -> bytes:
        count = min(self._count, 0xFFFF)
        end = struct.pack("<HHHHIIH", 0, 0, count, count, len(self._directory), len(self._body), 0)
        return bytes(self._body + self._directory + b"PK\x05\x06" + end)


def _deflated(data: bytes) -> tuple[int, int, int, bytes]:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return zipfile.ZIP_DEFLATED, zlib.crc32(data), len(data), packer.compress(data) + packer.flush()


def _relations_name(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", name + ".rels")


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()
