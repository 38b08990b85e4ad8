"""Lists against their total: 其中 …, … 其他 …, 分别为 …, and lists that sort a whole by its outcome."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate

from checker.rules.document import _balances
from checker.rules.document._common import number
from checker.rules.document._figures import LIST, REMAINS, SIDE, SLIP, Fault, Item, kin, some_sum

_REST = re.compile(r"(?:其他|其它|其余|剩余|余下|剩下)")
_STOP = re.compile(r"其中|[比较]|同比|合计|共计|总计|累计|同时|此外|另外")
_KEPT = re.compile(r"(?:予以|建议|拟|决定)?(?:保留|继续(?:有效|执行|施行|实施)|现行有效)")
_DROPPED = re.compile(r"废止|失效|修[改订正]|撤销|取消")
_ATTRIBUTE = re.compile(
    r"适用|涉[企及民外农案黑众]|属于?|^(?:由|经|被|获|有|为|在|对|向)|通过|采[取用]|实行|党员|学历|专业|高新|规上|规模|重点|主动|全程|网上|线上|线下|当场"
    r"|罚款|警告|没收|拘留|移送|责令|吊销|查封|扣押|停产|约谈|通报|整改"
)
_OUTCOME = re.compile(
    r"维持|驳回|撤销|判决|裁决|撤诉|裁定|移送|变更|违法|责令|终止|撤回|成立|不成立|支持|调解|和解|受理|转送|告知|简易|一般程序|普通程序|快速|优秀|良好|合格|废止|失效|修[改订]|保留"
    r"|继续(?:有效|执行|施行)|败诉|胜诉|新收|结转|未结|已结|成功|一审|二审|再审|[省市县区乡镇村]级|国家级|甲级|乙级|书面|赞成|反对|弃权|男|女|主办|分办|会办|协办|牵头|配合|专职|兼职|在编|编外|持证|现场|线上|线下|科级|处级|城镇|农村|一线"
)
_CARRIED = re.compile(r"结转|往年|上年|含")
_PERSONS = frozenset(["人", "名", "家", "户"])
_IN_ALL = re.compile(r"(?:共|共计|合计|总计|总共)$")
_ALL_DONE = re.compile(
    r",(?:均|都|全部|现?已全部|目前均|上述[^,。;]{0,6}(?:均|全部))[^,。;]{0,16}(?:办结|审结|处理|结案|答复|整改|完成|作出|回复|公开|备案|销号)"
)
_TAKEN_UP = re.compile(r"(?P<what>审结|办结|结案|受理|立案)的?(?:案件|纠纷|事项|申请)?中")
_VAGUE = frozenset("个 项 处 次 场 条 家 名 支 批 类 种".split())
_NOUN = re.compile(r"[\u4e00-\u9fff]{2}")


def faults(sentence: str, base: int, found: Sequence[Item], before: Callable[[], Sequence[Item]]) -> Iterator[Fault]:
    """The contradictions of one sentence. ``before``: the figures of the sentence before it."""
    done: set[int] = set()
    for position in (base + match.start() for match in re.finditer("其中", sentence)):
        opening = next((i for i, item in enumerate(found) if item.start >= position), None)
        if opening is None:
            continue
        firsts = [opening]
        if opening + 1 < len(found) and not found[opening + 1].between:
            firsts.append(opening + 1)  # “城市1124户1697人、农村3092户4841人”
        for first in firsts:
            listed = _listed(found, first)
            earlier = found[:opening] if _total(found[:opening], listed[0]) else before()
            total = _total(earlier, listed[0])
            if total is None or total.unit in ("%", "‰"):
                continue
            done.update(item.start for item in listed)
            others = [item for item in (*before(), *found[:opening]) if kin(item.unit, total.unit)]
            rest = [item for item in found[first:] if kin(item.unit, total.unit)]
            settled = _ALL_DONE.match(sentence, listed[-1].end - base) is not None and len(listed) > 1
            complete = _claims_all(listed) or (settled and _by_outcome(listed))
            yield from _compare(total, listed, others, rest, complete=complete, most=_together(earlier, total))
    if len(found) < 2:
        return  # one figure contradicts nothing
    yield from _sorted_out(found, done)
    yield from _balances.faults(sentence, base, found, before, done)


def bracketed(found: Sequence[Item], total: Item) -> Iterator[Fault]:
    """A list in brackets, or after a colon, of what ``total`` is made of. ``found`` opens with the list."""
    if not kin(found[0].unit, total.unit):
        return
    listed = _listed(found, 0)
    said = "其中" in found[0].label
    if len(listed) < 2 and not _claims_all(listed) and not said:
        return
    least = min(item.value for item in listed)
    near = abs(sum(item.value for item in listed) - total.value) < least and _exclusive(listed, 0)
    yield from _compare(total, listed, [total], found, complete=_claims_all(listed) or (near and not said))


def _listed(found: Sequence[Item], first: int) -> list[Item]:
    """The figures from ``first`` on that make one list; where a rest is named later, all up to it."""
    opening = found[first]
    listed, style = [opening], ""
    for item in found[first + 1 :]:
        if not kin(item.unit, opening.unit) and (not item.between or not opening.between):
            continue  # a second figure of the same part
        if (
            not kin(item.unit, opening.unit)
            or not (item.separator or not opening.between)
            or _STOP.search(item.between)
        ):
            break
        style = style or item.separator
        if style in LIST and item.separator not in LIST and not _REST.match(item.label):
            break
        parallel = len(item.name) <= 8 and _OUTCOME.search(item.name) and _OUTCOME.search(opening.name)
        if item.separator in (",", ";") and not _REST.match(item.label) and not parallel:
            break
        listed.append(item)
        if _REST.match(item.label):
            return listed
    for last in range(first + len(listed), len(found)):
        if ";" in found[last].between or _STOP.search(found[last].between):
            break
        if (
            _REST.match(found[last].label)
            and kin(found[last].unit, opening.unit)
            and not REMAINS.match(found[last].label)
        ):
            return [item for item in found[first : last + 1] if kin(item.unit, opening.unit)]
    return listed


def _total(earlier: Sequence[Item], part: Item) -> Item | None:
    """The figure that the parts are parts of: the one before them, money, shares and comparisons passed over."""
    for index in range(len(earlier) - 1, -1, -1):
        item = earlier[index]
        if kin(item.unit, part.unit) and not item.compares:
            return item
        if item.unit not in SIDE and not item.compares and item.between:
            return None
    return None


def _together(earlier: Sequence[Item], total: Item) -> float:
    """What ``total`` comes to with the figures that stand in one list with it (“常务会议6次、专题会议4次，其中……”)."""
    amount, index = total.value, [item.start for item in earlier].index(total.start)
    while index > 0 and earlier[index].separator in LIST and kin(earlier[index - 1].unit, total.unit):
        index -= 1
        amount += earlier[index].value
    return amount


def _claims_all(listed: Sequence[Item]) -> bool:
    """Whether the list says that it holds everything."""
    return bool(_REST.match(listed[-1].label)) or _sorts(listed)


def _sorts(listed: Sequence[Item]) -> bool:
    """Whether the list sorts a whole: files kept and dropped, passed and failed."""
    names = [item.name for item in listed]
    kept = any(_KEPT.match(name) for name in names) and any(_DROPPED.search(name) for name in names)
    failed = any("不合格" in name for name in names)
    return kept or (failed and any("合格" in name and "不合格" not in name for name in names))


def _exclusive(listed: Sequence[Item], over: float) -> bool:
    """Whether no thing can be counted under two of the names. ``over``: by what share of the total the list exceeds it."""
    if any(item.separator not in LIST and item.separator != ";" for item in listed[1:]):
        return all(_OUTCOME.search(item.name) for item in listed)
    names = [item.name.removeprefix("其中").lstrip(":,") for item in listed]
    if all(_OUTCOME.search(name) for name in names):
        return True
    if listed[0].unit in _PERSONS and over > SLIP:
        return False
    alike = len({name[:1] for name in names if not _REST.match(name)}) == 1
    return all(0 < len(name) <= 12 for name in names) and (alike or not any(_ATTRIBUTE.search(n) for n in names))


def _compare(
    total: Item,
    listed: Sequence[Item],
    others: Sequence[Item],
    rest: Sequence[Item],
    *,
    complete: bool,
    most: float = 0,
) -> Iterator[Fault]:
    """The fault of a list against its total, unless some reading of the sentence makes it right."""
    if total.loose or any(item.loose for item in listed):
        return
    summed = sum(item.value for item in listed)
    slack = total.step + sum(item.step for item in listed) + 1e-6
    largest = max(listed, key=lambda item: item.value)
    if not complete and len(listed) == 1 and largest.value <= total.value + slack:
        return
    sums = set(accumulate(item.value for item in rest)) | {summed}
    wholes = {most, *(other.value for other in others)}
    if any(abs(whole - amount) <= slack for whole in wholes for amount in sums):
        return
    if not complete and max(summed, largest.value) <= most + slack:
        return
    unit = total.unit
    if any(_other_things(total, item) for item in listed):
        return
    if complete and abs(summed - total.value) > slack:
        pass
    elif largest.value > total.value + slack:
        yield Fault(
            total.start,
            largest.end,
            f"分项{number(largest.value)}{unit}大于总数{number(total.value)}{unit}",
            unit,
        )
        return
    elif complete or summed <= total.value + slack or not _exclusive(listed, summed / total.value - 1):
        return
    yield Fault(
        min(total.start, listed[0].start),
        max(total.end, listed[-1].end),
        f"分项合计{number(round(summed, 6))}{unit}，与总数{number(total.value)}{unit}不符",
        unit,
    )


def _other_things(total: Item, part: Item) -> bool:
    """Whether both figures have their noun behind them, and not the same (“3个事项……其中……9个村寨”)."""
    one, other = _NOUN.match(total.suffix), _NOUN.match(part.suffix)
    if part.unit not in _VAGUE or one is None or other is None:
        return False
    return one[0] != other[0]


def _sorted_out(found: Sequence[Item], done: set[int]) -> Iterator[Fault]:
    """“对64件文件进行清理，废止17件，修改5件，保留42件”: a list that sorts a whole, without 其中."""
    for first in range(1, len(found)):
        total = _referred(found, first) or found[first - 1]
        if found[first].start in done or not kin(total.unit, found[first].unit) or total.compares:
            continue
        listed = _listed(found, first)
        complete = _claims_all(listed) or ("分别" in listed[0].label and bool(_IN_ALL.search(total.label)))
        if len(listed) < 2 or REMAINS.match(listed[-1].label) or not (complete or _by_outcome(listed)):
            continue
        if any(item.start in done for item in listed) or total.value < max(item.value for item in listed):
            continue
        done.update(item.start for item in listed)
        if _sorts(listed) and some_sum(listed, total, needs=listed[-1]):
            continue
        others = [item for item in found[:first] if kin(item.unit, total.unit)]
        yield from _compare(total, listed, others, found[first:], complete=complete)


def _referred(found: Sequence[Item], first: int) -> Item | None:
    """The figure that “审结案件中调解268件、裁决119件” takes up: that of 审结."""
    taken = _TAKEN_UP.match(found[first].clause)
    if taken is None:
        return None
    return next((item for item in reversed(found[:first]) if item.clause.endswith(taken["what"])), None)


def _by_outcome(listed: Sequence[Item]) -> bool:
    """Whether a list without 其中 sorts cases by what became of them."""
    linked = all(item.separator in LIST for item in listed[1:])
    return linked and all(_OUTCOME.search(item.name) and not _CARRIED.search(item.name) for item in listed)
