"""Planted changes: each changes the text as it says, is the same every time, and is compared rightly; the floors reached."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest

from checker import checking, outline, planting, reading
from checker.checking import Options
from checker.evaluation import planted, planted_page
from checker.evaluation.before_after import Seen, compare, judge_text
from checker.evaluation.labels import Gold
from checker.model import CheckResult, Evidence, Finding, SectionResult
from checker.output._layout import Look
from checker.planting import edit, numbers
from checker.planting.bench import Bench
from checker.planting.changes import privacy
from checker.planting.cues import CUES
from checker.planting.model import Case, Expected, Line, Original, Wanted, text_of
from checker.planting.source import section_of, source_of, with_lines
from checker.planting.words import slots
from checker.rubric import load_rubric
from checker.text import display_width, fold
from tests.tools import render

LABELLED = Path(__file__).parent / "data" / "labelled"
SOME = ("01-yuyin-county-gov", "02-meipu-market", "03-liuwu-town", "05-langang-zone", "09-xiatang-street")
MORE = (*SOME, "own/c14-chengxi-audit", "own/b05-jucheng-natural-resources", "own/d07-dongtang-police")
# What only a batch can show.
BATCH = {"copied"}


@cache
def options() -> Options:
    return Options(load_rubric())


@cache
def original(name: str) -> Original:
    """A labelled report, as the program reads and judges it."""
    path = LABELLED / f"{name}.src.txt"
    text = render.plain_text(render.parse(path.read_text(encoding="utf-8")))
    report = outline.outline(reading.read_bytes(text.encode(), "a.txt", "a.txt"))
    source = source_of(report, path.name.removesuffix(".src.txt"))
    assert source is not None
    gold = json.loads(path.with_name(path.name.replace(".src.txt", ".gold.json")).read_text(encoding="utf-8"))
    return planted.original_of(source, judge_text(text_of(source.lines), options()), Gold.model_validate(gold))


@cache
def cases(name: str) -> tuple[Case, ...]:
    return tuple(planting.cases(original(name)))


def squeezed(text: str) -> str:
    return fold(text).text


# ── the generator ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_family_is_found_and_makes_cases() -> None:
    made = {case.family for name in MORE for case in cases(name)}
    assert made == set(planting.families()) == set(planted_page.FAMILIES)


@pytest.mark.parametrize("name", SOME)
def test_the_same_report_gives_the_same_cases(name: str) -> None:
    again = tuple(planting.cases(original(name)))
    assert again == cases(name)
    counted = Counter(case.name for case in again)
    assert [key for key, count in counted.items() if count > 1] == []


@pytest.mark.parametrize("name", SOME)
def test_every_change_really_changes_the_file(name: str) -> None:
    before = text_of(original(name).source.lines)
    for case in cases(name):
        changed = case.text != before or case.apart or case.encoding != "utf-8"
        assert changed, case.name


@pytest.mark.parametrize("name", SOME)
def test_what_must_be_found_stands_in_the_changed_text(name: str) -> None:
    for case in cases(name):
        text, apart = squeezed(case.text), squeezed("".join(one.text for one in case.apart))
        for wanted in case.expected.findings:
            if wanted.quote is None:
                continue
            words = squeezed(wanted.quote)
            assert words in text + apart, (case.name, wanted.quote)
            if wanted.nth is not None:
                assert text.count(words) > wanted.nth, case.name


@pytest.mark.parametrize("name", SOME)
def test_a_case_expects_something_or_is_a_trap(name: str) -> None:
    known = original(name)
    for case in cases(name):
        assert case.about, case.name
        assert not case.trap or not case.expected.findings, case.name
        expected = {**case.expected.verdicts, **case.expected.statuses}
        was = {**known.verdicts, **known.statuses}
        if not case.trap and not case.expected.findings and not case.expected.head:
            assert any(value != {was.get(key)} for key, value in expected.items()), case.name
        assert not set(expected) & case.expected.loose, case.name


def test_every_requirement_and_every_rule_has_both_kinds() -> None:
    wanted = set.union(*asked_for())
    changes = {one for name in MORE for case in cases(name) if not case.trap for one in case.about}
    traps = {one for name in MORE for case in cases(name) if case.trap for one in case.about}
    assert wanted - changes == set()
    assert wanted - traps == set()


def test_cues_are_known_requirements() -> None:
    rubric = options().rubric
    assert set(CUES) == {f"{section.id}.{r.id}" for section in rubric.sections for r, _ in section.all_requirements()}
    for pattern in CUES.values():
        re.compile(pattern)


def sentences(value: Any) -> Iterator[str]:
    """Every planted text in a module's constants."""
    if isinstance(value, str):
        if len(value) >= 10 and re.search("[\u4e00-\u9fff]{4}", value):
            yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from sentences(one)
    elif isinstance(value, tuple):
        for one in value:
            yield from sentences(one)


