"""Did the leading body meet on law-based-government work, or was a report on it heard, with a count, a frequency or a name?

Basis: 《党政主要负责人履行推进法治建设第一责任人职责规定》第五条、第六条 (定期听取汇报), contract.md ``deliberation``. Court hearings, study sessions,
lectures and meetings on other subjects do not count; 多次, 定期, 及时 give ``partial``.
"""

from __future__ import annotations

import re

from checker.rules import Context, Judgement
from checker.rules import Params as _Params
from checker.rules.acts import COUNTED, DATED, FREQUENT, HEARS, STANDING_RULE
from checker.rules.analysis import Analysis, Sentence
from checker.text import Span


class Params(_Params):
    """No parameters."""


# (?=[…]) names the characters that a match can begin with, so that a search skips the others (tests/test_patterns.py).
_MEETING = re.compile(
    r"""
    (?=[专主例党办区协厅县召委局州工市常推政旗班管联行调部镇集领])(?:
    (?:党组|党委|党工委|常委|常务|党政联席|党政班子|班子|领导班子|领导小组|委员会|局务|厅务|部务|委务|办公
    |主任办公|局长办公|镇长办公|区长办公|县长办公|市长办公|行政办公|政府党组|专题|专题研究|工作例|工作|推进|调度
    |部署|协调小组|班子成员|集体|联席|例)(?:\(扩大\)|专题|扩大|工作|专项|(?:、?第[一二三四五六七八九十0-9]+次)+)*(?:会议|会|例会)(?!诊|审|商|签|员|谈
    |见|计|展|上(?:述|交流|通报))|党组(?=[^,;。]{0,24}(?:研究|审议|听取))|党委(?=[^,;。]{0,24}(?:研究|审议|听取))
    |党工委(?=[^,;。]{0,24}(?:研究|审议|听取))|(?:政府|管委会|办事处|班子|党政领导|区委|县委|市委|州委|旗委|工委
    |局里|局机关)(?=(?:多次|定期|及时|专题|先后|坚持|经常|适时|每[^,;。]{1,3}
    |[0-9一二两三四五六七八九十]+次)+(?:专题|集体)?(?:研究|听取|审议))|召开(?:专题|专门)?会议|党组会|党委会|常委会|常务会|办公会
    |党工委会|班子会|局务会
    )
    """,
    re.X,
)
_NOT_MEETING = re.compile(
    r"""
    (?=[中主交人分动发听培学宣家座庭恳报推村现理研组联观议论评述镇])(?:
    听证会|评审会|座谈会|论证会|发布会|宣讲会|述法(?:会|大会)|述职(?:会|大会|述法)|(?<!班子)(?<!党政)联席会议?|现场会|观摩会|庭审
    |培训会|动员会|恳谈会|理事会|评议会|推介会|交流会|中心组[^,;。]{0,10}|组织生活会|主题党日|学习会|报告会
    |分析会(?=讲)|论坛|研讨班|家长会|村民会|议事会|镇人代会|人代会
    )
    """,
    re.X,
)
_DEALS = re.compile(
    r"研究|审议|听取|讨论|部署|分析|审定|调度|研判|专题|议题|传达|安排|通过|审查|会商|推进|研讨(?!班)|商(?:议|讨)|议定|议[了过]|决定|把脉|过堂|聚焦|议程|上会|过会|围绕",
    re.X,
)
_WORK = re.compile(
    r"""
    法治(?!思想)|依法行政|依法治[国省州市县区镇乡教校企理水林税统]|依法(?:决策|履职)|执法(?!检查(?:情况|组)|证
    |记录仪)|行政复议|复议应诉|应诉|败诉|合法性审|规范性文件|重大行政决策|行政决策|法制|普法|法律顾问|述法
    |督察(?:反馈|整改|问题)|行政处罚|重大(?:处罚)?案件|立法|司法建议|检察建议|公平竞争审查|行政执法|权责清单
    |放管服|法治化营商环境|行政诉讼|裁量|涉企执法|行政争议|放权|执法改革
    """,
    re.X,
)
_STUDY = re.compile(
    r"(?=[专会传先共培学宣带开持授深研组认讲辅集领])(?:"
    r"(?:集体|会前|带头|专题|组织|开展|深入|认真|持续|共同|先后|传达)*(?:学习|学法|研学|领学|学深|研读|宣讲|讲法|授课|讲座|辅导|培训)[^,;。]*"
    r")",
    re.X,
)
# A document's way through a meeting (经…会议审议), and a lawyer's seat at it, are not the body's deliberation on the work.
_APPROVAL = re.compile(
    r"""
    (?:经|报|提交|提请|报请|报经|交由|通过)[^,;。]{0,24}(?:会议?|党组|党委|党工委)[^,;。]{0,6}(?:审议|研究|审定|讨论|批准|同意|通过|决定)(?!的?[^,;。]{0,8}议题)|未经[^,;。]{0,20}(?:不得|一律)
    """,
    re.X,
)
_GUEST = re.compile(r"(?:法律顾问|公职律师|律师|代表|委员)[^。]{0,40}(?:列席|参加|旁听)", re.X)
# The people's congress hears the government's report: that is no body of the unit.
_CONGRESS = re.compile(r"人大(?:常委会|及其常委会)?[^,;。]{0,10}(?:听取|审议)")
_NOT_HELD = re.compile(r"(?:均|都|全部|一直)?(?:未|没有|未能)(?:能)?(?:如期|按期|按时)?(?:召开|举行|开成)")
_NAMED = re.compile(
    r"""
    第[一二三四五六七八九十0-9]+次(?:\(扩大\))?(?:全体)?(?:\(扩大\))?(?:会议)?
    |全面依法治[省市县区州]委员会[^,;。]{0,8}会议|依法治[省市县区州]委(?:员会)?[^,;。]{0,8}会议
    |法治(?:政府)?建设(?:工作)?领导小组(?:工作)?(?:全体)?会议
    """,
    re.X,
)
_COUNT_MEETING = re.compile(
    r"""
    (?:[0-9]+|[一二两三四五六七八九十]+)(?:余|多)?(?:次|场|回|期|轮)|(?:[0-9]+|[一二两三四五六七八九十]+)(?:余
    |多)?个?(?:项|个)?(?:法治)?议题|议题[0-9一二两三四五六七八九十]+[项个]|[两二三四五六]度|每(?:次|个)
    """,
    re.X,
)


