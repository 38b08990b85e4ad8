"""One mutated input → what the program made of it, in a worker that notes every trespass.

A trespass: an error that is no FajianError; more than a few seconds; a socket; another program; a file written, removed or moved
anywhere but in the worker's own folder. From the command line: ``python tests/fuzz/harness.py FORM FIRST COUNT [FOLDER]`` runs
inputs and saves those that fail.
"""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent.parent)]

from mutations import mutated  # noqa: E402
from seeds import SEEDS, seeds  # noqa: E402

from checker import checking, outline, parallel, reading, rubric  # noqa: E402
from checker.errors import FajianError  # noqa: E402
from checker.judging import judge  # noqa: E402
from checker.reading import archives, limits, ocr, office, refusals  # noqa: E402
from checker.reading.page_model import Sheet  # noqa: E402

SLOW = 8.0  # seconds of this process's own time
JUDGED = 2  # one input of so many is also judged
LIMITS = parallel.Limits(seconds=40, memory=1 << 30, items=400)
_WRITES = frozenset(
    "os.mkdir os.remove os.rename os.rmdir os.link os.symlink os.chmod shutil.rmtree tempfile.mkdtemp".split()
)
_trespasses: list[str] = []
_watched = 0


def _watch(event: str, args: tuple[Any, ...]) -> None:
    """Python tells what it is about to do."""
    if _watched != os.getpid():
        return
    if event.startswith("socket.") or event in ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn"):
        _trespasses.append(f"{event} {args!r:.200}")
    elif event in _WRITES or (
        event == "open" and isinstance(args[2], int) and args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
    ):
        _look_at(event, args[0])


def _look_at(event: str, path: Any) -> None:
    if isinstance(path, (str, bytes, os.PathLike)):
        place = os.path.abspath(os.fsdecode(path))
        if place != os.devnull and not place.startswith(tempfile.gettempdir() + os.sep):
            _trespasses.append(f"{event} {place}")


def _prepare() -> None:
    """Once in each worker: watch, and put stand-ins where another program would be started."""
    global _watched
    if _watched == os.getpid():
        return
    _watched = os.getpid()
    os.chdir(tempfile.gettempdir())
    os.environ["HOME"] = tempfile.gettempdir()
    sys.addaudithook(_watch)
    office.program = lambda: "/nowhere/soffice"  # type: ignore[assignment]
    office.to_docx = lambda data, suffix: seeds("docx")[0]  # type: ignore[assignment]
    ocr.recognise = lambda picture, number, dpi=0: ocr.Recognised(Sheet(number, 595, 842, rough=True), 1.0, 0)  # type: ignore[assignment]


def outcome(item: str) -> str:
    """What becomes of an input: ``read``, ``refused`` or a description of what went wrong."""
    _prepare()
    form, _, number = item.partition(":")
    data = mutated(form, int(number), seeds(form))
    _trespasses.clear()
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    began = time.process_time()
    try:
        _use(form, data, int(number))
        told = "read"
    except FajianError as error:
        told = "refused"
        sentence = str(error)
        if not sentence or "Traceback" in sentence or ("\n" in sentence and form != "rubric"):
            return f"FAILED: no sentence: {sentence!r:.300}"
    except MemoryError:
        raise
    except Exception:
        return "FAILED: " + "".join(traceback.format_exc()[-1500:])
    if _trespasses:
        return f"FAILED: {'; '.join(_trespasses[:3])}"
    taken = time.process_time() - began
    return told if taken < SLOW else f"FAILED: {told} after {taken:.1f} s"


_options: checking.Options | None = None


def _use(form: str, data: bytes, number: int) -> None:
    """What the program does with such a file."""
    global _options
    suffix = SEEDS[form][0]
    place = os.path.join(tempfile.gettempdir(), f"输入{suffix}")
    if form in ("rubric", "zip"):
        with open(place, "wb") as file:
            file.write(data)
    if form == "rubric":
        checking.load_checked(place) if number % JUDGED else rubric.load_rubric(place)
        return
    if form == "zip":
        members = [member for member in archives.listing(place, {".txt", ".docx", ".zip"}).members if not member.error]
        for member in members[:3]:
            _report(archives.read_member(member.source), member.source, member.source)
        return
    report = _report(data, f"输入{suffix}", f"输入{suffix}")
    if number % JUDGED == 0:
        if _options is None:
            _options = checking.Options(checking.load_checked("fazhi-annual-report"))
        judge(report, _options.rubric)


def _report(data: bytes, name: str, source: str) -> Any:
    document = reading.read_bytes(data, name, source)
    limits.check_document(document)
    report = outline.outline(document)
    _hold(report)
    refusals.refuse_other_kinds(report)
    return report


def _hold(report: Any) -> None:
    """What every reader promises."""
    text, end = report.text, 0
    for block in report.blocks:
        assert end <= block.start <= block.end <= len(text)
        end = block.end
    text.encode()  # no halves of pairs


def _lost(item: str, loss: parallel.Loss) -> str:
    return f"FAILED: the worker was lost ({loss.value})"


def run(form: str, numbers: Sequence[int], workers: int) -> Iterator[tuple[str, str]]:
    """Each input's name and what became of it."""
    seeds(form)
    reading.readers()
    items = [f"{form}:{number}" for number in numbers]
    results = parallel.run(partial(outcome), items, workers=workers, lost=_lost, limits=LIMITS)
    return zip(items, results, strict=True)


def main(form: str, first: int, count: int, folder: str | None = None) -> None:
    began = time.monotonic()
    for one in list(SEEDS) if form == "all" else [form]:
        counts: Counter[str] = Counter()
        for item, told in run(one, range(first, first + count), parallel.cores()):
            counts[told.partition(":")[0]] += 1
            if told.startswith("FAILED"):
                print(item, " | ".join(line.strip() for line in told.strip().splitlines()[-4:]))
                if folder:
                    Path(folder).mkdir(parents=True, exist_ok=True)
                    name = item.replace(":", "-") + SEEDS[one][0]
                    (Path(folder) / name).write_bytes(mutated(one, int(item.partition(":")[2]), seeds(one)))
        print(one, dict(counts), f"{time.monotonic() - began:.0f} s", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4] if len(sys.argv) > 4 else None)
