"""What the outline finds of a report's head: title, unit, kind of unit, year, date."""

from __future__ import annotations

import datetime as dt
import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.errors import ReadError
from checker.model import PLAIN, Block, Document, Look, Report
from checker.outline import outline
from checker.outline.names import fuller, is_salutation, is_unit, unit_in_text, unit_in_title, unit_type
from checker.outline.signature import date_of
from checker.outline.year import report_year
from checker.reading import read_bytes

D = dt.date

BODY = """\
2025年，我单位深入学习贯彻习近平法治思想，压实责任，各项工作取得新进展。
一、主要举措和成效
全年办理案件四十六件，开展培训六期，群众满意度稳步提升，执法质量继续改善。
二、存在的不足和原因
执法人员业务能力参差不齐，原因是培训不够系统，考核没有跟上，监督也不够经常。
三、2026年工作安排
组织执法培训两期，修订案卷评查办法，年底前对全部在岗人员进行一次考试。
"""

# head, tail, unit, type, year, date. A unit or type None: any will do.
CASES = [
    # (head, tail, unit, type, year, date)
    (
        "2025年度河清县司法局法治政府建设年度报告",
        "河清县司法局\n2026年1月20日",
        "河清县司法局",
        "department",
        2025,
        D(2026, 1, 20),
    ),
    (
        "关于2025年度法治政府建设情况的报告",
        "河清县水利局\n二〇二六年一月二十日",
        "河清县水利局",
        "department",
        2025,
        D(2026, 1, 20),
    ),
    (
        "中共河清市委 河清市人民政府\n关于2025年度法治政府建设情况的报告",
        "中共河清市委 河清市人民政府\n2026年2月3日",
        "中共河清市委 河清市人民政府",
        "government",
        2025,
        D(2026, 2, 3),
    ),
    (
        "中共河清市委\n河清市人民政府\n关于2025年度法治政府建设情况的报告",
        "中共河清市委\n河清市人民政府\n2026年2月3日",
        "中共河清市委 河清市人民政府",
        "government",
        2025,
        D(2026, 2, 3),
    ),
    (
        "河清县2025年法治政府建设情况报告",
        "河清县人民政府\n2026年1月20日",
        "河清县人民政府",
        "government",
        2025,
        D(2026, 1, 20),
    ),
    ("河清县2025年法治政府建设情况报告", "", "河清县", "government", 2025, None),
    (
        "东桥街道2025年法治政府建设工作总结及2026年工作计划",
        "中共河清区东桥街道工作委员会\n河清区东桥街道办事处\n2026.1.20",
        None,
        "township",
        2025,
        D(2026, 1, 20),
    ),
    (
        "河清经济技术开发区2025年度法治政府建设年度报告",
        "河清经济技术开发区管理委员会\n2026 年 1 月 20 日",
        "河清经济技术开发区管理委员会",
        "zone",
        2025,
        D(2026, 1, 20),
    ),
    (
        "河清高新区管委会2025年法治政府建设情况的报告",
        "河清高新技术产业开发区管理委员会\n2026-01-20",
        "河清高新技术产业开发区管理委员会",
        "zone",
        2025,
        D(2026, 1, 20),
    ),
    (
        "河清市发展和改革委员会关于2025年法治政府建设情况的报告",
        "河清市发展和改革委员会（盖章）\n2026年1月20日",
        "河清市发展和改革委员会",
        "department",
        2025,
        D(2026, 1, 20),
    ),
    (
        "河清市人民政府国有资产监督管理委员会2025年度法治建设情况报告",
        "",
        "河清市人民政府国有资产监督管理委员会",
        "department",
        2025,
        None,
    ),
    (
        "河清市城市管理委员会2025年度法治政府建设情况报告",
        "河清市城市管理委员会\n2026年元月8日",
        "河清市城市管理委员会",
        "department",
        2025,
        D(2026, 1, 8),
    ),
    (
        "河清县住房公积金管理中心２０２５年度法治政府建设情况的报告",
        "２０２６年１月８日\n河清县住房公积金管理中心",
        "河清县住房公积金管理中心",
        "department",
        2025,
        D(2026, 1, 8),
    ),
    (
        "河 清 县 应 急 管 理 局\n关 于 2025 年 度 法 治 政 府 建 设 情 况 的 报 告",
        "河清县应急管理局　　2026年1月8日",
        "河清县应急管理局",
        "department",
        2025,
        D(2026, 1, 8),
    ),
    (
        "河清县供销合作社联合社2025年法治建设工作总结",
        "单位（盖章）：河清县供销合作社联合社\n日期：2026年1月8日",
        "河清县供销合作社联合社",
        "department",
        2025,
        D(2026, 1, 8),
    ),
    (
        "河清县石门乡人民政府\n二〇二五年度法治政府建设情况报告",
        "石门乡人民政府\n二○二六年元月八日",
        "河清县石门乡人民政府",
        "township",
        2025,
        D(2026, 1, 8),
    ),
    (
        "石门镇2025年度推进法治政府建设工作报告",
        "中共河清县石门镇委员会\n河清县石门镇人民政府\n2026年1月8日",
        None,
        "township",
        2025,
        D(2026, 1, 8),
    ),
    (
        "河清县司法局文件\n河司〔2026〕3号　　签发人：张明\n河清县司法局\n关于2025年度法治政府建设情况的报告",
        "河清县司法局\n2026年1月8日\n（联系人：李华，联系电话：6012345）\n抄送：县委办公室，县政府办公室。\n河清县司法局办公室　　2026年1月9日印发",
        "河清县司法局",
        "department",
        2025,
        D(2026, 1, 8),
    ),
    (
        "秘密★1年\n河清县公安局关于2025年法治政府建设情况的报告",
        "河清县公安局\n2026年1月8日",
        "河清县公安局",
        "department",
        2025,
        D(2026, 1, 8),
    ),
    (
        "附件1\n河清县民政局2025年度法治政府建设年度报告",
        "河清县民政局\n2026年1月8日\n附件：1.行政执法统计表\n2.培训情况一览表",
        "河清县民政局",
        "department",
        2025,
        D(2026, 1, 8),
    ),
    (
        "2025年法治政府建设年度报告\n河清县教育局\n（2026年1月15日）",
        "",
        "河清县教育局",
        "department",
        2025,
        D(2026, 1, 15),
    ),
    (
        "河清县自然资源局关于2025年度\n法治政府建设情况的报告",
        "河清县自然资源局\n2026年1月8日\n（此件公开发布）",
        "河清县自然资源局",
        "department",
        2025,
        D(2026, 1, 8),
    ),
    (
        "河清县自然资源局2025年度法治政府建设情况\n报告",
        "2026年1月8日",
        "河清县自然资源局",
        "department",
        2025,
        D(2026, 1, 8),
    ),
    (
        "首页 > 政务公开 > 年度报告\n河清县医疗保障局2025年度法治政府建设年度报告\n发布时间：2026-02-11 09:30 来源：县医保局 浏览：118次",
        "河清县医疗保障局\n2026年1月8日\n上一篇：无\n下一篇：关于开展宣传月活动的通知",
        "河清县医疗保障局",
        "department",
        2025,
        D(2026, 1, 8),
    ),
    (
        "索引号：4113-2026-00012\n发布机构：河清县人民政府办公室\n成文日期：2026-02-11\n河清县人民政府2025年法治政府建设情况报告",
        "",
        "河清县人民政府",
        "government",
        2025,
        None,
    ),
    (
        "关于河清县统计局2025年度法治政府建设情况的报告（公开稿）",
        "河清县统计局\n2026年1月8日",
        "河清县统计局",
        "department",
        2025,
        D(2026, 1, 8),
    ),
    (
        "河清县商务局党组书记、局长履行推进法治建设第一责任人职责情况报告",
        "河清县商务局\n2026年1月8日",
        None,
        "department",
        2025,
        D(2026, 1, 8),
    ),
    (
        "国家税务总局河清县税务局2025年度法治税务建设情况报告",
        "国家税务总局河清县税务局\n2026年1月8日",
        "国家税务总局河清县税务局",
        "department",
        2025,
        D(2026, 1, 8),
    ),
    (
        "河清县人力资源和社会保障局2025年度法治政府建设工作情况的报告",
        "河清县人力资源和社会保障局\n2026年1月8日",
        "河清县人力资源和社会保障局",
        "department",
        2025,
        D(2026, 1, 8),
    ),
    (
        "中共河清县委全面依法治县委员会办公室关于2025年度法治政府建设情况的报告",
        "中共河清县委全面依法治县委员会办公室\n2026年1月8日",
        "中共河清县委全面依法治县委员会办公室",
        "department",
        2025,
        D(2026, 1, 8),
    ),
    (
        "河清新区管理委员会2025年度法治政府建设情况报告",
        "河清新区管理委员会\n2026年1月8日",
        "河清新区管理委员会",
        "zone",
        2025,
        D(2026, 1, 8),
    ),
    (
        "云台山风景名胜区管理委员会2025年法治政府建设情况报告",
        "云台山风景名胜区管委会\n2026年1月8日",
        "云台山风景名胜区管理委员会",
        "zone",
        2025,
        D(2026, 1, 8),
    ),
    (
        "河清新区人民政府2025年法治政府建设情况报告",
        "河清新区人民政府\n2026年1月8日",
        "河清新区人民政府",
        "government",
        2025,
        D(2026, 1, 8),
    ),
    ("河清县2025年政府信息公开工作年度报告", "河清县人民政府办公室\n2026年1月8日", None, None, 2025, D(2026, 1, 8)),
    ("河清县司法局2025年政府信息公开工作年度报告", "", "河清县司法局", "department", 2025, None),
    (
        "河清市生态环境局高新区分局2025年法治政府建设情况报告",
        "河清市生态环境局高新区分局\n2026年1月8日",
        "河清市生态环境局高新区分局",
        "department",
        2025,
        D(2026, 1, 8),
    ),
    (
        "河清市综合行政执法支队二〇二五年法治建设报告",
        "河清市综合行政执法支队\n2026年1月",
        "河清市综合行政执法支队",
        "department",
        2025,
        None,
    ),
    (
        "河清县科学技术局\n法治政府建设年度报告\n（2025年度）",
        "河清县科学技术局\n2026年1月8日",
        "河清县科学技术局",
        "department",
        2025,
        D(2026, 1, 8),
    ),
    (
        "法治政府建设年度报告\n（2025年）",
        "河清县科技局\n2026年1月8日",
        "河清县科技局",
        "department",
        2025,
        D(2026, 1, 8),
    ),
    (
        "河清县卫生健康委员会关于报送2025年度法治政府建设工作总结的报告",
        "河清县卫生健康委员会\n2026年1月8日",
        "河清县卫生健康委员会",
        "department",
        2025,
        D(2026, 1, 8),
    ),
    (
        "河清县人民政府办公室关于2025年度法治政府建设工作情况的报告",
        "河清县人民政府办公室\n2026年1月8日",
        "河清县人民政府办公室",
        "department",
        2025,
        D(2026, 1, 8),
    ),
    ("某县某镇2025年法治政府建设报告", "某县某镇人民政府\n2026年X月X日", "某县某镇人民政府", "township", 2025, None),
    ("河清县退役军人事务局2024-2025年度法治政府建设情况报告", "", "河清县退役军人事务局", "department", 2025, None),
    (
        "城关镇人民政府关于2025年度法治政府建设工作的自查报告",
        "城关镇人民政府\n2025年12月28日",
        "城关镇人民政府",
        "township",
        2025,
        D(2025, 12, 28),
    ),
    (
        "城关镇2025年法治政府建设工作情况汇报",
        "中共城关镇委员会 城关镇人民政府\n2026/1/8",
        None,
        "township",
        2025,
        D(2026, 1, 8),
    ),
    (
        "坚持依法行政 建设法治河清\n——河清县人民政府2025年度法治政府建设情况报告",
        "河清县人民政府\n2026年1月8日",
        "河清县人民政府",
        "government",
        2025,
        D(2026, 1, 8),
    ),
    (
        "河清自由贸易试验区河清片区管理委员会2025年度法治政府建设情况报告",
        "",
        "河清自由贸易试验区河清片区管理委员会",
        "zone",
        2025,
        None,
    ),
    ("河清临空经济区管委会2025年度法治政府建设情况报告", "", "河清临空经济区管委会", "zone", 2025, None),
    (
        "河清城乡一体化示范区2025年度法治政府建设情况报告",
        "河清城乡一体化示范区管理委员会\n2026年1月8日",
        "河清城乡一体化示范区管理委员会",
        "zone",
        2025,
        D(2026, 1, 8),
    ),
    (
        "河清市气象局 2025 年度法治气象建设情况报告",
        "河清市气象局\n 2026 年 01 月 08 日",
        "河清市气象局",
        "department",
        2025,
        D(2026, 1, 8),
    ),
]


