"""The figures of planted changes for a terminal or as JSON: by family, by what the changes are about, then every failure."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from checker.evaluation.printing import percent
from checker.output._layout import Look, columns, wrap
from checker.output._words import clean, shorten

Figures = dict[str, Any]
FAMILIES = {
    "closing": "落款和日期",
    "duties": "第一责任人职责",
    "form": "只改形式",
    "hidden": "隐藏文字",
    "length": "篇幅",
    "machine": "写给机器的话",
    "numbering": "序号",
    "placeholders": "空位和批注",
    "plans": "下一年度安排",
    "privacy": "个人信息",
    "repetition": "重复段落",
    "residue": "网页残留",
    "results": "成效",
    "secrecy": "密级标志",
    "sections": "整个部分",
    "shortcomings": "不足和原因",
    "sums": "数字计算",
    "terms": "规范名称",
    "titles": "标题",
    "topics": "举措覆盖",
    "years": "年份",
}


def show(figures: Figures, form: str, look: Look) -> str:
    """Everything, as text or JSON."""
    if form == "json":
        return json.dumps({"schema_version": "1", "planted": figures}, ensure_ascii=False, indent=1) + "\n"
    return page(figures, look)


def page(figures: Figures, look: Look) -> str:
    """Everything, as text."""
    told = (
        f"引擎 {figures['engine']}：报告 {figures['reports']} 份，共作更改 {figures['cases']} 次，"
        f"其中该有变化的 {figures['changes']['cases']} 次，形似而不该有变化的 {figures['lookalikes']['cases']} 次。"
    )
    lines = wrap(told, look.width)
    lines += wrap(
        "全变：该变的都变了；他处不变：别的都没变；所比：各项判定中能断定变不变、因而作了比较的比例。", look.width
    )
    for item in figures["left_out"]:
        lines += wrap(f"未作更改：{clean(item['problem'])}", look.width, rest="  ")
    lines += ["", *_table("按类别", figures["by_family"], figures, look)]
    lines += _table("按要求和规则", figures["by_subject"], None, look)
    weak = {key: value for key, value in figures["by_change"].items() if _wanting(value)}
    if weak:
        lines += _table("没有全对的更改", weak, None, look)
    return "\n".join(lines + _failures(figures["failures"], look)) + "\n"


def _wanting(value: Figures) -> bool:
    shares = (
        value["changes"]["all_expected"],
        value["changes"]["nothing_else"],
        value["lookalikes"]["nothing_changed"],
    )
    return any(share is not None and share < 1 for share in shares)


def _table(title: str, groups: Figures, total: Figures | None, look: Look) -> list[str]:
    rows = [["", "该变", "全变", "他处不变", "形似", "不变", "所比"]]
    rows += [[_label(key), *_cells(value)] for key, value in groups.items()]
    if total is not None:
        rows.append(["合计", *_cells(total)])
    head, *body = columns(rows, [max(8, min(38, look.width - 52)), 5, 7, 8, 5, 7, 7])
    return [look.paint(title, "bold"), look.paint(head, "dim"), *body, ""]


def _label(key: str) -> str:
    return f"{FAMILIES[key]} {key}" if key in FAMILIES else key


def _cells(value: Figures) -> list[str]:
    changes, others = value["changes"], value["lookalikes"]
    return [
        str(changes["cases"]),
        percent(changes["all_expected"]),
        percent(changes["nothing_else"]),
        str(others["cases"]),
        percent(others["nothing_changed"]),
        percent(value["verdicts_compared"]),
    ]


def _failures(failures: Iterable[Figures], look: Look) -> list[str]:
    """Every failure; those that fail alike are told once, with the reports."""
    groups: dict[str, list[Figures]] = {}
    for failure in failures:
        alike = [failure["change"], failure["expected_but_not"], failure["changed_but_should_not"]]
        groups.setdefault(str(alike), []).append(failure)
    count = sum(len(group) for group in groups.values())
    lines = [look.paint(f"没有做对的（{count} 次）", "bold")]
    for group in groups.values():
        lines += _failure(group, look)
    return lines


def _failure(group: list[Figures], look: Look) -> list[str]:
    first = group[0]
    names = "、".join(dict.fromkeys(item["report"] for item in group))
    kind = "形似" if first["lookalike"] else "更改"
    lines = wrap(f"[{kind}] {first['change']}/{first['variant']}（{names}）", look.width, rest="    ")
    for difference in first["expected_but_not"]:
        lines += wrap(f"该变未变：{clean(difference)}", look.width, "    ")
    for difference in first["changed_but_should_not"]:
        lines += wrap(f"不该变而变：{clean(difference)}", look.width, "    ")
    for reason in first["reasons"]:
        lines += wrap(clean(reason), look.width, "    ")
    for text in first["changed_lines"]:
        lines += [look.paint(line, "dim") for line in wrap(f"“{shorten(clean(text))}”", look.width, "    ")]
    return lines
