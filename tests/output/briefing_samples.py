"""Hand-made briefings on units that do not exist."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from checker.model import (
    BriefedReport,
    Briefing,
    Cell,
    EngineRef,
    Evidence,
    Passage,
    SectionStatus,
    Source,
    Statement,
    Table,
)

SECTIONS = (
    "主要负责人履行推进法治建设第一责任人职责情况",
    "推进法治政府建设的主要举措和成效",
    "推进法治政府建设存在的不足和原因",
    "下一年度推进法治政府建设的主要安排",
)
STATUSES: tuple[SectionStatus, ...] = ("present", "partial", "missing")


def source(quote: str, start: int = 0, report: int = 0, paragraph: int = 5, page: int | None = 2) -> Source:
    evidence = Evidence(quote=quote, start=start, end=start + len(quote), paragraph=paragraph, page=page)
    return Source(report=report, evidence=evidence)


def said(text: str, *sources: Source, by_code: bool = False) -> Statement:
    return Statement(text=text, sources=sources, by_code=by_code)


def report_briefing(length: Literal["short", "page", "full"] = "page", times: int = 1) -> Briefing:
    """A briefing on one report; ``times`` repeats the statements of its sections, to make it longer."""

    def long(passage: Passage) -> Passage:
        return passage.model_copy(update={"statements": passage.statements * times})

    figures = Table(
        title="主要数据",
        columns=("事项", "数量", "所在部分"),
        rows=tuple(
            (
                Cell(text=what),
                Cell(text=number, sources=(source(f"{what}{number}", 900 + i * 40, paragraph=8 + i),)),
                Cell(text="主要举措和成效"),
            )
            for i, (what, number) in enumerate(
                [
                    ("办结行政处罚案件", "126件"),
                    ("检查企业", "1.2万户次"),
                    ("开展普法宣传", "18场次"),
                    ("培训执法人员", "243人次"),
                ]
            )
        ),
    )
    return Briefing(
        kind="report",
        length=length,
        title="云岫县应急管理局2025年法治政府建设情况摘要",
        reports=(
            BriefedReport(
                source="云岫县应急管理局.docx",
                unit="云岫县应急管理局",
                title="云岫县应急管理局2025年法治政府建设工作报告",
                year=2025,
                signed_date=dt.date(2026, 1, 20),
                conclusion="revise",
            ),
        ),
        passages=(
            Passage(
                id="conclusion",
                title="审核结论",
                statements=(said("报告需修改：“存在的不足和原因”不充分，文稿有错误4处。", by_code=True),),
            ),
            long(
                Passage(
                    id="first_responsible",
                    title="第一责任人职责",
                    statements=(
                        said(
                            "局长主持召开局党组会议4次，专题研究法治政府建设工作。",
                            source("局长主持召开局党组会议4次，专题研究法治政府建设工作，听取执法监督情况汇报。", 100),
                        ),
                        said("带头讲授宪法课1次。", source("局长带头讲授宪法课1次", 180, paragraph=6)),
                    ),
                )
            ),
            long(
                Passage(
                    id="measures",
                    title="主要举措和成效",
                    statements=(
                        said(
                            "制定《云岫县安全生产举报奖励办法》，办结行政处罚案件126件。",
                            source("制定《云岫县安全生产举报奖励办法》", 300),
                            source("全年办结行政处罚案件126件", 340, paragraph=8),
                        ),
                        said(
                            "“双随机”检查1.2万户次，比上年增长15.6%。",
                            source("“双随机”检查1.2万户次，比上年增长15.6%", 400, paragraph=9, page=3),
                        ),
                    ),
                    table=figures,
                )
            ),
            long(
                Passage(
                    id="gaps",
                    title="不足之处和建议",
                    listed=True,
                    statements=(
                        said("没有写明问题的原因，请补写。", source("执法力量有待加强", 600), by_code=True),
                        said("下一年度安排没有写明年度，请改为“2026年”。", source("今后将继续加强", 700), by_code=True),
                    ),
                )
            ),
            Passage(
                id="timeliness",
                title="报送时间",
                statements=(said("落款日期为2026年1月20日，按时报送。", by_code=True),),
            ),
        ),
        writer=EngineRef(name="rules"),
    )


def unit(number: int) -> str:
    bureaus = (
        "应急管理局",
        "市场监督管理局",
        "住房和城乡建设局",
        "教育局",
        "卫生健康局",
        "高新技术产业开发区管理委员会",
    )
    if number < len(bureaus):
        return f"云岫县{bureaus[number]}"
    return f"云岫县{'松青石柳梅桃枫榆桂竹槐柏'[number % 12]}{'溪坪岭桥湾塘店渡垭坝沟庄坡'[number % 13]}镇人民政府"


def batch_briefing(count: int, length: Literal["short", "page", "full"] = "full") -> Briefing:
    """A briefing on so many units, with the table and picture of their sections."""
    rows = tuple(
        (Cell(text=unit(n)), *(Cell(text="", status=STATUSES[(n * 7 + i * i) % 5 % 3]) for i in range(4)))
        for n in range(count)
    )
    reports = tuple(BriefedReport(source=f"{unit(n)}.docx", unit=unit(n), year=2025) for n in range(count))
    return Briefing(
        kind="batch",
        length=length,
        title="云岫县2025年法治政府建设年度报告报送审核情况",
        reports=reports,
        passages=(
            Passage(
                id="submissions",
                title="报送情况",
                statements=(said(f"应报{count + 2}个单位，已报{count}个，2个单位逾期未报。", by_code=True),),
            ),
            Passage(
                id="sections",
                title="各部分写作情况",
                statements=(
                    said(
                        "有的单位没有写不足和原因。",
                        *(source("工作取得成效", 10, n) for n in range(min(count, 6))),
                        by_code=True,
                    ),
                ),
                table=Table(title="各单位报告情况", columns=("单位", *SECTIONS), rows=rows),
                picture=True,
            ),
            Passage(
                id="problems",
                title="反映较多的问题",
                listed=True,
                statements=(
                    said(
                        "执法力量不足（云岫县应急管理局、云岫县教育局）。",
                        source("执法力量不足", 50, 0),
                        source("执法人员少", 60, min(5, count - 1)),
                    ),
                    said("基层法治培训不够（云岫县松栎镇人民政府）。", source("培训不够", 70, min(3, count - 1))),
                ),
            ),
        ),
        as_of=dt.date(2026, 3, 5),
        writer=EngineRef(name="rules"),
        left_out=1,
    )
