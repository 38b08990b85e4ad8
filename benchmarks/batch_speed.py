"""How fast ``fajian batch`` is on 1,000 generated reports of 1,000 units, half .docx and half .txt, with rules.

Real runs of the program on the same files: one core, all cores (its rate against one core's), a second run (nothing new), and for each
the largest process; then the same files with a model that answers in a second, 64 calls at a time. ``python benchmarks/batch_speed.py
[COUNT]``; with ``--profile`` where the time of the program's own process goes.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from docx import Document
from openpyxl import Workbook

from checker.parallel import cores

HERE = Path(__file__).resolve().parent
SOURCES = HERE.parent / "tests" / "tools" / "example_sources"
AS_OF = "2026-03-10"
_NAMED = ("county-government", "emergency", "housing", "agriculture", "luting-town", "industrial-park")
_IN_BATCH = ("natural-resources", "water", "education", "culture-tourism")
_FIRST, _SECOND = "澄溪临望岱苍松柏碧霁潞沅沛滨泓澜", "川江河湖洲陵原岭峰谷源浦泽溪湾平山丘石林"
CONCURRENCY, LATENCY = 64, 1.0
# The suite's own server, in a process of its own, with answers that cost it next to nothing.
SERVER = (
    "import sys\n"
    "sys.path.insert(0, sys.argv[1])\n"
    "from server import Server\n"
    "with Server(behaviour='brief', latency=float(sys.argv[2])) as server:\n"
    "    print(server.url, flush=True)\n"
    "    sys.stdin.read()\n"
    "    print(len(server.requests), server.most_at_once, flush=True)\n"
)
_PROBE = """
import json, resource, sys, time
import cli
started = time.perf_counter()
try:
    cli.main()
except SystemExit as done:
    status = done.code
