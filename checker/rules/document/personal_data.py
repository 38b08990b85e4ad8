"""Identity, mobile and bank card numbers in a text that must be published (contract: ``privacy.personal``; domain §5).

An identity number has a real day of birth and a valid check digit (GB 11643—1999, ISO 7064 MOD 11-2), a card number a valid
Luhn digit (ISO/IEC 7812). Masked numbers, hotlines, document numbers and credit codes are none.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import NamedTuple

from pydantic import Field

from checker.model import Report
from checker.patterns import compiled
from checker.rules import Context, Defect
from checker.rules import Params as Base
from checker.rules.document._common import Pattern, block_of, flat
from checker.text import Span

# Groups of digits, at most a space or a hyphen apart; what touches them without one is part of the same string.
_GROUPS = re.compile(r"[0-9]+(?:(?:[ \t\xa0\u200b\u2060\ufeff]|[ ]?-[ ]?)[0-9]+)*(?:[ -]?[Xx](?![0-9A-Za-z]))?")
_TOUCHES = re.compile(r"[0-9A-Za-z*×.]")
_LEAST, _MOST = 11, 19
_MOBILE_GROUPS = {(11,), (3, 4, 4), (3, 8), (7, 4), (4, 3, 4), (3, 3, 5), (5, 6), (1,) * 11}
_LABEL = 14


class Params(Base):
    """``identity``, ``account``: labels before such a number; ``serial``: labels and ``units`` that make it something else."""

    identity: tuple[str, ...] = ()
    account: tuple[str, ...] = ()
    serial: tuple[str, ...] = ()
    units: Pattern = ""
    latest_birth: int = Field(default=2030, gt=1900)


class _Found(NamedTuple):
    name: str
    start: int
    end: int


def find(report: Report, params: Params, context: Context) -> Iterable[Defect]:
    """One defect for each number."""
    copy = flat(report.text)
    for match in _GROUPS.finditer(copy):
        if match.end() - match.start() < _LEAST or _TOUCHES.match(copy, match.end()):
            continue
        if match.start() and _TOUCHES.match(copy, match.start() - 1):
            continue
        block = block_of(report, match.start())
        if block is None:
            continue
        groups = [group.span() for group in re.finditer(r"[0-9]+[Xx]?|[Xx]", match[0])]
        label = copy[max(block.start, match.start() - _LABEL) : match.start()]
        for name, start, end in _combined(copy, match.start(), groups, label, params):
            yield Defect(
                f"文中出现完整的{name}“{_masked(copy[start:end])}”，报告须向社会公开，不得载有个人信息。",
                ((start, end),),
            )


def _combined(copy: str, base: int, groups: list[Span], label: str, params: Params) -> Iterator[_Found]:
    """Personal numbers that neighbouring groups of digits make, the longest first."""
    first = 0
    so_far = [0, *accumulate(b - a for a, b in groups)]
    while first < len(groups):
        for last in range(min(len(groups), first + _MOST), first, -1):
            if not _LEAST <= so_far[last] - so_far[first] <= _MOST:
                continue
            pieces = [copy[base + a : base + b] for a, b in groups[first:last]]
            start, end = base + groups[first][0], base + groups[last - 1][1]
            name = _name(pieces, label, copy[end : end + 2], params)
            if name:
                yield _Found(name, start, end)
                first = last - 1
                break
        first += 1


def _name(pieces: list[str], label: str, after: str, params: Params) -> str | None:
    """What kind of personal number the groups of digits make, or None."""
    digits = "".join(pieces).upper()
    identity = _says(label, params.identity)
    if not identity and _says(label, params.serial):
        return None
    if len(digits) == 18 and _born(digits[6:14], params) and (identity or _identity_digit(digits)):
        return "公民身份号码"
    if len(digits) == 15 and identity and digits.isdigit() and _born(f"19{digits[6:12]}", params):
        return "公民身份号码"
    if 16 <= len(digits) <= 19 and digits.isdigit() and _says(label, params.account) and luhn(digits):
        return "银行卡号"
    lengths = tuple(map(len, pieces))
    if lengths not in _MOBILE_GROUPS and pieces[0] in ("86", "0086"):
        digits, lengths = "".join(pieces[1:]), lengths[1:]
    if len(digits) == 13 and digits.startswith("86"):
        digits, lengths = digits[2:], (11,)
    if (
        lengths in _MOBILE_GROUPS
        and re.fullmatch(r"1[3-9][0-9]{9}", digits)
        and not (params.units and compiled(params.units).match(after))
    ):
        return "手机号码"
    return None


def _says(label: str, words: tuple[str, ...]) -> bool:
    return any(word in label for word in words)


def _born(digits: str, params: Params) -> bool:
    try:
        day = dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return 1900 <= day.year <= params.latest_birth


def _identity_digit(digits: str) -> bool:
    """GB 11643—1999: the weighted sum of the first 17 digits, modulo 11, names the last character."""
    if digits[0] == "0" or not digits[:17].isdigit():
        return False
    weighted = sum(int(digit) * (2 ** (17 - place) % 11) for place, digit in enumerate(digits[:17]))
    return "10X98765432"[weighted % 11] == digits[17]


def luhn(digits: str) -> bool:
    """ISO/IEC 7812: whether the last digit checks the others."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _masked(digits: str) -> str:
    """A finding must not spread the number further."""
    return f"{digits[:3]}****{digits[-4:]}"
