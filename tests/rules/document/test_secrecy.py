"""Secrecy marks, and sentences that only speak of secrets."""

from __future__ import annotations

import time

import pytest

from checker.model import Apart, ApartKind
from checker.rules import kind

from .making import CONTEXT, quotes, report

RULE = kind("document", "secrecy")
PARAMS = RULE.Params(internal=("内部资料", "内部文件", "内部使用", "工作秘密", "不得外传", "请勿外传"))
TITLE = "# 榆荫县人民政府2024年法治政府建设情况报告"


def found(*lines: str, apart: tuple[Apart, ...] = ()) -> list[tuple[str, str | None]]:
    made = report(*lines, apart=apart)
    defects = list(RULE.find(made, PARAMS, CONTEXT))
    return [("|".join(q), d.severity) for q, d in zip(quotes(made, defects), defects, strict=True)]


@pytest.mark.parametrize(
    "line",
    [
        "秘密★1年",
        "机密★20年",
        "绝密★长期",
        "秘密",
        "机　密",
        "【秘密】",
        "密级：秘密",
        "秘 密 ★ 10年",
        "机密★启用前",
        "000001 机密★5年 特急",
        "机密☆10年",
        "秘密*10年",
    ],
)
def test_marks_over_the_title(line: str) -> None:
    ((quote, severity),) = found(line, TITLE, "正文。")
    assert severity is None
    assert quote in line


def test_a_starred_mark_anywhere() -> None:
    assert found(TITLE, "正文。", "（秘密★5年）") == [("秘密★5年", None)]
    assert found(TITLE, "本报告秘密★5年，请妥善保管。") == [("秘密★5年", None)]


@pytest.mark.parametrize(
    "line",
    [
        "内部资料",
        "内部资料　注意保存",
        "内部资料，请勿外传",
        "（内部文件，仅供参考，不得外传）",
        "工作秘密",
        "内部使用 严禁外传",
        "此件为工作秘密，不得公开",
        "【内部资料】",
        "属工作秘密，请妥善保管",
    ],
)
@pytest.mark.parametrize("last", [False, True])
def test_internal_marks_are_warnings(line: str, last: bool) -> None:
    lines = (TITLE, "正文。", line) if last else (line, TITLE, "正文。")
    ((quote, severity),) = found(*lines)
    assert severity == "warning"
    assert quote in line


@pytest.mark.parametrize(
    "line",
    [
        "信息上网前逐件开展保密审查，未发现标注“秘密”字样的文件上网。",
        "坚决防止国家秘密、工作秘密泄露，维护商业秘密和个人隐私。",
        "除涉及国家秘密的除外，全部公开。",
        "对标有“机密★10年”字样的文件逐份登记，严格执行保密审查制度，全年无失泄密事件发生，开展检查。",
        "（三）加强工作秘密管理",
        "工作秘密管理",
        "严格内部文件管理制度",
        "内部资料管理混乱的问题得到纠正。",
        "开展保守国家秘密法宣传12场。",
        "编印内部资料《法治动态》12期。",
        "商业秘密保护示范点3个。",
        "机密级计算机2台",
        "密切联系群众",
        "秘密投票",
    ],
)
def test_mentions(line: str) -> None:
    assert found(TITLE, "正文一。", line, "正文二。") == []


@pytest.mark.parametrize("where", ["header", "footer", "note", "hidden"])
def test_apart(where: ApartKind) -> None:
    apart = (Apart(kind=where, text="机密★5年"), Apart(kind=where, text="机密★5年"), Apart(kind=where, text="内部资料"))
    assert found(TITLE, apart=apart) == [("", None), ("", "warning")]
    assert found(TITLE, apart=(Apart(kind=where, text="第1页"), Apart(kind=where, text="保密审查意见"))) == []


def test_the_words_stand_in_the_message() -> None:
    made = report(TITLE, apart=(Apart(kind="header", text="机密★5年"),))
    (defect,) = RULE.find(made, PARAMS, CONTEXT)
    assert "机密★5年" in defect.message


def test_long_texts_do_not_stall() -> None:
    start = time.process_time()
    found(TITLE, "文件" * 30, "内部资料" * 14, "密" * 200_000, "秘密" * 100_000)
    assert time.process_time() - start < 10
