"""Sentences made shorter: which runs of a sentence's pieces can stand alone, how they read, what they are worth.

In: sentences of the analysis. Out: ``Candidate`` values, each a grammatical statement of the report's own words in their order, with the
span they stand in. Frames and flourishes are dropped; a run ends only where nothing that follows turns its meaning, and begins only where
nothing leans on what was left out, its subject included.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from checker.briefing.pieces import Piece, pieces, wording
from checker.rules.acts import LAW_WORK
from checker.rules.analysis import Analysis, Sentence
from checker.text import Span

_LONGEST = 110
_SUBJECT_NAME = re.compile(
    r"^(?:[0-9]{1,2}月,?|全年|年初|年底)?(?P<name>[^,;。:0-9《\"]{1,14}?(?:局|厅|法院|检察院|委员会|人民调解组织|法律顾问|执法队|调委会|派出所|司法所|大队|中心|专班|公安分局))(?![的、长和及])"
)
_NO_SUBJECT = re.compile(
    r"^(?:对|向|与|同|会同|联合|在|由|以|为|设|建|组织|牵头|配合|协助|推动|督促|聘|县综治|依托|指导|通过|成立|开展|推进|建成|协调|整合|启用|完成|邀请|发挥|落实)"
)


_OUTSIDE = re.compile(r"法院|检察院|监委|人大|政协")


@dataclass(frozen=True)
class Candidate:
    """``text`` has no closing mark; ``span`` covers all it is made of, ``own`` that without a subject named before.

    ``order`` is its place in the report.
    """

    text: str
    span: Span
    own: Span
    block: int
    score: float
    figures: frozenset[str]
    order: int

    @property
    def length(self) -> int:
        return len(self.text)


Value = Callable[[Piece], float]


def candidates(
    analysis: Analysis,
    sentences: Iterable[Sentence],
    *,
    value: Value = lambda piece: piece.worth,
    usable: Callable[[Piece], bool] = lambda piece: piece.done,
    carry: bool = False,
) -> list[Candidate]:
    """Every statement that the sentences can be shortened to. ``carry``: a later part of a sentence is told with its subject."""
    found: list[Candidate] = []
    for sentence in sentences:
        if not sentence.label and len(sentence.text) <= 900:
            found += _of_sentence(analysis, sentence, value, usable, carry)
    return found


def _of_sentence(
    analysis: Analysis, sentence: Sentence, value: Value, usable: Callable[[Piece], bool], carry: bool
) -> list[Candidate]:
    parts: list[list[Piece]] = [[]]
    for piece in pieces(analysis, sentence):
        parts[-1].append(piece)
        if piece.mark == ";":
            parts.append([])
    subject: tuple[str, Span] | None = None
    found: list[Candidate] = []
    for number, part in enumerate(parts):
        core = _core(part)
        if not core:
            continue
        own = _subject(analysis, core[0], persons=carry)
        if own is None and number > 0 and subject is not None and not carry and _OUTSIDE.search(subject[0]):
            continue  # whose act it is would be lost
        lent = subject if carry and own is None and number > 0 and core[0].opens else None
        subject = own or subject
        found += _windows(core, sentence, value, usable, own or lent, lent, carry)
    return found


def _core(part: list[Piece]) -> list[Piece]:
    """The pieces without the frames that open the part and the flourishes in it; an announcing piece (…:) is no statement."""
    kept = list(part)
    while kept and kept[0].frame and len(kept) > 1:
        kept.pop(0)
    while kept and kept[0].mark == ":" and len(kept) > 1 and not kept[0].figures:
        kept.pop(0)
    return [
        piece
        for position, piece in enumerate(kept)
        if not (piece.flourish and not piece.turns and not _leant_on(kept, position))
    ]


def _leant_on(part: list[Piece], position: int) -> bool:
    return position + 1 < len(part) and part[position + 1].leans and bool(part[position + 1].figures)


def _subject(analysis: Analysis, piece: Piece, *, persons: bool) -> tuple[str, Span] | None:
    """Whoever acts in the piece, where it is not the unit itself: the words up to the end of the name."""
    end = 0
    if persons:
        from checker.rules.actors import mentions

        for mention in mentions(piece.folded, analysis.unit_type):
            between = piece.folded[end : mention.start]
            near = mention.start <= 12 if end == 0 else between in ("", "、", "和", "及")
            if mention.actor == "outsider" or not near or re.search(r"[0-9《对向]", between):
                break
            end = mention.end
    if not end and not _NO_SUBJECT.match(piece.folded):
        match = _SUBJECT_NAME.match(piece.folded)
        end = match.end("name") if match else 0
    if not end:
        return None
    span = piece.span
    original = analysis.report.text[span[0] : span[1]]
    name = re.sub(r"\s", "", original)[:end]
    return wording(name), span


def _windows(
    core: list[Piece],
    sentence: Sentence,
    value: Value,
    usable: Callable[[Piece], bool],
    subject: tuple[str, Span] | None,
    lent: tuple[str, Span] | None,
    carry: bool,
) -> list[Candidate]:
    found = []
    for first in range(len(core)):
        # Whoever acts is named where only an assertion stood between the name and the act.
        asserted = subject is not None and first > 0 and all(value(piece) <= 0 for piece in core[:first])
        if first > 0 and (core[first].leans or core[first].turns or not core[first].opens):
            continue
        if first > 0 and subject is not None and not asserted:
            continue
        if first > 0 and carry and not _COUNTS_ACTS.search(core[first].folded):
            continue
        if _POINTS.match(core[first].folded):
            continue
        if first == 0 and core[0].leans and lent is None and _openly_leans(core[0]):
            continue
        run: list[Piece] = []
        for last in range(first, min(len(core), first + 6)):
            piece = core[last]
            if not usable(piece) and not (piece.frame or last > first):
                break
            if not usable(piece):
                break
            run.append(piece)
            following = core[last + 1] if last + 1 < len(core) else None
            if piece.mark == ":" or (following is not None and (following.turns or _ends_open(piece))):
                continue
            if _ends_open(piece):
                continue
            if carry and following is not None and _of_law_only_then(run, following):
                continue  # a meeting is told with what it was about
            giver = lent if first == 0 else subject if asserted else None
            candidate = _candidate(run, sentence, value, giver)
            if candidate.length > _LONGEST:
                break
            if candidate.score > -1.0:
                found.append(candidate)
    return found


# 把 with its object, and no word yet of what is done with it.
_OBJECT_FIRST = re.compile(r"^(?:要|并|也|继续)?把[^,到为入成至给进出在作移并列下清分一起公]*$")
_OPENS_ONLY = re.compile(
    r"^(?:并|且|而|其|从而|进而|使|让|由此|此|这|该(?![局县市区镇乡委办厅])|均|都|也|还|又|再|占|比|较|率|其余|即|否则|则|各项|为此|因此|对此)"
)


# It points at something named before that a reader of the briefing has not seen.
_POINTS = re.compile(
    r"^(?:专项行动|行动|活动|整治|其间|两[个项条]|上述|以上|这[些个种次]|后者|前者|当事人|该(?:案|项|机制|做法|平台|系统|行动|活动|制度))(?!中心|室)"
)


def _openly_leans(piece: Piece) -> bool:
    """A sentence may open with words that lean within one (全部, 一起 …), but not with these."""
    return bool(_OPENS_ONLY.match(piece.folded))


_UNFINISHED = re.compile(
    r"(?:(?:^|[^面相针])对[^,]{1,40}(?<![查办展理清查审训评估行价定施理罚改正责处化解])|^(?:在|当)[^,]*(?:中|时|后|前|期间|上|下|里)|^(?:因|由于|鉴于|随着|凡|自|每逢|如|若)[^,]*|^就[^,]*(?:问题|事项|工作)|"
    r"^(?:面向|针对|围绕|按照|根据|结合|聚焦|对照|立足|依托|通过|利用|借助)[^,]*|^以[^,]*为[^,]*|^(?:[0-9]{1,2}月)?[0-9]{0,2}日?(?:至[0-9]{1,2}日)?[^,]{0,4}|.*(?:期间|之际|以来|之前|以前|过程中|基础上|(?<![集其命适高初居折])中|(?<![及临按小同定学适])时|(?<![落滞先])后)|[^,]*(?:设|建|配|增|开)[0-9]+[个间处名台]|[^,0-9]*(?:一案|一事|案件|问题|纠纷))$"
)


def _of_law_only_then(run: list[Piece], following: Piece) -> bool:
    return bool(LAW_WORK.search(following.folded)) and not any(LAW_WORK.search(piece.folded) for piece in run)


# Of somebody's acts only a counted one is told without whose it is: the heading of the part says so.
_COUNTS_ACTS = re.compile(r"[0-9]+(?:余|多)?(?:次|件|场|堂|回|起|期|个|项)|[两三四五六七八九十多]次")


def _ends_open(piece: Piece) -> bool:
    """True where the piece is only the beginning of a sentence: a time, a place, an object put first."""
    body = re.sub(r"^(?:要|将|并|也|拟)", "", piece.folded)
    if _OBJECT_FIRST.match(piece.folded):
        return True
    return bool(_UNFINISHED.match(body)) and not piece.folded.endswith("了")


def _candidate(run: list[Piece], sentence: Sentence, value: Value, lent: tuple[str, Span] | None) -> Candidate:
    text = ""
    for position, piece in enumerate(run):
        text += piece.text
        if position < len(run) - 1:
            text += {":": "：", ";": "；"}.get(piece.mark, "，")
    start, end = run[0].span[0], run[-1].span[1]
    if lent is not None:
        text = lent[0] + text
        start = min(start, lent[1][0])
    score = sum(value(piece) for piece in run) - 0.02 * len(text) - 0.03 * max(len(text) - 45, 0)
    if len(text) < 12:
        score -= 2.5  # too little to be told alone where there is anything else
    return Candidate(
        text=text,
        span=(start, end),
        own=(run[0].span[0], end),
        block=sentence.block,
        score=score,
        figures=frozenset().union(*(piece.figures for piece in run)),
        order=run[0].span[0],
    )
