"""The figures of a sentence, each with the words that go with it. Works on folded text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

from checker.text import UNITS, parse_numeral

LIST = ("、", "和", "及", "与", "以及")
REMAINS = re.compile(r"(?:其余|剩余|余下|剩下)")
# A slip of the pen is small; persons and firms can be counted under several heads, and then the list is much too long.
SLIP = 0.1
_MOST_SUBSETS = 8
TIME = frozenset(["年", "月", "日", "天", "岁", "届", "周", "小时", "分钟", "个月", "工作日", "个工作日"])
SIDE = frozenset(("元", "%", "‰", "个百分点", "百分点"))
_UNITS = "|".join(sorted(map(re.escape, {*UNITS.split(), "元"}), key=len, reverse=True))
_ARABIC = re.compile(
    rf"([0-9]+(?:,[0-9]{{3}})*(?![0-9])(?:\.[0-9]+)?)(余|多)?([十百千]?[万亿]|[百千])?(余|多)?\s?({_UNITS})?"
)
_DATES = frozenset(["年", "月", "日", "岁", "届", "周"])
_TIME_CHANGES = re.compile(r"[由从][^,;。]{0,16}[0-9](?:天|小时|分钟|个月|个?工作日)")
_SPOKEN = re.compile(rf"(?<!第)([零一二三四五六七八九十百千两]+)[余多]?({_UNITS})")
_SCALES: dict[str | None, int] = {None: 1, "万": 10_000, "亿": 100_000_000, "百": 100, "千": 1000, "十万": 100_000}
_SCALES |= {"百万": 1_000_000, "千万": 10_000_000, "十亿": 10**9, "百亿": 10**10, "千亿": 10**11, "万亿": 10**12}
_ROUGHLY = ("近", "约", "超", "逾", "超过", "不少于", "不低于", "至少")
_KIN = (
    {"件", "起", "宗", "例", "案"},
    {"人", "名"},
    {"家", "户"},
    {"个", "项"},
    {"个", "家"},
    {"份", "件"},
    {"个", "件"},
)
_SAME = ({"件", "起", "宗"}, {"人", "名"})
_BETWEEN = re.compile(r"(?P<suffix>[^,、;:和及与]*)(?P<separator>[、,;:]|以及|和|及|与)?")
_SPACE = re.compile(r"\s+")
_CLAUSES = re.compile(r"[,;:。]")
_PARENTHESIS = re.compile(r"\([^()]*\)|《[^《》]*》")
_COMPARES = re.compile(r"[比较]|同比|环比|上年|去年|增加|减少|增长|下降|[多少高低]$|超过?|上升|降低|提高|压减")


_NOUN = 20


class Fault(NamedTuple):
    """A contradiction: ``text[start:end]`` holds the figures, ``message`` is a clause without a full stop."""

    start: int
    end: int
    message: str
    unit: str = ""


class _Figure(NamedTuple):
    value: float
    unit: str
    start: int
    end: int
    loose: bool
    step: float
    places: int


class Item(NamedTuple):
    """A figure. ``separator`` parts it from the one before, ``label`` stands before it, ``suffix`` after it (“3个省级、”).

    ``step`` is one unit in its last written place, 0 for a whole number; ``loose``: a rough figure, or one in Chinese numerals.
    """

    value: float
    unit: str
    start: int
    end: int
    loose: bool
    step: float
    places: int
    separator: str
    label: str
    between: str
    suffix: str

    @property
    def name(self) -> str:
        """What the figure counts."""
        return self.label or self.suffix

    @property
    def clause(self) -> str:
        """The last clause of the label."""
        return _CLAUSES.split(self.label)[-1].strip()

    @property
    def compares(self) -> bool:
        """Whether the figure is a difference from, or a figure of, something else."""
        return bool(_COMPARES.search(self.label))


def kin(one: str, other: str) -> bool:
    """Whether two units can count the same things."""
    return one == other or any(one in units and other in units for units in _KIN)


def without_parentheses(copy: str, start: int, end: int) -> str:
    """The sentence at its place in a copy of blanks, what stands in parentheses and titles blanked too; offsets stay."""
    return _PARENTHESIS.sub(lambda m: " " * len(m[0]), copy[start:end])


def items(sentence: str, base: int) -> list[Item]:
    """The figures of ``sentence``, whose first character stands at ``base``. Ordinals, dates and bare numbers are none.

    A length of time is one only in a sentence that tells how it changed.
    """
    passed = _DATES if _TIME_CHANGES.search(sentence) else TIME
    found = [figure for match in _ARABIC.finditer(sentence) if (figure := _figure(sentence, match, passed))]
    return _linked(sentence, base, found)


def spoken(words: str, unit: str) -> bool:
    """Whether a number in Chinese numerals counts the same things: then the Arabic figures are not all there is."""
    units = next((same for same in _SAME if unit in same), {unit})
    return any((parse_numeral(match[1]) or 0) > 1 and match[2] in units for match in _SPOKEN.finditer(words))


def _figure(sentence: str, match: re.Match[str], passed: frozenset[str]) -> _Figure | None:
    """A number in Arabic numerals with its unit, or None where it is not one of the figures."""
    digits, more, scale_word, still_more, unit = match.groups()
    if not unit or unit in passed:
        return None
    before = sentence[max(0, match.start() - 3) : match.start()]
    if before.endswith(("第", "〔", "[", "No.", ".")):
        return None
    scale = _SCALES[scale_word]
    if unit in ("万元", "亿元"):
        scale, unit = scale * (10_000 if unit == "万元" else 100_000_000), "元"
    number = digits.replace(",", "")
    places = len(number.partition(".")[2])
    step = scale * 10.0**-places if places or scale > 1 else 0.0
    loose = bool(more or still_more or before.endswith(_ROUGHLY))
    return _Figure(round(float(number) * scale, 6), unit, match.start(), match.end(), loose, step, places)


def _linked(sentence: str, base: int, found: list[_Figure]) -> list[Item]:
    """Figures with the words between them parted into what belongs to which."""
    linked: list[Item] = []
    position, suffix = 0, ""
    for index, figure in enumerate(found):
        between = _SPACE.sub("", sentence[position : figure.start])
        following = sentence[figure.end : found[index + 1].start if index + 1 < len(found) else figure.end + _NOUN]
        match = _BETWEEN.match(between)
        separator, label = "", between
        if index and match:
            separator = match["separator"] or ""
            label = between[match.end() :].strip() if separator else ""
        suffix_match = _BETWEEN.match(_SPACE.sub("", following))
        suffix = suffix_match["suffix"].strip() if suffix_match else ""
        if index and not between:  # “1124户1697人”: both figures under one label
            separator, label = linked[-1].separator, linked[-1].label
        value, unit, start, end, loose, step, places = figure
        linked.append(
            Item(value, unit, base + start, base + end, loose, step, places, separator, label, between, suffix)
        )
        position = figure.end
    return linked


def some_sum(parts: Sequence[Item], total: Item, needs: Item) -> bool:
    """Whether ``needs`` and some of the other parts make the total."""
    free = [part for part in parts if part is not needs][-_MOST_SUBSETS:]
    slack = total.step + sum(part.step for part in parts) + 1e-6
    return any(
        abs(sum(part.value for part in chosen) + needs.value - total.value) <= slack
        for size in range(1, len(free) + 1)
        for chosen in combinations(free, size)
    )
