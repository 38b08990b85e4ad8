"""A briefing in every form: every statement with its sources, statuses in words, nothing that breaks the file."""

from __future__ import annotations

import io
import json
import re
from typing import Any

import pytest
from briefing_samples import SECTIONS, batch_briefing, report_briefing, said, source
from lxml import etree, html

from checker.errors import UsageError
from checker.model import Briefing, Cell, Passage, Table
from checker.output import briefings
from checker.output.briefings import _chart, _chart_png
from checker.output.briefings._chart_svg import svg
from checker.output.briefings._document import official
from checker.output.briefings._sources import cite
from checker.output.official import Grid, Picture, Template, Text
from checker.output.official.model import Heading

NASTY = "甲&乙<script>alert(1)</script>|`*[丙](x)\x00\x1b\ud800\ufffe\u202e后\n#行 𪚥 👩‍⚖️ "
TEXTS = [form for form in briefings.forms() if form != "docx"]


def shown(form: str, briefing: Briefing) -> str:
    return briefings.present(form, briefing).decode()


def nasty() -> Briefing:
    table = Table(title=NASTY, columns=(NASTY, "乙"), rows=((Cell(text=NASTY), Cell(text=NASTY, status="missing")),))
    passage = Passage(id="x", title=NASTY, statements=(said(NASTY, source(NASTY)), said("")), table=table, picture=True)
    listed = Passage(id="y", title="", statements=(said("1" * 3000), said(NASTY)), listed=True)
    return report_briefing().model_copy(
        update={"title": NASTY, "passages": (passage, listed), "warnings": (NASTY,), "left_out": 3}
    )


def words(document: Any) -> str:
    """All characters of an official document's main part."""
    told = []
    for part in document.body:
        if isinstance(part, Heading):
            told.append(part.text)
        elif isinstance(part, Text):
            told.append(part.content if isinstance(part.content, str) else "".join(run.text for run in part.content))
    return "\n".join(told)


def test_there_are_these_forms_and_no_other() -> None:
    assert briefings.forms() == ("docx", "html", "json", "md", "text")
    with pytest.raises(UsageError, match=r"没有“pdf”这种简报形式，现有：docx、html、json、md、text。"):
        briefings.present("pdf", report_briefing())


def test_only_word_takes_a_template() -> None:
    with pytest.raises(UsageError, match="“md”形式不用模板"):
        briefings.present("md", report_briefing(), template=Template("模板", b""))


@pytest.mark.parametrize("form", TEXTS)
def test_every_statement_and_every_quote_is_there(form: str) -> None:
    briefing = report_briefing("full")
    told = re.sub(r"\s|\\", "", shown(form, briefing))
    if form == "html":
        told = re.sub(r"\s", "", html.fromstring(told_html(briefing)).text_content())
    for passage in briefing.passages:
        for statement in passage.statements:
            assert re.sub(r"\s", "", statement.text.rstrip("。")) in told
            for one in statement.sources:
                assert one.evidence.quote in told


def told_html(briefing: Briefing) -> str:
    return shown("html", briefing)


@pytest.mark.parametrize("form", ["md", "text", "html"])
def test_a_statement_of_the_programs_own_is_marked_and_the_mark_explained(form: str) -> None:
    told = shown(form, report_briefing())
    assert "※" in told
    assert "带※的由程序统计得出" in told
    plain = report_briefing().model_copy(update={"passages": report_briefing().passages[1:2]})
    assert "※" not in shown(form, plain).partition("</style>")[2 if form == "html" else 0]


@pytest.mark.parametrize("briefing", [nasty(), report_briefing(), batch_briefing(3), report_briefing("short")])
@pytest.mark.parametrize("form", briefings.forms())
def test_no_text_breaks_a_form(form: str, briefing: Briefing) -> None:
    data = briefings.present(form, briefing)
    if form == "json":
        assert json.loads(data)["title"] == briefing.title
    elif form == "docx":
        import docx

        assert docx.Document(io.BytesIO(data)).paragraphs
    else:
        told = data.decode()
        assert "\x00" not in told
        assert "\x1b" not in told
        assert not re.search(r"(?<!\\)<script", told) or form == "text"
        assert briefings.lines(briefing) > 0


def test_json_holds_the_briefing_whole() -> None:
    briefing = batch_briefing(3)
    told = json.loads(shown("json", briefing))
    assert told.pop("schema_version") == "1"
    assert Briefing.model_validate_json(json.dumps(told)) == briefing
    assert told == briefing.as_json()


def test_the_page_needs_no_script_and_no_network() -> None:
    page = html.fromstring(shown("html", batch_briefing(60)))
    assert not page.xpath("//script | //img | //link | //iframe | //*[@src] | //*[starts-with(@href, 'http')]")
    assert "default-src 'none'" in page.xpath("//meta[@http-equiv]/@content")[0]
    references = {a.get("href")[1:] for a in page.xpath("//sup/a")}
    assert references <= set(page.xpath("//li/@id"))
    assert not page.xpath("//*[@style]")


