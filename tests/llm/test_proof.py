"""Quotes are proved exactly or not at all; figures that nobody wrote leave the reasons. Generated lies: none gets through."""

import random
import re

import pytest
from scripted import read_text, report_of

from checker.evidence import prove
from checker.llm.answers import Quote
from checker.llm.paragraphs import WITHHELD, show
from checker.llm.proof import (
    FIGURE_DROPPED,
    FOREIGN_DROPPED,
    QUOTATION_DROPPED,
    Figures,
    Unproved,
    prove_all,
    prove_one,
)
from checker.model import Apart, Evidence

BODY = (
    "某县司法局关于2025年法治政府建设情况的报告",
    "一、主要负责人履职情况",
    "局长主持召开党组会议4次，研究法治政府建设工作，批示督办案件12件。",
    "二、举措和成效",
    "全年办结行政复议案件1,286件，调解纠纷３２０起，成功率98.6%。审查合同 45 份，标的额1.2亿元。",
    "出台《某县行政规范性文件管理办法》，清理文件二十三件，占全部文件的三分之一。",
    "编号3 2件，另见3.25万元。",
    "部门|件数|占比",
    "市监|57|21%",
    "三、不足",
    "案卷评查不及时，12卷超期。原因是法制机构只有一名工作人员。",
    "某县司法局",
    "2026年1月20日",
    "首页 | 政务公开 | 全年接待群众5000人次",
)
KINDS = {0: "title", 7: "table", 8: "table", 11: "signature", 12: "date", 13: "residue"}
REPORT = report_of(
    *BODY, kinds=KINDS, levels={1: 1, 3: 1, 9: 1}, apart=[Apart(kind="hidden", text="隐藏：全年立案777件查处")]
)
SHOWN = show(REPORT)


def proved(quote: str, paragraph: int | None = None) -> Evidence | None:
    found = prove_one(SHOWN, Quote(paragraph=paragraph, quote=quote))
    return None if isinstance(found, Unproved) else found


@pytest.mark.parametrize(
    ("quote", "paragraph", "exact"),
    [
        ("局长主持召开党组会议4次", 2, "局长主持召开党组会议4次"),
        ("局长主持召开党组会议4次", 9, "局长主持召开党组会议4次"),
        ("调解纠纷320起,成功率98.6%", 4, "调解纠纷３２０起，成功率98.6%"),
        ("审查合同45份", 4, "审查合同 45 份"),
        ("市监¦57¦21%", 8, "市监|57|21%"),
        ("市监|57|21%", 8, "市监|57|21%"),
    ],
)
def test_words_of_the_report_are_proved_where_they_stand(quote: str, paragraph: int, exact: str) -> None:
    found = proved(quote, paragraph)
    assert found is not None
    assert found.quote == exact
    assert REPORT.text[found.start : found.end] == found.quote


@pytest.mark.parametrize(
    "quote",
    [
        "", "   ", "\u200b", "。。。", "\ue0ff" * 5,
        "局长主持召开党组会议5次",
        "召开党组会议4次，批示督办案件12件",  # something left out between
        "案件1,286件，调解纠纷３２",
        "286件，调解纠纷３２０起",
        "三件，占全部文件的三分之一",
        "清理文件二十",
        "标的额1.2",
        "调解纠纷３２０起，成功率98.6%。审查合同 45 份，标的额1.2",
        ",286件，调解纠纷",
        "全年办结行政复议案件1",
        "编号32件，另见3.25万元",
        "一、主要负责人履职情况局长主持召开党组会议4次",
        "全年接待群众5000人次",
        "全年立案777件查处",
        "某县司法局关于2025年法治政府建设情况的报告",
        "2026年1月20日",
        WITHHELD,
        "12件",
        "法治",
    ],
)  # fmt: skip
def test_whatever_is_not_the_reports_own_words_is_not_proved(quote: str) -> None:
    assert proved(quote, 2) is None


def test_a_wrong_paragraph_counts_only_if_there_is_one_true_place() -> None:
    shown = show(report_of("全年开展普法活动。", "全年开展普法活动。", "别的一段话。"))
    assert isinstance(prove_one(shown, Quote(paragraph=2, quote="全年开展普法活动")), Unproved)
    found = prove_one(shown, Quote(paragraph=1, quote="全年开展普法活动"))
    assert isinstance(found, Evidence)
    assert found.paragraph == 1


def test_short_words_count_only_with_a_figure_in_the_paragraph_that_was_named() -> None:
    assert proved("会议4次", 2) is not None
    assert proved("会议4次", 4) is None
    assert proved("党组会", 2) is None
    assert proved("4次，", 2) is None


