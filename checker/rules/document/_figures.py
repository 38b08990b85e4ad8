"""The figures of a sentence, each with the words that go with it. Works on folded text."""

from __future__ import annotations

import re
from typing import NamedTuple

from checker.text import Quantity, han_quantities, quantities

TIME = frozenset(["年", "月", "日", "天", "岁", "届", "周", "小时", "分钟", "个月", "工作日", "个工作日"])
SIDE = frozenset(("元", "%", "‰", "个百分点", "百分点"))
_KIN = (
    {"件", "起", "宗", "例", "案"},
    {"人", "名"},
    {"家", "户"},
    {"个", "项"},
    {"个", "家"},
    {"份", "件"},
    {"个", "件"},
)
_BETWEEN = re.compile(r"(?P<suffix>[^,、;:和及与]*)(?P<separator>[、,;:]|以及|和|及|与)?(?P<label>.*)", re.DOTALL)
_CLAUSES = re.compile(r"[,;:。]")
_PARENTHESIS = re.compile(r"\([^()]*\)|《[^《》]*》")
_COMPARES = re.compile(r"[比较]|同比|环比|上年|去年|增加|减少|增长|下降|[多少高低]$|超过?|上升|降低|提高|压减")


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


def items(sentence: str, base: int, *, timed: bool = False) -> list[Item]:
    """The figures of ``sentence``, whose first character stands at ``base``. Ordinals, dates and bare numbers are none."""
    found: list[Quantity] = [q for q in quantities(sentence) if q.unit and not _passed_over(sentence, q, timed)]
    taken = [(q.start, q.end) for q in found]
    for spoken in han_quantities(sentence):
        free = all(spoken.end <= start or end <= spoken.start for start, end in taken)
        if free and not _passed_over(sentence, spoken, timed):
            found.append(spoken._replace(loose=True))
    found.sort(key=lambda q: q.start)
    return _linked(sentence, base, found)


def _passed_over(sentence: str, quantity: Quantity, timed: bool) -> bool:
    before = sentence[quantity.start - 1 : quantity.start]
    return before in tuple("第〔No.") or (quantity.unit in TIME and not timed)


def _linked(sentence: str, base: int, found: list[Quantity]) -> list[Item]:
    """Figures with the words between them parted into what belongs to which."""
    linked: list[Item] = []
    position = 0
    for quantity in found:
        between = sentence[position : quantity.start]
        match = _BETWEEN.fullmatch(between.strip()) if linked else None
        separator, label = (match["separator"] or "", match["label"]) if match else ("", between)
        if linked and match:
            linked[-1] = linked[-1]._replace(suffix=match["suffix"].strip())
        exact = quantity.places == 0 and quantity.scale == 1
        step = 0.0 if exact else quantity.scale * 10.0**-quantity.places
        linked.append(
            Item(
                quantity.value,
                quantity.unit,
                base + quantity.start,
                base + quantity.end,
                quantity.loose,
                step,
                quantity.places,
                separator,
                label.strip() if separator or not linked else "",
                between.strip(),
                "",
            )
        )
        position = quantity.end
    return linked
