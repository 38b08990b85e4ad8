"""The report page as a person uses it, in a real Chromium: click, keys, filter, print, dark, narrow, nothing sent."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from browser import Browser, chromium
from result_samples import finding, make_report, requirement, result, section
from test_report_page import big, hostile_page, made

from checker.evidence import cite
from checker.model import CheckResult, Evidence, Report
from checker.output import html, summary

pytestmark = [pytest.mark.system("chromium"), pytest.mark.timeout(180)]

FILLING = "按照上级部署，各股室分工负责，工作有序推进，各项任务按期完成。" * 6
IN_SIGHT = """(selector, box) => {
  const at = document.querySelector(selector).getClientRects()[0];
  const area = box ? document.querySelector(box).getBoundingClientRect() : {top: 0, bottom: innerHeight};
  return at.top >= area.top && at.bottom <= area.bottom && at.top >= 0 && at.bottom <= innerHeight;
}"""
# The contrast of every piece of text in sight with the ground that it stands on: what is below 4.5.
PALE = """(() => {
  const parse = (c) => c.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => {
    const f = (v) => ((v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * f(r) + 0.7152 * f(g) + 0.0722 * f(b);
  };
  const ground = (e) => {
    for (; e; e = e.parentElement) {
      const c = parse(getComputedStyle(e).backgroundColor);
      if (c.length < 4 || c[3] > 0.99) return c;
    }
    return [255, 255, 255];
  };
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const e = walk.currentNode.parentElement;
    if (!walk.currentNode.data.trim() || !e.getClientRects().length || e.closest("script, style")) continue;
    const [a, b] = [light(parse(getComputedStyle(e).color)), light(ground(e))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) found.push(`${e.className}: ${walk.currentNode.data.trim().slice(0, 20)} ${ratio.toFixed(2)}`);
  }
  return found;
})()"""


def sample() -> tuple[CheckResult, Report]:
    """A report longer than a screen, with quotes far apart, an overlap, a missing section and findings."""
    report = make_report(
        ("某县水利局2025年度法治政府建设工作报告", "title"),
        "局长主持召开局党组会议4次，专题研究法治政府建设工作。",
        *[FILLING] * 12,
        "由于培训不够，执法人员不会使用执法记录仪。",
        *[FILLING] * 12,
        "12月，局长出庭应诉2次。",
        ("首页 > 政务公开", "residue"),
    )

    def proof(quote: str) -> Evidence:
        return cite(report, report.text.index(quote), report.text.index(quote) + len(quote))

    sections = (
        section(
            "a",
            "partial",
            requirement("duty", "met", evidence=(proof("局长主持召开局党组会议4次"), proof("12月，局长出庭应诉2次"))),
            requirement("deliberation", "met", evidence=(proof("召开局党组会议4次，专题研究"),)),
            requirement("causes", "partial", suggestion="请写明原因。", evidence=(proof("由于培训不够"),)),
            evidence=(proof("局长主持召开局党组会议4次，专题研究法治政府建设工作。"),),
        ),
        section("b", "missing", requirement("plans", "missing", suggestion="请补写安排。", evidence=())),
        section("c", "present", *(requirement(f"t{n}", "met", "coverage", evidence=()) for n in range(10))),
    )
    findings = (
        finding(message="记录仪的名称有误。", evidence=(proof("执法记录仪"),)),
        finding("text.residue", "warning", message="夹有网页文字。", evidence=(proof("首页 > 政务公开"),)),
    )
    return result(sections=sections, findings=findings), report


@pytest.fixture(scope="module")
def chrome() -> Iterator[Browser]:
    with chromium() as one:
        yield one


@pytest.fixture
def browser(chrome: Browser, tmp_path: Path) -> Iterator[Browser]:
    """The sample's page, opened; afterwards the console is empty and nothing was asked for but the page."""
    path = tmp_path / "页.html"
    path.write_text(made(*sample()), encoding="utf-8")
    chrome.size(1280, 800)
    chrome.scheme("light")
    chrome.open(path)
    yield chrome
    assert chrome.complaints() == []
    assert chrome.requests() == [path.as_uri()]


def in_sight(browser: Browser, selector: str, box: str | None = None) -> bool:
    return bool(browser.run(f"({IN_SIGHT})({json.dumps(selector)}, {json.dumps(box)})"))


def texts(browser: Browser, selector: str) -> list[str]:
    return list(browser.run(f"[...document.querySelectorAll({json.dumps(selector)})].map((e) => e.textContent)"))


def item(browser: Browser, title: str) -> str:
    """The selector of the item with this title."""
    found = browser.run(
        "[...document.querySelectorAll('.item')].find((e) => e.querySelector('.what').textContent === "
        f"{json.dumps(title)}).id"
    )
    return f"#{found}"


def current(browser: Browser) -> Any:
    return browser.run("document.querySelector('.current .what')?.textContent")


# ── both ways ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_verdict_shows_its_quotes(browser: Browser) -> None:
    causes = item(browser, "要求causes")
    browser.run(f"document.querySelector('{causes}').scrollIntoView()")
    assert not in_sight(browser, "#p15 mark", "#text")
    browser.click(f"{causes} .open")
    assert in_sight(browser, "#p15 mark", "#text")
    assert texts(browser, "mark.here") == ["由于培训不够"]
    assert current(browser) == "要求causes"


def test_a_quote_shows_its_place_and_the_verdict_stays(browser: Browser) -> None:
    duty = item(browser, "要求duty")
    browser.click(f"{duty} .open")
    assert "".join(texts(browser, "mark.here")) == "局长主持召开局党组会议4次"
    before = browser.run("document.querySelector('#list').scrollTop")
    browser.click(f"{duty} .quotes li:last-child a")
    assert in_sight(browser, "#p28 mark", "#text")
    assert "".join(texts(browser, "mark.here")) == "12月，局长出庭应诉2次"
    assert "".join(texts(browser, "mark.on:not(.here)")) == "局长主持召开局党组会议4次"
    assert browser.run("document.querySelector('#list').scrollTop") == before


def test_a_mark_shows_its_verdict_and_a_second_click_the_next(browser: Browser) -> None:
    overlap = "#p2 mark:nth-of-type(2)"
    assert texts(browser, overlap) == ["召开局党组会议4次"]
    seen = []
    for _ in range(4):
        browser.click(overlap)
        seen.append(current(browser))
        assert in_sight(browser, ".current .what", "#list")
        assert "召开局党组会议4次" in "".join(texts(browser, "mark.here"))
    section_title = "党政主要负责人履行推进法治建设第一责任人职责情况a"
    assert seen == ["要求duty", "要求deliberation", section_title, "要求duty"]
    assert "要求deliberation" in texts(browser, ".also .what")
    assert "这一处有3条" in texts(browser, "#live")[0]


def test_a_defect_and_what_to_do_first_lead_to_their_places(browser: Browser) -> None:
    browser.click(".first li:last-child a")
    assert current(browser) in ("夹有网页文字。", "记录仪的名称有误。")
    assert in_sight(browser, "mark.here", "#text")
    assert in_sight(browser, ".current .what", "#list")


def test_words_may_be_selected_without_a_jump(browser: Browser) -> None:
    browser.run("getSelection().selectAllChildren(document.querySelector('#p15 p'))")
    browser.run("document.querySelector('#p15 mark').click()")
    assert current(browser) is None


# ── keys and filter ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_keys_go_through_everything(browser: Browser) -> None:
    titles = texts(browser, ".item:not(.part) .what")
    seen = []
    for key in "jnjnjnjnjnjnjnjnjn"[: len(titles)]:
        browser.key(key)
        seen.append(current(browser))
        assert in_sight(browser, ".current .what", "#list")
    assert seen == titles
    browser.key("j")
    assert current(browser) == titles[-1]
    browser.key("k")
    browser.key("p")
    assert current(browser) == titles[-3]
    assert texts(browser, "#count") == [f"第{len(titles) - 2}条，共{len(titles)}条"]
    assert browser.run("document.activeElement === document.querySelector('.current .open')")
    browser.key("Escape")
    assert current(browser) is None
    assert texts(browser, "mark.on") == []


def test_arrows_go_through_the_quotes(browser: Browser) -> None:
    browser.key("j")
    seen = []
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft"):
        browser.key(key)
        seen.append("".join(texts(browser, "mark.here")))
        assert in_sight(browser, "mark.here", "#text")
    assert seen == ["12月，局长出庭应诉2次", "局长主持召开局党组会议4次", "12月，局长出庭应诉2次"]


def test_the_filter_leaves_what_has_to_be_put_right(browser: Browser) -> None:
    browser.click("#only")
    shown = "[...document.querySelectorAll('.item:not(.part)')].filter((e) => e.getClientRects().length)"
    left = browser.run(f"{shown}.map((e) => e.querySelector('.what').textContent)")
    assert left == ["要求causes", "要求plans", "记录仪的名称有误。", "夹有网页文字。"]
    assert texts(browser, "#count") == ["共4条"]
    for title in left:
        browser.key("j")
        assert current(browser) == title
    browser.run("document.querySelector('#text').scrollTop = 0")
    browser.click("#p2 mark:nth-of-type(2)")
    assert current(browser) == "党政主要负责人履行推进法治建设第一责任人职责情况a"
    browser.key("f")
    assert browser.run(f"{shown}.length") == len(texts(browser, ".item:not(.part)"))


def test_everything_can_be_unfolded(browser: Browser) -> None:
    folded = "[...document.querySelectorAll('.body')].filter((e) => !e.getClientRects().length).length"
    assert browser.run(folded) == 12
    browser.key("e")
    assert browser.run(folded) == 0
    assert set(browser.run("[...document.querySelectorAll('.open')].map((e) => e.ariaExpanded)")) == {"true"}
    browser.key("e")
    assert browser.run(folded) == 12


@pytest.mark.parametrize("key", ["?", "？"])
def test_help_opens_and_closes(browser: Browser, key: str) -> None:
    browser.key(key)
    assert browser.run("document.querySelector('#help').open")
    browser.key("j")
    assert current(browser) is None
    browser.click("#close")
    assert not browser.run("document.querySelector('#help').open")


# ── looks ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_word_can_be_read(browser: Browser, scheme: str) -> None:
    browser.scheme(scheme)
    ground = browser.run("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)")
    assert (max(ground) < 60) is (scheme == "dark")
    browser.key("e")
    for _ in range(3):
        browser.key("j")
        assert browser.run(PALE) == []
    browser.key("?")
    assert browser.run(PALE) == []


def test_dark_on_screen_is_light_on_paper(browser: Browser) -> None:
    browser.scheme("dark")
    browser.call(
        "Emulation.setEmulatedMedia", media="print", features=[{"name": "prefers-color-scheme", "value": "dark"}]
    )
    assert browser.run("getComputedStyle(document.querySelector('.paper')).backgroundColor") == "rgb(255, 255, 255)"
    assert browser.run("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    browser.call("Emulation.setEmulatedMedia", media="")


@pytest.mark.parametrize("width", [320, 390, 700, 701, 900, 1280, 2000])
def test_nothing_is_cut_off_at_any_width(browser: Browser, width: int) -> None:
    browser.size(width, 800)
    assert browser.run("document.documentElement.scrollWidth <= innerWidth")
    for box in ("#list", "#text"):
        assert browser.run(f"(e => e.scrollWidth <= e.clientWidth)(document.querySelector('{box}'))")
    beside = browser.run(
        "document.querySelector('#text').getBoundingClientRect().right <= "
        "document.querySelector('#list').getBoundingClientRect().left + 1"
    )
    assert beside is (width > 700)


def test_on_a_narrow_screen_quotes_and_marks_lead_to_and_fro(browser: Browser) -> None:
    browser.size(390, 800)
    browser.key("j")
    assert in_sight(browser, ".current .what")
    browser.click(".current .quotes a")
    assert in_sight(browser, "mark.here")
    browser.click("#jump")
    assert in_sight(browser, ".current .what")
    browser.click("#jump")
    assert in_sight(browser, "mark.here")
    browser.click("mark.here")
    assert in_sight(browser, ".current .what")


def test_it_prints_on_a4_with_numbered_notes(browser: Browser) -> None:
    document = pypdfium2.PdfDocument(browser.pdf())
    width, height = document[0].get_size()
    assert (round(width), round(height)) == (595, 842)
    pages = [page.get_textpage().get_text_range().replace("\r\n", "").replace("\n", "") for page in document]
    whole = "".join(pages)
    assert "结论：退回" in pages[0]
    assert "依据《某规定》" in whole.replace(" ", "")
    assert "[1]" in whole
    assert "局长主持召开局党组会议4次[1]，专题研究[2]" in whole.replace(" ", "")
    assert "只看要改的" not in whole
    assert len(pages) <= 6


# ── nothing in, nothing out ──────────────────────────────────────────────────────────────────────────────────────────


def test_no_text_of_a_report_can_act(chrome: Browser, tmp_path: Path) -> None:
    words = "".join(
        (
            "<script>window.pwned = 1</script></script><script>window.pwned = 1</script>",
            '"><img src=x onerror="window.pwned = 1"><svg onload="window.pwned = 1">',
            "' onmouseover='window.pwned = 1' <!-- --> <base href='https://example.invalid/'>",
            "<iframe src='javascript:parent.pwned = 1'></iframe><style>* { display: none }</style>\u202e倒\u202c",
        )
    )
    path = tmp_path / "恶.html"
    path.write_text(hostile_page(words), encoding="utf-8")
    chrome.size(1280, 800)
    chrome.open(path)
    for key in "jjjfe":
        chrome.key(key)
    assert chrome.run("window.pwned") is None
    assert chrome.run("document.querySelectorAll('img, svg, iframe, base, article script').length") == 0
    assert chrome.run("document.querySelector('#p2 p').textContent").startswith("前<script>window.pwned")
    assert chrome.requests() == [path.as_uri()]
    assert chrome.complaints() == []


def test_the_policy_stops_what_would_get_in_all_the_same(chrome: Browser, tmp_path: Path) -> None:
    path = tmp_path / "页.html"
    path.write_text(made(*sample()), encoding="utf-8")
    chrome.open(path)
    chrome.run(
        "document.body.insertAdjacentHTML('beforeend', '<b id=x onclick=\"window.pwned = 1\">x</b><img src=\"http://localhost:9/\">');"
        "document.querySelector('#x').click();"
        "document.body.append(Object.assign(document.createElement('script'), {text: 'window.pwned = 1'}))"
    )
    assert chrome.run("window.pwned") is None
    chrome.run("fetch('http://localhost:9/').catch(() => 0)")
    assert chrome.requests() == [path.as_uri()] or all("blockedReason" in json.dumps(e) for e in failures(chrome))


def failures(browser: Browser) -> list[Any]:
    return [event["params"] for event in browser.events if event.get("method") == "Network.loadingFailed"]


def test_a_long_report_is_quick(chrome: Browser, tmp_path: Path) -> None:
    path = tmp_path / "长.html"
    path.write_text(made(*big()), encoding="utf-8")
    chrome.size(1280, 800)
    chrome.open(path)
    steps = chrome.run(
        "(() => { const begun = performance.now(); for (let n = 0; n < 60; n += 1) "
        "document.dispatchEvent(new KeyboardEvent('keydown', {key: 'j'})); return (performance.now() - begun) / 60; })()"
    )
    assert steps < 150, f"{steps:.0f} ms a step"
    assert chrome.run("performance.getEntriesByType('navigation')[0].loadEventEnd") < 5000


def test_the_page_of_an_unreadable_file_and_the_index_are_quiet(chrome: Browser, tmp_path: Path) -> None:
    unread = CheckResult(source="甲.pdf", error="文件加了密码，请去掉密码后再试。")
    rows = [summary.row(sample()[0]), summary.row(unread)]
    pages = {"甲.html": made(*sample()), "乙 #1.html": made(unread, None)}
    pages["index.html"] = html.index(rows, list(pages))
    for name, page in pages.items():
        (tmp_path / name).write_text(page, encoding="utf-8")
    for scheme in ("light", "dark"):
        chrome.scheme(scheme)
        for name in ("乙 #1.html", "index.html"):
            chrome.open(tmp_path / name)
            assert chrome.run(PALE) == []
            assert chrome.complaints() == []
    chrome.click("tbody tr:last-child a")
    assert (
        chrome.run("new Promise((done) => setTimeout(() => done(document.body.textContent), 500))").count("密码") == 2
    )
