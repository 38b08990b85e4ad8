"""A paragraph while it is being read: text piece by piece, cut at manual line breaks, then lines with their look."""

from __future__ import annotations

from functools import lru_cache

from checker.model import Look
from checker.reading.draft import Line
from checker.reading.numbering import Label
from checker.reading.word_styles import ParagraphFormat, RunFormat
from checker.reading.word_xml import Element


class _Segment:
    """What stands between two line breaks."""

    __slots__ = ("contents", "page", "parts", "text", "weights")

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.weights: dict[RunFormat, int] = {}
        self.page: int | None = None
        self.text = False
        self.contents = False

    @property
    def blank(self) -> bool:
        return not self.text and not self.contents


class Paragraph:
    """One paragraph as a reader sees it. It may be several of the file's, where a mark between them was deleted or is hidden."""

    def __init__(self) -> None:
        self.form = ParagraphFormat()
        self.contents = False
        self.number: Label | None = None
        self.boxes: list[tuple[Element, bool, bool]] = []
        self._segments = [_Segment()]

    @property
    def blank(self) -> bool:
        return all(segment.blank for segment in self._segments)

    def add(self, text: str, look: RunFormat, page: int | None, *, blank: bool, contents: bool) -> None:
        """Append visible text. ``contents``: of a table of contents, as is all text where the paragraph itself says so."""
        segment = self._segments[-1]
        segment.parts.append(text)
        if blank:
            return
        if segment.blank:
            segment.page = page
        if contents or self.contents:
            segment.contents = True
        else:
            segment.text = True
        segment.weights[look] = segment.weights.get(look, 0) + len(text)

    def break_line(self) -> None:
        self._segments.append(_Segment())

    def lines(self, plain: RunFormat, page: int | None) -> list[Line]:
        """The lines with something on them. After an empty line a new paragraph begins, to a reader."""
        found: list[Line] = []
        label, follows = self.number, False
        for segment in self._segments:
            if segment.blank and (label is None or not self.blank):
                follows = False
                continue
            text = "".join(segment.parts)
            if label is not None:
                gap = "" if segment.blank or text[:1].isspace() else label.gap
                text = label.text + gap + ("" if segment.blank else text)
            run = max(segment.weights, key=segment.weights.__getitem__) if segment.weights else plain
            found.append(
                Line(
                    text=text,
                    look=_look(self.form, run, first=segment is self._segments[0]),
                    page=page if segment.page is None else segment.page,
                    soft=follows,
                    number=label.text if label else None,
                    residue=self.contents if segment.blank else not segment.text,
                )
            )
            label, follows = None, True
        return found


@lru_cache(maxsize=1024)
def _look(form: ParagraphFormat, run: RunFormat, *, first: bool) -> Look:
    return Look(
        style_level=form.level,
        centred=form.centred,
        right=form.right,
        bold=run.bold,
        size=run.size,
        font=run.font,
        indent=form.first_line(run.size) if first else 0.0,
    )
