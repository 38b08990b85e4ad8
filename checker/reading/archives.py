"""Archives (.zip): which files stand in one, and the bytes of one of them. Nothing is ever unpacked to disk.

A member is called ``a.zip!/folder/b.docx``, one of an archive inside ``a.zip!/c.zip!/b.docx``, up to ``DEPTH`` archives deep.
What looks hostile (a path that leaves the archive, a link, a bomb, members that overlap) is refused by name, each with a
sentence; the other members are still read. Names may be UTF-8 or GBK, declared or not.
"""

from __future__ import annotations

import binascii
import io
import os
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import BinaryIO, NamedTuple

from checker.errors import ReadError

SUFFIX = ".zip"
SEPARATOR = "!/"
DEPTH = 3  # archives inside one another, the outermost counted
MEMBERS = 20_000
MEMBER_BYTES = 200_000_000
TOTAL_BYTES = 4_000_000_000
# A member this large that shrank to less than its 300th part is a bomb: a report shrinks to a tenth at most.
RATIO, RATIO_FROM = 300, 5_000_000

_END = b"PK\x05\x06"
_UNREADABLE = "{}：无法读取这个文件（{}）；请检查路径和磁盘。"
_DAMAGED = "压缩包已损坏或没有传完整（{}），没有读取；请重新压缩后报送。"
_EMPTY = "压缩包是空的，没有任何文件；请确认选对了文件，或请报送单位重新报送。"
_TOO_MANY = f"压缩包里的文件超过 {MEMBERS} 个，没有读取；请检查文件来源，分成几个压缩包再试。"
_TOO_MUCH = f"压缩包解开后超过 {TOTAL_BYTES // 10**9} GB，没有读取；请检查文件来源，分成几个压缩包再试。"
_OVERLAP = "压缩包内的文件互相重叠，像是“压缩炸弹”，没有读取；请检查文件来源，重新压缩后报送。"
_BOMB = "解压后大得不正常（{} MB），像是“压缩炸弹”，没有读取；请检查文件来源，重新压缩后报送。"
_LOCKED = "加了密码，无法读取；请去掉密码、重新压缩后报送。"
_LEAVES = "在压缩包里的路径越出了压缩包，没有读取；请检查文件来源，重新压缩后报送。"
_LINK = "是一个链接，不是文件，没有读取；请换成文件本身、重新压缩后报送。"
_TWICE = "压缩包里还有一个同名的文件，只检查第一个；请改名、重新压缩后报送。"
_TOO_DEEP = f"压缩包套了 {DEPTH} 层以上，里面的文件没有读取；请解开后重新压缩为一层再报送。"
_METHOD = "用了不常见的压缩方法，无法解压；请用系统自带的“压缩为 ZIP”重新压缩后报送。"
_BROKEN = "在压缩包里已损坏，解压失败；请重新压缩后报送。"
_ABSENT = "压缩包里没有这个文件；请核对路径。"

_LEFT_OUT = ("__MACOSX", "Thumbs.db", "desktop.ini")
_DRIVE = re.compile(r"[A-Za-z]:")
_HAN = re.compile("[\u4e00-\u9fff]")
_UNSAFE = re.compile("[\x00-\x1f\x7f\u2028\u2029\ud800-\udfff]")
_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    binascii.Error,
    struct.error,
    EOFError,
    OSError,
    RuntimeError,
    NotImplementedError,
    ValueError,
    OverflowError,
    IndexError,
)


class Member(NamedTuple):
    """A file of an archive, or one of which an error is all that can be said."""

    source: str
    error: str | None = None


class Listing(NamedTuple):
    """What stands in an archive: files to read, or to refuse; and those that are no documents, which nobody reads."""

    members: list[Member]
    passed_over: list[str]


# ── names of members ─────────────────────────────────────────────────────────────────────────────────────────────────


def split(source: str) -> tuple[str, str] | None:
    """``a.zip!/b.docx`` → (``a.zip``, ``b.docx``), where such a file is there; None for every other path."""
    if SEPARATOR not in source or os.path.exists(source):
        return None
    position = source.find(SEPARATOR)
    while position > 0:
        if os.path.isfile(source[:position]):
            return source[:position], source[position + len(SEPARATOR) :]
        position = source.find(SEPARATOR, position + 1)
    return None


def read_member(source: str) -> bytes:
    """The bytes of a member. Raises ReadError."""
    found = split(source)
    if found is None:
        raise ReadError(f"{source}：找不到这个文件；请检查路径和文件名。")
    path, inner = found
    try:
        state = os.stat(path)
        return _fetch(_Key(path, state.st_size, state.st_mtime_ns, ()), inner)
    except OSError as error:
        raise ReadError(_UNREADABLE.format(path, error.strerror or type(error).__name__)) from error
    except ReadError as error:
        raise ReadError(f"{source}：{error}") from error


