"""Whether the characters of a page make sense: a text layer may hold codes that mean nothing, or mean something else."""

from __future__ import annotations

import re

from checker.text import HAN, fold_width, han_count

_LEAST = 20
_LEAST_FOR_WORDS, _PER_WORD = 400, 400
_MOST_LOST, _LEAST_COMMON, _LEAST_KNOWN = 0.1, 0.45, 0.6
_VOWELS = frozenset("aeiouyAEIOUY")
_MARKS = frozenset("，。、；：？！“”‘’（）《》〈〉【】〔〕「」『』—…·～￥％℃①②③④⑤⑥⑦⑧⑨⑩★△▲○●□■◆◇→×÷－–§“”")
# The five hundred characters or so that make up three quarters of any Chinese text.
_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等"
    "部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正"
    "心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求"
    "老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志"
    "世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话"
    "米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳"
    "便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该"
    "镇乡街村执审监督诉案法治依申请服务企营商环境责任导落示范评估社区纠纷调普宣培训评议违规处罚复议培履职述监察"
)
_WORDS = re.compile(
    "工作|建设|法治|政府|行政|执法|情况|主要|问题|进行|开展|推进|单位|部门|领导|管理|服务|制度|社会|发展|组织|人员|重大|加强|落实|提高|我们|他们|这个|"
    "一个|可以|没有|以及|根据|规定|安全|企业|群众|公开|信息|监督|处理|方案|项目|完成|全面|规范|教育|生产|经济|保护|机关|干部|责任|会议|报告|年度|其中|万元"
)


def is_legible(text: str, lost: int) -> bool:
    """Whether a page's text can be what the page shows. ``lost`` of its characters are known to mean nothing.

    Chinese is known by its common characters; what is neither Chinese nor plain Latin is no report.
    """
    characters = [character for character in text if not character.isspace()]
    if not characters:
        return True
    if lost > _MOST_LOST * len(characters):
        return False
    if len(characters) < _LEAST:
        return True
    han = [character for character in characters if HAN.match(character)]
    if len(han) >= _LEAST and sum(c in _COMMON for c in han) < _LEAST_COMMON * len(han):
        return False
    latin = [c for c in fold_width("".join(characters)) if c.isascii()]
    known = len(han) + len(latin) + sum(c in _MARKS or "\u3040" <= c <= "\u30ff" for c in characters)
    if known < _LEAST_KNOWN * len(characters):
        return False
    letters = [c for c in latin if c.isalpha()]
    worded = not letters or 0.2 <= sum(c in _VOWELS for c in letters) / len(letters) <= 0.6
    return worded or len(letters) < max(_LEAST, 2 * len(han))


def has_words(text: str) -> bool:
    """Whether a document's text, if it is Chinese and long enough to tell, has the words that any report has.

    A font may give for every character another one that is as common.
    """
    count = han_count(text)
    return count < _LEAST_FOR_WORDS or len(_WORDS.findall("".join(text.split()))) >= count // _PER_WORD
