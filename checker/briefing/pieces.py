"""A sentence of a report as the pieces between its commas, each with what a briefing makes of it.

In: a ``Sentence`` of the rules' analysis. Out: ``Piece`` values, flourishes and frames told from what was done. Pieces are never cut inside a
number, a bracket or a quotation; the wording of a piece is the report's, but for 我局 → 该局 and empty adverbs before its verb.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from checker.rules.acts import DATED, LAW_WORK, names_finished_act, result_figures
from checker.rules.analysis import Analysis, Clause, Sentence
from checker.text import Span, fold

# What may be left out before the verb of the sentence: on what grounds, to what end, under whose lead.
_FRAME = re.compile(
    r"""
    ^(?:为(?:了|进一步|更好|切实|推动|深入|有效|全面|加强|提升|提高|规范|确保|贯彻|适应|充分)[^0-9《]*
    |(?:严格|认真|紧密|全面|积极|紧紧|主动|牢牢)*(?:按照|根据|依据|依照|遵循|对照|对标|围绕|聚焦|紧扣|紧盯|立足|着眼|结合|针对|本着|秉持|锚定|把握)[^0-9]*
    |(?:始终|一贯)?(?:坚持)?(?:把|将)?以[^。]{2,60}为[^,。]{0,8}(?:指导|指引|引领|统领|主线|契机|抓手|目标|导向|重点|载体|核心|根本|遵循|依托|牵引|突破口|基础|标准|思想)
    |在[^。]{2,40}(?:领导|指导|支持|关心|带领)下|(?:通过|利用|依托|借助)[^0-9]{2,40}
    |(?:深入|认真|全面|坚决|一体|持续)*(?:贯彻|学习|落实|领会)[^0-9]*(?:精神|思想|要求|部署|纲要[^,]*|规定[^,]*|意见[^,]*|方案[^,]*)
    |(?:始终|一贯|不断|持续|牢固|高度)[^0-9《]*|坚持[^0-9《\"]*|(?:强化|提高|压实|筑牢|加强|树立|深化|完善|健全|优化|规范)[^0-9《\"]{2,20}
    |今年以来|一年来|近年来|同时|此外|另外|首先|其次|再次|最后|期间|与此同时|20[0-9]{2}年(?:度|以来)?|其中
    |20[0-9]{2}年是.*|\"?[一二三四五六七八九十]五\"?(?:时期|期间)?|工作中|日常工作中|实践中)$
    """,
    re.X,
)
# What may be left out after the verb: what the writer thinks it was good for.
_FLOURISH = re.compile(
    r"""
    ^(?:进一步|有效|切实|不断|持续|努力|全力|着力|有力|确保|推动|推进|促进|实现|提升|提高|增强|营造|形成|夯实|筑牢|织密|擦亮|让|使|做到|打造|取得|得到|受到|赢得|守牢
    |真正|更好|最大限度|从而|进而|充分(?:发挥|调动|保障|体现)|切实|坚决|助力|助推|保障|维护|彰显|激发|凝聚|构建|推进).*$
    |^以[^,]*(?:推动|促进|保障|助推|赋能|引领).*$|^为[^,]*(?:提供|奠定|打下|注入|贡献|保驾护航).*$
    |^.*(?:迈出|迈上|明显增强|显著提升|显著增强|稳步提高|大幅提升|走深走实|落地见效|良好氛围|坚实基础|有力保障|法治保障|新局面|新台阶|新成效|成效明显|良好成效|获得感明显增强|作用)$
    |^(?:企业|群众|办事|效果|成效|质效|社会)[^0-9]*$
    """,
    re.X,
)
# What cannot open a sentence: it speaks of what stands before it.
_LEANS = re.compile(
    r"""
    ^(?:其|占|比|较|同比|环比|均|都|全部|也|并|且|而|该|此|这|由此|为此|因此|使|让|从而|进而|率|共(?!同|产|享|建)|合计|涉及|惠及|受益|剩余|剩下|另|有(?=[0-9])|再|又|还|则|否则|即|仍|当[场庭]|事后|后|汛后
    |灾后|次日|随后|之后|期间|抢险期间|逐[一件个条项份]|平均|最[高低多少]|达|至|到|由此|以此|对此|就此|分别|依次|其余|全数|按期|如期|已|未|无|没有|结果|原则|各|双方|一[个块条件起项处是]|每|经|限期|同步|减少|增加|下降|增长|上升|降低|压缩[到至]|缩短|提高到|提升至
    |不[再得能会]|最终|直到|才|就(?![^,]*(?:开展|作出))|所|之|与之|与此|与上年|为(?=[^,]{0,12}(?:挽回|节约|追回))|时间|金额|总[额价]|罚[没]?款(?=[0-9])
    |(?:移送|移交|办结|受理|审结|结案|转办|退回|叫停|劝阻|维持|撤销|终止|采纳)(?![^0-9]*(?:案|纠纷|事项|线索|合同|文件|申请|诉|议|见|信))[^0-9]{0,8}[0-9]+[件起宗条]$)
    """,
    re.X,
)
_BARE_COUNT = re.compile(r"^[\u4e00-\u9fff]{1,4}了?[0-9][0-9.,]*(?:余|多)?[万亿]?[\u4e00-\u9fff]{1,2}(?:$|、)")
VERBS = (
    "制定|出台|印发|修订|修改|编制|编印|起草|公布|发布|建成|建立|成立|设立|组建|启用|上线|开通|创建|创新|打造|签订|办理|办结|查处|调解|化解|撤销|废止|清理|承办|承接|移交|推"
    "行|推广|试行|开展|举办|召开|组织|纠正|取缔|拆除|检查|抽查|排查|评查|审查|审核|出具|提出|公开|答复|回复|受理|立案|移送|整改|培训|轮训|聘请|选聘|选派|配备|发放|编发|宣讲"
    "|走访|服务|退还|兑现|减免|注销|换发|确认|梳理|调整|压缩|精简|取消|下放|收回|完成|实施|落实|举行|发送|发出|发布|制发|下达|责令|约谈|督办|挂牌|转移|处置|处理|解决|挽回|"
    "追回|追缴|新建|新增|培育|认定|评选|获评|荣获|入选|被评为|获批|获得|通过|接待|接收|采纳|听取|研究|审议|主持|出庭|旁听|学习|讲授|开设|设置|布设|安装|归集|共享|接入|联通|"
    "上传|代办|帮办|备案|报备|确定|建设|健全|完善|规范|深化|推进|推动|优化|实行|探索|加强|强化|制作|投放|刊发|刊载|征集|征求|论证|评估|清偿|清欠|扣押|没收|罚款|作出|适用|协"
    "调|邀请|参加|参与|复核|核查|巡查|劝返|救助|救援"
)
_DOES = re.compile(VERBS)
# What can open a statement in the middle of a sentence: a verb of doing, whose subject is the unit.
_OPENS = re.compile(
    rf"""
    ^(?:全年|年内|先后|多次|分别|亲自|带头|牵头|依法|累计|[0-9]{{1,2}}月(?:底|份)?|主动|集中|统一|首次|新|共|同步|联合[^,]{{2,10}}|会同[^,]{{2,12}}|对[^,]{{4,24}}|向[^,]{{2,16}}|为[^,]{{2,16}}|在[^,]{{2,16}}|与[^,]{{2,12}})*
    (?:{VERBS})
    """,
    re.X,
)
# What must not be taken from its sentence: without it the rest would say something else.
_TURNS = re.compile(
    r"^(?:但|却|然而|不过|只是|可是|均?未(?!发生|出现)|尚未|没有(?!发生|出现)|因(?!此)|由于|后(?:取消|推迟|终止)|未能|仅|只)|(?:除外|不含|不计|未计入)"
)
_MARKER = re.compile(
    r"^(?:[一二三四五六七八九十]+(?:是|要(?=[^素求点件]))|\[[^\]]{2,16}\]|第[一二三四五六七八九十](?:,|、|是)|其[一二三四五](?:,|是)|[(][一二三四五六七八九十0-9]{1,3}[)]|[0-9]{1,2}[.、](?![0-9])|[一二三四五六七八九十]+、|[①-⑳]|"
    r"(?:同时|此外|另外|首先|其次|再次|最后)(?=[^,]{4,}))+"
)
_EMPTY_ADVERB = re.compile(
    r"^(?:持续|深入|扎实|积极|大力|全面|切实|认真|严格|不断|进一步|着力|有效|充分|高效|稳步|有序|牢牢|坚决|努力|主动|精心|及时|强力|纵深)+"
    r"(?=开展|推进|实施|推行|落实|排查|整治|规范|加强|推动|清理|执行|组织|建立|完善|健全|化解|公开|强化|优化|深化|做好|抓好|梳理|履行|构建|打造|查处|举办|制定|编制|修订|办理|调整)"
)
_SINCE = re.compile(r"^(?:今年以来|年初以来|一年来)(?=.{4,})")
_OWN_UNIT = re.compile(
    r"[我本](?=(?:分)?[局县市区镇乡委办厅省州盟旗院校园街队所站处部]|单位|中心|街道|开发区|高新区|管委会)(?!市场|区域|处以|处罚|部门)"
)
_OWN_SUBJECT = re.compile(
    r"^(?:(?:20[0-9]{2}年|全年)?,?)?(?:[我本全](?:[局县市区镇乡委办厅省州]|街道|单位)|[县市区州旗镇乡]?(?:人民)?政府|管委会|街道)(?=坚持|始终|认真|深入|严格|全面|按照|以|围绕|高度|紧)"
)
_SPOKEN = re.compile(r"我们")
_SATISFIED = re.compile(
    r"满意|好评|知晓率|获得感|幸福感|认可|点赞|赞誉|零(?:投诉|事故|差错|败诉)|圆满|显著|高度重视|率先垂范"
)
_ANECDOTE = re.compile(r"据[^,]{0,10}(?:统计|介绍|反映|了解)|大概|粗略|几乎|总共|今年")
_EXTRA = re.compile(r"率|%|百分点|首(?:次|个|创)|全[省国]|下降|压缩|缩短|减少")
_ASIDE = re.compile(r"[（(][^（）()]{4,60}[）)]")


@dataclass(frozen=True)
class Piece:
    """``text`` is what a briefing would write, without a closing mark; ``mark`` is the one that follows in the report, folded."""

    text: str
    folded: str
    mark: str
    span: Span
    worth: float
    frame: bool
    flourish: bool
    leans: bool
    opens: bool
    turns: bool
    done: bool
    figures: frozenset[str]


def wording(text: str) -> str:
    """The report's words as a briefing writes them: on one line, in the third person."""
    text = re.sub(r"\s+", "", text)
    text = _SPOKEN.sub("该单位", _OWN_UNIT.sub("该", text))
    return text.translate({0x2C: "，", 0x3B: "；", 0x3A: "："}) if not re.search(r"[0-9][,:][0-9]", text) else text


def pieces(analysis: Analysis, sentence: Sentence) -> list[Piece]:
    """The sentence between its commas, in order."""
    found = []
    clauses = _merged(analysis, sentence)
    for position, clause in enumerate(clauses):
        piece = _piece(analysis, sentence, clause, first=position == 0)
        if piece is not None:
            found.append(piece)
    return found


def _merged(analysis: Analysis, sentence: Sentence) -> list[Clause]:
    """The clauses, those together between which a number, a bracket or a quotation is open."""
    found: list[Clause] = []
    begun: Clause | None = None
    for clause in sentence.clauses:
        if begun is not None:
            clause = Clause(begun.text + clause.text, begun.start, clause.end, sentence, analysis.unit_type)
            begun = None
        if clause.end < sentence.end and _open(clause.text, sentence.text[clause.end - sentence.start :]):
            begun = clause
            continue
        found.append(clause)
    return [*found, begun] if begun is not None else found


def _open(text: str, following: str) -> bool:
    number = text[-1:] in ",:" and text[-2:-1].isdigit() and re.match(r"[0-9]{2,3}(?![0-9])", following)
    unbalanced = text.count("(") > text.count(")") or text.count("《") > text.count("》") or text.count('"') % 2 == 1
    return bool(number) or (unbalanced and any(c in following for c in ')》"'))


def _piece(analysis: Analysis, sentence: Sentence, clause: Clause, *, first: bool) -> Piece | None:
    body = re.sub(r"(?<=[。!?])[\"']+$", "", clause.text).rstrip(",;:。!?")
    mark = clause.text[len(body) :][:1]
    start = clause.start
    if first or body[:1] in "一二三四五六七八九十第其([0123456789①":
        marker = _MARKER.match(body)
        if marker:
            start, body = start + marker.end(), body[marker.end() :]
    since = _SINCE.match(body)
    if since:
        start, body = start + since.end(), body[since.end() :]
    adverb = _EMPTY_ADVERB.match(body)
    if adverb:
        start, body = start + adverb.end(), body[adverb.end() :]
    if not body:
        return None
    span = _quotes_whole(analysis.report.text, analysis.span(sentence.block, start, start + len(body)))
    plain = Clause(body, start, start + len(body), sentence, analysis.unit_type)
    figures = frozenset(result_figures(plain))
    named = names_finished_act(body)
    telling = bool(figures) or named
    return Piece(
        text=wording(_ASIDE.sub(_keep_aside, analysis.report.text[span[0] : span[1]])),
        folded=body,
        mark=mark,
        span=span,
        worth=_worth(body, figures, named),
        frame=not telling and bool(_FRAME.match(_OWN_SUBJECT.sub("", body, count=1))),
        flourish=not telling and not re.search(r"[0-9《]", body) and bool(_FLOURISH.match(body)),
        leans=bool(_LEANS.match(body) or _BARE_COUNT.match(body)),
        opens=bool(_OPENS.match(body)),
        turns=bool(_TURNS.match(body)),
        done=sentence.done(clause) and "?" not in mark,
        figures=figures,
    )


def _quotes_whole(text: str, span: Span) -> Span:
    """The span with the opening mark of a quotation that was counted to the sentence before."""
    raw = text[span[0] : span[1]]
    opened = raw.count("”") > raw.count("“") and text[span[0] - 1 : span[0]] == "“"
    return (span[0] - 1, span[1]) if opened else span


def _keep_aside(match: re.Match[str]) -> str:
    """An aside in brackets is kept where it is part of a name, as （街道） and （2021—2025年） are."""
    inner = fold(match.group()[1:-1]).text
    return match.group() if len(inner) <= 12 and not re.search(r"[,;。如即]", inner) else ""


def _worth(body: str, figures: frozenset[str], named: bool) -> float:
    worth = 0.0
    if figures:
        worth += 2.5 + 0.5 * min(len(figures) - 1, 2)
    if named:
        worth += 2.5
    if worth and LAW_WORK.search(body):
        worth += 1.0
    if worth and _EXTRA.search(body):
        worth += 0.5
    if figures and not LAW_WORK.search(body) and not _DOES.search(body):
        worth -= 2.0  # how things are, not what was done
    if DATED.search(body):
        worth += 0.5
    if _SATISFIED.search(body) or _ANECDOTE.search(body):
        worth -= 4.0
    return worth
