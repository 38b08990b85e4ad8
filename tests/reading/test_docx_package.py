"""The zip and the XML of a Word file: which files are taken, which are refused, and in what words."""

from __future__ import annotations

import io
import re
import struct
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from raw_docx import (
    DECLARATIONS,
    abstract,
    cell,
    document,
    docx,
    level,
    listed,
    num,
    numbering,
    p,
    pack,
    part,
    parts,
    r,
    relationships,
    row,
    style,
    styles,
    table,
)

from checker.errors import ReadError
from checker.reading import docx as reader
from checker.reading import word_package


def refused(data: bytes) -> str:
    with pytest.raises(ReadError) as error:
        reader.read(data, "报告.docx")
    sentence = str(error.value)
    # What, and what to do, in one sentence.
    assert re.fullmatch(r"[^。]+；[^。]+。", sentence), sentence
    return sentence


def zipped(**members: bytes) -> bytes:
    return pack({name.replace("__", "/"): content for name, content in members.items()})


# ── which files ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["报告.docx", "报告.doc", "报告.wps", "报告.zip", ""])
def test_taken_by_content_whatever_the_name(name: str) -> None:
    assert reader.matches(docx(p("正文")), name)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK",
        b"PK\x03\x04",
        b"PK\x03\x04" + b"\x00" * 200,
        "正文".encode(),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 512,
        b"%PDF-1.7",
        zipped(),
        pack({"甲.docx": docx(p("正文")), "乙.docx": docx(p("正文"))}),
        pack({"OFD.xml": "<OFD/>"}),
        pack({"[Content_Types].xml": "<nonsense"}),
    ],
)
def test_not_taken(data: bytes) -> None:
    assert not reader.matches(data, "报告.docx")


@pytest.mark.parametrize(
    ("main", "kind"),
    [("xl/workbook.xml", "spreadsheetml.sheet"), ("ppt/presentation.xml", "presentationml.presentation")],
)
def test_other_office_files_are_not_taken(main: str, kind: str) -> None:
    content_type = f"application/vnd.openxmlformats-officedocument.{kind}.main+xml"
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/{main}" ContentType="{content_type}"/></Types>'
    )
    held = {
        "[Content_Types].xml": types,
        "_rels/.rels": relationships({"rId1": ("officeDocument", main)}),
        main: "<x/>",
    }
    assert not reader.matches(pack(held), "")


def test_a_part_name_in_other_letters_or_with_back_slashes() -> None:
    held = parts(p("正文"), styles=styles(style("a", rpr="<w:b/>")))
    renamed = {name.replace("word/", "Word\\"): content for name, content in held.items()}
    data = pack(renamed)
    assert reader.matches(data, "")
    assert [line.text for line in reader.read(data, "").lines] == ["正文"]


# ── damaged files ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_file_that_was_cut_off_is_taken_and_refused(share: float) -> None:
    data = docx(p("正文" * 50))
    cut = data[: int(len(data) * share)]
    assert reader.matches(cut, "") == (b"word/document" in cut)
    assert "没有传完整" in refused(cut)


def test_bytes_changed_on_the_way() -> None:
    data = bytearray(docx(p("法治政府建设" * 200)))
    at = data.index(b"word/document.xml") + len("word/document.xml") + 20
    data[at : at + 8] = b"\xff" * 8
    assert "word/document.xml" in refused(bytes(data))


def test_no_body() -> None:
    held = parts(p("正文"))
    del held["word/document.xml"]
    assert "word/document.xml" in refused(pack(held))


@pytest.mark.parametrize("xml", ["", "<w:document", "<a/>", "正文", "<w:document xmlns:w='x'/>"])
def test_a_body_that_is_none(xml: str) -> None:
    assert "word/document.xml" in refused(pack(parts(main=xml)))


def test_a_damaged_part_beside_the_body_is_named() -> None:
    assert "word/styles.xml" in refused(docx(p("正文"), styles="<w:styles"))


def test_a_part_that_is_only_announced_is_passed_over() -> None:
    held = parts(p("正文"), styles=styles())
    del held["word/styles.xml"]
    assert [line.text for line in reader.read(pack(held), "").lines] == ["正文"]


