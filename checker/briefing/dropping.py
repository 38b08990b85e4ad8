"""The last means to a length: whole statements and passages left out, the least important first. Nothing is cut inside a sentence."""

from __future__ import annotations

from collections.abc import Sequence

from checker.briefing.lengths import fits
from checker.briefing.phrases import ended
from checker.model import Briefing, Passage


def fitted(briefing: Briefing, order: Sequence[tuple[str, int]]) -> Briefing:
    """The briefing as short as it has to be, if dropping suffices. ``order``: a passage's id, and how many statements of it stay at least."""
    for name, least in order:
        while not fits(briefing):
            passage = next((one for one in briefing.passages if one.id == name), None)
            if passage is None or (passage.statements and len(passage.statements) <= least):
                break
            left = without_last(passage) if len(passage.statements) > 1 else None
            kept = (left if one is passage else one for one in briefing.passages)
            briefing = briefing.model_copy(update={"passages": tuple(one for one in kept if one is not None)})
    return briefing


def without_last(passage: Passage) -> Passage:
    """The passage without its last statement; what is then the last closes the sentence."""
    statements = passage.statements[:-1]
    if statements and passage.id == "plans":
        last = statements[-1]
        statements = (*statements[:-1], last.model_copy(update={"text": ended(last.text)}))
    return passage.model_copy(update={"statements": statements})
