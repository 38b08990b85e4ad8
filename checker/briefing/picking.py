"""Which of the possible statements are told: the weightiest of each paragraph in turn, nothing twice, as much as there is room for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from rapidfuzz.fuzz import ratio, token_set_ratio

from checker.briefing.shortening import Candidate
from checker.text import quantities

_ALIKE = 62.0
_WORTH_A_SENTENCE = 1.0


def alike(one: str, other: str) -> bool:
    """Whether two statements tell the same: nearly the same words, or the same two figures, or one the other's part."""
    if one in other or other in one or ratio(one, other) >= _ALIKE or token_set_ratio(one, other) >= 95:
        return True
    shared = _numbers(one) & _numbers(other)
    return len(shared) >= 2 or any(value >= 20 for value, _ in shared)


@lru_cache(maxsize=8192)  # a briefing is tried at several lengths, and compares the same statements again
def _numbers(text: str) -> frozenset[tuple[float, str]]:
    return frozenset((q.value, q.unit) for q in quantities(text) if q.unit and q.value > 1)


def overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two spans share a character."""
    return one[0] < other[1] and other[0] < one[1]


def pick(
    found: Sequence[Candidate],
    room: int,
    *,
    longest: int,
    most: int = 99,
    told: Iterable[str] = (),
    cost: int = 1,
) -> list[Candidate]:
    """Candidates of at most ``room`` characters together, each at most ``longest``, in the order of the report.

    Each paragraph has its turn, the one with the weightiest statement first. ``cost`` is what a statement takes beside its words. Where
    nothing fits, the shortest weighty one is taken: a part that is there is told of.
    """
    by_block: dict[int, list[Candidate]] = {}
    for candidate in found:
        by_block.setdefault(candidate.block, []).append(candidate)
    for group in by_block.values():
        group.sort(key=lambda c: (-c.score, c.length, c.order))
    blocks = sorted(by_block, key=lambda b: (-by_block[b][0].score, b))
    chosen: list[Candidate] = []
    known = list(told)
    left = room
    for _ in range(6):
        for block in blocks:
            if len(chosen) >= most:
                break
            found_one = _first(by_block[block], chosen, known, min(longest, left - cost))
            if found_one is not None and chosen and found_one.score < _WORTH_A_SENTENCE:
                continue
            if found_one is not None:
                chosen.append(found_one)
                known.append(found_one.text)
                left -= found_one.length + cost
    if not chosen:
        fresh = [c for c in found if not any(alike(c.text, text) for text in told)] or list(found)
        best = max((c.score for c in fresh), default=0.0)
        chosen = sorted((c for c in fresh if c.score >= best / 4), key=lambda c: (c.length, c.order))[:1]
    return sorted(chosen, key=lambda c: c.order)


def _first(
    group: Sequence[Candidate], chosen: Sequence[Candidate], known: Sequence[str], longest: int
) -> Candidate | None:
    for candidate in group:
        if candidate.length > longest or any(overlap(candidate.own, other.own) for other in chosen):
            continue
        if not any(alike(candidate.text, text) for text in known):
            return candidate
    return None
