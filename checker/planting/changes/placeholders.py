"""What a drafter left to be filled in; or names that are meant to be dark, signs of arithmetic, words about filling in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker.planting.bench import Bench
from checker.planting.edit import change as change_line
from checker.planting.model import Case, Wanted

RULE = "placeholder"
_FIGURE = re.compile(r"(?<![0-9.,，])[0-9]{2,4}(?=[件起份家条场户](?!次))")

LEFT = (
    ("XX", "全年接待来访群众XX人次。", "来访群众XX人次"),
    ("cross", "与××局联合开展培训。", "与××局"),
    ("year", "计划于20XX年完成档案移交。", "20XX年"),
    ("note", "全年培训工作人员三期（待补充）。", "（待补充）"),
    ("check", "累计服务企业八十家（此处需核实）。", "（此处需核实）"),
    ("by_whom", "窗口延时服务常态化开展（具体数据由办公室提供后补）。", "由办公室提供后补"),
    ("blank", "年内组织调研____次。", "____次"),
    ("brackets", "新增服务网点【待填】处。", "【待填】"),
    ("star", "召开工作例会**次。", "会**次"),
)
FINE = (
    ("masked_party", "某公司对处理结果不服，经当面释明后表示理解。"),
    ("masked_name", "当事人张某某主动纠正了违法行为。"),
    ("times_sign", "新设的公示栏为3×4米，置于办事大厅入口。"),
    ("letter", "配置X光安检机一台。"),
    ("word", "推行材料容缺，待补充材料由窗口一次性告知。"),
    ("grades", "按照A、B、C三级实行分类管理。"),
    ("some", "对某些重复来访事项，明确专人跟踪。"),
    ("formula", "推广“1+N”工作模式。"),
)


def cases(bench: Bench) -> Iterator[Case]:
    """A figure of the report struck out, two leavings, three that are none."""
    yield from _struck_out(bench)
    for variant, (name, sentence, quote) in bench.choose("left", LEFT, 2):
        lines = bench.said(sentence, name)
        if lines is not None:
            yield bench.plant(f"left_{name}", variant, lines, findings=[Wanted(RULE, quote)])
    for variant, (name, sentence) in bench.choose("fine", FINE, 3):
        lines = bench.said(sentence, name)
        if lines is not None:
            yield bench.trap(f"fine_{name}", variant, lines, about=[RULE])


def _struck_out(bench: Bench) -> Iterator[Case]:
    """A figure of the report's own gives way to signs."""
    lines = bench.source.lines
    found = [(i, m) for i in bench.spots() for m in _FIGURE.finditer(lines[i].text) if m.start() >= lines[i].head]
    if not found:
        return
    rng = bench.rng("struck_out")
    index, match = rng.choice(found)
    text = lines[index].text
    sign = rng.choice(("XX", "××", "**"))
    changed = text[: match.start()] + sign + text[match.end() :]
    quote = changed[max(match.start() - 2, 0) : match.start() + len(sign) + 1]
    yield bench.plant(
        "struck_out",
        sign,
        change_line(lines, index, changed),
        findings=[Wanted(RULE, quote)],
        loose=["measures.results", "measures", "numbers.inconsistent"],
    )
