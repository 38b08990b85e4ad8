"""Pages put together at random: containers, names, order and kinds of what stands round a report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from web_pages import Row, Site, head, text_of, title_of, titles

_CONTAINERS = "div div div div section article td main center blockquote".split()
_CLASSES = (
    "", "", "", ' class="c{}"', ' id="x{}"', ' class="content"', ' class="box clearfix"', ' class="wrap w1200"', ' class="main-left"', ' class="con_{}"', ' style="margin:0 auto"', ' class="layui-col-md9"',
    ' class="container header-fixed"', ' class="right_main"', ' class="tab-content"', ' class="sidebar-main"', ' class="comment-wrap"', ' id="footer_content"', ' class="nav2 content"', ' class="hot"', ' id="print"',
)  # fmt: skip


class Composer:
    """One page in the making; every choice comes from the site's dice."""

    def __init__(self, site: Site, rows: Sequence[Row]) -> None:
        self.site, self.rows, self.dice = site, rows, site.dice

    def any(self, *choices: str) -> str:
        return self.dice.choice(choices)

    def chance(self, share: float) -> bool:
        return self.dice.random() < share

    def wrap(self, inner: str, depth: int = 0) -> str:
        """Inside one to three containers."""
        for _ in range(depth or self.dice.randint(1, 3)):
            tag, name = self.dice.choice(_CONTAINERS), self.dice.choice(_CLASSES).format(self.dice.randint(1, 99))
            if tag == "td":
                inner = f"<table width=100%><tr><td{name}>{inner}</td></tr></table>"
            else:
                inner = f"<{tag}{name}>{inner}</{tag}>"
        return inner

    # ── the report ───────────────────────────────────────────────────────────────────────────────────────────────────

    def lines(self, rows: Sequence[Row]) -> str:
        setting = self.any(
            "p",
            "p",
            "p style",
            "p class",
            "div",
            "div class",
            "br",
            "br br",
            "p span",
            "p font",
            "section",
            "h tags",
            "td",
            "div p",
        )
        indent = self.any("", "　　", "&nbsp;&nbsp;&nbsp;&nbsp;", "&emsp;&emsp;", "\n      ")
        centred = self.any(' align="center"', ' style="text-align: center"', "")
        right = self.any(' align="right"', ' style="text-align:right"', "")
        strong = self.any("b", "strong", "")
        if setting.startswith("br"):
            break_ = setting.replace("br", self.any("<br>", "<br/>", "<BR>\n")).replace(" ", "")
            return break_.join((indent if kind == "body" else "") + escape(text) for kind, text in rows)
        found = []
        for kind, text in rows:
            text = escape(text)
            if strong and kind in ("h1", "title"):
                text = f"<{strong}>{text}</{strong}>"
            place = centred if kind == "title" else right if kind in ("sign", "date") else ""
            if kind == "body":
                text = indent + text
            found.append(self.line(setting, kind, text, place))
        return self.any("", "\n").join(found)

    def line(self, setting: str, kind: str, text: str, place: str) -> str:
        if setting == "h tags" and kind in ("title", "h1", "h2"):
            tag = {"title": "h1", "h1": "h2", "h2": "h3"}[kind]
            return f"<{tag}{place}>{text}</{tag}>"
        if setting == "p style":
            return f'<p style="text-indent:2em;line-height:2{";text-align:right" if "right" in place else ";text-align:center" if place else ""}">{text}</p>'
        if setting in ("p class", "div class"):
            tag = setting.split()[0]
            return f'<{tag} class="{"a1" if kind == "body" else "a2" if kind.startswith("h") else "a3"}"{place}>{text}</{tag}>'
        if setting == "p span":
            return f"<p{place}><span style='font-size:16pt;font-family:仿宋'>{text}</span></p>"
        if setting == "p font":
            return f"<p{place}><font size=3>{text}</font>"
        if setting == "section":
            return f"<section><section{place}><span>{text}</span></section></section>"
        if setting == "td":
            return f"<table><tr><td{place}>{text}</td></tr></table>"
        if setting == "div p":
            return f"<div><p{place}>{text}</p></div>"
        return (
            f"<{setting.split()[0]}{place}>{text}</{setting.split()[0]}>"
            if setting != "h tags"
            else f"<p{place}>{text}</p>"
        )

    def body(self, rows: Sequence[Row]) -> str:
        """The text in one container, or cut over several."""
        if self.chance(0.75):
            return self.wrap(self.lines(rows))
        size = max(len(rows) // self.dice.randint(2, 4), 3)
        parts = [rows[at : at + size] for at in range(0, len(rows), size)]
        name = self.any(' class="part"', ' class="text"', ' style="padding:8px"')
        return "".join(f"<div{name}>{self.lines(part)}</div>" for part in parts)

    # ── round it ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def title(self) -> str:
        tag = self.any(
            "h1",
            "h2",
            "h3",
            "div class=title",
            "p align=center",
            'div style="text-align:center;font-size:24px;font-weight:bold"',
            "td",
            "font size=5",
        )
        text = self.any("", "<br>").join(map(escape, titles(self.rows)))
        if tag == "td":
            return f"<table align=center><tr><td align=center><b>{text}</b></td></tr></table>"
        return (
            f"<{tag}>{text}</{tag.split()[0]}>"
            if "font" not in tag.split()[0]
            else f"<center><{tag}>{text}</font></center>"
        )

    def posting(self) -> str:
        text = self.site.posting()
        parts = text.split("　")
        return self.any(
            f"<div class=info>{text}</div>", f"<p>{text}</p>", f"<p class=time><span>{'</span><span>'.join(parts)}</span></p>", f"<table><tr><td align=center>{text}</td></tr></table>",
            f"<ul><li>{'</li><li>'.join(parts)}</li></ul>", f"<center><font color=gray>{text}</font></center>", f"<h5>{text}</h5>",
            f"<div><span>发布时间：</span><b>2026-02-27</b><span>来源：</span><b>{self.site.place}司法局</b><a href='#'>打印</a></div>", "",
        )  # fmt: skip

    def listing(self, count: int) -> str:
        news = self.site.news(count)
        return self.any(
            f"<ul>{self.site.links(news, dated=self.chance(0.5))}</ul>", self.site.links(news, "p"), self.site.links(news, "div"), "<table>" + "".join("<tr>" + self.site.links([text], "td", dated=True) + "</tr>" for text in news) + "</table>",
            f"<dl>{self.site.links(news, 'dd')}</dl>", "<br>".join(f'·<a href="/{i}">{text}</a>' for i, text in enumerate(news)),
        )  # fmt: skip

    def menu(self) -> str:
        words = self.site.menu()
        return self.any(
            f"<ul>{self.site.links(words)}</ul>",
            self.site.links(words, "span"),
            self.site.links(words, "div"),
            " | ".join(f"<a href=/>{word}</a>" for word in words),
            f"<table><tr>{self.site.links(words, 'td')}</tr></table>",
        )

    def comments(self) -> str:
        found = self.site.comments(self.dice.randint(3, 60))
        setting = self.any("full", "dl", "plain")
        heading = self.any(
            "<h3>网友评论</h3>",
            f"<div>最新评论（{len(found)}）</div>",
            "<p>我要评论</p><textarea>说点什么</textarea><button>提交</button>",
        )
        if setting == "full":
            return heading + "".join(
                f"<div><div>{name}</div><div>{time}</div><div>{words}</div></div>" for name, time, words in found
            )
        if setting == "dl":
            return (
                heading
                + "<dl>"
                + "".join(f"<dt>{name} 发表于 {time}</dt><dd>{words}</dd>" for name, time, words in found)
                + "</dl>"
            )
        return heading + "<ul>" + "".join(f"<li>{words}</li>" for _, _, words in found) + "</ul>"

    def side(self) -> str:
        """A column: lists, perhaps with the beginnings of other articles."""
        parts = [
            f"<h3>{self.any('最新信息', '热点推荐', '信息公开', '通知公告')}</h3>"
            + self.listing(self.dice.randint(4, 15))
        ]
        if self.chance(0.3):
            parts.append(f'<div><h4><a href="/z">{self.site.news(1)[0]}</a></h4><p>{self.site.preview()}</p></div>')
        return self.wrap("".join(parts), 1)

    def tail(self) -> list[str]:
        """What stands below the text, in the same column."""
        return [
            part
            for part, share in (
                (f"<div>（责任编辑：{self.any('张三', '李四')}）</div>", 0.3),
                (self.wrap(f'附件：<a href="/f.pdf">{title_of(self.rows)}.pdf</a>', 1), 0.3),
                (self.wrap(self.site.share(), 1), 0.6),
                (f"<div>上一篇：<a href=/1>{self.site.news(1)[0]}</a></div><div>下一篇：<a href=/2>{self.site.news(1)[0]}</a></div>", 0.4),
                (self.wrap(f"<h4>{self.any('相关链接', '相关新闻', '相关信息：')}</h4>{self.listing(5)}", 1), 0.4),
                (self.wrap("<img src=q.png><p>扫一扫在手机打开当前页</p>", 1), 0.3),
                (self.wrap(self.comments(), 1), 0.25),
            )
            if self.chance(share)
        ]  # fmt: skip

    def page(self) -> str:
        place = self.any("above", "above", "inside", "head", "both")
        inner = self.body(self.rows if place in ("inside", "both") else text_of(self.rows))
        upper = [self.title()] if place in ("above", "both") else []
        upper.insert(self.dice.randint(0, len(upper)), self.posting()) if place != "both" else upper.append(
            "<p>来源：县司法局 2026-02-27</p>"
        )
        if self.chance(0.3) and place == "above":
            column = self.wrap("".join(upper), 1) + inner
        else:
            column = "".join(upper) + inner
        column = self.wrap(column + "".join(self.tail()), self.dice.randint(1, 2))
        columns = [column]
        if self.chance(0.6):
            columns.insert(self.dice.randint(0, 1), self.side())
        crumbs = self.any(
            f"<div>{self.site.crumbs()}</div>",
            f"<p>{self.site.crumbs()}</p>",
            f"<table><tr><td>{self.site.crumbs()}</td></tr></table>",
            "",
        )
        foot = self.wrap(self.any("<br>", "</p><p>", "</div><div>").join(self.site.foot()), 1)
        named = title_of(self.rows) if place == "head" or self.chance(0.6) else self.site.name
        title = (
            self.any("{}", "{}_" + self.site.name, self.site.name + " {}", "{} - " + self.site.name)
            if named != self.site.name
            else "{}"
        )
        content = self.wrap(self.menu(), 1) + crumbs + self.wrap("".join(columns), 1) + foot
        return (
            head(title.format(named)) + f"<body{self.any('', ' bgcolor=white', ' class=index')}>{content}</body></html>"
        )


def composed(site: Site, rows: Sequence[Row]) -> str:
    return Composer(site, rows).page()


ENCODINGS: dict[str, Callable[[str], bytes]] = {
    "utf-8": lambda page: page.encode(),
    "utf-8 with a mark": lambda page: b"\xef\xbb\xbf" + page.encode(),
    "gb18030 called gb2312": lambda page: page.replace("charset=utf-8", "charset=gb2312").encode("gb18030"),
    "gb18030 called utf-8": lambda page: page.encode("gb18030"),
    "utf-8 called gb2312": lambda page: page.replace("charset=utf-8", "charset=gb2312").encode(),
    "gb18030 called nothing": lambda page: page.replace("charset=utf-8", "").encode("gb18030"),
    "utf-16 with a mark": lambda page: page.encode("utf-16"),
}
