"""A folder and a roster → a ``Batch``: check what is new, give every file to its unit, say what came when and what changed.

Results are stored as they land, under keys of all that they depend on; a second run takes them from there. Nothing is written
here but the store.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from checker import checking
from checker.batch import changes, comparing, deadlines, matching
from checker.batch.roster import Roster, RosterEntry
from checker.batch.runners import runner
from checker.batch.store import Store, result_key
from checker.checking import Input, Options
from checker.judging import redated
from checker.model import Batch, BatchLine, CheckResult, EngineRef, Report, RubricRef, Submission, UnitType, Usage
from checker.outline.names import unit_type
from checker.version import program_version


@dataclass(frozen=True)
class Asked:
    """What to do. ``scope`` tells this batch from others in the same store; ``workers`` are processes.

    ``runner``: where files are read and judged. ``previous`` and ``published``: folders of last year's reports and of the texts that were published.
    """

    folder: str
    options: Options
    as_of: dt.date
    roster: Roster | None = None
    workers: int = 1
    scope: str = ""
    previous: str | None = None
    published: str | None = None
    runner: str = "local"


class Checked(NamedTuple):
    """A file's result; ``report`` is its text, None where it could not be read. ``reused``: from the store."""

    result: CheckResult
    report: Report | None
    reused: bool


@dataclass(frozen=True)
class Watch:
    """Who looks on: told how many files there are, then of each one as it is done."""

    begin: Callable[[int], None] = lambda total: None  # noqa: ARG005
    step: Callable[[Checked], None] = lambda checked: None  # noqa: ARG005


@dataclass(frozen=True)
class Done:
    """A batch with the texts of its lines, by the line's index. ``passed_over`` are files that are no documents."""

    batch: Batch
    reports: Mapping[int, Report]
    passed_over: tuple[str, ...] = ()
    reused: int = 0
    states: Mapping[str, changes.UnitState] = field(default_factory=dict)


def run(asked: Asked, store: Store, watch: Watch = Watch()) -> Done:
    """Check the folder. Raises what ``checking`` and the store raise; a file that cannot be read is a line that says so."""
    passed_over: list[str] = []
    inputs = checking.find([asked.folder], passed_over)
    watch.begin(len(inputs))
    checked = _in_order(inputs, _check_all(inputs, asked, store, asked.options, watch))
    arrivals = [_arrival(one) for one in checked.values()]
    year = _year(one.result for one in checked.values())
    if asked.roster is None:
        placed = [_unlisted(one, asked, year) for one in checked.values()]
    else:
        found = matching.match(asked.roster, arrivals)
        checked |= _of_other_kinds(found, checked, asked, store)
        placed = list(_listed(found, checked, asked, year))
    reports = {number: report for number, (_, report) in enumerate(placed) if report is not None}
    compared, notes = _compared([line for line, _ in placed], reports, asked, store, year)
    last = store.last_run(asked.scope)
    lines, states = _with_changes(compared, last[1] if last else None)
    batch = Batch(
        folder=asked.folder,
        year=year,
        as_of=asked.as_of,
        rostered=asked.roster is not None,
        lines=tuple(lines),
        since=last[0] if last else None,
        rubric=RubricRef(
            id=asked.options.rubric.id, version=asked.options.rubric.version, sha256=asked.options.rubric.sha256 or None
        ),
        engine=EngineRef(
            name=asked.options.engine,
            model=asked.options.terms.model if asked.options.terms else None,
            version=program_version(),
        ),
        usage=sum((one.result.usage for one in checked.values() if one.result.usage and not one.reused), Usage()),
        warnings=(*(asked.roster.notes if asked.roster else ()), *notes),
    )
    return Done(batch, reports, tuple(passed_over), sum(one.reused for one in checked.values()), states)


def remember(asked: Asked, store: Store, done: Done) -> None:
    """Keep the units' states, to which the next run compares. To be called when all is written."""
    states = [(unit, state.model_dump_json().encode()) for unit, state in done.states.items()]
    store.finish_run(asked.scope, asked.as_of, states)


# ── checking what is new ─────────────────────────────────────────────────────────────────────────────────────────────


