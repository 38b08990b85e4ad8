"""Names: plenums and instruments told wrong, or right, or local ones that only look wrong."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from checker.planting.bench import Bench
from checker.planting.edit import change as change_line
from checker.planting.model import Case, Wanted

RULE = "term.wrong"

# When the plenums were held (public record), and how a list of them reads.
_HELD = (
    (dt.date(2018, 3, 1), "党的十九届二中、三中全会精神"),
    (dt.date(2019, 11, 1), "党的十九届三中、四中全会精神"),
    (dt.date(2021, 12, 1), "党的十九大和十九届历次全会精神"),
    (dt.date(2023, 3, 1), "党的二十大和二十届一中、二中全会精神"),
    (dt.date(2024, 8, 1), "党的二十大和二十届二中、三中全会精神"),
    (dt.date(2025, 11, 1), "党的二十届三中、四中全会精神"),
)
_LATER = (
    (dt.date(2021, 11, 1), "党的十九届六中全会精神"),
    (dt.date(2023, 2, 1), "党的二十届二中全会精神"),
    (dt.date(2024, 7, 1), "党的二十届三中全会精神"),
    (dt.date(2025, 10, 1), "党的二十届四中全会精神"),
)
_FRAME = "深入学习贯彻{}，把会议部署落实到具体工作中。"
_WRONG_PLENUMS = (
    "党的二十大三中全会精神",
    "党的十九大四中全会精神",
    "党的十九届九中全会精神",
    "党的二十大二中全会精神",
)
_WRONG_TITLES = (
    "《法治政府建设实施纲要（2022—2025年）》",
    "《法治政府建设实施纲要（2021—2026年）》",
    "《法治社会建设实施纲要（2021—2025年）》",
    "《法治政府建设与责任落实督查工作规定》",
)
_RIGHT = (
    ("local_plan", "《{place}法治政府建设实施方案（2022—2025年）》"),
    ("local_plan", "《{place}法治社会建设实施方案（2021—2026年）》"),
    ("local_plan", "《{place}法治宣传教育五年规划（2021—2025年）》"),
    ("rules", "《法治政府建设与责任落实督察工作规定》"),
)
_OFFICE_WORDS = (
    "法制审核岗位人员参加业务测试。",
    "聘请专职法制员协助把关。",
    "由法制机构统一编号归档。",
)


def cases(bench: Bench) -> Iterator[Case]:
    """Wrong names, names from after the day of signature, right ones."""
    day = bench.source.signed or dt.date(bench.source.year + 1, 1, 15)
    for variant, name in bench.choose("plenum", _WRONG_PLENUMS):
        yield from _planted(bench, "plenum_wrong", variant, _FRAME.format(name), name)
    later = [name for held, name in _LATER if held > day]
    if later:
        yield from _planted(bench, "plenum_early", later[0], _FRAME.format(later[0]), later[0])
    right = [name for held, name in _HELD if held < day]
    if right:
        yield from _trapped(bench, "plenum_right", "1", _FRAME.format(right[-1]))
    whole = "".join(line.text for line in bench.source.lines)
    titles = [title for title in _WRONG_TITLES[0 if bench.source.year >= 2021 else 3 :] if title not in whole]
    for variant, title in bench.choose("title", titles):
        yield from _planted(bench, "title_wrong", variant, f"对照{title}查漏补缺。", title[1:-1])
    place = bench.source.unit[:3]
    names = [(change, title.format(place=place)) for change, title in _RIGHT]
    for variant, (change, title) in bench.choose("right", names if bench.source.year >= 2022 else names[3:]):
        yield from _trapped(bench, f"title_{change}", variant, f"对照{title}查漏补缺。")
    yield from _national(bench)
    yield from _misspelt(bench)
    for variant, sentence in bench.choose("office_words", _OFFICE_WORDS):
        yield from _trapped(bench, "office_words", variant, sentence)


def _planted(bench: Bench, change: str, variant: str, sentence: str, quote: str) -> Iterator[Case]:
    lines = bench.said(sentence, change)
    if lines is not None:
        yield bench.plant(change, variant, lines, findings=[Wanted(RULE, quote)])


def _trapped(bench: Bench, change: str, variant: str, sentence: str) -> Iterator[Case]:
    lines = bench.said(sentence, change)
    if lines is not None:
        yield bench.trap(change, variant, lines, about=[RULE])


def _national(bench: Bench) -> Iterator[Case]:
    """The national outline, with the years that it has."""
    years = "2021—2025年" if bench.source.year >= 2021 else "2015—2020年"
    yield from _trapped(bench, "title_national", "1", f"对照《法治政府建设实施纲要（{years}）》查漏补缺。")


def _misspelt(bench: Bench) -> Iterator[Case]:
    """法治政府 written 法制政府 in a sentence of the report's own."""
    lines = bench.source.lines
    places = [i for i, line in enumerate(lines) if line.kind == "paragraph" and "法治政府" in line.body]
    if not places or any("法制政府" in line.text for line in lines):
        return
    index = bench.rng("misspelt").choice(places)
    line = lines[index]
    head, body = line.text[: line.head], line.body
    place = body.index("法治政府")
    if "《" in body[:place] and "》" in body[place:]:
        return  # the title of an instrument: another mistake
    text = head + body[:place] + "法制政府" + body[place + 4 :]
    quote = text[max(len(head) + place - 3, 0) : len(head) + place + 4]
    yield bench.plant("misspelt", "1", change_line(lines, index, text), findings=[Wanted(RULE, quote)])
