"""Files that are surely no report by their content: spreadsheets, presentations, films, programs, other archives.

This is a reader like the others, asked after all that can read: it knows each kind, and says in one sentence what the file is and
what to send instead. Nothing of such a file is opened further than to tell its kind.
"""

from __future__ import annotations

import io
import re
import zipfile

from checker.errors import NotAReport, ReadError
from checker.reading import ole
from checker.reading.draft import Draft

FORM = "refused"
SUFFIXES: tuple[str, ...] = ()
PRIORITY = 90

_AS_WORD = "请报送 Word（.docx）或 PDF 格式的报告"
_UNPACK = "请解压，或改用 ZIP 格式压缩后报送"
_CHECK = "请检查是否选错了文件"
# What the bytes begin with, what that is, what to do. A bare mark of a few letters asks for bytes that no text has, too.
_BEGINNINGS: tuple[tuple[bytes, str, str], ...] = (
    (b"GIF87a", "图片（GIF）", _AS_WORD),
    (b"GIF89a", "图片（GIF）", _AS_WORD),
    (b"8BPS", "图片（PSD）", _AS_WORD),
    (b"\x00\x00\x00\x0cjP  ", "图片（JPEG 2000）", _AS_WORD),
    (b"Rar!\x1a\x07", "RAR 压缩包", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "7z 压缩包", _UNPACK),
    (b"\x1f\x8b\x08", "GZ 压缩包", _UNPACK),
    (b"BZh", "BZ2 压缩包", _UNPACK),
    (b"\xfd7zXZ\x00", "XZ 压缩包", _UNPACK),
    (b"MSCF\x00\x00\x00\x00", "CAB 压缩包", _UNPACK),
    (b"ID3", "录音（MP3）", _CHECK),
    (b"OggS\x00", "录音或录像（OGG）", _CHECK),
    (b"fLaC\x00", "录音（FLAC）", _CHECK),
    (b"#!AMR", "录音（AMR）", _CHECK),
    (b"\x1a\x45\xdf\xa3", "录像（MKV）", _CHECK),
    (b"FLV\x01", "录像（FLV）", _CHECK),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "录音或录像（WMV）", _CHECK),
    (b"MZ", "程序（.exe）", _CHECK),
    (b"\x7fELF", "程序", _CHECK),
    (b"\xcf\xfa\xed\xfe", "程序", _CHECK),
    (b"\xca\xfe\xba\xbe", "程序", _CHECK),
    (b"SQLite format 3\x00", "数据库文件", _CHECK),
    (b"L\x00\x00\x00\x01\x14\x02\x00", "快捷方式", "请报送它所指的文件本身"),
    (b"%!PS", "PostScript 文件", _AS_WORD),
    (b"AT&TFORM", "DjVu 文件", _AS_WORD),
    (b"Founder CEB", "方正 CEB 版式文件", "请用 Apabi Reader 打开后另存（打印）为 PDF，或报送 .docx"),
    (b"CAJ\x00", "CAJ 文件", _AS_WORD),
    (b"\x00\x01\x00\x00\x00", "字体文件", _CHECK),
    (b"wOF", "字体文件", _CHECK),
)
_RIFF = {b"WEBP": "图片（WebP）", b"WAVE": "录音（WAV）", b"AVI ": "录像（AVI）"}
_PICTURE_BRANDS = (b"heic", b"heix", b"mif1", b"avif", b"msf1")
_STREAMS = (
    (("EncryptedPackage", "EncryptionInfo"), "", ""),
    (("Workbook", "Book"), "电子表格（.xls、.et）", _AS_WORD),
    (("PowerPoint Document",), "演示文稿（.ppt、.dps）", _AS_WORD),
    (("__properties_version1.0",), "电子邮件（.msg）", "请报送邮件里的附件"),
    (("VisioDocument",), "Visio 图（.vsd）", _AS_WORD),
)
_PARTS = (
    ("xl/workbook", "电子表格（.xlsx）", _AS_WORD),
    ("ppt/presentation", "演示文稿（.pptx）", _AS_WORD),
    ("visio/document", "Visio 图（.vsdx）", _AS_WORD),
    ("FixedDocumentSequence.fdseq", "XPS 文件", _AS_WORD),
    ("AndroidManifest.xml", "程序（.apk）", _CHECK),
)
_MIMETYPES = (
    ("opendocument.text", "OpenDocument 文档（.odt）", "请用 WPS、Word 或 LibreOffice 另存为 .docx 后再试"),
    ("opendocument.spreadsheet", "电子表格（.ods）", _AS_WORD),
    ("opendocument.presentation", "演示文稿（.odp）", _AS_WORD),
    ("epub+zip", "电子书（.epub）", _CHECK),
)
_IS = "是{}，不是可以检查的报告；{}。"
_ARCHIVE = "是 ZIP 压缩包，不是一份文件；请{}用 fajian check 检查，或解压后再试。"
_CUT = "是不完整的 Office、OFD 或 ZIP 文件，文件已损坏或没有传完整；请打开原件核对，重新保存后报送。"
_LOCKED = "文件加了密码，无法读取；请在 Word 或 WPS 中去掉密码后重新报送。"
_OTHER_OLE = "是旧版 Office 格式的文件，但里面没有 Word 文档；请用 Word 或 WPS 打开原件，另存为 .docx 后重新报送。"
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def matches(data: bytes, name: str) -> bool:
    """By content alone."""
    return not name and (_is_zip(data) or ole.is_ole(data) or _kind(data) is not None)


