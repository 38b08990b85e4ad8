"""Lines of a file → ``Document``: what page and line breaks cut is joined, page numbers go, offsets are set.

A join is made only where the line before surely breaks off: it is running text, ends with no mark that closes a sentence,
and what follows looks like neither a heading, a title, a signature nor a date.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from checker.errors import NotAReport, ReadError
from checker.model import PLAIN, Apart, Block, BlockKind, Document, Look
from checker.reading.decoding import BREAKS
from checker.reading.draft import Draft, Line
from checker.reading.wrapping import glue, is_bare_number, is_page_number
from checker.text import fold_width

MOST_BLOCKS = 20_000

_SPACES = re.compile("[\t\xa0\u2000-\u200a\u202f\u205f]")
_TYPED_INDENT = re.compile("\u3000| {2}|\t")
_CLOSES = re.compile(r"[。！？；：!?;:…][”’」』》）)\]】\"]*$")
_OPENS_ITEM = re.compile(
    r"[(]?[一二三四五六七八九十]{1,3}[)、.]|[(][0-9]{1,2}[)]|[0-9]{1,2}\s?(?:[.](?![0-9])|[、)])|[①-⑳⑴-⒇⒈-⒛㈠-㈩]"
    r"|第[一二三四五六七八九十]{1,3}(?:部分|章|节|篇)|[一二三四五六七八九十]{1,2}是|附件|附:|-{2}"
)
_DATE_ONLY = re.compile(
    r"[(]?[12二一][0-9〇零○一二三四五六七八九]{3}\s?[年./-]\s?[0-9一二三四五六七八九十元]{1,3}\s?[月./-].{0,8}"
)
_UNIT_ONLY = re.compile(
    r"[^,。;:!?]{2,40}(?:政府|委员会|[市县区州旗]委|党委|党组|党工委|局|厅|处|办公室|办事处|管委会|中心|支队|大队|总队|分局|[镇乡院会])"
)
_TITLE_END = re.compile(r"(?:报告|总结|汇报|年报)[)]?$")
# (?=[…]) names the characters that a match can begin with, so that a search skips the others (tests/test_patterns.py).
_SITE = re.compile(
    r"(?=[上下分发备当成所打更来浏点网访阅])(?:"
    r"(?:发布|更新|发表|成文)(?:时间|日期)\s?:|来源\s?:|(?:浏览|点击|阅读|访问)(?:次数|量)\s?:|(?:当前|所在)位置|分享到|网站标识码|备案号|[上下]一[篇条]\s?:|网站地图|打印本页"
    r")"
)
_CUT_LENGTH, _LONG = 18, 40


@dataclass(frozen=True)
class _Piece:
    """A block to be."""

    line: Line
    kind: BlockKind


def assemble(draft: Draft, *, source: str, sha256: str, form: str) -> Document:
    """The document that the reader's lines make."""
    lines = [line for given in _continued(draft.lines) for line in _clean(given)]
    lines, numbers = _without_page_numbers(_tables_of_one_column(lines))
    pieces = list(_joined(lines))
    if len(pieces) > MOST_BLOCKS:
        raise NotAReport(f"{source}：有 {len(pieces)} 段，超过 {MOST_BLOCKS} 段，不像一份报告；请检查是否选错了文件。")
    if not pieces:
        raise ReadError(f"{source}：没有读到任何文字；请打开文件检查内容，如是图片或扫描件请先做文字识别。")
    blocks, position = [], 0
    for piece in pieces:
        end = position + len(piece.line.text)
        blocks.append(_block(piece, position, end))
        position = end + 1
    return Document(
        source=source,
        sha256=sha256,
        form=form,
        text="\n".join(piece.line.text for piece in pieces),
        blocks=tuple(blocks),
        apart=(*draft.apart, *(Apart(kind="footer", text=number) for number in numbers)),
        pages=draft.pages,
        warnings=tuple(draft.warnings),
    )


