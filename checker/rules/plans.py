"""The specific actions that a report plans."""

from __future__ import annotations

import re

from checker.rules import deficits
from checker.rules.acts import action
from checker.rules.analysis import Analysis, Clause
from checker.rules.tense import told_as_done

_REMEDY_LABEL = re.compile(r"整改|改进措施|改进方向", re.X)
_PROBLEM_LABEL = re.compile(r"问题(?!整改)|不足|原因|短板", re.X)


def planned_actions(analysis: Analysis) -> list[Clause]:
    """Clauses that name a specific action: in the plans, and future measures in the shortcomings part."""
    known: list[Clause] | None = analysis.memo.get("actions")
    if known is None:
        known = analysis.memo["actions"] = _actions(analysis)
    return known


def _actions(analysis: Analysis) -> list[Clause]:
    found: list[Clause] = []
    remedy_label = False
    for sentence in analysis.sentences:
        if sentence.label:
            remedy_label = bool(_REMEDY_LABEL.search(sentence.text)) and not _PROBLEM_LABEL.search(sentence.text)
            continue
        for clause in sentence.clauses:
            if sentence.role == "plan":
                wanted = True
            elif sentence.role == "problem":
                open_end = remedy_label and not told_as_done(sentence.text)
                wanted = open_end or (clause.mood == "planned" and not deficits.deficient(clause.text))
            else:
                wanted = False
            if wanted and not clause.negated and action(clause.text):
                found.append(clause)
    return found
