"""Names of reporting units: in a title, in a signature, in running text; and what kind of unit a name tells of."""

from __future__ import annotations

import re
from collections.abc import Iterable

from checker.model import UnitType
from checker.outline.rows import compact

_HAN = r"\u3400-\u9fff\U00020000-\U000323af〇"
_PLACE = r"省市县区州盟旗镇乡"
_SUFFIXES = (
    "人民政府|政府|行政公署|委员会|管委会|管理办公室|党工委|工委|党委|党组|党总支|党支部|局|厅|署|办公室|办事处|公所|中心|支队|大队|总队|分局|委|办|"
    "学院|医院|大学|学校|检察院|法院|研究院|院|总站|站|所|处|联合会|协会|学会|商会|工会|社|公司|集团|银行|馆|部|队|街道|开发区|高新区|示范区|集聚区|园区|新区|农场|林场|海关"
)
_UNIT = re.compile(rf"[{_HAN}()、]{{1,38}}?(?:{_SUFFIXES}|[{_PLACE}])")
_NO_UNIT = re.compile(
    r"[,。;:!?\"']|^(?:一|二|三|四|五|六|七|八|九|十)[、是]|^(?:加强|推进|强化|深化|健全|完善|落实|坚持|提升|优化|建立|建设|规范|开展|抓好|做好|"
    r"我|本|各|全|该|其|特此|此致|附|抄送|主送|关于|现将|为)"
)
_SEAL = re.compile(r"\((?:盖章|公章|章|印章|印|代章|签章)\)$")
_LABEL = re.compile(
    r"^(?:填报|报告|报送|上报|落款|制表|编制)?(?:单位|机关|部门)(?:名称)?(?:\((?:盖章|公章|章)\))?:|^落款:"
)
_SALUTATION_END = re.compile(r"(?:委|政府|局|厅|办|办公室|常委会|委员会|领导|小组|处|部|院)[:,、]?$")

# ── types ────────────────────────────────────────────────────────────────────────────────────────────────────────────

_TOWNSHIP = re.compile(
    r"(?:镇|乡|街道|苏木)(?:人民政府|政府|党委|党工委|工委|办事处|街道办|街办|管理委员会|委员会|综合办公室)?(?:办公室)?$|街道办$|街办$|办事处$"
)
_ZONE_WORD = (
    "开发区|高新区|经开区|高新技术产业|集聚区|示范区|新区|园区|产业园|工业园|科技园|科学园|软件园|物流园|保税|港区|度假区|风景区|名胜区|景区|功能区|试验区|实验区|"
    "合作区|试验园|产业城|科学城|科技城|新城|商务区|经济区|片区|自贸|工业区|加工区|管理区|城乡一体化"
)
_ZONE_BODY = re.compile(
    rf"(?:{_ZONE_WORD})[{_HAN}]{{0,6}}?(?:管理委员会|管委会|管理办公室|管理处|党工委|工委|委员会|办事处|建设办公室)$"
    rf"|[区园港湖山岛](?:管理委员会|管委会)$|(?:{_ZONE_WORD})(?:管理局)?$"
)
_GOVERNMENT = re.compile(
    rf"(?:人民政府|行政公署)$|[{_PLACE}](?:政府|委|党委|委员会)$|^[{_HAN}]{{2,12}}[省市县区州盟旗]$|^(?:国务院)$"
)
_DEPARTMENT_PARTY = re.compile(r"(?:党组|党委|党总支|党支部)$")


def unit_type(name: str | None) -> UnitType | None:
    """The kind of unit that a full name tells of; None where it tells nothing."""
    if not name:
        return None
    parts = [
        part for part in re.split(r"[\s、,和]+", name.replace("中共", "").replace("中国共产党", "")) if len(part) > 1
    ]
    kinds = [_type_of(part) for part in reversed(parts or [name])]
    known: list[UnitType] = [kind for kind in kinds if kind]
    return known[0] if known else None


def _type_of(name: str) -> UnitType | None:
    name = re.sub(r"\([^()]{0,12}\)$", "", name)
    if _TOWNSHIP.search(name) and not _ZONE_BODY.search(name):
        return "township"
    if _ZONE_BODY.search(name) and not re.search(r"(?:监督管理委员会|区委员会|[市县]工委|区工委)$", name):
        return "zone"
    if _GOVERNMENT.search(name):
        return "government"
    if _DEPARTMENT_PARTY.search(name):
        return _type_of(_DEPARTMENT_PARTY.sub("", name)) or "department"
    if re.search(rf"(?:{_SUFFIXES})$", name):
        return "department"
    return None


# ── names ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def is_unit(text: str) -> bool:
    """Whether a line is the name of a unit, or the names of several, and nothing else."""
    return bool(units(text))


def units(text: str) -> list[str]:
    """The names of units that a line consists of; none if there is anything else in it."""
    if len(text) > 120:
        return []
    line = _SEAL.sub("", _LABEL.sub("", text.strip()))
    parts = line.split()
    if len(parts) > 1 and all(len(part) > 3 and _one(part) for part in parts):
        return parts
    return [compact(line)] if _one(compact(line)) else []


