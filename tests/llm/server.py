"""A model endpoint of the suite's own: real HTTP on the loopback, one answer per request, built from that request.

    with Server(behaviour="honest", kind="json_schema", faults=["429:1", None, "drop"], latency=0.05) as server:
        ...  # OPENAI_BASE_URL = server.url; then look at server.requests, server.most_at_once, server.lies

``kind``: what the endpoint can do (``KINDS``). ``behaviour``: what the model is like (``acting.ACTORS``, or a function). ``faults``:
one per request, in order (None: no fault), or a function of the request's number; their names are in ``FAULTS``.
"""

from __future__ import annotations

import json
import random
import re
import socket
import struct
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Literal

from acting import ACTORS, Actor, Asked, Lie, dumps

Kind = Literal[
    "json_schema",  # everything works
    "no_schema",  # 400 on json_schema (DeepSeek); tools and json_object work
    "server_error_on_schema",  # 500 on json_schema (llama-cpp-python); tools and json_object work
    "tools",  # 400 on every response_format
    "json_object",  # 400 on json_schema and on tools
    "ignores",  # accepts everything and ignores it (transformers serve)
    "plain",  # 400 on everything; prose, <think> and fences around the answer
]
ABILITIES: dict[str, frozenset[str]] = {
    "json_schema": frozenset({"json_schema", "tools", "json_object"}),
    "no_schema": frozenset({"tools", "json_object"}),
    "server_error_on_schema": frozenset({"tools", "json_object"}),
    "tools": frozenset({"tools"}),
    "json_object": frozenset({"json_object"}),
    "ignores": frozenset(),
    "plain": frozenset(),
}

# What each provider says when a prompt is too long: status, body.
OVERFLOW: dict[str, tuple[int, dict[str, Any]]] = {
    "openai": (
        400,
        {
            "error": {
                "message": "This model's maximum context length is 8192 tokens. However, your messages resulted in 9001 tokens.",
                "type": "invalid_request_error",
                "param": "messages",
                "code": "context_length_exceeded",
            }
        },
    ),
    "openai-code-only": (400, {"error": {"message": "Bad request.", "code": "context_length_exceeded"}}),
    "deepseek": (
        400,
        {
            "error": {
                "message": "This model's maximum context length is 65536 tokens. However, you requested 70012 tokens "
                "(62012 in the messages, 8000 in the completion). Please reduce the length of the messages or completion.",
                "type": "invalid_request_error",
                "code": "invalid_request_error",
            }
        },
    ),
    "qwen": (
        400,
        {
            "error": {
                "message": "<400> InternalError.Algo.InvalidParameter: Range of input length should be [1, 30720]",
                "type": "invalid_request_error",
                "code": "invalid_parameter_error",
            }
        },
    ),
    "zhipu": (400, {"error": {"code": "1261", "message": "Prompt 超长"}}),
    "vllm": (
        400,
        {
            "error": {
                "message": "You passed 9015 input tokens and requested 1000 output tokens. However, the model's context length is "
                "only 8192 tokens, resulting in a maximum input length of 7192 tokens. Please reduce the length of the input prompt.",
                "type": "BadRequestError",
                "param": "input_tokens",
                "code": 400,
            }
        },
    ),
    "vllm-old": (
        400,
        {
            "object": "error",
            "message": "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens.",
            "type": "BadRequestError",
            "param": None,
            "code": 400,
        },
    ),
    "llama.cpp": (
        400,
        {
            "error": {
                "code": 400,
                "message": "the request exceeds the available context size. try increasing the context size or enable context shift",
                "type": "exceed_context_size_error",
                "n_prompt_tokens": 9000,
                "n_ctx": 4096,
            }
        },
    ),
    "llama.cpp-500": (
        500,
        {
            "error": {
                "code": 500,
                "message": "the request exceeds the available context size (4096)",
                "type": "server_error",
            }
        },
    ),
    "ollama": (
        400,
        {"error": {"message": "prompt too long; exceeded max context length by 812 tokens", "type": "api_error"}},
    ),
    "gateway-413": (413, {"error": {"message": "Request Entity Too Large"}}),
}


