"""An office's own template: whether the file is one, told in one sentence where it is not."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from checker.errors import UsageError
from checker.output.official.default import default_template

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MAIN = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_DOTX = b"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
_LARGEST, _UNPACKED, _MEMBERS = 20_000_000, 100_000_000, 2_000


@dataclass(frozen=True, slots=True)
class Template:
    """A .docx to fill in: its bytes, and what messages call it."""

    name: str
    data: bytes


def shipped() -> Template:
    """The template that is used where an office gives none."""
    return Template("自带的模板", default_template())


def load(path: Path) -> Template:
    """Read and look through a template. Raises UsageError."""
    name = f"模板“{path.name}”"
    try:
        if path.stat().st_size > _LARGEST:
            raise UsageError(f"{name}超过20 MB，没有使用；请压缩其中的图片后再试。")
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise UsageError(f"{name}不存在（{path}）。") from error
    except IsADirectoryError as error:
        raise UsageError(f"{name}是一个文件夹，不是 .docx 文件。") from error
    except (OSError, ValueError) as error:
        raise UsageError(f"{name}无法读取：{getattr(error, 'strerror', None) or error}。") from error
    return Template(name, checked(name, data))


def checked(name: str, data: bytes) -> bytes:
    """The bytes of a .docx; a .dotx comes back as one. Raises UsageError."""
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise UsageError(f"{name}加了密码，无法使用；请在 Word 或 WPS 中取消密码后再试。")
        raise UsageError(f"{name}是旧版 Word 文件，不是 .docx；请在 Word 或 WPS 中另存为 .docx 后再试。")
    if not data.startswith(b"PK"):
        raise UsageError(f"{name}不是 .docx 文件；请在 Word 或 WPS 中另存为 .docx 后再试。")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return _looked_through(name, data, package)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise UsageError(f"{name}已损坏，打不开；请在 Word 或 WPS 中重新保存后再试。") from error


def _looked_through(name: str, data: bytes, package: zipfile.ZipFile) -> bytes:
    members = package.infolist()
    if any(member.flag_bits & 0x1 for member in members):
        raise UsageError(f"{name}加了密码，无法使用；请取消密码后再试。")
    if len(members) > _MEMBERS or sum(member.file_size for member in members) > _UNPACKED:
        raise UsageError(f"{name}解压后大得不正常，没有使用；请检查文件来源。")
    names = {member.filename.lower() for member in members}
    if "[content_types].xml" not in names or "word/document.xml" not in names:
        raise UsageError(f"{name}不是 .docx 文件；请在 Word 或 WPS 中另存为 .docx 后再试。")
    types = package.read("[Content_Types].xml")
    if b"macroEnabled" in types or any(member.endswith("vbaproject.bin") for member in names):
        raise UsageError(f"{name}含有宏，没有使用；请另存为不含宏的 .docx 后再试。")
    if b"purl.oclc.org" in package.read("word/document.xml")[:4000]:
        raise UsageError(f"{name}是严格的 Open XML 格式；请在 Word 中另存为普通的“Word 文档 (*.docx)”后再试。")
    if any(b"<!DOCTYPE" in package.read(member) for member in members if member.filename.endswith((".xml", ".rels"))):
        raise UsageError(f"{name}含有不允许的 DOCTYPE 声明，没有使用；请检查文件来源。")
    if _MAIN in types:
        return data
    if _DOTX in types:
        return repacked(package, {"[Content_Types].xml": types.replace(_DOTX, _MAIN)})
    raise UsageError(f"{name}不是 .docx 文件；请在 Word 或 WPS 中另存为 .docx 后再试。")


def repacked(package: zipfile.ZipFile, changed: dict[str, bytes]) -> bytes:
    """The package with some members changed, all dated 1 January 1980: a file tells no time and no system of its writing."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        for old in package.infolist():
            member = zipfile.ZipInfo(old.filename)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 0
            target.writestr(member, changed.get(old.filename, b"") or package.read(old))
    return buffer.getvalue()
