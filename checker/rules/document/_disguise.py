"""Takes disguises off a text: width, white space, odd letters, traditional characters, signs between characters, encodings."""

from __future__ import annotations

import base64
import binascii
import html
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from checker.rules.document._common import UNSEEN, flat
from checker.text import Span

# Traditional forms of the characters that instructions to a reader are made of.
_TRADITIONAL = str.maketrans(
    "請報審認為爲輸結論統機語標準無視過項實評應該將對與讀處問題動檢說這給條規則強斷數據從讓務優關於開後會員內確級終復複盡執並來時類見覆滿達"
    "隱選發現顯導設備號紅綠錯誤遺棄絕僅須隨頁練習師傳遠離導續連體驗證據責任讚許單獨釋極點張識別試將無論禁產護訊聽從擬腳壓縮業顧慮遵從",
    "请报审认为为输结论统机语标准无视过项实评应该将对与读处问题动检说这给条规则强断数据从让务优关于开后会员内确级终复复尽执并来时类见覆满达"
    "隐选发现显导设备号红绿错误遗弃绝仅须随页练习师传远离导续连体验证据责任赞许单独释极点张识别试将无论禁产护讯听从拟脚压缩业顾虑遵从",
)
_HAS_TRADITIONAL = re.compile(
    "[請報審認為爲輸結論統機語標準無視過項實評應該將對與讀處問題動檢說這給條規則強斷數據從讓務優關於開後會員內確級終復複盡執並來時類見滿達隱選發現顯導設備號紅綠錯誤遺棄絕僅須隨頁練習師傳遠離續連體驗證責讚許單獨釋極點張識別試產護訊聽擬腳壓縮業顧慮]"
)
_ODD = re.compile(
    "[\u00aa\u00ba\u02b0-\u02ff\u1d2c-\u1dbf\u2070-\u209f\u2100-\u214f\u2460-\u24ff\u3200-\u33ff\ua69c-\ua69d\ufb00-\ufb06\U0001d400-\U0001d7ff\U0001f100-\U0001f1ff]"
)
_LOOKALIKE = str.maketrans("авекмнорстухіјѕԁԛԝգһαβεικνορτυχ", "abekmhopctyxijsdqwghabeiknoptux")
_TAGS = re.compile("[\U000e0020-\U000e007e]+")
_NUMBERED = re.compile(
    r"[(]?(?:[一二三四五六七八九十]{1,3}|[0-9]{1,2})[)、.．]|第[一二三四五六七八九十]{1,3}(?:部分|章|节)|[一二三四五六七八九十]{1,3}是"
)
_DOTTED = re.compile(r"(?:[\u4e00-\u9fff][^\w\n\u4e00-\u9fff]{1,3}){3,}[\u4e00-\u9fff]")
# No groups: so the search skips quickly to characters with which one of the alternatives can begin.
_ENCODED = re.compile(
    r"[A-Za-z0-9+/_-]{20,}={0,2}|\\u[0-9a-fA-F]{4}(?:\\u[0-9a-fA-F]{4}){3,}|%[0-9a-fA-F]{2}(?:%[0-9a-fA-F]{2}){7,}"
    r"|&#x?[0-9a-fA-F]{2,6};(?:&#x?[0-9a-fA-F]{2,6};){3,}"
)


class Plain(NamedTuple):
    """A text without disguise. Line breaks inside sentences are gone.

    ``cuts`` are the offsets at which something was left out, ``origins`` where the character at each stood; at
    ``joins`` two lines were put together.
    """

    text: str
    cuts: list[int]
    origins: list[int]
    joins: list[int]

    def origin(self, position: int) -> int:
        """Where the character at ``position`` stood."""
        index = bisect_right(self.cuts, position) - 1
        return self.origins[index] + position - self.cuts[index]

    def span(self, start: int, end: int) -> Span:
        """Where ``text[start:end]`` came from."""
        return self.origin(start), self.origin(end - 1) + 1


def even(text: str) -> str:
    """The text with odd letters (𝐢, ⓘ, ℹ) made even; the length stays."""
    if not _ODD.search(text):
        return text
    return _ODD.sub(lambda match: unicodedata.normalize("NFKC", match[0])[:1] or match[0], text)


