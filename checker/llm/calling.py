"""From the user's terms to an open line: the endpoint, over it the gate, the budget, the cache, the recording.

Only here is it known which layers there are and in which order. A call that the cache answers costs nothing and waits for
nobody; one that the budget refuses never reaches the endpoint.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from checker import settings
from checker.errors import UsageError
from checker.llm import cache, chain, prices, profiles
from checker.llm.asking import Desk
from checker.llm.budget import Budget
from checker.llm.endpoint import Endpoint, from_settings
from checker.llm.gate import Gate
from checker.llm.model import Answer, Caller, CallFailed, Profile, Reply, Request
from checker.llm.tokens import Tokens
from checker.model import Report, UnitType, Usage
from checker.rubric import Rubric
from checker.text import Span

_BACKLOG = 64
NO_MODEL = (
    "没有设置模型，不能使用 --engine llm 或 hybrid：请设置环境变量 FAJIAN_MODEL（模型名称）、OPENAI_BASE_URL（接口地址）和"
    " OPENAI_API_KEY（密钥），或者写进 config.toml（fajian doctor 会显示它在哪里）；不用模型请改用 --engine rules。"
)


@dataclass
class Tally:
    """What a run came to: counted in the model's thread, read when it is over."""

    spent: Usage = field(default_factory=Usage)
    reused: int = 0  # replies that were taken from the disk
    failed: int = 0  # questions that got no answer, though they were sent or tried to be
    trouble: str | None = None
    host: str = ""


@dataclass(frozen=True)
class Terms:
    """On which a model is asked. ``endpoint`` None: a recording is replayed, and nothing is connected to."""

    model: str
    endpoint: Endpoint | None
    prices: prices.Prices
    concurrency: int
    max_calls: int | None = None
    max_cost: float | None = None
    record: Path | None = None
    replay: Path | None = None
    tally: Tally = field(default_factory=Tally)

    def expect_calls(self) -> None:
        """Calls will come soon: what they need is loaded meanwhile, beside this process."""
        if self.endpoint is not None and self.max_calls != 0:
            from checker.llm import courier

            courier.expect(self.endpoint)

    def left(self) -> Terms:
        """The same terms for what comes next in the same run: its bounds are less by what has been spent."""
        spent = self.tally.spent
        money = spent.cost.amount if spent.cost else 0.0
        return replace(
            self,
            max_calls=None if self.max_calls is None else max(self.max_calls - spent.calls, 0),
            max_cost=None if self.max_cost is None else max(self.max_cost - money, 0.0),
        )

    def key(self) -> str:
        """What the answers depend on beside the report and the rubric: the model, where it is, and what it is told."""
        from checker.llm import prompts

        where = self.endpoint.address if self.endpoint else f"replay {self.replay}"
        return f"{self.model} {where} {prompts.sha256()}"

    @property
    def backlog(self) -> int:
        """How many reports may wait for their answers, so that memory stays bounded."""
        return max(_BACKLOG, 4 * self.concurrency)


def terms(
    given: settings.Settings,
    *,
    concurrency: int | None = None,
    max_calls: int | None = None,
    max_cost: float | None = None,
    record: str | None = None,
    replay: str | None = None,
) -> Terms:
    """The terms that settings and options amount to. Raises UsageError."""
    for flag, bound in (("--max-calls", max_calls), ("--max-cost", max_cost)):
        if bound is not None and not bound >= 0:
            raise UsageError(f"“{flag}”不能是负数。")
    if record is not None and replay is not None:
        raise UsageError("“--record”和“--replay”不能同时使用。")
    table = prices.load()
    if replay is not None:
        recording = cache.open_recording(Path(replay))
        return Terms(recording.identity.model, None, table, concurrency or 8, replay=Path(replay))
    endpoint = from_settings(given)
    if endpoint is None:
        raise UsageError(NO_MODEL)
    if concurrency is not None:
        endpoint = endpoint.model_copy(update={"concurrency": concurrency})
    found = Terms(
        endpoint.name,
        endpoint,
        table,
        endpoint.concurrency,
        max_calls,
        max_cost,
        Path(record) if record is not None else None,
    )
    if max_cost is not None and table.cost(endpoint.name, Usage()) is None:
        raise UsageError(prices.unknown(endpoint.name))
    if record is not None:
        cache.begin_recording(Path(record), identity_of(endpoint), profile_of(endpoint))
    return found


def identity_of(endpoint: Endpoint) -> cache.Identity:
    """Whose replies those of ``endpoint`` are."""
    return cache.Identity(model=endpoint.name, address=endpoint.address, fixed=profile_of(endpoint).fixed)


def profile_of(endpoint: Endpoint) -> Profile:
    """What is known of the endpoint before it is asked."""
    return profiles.of(endpoint)


def store() -> cache.Store:
    """The user's own cache."""
    return cache.Store(settings.home() / "cache")


