"""Whole parts: dropped, emptied, reduced to a clause; or only renamed, moved, bereft of their heading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from checker.planting.bench import Bench
from checker.planting.cues import cue
from checker.planting.edit import append, insert, move, paragraph, refill, reworded, strip, without_part
from checker.planting.model import Case, Line, Lines, Part, Source
from checker.planting.numbers import in_order, number_of, renumber
from checker.planting.source import body_end, with_lines

MANDATED = ("first_responsible", "measures", "shortcomings", "plans")

# Unusual names; for plans with the year, which may stand in the heading alone.
NAMES = {
    "first_responsible": ("掌舵者的法治答卷", "“班长”这一年怎么抓法治", "头雁领航记"),
    "measures": ("一路走来的足迹", "这一年交出的答卷", "看得见的变化"),
    "shortcomings": ("照镜子照出来的", "回过头来想一想", "我们还欠着的账"),
    "plans": ("{next}年，往哪里使劲", "{next}年要啃的硬骨头", "迈进{next}年"),
}

# The part as one clause of a closing sentence, and what is then right.
CLAUSES: dict[str, tuple[str, ...]] = {
    "first_responsible": (
        "一年来，主要负责人切实履行第一责任人职责，各项工作平稳有序推进。",
        "总的看，主要负责同志高度重视、认真履职，全年工作取得了新的成效。",
    ),
    "shortcomings": (
        "一年来，各项工作取得一定成绩，但与上级要求相比，仍存在法治意识有待增强、工作推进不够平衡等不足。",
        "总的看，全年任务基本完成，但仍有工作力度不够、能力水平有待提升等问题。",
    ),
    "plans": (
        "下一步，将继续努力，推动法治建设再上新台阶。",
        "今后，将进一步提高认识、再接再厉，不断开创法治工作新局面。",
    ),
}


def cases(bench: Bench) -> Iterator[Case]:
    """Every mandated part that the report has under one heading, and that is fully present."""
    for section in MANDATED:
        part = bench.source.part(section)
        if part is None or bench.original.statuses.get(section) != "present":
            continue
        yield from _gone(bench, section, part)
        yield from _still_there(bench, section, part)
    yield from _other(bench)


# ── gone ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _gone(bench: Bench, section: str, part: Part) -> Iterator[Case]:
    cleared = _cleared(bench, section)
    kept = with_lines(bench.source, cleared)
    left = kept.part(section)
    if left is None:
        return
    verdicts = _missing(bench, section)
    loose = ["plans.targets_problems"] if section == "shortcomings" else []
    loose += _orders(bench)
    statuses = {section: ("missing", "partial") if section == "measures" else "missing"}
    if section == "measures":
        if any(one.section is None for one in bench.source.parts):
            return  # there may be results under a heading that tells nothing
        verdicts = {"measures.results": ("missing", "partial")}
        loose += [f"measures.{topic}" for topic in bench.original.sections["measures"]]
    yield bench.plant(
        "drop", section, without_part(kept, left), verdicts=verdicts, statuses=statuses, loose=_but(loose, verdicts)
    )
    if number_of(kept.lines[left.first].text) is None:
        return  # a line of text alone, without number and with nothing under it, need not be a heading
    announced = bool(re.search("原因|成因|由来|所以然", part.wording))
    if announced:  # what the heading alone announces is "announced and not given"
        verdicts = {**verdicts, "shortcomings.causes": ("missing", "partial")}
        statuses = {section: ("missing", "partial")}
    yield bench.plant(
        "empty", section, refill(kept, left, []), verdicts=verdicts, statuses=statuses, loose=_but(loose, verdicts)
    )
    yield from _clause(bench, section, kept, left)


def _clause(bench: Bench, section: str, kept: Source, left: Part) -> Iterator[Case]:
    if section not in CLAUSES:
        return
    required = {
        "first_responsible": {
            "first_responsible.personal_duty": "partial",
            "first_responsible.deliberation": "missing",
        },
        "shortcomings": {"shortcomings.problems": "partial", "shortcomings.causes": "missing"},
        "plans": {"plans.next_year": "partial", "plans.actions": "partial"},
    }[section]
    verdicts = {**_missing(bench, section), **required}
    loose = ["plans.targets_problems"] if section == "shortcomings" else []
    loose += _orders(bench)
    for variant, sentence in bench.choose(f"clause-{section}", CLAUSES[section]):
        lines = without_part(kept, left)
        rest = with_lines(bench.source, lines)
        host = next((p for p in rest.parts if p.section == "measures"), None)
        places = [i for i in range(host.first, host.last) if lines[i].kind == "paragraph"] if host else []
        if places:
            yield bench.plant(
                "clause",
                f"{section}-{variant}",
                append(lines, places[-1], sentence),
                verdicts=verdicts,
                statuses={section: "partial"},
                loose=_but(loose, verdicts),
            )


def _missing(bench: Bench, section: str) -> dict[str, str | tuple[str, ...]]:
    """Every requirement of a section is missing; an action that answers a problem goes with the plans."""
    return {f"{section}.{requirement}": "missing" for requirement in bench.original.sections[section]}


def _but(loose: list[str], verdicts: dict[str, str | tuple[str, ...]]) -> list[str]:
    return [one for one in loose if one not in verdicts]


def _cleared(bench: Bench, section: str) -> Lines:
    """The report without what other parts say on the section's requirements."""
    source = bench.source
    own = [part for part in source.parts if part.section == section]
    inside = {i for part in own for i in range(part.first, part.last)}
    patterns = [cue(f"{section}.{requirement}") for requirement in bench.original.sections[section]]
    if section == "plans":
        patterns += [cue("plans.next_year"), re.compile(str(source.year + 1))]
    if section == "measures":
        return source.lines
    inside |= {
        i
        for part in source.parts
        if section == "first_responsible" and part.section == "plans"  # what is planned proves no duty done
        for i in range(part.first, part.last)
    }
    quotes = [
        quote for r in bench.original.sections[section] for quote in bench.original.proofs.get(f"{section}.{r}", ())
    ]

    def gone(piece: str) -> bool:
        if "报告如下" in piece or len(piece) < 6:
            return False
        return any(pattern.search(piece) for pattern in patterns) or any(q in piece or piece in q for q in quotes)

    return strip(source, gone, where=lambda index: index not in inside)


