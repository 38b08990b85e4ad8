"""The briefing on a batch, its prose by a model: shortcomings told by theme and results worth spreading; all counting stays the program's.

In two stages and more: each report gives a digest; the evidence of many digests goes to the model in portions that fit its window, and what
it chose of them, with the sources it cited, in portions again, until one is left. A sentence tells of one unit, whose name the program
writes, and is held at every stage against the units' own quotes.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from checker.briefing.admitting import Kind, objections
from checker.briefing.batching import brief_digests
from checker.briefing.by_model import cited_offers, engine, failed, fallen_back, fitting, framed, with_warnings
from checker.briefing.digesting import Digest, digest
from checker.briefing.lengths import Length
from checker.briefing.offering import Offer
from checker.briefing.phrases import ended, unit_name
from checker.briefing.picking import alike
from checker.briefing.pieces import wording
from checker.briefing.themes import OTHER
from checker.briefing.tracing import traced
from checker.judging import make_context
from checker.llm import secrecy, writing
from checker.llm.masks import personal_numbers
from checker.llm.model import Caller
from checker.llm.paragraphs import MASK, neutral, show
from checker.llm.statements import Claim
from checker.llm.tokens import Tokens
from checker.llm.writing import Item, Part, Task, Written
from checker.model import Briefing, CheckResult, Evidence, Passage, Report, Source, Statement, Submission, Usage
from checker.precautions import Precautions, precautions
from checker.rubric import Rubric, load_rubric

NOT_SENT = "有{}份报告带有密级标志或者无法确认能否发送，没有送给模型，其内容由程序摘编。"
NOTHING = "这份简报全由程序统计，没有需要模型写的文字。"
_RESULTS = "results"
_PROBLEMS = "problems"
_SHARE = 0.4  # of the window for evidence, and …
_MOST_TOKENS = 12_000  # … no more of it in one question
_STAGES = 6
_LONGEST = 100
_SENTENCE = 40


def careful_digest(result: CheckResult, report: Report | None, rubric: Rubric) -> tuple[Digest, Precautions]:
    """The first stage with a model to come: the digest, and what of its report must not be sent (picklable, for many processes)."""
    found = digest(result, report, rubric)
    if report is None or found.error:
        return found, Precautions(secret=True)
    unit_type = result.report.unit_type if result.report else None
    care = precautions(report, make_context(report, rubric, unit_type=unit_type))
    secret = care.secret or secrecy.marked(report) or bool(secrecy.must_not_be_sent(result.findings))
    shown = show(report, withheld=care.withheld, masked=care.masked)
    return found, Precautions(secret, care.injection, shown.withheld, shown.masked)


async def write_batch(
    digests: Iterable[Digest],
    rubric: Rubric,
    *,
    caller: Caller,
    length: Length = "page",
    as_of: dt.date | None = None,
    submissions: Sequence[Submission] | None = None,
    cares: Sequence[Precautions] | None = None,
    tokens: Tokens | None = None,
) -> Briefing:
    """What a leader reads on a batch, written by a model. Never raises CallFailed.

    ``cares`` has what must not be sent of each digest's report (``careful_digest``). Without it a report is sent only if its digest shows that
    the rules looked for secrecy marks and for text addressed to machines, as the built-in rubric has them do, and found none.
    """
    draft = prepare_batch(digests, rubric, length=length, as_of=as_of, submissions=submissions, cares=cares)
    if not draft.offers:
        return draft.embedded
    return draft.finished(await draft.written(caller, tokens or Tokens(caller.profile)))


def prepare_batch(
    digests: Iterable[Digest],
    rubric: Rubric,
    *,
    length: Length = "page",
    as_of: dt.date | None = None,
    submissions: Sequence[Submission] | None = None,
    cares: Sequence[Precautions] | None = None,
) -> BatchDraft:
    """All that is done before the model is asked; nothing is sent here."""
    known = tuple(digests)
    embedded = brief_digests(known, rubric, length=length, as_of=as_of, submissions=submissions)
    looked = _looked_for_all(rubric)
    careful = list(cares) if cares is not None else [_care_of(one, rubric, looked) for one in known]
    unsent = sum(care.secret and one.error is None for one, care in zip(known, careful, strict=True))
    topics = tuple(_topics(known, embedded))
    found = tuple(_offers(topics, known, careful))
    warnings = [NOT_SENT.format(unsent)] if unsent and topics else []
    if not found:
        return BatchDraft(with_warnings(embedded, [*warnings, NOTHING]), known, "", (), ())
    return BatchDraft(with_warnings(embedded, warnings), known, writing.batch_instructions(rubric), topics, found)


# ── what may be sent ─────────────────────────────────────────────────────────────────────────────────────────────────


def _looked_for_all(rubric: Rubric) -> bool:
    """Whether the rubric has the rules by which a report is kept back, with the built-in parameters among its own."""
    for kind in ("secrecy", "machine_address"):
        own = [rule.params for rule in rubric.findings if rule.kind == kind and rule.severity != "info"]
        built_in = [rule.params for rule in load_rubric().findings if rule.kind == kind]
        if not own or any(params not in own for params in built_in):
            return False
    return True


def _care_of(one: Digest, rubric: Rubric, looked: bool) -> Precautions:
    """What a digest itself tells: a report with any such finding is kept back whole."""
    kinds = {rule.rule: rule.kind for rule in rubric.findings}
    found = {kinds.get(rule, rule) for rule, _, _ in one.defects}
    return Precautions(secret=not looked or bool(found & {"secrecy", "machine_address"}))


def _words(evidence: Evidence, care: Precautions) -> str | None:
    """The quote as a model may see it; None where a withheld passage touches it, or nothing but a mask is left."""
    if any(start < evidence.end and evidence.start < end for start, end in care.withheld):
        return None
    text = list(neutral(evidence.quote))
    masks = [(start - evidence.start, end - evidence.start) for start, end in care.masked]
    for start, end in [*masks, *personal_numbers(evidence.quote)]:
        for at in range(max(start, 0), min(end, len(text))):
            text[at] = MASK
    words = "".join("".join(text).split())
    return words if words.strip(MASK) else None


# ── the evidence ─────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class _Topic:
    """A theme of shortcomings, or the results: ``place`` is its statement in the embedded writer's passage."""

    id: str
    title: str
    kind: Kind
    room: int
    most: int
    place: int = 0


