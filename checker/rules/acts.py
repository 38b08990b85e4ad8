"""What is an act, and of whom: the verbs and objects that the rules on duties, results and plans share. Texts are folded."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from checker.rules.analysis import Clause

# Set phrases of party documents: they name ideals, not work.
SET_PHRASE = re.compile(
    r"""
    \"?(?:四个意识|四个自信|两个维护|两个确立|五位一体|四个全面|国之大者|头雁|关键少数)\"?|职能科学|权责法定|执法严明|公开公正|智能高效|廉洁(?:高效|诚信)|人民满意|守法诚信|科学立法|严格执法、公正司法
    |公正司法|全民守法|严格规范公正文明执法?(?=水平|能力|要求)|有法可依|执法必严|违法必究|办事依法、?
    |遇事找法、?|解决问题用法、?|化解矛盾靠法|(?:收官|开局|关键|起步)之年|法治国家、?|法治社会(?=建设|一体)
    |以[^,;。]{2,40}为(?:指导|指引|引领|统领|主线|根本遵循)|在[^,;。]{2,20}(?:领导|指导|支持|关心)下
    |尊法学法守法用法|学法尊法守法用法|(?:没有|未|无)(?:再)?(?:发生|出现)[^,;。]*|[^,;。、:]{2,10}零(?:发生|事故|败诉|纠错|投诉|差错|上访|增长|容忍|复议
    |信访)
    """,
    re.X,
)
# (?=[…]) names the characters that a match can begin with, so that a search skips the others (tests/test_patterns.py).
# Law-based-government work, as the object of a meeting, a report heard or an instruction.
LAW_WORK = re.compile(
    r"""
    (?=[《依信公司合国处复守应府执投放政普权条案检欠法涉督矛立纠营行裁规讨诉调败违述赔重])(?:
    法治(?!国家安全)|依法行政|依法治[国省州市县区镇乡教校企理水林税统]|依法(?:决策|管理|履职|执法)
    |执法(?!记录仪)|行政复议|复议|应诉|诉讼|败诉|合法性|规范性文件|重大(?:行政)?决策|法制|普法|法律顾问|述法
    |督察|行政处罚|处罚|案件|行政赔偿|国家赔偿|赔偿案|立法|司法|司法建议|检察建议|公平竞争审查|权责清单|权力清单|放管服|营商环境|行政审批
    |政务公开|信息公开|裁量|行刑衔接|府院|违法|纠纷|矛盾|(?<!协)调解|信访(?:法治|积案|问题|事项)|法律|法规|条例
    |《[^》]*法》|涉企(?:检查|执法)|行政争议|法治政府|守法|合规|违规|欠薪|讨薪|投诉
    )
    """,
    re.X,
)
# Other subjects: an act on them, with none of the words above, is nothing here.
OFF_TOPIC = re.compile(
    r"""
    招商|引资|项目(?:建设|推进|签约|落地|开工|谋划)|重点项目|廉政|廉洁|党风|作风建设|经济运行|经济工作
    |经济社会发展(?!规划)|乡村振兴|产业发展|文明城市|卫生城市|慰问|人才引进|投资|财政收入|征迁|春耕|秋收
    |生产经营|防汛|抗旱|疫情|安全生产|人事|干部任免|产业|企业发展|楼宇经济|税源|巡察整改|主题教育|意识形态
    """,
    re.X,
)

_COUNT = r"(?:[0-9]+|[一二两三四五六七八九十]+|数|多)(?:余|多)?"
COUNTED = re.compile(
    r"(?:[0-9]+|[一二两三四五六七八九十]+)(?:余|多)?(?:次|场|回|轮|个议题|项议题|期|届)(?!以上党|全会)|[两二三四五六七八九十]次",
    re.X,
)
FREQUENT = re.compile(
    r"""
    每(?:个)?(?:季度?|月|半年|年|周|旬|双月)(?!均)|按季度?|按月|逐月|逐季|月(?:调度|例会|研判|研究)|季(?:调度
    |研判|研究)|半年(?:一次|研究|听取)|季度(?:例会|会议|研判)|(?:上|下)半年各|双月
    """,
    re.X,
)
DATED = re.compile(
    r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})月(?:[0-9]{1,2}日|上旬|中旬|下旬|初|底|份)?|(?:年初|岁末|年底|年末|年中)",
    re.X,
)

# ── the leader's concrete acts ───────────────────────────────────────────────────────────────────────────────────────

HEARS = re.compile(r"(?:听取|听(?:了|过)?|审听)[^,;。:]{0,40}?(?:汇报|报告|情况介绍|复盘)", re.X)
PRESIDES = re.compile(
    r"""
    主持(?!日常|全面|工作|人)(?=$|[,;。、])|主持(?!日常|全面|工作)(?:的|召开|召集|了|研究|审议|审定|开展|集体|并
    |制定|局|县|市|区|镇|乡|街道|党|政|常|本|专|全|法|会|[0-9一二两三四五六七八九十]|该|全年|政府|案件|讨论)
    |牵头(?:召开|召集|主持)|召集(?:召开|主持|有关|相关|部门|各|法)|(?:领|带)衔(?:主持)|领学
    """,
    re.X,
)
_LEGAL_ACT = re.compile(
    r"""
    (?=[上为主亲作出办包化参坐处审宣带开当承担授接旁法牵现登直督站行被讲调走述领])(?:
    出庭(?:应诉)?(?!率|制度|工作|人员|机制|规定|办法)|旁听[^,;。:]{0,10}(?:庭审|审理|开庭|案)|(?:办理|主办|审理
    |承办|包办|领办|直接办|牵头办|包案|主审|带头办|督办|办结|参与办理|亲办|化解|调处|调解|处理|包保
    |办)[^,;。:]{0,20}(?:案件|一案|案|纠纷|争议|积案|信访件|信访事项|矛盾)|包案|(?:讲授?|上|作|授|开设|主讲|宣讲
    |开讲|开展)(?:了)?[^,;。:]{0,14}(?:法治(?:专题)?(?:党)?课|法治讲座|法治辅导|法治报告|法治第一课|专题法治
    |法律知识|法治课堂)|(?:法治(?:专题)?(?:党)?课|法治讲座)[^,;。:]{0,6}(?:[0-9一二两三]+)(?:次|堂|场|节|讲)
    |主讲|带头(?:讲法|宣讲|普法|讲授|办案|出庭|接访)|(?:主持|参加|担任)[^,;。:]{0,12}(?:集体讨论|集体审理|案审
    |案件审理)|述法(?!评议工作|制度|工作|会议?(?:由|上))|接访|(?:现场|当庭)(?:答辩|陈述|应诉|说明)
    |为[^,;。:]{0,16}(?:讲(?:授|解)?|作|上)[^,;。:]{0,12}(?:法|课)|登台[^,;。]{0,6}(?:讲|授)
    |站上[^,;。]{0,10}讲台|坐上[^,;。]{0,8}(?:被告席|应诉席|被告)|走进[^,;。]{0,8}法庭|行政审判庭|被告席|(?:走|登)上[^,;。:]{0,10}讲台|讲(?:了|授)?[^,;。:]{0,20}课
    )
    """,
    re.X,
)
_INSTRUCTS = re.compile(
    r"批示(?!精神|要求|指示|办理|件)|批转|签批|批阅(?!文件)|圈阅|约谈|谈话提醒|提醒谈话|当面提醒",
)
_GENERIC_ACT = re.compile(
    r"""
    督办|督导|督查|督战|过问|协调|带队|率队|带领[^,;。:]{0,8}(?:检查|督|赴|到)|调研|部署|研究|审定|审议|审签
    |审阅|点评|牵头|会签|现场办公|走访|检查|推动|签发|会见|暗访|会商|抽查|把关|拍板|拟定|召开|召集|否决|叫停
    |退回|动员|作[^,;。:]{0,10}讲话|巡查|夜查|安排|敲定|上门|蹲点|入户|到[^,;。:]{1,12}(?:现场|一线|基层)
    """,
    re.X,
)
_CONCRETE_SIGN = re.compile(
    r"""
    [0-9]|[两三四五六七八九十]次|《|\"|一案|一起|该案|此案|首次|当场|当庭|现场|专题会|协调会|推进会|工作会
    |办公会|常务会|常委会|党组会|委员会[^,;。]{0,6}会议|联席会|第[一二三四五六七八九十]+次|问题(?!亲自)|年初
    |年底|年中|上半年|下半年|议题
    """,
    re.X,
)
_STOCK_DUTY = re.compile(
    r"""
    (?=[为亲以任作关压发四履总扛担第落负重高])(?:
    (?:重要|重大|重点|关键)(?:工作|问题|环节|任务|事项)[^,;。:、]{0,4}亲自|四个亲自|亲自(?:部署|过问|协调|督办
    |抓|安排|研究|谋划)(?:、|$|[,;。])|第一责任人|履行[^,;。:]{0,12}(?:职责|责任)|(?:担负|扛起|落实
    |压实)[^,;。:]{0,10}责任|任(?:组长|主任)|为组长|负总责|总负责|亲自抓|高度重视|作出表率|以身作则
    |发挥[^,;。:]{0,14}作用
    )
    """,
    re.X,
)


def leader_act(clause: str) -> str | None:
    """What concrete act on law-based-government work the words tell, whoever its subject: a name for the reason, or None.

    听取汇报 counts even without a number; 部署, 协调, 调研 … count only with a sign that a particular act is meant.
    """
    if STANDING_RULE.search(clause):
        return None
    if HEARS.search(clause):
        return "听取汇报"
    if PRESIDES.search(clause):
        return "主持研究"
    legal = _LEGAL_ACT.search(clause)
    if legal:
        return legal.group()[:12].strip("0123456789")
    if _INSTRUCTS.search(clause) and not re.search(r"(?:落实|按照|根据|贯彻|传达|学习)[^,;。:]{0,14}批示", clause):
        return "批示、约谈"
    generic = _GENERIC_ACT.search(clause)
    if generic and _CONCRETE_SIGN.search(clause) and not _STOCK_DUTY.search(clause):
        return generic.group()[:8]
    return None


_STUDIES = re.compile(r"学习|学法|研学|领学(?!员)|自学|参加[^,;。:]{0,8}(?:培训|轮训)")
_PLANS_WORK = re.compile(
    r"(?:纳入|列入|写入|写进|编入|融入)[^,;。:]{0,20}(?:规划|计划|要点|考核|报告|目标|内容)|任[^,;。:]{0,8}组长|领导小组|(?:责任|职责|履职)清单|责任制|(?:出台|制定|印发|建立)[^,;。:]{0,40}(?:清单|制度|办法|规定|机制|方案)"
)
STANDING_RULE = re.compile(
    r"(?=[不列制办固方明清职至规长])(?:"
    r"至少|不少于|不得少于|(?:规则|制度|办法|规定|清单|方案)[^,;。:]{0,8}(?:要求|规定|明确|列明|写明)|列明|(?:固定|长期)制度|明确[^,;。:]{0,14}职责|职责[0-9]+[项条]"
    r")"
)


_PARTICULAR = re.compile(r"[0-9]|[两三四五六七八九十]次|《|一案|此案|首次|协调会|推进会|专题会")


def particular_act(clause: str) -> bool:
    """For a clause whose subject is the leader: does it tell something particular that was done, whatever the verb?

    A figure, a date, a document, a case or a quoted name marks the particular; study, plans, lists and stock phrases are none.
    """
    if (
        _STOCK_DUTY.search(clause)
        or _STUDIES.search(clause)
        or _PLANS_WORK.search(clause)
        or STANDING_RULE.search(clause)
    ):
        return False
    return bool(
        _PARTICULAR.search(clause) or re.search(r"当面|当众|当场|亲手|亲笔|逐[一件个本页份条]|连夜|蹲点", clause)
    )


def duty_asserted(clause: str) -> bool:
    """True where the clause only says that the duty exists or is fulfilled."""
    return bool(_STOCK_DUTY.search(clause))


# 高度重视……, 始终把……摆在突出位置: what a matter is worth, not what was done about it.
_VALUED = re.compile(
    r"""
    (?:高度|十分|非常|始终|历来|一贯|一直|更加|特别)重视|摆(?:在|上|到)[^,;:]{0,12}(?:位置|地位|日程|议程)
    |放在[^,;:]{0,12}(?:位置|地位)|(?:抓在手上|扛在肩上|挂在心上|常抓不懈|紧抓不放)
    |作为[^,;:]{0,12}(?:重中之重|头等大事|首要任务|中心任务|重要政治任务)
    """,
    re.X,
)


def only_valued(clause: str) -> bool:
    """True where the clause only says how much a matter is valued: no figure, no document, nothing quoted."""
    return bool(_VALUED.search(clause)) and not re.search(r"[0-9《\"]", clause)


def on_topic(clause: str, sentence: str, default: bool) -> bool:
    """Does the act concern law-based-government work? The nearest words count first: the clause, the one after it, the sentence."""
    if LAW_WORK.search(clause):
        return True
    if OFF_TOPIC.search(clause):
        return False
    after = sentence[sentence.find(clause) + len(clause) :]
    if LAW_WORK.search(re.split(r"[,;:。]", after, maxsplit=1)[0]):
        return True
    if OFF_TOPIC.search(sentence):
        return False
    return default or bool(LAW_WORK.search(sentence))


# ── named, finished acts ─────────────────────────────────────────────────────────────────────────────────────────────

FINISHED = re.compile(
    r"""
    (?:制定(?!度)|出台|印发|修订|修改|编制|起草|颁布|发布|公布|建成|建立|成立|设立|组建|挂牌|启用|上线|开通|投用
    |投入使用|投入运行|获评|荣获|获得|被评为|评为|入选|获批|创建|创成|进驻|领到|通过(?!学习|开展|加强|召开|组织|举办|强化
    |建立|深入)|签订|签署|完成|办结|审结|查处|查办|调解|化解|撤销|废止|清理|承办|承接|移交|划转|推行|试点|实施
    |开展|举办|召开|纠正|取缔|拆除|上报|评选|命名|表彰|推广)
    """,
    re.X,
)
_ISSUED = re.compile(
    r"""
    (?:制定|出台|印发|修订|修改|编制|编印|起草|颁布|发布|公布|签订|签署|废止|会签|形成|拟定|编写|编发
    |推出)[^,;。:《]{0,24}《[^》]{3,60}》|《[^》]{3,60}》[^,;。:《]{0,20}(?:印发|出台|施行|实施|发布|公布|制定
    |修订|编制|颁布)
    """,
    re.X,
)
_HONOURED = re.compile(
    r"""
    (?:获评|荣获|获得|被评为|评为|入选|获批|被确定为|被命名|被授予|荣膺|荣立|创成|创建(?:成|为)|通过|选为|选入|列为)[^,;。:]{0,30}
    (?:先进|示范|优秀|典型|标兵|称号|奖|荣誉|试点|案例|验收|表彰|单位|百强|第[一二三]名|[一二三]等功)
    """,
    re.X,
)
_OPENED = re.compile(
    r"""
    (?:建成|建立|成立|设立|组建|启用|上线|开通|投用|挂牌)[^,;。:]{0,6}"[^"]{2,24}"
    |(?:建成|设立|成立|组建|启用|开通|上线)[^,;。:]{2,20}(?:中心|平台|系统|工作站|工作室|调解室|仲裁庭|服务站|委员会|大队|专窗|窗口)
    |(?:中心|平台|系统|工作站|服务站|调解室|法庭)[^,;。:]{0,8}(?:建成|挂牌|上线|投入|启用|成立|揭牌)
    """,
    re.X,
)
_COMPLETED = re.compile(
    r"""
    (?:办理|办结|查处|关停|调解|签订|签下|签署|续签|达成|修订|拆除|取缔|移交|取消|退还|清退|纠正|设立|化解|完成)了?[^,;。:]{0,20}
    (?:公司|工厂|厂(?!商)|厂房|法庭|中心|平台|一案|协议|预案|登记|小区|市场|许可证|目录|系统|窗口|审判点|服务点|专项审计|纠纷案|手续)
    |[^,;。:]{4,}(?:揭牌|落成|上线运行|履行完毕|竣工|通过验收|整体迁入[^,;。]{2,})|首次[^,;。]{0,8}(?:公开|公布|发布)|发施工许可
    """,
    re.X,
)
_STUDIED = re.compile(
    r"""
    (?:学习|宣传|宣讲|贯彻|落实|执行|按照|根据|依据|围绕|对照|遵守|解读|培训|依照|结合|深入实施|以|符合|参照
    |熟悉|掌握|认真实施|遵循|依)[^,;。:]{0,16}《
    """,
    re.X,
)


def names_finished_act(clause: str) -> bool:
    """A finished act that names its object: a document issued, a centre opened, an award (contract.md, ``results``)."""
    if _STUDIED.search(clause):
        return False
    return bool(
        _ISSUED.search(clause) or _HONOURED.search(clause) or _OPENED.search(clause) or _COMPLETED.search(clause)
    )


_NO_RESULT_FIGURE = re.compile(
    r"""
    满意|好评|知晓率|支持率|获得感|日益|氛围|浓厚|零(?:投诉|事故|败诉|复议|差错|发生)|24小时|无一
    |(?<![0-9])0(?:件|起|个|次|人|元|万元|宗|例|家|份|%)|每(?:年|月|季|周|半年|人|个|名|户|件|天|日|季度|学期
    |村)|不少于|不低于|至少|力争|达到[0-9.]+%?以上|以上(?:的|$)|以内|不超过|原则上|目标|确保|(?:^|,)计划|个工作日内
    |小时内|日内|分钟内|应当|须|(?:第|法|条例)[0-9]+条|五年|\"?[一二三四五六七八九十]五\"
    """,
    re.X,
)
_FIGURE_OF_SIZE = re.compile(
    r"""
    (?:辖|下辖|下属|现有|共有|编制|核定|设有|在编|在岗|实有|户籍|常住|总人口|面积|总面积|内设|建制|成员(?:单位)?由
    |由[^,;。]{0,12}组成(?!的)|担任|20[0-9]{2}年(?![^,;。:]*[0-9])|第[0-9一二三四五六七八九十]+(?:届|次|批|期
    |季度))
    """,
    re.X,
)


_COUNTED_THINGS = frozenset("件 起 份 户 家 场 宗 人次 部 期".split())


def result_figures(clause: Clause) -> list[str]:
    """The clause's figures that tell a result: done, with a unit, neither an aim nor a standing rule nor a satisfaction rate."""
    from checker.text import han_quantities, quantities

    text = clause.text
    if _NO_RESULT_FIGURE.search(text) or re.match(r"(?:要求|督促各|鼓励|倡导|动员)", text):
        return []
    found = [text[q.start : q.end] for q in han_quantities(text) if q.unit in _COUNTED_THINGS and q.value >= 2]
    for quantity in quantities(text):
        if (
            not quantity.unit
            or quantity.unit in ("年", "月", "日", "岁", "位", "段", "小时", "天", "分钟")
            or not quantity.value
        ):
            continue
        found.append(text[quantity.start : quantity.end])
    if found and _FIGURE_OF_SIZE.search(text) and not FINISHED.search(text):
        return []
    return found


