"""Files → results: what the command line and the Python API share. One file that fails is one result with an ``error``.

Files are read and judged by the rules in worker processes. Where a model takes part, one thread asks it meanwhile, and this
one joins what both say; results come in the order of the files in either case.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import os
import sys
import traceback
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from checker import parallel, settings
from checker.errors import FajianError, ReadError, RubricError, UsageError
from checker.model import CheckResult, EngineName, Report, UnitType
from checker.rubric import Rubric, load_rubric

if TYPE_CHECKING:
    from checker.joining import Prepared
    from checker.llm.asking import Desk
    from checker.llm.calling import Terms
    from checker.llm.model import Answer

T = TypeVar("T")

# Files in a folder that look like a document are named in the results even where this version cannot read them.
DOCUMENTS = frozenset(
    {".doc", ".docx", ".docm", ".dot", ".dotx", ".wps", ".wpt", ".rtf", ".odt", ".pdf", ".ofd"}
    | {".html", ".htm", ".mht", ".mhtml", ".txt", ".md", ".zip", ".rar", ".7z"}
)
# What a rubric's title has where its reports are those that ``refusals`` can tell from other documents.
_ABOUT = "法治"
_BEHIND_THE_MODEL = 10
_TOO_DEEP = "文件内的结构嵌套过深，无法读取；请用 Word 或 WPS 简化版面，另存为 .docx 后重新报送。"


@dataclass(frozen=True)
class Options:
    """How to check: the same for every file of a run."""

    rubric: Rubric
    engine: EngineName = "rules"
    unit_type: UnitType | None = None
    due: dt.date | None = None
    as_of: dt.date | None = None
    terms: Terms | None = None  # on which a model is asked; None with the engine ``rules``


@dataclass(frozen=True)
class Input:
    """A file to check, or a path of which an error is all that can be said."""

    source: str
    error: str | None = None


# ── the Python API ───────────────────────────────────────────────────────────────────────────────────────────────────


def read(path: str | os.PathLike[str]) -> Report:
    """The text, blocks and head data of one file, or of a member of an archive (``a.zip!/b.docx``). Raises ReadError."""
    from checker.reading import limits

    source = os.fspath(path)
    _preload()
    (found,) = parallel.run(_read_here, [source], workers=1, lost=_not_read, limits=limits.PER_FILE)
    if isinstance(found, ReadError):
        raise found
    return found


def _not_read(source: str, loss: parallel.Loss) -> Report | ReadError:
    from checker.reading import limits

    return ReadError(f"{printable(source)}：{limits.lost(loss)}")


def check(
    paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    *,
    rubric: str | os.PathLike[str] | Rubric = "fazhi-annual-report",
    engine: str = "auto",
    unit_type: UnitType | None = None,
    due: dt.date | None = None,
    as_of: dt.date | None = None,
    max_calls: int | None = None,
    max_cost: float | None = None,
    record: str | os.PathLike[str] | None = None,
    replay: str | os.PathLike[str] | None = None,
) -> list[CheckResult]:
    """Check files and folders, one after the other.

    ``engine`` and what comes after ``as_of`` are as on the command line; which model, the settings say. A file that cannot be
    read gives a result with ``error``. May be called where an event loop is running. Raises RubricError and UsageError.
    """
    given = [paths] if isinstance(paths, (str, os.PathLike)) else list(paths)
    loaded = rubric if isinstance(rubric, Rubric) else load_checked(str(rubric))
    name, terms = choose_engine(
        engine, settings.load(), max_calls=max_calls, max_cost=max_cost, record=record, replay=replay
    )
    options = Options(loaded, name, unit_type, due, as_of, terms)
    return list(check_all(find(os.fspath(path) for path in given), options))


# ── parts ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def load_checked(name: str) -> Rubric:
    """A rubric whose rules are all known and rightly written. Raises RubricError."""
    from checker.rules import check_params

    rubric = load_rubric(name)
    problems = list(check_params(rubric))
    if problems:
        raise RubricError(problems)
    return rubric


def choose_engine(
    name: str,
    given: settings.Settings,
    *,
    concurrency: int | None = None,
    max_calls: int | None = None,
    max_cost: float | None = None,
    record: str | os.PathLike[str] | None = None,
    replay: str | os.PathLike[str] | None = None,
) -> tuple[EngineName, Terms | None]:
    """The engine for ``name`` and the terms on which it asks a model. ``auto`` asks one only where one is named.

    Raises UsageError where an engine is wanted that cannot be had, or a bound makes no sense.
    """
    if name not in settings.ENGINES:
        raise UsageError(f"没有“{name}”这种引擎，应为 {'、'.join(settings.ENGINES)} 之一。")
    if name == "auto":
        name = "hybrid" if given.model or replay is not None else "rules"
    if name == "rules":
        return "rules", None
    from checker.llm import calling

    terms = calling.terms(
        given,
        concurrency=concurrency,
        max_calls=max_calls,
        max_cost=max_cost,
        record=None if record is None else os.fspath(record),
        replay=None if replay is None else os.fspath(replay),
    )
    return ("llm" if name == "llm" else "hybrid"), terms


def find(paths: Iterable[str], passed_over: list[str] | None = None) -> list[Input]:
    """The files that ``paths`` stand for, each once: folders are gone through in order of names, so are archives.

    ``passed_over`` is given the files of folders and archives that are no documents, which nobody checks.
    """
    from checker.reading import archives, limits

    left_out: list[str] = [] if passed_over is None else passed_over
    given = [item for path in paths for item in _expand(path, left_out)]
    packed = [item.source for item in given if not item.error and item.source.lower().endswith(archives.SUFFIX)]
    wanted = DOCUMENTS | set(suffixes())
    listings = parallel.run(
        partial(_listing, wanted=wanted), packed, workers=parallel.cores(), lost=_not_listed, limits=limits.PER_FILE
    )
    opened = dict(zip(packed, listings, strict=True))
    found: dict[str, Input] = {}
    for item in given:
        members, others = opened.get(item.source, ([item], []))
        left_out += others
        for member in members:
            found.setdefault(os.path.realpath(member.source), member)
    return list(found.values())


def _listing(path: str, *, wanted: frozenset[str]) -> tuple[list[Input], list[str]]:
    """The members of an archive, and those that are no documents."""
    from checker.reading import archives

    if printable(path) != path:
        return [Input(path)], []
    try:
        members, others = archives.listing(path, wanted)
    except ReadError as error:
        return [Input(path, str(error))], []
    if not members:
        forms = "、".join(suffixes())
        return [Input(path, f"{path}：这个压缩包里没有可以检查的文件（能读取 {forms}）。")], others
    return [Input(*member) for member in members], others


def _not_listed(path: str, loss: parallel.Loss) -> tuple[list[Input], list[str]]:
    from checker.reading import limits

    return [Input(path, f"{printable(path)}：{limits.lost(loss)}")], []


def _expand(path: str, passed_over: list[str]) -> Iterator[Input]:
    from checker.reading import archives

    if not os.path.isdir(path):
        yield (
            Input(path)
            if os.path.exists(path) or archives.split(path)
            else Input(path, f"{printable(path)}：找不到这个文件或文件夹，请核对路径。")
        )
        return
    known = DOCUMENTS | set(suffixes())
    count = 0
    closed: list[OSError] = []
    for folder, folders, files in os.walk(path, onerror=closed.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if name.startswith((".", "~$")):
                continue
            if os.path.splitext(name)[1].lower() in known:
                count += 1
                yield Input(os.path.join(folder, name))
            else:
                passed_over.append(os.path.join(folder, name))
    for error in closed:
        name = os.fsdecode(error.filename or path)
        yield Input(name, f"{printable(name)}：这个文件夹打不开（{error.strerror}），其中的文件没有检查。")
    if not count and not closed:
        forms = "、".join(suffixes())
        yield Input(path, f"{printable(path)}：这个文件夹里没有可以检查的文件（能读取 {forms}）。")


def file_of(source: str) -> str:
    """The file that holds an input: an archive, where it is the member of one."""
    from checker.reading import archives

    found = archives.split(source)
    return found[0] if found else source


def suffixes() -> tuple[str, ...]:
    """The suffixes of the files that can be read, each with its dot."""
    from checker import reading

    return tuple(sorted(reading.suffixes()))


def check_all(inputs: Iterable[Input], options: Options, *, workers: int = 1) -> Iterator[CheckResult]:
    """A result for every input, in order."""
    return present_all(inputs, options, _result, workers=workers)


def present_all(
    inputs: Iterable[Input],
    options: Options,
    present: Callable[[CheckResult, Report | None], T],
    *,
    workers: int = 1,
    run: parallel.Run = parallel.run,
) -> Iterator[T]:
    """``present(result, report)`` for every input, in order; with several workers it is done there (so must be picklable).

    The report is the text as it was read, None where it could not be. Where a model is asked, it is done here. ``run`` says where
    the files are read and judged by the rules.
    """
    from checker.reading import limits

    known = list(inputs)
    errors = {item.source: item.error for item in known if item.error}
    sources = [item.source for item in known]
    if options.terms is None:
        _preload()
        return run(
            partial(_present_one, options=options, present=present, errors=errors),
            sources,
            workers=workers,
            lost=lambda source, loss: present(_lost(source, loss), None),
            limits=limits.PER_FILE,
        )
    return _present_with_model(known, options, present, workers, run)


def _present_with_model(
    inputs: list[Input],
    options: Options,
    present: Callable[[CheckResult, Report | None], T],
    workers: int,
    run: parallel.Run,
) -> Generator[T, None, None]:
    """The same with a model: reports go to it as they are read, and results come as they land, in order."""
    from checker.llm import calling

    terms = options.terms
    assert terms is not None
    desks: list[Desk] = []

    def begin() -> None:
        desks.append(calling.desk(terms))

    prepared = prepare_all(inputs, options, workers=workers, started=begin, run=run)
    waiting: deque[tuple[Prepared | CheckResult, Future[Answer] | None]] = deque()
    try:
        for item in prepared:
            waiting.append((item, _put(desks[0], item, options)))
            while waiting and (len(waiting) > terms.backlog or _landed(waiting[0][1])):
                yield present(*_told(desks[0], *waiting.popleft(), options))
        while waiting:
            yield present(*_told(desks[0], *waiting.popleft(), options))
    finally:
        close = getattr(prepared, "close", None)
        if close is not None:
            close()
        for desk in desks:
            desk.end()


def prepare_all(
    inputs: Iterable[Input],
    options: Options,
    *,
    workers: int = 1,
    started: Callable[[], None] = lambda: None,
    run: parallel.Run = parallel.run,
) -> Iterator[Prepared | CheckResult]:
    """Every input read and judged by the rules, in order; a result with an ``error`` where that failed."""
    from checker.reading import limits

    if options.terms is None:
        _preload()  # else the workers load it while this process loads the model's libraries
    known = list(inputs)
    errors = {item.source: item.error for item in known if item.error}
    return run(
        partial(_prepare_one, options=replace(options, terms=None, engine="rules"), errors=errors),
        [item.source for item in known],
        workers=workers,
        lost=_lost,
        # The model's side is to wait for nobody: it is what takes longest.
        limits=limits.PER_FILE if options.terms is None else replace(limits.PER_FILE, niceness=_BEHIND_THE_MODEL),
        started=started,
    )


def _put(desk: Desk, item: Prepared | CheckResult, options: Options) -> Future[Answer] | None:
    """Ask the model about a report that may be shown to it."""
    from checker.llm import calling

    if isinstance(item, CheckResult) or item.precautions.secret:
        return None
    known = item.precautions
    return desk.put(
        lambda line: calling.ask(
            line,
            item.report,
            options.rubric,
            unit_type=item.unit_type,
            withheld=known.withheld,
            masked=known.masked,
        )
    )


def _landed(future: Future[Answer] | None) -> bool:
    return future is None or future.done()


def _told(
    desk: Desk, item: Prepared | CheckResult, future: Future[Answer] | None, options: Options
) -> tuple[CheckResult, Report | None]:
    """The result of one report, with what the model said of it."""
    from checker.joining import joined, unsent

    if isinstance(item, CheckResult):
        return item, None
    answer = unsent(item) if future is None else desk.wait(future)
    return joined(item, options.rubric, answer, options.engine), item.report


def _prepare_one(source: str, *, options: Options, errors: dict[str, str]) -> Prepared | CheckResult:
    if source in errors:
        return CheckResult(source=printable(source), error=errors[source])
    return prepare(source, options)


def _preload() -> None:
    """Load what every file needs, where workers are copies of this process: once here instead of in each of them."""
    if parallel.forks():
        from checker import judging, outline, reading  # noqa: F401

        reading.prepare()


def _result(result: CheckResult, report: Report | None) -> CheckResult:  # noqa: ARG001
    return result


def _present_one(
    source: str, *, options: Options, present: Callable[[CheckResult, Report | None], T], errors: dict[str, str]
) -> T:
    if source in errors:
        return present(CheckResult(source=printable(source), error=errors[source]), None)
    return present(*examine(source, options))


def examine(source: str, options: Options) -> tuple[CheckResult, Report | None]:
    """Check one file by the rules; the report as it was read comes along, None where it could not be.

    Whatever goes wrong becomes the result's ``error``.
    """
    found = prepare(source, options, careful=False)
    return (found, None) if isinstance(found, CheckResult) else (found.result, found.report)


def prepare(source: str, options: Options, *, careful: bool = True) -> Prepared | CheckResult:
    """A file, read and judged by the rules, with (if ``careful``) what of it may be shown to a model; else a result with an ``error``."""
    from checker.joining import Prepared
    from checker.judging import judge_in, make_context
    from checker.precautions import Precautions, precautions
    from checker.reading import refusals

    try:
        report = _read_here(source)
        if _ABOUT in options.rubric.title:
            refusals.refuse_other_kinds(report)
        context = make_context(report, options.rubric, unit_type=options.unit_type, due=options.due)
        result, places = judge_in(report, context, as_of=options.as_of)
        return Prepared(report, result, places, precautions(report, context) if careful else Precautions())
    except (FajianError, OSError) as error:
        return _failed(source, explain(error))
    except MemoryError:
        raise  # not the file's result: the worker's end
    except Exception as error:
        return _failed(source, _unexpected(source, error))


def _read_here(source: str) -> Report:
    """Read a file in this process, which ought to be a worker. Raises ReadError."""
    from checker import outline, reading
    from checker.reading import archives, limits

    if printable(source) != source:
        raise ReadError(f"{printable(source)}：文件名的编码不是 UTF-8，无法写入结果，请改名后再检查。")
    try:
        if archives.split(source):
            name = os.path.basename(source.replace(archives.SEPARATOR, "/"))
            document = reading.read_bytes(archives.read_member(source), name, source)
        else:
            with contextlib.suppress(OSError):
                limits.check_size(os.path.getsize(source))
            document = reading.read(source)
        limits.check_document(document)
        return outline.outline(document)
    except RecursionError as error:
        raise ReadError(f"{source}：{_TOO_DEEP}") from error
    except ReadError as error:
        raise error if str(error).startswith(source) else type(error)(f"{source}：{error}") from error


def explain(error: Exception) -> str:
    """One sentence for an error."""
    if isinstance(error, OSError):
        name = printable(os.fsdecode(error.filename)) if error.filename else ""
        return f"“{name}”读写失败（{error.strerror or type(error).__name__}）。"
    return str(error)


def _unexpected(source: str, error: Exception) -> str:
    if os.environ.get("FAJIAN_DEBUG"):
        traceback.print_exception(error, file=sys.stderr)
    return f"{source}：检查时程序出错（{type(error).__name__}），这是程序的缺陷，请把文件和这句话反馈给维护者。"


def _failed(source: str, error: str) -> CheckResult:
    return CheckResult(source=printable(source), sha256=_digest(source), error=error)


def _lost(source: str, loss: parallel.Loss) -> CheckResult:
    from checker.reading import limits

    # The sum is left out: whatever the worker met in that file, this process does not go near it.
    return CheckResult(source=printable(source), error=f"{printable(source)}：{limits.lost(loss)}")


def digests(sources: list[str], *, workers: int = 1) -> list[str | None]:
    """The SHA-256 of every file, or member of an archive; None where it cannot be read. Archives are opened in workers."""
    from checker.reading import limits

    found = {source: _digest(source) for source in sources if file_of(source) == source}
    packed = [source for source in sources if source not in found]
    told = parallel.run(_digest, packed, workers=workers, lost=_no_digest, limits=limits.PER_FILE)
    found |= dict(zip(packed, told, strict=True))
    return [found[source] for source in sources]


def _no_digest(source: str, loss: parallel.Loss) -> str | None:  # noqa: ARG001
    return None


def _digest(source: str) -> str | None:
    from checker.reading import archives

    try:
        if archives.split(source):
            return hashlib.sha256(archives.read_member(source)).hexdigest()
        with open(source, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, ReadError):
        return None


def printable(name: str) -> str:
    """The name as text that can be printed: bytes that are no UTF-8 become �."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