def _topics(digests: Sequence[Digest], embedded: Briefing) -> Iterator[_Topic]:
    """What the embedded writer tells in units' words, with the room that it takes."""
    themes = {problem.theme for one in digests for problem in one.problems if problem.theme != OTHER}
    for passage in embedded.passages:
        if passage.id == _PROBLEMS and embedded.length != "short":
            for place, statement in enumerate(passage.statements):
                title = next((t for t in sorted(themes, key=len, reverse=True) if statement.text.startswith(t)), None)
                if title is not None and "称“" in statement.text:
                    quoted = statement.text.count("称“")
                    room = max(len(statement.text) - len(title) - 8, _SENTENCE)
                    yield _Topic(f"problem{place + 1}", title, "problem", room, quoted, place)
        if passage.id == _RESULTS and passage.statements:
            room = sum(len(statement.text.partition("：")[2]) for statement in passage.statements)
            yield _Topic(_RESULTS, passage.title, "deed", max(room, _SENTENCE), len(passage.statements))


def _offers(topics: Sequence[_Topic], digests: Sequence[Digest], cares: Sequence[Precautions]) -> Iterator[Offer]:
    number = 0
    for topic in topics:
        for index, (one, care) in enumerate(zip(digests, cares, strict=True)):
            if care.secret:
                continue
            for rank, sources in _stated(one, topic):
                shown = [_words(source.evidence, care) for source in sources]
                words = "，".join(word for word in shown if word is not None)
                if words and None not in shown:
                    number += 1
                    cited = tuple(source.model_copy(update={"report": index}) for source in sources)
                    yield Offer(topic.id, Item(number, words, rank, index + 1), cited, index)


def _stated(one: Digest, topic: _Topic) -> Iterator[tuple[int, tuple[Source, ...]]]:
    if topic.id == _RESULTS:
        for result in one.results:
            yield max(0, 100 - int(result.weight * 10)), result.sources
    else:
        for problem in one.problems:
            if problem.theme == topic.title:
                yield (0 if problem.specific else 50), problem.sources


