"""When two names mean one unit: with or without the place, in full or by the short form that everybody uses. Pure.

A short form is the full name with characters left out: 市场监督管理局 → 市监局, 发展和改革委员会 → 发改委. Which of a roster's units it
means is for ``checker.batch.matching`` to say: only where just one fits.
"""

from __future__ import annotations

import re
from functools import lru_cache

_LEVELS = "省市县区州盟旗"
# Words that end like a place and are none: 城市管理局 is not 城市's.
_NO_PLACE = "城市|都市|园区|社区|景区|片区|库区|林区|校区|城区|辖区|全市|全县|全区|开发区|高新区|经开区|新区|示范区"
_PLACE = re.compile(
    rf"^(?:(?!{_NO_PLACE})(?:[{_LEVELS}][\u3400-\u9fff]{{1,6}}?|(?![{_LEVELS}])[\u3400-\u9fff]{{1,7}}?)"
    r"(?:特别行政区|自治区|自治州|自治县|自治旗|地区|[省市州盟县区旗])(?<!开发区)(?<!高新区)(?<!经开区)(?<!示范区)(?<!园区)(?<!新区)(?<!城市))+(?=[\u3400-\u9fff]{2,})"
)
_PARTY = re.compile(r"^(?:中共|中国共产党)")
# The body of a unit, longest first: what stands last in its full name → how it is written short.
_BODIES = {
    "党组": "",
    "党委": "",
    "管理委员会": "管委会",
    "管委会": "管委会",
    "委员会办公室": "办",
    "人民政府办公室": "政府办",
    "街道办事处": "街道",
    "街道党工委": "街道",
    "街道办": "街道",
    "街办": "街道",
    "人民政府": "政府",
    "委员会": "委",
    "办公室": "办",
}
_TOWNSHIP = re.compile(r"(?<=[\u3400-\u9fff][镇乡])(?:人民政府|政府|党委)$")
_WIDTH = str.maketrans("（）", "()")


class UnitName:
    """A unit's name, taken apart: ``place`` (云岫县), ``core`` (市场监督管理局), ``whole``."""

    def __init__(self, name: str) -> None:
        self.whole = plain(name)
        found = _PLACE.match(self.whole)
        self.place = found.group() if found else ""
        self.core = self.whole[len(self.place) :] or self.whole


@lru_cache(maxsize=20_000)
def parse(name: str) -> UnitName:
    """The name taken apart."""
    return UnitName(name)


@lru_cache(maxsize=20_000)
def plain(name: str) -> str:
    """The name without white space, brackets with what is in them, 中共, and the party group's own ending."""
    name = re.sub(r"\s+", "", name.translate(_WIDTH))
    name = re.sub(r"\([^()]*\)", "", name)
    name = _PARTY.sub("", name)
    return re.sub(r"(?<=[局厅委办处])(?:党组|党委)$", "", name)


def same(first: str, second: str) -> bool:
    """Whether the names are the same but for places that one of them leaves out (县财政局, 云岫县财政局, 财政局)."""
    one, two = parse(first), parse(second)
    if one.whole == two.whole or _is_government_of(one, two) or _is_government_of(two, one):
        return True
    return _short_body(one.core) == _short_body(two.core) and _places_agree(one, two)


def same_keys(name: str) -> set[str]:
    """Names that are ``same`` have one of these in common (not the reverse)."""
    parsed = parse(name)
    keys = {_short_body(parsed.core), parsed.whole}
    return keys | {parsed.place} if parsed.core in ("人民政府", "政府") and parsed.place else keys


def is_short_for(short: str, full: str) -> bool:
    """Whether ``short`` is ``full`` with characters left out, its place in full, in short (县) or not there."""
    one, two = parse(short), parse(full)
    core = one.core
    if not one.place and two.place and core[:1] in "省市县区州盟旗镇乡" and core[0] == two.place[-1] and len(core) > 2:
        core = core[1:]  # 县市监局
    elif one.place and not _places_agree(one, two):
        return False
    bodies = {two.core, _short_body(two.core)}
    # A bare body is nobody's end: 云岫县人民政府 is not 云岫县鹭汀镇人民政府 in short.
    tail = len(core) >= 4 and core not in _BODIES
    return any(_left_out(core, body) or (tail and body.endswith(core)) for body in bodies)


def _left_out(short: str, full: str) -> bool:
    """Whether ``short`` keeps the order of ``full``'s characters, its first and its last one."""
    if not 2 <= len(short) <= len(full) or short[0] != full[0] or short[-1] != full[-1]:
        return False
    rest = iter(full)
    return all(character in rest for character in short)


def _is_government_of(one: UnitName, two: UnitName) -> bool:
    """Whether the first is a bare place (云岫县) and the second its government."""
    return one.whole == two.place and two.core in ("人民政府", "政府")


def _short_body(core: str) -> str:
    core = _TOWNSHIP.sub("", core)
    for long, short in _BODIES.items():
        if core.endswith(long):
            return core[: -len(long)] + short
    return core


def _places_agree(one: UnitName, two: UnitName) -> bool:
    """Whether no place of the one contradicts the other's: equal, the end of the other's (县 of 云岫县), or not told."""
    if not one.place or not two.place:
        return True
    short, long = sorted((one.place, two.place), key=len)
    return long.endswith(short)
