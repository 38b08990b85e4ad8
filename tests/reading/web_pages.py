"""Pages of government sites, made round a report whose text is known: what a reader keeps and lets in can be counted.

Here are the reports, what a site says round them, and the measuring; ``web_layouts`` has pages drawn after common content
systems and hand-made ones, ``web_pages_random`` puts pages together by chance. None has the markup of ``shared/tools/render.py``.
"""

from __future__ import annotations

import difflib
import random
import re
from collections.abc import Iterator, Sequence
from html import escape
from typing import NamedTuple

Row = tuple[str, str]
MARKS = {
    "# ": "title",
    "## ": "h1",
    "### ": "h2",
    "#### ": "h3",
    "@sign ": "sign",
    "@date ": "date",
    "@noise ": "noise",
}


def rows_of(source: str) -> list[Row]:
    """Kind and text of each line of a report's source, without the lines that are no report."""
    rows = []
    for line in filter(str.strip, source.splitlines()):
        mark = next((mark for mark in MARKS if line.startswith(mark)), "")
        rows.append((MARKS.get(mark, "body"), line[len(mark) :].strip()))
    return [row for row in rows if row[0] != "noise"]


REPORT = """
# 临川县水务局
# 关于2025年法治政府建设情况的报告

县委、县政府：

2025年，我局坚持以习近平法治思想为指导，对照《法治政府建设实施纲要（2021—2025年）》收官要求，把全年47项任务逐项分解到股室，年内完成45项。现将有关情况报告如下。

## 一、主要负责人履行第一责任人职责情况

局长全年主持召开局党组会4次、局长办公会2次专题研究法治政府建设，对河道采砂执法中的3个疑难问题当场定人定时；出庭应诉1次，带头讲法治课2场。

## 二、主要举措和成效

### （一）依法履职，办事更快

全年办理水行政许可132件，平均用时由9天压缩到4天；12345热线转办事项218件，办结率99.5%。清理规范性文件11件，废止3件。

### （二）严格执法，公正文明

立案查处水事违法案件41件，罚款86.3万元，其中适用“首违不罚”9件。开展案卷评查2次，抽查案卷30卷，查出问题17个，已全部改正。

1.推行“扫码入企”。检查前亮码登记，检查次数同比下降31%。

2.建立说理式文书样本5种。

## 三、存在的不足和原因

一是取水计量管理还有漏洞。全县86个取水口中有14个没有安装计量设施，主要原因是前期摸排只看年取水量大的用户，小型取水口没有列入预算。

二是执法文书质量不高。抽查的30卷案卷中有6卷送达回证填写不全，由于新进人员占四成，培训又偏重条文、少有实操。

## 四、2026年工作安排

2026年，我局将重点做好以下工作：

（一）6月底前为14个取水口装齐计量设施，接入智慧水利平台。

（二）每季度组织一次案卷互评和模拟送达，全年培训不少于40学时。

特此报告。

@sign 临川县水务局
@date 2026年1月16日
"""


def own_reports() -> Iterator[tuple[str, list[Row]]]:
    """The report above, and others made of it: thin, unsigned, without numbers, on one place in many words."""
    rows = rows_of(REPORT)
    kinds = {kind: [row for row in rows if row[0] == kind] for kind in ("title", "body", "sign", "date")}
    long = [row for row in kinds["body"] if len(row[1]) > 50]
    yield "full", rows
    yield "thin", [*kinds["title"], long[3], *kinds["sign"], *kinds["date"]]
    yield "thin, unsigned", [*kinds["title"], long[0], long[4]]
    yield "unsigned", [row for row in rows if row[0] not in ("sign", "date")]
    yield "unnumbered", [(kind, re.sub(r"^(?:[一二三四]、|（[一二]）|[12]\.)", "", text)) for kind, text in rows]


# ── measuring ────────────────────────────────────────────────────────────────────────────────────────────────────────


class Measured(NamedTuple):
    """Shares and counts of characters, white space apart."""

    kept: float
    lost: list[str]
    let_in: list[str]


def measure(text: str, rows: Sequence[Row]) -> Measured:
    """How much of the report stands in the text, and what else does."""
    wanted, got = _squeezed("".join(row[1] for row in rows)), _squeezed(text)
    if wanted == got:
        return Measured(1.0, [], [])
    lost, let_in = [], []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, wanted, got, autojunk=False).get_opcodes():
        if kind != "equal":
            lost += [wanted[a:b]] if b > a else []
            let_in += [got[c:d]] if d > c else []
    return Measured(1 - sum(map(len, lost)) / len(wanted), lost, let_in)


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


# ── what a site puts round a report ──────────────────────────────────────────────────────────────────────────────────

_PLACES = "临川 清溪 白沙 石门 桃源 云岭 青阳 松江 柳林 东湖 西塘 南岭 北关".split()
NAMES = "张建国 李小红 王海涛 赵敏 陈志强 刘洋 周国平 吴芳".split()
_NEWS = (
    "{}召开全面依法治县委员会会议", "{}启动春季安全生产大检查", "{}举行宪法宣誓仪式", "{}优化营商环境推进会召开", "{}2024年法治政府建设年度报告", "{}人民政府关于2023年法治政府建设情况的报告",
    "{}发布暴雨蓝色预警", "{}新建三所幼儿园", "图解：{}政府工作报告", "{}市场监管局公布抽检结果", "关于{}城区道路施工的通告", "{}第七届人民代表大会第三次会议开幕",
)  # fmt: skip
_COMMENTS = (
    "写得很实在，希望明年把小区停车难的问题也解决一下。", "执法队的态度比以前好多了，给工作人员点个赞！", "报告里说的普法活动我参加过，讲得清楚，老人也听得懂。", "建议公开一下行政复议的典型案例，让大家都学习学习。",
    "支持依法行政，规范执法，希望各部门继续加强监督，把制度落实到位。", "什么时候能把我们村的路修一修？打了几次12345都说在研究。", "看完了，内容很全面，但是图片太少。", "感谢政府为群众办实事，政务服务大厅现在中午也有人值班，办事方便。",
)  # fmt: skip
_MENU = "首页 走进{} 政务动态 政务公开 政务服务 互动交流 专题专栏 数据开放 招商引资".split()


