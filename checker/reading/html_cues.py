"""What the words of a line on a web page tell: a part of a report, or of the site round it."""

from __future__ import annotations

import re

from checker.text import HAN, fold_width

# ── the site ─────────────────────────────────────────────────────────────────────────────────────────────────────────

_FIELD = (
    "(?:信息|文章|内容|稿件|新闻|文档|本文)?(?:来源|作者|出处|标题|名称)|(?:发布|发表|发文|公开|公布|更新|录入|添加|上传|信息|生成|成文|创建|上网|编辑|提交|撰写)?(?:时间|日期)|"
    "发布(?:人|者|机构|单位|部门)|供稿(?:单位)?|撰稿(?:人)?|投稿|责任?编(?:辑|校)?|责编|编辑|(?:网站)?编审|初审|复审|终审|(?:一|二|三)审|审核(?:人)?|审签|校对|校稿|录入(?:人|者)?|签发|摄影|记者|"
    "(?:浏览|点击|访问|阅读|查看|关注)(?:次数|人数|人次|量|数|率)?|人气|热度|字号|字体(?:大小)?|字体颜色|文字大小|背景色?|视力保护色?|保护视力色?|分享(?:到|至)?|分享本页|"
    "索引号|信息索引号|主题分类|信息分类|信息类别|体裁分类|组配分类|服务对象(?:分类)?|所属(?:主题|栏目|分类)|公开(?:责任)?部门|发文(?:机关|机构|单位|字号)|(?:制发|公开)(?:机构|部门|单位)|"
    "文号|文件编号|主题词|关键(?:词|字)|标签|内容概述|内容摘要|摘要|导读|公开(?:方式|时限|范围|形式|程序|类别|属性|主体|目录)|有效性|是否有效|时效性?|生效(?:日期|时间)|失效(?:日期|时间)|废止(?:日期|时间)|"
    "栏目|所在(?:栏目|位置)|信息(?:名称|格式|语种)|载体类型|记录形式|语种|格式|版本"
)
_LABEL = re.compile(rf"[\[(<·•|\s]{{0,4}}(?:{_FIELD})(?:\s{{0,3}}[\])])?\s{{0,4}}(?::|：|\[|$)")
_LABELS = re.compile(rf"(?:^|[\s|\[(,;<])(?:{_FIELD})\s{{0,4}}:")
_SPACED = re.compile(r"(?<=[\u4e00-\u9fff])[ \xa0]{1,6}(?=[\u4e00-\u9fff])")
_STAMP = re.compile(
    r"[\[(]?(?:(?:19|20)?\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}日?)(?:[ t]\s{0,3}\d{1,2}[:时]\d{1,2}(?:分|:\d{1,2})?)?[\])]?|\d{1,2}[-/]\d{1,2}\s\d{1,2}:\d{2}",
    re.IGNORECASE,
)
_TIMED = re.compile(
    r"(?:19|20)\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s{0,4}\d{1,2}:\d{2}|^(?:19|20)\d{2}-\d{1,2}-\d{1,2}(?:\s|$)"
)
_TOOL = (
    "打印|列印|打印本页|打印此页|打印页面|打印正文|打印文章|关闭|关闭窗口|关闭本页|关闭页面|关闭此页|收藏|收藏本页|加入收藏|分享|分享到|分享至|转发|推荐|大|中|小|特大|默认|大号|中号|小号|超大|放大|缩小|正常|标准|"
    "a[+-]?|t[+-]?|[+-]|简|繁|简体|繁体|朗读|语音朗读|语音播报|听|播放|暂停|停止|纠错|我要纠错|网站纠错|举报|下载|下载本页|复制|复制链接|链接|返回|返回顶部|返回首页|返回列表|返回上页|返回上一页|top|顶部|回顶部|置顶|"
    "微信|微博|新浪微博|腾讯微博|qq|qq空间|qq好友|朋友圈|微信好友|微信朋友圈|人人网|豆瓣|百度贴吧|百度|更多|客户端|手机版|手机端|电脑版|移动版|无障碍|无障碍浏览|无障碍阅读|适老化|长者模式|关怀版|关怀模式|登录|注册|"
    "收起|展开|展开全文|阅读全文|查看更多|点赞|赞|评论|提交|提交评论|发表评论|回复|留言|顶|踩|上一篇|下一篇|上一条|下一条|上一页|下一页|首页|尾页|末页|主页|网站首页|目录|订阅|rss|字号|字体|字体大小|保护视力色|视力保护色|背景色|"
    "扫码|扫一扫|二维码|政务微信|政务微博|公众号|微信公众号|网站地图|联系我们|关于我们|网站声明|隐私声明|隐私保护|免责声明|法律声明|版权声明|设为首页|友情链接|相关链接|点击下载|附件下载|智能问答|english"
)
_TOOLS = re.compile(rf"(?:{_TOOL})(?:[:：\s|>»\[\]()【】·,、/～~“”\"×-]+(?:{_TOOL}))*", re.IGNORECASE)
_ROUND = " \t\u3000\xa0|>»›«<[]()·•,、:：/-—_【】（）“”\"'×✕☆★↑↓^*"
# At the beginning of a line, anywhere in a short one, and in whole sentences.
_SITE_BEGINS = re.compile(
    r"(?:您|你)?(?:好,?)?(?:现在|当前|目前)?(?:所在|所处)?(?:的)?(?:当前)?位置(?:是|在)?\s{0,4}[:>]|(?:您|你)(?:现在|当前|目前)?(?:是)?(?:在|所在|的位置)\s{0,4}[:>]|(?:当前|现在)(?:所在)?(?:位置|栏目)|(?:网站)?(?:首页|主页)\s{0,4}[>»›/→|·-]"
    r"|(?:已有|已被|共有|您是第|本文(?:已)?(?:被)?)\s{0,4}\d{0,9}\s{0,4}(?:人|次|位).{0,20}$|(?:请?用?(?:微信|手机)?)(?:扫一扫|扫码|扫描(?:二维码|上方|下方|左侧|右侧)|手机扫|长按(?:识别)?|微信扫|二维码).{0,24}$"
    r"|(?:上|下|前|后)一?(?:篇|条|则|页|个)(?:文章|新闻|信息|:|$)|(?:没有了|已经没有了|暂无|无)$|[打列]印(?:本|此|该)?(?:页|文|页面|文章)|关闭(?:本|此)?(?:窗口|页面|页)$|返回(?:顶部|首页|列表|上一?页)$"
    r"|(?:联系)?地址\s{0,3}:|(?:邮政编码|邮编)\s{0,3}:|请输入(?:关键|搜索|检索|验证|您|你|用户)|(?:验证码|用户名|密码|搜索|站内检索|站内搜索)\s{0,2}:?$|记住(?:我|密码)$|忘记密码|关注(?:我们|官方|微信)|打开微信|点击(?:图片|此处|这里|右上角|上方|下方)"
    r"|版权(?:所有|声明|归)|更多精彩|主办\s{0,2}:|承办\s{0,2}:|协办\s{0,2}:|无障碍(?:浏览|阅读|工具|声明)$|进入老年|智能机器人$|(?:网站)?技术支持$",
    re.IGNORECASE,
)
_SITE_HOLDS = re.compile(
    r"(?:浏览|点击|访问|阅读|人气)(?:次数|量|数)?\s{0,4}[:(\[]?\s{0,4}\d{0,9}\s{0,4}[)\]]?\s{0,3}次?$|(?:在|用)手机(?:上)?(?:打开|查看|浏览|阅读).{0,8}页面?$|(?:手机|移动端)(?:查看|浏览|阅读|打开)(?:本|此|当前)页面?$"
    r"|网站标识码|网站(?:识别|编)码|公网安备|icp\s{0,3}(?:备|证)|备案(?:编|序)?号\s{0,3}[:A-Z]|版权所有|copyright|©|all\s?rights\s?reserved|技术支持\s{0,2}:|(?:主办|承办|协办|维护|运维)单位\s{0,2}:|网站管理\s{0,2}:"
    r"|您访问的链接即将离开|本?(?:网)?站已?支持ipv6|建议(?:您)?使用.{0,40}(?:浏览器|分辨率)|最佳(?:浏览|分辨率|效果)|推荐使用.{0,30}浏览器|违法和不良信息举报|举报(?:电话|邮箱)\s{0,2}:|政务服务热线\s{0,2}:|网站地图|网站声明|设为首页|加入收藏|政府网站找错|我为政府网站找错"
    r"|邮编\s{0,2}:\s{0,2}\d{6}|免责声明|转载请注明|未经.{0,10}(?:授权|许可|允许)|视力保护色|保护视力色",
    re.IGNORECASE,
)
_SITE_SENTENCE = re.compile(
    r"^(?:扫一扫|扫码|扫描|长按|微信扫|打开微信|点击|关注)[^,]{0,30}$|您访问的链接即将离开|版权所有|转载请注明|未经.{0,10}(?:授权|许可|允许)|本网站(?:由|所有)|建议(?:您)?使用.{0,40}(?:浏览器|分辨率)|推荐使用.{0,30}浏览器|网站标识码",
    re.IGNORECASE,
)
_LIST_HEAD = re.compile(
    r"^[【\[(■◆●▶>\s]{0,3}(?:相关|热门|热点|推荐|最新|延伸|猜你|更多|精彩|往期|为您|你可能|您可能|大家|同类|关联|其他|其它|排行|点击排行|阅读排行|今日)"
    r"(?:链接|文章|阅读|新闻|信息|文件|政策|解读|附件|报道|内容|推荐|专题|资讯|稿件|喜欢|都在看|还喜欢|关注|精选|回顾|要闻|热点|排行|评论|视频|动态|公告|通知|栏目|话题|搜索|问答|要点){1,3}(?:\s?(?:>+|»|more|更多).{0,4})?[】\])]?\s{0,3}[:：]?$"
    r"|^(?:网友|最新|热门|全部|精彩|用户|发表|我要|查看|参与|文章|游客|网民)?(?:的)?(?:评论|留言|跟帖|回帖|互动)(?:区|列表|板|须知|\s{0,2}[(\[（]?\s{0,2}\d{0,8}\s{0,2}(?:条|人)?[)\]）]?)?\s{0,3}[:：]?$"
    r"|^(?:友情链接|热词|热搜|排行榜|(?:点击|浏览|阅读|新闻)排行(?:榜)?|政策解读|解读链接|图片新闻|图片解读|视频解读|媒体报道|通知公告|图解|专题专栏|快速(?:通道|链接|导航)|推荐阅读|延伸阅读|分享到?)\s{0,3}[:：]?$",
    re.IGNORECASE,
)
_COMMENT = re.compile(
    r"(?:网友|游客|匿名|用户|楼主|市民|热心网友|ip)[^。]{0,16}(?:[:：]|发表于|评论|说|于\s?20)|^(?:第?\d{1,4}\s?(?:楼|#)|沙发|板凳|地板)|(?:回复|举报|支持|反对|赞|顶|踩)\s{0,2}[(\[（]?\d{0,6}[)\]）]?$|(?:分钟|小时|天|个月)前",
    re.IGNORECASE,
)
_ATTACHED = re.compile(
    r"^.{0,160}\.(?:pdf|docx?|wps|xlsx?|et|zip|rar|ofd|pptx?|jpe?g|png|txt)\s{0,3}(?:[(\[（【].{0,24}[)\]）】])?$|^附件(?:下载|列表)?\s{0,3}(?:\d{1,2}\s{0,3})?[:：].{0,120}(?:下载|\.(?:pdf|docx?|wps|xlsx?|zip|rar|ofd))"
    r"|^(?:附件下载|相关附件|附件列表|点击下载|下载附件|文件下载|原文下载|正文下载)",
    re.IGNORECASE,
)


