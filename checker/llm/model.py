"""The types of the model's side: a request, a reply, what an endpoint can do, what went wrong, what a model said of a report.

Layers share one protocol, ``Caller``: the endpoint itself, the cache over it, the budget over both. The chain sees only that.
"""

from __future__ import annotations

from typing import Any, Literal, Protocol

from pydantic import Field

from checker.errors import FajianError
from checker.model import Evidence, Usage, Value, Verdict

Mode = Literal["json_schema", "tools", "json_object", "plain"]
Finish = Literal["stop", "length", "filter", "refusal", "other"]
Role = Literal["system", "user", "assistant"]
Failure = Literal[
    "unreachable",  # no connection, or it broke off
    "timeout",
    "rate",  # too many requests, and waiting did not help within its bound
    "server",  # 5xx
    "denied",  # the key is wrong or has no right to the model
    "request",  # 4xx of another kind
    "overflow",  # longer than the model's window
    "garbled",  # status 200 and no answer in it
    "budget",  # --max-cost or --max-calls is used up
    "unrecorded",  # --replay has no such answer
]


class Message(Value):
    """One message of a conversation."""

    role: Role
    content: str


class Request(Value):
    """One call: all that its answer depends on but the endpoint. ``form`` is the JSON schema that the answer should have."""

    messages: tuple[Message, ...]
    form_name: str
    form: dict[str, Any]
    max_output_tokens: int


class Reply(Value):
    """What came back, as it came: ``text`` is raw (the arguments, where the model answered by a tool call).

    ``usage_told``: the endpoint said how many tokens it took; else ``usage`` is our estimate. ``cached``: from the disk.
    """

    text: str
    finish: Finish
    mode: Mode
    model: str | None
    usage: Usage
    usage_told: bool = True
    cached: bool = False


class CallFailed(FajianError):
    """A call without an answer, after every retry. ``str()`` is a sentence for the user, without keys or report text."""

    def __init__(self, kind: Failure, sentence: str) -> None:
        self.kind = kind
        super().__init__(sentence)


class Profile(Value):
    """What an endpoint can do. ``modes``: best first. ``window``: tokens, prompt and answer together.

    ``tokens_per_character`` is for Chinese text, refitted from the usage that comes back. ``output_field`` is the name by which
    the endpoint takes the bound on the answer's length.
    """

    name: str
    modes: tuple[Mode, ...] = ("json_schema", "tools", "json_object", "plain")
    window: int = 32_000
    max_output: int = 8_000
    tokens_per_character: float = 1.0
    output_field: Literal["max_tokens", "max_completion_tokens"] = "max_tokens"
    fixed: dict[str, Any] = Field(default_factory=dict)  # further fields of every request (temperature, thinking off …)


class Caller(Protocol):
    """Whatever answers a request."""

    @property
    def profile(self) -> Profile:
        """What the endpoint can do, as far as is known by now."""

    async def call(self, request: Request) -> Reply:
        """The reply, retries included. Raises CallFailed."""


class ModelOpinion(Value):
    """What a model said of one requirement, after validation and proof.

    ``verdict`` None: it gave no valid one. ``evidence`` is proved; ``dropped`` counts quotes that were not, in spite of a second
    question. ``reason`` holds no figure that it attributes to the report and that the report does not have.
    """

    verdict: Verdict | None
    reason: str
    suggestion: str | None = None
    evidence: tuple[Evidence, ...] = ()
    dropped: int = 0


class Answer(Value):
    """All that a model said of one report. Keys of ``opinions`` are "section.requirement"; every requirement asked has one.

    ``problems`` are sentences for the user: what was not answered, or not believed. ``raw`` holds the answers that were in part or
    wholly not usable, as they came. ``error``: nothing was answered, and why; ``endpoint_failed``: because of the endpoint.
    """

    opinions: dict[str, ModelOpinion] = Field(default_factory=dict)
    usage: Usage = Usage()
    model: str | None = None
    prompt_sha256: str | None = None
    problems: tuple[str, ...] = ()
    raw: tuple[str, ...] = ()
    error: str | None = None
    endpoint_failed: bool = False
