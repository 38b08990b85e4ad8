"""A model writes the sentences of a briefing from numbered evidence: the question, the one repair turn, what of it may stand.

In: a ``Task`` (instructions, parts with their evidence) and ``admit``, which says what is wrong with a sentence. Out: ``Written``.
Nothing here knows what a briefing looks like, nor is anything believed: what ``admit`` objects to is asked for once more, then left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from checker.llm import prompts, statements
from checker.llm.model import Caller, CallFailed, Message, Profile, Reply, Request
from checker.llm.paragraphs import fence, neutral
from checker.llm.statements import Claim
from checker.llm.tokens import Tokens
from checker.model import Usage, Value
from checker.rubric import Rubric

_ANSWER_EACH = 3.0  # tokens for a character that may be written, its sources and the form's own signs
_ANSWER_LEAST = 400
_SLACK = 1.05  # estimates are within some percent
_SMALLER = 4  # how often the evidence may be halved
_SHOWN_OF_RAW = 6_000  # characters of a wrong answer that are shown to the model again
_MOST_PROBLEMS = 20
_GENERIC = "报告在这一部分写了什么，写具体的事实。"
_WHAT = {
    "first_responsible": "主要负责人本人为法治政府建设做了什么（主持会议、听取汇报、批示、督办、述法、出庭等），写具体的事和次数，写明是谁做的。",
    "measures": "做了哪些工作、结果如何，写有数据、有名称的具体做法，值得推广的优先。",
    "shortcomings": "报告自己承认的不足，写缺什么、差在哪里，有原因的连同原因。",
    "plans": "下一年度打算做什么，写具体任务；只写做什么，不写“已经”“完成了”，句前不加“计划”二字，程序会加。",
}

Admit = Callable[[Claim], Sequence[str]]
"""What is wrong with a sentence, as clauses for the model; nothing where it may stand."""


@dataclass(frozen=True)
class Item:
    """A piece of evidence. ``rank`` 0 is the weightiest of its part; ``owner`` is the number of the unit, in a batch."""

    number: int
    text: str
    rank: int = 0
    owner: int | None = None


@dataclass(frozen=True)
class Part:
    """What is to be written from which evidence: at most ``room`` characters and ``most`` sentences."""

    id: str
    title: str
    room: int
    most: int
    items: tuple[Item, ...]

    def halved(self) -> Part:
        """The same with the weightier half of its evidence."""
        kept = sorted(self.items, key=lambda item: item.rank)[: max(1, len(self.items) // 2)]
        return replace(self, items=tuple(item for item in self.items if item in kept))


@dataclass(frozen=True)
class Task:
    """``system`` is the same, byte for byte, for every task of a run; ``user`` names the template of what differs."""

    system: str
    parts: tuple[Part, ...]
    user: str = "briefing-user.j2"

    def smaller(self) -> Task | None:
        """The task with half of the evidence; None where there is but one piece to each part."""
        if all(len(part.items) < 2 for part in self.parts):
            return None
        return replace(self, parts=tuple(part.halved() for part in self.parts))


class Written(Value):
    """What the model wrote that may stand. ``left_out``: sentences that did not, in spite of a second question.

    ``problems`` are sentences for the user; ``error``: nothing was written, and why. ``raw``: answers that were in part not usable.
    """

    claims: tuple[Claim, ...] = ()
    left_out: int = 0
    usage: Usage = Usage()
    model: str | None = None
    problems: tuple[str, ...] = ()
    raw: tuple[str, ...] = ()
    error: str | None = None


# ── prompts ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def report_instructions(rubric: Rubric) -> str:
    """The instructions for a briefing on one report."""
    parts = [
        {"id": section.id, "title": section.title, "what": _WHAT.get(section.id, _GENERIC)}
        for section in rubric.sections
    ]
    return prompts.fill("briefing-system.j2", rubric=rubric, parts=parts)


def batch_instructions(rubric: Rubric) -> str:
    """The instructions for a briefing on a batch."""
    return prompts.fill("briefing-batch-system.j2", rubric=rubric)


def prompts_sha256() -> str:
    """Of all templates from which a briefing is asked for."""
    return prompts.sha256(prompts.BRIEFING_NAMES)


def request(task: Task, profile: Profile, tokens: Tokens) -> Request:
    """The first question, with as much of the evidence as finds room in the window."""
    return _fitting(task, profile, tokens)[1]


def _fitting(task: Task, profile: Profile, tokens: Tokens) -> tuple[Task, Request]:
    for _ in range(2 * _SMALLER):
        asked = _bounded(_messages(task), task, profile, tokens)
        smaller = task.smaller()
        if smaller is None or tokens.of_request(asked) * _SLACK + _reserve(task) <= profile.window:
            return task, asked
        task = smaller
    return task, _bounded(_messages(task), task, profile, tokens)


def _messages(task: Task) -> tuple[Message, ...]:
    told = "\n".join(item.text for part in task.parts for item in part.items)
    user = prompts.fill(task.user, parts=task.parts, fence=fence(told))
    return Message(role="system", content=task.system), Message(role="user", content=user)


def _bounded(messages: tuple[Message, ...], task: Task, profile: Profile, tokens: Tokens) -> Request:
    """A request with room for the answer: all that the endpoint gives, unless the window is nearer."""
    asked = Request(
        messages=messages,
        form_name=statements.FORM_NAME,
        form=statements.form([part.id for part in task.parts]),
        max_output_tokens=profile.max_output,
    )
    left = int(profile.window - tokens.of_request(asked) * _SLACK)
    if left >= profile.max_output:
        return asked
    # In steps, lest a slightly other estimate make it another request, which no cache knows.
    bound = max(_reserve(task), left // 512 * 512)
    return asked.model_copy(update={"max_output_tokens": min(profile.max_output, bound)})


def _reserve(task: Task) -> int:
    return _ANSWER_LEAST + int(_ANSWER_EACH * sum(part.room for part in task.parts))


# ── writing ──────────────────────────────────────────────────────────────────────────────────────────────────────────


async def write(task: Task, *, caller: Caller, admit: Admit, tokens: Tokens | None = None) -> Written:
    """What the model writes. Never raises CallFailed: an endpoint that does not answer gives ``error``."""
    return await _Writing(task, caller, admit, tokens or Tokens(caller.profile)).run()


@dataclass(frozen=True)
class _Wrong:
    claim: Claim
    why: str


class _Writing:
    """One task's calls: one, a few where the endpoint finds the question too long, and one repair."""

    def __init__(self, task: Task, caller: Caller, admit: Admit, tokens: Tokens) -> None:
        self.task, self.caller, self.admit, self.tokens = task, caller, admit, tokens
        self._usage = Usage()
        self._model: str | None = None
        self._raw: list[str] = []

    async def run(self) -> Written:
        try:
            asked, reply = await self._first()
        except CallFailed as failure:
            return self._written([], 0, [], str(failure))
        claims, malformed = statements.read(reply.text)
        kept, wrong = self._sorted(claims)
        problems: list[str] = []
        if reply.finish == "length":
            problems.append("模型的回答被截断，只采用了完整的句子。")
        missing = self._missing(kept, wrong)
        failed = Counter(one.claim.part for one in wrong)
        if wrong or malformed or missing:
            self._raw.append(reply.text)
            try:
                again, still_wrong = await self._repaired(asked, reply, kept, wrong, missing, malformed)
            except CallFailed as failure:
                problems.append(f"模型写的句子有的与证据对不上，再问一次没有成功：{failure}")
            else:
                kept += again
                failed -= Counter(claim.part for claim in again)
                failed += Counter(one.claim.part for one in still_wrong if one.claim.part in missing)
                malformed = 0 if again else malformed
        error = None if kept else "模型没有写出能与证据对上的句子。"
        return self._written(kept, failed.total() + malformed, problems, error)

    async def _first(self) -> tuple[Request, Reply]:
        task, asked = _fitting(self.task, self.caller.profile, self.tokens)
        for _ in range(_SMALLER):
            try:
                return asked, await self._call(asked)
            except CallFailed as failure:
                smaller = task.smaller() if failure.kind == "overflow" else None
                if smaller is None:
                    raise
                task, asked = _fitting(smaller, self.caller.profile, self.tokens)
        return asked, await self._call(asked)

    def _sorted(self, claims: Iterable[Claim]) -> tuple[list[Claim], list[_Wrong]]:
        """Those that may stand, and the others with what is wrong; what is said twice counts once."""
        kept: list[Claim] = []
        wrong: list[_Wrong] = []
        for claim in dict.fromkeys(claims):
            whys = self.admit(claim)
            if whys:
                wrong.append(_Wrong(claim, "；".join(list(whys)[:3]) + "。"))
            else:
                kept.append(claim)
        return kept, wrong

    def _missing(self, kept: Iterable[Claim], wrong: Iterable[_Wrong]) -> list[str]:
        told = {claim.part for claim in kept} | {one.claim.part for one in wrong}
        return [part.id for part in self.task.parts if part.id not in told]

    async def _repaired(
        self,
        asked: Request,
        reply: Reply,
        kept: Sequence[Claim],
        wrong: Sequence[_Wrong],
        missing: Sequence[str],
        malformed: int,
    ) -> tuple[list[Claim], list[_Wrong]]:
        """The sentences of the second answer that may stand, and those that may not. Raises CallFailed."""
        whole: str | None = None
        if reply.finish in ("refusal", "filter"):
            whole = "没有作答。这些是公开的政府工作报告里的句子，只需摘要。"
        elif malformed or not (kept or wrong):
            whole = "不是要求的 JSON 对象，或者句子缺少 part、text、sources 中的某一项。"
        told = prompts.fill(
            "briefing-repair.j2",
            whole=whole,
            problems=[
                {"part": neutral(one.claim.part)[:40], "text": neutral(one.claim.text)[:200], "why": one.why}
                for one in wrong[:_MOST_PROBLEMS]
            ],
            missing=missing,
        )
        before = reply.text.strip()[:_SHOWN_OF_RAW] or "（没有作答）"
        messages = (*asked.messages, Message(role="assistant", content=before), Message(role="user", content=told))
        second = await self._call(_bounded(messages, self.task, self.caller.profile, self.tokens))
        claims, _ = statements.read(second.text)
        again, still_wrong = self._sorted(claim for claim in claims if claim not in kept)
        if still_wrong or not claims:
            self._raw.append(second.text)
        return again, still_wrong

    async def _call(self, asked: Request) -> Reply:
        reply = await self.caller.call(asked)
        if reply.usage_told and not reply.cached:
            self.tokens.learn(asked, reply.usage)
        self._model = self._model or reply.model
        self._usage += reply.usage
        return reply

    def _written(self, kept: Sequence[Claim], left_out: int, problems: Sequence[str], error: str | None) -> Written:
        return Written(
            claims=tuple(kept),
            left_out=left_out,
            usage=self._usage,
            model=self._model,
            problems=tuple(problems),
            raw=tuple(self._raw),
            error=error,
        )
