"""The form of what a model writes for a briefing: flat sentences, each with its part and the numbers of its evidence. Pure.

Never raises for a text. Whatever is whole and of the right form counts, wherever it stands; thoughts, fences and prose are taken
off as for every other answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from checker.llm import answers

FORM_NAME = "statements"
_LONGEST_TEXT = 200_000
_MOST = 200
_DEEPEST = 6


class Claim(BaseModel):
    """One sentence as the model wrote it: valid in form, not yet held against its evidence."""

    model_config = ConfigDict(frozen=True, strict=True, extra="ignore")
    part: str
    text: str
    sources: tuple[int, ...] = Field(strict=False, max_length=40)


def form(parts: Sequence[str]) -> dict[str, Any]:
    """The JSON schema of an answer, within what “strict” modes take: all required, nothing additional."""
    item = _object(
        {
            "part": {"type": "string", "enum": list(parts)},
            "text": {"type": "string"},
            "sources": {"type": "array", "items": {"type": "integer"}},
        }
    )
    return _object({FORM_NAME: {"type": "array", "items": item}})


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def read(text: str | None) -> tuple[list[Claim], int]:
    """The sentences that can be kept of an answer's text, and how many others had another form."""
    values, _ = answers.objects(answers.strip((text or "")[:_LONGEST_TEXT]))
    claims: list[Claim] = []
    malformed = 0
    for raw in _raw(values):
        if len(claims) >= _MOST:
            break
        try:
            claims.append(Claim.model_validate(raw))
        except ValidationError:
            malformed += 1
    return claims, malformed


def _raw(values: list[Any], depth: int = 0) -> Iterator[dict[str, Any]]:
    for value in values:
        if isinstance(value, list) and depth < _DEEPEST:
            yield from _raw(value, depth + 1)
        elif isinstance(value, dict):
            if "text" in value or "sources" in value:
                yield value
            elif depth < _DEEPEST:
                yield from _raw(list(value.values()), depth + 1)