# ── still there ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _still_there(bench: Bench, section: str, part: Part) -> Iterator[Case]:
    source = bench.source
    about = [f"{section}.{requirement}" for requirement in bench.original.sections[section]]
    for variant, name in bench.choose(f"rename-{section}", NAMES[section]):
        wording = bench.fill(name, "rename", section)
        head = reworded(source.lines[part.first], wording)
        lines = (*source.lines[: part.first], head, *source.lines[part.first + 1 :])
        yield bench.trap("rename", f"{section}-{variant}", lines, about=about)
    if all(number_of(source.lines[p.first].text) for p in source.parts) and len(source.parts) > 2:
        here = source.parts.index(part)
        places = [place for place in range(len(source.parts)) if place != here]
        place = bench.rng("move", section).choice(places)
        yield bench.trap("move", f"{section}-{place + 1}", move(source, part, place), about=about, loose=_orders(bench))
    if section == "first_responsible":
        scattered = _scattered(bench, part)
        if scattered is not None and _speaks_for_itself(bench, section, part):
            yield bench.trap("scattered", section, scattered, about=about, loose=["numbering.sequence"])
    unheaded = _without_heading(source, part)
    if unheaded is not None and _speaks_for_itself(bench, section, part):
        # Plans that follow the shortcomings without a heading of their own are measures to put them right as well.
        loose = ["numbering.sequence", *(["shortcomings.rectification"] if section == "plans" else [])]
        yield bench.trap("heading_gone", section, unheaded, about=about, loose=loose)


