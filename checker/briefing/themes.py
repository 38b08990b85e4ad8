"""What a stated shortcoming is about: themes by key words, so that the same lack told in many words is counted together.

The rule is this table and nothing else: a shortcoming belongs to the first theme, in this order, one of whose words stands in its head; if none
does, in the fact told with it; else it is 其他.
"""

from __future__ import annotations

import re

_THEMES: tuple[tuple[str, str], ...] = (
    (
        "普法宣传针对性和实效",
        r"普法|法治宣传|法制宣传|宣传教育|以案释法|法律明白人|宣传的?(?:力度|形式|深度|广度|方式)",
    ),
    ("行政复议、应诉和败诉问题", r"败诉|复议|应诉|出庭|行政争议|行政诉讼|被撤销|举证"),
    ("合同管理和合法性审查", r"合同|协议|合法性审|法律顾问|法制审核|法制员|审查力量|送审"),
    (
        "乡镇（街道）赋权承接和基层执法",
        r"赋权|承接|下放|(?:乡镇|街道|镇街|基层|苏木|嘎查)[^，。]{0,10}(?:执法|力量|承接)",
    ),
    ("执法案卷、文书和程序", r"案卷|卷宗|文书|执法记录|全过程记录|程序|告知|送达|裁量|归档|超期|办案周期|取证"),
    (
        "执法队伍和专业力量",
        r"执法(?:力量|人员|队伍|能力|装备|专业)|办案能力|专业(?:人员|性|人才|力量)|持证|人员(?:不足|少|老龄化|短缺|流动)|力量(?:不足|薄弱|不够|不匹配)|队伍|案多人少|素质|素养|编制",
    ),
    ("涉企检查和监管", r"涉企|检查计划|重复检查|多头|监管(?:存在|盲区|不|缺)|联合检查|招商|入园|企业"),
    ("部门协同和衔接机制", r"协同|衔接|联动|配合|协作|口径|移送|会商|各管一段|脱节"),
    ("重大决策和规范性文件", r"决策|规范性文件|文件(?:管理|清理|制定|备案)|公众参与|后评估|公平竞争审查|规章"),
    ("矛盾纠纷化解", r"调解|纠纷|信访|仲裁|诉前|矛盾"),
    ("数字化和数据共享", r"数字|数据|信息化|平台|系统|线上|非现场|智慧"),
    ("政务公开和监督落实", r"公开|公示|监督|督察|整改落实|司法建议|检察建议"),
    ("审批服务", r"审批|窗口|办事|许可|营商环境|政务服务"),
    ("应急和安全管理", r"应急|隐患|安全|防汛|消防|预案"),
    ("法治意识和学法用法", r"法治(?:思维|意识|观念|理念|氛围)|学法|依法行政(?:意识|能力|水平)|领导干部|认识"),
    ("工作推进和考核机制", r"不平衡|不够平衡|考核|制度|机制|统筹|推进"),
)
OTHER = "其他"
_PATTERNS = tuple((title, re.compile(pattern)) for title, pattern in _THEMES)


def theme(head: str, fact: str = "") -> str:
    """The theme of a shortcoming."""
    for text in (head, fact):
        for title, pattern in _PATTERNS:
            if text and pattern.search(text):
                return title
    return OTHER
