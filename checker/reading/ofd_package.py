"""The zip round an OFD file (GB/T 33190): its parts by location, its XML whatever the prefix of its names."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from checker.errors import ReadError
from checker.reading.word_package import Package
from checker.reading.word_xml import Element

ROOT = "OFD.xml"
_ADVICE = "请用 OFD 阅读器打开原件核对，重新导出后报送，或改报 .docx。"
_MISSING = "文件内缺少 {}，文件已损坏或没有传完整；" + _ADVICE
_LOCKED = "文件已加密，无法读取；请解密后重新报送，或改报 .docx。"


def is_ofd(data: bytes) -> bool:
    """Whether the bytes are an OFD file; also where the zip is cut off but begins as one does."""
    if not data.startswith(b"PK\x03\x04"):
        return False
    try:
        return Package(data).has(ROOT)
    except ReadError:
        length = int.from_bytes(data[26:28], "little")
        return data[30 : 30 + length] in (b"OFD.xml", b"Doc_0/", b"Doc_0/Document.xml")


class OfdPackage(Package):
    """The parts of one file; what is wrong with it is told in the words of this form."""

    def __init__(self, data: bytes) -> None:
        with _in_words_of_ofd():
            super().__init__(data)
        if self.has("Encryptions.xml"):
            raise ReadError(_LOCKED)

    def xml(self, name: str, trim: Callable[[bytes], bytes] = bytes) -> Element:
        with _in_words_of_ofd():
            return super().xml(name, trim)

    def bytes_of(self, name: str) -> bytes:
        """A part as it is: a picture."""
        with _in_words_of_ofd():
            return self._read(name)

    def required(self, base: str, location: str | None) -> tuple[str, Element]:
        """The name and root of a part that must be there."""
        name = located(base, location or "")
        if not location or not self.has(name):
            raise ReadError(_MISSING.format(name or base))
        return name, self.xml(name)

    def optional(self, base: str, location: str | None) -> tuple[str, Element] | None:
        """The name and root of a part that need not be there, nor be whole."""
        name = located(base, location or "")
        if not location or not self.has(name):
            return None
        try:
            return name, self.xml(name)
        except ReadError:
            return None


@contextmanager
def _in_words_of_ofd() -> Iterator[None]:
    """What is wrong is said as for Word files; what to do about it is another thing."""
    try:
        yield
    except ReadError as error:
        reason = str(error).partition("；")[0].replace("Word", "OFD")
        raise ReadError(f"{reason}；{_ADVICE}") from error


def located(base: str, location: str) -> str:
    """A location as a part's name: from the root, or from the folder of the part that names it."""
    location = location.strip().replace("\\", "/")
    if location.startswith("/"):
        return posixpath.normpath(location).lstrip("/")
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(base), location)).lstrip("/")


# ── names without prefixes ───────────────────────────────────────────────────────────────────────────────────────────


def named(element: Element) -> str:
    """The name of an element without its namespace, of which there are several in use."""
    return str(element.tag).rpartition("}")[2]


def children(element: Element | None, name: str) -> list[Element]:
    return [] if element is None else [child for child in element if named(child) == name]


def child(element: Element | None, *path: str) -> Element | None:
    """The first element at the end of a path of names."""
    for name in path:
        found = children(element, name)
        if not found:
            return None
        element = found[0]
    return element


def inside(element: Element, *names: str) -> Iterator[Element]:
    """All elements of these names, at any depth."""
    return (found for found in element.iter() if named(found) in names)


def text_at(element: Element | None, *path: str) -> str | None:
    found = child(element, *path)
    return None if found is None else (found.text or "").strip() or None


def attribute(element: Element, name: str) -> str | None:
    """An attribute; some writers are careless of capitals."""
    value = element.get(name)
    if value is None:
        wanted = name.lower()
        value = next((str(found) for key, found in element.attrib.items() if str(key).lower() == wanted), None)
    return value


def is_true(element: Element, name: str, *, otherwise: bool) -> bool:
    value = attribute(element, name)
    return otherwise if value is None else value.strip().lower() in ("true", "1")


def numbers(text: str | None, count: int) -> tuple[float, ...] | None:
    """So many numbers; None where there are fewer, or something else."""
    try:
        found = tuple(float(part) for part in (text or "").split()[:count])
    except ValueError:
        return None
    return found if len(found) == count and all(abs(value) < 1e7 for value in found) else None


def number(text: str | None, otherwise: float) -> float:
    found = numbers(text, 1)
    return found[0] if found else otherwise
