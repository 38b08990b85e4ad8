"""Files that another program wrote: LibreOffice opens what the tests wrote by hand, saves it anew, and the same is read."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from raw_docx import box_run, cell, deleted, docx, field, ins, listed, p, part, r, row, table
from test_numbering import OFFICIAL

from checker.reading import docx as reader
from checker.reading.draft import Draft

pytestmark = [pytest.mark.full, pytest.mark.system("soffice")]

BODY = (
    p("某县2025年度法治政府建设工作报告", ppr='<w:jc w:val="center"/>')
    + p("主要举措和成效", ppr=listed(1, 0))
    + p("依法履行职能", ppr=listed(1, 1))
    + p("2025年办结案件", ppr=listed(1, 2))
    + p("规范执法", ppr=listed(1, 2))
    + p("存在的不足", ppr=listed(1, 0))
    + p("培训不够", ppr=listed(1, 1))
    + p("办结", deleted("124件"), ins(r("126件")), "案件")
    + p("甲", r("藏", "<w:vanish/>"), "乙")
    + p("见", field(' HYPERLINK "http://example.com" ', "通知"), "。")
    + p("锚", box_run(p("框")), "点")
    + table(
        row("项目", "数量"),
        row(cell("合计", tcpr='<w:vMerge w:val="restart"/>'), "1"),
        row(cell(tcpr="<w:vMerge/>"), "2"),
    )
    + p("间隔")
    + table(row(cell(p("某县司法局") + p("2026年2月20日"))))
    + p("甲", r(inner="<w:br/>"), "乙", r(inner='<w:footnoteReference w:id="1"/>'))
    + '<w:sectPr><w:headerReference w:type="default" r:id="rIdheader1"/>'
    '<w:footerReference w:type="default" r:id="rIdfooter1"/></w:sectPr>'
)


def what(draft: Draft) -> tuple[list[tuple[str, str | None, bool, bool]], list[tuple[str, str]]]:
    lines = [(line.text, line.number, line.soft, line.table) for line in draft.lines]
    return lines, [(held.kind, held.text) for held in draft.apart]


def test_what_libreoffice_saves_is_read_alike(tmp_path: Path) -> None:
    data = docx(
        BODY,
        numbering=OFFICIAL,
        header1=part("hdr", p("机密")),
        footer1=part("ftr", p("— ", field(" PAGE ", "1"), " —")),
        footnotes=part("footnotes", f'<w:footnote w:id="1">{p("注")}</w:footnote>'),
    )
    (tmp_path / "报告.docx").write_bytes(data)
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to"]
    command += ["docx:MS Word 2007 XML", "--outdir", str(tmp_path / "out"), str(tmp_path / "报告.docx")]
    subprocess.run(command, check=True, capture_output=True, timeout=100)
    saved = (tmp_path / "out" / "报告.docx").read_bytes()
    assert saved != data
    assert reader.matches(saved, "")
    assert what(reader.read(saved, "")) == what(reader.read(data, ""))
