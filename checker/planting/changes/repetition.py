"""A paragraph that stands twice; or two that are built alike and say different things."""

from __future__ import annotations

from collections.abc import Iterator

from checker.planting.bench import Bench
from checker.planting.edit import append, insert
from checker.planting.model import Case, Wanted
from checker.planting.numbers import number_of
from checker.text import han_count

RULE = "text.duplicate"

ALIKE = (
    (
        "上半年，到{few}个基层站所走访，就办事流程、材料样表、窗口排班三个方面收集意见，能当场答复的当场答复，需要会商的列单带回。",
        "下半年，到{more}个行业协会座谈，就收费目录、政策兑现、信息公示三个方面听取诉求，共性问题集中回应，个性问题逐户上门说明。",
    ),
    (
        "在材料准备环节，编印样表{few}套，对容易填错的栏目加注说明，窗口人员逐项核对，减少来回补正。",
        "在结果送达环节，开通邮寄通道{few}条，对路途较远的申请人免费寄送，经办人员逐件登记，避免漏送错送。",
    ),
)
SHORT = ("工作成效逐步显现。", "取得了较好效果。")


def cases(bench: Bench) -> Iterator[Case]:
    """A copied paragraph, near and far; like paragraphs; a short sentence told twice."""
    lines = bench.source.lines
    spots = bench.spots()
    plain = [
        i for i in spots if not lines[i].head and number_of(lines[i].text) is None and han_count(lines[i].text) >= 60
    ]
    plain = [i for i in plain if sum(line.text == lines[i].text for line in lines) == 1]
    if plain:
        index = bench.rng("copied").choice(plain)
        text = lines[index].text
        quote = text[: min(60, len(text))]
        for change, place in (("next_to_it", index + 1), ("further_on", spots[-1] + 1)):
            yield bench.plant(
                change,
                str(index),
                insert(lines, place, text),
                findings=[Wanted(RULE, quote, nth=1)],
                loose=["numbering.sequence"] if "numbering.sequence" in bench.original.found else [],
            )
    if not spots:
        return
    for variant, texts in bench.choose("alike", ALIKE):
        made = insert(lines, spots[-1] + 1, *(bench.fill(text, "alike") for text in texts))
        yield bench.trap("alike", variant, made, about=[RULE])
    for variant, sentence in bench.choose("short", SHORT):
        made = lines
        for index in bench.rng("short").sample(spots, min(2, len(spots))):
            made = append(made, index, sentence)
        yield bench.trap("short_sentence", variant, made, about=[RULE])
