"""What a model claims is proved by the report or does not count: quotes become spans, figures must occur. Pure.

A quote is proved where ``checker.evidence.prove`` finds it in the text as it was sent. On top of that:

- The paragraph number is a hint. Where it is wrong, the quote counts at its true place if there is only one.
- Title, signature, date and residue say nothing about the year's work, so they prove nothing.
- Fewer than four Chinese characters are no proof, unless two of them stand with a figure in the very paragraph that was named.
- No number is cut, neither at the comma of its thousands nor in words.
- A mask counts only inside a quote with words of its own; a withheld passage never.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from typing import NamedTuple

from checker.evidence import prove
from checker.llm.answers import Quote
from checker.llm.paragraphs import Shown, neutral
from checker.model import Evidence, Report
from checker.text import HAN, dates, fold, han_count, han_quantities, parse_numeral, quantities, sentences

FIGURE_DROPPED = "（模型的理由中有文稿里没有的数字，已删去。）"
FOREIGN_DROPPED = "（模型的理由中有不是中文的句子，已删去。）"
QUOTATION_DROPPED = "（模型的理由中有文稿里没有的引语，已删去。）"
_LEAST_HAN = 4
_LEAST_HAN_WITH_FIGURE = 2
_LONGEST_QUOTE = 2_000
_LONGEST_REASON = 600


class Unproved(NamedTuple):
    """A quote that was not found, and a sentence for the model that says why."""

    quote: Quote
    why: str


def prove_all(shown: Shown, quotes: Iterable[Quote]) -> tuple[tuple[Evidence, ...], tuple[Unproved, ...]]:
    """The quotes that stand in the report, as spans of it, without repetition; and those that do not."""
    proved: dict[tuple[int, int], Evidence] = {}
    unproved: list[Unproved] = []
    for quote in quotes:
        found = prove_one(shown, quote)
        if isinstance(found, Unproved):
            unproved.append(found)
        else:
            proved.setdefault((found.start, found.end), found)
    return tuple(proved.values()), tuple(unproved)


def prove_one(shown: Shown, quote: Quote) -> Evidence | Unproved:
    """The span of the report that the quote is, or why it is none."""
    words = neutral(quote.quote.strip())
    if not fold(words).text:
        return Unproved(quote, "引文是空的。")
    if len(words) > _LONGEST_QUOTE:
        return Unproved(quote, "引文太长，请只抄能说明问题的一句。")
    view = shown.speaking
    found = prove(view, words, quote.paragraph)
    if found is None:
        return Unproved(quote, "在报告的任何一段里都找不到，请照抄原文。")
    named = found.paragraph == quote.paragraph
    if not named and _elsewhere(view, words, found):
        return Unproved(quote, f"不在第 {quote.paragraph} 段，而在几段里都有，请写对段号。")
    if not _enough(found.quote, named=named):
        return Unproved(quote, "太短，不能说明问题，请抄完整的一句。")
    if not _whole(view.text, found.start, found.end):
        return Unproved(quote, "截断了一个数，请把数抄全。")
    restored = shown.restore(found)
    return restored if restored is not None else Unproved(quote, "只是隐去的内容，不能作为依据。")


_DIGIT = re.compile(r"[0-9０-９]")
_PART_OF_NUMBER = re.compile(r"[零〇一二三四五六七八九十百千万亿两]")
_SCALE = re.compile(r"[余多]?[十百千万亿]")
_THOUSANDS = re.compile(r"[,，][0-9０-９]{3}(?![0-9０-９])")


def _whole(text: str, start: int, end: int) -> bool:
    """False where the span cuts what ``prove`` lets pass: 1,286 at its comma, 二十三 between its characters, 1.2万 before 万."""
    comma = start if text[start] in ",，" else start - 1
    if comma > 0 and text[comma] in ",，" and _DIGIT.match(text[comma - 1]) and _THOUSANDS.match(text, comma):
        return False
    if (
        start
        and _PART_OF_NUMBER.match(text[start])
        and re.match(r"[零〇一二三四五六七八九十百千万亿两0-9０-９]", text[start - 1])
    ):
        return False
    last = text[end - 1]
    if _DIGIT.match(last) and (_THOUSANDS.match(text, end) or _SCALE.match(text, end)):
        return False
    if last in ",，" and end >= 2 and _DIGIT.match(text[end - 2]) and _THOUSANDS.match(text, end - 1):
        return False
    return not (_PART_OF_NUMBER.match(last) and _PART_OF_NUMBER.match(text, end))


def _enough(words: str, *, named: bool) -> bool:
    han = han_count(words)
    return han >= _LEAST_HAN or (named and han >= _LEAST_HAN_WITH_FIGURE and bool(re.search(r"\d", words)))


def _elsewhere(view: Report, words: str, found: Evidence) -> bool:
    """Whether the words stand in a block besides the one where they were found."""
    blocks = list(view.blocks)
    blocks[found.paragraph] = blocks[found.paragraph].model_copy(update={"kind": "residue"})
    return prove(view.model_copy(update={"blocks": tuple(blocks)}), words) is not None


# ── reasons ──────────────────────────────────────────────────────────────────────────────────────────────────────────


class Cleaned(NamedTuple):
    """What is left of a reason or a suggestion, and in words for the user what was left out."""

    text: str
    notes: tuple[str, ...]


class Figures:
    """What a reason may repeat: the figures and the words of the report as it was sent."""

    def __init__(self, shown: Shown, *, years: Iterable[int] = ()) -> None:
        self._pieces = [(shown.report.blocks[p.block].kind, shown.view.text[p.start : p.end]) for p in shown.pieces]
        self._body = "\n".join(text for _, text in self._pieces)
        self._years = frozenset(_Figure(float(year), "年") for year in years)
        self._blocks = len(shown.report.blocks)

    # Worked out when a reason asks for it: most hold no figure, and a report holds hundreds.
    @cached_property
    def _known(self) -> frozenset[_Figure]:
        return frozenset(_figures(self._even_body)) | self._years

    @cached_property
    def _bare(self) -> frozenset[float]:
        """In a table the unit stands in the head, if anywhere."""
        tables = "\n".join(text for kind, text in self._pieces if kind == "table")
        return frozenset(figure.value for figure in _figures(_even(tables)) if not figure.unit)

    @cached_property
    def _words(self) -> str:
        return fold(self._body).text

    def cleaned(self, text: str, *also: str, quotations: bool = True) -> Cleaned:
        """The text without sentences whose figures (or quotations) neither the report nor ``also``, the rubric's words, has."""
        kept: list[str] = []
        notes: dict[str, None] = {}
        text = tidy(text)
        for start, end in sentences(text):
            sentence = text[start:end]
            if not self._figures_told(sentence, also):
                notes[FIGURE_DROPPED] = None
            elif quotations and not self._quotations_told(sentence, also):
                notes[QUOTATION_DROPPED] = None
            elif not HAN.search(sentence) and re.search(r"[^\W\d_]", sentence):
                notes[FOREIGN_DROPPED] = None
            else:
                kept.append(sentence)
        return Cleaned("".join(kept), tuple(notes))

    def _figures_told(self, sentence: str, also: tuple[str, ...]) -> bool:
        even = _even(_PARAGRAPH.sub(self._paragraph, sentence))
        if self._stand_verbatim(even):
            return True
        claimed = list(_figures(even))
        if not claimed:
            return True
        told_by_rubric = [_figures_of(text) for text in also]
        for figure in claimed:
            if figure.unit in _COUNTING and 0 < figure.value <= _MOST_COUNTED:
                continue
            known = [*told_by_rubric, self._known]
            told = any(figure in figures for figures in known) or figure.value in self._bare
            if not told and not figure.unit:
                told = any(figure.value == other.value for figures in known for other in figures)
            if not told:
                return False
        return True

    def _stand_verbatim(self, even: str) -> bool:
        """Whether each number stands in the report with the very words that follow it: then none has to be parsed.

        False only says that it is not that simple.
        """
        if _HAN_NUMBER.search(_IDIOMS.sub("、", even)):
            return False
        return all(_stands(token[0], self._even_body) for token in _WITH_WORDS.finditer(even))

    @cached_property
    def _even_body(self) -> str:
        return _even(self._body)

    def _quotations_told(self, sentence: str, also: tuple[str, ...]) -> bool:
        for match in _QUOTED.finditer(sentence):
            for piece in re.split(r"…+|\.{3,}", match[1]):
                words = fold(neutral(piece)).text.strip(_EDGES)
                if words not in self._words and not any(words in fold(told).text for told in also):
                    return False
        return True

    def _paragraph(self, match: re.Match[str]) -> str:
        """“第12段” names a place, if there is one of that number."""
        return "" if int(match[1] or match[2]) < self._blocks else match[0]


