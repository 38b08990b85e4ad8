"""Does a planned action answer a stated problem? Judged by the words that an action and a problem share.

Contract.md ``targets_problems``. Words that every report uses prove nothing; what is shared must name a thing.
"""

from __future__ import annotations

import re

from checker.rules import Context, Judgement
from checker.rules import Params as _Params
from checker.rules.analysis import Analysis, Clause
from checker.rules.deficits import strip_number
from checker.rules.plans import planned_actions
from checker.rules.shortcomings import Problem, collect


class Params(_Params):
    """No parameters."""


_COMMON = re.compile(
    r"""
    法治政府建设|法治政府|法治建设|依法行政|行政机关|进一步|加强|强化|提升|提高|推进|推动|深化|完善|健全|建立
    |落实|工作|建设|政府|法治|行政|依法|全面|存在|问题|不足|不够|不强|不高|不到位|有待|需要|部分|个别|一些|仍然
    |能力|水平|意识|力度|方面|原因|主要|由于|没有|未能|情况|开展|组织|进行|实施|制度|机制|体系|管理|服务|相关
    |有关|单位|部门|人员|干部|基层|重点|全县|全市|全区|全镇|我局|我镇|我县|我市|我区|本局|街道|全年|年度|今年
    |每年|其中|以上|以下|不少于|各类|各项|以及|同时|通过|事项|群众|企业|项目|处理|运用|方式|相应|要求|继续|持续
    |不断|深入|积极|切实|充分|严格|规范|质量|效果|责任|作用|目标|任务|[0-9.%]+
    |[,;:。、()\"《》一二三四五六七八九十是和与及的了在对将要把为等中上下个]
    """,
    re.X,
)
_UNIT = re.compile(
    r"[^,;。、对]{0,8}(?:局|厅|委员会|管委会|街道办事处|镇政府|县政府|市政府|区政府)(?![长面域限])", re.X
)
_REFERENCE = re.compile(
    r"""
    (?:针对|围绕|对照|对)(?:上述|以上|前述|这些|存在的?)(?:[^,;。]{0,8})(?:问题|不足|短板|弱项|差距)|(?:补齐
    |补上|弥补)[^,;。]{0,10}(?:上述|这[些两三几]|以上)[^,;。]{0,8}(?:短板|弱项|不足)
    """,
    re.X,
)


# The same thing under two names: a want of staff is answered by recruiting, 出庭 by 应诉.
_SAME = tuple(
    (re.compile(problem), re.compile(answer))
    for problem, answer in (
        (
            r"(?:力量|人手|人员|编制|法制员|专业人才)[^,;。]{0,10}(?:薄弱|不足|紧缺|短缺|缺|只有|仅)|(?:只有|仅有?|缺)[^,;。]{0,6}(?:人|名)",
            r"招录|招聘|增配|选派|配[齐备强]|增加[^,;。]{0,6}(?:编制|人员)|充实",
        ),
        (r"出庭|应诉|出过庭", r"出庭|应诉"),
        (r"法律顾问|律师|合法性审|送审", r"法律顾问|律师|合法性审|送审|先审后签"),
        (r"培训|不熟悉|素质|业务能力", r"培训|轮训|跟班|实训|练兵|比武|考试"),
    )
)


def judge(analysis: Analysis, params: Params, context: Context) -> Judgement:
    """The first pair of a problem and an action that share a thing's name."""
    problems, actions = collect(analysis), planned_actions(analysis)
    if not problems:
        return Judgement("missing", "没有写不足，安排也就谈不上对应不足。")
    if not actions:
        return Judgement("missing", "没有具体安排对应所列不足。")
    for problem in problems:
        hit = _answer(analysis, problem, actions)
        if hit is not None:
            clause, shared = hit
            span = analysis.clause_span(clause)
            spans = (*problem.spans[:1], span)
            return Judgement("met", f"安排对应了所列不足（{shared}）：“{analysis.quote(span)}”。", spans)
    for sentence in analysis.sentences:
        if sentence.role in ("plan", "problem") and _REFERENCE.search(sentence.text):
            own = [c for c in actions if c.sentence is sentence]
            later = own or [c for c in actions if sentence.role == "plan" and c.sentence.block >= sentence.block]
            if later:
                span = analysis.clause_span(later[0])
                return Judgement("met", f"安排写明针对所列不足：“{analysis.quote(span)}”。", (span,))
    return Judgement("missing", "安排与所列不足没有对应关系。")


def _answer(analysis: Analysis, problem: Problem, actions: list[Clause]) -> tuple[Clause, str] | None:
    said = problem.text + "".join(analysis.report.text[a:b] for a, b in problem.causes)
    for problem_words, answer_words in _SAME:
        if problem_words.search(said):
            for clause in actions:
                match = answer_words.search(clause.text)
                if match:
                    return clause, match.group()
    pieces = _things(_UNIT.sub(" ", strip_number(said).replace(analysis.report.info.unit or "\0", " ")))
    for clause in actions:
        text = clause.text
        around = clause.sentence.text
        for size in (6, 5, 4, 3, 2):
            for piece in pieces:
                for start in range(len(piece) - size + 1):
                    gram = piece[start : start + size]
                    if gram in text or (size >= 3 and gram in around):
                        return clause, gram
    return None


def _things(text: str) -> list[str]:
    """The text without the words that every report uses, in pieces of two characters or more."""
    return [p for p in re.split(r"\s+", _COMMON.sub(" ", re.sub(r"\s", "", text))) if len(p) >= 2]