@dataclass
class Received:
    """One request to /v1/chat/completions, as it came."""

    number: int
    headers: dict[str, str]
    body: dict[str, Any]
    mode: str
    at: float
    fault: str | None = None

    @property
    def system(self) -> str:
        return "\n".join(message["content"] for message in self.body["messages"] if message["role"] == "system")

    @property
    def user(self) -> str:
        return "\n".join(message["content"] for message in self.body["messages"] if message["role"] == "user")


@dataclass
class Server:
    """The endpoint; use it as a context manager. The fields after ``api_key`` are what it saw."""

    behaviour: str | Actor = "honest"
    kind: Kind = "json_schema"
    faults: Sequence[str | None] | Callable[[int], str | None] = ()
    latency: float = 0.0
    usage: bool = True
    models: dict[str, Any] | None = None  # the body of GET /v1/models; None: 404
    window: int | None = None  # tokens; a longer prompt is refused in OpenAI's words
    seed: int = 0
    api_key: str | None = None  # if set, anything else is answered by 401
    tokens_per_character: float = 0.7
    think: bool = False  # put <think>…</think> before every answer

    requests: list[Received] = field(default_factory=list)
    model_requests: int = 0
    in_flight: int = 0
    most_at_once: int = 0
    lies: list[Lie] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self._actor: Actor = ACTORS[self.behaviour] if isinstance(self.behaviour, str) else self.behaviour
        self._previous: list[str] = []
        self._stopping = threading.Event()
        handler = type("Handler", (_Handler,), {"owner": self})
        self._http = _HTTPServer(("127.0.0.1", 0), handler)
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    @property
    def port(self) -> int:
        return int(self._http.server_address[1])

    @property
    def url(self) -> str:
        """What OPENAI_BASE_URL should be."""
        return f"http://127.0.0.1:{self.port}/v1"

    def __enter__(self) -> Server:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopping.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join(5)

    # ----------------------------------------------------------------------------------------------- one request
    def _take(self, headers: dict[str, str], body: dict[str, Any]) -> Received:
        with self._lock:
            number = len(self.requests)
            if callable(self.faults):
                fault = self.faults(number)
            else:
                fault = self.faults[number] if number < len(self.faults) else None
            received = Received(number, headers, body, _mode(body), time.monotonic(), fault)
            self.requests.append(received)
            self.in_flight += 1
            self.most_at_once = max(self.most_at_once, self.in_flight)
        return received

    def _leave(self) -> None:
        with self._lock:
            self.in_flight -= 1

    def _wait(self, seconds: float) -> None:
        if seconds > 0:
            self._stopping.wait(seconds)

    def _answer(self, received: Received) -> tuple[int, dict[str, Any]]:
        """Status and body of a request without a fault."""
        body = received.body
        mode = received.mode
        able = ABILITIES[self.kind]
        if self.api_key and received.headers.get("authorization") != f"Bearer {self.api_key}":
            return 401, {"error": {"message": "Incorrect API key provided: sk-***.", "code": "invalid_api_key"}}
        if self.kind != "ignores" and mode != "plain" and mode not in able:
            if mode == "json_schema" and self.kind == "server_error_on_schema":
                return 500, {
                    "error": {"message": "'NoneType' object is not subscriptable", "type": "internal_server_error"}
                }
            named = "tools" if mode == "tools" else "response_format"
            return 400, {"error": {"message": f"This {named} type is unavailable now", "type": "invalid_request_error"}}
        prompt = json.dumps(body["messages"], ensure_ascii=False)
        tokens = int(len(prompt) * self.tokens_per_character)
        if self.window is not None and tokens + _bound(body) > self.window:
            return OVERFLOW["openai"]
        enforced = mode if mode in able else "plain"
        schema = _schema_in_fields(body) if enforced in ("json_schema", "tools") else _schema_in_prompt(received.user)
        asked = Asked(received.system, received.user, schema, received.number, self.seed, self.lies)
        said = "我看过了，这份报告总体不错。" if schema is None else self._actor(asked)
        message, finish = self._message(said, enforced, body)
        text = json.dumps(message, ensure_ascii=False)
        with self._lock:
            self.answers.append(text)
            cached = max((_common(prompt, earlier) for earlier in self._previous[-8:]), default=0)
            self._previous.append(prompt)
        told = int(len(text) * self.tokens_per_character)
        if told > _bound(body) > 0 and isinstance(message.get("content"), str):
            message["content"] = message["content"][: int(_bound(body) / self.tokens_per_character)]
            told, finish = _bound(body), "length"
        answer: dict[str, Any] = {
            "id": f"chatcmpl-{received.number}",
            "object": "chat.completion",
            "created": 1_770_000_000,
            "model": body.get("model", "?"),
            "choices": [{"index": 0, "message": message, "finish_reason": finish, "logprobs": None}],
        }
        if self.usage:
            answer["usage"] = {
                "prompt_tokens": tokens,
                "completion_tokens": told,
                "total_tokens": tokens + told,
                "prompt_tokens_details": {"cached_tokens": int(cached * self.tokens_per_character) // 64 * 64},
            }
        return 200, answer

    def _message(self, said: Any, enforced: str, body: dict[str, Any]) -> tuple[dict[str, Any], str]:
        if said is None:
            return {"role": "assistant", "content": None, "refusal": "很抱歉，我不能协助处理这份材料。"}, "stop"
        text = said if isinstance(said, str) else dumps(said)
        if enforced == "tools" and isinstance(said, dict):
            name = body["tools"][0]["function"]["name"]
            call = {"id": "call_1", "type": "function", "function": {"name": name, "arguments": text}}
            return {"role": "assistant", "content": None, "tool_calls": [call]}, "tool_calls"
        if self.kind == "plain" and isinstance(said, dict):
            text = f"<think>\n先看看 {{第一项}}……\n</think>\n\n好的，以下是结果：\n```json\n{text}\n```\n以上供参考。"
        elif self.think:
            text = f"<think>\n让我想想。\n</think>\n\n{text}"
        return {"role": "assistant", "content": text}, "stop"


class _HTTPServer(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 512
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is what some tests are about."""


class _Handler(BaseHTTPRequestHandler):
    owner: Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # one write per answer

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def do_GET(self) -> None:
        if self.path.rstrip("/").endswith("/models"):
            self.owner.model_requests += 1
            if self.owner.models is not None:
                self._send(200, self.owner.models)
                return
        self._send(404, {"error": {"message": "Not Found", "code": 404}})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers.get("content-length", 0))))
        if not self.path.rstrip("/").endswith("/v1/chat/completions"):
            self._send(404, {"error": {"message": f"no such path {self.path}", "code": 404}})
            return
        due = time.monotonic() + self.owner.latency
        received = self.owner._take({key.lower(): value for key, value in self.headers.items()}, body)
        try:
            if received.fault:
                self.owner._wait(self.owner.latency)
                self._fault(received)
            else:
                status, answer = self.owner._answer(received)  # thinking is part of the time that it takes
                self.owner._wait(due - time.monotonic())
                self._send(status, answer)
        finally:
            self.owner._leave()

    def _send(
        self, status: int, body: Any, headers: dict[str, str] | None = None, kind: str = "application/json"
    ) -> None:
        data = body.encode() if isinstance(body, str) else json.dumps(body, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(data)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)
        self.wfile.flush()

    # ------------------------------------------------------------------------------------------------------- faults
    def _fault(self, received: Received) -> None:
        name, _, detail = (received.fault or "").partition(":")
        if name.isdigit():
            self._status(int(name), detail)
        elif name == "overflow":
            status, body = OVERFLOW[detail or "openai"]
            self._send(status, body)
        else:
            getattr(self, "_fault_" + name.replace("-", "_"))(received, detail)

    def _status(self, status: int, detail: str) -> None:
        """``429``, ``429:2`` (with that Retry-After, seconds or a date), ``500`` …; ``429:quota``: nothing left to spend."""
        if detail == "quota":
            self._send(status, {"error": {"message": "You exceeded your current quota.", "code": "insufficient_quota"}})
            return
        self._send(status, {"error": {"message": f"fault {status}"}}, {"retry-after": detail} if detail else None)

    def _fault_hang(self, received: Received, detail: str) -> None:
        self.owner._wait(float(detail or 30))
        self.close_connection = True

    def _fault_drop(self, received: Received, detail: str) -> None:
        """The connection is reset before a byte was sent."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.connection.close()

    def _fault_cut(self, received: Received, detail: str) -> None:
        """Half of a body."""
        _, body = self.owner._answer(received)
        data = json.dumps(body).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data[: len(data) // 2])
        self.wfile.flush()
        self.close_connection = True

    def _fault_drip(self, received: Received, detail: str) -> None:
        """A byte every so often (``drip:0.05``), for up to 30 seconds: no single read ever times out."""
        _, body = self.owner._answer(received)
        data = json.dumps(body).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        end = time.monotonic() + 30
        for at in range(len(data)):
            if time.monotonic() > end or self.owner._stopping.is_set():
                break
            self.wfile.write(data[at : at + 1])
            self.wfile.flush()
            self.owner._wait(float(detail or 0.05))
        self.close_connection = True

    def _fault_html(self, received: Received, detail: str) -> None:
        """A page of the intranet's gateway, with status 200; ``html:json`` claims to be JSON."""
        page = "<html><head><title>统一认证</title></head><body>请登录</body></html>"
        self._send(200, page, kind="application/json" if detail == "json" else "text/html; charset=utf-8")

    def _fault_error_body(self, received: Received, detail: str) -> None:
        """Status 200, and an error in the body; ``error-body:overflow`` and ``error-body:rate`` say which."""
        messages = {
            "overflow": "maximum context length exceeded",
            "rate": "您的账户已达到速率限制，请您控制请求频率",
        }
        self._send(200, {"error": {"message": messages.get(detail, "upstream failed"), "code": "gateway"}})

    def _fault_no_choices(self, received: Received, detail: str) -> None:
        self._send(200, {"id": "x", "object": "chat.completion", "created": 1, "model": "m", "choices": []})

    def _fault_null_choices(self, received: Received, detail: str) -> None:
        self._send(200, {"id": "x", "object": "chat.completion", "created": 1, "model": "m", "choices": None})

    def _fault_null_content(self, received: Received, detail: str) -> None:
        self._answer_with(received, {"content": None, "tool_calls": None}, "stop")

    def _fault_empty(self, received: Received, detail: str) -> None:
        self._answer_with(received, {"content": "", "tool_calls": None}, "stop")

    def _fault_length(self, received: Received, detail: str) -> None:
        """The answer is cut off at the bound (half of it, or ``length:100`` characters)."""
        _, body = self.owner._answer(received)
        text = _text_of(body)
        self._answer_with(received, {"content": text[: int(detail or len(text) // 2)], "tool_calls": None}, "length")

    def _fault_filter(self, received: Received, detail: str) -> None:
        self._answer_with(received, {"content": None, "tool_calls": None}, detail or "content_filter")

    def _fault_filter_400(self, received: Received, detail: str) -> None:
        """DashScope's inspection of content."""
        message = "Input data may contain inappropriate content."
        self._send(
            400, {"error": {"message": message, "code": "data_inspection_failed", "type": "data_inspection_failed"}}
        )

    def _fault_finish(self, received: Received, detail: str) -> None:
        """An ordinary answer with another finish reason: ``finish:insufficient_system_resource``."""
        _, body = self.owner._answer(received)
        body["choices"][0]["finish_reason"] = detail or None
        self._send(200, body)

    def _fault_refusal(self, received: Received, detail: str) -> None:
        self._answer_with(
            received, {"content": None, "tool_calls": None, "refusal": "我不能协助处理这份材料。"}, "stop"
        )

    def _fault_malformed(self, received: Received, detail: str) -> None:
        """JSON that is broken near its end, with finish reason stop."""
        _, body = self.owner._answer(received)
        broken = _text_of(body)[:-2] + ",,"
        message = body["choices"][0]["message"]
        if message.get("tool_calls"):
            message["tool_calls"][0]["function"]["arguments"] = broken
        else:
            message["content"] = broken
        self._send(200, body)

    def _fault_other_report(self, received: Received, detail: str) -> None:
        """The answer to the request before this one."""
        earlier = next(
            (one for one in reversed(self.owner.requests[: received.number]) if one.user != received.user), received
        )
        _, body = self.owner._answer(earlier)
        self._send(200, body)

    def _fault_redirect(self, received: Received, detail: str) -> None:
        """Sends the caller, and with it the report, to another address."""
        self._send(307, {}, {"location": detail or "http://127.0.0.1:9/v1/chat/completions"})

    def _answer_with(self, received: Received, changes: dict[str, Any], finish: str) -> None:
        _, body = self.owner._answer(received)
        body["choices"][0]["message"].update(changes)
        body["choices"][0]["finish_reason"] = finish
        self._send(200, body)


# ------------------------------------------------------------------------------------------------- reading a request
def _mode(body: dict[str, Any]) -> str:
    kind = (body.get("response_format") or {}).get("type")
    if kind in ("json_schema", "json_object"):
        return str(kind)
    return "tools" if body.get("tools") else "plain"


def _bound(body: dict[str, Any]) -> int:
    return int(body.get("max_tokens") or body.get("max_completion_tokens") or 0)


def _text_of(body: dict[str, Any]) -> str:
    message = body["choices"][0]["message"]
    if message.get("tool_calls"):
        return str(message["tool_calls"][0]["function"]["arguments"])
    return str(message.get("content") or "")


def _schema_in_fields(body: dict[str, Any]) -> dict[str, Any] | None:
    if body.get("tools"):
        return dict(body["tools"][0]["function"]["parameters"])
    return dict(body["response_format"]["json_schema"]["schema"])


def _schema_in_prompt(text: str) -> dict[str, Any] | None:
    """The last JSON schema in the messages that opens on a line of its own, as a model that reads its prompt would find it."""
    decoder = json.JSONDecoder()
    found = None
    for line in re.finditer(r"^\{", text, re.MULTILINE):
        try:
            value, _ = decoder.raw_decode(text, line.start())
        except ValueError:
            continue
        if isinstance(value, dict) and isinstance(value.get("properties"), dict):
            found = value
    return found


def _common(one: str, other: str) -> int:
    """How many characters two prompts share at their beginning."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[:middle] == other[:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def mixed(rate: float, seed: int = 0, names: Sequence[str] = ()) -> Callable[[int], str | None]:
    """Faults for that share of requests, of every passing kind, the same for the same seed."""
    kinds = tuple(names) or (
        "429",
        "429:0",
        "500",
        "503",
        "drop",
        "cut",
        "html",
        "error-body",
        "no-choices",
        "null-content",
    )

    def fault(number: int) -> str | None:
        chance = random.Random(f"{seed}/{number}")
        return chance.choice(kinds) if chance.random() < rate else None

    return fault


FAULTS = """
429 429:2 429:quota 500 503 401 403 404 …     a status, with Retry-After
overflow overflow:vllm …                       a prompt that is too long, in a provider's words (OVERFLOW)
hang hang:5  drop  cut  drip:0.05              the connection
html html:json  error-body[:overflow|:rate]    status 200 and no answer
no-choices null-choices null-content empty     status 200 and no answer
length[:100]  filter[:sensitive]  filter-400  finish:REASON  refusal  malformed  other-report  redirect
"""
