"""The file is measured by reading its XML back, against the numbers of GB/T 9704—2012 written down here."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import Any

import pytest
from lxml import etree

from checker.errors import UsageError
from checker.output.official import Annex, Grid, GridCell, Heading, Official, PageBreak, Picture, Run, Text, write
from checker.output.official.closing import number, places
from checker.output.official.length import lines
from checker.output.official.title import title_lines

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MM = 1440 / 25.4
NASTY = "甲&乙<丙>\"丁'\x00\x07\x1b\ud800\ufffe\u202e后\t中\n文 𪚥 👩‍⚖️ ￾尾"


def whole(**changes: Any) -> Official:
    values: dict[str, Any] = {
        "title": "关于云岫县2025年法治政府建设年度报告审核情况的通报",
        "to": "各乡镇人民政府，县政府各部门",
        "number": "云司函[2026]5号",
        "body": (
            Heading(1, "一、基本情况"),
            Text("应报单位12个。"),
            Heading(2, "（一）报送"),
            Heading(3, "1. 时间"),
            Heading(4, "（1）逾期"),
            Text((Run("已报10个"), Run("※[1]", raised=True), Run("。"))),
            Grid(
                ("单位", "职责", "成效"),
                ((GridCell("云岫县教育局"), GridCell("", "present"), GridCell("3处", "partial")),) * 9,
                title="各单位情况",
            ),
        ),
        "signature": "云岫县司法局",
        "date": dt.date(2026, 2, 5),
        "annexes": (Annex("出处", (Text("第6段。"),)), Annex("名单", (Text("名单。"),), note="按报送时间")),
        "remark": "联系人：某某",
    }
    return Official(**(values | changes))


def parts(data: bytes) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {n: etree.fromstring(package.read(n)) for n in package.namelist() if n.endswith((".xml", ".rels"))}


@pytest.fixture(scope="module")
def xml() -> dict[str, Any]:
    return parts(write(whole()))


def paragraphs(document: Any) -> list[tuple[str, str]]:
    """(style, text) of the body's own paragraphs."""
    told = []
    for p in document.find(f"{W}body").findall(f"{W}p"):
        style = p.find(f"{W}pPr/{W}pStyle").get(f"{W}val")
        told.append((style, "".join(t.text or "" for t in p.iter(f"{W}t"))))
    return told


def style(xml: dict[str, Any], name: str) -> Any:
    for one in xml["word/styles.xml"].findall(f"{W}style"):
        if one.find(f"{W}name").get(f"{W}val") == name:
            return one
    raise AssertionError(name)


# ── the page ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_page_margins_and_type_area(xml: dict[str, Any]) -> None:
    section = xml["word/document.xml"].find(f".//{W}sectPr")
    size, margin = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
    width, height = int(size.get(f"{W}w")) / MM, int(size.get(f"{W}h")) / MM
    top, left, bottom, right = (int(margin.get(f"{W}{side}")) / MM for side in ("top", "left", "bottom", "right"))
    assert (width, height) == (pytest.approx(210, abs=0.1), pytest.approx(297, abs=0.1))
    assert (top, left) == (pytest.approx(37, abs=0.05), pytest.approx(28, abs=0.05))
    assert width - left - right == pytest.approx(156, abs=0.05)
    assert height - top - bottom == pytest.approx(225, abs=0.05)


def test_the_grid_holds_22_lines_of_28_characters_and_not_one_more(xml: dict[str, Any]) -> None:
    grid = xml["word/document.xml"].find(f".//{W}docGrid")
    assert grid.get(f"{W}type") == "linesAndChars"
    pitch = int(grid.get(f"{W}linePitch"))
    assert 225 * MM // pitch == 22
    character = 16 + int(grid.get(f"{W}charSpace")) / 4096  # pt
    assert 156 / 25.4 * 72 // character == 28
    # The paragraphs keep to the same measures by themselves.
    body = style(xml, "公文正文")
    assert body.find(f"{W}pPr/{W}spacing").attrib == {
        f"{W}before": "0", f"{W}after": "0", f"{W}line": str(pitch), f"{W}lineRule": "exact",
    }  # fmt: skip
    closer = int(body.find(f"{W}rPr/{W}spacing").get(f"{W}val")) / 20
    assert 156 / 25.4 * 72 // (16 + closer) == 28