def outlined(text: str, name: str = "a.txt") -> Report:
    return outline(read_bytes(text.encode(), name, name))


def kinds(report: Report) -> list[str]:
    return [block.kind for block in report.blocks]


def texts(report: Report, kind: str) -> list[str]:
    return [report.text[block.start : block.end] for block in report.blocks if block.kind == kind]


@pytest.mark.parametrize(("head", "tail", "unit", "kind", "year", "date"), CASES)
def test_head_data(head: str, tail: str, unit: str | None, kind: str | None, year: int, date: dt.date | None) -> None:
    info = outlined(f"{head}\n{BODY}{tail}\n").info
    assert info.title
    assert info.year == year
    assert info.signed_date == date
    assert unit is None or info.unit == unit
    assert kind is None or info.unit_type == kind


# ── title ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("河清县水利局\n关于2025年度法治政府建设情况的报告", "河清县水利局关于2025年度法治政府建设情况的报告"),
        ("河清县水利局关于2025年度\n法治政府建设情况的报告", "河清县水利局关于2025年度法治政府建设情况的报告"),
        (
            "中共河清县委\n河清县人民政府\n关于2025年度法治政府建设情况的报告",
            "中共河清县委 河清县人民政府关于2025年度法治政府建设情况的报告",
        ),
        ("河清县水利局\n法治政府建设年度报告\n（2025年度）", "河清县水利局法治政府建设年度报告（2025年度）"),
        ("河清县水利局文件\n河水〔2026〕4号\n2025年度法治政府建设情况的报告", "2025年度法治政府建设情况的报告"),
        ("河清县水利局2021年依法行政工作总结", "河清县水利局2021年依法行政工作总结"),
        (
            "守正创新走前列\n——河清县水利局2025年法治政府建设工作综述",
            "守正创新走前列——河清县水利局2025年法治政府建设工作综述",
        ),
    ],
)
def test_titles(head: str, title: str) -> None:
    assert outlined(head + "\n" + BODY).info.title == title


