"""The endpoint as a ``Caller``: every request ends in a reply, whole as it came, or in ``CallFailed``; bounded in tries and time.

    async with Client(endpoint) as client:
        reply = await client.call(request)

What the endpoint can do is learnt on the way: a mode that it refuses, or accepts and ignores, is left for the next best; a field it does
not know is left out; a window that it names is believed. What was learnt serves the calls that follow, and the next runs.
"""

from __future__ import annotations

import asyncio
import math
import re
from collections.abc import Callable
from dataclasses import replace
from types import TracebackType
from typing import Literal

from checker.errors import MissingComponent
from checker.llm import limiter, profiles
from checker.llm.connection import Connection, open_to
from checker.llm.endpoint import Endpoint
from checker.llm.faults import Fault
from checker.llm.forms import looks_answered
from checker.llm.limiter import Limiter, Limits
from checker.llm.model import CallFailed, Message, Mode, Profile, Reply, Request
from checker.llm.retrying import GaveUp, Patience, Persistence, Surroundings
from checker.llm.sentences import failed
from checker.llm.tokens import Tokens
from checker.model import Usage, Value

_INTRODUCTION = 5.0  # seconds that GET /models may take; a good start is not worth more
_DESPAIR = 3  # calls in a row without any answer, after which a call is tried once only
_DESCENTS = 2  # how often all modes are gone through for an endpoint that takes none, or answers none in the form
_ADJUSTMENTS = 3  # fields that one call may learn to leave out
_REFUSING = (400, 405, 415, 422, 500, 501)  # statuses by which a mode may be refused; 500 is llama-cpp-python's way
_TYPICAL_OUTPUT = 1_500  # tokens, until answers have shown what is typical


