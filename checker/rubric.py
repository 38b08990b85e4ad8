"""A rubric says what a report must contain: YAML → ``Rubric``. An error names file:line:column and what was expected.

A rubric may extend another (``extends: ID or path``): sections, groups, requirements and findings with the same id are
changed field by field, new ones are added, ``remove`` takes items away.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, ValidationError, field_validator

from checker import patterns, settings
from checker.errors import RubricError
from checker.model import Level, SectionLevel, Severity, UnitType, Value, Verdict
from checker.placed_yaml import Node, Path_, Place, compose, explain, merge, plain, remove

_SHIPPED = Path(__file__).parent / "_shipped"
_CHECKOUT = Path(__file__).parent.parent
MAX_EXTENDS = 8


class RuleSpec(BaseModel):
    """Which kind of rule judges a requirement or finds a defect, and that kind's own parameters."""

    model_config = ConfigDict(frozen=True, extra="allow")
    kind: str

    @property
    def params(self) -> dict[str, Any]:
        return dict(self.model_extra or {})


class Instrument(Value):
    """A law, regulation or notice that requirements rest on. ``binds``: only these kinds of unit; others follow it by local rules."""

    title: str
    number: str | None = None
    in_force: dt.date | None = None
    binds: tuple[UnitType, ...] | None = None


class Basis(Value):
    """Where a requirement comes from; ``article`` only where it is known for sure, ``says`` in our own words."""

    instrument: str
    article: str | None = None
    says: str | None = None


class Examples(Value):
    """Sentences that the requirement's rule must judge so. ``fajian rubric lint`` runs them."""

    met: tuple[str, ...] = ()
    partial: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


class Requirement(Value):
    """One thing that a report must show."""

    id: str
    title: str
    level: Level
    question: str
    verdicts: dict[Verdict, str] = Field(default_factory=dict)
    basis: tuple[Basis, ...] = ()
    rule: RuleSpec
    applies_to: tuple[UnitType, ...] | None = None
    suggest: dict[Verdict, str] = Field(default_factory=dict)
    examples: Examples = Examples()

    @field_validator("id")
    @classmethod
    def _id(cls, value: str) -> str:
        return _identifier(value)


class Group(Value):
    """A second level between section and requirements, as long local lists have it."""

    id: str
    title: str
    requirements: tuple[Requirement, ...] = ()

    @field_validator("id")
    @classmethod
    def _id(cls, value: str) -> str:
        return _identifier(value)


