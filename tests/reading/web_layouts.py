"""Pages drawn after common content systems of government sites, and after pages made by hand, each round a given report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from web_pages import NAMES, Row, Site, head, paragraphs, text_of, title_of, titles

Layout = Callable[[Site, Sequence[Row]], str]


# ── layouts ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def trs(site: Site, rows: Sequence[Row]) -> str:
    """TRS WCM: editor styles inside the container, entities and blanks for indents."""
    lines = "".join(
        f'<p align="{"center" if kind == "title" else "right" if kind in ("sign", "date") else "justify"}">{"" if kind == "title" else "&nbsp;&nbsp;&nbsp;&nbsp;"}{escape(text)}</p>'
        for kind, text in text_of(rows)
    )
    return f"""{head(f"{title_of(rows)}_{site.name}", more='<meta name="ArticleTitle" content="' + title_of(rows) + '">')}<body>
<div class="top"><ul class="nav">{site.links(site.menu())}</ul></div>
<div class="main"><div class="wz">{site.crumbs()}</div>
<div class="xl_title"><h1>{"<br>".join(titles(rows))}</h1></div><div class="xl_xx">{site.posting()}</div>
<div class="xl_con" id="zoom"><div class="TRS_Editor"><style type="text/css">.TRS_Editor P{{line-height:2;font-family:宋体}}</style>
<div class="Custom_UnionStyle">{lines}</div></div></div>
<div class="xl_fx">{site.share()}</div><ul class="xl_xg">{site.links(site.news(6), dated=True)}</ul></div>
<div class="foot">{"<br>".join(site.foot())}</div></body></html>"""


def hanweb(site: Site, rows: Sequence[Row]) -> str:
    """Tables for the layout; markers round the content; the posting line in a cell of its own."""
    return f"""{head(f"{site.name} {title_of(rows)}", "gb2312")}<body><table width="1000" align="center"><tr><td colspan="2"><table><tr>{site.links(site.menu(), "td")}</tr></table></td></tr>
<tr><td width="220" valign="top"><table>{"".join(f"<tr><td><a href='/{i}'>{t}</a></td></tr>" for i, t in enumerate(site.news(8)))}</table></td>
<td valign="top"><table width="100%"><tr><td class="wz">{site.crumbs()}</td></tr>
<tr><td align="center" style="font-size:24px"><b>{"<br/>".join(titles(rows))}</b></td></tr><tr><td align="center">{site.posting()}</td></tr>
<tr><td class="bt_content"><div id="zoom"><!--ZJEG_RSS.content.begin--><meta name="ContentStart">{paragraphs(text_of(rows))}<meta name="ContentEnd"><!--ZJEG_RSS.content.end--></div></td></tr>
<tr><td align="right">【<a href="javascript:window.print()">打印</a>】【<a href="javascript:window.close()">关闭</a>】</td></tr></table></td></tr>
<tr><td colspan="2" align="center">{"<br>".join(site.foot())}</td></tr></table></body></html>"""


def ucap(site: Site, rows: Sequence[Row]) -> str:
    """Data of the document in a table over the text; title inside; a list of enclosures below."""
    return f"""{head(title_of(rows))}<body><div class="header"><a href="/">{site.name}</a>{site.links(site.menu(), "span")}</div>
<div class="content"><div class="wrap"><table class="bd1"><tbody><tr><td>索 引 号：</td><td>41000000/2026-00012</td><td>主题分类：</td><td>司法\\其他</td></tr>
<tr><td>发文机关：</td><td>{site.place}人民政府</td><td>成文日期：</td><td>2026年01月20日</td></tr><tr><td>标　　题：</td><td colspan="3">{title_of(rows)}</td></tr>
<tr><td>发文字号：</td><td></td><td>发布日期：</td><td>2026年02月27日</td></tr></tbody></table>
<div class="article oneColumn"><div class="pages_content" id="UCAP-CONTENT">{paragraphs(rows)}</div>
<div class="fj"><h4>附件：</h4><a href="/P020260227.pdf">1. {title_of(rows)}.pdf</a><br><a href="/P020260228.docx">2. 任务分工表.docx</a></div>
<div class="editor">责任编辑：{site.dice.choice(NAMES)}</div><div class="fx">扫一扫在手机打开当前页</div></div></div></div>
<div class="footer"><p>{"</p><p>".join(site.foot())}</p></div></body></html>"""


def gkmlpt(site: Site, rows: Sequence[Row]) -> str:
    """The information platform of one province: labels in spans, title in h1, font tools, enclosures."""
    return f"""{head(f"{title_of(rows)} - {site.name}")}<body><div class="gk-head"><h2>政府信息公开</h2>{site.links(site.menu(), "span")}</div>
