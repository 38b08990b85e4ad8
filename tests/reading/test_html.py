"""Web pages: the report whole and nothing of the site, whatever the page is made of."""

from __future__ import annotations

import time
from collections.abc import Sequence
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from web_layouts import LAYOUTS
from web_pages import Row, Site, head, measure, own_reports, paragraphs, rows_of, text_of, title_of
from web_pages_random import ENCODINGS, composed

from checker.errors import ReadError
from checker.reading import html as reader
from checker.reading import read_bytes
from checker.reading.draft import Draft

OWN = dict(own_reports())
FULL = OWN["full"]


def read(page: str | bytes, name: str = "报告.html") -> Draft:
    return reader.read(page.encode() if isinstance(page, str) else page, name)


def texts(page: str | bytes) -> list[str]:
    return [line.text.strip() for line in read(page).lines]


def document(page: str | bytes) -> str:
    return read_bytes(page.encode() if isinstance(page, str) else page, "报告.html", "报告.html").text


def check(page: str | bytes, rows: Sequence[Row]) -> None:
    """Nothing of the site, and all of the report."""
    found = measure(document(page), rows)
    assert not found.let_in, found
    assert found.kept >= 0.995, found


# ── the report and nothing else ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("report", OWN)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_report_comes_out_of_every_layout_whole_and_alone(layout: str, report: str) -> None:
    for seed in range(3):
        check(LAYOUTS[layout](Site(seed), OWN[report]), OWN[report])


@pytest.mark.parametrize("layout", LAYOUTS)
def test_so_do_the_labelled_reports(layout: str, shared: Path) -> None:
    for seed, path in enumerate(sorted((shared / "devset").glob("*.src.txt"))):
        rows = rows_of(path.read_text(encoding="utf-8"))
        check(LAYOUTS[layout](Site(seed), rows), rows)


@pytest.mark.parametrize("report", ["full", "unsigned", "unnumbered"])
def test_so_do_reports_on_pages_put_together_at_random(report: str) -> None:
    for seed in range(120):
        check(composed(Site(seed), OWN[report]), OWN[report])


@pytest.mark.full
@pytest.mark.parametrize("start", range(0, 4000, 500))
def test_so_do_all_reports_on_thousands_of_pages(start: int, shared: Path) -> None:
    paths = sorted((shared / "devset").glob("*.src.txt"))
    reports = [rows_of(path.read_text(encoding="utf-8")) for path in paths]
    for seed in range(start, start + 500):
        rows = reports[seed % len(reports)]
        check(composed(Site(seed), rows), rows)


def test_a_report_of_one_sentence_is_found_among_much_else() -> None:
    """Where two sentences stand against forty of others, chance has some part: nearly always."""
    wrong = 0
    for seed in range(150):
        for name in ("thin", "thin, unsigned"):
            found = measure(document(composed(Site(seed), OWN[name])), OWN[name])
            wrong += bool(found.let_in) or found.kept < 0.995
    assert wrong <= 6


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("layout", ["trs", "breaks_in_a_cell"])
def test_a_page_is_read_in_any_encoding_whatever_it_declares(encoding: str, layout: str) -> None:
    check(ENCODINGS[encoding](LAYOUTS[layout](Site(1), FULL)), FULL)


def test_a_page_pieced_together_of_two_encodings_is_read_and_told() -> None:
    before, after = LAYOUTS["trs"](Site(1), FULL).split('<div class="main">')
    page = "\n".join(before.split("<li>")).encode("gb18030") + b'<div class="main">' + after.encode()
    check(page, FULL)
    assert any("编码" in warning for warning in read(page).warnings)


def test_lines_that_stand_in_the_report_like_its_own_stay_for_somebody_else_to_find() -> None:
    noise = [
        "当前位置：首页 > 政务公开",
        "发布时间：2026-02-27 09:18 来源：司法局",
        "上一篇：关于2024年的报告",
        "网站标识码：4100000000",
    ]
    style = ' style="text-indent:2em"'
    inner = f"<h1>{title_of(FULL)}</h1>" + "".join(f"<p{style}>{text}</p>" for text in noise[:2])
    inner += paragraphs(text_of(FULL), style) + "".join(f"<p{style}>{text}</p>" for text in noise[2:])
    page = f'{head("县政府网")}<body><ul><li><a href="/">首页</a></li></ul><div>{inner}<div>分享到：<a>微信</a></div></div></body>'
    assert [text for text in texts(page) if text in noise] == noise
    assert "分享到：微信" not in texts(page)


