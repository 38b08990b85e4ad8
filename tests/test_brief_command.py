"""``fajian brief`` as a person runs it: one report, several, forms, lengths, a template, wrong use."""

from __future__ import annotations

import json
from pathlib import Path

import docx
import pytest
from commandline import ROOT, fajian, fajian_process

from checker.output.official import write_default_template

ONE = next((ROOT / "examples").glob("*农业农村局*.docx"))


def test_one_report_in_short() -> None:
    done = fajian_process("brief", ONE, "--length", "short")
    assert done.returncode == 0, done.stderr
    body = done.stdout.split("---")[0].split("\n", 1)[1]
    assert "云岫县农业农村局" in done.stdout
    assert 60 <= len("".join(body.split())) <= 260  # 200 characters and the numbers of sources
    assert "出处" in done.stdout


def test_json_holds_the_sources_of_every_statement() -> None:
    done = fajian("brief", ONE, "--format", "json", "--length", "full")
    briefing = json.loads(done.stdout)
    statements = [one for passage in briefing["passages"] for one in passage["statements"]]
    assert statements
    assert all(one["sources"] or one["by_code"] for one in statements)
    text = json.loads(fajian("read", ONE, "--format", "json").stdout)["text"]
    for one in statements:
        for source in one["sources"]:
            evidence = source["evidence"]
            assert text[evidence["start"] : evidence["end"]] == evidence["quote"]


def test_several_reports_make_one_briefing_in_word_by_an_own_template(tmp_path: Path) -> None:
    template, out = tmp_path / "模板.docx", tmp_path / "简报.docx"
    write_default_template(template)
    done = fajian("brief", ROOT / "examples", "--output", out, "--template", template, "--length", "full")
    assert done.returncode == 0, done.stderr
    text = "\n".join(paragraph.text for paragraph in docx.Document(str(out)).paragraphs)
    assert "审核情况简报" in text.replace("\n", "")
    assert "云岫县市场监督管理局" in text
    assert "{{" not in text


def test_a_file_that_cannot_be_read_is_told_and_gives_two(tmp_path: Path) -> None:
    (tmp_path / "坏.docx").write_bytes(b"PK\x03\x04")
    (tmp_path / "好.docx").write_bytes(ONE.read_bytes())
    both = fajian_process("brief", tmp_path)
    assert both.returncode == 2
    assert "坏.docx" in both.stderr
    assert "云岫县农业农村局" in both.stdout
    alone = fajian("brief", tmp_path / "坏.docx")
    assert (alone.returncode, alone.stdout) == (2, "")
    assert len(alone.stderr.strip().splitlines()) == 1


@pytest.mark.full
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--template", "没有.docx", "--output", "a.docx"], "没有.docx"),
        (["--template", str(ONE)], "docx 形式"),
        (["--output", "a.docx", "--template", str(ONE)], "占位符"),
        (["--format", "xlsx"], "xlsx"),
    ],
)
def test_wrong_use_is_one_sentence(arguments: list[str], said: str) -> None:
    done = fajian("brief", ONE, *arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
