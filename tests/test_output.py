"""What people read: widths, words, and nothing that a report could smuggle in."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from result_samples import evidence, finding, make_report, requirement, result, section

from checker.errors import UsageError
from checker.model import Apart, CheckResult
from checker.output import _reading, form, forms, present, summary
from checker.output._layout import Look, columns, wrap
from checker.output._words import advice, based, clean, shorten, why
from checker.text import display_width

PLAIN = Look(80)
ESCAPE = re.compile(r"\x1b\[[0-9;]*m")


def widths(text: str) -> list[int]:
    return [display_width(ESCAPE.sub("", line)) for line in text.split("\n")]


def text_of(one: CheckResult, look: Look = PLAIN) -> str:
    return str(form("text").report(one, look))


# ── layout ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@given(st.text(alphabet="的法治，。、“”（）《》12.3%ab -", max_size=200), st.integers(20, 80))
def test_wrapping_loses_nothing_and_keeps_to_the_width(text: str, width: int) -> None:
    lines = wrap(text, width, "  · ")
    assert all(display_width(line) <= width for line in lines)
    assert re.sub(r"\s", "", "".join(lines)) == re.sub(r"\s", "", "·" + text)


def test_a_mark_never_opens_a_line_and_a_number_is_never_cut() -> None:
    text = "全年办理案件12345件，其中涉水32.5%，涉气（重点行业）29件，“双随机”抽查。" * 4
    for width in range(20, 60):
        lines = wrap(text, width)
        assert not any(line[0] in "，。、）”》％%" for line in lines if line)
        assert not any(line[-1] in "（“《" for line in lines)
        assert "".join(lines) == text
        assert sum(line.count("12345") for line in lines) == 4
        assert sum(line.count("32.5%") for line in lines) == 4


def test_a_word_longer_than_the_line_is_cut() -> None:
    assert all(display_width(line) <= 20 for line in wrap("http://example.invalid/" + "a" * 90, 20))


def test_columns_wrap_in_their_cells() -> None:
    lines = columns([["某县水利局水土保持工作站", "通过"], ["甲", "退回"]], [12, 6])
    assert lines[0].endswith("通过")
    assert lines[-1].split() == ["甲", "退回"]
    assert all(display_width(line) <= 20 for line in lines)


# ── words ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_long_quote_loses_its_middle_and_no_number() -> None:
    quote = "全年共办理行政处罚案件1234567件" * 20
    short = shorten(quote, 60)
    assert len(short) <= 70
    assert "……" in short
    for piece in short.split("……"):
        assert piece in quote
    for number in re.findall(r"\d+", short):
        assert number == "1234567"


@pytest.mark.parametrize("number", ["5月", "12.5%", "1,200件", "10:30", "二十三件", "２０２５年"])
def test_a_cut_parts_no_number_from_its_digits_or_its_unit(number: str) -> None:
    for before in range(70):
        quote = "甲" * before + number + "乙" * (140 - before)
        head, tail = shorten(quote, 60).split("……")
        # Of the number the quote keeps all or nothing, on either side.
        assert number in head or number in tail or set(head + tail) <= {"甲", "乙"}, (before, head, tail)


def test_control_characters_are_gone() -> None:
    assert clean("a\x1b[31mb\u202ec\u200bd\r\ne\x00") == "a[31mbcd e"


def test_the_reason_of_the_conclusion_names_what_is_missing_and_counts_findings() -> None:
    told = why(result())
    assert "缺少“党政主要负责人履行推进法治建设第一责任人职责情况b”" in told
    assert "情况c”不充分" in told
    assert "错误1处、提醒1处" in told
    assert "other" not in told


def test_advice_comes_by_weight_and_once() -> None:
    told = advice(result())
    assert told[0] == "请写明原因。"
    assert (
        told.index("请补充数字。")
        < told.index("请改为“党的十九届六中全会”（第4段）。")
        < told.index("请补写学法情况。")
    )
    assert len(told) == len(set(told))


def test_a_basis_names_an_instrument_once() -> None:
    assert based("《甲》第五条、《甲》第六条、《乙（2021—2025年）》") == "《甲》第五条、第六条、《乙（2021—2025年）》"
    assert based("《关于印发〈丙〉的《丁》通知》第一条、《戊》") == "《关于印发〈丙〉的《丁》通知》第一条、《戊》"
    assert based("本办法第三条、第四条") == "本办法第三条、第四条"
    assert based(None) == ""


# ── text ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("width", [40, 60, 80, 100])
@pytest.mark.parametrize("coloured", [False, True])
def test_no_line_is_wider_than_the_terminal(width: int, coloured: bool) -> None:
    look = Look(width, coloured)
    rows = [summary.row(result()) for _ in range(3)] + [
        summary.row(CheckResult(source="甲/乙.pdf", error="读不出来。"))
    ]
    for text in (text_of(result(), look), form("text").closing(rows, look)):
        if width >= 60 or "汇总" not in text:
            assert max(widths(text)) <= width
    assert ("\x1b[" in text_of(result(), look)) is coloured


def test_colour_changes_nothing_but_colour() -> None:
    assert ESCAPE.sub("", text_of(result(), Look(80, True))) == text_of(result())


def test_text_says_what_an_official_asks() -> None:
    text = text_of(result())
    flat = re.sub(r"\s", "", text)
    for words in (
        "某县水利局2025年度法治政府建设工作报告",
        "结论退回",
        "【齐全】",
        "【不充分】",
        "【缺失】",
        "2026年1月20日",
    ):
        assert words in flat
    for words in ("已写到2项：要求t0；要求t3", "未写到1项：要求t1", "不适用1项：要求t2", "注意第3页有一处文字读不出来"):
        assert words in flat
    assert "“党的十九大六中全会”（第4段）" in flat
    assert "怎样修改" in text


def test_text_gives_the_basis_of_what_is_wanting() -> None:
    own = [requirement(f"r{n}", "missing", basis=f"《规定》第{n}条") for n in (1, 2)]
    text = text_of(result(sections=(section("a", "missing", *own),)))
    assert text.count("依据") == 2
    same = [requirement(f"r{n}", "missing", basis="《规定》第一条") for n in (1, 2)]
    text = text_of(result(sections=(section("a", "missing", *same),)))
    assert re.findall(r"(?m)^  依据    《规定》第一条$", text) == ["  依据    《规定》第一条"]
    assert "依据" not in text_of(result(sections=(section("a", "present", requirement("x", "met")),)))


def test_the_outline_of_a_report_holds_every_verdict_but_no_quote() -> None:
    from checker.output.text import outline

    text = outline(result(), PLAIN)
    assert max(widths(text)) <= 80
    for words in ("【齐全】", "【缺失】", "要求duty", "要求results"):
        assert words in text
    assert "第4段" not in text
    assert "未能检查" in outline(CheckResult(source="甲.pdf", error="读不出来。"), PLAIN)


def test_a_page_is_told_where_there_is_one() -> None:
    one = result(findings=(finding(evidence=(evidence("法制政府", page=3),)),))
    assert "（第4段，第3页）" in text_of(one)


def test_an_unreadable_file_is_one_sentence() -> None:
    text = text_of(CheckResult(source="甲.pdf", error="甲.pdf：文件加了密码，请去掉密码后再试。"))
    assert "未能检查" in text
    assert text.count("甲.pdf") == 1


def test_an_unjudged_requirement_is_no_pass() -> None:
    unknown = section("a", None, requirement("duty", None, needs_review=True))
    text = text_of(result(conclusion=None, sections=(unknown,), findings=()))
    assert "【未判定】" in text
    assert "请人工复核" in text
    assert re.search(r"结论\s+未判定", text)


def test_nothing_in_a_report_reaches_the_terminal_raw() -> None:
    nasty = "\x1b]0;owned\x07\x1b[2J\u202eevil"
    one = result(
        source=nasty,
        findings=(finding(message=nasty, evidence=(evidence(nasty),), suggestion=nasty),),
        sections=(
            section("a", "present", requirement("duty", "met", title=nasty, reason=nasty, evidence=(evidence(nasty),))),
        ),
    )
    for name in ("text", "md"):
        text = form(name).report(one, PLAIN)
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f\u202e]", text)


def test_groups_are_listed_by_group() -> None:
    topics = [requirement(f"x{i}", "met" if i % 2 else "missing", "coverage", group=f"第{i // 3}类") for i in range(6)]
    text = text_of(result(sections=(section("m", "present", *topics),)))
    assert text.index("第0类：") < text.index("x1") < text.index("第1类：") < text.index("x5")


# ── several reports ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_summary_counts_and_names_what_could_not_be_read() -> None:
    passed = result(conclusion="pass", findings=())
    rows = [
        summary.row(result()),
        summary.row(passed),
        summary.row(CheckResult(source="甲/乙.pdf", error="乙读不出来。")),
    ]
    text = "\n".join(summary.lines(rows, PLAIN))
    assert "共3份：通过1份，退回1份，未能检查1份。" in text
    assert "乙读不出来。" in text
    assert "一、党政主要负责人" in text
    assert max(widths(text)) <= 80


def test_one_report_has_no_summary() -> None:
    assert form("text").closing([summary.row(result())], PLAIN) == ""
    assert form("md").closing([summary.row(result())], PLAIN) == ""


# ── JSON and Markdown ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("count", [0, 1, 3])
def test_streamed_json_is_one_object(count: int) -> None:
    module = form("json")
    pieces = module.SEPARATOR.join(module.report(result(), PLAIN) for _ in range(count))
    whole = json.loads(module.opening() + pieces + module.closing([], PLAIN))
    assert whole["schema_version"] == "1"
    assert len(whole["results"]) == count


def test_json_holds_the_contract_shape() -> None:
    one = json.loads(form("json").report(result(), PLAIN))
    assert one["report"]["signed_date"] == "2026-01-20"
    assert one["sections"][0]["requirements"][0]["opinions"][0]["by"] == "rules"
    assert set(one["findings"][0]) >= {"rule", "severity", "message", "suggestion", "evidence"}
    assert one["error"] is None


def test_markdown_holds_what_the_page_holds() -> None:
    text = form("md").report(result(), PLAIN)
    for words in (
        "- 结论：**退回**。缺少规定必须报告的内容",
        "- 原因：缺少“党政主要负责人",
        "1. 请写明原因。",
        "- **缺失** 要求causes（必有）",
        "  - 说明：没有写到。",
        "  - 怎样改：请写明原因。",
        "  - 依据：《某规定》",
        "### 涉及的举措（只看写到了哪些，不影响结论）",
        "1. **错误** 会议名称有误",
        "   - 怎样改：请改为“党的十九届六中全会”。",
        "审核标准 fazhi-annual-report，版本 1.0；规则引擎",
    ):
        assert words in text, words
    assert text.index("怎样修改") < text.index("- **缺失** 要求causes")


def test_markdown_marks_in_a_report_are_plain() -> None:
    one = result(findings=(finding(message="a|b *c* <script> `d`", evidence=(evidence("|**x**|"),)),))
    text = form("md").report(one, PLAIN)
    assert r"a\|b \*c\* \<script\> \`d\`" in text
    assert not re.search(r"(?<!\\)\|", text)
    assert re.search(r"(?m)^1\. \*\*错误\*\* a", text)


def test_markdown_of_several_ends_with_a_table() -> None:
    rows = [summary.row(result()), summary.row(CheckResult(source="乙.pdf", error="读不出来。"))]
    table = form("md").closing(rows, PLAIN)
    lines = [line for line in table.split("\n") if line.startswith("|")]
    assert len({line.count("|") for line in lines}) == 1
    assert "未能检查" in lines[-1]


# ── what was read ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_reading_shows_kinds_and_what_was_left_apart() -> None:
    report = make_report(("标题甲", "title"), ("一、部分", "heading"), "正文" * 60, ("首页 > 公开", "residue"))
    document = report.document.model_copy(
        update={"apart": (Apart(kind="header", text="内部"),), "warnings": ("有一处读不出。",)}
    )
    report = report.model_copy(update={"document": document})
    text = _reading.show(report, "text", PLAIN)
    for words in ("标题", "小标题1", "正文", "杂质", "页眉", "有一处读不出。", "不算正文"):
        assert words in text
    assert max(widths(text)) <= 80


def test_a_reading_as_json_is_what_the_offsets_point_into() -> None:
    report = make_report(("标题甲", "title"), "正文乙")
    told = json.loads(_reading.show(report, "json", PLAIN))
    assert set(told) >= {"text", "blocks", "apart", "report", "warnings"}
    assert [told["text"][b["start"] : b["end"]] for b in told["blocks"]] == ["标题甲", "正文乙"]
    assert set(told["blocks"][0]) == {"kind", "level", "number", "start", "end", "page"}


# ── the registry ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_forms_are_found_and_whole() -> None:
    assert {"html", "json", "md", "text"} <= set(forms())
    for name in forms():
        module = form(name)
        assert module.SUFFIX.startswith(".")
        assert present(name, result(), PLAIN)
        assert present(name, result(), PLAIN, make_report("正文。"))


def test_an_unknown_form_is_a_sentence() -> None:
    with pytest.raises(UsageError, match="没有“docy”这种输出形式"):
        form("docy")


def test_a_blank_never_opens_a_wrapped_line() -> None:
    for width in range(10, 30):
        lines = wrap("标注 met，得到 missing，又得到 partial，再得到 present。", width, "  ")
        assert all(re.match(r"  \S", line) for line in lines)
