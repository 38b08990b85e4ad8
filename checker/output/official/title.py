"""A title over several lines: whole words, about the same length (GB/T 9704—2012, 7.3.1: 词意完整，排列对称，长短适宜)."""

from __future__ import annotations

import math
from itertools import pairwise

from checker.text import display_width

# After these a title may be cut with the words left whole; the marks cut best.
_MARKS = "，、；：》）”—"
_AFTER = (
    "关于",
    "的",
    "年度",
    "年",
    "和",
    "与",
    "及",
    "暨",
    "县",
    "市",
    "省",
    "区",
    "局",
    "镇",
    "政府",
    "委员会",
    "建设",
    "报告",
    "工作",
)
_NEVER_BEFORE = "，、；：》）”’。的了"
_NEVER_AFTER = "《（“‘"


def title_lines(text: str, width: int) -> list[str]:
    """The title in as few lines of ``width`` characters as it takes, evenly filled."""
    count = math.ceil(_filled(text) / width)
    if count <= 1:
        return [text]
    lines: list[str] = []
    rest = text
    for left in range(count, 1, -1):
        target = _filled(rest) / left
        most, least = float(width), _filled(rest) - width * (left - 1)
        cut = _cut(rest, target, least, most)
        if cut is None:
            return [text]  # nothing to go by: Word breaks it
        lines.append(rest[:cut].strip())
        rest = rest[cut:].strip()
    return [*lines, rest]


def _cut(text: str, target: float, least: float, most: float) -> int | None:
    best: tuple[float, int] | None = None
    for index in range(1, len(text)):
        filled = _filled(text[:index])
        if not least <= filled <= most or text[index] in _NEVER_BEFORE or text[index - 1] in _NEVER_AFTER:
            continue
        if text[index - 1].isascii() and text[index].isascii() and text[index].isalnum():
            continue  # within a number or a word
        if text[index - 1].isdigit() and not text[index].isdigit():
            continue  # 2025|年
        badness = abs(filled - target) + _loss(text[:index])
        if best is None or badness < best[0]:
            best = (badness, index)
    return best[1] if best else None


def _filled(text: str) -> float:
    """Characters that the text takes in a line; Word and LibreOffice space figures and letters from Chinese, by a quarter."""
    sides = sum(one.isascii() != two.isascii() for one, two in pairwise(text))
    return display_width(text) / 2 + sides / 4


def _loss(before: str) -> float:
    if before[-1] in _MARKS:
        return 0
    return 0.5 if before.endswith(_AFTER) else 4
