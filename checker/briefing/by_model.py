"""The briefing on one report, its prose by a model: evidence → question → sentences held against it → ``Briefing``.

The embedded writer's briefing is the frame: verdicts, times, gaps and tables stay the program's, its lengths are those to keep, and whatever
part the model leaves without a sentence that may stand is told as it tells it, with a warning. So is everything where nothing may be
sent, or the endpoint does not answer.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from checker.briefing.admitting import objections, without_announcement
from checker.briefing.dropping import without_last
from checker.briefing.lengths import Length, fits
from checker.briefing.material import Material, title_names
from checker.briefing.offering import KINDS, Offer, offers, parts, room_of, told_in_table
from checker.briefing.phrases import ended
from checker.briefing.picking import alike
from checker.briefing.pieces import wording
from checker.briefing.reporting import brief_report
from checker.briefing.tracing import keep_traced
from checker.judging import make_context
from checker.llm import secrecy, writing
from checker.llm.model import Caller
from checker.llm.paragraphs import show
from checker.llm.statements import Claim
from checker.llm.tokens import Tokens
from checker.llm.writing import Task, Written
from checker.model import Briefing, CheckResult, EngineRef, Passage, Report, Source, Statement
from checker.precautions import Precautions, precautions
from checker.rubric import Rubric
from checker.version import program_version

NOT_SENT = "文稿带有密级或者内部文件标志，按规定不得发送给模型，简报由程序摘编。"
NOTHING = "报告里没有可以送给模型的证据，简报由程序摘编。"
_LONGEST = 110
_OVER = 1.15  # a part may be so much longer than its share, if the whole keeps its length


async def write_report(
    result: CheckResult,
    report: Report,
    rubric: Rubric,
    *,
    caller: Caller,
    length: Length = "page",
    as_of: dt.date | None = None,
    due: dt.date | None = None,
    care: Precautions | None = None,
    tokens: Tokens | None = None,
) -> Briefing:
    """What a leader reads on one report, written by a model. Never raises CallFailed.

    ``care``: what must not be sent of the report; found here where it is not given. ``tokens``: one per run, as for ``chain.ask``.
    """
    draft = prepare(result, report, rubric, length=length, as_of=as_of, due=due, care=care)
    if draft.task is None:
        return draft.embedded
    written = await writing.write(draft.task, caller=caller, admit=draft.admit, tokens=tokens)
    return draft.finished(written)


def prepare(
    result: CheckResult,
    report: Report,
    rubric: Rubric,
    *,
    length: Length = "page",
    as_of: dt.date | None = None,
    due: dt.date | None = None,
    care: Precautions | None = None,
) -> Draft:
    """All that is done before the model is asked; nothing is sent here."""
    embedded = brief_report(result, report, rubric, length=length, as_of=as_of, due=due)
    if care is None:
        unit_type = result.report.unit_type if result.report else None
        care = precautions(report, make_context(report, rubric, unit_type=unit_type))
    if care.secret or secrecy.marked(report) or secrecy.must_not_be_sent(result.findings):
        return Draft(with_warnings(embedded, [NOT_SENT]))
    material = Material(result, report, rubric)
    found = offers(material, embedded.passages, show(report, withheld=care.withheld, masked=care.masked))
    if not found:
        return Draft(with_warnings(embedded, [NOTHING]))
    task = Task(writing.report_instructions(rubric), parts(found, embedded.passages))
    return Draft(embedded, task, found, tuple(title_names(material)))


def with_warnings(briefing: Briefing, told: Iterable[str]) -> Briefing:
    """The briefing with more to tell the user."""
    return briefing.model_copy(update={"warnings": (*briefing.warnings, *dict.fromkeys(told))})


def failed(embedded: Briefing, written: Written) -> Briefing:
    """The embedded writer's briefing in the place of one that the model did not write; what was spent is told."""
    reason = (written.error or "").rstrip("。")
    told = [f"模型没有写成简报（{reason}），简报由程序摘编。", *written.problems]
    more = {"usage": written.usage, "left_out": embedded.left_out + written.left_out}
    return with_warnings(embedded, told).model_copy(update=more)


def engine(written: Written) -> EngineRef:
    """Who wrote: the model, and by which prompts."""
    return EngineRef(
        name="llm", model=written.model, prompts_sha256=writing.prompts_sha256(), version=program_version()
    )


