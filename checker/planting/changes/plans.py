"""Plans told anew: without a year, with the wrong one, slogans, one task only, tasks that answer no fault or one of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from checker.planting.bench import Bench
from checker.planting.changes.shortcomings import listed
from checker.planting.cues import cue
from checker.planting.edit import cleared, refill, reworded
from checker.planting.model import Case, Line, Lines, Wanted
from checker.planting.source import with_lines

SECTION = "plans"
YEAR, ACTIONS, TARGETS = f"{SECTION}.next_year", f"{SECTION}.actions", f"{SECTION}.targets_problems"

TASKS: tuple[str, ...] = (
    "制定行政执法案卷评查办法，全年组织案卷评查{few}次。",
    "为{office}增配专职法制审核人员{few}名，上半年到岗。",
    "修订合同审查办法，未附法律意见书的合同一律不予用印。",
    "组织执法人员轮训{few}期，结业考试不合格的暂停执法资格。",
    "建立规范性文件到期台账，到期前三个月提醒起草部门评估。",
    "聘请{few}名律师组成法律顾问团，每月到基层坐班两天。",
)
SINGLE: tuple[str, ...] = (
    "一是组织执法人员轮训{few}期。",
    "一是修订行政执法案卷评查办法。",
    "一是为{office}增配专职法制审核人员{few}名。",
)
# Specific, though without figure or date.
PLAIN_TASKS: tuple[str, ...] = (
    "编制行政许可事项办事指南，逐项公开办理条件和流程。",
    "推动基层司法所与派出所建立纠纷联调机制。",
    "开展涉企收费专项清理，公布收费目录清单。",
)
SLOGANS: tuple[tuple[str, ...], ...] = (
    (
        "进一步提高政治站位，强化责任担当，不断开创法治建设新局面。",
        "持续加强组织领导，深入推进依法行政，努力提升法治化水平。",
    ),
    (
        "坚持稳中求进，锐意进取、真抓实干，推动法治建设再上新台阶。",
        "进一步凝聚思想共识，增强行动自觉，为高质量发展提供坚强法治保障。",
    ),
    ("以更高标准、更严要求、更实举措，全面深化法治建设。", "紧紧围绕中心、服务大局，奋力谱写法治建设新篇章。"),
)
# A fault with its cause, the task that answers it, and tasks that answer nothing.
ANSWERS: tuple[tuple[str, str], ...] = (
    (
        "执法案卷质量不高，抽查的{some}卷中有{few}卷送达回证没有签收日期。主要原因是法制审核岗位只有1人，审核流于形式。",
        "为法制审核岗位增配{few}人，每季度开展一次执法案卷评查，对送达回证逐卷核对。",
    ),
    (
        "合同送审把关不严，全年有{few}份采购合同未经合法性审查就已签订。原因是合同管理办法没有规定送审环节。",
        "修订合同管理办法，把合法性审查列为采购合同签订的必经环节。",
    ),
)
UNRELATED: tuple[str, ...] = (
    "新建便民服务驿站{few}处，周末开放婚姻登记窗口。",
    "编印反诈宣传画册，在农贸市场设立流动展板{few}块。",
)


def cases(bench: Bench) -> Iterator[Case]:
    """For reports whose plans stand under one heading."""
    if bench.source.part(SECTION) is None:
        return
    yield from _years(bench)
    yield from _years_dropped(bench)
    yield from _actions(bench)
    yield from _targets(bench)


def _written(bench: Bench, wording: str, paragraphs: list[str], lines: Lines | None = None) -> Lines | None:
    source = with_lines(bench.source, lines if lines is not None else bench.source.lines)
    part = source.part(SECTION)
    return refill(source, part, paragraphs, wording) if part else None


def _tasks(bench: Bench, *change: object) -> list[str]:
    chosen = bench.rng("tasks", *change).sample(TASKS, 3)
    return listed([bench.fill(text, *change, i) for i, text in enumerate(chosen)])


def _without_next_year(bench: Bench) -> Lines:
    """The report without what its other parts say of the next year."""
    patterns = [cue(YEAR), re.compile(f"{bench.source.year + 1}")]
    return cleared(bench.source, patterns, (SECTION,))


def _plant(
    bench: Bench,
    change: str,
    variant: str,
    lines: Lines | None,
    findings: tuple[Wanted, ...] = (),
    **verdicts: str | tuple[str, ...],
) -> Iterator[Case]:
    if lines is None:
        return
    wanted = {f"{SECTION}.{key}": value for key, value in verdicts.items()}
    good = verdicts.get("next_year") == "met" and verdicts.get("actions") == "met"
    loose = [] if TARGETS in wanted else [TARGETS]
    if "year.mismatch" in bench.original.found:
        loose.append("year.mismatch")
    yield bench.plant(
        change,
        variant,
        lines,
        verdicts=wanted,
        statuses={SECTION: "present" if good else "partial"},
        findings=findings,
        loose=[*loose, "shortcomings.rectification"],
    )


def _years(bench: Bench) -> Iterator[Case]:
    year = bench.source.year
    for variant, wording in bench.choose("year", (f"{year + 1}年工作安排", "明年工作打算", "下一年度重点任务安排"), 2):
        yield from _plant(
            bench,
            "year_told",
            variant,
            _written(bench, wording, _tasks(bench, "year", variant)),
            next_year="met",
            actions="met",
        )
    body = [f"{year + 1}年，将重点抓好以下工作。", *_tasks(bench, "year_body")]
    yield from _plant(
        bench, "year_told", "body", _written(bench, "下一步工作打算", body), next_year="met", actions="met"
    )
    without = _without_next_year(bench)
    for variant, wording in bench.choose("next", ("下一步工作打算", "今后工作思路", "努力方向")):
        lines = _written(bench, wording, _tasks(bench, "next", variant), without)
        yield from _plant(bench, "year_gone", variant, lines, next_year="partial", actions="met")
    if "year.mismatch" in bench.original.found:
        return
    own = f"{year}年工作安排"
    lines = _written(bench, own, _tasks(bench, "own"), without)
    yield from _plant(
        bench, "year_own", "heading", lines, (Wanted("year.mismatch", own),), next_year="partial", actions="met"
    )
    opening = f"{year}年，将重点抓好以下工作。"
    lines = _written(bench, "下一步工作打算", [opening, *_tasks(bench, "own_body")], without)
    yield from _plant(
        bench, "year_own", "body", lines, (Wanted("year.mismatch", opening),), next_year="partial", actions="met"
    )


def _years_dropped(bench: Bench) -> Iterator[Case]:
    """The report's own plans without their year."""
    source = with_lines(bench.source, _without_next_year(bench))
    part = source.part(SECTION)
    if part is None or not bench.original.says(YEAR):
        return
    pattern = re.compile(rf"(?:在|到)?(?:{bench.source.year + 1}年度?|明年|下一年度|来年|新的一年|次年)(?=[，,]|$)?")

    def undated(line: Line) -> Line:
        text = pattern.sub("下一步", line.text)
        return replace(line, text=text, head=line.head + len(text) - len(line.text) if line.head else 0)

    made = [undated(line) if part.first <= i < part.last else line for i, line in enumerate(source.lines)]
    wording = pattern.sub("下一步", part.wording)
    made[part.first] = (
        reworded(source.lines[part.first], "下一步工作安排") if wording != part.wording else made[part.first]
    )
    made[part.first + 1 : part.last] = [undated(line) for line in source.lines[part.first + 1 : part.last]]
    if source.lines[part.first].head:
        made[part.first] = undated(made[part.first])
    yield bench.plant(
        "year_dropped",
        "1",
        tuple(made),
        verdicts={YEAR: "partial"},
        statuses={SECTION: "partial"},
        loose=[ACTIONS, TARGETS, "shortcomings.rectification", "year.mismatch"],
    )