def test_no_title_at_all() -> None:
    report = outlined("县委、县政府：\n" + BODY + "河清县水利局\n2026年1月8日\n")
    assert report.info.title is None
    assert report.info.unit == "河清县水利局"
    assert report.info.year == 2025
    assert "title" not in kinds(report)


def test_a_second_copy_of_the_title_is_residue() -> None:
    report = outlined(
        "清河区人民政府关于法治政府建设情况的报告\n河清市清河区人民政府关于2025年法治政府建设情况的报告\n" + BODY
    )
    assert texts(report, "title") == ["河清市清河区人民政府关于2025年法治政府建设情况的报告"]
    assert texts(report, "residue") == ["清河区人民政府关于法治政府建设情况的报告"]
    assert report.info.unit == "河清市清河区人民政府"


def test_a_title_twice_in_two_lines() -> None:
    pair = "河清县水利局\n关于2025年度法治政府建设情况的报告\n"
    report = outlined(pair + pair + BODY)
    assert kinds(report)[:4] == ["title", "title", "residue", "residue"]


def test_a_heading_that_speaks_of_the_work_is_no_copy() -> None:
    report = outlined("河清县水利局2025年法治政府建设工作报告\n法治政府建设主要工作情况\n" + BODY)
    assert texts(report, "residue") == []