@pytest.mark.parametrize(
    "layout",
    [
        "trs",
        "hanweb",
        "breaks_in_a_cell",
        "split_by_section",
        "small_part",
        "two_articles",
        "fixed_width",
        "form_round_all",
    ],
)
@pytest.mark.parametrize("posting", ["张小明　二月二十七日上午", "第318期 / 水务快讯", "02/27 · 司法局 · 三分钟读完"])
def test_a_posting_line_in_words_that_nobody_knows_goes_where_it_stands_by_itself(layout: str, posting: str) -> None:
    site = Site(1)
    site.posting = lambda: posting  # type: ignore[method-assign]
    check(LAYOUTS[layout](site, FULL), FULL)


# ── titles ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def body_page(inner: str, title: str = "县政府网", before: str = "", after: str = "") -> str:
    return f'{head(title)}<body><ul><li><a href="/">首页</a></li><li><a href="/a">公开</a></li></ul>{before}<div class="c">{inner}</div>{after}</body></html>'


@pytest.mark.parametrize(
    "title",
    [
        "{}",
        "{}_临川县人民政府网",
        "{} - 临川县人民政府",
        "临川县人民政府门户网站 {}",
        "临川县水务局-政务公开-{}",
        "{}|年度报告|临川县人民政府",
    ],
)
def test_a_title_that_only_the_head_knows_is_taken_without_the_sites_name(title: str) -> None:
    wanted = "临川县水务局关于2025年法治政府建设情况的报告"
    assert texts(body_page(paragraphs(text_of(FULL)), title.format(wanted)))[0] == wanted


def test_the_nearest_heading_above_is_the_title() -> None:
    wanted = title_of(FULL)
    before = f"<h1>{wanted}</h1><div>2026-02-27 来源：水务局 阅读：3</div>"
    lines = read(body_page(paragraphs(text_of(FULL)), before=before)).lines
    assert [lines[0].text, lines[0].look.style_level] == [wanted, 0]
    assert lines[1].text == "县委、县政府："


def test_the_sites_heading_goes_where_the_report_has_its_own() -> None:
    before = "<h1>临川县水务局2025年度法治政府建设年度报告公开</h1><p class=info>来源：水务局 2026-02-27</p>"
    assert texts(body_page(paragraphs(FULL), before=before))[:2] == [text for kind, text in FULL if kind == "title"]


def test_a_tables_caption_is_no_title() -> None:
    """ "2025年…情况" behind "表1" once was taken for where the report begins: half of the report was lost."""
    folder = Path(__file__).resolve().parents[2] / "examples-batch" / "公开文本"
    text = document(next(folder.glob("云岫县人民政府*.html")).read_bytes())
    assert "编制公布县级行政许可事项清单203项" in text
    assert "表1　2025年全县行政争议办理情况" in text.replace(" ", "　")


def test_a_title_twice_in_the_report_itself_stays_twice() -> None:
    title = title_of(FULL)
    inner = f"<p>{title}</p><p>{title}</p>" + paragraphs(text_of(FULL), "")
    assert texts(body_page(inner))[:2] == [title, title]


@pytest.mark.parametrize("mark", ["秘密★1年", "内部资料　注意保存", "【工作秘密】", "机密★启用前"])
def test_a_mark_of_secrecy_above_the_title_stays(mark: str) -> None:
    posting = "<div class=meta>发布时间：2026-02-27　来源：水务局　浏览次数：3</div>"
    page = body_page(f"<h1>{title_of(FULL)}</h1>" + paragraphs(text_of(FULL)))
    marked = page.replace("<h1>", f"{posting}<p>{mark}</p><h1>")
    assert texts(marked) == [mark, *texts(page)]


