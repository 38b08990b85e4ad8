"""Text addressed to a machine reader (contract: ``injection``; domain §5), visible or not, in any wording or disguise.

A sentence is judged by its parts, not by phrases: whom it speaks to, what it wants undone, which verdict it asks for of the
report itself, what shall not be said. One part that only such a text can have is enough, else two. What a report tells of
its own systems (“运用智能审查系统自动判定……”) has the words but not the parts: nobody is told to do anything to the report.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from itertools import pairwise

from pydantic import Field

from checker.evidence import block_at
from checker.model import Report
from checker.rules import Context, Defect
from checker.rules import Params as Base
from checker.rules.document import _foreign_words as foreign
from checker.rules.document import _machine_words as words
from checker.rules.document._common import flat, shorten
from checker.rules.document._disguise import Plain, decoded, even, latin, plain, undotted
from checker.text import Span

# Cut at 600 characters, lest a text without punctuation be one sentence.
_SENTENCE = re.compile(r"[^。!?\n]{0,600}(?:[。!?]+\n?|\n)?")
_CLAUSE_EDGE = re.compile(r"[,。;:!?\n(\[]")
_QUOTED = re.compile(r"[“\"「『][^”\"」』\n]{0,30}[”\"」』]")
_WINDOW = 3
_LONGEST_ADDRESS = 40
_ENOUGH_WEIGHT = 6
_A_SENTENCE = 3  # words of another language in small letters: more than a name has


class Params(Base):
    """``shown``: how much of the words a message repeats."""

    shown: int = Field(default=50, gt=0)


class _Said:
    """A sentence, or a few, and the parts of an instruction that it has; each is looked for only when it is asked about."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.bare = _QUOTED.sub("", text)

    @cached_property
    def machine(self) -> bool:
        return bool(words.MACHINE_ANY.search(self.text))

    @cached_property
    def calls(self) -> list[re.Match[str]]:
        return list(words.CALLED.finditer(self.text)) if self.machine else []

    @cached_property
    def own(self) -> bool:
        return bool(words.OWN.search(self.text))

    @cached_property
    def called(self) -> bool:
        return bool(self.calls or (self.own and words.MEETING.search(self.text)))

    @cached_property
    def you(self) -> bool:
        return bool(words.YOU.search(self.bare))

    @cached_property
    def pled(self) -> bool:
        """Whether a verdict is asked for in the very clause that pleads, and of nobody in the report."""
        found = [m for m in words.PLED.finditer(self.text) if _asked(self.text, m.start())]
        return any(_Said(m[0]).verdict for m in found)

    @cached_property
    def ordered(self) -> bool:
        return bool(words.ORDER.search(self.text) or words.FORCED.search(self.text))

    @cached_property
    def overrides(self) -> list[re.Match[str]]:
        return [m for m in words.OVERRIDE.finditer(self.text) if not words.NOT_ASKED.search(self.text[: m.start()])]

    @cached_property
    def override(self) -> bool:
        said = words.OVERRIDE_SAID.finditer(self.text)
        return bool(self.overrides) or any(not words.NOT_ASKED.search(self.text[: m.start()]) for m in said)

    @cached_property
    def suppress(self) -> bool:
        return bool(words.SUPPRESS.search(self.text))

    @cached_property
    def verdict(self) -> bool:
        return any(not _sorted(self.text, match) for match in words.VERDICT_ANY.finditer(self.text))

    @cached_property
    def verdict_own(self) -> bool:
        return any(not _sorted(self.text, match) for match in words.VERDICT_OWN.finditer(self.text))

    @cached_property
    def answer(self) -> bool:
        found = words.VERDICT_ANSWER.finditer(self.text)
        return any(not _told(self.text, match.start()) and not _sorted(self.text, match) for match in found)

    def leads_on(self) -> bool:
        """Whether the next sentence may complete the instruction."""
        return self.called or self.you or any(_asked(self.text, m.start()) for m in self.overrides) or self._no_matter()

    def is_address(self) -> bool:
        """Whether the parts make an instruction to a reader."""
        return self._by_itself() or self._together() or self._weight() >= _ENOUGH_WEIGHT

    def _by_itself(self) -> bool:
        """A part that only an instruction can have."""
        if words.ROLE.search(self.bare) or words.YOUR_ORDERS.search(self.bare) or words.SUPPRESS_THIS.search(self.text):
            return True
        if any(words.STRONG_READER.search(call[0]) for call in self.calls) and (
            self.own or self.ordered or words.DIRECTS.search(self.text)
        ):
            return True
        return any(_asked(self.text, m.start()) for m in self.overrides) or self.verdict_own or self.answer

    def _together(self) -> bool:
        """Two parts that make sense only together."""
        if self.called or self.you or (self.own and self.machine and words.BOUND.search(self.text)):
            if self.override or self.suppress or self.verdict:
                return True
            if self.you and self.own and self.ordered:
                return True
        if self.override and words.META.search(self.text):
            return True
        if self.pled or (self._meets() and any(_Said(m[0]).verdict for m in words.PROPOSED.finditer(self.text))):
            return True
        return (self.override or self._no_matter() or (self.suppress and self.own)) and self.verdict

    def _meets(self) -> bool:
        return self.machine and bool(words.MEETING.search(self.text))

    def _no_matter(self) -> bool:
        return bool(words.NO_MATTER.search(self.text))

    def _weight(self) -> int:
        """Weaker signs, counted together: who is spoken to or of, that something is ordered, what is wanted."""
        text = self.text
        whom = 2 * self.called + 2 * self.you + 2 * bool(words.SELF.search(text)) + bool(words.PASSAGE.search(text))
        whom += 2 * bool(words.REVIEWER.search(text)) + 2 * bool(words.ORDERS_NAMED.search(text))
        if not whom:
            return 0
        order = 2 * bool(words.ORDER.search(text) or words.BOUND.search(text)) + 2 * bool(words.STAND_DOWN.search(text))
        order += 2 * self.override + 2 * self.suppress
        order += 2 * any(_asked(text, match.start()) for match in words.UNDOES.finditer(text))
        wanted = 2 * any(not _sorted(text, match) for match in words.WANTED.finditer(text))
        if not order or not (wanted or order > 2):
            return 0
        told = 2 * bool(words.TOLD.search(words.REVIEWER.sub("", self.bare))) + 2 * bool(words.FIGURES.search(text))
        return whom + order + wanted + bool(words.FORCED.search(text)) + bool(words.REVIEWING.search(text)) - told


