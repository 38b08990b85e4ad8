"""The files of a batch, made in worker processes: single ones, and folders in which only what changed is made anew.

Every file appears whole or not at all.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from checker import parallel
from checker.commands.delivery import write_bytes, write_file
from checker.errors import FajianError
from checker.version import program_version

_SUMS = ".sums.json"  # beside the files of a folder: what each was made from


@dataclass(frozen=True)
class Job:
    """A file to make for one line of the batch: where, and from what (``sum`` changes when the content would)."""

    line: int
    path: Path
    sum: str


@dataclass
class Folder:
    """A folder of files, one per line: ``make(line)`` is a file's content."""

    path: Path
    make: Callable[[int], bytes]
    jobs: list[Job] = field(default_factory=list)
    names: dict[int, str] = field(default_factory=dict)
    _taken: set[str] = field(default_factory=set)

    def want(self, number: int, name: str, suffix: str, *parts: str) -> None:
        """Ask for a file for line ``number``, made from ``parts``."""
        free = self.names[number] = self._free(name, suffix)
        told = "\x00".join((program_version(), *parts))
        self.jobs.append(Job(number, self.path / free, hashlib.sha256(told.encode()).hexdigest()))

    def _free(self, name: str, suffix: str) -> str:
        """A name that no other file of the folder has, in whatever case."""
        free, number = name + suffix, 1
        while free.casefold() in self._taken:
            number += 1
            free = f"{name}-{number}{suffix}"
        self._taken.add(free.casefold())
        return free

    def fresh(self) -> list[Job]:
        """What has to be made: all but the files that stand there, made from the same."""
        known = _sums(self.path)
        return [job for job in self.jobs if known.get(job.path.name) != job.sum or not job.path.is_file()]

    def settle(self, failed: Mapping[Path, str]) -> None:
        """Remove what nobody wants any more, and note what every file was made from; ``failed`` were not made."""
        known = _sums(self.path)
        kept = {job.path.name: job.sum for job in self.jobs if job.path not in failed}
        for name in set(known) - set(kept):
            (self.path / name).unlink(missing_ok=True)
        if self.path.is_dir():
            write_file(self.path / _SUMS, json.dumps(kept, ensure_ascii=False, indent=0, sort_keys=True))


def make_all(singles: Mapping[Path, Callable[[], bytes]], folders: Iterable[Folder], workers: int) -> list[str]:
    """Make everything at once, the single files first. Sentences on what of the folders could not be made.

    Raises FajianError where a single file could not.
    """
    folders = list(folders)
    fresh = [(folder, job) for folder in folders for job in folder.fresh()]
    for path in {folder.path for folder, _ in fresh}:
        path.mkdir(parents=True, exist_ok=True)
    jobs = {str(path): make for path, make in singles.items()}
    jobs |= {str(job.path): partial(folder.make, job.line) for folder, job in fresh}
    # A ledger takes seconds, a page milliseconds: nobody waits for the first to be told of.
    limits = parallel.Limits(ahead=len(jobs))
    told = parallel.run(partial(_made, jobs=jobs), list(jobs), workers=workers, lost=_lost, limits=limits)
    made = zip(jobs, told, strict=True)
    failed = {Path(path): problem for path, problem in made if problem is not None}
    for single in singles.keys() & failed.keys():
        raise FajianError(f"{single.name}：{failed[single]}")
    for folder in folders:
        folder.settle(failed)
    return [f"{path.name}：{problem}" for path, problem in failed.items()]


def _made(path: str, *, jobs: Mapping[str, Callable[[], bytes]]) -> str | None:
    try:
        write_bytes(Path(path), jobs[path]())
    except FajianError as error:
        return str(error)
    except OSError as error:
        return f"写不出来（{error.strerror}）。"
    return None


def _lost(path: str, loss: parallel.Loss) -> str:  # noqa: ARG001
    return "制作时程序出错，没有写出。"


def _sums(folder: Path) -> dict[str, str]:
    try:
        found = json.loads((folder / _SUMS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(name): str(one) for name, one in found.items()} if isinstance(found, dict) else {}