# ── what is not the report's text ────────────────────────────────────────────────────────────────────────────────────


def test_enclosures_are_told_and_not_read() -> None:
    inner = (
        paragraphs(FULL)
        + '<p>附件：<a href="/a.pdf">任务清单.pdf</a></p><p><a href="/b.docx">2.案件统计表.docx</a></p>'
    )
    draft = read(body_page(inner))
    assert not any("清单" in line.text or "统计表" in line.text for line in draft.lines)
    assert any("“任务清单.pdf”、“2.案件统计表.docx”" in warning for warning in draft.warnings)


def test_links_within_a_sentence_stay() -> None:
    inner = (
        paragraphs(FULL)
        + '<p>组织学习<a href="/law">《中华人民共和国行政处罚法》</a>等法律法规，覆盖执法人员42人。</p>'
    )
    inner = inner.replace("特此报告", '<a href="#x">特此</a>报告')
    assert "特此报告。" in texts(body_page(inner))


def test_a_box_of_links_in_the_middle_goes() -> None:
    lines = paragraphs(text_of(FULL)).split("\n")
    box = '<div><h4>相关报道</h4><ul><li><a href="/1">县水务局开展执法检查</a></li><li><a href="/2">图解报告</a></li></ul></div>'
    check(body_page(f"<h1>{title_of(FULL)}</h1>" + "\n".join([*lines[:6], box, *lines[6:]])), FULL)


def test_a_link_that_was_never_closed_is_no_link() -> None:
    inner = f'<h1>{title_of(FULL)}</h1><p><a href="javascript:zoom()">' + paragraphs(text_of(FULL), "")
    check(body_page(inner), FULL)


@pytest.mark.parametrize(
    "frame",
    ['<iframe src="/pdf/viewer.html?file=a.pdf"></iframe>', '<embed src="a.pdf">', '<object data="a.pdf"></object>'],
)
def test_a_page_that_shows_another_one_says_so(frame: str) -> None:
    draft = read(f"{head('报告')}<body><h1>某局2025年法治政府建设报告</h1>{frame}</body>")
    assert any("iframe" in warning for warning in draft.warnings)


def test_a_page_of_pictures_says_so() -> None:
    draft = read(f"{head('报告')}<body><h1>某局2025年法治政府建设报告</h1><p><img src=1.jpg><img src=2.jpg></p></body>")
    assert any("2 张图片" in warning and "OCR" in warning for warning in draft.warnings)


@pytest.mark.parametrize(
    "page",
    [
        "<html><body></body></html>",
        "<html><body><img src=x></body></html>",
        "<html><frameset><frame src=a><frame src=b></frameset></html>",
        "<html><script>var a='文字';</script>",
    ],
)
def test_a_page_without_any_text_is_refused_with_a_sentence(page: str) -> None:
    with pytest.raises(ReadError, match=r"没有任何文字.*；请"):
        read(page)


def test_a_list_of_reports_still_gives_its_text() -> None:
    page = f"{head('年报')}<body><ul>{Site(1).links([f'某局{year}年法治政府建设报告' for year in range(2015, 2026)], dated=True)}</ul></body>"
    assert len(texts(page)) == 11


def test_a_page_that_scripts_make_visible_is_read_and_told() -> None:
    page = LAYOUTS["trs"](Site(1), FULL).replace("<body>", '<body style="opacity:0">')
    check(page, FULL)
    assert any("脚本" in warning for warning in read(page).warnings)


# ── files ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "start",
    [
        "<!DOCTYPE html><html>",
        "\ufeff<html>",
        "<!-- saved from url=(0022)http://www.x.gov.cn/ -->\r\n<HTML>",
        "\n\n  <html lang=zh>",
        '<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0//EN">',
    ],
)
def test_a_page_is_known_by_its_content(start: str) -> None:
    assert reader.matches((start + "<body>").encode(), "")
    assert reader.matches((start.lstrip("\ufeff") + "<body>").encode("utf-16"), "")


