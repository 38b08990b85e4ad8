"""Files that were read but are no annual report on law-based government: a notice, a contract, a novel, another annual report.

A real report must never be refused, however thin or odd: that is what verdicts are for. So the benefit of the doubt goes to the
file: a title that says so makes it a report; the form of another kind (a contract's parties, a notice's closing formula, articles
of a statute) counts only where nothing tells of a report; and a text is off the subject only if it hardly ever names it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from checker.errors import NotAReport
from checker.model import Report
from checker.text import fold_width, han_count

_SUBJECT = re.compile(r"法治|法制政府|依法行政|依法治|依法办事")
_TERMS = tuple(
    re.compile(pattern)
    for pattern in (
        r"法[治制]政府",
        r"依法行政",
        r"依法治",
        r"法治思想",
        r"第一责任人",
        r"执法",
        r"普法|法[治律制]宣传|宪法",
        r"行政复议",
        r"行政诉讼|出庭|应诉",
        r"规范性文件|规章",
        r"合法性审[查核]|法制审核|公平竞争审查",
        r"法律顾问|公职律师",
        r"重大(?:行政)?决策",
        r"行政处罚|行政许可|行政强制|行政检查|行政裁决",
        r"调解|矛盾纠纷|信访",
        r"学法|述法|法治培训",
        r"政务公开|信息公开",
        r"权责清单|权力清单|放管服|营商环境|政务服务",
        r"案卷|裁量|双随机",
        r"司法|法院|检察",
    )
)
# The law-based-government report by its title, and the words that end the titles of other documents about the same subject.
_LAW_TITLE = re.compile(
    r"(?:法[治制]政府|依法行政|法[治制]建设|法[治制]工作|依法治[^,。;:]{1,5}|法治[^,。;:]{1,8}|第一责任人)[^。;:]{0,30}?"
    r"(?:报告|总结|汇报|年报|情况|回顾|小结)"
)
_OTHER_ENDS = re.compile(
    r"(?:通知|通告|公告|公示|通报|请示|批复|复函|的函|公函|纪要|决定书?|倡议书|判决书|裁定书|合同|协议书?|通知书|指引|指南|意见|简报|材料|议程|日程|格式|范本|条例|办法"
    r"|细则|研究|探析|思考|初探|论文|综述|评估报告|调查报告|调研报告|督察报告|审计报告|解读|答记者问|讲话|致辞|发言|方案|会议记录"
    r"|指标体系|心得体会?|试题|题库|新闻发布会|培训班|启动|召开)(?:\([^()]{0,20}\))?$"
)
_PLAN_ENDS = re.compile(r"(?:要点|计划|规划|纲要|安排|清单|任务分解表?|分工|打算)(?:\([^()]{0,20}\))?$")
_TELLS = re.compile(r"报告|总结|情况|汇报")
_TELLS_LAST = re.compile(r"(?:报告|总结|情况|汇报|年报)(?:\([^()]{0,20}\))?$")
_SENTENCE = re.compile(r"[。;!?]")
_REPORTING = re.compile(r"现[将就把][^。]{0,80}(?:报告|汇报)如下|报告如下|特此报告|专此报告")
_DONE = re.compile(
    r"[0-9](?:[0-9,.]*)[余多]?[万千百]?[余多]?(?:件|起|次|场|份|人次|户|家|项|条|期|卷|名|人|部|个|批|宗|处|套|篇|例|%|万元|亿元)"
)
_ROLES = (
    re.compile(
        r"第一责任人|(?:主要负责人|主要领导|党政负责人|主要负责同志|书记|[局镇乡县市区]长|主任)[^。]{0,14}(?:履职|履行|职责)"
    ),
    re.compile(r"举措|成效|成绩|做法|工作(?:开展|完成|进展)?情况|工作总结|主要工作|重点工作|亮点"),
    re.compile(r"不足|问题|短板|差距|薄弱|困难"),
    re.compile(
        r"下一?步|下一?年|明年|今后|20[0-9]{2}年[^,。]{0,12}(?:打算|安排|计划|思路|重点|要点)|努力方向|工作安排|工作计划|工作打算"
    ),
)
_HEADING = re.compile(
    r"^\s*(?:[一二三四五六七八九十]{1,3}[、,.]|\([一二三四五六七八九十]{1,3}\)|第[一二三四五六七八九十]部分|[0-9]{1,2}[、.])"
)

_CLAUSE = re.compile(r"^\s*第[一二三四五六七八九十百零〇0-9]{1,5}条[\s　:：]?")
_OPTION = re.compile(r"^\s*[A-D][.、．:：)]\s*\S")
_NOTICE = re.compile(
    r"特此(?:通知|公告|通告|函达|函复|批复|公示)|现(?:将|就|把)?[^。]{0,100}(?:通知|公告|通告|函告|公示|通报)如下|现(?:予以?)?(?:印发|转发)给你们"
)
_MADE_FOR = re.compile(
    r"(?:制定|提出|形成)(?:本|如下|以下)(?:实施)?(?:方案|规划|计划|办法|意见|规定|制度|指引|细则|要点|标准)"
)
_OWN = re.compile(
    r"我[局镇乡县市区州旗委办厅校院队站处们单街中系]|本[局镇乡县市区州旗委办厅院单街]|全[局镇乡县市区州旗系]|20[0-9]{2}年|今年|去年|一年来|本年"
)
_CASE = re.compile(r"本院认为|判决如下|裁定如下|本机关认为|原告[^。]{0,200}被告|申请复议|处罚决定书|罚字〔")
_NEWS = re.compile(r"本报讯|本网讯|记者[^。,]{1,12}(?:报道|获悉|从)|通讯员|讯\([^()]{0,20}记者|新华社[^。]{0,10}电")
_SPEECH = re.compile(r"^\s*(?:尊敬的)?(?:各位[^,。:]{1,16}|同志们|同学们|女士们|老师们)(?:[,、][^。:]{0,30})?[:!,]")
_PAPER = re.compile(r"关键词|摘\s*要|参考文献|\[[0-9]{1,2}\][^。]{0,80}(?:出版社|学报|期刊)")
_DISCLOSURE = re.compile(r"主动公开政府信息情况|收到和处理政府信息公开申请情况|政府信息公开行政复议")
_DISCLOSURE_TITLE = re.compile(r"信息公开[^。]{0,10}(?:报告|年报)")
_KINDS_BY_TITLE = (
    (re.compile(r"政府信息公开|政务公开"), "政府信息公开工作年度报告"),
    (re.compile(r"通知(?:书)?(?:\([^()]{0,20}\))?$"), "通知"),
    (re.compile(r"(?:公告|通告|公示|启事)$"), "公告"),
    (re.compile(r"(?:决定|命令|通报|倡议书|表扬信)$"), "决定或者通报"),
    (re.compile(r"(?:函|请示|批复)$"), "公函"),
    (re.compile(r"(?:合同|协议书?)(?:\([^()]{0,20}\))?$"), "合同"),
    (re.compile(r"(?:纪要|会议记录|议程|日程)(?:\([^()]{0,20}\))?$"), "会议纪要"),
    (re.compile(r"(?:讲话|致辞|发言|发言稿|讲话稿|主持词)(?:\([^()]{0,20}\))?$"), "讲话稿"),
    (re.compile(r"(?:判决书|裁定书|决定书)$"), "法律文书"),
    (re.compile(r"(?:条例|办法|细则|规定|章程|制度|守则|规则|暂行规定)(?:\([^()]{0,20}\))?$"), "法规或者制度"),
    (
        re.compile(
            r"(?:要点|计划|方案|规划|纲要|安排|意见|预案|清单|分工|打算|任务分解表|指标体系|评分标准|考核标准)(?:\([^()]{0,20}\))?$"
        ),
        "工作计划或者方案",
    ),
    (re.compile(r"(?:指引|指南|范本|样表|解读|答记者问|问答|百问|手册)(?:\([^()]{0,20}\))?$"), "指引或者解读"),
    (re.compile(r"简报(?:\([^()]{0,20}\))?$"), "简报"),
    (
        re.compile(r"(?:申报材料|申报书|申报表|申请书|申请表|证明|推荐材料|事迹材料|佐证材料)(?:\([^()]{0,20}\))?$"),
        "申报材料",
    ),
    (re.compile(r"(?:建议书|意见书|通知书|告知书|承诺书|责任书)$"), "法律文书"),
    (re.compile(r"政府工作报告$"), "政府工作报告"),
    (re.compile(r"述职|述廉|述学"), "述职报告"),
    (re.compile(r"(?:试题|试卷|题库|考试|测试题)(?:\([^()]{0,20}\))?$"), "试题"),
    (re.compile(r"(?:简历|履历表?)$"), "简历"),
    (re.compile(r"(?:预算|决算|预算报告|决算报告|预算公开|决算公开)(?:说明)?$"), "预决算文件"),
    (re.compile(r"(?:招标|采购|投标|中标)[^。]{0,12}$"), "采购文件"),
    (re.compile(r"(?:研究|探析|思考|初探|论文|综述|实证)[^。]{0,6}$"), "论文"),
    (re.compile(r"(?:调研|调查|审计|评估|督察|督查|可行性研究|体检|检测|检验)报告$"), "另一种报告"),
)
_IS = "像是{}，不是法治政府建设年度报告，没有检查；请核对是否选错了文件，确是年度报告的，请在标题中写明“法治政府建设”和“报告”。"
_ELSE = "全文{}，不像法治政府建设年度报告，没有检查；请核对是否选错了文件，确是年度报告的，请在标题中写明“法治政府建设”和“报告”。"
_HEAD_LINES, _SEARCHED, _TITLE_LENGTH = 8, 60, 70


def refuse_other_kinds(report: Report) -> None:
    """Raise NotAReport where the text is surely another kind of document."""
    text = _Text(report)
    if text.is_titled_as_one:
        return
    kind = text.kind
    if kind is not None:
        raise NotAReport(f"{report.document.source}：{_IS.format(kind)}")
    why = text.off_the_subject
    if why is not None:
        raise NotAReport(f"{report.document.source}：{_ELSE.format(why)}")


@dataclass(frozen=True)
class _Text:
    """A report's paragraphs, and what they tell of its kind."""

    report: Report

    @cached_property
    def lines(self) -> list[str]:
        """The paragraphs but what the site or the file put round them; all, where nothing else is left."""
        text = self.report.text
        kept = [block for block in self.report.blocks if block.kind != "residue"] or list(self.report.blocks)
        return [fold_width(text[block.start : block.end]) for block in kept]

    @cached_property
    def text(self) -> str:
        return "\n".join(self.lines)

    @cached_property
    def han(self) -> int:
        return han_count(self.text)

    @cached_property
    def single(self) -> list[str]:
        """The short lines before the first paragraph."""
        lines: list[str] = []
        for line in self.lines[:_HEAD_LINES]:
            if len(line) > _TITLE_LENGTH or _SENTENCE.search(line):
                break
            lines.append(_close(line))
        return lines

    @cached_property
    def head(self) -> list[str]:
        """The same, and two of them together (a title in two lines)."""
        return self.single + [first + second for first, second in pairwise(self.single)]

    @cached_property
    def is_titled(self) -> bool:
        """Whether the first line looks like a title, of whatever it may be."""
        return bool(self.head) and not _HEADING.match(self.head[0]) and not self.head[0].endswith((":", ","))

    @cached_property
    def is_titled_as_one(self) -> bool:
        """Whether a line near the beginning is the title of such a report, possibly after the letter that sends it."""
        title = _close(fold_width(self.report.info.title or ""))
        short = [_close(line) for line in self.lines[:_SEARCHED] if len(line) <= _TITLE_LENGTH]
        joined = self.head[len(self.single) :]
        return any(map(_is_law_title, (title, *short))) or any(
            _is_law_title(line) and _TELLS_LAST.search(line) for line in joined
        )

    @cached_property
    def roles(self) -> int:
        """How many of the four mandated parts a heading or the opening of a paragraph names."""
        openings = [line[:40] for line in self.lines if _HEADING.match(line) or len(line) <= 40]
        return sum(any(role.search(opening) for opening in openings) for role in _ROLES)

    @cached_property
    def subject(self) -> int:
        return len(_SUBJECT.findall(self.text))

    @cached_property
    def terms(self) -> int:
        return sum(1 for term in _TERMS if term.search(self.text))

    @cached_property
    def done(self) -> int:
        return len(_DONE.findall(self.text))

    @cached_property
    def tells_of_deeds(self) -> bool:
        """Whether the body is that of a report on the subject, whatever stands above it."""
        dense = self.subject * 1000 >= 2 * max(self.han, 1) and self.terms >= 5
        if not dense:
            return False
        return bool(_REPORTING.search(self.text)) or self.done >= 10 or (self.roles >= 2 and self.done >= 3)

    @cached_property
    def kind(self) -> str | None:
        """The other kind of document that this surely is."""
        return self._by_form or (None if self.tells_of_deeds else self._by_formula or self._by_title)

    @cached_property
    def _by_form(self) -> str | None:
        """Kinds whose form no report has."""
        if sum(1 for line in self.lines if _CLAUSE.match(line)) >= 5:
            return "法规、制度或者合同"
        if min(self.text.count("甲方"), self.text.count("乙方")) >= 3:
            return "合同"
        if sum(1 for line in self.lines if _OPTION.match(line)) >= 8:
            return "试题"
        if len(set(_DISCLOSURE.findall(self.text))) >= 2 or (
            any(_DISCLOSURE_TITLE.search(line) for line in self.head) and self.roles < 3
        ):
            return "政府信息公开工作年度报告"
        return None

    @cached_property
    def _by_formula(self) -> str | None:
        """Kinds that give themselves away by a formula."""
        if _NOTICE.search(self.text):
            return "通知或者公告"
        if any(_MADE_FOR.search(line) for line in self.lines[:6]):
            return "工作计划或者方案"
        if len(set(_CASE.findall(self.text))) >= 2:
            return "法律文书"
        if self.lines and any(_SPEECH.match(line) for line in self.lines[:6]):
            return "讲话稿"
        if any(_NEWS.search(line[:200]) for line in self.lines[:6]):
            return "新闻稿"
        if len({match[:3] for match in _PAPER.findall(self.text)}) >= 2:
            return "论文"
        return None

    @cached_property
    def _by_title(self) -> str | None:
        for line in self.head:
            for pattern, kind in _KINDS_BY_TITLE:
                if pattern.search(line) and not _HEADING.match(line):
                    return kind
        return None

    @cached_property
    def off_the_subject(self) -> str | None:
        """Why the text is not about the subject at all; None where it may be."""
        if self.subject == 0 and self.terms < 5 and not (self.roles >= 2 and self.terms >= 2 and not self.is_titled):
            return "没有谈到法治政府建设"
        letters = sum(1 for character in self.text if character.isalnum())
        if letters > 400 and self.han < 0.15 * letters and self.subject < 5:
            return "几乎没有中文文字"
        if self.done == 0 and not _OWN.search(self.text):
            return "没有写哪个单位、哪一年的工作"
        if self.han > 600 and self.subject * 1000 < 0.6 * self.han and self.terms < 7:
            return "很少谈到法治政府建设"
        return None


def _close(line: str) -> str:
    """Without white space: titles are often set with some between their characters."""
    return "".join(line.split())


def _is_law_title(line: str) -> bool:
    found = _LAW_TITLE.search(line)
    if not found or _SENTENCE.search(line) or _OTHER_ENDS.search(line):
        return False
    if line.endswith((":", ",")) and not _REPORTING.search(line):
        return False
    return not _PLAN_ENDS.search(line) or bool(_TELLS.search(line))