class Planner:
    """Lays out the first questions without asking them (``--dry-run``)."""

    def __init__(self, terms: Terms, rubric: Rubric) -> None:
        self._rubric = rubric
        if terms.endpoint is None:
            assert terms.replay is not None
            recording = cache.open_recording(terms.replay)
            self._identity, self._profile = recording.identity, recording.profile
            self._stores = [cache.Store(terms.replay, largest=None)]
        else:
            self._identity, self._profile = identity_of(terms.endpoint), profile_of(terms.endpoint)
            self._stores = [store(), *([cache.Store(terms.record, largest=None)] if terms.record is not None else [])]
        self.tokens = Tokens(self._profile, terms.model)

    def requests(
        self, report: Report, unit_type: UnitType | None, withheld: Sequence[Span], masked: Sequence[Span]
    ) -> tuple[Request, ...]:
        """The questions about a report."""
        return chain.plan(
            report,
            self._rubric,
            self._profile,
            unit_type=unit_type,
            withheld=withheld,
            masked=masked,
            tokens=self.tokens,
        )

    def is_known(self, request: Request) -> bool:
        """Whether the answer is on the disk already."""
        key = cache.key_of(self._identity, request)
        return any(kept.get(key) is not None for kept in self._stores)


def desk(terms: Terms) -> Desk:
    """Where questions on these terms are put to; to be ended by whoever opens it."""
    terms.expect_calls()
    return Desk(partial(open_line, terms), at_once=2 * terms.concurrency)


# ── the line ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass
class Line:
    """What questions are put to: the outermost caller, and what the reports of a run share."""

    caller: Caller
    tokens: Tokens
    terms: Terms


@asynccontextmanager
async def open_line(terms: Terms) -> AsyncIterator[Line]:
    """The layers, while this lasts. Raises FajianError where the endpoint's side cannot be set up."""
    if terms.endpoint is None:
        assert terms.replay is not None
        recording = cache.open_recording(terms.replay)
        replayed = cache.Replayed(cache.Store(terms.replay, largest=None), recording.identity, recording.profile)
        yield Line(replayed, Tokens(recording.profile, terms.model), terms)
        return
    from checker.llm import courier
    from checker.llm.client import Client

    endpoint = terms.endpoint
    identity, tokens = identity_of(endpoint), Tokens(profile_of(endpoint), endpoint.model)
    async with Client(endpoint, opening=courier.open_to) as client:
        budget = Budget(
            Gate(client, terms.concurrency),
            model=terms.model,
            prices=terms.prices,
            estimate=tokens.of_request,
            max_calls=terms.max_calls,
            max_cost=terms.max_cost,
        )
        record: cache.Store | None = None
        if terms.record is not None:
            record = cache.begin_recording(terms.record, identity, profile_of(endpoint))
        kept = cache.Kept(budget, identity, store(), record)
        try:
            yield Line(kept, tokens, terms)
        finally:
            terms.tally.trouble = kept.trouble
            courier.dismiss(endpoint)


class Noted:
    """A caller that remembers what it was asked. A reply from the cache costs nothing, but teaches as much as a new one.

    In a replay the usage stays as it was, so that the result does.
    """

    def __init__(self, line: Line) -> None:
        self._line = line
        self.requests: list[Request] = []

    @property
    def profile(self) -> Profile:
        return self._line.caller.profile

    async def call(self, request: Request) -> Reply:
        self.requests.append(request)
        try:
            reply = await self._line.caller.call(request)
        except CallFailed as failure:
            self._line.terms.tally.failed += failure.kind not in ("budget", "unrecorded")
            raise
        if not reply.cached:
            return reply
        self._line.terms.tally.reused += 1
        self._line.tokens.learn(request, reply.usage)
        return reply if self._line.terms.endpoint is None else reply.model_copy(update={"usage": Usage()})

    def forget(self, request: Request) -> None:
        """A reply that is of no use is asked for again in the next run."""
        forget = getattr(self._line.caller, "forget", None)
        if forget is not None:
            forget(request)


async def ask(
    line: Line,
    report: Report,
    rubric: Rubric,
    *,
    unit_type: UnitType | None,
    withheld: Sequence[Span],
    masked: Sequence[Span],
) -> Answer:
    """What the model says of a report, with its cost. What was answered in a way that is of no use is not kept."""
    caller = Noted(line)
    answer = await chain.ask(
        report,
        rubric,
        caller=caller,
        unit_type=unit_type,
        withheld=withheld,
        masked=masked,
        tokens=line.tokens,
    )
    if answer.error or any(opinion.verdict is None for opinion in answer.opinions.values()):
        for request in caller.requests:
            caller.forget(request)
    return answer.model_copy(update={"usage": priced(line, answer.usage), "model": line.terms.model})


def priced(line: Line, usage: Usage) -> Usage:
    """The usage with what it cost, added to what the run came to."""
    known = usage.model_copy(update={"cost": line.terms.prices.cost(line.terms.model, usage)})
    line.terms.tally.spent = line.terms.tally.spent + known
    return known
