"""The leaders' duties told anew: acts, assertions, a deputy's acts, other subjects, a count or none, study, plans, 述法.

The part is filled with five good sentences, one for each requirement; then one of them is another or is gone. What other parts
say on that requirement is taken away first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker.planting.bench import Bench
from checker.planting.cues import cue
from checker.planting.edit import body_pieces, cleared, refill
from checker.planting.model import Case, Lines, Source
from checker.planting.source import with_lines

SECTION = "first_responsible"

GOOD: dict[str, tuple[str, ...]] = {
    "personal_duty": (
        "{leader}就两起程序违法的处罚案件作出批示，并到办案现场督办纠正。",
        "{leader}全年出庭应诉{few}次，在庭上回应原告关切，庭后当面释明处罚依据。",
        "{leader}包案化解行政争议{few}件，先后{more}次到拆违现场督办案件执行。",
        "年内，{leader}先后{few}次听取{office}关于执法案卷质量的汇报，当场交办整改事项。",
    ),
    "deliberation": (
        "{meeting}全年{few}次研究法治政府建设工作，议定执法人员配备等事项。",
        "{meeting}每季度听取一次依法行政工作情况汇报。",
        "{meeting}年内两次专题研究法治政府建设，审议年度任务完成情况。",
        "全年召开{meeting}{few}次，专题研究法治建设重点难点问题。",
    ),
    "planning": (
        "法治政府建设列入{year}年度工作要点，在年终绩效考核中占6分。",
        "把法治建设任务写入{self}年度工作计划，同业务工作一并考核。",
        "法治建设成效作为年度综合考评内容，分值由4分提高到8分。",
    ),
    "study_law": (
        "{centre}围绕习近平法治思想集体学法{few}次。",
        "坚持会前学法，领导班子全年学习《民法典》《行政复议法》等法律{few}部。",
        "{centre}全年安排法治专题学习{few}次。",
    ),
    "reporting_on_duty": (
        "年底，{some}名{juniors}书面述法。",
        "年终述职会上，{juniors}逐一述法并接受评议。",
        "制定党政主要负责人履行推进法治建设第一责任人职责清单，逐项明确责任。",
    ),
}

# Acts told in other words.
UNUSUAL: tuple[str, ...] = (
    "对一起久拖未决的行政赔偿案，{leader}亲自督办，盯到赔偿款全部付清。",
    "{few}份被复议机关纠正的决定书，{leader}逐份批注意见退回重办。",
    "法院来函的{few}件司法建议，均由{leader}签批、限期回复。",
    "{leader}走上法治课堂，以败诉案件为例给执法人员讲了{few}堂课。",
    "在一起土地确权纠纷中，{leader}{few}次约双方当事人面谈，促成签订和解协议。",
    "9月，{leader}以行政机关负责人身份坐上被告席，就处罚程序当庭作了说明。",
)

# What stands in the place of a good sentence, and the verdict that is then right.
NEAR: dict[str, tuple[tuple[str, str, str], ...]] = {
    "personal_duty": (
        ("assertions", "partial", "{leader}认真履行推进法治建设第一责任人职责，切实把责任扛在肩上、抓在手上。"),
        (
            "assertions",
            "partial",
            "主要负责同志始终重视法治建设，坚持重要工作亲自部署、重大问题亲自过问、重点环节亲自协调、重要任务亲自督办。",
        ),
        ("assertions", "partial", "{leader}坚持以身作则、率先垂范，推动形成一级抓一级、层层抓落实的工作格局。"),
        ("deputys", "partial", "{deputy}出庭应诉{few}次，并对{more}起久拖未决的案件挂牌督办。"),
        ("deputys", "partial", "{deputy}到办案一线督办案件{few}件，就两起投诉作出批示。"),
        ("duty_list", "partial", "印发主要负责人推进法治建设职责清单，列明督办、出庭、批示等任务{some}项。"),
        ("standing_rule", "partial", "按照规定，主要负责人每年出庭应诉不少于1次、督办重大案件不少于2件。"),
    ),
    "deliberation": (
        ("often", "partial", "{meeting}多次研究法治政府建设工作，及时解决重大问题。"),
        ("often", "partial", "{meeting}定期听取依法行政工作汇报，适时研究部署法治建设重点任务。"),
        ("other_subject", "missing", "{meeting}全年{some}次研究重点项目建设和招商引资工作。"),
        ("other_subject", "missing", "{meeting}{few}次专题研究粮食收购、道路养护和春节慰问工作。"),
        ("court", "missing", "组织班子成员旁听法院庭审{few}次。"),
        ("lecture", "missing", "邀请法学教授举办法治专题讲座{few}场。"),
    ),
    "planning": (
        ("study_plan", "missing", "制定领导干部年度学法计划，列明必学法律法规{some}部。"),
        ("assertions", "missing", "始终将法治建设摆在突出位置，同频共振、一体推进。"),
        ("other_subject", "missing", "重点项目建设任务列入年度绩效考核，占{few}分。"),
    ),
    "study_law": (
        ("others", "missing", "组织沿街商户和外来务工人员学法{some}场。"),
        ("others", "missing", "机关党支部开展志愿服务主题党日{few}次。"),
        ("others", "missing", "中小学校开展法治副校长进课堂活动{some}次。"),
    ),
    "reporting_on_duty": (
        ("other_list", "missing", "公布行政许可事项清单和办事指南，逐项明确办理条件。"),
        ("others", "missing", "约谈拖欠农民工工资的企业负责人{few}人次。"),
        ("others", "missing", "召开年度总结大会，对{few}个先进集体予以表彰。"),
    ),
}

_LEADER = re.compile(
    r"(?:[县市区镇乡旗]委|党组|党委|党工委|管委会|办事处)?(?:书记、)?(?:书记|[县市区镇乡旗州局]长|主任|主要负责(?:人|同志)|主要领导(?:同志)?)"
)
_ACTS = [re.compile(word) for word in ("批示", "督办", "出庭", "包案", "主持", "听取", "约谈")]
_OTHERS_TOO = re.compile(r"[副各名]|部门|述法|中心组|负责人大会")

# A part under the right heading that is about something else altogether.
ELSEWHERE: tuple[tuple[str, ...], ...] = (
    (
        "{leader}带队赴外地开展招商推介{some}次，主持调度重点项目{few}次，促成签约项目{more}个。",
        "{leader}{few}次到企业走访，帮助解决用工、用电、物流难题{some}个。",
    ),
    (
        "{leader}逐村察看秋粮收购和水库蓄水，{few}次召开现场会部署抗旱保苗。",
        "{leader}带头认领绿化地块，组织义务植树{few}次，栽植苗木{many}株。",
    ),
    (
        "{leader}与新任职干部逐一开展廉政谈话{some}人次，讲授廉政党课{few}次。",
        "主要负责同志带队开展节前走访慰问，看望困难党员{some}人。",
    ),
)


def cases(bench: Bench) -> Iterator[Case]:
    """For reports whose part on the duties stands under one heading."""
    if bench.source.part(SECTION) is None:
        return
    yield from _rewritten(bench)
    for requirement in GOOD:
        yield from _near(bench, requirement)
        yield from _left_out(bench, requirement)
    yield from _elsewhere(bench)
    yield from _demoted(bench)


def _texts(bench: Bench, change: str, requirement: str, variant: str = "") -> dict[str, str]:
    """A good sentence for each requirement; none that would prove ``requirement`` beside its own."""
    rng = bench.rng("good", change, requirement, variant)
    chosen = {}
    for key, variants in GOOD.items():
        fitting = [
            text
            for text in bench.fitting(variants)
            if requirement != "deliberation" or key == requirement or "听取" not in text
        ]
        chosen[key] = bench.fill(rng.choice(fitting), key, change, requirement, variant)
    return chosen


def _filled(bench: Bench, lines: Lines, texts: dict[str, str]) -> Lines | None:
    """The part with these sentences, in two paragraphs."""
    source: Source = with_lines(bench.source, lines)
    part = source.part(SECTION)
    if part is None:
        return None
    sentences = list(texts.values())
    paragraphs = ["".join(sentences[:2]), "".join(sentences[2:])]
    return refill(source, part, [text for text in paragraphs if text])


def _rewritten(bench: Bench) -> Iterator[Case]:
    """Other acts in other words prove the same."""
    for variant in ("1", "2"):
        lines = _filled(bench, bench.source.lines, _texts(bench, "rewritten", "", variant))
        verdicts = {f"{SECTION}.{requirement}": "met" for requirement in GOOD}
        if lines is not None:
            yield bench.plant("rewritten", variant, lines, verdicts=verdicts, statuses={SECTION: "present"})
    for variant, sentence in bench.choose("unusual", UNUSUAL):
        texts = _texts(bench, "unusual", "", variant) | {"personal_duty": bench.fill(sentence, "unusual", variant)}
        lines = _filled(bench, bench.source.lines, texts)
        if lines is not None:
            yield bench.plant("unusual_act", variant, lines, verdicts=verdicts, statuses={SECTION: "present"})


def _near(bench: Bench, requirement: str) -> Iterator[Case]:
    """One sentence is another that only looks like proof."""
    lines = _stripped(bench, requirement)
    for variant, (name, verdict, sentence) in bench.choose(f"near-{requirement}", NEAR[requirement], 2):
        texts = _texts(bench, "near", requirement, variant) | {requirement: bench.fill(sentence, "near", variant)}
        filled = _filled(bench, lines, texts)
        if filled is None:
            continue
        yield bench.plant(
            f"{requirement}_{name}",
            variant,
            filled,
            about=[f"{SECTION}.{requirement}"],
            verdicts=_verdicts(requirement, verdict),
            statuses=_statuses(bench, requirement, verdict),
        )


def _left_out(bench: Bench, requirement: str) -> Iterator[Case]:
    """One sentence is gone. Of the leaders' acts, what the bodies did is left."""
    lines = _stripped(bench, requirement)
    texts = _texts(bench, "left_out", requirement)
    filled = _filled(bench, lines, {key: text for key, text in texts.items() if key != requirement})
    verdict = "partial" if requirement == "personal_duty" else "missing"
    if filled is not None:
        yield bench.plant(
            f"{requirement}_gone",
            "1",
            filled,
            about=[f"{SECTION}.{requirement}"],
            verdicts=_verdicts(requirement, verdict),
            statuses=_statuses(bench, requirement, verdict),
        )


