"""``fajian check FILE --annotate OUT``."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from annotation_ranges import comments
from commandline import ROOT, Done, fajian, fajian_process

EXAMPLE = ROOT / "examples" / "云岫县应急管理局2025年度法治政府建设工作报告.docx"
TEXT = ROOT / "examples" / "鹭汀镇2025年法治政府建设年度报告.txt"


def run(*arguments: str | Path) -> Done:
    return fajian("check", *arguments)


def test_the_annotated_file_stands_beside_the_result(tmp_path: Path) -> None:
    before = EXAMPLE.read_bytes()
    out = tmp_path / "批注" / "报告.docx"
    done = fajian_process("check", EXAMPLE, "--annotate", out)
    assert done.returncode == 1
    assert f"批注件已写到 {out}。" in done.stderr
    assert "需修改" in done.stdout
    assert "XX场" in {comment.words for comment in comments(out.read_bytes())}
    assert EXAMPLE.read_bytes() == before
    assert [one.name for one in out.parent.iterdir()] == [out.name]


def test_a_member_of_an_archive_is_annotated_too(tmp_path: Path) -> None:
    archive, out = tmp_path / "材料.zip", tmp_path / "报告.docx"
    with zipfile.ZipFile(archive, "w") as held:
        held.write(EXAMPLE, "局/报告.docx")
    assert run(archive, "--annotate", out).returncode == 1
    assert comments(out.read_bytes())


@pytest.mark.parametrize(
    ("sources", "name", "told"),
    [
        (["报告.docx"], "报告.docx", "会盖掉被检查的文件"),
        (["报告.docx"], "报告.txt", "应写成 .docx 或 .pdf"),
        (["报告.docx"], "报告.pdf", "应以 .docx 结尾"),
        (["报告.docx", "另一份.docx"], "批注.docx", "一次只批注一份报告"),
        (["报告.txt"], "批注.docx", "只有 .docx 和 .pdf 可以在原文上批注"),
        (["没有.docx"], "批注.docx", "没有.docx"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(sources: list[str], name: str, told: str, tmp_path: Path) -> None:
    for source in sources:
        if not source.startswith("没有"):
            content = TEXT if source.endswith(".txt") else EXAMPLE
            (tmp_path / source).write_bytes(content.read_bytes() + (b"" if source == sources[0] else b"\0"))
    before = {one: one.read_bytes() for one in tmp_path.iterdir()}
    done = run(*(tmp_path / source for source in sources), "--annotate", tmp_path / name)
    assert done.returncode == 2
    assert told in done.stderr
    assert {one: one.read_bytes() for one in tmp_path.iterdir()} == before
