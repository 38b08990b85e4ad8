"""Text that is not the report's: navigation, footers, a bookmark, a second title; or a sentence that has their words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from checker.planting.bench import Bench
from checker.planting.edit import insert, swap
from checker.planting.model import Case, Lines, Wanted

RULE = "text.residue"

BEFORE: tuple[tuple[str, ...], ...] = (
    ("首页 > 政务公开 > 法治政府建设 > 年度报告",),
    ("您所在的位置：首页 / 信息公开目录 / 工作总结",),
    ("索引号：000014349/2026-00018　发布机构：办公室　有效性：有效",),
    ("当前位置：网站首页 » 部门动态", "发布时间：{next}-02-12 10:26　来源：本站　作者：佚名　点击数：208"),
    ("字体：【大 中 小】　打印　关闭　浏览次数：86",),
)
AFTER: tuple[tuple[str, ...], ...] = (
    ("上一篇：关于召开工作例会的通知", "下一篇：没有了"),
    ("分享到：微博　微信　QQ空间　　【打印】【关闭】",),
    ("版权所有：{unit}　网站地图　联系我们　隐私声明　网站标识码：9999000012",),
    ("相关链接", "主办单位：{unit}　承办：信息中心　备案号：备案00000000号-1"),
)
# What a site adds must prove nothing.
TELLING = (
    "相关新闻：{leader}主持召开会议研究法治政府建设工作3次",
    "上一篇：我市开展防汛应急演练 转移群众300人",
    "推荐阅读：{next}年工作要点印发 全年开展案卷评查4次",
)
INSIDE = ("[bookmark: _GoBack]", "错误!未找到引用源。", "&nbsp;&nbsp;")
SENTENCES = (
    "在门户网站首页开设专栏，转载文章一律注明来源和作者。",
    "公开信息支持打印、下载和分享，页面关闭前提示保存。",
    "网站地图和联系方式更新后，群众查找当前位置更加方便。",
    "办事指南设置上一篇、下一篇跳转按钮，点击数按月统计。",
)


def cases(bench: Bench) -> Iterator[Case]:
    """Before the title, after the end, inside a paragraph, the title again; two sentences with such words."""
    lines = bench.source.lines
    ends = lines[0].kind == "residue", lines[-1].kind == "residue"
    if not ends[0]:
        for variant, texts in bench.choose("before", BEFORE):
            filled = [bench.fill(text, "before") for text in texts]
            yield bench.plant("before", variant, insert(lines, 0, *filled), findings=[Wanted(RULE, filled[0])])
    if not ends[1]:
        for variant, texts in bench.choose("after", AFTER):
            filled = [bench.fill(text, "after") for text in texts]
            made = insert(lines, len(lines), *filled)
            yield bench.plant("after", variant, made, findings=[Wanted(RULE, filled[0])])
        for variant, text in bench.choose("telling", TELLING):
            yield from _telling(bench, variant, bench.fill(text, "telling"))
    yield from _inside(bench)
    yield from _title_again(bench)
    for variant, sentence in bench.choose("sentence", SENTENCES, 2):
        made_ = bench.said(sentence, "sentence", variant)
        if made_ is not None:
            yield bench.trap("sentence", variant, made_, about=[RULE])


def _telling(bench: Bench, variant: str, text: str) -> Iterator[Case]:
    """A link after the end that seems to prove what is not there: no verdict may change."""
    lines = insert(bench.source.lines, len(bench.source.lines), text, "分享到：微信　微博　　【关闭窗口】")
    case = bench.plant("telling", variant, lines, findings=[Wanted(RULE, text)])
    expected = replace(case.expected, loose=bench.original.doubtful)
    yield replace(case, expected=expected, about=(RULE, "measures.emergency", "first_responsible.deliberation"))


def _inside(bench: Bench) -> Iterator[Case]:
    spot = bench.spot("inside")
    if spot is None:
        return
    for variant, mark in bench.choose("inside", INSIDE):
        text = bench.source.lines[spot].text
        match = re.search("[，。；]", text[20:])
        place = 20 + match.end() if match else len(text)
        made: Lines = swap(bench.source.lines, spot, text, text[:place] + mark + text[place:])
        yield bench.plant("inside", variant, made, findings=[Wanted(RULE, mark)])


def _title_again(bench: Bench) -> Iterator[Case]:
    lines = bench.source.lines
    titles = [i for i, line in enumerate(lines) if line.kind == "title"]
    if (
        len(titles) != 1
        or any(line.kind == "residue" for line in lines[: titles[0] + 4])
        or any(line.text == lines[titles[0]].text for line in lines[titles[0] + 1 :])
    ):
        return
    made = insert(lines, titles[0] + 1, lines[titles[0]].text)
    yield bench.plant("title_again", "1", made, findings=[Wanted(RULE, lines[titles[0]].text, nth=None)])