@pytest.mark.parametrize("data", ["一、总体情况", "# 标题\n<div>内容</div>", "%PDF-1.7 <html>", "2025年<html>"])
def test_other_texts_are_not(data: str) -> None:
    assert not reader.matches(data.encode(), "")
    assert reader.matches(data.encode(), "A.HTM")


def test_a_file_without_markup_keeps_its_lines() -> None:
    assert texts("一、总体情况\n　　全年办理案件12件，依法行政。\n二、问题") == [
        "一、总体情况",
        "全年办理案件12件，依法行政。",
        "二、问题",
    ]


def test_a_web_archive_is_read_whichever_part_holds_the_report() -> None:
    message = EmailMessage()
    message["Subject"] = "报告"
    message.set_content("<html><body><iframe src='cid:f1'></iframe><p>首页</p></body></html>", subtype="html")
    message.add_related(LAYOUTS["trs"](Site(1), FULL).encode("gb18030"), "text", "html", cid="<f1>")
    message.add_related(b"\x89PNG", "image", "png", cid="<p>")
    data = message.as_bytes()
    assert reader.matches(data, "")
    check(data, FULL)


def test_a_web_archive_without_a_page_is_refused() -> None:
    with pytest.raises(ReadError, match=r"\.mht"):
        read(
            b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: image/png\n\nabc\n--x--\n"
        )


# ── hard pages ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.full
def test_a_page_of_five_million_characters_is_read_in_seconds() -> None:
    page = LAYOUTS["small_part"](Site(1), FULL)
    page = page.replace(
        '<div class="a8">', '<div class="a8"><ul>' + Site(2).links(Site(2).news(60_000), dated=True) + "</ul>"
    )
    assert len(page.encode()) > 5_000_000
    start = time.process_time()
    check(page, FULL)
    assert time.process_time() - start < 25


@pytest.mark.parametrize(
    "opening", ["<div>" * 3000, "<span>" * 20_000, "<table><tr><td>" * 500, "<b><i>" * 300, "<ul><li>" * 1000]
)
def test_deep_nesting_does_no_harm(opening: str) -> None:
    check(opening + LAYOUTS["trs"](Site(1), FULL), FULL)


@pytest.mark.parametrize(
    "bomb",
    [
        "<div>" * 300_000,
        "<table><tr><td>" * 100_000,
        "".join(f"<p><font color=#{i}>x" for i in range(5000)),
        "<a><p>" * 100_000,
    ],
)
def test_nesting_that_would_take_hours_is_refused(bomb: str) -> None:
    with pytest.raises(ReadError, match="嵌套过深"):
        read(bomb)


def assert_read_or_refused(data: bytes) -> None:
    """Text, or a sentence that says what to do: nothing else."""
    try:
        draft = read(data)
    except ReadError as refusal:
        said = str(refusal)
    else:
        said = "请" if any(line.text.strip() for line in draft.lines) else ""
    assert "请" in said


PIECES = st.sampled_from(
    ["<div>", "</div>", "<p>", "</p>", "<table>", "<tr>", "<td>", "</table>", "<br>", "<ol type=I start=x>", "<li>", "<li value=99999999>", "<pre>\n", "<style>p{", "}</style>", "<a href=x>", "</a>", "<h1>", "<b", '"', "&#0;", "&#x110000;",
     "一、总体情况", "2025年，我局办理案件12件，依法行政。", "某局2025年法治政府建设报告", "某县某局", "2026年1月20日", "\x00", "<![CDATA[", "<!--", "-->", '<p style="font-size:1e9em;color:rgb(1,2,3)">', "<q>", "<input>", "<iframe>", "<select>", "<svg>", "　"]
)  # fmt: skip


@settings(max_examples=150)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_no_page_makes_the_reader_stumble(page: str) -> None:
    assert_read_or_refused(page.encode())


@settings(max_examples=60)
@given(st.integers(0, 10**6), st.integers(0, 10**6), st.binary(max_size=6))
def test_a_damaged_page_is_read_or_refused(start: int, length: int, junk: bytes) -> None:
    data = LAYOUTS["ucap"](Site(3), FULL).encode()
    start, length = start % len(data), length % 400
    assert_read_or_refused(data[:start] + junk + data[start + length :])
