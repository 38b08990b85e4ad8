"""Two walks through one document, laid side by side."""

from __future__ import annotations

import time
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from checker.output.annotated import aligning
from checker.output.annotated.aligning import align

# Few letters make for many false likenesses; short pieces keep the sure places true.
TEXT = st.text(alphabet="甲乙丙丁", max_size=20)


@given(TEXT, TEXT)
def test_what_is_laid_together_is_the_same_and_in_order(wanted: str, given_: str) -> None:
    found = [(i, j) for i, j in enumerate(align(wanted, given_)) if j >= 0]
    assert all(wanted[i] == given_[j] for i, j in found)
    assert all(before[1] < after[1] for before, after in pairwise(found))


@given(st.lists(st.tuples(TEXT, st.text(alphabet="×", max_size=9)), max_size=8))
def test_what_the_text_leaves_out_is_passed_over(pieces: list[tuple[str, str]]) -> None:
    wanted = "".join(text for text, _ in pieces)
    given_ = "".join(text + junk for text, junk in pieces)
    assert [given_[j] for j in align(wanted, given_) if j >= 0] == list(wanted)


@given(st.lists(st.tuples(TEXT, st.text(alphabet="×", max_size=9)), max_size=8))
def test_what_the_file_leaves_out_is_nowhere(pieces: list[tuple[str, str]]) -> None:
    wanted = "".join(text + junk for text, junk in pieces)
    given_ = "".join(text for text, _ in pieces)
    found = align(wanted, given_)
    assert [j for j in found if j >= 0] == list(range(len(given_)))
    assert all(found[i] == -1 for i, character in enumerate(wanted) if character == "×")


def test_many_differences_among_copies_are_sorted_out_in_stretches(monkeypatch) -> None:
    monkeypatch.setattr(aligning, "_MOST_DIFFERENCES", 20)
    copy = "同样的一段话" * 20
    given_ = "".join(copy + "藏" for _ in range(300))
    begun = time.perf_counter()
    found = align(copy * 300, given_)
    assert found == [i for i, character in enumerate(given_) if character != "藏"]
    assert time.perf_counter() - begun < 20


def test_sure_places_hold_long_texts_together() -> None:
    pieces = [f"第{number}项工作办结案件{number * 37}件，" for number in range(3000)]
    given_ = "页眉".join(pieces)
    found = align("".join(pieces), given_)
    assert "".join(given_[j] for j in found) == "".join(pieces)
