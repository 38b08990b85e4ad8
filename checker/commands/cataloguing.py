"""Rubrics for people: a list, a readable print, a starting file, a JSON schema for editors."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from checker.errors import RubricError, UsageError
from checker.model import UnitType
from checker.output._layout import Look, columns, pad, wrap
from checker.output._words import LEVELS, SEVERITIES, UNIT_TYPES, VERDICTS, clean
from checker.rubric import Due, Requirement, Rubric, Section, load_rubric, rubric_files, shipped
from checker.rules import kinds
from checker.settings import home
from checker.text import display_width

_KINDS: tuple[UnitType, ...] = ("government", "department", "township", "zone")


def overview(look: Look) -> str:
    """One line for every rubric that can be named by id."""
    rows = [["编号", "版本", "要求", "名称"]]
    for name, path in rubric_files().items():
        own = "" if path.parent == shipped("rubrics") else f"（自建：{path}）"
        try:
            rubric = load_rubric(name)
            rows.append([name, clean(rubric.version), f"{rubric.requirement_count}项", clean(rubric.title) + own])
        except RubricError:
            rows.append([name, "-", "-", f"写法有误，请用 fajian rubric lint {path} 查看"])
    width = max(display_width(row[0]) for row in rows)
    return "\n".join(columns(rows, [width, 8, 6, max(20, look.width - width - 20)])) + "\n"


# ── show ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def show(rubric: Rubric, look: Look) -> str:
    """The whole rubric in words."""
    lines = [look.paint(line, "bold") for line in wrap(clean(rubric.title), look.width)]
    lines += wrap(f"{rubric.id}，版本{clean(rubric.version)}，共{rubric.requirement_count}项要求", look.width, "编号  ")
    if rubric.about:
        lines += wrap(clean(rubric.about), look.width, "说明  ")
    lines += _due("报送期限", rubric.due, look) + _due("公开期限", rubric.publication, look)
    if rubric.instruments:
        lines += ["", look.paint("依据的文件", "bold")]
        for instrument in rubric.instruments.values():
            number = f"（{instrument.number}）" if instrument.number else ""
            lines += wrap(f"{clean(instrument.title)}{number}", look.width, "  · ")
    for order, section in enumerate(rubric.sections, 1):
        lines += ["", *_section(order, section, rubric, look)]
    lines += ["", look.paint("文稿本身的问题", "bold")]
    for finding in rubric.findings:
        state = "（已关闭）" if finding.off else ""
        told = f"{finding.rule}{state}" + (f"：{clean(finding.suggest)}" if finding.suggest else "")
        lines += wrap(told, look.width, f"  {SEVERITIES[finding.severity]}  ")
    return "\n".join(lines) + "\n"


def _due(label: str, due: Due, look: Look) -> list[str]:
    days = []
    for name in _KINDS:
        day: str | None = getattr(due, name)
        if day:
            month, _, number = day.partition("-")
            days.append(
                f"{UNIT_TYPES[name]}次年{int(month)}月{int(number)}日{'（含当日）' if due.included else '之前'}"
            )
    return wrap("，".join(days), look.width, f"{label}  ") if days else []


def _section(number: int, section: Section, rubric: Rubric, look: Look) -> list[str]:
    level = "必须报告" if section.level == "required" else "没有可以不写"
    title = f"{clean(section.title)}（{section.id}，{level}）"
    lines = [look.paint(line, "bold") for line in wrap(title, look.width, f"{number}. ")]
    basis = rubric.basis_text(section.basis)
    if basis:
        lines += wrap(basis, look.width, "   依据  ")
    group = None
    for requirement, holder in section.all_requirements():
        if holder is not group and holder is not None:
            lines += ["", *wrap(f"〔{clean(holder.title)}〕", look.width, "   ")]
        group = holder
        lines += ["", *_requirement(requirement, rubric, look)]
    return lines


def _requirement(requirement: Requirement, rubric: Rubric, look: Look) -> list[str]:
    lines = wrap(f"{clean(requirement.title)}（{requirement.id}，{LEVELS[requirement.level]}）", look.width, "   - ")
    lines += wrap(clean(requirement.question), look.width, "     ")
    for verdict, meaning in requirement.verdicts.items():
        lines += wrap(clean(meaning), look.width, "     " + pad(VERDICTS[verdict], 8))
    basis = rubric.basis_text(requirement.basis)
    if basis:
        lines += wrap(basis, look.width, "     " + pad("依据", 8))
    if requirement.applies_to is not None:
        named = "、".join(UNIT_TYPES[name] for name in requirement.applies_to)
        lines += wrap(f"只要求{named}写" if named else "不要求任何单位写", look.width, "     " + pad("适用", 8))
    return lines


# ── new ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

STARTER = """\
# 审核标准：{name}
#
# 本文件以 {base} 为底本：这里写了的，以这里为准；没有写的，照底本执行。
# 以“#”开头的行是说明，不起作用；去掉“#”就生效。缩进用空格，不用制表符。
# 改好后核对：fajian rubric lint {file}
# 查看底本：  fajian rubric show {base}
extends: {base}
id: {name}
version: "1.0"
title: {name}

