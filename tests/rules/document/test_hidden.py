"""Text that a reader does not see."""

from __future__ import annotations

from checker.model import Apart
from checker.rules import kind

from .making import CONTEXT, report

RULE = kind("document", "hidden")


def messages(*texts: str) -> list[str]:
    made = report(
        "# 报告", apart=[Apart(kind="hidden", text=text) for text in texts] + [Apart(kind="header", text="页眉文字")]
    )
    defects = list(RULE.find(made, RULE.Params(), CONTEXT))
    assert all(defect.spans == () for defect in defects)
    return [defect.message for defect in defects]


def test_the_words_stand_in_the_message() -> None:
    (message,) = messages("本段为白色文字")
    assert "本段为白色文字" in message


def test_nothing_visible_is_nothing() -> None:
    assert messages(" ", "\u3000\n", "\u200b\u200b", "。") == []


def test_the_same_words_once() -> None:
    assert len(messages("隐藏文字", "隐藏 文字", "另一段")) == 2


def test_long_words_are_cut() -> None:
    (message,) = messages("长" * 500)
    assert len(message) < 100