# ── actions that a plan names ────────────────────────────────────────────────────────────────────────────────────────

_STRONG = r"""
    制定|出台|修订|修改|印发|编制|建立|组建|设立|成立|建成|建设(?!法治|高|新|人民|成为|的|迈)|新建|开展|组织
    |举办|召开|完成|推行|试行|推广|上线|启用|开通|配备|配齐|增配|招录|招聘|选派|选聘|聘请|引进|签订|清理|评估
    |梳理|公布|公示|培训|轮训|抽查|评查|检查|核查|排查|整治|审查|审核|备案|接入|联通|对接|打通|归集|整合|压减
    |压缩|压降|取消|下放|收回|承接|调整|优化(?!法治|营商|环境|服务(?!流程|事项|窗口))|细化|明确|制作|拍摄|编印
    |发放|建档|约谈|通报|考核|测试|考试|述法|督察|督查|督办|回访|回头看|旁听|出庭|办理|实施(?!依法|法治政府建设)
    |启动|开设|开办|增设|购置|更新|编发|发布|汇编|汇总|报送|报请|提请|移送|调解|化解|补[齐审正录充办]|整改|安装
    |停用|统一|列入|纳入|争创|创建|试点|打造|搭建|设置|健全|完善|推动|推进|深化|落实|规范|加强|强化|加大|严格
    |抓好|做好|提升|扩大|拓展|畅通|构建|探索|坚持
    """
