"""Which pieces of a page are the report.

The search begins at the piece that most surely is its text and goes outwards through the page, level by level, to what
stands before and after: text in the same setting belongs; links, postings and lists of other articles do not; and what is
neither belongs only if the report goes on behind it. A title ends the search upwards, a signature with its date downwards.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from checker.reading import html_cues as cues
from checker.reading.html_terrain import PARAGRAPHS, Part, Terrain
from checker.reading.html_tree import Element
from checker.text import parse_numeral

# What to do with a part of the page: it belongs; it does if the report goes on behind it; it does not; and what comes
# behind it is doubtful as well.
Verdict = Literal["take", "hold", "pass", "bar"]
_LEAF, _WIDE_GAP, _TITLE_LINES = 8, 3, 3
_FORMAL = 0.2
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())


@dataclass
class _Way:
    """One direction of the search. ``gap``: pieces passed since something was taken; ``sure``: held beside or with running text."""

    forward: bool
    held: list[int] = field(default_factory=list)
    sure: set[int] = field(default_factory=set)
    gap: int = 0
    barred: bool = False
    # Upwards: the title was reached. Downwards: the date of the signature was.
    closed: bool = False
    # Downwards: the last piece was a unit's name or a date.
    signed: bool = False
    extra: int = 0


class Growth:
    """The search from one piece outwards."""

    def __init__(self, terrain: Terrain, seed: int) -> None:
        self._terrain = terrain
        self._pieces, self._kinds = terrain.pieces, terrain.kinds
        self._seed = seed
        self.taken: set[int] = {seed}
        self._settings: set[tuple[object, ...]] = set()
        self._numbers: list[int] = []
        self._down, self._up = _Way(forward=True), _Way(forward=False)
        self._note([seed])

    def grow(self) -> list[int]:
        """The report's pieces, in order."""
        element: Element | None = self._pieces[self._seed].block
        branch: Element | None = None
        while element is not None:
            parts = self._terrain.parts(element)
            here = next(i for i, part in enumerate(parts) if part.element is branch and self._seed in part.places)
            flow = self._is_leaf(parts[here])
            self._along(parts[here + 1 :], parts[here], self._down, flow=flow)
            self._along(parts[here - 1 :: -1] if here else [], parts[here], self._up, flow=flow)
            branch, element = element, element.parent
        return sorted(self.taken)

    # ── one level ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _along(self, parts: Iterable[Part], branch: Part, way: _Way, *, flow: bool) -> None:
        """Look at the neighbours on one side of the branch, the nearest first."""
        for part in parts:
            verdict = self._leaf(part, way, flow=flow) if self._is_leaf(part) else self._container(part, branch, way)
            if verdict == "take":
                self._take(part, way)
            elif verdict == "hold" and way.gap <= _WIDE_GAP:
                places = self._inside(part)
                way.held.extend(places)
                if flow or any(self._kinds[place].prose for place in places):
                    way.sure.update(places)
            else:
                way.gap += len(part.places)
                if verdict == "bar":
                    way.barred = True
                    way.held.clear()

    def _is_leaf(self, part: Part) -> bool:
        if part.element is None or len(part.places) == 1:
            return True
        return part.element.tag in PARAGRAPHS and self._terrain.sum_of(part.element).pieces <= _LEAF

    def _take(self, part: Part, way: _Way) -> None:
        places = self._inside(part)
        if not way.forward:
            titled = [place for place in places if self._kinds[place].title]
            if titled and not self._is_leaf(part):
                places = [place for place in places if place >= self._opening(titled, places)]
            if titled:
                way.held = [place for place in way.held if place in way.sure or self._may_follow_title(place)]
        self.taken.update(places)
        self.taken.update(way.held)
        self._note([*places, *way.held])
        if way.forward:
            self._note_end([*way.held, *places], way)
        elif any(self._kinds[place].title for place in places):
            way.closed = True
        way.held.clear()
        way.gap = 0

    def _opening(self, titled: list[int], places: list[int]) -> int:
        """Where the report opens in a part that holds its title: there, or at the unit's name above it."""
        first = titled[0]
        before = [place for place in places if place < first]
        while before and before[-1] == first - 1 and self._kinds[before[-1]].signed:
            first = before.pop()
        return first

    def _may_follow_title(self, place: int) -> bool:
        """Whether what stands between title and text can be the report's, and not a posting line's."""
        piece = self._pieces[place]
        told = self._kinds[place].told or cues.is_bracketed(piece.text)
        return told or piece.block.tag in _HEADINGS or piece.look.bold

    def _note(self, places: Iterable[int]) -> None:
        for place in places:
            piece = self._pieces[place]
            if self._kinds[place].prose:
                self._settings.add(self._setting(place))
            number = cues.top_number(piece.text)
            value = parse_numeral(number) if number else None
            if value is not None:
                self._numbers.append(value)

    def _note_end(self, places: list[int], way: _Way) -> None:
        for place in places:
            if self._kinds[place].prose or self._kinds[place].numbered:
                way.closed = way.closed and not self._kinds[place].numbered
            elif cues.is_dated(self._pieces[place].text):
                way.closed = True
            way.signed = self._kinds[place].signed and not self._kinds[place].prose

    # ── what a part is ───────────────────────────────────────────────────────────────────────────────────────────────

    def _leaf(self, part: Part, way: _Way, *, flow: bool) -> Verdict:
        """A paragraph, or a piece of text between line breaks."""
        places = [place for place in part.places if self._pieces[place].size and self._within(place, part)]
        if not places or all(self._kinds[place].link for place in places):
            return "pass"
        if part.element is not None and self._terrain.is_elsewhere(part.element):
            return "pass"
        if all(self._kinds[place].site or self._kinds[place].link for place in places):
            return self._site_line(places, flow=flow)
        told = any(self._kinds[place].told for place in places)
        if flow:
            return self._in_flow(places, way, told=told)
        if not told:
            return "hold"
        return self._below(places, way) if way.forward else self._above(places, way)

    def _site_line(self, places: list[int], *, flow: bool) -> Verdict:
        """The site's own words are the report's only where the report's markup says so beyond doubt."""
        if flow and all(self._is_set_alike(place) and not self._pieces[place].linked for place in places):
            return "take"
        return "bar" if any(cues.is_list_head(self._pieces[place].text) for place in places) else "pass"

    def _in_flow(self, places: list[int], way: _Way, *, told: bool) -> Verdict:
        """Among its own kind: the part stands beside paragraphs of the report in the same element."""
        alike = all(self._is_set_alike(place) for place in places)
        kinds = [self._kinds[place] for place in places]
        if way.closed:
            return self._beyond(places, way, alike=alike)
        if way.barred and not alike:
            return "take" if self._continues(places, way) else "pass"
        if told:
            return "take"
        if alike or any(self._pieces[place].row for place in places):
            return "take"
        same_tag = any(self._pieces[place].block.tag == setting[1] for place in places for setting in self._settings)
        return "take" if same_tag and not any(kind.link for kind in kinds) else "hold"

    def _beyond(self, places: list[int], way: _Way, *, alike: bool) -> Verdict:
        """Above the title or below the date."""
        if not way.forward:
            near = way.gap == 0 and way.extra < _TITLE_LINES
            way.extra += 1
            if any(self._kinds[place].title or (self._kinds[place].prose and way.gap == 0) for place in places):
                return "take"
            return "take" if near and all(map(self._may_stand_over_title, places)) else "pass"
        return "take" if alike or self._continues(places, way) or self._is_afterword(places, way) else "pass"

    def _is_afterword(self, places: list[int], way: _Way) -> bool:
        return way.gap == 0 and not way.barred and any(cues.is_afterword(self._pieces[place].text) for place in places)

    def _may_stand_over_title(self, place: int) -> bool:
        """Whether a line just above the title is the report's: a unit's name, a mark of secrecy, the title's first half."""
        marked = cues.is_marking(self._pieces[place].text)
        return marked or self._kinds[place].signed or self._looks_like_title(place)

    def _looks_like_title(self, place: int) -> bool:
        """Whether a line above the title is set as the title is: the first half of it."""
        titles = [p for p in self.taken if self._kinds[p].title]
        return not self._kinds[place].prose and any(self._setting(p) == self._setting(place) for p in titles)

    def _above(self, places: list[int], way: _Way) -> Verdict:
        """A paragraph by itself above the container of the text."""
        kinds = [self._kinds[place] for place in places]
        if way.closed:
            marked = all(cues.is_marking(self._pieces[place].text) for place in places)
            return "take" if way.gap == 0 and (marked or all(kind.signed for kind in kinds)) else "pass"
        if any(kind.title for kind in kinds):
            return "take"
        return "take" if any(kind.numbered for kind in kinds) and not way.barred else "hold"

    def _below(self, places: list[int], way: _Way) -> Verdict:
        """A paragraph by itself below the container of the text."""
        if way.closed or way.barred:
            return "take" if self._continues(places, way) or self._is_afterword(places, way) else "pass"
        if any(self._kinds[place].numbered or self._kinds[place].signed for place in places):
            return "take"
        return "take" if way.gap == 0 and not way.signed else "hold"

    def _container(self, part: Part, branch: Part, way: _Way) -> Verdict:
        """An element with several paragraphs."""
        assert part.element is not None
        total = self._terrain.sum_of(part.element)
        if self._terrain.is_elsewhere(part.element):
            return "bar"
        if total.linked > 0.5 * max(total.size, 1):
            return "bar" if total.links >= 3 else "pass"
        if any(cues.is_list_head(self._pieces[place].text) for place in part.places[:2]):
            return "bar"
        places = self._inside(part)
        kinds = [self._kinds[place] for place in places]
        if self._continues(places, way):
            return "take"
        if not any(kind.told for kind in kinds):
            mixed = len(places) < sum(bool(self._pieces[place].size) for place in part.places)
            return "pass" if mixed or not places else "hold"
        if not any(kind.prose or kind.numbered or kind.title for kind in kinds):
            return self._of_names(part, places, way)
        if way.closed:
            return "pass"
        if not way.forward and any(kind.title for kind in kinds):
            return "take"
        if way.barred:
            return "pass"
        if way.forward and any(cues.is_dated(self._pieces[place].text) for place in places):
            return "take"
        if any(kind.numbered for kind in kinds) or self._is_twin(part, branch):
            return "take"
        if not way.forward:
            return "hold"
        text = "".join(self._pieces[place].text for place in places)
        return (
            "take"
            if way.gap == 0 and not way.signed and not total.links and cues.formality(text, 2000) >= _FORMAL
            else "hold"
        )

    def _of_names(self, part: Part, places: list[int], way: _Way) -> Verdict:
        """Units' names and dates alone: the signature, if nothing of a posting line is among them."""
        mixed = any(self._kinds[place].site and self._pieces[place].size for place in part.places)
        if mixed or way.closed or way.barred:
            return "pass"
        if not way.forward:
            return "hold"
        texts = [self._pieces[place].text for place in places]
        return (
            "take"
            if any(map(cues.is_dated, texts)) or all(self._kinds[p].signed or self._kinds[p].formula for p in places)
            else "hold"
        )

    def _is_twin(self, part: Part, branch: Part) -> bool:
        """Whether two neighbours are of one make: the report was split over both."""
        one, other = part.element, branch.element
        if one is None or other is None or one.tag != other.tag:
            return False
        return any(one.named(name) and one.named(name) == other.named(name) for name in ("class", "style"))

    # ── single pieces ────────────────────────────────────────────────────────────────────────────────────────────────

    def _within(self, place: int, part: Part) -> bool:
        """Whether a piece in the part's span really stands in it."""
        return part.element is None or self._terrain.is_inside(place, part.element)

    def _inside(self, part: Part) -> list[int]:
        """The pieces of a part but for links, the site's words, and boxes of other things in it."""
        if part.element is None:
            return list(part.places)
        found = []
        whole = self._is_leaf(part)
        for place in part.places:
            piece, kind = self._pieces[place], self._kinds[place]
            if not piece.size or not self._within(place, part):
                continue
            if kind.link or (kind.site and not self._is_set_alike(place)):
                continue
            if whole or not self._is_boxed(place, part.element):
                found.append(place)
        return found

    def _is_boxed(self, place: int, outer: Element) -> bool:
        """Whether a piece stands in a box of other things within an element that is taken."""
        element: Element | None = self._pieces[place].block
        while element is not None and element is not outer:
            total = self._terrain.sum_of(element)
            if total.pieces > 1 and (self._terrain.is_elsewhere(element) or total.linked > 0.5 * total.size):
                return True
            element = element.parent
        return False

    def _setting(self, place: int) -> tuple[object, ...]:
        block = self._pieces[place].block
        return id(block.parent), block.tag, block.named("class"), block.named("style")

    def _is_set_alike(self, place: int) -> bool:
        """Whether a piece has the very markup, with attributes, of the report's paragraphs beside it."""
        setting = self._setting(place)
        return bool(setting[2] or setting[3]) and setting in self._settings and not self._pieces[place].controls

    def _continues(self, places: Iterable[int], way: _Way) -> bool:
        """Whether headings go on counting where those taken so far stop."""
        numbers = [cues.top_number(self._pieces[place].text) for place in places if not self._kinds[place].link]
        values = [value for number in numbers if number and (value := parse_numeral(number)) is not None]
        if not values or not self._numbers:
            return False
        if way.forward:
            return values[0] == max(self._numbers) + 1
        return values[-1] == min(self._numbers) - 1