class _Figure(NamedTuple):
    value: float
    unit: str


# A model counts what it found (“写了三项成效”, “两处依据”): such a count is its own, no figure of the report.
_COUNTING = frozenset({"项", "处", "段", "点"})
_MOST_COUNTED = 20
_SAME_UNIT = {"起": "件", "年度": "年"}
_PARAGRAPH = re.compile(r"第\s*([0-9]{1,5})\s*段|\[([0-9]{1,5})\]")
_QUOTED = re.compile(r"[“\"「『《]([^“”\"「」『』《》\n]{2,200})[”\"」』》]")
_EDGES = ".,;:!?。、·"
_FINANCIAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟萬億弍弎貳參陸兩", "一二三四五六七八九十百千万亿二三二三六两")
_ONES = "零〇○一二三四五六七八九"
_NUMERAL = f"[{_ONES}十百千万亿两]+"
_HUNDREDTHS = re.compile(rf"(百|千)分之({_NUMERAL})(?:点([{_ONES}]+))?")
_PARTS = re.compile(rf"({_NUMERAL})分之({_NUMERAL})|(一半|半数|过半|大半)")
_DAY = re.compile(rf"([0-9]{{1,2}}|{_NUMERAL})月([0-9]{{1,2}}|{_NUMERAL})[日号]")
_MONTH = re.compile(rf"([0-9]{{4}}|[{_ONES}]{{4}})年([0-9]{{1,2}}|{_NUMERAL})月")
_HAN_POINT = re.compile(rf"({_NUMERAL})点([{_ONES}]+)")
_HAN_NUMBER = re.compile(rf"(?<![0-9.]){_NUMERAL}")
_MORE_UNITS = re.compile(r"成|倍|番|折|季度|县|镇|乡|村|局|厅|部门|股|科|院|校|企|年度?|[月日号]")
# Numbers with the words after them, at most four characters each; what follows without a break belongs to it (3月12日).
_IN_NUMBERS = tuple("0123456789.,%‰")
_WITH_WORDS = re.compile(r"(?:[0-9](?:[0-9.,]*[0-9])?[%‰]?[^\W0-9_]{0,4})+")
_IDIOMS = re.compile(
    rf"(?<![{_ONES}百千])(?:十分|万一|十[三四五]五|[一二三四五六七八九]五普法|[一二三四五六七]中全会)|"
    r"一[是些定般直旦律面方起致贯并同样切体线批把手窗门网端页站流步览案心份]|[二三四五六七八九]是|千方百计|三农|百姓|"
    r"第一[责时议]|[统唯逐之单专同某任]一|进一步|下一[步年阶]|一[个种类]|双随机、?一公开|三重一大|三项制度|二十[大届]|"
    r"五位一体|四个[全自意]|两个[确维]|三会一课"
)