def _one(name: str) -> bool:
    return 3 <= len(name) <= 42 and bool(_UNIT.fullmatch(name)) and not _NO_UNIT.search(name)


_YEAR = r"(?:(?:19|20)\d{2}|二[〇零○oO0][〇零○oO0一二三四五六七八九]{2})(?:年度?|度)?"
_LEADING = re.compile(rf"^(?:{_YEAR}|关于|《|\"|年度|的|上报|报送|印发|公布)+")
_CUTS = (
    re.compile(r"关于"),
    re.compile(_YEAR),
    re.compile(
        r"(?:全面|深入|扎实|持续)?(?:推进|落实|开展|贯彻|履行|加强)?(?:法治政府|法治建设|依法行政|法制建设|法制政府|依法治|政府信息公开|信息公开|"
        r"党政主要负责人|主要负责人|第一责任人|普法|述法|年度|法治)"
    ),
)
_GENERIC = re.compile(r"(?:镇|乡|县|市|区|街道|局|州|省|单位)(?:党委|政府|委|人民政府|党组|党工委|办事处|机关)?")
_TRAILING = re.compile(r"(?:的|之|关于|在)$")
_TEXT_UNIT = re.compile(
    rf"(?:^|[,。;:年来度)])(?P<unit>[{_HAN}]{{2,28}}?(?:人民政府|委员会|管委会|办事处|管理办公室|局|厅|分局|委|办公室|中心))"
    r"(?=\(以下简称|\(简称|党组|党委|坚持|始终|深入|认真|全面|紧紧|紧扣|积极|以习|在市|在县|在区|在省|切实|严格|扎实|持续|高度|牢固|围绕|聚焦|立足|按照|贯彻|深化|将|把)"
)


def unit_in_title(title: str) -> str | None:
    """The unit in a title: "榆荫县水利局关于2025年…的报告", "2025年榆荫县水利局法治政府建设…". A bare place is given, too."""
    name = _leading_unit(re.sub(r"《[^《》]{0,60}》", "", compact(title)).rpartition("--")[2])
    return _spaced(name, title) if name else None


def _spaced(name: str, title: str) -> str:
    """The name with a space between two units that the title sets apart by one."""
    found = re.search(r"\s{0,8}".join(map(re.escape, name)), title)
    parts = found.group().split() if found else []
    return " ".join(parts) if len(parts) > 1 and all(_one(part) for part in parts) else name


def _leading_unit(title: str) -> str | None:
    rest = _LEADING.sub("", title)
    place = None
    for cut in _CUTS:
        for match in cut.finditer(rest):
            name = _TRAILING.sub("", rest[: match.start()])
            if not _one(name) or _GENERIC.fullmatch(name):
                continue
            if not re.search(rf"[{_PLACE}]$", name):
                return name
            if place is None:
                place = name
    return place


_SPOKEN_OF = re.compile(r"党中央|国务院|^(?:全|各|省|市|县|区|镇|乡|街道|我|本)|委[、和]|领导|上级")
_ANNOUNCED_UNIT = re.compile(
    rf"现[将就对把](?P<unit>[{_HAN}]{{2,28}}?(?:{_SUFFIXES}|[{_PLACE}]))(?=(?:19|20)\d{{2}}|二[〇零○]|关于|推进|法治|年度|在)"
)


def unit_in_text(texts: Iterable[str]) -> str | None:
    """The unit that the opening speaks of ("…，榆荫县水利局坚持以…")."""
    for text in texts:
        for pattern in (_TEXT_UNIT, _ANNOUNCED_UNIT):
            for match in pattern.finditer(text[:600]):
                name = match["unit"]
                if len(name) >= 3 and _one(name) and not _SPOKEN_OF.search(name):
                    return name
    return None


def fuller(first: str | None, second: str | None) -> str | None:
    """The first name, or the second where it is the same name written out."""
    if not first or not second:
        return first or second
    if len(second) > len(first) and _written_out(first, second):
        return second
    return first


def _written_out(short: str, full: str) -> bool:
    """Whether ``full`` holds all of ``short`` in order and is one unit of one kind ("高新区管委会", "…高新技术产业开发区管理委员会")."""
    if re.search(r"[\s、]", full) and not re.search(r"[\s、]", short):
        return False
    if full.startswith("中共") and not short.startswith("中共"):
        return False
    rest = iter(full)
    if not all(character in rest for character in short):
        return False
    place = bool(re.search(rf"[{_PLACE}]$", short))
    return place or unit_type(short) == unit_type(full)


def is_salutation(text: str) -> bool:
    """Whether a line addresses the receivers ("县委、县政府：")."""
    line = compact(text[:120])
    if len(text) > 80 or not line.endswith((":", ",")) or re.match(r"[一二三四五六七八九十0-9]|现|存", line):
        return False
    parts = re.split(r"[、,;和]", line.rstrip(":,"))
    return len(parts) <= 8 and all(_SALUTATION_END.search(part) for part in parts if part)
