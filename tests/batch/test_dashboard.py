"""The dashboard: what it says is what the batch holds; text from a report can never become markup."""

from __future__ import annotations

import re

from samples import batch
from selectolax.lexbor import LexborHTMLParser

from checker.output.batch.dashboard import Links, dashboard


def page(links: Links | None = None) -> LexborHTMLParser:
    return LexborHTMLParser(dashboard(batch(), links or Links()))


def cells(row: object) -> list[str]:
    return [cell.text(strip=True) for cell in row.css("th, td")]  # type: ignore[attr-defined]


def table(name: str) -> list[list[str]]:
    for section in page().css("section"):
        heading = section.css_first("h2")
        if heading is not None and heading.text().startswith(name):
            return [cells(row) for row in section.css("tbody tr")]
    raise AssertionError(name)


def test_every_unit_stands_on_the_heat_map() -> None:
    lines = [line for line in batch().lines if line.unit is not None]
    rows = table("各单位各部分")
    assert [row[1] for row in rows] == [line.unit for line in lines]
    assert all(len(row) == 4 + 4 + 1 for row in rows)
    assert [row[3] for row in rows if row[1] == "云岫县统计局"] == ["待确认"]


def test_whom_to_chase_comes_by_urgency() -> None:
    rows = table("要催办的单位")
    assert rows[0][0] == "云岫县审计局"
    assert rows[0][4] == "催报。"
    assert rows[1][3] == "退回"
    words = [row[3] for row in rows]
    assert words.index("读不出来") < words.index("待确认") < words.index("需修改")


def test_the_numbers_are_counted() -> None:
    tiles = {tile.css_first("span").text(): int(tile.css_first("b").text()) for tile in page().css(".tile")}  # type: ignore[union-attr]
    named = [line for line in batch().lines if line.unit is not None]
    assert tiles["应报单位"] == len(named)
    assert tiles["逾期未报"] == 1
    assert tiles["待确认"] == 1
    assert tiles["通过"] == sum(1 for line in named if line.result and line.result.conclusion == "pass")


def test_news_and_files_of_nobody() -> None:
    assert table("比上次")[0][1] == "结论由“退回”变为“通过”。"
    assert table("没有对上单位的文件") == [["未知<b>.docx", "名册里没有这个单位。", "云岫县审计局"]]


def test_links_lead_to_the_files_beside_it() -> None:
    found = page(Links({0: "reports/云岫县 人民政府.html"}, {8: ("letters/催 #1.docx", "催报函")}))
    hrefs = [link.attributes["href"] for link in found.css("a")]
    assert "./letters/%E5%82%AC%20%231.docx" in hrefs
    assert len([href for href in hrefs if href and href.endswith("%20%E4%BA%BA%E6%B0%91%E6%94%BF%E5%BA%9C.html")]) >= 1


def test_it_needs_nothing_else_and_holds_no_foreign_markup() -> None:
    text = dashboard(batch())
    assert "<b>.docx" not in text
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", text)
    assert " style=" not in text  # the policy would not let it pass
    assert "default-src &#39;none&#39;" in text
