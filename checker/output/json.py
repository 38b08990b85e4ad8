"""The contract's JSON: one object whose ``results`` are written one by one."""

from __future__ import annotations

import json

from checker.model import SCHEMA_VERSION, CheckResult
from checker.output._layout import Look
from checker.output.summary import Row

SUFFIX = ".json"
SEPARATOR = ",\n"


def opening() -> str:
    return f'{{"schema_version": "{SCHEMA_VERSION}",\n"results": [\n'


def report(result: CheckResult, look: Look) -> str:  # noqa: ARG001
    return json.dumps(result.as_json(), ensure_ascii=False, indent=1)


def closing(rows: list[Row], look: Look) -> str:  # noqa: ARG001
    return "\n]}\n"