class _Key(NamedTuple):
    """An archive: a file in a certain state, and the names that lead to an archive inside of it."""

    path: str
    size: int
    changed: int
    inside: tuple[str, ...]


@lru_cache(maxsize=8)
def _directory(archive: _Key) -> _Directory:
    with _opened(archive) as file:
        return _Directory.read(file)


@lru_cache(maxsize=2)
def _unpacked(archive: _Key) -> bytes:
    """An archive inside another: asked for once for each of its members, hence the memory."""
    outer = archive._replace(inside=archive.inside[:-1])
    with _opened(outer) as file:
        return _extract(file, _directory(outer).members[archive.inside[-1]])


def _opened(archive: _Key) -> BinaryIO:
    return io.BytesIO(_unpacked(archive)) if archive.inside else open(archive.path, "rb")


def _fetch(archive: _Key, inner: str) -> bytes:
    members = _directory(archive).members
    if inner in members:
        with _opened(archive) as file:
            return _extract(file, members[inner])
    position = inner.find(SEPARATOR)
    while position > 0 and len(archive.inside) < DEPTH - 1:
        if inner[:position] in members:
            nested = archive._replace(inside=(*archive.inside, inner[:position]))
            return _fetch(nested, inner[position + len(SEPARATOR) :])
        position = inner.find(SEPARATOR, position + 1)
    raise ReadError(_ABSENT)


# ── listing ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def listing(path: str, suffixes: Collection[str]) -> Listing:
    """The files of an archive whose suffixes are wanted, in order of their names, those of archives inside included.

    A file that is a Word or OFD document by its content, whatever its name, is itself its only member. Raises ReadError.
    """
    try:
        with io.BytesIO(read_member(path)) if split(path) else open(path, "rb") as file:
            return _listing_of(file, path, suffixes)
    except OSError as error:
        raise ReadError(_UNREADABLE.format(path, error.strerror or type(error).__name__)) from error
    except ReadError as error:
        raise error if str(error).startswith(path) else ReadError(f"{path}：{error}") from error


def _listing_of(file: BinaryIO, path: str, suffixes: Collection[str]) -> Listing:
    if file.read(2) != b"PK":
        return Listing([Member(path)], [])  # no zip: read as what it is, or refused as what it is
    directory = _Directory.read(file)
    if directory.is_document():
        return Listing([Member(path)], [])
    walk = _Walk(suffixes)
    walk.through(file, directory, path, depth=1 + path.lower().count(SUFFIX + SEPARATOR))
    return Listing(walk.members, walk.passed_over)


class _Walk:
    """The way through an archive and those inside of it, with one account of how much there is."""

    def __init__(self, suffixes: Collection[str]) -> None:
        self.suffixes = suffixes
        self.members: list[Member] = []
        self.passed_over: list[str] = []
        self.entries = self.size = 0

    def through(self, file: BinaryIO, directory: _Directory, source: str, depth: int) -> None:
        """Note every member of one archive."""
        self.entries += len(directory.members)
        self.size += sum(entry.file_size for entry in directory.members.values())
        if self.entries > MEMBERS:
            raise ReadError(_TOO_MANY)
        if self.size > TOTAL_BYTES:
            raise ReadError(_TOO_MUCH)
        for name, why in directory.refused:
            self._refuse(f"{source}{SEPARATOR}{name}", why)
        for name in sorted(directory.members):
            here = f"{source}{SEPARATOR}{name}"
            suffix = os.path.splitext(name)[1].lower()
            if suffix == SUFFIX:
                self._into(file, directory.members[name], here, depth)
            elif suffix not in self.suffixes:
                self.passed_over.append(here)
            else:
                objection = _objection(directory.members[name])
                self.members.append(Member(here, objection and f"{here}：{objection}"))
        if not directory.members and not directory.refused:
            self._refuse(source, _EMPTY)

    def _into(self, file: BinaryIO, entry: zipfile.ZipInfo, source: str, depth: int) -> None:
        if depth >= DEPTH:
            self._refuse(source, _TOO_DEEP)
            return
        try:
            inner = io.BytesIO(_extract(file, entry))
            directory = _Directory.read(inner)
            if directory.is_document():
                self.members.append(Member(source))
                return
            self.through(inner, directory, source, depth + 1)
        except ReadError as error:
            self._refuse(source, str(error))

    def _refuse(self, source: str, why: str) -> None:
        self.members.append(Member(source, f"{source}：{why}"))


