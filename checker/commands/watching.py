"""How far a long run is, on standard error: done, failed, rate, time left, tokens and money. On a terminal one line that changes."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from checker.model import Usage
from checker.output._words import used

_TICK = 0.2  # seconds between two looks of a terminal's line
_SELDOM = 30.0  # seconds between two lines where nobody sits at a terminal


@dataclass
class Progress:
    """Counts what is done. ``clock`` gives seconds."""

    total: int = 0
    done: int = 0
    reused: int = 0
    failed: int = 0
    usage: Usage = field(default_factory=Usage)
    terminal: bool = field(default_factory=lambda: sys.stderr.isatty())
    clock: Callable[[], float] = time.monotonic
    _began: float = 0.0
    _told: float = 0.0
    _width: int = 0

    def begin(self, total: int) -> None:
        """So many are to be done."""
        self.total, self._began = total, self.clock()
        self._told = self._began

    def step(self, *, failed: bool, reused: bool, usage: Usage | None) -> None:
        """One more is done."""
        self.done += 1
        self.failed += failed
        self.reused += reused
        if usage is not None and not reused:
            self.usage += usage
        now = self.clock()
        if now - self._told >= (_TICK if self.terminal else _SELDOM):
            self._told = now
            self._show(self.told(now), end="" if self.terminal else "\n")

    def end(self) -> None:
        """All is done."""
        if self.total:
            self._show(self.told(self.clock()), end="\n")

    def told(self, now: float) -> str:
        """已检查 120/1000，失败 2，每秒 43.0 份，约剩 21 秒"""
        parts = [f"已检查 {self.done}/{self.total}"]
        if self.reused:
            parts.append(f"其中 {self.reused} 份与上次相同")
        if self.failed:
            parts.append(f"读不出来 {self.failed}")
        checked, seconds = self.done - self.reused, now - self._began
        if checked and seconds > 0:
            rate = checked / seconds
            parts.append(f"每秒 {rate:.1f} 份")
            if self.done < self.total:
                parts.append(f"约剩 {_span((self.total - self.done) / rate)}")
        if self.usage.calls:
            parts.append(used(self.usage))
        return "，".join(parts)

    def _show(self, text: str, *, end: str) -> None:
        from checker.text import display_width

        width = display_width(text)
        blank = " " * max(self._width - width, 0) if self.terminal else ""
        self._width = width
        print(f"{chr(13) if self.terminal else ''}{text}{blank}", end=end, file=sys.stderr, flush=True)


def _span(seconds: float) -> str:
    if seconds < 90:
        return f"{max(round(seconds), 1)} 秒"
    return f"{seconds / 60:.0f} 分钟" if seconds < 5400 else f"{seconds / 3600:.1f} 小时"
