"""What is not the report: a site's navigation, posting lines, share bars, footers, marks left by Word.

Strong cues tell residue wherever it stands; weak ones only before the report's text begins and after it has ended.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from checker.outline.names import is_salutation, is_unit
from checker.outline.rows import Row, compact
from checker.text import dates

BOOKMARK = re.compile(r"\[\s?(?:bookmark|书签)\s?:[^\[\]\n]{0,60}\]")

_FIELDS = (
    "发布时间|发布日期|发文时间|发文日期|发表时间|发表日期|更新时间|更新日期|录入时间|信息时间|公开日期|时间|日期|来源|信息来源|稿件来源|文章来源|内容来源|"
    "作者|撰稿|供稿|编辑|责任编辑|责编|审核|初审|二审|三审|终审|校对|监制|发布机构|发布单位|发布人|发布者|浏览次数|浏览量|浏览|点击次数|点击数|点击量|点击率|点击|访问量|访问次数|"
    "阅读次数|阅读量|阅读|人气|字号|字体大小|字体|文字大小|视力保护色|背景色|保护视力色|分享|打印|收藏"
)
_LABELS = (
    "索引号|信息索引号|主题分类|信息分类|体裁分类|组配分类|服务对象分类|发布机构|制发机构|发文机关|发文机构|公开责任部门|信息来源|信息名称|名称|标题|成文日期|发布日期|"
    "发文日期|生成日期|公文生成日期|生效日期|失效日期|废止日期|有效性|是否有效|发文字号|备注/文号|文号|主题词|关键词|内容概述|公开方式|公开时限|公开范围|公开形式|公开程序"
)
_LABEL = re.compile(rf"(?:{_LABELS})(?:[:|\t\n])")
_FIELD = re.compile(rf"(?:^|[\s|\[(,;]|(?<=[0-9\])])){{1}}\[?(?:{_FIELDS})\s{{0,4}}[:\[]")
_POSTED = re.compile(
    r"[\[(]?(?:19|20)\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s{0,4}\d{1,2}:\d{2}(?::\d{2})?[\])]?(?:[^,;。、]{0,60})"
)
_STRONG = (
    re.compile(
        r"^[\s>]{0,4}(?:您?(?:现在|当前)?(?:所在)?的?(?:当前)?位置|您?所处(?:的)?位置|当前所在|现在位置)(?:是|在)?\s{0,4}[:>].{0,140}$"
    ),
    re.compile(r"^(?:网站)?首页\s{0,4}(?:>|»|›|/|→|-|:|\|).{0,140}$"),
    re.compile(
        r"(?:浏览|点击|访问|阅读)(?:次数|量|数|率|人次)?\s{0,4}(?::\s{0,4}\[?\d{0,9}|\[\d{1,9})\]?\s{0,4}次?(?:$|\s)"
    ),
    re.compile(
        r"(?:字号|字体|文字)(?:大小)?\s{0,4}[:\[]{1,2}\s{0,4}\[?(?:大|中|小|特大|默认|A|T|\+)|(?:^|[\s\[])大\s{1,3}中\s{1,3}小"
    ),
    re.compile(
        r"^今天是\s{0,4}:?\s{0,4}(?:19|20)\d{2}年|(?:19|20)\d{2}年\d{1,2}月\d{1,2}日\s{0,4}星期[一二三四五六日天](?:$|\s)"
    ),
    re.compile(
        r"^(?:手机)?(?:扫一扫|扫码)(?:在|,|用|使用|到|分享|查看|打开|浏览)|视力保护色|保护视力色|打印(?:整页|内容|本页|此页|本文|页面)"
    ),
    re.compile(
        r"关闭(?:窗口|本页|页面)|返回(?:顶部|首页|列表)|^[\[(]?分享(?:到|至)\s{0,4}:?|^(?:微信|微博|QQ空间)?分享$"
    ),
    re.compile(r"^[<\[(◀«]?\s{0,3}(?:上|下)一(?:篇|条|页)\s{0,4}(?::.{0,120}|[>\])▶»]?)$"),
    re.compile(r"网站标识码|网站(?:识别|编)码|公网安备|(?:ICP|icp)\s{0,3}(?:备|证)|备案(?:序)?号\s{0,4}:|版权所有"),
    re.compile(
        r"[Cc]opyright|©|All [Rr]ights [Rr]eserved|您访问的链接即将离开|本(?:网)?站已支持[Ii][Pp]v6|建议使用\S{0,30}浏览器"
    ),
    re.compile(r"(?:网站)?技术支持\s{0,4}:|网站(?:地图|声明|导航|帮助)\s{0,4}(?:\||·|联系)"),
)
_WEAK = (
    re.compile(r"^(?:主办|承办|协办|主管|维护|运维)(?:单位|部门)?\s{0,4}:"),
    re.compile(
        r"^(?:联系我们|网站地图|网站声明|关于我们|免责声明|隐私(?:声明|保护|政策)|法律声明|网站纠错|我要纠错|政府网站找错)"
    ),
    re.compile(rf"^[-·•*●○]?(?:{_LABELS})(?:[:|]|$)"),
    re.compile(rf"^\[?(?:{_FIELDS})\s{{0,4}}[:\[]\s{{0,4}}\S.{{0,60}}$"),
    re.compile(
        r"^(?:(?:相关(?:链接|文章|文档|阅读|新闻|信息|附件)|政策解读|热点推荐|推荐阅读|友情链接|最新信息)\s{0,4}:?|"
        r"(?:相关(?:链接|文章|文档|阅读|新闻|报道)|热点推荐|推荐阅读|延伸阅读|猜你喜欢)\s{0,4}:.{0,80})$"
    ),
    re.compile(r"^[-|:\s]{3,}$"),
    re.compile(r"^附件下载|^[^,。]{2,80}\.(?:pdf|docx?|wps|xlsx?|zip|rar|ofd)$"),
    re.compile(r"^.{4,60}\s{1,20}[\[(]?(?:19|20)\d{2}[-/]\d{1,2}[-/]\d{1,2}[\])]?$"),
)
_NAVIGATION = (
    "首页 网站首页 返回首页 本站首页 设为首页 加入收藏 政务公开 政务服务 政务动态 政务数据 政府信息公开 信息公开 信息公开指南 信息公开制度 信息公开目录 法定主动公开内容 "
    "政府信息公开指南 政府信息公开制度 政府信息公开年报 政府信息公开年度报告 信息公开年报 依申请公开 公开指南 公开制度 公开年报 互动交流 政民互动 政务互动 公众参与 "
    "办事服务 在线办事 办事大厅 便民服务 专题专栏 专题 专栏 新闻中心 新闻动态 工作动态 通知公告 公示公告 要闻 政务要闻 本地要闻 部门动态 乡镇动态 基层动态 图片新闻 视频新闻 "
    "机构职能 机构设置 领导之窗 领导信息 领导简介 组织机构 机构概况 单位概况 数据开放 数据发布 统计数据 政策文件 政策法规 政策解读 规范性文件 解读回应 回应关切 营商环境 投资指南 "
    "招商引资 旅游 走进本地 网站地图 网站声明 联系我们 关于我们 免责声明 无障碍 无障碍浏览 无障碍阅读 长者专区 简体 繁体 English 登录 注册 搜索 检索 请输入关键字 "
    "微信 微博 新浪微博 QQ空间 朋友圈 分享 分享到 分享到: 打印 打印本页 打印整页 打印内容 复制链接 关闭 关闭窗口 收藏 返回 返回顶部 顶部 纠错 大 中 小 上一篇 下一篇 上一页 下一页 更多 更多> 客户端 "
    "手机版 电脑版 移动版 公众号 微信公众号 政务微信 政务微博 扫一扫 领导信箱 县长信箱 区长信箱 市长信箱 书记信箱 意见征集 网上调查 在线访谈 咨询投诉 我要咨询 我要投诉 "
    "智能问答 政务新媒体 RSS订阅 服务 公开 互动 资讯 数据"
)
_WORDS = frozenset(_NAVIGATION.split())
_WORD_FORMS = re.compile(
    r"(?:走进|魅力|美丽|印象|认识|感知|大美|今日|品味|畅游|了解)[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]{2,4}(?:概况|风采|概览|风光|新闻|要闻|旅游|动态|风情)"
)
_DATED = re.compile(
    r"(?:报告|成文|落款|填报|上报)?(?:日期|时间)\s{0,4}:\s{0,4}[0-9一二]{1}[0-9〇零○一二三四五六七八九]{3}\s?年"
)
_PLAIN_DATE = re.compile(r"(?:19|20)\d{2}[-/]\d{1,2}[-/]\d{1,2}")
_DOCUMENT_MARK = re.compile(r"\[(?:19|20)\d{2}\]\s?\d{1,5}\s?号|秘密|机密|绝密|特急|加急|平急|签发人|文件$|^附件")
_YEAR_MONTH_DAY = re.compile(r"[(]?[12二一][0-9〇零○一二三四五六七八九]{3}年.{1,6}日[)]?")
_SEPARATORS = re.compile(r"[\s|>»›·•【】\[\]()/]+")
_LINE, _SHORT = 160, 60


def is_strong(row: Row) -> bool:
    """Whether the row is residue wherever it stands."""
    if row.block.kind == "residue":
        return True
    text = row.text
    if row.block.kind == "table":
        return len(text) <= 800 and len(_LABEL.findall(text.replace(" ", ""))) >= 3
    if len(text) > _LINE or text.endswith("。"):
        return False
    if BOOKMARK.fullmatch(text) or _POSTED.fullmatch(text):
        return True
    if any(pattern.search(text) for pattern in _STRONG):
        return True
    return len(_FIELD.findall(text)) >= 2 or _all_words(text, least=3)


def is_weak(row: Row) -> bool:
    """Whether the row is residue if it stands outside the report's text."""
    text = row.text
    if len(text) > _LINE or "。" in text or row.block.kind == "table":
        return False
    close = compact(text)
    return (
        text == "无"
        or any(pattern.search(text) or pattern.search(close) for pattern in _WEAK)
        or _all_words(text, least=1)
    )


