"""Identity, mobile and card numbers, and the numbers that only look like them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.rules import kind

from .making import CONTEXT, quotes, report

RULE = kind("document", "personal_data")
PARAMS = RULE.Params(
    identity=("身份证", "公民身份", "证件号"),
    account=("卡号", "账号", "银行卡"),
    serial=("信用代码", "编号", "文号", "受理号", "流水", "第", "字", "批号"),
    units="(?:元|万|件|条|个|人|次|号)",
)
WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]


def found(line: str) -> list[str]:
    made = report("# 报告", line)
    return ["|".join(quote) for quote in quotes(made, RULE.find(made, PARAMS, CONTEXT))]


def identity(region: str, born: str, order: str) -> str:
    body = region + born + order
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, WEIGHTS, strict=True)) % 11]


ID = identity("419977", "19680412", "031")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (f"齐某顺（身份证号：{ID}）", ID),
        (f"当事人{ID}已签收。", ID),
        (f"编号与身份证号{ID}一致。", ID),
        (f"{ID[:6]} {ID[6:14]} {ID[14:]}", f"{ID[:6]} {ID[6:14]} {ID[14:]}"),
        ("身份证号：410203198803127450", "410203198803127450"),
        ("（联系人：局水政股 唐工，手机：13812345678）", "13812345678"),
        ("联系电话138 1234 5678。", "138 1234 5678"),
        ("联系电话138-1234-5678。", "138-1234-5678"),
        ("联系电话１３８１２３４５６７８。", "１３８１２３４５６７８"),
        ("联系电话+86 13812345678。", "86 13812345678"),
        ("联系电话8613812345678。", "8613812345678"),
        ("电话0377-12345678、13812345678", "13812345678"),
        ("银行卡号6217000010000000006已核对。" if False else "银行卡号4111111111111111已核对。", "4111111111111111"),
    ],
)
def test_personal(line: str, expected: str) -> None:
    assert found(line) == [expected]


@pytest.mark.parametrize(
    "line",
    [
        "联系电话138****6021，身份证4199**********0310。",
        "138XXXX5678、138××××5678、6217********3306",
        "12345热线、12315平台、96333应急平台、110、12348。",
        "咨询电话：0377-61234567、010-12345678。",
        "文书编号419977196804120312。",
        "行政处罚决定书（编号：202513812345678901）。",
        "档案号419977199902300319（无此日期）。",
        "统一社会信用代码911403197001010123。",
        "受理号13812345678。",
        "归集数据13812345678条，投资13812345678元。",
        "备案号第13912345678号。",
        "流水A13812345678B。",
        "网站标识码：9900010007。",
        "1.38123456789倍，13812345678.5元。",
        "2021-2025年、2026-01-20 13:45:56。",
        "全年受理1234件、5678件，2025年12月31日前完成138项1234条5678次。",
        "银行卡号4111111111111112不合规则。",
        "订单4111111111111111。",
        "证号为41997719680412031A。",
    ],
)
def test_not_personal(line: str) -> None:
    assert found(line) == []


def test_the_message_does_not_spread_the_number() -> None:
    made = report("# 报告", "手机：13812345678")
    (defect,) = RULE.find(made, PARAMS, CONTEXT)
    assert "13812345678" not in defect.message
    assert "138****5678" in defect.message


def test_each_number_is_a_finding() -> None:
    assert found(f"电话13812345678、13987654321，身份证{ID}。") == ["13812345678", "13987654321", ID]


def test_residue_is_not_looked_at() -> None:
    assert found("@noise 值班电话：13812345678") == []


@given(st.dates(), st.integers(min_value=0, max_value=999), st.integers(min_value=0, max_value=9))
def test_the_check_digit_decides(born: object, order: int, last: int) -> None:
    number = identity("410102", f"{born:%Y%m%d}".rjust(8, "0"), f"{order:03d}")
    valid = 1900 <= born.year <= 2030  # type: ignore[attr-defined]
    assert bool(found(f"当事人为{number}。")) is valid
    other = number[:17] + str(last)
    assert bool(found(f"当事人为{other}。")) is (valid and other == number)


@pytest.mark.parametrize("unit", ["1", "1 ", pytest.param("1-", marks=pytest.mark.full), "138 "])
def test_long_texts_do_not_stall(unit: str) -> None:
    began = time.process_time()
    assert found(unit * 50_000) == []
    assert time.process_time() - began < 30
