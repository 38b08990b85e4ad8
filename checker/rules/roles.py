"""Which mandated part a sentence belongs to: by the heading over it, else by what it says.

A heading announces parts by the patterns in the rubric (``Section.headings``); what stands under it may still say otherwise:
a plan in the middle of the shortcomings is a plan, shortcomings owned up to in a closing paragraph are shortcomings.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from checker.patterns import compiled
from checker.rules import deficits
from checker.rules.tense import looks_ahead, told_as_done
from checker.text import fold

if TYPE_CHECKING:
    from checker.model import Heading
    from checker.rules.analysis import Analysis, Clause, Role, Sentence

_SUBHEAD_STRICT: dict[str, re.Pattern[str]] = {
    "problem": re.compile(
        r"""
    ^(?:目前|当前|主要|工作中)?(?:还|仍|尚)?(?:存在|面临)?的?(?:主要|突出|一些)?(?:问题|不足|短板|困难|差距)
    |存在的?(?:主要|突出)?(?:问题|不足|短板|困难)|^(?:产生|主要|存在)?(?:问题的?|不足的?)?原因|不足之处|短板弱项
    |问题(?:和|及|与)原因|^(?:问题|不足)?整改(?:措施|情况|打算)?$|^改进措施
    """,
        re.X,
    ),
    "plan": re.compile(r"下一?步|^今后|明年|下一年度?|下一阶段|(?:工作)?(?:打算|计划|安排|思路|展望|努力方向)$", re.X),
    "duty": re.compile(r"第一责任人|主要(?:负责人|负责同志|领导).{0,8}(?:履|责|抓|带头|亲自)|党政负责人履", re.X),
}
_REMEDY_HEAD = re.compile(r"整改|改进(?:措施|情况|方向)?", re.X)
_PLAN_END = re.compile(r"(?:计划|打算|安排|思路|展望|方向|部署|谋划)$", re.X)
_DONE_HEAD = re.compile(
    r"完成情况|开展情况|落实情况|进展|成效|成绩|回顾|总结|做法|亮点|举措(?:和|及|与)|工作情况", re.X
)
_NEXT_IN_TEXT = re.compile(
    r"""
    ^(?:[(\"]*)?(?:下一?步|下一?阶段|今后|接下来|明年|来年|新的一年|下一年度?|面向未来|展望(?:未来|新的一年
    |[0-9]{4}))|^(?:为此|对此|针对(?:上述|以上|这些)[^,;。]{0,10}),?[^,;。]{0,12}(?:将|要|拟|下一?步)
    """,
    re.X,
)
_EXTRA = re.compile(r"^(?:特此报告|以上报告|请审[阅议示]|专此报告|现将|此报告|妥否)", re.X)


def assign_roles(analysis: Analysis) -> None:
    """Fill ``analysis.parts`` and ``analysis.sentences``."""
    from checker.rules.analysis import Part

    under = _governing(analysis)
    first = min((h.block for h in analysis.report.headings), default=None)
    listing = False  # outside the plans' own part, a list of tasks was announced and goes on
    sentences: list[Sentence] = []
    for index in analysis.folded:
        role, announced, heading = under.get(index, (None, False, None))
        if role is None and heading is None and first is not None and index < first:
            role = "opening"
        if not analysis.parts or (analysis.parts[-1].heading, analysis.parts[-1].role) != (heading, role or "measures"):
            analysis.parts.append(Part(role or "measures", heading, [], announced))
            listing = False
        analysis.parts[-1].blocks.append(index)
        listing = listing and _listed(analysis, index, role, sentences)
        sentences = _sentences(analysis, index, role, listing)
        listing = role in ("problem", "measures", None) and _tasks_follow(sentences)
        opens = len(analysis.parts[-1].blocks) <= 2  # the heading, and the first paragraph under it
        _settle_duty(sentences, role, opens)
        analysis.sentences.extend(sentences)
    if first is None:
        _opening_without_headings(analysis)


# ── headings ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _governing(analysis: Analysis) -> dict[int, tuple[Role | None, bool, int | None]]:
    """For each block: the role that its headings give it, whether they announce it, and the heading's index."""
    found: dict[int, tuple[Role | None, bool, int | None]] = {}
    headings = analysis.report.headings
    blocks = list(analysis.folded)
    roles = _heading_roles(analysis)
    stack: list[tuple[int, int]] = []  # (level, heading index)
    starts: dict[int, list[int]] = {}
    for i, heading in enumerate(headings):
        starts.setdefault(heading.block, []).append(i)
    for block in blocks:
        for i in starts.get(block, ()):
            while stack and stack[-1][0] >= headings[i].level:
                stack.pop()
            stack.append((headings[i].level, i))
        role: Role | None = None
        announced, deciding = False, None
        for _, i in stack:
            if roles[i] is not None:
                role, announced, deciding = roles[i], True, i
            elif deciding is None:
                deciding = i
        found[block] = (role, announced, deciding)
    return found


def _heading_roles(analysis: Analysis) -> list[Role | None]:
    headings = analysis.report.headings
    wordings = [fold(analysis.report.text[h.start : h.end]).text for h in headings]
    roles: list[Role | None] = []
    for i, heading in enumerate(headings):
        if heading.level == analysis.top_level:
            roles.append(_top_role(analysis, wordings[i]))
        else:
            roles.append(_sub_role(wordings[i], _parent_role(headings, roles, i)))
    for i, heading in enumerate(headings):
        if heading.level == analysis.top_level and roles[i] is None:
            roles[i] = _role_by_content(analysis, i)
    return roles


def _parent_role(headings: tuple[Heading, ...], roles: list[Role | None], i: int) -> Role | None:
    level = headings[i].level
    for j in range(i - 1, -1, -1):
        if headings[j].level < level:
            return roles[j]
    return None


def _top_role(analysis: Analysis, wording: str) -> Role | None:
    """The part that a first-level heading announces: the pattern that stands first in the rubric's order wins ties."""
    from checker.rules.analysis import ROLE_OF_SECTION

    hits: list[tuple[int, Role]] = []
    for section in analysis.rubric.sections:
        role = ROLE_OF_SECTION.get(section.id)
        if role is None:
            continue
        for pattern in section.headings:
            match = compiled(pattern).search(wording)
            if match:
                hits.append((match.start(), role))
                break
    year = analysis.year
    roles = [role for _, role in sorted(hits)]
    if year and f"{year + 1}年" in wording and "problem" not in roles:
        return "plan"
    if not roles:
        return None
    if "problem" in roles and "plan" in roles:
        return "problem"
    if "plan" in roles and "duty" not in roles:
        return "measures" if _DONE_HEAD.search(wording) and not _PLAN_END.search(wording) else "plan"
    if "duty" in roles:
        return "duty"
    if "problem" in roles:
        return "problem"
    return roles[0]


def _sub_role(wording: str, parent: Role | None) -> Role | None:
    if parent == "problem":
        return "plan" if _SUBHEAD_STRICT["plan"].search(wording) and not _REMEDY_HEAD.search(wording) else None
    if parent in ("duty", "plan", "other"):
        return None
    for role, pattern in _SUBHEAD_STRICT.items():
        if pattern.search(wording) and len(wording) <= 30 and not _DONE_HEAD.search(wording):
            return role  # type: ignore[return-value]
    return None


def _role_by_content(analysis: Analysis, index: int) -> Role | None:
    """What stands under a heading that announces nothing: the role that most of its text has."""
    headings = analysis.report.headings
    level, first = headings[index].level, headings[index].block
    last = next((h.block for h in headings[index + 1 :] if h.level <= level), None)
    weights: dict[Role, int] = {"duty": 0, "measures": 0, "problem": 0, "plan": 0}
    strong = False
    for block in analysis.folded:
        if block < first or (last is not None and block >= last):
            continue
        for sentence in analysis.split(block, "measures"):
            strong = strong or deficits.has_cause(sentence.text) or deficits.admits(sentence.text)
            weights[_content_role(analysis, sentence)] += len(sentence.text)
    total = sum(weights.values())
    if not total:
        return None
    for role in ("duty", "problem", "plan"):
        if _announced(analysis, role):  # it has a heading of its own elsewhere
            weights[role] = 0
    if weights["problem"] * 2 >= total and strong:
        return "problem"
    if not strong:  # words of want alone (不予受理, 重复信访) are no shortcoming owned up to
        weights["problem"] = 0
    best = max(weights, key=lambda r: weights[r])
    return best if weights[best] * 2 >= total else "measures"


def _announced(analysis: Analysis, role: Role) -> bool:
    """Does any first-level heading announce that part?"""
    wordings = (
        fold(analysis.report.text[h.start : h.end]).text
        for h in analysis.report.headings
        if h.level == analysis.top_level
    )
    return any(_top_role(analysis, wording) == role for wording in wordings)


def _content_role(analysis: Analysis, sentence: Sentence) -> Role:
    text = sentence.text
    year = analysis.year
    if _NEXT_IN_TEXT.search(text) or (looks_ahead(text) and not told_as_done(text)):
        return "plan"
    if year and re.search(
        rf"{year + 1}年[^,;。]{{0,10}}(?:将|要(?!求|点|素)|拟|力争|计划|底前|上半年|下半年|[0-9]+月|完成|建成|争取)",
        text,
    ):
        return "plan"
    if sentence.names_leader and any(c.leader_act for c in sentence.clauses):
        return "duty"
    if deficits.has_cause(text) or deficits.admits(text) or deficits.deficient(text):
        return "problem"
    if _about_duty(sentence):
        return "duty"
    return "measures"


# ── paragraphs about the leaders ─────────────────────────────────────────────────────────────────────────────────────

_DUTY_TALK = re.compile(
    r"""
    第一责任人|亲自|述法|述职|学法|中心组|主要(?:负责|领导)|党政负责人|一把手|(?:党组|党委|党工委|常委|常务|办公
    |班子|领导小组|委员会)[^,;。]{0,8}(?:会|研究|审议|听取)|法治(?:政府)?建设|依法行政|(?:工作)?(?:要点|考核
    |考评)|领导干部|关键少数|带头
    """,
    re.X,
)


_NAMED_DUTY = re.compile(
    r"述法|述职|中心组|会前学法|第一责任人|(?:党组|党委|党工委|常委|常务|班子)[^,;。]{0,4}会|法治[^,;。]{0,20}(?:要点|考核|分解表|计划)",
    re.X,
)


def _settle_duty(sentences: list[Sentence], role: Role | None, opens: bool) -> None:
    """A paragraph about the leaders' duty is one wherever it stands; one that never speaks of it is none, under any heading."""
    told = [s for s in sentences if not s.label]
    total = sum(len(s.text) for s in told)
    if not total:
        return
    if role == "duty":
        if not opens and not any(_DUTY_TALK.search(s.text) or s.names_leader for s in sentences):
            for sentence in told:
                sentence.role = "measures" if sentence.role == "duty" else sentence.role
        return
    if role not in (None, "measures"):
        return
    proofs: list[Clause] = []
    leader = carried = False
    talk = 0
    for sentence in told:
        carried = sentence.names_leader or (carried and _leaves_out_subject(sentence))
        acts = carried and _acts_on_law(sentence)
        leader = leader or acts
        proofs += [clause for clause in sentence.clauses if _proves_duty(clause, carried)]
        if sentence.role == "measures" and (acts or _about_duty(sentence)):
            talk += len(sentence.text)
    enough = len(proofs) >= 3 or sum(len(c.text) for c in proofs) * 5 >= total * 2
    if leader and enough and talk * 2 >= total:
        for sentence in told:
            if sentence.role == "measures":
                sentence.role = "duty"


def _acts_on_law(sentence: Sentence) -> bool:
    return any(c.leader_act and c.on_topic for c in sentence.clauses)


def _leaves_out_subject(sentence: Sentence) -> bool:
    """旗长扛起责任。年初逐案作出批示：the second sentence has the subject of the first."""
    opening = [m for c in sentence.clauses[:1] for m in c.mentions]
    return not any(m.start <= 2 or m.actor in ("deputy", "subordinate", "outsider") for m in opening)


def _proves_duty(clause: Clause, leaders: bool) -> bool:
    """``leaders``: the sentence has the principal leader as its subject, named or carried over."""
    if _NAMED_DUTY.search(clause.text):
        return True
    return leaders and bool(clause.leader_act) and clause.on_topic


def _about_duty(sentence: Sentence) -> bool:
    return sentence.names_leader or bool(_NAMED_DUTY.search(sentence.text))


# ── sentences ────────────────────────────────────────────────────────────────────────────────────────────────────────


_TASKS_ANNOUNCED = re.compile(
    r"""
    (?:以下|如下|下列|[几0-9一二两三四五六七八九十])(?:个|项|件|点|条|大|重点)*[^,;。:]{0,6}(?:方面|工作|任务|举措|措施|事情?|实事|文章|行动
    |工程|重点)[^,;。:]{0,6}[。:]?$|[:]$
    """,
    re.X,
)


# What opens a shortcoming or its cause, or was done already.
_NO_TASK = re.compile(r"^(?:[^,;。]{0,8}(?:原因|根源)(?:是|在于|:)|究其|由于|(?:仍|还|尚)(?:有|存在|未))", re.X)


_FIRST = re.compile(r"一是|第一[,、]|其一|[(]一[)]|1[.、](?![0-9])|[(]1[)]")
_ORDINAL = re.compile(
    r"[一二三四五六七八九十]{1,2}是|第[一二三四五六七八九十][,、]|[(][一二三四五六七八九十0-9]{1,2}[)]|[0-9]{1,2}[.、](?![0-9])"
)


def _tasks_follow(sentences: list[Sentence]) -> bool:
    """Whether the paragraphs after this one may be tasks: it is nothing but plans itself, headings included."""
    return bool(sentences) and all(s.role == "plan" for s in sentences)


def _listed(analysis: Analysis, index: int, role: Role | None, before: list[Sentence]) -> bool:
    """Whether the block is a task of a list: the first after what announces one, or the next of it.

    Under a heading that speaks of what was done, every task must have its number.
    """
    text = analysis.folded[index].text
    if len(before) == 1 and not before[0].label and _FIRST.match(text):
        return True  # 明年,将紧盯上述差距抓落实。 / 一是……
    if role != "problem" and not (_ORDINAL.match(text) and _numbered_or_announces(before)):
        return False
    return (
        _ORDINAL.match(before[0].text) is not None or before[0].label or bool(_TASKS_ANNOUNCED.search(before[-1].text))
    )


def _numbered_or_announces(before: list[Sentence]) -> bool:
    return bool(_ORDINAL.match(before[0].text) or _TASKS_ANNOUNCED.search(before[-1].text))


def _sentences(analysis: Analysis, index: int, role: Role | None, listing: bool = False) -> list[Sentence]:
    """``listing``: the paragraph before announced tasks or was one, so that this one is a task unless it owns up to a fault."""
    block = analysis.report.blocks[index]
    sentences = analysis.split(index, role or "measures")
    listing = listing and not any(_SUBHEAD_STRICT["problem"].search(s.text) for s in sentences[:1])
    if block.kind == "heading":
        for sentence in sentences:
            sentence.label = True
            sentence.role = "plan" if listing else sentence.role
        return sentences
    _mark_run_in(analysis, index, sentences)
    current: Role = "plan" if listing else role or "measures"
    for sentence in sentences:
        if sentence.label:
            sentence.role = current if listing else sentence.role
            continue
        if listing:
            listing = not (deficits.owns_up(sentence.text) or _NO_TASK.search(sentence.text))
        current = "plan" if listing else _next_role(analysis, sentence, current, role)
        sentence.role = current
        if current == "plan" and role == "problem":
            sentence.after_plan_word = True
    return sentences


def _mark_run_in(analysis: Analysis, index: int, sentences: list[Sentence]) -> None:
    """A run-in heading is a label, not a statement."""
    base = analysis.report.blocks[index].start
    for heading in analysis.report.headings:
        if heading.block != index or not heading.run_in:
            continue
        for sentence in sentences:
            start, end = analysis.span(index, sentence.start, sentence.end)
            if start <= heading.start < end and end - base <= heading.end - base + 2:
                sentence.label = True


_NUMBER = re.compile(r"^(?:[(]?[一二三四五六七八九十0-9]+[)、.]|[一二三四五六七八九十]+是)")
_NOT_YET = re.compile(r"至今|尚未|没有|未能")
_TOLD_AS_DONE = re.compile(r"已|了(?!解)")


def _next_role(analysis: Analysis, sentence: Sentence, current: Role, role: Role | None) -> Role:
    """The role of a sentence, given that of the one before it in the paragraph and that of the part."""
    text = sentence.text
    if _EXTRA.search(text):
        return current if current == "opening" else role or "other"
    if role == "plan":
        return "plan"
    if role == "problem":
        return _role_in_problems(analysis, sentence, current)
    if current in ("problem", "plan") and role in (None, "measures", "duty", "other", "opening"):
        if _plan_opens(analysis, text):
            return "plan"
        if current == "plan":
            return "plan" if not told_as_done(text) or looks_ahead(text) else role or "measures"
        if deficits.continues(text):
            return "problem"
    if role in (None, "measures", "duty", "other"):
        if deficits.owns_up(text):
            return "problem"
        if _plan_opens(analysis, text):
            return "plan"
    return role or "measures"


def _role_in_problems(analysis: Analysis, sentence: Sentence, current: Role) -> Role:
    """Under a heading that announces shortcomings: a sentence that opens with 下一步 or next year's number starts a plan."""
    text = sentence.text
    if _plan_opens(analysis, text):
        return "plan"
    if current == "plan":
        return "problem" if deficits.admits(text) or (deficits.deficient(text) and not looks_ahead(text)) else "plan"
    return "problem"


def _plan_opens(analysis: Analysis, text: str) -> bool:
    head = _NUMBER.sub("", text)
    if _NOT_YET.search(head[:40]):
        return False
    if _NEXT_IN_TEXT.search(head):
        return True
    following = f"{(analysis.year or 0) + 1}年"
    if not analysis.year or not head.startswith((following, f"在{following}", f"到{following}")):
        return False
    return not _TOLD_AS_DONE.search(head[:40])


def _opening_without_headings(analysis: Analysis) -> None:
    """A report without any heading: the paragraph that announces the report (现将…报告如下) and those before it open it."""
    opening = -1
    for sentence in analysis.sentences:
        if re.search(r"(?:报告|汇报|总结)如下", sentence.text):
            opening = sentence.block
            break
    if opening >= 0:
        for sentence in analysis.sentences:
            if sentence.block <= opening:
                sentence.role = "opening"
    for index, sentences in analysis.by_block.items():
        if index <= opening:
            continue
        for sentence in sentences:
            if sentence.role == "measures":
                role = _content_role(analysis, sentence)
                if role in ("duty", "plan"):
                    sentence.role = role