class Section(Value):
    """A mandated part of the report. ``headings`` are patterns by which a heading announces it.

    ``content``: which requirements, told anywhere, show that the part is not missing: any of them, or only required ones (the others then count where the part has a place of its own).
    """

    id: str
    title: str
    level: SectionLevel
    content: Literal["any", "required"] = "any"
    basis: tuple[Basis, ...] = ()
    headings: tuple[str, ...] = ()
    suggest: str | None = None
    requirements: tuple[Requirement, ...] = ()
    groups: tuple[Group, ...] = ()

    @field_validator("id")
    @classmethod
    def _id(cls, value: str) -> str:
        return _identifier(value)

    @field_validator("headings")
    @classmethod
    def _patterns(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(map(patterns.checked, value))

    def all_requirements(self) -> Iterator[tuple[Requirement, Group | None]]:
        """Every requirement with the group it stands in."""
        for requirement in self.requirements:
            yield requirement, None
        for group in self.groups:
            for requirement in group.requirements:
                yield requirement, group


class FindingRule(Value):
    """One document rule: its id, kind, severity and parameters; ``off`` switches it off."""

    rule: str
    kind: str
    severity: Severity
    suggest: str | None = None
    off: bool = False
    params: dict[str, Any] = Field(default_factory=dict)


class Due(Value):
    """A yearly day per kind of unit, "MM-DD". ``included``: the day itself is still in time."""

    government: str | None = None
    department: str | None = None
    township: str | None = None
    zone: str | None = None
    included: bool = False

    @field_validator("government", "department", "township", "zone")
    @classmethod
    def _day(cls, value: str | None) -> str | None:
        if value is not None:
            try:
                dt.date.fromisoformat(f"2024-{value}")
            except ValueError as error:
                raise ValueError(f"日期“{value}”应写作“月-日”，如“03-01”") from error
        return value

    def day(self, unit_type: UnitType | None, report_year: int) -> dt.date | None:
        """The day before which a unit of that kind reports on ``report_year``; None where the rubric names none."""
        value: str | None = getattr(self, unit_type) if unit_type else None
        return dt.date.fromisoformat(f"{report_year + 1}-{value}") if value else None


class Rubric(Value):
    """What a report must contain."""

    id: str
    version: str
    title: str
    about: str | None = None
    instruments: dict[str, Instrument] = Field(default_factory=dict)
    due: Due = Due()
    publication: Due = Due()
    sections: tuple[Section, ...]
    findings: tuple[FindingRule, ...] = ()
    _places: dict[Path_, Place] = PrivateAttr(default_factory=dict)
    _sha256: str = PrivateAttr(default="")

    @property
    def sha256(self) -> str:
        """Of the rubric's file and of those it extends."""
        return self._sha256

    def place(self, *path: str | int) -> Place:
        """Where the value at ``path`` stands, or the nearest value that holds it."""
        for length in range(len(path), -1, -1):
            if path[:length] in self._places:
                return self._places[path[:length]]
        return Place(self.id, 1, 1)

    @cached_property
    def requirement_count(self) -> int:
        return sum(1 for section in self.sections for _ in section.all_requirements())

    def basis_text(self, bases: tuple[Basis, ...], unit_type: UnitType | None = None) -> str | None:
        """《…》第五条、第六条, for each instrument, joined by ；; None where there is none.

        An instrument that does not bind the kind of unit is only referred to: "参照《…》".
        """
        articles: dict[str, list[str]] = {}
        for basis in bases:
            known = articles.setdefault(basis.instrument, [])
            if basis.article and basis.article not in known:
                known.append(basis.article)
        parts = []
        for name, found in articles.items():
            instrument = self.instruments[name]
            bound = instrument.binds is None or unit_type is None or unit_type in instrument.binds
            parts.append(("" if bound else "参照") + instrument.title + "、".join(found))
        return "；".join(parts) or None


def shipped(folder: str) -> Path:
    """The folder of what ships with the program ("rubrics", "prompts", "examples"), from a wheel or a checkout."""
    packed = _SHIPPED / folder
    return packed if packed.is_dir() else _CHECKOUT / folder


def rubric_folders() -> list[Path]:
    """Where rubrics are looked for by id: the user's folder first, then those that ship."""
    return [settings.home() / "rubrics", shipped("rubrics")]


def rubric_files() -> dict[str, Path]:
    """Every rubric that can be named by id (the file's name without .yaml), the user's own before the shipped."""
    found: dict[str, Path] = {}
    for folder in rubric_folders():
        if folder.is_dir():
            for file in sorted(folder.glob("*.yaml")):
                found.setdefault(file.stem, file)
    return found


def load_rubric(name: str | os.PathLike[str] = "fazhi-annual-report") -> Rubric:
    """Load a rubric by id or by path.

    Raises RubricError, whose every problem opens with file:line:column.
    """
    path = _locate(str(name), None)
    digest = hashlib.sha256()
    node = _read(path, digest, 0)
    return _validate(node, digest.hexdigest())


# ── files ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _identifier(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_-]*", value):
        raise ValueError(f"编号“{value}”只能用字母、数字、下划线和连字符")
    return value


def _locate(name: str, beside: Path | None) -> Path:
    path = Path(name)
    if name.endswith((".yaml", ".yml")) or "/" in name or "\\" in name:
        if beside is not None and not path.is_absolute():
            path = beside.parent / path
        if not os.path.isfile(path):  # unlike the path's own method, no error for a name that cannot be
            raise RubricError([f"{name}:1:1：找不到这个标准文件，请核对路径。"])
        return path
    known = rubric_files()
    if name in known:
        return known[name]
    raise RubricError(
        [f"{name}:1:1：没有这个标准，现有：{'、'.join(known) or '无'}；自己的标准请写文件路径（.yaml）。"]
    )


def _read(path: Path, digest: Any, depth: int) -> Node:
    if depth > MAX_EXTENDS:
        raise RubricError([f"{path}:1:1：extends 引用过深或互相引用，请理顺。"])
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise RubricError([f"{path}:1:1：标准文件读不出来（{error.strerror}）。"]) from error
    digest.update(raw)
    node = compose(raw, str(path))
    if not isinstance(node.value, dict):
        raise RubricError([f"{node.place}：标准文件应当是“键: 值”的形式。"])
    parent = node.value.pop("extends", None)
    removed = node.value.pop("remove", None)
    if parent is not None:
        if not isinstance(parent.value, str):
            raise RubricError([f"{parent.place}：extends 应写一个标准的编号或文件路径。"])
        try:
            base = _read(_locate(parent.value, path), digest, depth + 1)
        except RubricError as error:
            if depth == 0 and error.problems and error.problems[0].startswith(f"{parent.value}:1:1"):
                raise RubricError([f"{parent.place}{error.problems[0].partition(':1:1')[2]}"]) from error
            raise
        node = merge(base, node)
    if removed is not None:
        remove(node, removed)
    return node


def _validate(node: Node, sha256: str) -> Rubric:
    places: dict[Path_, Place] = {}
    data = plain(node, (), places)
    try:
        rubric = Rubric.model_validate(data)
    except ValidationError as error:
        raise RubricError([explain(problem, places) for problem in error.errors(include_url=False)]) from error
    rubric._places = places
    rubric._sha256 = sha256
    problems = _cross_check(rubric)
    if problems:
        raise RubricError(problems)
    return rubric


def _cross_check(rubric: Rubric) -> list[str]:
    problems: list[str] = []
    seen_sections: set[str] = set()
    for s, section in enumerate(rubric.sections):
        if section.id in seen_sections:
            problems.append(f"{rubric.place('sections', s, 'id')}：部分编号“{section.id}”重复。")
        seen_sections.add(section.id)
        seen: set[str] = set()
        for requirement, _ in section.all_requirements():
            if requirement.id in seen:
                problems.append(
                    f"{rubric.place('sections', s, 'id')}：部分“{section.id}”内要求编号“{requirement.id}”重复。"
                )
            seen.add(requirement.id)
            for basis in requirement.basis:
                if basis.instrument not in rubric.instruments:
                    problems.append(
                        f"{rubric.place('sections', s)}：要求“{requirement.id}”的依据“{basis.instrument}”未在 instruments 中列出。"
                    )
        for basis in section.basis:
            if basis.instrument not in rubric.instruments:
                problems.append(f"{rubric.place('sections', s)}：依据“{basis.instrument}”未在 instruments 中列出。")
    rules = [finding.rule for finding in rubric.findings]
    for f, rule in enumerate(rules):
        if rule in rules[:f]:
            problems.append(f"{rubric.place('findings', f, 'rule')}：文稿规则“{rule}”重复。")
    return problems