# 报送期限（次年的“月-日”）；included: true 表示当日仍算按时。
#due:
#  government: "03-01"
#  department: "02-15"
#  included: false

# 增加一项要求，或改动底本中的要求：部分和要求的编号（id）与底本相同就是改动，不同就是增加。
#sections:
#  - id: measures
#    requirements:
#      - id: publicity
#        level: expected            # required 必有，expected 宜有，coverage 举措覆盖
#        applies_to: [government, department]
#        suggest:
#          missing: 请补写本年度普法工作的开展情况，写明做了什么、多少场次。

# 改动一条文稿规则的轻重（error 错误，warning 提醒，info 参考），或把它关闭。
#findings:
#  - rule: date.late
#    severity: error
#  - rule: body.too_short
#    off: true

# 去掉底本中的部分、要求（部分.要求）或文稿规则。
#remove:
#  - plans.targets_problems
"""


def create(name: str, *, here: bool, base: str = "fazhi-annual-report") -> Path:
    """Write a starting file that extends ``base``. Raises UsageError where the name is no id or the file is there."""
    name = name.removesuffix(".yaml")
    if not re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_-]*", name):
        raise UsageError(f"标准的编号“{name}”只能用字母、数字、下划线和连字符，如 my-county。")
    if name in rubric_files():
        raise UsageError(f"已经有编号为“{name}”的标准（{rubric_files()[name]}），请换一个编号。")
    path = (Path() if here else home() / "rubrics") / f"{name}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(STARTER.format(name=name, base=base, file=path))
    except FileExistsError as error:
        raise UsageError(f"{path} 已经存在，没有改动它，请换一个编号。") from error
    return path


# ── schema ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def schema() -> dict[str, Any]:
    """A JSON schema for rubric files. A file that extends another may leave anything out but the ids."""
    whole = Rubric.model_json_schema()
    definitions = whole["$defs"]
    for name, definition in {**definitions, "": whole}.items():
        if name not in ("Instrument", "Basis", "RuleSpec"):
            definition["required"] = [key for key in definition.get("required", ()) if key in ("id", "rule")]
    whole["required"] = []
    whole["properties"] |= {
        "extends": {"type": "string", "description": "以哪个标准为底本：编号或文件路径"},
        "remove": {
            "type": "array",
            "items": {"type": "string"},
            "description": "去掉底本中的部分、部分.要求或文稿规则",
        },
    }
    definitions["RuleSpec"] = {"anyOf": list(_rule_schemas("requirement", definitions))}
    definitions["FindingRule"]["properties"]["kind"]["enum"] = list(kinds("document"))
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **whole, "title": "法鉴审核标准"}


def _rule_schemas(group: str, definitions: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for name in kinds(group):
        module = importlib.import_module(f"checker.rules.{group}.{name}")
        params = module.Params.model_json_schema()
        definitions.update(params.pop("$defs", {}))
        params["properties"] = {"kind": {"const": name}, **params.get("properties", {})}
        params["title"] = name
        yield params | {"required": ["kind", *params.get("required", ())]}
