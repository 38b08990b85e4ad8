"""Plain text: every encoding, wrapped and unwrapped, nothing taken off."""

from __future__ import annotations

import textwrap
from collections.abc import Callable

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from checker.errors import ReadError
from checker.reading import read_bytes, txt
from checker.reading.wrapping import columns, is_page_number, unwrap, wrapping_of

TITLE = "澜石县林业局2025年度法治政府建设情况的报告"
PARAGRAPHS = [
    "2025年，澜石县林业局把依法治林摆在突出位置，围绕护绿、增绿、用绿三件大事，把各项任务分解到股室，逐项挂账推进，现将有关情况报告如下。",
    "局长四次主持召开局长办公会，专题听取法治建设情况汇报，对一起毁坏公益林的案件三次过问进度，要求办案人员当面向村民释明处罚依据。全年组织领导班子学法六次，"
    "其中两次邀请县人民检察院的检察官讲授公益诉讼，一次到案发林地现场讲评，参加人员共八十七人次。",
    "全年受理林木采伐申请二百一十三件，全部在三个工作日内办结；抽查木材经营加工单位四十一家，发现问题九个，下发整改通知九份，年底前全部复查销号，没有一家被重复处罚。",
    "执法队伍法律专业人员偏少，二十三名持证人员中只有两人通过法律职业资格考试。原因是招录计划连续三年没有单列法学岗位，在岗培训也多以会代训，缺少案例研讨。",
    "明年第一季度完成《林业行政处罚案卷评查办法》修订，每半年评查一次案卷，评查结果与年度考核挂钩，对连续两次不合格的承办人员暂停办案资格并安排跟班学习。",
]
SIGNED = ["澜石县林业局", "2026年1月19日"]
LINES = [TITLE, *PARAGRAPHS, *SIGNED]
PLAIN = "\n".join(LINES)


def texts(data: bytes | str, name: str = "报告.txt") -> list[str]:
    raw = data if isinstance(data, bytes) else data.encode()
    document = read_bytes(raw, name, name)
    return [document.text[block.start : block.end] for block in document.blocks]


# ── encodings ────────────────────────────────────────────────────────────────────────────────────────────────────────

ENCODINGS = ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_encoding_reads_the_same(encoding: str) -> None:
    assert texts(PLAIN.encode(encoding)) == LINES


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_short_file_reads_the_same(encoding: str) -> None:
    assert texts("法治政府建设报告\n县林业局".encode(encoding)) == ["法治政府建设报告", "县林业局"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_text_that_opens_with_many_latin_letters(encoding: str) -> None:
    head = "Report 2025 (draft) - http://example.invalid/a?b=1\n" * 40
    assert texts((head + PLAIN).encode(encoding))[-len(LINES) :] == LINES


@given(
    st.text(st.sampled_from("的是法治政府建设情况报告，。、一二三2025年县局\n"), min_size=1),
    st.sampled_from(["utf-8", "utf-16", "utf-8-sig"]),
)
def test_marked_encodings_are_lossless(text: str, encoding: str) -> None:
    assume(text.strip())
    assert texts(text.encode(encoding)) == texts(text)


@settings(max_examples=60)
@given(st.permutations(PARAGRAPHS), st.sampled_from(["gb18030", "utf-16-le", "utf-16-be"]), st.integers(1, 5))
def test_unmarked_encodings_are_told_apart(paragraphs: list[str], encoding: str, count: int) -> None:
    text = "\n".join(paragraphs[:count])
    assert texts(text.encode(encoding)) == paragraphs[:count]


def test_the_whole_file_is_looked_at_not_its_beginning() -> None:
    data = ("Latin letters only, for a long while.\n" * 4000).encode() + PLAIN.encode("gb18030")
    assert texts(data)[-len(LINES) :] == LINES


@pytest.mark.parametrize("data", [PLAIN.encode()[:-1], PLAIN.encode() + "县".encode()[:2]], ids=["cut", "half"])
def test_a_character_cut_at_the_end_is_told(data: bytes) -> None:
    document = read_bytes(data, "a.txt", "a.txt")
    assert document.text.startswith(TITLE)
    assert any("末尾" in warning for warning in document.warnings)


def test_a_few_broken_bytes_are_told_and_the_rest_is_read() -> None:
    data = PLAIN.encode()
    middle = len(TITLE.encode()) + 301
    document = read_bytes(data[:middle] + b"\xff\xfe" + data[middle:], "a.txt", "a.txt")
    assert document.text.endswith(SIGNED[1])
    assert any("损坏" in warning for warning in document.warnings)


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 8,
        bytes(range(256)) * 50,
        b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff" * 100,
        ("法治" * 50 + "\x00" + "政府" * 50).encode(),
        ("报告\x01\x02\x03\x04\x05" * 30).encode(),
        b"\xff\xff\xff\xff" * 100,
    ],
)
def test_binary_data_is_refused_in_one_sentence(data: bytes) -> None:
    with pytest.raises(ReadError) as error:
        read_bytes(data, "a.txt", "数据/a.txt")
    message = str(error.value)
    assert message.startswith("数据/a.txt：")
    assert "请" in message
    assert message.endswith("。")
    assert "\n" not in message


