"""All evidence of the labelled made-up reports and of the examples: every piece gets its comment, exactly on its words."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from annotation_ranges import bare, comments, quoted, without_number

from checker import checking
from checker.output.annotated import annotate

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.append(str(ROOT / "tests" / "tools"))
LABELLED = sorted((ROOT / "tests" / "data" / "labelled").rglob("*.src.txt"))
EXAMPLES = sorted((ROOT / "examples").glob("*.docx"))


def missed(path: Path, options: checking.Options) -> tuple[int, list[str]]:
    """How many pieces of evidence a file has, and those without a comment on their very words at their very place."""
    result, report = checking.examine(str(path), options)
    assert report is not None, result.error
    found = comments(annotate("docx", path.read_bytes(), result, report)) if quoted(result) else []
    # A number that Word generates, and what a reader joins, moves the place a little.
    wrong = [
        f"{path.name} {name}: {one.quote}"
        for name, one in quoted(result)
        if not any(
            c.words == without_number(one, report) and abs(c.at - len(bare(report.text[: one.start]))) < 200
            for c in found
        )
    ]
    return len(quoted(result)), wrong


@pytest.fixture(scope="module")
def options() -> checking.Options:
    return checking.Options(rubric=checking.load_checked("fazhi-annual-report"), engine="rules", terms=None)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem[:12])
def test_examples(path: Path, options: checking.Options) -> None:
    _, wrong = missed(path, options)
    assert not wrong


@pytest.mark.full
@pytest.mark.parametrize("look", ["styled", "plain", "messy"])
def test_labelled_reports(look: str, options: checking.Options, tmp_path: Path) -> None:
    import render

    total, wrong = 0, []
    for source in LABELLED:
        path = tmp_path / f"{source.name.removesuffix('.src.txt')}.docx"
        render.render(source, path, look)
        count, missing = missed(path, options)
        total, wrong = total + count, wrong + missing
    assert total > 200
    assert not wrong
