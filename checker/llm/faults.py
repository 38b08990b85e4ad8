"""What went wrong with one attempt: any error of the libraries underneath becomes one ``Fault``, by status, code and wording.

No sentence made here repeats what the endpoint said, but for a short error code: an endpoint may echo the request, report and all.
"""

from __future__ import annotations

import asyncio
import json
import re
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any, Literal

from checker.llm.model import Failure

# How the providers word it that prompt and answer do not fit the window; each was seen in a provider's answer or its documentation.
_OVERFLOW = re.compile(
    r"context_length_exceeded|exceed_context_size|string_above_max_length|ContextWindowExceeded|context_window_exceeded"
    r"|maximum context length|max(imum)? model length|max_model_len|model'?s context length"  # OpenAI, DeepSeek, vLLM
    r"|exceeds? the (available )?context (size|window|length)|exceed(s|ed)? (max )?context"  # llama.cpp, Ollama
    r"|prompt (is )?too long|input (is )?too long|input length (should be|exceeds)|too many (input )?tokens"
    r"|range of input length|input tokens exceed|reduce the length of the (messages|input|prompt)"  # Qwen, OpenAI
    r"|(prompt|提示词|输入).{0,12}(超长|过长|超过|超出)|上下文.{0,8}(超|过长)|超出.{0,8}上下文",  # Zhipu and others
    re.IGNORECASE,
)
_OVERFLOW_CODES = {"1261"}  # Zhipu: Prompt 超长
_SPENT = re.compile(
    r"insufficient_quota|insufficient[ _]balance|exceeded your current quota|arrearage|余额不足|欠费", re.I
)
_SPENT_CODES = {"1113"}  # Zhipu: 账户已欠费
_INSPECTED = re.compile(
    r"data_inspection_failed|content_filter|content_policy|contentFilter|inappropriate content|敏感", re.I
)
_INSPECTED_CODES = {"1301"}  # Zhipu: 不安全或敏感内容
_BUSY = re.compile(r"rate.?limit|too many requests|速率限制|请求频率|并发.{0,6}(过|超)|限流", re.IGNORECASE)
_DENIED = re.compile(r"invalid.?api.?key|incorrect api key|unauthorized|令牌|身份验证|鉴权", re.IGNORECASE)
_FORM = re.compile(
    r"response_format|json_schema|json_object|guided|grammar|tool|function|structured|schema|json mode", re.I
)


@dataclass(frozen=True)
class Fault:
    """One attempt without an answer. ``wait``: what Retry-After asked for, in seconds. ``about``: what a refused request was
    refused for, where its wording tells, or why there is no connection ("nobody": none could be made; "courier": the process that
    carries requests has ended); ``wording`` is the
    endpoint's own, never to be shown."""

    kind: Failure | Literal["inspected"]
    status: int | None = None
    wait: float | None = None
    code: str | None = None
    about: Literal["form", "spent", "tls", "nobody", "moved", "missing", "courier", None] = None
    wording: str = ""

    @property
    def passing(self) -> bool:
        """Whether the same request may well be answered a little later."""
        return self.kind in ("rate", "server", "unreachable", "timeout", "garbled") and self.about not in ("tls",)


class Unanswered(Exception):
    """Status 200, and nothing in it that could be taken for an answer."""

    def __init__(self, kind: Failure = "garbled") -> None:
        self.kind: Failure = kind
        super().__init__(kind)


def of(error: BaseException, *, now: float) -> Fault:
    """The fault that an error of LangChain, openai or another provider's library stands for. ``now``: time.time(), for dates."""
    if isinstance(error, Unanswered):
        return Fault(error.kind, status=200)
    if isinstance(error, (asyncio.TimeoutError, TimeoutError)):
        return Fault("timeout")
    status = _status(error)
    if status is not None:
        return _of_status(status, error, now)
    chain = list(_causes(error))
    if any(isinstance(one, ssl.SSLError) for one in chain) or "CERTIFICATE_VERIFY_FAILED" in str(error):
        return Fault("unreachable", about="tls")
    names = {name.__name__ for one in chain for name in type(one).__mro__}
    if any("Timeout" in name for name in names):
        return Fault("timeout")
    if names & {"ConnectError", "ConnectionRefusedError", "gaierror"}:
        return Fault("unreachable", about="nobody")
    if names & {"APIConnectionError", "NetworkError", "ProtocolError", "TransportError", "OSError"}:
        return Fault("unreachable")
    # What is left comes from reading a body with status 200: no JSON, no choices, an error in place of an answer.
    wording, code = _said(error)
    if isinstance(error, ValueError) and error.args and isinstance(error.args[0], dict):
        return _by_wording(wording, code, Fault("garbled", status=200, code=code, wording=wording))
    return Fault("garbled", status=200, wording=wording)