def test_the_same_place_twice_is_one_proof() -> None:
    quotes = [Quote(paragraph=2, quote="召开党组会议4次"), Quote(paragraph=None, quote="召开党组会议４次")]
    evidence, unproved = prove_all(SHOWN, quotes)
    assert len(evidence) == 1
    assert not unproved


def test_a_withheld_passage_proves_nothing() -> None:
    start = REPORT.text.index("局长主持")
    shown = show(REPORT, withheld=[(start, start + 10)])
    assert isinstance(prove_one(shown, Quote(paragraph=2, quote="局长主持召开党组会议4次")), Unproved)


# ── generated lies ───────────────────────────────────────────────────────────────────────────────────────────────────

REAL = "\n".join(
    [
        "云岫县水利局关于2025年法治政府建设情况的报告",
        "2025年，我局认真贯彻习近平法治思想，现将有关情况报告如下。",
        "一、党政主要负责人履行推进法治建设第一责任人职责情况",
        "局长主持召开党组会5次，研究水行政执法工作，听取汇报3次，批示督办案件17件。党组理论学习中心组学习法律法规8次。",
        "二、主要举措和成效",
        "全年办理取水许可213件，办结水事违法案件46件，罚款128.5万元，巡查河道1,930公里，拆除违建4处。",
        "修订《云岫县水利工程管理办法》，审查合同64份，提出意见151条，采纳率97.3%。",
        "调解水事纠纷29起，办理信访事项35件，按期办结率100%。开展普法宣传22场，发放资料6800份，受众1.2万人次。",
        "三、存在的不足和原因",
        "一是执法力量不足，12个乡镇中有7个没有专职水政员。二是案卷质量不高，抽查30卷，9卷文书不全。原因是培训每年只有1期。",
        "四、2026年工作安排",
        "2026年，配备水政员7名，开展案卷评查4次，修订裁量基准1件，6月底前建成在线取水监管平台。",
        "云岫县水利局",
        "2026年1月12日",
    ]
)
TRUE = read_text(REAL)
TRUE_SHOWN = show(TRUE)


def lies(count: int) -> list[tuple[str, int | None, str]]:
    """Quotes that the report does not have: kind, paragraph, words."""
    chance = random.Random(20251121)
    blocks = [
        (index, TRUE.text[block.start : block.end])
        for index, block in enumerate(TRUE.blocks)
        if block.kind in ("paragraph", "heading")
    ]
    kinds = ["invented", "digit", "joined", "blocks", "cut", "left_out", "swapped", "word", "ellipsis", "extended"]
    made: list[tuple[str, int | None, str]] = []
    while len(made) < count:
        kind = kinds[len(made) % len(kinds)]
        index, words = chance.choice(blocks)
        figures = list(re.finditer(r"\d[\d,.]*", words))
        start = chance.randrange(max(1, len(words) - 24))
        piece = words[start : start + chance.randint(12, 24)]
        quote = None
        if kind == "invented":
            quote = f"局党组召开专题会议{chance.randint(2, 99)}次研究部署{chance.choice('甲乙丙丁')}项工作"
        elif kind in ("digit", "joined", "cut") and figures:
            figure = chance.choice(figures)
            around = words[max(0, figure.start() - 9) : figure.start()], words[figure.end() : figure.end() + 9]
            digits = figure[0]
            if kind == "digit":
                at = chance.choice([i for i, c in enumerate(digits) if c.isdigit()])
                changed = digits[:at] + str((int(digits[at]) + chance.randint(1, 9)) % 10) + digits[at + 1 :]
                quote = around[0] + changed + around[1]
            elif kind == "joined":
                quote = around[0] + digits[0] + " " + digits[1:] + around[1] if len(digits) > 1 else None
            elif len(digits) > 1:
                quote = digits[1:] + words[figure.end() : figure.end() + 14]
        elif kind == "blocks":
            other = chance.choice(blocks)
            quote = words[-10:] + other[1][:10] if other[0] != index else None
        elif kind == "left_out" and len(piece) > 10:
            quote = piece[:5] + piece[7:]
        elif kind == "swapped" and len(piece) > 10:
            quote = piece[6:] + piece[:6]
        elif kind == "word" and len(piece) > 10:
            quote = piece[:5] + chance.choice("龘靐齉爩") + piece[6:]
        elif kind == "ellipsis" and len(piece) > 10:
            quote = piece[:5] + "……" + piece[8:]
        elif kind == "extended":
            quote = words[-12:] + "，取得显著成效"
        if quote and (kind == "cut" or not any(quote in text for _, text in blocks)):
            made.append((kind, chance.choice([index, None, 99]), quote))
    return made


LIES = lies(320)