def test_no_planted_text_equals_another() -> None:
    texts = [
        text
        for module in planting.families().values()
        for key, value in vars(module).items()
        if key.isupper() and module.__name__.endswith(getattr(module, "__name__", "")) and _own(module, key)
        for text in sentences(value)
    ]
    assert len(texts) > 200
    assert [text for text, count in Counter(texts).items() if count > 1] == []


def _own(module: Any, key: str) -> bool:
    """Whether the constant is written in this module, not imported into it."""
    return re.search(rf"^{key}\b", Path(module.__file__).read_text(encoding="utf-8"), re.M) is not None


def test_planted_sentences_fill_their_slots() -> None:
    for name in MORE:
        for case in cases(name):
            assert not re.search(r"\{[a-z_]+\}", case.text), case.name


@pytest.mark.parametrize(
    ("name", "leader", "self_"),
    [
        ("01-yuyin-county-gov", "县长", "县政府"),
        ("02-meipu-market", "局长", "我局"),
        ("03-liuwu-town", "镇党委书记", "镇政府"),
        ("09-xiatang-street", "街道党工委书记", "街道办事处"),
        ("05-langang-zone", "党工委书记", "管委会"),
    ],
)
def test_a_unit_is_called_as_it_calls_itself(name: str, leader: str, self_: str) -> None:
    names = slots(original(name).source, Random(1))
    assert (names["leader"], names["self"]) == (leader, self_)
    assert names["few"] != names["more"]


def test_identity_numbers_have_a_right_check_digit_or_not() -> None:
    from checker.rules.document import personal_data

    for seed in range(40):
        assert personal_data._identity_digit(privacy.identity(Random(seed)))
        assert not personal_data._identity_digit(privacy.identity(Random(seed), right=False))
        assert re.fullmatch("1[3578][0-9]{9}", privacy.mobile(Random(seed)))


# ── lines and numbers ────────────────────────────────────────────────────────────────────────────────────────────────

LINES = (
    Line("title", "某县水利局2025年法治政府建设报告"),
    Line("paragraph", "2025年，我局推进依法行政。现将情况报告如下。"),
    Line("heading", "一、主要举措和成效", 1),
    Line("heading", "（一）执法", 2),
    Line("paragraph", "一是立案12件；二是调解纠纷3起；三是罚款5万元。"),
    Line("heading", "（二）调解", 2),
    Line("paragraph", "调解纠纷20起。"),
    Line("heading", "（三）普法", 2),
    Line("paragraph", "讲课8场。"),
    Line("heading", "二、存在的不足", 1),
    Line("paragraph", "案卷质量不高。"),
    Line("paragraph", "三、明年打算。修订办法2件。", 1, 7),
    Line("signature", "某县水利局"),
    Line("date", "2026年1月20日"),
)


def small() -> Any:
    return with_lines(replace(original(SOME[0]).source, name="x", unit="某县水利局"), LINES)


def texts(lines: Any) -> list[str]:
    return [line.text for line in lines]


def test_parts_are_told_by_their_headings() -> None:
    found = [(part.section, part.first, part.last) for part in small().parts]
    assert found == [("measures", 2, 9), ("shortcomings", 9, 11), ("plans", 11, 12)]
    assert section_of("存在的问题及下一步打算") is None
    assert section_of("从三张单子说起") is None
    assert section_of("书记、主任的法治账本") == "first_responsible"


