"""What a drafter left to be filled in."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.rules import kind

from .making import CONTEXT, quotes, report

RULE = kind("document", "placeholder")


def places(*lines: str, keep: tuple[str, ...] = ()) -> list[str]:
    made = report("# 榆荫县人民政府2024年法治政府建设情况报告", *lines)
    return ["|".join(found) for found in quotes(made, RULE.find(made, RULE.Params(keep=keep), CONTEXT))]


LEFT = [
    ("检查校外培训机构XX家次，取缔无证办学点9处。", ["XX家次"]),
    ("检查机构ＸＸ家次。", ["ＸＸ家次"]),
    ("共办理案件××件，罚款××万元。", ["××件", "××万元"]),
    ("调解纠纷xx件。", ["xx件"]),
    ("20XX年，我局认真落实各项部署。", ["20XX年"]),
    ("现将202X年法治政府建设情况报告如下。", ["202X年"]),
    ("20××年度工作要点已印发。", ["20××年"]),
    ("20**年共立案86件。", ["20**年"]),
    ("二〇XX年工作总结。", ["二〇XX年"]),
    ("召开会议*次，研究法治议题。", ["*次"]),
    ("召开会议**次。", ["**次"]),
    ("全年召开党组会X次专题研究。", ["X次"]),
    ("于X月X日召开专题会议。", ["X月X日"]),
    ("XX县XX局党组高度重视。", ["XX县XX局"]),
    ("某县人民政府高度重视法治政府建设工作。", ["某县"]),
    ("某某局党组书记主持召开会议。", ["某某局"]),
    ("局长某某主持召开会议3次。", None),
    ("推动某市法治建设再上新台阶。", ["某市"]),
    ("发文〔2025〕XX号。", ["XX号"]),
    ("市政发〔2025〕*号。", ["*号"]),
    ("共计发放宣传资料____份。", ["____份"]),
    ("满意率达到__%。", None),
    ("同比增长（  ）%。", ["（  ）"]),
    ("依据《》规定开展检查。", ["《》"]),
    ("办结案件？？件。", None),
    ("（待补充）", ["（待补充）"]),
    ("罚没款86万元（待核实）。", ["（待核实）"]),
    ("检查场所（此处数据由体育股补充），责令停业2家。", ["（此处数据由体育股补充）"]),
    ("【此处需核实】", ["【此处需核实】"]),
    ("全年立案86件（数据请法规科核对）。", ["（数据请法规科核对）"]),
    ("（请办公室补充典型案例）", ["（请办公室补充典型案例）"]),
    ("此处需核实后再定。", None),
    ("典型案例待补充。", None),
    ("[单位名称]2024年工作情况。", None),
    ("{{unit}}高度重视。", ["{{unit}}"]),
    ("〈填写单位名称〉党组高度重视。", None),
    ("TODO：补充数据", None),
    ("（备注：此段请各股室修改完善）", None),
    ("○○县深入贯彻落实。", ["○○县"]),
    ("△△局党组会议研究。", ["△△局"]),
    ("同比增长X.X%。", None),
    ("罚没款XX.X万元。", ["XX.X万元"]),
    ("第X部分所列事项已完成。", ["X部分"]),
    ("（单位名称）2024年工作。", ["（单位名称）"]),
    ("单击此处输入文字", None),
    ("___年__月__日召开会议。", None),
    ("# 榆荫县人民政府法治政府建设情况的报告（征求意见稿）", ["（征求意见稿）"]),
]

FINE = """
投诉人联系电话一律作脱敏处理（如138****6021）后方可导出。
公示时对身份证号一律遮蔽处理（如5299**********041X、6217********3306）。
举报人电话138XXXX5678已作隐去处理。
对当事人张某、李某某依法处罚。
对齐某顺的违法行为不予处罚。
在张××诉某镇政府一案中，负责人出庭应诉。
对李××违法建设行为立案查处。
查处某公司非法排污案，罚款10万元。
查处××公司非法排污案，罚款10万元。
某超市销售过期食品，被依法处罚。
在一起某镇土地确权纠纷案中，法院判决维持。
个别单位重视不够，如某局全年未开展培训。
某些单位、某个环节、某种程度上存在不足。
某市场主体对处罚决定不服提起诉讼。
某区域风险较高。
推行“1+X”制度体系，“1+N”模式，“3+X”专班。
实行5×8小时坐班、7×24小时值守。
面积为3×5米，配备A4×2台打印机。
开展X光安检、CT检查。
购置XX-200型执法记录仪？
车牌号豫A·XXXX8的车辆。
全面推行“扫码入企”。
1.2万件、98.7%、3次。
二〇〇八年、二○○九年、二〇二五年。
被评为★★★级旅游景区。
（以下简称管委会）（含幼儿园）（试行）（街道）（社区）（节选）
（数据由县统计局提供）
发现线索12条（需核实3条），全部办结。
对需要补充材料的126件申请一次性告知。
请申请人补充材料，逾期不补正的视为放弃。
对隐患逐一核实、限期整改，此处隐患已销号。
对数据逐项核实，确保数据真实准确。
督促企业补充完善内容。
网址：http://a.gov.cn/a__b/index_x.html
就《农村供水管理办法（征求意见稿）》公开征求意见，《实施方案（草案）》（送审稿）已报送。
什么是行政复议？怎么申请？？
“你问我答”活动收到提问：“怎么办？”
Ⅰ级、Ⅱ级响应。
C××
坚持“党建+X”融合。
第XX届委员
不在此列
""".strip().splitlines()[:-3]
FINE.remove("购置XX-200型执法记录仪？")


@pytest.mark.parametrize(("line", "expected"), LEFT)
def test_left_open(line: str, expected: list[str] | None) -> None:
    found = places(line)
    assert len(found) >= 1
    if expected is not None:
        assert found == expected


@pytest.mark.parametrize("line", FINE)
def test_fine(line: str) -> None:
    assert places(line) == []


def test_a_title_and_a_date_are_looked_at() -> None:
    assert places("@sign 榆荫县人民政府", "@date 2025年X月X日") == ["X月X日"]
    assert len(places("# XX县人民政府20XX年法治政府建设情况报告")) == 1 or places("# XX县20XX年")


def test_marks_of_markdown_are_no_placeholder() -> None:
    assert places("**一、主要工作**", "全年**立案86件**，**结案**80件。", "### 二、") == []


def test_words_to_keep() -> None:
    assert places("推进XX工程。", keep=("XX工程",)) == []


def test_residue_is_not_looked_at() -> None:
    assert places("@noise 邮编：XXXXXX") == []


@given(st.text(alphabet="X×*某县年次件（）待补充核实20_？案当事人 ，。", max_size=40))
def test_never_fails(words: str) -> None:
    places(words or "无")


@pytest.mark.parametrize("unit", ["X", "*", "_", "(", "某", "（待", "**a", "X "])
def test_long_texts_do_not_stall(unit: str) -> None:
    made = report("# 报告", unit * (100_000 // len(unit)))
    start = time.process_time()
    list(RULE.find(made, RULE.Params(), CONTEXT))
    assert time.process_time() - start < 20


def test_the_message_repeats_the_clause_and_says_what_it_leaves_out() -> None:
    made = report("# 报告", "检查了一批企业，共检查校外培训机构XX家次，取缔2处。")
    (defect,) = RULE.find(made, RULE.Params(), CONTEXT)
    assert defect.message == "“共检查校外培训机构XX家次”处有未填写或未删去的内容。"
    made = report("# 报告", f"{'检' * 40}XX家次{'查' * 40}。")
    (defect,) = RULE.find(made, RULE.Params(), CONTEXT)
    assert defect.message == f"“……{'检' * 16}XX家次{'查' * 16}……”处有未填写或未删去的内容。"


def test_a_number_promised_for_later_is_a_note_and_a_masked_identity_number_is_none() -> None:
    assert places("窗口延时服务常态化开展（具体数据由办公室提供后补）。") == ["（具体数据由办公室提供后补）"]
    assert places("公示名单对证件号码作遮蔽处理（如997556**********206X）。") == []
    assert places("拟于206X年完成。") == ["206X年"]