def test_only_text_without_a_suffix_is_taken() -> None:
    assert txt.matches(PLAIN.encode("gbk"), "报告")
    assert txt.matches(PLAIN.encode(), "2025.水利局报告")
    assert txt.matches(b"", "报告.TXT")
    assert not txt.matches(bytes(range(256)), "报告")
    assert not txt.matches(PLAIN.encode(), "报告.gold.json")
    assert not txt.matches(PLAIN.encode(), "")


def test_marks_of_markdown_and_odd_line_ends_stay_or_go() -> None:
    assert texts("### 一、主要举措\r\n**加强领导**\r执法*次\x0c尾\u2028末") == [
        "### 一、主要举措",
        "**加强领导**",
        "执法*次",
        "尾",
        "末",
    ]


# ── wrapped text ─────────────────────────────────────────────────────────────────────────────────────────────────────

CLOSING = "，。、；：！？）》”"


def by_columns(text: str, width: int, indent: str = "") -> list[str]:
    """Wrap at a width in columns; a closing mark never opens a line, a number is never parted."""
    lines, line = [], indent
    for chunk in _chunks(text):
        if columns(line + chunk) > width and line.strip():
            lines.append(line)
            line = ""
        line += chunk
    return [*lines, line]


def _chunks(text: str) -> list[str]:
    chunks: list[str] = []
    for character in text:
        glued = character in CLOSING or (chunks and character.isascii() and chunks[-1][-1].isascii())
        if chunks and glued:
            chunks[-1] += character
        else:
            chunks.append(character)
    return chunks


def by_characters(text: str, width: int, indent: str = "") -> list[str]:
    return textwrap.wrap(text, width, initial_indent=indent, break_long_words=True, break_on_hyphens=False)


WRAPPERS: dict[str, Callable[[str, int, str], list[str]]] = {"columns": by_columns, "characters": by_characters}


def wrapped(
    lines: list[str], width: int, *, how: str, indent: str = "", between: str = "\n", within: str = "\n"
) -> str:
    body = [within.join(WRAPPERS[how](line, width, indent)) for line in lines]
    return between.join(body)


def told_apart(width: int) -> list[str]:
    """The paragraphs whose end can be seen without an indent or an empty line: their last line is not full."""
    return [text for text in PARAGRAPHS if columns(by_columns(text, width)[-1]) < width - 12]


@pytest.mark.parametrize("between", ["\n", "\n\n"], ids=["close", "blank-between"])
@pytest.mark.parametrize("indent", ["", "　　", "    "], ids=["flush", "indented", "ascii-indented"])
@pytest.mark.parametrize("width", [24, 33, 40, 56, 57, 64, 72, 76, 80, 90, 100])
def test_wrapped_at_a_width_in_columns(width: int, indent: str, between: str) -> None:
    paragraphs = PARAGRAPHS if indent or between == "\n\n" else told_apart(width)
    assert len(paragraphs) >= 2
    text = wrapped(paragraphs, width, how="columns", indent=indent, between=between)
    assert texts(TITLE + between + text) == [TITLE, *paragraphs]


