"""``fajian batch``: run, then write what stands in OUT: results, ledger, dashboard, pages, letters, annotated files, briefing.

Every file appears whole or not at all; a page or letter whose content is the same as last time is not written again.
"""

from __future__ import annotations

import datetime as dt
import gc
import hashlib
import json
import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from checker import parallel
from checker.batch.roster import load_roster
from checker.batch.run import Asked, Done, Watch, remember, run
from checker.batch.store import Store
from checker.briefing import Digest, brief_digests, digest
from checker.checking import Options
from checker.commands.annotating import annotated_copy
from checker.commands.briefing import DIGESTS, RESULTS, digest_lines, kept_digests
from checker.commands.delivery import write_file
from checker.commands.making import Folder, make_all
from checker.commands.watching import Progress
from checker.errors import FajianError, UsageError
from checker.model import Batch, BatchLine, CheckResult, Report
from checker.output import annotated, briefings, present
from checker.output._layout import Look, pad, wrap
from checker.output._words import clean
from checker.output.batch import letters
from checker.output.batch.dashboard import Links, dashboard
from checker.output.batch.handling import state
from checker.output.batch.ledger import ledger
from checker.output.official import Template, load
from checker.output.summary import row
from checker.rubric import Rubric
from checker.version import program_version
from checker.words import day as _day

LEDGER, DASHBOARD, BRIEFING = "台账.xlsx", "总览.html", "简报"
REPORTS, LETTERS, ANNOTATED = "reports", "letters", "annotated"
STORE = "法鉴.db"
ANSWER_DAYS = 7  # a unit has so many days to answer a letter
_UNFIT = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_LONGEST = 60  # characters of a unit in a file name; with Chinese that is 180 of the 255 bytes a file system takes


@dataclass(frozen=True)
class Written:
    """What a run left in OUT: how many files of each kind, and sentences on what could not be written."""

    pages: int
    letters: int
    annotated: int
    problems: tuple[str, ...] = ()


# ── everything ───────────────────────────────────────────────────────────────────────────────────────────────────────


def prepare(out: str, folder: str) -> Path:
    """The folder OUT, made if need be. Raises UsageError where it cannot be, or would be checked itself next time."""
    path = Path(out)
    if path.exists() and not path.is_dir():
        raise UsageError(f"--out 应当是文件夹，而“{out}”是一个文件。")
    inside = os.path.realpath(out) + os.sep
    if inside.startswith(os.path.realpath(folder) + os.sep):
        raise UsageError(
            f"结果文件夹“{out}”不能放在被检查的文件夹“{folder}”里面，否则下次会把结果当成报告来检查，请为 --out 另选一处。"
        )
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"结果文件夹“{out}”建不了（{error.strerror}），请为 --out 另选一处。") from error
    return path


def write(
    done: Done, out: Path, sender: letters.Sender, *, rubric: Rubric, template: Template | None, workers: int
) -> Written:
    """Write all of OUT. The table of results comes last: where it stands, the rest does too."""
    batch = done.batch
    look = Look(100, colour=False)
    pages = Folder(out / REPORTS, partial(_page, lines=batch.lines, reports=done.reports, look=look))
    posts = Folder(out / LETTERS, partial(_letter, lines=batch.lines, sender=sender, year=batch.year))
    copies = Folder(out / ANNOTATED, partial(_annotated, lines=batch.lines, reports=done.reports))
    for number, line in enumerate(batch.lines):
        name = _name(line)
        told = line.result.model_dump_json() if line.result else ""
        if line.result is not None:
            pages.want(number, name, ".html", told)
        kind = letters.kind(line)
        if kind is not None:
            posts.want(number, f"{kind}-{name}", ".docx", told, line.submission.model_dump_json(), repr(sender))
        report = done.reports.get(number)
        if kind is not None and report is not None and report.document.form in annotated.forms():
            copies.want(number, name, annotated.suffix(report.document.form), told)
    links = Links(
        {number: f"{REPORTS}/{name}" for number, name in pages.names.items()},
        {number: (f"{LETTERS}/{name}", name.partition("-")[0]) for number, name in posts.names.items()},
    )
    digests, sums = _digests(done, out, rubric, workers)
    singles: dict[Path, Callable[[], bytes]] = {
        out / LEDGER: partial(ledger, batch),
        out / DASHBOARD: partial(_dashboard, batch, links),
        out / f"{BRIEFING}.docx": partial(_briefing, batch, digests, rubric, "docx", template),
        out / f"{BRIEFING}.md": partial(_briefing, batch, digests, rubric, "md"),
    }
    problems = make_all(singles, (pages, posts, copies), workers)
    kept = digest_lines(digests, sums, as_of=batch.as_of, rostered=batch.rostered)
    write_file(out / DIGESTS, "".join(kept))
    write_file(out / RESULTS, "".join(_json_lines(batch)))
    return Written(len(pages.names), len(posts.names), len(copies.names), tuple(problems))


