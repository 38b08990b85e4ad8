"""A report and a rubric become questions to a model, and its replies one ``Answer``: validated, proved, joined.

Ordinarily one call. More are made where the report is longer than the window (parts), where an answer was cut off (the rest is
asked again), and once for whatever was wrong in an answer (repair). Every bound is in this module; see ``_Asking``.

Parts are joined by ``joining``. A count (three results) or a relation (a plan that answers a problem) may be spread over parts, so
what is not ``met`` by then is asked once more over the sentences that any part cited, put together; that answer can raise a
verdict, with proof, and never lowers one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from checker.llm import answers, prompts, proof, secrecy
from checker.llm.answers import Item
from checker.llm.joining import NONE, RANK, Opinions, better, joined, unjudged
from checker.llm.model import Answer, Caller, CallFailed, Message, ModelOpinion, Profile, Reply, Request
from checker.llm.questions import DEEPEST, Questions, Work
from checker.llm.secrecy import REFUSED, must_not_be_sent
from checker.llm.splitting import excerpt
from checker.llm.tokens import Tokens
from checker.model import Report, UnitType, Usage
from checker.rubric import Rubric
from checker.text import Span

__all__ = ["REFUSED", "ask", "must_not_be_sent", "plan"]

_CALLS = 12  # per report, and …
_CALLS_PER_PART = 6  # … for each part of it
_SHOWN_OF_RAW = 6_000  # characters of a wrong answer that are shown to the model again
_FOREIGN_QUOTES = 3  # an answer with so many quotes, none of which stands in the report, is about something else


def plan(
    report: Report,
    rubric: Rubric,
    profile: Profile,
    *,
    unit_type: UnitType | None = None,
    withheld: Sequence[Span] = (),
    masked: Sequence[Span] = (),
    tokens: Tokens | None = None,
) -> tuple[Request, ...]:
    """The first calls that ``ask`` would make, without making them (``--dry-run``). Pure.

    None for a report that must not be sent, or a rubric without requirements.
    """
    if secrecy.marked(report):
        return ()
    questions = Questions(report, rubric, profile, unit_type, withheld, masked, tokens or Tokens(profile))
    return tuple(questions.request(work) for work in questions.first())


async def ask(
    report: Report,
    rubric: Rubric,
    *,
    caller: Caller,
    unit_type: UnitType | None = None,
    withheld: Sequence[Span] = (),
    masked: Sequence[Span] = (),
    tokens: Tokens | None = None,
    warm: Callable[[], None] | None = None,
) -> Answer:
    """What the model says of ``report``. Never raises CallFailed; a report that must not be sent gets ``error``.

    ``withheld``: the evidence spans of ``injection`` findings (run that rule for this even where the rubric has it off).
    ``masked``: the evidence spans of ``privacy.personal`` findings; numbers of such a shape are masked in any case.
    ``tokens``: one per run and model, so that what it learns from returned usage serves the reports that follow.
    ``warm`` is called once, when the first call has come back (or failed): then the others may be sent.
    """
    digest = prompts.sha256()
    if secrecy.marked(report):
        if warm is not None:
            warm()
        return Answer(error=REFUSED, prompt_sha256=digest)
    tokens = tokens or Tokens(caller.profile)
    questions = Questions(report, rubric, caller.profile, unit_type, withheld, masked, tokens)
    answer = await _Asking(questions, caller, tokens, warm).run()
    return answer.model_copy(update={"prompt_sha256": digest})


# ── asking ───────────────────────────────────────────────────────────────────────────────────────────────────────────


class _Judged(NamedTuple):
    """An opinion as it stands in the middle of the work; ``whys``: what is wrong with its quotes, for the model."""

    opinion: ModelOpinion
    whys: tuple[str, ...] = ()


class _Asking:
    """One report's calls. Bounded: ``_CALLS`` and a few per part, ``DEEPEST`` times smaller, one repair per answer."""

    def __init__(
        self, questions: Questions, caller: Caller, tokens: Tokens, warm: Callable[[], None] | None = None
    ) -> None:
        self.questions, self.caller, self.tokens, self._warm = questions, caller, tokens, warm
        self._left = _CALLS
        self._usage = Usage()
        self._model: str | None = None
        self._problems: dict[str, None] = {}
        self._raw: list[str] = []
        self._failures: list[CallFailed] = []
        info = questions.report.info
        self._figures = proof.Figures(questions.shown, years=(info.year, info.year + 1) if info.year else ())

    async def run(self) -> Answer:
        """The answer; every requirement of the rubric has an opinion in it."""
        works = self.questions.first()
        if not works:
            self._warmed()
            return self._answer({}, "报告没有可以送给模型的正文，或者标准没有要求。")
        self._left += _CALLS_PER_PART * len(works)
        first = await self._work(works[0])
        self._warmed()
        rest = await asyncio.gather(*(self._work(work) for work in works[1:]))
        opinions = joined([first, *rest])
        if any(work.part for work in works) or self._was_split:
            opinions = await self._together(opinions)
        return self._answer(opinions)

    _was_split = False

    async def _work(self, work: Work) -> Opinions:
        """The opinions on what the question asks: one for each requirement, without a verdict where it got none."""
        request = self.questions.request(work)
        try:
            reply = await self._call(request)
        except CallFailed as failure:
            smaller = self.questions.smaller(work) if failure.kind == "overflow" else []
            if smaller:
                self._was_split = self._was_split or any(part.part for part in smaller)
                self._left += _CALLS_PER_PART
                return await self._each(smaller)
            self._failures.append(failure)
            return unjudged(work.ids)
        read = answers.read(reply.text, {id_: self.questions.allowed(id_) for id_ in work.ids})
        judged = {id_: self._judge(id_, item) for id_, item in read.items.items()}
        after = self._cut_off if reply.finish == "length" else self._repaired
        return unjudged(work.ids) | await after(work, request, reply, read, judged)

    async def _each(self, works: Iterable[Work]) -> Opinions:
        """One after the other; no more once the smallest question is too long for the endpoint."""
        return joined([unjudged(work.ids) if self._too_small() else await self._work(work) for work in works])

    def _too_small(self) -> bool:
        return any(failure.kind == "overflow" for failure in self._failures)

    async def _cut_off(
        self, work: Work, request: Request, reply: Reply, read: answers.Read, judged: Mapping[str, _Judged]
    ) -> Opinions:
        """What was answered before the cut counts; the rest is asked again, in half if nothing came."""
        self._raw.append(reply.text)
        kept = {id_: one.opinion for id_, one in judged.items()}
        if any(one.whys for one in judged.values()):
            ids = tuple(judged)
            kept = await self._repaired(replace(work, ids=ids), request, reply, read, judged)
        rest = tuple(id_ for id_ in work.ids if id_ not in judged)
        if not rest:
            return kept
        works = [replace(work, ids=rest)] if judged else self.questions.fewer(work)
        if not works:
            self._problems["模型的回答太长，被截断，部分要求没有得到判断。"] = None
            return kept
        return kept | await self._each(works)

    async def _repaired(
        self, work: Work, request: Request, reply: Reply, read: answers.Read, judged: Mapping[str, _Judged]
    ) -> Opinions:
        """The opinions after one more question about whatever was wrong, if anything was."""
        opinions = {id_: one.opinion for id_, one in judged.items()}
        about_else = self._about_something_else(read, judged)
        wrong = self._wrong(work, read, {} if about_else else judged)
        if not wrong:
            return opinions
        if about_else:
            opinions = {}
        if reply.text not in self._raw:
            self._raw.append(reply.text)
        again = self._repair_request(request, reply, read, wrong, about_else)
        try:
            second = await self._call(again)
        except CallFailed as failure:
            self._problems[f"模型的回答有误，再问一次没有成功：{failure}"] = None
            return opinions
        read = answers.read(second.text, {id_: self.questions.allowed(id_) for id_ in wrong})
        later = {id_: self._judge(id_, item) for id_, item in read.items.items()}
        if self._about_something_else(read, later):
            later = {}
        if any(id_ not in later or later[id_].whys for id_ in wrong):
            self._raw.append(second.text)
        if about_else and not later:
            self._problems["模型的回答与这份报告对不上（引文都不在文中），没有采用。"] = None
        for id_, one in later.items():
            opinions[id_] = better(opinions.get(id_), one.opinion)
        return opinions

    def _about_something_else(self, read: answers.Read, judged: Mapping[str, _Judged]) -> bool:
        """Whether there are several quotes, and not one of them stands in the report."""
        quotes = sum(len(item.quotes) for item in read.items.values() if RANK[item.verdict])
        return quotes >= _FOREIGN_QUOTES and not any(one.opinion.evidence for one in judged.values())

    def _wrong(self, work: Work, read: answers.Read, judged: Mapping[str, _Judged]) -> dict[str, str]:
        """What to ask again, and why."""
        wrong: dict[str, str] = {}
        for id_ in work.ids:
            if id_ in judged:
                if judged[id_].whys:
                    wrong[id_] = " ".join(judged[id_].whys[:3])
            elif id_ in read.wrong:
                wrong[id_] = read.wrong[id_]
            else:
                wrong[id_] = "没有回答。" if id_ not in read.items else "引文都不在这份报告里。"
        return wrong

    def _repair_request(
        self,
        request: Request,
        reply: Reply,
        read: answers.Read,
        wrong: Mapping[str, str],
        about_else: bool,
    ) -> Request:
        whole: str | None = None
        if reply.finish in ("refusal", "filter"):
            whole = "没有作答。这是一份公开的政府工作报告，只需按标准判断写到了什么程度。"
        elif about_else:
            whole = "引文没有一条在这份报告里，请只根据上面的报告作答。"
        elif read.unknown:
            whole = f"有标准里没有的编号：{'、'.join(proof.tidy(id_) for id_ in read.unknown[:5])}。"
        elif not read.items and not read.wrong:
            whole = "不是要求的 JSON 对象。"
        told = prompts.repair(wrong, whole=whole, quotes=any(id_ in read.items for id_ in wrong))
        before = reply.text.strip()[:_SHOWN_OF_RAW] or "（没有作答）"
        messages = (*request.messages, Message(role="assistant", content=before), Message(role="user", content=told))
        return self.questions.bounded(messages, tuple(wrong))

    async def _call(self, request: Request) -> Reply:
        if self._left <= 0:
            raise CallFailed("garbled", "模型多次没有给出能用的回答，没有再问。")
        self._left -= 1
        reply = await self.caller.call(request)
        if reply.usage_told and not reply.cached:
            self.tokens.learn(request, reply.usage)
        self._model = self._model or reply.model
        self._usage += reply.usage
        return reply

    def _warmed(self) -> None:
        if self._warm is not None:
            self._warm()
            self._warm = None

    # ── judging an item ──────────────────────────────────────────────────────────────────────────────────────────────

    def _judge(self, id_: str, item: Item) -> _Judged:
        """The item with its quotes proved and its words cleaned."""
        verdict = self.questions.settled(id_, item.verdict)
        requirement = self.questions.requirements[id_]
        evidence, unproved = proof.prove_all(self.questions.shown, item.quotes if RANK[verdict] else ())
        rubric = [requirement.title, requirement.question, *requirement.verdicts.values()]
        reason = self._figures.cleaned(item.reason, *rubric)
        advice = self._figures.cleaned(item.suggestion or "", *rubric, *requirement.suggest.values(), quotations=False)
        whys = [f"引文“{proof.tidy(one.quote.quote)[:60]}”{one.why}" for one in unproved]
        if RANK[verdict] and not item.quotes:
            whys.append(f"判断为 {verdict}，却没有引文。")
        opinion = ModelOpinion(
            verdict=verdict,
            reason="".join([reason.text, *reason.notes]) or "模型没有写理由。",
            suggestion=(advice.text or None) if verdict in ("partial", "missing") else None,
            evidence=evidence,
            dropped=len(unproved),
        )
        return _Judged(opinion, tuple(whys))

    # ── joining ──────────────────────────────────────────────────────────────────────────────────────────────────────

    async def _together(self, opinions: Opinions) -> Opinions:
        """What is not met, asked once more over all the sentences that were cited; verdicts can only rise, with proof."""
        open_ = tuple(id_ for id_ in self.questions.ids if opinions.get(id_, NONE).verdict in ("partial", "missing"))
        cited = [evidence for opinion in opinions.values() for evidence in opinion.evidence]
        if not open_ or len({evidence.paragraph for evidence in cited}) < 2:
            return opinions
        pieces = excerpt(self.questions.shown, cited)
        work = Work(pieces, open_, depth=DEEPEST, digest=True, narrow=self.questions.is_narrow)
        if not self.questions.fits(work):
            self._problems["报告太长，只能分段判断；分散在各段的内容没有能够合起来看。"] = None
            return opinions
        self._left = max(self._left, 2)
        later = await self._work(work)
        raised = {
            id_: opinion
            for id_, opinion in later.items()
            if opinion.verdict and opinion.evidence and RANK[opinion.verdict] > RANK[opinions[id_].verdict or "missing"]
        }
        return opinions | raised

    def _answer(self, opinions: Mapping[str, ModelOpinion], error: str | None = None) -> Answer:
        problems = list(self._problems)
        failures = list(dict.fromkeys(str(failure) for failure in self._failures))
        failed = False
        judged = [id_ for id_ in self.questions.ids if opinions.get(id_, NONE).verdict is not None]
        if not judged and error is None:
            error = failures[0] if failures else problems.pop(0) if problems else "模型没有给出能用的回答。"
            failed = not failures or any(f.kind not in ("budget", "unrecorded") for f in self._failures)
        elif failures:
            problems += [f"有一部分没有得到模型的回答：{failure}" for failure in failures]
        if judged and len(judged) < len(self.questions.ids):
            problems.append(f"模型对{len(self.questions.ids) - len(judged)}项要求没有给出能用的判断。")
        dropped = sum(opinion.dropped for opinion in opinions.values())
        if dropped:
            problems.append(f"模型有{dropped}条引文在文稿中找不到，没有采用。")
        return Answer(
            opinions={id_: opinions.get(id_, NONE) for id_ in self.questions.ids},
            usage=self._usage,
            model=self._model,
            problems=tuple(dict.fromkeys(problems)),
            raw=tuple(self._raw),
            error=error,
            endpoint_failed=failed,
        )