seconds = time.perf_counter() - started
own, others = (resource.getrusage(kind) for kind in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
print(json.dumps({"status": status, "seconds": seconds, "own": own.ru_utime + own.ru_stime,
    "workers": others.ru_utime + others.ru_stime, "memory": max(own.ru_maxrss, others.ru_maxrss) / 1024}))
"""


def paragraphs(name: str) -> list[str]:
    """A source's paragraphs without its marks."""
    lines = (SOURCES / f"{name}.txt").read_text(encoding="utf-8").replace("\\\n", "").splitlines()
    marks = re.compile(r"^(?:#{1,3} |~ |@(?!row|caption)\w+ )|\[\[|\]\]")
    return [marks.sub("", line) for line in lines if line.strip() and not line.startswith(("@row", "@caption"))]


def vary(lines: list[str], county: str, chance: random.Random) -> list[str]:
    """Another county's report: its name, other figures, the measures in another order."""
    text = "\n".join(lines).replace("云岫", county)
    text = re.sub(
        r"(?<![\d.年月])\d{2,4}(?=[件次项家户人份名起场栋处卷条])", lambda _: str(chance.randint(11, 4000)), text
    )
    told = text.split("\n")
    long = [index for index, line in enumerate(told) if 60 < len(line) < 200 and index > 3]
    if len(long) > 3:
        one, two = chance.sample(long[1:-1], 2)
        told[one], told[two] = told[two], told[one]
    return told


def make(folder: Path, count: int) -> None:
    """``count`` reports and the roster of their units; a tenth of the units has sent nothing."""
    chance = random.Random(7)
    texts = [paragraphs(name) for name in _NAMED] + [paragraphs(f"batch/{name}") for name in _IN_BATCH]
    counties = [one + two for one in _FIRST for two in _SECOND]
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["单位", "联系人"])
    reports = folder / "reports"
    reports.mkdir(parents=True)
    for number in range(count):
        county = counties[number // len(texts) % len(counties)] + "县" * (number >= len(texts) * len(counties))
        lines = vary(texts[number % len(texts)], county, chance)
        unit = next(line for line in reversed(lines) if re.fullmatch(rf"{county}县\S*(?:局|政府|委员会)", line))
        sheet.append([unit, "办公室"])
        if number % 2:
            (reports / f"{unit}.txt").write_text("\n".join(lines), encoding="gb18030")
        else:
            document = Document()
            for line in lines:
                document.add_paragraph(line)
            document.save(str(reports / f"{unit}.docx"))
        if number % 10 == 0:
            sheet.append([f"{county}县档案馆", "办公室"])
    book.save(folder / "roster.xlsx")


def batch(
    folder: Path, out: Path, workers: int | None = None, engine: str = "rules", **environment: str
) -> dict[str, float]:
    """One run of the program, held to so many cores."""
    call = [sys.executable, "-c", _PROBE, "batch", str(folder / "reports"), "--roster", str(folder / "roster.xlsx")]
    call += ["--out", str(out), "--as-of", AS_OF, "--engine", engine]
    if engine != "rules":
        call += ["--concurrency", str(CONCURRENCY)]
    if workers:
        call = ["taskset", "-c", ",".join(str(core) for core in sorted(os.sched_getaffinity(0))[:workers]), *call]
    given = os.environ | environment
    done = subprocess.run(call, capture_output=True, text=True, cwd=HERE.parent, env=given, check=False)
    if done.returncode or not done.stdout.strip():
        raise SystemExit(done.stderr[-2000:])
    found: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    checked = re.search(r"每秒 ([0-9.]+) 份", done.stderr)
    return found | {"checked": float(checked[1]) if checked else 0.0}


def with_model(folder: Path, count: int, rules: float) -> None:
    """The rate of checking at which the limit and the rules alone bound it, and what was reached."""
    call = [sys.executable, "-c", SERVER, str(HERE.parent / "tests" / "llm"), str(LATENCY)]
    with subprocess.Popen(call, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        given = {
            "FAJIAN_HOME": str(folder / "home"),
            "FAJIAN_MODEL": "benchmark",
            "OPENAI_BASE_URL": server.stdout.readline().strip(),
            "OPENAI_API_KEY": "none",
        }
        found = batch(folder, folder / "model", engine="llm", **given)
        told(f"a model, {CONCURRENCY} at a time", count, found)
        calls, most = server.communicate("")[0].split()
    # The first call goes alone, as it has to: then come rounds of as many as the limit lets in.
    least = LATENCY * (1 + math.ceil((count - 1) / CONCURRENCY))
    print(
        f"  checked {found['checked']:.1f} a second with a model ({calls} calls, at most {most} at a time): "
        f"{least * found['checked'] / count:.2f} of the {count / least:.1f} that the limit allows ({least:.0f} s for all of them); "
        f"by the rules alone {rules:.1f} a second on these cores"
    )


def told(name: str, count: int, found: dict[str, float]) -> None:
    print(
        f"  {name:<22} {found['seconds']:7.1f} s  {count / found['seconds']:7.1f} a second   processor: own process "
        f"{found['own']:6.1f} s, workers {found['workers']:6.1f} s   largest process {found['memory']:5.0f} MB"
    )


def profile(folder: Path, out: Path) -> None:
    """Where the program's own process spends its time, workers aside."""
    script = "import cli, cProfile, pstats, sys\np = cProfile.Profile()\ntry:\n    p.runcall(cli.main)\nexcept SystemExit:\n    pass\n"
    script += "pstats.Stats(p, stream=sys.stderr).sort_stats('cumulative').print_stats(45)\n"
    call = [sys.executable, "-c", script, "batch", str(folder / "reports"), "--roster", str(folder / "roster.xlsx")]
    subprocess.run([*call, "--out", str(out), "--as-of", AS_OF, "--engine", "rules"], cwd=HERE.parent, check=False)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("count", nargs="?", type=int, default=1000)
    parser.add_argument("--profile", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        make(work, given.count)
        if given.profile:
            profile(work, work / "out")
            return
        print(f"{given.count} reports, {cores()} cores; load of the machine before: {os.getloadavg()[0]:.1f}")
        every = batch(work, work / "all")
        told("all cores", given.count, every)
        told("again, nothing new", given.count, batch(work, work / "all"))
        with_model(work, given.count, every["checked"])
        if shutil.which("taskset"):
            one = batch(work, work / "one", 1)
            told("one core", given.count, one)
            share = one["seconds"] / every["seconds"] / cores()
            print(f"  all cores reach {share:.2f} x cores x one core's rate")


if __name__ == "__main__":
    main()
