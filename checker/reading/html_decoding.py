"""Bytes of a saved page → markup: any encoding that government sites use, pages pieced together of two, and web archives.

What a page declares is not believed: half of those that say gb2312 are GB18030, and some that say utf-8 are not.
"""

from __future__ import annotations

import re
from email import message_from_bytes
from email.message import Message

from checker.errors import ReadError
from checker.reading.decoding import Decoded, decode

_OPENING = re.compile(
    rb"\s*(?:<\?xml[^>]{0,300}\?>\s*|<!--.{0,20000}?-->\s*)*<(?:!doctype\s+html|(?:html|head|body)[\s>]|meta\s[^>]{0,200}charset)",
    re.IGNORECASE | re.DOTALL,
)
_ARCHIVE = re.compile(
    rb"(?=(?:[^\n]*\n){0,20}?mime-version:)(?=(?:[^\n]*\n){0,30}?content-type:\s*(?:multipart/related|text/html))"
    rb"[\w-]{2,40}:[^\n]*\n",
    re.IGNORECASE,
)
_HEAD = 32_000
_CHARACTER = re.compile(r"[\u3400-\u9fff]")
_MIXED = "网页由不同编码的部分拼成，已分段还原，个别文字可能有误；请与原网页核对。"
_NO_PAGE = "网页存档（.mht）里没有网页正文，无法读取；请用浏览器重新打开原网页，另存为“网页，全部”（.html）后再试。"
# Pages, and parts of an archive, beyond this are no page of a report.
_MOST_PARTS = 2000


def is_page(data: bytes) -> bool:
    """Whether the bytes begin as a web page does."""
    head = data[:_HEAD].replace(b"\x00", b"")
    for mark in (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"):
        head = head.removeprefix(mark)
    return bool(_OPENING.match(head))


def is_archive(data: bytes) -> bool:
    """Whether the bytes are a page with its parts in one file, as browsers save it (.mht)."""
    return bool(_ARCHIVE.match(data[:_HEAD].lstrip()))


def decode_page(data: bytes) -> Decoded:
    """The markup of a page."""
    try:
        return decode(data)
    except ReadError:
        pieced = _piece_by_piece(data)
        if pieced is None:
            raise
        return Decoded(pieced, (_MIXED,))


def pages_in(data: bytes) -> list[Decoded]:
    """The pages of a web archive, the main one and its frames; ReadError where there is none."""
    try:
        message = message_from_bytes(data.lstrip())
        parts = [part for _, part in zip(range(_MOST_PARTS), message.walk(), strict=False)]
        bodies = [body for part in parts if part.get_content_type() == "text/html" and (body := _body(part))]
    except (RecursionError, ValueError, LookupError) as error:
        raise ReadError(_NO_PAGE) from error
    if not bodies:
        raise ReadError(_NO_PAGE)
    return [decode_page(body) for body in bodies]


def _body(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _piece_by_piece(data: bytes) -> str | None:
    """Lines decoded one by one, as UTF-8 or else as GB18030; None where that gives no Chinese, or many broken places."""
    if data.count(b"\x00") > 10:
        return None
    text = "".join(_line(line) for line in data.removeprefix(b"\xef\xbb\xbf").splitlines(keepends=True))
    broken, characters = text.count("\ufffd"), len(_CHARACTER.findall(text))
    return text if characters > 20 and broken < max(8, characters // 50) else None


def _line(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("gb18030", errors="replace")
