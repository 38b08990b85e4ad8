"""Every error that this program raises on purpose.

FajianError            a sentence for the user: what, where, what to do
├─ ReadError           a file could not be read as a report (exit status 2 for that file)
│  ├─ UnsupportedForm  no reader knows this kind of file
│  └─ NotAReport       the file was read but is no such report
├─ RubricError         a rubric file is wrong; says file:line:column
├─ UsageError          the command line or a setting is wrong
└─ MissingComponent    a part that this work needs is not installed
"""

from __future__ import annotations


class FajianError(Exception):
    """A sentence that can be shown to the user as it is."""


class ReadError(FajianError):
    """A file could not be read."""


class UnsupportedForm(ReadError):
    """No reader knows this kind of file."""


class NotAReport(ReadError):
    """The file was read, but what it holds is not a report."""


class RubricError(FajianError):
    """A rubric file is wrong. ``problems`` are sentences, each opening with file:line:column."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


class UsageError(FajianError):
    """The command line or a setting is wrong."""


class MissingComponent(FajianError):
    """A part that this work needs is not installed; the sentence says how to add it."""
