"""Normalised copies, numerals, quantities, dates, sentences."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.text import (
    dates,
    display_width,
    fold,
    fold_width,
    han_count,
    han_quantities,
    parse_numeral,
    quantities,
    sentences,
)

CHINESE = st.text(st.sampled_from("法治政府建设年度报告一二三0123１２（）()，,。 　\n“”\u200b—年月日"), max_size=80)


@given(CHINESE)
def test_every_folded_character_knows_where_it_stood(text: str) -> None:
    copy = fold(text)
    assert len(copy.origin) == len(copy.text) + 1
    for index, character in enumerate(copy.text):
        assert fold_width(text[copy.origin[index]]) == character
    assert copy.origin == sorted(set(copy.origin))


@given(CHINESE, st.data())
def test_a_folded_span_maps_back_to_text_that_folds_to_it(text: str, data: st.DataObject) -> None:
    copy = fold(text)
    if not copy.text:
        return
    start = data.draw(st.integers(0, len(copy.text) - 1))
    end = data.draw(st.integers(start + 1, len(copy.text)))
    first, last = copy.span(start, end)
    assert fold(text[first:last]).text == copy.text[start:end]


def test_fold_width_keeps_every_offset() -> None:
    text = "（２０２５年）法治　政府，“建设”"
    assert fold_width(text) == '(2025年)法治 政府,"建设"'
    assert len(fold_width(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("二十一", 21),
        ("两千三百", 2300),
        ("二〇二五", 2025),
        ("１２", 12),
        ("十", 10),
        ("一百零五", 105),
        ("三万二千", 32000),
        ("廿", None),
        ("", None),
        ("多", None),
    ],
)
def test_numerals(text: str, value: int | None) -> None:
    assert parse_numeral(text) == value


@given(st.integers(1, 99_999_999))
def test_a_chinese_numeral_reads_back(number: int) -> None:
    digits, units = "零一二三四五六七八九", ["", "十", "百", "千"]

    def four(value: int) -> str:
        out, gap = "", False
        for place in (3, 2, 1, 0):
            digit = value // 10**place % 10
            if digit:
                out += ("零" if gap and out else "") + digits[digit] + units[place]
                gap = False
            else:
                gap = True
        return out

    high, low = divmod(number, 10_000)
    spoken = (four(high) + "万" if high else "") + ("零" if high and 0 < low < 1000 else "") + four(low)
    assert parse_numeral(spoken) == number


@pytest.mark.parametrize(
    ("text", "value", "unit", "loose"),
    [
        ("办结1.2万件", 12000, "件", False),
        ("罚款３．８２万元", 38200, "元", False),
        ("受理1,234起", 1234, "起", False),
        ("发放资料300余份", 300, "份", True),
        ("办结率98.5%", 98.5, "%", False),
        ("下降2.2个百分点", 2.2, "个百分点", False),
        ("为企业减税11.7亿元", 1_170_000_000, "元", False),
    ],
)
def test_quantities(text: str, value: float, unit: str, loose: bool) -> None:
    (found,) = quantities(text)
    assert (found.value, found.unit, found.loose) == (value, unit, loose)
    assert text[found.start : found.end].endswith(unit) or unit == "元"


def test_han_quantities_need_a_unit() -> None:
    assert [(q.value, q.unit) for q in han_quantities("召开会议三次，化解十余起，一是推进")] == [(3, "次"), (10, "起")]


@pytest.mark.parametrize(
    "text",
    [
        "2026年1月20日",
        "二〇二六年一月二十日",
        "2026 年 1 月 20 日",
        "2026-01-20",
        "２０２６年１月２０日",
        "二○二六年一月二十日",
    ],
)
def test_one_day_in_six_writings(text: str) -> None:
    (place,) = dates("落款：" + text)
    assert place.date == dt.date(2026, 1, 20)
    assert ("落款：" + text)[place.start : place.end] == text


def test_an_impossible_day_is_no_date() -> None:
    assert list(dates("2026年2月30日")) == []


@given(CHINESE)
def test_sentences_cover_the_text_in_order(text: str) -> None:
    spans = list(sentences(text))
    assert all(a < b for a, b in spans)
    assert all(spans[i][1] <= spans[i + 1][0] for i in range(len(spans) - 1))
    assert "".join(text[a:b] for a, b in spans).replace("\n", "").replace(" ", "").replace("　", "") == "".join(
        c for c in text if not c.isspace()
    )


def test_widths_and_counts() -> None:
    assert display_width("法治ab。") == 8
    assert han_count("法治2025年〇") == 4
