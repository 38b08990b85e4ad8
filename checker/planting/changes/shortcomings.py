"""Shortcomings told anew: causes dropped or only announced, faults of others, stock phrases, one only, no remedy."""

from __future__ import annotations

from collections.abc import Iterator

from checker.planting.bench import Bench
from checker.planting.cues import cue
from checker.planting.edit import body_pieces, cleared, refill, strip
from checker.planting.model import Case, Line, Lines
from checker.planting.numbers import in_order
from checker.planting.source import with_lines

SECTION = "shortcomings"
PROBLEMS, CAUSES, REMEDY = f"{SECTION}.problems", f"{SECTION}.causes", f"{SECTION}.rectification"
TARGETS = "plans.targets_problems"

# A specific fault of the unit, and its cause.
FAULTS: tuple[tuple[str, str], ...] = (
    (
        "执法案卷质量不高，抽查的{some}卷中有{few}卷送达回证没有签收日期。",
        "主要原因是法制审核岗位只有1人，审核流于形式。",
    ),
    ("合同送审把关不严，全年有{few}份采购合同未经合法性审查就已签订。", "原因是合同管理办法没有规定送审环节。"),
    ("普法阵地管护不到位，{few}处法治宣传栏半年没有更新内容。", "这是管护责任人长期没有明确导致的。"),
    ("信访投诉办理拖沓，{some}件投诉超过承诺期限才答复。", "究其原因，投诉流转环节没有设置时限提醒。"),
    ("规范性文件评估滞后，{few}件文件到期后仍在执行。", "由于没有建立到期台账，起草科室又几经调整，无人跟踪。"),
    ("执法人员办案能力不足，{few}名新进人员全年没有独立办结过案件。", "主要是岗前培训只讲条文、缺少实操所致。"),
)

OTHERS: tuple[tuple[str, ...], ...] = (
    ("部分企业守法意识淡薄，{few}家企业未按规定公示年报信息。", "少数群众遇事不找法，习惯于越级反映诉求。"),
    ("个别施工单位主体责任不落实，现场防护设施缺失。", "一些商户对占道经营的危害认识不足，教育后反复回潮。"),
    ("有的居民法律知识匮乏，轻信电信网络诈骗。", "部分经营户不配合检查，拒绝在笔录上签字。"),
)
GENERIC: tuple[tuple[str, ...], ...] = (
    ("法治意识有待进一步提高。", "工作推进还不平衡。", "创新力度还不够。"),
    ("对法治建设的认识还需进一步深化。", "工作合力有待增强。", "能力水平与新形势新要求还有差距。"),
    ("思想认识有待加强。", "工作力度仍需加大。", "长效机制还不够健全。"),
)
PRAISE: tuple[str, ...] = (
    "过去一年，各项任务均按时间节点完成，群众满意度稳步提升，受到上级充分肯定。",
    "全年各项指标完成良好，工作基础更加扎实，干部群众普遍认可。",
)
ANNOUNCED: tuple[str, ...] = (
    "对上述不足产生的原因，现分析如下。",
    "上述不足既有客观原因，也有主观原因，将认真加以分析。",
)
REMEDIES: tuple[str, ...] = (
    "针对上述问题，已责令承办科室限期补正，年底前全部整改完毕。",
    "对查出的问题，已建立整改台账，逐项明确责任人和完成时限，目前完成整改{few}项。",
)
NOT_REMEDIES: tuple[str, ...] = (
    "年内督促企业整改消防隐患{some}处。",
    "审计发现的{few}个问题，相关企业已整改到位。",
)


def cases(bench: Bench) -> Iterator[Case]:
    """For reports whose shortcomings stand under one heading."""
    if bench.source.part(SECTION) is None:
        return
    yield from _causes(bench)
    yield from _causes_dropped(bench)
    yield from _problems(bench)
    yield from _remedies(bench)


def faults(bench: Bench, *change: object, count: int = 2) -> list[tuple[str, str]]:
    """Some faults with their causes, the slots filled."""
    chosen = bench.rng("faults", *change).sample(FAULTS, count)
    return [(bench.fill(fault, *change, i), bench.fill(cause, *change, i)) for i, (fault, cause) in enumerate(chosen)]


def listed(items: list[str]) -> list[str]:
    """Items as paragraphs: 一是…… 二是……"""
    return [f"{number}是{item}" for number, item in zip("一二三四五六", items, strict=False)]


def _written(
    bench: Bench, paragraphs: list[str], *, announce: bool = False, lines: Lines | None = None
) -> Lines | None:
    """The part with other paragraphs, under a heading that does or does not speak of causes."""
    source = with_lines(bench.source, lines if lines is not None else bench.source.lines)
    part = source.part(SECTION)
    if part is None:
        return None
    return refill(source, part, paragraphs, "存在的不足和原因" if announce else "存在的不足")


def _plant(
    bench: Bench, change: str, variant: str, lines: Lines | None, **verdicts: str | tuple[str, ...]
) -> Iterator[Case]:
    """A case in which the requirements have these verdicts; the actions may answer the new faults or not."""
    if lines is None:
        return
    wanted = {f"{SECTION}.{key}": value for key, value in verdicts.items()}
    statuses: dict[str, str | tuple[str, ...]] = {SECTION: "partial"}
    if verdicts.get("problems") == "met" and verdicts.get("causes") == "met":
        statuses = {SECTION: "present"}
    elif "missing" in verdicts.get("problems", ()) and "missing" in verdicts.get("causes", ()):
        statuses = {SECTION: ("missing", "partial")}
    loose = [TARGETS, *(key for key in (PROBLEMS, CAUSES, REMEDY) if key not in wanted)]
    yield bench.plant(change, variant, lines, verdicts=wanted, statuses=statuses, loose=loose)


