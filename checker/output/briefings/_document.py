"""A briefing as an official document: what stands on the page, and what in annexes.

``short``: one paragraph. ``page``: headings run in, and whatever is large goes to an annex, as the page has 22 lines. ``full``: headings on
lines of their own; a picture stands in the text where that still fits three pages. The sources are the last annex.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from checker.model import Briefing, Cell, Passage, Table
from checker.output._words import clean, date, shorten
from checker.output.briefings import _chart, _chart_png
from checker.output.briefings._parts import SOURCES, heading, item_number, notes, writer
from checker.output.briefings._sources import MARK, Sources, marked, parted
from checker.output.official.length import blank, lines
from checker.output.official.measures import LINES
from checker.output.official.model import Annex, Grid, GridCell, Heading, Official, Part, Picture, Run, Text

_ROWS = {"short": 0, "page": 8, "full": 14}  # a report's table of more goes to an annex, and all of a batch's
_PICTURE = 100.0  # mm; a higher picture goes to an annex
_MOST, _BLANK = 3 * LINES - 1, 5  # lines of a full briefing, and how many of them a picture may leave empty before it
_QUOTE = 300
_NO_FONT = "本机没有能显示全部文字的中文字体，图没有画出，各单位情况以表列示。"


def official(briefing: Briefing, *, drawn: bool = True) -> Official:
    """The document. Not ``drawn``: with its pictures' sizes only, for counting lines."""
    if briefing.length == "full" and any(passage.picture for passage in briefing.passages):
        trial = _Builder(briefing, drawn=False, pictured=True).document()
        if lines(trial) <= _MOST and blank(trial) <= _BLANK:
            return _Builder(briefing, drawn, pictured=True).document() if drawn else trial
    return _Builder(briefing, drawn).document()


