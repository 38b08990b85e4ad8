"""Items of tests/data/sentences with ``whole: true``: the text is a body with headings of its own, read as a text file is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from checker.outline import outline
from checker.reading import read_bytes
from checker.rubric import Requirement, Rubric, load_rubric
from checker.rules import Context, kind
from checker.rules.analysis import analyse

SENTENCES = Path(__file__).resolve().parents[2] / "data" / "sentences"
TITLE = "云州县水利局2025年度法治政府建设情况报告"


def requirement(rubric: Rubric, name: str) -> Requirement:
    section_id, _, requirement_id = name.partition(".")
    section = next(section for section in rubric.sections if section.id == section_id)
    held = [*section.requirements, *(each for group in section.groups for each in group.requirements)]
    return next(each for each in held if each.id == requirement_id)


def judged(name: str, text: str) -> Any:
    rubric = load_rubric("fazhi-annual-report")
    report = outline(read_bytes(f"{TITLE}\n{text.strip()}\n".encode(), "报告.txt", "报告.txt"))
    assert report.info.unit_type == "department"
    assert report.info.year == 2025
    wanted = [line.partition("、")[2] for line in text.splitlines() if line[1:2] == "、"]
    assert [report.document.text[found.start : found.end] for found in report.headings if found.level == 1] == wanted
    rule = kind("requirement", requirement(rubric, name).rule.kind)
    params = rule.Params.model_validate(requirement(rubric, name).rule.params)
    return rule.judge(analyse(report, rubric, "department"), params, Context(rubric, "department"))


def items() -> list[Any]:
    found = []
    for path in sorted(SENTENCES.glob("*.yaml")):
        for group, listed in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            for number, item in enumerate(listed or [], start=1):
                if item.get("whole"):
                    marks = [pytest.mark.xfail(strict=True, reason="a known limit")] if item.get("limit") else []
                    found.append(
                        pytest.param(path.stem, group, item, id=f"{path.stem}-{group}-{number:02}", marks=marks)
                    )
    return found


@pytest.mark.parametrize(("name", "group", "item"), items())
def test_whole_sentence(name: str, group: str, item: dict[str, Any]) -> None:
    want = item["want"] if isinstance(item["want"], list) else [item["want"]]
    assert ("met" in want) == (group == "unusual"), "an unusual wording is met, a near miss is not"
    got = judged(name, item["text"])
    assert got.verdict in want, f"{item['text']}\n{item['why']}: {got.verdict}, not {'/'.join(want)} ({got.reason})"
