"""The form of an answer: its JSON schema, and what can be kept of a text that should have it. Pure; never raises for a text.

Nothing is repaired: an item counts if it is whole, valid JSON of the right form, wherever it stands in the text; what is not
is named in ``Read.wrong`` or simply not there, and asked for again. Thoughts, fences and prose around are taken off here
and nowhere else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import Any, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from checker.model import Value, Verdict

FORM_NAME = "verdicts"
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
_LONGEST_TEXT = 400_000
_MOST_TRIES = 3_000
_MOST_QUOTES = 12
_HINT = re.compile(r"\s*(?:\[|第)?\s*([0-9]{1,6})\s*(?:\]|段)?\s*", re.ASCII)  # "12", "[12]", "第12段"


class Quote(BaseModel):
    """A quote as claimed. ``paragraph`` is only a hint, so one that is no number is none; words alone are a quote without it."""

    model_config = ConfigDict(frozen=True, strict=True, extra="ignore")
    paragraph: int | None = None
    quote: str

    @model_validator(mode="before")
    @classmethod
    def _words_alone(cls, value: Any) -> Any:
        return {"quote": value} if isinstance(value, str) else value

    @field_validator("paragraph", mode="before")
    @classmethod
    def _hint(cls, value: Any) -> int | None:
        if isinstance(value, str) and (told := _HINT.fullmatch(value)):
            return int(told[1])
        return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**9 else None


class Item(BaseModel):
    """What was answered to one requirement; valid in form, not yet proved."""

    model_config = ConfigDict(frozen=True, strict=True, extra="ignore")
    id: str
    verdict: Verdict
    quotes: list[Quote] = Field(default_factory=list, max_length=200)
    reason: str
    suggestion: str | None = None

    @field_validator("quotes", mode="before")
    @classmethod
    def _none(cls, value: Any) -> Any:
        return (
            [] if value is None else value
        )  # nothing is lost: a verdict that needs a quote and has none is asked for it


class Read(Value):
    """What an answer's text holds.

    ``items``: one for each requirement that was answered as it should be. ``wrong``: what is wrong with the others that were
    answered, by id. ``unknown``: ids that nobody asked for. ``whole``: the text was one JSON value of the right form.
    """

    items: dict[str, Item] = Field(default_factory=dict)
    wrong: dict[str, str] = Field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    whole: bool = False


def form(ids: Sequence[str]) -> dict[str, Any]:
    """The JSON schema of an answer about ``ids``, within what “strict” modes take: all required, nothing additional."""
    text = {"type": "string"}
    quote = _object({"paragraph": {"type": "integer"}, "quote": text})
    item = _object(
        {
            "id": {"type": "string", "enum": list(ids)},
            "verdict": {"type": "string", "enum": list(VERDICTS)},
            "quotes": {"type": "array", "items": quote},
            "reason": text,
            "suggestion": text,
        }
    )
    return _object({"verdicts": {"type": "array", "items": item}})


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def read(text: str | None, allowed: Mapping[str, frozenset[Verdict]]) -> Read:
    """What can be kept of ``text``; ``allowed`` has the verdicts that each requirement asked for may get."""
    bare = strip((text or "")[:_LONGEST_TEXT])
    items: dict[str, Item] = {}
    wrong: dict[str, str] = {}
    unknown: list[str] = []
    values, whole = objects(bare)
    for raw in _raw_items(values, allowed):
        id_ = raw.get("id")
        if not isinstance(id_, str) or id_ not in allowed:
            unknown.append(str(id_)[:60])
            continue
        item = _item(raw, allowed[id_])
        if isinstance(item, str):
            wrong.setdefault(id_, item)
        elif id_ in items and items[id_].verdict != item.verdict:
            wrong[id_] = f"写了两次，先是 {items[id_].verdict}，后是 {item.verdict}，只能有一个判断。"
        elif id_ not in items:
            items[id_] = item
    return Read(
        items={id_: item for id_, item in items.items() if id_ not in wrong},
        wrong=wrong,
        unknown=tuple(dict.fromkeys(unknown)),
        whole=whole,
    )


_THOUGHT = re.compile(r"^\s*<(think|thinking|thought|reasoning)>.*?</\1>", re.DOTALL | re.IGNORECASE)
_OPEN_THOUGHT = re.compile(r"^\s*<(?:think|thinking|thought|reasoning)>", re.IGNORECASE)
_CLOSING = re.compile(r"</(?:think|thinking|thought|reasoning)>", re.IGNORECASE)
_FENCE = re.compile(r"```[A-Za-z0-9_-]*[ \t]*\n(.*?)(?:\n[ \t]*```|\Z)", re.DOTALL)


def strip(text: str) -> str:
    """The text without thoughts and code fences around the answer; "" where it is nothing but an unfinished thought.

    What stands inside the JSON itself is not touched: a text that is JSON already comes back as it is.
    """
    text = text.lstrip("\ufeff").strip()
    if text.startswith(("{", "[")):
        return text
    while match := _THOUGHT.match(text):
        text = text[match.end() :].strip()
    if _OPEN_THOUGHT.match(text):
        return ""
    # Some servers leave out the opening mark: then all before the closing one is thought, if no JSON has begun.
    closing = _CLOSING.search(text)
    if closing and not re.search(r'[{\[]\s*"verdicts"', text[: closing.start()]):
        text = text[closing.end() :].strip()
    if text.startswith(("{", "[")):
        return text
    fenced = [match[1].strip() for match in _FENCE.finditer(text)]
    found = [piece for piece in fenced if piece.startswith(("{", "["))]
    return found[-1] if found else text


# ── JSON ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


class _Twice(dict[str, Any]):
    """A JSON object in which a key stood twice."""


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    return found if len(found) == len(pairs) else _Twice(found)


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


_DECODER = json.JSONDecoder(object_pairs_hook=_pairs, parse_constant=_no_constant)


def objects(text: str) -> tuple[list[Any], bool]:
    """The whole text as one JSON value; else every whole JSON object in it, the outermost of each."""
    value = _decode(text, 0)
    if value is not None and not text[value[1] :].strip():
        whole = isinstance(value[0], dict) and isinstance(value[0].get("verdicts"), list)
        return [value[0]], whole
    values: list[Any] = []
    position = tries = 0
    while (position := text.find("{", position)) >= 0 and tries < _MOST_TRIES:
        tries += 1
        found = _decode(text, position)
        if found is None:
            position += 1
        else:
            values.append(found[0])
            position = found[1]
    return values, False


def _decode(text: str, position: int) -> tuple[Any, int] | None:
    try:
        return _DECODER.raw_decode(text, position)
    except (ValueError, RecursionError):
        return None


def _raw_items(values: Iterable[Any], ids: Container[str], depth: int = 0) -> Iterator[dict[str, Any]]:
    """The objects that claim to be items: those with a verdict or an id, at any depth but not inside one another.

    An object whose items stand under their ids, ``{"a.b": {"verdict": …}}``, names them as well as a list does.
    """
    for value in values:
        if isinstance(value, list) and depth < 6:
            yield from _raw_items(value, ids, depth + 1)
        elif isinstance(value, dict):
            if "verdict" in value or "id" in value:
                yield value
            elif depth < 6:
                yield from _raw_items(_named(value, ids), ids, depth + 1)


def _named(parts: dict[str, Any], ids: Container[str]) -> Iterator[Any]:
    """The values; an item that has no id of its own gets the one under which it stands."""
    for key, value in parts.items():
        if key in ids and isinstance(value, dict) and "verdict" in value and "id" not in value:
            twice = isinstance(parts, _Twice) or isinstance(value, _Twice)
            yield (_Twice if twice else dict)({**value, "id": key})
        else:
            yield value


def _item(raw: dict[str, Any], allowed: frozenset[Verdict]) -> Item | str:
    """The item, or what is wrong with it."""
    if isinstance(raw, _Twice) or any(isinstance(quote, _Twice) for quote in _list(raw.get("quotes"))):
        return "同一个字段写了两次。"
    try:
        item = Item.model_validate(raw)
    except ValidationError as error:
        return _explain(error, allowed)
    if item.verdict not in allowed:
        return f"verdict 写成了 {item.verdict}，这项要求只能是 {_choice(allowed)} 之一。"
    return item.model_copy(update={"quotes": item.quotes[:_MOST_QUOTES]})


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _explain(error: ValidationError, allowed: frozenset[Verdict]) -> str:
    problem = error.errors(include_url=False)[0]
    place = ".".join(str(step) for step in problem["loc"])
    given = problem.get("input")
    if problem["loc"][:1] == ("verdict",):
        shown = given[:20] if isinstance(given, str) else type(given).__name__
        return f"verdict 写成了“{shown}”，只能是 {_choice(allowed)} 之一。"
    if problem["type"] == "missing":
        return f"缺少字段 {place}。"
    return f"字段 {place} 的形式不对。"


def _choice(allowed: frozenset[Verdict]) -> str:
    return "、".join(verdict for verdict in VERDICTS if verdict in allowed)
