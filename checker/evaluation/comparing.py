"""Several engines on the same files → how far they agree, and where they do not, with both reasons. Plain JSON values.

Agreement is Cohen's kappa: (p_o - p_e) / (1 - p_e), p_o the share of equal verdicts, p_e the share that two judges with the same
habits would reach by chance (J. Cohen, A coefficient of agreement for nominal scales, Educational and Psychological Measurement 20
(1960) 37-46). "Not asked" is a verdict of its own; a topic that does not apply is one that is left out, as in the scoring.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

from checker.evaluation.scoring import Score

Verdicts = Mapping[tuple[str, str], str]  # (file, requirement) → verdict


def compare(scores: Mapping[str, Sequence[Score]]) -> dict[str, Any]:
    """The comparison of two or more engines, by their names."""
    verdicts = {engine: _verdicts(group) for engine, group in scores.items()}
    pairs = [_pair(a, b, verdicts[a], verdicts[b]) for a, b in combinations(scores, 2)]
    return {"pairs": pairs, "disagreements": _disagreements(scores, verdicts)}


def kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Cohen's kappa of two judges' verdicts on the same cases; None where chance alone would agree always, or there is no case."""
    if not pairs:
        return None
    count = len(pairs)
    same = sum(a == b for a, b in pairs) / count
    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    chance = sum(first[word] * second[word] for word in first) / count**2
    return None if chance == 1 else round((same - chance) / (1 - chance), 4)


def _verdicts(scores: Sequence[Score]) -> Verdicts:
    return {(one.source, key): verdict for one in scores if not one.error for key, verdict in one.verdicts}


def _pair(first: str, second: str, a: Verdicts, b: Verdicts) -> dict[str, Any]:
    shared = [key for key in a if key in b]
    by_requirement: dict[str, list[tuple[str, str]]] = {}
    for key in shared:
        by_requirement.setdefault(key[1], []).append((a[key], b[key]))
    return {
        "engines": [first, second],
        **_agreement([(a[key], b[key]) for key in shared]),
        "by_requirement": {name: _agreement(pairs) for name, pairs in by_requirement.items()},
    }


def _agreement(pairs: Sequence[tuple[str, str]]) -> dict[str, Any]:
    same = sum(a == b for a, b in pairs)
    share = round(same / len(pairs), 4) if pairs else None
    return {"same": same, "of": len(pairs), "share": share, "kappa": kappa(pairs)}


def _disagreements(scores: Mapping[str, Sequence[Score]], verdicts: Mapping[str, Verdicts]) -> list[dict[str, Any]]:
    """Each place where two engines differ, with what each of them says."""
    reasons = {
        engine: {(one.source, key): reason for one in group for key, reason in one.reasons}
        for engine, group in scores.items()
    }
    listed = []
    for one in next(iter(scores.values())):
        gold = {point.key: list(point.gold) for point in one.points if point.kind == "requirement"}
        for key, _ in one.verdicts:
            place = (one.source, key)
            said = {engine: known[place] for engine, known in verdicts.items() if place in known}
            if len(set(said.values())) < 2:
                continue
            told = {
                engine: {"verdict": word, "reason": reasons[engine].get(place, "")} for engine, word in said.items()
            }
            where = {"report": one.name, "form": one.form, "source": one.source, "requirement": key}
            listed.append(where | {"gold": gold.get(key), "said": told})
    return listed
