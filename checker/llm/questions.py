"""What is asked of a model about one report, in which pieces, and which verdicts a valid answer may hold. Pure.

Ordinarily one question. Where the report is longer than the window, one for each part; where the rubric alone fills half of it,
one for each half of the requirements too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from checker.llm import answers, prompts
from checker.llm.model import Message, Profile, Request
from checker.llm.paragraphs import Piece, Shown, fence, show
from checker.llm.splitting import halves, split
from checker.llm.tokens import Tokens
from checker.model import Report, UnitType, Verdict
from checker.rubric import Requirement, Rubric
from checker.text import Span

_ANSWER_EACH = 160  # tokens that an answer to one requirement may well take
_ANSWER_LEAST = 300
_SLACK = 1.05  # estimates are within some percent
_RUBRIC_SHARE = 0.5  # of the window; a longer rubric is asked in parts as well
DEEPEST = 5  # how often a question may be made smaller


@dataclass(frozen=True)
class Work:
    """One question: these requirements, of these pieces of the report.

    ``depth``: how often it was made smaller. ``narrow``: the rubric does not fit, so only the requirements asked are told.
    """

    pieces: tuple[Piece, ...]
    ids: tuple[str, ...]
    depth: int = 0
    narrow: bool = False
    part: bool = False
    digest: bool = False


class Questions:
    """What is asked, and what a valid answer may be."""

    def __init__(
        self,
        report: Report,
        rubric: Rubric,
        profile: Profile,
        unit_type: UnitType | None,
        withheld: Sequence[Span],
        masked: Sequence[Span],
        tokens: Tokens,
    ) -> None:
        self.report, self.rubric, self.profile, self.tokens = report, rubric, profile, tokens
        self.unit_type = unit_type or report.info.unit_type
        self.shown: Shown = show(report, withheld=withheld, masked=masked)
        self.requirements: dict[str, Requirement] = prompts.requirements(rubric)
        self.ids = tuple(self.requirements)
        self._system = prompts.system(rubric)
        self._built: dict[Work, Request] = {}

    def first(self) -> list[Work]:
        """The whole report at once where it fits; else its parts. None where there is nothing to ask or to send."""
        if not self.ids or not self.shown.pieces:
            return []
        whole = Work(self.shown.pieces, self.ids)
        if self.fits(whole):
            return [whole]
        return [
            Work(part, ids, narrow=len(ids) < len(self.ids), part=len(part) < len(self.shown.pieces))
            for ids in self._ids_that_fit()
            for part in split(self.shown, self.shown.pieces, self.room(ids), self.size)
        ]

    def fits(self, work: Work) -> bool:
        """Whether question and answer find room in the window."""
        taken = self.tokens.of_request(self.request(work)) * _SLACK
        return taken + _reserve(work.ids) <= self.profile.window

    @property
    def is_narrow(self) -> bool:
        """Whether the rubric is too long to be told as a whole."""
        return len(self._ids_that_fit()) > 1

    def request(self, work: Work) -> Request:
        """The question as a call."""
        if work not in self._built:
            self._built[work] = self._build(work)
        return self._built[work]

    def _build(self, work: Work) -> Request:
        text = self.shown.lines(work.pieces)
        year = self.report.info.year
        user = prompts.user(
            paragraphs=text,
            fence=fence(text),
            count=len(self.ids),
            year=year,
            unit_type=self.unit_type,
            asked=None if work.ids == self.ids else work.ids,
            part=work.part,
            digest=work.digest,
        )
        system = prompts.system(self.rubric, work.ids) if work.narrow else self._system
        messages = (Message(role="system", content=system), Message(role="user", content=user))
        return self.bounded(messages, work.ids)

    def bounded(self, messages: tuple[Message, ...], ids: Sequence[str]) -> Request:
        """A request with room for the answer: all that the endpoint gives, unless the window is nearer."""
        request = Request(
            messages=messages,
            form_name=answers.FORM_NAME,
            form=answers.form(ids),
            max_output_tokens=self.profile.max_output,
        )
        left = int(self.profile.window - self.tokens.of_request(request) * _SLACK)
        if left >= self.profile.max_output:
            return request
        # In steps, lest a slightly other estimate make it another request, which no cache knows.
        bound = max(_reserve(ids), left // 512 * 512)
        return request.model_copy(update={"max_output_tokens": min(self.profile.max_output, bound)})

    def size(self, pieces: Sequence[Piece]) -> int:
        return self.tokens.count(self.shown.lines(pieces)) + 1

    def smaller(self, work: Work) -> list[Work]:
        """The question in smaller ones, text first; none where it cannot be made smaller."""
        if work.depth >= DEEPEST:
            return []
        parts = halves(self.shown, work.pieces, self.size)
        if len(parts) > 1:
            return [replace(work, pieces=part, depth=work.depth + 1, part=True) for part in parts]
        return self.fewer(work, narrow=True)

    def fewer(self, work: Work, *, narrow: bool = False) -> list[Work]:
        """The question as two about half of the requirements each."""
        if work.depth >= DEEPEST or len(work.ids) < 2:
            return []
        middle = len(work.ids) // 2
        again = replace(work, depth=work.depth + 1, narrow=work.narrow or narrow)
        return [replace(again, ids=work.ids[:middle]), replace(again, ids=work.ids[middle:])]

    def allowed(self, id_: str) -> frozenset[Verdict]:
        """The verdicts that the rubric has for a requirement. 不适用 only where it may not apply."""
        requirement = self.requirements[id_]
        known: set[Verdict] = set(requirement.verdicts) or {"met", "partial", "missing"}
        known.add("missing")
        known.discard("not_applicable")
        if self._may_not_apply(requirement) or "not_applicable" in requirement.verdicts:
            known.add("not_applicable")
        return frozenset(known)

    def settled(self, id_: str, verdict: Verdict) -> Verdict:
        """An absence is 不适用, not 缺失, where the rubric excuses this kind of unit: for the code to say, not for the model."""
        requirement = self.requirements[id_]
        excused = self.unit_type is not None and self._may_not_apply(requirement)
        return "not_applicable" if excused and verdict == "missing" else verdict

    def _may_not_apply(self, requirement: Requirement) -> bool:
        kinds = requirement.applies_to
        return kinds is not None and (self.unit_type is None or self.unit_type not in kinds)

    def _ids_that_fit(self) -> list[tuple[str, ...]]:
        """All requirements together, unless the rubric alone fills the window."""
        groups = [self.ids]
        while len(groups[0]) > 1 and any(self._overhead(ids) > self.profile.window * _RUBRIC_SHARE for ids in groups):
            groups = [part for ids in groups for part in (ids[: len(ids) // 2], ids[len(ids) // 2 :]) if part]
        return groups

    def room(self, ids: tuple[str, ...]) -> int:
        """Tokens left for the report's text."""
        return max(200, int(self.profile.window / _SLACK) - self._overhead(ids) - _reserve(ids))

    def _overhead(self, ids: tuple[str, ...]) -> int:
        return self.tokens.of_request(self.request(Work((), ids, narrow=len(ids) < len(self.ids), part=True)))


def _reserve(ids: Sequence[str]) -> int:
    return _ANSWER_LEAST + _ANSWER_EACH * len(ids)
