"""Numbers that repeat or skip, and legitimate restarts and nesting."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.rules import kind

from .making import CONTEXT, quotes, report

RULE = kind("document", "numbering")
HAN = "一二三四五六七八九十"


def found(*lines: str) -> list[str]:
    made = report("# 榆荫县人民政府2024年法治政府建设情况报告", *lines)
    return ["|".join(quote) for quote in quotes(made, RULE.find(made, RULE.Params(), CONTEXT))]


WRONG: list[tuple[list[str], list[str]]] = [
    (["## 一、工作", "## 二、问题", "## 四、2026年工作打算"], ["四、2026年工作打算"]),
    (["## 一、工作", "## 三、打算"], ["三、打算"]),
    (["## 一、工作", "## 二、问题", "## 二、打算"], ["二、打算"]),
    (["一、主要负责人履职情况。书记重视。", "二、成效。不错。", "四、打算。继续。"], ["四、打算"]),
    (["## 一、甲", "### （一）子", "### （二）丑", "### （四）寅", "## 二、乙", "### （一）卯"], ["（四）寅"]),
    (["### （三）甲", "### （四）乙", "### （四）丙", "### （五）丁"], ["（三）甲", "（四）丙"]),
    (["1．甲", "2．乙", "4．丙"], ["4．丙"]),
    (["1、甲", "2、乙", "2、丙", "3、丁"], ["2、丙"]),
    (["## 第一部分　甲", "## 第二部分　乙", "## 第四部分　丙"], ["第四部分　丙"]),
    (["一是抓学习。二是抓培训。二是抓检查。三是抓落实。"], ["二是抓检查"]),
    (["一是抓学习；二是抓培训；四是抓检查。"], ["四是抓检查"]),
    (["一是抓学习。", "二是抓培训。", "四是抓检查。"], ["四是抓检查"]),
    (["一是抓学习。二是抓培训。三是抓检查。五是抓落实。五是抓考核。"], ["五是抓落实"]),
    (["重点做好以下工作：一是甲，二是乙，三是丙，三是丁，五是戊。"], ["三是丁"]),
    (["第一，抓学习。第二，抓培训。第四，抓落实。"], ["第四"]),
    (["（1）甲；（2）乙；（4）丙。"], ["（4）丙"]),
    (["包括：①甲；②乙；④丙。"], ["④丙"]),
    (["(一)抓学习。做好。", "(二)抓培训。做好。", "(二)抓落实。做好。"], ["(二)抓落实"]),
    (["一要抓学习，二要抓培训，四要抓落实。"], ["四要抓落实"]),
    (["其一，甲。其二，乙。其四，丙。"], ["其四"]),
    (["## 一、甲", "### （一）子", "## 二、乙", "### （一）丑", "### （三）寅"], ["（三）寅"]),
    (["做法：一是甲。一是乙。二是丙。"], ["一是乙"]),
    (["### （一）甲", "### （一）乙", "### （二）丙"], ["（一）乙"]),
]

RIGHT: list[list[str]] = [
    ["## 一、甲", "### （一）子", "### （二）丑", "## 二、乙", "### （一）寅", "### （二）卯", "## 三、丙"],
    ["## 一、甲", "#### 1．子", "#### 2．丑", "## 二、乙", "#### 1．寅", "## 三、丙", "1．卯", "2．辰"],
    ["### （一）甲", "1.子", "2.丑", "### （二）乙", "1.寅", "2.卯"],
    ["## 存在的问题", "（一）甲。", "（二）乙。", "整改情况：", "（一）丙。", "（二）丁。"],
    ["## 甲", "一是子。二是丑。", "## 乙", "一是寅。二是卯。三是辰。"],
    ["一是甲。二是乙。三是丙。", "执法方面，一是丁。二是戊。"],
    [
        "一是推进学习。",
        "二是推进培训。一是线上；二是线下；三是现场。",
        "三是推进落实。一是亲自办案。二是出庭。",
        "四是总结。",
    ],
    ["四是推进责任落实。一是办案1件。二是化解1件。三是出庭3次。四是旁听1次。五是授课5次。"],
    ["依照《行政处罚法》第三十二条第（二）项、第三十三条规定处理。"],
    ["（二）项情形从轻处理。"],
    ["全年办件3.7万件，1.2万人次参加，2．5倍增长。"],
    ["三、四月份开展专项检查。"],
    ["四、五季度不存在。"],
    ["坚持一是一、二是二，实事求是。"],
    ["统一是关键，唯一是标准，之一是重点，十一是假期。"],
    ["居全省第二，全市第一，第三季度完成。"],
    ["第一书记、第二课堂、第三方评估、第四次会议。"],
    ["3·15、12·4期间开展活动。"],
    ["10. 5月份", "2024.5.1"],
    ["主要表现在一是甲，二是乙，三是丙。"],
    ["一方面抓学习，二是抓培训。"],
    ["## 一、甲", "（一）子。做好。1.学习。2.培训。3.检查。", "（二）丑。做好。1.学习。2.培训。"],
    ["#### 1．甲", "### （一）子", "### （二）丑", "#### 2．乙", "### （一）寅", "#### 3．丙"],
    ["## 一、甲", "## 二、乙", "@noise 四、导航", "## 三、丙"],
    ["## 一、甲", "做法如下：（一）子；（二）丑；（三）寅。", "## 二、乙"],
    ["一、甲（一）子。做好。", "（二）丑。做好。", "二、乙"],
    ["第一件，甲。", "第二件，乙。", "第三件，丙。", "第四件，丁。"],
    ["## 一、甲", "附件：", "一、表格", "二、清单"],
    ["“三要”机制、“四是”表述、一要二看三通过。"],
    ["比例为3:2、4:1、5:3。"],
    ["①甲②乙③丙"],
    ["十、甲", "十一、乙", "十二、丙"][:0]
    + [f"{n}、内容" for n in ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一")],
]


@pytest.mark.parametrize(("lines", "expected"), WRONG)
def test_wrong(lines: list[str], expected: list[str]) -> None:
    places = found(*lines)
    assert len(places) == len(expected)
    assert all(place.startswith(start) for place, start in zip(places, expected, strict=True))


@pytest.mark.parametrize("lines", RIGHT)
def test_right(lines: list[str]) -> None:
    assert found(*lines) == []


def test_the_message_names_the_number_expected() -> None:
    made = report("# 报告", "## 一、甲", "## 三、乙")
    (defect,) = RULE.find(made, RULE.Params(), CONTEXT)
    assert "“三、”跳号" in defect.message
    assert "“二、”" in defect.message


def test_styles_can_be_left_out() -> None:
    made = report("# 报告", "一是甲。三是乙。")
    assert list(RULE.find(made, RULE.Params(skip=("is",)), CONTEXT)) == []


@given(st.integers(min_value=2, max_value=10), st.integers(min_value=0, max_value=8))
def test_a_number_left_out_is_found_once(length: int, gap: int) -> None:
    numbers = [n for n in range(length) if n != gap % length]
    expected = 1 if gap % length not in (length - 1,) and (gap % length or length > 1) else 0
    lines = [f"## {HAN[n]}、内容{n}" for n in numbers]
    assert len(found(*lines)) == expected


@given(st.lists(st.integers(min_value=1, max_value=5), min_size=1, max_size=6))
def test_well_numbered_documents_are_never_found(sizes: list[int]) -> None:
    lines = []
    for index, size in enumerate(sizes):
        lines.append(f"## {HAN[index]}、部分")
        for n in range(size):
            lines.append(f"### （{HAN[n]}）小节")
            lines.append("；".join(f"{HAN[m]}是内容" for m in range(size)) + "。")
    assert found(*lines) == []


@given(st.text(alphabet="一二三四、（）是要第其1.2，。； ①③", max_size=60))
def test_never_fails(words: str) -> None:
    found(words or "无")


def test_long_texts_do_not_stall() -> None:
    made = report("# 报告", "一是甲；二是乙；" * 20_000)
    start = time.process_time()
    list(RULE.find(made, RULE.Params(), CONTEXT))
    assert time.process_time() - start < 20
