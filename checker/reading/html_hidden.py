"""Text within the report that a reader of the page cannot see, told from the leavings of a site's own scripts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from checker.reading import html_cues as cues
from checker.reading.html_pieces import Hidden
from checker.reading.html_terrain import Terrain, compact
from checker.reading.html_tree import Element

_WORD = re.compile(r"[\u3400-\u9fffA-Za-z0-9]")
_LEAST, _MOST = 2, 1000


def hidden_in(terrain: Terrain, places: Sequence[int], hidden: Sequence[Hidden]) -> list[str]:
    """The hidden texts that stand in the report, each once."""
    taken = set(places)
    holder = _holder(terrain, places)
    shown = compact("".join(terrain.pieces[place].text for place in places))
    found: dict[str, None] = {}
    told: set[str] = set()
    for entry in hidden:
        text = " ".join(entry.text.split())
        if text in told or len(told) > _MOST:
            continue
        told.add(text)
        if len(_WORD.findall(text)) < _LEAST or compact(text) in shown:
            continue
        within = entry.inline and entry.place in taken
        if within or (
            places[0] <= entry.place <= places[-1] + 1
            and not _is_sites(text)
            and _is_inside(terrain, entry.block, holder)
        ):
            found[text] = None
    return list(found)


def _holder(terrain: Terrain, places: Sequence[int]) -> Element:
    """The innermost element that holds all of the report."""
    element = terrain.pieces[places[0]].block
    while (
        not all(terrain.is_inside(place, element) for place in (places[0], places[-1])) and element.parent is not None
    ):
        element = element.parent
    return element


def _is_sites(text: str) -> bool:
    return cues.is_site(text) or cues.is_attachment(text)


def _is_inside(terrain: Terrain, element: Element | None, holder: Element) -> bool:
    """Whether an element stands in the holder, and in no box of other things on the way there."""
    while element is not None and element is not holder:
        if terrain.is_elsewhere(element):
            return False
        element = element.parent
    return element is holder