def _block(piece: _Piece, start: int, end: int) -> Block:
    line = piece.line
    return Block(kind=piece.kind, number=line.number, start=start, end=end, page=line.page, look=line.look)


# ── cleaning ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _continued(lines: Sequence[Line]) -> Iterable[Line]:
    """Lines after manual breaks put together where only the first opens with typed spaces: they were set as one paragraph."""
    group: list[Line] = []
    for line in lines:
        if group and not _continues(group, line):
            yield _typed_together(group)
            group = []
        group.append(line)
    if group:
        yield _typed_together(group)


def _typed_together(group: Sequence[Line]) -> Line:
    return group[0] if len(group) == 1 else replace(group[0], text=glue([line.text.rstrip() for line in group]))


def _continues(group: Sequence[Line], line: Line) -> bool:
    first, previous = group[0], group[-1]
    if not line.soft or line.table or first.table or line.number is not None or line.residue != first.residue:
        return False
    if not _TYPED_INDENT.match(first.text) or line.text[:1].isspace() or min(len(previous.text), len(line.text)) < 24:
        return False
    head, tail = fold_width(previous.text[-80:].rstrip()), fold_width(line.text[:60])
    return bool(_CLOSES.search(head)) and _alike(first.look, line.look) and not _OPENS_ITEM.match(tail)


def _clean(line: Line) -> Iterable[Line]:
    """The line in printable characters, without outer white space; nothing if nothing is left, several if it has breaks."""
    whole = line.table and "\t" in line.text
    for index, part in enumerate([BREAKS.sub(" ", line.text)] if whole else BREAKS.split(line.text)):
        text = printable(part, keep_tabs=line.table)
        if not text.strip():
            continue
        if index:
            yield replace(line, text=text, soft=not line.table, number=None)
        else:
            yield line if text == line.text else replace(line, text=text)


def printable(text: str, *, keep_tabs: bool = False) -> str:
    """Odd spaces become spaces, control and format characters and halves of pairs go, outer white space too."""
    if keep_tabs:
        return "\t".join(printable(cell) for cell in text.split("\t"))
    text = _SPACES.sub(" ", text)
    if not text.isprintable():
        text = "".join(c for c in text if c.isprintable() or c == "\u3000" or unicodedata.category(c) == "Co")
    return text.strip()


def _tables_of_one_column(lines: Sequence[Line]) -> list[Line]:
    """A table whose rows have one cell each is a frame round paragraphs."""
    result: list[Line] = []
    for start, end in _runs([line.table for line in lines]):
        rows = lines[start:end]
        framed = rows[0].table and not any("\t" in row.text.strip("\t") for row in rows)
        result.extend(replace(row, text=row.text.strip(), table=False) if framed else row for row in rows)
    return result


def _runs(flags: Sequence[bool]) -> Iterable[tuple[int, int]]:
    """Spans of equal flags."""
    start = 0
    for index in range(1, len(flags) + 1):
        if index == len(flags) or flags[index] != flags[start]:
            yield start, index
            start = index


# ── page numbers ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _without_page_numbers(lines: Sequence[Line]) -> tuple[list[Line], list[str]]:
    """The lines but those of page numbers, and these. The line after a page number is marked by ``soft``."""
    counted = _counting(lines)
    kept: list[Line] = []
    numbers: list[str] = []
    turned = False
    for index, line in enumerate(lines):
        bare = is_bare_number(line.text)
        if line.table or line.residue or not is_page_number(line.text):
            kept.append(replace(line, soft=True) if turned else line)
            turned = False
        elif bare and not (index in counted or _between_halves(kept, lines, index)):
            kept.append(line)
            turned = False
        else:
            numbers.append(line.text)
            turned = bool(kept)
    return kept, numbers


