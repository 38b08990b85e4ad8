"""Another place's or unit's name where the report speaks of itself (他处名称残留): “锦屏县水利局坚持……” in 云岫县水利局's report. Pure.

Only a name that opens a clause as its subject, followed by words with which a unit speaks of itself, and of a place of the same level
that is not the unit's own, nor above it: superiors, partners and cited models are no residue.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from checker.batch.neutral import places_in
from checker.batch.unit_names import parse, plain
from checker.evidence import cite
from checker.model import Finding, Report, Severity
from checker.outline.names import unit_type
from checker.text import fold_width

_SPEAKS_OF_ITSELF = (
    r"(?:党组|党委|党工委)?(?:始终)?(?:坚持|牢牢坚持|始终|高度重视|深入贯彻|深入学习|全面贯彻|认真贯彻|认真学习|认真履行|切实履行|认真落实|全面落实|"
    r"严格落实|严格按照|紧紧围绕|紧扣|以习近平|把法治|将法治|把推进|积极推进|大力推进|扎实推进|持续推进|全面推进|深入推进|主要负责人|主要负责同志|主要领导)"
)
_HAN = r"\u3400-\u9fff"
_COUNTY = re.compile(
    rf"(?:^|[。;!?,\n])(?:20[0-9]{{2}}年(?:度|以来)?,?|一年来,?|近年来,?)?(?P<name>(?P<place>[{_HAN}]{{2,4}}[县区旗])(?P<rest>委(?:、?[县区旗]政府)?|[{_HAN}]{{2,12}}?|))(?={_SPEAKS_OF_ITSELF})"
)
_NO_PLACE = re.compile(
    r"^(?:[我全各本该其多两几]|部分|有关|相关|周边|兄弟|试点|城|园|社|辖|市辖|景|库|片|牧|林|山|矿|校|厂|灾)|(?:各|全|我|该|等|开发|高新|经开|示范|新|保护|风景|园|城|社|辖|片|地|小|社)[县区旗]$"
)
_MODEL = re.compile(r"经验|做法|案例|典型|先进|交流|考察|学习借鉴|对标|来我|赴我|签订|联合|协作")
_GOVERNS = re.compile(r"委(?:、?[县区旗]政府)?|政府|人民政府")
_UNIT_TAIL = re.compile(r"(?:局|委|委员会|办公室|人民政府|政府|管委会|办事处|党组|党委)$")


class Known:
    """The names of the batch: its units, and the places that they and ``places`` tell of."""

    def __init__(self, units: Iterable[str], places: Iterable[str] = ()) -> None:
        self.units = {plain(unit) for unit in units if unit}
        self.places = {place for place in places if place}
        for unit in self.units:
            self.places |= set(places_in(parse(unit).place))
        self.towns = {town for unit in self.units if (town := _town(unit))}
        towns = "|".join(map(re.escape, sorted(self.towns, key=lambda town: (-len(town), town))))
        self.town = re.compile(
            rf"(?:^|[。;!?,\n])(?:20[0-9]{{2}}年(?:度|以来)?,?|一年来,?|近年来,?)?(?P<name>(?P<place>{towns})(?P<rest>))(?={_SPEAKS_OF_ITSELF})"
            if towns
            else r"(?!)"
        )


def find(report: Report, unit: str | None, known: Known, severity: Severity = "warning") -> Iterator[Finding]:
    """One finding for each foreign name, with all the places where it stands for the unit itself."""
    own = plain(unit or report.info.unit or "")
    if not own:
        return
    town = _town(own)
    found: dict[str, list[tuple[int, int]]] = {}
    for block in report.blocks:
        if block.kind != "paragraph":
            continue
        text = fold_width(report.text[block.start : block.end])
        matches = [match for match in _COUNTY.finditer(text) if _foreign_county(match, own, known)]
        if town:
            matches += [match for match in known.town.finditer(text) if match["place"] != town]
        for match in matches:
            stop = min([place for mark in "。;!?\n" if (place := text.find(mark, match.end())) >= 0], default=len(text))
            start = match.start("name")
            if _MODEL.search(text[start:stop]):
                continue
            clause = min(
                [place for mark in ",。;!?" if (place := text.find(mark, match.end())) >= 0], default=len(text)
            )
            found.setdefault(match["name"], []).append((block.start + start, block.start + clause))
    for name, spans in found.items():
        evidence = tuple(cite(report, *span) for span in sorted(set(spans)))
        yield Finding(
            rule="copied",
            severity=severity,
            message=f"他处名称残留：这是“{unit or report.info.unit}”的报告，文中却以“{name}”自称（“{evidence[0].quote}”）。",
            suggestion="请核实这一段是否照抄他处材料，改为本单位的名称和实际情况。",
            evidence=evidence,
        )


def is_under(unit: str, government: str) -> bool:
    """Whether ``government`` is one, and the unit another in its place: its report may sum up what the unit reports."""
    if unit_type(government) != "government" or plain(unit) == plain(government):
        return False
    places, above = places_in(parse(unit).place), places_in(parse(government).place)
    return bool(above) and above[-1] in places and not (unit_type(unit) == "government" and places == above)


def left_in(text: str, own: str, other: str) -> str | None:
    """A name of ``other`` (its place, itself) that stands in ``text`` and is no name of ``own``."""
    if is_under(other, own):
        return None
    mine = set(places_in(parse(own).place))
    theirs = [place for place in reversed(places_in(parse(other).place)) if place not in mine]
    core, town = parse(other).core, _town(other)
    names = [plain(other), *theirs]
    if core != parse(own).core and len(core) >= 4 and unit_type(core) == "department":
        names.append(core)
    if town and town != _town(own):
        names.append(town)
    return next((name for name in names if len(name) > 1 and name != plain(own) and name in text), None)


def _foreign_county(match: re.Match[str], own: str, known: Known) -> bool:
    """Whether a name that opens a clause is of another county than the unit's, and surely a name."""
    place, rest = match["place"], match["rest"]
    mine = places_in(parse(own).place) or places_in(own)
    if _NO_PLACE.search(place) or not mine or mine[-1][-1] not in "县区旗" or any(place.endswith(p) for p in mine):
        return False
    if any(p in place or place in p for p in mine):
        return False
    same_work = bool(rest) and rest in (parse(own).core, parse(own).core.removesuffix("人民政府"))
    is_unit = rest == "" or bool(_UNIT_TAIL.search(rest))
    return (place in known.places and is_unit) or same_work or bool(_GOVERNS.fullmatch(rest))


def _town(unit: str) -> str | None:
    found = re.match(rf"[{_HAN}]{{2,5}}?(?:镇|乡|街道)(?!政府(?:办|采))", parse(plain(unit)).core)
    return found.group() if found and unit_type(plain(unit)) == "township" else None