def test_a_target_outside_of_the_file_is_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "styles.xml"
    secret.write_text(styles())
    held = parts(p("正文"))
    for target in (f"file://{secret}", str(secret), "../../../../etc/passwd", "http://127.0.0.1:9/styles.xml"):
        held["word/_rels/document.xml.rels"] = relationships({"rId1": ("styles", target)})
        assert [line.text for line in reader.read(pack(held), "").lines] == ["正文"]


def test_a_zip_with_a_password() -> None:
    data = bytearray(docx(p("正文")))
    for header, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := data.find(header, at + 1)) >= 0:
            data[at + offset] |= 1
    assert "密码" in refused(bytes(data))


# ── hostile files ────────────────────────────────────────────────────────────────────────────────────────────────────

ENTITY = '<!DOCTYPE w:document [<!ENTITY a "甲"><!ENTITY x SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused(encoding: str) -> None:
    body = f'<?xml version="1.0" encoding="{encoding}"?>{ENTITY}<w:document {DECLARATIONS}><w:body>{p(r(inner="<w:t>&x;&a;</w:t>"))}</w:body></w:document>'
    assert "DOCTYPE" in refused(pack(parts() | {"word/document.xml": body.encode(encoding)}))


def test_a_document_type_in_another_encoding_is_refused() -> None:
    body = f'<?xml version="1.0" encoding="UTF-32LE"?>{ENTITY}<w:document {DECLARATIONS}/>'
    refused(pack(parts() | {"word/document.xml": body.encode("utf-32-le")}))


def test_a_document_type_in_any_part_is_refused() -> None:
    for name in ("styles", "numbering"):
        assert "DOCTYPE" in refused(docx(p("正文"), **{name: ENTITY + styles()}))


def test_a_body_in_utf_16_is_read() -> None:
    body = '<?xml version="1.0" encoding="UTF-16"?>' + document(p("正文"))
    assert [
        line.text for line in reader.read(pack(parts() | {"word/document.xml": body.encode("utf-16")}), "").lines
    ] == ["正文"]


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    swollen = pack(parts() | {"word/document.xml": b" " * (word_package.PART_LIMIT - 1)})
    start = time.process_time()
    assert "大得不正常" in refused(swollen)
    assert time.process_time() - start < 1


def test_a_part_over_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_package, "PART_LIMIT", 2000)
    assert "word/document.xml" in refused(docx(p("正文" * 2000)))


def test_all_parts_together_over_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_package, "TOTAL_LIMIT", 20_000)
    assert "大得不正常" in refused(docx(p("正文" * 2000), styles=styles(*(style(f"s{n}") for n in range(200)))))


def test_a_size_that_is_a_lie() -> None:
    """The directory says 10 bytes: no more than that is unpacked."""
    data = bytearray(docx(p("正文" * 500)))
    at = data.index(b"PK\x01\x02", data.rindex(b"word/document.xml") - 60)
    data[at + 24 : at + 28] = struct.pack("<I", 10)
    refused(bytes(data))


def test_too_many_members(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_package, "MEMBER_LIMIT", 20)
    assert "部件" in refused(pack(parts(p("正文")) | {f"word/{n}.xml": "<a/>" for n in range(30)}))


def test_a_compression_that_word_does_not_use() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_BZIP2) as archive:
        for name, content in parts(p("正文")).items():
            archive.writestr(name, content)
    assert "压缩方法" in refused(stream.getvalue())


def test_parts_that_are_not_needed_are_not_unpacked() -> None:
    held = parts(p("正文")) | {"word/media/image1.png": b"\x00" * (word_package.RATIO_FROM * 2)}
    assert [line.text for line in reader.read(pack(held), "").lines] == ["正文"]


def test_deep_nesting_is_refused() -> None:
    deep = p("底")
    for _ in range(90):
        deep = table(row(cell(deep)))
    assert "嵌套" in refused(docx(deep))
    shallow = p("底")
    for _ in range(20):
        shallow = table(row(cell(shallow)))
    assert [line.text for line in reader.read(docx(shallow), "").lines] == ["底"]


def test_a_numbered_paragraph_of_size_nought() -> None:
    lists = numbering(abstract(0, level(0, "decimal", "%1.")), num(1, 0))
    held = styles(style("a", rpr='<w:sz w:val="0"/>'))
    body = p(style="a", ppr=listed(1) + '<w:ind w:firstLine="640"/>') + p("正文")
    assert [line.text for line in reader.read(docx(body, styles=held, numbering=lists), "").lines] == ["正文"]


