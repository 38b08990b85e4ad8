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
from typing import Any, Literal, NamedTuple

import yaml
from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, ValidationError, field_validator

from checker import settings
from checker.errors import RubricError
from checker.model import Level, SectionLevel, Severity, UnitType, Value, Verdict

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SHIPPED = Path(__file__).parent / "_shipped"
_CHECKOUT = Path(__file__).parent.parent
MAX_BYTES = 2_000_000
MAX_DEPTH = 30
MAX_EXTENDS = 8

Path_ = tuple[str | int, ...]


class Place(NamedTuple):
    """Where a value stands in a rubric file; line and column from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


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
        for pattern in value:
            try:
                re.compile(pattern)
            except re.error as error:
                raise ValueError(f"正则表达式“{pattern}”有误（{error}）") from error
        return value

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
        """ "《…》第五条、第六条" for each instrument, joined by 、; None where there is none.

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


# ── from here on: YAML with places ───────────────────────────────────────────────────────────────────────────────────


class _Node(NamedTuple):
    value: Any  # scalar | dict[str, _Node] | list[_Node]
    place: Place


def _identifier(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_-]*", value):
        raise ValueError(f"编号“{value}”只能用字母、数字、下划线和连字符")
    return value


def _locate(name: str, beside: Path | None) -> Path:
    path = Path(name)
    if name.endswith((".yaml", ".yml")) or "/" in name or "\\" in name:
        if beside is not None and not path.is_absolute():
            path = beside.parent / path
        if not path.is_file():
            raise RubricError([f"{name}:1:1：找不到这个标准文件，请核对路径。"])
        return path
    known = rubric_files()
    if name in known:
        return known[name]
    raise RubricError(
        [f"{name}:1:1：没有这个标准，现有：{'、'.join(known) or '无'}；自己的标准请写文件路径（.yaml）。"]
    )


def _read(path: Path, digest: Any, depth: int) -> _Node:
    if depth > MAX_EXTENDS:
        raise RubricError([f"{path}:1:1：extends 引用过深或互相引用，请理顺。"])
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise RubricError([f"{path}:1:1：标准文件读不出来（{error.strerror}）。"]) from error
    digest.update(raw)
    node = _compose(raw, str(path))
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
        node = _merge(base, node)
    if removed is not None:
        _remove(node, removed)
    return node


def _compose(raw: bytes, file: str) -> _Node:
    if len(raw) > MAX_BYTES:
        raise RubricError([f"{file}:1:1：标准文件超过 {MAX_BYTES // 1_000_000} MB，请拆分。"])
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RubricError([f"{file}:1:1：标准文件应为 UTF-8 编码，请另存为 UTF-8。"]) from error
    try:
        root = yaml.compose(text, Loader=_Loader)
        if root is None:
            raise RubricError([f"{file}:1:1：标准文件是空的。"])
        return _convert(root, file, 0, set())
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise RubricError([f"{file}:{line}:{column}：YAML 写法有误（{error.problem or error.context}）。"]) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise RubricError([f"{file}:1:1：YAML 写法有误，读不下去（{type(error).__name__}）。"]) from error


def _convert(node: yaml.Node, file: str, depth: int, above: set[int]) -> _Node:
    place = Place(file, node.start_mark.line + 1, node.start_mark.column + 1)
    if depth > MAX_DEPTH or id(node) in above:
        raise RubricError([f"{place}：嵌套过深或自我引用。"])
    above = above | {id(node)}
    if isinstance(node, yaml.MappingNode):
        mapping: dict[str, _Node] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise RubricError([f"{place}：键应当是一个词。"])
            where = Place(file, key.start_mark.line + 1, key.start_mark.column + 1)
            if key.value in mapping:
                raise RubricError([f"{where}：键“{key.value}”重复。"])
            mapping[key.value] = _convert(value, file, depth + 1, above)
        return _Node(mapping, place)
    if isinstance(node, yaml.SequenceNode):
        return _Node([_convert(item, file, depth + 1, above) for item in node.value], place)
    return _Node(_scalar(node), place)


def _scalar(node: yaml.Node) -> Any:
    if node.tag == "tag:yaml.org,2002:bool":
        return node.value.lower() in ("true", "yes", "on")
    if node.tag == "tag:yaml.org,2002:null":
        return None
    if node.tag == "tag:yaml.org,2002:int" and re.fullmatch(r"-?(0|[1-9][0-9]*)", node.value):
        return int(node.value)
    if node.tag == "tag:yaml.org,2002:float" and re.fullmatch(r"-?[0-9]+\.[0-9]+", node.value):
        return float(node.value)
    return node.value


