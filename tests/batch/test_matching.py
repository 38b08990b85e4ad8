"""Files find their units; what is not clear is told, never guessed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.batch.matching import Arrival, Match, Matching, match
from checker.batch.roster import Roster, RosterEntry

UNITS = "云岫县财政局 云岫县市场监督管理局 云岫县鹭汀镇人民政府 云岫县城市管理局 云岫县司法局".split()


def roster(**more: dict[str, Any]) -> Roster:
    return Roster(source="名册.xlsx", entries=tuple(RosterEntry(unit=unit, **more.get(unit, {})) for unit in UNITS))


def arrival(source: str, unit: str | None = None, day: tuple[int, int, int] | None = None, **more: Any) -> Arrival:
    return Arrival(
        source=source, unit=unit, signed_date=dt.date(*day) if day else None, sha256=more.pop("sha256", source), **more
    )


def of(matching: Matching, unit: str) -> Match:
    return next(one for one in matching.matches if one.entry.unit == unit)


@pytest.mark.parametrize(
    ("source", "unit", "found", "how"),
    [
        ("in/报告.docx", "云岫县财政局", "云岫县财政局", "unit"),
        ("in/报告.docx", "财政局", "云岫县财政局", "unit"),
        ("in/报告.docx", "县市监局", "云岫县市场监督管理局", "unit"),
        ("in/报告.docx", "中共云岫县鹭汀镇委员会 云岫县鹭汀镇人民政府", "云岫县鹭汀镇人民政府", "unit"),
        ("in/附件2：云岫县财政局2025年报告（定稿）2.docx", None, "云岫县财政局", "file_name"),
        ("in/县市监局法治报告-最终版.docx", None, "云岫县市场监督管理局", "file_name"),
        ("送.zip!/各镇/乡镇.zip!/鹭汀镇 2025年.doc", None, "云岫县鹭汀镇人民政府", "file_name"),
        ("in/城管局.pdf", None, "云岫县城市管理局", "file_name"),
        ("in/云岫县财政局.docx", "云岫县司法局", "云岫县司法局", "unit"),
    ],
)
def test_a_file_finds_its_unit(source: str, unit: str | None, found: str, how: str) -> None:
    matching = match(roster(), [arrival(source, unit)])
    assert matching.strays == ()
    assert [(one.entry.unit, one.how) for one in matching.matches if one.arrival] == [(found, how)]


def test_what_was_not_certain_is_told() -> None:
    matching = match(roster(), [arrival("in/云岫县财政局.docx", "云岫县司法局"), arrival("a.docx", "县市监局")])
    assert "请核对" in of(matching, "云岫县司法局").notes[0]
    assert "按简称归入“云岫县市场监督管理局”" in of(matching, "云岫县市场监督管理局").notes[0]


@pytest.mark.parametrize(
    ("source", "unit", "candidates", "said"),
    [
        ("in/报告.docx", None, (), "看不出是哪个单位"),
        ("in/报告.docx", "云岫县水务局", None, "名册里没有这个单位"),
        ("in/云岫县财政局.docx", "锦屏县林业局", ("云岫县财政局",), "名册里没有这个单位"),
        ("in/财政局、司法局.docx", None, ("云岫县财政局", "云岫县司法局"), "几个单位"),
    ],
)
def test_a_file_of_nobody_is_listed_with_candidates(
    source: str, unit: str | None, candidates: tuple[str, ...] | None, said: str
) -> None:
    (stray,) = match(roster(), [arrival(source, unit)]).strays
    assert said in stray.why
    if candidates is not None:
        assert stray.candidates == candidates
    else:
        assert set(stray.candidates) <= set(UNITS)


@pytest.mark.parametrize("named", ["局里的报告.docx", "局里的报告", "送/局里的报告.docx", "局里的报告.DOCX"])
def test_the_rosters_file_goes_before_all_else(named: str) -> None:
    given = [
        arrival("x/送/局里的报告.docx", "云岫县司法局", (2026, 1, 1)),
        arrival("x/财政局.docx", "云岫县财政局", (2026, 2, 1)),
    ]
    matching = match(roster(云岫县财政局={"file": named}), given)
    found = of(matching, "云岫县财政局")
    assert (found.arrival, found.how) == (given[0], "roster")
    assert found.others == (given[1],)


def test_a_file_in_the_roster_that_is_not_there_is_told() -> None:
    matching = match(roster(云岫县财政局={"file": "没有.docx"}), [arrival("财政局.docx", "云岫县财政局")])
    found = of(matching, "云岫县财政局")
    assert found.arrival is not None
    assert "“没有.docx”没有找到" in found.notes[-1]


def test_of_two_files_the_later_signed_one_counts() -> None:
    early, late = arrival("1.docx", "云岫县财政局", (2026, 1, 3)), arrival("2.docx", "财政局", (2026, 1, 20))
    found = of(match(roster(), [late, early]), "云岫县财政局")
    assert (found.arrival, found.others, found.undecided) == (late, (early,), False)
    assert "2026年1月20日" in found.notes[-1]


@pytest.mark.parametrize("days", [(None, (2026, 1, 3)), (None, None), ((2026, 1, 3), (2026, 1, 3))])
def test_two_files_that_nothing_tells_apart_are_undecided(days: tuple[Any, Any]) -> None:
    given = [arrival(f"{n}.docx", "云岫县财政局", day) for n, day in enumerate(days)]
    found = of(match(roster(), given), "云岫县财政局")
    assert found.arrival is None
    assert found.undecided
    assert found.others == tuple(given)


def test_copies_of_one_text_are_no_doubt() -> None:
    given = [arrival(name, "云岫县财政局", text_sha256="t") for name in ("a.pdf", "b.docx", "c.txt")]
    found = of(match(roster(), given), "云岫县财政局")
    assert found.arrival == given[1]
    assert not found.undecided


def test_a_file_that_could_not_be_read_gives_way_to_one_that_could() -> None:
    broken, whole = arrival("云岫县财政局.doc", error="读不出来"), arrival("x.docx", "云岫县财政局")
    assert of(match(roster(), [broken, whole]), "云岫县财政局").arrival == whole
    assert of(match(roster(), [broken]), "云岫县财政局").arrival == broken


def test_an_alias_is_a_name() -> None:
    matching = match(roster(云岫县市场监督管理局={"aliases": ("县食药局",)}), [arrival("x.docx", "县食药局")])
    assert of(matching, "云岫县市场监督管理局").arrival is not None


@given(
    st.lists(st.tuples(st.text(min_size=1, max_size=12), st.sampled_from([None, *UNITS, "锦屏县财政局"])), max_size=12)
)
def test_no_file_is_lost_or_given_twice(files: list[tuple[str, str | None]]) -> None:
    given = [arrival(f"{n}/{name}.docx", unit) for n, (name, unit) in enumerate(files)]
    matching = match(roster(), given)
    placed = [one for m in matching.matches for one in (*((m.arrival,) if m.arrival else ()), *m.others)]
    assert sorted(one.source for one in [*placed, *(stray.arrival for stray in matching.strays)]) == sorted(
        one.source for one in given
    )
    assert [m.entry.unit for m in matching.matches] == UNITS
