"""Which file is which unit's: by the roster's file column, else by title and signature, else by the file's name. Pure.

Nothing is guessed in silence: a name counts only where exactly one unit of the roster fits it best; a short form that was read
as a unit, a file name that speaks of another unit than the text, and the files passed over are all told.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Literal

from checker.batch.roster import Roster, RosterEntry
from checker.batch.unit_names import is_short_for, parse, plain, same, same_keys
from checker.model import Value

How = Literal["roster", "unit", "file_name"]
MAX_CANDIDATES = 3
_SEPARATORS = re.compile(r"!/|[/\\]")


class Arrival(Value):
    """A file that came: what it says of itself. ``unit`` is from title and signature; ``error``: it could not be read."""

    source: str
    sha256: str | None = None
    unit: str | None = None
    title: str | None = None
    signed_date: dt.date | None = None
    text_sha256: str | None = None
    error: str | None = None


class Match(Value):
    """A unit's file, how it was known, and the unit's other files. ``arrival`` None: nothing came, or it is not clear which.

    ``undecided``: several files, and nothing tells which counts. ``notes`` are sentences for the clerk.
    """

    entry: RosterEntry
    arrival: Arrival | None = None
    how: How | None = None
    others: tuple[Arrival, ...] = ()
    undecided: bool = False
    notes: tuple[str, ...] = ()


class Stray(Value):
    """A file that is no unit's for sure, with the units that it might be. ``why`` is a sentence."""

    arrival: Arrival
    candidates: tuple[str, ...]
    why: str


class Matching(Value):
    """A match for every unit of the roster, in its order, and the files that belong to none."""

    matches: tuple[Match, ...]
    strays: tuple[Stray, ...]


def match(roster: Roster, arrivals: Sequence[Arrival]) -> Matching:
    """Give every file to the unit that it is from."""
    given: dict[str, list[tuple[Arrival, How, str | None]]] = defaultdict(list)
    strays: list[Stray] = []
    units = _Units(roster.entries)
    for arrival in arrivals:
        found = _unit_of(arrival, units)
        if isinstance(found, Stray):
            strays.append(found)
        else:
            entry, how, note = found
            given[entry.unit].append((arrival, how, note))
    matches = tuple(_choose(entry, given.get(entry.unit, [])) for entry in roster.entries)
    named = {entry.file: entry for entry in roster.entries if entry.file}
    absent = [entry for entry in named.values() if not any(how == "roster" for _, how, _ in given.get(entry.unit, []))]
    told = tuple(
        one.model_copy(update={"notes": (*one.notes, f"名册里写的文件“{one.entry.file}”没有找到。")})
        if one.entry in absent
        else one
        for one in matches
    )
    return Matching(matches=told, strays=tuple(strays))


# ── one file ─────────────────────────────────────────────────────────────────────────────────────────────────────────


class _Units:
    """The roster, looked up by what names a unit: to compare every file with every unit would take hours for a province."""

    def __init__(self, entries: Sequence[RosterEntry]) -> None:
        self.entries = entries
        self._places = {entry.unit: number for number, entry in enumerate(entries)}
        self._exact: dict[str, list[RosterEntry]] = defaultdict(list)
        self._alike: dict[str, list[RosterEntry]] = defaultdict(list)
        self._forms: dict[str, list[RosterEntry]] = defaultdict(list)
        self._files: dict[str, list[RosterEntry]] = defaultdict(list)
        for entry in entries:
            for known in _known(entry):
                self._exact[plain(known)].append(entry)
                for key in same_keys(known):
                    self._alike[key].append(entry)
                for form in {plain(known), parse(known).core}:
                    if len(form) > 2:
                        self._forms[form].append(entry)
            if entry.file:
                self._files[_parts(entry.file.strip("/"))[-1]].append(entry)
        self._lengths = sorted({len(form) for form in self._forms}, reverse=True)

    def of_file(self, source: str) -> list[RosterEntry]:
        """The units whose file the roster says this is."""
        name = _parts(source)[-1]
        held = [*self._files.get(name, ()), *self._files.get(os.path.splitext(name)[0], ())]
        return self._ordered(entry for entry in held if entry.file and _is_file(entry.file, source))

    def exact(self, name: str) -> list[RosterEntry]:
        """The units that are called just so."""
        return self._ordered(self._exact.get(plain(name), ()))

    def alike(self, name: str) -> list[RosterEntry]:
        """The units that are called so but for the place."""
        near = [entry for key in same_keys(name) for entry in self._alike.get(key, ())]
        return self._ordered(entry for entry in near if any(same(known, name) for known in _known(entry)))

    def inside(self, text: str) -> list[RosterEntry]:
        """The units with the longest name that stands in the text."""
        for length in self._lengths:
            pieces = {text[start : start + length] for start in range(len(text) - length + 1)}
            found = [entry for piece in pieces for entry in self._forms.get(piece, ())]
            if found:
                return self._ordered(found)
        return []

    def _ordered(self, entries: Iterable[RosterEntry]) -> list[RosterEntry]:
        """Each once, in the roster's order."""
        once = {entry.unit: entry for entry in entries}
        return [once[unit] for unit in sorted(once, key=self._places.__getitem__)]