def _check_all(
    inputs: Sequence[Input], asked: Asked, store: Store, options: Options, watch: Watch
) -> Iterator[Checked]:
    """A result for every input: from the store, else checked now and stored. What is known comes first."""
    keys = dict(zip([item.source for item in inputs], _keys(inputs, options, asked.workers), strict=True))
    known = store.known([key for key in keys.values() if key is not None])
    fresh: list[Input] = []
    for item in inputs:
        key = keys[item.source]
        kept = store.get(key) if key is not None and key in known else None
        if kept is None:
            fresh.append(item)
            continue
        source = checking.printable(item.source)
        one = Checked(kept.result.model_copy(update={"source": source}), kept.report, True)
        watch.step(one)
        yield one
    results = checking.present_all(fresh, options, _both, workers=asked.workers, run=runner(asked.runner).run)
    for item, (result, report) in zip(fresh, results, strict=True):
        key = keys[item.source]
        if key is not None and _is_final(result):
            store.put(key, result, report)
        one = Checked(result, report, False)
        watch.step(one)
        yield one


def _both(result: CheckResult, report: Report | None) -> tuple[CheckResult, Report | None]:
    return result, report


def _is_final(result: CheckResult) -> bool:
    """Whether asking again would bring nothing new: the file was read, and nothing waits for a model."""
    return result.error is None and result.model_error is None


def _keys(inputs: Sequence[Input], options: Options, workers: int) -> list[str | None]:
    """The key of every input's result; None where the file cannot be read."""
    digests = checking.digests([item.source for item in inputs if not item.error], workers=workers)
    known = dict(zip([item.source for item in inputs if not item.error], digests, strict=True))
    parts = {
        "rubric": options.rubric.sha256,
        "engine": options.engine,
        "asks": options.terms.key() if options.terms else None,
        "unit_type": options.unit_type,
        "program": program_version(),
    }
    found = []
    for item in inputs:
        digest = known.get(item.source)
        # The name counts too: it tells the form of the file, and stands in the sentences of the result.
        found.append(result_key(file=digest, name=os.path.basename(item.source), **parts) if digest else None)
    return found


def _of_other_kinds(
    found: matching.Matching, checked: Mapping[str, Checked], asked: Asked, store: Store
) -> dict[str, Checked]:
    """Results again for the files whose unit is, by the roster, of another kind than its name tells."""
    wrong: dict[UnitType, list[Input]] = {}
    for one in found.matches:
        kind = one.entry.kind
        if one.arrival is None or kind is None:
            continue
        told = checked[one.arrival.source].result.report
        if told is not None and told.unit_type != kind:
            wrong.setdefault(kind, []).append(Input(one.arrival.source))
    again: dict[str, Checked] = {}
    for kind, inputs in wrong.items():
        options = replace(asked.options, unit_type=kind)
        again.update({one.result.source: one for one in _check_all(inputs, asked, store, options, Watch())})
    return again


def _in_order(inputs: Sequence[Input], checked: Iterable[Checked]) -> dict[str, Checked]:
    """The results by file, in the order of the files, whichever were known before."""
    found = {one.result.source: one for one in checked}
    return {source: found[source] for item in inputs if (source := checking.printable(item.source)) in found}


def _compared(
    lines: Sequence[BatchLine], reports: Mapping[int, Report], asked: Asked, store: Store, year: int
) -> tuple[list[BatchLine], list[str]]:
    """The lines with what comparing texts brings, and sentences for the clerk."""
    rubric = asked.options.rubric
    notes: list[str] = []
    done = comparing.with_copies(lines, reports, rubric)
    if asked.previous is not None:
        earlier = _texts(asked.previous, asked, store, notes)
        done, more = comparing.with_last_year(done, reports, earlier, rubric, year=year, workers=asked.workers)
        notes += more
    if asked.published is not None:
        texts = _texts(asked.published, asked, store, notes)
        done, more = comparing.with_published(done, reports, texts, workers=asked.workers)
        notes += more
    return done, notes


def _texts(folder: str, asked: Asked, store: Store, notes: list[str]) -> dict[str, Report]:
    """The reports of a folder that are only compared with; what could not be read is noted."""
    options = replace(asked.options, engine="rules", terms=None)
    checked = _in_order(inputs := checking.find([folder]), _check_all(inputs, asked, store, options, Watch()))
    notes += [one.result.error for one in checked.values() if one.result.error]
    return {file: one.report for file, one in checked.items() if one.report is not None}


