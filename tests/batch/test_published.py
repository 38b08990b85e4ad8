from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.batch.published import edits
from checker.model import Report
from tests.rules.document.making import report

LINES = (
    "# 云岫县水利局2025年法治政府建设情况报告",
    "县委、县政府：",
    "## 一、主要做法",
    "（一）规范执法。全年办结水事案件12件，其中河道采砂8件，罚款1,200元；开展巡查36次，责令整改5处。",
    "（二）深化普法。一是举办讲座6场，发放资料3000份。二是培训执法人员45人次，平均成绩86.5分。",
    "## 二、存在的不足",
    "由于人员变动，2个乡镇水利站没有持证执法人员。",
    "@sign 云岫县水利局",
    "@date 2026年1月20日",
)


def changed(old: str, new: str) -> Report:
    assert sum(line.count(old) for line in LINES) == 1
    return report(*[line.replace(old, new) for line in LINES if line != old or new])


def told(other: Report) -> list[str]:
    first = report(*LINES)
    found = edits(first, other)
    for edit in found:
        for evidence, text in ((edit.submitted, first.text), (edit.published, other.text)):
            if evidence is not None:
                assert evidence.quote == text[evidence.start : evidence.end]
    return [edit.message for edit in found]


def test_the_same_text_has_no_edits() -> None:
    assert told(report(*LINES)) == []


def test_a_changed_figure() -> None:
    assert told(changed("水事案件12件", "水事案件21件")) == [
        "公开稿改了数字，将“全年办结水事案件12件”改为“全年办结水事案件21件”。"
    ]


def test_a_changed_decimal_and_a_changed_thousand() -> None:
    assert "86.5分" in told(changed("86.5分", "96.5分"))[0]
    assert "1,200元" in told(changed("1,200元", "12,000元"))[0]


def test_removed_and_added_passages() -> None:
    assert told(changed("，其中河道采砂8件，罚款1,200元", "")) == ["公开稿删去了“其中河道采砂8件，罚款1,200元”。"]
    assert told(changed("由于人员变动，2个乡镇水利站没有持证执法人员。", "")) == [
        "公开稿删去了“由于人员变动，2个乡镇水利站没有持证执法人员”。"
    ]
    assert told(changed("发放资料3000份", "发放资料3000份，接受咨询120人次")) == ["公开稿增加了“接受咨询120人次”。"]


def test_an_altered_clause() -> None:
    assert told(changed("2个乡镇水利站没有持证执法人员", "个别乡镇水利站持证执法人员偏少")) == [
        "公开稿改了数字，将“2个乡镇水利站没有持证执法人员”改为“个别乡镇水利站持证执法人员偏少”。"
    ]


def test_figures_come_first() -> None:
    lines = [line.replace("（一）规范执法。", "（一）严格执法。").replace("45人次", "54人次") for line in LINES]
    first, second = told(report(*lines))
    assert "54人次" in first
    assert "严格执法" in second


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("全年办结水事案件12件，", "全年办结水事案件１２件,"),
        ("1,200元；", "1200元。"),
        ("（一）规范执法。", "1.规范执法。"),
        ("（二）深化普法。一是举办", "(二) 深化普法：举办"),
        ("## 一、主要做法", "## 第一部分 主要做法"),
        ("县委、县政府：", ""),
        ("@sign 云岫县水利局", ""),
        ("开展巡查36次", "开展 巡查 36次"),
    ],
)
def test_what_is_no_edit(old: str, new: str) -> None:
    assert told(changed(old, new)) == []


def test_a_paragraph_parted_or_joined_is_no_edit() -> None:
    lines: list[str] = []
    for line in LINES:
        lines += line.replace("罚款1,200元；", "罚款1,200元。\n").split("\n") if line.startswith("（一）") else [line]
    assert told(report(*lines)) == []


def test_residue_is_no_edit() -> None:
    assert told(report("@noise 首页 > 政务公开", *LINES, "@noise 版权所有")) == []


def test_a_moved_clause_is_no_edit() -> None:
    lines = [line.replace("，责令整改5处", "") for line in LINES]
    lines[4] = lines[4].replace("深化普法。", "深化普法。责令整改5处。")
    assert told(report(*lines)) == []


WORDS = "全年办结案件 修订裁量基准 组织执法培训 开展专项检查 调解水事纠纷 公开执法信息 排查安全隐患 约谈建设单位 清理规范性文件 举办普法讲座".split()


@given(st.lists(st.lists(st.tuples(st.sampled_from(WORDS), st.integers(1, 999)), min_size=1, max_size=6), max_size=8))
def test_any_text_has_no_edits_of_itself(paragraphs: list[list[tuple[str, int]]]) -> None:
    lines = ["，".join(f"{word}{number}件" for word, number in paragraph) + "。" for paragraph in paragraphs]
    assert edits(report("# 报告", *lines), report("# 报告", *lines)) == ()


@given(
    st.lists(st.lists(st.integers(0, 9), min_size=1, max_size=5), min_size=1, max_size=6),
    st.integers(),
    st.integers(1, 50),
)
def test_a_planted_edit_is_found(paragraphs: list[list[int]], seed: int, added: int) -> None:
    count = 0
    lines = []
    for paragraph in paragraphs:
        clauses = []
        for word in paragraph:
            count += 1
            clauses.append(f"{WORDS[word]}共{count * 100}件")
        lines.append("，".join(clauses) + "。")
    chosen = random.Random(seed).randint(1, count)
    first = report("# 报告", *lines)
    second = report("# 报告", *[line.replace(f"共{chosen * 100}件", f"共{chosen * 100 + added}件") for line in lines])
    (edit,) = edits(first, second)
    assert edit.submitted is not None
    assert edit.published is not None
    assert f"{chosen * 100}件" in edit.submitted.quote
    assert f"{chosen * 100 + added}件" in edit.published.quote
    assert edit.submitted.quote == first.text[edit.submitted.start : edit.submitted.end]
    assert edit.published.quote == second.text[edit.published.start : edit.published.end]


ANY = st.text(st.characters(exclude_categories=("Cs", "Zl", "Zp", "Cc")), max_size=60)


@given(st.lists(ANY, max_size=5), st.lists(ANY, max_size=5))
def test_any_two_texts_are_quoted_verbatim(before: list[str], after: list[str]) -> None:
    first, second = report("# 报告", *before), report("# 报告", *after)
    assert edits(first, first) == ()
    for edit in edits(first, second):
        assert edit.submitted or edit.published
        for evidence, text in ((edit.submitted, first.text), (edit.published, second.text)):
            if evidence is not None:
                assert evidence.quote == text[evidence.start : evidence.end]
