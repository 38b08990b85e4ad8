"""How opinions on the same requirement become one: of the parts of a long report, of an answer and its repair. Pure.

Of parts, the best verdict that is proved counts, with the evidence of all that are equal; a requirement that a part should
have answered and did not is never ``missing``: that part may have it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from checker.llm.model import ModelOpinion
from checker.model import Verdict

Opinions = dict[str, ModelOpinion]
NONE = ModelOpinion(verdict=None, reason="模型没有给出能用的判断。")
RANK: dict[Verdict, int] = {"missing": 0, "not_applicable": 0, "partial": 1, "met": 2}


def unjudged(ids: Iterable[str]) -> Opinions:
    return dict.fromkeys(ids, NONE)


def better(before: ModelOpinion | None, later: ModelOpinion) -> ModelOpinion:
    """The opinion after the repair. It replaces the first, but what was proved does not give way to a higher claim without proof.

    Of an unchanged verdict, what was proved stays proved.
    """
    if before is None or before.verdict is None or later.verdict is None:
        return later
    if before.verdict != later.verdict:
        unproved = bool(before.evidence) and not later.evidence and RANK[later.verdict] > RANK[before.verdict]
        return before if unproved else later
    evidence = {(one.start, one.end): one for one in (*before.evidence, *later.evidence)}
    dropped = later.dropped if later.evidence else max(before.dropped, later.dropped)
    return later.model_copy(update={"evidence": tuple(evidence.values()), "dropped": dropped})


def joined(parts: Sequence[Mapping[str, ModelOpinion]]) -> Opinions:
    """The parts' opinions on each requirement as one. See the head of this module."""
    if len(parts) == 1:
        return dict(parts[0])
    joined: Opinions = {}
    for id_ in dict.fromkeys(id_ for part in parts for id_ in part):
        found = [part[id_] for part in parts if id_ in part]
        best = max(found, key=_weight)
        if best.verdict in ("missing", "not_applicable") and any(opinion.verdict is None for opinion in found):
            best = NONE  # the part that nobody judged may have it
        same = [opinion for opinion in found if opinion.verdict == best.verdict]
        evidence = {(one.start, one.end): one for opinion in same for one in opinion.evidence}
        joined[id_] = best.model_copy(
            update={"evidence": tuple(evidence.values()), "dropped": sum(opinion.dropped for opinion in found)}
        )
    return joined


def _weight(opinion: ModelOpinion) -> tuple[bool, int, bool]:
    """Proved before claimed; then the higher verdict."""
    rank = RANK[opinion.verdict] if opinion.verdict else -1
    return bool(opinion.evidence) and rank > 0, rank, bool(opinion.suggestion)