# ── lines ────────────────────────────────────────────────────────────────────────────────────────────────────────────

Placed = tuple[BatchLine, Report | None]


def _listed(found: matching.Matching, checked: Mapping[str, Checked], asked: Asked, year: int) -> Iterator[Placed]:
    """A line per unit of the roster, then one per file of nobody."""
    for match in found.matches:
        file = match.arrival.source if match.arrival else None
        one = checked[file] if file else None
        others = tuple(other.source for other in match.others)
        line = _line(match.entry, one, others, asked, year)
        yield line.model_copy(update={"notes": match.notes}), one.report if one else None
    for stray in found.strays:
        one = checked[stray.arrival.source]
        line, report = _unlisted(one, asked, year)
        given = line.submission.model_copy(update={"unit": None})
        yield (
            line.model_copy(
                update={"unit": None, "submission": given, "notes": (stray.why,), "candidates": stray.candidates}
            ),
            report,
        )


def _unlisted(one: Checked, asked: Asked, year: int) -> Placed:
    """The line of a file that no roster tells of."""
    info = one.result.report
    name = (info.unit if info else None) or ""
    entry = RosterEntry(unit=name, kind=info.unit_type if info else None)
    line = _line(entry, one, (), asked, year)
    return line.model_copy(
        update={"unit": name or None, "submission": line.submission.model_copy(update={"unit": name or None})}
    ), one.report


def _line(entry: RosterEntry, one: Checked | None, others: tuple[str, ...], asked: Asked, year: int) -> BatchLine:
    info = one.result.report if one else None
    kind = entry.kind or (info.unit_type if info else None) or unit_type(entry.unit)
    file = one.result.source if one else None
    given = deadlines.submission(
        entry,
        asked.options.rubric,
        kind=kind,
        year=year,
        as_of=asked.as_of,
        file=file or (others[0] if others else None),
        signed_date=info.signed_date if info else None,
        others=others,
    )
    given = given.model_copy(update={"file": file})
    result = one.result if one else None
    if one is not None and one.report is not None:
        result = _dated(one.result, one.report, asked, given)
    return BatchLine(unit=entry.unit, submission=given, result=result)


def _dated(result: CheckResult, report: Report, asked: Asked, given: Submission) -> CheckResult:
    """The result with what depends on the unit's own day of submission."""
    return redated(
        result,
        report,
        asked.options.rubric,
        due=given.due,
        due_included=given.due_included,
        submitted=given.submitted if given.submitted_by == "roster" else None,
    )


def _arrival(one: Checked) -> matching.Arrival:
    info = one.result.report
    text = one.report.text if one.report else None
    return matching.Arrival(
        source=one.result.source,
        sha256=one.result.sha256,
        unit=info.unit if info else None,
        title=info.title if info else None,
        signed_date=info.signed_date if info else None,
        text_sha256=hashlib.sha256("".join(text.split()).encode()).hexdigest() if text else None,
        error=one.result.error,
    )


def _year(results: Iterable[CheckResult]) -> int:
    """The year that most reports are on; with none, last year."""
    years = Counter(result.report.year for result in results if result.report and result.report.year)
    if not years:
        return dt.date.today().year - 1
    return max(years.items(), key=lambda item: (item[1], item[0]))[0]


def _with_changes(
    lines: Sequence[BatchLine], before: Mapping[str, bytes] | None
) -> tuple[list[BatchLine], dict[str, changes.UnitState]]:
    """The lines with what is new since the last run, and what to keep of each."""
    states: dict[str, changes.UnitState] = {}
    told: list[BatchLine] = []
    for line in lines:
        name = line.unit or line.submission.file or ""
        if name in states:  # two files of one unit, without a roster
            name = f"{name}#{line.submission.file}"
        states[name] = changes.state_of(line)
        if before is None:
            told.append(line)
            continue
        kept = before.get(name)
        known = changes.UnitState.model_validate_json(kept) if kept is not None else None
        told.append(line.model_copy(update={"changes": changes.changes(known, states[name])}))
    return told, states