# ── one archive ──────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class _Directory:
    """The files of one archive by name; and names that are refused, each with a reason."""

    members: dict[str, zipfile.ZipInfo]
    refused: list[tuple[str, str]]

    @classmethod
    def read(cls, file: BinaryIO) -> _Directory:
        """Read the directory at the end of the file. Raises ReadError."""
        size = file.seek(0, os.SEEK_END)
        entries = _entries(file)
        if len(entries) > MEMBERS:
            raise ReadError(_TOO_MANY)
        # Bombs that need no nesting let all members share one piece of data.
        if sum(max(entry.compress_size, 0) for entry in entries) > size:
            raise ReadError(_OVERLAP)
        members: dict[str, zipfile.ZipInfo] = {}
        refused: list[tuple[str, str]] = []
        for entry, name in zip(entries, _names(entries), strict=True):
            if not name or name.endswith("/") or _left_out(name):
                continue
            parts = name.split("/")
            if name.startswith("/") or ".." in parts or _DRIVE.match(name):
                refused.append((name.lstrip("/"), _LEAVES))
            elif stat.S_ISLNK(entry.external_attr >> 16):
                refused.append((name, _LINK))
            elif name in members:
                refused.append((name, _TWICE))
            else:
                members[name] = entry
        return cls(members, refused)

    def is_document(self) -> bool:
        """Whether this is no archive of files but one file of an office program, which is a zip too."""
        return any(
            name in self.members
            for name in ("[Content_Types].xml", "word/document.xml", "OFD.xml", "META-INF/manifest.xml")
        )


def _entries(file: BinaryIO) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(file) as archive:
            return archive.infolist()
    except UnicodeDecodeError as error:
        raise ReadError(_DAMAGED.format("文件名的编码有误")) from error
    except _ERRORS as error:
        file.seek(max(0, file.seek(0, os.SEEK_END) - 70_000))
        why = "打不开" if _END in file.read() else "缺少末尾的目录"
        raise ReadError(_DAMAGED.format(why)) from error


def _left_out(name: str) -> bool:
    """Hidden files, and those that systems and Word leave behind."""
    return any((part.startswith((".", "~$")) and part != "..") or part in _LEFT_OUT for part in name.split("/"))


def _names(entries: list[zipfile.ZipInfo]) -> list[str]:
    """The names as their authors wrote them: where UTF-8 is not declared, what all of them can be decoded as."""
    raws = [entry.orig_filename.encode("cp437") if not entry.flag_bits & 0x800 else None for entry in entries]
    encoding = _encoding_of([raw for raw in raws if raw is not None])
    names = []
    for entry, raw in zip(entries, raws, strict=True):
        name = entry.orig_filename if raw is None else raw.decode(encoding, errors="replace")
        names.append(_UNSAFE.sub("\ufffd", name.partition("\0")[0].replace("\\", "/")))
    return names


def _encoding_of(raws: list[bytes]) -> str:
    """UTF-8 where every name is that and none looks like GBK that happens to be valid UTF-8."""
    try:
        texts = [raw.decode("utf-8") for raw in raws if not raw.isascii()]
    except UnicodeDecodeError:
        return "gb18030"
    if all(_HAN.search(text) for text in texts):
        return "utf-8"
    try:
        other = [raw.decode("gb18030") for raw in raws if not raw.isascii()]
    except UnicodeDecodeError:
        return "utf-8"
    return "gb18030" if all(_HAN.search(text) for text in other) else "utf-8"


# ── one member ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _objection(entry: zipfile.ZipInfo) -> str | None:
    """Why a member is not to be unpacked, as far as the directory tells."""
    size = entry.file_size
    if entry.flag_bits & 0x1:
        return _LOCKED
    if size > MEMBER_BYTES or (size > RATIO_FROM and size > RATIO * max(entry.compress_size, 1)):
        return _BOMB.format(size // 1_000_000)
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return _METHOD
    return None


def _extract(file: BinaryIO, entry: zipfile.ZipInfo) -> bytes:
    """The bytes of a member; never more than the directory announces. Raises ReadError.

    Names in the local header are not compared with the directory's: archives made by some programs differ there.
    """
    why = _objection(entry)
    if why:
        raise ReadError(why)
    try:
        file.seek(entry.header_offset)
        header = file.read(30)
        if len(header) < 30 or not header.startswith(b"PK\x03\x04"):
            raise ReadError(_BROKEN)
        name, extra = struct.unpack("<HH", header[26:30])
        file.seek(name + extra, os.SEEK_CUR)
        packed = file.read(entry.compress_size)
        if entry.compress_type == zipfile.ZIP_STORED:
            data = packed
        else:
            data = zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, entry.file_size + 1)
    except _ERRORS as error:
        raise ReadError(_BROKEN) from error
    if len(data) != entry.file_size or zlib.crc32(data) != entry.CRC:
        raise ReadError(_BROKEN)
    return data
