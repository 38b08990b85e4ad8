"""Whether a statement of a briefing stands in its sources: the same test for whoever wrote it.

In: a ``Statement`` (or a table's cell) with its cited quotes. Out: the facts in it that no cited quote tells. A statement with one is left
out of the briefing and counted. Sums and percentages of our own are no facts of a report: a statement ``by_code`` is only asked for the
names and quotations in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from checker.briefing.facts import Fact, FactKind, Known, facts
from checker.model import Cell, Passage, Source, Statement, Table
from checker.text import fold_width

# 我局 in the report is 该局 in the briefing.
_OWN = re.compile(r"[我本](?=[局县市区镇乡委办厅省州盟旗院校园街中分队所站处部单])")
_BY_CODE: tuple[FactKind, ...] = ("person",)  # the right name of an instrument stands in the rubric, not in the report


_COUNT = re.compile(r"[0-9][0-9,.]*(?:余|多)?[万亿]?[个家名件所处份条次项人支辆台套场期户只栋部]?")


def untraced(text: str, quotes: Iterable[str], *, known: Sequence[str] = (), by_code: bool = False) -> list[Fact]:
    """The facts of ``text`` that none of ``quotes`` tells.

    ``known`` are names that need no quote: the report's unit as its head gives it.
    """
    told = facts(text)
    if not told:
        return []
    cited = list(quotes)
    sources = Known.of([*cited, *(_OWN.sub("该", quote) for quote in cited), *known])
    return [fact for fact in told if not (by_code and fact.kind not in _BY_CODE) and not sources.tells(fact)]


def traced(statement: Statement | Cell, *, known: Sequence[str] = ()) -> bool:
    """Whether everything in the statement that could be checked stands in its sources; one without sources states nothing of a report."""
    by_code = isinstance(statement, Statement) and statement.by_code
    if not statement.sources and not by_code:
        return not facts(statement.text)
    quotes = (source.evidence.quote for source in statement.sources)
    return not untraced(statement.text, quotes, known=known, by_code=by_code)


def keep_traced(passages: Iterable[Passage], *, known: Sequence[str] = ()) -> tuple[tuple[Passage, ...], int]:
    """The passages without what cannot be traced, and how many statements and rows that was; empty passages are left out."""
    kept: list[Passage] = []
    left_out = 0
    for passage in passages:
        statements = tuple(s for s in passage.statements if traced(s, known=known))
        left_out += len(passage.statements) - len(statements)
        table = passage.table
        if table is not None:
            rows = tuple(row for row in table.rows if _row_traced(row, known))
            left_out += len(table.rows) - len(rows)
            table = Table(title=table.title, columns=table.columns, rows=rows) if rows else None
        if statements or table is not None:
            kept.append(passage.model_copy(update={"statements": statements, "table": table}))
    return tuple(kept), left_out


def _row_traced(row: Sequence[Cell], known: Sequence[str]) -> bool:
    """A cell without sources of its own rests on those of its row; where nothing is cited, the row is the program's."""
    sources: tuple[Source, ...] = tuple(source for cell in row for source in cell.sources)
    if not sources:
        return True
    quotes = [source.evidence.quote for source in sources]
    quotes += [_COUNT.sub("", fold_width(quote)) for quote in quotes]  # 建成17个服务站: what is counted is 建成服务站
    cells = (cell for cell in row if cell.status is None)
    return all(not untraced(cell.text, quotes, known=known) for cell in cells if not cell.text.startswith("第"))