def _digests(done: Done, out: Path, rubric: Rubric, workers: int) -> tuple[list[Digest], list[str]]:
    """What the briefings are written from, and what each was made from. With a roster, of the units of the roster."""
    batch = done.batch
    units = [(number, line) for number, line in enumerate(batch.lines) if line.unit is not None or not batch.rostered]
    sums = {number: _digest_sum(line.result) for number, line in units if line.result is not None}
    known = kept_digests(out)
    fresh = [str(number) for number, one in sums.items() if one not in known]
    make = partial(_digest, lines=batch.lines, reports=done.reports, rubric=rubric)
    made = dict(zip(fresh, parallel.run(make, fresh, workers=workers, lost=_no_digest), strict=True))
    digests = [made[str(number)] if str(number) in made else known[one] for number, one in sums.items()]
    return digests, list(sums.values())


def _briefing(
    batch: Batch, digests: Sequence[Digest], rubric: Rubric, form: str, template: Template | None = None
) -> bytes:
    """The batch's briefing in a form. It is drafted anew for each: that takes less than handing it over."""
    submissions = [line.submission for line in batch.lines] if batch.rostered else None
    drafted = brief_digests(digests, rubric, length="full", as_of=batch.as_of, submissions=submissions)
    return briefings.present(form, drafted, template=template)


def _digest(number: str, *, lines: Sequence[BatchLine], reports: Mapping[int, Report], rubric: Rubric) -> Digest:
    result = lines[int(number)].result
    assert result is not None
    return digest(result, reports.get(int(number)), rubric)


def _no_digest(number: str, loss: parallel.Loss) -> Digest:
    raise FajianError(f"起草简报时程序出错（{loss.value}，第 {number} 份），请重新运行。")


def _digest_sum(result: CheckResult) -> str:
    """What a digest depends on: the result (it names the text and the rubric), and how this version writes it."""
    return hashlib.sha256(f"{program_version()}\x00{result.model_dump_json()}".encode()).hexdigest()


def _dashboard(batch: Batch, links: Links) -> bytes:
    return dashboard(batch, links).encode()


def _page(number: int, *, lines: Sequence[BatchLine], reports: Mapping[int, Report], look: Look) -> bytes:
    result = lines[number].result
    assert result is not None
    return present("html", result, look, reports.get(number)).encode()


def _letter(number: int, *, lines: Sequence[BatchLine], sender: letters.Sender, year: int | None) -> bytes:
    return letters.letter(lines[number], sender, year=year)


def _annotated(number: int, *, lines: Sequence[BatchLine], reports: Mapping[int, Report]) -> bytes:
    result = lines[number].result
    assert result is not None
    return annotated_copy(result, reports[number])[1]


def _json_lines(batch: Batch) -> Iterator[str]:
    for line in batch.lines:
        yield json.dumps(line.as_json(), ensure_ascii=False) + "\n"


def _name(line: BatchLine) -> str:
    """What a line's files are called: the unit, else the file's own name."""
    file = (line.submission.file or "").replace("!/", "/")
    name = line.unit or f"未对上单位-{Path(file).stem}"
    return _UNFIT.sub("_", name).strip(" .")[:_LONGEST] or "未命名"


# ── the command ──────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Wanted:
    """What the command line asks for; paths as given."""

    folder: str
    out: str
    options: Options
    as_of: dt.date
    roster: str | None = None
    store: str | None = None
    previous: str | None = None
    published: str | None = None
    template: str | None = None
    office: str | None = None


@contextmanager
def _seldom_collected() -> Iterator[None]:
    """All texts and results of a batch are kept, and Python's collector would go through every one of them again and again.

    Measured on 1,000 reports: a fifth less work for this process, and 6 % more memory.
    """
    before = gc.get_threshold()
    gc.set_threshold(50_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)


