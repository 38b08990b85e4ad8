"""What an official document holds, independent of how a file says it. All values are frozen."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from checker.model import SectionStatus

Level = Literal[1, 2, 3, 4]
Face = Literal["仿宋", "黑体", "楷体"]


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a paragraph in one look. ``raised``: as a superscript; ``face`` where it differs from the paragraph's."""

    text: str
    raised: bool = False
    face: Face | None = None


Content = str | tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading with its number in ``text``: level 1 一、, 2 （一）, 3 1., 4 （1）."""

    level: Level
    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph of the body. ``indented``: its first line by two characters."""

    content: Content
    indented: bool = True


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of a table; ``status`` colours it and, where the text does not say it, is added in words."""

    content: Content
    status: SectionStatus | None = None
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. Every row has as many cells as there are columns. ``shares`` are relative widths; by content where None."""

    columns: tuple[str, ...]
    rows: tuple[tuple[GridCell, ...], ...]
    title: str | None = None
    shares: tuple[float, ...] | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture (.png, .jpg). ``width`` is mm, at most the type area's; ``description`` is for who cannot see it.

    ``height`` (mm) only serves to count lines without drawing; a file's picture keeps its own proportions.
    """

    data: bytes
    width: float
    description: str
    height: float | None = None


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows opens a page."""


Part = Heading | Text | Grid | Picture | PageBreak


@dataclass(frozen=True, slots=True)
class Annex:
    """What follows the document, on a page of its own. ``note`` stands in brackets after its title in the 附件说明."""

    title: str
    body: tuple[Part, ...]
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Official:
    """A document in the form of GB/T 9704—2012.

    ``to``: 主送机关 without the colon. ``number``: 发文字号, its year in any brackets. ``remark``: 附注, without its brackets. What is
    None leaves no trace.
    """

    title: str
    body: tuple[Part, ...]
    to: str | None = None
    signature: str | None = None
    date: dt.date | None = None
    annexes: tuple[Annex, ...] = ()
    number: str | None = None
    remark: str | None = None
