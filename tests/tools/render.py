#!/usr/bin/env python3
"""Turn a labelled report source (NAME.src.txt) into the files a unit would really send in.

    render.py SRC OUT.docx|OUT.html|OUT.txt|OUT.pdf [--look styled|plain|messy]

Looks of a .docx (a PDF is made from the .docx by LibreOffice, `soffice`, if it is installed):
  styled  headings carry Word heading styles, fonts as GB/T 9704 asks
  plain   no styles at all: headings are ordinary paragraphs in another font, as most units write them
  messy   plain, with manual line breaks, stray spaces, tabs, full-width digits left alone, a table round the signature
Needs python-docx. The source's marks: '# ' title, '## ' '### ' '#### ' headings, '@sign' '@date' '@noise'.
"""

from __future__ import annotations

import argparse
import html
import shutil
import subprocess
import tempfile
from pathlib import Path

Line = tuple[str, str]  # (kind, text)
HEADS = {"# ": "title", "## ": "h1", "### ": "h2", "#### ": "h3"}
MARKS = {"@sign ": "sign", "@date ": "date", "@noise ": "noise"}


def parse(source: str) -> list[Line]:
    """Split a source into (kind, text) lines; blank lines are dropped."""
    lines: list[Line] = []
    for raw in source.splitlines():
        if not raw.strip():
            continue
        for mark, kind in {**HEADS, **MARKS}.items():
            if raw.startswith(mark):
                lines.append((kind, raw[len(mark) :].strip()))
                break
        else:
            lines.append(("body", raw.strip()))
    return lines


def plain_text(lines: list[Line]) -> str:
    return "\n".join(text for _, text in lines) + "\n"


def to_html(lines: list[Line]) -> str:
    """A government site's page: the report stands between navigation and footer."""
    title = next((t for k, t in lines if k == "title"), "")
    tag = {"title": "h1", "h1": "p", "h2": "p", "h3": "p"}
    body = "\n".join(
        f'<{tag.get(k, "p")} style="text-indent:2em">{"<strong>" if k in ("h1", "h2") else ""}{html.escape(t)}'
        f"{'</strong>' if k in ('h1', 'h2') else ''}</{tag.get(k, 'p')}>"
        for k, t in lines
    )
    nav = "".join(
        f'<li><a href="/{i}/">{w}</a></li>'
        for i, w in enumerate(["首页", "政务公开", "政务服务", "互动交流", "走进本地", "专题专栏", "政务数据"])
    )
    side = "".join(
        f'<li><a href="/n/{i}">{w}</a></li>'
        for i, w in enumerate(
            ["政府信息公开指南", "政府信息公开制度", "法定主动公开内容", "政府信息公开年报", "依申请公开"]
        )
    )
    return f"""<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{html.escape(title)}_政府网站</title>
<script>var hm=document.createElement("script");</script><style>.nav li{{float:left}}</style></head><body>
<div class="header"><a href="/">无障碍</a> <a>简体</a> | <a>繁体</a> <form><input value="请输入关键字"><button>搜索</button></form></div>
<ul class="nav">{nav}</ul><div class="crumb">当前位置：<a href="/">首页</a> &gt; <a>政务公开</a> &gt; <a>法治政府建设年度报告</a></div>
<div class="side"><h3>信息公开</h3><ul>{side}</ul></div>
<div class="content"><div class="meta">发布时间：2026-02-27 09:18　来源：办公室　浏览次数：<span>318</span>　字体：【大 中 小】</div>
{body}
<div class="share">分享到：<a>微信</a> <a>微博</a> 打印本页 关闭窗口</div></div>
<div class="footer">主办单位：办公室　网站标识码：4100000000　备案号：000000号　联系我们 | 网站地图</div></body></html>"""


def to_docx(lines: list[Line], out: Path, look: str) -> None:
    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    doc = Document()
    page = doc.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.left_margin, page.right_margin, page.bottom_margin = Mm(37), Mm(28), Mm(26), Mm(35)
    font = {"title": ("方正小标宋简体", 22), "h1": ("黑体", 16), "h2": ("楷体", 16), "h3": ("仿宋", 16)}

    def add(text: str, kind: str, where=doc):
        styled = look == "styled" and kind in ("h1", "h2", "h3")
        para = where.add_paragraph(style=f"Heading {kind[1]}") if styled else where.add_paragraph()
        if look == "messy" and kind == "body" and len(text) > 120:
            cut = len(text) // 2
            run = para.add_run("　　" + text[:cut])
            run.add_break()
            para.add_run(text[cut:])
        elif look == "messy" and kind in ("h1", "h2"):
            para.add_run("  " + text + "\t")
        else:
            if kind in ("body", "h1", "h2", "h3") and look != "messy":
                para.paragraph_format.first_line_indent = Pt(32)
            para.add_run(text)
        name, size = font.get(kind, ("仿宋", 16))
        for run in para.runs:
            run.font.name, run.font.size = name, Pt(size)
            run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)
        if kind == "title":
            para.alignment = WD_ALIGN_PARAGRAPH.CENTER
        if kind in ("sign", "date"):
            para.alignment = WD_ALIGN_PARAGRAPH.RIGHT

    tail = [(k, t) for k, t in lines if k in ("sign", "date")]
    for kind, text in lines:
        if look == "messy" and kind in ("sign", "date"):
            continue
        add(text, kind)
    if look == "messy" and tail:
        cell = doc.add_table(rows=1, cols=1).cell(0, 0)
        for kind, text in tail:
            add(text, kind, cell)
    doc.save(str(out))


def render(source: Path, out: Path, look: str = "plain") -> None:
    lines = parse(source.read_text(encoding="utf-8"))
    kind = out.suffix.lower()
    if kind == ".txt":
        out.write_text(plain_text(lines), encoding="utf-8")
    elif kind in (".html", ".htm"):
        out.write_text(to_html(lines), encoding="utf-8")
    elif kind == ".docx":
        to_docx(lines, out, look)
    elif kind == ".pdf":
        soffice = shutil.which("soffice") or shutil.which("libreoffice")
        if not soffice:
            raise SystemExit("render.py: a PDF needs LibreOffice (soffice) on the PATH")
        with tempfile.TemporaryDirectory() as folder:
            docx = Path(folder) / (out.stem + ".docx")
            to_docx(lines, docx, look)
            subprocess.run(
                [
                    soffice,
                    f"-env:UserInstallation=file://{folder}/profile",
                    "--headless",
                    "--convert-to",
                    "pdf",
                    "--outdir",
                    folder,
                    str(docx),
                ],
                check=True,
                capture_output=True,
                timeout=180,
            )
            shutil.copyfile(docx.with_suffix(".pdf"), out)
    else:
        raise SystemExit(f"render.py: cannot write {kind}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--look", choices=["styled", "plain", "messy"], default="plain")
    args = parser.parse_args()
    render(args.source, args.out, args.look)


if __name__ == "__main__":
    main()