def test_the_salutation_and_marks_over_the_title_stay_paragraphs() -> None:
    report = outlined("秘密★1年\n河清县水利局2025年法治政府建设工作报告\n县委、县政府，市水利局：\n" + BODY)
    assert kinds(report)[:3] == ["paragraph", "title", "paragraph"]
    assert texts(report, "heading")[0] == "一、主要举措和成效"


# ── units ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("河清市人民政府", "government"),
        ("河清县政府", "government"),
        ("中共河清县委", "government"),
        ("中共河清县委 河清县人民政府", "government"),
        ("中共河清县委、河清县人民政府", "government"),
        ("河清新区人民政府", "government"),
        ("河清省人民政府", "government"),
        ("河清土家族苗族自治州人民政府", "government"),
        ("河清县", "government"),
        ("河清县人民政府办公室", "department"),
        ("中共河清县委政法委员会", "department"),
        ("河清市发展改革委", "department"),
        ("河清市卫健委", "department"),
        ("河清市国有资产监督管理委员会", "department"),
        ("河清市城市管理委员会", "department"),
        ("河清县人力资源和社会保障局", "department"),
        ("河清县自然资源和规划局", "department"),
        ("河清县水利局党组", "department"),
        ("河清市公安局交通警察支队", "department"),
        ("河清开发区税务局", "department"),
        ("河清市生态环境局高新区分局", "department"),
        ("国家税务总局河清县税务局", "department"),
        ("河清县供销合作社联合社", "department"),
        ("河清市住房公积金管理中心", "department"),
        ("河清县石门镇人民政府", "township"),
        ("河清县石门镇", "township"),
        ("中共河清县石门镇委员会", "township"),
        ("石门镇党委 石门镇人民政府", "township"),
        ("河清县云岭回族乡人民政府", "township"),
        ("河清区东桥街道办事处", "township"),
        ("东桥街道党工委、办事处", "township"),
        ("东桥街道", "township"),
        ("河清经济技术开发区管理委员会", "zone"),
        ("河清高新区管委会", "zone"),
        ("河清高新技术产业开发区管理办公室", "zone"),
        ("河清县产业集聚区管委会", "zone"),
        ("河清县先进制造业开发区", "zone"),
        ("河清新区管理委员会", "zone"),
        ("河清工业园区管委会", "zone"),
        ("河清湖风景名胜区管理局", "zone"),
        ("河清片区管理局", "zone"),
        (None, None),
        ("某某", None),
    ],
)
def test_kinds_of_unit(name: str | None, kind: str | None) -> None:
    assert unit_type(name) == kind


