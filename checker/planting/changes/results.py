"""Results counted: none, one, two or three, in a report of which nothing else can hold any."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker.planting.bench import Bench
from checker.planting.changes.shortcomings import faults, listed
from checker.planting.edit import refill, strip
from checker.planting.model import Case, Lines, Source
from checker.planting.source import with_lines

REQUIREMENT = "measures.results"
_FIGURE = re.compile(r"[0-9０-９]|[一二三四五六七八九十两][件起份个条项家次人场处名户期部卷]|《")

RESULTS: tuple[str, ...] = (
    "全年办结行政处罚案件{many}件。",
    "审查各类合同{some}份。",
    "调解矛盾纠纷{lots}起。",
    "办理人大代表建议{few}件。",
    "主动公开政府信息{many}条。",
    "举办普法讲座{some}场。",
)
# One act with two figures, and an act that names its object: each is one result.
SINGLE: tuple[str, ...] = (
    "审查合同{some}份，合计提出修改意见{many}条。",
    "修订《公共停车场管理办法》并向社会公布。",
    "行政执法监督平台建成投用。",
)
# Nothing of it is a result: standing rules, claims, aims, zeros.
NONE: tuple[str, ...] = (
    "严格落实行政执法公示、执法全过程记录、重大执法决定法制审核制度，做到有法必依。",
    "坚持依法决策，重大事项一律先审后议。",
    "群众对执法工作的满意率保持在98%以上。",
    "力争案件按期办结率达到95%。",
    "重视矛盾纠纷源头预防，依法理性表达诉求的氛围更加浓厚。",
    "全年未发生行政诉讼败诉案件。",
)
DUTIES = (
    "{leader}就两起程序违法的处罚案件作出批示，并到办案现场督办纠正。{meeting}全年{few}次研究法治政府建设工作。",
    "{leader}全年出庭应诉{few}次。{meeting}每季度听取一次依法行政工作情况汇报。",
)


def cases(bench: Bench) -> Iterator[Case]:
    """For reports with the four parts under one heading each, nothing else but an optional fifth."""
    source = bench.source
    sections = [part.section for part in source.parts if part.section != "other"]
    if sorted(map(str, sections)) != ["first_responsible", "measures", "plans", "shortcomings"]:
        return
    for count in range(4):
        sentences = [bench.fill(text, count) for text in bench.rng("results", count).sample(RESULTS, count)]
        yield from _case(bench, f"count_{count}", str(count), sentences, count)
    for variant, text in bench.choose("single", SINGLE):
        yield from _case(bench, "single", variant, [bench.fill(text, "single")], 1)


def _case(bench: Bench, change: str, variant: str, sentences: list[str], count: int) -> Iterator[Case]:
    lines = _framed(bench, change, sentences)
    if lines is None:
        return
    verdict = "met" if count >= 3 else "partial" if count else "missing"
    status = "present" if count >= 3 else "partial" if count else ("missing", "partial")
    # Every other part is written anew: what is said there is not what this is about.
    loose = [f"{section}.{one}" for section, ones in bench.original.sections.items() for one in ones]
    loose = [one for one in loose if one not in (REQUIREMENT, "plans.next_year", "plans.actions")]
    yield bench.plant(
        change,
        variant,
        lines,
        about=[REQUIREMENT],
        verdicts={REQUIREMENT: verdict},
        statuses={"measures": status},
        loose=[*loose, "first_responsible", "shortcomings", "other", "body.too_short", "year.mismatch"],
    )


def _framed(bench: Bench, change: str, sentences: list[str]) -> Lines | None:
    """The report with its plans; its other parts are written anew, its opening has no figures."""
    source: Source = bench.source
    first = source.parts[0].first
    lines = strip(
        source,
        lambda piece: bool(_FIGURE.search(piece)) and "报告如下" not in piece,
        where=lambda index: index < first or source.lines[index].kind == "table",
    )
    idle = bench.rng("none", change).sample(NONE, 4)
    told = listed([fault + cause for fault, cause in faults(bench, "framed", change)])
    duties = bench.fill(bench.rng("duties", change).choice(DUTIES), "duties", change)
    for section, paragraphs in (
        ("measures", ["".join([*sentences, *idle[:2]]), "".join(idle[2:])]),
        ("shortcomings", told),
        ("first_responsible", [duties]),
        ("other", []),
    ):
        made = with_lines(source, lines)
        part = made.part(section)
        if part is None and section == "other":
            continue
        if part is None:
            return None
        lines = (*lines[: part.first], *lines[part.last :]) if section == "other" else refill(made, part, paragraphs)
    return lines