@pytest.mark.parametrize(
    ("kind", "paragraph", "quote"), LIES, ids=[f"{i}-{kind}" for i, (kind, _, _) in enumerate(LIES)]
)
def test_a_lie_is_not_proved(kind: str, paragraph: int | None, quote: str) -> None:
    assert isinstance(prove_one(TRUE_SHOWN, Quote(paragraph=paragraph, quote=quote)), Unproved)


def test_the_lies_differ_from_words_that_are_proved() -> None:
    assert len(LIES) >= 200
    truths = [TRUE.text[b.start : b.end] for b in TRUE.blocks if b.kind == "paragraph"]
    assert all(prove(TRUE, words) for words in truths)
    assert all(not isinstance(prove_one(TRUE_SHOWN, Quote(paragraph=None, quote=words)), Unproved) for words in truths)


# ── reasons ──────────────────────────────────────────────────────────────────────────────────────────────────────────

FIGURES = Figures(TRUE_SHOWN, years=(2025, 2026))
RUBRIC = "两项以上具体不足，至少一项是本单位自身的。"


@pytest.mark.parametrize(
    "reason",
    [
        "局长主持召开党组会5次，有具体次数。",
        "写了办理取水许可２１３件、罚款128.5万元等多项成效。",
        "写了罚款1285000元。",
        "采纳率为百分之九十七点三。",
        "拆除违建四处。",
        "巡查河道1930公里。",
        "受众12000人次。",
        "写了五项具体成效，第5段和第6段都有。",
        "两项以上具体不足，有本单位自身的。",
        "写明了2026年的安排，6月底前建成平台。",
        "十分具体，一是执法力量，二是案卷质量，进一步写明了原因。",
        "引用了“修订裁量基准1件”等原文。",
        "报告年度是2025年。",
        "2026年1月12日报送。",
        "",
    ],
)
def test_figures_of_the_report_stay(reason: str) -> None:
    assert FIGURES.cleaned(reason, RUBRIC) == (reason, ())


@pytest.mark.parametrize(
    "reason",
    [
        "局长主持召开党组会15次。", "局长主持召开党组会六次。", "办理取水许可二百一十四件。", "罚款128.6万元。", "罚款1.285万元。",
        "采纳率百分之九十八。", "采纳率97.4%。", "采纳率98％。", "占全部案件的三分之二。", "一半以上乡镇没有水政员。",
        "办结案件４７件。", "办结案件④⑦件。", "办结案件肆拾柒件。", "巡查河道193公里。", "巡查河道１９３公里。", "受众1.3万人次。",
        "2024年开展了工作。", "二〇二三年开展了工作。", "报送日期为2026年1月13日。", "5月底前建成平台。", "效率提高三倍。", "压缩七成时间。",
        "写了32项成效。", "第99段写明。", "引用了“召开全县水利执法大会”的原文。", "出台《云岫县节约用水办法》。",
        "The report is excellent.",
    ],
)  # fmt: skip
def test_figures_and_words_that_nobody_wrote_go(reason: str) -> None:
    kept, notes = FIGURES.cleaned(f"写得具体。{reason}", RUBRIC)
    assert kept == "写得具体。"
    assert notes in ((FIGURE_DROPPED,), (QUOTATION_DROPPED,), (FOREIGN_DROPPED,))


def test_generated_figures_in_reasons_never_stay() -> None:
    chance = random.Random(7)
    known = {float(f.replace(",", "")) for f in re.findall(r"\d[\d,.]*\d|\d", REAL)}
    forms = [
        "全年办结案件{}件。",
        "主持会议{}次，有具体次数。",
        "罚款{}万元。",
        "占{}%。",
        "涉及{}户群众。",
        "提出意见{}条。",
    ]
    told = 0
    while told < 240:
        value = chance.choice([chance.randint(2, 9999), round(chance.uniform(1, 99), 1)])
        if float(value) in known or float(value) * 10_000 in known or float(value) in (12_000.0, 1.2):
            continue
        told += 1
        reason = chance.choice(forms).format(value)
        assert FIGURES.cleaned(reason)[0] == "", reason


def test_a_suggestion_may_quote_what_is_not_there_but_not_count_it() -> None:
    kept, notes = FIGURES.cleaned("请写明“主持会议几次”。抽查40卷的请写明。", quotations=False)
    assert kept == "请写明“主持会议几次”。"
    assert notes


def test_control_characters_and_endless_reasons() -> None:
    kept, _ = FIGURES.cleaned("写了\x1b[31m具体\u202e事例\n第二行。" + "长" * 2000)
    assert "\x1b" not in kept
    assert "\u202e" not in kept
    assert len(kept) <= 600
