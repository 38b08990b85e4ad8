"""The title of a report on a page: in the text, above its container, or only in the page's head; never twice."""

from __future__ import annotations

import re
from collections.abc import Sequence

from checker.reading import html_cues as cues
from checker.reading.html_terrain import Terrain, compact
from checker.reading.html_tree import Element

_HEADINGS = frozenset("h1 h2 h3".split())
_PARTING = re.compile(r"\s*[_|｜]+\s*|\s+[-–—>»]+\s+|[-–—]+(?=[^0-9－-]{2,30}$)|(?<=[^0-9])[-–—]+(?=[^0-9])")
_SITE_NAME = re.compile(r"^[^\s_|｜]{2,30}(?:网|网站|平台|频道|门户)\s+|\s+[^\s_|｜]{2,30}(?:网|网站|平台|频道|门户)$")
_HEAD, _UPWARDS = 8, 400


class Titled:
    """The report's pieces with its title: ``above`` are pieces from outside that go first, ``named`` is what only the head says."""

    def __init__(self, terrain: Terrain, places: list[int]) -> None:
        self._terrain = terrain
        self.places = places
        self.above: list[int] = []
        self.named: str | None = None
        head = self._head(places)
        if self._has_title(head):
            self._drop_copy(head)
            return
        self.above = self._above(places[0])
        if not self.above:
            self.named = title_in_head(terrain.page.titles)

    def _head(self, places: Sequence[int]) -> list[int]:
        """The report's pieces before its text."""
        head: list[int] = []
        for place in places[:_HEAD]:
            if self._terrain.kinds[place].prose:
                break
            head.append(place)
        return head

    def _has_title(self, head: Sequence[int]) -> bool:
        texts = [self._terrain.pieces[place].text for place in head]
        if any(cues.is_title(text) or self._terrain.is_page_title(text) for text in texts):
            return True
        joined = ("".join(texts[at : at + size]) for size in (2, 3) for at in range(len(texts) - size + 1))
        return any(cues.is_title(text) for text in joined)

    def _drop_copy(self, head: Sequence[int]) -> None:
        """Leave out the site's own heading where the report repeats it below: something of the site stands between the two."""
        terrain = self._terrain
        titles = [place for place in head if terrain.kinds[place].title or terrain.pieces[place].block.tag in _HEADINGS]
        for first in titles[:-1]:
            text = compact(terrain.pieces[first].text)
            below = [place for place in head if place > first]
            again = text and (
                any(text == compact(terrain.pieces[place].text) for place in below)
                or compact("".join(terrain.pieces[place].text for place in below)).startswith(text)
            )
            if again and (below[0] != first + 1 or self._parted(first, below[0])):
                self.places = [place for place in self.places if place > first]

    def _parted(self, first: int, second: int) -> bool:
        """Whether two pieces stand in containers of their own."""
        one, two = self._terrain.pieces[first].block, self._terrain.pieces[second].block
        return one is not two and one.parent is not two.parent

    def _above(self, start: int) -> list[int]:
        """The pieces of the nearest heading above the text that reads as its title, or that the head of the page names."""
        terrain = self._terrain
        place = start - 1
        while place >= max(start - _UPWARDS, 0):
            block = terrain.pieces[place].block
            group = [p for p in range(max(place - 4, 0), place + 1) if terrain.pieces[p].block is block]
            if not any(terrain.kinds[p].link or terrain.kinds[p].site for p in group) and self._is_heading(
                block, group
            ):
                return group
            place = group[0] - 1
        return []

    def _is_heading(self, block: Element, group: Sequence[int]) -> bool:
        pieces = [self._terrain.pieces[place] for place in group]
        text = "".join(piece.text for piece in pieces)
        named = self._terrain.is_page_title(text)
        if not (named or cues.is_title(text)) or len(text) > 120 or self._stands_elsewhere(block):
            return False
        return named or block.tag in _HEADINGS or all(piece.look.centred or piece.look.bold for piece in pieces)

    def _stands_elsewhere(self, element: Element | None) -> bool:
        text = self.places[0]
        while element is not None and self._terrain.sum_of(element).last < text:
            if self._terrain.is_elsewhere(element):
                return True
            element = element.parent
        return False


def title_in_head(titles: Sequence[str]) -> str | None:
    """The report's title in what the head calls the page, without the names of site and column."""
    for title in titles:
        parts = [part.strip(" -–—_|>") for part in _PARTING.split(_SITE_NAME.sub("", title))]
        found = [part for part in parts if cues.is_title(part)]
        if found:
            return max(found, key=len)
    return None
