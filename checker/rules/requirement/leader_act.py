"""Did the principal leader act? Met by a concrete act of theirs on law-based-government work.

Basis: 《党政主要负责人履行推进法治建设第一责任人职责规定》第四条至第六条, contract.md ``personal_duty``. Only asserting the duty, a duty list, or
acts of bodies and subordinate heads told as part of the leader's duty give ``partial``.
"""

from __future__ import annotations

import re

from checker.rules import Context, Judgement
from checker.rules import Params as _Params
from checker.rules.actors import Actor
from checker.rules.acts import duty_asserted, on_topic, particular_act
from checker.rules.analysis import Analysis, Clause, Sentence
from checker.text import Span


class Params(_Params):
    """No parameters."""


_PERSONAL_LABEL = re.compile(r"亲自|主要负责人|主要领导|主要负责同志|党政负责人|第一责任人|一把手|书记|带头", re.X)
_LIST = re.compile(r"(?:职责|责任|履职)清单|领导小组|领导机制|责任制", re.X)
_DUTY_WORDS = re.compile(
    r"第一责任人|四个亲自|亲自(?:部署|过问|协调|督办|抓)|(?:法治建设|法治政府建设)[^,;。]{0,16}(?:职责|责任|领导)", re.X
)


_NOT_HELD = re.compile(
    r"(?:未能?|没有|没能)(?:如期|按期|按时)?(?:召开|举行|成行|开成|进行|参加)|推迟|取消了?(?:原定|会议)"
)

# Acts of the office that need no word of law where the duty is being told.
_OF_OFFICE = ("听取汇报", "主持研究", "批示、约谈")


def judge(analysis: Analysis, params: Params, context: Context) -> Judgement:
    """Look through the whole body, clause by clause, for the subject of each concrete act."""
    proofs: list[tuple[Span, str]] = []
    others: list[Span] = []
    asserted: list[Span] = []
    for block, sentences in analysis.by_block.items():
        del block
        carried: Actor | None = None
        for sentence in sentences:
            if sentence.label:
                carried = "leader" if sentence.role == "duty" and _PERSONAL_LABEL.search(sentence.text) else None
                continue
            if sentence.role in ("plan", "opening", "problem"):
                if sentence.role == "opening" and duty_asserted(sentence.text) and _leaderish(sentence):
                    asserted.append(analysis.sentence_span(sentence))
                continue
            carried = _sentence(analysis, sentence, carried, proofs, others, asserted)
    if proofs:
        span, act = proofs[0]
        reason = f"写明了主要负责人的具体履职行为（{act}）：“{analysis.quote(span)}”。"
        return Judgement("met", reason, tuple(s for s, _ in proofs[:4]))
    if others:
        reason = f"履职部分只写了领导班子、分管或下级负责人的做法（“{analysis.quote(others[0], 30)}”），没有主要负责人本人的具体行为。"
        return Judgement("partial", reason, tuple(others[:2]))
    if asserted:
        reason = f"只表态或只列职责、机制（“{analysis.quote(asserted[0], 30)}”），没有主要负责人本人的具体行为。"
        return Judgement("partial", reason, tuple(asserted[:2]))
    return Judgement("missing", "全文没有写党政主要负责人履行推进法治建设第一责任人职责的情况。")


def _leaderish(sentence: Sentence) -> bool:
    return sentence.names_leader or "第一责任人" in sentence.text


def _sentence(
    analysis: Analysis,
    sentence: Sentence,
    carried: Actor | None,
    proofs: list[tuple[Span, str]],
    others: list[Span],
    asserted: list[Span],
) -> Actor | None:
    """Judge one sentence; gives back the subject that the next sentence of the paragraph may leave out."""
    subject = carried
    named: Actor | None = None
    duty = sentence.role == "duty"
    held = not _NOT_HELD.search(sentence.text)
    for clause in sentence.clauses:
        actor = _subject(clause)
        if actor is not None:
            subject = named = actor
        act = _act(clause, actor) if held else None
        if act is None and held and _on_one_case(sentence, clause):
            act = "亲自督办"
        if act and sentence.done(clause) and _about_law(clause, of_office=duty and act in _OF_OFFICE):
            span = analysis.clause_span(clause)
            if subject == "leader" or (subject is None and "主持" in clause.text and _presided(clause)):
                proofs.append((span, act))
            elif duty and subject in ("body", "deputy", "subordinate", None):
                others.append(span)
        elif duty_asserted(clause.text) or _LIST.search(clause.text):
            if duty or subject == "leader" or _DUTY_WORDS.search(clause.text):
                asserted.append(analysis.clause_span(clause))
        elif duty and clause.mood == "done" and clause.on_topic:
            if subject in ("body", "deputy", "subordinate"):
                others.append(analysis.clause_span(clause))
            elif subject == "leader":
                asserted.append(analysis.clause_span(clause))
    return (named if named in ("leader", "deputy", "subordinate", "outsider") else None) or (
        carried if named is None else None
    )


def _about_law(clause: Clause, *, of_office: bool) -> bool:
    """Whether the act concerns law-based-government work; one of office does where nothing speaks against it."""
    return clause.on_topic or (of_office and on_topic(clause.text, clause.sentence.text, default=True))


def _act(clause: Clause, actor: Actor | None) -> str | None:
    """The concrete act a clause tells; of a leader named in it anything particular is one."""
    act = clause.leader_act
    if act is None and actor == "leader" and particular_act(clause.text):
        return "具体履职"
    return act


_IN_PERSON = re.compile(r"亲自(?:部署|过问|协调|督办|包案|研究)")
_ONE_CASE = re.compile(
    r"^(?:对|就|针对|为|围绕)[^,;。]{0,40}(?:一起|一件|一案|一宗|[0-9两三四五六七八九十]+[起件宗]|该案|此案|\")"
)


def _on_one_case(sentence: Sentence, clause: Clause) -> bool:
    """对一起赔偿案,局长亲自督办: stock words (亲自督办) tell an act where the clause before them names the case."""
    if "亲自" not in clause.text or not _IN_PERSON.search(clause.text):
        return False
    before = [c for c in sentence.clauses if c.end == clause.start]
    return any(_ONE_CASE.search(c.text) for c in before)


def _subject(clause: Clause) -> Actor | None:
    """The subject that a clause names: a person before a body (县委书记主持县委常委会), the first named before its verb."""
    if not clause.mentions:
        return None
    people = [m for m in clause.mentions if m.actor in ("leader", "deputy", "subordinate")]
    bodies = [m for m in clause.mentions if m.actor == "body" and not _AFTER_PREPOSITION.search(clause.text[: m.start])]
    outsiders = [m for m in clause.mentions if m.actor == "outsider"]
    if people:
        first = people[0]
        if bodies and bodies[0].start < first.start and first.actor == "subordinate":
            return "body"
        return first.actor
    if any(clause.text[: m.end].endswith(("负责人", "负责同志", "领导")) for m in outsiders):
        return "outsider"
    if bodies and (bodies[0].start <= 8 or "主持" not in clause.text):
        return None if "主持" in clause.text else "body"
    if outsiders and outsiders[0].start <= 4:
        return "outsider"
    return None


_AFTER_PREPOSITION = re.compile(r"[以对为向在就给从把与和同被将]$")


def _presided(clause: Clause) -> bool:
    """主持 needs a person; where nobody else is named it is the principal leader."""
    return not any(m.actor in ("deputy", "subordinate") for m in clause.mentions)
