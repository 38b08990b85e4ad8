"""Who acts: the principal leader, a deputy, a subordinate head, a leading body, somebody outside, or the unit itself.

Whose titles are the principal leader's depends on the kind of unit: in a bureau's report 局长 is the leader, in a county
government's report a subordinate (《党政主要负责人履行推进法治建设第一责任人职责规定》 speaks of 党委和政府主要负责人; for other
units local rules do, see docs/how-it-decides.md). Texts are folded (``checker.text.fold``).
"""

from __future__ import annotations

import re
from functools import cache
from typing import Literal, NamedTuple

from checker.model import UnitType

Actor = Literal["leader", "deputy", "subordinate", "body", "outsider"]


class Mention(NamedTuple):
    """Somebody named in a clause: ``text[start:end]``."""

    actor: Actor
    start: int
    end: int


_GOVERNMENT = r"(?:县|市|区|省|州|旗|盟|自治区)长|专员|主席"
_DEPARTMENT = r"局长|厅长|主任|部长|司长|署长|关长|支队长|总队长|大队长|行长|台长|会长|理事长|院长|馆长|队长"
_TOWNSHIP = r"镇长|乡长|主任"
_TITLES: dict[UnitType | None, str] = {
    "government": _GOVERNMENT,
    "department": _DEPARTMENT,
    "township": _TOWNSHIP,
    "zone": r"主任|局长(?=、?(?:管委会)?主任)",
    None: rf"{_GOVERNMENT}|{_DEPARTMENT}|镇长|乡长",
}
# Words before a title that make it somebody else's.
_LOWER = r"""
    各(?:乡镇|部门|单位|级|镇|县|股室|科室|街道|村|社区|分局|处室|内设机构|有关|相关)*|乡镇(?:\(街道\))?|街道
    |部门|单位|科室|股室|处室|站所|基层|下级|下属|所属|直属|县直|市直|区直|村|社区|支部|总支|党组织|企业
    |公司|机构|学校|有关|相关|执法机关|行政机关|责任单位|成员单位|大队|中队|队所|派出所|司法所|村\(社区\)|党支部
    |居委会|村委会|县级|乡级|业务|牵头|被诉|涉诉|承办|办案|经营|项目|医院|楼长|网格|法治办|办公室|党政办|执法队
    |股|科|(?<!办事)处|(?<!管理办公)室|所|站|校|(?<![我本全])院
    """
_COUNTED = r"[0-9一二三四五六七八九十百]+(?:余|多)?(?:名|位|个|家)[^,;。:]{0,14}?"
_NOT_PERSON = r"(?!办公会|专题会|会议|会(?!同|见|商|审)|信箱|接访日|接待日|热线|助理|令|室|质量奖|负责制|联席|述法|述职(?:会|大会)|班子|工作会)"
_OBJECT_BEFORE = re.compile(
    r"""
    (?:向|对|约谈|请|给|与|报|督促|要求|通报|提醒|邀请|邀|发给|送(?!审|达)|交由|报请|报送|组织|推动|压实|协助|配合|服务
    |根据|按照|落实|结合|在|批评|问责|表彰|选聘|聘请|任命|培训|轮训|带动|引导|指导|考核|测评|调整|任|为
    |担任|以|和|抓住)(?:[^,;。:]{0,12})$
    """,
    re.X,
)
# (?=[…]) names the characters that a match can begin with, so that a search skips the others (tests/test_patterns.py).
_DEPUTY = re.compile(
    r"""
    (?=[党其分副班领])(?:
    (?:分管)?副(?:书记|县长|市长|区长|省长|州长|旗长|局长|厅长|主任|镇长|乡长|部长|职|支队长|大队长|院长|关长|专员|主席
    |处长|科长|队长)|分管(?:领导|负责人|负责同志|同志)|(?:其他|其它)?(?:班子|领导班子|党组|党委|党工委)成员
    |其他(?:负责人|领导)
    )
    """,
    re.X,
)
_PRINCIPAL = r"""
    (?:党政|党委政府|行政)?主要(?:负责人|负责同志|领导(?:同志|干部)?|领导)|党政(?:负责人|一把手|正职|领导)
    |\"?一把手\"?|正职负责人|正职领导|(?:我局|局|县|市|区|镇|乡|街道)主官
    """
