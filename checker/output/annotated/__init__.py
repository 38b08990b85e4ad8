"""A unit's own file with what was found written beside the words it is about: comments in Word, highlights and notes in PDF.

A form is a module with ``SUFFIX`` and ``annotated(data, remarks, report) -> bytes``. Outputs see no reader, so each form walks
through its file in its own, simpler way, and ``aligning`` says which of its characters are those of the report's text.
"""

from __future__ import annotations

import importlib
from typing import Any

from checker.errors import UnsupportedForm
from checker.model import CheckResult, Report
from checker.output.annotated.remarks import remarks

# By the name of the reader (``Document.form``).
_MODULES = {"docx": "word", "pdf": "pdf"}
NOT_THIS = "只有 .docx 和 .pdf 可以在原文上批注，这份文稿不是；请用 Word 或 WPS 另存为 .docx 后再试。"


def forms() -> tuple[str, ...]:
    """The forms that can be annotated, by the names of their readers."""
    return tuple(_MODULES)


def suffix(form: str) -> str:
    """The suffix of an annotated file of this form, with its dot. Raises UnsupportedForm."""
    return str(_module(form).SUFFIX)


def annotate(form: str, data: bytes, result: CheckResult, report: Report) -> bytes:
    """The file ``data``, from which ``report`` was read and ``result`` made, with the result's remarks in it.

    The same input gives the same bytes. Raises UnsupportedForm, with a sentence for the user, where the file cannot be annotated.
    For a PDF, no other thread of the process may use PDFium meanwhile.
    """
    module = _module(form)
    annotated: bytes = module.annotated(data, remarks(result, report), report)
    return annotated


def _module(form: str) -> Any:
    if form not in _MODULES:
        raise UnsupportedForm(NOT_THIS)
    return importlib.import_module(f"{__name__}.{_MODULES[form]}")
