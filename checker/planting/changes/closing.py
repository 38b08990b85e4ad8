"""Signature and date: gone, too late; or written in other ways, on the last days that are in time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from checker.planting.bench import Bench
from checker.planting.model import Case, Lines, Wanted

SIGNATURE, MISSING, LATE = "signature.missing", "date.missing", "date.late"
_HAN = "〇一二三四五六七八九"


def cases(bench: Bench) -> Iterator[Case]:
    """For reports that are signed and dated in time, in two lines."""
    lines = bench.source.lines
    kinds = [line.kind for line in lines]
    day = bench.source.signed
    if {SIGNATURE, MISSING, LATE} & bench.original.found or day is None:
        return
    if kinds.count("signature") != 1 or kinds.count("date") != 1:
        return
    signed, dated = kinds.index("signature"), kinds.index("date")
    yield from _gone(bench, signed, dated)
    yield from _days(bench, dated)
    yield from _other_ways(bench, signed, dated, day)


def _with(lines: Lines, index: int, text: str) -> Lines:
    return (*lines[:index], replace(lines[index], text=text), *lines[index + 1 :])


def _gone(bench: Bench, signed: int, dated: int) -> Iterator[Case]:
    lines = bench.source.lines
    without = (*lines[:dated], *lines[dated + 1 :])
    terms = ["term.wrong"]  # judged by the signed date
    yield bench.plant(
        "date_gone", "1", without, findings=[Wanted(MISSING, None)], head={"signed_date": None}, loose=terms
    )
    without = (*lines[:signed], *lines[signed + 1 :])
    name = ["head.unit"]  # the signature may have told it more fully than the title
    yield bench.plant("signature_gone", "1", without, findings=[Wanted(SIGNATURE, None)], loose=name)
    without = tuple(line for i, line in enumerate(lines) if i not in (signed, dated))
    yield bench.plant(
        "both_gone",
        "1",
        without,
        findings=[Wanted(SIGNATURE, None), Wanted(MISSING, None)],
        head={"signed_date": None},
        loose=[*terms, *name],
    )


def _days(bench: Bench, dated: int) -> Iterator[Case]:
    following = bench.source.year + 1
    rng = bench.rng("days")
    late = (dt.date(following, 3, 1), dt.date(following, 3, rng.randint(5, 28)), dt.date(following, 4, 18))
    for variant, other in bench.choose("late", late, 2):
        text = f"{other.year}年{other.month}月{other.day}日"
        lines = _with(bench.source.lines, dated, text)
        head = {"signed_date": other.isoformat()}
        yield bench.plant("date_late", variant, lines, findings=[Wanted(LATE, text)], head=head, loose=["term.wrong"])
    timely = (dt.date(following, 2, 28), dt.date(following, 1, rng.randint(4, 25)), dt.date(bench.source.year, 12, 31))
    for variant, other in bench.choose("timely", timely, 2):
        lines = _with(bench.source.lines, dated, f"{other.year}年{other.month}月{other.day}日")
        yield bench.trap(
            "date_timely",
            variant,
            lines,
            about=[LATE, MISSING, "year.mismatch"],
            loose=["head.signed_date", "term.wrong"],
        )


def _other_ways(bench: Bench, signed: int, dated: int, day: dt.date) -> Iterator[Case]:
    lines = bench.source.lines
    about = [SIGNATURE, MISSING]
    written = "".join(_HAN[int(c)] for c in str(day.year)) + f"年{_spoken(day.month)}月{_spoken(day.day)}日"
    yield bench.trap("date_in_words", "1", _with(lines, dated, written), about=about, strict=True)
    zeros = f"{day.year}年{day.month:02d}月{day.day:02d}日"
    yield bench.trap("date_with_zeros", "1", _with(lines, dated, zeros), about=about, strict=True)
    name = lines[signed].text
    yield bench.trap("signature_spaced", "1", _with(lines, signed, " ".join(name)), about=about, strict=True)
    indented = _with(_with(lines, signed, "　" * 16 + name), dated, "　" * 18 + lines[dated].text)
    yield bench.trap("set_right", "1", indented, about=about, strict=True)
    if dated == signed + 1:
        one = (*lines[:signed], replace(lines[signed], text=f"{name}　　{lines[dated].text}"), *lines[dated + 1 :])
        yield bench.trap("on_one_line", "1", one, about=about, strict=True)


def _spoken(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else _HAN[tens]) + ("十" if tens else "") + (_HAN[ones] if ones else "")
