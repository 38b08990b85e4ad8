"""What the rules engine reaches on the labelled reports; the floors are what the project promises, not what it happens to get."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from checker.checking import Options
from checker.evaluation import evaluate
from checker.rubric import load_rubric
from tests.tools import render

LABELLED = Path(__file__).parent / "data" / "labelled"
LOOKS = ("txt", "styled", "plain", "messy")


def lay_out(sources: Path, folder: Path, looks: tuple[str, ...]) -> str:
    """Every labelled source in each look, a folder a look, its labels beside it."""
    for gold in sorted(sources.glob("*.gold.json")):
        name = gold.name.removesuffix(".gold.json")
        for look in looks:
            place = folder / look
            place.mkdir(exist_ok=True)
            shutil.copyfile(gold, place / gold.name)
            suffix, dress = ("txt", "plain") if look == "txt" else ("docx", look)
            render.render(sources / f"{name}.src.txt", place / f"{name}.{suffix}", dress)
    return str(folder)


def reached(figures: dict[str, Any], floor: float) -> None:
    assert figures["unreadable"] == []
    assert figures["missing_sections"]["recall"] == 1.0
    assert figures["missing_sections"]["precision"] == 1.0
    assert figures["sections"]["share"] >= floor
    for level in ("required", "expected", "coverage"):
        assert figures["requirements"]["by_level"][level]["share"] >= floor, level
    assert figures["findings"]["recall"] >= 0.93
    assert figures["findings"]["precision"] >= 0.95
    for field in ("unit", "year", "signed_date"):
        assert figures["head"]["by_field"][field]["share"] >= 0.97, field


def test_the_labelled_set_as_text(tmp_path: Path) -> None:
    figures = evaluate(lay_out(LABELLED, tmp_path, ("txt",)), Options(load_rubric()))
    assert figures["reports"] == 12
    reached(figures, 0.92)


def test_our_own_labelled_sets_as_text(tmp_path: Path) -> None:
    figures = evaluate(lay_out(LABELLED / "own", tmp_path, ("txt",)), Options(load_rubric()))
    assert figures["reports"] >= 50
    reached(figures, 0.92)


@pytest.mark.full
def test_every_form_gives_the_same_verdicts(tmp_path: Path) -> None:
    figures = evaluate(lay_out(LABELLED, tmp_path, LOOKS), Options(load_rubric()), workers=2)
    assert figures["files"] == 12 * len(LOOKS)
    reached(figures, 0.92)
    assert figures["agreement"]["share"] == 1.0, figures["agreement"]["differences"]