@pytest.mark.parametrize(
    "text",
    [
        "河清县水利局",
        "河清县水利局（盖章）",
        "单位（公章）：河清县水利局",
        "河 清 县 水 利 局",
        "中共河清县委　河清县人民政府",
        "东桥街道办事处",
        "河清县住房公积金管理中心",
    ],
)
def test_names_of_units(text: str) -> None:
    assert is_unit(text.translate(str.maketrans("（）：", "():")))


@pytest.mark.parametrize(
    "text",
    [
        "加强普法宣传工作的单位",
        "县水利局。",
        "一、县水利局",
        "特此报告",
        "局",
        "全面加强执法队",
        "2026年1月8日",
        "联系人:张明",
        "一是县水利局",
        "我局",
        "主送:县政府办公室",
    ],
)
def test_what_is_no_name(text: str) -> None:
    assert not is_unit(text)


@pytest.mark.parametrize(
    ("first", "second", "full"),
    [
        ("清河区人民政府", "河清市清河区人民政府", "河清市清河区人民政府"),
        ("高新区管委会", "河清高新技术产业开发区管理委员会", "河清高新技术产业开发区管理委员会"),
        ("河清县", "河清县人民政府", "河清县人民政府"),
        ("河清县水利局", "清河县教育局", "河清县水利局"),
        ("河清县水利局", None, "河清县水利局"),
        (None, "河清县水利局", "河清县水利局"),
        ("河清县人民政府", "中共河清县委 河清县人民政府", "河清县人民政府"),
        ("河清县人民政府", "河清县人民政府办公室", "河清县人民政府"),
        (None, None, None),
    ],
)
def test_the_fuller_name(first: str | None, second: str | None, full: str | None) -> None:
    assert fuller(first, second) == full


def test_units_in_titles_and_text() -> None:
    assert unit_in_title("2025年法治政府建设年度报告") is None
    assert unit_in_title("关于贯彻落实《河清市人民政府工作规则》推进2025年法治政府建设情况的报告") is None
    assert unit_in_text(["一年来,河清县水利局坚持以习近平法治思想为指导。"]) == "河清县水利局"
    assert (
        unit_in_text(["2025年,河清高新技术产业开发区管理委员会(以下简称管委会)"]) == "河清高新技术产业开发区管理委员会"
    )
    assert unit_in_text(["在县委、县政府坚强领导下，我局深入学习。"]) is None


