"""Whether a sentence that a model wrote may stand in a briefing: stricter than tracing, since a model can say anything.

In: the sentence, the quotes that it cites, what kind of thing it may tell. Out: what is wrong with it, as clauses that the model is shown.
Beside the facts (``tracing``) every word is held against the quotes: a model may leave out and put together, not say something else. A
figure has to stay with what it counts, “未”, “拟” and “部分” with what they limit, an act with whoever else did it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from checker.briefing.facts import facts
from checker.briefing.pieces import wording
from checker.briefing.tracing import untraced
from checker.text import fold

Kind = Literal["deed", "problem", "plan", "other"]

# ── the form of a sentence ───────────────────────────────────────────────────────────────────────────────────────────

_NO_SENTENCE = re.compile(
    r"[!！?？\n\r\t*＊#`{}<>|\\‹›¦｛｝]|https?:|【此处|\[[0-9]|［[0-9]|^[（(]?[0-9一二三四五六七八九十]{1,2}[)）、]"
)
_FIRST_PERSON = re.compile(r"我们|[我本](?=[局县市区镇乡委办厅省州盟旗院校园街中分队所站处部单])")
_SEVERAL = re.compile(r"。(?=.)")
_NAMES_BREAK = re.compile(r"《[^《》]*》|“[^”]*”")
_LEAST = 6
_UNFINISHED = re.compile(
    r"(?:期间|过程中|以来|之际|之后|之前|[的与及在为将把被由向]|(?<![及临按小同定学适])时)[。；]?$"
)

# Praise and assertion: nothing that could be checked, unless a quote says it.
_PRAISE = re.compile(
    r"显著|明显|卓有成效|成效|成果丰硕|高度重视|圆满|极大|大幅|有力|充分|全面|深入|扎实|切实|有效|突出|领先|一流|首创|率先|优秀|良好|先进|满意|好评|认可|肯定|赞|亮点|标杆|"
    r"高质量|高标准|高效|迈上|新台阶|新局面|走在前列|名列前茅|得到落实|落到实处|进一步|不断|持续|大力|积极|认真|严格|模范|表率|突破"
)
_DONE = re.compile(r"已经?(?!有|知)|完成了|建成了|取得了|实现了|累计|截至|全年(?:共)?[办查检组开]|了(?=[,。;0-9]|$)")
_AHEAD = re.compile(
    r"^(?:(?:下一?步|今后|接下来|明年|20[0-9]{2}年|下一年度)[,，]?)?(?:(?:该.{1,4}?|[县市区镇乡州省局]?(?:政府|局|委)|全[局县市区镇乡])(?=还?将|拟|计划))?"
    r"(?:还|也)?(?:将(?=[^,来])|拟(?=[^定])|要|计划|准备|打算)+"
)


def objections(
    text: str, quotes: Sequence[str], kind: Kind, *, known: Sequence[str] = (), longest: int = 110
) -> list[str]:
    """What is wrong with the sentence; nothing where it may stand. ``known`` are names that need no quote."""
    found = list(_of_form(text, longest))
    if found:
        return found
    if not quotes:
        return ["没有写依据的证据编号"]
    lost = untraced(text, quotes, known=known)
    found += [f"“{fact.text}”不在所引的证据里" for fact in lost]
    told = fold(text).text
    sources = [fold(one).text for quote in quotes for one in dict.fromkeys((quote, wording(quote)))]
    every = "|".join([*sources, *(fold(name).text for name in known)])
    found += [f"“{word}”是证据里没有的评价" for word in _told_only_here(_PRAISE, told, every)]
    if kind == "plan":
        found += [f"“{word}”把打算写成了已经做的事" for word in _told_only_here(_DONE, told, every)]
    strange = _strange(told, [*sources, *(fold(name).text for name in known)])
    found += [f"“{words}”在所引的证据里没有" for words in strange]
    found += list(_moved_figures(told, sources))
    found += list(_turned(told, sources, kind))
    found += list(_others_acts(told, sources, [fold(name).text for name in known]))
    return list(dict.fromkeys(found))


def without_announcement(text: str) -> str:
    """A planned thing without the words that say it is planned: the program says so once."""
    return _AHEAD.sub("", text)


def _of_form(text: str, longest: int) -> Iterator[str]:
    bare = text.strip()
    if len(bare) < _LEAST:
        yield "太短，不成一句"
    if _UNFINISHED.search(bare):
        yield "没有说完"
    if len(bare) > longest:
        yield f"太长，应在{longest}字以内"
    if _NO_SENTENCE.search(bare):
        yield "有不应出现的符号、编号或者网址"
    if _SEVERAL.search(_NAMES_BREAK.sub("", bare)):
        yield "应当只写一句"
    if _FIRST_PERSON.search(bare):
        yield "不能用“我局”“本县”“我们”的口气"


def _told_only_here(pattern: re.Pattern[str], told: str, every: str) -> Iterator[str]:
    for match in pattern.finditer(told):
        if match.group() and match.group() not in every:
            yield match.group()


# ── words ────────────────────────────────────────────────────────────────────────────────────────────────────────────

_COUNTED = "次件起份户家场条项个名期人宗例部台套辆天年月日卷批处所"
_NUMBER = re.compile(
    rf"[0-9][0-9,.]*(?:余|多)?(?:[十百千]?[万亿]|[百千])?(?:余|多)?%?|[零〇一二三四五六七八九十百千万亿两]+(?=[余多]?[{_COUNTED}])"
)
_WORD = re.compile(r"[#\u3400-\u9fff〇]+|[A-Za-z]+")
# Words that say nothing themselves, so that sentences can be put together with them.
_NEUTRAL = re.compile(
    r"主要负责人|主要领导|负责人|该单位|其中|以及|同时|此外|包括|涉及|原因是|主要原因|原因|主要是|主要|全年|年内|当年|分别|存在|问题|工作|情况|方面|进行|开展|"
    r"提出|报告|指出|目前|针对|通过|并且|因此|共计|合计|导致|造成|计划|下一步|该[局县市区镇乡委办厅省州盟旗院校园街中]"
)
_FUNCTION = set(
    "的了等并及和与在对为由已共被把以于其中均各该后前从至到又也还是有因使让而且或之即则将要拟上下内外时地得就向给按经"
)


def _shaped(text: str) -> str:
    """The folded text with every number as one sign and without quotation marks."""
    return _NUMBER.sub("#", re.sub(r"[\"《》〈〉]", "", text))


def _pairs(text: str) -> set[str]:
    return {
        word[at : at + 2]
        for word in _WORD.findall(text)
        if word[0] == "#" or not word.isascii()
        for at in range(len(word) - 1)
    }


def _strange(told: str, sources: Iterable[str]) -> list[str]:
    """Words of the sentence that no quote has: characters that stand in none of its pairs of neighbours, but for function words."""
    shapes = [_shaped(source) for source in sources]
    pairs = set().union(*(_pairs(shape) for shape in shapes))
    letters = {word for shape in shapes for word in _WORD.findall(shape) if word.isascii()}
    single = set("".join(shapes))
    found: list[str] = []
    for match in _WORD.finditer(_shaped(told)):
        word = match.group()
        if word.isascii() and word[0] != "#":
            if word not in letters:
                found.append(word)
            continue
        held = [character == "#" or character in _FUNCTION for character in word]
        for neutral in _NEUTRAL.finditer(word):
            held[neutral.start() : neutral.end()] = [True] * (neutral.end() - neutral.start())
        for at, character in enumerate(word):
            neighbours = (word[at - 1 : at + 1] if at else "", word[at : at + 2])
            known = any(len(pair) == 2 and pair in pairs for pair in neighbours)
            held[at] = held[at] or known or (len(word.replace("#", "")) == 1 and character in single)
        found += _runs(word, held)
    return found


def _runs(word: str, held: Sequence[bool]) -> Iterator[str]:
    start: int | None = None
    for at, is_held in enumerate([*held, True]):
        if not is_held and start is None:
            start = at
        elif is_held and start is not None:
            yield word[start:at]
            start = None


# ── figures stay with what they count ────────────────────────────────────────────────────────────────────────────────

_BORDER = re.compile(r"[,。;:、()!?—]|[0-9][0-9,.]*")
_SHARE = 0.5


def _moved_figures(told: str, sources: Sequence[str]) -> Iterator[str]:
    known = [placed for source in sources for placed in _figures(source)]
    claimed = list(_figures(told))
    often = Counter(key for key, _, _ in known)
    for key, count in Counter(key for key, _, _ in claimed).items():
        if 0 < often[key] < count:
            shown = next(shown for other, shown, _ in claimed if other == key)
            yield f"“{shown}”说得比证据里多"
    yield from _turned_round(told, sources)
    for key, shown, around in claimed:
        same = [pairs for other, _, pairs in known if other == key]
        if not around or not same:  # what is not there at all, tracing has told
            continue
        if not any(len(around & pairs) >= _SHARE * len(around) for pairs in same):
            yield f"“{shown}”在证据里说的不是这件事"


_FROM, _TO = "由从自", "为到至成"
_DIRECTED = re.compile(rf"([{_FROM}{_TO}])([0-9][0-9.,]*)")


def _turned_round(told: str, sources: Sequence[str]) -> Iterator[str]:
    """A change told the other way round (由15压缩为7, 由7压缩为15), or from and to the same."""
    known = {(_way(match[1]), match[2]) for source in sources for match in _DIRECTED.finditer(fold(source).text)}
    for match in _DIRECTED.finditer(fold(told).text):
        way, figure = _way(match[1]), match[2]
        other = _TO if way == _FROM else _FROM
        if (other, figure) in known and (way, figure) not in known:
            yield f"“{match[0]}”与证据里的变化方向相反"


def _way(word: str) -> str:
    return _FROM if word in _FROM else _TO


def _figures(text: str) -> Iterator[tuple[tuple[str, ...], str, frozenset[str]]]:
    """Each number with the words around it, up to the next number or mark; over the mark before it where there are none."""
    bare = text.replace('"', "")
    for fact in dict.fromkeys(facts(text)):
        if fact.kind != "number" or fact.key[0] == "word":
            continue
        for match in re.finditer(rf"(?<![0-9.]){re.escape(fact.text)}", bare):
            before = [border.end() for border in _BORDER.finditer(bare, 0, match.start())]
            after = _BORDER.search(bare, match.end())
            end = after.start() if after else len(bare)
            pairs: set[str] = set()
            for start in [*reversed(before), 0]:
                pairs = _plain_pairs(bare[start : match.start()]) | _plain_pairs(bare[match.end() : end])
                if pairs or (start and bare[start - 1].isdigit()):
                    break
            yield fact.key, fact.text, frozenset(pairs)


def _plain_pairs(text: str) -> set[str]:
    return {pair for pair in _pairs(text) if "#" not in pair and not set(pair) & _FUNCTION}


# ── what limits a word stays with it ─────────────────────────────────────────────────────────────────────────────────

_LIMITS: dict[str, re.Pattern[str]] = {
    "没有、未、不": re.compile(r"未(?=[^来成年])|没有|没|不(?![断仅动少锈但同])|无(?![障偿人证线])|缺少|缺乏|尚待"),
    "部分、个别、少数": re.compile(r"部分(?![门地])|个别|少数|有的|有时|局部|基本|初步|试点|试行"),
    "拟、将、计划": re.compile(
        r"拟(?![定])|将(?=[^其领士军])|计划(?!性)|力争|争取|预计|有望|准备|打算|下一步|研究制定|正在|推动"
    ),
}
_CLAUSE = re.compile(r"[^,。;:!?]+")


def _turned(told: str, sources: Sequence[str], kind: Kind) -> Iterator[str]:
    """Limits that were left out or put in: the word that follows one in every quote stands free in the sentence, or the other way about."""
    for name, limit in _LIMITS.items():
        if kind == "plan" and name.startswith("拟"):
            continue
        quoted = [clause for source in sources for clause in _CLAUSE.findall(source)]
        for clause in _CLAUSE.findall(told):
            nearest = _nearest(clause, quoted)
            for word in _limited(quoted, limit):
                elsewhere = nearest if word in _limited(nearest, limit) else quoted
                if _is_free(word, clause, limit) and not any(_is_free(word, other, limit) for other in elsewhere):
                    yield f"“{clause[:16]}”漏掉了证据里“{word}”前面的“{name}”一类的话"
            added = _limited([clause], limit) - _limited(quoted, limit)
            if added and name.startswith("没有") and not any(limit.search(other) for other in nearest):
                yield f"“{clause[:16]}”与证据的意思相反"


def _nearest(clause: str, quoted: Sequence[str]) -> list[str]:
    """The clause of the quotes that has most of the sentence's words."""
    pairs = _pairs(clause)
    return [max(quoted, key=lambda other: len(pairs & _pairs(other)))] if quoted else []