def find(report: Report, params: Params, context: Context) -> Iterable[Defect]:
    """One defect for each passage of the text, and one for each piece of text that stands apart from it."""
    for spans in _passages(report, _addressed_in(report.text)):
        shown = shorten(report.text[spans[0][0] : spans[-1][1]], params.shown)
        yield Defect(f"文中有写给机器审核程序的文字：“{shown}”。", _citable(report, spans))
    seen: set[str] = set()
    places = {"header": "页眉", "footer": "页脚", "note": "批注或脚注", "hidden": "隐藏文字"}
    for apart in report.document.apart:
        if apart.text not in seen and any(_addressed(apart.text)):
            seen.add(apart.text)
            shown = shorten(apart.text, params.shown)
            yield Defect(f"{places[apart.kind]}中有写给机器审核程序的文字：“{shown}”。")


def _citable(report: Report, spans: list[Span]) -> tuple[Span, ...]:
    """Residue is no evidence: there the words in the message have to do."""
    return tuple(span for span in spans if report.blocks[block_at(report.blocks, span[0])].kind != "residue")


def _passages(report: Report, spans: list[Span]) -> Iterator[list[Span]]:
    """Spans of the same or of neighbouring blocks together, each cut into its blocks."""
    passage: list[Span] = []
    last = -2
    for start, end in spans:
        first = max(0, bisect_right(report.blocks, start, key=lambda block: block.start) - 1)
        for index in range(first, len(report.blocks)):
            block = report.blocks[index]
            if block.start >= end:
                break
            piece = max(start, block.start), min(end, block.end)
            if piece[0] >= piece[1]:
                continue
            if passage and index > last + 1:
                yield passage
                passage = []
            passage.append(piece)
            last = index
    if passage:
        yield passage


# ── what is addressed to a machine ───────────────────────────────────────────────────────────────────────────────────


@lru_cache(maxsize=2)  # of one report both the rules for the requirements and this one ask
def _addressed_in(text: str) -> list[Span]:
    """The spans of ``_addressed``, each once, in order."""
    return sorted(set(_addressed(text)))


def _addressed(text: str) -> Iterator[Span]:
    """Spans of ``text`` that speak to a machine reader."""
    copy = plain(text)
    yield from _spoken(copy)
    for loose in undotted(copy):
        yield from _spoken(loose)
    for match in words.MARKUP.finditer(copy.text) if any(sign in copy.text for sign in words.MARKUP_SIGNS) else ():
        if not match[0].strip().startswith(("```", "~~~")) or _SIGNS_NEAR.search(
            copy.text[match.end() : match.end() + 200]
        ):
            yield copy.span(match.start() + match[0].startswith("\n"), match.end())
    for hidden, start, end in decoded(text):
        if len(hidden) >= 6:
            yield start, end
    yield from _in_other_languages(text)


