"""Character recognition: pictures of pages → sheets of characters, by RapidOCR 3 with the models in its wheel, offline.

What comes out is marked as recognised: the warnings say how sure the machine was, and of which pages it was not. One process
recognises at a time on one machine: it takes all cores and nearly a gigabyte.
"""

from __future__ import annotations

import importlib.util
import re
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from checker.reading import limits
from checker.reading.page_model import Box, Glyph, Sheet
from checker.reading.scan_image import Picture, quarter_turned, ruled_lines, straightened, without_seals
from checker.text import HAN

DPI = 200
# The first asks for nothing but what the installed program lacks; where it runs from a checkout, there is no such name.
INSTALL = 'pip install "fajian[ocr]"（在源码目录中用 make ocr 或 pip install ".[ocr]"）'
LACKING = f"本机没有安装文字识别（OCR）组件；请运行 {INSTALL} 后再试，或请报送单位报送文字版。"
READ_BY_OCR = "经文字识别（OCR）读取，请核对"
# A page below this confidence is named to the user.
_SURE = 0.9
# What a page and the engine may take beyond what other files may; a page takes a few seconds where nothing else runs.
_SECONDS, _MEMORY = 60, 2 << 30
_LOCK = threading.Lock()
_engine: Any = None

_OPENING, _CLOSING = "（《“‘〔【「『", "，。、；：！？）》”’〕】」』"
_WIDE = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
_HALF_MARK = re.compile(r"(?<=[\u4e00-\u9fff”》）])[,;:?!](?=[\u4e00-\u9fff“《（]|$)")
# Between two years, or after one at the end of a line, 一 is a dash.
_YEARS = re.compile(r"(?<=[12][0-9]{3})一(?=[12][0-9]{3}|$)")
_BRACKETS = re.compile(r"[(（]([^()（）]{1,40})[)）]")


@dataclass(frozen=True)
class Found:
    """A piece of a line that was recognised: its box in pixels, its text, and how sure the machine is."""

    box: Box
    text: str
    score: float


@dataclass(frozen=True)
class Recognised:
    """A page as recognised. ``confidence`` is the mean over its characters."""

    sheet: Sheet
    confidence: float
    characters: int


def available() -> bool:
    """Whether the extra is installed."""
    return all(importlib.util.find_spec(name) is not None for name in ("rapidocr", "onnxruntime", "cv2", "numpy"))


def recognise(picture: Picture, number: int, dpi: float = DPI) -> Recognised:
    """The characters on a picture of page ``number``."""
    limits.allow(seconds=_SECONDS)
    picture = straightened(without_seals(picture))
    found = _read(picture)
    if _stands_on_edge(found):
        picture = straightened(quarter_turned(picture, 1))
        found = _read(picture)
    if _sureness(found) < _SURE and _is_upside_down(picture, found):
        picture = quarter_turned(picture, 2)
        found = _read(picture)
    high, wide = picture.shape[:2]
    scale = 72 / dpi
    sheet = Sheet(number, wide * scale, high * scale, rough=True)
    sheet.glyphs = glyphs_of(found, scale)
    sheet.rules = [Box(*(side * scale for side in line)) for line in ruled_lines(picture)]
    return Recognised(sheet, _sureness(found), sum(len(one.text) for one in found))


def _sureness(found: Sequence[Found]) -> float:
    """The mean confidence of the characters."""
    return sum(one.score * len(one.text) for one in found) / max(sum(len(one.text) for one in found), 1)


def warnings_of(pages: Sequence[Recognised], *, whole: bool) -> list[str]:
    """What the user must know of pages that were recognised; ``whole``: they are the whole document."""
    total = sum(page.characters for page in pages)
    sure = sum(page.confidence * page.characters for page in pages) / max(total, 1)
    doubtful = [page for page in pages if page.confidence < _SURE]
    where = "" if whole else f"第 {numbers(page.sheet.number for page in pages)} 页"
    text = f"{where}{READ_BY_OCR}：平均置信度 {sure:.0%}"
    if doubtful:
        text += f"，其中第 {numbers(page.sheet.number for page in doubtful)} 页低于 {_SURE:.0%}，可能有较多错字"
    return [text + "。"]


