"""Statuses, conclusions and joined verdicts as the contract has them; a report against a rubric with rules of the test's own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from result_samples import evidence, make_report

from checker import judging
from checker.errors import MissingComponent
from checker.judging import cite_all, conclusion, join, judge, make_context, section_status
from checker.model import CheckResult, Opinion, Report, Verdict
from checker.rubric import Rubric
from checker.rules import Defect, Judgement, Params
from checker.text import Span

R = "required"


# ── section status ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("requirements", "own_content", "own_place", "status"),
    [
        ([(R, "met"), (R, "met")], True, True, "present"),
        ([(R, "met"), (R, "met")], True, False, "partial"),
        ([(R, "met"), (R, "met")], False, False, "partial"),
        ([(R, "met"), (R, "partial")], True, True, "partial"),
        ([(R, "met"), (R, "missing")], True, True, "partial"),
        ([(R, "missing"), (R, "missing")], True, True, "partial"),
        ([(R, "missing"), (R, "missing")], False, False, "missing"),
        ([(R, "missing"), (R, "missing")], False, True, "missing"),
        ([(R, "partial"), (R, "missing")], False, False, "partial"),
        # expected requirements and topics do not decide
        ([(R, "met"), ("expected", "missing"), ("coverage", "missing")], True, True, "present"),
        ([(R, "missing"), ("expected", "met"), ("coverage", "met")], False, False, "missing"),
        ([(R, "met"), ("expected", None)], True, True, "present"),
        # nobody judged: never a pass
        ([(R, "met"), (R, None)], True, True, None),
        ([(R, None), (R, "missing")], False, False, None),
        # what is not asked of the unit is not held against it
        ([(R, "met"), (R, "not_applicable")], True, True, "present"),
        ([(R, "missing"), (R, "not_applicable")], False, False, "missing"),
        ([(R, "not_applicable")], True, True, "present"),
        # a section without requirements
        ([], True, True, "present"),
        ([], True, False, "present"),
        ([], False, False, "missing"),
    ],
)
def test_section_status(requirements: Any, own_content: bool, own_place: bool, status: str | None) -> None:
    assert section_status(requirements, own_content=own_content, own_place=own_place) == status


VERDICTS = st.sampled_from(["met", "partial", "missing", "not_applicable", None])
LEVELS = st.sampled_from(["required", "expected", "coverage"])


@given(st.lists(st.tuples(LEVELS, VERDICTS), max_size=6), st.booleans(), st.booleans())
def test_present_always_has_every_required_requirement(pairs: Any, content: bool, place: bool) -> None:
    status = section_status(pairs, own_content=content, own_place=place)
    required = [verdict for level, verdict in pairs if level == "required"]
    if None in required:
        assert status is None
    elif status == "present":
        assert set(required) <= {"met", "not_applicable"}


# ── conclusion ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("sections", "severities", "expected"),
    [
        ([(R, "present"), ("optional", "missing")], [], "pass"),
        ([(R, "present")], ["warning", "info"], "pass"),
        ([(R, "present")], ["error"], "revise"),
        ([(R, "partial")], [], "revise"),
        ([("optional", "partial")], [], "revise"),
        ([(R, "partial"), (R, "missing")], ["error"], "return"),
        ([("optional", "missing")], [], "pass"),
        ([(R, None), (R, "present")], [], None),
        ([(R, None), (R, "missing")], [], "return"),
        ([(R, None), (R, "partial")], [], "revise"),
        ([(R, None)], ["error"], "revise"),
        ([(R, None)], ["warning"], None),
        ([], [], "pass"),
    ],
)
def test_conclusion(sections: Any, severities: Any, expected: str | None) -> None:
    assert conclusion(sections, severities) == expected


# ── hybrid ───────────────────────────────────────────────────────────────────────────────────────────────────────────

PROOF = (evidence("听取汇报4次"),)


def opinion(by: Any, verdict: Verdict | None, proved: bool = True) -> Opinion:
    quoted = proved and verdict in ("met", "partial")
    return Opinion(by=by, verdict=verdict, reason="。", evidence=PROOF if quoted else ())


@pytest.mark.parametrize(
    ("rules", "llm", "proved", "injection", "expected"),
    [
        # they agree
        ("met", "met", True, False, ("met", "both", False)),
        ("missing", "missing", True, False, ("missing", "both", False)),
        ("met", "met", True, True, ("met", "both", False)),
        ("met", "met", False, False, ("met", "both", True)),
        # the model's word with a proof
        ("missing", "met", True, False, ("met", "llm", True)),
        ("partial", "met", True, False, ("met", "llm", True)),
        ("met", "partial", True, False, ("partial", "llm", True)),
        # and without
        ("missing", "met", False, False, ("missing", "rules", True)),
        ("met", "partial", False, False, ("met", "rules", True)),
        # an absence counts only where the rules found nothing either
        ("met", "missing", True, False, ("met", "rules", True)),
        ("partial", "missing", True, False, ("partial", "rules", True)),
        ("missing", "not_applicable", True, False, ("not_applicable", "llm", True)),
        ("not_applicable", "missing", True, False, ("missing", "llm", True)),
        # text addressed to a machine: the lower of the two, proved or not
        ("missing", "met", True, True, ("missing", "rules", True)),
        ("partial", "met", True, True, ("partial", "rules", True)),
        ("met", "partial", False, True, ("partial", "llm", True)),
        ("met", "missing", True, True, ("missing", "llm", True)),
        ("missing", "not_applicable", True, True, ("missing", "rules", True)),
        # one of them did not judge
        ("met", None, True, False, ("met", "rules", True)),
        ("met", None, True, True, ("met", "rules", True)),
        (None, "met", True, False, ("met", "llm", True)),
        (None, "met", False, False, (None, None, True)),
        (None, "missing", True, False, (None, None, True)),
        (None, "met", True, True, (None, None, True)),
        (None, None, True, False, (None, None, True)),
    ],
)
def test_join(rules: Any, llm: Any, proved: bool, injection: bool, expected: Any) -> None:
    assert join(opinion("rules", rules), opinion("llm", llm, proved), injection=injection) == expected


def test_join_without_a_model_is_the_rules_word() -> None:
    assert join(opinion("rules", "partial"), None, injection=False) == ("partial", "rules", False)
    assert join(opinion("rules", None), None, injection=True) == (None, None, False)


@given(VERDICTS, VERDICTS, st.booleans(), st.booleans())
def test_a_pass_is_never_invented(rules: Any, llm: Any, proved: bool, injection: bool) -> None:
    verdict, decided_by, review = join(opinion("rules", rules), opinion("llm", llm, proved), injection=injection)
    assert verdict in (rules, llm, None)
    assert (verdict is None) == (decided_by is None)
    if rules != llm:
        assert review
    if verdict == "met" and rules != "met":
        assert proved
        assert not injection


# ── evidence ─────────────────────────────────────────────────────────────────────────────────────────────────────────

REPORT = make_report(
    ("某县水利局2025年度法治政府建设报告", "title"),
    "局长主持召开党组会议4次，研究法治政府建设工作。",
    ("首页 > 政务公开", "residue"),
    "全年办理案件112件。",
)


def span(words: str) -> Span:
    start = REPORT.text.index(words)
    return start, start + len(words)


def test_overlapping_spans_become_one_and_come_in_order() -> None:
    spans = [span("案件112件"), span("局长主持召开"), span("召开党组会议"), span("案件112件"), span("党组会议4次")]
    assert [e.quote for e in cite_all(REPORT, spans)] == ["局长主持召开党组会议4次", "案件112件"]


def test_residue_proves_nothing_but_may_be_what_a_finding_is_about() -> None:
    assert cite_all(REPORT, [span("首页")]) == ()
    assert [e.quote for e in cite_all(REPORT, [span("首页")], residue=True)] == ["首页"]


def test_empty_or_impossible_spans_are_passed_over() -> None:
    assert cite_all(REPORT, [(3, 3), (10**6, 10**6 + 2)]) == ()


def test_evidence_is_bounded_by_the_order_of_its_maker() -> None:
    report = make_report("一二三四五六七八九十" * 3)
    spans = [(i * 2, i * 2 + 1) for i in reversed(range(12))]
    cited = cite_all(report, spans)
    assert len(cited) == judging.MAX_EVIDENCE
    assert [e.start for e in cited] == [12, 14, 16, 18, 20, 22]


@given(st.lists(st.tuples(st.integers(0, 70), st.integers(0, 70)), max_size=12))
def test_a_quote_is_always_the_text_at_its_place(spans: list[Span]) -> None:
    for one in cite_all(REPORT, spans, residue=True):
        assert REPORT.text[one.start : one.end] == one.quote
        block = REPORT.blocks[one.paragraph]
        assert block.start <= one.start < one.end <= block.end


# ── judge ────────────────────────────────────────────────────────────────────────────────────────────────────────────


class Words(Params):
    """A rule of the test's own: met where the report holds these words."""

    words: str


