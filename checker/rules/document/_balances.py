"""Counts that have to balance: what is done and what is left, what came in and what went out, a whole and a part of it, a tally."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, combinations, pairwise

from checker.rules.document._common import number
from checker.rules.document._figures import LIST, REMAINS, SLIP, Fault, Item, kin, some_sum

_FURTHER = re.compile(r"另(?:有|外有?)?$")
_FINISHED = re.compile(
    r"(?:办结|完成|落实|整改|改了|已改|答复|审结|结案|化解|成功|销号|回复|处理|采纳)(?:了|完毕|完成)?$"
)
_EACH = re.compile(r"[各均每]$")
_TALLY = re.compile(r"(?:合计|共计|总计|共)$")
_FLOW = {
    "old": re.compile(r"(?:上年|去年|往年|上一年度?)(?:度)?(?:结转|未结|遗留)|旧存|结转(?!下|至|转)"),
    "new": re.compile(r"新收|收到|受理|立案|新受理|本年"),
    "left": re.compile(r"未[审办]?结|结转下|转入(?:下|次|明)|(?:其余|剩余|尚有)"),
    "done": re.compile(r"(?:审结|办结|结案)(?:案件)?$"),
}
_SETTLED = re.compile(r"办结|完成|落实|整改|答复|审结|结案|化解|成功|销号|回复|处理|采纳")
_PENDING = re.compile(r"正在|列入|转入|尚未|尚在|未|因|待|移送|结转|撤回|暂|仍")
_OF_IT = re.compile(r"[^,。;]{0,12}?中,?(?:就?有|只有|仅有|还有|已有|已)?")
_TRIED = re.compile(r"调[解处]|化解|纠纷|受理|参加|参考")
_SUCCEEDED = re.compile(r"^(?:调解|调处|化解|就地化解)?成功(?:调解|化解)?$|^(?:考试)?合格$")


def faults(
    sentence: str, base: int, found: Sequence[Item], before: Callable[[], Sequence[Item]], done: set[int]
) -> Iterator[Fault]:
    """The contradictions of one sentence. ``before``: the figures of the sentence before; ``done``: where those stand that were
    judged as a list."""
    yield from _remaining(found, before, done)
    yield from _tallied(found, sentence, base)
    yield from _more_than_all(found, done)
    yield from _brought_forward(found)
    yield from _split(found)


def _remaining(found: Sequence[Item], before: Callable[[], Sequence[Item]], done: set[int]) -> Iterator[Fault]:
    """“查出157处，已改150处，其余7处……”."""
    for index, rest in enumerate(found):
        further = _FURTHER.match(rest.label) is not None
        if rest.start in done or rest.loose or _EACH.search(rest.label):
            continue
        if not further and not REMAINS.match(rest.label):
            continue
        earlier = [item for item in found[:index] if kin(item.unit, rest.unit)]
        if len(earlier) < 2 or len(earlier) > 4 or any(item.loose for item in earlier):
            continue
        wider = [item for item in before() if kin(item.unit, rest.unit)] + earlier
        if any(some_sum([*wider[i + 1 :], rest], total, needs=rest) for i, total in enumerate(wider)):
            continue
        if _carried_over(earlier, rest):
            continue
        total, finished = earlier[0], earlier[-1]
        if total.value <= finished.value or total.compares:
            continue
        unit = total.unit
        off = abs(total.value - finished.value - rest.value)
        if further and (
            not _FINISHED.search(finished.label or finished.between) or off > max(1, SLIP / 2 * total.value)
        ):
            continue  # “另有” may be something else
        yield Fault(
            total.start,
            rest.end,
            f"{number(finished.value)}{unit}与其余{number(rest.value)}{unit}合计"
            f"{number(finished.value + rest.value)}{unit}，与总数{number(total.value)}{unit}不符",
            unit,
        )


def _carried_over(earlier: Sequence[Item], rest: Item) -> bool:
    """Whether two figures make the total together (“受理204件，连同上年结转的27件，审结218件，其余13件”)."""
    return any(
        some_sum([*earlier[second + 1 :], rest], one._replace(value=one.value + other.value), needs=rest)
        for (_, one), (second, other) in combinations(enumerate(earlier), 2)
    )


def _brought_forward(found: Sequence[Item]) -> Iterator[Fault]:
    """“上年结转31件，当年立案402件，审结411件，未结22件”: what came in is what was done and what is left."""
    if len(found) < len(_FLOW):
        return
    roles: dict[str, list[Item]] = {role: [] for role in _FLOW}
    for item in found:
        clause = item.clause
        role = next((role for role, words in _FLOW.items() if words.search(clause)), None)
        if role:
            roles[role].append(item)
    if any(len(items) != 1 for role, items in roles.items() if role != "new") or not roles["new"]:
        return
    old, done, left = roles["old"][0], roles["done"][0], roles["left"][0]
    new = roles["new"][-1]
    every = [old, *roles["new"], done, left]
    went = done.value + left.value
    if any(item.loose or not kin(item.unit, new.unit) for item in every):
        return
    if all(old.value + item.value != went for item in roles["new"]):
        yield Fault(
            min(item.start for item in (old, new, done, left)),
            max(item.end for item in (old, new, done, left)),
            f"结转与新收合计{number(old.value + new.value)}{new.unit}，办结与未结合计{number(went)}{new.unit}，两者不符",
            new.unit,
        )


def _split(found: Sequence[Item]) -> Iterator[Fault]:
    """“建议13件，12件已答复落实，1件列入计划”."""
    for total, first, second in zip(found, found[1:], found[2:], strict=False):
        numbered = first.between.endswith((",", ";", ":")) and second.separator in (",", ";", "、") and not second.label
        told = _SETTLED.search(first.suffix) and _PENDING.match(second.suffix)
        if not (numbered and told and kin(first.unit, total.unit) and kin(second.unit, total.unit)):
            continue
        off = abs(total.value - first.value - second.value)
        if off and off <= max(2, SLIP * total.value) and not (total.loose or first.loose or second.loose):
            yield Fault(
                total.start,
                second.end,
                f"{number(first.value)}{first.unit}与{number(second.value)}{second.unit}合计"
                f"{number(first.value + second.value)}{total.unit}，与总数{number(total.value)}{total.unit}不符",
                total.unit,
            )


def _more_than_all(found: Sequence[Item], done: set[int]) -> Iterator[Fault]:
    """“9个分局中有12个……”, “调解纠纷268件，成功280件”: a part that is more than the whole."""
    for whole, part in pairwise(found):
        of_it = bool(
            _OF_IT.fullmatch(part.between)
            or (_SUCCEEDED.search(part.label) and _TRIED.search(whole.label))
            or (part.suffix.startswith("合格") and whole.suffix.startswith(("参考", "参加")))
        )
        exact = not (whole.loose or part.loose or whole.compares)
        if not of_it or not exact or part.start in done or not kin(whole.unit, part.unit):
            continue
        if part.value > whole.value + whole.step + part.step:
            yield Fault(
                whole.start,
                part.end,
                f"{number(part.value)}{part.unit}是{number(whole.value)}{whole.unit}的一部分，却比它大",
                whole.unit,
            )


def _tallied(found: Sequence[Item], sentence: str, base: int) -> Iterator[Fault]:
    """“甲3件、乙5件，合计9件”."""
    for index in range(2, len(found)):
        total = found[index]
        words = sentence[: total.start - base].rstrip()
        if total.loose or not _TALLY.search(words) or total.separator not in (",", ";", "、"):
            continue
        parts: list[Item] = []
        for item in reversed(found[:index]):
            if (
                not kin(item.unit, total.unit)
                or item.loose
                or item.compares
                or not (item.label or item.separator in LIST)
            ):
                break
            parts.insert(0, item)
            if item.separator not in LIST and not (item.separator == "," and words.endswith("计")):
                break
        slack = total.step + sum(item.step for item in parts) + 1e-6
        sums = accumulate(item.value for item in reversed([i for i in found[:index] if kin(i.unit, total.unit)]))
        if len(parts) < 2 or len(parts) != index or any(abs(amount - total.value) <= slack for amount in sums):
            continue
        summed = sum(item.value for item in parts)
        unit = total.unit
        yield Fault(
            parts[0].start,
            total.end,
            f"各项合计{number(round(summed, 6))}{unit}，与所写总数{number(total.value)}{unit}不符",
            unit,
        )