def _counting(lines: Sequence[Line]) -> set[int]:
    """Where lone numbers stand that count up by one, three or more of them: a book's page numbers."""
    places = [i for i, line in enumerate(lines) if len(line.text) <= 4 and is_bare_number(line.text) and not line.table]
    values = [int(lines[i].text) for i in places]
    if len(values) < 3 or any(b - a != 1 for a, b in pairwise(values)):
        return set()
    return set(places) if all(b - a > 1 for a, b in pairwise(places)) else set()


def _between_halves(kept: Sequence[Line], lines: Sequence[Line], index: int) -> bool:
    """Whether the lines round ``index`` are two halves of a sentence."""
    return bool(kept) and index + 1 < len(lines) and _cut(kept[-1], lines[index + 1])


# ── joining ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _joined(lines: Sequence[Line]) -> Iterable[_Piece]:
    """Blocks to be: halves of sentences and rows of tables put together."""
    group: list[Line] = []
    for line in lines:
        if group and not _belongs(group, line):
            yield _piece(group)
            group = []
        group.append(line)
    if group:
        yield _piece(group)


def _belongs(group: Sequence[Line], line: Line) -> bool:
    previous = group[-1]
    if previous.table or line.table:
        return previous.table and line.table
    return _cut(previous, line, running=len(group) > 1)


def _piece(group: Sequence[Line]) -> _Piece:
    first = group[0]
    if first.table:
        return _Piece(replace(first, text="\n".join(line.text for line in group), number=None), "table")
    text = first.text if len(group) == 1 else glue([line.text for line in group])
    return _Piece(replace(first, text=text), "residue" if first.residue else "paragraph")


def _cut(previous: Line, line: Line, *, running: bool = False) -> bool:
    """Whether a break cut one sentence into these two lines. ``running``: the line before is known to be running text."""
    if previous.table or line.table or previous.residue or line.residue or line.number is not None:
        return False
    if _set_apart(previous.look) or _set_apart(line.look) or not _alike(previous.look, line.look):
        return False
    head, tail = fold_width(previous.text[-60:]), fold_width(line.text[:60])
    if _SITE.search(head) or _SITE.search(tail):
        return False
    if (
        _CLOSES.search(head)
        or (head.endswith(")") and not line.soft)
        or _OPENS_ITEM.match(tail)
        or _stands_alone(line, tail)
    ):
        return False
    return (running or _is_running(previous, softly=line.soft)) and _goes_on(line)


def _set_apart(look: Look) -> bool:
    return look.style_level is not None or look.centred or look.right


def _alike(first: Look, second: Look) -> bool:
    """Whether two lines can be one paragraph, as far as their look is known."""
    if first is second or PLAIN in (first, second):
        return True
    sizes = first.size is None or second.size is None or first.size == second.size
    fonts = first.font is None or second.font is None or first.font == second.font
    return sizes and fonts and first.bold == second.bold


def _stands_alone(line: Line, folded: str) -> bool:
    """A date, a unit's name or a title: nothing that goes on with a sentence."""
    if len(line.text) > _LONG:
        return False
    return bool(_DATE_ONLY.fullmatch(folded) or _UNIT_ONLY.fullmatch(folded) or _TITLE_END.search(folded))


def _is_running(line: Line, *, softly: bool) -> bool:
    """Whether the line is running text that breaks off, no heading, title or name."""
    text = fold_width(line.text[:400])
    if len(line.text) <= 60 and (_TITLE_END.search(text) or _UNIT_ONLY.fullmatch(text) or _DATE_ONLY.fullmatch(text)):
        return False
    sentence = "。" in text or ";" in text
    if _OPENS_ITEM.match(text) and not sentence:
        return len(text) > _LONG + 20
    if not softly:
        return sentence or ("," in text and len(text) > _LONG)
    return len(text) >= _CUT_LENGTH and (sentence or "," in text or "、" in text)


def _goes_on(line: Line) -> bool:
    """Whether the line has the form of a sentence's second half: it ends like one, or is long."""
    return bool(_CLOSES.search(line.text[-4:])) or len(line.text) >= _CUT_LENGTH