def test_sources_are_numbered_in_the_order_of_the_text_and_each_once() -> None:
    assert cite([]) == ""
    assert cite([1, 2, 4, 5, 6, 9]) == "[1,2,4-6,9]"
    same = source("甲乙丙")
    passage = Passage(id="a", title="甲", statements=(said("一。", same), said("二。", source("丁", 50), same)))
    told = shown("text", report_briefing().model_copy(update={"passages": (passage,)}))
    assert "一[1]。二[1,2]。" in told
    assert "[3]" not in told


# ── Word ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_on_one_page_headings_run_in_and_in_three_they_stand_alone() -> None:
    page, full, short = (official(report_briefing(length)) for length in ("page", "full", "short"))
    assert not [part for part in page.body if isinstance(part, Heading)]
    assert "一、审核结论。报告需修改" in words(page)
    assert next(part.text for part in full.body if isinstance(part, Heading)) == "一、审核结论"
    assert "\n" not in words(short)
    assert "审核结论" not in words(short)


def test_a_heading_that_begins_with_the_first_person_responsible_is_numbered() -> None:
    assert "二、第一责任人职责。" in words(official(report_briefing("page")))


def test_the_sources_are_an_annex_with_place_and_quote() -> None:
    document = official(report_briefing())
    assert [annex.title for annex in document.annexes] == ["出处"]
    grid = document.annexes[0].body[0]
    assert isinstance(grid, Grid)
    assert grid.columns == ("序号", "位置", "报告原文")
    assert [cell.content for cell in grid.rows[4]] == ["5", "第10段，第3页", "“双随机”检查1.2万户次，比上年增长15.6%"]
    batch = official(batch_briefing(3)).annexes[-1].body[0]
    assert isinstance(batch, Grid)
    assert batch.columns[1] == "单位"


def test_a_large_table_goes_to_an_annex_and_the_text_says_where() -> None:
    small, large = official(batch_briefing(5)), official(batch_briefing(40))
    assert any(isinstance(part, Picture) for part in small.body)
    assert not any(isinstance(part, Grid | Picture) for part in large.body)
    assert not any(isinstance(part, Grid | Picture) for part in official(batch_briefing(5, "page")).body)
    assert [annex.title for annex in large.annexes] == ["各单位报告情况", "出处"]
    assert "（详见附件1）" in words(large)
    assert briefings.lines(batch_briefing(150, "page")) <= 22


def test_without_a_chinese_font_there_is_a_table_and_a_sentence_instead_of_a_picture(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(_chart_png, "_installed", lambda: ())
    for count in (5, 40):
        document = official(batch_briefing(count))
        parts = [*document.body, *(part for annex in document.annexes for part in annex.body)]
        assert not any(isinstance(part, Picture) for part in parts)
        assert sum(isinstance(part, Grid) and part.columns[0] == "单位" for part in parts) == 1
        assert sum("没有能显示全部文字的中文字体" in str(part) for part in parts) == 1


@pytest.mark.system("font:Noto Sans CJK SC")
def test_a_font_that_lacks_a_character_is_not_taken() -> None:
    assert _chart_png.font("云岫县齐全不充分缺失") is not None
    assert _chart_png.font("齐\U000f1234") is None


# ── the picture ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("count", [1, 12, 13, 150, 1000])
def test_the_picture_holds_every_unit_in_letters_that_can_be_read(count: int) -> None:
    chart = _chart.chart(batch_briefing(count).passages[1])
    assert chart is not None
    assert chart.columns == SECTIONS
    sheets = _chart.sheets(chart)
    boxes = [box for sheet in sheets for box in sheet.boxes]
    units = [box.text.replace("\n", "") for box in boxes if box.tone == "unit"]
    assert units == [unit for unit, _ in chart.rows]
    assert min(box.letter for box in boxes) >= _chart.LEAST_LETTER
    for sheet in sheets:
        assert sheet.height <= _chart.TALLEST
        assert all(box.x >= 0 and box.x + box.width <= _chart.WIDTH + 0.01 and box.y >= 0 for box in sheet.boxes)
    cells = [box for box in boxes if box.tone in ("present", "partial", "missing")]
    assert {(box.tone, box.text) for box in cells} <= {("present", "齐全"), ("partial", "不充分"), ("missing", "缺失")}
    assert len(cells) == 4 * count + 3 * len(sheets)


def test_the_picture_of_a_page_is_wellformed_whatever_a_unit_is_called() -> None:
    table = Table(
        title="<b>",
        columns=("单位", "甲&乙"),
        rows=((Cell(text='</text><script>alert("1")</script>'), Cell(text="", status="missing")),),
    )
    chart = _chart.chart(Passage(id="x", title="x", table=table, picture=True))
    assert chart is not None
    root = etree.fromstring(svg(_chart.sheets(chart)[0], _chart.describe(chart)))
    assert not [node for node in root.iter() if "script" in str(node.tag)]
    assert "缺失1个" in "".join(root.itertext())


def test_a_passage_without_statuses_has_no_picture() -> None:
    table = Table(title="甲", columns=("单位", "乙"), rows=((Cell(text="丙"), Cell(text="丁")),))
    assert _chart.chart(Passage(id="x", title="x", table=table, picture=True)) is None
    assert _chart.chart(Passage(id="x", title="x", picture=True)) is None