@dataclass(frozen=True)
class Draft:
    """A briefing about to be written. ``task`` None: there is nothing to ask, and ``embedded`` is it."""

    embedded: Briefing
    task: Task | None = None
    offers: tuple[Offer, ...] = ()
    known: tuple[str, ...] = ()

    @cached_property
    def _by_number(self) -> Mapping[int, Offer]:
        return {offer.item.number: offer for offer in self.offers}

    def admit(self, claim: Claim) -> list[str]:
        """What is wrong with a sentence."""
        cited = cited_offers(claim, self._by_number)
        if isinstance(cited, str):
            return [cited]
        kind = KINDS.get(claim.part, "other")
        quotes = [quote for offer in cited for quote in offer.quotes]
        return objections(told_text(claim), quotes, kind, known=self.known, longest=_LONGEST)

    def finished(self, written: Written) -> Briefing:
        """The briefing with what the model wrote."""
        if written.error is not None:
            return failed(self.embedded, written)
        replaced = {passage.id: new for passage in self.embedded.passages if (new := self._told(passage, written))}
        kept, lost = keep_traced(replaced.values(), known=self.known)
        told = fitting(self.embedded, {passage.id: passage for passage in kept})
        if not told:
            return failed(self.embedded, written.model_copy(update={"error": "句子都不能用"}))
        asked = {part.id for part in self.task.parts} if self.task else set()
        warnings = [*written.problems, *fallen_back(self.embedded.passages, asked, told)]
        more = {
            "passages": framed(self.embedded.passages, told),
            "writer": engine(written),
            "usage": written.usage,
            "left_out": self.embedded.left_out + written.left_out + lost,
        }
        return with_warnings(self.embedded, warnings).model_copy(update=more)

    def _told(self, passage: Passage, written: Written) -> Passage | None:
        """The passage in the model's words; None where it has none for it."""
        room = room_of(passage) * _OVER
        chosen: list[tuple[str, tuple[Source, ...]]] = []
        for claim in written.claims:
            if claim.part != passage.id:
                continue
            text = told_text(claim)
            if any(alike(text, other) for other, _ in chosen) or told_in_table(text, self.embedded.passages):
                continue
            if chosen and len(text) > room:
                continue
            room -= len(text)
            chosen.append((text, self._sources(claim)))
        if not chosen:
            return None
        if passage.id == "plans":
            return passage.model_copy(update={"statements": planned(chosen)})
        return passage.model_copy(update={"statements": tuple(Statement(text=ended(t), sources=s) for t, s in chosen)})

    def _sources(self, claim: Claim) -> tuple[Source, ...]:
        return tuple(source for number in dict.fromkeys(claim.sources) for source in self._by_number[number].sources)


def told_text(claim: Claim) -> str:
    """A sentence as the briefing writes it: 我局 is 该局; that a planned thing is planned, the program says."""
    text = wording(claim.text.strip())
    return without_announcement(text) if KINDS.get(claim.part) == "plan" else text


def cited_offers(claim: Claim, by_number: Mapping[int, Offer]) -> list[Offer] | str:
    """The evidence that a sentence cites, or what is wrong with that."""
    numbers = list(dict.fromkeys(claim.sources))
    unknown = [number for number in numbers if number not in by_number]
    if unknown:
        return f"没有编号为{unknown[0]}的证据"
    if not numbers:
        return "没有写依据的证据编号"
    if len(numbers) > 4:
        return "所引的证据太多，一句最多引三条"
    cited = [by_number[number] for number in numbers]
    if any(offer.part != claim.part for offer in cited):
        return "所引的证据不属于这一部分"
    return cited


def planned(chosen: Sequence[tuple[str, tuple[Source, ...]]]) -> tuple[Statement, ...]:
    """One sentence of all that is planned, so that nobody takes it for done."""
    found = []
    for position, (text, sources) in enumerate(chosen):
        opening = "计划" if position == 0 and not text.startswith("计划") else ""
        found.append(
            Statement(text=ended(opening + text, "；" if position < len(chosen) - 1 else "。"), sources=sources)
        )
    return tuple(found)


def fitting(embedded: Briefing, told: Mapping[str, Passage]) -> dict[str, Passage]:
    """Of the parts that a model told, what keeps the length: sentences go first, from the end of the longest part, then whole parts."""
    current = dict(told)
    frame = {passage.id: passage for passage in embedded.passages}

    def whole() -> Briefing:
        return embedded.model_copy(update={"passages": framed(embedded.passages, current)})

    while current and not fits(whole()):
        over = {name: _size(passage) - _size(frame[name]) for name, passage in current.items()}
        several = [name for name, passage in current.items() if len(passage.statements) > 1]
        worst = max(several or current, key=lambda name: (over[name], name))
        if several:
            current[worst] = without_last(current[worst])
        else:
            del current[worst]
    return current


def framed(embedded: Iterable[Passage], told: Mapping[str, Passage]) -> tuple[Passage, ...]:
    """The embedded writer's passages with the model's in their places."""
    return tuple(told.get(passage.id, passage) for passage in embedded)


def _size(passage: Passage) -> int:
    return sum(len(statement.text) for statement in passage.statements)


def fallen_back(embedded: Iterable[Passage], asked: Collection[str], told: Collection[str]) -> Iterator[str]:
    """Says which parts are told as the embedded writer tells them though the model was asked."""
    names = [f"“{passage.title}”" for passage in embedded if passage.id in asked and passage.id not in told]
    if names:
        yield f"{'、'.join(names)}部分没有可用的模型文字，由程序摘编。"