def _verdicts(requirement: str, verdict: str) -> dict[str, str]:
    verdicts = {f"{SECTION}.{other}": "met" for other in GOOD}
    return verdicts | {f"{SECTION}.{requirement}": verdict}


def _statuses(bench: Bench, requirement: str, verdict: str) -> dict[str, str]:
    required = f"{SECTION}.{requirement}" in bench.original.required
    return {SECTION: "partial" if required and verdict != "met" else "present"}


def _stripped(bench: Bench, *requirements: str) -> Lines:
    """The report without what its other parts say on the requirements; plans prove nothing done, and stay."""
    patterns = [cue(f"{SECTION}.{requirement}") for requirement in requirements]
    return cleared(bench.source, patterns, (SECTION, "plans"))


def _elsewhere(bench: Bench) -> Iterator[Case]:
    """The right heading over something else."""
    lines = _stripped(bench, *GOOD)
    source = with_lines(bench.source, lines)
    part = source.part(SECTION)
    if part is None:
        return
    for variant, paragraphs in bench.choose("elsewhere", ELSEWHERE):
        filled = refill(source, part, [bench.fill(text, "elsewhere", variant) for text in paragraphs])
        yield bench.plant(
            "other_subjects",
            variant,
            filled,
            verdicts={f"{SECTION}.{requirement}": "missing" for requirement in GOOD},
            statuses={SECTION: ("missing", "partial")},
        )


def _demoted(bench: Bench) -> Iterator[Case]:
    """The leader's own acts, as the report tells them, done by a deputy."""
    if not bench.original.says(f"{SECTION}.personal_duty"):
        return
    source = with_lines(bench.source, _stripped(bench, "personal_duty"))
    part = source.part(SECTION)
    if part is None:
        return
    deputy = bench.fill("{deputy}", "demoted")
    told = [
        _LEADER.sub(deputy, piece).strip("；。") + "。"
        for piece in body_pieces(source.lines[part.first : part.last])
        if _LEADER.search(piece) and not _OTHERS_TOO.search(piece)
    ]
    if not told or not any(act.search("".join(told)) for act in _ACTS):
        return
    others = [f"{SECTION}.{requirement}" for requirement in GOOD if requirement != "personal_duty"]
    yield bench.plant(
        "demoted",
        "1",
        refill(source, part, ["".join(told)]),
        verdicts={f"{SECTION}.personal_duty": "partial"},
        statuses={SECTION: "partial"},
        loose=others,
    )
