"""The prompts: templates from ``prompts/`` filled from a rubric and a report. What a lawyer reads there is what is sent."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from checker import settings
from checker.errors import UsageError
from checker.model import Level, UnitType, Verdict
from checker.rubric import Group, Requirement, Rubric, shipped

if TYPE_CHECKING:
    from jinja2 import Environment

NAMES = ("system.j2", "user.j2", "repair.j2")
BRIEFING_NAMES = (
    "briefing-system.j2",
    "briefing-user.j2",
    "briefing-batch-system.j2",
    "briefing-batch-user.j2",
    "briefing-repair.j2",
)
_LEVELS: dict[Level, str] = {"required": "必有", "expected": "宜有", "coverage": "举措"}
_UNITS: dict[UnitType, str] = {
    "government": "政府",
    "department": "政府部门",
    "township": "乡镇（街道）",
    "zone": "开发区",
}
_UNTOLD: dict[Verdict, str] = {"met": "写了，而且具体。", "partial": "只有表态，或者很笼统。", "missing": "没有写。"}
_MOST_SYSTEMS = 64
# Filling it takes longer than all else that is done for a report. The rubric is held so that its id stays its own.
_systems: dict[tuple[int, tuple[str, ...] | None, str], tuple[Rubric, str]] = {}


def requirements(rubric: Rubric) -> dict[str, Requirement]:
    """Every requirement by its full id, "section.requirement", in the rubric's order."""
    return {
        f"{section.id}.{requirement.id}": requirement
        for section in rubric.sections
        for requirement, _ in section.all_requirements()
    }


def system(rubric: Rubric, only: Collection[str] | None = None) -> str:
    """Instructions and the rubric (or only some of it, where a window is too small for all); the same for every report."""
    key = (id(rubric), None if only is None else tuple(only), str(settings.home()))
    known = _systems.get(key)
    if known is None or known[0] is not rubric:
        if len(_systems) >= _MOST_SYSTEMS:
            _systems.clear()
        known = _systems[key] = rubric, fill("system.j2", rubric=rubric, sections=_sections(rubric, only))
    return known[1]


def user(
    *,
    paragraphs: str,
    fence: str,
    count: int,
    year: int | None = None,
    unit_type: UnitType | None = None,
    asked: Sequence[str] | None = None,
    part: bool = False,
    digest: bool = False,
) -> str:
    """The report and what is asked of it."""
    kind = _UNITS[unit_type] if unit_type else None
    return fill(
        "user.j2",
        paragraphs=paragraphs,
        fence=fence,
        count=count,
        year=year,
        unit_type=kind,
        asked=asked,
        part=part,
        digest=digest,
    )


def repair(problems: Mapping[str, str], *, whole: str | None = None, quotes: bool = False) -> str:
    """The second question: what was wrong, by id."""
    return fill(
        "repair.j2", problems=[{"id": id_, "text": text} for id_, text in problems.items()], whole=whole, quotes=quotes
    )


def sha256(names: Sequence[str] = NAMES) -> str:
    """Of these templates, those of the user in the place of ours."""
    digest = hashlib.sha256()
    for name in names:
        digest.update(f"{name}\0".encode())
        digest.update(_file(name).read_bytes())
    return digest.hexdigest()


# ── the rubric, as the template wants it ─────────────────────────────────────────────────────────────────────────────


def _sections(rubric: Rubric, only: Collection[str] | None) -> list[dict[str, Any]]:
    sections = []
    for section in rubric.sections:
        items: list[dict[str, Any]] = []
        before: Mapping[Verdict, str] | None = None
        group: Group | None = None
        for requirement, own_group in section.all_requirements():
            id_ = f"{section.id}.{requirement.id}"
            if only is not None and id_ not in only:
                continue
            item = _item(id_, requirement, before)
            item["group"] = own_group.title if own_group is not None and own_group is not group else None
            items.append(item)
            before, group = requirement.verdicts, own_group
        if items:
            sections.append({"title": section.title, "requirements": items})
    return sections


def _item(id_: str, requirement: Requirement, before: Mapping[Verdict, str] | None) -> dict[str, Any]:
    verdicts = requirement.verdicts
    # The ten topics share one meaning, which is told once: the head of the rubric says so.
    told = {} if verdicts and verdicts == before else verdicts or _UNTOLD
    return {
        "id": id_,
        "title": requirement.title,
        "level": _LEVELS[requirement.level],
        "question": requirement.question,
        "verdicts": [{"name": name, "meaning": meaning} for name, meaning in told.items()],
        # What to write is the same for “thin” and for “missing” in the main: the first says it.
        "advice": next(iter(requirement.suggest.values()), None),
        "applies_to": "、".join(_UNITS[kind] for kind in requirement.applies_to) if requirement.applies_to else None,
    }


# ── files ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def fill(name: str, **values: Any) -> str:
    """The template of that name, filled. Raises UsageError where it asks for a name that is not given."""
    from jinja2 import TemplateError

    try:
        return _environment(settings.home() / "prompts", shipped("prompts")).get_template(name).render(**values).strip()
    except (TemplateError, TypeError, ValueError) as error:
        raise UsageError(f"提示词文件 {_file(name)} 写法有误（{error}），请改正，或者删去以使用自带的。") from error


def _file(name: str) -> Path:
    own = settings.home() / "prompts" / name
    return own if own.is_file() else shipped("prompts") / name


@cache
def _environment(*folders: Path) -> Environment:
    from jinja2 import FileSystemLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    return ImmutableSandboxedEnvironment(  # the text is a prompt, not a page: nothing is escaped
        loader=FileSystemLoader([str(folder) for folder in folders]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,
    )