@pytest.mark.parametrize(
    "text",
    ["县委、县政府:", "县委、县政府,市水利局:", "中共河清县委、县人大常委会:", "市公安局,区委、区政府:", "区政府："],
)
def test_salutations(text: str) -> None:
    assert is_salutation(text.replace("：", ":"))


@pytest.mark.parametrize(
    "text", ["存在的问题:", "一是县政府:", "2025年,我局将抓好四件事:", "县委、县政府", "现将有关情况报告如下:"]
)
def test_what_is_no_salutation(text: str) -> None:
    assert not is_salutation(text)


# ── signature and date ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2026年1月20日", D(2026, 1, 20)),
        ("二〇二六年一月二十日", D(2026, 1, 20)),
        ("二○二六年元月二十日", D(2026, 1, 20)),
        ("二0二六年一月二十日", D(2026, 1, 20)),
        ("2026 年 1 月 20 日", D(2026, 1, 20)),
        ("2026.1.20", D(2026, 1, 20)),
        ("2026-01-20", D(2026, 1, 20)),
        ("(2026年1月20日)", D(2026, 1, 20)),
        ("日期:2026年1月20日", D(2026, 1, 20)),
        ("2026年1月", None),
        ("2026年 月 日", None),
        ("2026年2月31日", None),
        ("2026年X月X日", None),
    ],
)
def test_dates(text: str, date: dt.date | None) -> None:
    assert date_of(text) == (True, date)


