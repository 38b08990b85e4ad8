"""The topics of the measures: taken out; then asserted, planned, denied, told of others, or told in a sentence of our own."""

from __future__ import annotations

from collections.abc import Iterator

from checker.planting.bench import Bench
from checker.planting.cues import cue
from checker.planting.edit import append, insert, strip
from checker.planting.model import Case, Lines
from checker.planting.source import with_lines

# What is said of a topic: an act; an assertion without one; a plan; a denial; a sentence that only has its words.
TOLD: dict[str, tuple[str, ...]] = {
    "functions": (
        "梳理公布政务服务事项{many}项，企业开办时间压缩到一个工作日。",
        "设立帮办代办窗口，全年为群众代办审批事项{many}件。",
    ),
    "rulemaking": ("制定行政规范性文件{few}件，清理废止{more}件。", "印发《户外广告设置管理办法》，同步完成备案。"),
    "decision_making": (
        "法律顾问审查重大合同{some}份，出具法律意见书{few}份。",
        "对公交票价调整组织听证会{few}场，经合法性审查和集体讨论后决定。",
    ),
    "enforcement": (
        "全年立案查处违法案件{some}件，罚款{few}万元。",
        "开展执法检查{many}家次，责令改正违法行为{some}起。",
    ),
    "emergency": (
        "修订突发事件应急预案{few}个，组织防汛演练{more}次。",
        "台风期间转移危险区群众{many}人，无人员伤亡。",
    ),
    "disputes": ("人民调解委员会调解邻里纠纷{lots}起。", "受理行政复议申请{some}件，以调解方式结案{few}件。"),
    "supervision": ("办理人大代表建议{few}件、政协提案{more}件。", "主动公开政府信息{many}条，答复依申请公开{few}件。"),
    "digital": ("政务服务事项网上可办率达到97.6%。", "建成行政执法监督平台，线上归集执法数据{many}条。"),
    "party_leadership": ("举办习近平法治思想专题研讨班{few}期。", "组织习近平法治思想宣讲{some}场。"),
    "publicity": ("开展普法宣传活动{some}场，发放普法资料{many}份。", "组织律师进社区举办法治讲座{few}场。"),
}
_ASSERTED = ("始终高度重视{}。", "始终把{}摆在突出位置。")
_NAMES = {
    "functions": "优化营商环境工作",
    "rulemaking": "规范性文件管理工作",
    "decision_making": "依法决策工作",
    "enforcement": "行政执法工作",
    "emergency": "安全生产工作",
    "disputes": "矛盾纠纷化解工作",
    "supervision": "权力监督工作",
    "digital": "数字政府建设",
    "party_leadership": "党对法治建设的领导",
    "publicity": "普法工作",
}
ASSERTED: dict[str, tuple[str, ...]] = {
    topic: tuple(text.format(name) for text in _ASSERTED) for topic, name in _NAMES.items()
}
PLANNED: dict[str, tuple[str, ...]] = {
    "functions": ("{next}年，拟再压缩审批环节{few}个，新设帮办代办窗口{more}个。",),
    "rulemaking": ("{next}年，拟制定行政规范性文件{few}件。",),
    "decision_making": ("{next}年，拟对{few}项重大决策开展后评估。",),
    "enforcement": ("{next}年，拟组织行政执法案卷评查{few}次。",),
    "emergency": ("{next}年，拟组织防汛应急演练{few}次。",),
    "disputes": ("{next}年，拟新建行业性调解委员会{few}个。",),
    "supervision": ("{next}年，拟聘请社会监督员{some}名。",),
    "digital": ("{next}年，拟建设数据共享平台，实现{some}个事项网上可办。",),
    "party_leadership": ("{next}年，拟举办习近平法治思想专题培训班{few}期。",),
    "publicity": ("{next}年，拟开展普法宣传活动{some}场。",),
}
DENIED: dict[str, tuple[str, ...]] = {
    "functions": ("本年度没有调整政务服务事项。",),
    "rulemaking": ("本年度没有制定行政规范性文件。",),
    "decision_making": ("本年度没有重大行政决策事项。",),
    "enforcement": ("本年度没有办理行政处罚案件。",),
    "emergency": ("本年度没有组织应急演练。",),
    "disputes": ("本年度没有行政复议案件。",),
    "supervision": ("本年度没有收到司法建议和检察建议。",),
    "digital": ("本年度没有新建信息系统。",),
    "party_leadership": ("本年度没有举办习近平法治思想培训班。",),
    "publicity": ("本年度没有组织集中普法活动。",),
}
SIMILAR: dict[str, tuple[str, ...]] = {
    "functions": ("为机关干部办理食堂就餐卡{some}张。",),
    "rulemaking": ("修订机关内部考勤办法，重申请销假纪律。",),
    "decision_making": ("邀请律师为干部家属作理财知识辅导{few}次。",),
    "enforcement": ("机关纪委查处违反考勤纪律人员{few}名。",),
    "emergency": ("梳理合同履约法律风险点{some}处，逐项提示承办科室。",),
    "disputes": ("组织干部学习《信访工作条例》并撰写心得。",),
    "supervision": ("财务人员与开户银行逐笔对账{some}次。",),
    "digital": ("新添自助取号终端{few}台，旧档案完成数字化扫描。",),
    "party_leadership": ("机关支部开展植树主题党日{few}次。",),
    "publicity": ("制作招商宣传册{many}份，赴外地推介{few}场。",),
}
_MOST = 0.5  # a report that loses more than this is no longer the same