def _unit_of(arrival: Arrival, units: _Units) -> tuple[RosterEntry, How, str | None] | Stray:
    listed = units.of_file(arrival.source)
    if len(listed) == 1:
        return listed[0], "roster", None
    if len(listed) > 1:
        return Stray(arrival=arrival, candidates=_names(listed), why="名册里有几个单位都写着这个文件，请核对名册。")
    by_name, name_note = _by_file_name(arrival, units)
    by_text, note = _by_text(arrival, units)
    if len(by_text) == 1:
        if by_name and by_text[0] not in by_name:
            note = f"文件名像是“{'、'.join(_names(by_name))}”的，而题目或落款是“{arrival.unit}”，按题目和落款归入，请核对。"
        return by_text[0], "unit", note
    if len(by_text) > 1:
        both = [entry for entry in by_text if entry in by_name]
        if len(both) == 1:
            return (
                both[0],
                "file_name",
                f"“{arrival.unit}”在名册里对得上几个单位，按文件名归入“{both[0].unit}”，请核对。",
            )
        return Stray(
            arrival=arrival,
            candidates=_names(by_text),
            why=f"题目或落款是“{arrival.unit}”，名册里有几个单位对得上，请在名册的“文件”一列写明。",
        )
    if len(by_name) == 1 and not _contradicts(arrival.unit, by_name[0]):
        return by_name[0], "file_name", name_note
    candidates = _names(by_name) or _similar(arrival, units.entries)
    if by_name and arrival.unit:
        why = (
            f"文件名像是“{'、'.join(_names(by_name))}”的，而题目或落款是“{arrival.unit}”，名册里没有这个单位，请核对。"
        )
    elif by_name:
        why = "文件名对得上名册里的几个单位，请在名册的“文件”一列写明。"
    elif arrival.unit:
        why = f"题目或落款是“{arrival.unit}”，名册里没有这个单位，请核对名册或补写别名。"
    else:
        why = "题目、落款和文件名都看不出是哪个单位的，请在名册的“文件”一列写明。"
    return Stray(arrival=arrival, candidates=candidates, why=why)


def _is_file(named: str, source: str) -> bool:
    """Whether the roster's entry names this file: its whole path, the end of it, or its name with or without the suffix."""
    wanted = _parts(named.strip("/"))
    parts = _parts(source)
    if parts[-len(wanted) :] == wanted:
        return True
    return parts[-len(wanted) :] == [*wanted[:-1], wanted[-1] + os.path.splitext(parts[-1])[1]]


def _parts(path: str) -> list[str]:
    return _SEPARATORS.split(_normal(path))


