"""How fast a report is checked, reading included.

One core: a .docx of about 5,000 characters, once warm, beside markitdown's mere conversion of the same file (if the ``bench``
extra is there). Several such files take turns, lest what is remembered of one text be counted as speed. All cores: ``fajian
check`` on 100 and on 1,000 files, its rate against one core's, its memory.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from itertools import cycle, islice
from pathlib import Path

from docx import Document

from checker.checking import Options, check, examine, read
from checker.parallel import cores

HERE = Path(__file__).resolve().parent
LABELLED = HERE.parent / "tests" / "data" / "labelled"
ROUNDS = 40
VARIANTS = 6


def body(name: str) -> list[str]:
    """The paragraphs of a labelled source, marks taken off."""
    lines = (LABELLED / name).read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if line.strip() and not line.startswith("@noise")]
    return [line.lstrip("#").removeprefix("@sign").removeprefix("@date").strip() for line in kept]


def make(path: Path, variant: int = 0) -> int:
    """A .docx of about 5,000 characters: one labelled report with the measures of another added. How many characters.

    Variants have the added paragraphs in another order.
    """
    first, second = body("07-jichuan-city-gov.src.txt"), body("11-shiqiao-county-gov.src.txt")
    cut = next(i for i, line in enumerate(first) if line.startswith("二、"))
    measures = [line for line in second[4:] if len(line) > 60][:6]
    added = measures[variant:] + measures[:variant]
    document = Document()
    lines = [*first[:cut], *added, *first[cut:]]
    for line in lines:
        document.add_paragraph(line)
    document.save(str(path))
    return sum(len(line) for line in lines)


def milliseconds(function: Callable[[Path], object], paths: Sequence[Path], rounds: int) -> list[float]:
    """How long the function takes for these files in turn, each asked once before."""
    for path in paths:
        function(path)
    times = []
    for path in islice(cycle(paths), rounds):
        started = time.perf_counter()
        function(path)
        times.append((time.perf_counter() - started) * 1000)
    return times


def told(name: str, times: list[float]) -> None:
    print(f"  {name:<44} median {statistics.median(times):7.1f} ms   best {min(times):7.1f} ms")


def one_core(paths: Sequence[Path]) -> None:
    from checker import outline, reading
    from checker.rubric import load_rubric

    options = Options(load_rubric())
    told("read (.docx to structure)", milliseconds(lambda path: outline.outline(reading.read(path)), paths, ROUNDS))
    told("check: read and judge", milliseconds(lambda path: examine(str(path), options), paths, ROUNDS))
    told("read() in a worker process of its own", milliseconds(read, paths, ROUNDS))
    try:
        from markitdown import MarkItDown
    except ImportError:
        print("  markitdown is not installed (pip install 'fajian[bench]'): no comparison")
        return
    converter = MarkItDown()
    told("markitdown's conversion alone", milliseconds(lambda path: converter.convert(str(path)), paths, 8))


def command(folder: Path, workers: int | None) -> tuple[float, float]:
    """(seconds, largest resident MB of any process) of ``fajian check FOLDER --format json``."""
    probe = (
        "import json, resource, sys, time\n"
        "from contextlib import redirect_stdout\n"
        "import cli\n"
        "sys.argv = ['fajian', 'check', sys.argv[1], '--format', 'json', '--output', sys.argv[2]]\n"
        "started = time.perf_counter()\n"
        "try:\n    cli.main()\nexcept SystemExit:\n    pass\n"
        "seconds = time.perf_counter() - started\n"
        "kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)\n"
        "print(json.dumps([seconds, max(resource.getrusage(k).ru_maxrss for k in kinds) / 1024]))\n"
    )
    out = folder.parent / f"out-{folder.name}-{workers}"
    call = [sys.executable, "-c", probe, str(folder), str(out)]
    if workers:
        call = ["taskset", "-c", ",".join(str(c) for c in sorted(os.sched_getaffinity(0))[:workers]), *call]
    done = subprocess.run(call, capture_output=True, text=True, cwd=HERE.parent, check=True)
    seconds, memory = json.loads(done.stdout.strip().splitlines()[-1])
    return float(seconds), float(memory)


def many(path: Path, work: Path) -> None:
    figures: dict[int, tuple[float, float]] = {}
    for count in (100, 1000):
        folder = work / f"files-{count}"
        folder.mkdir()
        for number in range(count):
            shutil.copyfile(path, folder / f"report-{number:04}.docx")
        figures[count] = command(folder, None)
        seconds, memory = figures[count]
        print(
            f"  {count:>5} files, all {cores()} cores: {seconds:6.1f} s, {count / seconds:6.1f} a second, {memory:5.0f} MB"
        )
    if shutil.which("taskset"):
        seconds, _ = command(work / "files-1000", 1)
        share = seconds / figures[1000][0] / cores()
        print(f"   1000 files, one core: {seconds:6.1f} s; all cores reach {share:.2f} x cores x one core's rate")
    print(f"  memory at 1,000 files is {figures[1000][1] / figures[100][1]:.2f} x that at 100")


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        paths = [work / f"report-{variant}.docx" for variant in range(VARIANTS)]
        characters = max(make(path, variant) for variant, path in enumerate(paths))
        path = paths[0]
        print(f"a .docx of {characters:,} characters, {path.stat().st_size:,} bytes; {ROUNDS} rounds after a first one")
        assert check(path)[0].error is None
        one_core(paths)
        print("fajian check --format json, start of the program included")
        many(path, work)
        print(
            f"largest resident size of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB"
        )


if __name__ == "__main__":
    main()
