"""How fast reports are checked with a model, beside a server in another process that answers every question after one second.

``fajian check DIR --engine llm --concurrency 32`` on 320 different reports, start of the program included; then once more, when every
answer is in the cache. What bounds the first figure: one call alone, then 319 calls in ten rounds of a second each.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
SOURCE = ROOT / "tests" / "data" / "labelled" / "07-jichuan-city-gov.src.txt"
REPORTS, CONCURRENCY, LATENCY, PROMISED = 320, 32, 1.0, 13.0
# The suite's own server, in a process of its own so that its work does not count as the program's.
SERVER = (
    "import sys, time\n"
    "sys.path.insert(0, sys.argv[1])\n"
    "from server import Server\n"
    "with Server(behaviour='honest', latency=float(sys.argv[2])) as server:\n"
    "    print(server.url, flush=True)\n"
    "    sys.stdin.read()\n"
    "    print(len(server.requests), server.most_at_once, flush=True)\n"
)


def make(folder: Path, count: int) -> int:
    """So many reports that differ. How many characters each has."""
    kept = [line for line in SOURCE.read_text(encoding="utf-8").splitlines() if line.strip() and line[:6] != "@noise"]
    lines = [line.lstrip("#").removeprefix("@sign").removeprefix("@date").strip() for line in kept]
    for number in range(count):
        text = "\n".join([*lines[:-2], f"全年编发法治工作简报第{number + 1}期。", *lines[-2:]])
        (folder / f"报告-{number:03}.txt").write_text(text, encoding="utf-8")
    return sum(map(len, lines))


def run(folder: Path, work: Path, url: str) -> tuple[float, list[dict[str, object]], str]:
    """(seconds, results, messages) of one run of the command."""
    environment = os.environ | {
        "FAJIAN_HOME": str(work / "home"),
        "FAJIAN_MODEL": "benchmark",
        "OPENAI_BASE_URL": url,
        "OPENAI_API_KEY": "none",
    }
    command = [sys.executable, str(ROOT / "cli.py"), "check", str(folder), "--engine", "llm"]
    command += ["--concurrency", str(CONCURRENCY), "--format", "json"]
    started = time.perf_counter()
    done = subprocess.run(command, capture_output=True, env=environment, cwd=ROOT, check=False)
    seconds = time.perf_counter() - started
    if done.returncode not in (0, 1):
        raise SystemExit(done.stderr.decode("utf-8", "replace"))
    return seconds, json.loads(done.stdout)["results"], done.stderr.decode("utf-8").strip().splitlines()[-1]


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        folder = work / "reports"
        folder.mkdir()
        characters = make(folder, REPORTS)
        call = [sys.executable, "-c", SERVER, str(ROOT / "tests" / "llm"), str(LATENCY)]
        with subprocess.Popen(call, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
            assert server.stdout is not None
            url = server.stdout.readline().strip()
            print(f"{REPORTS} reports of {characters:,} characters, {CONCURRENCY} calls at a time, {LATENCY:g} s each")
            seconds, results, message = run(folder, work, url)
            unanswered = sum(1 for result in results if result["model_error"])
            print(
                f"  first run   {seconds:6.2f} s (promised: {PROMISED:g} s); without an answer: {unanswered}; {message}"
            )
            again, results, message = run(folder, work, url)
            print(f"  second run  {again:6.2f} s; {message}")
            told, _ = server.communicate("")
            calls, most = told.split()
            print(f"  the server saw {calls} calls, at most {most} at a time")


if __name__ == "__main__":
    main()