def read(data: bytes, name: str) -> Draft:
    """Never: the sentence that refuses the file. Raises NotAReport or ReadError."""
    kind = _kind(data)
    if kind is None and _is_zip(data):
        kind = _zip_kind(data, name)
    if kind is None and ole.is_ole(data):
        kind = _ole_kind(data)
    if kind is None:
        raise ReadError(_CUT)
    what, todo = kind
    raise NotAReport(_IS.format(f" {what}" if what[0].isascii() else what, todo))


def _kind(data: bytes) -> tuple[str, str] | None:
    """What the bytes are by what they begin with, and what to do."""
    head = data[:512]
    if len(head) < 64 or not _BINARY.search(head):
        return None
    if head.startswith(b"RIFF") and head[8:12] in _RIFF:
        return _RIFF[head[8:12]], _AS_WORD if head[8:12] == b"WEBP" else _CHECK
    if head[4:8] == b"ftyp":
        return ("图片（HEIC）", _AS_WORD) if head[8:12] in _PICTURE_BRANDS else ("录像或录音（MP4）", _CHECK)
    if data[257:262] == b"ustar":
        return "TAR 压缩包", _UNPACK
    return next(((what, todo) for mark, what, todo in _BEGINNINGS if head.startswith(mark)), None)


def _is_zip(data: bytes) -> bool:
    """Also an empty zip, and one that is cut off."""
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def _zip_kind(data: bytes, name: str) -> tuple[str, str] | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            kind = archive.open("mimetype").read(200).decode("ascii", "replace") if "mimetype" in names else ""
    except (zipfile.BadZipFile, ValueError, OSError, RuntimeError, NotImplementedError, KeyError, EOFError):
        return None
    for mark, what, todo in _MIMETYPES:
        if mark in kind:
            return what, todo
    for mark, what, todo in _PARTS:
        if any(name.startswith(mark) for name in names):
            return what, todo
    if any(name in names for name in ("[Content_Types].xml", "OFD.xml")):
        return None
    raise NotAReport(_ARCHIVE.format("" if name.lower().endswith(".zip") else "把扩展名改为 .zip 后"))


def _ole_kind(data: bytes) -> tuple[str, str]:
    try:
        found = ole.parse(data)
    except ole.DamagedOle as error:
        raise ReadError(_CUT) from error
    for streams, what, todo in _STREAMS:
        if found.has(*streams):
            if not what:
                raise ReadError(_LOCKED)
            return what, todo
    raise ReadError(_OTHER_OLE)