def _actions(bench: Bench) -> Iterator[Case]:
    wording = f"{bench.source.year + 1}年工作安排"
    patterns = [cue(ACTIONS)]
    rid = cleared(bench.source, patterns, (SECTION, "first_responsible", "measures", None))
    single = bench.rng("single").choice(SINGLE)
    for variant, texts in bench.choose("slogans", SLOGANS):
        lines = _written(bench, wording, list(texts), rid)
        yield from _plant(
            bench, "slogans", variant, lines, next_year="met", actions="partial", targets_problems="missing"
        )
        lines = _written(bench, wording, [bench.fill(single, "one"), *texts], rid)
        yield from _plant(bench, "one_task", variant, lines, next_year="met", actions="partial")
    lines = _written(bench, wording, listed(list(PLAIN_TASKS)))
    yield from _plant(bench, "plain_tasks", "1", lines, next_year="met", actions="met")
    done = ["一是已组织案卷评查4次，评出优秀案卷12卷。", "二是已举办执法人员培训班3期，参训168人。"]
    lines = _written(bench, wording, done, rid)
    if lines is not None:
        yield bench.plant(
            "deeds_as_plans",
            "1",
            lines,
            verdicts={ACTIONS: ("missing", "partial"), TARGETS: "missing"},
            statuses={SECTION: ("missing", "partial")},
            loose=[YEAR, "shortcomings.rectification"],
        )


def _targets(bench: Bench) -> Iterator[Case]:
    """Faults and tasks that do, or do not, answer each other."""
    if bench.source.part("shortcomings") is None:
        return
    faults = listed([bench.fill(fault, "targets", i) for i, (fault, _) in enumerate(ANSWERS)])
    unrelated = [bench.fill(text, "unrelated", i) for i, text in enumerate(UNRELATED)]
    wording = f"{bench.source.year + 1}年工作安排"
    answer = bench.fill(bench.rng("answer").choice(ANSWERS)[1], "answer")
    for change, tasks, verdict in (
        ("answers_nothing", unrelated, "missing"),
        ("answers_one", [answer, unrelated[0]], "met"),
    ):
        rid = cleared(bench.source, [cue(ACTIONS)], (SECTION, "shortcomings", "first_responsible", "measures", None))
        source = with_lines(bench.source, rid)
        part = source.part("shortcomings")
        if part is None:
            return
        told = refill(source, part, faults, "存在的不足和原因")
        lines = _written(bench, wording, listed(tasks), told)
        if lines is not None:
            yield bench.plant(
                change,
                "1",
                lines,
                about=[TARGETS],
                verdicts={
                    YEAR: "met",
                    ACTIONS: "met",
                    TARGETS: verdict,
                    "shortcomings.problems": "met",
                    "shortcomings.causes": "met",
                },
                statuses={SECTION: "present", "shortcomings": "present"},
                loose=["shortcomings.rectification"],
            )
