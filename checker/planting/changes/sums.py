"""Figures that contradict each other: parts and total, percentage and counts, the report's own sums made wrong; or that agree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate

from checker.planting.bench import Bench
from checker.planting.edit import change as change_line
from checker.planting.model import Case, Wanted

RULE = "numbers.inconsistent"
_OWN = re.compile(
    r"(?P<total>[0-9]{2,4})(?P<unit>[件起份个条])[，,]其中(?P<parts>[^，,。；;0-9]{1,12}[0-9]{1,4}(?P=unit)"
    r"(?:、[^，,。；;0-9]{1,12}[0-9]{1,4}(?P=unit))+)(?=[，,。；;])"
)


def cases(bench: Bench) -> Iterator[Case]:
    """Our own sums, right and wrong, and the report's own."""
    rng = bench.rng("figures")
    first, second, third = rng.randint(31, 79), rng.randint(11, 29), rng.randint(3, 9)
    total = first + second + third
    off = rng.choice((-7, -3, 2, 5, 11))
    slip = rng.randint(2, 4)  # of a rest that is much too large, part may be carried over from the year before
    wrong = {
        "sum": f"全年受理来信{total + off}件，其中咨询类{first}件、求助类{second}件、其他{third}件。",
        "excess": f"全年受理来信{first + 2}件，其中咨询类{first}件、求助类{second}件。",
        "rest": f"收到来信{total}件，已答复{first + second}件，其余{third + slip}件正在办理。",
        "share": f"收到来信{total}件，答复{first + second}件，答复率{(first + second) / total * 100 - 9:.1f}%。",
        "growth": f"全年来信{total + 60}件，比上年的{total}件增加{abs(off) + 63}件。",
    }
    right = {
        "sum": f"全年受理来信{total}件，其中咨询类{first}件、求助类{second}件、其他{third}件。",
        "incomplete": f"全年受理来信{total}件，其中咨询类{first}件、求助类{third}件。",
        "rest": f"收到来信{total}件，已答复{first + second}件，其余{third}件正在办理。",
        "share": f"收到来信{total}件，答复{first + second}件，答复率{(first + second) / total * 100:.1f}%。",
        "growth": f"全年来信{total + 60}件，比上年的{total}件增加60件。",
        "rough": f"全年受理来信{total}余件，其中咨询类{first}件、求助类{second}件、其他{third + 2}件。",
    }
    for _, (name, sentence) in bench.choose("wrong", list(wrong.items()), 2):
        lines = bench.said(sentence, "sums", name)
        if lines is not None:
            yield bench.plant(f"{name}_wrong", "1", lines, findings=[Wanted(RULE, sentence)])
    for _, (name, sentence) in bench.choose("right", list(right.items()), 2):
        lines = bench.said(sentence, "sums", name)
        if lines is not None:
            yield bench.trap(f"{name}_right", "1", lines, about=[RULE])
    yield from _own(bench)


def _own(bench: Bench) -> Iterator[Case]:
    """A sum of the report's own: the total made smaller than its parts."""
    lines = bench.source.lines
    for index in bench.spots():
        for match in _OWN.finditer(lines[index].text):
            parts = [int(figure) for figure in re.findall(r"([0-9]+)" + match["unit"], match["parts"])]
            total = int(match["total"])
            if sum(parts) != total:
                continue
            text = lines[index].text
            # Neither the total nor what the first parts come to, which would make the others parts of something else.
            partial = set(accumulate(parts))
            smaller = str(next(n for n in range(total - min(parts), 0, -1) if n not in partial and n != total))
            changed = text[: match.start()] + smaller + text[match.end("total") :]
            quote = changed[match.start() : match.end() - len(match["total"]) + len(smaller)]
            yield bench.plant(
                "own_sum",
                str(index),
                change_line(lines, index, changed),
                findings=[Wanted(RULE, quote)],
                loose=["measures.results"],
            )
            return