class Client:
    """A ``Caller`` that asks the endpoint. Serves any number of calls at once; closing it ends its connections."""

    def __init__(
        self,
        endpoint: Endpoint,
        *,
        limits: Limiter | None = None,
        memory: profiles.Memory | None = None,
        patience: Patience | None = None,
        around: Surroundings | None = None,
        opening: Callable[[Endpoint], Connection] = open_to,
    ) -> None:
        self.endpoint = endpoint
        self._opening = opening
        self._memory = memory or profiles.Memory()
        self._patience = patience or Patience()
        self._around = around or Surroundings()
        self._limiter = limits or limiter.of_process(
            endpoint.address,
            Limits(endpoint.concurrency, endpoint.requests_per_minute, endpoint.tokens_per_minute),
        )
        recalled = self._memory.recall(endpoint)
        self._profile = recalled or profiles.of(endpoint)
        self._kept = recalled
        self._introduced = recalled is not None or profiles.known(endpoint)
        self._proven: set[Mode] = set(recalled.modes[:1]) if recalled else set()
        self._descents = 0
        self._failures = 0
        self._answered = False
        self._output = _TYPICAL_OUTPUT
        self._tokens = Tokens(self._profile, endpoint.model)
        self._connection: Connection | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._introducing: asyncio.Lock | None = None

    @property
    def profile(self) -> Profile:
        """What the endpoint can do, as far as is known by now."""
        return self._profile

    async def __aenter__(self) -> Client:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Ends the connections. The client may be used again: it opens new ones."""
        connection, self._connection = self._connection, None
        if connection is not None and self._loop is asyncio.get_running_loop():
            await connection.close()

    # ------------------------------------------------------------------------------------------------------- calling
    async def call(self, request: Request) -> Reply:
        """The reply. Raises CallFailed; ``usage`` takes in what answers in a mode that was then given up have cost."""
        await self._introduce()
        spent = Usage()
        first: Reply | None = None
        refusal: GaveUp | None = None
        for mode in self._profile.modes:
            last = mode == self._profile.modes[-1]
            try:
                reply = await self._insist(request, mode, last=last, answered=first is not None)
            except GaveUp as gave:
                if not last and self._descents < _DESCENTS and self._refused(gave.fault, mode):
                    refusal = refusal or gave
                    continue
                self._descents += refusal is not None or first is not None
                if first is not None:  # an answer all the same: what it is worth, the chain says
                    return first.model_copy(update={"usage": spent})
                raise self._failed(refusal or gave) from None
            self._failures, self._answered = 0, True
            reply = reply.model_copy(update={"usage": spent + reply.usage})
            if self._keeps_to_form(reply, request):
                self._learn(mode)
                return reply
            if reply.finish in ("filter", "refusal") or mode in self._proven or self._descents >= _DESCENTS:
                return reply
            # The mode was accepted, and had no effect: what works will be seen by trying.
            spent, first = reply.usage, first or reply
        assert first is not None
        self._descents += 1
        return first.model_copy(update={"usage": spent})

    async def _insist(self, request: Request, mode: Mode, *, last: bool = True, answered: bool = False) -> Reply:
        """The reply in this mode, after as many attempts as it takes within the bounds. Raises GaveUp."""
        patience = self._patience if self._failures < _DESPAIR else replace(self._patience, tries=1)
        if self._answered:  # it may only be starting anew
            patience = replace(patience, refusals=patience.tries)
        # Where there is an answer in another mode already, two attempts will do.
        # A mode that was never answered may itself be what the server stumbles over: not tried to the end then.
        doubtful = not last and mode not in self._proven
        adjustments = 0
        while True:
            persistence = Persistence(
                attempt=lambda: self._attempt(request, mode),
                patience=patience,
                around=self._around,
                pause=self._limiter.pause,
                enough=lambda fault, number: (
                    (doubtful and fault.status == 500 and number >= 3) or (answered and number >= 2)
                ),
            )
            try:
                return await persistence.result()
            except GaveUp as gave:
                if adjustments < _ADJUSTMENTS and self._adjusted(gave.fault):
                    adjustments += 1
                    continue
                raise

    async def _attempt(self, request: Request, mode: Mode) -> tuple[Reply | Fault, float]:
        """One attempt, and the seconds it took (waiting for our own turn does not count)."""
        got, took = await self._attempt_in_turn(request, mode)
        if isinstance(got, Reply):  # a fault may tell everybody to wait
            # Whoever waited for the place sends first; going through this answer takes milliseconds.
            await asyncio.sleep(0)
        return got, took

    async def _attempt_in_turn(self, request: Request, mode: Mode) -> tuple[Reply | Fault, float]:
        profile = self._profile
        async with self._limiter.slot(self._expected(request)) as admission:
            began = self._around.clock()
            connection = self._opened()
            try:
                reply = await connection.carry(request, mode, profile)
            except MissingComponent as missing:
                raise CallFailed("denied", str(missing)) from None
            if isinstance(reply, Fault):
                return reply, self._around.clock() - began
            if reply.usage_told:
                admission.took(reply.usage.input_tokens + reply.usage.output_tokens)
                self._output = (3 * self._output + reply.usage.output_tokens) // 4
                if self._limiter.limits.tokens_per_minute is not None:
                    self._tokens.learn(request, reply.usage)
            else:
                estimate = Usage(
                    calls=1,
                    input_tokens=self._tokens.of_request(request),
                    output_tokens=math.ceil(len(reply.text) * profile.tokens_per_character),
                )
                reply = reply.model_copy(update={"usage": estimate})
            return reply, self._around.clock() - began

    def _expected(self, request: Request) -> int:
        """About how many tokens an attempt will take; not worked out where nobody asks, since it takes longer than the rest."""
        if self._limiter.limits.tokens_per_minute is None:
            return 0
        return self._tokens.of_request(request) + min(self._output, request.max_output_tokens)

    def _opened(self) -> Connection:
        """The running loop's connection; those of a loop that has ended are of no use to another."""
        loop = asyncio.get_running_loop()
        if self._connection is None or self._loop is not loop:
            try:
                self._connection = self._opening(self.endpoint)
            except MissingComponent as missing:
                raise CallFailed("denied", str(missing)) from None
            self._loop = loop
        return self._connection

    def _failed(self, gave: GaveUp) -> CallFailed:
        if gave.fault.kind in ("unreachable", "timeout", "server", "garbled"):
            self._failures += 1
        return failed(gave.fault, self.endpoint, gave.tries)

    # ------------------------------------------------------------------------------------------------------ learning
    async def _introduce(self) -> None:
        """Once, and only where neither the table nor an earlier run knows the endpoint: what does it say of itself?"""
        if self._introduced:
            return
        if self._introducing is None or self._loop is not asyncio.get_running_loop():
            self._introducing = asyncio.Lock()
            self._opened()
        async with self._introducing:
            if not self._introduced:
                listing = await self._listing()
                self._introduced = True
                if listing is not None:
                    self._change(profiles.of_server(listing, self.endpoint)[0])

    async def _listing(self) -> object:
        try:
            return await self._opened().models(min(_INTRODUCTION, self.endpoint.timeout))
        except MissingComponent as missing:
            raise CallFailed("denied", str(missing)) from None

    def _change(self, profile: Profile) -> None:
        if profile.tokens_per_character != self._profile.tokens_per_character:
            self._tokens = Tokens(profile, self.endpoint.model)
        self._profile = profile

    def _keeps_to_form(self, reply: Reply, request: Request) -> bool:
        if reply.finish in ("filter", "refusal"):
            return False
        return looks_answered(reply.text, request.form, whole=reply.finish != "length")

    def _refused(self, fault: Fault, mode: Mode) -> bool:
        """Whether it may be the mode that the endpoint does not like: then the next is tried."""
        if fault.kind not in ("request", "server") or fault.status not in _REFUSING or fault.about == "missing":
            return False
        return mode not in self._proven or fault.about == "form"

    def _learn(self, mode: Mode) -> None:
        """This mode works; those that were better on paper did not, unless they have been seen to."""
        modes = self._profile.modes
        better = set(modes[: modes.index(mode)]) if mode in modes else set()
        self._descents = 0
        if better & self._proven:
            return
        self._proven.add(mode)
        if better:
            self._profile = self._profile.model_copy(update={"modes": modes[modes.index(mode) :]})
        if self._kept != self._profile:
            self._kept = self._profile
            self._memory.keep(self.endpoint, self._profile)

    def _adjusted(self, fault: Fault) -> bool:
        """Whether the fault told something about the endpoint's fields that makes another attempt worth while."""
        if fault.kind == "overflow":
            self._narrow(fault.wording)
            return False
        if fault.kind != "request" or fault.status not in (400, 422):
            return False
        profile = self._profile
        unknown = [name for name in profile.fixed if re.search(rf"\b{name}\b", fault.wording)]
        if unknown:
            fixed = {name: value for name, value in profile.fixed.items() if name not in unknown}
            self._profile = profile.model_copy(update={"fixed": fixed})
            return True
        if not re.search(r"\bmax(_completion)?_tokens\b", fault.wording):
            return False
        allowed = [int(number) for number in re.findall(r"\d{3,7}", fault.wording)]
        allowed = [number for number in allowed if number not in (400, 422) and number < profile.max_output]
        if allowed:  # "Range of max_tokens should be [1, 8192]", "supports at most 16384 completion tokens"
            self._profile = profile.model_copy(update={"max_output": max(allowed)})
            return True
        other: Literal["max_tokens", "max_completion_tokens"] = (
            "max_tokens" if profile.output_field == "max_completion_tokens" else "max_completion_tokens"
        )
        self._profile = profile.model_copy(update={"output_field": other})
        return True

    def _narrow(self, wording: str) -> None:
        """Believes the window that an overflow names, if it is smaller than was thought."""
        for pattern in _WINDOWS:
            if told := re.search(pattern, wording, re.IGNORECASE):
                window = int(told.group(1))
                if 500 <= window < self._profile.window and not self.endpoint.window:
                    narrower = self._profile.model_copy(update={"window": window})
                    self._profile = profiles.with_own(narrower, self.endpoint)
                return

    # ------------------------------------------------------------------------------------------------------- examining
    async def examine(self) -> Examination:
        """Asks the endpoint what it can do (``fajian doctor``): a few tiny calls, with nothing of any report. Never raises."""
        modes: dict[Mode, Literal["works", "ignored", "refused"]] = {}
        try:
            listing = await self._listing()
        except CallFailed as failure:
            return Examination(
                problem=str(failure), models=(), modes=modes, usage_told=None, seconds=None, profile=self._profile
            )
        listed: tuple[str, ...] = ()
        if isinstance(listing, dict):
            rows = listing.get("data")
            listed = tuple(str(row.get("id")) for row in rows or () if isinstance(row, dict))
            if not profiles.known(self.endpoint):
                self._change(profiles.of_server(listing, self.endpoint)[0])
        problem: str | None = None
        told: bool | None = None
        seconds: float | None = None
        # All of them, though the table may promise less: an endpoint may have learnt something.
        for mode in profiles.of(self.endpoint).modes if self.endpoint.provider else profiles.MODES:
            began = self._around.clock()
            try:
                reply = await self._insist(_TRIAL, mode, last=False)
            except GaveUp as gave:
                if self._refused(gave.fault, mode) and mode != "plain":
                    modes[mode] = "refused"
                    continue
                problem = str(self._failed(gave))
                break
            told = reply.usage_told
            seconds = self._around.clock() - began
            modes[mode] = "works" if self._keeps_to_form(reply, _TRIAL) else "ignored"
        working = tuple(mode for mode, how in modes.items() if how == "works")
        if working and problem is None:
            self._introduced = True
            self._change(self._profile.model_copy(update={"modes": working}))
            self._learn(working[0])
        return Examination(
            problem=problem,
            models=listed,
            modes=modes,
            usage_told=told,
            seconds=seconds,
            profile=self._profile,
        )


_WINDOWS = (
    r"maximum context length (?:is|of) (\d+)",
    r"context length is (?:only )?(\d+)",
    r"\"n_ctx\": ?(\d+)",
    r"context size \((\d+)",
    r"input length should be \[\d+, ?(\d+)\]",
)


class Examination(Value):
    """What an endpoint showed when it was tried. ``problem``: why it cannot be used, in a sentence; None: it can.

    ``models``: those that it lists (many list none). ``modes``: how each fared. ``usage_told``: whether it says how many tokens it
    took. ``seconds``: the last tiny call. ``profile``: what will be used from now on.
    """

    problem: str | None
    models: tuple[str, ...]
    modes: dict[Mode, Literal["works", "ignored", "refused"]]
    usage_told: bool | None
    seconds: float | None
    profile: Profile


_TRIAL = Request(
    messages=(
        Message(role="system", content="这是一次接口测试。"),
        Message(role="user", content="“法治政府”一共有几个汉字？只回答个数。"),
    ),
    form_name="trial",
    form={
        "type": "object",
        "properties": {"number_of_characters": {"type": "integer", "description": "汉字个数"}},
        "required": ["number_of_characters"],
    },
    max_output_tokens=300,
)
