"""Changes of form alone: page numbers, widths, spaces, line breaks, encodings, the order of items. Nothing may change."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from checker.planting.bench import Bench
from checker.planting.edit import insert
from checker.planting.model import Case, Line, Lines
from checker.planting.numbers import number_of, renumber
from checker.planting.source import body_end

_WIDE = str.maketrans(",;:?!()%", "，；：？！（）％")
_NARROW = str.maketrans("，；：？！（）％", ",;:?!()%")
_DIGITS = {code: code + 0xFEE0 for code in range(0x30, 0x3A)}
_STRAIGHT = str.maketrans("“”‘’", "\"\"''")
_PAGES = ("— 3 —", "- 5 -", "第 4 页", "7")

Change = Callable[[Bench], Lines | None]


def cases(bench: Bench) -> Iterator[Case]:
    """All of them; what each is near to is any verdict at all."""
    about = ["form", "text.residue", "placeholder", "numbers.inconsistent", "text.duplicate"]
    changes: Sequence[tuple[str, Change]] = (
        ("page_number_in_sentence", _page_number),
        ("blank_lines", _blank_lines),
        ("indents", lambda b: _each(b, lambda line: "　　" + line.text if line.kind == "paragraph" else line.text)),
        ("trailing_spaces", lambda b: _each(b, lambda line: line.text + "  \t")),
        ("spaces_in_text", lambda b: _each(b, _spaced)),
        ("wide_marks", lambda b: _each(b, lambda line: _swapped(line, _WIDE))),
        ("narrow_marks", lambda b: _each(b, lambda line: _swapped(line, _NARROW))),
        ("wide_digits", lambda b: _each(b, lambda line: line.text.translate(_DIGITS) if _body(line) else line.text)),
        ("straight_quotes", lambda b: _each(b, lambda line: line.text.translate(_STRAIGHT))),
        ("thanks", _thanks),
        ("salutation_gone", _salutation_gone),
        ("short_name", _short_name),
        ("items_swapped", _swap),
        ("neutral_sentence", _neutral),
        ("wrapped", _wrapped),
    )
    for name, made in changes:
        lines = made(bench)
        if lines is not None and lines != bench.source.lines:
            yield bench.trap(name, "1", lines, about=about, strict=True)
    lines = bench.source.lines
    yield bench.trap("gb18030", "1", lines, about=about, strict=True, encoding="gb18030")
    yield bench.trap("utf16", "1", lines, about=about, strict=True, encoding="utf-16")
    yield bench.trap("crlf", "1", lines, about=about, strict=True, newline="\r\n")


def _body(line: Line) -> bool:
    return line.kind in ("paragraph", "table")


def _each(bench: Bench, text_of: Callable[[Line], str]) -> Lines:
    return tuple(replace(line, text=text_of(line)) for line in bench.source.lines)


def _swapped(line: Line, table: dict[int, int]) -> str:
    """Punctuation only between Chinese characters, where a typist would have typed it."""
    if not _body(line):
        return line.text
    return re.sub(r"(?<=[\u4e00-\u9fff])[，；：,;:](?=[\u4e00-\u9fff])", lambda m: m[0].translate(table), line.text)


def _spaced(line: Line) -> str:
    """A space at every eighth comma, and round figures, as pasted text has them."""
    if not _body(line):
        return line.text
    text = re.sub(r"(?<=[\u4e00-\u9fff])([0-9]+)(?=[\u4e00-\u9fff])", r" \1 ", line.text)
    return text.replace("，", "， ")


def _page_number(bench: Bench) -> Lines | None:
    """A page ends in mid-sentence: its number stands between the halves."""
    lines = bench.source.lines
    long = [i for i in bench.spots() if len(lines[i].text) > 90]
    if len(long) < 2:
        return None
    rng = bench.rng("page_number")
    page = rng.choice(_PAGES[:3])
    made = list(lines)
    index = rng.choice(long)
    text = lines[index].text
    cuts = [
        m.start()
        for m in re.finditer(r"(?<=[\u4e00-\u9fff])(?=[\u4e00-\u9fff])", text)
        if 30 < m.start() < len(text) - 30
    ]
    if not cuts:
        return None
    cut = rng.choice(cuts)
    made[index : index + 1] = [
        replace(lines[index], text=text[:cut]),
        Line("paragraph", page),
        Line("paragraph", text[cut:]),
    ]
    return tuple(made)


def _blank_lines(bench: Bench) -> Lines:
    return tuple(one for line in bench.source.lines for one in (line, Line("paragraph", "")))


def _thanks(bench: Bench) -> Lines | None:
    end = body_end(bench.source.lines)
    if any("特此报告" in line.text for line in bench.source.lines):
        return None
    return insert(bench.source.lines, end, "特此报告。")


def _salutation_gone(bench: Bench) -> Lines | None:
    first = bench.source.parts[0].first
    kept = [
        line
        for index, line in enumerate(bench.source.lines)
        if not (index < first and line.kind == "paragraph" and line.text.endswith(("：", ":")) and len(line.text) < 40)
    ]
    return tuple(kept) if len(kept) < len(bench.source.lines) else None


def _short_name(bench: Bench) -> Lines | None:
    """The unit calls itself 我局 where it gave its full name."""
    short = {"department": "我局", "zone": "管委会"}.get(bench.source.unit_type)
    if short is None or (short == "我局" and not bench.source.unit.endswith("局")):
        return None
    return tuple(
        replace(line, text=line.text[: line.head] + line.body.replace(bench.source.unit, short))
        if _body(line)
        else line
        for line in bench.source.lines
    )


def _swap(bench: Bench) -> Lines | None:
    """Two neighbouring items of the measures in the other order, their numbers as before."""
    lines = bench.source.lines
    part = bench.source.part("measures")
    if part is None:
        return None
    heads = [i for i in range(part.first + 1, part.last) if lines[i].level is not None and number_of(lines[i].text)]
    numbers = [number_of(lines[i].text) for i in heads]
    if len({n.style for n in numbers if n}) != 1 or [n.value for n in numbers if n] != list(range(1, len(heads) + 1)):
        return None
    if len(heads) < 3:
        return None
    at = bench.rng("swap").randrange(len(heads) - 1)
    first, second = heads[at], heads[at + 1]
    third = heads[at + 2] if at + 2 < len(heads) else part.last
    one, two = list(lines[first:second]), list(lines[second:third])
    two[0], one[0] = renumber(two[0], at + 1), renumber(one[0], at + 2)
    return (*lines[:first], *two, *one, *lines[third:])


def _neutral(bench: Bench) -> Lines | None:
    """What the unit is, not what it did."""
    first = bench.source.parts[0].first
    texts = (
        "辖区山清水秀、民风淳朴，常住人口以务农和外出务工为主，冬春两季风大少雨。",
        "办公地点临近老街，交通便利，门前有公交站和停车场。",
    )
    return insert(bench.source.lines, first, bench.rng("neutral").choice(texts))


def _wrapped(bench: Bench) -> Lines:
    """Every paragraph wrapped at the same width, as an editor's print does."""
    made: list[Line] = []
    for line in bench.source.lines:
        text = line.text
        while len(text) > 38:
            end = 38
            while end > 30 and (text[end] in "，。；：、）》”" or (text[end - 1].isascii() and text[end].isascii())):
                end -= 1
            made.append(replace(line, text=text[:end]))
            text = text[end:]
        made.append(replace(line, text=text))
    return tuple(made)