def judge(analysis: Analysis, params: Params, context: Context) -> Judgement:
    """Sentence by sentence over the whole body; study is blanked out first, so that its counts are not a meeting's."""
    met: list[tuple[Span, str]] = []
    vague: list[Span] = []
    for sentence in analysis.in_roles("duty", "measures", "other", "opening", "problem"):
        found = _read(sentence)
        if found is None:
            continue
        sign, start, end = found
        span = analysis.span(sentence.block, sentence.start + start, sentence.start + end)
        if sign and sentence.role != "opening":
            met.append((span, sign))
        else:
            vague.append(span)
    if met:
        span, sign = met[0]
        return Judgement(
            "met",
            f"写明了领导机构研究或听取法治建设工作的次数、频次或会议名称（{sign}）：“{analysis.quote(span)}”。",
            tuple(s for s, _ in met[:3]),
        )
    if vague:
        reason = f"写了研究或听取法治建设工作，但没有次数、固定频次或会议名称：“{analysis.quote(vague[0])}”。"
        return Judgement("partial", reason, tuple(vague[:2]))
    return Judgement(
        "missing",
        "没有写领导班子召开会议研究法治建设工作或者听取工作汇报的情况（学习、培训、开庭及研究其他工作的会议不算）。",
    )


def _read(sentence: Sentence) -> tuple[str, int, int] | None:
    """(count, frequency or name — "" where vague, start, end) of a deliberation told as done, or None."""
    text = _blank(_STUDY, sentence.text)
    text = _blank(_NOT_MEETING, text)
    meeting, hears = _MEETING.search(text), HEARS.search(text)
    if not meeting and not hears:
        return None
    best: tuple[str, int, int] | None = None
    for start, end in _windows(sentence):
        window = text[start:end]
        place = _MEETING.search(window) or HEARS.search(window)
        if not place or not _DEALS.search(window) or not _WORK.search(window) or _looks_planned(sentence, start, end):
            continue
        if _APPROVAL.search(window) or _GUEST.search(window) or _CONGRESS.search(window):
            continue
        if _NOT_HELD.search(text[start:]):
            continue
        sign = _sign(_of_meeting(sentence, text, start, end))
        if best is None or (sign and not best[0]):
            best = (sign, start, end)
    return best


def _blank(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda m: "　" * len(m.group()), text)


def _windows(sentence: Sentence) -> list[tuple[int, int]]:
    """Each clause alone, then with the one before it, then with two around it: the nearest words belong together."""
    places = [(c.start - sentence.start, c.end - sentence.start) for c in sentence.clauses]
    found = list(places)
    for width in (2, 3):
        found += [(places[i][0], places[i + width - 1][1]) for i in range(len(places) - width + 1)]
    return [(a, b) for a, b in found if b - a <= 160]


def _looks_planned(sentence: Sentence, start: int, end: int) -> bool:
    clauses = [c for c in sentence.clauses if start <= c.start - sentence.start < end]
    return any(c.mood != "done" or c.negated for c in clauses)


def _of_meeting(sentence: Sentence, text: str, start: int, end: int) -> str:
    """The clauses of a window that tell of the meeting itself: a count that belongs to somebody else's act is none of it."""
    kept = []
    for clause in sentence.clauses:
        first, last = clause.start - sentence.start, clause.end - sentence.start
        piece = text[first:last]
        others = any(m.actor in ("deputy", "subordinate", "outsider") for m in clause.mentions)
        dated = len(piece) <= 16 and DATED.search(piece)
        tells = dated or _MEETING.search(piece) or HEARS.search(piece) or (_DEALS.search(piece) and not others)
        if start <= first and last <= end and tells:
            kept.append(piece)
    return ",".join(kept)


def _sign(window: str) -> str:
    if STANDING_RULE.search(window):
        return ""
    for pattern in (_COUNT_MEETING, FREQUENT, _NAMED, DATED, COUNTED):
        match = pattern.search(window)
        if match:
            return match.group()
    return ""