def _all_words(text: str, *, least: int) -> bool:
    """Whether a line consists of a site's navigation words, ``least`` or more."""
    if len(text) > _LINE:
        return False
    words = [word for word in _SEPARATORS.split(text.strip()) if word]
    return len(words) >= least and all(word in _WORDS or _WORD_FORMS.fullmatch(word) for word in words)


def before_text(rows: Sequence[Row], strong: set[int], titled: range, end: int) -> set[int]:
    """Residue round the title, before the text begins at ``end``: weak cues, and short rows among them."""
    found = {
        i
        for i in range(end)
        if i not in titled and (i in strong or is_weak(rows[i]) or _PLAIN_DATE.fullmatch(rows[i].text))
    }
    above = sorted(i for i in found if i < titled.start)
    below = sorted(i for i in found if i >= titled.stop)
    between = [*range(above[0], above[-1])] if above else []
    between += [*range(titled.stop, below[-1])] if below else []
    return found | {i for i in between if i not in found and i not in titled and _sandwiched(rows, i)}


def _sandwiched(rows: Sequence[Row], index: int) -> bool:
    """Whether a row among residue is residue, too: short, no mark of a document, no signature with its date."""
    text = rows[index].text
    if len(text) > _SHORT or "。" in text or rows[index].block.kind == "table" or _DOCUMENT_MARK.search(text):
        return False
    near = [row.text for row in rows[max(0, index - 1) : index + 2] if len(row.text) <= _SHORT]
    return not is_salutation(text) and not any(_YEAR_MONTH_DAY.fullmatch(compact(line)) for line in near)


def after_text(rows: Sequence[Row], strong: set[int], start: int) -> set[int]:
    """Residue among the rows after the text: weak cues, short rows among them, and what follows a page's foot."""
    found = {i for i in range(start, len(rows)) if i in strong or (is_weak(rows[i]) and not _DATED.match(rows[i].text))}
    if not found:
        return found
    first = min(found)
    return found | {i for i in range(first + 1, len(rows)) if _foot(rows[i])}


def _foot(row: Row) -> bool:
    """A short row after the foot of a page has begun: links, the names of sites; no signature or date."""
    text = row.text
    if len(text) > _SHORT or "。" in text or row.block.kind == "table":
        return False
    return not is_unit(text) and not any(True for _ in dates(compact(text))) and not re.match(r"附件|附:|\(", text)
