"""The JSON schema of an answer, as endpoints take it: strict in the API's field, in words where there is no such field."""

from __future__ import annotations

import json
from typing import Any

# Said to the model where the endpoint itself does not hold it to the form. It stands at the very end of the last question, so that
# everything before it stays the same, byte for byte, and the provider's prefix cache applies.
IN_WORDS = (
    "\n\n请只输出一个 JSON 对象，不要输出任何别的文字，不要写成代码块。"
    "这个 JSON 对象必须符合下面的 JSON Schema，所列字段一个都不能少：\n"
)
_DROPPED = ("default", "title", "examples")  # strict mode refuses the first; the others only cost tokens


def strict(form: dict[str, Any]) -> dict[str, Any]:
    """The schema as strict mode wants it: every object closed, every property required, references written out.

    (platform.openai.com/docs/guides/structured-outputs, "Supported schemas".) References are written out because many servers that
    claim the same interface do not follow them. A schema that refers to itself keeps its references.
    """
    definitions = form.get("$defs", {})
    if any(_reaches(name, name, definitions, set()) for name in definitions):
        definitions = {}
    else:
        form = {key: value for key, value in form.items() if key != "$defs"}
    closed: dict[str, Any] = _closed(form, definitions)
    return closed


def in_words(form: dict[str, Any]) -> str:
    """What is added to the last question where the endpoint has no field for the form."""
    return IN_WORDS + json.dumps(strict(form), ensure_ascii=False, separators=(",", ":"))


def looks_answered(text: str, form: dict[str, Any], *, whole: bool = True) -> bool:
    """Whether a reply is at least an attempt at the form: the fields of its top are named (``whole``: all, else the first of them,
    as in an answer that was cut off). Cheap; parsing is the chain's."""
    fields = form.get("required") or list(form.get("properties", {}))
    return "{" in text and all(f'"{field}"' in text for field in fields[: None if whole else 1])


def _closed(node: Any, definitions: dict[str, Any]) -> Any:
    if isinstance(node, list):
        return [_closed(part, definitions) for part in node]
    if not isinstance(node, dict):
        return node
    name = str(node.get("$ref", "")).removeprefix("#/$defs/")
    if name in definitions:
        described = {key: value for key, value in node.items() if key != "$ref"}
        return _closed({**definitions[name], **described}, definitions)
    closed: dict[str, Any] = {}
    for key, value in node.items():
        if key in ("properties", "$defs") and isinstance(
            value, dict
        ):  # names of the form's own, not of the schema language
            closed[key] = {field: _closed(part, definitions) for field, part in value.items()}
        elif key in ("enum", "const", "required"):
            closed[key] = value
        elif key not in _DROPPED:
            closed[key] = _closed(value, definitions)
    if isinstance(closed.get("properties"), dict):
        closed["additionalProperties"] = False
        closed["required"] = list(closed["properties"])
    return closed


def _reaches(start: str, target: str, definitions: dict[str, Any], seen: set[str]) -> bool:
    for name in _references(definitions.get(start)):
        if name == target:
            return True
        if name not in seen:
            seen.add(name)
            if _reaches(name, target, definitions, seen):
                return True
    return False


def _references(node: Any) -> list[str]:
    if isinstance(node, list):
        return [name for part in node for name in _references(part)]
    if isinstance(node, dict):
        own = [node["$ref"].removeprefix("#/$defs/")] if isinstance(node.get("$ref"), str) else []
        return own + [name for part in node.values() for name in _references(part)]
    return []
