"""``fajian check FILE --annotate OUT``: the report's own file once more, with the results as comments in it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from checker.checking import file_of
from checker.commands.delivery import Presented, Target, write_bytes
from checker.errors import FajianError, UnsupportedForm, UsageError
from checker.model import CheckResult, Report
from checker.output.annotated import NOT_THIS, annotate, forms, suffix

_SUFFIX = "“--annotate”应写成 .docx 或 .pdf 文件，与原文件一样，没有“{}”这种批注件。"
_ONE = "“--annotate”一次只批注一份报告，这里有 {} 份；请一份一份地检查。"
_OVER_INPUT = "批注件“{}”会盖掉被检查的文件，请为 --annotate 另选一处。"
_OVER_OUTPUT = "批注件和检查结果都要写到“{}”，请为 --annotate 另选一处。"
_FOLDER = "“--annotate”应当是文件，而“{}”是一个文件夹。"
_OTHER = "{}：原文件是 {}，批注件“{}”应以 {} 结尾，没有写出批注件。"
_CHANGED = "{}：检查之后文件有了变动，没有写出批注件；请重新检查。"
_NOTHING = "这份报告没有需要批注的地方，批注件与原文件相同。"


@dataclass
class Annotated:
    """What becomes of the annotated file: its bytes, or why there is none."""

    data: bytes | None = None
    problem: str | None = None
    unchanged: bool = False


@dataclass
class Annotation:
    """The wish for an annotated file at ``path``."""

    path: Path
    result: Annotated = field(default_factory=Annotated)

    def presenter(
        self, inner: Callable[[CheckResult, Report | None], Presented]
    ) -> Callable[[CheckResult, Report | None], tuple[Presented, Annotated]]:
        """A function for ``checking.present_all`` that annotates besides."""
        return partial(_present, inner=inner, path=str(self.path))

    def take(self, results: Iterable[tuple[Presented, Annotated]]) -> Iterator[Presented]:
        """What was presented; what was annotated is kept."""
        for presented, self.result in results:
            yield presented

    def write(self) -> str | None:
        """Write the file, whole or not at all; the sentence that says so, None where the report could not be read.

        Raises UnsupportedForm where the file could not be annotated.
        """
        if self.result.problem is not None:
            raise UnsupportedForm(self.result.problem)
        if self.result.data is None:
            return None
        write_bytes(self.path, self.result.data)
        return f"批注件已写到 {self.path}。" + (_NOTHING if self.result.unchanged else "")


def wanted(output: str, sources: Sequence[str], where: Target) -> Annotation:
    """The wish, if it can be granted. Raises UsageError."""
    path = Path(output)
    if path.suffix.lower() not in {suffix(form) for form in forms()}:
        raise UsageError(_SUFFIX.format(path.suffix or output))
    if path.is_dir():
        raise UsageError(_FOLDER.format(output))
    if len(sources) != 1:
        raise UsageError(_ONE.format(len(sources)))
    target = os.path.realpath(path)
    if target in {os.path.realpath(file_of(source)) for source in sources} or _same(path, file_of(sources[0])):
        raise UsageError(_OVER_INPUT.format(output))
    if target in {os.path.realpath(other) for other in where.paths or ()}:
        raise UsageError(_OVER_OUTPUT.format(output))
    return Annotation(path)


def _same(path: Path, source: str) -> bool:
    """Whether both names are of one file (a hard link, a file system without case)."""
    try:
        return os.path.samefile(path, source)
    except OSError:
        return False


def _present(
    result: CheckResult,
    report: Report | None,
    *,
    inner: Callable[[CheckResult, Report | None], Presented],
    path: str,
) -> tuple[Presented, Annotated]:
    return inner(result, report), _annotated(result, report, path)


def _annotated(result: CheckResult, report: Report | None, path: str) -> Annotated:
    if result.error is not None or report is None:
        return Annotated()
    source, form = report.document.source, report.document.form
    if form in forms() and not path.lower().endswith(suffix(form)):
        return Annotated(problem=_OTHER.format(source, suffix(form), path, suffix(form)))
    try:
        data, annotated = annotated_copy(result, report)
    except FajianError as error:
        return Annotated(problem=str(error))
    return Annotated(annotated, unchanged=annotated == data)


def annotated_copy(result: CheckResult, report: Report) -> tuple[bytes, bytes]:
    """The bytes of the report's file, and those of the annotated one. Raises FajianError with a sentence that names the file."""
    source, form = result.source, report.document.form
    try:
        if form not in forms():
            raise UnsupportedForm(NOT_THIS)
        data = _bytes_of(source)
        if hashlib.sha256(data).hexdigest() != result.sha256:
            raise UsageError(_CHANGED.format(source))
        return data, annotate(form, data, result, report)
    except OSError as error:
        raise UsageError(f"{source}：读不出来（{error.strerror}），没有写出批注件。") from error
    except FajianError as error:
        raise error if str(error).startswith(source) else type(error)(f"{source}：{error}") from error


def _bytes_of(source: str) -> bytes:
    from checker.reading import archives

    return archives.read_member(source) if archives.split(source) else Path(source).read_bytes()
