"""Any file → ``Document``.

A form is one module in this package with ``FORM``, ``matches(data, name)`` and ``read(data, name) -> Draft``; it is found by being
here. Optional: ``SUFFIXES`` (for messages and folders) and ``PRIORITY`` (a higher one is asked later; 0 if absent). A file is
first offered by its content alone (an empty name), then with its name, so that a wrong suffix does no harm.
"""

from __future__ import annotations

import hashlib
import importlib
import pkgutil
from functools import cache
from pathlib import Path
from typing import Protocol, cast, runtime_checkable

from checker.errors import ReadError, UnsupportedForm
from checker.model import Document
from checker.reading.assembly import assemble
from checker.reading.draft import Draft

_IS_TEXT = "扩展名是 {}，内容是纯文字，已按纯文字读取。"
_OTHERWISE = "扩展名是 {}，但内容不是这种文件，也不是别的能读取的格式；请检查文件是否损坏或改错了扩展名，打开原件核对后重新报送。"
_BLANK = b" \t\r\n\x0b\x0c\x00"
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


@runtime_checkable
class Reader(Protocol):
    """What a module of this package offers to read one form."""

    FORM: str

    def matches(self, data: bytes, name: str) -> bool:
        """Whether the bytes, or the name where one is given, are of this form."""

    def read(self, data: bytes, name: str) -> Draft:
        """The lines of the file; ReadError where that cannot be."""


@cache
def readers() -> tuple[Reader, ...]:
    """All readers, in the order in which they are asked."""
    modules = (importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__))
    found = [cast("Reader", module) for module in modules if hasattr(module, "FORM")]
    return tuple(sorted(found, key=lambda reader: (getattr(reader, "PRIORITY", 0), reader.FORM)))


def prepare() -> None:
    """Import what takes time: all readers, and what most of them leave until it is needed, that of the commonest form."""
    import lxml.etree  # noqa: F401

    readers()


def suffixes() -> tuple[str, ...]:
    """The suffixes of files that can be read, with their dots, in lower case."""
    return tuple(
        sorted({suffix for reader in readers() for suffix in getattr(reader, "SUFFIXES", (f".{reader.FORM}",))})
    )


def read(path: str | Path) -> Document:
    """The document in a file; ReadError says what is wrong with it and what to do."""
    source, file = str(path), Path(path)
    if file.is_dir():
        raise ReadError(f"{source}：是文件夹，不是文件；请给出其中的一个文件。")
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        raise ReadError(f"{source}：找不到这个文件；请检查路径和文件名。") from None
    except PermissionError:
        raise ReadError(f"{source}：没有权限读取这个文件；请检查文件权限，或关闭正在使用它的程序。") from None
    except (OSError, ValueError) as error:
        raise ReadError(f"{source}：无法读取这个文件（{error}）；请检查路径和磁盘。") from error
    return read_bytes(data, file.name, source)


def read_bytes(data: bytes, name: str, source: str) -> Document:
    """The document in the bytes of a file called ``name``; ``source`` is what the user calls it."""
    if data.strip(_BLANK) in (b"", *_MARKS):
        raise ReadError(f"{source}：是空文件，没有任何内容；请确认选对了文件，或请报送单位重新报送。")
    reader = _reader_for(data, name)
    suffix = _known_suffix(name)
    if reader is None and suffix:
        raise UnsupportedForm(f"{source}：{_OTHERWISE.format(suffix)}")
    if reader is None:
        raise UnsupportedForm(
            f"{source}：不认识这种文件，无法读取；能读取的格式有 {'、'.join(suffixes())}，请另存为其中一种后再试。"
        )
    try:
        draft = reader.read(data, name)
    except ReadError as error:
        raise error if str(error).startswith(source) else type(error)(f"{source}：{error}") from error
    if not draft.lines and reader.FORM in ("txt", "md"):
        raise ReadError(f"{source}：是空文件，只有空白，没有任何文字；请确认选对了文件，或请报送单位重新报送。")
    if reader.FORM == "txt" and suffix and not reader.matches(data, name):
        draft.warnings.insert(0, _IS_TEXT.format(suffix))
    return assemble(draft, source=source, sha256=hashlib.sha256(data).hexdigest(), form=reader.FORM)


def _reader_for(data: bytes, name: str) -> Reader | None:
    """The first reader that knows the content, else the first that knows the name; text may bear any document's name."""
    suffix = _known_suffix(name)
    bare = (name[: -len(suffix)],) if suffix else ()
    for offered in ("", name, *bare):
        for reader in readers():
            if reader.matches(data, offered):
                return reader
    return None


def _known_suffix(name: str) -> str:
    """The suffix of a name, if it is one of a form that can be read, else nothing."""
    suffix = Path(name).suffix.lower()
    return suffix if suffix in suffixes() else ""