@pytest.mark.parametrize(
    "text",
    [
        "2026年1月20日召开会议",
        "2025年",
        "河清县司法局办公室2026年1月9日印发",
        "1月20日",
        "发文:2026-01-20 10:00",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert date_of(text) == (False, None)


@pytest.mark.parametrize(
    ("tail", "found"),
    [
        ("河清县水利局\n2026年1月8日", ["signature", "date"]),
        ("2026年1月8日\n河清县水利局", ["date", "signature"]),
        ("特此报告。\n河清县水利局　　2026年1月8日", ["paragraph", "signature", "date"]),
        ("河清县水利局2026年1月8日", ["signature", "date"]),
        (
            "中共河清县委\n河清县人民政府\n2026年1月8日\n（此件公开发布）",
            ["signature", "signature", "date", "paragraph"],
        ),
        (
            "附件：行政执法统计表\n\n河清县水利局\n2026年1月8日\n（联系人：李华，电话：6012345）",
            ["paragraph", "signature", "date", "paragraph"],
        ),
        (
            "河清县水利局\n2026年1月8日\n附件：1.行政执法统计表\n2.培训情况一览表",
            ["signature", "date", "paragraph", "paragraph"],
        ),
        ("2026年1月8日", ["date"]),
        ("河清县水利局", ["signature"]),
        ("（联系人：李华，电话：6012345）", ["paragraph"]),
        ("河清县水利局\n首页 | 政务公开 | 联系我们\n主办：河清县人民政府办公室", ["signature", "residue", "residue"]),
    ],
)
def test_the_end_of_a_report(tail: str, found: list[str]) -> None:
    report = outlined("河清县水利局2025年法治政府建设工作报告\n" + BODY + tail + "\n")
    assert kinds(report)[-len(found) :] == found
    assert kinds(report)[-len(found) - 1] == "paragraph"


def test_signature_and_date_run_on_after_the_last_sentence() -> None:
    report = outlined("2025年法治政府建设工作报告\n" + BODY.rstrip() + "河清县水利局 2026年1月8日\n")
    assert kinds(report)[-3:] == ["paragraph", "signature", "date"]
    assert report.info.signed_date == D(2026, 1, 8)
    assert texts(report, "paragraph")[-1].endswith("进行一次考试。")


def test_a_posting_date_is_never_the_signed_date() -> None:
    report = outlined("河清县水利局2025年法治政府建设工作报告\n发布时间：2026年2月11日 来源：县水利局\n" + BODY)
    assert report.info.signed_date is None
    assert kinds(report)[1] == "residue"


def test_dates_in_the_text_are_not_the_signed_date() -> None:
    report = outlined(
        "河清县水利局2025年法治政府建设工作报告\n"
        + BODY
        + "2026年1月8日，我局召开会议研究部署，明确责任分工，要求逐项抓好落实。\n"
    )
    assert report.info.signed_date is None


def test_under_the_title() -> None:
    report = outlined("2025年法治政府建设工作报告\n河清县水利局\n（2026年1月8日）\n" + BODY)
    assert kinds(report)[:3] == ["title", "signature", "date"]
    assert (report.info.unit, report.info.signed_date) == ("河清县水利局", D(2026, 1, 8))


# ── year ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("title", "texts_", "headings", "signed", "year"),
    [
        ("河清县2025年法治政府建设报告", ["现将2024年度情况报告如下。"], [], None, 2025),
        ("河清县二〇二五年法治政府建设报告", [], [], None, 2025),
        ("关于贯彻《法治政府建设实施纲要（2021—2025年）》情况的报告", ["现将2023年度情况报告如下。"], [], None, 2023),
        ("法治政府建设报告", ["现将我局2024年有关情况汇报如下："], ["2025年工作安排"], None, 2024),
        ("法治政府建设报告", ["一年来成效明显。"], ["2024年主要举措和成效", "2025年工作安排"], None, 2024),
        ("法治政府建设报告", ["一年来成效明显。"], ["主要举措", "2025年工作安排"], None, 2024),
        ("法治政府建设报告", ["2024年办案。2024年培训。2023年起步。"], [], None, 2024),
        ("法治政府建设报告", ["一年来成效明显。"], [], D(2026, 1, 8), 2025),
        ("法治政府建设报告", ["一年来成效明显。"], [], D(2025, 12, 28), 2025),
        ("河清县2024年法治政府建设报告", ["现将2025年有关情况报告如下。"], ["2026年工作安排"], D(2026, 1, 8), 2025),
        ("河清县2025年法治政府建设报告", ["2025年办案。"], ["2025年工作安排"], D(2026, 3, 8), 2025),
        (None, ["成效明显。"], [], None, None),
    ],
)
def test_years(
    title: str | None, texts_: list[str], headings: list[str], signed: dt.date | None, year: int | None
) -> None:
    assert report_year(title, texts_, headings, signed) == year


# ── the report as a whole ────────────────────────────────────────────────────────────────────────────────────────────


def test_characters_are_those_of_the_body() -> None:
    report = outlined(
        "河清县水利局2025年法治政府建设工作报告\n首页 > 政务公开\n一、主要举措\n办案十件，培训3期。\n河清县水利局\n2026年1月8日"
    )
    assert report.info.characters == len("一主要举措办案十件培训期")


def test_a_title_by_its_style() -> None:
    report = outline(
        read_bytes(
            "# 这一年我们怎样依法治水\n\n## 一、举措\n\n办案十件，培训三期，群众满意。\n".encode(), "a.md", "a.md"
        )
    )
    assert report.info.title == "这一年我们怎样依法治水"
    assert kinds(report) == ["title", "heading", "paragraph"]


PIECES = [
    "河清县水利局",
    "河清县水利局2025年法治政府建设工作报告",
    "关于2025年度法治政府建设情况的报告",
    "县委、县政府：",
    "一、主要举措",
    "（一）强化责任。局长四次主持会议研究法治建设，听取汇报。",
    "1.",
    "存在的问题：",
    "2026年1月8日",
    "首页 > 政务公开",
    "[bookmark: _GoBack]",
    "二、[bookmark: _Toc1]存在的不足",
    "[bookmark: a]一是[bookmark: b]加强领导。",
    "附件：1.统计表",
    "首页",
    "全年办理案件四十六件，开展培训六期，群众满意度稳步提升，执法质量继续改善。",
    "全年办理案件四十六件，群众满意度稳步提升。河清县水利局 2026年1月8日",
]


@settings(max_examples=300)
@given(
    st.lists(
        st.sampled_from(PIECES) | st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
        min_size=1,
        max_size=25,
    )
)
def test_blocks_are_in_order_and_hold_all_text(lines: list[str]) -> None:
    try:
        document = read_bytes("\n".join(lines).encode(), "a.txt", "a.txt")
    except ReadError:
        return
    report = outline(document)
    position = 0
    for block in report.blocks:
        assert position <= block.start < block.end
        assert not document.text[position : block.start].strip()
        assert document.text[block.start : block.end].strip() == document.text[block.start : block.end]
        assert block.number is None or block.number in document.text
        position = block.end
    assert not document.text[position:].strip()
    for heading in report.headings:
        block = report.blocks[heading.block]
        assert block.start <= heading.start < heading.end <= block.end
        assert (block.kind == "heading") != heading.run_in
        assert block.level == heading.level >= 1
    assert outline(document) == report


def test_a_document_without_blocks_or_with_tables_only() -> None:
    empty = Document(source="a", sha256="0", form="txt", text="", blocks=())
    assert outline(empty).info.title is None
    table = Document(
        source="a", sha256="0", form="txt", text="甲\t乙", blocks=(Block(kind="table", start=0, end=3, look=PLAIN),)
    )
    assert kinds(outline(table)) == ["table"]


def test_looks_do_not_disturb_the_head() -> None:
    text = "河清县水利局\n关于2025年度法治政府建设情况的报告\n办案十件，培训三期，群众满意度稳步提升。"
    edges = [0, 7, 27, len(text) + 1]
    looks = [
        Look(centred=True, size=22, font="小标宋"),
        Look(centred=True, size=22, font="小标宋"),
        Look(size=16, font="仿宋"),
    ]
    blocks = [
        Block(kind="paragraph", start=a, end=b - 1, look=look)
        for a, b, look in zip(edges, edges[1:], looks, strict=False)
    ]
    report = outline(Document(source="a", sha256="0", form="docx", text=text, blocks=tuple(blocks)))
    assert kinds(report) == ["title", "title", "paragraph"]


@pytest.mark.parametrize(
    "line",
    [
        "河清县水利局2026年1月8日",
        "首页 > 政务公开",
        "（一）强化责任。加强领导。",
        *(
            pytest.param(line, marks=pytest.mark.full)
            for line in (
                "2026年1月8日",
                "一、存在的不足和原因：",
                "来源：",
                "[bookmark: a]",
                "关于2025年度法治政府建设情况的报告",
            )
        ),
    ],
)
def test_thousands_of_alike_lines_take_seconds(line: str) -> None:
    document = read_bytes("\n".join(f"{line}" for _ in range(15_000)).encode(), "a.txt", "a.txt")
    started = time.process_time()
    outline(document)
    assert time.process_time() - started < 10


@pytest.mark.parametrize(
    "piece", ["2025年", "《", "首页 > ", "来源：", "[bookmark: ", "人民政府", "（一）", "2026年1月8日", "。", " "]
)
def test_one_endless_line_takes_seconds(piece: str) -> None:
    document = read_bytes(("报告" + piece * (2_000_000 // len(piece.encode())) + "完").encode(), "a.txt", "a.txt")
    started = time.process_time()
    outline(document)
    assert time.process_time() - started < 10


def test_an_ordinary_report_takes_milliseconds() -> None:
    document = read_bytes(("河清县水利局2025年法治政府建设工作报告\n" + BODY * 30).encode(), "a.txt", "a.txt")
    times = []
    for _ in range(7):
        started = time.process_time()
        outline(document)
        times.append(time.process_time() - started)
    assert min(times) < 0.05


# ── labelled reports ─────────────────────────────────────────────────────────────────────────────────────────────────

MARKS = ("# ", "## ", "### ", "#### ", "@sign ", "@date ", "@noise ")


def plain(source: str) -> str:
    """The text that a source of ``shared/tools/render.py`` stands for."""
    lines = []
    for line in source.splitlines():
        mark = next((mark for mark in MARKS if line.startswith(mark)), "")
        lines.append(line[len(mark) :].strip())
    return "\n".join(line for line in lines if line) + "\n"


def test_head_data_of_the_labelled_reports(shared: Path) -> None:
    wrong: list[tuple[str, str, Any, Any]] = []
    gold_files = sorted(shared.glob("devset/*.gold.json"))
    assert gold_files
    for file in gold_files:
        gold = json.loads(file.read_text(encoding="utf-8"))
        source = file.with_name(file.name.replace(".gold.json", ".src.txt")).read_text(encoding="utf-8")
        info = outlined(plain(source)).info.model_dump(mode="json")
        wrong += [
            (file.name, key, gold[key], info[key])
            for key in ("unit", "unit_type", "year", "signed_date")
            if info[key] != gold[key]
        ]
    assert not wrong
