"""``fajian brief``: one report, several, or a batch's OUT → a briefing in the form that is asked for."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from checker import checking
from checker.briefing import Digest, Length, brief_digests, brief_report, digest
from checker.checking import Options
from checker.errors import UsageError
from checker.model import Briefing, CheckResult, Report, Submission
from checker.output._layout import Look
from checker.output.official import Template

DIGESTS = ".digests.jsonl"  # in a batch's OUT: what its reports give to a briefing
RESULTS = "results.jsonl"
LENGTHS: tuple[Length, ...] = ("short", "page", "full")


@dataclass(frozen=True)
class Brought:
    """What a briefing is made from: the results with their texts, or the digests of a batch."""

    items: tuple[tuple[CheckResult, Report | None], ...] = ()
    digests: tuple[Digest, ...] = ()
    submissions: tuple[Submission, ...] | None = None
    as_of: dt.date | None = None

    @property
    def errors(self) -> list[str]:
        """Sentences on files that could not be read."""
        return [f"{r.error}" for r, _ in self.items if r.error] + [d.error for d in self.digests if d.error]


def of_batch(path: str) -> Brought | None:
    """What a batch left in its OUT; None where the folder is none. Raises UsageError where it is one and is broken."""
    folder = Path(path)
    if not (folder / RESULTS).is_file():
        return None
    try:
        lines = [json.loads(line) for line in (folder / RESULTS).read_text(encoding="utf-8").splitlines() if line]
        digests = [json.loads(line) for line in (folder / DIGESTS).read_text(encoding="utf-8").splitlines() if line]
        return Brought(
            digests=tuple(Digest.model_validate(one["digest"]) for one in digests),
            submissions=tuple(Submission.model_validate(line["submission"]) for line in lines)
            if any(one.get("rostered") for one in digests[:1])
            else None,
            as_of=dt.date.fromisoformat(digests[0]["as_of"]) if digests else None,
        )
    except (OSError, ValueError, KeyError) as error:
        raise UsageError(f"“{path}”里的批次结果不完整，请重新运行 fajian batch 后再试。") from error


def kept_digests(folder: Path) -> dict[str, Digest]:
    """The digests of the run before, by what each was made from; none where there are none that can be read."""
    try:
        lines = [json.loads(line) for line in (folder / DIGESTS).read_text(encoding="utf-8").splitlines() if line]
        return {str(one["sum"]): Digest.model_validate(one["digest"]) for one in lines}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def digest_lines(digests: Sequence[Digest], sums: Sequence[str], *, as_of: dt.date, rostered: bool) -> Iterator[str]:
    """The lines that ``of_batch`` and ``kept_digests`` read."""
    head = {"as_of": as_of.isoformat(), "rostered": rostered}
    for one, made_from in zip(digests, sums, strict=True):
        kept: dict[str, Any] = head | {"sum": made_from, "digest": one.model_dump(mode="json")}
        yield json.dumps(kept, ensure_ascii=False) + "\n"


def checked(paths: Sequence[str], options: Options, workers: int) -> Brought:
    """The files of ``paths``, checked."""
    inputs = checking.find(paths)
    return Brought(items=tuple(checking.present_all(inputs, options, _both, workers=workers)))


def _both(result: CheckResult, report: Report | None) -> tuple[CheckResult, Report | None]:
    return result, report


def write(brought: Brought, options: Options, *, length: Length, as_of: dt.date | None) -> Briefing:
    """The briefing: by a model where the options name one, else by the embedded writer. Raises UsageError where nothing could be read."""
    day = as_of or brought.as_of
    rubric = options.rubric
    if brought.digests:
        return _of_digests(brought, options, length, day)
    if len(brought.items) == 1:
        result, report = brought.items[0]
        if report is None:
            raise UsageError(result.error or f"{result.source}：没有读出来，写不了简报。")
        if options.terms is None:
            return brief_report(result, report, rubric, length=length, as_of=day, due=options.due)
        from checker.briefing.with_model import brief_with_model

        terms = options.terms.left()
        (briefing,) = brief_with_model([(result, report)], rubric, terms, length=length, as_of=day, due=options.due)
        return briefing
    if all(report is None for _, report in brought.items):
        raise UsageError(
            "没有一份文件读得出来，写不了简报：" + "；".join(error.rstrip("。") for error in brought.errors[:3]) + "。"
        )
    if options.terms is not None:
        from checker.briefing.with_model import brief_batch_with_model

        return brief_batch_with_model(brought.items, rubric, options.terms.left(), length=length, as_of=day)
    digests = [digest(result, report, rubric) for result, report in brought.items]
    return brief_digests(digests, rubric, length=length, as_of=day)


def _of_digests(brought: Brought, options: Options, length: Length, day: dt.date | None) -> Briefing:
    """The same from what a batch left."""
    known, rubric, sent = brought.digests, options.rubric, brought.submissions
    if options.terms is None:
        return brief_digests(known, rubric, length=length, as_of=day, submissions=sent)
    from checker.briefing.with_model import brief_digests_with_model

    terms = options.terms.left()
    return brief_digests_with_model(known, rubric, terms, length=length, as_of=day, submissions=sent)


def deliver(briefing: Briefing, form: str, output: str | None, look: Look, template: Template | None) -> None:
    """To standard output, or to a file, whole or not at all. Raises UsageError for a form that is no text without a file."""
    from checker.commands.delivery import write_bytes
    from checker.output import briefings

    module = briefings.form(form)
    if output is None and getattr(module, "BINARY", False):
        raise UsageError(f"{form} 形式不能显示在屏幕上，请加 --output 简报{module.SUFFIX} 写成文件。")
    data = briefings.present(form, briefing, look, template)
    if output is None:
        sys.stdout.write(data.decode("utf-8"))
        sys.stdout.flush()
        return
    target = Path(output)
    if target.is_dir():
        target = target / f"简报{module.SUFFIX}"
    write_bytes(target, data)