def is_site(text: str) -> bool:
    """Whether a line is the site's own: where the page stands, when it was posted, tools, the page's foot."""
    if len(text) > 220:
        return False
    plain = fold_width(text).strip()
    folded, bare = _SPACED.sub("", plain), plain.strip(_ROUND)
    if not bare or _TOOLS.fullmatch(bare) or is_list_head(text) or _ATTACHED.match(folded):
        return True
    if folded.endswith(("。", "；", ";", "!", "?")) and len(folded) > 12:
        return bool(_SITE_SENTENCE.search(folded.rstrip("。；;!?")))
    if is_numbered(text) or ("。" in folded and len(folded) > 40):
        return False
    return bool(
        _SITE_BEGINS.match(folded.lstrip(_ROUND))
        or _SITE_HOLDS.search(folded)
        or (_LABEL.match(folded) and len(folded) <= 120)
        or len(_LABELS.findall(folded)) >= 2
        or (_STAMP.fullmatch(bare) and not re.search("[年月日]", bare))
        or (_TIMED.search(folded) and len(folded) <= 100 and "," not in folded)
    )


def is_posting(text: str) -> bool:
    """Whether a line of the site tells when, or from whom, the page was posted."""
    folded = _SPACED.sub("", fold_width(text).strip())
    return bool(_TIMED.search(folded) or _LABEL.match(folded)) and not _COMMENT.search(folded)


