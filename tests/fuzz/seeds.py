"""What the fuzzer starts from: small files of every form that can be read, all written by hand."""

from __future__ import annotations

import base64
import io
import re
import struct
import sys
import zipfile
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT / "tests" / "reading")]

import raw_docx as word  # noqa: E402
import raw_ofd  # noqa: E402
import raw_pdf  # noqa: E402
import web_layouts  # noqa: E402
import web_pages  # noqa: E402
from raw_ole import ole  # noqa: E402

TEXT = """云州县水利局关于2025年度法治政府建设情况的报告

县委、县政府：
2025年，我局坚持依法行政，现将有关情况报告如下。
一、主要负责人履行第一责任人职责情况
局长主持召开党组会4次，听取法治政府建设情况汇报2次，对2起案件作出批示。
二、主要举措和成效
（一）规范行政执法。办结行政处罚案件26件，其中简易程序12件、普通程序14件，罚款12.4万元，同比下降18.5%。
（二）加强制度建设。印发《云州县河道采砂管理办法》，审核规范性文件6件。
1.开展普法宣传9场，发放资料6000份。
（1）学习党的二十届四中全会精神。
三、存在的不足和原因
一是案卷制作不规范，抽查的40卷中有7卷缺少送达回证。主要原因是培训只安排了1次。
二是未建立集体讨论记录制度，原因是岗位空缺半年。
四、2026年工作安排
2026年，制定案卷制作规范，组织培训4期；建立集体讨论记录制度。

云州县水利局
2026年1月20日
"""
LINES = [line for line in TEXT.split("\n") if line]
ROWS = [("title", LINES[0])] + [("body", line) for line in LINES[1:-2]] + [("sign", LINES[-2]), ("date", LINES[-1])]

MARKDOWN = f"""---
title: 报告
---
# {LINES[0]}
{"".join(f"{line}" + chr(10) * 2 for line in LINES[1:6])}
## 二、主要举措
- **规范执法**：案件26件 [链接](http://example.invalid/) `代码`
- 普法 *9* 场 <!-- 注释 --> ~~删去~~

| 类别 | 件数 |
| --- | ---: |
| 处罚 | 26 |

```
代码块
```
> 引用
> 继续

1. 第一
2. 第二
***
{LINES[-1]}
"""

RUBRIC = """extends: fazhi-annual-report
id: yunzhou
version: "2026.2"
title: 云州县法治政府建设年度报告
due: {department: "02-15", township: "02-20", included: true}
sections:
  - id: plans
    headings: [打算, '下一?步']
    requirements:
      - id: targets_problems
        level: required
  - id: local
    title: 县里另外要求的内容
    level: optional
    requirements:
      - id: petitions
        title: 信访
        level: expected
        question: 是否写了信访？
        rule: {kind: mention, any: [信访, 上访], both: [[矛盾, 调解]], where: [measures]}
        examples: {met: [办理信访事项12件。], missing: [新建公园两处。]}
findings:
  - rule: body.too_short
    params: {least: 600, by_unit_type: {government: 900}}
  - rule: title.form
    off: true
remove: [measures.digital]
"""


def _labelled(index: int) -> str:
    """A fictional labelled report as plain text."""
    path = sorted((ROOT / "tests" / "data" / "labelled").rglob("*.src.txt"))[index]
    return re.sub(r"(?m)^(?:#{1,4} |@\w+ )", "", path.read_text(encoding="utf-8"))


def _docx_rich() -> bytes:
    cells = word.row(word.cell(word.p("案件"), tcpr='<w:gridSpan w:val="2"/>')) + word.row(
        word.cell(word.p("处罚")), word.cell(word.p("26"))
    )
    return word.docx(
        word.p(LINES[0], style="T")
        + word.p("党的领导", ppr=word.listed(1))
        + word.p("规范执法", ppr=word.listed(1, 1))
        + word.p(word.r("办案"), word.ins(word.r("26")), word.deleted(word.r("25")), word.r("件。"))
        + word.table(cells, word.row(word.cell(word.table(word.row(word.cell(word.p("内")))))))
        + word.p(word.box_run(word.p("文本框")), word.field(" PAGE ", word.r("3")))
        + word.sdt(word.p("控件"), "<w:tag w:val='x'/>")
        + word.p(
            word.r("隐藏", "<w:vanish/>"), word.r("白", '<w:color w:val="FFFFFF"/>'), word.r("小", '<w:sz w:val="2"/>')
        )
        + "".join(word.p(line) for line in LINES[6:])
        + '<w:sectPr><w:headerReference r:id="rIdheader1"/><w:footerReference r:id="rIdfooter1"/></w:sectPr>',
        styles=word.styles(word.style("T", "Title", rpr='<w:sz w:val="44"/>'), word.style("B", based="T")),
        numbering=word.numbering(
            word.abstract(0, word.level(0, "chineseCounting", "%1、"), word.level(1, "chineseCounting", "（%2）")),
            word.num(1, 0),
        ),
        header1=word.part("hdr", word.p("页眉")),
        footer1=word.part("ftr", word.p("— 1 —")),
        footnotes=word.part("footnotes", f'<w:footnote w:id="2">{word.p("脚注")}</w:footnote>'),
        comments=word.part("comments", f'<w:comment w:id="1">{word.p("批注")}</w:comment>'),
    )


def _docx_plain() -> bytes:
    return word.docx("".join(word.p(line) for line in LINES))


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, method)  # without the time of day
    return held.getvalue()


