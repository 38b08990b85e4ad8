"""Personal numbers: a mobile number, an identity number with its check digit; or masked ones, landlines, document numbers."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from checker.planting.bench import Bench
from checker.planting.model import Case, Wanted

RULE = "privacy.personal"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"

MOBILE = (
    "意见建议可与经办人联系，手机{}。",
    "群众监督电话由专人值守，号码为{}。",
    "（经办人手机：{}）",
)
IDENTITY = (
    "受助人员登记表载明其身份证号为{}。",
    "申请人（公民身份号码{}）对办理结果表示满意。",
)
TRAPS = (
    ("masked_mobile", "回访时联系方式一律脱敏（如{masked}）。"),
    ("masked_identity", "公示名单对证件号码作遮蔽处理（如{cut}）。"),
    ("landline", "监督电话0999-7{six}1全年有人接听。"),
    ("hotline", "群众可拨打12345、12348和400-820-{four}咨询。"),
    ("document_number", "该决定书编号为{wrong}，已归入电子卷宗。"),
    ("credit_code", "涉事企业的统一社会信用代码为91999900MA{seven}8X。"),
    ("case_number", "判决书文号为（{year}）云0102行初{three}号。"),
    ("project_code", "该项目代码为{year}-999000-04-01-{six}，已全程代办。"),
)


def mobile(rng: Random) -> str:
    """A mobile number that nobody need have."""
    return f"1{rng.choice('3578')}{rng.randint(0, 9)}{rng.randint(0, 99_999_999):08d}"


def identity(rng: Random, *, right: bool = True) -> str:
    """Eighteen characters in an area that is not assigned; their check digit is right, or is not."""
    born = f"{rng.randint(1955, 1999)}{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}"
    digits = f"99{rng.randint(1, 99):02d}{rng.randint(1, 99):02d}{born}{rng.randint(1, 999):03d}"
    check = sum(int(d) * w for d, w in zip(digits, _WEIGHTS, strict=True)) % 11
    return digits + _CHECKS[check if right else (check + rng.choice((1, 3, 4, 5))) % 10]


def _spaced(number: str, rng: Random) -> str:
    """The number as people write it."""
    forms = (
        number,
        f"{number[:3]} {number[3:7]} {number[7:]}",
        f"{number[:3]}-{number[3:7]}-{number[7:]}",
        number.translate({code: code + 0xFEE0 for code in range(0x30, 0x3A)}),
    )
    return rng.choice(forms)


def cases(bench: Bench) -> Iterator[Case]:
    """Two numbers and three that only look like one."""
    for change, texts, number in (
        ("mobile", MOBILE, _spaced(mobile(bench.rng("mobile")), bench.rng("form"))),
        ("identity", IDENTITY, identity(bench.rng("identity"))),
    ):
        for variant, text in bench.choose(change, texts):
            lines = bench.said(text.format(number), change)
            if lines is not None:
                yield bench.plant(change, variant, lines, findings=[Wanted(RULE, number)])
    rng = bench.rng("traps")
    slots = {
        "masked": f"13{rng.randint(0, 9)}****{rng.randint(0, 9999):04d}",
        "cut": f"99{rng.randint(1000, 9999)}**********{rng.randint(100, 999)}X",
        "wrong": identity(rng, right=False),
        "six": f"{rng.randint(100_000, 999_999)}",
        "seven": f"{rng.randint(100_000, 999_999)}",
        "four": f"{rng.randint(1000, 9999)}",
        "three": f"{rng.randint(11, 289)}",
        "year": str(bench.source.year),
    }
    for _, (change, text) in bench.choose("traps", TRAPS, 3):
        lines = bench.said(text.format(**slots), change)
        if lines is not None:
            yield bench.trap(change, "1", lines, about=[RULE])