def _stands(token: str, text: str) -> bool:
    """Whether the token stands in the text as it is, with no longer number or unit around it."""
    position = text.find(token)
    while position >= 0:
        end = position + len(token)
        before, after = text[position - 1 : position], text[end : end + 1]
        cut_off = len(token) >= 4 and all(c.isalpha() for c in token[-4:])  # more of the word may follow
        if before not in _IN_NUMBERS and after not in _IN_NUMBERS and (cut_off or not after.isalnum()):
            return True
        position = text.find(token, position + 1)
    return False


def _figures(text: str) -> Iterator[_Figure]:
    """Every figure of the text, whatever it is written in. The text is even."""
    for match in _HUNDREDTHS.finditer(text):
        value = _decimal(match[2], match[3])
        yield _Figure(round(value * (1 if match[1] == "百" else 0.1), 6), "%")
    text = _HUNDREDTHS.sub("、", text)
    for match in _PARTS.finditer(text):
        parts = (1, 2) if match[3] else (parse_numeral(match[2]) or 0, parse_numeral(match[1]) or 1)
        yield _Figure(round(parts[0] / parts[1], 6), "之几")
    text = _PARTS.sub("、", text)
    for place in dates(text):
        yield _Figure(float(place.date.toordinal()), "日期")
    for pattern, unit in ((_DAY, "月日"), (_MONTH, "年月")):
        for match in pattern.finditer(text):
            yield _Figure(float((parse_numeral(match[1]) or 0) * 100 + (parse_numeral(match[2]) or 0)), unit)
    for quantity in quantities(text):
        thousandths = quantity.unit == "‰"
        value, unit = (quantity.value / 10, "%") if thousandths else (quantity.value, quantity.unit)
        yield _figure(value, unit, text, quantity.end)
    yield from _in_words(text)


