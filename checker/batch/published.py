"""What the published text changed of the submitted one: both reports → ``Edit``s, changed figures first.

Compared is clause by clause, whatever paragraphs they stand in: a paragraph parted or joined, white space, width, punctuation and list
numbers are no change of the text, nor is what has only moved. Residue, signature, date and the line that addresses the receivers
are left out. The quotes are verbatim on either side; likeness decides only which clauses are told together. Pure.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from checker.evidence import cite
from checker.model import Edit, Evidence, Report
from checker.outline.names import is_salutation
from checker.text import Span, fold_width

_LIKE = 0.5  # how like two clauses must be for one to be the other, altered
_CLAUSE = re.compile(r"(?:[^。、,;:!?\n\t]|(?<=[0-9])[,:](?=[0-9]))+")
_NUMERAL = "一二三四五六七八九十"
# A list number at the beginning of a paragraph or a sentence.
_ITEM = re.compile(
    rf"(?:^|(?<=[。;!?:\n]))\s*(?:第?[{_NUMERAL}]{{1,3}}部分|第?[{_NUMERAL}]{{1,3}}[、.,]|[(][{_NUMERAL}0-9]{{1,3}}[)]"
    rf"|[0-9]{{1,2}}[.、)](?![0-9])|[①-⑳]|[{_NUMERAL}]{{1,2}}是(?!否))"
)
_IGNORED = re.compile(r"(?<=[0-9]),(?=[0-9])|(?<![0-9])[.]|[.](?![0-9])|[^\w.%‰]|_")
_FIGURE = re.compile(r"[0-9]+(?:[.][0-9]+)?")
_MOST = 400_000  # pairs of clauses to weigh in one place; where there are more, they are not paired
_SHOWN = 60


class _Clause(NamedTuple):
    """``key`` is what is compared; ``text[start:end]`` of the report is the clause; ``figures`` are in it."""

    key: str
    start: int
    end: int
    block: int

    @property
    def figures(self) -> Counter[str]:
        return Counter(_FIGURE.findall(self.key))


class _Change(NamedTuple):
    """Clauses of the one text in whose place those of the other stand; either may be empty."""

    before: Sequence[_Clause]
    after: Sequence[_Clause]


def edits(submitted: Report, published: Report) -> tuple[Edit, ...]:
    """The passages that differ, those whose figures changed first, each kind in the order of the text. () where nothing differs."""
    first, second = list(_clauses(submitted)), list(_clauses(published))
    changes = _without_moves(list(_changes(first, second)))
    found: list[tuple[bool, int, Edit]] = []
    for order, change in enumerate(_in_passages(changes)):
        edit = _edit(submitted, published, change)
        found.append((not _other_figures(change), order, edit))
    return tuple(edit for _, _, edit in sorted(found, key=lambda one: one[:2]))


# ── clauses ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _clauses(report: Report) -> Iterator[_Clause]:
    """The clauses of the report's own text, without its title."""
    for index, block in enumerate(report.blocks):
        if block.kind not in ("heading", "paragraph", "table"):
            continue
        text = report.text[block.start : block.end]
        if block.kind == "paragraph" and is_salutation(fold_width(text)):
            continue
        bare = _ITEM.sub(lambda item: "," * len(item[0]), fold_width(text))
        for match in _CLAUSE.finditer(bare):
            key = _IGNORED.sub("", match[0])
            if key:
                start = match.start() + len(match[0]) - len(match[0].lstrip())
                yield _Clause(key, block.start + start, block.start + match.end(), index)


# ── changes ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _changes(first: Sequence[_Clause], second: Sequence[_Clause]) -> Iterator[_Change]:
    """What stands between the clauses that both texts have in the same order (their longest common subsequence)."""
    from rapidfuzz.distance import LCSseq

    a = c = 0
    codes = LCSseq.opcodes([x.key for x in first], [x.key for x in second])
    same = [(op.src_start, op.src_end, op.dest_start, op.dest_end) for op in codes if op.tag == "equal"]
    for b, next_a, d, next_c in [*same, (len(first), len(first), len(second), len(second))]:
        before, after = first[a:b], second[c:d]
        if "".join(x.key for x in before) != "".join(x.key for x in after):
            yield from _paired(before, after)
        a, c = next_a, next_c


