"""What is not the report is found; what is the report is never swallowed."""

from __future__ import annotations

import pytest

from checker.model import Report
from checker.outline import outline
from checker.reading import read_bytes

TITLE = "河清县林业局2025年度法治政府建设情况的报告"
TEXT = "全年办理案件四十六件，其中简易程序二十九件，开展培训六期，执法人员参训率达到百分之百。"
TEXT_2 = "执法人员业务能力参差不齐，原因是培训不够系统，考核没有跟上，监督也不够经常。"


def outlined(*lines: str) -> Report:
    return outline(read_bytes("\n".join(lines).encode(), "a.txt", "a.txt"))


def residue(report: Report) -> list[str]:
    return [report.text[block.start : block.end] for block in report.blocks if block.kind == "residue"]


STRONG = [
    "当前位置：首页 > 政务公开 > 法治政府建设年度报告",
    "您现在的位置： 首页 » 信息公开 » 年度报告",
    "您的位置：首页>>公开年报",
    "首页 > 政府信息公开 > 年报",
    "发布时间：2026-02-05　来源：县司法局　浏览次数：386　字号：[大 中 小]　【打印本页】",
    "时间：2026-03-31 10:09 微信 微博 QQ空间",
    "2026-02-05 09:18 来源：县林业局",
    "浏览次数：318次",
    "【字体：大 中 小】",
    "分享到：微信　微博　　【关闭窗口】",
    "分享到",
    "打印本页 关闭窗口",
    "上一篇：河清县林业局2024年度法治政府建设情况的报告",
    "下一篇：无",
    "网站地图 | 联系我们 | 网站声明　主办：河清县人民政府办公室　网站标识码：9900010007",
    "豫ICP备00000000号-1 豫公网安备 00000000000000号",
    "版权所有：河清县人民政府",
    "Copyright © 2026 All Rights Reserved",
    "首页 政务公开 政务服务 互动交流 走进河清",
    "[bookmark: _GoBack]",
]
IN_THE_TAIL = [
    "主办：河清县人民政府办公室　承办：河清县大数据局",
    "联系我们",
    "首页\n走进河清\n政务动态\n政务公开\n政务服务\n专题专栏",
    "来源：河清县林业局",
    "附件下载",
    "附件下载 2025年法治建设情况报告.pdf",
    "责任编辑：李华",
    "相关链接\n关于开展宣传月活动的通知 2026-02-01\n县林业局召开警示教育大会 2026-01-30",
]
IN_THE_HEAD = [
    "索引号：4113-2026-00012\n主题分类：综合政务\n发文机关：河清县林业局\n成文日期：2026-02-05\n有 效 性：有效",
    "标 题： 河清县林业局2025年度法治政府建设情况的报告\n发文字号： 无 发布日期：2026-02-05",
    "首页\n政务公开",
    "来源：河清县林业局",
]


@pytest.mark.parametrize("line", STRONG)
@pytest.mark.parametrize("place", ["before", "after", "end"])
def test_strong_residue(line: str, place: str) -> None:
    lines = {
        "before": [line, TITLE, TEXT, TEXT_2],
        "after": [TITLE, line, TEXT, TEXT_2],
        "end": [TITLE, TEXT, TEXT_2, line],
    }[place]
    report = outlined(*lines)
    assert residue(report) == [line]
    assert report.info.title == TITLE


@pytest.mark.parametrize("lines", IN_THE_TAIL)
def test_residue_after_the_text(lines: str) -> None:
    report = outlined(TITLE, TEXT, TEXT_2, "河清县林业局", "2026年1月8日", *lines.split("\n"))
    assert residue(report) == lines.split("\n")
    assert [block.kind for block in report.blocks][:5] == ["title", "paragraph", "paragraph", "signature", "date"]


@pytest.mark.parametrize("lines", IN_THE_HEAD)
def test_residue_before_the_text(lines: str) -> None:
    report = outlined(*lines.split("\n"), TITLE, TEXT, TEXT_2)
    assert residue(report) == lines.split("\n")
    assert report.info.title == TITLE


def test_links_after_the_foot_has_begun() -> None:
    report = outlined(TITLE, TEXT, "分享到：微信", "河清要闻速览", "河清县召开春耕动员会", "手机阅读本文更方便")
    assert len(residue(report)) == 4


@pytest.mark.parametrize(
    "line",
    [
        "信访问题的主要来源：一是征地补偿，二是物业纠纷，三是劳资矛盾，全年受理一百二十件。",
        "资金来源：县级财政安排二十万元，上级补助三十万元，全部用于执法装备更新。",
        "我局主办行政处罚案件两件，承办复议案件一件，均依法按期办结。",
        "政务公开",
        "政务服务",
        "一、政务公开",
        "（一）互动交流。开展政府开放日活动四次，邀请群众代表一百二十人次。",
        "提高访问量",
        "推出关怀版服务",
        "推行手机扫码办事",
        "网站浏览量超过四十万次，群众满意度稳步提升。",
        "2025年3月5日9:00，召开动员部署会议，明确责任分工",
        "上一年度遗留的三件积案全部办结，当事人息诉罢访。",
        "当前工作位置重要，责任重大，必须抓紧抓实抓好，不能有丝毫松懈。",
        "首页工程建设扎实推进，网上办事大厅建成投入使用，群众办事更加方便。",
        "时间：2025年3月；地点：县林业局会议室",
        "责任单位：执法监督股",
        "在政府网站首页开设专栏，公布执法信息一百二十条。",
        "字体工程与文字规范化工作同步推进",
    ],
)
def test_the_text_of_the_report_is_never_residue(line: str) -> None:
    report = outlined(TITLE, TEXT, line, TEXT_2, "河清县林业局", "2026年1月8日")
    assert residue(report) == []