def _scattered(bench: Bench, part: Part) -> Lines | None:
    """The report with a part's paragraphs at several places among what was done."""
    source = bench.source
    own = [paragraph(line.body) for line in source.lines[part.first : part.last] if len(line.body) >= 40]
    lines = without_part(source, part)
    host = with_lines(source, lines).part("measures")
    if host is None or len(own) < 2:
        return None
    # Before a lower heading, where a paragraph ends an item.
    places = [i for i in range(host.first + 2, host.last) if lines[i].level is not None][: len(own) - 1]
    places = [*places, *[host.last] * (len(own) - len(places))]
    for place, line in reversed(list(zip(places, own, strict=True))):
        lines = (*lines[:place], line, *lines[place:])
    return lines


def _orders(bench: Bench) -> list[str]:
    """Numbers that were out of order may come into order when parts are moved or gone."""
    return ["numbering.sequence"] if "numbering.sequence" in bench.original.found else []


def _without_heading(source: Source, part: Part) -> Lines | None:
    """The report without a part's heading, what stood under it being paragraphs of the part before."""
    line = source.lines[part.first]
    place = source.parts.index(part)
    before = source.parts[place - 1].section if place else None
    if before not in ("measures", "first_responsible", "shortcomings") or number_of(line.text) is None:
        return None  # under what would then be its heading it would be something else
    if before == "shortcomings" and part.section != "plans":
        return None
    kept: list[tuple[int | None, Line]] = [(i, one) for i, one in enumerate(source.lines) if i != part.first]
    if line.kind != "heading":
        kept.insert(part.first, (None, replace(line, text=line.body, head=0, level=None)))
    return in_order(source.lines, kept)


def _speaks_for_itself(bench: Bench, section: str, part: Part) -> bool:
    """Whether the text says without its heading what it is: its year, its causes, its leader, its faults."""
    lines = bench.source.lines[part.first : part.last]
    bodies = [line.body for line in lines if line.body]
    first = bodies[0] if bodies else ""
    if section == "plans":
        return bool(re.match(rf"(?:在|到)?(?:{bench.source.year + 1}年|明年|下一年度)", first))
    if section == "shortcomings":
        return bool(
            re.search(
                "(?:存在|看到|意识到|以下|这些|[一二三四五几]处|仍有|还有)[^。，]{0,14}(?:不足|差距|短板|问题|薄弱|弱项)",
                first[:90],
            )
        )
    if section == "first_responsible":
        return all(re.search("主要负责|书记|[县市区镇乡州旗局]长|主任|第一责任人", body) for body in bodies)
    return False


def _other(bench: Bench) -> Iterator[Case]:
    """The optional section."""
    source = bench.source
    part = source.part("other")
    if part is not None and bench.original.statuses.get("other") == "present":
        yield bench.plant("drop", "other", without_part(source, part), about=["other"], statuses={"other": "missing"})
    elif bench.original.statuses.get("other") == "missing" and not any(p.section == "other" for p in source.parts):
        number = number_of(source.lines[source.parts[-1].first].text)
        if number is None or number.style != "一、" or number.value != len(source.parts):
            return
        end = body_end(source.lines)
        last = source.lines[source.parts[-1].first]
        bare = replace(last, kind="heading", text=last.text[: last.head] or last.text, head=0)  # a run-in heading alone
        heading = replace(reworded(bare, "其他需要报告的事项"), kind="heading", head=0)
        heading = renumber(replace(heading, text=heading.text.rstrip("。")), number.value + 1)
        text = bench.fill("上级依法治理办公室10月来我处实地调研，座谈情况已于11月另文上报。", "other")
        lines = insert(source.lines, end, text)
        lines = (*lines[:end], heading, *lines[end:])
        yield bench.plant("add_other", "1", lines, about=["other"], statuses={"other": "present"})
