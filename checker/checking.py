"""Files → results: what the command line and the Python API share. One file that fails is one result with an ``error``."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from checker import parallel
from checker.errors import FajianError, ReadError, RubricError, UnsupportedForm, UsageError
from checker.model import CheckResult, EngineName, Report, UnitType
from checker.rubric import Rubric, load_rubric

T = TypeVar("T")

# Files in a folder that look like a document are named in the results even where this version cannot read them.
DOCUMENTS = frozenset({".doc", ".docx", ".wps", ".rtf", ".pdf", ".ofd", ".html", ".htm", ".txt", ".md", ".zip"})


@dataclass(frozen=True)
class Options:
    """How to check: the same for every file of a run."""

    rubric: Rubric
    engine: EngineName = "rules"
    unit_type: UnitType | None = None
    due: dt.date | None = None
    as_of: dt.date | None = None


@dataclass(frozen=True)
class Input:
    """A file to check, or a path of which an error is all that can be said."""

    source: str
    error: str | None = None


# ── the Python API ───────────────────────────────────────────────────────────────────────────────────────────────────


def read(path: str | os.PathLike[str]) -> Report:
    """The text, blocks and head data of one file. Raises ReadError."""
    from checker import outline, reading

    name = os.fspath(path)
    if printable(name) != name:
        raise ReadError(f"{printable(name)}：文件名的编码不是 UTF-8，无法写入结果，请改名后再检查。")
    return outline.outline(reading.read(Path(path)))


def check(
    paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    *,
    rubric: str | os.PathLike[str] | Rubric = "fazhi-annual-report",
    engine: str = "auto",
    unit_type: UnitType | None = None,
    due: dt.date | None = None,
    as_of: dt.date | None = None,
) -> list[CheckResult]:
    """Check files and folders, one after the other.

    A file that cannot be read gives a result with ``error``. Raises RubricError and UsageError.
    """
    given = [paths] if isinstance(paths, (str, os.PathLike)) else list(paths)
    loaded = rubric if isinstance(rubric, Rubric) else load_checked(str(rubric))
    name, _ = choose_engine(engine, os.environ.get("FAJIAN_MODEL"))
    options = Options(loaded, name, unit_type, due, as_of)
    return list(check_all(find(os.fspath(path) for path in given), options))


# ── parts ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def load_checked(name: str) -> Rubric:
    """A rubric whose rules are all known and rightly written. Raises RubricError."""
    from checker.rules import check_params

    rubric = load_rubric(name)
    problems = list(check_params(rubric))
    if problems:
        raise RubricError(problems)
    return rubric


def choose_engine(name: str, model: str | None) -> tuple[EngineName, str | None]:
    """The engine for ``name`` and, where it is not the one a user might expect, a sentence about it. Raises UsageError."""
    if name in ("llm", "hybrid"):
        raise UsageError(f"本版本尚未接入模型，不能使用 --engine {name}，请改用 --engine rules（规则引擎，无需模型）。")
    if name not in ("auto", "rules"):
        raise UsageError(f"没有“{name}”这种引擎，应为 auto、rules、llm、hybrid 之一。")
    if name == "auto" and model:
        return "rules", f"已设置模型“{model}”，但本版本尚未接入模型，改用规则引擎，不会向外发送任何内容。"
    return "rules", None


def find(paths: Iterable[str]) -> list[Input]:
    """The files that ``paths`` stand for, each once, folders gone through in order of names."""
    found: dict[str, Input] = {}
    for path in paths:
        for item in _expand(path):
            found.setdefault(os.path.realpath(item.source), item)
    return list(found.values())


def _expand(path: str) -> Iterator[Input]:
    if not os.path.isdir(path):
        yield (
            Input(path)
            if os.path.exists(path)
            else Input(path, f"{printable(path)}：找不到这个文件或文件夹，请核对路径。")
        )
        return
    known = DOCUMENTS | set(suffixes())
    count = 0
    closed: list[OSError] = []
    for folder, folders, files in os.walk(path, onerror=closed.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith((".", "~$")) and os.path.splitext(name)[1].lower() in known:
                count += 1
                yield Input(os.path.join(folder, name))
    for error in closed:
        name = os.fsdecode(error.filename or path)
        yield Input(name, f"{printable(name)}：这个文件夹打不开（{error.strerror}），其中的文件没有检查。")
    if not count and not closed:
        forms = "、".join(suffixes())
        yield Input(path, f"{printable(path)}：这个文件夹里没有可以检查的文件（能读取 {forms}）。")


def suffixes() -> tuple[str, ...]:
    """The suffixes of the files that can be read, each with its dot."""
    from checker import reading

    return tuple(sorted(reading.suffixes()))


def check_all(inputs: Iterable[Input], options: Options, *, workers: int = 1) -> Iterator[CheckResult]:
    """A result for every input, in order."""
    return present_all(inputs, options, _same, workers=workers)


def present_all(
    inputs: Iterable[Input], options: Options, present: Callable[[CheckResult], T], *, workers: int = 1
) -> Iterator[T]:
    """``present(result)`` for every input, in order; with several workers both are done there (so must be picklable)."""
    known = list(inputs)
    errors = {item.source: item.error for item in known if item.error}
    function = partial(_present_one, options=options, present=present, errors=errors)
    sources = [item.source for item in known]
    return parallel.run(function, sources, workers=workers, lost=lambda source: present(_lost(source)))


def _same(result: CheckResult) -> CheckResult:
    return result


def _present_one(source: str, *, options: Options, present: Callable[[CheckResult], T], errors: dict[str, str]) -> T:
    if source in errors:
        return present(CheckResult(source=printable(source), error=errors[source]))
    return present(check_file(source, options))


def check_file(source: str, options: Options) -> CheckResult:
    """Check one file. Whatever goes wrong becomes the result's ``error``."""
    return examine(source, options)[0]


def examine(source: str, options: Options) -> tuple[CheckResult, Report | None]:
    """Check one file; the report as it was read comes along, None where it could not be."""
    from checker.judging import judge

    try:
        report = read(source)
        result = judge(
            report,
            options.rubric,
            unit_type=options.unit_type,
            due=options.due,
            as_of=options.as_of,
            engine=options.engine,
        )
        return result, report
    except UnsupportedForm as error:
        zipped = source.lower().endswith(".zip")
        return _failed(source, f"{source}：本版本还不能读取压缩包，请先解压后再检查。" if zipped else str(error)), None
    except (FajianError, OSError) as error:
        return _failed(source, explain(error)), None
    except Exception as error:
        return _failed(source, _unexpected(source, error)), None


def explain(error: Exception) -> str:
    """One sentence for an error."""
    if isinstance(error, OSError):
        name = printable(os.fsdecode(error.filename)) if error.filename else ""
        return f"“{name}”读写失败（{error.strerror or type(error).__name__}）。"
    return str(error)


def _unexpected(source: str, error: Exception) -> str:
    if os.environ.get("FAJIAN_DEBUG"):
        traceback.print_exception(error, file=sys.stderr)
    return f"{source}：检查时程序出错（{type(error).__name__}），这是程序的缺陷，请把文件和这句话反馈给维护者。"


def _failed(source: str, error: str) -> CheckResult:
    return CheckResult(source=printable(source), sha256=_digest(source), error=error)


def _lost(source: str) -> CheckResult:
    return _failed(source, f"{printable(source)}：检查的进程意外终止（可能是内存不足或文件损坏），其余文件已照常检查。")


def _digest(source: str) -> str | None:
    try:
        with open(source, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def printable(name: str) -> str:
    """The name as text that can be printed: bytes that are no UTF-8 become �."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
