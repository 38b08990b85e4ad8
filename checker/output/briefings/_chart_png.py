"""The chart as PNG for Word. It needs a Chinese font on the machine; where none is, there is no picture rather than empty boxes."""

from __future__ import annotations

import io
import math
from functools import cache
from typing import TYPE_CHECKING, Any

from checker.output.briefings._chart import WIDTH, Sheet

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

# File names as systems install them: Windows, macOS, Linux distributions, WPS. The library knows the folders.
_FILES = (
    *("simhei.ttf", "msyh.ttc", "Deng.ttf", "simsun.ttc", "simfang.ttf", "simkai.ttf"),
    *("PingFang.ttc", "Hiragino Sans GB.ttc", "STHeiti Medium.ttc", "STHeiti Light.ttc", "Songti.ttc"),
    *("NotoSansCJK-Regular.ttc", "NotoSansCJKsc-Regular.otf", "NotoSansSC-Regular.otf", "NotoSansSC-Regular.ttf"),
    *("SourceHanSansSC-Regular.otf", "SourceHanSansCN-Regular.otf", "SourceHanSans-Regular.ttc"),
    *("NotoSerifCJK-Regular.ttc", "SourceHanSerifSC-Regular.otf", "wqy-microhei.ttc", "wqy-zenhei.ttc"),
    *(
        "FZHTK.TTF",
        "HYQiHei-55S.ttf",
        "DroidSansFallbackFull.ttf",
        "DroidSansFallback.ttf",
        "gkai00mp.ttf",
        "gbsn00lp.ttf",
    ),
)
_FACES = 12  # of a collection; the Chinese one is told by its name
_PER_MM = 220 / 25.4  # pixels
_GROUNDS = {
    "present": "#ddefd9",
    "partial": "#fff0c2",
    "missing": "#f8d0c8",
    "head": "#ededed",
    "unit": "#ffffff",
    "idle": "#f4f4f4",
}
_INK, _LINE = "#000000", "#7f7f7f"


def font(letters: str) -> tuple[str, int] | None:
    """The first font that has every one of these characters: its file and face."""
    needed = frozenset(letter for letter in letters if not letter.isspace())
    return next((face for face in _installed() if _covers(face, needed)), None)


def png(sheet: Sheet, face: tuple[str, int]) -> bytes:
    """The sheet at 220 dots an inch."""
    from PIL import Image, ImageDraw

    size = math.ceil(WIDTH * _PER_MM) + 1, math.ceil(sheet.height * _PER_MM) + 1
    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    for box in sheet.boxes:
        left, top = round(box.x * _PER_MM), round(box.y * _PER_MM)
        right, bottom = round((box.x + box.width) * _PER_MM), round((box.y + box.height) * _PER_MM)
        if box.tone != "legend":
            draw.rectangle((left, top, right, bottom), fill=_GROUNDS[box.tone], outline=_LINE, width=2)
        x = (left + right) / 2 if box.centred else left + (0 if box.tone == "legend" else _PER_MM)
        used = _sized(face, max(8, round(box.letter * _PER_MM)))
        for y, line in box.lines:
            draw.text((x, y * _PER_MM), line, fill=_INK, font=used, anchor="mm" if box.centred else "lm")
    buffer = io.BytesIO()
    image.quantize(palette=_palette(), dither=Image.Dither.NONE).save(buffer, "PNG", dpi=(220, 220))
    return buffer.getvalue()


@cache
def _palette() -> Image:
    """The grounds, each on five steps towards the ink: what letters with soft edges need, in a fifth of the bytes."""
    from PIL import Image, ImageColor

    colours: list[int] = []
    for ground in (*_GROUNDS.values(), _LINE):
        for step in range(6):
            colours += [round(part * (5 - step) / 5) for part in ImageColor.getrgb(ground)[:3]]
    image = Image.new("P", (1, 1))
    image.putpalette(colours)
    return image


@cache
def _installed() -> tuple[tuple[str, int], ...]:
    """The Chinese fonts of this machine, in the order of ``_FILES``."""
    found = []
    for name in _FILES:
        face = _simplified(name)
        if face is not None and _covers((name, face), frozenset("齐全不充分缺失单位")):
            found.append((name, face))
    return tuple(found)


def _simplified(name: str) -> int | None:
    """The face of a file that draws characters as the mainland does; None where there is no such file."""
    from PIL import ImageFont

    first = None
    for index in range(_FACES):
        try:
            told = " ".join(part or "" for part in ImageFont.truetype(name, 12, index).getname())
        except (OSError, ValueError):
            break
        if first is None:
            first = index
        if any(mark in told.split() for mark in ("SC", "CN", "GB")):
            return index
    return first


@cache
def _sized(face: tuple[str, int], size: int) -> FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(face[0], size, face[1])


def _covers(face: tuple[str, int], letters: frozenset[str]) -> bool:
    """Whether the font draws each character: one that it has not looks like one that no font has."""
    used = _sized(face, 24)
    absent = {_drawn(used, "\U0010fffd"), _drawn(used, "\ufdd0")}
    return not any(_drawn(used, letter) in absent for letter in letters)


def _drawn(used: FreeTypeFont, letter: str) -> Any:
    mask = used.getmask(letter)
    return mask.size, bytes(mask)
