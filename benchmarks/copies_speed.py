"""How fast, in how much memory and how surely copied text is found among many reports.

The reports are made up here: some 4,000 characters each, sentences put together of several lists, formulas that all of them share,
and planted copies: a paragraph word for word, one with names and figures exchanged, one with some clauses written anew, one
long sentence within another paragraph. Prints for each number of reports: seconds, the growth against n log n, the largest
resident memory, and the recall and precision of the planted copies. ``python benchmarks/copies_speed.py [NUMBER …]``.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import math
import random
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from checker.batch.copies import copied
from checker.model import Block, BlockKind, Document, Heading, Report, ReportInfo
from checker.text import han_count

FIRST = "云锦青松鹭柳榆桐荷梅溪澄岚泽岭浦汀洛沅沛桓禾稷蒲苇芷兰蓼枫栎槐柘杉柏棠樟楠榛桑梓"
SECOND = "岫屏川原阳陵安宁平和丰昌源泉湖江河港湾洲山峰台城关门桥塘坪坝埠集店营堡寨堰浦岭"
OFFICES = "水利 教育 财政 民政 林业 审计 统计 司法 交通运输 农业农村 应急管理 生态环境 市场监督管理 住房和城乡建设 卫生健康 文化旅游 自然资源 人力资源和社会保障".split()
AREAS = "河道采砂 校车运营 惠农补贴 养老机构 林木采伐 工程审计 统计台账 社区矫正 客运班线 农药经营 粉尘涉爆 危废转移 特种设备 燃气用户 医疗废物 民宿登记 矿山复垦 欠薪处置 取水计量 校外培训 彩票销售 殡葬服务 苗木检疫 专项债券 抽样调查 人民调解 网约车辆 兽药残留 烟花爆竹 扬尘管控 计量器具 物业维修 放射诊疗 文物看护 采矿权属 工伤认定 节水改造 食堂采购 资产盘活 救助核对 湿地修复 绩效评价 普查入户 公证办理 超限运输 种子质量 消防通道 噪声扰民 价格标示 装修许可 疫苗冷链 演出报备 测绘成果 职称评审".split()
THINGS = "裁量规则 审批流程 巡查日志 整改清单 责任链条 执法文书 案卷模板 抽查名录 信用档案 投诉渠道 会商机制 移送标准 备案目录 风险图谱 培训课程 考核细则 普法专栏 服务指南 数据接口 举报奖励 应急预案 听证规程 法律意见 合同范本 回访记录 公示栏目 调解台账 督办通报 轮岗计划 装备配置 示范站点 监测点位 协作协议 预警名单 证照电子化 流程再造 问题销号 线索台账 联络专员 审核意见".split()
VERBS = "修订 梳理 汇编 排查 补录 核验 更新 拟定 发布 清退 归并 简化 压减 复核 通报 督促完成 组织评议 集中整治 逐户走访 现场核对 分片包干 抽样检验 建档立卡 移交 追缴 约谈 会审 试行 推广 停用 改造 换发 回收 培训 轮训 宣讲 比对 归档 公开 听证".split()
MEANS = "通过交叉互评 依托网格走访 借助信息平台 会同相关科室 邀请行业专家 结合季节特点 按照分级标准 利用赶集时机 采取随机方式 以案卷倒查方式 以片区为单元 对照权责事项 根据群众来信 委托第三方机构 抽调业务骨干 联合基层站所 针对高发时段 围绕关键岗位 参照外省规范 沿用成熟流程 凭借遥感影像 分行业分批次 借鉴试点成果 坚持问题导向 聚焦薄弱村组".split()
RESULTS = "办理时间明显缩短 重复来访逐步减少 企业少跑路成为常态 差错率降至历年低位 群众评价稳中有升 台账与现场基本一致 责任边界更加清楚 遗留事项基本销号 同类投诉不再反复 经费支出得到控制 基层负担有所减轻 数据口径实现统一 现场取证更加规范 隐患发现更加及时 程序瑕疵逐步消除 部门配合更加顺畅 档案查询更加便捷 从业人员持证上岗 新老办法平稳衔接 政策知晓面持续扩大".split()
WHEN = "年初 一季度 二季度 汛期前 年中 入夏以来 三季度 秋收期间 四季度 年底前 元旦前后 开学季 节假日期间 上半年 下半年".split()
COUNTS = "处 户 件 份 家 人次 场 起".split()
FORMULA = (
    "2025年，在县委、县政府的坚强领导下，坚持以习近平新时代中国特色社会主义思想为指导，深入学习贯彻习近平法治思想，"
    "认真落实《法治政府建设实施纲要（2021—2025年）》，扎实推进各项工作，取得了新的成效。"
)
DUTY = (
    "主要负责人切实履行推进法治建设第一责任人职责，对重要工作亲自部署、重大问题亲自过问、重点环节亲自协调、重要任务亲自督办，"
    "全面推行行政执法公示制度、执法全过程记录制度、重大执法决定法制审核制度。"
)
PARTS = (
    ("一、主要负责人履行推进法治建设第一责任人职责情况", 4),
    ("二、2025年主要举措和成效", 15),
    ("三、存在的不足和原因", 4),
    ("四、2026年主要安排", 4),
)
LONG_SENTENCE = 45  # Chinese characters of a sentence that is copied alone
KINDS = ("word for word", "names and figures", "some clauses anew", "one sentence")


class Text(NamedTuple):
    """A made-up report: its unit and its paragraphs, each a list of sentences; the day it is signed."""

    unit: str
    place: str
    paragraphs: list[list[str]]
    day: dt.date


class Plant(NamedTuple):
    kind: str
    source: tuple[int, int]
    copy: tuple[int, int]


def sentence(chance: random.Random) -> str:
    def thing() -> str:
        return chance.choice(VERBS) + chance.choice(AREAS) + chance.choice(THINGS)

    def figure() -> str:
        return f"{chance.randint(2, 980)}{chance.choice(COUNTS)}"

    forms = (
        lambda: (
            f"{chance.choice(WHEN)}{chance.choice(MEANS)}{thing()}{figure()}，{thing()}{figure()}，{chance.choice(RESULTS)}。"
        ),
        lambda: (
            f"{chance.choice(MEANS)}{thing()}，{chance.choice(MEANS)}{thing()}，累计{figure()}，{chance.choice(RESULTS)}。"
        ),
        lambda: f"{thing()}与{thing()}同步推进，{chance.choice(WHEN)}{thing()}{figure()}，较上年增加{figure()}。",
        lambda: (
            f"{chance.choice(RESULTS)}，{chance.choice(WHEN)}又{thing()}，{chance.choice(MEANS)}{thing()}{figure()}。"
        ),
    )
    return chance.choice(forms)()


def make(number: int, chance: random.Random) -> Text:
    office = OFFICES[number % len(OFFICES)]
    code = number // len(OFFICES)
    place = FIRST[code % len(FIRST)] + SECOND[code // len(FIRST) % len(SECOND)] + "县"
    paragraphs = []
    for _, count in PARTS:
        for _ in range(count):
            opens = f"{place}{office}局" if chance.random() < 0.2 else "我局"
            paragraphs.append([opens + sentence(chance), *(sentence(chance) for _ in range(chance.randint(1, 3)))])
    paragraphs[0][0] = DUTY
    return Text(f"{place}{office}局", place, paragraphs, dt.date(2026, 1, 5) + dt.timedelta(days=number % 50))


def plant(texts: Sequence[Text], share: float, chance: random.Random) -> list[Plant]:
    """Put copies into that share of the reports, each from another report."""
    plants: list[Plant] = []
    used: set[int] = set()
    for number in range(int(len(texts) * share)):
        kind = KINDS[number % len(KINDS)]
        source, copy = chance.sample(range(len(texts)), 2)
        there, here = chance.randrange(4, 18), chance.randrange(4, 18)
        taken = list(texts[source].paragraphs[there])
        short = kind == "one sentence" and han_count(max(taken, key=han_count)) < LONG_SENTENCE
        if short or source in used or copy in used:
            continue
        used |= {source, copy}
        if kind == "one sentence":
            texts[copy].paragraphs[here].insert(1, max(taken, key=han_count))
        else:
            if kind != "word for word":
                taken = [exchanged(s, texts[source], texts[copy], chance) for s in taken]
            if kind == "some clauses anew":
                clauses = "".join(taken).split("，")
                for at in range(1, len(clauses) - 1, 4):
                    clauses[at] = sentence(chance).split("，")[0]
                taken = ["，".join(clauses)]
            texts[copy].paragraphs[here] = taken
        plants.append(Plant(kind, (source, there), (copy, here)))
    return plants


def exchanged(text: str, source: Text, copy: Text, chance: random.Random) -> str:
    text = text.replace(source.unit, copy.unit).replace(source.place, copy.place)
    return "".join(str(chance.randint(1, 9)) if c.isdigit() else c for c in text)


def report(number: int, text: Text) -> Report:
    lines: list[tuple[BlockKind, str]] = [("title", f"{text.unit}2025年法治政府建设情况报告"), ("paragraph", FORMULA)]
    rest = iter(text.paragraphs)
    for heading, count in PARTS:
        lines.append(("heading", heading))
        lines += [("paragraph", "".join(next(rest))) for _ in range(count)]
    lines += [("signature", text.unit), ("date", f"{text.day.year}年{text.day.month}月{text.day.day}日")]
    blocks, headings, body, at = [], [], [], 0
    for kind, line in lines:
        if kind == "heading":
            headings.append(Heading(block=len(blocks), level=1, number=line[:2], start=at + 2, end=at + len(line)))
        blocks.append(Block(kind=kind, start=at, end=at + len(line)))
        body.append(line)
        at += len(line) + 1
    whole = "\n".join(body)
    document = Document(
        source=f"{number:05}.txt",
        sha256=hashlib.sha256(whole.encode()).hexdigest(),
        form="txt",
        text=whole,
        blocks=tuple(blocks),
    )
    info = ReportInfo(title=lines[0][1], unit=text.unit, year=2025, signed_date=text.day, characters=len(whole))
    return Report(document=document, blocks=tuple(blocks), headings=tuple(headings), info=info)


def block_of(paragraph: int) -> int:
    """The index of the block in which a paragraph of ``Text`` stands."""
    block = 2
    for _, count in PARTS:
        block += 1
        if paragraph < count:
            return block + paragraph
        paragraph -= count
        block += count
    raise ValueError(paragraph)


def memory() -> float:
    """The largest resident size so far, in MB."""
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def one(count: int) -> None:
    chance = random.Random(count)
    texts = [make(number, chance) for number in range(count)]
    plants = plant(texts, 0.06, chance)
    reports = {f"{number:05}.txt": report(number, text) for number, text in enumerate(texts)}
    names = {file: one.info.unit or "" for file, one in reports.items()}
    dates = {file: one.info.signed_date for file, one in reports.items()}
    characters = sum(len(one.text) for one in reports.values()) / count
    del texts
    before = memory()
    started, used = time.perf_counter(), time.process_time()
    found = copied(reports, names=names, dates=dates)
    seconds, used = time.perf_counter() - started, time.process_time() - used
    told = {
        (file, evidence.paragraph)
        for file, list_ in found.items()
        for finding in list_
        for evidence in finding.evidence
    }
    places = [
        ((f"{p.source[0]:05}.txt", block_of(p.source[1])), (f"{p.copy[0]:05}.txt", block_of(p.copy[1])), p.kind)
        for p in plants
    ]
    planted = {place for source, copy, _ in places for place in (source, copy)}
    by_kind: dict[str, list[bool]] = defaultdict(list)
    for source, copy, kind in places:
        by_kind[kind].append(source in told and copy in told)
    kinds = ", ".join(f"{kind} {sum(hits)}/{len(hits)}" for kind, hits in by_kind.items())
    print(
        f"{count:>6} reports of {characters:,.0f} characters: {seconds:6.1f} s, {used:.1f} s of one core"
        f" ({used / (count * math.log2(count)) * 1e6:5.0f} µs per n log n), memory {memory():,.0f} MB"
        f" ({before:,.0f} of them the reports); recall {sum(map(sum, by_kind.values())) / len(plants):.3f} ({kinds}),"
        f" precision {len(told & planted) / max(len(told), 1):.3f} of {len(told)}",
        flush=True,
    )


def main() -> None:
    wanted = [int(argument) for argument in sys.argv[1:]] or [1000, 3000, 10_000]
    if len(wanted) == 1:
        one(wanted[0])
        return
    for count in wanted:  # a process each, lest the memory of one be counted for the next
        subprocess.run([sys.executable, __file__, str(count)], check=True)


if __name__ == "__main__":
    main()