@pytest.mark.parametrize("indent", ["", "　　"], ids=["flush", "indented"])
@pytest.mark.parametrize("width", [20, 24, 28, 32, 35, 40, 45])
def test_wrapped_at_a_number_of_characters(width: int, indent: str) -> None:
    text = wrapped(PARAGRAPHS, width, how="characters", indent=indent, between="\n\n")
    assert texts(text) == PARAGRAPHS


@settings(max_examples=150, deadline=None)
@given(st.integers(22, 100), st.permutations(PARAGRAPHS), st.sampled_from(["", "　　"]))
def test_wrapped_is_unwrapped_at_any_width(width: int, paragraphs: list[str], indent: str) -> None:
    text = wrapped(paragraphs, width, how="columns", indent=indent, between="\n\n")
    assert texts(text) == list(paragraphs)


@pytest.mark.parametrize("width", [40, 56, 70])
def test_an_empty_line_after_every_line_means_nothing(width: int) -> None:
    paragraphs = told_apart(width)
    text = wrapped(paragraphs, width, how="columns", between="\n\n", within="\n\n")
    assert texts(text) == paragraphs


@pytest.mark.parametrize("width", [40, 56, 70])
def test_page_numbers_in_wrapped_text_vanish(width: int) -> None:
    lines = wrapped(PARAGRAPHS, width, how="columns", indent="　　").split("\n")
    paged = []
    for count, line in enumerate(lines, 1):
        paged.append(line)
        if count % 7 == 0:
            paged += ["", f"        — {count // 7} —", ""]
    assert texts("\n".join(paged)) == PARAGRAPHS


def test_headings_titles_and_signature_stay_apart_in_wrapped_text() -> None:
    head = ["　　　　澜石县林业局", "　　关于2025年度法治政府建设情况的报告", ""]
    body = []
    for number, paragraph in zip("一二三四五", PARAGRAPHS, strict=True):
        body += [f"　　{number}、主要情况", *by_columns(paragraph, 56, "　　")]
    tail = [
        "",
        "　　　　　　　　　　　　　　　　　　　澜石县林业局",
        "　　　　　　　　　　　　　　　　　　2026年1月19日",
    ]
    expected = ["澜石县林业局", "关于2025年度法治政府建设情况的报告"]
    for number, paragraph in zip("一二三四五", PARAGRAPHS, strict=True):
        expected += [f"{number}、主要情况", paragraph]
    assert texts("\n".join([*head, *body, *tail])) == [*expected, *SIGNED]


def test_words_in_latin_letters_keep_their_space() -> None:
    lines = [
        "the rule of law in a small county was the subject of",
        "the whole year, and so the office has trained its own",
        "people twice a month, in the evening, for two hours",
    ]
    assert next(line.text for line in unwrap(lines, wrapping_of([*lines, *lines]))).startswith(
        "the rule of law in a small county was the subject of the whole"
    )


@pytest.mark.parametrize(
    "text",
    [
        PLAIN,
        "\n\n".join(LINES),
        "首页\n政务公开\n政务服务\n专题专栏\n" + PLAIN,
        "\n".join(
            [
                "一、推进法治政府建设主要举措和成效",
                PARAGRAPHS[1],
                "二、推进法治政府建设存在不足和原因",
                PARAGRAPHS[3],
                "三、推进法治政府建设明年主要安排",
                PARAGRAPHS[4],
            ]
        ),
        "\n".join(f"（{n}）完成第{n}项清单任务并按期销号" for n in "一二三四五六七八九"),
    ],
    ids=["plain", "blank lines", "menu", "headings of one width", "items of one width"],
)
def test_a_file_with_one_paragraph_per_line_is_left_alone(text: str) -> None:
    assert texts(text) == [line for line in text.split("\n") if line]


@pytest.mark.parametrize(
    "text",
    [
        "— 4 —",
        "-4-",
        "－ 12 －",
        "4",
        "第 3 页 共 9 页",
        "第3页",
        "3/9",
        "Page 3 of 9",
        "· 7 ·",
        "第3页/共9页",
        "― ５ ―",
    ],
)
def test_page_numbers_are_known(text: str) -> None:
    assert is_page_number(text)


@pytest.mark.parametrize("text", ["第3条", "2025年", "4件", "一", "— 目录 —", "31场。", "1. 加强领导", "2025", "12345"])
def test_other_numbers_are_none(text: str) -> None:
    assert not is_page_number(text)
