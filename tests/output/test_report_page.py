"""The report page: everything is on it, nothing of a report can act in it, and nothing outside it is needed."""

from __future__ import annotations

import base64
import hashlib
import re
import time
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import lxml.html
import pytest
from commandline import fajian
from hypothesis import given
from hypothesis import strategies as st
from result_samples import finding, make_report, requirement, result, section

from checker.checking import Options, examine, load_checked
from checker.evidence import cite
from checker.model import Apart, CheckResult, Evidence, Opinion, Report
from checker.output import html, present, summary
from checker.output._layout import Look
from checker.output._marks import Mark, MarkedText

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = sorted(path for path in (ROOT / "examples").iterdir() if path.suffix in (".docx", ".txt"))
LOOK = Look(80)
VOID = {"meta", "br", "link", "input", "img", "hr"}
HOSTILE = (
    "<script>window.pwned = 1</script>",
    "</script><script>window.pwned = 1</script>",
    "</style><style>body { display: none }</style>",
    "&lt;script&gt;window.pwned = 1&lt;/script&gt;",
    '"><img src=x onerror="window.pwned = 1">',
    "' onmouseover='window.pwned = 1' x='",
    "<!-- <b>",
    "--> ]]> <![CDATA[",
    "{{ 7 * 7 }}{% for x in y %}${7 * 7}",
    "javascript:window.pwned=1",
    "\u2028\u2029\u202e反过来写\u202c\u200b\x00\x08\x1b[31m\ufeff",
)


def made(one: CheckResult, report: Report | None) -> str:
    return present("html", one, LOOK, report)


def tree(page: str) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(page.encode(), parser=lxml.html.HTMLParser(encoding="utf-8"))


def all_evidence(one: CheckResult) -> list[Evidence]:
    owners = [*one.sections, *(r for s in one.sections for r in s.requirements), *one.findings]
    return [evidence for owner in owners for evidence in owner.evidence]


def seen(text: str) -> str:
    """The text as the page holds it: what cannot be seen is a box, a table's separators are cells."""
    return re.sub(r"[\t\n]", "", html._UNSEEN.sub("", text))


def marked(page: lxml.html.HtmlElement, quote: lxml.html.HtmlElement) -> str:
    numbers = range(int(quote.get("data-first")), int(quote.get("data-last")) + 1)
    return "".join(page.get_element_by_id(f"m{number}").text_content() for number in numbers)


def judged(report: Report, *quotes: str, verdict: str = "met") -> CheckResult:
    """A result with one requirement, proved by these pieces of the report."""
    spans = [report.text.index(quote) for quote in quotes]
    proof = tuple(cite(report, start, start + len(quote)) for start, quote in zip(spans, quotes, strict=True))
    return result(sections=(section("a", "present", requirement("x", verdict, evidence=proof)),), findings=())