<div class="classify"><span class="label">索引号：</span><span>000000000/2026-00031</span> <span class="label">分类：</span><span>法治建设</span></div>
<div class="classify"><div><span class="label">发布机构：</span><span>{site.place}司法局</span></div><div><span class="label">成文日期：</span><span>2026-01-20</span></div></div>
<h1 class="title document-number">{title_of(rows)}</h1><div class="date-row">发布日期：2026-02-27 10:22:33　<span class="font">字号：</span><a>大</a><a>中</a><a>小</a></div>
<div class="article-content"><div class="article-wrap">{paragraphs([row for row in rows if row[0] != "title"], ' class="para"')}</div></div>
<div class="relevant"><h3>相关文件</h3><ul>{site.links(site.news(3))}</ul></div></body></html>"""


def breaks_in_a_cell(site: Site, rows: Sequence[Row]) -> str:
    """All of the text in one cell, parted by line breaks only."""
    lines = "<br>\n".join(("" if kind == "title" else "　　") + escape(text) for kind, text in text_of(rows))
    return f"""<html><head><title>{title_of(rows)}</title></head><body bgcolor=#ffffff><table width=780 align=center border=0><tr>{site.links(site.menu(), "td")}</tr></table>
<table width=780 align=center><tr><td height=40 align=center><font size=5 color=red><b>{"<br>".join(titles(rows))}</b></font></td></tr>
<tr><td align=center bgcolor=#eeeeee><font color=#666666>{site.posting()}</font></td></tr><tr><td style="font-size:14px;line-height:200%">{lines}<br><br></td></tr>
<tr><td align=right><a href=javascript:window.close()>【关闭窗口】</a></td></tr></table><hr><center>{"<br>".join(site.foot())}</center></body></html>"""


def breaks_with_title(site: Site, rows: Sequence[Row]) -> str:
    """Title, posting line, text and tools in one cell; two breaks between paragraphs."""
    lines = "<br/><br/>".join(
        ("<b>" + escape(text) + "</b>" if kind == "h1" else "&nbsp;&nbsp;&nbsp; " + escape(text))
        for kind, text in text_of(rows)
    )
    return f"""<html><body><div id=nav>{site.links(site.menu(), "span")}</div><table><tr><td><center><h3>{"<br>".join(titles(rows))}</h3></center>
<center>{site.posting()}</center><br>{lines}<br/><br/>{site.share()}</td><td width=200>{"<br>".join(site.links(site.news(10), "span").split("</span>"))}</td></tr></table>
<div>{" ".join(site.foot())}</div></body></html>"""


def bare_divs(site: Site, rows: Sequence[Row]) -> str:
    """Divisions within divisions, no class, no id, no heading."""
    lines = "".join(f"<div>{escape(text)}</div>" for _, text in rows)
    return f"""{head(site.name)}<body><div><div><div>{site.links(site.menu(), "div")}</div></div><div><div>{site.crumbs()}</div>
<div><div><div>{lines}</div></div><div><div>{site.links(site.news(8), "div")}</div></div></div></div><div><div>{"</div><div>".join(site.foot())}</div></div></div></body></html>"""


def split_over_siblings(site: Site, rows: Sequence[Row]) -> str:
    """The text cut into several divisions of one class, an advertisement of the site between them."""
    body = text_of(rows)
    size = max(len(body) // 4, 3)
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    parts = "".join(
        f'<div class="part">{paragraphs(piece, "")}</div>'
        + ('<div class="box"><a href="/ad"><img src="ad.png"></a></div>' if i == 1 else "")
        for i, piece in enumerate(pieces)
    )
    return f"""{head(title_of(rows) + "-" + site.name)}<body><header><a href="/">{site.name}</a><nav>{site.links(site.menu(), "a")}</nav></header>
