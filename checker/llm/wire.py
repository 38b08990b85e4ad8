"""What a request looks like on its way out, in each mode, and what a message that came back says: text, finish reason, tokens."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from checker.llm.faults import Unanswered
from checker.llm.forms import in_words, strict
from checker.llm.model import Finish, Mode, Profile, Reply, Request
from checker.model import Usage

if TYPE_CHECKING:
    from langchain_core.messages import AIMessage

# What endpoints write as finish reason (OpenAI, Anthropic, Gemini, Ollama, DeepSeek, Zhipu).
_FINISH: dict[str, Finish] = {
    **dict.fromkeys(("stop", "eos", "end_turn", "stop_sequence", "tool_calls", "tool_use", "function_call"), "stop"),
    **dict.fromkeys(("length", "max_tokens", "max_output_tokens", "model_context_window_exceeded"), "length"),
    **dict.fromkeys(("content_filter", "sensitive", "safety", "prohibited_content", "recitation"), "filter"),
    "refusal": "refusal",
}
# Finish reasons that mean: the endpoint itself broke off.
_BROKE_OFF = ("insufficient_system_resource", "network_error", "error", "abort")


def messages(request: Request, mode: Mode) -> list[dict[str, str]]:
    """The conversation; where the endpoint has no field for the form, the last question ends with it."""
    out = [{"role": message.role, "content": _sendable(message.content)} for message in request.messages]
    if mode in ("json_object", "plain"):
        last = max((at for at, message in enumerate(out) if message["role"] == "user"), default=None)
        if last is None:
            out.append({"role": "user", "content": in_words(request.form).lstrip()})
        else:
            out[last]["content"] += in_words(request.form)
    return out


def _sendable(text: str) -> str:
    """Half a surrogate pair, which a damaged file may hold, is no text that JSON over HTTP could carry."""
    return text.encode("utf-8", "replace").decode("utf-8")


def fields(request: Request, mode: Mode, profile: Profile) -> dict[str, Any]:
    """The request's other fields: the form, the bound on the answer, and what this endpoint always needs."""
    out = {**profile.fixed, profile.output_field: min(request.max_output_tokens, profile.max_output)}
    name = re.sub(r"[^A-Za-z0-9_-]", "_", request.form_name)[:64] or "answer"
    if mode == "json_schema":
        schema = {"name": name, "strict": True, "schema": strict(request.form)}
        out["response_format"] = {"type": "json_schema", "json_schema": schema}
    elif mode == "tools":
        out["tools"] = [tool(request)]
        out["tool_choice"] = {"type": "function", "function": {"name": name}}
    elif mode == "json_object":
        out["response_format"] = {"type": "json_object"}
    return out


def tool(request: Request) -> dict[str, Any]:
    """The form as a tool that the model has to call."""
    name = re.sub(r"[^A-Za-z0-9_-]", "_", request.form_name)[:64] or "answer"
    function = {"name": name, "description": "提交审核结果。", "parameters": strict(request.form)}
    return {"type": "function", "function": function}


def reply(message: AIMessage, mode: Mode) -> Reply:
    """What came back; no tokens where nobody tells how many it took. Raises Unanswered where there is nothing in it."""
    told = message.response_metadata or {}
    refusal = message.additional_kwargs.get("refusal")
    text = _arguments(message) or _text(message)
    finish = _finish(told)
    if isinstance(refusal, str) and refusal:
        text, finish = text or refusal, "refusal"
    elif not text.strip() and finish in ("stop", "other"):
        raise Unanswered
    usage = _usage(message)
    return Reply(
        text=text,
        finish=finish,
        mode=mode,
        model=str(told.get("model_name") or told.get("model") or "") or None,
        usage=usage or Usage(calls=1),
        usage_told=usage is not None,
    )


def inspected(mode: Mode) -> Reply:
    """The reply where the endpoint's inspection of content stopped the request before any model saw it."""
    return Reply(text="", finish="filter", mode=mode, model=None, usage=Usage(calls=1), usage_told=True)


def _arguments(message: AIMessage) -> str:
    """The arguments of the tool calls, one to a line (some models call once for each item): broken ones as they came."""
    broken = [str(call.get("args") or "") for call in message.invalid_tool_calls]
    good = [json.dumps(call["args"], ensure_ascii=False) for call in message.tool_calls]
    return "\n".join(text for text in (*broken, *good) if text)


def _text(message: AIMessage) -> str:
    content = message.content
    if isinstance(content, str):
        return content
    # Some providers answer in blocks; those of text are the answer, those of thinking are not.
    texts = [part if isinstance(part, str) else part.get("text", "") for part in content]
    return "".join(text for text in texts if isinstance(text, str))


def _finish(told: dict[str, Any]) -> Finish:
    reason = told.get("finish_reason") or told.get("stop_reason") or told.get("done_reason")
    if reason is None:
        return "other"
    if str(reason).lower() in _BROKE_OFF:
        raise Unanswered("server")
    return _FINISH.get(str(reason).lower(), "other")


def _usage(message: AIMessage) -> Usage | None:
    told = message.usage_metadata
    if not told or not (_count(told.get("input_tokens")) or _count(told.get("output_tokens"))):
        return None
    raw = message.response_metadata.get("token_usage")
    raw = raw if isinstance(raw, dict) else {}
    cached = (told.get("input_token_details") or {}).get("cache_read")
    # DeepSeek's own name for it, and Moonshot's.
    cached = cached or raw.get("prompt_cache_hit_tokens") or raw.get("cached_tokens") or 0
    return Usage(
        calls=1,
        input_tokens=_count(told.get("input_tokens")),
        cached_input_tokens=min(_count(cached), _count(told.get("input_tokens"))),
        output_tokens=_count(told.get("output_tokens")),
    )


def _count(number: Any) -> int:
    return max(0, number) if isinstance(number, int) else 0
