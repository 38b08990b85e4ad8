"""A small driver of headless Chromium: its DevTools protocol over a pipe, so that no driver program or package is needed."""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-dev-shm-usage --hide-scrollbars --remote-debugging-pipe"
).split()
SECONDS = 60.0
# Becomes Chromium, with the two pipes as descriptors 3 and 4.
WIRED = """
import os, sys
from fcntl import F_DUPFD, fcntl
pipes = [fcntl(int(number), F_DUPFD, 10) for number in sys.argv[1:3]]
for pipe, number in zip(pipes, (3, 4)):
    os.dup2(pipe, number)
    os.close(pipe)
os.execv(sys.argv[3], sys.argv[3:])
"""


class Browser:
    """One Chromium with one page. ``events`` holds everything that the page reported since ``open``."""

    def __init__(self, process: subprocess.Popen[bytes], to: int, back: int) -> None:
        self._process, self._to, self._back = process, to, back
        self._number, self._buffer = 0, b""
        self.events: list[dict[str, Any]] = []
        self._session: str | None = None
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        self._number += 1
        number = self._number
        message: dict[str, Any] = {"id": number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        until = time.monotonic() + SECONDS
        while True:
            answer = self._receive(until)
            if answer.get("id") == number:
                assert "error" not in answer, f"{method}: {answer['error']}"
                return dict(answer["result"])
            self.events.append(answer)

    def _receive(self, until: float) -> dict[str, Any]:
        while b"\0" not in self._buffer:
            ready, _, _ = select.select([self._back], [], [], max(0.0, until - time.monotonic()))
            assert ready, "Chromium does not answer"
            piece = os.read(self._back, 1 << 20)
            assert piece, f"Chromium ended ({self._process.poll()})"
            self._buffer += piece
        first, _, self._buffer = self._buffer.partition(b"\0")
        return dict(json.loads(first))

    def size(self, width: int, height: int) -> None:
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def scheme(self, name: str) -> None:
        """``light`` or ``dark``."""
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": name}])

    def open(self, path: Path) -> None:
        for url in ("about:blank", path.as_uri()):  # the same page again is then a new page, not a jump within it
            self.events.clear()
            self.call("Page.navigate", url=url)
            until = time.monotonic() + SECONDS
            while not any(event.get("method") == "Page.loadEventFired" for event in self.events):
                self.events.append(self._receive(until))

    def run(self, script: str) -> Any:
        """The value of a JavaScript expression."""
        for again in (True, True, False):
            try:
                answer = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
                break
            except AssertionError as error:  # the frame of the page before was still being put away
                if not again or "navigated" not in str(error):
                    raise
                time.sleep(0.3)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def click(self, selector: str) -> None:
        """A real click in the middle of the first line of the first element that matches."""
        rect = f"document.querySelector({json.dumps(selector)}).getClientRects()[0]"
        x, y = self.run(f"(r => [r.x + Math.min(r.width, 40) / 2, r.y + r.height / 2])({rect})")
        hit = f"document.elementFromPoint({x}, {y}).closest({json.dumps(selector)}) !== null"
        assert self.run(hit), f"{selector} is not in sight"
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def key(self, key: str) -> None:
        text = {"text": key} if len(key) == 1 else {}
        self.call("Input.dispatchKeyEvent", type="keyDown", key=key, **text)
        self.call("Input.dispatchKeyEvent", type="keyUp", key=key)

    def picture(self) -> bytes:
        return base64.b64decode(self.call("Page.captureScreenshot", format="png")["data"])

    def pdf(self) -> bytes:
        return base64.b64decode(self.call("Page.printToPDF", preferCSSPageSize=True, printBackground=False)["data"])

    def requests(self) -> list[str]:
        """The addresses that were asked for."""
        asked = [e["params"]["request"]["url"] for e in self.events if e.get("method") == "Network.requestWillBeSent"]
        return [url for url in asked if url != "about:blank"]

    def complaints(self) -> list[str]:
        """What stands in the console: errors, warnings, violations of the page's own policy."""
        kinds = ("Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded")
        return [json.dumps(e["params"], ensure_ascii=False) for e in self.events if e.get("method") in kinds]


@contextmanager
def chromium() -> Iterator[Browser]:
    """A Chromium of its own, ended and tidied away afterwards."""
    program = shutil.which("chromium")
    assert program, "chromium is absent"
    profile = tempfile.mkdtemp(prefix="fajian-chromium-")
    out, to = os.pipe()
    back, into = os.pipe()

    process = subprocess.Popen(
        [
            sys.executable,
            "-c",
            WIRED,
            str(out),
            str(into),
            program,
            *FLAGS,
            f"--user-data-dir={profile}",
            "about:blank",
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        pass_fds=(out, into),
        env=os.environ | {"HOME": profile},
    )
    os.close(out)
    os.close(into)
    try:
        yield Browser(process, to, back)
    finally:
        os.close(to)
        os.close(back)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        shutil.rmtree(profile, ignore_errors=True)