<main><p class="pos">{site.crumbs()}</p><h1>{title_of(rows)}</h1><p class="info"><span>{site.posting()}</span></p>{parts}<div class="bdsharebuttonbox">{site.share()}</div></main>
<footer>{"<br>".join(site.foot())}</footer></body></html>"""


def split_by_section(site: Site, rows: Sequence[Row]) -> str:
    """Opening, sections and signature in divisions of different classes, headings between them."""
    parts, open_ = ['<div class="lead">'], True
    for kind, text in text_of(rows):
        if kind == "h1":
            parts.append(
                ("</div>" if open_ else "")
                + f'<h2 class="t{len(parts)}">{escape(text)}</h2><div class="b{len(parts)}">'
            )
            open_ = True
        elif kind == "sign":
            parts.append(("</div>" if open_ else "") + f'<div class="sign">{escape(text)}</div>')
            open_ = False
        elif kind == "date":
            parts.append(("</div>" if open_ else "") + f'<div class="time2">{escape(text)}</div>')
            open_ = False
        else:
            parts.append(f"<p>{escape(text)}</p>")
    return f"""{head(title_of(rows))}<body><div class="w"><div class="t">{title_of(rows)}</div><div class="i">{site.posting()}</div>{"".join(parts)}{"</div>" if open_ else ""}
<div class="e">（责任编辑：{site.dice.choice(NAMES)}）</div><div class="s">{site.share()}</div><div class="n"><p>上一篇：<a href="/1">{site.news(1)[0]}</a></p><p>下一篇：没有了</p></div></div></body></html>"""


def small_part(site: Site, rows: Sequence[Row]) -> str:
    """Long lists of news before and after, and hundreds of comments below."""
    comments = "".join(
        f'<div class="item"><div class="user"><b>{name}</b> <i>{time}</i></div><div class="words">{words * 2}</div><div class="act"><a href="#">回复</a> <a href="#">赞(3)</a></div></div>'
        for name, time, words in site.comments(150)
    )
    return f"""{head(title_of(rows) + " | " + site.name)}<body><div class="a1"><ul>{site.links(site.news(120), dated=True)}</ul></div>
<div class="a2"><div class="a3"><h1>{title_of(rows)}</h1><div class="a4">{site.posting()}</div><div class="a5">{paragraphs(text_of(rows), "")}</div></div>
<div class="a6"><h3>相关新闻</h3><ul>{site.links(site.news(60), dated=True)}</ul></div><div class="a7"><h3>网友评论（150）</h3>{comments}</div></div>
<div class="a8"><ul>{site.links(site.news(80))}</ul></div><div class="a9">{" ".join(site.foot())}</div></body></html>"""


def plain_comments(site: Site, rows: Sequence[Row]) -> str:
    """Comments without names or times, more of them than the report has text."""
    comments = "".join(f"<div>{words * 3}</div>" for _, _, words in site.comments(100))
    return f"""{head(title_of(rows))}<body><div><ul>{site.links(site.menu())}</ul></div><div><div><h2>{title_of(rows)}</h2><div>{paragraphs(text_of(rows), "")}</div></div>
<div><div>全部评论</div>{comments}</div></div></body></html>"""


def two_articles(site: Site, rows: Sequence[Row]) -> str:
    """A column at the side, before the text in the source, that begins another report."""
    side = "".join(
        f'<div class="card"><h4><a href="/x">{title}</a></h4><p>{site.preview()}<a href="/x">[详细]</a></p></div>'
        for title in site.news(3)
    )
    return f"""{head(title_of(rows))}<body><div class="left"><div class="box"><h3>法治建设</h3>{side}</div></div>
