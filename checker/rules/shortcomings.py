"""The shortcomings that a report states, one ``Problem`` each, with its own text, cause and remedy told apart."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from checker.rules import deficits
from checker.rules.analysis import Analysis, Sentence
from checker.text import Span

_ITEM = re.compile(
    r"(?=(?:^|(?<=[。;:,!]))(?:[一二三四五六七八九十]+是|第[一二三四五六七八九十][,、]|其[一二三四五][,是]|另?一[件处条个项]是))",
    re.X,
)
_PUT_RIGHT = re.compile(r"(?:全部|均已?|已全部|都已)[^,;。]{0,6}(?:整改|销号|解决)(?:到位|完毕|完成)?")
_RULE = re.compile(r"一律(?:予以|不|按|依)|的,(?:一律|予以|依[法规]|严肃)(?:通报|追责|问责|处理|予以)?")
# 存在A、B、C等问题: each named thing is a problem of its own where it says what it lacks.
_LISTED = re.compile(
    r"(?:存在|如|面临|有)((?:[^,;。、]{4,}、)+[^,;。、]{4,}?)等?(?:问题|不足|短板|方面|现象|情况|困难|差距|薄弱环节|。|$)",
    re.X,
)
# The words that close such a list are no part of its last item, and do not make it an introduction.
_CLOSES_LIST = re.compile(r"等(?:问题|不足|短板|方面|现象|情况|困难|差距|薄弱环节)[。;]?$")
_INTRO = re.compile(
    r"""
    (?:取得|有了?)[^。]{0,20}(?:成效|成绩|进步|进展|提升)[^。]*(?:不足|问题|差距|短板)[^一二三四五:]{0,20}$
    |(?:主要|突出|具体)?(?:表现|体现)(?:在|为)?(?:以下)?[^,;]{0,8}[:。]?$|(?:不足|问题|差距|短板)[:]$|(?:如下|方面)[:。]?$
    |(?:以下|如下|下列|一些|不少|诸多|许多|若干|这些|那样|[几0-9两三四五六七八九十](?:个|项|条)?(?:方面)?|一定|较大|明显|突出|薄弱|主要)的?[^,;。]{0,8}(?:不足|问题|差距|短板)[。]?$
    |^[^,;。]{0,10}(?:不存在|未发现|没有发现|未出现|没有出现)[^。]*(?:问题|现象|情况|行为)$
    |(?:存在|有|面临|看到|正视|还是|指出|反馈|查找|剖析)[着了出]?的?(?:不足|问题|差距|短板)(?:[和与及、](?:不足|问题|差距|短板|薄弱环节))*[。]?$
    """,
    re.X,
)
REMEDY = re.compile(
    r"""
    (?:针对|对|对照|围绕)(?:上述|以上|这些|存在的?|该|此)[^,;。]{0,14}|整改(?!不|缓慢|滞后)|改进措施|(?:已
    |正)(?:在|经|于)?[^,;。]{0,20}(?:责令|补[正充齐审]|整改|完成|启动|建立|制定|印发|组织|调|增|配|修订|纠正
    |下发|约谈|通报|开展|办结|督促|调整|列入|纳入|明确|落实|归队|到岗|上线|联通|清理)|(?:责成|责令
    |督促)[^,;。]{2,}|(?:年底前|[0-9]+月(?:底|份)?[^,;。]{0,6})(?:已|均已|全部)[^,;。]{2,}|逐[件条项份](?:补
    |整改|销号|落实)|(?:列出|制定|形成|建立)[^,;。]{0,10}(?:整改|问题)[^,;。]{0,8}(?:措施|台账|清单|方案)|回音
    """,
    re.X,
)


@dataclass(eq=False)
class Problem:
    """One shortcoming. ``spans`` cover its statement, ``causes`` the sentences or clauses with an explicit cause."""

    text: str = ""
    spans: list[Span] = field(default_factory=list)
    causes: list[Span] = field(default_factory=list)
    remedies: list[Span] = field(default_factory=list)
    others: bool = False
    specific: bool = False
    facts: int = 0
    numbered: bool = False
    headed: bool = False


def collect(analysis: Analysis) -> list[Problem]:
    """Every shortcoming the report states, in order; sentences that only introduce the list are none."""
    known: list[Problem] | None = analysis.memo.get("problems")
    if known is None:
        known = analysis.memo["problems"] = _collect(analysis)
    return known


def _collect(analysis: Analysis) -> list[Problem]:
    problems: list[Problem] = []
    current: Problem | None = None
    last_block = -1
    under_causes = False
    for sentence in analysis.sentences:
        if sentence.role != "problem":
            under_causes = False
            continue
        if sentence.label or _short_label(sentence):
            under_causes = _is_cause_label(sentence.text, under_causes)
        elif under_causes:
            _add_cause(analysis, sentence, problems)
            continue
        starts_block = sentence.block != last_block
        last_block = sentence.block
        if sentence.label:
            current = _from_heading(analysis, sentence, problems)
            continue
        for text, start, end in _pieces(sentence):
            current = _take(analysis, sentence, (text, start, end), problems, current, starts_block)
            starts_block = False
    kept = [p for p in problems if p.text and _is_problem(p)]
    if not kept:
        return _only_introduced(analysis)
    for problem in kept:
        problem.facts = _facts(problem)
        problem.specific = problem.facts > 0
        problem.others = deficits.others_problem(deficits.strip_number(problem.text), analysis.unit_type)
    return kept


def _only_introduced(analysis: Analysis) -> list[Problem]:
    """Nothing but the sentence that would introduce a list (与……相比还有一定差距): one generic problem."""
    for sentence in analysis.in_roles("problem"):
        if _PUT_RIGHT.search(sentence.text):
            continue
        if deficits.admits(sentence.text) and not deficits.PRAISE.search(re.sub(r"虽[^,;。]*,", "", sentence.text)):
            return [Problem(text=sentence.text, spans=[analysis.sentence_span(sentence)])]
    return []


_GOES_ON = re.compile(
    r"^(?:其中|有(?![的0-9])|占|涉及|均|都|仅|其|导致|造成|因|由于|而|且|并|也(?!有)|却|但|还|尚|仍|致使|使得|影响|不能|无法|难以|就|才|甚至|或者|以及|"
    r"只|没有|未|不|缺|无|抽查|全年|年内|截至|检查|评查|为|多|部分|个别|存在|出现|说明|反映|比|较|超过|低于|高于|同比|平均)"
)


def _facts(problem: Problem) -> int:
    """How many specific things a problem names: one, or in an unnumbered sentence each clause with a subject of its own."""
    if problem.numbered:
        return int(deficits.specific(problem.text))
    text = deficits.strip_number(problem.text)
    alone = 0
    for clause in re.split(r"[,;。]|——|--|、(?=[^,;。、]{6,})", text):
        if (
            len(clause) >= 6
            and not _GOES_ON.match(clause)
            and deficits.specific(clause)
            and not deficits.has_cause(clause)
        ):
            alone += 1
    return max(alone, int(deficits.specific(text)))


def _is_problem(problem: Problem) -> bool:
    """Something must be said to be lacking; a sub-heading of the part names a problem by standing there; praise is none."""
    if deficits.deficient(problem.text):
        return True
    if deficits.PRAISE.search(problem.text):
        return False
    return problem.headed or bool(
        deficits.admits(problem.text) or problem.causes or deficits.FIGURE.search(problem.text)
    )


_CAUSE_LABEL = re.compile(r"^[^,;。]{0,14}(?:原因|成因|根源|症结)(?:分析|剖析|探究)?(?:如下)?[:。,]?$")
_OTHER_LABEL = re.compile(r"问题|不足|短板|差距|整改|措施|打算|改进|安排|下一?步|弱项")


def _short_label(sentence: Sentence) -> bool:
    return len(sentence.text) <= 14 and sentence.text.endswith(":")


def _is_cause_label(wording: str, under_causes: bool) -> bool:
    """A heading or label that says nothing but 原因 opens the causes; one that names anything else closes them."""
    text = deficits.strip_number(wording)
    own = re.sub(r"(?:问题|不足|短板|差距|弱项)的?(?=原因|成因|根源)", "", text)
    if _CAUSE_LABEL.match(text) and not _OTHER_LABEL.search(own):
        return True
    return under_causes and not _OTHER_LABEL.search(text)


def _add_cause(analysis: Analysis, sentence: Sentence, problems: list[Problem]) -> None:
    """A statement under a label 原因: the cause of what was named before."""
    remedy = REMEDY.search(sentence.text) and re.search(r"(?:针对|对)(?:上述|以上|这些)|已(?!成)", sentence.text)
    if problems and remedy:
        problems[-1].remedies.append(analysis.sentence_span(sentence))
    elif problems and len(sentence.text) >= 8:
        problems[-1].causes.append(analysis.sentence_span(sentence))


def _pieces(sentence: Sentence) -> list[tuple[str, int, int]]:
    """The sentence cut before 一是, 二是 … and at semicolons."""
    text = sentence.text
    cuts = {0, len(text), *(m.start() for m in _ITEM.finditer(text)), *(m.end() for m in re.finditer(";", text))}
    listed = _LISTED.search(text)
    if listed and not _PUT_RIGHT.search(text) and text[: listed.start()][-1:] not in ("不", "未", "没"):
        cuts |= {listed.start(1) + m.end() for m in re.finditer("、", listed.group(1))}
    found = []
    for begin, stop in pairwise(sorted(cuts)):
        piece = text[begin:stop]
        if piece.strip(",;。: "):
            found.append((piece, sentence.start + begin, sentence.start + stop))
    return found


def _from_heading(analysis: Analysis, sentence: Sentence, problems: list[Problem]) -> Problem | None:
    """A sub-heading that names a problem opens one; 存在的问题 or 原因 only announces."""
    text = deficits.strip_number(sentence.text).strip("。:,")
    generic = re.fullmatch(
        r"[^,;。]{0,14}(?:问题|不足|短板|原因|成因|差距|困难|分析|措施|情况|打算|弱项|方面|如下|、|和|及|与|其|的)+",
        text,
    )
    announces = any((h.block, h.level) == (sentence.block, analysis.top_level) for h in analysis.report.headings)
    if generic or announces:
        return None
    problem = Problem(text=sentence.text, spans=[analysis.sentence_span(sentence)], numbered=True, headed=True)
    problems.append(problem)
    return problem


def _take(
    analysis: Analysis,
    sentence: Sentence,
    piece: tuple[str, int, int],
    problems: list[Problem],
    current: Problem | None,
    starts_block: bool,
) -> Problem | None:
    text, start, end = piece
    span = analysis.span(sentence.block, start, end)
    numbered = bool(deficits.strip_number(text) != text) or (
        starts_block and analysis.report.blocks[sentence.block].number is not None
    )
    causes = deficits.cause_places(text)
    body = deficits.strip_number(text)
    if causes and current is None and re.match(r"(?:这|其)?主要是", body):
        causes = []  # with nothing stated before it, 主要是…… names the shortcoming, not its cause
    if _PUT_RIGHT.search(body) and not re.search(r"但|仍|尚|还有", body):
        if current is not None:
            current.remedies.append(span)
        return current
    if deficits.PRAISE.search(body) and not deficits.deficient(body) and not deficits.admits(body):
        return current
    cause_first = bool(causes) and causes[0][0] <= 2 and not numbered
    fresh = current is None or numbered or (starts_block and not _heading_over(analysis, sentence, current))
    if not fresh and current is not None and not current.numbered and not cause_first:
        stated = deficits.deficient(body) or deficits.FIGURE.search(body)
        fresh = bool(current.text) and bool(stated) and not REMEDY.search(body)
    if fresh:
        introduces = _INTRO.search(body.rstrip("。")) and not (_CLOSES_LIST.search(body) and start > sentence.start)
        if not numbered and not causes and (introduces or _RULE.search(body)):
            return None
        if not (cause_first and current is not None):
            current = Problem(numbered=numbered)
            problems.append(current)
    assert current is not None
    if causes:
        _add_with_cause(analysis, sentence, piece, causes, current)
    elif REMEDY.search(text) and current.text and not deficits.deficient(REMEDY.sub("", body)):
        current.remedies.append(span)
    else:
        current.text += text
        current.spans.append(span)
    return current


def _heading_over(analysis: Analysis, sentence: Sentence, current: Problem) -> bool:
    """True where the paragraph is the first under the sub-heading that opened the current problem."""
    block = analysis.report.blocks[sentence.block]
    return bool(current.spans) and analysis.report.text[current.spans[-1][1] : block.start].strip() == ""


def _add_with_cause(
    analysis: Analysis, sentence: Sentence, piece: tuple[str, int, int], causes: list[tuple[int, int]], current: Problem
) -> None:
    """Part the statement of the problem from its cause where both stand in one piece."""
    text, start, end = piece
    at = causes[0][0]
    marker = text[at : causes[0][1]]
    current.causes.append(analysis.span(sentence.block, start, end))
    if re.search(r"导致|造成|致使|使得|以致|由于|因|所致", marker):
        current.text += text
    else:
        current.text += text[:at]
    if at > 0 or not current.spans:
        current.spans.append(analysis.span(sentence.block, start, max(start + at, start + 1) if at else end))