_KEYS = {"sections": "id", "groups": "id", "requirements": "id", "findings": "rule"}


def _merge(base: _Node, over: _Node, key: str = "") -> _Node:
    """``over`` laid on ``base``: mappings key by key, the lists of _KEYS item by item, everything else replaced."""
    if isinstance(base.value, dict) and isinstance(over.value, dict):
        merged = dict(base.value)
        for name, node in over.value.items():
            merged[name] = _merge(merged[name], node, name) if name in merged else node
        return _Node(merged, over.place)
    name = _KEYS.get(key)
    if name and isinstance(base.value, list) and isinstance(over.value, list):
        items = list(base.value)
        index = {_item_id(item, name): i for i, item in enumerate(items)}
        for item in over.value:
            identity = _item_id(item, name)
            if identity is not None and identity in index:
                items[index[identity]] = _merge(items[index[identity]], item)
            else:
                items.append(item)
        return _Node(items, over.place)
    return over


def _item_id(item: _Node, name: str) -> Any:
    found = item.value.get(name) if isinstance(item.value, dict) else None
    return found.value if found is not None else None


def _remove(node: _Node, removed: _Node) -> None:
    """Take away "section", "section.requirement" or a finding's rule id."""
    names = removed.value if isinstance(removed.value, list) else [removed]
    for name in names:
        if not _remove_one(node, str(name.value)):
            raise RubricError([f"{name.place}：remove 所列“{name.value}”在被扩展的标准中不存在。"])


def _remove_one(node: _Node, name: str) -> bool:
    def drop(holder: Any, list_name: str, key: str, wanted: str) -> bool:
        items = holder.get(list_name) if isinstance(holder, dict) else None
        if items is None or not isinstance(items.value, list):
            return False
        kept = [item for item in items.value if _item_id(item, key) != wanted]
        found = len(kept) < len(items.value)
        items.value[:] = kept
        return found

    if drop(node.value, "findings", "rule", name) or drop(node.value, "sections", "id", name):
        return True
    section, _, requirement = name.partition(".")
    sections = node.value.get("sections")
    for item in sections.value if sections is not None and isinstance(sections.value, list) else ():
        if _item_id(item, "id") != section:
            continue
        if drop(item.value, "requirements", "id", requirement) or drop(item.value, "groups", "id", requirement):
            return True
        groups = item.value.get("groups")
        for group in groups.value if groups is not None else ():
            if drop(group.value, "requirements", "id", requirement):
                return True
    return False


def _plain(node: _Node, path: Path_, places: dict[Path_, Place]) -> Any:
    places[path] = node.place
    if isinstance(node.value, dict):
        return {name: _plain(item, (*path, name), places) for name, item in node.value.items()}
    if isinstance(node.value, list):
        return [_plain(item, (*path, index), places) for index, item in enumerate(node.value)]
    return node.value


def _validate(node: _Node, sha256: str) -> Rubric:
    places: dict[Path_, Place] = {}
    data = _plain(node, (), places)
    try:
        rubric = Rubric.model_validate(data)
    except ValidationError as error:
        raise RubricError([_explain(problem, places) for problem in error.errors(include_url=False)]) from error
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


def _explain(problem: Any, places: dict[Path_, Place]) -> str:
    location: Path_ = tuple(problem["loc"])
    place = next(places[location[:n]] for n in range(len(location), -1, -1) if location[:n] in places)
    name = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in location).lstrip(".")
    kind, context = problem["type"], problem.get("ctx", {})
    if kind == "missing":
        return f"{place}：缺少“{name}”，必须写上。"
    if kind == "extra_forbidden":
        return f"{place}：没有“{name}”这个键，请核对拼写。"
    if kind == "literal_error":
        return f"{place}：“{name}”应为 {context.get('expected')}，现为“{problem.get('input')}”。"
    if kind == "value_error":
        return f"{place}：“{name}”有误：{context.get('error')}。"
    kinds = {
        "string_type": "文字",
        "tuple_type": "列表（每行以“- ”开头）",
        "dict_type": "“键: 值”",
        "bool_type": "true 或 false",
    }
    kinds |= {"model_type": "“键: 值”", "int_type": "整数", "bool_parsing": "true 或 false", "int_parsing": "整数"}
    if kind in kinds:
        return f"{place}：“{name}”应为{kinds[kind]}，现为“{str(problem.get('input'))[:40]}”。"
    return f"{place}：“{name}”不合要求（{problem['msg']}）。"
