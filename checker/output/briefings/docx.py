"""Word, in the form of an official document (GB/T 9704—2012)."""

from __future__ import annotations

from checker.model import Briefing
from checker.output._layout import Look
from checker.output.briefings._document import official
from checker.output.official import Template
from checker.output.official import write as write_official

SUFFIX = ".docx"
BINARY = True
TAKES_TEMPLATE = True


def write(briefing: Briefing, look: Look, template: Template | None) -> bytes:  # noqa: ARG001
    """The file. Raises UsageError where the template is wrong."""
    return write_official(official(briefing), template)