def test_page_numbers_stand_on_the_outer_side(xml: dict[str, Any]) -> None:
    assert xml["word/settings.xml"].find(f"{W}evenAndOddHeaders") is not None
    references = {r.get(f"{W}type") for r in xml["word/document.xml"].iter(f"{W}footerReference")}
    assert references == {"default", "even"}
    for part, name, side, indent in (
        ("footer1", "公文单页码", "right", "right"),
        ("footer2", "公文双页码", "left", "left"),
    ):
        footer = xml[f"word/{part}.xml"]
        assert "".join(footer.itertext()).replace(" PAGE ", "") == "— 1 —"
        assert [f.get(f"{W}fldCharType") for f in footer.iter(f"{W}fldChar")] == ["begin", "separate", "end"]
        assert footer.find(f".//{W}instrText").text.strip() == "PAGE"
        used = style(xml, name)
        assert footer.find(f".//{W}pStyle").get(f"{W}val") == used.get(f"{W}styleId")
        assert used.find(f"{W}pPr/{W}jc").get(f"{W}val") == side
        assert used.find(f"{W}pPr/{W}ind").get(f"{W}{indent}Chars") == "100"
        assert used.find(f"{W}rPr/{W}sz").get(f"{W}val") == "28"  # 4号, half points
        assert used.find(f"{W}rPr/{W}rFonts").get(f"{W}eastAsia") == "宋体"


# ── fonts, sizes, levels ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "font", "half_points", "align", "first"),
    [
        ("公文标题", "方正小标宋简体", 44, "center", None),
        ("公文正文", "仿宋_GB2312", 32, "both", "200"),
        ("公文主送", "仿宋_GB2312", 32, "left", None),
        ("一级标题", "黑体", 32, "both", "200"),
        ("二级标题", "楷体_GB2312", 32, "both", "200"),
        ("三级标题", "仿宋_GB2312", 32, "both", "200"),
        ("四级标题", "仿宋_GB2312", 32, "both", "200"),
        ("附件标记", "黑体", 32, "left", None),
        ("公文发文字号", "仿宋_GB2312", 32, "center", None),
        ("公文表文", "仿宋_GB2312", 24, "left", None),
    ],
)
def test_every_style_names_its_font_and_size(
    xml: dict[str, Any], name: str, font: str, half_points: int, align: str, first: str | None
) -> None:
    used = style(xml, name)
    faces = used.find(f"{W}rPr/{W}rFonts")
    assert (faces.get(f"{W}eastAsia"), faces.get(f"{W}ascii")) == (font, "Times New Roman")
    assert int(used.find(f"{W}rPr/{W}sz").get(f"{W}val")) == half_points
    assert used.find(f"{W}rPr/{W}color").get(f"{W}val") == "000000"
    assert used.find(f"{W}pPr/{W}jc").get(f"{W}val") == align
    indent = used.find(f"{W}pPr/{W}ind")
    assert (indent.get(f"{W}firstLineChars") or "0") == (first or "0")


def test_a_missing_font_has_others_to_stand_in(xml: dict[str, Any]) -> None:
    others = {f.get(f"{W}name"): f.find(f"{W}altName").get(f"{W}val") for f in xml["word/fontTable.xml"]}
    assert "仿宋" in others["仿宋_GB2312"].split(",")
    assert "楷体" in others["楷体_GB2312"].split(",")
    assert "方正小标宋_GBK" in others["方正小标宋简体"].split(",")
    used = {
        s.find(f"{W}rPr/{W}rFonts").get(f"{W}eastAsia")
        for s in xml["word/styles.xml"].iter(f"{W}style")
        if s.find(f"{W}rPr") is not None
    }
    assert used <= set(others)


def test_the_parts_stand_in_the_order_of_the_standard(xml: dict[str, Any]) -> None:
    told = paragraphs(xml["word/document.xml"])
    assert [kind for kind, _ in told] == [
        *(
            "GwNumber",
            "GwTitle",
            "GwTo",
            "GwLevel1",
            "GwBody",
            "GwLevel2",
            "GwLevel3",
            "GwLevel4",
            "GwBody",
            "GwTableTitle",
        ),
        *("GwFlush", "GwAnnexNote", "GwAnnexNote", "GwFlush", "GwSignature", "GwDate", "GwRemark"),
        *("GwAnnex", "GwAnnexTitle", "GwBody", "GwAnnex", "GwAnnexTitle", "GwBody"),
    ]
    words = [text for _, text in told]
    assert words[0] == "云司函〔2026〕5号"
    assert words[2] == "各乡镇人民政府，县政府各部门："
    assert "附件：1. 出处" in words
    assert "2. 名单（按报送时间）" in words
    assert "2026年2月5日" in words
    assert "（联系人：某某）" in words
    assert words[-6:] == ["附件1", "出处", "第6段。", "附件2", "名单", "名单。"]
    assert style(xml, "附件标记").find(f"{W}pPr/{W}pageBreakBefore") is not None


def test_what_is_absent_leaves_no_trace() -> None:
    told = paragraphs(parts(write(Official("标题", (Text("正文。"),))))["word/document.xml"])
    assert told == [("GwTitle", "标题"), ("GwBody", "正文。")]