def test_sentences_taken_away_leave_no_bare_heading_and_no_gap() -> None:
    left = texts(edit.strip(small(), lambda piece: "调解" in piece, where=lambda index: True))
    assert "（二）调解" not in left
    assert "（二）普法" in left
    assert "一是立案12件；二是罚款5万元。" in left
    assert left[2] == "一、主要举措和成效"


def test_a_part_taken_away_leaves_the_others_numbered_in_order() -> None:
    source = small()
    left = texts(edit.without_part(source, source.parts[1]))
    assert "二、明年打算。修订办法2件。" in left
    moved = texts(edit.move(source, source.parts[2], 0))
    assert moved[2] == "一、明年打算。修订办法2件。"
    assert "三、存在的不足" in moved


def test_a_part_is_filled_anew_under_its_heading() -> None:
    source = small()
    assert texts(edit.refill(source, source.parts[1], ["甲。", "乙。"], "存在的短板"))[9:12] == [
        "二、存在的短板",
        "甲。",
        "乙。",
    ]
    assert texts(edit.refill(source, source.parts[2], ["甲。"], "后年打算"))[11] == "三、后年打算。甲。"


@pytest.mark.parametrize(
    ("text", "style", "value"),
    [
        ("一、总体", "一、", 1),
        ("（十二）甲", "（一）", 12),
        ("(3)甲", "（1）", 3),
        ("1．甲", "1.", 1),
        ("第三部分 甲", "第一", 3),
        ("二十一、甲", "一、", 21),
        ("四是甲", "一是", 4),
    ],
)
def test_numbers_are_read_and_written(text: str, style: str, value: int) -> None:
    number = numbers.number_of(text)
    assert number is not None
    assert (number.style, number.value) == (style, value)
    changed = numbers.number_of(numbers.renumber(Line("heading", text), value + 1).text)
    assert changed is not None
    assert changed.value == value + 1


def test_what_only_looks_like_a_number_is_none() -> None:
    for text in ("2025年，我局", "一方面", "3.5万件", "一是否", "第三方机构"):
        assert numbers.number_of(text) is None, text
    assert numbers.ordinals_in_order("一是甲；三是乙。") == "一是甲；二是乙。"


# ── before and after ─────────────────────────────────────────────────────────────────────────────────────────────────


def seen(text: str = "甲乙丙", *, actions: str = "met", status: str = "present", rules: tuple[str, ...] = ()) -> Seen:
    findings = []
    for rule in rules:
        name, _, quote = rule.partition("@")
        evidence = (Evidence(quote=quote, start=text.index(quote), end=text.index(quote) + len(quote), paragraph=0),)
        findings.append(Finding(rule=name, severity="error", message="有误。", evidence=evidence if quote else ()))
    section = SectionResult(id="plans", title="安排", level="required", status=status)  # type: ignore[arg-type]
    conclusion: Any = "return" if status == "missing" else "revise" if status == "partial" or rules else "pass"
    result = CheckResult(source="x", conclusion=conclusion, sections=(section,), findings=tuple(findings))
    head = {"unit": "某局", "unit_type": "department", "year": "2025", "signed_date": None}
    return Seen(text, {"plans.actions": actions}, {"plans": status}, tuple(findings), head, result)


def case(trap: bool = False, **expected: Any) -> Case:
    return Case("x", "f", "c", "1", trap, (), Expected(**expected), ("plans.actions",))


def test_what_was_expected_and_did_not_come_is_told_apart_from_what_came_unasked() -> None:
    wanted = case(verdicts={"plans.actions": frozenset({"missing"})}, statuses={"plans": frozenset({"missing"})})
    assert compare(seen(), seen(actions="missing", status="missing"), wanted) == ([], [])
    unmet, others = compare(seen(), seen(actions="partial", status="partial"), wanted)
    assert [one.split(" ")[0] for one in unmet] == ["plans.actions", "plans", "conclusion"]
    assert others == []
    unmet, others = compare(seen(), seen(actions="missing"), case(trap=True))
    assert (unmet, others) == ([], ["plans.actions met → missing"])
    assert compare(seen(), seen(actions="missing"), case(trap=True, loose=frozenset({"plans.actions"}))) == ([], [])


