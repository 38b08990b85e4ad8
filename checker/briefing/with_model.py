"""Briefings by a model for those who have no event loop: as ``checking`` drives the check, one thread asks while this one prepares the next.

May be called where an event loop is running. The first call is answered before the others are sent, so that prefix caches apply.
"""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from functools import partial

from checker.briefing.batch_by_model import BatchDraft, careful_digest, prepare_batch
from checker.briefing.by_model import Draft, prepare
from checker.briefing.digesting import Digest
from checker.briefing.lengths import Length
from checker.llm import calling, writing
from checker.llm.calling import Line, Noted, Terms
from checker.llm.writing import Written
from checker.model import Briefing, CheckResult, Report, Submission
from checker.precautions import Precautions
from checker.rubric import Rubric


def brief_with_model(
    items: Iterable[tuple[CheckResult, Report]],
    rubric: Rubric,
    terms: Terms,
    *,
    length: Length = "page",
    as_of: dt.date | None = None,
    due: dt.date | None = None,
) -> Iterator[Briefing]:
    """A briefing on each report, in order. Raises FajianError where the endpoint's side cannot be set up."""
    desk = calling.desk(terms)
    waiting: deque[tuple[Draft, Future[Written] | None]] = deque()

    def told() -> Briefing:
        draft, future = waiting.popleft()
        if future is None:
            return draft.embedded
        return _named(draft.finished(desk.wait(future)), terms)

    try:
        for result, report in items:
            draft = prepare(result, report, rubric, length=length, as_of=as_of, due=due)
            waiting.append((draft, desk.run(partial(_report_on, draft)) if draft.task else None))
            while waiting and (len(waiting) > terms.backlog or waiting[0][1] is None or waiting[0][1].done()):
                yield told()
        while waiting:
            yield told()
    finally:
        desk.end()


def brief_batch_with_model(
    items: Iterable[tuple[CheckResult, Report | None]],
    rubric: Rubric,
    terms: Terms,
    *,
    length: Length = "page",
    as_of: dt.date | None = None,
    submissions: Sequence[Submission] | None = None,
) -> Briefing:
    """The briefing on a batch; the report is None where the file could not be read. Raises FajianError as above."""
    careful = [careful_digest(result, report, rubric) for result, report in items]
    return brief_digests_with_model(
        [found for found, _ in careful],
        rubric,
        terms,
        length=length,
        as_of=as_of,
        submissions=submissions,
        cares=[care for _, care in careful],
    )


def brief_digests_with_model(
    digests: Iterable[Digest],
    rubric: Rubric,
    terms: Terms,
    *,
    length: Length = "page",
    as_of: dt.date | None = None,
    submissions: Sequence[Submission] | None = None,
    cares: Sequence[Precautions] | None = None,
) -> Briefing:
    """The same from digests; ``cares`` as for ``write_batch``."""
    draft = prepare_batch(digests, rubric, length=length, as_of=as_of, submissions=submissions, cares=cares)
    if not draft.offers:
        return draft.embedded
    desk = calling.desk(terms)
    try:
        return _named(desk.wait(desk.run(partial(_batch_on, draft))), terms)
    finally:
        desk.end()


# ── in the model's thread ────────────────────────────────────────────────────────────────────────────────────────────


async def _report_on(draft: Draft, line: Line) -> Written:
    caller = Noted(line)
    assert draft.task is not None
    written = await writing.write(draft.task, caller=caller, admit=draft.admit, tokens=line.tokens)
    if written.error is not None:
        _forget(caller)
    return written.model_copy(update={"usage": calling.priced(line, written.usage)})


async def _batch_on(draft: BatchDraft, line: Line) -> Briefing:
    caller = Noted(line)
    chosen = await draft.written(caller, line.tokens)
    if not chosen.told:
        _forget(caller)
    briefing = draft.finished(chosen)
    return briefing.model_copy(update={"usage": calling.priced(line, chosen.usage)})


def _forget(caller: Noted) -> None:
    """What was answered in a way that is of no use is asked for again in the next run."""
    for request in caller.requests:
        caller.forget(request)


def _named(briefing: Briefing, terms: Terms) -> Briefing:
    """The model by the name that the user gave it, as in the results of a check."""
    if briefing.writer.name != "llm":
        return briefing
    return briefing.model_copy(update={"writer": briefing.writer.model_copy(update={"model": terms.model})})
