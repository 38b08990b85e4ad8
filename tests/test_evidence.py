"""A quote is proved exactly, or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.evidence import cite, prove
from checker.model import Block, Document, Report, ReportInfo


def report(*paragraphs: str, residue: tuple[int, ...] = ()) -> Report:
    blocks, position = [], 0
    for index, paragraph in enumerate(paragraphs):
        kind = "residue" if index in residue else "paragraph"
        blocks.append(Block(kind=kind, start=position, end=position + len(paragraph), page=index + 1))
        position += len(paragraph) + 1
    text = "\n".join(paragraphs)
    document = Document(source="x", sha256="0", form="txt", text=text, blocks=tuple(blocks))
    return Report(document=document, blocks=document.blocks, headings=(), info=ReportInfo())


def test_a_verbatim_quote_is_found_with_its_block_and_page() -> None:
    found = prove(report("甲乙丙。", "全年立案32件。"), "立案32件")
    assert found is not None
    assert (found.quote, found.start, found.end, found.paragraph, found.page) == ("立案32件", 7, 12, 1, 2)


def test_width_and_white_space_may_differ() -> None:
    found = prove(report("全年 立案３２件，罚款（万元）5。"), "全年立案32件,罚款(万元)5")
    assert found is not None
    assert found.quote == "全年 立案３２件，罚款（万元）5"


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("营收13.2亿元", "3.2亿元"),
        ("营收13.2亿元", "营收13"),
        ("立案3 2件", "立案32件"),
        ("立案32件", "立案3 2件"),
        ("立案32件。", "立案33件"),
        ("立案３２０件", "立案32"),
    ],
)
def test_no_match_joins_or_cuts_a_number(text: str, quote: str) -> None:
    assert prove(report(text), quote) is None


def test_no_match_crosses_blocks_or_stands_in_residue() -> None:
    assert prove(report("全年立案", "32件"), "全年立案32件") is None
    assert prove(report("当前位置：首页", "正文", residue=(0,)), "当前位置：首页") is None


def test_the_named_paragraph_comes_first() -> None:
    found = prove(report("立案32件", "立案32件"), "立案32件", paragraph=1)
    assert found is not None
    assert found.paragraph == 1


@given(
    st.lists(st.text("法治政府立案32件，。 ", min_size=1, max_size=30).filter(str.strip), min_size=1, max_size=4),
    st.data(),
)
def test_whatever_is_proved_stands_in_the_text(paragraphs: list[str], data: st.DataObject) -> None:
    value = report(*paragraphs)
    quote = data.draw(st.text("法治政府立案32件，。 ", min_size=1, max_size=8))
    found = prove(value, quote)
    if found is not None:
        assert value.text[found.start : found.end] == found.quote
        block = value.blocks[found.paragraph]
        assert block.start <= found.start < found.end <= block.end


def test_cite_leaves_outer_white_space_out_and_refuses_nothing() -> None:
    value = report(" 甲 乙 ")
    assert cite(value, 0, 5).quote == "甲 乙"
    with pytest.raises(ValueError, match="empty"):
        cite(value, 0, 1)