<div class="right"><div class="article"><h1>{title_of(rows)}</h1><p class="info">{site.posting()}</p><div class="con">{paragraphs(text_of(rows))}</div></div></div>
<div class="left2"><h3>推荐阅读</h3><div class="card"><p>{site.preview()}</p></div></div></body></html>"""


def word_html(site: Site, rows: Sequence[Row]) -> str:
    """Pasted from Word: conditional comments, mso styles, empty o:p, runs cut in pieces, source lines broken at will."""
    found = []
    for kind, text in text_of(rows):
        cut = max(len(text) // 3, 1)
        runs = "".join(
            f"<span lang=EN-US style='font-size:16.0pt;font-family:仿宋_GB2312;\nmso-bidi-font-family:宋体'>{escape(text[at : at + cut])}</span>"
            for at in range(0, len(text), cut)
        )
        align = (
            " align=\"right\" style='text-align:right'"
            if kind in ("sign", "date")
            else " style='text-indent:32.0pt;mso-char-indent-count:2.0'"
        )
        found.append(
            f"<p class=MsoNormal{align}>{f'<b style=mso-bidi-font-weight:normal>{runs}</b>' if kind == 'h1' else runs}<span\nlang=EN-US><o:p></o:p></span></p>"
        )
    return f"""<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word"><head><meta charset=utf-8><title>{title_of(rows)}</title>
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]--></head><body lang=ZH-CN><div class="crumb">{site.crumbs()}</div><div class="con"><div class=Section1 style='layout-grid:15.6pt'>
<p class=MsoTitle align=center>{title_of(rows)}</p><![if !supportEmptyParas]>&nbsp;<![endif]><p class=MsoNormal><span lang=EN-US><o:p>&nbsp;</o:p></span></p>{"".join(found)}</div></div><div class="ft">{" ".join(site.foot())}</div></body></html>"""


def headings_in_tags(site: Site, rows: Sequence[Row]) -> str:
    """An article of HTML 5: headings in h2 and h3, signature in a division, a list of tags below."""
    tags = {"title": "h1", "h1": "h2", "h2": "h3", "h3": "h4", "sign": "div", "date": "div"}
    lines = "".join(f"<{tags.get(kind, 'p')}>{escape(text)}</{tags.get(kind, 'p')}>" for kind, text in rows)
    return f"""{head(site.name)}<body><header><nav><ul>{site.links(site.menu())}</ul></nav></header><main><article>{lines}</article><section class="tags">标签：<a href="/t/1">法治</a> <a href="/t/2">年报</a></section>
<aside><h2>热门文章</h2><ol>{site.links(site.news(10))}</ol></aside></main><footer><p>{"</p><p>".join(site.foot())}</p></footer></body></html>"""


def mobile(site: Site, rows: Sequence[Row]) -> str:
    """A page for telephones: sections round each paragraph, styles inline, tools below."""
    lines = "".join(
        f'<section style="margin:0 8px"><section><p style="font-size:16px;{"text-align:center;" if kind == "title" else ""}"><span style="{"font-weight:700" if kind in ("h1", "title") else "letter-spacing:.5px"}">{escape(text)}</span></p></section></section>'
        for kind, text in text_of(rows)
    )
    return f"""{head(title_of(rows), more='<meta name="viewport" content="width=device-width">')}<body><div id="page-content"><h1 id="activity-name">
  {title_of(rows)}
</h1><div id="meta_content"><span>{site.place}发布</span> <em>2026-02-27 10:00</em> <em>河南</em></div><div id="js_content">{lines}</div>
<div class="tool"><a href="javascript:;">阅读 1024</a><a href="javascript:;">赞 12</a><a href="javascript:;">在看</a></div><div class="qr">长按识别二维码关注我们</div></div></body></html>"""


def title_in_head(site: Site, rows: Sequence[Row]) -> str:
    """The title stands in the head of the page only."""
    return f"""{head(f"{title_of(rows)}_{site.name}")}<body><div class="menu">{site.links(site.menu(), "span")}</div><div class="view TRS_UEDITOR trs_paper_default trs_web">{paragraphs(text_of(rows))}</div>
<div class="bottom">{"<br>".join(site.foot())}</div></body></html>"""


def title_twice(site: Site, rows: Sequence[Row]) -> str:
    """The site's heading and the report's own title, the posting line between them."""
    return f"""{head(title_of(rows))}<body><ul id="menu">{site.links(site.menu())}</ul><div class="detail"><h2 class="detail-title">{title_of(rows)}</h2>
<div class="detail-info"><span>来源：{site.place}司法局</span><span>2026-02-27</span><span>阅读量：33</span></div><div class="detail-content" style="font-size:16px">{paragraphs(rows, ' style="text-indent:2em;line-height:1.75"')}</div>
<div class="detail-foot">{site.share()}</div></div></body></html>"""


def fixed_width(site: Site, rows: Sequence[Row]) -> str:
    """Preformatted text, wrapped at 38 characters."""
    lines = []
    for kind, text in text_of(rows):
        line = ("" if kind in ("sign", "date") else "　　") + text
        lines += [line[at : at + 38] for at in range(0, len(line), 38)]
    return f"""{head(title_of(rows))}<body><div>{site.links(site.menu(), "span")}</div><h3 align=center>{title_of(rows)}</h3><p align=center>{site.posting()}</p><pre>
{escape(chr(10).join(lines))}
</pre><hr><p align=center>{" ".join(site.foot())}</p></body></html>"""


def paragraphs_in_body(site: Site, rows: Sequence[Row]) -> str:
    """A page by hand: everything is a paragraph of the body, nothing has a class."""
    lines = "".join(
        f"<p>{'　　' if kind == 'body' else ''}{f'<b>{escape(text)}</b>' if kind in ('h1', 'title') else escape(text)}"
        for kind, text in rows
    )
    return f"""<title>{site.name}</title><p>{" | ".join(f"<a href=/{i}>{word}</a>" for i, word in enumerate(site.menu()))}<p>{site.crumbs()}{lines}