def _limited(clauses: Iterable[str], limit: re.Pattern[str]) -> set[str]:
    """The two characters that follow such a word."""
    found = (clause[match.end() : match.end() + 2] for clause in clauses for match in limit.finditer(clause))
    return {word for word in found if len(word) == 2}


def _is_free(word: str, clause: str, limit: re.Pattern[str]) -> bool:
    """Whether the word stands in the clause with no such limit before it."""
    first = min((match.end() for match in limit.finditer(clause)), default=len(clause))
    return 0 <= clause.find(word) < first


# ── whose act it is ──────────────────────────────────────────────────────────────────────────────────────────────────

_OTHER = re.compile(
    r"^(?:由|经|受|被)?(?P<name>(?![我本该])[^,#0-9]{0,14}?(?:法院|检察院|监委|纪委|人大常委会|人大|政协|司法局|财政局|公安局|审计局|国务院|[省市区]政府|[县市省区]委(?!员|办)))(?![的、长和及与])(?P<act>.{2,})"
)
_IS_OWN = re.compile(r"([县市区省])政府.*\1人民政府")  # 区政府, as the report of 某某区人民政府 calls itself
_MOST_OF_ACT = 0.6


def _others_acts(told: str, sources: Sequence[str], own: Sequence[str]) -> Iterator[str]:
    """An act that a quote tells of somebody named, told without the name; ``own``: the unit's own name may be left out."""
    pairs = _plain_pairs(told)
    for source in sources:
        for clause in _CLAUSE.findall(source):
            match = _OTHER.match(clause)
            if match is None or match["name"] in told or _ends_alike(match["name"], told):
                continue
            if any(name.endswith(match["name"]) or _IS_OWN.fullmatch(match["name"] + name) for name in own):
                continue
            act = _plain_pairs(match["act"])
            if len(act) >= 2 and len(act & pairs) >= _MOST_OF_ACT * len(act):
                yield f"漏掉了这件事是“{match['name']}”做的"


def _ends_alike(name: str, told: str) -> bool:
    """县检察院 of 云岫县检察院 is the same."""
    return any(name[at:] in told for at in range(1, max(1, len(name) - 2)))