def without_stamp(text: str) -> int:
    """How many characters a line has, white space and the dates of lists apart."""
    return len(re.sub(r"\s+", "", _STAMP.sub("", fold_width(text))))


def is_list_head(text: str) -> bool:
    """Whether a line stands over a list of other articles, or over comments."""
    return len(text) <= 30 and bool(_LIST_HEAD.match(fold_width(text).strip()))


def is_attachment(text: str) -> bool:
    return len(text) <= 200 and bool(_ATTACHED.match(fold_width(text).strip()))


def is_of_item(text: str) -> bool:
    """Whether a line belongs to an entry of a list: a time, who wrote it, what one can do with it."""
    if len(text) > 60:
        return False
    folded = fold_width(text).strip()
    return bool(
        _TIMED.search(folded)
        or _STAMP.fullmatch(folded.strip(_ROUND))
        or _COMMENT.search(folded)
        or "详细" in folded[-6:]
        or "全文" in folded[-6:]
    )


# ── the report ───────────────────────────────────────────────────────────────────────────────────────────────────────

_NUMBERED = re.compile(
    r"(?:[(（][一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]{1,3}[、.．]|第[一二三四五六七八九十]{1,3}(?:部分|章|节|篇|[，,、])|[一二三四五六七八九十]{1,2}是|[(（]?\d{1,2}(?:[、)）]|[.．](?!\d))|[①-⑳])\s*(?=\S)"
)
_TOP = re.compile(r"(?:第?([一二三四五六七八九十]{1,3})(?:、|\.|．|部分|章))")
_TITLE = re.compile(r"(?:(?:报告|总结|汇报|年报|小结|综述)|(?:\d{4}年|关于).{2,50}情况)(?:[(（][^()（）]{1,14}[)）])?$")
_TOPIC = re.compile(r"法治|法制|依法行政|依法治|信息公开|第一责任人|述法|普法|年度|工作|\d{4}年|情况|报告")
_NO_TITLE = re.compile(
    r"[。;；!！?？]|[:：,，]$|^(?:现将|根据|按照|附件|一是|抄送|标题|名称|附?[表图]\s{0,3}[0-9一二三四五六七八九十])"
)
_DATE = re.compile(
    r"[(（\[]?\s?(?:\d{4}|[12一二][〇零○oO0-9一二三四五六七八九]{3}|[12][0-9Oo〇○]{3})\s?年\s?(?:\d{1,2}|[一二三四五六七八九十元]{1,2})\s?月\s?(?:\d{1,2}|[一二三四五六七八九十廿]{1,3})\s?[日号]\s?[)）\]]?"
)
_UNIT = re.compile(
    r"(?:(?:报告|填报|落款|报送)?单位[:：])?[\u3400-\u9fff()（）、 \u3000·]{2,60}(?:政府|委员会|[市县区州旗镇乡]委|党委|党组|工委|局|厅|署|处|办公室|办事处|管委会|公所|中心|支队|大队|总队|分局|[镇乡院会所站司团校馆队]|街道|区|园)(?:[(（](?:盖章|公章|章|印)[)）])?"
)
_GREETING = re.compile(r"[^。]{2,60}(?:委|政府|局|厅|办|办公室|常委会|委员会|领导|小组|处|部|院|代表|同志)[:：]$")
_CLOSING = re.compile(
    r"(?:特此|专此|谨此|以上)(?:报告|汇报|报告如上|报告[,，]请审[议阅])?[。.]?|以上(?:报告|汇报)[^。]{0,20}。?"
)
_AFTER = re.compile(r"[(（]?(?:此件|联系人|联系电话|附件|附[:：]|抄送|主送|注[:：]|备注|特此)")
_MARKING = re.compile(
    r"[【\[(（]?(?:(?:绝密|机密|秘密)(?:[★☆*].{0,8})?|内部(?:资料|文件|材料|传阅|使用|掌握)|工作秘密)"
    r"(?:[,，、;；:：]?(?:注意|妥善|请勿|严禁|不得|仅[供限]).{0,14})?[】\])）]?"
)
_WORDS = re.compile(
    "法治|依法|行政|执法|政府|法律|法规|规范|审查|决策|监督|复议|应诉|普法|调解|矛盾|纠纷|审批|服务|制度|机制|工作|落实|推进|加强|开展|组织|建设|领导|责任|培训|全年|年度|问题|不足|措施|改革|公开|申请|单位|部门|县|区|市|镇"
)
_SENTENCE = re.compile(r"[。；！？]|[，、：].{6}")