@_seldom_collected()
def execute(wanted: Wanted, look: Look) -> int:
    """Run, write, tell; the exit status. Raises FajianError where nothing can be done at all."""
    if not os.path.exists(wanted.folder):
        raise UsageError(f"找不到文件夹“{wanted.folder}”，请核对路径。")
    roster = load_roster(wanted.roster) if wanted.roster else None
    template = load(Path(wanted.template)) if wanted.template else None
    out = prepare(wanted.out, wanted.folder)
    workers = parallel.cores()
    progress = Progress()
    watch = Watch(
        progress.begin,
        lambda one: progress.step(failed=one.result.error is not None, reused=one.reused, usage=one.result.usage),
    )
    scope = hashlib.sha256(os.path.realpath(wanted.folder).encode("utf-8", "surrogateescape")).hexdigest()
    asked = Asked(
        wanted.folder, wanted.options, wanted.as_of, roster, workers, scope, wanted.previous, wanted.published
    )
    with Store(wanted.store or str(out / STORE)) as store:
        done = run(asked, store, watch)
        progress.end()
        sender = letters.Sender(
            wanted.office, wanted.as_of, wanted.as_of + dt.timedelta(days=ANSWER_DAYS), template, template
        )
        written = write(done, out, sender, rubric=wanted.options.rubric, template=template, workers=workers)
        remember(asked, store, done)
    sys.stdout.write(screen(done, written, out, look))
    return status(done.batch)


def status(batch: Batch) -> int:
    """The exit status: 3 no verdicts because of the model, 2 a file could not be read, 1 not a pass or overdue, else 0."""
    results = [line.result for line in batch.lines if line.result is not None]
    if any(row(result).unanswered for result in results):
        return 3
    if any(result.error for result in results):
        return 2
    unclear = any(line.result is None and line.submission.others for line in batch.lines)
    overdue = any(line.submission.status == "overdue" for line in batch.lines)
    return 1 if unclear or overdue or any(result.conclusion != "pass" for result in results) else 0


def screen(done: Done, written: Written, out: Path, look: Look) -> str:
    """One screen at the end: the numbers, whom to chase, what is new, where the files are."""
    batch = done.batch
    named = [line for line in batch.lines if line.unit is not None or not batch.rostered]
    came = [line for line in named if line.submission.status in ("on_time", "late", "undated")]
    states = Counter(state(line) for line in named if line.result is not None or line.submission.others)
    counted = f"名册 {len(named)} 个单位，已报送 {len(came)} 个" if batch.rostered else f"收到 {len(named)} 份文件"
    judged = "，".join(f"{word} {count}" for word, count in states.items())
    told = f"截至{_day(batch.as_of)}：{counted}" + (f"；{judged}。" if judged else "。")
    lines = wrap(told, look.width, "", "  ")
    for title, chosen in (
        ("逾期未报", [line for line in named if line.submission.status == "overdue"]),
        ("退回补写", [line for line in named if line.result and line.result.conclusion == "return"]),
        ("读不出来", [line for line in named if line.result and line.result.error]),
        ("待确认", [line for line in named if line.result is None and line.submission.others]),
        ("需修改", [line for line in named if line.result and line.result.conclusion == "revise"]),
        ("未对上单位的文件", [line for line in batch.lines if line.unit is None and batch.rostered]),
    ):
        if chosen:
            lines += wrap(f"{title}（{len(chosen)}）：{_some(chosen)}", look.width, "", "  ")
    news = [line for line in named if line.changes]
    if batch.since is not None:
        told = f"{len(news)} 个单位有变化，见总览。" if news else "没有变化。"
        lines.append(f"比上次（{_day(batch.since)}）：{told}")
    for problem in (*batch.warnings, *written.problems):
        lines += wrap(problem, look.width, "注意：", "  ")
    lines += [f"结果在文件夹 {out}：", *_produced(written)]
    return "\n".join(lines) + "\n"


def _produced(written: Written) -> Iterator[str]:
    """What stands in OUT, the first to open first."""
    files = [
        (DASHBOARD, "先看这里：进度、要催办的单位、各单位各部分（用浏览器打开）"),
        (LEDGER, "登记表、问题清单、举措覆盖（用 WPS 表格或 Excel 打开）"),
        (f"{BRIEFING}.docx", "给领导看的简报"),
        (f"{REPORTS}/", f"检查结果 {written.pages} 份，原文和判定左右对照" if written.pages else ""),
        (f"{LETTERS}/", f"修改意见函、催报函 {written.letters} 份，发出前请核对" if written.letters else ""),
        (f"{ANNOTATED}/", f"加了批注的原件 {written.annotated} 份" if written.annotated else ""),
    ]
    for name, meaning in files:
        if meaning:
            yield f"  {pad(name, 12)}{meaning}"


_MOST = 12


def _some(lines: Sequence[BatchLine]) -> str:
    names = [clean(line.unit or Path((line.submission.file or "").replace("!/", "/")).name) for line in lines]
    return "、".join(names[:_MOST]) + (f"等 {len(names)} 个" if len(names) > _MOST else "") + "。"
