"""Percentages against their counts, and changes against their two ends."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from checker.rules.document._common import number
from checker.rules.document._figures import SIDE, Fault, Item, kin

_UP = r"提高|增加|增长|上升|扩大|增至|升"
_DOWN = r"减少|下降|降低|压[减缩]|精简|缩[短减]|削减|回落|降|减"
_RATE = re.compile(r"(?P<stem>[\u4e00-\u9fff]{2,14}?)率(?:均|分别)?(?:为|达到?|是|保持在|稳定在)?$")
_NEUTRAL = re.compile(r"^(?:全|本|我|其)?[省市县区镇乡局院]?(?:年度?|总体|整体|案件|行政|一审|诉讼|纠纷|平均|实际)*")
_OF_CLOSED = re.compile(r"(?:纠错|维持|驳回|调撤|和解|撤诉)率")
_SHARE = re.compile(r"占(?:比|总数|总量|总[件案人]数|其|全部)?的?(?:比例|比重)?(?:为|达到?)?$")
_FROM = re.compile(r"(?:由|从)(?:20[0-9]{2}年(?:度|底)?)?[^,;。0-9]{0,14}$")
_TO = re.compile(
    rf"[^,;。0-9]{{0,8}}?(?P<verb>{_UP}|{_DOWN}|调整|变化?|优化)(?:了)?(?:到|至|为|成|到了)?(?:20[0-9]{{2}}年度?的?)?[^,;。0-9]{{0,4}}"
)
_AGAINST = re.compile(
    r"[,(]?(?:比|较|同比|与)(?:上一?年度?|去年|前年|上年同期|去年同期|同期|改革前|此前|20[0-9]{2}年(?:度|同期)?)(?:全年|同期)?的?[^,;。0-9增减升降提多少长]{0,6}"
)
_STEP = re.compile(
    rf"[,(]?(?:比|较|同比)(?:上一?年度?|去年|前年|上年同期|去年同期|同期|20[0-9]{{2}}年(?:度|同期)?)?(?:全年|同期)?的?(?P<verb>{_UP}|{_DOWN})(?:了)?"
)
_BY = re.compile(
    rf"(?:以上|左右)?[,、]?(?:整体|平均|总体|同比|比上年|较上年|比去年|较去年|环比)?(?P<verb>{_UP}|{_DOWN}|降幅|增幅|压缩率|压减率)"
    r"(?:了|率|幅度?|比例)?(?:达到?|为)?"
)
_RANK_UNITS = frozenset(["位", "名"])


def faults(found: Sequence[Item], paragraph: Callable[[], Sequence[Item]], slack: float) -> Iterator[Fault]:
    """The contradictions of one sentence; ``paragraph``: the figures of the whole paragraph, in any of which a base may be."""
    for index, item in enumerate(found):
        if item.unit == "%" and not item.loose:
            yield from _rate(found, index, paragraph, slack)
    for index in range(len(found) - 1):
        yield from _change(found, index, slack)
        yield from _difference(found, index, slack)


def _fits(share: Item, part: Item, base: Item, slack: float) -> bool:
    """Whether ``part`` of ``base`` can be written as ``share`` per cent, rounded or cut off."""
    low = 100 * max(part.value - part.step, 0) / (base.value + base.step)
    high = 100 * (part.value + part.step) / max(base.value - base.step, 1e-9)
    margin = slack * 10.0**-share.places
    return low - margin < share.value < high + margin


def _rate(found: Sequence[Item], index: int, paragraph: Callable[[], Sequence[Item]], slack: float) -> Iterator[Fault]:
    """“87件，败诉9件，败诉率10.3%”, “67件，涉企24件，占35.8%”."""
    share = found[index]
    words = share.label or share.between
    opening = max((i for i in range(index + 1) if ";" in found[i].between), default=0)
    part = _counted(found[opening:index], words)
    if part is None or part.loose or part.unit in SIDE:
        return
    if _OF_CLOSED.search(words):
        return  # its base, the cases that were closed, often stands elsewhere
    earlier = [i for i in found[:index] if i is not part and kin(i.unit, part.unit) and not i.compares]
    bases = [item for item in earlier if item.value >= part.value and not item.loose]
    if not bases:
        return
    candidates = [i for i in paragraph() if kin(i.unit, part.unit) and i.start != part.start and i.value > 0]
    if any(_fits(share, part, base, slack) for base in candidates):
        return
    base = bases[-1]
    right = round(100 * part.value / base.value, max(share.places, 1))
    yield Fault(
        base.start,
        share.end,
        f"{number(part.value)}{part.unit}占{number(base.value)}{base.unit}的{number(right)}%，与所写的{number(share.value)}%不符",
    )


def _counted(earlier: Sequence[Item], words: str) -> Item | None:
    """The count of which a rate or a share speaks."""
    rate = _RATE.search(words)
    if rate:
        stem = _NEUTRAL.sub("", rate["stem"]) or rate["stem"]
        named = [item for item in earlier if item.label.endswith(stem) and item.unit not in SIDE]
        return named[-1] if named else None
    if _SHARE.search(words) and earlier and earlier[-1].separator and len(words) <= 10:
        return earlier[-1] if not earlier[-1].compares else None
    return None


def _change(found: Sequence[Item], index: int, slack: float) -> Iterator[Fault]:
    """“由231项精简为218项”, “1127次，比2024年的1982次减少43.1%”."""
    first, second = found[index], found[index + 1]
    if first.loose or second.loose or first.unit != second.unit or "个百分点" in (first.unit, second.unit):
        return
    third = found[index + 2] if index + 2 < len(found) and not found[index + 2].loose else None
    to = _TO.fullmatch(second.between)
    if to and _FROM.search(first.label or first.between):
        old, new, verb = first, second, to["verb"]
    elif _AGAINST.fullmatch(second.between) and third is not None:
        old, new, verb = second, first, ""
    else:
        return
    by = _BY.fullmatch(third.between) if third is not None else None
    verb = by["verb"] if by and not verb else verb
    span = (first.start, third.end if third and by else second.end)
    if _wrong_way(old, new, verb):
        yield Fault(*span, f"由{number(old.value)}到{number(new.value)}，与“{verb}”的说法相反")
    elif third is not None and by and not _amounts(old, new, third, slack):
        change = round(100 * abs(new.value - old.value) / old.value, max(third.places, 1)) if old.value else 0
        real = (
            f"{number(change)}%" if third.unit == "%" else f"{number(round(abs(new.value - old.value), 6))}{third.unit}"
        )
        yield Fault(
            *span,
            f"由{number(old.value)}{old.unit}到{number(new.value)}{new.unit}，变化为{real}，与所写的{number(third.value)}{third.unit}不符",
        )


def _difference(found: Sequence[Item], index: int, slack: float) -> Iterator[Fault]:
    """“61人，比上年增加15人，增长32.6%”."""
    if index + 2 >= len(found):
        return
    new, difference, share = found[index : index + 3]
    step = _STEP.fullmatch(difference.between)
    if step is None or share.unit != "%" or difference.unit != new.unit or not _BY.fullmatch(share.between):
        return
    up = bool(re.fullmatch(_UP, step["verb"]))
    old = new.value - difference.value if up else new.value + difference.value
    if new.loose or difference.loose or share.loose or old <= 0:
        return
    real = 100 * difference.value / old
    spread = 100 * (new.step + 2 * difference.step) / old
    if abs(real - share.value) >= slack * 10.0**-share.places + spread:
        right = number(round(real, max(share.places, 1)))
        yield Fault(
            new.start,
            share.end,
            f"{step['verb']}{number(difference.value)}{difference.unit}折合{right}%，与所写的{number(share.value)}%不符",
        )


def _wrong_way(old: Item, new: Item, verb: str) -> bool:
    if old.unit in _RANK_UNITS:
        return False
    if re.fullmatch(r"提高|增加|增长|上升|扩大|增至|增幅|升", verb):
        return new.value < old.value - old.step - new.step
    if re.fullmatch(r"减少|下降|降低|压[减缩]|精简|缩[短减]|削减|回落|降幅|压缩率|压减率|降|减", verb):
        return new.value > old.value + old.step + new.step
    return False


def _amounts(old: Item, new: Item, change: Item, slack: float) -> bool:
    """Whether the change between the two ends can be written as ``change``."""
    difference = abs(new.value - old.value)
    if change.unit == "%" and old.value > 0:
        spread = 100 * (old.step + new.step) * (1 + new.value / old.value) / old.value
        margin = slack * 10.0**-change.places + spread
        fits = abs(100 * difference / old.value - change.value) < margin
        return fits or (old.unit == "%" and abs(difference - change.value) < margin)
    if change.unit in ("个百分点", "百分点"):
        return old.unit != "%" or abs(difference - change.value) <= old.step + new.step + change.step + 1e-6
    if change.unit == old.unit:
        return abs(difference - change.value) <= old.step + new.step + change.step + 1e-6
    return True