@dataclass
class _Builder:
    briefing: Briefing
    drawn: bool
    pictured: bool = False  # a picture may stand in the text
    sources: Sources = field(init=False)
    annexes: list[Annex] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.sources = Sources(self.briefing)

    def document(self) -> Official:
        briefing = self.briefing
        body = self._short() if briefing.length == "short" else self._passages()
        if self.sources.listed:
            self.annexes.append(self._list())
        elif self.annexes:
            self.annexes[-1] = Annex(self.annexes[-1].title, (*self.annexes[-1].body, *self._about()))
        remark = f"统计截至{date(briefing.as_of)}" if briefing.as_of and self._remarked() else None
        return Official(clean(briefing.title), tuple(body), annexes=tuple(self.annexes), remark=remark)

    # ── the text ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def _short(self) -> list[Part]:
        runs: list[Run] = []
        shown: list[Part] = []
        for passage in self.briefing.passages:
            told = [run for number in range(len(passage.statements)) for run in self._sentence(passage, number)]
            for part in self._shown(passage, [told] if told else []):
                if isinstance(part, Text) and not isinstance(part.content, str):
                    runs += part.content
                else:
                    shown.append(part)
        return [*([Text(tuple(runs))] if runs else []), *shown]

    def _passages(self) -> list[Part]:
        body: list[Part] = []
        for index, passage in enumerate(self.briefing.passages):
            told = heading(self.briefing, index)
            sentences = [self._sentence(passage, number) for number in range(len(passage.statements))]
            if not passage.listed and sentences:
                sentences = [[run for sentence in sentences for run in sentence]]
            if told and self.briefing.length == "page":
                lead = Run(told if told.endswith(("。", "：")) else f"{told}。", face="黑体")
                sentences = [[lead, *sentences[0]], *sentences[1:]] if sentences else [[lead]]
            elif told:
                body.append(Heading(1, told))
            body += self._shown(passage, sentences)
        return body

    def _sentence(self, passage: Passage, number: int) -> list[Run]:
        statement = passage.statements[number]
        text, end = parted(statement)
        numbered = item_number(passage, number) if self.briefing.length != "short" else ""
        raised = (MARK if statement.by_code else "") + self.sources.cited(statement.sources)
        return [Run(numbered + text), *([Run(raised, raised=True)] if raised else []), Run(end)]

    def _shown(self, passage: Passage, sentences: list[list[Run]]) -> list[Part]:
        """The paragraphs, then the table and the picture, or where they are."""
        after: list[Part] = []
        away: list[Part] = []
        pictures = self._pictures(passage)
        if pictures is None:
            (away if self._apart(passage) else after).append(Text(_NO_FONT))
        elif pictures and self._high(pictures):
            away += pictures
        else:
            after += pictures
        if passage.table:
            apart = self._apart(passage)
            titled = not apart and clean(passage.table.title) not in (clean(passage.title), "")
            (away if apart else after).append(self._grid(passage.table, titled))
        if away:
            name = clean(passage.table.title if passage.table else "") or clean(passage.title)
            self.annexes.append(Annex(name, tuple(away)))
            number = len(self.annexes)
            told = f"附件{number}" if number > 1 or self.sources.listed else "附件"
            pointer = Run(f"（详见{told}）")
            sentences = [*sentences[:-1], [*sentences[-1], pointer]] if sentences else [[pointer]]
        return [*(Text(tuple(sentence)) for sentence in sentences), *after]

    # ── tables and pictures ──────────────────────────────────────────────────────────────────────────────────────────

    def _apart(self, passage: Passage) -> bool:
        """Whether the table stands in an annex."""
        rows = 0 if self.briefing.kind == "batch" else _ROWS[self.briefing.length]
        return passage.table is not None and len(passage.table.rows) > rows

    def _high(self, pictures: list[Picture]) -> bool:
        return not self.pictured or len(pictures) > 1 or (pictures[0].height or 0) > _PICTURE

    def _pictures(self, passage: Passage) -> list[Picture] | None:
        """The chart's sheets; None where it cannot be drawn."""
        chart = _chart.chart(passage)
        if chart is None:
            return []
        sheets = _chart.sheets(chart)
        face = _chart_png.font("".join(sheet.letters for sheet in sheets))
        if face is None:
            return None
        told = _chart.describe(chart)
        return [
            Picture(_chart_png.png(sheet, face) if self.drawn else b"", _chart.WIDTH, told, sheet.height)
            for sheet in sheets
        ]

    def _grid(self, table: Table, titled: bool) -> Grid:
        rows = tuple(tuple(self._cell(cell) for cell in row) for row in table.rows)
        title = clean(table.title) if titled else None
        return Grid(tuple(clean(column) for column in table.columns), rows, title)

    def _cell(self, cell: Cell) -> GridCell:
        cited = self.sources.cited(cell.sources)
        text = clean(cell.text)
        return GridCell((Run(text), Run(cited, raised=True)) if cited else text, cell.status)

    # ── the list of sources ──────────────────────────────────────────────────────────────────────────────────────────

    def _list(self) -> Annex:
        several = len(self.briefing.reports) > 1
        columns = ("序号", *(("单位",) if several else ()), "位置", "报告原文")
        shares = (14.0, 34.0, 34.0, 74.0) if several else (14.0, 36.0, 106.0)
        rows = tuple(
            (
                GridCell(str(one.number), centred=True),
                *((GridCell(one.unit),) if several else ()),
                GridCell(one.place),
                GridCell(shorten(one.quote, _QUOTE)),
            )
            for one in self.sources.listed
        )
        return Annex(SOURCES, (Grid(columns, rows, shares=shares), *self._about()), self._marks())

    def _marks(self) -> str:
        """What the marks mean, in the few words that leave the 附件说明 on one line."""
        return "[ ]内为序号" + (f"，{MARK}为程序统计" if marked(self.briefing) else "")

    def _remarked(self) -> bool:
        """Whether the day stands below the text; a page has no line for it."""
        return self.briefing.kind == "batch" and self.briefing.length != "page"

    def _about(self) -> list[Text]:
        told = notes(self.briefing)
        if self.briefing.as_of and self._remarked():
            told = told[1:]
        return [Text(note) for note in [*told, writer(self.briefing)]]