<p><a href="javascript:history.back()">返回</a> <a href=#top>返回顶部</a><p>{"<p>".join(site.foot())}"""


def broken(site: Site, rows: Sequence[Row]) -> str:
    """Tags left open, closed twice or crossing, a link that is never closed, attributes without quotes."""
    lines = "".join(
        f"<p><span style=font-size:16px>{f'<b>{escape(text)}</span></b>' if kind == 'h1' else escape(text)}"
        for kind, text in text_of(rows)
    )
    return f"""<html><head><title>{title_of(rows)}</title><body></div><div class=top><ul>{site.links(site.menu())}<li><a href=/last>网站支持IPv6</ul></div>
<div class=mid><h1>{title_of(rows)}</h1></h1><div class=info>{site.posting()}</span></div><div class=txt><a name=top><font color=#333333>{lines}</div></font></div></td>
<div class=bot><p>{"<p>".join(site.foot())}</div></div></div></html>"""


def labels_in_lists(site: Site, rows: Sequence[Row]) -> str:
    """Labels and values of the posting in elements of their own, tools as a list, a picture of a code."""
    return f"""{head(title_of(rows))}<body><div class="nav2"><ul>{site.links(site.menu())}</ul></div><div class="cont"><dl><dt>信息来源</dt><dd>{site.place}司法局</dd><dt>发布时间</dt><dd>2026-02-27 09:30</dd><dt>浏览次数</dt><dd>318</dd></dl>
<h2>{"<br>".join(titles(rows))}</h2><ul class="fontsize"><li>字号</li><li>大</li><li>中</li><li>小</li><li>分享</li><li>收藏</li></ul><div class="news_content_text">{paragraphs(text_of(rows), ' class="p1"', "span")}</div>
<div><img src="code.png"><p>扫一扫，手机浏览本页</p></div><div><input type="text" placeholder="请输入验证码"><button>提交评论</button></div></div></body></html>"""


def posting_inside(site: Site, rows: Sequence[Row]) -> str:
    """The site's lines stand among the paragraphs of the text, each in a paragraph of its own, without a class."""
    body = text_of(rows)
    return f"""{head(title_of(rows))}<body><div class="art">{"".join(f"<h2>{text}</h2>" for text in titles(rows))}<p>{site.posting()}</p>{"".join(f"<p>{escape(text)}</p>" for _, text in body)}
<p>责任编辑：{site.dice.choice(NAMES)}　审核：{site.dice.choice(NAMES)}</p><p>上一篇：<a href="/1">{site.news(1)[0]}</a></p><p>下一篇：<a href="/2">{site.news(1)[0]}</a></p><p>{site.share()}</p></div></body></html>"""


def form_round_all(site: Site, rows: Sequence[Row]) -> str:
    """ASP.NET: the whole page is a form; generated ids; a hidden state; a span round the text."""
    return f"""{head(site.name)}<body><form method="post" id="form1"><input type="hidden" name="__VIEWSTATE" value="{"QUJD" * 200}"><div id="ctl00_top">{site.links(site.menu(), "span")}<input name="key" value="请输入关键字"><input type="submit" value="搜索"></div>
<table><tr><td><span id="ctl00_lblTitle" style="font-size:20px;font-weight:bold">{title_of(rows)}</span></td></tr><tr><td><span id="ctl00_lblInfo">{site.posting()}</span></td></tr><tr><td><span id="ctl00_lblContent">{paragraphs(text_of(rows), "")}</span></td></tr></table>
<select><option>--友情链接--</option><option>省政府</option></select><div>{"<br/>".join(site.foot())}</div></form></body></html>"""


LAYOUTS: dict[str, Layout] = {
    layout.__name__: layout
    for layout in (
        trs, hanweb, ucap, gkmlpt, breaks_in_a_cell, breaks_with_title, bare_divs, split_over_siblings, split_by_section, small_part, plain_comments, two_articles, word_html,
        headings_in_tags, mobile, title_in_head, title_twice, fixed_width, paragraphs_in_body, broken, labels_in_lists, posting_inside, form_round_all,
    )
}  # fmt: skip
