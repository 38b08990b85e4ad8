"""Numbers of persons that never leave the machine: identity, mobile and bank card numbers, by their shape. Pure.

Broader than the rule that reports them (``privacy.personal``): a number masked for nothing costs a model little, one sent
by mistake cannot be called back. Sums of money, years and document numbers have other shapes or other words around them.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from checker.text import Span, fold_width

# Digits, at most a space or a hyphen apart; Chinese ones too (一三八……).
_HAN_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_GAP = r"(?:[ \t\xa0\u200b\u2060\ufeff]|[ ]?[-.·][ ]?)?"
_RUN = re.compile(rf"(?<![0-9A-Za-z])[0-9](?:{_GAP}[0-9]){{10,}}(?:{_GAP}[Xx])?(?![0-9A-Za-z])")
_UNIT = re.compile(r"\s*(?:元|万|亿|余|多|件|条|个|人|次|户|%|平方|吨|亩|米|公里)")
_ACCOUNT = re.compile(r"卡号|账号|帐号|账户|帐户|银行卡|开户|收款|储蓄卡|信用卡|一卡通|社保卡|医保卡")
_IDENTITY = re.compile(r"身份|证件号|社会?保障?号")
_LABEL = 16


def personal_numbers(text: str) -> Iterator[Span]:
    """Spans of numbers that look like a person's, in order; width, gaps and Chinese digits make no difference."""
    copy = fold_width(text).translate(_HAN_DIGITS)
    for match in _RUN.finditer(copy):
        places = [index for index in range(*match.span()) if copy[index] in "0123456789Xx"]
        before = copy[max(0, match.start() - _LABEL) : match.start()]
        yield from _in_run(copy, places, before)


def _in_run(copy: str, places: list[int], before: str) -> Iterator[Span]:
    """A run may hold several numbers that stand a space apart: the longest first at each place."""
    first = 0
    while first <= len(places) - 11:
        if first and places[first] == places[first - 1] + 1:
            first += 1  # inside a group of digits
            continue
        for length in (19, 18, 17, 16, 15, 14, 13, 11):
            last = first + length - 1
            if last >= len(places) or (last + 1 < len(places) and places[last + 1] == places[last] + 1):
                continue
            digits = "".join(copy[index] for index in places[first : last + 1]).upper()
            if _personal(digits, before, copy[places[last] + 1 : places[last] + 4]):
                yield places[first], places[last] + 1
                first = last
                break
        first += 1


def _personal(digits: str, before: str, after: str) -> bool:
    length = len(digits)
    if _IDENTITY.search(before) and length in (15, 18):
        return True
    if _ACCOUNT.search(before) and 15 <= length <= 19:
        return True
    if length == 18 and _day(digits[6:14]) and digits[0] != "0":
        return True
    if not digits.isdigit() or _UNIT.match(after):
        return False
    if length == 15 and digits[0] != "0" and _day(f"19{digits[6:12]}"):
        return True
    if 16 <= length <= 19 and _luhn(digits):
        return True
    mobile = (
        digits[2:] if length == 13 and digits.startswith("86") else digits[4:] if digits.startswith("0086") else digits
    )
    return re.fullmatch(r"1[3-9][0-9]{9}", mobile) is not None


def _day(digits: str) -> bool:
    try:
        return 1900 <= dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year <= 2040
    except ValueError:
        return False


def _luhn(digits: str) -> bool:
    """ISO/IEC 7812: whether the last digit checks the others."""
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0
