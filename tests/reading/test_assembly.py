"""Lines → document: what a break cut is joined, what stands alone stays alone, and offsets are right."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.errors import NotAReport, ReadError, UnsupportedForm
from checker.model import Apart, Document, Look
from checker.reading import read, read_bytes, readers, suffixes
from checker.reading.assembly import MOST_BLOCKS, assemble
from checker.reading.draft import Draft, Line

LONG = "镇党委三次召开会议研究综合执法改革，明确由分管副镇长牵头，抽调九名干部充实执法一线，把办案经费列入年度预算"


def made(*lines: Line | str, apart: list[Apart] | None = None) -> Document:
    draft = Draft(lines=[Line(line) if isinstance(line, str) else line for line in lines], apart=apart or [], pages=3)
    return assemble(draft, source="a", sha256="0" * 64, form="txt")


def texts(*lines: Line | str) -> list[str]:
    document = made(*lines)
    return [document.text[block.start : block.end] for block in document.blocks]


# ── joining ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (LONG, "，并逐月调度。"),
        (LONG + "，推动执法重心下", "移。"),
        (LONG + "、", "案卷评查、执法监督等制度同步建立，执法水平明显提高。"),
        ("（二）执法更规范。" + LONG + "，开展演练", "31场。九月以后没有再发生同类案件。"),
        ("（二）执法更规范。" + LONG + "，共计", "3.5万元。"),
        ("1．" + LONG + "，全年办理案件四十六件，没有一件被复议撤销，也没有", "一件被法院确认违法。"),
    ],
)
def test_a_sentence_cut_by_a_page_is_joined(first: str, second: str) -> None:
    assert texts(first, second) == [first + second]


@pytest.mark.parametrize("number", ["— 4 —", "-4-", "4", "第 4 页 共 9 页", "· 4 ·"])
def test_a_page_number_between_two_halves_goes(number: str) -> None:
    document = made(LONG + "，开展演练", number, "31场。")
    assert document.text == LONG + "，开展演练31场。"
    assert document.apart == (Apart(kind="footer", text=number),)


def test_page_numbers_between_paragraphs_go_too() -> None:
    document = made(LONG + "。", "— 1 —", "二、存在的不足", LONG + "。", "第2页")
    assert document.text.split("\n") == [LONG + "。", "二、存在的不足", LONG + "。"]
    assert [apart.text for apart in document.apart] == ["— 1 —", "第2页"]


def test_lone_numbers_stay_unless_they_count_pages() -> None:
    assert texts("办理案件", "46", LONG + "。") == ["办理案件", "46", LONG + "。"]
    assert texts(LONG + "。", "1", LONG + "。", "2", LONG + "。", "3") == [LONG + "。"] * 3


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("一、主要举措和成效", LONG + "。"),
        ("（一）坚持和加强党的领导，统筹推进更加有力", LONG + "。"),
        ("主要负责人履职情况", LONG + "。"),
        ("青溪镇人民政府", "关于2025年法治政府建设情况的报告"),
        ("青溪镇人民政府关于2025年推进依法行政、建设法治政府情况的报告", LONG + "。"),
        ("县委、县政府：", LONG + "。"),
        (LONG + "。", "青溪镇人民政府"),
        ("青溪镇人民政府", "2026年1月19日"),
        (LONG, "青溪镇人民政府"),
        (LONG, "2026年1月19日"),
        (LONG, "二〇二六年一月十九日"),
        (LONG, "二、存在的不足"),
        (LONG, "（二）矛盾化解更及时。全年调解纠纷一百二十件，成功率达到百分之九十八。"),
        (LONG, "2．矛盾化解更及时。全年调解纠纷一百二十件，成功率达到百分之九十八。"),
        (LONG, "二是矛盾化解更及时，全年调解纠纷一百二十件。"),
        (LONG, "附件：行政执法统计表"),
        (LONG + "：", LONG + "。"),
        ("发布时间：2026-02-05　来源：县司法局、县政府办公室　浏览次数：386　【打印本页】", LONG + "。"),
    ],
)
def test_what_stands_alone_is_not_joined(first: str, second: str) -> None:
    assert texts(first, second) == [first, second]


def test_a_manual_break_is_joined_in_mid_sentence_only() -> None:
    assert texts("全年办理案件共四十六件，其中简易程序", Line("二十九件。", soft=True)) == [
        "全年办理案件共四十六件，其中简易程序二十九件。"
    ]
    assert texts(LONG + "。", Line(LONG + "。", soft=True)) == [LONG + "。", LONG + "。"]
    assert texts("青溪镇人民政府", Line("关于2025年法治政府建设情况的报告", soft=True))[0] == "青溪镇人民政府"


def test_after_a_typed_indent_a_line_without_one_goes_on() -> None:
    assert texts("　　" + LONG + "。", Line(LONG + "。", soft=True)) == [f"{LONG}。{LONG}。"]
    assert texts("　　" + LONG + "。", Line("　　" + LONG + "。", soft=True)) == [LONG + "。"] * 2
    assert texts("　　" + LONG + "。", Line("二、存在的不足", soft=True)) == [LONG + "。", "二、存在的不足"]


def test_look_and_number_keep_lines_apart() -> None:
    body = Look(font="仿宋", size=16)
    assert len(texts(Line(LONG, look=body), Line("移到基层。", look=body))) == 1
    assert len(texts(Line(LONG, look=body), Line("移到基层。", look=Look(font="黑体", size=16)))) == 2
    assert len(texts(Line(LONG, look=Look(centred=True)), "移到基层。")) == 2
    assert len(texts(LONG, Line("移到基层。", look=Look(right=True)))) == 2
    assert len(texts(LONG, Line("1.移到基层。", number="1."))) == 2
    assert len(texts(Line(LONG, residue=True), "移到基层。")) == 2


# ── cleaning, tables ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_lines_are_printable_and_bare() -> None:
    lines = [
        "　　 法治\u200b政府\x07建设\ufeff\u00a0报告\t\t",
        "",
        " \u3000\t",
        "\u200b\u200b",
        "县\ud800局\u2028另行",
        "甲\u3000乙",
    ]
    assert texts(*lines) == ["法治政府建设 报告", "县局", "另行", "甲　乙"]


def test_rows_make_one_table() -> None:
    document = made(
        "前文。", Line("项目\t数量", table=True), Line("办案\t46", table=True), "后文。", Line("单\t双", table=True)
    )
    assert [block.kind for block in document.blocks] == ["paragraph", "table", "paragraph", "table"]
    assert document.text == "前文。\n项目\t数量\n办案\t46\n后文。\n单\t双"


def test_a_table_of_one_column_is_a_frame() -> None:
    document = made(LONG + "。", Line("青溪镇人民政府\n2026年1月19日", table=True))
    assert [block.kind for block in document.blocks] == ["paragraph"] * 3
    assert document.text.split("\n")[1:] == ["青溪镇人民政府", "2026年1月19日"]


def test_a_break_within_a_cell_makes_no_row() -> None:
    assert texts(Line("项目\t数\n量", table=True)) == ["项目\t数 量"]


def test_page_number_kind_and_look_come_through() -> None:
    look = Look(style_level=2, bold=True)
    document = made(Line("一、举措", look=look, page=2, number="一、"), Line("导航", residue=True, page=3))
    assert document.blocks[0].page == 2
    assert document.blocks[0].number == "一、"
    assert document.blocks[0].look == look
    assert document.blocks[1].kind == "residue"
    assert document.pages == 3


def test_nothing_at_all_is_an_error() -> None:
    with pytest.raises(ReadError, match="没有读到任何文字"):
        made("  ", "\u200b")


def test_too_many_blocks_are_no_report() -> None:
    with pytest.raises(NotAReport, match="不像一份报告"):
        made(*["一、推进"] * (MOST_BLOCKS + 1))


PIECES = [
    "一、主要举措",
    LONG,
    LONG + "。",
    "— 3 —",
    "7",
    "　",
    "青溪镇人民政府",
    "2026年1月19日",
    "（一）强化责任。" + LONG,
    "移。",
    "\x00\u200b",
    "A b",
    "合 计\t4",
]


@settings(max_examples=200)
@given(st.lists(st.tuples(st.sampled_from(PIECES) | st.text(max_size=30), st.booleans(), st.booleans(), st.booleans())))
def test_offsets_hold_for_any_lines(given_: list[tuple[str, bool, bool, bool]]) -> None:
    lines = [Line(text, soft=soft, table=table, residue=residue) for text, soft, table, residue in given_]
    try:
        document = made(*lines)
    except ReadError:
        return
    position = 0
    for block in document.blocks:
        assert block.start == position
        assert document.text[block.start : block.end].strip()
        position = block.end + 1
    assert position == len(document.text) + 1
    assert all(c.isprintable() or c in "\n\t\u3000" or c >= "\ue000" for c in document.text)


# ── files ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_reading_a_file_and_its_bytes(tmp_path: Path) -> None:
    file = tmp_path / "报告.txt"
    file.write_text("青溪镇2025年法治政府建设报告\n" + LONG + "。\n", encoding="utf-8")
    document = read(file)
    assert document.source == str(file)
    assert document.form == "txt"
    assert document == read_bytes(file.read_bytes(), "报告.txt", str(file))
    assert len(document.sha256) == 64


@pytest.mark.parametrize(
    ("data", "name", "error", "words"),
    [
        (b"", "a.txt", ReadError, "是空文件"),
        (b" \r\n\t\n", "a.docx", ReadError, "是空文件"),
        ("\ufeff　　\n\u3000".encode(), "a.txt", ReadError, "是空文件"),
        (" \n ".encode("utf-16"), "a.md", ReadError, "是空文件"),
        (b"{}", "a.json", UnsupportedForm, ".docx"),
        (b"MZ\x90\x00", "a.exe", UnsupportedForm, ".txt"),
        (bytes(range(256)) * 4, "a.docx", UnsupportedForm, "扩展名是 .docx，但内容不是"),
    ],
)
def test_what_cannot_be_read_is_told_in_one_sentence(
    data: bytes, name: str, error: type[ReadError], words: str
) -> None:
    with pytest.raises(error) as raised:
        read_bytes(data, name, "送来/" + name)
    message = str(raised.value)
    assert message.startswith(f"送来/{name}：")
    assert words in message
    assert message.endswith("。")


@pytest.mark.parametrize("name", ["报告.docx", "报告.PDF", "报告.ofd", "报告.png"])
def test_text_under_another_forms_name_is_read_and_told(name: str) -> None:
    found = read_bytes("云州县水利局2025年度法治政府建设情况报告\n".encode("gb18030"), name, name)
    assert found.text == "云州县水利局2025年度法治政府建设情况报告"
    assert found.warnings == (f"扩展名是 {Path(name).suffix.lower()}，内容是纯文字，已按纯文字读取。",)


def test_missing_file_and_folder(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="找不到"):
        read(tmp_path / "无.txt")
    with pytest.raises(ReadError, match="文件夹"):
        read(tmp_path)
    with pytest.raises(ReadError, match="无法读取"):
        read("坏\x00名.txt")


def test_readers_are_found_and_asked_in_order() -> None:
    forms = [reader.FORM for reader in readers()]
    assert len(forms) == len(set(forms))
    assert forms[-1] == "txt"
    assert {".txt", ".md"} <= set(suffixes())


# ── hostile files ────────────────────────────────────────────────────────────────────────────────────────────────────

MEGABYTES = 3_000_000
HOSTILE = {
    "one line": "法治政府，" * (MEGABYTES // 15),
    "spaces": "报告" + " " * MEGABYTES + "x",
    "dashes": "- " * (MEGABYTES // 2),
    "dash lines": "- - - 4 - - -\n" * (MEGABYTES // 14),
    "digits": "1" * MEGABYTES,
    "brackets": "[" * MEGABYTES,
    "stars": "**a" * (MEGABYTES // 3),
    "pipes": "|" * MEGABYTES,
    "comments": "<!--" * (MEGABYTES // 4),
    "backslashes": "\\" * MEGABYTES,
    "halves": (LONG + "\n\n") * (MEGABYTES // (3 * len(LONG))),
    "headings": "一、推进\n" * (MOST_BLOCKS - 1),
    "hashes": "# " + " " * MEGABYTES + "x",
    "tags": "<p " * (MEGABYTES // 3),
}


FIRST = ("spaces", "digits", "pipes", "halves", "hashes")


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
@pytest.mark.parametrize(
    "case", [case if case in FIRST else pytest.param(case, marks=pytest.mark.full) for case in HOSTILE]
)
def test_hostile_files_take_seconds(case: str, name: str) -> None:
    data = HOSTILE[case].encode()
    started = time.process_time()  # of the processor: machines are busy
    with contextlib.suppress(ReadError):
        read_bytes(data, name, name)
    assert time.process_time() - started < 10
