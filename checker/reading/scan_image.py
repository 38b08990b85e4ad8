"""Pictures of pages: opening them, taking seals off, setting them straight. Needs the extra ``ocr`` (NumPy, OpenCV, Pillow)."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from checker.errors import NotAReport, ReadError
from checker.reading import limits

# An array of rows of red, green and blue. The libraries of the extra need not be there where types are checked.
Picture = Any

MOST_PIXELS = 120_000_000
# Red by this much more than green and blue; a seal is about as wide as high, and takes this share of the page's width.
_REDDER, _ROUND, _SEAL = 40, 0.6, (0.1, 0.45)
# Degrees: how far a page may lean, and what is left alone.
_MOST_SKEW, _LEAST_SKEW = 8.0, 0.15
_SAMPLE = 60_000

_BROKEN = "图片已损坏，无法打开；请检查文件，或请报送单位重新扫描后报送。"
_HUGE = "图片有 {} 万像素，过大，无法读取；请缩小到每页 200 dpi 左右后再试。"


def pictures_in(data: bytes) -> Iterator[Picture]:
    """The pages of a picture file, one after the other; ReadError where it cannot be opened."""
    image_module, operations = import_module("PIL.Image"), import_module("PIL.ImageOps")
    failures = (image_module.UnidentifiedImageError, image_module.DecompressionBombError)
    try:
        image = image_module.open(io.BytesIO(data))
        if image.width * image.height > MOST_PIXELS:
            raise NotAReport(_HUGE.format(image.width * image.height // 10_000))
        count = getattr(image, "n_frames", 1)
        limits.check_pages(count)
        for index in range(count):
            image.seek(index)
            if image.width * image.height > MOST_PIXELS:
                raise NotAReport(_HUGE.format(image.width * image.height // 10_000))
            yield _pixels(operations.exif_transpose(image))
    except (*failures, OSError, SyntaxError, ValueError) as error:
        raise ReadError(_BROKEN) from error


def _pixels(image: Any) -> Picture:
    """Red, green, blue, on white where the picture is transparent."""
    np, image_module = import_module("numpy"), import_module("PIL.Image")
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        layer = image.convert("RGBA")
        ground = image_module.new("RGBA", layer.size, "white")
        image = image_module.alpha_composite(ground, layer)
    return np.asarray(image.convert("RGB"), dtype=np.uint8)


# ── seals ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def without_seals(picture: Picture) -> Picture:
    """The picture with its red seals gone and the black print under them left.

    What is red but no seal (the head of an official letter) stays.
    """
    cv2, np = import_module("cv2"), import_module("numpy")
    red, green, blue = (picture[:, :, channel].astype(np.int16) for channel in range(3))
    reddish = (red - np.maximum(green, blue)) > _REDDER
    if not reddish.any():
        return picture
    width = picture.shape[1]
    gap = max(3, width // 60)
    joined = cv2.morphologyEx(reddish.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((gap, gap), np.uint8))
    count, _, boxes, _ = cv2.connectedComponentsWithStats(joined)
    cleaned = picture.copy()
    for x, y, wide, high, _ in boxes[1:count]:
        if not (
            _SEAL[0] * width <= max(wide, high) <= _SEAL[1] * width and min(wide, high) >= _ROUND * max(wide, high)
        ):
            continue
        area = (slice(max(y - gap, 0), y + high + gap), slice(max(x - gap, 0), x + wide + gap))
        # On the red channel a seal is as light as paper, and black print stays dark.
        cleaned[area] = np.clip((red[area].astype(np.float32) - 60) * 1.6, 0, 255).astype(np.uint8)[:, :, None]
    return cleaned


# ── straight ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def straightened(picture: Picture) -> Picture:
    """The picture turned so that its lines are level, where it leans a little."""
    angle = skew_of(picture)
    return picture if abs(angle) < _LEAST_SKEW else _turned(picture, angle)


def skew_of(picture: Picture) -> float:
    """By how many degrees the lines fall to the right: at that slope the ink gathers in the fewest rows."""
    cv2, np = import_module("cv2"), import_module("numpy")
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    scale = min(1.0, 1000 / max(grey.shape))
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    _, ink = cv2.threshold(cv2.medianBlur(small, 3), 0, 1, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    ys, xs = np.nonzero(ink)
    if len(xs) < 200:
        return 0.0
    step = max(1, len(xs) // _SAMPLE)
    points = xs[::step].astype(np.float32), ys[::step].astype(np.float32)
    best = _sharpest(points, 0.0, _MOST_SKEW, 0.5)
    best = _sharpest(points, best, 0.5, 0.1)
    return best if _sharpness(points, best) > 1.03 * _sharpness(points, 0.0) else 0.0


def _sharpest(points: tuple[Any, Any], centre: float, reach: float, step: float) -> float:
    count = round(reach / step)
    angles = [centre + step * index for index in range(-count, count + 1)]
    return max(angles, key=lambda angle: _sharpness(points, angle))


def _sharpness(points: tuple[Any, Any], angle: float) -> float:
    np = import_module("numpy")
    xs, ys = points
    rows = ys * math.cos(math.radians(angle)) - xs * math.sin(math.radians(angle))
    counts = np.bincount((rows - rows.min()).astype(np.int64)).astype(np.float64)
    return float((counts**2).sum())


def _turned(picture: Picture, angle: float) -> Picture:
    cv2 = import_module("cv2")
    high, wide = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D((wide / 2, high / 2), angle, 1.0)
    return cv2.warpAffine(
        picture,
        matrix,
        (wide, high),
        flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=(255, 255, 255),
    )


def quarter_turned(picture: Picture, turns: int) -> Picture:
    """The picture turned clockwise by so many right angles."""
    np = import_module("numpy")
    return np.ascontiguousarray(np.rot90(picture, -turns))


# ── ruled lines ──────────────────────────────────────────────────────────────────────────────────────────────────────


def ruled_lines(picture: Picture) -> list[tuple[int, int, int, int]]:
    """Level and upright lines, as x0, y0, x1, y1: those of tables."""
    cv2, np = import_module("cv2"), import_module("numpy")
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    _, ink = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    longest = max(picture.shape[:2]) // 25
    found = []
    for shape in ((1, longest), (longest, 1)):
        lines = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones(shape, np.uint8))
        count, _, boxes, _ = cv2.connectedComponentsWithStats(lines)
        for x, y, wide, high, _ in boxes[1:count]:
            if min(wide, high) <= longest // 4:
                found.append((int(x), int(y), int(x + wide), int(y + high)))
    return found
