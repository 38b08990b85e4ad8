"""Bytes → text, for every form that is plain text inside: the whole file is decoded, never guessed from its beginning.

Order: byte order mark; UTF-16 where bytes of zero give it away; strict UTF-8; then GB18030 and UTF-16, told apart by how many
of the characters are everyday Chinese. A file in UTF-8 with a few broken bytes is still read, with a warning.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from checker.errors import NotAReport, ReadError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# The characters of any Chinese administrative prose; another encoding's bytes hardly ever fall on them.
_EVERYDAY = frozenset(
    "的一是在和有不了人我中大为上个国会以要时来用们生到作地于出就分对成可主发年动同工也能下过子说产种面而方后多定行学法"
    "所民得经三之进等部度家电力里如水化高自二理起小现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前政四日"
    "那社义事平形相全表间样与关各重新线内数正心反明看原又利比或质气第向道命此变条只没结解问意建月公无系军情者最立代想"
    "已通并提直题程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少山统接知较将组见计别她手角期根论运农"
    "指务治府县镇局依执委督案书项审查规章处罚权责任存足措施安排报告，。、；：（）“”《》"
)
BREAKS = re.compile("\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
MOST_LINES = 60_000
_BROKEN_SHARE = 0.002
_MOJIBAKE_SHARE = 0.02


class Decoded(NamedTuple):
    """The text, and sentences for the user about what could not be decoded."""

    text: str
    warnings: tuple[str, ...] = ()


def decode(data: bytes) -> Decoded:
    """The text of a whole file; ReadError where it is binary or in no encoding that is known here."""
    decoded = _decode(data)
    if decoded is None:
        raise ReadError(
            "认不出文字编码（不是 UTF-8、UTF-16、GB18030），无法读取；请用记事本或 WPS 打开后另存为 UTF-8 编码的文本。"
        )
    if _is_binary(decoded.text):
        raise ReadError(
            "内容是二进制数据，不是文字，无法读取；请检查文件是否损坏或扩展名是否写错，另存为 .docx 或 .txt 后再试。"
        )
    return decoded


def lines_of(text: str) -> list[str]:
    """The lines of a text, whatever breaks them; NotAReport where there are more than any report has."""
    lines = BREAKS.split(text)
    if len(lines) > MOST_LINES:
        raise NotAReport(f"有 {len(lines)} 行，超过 {MOST_LINES} 行，不像一份报告；请检查是否选错了文件。")
    return lines


def is_text(data: bytes) -> bool:
    """Whether the bytes decode to text (of any kind)."""
    decoded = _decode(data)
    return decoded is not None and not _is_binary(decoded.text)


def _decode(data: bytes) -> Decoded | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _tolerant(data[len(mark) :], encoding)
    wide = _wide_by_zeros(data)
    if wide:
        return _tolerant(data, wide)
    try:
        return Decoded(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        if error.start >= len(data) - 3 and error.start > 0:
            return Decoded(data[: error.start].decode("utf-8"), ("文件末尾有一个字不完整，已略去。",))
    return _by_statistics(data)


def _tolerant(data: bytes, encoding: str) -> Decoded | None:
    """Decode; up to a few broken places are replaced, and told."""
    try:
        return Decoded(data.decode(encoding))
    except UnicodeDecodeError:
        text = data.decode(encoding, errors="replace")
    broken = text.count("\ufffd")
    if broken > max(8, len(text) * _BROKEN_SHARE):
        return None
    return Decoded(text, (f"文件中有 {broken} 处字节损坏，无法还原为文字，已用“\ufffd”代替。",))


def _wide_by_zeros(data: bytes) -> str | None:
    """UTF-16 without a mark, betrayed by line breaks and digits: zeros stand at every other byte only."""
    if len(data) < 4 or len(data) % 2 or 0 not in data:
        return None
    even, odd = data[0::2].count(0), data[1::2].count(0)
    if min(even, odd) > max(even, odd) * 0.02:
        return None
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return encoding if _everyday(text) > _MOJIBAKE_SHARE or max(even, odd) > len(data) * 0.3 else None


def _by_statistics(data: bytes) -> Decoded | None:
    """The reading of bytes that are not UTF-8 in which most characters are everyday Chinese."""
    best: tuple[float, Decoded] | None = None
    for encoding in ("gb18030", "utf-16-le", "utf-16-be"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        share = _everyday(text)
        if best is None or share > best[0] + 0.05:
            best = share, Decoded(text)
    if best is not None and best[0] > _MOJIBAKE_SHARE:
        return best[1]
    broken = _tolerant(data, "utf-8") or _tolerant(data, "gb18030")
    if broken is not None and _everyday(broken.text) > _MOJIBAKE_SHARE:
        return broken
    return best[1] if best is not None and len(data) < 200 and not _is_binary(best[1].text) else None


def _everyday(text: str) -> float:
    """The share of everyday Chinese characters among those beyond ASCII."""
    sample = (
        text if len(text) < 60_000 else text[:20_000] + text[len(text) // 2 : len(text) // 2 + 20_000] + text[-20_000:]
    )
    seen = [c for c in sample if not c.isascii()]
    return sum(c in _EVERYDAY for c in seen) / len(seen) if seen else 0.0


def _is_binary(text: str) -> bool:
    """Whether the text holds zeros or more control characters than a stray one."""
    body = text.rstrip("\x00\x1a")
    if "\x00" in body:
        return True
    controls = sum(body.count(chr(code)) for code in range(1, 32) if code not in (9, 10, 11, 12, 13, 28, 29, 30, 31))
    return controls > max(2, len(body) // 500)