def _paired(before: Sequence[_Clause], after: Sequence[_Clause]) -> Iterator[_Change]:
    """The clauses in order, those that are alike told as one altered, the others as removed or added."""
    rows, columns = len(before), len(after)
    if not rows or not columns or rows * columns > _MOST:
        yield _Change(before, after[:0])
        yield _Change(before[:0], after)
        return
    from rapidfuzz.fuzz import ratio

    likeness = [[ratio(x.key, y.key) / 100 for y in after] for x in before]
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows - 1, -1, -1):
        for j in range(columns - 1, -1, -1):
            together = likeness[i][j] + best[i + 1][j + 1] if likeness[i][j] >= _LIKE else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], together)
    i = j = 0
    while i < rows or j < columns:
        if i < rows and j < columns:
            alike = likeness[i][j] >= _LIKE and best[i][j] == likeness[i][j] + best[i + 1][j + 1]
            if alike:
                if before[i].key != after[j].key:
                    yield _Change(before[i : i + 1], after[j : j + 1])
                i, j = i + 1, j + 1
                continue
        if j == columns or (i < rows and best[i][j] == best[i + 1][j]):
            yield _Change(before[i : i + 1], ())
            i += 1
        else:
            yield _Change((), after[j : j + 1])
            j += 1


def _without_moves(changes: Sequence[_Change]) -> list[_Change]:
    """Without the clauses that are removed in one place and added in another."""
    removed = Counter(c.key for change in changes if not change.after for c in change.before)
    added = Counter(c.key for change in changes if not change.before for c in change.after)
    moved = removed & added
    gone, come = Counter(moved), Counter(moved)
    kept: list[_Change] = []
    for before, after in changes:
        if before and after:
            kept.append(_Change(before, after))
            continue
        rest = [c for c in before if not _take(gone, c.key)], [c for c in after if not _take(come, c.key)]
        if rest[0] or rest[1]:
            kept.append(_Change(*rest))
    return kept


def _take(counter: Counter[str], key: str) -> bool:
    if counter[key] > 0:
        counter[key] -= 1
        return True
    return False


def _in_passages(changes: Sequence[_Change]) -> Iterator[_Change]:
    """Neighbouring clauses of one paragraph that were removed, or added, as one passage."""
    held: _Change | None = None
    for change in changes:
        for piece in _by_block(change):
            if held is not None and _goes_on(held, piece):
                held = _Change([*held.before, *piece.before], [*held.after, *piece.after])
                continue
            if held is not None:
                yield held
            held = piece
    if held is not None:
        yield held


def _by_block(change: _Change) -> Iterator[_Change]:
    if change.before and change.after:
        yield change
        return
    for side in (0, 1):
        run: list[_Clause] = []
        for clause in change[side]:
            if run and clause.block != run[-1].block:
                yield _Change(run, ()) if side == 0 else _Change((), run)
                run = []
            run.append(clause)
        if run:
            yield _Change(run, ()) if side == 0 else _Change((), run)


def _goes_on(held: _Change, piece: _Change) -> bool:
    """Whether both were removed, or both added, one right after the other in one paragraph."""
    for side in (0, 1):
        if held[side] and piece[side] and not held[1 - side] and not piece[1 - side]:
            last, first = held[side][-1], piece[side][0]
            return last.block == first.block and 0 <= first.start - last.end <= 12
    return False


def _other_figures(change: _Change) -> bool:
    """Whether a clause stands on both sides with other figures."""
    if not change.before or not change.after:
        return False
    return _figures(change.before) != _figures(change.after)


def _figures(clauses: Sequence[_Clause]) -> Counter[str]:
    return sum((clause.figures for clause in clauses), Counter())


# ── telling ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _edit(submitted: Report, published: Report, change: _Change) -> Edit:
    before, after = _evidence(submitted, change.before), _evidence(published, change.after)
    if before is not None and after is not None:
        one, two = _around_difference(before.quote, after.quote)
        what = "公开稿改了数字，" if _other_figures(change) else "公开稿"
        message = f"{what}将“{one}”改为“{two}”。"
    elif before is not None:
        message = f"公开稿删去了“{_short(before.quote)}”。"
    else:
        assert after is not None
        message = f"公开稿增加了“{_short(after.quote)}”。"
    return Edit(submitted=before, published=after, message=message)


def _evidence(report: Report, clauses: Sequence[_Clause]) -> Evidence | None:
    span: Span | None = (clauses[0].start, clauses[-1].end) if clauses else None
    return cite(report, *span) if span else None


def _around_difference(one: str, two: str) -> tuple[str, str]:
    """Both quotes, cut to what stands round the difference where they are long."""
    if max(len(one), len(two)) <= _SHOWN:
        return one, two
    same = 0
    while same < min(len(one), len(two)) and one[same] == two[same]:
        same += 1
    start = max(0, same - _SHOWN // 3)
    return _short(one[start:]), _short(two[start:])


def _short(text: str) -> str:
    line = " ".join(text.split())
    if len(line) <= _SHOWN:
        return line
    cut = _SHOWN
    while cut > 1 and line[cut - 1].isdigit():
        cut -= 1
    return line[:cut] + "……"
