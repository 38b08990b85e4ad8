"""PDF files written by hand, object by object: what the tests want to show stands in them and nothing else.

Places are points from the lower left corner, as in the files themselves. No font is embedded: ``SONG`` and ``HEI`` are named with
a character map that everybody knows, ``OWN`` brings its meaning in a ToUnicode map, ``MUTE`` has codes and no meaning, ``NEXT`` means by
each code the character after it.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

A4 = (595.0, 842.0)
SONG, HEI, KAI, OWN, MUTE, LATIN, NEXT = "F1", "F2", "F3", "F4", "F5", "F6", "F7"
_NAMES = {SONG: "STSong-Light", HEI: "SimHei", KAI: "KaiTi_GB2312"}
_PAD = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


# ── content ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _hex(text: str) -> str:
    return f"<{text.encode('utf-16-be').hex()}>"


def _shown(text: str, font: str) -> str:
    return f"({text})" if font == LATIN else _hex(text)


def text(
    x: float,
    y: float,
    words: str,
    size: float = 16,
    *,
    font: str = SONG,
    mode: int = 0,
    colour: tuple[float, float, float] = (0, 0, 0),
    spacing: float = 0,
    matrix: Sequence[float] = (1, 0, 0, 1),
    scaled: bool = False,
) -> str:
    """A piece of a line. ``scaled``: the size stands in the matrix, as some programs write it."""
    a, b, c, d = (value * (size if scaled else 1) for value in matrix)
    red, green, blue = colour
    return (
        f"BT {red} {green} {blue} rg {mode} Tr {spacing / (size if scaled else 1)} Tc /{font} {1 if scaled else size} Tf "
        f"{a} {b} {c} {d} {x} {y} Tm {_shown(words, font)} Tj ET\n"
    )


def spread(x: float, y: float, words: str, right: float, size: float = 16, *, font: str = SONG) -> str:
    """A line stretched to ``right``: one array with a space between every two characters."""
    gap = (right - x - sum(width(c) for c in words) * size) / (len(words) - 1)
    inner = f" {-gap * 1000 / size:.3f} ".join(_shown(c, font) for c in words)
    return f"BT 0 g 0 Tr 0 Tc /{font} {size} Tf 1 0 0 1 {x} {y} Tm [{inner}] TJ ET\n"


def doubled(x: float, y: float, words: str, size: float = 16, *, font: str = SONG) -> str:
    """Painted twice, a third of a point apart, to look bold."""
    return text(x, y, words, size, font=font) + text(x + 0.3, y, words, size, font=font)


def centred(y: float, words: str, size: float = 22, *, font: str = SONG, middle: float = 299, gap: float = 0) -> str:
    wide = sum(width(c) for c in words) * size + gap * (len(words) - 1)
    return text(middle - wide / 2, y, words, size, font=font, spacing=gap)


def one_by_one(x: float, y: float, words: str, size: float = 16, *, font: str = SONG) -> str:
    """Every character a text object of its own."""
    pieces = []
    for character in words:
        pieces.append(text(x, y, character, size, font=font))
        x += width(character) * size
    return "".join(pieces)


def width(character: str) -> float:
    """Of a character in the fonts of these files, in ems."""
    return 0.5 if character.isascii() else 1.0


def rect(x: float, y: float, wide: float, high: float, grey: float = 0) -> str:
    return f"q {grey} g {x} {y} {wide} {high} re f Q\n"


def line(x0: float, y0: float, x1: float, y1: float) -> str:
    return f"q 0.5 w {x0} {y0} m {x1} {y1} l S Q\n"


def picture(x: float, y: float, wide: float, high: float, name: str = "Im1") -> str:
    return f"q {wide} 0 0 {high} {x} {y} cm /{name} Do Q\n"


Show = Callable[[float, float, str, float], str]


@dataclass
class Flow:
    """Sets paragraphs on pages, as a word processor does: full lines stretched, no mark that closes at the start of a line."""

    left: float = 79
    right: float = 519
    top: float = 737
    bottom: float = 99
    size: float = 16
    pitch: float = 28
    indent: float = 2
    gap: float = 0
    justified: bool = True
    font: str = SONG
    show: Show | None = None
    pages: list[str] = field(default_factory=lambda: [""])

    def __post_init__(self) -> None:
        self.y = self.top

    def add(
        self, words: str, *, size: float | None = None, font: str | None = None, indent: float | None = None
    ) -> Flow:
        size, font = size or self.size, font or self.font
        x = self.left + (self.indent if indent is None else indent) * size
        lines = wrapped(words, self.right - x, self.right - self.left, size)
        for index, words_ in enumerate(lines):
            self._keep_on_page()
            if self.justified and index < len(lines) - 1:
                self._put(spread(x, self.y, words_, self.right, size, font=font))
            else:
                self._put(self.show(x, self.y, words_, size) if self.show else text(x, self.y, words_, size, font=font))
            self._down()
            x = self.left
        self.y -= self.gap
        return self

    def middle(self, words: str, *, size: float = 22, font: str = HEI, gap: float = 0) -> Flow:
        self._keep_on_page()
        self._put(centred(self.y, words, size, font=font, middle=(self.left + self.right) / 2, gap=gap))
        self._down()
        return self

    def at_right(self, words: str, *, room: float = 2) -> Flow:
        self._keep_on_page()
        x = self.right - (sum(map(width, words)) + room) * self.size
        self._put(text(x, self.y, words, self.size, font=self.font))
        self._down()
        return self

    def space(self, points: float) -> Flow:
        self.y -= points
        return self

    def turn(self) -> Flow:
        self.pages.append("")
        self.y = self.top
        return self

    def on_every_page(self, content: Callable[[int], str]) -> Flow:
        self.pages = [page + content(number) for number, page in enumerate(self.pages, 1)]
        return self

    def _keep_on_page(self) -> None:
        if self.y < self.bottom:
            self.turn()

    def _put(self, content: str) -> None:
        self.pages[-1] += content

    def _down(self) -> None:
        self.y -= self.pitch

    def file(self, **more: Any) -> bytes:
        return pdf(*self.pages, **more)


def wrapped(words: str, first: float, others: float, size: float) -> list[str]:
    """Lines of this width, the first of another."""
    lines, line_, room = [], "", first
    for character in words:
        used = sum(map(width, line_ + character)) * size
        if line_ and used > room + 0.01 and character not in "，。、；：”》）！？":
            lines.append(line_)
            line_, room = "", others
        line_ += character
    return [*lines, line_]


# ── files ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass
class Page:
    content: str = ""
    size: tuple[float, float] = A4
    rotate: int = 0
    crop: tuple[float, float, float, float] | None = None
    annotations: Sequence[str] = ()
    # Pictures by name: width, height, bytes (grey, or red, green and blue).
    images: dict[str, tuple[int, int, bytes]] = field(default_factory=dict)
    forms: dict[str, str] = field(default_factory=dict)


def blank_picture(grey: int = 250) -> dict[str, tuple[int, int, bytes]]:
    return {"Im1": (8, 8, bytes([grey]) * 64)}


class _Writer:
    def __init__(self, encrypted: tuple[str, str] | None) -> None:
        self.objects: list[bytes] = []
        self.key: bytes | None = None
        self.encryption = b""
        if encrypted is not None:
            self._lock(*encrypted)

    def add(self, body: str | bytes, stream: bytes | None = None) -> int:
        number = len(self.objects) + 1
        data = body.encode("latin-1") if isinstance(body, str) else body
        if stream is not None:
            stream = self._secret(stream, number)
            data = data[:-2] + f"/Length {len(stream)}>>\nstream\n".encode() + stream + b"\nendstream"
        self.objects.append(data)
        return number

    def reserve(self) -> int:
        self.objects.append(b"")
        return len(self.objects)

    def _lock(self, user: str, owner: str) -> None:
        """The standard handler in its oldest form: RC4, 40 bits."""
        padded = [(word.encode() + _PAD)[:32] for word in (user, owner)]
        held = _rc4(hashlib.md5(padded[1]).digest()[:5], padded[0])
        rights = (-4).to_bytes(4, "little", signed=True)
        self.key = hashlib.md5(padded[0] + held + rights + b"fajian-fixture-0").digest()[:5]
        shown = _rc4(self.key, _PAD)
        self.encryption = f"<</Filter/Standard/V 1/R 2/O<{held.hex()}>/U<{shown.hex()}>/P -4>>".encode()

    def _secret(self, data: bytes, number: int) -> bytes:
        if self.key is None:
            return data
        return _rc4(hashlib.md5(self.key + number.to_bytes(3, "little") + b"\0\0").digest()[:10], data)

    def file(self, root: int) -> bytes:
        out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        lock = self.add(self.encryption) if self.encryption else None
        places = []
        for number, body in enumerate(self.objects, 1):
            places.append(len(out))
            out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
        start = len(out)
        out += f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n".encode()
        out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
        more = f"/Encrypt {lock} 0 R/ID[{'<' + b'fajian-fixture-0'.hex() + '>':s}<00>]" if lock else ""
        out += f"trailer\n<</Size {len(places) + 1}/Root {root} 0 R{more}>>\nstartxref\n{start}\n%%EOF\n".encode()
        return bytes(out)


def _rc4(key: bytes, data: bytes) -> bytes:
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def pdf(
    *pages: Page | str,
    attachments: Iterable[str] = (),
    script: str = "",
    encrypted: tuple[str, str] | None = None,
    shift: int = 0,
) -> bytes:
    """A file of these pages. ``encrypted``: user's and owner's password; ``shift``: what ``OWN`` adds to a code to tell its meaning."""
    writer = _Writer(encrypted)
    fonts = _fonts(writer, shift)
    tree = writer.reserve()
    kids = [_page(writer, Page(page) if isinstance(page, str) else page, fonts, tree) for page in pages]
    names = _names(writer, attachments, script)
    writer.objects[tree - 1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(f'{k} 0 R' for k in kids)}]>>".encode()
    return writer.file(writer.add(f"<</Type/Catalog/Pages {tree} 0 R{names}>>"))


def _page(writer: _Writer, page: Page, fonts: str, tree: int) -> int:
    things = []
    for name, (wide, high, dots) in page.images.items():
        space = "DeviceRGB" if len(dots) == 3 * wide * high else "DeviceGray"
        head = f"<</Type/XObject/Subtype/Image/Width {wide}/Height {high}/ColorSpace/{space}/BitsPerComponent 8/Filter/FlateDecode>>"
        things.append(f"/{name} {writer.add(head, zlib.compress(dots))} 0 R")
    for name, content in page.forms.items():
        head = f"<</Type/XObject/Subtype/Form/BBox[0 0 2000 2000]/Resources<</Font<<{fonts}>>>>>>"
        things.append(f"/{name} {writer.add(head, content.encode('latin-1'))} 0 R")
    content = writer.add("<<>>", page.content.encode("latin-1"))
    notes = " ".join(f"{writer.add(note)} 0 R" for note in page.annotations)
    crop = f"/CropBox[{' '.join(map(str, page.crop))}]" if page.crop else ""
    return writer.add(
        f"<</Type/Page/Parent {tree} 0 R/MediaBox[0 0 {page.size[0]} {page.size[1]}]{crop}/Rotate {page.rotate}"
        f"/Contents {content} 0 R/Annots[{notes}]/Resources<</Font<<{fonts}>>/XObject<<{''.join(things)}>>>>>>"
    )


def _fonts(writer: _Writer, shift: int) -> str:
    found = []
    for key, name in _NAMES.items():
        found.append(f"/{key} {_composite(writer, name, 'UniGB-UTF16-H', 'GB1', 5, '1 95 500')} 0 R")
    half = "32 126 500"
    for key, distance in ((OWN, shift), (NEXT, 1)):
        told = f"/ToUnicode {writer.add('<<>>', _character_map(distance))} 0 R"
        found.append(f"/{key} {_composite(writer, f'AAAAAA+Eigen{key}', 'Identity-H', 'Identity', 0, half, told)} 0 R")
    found.append(f"/{MUTE} {_composite(writer, 'BBBBBB+Mute', 'Identity-H', 'Identity', 0, half)} 0 R")
    found.append(f"/{LATIN} {writer.add('<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>')} 0 R")
    return "".join(found)


def _character_map(shift: int) -> bytes:
    """Every code means the character that stands ``shift`` after it."""
    blocks = []
    for first in range(0, 0x10000, 0x6400):
        rows = range(first, min(first + 0x6400, 0x10000), 0x100)
        ranges = " ".join(f"<{row:04X}> <{row | 0xFF:04X}> <{(row + shift) % 0x10000:04X}>" for row in rows)
        blocks.append(f"{len(rows)} beginbfrange {ranges} endbfrange\n")
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def\n"
        f"1 begincodespacerange <0000> <FFFF> endcodespacerange\n{''.join(blocks)}endcmap end end"
    ).encode()


def _composite(
    writer: _Writer, name: str, encoding: str, ordering: str, supplement: int, half: str, more: str = ""
) -> int:
    registry = "Adobe"
    descriptor = writer.add(
        f"<</Type/FontDescriptor/FontName/{name}/Flags 4/ItalicAngle 0/Ascent 859/Descent -141/CapHeight 700/StemV 80"
        "/FontBBox[-20 -141 1000 859]>>"
    )
    inner = writer.add(
        f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{name}/DW 1000/W[{half}]/FontDescriptor {descriptor} 0 R"
        f"/CIDSystemInfo<</Registry({registry})/Ordering({ordering})/Supplement {supplement}>>>>"
    )
    return writer.add(
        f"<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/{encoding}/DescendantFonts[{inner} 0 R]{more}>>"
    )


def _names(writer: _Writer, attachments: Iterable[str], script: str) -> str:
    parts = ""
    held = []
    for name in attachments:
        stream = writer.add("<</Type/EmbeddedFile>>", b"attached")
        title = name.encode("utf-16-be").hex()
        spec = writer.add(f"<</Type/Filespec/F<feff{title}>/UF<feff{title}>/EF<</F {stream} 0 R>>>>")
        held.append(f"<feff{title}> {spec} 0 R")
    if held:
        parts += f"/EmbeddedFiles<</Names[{' '.join(held)}]>>"
    if script:
        action = writer.add(f"<</S/JavaScript/JS({script})>>")
        parts += f"/JavaScript<</Names[(a) {action} 0 R]>>"
    return f"/Names<<{parts}>>" if parts else ""


def note(kind: str, words: str, more: str = "") -> str:
    return f"<</Type/Annot/Subtype/{kind}/Rect[50 50 200 100]/Contents<feff{words.encode('utf-16-be').hex()}>{more}>>"
