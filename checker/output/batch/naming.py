"""What the units and files of a batch are called where the clerk reads of them."""

from __future__ import annotations

import os

from checker.model import BatchLine


def nobody(line: BatchLine) -> str:
    """What stands for the unit of a file that is no unit's of the roster."""
    known = line.result.report.unit if line.result and line.result.report else None
    return f"{known}（不在名册）" if known else f"（不知哪个单位：{file_name(line.submission.file)}）"


def file_name(source: str | None) -> str:
    """A file's own name, in an archive too."""
    return os.path.basename((source or "").replace("!/", "/"))


def file_in(folder: str, source: str | None) -> str:
    """A file as it stands in the batch's folder: without the way to the folder, which differs from machine to machine."""
    told = source or ""
    start = folder.rstrip("/" + os.sep)
    for sign in ("!/", "/", os.sep):
        told = told.removeprefix(start + sign)
    return told


def without_path(told: str, source: str | None) -> str:
    """A sentence about a file that opens with its path: with the file's name alone."""
    return file_name(source) + told[len(source) :] if source and told.startswith(source) else told
