"""Official documents in the form of GB/T 9704—2012 as .docx, from the template that ships or from an office's own.

    write(Official(title, body, …), template) -> bytes       load(path) -> Template       write_default_template(path)

Whoever writes a briefing or a letter builds an ``Official``; which placeholders a template may hold is told in docs/templates.md.
"""

from __future__ import annotations

from checker.output.official.default import write_default_template
from checker.output.official.model import (
    Annex,
    Content,
    Grid,
    GridCell,
    Heading,
    Official,
    PageBreak,
    Part,
    Picture,
    Run,
    Text,
)
from checker.output.official.template import Template, load
from checker.output.official.writing import write

__all__ = [
    "Annex",
    "Content",
    "Grid",
    "GridCell",
    "Heading",
    "Official",
    "PageBreak",
    "Part",
    "Picture",
    "Run",
    "Template",
    "Text",
    "load",
    "write",
    "write_default_template",
]