def cases(bench: Bench) -> Iterator[Case]:
    """Every topic that the report covers: out, and then two of the ways to speak of it; a topic that is not covered: those."""
    for topic in TOLD:
        requirement = f"measures.{topic}"
        if bench.original.says(requirement):
            lines = _without(bench, topic)
        elif bench.original.says(requirement, "missing"):
            lines = bench.source.lines
        else:
            continue
        if lines is None:
            continue
        if lines is not bench.source.lines:
            yield bench.plant("removed", topic, lines, verdicts={requirement: "missing"})
        yield from _told(bench, topic, lines)


def requirement_of(topic: str) -> str:
    """The id of the requirement."""
    return f"measures.{topic}"


def _without(bench: Bench, topic: str) -> Lines | None:
    """The report without a word on the topic; None where little would be left."""
    source = bench.source
    pattern = cue(requirement_of(topic))
    proofs = bench.original.proofs[requirement_of(topic)]

    def gone(piece: str) -> bool:
        if "报告如下" in piece:
            return False
        return bool(pattern.search(piece)) or any(proof in piece or piece.strip("。；") in proof for proof in proofs)

    plans = {i for part in source.parts if part.section == "plans" for i in range(part.first, part.last)}
    lines = strip(source, gone, where=lambda index: index not in plans)
    before = sum(len(line.body) for line in source.lines)
    after = sum(len(line.body) for line in lines)
    return lines if after >= before * _MOST else None


def _told(bench: Bench, topic: str, lines: Lines) -> Iterator[Case]:
    requirement = requirement_of(topic)
    ways = (("asserted", ASSERTED), ("planned", PLANNED), ("denied", DENIED), ("similar", SIMILAR))
    chosen = bench.rng("ways", topic).sample(ways, 2)
    for name, texts in (("told", TOLD), *chosen):
        for variant, text in bench.choose(f"{name}-{topic}", bench.fitting(texts[topic])):
            sentence = bench.fill(text, name, topic)
            made = _placed(bench, lines, sentence, "plans" if name == "planned" else "measures")
            if made is None:
                continue
            verdict = "met" if name == "told" else "missing"
            loose = ["shortcomings.problems", "shortcomings"] if name == "denied" else []
            yield bench.plant(name, f"{topic}-{variant}", made, verdicts={requirement: verdict}, loose=loose)


def _placed(bench: Bench, lines: Lines, sentence: str, section: str) -> Lines | None:
    """The sentence at the end of a paragraph of the section, or as one."""
    source = with_lines(bench.source, lines)
    part = next((part for part in source.parts if part.section == section), None)
    if part is None:
        return None
    places = [i for i in range(part.first, part.last) if lines[i].kind == "paragraph" and len(lines[i].body) >= 30]
    if section == "plans" or not places:
        return insert(lines, part.last, sentence)
    return append(lines, bench.rng("place", sentence).choice(places), sentence)