def test_a_finding_must_point_at_its_place_and_come_alone() -> None:
    wanted = case(findings=(Wanted("term.wrong", "乙"),))
    assert compare(seen(), seen(rules=("term.wrong@乙",)), wanted) == ([], [])
    unmet, others = compare(seen(), seen(rules=("term.wrong@丙",)), wanted)
    assert unmet == ["term.wrong 应报“乙”"]
    assert others == ["term.wrong 多报 1 处"]
    unmet, others = compare(seen(), seen(rules=("term.wrong@乙", "placeholder@丙")), wanted)
    assert (unmet, others) == ([], ["placeholder 多报 1 处"])
    unmet, _ = compare(seen(), seen(), wanted)
    assert unmet == ["term.wrong 应报“乙”"]


def test_a_finding_may_go_only_with_its_words() -> None:
    before = seen(rules=("term.wrong@乙",))
    assert compare(before, seen("甲丙"), case(trap=True)) == ([], [])
    _, others = compare(before, seen(), case(trap=True))
    assert others[0] == "term.wrong 少报 1 处"


def test_head_data_must_stay() -> None:
    moved = replace(seen(), head=seen().head | {"year": "2024"})
    assert compare(seen(), moved, case(trap=True)) == ([], ["year 2025 → 2024"])
    assert compare(seen(), moved, case(head={"year": "2024"})) == ([], [])
    spaced = replace(seen(), head=seen().head | {"unit": "某 局"})
    assert compare(seen(), spaced, case(trap=True)) == ([], [])


# ── figures and page ─────────────────────────────────────────────────────────────────────────────────────────────────


def outcome(trap: bool, *, unmet: tuple[str, ...] = (), others: tuple[str, ...] = (), report: str = "甲") -> Any:
    about = ("plans.actions",)
    return planted.Outcome(
        report, "plans", "slogans", "1", trap, about, unmet, others, 0.5, ("plans.actions：无。",), ("改。",)
    )


def test_shares_are_counted_by_kind() -> None:
    outcomes = (
        outcome(False),
        outcome(False, unmet=("plans.actions met → missing，得到 met",)),
        outcome(True),
        outcome(True, others=("plans present → partial",)),
        outcome(True, others=("plans present → partial",), report="乙"),
    )
    told = planted.figures("rules", [planted.Told("甲", outcomes), planted.Told("乙", problem="乙：读不出来。")])
    assert told["changes"] == {"cases": 2, "all_expected": 0.5, "nothing_else": 1.0}
    assert told["lookalikes"] == {"cases": 3, "nothing_changed": 0.3333}
    assert told["verdicts_compared"] == 0.5
    assert told["by_subject"]["plans.actions"]["cases"] == 5
    assert len(told["failures"]) == 3
    for width in (60, 80, 120):
        page = planted_page.show(told, "text", Look(width))
        assert max(display_width(line) for line in page.split("\n")) <= width
        assert "plans.slogans" in page
        assert "甲、乙" in page
    assert json.loads(planted_page.show(told, "json", Look(80)))["planted"]["cases"] == 5


def test_nothing_planted_is_no_share() -> None:
    told = planted.figures("rules", [])
    assert told["changes"]["all_expected"] is None
    assert planted_page.show(told, "text", Look(80))


def test_a_sample_is_the_same_each_time_and_about_as_large() -> None:
    chosen = [one.name for one in cases(SOME[0]) if planted.OneIn(4)(one)]
    assert chosen == [one.name for one in cases(SOME[0]) if planted.OneIn(4)(one)]
    assert 0.1 < len(chosen) / len(cases(SOME[0])) < 0.4