def _causes(bench: Bench) -> Iterator[Case]:
    for variant in ("1", "2"):
        told = faults(bench, "causes", variant)
        both = listed([fault + cause for fault, cause in told])
        bare = listed([fault for fault, _ in told])
        yield from _plant(
            bench, "rewritten", variant, _written(bench, both, announce=variant == "1"), problems="met", causes="met"
        )
        yield from _plant(bench, "causes_gone", variant, _written(bench, bare), problems="met", causes="missing")
    told = faults(bench, "announced")
    for variant, sentence in bench.choose("announced", ANNOUNCED):
        paragraphs = [*listed([fault for fault, _ in told]), sentence]
        lines = _written(bench, paragraphs, announce=True)
        yield from _plant(bench, "causes_announced", variant, lines, problems="met", causes="partial")
    told = faults(bench, "label")
    paragraphs = [
        *listed([fault for fault, _ in told]),
        "原因：法制机构人手少，培训重条文轻实操，时限管理没有专人负责。",
    ]
    lines = _written(bench, paragraphs)
    yield from _plant(bench, "causes_labelled", "1", lines, problems="met", causes="met")


def _causes_dropped(bench: Bench) -> Iterator[Case]:
    """The report's own faults without its own causes."""
    source = bench.source
    part = source.part(SECTION)
    if part is None or not bench.original.says(CAUSES):
        return
    pattern = cue(CAUSES)
    inside = range(part.first, part.last)
    # A label “原因：” goes with all that it stands before.
    labelled = {i for i in inside if i > part.first and pattern.search(source.lines[i].text[: source.lines[i].head])}
    kept: list[tuple[int | None, Line]] = [(i, line) for i, line in enumerate(source.lines) if i not in labelled]
    source = with_lines(source, in_order(source.lines, kept))
    part = source.part(SECTION)
    if part is None:
        return
    inside = range(part.first, part.last)
    lines = strip(source, lambda piece: bool(pattern.search(piece)), where=lambda index: index in inside)
    left = with_lines(source, lines).part(SECTION)
    if left is None or not body_pieces(lines[left.first : left.last]):
        return
    yield bench.plant(
        "causes_dropped",
        "1",
        lines,
        verdicts={CAUSES: ("missing", "partial")},
        statuses={SECTION: ("partial", "missing")},
        loose=[PROBLEMS, REMEDY, TARGETS],
    )


def _problems(bench: Bench) -> Iterator[Case]:
    for variant, texts in bench.choose("others", OTHERS):
        lines = _written(bench, listed([bench.fill(text, "others", variant) for text in texts]))
        yield from _plant(bench, "problems_others", variant, lines, problems="partial", causes=("missing", "partial"))
    for variant, texts in bench.choose("generic", GENERIC):
        lines = _written(bench, listed(list(texts)))
        yield from _plant(bench, "problems_generic", variant, lines, problems="partial", causes="missing")
        fault, cause = faults(bench, "one", count=1)[0]
        lines = _written(bench, listed([fault + cause, *texts[:2]]))
        yield from _plant(bench, "problems_one", variant, lines, problems="partial", causes="met")
    fault, cause = faults(bench, "own_and_others", count=1)[0]
    lines = _written(bench, listed([fault + cause, *(bench.fill(text, "own") for text in OTHERS[0])]))
    yield from _plant(bench, "problems_own_and_others", "1", lines, problems="met", causes="met")
    for variant, text in bench.choose("praise", PRAISE):
        rid = cleared(bench.source, [cue(PROBLEMS), cue(CAUSES)], (SECTION,))
        lines = _written(bench, [text], lines=rid)
        yield from _plant(bench, "problems_praise", variant, lines, problems="missing", causes="missing")


def _remedies(bench: Bench) -> Iterator[Case]:
    rid = cleared(bench.source, [cue(REMEDY)], (SECTION,))
    told = listed([fault + cause for fault, cause in faults(bench, "remedies")])
    for variant, text in bench.choose("remedy", REMEDIES):
        lines = _written(bench, [*told, bench.fill(text, "remedy", variant)], announce=True)
        yield from _plant(bench, "remedy_told", variant, lines, problems="met", causes="met", rectification="met")
    source = with_lines(bench.source, rid)
    rest = [line.text for p in source.parts if p.section != SECTION for line in rid[p.first : p.last]]
    if any(word in text for text in rest for word in ("整改", "改进", "纠错")):
        return  # a plan, or its heading, may be told as a remedy
    lines = _written(bench, told, announce=True, lines=rid)
    yield from _plant(bench, "remedy_gone", "1", lines, problems="met", causes="met", rectification="missing")
    for variant, text in bench.choose("not_remedy", NOT_REMEDIES):
        lines = _written(bench, [*told, bench.fill(text, "not_remedy", variant)], announce=True, lines=rid)
        yield from _plant(bench, "remedy_others", variant, lines, problems="met", causes="met", rectification="missing")