def _zip_nested() -> bytes:
    inner = zipped({"乙镇/报告.txt": TEXT.encode("gb18030"), "c.docx": _docx_plain()})
    return zipped({"甲局.txt": TEXT.encode(), "乡镇.zip": inner, "照片.jpg": b"\xff\xd8\xff\xe0" + bytes(40)})


def _pdf() -> bytes:
    flow = raw_pdf.Flow().middle(LINES[0])
    for line in LINES[1:-2]:
        flow.add(line)
    flow.at_right(LINES[-2]).at_right(LINES[-1])
    return flow.on_every_page(lambda number: raw_pdf.text(280, 60, f"- {number} -", 14)).file()


def _pdf_rich() -> bytes:
    content = "".join(raw_pdf.rect(100, y, 300, 1) for y in (300, 330, 360)) + raw_pdf.line(100, 300, 100, 360)
    for index, line in enumerate(LINES[:9]):
        content += raw_pdf.text(80, 760 - 28 * index, line[:30], font=raw_pdf.OWN if index % 2 else raw_pdf.SONG)
    page = raw_pdf.Page(content + raw_pdf.picture(100, 100, 50, 50), images={"Im1": (2, 2, bytes(4))})
    return raw_pdf.pdf(page, raw_pdf.text(80, 700, LINES[5]), attachments=["a.txt"], script="app.alert(1)")


def _ofd() -> bytes:
    return raw_ofd.ofd(raw_ofd.Document(raw_ofd.set_report(ROWS)))


def _ofd_rich() -> bytes:
    objects = [raw_ofd.text_object(line[:20], 30, 30 + 10 * i) for i, line in enumerate(LINES[:12])]
    objects += [raw_ofd.path_object(20, 20, 100, 50, "M 0 0 L 100 0 L 100 50 C"), raw_ofd.image_object(10, 10, 50, 50)]
    return raw_ofd.ofd(
        raw_ofd.Document(
            [objects, objects[:3]],
            templates={"50": objects[5:7]},
            on_template={0: "50"},
            images={"31": "a.png"},
            parts={"Res/a.png": _png()},
        )
    )


def _png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + bytes(24) for _ in range(8))
    head = struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def _mht() -> bytes:
    page = base64.encodebytes(_page("bare_divs").encode()).decode()
    return (
        'From: <saved>\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary="----=_b"\n\n------=_b\n'
        f"Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64\n\n{page}\n------=_b--\n"
    ).encode()


def _page(layout: str) -> str:
    return web_layouts.LAYOUTS[layout](web_pages.Site(3), ROWS)


def _doc() -> bytes:
    return ole(
        {"WordDocument": b"\xec\xa5\xc1\x00" + bytes(600) + TEXT.encode("utf-16-le"), "1Table": b"x"}, ["Macros"]
    )


def _flat() -> bytes:
    inner = "".join(word.p(line) for line in LINES)
    declared = 'xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"'
    relations = word.relationships({"rId1": ("officeDocument", "word/document.xml")})
    return (
        f'<?xml version="1.0"?><pkg:package {declared}><pkg:part pkg:name="/_rels/.rels"><pkg:xmlData>{relations}</pkg:xmlData>'
        f'</pkg:part><pkg:part pkg:name="/word/document.xml"><pkg:xmlData>{word.document(inner)}</pkg:xmlData></pkg:part>'
        '<pkg:part pkg:name="/word/media/a.png"><pkg:binaryData>AAAA</pkg:binaryData></pkg:part></pkg:package>'
    ).encode()


def _rtf() -> bytes:
    body = "".join(
        "".join(f"\\u{ord(c) - 65536 if ord(c) > 32767 else ord(c)}?" for c in line) + "\\par " for line in LINES
    )
    return ("{\\rtf1\\ansi\\ansicpg936{\\fonttbl{\\f0 SimSun;}}\\f0 " + body + "}").encode()


def _xlsx() -> bytes:
    return zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>", "xl/sheet1.xml": b"<x/>"})


SEEDS: dict[str, tuple[str, tuple[Callable[[], bytes], ...]]] = {
    "txt": (
        ".txt",
        (
            TEXT.encode,
            lambda: TEXT.encode("gb18030"),
            lambda: TEXT.encode("utf-16"),
            lambda: _labelled(0).encode(),
            lambda: _labelled(7).encode("gb18030"),
            lambda: "\r\n".join(line[i : i + 30] for line in LINES for i in range(0, len(line), 30)).encode(),
        ),
    ),
    "md": (".md", (MARKDOWN.encode, lambda: MARKDOWN.encode("gb18030"))),
    "docx": (".docx", (_docx_plain, _docx_rich, _docx_rich)),
    "zip": (".zip", (_zip_nested, lambda: zipped({"甲.txt": TEXT.encode()}, zipfile.ZIP_STORED))),
    "html": (".html", tuple(lambda name=name: _page(name).encode() for name in web_layouts.LAYOUTS)),
    "mht": (".mht", (_mht,)),
    "pdf": (".pdf", (_pdf, _pdf_rich)),
    "ofd": (".ofd", (_ofd, _ofd_rich)),
    "doc": (".doc", (_doc, _flat, _rtf, TEXT.encode)),
    "image": (".png", (_png,)),
    "other": (".docx", (_xlsx, _png, lambda: ole({"Workbook": b"x"}), lambda: b"Rar!\x1a\x07" + bytes(100))),
    "rubric": (".yaml", (RUBRIC.encode,)),
}


@cache
def seeds(form: str) -> tuple[bytes, ...]:
    """The seeds of a form."""
    return tuple(make() for make in SEEDS[form][1])
