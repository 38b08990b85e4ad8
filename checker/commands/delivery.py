"""Results → where they belong: standard output one by one, or files that appear whole or not at all."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from checker.checking import file_of
from checker.errors import UsageError
from checker.model import CheckResult, Report
from checker.output import form, present
from checker.output._layout import Look
from checker.output.summary import Row, row

Presented = tuple[str, Row]


def presenter(name: str, look: Look) -> Callable[[CheckResult, Report | None], Presented]:
    """A function for ``checking.present_all``: the result in that form, and its row of the summary."""
    form(name)
    return partial(_present, name=name, look=look)


def _present(result: CheckResult, report: Report | None, *, name: str, look: Look) -> Presented:
    return present(name, result, look, report), row(result)


@dataclass(frozen=True)
class Target:
    """Where results go: standard output (``paths`` is None) or one file each; ``index`` is the file that leads to them.

    ``hint`` is a sentence for a user who may have wanted another place.
    """

    paths: tuple[Path, ...] | None
    index: Path | None = None
    hint: str | None = None


def target(output: str | None, sources: Sequence[str], name: str) -> Target:
    """Where the results of ``sources`` go. Raises UsageError where a file would be overwritten that must not be."""
    module = form(name)
    if output is None:
        if len(sources) > 1 and getattr(module, "ALONE", False):
            raise UsageError(f"{name} 形式每份报告是一个文件，检查 {len(sources)} 份请用 --output 写明放在哪个文件夹。")
        on_screen = getattr(module, "ALONE", False) and sys.stdout.isatty()
        return Target(None, hint=f"要写成文件，请加 --output 结果{module.SUFFIX}。" if on_screen else None)
    folder = Path(output)
    index: Path | None = None
    if len(sources) == 1 and not folder.is_dir() and not output.endswith(("/", os.sep)):
        paths = [folder]
    else:
        if folder.exists() and not folder.is_dir():
            raise UsageError(f"要写出 {len(sources)} 份结果，--output 应当是文件夹，而“{output}”是一个文件。")
        led = len(sources) > 1 and hasattr(module, "INDEX")
        index = folder / module.INDEX if led else None
        paths = [folder / file for file in _names(sources, module.SUFFIX, {index.name} if index else set())]
    inputs = {os.path.realpath(file_of(source)) for source in sources}
    for path in [*paths, *([index] if index else [])]:
        if os.path.realpath(path) in inputs:
            raise UsageError(f"写出的“{path}”会盖掉被检查的文件，请为 --output 另选一处。")
    return Target(tuple(paths), index)


def _names(sources: Sequence[str], suffix: str, taken: set[str]) -> list[str]:
    """A file name for each source: its stem, or its whole name where stems repeat, numbered where those repeat."""
    stems = [Path(source.rstrip("/") or "结果").stem for source in sources]
    names: list[str] = []
    used = {name.removesuffix(suffix).casefold() for name in taken}
    for source, stem in zip(sources, stems, strict=True):
        base = stem if stems.count(stem) == 1 else Path(source).name
        name, number = base, 1
        while name.casefold() in used:
            number += 1
            name = f"{base}-{number}"
        used.add(name.casefold())
        names.append(name + suffix)
    return names


def deliver(
    results: Iterable[Presented], where: Target, name: str, look: Look, progress: Callable[[int], None]
) -> list[Row]:
    """Write every result as it comes; the rows of the summary are returned."""
    rows: list[Row] = []
    module = form(name)
    if where.paths is None:
        write = sys.stdout.write
        write(module.opening())
        for text, one in results:
            write((module.SEPARATOR if rows else "") + text)
            rows.append(one)
            progress(len(rows))
        write(module.closing(rows, look))
        sys.stdout.flush()
        return rows
    for path, (text, one) in zip(where.paths, results, strict=True):
        rows.append(one)
        write_file(path, module.opening() + text + module.closing([one], look))
        progress(len(rows))
    if where.index:
        write_file(where.index, module.index(rows, [path.name for path in where.paths]))
    return rows


def write_file(path: Path, text: str) -> None:
    """Write a text file whole or not at all; its folder is made if need be."""
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file whole or not at all; its folder is made if need be."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(temporary, 0o666 & ~_umask())
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
