"""Long reports in parts: nothing lost, nothing twice, sections kept together where they fit."""

from hypothesis import given
from hypothesis import strategies as st
from scripted import report_of

from checker.llm.paragraphs import Piece, show
from checker.llm.splitting import halves, split


def size_of(shown):
    return lambda pieces: sum(piece.end - piece.start + 5 for piece in pieces)


def own(shown, parts):
    """The pieces of the parts without the headings that went along."""
    found: list[Piece] = []
    for part in parts:
        rest = list(part)
        while found and rest and rest[0].block <= found[-1].block and rest[0].start < found[-1].end:
            rest.pop(0)
        found += rest
    return found


@st.composite
def long_reports(draw):
    words = st.text(alphabet="甲乙丙。1", min_size=1, max_size=120).filter(str.strip)
    paragraphs = draw(st.lists(words, min_size=1, max_size=25))
    levels = {
        i: draw(st.integers(1, 3)) for i in range(len(paragraphs)) if draw(st.booleans()) and len(paragraphs[i]) < 30
    }
    return report_of(*paragraphs, levels=levels)


@given(long_reports(), st.integers(40, 600))
def test_every_character_is_in_one_part(report, budget) -> None:
    shown = show(report)
    parts = split(shown, shown.pieces, budget, size_of(shown))
    pieces = own(shown, parts)
    assert "".join(report.text[p.start : p.end] for p in pieces) == "".join(
        report.text[p.start : p.end] for p in shown.pieces
    )
    assert all(report.blocks[p.block].start <= p.start < p.end <= report.blocks[p.block].end for p in pieces)


@given(long_reports(), st.integers(300, 900))
def test_parts_keep_to_the_budget(report, budget) -> None:
    shown = show(report)
    size = size_of(shown)
    for part in split(shown, shown.pieces, budget, size):
        assert size(part) <= budget or len(part) <= 5


@given(long_reports())
def test_halves_end_somewhere(report) -> None:
    shown = show(report)
    parts = [tuple(shown.pieces)]
    for _ in range(12):
        parts = [half for part in parts for half in halves(shown, part, size_of(shown))]
    assert "".join(report.text[p.start : p.end] for p in own(shown, parts))


def test_sections_stay_whole_and_carry_their_headings() -> None:
    report = report_of(
        "关于法治政府建设的报告", "一、做法", "甲" * 50, "（一）执法", "乙" * 50, "丙" * 50, "二、不足", "丁" * 50,
        kinds={0: "title"}, levels={1: 1, 3: 2, 6: 1},
    )  # fmt: skip
    shown = show(report)
    parts = split(shown, shown.pieces, 180, size_of(shown))
    assert [[piece.block for piece in part] for part in parts] == [[0, 1, 2], [0, 1, 3, 4, 5], [0, 6, 7]]


def test_one_endless_paragraph_is_cut_after_sentences_and_not_inside_a_number() -> None:
    report = report_of("全年办结案件32件。" * 30, "1234567890" * 30)
    shown = show(report)
    parts = split(shown, shown.pieces, 100, size_of(shown))
    texts = [report.text[p.start : p.end] for part in parts for p in part if p.block == 0]
    assert all(text.endswith("。") for text in texts)
