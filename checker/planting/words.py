"""What a unit calls itself, its leaders and its meetings, and figures for a sentence: the slots of planted sentences."""

from __future__ import annotations

import re
from random import Random

from checker.planting.model import Source

_PLACE = re.compile(r"(县|市|区|旗|州|林区|镇|乡)(?:人民政府|政府|$)")
_HEADS = {"县": "县长", "市": "市长", "区": "区长", "旗": "旗长", "州": "州长", "镇": "镇长", "乡": "乡长"}


def slots(source: Source, rng: Random) -> dict[str, str]:
    """The slots for a report: names that fit its kind of unit, and figures drawn by ``rng``."""
    few, more = rng.sample(range(2, 7), 2)
    return {
        **_names(source),
        "unit": source.unit,
        "year": str(source.year),
        "last": str(source.year - 1),
        "next": str(source.year + 1),
        "few": str(few),
        "more": str(more),
        "some": str(rng.randint(13, 48)),
        "lots": str(rng.randint(52, 97)),
        "many": str(rng.randint(126, 488)),
    }


def _names(source: Source) -> dict[str, str]:
    unit = source.unit
    if source.unit_type == "government":
        match = _PLACE.search(unit)
        place = match[1] if match else "县"
        head = _HEADS.get(place[-1], "县长")
        return {
            "self": f"{place}政府",
            "we": f"我{place[-1]}",
            "leader": head,
            "deputy": f"分管副{head}",
            "meeting": f"{place}政府常务会议",
            "centre": f"{place}政府党组理论学习中心组",
            "juniors": "部门主要负责人",
            "office": "司法局",
        }
    if source.unit_type == "township":
        street = "街道" in unit
        rural = unit.endswith(("乡人民政府", "乡"))
        place = "街道" if street else "乡" if rural else "镇"
        return {
            "self": "街道办事处" if street else f"{place}政府",
            "we": "我街道" if street else f"我{place}",
            "leader": "街道党工委书记" if street else f"{place}党委书记",
            "deputy": "街道办事处副主任" if street else f"分管副{place}长",
            "meeting": "街道党工委会议" if street else f"{place}党委会议",
            "centre": "党工委理论学习中心组" if street else "党委理论学习中心组",
            "juniors": "村（社区）负责人",
            "office": "司法所",
        }
    if source.unit_type == "zone":
        return {
            "self": "管委会",
            "we": "管委会",
            "leader": "党工委书记",
            "deputy": "管委会副主任",
            "meeting": "党工委会议",
            "centre": "党工委理论学习中心组",
            "juniors": "内设机构负责人",
            "office": "法治办公室",
        }
    head = "局长" if unit.endswith(("局", "分局")) else "主任"
    committee = "分局党委" in "".join(line.text for line in source.lines)
    body = "分局党委" if committee else "局党组" if head == "局长" else "党组"
    return {
        "self": "分局" if committee else "我局" if head == "局长" else "我单位",
        "we": "我局" if head == "局长" else "我单位",
        "leader": head,
        "deputy": f"分管副{head}",
        "meeting": f"{body}会议",
        "centre": f"{body}理论学习中心组",
        "juniors": "科室负责人",
        "office": "法规科",
    }