_SIGNS_NEAR = re.compile(r"verdict|conclusion|指令|合格|符合|通过|pass|prompt|忽略|ignore")


def _spoken(copy: Plain) -> Iterator[Span]:
    """Sentences, or a few together, that have the parts of an instruction."""
    sentences = [match.span() for match in _SENTENCE.finditer(copy.text) if match.end() > match.start()]
    starts = {start: index for index, (start, _) in enumerate(sentences)}
    done = -1
    for index in dict.fromkeys(_index_of(sentences, starts, m.start()) for m in words.TRIGGER.finditer(copy.text)):
        if index <= done:
            continue
        start, end = sentences[index]
        said = _Said(copy.text[start:end])
        if said.is_address():
            done = index
            yield from _narrowed(copy, start, end)
        elif said.leads_on():
            for further in sentences[index + 1 : index + _WINDOW]:
                if _Said(copy.text[start : further[1]]).is_address():
                    done = starts[further[0]]
                    yield copy.span(*_bare(copy.text, start, further[1]))
                    break


def _index_of(sentences: list[Span], starts: dict[int, int], position: int) -> int:
    low, high = 0, len(sentences) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if sentences[middle][0] <= position:
            low = middle
        else:
            high = middle - 1
    return starts[sentences[low][0]]


def _narrowed(copy: Plain, start: int, end: int) -> Iterator[Span]:
    """Of a sentence put together from several lines, those lines that are enough by themselves; else all of it."""
    edges = [start, *(join for join in copy.joins if start < join < end), end]
    lines = list(pairwise(edges))
    enough = [line for line in lines if len(lines) > 1 and _Said(copy.text[slice(*line)]).is_address()]
    for first, last in enough or [(start, end)]:
        yield copy.span(*_bare(copy.text, first, last))


def _bare(text: str, start: int, end: int) -> Span:
    while end > start + 1 and text[end - 1] == "\n":
        end -= 1
    return start, end


def _clause_before(text: str, position: int) -> str:
    start = 0
    for edge in _CLAUSE_EDGE.finditer(text, 0, position):
        start = edge.end()
    return text[start:position]


def _asked(text: str, position: int) -> bool:
    """Whether what begins at ``position`` is an order: nothing stands before it in its clause but whom it is given to."""
    before = _clause_before(text, position)
    return len(before) <= _LONGEST_ADDRESS and bool(words.ORDERED.fullmatch(before))


def _told(text: str, position: int) -> bool:
    """Whether a clause tells what a system does."""
    return bool(words.TOLD.search(_clause_before(text, position)))


def _sorted(text: str, match: re.Match[str]) -> bool:
    """Whether the good verdict is only one of those that may be given (合格、不合格两档)."""
    return bool(words.BAD_TOO.match(text[match.end() : match.end() + 4]))


# ── other languages ──────────────────────────────────────────────────────────────────────────────────────────────────


def _in_other_languages(text: str) -> Iterator[Span]:
    text = even(flat(text))
    if foreign.ANY_SCRIPT.search(text):
        for script, stems in foreign.SCRIPTS:
            for match in script.finditer(text):
                if len(set(stems.findall(match[0]))) >= 2:
                    yield match.span()
    for match in foreign.LATIN.finditer(text):
        run = foreign.ADDRESS.sub(" ", match[0])
        named = bool(foreign.WHO_WORD.search(text, max(0, match.start() - 8), match.end()))
        rated = bool(foreign.RATING.search(run))
        in_words = len(foreign.WORD.findall(run)) >= _A_SENTENCE
        if _latin_address(latin(run), named=named, rated=rated, in_words=in_words) or foreign.PROSE.search(run):
            yield match.span()


def _latin_address(letters: str, *, named: bool, rated: bool, in_words: bool) -> bool:
    if len(letters) < 12:
        return False
    undo, orders = foreign.UNDO.search(letters), foreign.ORDERS.search(letters)
    answer, good = foreign.ANSWER.search(letters), rated or foreign.GOOD.search(letters)
    who, report = named or foreign.WHO.search(letters), foreign.REPORT.search(letters)
    if foreign.HUSH.search(letters) and foreign.FAULTS.search(letters):
        return True
    if undo and (orders or (answer and good)):
        return True
    if good and (answer or report) and in_words:
        return True
    return bool(answer and good and (who or report)) or bool(who and undo)
