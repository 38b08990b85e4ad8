"""Letters: to whom, what is wrong with the sentence it is about, the basis, what to do, by when."""

from __future__ import annotations

import datetime as dt
import io
import re

import docx
import pytest
from samples import batch

from checker.model import BatchLine
from checker.output.batch.letters import CHASE, REVISE, Sender, kind, letter

SENDER = Sender("云岫县司法局", dt.date(2026, 3, 12), dt.date(2026, 3, 19))


def text(line: BatchLine) -> str:
    document = docx.Document(io.BytesIO(letter(line, SENDER, year=2025)))
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


def line(unit: str) -> BatchLine:
    return next(one for one in batch().lines if one.unit == unit)


def test_who_gets_which_letter() -> None:
    for one in batch().lines:
        conclusion = one.result.conclusion if one.result else None
        expected = REVISE if conclusion in ("revise", "return") or (one.result and one.result.error) else None
        if one.unit == "云岫县审计局":
            expected = CHASE
        assert kind(one) == (expected if one.unit else None), one.unit


def test_the_letter_to_one_who_sent_nothing() -> None:
    told = text(line("云岫县审计局"))
    assert "关于催报2025年度" in told.replace("\n", "")
    assert "云岫县审计局：" in told
    assert "应当在2026年3月1日之前报送" in told
    assert "请于2026年3月19日前报送" in told
    assert "第一责任人" in told
    assert told.rstrip().endswith("2026年3月12日")


def test_every_point_stands_in_the_letter_with_what_to_do() -> None:
    for one in batch().lines:
        if kind(one) != REVISE or one.result is None or one.result.error:
            continue
        told = text(one)
        for finding in one.result.findings:
            if finding.severity != "info":
                assert finding.message.rstrip("。") in told
                assert (finding.suggestion or "") in told
        for section in one.result.sections:
            for asked in section.requirements:
                if (
                    asked.level == "required"
                    and section.level == "required"
                    and asked.verdict in ("partial", "missing")
                ):
                    assert asked.reason.rstrip("。") in told
                    assert (asked.suggestion or "") in told
        assert "请于2026年3月19日前" in told


def test_a_report_sent_back_says_so() -> None:
    returned = next(one for one in batch().lines if one.unit and one.result and one.result.conclusion == "return")
    assert "现予退回" in text(returned)
    assert "《法治政府建设与责任落实督察工作规定》" in text(returned)


def test_a_letter_does_not_spread_personal_numbers() -> None:
    with_number = [
        one
        for one in batch().lines
        if one.unit and one.result and any(f.rule == "privacy.personal" for f in one.result.findings)
    ]
    assert with_number
    for one in with_number:
        assert not re.search(r"1[3-9]\d{9}", text(one))


def test_a_file_that_cannot_be_read() -> None:
    assert "文件已损坏" in text(line("云岫县档案馆"))


def test_no_letter_where_none_is_called_for() -> None:
    with pytest.raises(ValueError, match="统计局"):
        letter(line("云岫县统计局"), SENDER, year=2025)
