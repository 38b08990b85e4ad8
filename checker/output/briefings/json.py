"""For other programs: the briefing whole, every statement with its quotes."""

from __future__ import annotations

import json
import re

from checker.model import SCHEMA_VERSION, Briefing
from checker.output._layout import Look
from checker.output.official import Template

SUFFIX = ".json"
_SURROGATE = re.compile("[\ud800-\udfff]")


def write(briefing: Briefing, look: Look, template: Template | None) -> bytes:  # noqa: ARG001
    """One object."""
    whole = {"schema_version": SCHEMA_VERSION} | briefing.model_dump(mode="python")
    text = json.dumps(whole, ensure_ascii=False, indent=1, default=str)  # dates as ISO strings
    # Half a pair is no character of UTF-8; JSON can write it as an escape.
    return (_SURROGATE.sub(lambda half: f"\\u{ord(half[0]):04x}", text) + "\n").encode()
