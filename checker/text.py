"""Chinese text: copies with an offset map, numerals, quantities, dates, sentences.

Every offset is a code point of the text that was passed in, half-open.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

Span = tuple[int, int]

HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af〇]")
_HAN_RUN = re.compile(f"{HAN.pattern}+")

# Width folding by an explicit table: full-width ASCII, the space, and the punctuation that Chinese input methods vary.
_WIDTH = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_WIDTH.update({0x3000: " ", 0x201C: '"', 0x201D: '"', 0x2018: "'", 0x2019: "'", 0x2013: "-", 0x2014: "-", 0x2212: "-"})
_WIDTH.update({0xFF0D: "-", 0x2500: "-", 0x2015: "-", 0xFF5E: "~", 0x3010: "[", 0x3011: "]", 0x3014: "[", 0x3015: "]"})
_FOLDED = {chr(code): folded for code, folded in _WIDTH.items()}
_FOLDING = re.compile(f"[{re.escape(''.join(_FOLDED))}]")
_FREQUENT = tuple((full, _FOLDED[full]) for full in "，；：（）“”—！？％\u3000")
_IGNORED = re.compile(r"[\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+")


class Folded(NamedTuple):
    """A normalised copy; ``origin[i]`` is where character ``i`` of ``text`` stood, with one more entry for the end."""

    text: str
    origin: list[int]

    def span(self, start: int, end: int) -> Span:
        """The span of the original text that ``text[start:end]`` came from."""
        if start >= end:
            return self.origin[start], self.origin[start]
        return self.origin[start], self.origin[end - 1] + 1


def fold(text: str) -> Folded:
    """Width folded by an explicit table, white space and zero-width characters dropped, case kept."""
    origin: list[int] = []
    position = 0
    for match in _IGNORED.finditer(text):
        origin.extend(range(position, match.start()))
        position = match.end()
    origin.extend(range(position, len(text) + 1))
    return Folded(fold_width(_IGNORED.sub("", text)), origin)


def fold_width(text: str) -> str:
    """Width folded by the same table; the length and so every offset stays."""
    for full, half in _FREQUENT:  # much quicker than a table, and often all there is
        text = text.replace(full, half)
    return _FOLDING.sub(_folded, text)


def _folded(match: re.Match[str]) -> str:
    return _FOLDED[match[0]]


def han_count(text: str) -> int:
    """How many Chinese characters."""
    return sum(map(len, _HAN_RUN.findall(text)))


def display_width(text: str) -> int:
    """Columns of a terminal that the text takes."""
    return len(text) if text.isascii() else sum(map(_columns, text))


@cache
def _columns(c: str) -> int:
    return 0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WFA" and c not in "·—…" else 1


# ── numerals ─────────────────────────────────────────────────────────────────────────────────────────────────────────

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "Ｏ": 0, "两": 2, "俩": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_BIG = {"万": 10_000, "亿": 100_000_000}


@lru_cache(maxsize=4096)
def parse_numeral(text: str) -> int | None:
    """The value of a Chinese or Arabic whole number ("二十一", "两千三百", "二〇二五", "１２"), or None."""
    text = fold_width(text)
    if re.fullmatch(r"[0-9]+", text):
        return int(text)
    if not text or any(c not in _DIGITS and c not in _TENS and c not in _BIG for c in text):
        return None
    if len(text) > 1 and all(c in _DIGITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    total = section = digit = 0
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in _TENS:
            section += (digit or 1) * _TENS[character]
            digit = 0
        else:
            total = (total + section + digit) * _BIG[character]
            section = digit = 0
    return total + section + digit


class Quantity(NamedTuple):
    """A number with its unit: ``text[start:end]``.

    ``value`` has 万 and 亿 multiplied in; ``unit`` is "" where none stands; ``loose`` is true for 余, 多, 近, 约, 超过;
    ``places`` is how many decimals were written, ``scale`` the multiplier (10000 for 万).
    """

    value: float
    unit: str
    start: int
    end: int
    loose: bool = False
    places: int = 0
    scale: int = 1


UNITS = (
    "个百分点 百分点 人次 人份 户次 家次 件次 车次 场次 余次 班次 批次 艘次 台次 架次 篇次 学时 课时 小时 分钟 工作日 个工作日 天 平方米 平方公里 立方米 公里 千米 "
    "公顷 公斤 千克 吨 亩 米 升 万元 亿元 元 次 件 起 人 户 家 场 份 条 项 个 处 宗 例 名 期 卷 篇 部 套 台 辆 艘 架 座 栋 幢 间 所 批 类 种 "
    "本 册 幅 块 面 支 张 枚 堂 讲 节 门 轮 届 位 对 组 队 站 点 笔 单 案 册 只 头 株 棵 扇 具 枪 桩 把 宗 段 步 岁 年 个月 月 日 周 % ‰"
)
_UNIT = "|".join(sorted({re.escape(u) for u in UNITS.split()}, key=len, reverse=True))
_QUANTITY = re.compile(
    r"(?P<before>近|约|超过|逾|超|不少于|不低于|至少|共计?约)?"
    r"(?P<number>(?<![0-9.,．])[0-9]{1,3}(?:[,，][0-9]{3})+(?![0-9])(?:[.．][0-9]+)?|[0-9]+(?:[.．][0-9]+)?|[０-９]+(?:[.．][０-９]+)?)"
    r"(?P<loose1>余|多)?(?P<scale>[十百千]?[万亿]|[百千])?(?P<loose2>余|多)?"
    r"(?P<unit>" + _UNIT + r")?"
)
_HAN_QUANTITY = re.compile(
    r"(?P<before>近|约|超过|逾)?(?P<number>[零一二三四五六七八九十百千万两]+)(?P<loose>余|多)?(?P<unit>" + _UNIT + r")"
)
_SCALES = {"": 1, "万": 10_000, "亿": 100_000_000, "百": 100, "千": 1000, "十万": 100_000, "百万": 1_000_000}
_SCALES |= {"千万": 10_000_000, "十亿": 1_000_000_000, "百亿": 10_000_000_000, "千亿": 100_000_000_000, "万亿": 10**12}


def quantities(text: str, start: int = 0, end: int | None = None) -> Iterator[Quantity]:
    """Every Arabic number of ``text[start:end]`` with its unit, in order. 万元 and 亿元 come out as unit 元."""
    stop = len(text) if end is None else end
    for match in _QUANTITY.finditer(text, start, stop):
        number = fold_width(match["number"]).replace(",", "")
        scale = _SCALES.get(match["scale"] or "", 1)
        unit = match["unit"] or ""
        if unit in ("万元", "亿元"):
            scale, unit = scale * (10_000 if unit == "万元" else 100_000_000), "元"
        places = len(number.partition(".")[2])
        loose = bool(match["before"] or match["loose1"] or match["loose2"])
        yield Quantity(round(float(number) * scale, 6), unit, match.start(), match.end(), loose, places, scale)


def han_quantities(text: str, start: int = 0, end: int | None = None) -> Iterator[Quantity]:
    """Every Chinese number that a unit follows ("三次", "十余件"), in order; 一 alone before a unit included."""
    stop = len(text) if end is None else end
    for match in _HAN_QUANTITY.finditer(text, start, stop):
        value = parse_numeral(match["number"])
        if value is not None:
            loose = bool(match["before"] or match["loose"])
            yield Quantity(float(value), match["unit"], match.start(), match.end(), loose)


# ── dates ────────────────────────────────────────────────────────────────────────────────────────────────────────────


class DatePlace(NamedTuple):
    """A day named in a text: ``text[start:end]``."""

    date: dt.date
    start: int
    end: int


_DATE = re.compile(
    r"(?P<y>(?:19|20)[0-9]{2}|[12][〇零○Ｏ0-9]{3}|[一二][〇零○Ｏ一二三四五六七八九]{3}|[１２][０-９]{3})\s*年\s*"
    r"(?P<m>[0-9０-９]{1,2}|十[一二]?|[一二三四五六七八九])\s*月\s*"
    r"(?P<d>[0-9０-９]{1,2}|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九]|廿[一二三四五六七八九]?)\s*日"
    r"|(?P<y2>(?:19|20)[0-9]{2})[-/.](?P<m2>[01]?[0-9])[-/.](?P<d2>[0-3]?[0-9])(?![0-9])"
)


def dates(text: str, start: int = 0, end: int | None = None) -> Iterator[DatePlace]:
    """Every full date (2026年1月20日, 二〇二六年一月二十日, 2026-01-20), in order; impossible days are passed over."""
    stop = len(text) if end is None else end
    for match in _DATE.finditer(text, start, stop):
        year, month, day = (match["y"] or match["y2"], match["m"] or match["m2"], match["d"] or match["d2"])
        numbers = [parse_numeral(part.replace("廿", "二十").replace("○", "〇")) for part in (year, month, day)]
        if None in numbers:
            continue
        try:
            yield DatePlace(dt.date(*[n for n in numbers if n is not None]), match.start(), match.end())
        except ValueError:
            continue


# ── sentences ────────────────────────────────────────────────────────────────────────────────────────────────────────

_SENTENCE_END = re.compile(r"[。！？!?…]+[”’」』》）)\"]*|\n")


def sentences(text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """Spans of sentences, their closing mark included, outer white space left out; a line break also ends one."""
    stop = len(text) if end is None else end
    position = start
    for match in _SENTENCE_END.finditer(text, start, stop):
        span = trim(text, position, match.end())
        if span:
            yield span
        position = match.end()
    span = trim(text, position, stop)
    if span:
        yield span


def trim(text: str, start: int, end: int) -> Span | None:
    """The span without outer white space, or None where nothing is left."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None
