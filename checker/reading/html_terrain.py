"""What stands where on a page, and which of its pieces most surely is a report's text.

No site's markup is relied on: known names of containers only weigh a little more than others.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from checker.reading import html_cues as cues
from checker.reading.html_pieces import Piece
from checker.reading.html_tree import Element, Page

_LINK_SHARE = 0.6
_MOST, _MANY = 600, 10
PARAGRAPHS = frozenset("p h1 h2 h3 h4 h5 h6 li dd dt blockquote pre tr caption".split())
_ELSEWHERE = frozenset("nav aside footer".split())
_HINT = re.compile(
    r"(?:^|[\s_-])(?:nav|menu|crumbs?|breadcrumbs?|position|location|foot|footer|bottom|side|sidebar|aside|share|bdshare|comments?|pinglun|related?|xgxw|xgwz|recommend|hot|rank|friend|link|links|"
    r"search|login|toolbar|tools?|print|qrcode|ewm|erweima|copyright|pager|page|paging|tags?|ad|ads|banner)(?:$|[\s_-]|\d)",
    re.IGNORECASE,
)
_MAIN = re.compile(
    r"(?:^|[\s_-])(?:zoom|trs_editor|trs_ueditor|ucap-content|pages_content|article|articles?[_-]?(?:con|content|body|text|detail)s?|art_con|artcon|news[_-]?(?:con|content|text|body)|content[_-]?(?:text|body|con|box|main)?|"
    r"contenttext|bt-content|conten|detail[_-]?con(?:tent)?|xl_con\d*|wzcon|zhengwen|vsb_content|view|text_con|txt_txt|mainbody|fontzoom|font-?box)(?:$|[\s_-]|\d)",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Kind:
    """What is known of one piece. ``worth``: how much it speaks for a report round it."""

    link: bool
    site: bool
    prose: bool = False
    numbered: bool = False
    title: bool = False
    signed: bool = False
    formula: bool = False
    worth: float = 0.0

    @property
    def told(self) -> bool:
        """Whether the piece shows by itself that it can be a part of a report."""
        return self.prose or self.numbered or self.title or self.signed or self.formula


@dataclass(slots=True)
class Sum:
    """What stands inside an element: pieces ``first`` to ``last``, and totals."""

    first: int = -1
    last: int = -1
    pieces: int = 0
    size: int = 0
    linked: int = 0
    links: int = 0
    prose: int = 0
    anchors: int = 0
    worth: float = 0.0


@dataclass(slots=True)
class Part:
    """A child of an element while its neighbours are being looked at: an element, or a piece that stands in it directly."""

    element: Element | None
    places: range


def kinds_of(pieces: Sequence[Piece]) -> list[Kind]:
    return [_kind(piece) for piece in pieces]


def _kind(piece: Piece) -> Kind:
    text = piece.text
    if not piece.size:
        return Kind(link=False, site=True)
    link = piece.linked > 0 and piece.linked >= _LINK_SHARE * cues.without_stamp(text)
    prose = not link and not piece.row and cues.is_prose(text)
    numbered, title = cues.is_numbered(text), cues.is_title(text)
    site = (piece.controls > 0 and not (prose or numbered or title)) or cues.is_site(text)
    if link or site:
        return Kind(link=link, site=site)
    worth = 100.0 if numbered or title else 0.0
    if prose:
        worth += min(piece.size, _MOST) * max(cues.formality(text), 0.15)
    return Kind(
        link=False, site=False, prose=prose, numbered=numbered, title=title,
        signed=cues.is_signature(text), formula=cues.is_formula(text), worth=worth,
    )  # fmt: skip


class Terrain:
    """A page's pieces, what each of them is, and what its elements hold."""

    def __init__(self, page: Page, pieces: Sequence[Piece]) -> None:
        self.page, self.pieces = page, pieces
        self.kinds = kinds_of(pieces)
        self._aside: set[int] = set()
        self._own: dict[int, list[int]] = {}
        for place, piece in enumerate(pieces):
            self._own.setdefault(piece.block.index, []).append(place)
        self._sums = self._summed()
        self._items = self._lists_of_items()
        self._weigh_by_place()

    # ── what stands where ────────────────────────────────────────────────────────────────────────────────────────────

    def sum_of(self, element: Element) -> Sum:
        return self._sums[element.index]

    def parts(self, element: Element) -> list[Part]:
        """What an element consists of, in order, as far as there are pieces in it."""
        found = [Part(None, range(place, place + 1)) for place in self._own.get(element.index, ())]
        for child in element.children:
            if not isinstance(child, str) and self.sum_of(child).pieces:
                inside = self.sum_of(child)
                found.append(Part(child, range(inside.first, inside.last + 1)))
        return sorted(found, key=lambda part: part.places.start)

    def is_inside(self, place: int, element: Element) -> bool:
        """Whether a piece stands in an element, at whatever depth."""
        around: Element | None = self.pieces[place].block
        while around is not None and around.index > element.index:
            around = around.parent
        return around is element

    def _summed(self) -> list[Sum]:
        sums = [Sum() for _ in self.page.elements]
        for place, (piece, kind) in enumerate(zip(self.pieces, self.kinds, strict=True)):
            own = sums[piece.block.index]
            own.first = place if own.first < 0 else own.first
            own.last = place
            own.pieces += 1
            own.size += piece.size
            own.linked += piece.linked
            own.links += kind.link
            own.prose += kind.prose and place not in self._aside
            own.anchors += kind.title or kind.numbered or (kind.signed and cues.is_dated(piece.text))
            own.worth += kind.worth
        for element in reversed(self.page.elements):
            own, parent = sums[element.index], element.parent
            if parent is None or not own.pieces:
                continue
            outer = sums[parent.index]
            outer.first = own.first if outer.first < 0 else min(outer.first, own.first)
            outer.last = max(outer.last, own.last)
            outer.pieces += own.pieces
            outer.size += own.size
            outer.linked += own.linked
            outer.links += own.links
            outer.prose += own.prose
            outer.anchors += own.anchors
            outer.worth += own.worth
        return sums

    def _lists_of_items(self) -> set[int]:
        """Elements whose children are entries of one form, each with a link, a time or a name: news, comments, answers.

        What stands under a heading such as "相关新闻" or "网友评论" is one, too.
        """
        found = set()
        for element in self.page.elements:
            if self.sum_of(element).pieces < 4:
                continue
            children = [c for c in element.children if not isinstance(c, str) and self.sum_of(c).pieces]
            if len(children) < 2:
                continue
            makes = Counter((child.tag, child.named("class")) for child in children if self._is_entry(child))
            entries = max(makes.values(), default=0)
            if self.sum_of(element).anchors and entries < _MANY:
                continue
            heads = sum(self._is_head_of_entry(child) for child in children)
            if (entries >= 2 and entries >= 0.6 * len(children)) or (heads >= 3 and heads >= 0.3 * len(children)):
                found.add(element.index)
        return found | self._headed()

    def _headed(self) -> set[int]:
        """The elements that open with the heading of a list and hold nothing else."""
        found = set()
        for place, piece in enumerate(self.pieces):
            if not self.kinds[place].site or not cues.is_list_head(piece.text):
                continue
            element: Element | None = piece.block
            while element is not None and element is not self.page.body and self.sum_of(element).first >= place - 1:
                inside = range(place, self.sum_of(element).last + 1)
                if self.sum_of(element).anchors or any(self._is_posting(at) for at in inside):
                    break
                if len(inside) > 1:
                    found.add(element.index)
                element = element.parent
        return found

    def _is_head_of_entry(self, element: Element) -> bool:
        """Whether an element is a line that says who wrote the next one, and when."""
        inside = self.sum_of(element)
        return (
            inside.pieces == 1
            and not self.kinds[inside.first].prose
            and cues.is_of_item(self.pieces[inside.first].text)
        )

    def _is_entry(self, element: Element) -> bool:
        inside = self.sum_of(element)
        if not 2 <= inside.pieces <= 12:
            return False
        places = range(inside.first, inside.last + 1)
        if any(self.kinds[place].numbered or self.kinds[place].title for place in places if not self.kinds[place].link):
            return False
        return any(self.kinds[place].link or cues.is_of_item(self.pieces[place].text) for place in places)

    def is_elsewhere(self, element: Element) -> bool:
        """Whether an element is no part of the article: a list of other things, or one that says so by its name.

        A name is not believed where half the page stands in it, or what only a report has.
        """
        if element.index in self._items:
            return True
        inside = self.sum_of(element)
        if inside.worth > 0.5 * self.sum_of(self.page.body).worth:
            return False
        if element.tag in _ELSEWHERE:
            return True
        return not inside.anchors and bool(_HINT.search(f"{element.named('class')} {element.named('id')}"[:200]))

    # ── where the search begins ──────────────────────────────────────────────────────────────────────────────────────

    def _weigh_by_place(self) -> None:
        """What stands in a list of entries or beside the article counts for little, what stands under the page's title for more."""
        factor = [1.0] * len(self.pieces)
        for element in self.page.elements:
            inside = self.sum_of(element)
            if not inside.worth:
                continue
            if self.is_elsewhere(element):
                times = 0.2
                if element.index in self._items or element.tag in _ELSEWHERE:
                    self._aside.update(range(inside.first, inside.last + 1))
            elif _MAIN.search(f"{element.named('class')} {element.named('id')}"[:200]) or element.tag in (
                "article",
                "main",
            ):
                times = 1.5
            else:
                continue
            for place in range(inside.first, inside.last + 1):
                factor[place] *= times
        for place, kind in enumerate(self.kinds):
            kind.worth *= min(factor[place], 2.0)
        self._favour_by_frame()
        self._doubt_without_anchor()
        self._sums = self._summed()

    def _favour_by_frame(self) -> None:
        """Text counts for more below the page's title or its posting line, and above a signature's date."""
        for tells, step in ((self._is_title_of_page, 1), (self._is_posting, 1), (self._is_signed, -1)):
            place = next((p for p in range(len(self.pieces)) if not self.kinds[p].link and tells(p)), None)
            if place is not None:
                for near in self._text_beside(place, step):
                    self.kinds[near].worth *= 2

    def _text_beside(self, place: int, step: int) -> range:
        """The places after (before) a piece in the innermost element that has running text there."""
        around: Element | None = self.pieces[place].block
        while around is not None:
            inside = self.sum_of(around)
            beside = range(place, inside.last + 1) if step > 0 else range(inside.first, place)
            if any(self.kinds[near].prose for near in beside):
                return beside
            around = around.parent
        return range(0)

    def _is_title_of_page(self, place: int) -> bool:
        return self.is_page_title(self.pieces[place].text)

    def _is_posting(self, place: int) -> bool:
        return self.kinds[place].site and cues.is_posting(self.pieces[place].text)

    def _is_signed(self, place: int) -> bool:
        return self.kinds[place].signed and cues.is_dated(self.pieces[place].text)

    def _doubt_without_anchor(self) -> None:
        """Running text counts for less where no title or numbered heading came before it since the last list of links."""
        anchored, links = False, 0
        for kind, piece in zip(self.kinds, self.pieces, strict=True):
            links = links + 1 if kind.link else 0
            if kind.title or kind.numbered:
                anchored = True
            elif links > 3 or (kind.signed and not kind.prose) or (kind.site and cues.is_list_head(piece.text)):
                anchored = False
            if not anchored:
                kind.worth *= 0.2

    def is_page_title(self, text: str) -> bool:
        """Whether a line is what the page's head calls the page."""
        close = compact(text)
        return len(close) >= 8 and any(close in compact(title) for title in self.page.titles)

    def seed(self) -> int | None:
        """The piece that most surely is the report's text."""
        element = self.page.body
        while True:
            parts = self.parts(element)
            best = max(parts, key=lambda part: (self._has_prose(part), self._worth(part)), default=None)
            if best is None or not self._worth(best):
                return None
            if best.element is None:
                return best.places.start
            element = best.element

    def _has_prose(self, part: Part) -> bool:
        place = part.places.start
        return (
            self.kinds[place].prose and place not in self._aside
            if part.element is None
            else self.sum_of(part.element).prose > 0
        )

    def _worth(self, part: Part) -> float:
        return self.kinds[part.places.start].worth if part.element is None else self.sum_of(part.element).worth


def compact(text: str) -> str:
    return re.sub(r"[\s\u3000\xa0]+", "", text)
