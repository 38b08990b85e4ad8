from __future__ import annotations

import datetime as dt
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.batch.copies import copied
from checker.batch.neutral import own_names, read
from checker.batch.stretches import common
from checker.model import Finding, Report
from tests.rules.document.making import report

WATER, OTHER_WATER, TOWN = "云岫县水利局", "锦屏县水利局", "云岫县松栎镇人民政府"
COPIED = (
    "（一）规范水行政执法。2025年，云岫县水利局联合公安、自然资源部门开展河道采砂夜间巡查36次，现场暂扣采砂船只5艘，"
    "对12家取水户逐户核对计量台账，督促安装远传水表，取水计量差错由每季度20处减少到3处。"
)
EXCHANGED = COPIED.replace("云岫县", "锦屏县").replace("36", "52").replace("12家", "9家")
FORMULA = (
    "坚持以习近平新时代中国特色社会主义思想为指导，深入贯彻落实上级关于规范基层执法行为的各项部署要求，"
    "把法治建设同业务工作一起谋划一起安排一起检查一起考核，"
)


def of(unit: str, *paragraphs: str) -> Report:
    made = report(f"# {unit}2025年法治政府建设情况报告", "开头。", "## 一、主要做法", *paragraphs, f"@sign {unit}")
    return made.model_copy(update={"info": made.info.model_copy(update={"unit": unit})})


def own(seed: int, length: int = 90) -> str:
    """Words that no other report has."""
    chance = random.Random(seed)
    return "".join(chance.choices([chr(0x5200 + i) for i in range(900)], k=length)) + "。"


def run(reports: dict[str, Report], dates: dict[str, dt.date | None] | None = None) -> dict[str, list[Finding]]:
    found = copied(reports, names={file: one.info.unit or "" for file, one in reports.items()}, dates=dates)
    for file, findings in found.items():
        for finding in findings:
            assert finding.rule == "copied"
            for e in finding.evidence:
                assert e.quote == reports[file].text[e.start : e.end]
    return found


def test_a_paragraph_with_names_and_figures_exchanged() -> None:
    reports = {"a": of(WATER, own(1), COPIED), "b": of(OTHER_WATER, EXCHANGED, own(2))}
    found = run(reports)
    assert set(found) == {"a", "b"}
    (finding,) = found["b"]
    assert finding.severity == "warning"
    assert "“云岫县水利局”的报告第5段" in finding.message
    assert "“一、主要做法”" not in finding.message  # the run-in heading is nearer
    assert "只换了名称、数字" in finding.message
    assert "52次" in finding.message
    assert "36次" in finding.message
    assert "在先" not in finding.message


def test_who_was_first() -> None:
    reports = {"a": of(WATER, COPIED), "b": of(OTHER_WATER, EXCHANGED)}
    found = run(reports, {"a": dt.date(2026, 1, 10), "b": dt.date(2026, 2, 3)})
    assert found["a"][0].severity == "info"
    assert found["b"][0].severity == "warning"
    assert "“云岫县水利局”的报告在先（2026年1月10日，另一份为2026年2月3日）" in found["b"][0].message


def test_a_name_of_the_other_that_was_left_in() -> None:
    reports = {"a": of(WATER, COPIED), "b": of(OTHER_WATER, EXCHANGED.replace("锦屏县水利局", "云岫县水利局"))}
    found = run(reports, {"a": dt.date(2026, 2, 3), "b": dt.date(2026, 1, 10)})
    assert "文中还留有对方的名称“云岫县水利局”" in found["b"][0].message
    assert "对方文中留有本单位的名称“云岫县水利局”" in found["a"][0].message
    assert [found[file][0].severity for file in "ab"] == ["info", "warning"]  # a name tells more than a day


def test_a_government_may_sum_up_what_its_units_report() -> None:
    reports = {"a": of(WATER, COPIED), "b": of("云岫县人民政府", COPIED)}
    found = run(reports)
    assert [found[file][0].severity for file in "ab"] == ["info", "info"]
    assert "可以汇总所属单位的材料" in found["b"][0].message
    assert "留有" not in found["b"][0].message
    later = run(reports, {"a": dt.date(2026, 2, 3), "b": dt.date(2026, 1, 10)})
    assert later["a"][0].severity == "warning"


def test_a_long_sentence_within_another_paragraph() -> None:
    sentence = COPIED.split("。")[1] + "。"
    reports = {"a": of(WATER, COPIED), "b": of("云岫县司法局", own(3, 50) + sentence + own(4, 50))}
    (finding,) = run(reports)["b"]
    assert "河道采砂夜间巡查" in finding.evidence[0].quote
    assert len(finding.evidence[0].quote) < len(sentence) + 10


def test_files_of_one_unit_are_not_compared() -> None:
    assert run({"a": of(WATER, COPIED), "b": of(WATER, COPIED)}) == {}