class Site:
    """A site's words, drawn by chance; ``link`` and its like give markup that stands outside of the report."""

    def __init__(self, seed: int = 0) -> None:
        self.dice = random.Random(seed)
        self.place = self.dice.choice(_PLACES) + "县"
        self.name = f"{self.place}人民政府网"

    def menu(self) -> list[str]:
        return [word.format(self.place[:2]) for word in _MENU]

    def links(self, texts: Sequence[str], tag: str = "li", dated: bool = False) -> str:
        stamp = lambda: f"<span>2026-0{self.dice.randint(1, 6)}-{self.dice.randint(10, 28)}</span>" if dated else ""  # noqa: E731
        return "".join(
            f'<{tag}><a href="/{self.dice.randint(1, 9999)}.html">{text}</a>{stamp()}</{tag}>' for text in texts
        )

    def news(self, count: int) -> list[str]:
        return [self.dice.choice(_NEWS).format(self.dice.choice(_PLACES) + "县") for _ in range(count)]

    def crumbs(self) -> str:
        return (
            "当前位置："
            + " &gt; ".join(
                f'<a href="/{i}/">{word}</a>' for i, word in enumerate(("首页", "政府信息公开", "法治政府建设年度报告"))
            )
            + " &gt; 正文"
        )

    def posting(self) -> str:
        day = f"2026-0{self.dice.randint(1, 4)}-{self.dice.randint(10, 28)} {self.dice.randint(8, 18):02d}:{self.dice.randint(10, 59)}"
        return self.dice.choice(
            (
                f"发布时间：{day}　来源：{self.place}司法局　浏览次数：{self.dice.randint(1, 999)}　字体：【大 中 小】",
                f"{day}　　来源：{self.place}政府办　　【字体：大　中　小】　打印",
                f"时间：{day} | 作者：法制股 | 点击：{self.dice.randint(1, 999)} 次",
                f"信息来源：{self.place}司法局 发布日期：{day[:10]} 浏览量：{self.dice.randint(1, 999)}",
                f"{day} {self.place}人民政府 阅读：{self.dice.randint(1, 999)}",
            )
        )  # fmt: skip

    def share(self) -> str:
        return '分享到：<a href="#">微信</a> <a href="#">微博</a> <a href="javascript:;">QQ空间</a> <a href="javascript:window.print()">打印本页</a> <a href="javascript:window.close()">关闭窗口</a>'

    def foot(self) -> list[str]:
        return [
            f"主办：{self.place}人民政府办公室　承办：{self.place}大数据中心",
            "网站标识码：4100000000　豫ICP备00000000号-1　公网安备 41000000000000号",
            f"地址：{self.place}人民路1号　邮编：470000　联系电话：0377-60000000",
            '<a href="/map.html">网站地图</a> | <a href="/about.html">联系我们</a> | <a href="/law.html">网站声明</a>',
        ]  # fmt: skip

    def comments(self, count: int) -> list[tuple[str, str, str]]:
        """Name, time and words of each."""
        return [
            (self.dice.choice(NAMES), f"2026-03-{self.dice.randint(10, 28)} 1{self.dice.randint(0, 9)}:2{self.dice.randint(0, 9)}", self.dice.choice(_COMMENTS))
            for _ in range(count)
        ]  # fmt: skip

    def preview(self) -> str:
        """The beginning of another report, as a column at the side shows it."""
        return (
            f"2025年，{self.place}教育局坚持以习近平新时代中国特色社会主义思想为指导，深入学习贯彻习近平法治思想，全面落实法治政府建设各项任务，"
            "推动依法治教、依法办学，现将有关情况报告如下。"
        )


def head(title: str, charset: str = "utf-8", more: str = "") -> str:
    return f'<!DOCTYPE html><html lang="zh-CN"><head><meta http-equiv="Content-Type" content="text/html; charset={charset}"><title>{title}</title>{more}</head>'


def title_of(rows: Sequence[Row]) -> str:
    return "".join(text for kind, text in rows if kind == "title")


def text_of(rows: Sequence[Row]) -> list[Row]:
    return [row for row in rows if row[0] != "title"]


def titles(rows: Sequence[Row]) -> list[str]:
    return [text for kind, text in rows if kind == "title"]


def paragraphs(rows: Sequence[Row], style: str = ' style="text-indent: 2em;"', strong: str = "strong") -> str:
    """The report's lines as an editor sets them."""
    found = []
    for kind, text in rows:
        text = escape(text)
        if kind == "title":
            found.append(f'<p style="text-align:center"><span style="font-size:22pt">{text}</span></p>')
        elif kind in ("sign", "date"):
            found.append(f'<p style="text-align:right">{text}</p>')
        else:
            found.append(f"<p{style}>{f'<{strong}>{text}</{strong}>' if kind in ('h1', 'h2') else text}</p>")
    return "\n".join(found)