def _normal(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold().strip()


def _by_text(arrival: Arrival, units: _Units) -> tuple[list[RosterEntry], str | None]:
    """The units that title or signature name, those that fit best."""
    if not arrival.unit:
        return [], None
    names = [part for part in re.split(r"[\s、]+", arrival.unit) if len(part) > 1]
    for wanted in dict.fromkeys((arrival.unit, *names)):
        found, short = _best(wanted, units)
        if found:
            note = f"题目或落款写的是“{wanted}”，按简称归入“{found[0].unit}”。" if short and len(found) == 1 else None
            return found, note
    return [], None


def _best(name: str, units: _Units) -> tuple[list[RosterEntry], bool]:
    """The units that a name fits: exactly, else but for the place, else as a short form (then True)."""
    found = units.exact(name) or units.alike(name)
    if found:
        return found, False
    short = [
        entry
        for entry in units.entries
        if any(is_short_for(name, known) or is_short_for(known, name) for known in _known(entry))
    ]
    return short, True


def _by_file_name(arrival: Arrival, units: _Units) -> tuple[list[RosterEntry], str | None]:
    """The units that the file's own name tells of: the longest name in it, else a short form."""
    stem = os.path.splitext(_SEPARATORS.split(arrival.source)[-1])[0]
    text = re.sub(r"[\s_]+", "", unicodedata.normalize("NFC", stem))
    inside = units.inside(text)
    if inside:
        return inside, None
    for piece in _pieces(text):
        found, short = _best(piece, units)
        if found:
            note = (
                f"文件名写的是“{piece}”，按简称归入“{found[0].unit}”，请核对。" if short and len(found) == 1 else None
            )
            return found, note
    return [], None


_UNIT_IN_NAME = re.compile(
    r"[\u3400-\u9fff]{1,20}?(?:管委会|街道办|开发区|高新区|局|委|办|镇|乡|街道|厅|院|政府|中心|园区|支队)"
)
_BEFORE_UNIT = re.compile(r"^(?:关于|附件|报送|上报|最终版|定稿|报告|法治政府建设|年度|年|的|号)+")


def _pieces(text: str) -> Iterable[str]:
    """What may be a unit's short name in a file name: the stretches of Chinese that end like one."""
    for found in _UNIT_IN_NAME.finditer(text):
        piece = _BEFORE_UNIT.sub("", found.group())
        if len(piece) >= 2:
            yield piece


def _known(entry: RosterEntry) -> tuple[str, ...]:
    return (entry.unit, *entry.aliases)


def _contradicts(unit: str | None, entry: RosterEntry) -> bool:
    """Whether the text names a unit that is not this one."""
    return unit is not None and not any(same(known, unit) or is_short_for(unit, known) for known in _known(entry))


def _names(entries: Iterable[RosterEntry]) -> tuple[str, ...]:
    return tuple(entry.unit for entry in entries)[:MAX_CANDIDATES]


def _similar(arrival: Arrival, entries: Sequence[RosterEntry]) -> tuple[str, ...]:
    """The units whose names look most like what the file says of itself."""
    from rapidfuzz import fuzz, process

    # The place, which all share, would make every two units look alike.
    names = {entry.unit: parse(entry.unit).core for entry in entries}
    if arrival.unit:
        told, scorer = parse(arrival.unit).core, fuzz.ratio
    else:
        told, scorer = os.path.splitext(_SEPARATORS.split(arrival.source)[-1])[0], fuzz.partial_ratio
    ranked = process.extract(told, names, scorer=scorer, limit=MAX_CANDIDATES, score_cutoff=60)
    return tuple(unit for _, _, unit in ranked)


# ── several files of one unit ────────────────────────────────────────────────────────────────────────────────────────

_FORMS = (".docx", ".wps", ".doc", ".pdf", ".ofd", ".html", ".htm", ".md", ".txt")


def _choose(entry: RosterEntry, given: list[tuple[Arrival, How, str | None]]) -> Match:
    if not given:
        return Match(entry=entry)
    listed = [one for one in given if one[1] == "roster"]
    readable = [one for one in given if one[0].error is None]
    if listed:
        chosen, why = listed[0], None
    elif len(given) == 1 or not readable:
        chosen, why = given[0], None
    else:
        found = _latest(readable)
        if found is None:
            notes = [note for _, _, note in given if note]
            told = f"收到 {len(given)} 份文件，看不出以哪一份为准，请在名册的“文件”一列写明。"
            return Match(entry=entry, others=tuple(one[0] for one in given), undecided=True, notes=(*notes, told))
        chosen, why = found
    others = tuple(one[0] for one in given if one is not chosen)
    notes = [note for note in (chosen[2], why) if note]
    return Match(entry=entry, arrival=chosen[0], how=chosen[1], others=others, notes=tuple(notes))


def _latest(given: list[tuple[Arrival, How, str | None]]) -> tuple[tuple[Arrival, How, str | None], str | None] | None:
    """The file with the later signed date; of copies of one text the one in the form that is easiest to send back."""
    texts = {one[0].text_sha256 or one[0].sha256 or one[0].source for one in given}
    if len(texts) == 1:
        return min(
            given, key=lambda one: (_form_rank(one[0].source), one[0].source)
        ), f"收到内容相同的文件 {len(given)} 份，检查其中一份。" if len(given) > 1 else None
    dated = [one for one in given if one[0].signed_date is not None]
    if len(dated) < len(given):
        return None
    last = max(one[0].signed_date for one in dated if one[0].signed_date is not None)
    newest = [one for one in dated if one[0].signed_date == last]
    if len({one[0].text_sha256 or one[0].source for one in newest}) > 1:
        return None
    chosen = min(newest, key=lambda one: (_form_rank(one[0].source), one[0].source))
    return chosen, f"收到 {len(given)} 份文件，以落款日期较晚的一份（{last.year}年{last.month}月{last.day}日）为准。"


def _form_rank(source: str) -> int:
    suffix = os.path.splitext(source)[1].lower()
    return _FORMS.index(suffix) if suffix in _FORMS else len(_FORMS)