@pytest.mark.parametrize(
    ("signature", "right", "date_right"),
    [("云岫县司法局", 4.0, 4.0), ("云岫县法治政府建设领导小组办公室", 0, 5.0), ("司法局", 5.5, 4.0)],
)
def test_the_unit_stands_centred_over_the_date(signature: str, right: float, date_right: float) -> None:
    """右空四字 for the date; centres agree."""
    told = places(signature, dt.date(2026, 2, 5))
    width, under = len(signature), 6
    assert told.signature == pytest.approx(right, abs=0.6)
    assert told.date == pytest.approx(date_right, abs=0.6)
    assert told.signature + width / 2 == pytest.approx(told.date + under / 2, abs=0.01)


@pytest.mark.parametrize("written", ["云司函[2026]5号", "云司函（2026）5号", "云司函〔2026〕5号", "云司函【2026】5号"])
def test_the_year_of_a_reference_number_stands_in_its_own_brackets(written: str) -> None:
    assert number(written) == "云司函〔2026〕5号"


def test_a_long_title_is_parted_evenly_between_words() -> None:
    told = title_lines("关于云岫县2025年法治政府建设年度报告审核情况的通报", 20)
    assert "".join(told) == "关于云岫县2025年法治政府建设年度报告审核情况的通报"
    assert len(told) == 2
    assert not any("2025" in line and "2025年" not in line for line in told)
    assert title_lines("短标题", 20) == ["短标题"]
    assert title_lines("", 20) == [""]


# ── tables and pictures ──────────────────────────────────────────────────────────────────────────────────────────────


def test_a_table_repeats_its_head_and_tells_statuses_in_words_too(xml: dict[str, Any]) -> None:
    table = xml["word/document.xml"].find(f".//{W}tbl")
    rows = table.findall(f"{W}tr")
    assert rows[0].find(f"{W}trPr/{W}tblHeader") is not None
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
    assert {b.get(f"{W}val") for b in table.find(f"{W}tblPr/{W}tblBorders")} == {"single"}
    texts = ["".join(cell.itertext()) for cell in rows[1].findall(f"{W}tc")]
    assert texts == ["云岫县教育局", "齐全", "3处（不充分）"]
    grounds = [c.find(f"{W}tcPr/{W}shd") for c in rows[1].findall(f"{W}tc")]
    assert grounds[0] is None
    assert grounds[1].get(f"{W}fill") != grounds[2].get(f"{W}fill")
    widths = [int(column.get(f"{W}w")) for column in table.find(f"{W}tblGrid")]
    assert sum(widths) / MM == pytest.approx(156, abs=0.1)


def picture() -> bytes:
    from PIL import Image

    buffer = io.BytesIO()
    Image.new("RGB", (300, 600), "white").save(buffer, "PNG")
    return buffer.getvalue()


def test_a_picture_is_described_and_stays_within_the_type_area() -> None:
    xml = parts(write(Official("标题", (PageBreak(), Picture(picture(), 400, "图的说明<&>")))))
    drawing = xml["word/document.xml"].find(f".//{W}drawing")
    extent = next(node for node in drawing.iter() if node.tag.endswith("}extent"))
    assert int(extent.get("cx")) / 36000 <= 156.01
    assert int(extent.get("cy")) / 36000 < 225
    named = next(node for node in drawing.iter() if node.tag.endswith("}docPr"))
    assert named.get("descr") == "图的说明<&>"


def test_what_is_no_picture_is_refused_in_a_sentence() -> None:
    with pytest.raises(UsageError, match="“坏图”不是 PNG"):
        write(Official("标题", (Picture(b"not a picture", 100, "坏图"),)))


# ── nothing breaks the file ──────────────────────────────────────────────────────────────────────────────────────────


def test_no_text_breaks_the_file() -> None:
    import docx

    long = "x" * 5000
    official = whole(
        title=NASTY,
        to=NASTY,
        number=NASTY,
        signature=NASTY,
        remark=NASTY,
        body=(
            Heading(1, NASTY), Text(NASTY), Text((Run(NASTY, raised=True, face="楷体"),)), Text(long), Text(""),
            Grid((NASTY, long), ((GridCell(NASTY, "missing"), GridCell(long)),), NASTY), Grid(("甲",), ()), Grid(("乙",), ()),
        ),
        annexes=(Annex(NASTY, (Text(NASTY), PageBreak(), Grid(("甲",), ((GridCell("乙"),),)))),),
    )  # fmt: skip
    data = write(official)
    document = docx.Document(io.BytesIO(data))
    assert "甲&乙<丙>\"丁'后 中 文 𪚥" in "\n".join(p.text for p in document.paragraphs)
    assert lines(official) > 100


def test_the_properties_tell_no_person_no_machine_and_no_time() -> None:
    data = write(whole())
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert {member.date_time for member in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        properties = etree.fromstring(package.read("docProps/core.xml"))
    assert {etree.QName(node).localname: node.text for node in properties} == {
        "title": whole().title,
        "creator": "法鉴",
        "language": "zh-CN",
    }
    assert write(whole()) == data
