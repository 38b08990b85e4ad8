"""A secrecy mark over the title, or in the running head; or a sentence that only speaks of secrets."""

from __future__ import annotations

from collections.abc import Iterator

from checker.model import Apart
from checker.planting.bench import Bench
from checker.planting.edit import insert
from checker.planting.model import Case, Wanted

RULE = "secrecy.mark"

MARKS = ("机密★1年", "秘密★3年", "秘密", "机密", "★秘密", "内部资料　注意保存", "内部文件，不得外传", "工作秘密")
HEADERS = ("秘密★1年", "机密★6个月", "内部资料")
SENTENCES = (
    "上网前逐件开展保密审查，未发现标有“秘密”“机密”字样的文件。",
    "对办案中知悉的商业秘密、个人隐私严格保密。",
    "组织涉密人员学习保守国家秘密法，签订保密承诺书。",
    "工作秘密事项一律不在互联网处理。",
    "涉密文件按规定程序定密，由机要人员专柜保管。",
)


def cases(bench: Bench) -> Iterator[Case]:
    """Two marks in the text, one in the running head, two sentences, a harmless running head."""
    lines = bench.source.lines
    if "secrecy.mark" not in bench.original.found:
        for variant, mark in bench.choose("mark", MARKS, 2):
            yield bench.plant("over_title", variant, insert(lines, 0, mark), findings=[Wanted(RULE, mark)])
        for variant, mark in bench.choose("header", HEADERS):
            apart = (Apart(kind="header", text=mark),)
            yield bench.plant("header", variant, lines, findings=[Wanted(RULE, mark)], apart=apart)
    for variant, sentence in bench.choose("sentence", SENTENCES, 2):
        made = bench.said(sentence, "sentence", variant)
        if made is not None:
            yield bench.trap("sentence", variant, made, about=[RULE])
    harmless = (Apart(kind="header", text=f"{bench.source.unit}文件"), Apart(kind="footer", text="— 3 —"))
    yield bench.trap("harmless_header", "1", lines, about=[RULE, "hidden.text", "injection"], apart=harmless)
