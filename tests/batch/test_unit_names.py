"""Which names mean one unit, and which do not."""

from __future__ import annotations

import pytest

from checker.batch.unit_names import is_short_for, parse, plain, same

FULL = """
云岫县市场监督管理局 云岫县人力资源和社会保障局 云岫县发展和改革委员会 云岫县住房和城乡建设局 云岫县工业园区管理委员会 云岫县人民政府办公室
云岫县财政局 云岫县鹭汀镇人民政府 云岫县卫生健康委员会 云岫县文化广电和旅游局 云岫县城市管理局 云岫县司法局 云岫县青石街道办事处
云岫县综合行政执法局 云岫县教育体育局 云岫县农业农村局 云岫县民政局 云岫县民族宗教事务局 云岫县水利局 云岫县审计局 云岫县统计局
""".split()
SHORT = {
    "县市监局": "云岫县市场监督管理局",
    "市场监管局": "云岫县市场监督管理局",
    "人社局": "云岫县人力资源和社会保障局",
    "县发改委": "云岫县发展和改革委员会",
    "住建局": "云岫县住房和城乡建设局",
    "园区管委会": "云岫县工业园区管理委员会",
    "县政府办": "云岫县人民政府办公室",
    "卫健委": "云岫县卫生健康委员会",
    "文旅局": "云岫县文化广电和旅游局",
    "城管局": "云岫县城市管理局",
    "综合执法局": "云岫县综合行政执法局",
    "县教体局": "云岫县教育体育局",
    "民宗局": "云岫县民族宗教事务局",
}


@pytest.mark.parametrize(("short", "full"), SHORT.items())
def test_a_short_form_means_one_unit_of_the_county(short: str, full: str) -> None:
    assert [name for name in FULL if same(short, name) or is_short_for(short, name)] == [full]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("财政局", "云岫县财政局"),
        ("鹭汀镇", "云岫县鹭汀镇人民政府"),
        ("云岫县鹭汀镇", "鹭汀镇政府"),
        ("青石街道办", "云岫县青石街道办事处"),
        ("云岫县", "云岫县人民政府"),
        ("中共云岫县财政局党组", "云岫县财政局"),
        ("云岫县财政局（国资局）", "云岫县财政局"),
        ("江北省云岫县财政局", "云岫县财政局"),
    ],
)
def test_the_same_unit_with_and_without_its_place(one: str, other: str) -> None:
    assert same(one, other)
    assert same(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("锦屏县财政局", "云岫县财政局"),
        ("云岫县司法局", "云岫县公安局"),
        ("云岫县民政局", "云岫县民族宗教事务局"),
        ("云岫县城市管理局", "云岫县管理局"),
        ("云岫县", "锦屏县人民政府"),
        ("云岫县人民政府", "云岫县鹭汀镇人民政府"),
        ("云岫县人民政府办公室", "云岫县鹭汀镇人民政府办公室"),
    ],
)
def test_two_units(one: str, other: str) -> None:
    assert not same(one, other)
    assert not is_short_for(one, other)


@pytest.mark.parametrize("full", FULL)
def test_every_unit_is_only_itself(full: str) -> None:
    assert [name for name in FULL if same(full, name)] == [full]


def test_places_are_told_from_words_that_end_like_one() -> None:
    assert parse("云岫县城市管理局").place == "云岫县"
    assert parse("江北省云岫市高新区管理委员会").place == "江北省云岫市"
    assert parse("市场监督管理局").place == ""
    assert parse("市中区财政局").place == "市中区"
    assert plain(" 云岫县 财政局 (盖章)") == "云岫县财政局"