class Balanced(HTMLParser):
    """Every element is closed, in order, and no id stands twice."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: Counter[str] = Counter()
        self.ids: Counter[str] = Counter()
        self.attributes: list[tuple[str, str, str]] = []
        self.feed(page)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), (tag, names)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        self.ids.update(value or "" for name, value in attrs if name == "id")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def check_sound(page: str) -> Balanced:
    """Well formed, nothing from outside, one script, no handlers: holds for every page."""
    parsed = Balanced(page)
    assert max(parsed.ids.values(), default=1) == 1
    assert parsed.tags["script"] <= 1
    assert parsed.tags["style"] == 1
    assert not set(parsed.tags) & {"img", "iframe", "object", "embed", "link", "base", "form", "input", "svg"}
    for tag, name, value in parsed.attributes:
        assert not name.startswith("on"), (tag, name)
        assert name not in ("src", "srcset", "action", "style"), (tag, name)
        if name == "href":
            assert re.match(r"#[mv]\d+$|\./", value), value
    own = "".join((html._FOLDER / name).read_text() for name in ("report.css", "report.js"))
    assert not re.search(r"https?:|url\(|@import|//\w", own.replace("http-equiv", ""))
    return parsed


# ── what stands on the page ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def options() -> Options:
    return Options(load_checked("fazhi-annual-report"))


@pytest.mark.parametrize("path", EXAMPLES, ids=[path.stem[:12] for path in EXAMPLES])
def test_the_page_of_an_example_holds_the_text_and_every_quote_at_its_span(path: Path, options: Options) -> None:
    one, report = examine(str(path), options)
    assert report
    page = made(one, report)
    check_sound(page)
    assert page == made(one, report)
    assert len(page.encode()) < 130_000
    parsed = tree(page)
    starts = {}
    for index, block in enumerate(report.blocks):
        shown = parsed.get_element_by_id(f"p{index + 1}")
        cells = shown.xpath("./p | ./h2 | ./h3 | ./h4 | ./h5 | ./h6 | .//td")
        assert "".join(cell.text_content() for cell in cells) == seen(report.text[block.start : block.end])
        before = block.start
        for piece in (node for cell in cells for node in cell.xpath(".//text()")) if block.kind != "table" else ():
            mark = piece.getparent().get("id")
            if mark and piece.is_text:
                starts[mark] = before
            before += len(piece)
    links = parsed.xpath("//a[contains(@class, 'quote')]")
    assert Counter(marked(parsed, link) for link in links) == Counter(seen(e.quote) for e in all_evidence(one))
    known = {(e.start, seen(e.quote)) for e in all_evidence(one)}
    for link in links:
        mark = f"m{link.get('data-first')}"
        if mark in starts:
            assert (starts[mark], marked(parsed, link)) in known


def test_the_page_says_what_was_found_and_what_to_do() -> None:
    report = make_report(("某县水利局2025年度法治政府建设工作报告", "title"), "正文。" * 60)
    flat = re.sub(r"\s+", "", tree(made(result(), report)).xpath("//body")[0].text_content())
    for words in (
        "退回某县水利局2025年度法治政府建设工作报告",
        "单位某县水利局",
        "类型政府部门",
        "落款日期2026年1月20日",
        "请退回报送单位，补写之后重新报送",
        "缺少“党政主要负责人履行推进法治建设第一责任人职责情况b”",
        "先改什么请写明原因。",
        "注意第3页有一处文字读不出来。",
        "缺失要求causes必有没有写到。怎样改请写明原因。",
        "选报，没有可以不写",
        "依据《某规定》",
        "文稿本身的问题3处",
        "错误会议名称有误：应为“党的十九届六中全会”。怎样改请改为“党的十九届六中全会”。",
        "审核标准fazhi-annual-report，版本1.0",
    ):
        assert words in flat, words


def test_each_conclusion_is_explained() -> None:
    passed = result(conclusion="pass", findings=(), sections=(section("a", "present", requirement("x", "met")),))
    report = make_report("正文。" * 60)
    assert "可以收下" in made(passed, report)
    assert "自行斟酌" not in made(passed, report)
    revise = result(conclusion="revise", sections=passed.sections)
    assert "但文稿有必须改正的错误" in made(revise, report)
    assert "请人工核对" in made(result(conclusion=None), report)


def test_tasks_are_few_and_lead_to_their_verdicts() -> None:
    report = make_report("正文。" * 60)
    findings = tuple(finding(suggestion=f"请改第{n}处。", evidence=()) for n in range(30))
    page = tree(made(result(findings=findings), report))
    tasks = page.xpath("//a[@class='task']")
    assert len(tasks) == 6
    assert "另有" in page.text_content()
    for task in tasks:
        target = page.get_element_by_id(task.get("href")[1:])
        suggestion = task.text.rstrip("。")
        assert suggestion in target.text_content()


def test_a_missing_section_marks_nothing() -> None:
    report = make_report("正文。" * 60)
    missing = result(sections=(section("b", "missing", requirement("causes", "missing", evidence=())),), findings=())
    page = tree(made(missing, report))
    assert not page.xpath("//article//mark")
    assert not page.xpath("//a[contains(@class, 'quote')]")


def test_kinds_pages_and_what_was_left_apart_are_shown() -> None:
    report = make_report(
        ("标题", "title"), ("首页", "residue"), ("一、部分", "heading"), "正文。", ("某局", "signature")
    )
    blocks = tuple(b.model_copy(update={"page": 1 + index // 3}) for index, b in enumerate(report.blocks))
    document = report.document.model_copy(update={"apart": (Apart(kind="hidden", text="<b>藏着的话</b>"),)})
    report = report.model_copy(update={"blocks": blocks, "document": document})
    page = tree(made(result(sections=(), findings=()), report))
    assert [one.text_content() for one in page.xpath("//*[@class='page']")] == ["第1页", "第2页"]
    assert page.xpath("//*[contains(@class, 'block residue')]//small")[0].text == "不属于报告"
    assert page.xpath("//h2[text()='标题']")
    assert page.xpath("//h3[text()='一、部分']")
    assert "隐藏文字" in page.text_content()
    assert "<b>藏着的话</b>" in page.text_content()


def test_a_table_is_a_table_and_a_quote_may_span_its_cells() -> None:
    report = make_report(("项目\t件数\n办结\t120\n合计\t", "table"), "正文。")
    page = tree(made(judged(report, "办结\t120"), report))
    rows = page.xpath("//article//table/tr")
    assert [[cell.text_content() for cell in row] for row in rows] == [["项目", "件数"], ["办结", "120"], ["合计", ""]]
    (link,) = page.xpath("//a[contains(@class, 'quote')]")
    assert marked(page, link) == "办结120"


def test_topics_stand_by_group_with_their_basis_once() -> None:
    report = make_report("正文。" * 60)
    topics = [
        requirement(f"t{i}", "met" if i % 2 else "missing", "coverage", evidence=(), group=f"第{i // 2}类")
        for i in range(4)
    ]
    page = tree(made(result(sections=(section("m", "present", *topics),), findings=()), report))
    assert [one.text[:3] for one in page.xpath("//h3[@class='group']")] == ["第0类", "第1类"]
    assert page.text_content().count("《某规定》") == 2


def test_judges_that_differ_are_told() -> None:
    report = make_report("正文。" * 60)
    opinions = (
        Opinion(by="rules", verdict="missing", reason="没有。"),
        Opinion(by="llm", verdict="met", reason="有。"),
    )
    doubtful = requirement("x", "met", evidence=()).model_copy(update={"needs_review": True, "opinions": opinions})
    text = tree(made(result(sections=(section("a", None, doubtful),)), report)).text_content()
    for words in ("请人工复核", "规则认为缺失：没有。", "模型认为符合：有。"):
        assert words in text


def test_a_file_that_could_not_be_read_gets_a_page_that_says_so() -> None:
    page = made(CheckResult(source="甲/<b>.pdf", error="甲/<b>.pdf：文件加了密码，请去掉密码后再试。"), None)
    check_sound(page)
    text = tree(page).text_content()
    assert "未能检查" in text
    assert "文件加了密码，请去掉密码后再试。" in text
    assert "没有发现" not in text


def test_a_result_without_its_text_is_told_all_the_same() -> None:
    page = made(result(), None)
    check_sound(page)
    assert "党的十九大六中全会" in tree(page).text_content()
    assert not tree(page).xpath("//a[contains(@class, 'quote')]")


def test_evidence_that_points_nowhere_is_quoted_without_a_link() -> None:
    report = make_report("正文。" * 60)
    stray = finding(evidence=(Evidence(quote="不在文中", start=9000, end=9004, paragraph=40),))
    page = tree(made(result(sections=(), findings=(stray,)), report))
    assert "不在文中" in page.text_content()
    assert not page.xpath("//a[contains(@class, 'quote')]")


@given(st.data())
def test_marks_that_overlap_lose_and_double_nothing(data: st.DataObject) -> None:
    paragraphs = data.draw(st.lists(st.text("甲乙丙\t\n12", min_size=1, max_size=30), min_size=1, max_size=4))
    kinds = data.draw(st.lists(st.sampled_from(["paragraph", "table"]), min_size=4, max_size=4))
    report = make_report(*zip(paragraphs, kinds, strict=False))
    marks = []
    for item in range(data.draw(st.integers(0, 12))):
        block = data.draw(st.sampled_from(report.blocks))
        start = data.draw(st.integers(block.start, block.end - 1))
        end = data.draw(st.integers(start + 1, block.end))
        if not (report.text[start] + report.text[end - 1]).strip("甲乙丙12"):  # evidence is trimmed
            marks.append(Mark(start, end, item, data.draw(st.sampled_from(["met", "weak", "error", "topic"]))))
    text = MarkedText(report, marks)
    pieces = [piece for paragraph in text.paragraphs for piece in paragraph.pieces]
    for paragraph in text.paragraphs:
        told = report.text[paragraph.block.start : paragraph.block.end]
        table = paragraph.block.kind == "table"
        assert "".join(p.text for p in paragraph.pieces) == (re.sub(r"[\t\n]", "", told) if table else told)
    numbered = {piece.number: piece for piece in pieces if piece.number is not None}
    assert list(numbered) == list(range(len(numbered)))
    for mark in marks:
        found = text.pieces_of(mark.start, mark.end)
        assert found
        covered = [numbered[number] for number in range(found[0], found[1] + 1)]
        assert re.sub(r"[\t\n]", "", "".join(p.text for p in covered)) == re.sub(
            r"[\t\n]", "", report.text[mark.start : mark.end]
        )
        assert all(mark.item in piece.items for piece in covered)
        assert sum(mark.item in piece.ends for piece in pieces) == 1


# ── hostile texts ────────────────────────────────────────────────────────────────────────────────────────────────────


def hostile_page(words: str) -> str:
    """A page on which everything that a report, a file name, a rubric or a model can say says ``words``."""
    report = make_report((words, "title"), f"前{words}后", (f"{words}\t{words}", "table"), (words, "residue"))
    document = report.document.model_copy(update={"apart": (Apart(kind="hidden", text=words),)})
    report = report.model_copy(update={"document": document})
    quote = cite(report, report.blocks[1].start, report.blocks[1].end)
    told = {"title": words, "reason": words, "suggestion": words, "basis": words, "group": words, "evidence": (quote,)}
    doubt = {"needs_review": True, "opinions": (Opinion(by="llm", verdict="met", reason=words),)}
    base = result()
    assert base.report
    assert base.rubric
    one = result(
        source=words,
        report=base.report.model_copy(update={"title": words, "unit": words}),
        rubric=base.rubric.model_copy(update={"id": words, "version": words}),
        sections=(
            section(
                "a",
                "present",
                requirement("x", "partial", **told).model_copy(update=doubt),
                requirement("y", "met", "coverage", **told),
                title=words,
                evidence=(quote,),
            ),
        ),
        findings=(finding(message=words, suggestion=words, evidence=(quote,)),),
        warnings=(words,),
    )
    return made(one, report)


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_in_a_report_becomes_markup(words: str) -> None:
    harmless = check_sound(hostile_page("无害"))
    page = hostile_page(words)
    parsed = check_sound(page)
    parsed.tags["span"] = harmless.tags["span"]  # boxes for what cannot be seen
    assert parsed.tags == harmless.tags
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\u200b\u2028\u2029\u202a-\u202e\ufeff]", page)
    (mark,) = tree(page).xpath("//*[@id='p2']//mark")
    assert mark.text_content() == seen(f"前{words}后")


def test_the_page_of_the_file_name_is_as_harmless() -> None:
    for words in HOSTILE:
        check_sound(made(CheckResult(source=words, error=f"{words}：{words}"), None))
        rows = [summary.row(CheckResult(source=words, error=words)), summary.row(result(source=words))]
        parsed = check_sound(html.index(rows, [f"{words}.html", "乙.html"]))
        assert parsed.tags["script"] == 0


def test_the_policy_allows_the_own_script_and_style_only() -> None:
    page = made(result(), make_report("正文。"))
    policy = tree(page).xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for name in ("script", "style"):
        content = re.search(rf"<{name}>(.*?)</{name}>", page, re.DOTALL)
        assert content
        digest = base64.b64encode(hashlib.sha256(content[1].encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy


def test_a_very_long_paragraph_is_no_trouble() -> None:
    words = "全年办理行政处罚案件126件，其中涉水32件。" * 5000
    report = make_report(words[:100_000], "甲")
    spans = [(n * 400, n * 400 + 500) for n in range(200)]
    proof = tuple(cite(report, *span) for span in spans)
    one = result(sections=(section("a", "present", requirement("x", "met", evidence=proof)),), findings=())
    begun = time.process_time()
    page = made(one, report)
    assert time.process_time() - begun < 10
    assert len(page.encode()) < 600_000
    parsed = tree(page)
    assert [marked(parsed, a) for a in parsed.xpath("//a[@class='quote']")] == [e.quote for e in proof]


def big() -> tuple[CheckResult, Report]:
    """300 blocks, 200 pieces of evidence."""
    paragraphs = [
        (f"{index}、第{index}部分", "heading")
        if index % 10 == 0
        else f"第{index}段，全年办理行政处罚案件{index}件。" * 8
        for index in range(300)
    ]
    report = make_report(*paragraphs)
    spans = [cite(report, block.start + 2, block.start + 30) for block in report.blocks if block.kind == "paragraph"]
    verdicts = ("met", "partial", "missing", "met")
    parts = [
        section(
            f"s{n}",
            "partial",
            *(
                requirement(
                    f"r{n}-{m}",
                    verdicts[m % 4],
                    suggestion=f"请补写{n}-{m}。" if m % 4 in (1, 2) else None,
                    evidence=() if m % 4 == 2 else tuple(spans[n * 40 + m * 4 : n * 40 + m * 4 + 5]),
                )
                for m in range(10)
            ),
            evidence=tuple(spans[n * 40 : n * 40 + 3]),
        )
        for n in range(5)
    ]
    findings = tuple(finding(evidence=(span,)) for span in spans[:40])
    return result(sections=tuple(parts), findings=findings), report


def test_a_long_report_makes_a_page_of_reasonable_size() -> None:
    one, report = big()
    assert len(all_evidence(one)) >= 200
    begun = time.process_time()
    page = made(one, report)
    assert time.process_time() - begun < 6
    assert len(page.encode()) < 60_000 + 3 * len(report.text.encode()) + 400 * len(all_evidence(one))
    check_sound(page)


# ── several reports ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_one_report_is_one_page_on_standard_output() -> None:
    done = fajian("check", EXAMPLES[0], "--format", "html")
    assert done.returncode in (0, 1), done.stderr
    check_sound(done.stdout)


def test_several_reports_are_pages_with_an_index(tmp_path: Path) -> None:
    source = tmp_path / "报送"
    source.mkdir()
    text = EXAMPLES[-1].read_text(encoding="utf-8")
    for name in ("index.txt", "甲 #1?&%.txt", "javascript:x.txt"):
        (source / name).write_text(text, encoding="utf-8")
    (source / "空.txt").write_bytes(b"")
    out = tmp_path / "结果"
    done = fajian("check", source, "--format", "html", "--output", out)
    assert done.returncode == 2
    assert str(out / "index.html") in done.stderr
    page = (out / "index.html").read_text(encoding="utf-8")
    check_sound(page)
    assert "共4份：" in page
    links = [unquote(link) for link in tree(page).xpath("//table//a/@href")]
    assert sorted(out / link for link in links) == sorted(set(out.glob("*.html")) - {out / "index.html"})
    for link in links:
        check_sound((out / link).read_text(encoding="utf-8"))