def plain(text: str) -> Plain:
    """Without white space, in one width and case, simplified; a line break stays where a sentence or a heading ends."""
    copy = flat(text)
    pieces: list[str] = []
    cuts, origins, joins = [0], [0], list[int]()
    length = line_start = position = 0
    for gap in UNSEEN.finditer(copy):
        start, end = gap.span()
        pieces.append(copy[position:start])
        length += start - position
        position = end
        if "\n" in gap[0]:
            if _breaks(copy, line_start, start, end):
                pieces.append("\n")
                cuts.append(length)
                origins.append(start)
                length += 1
            else:
                joins.append(length)
            line_start = end
        cuts.append(length)
        origins.append(end)
    pieces.append(copy[position:])
    words = even("".join(pieces))
    lowered = words.lower()
    words = lowered if len(lowered) == len(words) else words
    return Plain(words.translate(_TRADITIONAL) if _HAS_TRADITIONAL.search(words) else words, cuts, origins, joins)


# The date under a report ends it, though no full stop does.
_DATE_ENDS = re.compile(r"年[0-9一二三四五六七八九十]{1,2}月[0-9一二三四五六七八九十]{1,3}日\Z")


def _breaks(text: str, line_start: int, end: int, following: int) -> bool:
    """Whether the line that ends at ``end`` ends a sentence or a heading."""
    if end == line_start:
        return True
    last = text[end - 1]
    numbered = _NUMBERED.match(text, line_start) or _NUMBERED.match(text, following)
    return (
        last in '。；！？：;!?:…）)”"》' or numbered is not None or _DATE_ENDS.search(text[line_start:end]) is not None
    )


def undotted(copy: Plain) -> Iterator[Plain]:
    """Each sentence in which signs stand between single characters, without them."""
    for run in _DOTTED.finditer(copy.text):
        start = copy.text.rfind("\n", 0, run.start()) + 1
        end = copy.text.find("\n", run.end())
        end = len(copy.text) if end < 0 else end
        start, end = max(start, run.start() - 60), min(end, run.end() + 60)
        kept = [
            i for i in range(start, end) if not run.start() <= i < run.end() or "\u4e00" <= copy.text[i] <= "\u9fff"
        ]
        yield Plain("".join(copy.text[i] for i in kept), list(range(len(kept))), [copy.origin(i) for i in kept], [])


def decoded(text: str) -> Iterator[tuple[str, int, int]]:
    """Readable words that stand encoded in the text, and where."""
    for match in _ENCODED.finditer(text):
        words = _decode(match)
        if words and _readable(words):
            yield words, match.start(), match.end()
    for match in _TAGS.finditer(text):
        yield "".join(chr(ord(c) - 0xE0000) for c in match[0]), match.start(), match.end()


def _decode(match: re.Match[str]) -> str | None:
    raw = match[0]
    try:
        if raw.startswith("\\u"):
            return "".join(chr(int(code, 16)) for code in re.findall(r"\\u([0-9a-fA-F]{4})", raw))
        if raw.startswith("%"):
            return bytes.fromhex(raw.replace("%", "")).decode("utf-8")
        if raw.startswith("&"):
            return html.unescape(raw)
        if re.fullmatch(r"[0-9a-fA-F]+", raw):
            return bytes.fromhex(raw).decode("utf-8") if len(raw) % 2 == 0 else None
        body = raw.rstrip("=").replace("-", "+").replace("_", "/")
        return base64.b64decode(body + "=" * (-len(body) % 4), validate=True).decode("utf-8")
    except (ValueError, binascii.Error):
        return None


def _readable(words: str) -> bool:
    """Whether decoding gave words, not chance."""
    printable = sum(c.isprintable() or c.isspace() for c in words) == len(words)
    han = sum("\u4e00" <= c <= "\u9fff" for c in words)
    latin = re.fullmatch(r"[\x20-\x7e\s]+", words) and len(words.split()) >= 3 and re.search(r"[a-z]{3}", words, re.I)
    return printable and (han >= 3 or bool(latin))


def latin(words: str) -> str:
    """Only the letters of a piece of Latin (or look-alike) text, in lower case and without marks."""
    lowered = unicodedata.normalize("NFKD", words.lower())
    if re.search("[а-яёѐ-џα-ω]", lowered) and re.search("[a-z]", lowered):
        lowered = lowered.translate(_LOOKALIKE)
    return re.sub(r"[^a-z]", "", lowered)
