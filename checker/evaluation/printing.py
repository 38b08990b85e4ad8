"""Figures for a terminal: one engine, or several side by side, then what differs from the labels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from checker.model import Usage
from checker.output._layout import Look, columns, wrap
from checker.output._words import clean, shorten, used

Figures = dict[str, Any]
_LEVELS = {"required": "必有", "expected": "宜有", "coverage": "举措覆盖", "unknown": "标准中没有"}
_TABLES = {"sections": "部分", "conclusions": "结论", **_LEVELS}
_FIELDS = {"unit": "单位", "unit_type": "单位类型", "year": "年度", "signed_date": "落款日期"}
_KINDS = {"section": "部分", "requirement": "要求", "finding": "文稿问题", "head": "报告信息", "conclusion": "结论"}
_OUTCOMES = {"missed": "漏报", "wrong": "误报"}


def page(runs: Sequence[Figures], look: Look, compared: Figures | None = None) -> str:
    """Everything; ``compared`` is what ``comparing`` says of several engines."""
    lines: list[str] = []
    for run in runs:
        lines += wrap(f"引擎 {run['engine']}：报告 {run['reports']} 份，文件 {run['files']} 个。", look.width)
        for item in run["unreadable"]:
            lines += wrap(f"读不出来：{clean(item['error'])}", look.width, rest="  ")
        if run.get("without_files"):
            lines += wrap(f"只有标注、没有报告文件：{'、'.join(run['without_files'])}", look.width, rest="  ")
        if run.get("usage", {}).get("model"):
            lines += wrap(_usage(run["usage"]), look.width, "  ", "  ")
    lines += ["", *_overview(runs, look), *_rules(runs, look), *_forms(runs, look)]
    if compared:
        lines += _compared(compared, look)
    for run in runs:
        lines += _confusions(run, look) + _differences(run, look)
    return "\n".join(lines) + "\n"


def _table(title: str, rows: list[list[str]], widths: list[int], look: Look) -> list[str]:
    head, *body = columns(rows, widths)
    return [look.paint(title, "bold"), look.paint(head, "dim"), *body, ""]


def _share(value: Figures) -> str:
    return f"{value['right']}/{value['of']} {percent(value['share'])}" if value["of"] else "-"


def percent(value: float | None) -> str:
    """98.3%, or - where there is nothing to measure."""
    return "-" if value is None else f"{value * 100:.1f}%"


def _recall(value: Figures) -> str:
    told = f"全 {percent(value['recall'])} 准 {percent(value['precision'])}"
    return f"{told}（对{value['right']} 漏{value['missed']} 误{value['wrong']}）"


def _overview(runs: Sequence[Figures], look: Look) -> list[str]:
    keys = list(dict.fromkeys(key for run in runs for key in run["requirements"]["by_requirement"]))
    levels = list(dict.fromkeys(key for run in runs for key in run["requirements"]["by_level"]))
    sections = list(dict.fromkeys(key for run in runs for key in run["sections"]["by_section"]))
    empty = {"right": 0, "of": 0, "share": None}

    def line(label: str, path: Sequence[str]) -> list[str]:
        cells = [label]
        for run in runs:
            value: Any = run
            for key in path:
                value = value.get(key, empty)
            cells.append(_recall(value) if "recall" in value else _share(value))
        return cells

    rows = [["项目", *(run["engine"] for run in runs)]]
    rows += [line("部分状态", ["sections"])] + [line(f"  {s}", ["sections", "by_section", s]) for s in sections]
    rows += [line("判为缺失的部分（不含 other）", ["missing_sections"]), line("判为缺失的 other", ["missing_other"])]
    rows += [line("各项要求", ["requirements"])]
    rows += [line(f"  {_LEVELS[level]}", ["requirements", "by_level", level]) for level in levels]
    rows += [line(f"    {key}", ["requirements", "by_requirement", key]) for key in keys]
    rows += [line("文稿问题", ["findings"]), line("结论", ["conclusion"]), line("报告信息", ["head"])]
    rows += [
        line(f"  {name}", ["head", "by_field", key])
        for key, name in _FIELDS.items()
        if key in runs[0]["head"]["by_field"]
    ]
    rows.append(["各种文件的判定一致", *(_agreement(run["agreement"]) for run in runs)])
    first = 40 if len(runs) < 3 else 30
    width = max(16 if len(runs) < 3 else 8, (look.width - first) // len(runs) - 2)
    return _table("总体", rows, [first, *(width for _ in runs)], look)


def _usage(value: Figures) -> str:
    usage = Usage.model_validate({key: value[key] for key in Usage.model_fields})
    reused = f"（另有 {value['cached_calls']} 次取自缓存）" if value["cached_calls"] else ""
    return f"模型 {clean(value['model'])}：{used(usage)}{reused}。"


def _compared(compared: Figures, look: Look) -> list[str]:
    """How far the engines agree, then each place where they do not, with all reasons."""
    rows = [["引擎", "判定相同", "kappa"]]
    for pair in compared["pairs"]:
        rows.append(["、".join(pair["engines"]), _share(pair | {"right": pair["same"]}), _kappa(pair["kappa"])])
        rows += [
            [f"  {key}", _share(value | {"right": value["same"]}), _kappa(value["kappa"])]
            for key, value in pair["by_requirement"].items()
            if value["same"] < value["of"]
        ]
    lines = _table("引擎之间的一致（kappa：Cohen 1960，扣除偶然一致；只列有分歧的要求）", rows, [44, 16, 8], look)
    lines.append(look.paint(f"引擎之间判定不同之处（{len(compared['disagreements'])} 处）", "bold"))
    for item in compared["disagreements"]:
        gold = f"，标注 {'或'.join(map(str, item['gold']))}" if item["gold"] else ""
        lines += wrap(f"{item['report']}（{item['form']}）  {item['requirement']}{gold}", look.width, rest="    ")
        for engine, said in item["said"].items():
            lines += wrap(f"{engine} {said['verdict']}：{clean(said['reason'])}", look.width, "    ", "      ")
    return [*lines, ""]


def _kappa(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _agreement(value: Figures) -> str:
    return f"{value['same']}/{value['of']} {percent(value['share'])}" if value["of"] else "-"


def _rules(runs: Sequence[Figures], look: Look) -> list[str]:
    names = sorted({rule for run in runs for rule in run["findings"]["by_rule"]})
    if not names:
        return []
    nothing = {"right": 0, "missed": 0, "wrong": 0, "recall": None, "precision": None}
    rows = [["规则", *(run["engine"] for run in runs)]]
    for name in names:
        rows.append([name, *(_recall(run["findings"]["by_rule"].get(name, nothing)) for run in runs)])
    width = max(16 if len(runs) < 3 else 8, (look.width - 24) // len(runs) - 2)
    return _table("文稿问题，按规则（全：该报的报了多少；准：报的有多少对）", rows, [24, *(width for _ in runs)], look)


def _forms(runs: Sequence[Figures], look: Look) -> list[str]:
    rows = [["", "部分", "要求", "问题全", "问题准", "结论", "信息"]]
    for run in runs:
        engine = f"{run['engine']} " if len(runs) > 1 else ""
        for form, value in run["by_form"].items():
            cells = [percent(value[key]["share"]) for key in ("sections", "requirements")]
            cells += [percent(value["findings"]["recall"]), percent(value["findings"]["precision"])]
            rows.append([engine + form, *cells, *(percent(value[key]["share"]) for key in ("conclusion", "head"))])
        for title, value in [("各报告平均", run["distinct_reports"]), *run["by_report"].items()]:
            names = ("sections", "requirements", "findings_recall", "findings_precision", "conclusion", "head")
            rows.append([engine + title, *(percent(value.get(name)) for name in names)])
    return _table("按文件形式、按报告", rows, [32, 6, 6, 6, 6, 6, 6], look)


def _confusions(run: Figures, look: Look) -> list[str]:
    lines: list[str] = []
    for name, table in run["confusion"].items():
        got = list(dict.fromkeys(word for row in table.values() for word in row))
        rows = [["标注＼得到", *got]]
        rows += [[gold, *(str(row.get(word, "·")) for word in got)] for gold, row in table.items()]
        lines += _table(f"混淆表：{_TABLES.get(name, name)}（{run['engine']}）", rows, [14, *(10 for _ in got)], look)
    return lines


def _differences(run: Figures, look: Look) -> list[str]:
    """What differs from the labels, each once with all the forms in which it does."""
    lines = [look.paint(f"与标注不同之处（{run['engine']}，{len(run['differences'])} 处）", "bold")]
    groups: dict[str, list[Figures]] = {}
    for item in run["differences"]:
        groups.setdefault(str([item[key] for key in ("report", "what", "key", "level", "gold", "got")]), []).append(
            item
        )
    for items in groups.values():
        lines += _difference(items[0], "、".join(dict.fromkeys(item["form"] for item in items)), look)
    for item in run["agreement"]["differences"]:
        others = "；".join(f"{source} {verdict}" for source, verdict in item["others"].items())
        told = f"[形式不一] {item['report']}  {item['requirement']}：多为 {item['common']}，{others}"
        lines += wrap(told, look.width, rest="    ")
    return lines


def _difference(item: Figures, forms: str, look: Look) -> list[str]:
    if item["what"] == "finding":
        told = f"{item['key']} {_OUTCOMES[item['level']]}" + (f"：“{shorten(item['gold'])}”" if item["gold"] else "")
    else:
        gold = "或".join(str(value) for value in item["gold"]) if isinstance(item["gold"], list) else item["gold"]
        told = f"{item['key']}：标注 {gold}，得到 {item['got']}"
    lines = wrap(f"[{_KINDS[item['what']]}] {item['report']}（{forms}）  {told}", look.width, rest="    ")
    if item["reason"]:
        lines += wrap(clean(item["reason"]), look.width, "    ")
    for quote in item["quotes"]:
        lines += [look.paint(line, "dim") for line in wrap(f"“{shorten(quote)}”", look.width, "    ")]
    return lines
