"""The specific actions that a report plans."""

from __future__ import annotations

import re

from checker.rules import deficits
from checker.rules.acts import action
from checker.rules.analysis import Analysis, Clause
from checker.rules.tense import told_as_done

_REMEDY_LABEL = re.compile(r"整改|改进措施|改进方向", re.X)
_PROBLEM_LABEL = re.compile(r"问题(?!整改)|不足|原因|短板", re.X)
# 已 with its verb; not 已下放的事项, which only names a thing.
_ALREADY = re.compile(r"(?:^|[,;:是年月日底前局镇县市区均都现也])已经?(?![^,;:]{0,12}的)(?=[\u4e00-\u9fff]{2})", re.X)


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
            label = sentence.text
            remedy_label = (
                bool(_REMEDY_LABEL.search(label)) and not _PROBLEM_LABEL.search(label) and "情况" not in label
            )
            continue
        if sentence.role not in ("plan", "problem"):
            continue
        told = False  # 已组织……: from there to the next word of the future the sentence tells what was done
        for clause in sentence.clauses:
            told = clause.mood != "planned" and (told or bool(_ALREADY.search(clause.text)))
            if sentence.role == "plan":
                wanted = not told
            else:
                open_end = remedy_label and not told_as_done(sentence.text)
                wanted = open_end or (clause.mood == "planned" and not deficits.deficient(clause.text))
            if wanted and not clause.negated and action(clause.text):
                found.append(clause)
    return found