# ── writing in stages ────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class BatchDraft:
    """A batch's briefing about to be written; without ``offers`` there is nothing to ask, and ``embedded`` is it."""

    embedded: Briefing
    digests: tuple[Digest, ...]
    system: str
    topics: tuple[_Topic, ...]
    offers: tuple[Offer, ...]

    @cached_property
    def _kinds(self) -> dict[str, Kind]:
        return {topic.id: topic.kind for topic in self.topics}

    async def written(self, caller: Caller, tokens: Tokens) -> _Chosen:
        """What the model chose and wrote of everything, by stages. Never raises CallFailed."""
        chosen = _Chosen(offers=self.offers)
        for _ in range(_STAGES):
            portions = list(self._portions(chosen.offers, caller, tokens))
            before = len(chosen.offers)
            chosen = chosen.after(await asyncio.gather(*(self._ask(one, caller, tokens) for one in portions)))
            if len(portions) == 1 or len(chosen.offers) >= before:
                break
        return chosen

    def _portions(self, offers: Sequence[Offer], caller: Caller, tokens: Tokens) -> Iterator[list[Offer]]:
        """The evidence in portions that fit one question, each of whole topics where they do."""
        room = min(_MOST_TOKENS, int(caller.profile.window * _SHARE) - tokens.count(self.system) // 2)
        portion: list[Offer] = []
        left = max(room, 500)
        for offer in offers:
            size = tokens.count(offer.item.text) + 8
            if portion and size > left:
                yield portion
                portion, left = [], max(room, 500)
            portion.append(offer)
            left -= size
        if portion:
            yield portion

    async def _ask(self, portion: Sequence[Offer], caller: Caller, tokens: Tokens) -> _Portion:
        by_number = {offer.item.number: offer for offer in portion}
        parts = tuple(
            Part(topic.id, topic.title, topic.room, topic.most, items)
            for topic in self.topics
            if (items := tuple(offer.item for offer in portion if offer.part == topic.id))
        )
        task = Task(self.system, parts, "briefing-batch-user.j2")
        written = await writing.write(
            task, caller=caller, admit=lambda claim: self.admit(claim, by_number), tokens=tokens
        )
        return _Portion(tuple(portion), written)

    def admit(self, claim: Claim, by_number: Mapping[int, Offer]) -> list[str]:
        """What is wrong with a sentence."""
        cited = cited_offers(claim, by_number)
        if isinstance(cited, str):
            return [cited]
        if len({offer.owner for offer in cited}) > 1:
            return ["一句只能写一家单位，所引的证据来自几家"]
        quotes = [quote for offer in cited for quote in offer.quotes]
        return objections(wording(claim.text.strip()), quotes, self._kinds[claim.part], longest=_LONGEST)

    # ── joining ───────────────────────────────────────────────────────────────────────────────────────────────────

    def finished(self, chosen: _Chosen) -> Briefing:
        """The briefing with what the model wrote."""
        answer = Written(
            left_out=chosen.left_out,
            usage=chosen.usage,
            model=chosen.model,
            problems=chosen.problems,
            error=chosen.error,
        )
        if not chosen.told:
            return failed(self.embedded, answer)
        told = {
            passage.id: new
            for passage in self.embedded.passages
            if (new := self._passage(passage, chosen.told)) is not None
        }
        kept = fitting(self.embedded, told)
        if not kept:
            return failed(self.embedded, answer.model_copy(update={"error": answer.error or "句子都不能用"}))
        asked = {_RESULTS if topic.id == _RESULTS else _PROBLEMS for topic in self.topics}
        more = {
            "passages": framed(self.embedded.passages, kept),
            "writer": engine(answer),
            "usage": answer.usage,
            "left_out": self.embedded.left_out + answer.left_out,
        }
        notes = fallen_back(self.embedded.passages, asked, kept)
        return with_warnings(self.embedded, [*answer.problems, *notes]).model_copy(update=more)

    def _passage(self, passage: Passage, offers: Sequence[Offer]) -> Passage | None:
        if passage.id == _RESULTS:
            told = self._statements(_RESULTS, offers)
            return passage.model_copy(update={"statements": tuple(told)}) if told else None
        if passage.id != _PROBLEMS:
            return None
        by_place = {topic.place: topic for topic in self.topics if topic.id != _RESULTS}
        statements: list[Statement] = []
        changed = False
        for place, statement in enumerate(passage.statements):
            topic = by_place.get(place)
            own = self._statements(topic.id, offers) if topic else []
            if not own:
                statements.append(statement)
                continue
            changed = True
            head = statement.text.partition("，如")[0]
            statements += [statement.model_copy(update={"text": ended(head)}), *own]
        # In a page the themes run on: items would take a line each.
        listed = passage.listed and self.embedded.length == "full"
        return passage.model_copy(update={"statements": tuple(statements), "listed": listed}) if changed else None

    def _statements(self, topic_id: str, offers: Sequence[Offer]) -> list[Statement]:
        """A topic's sentences, each with the unit's name before it; one of a unit, nothing twice."""
        most = next(topic.most for topic in self.topics if topic.id == topic_id)
        found: list[Statement] = []
        owners: set[int] = set()
        for offer in offers:
            if offer.part != topic_id or offer.owner in owners or len(found) >= most:
                continue
            report = self.digests[offer.owner]
            name = unit_name(report.report.unit) if report.report.unit else report.report.source.rsplit("/", 1)[-1]
            head = tuple(source.model_copy(update={"report": offer.owner}) for source in report.head)
            statement = Statement(text=f"{name}：{ended(offer.item.text)}", sources=(*offer.sources, *head))
            if any(alike(offer.item.text, other.text.partition("：")[2]) for other in found):
                continue
            if traced(statement, known=(name,)):
                owners.add(offer.owner)
                found.append(statement)
        return found


@dataclass(frozen=True)
class _Portion:
    offers: tuple[Offer, ...]
    written: Written


@dataclass(frozen=True)
class _Chosen:
    """Where the stages stand: ``offers`` go on to the next, ``told`` are the sentences of the last that wrote any."""

    offers: tuple[Offer, ...]
    told: tuple[Offer, ...] = ()
    left_out: int = 0
    usage: Usage = field(default_factory=Usage)
    model: str | None = None
    problems: tuple[str, ...] = ()
    error: str | None = None

    def after(self, portions: Sequence[_Portion]) -> _Chosen:
        """After a stage. A portion that got no answer goes on with its weightiest pieces."""
        told: list[Offer] = []
        untold: list[Offer] = []
        problems = list(self.problems)
        for portion in portions:
            written = portion.written
            if written.claims:
                told += _as_offers(written.claims, portion.offers)
            else:
                untold += _weightiest(portion.offers)
                if len(portions) > 1 or self.told:
                    problems.append(f"有一部分证据没有得到模型的回答：{written.error}")
            problems += written.problems
        errors = [portion.written.error for portion in portions if portion.written.error]
        numbered = [replace(o, item=replace(o.item, number=n)) for n, o in enumerate([*told, *untold], 1)]
        return _Chosen(
            offers=tuple(sorted(numbered, key=lambda offer: offer.part)),
            told=tuple(told) or self.told,
            left_out=self.left_out + sum(portion.written.left_out for portion in portions),
            usage=sum((portion.written.usage for portion in portions), self.usage),
            model=next((p.written.model for p in portions if p.written.model), self.model),
            problems=tuple(dict.fromkeys(problems)),
            error=next(iter(errors), None),
        )


def _as_offers(claims: Iterable[Claim], offers: Sequence[Offer]) -> Iterator[Offer]:
    """Sentences as evidence for the next stage, with the sources of what they cite."""
    by_number = {offer.item.number: offer for offer in offers}
    for rank, claim in enumerate(claims):
        cited = [by_number[number] for number in dict.fromkeys(claim.sources)]
        sources = tuple(dict.fromkeys(source for offer in cited for source in offer.sources))
        first = cited[0]
        yield Offer(
            claim.part,
            Item(first.item.number, wording(claim.text.strip()), rank, first.item.owner),
            sources,
            first.owner,
        )


def _weightiest(offers: Sequence[Offer], most: int = 3) -> Iterator[Offer]:
    """The first few of each topic by weight."""
    for part in dict.fromkeys(offer.part for offer in offers):
        own = sorted((offer for offer in offers if offer.part == part), key=lambda offer: offer.item.rank)
        yield from own[:most]