def _judge(analysis: Any, params: Words, context: Any) -> Judgement:
    found = analysis.report.text.find(params.words)
    if found < 0:
        return Judgement("missing", "没有写到。")
    return Judgement("met", "写到了。", ((found, found + len(params.words)),))


def _find(report: Report, params: Words, context: Any) -> Iterable[Defect]:
    position = report.text.find(params.words)
    while position >= 0:
        severity: Any = "error" if position == 0 else None
        yield Defect(f"有“{params.words}”。", ((position, position + len(params.words)),), severity)
        position = report.text.find(params.words, position + 1)


@pytest.fixture
def own_rules(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Rules and an analysis that the test knows."""
    modules = {
        "requirement": SimpleNamespace(Params=Words, judge=_judge),
        "document": SimpleNamespace(Params=Words, find=_find),
    }
    monkeypatch.setattr(judging, "kind", lambda group, name: modules[group])

    def install(places: dict[str, tuple[Span, ...]], devoted: Iterable[str]) -> None:
        import checker.rules.analysis

        def analyse(report: Report, rubric: Rubric, unit_type: Any = None) -> Any:
            return SimpleNamespace(
                report=report,
                section_evidence=lambda section: places.get(section, ()),
                own_place=lambda section: section in set(devoted),
            )

        monkeypatch.setattr(checker.rules.analysis, "analyse", analyse)

    return install


def rubric(**more: Any) -> Rubric:
    values: dict[str, Any] = {
        "id": "try",
        "version": "1",
        "title": "试",
        "instruments": {"a": {"title": "《甲规定》"}, "b": {"title": "《乙办法》"}},
        "due": {"department": "03-01"},
        "sections": [
            {
                "id": "duty",
                "title": "履职",
                "level": "required",
                "basis": [{"instrument": "a"}],
                "requirements": [
                    requirement("held", "局长主持"),
                    requirement("told", "述法", level="expected", suggest={"missing": "请写述法。"}),
                    requirement(
                        "made",
                        "立法",
                        level="coverage",
                        applies_to=["government"],
                        basis=[{"instrument": "b", "article": "第三条"}],
                    ),
                ],
            },
            {"id": "other", "title": "其他", "level": "optional"},
        ],
        "findings": [
            {"rule": "bad", "kind": "words", "severity": "warning", "params": {"words": "法治"}, "suggest": "请改。"}
        ],
    } | more
    return Rubric.model_validate(values)


def requirement(id_: str, words: str, **more: Any) -> dict[str, Any]:
    values = {
        "id": id_,
        "title": f"写{words}",
        "level": "required",
        "question": "?",
        "rule": {"kind": "words", "words": words},
    }
    return values | more


def run(own_rules: Callable[..., None], **more: Any) -> CheckResult:
    own_rules({"duty": (span("局长主持召开"),)}, ["duty"])
    return judge(REPORT, more.pop("rubric", rubric()), **more)


def test_a_report_against_a_rubric(own_rules: Callable[..., None]) -> None:
    result = run(own_rules)
    duty, other = result.sections
    held, told, made = duty.requirements
    assert (duty.status, other.status, result.conclusion) == ("present", "missing", "pass")
    assert duty.evidence[0].quote == "局长主持召开"
    assert (held.verdict, held.suggestion, held.decided_by, held.basis) == ("met", None, "rules", "《甲规定》")
    assert held.evidence[0].quote == "局长主持"
    assert held.opinions[0].by == "rules"
    assert held.opinions[0].verdict == "met"
    assert (told.verdict, told.suggestion) == ("missing", "请写述法。")
    assert (made.verdict, made.suggestion, made.basis) == ("not_applicable", None, "《乙办法》第三条")
    assert "政府部门" in made.reason
    assert result.rubric is not None
    assert result.rubric.id == "try"
    assert result.engine is not None
    assert (result.engine.name, result.engine.model) == ("rules", None)


def test_findings_stand_in_order_and_a_defect_may_be_worse_than_its_rule(own_rules: Callable[..., None]) -> None:
    result = run(own_rules)
    assert [f.severity for f in result.findings] == ["warning", "warning"]
    starts = [f.evidence[0].start for f in result.findings]
    assert starts == sorted(starts)
    assert result.findings[0].suggestion == "请改。"
    worse = rubric(findings=[{"rule": "bad", "kind": "words", "severity": "info", "params": {"words": "某县"}}])
    result = run(own_rules, rubric=worse)
    assert result.findings[0].severity == "error"
    assert result.conclusion == "revise"


def test_a_rule_that_is_off_finds_nothing(own_rules: Callable[..., None]) -> None:
    silent = rubric(
        findings=[{"rule": "bad", "kind": "words", "severity": "error", "params": {"words": "法治"}, "off": True}]
    )
    assert run(own_rules, rubric=silent).findings == ()


def test_what_is_told_although_it_need_not_be_counts(own_rules: Callable[..., None]) -> None:
    spared = requirement("held", "局长主持", applies_to=["government"])
    section = {"id": "duty", "title": "履职", "level": "required", "requirements": [spared]}
    result = run(own_rules, rubric=rubric(sections=[section]))
    assert result.sections[0].requirements[0].verdict == "met"


def test_a_section_of_which_nothing_is_asked_is_optional(own_rules: Callable[..., None]) -> None:
    spared = requirement("made", "立法", applies_to=["government"])
    section = {"id": "law", "title": "立法", "level": "required", "requirements": [spared]}
    result = run(own_rules, rubric=rubric(sections=[section], findings=[]))
    assert (result.sections[0].level, result.sections[0].status) == ("optional", "missing")
    assert result.conclusion == "pass"
    result = run(own_rules, rubric=rubric(sections=[section], findings=[]), unit_type="government")
    assert (result.sections[0].level, result.conclusion) == ("required", "return")


def test_a_missing_verdict_always_has_a_suggestion(own_rules: Callable[..., None]) -> None:
    section = {"id": "duty", "title": "履职", "level": "required", "requirements": [requirement("x", "没有的话")]}
    result = run(own_rules, rubric=rubric(sections=[section]))
    assert result.sections[0].requirements[0].suggestion == "请补写“写没有的话”方面的内容。"


def test_overrides_win_over_report_and_rubric(own_rules: Callable[..., None]) -> None:
    context = make_context(REPORT, rubric())
    assert (context.unit_type, context.due) == ("department", dt.date(2026, 3, 1))
    context = make_context(REPORT, rubric(), unit_type="zone")
    assert (context.unit_type, context.due) == ("zone", None)
    context = make_context(REPORT, rubric(), due=dt.date(2026, 1, 31))
    assert context.due == dt.date(2026, 1, 31)
    result = run(own_rules, unit_type="township")
    assert result.report is not None
    assert result.report.unit_type == "township"


@pytest.mark.parametrize(
    ("as_of", "warned"),
    [(None, False), (dt.date(2026, 3, 1), False), (dt.date(2026, 3, 2), True), (dt.date(2026, 2, 1), False)],
)
def test_an_undated_report_is_pointed_out_once_the_day_has_passed(
    own_rules: Callable[..., None], as_of: dt.date | None, warned: bool
) -> None:
    lenient = rubric(due={"department": "03-01", "included": True})
    warnings = run(own_rules, rubric=lenient, as_of=as_of).warnings
    assert bool(warnings) is warned
    if as_of:
        strict = run(own_rules, as_of=as_of).warnings
        assert bool(strict) is (as_of >= dt.date(2026, 3, 1))


def test_the_same_report_gives_the_same_result(own_rules: Callable[..., None]) -> None:
    assert run(own_rules).model_dump_json() == run(own_rules).model_dump_json()


def test_an_engine_that_is_not_there_says_so(own_rules: Callable[..., None]) -> None:
    with pytest.raises(MissingComponent, match="规则引擎"):
        run(own_rules, engine="hybrid")
