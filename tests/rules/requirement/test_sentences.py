"""Sentences of tests/data/sentences: near misses must not be judged met, unusual wordings must be.

A file SECTION.REQUIREMENT.yaml holds ``near_misses`` and ``unusual``. An item has ``text``, ``want`` (a verdict, or a list of
those that are right), ``why``, and optionally ``unit_type`` (department, if absent) and ``heading``. ``limit``: the engine is known
not to see it; the test tells when it does.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from checker.linting import _HEADINGS, example_report
from checker.rubric import Requirement, Rubric, Section, load_rubric
from checker.rules import Context, kind
from checker.rules.analysis import analyse

SENTENCES = Path(__file__).resolve().parents[2] / "data" / "sentences"


@cache
def rubric() -> Rubric:
    return load_rubric("fazhi-annual-report")


def wanted(name: str) -> tuple[Section, Requirement]:
    section_id, _, requirement_id = name.partition(".")
    for section in rubric().sections:
        if section.id == section_id:
            held = [*section.requirements, *(each for group in section.groups for each in group.requirements)]
            return section, next(requirement for requirement in held if requirement.id == requirement_id)
    raise LookupError(name)


def judged(name: str, item: dict[str, Any]) -> Any:
    """The steps of `checker.linting.judge_example`, with the item's own kind of unit and heading."""
    section, requirement = wanted(name)
    unit_type = item.get("unit_type", "department")
    heading = item.get("heading") or _HEADINGS.get(section.id, section.title)
    report = example_report(heading, item["text"].strip(), unit_type)
    rule = kind("requirement", requirement.rule.kind)
    params = rule.Params.model_validate(requirement.rule.params)
    return rule.judge(analyse(report, rubric(), unit_type), params, Context(rubric(), unit_type))


def items() -> list[Any]:
    found = []
    for path in sorted(SENTENCES.glob("*.yaml")):
        for group, listed in (yaml.safe_load(path.read_text(encoding="utf-8")) or {}).items():
            for number, item in enumerate(listed or [], start=1):
                marks = [pytest.mark.xfail(strict=True, reason="a known limit")] if item.get("limit") else []
                found.append(pytest.param(path.stem, group, item, id=f"{path.stem}-{group}-{number:02}", marks=marks))
    return found


def pieces() -> list[Any]:
    """The items that are not whole reports; those are judged in test_whole_sentences.py."""
    return [param for param in items() if not param.values[2].get("whole")]


@pytest.mark.parametrize(("name", "group", "item"), pieces())
def test_sentence(name: str, group: str, item: dict[str, Any]) -> None:
    want = item["want"] if isinstance(item["want"], list) else [item["want"]]
    assert ("met" in want) == (group == "unusual"), "an unusual wording is met, a near miss is not"
    got = judged(name, item)
    assert got.verdict in want, f"{item['text']}\n{item['why']}: {got.verdict}, not {'/'.join(want)} ({got.reason})"


def test_no_text_is_twice() -> None:
    texts = [(param.values[0], param.values[2]["text"]) for param in items()]
    assert len(texts) == len(set(texts))