@lru_cache(maxsize=1024)
def _figures_of(text: str) -> frozenset[_Figure]:
    """The figures of a text of the rubric, which is asked for again with every report."""
    return frozenset(_figures(_even(text)))


def _in_words(text: str) -> Iterator[_Figure]:
    """Numbers in Chinese characters: before a unit, or of two characters and more. Idioms are none."""
    text = _IDIOMS.sub("、", text)
    for match in _HAN_POINT.finditer(text):
        yield _figure(_decimal(match[1], match[2]), "", text, match.end())
    text = _HAN_POINT.sub("、", text)
    taken: set[int] = set()
    for quantity in han_quantities(text):
        taken.add(quantity.start)
        yield _figure(quantity.value, quantity.unit, text, quantity.end)
    for match in _HAN_NUMBER.finditer(text):
        value = parse_numeral(match[0])
        told = len(match[0]) > 1 or _MORE_UNITS.match(text, match.end())
        if match.start() not in taken and told and value is not None:
            yield _figure(float(value), "", text, match.end())


def _figure(value: float, unit: str, text: str, end: int) -> _Figure:
    more = None if unit else _MORE_UNITS.match(text, end)
    unit = more[0] if more else unit
    return _Figure(round(value, 6), _SAME_UNIT.get(unit, unit))


def _decimal(whole: str, places: str | None) -> float:
    return float(f"{parse_numeral(whole) or 0}.{''.join(str(parse_numeral(c)) for c in places or '0')}")


def _even(text: str) -> str:
    """Every way to write a digit made one: width, circles, financial numerals. Spaces between digits stay."""
    return unicodedata.normalize("NFKC", text).translate(_FINANCIAL).replace("個", "个")


_CONTROL = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ud800-\udfff\U000e0000-\U000e01ef]+"
)


def tidy(text: str) -> str:
    """One line without control characters, of bounded length."""
    line = _CONTROL.sub(" ", text).strip()
    return line if len(line) <= _LONGEST_REASON else f"{line[: _LONGEST_REASON - 1]}…"
