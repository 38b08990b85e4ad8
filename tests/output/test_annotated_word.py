"""Word files with comments: on the very words, everything else as it was."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from annotation_cases import at, evidence, report_of, result_about
from annotation_ranges import AUTHOR, W, bare, comments, part
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from raw_docx import (
    abstract,
    box_run,
    cell,
    deleted,
    docx,
    field,
    ins,
    level,
    listed,
    num,
    numbering,
    p,
    r,
    row,
    sdt,
    table,
)
from raw_docx import part as raw_part

from checker.errors import UnsupportedForm
from checker.model import CheckResult, Finding, Report, RequirementResult, SectionResult
from checker.output.annotated import annotate, forms

TITLE = "某县水利局2025年度法治政府建设工作报告"


def annotated(data: bytes, *quotes: str) -> bytes:
    report = report_of(data)
    return annotate("docx", data, result_about(*(at(report, quote) for quote in quotes)), report)


def words(data: bytes, *quotes: str) -> list[str]:
    out = annotated(data, *quotes)
    assert text_of(out) == text_of(data)
    return [comment.words for comment in comments(out)]


def text_of(data: bytes) -> str:
    return "".join(t.text or "" for t in part(data).iter(W + "t"))


@pytest.mark.parametrize(
    ("body", "quote"),
    [
        (p(r("一、主要", "<w:b/>"), r("举措"), "和成效"), "要举措和"),
        (p("前", ins(r("插入的字句")), "后文", deleted("删去"), "完了"), "入的字句后文完"),
        (p("前", ins(r("插入的字句")), "后文"), "入的字"),
        (p("前", '<w:hyperlink w:anchor="a">' + r("链接里的文字") + "</w:hyperlink>", "后"), "接里的文"),
        (p("前", '<w:hyperlink w:anchor="a">' + r("链接里的文字") + "</w:hyperlink>", "后"), "前链接"),
        (p("前", field(" REF a ", "域里的", "文字"), "后"), "里的文字后"),
        (sdt(p("控件里的一段文字")), "里的一段"),
        (p("行", sdt(r("控件里的文字")), "后"), "件里的文"),
        (p("第一段的末尾，") + p("第二段的开头。"), "末尾，\n第二段"),
        (p("甲", r(" 空格 的  文 "), "乙"), "格 的"),
        (p(f'<w:r w:rsidR="00AA"><w:t>甲{"<w:tab/>".join(("</w:t>", "<w:t>乙丙丁"))}</w:t></w:r>'), "丙"),
        (p(r("图"), r(inner=f"<w:ruby><w:rt>{r('x')}</w:rt><w:rubyBase>{r('注音')}</w:rubyBase></w:ruby>")), "图注音"),
        (table(row("项目", "数量"), row("合计", "一百二十六件")), "百二十六"),
        (table(row("项目", "数量"), row("合计", "一百二十六件")), "数量\n合计"),
        (table(row("项目", cell(p("甲甲") + p("乙乙")))), "甲 乙"),
        (p("前面") + "<!-- 注 -->" + p("后", "<?x y?>" + r("面的话")), "面的"),
    ],
)
def test_comments_stand_on_the_very_words(body: str, quote: str) -> None:
    assert words(docx(p(TITLE) + body), quote) == [bare(quote)]


def test_several_on_one_line_cut_the_runs_and_keep_their_look() -> None:
    data = docx(
        p(TITLE) + p('<w:r w:rsidR="00AB12CD"><w:rPr><w:b/><w:sz w:val="32"/></w:rPr><w:t>甲乙丙丁戊己</w:t></w:r>')
    )
    assert words(data, "乙丙", "丙丁", "乙丙丁", "己") == ["乙丙", "乙丙丁", "丙丁", "己"]
    runs = [one for one in part(annotated(data, "乙丙", "丙丁")).iter(W + "r") if one.find(W + "t") is not None][1:]
    assert [one.findtext(W + "t") for one in runs] == ["甲", "乙", "丙", "丁", "戊己"]
    assert {etree.tostring(one.find(W + "rPr"), method="c14n") for one in runs} == {
        etree.tostring(runs[0].find(W + "rPr"), method="c14n")
    }
    assert {one.get(W + "rsidR") for one in runs} == {"00AB12CD"}


def test_blanks_that_did_not_count_still_do_not() -> None:
    data = docx(p(TITLE) + p("<w:r><w:t> 甲 乙 丙 </w:t></w:r>"))
    out = annotated(data, "乙")
    texts = list(part(out).iter(W + "t"))[1:]
    kept = "{http://www.w3.org/XML/1998/namespace}space"
    assert [(one.text, one.get(kept)) for one in texts] == [
        (" ", None),
        ("甲 ", "preserve"),
        ("乙", None),
        (" 丙", "preserve"),
        (" ", None),
    ]
    assert report_of(out).text == report_of(data).text


def test_the_second_copy_of_a_paragraph_is_meant() -> None:
    copy = "推进一站式矛盾调解中心建设，化解各类纠纷三百件。"
    data = docx(p(TITLE) + p(copy) + p("中间的话。") + p(copy) + p("其后。") + p(copy))
    report = report_of(data)
    for which in range(3):
        one = at(report, copy, which)
        found = comments(annotate("docx", data, result_about(one), report))
        assert [(c.words, c.at) for c in found] == [(copy, len(bare(report.text[: one.start])))]


def test_numbers_that_word_generates_are_in_no_run() -> None:
    lists = numbering(abstract(1, level(0, "chineseCounting", "%1、")), num(1, 1))
    data = docx(p(TITLE) + p("主要举措", ppr=listed(1)) + p("一、的话", ppr=listed(1)), numbering=lists)
    report = report_of(data)
    assert report.text.split("\n")[1:] == ["一、主要举措", "二、一、的话"]
    assert sorted(words(data, "一、主要举措", "主要", "二、一、的")) == sorted(["主要举措", "主要", "一、的"])


def test_what_stands_in_a_text_box_is_told_at_the_run_that_holds_it() -> None:
    data = docx(p(TITLE) + p("锚定的段落", box_run(p("文本框里的文字")), "之后"))
    out = annotated(data, "框里的")
    (comment,) = comments(out)
    assert comment.at == len(bare(TITLE + "锚定的段落"))
    assert not [
        one
        for one in part(out).iter(W + "commentRangeStart")
        if any(a.tag == W + "txbxContent" for a in one.iterancestors())
    ]


def test_hidden_copies_are_not_taken_for_the_text() -> None:
    data = docx(p(TITLE) + p(r("办结案件十二件。", "<w:vanish/>")) + p("办结案件十二件。"))
    out = annotated(data, "办结案件十二件。")
    assert [c.words for c in comments(out)] == ["办结案件十二件。"]


# ── what is said ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_about_no_words_stands_on_the_title_or_the_heading() -> None:
    from checker.outline import outline

    data = docx(p(TITLE, ppr='<w:jc w:val="center"/>') + p("一、存在的不足") + p("人手不够，案卷质量不高。" * 8))
    report = outline(report_of(data).document)
    heading = at(report, "存在的不足")
    missing = {
        "level": "required",
        "verdict": "missing",
        "reason": "没有写。",
        "basis": "《规定》第一条、《规定》第二条",
    }
    result = CheckResult(
        source="x",
        sections=(
            SectionResult(id="a", title="不足", level="required", status="partial", evidence=(heading,), requirements=(
                RequirementResult(id="c", title="原因", suggestion="请写\x00明\uffff原因\ud800。", **missing),
                RequirementResult(id="m", title="符合的", level="required", verdict="met", reason="好", evidence=(heading,)),
            )),
            SectionResult(id="b", title="安排", level="required", status="missing", requirements=(
                RequirementResult(id="d", title="年度", **missing),
            )),
            SectionResult(id="o", title="其他", level="optional", status="missing"),
        ),
        findings=(Finding(rule="secrecy.mark", severity="error", message="页眉有密级标志。"),),
    )  # fmt: skip
    on_title, on_heading = comments(annotate("docx", data, result, report))
    assert (on_title.words, on_heading.words) == (bare(TITLE), "存在的不足")
    assert on_title.text.split("\n") == [
        "1. 错误：密级标志",
        "说明：页眉有密级标志。",
        "2. 缺失：安排",
        "理由：规定必须报告这一部分，全文没有写到。",
        "3. 缺失：年度",
        "所属部分：安排",
        "理由：没有写。",
        "依据：《规定》第一条、第二条",
    ]
    assert on_heading.text.split("\n") == [
        "缺失：原因",
        "理由：没有写。",
        "建议：请写明原因。",
        "依据：《规定》第一条、第二条",
    ]
    assert on_title.author == AUTHOR


def test_several_quotes_of_one_thing_are_told_in_full_once() -> None:
    data = docx(p(TITLE) + p("甲有二十件，乙有三十件。"))
    report = report_of(data)
    quotes = (at(report, "二十件"), at(report, "三十件"))
    finding = Finding(
        rule="numbers.inconsistent", severity="error", message="合计不符。", suggestion="请核对。", evidence=quotes
    )
    first, second = comments(annotate("docx", data, CheckResult(source="x", findings=(finding,)), report))
    assert "请核对。" in first.text
    assert "第 2 处，共 2 处" in second.text


def test_nothing_to_say_leaves_the_file_as_it_is() -> None:
    data = docx(p(TITLE))
    assert annotate("docx", data, CheckResult(source="x"), report_of(data)) == data


# ── the file ─────────────────────────────────────────────────────────────────────────────────────────────────────────

W15 = "http://schemas.microsoft.com/office/word/2012/wordml"


def with_comments() -> bytes:
    """A file that somebody commented on in Word: comments, and what Word 2013 keeps beside them."""
    theirs = raw_part(
        "comments",
        f'<w:comment w:id="7" w:author="科员" w:date="2026-01-01T00:00:00Z" w:initials="科">{p("旧的批注", ppr="")}</w:comment>',
    )
    body = p(TITLE) + p(
        '<w:commentRangeStart w:id="7"/>',
        "办结案件",
        '<w:commentRangeEnd w:id="7"/>',
        r(inner='<w:commentReference w:id="7"/>'),
        "十二件。",
    )
    data = docx(body, comments=theirs)
    extended = f'<w15:commentsEx xmlns:w15="{W15}"><w15:commentEx w15:paraId="00000001" w15:done="0"/></w15:commentsEx>'
    held = io.BytesIO(data)
    with zipfile.ZipFile(held, "a") as archive:
        archive.writestr("word/commentsExtended.xml", extended)
    return held.getvalue()


def test_comments_that_are_there_stay() -> None:
    data = with_comments()
    found = {comment.text: comment for comment in comments(annotated(data, "案件十二件"))}
    theirs = found["旧的批注"]
    assert (theirs.words, theirs.author) == ("办结案件", "科员")
    assert sorted(comment.words for comment in found.values()) == ["办结案件", "案件十二件"]


@pytest.mark.parametrize(
    "make", [with_comments, lambda: docx(p(TITLE) + p("案件十二件"), header1=raw_part("hdr", p("页眉")))]
)
def test_other_parts_keep_their_bytes_and_order(make) -> None:
    data = make()
    out = annotated(data, "案件十二件")
    assert out == annotated(data, "案件十二件")
    mine = {"word/document.xml", "word/comments.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"}
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(io.BytesIO(out)) as after:
        assert after.testzip() is None
        assert after.namelist()[: len(before.namelist())] == before.namelist()
        assert set(after.namelist()) - set(before.namelist()) <= {"word/comments.xml"}
        for info in before.infolist():
            if info.filename not in mine:
                assert after.read(info.filename) == before.read(info.filename)
            assert after.getinfo(info.filename).date_time == info.date_time
    # The hand-made file with comments declares no type for them.
    kinds = etree.fromstring(zipfile.ZipFile(io.BytesIO(out)).read("[Content_Types].xml"))
    names = [one.get("PartName") for one in kinds if one.get("PartName")]
    assert names.count("/word/comments.xml") == ("word/comments.xml" not in before.namelist())


def test_the_report_reads_the_same_afterwards() -> None:
    data = docx(p(TITLE) + p("前", ins(r("插入")), "后") + table(row("项目", "数量"), row("甲", "一")))
    report, after = report_of(data), report_of(annotated(data, "插", "数量"))
    assert (after.text, after.blocks) == (report.text, report.blocks)


def changed(data: bytes, name: str, old: bytes, new: bytes, more: str = "") -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as after:
        for info in before.infolist():
            content = before.read(info)
            after.writestr(info.filename, content.replace(old, new) if info.filename == name else content)
        if more:
            after.writestr(more, b"x")
    return held.getvalue()


STRICT = (
    b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"http://purl.oclc.org/ooxml/wordprocessingml/main",
)
MAIN = b"openxmlformats-officedocument.wordprocessingml.document.main"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (("word/document.xml", b"", b"", "word/vbaProject.bin"), "宏"),
        (("word/document.xml", b"", b"", "_xmlsignatures/sig1.xml"), "数字签名"),
        (("word/document.xml", *STRICT), "Strict"),
        (("[Content_Types].xml", MAIN, MAIN.replace(b"document.main", b"template.main")), "模板"),
    ],
)
def test_files_that_are_not_written_in(change: tuple, why: str) -> None:
    data = docx(p(TITLE) + p("案件十二件"))
    report = report_of(data)
    with pytest.raises(UnsupportedForm, match=why) as told:
        annotate("docx", changed(data, *change), result_about(at(report, "案件")), report)
    assert re.fullmatch(r"[^。]+。", str(told.value))


def test_forms_that_cannot_be_annotated_are_told() -> None:
    data = docx(p(TITLE))
    assert forms() == ("docx", "pdf")
    with pytest.raises(UnsupportedForm, match=r"\.docx 和 \.pdf"):
        annotate("txt", data, CheckResult(source="x"), report_of(data))


@pytest.mark.parametrize("cut", [0, 40, 400, -30])
def test_a_broken_file_is_one_sentence(cut: int) -> None:
    data = docx(p(TITLE) + p("案件十二件"))
    report = report_of(data)
    with pytest.raises(UnsupportedForm):
        annotate("docx", data[:cut], result_about(at(report, "案件")), report)


# ── any file ─────────────────────────────────────────────────────────────────────────────────────────────────────────

PIECE = st.text(alphabet="甲乙丙丁戊己庚，。2件 <&", min_size=1, max_size=9)
WRAPPED = st.sampled_from(
    [
        lambda xml: xml,
        lambda xml: xml,
        lambda xml: xml,
        ins,
        sdt,
        lambda xml: f'<w:hyperlink w:anchor="a">{xml}</w:hyperlink>',
        lambda xml: field(" REF a ", xml),
        lambda xml: xml + deleted("删去的甲乙"),
        lambda xml: r("藏着甲", "<w:vanish/>") + xml,
        lambda xml: xml + r(inner="<w:tab/>"),
    ]
)
PARAGRAPH = st.lists(
    st.builds(lambda text, look, wrap: wrap(r(text, look)), PIECE, st.sampled_from(["", "<w:b/>"]), WRAPPED),
    min_size=1,
    max_size=6,
).map(lambda runs: p(*runs))
TABLE = st.lists(st.lists(PIECE, min_size=2, max_size=2), min_size=1, max_size=3).map(
    lambda rows: table(*(row(*(cell(p(r(text))) for text in texts)) for texts in rows))
)
BODY = st.lists(st.one_of(PARAGRAPH, PARAGRAPH, TABLE, PARAGRAPH.map(lambda one: one + one)), min_size=1, max_size=5)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(BODY, st.data())
def test_every_quote_of_any_file_gets_its_comment(body: list[str], data: st.DataObject) -> None:
    made = docx(p(TITLE) + "".join(body))
    report = report_of(made)
    spans = data.draw(st.lists(spans_of(report), min_size=1, max_size=4))
    out = annotate("docx", made, result_about(*(evidence(report, *span) for span in spans)), report)
    assert text_of(out) == text_of(made)
    assert report_of(out).text == report.text
    wanted = {(len(bare(report.text[:start])), bare(report.text[start:end])) for start, end in spans}
    assert {(comment.at, comment.words) for comment in comments(out)} == wanted


def spans_of(report: Report) -> st.SearchStrategy[tuple[int, int]]:
    shown = [i for i, c in enumerate(report.text) if bare(c)]
    pairs = st.tuples(st.sampled_from(shown), st.sampled_from(shown))
    return pairs.map(lambda pair: (min(pair), max(pair) + 1))


# ── LibreOffice ──────────────────────────────────────────────────────────────────────────────────────────────────────

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"


def in_office(path: Path) -> dict[str, str]:
    """Comments as LibreOffice takes them: the first line of each, and what it stands on."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    profile = path.parent / "profile"
    subprocess.run(
        [
            *(str(program), f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"),
            *("--convert-to", "fodt", "--outdir", str(path.parent), str(path)),
        ],
        check=True,
        capture_output=True,
        timeout=100,
        env=os.environ | {"SAL_USE_VCLPLUGIN": "svp"},
    )
    body = etree.parse(path.with_suffix(".fodt")).getroot().find(OFFICE + "body")
    letters: list[str] = []
    begun: dict[str, tuple[str, int]] = {}
    found: dict[str, str] = {}

    def walk(element: etree._Element) -> None:
        name = element.get(OFFICE + "name")
        if element.tag == OFFICE + "annotation":
            lines = ["".join(one.itertext()) for one in element if str(one.tag).endswith("}p")]
            begun[name] = "\n".join(lines), len(letters)
        elif element.tag == OFFICE + "annotation-end":
            text, start = begun.pop(name)
            found[text] = "".join(letters[start:])
        elif not str(element.tag).endswith(("}tracked-changes", "}deletion")):
            letters.extend(bare(element.text or ""))
            for child in element:
                walk(child)
                letters.extend(bare(child.tail or ""))

    walk(body)
    assert not begun
    return found


@pytest.mark.system("soffice|libreoffice")
def test_libreoffice_sees_the_comments_on_the_same_words(tmp_path: Path) -> None:
    body = (
        p(TITLE)
        + p(r("一、主要", "<w:b/>"), r("举措"), "和成效")
        + p("前", ins(r("插入的字句")), "后文", deleted("删去"), "完了")
        + p("这里", '<w:hyperlink w:anchor="a">' + r("链接里的文字") + "</w:hyperlink>", "其后")
        + p("行内", sdt(r("控件里的文字")), "之后")
        + table(row("项目", "数量"), row("合计", "一百二十六件"))
        + p("第一段的末尾，")
        + p("第二段的开头。")
    )
    quotes = ("要举措和", "入的字句后", "接里的", "这里链", "件里的", "二十六", "数量\n合计", "末尾，\n第二段")
    path = tmp_path / "报告.docx"
    path.write_bytes(annotated(docx(body), *quotes))
    expected = {comment.text: comment.words for comment in comments(path.read_bytes())}
    assert sorted(expected.values()) == sorted(map(bare, quotes))
    assert in_office(path) == expected
