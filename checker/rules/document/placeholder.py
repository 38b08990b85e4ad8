"""What a drafter left to be filled in (contract: ``placeholder``; domain §5): XX, ××, 20XX年, 某县, 召开会议*次, drafting notes.

Masked numbers (138****6021), masked parties of a case (张某, ××公司), "3×5", "1+X" and the like are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from checker.model import Block, Report
from checker.rules import Context, Defect
from checker.rules import Params as Base
from checker.rules.document._common import flat, own_blocks
from checker.rules.document._markdown import marks
from checker.text import UNITS, Span

_UNIT = "|".join(sorted({re.escape(u) for u in UNITS.split()} - set("站点岁步具对把"), key=len, reverse=True))
_AREA = r"省|市(?!场)|县|区(?![域间块段])|州|盟|旗|镇|乡|村|街道|开发区|管委会"
_BODY = r"局(?![长部面])|厅|委(?!托)|办(?![理事])|单位|部门|科室|股室|人民政府|政府|同志"
_PLACE = f"{_AREA}|{_BODY}"
_SLOT = re.compile(rf"\s?(?:部分|{_UNIT}|{_PLACE}|号|届|部分|章|节|条|款)")
_COUNTED = re.compile(rf"\s?(?:{_UNIT})")
_X = "xXхХ×╳✕✖"
# (?=[…]) names the characters that a match can begin with, so that a search skips the others (tests/test_patterns.py).
_SEED = re.compile(
    r"(?=[(*<?TX\[_x{×Хх╳□▲△○●✕✖〇〈《单在待某点])(?:"
    rf"(?P<x>[{_X}](?:\s?[{_X}])*(?:\.[{_X}]+)?)|(?P<star>\*+)|(?P<ring>[○△□▲●]{{2,}}|〇〇+)|(?P<line>_{{2,}}|_\s_)|(?P<asked>\?{{2,}})"
    r"|(?P<field>\{\{?[^{}\n]{1,20}\}\}?|[<〈\[(](?:请?填[写入])?(?:本?单位|部门|机关|地区|县区)?(?:全称|名称|姓名|日期|年份|数字|数据|地名|金额|人数)[>〉\])])"
    r"|(?P<empty>\(\s*\)|\[\s*\]|《\s*》)|(?P<word>TODO|TBD|(?:点击|单击)此处(?:输入|添加|编辑)|在此处?(?:填写|输入|插入)|某年某月|待补充(?=[,。;)]|$)|待填写?(?=[,。;)]|$))"
    rf"|(?P<some>某某(?:{_PLACE}|[局县市区镇乡州]长|书记|主任|(?=主持|出席|带[队头]|作出|组织|强调|指出))|某(?:省|市(?!场)|县|区(?![域间块段])|州|旗|镇|乡|街道|局(?![长部面])))"
    r")"
)
_HINT = re.compile(
    r"(?=[#(*<?TX\[\\_`x{×Хх╳□▲△○●✕✖〇〈《单在填待本某核此点稿补该请需后另])(?:"
    rf"[{_X}*○△□▲●_?{{<〈\\[某#`]|〇〇|TODO|TBD|[点单]击此|在此|稿[)\]]|[(\[][^()\[\]]{{0,8}}[称名期份字据额数][)\]]|[待补核填请需此本该][^,。;]{{0,8}}[补核填写供]|[后另]补|补报|\(\s*\)|\[\s*\]|《\s*》|[(\[](?:待|暂|空缺|存疑|例文|示例|样例|模板|范文|备?注|说明|批注|编者注|提示|修改)"
    r")"
)
_YEAR = re.compile(r"(?<![0-9*])(?:20[0-9]?|[二2][〇○零0]二?)\s?$")
_MASKED_NAME = re.compile(
    r"[赵钱孙李周吴郑王冯陈蒋沈韩杨朱秦许吕施张孔曹魏陶姜谢邹苏潘葛范彭马任袁柳唐薛贺倪汤罗郝康伍余顾孟黄萧尹姚邵汪毛"
    r"戴宋熊纪舒祝董梁杜阮贾郭林钟徐邱夏蔡胡霍卢丁邓洪崔龚程陆侯段龙叶黎廖牛耿苗聂曾易肖刘]某?$"
)
_PARTY = re.compile(
    r"\s?(?:[^\d,。;、\s]{0,8}(?:公司|企业|超市|商行|商店|饭店|酒店|药店|诊所|门市部?|餐馆|经营部|合作社|加工厂|工厂|集团|小区|大厦|学校|医院)|厂|店|案|等)"
)
_CASE = re.compile(
    r"纠纷|一起某|判决|当事人|原告|被告|申请人|第三人|上诉|不服|[^起申]诉|一案|案例|系列案|典型案|[张王李赵刘陈杨黄周吴徐孙胡朱林郭马罗]某|某(?:公司|企业|店|厂|男|女)"
)
_EXAMPLE = re.compile(r"个别|有的|例如|比如|譬如|[,。;:(]如|诸如|外地|异地|兄弟|[在赴对于]某")
_NOTE = re.compile(r"[(\[<]([^()\[\]<>\n]{2,60})[)\]>]")
_FILL = r"(?:补[充齐上填报]|核[实对准]|填[写报入列]?|完善|更新|修改|删[除去]|改写|查证|斟酌)"
_ANY_FILL = rf"(?:{_FILL}|提供|统计|确认|插入|附上|核|补|写)"
_HERE = r"(?:此|本|该)(?:处|段|句|项|数|表)|这里|上述数据|以上数据"
_DATUM = r"数据|数字|内容|名称|日期|时间|案例|金额|人数|次数|表述"
_DRAFTING = re.compile(
    rf"(?:{_HERE})[^,。;]{{0,16}}?{_ANY_FILL}|(?:{_DATUM})[^,。;]{{0,10}}?(?:待|需|请|由)[^,。;]{{0,12}}?{_FILL}"
    rf"|(?:{_DATUM})[^,。;]{{0,12}}?(?:后补|另补|补报|后续(?:提供|补|报)|提供后(?:再?补|填|列))"
    rf"|^(?:有?待|尚待|尚需|还需|需要?|须|请)[^,。;]{{0,14}}?{_ANY_FILL}[^,。;]{{0,4}}$"
    r"|^(?:待定|待核|待查|待填|暂缺|空缺|存疑|例文|示例|样例|模板|范文)$"
    rf"|^(?:备?注|说明|批注|编者注|提示|修改意见)[::].{{0,20}}{_FILL}|TODO|TBD|待补"
)
_VERSION = re.compile(r"[(\[](?:草稿|初稿|讨论稿|未定稿|征求意见稿|送审稿|修改稿|第?[一二三四五]稿)[)\]]")
_FACT = re.compile(r"[0-9]\s?(?:件|条|个|份|项|人|家|处|起|次)")
_OPEN_NOTE = re.compile(
    rf"此处(?:{_DATUM})?(?:(?:需|待|请|由|尚|还|再|应|要)[^,。;()\n]{{0,12}}?{_FILL}|补充|核实|核对|填写|填入|插入)"
    r"|(?:数据|数字)(?:还|尚|仍)?待(?:补|核|填)"
)
_SENTENCE_EDGE = re.compile(r"[。!?;\n]")
_ROUND = 16  # characters of the clause that a message repeats on either side
_JOINS = re.compile(r"[^,。;:、()!?\n]{0,6}")


class Params(Base):
    """``keep``: words that look like placeholders and are none (names of local schemes)."""

    keep: tuple[str, ...] = ()


def find(report: Report, params: Params, context: Context) -> Iterable[Defect]:
    """One defect for each place; neighbouring marks of one phrase are one place."""
    copy = flat(report.text)
    for _, block in own_blocks(report):
        if not _HINT.search(copy, block.start, block.end):
            continue
        markdown = list(marks(copy, block))
        found = sorted({*_blanks(copy, block, markdown), *_notes(copy, block)})
        for start, end in _merged(copy, found):
            if not any(word in copy[max(0, start - 10) : end + 10] for word in params.keep):
                words = _clause(report.text, copy, block, (start, end))
                yield Defect(f"“{words}”处有未填写或未删去的内容。", ((start, end),))


def _clause(text: str, copy: str, block: Block, place: Span) -> str:
    """The clause round a place, for the message; where it is long, what is left out is marked."""
    start, end = place
    before = re.search(r"[^,。;:!?\n]*$", copy[block.start : start])
    after = re.match(r"[^,。;:!?\n]*", copy[end : block.end])
    left = start - len(before[0]) if before else start
    right = end + len(after[0]) if after else end
    first = max(left, start - _ROUND)
    last = min(right, end + _ROUND)
    while left < first and copy[first - 1].isalnum() and copy[first - 1].isascii():
        first -= 1
    while last < right and copy[last].isalnum() and copy[last].isascii():
        last += 1
    words = " ".join(text[first:last].split())
    return f"{'……' if left < first else ''}{words}{'……' if last < right else ''}"


def _merged(copy: str, spans: list[Span]) -> Iterator[Span]:
    """Neighbouring marks of one phrase (X年X月X日) put together."""
    current: Span | None = None
    for start, end in spans:
        if current and (start < current[1] or _JOINS.fullmatch(copy, current[1], start)):
            current = (current[0], max(current[1], end))
            continue
        if current:
            yield current
        current = (start, end)
    if current:
        yield current


def _blanks(copy: str, block: Block, markdown: list[Span]) -> Iterator[Span]:
    for match in _SEED.finditer(copy, block.start, block.end):
        start, end = match.span()
        if any(first <= start < last for first, last in markdown):
            continue
        if match.lastgroup in ("x", "star", "ring", "line"):
            span = _blank(copy, start, end, match.lastgroup, block)
            if span:
                yield span
        elif match.lastgroup == "some":
            if _template(copy, start, end, block):
                yield start, end
        elif match.lastgroup != "asked" or _asked(copy, start, end):
            yield start, end


def _blank(copy: str, start: int, end: int, sort: str, block: Block) -> Span | None:
    """The place that signs such as XX, **, ○○, __ leave open; None where they mask something or mean something else."""
    before, after = copy[block.start : start], copy[end : block.end]
    year = _YEAR.search(before[-6:])
    if year:
        return start - len(year[0]), end + after.startswith("年")
    slot = _SLOT.match(after)
    close, opening = before[-1:], after[:1]
    if (close and close.isascii() and (close.isalnum() or close in "+-.")) or (opening.isascii() and opening.isalnum()):
        return None  # 138XXXX5678, 1+X, 5×24, model numbers
    count = sum(not c.isspace() for c in copy[start:end])
    lower = count == 2 and copy[start:end].islower()
    end += len(slot[0]) if slot else 0
    if sort == "line":
        return None if end - start == block.end - block.start else (start, end)
    if sort == "ring":
        numeral = (close and close in "一二三四五六七八九十零〇○") or (opening and opening in "一二三四五六七八九零年")
        return None if numeral or (not slot and _case(copy, start, block)) else (start, end)
    if sort == "star" or count == 1:
        return (start, end) if slot and not _MASKED_NAME.search(before) else None
    if slot and _COUNTED.match(after):
        return start, end
    if (
        lower
        or opening in ("+", "-")
        or _MASKED_NAME.search(before)
        or _PARTY.match(after)
        or _case(copy, start, block)
    ):
        return None
    return start, end


def _asked(copy: str, start: int, end: int) -> bool:
    """Whether question marks stand for a figure."""
    return (
        copy[start - 1 : start] in ("(", "至", "到", "约", "共")
        or bool(_SLOT.match(copy, end))
        or copy[end : end + 1] in ("%", ")")
    )


def _case(copy: str, position: int, block: Block) -> bool:
    """Whether the sentence tells a case, in which names are masked."""
    start = block.start
    for edge in _SENTENCE_EDGE.finditer(copy, block.start, position):
        start = edge.end()
    edge_after = _SENTENCE_EDGE.search(copy, position, block.end)
    return bool(_CASE.search(copy, start, edge_after.start() if edge_after else block.end))


def _template(copy: str, start: int, end: int, block: Block) -> bool:
    """Whether 某县, 某某局 stand for a name to be filled in, not for a party or an example."""
    before = copy[max(block.start, start - 12) : start]
    if _MASKED_NAME.search(before) or _case(copy, start, block) or _PARTY.match(copy[end : end + 12]):
        return False
    return copy[start : start + 2] == "某某" or not _EXAMPLE.search(f"{before}某")


def _notes(copy: str, block: Block) -> Iterator[Span]:
    """Notes of one drafter to another."""
    if block.kind == "title":
        yield from (match.span() for match in _VERSION.finditer(copy, block.start, block.end))
    for match in _NOTE.finditer(copy, block.start, block.end):
        words = match[1].strip()
        if _DRAFTING.search(words) and not (_FACT.search(words) and not words.startswith(("此处", "待补"))):
            yield match.span()
    for match in _OPEN_NOTE.finditer(copy, block.start, block.end):
        yield match.span()