_WEAK = re.compile(
    r"""
    ^(?:健全|完善|推动|推进|深化|落实|规范|加强|强化|加大|严格|抓好|做好|提升|扩大|拓展|畅通|构建|探索|坚持|打造
    |统筹|实施|建立|优化|细化|明确|整合|建设|纳入|统一|开展|组织|创建|争创|设置)
    """,
    re.X,
)
_ACTION = re.compile(rf"(?:{_STRONG})", re.X)
_INSTRUMENT = re.compile(
    r"""
    [0-9]|法官|检察官|律师|调解员|自查报告|文书|模板|仓库|《|\"[^\"]{2,}\"|清单|台账|目录|办法|细则|规程|指引|手册|指南|方案(?!化)|预案|规划(?!引领)|平台
    |系统(?!性|治理|观念|思维|谋划|推进)|档案|案卷|卷宗|数据库|资源库|专家库|名录|培训班|轮训|业务培训|专题培训
    |执法培训|法律培训|考试|测试|比武|竞赛|演练|讲座|讲堂|大讲堂|宣讲|旁听庭审|模拟法庭|专项(?:行动|整治|检查
    |治理|清理|监督)|评查|抽查|互查|回头看|后评估|听证|论证会|座谈会|联席会|例会|专题会|合法性审[查核]|法制审核
    |法律顾问|公职律师|调解室|调委会|工作站|服务站|联系点|站点|窗口|热线|综治中心|服务中心|执法队|执法人员
    |执法证|记录仪|专职|编制|招录|名单|榜|通报制|倒查|挂牌督办|销号|积案|合同|协议|规范性文件|行政规范|裁量|基准
    |权责|证明事项|审批|许可|一件事|双随机|联合检查|扫码|免罚|信用修复|述法|督察|案例|展板|宣传册|微信|短视频
    |公众号|法律明白人|法治副校长|普法|责任书|责任制|考核(?:办法|指标|细则|体系)?|制度(?!化|自信|优势|执行)|会商
    |机制(?!体制|活力|创新$)|联动|移送|抄告|执法监督|行政复议|行政调解|司法所|法庭|诉前|网格|监督员|公平竞争审查
    |行刑衔接|府院
    """,
    re.X,
)
# 2026年是……之年 praises a year; 为……而努力奋斗 and 加大……力度 name an ideal, not a task.
_YEAR_PRAISED = re.compile(r"(?:^|也|又|既)是[^,;。]{2,50}(?:之年|一年|开端|起点)|年是")
# Quoted figures of speech name no instrument.
_METAPHOR = re.compile(
    r"""
    "[^"]{0,6}(?:组合拳|加速度|加速跑|升级版|防火墙|防护网|主阵地|主力军|先锋队|牛鼻子|硬骨头|先手棋|绣花|公里|一米|支撑|环境|字诀|规范牌|压舱石
    |指挥棒|助推器|金钥匙|稳定器|护城河|引擎|文章|少数|多数|领头雁|答卷|连心桥|同心圆|样板|标杆|高地|名片|底色|成色|红线|底线|紧箍咒|风向标
    |晴雨表|定盘星|主心骨|试金石|总开关|总钥匙|快车道|必修课|责任田|任务书|路线图|时间表)"
    """,
    re.X,
)
_IDEAL = re.compile(
    r"(?:而(?:努力|不懈)?奋斗|贡献力量|^为[^,;。]{2,40}(?:保障|支撑|基础|环境|条件|氛围)|(?:力度|水平|能力|意识|思维|素养|合力|氛围|环境|质效|"
    r"实效|成效|局面|台阶|格局|形象|公信力|满意度|获得感|积极性|主动性))[,;。:]*$"
)
_TERSE_ACTION = re.compile(
    r"[建设请清评开办增添购配聘招查审讲修补调签发编换改交包搬装管](?:起来|进来|好|上|一遍|到)?(?=[^,;。:])|建起来|请进来|列席|先审后签|合办|统一"
)
_ABSTRACT = re.compile(
    r"""
    ^(?:[^,;。:]{0,4})?(?:法治(?:思维|意识|观念|能力|方式|水平|理念|氛围|环境|精神|信仰|素养)|依法行政(?:能力
    |水平|意识)?|思想(?:认识)?|政治(?:站位|引领|判断力)|组织领导|责任(?:担当|意识|感|落实)?|工作(?:力度|水平
    |机制|作风|合力|成效)|力度|能力|水平|意识|氛围|质效|实效|体制机制|新局面|新台阶|高质量发展|使命|担当|定力
    |初心|习近平)
    """,
    re.X,
)
_SLOGAN = re.compile(
    r"""
    迈上新台阶|新局面|新篇章|新征程|新突破|开创|谱写|提供[^,;。]{0,10}(?:保障|支撑)|奠定[^,;。]{0,8}基础|贡献
    |以更(?:高|实|严|大)|坚强(?:法治)?保障|走深走实|落地见效|落地生根|取得实效|提质增效|一张蓝图|砥砺|奋进
    |解放思想|提高(?:政治)?站位|牢固树立|始终坚持|全面(?:提升|提高|推进)(?:依法|法治)|不断(?:提升|提高|增强
    |开创)|持续(?:提升|增强|优化|改善)(?!.*[0-9])
    """,
    re.X,
)


