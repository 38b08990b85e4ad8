"""The contract's JSON: one object whose ``results`` are written one by one."""

from __future__ import annotations

from checker.model import SCHEMA_VERSION, CheckResult
from checker.output._layout import Look
from checker.output.summary import Row

SUFFIX = ".json"
SEPARATOR = ",\n"


def opening() -> str:
    return f'{{"schema_version": "{SCHEMA_VERSION}",\n"results": [\n'


def report(result: CheckResult, look: Look) -> str:  # noqa: ARG001
    return result.model_dump_json(indent=1)


def closing(rows: list[Row], look: Look) -> str:  # noqa: ARG001
    return "\n]}\n"