def test_text_where_no_text_may_stand_is_not_lost() -> None:
    odd = "<w:p><w:t>甲</w:t><w:p><w:r><w:t>乙</w:t></w:r></w:p><w:r><x:odd><w:t>丙</w:t></x:odd></w:r></w:p>"
    assert [line.text for line in reader.read(docx(odd), "").lines] == ["甲乙丙"]


def test_a_circle_of_styles_or_parts_ends() -> None:
    circle = styles(style("a", based="b", ppr='<w:jc w:val="center"/>'), style("b", based="a"), style("c", based="c"))
    assert [
        line.text for line in reader.read(docx(p("甲", style="a") + p("乙", style="c"), styles=circle), "").lines
    ] == ["甲", "乙"]


@pytest.mark.parametrize(
    "odd",
    [
        '<w:pPr><w:outlineLvl w:val="99999999999999999999"/></w:pPr>',
        '<w:pPr><w:outlineLvl/><w:ind w:firstLine="-"/><w:jc/><w:numPr/></w:pPr>',
        '<w:pPr><w:numPr><w:ilvl w:val="甲"/><w:numId/></w:numPr></w:pPr>',
        '<w:pPr><w:pStyle/><w:rPr><w:sz w:val="nan"/></w:rPr></w:pPr>',
        "<w:pPr><w:framePr/><w:shd/></w:pPr>",
    ],
)
def test_odd_settings_do_no_harm(odd: str) -> None:
    odd_run = '<w:rPr><w:sz/><w:color/><w:shd/><w:highlight/><w:rFonts/><w:b w:val="甲"/><w:w/><w:rStyle/></w:rPr>'
    body = f"<w:p>{odd}<w:r>{odd_run}<w:t>正文</w:t><w:fldChar/><w:br w:type='甲'/></w:r></w:p>"
    assert [line.text for line in reader.read(docx(body), "").lines] == ["正文"]


def test_the_strict_form() -> None:
    strict = {
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "http://purl.oclc.org/ooxml/wordprocessingml/main",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "http://purl.oclc.org/ooxml/officeDocument/relationships",
        "http://schemas.openxmlformats.org/officeDocument/2006/math": "http://purl.oclc.org/ooxml/officeDocument/math",
    }
    body = p("正文 http://purl.oclc.org/ooxml/wordprocessingml/main", ppr='<w:ind w:firstLine="24pt"/>') + (
        '<w:sectPr><w:headerReference w:type="default" r:id="rIdheader1"/></w:sectPr>'
    )
    held = parts(body, styles=styles(rpr='<w:sz w:val="12pt"/>'), header1=part("hdr", p("页眉")))
    for old, new in strict.items():
        held = {name: str(content).replace(old, new) for name, content in held.items()}
    held["word/document.xml"] = str(held["word/document.xml"]).replace(
        f"正文 {next(iter(strict))}", "正文 http://purl.oclc.org/ooxml/wordprocessingml/main"
    )
    data = pack(held)
    assert reader.matches(data, "")
    draft = reader.read(data, "")
    assert [line.text for line in draft.lines] == ["正文 http://purl.oclc.org/ooxml/wordprocessingml/main"]
    assert (draft.lines[0].look.size, draft.lines[0].look.indent) == (12.0, 2.0)
    assert [held.text for held in draft.apart] == ["页眉"]


# ── speed ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_report_is_read_in_a_blink() -> None:
    """5,000 characters: about 4 ms on the machine where this was written; the limit leaves room for a busy one."""
    run = '<w:rFonts w:ascii="仿宋" w:eastAsia="仿宋"/><w:sz w:val="32"/>'
    paragraph = p(
        r("深入推进依法行政，", run),
        r("办结行政处罚案件126件，组织案卷评查4次。" * 4, run),
        ppr='<w:ind w:firstLineChars="200"/>',
    )
    data = docx(paragraph * 60, styles=styles(*(style(f"s{n}", rpr="<w:b/>") for n in range(60))))
    assert sum(len(line.text) for line in reader.read(data, "").lines) > 5000
    times = []
    for _ in range(20):
        start = time.process_time()
        reader.read(data, "")
        times.append(time.process_time() - start)
    assert min(times) < 0.03


def test_the_xml_library_is_loaded_only_to_read() -> None:
    probe = "import sys, checker.reading.docx; print(sorted({'lxml', 'docx'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