_BODY = re.compile(
    r"""
    (?=[专中主乡党办区协厅县委局工市常我推政本班管联行街调部镇领])(?:
    (?:党组|党委|党工委|常委|常务|办公|党政联席|联席|班子|领导小组|委员会|专题|局务|党政班子|行政|主任|局长|县长
    |区长|市长|镇长|厅务|部务|委务|调度|推进|工作|协调|党委政府)(?:理论学习中心组|\(扩大\))*(?:会议?|例会)
    |领导小组|(?:局|厅|委|县|市|区|镇|乡|街道|办)?(?:党组|党委|党工委|管委会|政府党组|领导班子|班子)|(?:我
    |本)(?:局|镇|乡|县|市|区|街道|委|办|厅|分局|中心|单位)|县委|市委|区委|县政府|市政府|区政府|镇政府|中心组
    )
    """,
    re.X,
)
_OUTSIDE = re.compile(
    r"""
    企业(?:主要)?(?:负责人|法定代表人|职工|员工)?|公司|群众|居民|村民|商户|经营者|经营主体|市场主体|业主|当事人
    |申请人|投诉人|举报人|社会公众|患者|家长|学生|诊所|医疗机构|经营单位|从业人员|违法行为人|消费者|农民工|职工
    """,
    re.X,
)


@cache
def _leader(unit_type: UnitType | None) -> re.Pattern[str]:
    return re.compile(rf"(?:{_PRINCIPAL}|(?<!总)书记(?!处|员)|{_TITLES[unit_type]}){_NOT_PERSON}", re.X)


@cache
def _other_titles() -> re.Pattern[str]:
    everyone = rf"{_GOVERNMENT}|{_DEPARTMENT}|镇长|乡长|站长|所长|科长|股长|处长|校长|村主任|负责人|负责同志"
    return re.compile(rf"(?:{everyone}){_NOT_PERSON}", re.X)


# Every title and office of ``_leader`` and ``_other_titles`` has one of these characters: most clauses have none.
_OFFICE = re.compile("[长员席任记责领手职官]")
_LOWER_BEFORE = re.compile(rf"(?:(?:{_LOWER})(?:党政|党委|党组|党支部|党工委|的|及其|和|、|\"|\))*|{_COUNTED})$", re.X)


def names_office(text: str) -> bool:
    """Whether a leader or a subordinate head may be named at all: without the character of an office nobody is."""
    return _OFFICE.search(text) is not None


def mentions(clause: str, unit_type: UnitType | None) -> list[Mention]:
    """Everybody named in the clause who may be its subject, in order; objects (约谈…负责人, 向…汇报) are left out."""
    found = [Mention("deputy", m.start(), m.end()) for m in _DEPUTY.finditer(clause)]
    taken = [(m.start, m.end) for m in found]
    offices = names_office(clause)
    for match in _leader(unit_type).finditer(clause) if offices else ():
        if _inside(match.start(), match.end(), taken):
            continue
        actor = _rank(clause, match, unit_type)
        if actor is not None:
            found.append(Mention(actor, match.start(), match.end()))
        taken.append((match.start(), match.end()))
    for match in _other_titles().finditer(clause) if offices else ():
        if not _inside(match.start(), match.end(), taken) and not _OBJECT_BEFORE.search(clause[: match.start()]):
            found.append(Mention("subordinate", match.start(), match.end()))
            taken.append((match.start(), match.end()))
    for pattern, actor in ((_BODY, "body"), (_OUTSIDE, "outsider")):
        for match in pattern.finditer(clause):
            if not _inside(match.start(), match.end(), taken):
                found.append(Mention(actor, match.start(), match.end()))  # type: ignore[arg-type]
    return sorted(found, key=lambda mention: mention.start)


def _inside(start: int, end: int, taken: list[tuple[int, int]]) -> bool:
    return any(start < stop and end > begin for begin, stop in taken)


def _rank(clause: str, match: re.Match[str], unit_type: UnitType | None) -> Actor | None:
    """Leader, or a subordinate whose title sounds alike; None for an object of somebody else's act."""
    before = clause[max(0, match.start() - 24) : match.start()]
    after = clause[match.end() : match.end() + 2]
    if match.group() == "书记" and unit_type in ("department", "zone") and re.search(r"(?:县|市|区|省|州)委$", before):
        return None
    if match.group() == "书记" and re.search(r"(?:第一|驻村|村|社区|支部|党组织|总支)$", before):
        return "subordinate"
    lowered = bool(_LOWER_BEFORE.search(before))
    if (
        lowered
        and unit_type in ("zone", "township")
        and re.search(r"(?:办公室|街道|镇|乡|大队)(?:党政|党委|党工委|的)?$", before)
    ):
        lowered = bool(re.search(rf"(?:{_COUNTED}|各[^,;。:]{{0,8}})$", before))
    if _OBJECT_BEFORE.search(before) and not re.search(r"由[^,;。:]{0,8}$", before):
        return None
    if after.startswith("的") and not lowered:
        return None
    if re.search(r"(?:企业|公司|工厂|厂|学校|医院|社会组织|协会)(?:党政|党委|党组|党支部|的)?$", before):
        return "outsider"
    return "subordinate" if lowered else "leader"
