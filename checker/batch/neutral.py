"""A paragraph as it is compared with others: its unit's own names, figures and list numbers made neutral, punctuation left out.

What two units tell in the same words is then the same text, whoever tells it and with whatever figures. Every character knows
where it stood, so that a quote is always the report's own text. Pure.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from checker.batch.unit_names import parse, plain
from checker.rules.acts import SET_PHRASE, duty_asserted
from checker.text import Span, fold_width

NAME = "□"
_RAGGED = 14  # characters of a clause of which only so many agree
SHORTEST = 8  # characters from which a clause may be a stock phrase
FIGURE = "0"
_GONE = "\0"
_NUMERAL = "一二三四五六七八九十"
_LEVELS = "省市县区镇乡州旗盟"
# 我县, 全市, 县委: another unit says 我市, 全区, 区委 of the same thing.
_OWN_WORDS = rf"[我本全][{_LEVELS}局委办厅](?:街道)?|[我本全]街道|[{_LEVELS}](?=委|政府|人民政府|级|直(?!接)|域(?!名))"
_NUMBER_OF_ITEM = (
    rf"[(][{_NUMERAL}]{{1,3}}[)]|[(][0-9]{{1,2}}[)]|(?<![{_NUMERAL}0-9第])[{_NUMERAL}]{{1,3}}[、.]|(?<![0-9.])[0-9]{{1,2}}[、.](?![0-9])"
    rf"|(?<![统{_NUMERAL}])[{_NUMERAL}]{{1,2}}是(?!否)|[①-⑳]"
)
_FIGURES = (
    r"[0-9]+(?:[.,][0-9]+)*(?:万|亿)?[余多]?"
    r"|(?<![第之唯统同进])[一二两三四五六七八九十百千]+[余多]?(?=[次件起人名户家场份条项期个批部套台辆处宗所堂届])"
)
_NEUTRAL = re.compile(rf"{_NUMBER_OF_ITEM}|(?P<figure>{_FIGURES})|(?P<own>{_OWN_WORDS})")
_SENTENCE_END = re.compile(r"[。;!?\n]+")
_CLAUSE_END = re.compile(r"[,;:。!?\n…]+")
_DROPPED = re.compile(r"[^\w□]+|_+")
# What stands in quotation or title marks is, by the report's own telling, somebody else's words.
_CITED = re.compile(
    r"《[^》\n]{1,80}》(?:第[^,。;]{1,24}(?:条|款)[^,。;:]{0,6}(?:规定|要求)[,:]?[^。;]*)?|“[^”\n]{1,200}”|‘[^’\n]{1,100}’|「[^」\n]{1,200}」"
)
_HAN = re.compile(r"[\u3400-\u9fff]")


class Neutral(NamedTuple):
    """``text[i]`` stood at ``starts[i]:ends[i]`` of the report; ``own[i]``: it is the unit's own wording, not a citation or formula.

    ``clauses`` are spans of ``text`` between marks of punctuation.
    """

    text: str
    starts: list[int]
    ends: list[int]
    own: list[bool]
    clauses: list[Span]

    def span(self, start: int, end: int) -> Span:
        """Where ``text[start:end]`` stands in the report, without the piece of a clause at either end that only happens to agree."""
        first = next((a for a, _ in self.clauses if start <= a <= start + _RAGGED), start)
        last = next((b for _, b in reversed(self.clauses) if end - _RAGGED <= b <= end), end)
        if last - first < (end - start) // 2:
            first, last = start, end
        return self.starts[first], self.ends[last - 1]


def own_names(names: Iterable[str | None]) -> tuple[str, ...]:
    """The names by which a unit speaks of itself, longest first: in full, its body, its place with 县 and without."""
    found: set[str] = set()
    for name in names:
        if not name:
            continue
        taken = parse(name)
        found |= {plain(name), taken.whole, taken.core, taken.place, *places_in(taken.place)}
        found |= {place[:-1] for place in places_in(taken.place) if len(place) > 2}
        town = re.match(r"[\u3400-\u9fff]{2,4}?(?:镇|乡|街道)", taken.core)
        if town:
            found |= {town.group(), town.group().removesuffix("街道").rstrip("镇乡")}
    return tuple(sorted((name for name in found if len(name) > 1), key=lambda name: (-len(name), name)))


def places_in(place: str) -> list[str]:
    """The places that a chain of them names: 青州市云岫县 → 青州市, 云岫县."""
    return re.findall(rf"[\u3400-\u9fff]{{2,5}}?[{_LEVELS}]", place)


def same_length(text: str, names: Iterable[str]) -> str:
    """The text with names, figures and list numbers made neutral, every character at its place."""
    text = fold_width(text)
    for name in names:
        if name in text:
            text = text.replace(name, NAME + _GONE * (len(name) - 1))
    return _NEUTRAL.sub(_neutral, text)


def _neutral(match: re.Match[str]) -> str:
    mark = {"own": NAME, "figure": FIGURE}.get(match.lastgroup or "", _GONE)
    return mark + _GONE * (len(match[0]) - 1)


def clauses(neutral: str) -> list[str]:
    """The clauses of a text made neutral, that are not too short, without punctuation."""
    found = [squeezed(piece) for piece in _CLAUSE_END.split(neutral)]
    return [clause for clause in found if len(clause) >= SHORTEST]


def squeezed(neutral: str) -> str:
    """A text made neutral without what was taken out, white space and punctuation."""
    return _DROPPED.sub("", neutral)


def plain_text(text: str) -> str:
    """The text, width folded, without white space and punctuation, names and figures as they are."""
    return _DROPPED.sub("", fold_width(text))


def pieces(neutral: str, least: int) -> Iterator[str]:
    """The sentences of a text made neutral, short ones joined to those that follow; what stays shorter than ``least`` is none."""
    held = ""
    for piece in _SENTENCE_END.split(neutral):
        held += squeezed(piece)
        if len(held) >= least:
            yield held
            held = ""


def read(text: str, start: int, names: Iterable[str]) -> Neutral:
    """The paragraph ``text``, which stands at ``start`` of its report, with all that a comparison asks of it."""
    folded = fold_width(text)
    level = same_length(text, names)
    cited = bytearray(len(text))
    for pattern, searched in ((_CITED, text), (SET_PHRASE, folded)):
        for match in pattern.finditer(searched):
            cited[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    kept = [
        index
        for index, character in enumerate(level)
        if character == NAME or (character != "_" and character.isalnum())
    ]
    starts = [start + index for index in kept]
    ends: list[int] = []
    for index in kept:
        stop = index + 1
        if level[index] in (NAME, FIGURE):
            while stop < len(level) and level[stop] == _GONE:
                stop += 1
        ends.append(start + stop)
    own = [not cited[index] and bool(_HAN.match(level[index])) for index in kept]
    spans = _clause_spans(level, kept)
    for first, last in spans:
        if duty_asserted(folded[kept[first] : kept[last - 1] + 1]):
            own[first:last] = [False] * (last - first)
    return Neutral("".join(level[index] for index in kept), starts, ends, own, spans)


def _clause_spans(level: str, kept: list[int]) -> list[Span]:
    found: list[Span] = []
    position = 0
    for match in [*_CLAUSE_END.finditer(level), None]:
        stop = match.start() if match else len(level)
        span = bisect_left(kept, position), bisect_left(kept, stop)
        if span[1] > span[0]:
            found.append(span)
        position = match.end() if match else stop
    return found