@pytest.mark.parametrize(
    "line",
    [
        "特此报告。",
        "（此件公开发布）",
        "（联系人：李华，联系电话：6012345）",
        "附件：1.行政执法统计表",
        "抄送：县委办公室，县政府办公室。",
        "河清县林业局办公室　2026年1月9日印发",
        "日期：2026年1月8日",
    ],
)
def test_what_belongs_to_the_end_of_a_report_is_no_residue(line: str) -> None:
    assert residue(outlined(TITLE, TEXT, TEXT_2, "河清县林业局", line)) == []


@pytest.mark.parametrize(
    "line", ["秘密★1年", "河林〔2026〕3号", "签发人：张明", "河清县林业局文件", "附件2", "000012", "特急"]
)
def test_what_belongs_over_a_title_is_no_residue(line: str) -> None:
    assert residue(outlined(line, TITLE, TEXT, TEXT_2)) == []


def test_marks_left_by_word_are_cut_out_of_their_paragraph() -> None:
    report = outlined(
        TITLE,
        "[bookmark: _GoBack]一是加强领导，明确责任分工。",
        "全年办案[bookmark: _Hlk1]四十六件，培训六期，群众满意。",
    )
    assert [(block.kind, report.text[block.start : block.end]) for block in report.blocks[1:]] == [
        ("residue", "[bookmark: _GoBack]"),
        ("paragraph", "一是加强领导，明确责任分工。"),
        ("paragraph", "全年办案"),
        ("residue", "[bookmark: _Hlk1]"),
        ("paragraph", "四十六件，培训六期，群众满意。"),
    ]


# Heads of pages as sites have them, with what is left when residue is taken out.
PAGES = [
    [
        "无障碍阅读 关怀版 返回首页",
        "政府信息公开",
        TITLE,
        "11370105MB279780XD/2026-6537798",
        "县政府办公室",
        "2026-02-20",
        "字号:",
        "打印整页 打印内容 分享",
    ],
    [
        "河清县人民政府 2026年12月3日星期四",
        "无障碍 简体| 繁体",
        TITLE,
        "来源:河清县林业局 发布时间:2026-03-28 09:18",
        TITLE,
    ],
    [
        "今天是:2026年10月31日 星期六 农历十月初七",
        "工作报告",
        "您所在的位置:政务公开 > 工作报告",
        TITLE,
        "文章来源:林业局 更新时间:2026/03/29 11:30:01",
        TITLE,
    ],
    ["首页 > 政务公开 > 规划计划", TITLE, "发布时间 : 2026-01-29 来源:河清县林业局 字体大小:"],
    [
        "名  称: " + TITLE,
        "索引号: 8080-11018-2026-00011",
        "发布机构: 河清县林业局",
        "主题分类: 综合政务,政务公开",
        "成文日期: 2026-02-13",
        "有效性: 有效",
        TITLE,
    ],
    ["- 索 引 号: sm09901-1800-2026-00003", "- 备注/文号: 河林〔2026〕5号", "- 公文生成日期: 2026-02-07", TITLE],
    ["标题: | " + TITLE + " | ||", "---|---|---|---|", "索引号: | 11370303004217450U | 文号: | |", TITLE],
    ["索 引 号 | 11620300013909010R | 主题分类 | 河林 |", "有效性 | |||", "标 题 | " + TITLE + " |", TITLE],
    [TITLE, "来源：河清县林业局", "发布时间：2026-01-29", "浏览："],
]


@pytest.mark.parametrize("page", PAGES, ids=range(len(PAGES)))
def test_heads_of_pages(page: list[str]) -> None:
    report = outlined(*page, "县委、县政府：", TEXT, TEXT_2)
    left = [(block.kind, report.text[block.start : block.end]) for block in report.blocks if block.kind != "residue"]
    assert left[0] == ("title", TITLE)
    assert [text for _, text in left[1:]] == ["县委、县政府：", TEXT, TEXT_2]


def test_a_signature_under_the_title_is_kept_among_residue() -> None:
    report = outlined("首页 > 政务公开", TITLE, "河清县林业局", "（2026年1月8日）", "浏览次数：12", TEXT, TEXT_2)
    assert [block.kind for block in report.blocks][:5] == ["residue", "title", "signature", "date", "residue"]


def test_a_table_of_a_page_s_data_is_residue() -> None:
    page = (
        "| 索引号 | 4113-2026 | 文号 | 河林〔2026〕5号 |\n|---|---|---|---|\n| 发布机构 | 县林业局 | 成文日期 | 2026-02-13 |\n\n# "
        + TITLE
    )
    report = outline(
        read_bytes(f"{page}\n\n{TEXT}\n\n| 项目 | 数量 |\n|---|---|\n| 办案 | 46 |\n".encode(), "a.md", "a.md")
    )
    assert [block.kind for block in report.blocks] == ["residue", "title", "paragraph", "table"]


@pytest.mark.parametrize(
    "line", ["相关新闻：县长主持召开会议研究法治工作3次", "推荐阅读：2026年工作要点印发 开展案卷评查4次"]
)
def test_a_link_after_the_date_is_residue_but_not_a_sentence_of_the_text(line: str) -> None:
    report = outlined(TITLE, "一、主要工作", TEXT, TEXT_2, "河清县林业局", "2026年1月8日", line)
    assert residue(report) == [line]
    report = outlined(TITLE, "一、主要工作", TEXT, f"{line}。", TEXT_2, "河清县林业局", "2026年1月8日")
    assert residue(report) == []