def numbers(pages: Iterable[int]) -> str:
    """Numbers of pages as a reader would write them: 1、3–5."""
    runs: list[list[int]] = []
    for page in sorted(pages):
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    return "、".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


# ── the engine ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _read(picture: Picture) -> list[Found]:
    # Line by line, the engine's own notion of what stands on its head errs; that is asked of whole pages only.
    with _LOCK, limits.alone("ocr"):
        result = _started()(picture[:, :, ::-1], use_det=True, use_cls=False, use_rec=True)
    if result.boxes is None or result.txts is None or result.scores is None:
        return []
    found = []
    for corners, text, score in zip(result.boxes, result.txts, result.scores, strict=True):
        xs, ys = [float(x) for x, _ in corners], [float(y) for _, y in corners]
        # Of a box that leans a little, the middle of each side.
        box = Box((xs[0] + xs[3]) / 2, (ys[0] + ys[1]) / 2, (xs[1] + xs[2]) / 2, (ys[2] + ys[3]) / 2)
        found.append(Found(box, tidied(text), float(score)))
    return [one for one in found if one.text.strip()]


def _started() -> Any:
    """The engine, started once."""
    global _engine
    if _engine is None:
        limits.allow(memory=_MEMORY)
        from rapidocr import RapidOCR

        _engine = RapidOCR(params={"Global.max_side_len": 2600, "Global.log_level": "critical"})
    return _engine


def _stands_on_edge(found: Sequence[Found]) -> bool:
    """Whether most lines are upright."""
    upright = sum(len(f.text) for f in found if f.box.y1 - f.box.y0 > 1.5 * abs(f.box.x1 - f.box.x0))
    return upright > 0.6 * sum(len(f.text) for f in found) > 0


def _is_upside_down(picture: Picture, found: Sequence[Found]) -> bool:
    """Whether the widest lines stand on their heads."""
    widest = sorted(found, key=lambda one: one.box.x0 - one.box.x1)[:5]
    turned = 0
    for one in widest:
        x0, y0, x1, y1 = (max(round(side), 0) for side in one.box)
        crop = picture[y0:y1, x0:x1, ::-1]
        if crop.size == 0:
            continue
        with _LOCK:
            result = _started()(crop, use_det=False, use_cls=True, use_rec=False)
        label, score = result.cls_res[0] if getattr(result, "cls_res", None) else ("0", 0.0)
        turned += "180" in label and score > 0.8
    return len(widest) >= 3 and turned > len(widest) / 2


# ── characters ───────────────────────────────────────────────────────────────────────────────────────────────────────


def tidied(text: str) -> str:
    """Marks in the width that Chinese print has; the machine mixes them up."""
    text = _YEARS.sub("—", text)
    text = _HALF_MARK.sub(lambda match: _WIDE[match.group()], text)
    return _BRACKETS.sub(lambda m: f"（{m[1]}）" if HAN.search(m[1]) or "（" in m[0] or "）" in m[0] else m[0], text)


def glyphs_of(found: Sequence[Found], scale: float) -> list[Glyph]:
    """Characters spread evenly over the box of their line. ``scale``: points to a pixel."""
    return [glyph for one in found for glyph in _spread(one, scale)]


def _spread(one: Found, scale: float) -> list[Glyph]:
    middle, high = (one.box.y0 + one.box.y1) / 2, one.box.y1 - one.box.y0
    weights = [1.0 if not character.isascii() else 0.5 for character in one.text]
    # The box of a short piece is rather high: its characters are hardly larger than they are wide.
    size = min(high, 1.12 * (one.box.x1 - one.box.x0) / sum(weights))
    # The ink of a bracket or a full stop fills only half of its square, and the box goes round the ink.
    x0 = one.box.x0 - (0.45 * size if one.text[0] in _OPENING else 0.0)
    x1 = one.box.x1 + (0.5 * size if one.text[-1] in _CLOSING else 0.0)
    unit = (x1 - x0) / sum(weights)
    glyphs = []
    for character, weight in zip(one.text, weights, strict=True):
        glyphs.append(
            Glyph(
                character,
                x0 * scale,
                (x0 + weight * unit) * scale,
                (middle + 0.38 * size) * scale,
                round(size * scale, 1),
            )
        )
        x0 += weight * unit
    return glyphs