def _of_status(status: int, error: BaseException, now: float) -> Fault:
    wording, code = _said(error)
    wait = _retry_after(error, now)
    if status in (401, 403):
        kind: Failure = "denied"
    elif status == 402:
        return Fault("denied", status, code=code, about="spent", wording=wording)
    elif status == 429:
        kind = "rate"
    elif status == 408:
        kind = "timeout"
    elif status == 413:
        kind = "overflow"
    elif status in (409, 425) or status >= 500:
        kind = "server"
    elif 300 <= status < 400:
        return Fault("request", status, about="moved")
    elif status == 404:
        return Fault("request", status, code=code, about="missing", wording=wording)
    else:
        kind = "request"
    return _by_wording(wording, code, Fault(kind, status, wait, code, wording=wording))


def _by_wording(wording: str, code: str | None, fault: Fault) -> Fault:
    """The same, told more exactly by what the endpoint wrote."""
    status, wait = fault.status, fault.wait
    if fault.kind in ("request", "server", "garbled") and (_OVERFLOW.search(wording) or code in _OVERFLOW_CODES):
        return Fault("overflow", status, code=code, wording=wording)
    if fault.kind in ("rate", "request", "garbled", "denied") and (_SPENT.search(wording) or code in _SPENT_CODES):
        return Fault("denied", status, code=code, about="spent", wording=wording)
    if fault.kind in ("request", "garbled") and (_INSPECTED.search(wording) or code in _INSPECTED_CODES):
        return Fault("inspected", status, code=code, wording=wording)
    if status == 200 and _BUSY.search(wording):
        return Fault("rate", status, wait, code, wording=wording)
    if status == 200 and _DENIED.search(wording):
        return Fault("denied", status, code=code, wording=wording)
    if fault.kind in ("request", "server") and _FORM.search(wording):
        return Fault(fault.kind, status, wait, code, "form", wording)
    return fault


# --------------------------------------------------------------------------------------------- reading the libraries
def _causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _status(error: BaseException) -> int | None:
    for place in (error, getattr(error, "response", None)):
        value = getattr(place, "status_code", None)
        # A library may hang the response of a call onto an error in reading it: 200 is no error's status.
        if isinstance(value, int) and value >= 300:
            return value
    return None


def _said(error: BaseException) -> tuple[str, str | None]:
    """What the endpoint wrote, and its code, wherever the library keeps them."""
    body: Any = getattr(error, "body", None)
    if body is None and error.args and isinstance(error.args[0], dict):
        body = error.args[0]
    inner = body.get("error", body) if isinstance(body, dict) else body
    code = inner.get("code") if isinstance(inner, dict) else None
    code = code if code is not None else getattr(error, "code", None)
    try:
        wording = json.dumps(body, ensure_ascii=False) if body is not None else ""
    except (TypeError, ValueError):
        wording = str(body)
    wording = f"{wording} {code or ''} {getattr(error, 'message', '') or error}"
    return wording[:4000], str(code) if isinstance(code, (str, int)) and str(code) else None


def _retry_after(error: BaseException, now: float) -> float | None:
    """Seconds, from ``Retry-After`` (seconds or a date) or OpenAI's ``retry-after-ms``."""
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    try:
        if milliseconds := headers.get("retry-after-ms"):
            return max(0.0, float(milliseconds) / 1000)
    except ValueError:
        pass
    told = headers.get("retry-after")
    if told is None:
        return None
    try:
        seconds = float(told)
        return max(0.0, seconds) if seconds == seconds and seconds != float("inf") else None
    except ValueError:
        pass
    try:
        return max(0.0, parsedate_to_datetime(told).timestamp() - now)
    except (TypeError, ValueError, OverflowError):
        return None