def action(clause: str) -> bool:
    """Does a clause of a plan name a specific action: a verb with a concrete object or instrument?

    No figure or date is needed; 加强, 深化, 完善 … need a named instrument, and slogans are none (contract.md, ``plans.actions``).
    """
    if re.search(r"(?:^|[,;年])(?:也|再|暂)?不(?:再|予)?(?:安排|购置|开展|组织|举办|新增|列入)", clause):
        return False
    body = re.sub(
        r"^(?:[一二三四五六七八九十]+是|[(]?[一二三四五六七八九十0-9]+[)、.]|第[一二三四五六七八九十]+[,件、]|同时|并且?|以及|要|将|继续|进一步|持续|深入|扎实|积极|认真|切实|全面|不断|大力|着力|重点|稳步|有序|力争|争取|适时|逐步|常态化|定期|及时)+",
        "",
        clause,
    )
    if re.match(r"(?:针对|围绕|聚焦|对照|对标|立足|结合)[^,;。]*$", body.rstrip(",;。:")):
        return False
    body = _METAPHOR.sub("", body)
    if _IDEAL.search(body) and not re.search(r"[0-9《\"]", body):
        return False
    if _YEAR_PRAISED.search(body):
        return False
    body = SET_PHRASE.sub("", body)
    match = _ACTION.search(body)
    if not match:
        return bool(_TERSE_ACTION.search(body) and _INSTRUMENT.search(body))
    if re.match(r"(?:实施|落实|贯彻|推进|推动)", match.group()) and re.search(
        r"《[^》]*(?:规划|纲要|意见|计划|方案|规定|条例|法)(?:\([^)]*\))?》[^,;。0-9]{0,10}$", body.rstrip(",;。:")
    ):
        return False
    rest = body[match.end() :].strip(",;。:")
    if len(rest) < 2 and not _INSTRUMENT.search(body[: match.start()]):
        return False
    if _INSTRUMENT.search(body):
        return not (_SLOGAN.search(body) and not re.search(r"[0-9]|《|\"", body))
    if _WEAK.match(match.group()) or _ABSTRACT.search(rest) or _SLOGAN.search(body):
        return False
    return len(rest) >= 4
