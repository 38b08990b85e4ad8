"""Text within the report that a reader of the page cannot see, told from the leavings of a site's own scripts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from checker.reading import html_cues as cues
from checker.reading.html_pieces import Hidden
from checker.reading.html_terrain import Terrain, compact
from checker.reading.html_tree import Element

_WORD = re.compile(r"[\u3400-\u9fffA-Za-z0-9]")
_LEAST = 2


def hidden_in(terrain: Terrain, places: Sequence[int], hidden: Sequence[Hidden]) -> list[str]:
    """The hidden texts that stand in the report, each once."""
    taken = set(places)
    shown = compact("".join(terrain.pieces[place].text for place in places))
    found: dict[str, None] = {}
    for entry in hidden:
        text = " ".join(entry.text.split())
        if len(_WORD.findall(text)) < _LEAST or compact(text) in shown:
            continue
        if not _is_within(terrain, taken, entry) or (not entry.inline and _is_sites(text)):
            continue
        found[text] = None
    return list(found)


def _is_sites(text: str) -> bool:
    return cues.is_site(text) or cues.is_list_head(text) or cues.is_attachment(text)


def _is_within(terrain: Terrain, taken: set[int], entry: Hidden) -> bool:
    """Whether hidden text stands in the middle of a piece of the report, or in an element that holds pieces of it."""
    if entry.inline and entry.place in taken:
        return True
    element: Element | None = entry.block
    while element is not None and element.style.gone:
        if terrain.is_elsewhere(element):
            return False
        element = element.parent
    while element is not None:
        if terrain.is_elsewhere(element):
            return False
        inside = terrain.sum_of(element)
        if inside.pieces:
            held = sum(place in taken for place in range(inside.first, inside.last + 1))
            return 2 * held > inside.pieces and min(taken) <= entry.place <= max(taken) + 1
        element = element.parent
    return False
