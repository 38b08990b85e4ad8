"""Labelled reports: NAME.gold.json and, beside it, the forms NAME.docx, NAME.html … of one report."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from checker.errors import UsageError

GOLD = ".gold.json"
SOURCE = ".src.txt"

OneOrMore = str | None | list[str | None]


class Wanted(BaseModel):
    """A finding that a careful reader would report; ``quote`` None: the defect is an absence."""

    model_config = ConfigDict(frozen=True)

    rule: str
    quote: str | None = None
    quote_also: str | list[str] | None = None

    @property
    def quotes(self) -> tuple[str, ...]:
        """Every piece of text of which one must be pointed at; empty where the defect is an absence."""
        also = [self.quote_also] if isinstance(self.quote_also, str) else self.quote_also or []
        return tuple(quote for quote in (self.quote, *also) if quote)


class Gold(BaseModel):
    """What is right for one report. A list means that any of its values is right."""

    model_config = ConfigDict(frozen=True)

    unit: str | None = None
    unit_also: str | list[str] | None = None
    unit_type: OneOrMore = None
    year: int | None = None
    signed_date: dt.date | None = None
    conclusion: OneOrMore = None
    sections: dict[str, OneOrMore] = Field(default_factory=dict)
    requirements: dict[str, OneOrMore] = Field(default_factory=dict)
    findings: tuple[Wanted, ...] = ()
    findings_optional: tuple[Wanted, ...] = ()
    must_not_flag: tuple[Wanted, ...] = ()
    no_findings: tuple[str, ...] = ()

    @property
    def units(self) -> tuple[str, ...]:
        also = [self.unit_also] if isinstance(self.unit_also, str) else self.unit_also or []
        return tuple(unit for unit in (self.unit, *also) if unit)

    @property
    def scored_rules(self) -> frozenset[str]:
        """A rule that is neither expected nor forbidden is not scored."""
        return frozenset(wanted.rule for wanted in self.findings) | frozenset(self.no_findings)


def any_of(value: Any) -> tuple[Any, ...]:
    """The values of which each is right."""
    return tuple(value) if isinstance(value, list) else (value,)


@dataclass(frozen=True)
class Labelled:
    """One report: its labels and its files. ``key`` is the same for copies of the report in several folders."""

    name: str
    key: str
    gold: Gold
    files: tuple[str, ...]


def find(folder: str, suffixes: Collection[str]) -> list[Labelled]:
    """Every labelled report under ``folder``, in order. Raises UsageError where there is none, or none that can be read, or a label is wrong."""
    root = Path(folder)
    if not root.is_dir():
        raise UsageError(f"“{folder}”不是文件夹；这里应写标注好的报告所在的文件夹。")
    found = []
    for directory, folders, names in os.walk(root):
        folders.sort()
        for name in sorted(names):
            if name.endswith(GOLD):
                found.append(_load(Path(directory), name, sorted(names), suffixes))
    if not found:
        raise UsageError(
            f"文件夹“{folder}”里没有标注文件（NAME.gold.json）；请在每份报告旁边放一份同名的标注文件，再运行一次。"
        )
    if not any(report.files for report in found):
        raise UsageError(
            f"文件夹“{folder}”里只有标注文件，没有同名的报告文件；请把报告（NAME.docx、NAME.txt 等）放在标注文件旁边，"
            f"再运行一次（NAME{SOURCE} 是生成报告用的源文件，不作为报告读取）。"
        )
    return found


def _load(directory: Path, label: str, names: list[str], suffixes: Collection[str]) -> Labelled:
    path = directory / label
    stem = label.removesuffix(GOLD)
    try:
        raw = path.read_bytes()
        gold = Gold.model_validate(json.loads(raw.decode("utf-8-sig")))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise UsageError(f"标注文件 {path} 读不出来（{error}）。") from error
    except ValidationError as error:
        problem = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in problem["loc"])
        raise UsageError(f"标注文件 {path} 的“{where}”不合要求（{problem['msg']}）。") from error
    files = [name for name in names if Path(name).stem == stem and not name.endswith((GOLD, SOURCE))]
    files = [name for name in files if Path(name).suffix.lower() in suffixes]
    key = f"{stem}-{hashlib.sha256(raw).hexdigest()[:12]}"
    return Labelled(stem, key, gold, tuple(str(directory / name) for name in files))