def laid_out(folder: Path, *names: str) -> str:
    """Labelled reports as text files with their labels."""
    for name in names:
        path = LABELLED / f"{name}.src.txt"
        stem = path.name.removesuffix(".src.txt")
        shutil.copyfile(path.with_name(f"{stem}.gold.json"), folder / f"{stem}.gold.json")
        render.render(path, folder / f"{stem}.txt")
    return str(folder)


def test_a_folder_is_gone_through(tmp_path: Path) -> None:
    folder = laid_out(tmp_path, SOME[2])
    (tmp_path / "短.gold.json").write_text('{"unit": "某局"}', encoding="utf-8")
    (tmp_path / "短.txt").write_text("通知\n\n请各科室报送材料。\n", encoding="utf-8")
    told = planted.evaluate(folder, options(), chosen=planted.OneIn(20))
    assert told["reports"] == 1
    assert [one["report"] for one in told["left_out"]] == ["短"]
    assert told["cases"] >= 3
    assert told["engine"] == "rules"


def asked_for() -> tuple[set[str], set[str]]:
    """Every requirement of the built-in rubric, and every rule of which a finding counts."""
    rubric = options().rubric
    requirements = {f"{section.id}.{r.id}" for section in rubric.sections for r, _ in section.all_requirements()}
    return requirements, {finding.rule for finding in rubric.findings if finding.severity != "info"} - BATCH


def test_floors_on_a_few_reports(tmp_path: Path) -> None:
    told = planted.evaluate(laid_out(tmp_path, *SOME[:3]), options(), chosen=planted.OneIn(7))
    assert told["cases"] >= 50
    assert told["changes"]["all_expected"] >= 0.95
    assert told["changes"]["nothing_else"] >= 0.97
    assert told["lookalikes"]["nothing_changed"] >= 0.97


@pytest.mark.full
@pytest.mark.timeout(600)
def test_floors_on_every_labelled_report(tmp_path: Path) -> None:
    names = [str(path.relative_to(LABELLED)) for path in sorted(LABELLED.rglob("*.src.txt"))]
    folder = laid_out(tmp_path, *(name.removesuffix(".src.txt") for name in names))
    told = planted.evaluate(folder, options(), chosen=planted.OneIn(8))
    assert told["reports"] >= 60
    assert told["cases"] >= 1000
    assert told["changes"]["all_expected"] >= 0.98
    assert told["changes"]["nothing_else"] >= 0.995
    assert told["lookalikes"]["nothing_changed"] >= 0.985
    for name, family in told["by_family"].items():
        planted_shares = (family["changes"]["all_expected"], family["lookalikes"]["nothing_changed"])
        assert all(share is None or share >= 0.9 for share in planted_shares), (name, family)
    requirements, rules = asked_for()
    for subject in requirements | rules:
        figures = told["by_subject"][subject]
        assert figures["changes"]["cases"], subject
        assert figures["lookalikes"]["cases"], subject
        assert (figures["changes"]["all_expected"] or 0) >= 0.85, (subject, figures)
        assert (figures["lookalikes"]["nothing_changed"] or 0) >= 0.85, (subject, figures)


def test_one_form_of_a_report_is_enough(tmp_path: Path) -> None:
    laid_out(tmp_path, SOME[2])
    shutil.copyfile(tmp_path / f"{SOME[2]}.txt", tmp_path / f"{SOME[2]}.md")
    (report,) = planted.find(str(tmp_path), checking.suffixes())
    assert planted._file(report) == str(tmp_path / f"{SOME[2]}.txt")


def test_the_bench_leaves_open_what_lost_its_proof() -> None:
    bench = Bench(original(SOME[0]), "x")
    source = bench.source
    lines = edit.strip(source, lambda piece: "电子证照" in piece, where=lambda index: True)
    made = bench.plant("c", "1", lines, verdicts={"measures.digital": "missing"})
    assert "measures.digital" not in made.expected.loose
    assert "first_responsible.personal_duty" not in made.expected.loose
    made = bench.trap("c", "1", lines, about=["measures.digital"])
    assert "measures.digital" in made.expected.loose