def is_prose(text: str) -> bool:
    """Whether a line is running text."""
    return len(text) >= 18 and bool(_SENTENCE.search(text)) and len(HAN.findall(text[:200])) >= 10


def is_numbered(text: str) -> bool:
    return bool(_NUMBERED.match(text.lstrip()))


def top_number(text: str) -> str | None:
    """The numeral of a line that opens with one of the highest kind: 一、 第二部分"""
    match = _TOP.match(text.lstrip())
    return match[1] if match else None


def is_title(text: str) -> bool:
    """Whether a line reads as the title of a report."""
    close = re.sub(r"\s+", "", text)
    return (
        6 <= len(close) <= 70
        and bool(_TITLE.search(close) and _TOPIC.search(close))
        and not (_NO_TITLE.search(close) or is_numbered(close))
    )


def is_signature(text: str) -> bool:
    """Whether a line is a date, or the name of a unit, or both, and nothing else."""
    text = text.strip()
    if len(text) > 90:
        return False
    date = _DATE.search(text)
    rest = (text[: date.start()] + text[date.end() :]).strip(" \t\u3000\xa0\u2003:：") if date else text
    return (date is not None and not rest) or bool(_UNIT.fullmatch(rest))


def is_dated(text: str) -> bool:
    """Whether a line is a signature's last: a date, with or without the unit's name."""
    return is_signature(text) and bool(_DATE.search(text))


def is_formula(text: str) -> bool:
    """Whether a line is what opens or closes a report: to whom it is addressed, "特此报告"."""
    return len(text) <= 120 and bool(_GREETING.fullmatch(text.strip()) or _CLOSING.fullmatch(text.strip()))


def is_bracketed(text: str) -> bool:
    """Whether a line stands in brackets, as a note under a title does."""
    return bool(re.fullmatch(r"[(（].{2,24}[)）]", text.strip()))


def is_marking(text: str) -> bool:
    """Whether a line is a mark above a title: of secrecy, of papers for inside use only. The site did not put it there."""
    return bool(_MARKING.fullmatch(re.sub(r"\s+", "", text)))


def is_afterword(text: str) -> bool:
    """Whether a line is what may stand below the date: a contact, a list of enclosures."""
    return bool(_AFTER.match(text.lstrip()))


def formality(text: str, length: int = 600) -> float:
    """How much of a text is the wording of administration, from 0 to 1."""
    sample = text[:length]
    return min(len(_WORDS.findall(sample)) * 5 / max(len(sample), 20), 1.0)
