"""Saved pages of government sites (.html, .htm, .mht): the report alone, whatever the site puts round it."""

from __future__ import annotations

import html as entities
import re
from collections.abc import Sequence

from checker.errors import ReadError
from checker.model import Apart, Look
from checker.reading import html_cues as cues
from checker.reading.decoding import Decoded
from checker.reading.draft import Draft, Line
from checker.reading.html_decoding import decode_page, is_archive, is_page, pages_in
from checker.reading.html_hidden import hidden_in
from checker.reading.html_pieces import Hidden, Piece, pieces_of
from checker.reading.html_region import Growth
from checker.reading.html_tables import with_rows
from checker.reading.html_terrain import Terrain
from checker.reading.html_text import lines_of
from checker.reading.html_title import Titled
from checker.reading.html_tree import parse
from checker.reading.html_wrapped import unwrapped

FORM = "html"
SUFFIXES = (".html", ".htm", ".shtml", ".xhtml", ".mht", ".mhtml")

_LABEL = re.compile(r"^附件[0-9一二三四五]{0,2}\s*[:：]\s*")
_MARKUP = re.compile(r"<[a-zA-Z!/]")
# Fewer characters than this are hardly a report: it may be in a picture, a frame or an attachment.
_HARDLY_ANY = 200
_BELOW, _VEILED = 12, 80
_NOTHING = "网页里没有任何文字{}，无法读取；请用浏览器打开原网页，确认能看到报告正文后重新保存，或把正文复制到 Word 另存为 .docx 再试。"
_SCRIPTED = "网页的正文平时不显示，要靠脚本打开，已按显示出来的样子读取；请与原网页核对。"
_FRAMED = "读到的文字很少，而网页里有内嵌页面（iframe），报告可能在其中；请在浏览器中单独打开内嵌页面并保存后再试。"
_PICTURED = "读到的文字很少，而网页里有 {} 张图片，报告可能是图片或扫描件；请改报文字版，或先做文字识别（OCR）。"
_ATTACHED = "网页带有附件{}，附件没有读取；如报告在附件中，请直接报送附件。"


def matches(data: bytes, name: str) -> bool:
    """By content; by suffix where the content does not begin as a page does."""
    if name:
        return name.lower().endswith(SUFFIXES)
    return is_page(data) or is_archive(data)


def read(data: bytes, name: str) -> Draft:  # noqa: ARG001 (every reader is asked in the same way)
    """The report on the page, without what the site puts round it; hidden text within it apart."""
    sources = pages_in(data) if is_archive(data) else [decode_page(data)]
    found = [_Found(source) for source in sources]
    best = max(found, key=lambda page: page.size)
    if not best.report:
        raise ReadError(_NOTHING.format("，内容可能在图片或内嵌页面里" if best.frames or best.pictures else ""))
    return best.draft()


class _Found:
    """What one page gives: the pieces of its report, and what is hidden among them."""

    def __init__(self, source: Decoded) -> None:
        self._warnings = list(source.warnings)
        markup = source.text if _MARKUP.search(source.text) else f"<pre>{entities.escape(source.text)}</pre>"
        page = parse(markup)
        pieces, hidden = pieces_of(page)
        if _is_veiled(pieces, hidden):
            page.reveal()
            pieces, hidden = pieces_of(page)
            self._warnings.append(_SCRIPTED)
        pieces = unwrapped(with_rows(page, pieces, hidden), hidden)
        terrain = Terrain(page, pieces)
        seed = terrain.seed()
        if seed is None:
            self._titled = None
            places = [place for place, piece in enumerate(pieces) if piece.size]
        else:
            self._titled = Titled(terrain, Growth(terrain, seed).grow())
            places = self._titled.places
        self._terrain, self._places = terrain, places
        self.report = [pieces[place] for place in places]
        self.hidden = hidden_in(terrain, places, hidden) if seed is not None else []
        self.size = sum(piece.size for piece in self.report)
        self.frames = [source for source in page.frames if source and not source.startswith(("about:", "javascript:"))]
        self.pictures = sum(piece.pictures for piece in pieces)

    def draft(self) -> Draft:
        lines = lines_of(self.report)
        if self._titled is not None:
            above = [self._terrain.pieces[place] for place in self._titled.above]
            title = [Line(line.text, look=Look(style_level=0, centred=True)) for line in lines_of(above)]
            if self._titled.named:
                title = [Line(self._titled.named, look=Look(style_level=0))]
            lines = [*title, *lines]
        apart = [Apart(kind="hidden", text=text) for text in self.hidden]
        return Draft(lines=lines, apart=apart, warnings=[*self._warnings, *self._remarks()])

    def _remarks(self) -> list[str]:
        """Where else the report may be."""
        found = []
        if self.size < _HARDLY_ANY and self.frames:
            found.append(_FRAMED)
        if self.size < _HARDLY_ANY and self.pictures:
            found.append(_PICTURED.format(self.pictures))
        attached = self._attachments()
        if attached:
            names = "、".join(f"“{name}”" for name in attached[:3]) + ("等" if len(attached) > 3 else "")
            found.append(_ATTACHED.format(names))
        return found

    def _attachments(self) -> list[str]:
        """Names of files that the page offers within the report or just below it."""
        if self._titled is None:
            return []
        taken = set(self._places)
        span = range(self._places[0], min(self._places[-1] + _BELOW, len(self._terrain.pieces)))
        names = [
            _LABEL.sub("", self._terrain.pieces[place].text.strip())
            for place in span
            if place not in taken
            and self._terrain.kinds[place].link
            and cues.is_attachment(self._terrain.pieces[place].text)
        ]
        return list(dict.fromkeys(names))


def _is_veiled(pieces: Sequence[Piece], hidden: Sequence[Hidden]) -> bool:
    """Whether no running text can be seen and much cannot: a page that scripts make visible."""
    if any(cues.is_prose(piece.text) and not cues.is_site(piece.text) for piece in pieces):
        return False
    return any(cues.is_prose(text.text) and len(text.text) >= _VEILED for text in hidden)
