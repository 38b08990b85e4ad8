"""An office's own template: filled where its placeholders stand, otherwise left as it is, and refused in one sentence."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from test_official import W, paragraphs, parts, whole

from checker.errors import UsageError
from checker.output.official import Annex, Official, Text, load, write, write_default_template
from checker.output.official.placeholders import NAMES

ROOT = Path(__file__).resolve().parents[2]


def template(folder: Path, edit: Callable[[Any], None] | None = None, name: str = "我的模板.docx") -> Path:
    """A blank Word document with every placeholder, as an office may have it."""
    document = docx.Document()
    for placeholder in NAMES:
        document.add_paragraph(f"{{{{{placeholder}}}}}")
    if edit:
        edit(document)
    path = folder / name
    document.save(str(path))
    return path


def replaced(path: Path, **members: bytes) -> Path:
    """The package with members put in."""
    with zipfile.ZipFile(path) as package:
        content = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(path, "w") as package:
        for name, data in (content | members).items():
            package.writestr(name, data)
    return path


def refusal(path: Path, official: Official | None = None) -> str:
    with pytest.raises(UsageError) as caught:
        write(official or whole(), load(path))
    told = str(caught.value)
    assert "\n" not in told
    assert told.endswith("。")
    return told


def texts(data: bytes) -> list[str]:
    return [text for _, text in paragraphs_of(data)]


def paragraphs_of(data: bytes) -> list[tuple[str | None, str]]:
    told = []
    for p in docx.Document(io.BytesIO(data)).paragraphs:
        told.append((p.style.name if p.style else None, p.text))
    return told


def test_an_office_gets_the_template_to_edit_and_it_is_the_one_that_is_used(tmp_path: Path) -> None:
    path = tmp_path / "模板.docx"
    write_default_template(path)
    assert write(whole(), load(path)) == write(whole())
    with pytest.raises(UsageError, match="已经存在"):
        write_default_template(path)
    with pytest.raises(UsageError, match="不能写到"):
        write_default_template(tmp_path / "no" / "模板.docx")


def test_every_placeholder_is_filled_and_the_styles_are_brought_along(tmp_path: Path) -> None:
    told = paragraphs_of(write(whole(), load(template(tmp_path))))
    assert not any("{{" in text for _, text in told)
    assert ("一级标题", "一、基本情况") in told
    assert ("公文正文", "应报单位12个。") in told
    assert ("附件标记", "附件1") in told
    assert "2026年2月5日" in [text for _, text in told]


def test_the_templates_own_styles_of_the_same_names_win(tmp_path: Path) -> None:
    def edit(document: Any) -> None:
        style = document.styles.add_style("一级标题", 1)
        style.font.name = "微软雅黑"

    data = write(whole(), load(template(tmp_path, edit)))
    styles = [s for s in docx.Document(io.BytesIO(data)).styles if s.name == "一级标题"]
    assert [s.font.name for s in styles] == ["微软雅黑"]


def test_heads_and_feet_stay_and_a_title_may_stand_there_too(tmp_path: Path) -> None:
    def edit(document: Any) -> None:
        section = document.sections[0]
        section.header.paragraphs[0].text = "云岫县司法局文件｛｛ 标题 ｝｝"
        section.left_margin = 1234567

    data = write(whole(), load(template(tmp_path, edit)))
    document = docx.Document(io.BytesIO(data))
    assert document.sections[0].header.paragraphs[0].text == f"云岫县司法局文件{whole().title}"
    assert document.sections[0].left_margin == pytest.approx(1234567, abs=635)


def test_a_placeholder_that_word_split_over_runs_is_found_and_keeps_its_look(tmp_path: Path) -> None:
    def edit(document: Any) -> None:
        p = document.paragraphs[1]
        p.text = ""
        for piece in ("前{", "{标", "题}", "}后"):
            p.add_run(piece).bold = True

    data = write(whole(), load(template(tmp_path, edit)))
    found = next(p for p in docx.Document(io.BytesIO(data)).paragraphs if p.text.startswith("前"))
    assert found.text == f"前{whole().title}后"
    assert all(run.bold for run in found.runs if run.text)


def test_an_unknown_placeholder_is_told_by_its_name(tmp_path: Path) -> None:
    told = refusal(template(tmp_path, lambda d: d.add_paragraph("{{题目}}")))
    assert "我的模板.docx" in told
    assert "{{题目}}不认识" in told
    assert "{{标题}}" in told


@pytest.mark.parametrize("missing", NAMES)
def test_a_missing_placeholder_is_told_by_its_name(tmp_path: Path, missing: str) -> None:
    def edit(document: Any) -> None:
        p = document.paragraphs[NAMES.index(missing)]._p
        p.getparent().remove(p)

    path = template(tmp_path, edit)
    assert f"缺少占位符{{{{{missing}}}}}" in refusal(path)
    if missing not in ("标题", "正文"):
        assert write(Official("标题", (Text("正文。"),)), load(path))  # nothing that would stand there


@pytest.mark.parametrize("block", ["正文", "附件"])
def test_a_block_has_a_paragraph_of_its_own_in_the_body(tmp_path: Path, block: str) -> None:
    def beside(document: Any) -> None:
        document.paragraphs[NAMES.index(block)].text = f"见{{{{{block}}}}}"

    def above(document: Any) -> None:
        document.sections[0].header.paragraphs[0].text = f"{{{{{block}}}}}"

    assert f"{{{{{block}}}}}要在正文中单独成段" in refusal(template(tmp_path, beside))
    assert f"{{{{{block}}}}}要在正文中单独成段" in refusal(template(tmp_path, above))
    twice = template(tmp_path, lambda d: d.add_paragraph(f"{{{{{block}}}}}"))
    assert f"{{{{{block}}}}}出现了2次" in refusal(twice)


def test_a_template_of_word_itself_is_taken_as_a_document(tmp_path: Path) -> None:
    path = template(tmp_path)
    with zipfile.ZipFile(path) as package:
        types = package.read("[Content_Types].xml")
    replaced(path, **{"[Content_Types].xml": types.replace(b"document.main+xml", b"template.main+xml")})
    assert "正文" not in texts(write(whole(), load(path)))


def test_files_that_are_no_template_are_refused_in_a_sentence(tmp_path: Path) -> None:
    def made(data: bytes) -> Path:
        path = tmp_path / "某.docx"
        path.write_bytes(data)
        return path

    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    assert "不是 .docx 文件" in refusal(made(b"hello"))
    assert "不是 .docx 文件" in refusal(made(b""))
    assert "旧版 Word 文件" in refusal(made(ole))
    assert "加了密码" in refusal(made(ole + "EncryptedPackage".encode("utf-16-le")))
    assert "已损坏" in refusal(made(b"PK\x03\x04 cut off"))
    assert "不存在" in refusal(tmp_path / "没有.docx")
    assert refusal(tmp_path)
    assert "不是 .docx" in refusal(replaced_zip(tmp_path))
    assert "含有宏" in refusal(replaced(template(tmp_path, name="宏.docx"), **{"word/vbaProject.bin": b"x"}))
    doctype = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a/>'
    assert "DOCTYPE" in refusal(replaced(template(tmp_path), **{"word/extra.xml": doctype}))
    assert "已损坏" in refusal(replaced(template(tmp_path), **{"word/document.xml": b"<broken"}))
    assert "已损坏" in refusal(replaced(template(tmp_path), **{"word/styles.xml": b"<broken"}))


def replaced_zip(folder: Path) -> Path:
    path = folder / "只是压缩包.docx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("a.txt", "b")
    return path


def test_a_section_that_ends_in_a_placeholders_paragraph_is_not_lost(tmp_path: Path) -> None:
    def edit(document: Any) -> None:
        document.add_section()  # its properties hang on the paragraph of {{附件}}

    path = template(tmp_path, edit)
    before = len(docx.Document(str(path)).sections)
    data = write(Official("标题", (Text("正文。"),)), load(path))
    assert len(docx.Document(io.BytesIO(data)).sections) == before
    data = write(Official("标题", (Text("正文。"),), annexes=(Annex("甲", (Text("乙"),)),)), load(path))
    assert len(docx.Document(io.BytesIO(data)).sections) == before


def test_indents_that_the_office_gave_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "模板.docx"
    write_default_template(path)
    document = docx.Document(str(path))
    signature = next(p for p in document.paragraphs if "落款" in p.text)
    signature.paragraph_format.right_indent = 12700 * 10
    document.save(str(path))
    told = parts(write(whole(), load(path)))["word/document.xml"]
    p = next(p for p in told.iter(f"{W}p") if "".join(p.itertext()) == "云岫县司法局")
    assert [ind.attrib for ind in p.iter(f"{W}ind")] == [{f"{W}right": "200"}]
    assert ("GwSignature", "云岫县司法局") in paragraphs(told)


def test_every_placeholder_and_style_is_documented() -> None:
    from checker.output.official import styles

    told = (ROOT / "docs" / "templates.md").read_text(encoding="utf-8")
    assert set(re.findall(r"\{\{(\w+)\}\}", told)) == set(NAMES)
    assert [s.name for s in styles.ALL if s.name not in told] == []