def test_what_many_units_share_is_a_stock_phrase() -> None:
    reports = {f"{n}": of(f"{c}岭县水利局", FORMULA + own(n)) for n, c in enumerate("东西南北中上下")}
    assert run(reports) == {}


def test_a_long_paragraph_that_everybody_has_is_told_all_the_same() -> None:
    text = own(7, 240)
    reports = {f"{n}": of(f"{c}岭县水利局", text) for n, c in enumerate("东西南北中上下")}
    assert set(run(reports)) == set(reports)


@pytest.mark.parametrize(
    "shared",
    [
        "根据《中华人民共和国行政处罚法》第三十三条规定，违法行为轻微并及时改正，没有造成危害后果的，不予行政处罚，初次违法且危害后果轻微并及时改正的，可以不予行政处罚。",
        "认真落实《云岫县人民政府关于进一步规范乡镇综合行政执法工作若干问题的实施意见》和《云岫县规范涉企行政检查专项行动实施方案》。",
        "主要负责人切实履行推进法治建设第一责任人职责，对重要工作亲自部署、重大问题亲自过问、重点环节亲自协调、重要任务亲自督办。",
        "全面推行行政执法公示制度、执法全过程记录制度、重大执法决定法制审核制度。",
        "受理、办理、调解。",
    ],
)
def test_citations_formulas_and_short_lists_are_no_copies(shared: str) -> None:
    assert run({"a": of(WATER, own(1) + shared), "b": of("云岫县司法局", own(2) + shared)}) == {}


# ── names left in ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "sentence",
    ["锦屏县水利局坚持依法治水。", "一年来，锦屏县水利局高度重视法治建设。", "锦屏县委、县政府高度重视法治政府建设。"],
)
def test_another_places_name_for_the_unit_itself(sentence: str) -> None:
    found = run({"a": of(WATER, sentence, own(1))})
    assert "他处名称残留" in found["a"][0].message
    assert found["a"][0].evidence[0].quote in sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "云岫县水利局坚持依法治水。",
        "与锦屏县水利局签订跨界河流协议，坚持联防联控。",
        "学习锦屏县水利局坚持依法治水的经验。",
        "青州市水利局高度重视河道管理，来我县督导3次。",
        "云岫县委、县政府高度重视法治政府建设。",
        "我县坚持依法治水，各县坚持分级负责。",
    ],
)
def test_legitimate_names(sentence: str) -> None:
    assert run({"a": of(WATER, sentence, own(1)), "b": of(OTHER_WATER, own(2))}) == {}


def test_another_town() -> None:
    reports = {"a": of(TOWN, "鹭汀镇坚持依法行政，办理事项12件。"), "b": of("云岫县鹭汀镇人民政府", own(2))}
    assert "“鹭汀镇”自称" in run(reports)["a"][0].message


# ── parts ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_names_figures_and_numbers_are_neutral() -> None:
    one = read("（一）云岫县水利局2025年办结12件。", 100, own_names((WATER,)))
    two = read("一是锦屏县水利局2024年办结1,300件。", 0, own_names((OTHER_WATER,)))
    assert one.text == two.text
    assert one.span(0, 1) == (103, 109)


@given(st.text(st.sampled_from("甲乙丙丁，。0"), max_size=60), st.text(st.sampled_from("甲乙丙丁，。0"), max_size=60))
def test_common_stretches_agree_character_by_character(first: str, second: str) -> None:
    last = 0
    for stretch in common(first, second):
        assert stretch.second[0] >= last
        last = stretch.second[1]
        for a, b, length in stretch.pieces:
            assert first[a : a + length] == second[b : b + length]
            assert length >= 8


@given(st.integers(0, 10_000), st.integers(0, 3), st.integers(0, 3))
def test_a_planted_copy_is_found_wherever_it_stands(seed: int, here: int, there: int) -> None:
    first = [own(seed * 8 + n) for n in range(3)]
    second = [own(seed * 8 + 3 + n) for n in range(3)]
    first.insert(here, COPIED)
    second.insert(there, EXCHANGED)
    found = run({"a": of(WATER, *first), "b": of(OTHER_WATER, *second)})
    assert [len(found[file]) for file in "ab"] == [1, 1]
    assert found["a"][0].evidence[0].paragraph == 3 + here
    assert found["b"][0].evidence[0].paragraph == 3 + there


ANY = st.text(st.characters(exclude_categories=("Cs", "Zl", "Zp", "Cc")), max_size=80)


@given(st.lists(ANY, max_size=4), st.lists(ANY, max_size=4))
def test_any_text_is_compared_and_quoted_verbatim(first: list[str], second: list[str]) -> None:
    shared = "".join(first)
    run({"a": of(WATER, *first, shared * 3), "b": of(OTHER_WATER, *second, shared * 3), "c": of(TOWN, *second)})
